//! The search: which route wins. The hot path: it allocates nothing.

use super::Flat;
use super::classes::Classes;
use super::records::Decision;
use crate::id::{ClassId, RecordId};
use crate::resolution::Winner;
use crate::tables::{KEPT, Kept};

/// The best route of those that cover the topic (W2): nodes come the best first, and so do the rules of a node.
///
/// The fallback covers every topic and has no condition (W4), so there is one.
#[inline]
pub(super) fn winner(flat: &Flat, node: RecordId, classes: &Classes) -> Winner {
    let mut node = node;
    loop {
        let next = match flat.topics.records.decide(node, classes) {
            Decision::Winner(winner) => return winner,
            Decision::Next(next) => next,
            Decision::Large(group, next) => {
                let best = flat.conditions.best(group, &flat.tables, classes);
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

/// The classes on which an answer depends beyond the route: all, where there are few attributes.
#[inline]
pub(super) fn kept(flat: &Flat, classes: &Classes) -> Kept {
    match &flat.gathered {
        None => *classes.first(),
        Some(attributes) => {
            let mut kept = [ClassId::ABSENT; KEPT];
            for (slot, attribute) in kept.iter_mut().zip(attributes) {
                *slot = classes.get(*attribute);
            }
            kept
        }
    }
}
