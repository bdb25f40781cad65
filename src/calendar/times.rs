//! When routes and desks count (W1): in a window, during hours, or both.

use alloc::sync::Arc;

use jiff::Timestamp;

use super::dated::Window;
use super::open_times::OpenTimes;
use super::validity::Validity;
use crate::attribute::Precision;
use crate::id::{HoursId, Table};

/// When a route or a desk counts. Without an instant only what has neither a window nor hours does (H7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Times {
    pub(crate) window: Window,
    pub(crate) during: Option<HoursId>,
}

/// How narrow times are: less for narrower ones. It agrees with W2.6 and W2.7, and orders what they leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Narrowness {
    open_sides: u8,
    /// In nanoseconds. Of a window with one open side how early that is, from the side that is not.
    width: i128,
    is_any_hour: bool,
}

impl Times {
    /// Of what always counts.
    pub(crate) const ALWAYS: Self = Self {
        window: Window::ALWAYS,
        during: None,
    };

    /// W2.6 and W2.7, of two that both hold: the narrower window, then hours before none. Two different hours are not
    /// ordered.
    pub(crate) fn precision(self, other: Self) -> Precision {
        let of_windows = self.window.precision(other.window);
        if of_windows != Precision::Same {
            return of_windows;
        }
        match (self.during, other.during) {
            (Some(_), None) => Precision::Narrower,
            (None, Some(_)) => Precision::Wider,
            (own, others) if own == others => Precision::Same,
            _ => Precision::Unordered,
        }
    }

    /// Whether it counts at some times and at others does not.
    pub(crate) fn is_timed(self) -> bool {
        self.window.is_dated() || self.during.is_some()
    }

    /// Whether it is the better of two that both hold.
    pub(crate) fn is_narrower(self, other: Self) -> bool {
        self.precision(other) == Precision::Narrower
    }

    /// Whether it counts.
    pub(crate) fn hold(
        self,
        hours: &Table<HoursId, Arc<OpenTimes>>,
        when: Option<Timestamp>,
    ) -> bool {
        let Some(id) = self.during else {
            return self.window.holds(when);
        };
        let is_open = |instant| hours.row(id).is_some_and(|own| own.contains(instant));
        self.window.holds(when) && when.is_some_and(is_open)
    }

    /// Up to when it counts, or does not, as at an instant.
    pub(crate) fn validity(
        self,
        hours: &Table<HoursId, Arc<OpenTimes>>,
        instant: Timestamp,
    ) -> Validity {
        let edges = self.window.validity(instant);
        let Some(own) = self.during.and_then(|id| hours.row(id)) else {
            return edges;
        };
        let is_over = self.window.until.is_some_and(|until| until <= instant);
        if is_over {
            return Validity::Forever;
        }
        let start = self.window.from.map_or(instant, |from| from.max(instant));
        match own.next_open(start) {
            Some(open) if open == instant => match own.validity(instant) {
                // Behind the last year nothing is open.
                Validity::AtLeast(end) => edges.min(Validity::Until(end)),
                validity => edges.min(validity),
            },
            Some(open) if self.window.until.is_none_or(|until| open < until) => {
                Validity::Until(open)
            }
            _ => Validity::Forever,
        }
    }

    pub(crate) fn narrowness(self) -> Narrowness {
        let Window { from, until } = self.window;
        let [from, until] = [from, until].map(|edge| edge.map(Timestamp::as_nanosecond));
        let (open_sides, width) = match (from, until) {
            (Some(from), Some(until)) => (0, until - from),
            (Some(from), None) => (1, -from),
            (None, Some(until)) => (1, until),
            (None, None) => (2, 0),
        };
        Narrowness {
            open_sides,
            width,
            is_any_hour: self.during.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use core::cmp::Ordering;

    use super::*;
    use crate::calendar::open_times::Builder;
    use crate::calendar::week_set::WeekSet;
    use crate::id::Id;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    /// Open in the first hour of each day.
    fn hours() -> Table<HoursId, Arc<OpenTimes>> {
        let mut builder = Builder::default();
        let days = (0..7).map(|day| (day * 86_400, 3_600));
        let pattern = builder.pattern(WeekSet::of(days));
        builder.push(0, pattern);
        [Arc::new(builder.finish())].into_iter().collect()
    }

    #[test]
    fn validity_ends_where_they_begin_or_cease_to_hold() {
        let hours = hours();
        let edges = [
            None,
            Some(-5),
            Some(1_800),
            Some(50_000),
            Some(90_000),
            Some(180_000),
        ];
        for from in edges {
            for until in edges
                .into_iter()
                .filter(|until| until.is_none() || *until > from)
            {
                let window = Window {
                    from: from.map(at),
                    until: until.map(at),
                };
                for during in [None, Some(HoursId::from_index(0))] {
                    check(Times { window, during }, &hours);
                }
            }
        }
    }

    /// By asking at each second's instant at which something may change.
    fn check(times: Times, hours: &Table<HoursId, Arc<OpenTimes>>) {
        let mut instants: Vec<i64> = (-1..8)
            .flat_map(|day| [day * 86_400, day * 86_400 + 3_600])
            .chain([-5, 1_800, 50_000, 90_000, 180_000])
            .collect();
        instants.sort_unstable();
        for second in instants.iter().flat_map(|second| [second - 1, *second]) {
            let now = times.hold(hours, Some(at(second)));
            let later = instants.iter().filter(|later| **later > second);
            let change = later
                .copied()
                .find(|later| times.hold(hours, Some(at(*later))) != now);
            let validity = times.validity(hours, at(second));
            let found = validity.instant().map(Timestamp::as_second);
            // Beyond the week that is asked about the hours go on.
            let found = found.filter(|found| *found < 8 * 86_400);
            assert_eq!(found, change, "{times:?} at {second}");
        }
    }

    /// All windows of some edges, each at any time and in either of two hours.
    fn all_times() -> Vec<Times> {
        let seconds = [-50, -3, 0, 4, 20].map(at);
        let edges = [Timestamp::MIN, Timestamp::MAX];
        let edges = seconds.into_iter().chain(edges).map(Some);
        let edges: Vec<Option<Timestamp>> = edges.chain([None]).collect();
        let hours = [0, 1].map(|index| Some(HoursId::from_index(index)));
        let hours = [None].into_iter().chain(hours);
        let windows = edges.iter().flat_map(|from| {
            let untils = edges.iter().map(|until| Window {
                from: *from,
                until: *until,
            });
            untils.filter(|own| own.from.is_none() || own.until.is_none() || own.from < own.until)
        });
        let windows: Vec<Window> = windows.collect();
        let of_hours = hours.flat_map(|during| {
            let of_windows = windows.iter();
            of_windows.map(move |window| Times {
                window: *window,
                during,
            })
        });
        of_hours.collect()
    }

    #[test]
    fn narrowness_agrees_with_precision() {
        let all = all_times();
        for one in &all {
            for other in &all {
                let order = one.narrowness().cmp(&other.narrowness());
                let expected = match one.precision(*other) {
                    Precision::Narrower => Ordering::Less,
                    Precision::Wider => Ordering::Greater,
                    Precision::Same => Ordering::Equal,
                    Precision::Unordered => order,
                };
                assert_eq!(order, expected, "{one:?}, {other:?}");
            }
        }
    }

    #[test]
    fn precision_orders_times_in_part() {
        let all = all_times();
        for one in &all {
            for other in &all {
                let back = match one.precision(*other) {
                    Precision::Narrower => Precision::Wider,
                    Precision::Wider => Precision::Narrower,
                    same => same,
                };
                assert_eq!(other.precision(*one), back, "{one:?}, {other:?}");
                let is_same = one.precision(*other) == Precision::Same;
                assert_eq!(is_same, one == other);
                if one.is_narrower(*other) {
                    let wider = all.iter().filter(|third| other.is_narrower(**third));
                    for third in wider {
                        assert!(one.is_narrower(*third), "{one:?}, {other:?}, {third:?}");
                    }
                }
            }
        }
    }
}
