//! Hours: what is open when, by the public face (H1, H2, H4, H6).

use switchboard::{
    Attribute, Contact, Department, Document, Edit, Holidays, Hours, HoursRef, Limits, Opening,
    Organization, Problem, ProblemKind, Role, Route, SignedDuration, Timestamp, Validity,
    civil::date,
};

/// An organization with these hours, beside what every organization has.
pub fn document() -> Document {
    let mut document = Document::new();
    document.department("company", Department::new().head("lee"));
    document.contact("lee", Contact::person("Lee"));
    document.route(Route::fallback("company"));
    document
}

pub fn build(hours: Hours) -> Organization {
    let mut document = document();
    document.hours("hours", hours);
    document.build().unwrap_or_else(|error| panic!("{error}"))
}

pub fn of(organization: &Organization) -> HoursRef<'_> {
    organization.hours("hours").expect("the hours")
}

pub fn at(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

/// The openings from one instant to another.
fn openings(hours: HoursRef<'_>, from: &str, until: &str) -> Vec<String> {
    let (mut instant, until) = (at(from), at(until));
    let mut found = Vec::new();
    while let Some(start) = hours.next_opening(instant).filter(|start| *start < until) {
        let Validity::Until(end) = hours.until(start) else {
            found.push(format!("{start}.."));
            break;
        };
        found.push(format!("{start}..{end}"));
        instant = end;
    }
    found
}

fn bucharest(open: &str) -> Hours {
    Hours::in_zone("Europe/Bucharest").open(open)
}

#[test]
fn h1_hours_are_open_when_they_open_and_closed_when_they_close() {
    let organization = build(Hours::in_zone("UTC").open("mon 10:00-18:00"));
    let hours = of(&organization);
    for (instant, is_open, until) in [
        (
            "2026-11-23T09:59:59.999999999Z",
            false,
            "2026-11-23T10:00:00Z",
        ),
        ("2026-11-23T10:00:00Z", true, "2026-11-23T18:00:00Z"),
        (
            "2026-11-23T17:59:59.999999999Z",
            true,
            "2026-11-23T18:00:00Z",
        ),
        ("2026-11-23T18:00:00Z", false, "2026-11-30T10:00:00Z"),
    ] {
        assert_eq!(hours.is_open(at(instant)), is_open, "{instant}");
        assert_eq!(
            hours.until(at(instant)),
            Validity::Until(at(until)),
            "{instant}"
        );
    }
    assert_eq!(
        hours.since(at("2026-11-23T12:00:00Z")),
        Some(at("2026-11-23T10:00:00Z"))
    );
    assert_eq!(
        hours.since(at("2026-11-24T12:00:00Z")),
        Some(at("2026-11-23T18:00:00Z"))
    );
    assert_eq!(hours.zone(), Some("UTC"));
}

#[cfg(feature = "tzdb")]
#[test]
fn h2_times_that_the_clock_skips_or_repeats() {
    let night = build(bucharest("sat 22:00 - sun 5:00"));
    // An hour shorter in spring, and an hour longer in autumn.
    assert_eq!(
        openings(of(&night), "2026-03-28T12:00:00Z", "2026-03-30T00:00:00Z"),
        ["2026-03-28T20:00:00Z..2026-03-29T02:00:00Z"]
    );
    assert_eq!(
        openings(of(&night), "2026-10-24T12:00:00Z", "2026-10-26T00:00:00Z"),
        ["2026-10-24T19:00:00Z..2026-10-25T03:00:00Z"]
    );
    let early = build(bucharest("daily 3:15-3:45"));
    assert_eq!(
        openings(of(&early), "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"),
        ["2026-03-30T00:15:00Z..2026-03-30T00:45:00Z"],
        "what is skipped as a whole is not there"
    );
    assert_eq!(
        openings(of(&early), "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"),
        ["2026-10-25T00:15:00Z..2026-10-25T00:45:00Z"],
        "what is repeated is there once, at first"
    );
    let long = build(bucharest("daily 3:30-6:00"));
    assert_eq!(
        openings(of(&long), "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"),
        ["2026-03-29T01:00:00Z..2026-03-29T03:00:00Z"]
    );
    assert_eq!(
        openings(of(&long), "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"),
        ["2026-10-25T00:30:00Z..2026-10-25T04:00:00Z"]
    );
}

#[cfg(feature = "tzdb")]
#[test]
fn h2_a_day_that_the_calendar_skipped() {
    let apia = build(Hours::in_zone("Pacific/Apia").open("daily 9:00-17:00"));
    assert_eq!(
        openings(of(&apia), "2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z"),
        [
            "2011-12-29T19:00:00Z..2011-12-30T03:00:00Z",
            // The 30th is not there.
            "2011-12-30T19:00:00Z..2011-12-31T03:00:00Z",
        ]
    );
}

#[test]
fn h4_several_intervals_on_a_day_are_all_there() {
    let organization = build(
        Hours::in_zone("UTC")
            .open("mon-fri 9:00-12:30, 13:30-18:00")
            .open("mon 19:00-20:00"),
    );
    assert_eq!(
        openings(
            of(&organization),
            "2026-11-23T00:00:00Z",
            "2026-11-24T00:00:00Z"
        ),
        [
            "2026-11-23T09:00:00Z..2026-11-23T12:30:00Z",
            "2026-11-23T13:30:00Z..2026-11-23T18:00:00Z",
            "2026-11-23T19:00:00Z..2026-11-23T20:00:00Z",
        ]
    );
}

#[test]
fn h4_holidays_close_their_day_and_special_days_say_when_they_are_open() {
    let mut document = document();
    document.holidays("world", Holidays::new().day("01-01", "New Year"));
    document.holidays(
        "romania",
        Holidays::new()
            .day("12-25", "Christmas")
            .day("2026-11-30..2026-12-01", "Saint Andrew, National Day")
            .include("world"),
    );
    document.hours(
        "hours",
        Hours::in_zone("UTC")
            .open("daily 20:00-4:00")
            .holidays("romania")
            .special("2026-12-25", "10:00-12:00, 23:00-2:00")
            .special("2026-12-28..2026-12-31", "closed"),
    );
    let organization = document.build().unwrap();
    assert_eq!(
        openings(
            of(&organization),
            "2026-11-29T12:00:00Z",
            "2026-12-02T12:00:00Z"
        ),
        [
            // Closed from midnight to midnight.
            "2026-11-29T20:00:00Z..2026-11-30T00:00:00Z",
            "2026-12-02T00:00:00Z..2026-12-02T04:00:00Z",
        ]
    );
    assert_eq!(
        openings(
            of(&organization),
            "2026-12-24T12:00:00Z",
            "2027-01-03T00:00:00Z"
        ),
        [
            "2026-12-24T20:00:00Z..2026-12-25T00:00:00Z",
            "2026-12-25T10:00:00Z..2026-12-25T12:00:00Z",
            // On into what is open the next day.
            "2026-12-25T23:00:00Z..2026-12-26T04:00:00Z",
            "2026-12-26T20:00:00Z..2026-12-27T04:00:00Z",
            "2026-12-27T20:00:00Z..2026-12-28T00:00:00Z",
            "2027-01-02T00:00:00Z..2027-01-02T04:00:00Z",
            "2027-01-02T20:00:00Z..2027-01-03T04:00:00Z",
        ]
    );
}

/// What names fewer days says it.
#[test]
fn h4_a_date_comes_before_a_span_and_a_span_before_a_day_of_every_year() {
    let organization = build(
        Hours::in_zone("UTC")
            .open("daily")
            .special("12-24", "9:00-10:00")
            .special("2026-12-23..2026-12-25", "10:00-11:00")
            .special("2026-12-22..2026-12-28", "closed")
            .special("2026-12-25", "11:00-12:00"),
    );
    let open = |from, until| openings(of(&organization), from, until);
    assert_eq!(
        open("2026-12-22T00:00:00Z", "2026-12-28T00:00:00Z"),
        [
            "2026-12-23T10:00:00Z..2026-12-23T11:00:00Z",
            "2026-12-24T10:00:00Z..2026-12-24T11:00:00Z",
            "2026-12-25T11:00:00Z..2026-12-25T12:00:00Z",
        ]
    );
    assert_eq!(
        open("2027-12-24T00:00:00Z", "2027-12-25T00:00:00Z"),
        ["2027-12-24T09:00:00Z..2027-12-24T10:00:00Z"]
    );
}

#[test]
fn h4_a_region_has_its_own_holidays_and_those_of_what_it_lies_in() {
    let mut document = document();
    let regions = Attribute::hierarchical()
        .value("de")
        .child("by", "de")
        .child("munich", "by")
        .child("be", "de");
    document.attribute("region", regions.role(Role::Region));
    document.holidays(
        "germany",
        Holidays::new()
            .day("2026-05-01", "Labour Day")
            .day_in("2026-01-06", "Epiphany", ["by"])
            .day_in("2026-03-09", "Women's Day", ["be"]),
    );
    for (key, region) in [
        ("munich", Some("Munich")),
        ("berlin", Some("be")),
        ("any", None),
    ] {
        let hours = Hours::in_zone("UTC").open("daily").holidays("germany");
        document.hours(
            key,
            region.map_or(hours.clone(), |region| hours.region(region)),
        );
    }
    let organization = document.build().unwrap();
    let closed = |key: &str| {
        let hours = organization.hours(key).unwrap();
        ["2026-05-01", "2026-01-06", "2026-03-09"]
            .map(|day| !hours.is_open(at(&format!("{day}T12:00:00Z"))))
    };
    assert_eq!(closed("munich"), [true, true, false]);
    assert_eq!(closed("berlin"), [true, false, true]);
    assert_eq!(closed("any"), [true, false, false]);
}

#[test]
fn h4_times_on_some_dates_alone() {
    let organization = build(
        Hours::in_zone("UTC")
            .open(Opening::new("10:00-11:00").days("-1"))
            .open(
                Opening::new("mon 12:00-13:00")
                    .months("jun-aug")
                    .years("2026"),
            )
            .open(
                Opening::new("22:00-2:00")
                    .from_day(date(2026, 3, 1))
                    .until_day(date(2026, 3, 3)),
            ),
    );
    let open = |from, until| openings(of(&organization), from, until);
    assert_eq!(
        open("2026-02-28T00:00:00Z", "2026-03-04T00:00:00Z"),
        [
            "2026-02-28T10:00:00Z..2026-02-28T11:00:00Z",
            // From midnight to midnight.
            "2026-03-01T00:00:00Z..2026-03-01T02:00:00Z",
            "2026-03-01T22:00:00Z..2026-03-02T02:00:00Z",
            "2026-03-02T22:00:00Z..2026-03-03T00:00:00Z",
        ]
    );
    assert_eq!(
        open("2026-08-25T00:00:00Z", "2026-09-15T00:00:00Z"),
        [
            "2026-08-31T10:00:00Z..2026-08-31T11:00:00Z",
            "2026-08-31T12:00:00Z..2026-08-31T13:00:00Z",
        ]
    );
    assert_eq!(
        open("2028-06-05T00:00:00Z", "2028-06-06T00:00:00Z"),
        [""; 0]
    );
}

#[cfg(feature = "tzdb")]
#[test]
fn unions_and_complements_of_hours_in_several_zones() {
    let mut document = document();
    document.hours("europe", bucharest("mon-fri 9:00-17:00"));
    document.hours(
        "america",
        Hours::in_zone("America/New_York").open("mon-fri 9:00-17:00"),
    );
    document.hours("hours", Hours::union(["europe", "america"]));
    document.hours("rest", Hours::complement("hours"));
    document.hours("all", Hours::union(["hours", "rest"]));
    let organization = document.build().unwrap();
    assert_eq!(
        openings(
            of(&organization),
            "2026-01-05T00:00:00Z",
            "2026-01-06T00:00:00Z"
        ),
        ["2026-01-05T07:00:00Z..2026-01-05T22:00:00Z"]
    );
    // For two weeks America has summer time, and Europe has not.
    assert_eq!(
        openings(
            of(&organization),
            "2026-03-09T00:00:00Z",
            "2026-03-10T00:00:00Z"
        ),
        ["2026-03-09T07:00:00Z..2026-03-09T21:00:00Z"]
    );
    let rest = organization.hours("rest").unwrap();
    assert_eq!(
        openings(rest, "2026-03-09T12:00:00Z", "2026-03-11T00:00:00Z"),
        [
            "2026-03-09T21:00:00Z..2026-03-10T07:00:00Z",
            "2026-03-10T21:00:00Z..2026-03-11T07:00:00Z",
        ]
    );
    let all = organization.hours("all").unwrap();
    assert_eq!(all.until(at("2026-03-09T12:00:00Z")), Validity::Forever);
    assert!(all.is_open(Timestamp::MIN) && all.is_open(Timestamp::MAX));
    assert_eq!(all.zone(), None);
}

#[test]
fn business_time_ends_at_closing_time_and_not_at_the_next_opening() {
    let organization = build(Hours::in_zone("UTC").open("mon-fri 10:00-18:00"));
    let office = of(&organization);
    let friday = at("2026-11-20T17:00:00Z");
    assert_eq!(
        office.add(friday, hours(1)),
        Some(at("2026-11-20T18:00:00Z"))
    );
    let a_bit = SignedDuration::new(3600, 1);
    assert_eq!(
        office.add(friday, a_bit),
        Some(at("2026-11-23T10:00:00.000000001Z"))
    );
    let saturday = at("2026-11-21T12:00:00.5Z");
    assert_eq!(office.add(saturday, SignedDuration::ZERO), Some(saturday));
    assert_eq!(office.add(saturday, hours(-1)), Some(saturday));
    assert_eq!(
        office.add(saturday, hours(1)),
        Some(at("2026-11-23T11:00:00Z"))
    );
    let half = at("2026-11-20T17:59:59.5Z");
    assert_eq!(
        office.between(half, saturday),
        SignedDuration::from_millis(500)
    );
    assert_eq!(
        office.between(saturday, half),
        SignedDuration::from_millis(-500)
    );
    assert_eq!(
        office.add(half, SignedDuration::from_millis(750)),
        Some(at("2026-11-23T10:00:00.25Z"))
    );
    assert_eq!(
        office.between(friday, friday + hours(24 * 7 * 10)),
        hours(400)
    );
}

#[test]
fn no_search_is_endless_where_nothing_is_open_any_more() {
    let organization =
        build(Hours::in_zone("UTC").open(Opening::new("mon 10:00-11:00").years("2026")));
    let hours_of_2026 = of(&organization);
    let after = at("2027-01-01T00:00:00Z");
    assert_eq!(hours_of_2026.next_opening(after), None);
    assert_eq!(
        hours_of_2026.until(after),
        Validity::AtLeast(at("2100-01-01T00:00:00Z"))
    );
    assert_eq!(hours_of_2026.since(after), Some(at("2026-12-28T11:00:00Z")));
    assert_eq!(
        hours_of_2026.add(after, SignedDuration::from_nanos(1)),
        None
    );
    assert_eq!(
        hours_of_2026.add(Timestamp::MIN, hours(52)),
        Some(at("2026-12-28T11:00:00Z"))
    );
    assert_eq!(hours_of_2026.add(Timestamp::MIN, hours(53)), None);
    assert_eq!(hours_of_2026.add(after, SignedDuration::MAX), None);
    assert_eq!(hours_of_2026.add(Timestamp::MAX, SignedDuration::MAX), None);
    assert_eq!(
        hours_of_2026.between(Timestamp::MIN, Timestamp::MAX),
        hours(52)
    );
    assert_eq!(hours_of_2026.until(Timestamp::MAX), Validity::Forever);
    assert_eq!(hours_of_2026.since(Timestamp::MIN), None);
    assert_eq!(
        hours_of_2026.until(Timestamp::MIN),
        Validity::Until(at("2026-01-05T10:00:00Z"))
    );
}

#[test]
fn hours_beyond_a_limit_are_refused() {
    let mut document = document();
    document.holidays(
        "all",
        (1..29).fold(Holidays::new(), |all, day| {
            all.day(&format!("02-{day:02}"), "a day")
        }),
    );
    document.hours(
        "hours",
        Hours::in_zone("UTC")
            .open("mon")
            .open("tue")
            .holidays("all"),
    );
    document.hours("other", Hours::union(["hours"]));
    document.hours("third", Hours::complement("hours"));
    for limits in [
        Limits::default().hours(2),
        Limits::default().holidays(0),
        Limits::default().openings(1),
        Limits::default().special_days(27),
        Limits::default().spans(1_000),
    ] {
        let options = switchboard::BuildOptions::new().limits(limits.clone());
        let error = document.build_with(&options).unwrap_err();
        let kinds: Vec<ProblemKind> = error.problems().iter().map(Problem::kind).collect();
        assert!(
            kinds.contains(&ProblemKind::LimitExceeded),
            "{limits:?}: {error}"
        );
    }
    document.build().unwrap();
}

#[test]
fn what_was_said_of_hours_comes_back_and_counts() {
    let mut document = document();
    document.attribute("region", Attribute::closed(["ro", "md"]).role(Role::Region));
    document.holidays("world", Holidays::new().day("01-01", "New Year"));
    document.holidays(
        "own",
        Holidays::new()
            .include("world")
            .day_in("2026-12-01..2026-12-02", "Own", ["ro"]),
    );
    document.hours(
        "office",
        Hours::in_zone("UTC")
            .open("mon-fri 9:00-12:30, 13:30-18:00")
            .open(
                Opening::new("sat")
                    .months("dec")
                    .months("jan-feb")
                    .days("1..-1")
                    .years("2026"),
            )
            .open(Opening::new("fri 18:00 - mon 8:00").from_day(date(2026, 1, 1)))
            .holidays("own")
            .region("RO")
            .special("12-24", "10:00-13:00")
            .special("2026-12-31", "closed"),
    );
    document.hours("night", Hours::complement("office"));
    document.hours("both", Hours::union(["night", "office"]));
    let organization = document.build().unwrap();
    let again = organization.to_document().build().unwrap();
    assert_eq!(again.fingerprint(), organization.fingerprint());
    assert_eq!(again.to_document(), organization.to_document());
    let fact = organization.fact("hours", "office").unwrap().to_string();
    for line in [
        "\"mon-fri 09:00-12:30\", \"mon-fri 13:30-18:00\", ",
        "region = \"ro\"",
        "2026-12-31 = [\"closed\"]",
    ] {
        assert!(fact.contains(line), "{fact}");
    }

    // Every change is another content, and can be undone.
    let mut edits = vec![
        Edit::set("hours", "office", "zone", "Etc/GMT-2"),
        Edit::add_item("hours", "office", "open", "sun 9:00-10:00"),
        Edit::remove_item("hours", "office", "open", "mon-fri 13:30-18:00"),
        Edit::set("hours", "office", "special.\"12-24\"", "closed"),
        Edit::unset("hours", "office", "region"),
        Edit::remove("hours", "both"),
        Edit::set("hours", "night", "complement", "both"),
        Edit::set("holidays", "world", "days.\"01-01\"", "Newer Year"),
        Edit::unset("holidays", "own", "includes"),
        Edit::rename("holidays", "world", "planet"),
        Edit::rename("hours", "office", "desk"),
    ];
    if !cfg!(feature = "tzdb") {
        edits.remove(0);
    }
    // A cycle.
    let refused = organization
        .apply(&[edits.remove(edits.len() - 5)])
        .unwrap_err();
    assert!(refused.to_string().contains("cycle"), "{refused}");
    for edit in edits {
        let changed = organization.apply(std::slice::from_ref(&edit));
        let changed = changed.unwrap_or_else(|error| panic!("{edit}: {error}"));
        assert_ne!(changed.fingerprint(), organization.fingerprint(), "{edit}");
        let undone = changed.apply(&changed.edits_to(&organization)).unwrap();
        assert_eq!(undone.fingerprint(), organization.fingerprint(), "{edit}");
    }
    let refused = organization
        .apply(&[Edit::remove("hours", "office")])
        .unwrap_err();
    assert!(
        refused.to_string().contains("hours.night.complement"),
        "{refused}"
    );
    let refused = organization
        .apply(&[Edit::remove("holidays", "world")])
        .unwrap_err();
    assert!(
        refused.to_string().contains("holidays.own.includes"),
        "{refused}"
    );
}
