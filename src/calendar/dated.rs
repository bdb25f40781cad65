//! What holds in a window of time (H1): one value after another, beside one that stands where no window holds.

use alloc::vec::Vec;

use jiff::Timestamp;

use super::validity::Validity;
use crate::attribute::Precision;

/// A half-open window of time (H1), open-ended where a side is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Window {
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl Window {
    /// The window of what is undated.
    pub(crate) const ALWAYS: Self = Self {
        from: None,
        until: None,
    };

    pub(crate) fn is_dated(self) -> bool {
        self != Self::ALWAYS
    }

    /// Whether it holds no instant that the other does not.
    pub(crate) fn is_within(self, other: Self) -> bool {
        let begins = other
            .from
            .is_none_or(|from| self.from.is_some_and(|own| own >= from));
        let ends = other
            .until
            .is_none_or(|until| self.until.is_some_and(|own| own <= until));
        begins && ends
    }

    /// Whether an instant lies in it. Without an instant no window holds (H7).
    pub(crate) fn holds(self, when: Option<Timestamp>) -> bool {
        match when {
            None => !self.is_dated(),
            Some(instant) => {
                self.from.is_none_or(|from| from <= instant)
                    && self.until.is_none_or(|until| instant < until)
            }
        }
    }

    /// Where both hold; none where they never do.
    pub(crate) fn intersection(self, other: Self) -> Option<Self> {
        let untils = [self.until, other.until].into_iter().flatten();
        let both = Self {
            from: self.from.max(other.from),
            until: untils.min(),
        };
        let is_empty = both
            .from
            .zip(both.until)
            .is_some_and(|(from, until)| until <= from);
        (!is_empty).then_some(both)
    }

    /// W2.6: a window within another is the narrower one.
    pub(crate) fn precision(self, other: Self) -> Precision {
        match (self.is_within(other), other.is_within(self)) {
            (true, true) => Precision::Same,
            (true, false) => Precision::Narrower,
            (false, true) => Precision::Wider,
            (false, false) => Precision::Unordered,
        }
    }

    /// Up to when it is as at an instant: whether it holds or not.
    pub(crate) fn validity(self, instant: Timestamp) -> Validity {
        let edges = [self.from, self.until].into_iter().flatten();
        let next = edges.filter(|edge| *edge > instant).min();
        next.map_or(Validity::Forever, Validity::Until)
    }
}

/// A fact that may be dated: what holds in windows, and what stands where none of them does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Dated<T> {
    /// What is undated.
    pub(crate) otherwise: Option<T>,
    /// In their order; no two overlap.
    pub(crate) windows: Vec<(Window, T)>,
}

impl<T> Default for Dated<T> {
    fn default() -> Self {
        Self::undated(None)
    }
}

impl<T> Dated<T> {
    pub(crate) fn undated(otherwise: Option<T>) -> Self {
        Self {
            otherwise,
            windows: Vec::new(),
        }
    }

    pub(crate) fn is_dated(&self) -> bool {
        !self.windows.is_empty()
    }

    /// Whether there is one at every instant: no window has a gap behind it but the last one that ends.
    pub(crate) fn is_always(&self) -> bool {
        let ends = self.windows.first().zip(self.windows.last());
        let are_open = ends
            .is_some_and(|((first, _), (last, _))| first.from.is_none() && last.until.is_none());
        self.otherwise.is_some() || are_open
    }

    /// The instants at which it may change.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Timestamp> {
        let windows = self.windows.iter();
        windows.flat_map(|(window, _)| [window.from, window.until].into_iter().flatten())
    }

    /// All that it may be.
    pub(crate) fn all(&self) -> impl Iterator<Item = &T> {
        let dated = self.windows.iter().map(|(_, value)| value);
        self.otherwise.iter().chain(dated)
    }

    /// Up to when it is as at an instant.
    pub(crate) fn validity(&self, instant: Timestamp) -> Validity {
        let windows = self.windows.iter();
        let each = windows.map(|(window, _)| window.validity(instant));
        each.fold(Validity::Forever, Validity::min)
    }
}

impl<T: Copy> Dated<T> {
    /// What it is at an instant; without one what is undated (H7).
    pub(crate) fn at(&self, when: Option<Timestamp>) -> Option<T> {
        let mut dated = self.windows.iter();
        let found = dated.find(|(window, _)| window.is_dated() && window.holds(when));
        found.map(|(_, value)| *value).or(self.otherwise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows() -> Vec<Window> {
        let edges = || [None, Some(1), Some(2), Some(3)].into_iter();
        let at = |second: i64| Timestamp::from_second(second).expect("an instant");
        let each = edges().flat_map(|from| edges().map(move |until| (from, until)));
        let some = each.filter(|(from, until)| until.is_none() || from < until);
        some.map(|(from, until)| Window {
            from: from.map(at),
            until: until.map(at),
        })
        .collect()
    }

    /// Which of some instants lie in a window: one for each that an edge may lie beside.
    fn held(window: Window) -> Vec<bool> {
        let seconds = (0..4).map(|second| Timestamp::from_second(second).expect("an instant"));
        seconds.map(|second| window.holds(Some(second))).collect()
    }

    #[test]
    fn windows_are_sets_of_instants() {
        for one in windows() {
            for other in windows() {
                let both: Vec<bool> = held(one)
                    .into_iter()
                    .zip(held(other))
                    .map(|(one, other)| one && other)
                    .collect();
                let shared = one.intersection(other);
                assert_eq!(shared.map_or(alloc::vec![false; 4], held), both);
                let expected = match (both == held(one), both == held(other)) {
                    (true, true) => Precision::Same,
                    (true, false) => Precision::Narrower,
                    (false, true) => Precision::Wider,
                    (false, false) => Precision::Unordered,
                };
                assert_eq!(one.precision(other), expected, "{one:?} {other:?}");
            }
        }
    }
}
