//! Records: where each topic leads, one behind the other, so that one or two neighbouring cache lines answer it.
//!
//! All is in words of 64 bits:
//!
//! ```text
//! record   header · key, eight bytes a word, the last one filled up with zeros · node · node
//! header   state 32 │ bytes of the key 11 │ depth 5 │ words from the first node to the second 8 │ flags 8
//! node     kind 8 │ rules 8 │ columns 8 │ words to the winners 8 │ next 32
//!          ONE    · winner
//!          FEW    · columns, two a word · masks · winners
//!          LARGE  · group
//!          JUMP
//! winner   answer 32 │ route 32
//! column   attribute 8 │ cases 8 │ words to its masks 16
//! ```
//!
//! The first node is for a topic that ends here, the second for one that goes on to where no pattern follows; where both
//! say the same there is one. A node whose rules all fail leads to the next one; there is always one that does not fail,
//! as the fallback covers every topic (W4).
//!
//! A `FEW` node is a bitmap index of up to eight rules, the best first: for each attribute that they constrain a column
//! says by the class of the inquiry's value which of them pass, one bit each. A column without cases has a byte for each
//! class; one with cases has in its first word what passes for all other classes, then a word for each case: class 32 │
//! passing 32.

use alloc::string::String;
use alloc::vec::Vec;

use super::classes::Classes;
use crate::id::{AnswerId, AttributeId, ClassId, Id, RecordId, RouteId, StateId, Table};
use crate::resolution::Winner;

/// An alias: its first node is no node, but says where its topic leads.
pub(super) const ALIAS: u64 = 1;
/// No topic of its own: an alias begins with it.
pub(super) const STUB: u64 = 2;
/// Nothing but longer keys leads on from here.
pub(super) const ENDS: u64 = 4;

/// The kinds of nodes.
pub(super) const ONE: u64 = 0;
pub(super) const FEW: u64 = 1;
pub(super) const LARGE: u64 = 2;
pub(super) const JUMP: u64 = 3;

/// The most rules of a `FEW` node.
pub(super) const MOST_RULES: usize = 8;
/// The most words of a node: a header counts them in eight bits.
pub(super) const MOST_WORDS: usize = 255;

/// The words.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) words: Table<RecordId, u64>,
}

/// What a record says first.
#[derive(Clone, Copy)]
pub(super) struct Header(u64);

impl Header {
    pub(super) fn new(state: StateId, key: &str, depth: u8) -> Self {
        let (state, key) = (state.index() as u64, key.len() as u64);
        Self(state | key << 32 | u64::from(depth) << 43)
    }

    pub(super) fn with_second(self, words: usize) -> Self {
        Self(self.0 | (words as u64) << 48)
    }

    pub(super) fn with(self, flag: u64) -> Self {
        Self(self.0 | flag << 56)
    }

    #[inline]
    pub(super) fn state(self) -> StateId {
        StateId::from_index((self.0 & 0xffff_ffff) as usize)
    }

    #[inline]
    fn key_bytes(self) -> usize {
        (self.0 >> 32 & 0x7ff) as usize
    }

    #[inline]
    pub(super) fn depth(self) -> u8 {
        (self.0 >> 43 & 0x1f) as u8
    }

    #[inline]
    fn second(self) -> u32 {
        (self.0 >> 48 & 0xff) as u32
    }

    #[inline]
    pub(super) fn has(self, flags: u64) -> bool {
        self.0 >> 56 & flags != 0
    }

    /// Where the first node of a record lies.
    #[inline]
    pub(super) fn at(self, record: RecordId) -> RecordId {
        let words = 1 + self.key_bytes().div_ceil(8);
        RecordId::from_index(record.index() + words)
    }

    /// Where the node lies for topics that go on.
    #[inline]
    pub(super) fn below(self, record: RecordId) -> RecordId {
        RecordId::from_index(self.at(record).index() + self.second() as usize)
    }
}

impl Records {
    pub(super) fn new() -> Self {
        let mut words = Table::new();
        // Node 0 is none.
        words.push(0);
        Self { words }
    }

    /// The header of a record, if its key is this text.
    #[inline]
    pub(super) fn of_text(&self, record: RecordId, text: &str) -> Option<Header> {
        let (header, rest) = self.words.rows_from(record).split_first()?;
        let header = Header(*header);
        let is_it = header.key_bytes() == text.len() && is_text(rest, text.as_bytes());
        is_it.then_some(header)
    }

    pub(super) fn header(&self, record: RecordId) -> Header {
        Header(self.words.row(record).copied().unwrap_or_default())
    }

    pub(super) fn set_header(&mut self, record: RecordId, header: Header) {
        self.words.update(record, |word| *word = header.0);
    }

    /// Whether a path leads to the record by itself.
    pub(super) fn has_key(&self, record: RecordId) -> bool {
        self.header(record).key_bytes() > 0
    }

    /// Writes a record, without its nodes.
    pub(super) fn add(&mut self, header: Header, key: &str) -> RecordId {
        let record = self.words.push(header.0);
        self.words.extend(key.as_bytes().chunks(8).map(word));
        record
    }

    pub(super) fn add_node(&mut self, words: &[u64]) -> RecordId {
        let node = RecordId::from_index(self.words.len());
        self.words.extend(words.iter().copied());
        node
    }

    /// The key of a record, put behind what `into` holds.
    pub(super) fn read_key(&self, record: RecordId, into: &mut String) {
        let Some((header, rest)) = self.words.rows_from(record).split_first() else {
            return;
        };
        let bytes = rest.iter().flat_map(|word| word.to_le_bytes());
        let key: Vec<u8> = bytes.take(Header(*header).key_bytes()).collect();
        into.push_str(core::str::from_utf8(&key).unwrap_or_default());
    }

    /// The winner of a node's rules; where they all fail, the node to go on with.
    #[inline]
    pub(super) fn decide(&self, node: RecordId, classes: &Classes) -> Decision {
        let words = self.words.rows_from(node);
        let Some(head) = words.first() else {
            return Decision::Next(RecordId::from_number(0));
        };
        match head & 0xff {
            ONE => words.get(1).map_or(Decision::Next(next(*head)), |word| {
                Decision::Winner(winner(*word))
            }),
            FEW => few(words, *head, classes).map_or(Decision::Next(next(*head)), Decision::Winner),
            LARGE => {
                let group = words.get(1).copied().unwrap_or_default();
                Decision::Large((group & 0xffff_ffff) as usize, next(*head))
            }
            _ => Decision::Next(next(*head)),
        }
    }
}

/// What a node decides.
pub(super) enum Decision {
    Winner(Winner),
    /// None of its rules holds.
    Next(RecordId),
    /// A large group, by its number, is to be asked first.
    Large(usize, RecordId),
}

/// The first rule of a `FEW` node that holds.
#[inline]
fn few(words: &[u64], head: u64, classes: &Classes) -> Option<Winner> {
    let mut passing = u64::MAX;
    let mut column = 0;
    while column < head >> 16 & 0xff {
        let two = words.get(1 + (column >> 1) as usize)?;
        let own = two >> ((column & 1) << 5);
        let class = classes.get(AttributeId::from_index((own & 0xff) as usize));
        let start = (own >> 16 & 0xffff) as usize;
        passing &= match own >> 8 & 0xff {
            0 => *words.get(start + (class.index() >> 3))? >> ((class.number() & 7) << 3),
            cases => passing_case(words.get(start..)?, (cases & 0xff) as usize, class),
        };
        column += 1;
    }
    passing &= 0xff;
    if passing == 0 {
        return None;
    }
    let winners = (head >> 24 & 0xff) as usize;
    words
        .get(winners + passing.trailing_zeros() as usize)
        .map(|word| winner(*word))
}

fn passing_case(words: &[u64], cases: usize, class: ClassId) -> u64 {
    let Some((otherwise, behind)) = words.split_first() else {
        return 0;
    };
    let mut cases = behind.iter().take(cases);
    let case = cases.find(|case| *case & 0xffff_ffff == u64::from(class.number()));
    case.map_or(*otherwise, |case| case >> 32)
}

#[inline]
fn next(head: u64) -> RecordId {
    RecordId::from_index((head >> 32) as usize)
}

#[inline]
fn winner(word: u64) -> Winner {
    Winner {
        answer: AnswerId::from_index((word & 0xffff_ffff) as usize),
        route: RouteId::from_index((word >> 32) as usize),
    }
}

/// A winner as a word.
pub(super) fn winner_word(winner: Winner) -> u64 {
    winner.answer.index() as u64 | (winner.route.index() as u64) << 32
}

/// Up to eight bytes as a word, filled up with zeros.
#[inline]
pub(super) fn word(bytes: &[u8]) -> u64 {
    let mut whole = [0; 8];
    whole
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(whole)
}

/// Whether words hold exactly this text, as far as it goes; how long it is was compared before.
#[inline]
pub(super) fn is_text(words: &[u64], text: &[u8]) -> bool {
    let chunks = text.chunks_exact(8);
    let rest = chunks.remainder();
    let Some(words) = words.get(..text.len().div_ceil(8)) else {
        return false;
    };
    let mut differing = 0;
    for (word, chunk) in words.iter().zip(chunks) {
        let chunk = <[u8; 8]>::try_from(chunk).unwrap_or_default();
        differing |= word ^ u64::from_le_bytes(chunk);
    }
    if let (Some(last), false) = (words.last(), rest.is_empty()) {
        // Eight bytes at a time, also at the end: the bytes that were compared already are shifted out.
        let tail = match text.last_chunk::<8>() {
            Some(tail) => u64::from_le_bytes(*tail) >> ((8 - rest.len()) << 3),
            None => word(rest),
        };
        differing |= last ^ tail;
    }
    differing == 0
}
