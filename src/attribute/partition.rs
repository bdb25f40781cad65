//! The classes of an open attribute on which patterns stand (A2): each literal is one, and so are the other values that
//! match the same prefixes and patterns.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::automaton::Automaton;
use crate::id::{ClassId, MatchSetId, Table};

/// How prefixes and patterns divide the values of an attribute.
#[derive(Debug)]
pub(crate) struct Partition {
    /// Sorted; numbered from 0.
    prefixes: Vec<Box<str>>,
    /// Sorted; their numbers follow those of the prefixes.
    patterns: Vec<Box<str>>,
    automaton: Automaton,
    /// By what values match.
    classes: Table<MatchSetId, Classes>,
    /// By the number of a prefix or pattern, the sets in which it is.
    sets: Vec<Vec<MatchSetId>>,
}

/// The classes of the values that match the same.
#[derive(Debug, Default)]
struct Classes {
    /// Of those that are no literals; `None` where all are.
    others: Option<ClassId>,
    literals: Vec<ClassId>,
}

impl Partition {
    /// The partition that an automaton of these prefixes and patterns makes. `number` gives the next class that is made,
    /// of values that match a set of them and are none of the literals, its number; a witness comes with it.
    pub(super) fn new(
        automaton: Automaton,
        prefixes: &BTreeSet<Box<str>>,
        patterns: &BTreeSet<Box<str>>,
        literals: &BTreeSet<Box<str>>,
        mut number: impl FnMut(MatchSetId, Box<str>) -> ClassId,
    ) -> Self {
        let witnesses = automaton.witnesses(literals.iter().map(|literal| &**literal));
        let mut sets = alloc::vec![Vec::new(); prefixes.len() + patterns.len()];
        for (id, expressions) in automaton.sets().enumerate() {
            for expression in expressions {
                if let Some(sets) = sets.get_mut(*expression as usize) {
                    sets.push(id);
                }
            }
        }
        let classes = witnesses.enumerate().map(|(id, witness)| Classes {
            others: witness.clone().map(|witness| number(id, witness)),
            literals: Vec::new(),
        });
        Self {
            classes: classes.collect(),
            prefixes: prefixes.iter().cloned().collect(),
            patterns: patterns.iter().cloned().collect(),
            automaton,
            sets,
        }
    }

    /// Takes in the class of a literal.
    pub(super) fn add_literal(&mut self, literal: &str, class: ClassId) {
        let set = self.automaton.matching(literal);
        self.classes
            .update(set, |classes| classes.literals.push(class));
    }

    /// The class of a value that is no literal and not too long. The search for witnesses is exact, so there is one.
    pub(super) fn class(&self, value: &str) -> ClassId {
        let classes = &self.classes[self.automaton.matching(value)];
        classes.others.unwrap_or(ClassId::ABSENT)
    }

    /// The classes of all values that start with one of the prefixes.
    pub(super) fn with_prefix(&self, prefix: &str) -> Vec<ClassId> {
        let number = self.prefixes.binary_search_by(|own| (**own).cmp(prefix));
        self.with(number.ok())
    }

    /// The classes of all values that match one of the patterns.
    pub(super) fn matching(&self, pattern: &str) -> Vec<ClassId> {
        let number = self.patterns.binary_search_by(|own| (**own).cmp(pattern));
        self.with(number.ok().map(|number| self.prefixes.len() + number))
    }

    fn with(&self, expression: Option<usize>) -> Vec<ClassId> {
        let sets = expression.and_then(|number| self.sets.get(number));
        let classes = sets.into_iter().flatten().map(|set| &self.classes[*set]);
        let all = classes.flat_map(|own| own.others.iter().chain(&own.literals));
        all.copied().collect()
    }

    #[cfg(feature = "snapshot")]
    pub(super) fn prefixes(&self) -> &[Box<str>] {
        &self.prefixes
    }

    #[cfg(feature = "snapshot")]
    pub(super) fn patterns(&self) -> &[Box<str>] {
        &self.patterns
    }

    /// The numbers of the prefixes and patterns of a set.
    #[cfg(feature = "snapshot")]
    pub(super) fn set(&self, set: MatchSetId) -> &[u32] {
        &self.automaton.sets()[set]
    }

    /// Says of values which prefixes and patterns they match, behind "another value".
    pub(super) fn describe(&self, set: MatchSetId, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        let all = self.automaton.sets()[set].iter();
        let all = all.map(|expression| *expression as usize);
        let prefixes = all.clone().filter_map(|number| self.prefixes.get(number));
        if let Some(longest) = prefixes.max_by_key(|prefix| prefix.len()) {
            write!(f, " with `{longest}` in front")?;
        }
        let number = |number: usize| number.checked_sub(self.prefixes.len());
        let patterns = all.filter_map(|all| self.patterns.get(number(all)?));
        let patterns: Vec<&Box<str>> = patterns.collect();
        for (index, pattern) in patterns.iter().take(SHOWN).enumerate() {
            let is_last = index + 1 == patterns.len();
            let word = match index {
                0 => " that matches",
                _ if is_last => " and",
                _ => ",",
            };
            write!(f, "{word} `{pattern}`")?;
        }
        match patterns.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }

    /// A text that tells what the sets by which classes are named mean.
    pub(super) fn layout(&self) -> String {
        let (prefixes, patterns) = (&self.prefixes, &self.patterns);
        alloc::format!("{prefixes:?}{patterns:?}{:?}", self.automaton.sets())
    }
}

#[cfg(all(test, feature = "regex"))]
mod tests;
