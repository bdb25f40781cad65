//! Records: where each topic leads, one behind the other, so that one or two neighbouring cache lines answer it.
//!
//! All is in words of 64 bits, the least byte first:
//!
//! ```text
//! record   header · lead · key, eight bytes a word, the last one filled up with zeros · lead · nodes
//! header   state 32 │ depth 5 │ bytes of the key 11 │ flags 8
//! lead     a winner, or with the highest bit the place of the node that decides
//! winner   answer 32 │ route 31
//! node     kind 8 │ rules 8 │ columns 8 │ words to the winners 8 │ next 32
//!          ONE    · winner
//!          FEW    · columns · masks · winners
//!          CASES  · columns · masks · winners
//!          TIMED  · columns · masks · winners · times
//!          LARGE  · group
//! column   attribute 8 │ cases 8 │ from the node to its masks 16 │ masks 32
//! ```
//!
//! The first lead is for a topic that ends here, the second for one that goes on to where no pattern follows; where both
//! say the same there is one. A node whose rules all fail leads to the next one; there is always one that does not fail,
//! as the fallback covers every topic (W4).
//!
//! A `FEW` node is a bitmap index of up to eight rules, the best first: for each attribute that they constrain a column
//! says by the class of the inquiry's value which of them pass, one bit each. There is a byte for each class, up to four
//! of them in the column itself; how far they are from the node is counted in bytes. No value given is a class with a byte
//! of its own, which says what the default of the attribute does.
//!
//! In a `CASES` node a column may have cases, which are counted; how far the masks are is counted in words. The first of
//! them is what passes for all other classes, then comes a word for each case: class 32 │ passing 32. Columns without
//! cases are as above, eight bytes a word.
//!
//! A `TIMED` node is as a `CASES` node, and has a word for each rule behind the winners: the number of the times in which it
//! counts, 0 where it counts always. The first rule that passes and counts at the inquiry's instant wins. Topics of whose
//! routes none is timed have no such node.

use alloc::vec::Vec;

use super::classes::Asked;
use crate::id::{AttributeId, ClassId, Id, RecordId, StateId, TimesId};
use crate::resolution::{Known, Winner};
use crate::tables::{Given, Tables};

/// An alias: it leads to where its topic leads.
pub(super) const ALIAS: u64 = 1;
/// No topic of its own: an alias begins with it.
pub(super) const STUB: u64 = 2;
/// Nothing but longer keys leads on from here.
pub(super) const ENDS: u64 = 4;
/// There is a second lead.
pub(super) const FORKS: u64 = 8;
/// The topic of an alias goes on to where no pattern follows.
pub(super) const BELOW: u64 = 16;

/// The kinds of nodes.
pub(super) const ONE: u64 = 0;
pub(super) const FEW: u64 = 1;
pub(super) const LARGE: u64 = 2;
pub(super) const CASES: u64 = 3;
pub(super) const TIMED: u64 = 4;

/// The most rules of a `FEW`, `CASES` or `TIMED` node.
pub(super) const MOST_RULES: usize = 8;
/// The most words of a node: a header counts them in eight bits.
pub(super) const MOST_WORDS: usize = 255;

/// The words.
#[derive(Clone, Debug)]
pub(super) struct Records {
    bytes: Vec<u8>,
}

/// The bytes of a word.
const WORD: usize = 8;

/// The words from some place on.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(&'a [u8]);

impl<'a> Words<'a> {
    #[inline(always)]
    pub(super) fn get(self, at: usize) -> Option<u64> {
        let bytes = self.0.get(at * WORD..)?.first_chunk::<WORD>()?;
        Some(u64::from_le_bytes(*bytes))
    }

    /// So many words, as bytes.
    #[inline(always)]
    fn run(self, from: usize, words: usize) -> Option<&'a [u8]> {
        self.0.get(from * WORD..(from + words) * WORD)
    }
}

/// What a record says first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header(u64);

impl Header {
    pub(super) fn new(state: StateId, key: &str, depth: u8) -> Self {
        let (state, key) = (state.index() as u64, key.len() as u64);
        Self(state | u64::from(depth) << 32 | key << 37)
    }

    pub(super) fn with(self, flag: u64) -> Self {
        Self(self.0 | flag << 48)
    }

    pub(super) fn state(self) -> StateId {
        StateId::from_index((self.0 & 0xffff_ffff) as usize)
    }

    #[inline(always)]
    fn key_bytes(self) -> usize {
        (self.0 >> 37 & 0x7ff) as usize
    }

    #[inline(always)]
    pub(super) fn depth(self) -> u8 {
        (self.0 >> 32 & 0x1f) as u8
    }

    #[inline(always)]
    pub(super) fn has(self, flags: u64) -> bool {
        self.0 >> 48 & flags != 0
    }

    /// What is known of the record's own topic.
    #[inline(always)]
    pub(super) fn known(self) -> Known {
        Known::new(self.0 & Known::BITS, false)
    }

    /// What is known of a topic of so many segments that ends in the record's state.
    #[inline(always)]
    pub(super) fn known_at(self, depth: u8) -> Known {
        self.known_of(depth, false)
    }

    /// What is known of a topic of so many segments that goes on from it.
    #[inline(always)]
    pub(super) fn known_below(self, depth: u8) -> Known {
        self.known_of(depth, true)
    }

    #[inline(always)]
    fn known_of(self, depth: u8, is_below: bool) -> Known {
        Known::new(self.0 & 0xffff_ffff | u64::from(depth) << 32, is_below)
    }

    /// How many words further on the leads of a record stand.
    pub(super) fn leads(self) -> impl Iterator<Item = u64> {
        let second = self.has(FORKS).then(|| self.words() as u64 - 1);
        core::iter::once(1).chain(second)
    }

    /// How many words a record begins with, before its nodes.
    #[inline(always)]
    pub(super) fn words(self) -> usize {
        HEAD + self.key_bytes().div_ceil(WORD) + usize::from(self.has(FORKS))
    }
}

/// How many words stand before a key.
const HEAD: usize = 2;

/// What a topic leads to: what wins, or the node that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lead(pub(super) u64);

impl Lead {
    /// What marks the place of a node.
    const NODE: u64 = 1 << 63;

    /// To what wins in any case; none where its number has no room.
    pub(super) fn to_winner(winner: Winner) -> Option<Self> {
        (winner.0 & Self::NODE == 0).then_some(Self(winner.0))
    }

    pub(super) fn to_node(node: RecordId) -> Self {
        Self(u64::from(node.number()) | Self::NODE)
    }

    /// The node, where there is one to decide.
    #[inline(always)]
    pub(super) fn follow(self) -> Result<Winner, RecordId> {
        if self.0 & Self::NODE == 0 {
            return Ok(Winner(self.0));
        }
        Err(RecordId::from_index((self.0 & 0xffff_ffff) as usize))
    }
}

impl Records {
    pub(super) fn new() -> Self {
        // Node 0 is none.
        Self {
            bytes: alloc::vec![0; WORD],
        }
    }

    /// Words as they were written.
    #[cfg(feature = "snapshot")]
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.into(),
        }
    }

    #[cfg(feature = "snapshot")]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The key of a record; `None` where the words end before it does.
    pub(super) fn key(&self, record: RecordId) -> Option<&str> {
        let start = (record.index() + HEAD) * WORD;
        let key = self
            .bytes
            .get(start..start + self.header(record).key_bytes());
        core::str::from_utf8(key?).ok()
    }

    /// Gives back the room for words to come.
    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.bytes.len() / WORD
    }

    #[inline(always)]
    pub(super) fn words(&self, from: RecordId) -> Words<'_> {
        Words(self.bytes.get(from.index() * WORD..).unwrap_or_default())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = u64> {
        let words = self.bytes.chunks_exact(WORD);
        words.map(|bytes| {
            bytes
                .first_chunk()
                .map_or(0, |bytes| u64::from_le_bytes(*bytes))
        })
    }

    /// The header and the first lead of a record, if its key is this text.
    #[inline(always)]
    pub(super) fn of_text(&self, record: RecordId, text: &[u8]) -> Option<(Header, Lead)> {
        let bytes = self.bytes.get(record.index() * WORD..)?;
        let (head, rest) = bytes.split_first_chunk::<{ HEAD * WORD }>()?;
        let head = u128::from_le_bytes(*head);
        let (header, lead) = (Header(half(head)), Lead(half(head >> 64)));
        let is_it = header.key_bytes() == text.len() && rest.get(..text.len())? == text;
        is_it.then_some((header, lead))
    }

    /// Where a topic leads that ends at a record.
    pub(super) fn lead(&self, record: RecordId) -> Lead {
        Lead(self.words(record).get(1).unwrap_or_default())
    }

    /// Where a topic leads that goes on from a record to where no pattern follows.
    #[inline(always)]
    pub(super) fn lead_below(&self, record: RecordId, header: Header) -> Lead {
        let second = if header.has(FORKS) {
            header.words() - 1
        } else {
            1
        };
        Lead(self.words(record).get(second).unwrap_or_default())
    }

    pub(super) fn header(&self, record: RecordId) -> Header {
        Header(self.words(record).get(0).unwrap_or_default())
    }

    pub(super) fn set_header(&mut self, record: RecordId, header: Header) {
        let bytes = self.bytes.get_mut(record.index() * WORD..);
        if let Some(word) = bytes.and_then(|bytes| bytes.first_chunk_mut::<WORD>()) {
            *word = header.0.to_le_bytes();
        }
    }

    /// Writes another word at some place.
    pub(super) fn set_word(&mut self, place: RecordId, word: u64) {
        self.set_header(place, Header(word));
    }

    /// Whether a path leads to the record by itself.
    pub(super) fn has_key(&self, record: RecordId) -> bool {
        self.header(record).key_bytes() > 0
    }

    /// Where the next words will stand.
    pub(super) fn end(&self) -> RecordId {
        RecordId::from_index(self.len())
    }

    /// Writes a record, without its second lead and its nodes.
    pub(super) fn add(&mut self, header: Header, lead: Lead, key: &str) -> RecordId {
        let record = self.add_node(&[header.0, lead.0]);
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes
            .resize(self.bytes.len().next_multiple_of(WORD), 0);
        record
    }

    pub(super) fn add_node(&mut self, words: &[u64]) -> RecordId {
        let node = self.end();
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        self.bytes.extend(bytes);
        node
    }

    /// What wins by a `FEW` node of whose rules one holds; none by any other node.
    #[inline(always)]
    pub(super) fn few(&self, node: RecordId, given: &Given) -> Option<Winner> {
        let words = Words(self.bytes.get(node.index() * WORD..)?);
        let head = words.get(0)?;
        if head & 0xff != FEW {
            return None;
        }
        few(words, head, given)
    }

    /// The winner of a node's rules; where they all fail, the node to go on with.
    #[inline(always)]
    pub(super) fn decide(&self, node: RecordId, tables: &Tables, asked: Asked<'_>) -> Decision {
        let words = self.words(node);
        let Some(head) = words.get(0) else {
            return Decision::Next(RecordId::from_number(0));
        };
        if head & 0xff == ONE {
            if let Some(word) = words.get(1) {
                return Decision::Winner(Winner(word));
            }
        }
        if head & 0xff == FEW {
            if let Some(winner) = few(words, head, asked.given) {
                return Decision::Winner(winner);
            }
        }
        if head & 0xff == CASES {
            if let Some(winner) = by_cases(words, head, asked) {
                return Decision::Winner(winner);
            }
        }
        if head & 0xff == LARGE {
            let group = words.get(1).unwrap_or_default();
            return Decision::Large((group & 0xffff_ffff) as usize, next(head));
        }
        if head & 0xff == TIMED {
            if let Some(winner) = timed(words, head, tables, asked) {
                return Decision::Winner(winner);
            }
        }
        Decision::Next(next(head))
    }

    /// The times of those rules of a `TIMED` node that pass, the best first.
    pub(super) fn times(&self, node: RecordId, asked: Asked<'_>) -> impl Iterator<Item = TimesId> {
        let words = self.words(node);
        let head = words.get(0).filter(|head| head & 0xff == TIMED);
        let rules = head.map(|head| passing_rules(words, head, asked));
        rules.into_iter().flatten().map(|(_, times)| times)
    }
}

/// The lower half.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower half is what is wanted"
)]
fn half(words: u128) -> u64 {
    words as u64
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
#[inline(always)]
fn few(words: Words<'_>, head: u64, given: &Given) -> Option<Winner> {
    let columns = words.run(1, (head >> 16 & 0xff) as usize)?;
    let mut passing = 0xff;
    for column in columns.chunks_exact(WORD) {
        let column = u64::from_le_bytes(*column.first_chunk()?);
        let class = given.kept((column & 0xff) as usize);
        let start = (column >> 16 & 0xffff) as usize;
        passing &= words.0.get(start + class.index())?;
    }
    first(words, head, u64::from(passing))
}

/// The first rule of a `CASES` node that holds.
#[inline(never)]
fn by_cases(words: Words<'_>, head: u64, asked: Asked<'_>) -> Option<Winner> {
    first(words, head, passing(words, head, asked)?)
}

/// The first rule of a `TIMED` node that holds and counts.
#[inline(never)]
fn timed(words: Words<'_>, head: u64, tables: &Tables, asked: Asked<'_>) -> Option<Winner> {
    let when = asked.when.instant();
    passing_rules(words, head, asked)
        .find(|(_, times)| tables.counts(tables.times(*times), when))
        .map(|(winner, _)| winner)
}

/// The rules of a `TIMED` node that pass, the best first, with their times.
fn passing_rules(
    words: Words<'_>,
    head: u64,
    asked: Asked<'_>,
) -> impl Iterator<Item = (Winner, TimesId)> {
    let (rules, winners) = ((head >> 8 & 0xff) as usize, (head >> 24 & 0xff) as usize);
    let passing = passing(words, head, asked).unwrap_or_default();
    let passes = move |at: &usize| passing >> at & 1 == 1;
    (0..rules).filter(passes).filter_map(move |at| {
        let winner = words.get(winners + at).map(Winner)?;
        let times = words.get(winners + rules + at)?;
        Some((winner, TimesId::from_index((times & 0xffff_ffff) as usize)))
    })
}

/// Which rules pass the columns of a `CASES` or `TIMED` node.
#[inline(always)]
fn passing(words: Words<'_>, head: u64, asked: Asked<'_>) -> Option<u64> {
    let columns = words.0.get(WORD..)?.chunks_exact(WORD);
    let mut passing = 0xff;
    for column in columns.take((head >> 16 & 0xff) as usize) {
        let column = u64::from_le_bytes(*column.first_chunk()?);
        let class = asked.class(AttributeId::from_index((column & 0xff) as usize));
        let start = (column >> 16 & 0xffff) as usize;
        passing &= if start == 0 {
            column >> 32 >> ((class.number() & 3) << 3)
        } else if column & 0xff00 == 0 {
            words.get(start + (class.index() >> 3))? >> ((class.number() & 7) << 3)
        } else {
            passing_case(words, start, column >> 8 & 0xff, class)?
        };
    }
    Some(passing)
}

/// The winner by the first of the rules that pass.
#[inline(always)]
fn first(words: Words<'_>, head: u64, passing: u64) -> Option<Winner> {
    if passing == 0 {
        return None;
    }
    let winners = (head >> 24 & 0xff) as usize;
    let winner = words.run(winners + passing.trailing_zeros() as usize, 1)?;
    Some(Winner(u64::from_le_bytes(*winner.first_chunk()?)))
}

/// What passes a column by its case for a class, or by the first word where there is none.
fn passing_case(words: Words<'_>, start: usize, cases: u64, class: ClassId) -> Option<u64> {
    for case in 0..(cases & 0xff) as usize {
        let case = words.get(start + 1 + case)?;
        if case & 0xffff_ffff == u64::from(class.number()) {
            return Some(case >> 32);
        }
    }
    words.get(start)
}

#[inline(always)]
fn next(head: u64) -> RecordId {
    RecordId::from_index((head >> 32) as usize)
}
