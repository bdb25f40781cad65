//! When something counts, by brute force: windows and hours of a few weeks, one hour after the other.

use std::collections::BTreeMap;

use switchboard::{Hours, Timestamp};

use crate::generate::Dice;
use crate::oracle::Oracle;
use crate::plain::Plain;

/// An hour, counted from a Monday at midnight (UTC).
pub type Hour = i64;

const MONDAY: i64 = 1_767_571_200;
const WEEK: Hour = 168;
/// Windows begin and end in the hours from the first of these to the second.
const EDGES: [Hour; 2] = [0, 3 * WEEK];

/// The hours of each week in which something is open, from one up to another.
pub type Opening = Vec<(Hour, Hour)>;

/// When something counts: always, in a window, in an opening, or in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Hour>,
    pub until: Option<Hour>,
    /// Index into the openings.
    pub during: Option<usize>,
}

impl Span {
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it counts in an hour; without one what always counts does.
    pub fn holds(&self, openings: &[Opening], hour: Option<Hour>) -> bool {
        let Some(hour) = hour else {
            return self.is_always();
        };
        let is_open = |opening: usize| {
            let of_week = hour.rem_euclid(WEEK);
            let mut open = openings[opening].iter();
            open.any(|(from, until)| (*from..*until).contains(&of_week))
        };
        self.from.is_none_or(|from| from <= hour)
            && self.until.is_none_or(|until| hour < until)
            && self.during.is_none_or(is_open)
    }

    /// W2.6 and W2.7: whether it is narrower than another one.
    pub fn is_narrower(&self, other: &Self) -> bool {
        let window = |own: &Self| (own.from.unwrap_or(i64::MIN), own.until.unwrap_or(i64::MAX));
        let ((from, until), (other_from, other_until)) = (window(self), window(other));
        if (from, until) == (other_from, other_until) {
            self.during.is_some() && other.during.is_none()
        } else {
            other_from <= from && until <= other_until
        }
    }

    /// Of these openings; it counts in some hour.
    pub fn at_some_hour(dice: &mut Dice, openings: &[Opening]) -> Self {
        loop {
            let span = Self::random(dice, openings.len());
            let hours = telling([&span].into_iter(), openings);
            if hours.iter().any(|hour| span.holds(openings, *hour)) {
                return span;
            }
        }
    }

    fn random(dice: &mut Dice, openings: usize) -> Self {
        let mut span = Self::default();
        if dice.chance(60) {
            let edge = |dice: &mut Dice| 60 * some_below(dice, 8);
            let (one, other) = (edge(dice), edge(dice));
            span.from = (one < other || dice.chance(50)).then_some(one.min(other));
            span.until = (one != other && dice.chance(70)).then_some(one.max(other));
        }
        if openings > 0 && dice.chance(60) {
            span.during = Some(dice.below(openings));
        }
        span
    }
}

fn some_below(dice: &mut Dice, bound: usize) -> Hour {
    Hour::try_from(dice.below(bound)).expect("a few hours")
}

/// Shifts of six hours.
pub fn opening(dice: &mut Dice) -> Opening {
    let shifts = (0..dice.between(1, 4)).map(|_| {
        let from = 6 * some_below(dice, 27);
        (from, from + 6)
    });
    shifts.collect()
}

pub fn opening_key(index: usize) -> String {
    format!("opening-{index}")
}

/// As the library reads it.
pub fn hours(opening: &Opening) -> Hours {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let shift = |(from, until): &(Hour, Hour)| {
        let day = |hour: Hour| days[usize::try_from(hour / 24).expect("an hour of the week")];
        let time = |hour: Hour| format!("{} {:02}:00", day(hour), hour % 24);
        format!("{} - {}", time(*from), time(*until))
    };
    let shifts = opening.iter().map(shift);
    shifts.fold(Hours::in_zone("UTC"), |hours, shift| {
        hours.open(shift.as_str())
    })
}

/// The instant at which an hour begins.
pub fn instant(hour: Hour) -> Timestamp {
    Timestamp::from_second(MONDAY + hour * 3600).expect("an hour of these years")
}

/// The hour of an instant.
pub fn hour(instant: Timestamp) -> Hour {
    (instant.as_second() - MONDAY).div_euclid(3600)
}

/// No hour, and one of all hours in which the same of these count.
pub fn telling<'s>(
    spans: impl Iterator<Item = &'s Span>,
    openings: &[Opening],
) -> Vec<Option<Hour>> {
    let spans: Vec<&Span> = spans.filter(|span| !span.is_always()).collect();
    if spans.is_empty() {
        return vec![None];
    }
    let [first, last] = EDGES;
    let mut seen: BTreeMap<Vec<bool>, Hour> = BTreeMap::new();
    for hour in first - WEEK..last + WEEK {
        let holding = spans.iter().map(|span| span.holds(openings, Some(hour)));
        seen.entry(holding.collect()).or_insert(hour);
    }
    let hours = seen.into_values().map(Some);
    [None].into_iter().chain(hours).collect()
}

/// The organization, with times for most of its rules and desks.
pub fn timed(mut plain: Plain, seed: u64) -> Plain {
    let mut dice = Dice::new(seed ^ 0x71e5);
    plain.openings = (0..dice.below(4)).map(|_| opening(&mut dice)).collect();
    let openings = plain.openings.clone();
    let mut span = || {
        let is_timed = dice.chance(65);
        let span = is_timed.then(|| Span::at_some_hour(&mut dice, &openings));
        span.unwrap_or_default()
    };
    // Not the fallback.
    for rule in plain.rules.iter_mut().skip(1) {
        rule.span = span();
    }
    for unit in 0..plain.units.len() {
        let mut desks = plain.units[unit].desks.clone();
        for desk in &mut desks {
            desk.span = span();
        }
        if !Oracle::desks_tie(&plain, &desks) {
            plain.units[unit].desks = desks;
        }
    }
    plain
}
