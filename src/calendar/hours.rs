//! Hours: when something is open, as it is written, and worked out over the years.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use jiff::ToSpan;
use jiff::civil::Date;

use super::clock::{Clock, midnight};
use super::dates::{Dates, NamedDays};
use super::open_times::{Builder, OpenTimes};
use super::week::{DayInterval, WeeklyInterval};
use super::week_set::{WEEK, WeekSet};
use crate::id::{Table, more_ids};

/// Intervals that recur every week, on the local days that dates leave in: an interval across midnight is cut there where
/// the dates leave the next day out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Opening {
    pub(crate) week: WeeklyInterval,
    pub(crate) dates: Dates,
}

/// When something is open, by the clock of one zone (H4).
///
/// A holiday closes its local day from midnight to midnight, whatever recurs on it. A special day does so, too, and is open
/// as it says, across its end if need be. Where several speak of one date, the one that names the fewest days counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LocalHours {
    pub(crate) openings: BTreeSet<Opening>,
    pub(crate) special: BTreeMap<NamedDays, BTreeSet<DayInterval>>,
}

impl LocalHours {
    /// What working it out costs, at the most: each time at which something begins or ends looks at all restricted openings.
    pub(crate) fn cost(&self) -> usize {
        let restricted = self.openings.iter().filter(|own| !own.dates.are_all());
        let runs: usize = restricted.clone().map(|own| own.dates.run_count()).sum();
        let special = self.special.iter();
        let special = special.map(|(days, times)| days.count() * (times.len() + 1));
        let changes = 2 * runs.saturating_add(special.sum());
        changes.saturating_mul(restricted.count().max(1))
    }

    /// The instants at which it is open, with these days as holidays.
    ///
    /// # Complexity
    ///
    /// Linear in the changes of the clock, the runs of days that are restricted or special, and the holidays.
    pub(crate) fn times(&self, clock: &Clock, holidays: &BTreeSet<Date>) -> OpenTimes {
        let pieces = Pieces::of(self, holidays);
        let mut builder = Builder::default();
        let (all, none) = (
            builder.pattern(WeekSet::all()),
            builder.pattern(WeekSet::default()),
        );
        let mut shifted = BTreeMap::new();
        for run in clock.runs() {
            let goes_on_at = run.goes_on_at();
            if run.from < goes_on_at {
                let is_open = pieces.is_open(run.reached - 1);
                builder.push(run.from, if is_open { all } else { none });
            }
            let (first, end) = (run.local(goes_on_at), run.local(run.until));
            for piece in pieces.between(first, end) {
                let pattern = *shifted.entry((piece.week, run.offset)).or_insert_with(|| {
                    builder.pattern(pieces.weeks[piece.week].earlier(run.offset))
                });
                builder.push(run.at(piece.from.max(first)), pattern);
            }
        }
        builder.finish()
    }
}

/// Local time cut into pieces, in each of which the hours recur weekly.
struct Pieces {
    /// The first begins before all years.
    pieces: Vec<Piece>,
    weeks: Table<WeekId, WeekSet>,
}

more_ids! {
    /// What recurs weekly in some pieces.
    WeekId;
}

#[derive(Clone, Copy)]
struct Piece {
    from: i64,
    week: WeekId,
}

/// What begins or ends at a local time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The restricted opening at this place.
    Opening(usize),
    /// A day on which nothing recurs.
    Closed,
    /// What a special day lists.
    Special,
}

impl Pieces {
    fn of(hours: &LocalHours, holidays: &BTreeSet<Date>) -> Self {
        let (always, restricted): (Vec<_>, Vec<_>) = hours
            .openings
            .iter()
            .partition(|opening| opening.dates.are_all());
        let always = WeekSet::of(always.into_iter().flat_map(|own| of_week(own.week)));
        let restricted_weeks: Vec<WeekSet> = restricted
            .iter()
            .map(|own| WeekSet::of(of_week(own.week)))
            .collect();

        // By local time: what begins (1) and ends (-1).
        let mut changes: Vec<(i64, Part, i32)> = Vec::new();
        let mut add = |from: i64, until: i64, part: Part| {
            changes.extend([(from, part, 1), (until, part, -1)]);
        };
        for (index, opening) in restricted.iter().enumerate() {
            for (from, until) in opening.dates.runs() {
                add(midnight(from), midnight(until), Part::Opening(index));
            }
        }
        let special = hours.special_days();
        for day in holidays.iter().chain(special.keys()) {
            let next = day.saturating_add(1.day());
            add(midnight(*day), midnight(next), Part::Closed);
        }
        for (day, intervals) in special {
            for interval in intervals {
                let from = midnight(day) + i64::from(interval.from.minutes()) * 60;
                add(from, from + i64::from(interval.minutes) * 60, Part::Special);
            }
        }
        changes.sort_unstable();

        let mut pieces = Self {
            pieces: Vec::new(),
            weeks: Table::new(),
        };
        let mut known: BTreeMap<WeekSet, WeekId> = BTreeMap::new();
        let mut joined: BTreeMap<Vec<usize>, WeekSet> = BTreeMap::new();
        let mut depths: BTreeMap<Part, i32> = BTreeMap::new();
        let mut from = i64::MIN;
        let mut rest = changes.as_slice();
        loop {
            let is_on = |part| depths.get(&part).is_some_and(|depth| *depth > 0);
            let week = if is_on(Part::Special) {
                WeekSet::all()
            } else if is_on(Part::Closed) {
                WeekSet::default()
            } else {
                let on = 0..restricted_weeks.len();
                let on = on.filter(|index| is_on(Part::Opening(*index)));
                let join = |on: &Vec<usize>| {
                    let weeks = on.iter().filter_map(|index| restricted_weeks.get(*index));
                    weeks.fold(always.clone(), |all, week| all.union(week))
                };
                joined.entry(on.collect()).or_insert_with_key(join).clone()
            };
            let week = *known
                .entry(week)
                .or_insert_with_key(|week| pieces.weeks.push(week.clone()));
            if pieces.pieces.last().is_none_or(|last| last.week != week) {
                pieces.pieces.push(Piece { from, week });
            }
            let Some((next, ..)) = rest.first() else {
                return pieces;
            };
            from = *next;
            while let Some(((_, part, change), behind)) =
                rest.split_first().filter(|((at, ..), _)| *at == from)
            {
                *depths.entry(*part).or_default() += change;
                rest = behind;
            }
        }
    }

    /// The pieces that have some of these local times; the first of them may begin earlier.
    fn between(&self, from: i64, until: i64) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.from <= from);
        let end = self.pieces.partition_point(|piece| piece.from < until);
        let first = first.saturating_sub(1);
        if from < until {
            self.pieces.get(first..end).unwrap_or_default()
        } else {
            &[]
        }
    }

    /// Whether it is open in a local second.
    fn is_open(&self, local: i64) -> bool {
        let piece = self.between(local, local + 1).first();
        piece.is_some_and(|piece| self.weeks[piece.week].contains(local))
    }
}

impl LocalHours {
    /// What the special days list, by date.
    fn special_days(&self) -> BTreeMap<Date, &BTreeSet<DayInterval>> {
        let mut special = BTreeMap::new();
        for (days, intervals) in &self.special {
            for date in days.dates() {
                // Those that name fewer days come first.
                special.entry(date).or_insert(intervals);
            }
        }
        special
    }
}

/// The seconds of the week in which an interval lies. Weeks begin on Thursday, as 1970 did.
fn of_week(interval: WeeklyInterval) -> impl Iterator<Item = (u32, u32)> {
    const THURSDAY: u32 = 3 * 24 * 60 * 60;
    let seconds = u32::from(interval.minutes) * 60;
    interval
        .starts()
        .map(move |start| (u32::from(start) * 60 + WEEK - THURSDAY, seconds))
}
