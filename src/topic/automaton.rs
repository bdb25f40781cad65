//! All patterns at once: a deterministic automaton over topic segments, so that no look-up ever goes back (T2).

use alloc::boxed::Box;
use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use smallvec::SmallVec;

use super::path::segments;
use super::pattern::{Pattern, WILDCARD};
use crate::id::{EntryId, GroupId, Id, Span, StateId, Table, TraitId};

/// The automaton. Its state after some segments knows every group of routes that covers them.
///
/// Determinizing is by subsets: without wildcards there is a state for each prefix of a pattern or declared topic, with
/// them there can be more, up to a stated limit of what is more.
#[derive(Debug, Default)]
pub(crate) struct Automaton {
    states: Table<StateId, State>,
    /// Runs of groups, the best first, shared by all states that have the same.
    entries: Table<EntryId, GroupId>,
}

/// What is known after some segments.
#[derive(Debug)]
pub(crate) struct State {
    /// The groups that cover a topic which ends here.
    pub(crate) at: Span<EntryId>,
    /// The groups that cover a topic which goes on to where no pattern follows.
    pub(crate) below: Span<EntryId>,
    /// How many segments the deepest declared topic on the way here has.
    pub(crate) declared_depth: u8,
    /// What declared topics on the way here say.
    pub(crate) traits: TraitId,
    /// By the next segment, sorted.
    edges: Vec<(Box<str>, StateId)>,
    /// After any other segment.
    pub(crate) other: Option<StateId>,
}

/// How many nodes and transitions of states are looked at, at the most, for each state that is allowed.
const WORK: usize = 8;

/// How many groups are listed, at the most, for each state that is allowed.
const LISTED: usize = 32;

/// The limit of states is exceeded.
#[derive(Debug)]
pub(crate) struct TooManyStates;

impl Automaton {
    /// Compiles groups, whose ids are in the order of W2.1 to W2.4, best first, and declared topics with what they say
    /// of all below them. What has an id behind those of the groups of routes is a notice.
    ///
    /// # Complexity
    ///
    /// Linear in the states, times the logarithm of their number.
    pub(crate) fn new<'a>(
        groups: impl Iterator<Item = (GroupId, &'a Pattern, bool)>,
        declared: impl Iterator<Item = (&'a str, TraitId)>,
        most_extra: usize,
    ) -> Result<Self, TooManyStates> {
        Compiler::new(groups, declared).run(most_extra)
    }

    /// The lists of groups that cover some topic, each once, the best group first.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &[GroupId]> {
        let runs: BTreeSet<Span<EntryId>> = self.states.iter().map(|state| state.at).collect();
        runs.into_iter().map(|run| self.entries.span(run))
    }

    pub(crate) fn states(&self) -> &Table<StateId, State> {
        &self.states
    }

    pub(crate) fn entries(&self) -> &Table<EntryId, GroupId> {
        &self.entries
    }

    /// The groups that cover a topic, the best first, and how deep the deepest declared topic on it is.
    pub(crate) fn groups(&self, topic: &str) -> (&[GroupId], usize) {
        let mut state = &self.states[StateId::from_index(0)];
        let mut ends_here = true;
        for segment in segments(topic) {
            match state.next(segment) {
                Some(next) => state = &self.states[next],
                None => {
                    ends_here = false;
                    break;
                }
            }
        }
        let covering = if ends_here { state.at } else { state.below };
        (
            self.entries.span(covering),
            usize::from(state.declared_depth),
        )
    }
}

impl State {
    fn next(&self, segment: &str) -> Option<StateId> {
        let edge = self
            .edges
            .binary_search_by(|(label, _)| (**label).cmp(segment))
            .ok();
        edge.and_then(|at| self.edges.get(at))
            .map(|(_, state)| *state)
            .or(self.other)
    }

    /// The literal segments that lead on, sorted.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&str, StateId)> {
        self.edges
            .iter()
            .map(|(segment, state)| (&**segment, *state))
    }
}

/// A node of the tree of patterns: what may follow some pattern segments.
#[derive(Default)]
struct Node<'p> {
    literals: BTreeMap<&'p str, u32>,
    wildcard: Option<u32>,
    groups: SmallVec<[(GroupId, bool); 1]>,
    /// Of a declared topic: what it says.
    declared: Option<TraitId>,
    /// How many segments lead here.
    depth: u8,
    /// Whether one of them is a wildcard.
    is_wild: bool,
}

/// Nodes, sorted.
type Nodes = SmallVec<[u32; 2]>;

/// What makes two states one: the same nodes, the same groups from above, the same declared depth and traits.
type Identity = (Nodes, Span<EntryId>, u8, TraitId);

struct Compiler<'p> {
    nodes: Vec<Node<'p>>,
    states: Table<StateId, State>,
    /// By state, the nodes that it stands for.
    nodes_of: Vec<Nodes>,
    /// The states that more than one way may lead to.
    known: BTreeMap<Identity, StateId>,
    entries: Table<EntryId, GroupId>,
    /// The runs of such states.
    runs: BTreeMap<Vec<GroupId>, Span<EntryId>>,
    /// How many groups were listed to find the runs of states.
    listed: usize,
}

impl<'p> Compiler<'p> {
    fn new(
        groups: impl Iterator<Item = (GroupId, &'p Pattern, bool)>,
        declared: impl Iterator<Item = (&'p str, TraitId)>,
    ) -> Self {
        let mut compiler = Self {
            nodes: alloc::vec![Node::default()],
            states: Table::new(),
            nodes_of: Vec::new(),
            known: BTreeMap::new(),
            entries: Table::new(),
            runs: BTreeMap::new(),
            listed: 0,
        };
        for (group, pattern, exact) in groups {
            if let Some(node) = compiler.node(pattern.segments()) {
                node.groups.push((group, exact));
            }
        }
        for (path, traits) in declared {
            if let Some(node) = compiler.node(segments(path)) {
                node.declared = Some(traits);
            }
        }
        compiler
    }

    /// The node behind these segments, made if it is not there.
    fn node(&mut self, segments: impl Iterator<Item = &'p str>) -> Option<&mut Node<'p>> {
        let mut at = 0;
        for segment in segments {
            let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            let node = self.nodes.get_mut(at as usize)?;
            let is_wildcard = segment == WILDCARD;
            at = if is_wildcard {
                *node.wildcard.get_or_insert(next)
            } else {
                *node.literals.entry(segment).or_insert(next)
            };
            if at == next {
                let (depth, is_wild) = (node.depth + 1, node.is_wild || is_wildcard);
                self.nodes.push(Node {
                    depth,
                    is_wild,
                    ..Node::default()
                });
            }
        }
        self.nodes.get_mut(at as usize)
    }

    fn get(&self, node: u32) -> Option<&Node<'p>> {
        self.nodes.get(node as usize)
    }

    fn run(mut self, most_extra: usize) -> Result<Automaton, TooManyStates> {
        let nothing = self.run_of(Vec::new());
        let root = SmallVec::from_slice(&[0]);
        self.state((root, nothing, 0, TraitId::from_index(0)));
        let (mut done, mut spent) = (0, 0);
        while let Some(nodes) = self.nodes_of.get_mut(done).map(core::mem::take) {
            let id = StateId::from_index(done);
            let State {
                below,
                declared_depth: declared,
                traits,
                ..
            } = self.states[id];
            let others = nodes.iter().filter_map(|node| self.get(*node)?.wildcard);
            let mut others: Nodes = others.collect();
            others.sort_unstable();
            let followers = self.followers(&nodes, &others);
            let mut edges = Vec::with_capacity(followers.len());
            spent += nodes.len() + followers.len();
            for (segment, next) in followers {
                let next = self.state((next, below, declared, traits));
                edges.push((segment.into(), next));
                self.check(spent, most_extra)?;
            }
            let other = (!others.is_empty()).then(|| self.state((others, below, declared, traits)));
            self.check(spent, most_extra)?;
            self.states.update(id, |state| {
                state.edges = edges;
                state.other = other;
            });
            done += 1;
        }
        Ok(Automaton {
            states: self.states,
            entries: self.entries,
        })
    }

    /// The segments that lead on from these nodes, sorted, and to which nodes; `others` are those that any segment leads to.
    fn followers(&self, nodes: &Nodes, others: &Nodes) -> Vec<(&'p str, Nodes)> {
        let with_others = |mut next: Nodes| {
            next.extend_from_slice(others);
            next.sort_unstable();
            next
        };
        if let [only] = nodes.as_slice() {
            let literals = self.get(*only).into_iter().flat_map(|node| &node.literals);
            let only = literals.map(|(segment, next)| (*segment, SmallVec::from_slice(&[*next])));
            return only
                .map(|(segment, next)| (segment, with_others(next)))
                .collect();
        }
        let mut followers: BTreeMap<&'p str, Nodes> = BTreeMap::new();
        for node in nodes.iter().filter_map(|node| self.get(*node)) {
            for (segment, next) in &node.literals {
                followers.entry(segment).or_default().push(*next);
            }
        }
        let followers = followers.into_iter();
        followers
            .map(|(segment, next)| (segment, with_others(next)))
            .collect()
    }

    /// Whether all is within the limit so far.
    fn check(&self, spent: usize, most_extra: usize) -> Result<(), TooManyStates> {
        let allowed = self.nodes.len().saturating_add(most_extra);
        let is_within = self.states.len() <= allowed
            && spent <= WORK.saturating_mul(allowed)
            && self.listed <= LISTED.saturating_mul(allowed);
        is_within.then_some(()).ok_or(TooManyStates)
    }

    /// The state of this identity, made if it is not there.
    ///
    /// One way alone leads to a node without a wildcard on it, so to the state that stands for this node alone; and every
    /// run below it starts from its own, so that neither is looked for among those that are known.
    fn state(&mut self, identity: Identity) -> StateId {
        let is_only = match identity.0.as_slice() {
            [only] => self.get(*only).is_some_and(|node| !node.is_wild),
            _ => false,
        };
        if let Some(known) = (!is_only).then(|| self.known.get(&identity)).flatten() {
            return *known;
        }
        let (nodes, above, declared, traits) = &identity;
        let nodes = nodes.iter().filter_map(|node| self.get(*node));
        let own: SmallVec<[(GroupId, bool); 4]> = nodes
            .clone()
            .flat_map(|node| node.groups.iter().copied())
            .collect();
        let deepest = nodes
            .clone()
            .find_map(|node| Some((node.depth, node.declared?)));
        let (declared_depth, traits) = deepest.unwrap_or((*declared, *traits));
        let above = *above;
        let (at, below) = if own.is_empty() {
            (above, above)
        } else {
            let with = |exact_too: bool| {
                let own = own.iter().filter(|(_, exact)| exact_too || !exact);
                let own = own.map(|(group, _)| *group);
                let above = self.entries.span(above).iter().copied();
                let mut groups: Vec<GroupId> = above.chain(own).collect();
                groups.sort_unstable();
                groups
            };
            let has_exact = own.iter().any(|(_, exact)| *exact);
            let (at, below) = (with(true), has_exact.then(|| with(false)));
            self.listed += at.len() + below.as_ref().unwrap_or(&at).len();
            let mut place = |run| {
                if is_only {
                    self.entries.extend(run)
                } else {
                    self.run_of(run)
                }
            };
            let at = place(at);
            (at, below.map_or(at, place))
        };
        let id = self.states.push(State {
            at,
            below,
            declared_depth,
            traits,
            edges: Vec::new(),
            other: None,
        });
        self.nodes_of.push(identity.0.clone());
        if !is_only {
            self.known.insert(identity, id);
        }
        id
    }

    /// Where this run of groups lies.
    fn run_of(&mut self, groups: Vec<GroupId>) -> Span<EntryId> {
        match self.runs.entry(groups) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let span = self.entries.extend(new.key().iter().copied());
                *new.insert(span)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    /// Every topic over three segments up to four deep is covered as the patterns say one by one.
    #[test]
    fn t2_the_automaton_covers_what_the_patterns_cover() {
        let texts = [
            "/", "a", "a/*", "*", "*/b", "*/*/c", "a/b/c", "a/*/c", "b/a",
        ];
        let mut groups: Vec<(Pattern, bool)> = Vec::new();
        for text in texts {
            let pattern = Pattern::parse(text).expect("a pattern");
            groups.push((pattern.clone(), false));
            groups.push((pattern, true));
        }
        let numbered = groups
            .iter()
            .enumerate()
            .map(|(index, (pattern, exact))| (GroupId::from_index(index), pattern, *exact));
        let automaton = Automaton::new(
            numbered,
            ["a/b", "b"]
                .map(|path| (path, TraitId::from_index(0)))
                .into_iter(),
            1_000,
        )
        .expect("few states");
        let mut topics: Vec<String> = alloc::vec![String::from("/")];
        for depth in 1..=4_u32 {
            for number in 0..3_usize.pow(depth) {
                let segments = (0..depth).map(|at| ["a", "b", "c"][number / 3_usize.pow(at) % 3]);
                topics.push(segments.collect::<Vec<_>>().join("/"));
            }
        }
        for topic in &topics {
            let expected: Vec<GroupId> = groups
                .iter()
                .enumerate()
                .filter(|(_, (pattern, exact))| pattern.covers(topic, *exact))
                .map(|(index, _)| GroupId::from_index(index))
                .collect();
            let (found, declared) = automaton.groups(topic);
            assert_eq!(found, expected, "{topic}");
            let deepest = if topic == "a/b" || topic.starts_with("a/b/") {
                2
            } else {
                usize::from(topic == "b" || topic.starts_with("b/"))
            };
            assert_eq!(declared, deepest, "{topic}");
        }
    }
}
