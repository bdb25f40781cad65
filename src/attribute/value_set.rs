//! Sets of value classes: as short as what they name, or what they leave out.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::id::{ClassId, Id};

/// All classes of one attribute: the missing value is among them unless the attribute has a default (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Universe {
    pub(crate) has_absent: bool,
    /// How many classes there are, the missing value counted whether it can occur or not.
    pub(crate) classes: u32,
}

impl Universe {
    fn len(self) -> usize {
        self.classes as usize - usize::from(!self.has_absent)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = ClassId> {
        (usize::from(!self.has_absent)..self.classes as usize).map(ClassId::from_index)
    }
}

/// A set of classes, stored as the shorter of its members and its complement's. So equal sets are equal values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ValueSet {
    complement: bool,
    /// Sorted, without repetition. Shared, as one set may stand in very many boxes.
    listed: Arc<[ClassId]>,
}

impl ValueSet {
    pub(crate) fn new(members: impl IntoIterator<Item = ClassId>, universe: Universe) -> Self {
        let mut listed: Vec<ClassId> = members
            .into_iter()
            .filter(|class| universe.has_absent || *class != ClassId::ABSENT)
            .collect();
        listed.sort_unstable();
        listed.dedup();
        Self {
            complement: false,
            listed: listed.into(),
        }
        .canonical(universe)
    }

    pub(crate) fn full() -> Self {
        Self {
            complement: true,
            listed: Arc::default(),
        }
    }

    /// Every class but the missing value.
    pub(crate) fn present(universe: Universe) -> Self {
        let listed = if universe.has_absent {
            [ClassId::ABSENT].into()
        } else {
            Arc::default()
        };
        Self {
            complement: true,
            listed,
        }
        .canonical(universe)
    }

    pub(crate) fn is_full(&self) -> bool {
        self.complement && self.listed.is_empty()
    }

    /// Whether it is one class, and not all there is.
    pub(crate) fn is_single(&self) -> bool {
        !self.complement && self.listed.len() == 1
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.complement && self.listed.is_empty()
    }

    pub(crate) fn contains(&self, class: ClassId) -> bool {
        self.listed.binary_search(&class).is_ok() != self.complement
    }

    /// The classes that the set lists, and whether it is all the others.
    pub(crate) fn listed(&self) -> (&[ClassId], bool) {
        (&self.listed, self.complement)
    }

    pub(crate) fn members(&self, universe: Universe) -> impl Iterator<Item = ClassId> {
        universe.iter().filter(|class| self.contains(*class))
    }

    /// Whether every member is one of `other`'s. A set of more than half of all is listed by its complement, so such a
    /// one is never within a set that is listed by its members.
    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        match (self.complement, other.complement) {
            (false, false) => is_sublist(&self.listed, &other.listed),
            (false, true) => are_disjoint(&self.listed, &other.listed),
            (true, true) => is_sublist(&other.listed, &self.listed),
            (true, false) => false,
        }
    }

    /// Whether both sets have a member in common.
    pub(crate) fn meets(&self, other: &Self, universe: Universe) -> bool {
        let (mine, theirs) = (&self.listed, &other.listed);
        match (self.complement, other.complement) {
            (false, false) if Arc::ptr_eq(mine, theirs) => !mine.is_empty(),
            (false, false) => !are_disjoint(mine, theirs),
            (false, true) => !is_sublist(mine, theirs),
            (true, false) => !is_sublist(theirs, mine),
            (true, true) => {
                let most = mine.len() + theirs.len();
                most < universe.len() || merged(mine, theirs).len() < universe.len()
            }
        }
    }

    /// What it costs at the most to compare two sets, in classes looked at.
    pub(crate) fn comparison(&self, other: &Self) -> u64 {
        let (mine, theirs) = (self.listed.len() as u64, other.listed.len() as u64);
        match (self.complement, other.complement) {
            _ if Arc::ptr_eq(&self.listed, &other.listed) => 0,
            (true, true) => mine + theirs,
            _ => mine.min(theirs),
        }
    }

    pub(crate) fn intersection(&self, other: &Self, universe: Universe) -> Self {
        let (complement, listed) = match (self.complement, other.complement) {
            (false, false) => {
                let (short, long) = by_length(&self.listed, &other.listed);
                (false, filtered(short, long, true))
            }
            (false, true) => (false, filtered(&self.listed, &other.listed, false)),
            (true, false) => (false, filtered(&other.listed, &self.listed, false)),
            (true, true) => (true, merged(&self.listed, &other.listed)),
        };
        Self {
            complement,
            listed: listed.into(),
        }
        .canonical(universe)
    }

    pub(crate) fn union(&self, other: &Self, universe: Universe) -> Self {
        self.complement()
            .intersection(&other.complement(), universe)
            .complement()
            .canonical(universe)
    }

    pub(crate) fn difference(&self, other: &Self, universe: Universe) -> Self {
        self.intersection(&other.complement(), universe)
    }

    /// All that is not in the set. Not canonical: only to be combined further.
    fn complement(&self) -> Self {
        Self {
            complement: !self.complement,
            listed: self.listed.clone(),
        }
    }

    /// The representation with the shorter list; by members where both are as long.
    fn canonical(self, universe: Universe) -> Self {
        let members = if self.complement {
            universe.len() - self.listed.len()
        } else {
            self.listed.len()
        };
        let by_complement = members * 2 > universe.len();
        if by_complement == self.complement {
            return self;
        }
        let listed = universe
            .iter()
            .filter(|class| self.contains(*class) != by_complement)
            .collect();
        Self {
            complement: by_complement,
            listed,
        }
    }
}

fn is_sublist(small: &[ClassId], large: &[ClassId]) -> bool {
    small.len() <= large.len() && small.iter().all(|class| large.binary_search(class).is_ok())
}

fn are_disjoint(left: &[ClassId], right: &[ClassId]) -> bool {
    let (small, large) = by_length(left, right);
    small
        .iter()
        .all(|class| large.binary_search(class).is_err())
}

/// The shorter list, then the longer one.
fn by_length<'l>(left: &'l [ClassId], right: &'l [ClassId]) -> (&'l [ClassId], &'l [ClassId]) {
    if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    }
}

fn filtered(list: &[ClassId], by: &[ClassId], keep: bool) -> Vec<ClassId> {
    list.iter()
        .copied()
        .filter(|class| by.binary_search(class).is_ok() == keep)
        .collect()
}

fn merged(left: &[ClassId], right: &[ClassId]) -> Vec<ClassId> {
    let mut all = [left, right].concat();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All 2^n sets over n classes, with their members as a bit mask.
    fn all(universe: Universe) -> Vec<(u32, ValueSet)> {
        let low = u32::from(!universe.has_absent);
        let masks = (0..1_u32 << universe.classes).filter(|mask| low == 0 || mask & 1 == 0);
        let set = |mask: u32| {
            ValueSet::new(
                (0..universe.classes as usize)
                    .filter(|bit| mask >> bit & 1 == 1)
                    .map(ClassId::from_index),
                universe,
            )
        };
        masks.map(|mask| (mask, set(mask))).collect()
    }

    #[test]
    fn a2_sets_behave_like_bit_masks() {
        for (has_absent, classes) in [(true, 1), (true, 4), (false, 4), (false, 1), (true, 5)] {
            let universe = Universe {
                has_absent,
                classes,
            };
            let every = universe
                .iter()
                .fold(0_u32, |mask, class| mask | 1 << class.number());
            for (a, left) in &all(universe) {
                assert_eq!(
                    left.is_empty(),
                    *a == 0 && every != 0 || every == 0 && left.is_empty()
                );
                assert_eq!(left.is_full() || every == 0, *a == every);
                for class in universe.iter() {
                    assert_eq!(left.contains(class), a >> class.number() & 1 == 1);
                }
                for (b, right) in &all(universe) {
                    assert_eq!(left == right, a == b);
                    assert_eq!(left.is_subset(right), a & !b == 0);
                    assert_eq!(left.meets(right, universe), a & b != 0);
                    let of = |set: &ValueSet| {
                        set.members(universe)
                            .fold(0_u32, |mask, class| mask | 1 << class.number())
                    };
                    assert_eq!(of(&left.intersection(right, universe)), a & b);
                    assert_eq!(of(&left.union(right, universe)), a | b);
                    assert_eq!(of(&left.difference(right, universe)), a & !b);
                }
            }
        }
    }
}
