//! The topic index: from a topic's text to the groups of routes that cover it.
//!
//! Two hash tables with open addressing. One holds the full text of every topic that patterns, declarations and aliases
//! name without wildcards: one hash and one comparison of bytes answer most queries, and find the nearest known ancestor
//! of the others. From there the other table, of the automaton's edges over segments, leads on where patterns have
//! wildcards. A key's bytes are always compared.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use crate::id::{EntryId, Id, Span, StateId, Table, TraitId};
use crate::resolution::Known;
use crate::topic::{
    Aliases, Automaton, ROOT, TopicError, canonical_path, depth, plain_depth, segments,
};

/// The seed of all hashes: fixed, so that a router is the same everywhere.
const SEED: u64 = 0x5377_6974_6368;

/// Everything known about topics.
#[derive(Debug)]
pub(super) struct TopicIndex {
    /// All texts, one behind the other.
    text: String,
    states: Table<StateId, StateRow>,
    paths: HashTable<PathRow>,
    edges: HashTable<EdgeRow>,
}

#[derive(Debug)]
struct StateRow {
    at: Span<EntryId>,
    below: Span<EntryId>,
    declared_depth: u8,
    traits: TraitId,
    other: Option<StateId>,
    /// Every literal path one segment below this state's own is in the table of paths: where that table knows nothing
    /// longer than the own path, no edge leads on.
    is_closed: bool,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: usize,
    len: u32,
}

#[derive(Debug)]
struct PathRow {
    path: Piece,
    found: Known,
    /// Where the automaton is after it; none for an alias, which is replaced before anything is followed.
    state: Option<StateId>,
}

#[derive(Debug)]
struct EdgeRow {
    from: StateId,
    segment: Piece,
    to: StateId,
}

impl TopicIndex {
    pub(super) fn new(automaton: &Automaton, aliases: &Aliases) -> Self {
        let states = automaton.states().iter().map(|state| StateRow {
            at: state.at,
            below: state.below,
            declared_depth: state.declared_depth,
            traits: state.traits,
            other: state.other,
            is_closed: false,
        });
        let mut index = Self {
            text: String::new(),
            states: states.collect(),
            paths: HashTable::default(),
            edges: HashTable::default(),
        };
        let mut paths = Vec::new();
        let mut edges = Vec::new();
        let mut known: BTreeSet<StateId> = BTreeSet::new();
        let mut open: BTreeSet<StateId> = BTreeSet::new();
        // States are numbered breadth first, so the path that leads to one by literals alone is known before those below.
        let mut literal: Vec<Option<(Piece, u8)>> = alloc::vec![None; automaton.states().len()];
        if let Some(root) = literal.first_mut() {
            *root = Some((index.add(ROOT), 0));
        }
        for (id, state) in automaton.states().enumerate() {
            let own = literal.get(id.index()).copied().flatten();
            if let Some((path, depth)) = own {
                let is_itself = aliases.is_empty()
                    || aliases
                        .replace(Cow::Borrowed(index.piece(path)))
                        .is_ok_and(|topic| topic == index.piece(path));
                if is_itself {
                    let found = Known {
                        covering: state.at,
                        topic_depth: depth,
                        declared_depth: state.declared_depth,
                        traits: state.traits,
                    };
                    paths.push(PathRow {
                        path,
                        found,
                        state: Some(id),
                    });
                    known.insert(id);
                }
            }
            for (segment, to) in state.edges() {
                let piece = match own {
                    Some((path, depth)) => {
                        let below = index.add_below(path, segment);
                        match literal.get_mut(to.index()) {
                            Some(slot @ None) => *slot = Some((below, depth + 1)),
                            // Another path leads there, too: this one is not in the table.
                            _ => {
                                open.insert(id);
                            }
                        }
                        let len = u32::try_from(segment.len()).unwrap_or_default();
                        Piece {
                            start: below.start + (below.len - len) as usize,
                            len,
                        }
                    }
                    None => index.add(segment),
                };
                edges.push(EdgeRow {
                    from: id,
                    segment: piece,
                    to,
                });
            }
        }
        index.edges = HashTable::new(edges, |row| hash_edge(row.from, index.piece(row.segment)));
        for (alias, topic) in aliases.iter() {
            let path = index.add(alias);
            paths.push(PathRow {
                path,
                found: index.walk(topic, path_depth(topic)),
                state: None,
            });
        }
        index.paths = HashTable::new(paths, |row| hash_path(index.piece(row.path)));
        for (id, state) in automaton.states().enumerate() {
            let is_closed = !open.contains(&id) && state.edges().all(|(_, to)| known.contains(&to));
            index.states.update(id, |row| row.is_closed = is_closed);
        }
        index
    }

    /// A topic that is known by its full text, exactly as written.
    pub(super) fn exact(&self, topic: &str) -> Option<Known> {
        self.row(topic).map(|row| row.found)
    }

    /// Any topic: brought to canonical form, its alias replaced, then followed segment by segment.
    pub(super) fn walk_text(&self, topic: &str, aliases: &Aliases) -> Result<Known, TopicError> {
        if aliases.is_empty() {
            if let Some(depth) = plain_depth(topic) {
                return Ok(self.walk(topic, depth));
            }
        }
        let path = aliases.replace(canonical_path(topic)?)?;
        // What was replaced once is not replaced again, so an alias is not looked for.
        let known = self.row(&path).filter(|row| row.state.is_some());
        Ok(known.map_or_else(|| self.walk(&path, path_depth(&path)), |row| row.found))
    }

    /// Follows a canonical path of so many segments, which the table of paths does not know whole, as far as any pattern
    /// goes.
    fn walk(&self, path: &str, topic_depth: u8) -> Known {
        let (mut at, rest) = self.nearest(path);
        // Only the first state was reached by its own path, on which nothing longer is known.
        let mut is_nearest = true;
        for segment in segments(rest) {
            let state = &self.states[at];
            let is_it = |row: &EdgeRow| row.from == at && self.piece(row.segment) == segment;
            let edge = if is_nearest && state.is_closed {
                None
            } else {
                self.edges.find(hash_edge(at, segment), is_it)
            };
            match edge.map(|row| row.to).or(state.other) {
                Some(next) => (at, is_nearest) = (next, false),
                None => {
                    return Known {
                        covering: state.below,
                        topic_depth,
                        declared_depth: state.declared_depth,
                        traits: state.traits,
                    };
                }
            }
        }
        let state = &self.states[at];
        Known {
            covering: state.at,
            topic_depth,
            declared_depth: state.declared_depth,
            traits: state.traits,
        }
    }

    /// The longest beginning of a path that the table of paths knows: where the automaton is after it, and the rest.
    ///
    /// Nothing begins with an unknown first segment, so that is asked first; then the path is cut from its end, as most
    /// topics are known but for their last segments.
    fn nearest<'p>(&self, path: &'p str) -> (StateId, &'p str) {
        let root = StateId::from_index(0);
        let cut = |end: usize| Some((path.get(..end)?, path.get(end + 1..)?));
        let known = |(start, rest): (&str, &'p str)| Some((self.row(start)?.state?, rest));
        let Some(first) = path.find('/').and_then(cut).and_then(known) else {
            return (root, path);
        };
        let ends = path.rmatch_indices('/').map(|(end, _)| end);
        ends.filter_map(cut).find_map(known).unwrap_or(first)
    }

    fn row(&self, path: &str) -> Option<&PathRow> {
        self.paths
            .find(hash_path(path), |row| self.piece(row.path) == path)
    }

    fn piece(&self, piece: Piece) -> &str {
        self.text
            .get(piece.start..piece.start + piece.len as usize)
            .unwrap_or_default()
    }

    fn add(&mut self, text: &str) -> Piece {
        let start = self.text.len();
        self.text.push_str(text);
        self.since(start)
    }

    /// The text of a path one segment further down.
    fn add_below(&mut self, path: Piece, segment: &str) -> Piece {
        let start = self.text.len();
        if self.piece(path) != ROOT {
            let above: String = self.piece(path).into();
            self.text.push_str(&above);
            self.text.push('/');
        }
        self.text.push_str(segment);
        self.since(start)
    }

    fn since(&self, start: usize) -> Piece {
        let len = self.text.len() - start;
        Piece {
            start,
            len: u32::try_from(len).unwrap_or_default(),
        }
    }
}

fn path_depth(path: &str) -> u8 {
    u8::try_from(depth(path)).unwrap_or(u8::MAX)
}

fn hash_path(path: &str) -> u64 {
    let mut hasher = FixedState::with_seed(SEED).build_hasher();
    hasher.write(path.as_bytes());
    hasher.finish()
}

fn hash_edge(from: StateId, segment: &str) -> u64 {
    let mut hasher = FixedState::with_seed(SEED ^ from.index() as u64).build_hasher();
    hasher.write(segment.as_bytes());
    hasher.finish()
}

crate::id::more_ids! {
    /// A row of a hash table.
    RowId;
    /// A slot of a hash table.
    SlotId;
}

/// Rows found by hash: linear probing, at most half full.
#[derive(Debug)]
struct HashTable<T> {
    rows: Table<RowId, T>,
    /// A power of two of them.
    slots: Table<SlotId, Slot>,
    mask: usize,
}

/// The upper half of a row's hash, and its number counted from 1; 0 is an empty slot.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    tag: u32,
    row: u32,
}

impl<T> HashTable<T> {
    fn new(rows: Vec<T>, hash: impl Fn(&T) -> u64) -> Self {
        let capacity = (rows.len() * 2).next_power_of_two().max(2);
        let mask = capacity - 1;
        let mut slots: Vec<Slot> = alloc::vec![Slot::default(); capacity];
        for (number, row) in (1..).zip(&rows) {
            let hash = hash(row);
            let mut at = position(hash, mask);
            while let Some(slot) = slots.get_mut(at) {
                if slot.row == 0 {
                    *slot = Slot {
                        tag: tag(hash),
                        row: number,
                    };
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        Self {
            rows: rows.into_iter().collect(),
            slots: slots.into_iter().collect(),
            mask,
        }
    }

    fn find(&self, hash: u64, is_it: impl Fn(&T) -> bool) -> Option<&T> {
        let mut at = position(hash, self.mask);
        loop {
            let slot = self.slots[SlotId::from_index(at)];
            if slot.row == 0 {
                return None;
            }
            if slot.tag == tag(hash) {
                let row = &self.rows[RowId::from_index(slot.row as usize - 1)];
                if is_it(row) {
                    return Some(row);
                }
            }
            at = (at + 1) & self.mask;
        }
    }
}

impl<T> Default for HashTable<T> {
    fn default() -> Self {
        Self::new(Vec::new(), |_| 0)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower bits are what is wanted"
)]
fn position(hash: u64, mask: usize) -> usize {
    hash as usize & mask
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}
