//! Conditions as tests: a box becomes one test for each attribute that it constrains.

use alloc::vec::Vec;

use crate::attribute::{Bounds, Universe, ValueSet, Vocabulary};
use crate::id::{AttributeId, ClassId, ClassRunId, Id, Span, Table, TestId, WordId};
use crate::tables::{Holds, TestRow};

/// Up to this many classes fit a mask.
const MASK_BITS: u32 = 64;
/// Up to this many classes are searched for in a list; more become a run of masks.
const LISTED: usize = 32;

/// The tests so far, with what they refer to.
#[derive(Debug, Default)]
pub(super) struct Tests {
    pub(super) rows: Table<TestId, TestRow>,
    pub(super) classes: Table<ClassRunId, ClassId>,
    pub(super) words: Table<WordId, u64>,
}

impl Tests {
    /// The tests of a box. `place` says where an attribute's class stands among those that are asked.
    pub(super) fn of(
        &mut self,
        own: &Bounds,
        vocabulary: &Vocabulary,
        place: impl Fn(AttributeId) -> usize,
    ) -> Span<TestId> {
        let mut rows = Vec::with_capacity(own.sets().len());
        for (attribute, set) in own.sets() {
            let universe = vocabulary.attributes()[*attribute].universe();
            rows.push(TestRow {
                attribute: AttributeId::from_index(place(*attribute)),
                holds: self.holds(set, universe),
            });
        }
        self.rows.extend(rows)
    }

    fn holds(&mut self, set: &ValueSet, universe: Universe) -> Holds {
        if universe.classes <= MASK_BITS {
            return Holds::Mask(
                set.members(universe)
                    .fold(0, |mask, class| mask | 1 << class.number()),
            );
        }
        match set.listed() {
            (classes, false) if classes.len() <= LISTED => {
                Holds::Listed(self.classes.extend(classes.iter().copied()))
            }
            (classes, true) if classes.len() <= LISTED => {
                Holds::NotListed(self.classes.extend(classes.iter().copied()))
            }
            _ => Holds::Masks(self.masks(set, universe)),
        }
    }

    fn masks(&mut self, set: &ValueSet, universe: Universe) -> Span<WordId> {
        let mut words = alloc::vec![0_u64; universe.classes as usize / 64 + 1];
        let (listed, complement) = set.listed();
        for class in listed {
            if let Some(word) = words.get_mut(class.index() >> 6) {
                *word |= 1 << (class.number() & 63);
            }
        }
        if complement {
            for word in &mut words {
                *word = !*word;
            }
        }
        self.words.extend(words)
    }
}
