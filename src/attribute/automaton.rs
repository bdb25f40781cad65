//! One automaton for all prefixes and patterns of an open attribute: a value is read once, and all that match it are known.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use regex_automata::dfa::Automaton as _;
use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::alphabet::Unit;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::{Dot, Hir, Repetition};
use regex_syntax::{Error, ParserBuilder};

use super::fault::Fault;
use super::reading::cost_of_reading;
use super::witness::{self, States};
use crate::id::{Id, MatchSetId, Table};

/// A deterministic automaton over the bytes of a value.
///
/// Expressions are numbered: prefixes first, then patterns, both as they are given. Each state stands for what the
/// expressions can still become; the set of those that match a value is that of the state in which the value ends.
pub(crate) struct Automaton {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
    /// What a value matches that ends in a state, by the number of the state. That of the dead state is empty.
    ends: Vec<MatchSetId>,
    /// Each set of expressions once, as their ascending numbers.
    sets: Table<MatchSetId, Box<[u32]>>,
    cost: usize,
}

impl Automaton {
    /// Compiles expressions to an automaton of at most `most` bytes; what it is made of on the way takes a quarter each.
    ///
    /// # Errors
    ///
    /// The first pattern that is malformed, or that all together are too large.
    ///
    /// # Complexity
    ///
    /// At the worst exponential in the patterns; bounded by `most`.
    pub(crate) fn new<'a>(
        prefixes: impl IntoIterator<Item = &'a str>,
        patterns: impl IntoIterator<Item = &'a str>,
        most: usize,
    ) -> Result<Self, Fault> {
        let prefixes = prefixes.into_iter().map(|text| Ok(beginning(text)));
        let patterns = patterns.into_iter().map(parse);
        let expressions: Vec<Hir> = prefixes.chain(patterns).collect::<Result<_, _>>()?;
        let small = NFA::config()
            .utf8(false)
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(most / 4));
        let nfa = NFA::compiler()
            .configure(small)
            .build_many_from_hir(&expressions)
            .map_err(|_| Fault::TooLarge)?;
        // All that match count, not the first of them.
        let whole = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .accelerate(false)
            .dfa_size_limit(Some(most))
            .determinize_size_limit(Some(most / 4));
        let dfa = dense::Builder::new()
            .configure(whole)
            .build_from_nfa(&nfa)
            .map_err(|_| Fault::TooLarge)?;
        let from_the_first = start::Config::new().anchored(Anchored::Yes);
        let start = dfa
            .start_state(&from_the_first)
            .map_err(|_| Fault::TooLarge)?;
        Ok(Self::explored(dfa, start, nfa.states().len()))
    }

    /// The automaton with what its states stand for.
    fn explored(dfa: dense::DFA<Vec<u32>>, start: StateID, parts: usize) -> Self {
        let mut sets: BTreeMap<Box<[u32]>, usize> = BTreeMap::new();
        let mut of_state: BTreeMap<StateID, usize> = BTreeMap::new();
        let mut open = alloc::vec![start];
        while let Some(state) = open.pop() {
            if of_state.contains_key(&state) {
                continue;
            }
            let next = sets.len();
            let set = *sets.entry(matching(&dfa, state)).or_insert(next);
            of_state.insert(state, set);
            let bytes = dfa.byte_classes().representatives(..);
            let bytes = bytes.filter_map(Unit::as_u8);
            open.extend(bytes.map(|byte| dfa.next_state(state, byte)));
        }
        // Numbered by what they are, not by the order in which they were found.
        let mut number = alloc::vec![0; sets.len()];
        for (sorted, found) in sets.values().enumerate() {
            if let Some(slot) = number.get_mut(*found) {
                *slot = sorted;
            }
        }
        let last = of_state.keys().next_back().copied().unwrap_or(start);
        let mut ends =
            alloc::vec![MatchSetId::from_index(0); (last.as_usize() >> dfa.stride2()) + 1];
        for (state, found) in &of_state {
            let set = number.get(*found).copied().unwrap_or_default();
            if let Some(slot) = ends.get_mut(state.as_usize() >> dfa.stride2()) {
                *slot = MatchSetId::from_index(set);
            }
        }
        Self {
            // Each state was put together of parts, a few at the least and all at the most.
            cost: dfa
                .memory_usage()
                .saturating_add(of_state.len().saturating_mul(parts) / 4),
            dfa,
            start,
            ends,
            sets: sets.into_keys().collect(),
        }
    }

    /// What it costs to read a pattern, before it is read, as [`cost`](Self::cost) counts.
    pub(crate) fn cost_of_reading(pattern: &str) -> usize {
        cost_of_reading(pattern)
    }

    /// What it took to make it, at the most: as many bytes as it has, and a share of those that it was made of.
    pub(crate) fn cost(&self) -> usize {
        self.cost
    }

    /// Each set of expressions that end some state, as their ascending numbers. Not all of them need have a value.
    pub(crate) fn sets(&self) -> &Table<MatchSetId, Box<[u32]>> {
        &self.sets
    }

    /// The expressions that match a value.
    ///
    /// Linear in the value; stops where nothing can match any more. Allocates nothing.
    pub(crate) fn matching(&self, value: &str) -> MatchSetId {
        let mut state = self.start;
        for byte in value.bytes() {
            state = self.dfa.next_state(state, byte);
            if self.dfa.is_dead_state(state) {
                break;
            }
        }
        self.end(state)
    }

    /// For each set a value that matches those expressions alone and is none of `literals`; `None` where there is none.
    pub(crate) fn witnesses<'l>(
        &self,
        literals: impl IntoIterator<Item = &'l str>,
    ) -> Table<MatchSetId, Option<Box<str>>> {
        witness::find(self, self.sets.len(), literals)
    }
}

impl States for Automaton {
    fn start(&self) -> StateID {
        self.start
    }

    fn next(&self, state: StateID, byte: u8) -> StateID {
        self.dfa.next_state(state, byte)
    }

    fn end(&self, state: StateID) -> MatchSetId {
        let number = state.as_usize() >> self.dfa.stride2();
        let set = self.ends.get(number).copied();
        set.unwrap_or(MatchSetId::from_index(0))
    }
}

/// How large it is, as its tables say nothing to a reader.
impl fmt::Debug for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automaton")
            .field("states", &self.ends.len())
            .field("sets", &self.sets.len())
            .finish_non_exhaustive()
    }
}

/// The expressions that match what ends in a state.
fn matching(dfa: &dense::DFA<Vec<u32>>, state: StateID) -> Box<[u32]> {
    let end = dfa.next_eoi_state(state);
    if !dfa.is_match_state(end) {
        return Box::default();
    }
    let all = (0..dfa.match_len(end)).map(|index| dfa.match_pattern(end, index));
    let mut all: Vec<u32> = all.map(|expression| expression.as_u32()).collect();
    all.sort_unstable();
    all.into()
}

/// All values that start with a text. Values are UTF-8, so what follows need not be looked at.
fn beginning(text: &str) -> Hir {
    let anything = Hir::repetition(Repetition {
        min: 0,
        max: None,
        greedy: true,
        sub: Box::new(Hir::dot(Dot::AnyByte)),
    });
    Hir::concat(alloc::vec![Hir::literal(text.as_bytes()), anything])
}

fn parse(pattern: &str) -> Result<Hir, Fault> {
    let parsed = ParserBuilder::new().build().parse(pattern);
    let expression = parsed.map_err(|error| {
        let (what, at) = match &error {
            Error::Parse(error) => (error.kind().to_string(), error.span().start.offset),
            Error::Translate(error) => (error.kind().to_string(), error.span().start.offset),
            _ => (error.to_string(), 0),
        };
        let before = pattern.get(..at).unwrap_or_default();
        Fault::Malformed {
            what,
            character: before.chars().count() + 1,
        }
    })?;
    if expression.properties().look_set().contains_word_unicode() {
        return Err(Fault::WordBoundary);
    }
    Ok(expression)
}
