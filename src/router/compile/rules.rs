//! What compiling knows of routes: what each answers, and under which boxes.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::memo::Memo;
use crate::attribute::{Bounds, Narrowness, ValueSet, Vocabulary};
use crate::calendar::times::{self, Times};
use crate::id::{AnswerId, Id, RouteId, Span, Table, TimesId};
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

/// A box of a route's condition. They sort in an order that W2.5 to W2.7 agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    rank: u32,
    /// The narrower first.
    times: Reverse<TimesId>,
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

impl Rule {
    /// The times of its route.
    pub(super) fn times(self) -> TimesId {
        self.times.0
    }

    pub(super) fn is_timed(self) -> bool {
        self.times().index() > 0
    }
}

/// What is known of a route.
#[derive(Clone, Copy)]
struct Known {
    answer: AnswerId,
    condition: ConditionId,
    times: TimesId,
}

/// The rules of all routes.
pub(super) struct Rules<'a> {
    routes: Table<RouteId, Known>,
    conditions: Table<ConditionId, Span<RankedId>>,
    boxes: Table<RankedId, Ranked<'a>>,
    pub(super) times: Table<TimesId, Times>,
}

impl<'a> Rules<'a> {
    /// The rules of a route, in no order.
    pub(super) fn of(&self, route: RouteId) -> impl Iterator<Item = Rule> {
        let Known {
            condition, times, ..
        } = self.routes[route];
        let boxes = self.conditions[condition].ids();
        boxes.map(move |own| Rule {
            rank: self.boxes[own].rank,
            times: Reverse(times),
            route,
            own,
        })
    }

    pub(super) fn ranked(&self, rule: Rule) -> &Ranked<'a> {
        &self.boxes[rule.own]
    }

    /// Whether a rule holds for each inquiry, whatever it says.
    pub(super) fn asks_nothing(&self, rule: Rule) -> bool {
        !rule.is_timed() && self.bounds(rule.own).sets().is_empty()
    }

    /// By route, what it answers.
    pub(super) fn answers(&self) -> Table<RouteId, AnswerId> {
        self.routes.iter().map(|known| known.answer).collect()
    }

    pub(super) fn bounds(&self, own: RankedId) -> &'a Bounds {
        self.boxes[own].bounds
    }

    /// What wins by a rule.
    pub(super) fn winner(&self, rule: Rule) -> Winner {
        self.winner_of(rule.route)
    }

    pub(super) fn winner_of(&self, route: RouteId) -> Winner {
        Winner::new(self.routes[route].answer, route)
    }
}

/// The rules of all routes, while they are gathered: route by route.
pub(super) struct Gathered<'a> {
    routes: Table<RouteId, Known>,
    times: Table<TimesId, Times>,
    conditions: Table<ConditionId, Span<RankedId>>,
    boxes: Table<RankedId, &'a Bounds>,
    /// Conditions by where they lie: alike ones are one, mostly.
    known: Memo<*const (), ConditionId>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(routes: usize, times: Table<TimesId, Times>, seeds: &Seeds) -> Self {
        Self {
            routes: Table::with_capacity(routes),
            times,
            conditions: Table::new(),
            boxes: Table::new(),
            known: Memo::new(seeds),
        }
    }

    /// The next route.
    pub(super) fn add(&mut self, answer: AnswerId, times: Times, boxes: &'a Arc<[Bounds]>) {
        let place = Arc::as_ptr(boxes).cast::<()>();
        let known = self.known.get(&place);
        let condition = known.unwrap_or_else(|| {
            let own = self.boxes.extend(boxes.iter());
            let condition = self.conditions.push(own);
            self.known.insert(place, condition);
            condition
        });
        let times = id_of(&self.times, times);
        self.routes.push(Known {
            answer,
            condition,
            times,
        });
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
            times: self.times,
        }
    }
}

/// All times of some routes, the widest first: those of an undated one without hours are 0 in any case.
pub(super) fn all_times(routes: impl Iterator<Item = Times>) -> Table<TimesId, Times> {
    let timed = routes.filter(|times| times.is_timed());
    let ordered = timed.map(order).collect::<BTreeSet<_>>();
    let timed = ordered.into_iter().map(|(_, times)| times);
    core::iter::once(Times::default()).chain(timed).collect()
}

/// What times are sorted by.
fn order(times: Times) -> (Reverse<times::Narrowness>, Times) {
    (Reverse(times.narrowness()), times)
}

fn id_of(all: &Table<TimesId, Times>, times: Times) -> TimesId {
    if !times.is_timed() {
        return TimesId::from_index(0);
    }
    let found = all.find(|own| order(*own).cmp(&order(times)));
    found.unwrap_or(TimesId::from_index(0))
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
