//! A topic index in which routes answer otherwise than before.

use alloc::vec::Vec;

use crate::id::{Id, RecordId, RouteId};
use crate::resolution::Winner;
use crate::router::records::{ALIAS, FEW, ONE, Records, STUB};
use crate::router::topic_index::TopicIndex;

/// The index with these winners; nothing else of it depends on what routes answer. `None` where some state of the
/// automaton has a record that nothing leads to.
pub(super) fn rewritten(
    index: &TopicIndex,
    states: usize,
    winner: impl Fn(RouteId) -> Winner,
) -> Option<TopicIndex> {
    let mut index = index.clone();
    let mut rewriter = Rewriter {
        done: alloc::vec![0; index.records.len() / 64 + 1],
        records: &mut index.records,
        winner,
    };
    let mut written = 0;
    let walked = index.walks.iter().map(|walk| walk.record);
    let paths = index.paths.numbers().map(RecordId::from_number);
    for record in walked.chain(paths) {
        written += usize::from(rewriter.record(record));
    }
    (written == states).then_some(index)
}

/// What writes winners anew, each once.
struct Rewriter<'r, W> {
    records: &'r mut Records,
    winner: W,
    /// A bit for each word at which something begins that is done.
    done: Vec<u64>,
}

impl<W: Fn(RouteId) -> Winner> Rewriter<'_, W> {
    /// The nodes of a record that is not done. Aliases have none of their own.
    fn record(&mut self, record: RecordId) -> bool {
        let header = self.records.header(record);
        if header.has(ALIAS | STUB) || !self.is_new(record) {
            return false;
        }
        self.node(header.at(record));
        self.node(header.below(record));
        true
    }

    /// A node, and those that it leads to.
    fn node(&mut self, node: RecordId) {
        let mut node = node;
        while node.index() > 0 && self.is_new(node) {
            let Some(head) = self.records.words(node).get(0) else {
                break;
            };
            let (winners, count) = match head & 0xff {
                ONE => (1, 1),
                FEW => (head >> 24 & 0xff, head >> 8 & 0xff),
                _ => (0, 0),
            };
            for place in (winners..winners + count).map(|at| node.behind(at)) {
                let old = self.records.words(place).get(0).map(Winner);
                if let Some(old) = old {
                    self.records.set_word(place, (self.winner)(old.route()).0);
                }
            }
            node = RecordId::from_index((head >> 32) as usize);
        }
    }

    fn is_new(&mut self, place: RecordId) -> bool {
        let Some(done) = self.done.get_mut(place.index() / 64) else {
            return false;
        };
        let bit = 1 << (place.index() % 64);
        let is_new = *done & bit == 0;
        *done |= bit;
        is_new
    }
}
