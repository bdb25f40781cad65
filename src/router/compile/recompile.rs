//! Compiling after a change: what does not depend on it is shared with the router before.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::answers::{Answers, TopicRows};
use super::rewrite::rewritten;
use super::tests::Tests;
use super::{Compiler, Parts, Routing};
use crate::id::{AnswerId, Id, RouteId, Table};
use crate::organization::model::Route;
use crate::organization::{Inner, Organization};
use crate::resolution::Winner;
use crate::router::Router;
use crate::router::perfect::Seeds;

impl Organization {
    /// Compiles the organization as [`compile`](Self::compile) does, sharing with the router of an organization before
    /// all that [`apply`](Self::apply) left alone. The two routers are the same: they give the same answers, and have the
    /// same fingerprint and the same bytes.
    ///
    /// Who was [reported to be away](Router::with_availability) from the router before is not from this one: it is the host's to
    /// report, and may name contacts that are no more.
    ///
    /// Ids that the router before interned stay valid where topics, values and the numbers of answers are laid out alike:
    /// always where contacts, departments or assignments changed alone.
    ///
    /// # Complexity
    ///
    /// Linear in contacts, departments, assignments and what routes answer, each answer once: not in topics and routes.
    /// Where routes changed but for their topics and conditions, each route is looked at once, and the topic index is
    /// copied. All is compiled anew where a topic, a pattern, a condition or a value came, went or changed, and where the
    /// router before is [`detached`](Router::detached) or was read from bytes.
    ///
    /// # Example: somebody else is on the desk
    ///
    /// ```
    /// use switchboard::{Contact, Department, Document, Edit, Inquiry, Route};
    ///
    /// let mut document = Document::new();
    /// document.department("company", Department::new().head("director"));
    /// document.contact("director", Contact::person("Managing director"));
    /// document.contact("deputy", Contact::person("Deputy director"));
    /// document.route(Route::fallback("company"));
    /// let organization = document.build()?;
    /// let router = organization.compile();
    ///
    /// let edit = Edit::set("departments", "company", "head", "deputy");
    /// let after = organization.apply(&[edit])?;
    /// let router = after.recompile(&router);
    /// let inquiry = Inquiry::new("anything");
    /// assert_eq!(router.prepare(&inquiry)?.resolve().owner().key(), "deputy");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn recompile(&self, before: &Router) -> Router {
        match parts(before, &self.inner) {
            Some((parts, tests)) => {
                let mut compiler = Compiler::new(&self.inner);
                compiler.tests = tests;
                compiler.with(parts).router(self)
            }
            None => self.compile(),
        }
    }
}

/// What of a router stays after a change, with the tests of its conditions. `None` where topics, patterns or conditions
/// are others.
fn parts(before: &Router, new: &Inner) -> Option<(Parts, Tests)> {
    let (flat, routing) = (&before.flat, before.routing.as_ref()?);
    let old = &before.organization.as_ref()?.inner;
    let keeps_topics = Arc::ptr_eq(&old.vocabulary, &new.vocabulary)
        && Arc::ptr_eq(&old.automaton, &new.automaton)
        && Arc::ptr_eq(&old.groups, &new.groups)
        && Arc::ptr_eq(&old.aliases, &new.aliases)
        && Arc::ptr_eq(&old.notices, &new.notices)
        && Arc::ptr_eq(&old.requirements, &new.requirements)
        && Arc::ptr_eq(&old.traits, &new.traits);
    if !keeps_topics || old.fallback != new.fallback {
        return None;
    }
    let tests = Tests::up_to(routing.tests, &flat.tables);
    let same = Parts {
        topics: Arc::clone(&flat.topics),
        topics_stamp: flat.topics_stamp,
        conditions: Arc::clone(&flat.conditions),
        values: Arc::clone(&flat.values),
        routes: Arc::clone(&flat.tables.routes),
        times: Arc::clone(&flat.tables.times),
        topic_rows: TopicRows::of(&flat.tables),
        fallback: flat.fallback,
        routing: Arc::clone(routing),
    };
    if Arc::ptr_eq(&old.routes, &new.routes) {
        return Some((same, tests));
    }
    if old.routes.len() != new.routes.len() {
        return None;
    }
    let mut changed = Vec::new();
    for ((id, new), old) in new.routes.enumerate().zip(old.routes.iter()) {
        if !Arc::ptr_eq(old, new) {
            changed.push(id);
            if !is_asked_alike(old, new) {
                return None;
            }
        }
    }
    let answers = answers(old, new, routing, &changed);
    Some((with_answers(same, new, answers)?, tests))
}

/// Whether a route holds where the other does, under the same key.
fn is_asked_alike(old: &Route, new: &Route) -> bool {
    let (boxes, others) = (&old.condition.boxes, &new.condition.boxes);
    old.key == new.key
        && old.pattern == new.pattern
        && old.exact == new.exact
        && old.precedence == new.precedence
        && old.times == new.times
        && (Arc::ptr_eq(boxes, others) || boxes == others)
}

/// What each route answers now that some of them changed, numbered in the order of the first routes that have it.
fn answers(
    old: &Inner,
    new: &Inner,
    before: &Routing,
    changed: &[RouteId],
) -> Table<RouteId, AnswerId> {
    let seeds = Seeds::new(new.fingerprint.stamp());
    let mut known = Answers::new(&seeds);
    for route in before.first.iter() {
        known.of(&old.routes[*route]);
    }
    let mut answers = before.answers.clone();
    for route in changed {
        let answer = known.of(&new.routes[*route]);
        answers.update(*route, |own| *own = answer);
    }
    let mut numbers: Vec<Option<AnswerId>> = alloc::vec![None; known.len()];
    let mut next = 0;
    let mut number = |answer: &AnswerId| {
        let number = numbers.get_mut(answer.index())?;
        Some(*number.get_or_insert_with(|| {
            next += 1;
            AnswerId::from_index(next - 1)
        }))
    };
    answers
        .iter()
        .map(|own| number(own).unwrap_or(*own))
        .collect()
}

/// The same parts with what routes answer now. `None` where it cannot be told where all of it stands.
fn with_answers(parts: Parts, inner: &Inner, answers: Table<RouteId, AnswerId>) -> Option<Parts> {
    let winner = |route: RouteId| Winner::new(answers[route], route);
    let states = inner.automaton.states().len();
    let topics = rewritten(&parts.topics, states, winner)?;
    let conditions = if parts.conditions.rules.is_empty() {
        parts.conditions
    } else {
        let mut conditions = (*parts.conditions).clone();
        let rules = conditions.rules.iter();
        conditions.rules = rules.map(|old| winner(old.route())).collect();
        Arc::new(conditions)
    };
    let fallback = winner(inner.fallback);
    Some(Parts {
        topics_stamp: topics.stamp(),
        topics: Arc::new(topics),
        conditions,
        fallback,
        routing: Arc::new(Routing::new(answers, parts.routing.tests)),
        ..parts
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contact, Department, Document, Edit, Route};

    fn organization() -> Organization {
        let mut document = Document::new();
        document.department("company", Department::new().head("director"));
        document.department("billing", Department::new().parent("company").head("clerk"));
        document.contact("director", Contact::person("Managing director"));
        document.contact("clerk", Contact::person("Clerk"));
        document.route(Route::fallback("company"));
        document.route(Route::new("refunds").owner("billing"));
        document.route(Route::new("refunds/late").owner("company"));
        document.build().expect("an organization")
    }

    /// The routers before and after an edit.
    fn both(edit: Edit) -> (Router, Router) {
        let organization = organization();
        let router = organization.compile();
        let applied = organization.apply(&[edit]).expect("an edit that fits");
        let after = applied.recompile(&router);
        (router, after)
    }

    #[test]
    fn what_people_change_leaves_topics_alone() {
        for edit in [
            Edit::set("contacts", "clerk", "name", "Head clerk"),
            Edit::set("departments", "billing", "head", "director"),
        ] {
            let (router, after) = both(edit);
            assert_ne!(router.fingerprint(), after.fingerprint());
            assert!(Arc::ptr_eq(&router.flat.topics, &after.flat.topics));
            assert!(Arc::ptr_eq(
                &router.flat.tables.routes,
                &after.flat.tables.routes
            ));
            let id = router.topic("refunds/late").expect("a topic");
            assert!(after.query_by_id(id, "refunds/late").is_ok());
        }
    }

    #[test]
    fn another_owner_leaves_the_places_of_topics_alone() {
        let (router, after) = both(Edit::set("routes", "refunds/late", "owner", "billing"));
        assert!(!Arc::ptr_eq(&router.flat.topics, &after.flat.topics));
        assert!(Arc::ptr_eq(&router.flat.values, &after.flat.values));
        let answer = after.query("refunds/late").expect("a topic").resolve();
        assert_eq!(answer.owner().key(), "clerk");
    }

    #[test]
    fn another_pattern_is_compiled_anew() {
        let route = Route::new("refunds/early").owner("billing");
        let (router, after) = both(Edit::append("routes", route));
        assert!(!Arc::ptr_eq(&router.flat.values, &after.flat.values));
    }
}
