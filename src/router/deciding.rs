//! Up to when the same route wins (H6).

use alloc::sync::Arc;

use jiff::Timestamp;

use super::Flat;
use super::change::Change;
use super::classes::{Asked, Missing};
use super::condition_index::ConditionIndex;
use super::records::{Decision, Lead};
use super::topic_index::TopicIndex;
use crate::as_of::AsOf;
use crate::id::{Id, TimesId};
use crate::tables::{Decide, Deciding, Given, Tables};

/// What decides which route wins, for an answer that keeps all attributes.
#[derive(Debug)]
struct Decider {
    topics: Arc<TopicIndex>,
    conditions: Arc<ConditionIndex>,
    missing: Missing,
}

impl Flat {
    /// The same, whose answers can ask up to when the same route wins.
    pub(super) fn deciding(mut self) -> Self {
        if self.is_any_timed() && self.gathered.is_none() {
            self.tables.deciding = Deciding(Some(Arc::new(Decider {
                topics: Arc::clone(&self.topics),
                conditions: Arc::clone(&self.conditions),
                missing: self.missing.clone(),
            })));
        }
        self
    }

    /// The number of the times that are the first to change the winner: asked at once, for an answer that does not keep all
    /// attributes.
    #[cold]
    pub(super) fn first_to_change(&self, lead: Lead, asked: Asked<'_>) -> u64 {
        let instant = asked.when.instant().filter(|_| self.is_any_timed());
        let change = instant.map(|instant| {
            let deciding = (&*self.topics, &*self.conditions);
            first_change(deciding, &self.tables, lead, asked, instant)
        });
        change.map_or(0, |change| change.times.index() as u64)
    }

    /// Whether some route does not count always.
    fn is_any_timed(&self) -> bool {
        self.tables.times.len() > 1
    }
}

impl Decide for Decider {
    fn first_to_change(
        &self,
        lead: u64,
        given: &Given,
        tables: &Tables,
        instant: Timestamp,
    ) -> TimesId {
        let when = AsOf::from(instant);
        let asked = Asked {
            given,
            more: None,
            missing: &self.missing,
            when: &when,
        };
        let deciding = (&*self.topics, &*self.conditions);
        first_change(deciding, tables, Lead(lead), asked, instant).times
    }
}

/// When another route wins.
///
/// The times of a rule are its route's. So that is exactly when those of the winner end, or those begin of a rule that is
/// tried before it and passes.
fn first_change(
    (topics, conditions): (&TopicIndex, &ConditionIndex),
    tables: &Tables,
    lead: Lead,
    asked: Asked<'_>,
    instant: Timestamp,
) -> Change {
    let mut change = Change::never();
    let mut next = lead.follow().err();
    while let Some(node) = next.filter(|node| node.index() > 0) {
        for times in topics.records.times(node, asked) {
            change = change.earlier(Change::of(times, tables, instant));
            if tables.counts(tables.times(times), Some(instant)) {
                return change;
            }
        }
        next = match topics.records.decide(node, tables, asked) {
            Decision::Winner(_) => None,
            Decision::Next(next) => Some(next),
            Decision::Large(group, next) => {
                let (own, wins) = conditions.first_change(group, tables, asked, instant);
                change = change.earlier(own);
                (!wins).then_some(next)
            }
        };
    }
    change
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;
    use crate::calendar::Validity;
    use crate::{
        Attribute, Contact, Department, Document, Hours, Inquiry, Resolution, Route, Router, When,
    };

    /// A Monday at midnight.
    const START: i64 = 1_767_571_200;
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(START + second).expect("an instant")
    }

    fn document() -> Document {
        let mut document = Document::new();
        document.department("company", Department::new().head("director"));
        document.contact("director", Contact::person("Managing director"));
        document.attribute("account", Attribute::open());
        document.hours("office", Hours::in_zone("UTC").open("mon-fri 9:00-17:00"));
        document.hours("friday", Hours::in_zone("UTC").open("fri 12:00-14:00"));
        document.route(Route::fallback("company"));
        for topic in ["few", "many"] {
            let route = || Route::new(topic).owner("company");
            let one = || route().when(When::new().is("account", "1"));
            document.route(route().during("office"));
            document.route(route().from(&at(3 * DAY + 10 * HOUR).to_string()));
            document.route(one().during("friday"));
            document.route(one().until(&at(8 * DAY).to_string()));
        }
        for number in 2..40 {
            let route = Route::new("many").owner("company").during("friday");
            let account = When::new().is("account", &std::format!("{number}"));
            document.route(route.when(account));
        }
        document
    }

    /// Asks at every hour of two weeks, and just before it: up to when the same route wins is what those that follow say.
    fn check(router: &Router, topic: &str, account: &str) {
        let inquiry = Inquiry::new(topic).with("account", account);
        let values = router.prepare(&inquiry).expect("an inquiry");
        let asked =
            |instant: Timestamp| -> Resolution<'_, '_> { values.clone().at(instant).resolve() };
        assert_eq!(values.resolve().route_validity(), Validity::Forever);
        let hours = -3..14 * 24;
        let just_before = jiff::SignedDuration::from_nanos(1);
        let instants = hours.flat_map(|hour| [at(hour * HOUR) - just_before, at(hour * HOUR)]);
        let instants: Vec<Timestamp> = instants.collect();
        let winners: Vec<&str> = instants.iter().map(|own| asked(*own).route()).collect();
        for (place, instant) in instants.iter().enumerate() {
            let mut later = instants.iter().zip(&winners).skip(place);
            let change = later.find(|(_, winner)| **winner != winners[place]);
            let change = change.map(|(instant, _)| *instant);
            let until = asked(*instant).route_validity().instant();
            // Later than is asked it may change, too.
            let until = until.filter(|until| until <= &instants[instants.len() - 1]);
            assert_eq!(until, change, "{topic} of {account} at {instant}");
        }
    }

    #[test]
    fn a_route_is_valid_until_another_one_wins() {
        let router = document().build().expect("an organization").compile();
        check_all(&router);
        assert!(router.flat.tables.deciding.0.is_some());
    }

    fn check_all(router: &Router) {
        for topic in ["few", "many", "few/below", "other"] {
            for account in ["1", "2", "0"] {
                check(router, topic, account);
            }
        }
    }

    #[test]
    fn it_is_asked_at_once_where_an_answer_does_not_keep_all_attributes() {
        let mut document = document();
        for number in 0..20 {
            let name = std::format!("attribute-{number}");
            document.attribute(&name, Attribute::closed(["a", "b"]));
        }
        let router = document.build().expect("an organization").compile();
        check_all(&router);
        assert!(router.flat.tables.deciding.0.is_none());
    }
}
