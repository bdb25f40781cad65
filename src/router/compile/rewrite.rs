//! A topic index in which routes answer otherwise than before.

use alloc::vec::Vec;

use crate::id::{Id, RecordId, RouteId};
use crate::resolution::Winner;
use crate::router::records::{ALIAS, CASES, FEW, Lead, ONE, Records, STUB, TIMED};
use crate::router::topic_index::{Root, TopicIndex};

/// The index with these winners; nothing else of it depends on what routes answer. `None` where some state of the
/// automaton has a record that nothing leads to.
pub(super) fn rewritten(
    index: &TopicIndex,
    states: usize,
    winner: impl Fn(RouteId) -> Winner,
) -> Option<TopicIndex> {
    let mut index = index.clone();
    let mut rewriter = Rewriter {
        done: Marks::new(&index.records),
        records: &mut index.records,
        winner,
    };
    // In the order in which they lie: in that of their hashes it takes three times as long.
    let mut starts = Marks::new(rewriter.records);
    let walked = index.walks.iter().map(|walk| walk.record);
    let paths = index.paths.numbers().map(RecordId::from_number);
    for record in walked.chain(paths) {
        starts.mark(record);
    }
    let records = starts.iter().filter(|record| rewriter.record(*record));
    let written = records.count();
    index.root = Root::new(&index.records, index.root.record);
    (written == states).then_some(index)
}

/// What writes winners anew, each once.
struct Rewriter<'r, W> {
    records: &'r mut Records,
    winner: W,
    /// Where nodes begin that are done.
    done: Marks,
}

impl<W: Fn(RouteId) -> Winner> Rewriter<'_, W> {
    /// What a record leads to. Says whether it is a state's: not so that of an alias.
    fn record(&mut self, record: RecordId) -> bool {
        let header = self.records.header(record);
        if header.has(STUB) {
            return false;
        }
        for place in header.leads() {
            let place = record.behind(place);
            match self
                .records
                .words(place)
                .get(0)
                .map(|word| Lead(word).follow())
            {
                Some(Ok(winner)) => self.winner(place, winner),
                Some(Err(node)) => self.node(node),
                None => {}
            }
        }
        !header.has(ALIAS)
    }

    fn winner(&mut self, place: RecordId, old: Winner) {
        self.records.set_word(place, (self.winner)(old.route()).0);
    }

    /// A node, and those that it leads to.
    fn node(&mut self, node: RecordId) {
        let mut node = node;
        while node.index() > 0 && self.done.mark(node) {
            let Some(head) = self.records.words(node).get(0) else {
                break;
            };
            let (winners, count) = match head & 0xff {
                ONE => (1, 1),
                FEW | CASES | TIMED => (head >> 24 & 0xff, head >> 8 & 0xff),
                _ => (0, 0),
            };
            for place in (winners..winners + count).map(|at| node.behind(at)) {
                if let Some(old) = self.records.words(place).get(0).map(Winner) {
                    self.winner(place, old);
                }
            }
            node = RecordId::from_index((head >> 32) as usize);
        }
    }
}

/// A bit for each word of some records.
struct Marks(Vec<u64>);

impl Marks {
    fn new(records: &Records) -> Self {
        Self(alloc::vec![0; records.len() / 64 + 1])
    }

    /// Marks a place, and says whether it was not marked before.
    fn mark(&mut self, place: RecordId) -> bool {
        let Some(marks) = self.0.get_mut(place.index() / 64) else {
            return false;
        };
        let bit = 1 << (place.index() % 64);
        let is_new = *marks & bit == 0;
        *marks |= bit;
        is_new
    }

    /// The places that are marked, in their order.
    fn iter(&self) -> impl Iterator<Item = RecordId> {
        let words = self.0.iter().enumerate();
        words.flat_map(|(at, marks)| {
            let marks =
                core::iter::successors(Some(*marks), |left| Some(left & left.wrapping_sub(1)));
            let bits = marks.take_while(|left| *left != 0).map(u64::trailing_zeros);
            bits.map(move |bit| RecordId::from_index(at * 64 + bit as usize))
        })
    }
}
