//! A box: one set of values for each attribute that it constrains (A2), and the order among boxes (W2.5).

use alloc::vec::Vec;

use smallvec::SmallVec;

use super::value_set::ValueSet;
use super::vocabulary::Vocabulary;
use crate::id::{AttributeId, ClassId, Id};

/// A box, as a condition describes it. A set that holds every value is no constraint, and is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bounds {
    /// Sorted by attribute.
    sets: Vec<(AttributeId, ValueSet)>,
    /// Attributes, sorted, on which the box stands for several: one for each class of its set there (assignments, W2).
    each: Vec<AttributeId>,
}

/// How many classes each constrained attribute leaves; closed by an attribute after all others, as a box that constrains
/// one attribute more comes first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Narrowness(SmallVec<[(u32, u32); 3]>);

/// How one box compares with another by W2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// The same sets.
    Same,
    /// Narrower on the first attribute on which they differ.
    Narrower,
    /// Wider there.
    Wider,
    /// Neither set contains the other there.
    Unordered,
}

impl Bounds {
    /// The box of these sets; each attribute at most once.
    pub(crate) fn new(sets: impl IntoIterator<Item = (AttributeId, ValueSet)>) -> Self {
        let mut sets: Vec<_> = sets.into_iter().filter(|(_, set)| !set.is_full()).collect();
        sets.sort_unstable_by_key(|(attribute, _)| *attribute);
        Self {
            sets,
            each: Vec::new(),
        }
    }

    /// The same narrowed to `set` on one attribute, and standing for one box for each class of it.
    ///
    /// All these boxes compare alike with any other that overlaps them, so they are compared as one.
    pub(crate) fn for_each(&self, attribute: AttributeId, set: ValueSet) -> Self {
        let others = self.sets.iter().filter(|(id, _)| *id != attribute).cloned();
        let mut sets: Vec<_> = others.chain([(attribute, set)]).collect();
        sets.sort_unstable_by_key(|(attribute, _)| *attribute);
        let mut each: Vec<_> = self.each.iter().copied().chain([attribute]).collect();
        each.sort_unstable();
        each.dedup();
        Self { sets, each }
    }

    /// The attributes on which the box stands for one box for each class.
    pub(crate) fn each(&self) -> &[AttributeId] {
        &self.each
    }

    pub(crate) fn sets(&self) -> &[(AttributeId, ValueSet)] {
        &self.sets
    }

    /// The set on one attribute; `None` is no constraint.
    pub(crate) fn set(&self, attribute: AttributeId) -> Option<&ValueSet> {
        let at = self
            .sets
            .binary_search_by_key(&attribute, |(id, _)| *id)
            .ok()?;
        self.sets.get(at).map(|(_, set)| set)
    }

    /// Whether an inquiry with these classes, one for each attribute, is in the box.
    pub(crate) fn contains(&self, classes: &[ClassId]) -> bool {
        self.failing(classes).is_none()
    }

    /// The first attribute, in order of importance, whose constraint fails.
    pub(crate) fn failing(&self, classes: &[ClassId]) -> Option<AttributeId> {
        let fails = |(attribute, set): &&(AttributeId, ValueSet)| {
            !classes
                .get(attribute.index())
                .is_some_and(|class| set.contains(*class))
        };
        self.sets
            .iter()
            .find(fails)
            .map(|(attribute, _)| *attribute)
    }

    /// W2.5: the first attribute, in order of importance, on which the boxes differ decides. For boxes that overlap.
    pub(crate) fn precision(&self, other: &Self) -> Precision {
        let (mut mine, mut theirs) = (self.sets.iter().peekable(), other.sets.iter().peekable());
        loop {
            let (left, right) = match (mine.peek(), theirs.peek()) {
                (None, None) => return Precision::Same,
                (Some(_), None) => return Precision::Narrower,
                (None, Some(_)) => return Precision::Wider,
                (Some(left), Some(right)) if left.0 < right.0 => return Precision::Narrower,
                (Some(left), Some(right)) if left.0 > right.0 => return Precision::Wider,
                (Some(left), Some(right)) => {
                    let one_of = |own: &Self| own.each.binary_search(&left.0).is_ok();
                    match (one_of(self), one_of(other)) {
                        (true, false) if !right.1.is_single() => return Precision::Narrower,
                        (false, true) if !left.1.is_single() => return Precision::Wider,
                        (false, false) => (&left.1, &right.1),
                        // The boxes that overlap have the same one class.
                        _ => (&right.1, &right.1),
                    }
                }
            };
            if left != right {
                return match (left.is_subset(right), right.is_subset(left)) {
                    (true, _) => Precision::Narrower,
                    (_, true) => Precision::Wider,
                    _ => Precision::Unordered,
                };
            }
            mine.next();
            theirs.next();
        }
    }

    /// A key by which the box sorts before all that W2.5 says it beats: on the first attribute on which two boxes differ,
    /// a set within another is the smaller one. So of the boxes that hold an inquiry, the first is one that no other
    /// beats.
    pub(crate) fn narrowness(&self, vocabulary: &Vocabulary) -> Narrowness {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let size = |(attribute, set): &(AttributeId, ValueSet)| {
            let place = number(attribute.index());
            if self.each.contains(attribute) {
                return (place, 1);
            }
            let universe = vocabulary.attributes()[*attribute].universe();
            let members = match set.listed() {
                (listed, false) => number(listed.len()),
                (listed, true) => {
                    universe.classes - u32::from(!universe.has_absent) - number(listed.len())
                }
            };
            (place, members)
        };
        let sizes = self.sets.iter().map(size).chain([(u32::MAX, 0)]);
        Narrowness(sizes.collect())
    }

    /// Whether both boxes hold something in common.
    pub(crate) fn meets(&self, other: &Self, vocabulary: &Vocabulary) -> bool {
        self.shared(other).all(|(attribute, mine, theirs)| {
            mine.meets(theirs, vocabulary.attributes()[attribute].universe())
        })
    }

    /// What it costs at the most to compare two boxes: one, and the classes that are looked at.
    pub(crate) fn comparison(&self, other: &Self) -> u64 {
        let costs = self.shared(other);
        costs
            .map(|(_, mine, theirs)| mine.comparison(theirs))
            .sum::<u64>()
            + 1
    }

    /// The attributes that both boxes constrain, with the sets of both.
    fn shared<'b>(
        &'b self,
        other: &'b Self,
    ) -> impl Iterator<Item = (AttributeId, &'b ValueSet, &'b ValueSet)> {
        let sets = self.sets.iter();
        sets.filter_map(|(attribute, mine)| Some((*attribute, mine, other.set(*attribute)?)))
    }

    /// What both boxes hold; `None` where they have nothing in common.
    pub(crate) fn intersection(&self, other: &Self, vocabulary: &Vocabulary) -> Option<Self> {
        let mut sets = self.sets.clone();
        for (attribute, set) in &other.sets {
            match sets.iter_mut().find(|(id, _)| id == attribute) {
                Some((_, mine)) => {
                    *mine = mine.intersection(set, vocabulary.attributes()[*attribute].universe());
                }
                None => sets.push((*attribute, set.clone())),
            }
        }
        (!sets.iter().any(|(_, set)| set.is_empty())).then(|| Self::new(sets))
    }

    /// The box narrowed to `set` on one attribute.
    pub(crate) fn with(&self, attribute: AttributeId, set: ValueSet) -> Self {
        let others = self.sets.iter().filter(|(id, _)| *id != attribute).cloned();
        Self::new(others.chain([(attribute, set)]))
    }
}
