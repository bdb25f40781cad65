//! Explaining: every candidate and why it lost, and how owner, first contact and each level came about.
//!
//! By its own code, neither the reference's nor the search's: so an explanation that agrees with both is a third opinion.

mod candidates;
mod chain;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use jiff::SignedDuration;

use crate::attribute::Bounds;
use crate::id::{AttributeId, ClassId, ContactId, DepartmentId, Id};
use crate::inquiry::{Inquiry, InquiryError};
use crate::level::LevelKind;
use crate::organization::model::Route;
use crate::organization::{Inner, Organization};
use crate::resolution::{Answer, Basis};
use crate::text::visible;
use crate::topic::{ROOT, WILDCARD, segments};

/// Why an inquiry is answered as it is: the answer, with every candidate and every level that was thought of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Explanation {
    answer: Answer,
    /// Why this owner.
    owner_reason: String,
    /// Why this first contact.
    first_contact_reason: String,
    chain: Vec<ChainTrace>,
    candidates: Vec<Candidate>,
}

/// A route whose pattern covers the topic.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Candidate {
    route: Box<str>,
    #[cfg_attr(feature = "serde", serde(flatten))]
    outcome: Outcome,
}

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case")
)]
pub enum Outcome {
    /// It is the best.
    Won,
    /// Another is better.
    Lost {
        /// The route that won.
        to: Box<str>,
        /// The first step of W2 on which they differ, such as `W2.2`.
        rule: Box<str>,
        /// What that step says of the two.
        reason: String,
    },
    /// Its condition does not hold.
    Failed {
        /// The first attribute, in order of importance, whose constraint fails.
        attribute: Box<str>,
        /// The constraint.
        constraint: String,
        /// What the inquiry says instead.
        found: String,
    },
}

/// A level that the chain was to have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChainTrace {
    /// The number of the level; none for one that was dropped.
    level: Option<u32>,
    contact: Option<Box<str>>,
    kind: LevelKind,
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::level::duration::serialize")
    )]
    due: SignedDuration,
    /// Why it stands there.
    reason: String,
    /// Why it was dropped, if it was.
    dropped: Option<String>,
}

impl Explanation {
    /// The answer that is explained.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Every route whose pattern covers the topic: the winner, then those that lost, then those whose condition fails.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Every level that was thought of, in order, with those that were dropped.
    pub fn chain(&self) -> &[ChainTrace] {
        &self.chain
    }

    /// Why the owner is accountable, in words.
    pub fn owner_reason(&self) -> &str {
        &self.owner_reason
    }

    /// Why the first contact answers first, in words.
    pub fn first_contact_reason(&self) -> &str {
        &self.first_contact_reason
    }
}

impl Candidate {
    /// The route's key.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// What became of it.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }
}

impl ChainTrace {
    /// The number of the level; none for one that was dropped.
    pub fn level(&self) -> Option<u32> {
        self.level
    }

    /// Who stands there; nobody where a relative target names nobody.
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// What kind of level it is, or was to be.
    pub fn kind(&self) -> LevelKind {
        self.kind
    }

    /// How long after the start it is due, or would have been.
    pub fn due(&self) -> SignedDuration {
        self.due
    }

    /// Why it stands there, in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Why it was dropped, if it was, in words.
    pub fn dropped(&self) -> Option<&str> {
        self.dropped.as_deref()
    }
}

/// For people: the answer, the chain, then the candidates. Characters that do not show are written as escapes.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = &self.answer;
        writeln!(f, "topic          {}", visible(&answer.topic))?;
        if answer.unrecognized_segments > 0 {
            let count = answer.unrecognized_segments;
            let segments = if count == 1 { "segment" } else { "segments" };
            let known = visible(&answer.matched_topic);
            writeln!(
                f,
                "known as       {known} ({count} {segments} further unknown)"
            )?;
        }
        let route = visible(&answer.route);
        writeln!(f, "route          {route}, basis {}", answer.basis)?;
        let because = |f: &mut fmt::Formatter<'_>, title, contact, reason| {
            writeln!(f, "{title:<13}  {}: {}", visible(contact), visible(reason))
        };
        because(f, "owner", &answer.owner, &self.owner_reason)?;
        let first = &answer.first_contact;
        because(f, "first contact", first, &self.first_contact_reason)?;
        for (title, parties) in [
            ("consulted", &answer.consulted),
            ("informed", &answer.informed),
        ] {
            if !parties.is_empty() {
                writeln!(f, "{title:<13}  {}", visible(&parties.join(", ")))?;
            }
        }
        writeln!(f, "\nchain")?;
        for trace in &self.chain {
            writeln!(f, "  {trace}")?;
        }
        write!(f, "\ncandidates")?;
        for candidate in &self.candidates {
            write!(f, "\n  {candidate}")?;
        }
        Ok(())
    }
}

/// One line, for people: its number, when it is due, who stands there and why.
impl fmt::Display for ChainTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self
            .level
            .map_or_else(|| "-".to_string(), |level| level.to_string());
        let due = self.due.to_string();
        let contact = visible(self.contact.as_deref().unwrap_or("nobody"));
        let reason = visible(&self.reason);
        write!(f, "{number:>2}  {due:<9}  {contact}: {reason}")?;
        match &self.dropped {
            Some(dropped) => write!(f, "; dropped, {}", visible(dropped)),
            None => Ok(()),
        }
    }
}

/// One line, for people: whether it won, its key, and why it did not.
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = visible(&self.route);
        match &self.outcome {
            Outcome::Won => write!(f, "won     {route}"),
            Outcome::Lost { rule, reason, .. } => {
                write!(f, "lost    {route}: {rule}, {}", visible(reason))
            }
            Outcome::Failed {
                constraint, found, ..
            } => {
                let (constraint, found) = (visible(constraint), visible(found));
                write!(f, "failed  {route}: asks for `{constraint}`, finds {found}")
            }
        }
    }
}

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
        let path: Vec<&str> = segments(&prepared.topic).collect();
        let explainer = Explainer {
            inner: &self.inner,
            path,
            classes: &prepared.classes,
        };
        Ok(explainer.explain(&prepared.topic))
    }
}

struct Explainer<'a> {
    inner: &'a Inner,
    /// The segments of the canonical topic.
    path: Vec<&'a str>,
    classes: &'a [ClassId],
}

/// A candidate with those of its boxes that hold the inquiry.
struct Entrant<'a> {
    route: &'a Route,
    boxes: Vec<&'a Bounds>,
}

impl<'a> Explainer<'a> {
    fn explain(&self, topic: &str) -> Explanation {
        let covering: Vec<Entrant<'a>> = self
            .inner
            .routes
            .iter()
            .filter(|route| self.covers(route))
            .map(|route| self.entrant(route))
            .collect();
        let (matching, failing): (Vec<_>, Vec<_>) = covering
            .into_iter()
            .partition(|entrant| !entrant.boxes.is_empty());
        let winner = self.best(&matching);
        let owner = self.owner(winner);
        let first = self.first_contact(winner, &owner);
        let (levels, chain) = self.chain(winner, &owner, &first);
        let (route_depth, topic_depth) = (winner.pattern.depth(), self.path.len());
        let declared = self.inner.automaton.groups(topic).1;
        let matched_depth = route_depth.max(declared);
        let matched_topic = if matched_depth == 0 {
            ROOT.to_string()
        } else {
            self.path
                .iter()
                .take(matched_depth)
                .copied()
                .collect::<Vec<_>>()
                .join("/")
        };
        let (owner_contact, department, owner_from) =
            (owner.0.contact, owner.1, owner.0.department);
        let answer = Answer {
            topic: topic.into(),
            matched_topic: matched_topic.into(),
            unrecognized_segments: topic_depth - matched_depth,
            basis: Basis::of(route_depth, topic_depth, winner.is_fallback()),
            route: (*winner.key).into(),
            nature: None,
            confidential: false,
            owner: self.contact_key(owner_contact),
            owner_position: None,
            department: self.department_key(department),
            owner_from: (owner_from != department).then(|| self.department_key(owner_from)),
            first_contact: self.contact_key(first.contact),

            relaxed: Vec::new(),
            chain: levels,
            consulted: self.parties([
                &winner.consulted,
                &self.inner.departments[department].consulted,
            ]),
            informed: self.parties([
                &winner.informed,
                &self.inner.departments[department].informed,
            ]),
            fingerprint: self.inner.fingerprint,
        };
        let candidates = self.candidates(winner, &matching, &failing);
        Explanation {
            answer,
            owner_reason: owner.0.reason,
            first_contact_reason: first.reason,
            chain,
            candidates,
        }
    }

    fn contact_key(&self, id: ContactId) -> Box<str> {
        (*self.inner.contacts[id].key).into()
    }

    fn department_key(&self, id: DepartmentId) -> Box<str> {
        (*self.inner.departments[id].key).into()
    }

    /// T2.
    fn covers(&self, route: &Route) -> bool {
        let pattern: Vec<&str> = route.pattern.segments().collect();
        let is_deep_enough = if route.exact {
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

    fn class(&self, attribute: AttributeId) -> ClassId {
        self.classes
            .get(attribute.index())
            .copied()
            .unwrap_or(ClassId::ABSENT)
    }
}
