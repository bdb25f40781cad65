//! Timelines and what is asked of an instant say the same, and what the plain reference says (H1 to H4, H6).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;
use switchboard::civil::date;
use switchboard::{Organization, ScheduleRef, Segment, SignedDuration, Validity};

use crate::plain_rota::{
    Change, Clock, Duty, Gap, Interval, Judge, Layer, Override, PEOPLE, Rota, STEP, Source, Unit,
    instant, midnight, steps, written,
};
use crate::schedules::organization;

/// Zones in a year: with summer time of 60 and of 30 minutes, with winter time for summer time, with a day that never was,
/// with summer time for the last time, with a pause of it, with none.
const ZONES: [(&str, i16); 8] = [
    ("Europe/Bucharest", 2026),
    ("America/Chicago", 2026),
    ("Australia/Lord_Howe", 2026),
    ("Europe/Dublin", 2026),
    ("Pacific/Apia", 2011),
    ("America/Sao_Paulo", 2019),
    ("Africa/Casablanca", 2026),
    ("Asia/Kolkata", 2026),
];
const DAY: i64 = 24 * 60;

fn year(year: i16) -> (i64, i64) {
    (midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1)))
}

/// A zone's clock in a year and some days around it.
fn clock(zone: &str, of: i16) -> &'static Clock {
    static CLOCKS: OnceLock<BTreeMap<(&str, i16), Clock>> = OnceLock::new();
    let clocks = CLOCKS.get_or_init(|| {
        let years = [2011, 2019, 2026];
        let all = years
            .into_iter()
            .flat_map(|year| ZONES.map(|(zone, _)| (zone, year)));
        let all = all.map(|(zone, of)| {
            let (start, end) = year(of);
            (
                (zone, of),
                Clock::new(zone, start - 10 * DAY, end + 10 * DAY),
            )
        });
        all.collect()
    });
    clocks
        .iter()
        .find(|((name, own), _)| (*name, *own) == (zone, of))
        .unwrap()
        .1
}

// ----------------------------------------------------------------------------------------------- any schedule

fn step(from: i64, until: i64) -> impl Strategy<Value = i64> {
    (from / STEP..until / STEP).prop_map(|step| step * STEP)
}

/// A time of a year, often one at which the clock is changed.
fn time(zone: &'static str, of: i16) -> impl Strategy<Value = i64> {
    let (start, end) = year(of);
    // Local times within a day of a change of the clock.
    let changes: Vec<i64> = clock(zone, of)
        .changes()
        .into_iter()
        .map(|at| clock(zone, of).latest(at - STEP))
        .collect();
    let near = (0..changes.len().max(1), -4..100_i64).prop_map(move |(index, steps)| {
        changes
            .get(index)
            .map_or(start, |at| at + (steps - 2) * STEP)
    });
    prop_oneof![
        step(start, end),
        near.prop_map(move |time| time.clamp(start, end))
    ]
}

fn days() -> impl Strategy<Value = [bool; 7]> {
    (any::<[bool; 7]>(), 0..7_usize).prop_map(|(mut days, one)| {
        days[one] = true;
        days
    })
}

fn interval() -> impl Strategy<Value = Interval> {
    let times = (step(0, DAY), step(0, DAY));
    (days(), times).prop_map(|(days, (from, until))| Interval { days, from, until })
}

fn turns(most: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    let turn = proptest::sample::subsequence((0..PEOPLE.len()).collect::<Vec<_>>(), 1..3);
    vec(turn, 1..=most)
}

fn layer(zone: &'static str, of: i16) -> impl Strategy<Value = Layer> {
    let zones = prop_oneof![2 => Just(zone), 1 => proptest::sample::select(ZONES.map(|(zone, _)| zone).to_vec())];
    let units = prop_oneof![
        Just((Unit::Hours, 2_i64)),
        Just((Unit::Hours, 30)),
        Just((Unit::Days, 5)),
        Just((Unit::Weeks, 3)),
        Just((Unit::Months, 3)),
    ];
    let lengths = units.prop_flat_map(|(unit, most)| (Just(unit), vec(1..=most, 0..4)));
    zones
        .prop_flat_map(move |zone| {
            let anchor = (-400..300_i64).prop_map(move |day| {
                date(of, 1, 1).saturating_add(SignedDuration::from_hours(24 * day))
            });
            (
                Just(zone),
                lengths.clone(),
                anchor,
                prop_oneof![Just(0), step(0, DAY)],
                proptest::option::weighted(0.2, time(zone, of)),
                (proptest::option::weighted(0.3, days()), any::<bool>()),
                (turns(4), vec((time(zone, of), turns(3)), 0..3)),
                prop_oneof![3 => Just(Vec::new()), 2 => vec(interval(), 1..3)],
            )
        })
        .prop_map(
            move |(
                zone,
                (unit, lengths),
                from,
                handoff,
                until,
                (days, counts_calendar_days),
                (first, later),
                restrictions,
            )| {
                let start = midnight(from) + handoff;
                let until = until.filter(|until| *until > start + 3 * DAY);
                // One behind the other, and after the start.
                let mut versions = vec![(start, first)];
                let mut later = later;
                later.sort_by_key(|(from, _)| *from);
                for (from, turns) in later {
                    let before = versions.last().unwrap().0;
                    if from > before + 2 * DAY && until.is_none_or(|until| from + 2 * DAY < until) {
                        versions.push((from, turns));
                    }
                }
                if lengths.is_empty() {
                    for (_, turns) in &mut versions {
                        turns.truncate(1);
                    }
                }
                Layer {
                    zone,
                    unit,
                    lengths,
                    from,
                    handoff,
                    until,
                    days,
                    counts_calendar_days,
                    versions,
                    restrictions,
                }
            },
        )
}

fn change() -> impl Strategy<Value = Change> {
    let person = || 0..PEOPLE.len();
    prop_oneof![
        proptest::sample::subsequence((0..PEOPLE.len()).collect::<Vec<_>>(), 1..3)
            .prop_map(Change::Only),
        person().prop_map(Change::Add),
        person().prop_map(Change::Remove),
        (person(), person()).prop_map(|(old, new)| Change::Replace(old, new)),
    ]
}

fn rota() -> impl Strategy<Value = (Rota, i16)> {
    proptest::sample::select(ZONES.to_vec())
        .prop_flat_map(|(zone, of)| {
            let layers = vec(layer(zone, of), 1..4);
            let overrides = vec(
                (
                    time(zone, of),
                    step(STEP, 9 * DAY),
                    any::<prop::sample::Index>(),
                    change(),
                ),
                0..5,
            );
            let gap = (
                proptest::option::of(time(zone, of)),
                step(STEP, 9 * DAY),
                proptest::option::of(interval()),
            );
            (Just((zone, of)), layers, overrides, vec(gap, 0..2))
        })
        .prop_map(|((zone, of), layers, overrides, gaps)| {
            let mut kept: Vec<Override> = Vec::new();
            let mut sorted = overrides;
            sorted.sort_by_key(|(from, ..)| *from);
            for (from, length, layer, change) in sorted {
                let layer = layer.index(layers.len() + 1).checked_sub(1);
                // Not one in a gap of the clock alone, and no two at once.
                let ends = kept
                    .iter()
                    .filter(|own| own.layer == layer)
                    .map(|own| own.until);
                if length > 2 * DAY && ends.max().is_none_or(|end| end + 2 * DAY < from) {
                    kept.push(Override {
                        from,
                        until: from + length,
                        layer,
                        change,
                    });
                }
            }
            let gaps = gaps.into_iter().map(|(from, length, weekly)| Gap {
                from,
                until: from.map(|from| from + length + 2 * DAY),
                weekly,
            });
            let gaps = gaps.filter(|gap| gap.from.is_some() || gap.weekly.is_some());
            (
                Rota {
                    zone,
                    layers,
                    overrides: kept,
                    gaps: gaps.collect(),
                },
                of,
            )
        })
}

// ------------------------------------------------------------------------------------------------- comparisons

fn person(key: &str) -> usize {
    PEOPLE.iter().position(|own| *own == key).unwrap()
}

/// What is said, as the reference says it.
fn said<'o>(
    people: impl Iterator<Item = switchboard::Duty<'o>>,
    gap: Option<switchboard::Gap<'o>>,
) -> Duty {
    let number = |reason: &str| reason.parse::<usize>().unwrap();
    if let Some(gap) = gap {
        assert_eq!(people.count(), 0);
        return Duty::Nobody(gap.reason().map(number));
    }
    let people = people.map(|duty| {
        let by = duty.overridden_by();
        let source = match (duty.layer(), by) {
            (Some(layer), None) => Source::Layer(layer.index()),
            (None, Some(by)) => Source::Override(number(by.reason().unwrap())),
            other => panic!("{other:?}"),
        };
        (person(duty.contact().key()), source)
    });
    Duty::People(people.collect())
}

fn at(schedule: ScheduleRef<'_>, minute: i64) -> Duty {
    let on_duty = schedule.on_duty(instant(minute));
    said(on_duty.people(), on_duty.gap())
}

fn of(segment: &Segment<'_>) -> Duty {
    said(segment.people(), segment.gap())
}

/// The organization, where the document builds: days and restrictions may have nothing in common.
fn built(rota: &Rota) -> Option<Organization> {
    let document = crate::schedules::document(&written(rota));
    match document.build() {
        Ok(organization) => Some(organization),
        Err(error) => {
            let is_one = |problem: &switchboard::Problem| {
                problem.kind() == switchboard::ProblemKind::NeverStaffed
            };
            assert!(error.problems().iter().all(is_one), "{error}");
            None
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Every segment of a year is what the reference says at every step; neighbours differ, and touch.
    #[test]
    fn a_timeline_of_a_year_is_that_of_the_reference((rota, of_year) in rota()) {
        let Some(organization) = built(&rota) else { return Ok(()) };
        let schedule = organization.schedule("rota").unwrap();
        let (start, end) = year(of_year);
        let judge = Judge::new(&rota, |zone| clock(zone, of_year), end + 10 * DAY);
        let segments: Vec<Segment<'_>> = schedule.timeline(instant(start), instant(end)).collect();
        prop_assert_eq!(segments[0].from(), instant(start));
        prop_assert_eq!(segments.last().unwrap().until(), instant(end));
        for pair in segments.windows(2) {
            prop_assert_eq!(pair[0].until(), pair[1].from());
            prop_assert_ne!(of(&pair[0]), of(&pair[1]));
        }
        let mut segments = segments.iter().peekable();
        let mut current = of(segments.next().unwrap());
        for minute in steps(start, end) {
            if let Some(next) = segments.next_if(|next| next.from() <= instant(minute)) {
                // Nothing begins between two steps.
                prop_assert_eq!(next.from(), instant(minute));
                current = of(next);
            }
            prop_assert_eq!(&current, &judge.on_duty(minute), "{} in {}", instant(minute), written(&rota));
        }
    }

    /// At every minute of some days, often around a change of the clock, the timeline is who is on duty; and at each handoff
    /// one side is, from the very instant on. The answer is the same until its validity ends, and then another (H6).
    #[test]
    fn a_timeline_is_who_is_on_duty_at_every_minute(
        (rota, of_year) in rota(),
        near in proptest::option::of(any::<prop::sample::Index>()),
        day in 0..365_i64,
    ) {
        let Some(organization) = built(&rota) else { return Ok(()) };
        let schedule = organization.schedule("rota").unwrap();
        let (start, _) = year(of_year);
        let changes: Vec<i64> = clock(rota.zone, of_year).changes();
        let start = match near {
            Some(index) if !changes.is_empty() => changes[index.index(changes.len())] - DAY,
            _ => start + day * DAY,
        };
        let end = start + 2 * DAY;
        let judge = Judge::new(&rota, |zone| clock(zone, of_year), end + 10 * DAY);
        let nanosecond = SignedDuration::from_nanos(1);
        for segment in schedule.timeline(instant(start), instant(end)) {
            let duty = of(&segment);
            let first = segment.from().as_second() / 60;
            let last = segment.until().as_second() / 60;
            for minute in first..last {
                prop_assert_eq!(&at(schedule, minute), &duty, "{}", instant(minute));
                prop_assert_eq!(&judge.on_duty(minute), &duty, "{}", instant(minute));
            }
            let before = schedule.on_duty(segment.until() - nanosecond);
            prop_assert_eq!(&said(before.people(), before.gap()), &duty);
            for asked in [segment.from(), segment.until() - nanosecond] {
                match schedule.on_duty(asked).validity() {
                    Validity::Until(until) if segment.until() < instant(end) => prop_assert_eq!(until, segment.until()),
                    other => prop_assert!(other.instant().is_none_or(|until| until >= instant(end)), "{other:?}"),
                }
            }
            if segment.until() < instant(end) {
                prop_assert_ne!(&at(schedule, last), &duty);
            }
        }
    }
}

/// Short turns and short intervals that start at any step of an hour, around every change of every clock.
#[test]
fn around_a_change_of_the_clock_every_step_is_that_of_the_reference() {
    let every_day = [true; 7];
    for (zone, of_year) in ZONES {
        let mut changes = clock(zone, of_year).changes();
        changes.dedup_by(|later, earlier| *later - *earlier < DAY);
        for handoff in [0, 15, 30, 45] {
            let interval = |from: i64| Interval {
                days: every_day,
                from: from + handoff,
                until: from + handoff + 15,
            };
            let layer = |lengths: &[i64], restrictions: Vec<Interval>| Layer {
                zone,
                unit: Unit::Hours,
                lengths: lengths.to_vec(),
                from: date(of_year, 1, 1),
                handoff,
                until: None,
                days: None,
                counts_calendar_days: false,
                versions: vec![(0, vec![vec![0], vec![1], vec![2]])],
                restrictions,
            };
            let hours = (0..24).map(|hour| interval(hour * 60)).collect();
            let rota = Rota {
                zone,
                layers: vec![layer(&[1], Vec::new()), layer(&[2, 1], hours)],
                overrides: Vec::new(),
                gaps: Vec::new(),
            };
            let organization = built(&rota).unwrap();
            let schedule = organization.schedule("rota").unwrap();
            for change in &changes {
                let (start, end) = (change - DAY / 2, change + DAY);
                let judge = Judge::new(&rota, |zone| clock(zone, of_year), end + DAY);
                let mut segments = schedule.timeline(instant(start), instant(end)).peekable();
                let mut current = None;
                for minute in steps(start, end) {
                    let expected = judge.on_duty(minute);
                    assert_eq!(at(schedule, minute), expected, "{zone} {}", instant(minute));
                    if let Some(next) = segments.next_if(|next| next.from() <= instant(minute)) {
                        current = Some(of(&next));
                    }
                    assert_eq!(current, Some(expected), "{zone} {}", instant(minute));
                }
            }
        }
    }
}

/// By its fold, Chicago's night of the first of November has an hour twice: nobody is asked twice in it.
#[test]
fn an_hour_that_comes_twice_is_one_turn() {
    let organization = organization(
        "[schedules.s]\nzone = \"America/Chicago\"\nlayers = [{ rotation = \"hourly\", from = 2026-10-31, turns = [\"a\", \"b\", \"c\"] }]",
    );
    let schedule = organization.schedule("s").unwrap();
    let from = "2026-11-01T05:00:00Z".parse().unwrap();
    let until = "2026-11-01T09:00:00Z".parse().unwrap();
    let hours = schedule
        .timeline(from, until)
        .map(|segment| (segment.until().as_second() - segment.from().as_second()) / 3600);
    assert_eq!(hours.collect::<Vec<_>>(), [1, 2, 1]);
}
