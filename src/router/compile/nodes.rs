//! Compiling what covers a topic into nodes: small groups flattened into one, large ones by reference, each list up to
//! its first rule without a condition.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::conditions::{Conditions, flip, otherwise};
use super::tests::Tests;
use crate::attribute::{Bounds, ValueSet};
use crate::id::{AttributeId, ClassId, EntryId, GroupId, Id, RecordId, RouteId, Span, Table};
use crate::organization::Inner;
use crate::resolution::Winner;
use crate::router::condition_index::LargeId;
use crate::router::records::{FEW, JUMP, LARGE, MOST_RULES, MOST_WORDS, ONE, Records};
use crate::router::topic_index::Nodes;
use crate::topic::State;

/// Up to this many classes a column has a byte for each.
const DENSE: u32 = 64;
/// Up to this many have their bytes in the column itself.
const HERE: u32 = 4;
/// The most classes of other attributes that the rules of one group name.
const CASES: usize = 16;
/// Nodes up to this many words are repeated rather than referred to.
const REPEATED: usize = 4;

crate::id::more_ids! {
    /// A box of a group, in the order in which they are tried.
    RankedId;
}

/// A rule: what wins by it, and its box.
type Rule<'a> = (Winner, &'a Bounds);

/// Writes nodes.
pub(super) struct NodeWriter<'a> {
    inner: &'a Inner,
    /// By route.
    winners: &'a Table<RouteId, Winner>,
    /// By group, its boxes up to the first that asks nothing.
    groups: Table<GroupId, Span<RankedId>>,
    ranked: Table<RankedId, Rule<'a>>,
    large: BTreeMap<GroupId, LargeId>,
    /// Nodes that others lead to, by what they decide about.
    shared: BTreeMap<&'a [GroupId], RecordId>,
    /// Lists that have a node of some length already.
    written: BTreeSet<Span<EntryId>>,
    pub(super) conditions: Conditions<'a>,
    pub(super) tests: Tests,
}

impl<'a> NodeWriter<'a> {
    pub(super) fn new(inner: &'a Inner, winners: &'a Table<RouteId, Winner>, tests: Tests) -> Self {
        let mut writer = Self {
            inner,
            winners,
            groups: Table::new(),
            ranked: Table::new(),
            large: BTreeMap::new(),
            shared: BTreeMap::new(),
            written: BTreeSet::new(),
            conditions: Conditions::new(&inner.vocabulary),
            tests,
        };
        for group in inner.groups.iter() {
            let span = writer.rank(&group.routes);
            writer.groups.push(span);
        }
        writer
    }

    /// The boxes of routes in an order that W2.5 agrees with, up to the first that asks nothing.
    fn rank(&mut self, routes: &[RouteId]) -> Span<RankedId> {
        let inner = self.inner;
        let winners = self.winners;
        let boxes = routes.iter().flat_map(|id| {
            let boxes = inner.routes[*id].condition.boxes.iter();
            boxes.map(move |own| (*id, own))
        });
        let rule = |(id, own): (RouteId, &'a Bounds)| (winners[id], own);
        if let ([_], 1) = (routes, boxes.clone().count()) {
            return self.ranked.extend(boxes.map(rule));
        }
        let mut boxes: Vec<(RouteId, &Bounds)> = boxes.collect();
        boxes.sort_by_cached_key(|(id, own)| (own.narrowness(&inner.vocabulary), *id));
        let asking = boxes.iter().position(|(_, own)| own.sets().is_empty());
        boxes.truncate(asking.map_or(boxes.len(), |last| last + 1));
        self.ranked.extend(boxes.into_iter().map(rule))
    }

    /// The node for a list of groups, the best first, into `words`.
    fn node(&mut self, groups: &'a [GroupId], records: &mut Records, words: &mut Vec<u64>) {
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        let mut rest = groups;
        let mut next = RecordId::from_number(0);
        while let Some(first) = rest.first() {
            if !pieces.is_empty() {
                if let Some(known) = self.shared.get(rest) {
                    next = *known;
                    break;
                }
            }
            let start = rest;
            let words = self.flattened(&mut rest);
            if words.is_none() {
                rest = rest.get(1..).unwrap_or_default();
            }
            pieces.push(Piece {
                start,
                group: *first,
                words,
            });
        }
        for (at, piece) in pieces.into_iter().enumerate().rev() {
            words.clear();
            match piece.words {
                Some(own) => words.extend(own),
                None => words.extend([LARGE, self.large(piece.group).index() as u64]),
            }
            if let Some(head) = words.first_mut() {
                *head |= u64::from(next.number()) << 32;
            }
            if at > 0 {
                next = records.add_node(words);
                self.shared.insert(piece.start, next);
            }
        }
    }

    /// One node for as many groups as it has room for; these are taken from `rest`, all of it where a rule asks nothing.
    fn flattened(&self, rest: &mut &'a [GroupId]) -> Option<Vec<u64>> {
        let mut rules: Vec<Rule<'a>> = Vec::new();
        let mut best = None;
        for (at, group) in (1..).zip(rest.iter()) {
            let own = self.ranked.span(self.groups[*group]);
            if rules.len() + own.len() > MOST_RULES || !self.is_small(own) {
                break;
            }
            rules.extend_from_slice(own);
            let asks_nothing = own.last().is_some_and(|(_, own)| own.sets().is_empty());
            best = Some((at, asks_nothing));
            if asks_nothing {
                break;
            }
        }
        // As many as fit: all, or the first alone.
        let (count, asks_nothing) = best?;
        let all = self.few(&rules);
        let (count, words) = match all.filter(|words| words.len() <= MOST_WORDS) {
            Some(words) => (if asks_nothing { rest.len() } else { count }, words),
            None => {
                let own = self.ranked.span(self.groups[*rest.first()?]);
                let words = self.few(own).filter(|words| words.len() <= MOST_WORDS)?;
                (1, words)
            }
        };
        *rest = rest.get(count..).unwrap_or_default();
        Some(words)
    }

    /// Whether the rules of a group may stand in a node.
    fn is_small(&self, rules: &[Rule<'_>]) -> bool {
        let sets = || rules.iter().flat_map(|(_, own)| own.sets());
        let named: usize = sets()
            .filter(|(attribute, _)| self.classes(*attribute) > DENSE)
            .map(|(_, set)| set.listed().0.len())
            .sum();
        named <= CASES && sets().all(|(attribute, _)| u8::try_from(attribute.index()).is_ok())
    }

    /// The node of these rules; none where it has no room for one of its numbers.
    fn few(&self, rules: &[Rule<'_>]) -> Option<Vec<u64>> {
        if let [(winner, own), ..] = rules {
            if own.sets().is_empty() {
                return Some([ONE, winner.0].into());
            }
        }
        let mut attributes: Vec<AttributeId> = rules
            .iter()
            .flat_map(|(_, own)| own.sets())
            .map(|(attribute, _)| *attribute)
            .collect();
        attributes.sort_unstable();
        attributes.dedup();
        let mut words = alloc::vec![0; 1 + attributes.len()];
        for (at, attribute) in (1..).zip(&attributes) {
            let sets = || rules.iter().map(|(_, own)| own.set(*attribute));
            let mut start = words.len();
            let cases = self.column(*attribute, sets, &mut words);
            let mut masks = 0;
            if cases == 0 && self.classes(*attribute) <= HERE {
                masks = words.pop().unwrap_or_default() << 32;
                start = 0;
            }
            let column = words.get_mut(at)?;
            *column = u64::try_from(attribute.index()).ok()?
                | u64::from(u8::try_from(cases).ok()?) << 8
                | u64::from(u16::try_from(start).ok()?) << 16
                | masks;
        }
        let winners = u8::try_from(words.len()).ok()?;
        words.extend(rules.iter().map(|(winner, _)| winner.0));
        let head = words.first_mut()?;
        *head = FEW
            | (rules.len() as u64) << 8
            | u64::from(u8::try_from(attributes.len()).ok()?) << 16
            | u64::from(winners) << 24;
        Some(words)
    }

    /// The masks of one column, and how many cases they are; none for a byte a class.
    fn column<'s, S>(
        &self,
        attribute: AttributeId,
        sets: impl Fn() -> S,
        words: &mut Vec<u64>,
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
        let rules: Vec<Rule<'_>> = self.ranked.span(self.groups[group]).to_vec();
        let id = self.conditions.add(&rules, &mut self.tests);
        self.large.insert(group, id);
        id
    }

    fn classes(&self, attribute: AttributeId) -> u32 {
        self.inner.vocabulary.attributes()[attribute]
            .universe()
            .classes
    }

    /// The node for what covers a topic, or a jump to it where there is a long one already.
    fn covering(&mut self, run: Span<EntryId>, records: &mut Records, words: &mut Vec<u64>) {
        let inner = self.inner;
        let covering = inner.automaton.entries().span(run);
        let routes = covering.partition_point(|group| group.index() < inner.groups.len());
        let groups = covering.get(..routes).unwrap_or_default();
        if let Some(known) = self.shared.get(groups) {
            let known = u64::from(known.number());
            words.clear();
            words.push(JUMP | known << 32);
            return;
        }
        self.node(groups, records, words);
        if words.len() > REPEATED && !self.written.insert(run) {
            let node = records.add_node(words);
            self.shared.insert(groups, node);
            words.clear();
            words.push(JUMP | u64::from(node.number()) << 32);
        }
    }
}

impl Nodes for NodeWriter<'_> {
    fn write(
        &mut self,
        state: &State,
        records: &mut Records,
        at: &mut Vec<u64>,
        below: &mut Vec<u64>,
    ) {
        self.covering(state.at, records, at);
        below.clear();
        if state.below != state.at {
            self.covering(state.below, records, below);
            if at == below {
                below.clear();
            }
        }
    }
}

/// A part of what covers a topic: a node of its own.
struct Piece<'a> {
    start: &'a [GroupId],
    group: GroupId,
    /// None for a large group.
    words: Option<Vec<u64>>,
}
