//! Sets of seconds that recur every week, with what is asked of them in closed form.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// The seconds of a week.
pub(crate) const WEEK: u32 = 7 * 24 * 60 * 60;

/// A set of seconds of a week, which recurs. Weeks begin as 1970 did, on Thursday at midnight.
///
/// It counts time: how much of the set lies before a second, and at which second so much has passed. Both take a
/// logarithm of the intervals, however many weeks lie between.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WeekSet {
    /// Ascending, and none touches the next.
    stretches: Box<[Stretch]>,
    /// The seconds of all of them.
    total: u32,
}

/// Neighbouring seconds of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    from: u32,
    until: u32,
    /// The seconds of all stretches before this one.
    before: u32,
}

impl WeekSet {
    /// All seconds.
    pub(crate) fn all() -> Self {
        Self::of([(0, WEEK)])
    }

    /// The union of intervals, each a second of the week and how many seconds follow: at most a week.
    pub(crate) fn of(intervals: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for (from, seconds) in intervals {
            let from = from % WEEK;
            let until = from + seconds.min(WEEK);
            parts.push((from, until.min(WEEK)));
            if until > WEEK {
                parts.push((0, until - WEEK));
            }
        }
        Self::of_sorted(merged(parts))
    }

    fn of_sorted(intervals: Vec<(u32, u32)>) -> Self {
        let mut total = 0;
        let stretches = intervals.into_iter().map(|(from, until)| {
            let before = total;
            total += until - from;
            Stretch {
                from,
                until,
                before,
            }
        });
        Self {
            stretches: stretches.collect(),
            total,
        }
    }

    /// The seconds that both have.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let outside = self.complement().union(&other.complement());
        outside.complement()
    }

    /// The seconds of either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::of(self.intervals().chain(other.intervals()))
    }

    /// The seconds that it does not have.
    pub(crate) fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.stretches.len() + 1);
        let mut end = 0;
        for stretch in &self.stretches {
            gaps.push((end, stretch.from));
            end = stretch.until;
        }
        gaps.push((end, WEEK));
        gaps.retain(|(from, until)| from < until);
        Self::of_sorted(gaps)
    }

    /// The set as a clock sees it that shows so many seconds less.
    pub(crate) fn earlier(&self, seconds: i64) -> Self {
        let back = seconds.rem_euclid(i64::from(WEEK));
        let back = u32::try_from(back).unwrap_or_default();
        Self::of(
            self.intervals()
                .map(|(from, seconds)| (from + WEEK - back, seconds)),
        )
    }

    /// Each interval: where it begins, and how long it is.
    pub(crate) fn intervals(&self) -> impl Iterator<Item = (u32, u32)> {
        let stretches = self.stretches.iter();
        stretches.map(|stretch| (stretch.from, stretch.until - stretch.from))
    }

    /// Whether it has a second of some week.
    pub(crate) fn contains(&self, second: i64) -> bool {
        let second = second.rem_euclid(i64::from(WEEK));
        let is_in = |own: &Stretch| (i64::from(own.from)..i64::from(own.until)).contains(&second);
        self.stretches.iter().any(is_in)
    }

    /// How many of its seconds lie from the first week's beginning up to a second of all weeks.
    pub(crate) fn seconds_before(&self, second: u32) -> i64 {
        let (weeks, second) = (second / WEEK, second % WEEK);
        let behind = self.stretches.partition_point(|own| own.from < second);
        let last = behind.checked_sub(1).and_then(|at| self.stretches.get(at));
        let within = last.map_or(0, |own| own.before + second.min(own.until) - own.from);
        i64::from(weeks) * i64::from(self.total) + i64::from(within)
    }

    /// The earliest second of all weeks before which so many of its seconds lie: at least one. None where it has none.
    pub(crate) fn earliest(&self, count: i64) -> Option<i64> {
        let total = i64::from(self.total);
        let weeks = (count - 1).checked_div(total)?;
        let rest = count - weeks * total;
        let behind = self
            .stretches
            .partition_point(|own| i64::from(own.before) < rest);
        let last = self.stretches.get(behind.checked_sub(1)?)?;
        let within = i64::from(last.from) + rest - i64::from(last.before);
        Some(weeks * i64::from(WEEK) + within)
    }
}

/// Intervals in their order, from a start up to an end: those that touch as one, and none that is empty.
pub(crate) fn merged<T: Copy + Ord>(mut intervals: Vec<(T, T)>) -> Vec<(T, T)> {
    intervals.retain(|(start, end)| start < end);
    intervals.sort_unstable();
    let mut merged: Vec<(T, T)> = Vec::with_capacity(intervals.len());
    for (start, end) in intervals {
        match merged.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => merged.push((start, end)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u32 = 86_400;

    #[test]
    fn intervals_merge_and_pass_the_end_of_the_week() {
        let set = WeekSet::of([(10, 20), (30, 5), (100, 10), (WEEK - 5, 10), (105, 1)]);
        assert_eq!(
            set.intervals().collect::<Vec<_>>(),
            [(0, 5), (10, 25), (100, 10), (WEEK - 5, 5)]
        );
        assert_eq!(set.total, 45);
        assert_eq!(set.union(&set.complement()), WeekSet::all());
        assert_eq!(set.complement().complement(), set);
        assert_eq!(set.intersection(&set.complement()), WeekSet::default());
        let hour = WeekSet::of([(20, 3_600)]);
        assert_eq!(set.intersection(&hour), WeekSet::of([(20, 15), (100, 10)]));
        assert_eq!(WeekSet::all().complement(), WeekSet::default());
        assert_eq!(set.earlier(7).earlier(-7), set);
    }

    #[test]
    fn counting_and_its_inverse_agree_over_weeks() {
        let set = WeekSet::of([(DAY, 3600), (3 * DAY, 7200)]);
        assert_eq!(set.seconds_before(DAY + 60), 60);
        assert_eq!(set.seconds_before(3 * DAY), 3600);
        assert_eq!(set.seconds_before(10 * WEEK + 5 * DAY), 11 * 10_800);
        for count in [1, 60, 3600, 3601, 10_800, 10_801, 500_000] {
            let second = set.earliest(count).expect("some");
            let second = u32::try_from(second).expect("near");
            assert_eq!(set.seconds_before(second), count);
            assert_eq!(set.seconds_before(second - 1), count - 1);
        }
        assert_eq!(WeekSet::default().earliest(1), None);
    }
}
