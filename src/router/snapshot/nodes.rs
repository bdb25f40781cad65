//! Judging the words of records: what a look-up follows and reads in them lies within them.

use alloc::vec::Vec;

use super::super::records::{CASES, FEW, LARGE, Lead, MOST_RULES, ONE, Records, TIMED, Words};
use super::error::corrupt;
use super::stored::Read;
use crate::id::{Id, RecordId};
use crate::resolution::Winner;
use crate::tables::KEPT;

/// The bytes of a word.
const WORD: usize = 8;

/// What nodes may name.
pub(super) struct Named {
    pub(super) answers: usize,
    pub(super) routes: usize,
    pub(super) times: usize,
    /// Large groups.
    pub(super) groups: usize,
    /// By attribute, how many classes it has.
    pub(super) classes: Vec<u32>,
}

/// The nodes of some records.
pub(super) struct Nodes<'r> {
    records: &'r Records,
    named: Named,
    /// A bit for each word at which a node is that was judged.
    judged: Vec<u64>,
}

impl<'r> Nodes<'r> {
    pub(super) fn new(records: &'r Records, named: Named) -> Self {
        Self {
            judged: alloc::vec![0; records.len().div_ceil(64)],
            records,
            named,
        }
    }

    /// Judges what a topic leads to.
    pub(super) fn judge_lead(&mut self, lead: Lead) -> Read<()> {
        match lead.follow() {
            Ok(winner) if self.named.has(winner) => Ok(()),
            Ok(_) => Err(corrupt("what wins for a topic")),
            Err(node) => self.judge(node),
        }
    }

    /// Judges a node and all that it leads to. These lie before it, so that each look-up comes to an end.
    ///
    /// # Complexity
    ///
    /// Linear in the words, for all nodes together.
    fn judge(&mut self, node: RecordId) -> Read<()> {
        let mut at = node.number();
        loop {
            // Nothing lies at 0.
            let judged = self.judged.get_mut(at as usize / 64).filter(|_| at > 0);
            let judged = judged.ok_or(corrupt("the place of a node"))?;
            let bit = 1 << (at % 64);
            if *judged & bit != 0 {
                return Ok(());
            }
            *judged |= bit;
            let words = self.records.words(RecordId::from_number(at));
            let head = words.get(0).ok_or(corrupt("the place of a node"))?;
            let own = self.named.judge(head, words);
            own.unwrap_or(Err(corrupt("the length of a node")))?;
            let next = u32::try_from(head >> 32).unwrap_or(u32::MAX);
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
    /// Judges a node by itself. `None` where it is longer than the words.
    fn judge(&self, head: u64, words: Words<'_>) -> Option<Read<()>> {
        match head & 0xff {
            ONE => self.winners(words, 1, 1),
            FEW | CASES | TIMED => self.rules(head, words),
            LARGE => {
                let is_one = words.get(1)? & 0xffff_ffff < self.groups as u64;
                Some(is_one.then_some(()).ok_or(corrupt("the group of a node")))
            }
            _ => Some(Err(corrupt("the kind of a node"))),
        }
    }

    fn has(&self, winner: Winner) -> bool {
        let is_answer = winner.answer().index() < self.answers;
        is_answer && winner.route().index() < self.routes
    }

    /// So many words from one on are winners.
    fn winners(&self, words: Words<'_>, from: usize, count: usize) -> Option<Read<()>> {
        for at in from..from + count {
            if !self.has(Winner(words.get(at)?)) {
                return Some(Err(corrupt("what wins by a node")));
            }
        }
        Some(Ok(()))
    }

    /// A bitmap index: its columns, their masks and the winners follow each other, and no mask has a bit without a winner.
    fn rules(&self, head: u64, words: Words<'_>) -> Option<Read<()>> {
        let byte = |shift: u32| (head >> shift & 0xff) as usize;
        let (rules, columns, winners) = (byte(8), byte(16), byte(24));
        if !(1..=MOST_RULES).contains(&rules) || 1 + columns > winners {
            return Some(Err(corrupt("the parts of a node")));
        }
        // Eight masks a word, each of them without a bit above the last rule.
        let beyond = !(0xff >> (MOST_RULES - rules)) & 0xff;
        let all_beyond = beyond * 0x0101_0101_0101_0101_u64;
        for at in 1..=columns {
            let column = words.get(at)?;
            let mut start = (column >> 16 & 0xffff) as usize;
            let cases = (column >> 8 & 0xff) as usize;
            let attribute = (column & 0xff) as usize;
            let Some(classes) = self.classes.get(attribute) else {
                return Some(Err(corrupt("the attribute of a column")));
            };
            if head & 0xff == FEW {
                if attribute >= KEPT || cases > 0 {
                    return Some(Err(corrupt("the attribute of a column")));
                }
                if start == at * WORD + 4 {
                    // The masks of four classes stand in the column.
                    if *classes > 4 || column >> 32 & all_beyond != 0 {
                        return Some(Err(corrupt("the masks of a column")));
                    }
                    continue;
                }
                if start % WORD != 0 {
                    return Some(Err(corrupt("the masks of a column")));
                }
                start /= WORD;
            }
            let length = match cases {
                0 => classes.div_ceil(8) as usize,
                cases => 1 + cases,
            };
            if start <= columns || start + length > winners {
                return Some(Err(corrupt("the masks of a column")));
            }
            for at in start..start + length {
                let word = words.get(at)?;
                let passing = match (cases, at - start) {
                    (0, _) => word & all_beyond,
                    (_, 0) => word & beyond,
                    _ => word >> 32 & beyond,
                };
                if passing != 0 {
                    return Some(Err(corrupt("the masks of a column")));
                }
            }
        }
        if head & 0xff == TIMED {
            for at in winners + rules..winners + 2 * rules {
                if words.get(at)? >= self.times as u64 {
                    return Some(Err(corrupt("the times of a node")));
                }
            }
        }
        self.winners(words, winners, rules)
    }
}
