//! The search: which route wins. The hot path: it allocates nothing.

use super::Flat;
use super::classes::Asked;
use super::records::Decision;
use crate::id::{AttributeId, ClassId, RecordId};
use crate::resolution::Winner;
use crate::tables::{Given, KEPT};

/// The best route of those that cover the topic (W2): nodes come the best first, and so do the rules of a node.
///
/// The fallback covers every topic and has no condition (W4), so there is one.
#[inline(never)]
pub(super) fn winner(flat: &Flat, node: RecordId, asked: Asked<'_>) -> Winner {
    let mut node = node;
    loop {
        let next = match flat.topics.records.decide(node, &flat.tables, asked) {
            Decision::Winner(winner) => return winner,
            Decision::Next(next) => next,
            Decision::Large(group, next) => {
                let best = flat.conditions.best(group, &flat.tables, asked);
                match best {
                    Some(winner) => return winner,
                    None => next,
                }
            }
        };
        if next.number() == 0 {
            return flat.fallback;
        }
        node = next;
    }
}

/// What is given of those attributes on which an answer depends beyond the route.
#[cold]
pub(super) fn gathered(attributes: &[AttributeId], asked: Asked<'_>) -> Given {
    let mut kept = [ClassId::ABSENT; KEPT];
    for (slot, attribute) in kept.iter_mut().zip(attributes) {
        *slot = asked.class(*attribute);
    }
    Given::all(kept)
}
