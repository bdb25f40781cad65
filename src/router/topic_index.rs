//! The topic index: from a topic's text to the record that says who answers.
//!
//! One perfect hash holds the full text of every topic that patterns, declarations and aliases name without wildcards:
//! one hash and one comparison of bytes answer most queries, and find the nearest known ancestor of the others. From
//! there another one, of the automaton's edges over segments, leads on where patterns have wildcards. A key's bytes are
//! always compared, and no look-up goes back.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::perfect::{Perfect, Seeds};
use super::records::{ALIAS, BELOW, ENDS, FORKS, Header, Lead, Records, STUB};
use crate::id::{Id, RecordId, StateId, Table};
use crate::resolution::Known;
use crate::topic::{
    Aliases, Automaton, MAX_SEGMENTS, ROOT, State, TopicError, canonical_path, depth, plain_depth,
    segments,
};

/// Where a topic leads: to who answers it, and what else is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) lead: Lead,
    pub(super) known: Known,
}

/// Everything known about topics.
#[derive(Clone, Debug)]
pub(super) struct TopicIndex {
    pub(super) seeds: Seeds,
    pub(super) records: Records,
    /// From the text of a path to its record.
    pub(super) paths: Perfect,
    pub(super) root: Root,
    pub(super) beginnings: Beginnings,
    /// For topics under wildcards; no rows where no pattern has any.
    pub(super) walks: Table<StateId, WalkRow>,
    pub(super) edges: Perfect,
    pub(super) segments: Records,
}

/// The record of the root, with what it says to topics of which nothing is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Root {
    pub(super) record: RecordId,
    header: Header,
    below: Lead,
}

impl Root {
    pub(super) fn new(records: &Records, record: RecordId) -> Self {
        let header = records.header(record);
        Self {
            record,
            header,
            below: records.lead_below(record, header),
        }
    }
}

/// Which first segments there may be, by their first 16 bytes: a Bloom filter with one hash.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    bits: Table<BeginningId, u64>,
    shift: u32,
}

crate::id::more_ids_from_zero! {
    /// A word of the filter.
    BeginningId;
}

impl Beginnings {
    fn new(keys: &[u64]) -> Self {
        // 64 bits a key or more.
        let words = (keys.len() + 1).next_power_of_two();
        let mut beginnings = Self {
            bits: (0..words).map(|_| 0).collect(),
            shift: 64 - 6 - words.trailing_zeros(),
        };
        for key in keys {
            let (word, bit) = beginnings.place(*key);
            beginnings.bits.update(word, |word| *word |= bit);
        }
        beginnings
    }

    #[inline(always)]
    fn may_have(&self, path: &[u8]) -> bool {
        let (word, bit) = self.place(beginning(path));
        self.bits[word] & bit != 0
    }

    #[inline(always)]
    fn place(&self, beginning: u64) -> (BeginningId, u64) {
        let hash = beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        (
            BeginningId::from_index((hash >> 6) as usize),
            1 << (hash & 63),
        )
    }
}

/// The first 16 bytes of a path, none from its first slash on, mixed to a word.
#[inline(always)]
fn beginning(path: &[u8]) -> u64 {
    let first = eight(path);
    let own = of_first_segment(first);
    match path.get(8..) {
        Some(rest) if own == first => {
            let second = of_first_segment(eight(rest));
            first ^ second.rotate_left(29)
        }
        _ => own,
    }
}

/// The first eight bytes, zeros behind the last.
#[inline(always)]
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => (0..)
            .zip(bytes)
            .fold(0, |word, (at, byte)| word | u64::from(*byte) << (8 * at)),
    }
}

/// Eight bytes, none of them from the first slash on.
#[inline(always)]
fn of_first_segment(word: u64) -> u64 {
    // The highest bit of each byte that is a slash, and of some behind the first of them (Mycroft's test for a zero byte).
    let other = word ^ 0x2f2f_2f2f_2f2f_2f2f;
    let slashes = other.wrapping_sub(0x0101_0101_0101_0101) & !other & 0x8080_8080_8080_8080;
    if slashes == 0 {
        return word;
    }
    // All bits below the first of them, but for those of its own byte.
    word & (slashes.wrapping_sub(1) & !slashes) >> 7
}

/// The paths and aliases that have a record, while they are gathered.
#[derive(Default)]
pub(super) struct Keys {
    /// By the hash of a text, its record.
    records: Vec<(u64, u32)>,
    /// How first segments begin.
    beginnings: Vec<u64>,
}

impl Keys {
    pub(super) fn add(&mut self, seeds: &Seeds, path: &str, record: RecordId) {
        let hash = seeds.hash(path.as_bytes());
        self.records.push((hash, record.number()));
        if !path.contains('/') {
            self.beginnings.push(beginning(path.as_bytes()));
        }
    }

    /// What finds those gathered so far.
    pub(super) fn index(&mut self) -> (Perfect, Beginnings) {
        self.beginnings.sort_unstable();
        self.beginnings.dedup();
        let beginnings = Beginnings::new(&self.beginnings);
        (Perfect::new(&self.records), beginnings)
    }
}

/// How a path goes on from a state beside the known paths.
#[derive(Clone, Debug)]
pub(super) struct WalkRow {
    pub(super) record: RecordId,
    /// After any segment without an edge.
    pub(super) other: Option<StateId>,
}

/// What decides who answers a topic: a node of these words, or what an empty one has for a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deciding {
    pub(super) lead: Lead,
    pub(super) words: Vec<u64>,
}

impl Deciding {
    fn new() -> Self {
        Self {
            lead: Lead(0),
            words: Vec::new(),
        }
    }

    /// The lead to it, if its words will stand there.
    fn lead_at(&self, node: RecordId) -> Lead {
        if self.words.is_empty() {
            self.lead
        } else {
            Lead::to_node(node)
        }
    }
}

/// Says what decides about topics that end at a state, and about those that go on from it to where no pattern follows.
/// Nodes that these lead to are written at once.
pub(super) trait Nodes {
    fn write(
        &mut self,
        state: &State,
        records: &mut Records,
        at: &mut Deciding,
        below: &mut Deciding,
    );
}

impl TopicIndex {
    /// # Complexity
    ///
    /// Linear in the states of the automaton and the bytes of their paths.
    pub(super) fn new(
        automaton: &Automaton,
        aliases: &Aliases,
        seeds: Seeds,
        nodes: &mut impl Nodes,
    ) -> Self {
        Builder::new(automaton, seeds).run(aliases, nodes)
    }

    /// Gives back the room for what is to come.
    pub(super) fn shrink(&mut self) {
        self.records.shrink();
        self.segments.shrink();
    }

    /// A number that tells this layout of records from others, and the ways to them.
    pub(super) fn stamp(&self) -> u64 {
        let walks = self.walks.iter().map(|walk| {
            let other = walk.other.map_or(0, |state| state.index() as u64 + 1);
            u64::from(walk.record.number()) | other << 32
        });
        let segments = self.segments.all();
        Seeds::new(0).hash_words(self.records.all().chain(segments).chain(walks))
    }

    /// A topic that is known by its full text, exactly as written.
    #[inline(always)]
    pub(super) fn exact(&self, topic: &str) -> Option<Place> {
        let (_, header, lead) = self.record(topic.as_bytes())?;
        if header.has(ALIAS | STUB) {
            return alias(header, lead);
        }
        Some(at(header, lead))
    }

    /// The same for several at once, one look after the other for all of them: the processor waits for their memory
    /// together.
    pub(super) fn exact_together<const N: usize>(&self, topics: &[&str; N]) -> [Option<Place>; N] {
        let hashes = topics.map(|topic| self.seeds.hash(topic.as_bytes()));
        let pilots = hashes.map(|hash| (hash, self.paths.pilot(hash)));
        let slots = pilots.map(|(hash, pilot)| (hash, self.paths.slot(hash, pilot)));
        let touched = slots.map(|(hash, slot)| {
            let record = RecordId::from_number(slot.number());
            (hash, slot, self.records.header(record))
        });
        let mut places = [None; N];
        for ((place, topic), (hash, slot, _)) in places.iter_mut().zip(topics).zip(touched) {
            let found = self.paths.find_by(hash, slot, |number| {
                self.records
                    .of_text(RecordId::from_number(number), topic.as_bytes())
            });
            let own = found.filter(|(header, _)| !header.has(ALIAS | STUB));
            *place = own.map(|(header, lead)| at(header, lead));
        }
        places
    }

    /// Whether the records are larger than a core's own caches usually are.
    pub(super) fn is_large(&self) -> bool {
        const LARGE: usize = 1 << 20;
        self.records.len() > LARGE / 8
    }

    /// Any other topic, brought to canonical form first and its alias replaced.
    #[cold]
    pub(super) fn beyond(&self, topic: &str, aliases: &Aliases) -> Result<Place, TopicError> {
        let canonical = canonical_path(topic)?;
        let path = aliases.replace(canonical)?;
        // What was replaced once is not replaced again, so an alias is not looked for.
        let known = self.record(path.as_bytes());
        if let Some((_, header, lead)) = known.filter(|(_, header, _)| !header.has(ALIAS | STUB)) {
            return Ok(at(header, lead));
        }
        let (record, header, rest) = self.nearest_or_root(&path);
        let depth = u8::try_from(depth(&path)).unwrap_or(u8::MAX);
        Ok(self.walk(record, header, rest, depth))
    }

    /// A topic that is not known by its full text, but plainly canonical: by its nearest known ancestor. An alias that it
    /// begins with would be that, as no known topic begins with one.
    #[inline(never)]
    pub(super) fn below_known(&self, topic: &str) -> Option<Place> {
        let Some((record, header, rest)) = self.nearest(topic, 0) else {
            return self.unknown(topic);
        };
        // What is known is canonical.
        let depth = header.depth() + plain_depth(topic, rest)?;
        if header.has(ALIAS | STUB) || usize::from(depth) > MAX_SEGMENTS {
            return None;
        }
        Some(self.walk(record, header, rest, depth))
    }

    /// The same where not even its first segment is known.
    #[inline]
    fn unknown(&self, topic: &str) -> Option<Place> {
        let depth = plain_depth(topic, topic)?;
        let Root {
            record,
            header,
            below,
        } = self.root;
        if usize::from(depth) > MAX_SEGMENTS {
            return None;
        }
        if !header.has(ENDS) {
            return Some(self.walk(record, header, topic, depth));
        }
        Some(Place {
            lead: below,
            known: header.known_below(depth),
        })
    }

    /// The longest beginning of a canonical path that is known by itself, and the rest.
    fn nearest_or_root<'p>(&self, path: &'p str) -> (RecordId, Header, &'p str) {
        let root = &self.root;
        let nearest = self.nearest(path, ALIAS | STUB);
        nearest.unwrap_or((root.record, root.header, path))
    }

    /// The longest beginning of a path that is known, beside the root, and the rest.
    ///
    /// Nothing begins with an unknown first segment, so that is asked first, by its first bytes; then the path is cut from
    /// its end, as most topics are known but for their last segments.
    ///
    /// Records with one of the flags `passed_over` do not count.
    #[inline(always)]
    fn nearest<'p>(&self, path: &'p str, passed_over: u64) -> Option<(RecordId, Header, &'p str)> {
        if self.beginnings.may_have(path.as_bytes()) {
            let mut end = path.len();
            while let Some(slash) = path.as_bytes().get(..end).and_then(last_slash) {
                end = slash;
                let known = path
                    .as_bytes()
                    .get(..end)
                    .and_then(|start| self.record(start));
                let known = known.filter(|(_, header, _)| !header.has(passed_over));
                // Of a path that begins with slashes the root would be known.
                let known = known.filter(|(record, ..)| *record != self.root.record);
                if let Some((record, header, _)) = known {
                    return Some((record, header, path.get(end + 1..)?));
                }
            }
        }
        None
    }

    /// Follows what is left of a canonical path of so many segments as far as any pattern goes.
    #[inline(always)]
    fn walk(&self, record: RecordId, header: Header, rest: &str, depth: u8) -> Place {
        if header.has(ENDS) {
            return self.below(record, header, depth);
        }
        self.walk_on(record, header, rest, depth)
    }

    #[inline(never)]
    fn walk_on(&self, record: RecordId, header: Header, rest: &str, depth: u8) -> Place {
        let (mut record, mut header) = (record, header);
        for segment in segments(rest) {
            let from = header.state();
            let next = self
                .edge(from, segment)
                .or_else(|| self.walks.row(from)?.other);
            match next.and_then(|next| self.walks.row(next)) {
                Some(next) => (record, header) = (next.record, self.records.header(next.record)),
                None => return self.below(record, header, depth),
            }
        }
        Place {
            lead: self.records.lead(record),
            known: header.known_at(depth),
        }
    }

    #[inline(always)]
    fn below(&self, record: RecordId, header: Header, depth: u8) -> Place {
        Place {
            lead: self.records.lead_below(record, header),
            known: header.known_below(depth),
        }
    }

    fn edge(&self, from: StateId, segment: &str) -> Option<StateId> {
        let hash = self
            .seeds
            .hash_with(from.index() as u64, segment.as_bytes());
        self.edges.find(hash, |number| {
            let edge = RecordId::from_number(number);
            let (header, to) = self.segments.of_text(edge, segment.as_bytes())?;
            (header.state() == from).then(|| StateId::from_index(index(to.0)))
        })
    }

    #[inline(always)]
    fn record(&self, path: &[u8]) -> Option<(RecordId, Header, Lead)> {
        let hash = self.seeds.hash(path);
        self.paths.find(hash, |number| {
            let record = RecordId::from_number(number);
            let (header, lead) = self.records.of_text(record, path)?;
            Some((record, header, lead))
        })
    }
}

/// Where the topic of an alias leads; none for the beginning of one.
#[cold]
fn alias(header: Header, lead: Lead) -> Option<Place> {
    if header.has(STUB) {
        return None;
    }
    let known = if header.has(BELOW) {
        header.known_below(header.depth())
    } else {
        header.known()
    };
    Some(Place { lead, known })
}

/// A topic that ends at a record.
#[inline(always)]
fn at(header: Header, lead: Lead) -> Place {
    Place {
        lead,
        known: header.known(),
    }
}

/// Eight bytes at a time, as [`plain_depth`] does.
#[inline(always)]
fn last_slash(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    while let Some((before, last)) = rest.split_last_chunk::<8>() {
        let other = u64::from_le_bytes(*last) ^ 0x2f2f_2f2f_2f2f_2f2f;
        let low = (other & 0x7f7f_7f7f_7f7f_7f7f) + 0x7f7f_7f7f_7f7f_7f7f;
        let slashes = !(low | other | 0x7f7f_7f7f_7f7f_7f7f);
        if slashes != 0 {
            return Some(before.len() + 7 - (slashes.leading_zeros() / 8) as usize);
        }
        rest = before;
    }
    rest.iter().rposition(|byte| *byte == b'/')
}

/// The lower half of a word.
fn index(word: u64) -> usize {
    (word & 0xffff_ffff) as usize
}

struct Builder<'a> {
    automaton: &'a Automaton,
    index: TopicIndex,
    /// By state, its record.
    record_of: Vec<RecordId>,
    /// By state, the state above and the segment by which literals alone lead here: the first of such ways.
    way: Vec<Option<(StateId, &'a str)>>,
    keys: Keys,
    /// What decides by the record that is being written.
    at: Deciding,
    below: Deciding,
}

impl<'a> Builder<'a> {
    fn new(automaton: &'a Automaton, seeds: Seeds) -> Self {
        let states = automaton.states().len();
        Self {
            automaton,
            index: TopicIndex {
                seeds,
                root: Root::new(&Records::new(), RecordId::from_number(0)),
                records: Records::new(),
                paths: Perfect::new(&[]),
                beginnings: Beginnings::new(&[]),
                walks: Table::new(),
                edges: Perfect::new(&[]),
                segments: Records::new(),
            },
            record_of: Vec::with_capacity(states),
            way: alloc::vec![None; states],
            keys: Keys {
                records: Vec::with_capacity(states),
                ..Keys::default()
            },
            at: Deciding::new(),
            below: Deciding::new(),
        }
    }

    fn run(mut self, aliases: &Aliases, nodes: &mut impl Nodes) -> TopicIndex {
        let mut path = String::new();
        for id in self.automaton.states().ids() {
            self.add_state(id, aliases, nodes, &mut path);
        }
        self.lead_on();
        if let Some(root) = self.record_of.first() {
            self.index.root = Root::new(&self.index.records, *root);
        }
        (self.index.paths, self.index.beginnings) = self.keys.index();
        if !aliases.is_empty() {
            self.add_aliases(aliases);
            (self.index.paths, self.index.beginnings) = self.keys.index();
        }
        self.index
    }

    /// Writes a state's record, with its path as the key where literals alone lead to it. States are numbered breadth
    /// first, so the record above is there.
    fn add_state(
        &mut self,
        id: StateId,
        aliases: &Aliases,
        nodes: &mut impl Nodes,
        path: &mut String,
    ) {
        path.clear();
        let mut depth = 0;
        if id.index() == 0 {
            path.push_str(ROOT);
        } else if let Some((above, segment)) = self.way.get(id.index()).copied().flatten() {
            if let Some(record) = self.record_of.get(above.index()) {
                depth = self.index.records.header(*record).depth() + 1;
                if depth > 1 {
                    path.push_str(self.index.records.key(*record).unwrap_or_default());
                    path.push('/');
                }
            }
            path.push_str(segment);
        }
        // What stands for another topic is an alias, and never followed.
        let is_itself = aliases.is_empty()
            || aliases
                .replace(Cow::Borrowed(path.as_str()))
                .is_ok_and(|topic| *topic == **path);
        if !is_itself {
            path.clear();
        }
        let (at, below) = (&mut self.at, &mut self.below);
        let records = &mut self.index.records;
        nodes.write(&self.automaton.states()[id], records, at, below);
        let mut header = Header::new(id, path, depth);
        if at != below {
            header = header.with(FORKS);
        }
        let first = records.end().behind(header.words() as u64);
        let record = records.add(header, at.lead_at(first), path);
        if at == below {
            records.add_node(&at.words);
        } else {
            let second = first.behind(at.words.len() as u64);
            records.add_node(&[below.lead_at(second).0]);
            records.add_node(&at.words);
            records.add_node(&below.words);
        }
        self.record_of.push(record);
        if path.is_empty() {
            return;
        }
        self.keys.add(&self.index.seeds, path, record);
        for (segment, to) in self.automaton.states()[id].edges() {
            if let Some(way @ None) = self.way.get_mut(to.index()) {
                *way = Some((id, segment));
            }
        }
    }

    /// Marks the records from which only known paths lead on, and writes the edges that topics under wildcards follow: all
    /// from states that some topic walks to, and from a state by its own path those that no longer path stands for.
    fn lead_on(&mut self) {
        let automaton = self.automaton;
        let mut edges: Vec<(u64, u32)> = Vec::new();
        // Edges lead to states with higher numbers, so these are marked before they are looked at.
        let mut is_walked = alloc::vec![false; automaton.states().len()];
        let walk_to = |to: StateId, is_walked: &mut Vec<bool>| {
            if let Some(mark) = is_walked.get_mut(to.index()) {
                *mark = true;
            }
        };
        for (id, state) in automaton.states().enumerate() {
            let Some(record) = self.record_of.get(id.index()).copied() else {
                continue;
            };
            let all = is_walked.get(id.index()).copied().unwrap_or_default();
            let mut has_more = state.other.is_some();
            for (segment, to) in state.edges() {
                let is_known = self.is_known(id, segment, to);
                has_more |= !is_known;
                if is_known && !all {
                    continue;
                }
                walk_to(to, &mut is_walked);
                let records = &mut self.index.segments;
                let to = Lead(to.index() as u64);
                let edge = records.add(Header::new(id, segment, 0), to, segment);
                let hash = self
                    .index
                    .seeds
                    .hash_with(id.index() as u64, segment.as_bytes());
                edges.push((hash, edge.number()));
            }
            if let Some(other) = state.other {
                walk_to(other, &mut is_walked);
            }
            if !has_more {
                let header = self.index.records.header(record).with(ENDS);
                self.index.records.set_header(record, header);
            }
        }
        if is_walked.contains(&true) {
            let walks = automaton.states().iter().zip(&self.record_of);
            let walks = walks.map(|(state, record)| WalkRow {
                record: *record,
                other: state.other,
            });
            self.index.walks = walks.collect();
        }
        self.index.edges = Perfect::new(&edges);
    }

    /// Whether the path that this edge makes longer is known with it.
    fn is_known(&self, from: StateId, segment: &str, to: StateId) -> bool {
        let record = self.record_of.get(to.index());
        let way = self.way.get(to.index()).copied().flatten();
        way == Some((from, segment))
            && record.is_some_and(|record| self.index.records.has_key(*record))
    }

    /// Writes the records of aliases, and of their beginnings.
    fn add_aliases(&mut self, aliases: &Aliases) {
        let mut beginnings: Vec<&str> = Vec::new();
        for (alias, topic) in aliases.iter() {
            let depth = u8::try_from(depth(topic)).unwrap_or(u8::MAX);
            let place = match self.index.record(topic.as_bytes()) {
                Some((_, header, lead)) if !header.has(ALIAS | STUB) => at(header, lead),
                _ => {
                    let (record, header, rest) = self.index.nearest_or_root(topic);
                    self.index.walk(record, header, rest, depth)
                }
            };
            let mut header = Header::new(place.known.state(), alias, depth).with(ALIAS);
            if place.known.is_below() {
                header = header.with(BELOW);
            }
            let record = self.index.records.add(header, place.lead, alias);
            self.keys.add(&self.index.seeds, alias, record);
            beginnings.extend(
                alias
                    .match_indices('/')
                    .filter_map(|(end, _)| alias.get(..end)),
            );
        }
        beginnings.sort_unstable();
        beginnings.dedup();
        for beginning in beginnings {
            if self.index.record(beginning.as_bytes()).is_none() && !aliases.contains(beginning) {
                let root = StateId::from_index(0);
                let header = Header::new(root, beginning, 0).with(STUB);
                let record = self.index.records.add(header, Lead(0), beginning);
                self.keys.add(&self.index.seeds, beginning, record);
            }
        }
    }
}
