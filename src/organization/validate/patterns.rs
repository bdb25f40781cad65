//! Regular expressions in conditions: each is compiled alone where it is written, and all on an attribute together (A2).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::attribute::{Automaton, Fault, MAX_VALUE_BYTES};
use crate::organization::Limits;
use crate::organization::document::Node;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::text;

/// The longest pattern.
const MAX_PATTERN_BYTES: usize = 1_000;

/// The patterns that were compiled, and what compiling more of them may cost.
pub(super) struct Patterns {
    /// What is wrong with each that was looked at, if anything is.
    checked: BTreeMap<Box<str>, Result<(), Wrong>>,
    limits: Limits,
    /// What all automata together may still cost.
    left: usize,
}

/// Why a pattern cannot stand.
#[derive(Clone)]
enum Wrong {
    Fault(Fault),
    /// No value matches it.
    Nothing,
    /// All patterns before it cost too much.
    Spent,
}

impl Patterns {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            checked: BTreeMap::new(),
            limits: limits.clone(),
            left: limits.automata(),
        }
    }

    /// The patterns of one constraint; `None`, with a problem for each that cannot stand.
    pub(super) fn read(
        &mut self,
        node: &Node,
        place: Place<'_>,
        problems: &mut Problems,
    ) -> Option<BTreeSet<Box<str>>> {
        let Node::List(items) = node else {
            return Some([self.pattern(node, place, problems)?].into());
        };
        let mut patterns = BTreeSet::new();
        let mut is_whole = true;
        for (index, item) in items.iter().enumerate() {
            match self.pattern(item, place.index(index), problems) {
                Some(pattern) => {
                    patterns.insert(pattern);
                }
                None => is_whole = false,
            }
        }
        is_whole.then_some(patterns)
    }

    fn pattern(
        &mut self,
        node: &Node,
        place: Place<'_>,
        problems: &mut Problems,
    ) -> Option<Box<str>> {
        let pattern = text(node, place, "a regular expression", problems)?;
        if pattern.is_empty() {
            let suggestion = "write `in = \"\"` for the empty value";
            let expected = "a regular expression of at least one character";
            problems.add(
                ProblemKind::InvalidPattern,
                place,
                Some(""),
                expected,
                suggestion,
            );
            return None;
        }
        if pattern.len() > MAX_PATTERN_BYTES {
            let expected = format!("a regular expression of at most {MAX_PATTERN_BYTES} bytes");
            let suggestion = "write several";
            problems.add(
                ProblemKind::InvalidPattern,
                place,
                Some(&pattern),
                expected,
                suggestion,
            );
            return None;
        }
        let pattern: Box<str> = pattern.as_ref().into();
        let known = self.checked.get(&pattern).cloned();
        let checked = known.unwrap_or_else(|| {
            let checked = self.alone(&pattern);
            self.checked.insert(pattern.clone(), checked.clone());
            checked
        });
        match checked {
            Ok(()) => Some(pattern),
            Err(wrong) => {
                self.note(&wrong, &pattern, place, problems);
                None
            }
        }
    }

    /// Looks at one pattern for itself.
    fn alone(&mut self, pattern: &str) -> Result<(), Wrong> {
        let automaton = self.compile([], [pattern])?;
        let witnesses = automaton.witnesses([]);
        let matching = automaton.sets().iter().zip(witnesses.iter());
        let mut matching = matching.filter(|(set, _)| !set.is_empty());
        if matching.any(|(_, witness)| witness.is_some()) {
            Ok(())
        } else {
            Err(Wrong::Nothing)
        }
    }

    /// The automaton of all prefixes and patterns on an attribute; `None`, with a problem, where they are too many.
    pub(super) fn together(
        &mut self,
        attribute: &str,
        prefixes: &BTreeSet<Box<str>>,
        patterns: &BTreeSet<Box<str>>,
        problems: &mut Problems,
    ) -> Option<Automaton> {
        let top = Place::ROOT;
        let section = top.field("attributes");
        let place = section.field(attribute);
        if problems.exceeds(patterns.len(), self.limits.patterns, "patterns", place) {
            return None;
        }
        let before: Vec<&str> = prefixes.iter().map(|prefix| &**prefix).collect();
        let all: Vec<&str> = patterns.iter().map(|pattern| &**pattern).collect();
        let automaton = match self.compile(before.iter().copied(), all.iter().copied()) {
            Ok(automaton) => automaton,
            Err(wrong) => {
                let (kind, mut expected, mut suggestion) = self.words(&wrong);
                let mut culprit = None;
                if matches!(wrong, Wrong::Fault(Fault::TooLarge)) {
                    culprit = self.culprit(&before, &all);
                    expected = format!(
                        "prefixes and regular expressions whose automaton takes at most {} bytes; up to this one they take more",
                        self.limits.automaton
                    );
                    suggestion = "use fewer or plainer ones, let each begin with a text of its own, or raise `Limits::automaton` in `build_with`";
                }
                problems.add(kind, place, culprit, expected, suggestion);
                return None;
            }
        };
        let classes = automaton.sets().len();
        let exceeds = problems.exceeds(classes, self.limits.classes, "classes", place);
        (!exceeds).then_some(automaton)
    }

    /// The pattern with which those before it become too large; `None` where looking for it would cost too much.
    fn culprit<'p>(&mut self, prefixes: &[&'p str], patterns: &[&'p str]) -> Option<&'p str> {
        let (mut fitting, mut failing) = (0, patterns.len());
        while failing - fitting > 1 {
            let middle = fitting + (failing - fitting) / 2;
            let some = patterns.iter().copied().take(middle);
            match self.compile(prefixes.iter().copied(), some) {
                Ok(_) => fitting = middle,
                Err(Wrong::Spent) => return None,
                Err(_) => failing = middle,
            }
        }
        patterns.get(fitting).copied()
    }

    /// Compiles what may still be compiled.
    fn compile<'p>(
        &mut self,
        prefixes: impl IntoIterator<Item = &'p str>,
        patterns: impl IntoIterator<Item = &'p str> + Clone,
    ) -> Result<Automaton, Wrong> {
        let reading = patterns.clone().into_iter();
        let reading = reading.map(Automaton::cost_of_reading);
        let reading = reading.fold(0, usize::saturating_add);
        let left = self.left.checked_sub(reading);
        let left = left.filter(|left| *left > 0).ok_or(Wrong::Spent)?;
        let most = self.limits.automaton.min(left);
        let compiled = Automaton::new(prefixes, patterns, most);
        let cost = match &compiled {
            Ok(automaton) => automaton.cost().min(most),
            Err(Fault::TooLarge) => most,
            Err(_) => 0,
        };
        self.left = left - cost;
        match compiled {
            Err(Fault::TooLarge) if most < self.limits.automaton => Err(Wrong::Spent),
            compiled => compiled.map_err(Wrong::Fault),
        }
    }

    fn note(&self, wrong: &Wrong, pattern: &str, place: Place<'_>, problems: &mut Problems) {
        let (kind, expected, suggestion) = self.words(wrong);
        problems.add(kind, place, Some(pattern), expected, suggestion);
    }

    /// What was expected in place of a pattern, and what to do about it.
    fn words(&self, wrong: &Wrong) -> (ProblemKind, String, &'static str) {
        match wrong {
            Wrong::Fault(Fault::NoFeature) => (
                ProblemKind::MissingFeature,
                "the feature `regex` of the crate `switchboard`, without which `matches` is not understood".into(),
                "enable the feature, or write `prefix` or a list of values",
            ),
            Wrong::Fault(Fault::Malformed { what, character }) => (
                ProblemKind::InvalidPattern,
                format!("a regular expression, but at character {character}: {what}"),
                "mend it there; `\\` goes before a character that stands for itself",
            ),
            Wrong::Fault(Fault::WordBoundary) => (
                ProblemKind::InvalidPattern,
                "a regular expression without Unicode's word boundaries".into(),
                "write `(?-u:\\b)` for the boundaries of ASCII words",
            ),
            Wrong::Fault(Fault::TooLarge) => (
                ProblemKind::LimitExceeded,
                format!(
                    "a regular expression whose automaton takes at most {} bytes",
                    self.limits.automaton
                ),
                "repeat less in it, write `[0-9]` or `[a-z]` for Unicode's `\\d` or `\\w`, or raise `Limits::automaton` in `build_with`",
            ),
            Wrong::Nothing => (
                ProblemKind::ImpossibleCondition,
                format!("a regular expression that some value of at most {MAX_VALUE_BYTES} bytes matches"),
                "mend it, or remove it",
            ),
            Wrong::Spent => (
                ProblemKind::LimitExceeded,
                format!(
                    "regular expressions whose automata take at most {} bytes together",
                    self.limits.automata()
                ),
                "use fewer or plainer ones, or raise `Limits::automaton` in `build_with`",
            ),
        }
    }
}
