//! Explaining: every candidate and why it lost, and how owner, first contact, parties and each level came about.
//!
//! By its own code, neither the reference's nor the search's: so an explanation that agrees with both is a third opinion.

mod candidates;
mod chain;
mod desks;
mod guarded;
mod levels;
mod owner;
mod parties;
mod people;
mod reach;
mod run;
mod shown;
mod times;
mod told;
mod validity;

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use jiff::Timestamp;

pub use told::{Candidate, ChainTrace, Explanation, Outcome, PartyTrace};

use crate::attribute::Bounds;
use crate::calendar::Validity;
use crate::excluded::Excluded;
use crate::id::{AttributeId, ClassId, ContactId, DepartmentId, Id};
use crate::inquiry::{Inquiry, InquiryError};
use crate::level::LevelKind;
use crate::organization::model::{Route, Topic};
use crate::organization::{Inner, Organization, Prepared};
use crate::resolution::{Answer, AnswerLevel, Basis};
use crate::tables::Reported;
use crate::topic::{Pattern, WILDCARD, prefix, segments};

use desks::FirstContact;
use guarded::{GuardedAnswer, GuardedKey};
use parties::Sort;
use times::Due;

impl Organization {
    /// Every candidate for an inquiry and why it lost, and how the answer came about.
    ///
    /// # Errors
    ///
    /// As [`resolve`](Self::resolve).
    ///
    /// # Complexity
    ///
    /// Linear in the routes, as [`resolve`](Self::resolve): it is for people, not for every inquiry. Where something
    /// depends on the inquiry's instant, so often for each instant at which it may change, up to where it does (H6).
    pub fn explain(&self, inquiry: &Inquiry) -> Result<Explanation, InquiryError> {
        self.explained(inquiry, &Reported::default())
    }

    /// The same where these are away, too.
    pub(super) fn explained(
        &self,
        inquiry: &Inquiry,
        reported: &Reported,
    ) -> Result<Explanation, InquiryError> {
        let prepared = self.inner.prepare(inquiry)?;
        let mut explainer = Explainer::new(&self.inner, &prepared, reported, prepared.at);
        let field = explainer.field();
        let winner = explainer.winner(&field);
        let mut explanation = explainer.explain(winner);
        explanation.candidates = explainer.candidates(winner, &field);
        let (validity, change) = explainer.validity(&prepared, explanation.answer());
        explanation.answer.0.validity = validity;
        explanation.change = change;
        Ok(explanation)
    }
}

struct Explainer<'a> {
    inner: &'a Inner,
    /// Who is away beside what the organization says.
    reported: &'a Reported,
    /// The canonical topic.
    topic: &'a str,
    /// Its segments.
    path: Vec<&'a str>,
    classes: &'a [ClassId],
    /// Whom the inquiry excludes.
    excluded: &'a Excluded,
    /// When it is asked.
    at: Option<Timestamp>,
    /// The first instant after that for which something that was read may be another (H6).
    next: Cell<Option<Timestamp>>,
    /// Whether the route that won is confidential, so that reasons name nobody (X2).
    is_confidential: bool,
}

/// The routes whose pattern covers the topic.
struct Field<'a> {
    /// Those that count.
    matching: Vec<Entrant<'a>>,
    /// Those whose condition holds, but not their window or hours, and why.
    dormant: Vec<(&'a Route, String)>,
    /// Those whose condition does not hold.
    failing: Vec<&'a Route>,
}

/// A candidate with those of its boxes that hold the inquiry.
struct Entrant<'a> {
    route: &'a Route,
    boxes: Vec<&'a Bounds>,
}

impl<'a> Explainer<'a> {
    fn new(
        inner: &'a Inner,
        prepared: &'a Prepared,
        reported: &'a Reported,
        at: Option<Timestamp>,
    ) -> Self {
        Self {
            inner,
            reported,
            topic: &prepared.topic,
            path: segments(&prepared.topic).collect(),
            classes: &prepared.classes,
            excluded: &prepared.excluded,
            at,
            next: Cell::new(None),
            is_confidential: false,
        }
    }

    /// The route that wins.
    fn winner(&mut self, field: &Field<'a>) -> &'a Route {
        let winner = self.best(&field.matching);
        self.is_confidential = winner.confidential.is_some();
        winner
    }

    /// All but the candidates and how long the answer is valid.
    fn explain(&self, winner: &'a Route) -> Explanation {
        let nominal = self.people(winner, &Excluded::none());
        let actual = self.people(winner, self.excluded);
        let (levels, chain) = self.chain(winner, &nominal, &actual);
        let owner = actual.owner;
        let first = self.first_contact(winner, &owner, Due::AT_ONCE, self.excluded);
        let (department, from) = (owner.department, owner.standing.department);
        let consulted = self.parties(winner, department, Sort::Consulted);
        let informed = self.parties(winner, department, Sort::Informed);
        let nature = self.declared(|topic| topic.nature);
        let (route_depth, topic_depth) = (winner.pattern.depth(), self.path.len());
        let matched_depth = route_depth.max(self.inner.automaton.groups(self.topic).1);
        let seat = owner.standing.seat;
        let keys =
            |parties: &[PartyTrace]| parties.iter().map(|own| own.contact().into()).collect();
        let (first_reason, relaxed) = self.first_reason(first, levels.first(), &chain);
        let first_key = levels.first().map(|level| level.contact.clone());
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
            first_contact: first_key.unwrap_or_else(|| self.contact_key(seat.contact)),
            relaxed,
            unstaffed: levels.iter().all(|level| level.unreachable),
            chain: levels,
            consulted: keys(&consulted),
            informed: keys(&informed),
            at: self.at,
            validity: Validity::Forever,
            fingerprint: self.inner.fingerprint,
        };
        Explanation {
            answer: GuardedAnswer(answer),
            nature_from: nature.map(|(topic, _)| topic.into()),
            owner_reason: owner.standing.reason,
            first_contact_reason: first_reason,
            consulted,
            informed,
            chain,
            candidates: Box::default(),
            change: None,
        }
    }

    /// Why the first level stands first, and what its desk does not serve. Where nobody can be reached at the first
    /// contact, another level is the first (C4).
    fn first_reason(
        &self,
        first: FirstContact,
        level: Option<&AnswerLevel>,
        chain: &[ChainTrace],
    ) -> (String, Vec<Box<str>>) {
        let reason = first.standing.reason;
        let trace = chain.iter().find(|trace| trace.level.is_some());
        let (Some(level), Some(trace)) = (level, trace) else {
            return (reason, first.relaxed);
        };
        if level.kind != LevelKind::FirstContact {
            let reason = format!("{}, as nobody can be reached before (C4)", trace.reason);
            return (reason, Vec::new());
        }
        let named = &self.inner.contacts[first.standing.seat.contact];
        let how = match (&level.stands_for, named.schedule) {
            (None, _) => String::new(),
            (Some(_), _) if self.is_confidential => ", in place of another (H5)".into(),
            (Some(_), Some(_)) => format!(", on duty by `{}` (H3)", named.key),
            (Some(_), None) => format!(", in place of `{}`, who is away (H5)", named.key),
        };
        (reason + &how, first.relaxed)
    }

    /// The routes whose pattern covers the topic.
    fn field(&self) -> Field<'a> {
        let inner = self.inner;
        let mut field = Field {
            matching: Vec::new(),
            dormant: Vec::new(),
            failing: Vec::new(),
        };
        for route in inner.routes.iter() {
            if !self.covers(&route.pattern, route.exact) {
                continue;
            }
            let entrant = self.entrant(route);
            if entrant.boxes.is_empty() {
                field.failing.push(route);
            } else if let Some(reason) = self.closed(route.times, Due::AT_ONCE) {
                field.dormant.push((route, reason));
            } else {
                field.matching.push(entrant);
            }
        }
        field
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
