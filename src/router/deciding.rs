//! Up to when the same route wins (H6).

use alloc::sync::Arc;

use jiff::Timestamp;

use super::Flat;
use super::classes::{Asked, Missing};
use super::condition_index::ConditionIndex;
use super::records::{Decision, Lead};
use super::topic_index::TopicIndex;
use crate::as_of::AsOf;
use crate::calendar::Validity;
use crate::id::Id;
use crate::tables::{Decide, Deciding, Given, Tables};

/// What decides which route wins, for an answer that keeps all attributes.
#[derive(Debug)]
struct Decider {
    topics: Arc<TopicIndex>,
    conditions: Arc<ConditionIndex>,
    missing: Missing,
}

impl Flat {
    /// The same, whose answers know up to when the same route wins.
    pub(super) fn deciding(mut self) -> Self {
        let is_any_timed = self.tables.times.len() > 1;
        if is_any_timed && self.gathered.is_none() {
            self.tables.deciding = Deciding(Some(Arc::new(Decider {
                topics: Arc::clone(&self.topics),
                conditions: Arc::clone(&self.conditions),
                missing: self.missing.clone(),
            })));
        }
        self
    }

    /// The same for an answer that does not keep all attributes: when another route wins.
    #[cold]
    pub(super) fn route_until(&self, lead: Lead, asked: Asked<'_>) -> AsOf {
        let until = asked.when.instant().and_then(|instant| {
            let deciding = (&*self.topics, &*self.conditions);
            validity(deciding, &self.tables, lead, asked, instant).instant()
        });
        until.into()
    }
}

impl Decide for Decider {
    fn validity(&self, lead: u64, given: &Given, tables: &Tables, instant: Timestamp) -> Validity {
        let when = AsOf::from(instant);
        let asked = Asked {
            given,
            more: None,
            missing: &self.missing,
            when: &when,
        };
        let deciding = (&*self.topics, &*self.conditions);
        validity(deciding, tables, Lead(lead), asked, instant)
    }
}

/// Up to when the same route wins.
///
/// The times of a rule are its route's. So another route wins exactly when those of the winner end, or those begin of a rule
/// that is tried before it and passes.
fn validity(
    (topics, conditions): (&TopicIndex, &ConditionIndex),
    tables: &Tables,
    lead: Lead,
    asked: Asked<'_>,
    instant: Timestamp,
) -> Validity {
    let mut validity = Validity::Forever;
    let mut next = lead.follow().err();
    while let Some(node) = next.filter(|node| node.index() > 0) {
        for times in topics.records.times(node, tables, asked) {
            validity = validity.min(tables.counts_until(times, instant));
            if tables.counts(times, Some(instant)) {
                return validity;
            }
        }
        next = match topics.records.decide(node, tables, asked) {
            Decision::Winner(_) => None,
            Decision::Next(next) => Some(next),
            Decision::Large(group, next) => {
                let (own, wins) = conditions.validity(group, tables, asked, instant);
                validity = validity.min(own);
                (!wins).then_some(next)
            }
        };
    }
    validity
}
