//! Conditions as tests: a box becomes one test for each attribute that it constrains.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

use crate::attribute::{Bounds, Universe, ValueSet, Vocabulary};
use crate::id::{AttributeId, ClassId, ClassRunId, Id, Span, Table, TestId, WordId};
use crate::tables::{Holds, Tables, TestRow};

/// Up to this many classes fit a mask.
const MASK_BITS: u32 = 64;
/// Up to this many classes are searched for in a list, and more where a run of masks would take more room.
const LISTED: usize = 32;

/// The tests so far, with what they refer to.
#[derive(Debug, Default)]
pub(super) struct Tests {
    pub(super) rows: Table<TestId, TestRow>,
    pub(super) classes: Table<ClassRunId, ClassId>,
    pub(super) words: Table<WordId, u64>,
    runs: BTreeMap<Vec<u64>, Span<WordId>>,
}

/// Where some tests end, with what they refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct TestsEnd {
    rows: usize,
    classes: usize,
    words: usize,
}

impl Tests {
    /// The tests of a router's tables up to an end.
    pub(super) fn up_to(end: TestsEnd, tables: &Tables) -> Self {
        Self {
            rows: tables.tests.iter().take(end.rows).cloned().collect(),
            classes: tables.classes.iter().take(end.classes).copied().collect(),
            words: tables.words.iter().take(end.words).copied().collect(),
            runs: BTreeMap::new(),
        }
    }

    /// Ends what was added so far: what follows shares no run with it.
    pub(super) fn close(&mut self) -> TestsEnd {
        self.runs = BTreeMap::new();
        TestsEnd {
            rows: self.rows.len(),
            classes: self.classes.len(),
            words: self.words.len(),
        }
    }

    /// The tests of a box. `place` says where an attribute's class stands among those that are asked.
    pub(super) fn of(
        &mut self,
        own: &Bounds,
        vocabulary: &Vocabulary,
        place: impl Fn(AttributeId) -> AttributeId,
    ) -> Span<TestId> {
        let mut rows = Vec::with_capacity(own.sets().len());
        for (attribute, set) in own.sets() {
            let universe = vocabulary.attributes()[*attribute].universe();
            rows.push(TestRow {
                attribute: place(*attribute),
                holds: self.holds(set, universe),
            });
        }
        self.rows.extend(rows)
    }

    /// A test of one attribute for each of these sets.
    pub(super) fn each(
        &mut self,
        attribute: AttributeId,
        sets: &[&ValueSet],
        universe: Universe,
    ) -> Span<TestId> {
        let mut rows = Vec::with_capacity(sets.len());
        for set in sets {
            let holds = self.holds(set, universe);
            rows.push(TestRow { attribute, holds });
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
        let (classes, complement) = set.listed();
        // A run of masks takes a word for 64 classes, listed or not.
        if classes.len() > LISTED.max(universe.classes as usize / 64) {
            return Holds::Masks(self.masks(set, universe));
        }
        let listed = self.classes.extend(classes.iter().copied());
        if complement {
            Holds::NotListed(listed)
        } else {
            Holds::Listed(listed)
        }
    }

    fn masks(&mut self, set: &ValueSet, universe: Universe) -> Span<WordId> {
        let (listed, complement) = set.listed();
        let mut words = words(
            listed.iter().map(|class| class.index()),
            universe.classes as usize,
        );
        if complement {
            for word in &mut words {
                *word = !*word;
            }
        }
        self.run(words)
    }

    /// A run of masks. Runs that are equal are one.
    pub(super) fn run(&mut self, words: Vec<u64>) -> Span<WordId> {
        match self.runs.entry(words) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let span = self.words.extend(new.key().iter().copied());
                *new.insert(span)
            }
        }
    }
}

/// Masks for so many bits, of which these are set.
pub(super) fn words(set: impl Iterator<Item = usize>, bits: usize) -> Vec<u64> {
    let mut words = alloc::vec![0_u64; bits.div_ceil(64)];
    for bit in set {
        if let Some(word) = words.get_mut(bit >> 6) {
            *word |= 1 << (bit & 63);
        }
    }
    words
}
