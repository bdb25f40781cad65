//! Routes in groups, in the order of W2.1 to W2.4.

use alloc::vec::Vec;
use core::cmp::Reverse;

use smallvec::SmallVec;

use crate::topic::{Pattern, WILDCARD};

/// Routes of one pattern, scope and precedence.
pub(super) struct Group {
    pub(super) rank: Rank,
    /// In the order written.
    pub(super) members: SmallVec<[usize; 2]>,
}

/// The order of W2.1 to W2.4 among groups that cover one topic; other groups in some order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::organization) struct Rank {
    precedence: Reverse<u32>,
    depth: Reverse<usize>,
    /// A bit for each segment, the leftmost the highest: of patterns of one depth, a literal there comes first.
    wildcards: u16,
    exact: Reverse<bool>,
    pattern: Pattern,
}

impl Rank {
    pub(in crate::organization) fn new(pattern: &Pattern, exact: bool, precedence: u32) -> Self {
        let mut rank = Self {
            precedence: Reverse(precedence),
            depth: Reverse(0),
            wildcards: 0,
            exact: Reverse(exact),
            pattern: pattern.clone(),
        };
        for segment in pattern.segments() {
            rank.depth.0 += 1;
            rank.wildcards = rank.wildcards << 1 | u16::from(segment == WILDCARD);
        }
        rank
    }

    /// The fallback has 0.
    pub(super) fn precedence(&self) -> u32 {
        self.precedence.0
    }

    pub(super) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    pub(super) fn is_exact(&self) -> bool {
        self.exact.0
    }
}

/// The groups, the best first, of routes that have these ranks and places.
///
/// # Complexity
///
/// Linear where they come in the order of their patterns, times the logarithm of their number where they do not.
pub(super) fn groups(ranked: impl Iterator<Item = (Rank, usize)>) -> Vec<Group> {
    let mut ranked: Vec<(Rank, usize)> = ranked.collect();
    ranked.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut groups: Vec<Group> = Vec::new();
    for (rank, at) in ranked {
        match groups.last_mut().filter(|group| group.rank == rank) {
            Some(group) => group.members.push(at),
            None => groups.push(Group {
                rank,
                members: SmallVec::from_slice(&[at]),
            }),
        }
    }
    for group in &mut groups {
        group.members.sort_unstable();
    }
    groups
}
