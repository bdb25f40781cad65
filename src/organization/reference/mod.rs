//! The reference: the rules of section 3 one after the other, plainly. What the router answers must equal this.
//!
//! `route` says which route wins, `people` who is meant by what a route names, `first_contact` who answers first,
//! `chain` who is asked after whom, `reach` who can be reached then, and `calendars` what holds at an instant.

mod calendars;
mod chain;
mod first_contact;
mod people;
mod reach;
mod route;

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::Timestamp;

use self::calendars::{Calendars, Moment};
use super::model::Route;
use super::{Inner, Organization, Prepared};
use crate::calendar::Validity;
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId};
use crate::inquiry::{Inquiry, InquiryError};
use crate::level::LevelKind;
use crate::resolution::{Answer, AnswerLevel, Basis, HORIZON};
use crate::topic::{depth, prefix};

impl Organization {
    /// Answers an inquiry by the rules as they are written, without any index. The router gives the same answers fast.
    ///
    /// # Errors
    ///
    /// A topic that is no path, an attribute or value outside the vocabulary (A4), excluded contacts that are unknown or
    /// too many, or after whom nobody is left (X1).
    ///
    /// # Complexity
    ///
    /// Linear in the routes, and quadratic in those that match.
    pub fn resolve(&self, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
        let asked = self.inner.prepare(inquiry)?;
        let (mut answer, changes) = answer(&self.inner, &asked);
        answer.validity = validity(&self.inner, asked, &answer, changes);
        Ok(answer)
    }
}

impl Inner {
    /// Who is reached at an instant by one who asks for a contact.
    pub(crate) fn reached_by(&self, contact: ContactId, instant: Timestamp) -> Vec<ContactId> {
        self.reached(instant, |reference| reference.seat(contact))
    }

    /// Who is reached at an instant by one who asks for a department.
    pub(crate) fn reached_in(
        &self,
        department: DepartmentId,
        instant: Timestamp,
    ) -> Vec<ContactId> {
        self.reached(instant, |reference| {
            let nobody = &reference.nobody;
            let first = reference.first_contact_of(department, Moment::START, nobody);
            first.place.seat
        })
    }

    fn reached(
        &self,
        instant: Timestamp,
        seat: impl FnOnce(&Reference<'_>) -> people::Seat,
    ) -> Vec<ContactId> {
        let asked = Prepared {
            topic: "".into(),
            classes: self.vocabulary.missing().collect(),
            excluded: Excluded::none(),
            at: Some(instant),
        };
        let reference = Reference {
            inner: self,
            asked: &asked,
            calendars: Calendars::new(self, asked.at),
            route: &self.routes[self.fallback],
            nobody: Excluded::none(),
        };
        let reached = reference.reached(seat(&reference), instant, &reference.nobody);
        reached.seats.into_iter().map(|seat| seat.person).collect()
    }
}

/// The answer, without its validity, and the first instant of an inquiry at which it may be another.
fn answer(inner: &Inner, asked: &Prepared) -> (Answer, Option<Timestamp>) {
    let calendars = Calendars::new(inner, asked.at);
    let reference = Reference {
        route: route::winner(inner, asked, &calendars),
        inner,
        asked,
        calendars,
        nobody: Excluded::none(),
    };
    let answer = reference.answer();
    (answer, reference.calendars.changes())
}

/// H6: the first instant at which the same inquiry has another answer.
fn validity(
    inner: &Inner,
    mut asked: Prepared,
    answer_now: &Answer,
    mut changes: Option<Timestamp>,
) -> Validity {
    let Some(start) = asked.at.filter(|_| !inner.is_timeless()) else {
        return Validity::Forever;
    };
    let horizon = start.checked_add(HORIZON).unwrap_or(Timestamp::MAX);
    let now = answer_now.clone().without_instants();
    while let Some(change) = changes.filter(|change| *change < horizon) {
        asked.at = Some(change);
        let (then, next) = answer(inner, &asked);
        if then.without_instants() != now {
            return Validity::Until(change);
        }
        changes = next;
    }
    Validity::AtLeast(horizon)
}

/// The rules behind W, for one inquiry and the route that won it.
struct Reference<'a> {
    inner: &'a Inner,
    asked: &'a Prepared,
    calendars: Calendars<'a>,
    route: &'a Route,
    /// What is worked out as if nobody were excluded is worked out without these.
    nobody: Excluded,
}

impl Reference<'_> {
    fn answer(&self) -> Answer {
        let (topic, route) = (&*self.asked.topic, self.route);
        let excluded = &self.asked.excluded;
        let topic_depth = depth(topic);
        let declared = (0..=topic_depth)
            .rev()
            .find(|depth| self.inner.topics.contains_key(prefix(topic, *depth)));
        let matched = route.pattern.depth().max(declared.unwrap_or_default());
        let owner = self.owner(excluded);
        let (chain, is_unstaffed) = self.chain();
        let first = self.first_contact(Moment::START, excluded);
        // It may be that nobody can be reached there: then another level is the first.
        let is_first = |level: &AnswerLevel| level.kind == LevelKind::FirstContact;
        let is_asked = chain.first().is_some_and(is_first);
        let owner_from = Some(owner.from).filter(|from| *from != owner.department);
        Answer {
            topic: topic.into(),
            matched_topic: prefix(topic, matched).into(),
            unrecognized_segments: topic_depth - matched,
            basis: Basis::of(route.pattern.depth(), topic_depth, route.is_fallback()),
            route: (*route.key).into(),
            nature: self.nature(),
            confidential: route.confidential.is_some(),
            owner: self.contact(owner.seat.person),
            owner_position: owner.seat.position.map(|id| self.contact(id)),
            department: self.department(owner.department),
            owner_from: owner_from.map(|id| self.department(id)),
            first_contact: chain.first().map_or_else(
                || self.contact(owner.seat.person),
                |level| level.contact.clone(),
            ),
            relaxed: if is_asked {
                self.relaxed(&first)
            } else {
                Vec::new()
            },
            chain,
            consulted: self.consulted(),
            informed: self.informed(),
            at: self.asked.at,
            unstaffed: is_unstaffed,
            validity: Validity::Forever,
            fingerprint: self.inner.fingerprint,
        }
    }

    fn contact(&self, id: ContactId) -> Box<str> {
        (*self.inner.contacts[id].key).into()
    }

    fn department(&self, id: DepartmentId) -> Box<str> {
        (*self.inner.departments[id].key).into()
    }
}
