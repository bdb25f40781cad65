//! The reference: the rules of section 3 one after the other, plainly. What the router answers must equal this.
//!
//! `route` says which route wins, `people` who is meant by what a route names, `first_contact` who answers first, and
//! `chain` who is asked after whom.

mod chain;
mod first_contact;
mod people;
mod route;

use alloc::boxed::Box;

use super::model::Route;
use super::{Inner, Organization, Prepared};
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId};
use crate::inquiry::{Inquiry, InquiryError};
use crate::resolution::{Answer, Basis};
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
        let route = route::winner(&self.inner, &asked);
        let reference = Reference {
            inner: &self.inner,
            asked: &asked,
            route,
            nobody: Excluded::none(),
        };
        Ok(reference.answer())
    }
}

/// The rules behind W, for one inquiry and the route that won it.
struct Reference<'a> {
    inner: &'a Inner,
    asked: &'a Prepared,
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
        let first = self.first_contact(excluded);
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
            first_contact: self.contact(first.place.seat.person),
            relaxed: self.relaxed(&first),
            chain: self.chain(),
            consulted: self.consulted(),
            informed: self.informed(),
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
