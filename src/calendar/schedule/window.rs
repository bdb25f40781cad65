//! When something holds: between two instants, and of these in intervals of the local week.

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::civil::{DateTime, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::calendar::earlier;
use crate::calendar::week::{DayTime, Weekdays, WeeklyInterval};
use crate::calendar::week_set::merged;
use crate::calendar::zone::Zone;

/// From one instant until another, in the intervals of a week or always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    /// None where it holds all week.
    pub(crate) weekly: Option<Weekly>,
}

/// Whether a window holds at an instant, and the next one at which that may be otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) holds: bool,
    /// Later than the instant asked for.
    pub(crate) next: Option<Timestamp>,
}

impl Window {
    pub(crate) fn at(&self, zone: &Zone, instant: Timestamp) -> Held {
        let outside = |next| Held { holds: false, next };
        if let Some(from) = self.from.filter(|from| instant < *from) {
            return outside(Some(from));
        }
        if self.until.is_some_and(|until| until <= instant) {
            return outside(None);
        }
        let held = match &self.weekly {
            Some(weekly) => weekly.at(zone, instant),
            None => Held {
                holds: true,
                next: None,
            },
        };
        let next = earlier(held.next, self.until);
        Held { next, ..held }
    }
}

/// Intervals that recur every local week: not the whole of it, and not nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Weekly {
    /// Minutes from a Monday's midnight on: start and end, ascending, with something between each two. The last one may
    /// end in the week after.
    intervals: Box<[(i64, i64)]>,
}

const DAY: i64 = 24 * 60;
const WEEK: i64 = 7 * DAY;

/// What is left of a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    Nothing,
    Some(Weekly),
    All,
}

impl Share {
    /// What lies in both.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Some(one), Self::Some(other)) => Weekly::intersection(&one, &other),
            (Self::All, share) | (share, Self::All) => share,
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
        }
    }

    /// As a window has it. Nothing is no window: who makes one has looked.
    pub(crate) fn some(self) -> Option<Weekly> {
        match self {
            Self::Some(weekly) => Some(weekly),
            Self::Nothing | Self::All => None,
        }
    }
}

impl Weekly {
    #[cfg(feature = "snapshot")]
    /// Minutes from a Monday's midnight on.
    pub(crate) fn intervals(&self) -> &[(i64, i64)] {
        &self.intervals
    }

    #[cfg(feature = "snapshot")]
    /// The same from such intervals, if they are in order, and no more of them than it takes.
    pub(crate) fn of_intervals(intervals: &[(i64, i64)]) -> Option<Self> {
        let is_one = |(start, end): &(i64, i64)| {
            (0..WEEK).contains(start) && *start < *end && *end < 2 * WEEK
        };
        if !intervals.iter().all(is_one) {
            return None;
        }
        let weekly = Self::of(intervals.iter().copied()).some()?;
        (*weekly.intervals == *intervals).then_some(weekly)
    }

    /// What lies in one of these intervals.
    pub(crate) fn union(intervals: &[WeeklyInterval]) -> Share {
        let spans = intervals.iter().flat_map(|interval| {
            let minutes = i64::from(interval.minutes);
            let starts = interval.starts().map(i64::from);
            starts.map(move |start| (start, start + minutes))
        });
        Self::of(spans)
    }

    /// The days that start on these weekdays at a time, and end at that time of the next day.
    pub(crate) fn days(days: Weekdays, handoff: DayTime) -> Share {
        let handoff = i64::from(handoff.minutes());
        let starts = days.iter().map(|day| number(day) * DAY + handoff);
        Self::of(starts.map(|start| (start, start + DAY)))
    }

    /// What lies in both.
    fn intersection(one: &Self, other: &Self) -> Share {
        // Of the first one also what began in the week before, as the other has it, too.
        let weeks = [-WEEK, 0, WEEK];
        let shifted = |intervals: &[(i64, i64)], by: i64| -> Vec<(i64, i64)> {
            let intervals = intervals.iter();
            intervals
                .map(|(start, end)| (start + by, end + by))
                .collect()
        };
        let mut shared = Vec::new();
        for by in weeks {
            for (start, end) in shifted(&one.intervals, by) {
                for (other_start, other_end) in &other.intervals {
                    let (start, end) = (start.max(*other_start), end.min(*other_end));
                    if start < end {
                        shared.push((start, end));
                    }
                }
            }
        }
        Self::of(shared.into_iter())
    }

    /// Puts intervals in order: those that touch are one.
    fn of(spans: impl Iterator<Item = (i64, i64)>) -> Share {
        let mut cut: Vec<(i64, i64)> = Vec::new();
        for (start, end) in spans {
            // Within one week, so that what overlaps lies side by side.
            let (start, length) = (start.rem_euclid(WEEK), end - start);
            let end = start + length.min(WEEK);
            cut.push((start, end.min(WEEK)));
            cut.push((0, end - WEEK));
        }
        let mut merged = merged(cut);
        match merged.as_mut_slice() {
            [] => return Share::Nothing,
            [(0, WEEK)] => return Share::All,
            [(0, first), .., (_, last)] if *last == WEEK => {
                *last += *first;
                merged.remove(0);
            }
            _ => {}
        }
        Share::Some(Self {
            intervals: merged.into(),
        })
    }

    /// Whether an instant lies in an interval, and where that one ends or the next one starts.
    fn at(&self, zone: &Zone, instant: Timestamp) -> Held {
        let mut index = self.index_at(zone.local(instant));
        // A clock that was put back shows a time that has been before.
        let mut next = self.interval(zone, index + 1);
        while let Some((start, _)) = next.filter(|(start, _)| *start <= instant) {
            if start == Timestamp::MAX {
                break;
            }
            index += 1;
            next = self.interval(zone, index + 1);
        }
        let own = self.interval(zone, index);
        if let Some((_, end)) = own.filter(|(start, end)| *start <= instant && instant < *end) {
            let next = (end < Timestamp::MAX).then_some(end);
            return Held { holds: true, next };
        }
        // An interval that the clock skips is none.
        for index in index + 1.. {
            match self.interval(zone, index) {
                Some((start, end)) if start < end => {
                    let next = Some(start);
                    return Held { holds: false, next };
                }
                Some((start, _)) if start < Timestamp::MAX => {}
                _ => break,
            }
        }
        Held {
            holds: false,
            next: None,
        }
    }

    /// The last interval that starts at or before a local time. They are numbered from the epoch's week on.
    fn index_at(&self, local: DateTime) -> i64 {
        let nanoseconds = local.duration_since(MONDAY).as_nanos();
        let minutes = nanoseconds.div_euclid(60 * 1_000_000_000);
        // The calendar has fewer than 2^34 minutes.
        let minutes = i64::try_from(minutes).unwrap_or_default();
        let (week, minute) = (minutes.div_euclid(WEEK), minutes.rem_euclid(WEEK));
        let started = self
            .intervals
            .partition_point(|(start, _)| *start <= minute);
        week * self.len() + i64::try_from(started).unwrap_or_default() - 1
    }

    /// From when to when an interval is. `None` past the end of the calendar.
    fn interval(&self, zone: &Zone, index: i64) -> Option<(Timestamp, Timestamp)> {
        let (week, within) = (index.div_euclid(self.len()), index.rem_euclid(self.len()));
        let (start, end) = self.intervals.get(usize::try_from(within).ok()?)?;
        let instant = |minute: i64| {
            let minutes = week.checked_mul(WEEK)?.checked_add(minute)?;
            let since = SignedDuration::from_mins(minutes);
            Some(zone.instant(MONDAY.checked_add(since).ok()?))
        };
        Some((instant(*start)?, instant(*end)?))
    }

    fn len(&self) -> i64 {
        i64::try_from(self.intervals.len()).unwrap_or(i64::MAX)
    }
}

/// The Monday from which weeks are numbered.
const MONDAY: DateTime = jiff::civil::datetime(1970, 1, 5, 0, 0, 0, 0);

fn number(day: Weekday) -> i64 {
    i64::from(day.to_monday_zero_offset())
}
