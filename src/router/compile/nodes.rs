//! Compiling what covers a topic into nodes: small groups flattened into one, large ones by reference, each list up to
//! its first rule without a condition.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use smallvec::SmallVec;

use super::conditions::{Choice, Conditions, flip, otherwise};
use super::memo::Memo;
use super::rules::{DENSE, RankedId, Rule, Rules};
use super::tests::Tests;
use crate::attribute::{Bounds, ValueSet};
use crate::id::{AttributeId, ClassId, EntryId, GroupId, Id, RecordId, Span, Table};
use crate::organization::Inner;
use crate::resolution::Winner;
use crate::router::condition_index::LargeId;
use crate::router::perfect::Seeds;
use crate::router::records::{
    CASES, FEW, LARGE, Lead, MOST_RULES, MOST_WORDS, ONE, Records, TIMED,
};
use crate::router::topic_index::{Deciding, Nodes};
use crate::tables::KEPT;
use crate::topic::State;

/// Up to this many classes have their bytes in the column itself.
const HERE: u32 = 4;
/// The most classes of other attributes that the rules of one group name.
const NAMED: u32 = 16;
/// Nodes up to this many words are repeated rather than referred to.
const REPEATED: usize = 4;
/// So many shapes of nodes are kept: most topics have one of a few.
const SHAPES: usize = 1 << 12;

crate::id::more_ids! {
    /// A word of the shapes of nodes.
    ShapeWordId;
}

/// The rules of a node, the best first.
type Few = SmallVec<[Rule; MOST_RULES]>;

/// The boxes of a node's rules.
type Boxes = SmallVec<[RankedId; MOST_RULES]>;

/// Writes nodes.
pub(super) struct NodeWriter<'a> {
    inner: &'a Inner,
    pub(super) rules: Rules<'a>,
    large: BTreeMap<GroupId, LargeId>,
    /// Nodes that others lead to, by what they decide about.
    shared: Memo<&'a [GroupId], RecordId>,
    /// Where lists begin that have a node of some length already, a bit each.
    written: Vec<u64>,
    /// Nodes without their winners, by the boxes of their rules and whether one is timed; none for one that has no room.
    shapes: Memo<(Boxes, bool), Option<Span<ShapeWordId>>>,
    shape_words: Table<ShapeWordId, u64>,
    pub(super) conditions: Conditions<'a>,
    pub(super) tests: Tests,
}

impl<'a> NodeWriter<'a> {
    pub(super) fn new(inner: &'a Inner, rules: Rules<'a>, seeds: &Seeds) -> Self {
        let entries = inner.automaton.entries().len();
        Self {
            inner,
            rules,
            large: BTreeMap::new(),
            shared: Memo::new(seeds),
            written: alloc::vec![0; entries / 64 + 1],
            shapes: Memo::new(seeds),
            shape_words: Table::new(),
            conditions: Conditions::new(&inner.vocabulary),
            tests: Tests::default(),
        }
    }

    /// The node for a list of groups, the best first, into `words`.
    fn node(&mut self, groups: &'a [GroupId], records: &mut Records, words: &mut Vec<u64>) {
        words.clear();
        // Where the part of each node begins, with the groups that it begins with.
        let mut parts: SmallVec<[(usize, &'a [GroupId]); 4]> = SmallVec::new();
        let mut rest = groups;
        let mut next = RecordId::from_number(0);
        while let Some(first) = rest.first() {
            if !parts.is_empty() {
                if let Some(known) = self.shared.get(&rest) {
                    next = known;
                    break;
                }
            }
            parts.push((words.len(), rest));
            rest = match self.flattened(rest, words) {
                Some(behind) => behind,
                None => {
                    words.extend([LARGE, self.large(*first).index() as u64]);
                    rest.get(1..).unwrap_or_default()
                }
            };
        }
        while let Some((start, groups)) = parts.pop() {
            let Some((head, _)) = words.get_mut(start..).and_then(<[u64]>::split_first_mut) else {
                break;
            };
            *head |= u64::from(next.number()) << 32;
            if !parts.is_empty() {
                next = records.add_node(words.get(start..).unwrap_or_default());
                self.shared.insert(groups, next);
                words.truncate(start);
            }
        }
    }

    /// Adds one node for as many groups as it has room for, and says which are left: none where a rule asks nothing. No
    /// node where it has no room for the first.
    fn flattened(&mut self, groups: &'a [GroupId], words: &mut Vec<u64>) -> Option<&'a [GroupId]> {
        let mut rules = Few::new();
        let (mut first, mut count) = (0, 0);
        let mut asks_nothing = false;
        for group in groups {
            if asks_nothing || !self.add_small(*group, &mut rules) {
                break;
            }
            count += 1;
            if count == 1 {
                first = rules.len();
            }
            asks_nothing = rules
                .last()
                .is_some_and(|last| self.rules.asks_nothing(*last));
        }
        if count == 0 {
            return None;
        }
        // As many as fit: all, or the first alone.
        if self.few(&rules, words) {
            let left = groups.get(count..).unwrap_or_default();
            return Some(if asks_nothing { &[] } else { left });
        }
        rules.truncate(first);
        self.few(&rules, words)
            .then(|| groups.get(1..).unwrap_or_default())
    }

    /// Adds the rules of a group in an order that W2.5 agrees with, up to the first that asks nothing; none where they may
    /// not stand in a node together with those before.
    fn add_small(&self, group: GroupId, rules: &mut Few) -> bool {
        let start = rules.len();
        let routes = &self.inner.groups[group].routes;
        for rule in routes.iter().flat_map(|route| self.rules.of(*route)) {
            if rules.len() == MOST_RULES {
                rules.truncate(start);
                return false;
            }
            rules.push(rule);
        }
        let own = rules.get_mut(start..).unwrap_or_default();
        own.sort_unstable();
        let mut named = Some(0_u32);
        let mut count = 0;
        for rule in own {
            let ranked = self.rules.ranked(*rule);
            named = named.and_then(|named| named.checked_add(ranked.named?));
            count += 1;
            if self.rules.asks_nothing(*rule) {
                break;
            }
        }
        let is_small = named.is_some_and(|named| named <= NAMED);
        rules.truncate(start + if is_small { count } else { 0 });
        is_small
    }

    /// Adds the node of these rules; none where it has no room for one of its numbers.
    fn few(&mut self, rules: &[Rule], words: &mut Vec<u64>) -> bool {
        if let Some(first) = rules.first() {
            if self.rules.asks_nothing(*first) {
                words.extend([ONE, self.rules.winner(*first).0]);
                return true;
            }
        }
        let boxes: Boxes = rules.iter().map(|rule| rule.own).collect();
        let is_timed = rules.iter().any(|rule| rule.is_timed());
        let Some(shape) = self.shape(boxes, is_timed) else {
            return false;
        };
        words.extend_from_slice(self.shape_words.span(shape));
        words.extend(rules.iter().map(|rule| self.rules.winner(*rule).0));
        if is_timed {
            words.extend(rules.iter().map(|rule| rule.times().index() as u64));
        }
        true
    }

    /// The words of a node before its winners.
    fn shape(&mut self, boxes: Boxes, is_timed: bool) -> Option<Span<ShapeWordId>> {
        let key = (boxes, is_timed);
        if let Some(known) = self.shapes.get(&key) {
            return known;
        }
        let bounds: SmallVec<[&Bounds; MOST_RULES]> =
            key.0.iter().map(|own| self.rules.bounds(*own)).collect();
        let words = self.columns(&bounds, is_timed);
        let words = words.filter(|words| words.len() + bounds.len() <= MOST_WORDS);
        if self.shapes.len() == SHAPES {
            self.shapes = self.shapes.emptied();
            self.shape_words = Table::new();
        }
        let shape = words.map(|words| self.shape_words.extend(words));
        self.shapes.insert(key, shape);
        shape
    }

    /// The head, columns and masks for these boxes.
    fn columns(&self, boxes: &[&Bounds], is_timed: bool) -> Option<SmallVec<[u64; 32]>> {
        let mut attributes: SmallVec<[AttributeId; 16]> = boxes
            .iter()
            .flat_map(|own| own.sets())
            .map(|(attribute, _)| *attribute)
            .collect();
        attributes.sort_unstable();
        attributes.dedup();
        // Of attributes with few classes each has a byte.
        let is_plain = |id: &AttributeId| self.classes(*id) <= DENSE && id.index() < KEPT;
        let is_plain = attributes.iter().all(is_plain) && !is_timed;
        let (kind, unit) = match (is_timed, is_plain) {
            (true, _) => (TIMED, 1),
            (false, true) => (FEW, 8),
            (false, false) => (CASES, 1),
        };
        let mut words: SmallVec<[u64; 32]> = SmallVec::from_elem(0, 1 + attributes.len());
        for (at, attribute) in (1..).zip(&attributes) {
            let sets = || boxes.iter().map(|own| own.set(*attribute));
            let mut start = words.len() * unit;
            let cases = self.column(*attribute, sets, &mut words);
            let mut masks = 0;
            if is_plain && self.classes(*attribute) <= HERE {
                masks = words.pop().unwrap_or_default() << 32;
                start = at * unit + 4;
            }
            let column = words.get_mut(at)?;
            *column = u64::try_from(attribute.index()).ok()?
                | u64::from(u8::try_from(cases).ok()?) << 8
                | u64::from(u16::try_from(start).ok()?) << 16
                | masks;
        }
        let winners = u8::try_from(words.len()).ok()?;
        let head = words.first_mut()?;
        *head = kind
            | (boxes.len() as u64) << 8
            | u64::from(u8::try_from(attributes.len()).ok()?) << 16
            | u64::from(winners) << 24;
        Some(words)
    }

    /// The masks of one column, and how many cases they are; none for a byte a class.
    fn column<'s, S>(
        &self,
        attribute: AttributeId,
        sets: impl Fn() -> S,
        words: &mut SmallVec<[u64; 32]>,
    ) -> usize
    where
        S: Iterator<Item = Option<&'s ValueSet>>,
    {
        let unnamed = otherwise(sets());
        let classes = self.classes(attribute);
        if classes <= DENSE {
            let start = words.len();
            let everywhere = unnamed * 0x0101_0101_0101_0101;
            words.extend((0..classes.div_ceil(8)).map(|_| everywhere));
            flip(sets(), |class, bit| {
                if let Some(word) = words.get_mut(start + class.index() / 8) {
                    *word ^= bit << (class.index() % 8 * 8);
                }
            });
            // No value counts as the default.
            let default = self.inner.vocabulary.attributes()[attribute].when_missing();
            let word = words.get(start + default.index() / 8);
            let byte = word.copied().unwrap_or_default() >> (default.index() % 8 * 8) & 0xff;
            if let Some(word) = words.get_mut(start) {
                *word = *word & !0xff | byte;
            }
            return 0;
        }
        let mut cases: BTreeMap<ClassId, u64> = BTreeMap::new();
        flip(sets(), |class, bit| {
            *cases.entry(class).or_insert(unnamed) ^= bit;
        });
        words.push(unnamed);
        words.extend(
            cases
                .iter()
                .map(|(class, passing)| u64::from(class.number()) | passing << 32),
        );
        cases.len()
    }

    fn large(&mut self, group: GroupId) -> LargeId {
        if let Some(known) = self.large.get(&group) {
            return *known;
        }
        let routes = &self.inner.groups[group].routes;
        let mut rules: Vec<Rule> = Vec::new();
        rules.extend(routes.iter().flat_map(|route| self.rules.of(*route)));
        rules.sort_unstable();
        let asking = rules.iter().position(|rule| self.rules.asks_nothing(*rule));
        rules.truncate(asking.map_or(rules.len(), |last| last + 1));
        let rules = rules.into_iter().map(|rule| Choice {
            winner: self.rules.winner(rule),
            times: rule.times(),
            own: self.rules.bounds(rule.own),
        });
        let choices: Vec<Choice<'_>> = rules.collect();
        let id = self.conditions.add(&choices, &mut self.tests);
        self.large.insert(group, id);
        id
    }

    fn classes(&self, attribute: AttributeId) -> u32 {
        self.inner.vocabulary.attributes()[attribute]
            .universe()
            .classes
    }

    /// The node for what covers a topic, or the lead to it where there is a long one already.
    fn covering(&mut self, run: Span<EntryId>, records: &mut Records, into: &mut Deciding) {
        let Deciding { lead, words } = into;
        // Equal where the words are.
        *lead = Lead(0);
        let inner = self.inner;
        let covering = inner.automaton.entries().span(run);
        let routes = covering.partition_point(|group| group.index() < inner.groups.len());
        let groups = covering.get(..routes).unwrap_or_default();
        if let Some(known) = self.shared.get(&groups) {
            words.clear();
            *lead = Lead::to_node(known);
            return;
        }
        self.node(groups, records, words);
        if let [ONE, winner] = words.as_slice() {
            if let Some(winner) = Lead::to_winner(Winner(*winner)) {
                words.clear();
                *lead = winner;
                return;
            }
        }
        if words.len() > REPEATED && !self.is_first(run) {
            let node = records.add_node(words);
            self.shared.insert(groups, node);
            words.clear();
            *lead = Lead::to_node(node);
        }
    }

    /// Whether a list is met for the first time.
    fn is_first(&mut self, run: Span<EntryId>) -> bool {
        let start = run.id(0).index();
        let Some(written) = self.written.get_mut(start / 64) else {
            return false;
        };
        let bit = 1 << (start % 64);
        let is_first = *written & bit == 0;
        *written |= bit;
        is_first
    }
}

impl Nodes for NodeWriter<'_> {
    fn write(
        &mut self,
        state: &State,
        records: &mut Records,
        at: &mut Deciding,
        below: &mut Deciding,
    ) {
        self.covering(state.at, records, at);
        if state.below == state.at {
            below.clone_from(at);
        } else {
            self.covering(state.below, records, below);
        }
    }
}
