//! A value for each set of expressions: as short as can be, of plain characters if there is one, and named by nobody.
//!
//! The automaton is walked breadth first, one layer for each byte. As the literals are left out, and a state does not tell
//! whether a value is one of them, the walk goes two ways: along the beginnings of literals, where each beginning stands
//! for itself, and away from them all, where one value for each state will do.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::ops::Range;

use regex_automata::util::primitives::StateID;

use super::MAX_VALUE_BYTES;
use crate::id::{Id, MatchSetId, Table};

/// What the search knows of an automaton.
pub(super) trait States {
    /// The state of the empty value.
    fn start(&self) -> StateID;

    /// The state behind one byte more.
    fn next(&self, state: StateID, byte: u8) -> StateID;

    /// The set of expressions that match what ends in a state.
    fn end(&self, state: StateID) -> MatchSetId;
}

/// For each of so many sets a value that ends in it and is none of `literals`; `None` where there is none.
///
/// # Complexity
///
/// Linear in the automaton and in the bytes of the literals, times the logarithm.
pub(super) fn find<'l>(
    automaton: &impl States,
    sets: usize,
    literals: impl IntoIterator<Item = &'l str>,
) -> Table<MatchSetId, Option<Box<str>>> {
    let mut found = Found {
        texts: alloc::vec![None; sets],
        missing: sets,
    };
    let end = |literal: &str| {
        let bytes = literal.bytes();
        let state = bytes.fold(automaton.start(), |state, byte| automaton.next(state, byte));
        automaton.end(state)
    };
    let literals = literals.into_iter();
    let mut literals: Vec<(&str, MatchSetId)> =
        literals.map(|literal| (literal, end(literal))).collect();
    literals.sort_unstable();
    for (alphabet, least) in alphabets() {
        // Only literals of sets that are still looked for stand in the way.
        literals.retain(|(_, set)| found.is_missing(*set));
        let walk = Walk {
            automaton,
            alphabet: &alphabet,
            literals: literals.iter().map(|(text, _)| text.as_bytes()).collect(),
            strays: Vec::new(),
            seen: BTreeSet::new(),
            rest: BTreeMap::new(),
        };
        walk.run(least, &mut found);
        if found.missing == 0 {
            break;
        }
    }
    found.texts.into_iter().collect()
}

/// The bytes of which values are made, in order of preference, and how many of them a value has at least: first plain
/// characters, then others, then also control characters.
fn alphabets() -> [(Vec<u8>, usize); 3] {
    let words = (b'a'..=b'z').chain(b'0'..=b'9').chain(b'A'..=b'Z');
    let signs = (b'!'..=b'~').filter(u8::is_ascii_punctuation);
    let plain: Vec<u8> = words.chain(signs).collect();
    let wide = (0xc3..=0xf4).chain([0xc2]).chain(0x80..=0xbf);
    let printed: Vec<u8> = plain.iter().copied().chain([b' ']).chain(wide).collect();
    let control = (0..b' ').chain([0x7f]);
    let all = printed.iter().copied().chain(control).collect();
    [(plain, 1), (printed, 0), (all, 0)]
}

/// What is found so far.
struct Found {
    /// By set.
    texts: Vec<Option<Box<str>>>,
    missing: usize,
}

impl Found {
    fn is_missing(&self, set: MatchSetId) -> bool {
        matches!(self.texts.get(set.index()), Some(None))
    }

    /// Takes a value for a set that has none yet.
    fn take(&mut self, set: MatchSetId, text: impl FnOnce() -> Vec<u8>) {
        let Some(slot @ None) = self.texts.get_mut(set.index()) else {
            return;
        };
        // Whole characters only were put together.
        if let Ok(text) = alloc::string::String::from_utf8(text()) {
            *slot = Some(text.into());
            self.missing -= 1;
        }
    }
}

/// A walk through the automaton over the bytes of one alphabet.
struct Walk<'a, S> {
    automaton: &'a S,
    alphabet: &'a [u8],
    /// Sorted.
    literals: Vec<&'a [u8]>,
    /// Beginnings that no literal has, in the order in which they were found.
    strays: Vec<Stray>,
    /// Where some stray is.
    seen: BTreeSet<Place>,
    /// By place, the bytes by which no stray was looked for yet.
    rest: BTreeMap<Place, Bytes>,
}

/// Where a beginning of values leads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    state: StateID,
    character: Character,
}

/// The beginning that some literals share.
struct Along {
    literals: Range<usize>,
    place: Place,
}

/// A beginning that no literal has: one byte behind another beginning.
struct Stray {
    place: Place,
    before: Before,
    byte: u8,
}

#[derive(Clone, Copy)]
enum Before {
    Stray(usize),
    /// So many bytes of a literal.
    Literal(usize, usize),
}

impl<S: States> Walk<'_, S> {
    /// Looks for a value for each set that has none, of at least so many bytes.
    fn run(mut self, least: usize, found: &mut Found) {
        let start = Place {
            state: self.automaton.start(),
            character: Character::NONE,
        };
        let mut along: Vec<Along> = [Along {
            literals: 0..self.literals.len(),
            place: start,
        }]
        .into();
        let mut strays = 0..0;
        for length in 0..=MAX_VALUE_BYTES {
            if length >= least {
                self.take(&along, strays.clone(), length, found);
            }
            if found.missing == 0 || (along.is_empty() && strays.is_empty()) {
                return;
            }
            let first = self.strays.len();
            let mut next = Vec::new();
            for own in along {
                self.continue_along(&own, length, &mut next);
            }
            for stray in strays {
                if let Some(place) = self.strays.get(stray).map(|stray| stray.place) {
                    self.stray(place, Bytes::NONE, Before::Stray(stray));
                }
            }
            along = next;
            strays = first..self.strays.len();
        }
    }

    /// Takes the values of this length.
    fn take(&self, along: &[Along], strays: Range<usize>, length: usize, found: &mut Found) {
        for own in along {
            if own.place.character == Character::NONE && !self.is_literal(own, length) {
                found.take(self.automaton.end(own.place.state), || {
                    self.beginning(own.literals.start, length).to_vec()
                });
            }
        }
        for at in strays {
            let Some(stray) = self.strays.get(at) else {
                continue;
            };
            if stray.place.character == Character::NONE {
                found.take(self.automaton.end(stray.place.state), || self.text(at));
            }
        }
    }

    /// Whether the beginning is a literal itself. The shortest of those that share it comes first.
    fn is_literal(&self, along: &Along, length: usize) -> bool {
        let first = self.literals.get(along.literals.clone());
        let first = first.and_then(<[_]>::first);
        first.is_some_and(|literal| literal.len() == length)
    }

    /// Goes on along the literals, and by all other bytes away from them.
    fn continue_along(&mut self, own: &Along, length: usize, next: &mut Vec<Along>) {
        let mut kept = Bytes::NONE;
        let mut from = own.literals.start + usize::from(self.is_literal(own, length));
        while from < own.literals.end {
            let rest = self.literals.get(from..own.literals.end);
            let rest = rest.unwrap_or_default();
            let Some(byte) = rest.first().and_then(|literal| literal.get(length)) else {
                break;
            };
            let count = rest.partition_point(|literal| literal.get(length) <= Some(byte));
            kept.insert(*byte);
            let place = self.next(own.place, *byte);
            if let Some(place) = place.filter(|_| self.alphabet.contains(byte)) {
                next.push(Along {
                    literals: from..from + count,
                    place,
                });
            }
            from += count;
        }
        let before = Before::Literal(own.literals.start, length);
        self.stray(own.place, kept, before);
    }

    /// Goes on from a place by all bytes but those that are kept and those by which it was left before.
    fn stray(&mut self, place: Place, kept: Bytes, before: Before) {
        let rest = self.rest.entry(place).or_insert(Bytes::ALL);
        let now = rest.without(kept);
        *rest = rest.without(now);
        if now == Bytes::NONE {
            return;
        }
        for byte in self.alphabet {
            if !now.has(*byte) {
                continue;
            }
            if let Some(place) = self
                .next(place, *byte)
                .filter(|next| self.seen.insert(*next))
            {
                self.strays.push(Stray {
                    place,
                    before,
                    byte: *byte,
                });
            }
        }
    }

    fn next(&self, place: Place, byte: u8) -> Option<Place> {
        Some(Place {
            character: place.character.next(byte)?,
            state: self.automaton.next(place.state, byte),
        })
    }

    /// So many bytes of a literal; of none where there is no literal.
    fn beginning(&self, literal: usize, length: usize) -> &[u8] {
        let literal = self.literals.get(literal);
        let beginning = literal.and_then(|literal| literal.get(..length));
        beginning.unwrap_or_default()
    }

    fn text(&self, stray: usize) -> Vec<u8> {
        let mut backwards = Vec::new();
        let mut at = Before::Stray(stray);
        let start = loop {
            match at {
                Before::Literal(literal, length) => break self.beginning(literal, length),
                Before::Stray(stray) => match self.strays.get(stray) {
                    Some(stray) => {
                        backwards.push(stray.byte);
                        at = stray.before;
                    }
                    None => break &[],
                },
            }
        };
        start
            .iter()
            .copied()
            .chain(backwards.into_iter().rev())
            .collect()
    }
}

/// How much of a character in UTF-8 is still to come, and between which bytes the next one lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Character {
    left: u8,
    low: u8,
    high: u8,
}

impl Character {
    /// Between two characters.
    const NONE: Self = Self::of(0, 0, 0);

    const fn of(left: u8, low: u8, high: u8) -> Self {
        Self { left, low, high }
    }

    /// One byte further; `None` where it makes no character.
    fn next(self, byte: u8) -> Option<Self> {
        match self.left {
            0 => Some(match byte {
                0x00..=0x7f => Self::NONE,
                0xc2..=0xdf => Self::of(1, 0x80, 0xbf),
                0xe0 => Self::of(2, 0xa0, 0xbf),
                0xed => Self::of(2, 0x80, 0x9f),
                0xe1..=0xef => Self::of(2, 0x80, 0xbf),
                0xf0 => Self::of(3, 0x90, 0xbf),
                0xf1..=0xf3 => Self::of(3, 0x80, 0xbf),
                0xf4 => Self::of(3, 0x80, 0x8f),
                _ => return None,
            }),
            _ if !(self.low..=self.high).contains(&byte) => None,
            1 => Some(Self::NONE),
            left => Some(Self::of(left - 1, 0x80, 0xbf)),
        }
    }
}

/// A set of bytes, one bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Bytes([u128; 2]);

impl Bytes {
    const NONE: Self = Self([0; 2]);
    const ALL: Self = Self([u128::MAX; 2]);

    fn has(self, byte: u8) -> bool {
        let Self([low, high]) = self;
        let half = if byte < 128 { low } else { high };
        half >> (byte % 128) & 1 == 1
    }

    fn insert(&mut self, byte: u8) {
        let Self([low, high]) = self;
        let half = if byte < 128 { low } else { high };
        *half |= 1 << (byte % 128);
    }

    fn without(self, other: Self) -> Self {
        let (Self([low, high]), Self([other_low, other_high])) = (self, other);
        Self([low & !other_low, high & !other_high])
    }
}
