//! What an explanation says, part by part.

use alloc::boxed::Box;
use alloc::string::String;

use jiff::{SignedDuration, Timestamp};

use super::guarded::{GuardedAnswer, GuardedKey};
use crate::level::LevelKind;
use crate::resolution::Answer;

/// Why an inquiry is answered as it is: the answer, with every candidate and every level that was thought of.
///
/// Where the route is confidential (X2), `Debug`, `Display` and what is serialized say `(confidential)` for every
/// contact; [`in_confidence`](Self::in_confidence) shows them, and so do the accessors. Whom the inquiry excludes (X1) is
/// named nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Explanation {
    pub(super) answer: GuardedAnswer,
    /// The declared topic that says of what nature the inquiry is.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) nature_from: Option<Box<str>>,
    pub(super) owner_reason: String,
    pub(super) first_contact_reason: String,
    pub(super) consulted: Box<[PartyTrace]>,
    pub(super) informed: Box<[PartyTrace]>,
    pub(super) chain: Box<[ChainTrace]>,
    pub(super) candidates: Box<[Candidate]>,
    /// What is different where the answer's validity ends.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) change: Option<String>,
}

/// A route whose pattern covers the topic.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Candidate {
    pub(super) route: Box<str>,
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub(super) outcome: Outcome,
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
    /// Its condition holds, its window or its hours do not (W1).
    Dormant {
        /// Until or since when.
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

/// Somebody who is consulted or informed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PartyTrace {
    pub(super) contact: GuardedKey,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) position: Option<GuardedKey>,
    pub(super) reason: String,
}

/// A level that the chain was to have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChainTrace {
    /// The number of the level; none for one that was dropped.
    pub(super) level: Option<u32>,
    pub(super) contact: Option<GuardedKey>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) position: Option<GuardedKey>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) stands_for: Option<GuardedKey>,
    /// All who are asked, where they are several.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "<[_]>::is_empty"))]
    pub(super) together: Box<[GuardedKey]>,
    pub(super) kind: LevelKind,
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::as_text::serialize"))]
    pub(super) due: SignedDuration,
    #[cfg_attr(
        feature = "serde",
        serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "crate::as_text::optional::serialize"
        )
    )]
    pub(super) at: Option<Timestamp>,
    pub(super) reason: String,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "<[_]>::is_empty"))]
    pub(super) notes: Box<[String]>,
    pub(super) dropped: Option<String>,
}

impl Explanation {
    /// The answer that is explained, whole.
    pub fn answer(&self) -> &Answer {
        &self.answer.0
    }

    /// Every route whose pattern covers the topic: the winner, then those that lost, then those that do not count at the
    /// inquiry's instant, then those whose condition fails.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// What is different at the instant up to which the answer is valid, in words, where something is (H6).
    pub fn change(&self) -> Option<&str> {
        self.change.as_deref()
    }

    /// Every level that was thought of, in order, with those that were dropped.
    pub fn chain(&self) -> &[ChainTrace] {
        &self.chain
    }

    /// The declared topic, at or above the inquiry's, that says of what nature the inquiry is.
    pub fn nature_from(&self) -> Option<&str> {
        self.nature_from.as_deref()
    }

    /// Why the owner is accountable, in words.
    pub fn owner_reason(&self) -> &str {
        &self.owner_reason
    }

    /// Why the first contact answers first, in words.
    pub fn first_contact_reason(&self) -> &str {
        &self.first_contact_reason
    }

    /// Who is consulted and why, in the order of their keys (O3).
    pub fn consulted(&self) -> &[PartyTrace] {
        &self.consulted
    }

    /// Who is informed and why, in the order of their keys (O3).
    pub fn informed(&self) -> &[PartyTrace] {
        &self.informed
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

impl PartyTrace {
    /// Who it is.
    pub fn contact(&self) -> &str {
        self.contact.key()
    }

    /// The position by which it is named, where it is one.
    pub fn position(&self) -> Option<&str> {
        self.position.as_ref().map(GuardedKey::key)
    }

    /// What names it, in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl ChainTrace {
    /// The number of the level; none for one that was dropped.
    pub fn level(&self) -> Option<u32> {
        self.level
    }

    /// Who stands there; nobody where a relative target names nobody, or the inquiry excludes who would (X1).
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_ref().map(GuardedKey::key)
    }

    /// The position by which it stands there, where it is one.
    pub fn position(&self) -> Option<&str> {
        self.position.as_ref().map(GuardedKey::key)
    }

    /// For what or whom the contact stands there: the schedule by which it is on duty, or the one who is away.
    pub fn stands_for(&self) -> Option<&str> {
        self.stands_for.as_ref().map(GuardedKey::key)
    }

    /// All who are asked there at once, where they are several.
    pub fn together(&self) -> impl Iterator<Item = &str> {
        self.together.iter().map(GuardedKey::key)
    }

    /// What kind of level it is, or was to be.
    pub fn kind(&self) -> LevelKind {
        self.kind
    }

    /// How long after the start it is due, or would have been.
    pub fn due(&self) -> SignedDuration {
        self.due
    }

    /// When it is due, or would have been, where the inquiry has an instant.
    pub fn at(&self) -> Option<Timestamp> {
        self.at
    }

    /// How it came about when it is due and who is asked there, step by step: whose hours count, who is on duty, who is
    /// away and who stands in. Nothing where there is nothing to say; never why somebody is away.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(|note| &**note)
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
