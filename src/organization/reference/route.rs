//! Which route wins (W1 to W4), and what the inquiry's topic says of it.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::Reference;
use super::calendars::{Calendars, Moment};
use crate::attribute::{Bounds, Precision, ValueSet};
use crate::id::{Id, RequirementId};
use crate::organization::model::{Route, Topic};
use crate::organization::{Inner, Prepared};
use crate::topic::{Nature, depth, prefix};

/// W1, W2: of the candidates, the one that no other beats. There is one: the build has checked it (W3), and the
/// fallback covers everything (W4).
pub(super) fn winner<'a>(
    inner: &'a Inner,
    asked: &Prepared,
    calendars: &Calendars<'_>,
) -> &'a Route {
    let covers = |route: &&Route| route.pattern.covers(&asked.topic, route.exact);
    let at_any_time: Vec<(&Route, Bounds)> = inner
        .routes
        .iter()
        .map(|route| &**route)
        .filter(covers)
        .flat_map(|route| {
            let holding = holding(inner, asked, &route.condition.boxes);
            holding.map(move |own| (route, own))
        })
        .collect();
    let holds = |route: &Route| calendars.hold(route.times, Moment::START);
    let candidates = at_any_time.iter().filter(|(route, _)| holds(route));
    let candidates: Vec<&(&Route, Bounds)> = candidates.collect();
    let is_best = |one: &&&(&Route, Bounds)| !candidates.iter().any(|other| beats(other, one));
    candidates
        .iter()
        .find(is_best)
        .map_or(&inner.routes[inner.fallback], |(route, _)| route)
}

/// W2, of two candidates.
fn beats((one, of_one): &(&Route, Bounds), (other, of_other): &(&Route, Bounds)) -> bool {
    let order = one
        .precedence
        .cmp(&other.precedence)
        .then_with(|| one.pattern.specificity(&other.pattern))
        .then_with(|| one.exact.cmp(&other.exact));
    let narrower = || match of_one.precision(of_other) {
        Precision::Narrower => true,
        Precision::Same => one.times.is_narrower(other.times),
        Precision::Wider | Precision::Unordered => false,
    };
    order.is_gt() || order.is_eq() && narrower()
}

/// The boxes that hold the inquiry, as it reads them: where one stands for a box for each value of an attribute
/// (assignments), the box of the inquiry's value.
pub(super) fn holding<'b>(
    inner: &'b Inner,
    asked: &'b Prepared,
    boxes: &'b [Bounds],
) -> impl Iterator<Item = Bounds> {
    let holds = |own: &&Bounds| own.contains(&asked.classes);
    boxes.iter().filter(holds).map(|own| {
        let sets = own.sets().iter().map(|(attribute, set)| {
            let value = asked.classes.get(attribute.index());
            let value = value.filter(|_| own.each().contains(attribute));
            let universe = inner.vocabulary.attributes()[*attribute].universe();
            let own = value.map(|class| ValueSet::new([*class], universe));
            (*attribute, own.unwrap_or_else(|| set.clone()))
        });
        Bounds::new(sets)
    })
}

impl<'a> Reference<'a> {
    /// The declared topics at or above the inquiry's, the deepest first.
    fn topics(&self) -> impl Iterator<Item = &'a Topic> {
        let (inner, topic) = (self.inner, &self.asked.topic);
        let depths = (0..=depth(topic)).rev();
        depths.filter_map(move |depth| inner.topics.get(prefix(topic, depth)))
    }

    /// O3: the nature of the nearest topic that has one.
    pub(super) fn nature(&self) -> Option<Nature> {
        self.topics().find_map(|topic| topic.nature)
    }

    /// O4: the skills that the nearest topic with any requires, if one does.
    pub(super) fn required_skills(&self) -> Option<RequirementId> {
        let mut skills = self.topics().map(|topic| &topic.skills);
        let required: &BTreeSet<_> = skills.find(|skills| !skills.is_empty())?;
        let mut sets = self.inner.requirements.enumerate();
        sets.find(|(_, set)| *set == required).map(|(id, _)| id)
    }
}
