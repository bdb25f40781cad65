//! Explaining: every candidate and why it lost, and how owner, first contact, parties and each level came about.
//!
//! By its own code, neither the reference's nor the search's: so an explanation that agrees with both is a third opinion.

mod candidates;
mod chain;
mod desks;
mod guarded;
mod owner;
mod parties;
mod people;
mod run;
mod shown;
mod told;

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

pub use told::{Candidate, ChainTrace, Explanation, Outcome, PartyTrace};

use crate::attribute::Bounds;
use crate::calendar::Validity;
use crate::excluded::Excluded;
use crate::id::{AttributeId, ClassId, ContactId, DepartmentId, Id};
use crate::inquiry::{Inquiry, InquiryError};
use crate::organization::model::{Route, Topic};
use crate::organization::{Inner, Organization};
use crate::resolution::{Answer, Basis};
use crate::topic::{Pattern, WILDCARD, prefix, segments};

use guarded::{GuardedAnswer, GuardedKey};
use parties::Sort;

impl Organization {
    /// Every candidate for an inquiry and why it lost, and how the answer came about.
    ///
    /// # Errors
    ///
    /// As [`resolve`](Self::resolve).
    ///
    /// # Complexity
    ///
    /// Linear in the routes, as [`resolve`](Self::resolve): it is for people, not for every inquiry.
    pub fn explain(&self, inquiry: &Inquiry) -> Result<Explanation, InquiryError> {
        let prepared = self.inner.prepare(inquiry)?;
        let mut explainer = Explainer {
            inner: &self.inner,
            topic: &prepared.topic,
            path: segments(&prepared.topic).collect(),
            classes: &prepared.classes,
            excluded: &prepared.excluded,
            is_confidential: false,
        };
        let (matching, failing) = explainer.covering();
        let winner = explainer.best(&matching);
        explainer.is_confidential = winner.confidential.is_some();
        let candidates = explainer.candidates(winner, &matching, &failing);
        Ok(explainer.explain(winner, candidates))
    }
}

struct Explainer<'a> {
    inner: &'a Inner,
    /// The canonical topic.
    topic: &'a str,
    /// Its segments.
    path: Vec<&'a str>,
    classes: &'a [ClassId],
    /// Whom the inquiry excludes.
    excluded: &'a Excluded,
    /// Whether the route that won is confidential, so that reasons name nobody (X2).
    is_confidential: bool,
}

/// A candidate with those of its boxes that hold the inquiry.
struct Entrant<'a> {
    route: &'a Route,
    boxes: Vec<&'a Bounds>,
}

impl<'a> Explainer<'a> {
    fn explain(&self, winner: &'a Route, candidates: Box<[Candidate]>) -> Explanation {
        let nominal = self.people(winner, &Excluded::none());
        let actual = self.people(winner, self.excluded);
        let (levels, chain) = self.chain(winner, &nominal, &actual);
        let (owner, first) = (actual.owner, actual.first);
        let (department, from) = (owner.department, owner.standing.department);
        let consulted = self.parties(winner, department, Sort::Consulted);
        let informed = self.parties(winner, department, Sort::Informed);
        let nature = self.declared(|topic| topic.nature);
        let (route_depth, topic_depth) = (winner.pattern.depth(), self.path.len());
        let matched_depth = route_depth.max(self.inner.automaton.groups(self.topic).1);
        let seat = owner.standing.seat;
        let keys =
            |parties: &[PartyTrace]| parties.iter().map(|own| own.contact().into()).collect();
        let answer = Answer {
            topic: self.topic.into(),
            matched_topic: prefix(self.topic, matched_depth).into(),
            unrecognized_segments: topic_depth - matched_depth,
            basis: Basis::of(route_depth, topic_depth, winner.is_fallback()),
            route: (*winner.key).into(),
            nature: nature.map(|(_, nature)| nature),
            confidential: self.is_confidential,
            owner: self.contact_key(seat.contact),
            owner_position: seat.position.map(|id| self.contact_key(id)),
            department: self.department_key(department),
            owner_from: (from != department).then(|| self.department_key(from)),
            first_contact: self.contact_key(first.standing.seat.contact),
            relaxed: first.relaxed,
            chain: levels,
            consulted: keys(&consulted),
            informed: keys(&informed),
            at: None,
            unstaffed: false,
            validity: Validity::Forever,
            fingerprint: self.inner.fingerprint,
        };
        Explanation {
            answer: GuardedAnswer(answer),
            nature_from: nature.map(|(topic, _)| topic.into()),
            owner_reason: owner.standing.reason,
            first_contact_reason: first.standing.reason,
            consulted,
            informed,
            chain,
            candidates,
        }
    }

    /// The routes whose pattern covers the topic: those whose condition holds, then the others.
    fn covering(&self) -> (Vec<Entrant<'a>>, Vec<Entrant<'a>>) {
        let inner = self.inner;
        let routes = inner.routes.iter();
        let covering = routes.filter(|route| self.covers(&route.pattern, route.exact));
        covering
            .map(|route| self.entrant(route))
            .partition(|entrant| !entrant.boxes.is_empty())
    }

    /// T2.
    fn covers(&self, pattern: &Pattern, is_exact: bool) -> bool {
        let pattern: Vec<&str> = pattern.segments().collect();
        let is_deep_enough = if is_exact {
            self.path.len() == pattern.len()
        } else {
            self.path.len() >= pattern.len()
        };
        is_deep_enough
            && pattern
                .iter()
                .zip(&self.path)
                .all(|(own, segment)| *own == WILDCARD || own == segment)
    }

    fn entrant(&self, route: &'a Route) -> Entrant<'a> {
        let holds = |own: &&'a Bounds| {
            own.sets()
                .iter()
                .all(|(attribute, set)| set.contains(self.class(*attribute)))
        };
        Entrant {
            route,
            boxes: route.condition.boxes.iter().filter(holds).collect(),
        }
    }

    /// What the nearest declared topic says that says it, at or above the inquiry's.
    fn declared<T>(&self, says: impl Fn(&'a Topic) -> Option<T>) -> Option<(&'a str, T)> {
        let topics = &self.inner.topics;
        let mut up = (0..=self.path.len()).rev();
        up.find_map(|depth| {
            let path = prefix(self.topic, depth);
            Some((path, says(topics.get(path)?)?))
        })
    }

    /// The skills that the topic asks of a desk.
    fn required_skills(&self) -> Option<&'a BTreeSet<Box<str>>> {
        let skills = self.declared(|topic| Some(&topic.skills).filter(|skills| !skills.is_empty()));
        skills.map(|(_, skills)| skills)
    }

    fn class(&self, attribute: AttributeId) -> ClassId {
        self.classes
            .get(attribute.index())
            .copied()
            .unwrap_or(ClassId::ABSENT)
    }

    fn contact_key(&self, id: ContactId) -> Box<str> {
        (*self.inner.contacts[id].key).into()
    }

    fn department_key(&self, id: DepartmentId) -> Box<str> {
        (*self.inner.departments[id].key).into()
    }

    fn guarded(&self, id: ContactId) -> GuardedKey {
        GuardedKey::new(&self.inner.contacts[id].key, self.is_confidential)
    }
}
