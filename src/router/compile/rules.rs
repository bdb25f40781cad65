//! What compiling knows of routes: what each answers, and under which boxes.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::memo::Memo;
use crate::attribute::{Bounds, Narrowness, ValueSet, Vocabulary};
use crate::id::{AnswerId, Id, RouteId, Span, Table};
use crate::resolution::Winner;
use crate::router::perfect::Seeds;

crate::id::more_ids! {
    /// A condition of some routes.
    ConditionId;
    /// A box of such a condition.
    RankedId;
}

/// Up to this many classes a column of a node has a byte for each.
pub(super) const DENSE: u32 = 64;

/// A box of a route's condition. They sort in an order that W2.5 agrees with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    rank: u32,
    route: RouteId,
    pub(super) own: RankedId,
}

/// A box, once for all routes that have it.
pub(super) struct Ranked<'a> {
    pub(super) bounds: &'a Bounds,
    /// The place of its narrowness among all.
    rank: u32,
    /// How many classes a node would name for it; none where a node cannot hold it.
    pub(super) named: Option<u32>,
}

impl Ranked<'_> {
    pub(super) fn asks_nothing(&self) -> bool {
        self.bounds.sets().is_empty()
    }
}

/// The rules of all routes.
pub(super) struct Rules<'a> {
    /// By route, what it answers and its condition.
    routes: Table<RouteId, (AnswerId, ConditionId)>,
    conditions: Table<ConditionId, Span<RankedId>>,
    boxes: Table<RankedId, Ranked<'a>>,
}

impl<'a> Rules<'a> {
    /// The rules of a route, in no order.
    pub(super) fn of(&self, route: RouteId) -> impl Iterator<Item = Rule> {
        let (_, condition) = self.routes[route];
        let boxes = self.conditions[condition].ids();
        boxes.map(move |own| Rule {
            rank: self.boxes[own].rank,
            route,
            own,
        })
    }

    pub(super) fn ranked(&self, rule: Rule) -> &Ranked<'a> {
        &self.boxes[rule.own]
    }

    /// By route, what it answers.
    pub(super) fn answers(&self) -> Table<RouteId, AnswerId> {
        self.routes.iter().map(|(answer, _)| *answer).collect()
    }

    pub(super) fn bounds(&self, own: RankedId) -> &'a Bounds {
        self.boxes[own].bounds
    }

    /// What wins by a rule.
    pub(super) fn winner(&self, rule: Rule) -> Winner {
        self.winner_of(rule.route)
    }

    pub(super) fn winner_of(&self, route: RouteId) -> Winner {
        let (answer, _) = self.routes[route];
        Winner::new(answer, route)
    }
}

/// The rules of all routes, while they are gathered: route by route.
pub(super) struct Gathered<'a> {
    routes: Table<RouteId, (AnswerId, ConditionId)>,
    conditions: Table<ConditionId, Span<RankedId>>,
    boxes: Table<RankedId, &'a Bounds>,
    /// Conditions by where they lie: alike ones are one, mostly.
    known: Memo<*const (), ConditionId>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(routes: usize, seeds: &Seeds) -> Self {
        Self {
            routes: Table::with_capacity(routes),
            conditions: Table::new(),
            boxes: Table::new(),
            known: Memo::new(seeds),
        }
    }

    /// The next route.
    pub(super) fn add(&mut self, answer: AnswerId, boxes: &'a Arc<[Bounds]>) {
        let place = Arc::as_ptr(boxes).cast::<()>();
        let known = self.known.get(&place);
        let condition = known.unwrap_or_else(|| {
            let own = self.boxes.extend(boxes.iter());
            let condition = self.conditions.push(own);
            self.known.insert(place, condition);
            condition
        });
        self.routes.push((answer, condition));
    }

    /// All of them, with their order.
    pub(super) fn ranked(self, vocabulary: &Vocabulary) -> Rules<'a> {
        let mut sorted: Vec<(Narrowness, usize)> = self
            .boxes
            .iter()
            .map(|own| own.narrowness(vocabulary))
            .zip(0..)
            .collect();
        sorted.sort_unstable();
        let mut ranks = alloc::vec![0; sorted.len()];
        let alike = sorted.chunk_by(|(one, _), (other, _)| one == other);
        for (rank, alike) in (0..).zip(alike) {
            for (_, at) in alike {
                if let Some(own) = ranks.get_mut(*at) {
                    *own = rank;
                }
            }
        }
        let boxes = self.boxes.iter().zip(ranks);
        let boxes = boxes.map(|(bounds, rank)| Ranked {
            bounds,
            rank,
            named: named(bounds, vocabulary),
        });
        Rules {
            boxes: boxes.collect(),
            routes: self.routes,
            conditions: self.conditions,
        }
    }
}

/// How many classes a node would name for a box: those of attributes that have too many for a byte each. None where it
/// cannot name an attribute.
fn named(bounds: &Bounds, vocabulary: &Vocabulary) -> Option<u32> {
    let mut named = 0;
    for (attribute, set) in bounds.sets() {
        u8::try_from(attribute.index()).ok()?;
        if vocabulary.attributes()[*attribute].universe().classes > DENSE {
            named += u32::try_from(ValueSet::listed(set).0.len()).ok()?;
        }
    }
    Some(named)
}
