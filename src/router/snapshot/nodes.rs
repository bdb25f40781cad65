//! Judging the words of records: what a look-up follows and reads in them lies within them.

use alloc::vec::Vec;

use super::super::records::{FEW, JUMP, LARGE, MOST_RULES, ONE};
use super::error::corrupt;
use super::stored::Read;

/// What nodes may name.
pub(super) struct Named {
    pub(super) answers: usize,
    pub(super) routes: usize,
    /// Large groups.
    pub(super) groups: usize,
    /// By attribute, how many classes it has.
    pub(super) classes: Vec<u32>,
}

/// The nodes of some words.
pub(super) struct Nodes<'w> {
    words: &'w [u64],
    named: Named,
    /// A bit for each word at which a node is that was judged.
    judged: Vec<u64>,
}

impl<'w> Nodes<'w> {
    pub(super) fn new(words: &'w [u64], named: Named) -> Self {
        Self {
            judged: alloc::vec![0; words.len().div_ceil(64)],
            words,
            named,
        }
    }

    /// Judges a node and all that it leads to. These lie before it, so that each look-up comes to an end.
    ///
    /// # Complexity
    ///
    /// Linear in the words, for all nodes together.
    pub(super) fn judge(&mut self, node: usize) -> Read<()> {
        let mut at = node;
        loop {
            // Nothing lies at 0.
            let judged = self.judged.get_mut(at / 64).filter(|_| at > 0);
            let judged = judged.ok_or(corrupt("the place of a node"))?;
            let bit = 1 << (at % 64);
            if *judged & bit != 0 {
                return Ok(());
            }
            *judged |= bit;
            let words = self.words.get(at..).unwrap_or_default();
            let (head, rest) = words.split_first().ok_or(corrupt("the place of a node"))?;
            self.named.judge(*head, rest, words)?;
            let next = usize::try_from(head >> 32).unwrap_or(usize::MAX);
            if next == 0 {
                return Ok(());
            }
            if next >= at {
                return Err(corrupt("where a node leads"));
            }
            at = next;
        }
    }
}

impl Named {
    /// Judges a node by itself; `rest` is what follows its head, `words` both.
    fn judge(&self, head: u64, rest: &[u64], words: &[u64]) -> Read<()> {
        match head & 0xff {
            ONE => self.winners(rest, 1),
            FEW => self
                .few(head, words)
                .unwrap_or(Err(corrupt("the length of a node"))),
            LARGE => {
                let group = rest.first().map(|word| word & 0xffff_ffff);
                let is_one = group.is_some_and(|group| group < self.groups as u64);
                is_one.then_some(()).ok_or(corrupt("the group of a node"))
            }
            JUMP => Ok(()),
            _ => Err(corrupt("the kind of a node")),
        }
    }

    /// The first words are winners.
    fn winners(&self, words: &[u64], count: usize) -> Read<()> {
        let words = words.get(..count).ok_or(corrupt("the length of a node"))?;
        let are_within = words.iter().all(|word| {
            word & 0xffff_ffff < self.answers as u64 && word >> 32 < self.routes as u64
        });
        are_within
            .then_some(())
            .ok_or(corrupt("what wins by a node"))
    }

    /// A bitmap index: its columns, their masks and the winners follow each other, and no mask has a bit without a winner.
    /// `None` where it is longer than the words.
    fn few(&self, head: u64, words: &[u64]) -> Option<Read<()>> {
        let byte = |shift: u32| (head >> shift & 0xff) as usize;
        let (rules, columns, winners) = (byte(8), byte(16), byte(24));
        let masks = 1 + columns.div_ceil(2);
        if !(1..=MOST_RULES).contains(&rules) || masks > winners {
            return Some(Err(corrupt("the parts of a node")));
        }
        // Eight masks a word, each of them without a bit above the last rule.
        let beyond = !(0xff >> (MOST_RULES - rules)) & 0xff;
        let beyond = beyond * 0x0101_0101_0101_0101_u64;
        for column in 0..columns {
            let own = words.get(1 + column / 2)? >> (32 * (column % 2));
            let start = (own >> 16 & 0xffff) as usize;
            let Some(classes) = self.classes.get((own & 0xff) as usize) else {
                return Some(Err(corrupt("the attribute of a column")));
            };
            let cases = (own >> 8 & 0xff) as usize;
            let length = match cases {
                0 => classes.div_ceil(8) as usize,
                cases => 1 + cases,
            };
            if start < masks || start + length > winners {
                return Some(Err(corrupt("the masks of a column")));
            }
            let own = words.get(start..start + length)?;
            let are_within = match (cases, own.split_first()) {
                (0, _) => own.iter().all(|word| word & beyond == 0),
                (_, Some((otherwise, cases))) => {
                    let passing = cases.iter().map(|case| case >> 32);
                    let mut all = passing.chain([*otherwise]);
                    all.all(|passing| passing & 0xff & beyond == 0)
                }
                (_, None) => false,
            };
            if !are_within {
                return Some(Err(corrupt("the masks of a column")));
            }
        }
        Some(self.winners(words.get(winners..)?, rules))
    }
}
