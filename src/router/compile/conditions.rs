//! Compiling the conditions of large groups: a switch where an attribute tells the rules apart, blocks for the rest.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::tests::Tests;
use crate::attribute::{Bounds, Universe, ValueSet, Vocabulary};
use crate::id::{AttributeId, ClassId, Id, RuleId, Span, TimesId};
use crate::resolution::Winner;
use crate::router::condition_index::{
    Block, BlockId, ByClass, Case, Column, ConditionIndex, LargeGroup, LargeId, Pass, Passing,
    Switch, Timed, hash,
};
use crate::router::perfect::Perfect;

/// How many rules a block has.
const BLOCK: usize = 64;
/// Up to this many classes a column has a word for each in any case.
const DENSE: usize = 64;
/// A column or switch has a place for each class where no more than so many times the named ones are there.
const SPREAD: usize = 8;

/// A rule to be added: what wins by it, in these times and in this box.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    pub(super) winner: Winner,
    pub(super) times: TimesId,
    pub(super) own: &'a Bounds,
}

/// A rule with its box.
type Ruled<'a> = (RuleId, &'a Bounds);

/// The index so far, with what it refers to.
pub(super) struct Conditions<'a> {
    pub(super) index: ConditionIndex,
    vocabulary: &'a Vocabulary,
}

impl<'a> Conditions<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary) -> Self {
        Self {
            index: ConditionIndex::default(),
            vocabulary,
        }
    }

    /// Adds a group: its rules, the best first.
    pub(super) fn add(&mut self, choices: &[Choice<'_>], tests: &mut Tests) -> LargeId {
        let winners = choices.iter().map(|choice| choice.winner);
        let rules = self.index.rules.extend(winners);
        let boxes = choices.iter().map(|choice| choice.own);
        let ranked: Vec<Ruled<'_>> = rules.ids().zip(boxes).collect();
        let is_timed = choices.iter().any(|choice| choice.times.index() > 0);
        let timed = is_timed.then(|| Timed {
            first: rules.id(0),
            times: choices.iter().map(|choice| choice.times).collect(),
        });
        let (switch, wide) = match Self::best_postings(&ranked) {
            Some(postings) => {
                let switch = self.switch(postings.attribute, &postings.by_class, tests);
                (Some(switch), postings.wide)
            }
            None => (None, ranked),
        };
        let blocks = self.blocks(&wide, None, tests);
        self.index.groups.push(LargeGroup {
            switch,
            blocks,
            timed,
        })
    }

    /// The rules by the attribute that leaves the fewest to look at, if it leaves less than half.
    fn best_postings<'r>(ruled: &[Ruled<'r>]) -> Option<Postings<'r>> {
        let attributes: BTreeSet<AttributeId> = ruled
            .iter()
            .flat_map(|(_, own)| own.sets())
            .map(|(attribute, _)| *attribute)
            .collect();
        let candidates = attributes
            .into_iter()
            .map(|attribute| Postings::of(attribute, ruled));
        let best = candidates.min_by_key(|own| (own.looked_at(), own.attribute))?;
        (best.looked_at() * 2 <= ruled.len()).then_some(best)
    }

    fn switch(
        &mut self,
        attribute: AttributeId,
        by_class: &BTreeMap<ClassId, Vec<Ruled<'_>>>,
        tests: &mut Tests,
    ) -> Switch {
        let mut cases: Vec<(ClassId, Case)> = Vec::with_capacity(by_class.len());
        for (class, ruled) in by_class {
            let case = match ruled.as_slice() {
                [(rule, own)] if own.sets().len() == 1 => Case::Rule(*rule),
                _ => Case::Blocks(self.blocks(ruled, Some(attribute), tests)),
            };
            cases.push((*class, case));
        }
        let classes = self.universe(attribute).classes as usize;
        let by_class = if classes <= DENSE.max(cases.len() * SPREAD) {
            let mut dense = alloc::vec![Case::Nothing; classes];
            for (class, case) in cases {
                if let Some(slot) = dense.get_mut(class.index()) {
                    *slot = case;
                }
            }
            ByClass::Dense(self.index.cases.extend(dense))
        } else {
            let keys: Vec<(u64, u32)> = (0..)
                .zip(&cases)
                .map(|(number, (class, _))| (hash(*class), number))
                .collect();
            ByClass::Sparse(Perfect::new(&keys), cases.into_iter().collect())
        };
        Switch {
            attribute,
            by_class,
        }
    }

    /// Blocks of rules, in their order. What a switch has decided is not asked again.
    fn blocks(
        &mut self,
        ruled: &[Ruled<'_>],
        decided: Option<AttributeId>,
        tests: &mut Tests,
    ) -> Span<BlockId> {
        let mut blocks = Vec::with_capacity(ruled.len().div_ceil(BLOCK));
        for ruled in ruled.chunks(BLOCK) {
            let attributes: BTreeSet<AttributeId> = ruled
                .iter()
                .flat_map(|(_, own)| own.sets())
                .map(|(attribute, _)| *attribute)
                .filter(|attribute| Some(*attribute) != decided)
                .collect();
            let mut columns = Vec::with_capacity(attributes.len());
            for attribute in attributes {
                columns.push(Column {
                    attribute,
                    passing: self.passing(attribute, ruled, tests),
                });
            }
            blocks.push(Block {
                rules: self.index.lists.extend(ruled.iter().map(|(rule, _)| *rule)),
                all: ones(ruled.len()),
                columns: self.index.columns.extend(columns),
            });
        }
        self.index.blocks.extend(blocks)
    }

    /// Which rules of a block pass an attribute, by class.
    fn passing(
        &mut self,
        attribute: AttributeId,
        ruled: &[Ruled<'_>],
        tests: &mut Tests,
    ) -> Passing {
        let universe = self.universe(attribute);
        let classes = universe.classes as usize;
        let sets = || ruled.iter().map(|(_, own)| own.set(attribute));
        let listed: usize = sets().flatten().map(|set| set.listed().0.len()).sum();
        if classes <= DENSE.max(listed * SPREAD) && listed <= classes.max(BLOCK) * SPREAD {
            let mut words = alloc::vec![otherwise(sets()); classes];
            flip(sets(), |class, bit| {
                if let Some(word) = words.get_mut(class.index()) {
                    *word ^= bit;
                }
            });
            return Passing::Dense(tests.run(words));
        }
        if listed <= BLOCK * SPREAD {
            let unnamed = otherwise(sets());
            let mut by_class: BTreeMap<ClassId, u64> = BTreeMap::new();
            flip(sets(), |class, bit| {
                *by_class.entry(class).or_insert(unnamed) ^= bit;
            });
            let passes = by_class
                .into_iter()
                .map(|(class, passing)| Pass { class, passing });
            return Passing::Cases(self.index.passes.extend(passes), unnamed);
        }
        let free = (0..).zip(sets()).filter(|(_, set)| set.is_none());
        let free = free.fold(!ones(ruled.len()), |free, (at, _)| free | 1 << at);
        let tested: Vec<&ValueSet> = sets().flatten().collect();
        Passing::Tests(tests.each(attribute, &tested, universe), free)
    }

    fn universe(&self, attribute: AttributeId) -> Universe {
        self.vocabulary.attributes()[attribute].universe()
    }
}

/// Which rules pass for a class that none of them names.
pub(super) fn otherwise<'s>(sets: impl Iterator<Item = Option<&'s ValueSet>>) -> u64 {
    let passes = sets.map(|set| set.is_none_or(|set| set.listed().1));
    (0..)
        .zip(passes)
        .fold(0, |word, (at, passes)| word | u64::from(passes) << at)
}

/// Says for each class that a rule names the bit of that rule: it passes where it does not otherwise, and the other way
/// round.
pub(super) fn flip<'s>(
    sets: impl Iterator<Item = Option<&'s ValueSet>>,
    mut each: impl FnMut(ClassId, u64),
) {
    for (at, set) in (0..).zip(sets) {
        for class in set.map_or(&[][..], |set| set.listed().0) {
            each(*class, 1_u64 << at);
        }
    }
}

/// So many ones.
fn ones(count: usize) -> u64 {
    u64::MAX >> (64 - count.clamp(1, 64))
}

/// The rules of a group by the classes of one attribute that they name.
struct Postings<'r> {
    attribute: AttributeId,
    by_class: BTreeMap<ClassId, Vec<Ruled<'r>>>,
    /// Those that name no few classes of it.
    wide: Vec<Ruled<'r>>,
}

impl<'r> Postings<'r> {
    fn of(attribute: AttributeId, ruled: &[Ruled<'r>]) -> Self {
        let mut postings = Self {
            attribute,
            by_class: BTreeMap::new(),
            wide: Vec::new(),
        };
        for (rule, own) in ruled {
            let set = own.set(attribute).filter(|_| own.each().is_empty());
            match set.map(ValueSet::listed) {
                Some((classes, false)) => {
                    for class in classes {
                        let of_class = postings.by_class.entry(*class).or_default();
                        of_class.push((*rule, *own));
                    }
                }
                _ => postings.wide.push((*rule, *own)),
            }
        }
        postings
    }

    /// How many rules are looked at in the worst case.
    fn looked_at(&self) -> usize {
        let most = self.by_class.values().map(Vec::len).max();
        self.wide.len() + most.unwrap_or_default()
    }
}
