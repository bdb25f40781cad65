//! Rotations: whose turn it is, worked out from the anchor by arithmetic on local time.
//!
//! A rotation knows no zone and no people. It numbers turns: turn 0 starts at the anchor, and every other turn starts at a
//! local time that is worked out from it alone, never from the turn before. So a month that is too short moves no later
//! turn, and a rotation of ten years costs what one of a day does.

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{SignedDuration, Span};

/// Turns one behind the other, without a gap or an end, numbered from the anchor on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rotation {
    /// When turn 0 starts.
    anchor: DateTime,
    pace: Pace,
}

#[cfg(feature = "snapshot")]
/// What a rotation is made of.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) anchor: DateTime,
    /// In seconds; in months where no days count.
    pub(crate) lengths: Vec<i64>,
    /// Which days count, the anchor's weekday first; one bit each.
    pub(crate) days: Option<u8>,
}

/// How long turns are. Lengths go round: behind the last of them the first one is next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pace {
    /// Seconds of local time on the days that count.
    Clock(Cycle, Counted),
    /// Months, from the anchor's day, clamped to the end of shorter months.
    Months(Cycle),
}

impl Rotation {
    /// Turns of these lengths in turn, in whole seconds of local time on days that count. A day starts at the anchor's time
    /// of day, and counts where its first weekday does. `None` without a length or a day that counts, and where a length
    /// is not positive.
    pub(crate) fn of_time(
        anchor: DateTime,
        lengths: impl IntoIterator<Item = SignedDuration>,
        counts: impl Fn(Weekday) -> bool,
    ) -> Option<Self> {
        let lengths = lengths.into_iter().map(|length| length.as_secs());
        let counted = Counted::new(anchor.date(), counts)?;
        Some(Self {
            anchor,
            pace: Pace::Clock(Cycle::new(lengths)?, counted),
        })
    }

    /// Turns of so many months in turn. `None` without a length, and where one is not positive.
    pub(crate) fn of_months(
        anchor: DateTime,
        lengths: impl IntoIterator<Item = i64>,
    ) -> Option<Self> {
        Some(Self {
            anchor,
            pace: Pace::Months(Cycle::new(lengths.into_iter())?),
        })
    }

    #[cfg(feature = "snapshot")]
    /// What it is made of.
    pub(crate) fn parts(&self) -> Parts {
        let (cycle, days) = match &self.pace {
            Pace::Clock(cycle, counted) => (cycle, Some(counted.days())),
            Pace::Months(cycle) => (cycle, None),
        };
        Parts {
            anchor: self.anchor,
            lengths: cycle.lengths().collect(),
            days,
        }
    }

    #[cfg(feature = "snapshot")]
    /// The rotation that is made of this: turns of an hour at least, in numbers that no sum of them overflows.
    pub(crate) fn of_parts(parts: Parts) -> Option<Self> {
        const MOST: i64 = 1 << 40;
        let Parts {
            anchor,
            lengths,
            days,
        } = parts;
        let least = if days.is_some() { 60 * 60 } else { 1 };
        if !lengths.iter().all(|length| (least..MOST).contains(length)) {
            return None;
        }
        let Some(days) = days else {
            return Self::of_months(anchor, lengths);
        };
        let first = anchor.date().weekday();
        let counts = |day: Weekday| {
            let at = first.until(day);
            days >> at & 1 == 1
        };
        Self::of_time(
            anchor,
            lengths.into_iter().map(SignedDuration::from_secs),
            counts,
        )
    }

    /// The turn that is on at a local time, or the last one before where the day does not count: of all turns that have
    /// started by then the last one.
    pub(crate) fn turn_at(&self, local: DateTime) -> i64 {
        match &self.pace {
            Pace::Clock(cycle, counted) => {
                let (seconds, is_counted) = counted.seconds(self.since_anchor(local));
                // A turn that starts on the next day that counts has not started yet.
                cycle.item_at(seconds - i64::from(!is_counted))
            }
            Pace::Months(cycle) => cycle.item_at(self.months_at(local)),
        }
    }

    /// The turn that is on at a local time, or the next one that will be.
    pub(crate) fn turn_from(&self, local: DateTime) -> i64 {
        match &self.pace {
            Pace::Clock(cycle, counted) => {
                cycle.item_at(counted.seconds(self.since_anchor(local)).0)
            }
            Pace::Months(_) => self.turn_at(local),
        }
    }

    /// When a turn starts. `None` past the end of the calendar.
    pub(crate) fn start_of(&self, turn: i64) -> Option<DateTime> {
        match &self.pace {
            Pace::Clock(cycle, counted) => {
                let seconds = counted.since_anchor(cycle.start_of(turn)?)?;
                let since_anchor = SignedDuration::from_secs(seconds);
                self.anchor.checked_add(since_anchor).ok()
            }
            Pace::Months(cycle) => self.months_later(cycle.start_of(turn)?),
        }
    }

    /// Whole seconds from the anchor to a local time.
    fn since_anchor(&self, local: DateTime) -> i64 {
        let nanoseconds = local.duration_since(self.anchor).as_nanos();
        let seconds = nanoseconds.div_euclid(1_000_000_000);
        // The calendar has fewer than 2^40 seconds.
        i64::try_from(seconds).unwrap_or(i64::MAX)
    }

    fn months_later(&self, months: i64) -> Option<DateTime> {
        let span = Span::new().try_months(months).ok()?;
        self.anchor.checked_add(span).ok()
    }

    /// How many whole months have passed since the anchor.
    fn months_at(&self, local: DateTime) -> i64 {
        let number = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        let months = number(local.date()) - number(self.anchor.date());
        let has_started = self
            .months_later(months)
            .is_some_and(|start| start <= local);
        months - i64::from(!has_started)
    }
}

/// Lengths that go round, and the items that they make on a line: item 0 starts at 0.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cycle {
    /// Where each item of the first round ends; ascending, never empty.
    ends: Box<[i64]>,
    /// The end of the round.
    total: i64,
}

impl Cycle {
    fn new(lengths: impl Iterator<Item = i64>) -> Option<Self> {
        let mut total: i64 = 0;
        let mut ends = Vec::new();
        for length in lengths {
            total = total.checked_add(length).filter(|_| length > 0)?;
            ends.push(total);
        }
        (total > 0).then(|| Self {
            ends: ends.into(),
            total,
        })
    }

    #[cfg(feature = "snapshot")]
    /// The lengths of the first round.
    fn lengths(&self) -> impl Iterator<Item = i64> {
        let starts = core::iter::once(&0).chain(&self.ends);
        self.ends.iter().zip(starts).map(|(end, start)| end - start)
    }

    /// How many items a round has.
    fn len(&self) -> i64 {
        i64::try_from(self.ends.len()).unwrap_or(i64::MAX)
    }

    fn item_at(&self, point: i64) -> i64 {
        let (round, rest) = (point.div_euclid(self.total), point.rem_euclid(self.total));
        let within = self.ends.partition_point(|end| *end <= rest);
        let within = i64::try_from(within).unwrap_or(i64::MAX);
        round.saturating_mul(self.len()).saturating_add(within)
    }

    fn start_of(&self, item: i64) -> Option<i64> {
        let (round, within) = (item.div_euclid(self.len()), item.rem_euclid(self.len()));
        let start = match usize::try_from(within).ok()?.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        round.checked_mul(self.total)?.checked_add(start)
    }
}

/// The days of a week that count, from the anchor's weekday on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counted {
    /// How many days count before each day of a week that starts at the anchor; behind the last day, all.
    before: [i64; 8],
}

const DAY: i64 = 24 * 60 * 60;

impl Counted {
    fn new(anchor: Date, counts: impl Fn(Weekday) -> bool) -> Option<Self> {
        let mut before = [0; 8];
        let (mut sum, mut weekday) = (0, anchor.weekday());
        for slot in before.iter_mut().skip(1) {
            sum += i64::from(counts(weekday));
            weekday = weekday.next();
            *slot = sum;
        }
        (sum > 0).then_some(Self { before })
    }

    #[cfg(feature = "snapshot")]
    /// One bit for each day that counts.
    fn days(&self) -> u8 {
        let ends = self.before.iter().skip(1);
        let days = self.before.iter().zip(ends).enumerate();
        days.fold(0, |days, (at, (before, end))| {
            days | u8::from(before < end) << at
        })
    }

    fn of_week(&self) -> i64 {
        let [.., all] = self.before;
        all
    }

    /// The seconds that have counted since the anchor, and whether those at hand do.
    fn seconds(&self, since_anchor: i64) -> (i64, bool) {
        let (day, second) = (since_anchor.div_euclid(DAY), since_anchor.rem_euclid(DAY));
        let (week, day) = (day.div_euclid(7), day.rem_euclid(7));
        let day = usize::try_from(day).unwrap_or_default();
        let before = |day: usize| self.before.get(day).copied().unwrap_or_default();
        let is_counted = before(day + 1) > before(day);
        let days = week * self.of_week() + before(day);
        let second = if is_counted { second } else { 0 };
        (days * DAY + second, is_counted)
    }

    /// When so many seconds will have counted and the next one does, in seconds since the anchor.
    fn since_anchor(&self, seconds: i64) -> Option<i64> {
        let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (week, counted) = (
            days.div_euclid(self.of_week()),
            days.rem_euclid(self.of_week()),
        );
        // The last day with so many before it is the one that counts.
        let day = self.before.partition_point(|before| *before <= counted);
        let day = i64::try_from(day).ok()?.checked_sub(1)?;
        let days = week.checked_mul(7)?.checked_add(day)?;
        days.checked_mul(DAY)?.checked_add(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use jiff::civil::datetime;

    fn days(count: i64) -> SignedDuration {
        SignedDuration::from_hours(24 * count)
    }

    fn starts(rotation: &Rotation, turns: core::ops::Range<i64>) -> Vec<String> {
        turns
            .map(|turn| {
                rotation
                    .start_of(turn)
                    .expect("in the calendar")
                    .to_string()
            })
            .collect()
    }

    fn is_working_day(day: Weekday) -> bool {
        day != Weekday::Saturday && day != Weekday::Sunday
    }

    /// A known fault: added month by month, the 31st became the 28th for good in February.
    #[test]
    fn a_monthly_rotation_from_the_31st_does_not_drift() {
        let anchor = datetime(2026, 1, 31, 9, 0, 0, 0);
        let rotation = Rotation::of_months(anchor, [1]).expect("a length");
        assert_eq!(
            starts(&rotation, 0..6),
            [
                "2026-01-31T09:00:00",
                "2026-02-28T09:00:00",
                "2026-03-31T09:00:00",
                "2026-04-30T09:00:00",
                "2026-05-31T09:00:00",
                "2026-06-30T09:00:00",
            ]
        );
        assert_eq!(rotation.turn_at(datetime(2026, 2, 28, 8, 59, 59, 0)), 0);
        assert_eq!(rotation.turn_at(datetime(2026, 2, 28, 9, 0, 0, 0)), 1);
        assert_eq!(rotation.turn_at(datetime(2028, 2, 29, 9, 0, 0, 0)), 25);
    }

    #[test]
    fn lengths_go_round() {
        let anchor = datetime(2026, 1, 5, 8, 0, 0, 0);
        let rotation = Rotation::of_time(anchor, [days(1), days(3)], |_| true).expect("lengths");
        assert_eq!(
            starts(&rotation, -1..4),
            [
                "2026-01-02T08:00:00",
                "2026-01-05T08:00:00",
                "2026-01-06T08:00:00",
                "2026-01-09T08:00:00",
                "2026-01-10T08:00:00",
            ]
        );
    }

    #[test]
    fn where_working_days_count_friday_hands_over_to_monday() {
        let friday = datetime(2026, 1, 9, 9, 0, 0, 0);
        let rotation = Rotation::of_time(friday, [days(1)], is_working_day).expect("a length");
        assert_eq!(
            starts(&rotation, 0..3),
            [
                "2026-01-09T09:00:00",
                "2026-01-12T09:00:00",
                "2026-01-13T09:00:00",
            ]
        );
        let sunday = datetime(2026, 1, 11, 12, 0, 0, 0);
        assert_eq!(
            (rotation.turn_at(sunday), rotation.turn_from(sunday)),
            (0, 1)
        );
    }

    #[test]
    fn a_turn_is_on_from_its_start_until_the_next_one_starts() {
        let anchor = datetime(2025, 12, 31, 22, 30, 0, 0);
        let hour = SignedDuration::from_hours(1);
        let all = [
            Rotation::of_time(anchor, [hour], |_| true),
            Rotation::of_time(anchor, [days(2), hour, days(1)], |_| true),
            Rotation::of_time(anchor, [hour * 36], is_working_day),
            Rotation::of_time(anchor, [days(7)], |day| day == Weekday::Tuesday),
            Rotation::of_months(anchor, [1]),
            Rotation::of_months(anchor, [2, 1, 12]),
        ];
        let nanosecond = SignedDuration::from_nanos(1);
        for rotation in all.into_iter().flatten() {
            for turn in -400..400 {
                let start = rotation.start_of(turn).expect("in the calendar");
                assert_eq!(rotation.turn_at(start), turn, "{rotation:?}");
                assert_eq!(rotation.turn_from(start), turn, "{rotation:?}");
                let before = start.checked_sub(nanosecond).expect("in the calendar");
                assert_eq!(rotation.turn_at(before), turn - 1, "{rotation:?}");
            }
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        let hour = SignedDuration::from_hours(1);
        for anchor in [DateTime::MIN, DateTime::MAX] {
            let rotations = [
                Rotation::of_time(anchor, [hour], is_working_day),
                Rotation::of_months(anchor, [1]),
            ];
            for rotation in rotations.into_iter().flatten() {
                for local in [DateTime::MIN, DateTime::MAX] {
                    let turn = rotation.turn_at(local);
                    for near in turn - 2..turn + 3 {
                        let _ = rotation.start_of(near);
                    }
                }
                assert_eq!(rotation.start_of(i64::MAX), None);
                assert_eq!(rotation.start_of(i64::MIN), None);
            }
        }
    }
}
