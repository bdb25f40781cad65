//! The answer that owns what it says.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use jiff::{SignedDuration, Timestamp};

use super::Basis;
use crate::calendar::Validity;
use crate::fingerprint::Fingerprint;
use crate::level::{LevelKind, Reminders};
use crate::topic::Nature;

/// An answer that owns what it says, by the author's keys: to store, send, compare and print.
///
/// Its `Debug` names no person where the route is confidential (X2).
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Answer {
    pub(crate) topic: Box<str>,
    pub(crate) matched_topic: Box<str>,
    pub(crate) unrecognized_segments: usize,
    pub(crate) basis: Basis,
    pub(crate) route: Box<str>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) nature: Option<Nature>,
    /// Serialized where it is so.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "core::ops::Not::not")
    )]
    pub(crate) confidential: bool,
    pub(crate) owner: Box<str>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) owner_position: Option<Box<str>>,
    pub(crate) department: Box<str>,
    pub(crate) owner_from: Option<Box<str>>,
    pub(crate) first_contact: Box<str>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(crate) relaxed: Vec<Box<str>>,
    pub(crate) chain: Vec<AnswerLevel>,
    pub(crate) consulted: Vec<Box<str>>,
    pub(crate) informed: Vec<Box<str>>,
    /// The instant as of which it is.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::as_text::optional"
        )
    )]
    pub(crate) at: Option<Timestamp>,
    /// Serialized where it is so.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "core::ops::Not::not")
    )]
    pub(crate) unstaffed: bool,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Validity::is_forever")
    )]
    pub(crate) validity: Validity,
    pub(crate) fingerprint: Fingerprint,
}

impl Answer {
    /// The topic in canonical form, aliases replaced.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// The part of the topic that the organization knows (T3).
    pub fn matched_topic(&self) -> &str {
        &self.matched_topic
    }

    /// How many segments of the topic it does not know.
    pub fn unrecognized_segments(&self) -> usize {
        self.unrecognized_segments
    }

    /// How well the topic was known.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The winning route.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// The person who is accountable (O1).
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The owning department.
    pub fn department(&self) -> &str {
        &self.department
    }

    /// The department whose head the owner is, where that is another than the owning one.
    pub fn owner_from(&self) -> Option<&str> {
        self.owner_from.as_deref()
    }

    /// The position by which the owner is accountable, where it is one.
    pub fn owner_position(&self) -> Option<&str> {
        self.owner_position.as_deref()
    }

    /// What kind of inquiry it is, where the topic or one above says so.
    pub fn nature(&self) -> Option<Nature> {
        self.nature
    }

    /// Whether the inquiry goes to the informed and opens no escalation: it is feedback (O3).
    pub fn is_forwarded(&self) -> bool {
        self.nature == Some(Nature::Feedback)
    }

    /// Whether the route is confidential: nobody but those named here is to learn of it (X2).
    pub fn is_confidential(&self) -> bool {
        self.confidential
    }

    /// What the first contact's desk does not serve, though it was asked for: names of attributes, and `skills` (O4).
    pub fn relaxed(&self) -> impl Iterator<Item = &str> {
        self.relaxed.iter().map(|name| &**name)
    }

    /// Who answers first (O4).
    pub fn first_contact(&self) -> &str {
        &self.first_contact
    }

    /// Who is asked, one after the other (C1).
    pub fn chain(&self) -> &[AnswerLevel] {
        &self.chain
    }

    /// Who is consulted (O3).
    pub fn consulted(&self) -> impl Iterator<Item = &str> {
        self.consulted.iter().map(|key| &**key)
    }

    /// Who is informed (O3).
    pub fn informed(&self) -> impl Iterator<Item = &str> {
        self.informed.iter().map(|key| &**key)
    }

    /// The instant as of which it is, where the inquiry has one.
    pub fn at(&self) -> Option<Timestamp> {
        self.at
    }

    /// Whether nobody on the chain can be reached: it names the final authority all the same (C4).
    pub fn is_unstaffed(&self) -> bool {
        self.unstaffed
    }

    /// Up to when the answer is the same, but for the instants at which its levels are due (H6).
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// The name of the content that gave this answer.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The answer without its instants: what stays the same while it is valid (H6).
    pub(crate) fn without_instants(mut self) -> Self {
        self.at = None;
        self.validity = Validity::Forever;
        for level in &mut self.chain {
            (level.at, level.handoff) = (None, None);
            (level.after, level.due) = (SignedDuration::ZERO, SignedDuration::ZERO);
        }
        self
    }
}

/// Everything; of a confidential answer what names no person (X2).
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Answer");
        out.field("topic", &self.topic)
            .field("matched_topic", &self.matched_topic)
            .field("unrecognized_segments", &self.unrecognized_segments)
            .field("basis", &self.basis)
            .field("route", &self.route)
            .field("nature", &self.nature)
            .field("confidential", &self.confidential)
            .field("department", &self.department);
        if self.confidential {
            return out.finish_non_exhaustive();
        }
        let chain: Vec<_> = self.chain.iter().map(Named).collect();
        out.field("owner", &self.owner)
            .field("owner_position", &self.owner_position)
            .field("owner_from", &self.owner_from)
            .field("first_contact", &self.first_contact)
            .field("relaxed", &self.relaxed)
            .field("chain", &chain)
            .field("consulted", &self.consulted)
            .field("informed", &self.informed)
            .field("at", &self.at)
            .field("unstaffed", &self.unstaffed)
            .field("validity", &self.validity)
            .field("fingerprint", &self.fingerprint)
            .finish()
    }
}

/// A level with its contact.
struct Named<'a>(&'a AnswerLevel);

impl fmt::Debug for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AnswerLevel {
            level,
            contact,
            position,
            department,
            kind,
            after,
            due,
            repeat,
            stands_for,
            together,
            at,
            handoff,
            unreachable,
        } = self.0;
        write!(
            f,
            "{level} {contact} {position:?} ({department}) {kind} {after} {due} {repeat:?} "
        )?;
        write!(
            f,
            "{stands_for:?} {together:?} {at:?} {handoff:?} {unreachable}"
        )
    }
}

/// A level of an owned answer's chain. Its `Debug` does not name the contact: it does not know whether it may (X2).
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AnswerLevel {
    pub(crate) level: u32,
    pub(crate) contact: Box<str>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) position: Option<Box<str>>,
    pub(crate) department: Box<str>,
    pub(crate) kind: LevelKind,
    #[cfg_attr(feature = "serde", serde(with = "crate::as_text"))]
    pub(crate) after: SignedDuration,
    #[cfg_attr(feature = "serde", serde(with = "crate::as_text"))]
    pub(crate) due: SignedDuration,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) repeat: Option<Reminders>,
    /// The schedule by which the contact is on duty, or the one who is away and for whom it stands.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) stands_for: Option<Box<str>>,
    /// All who are asked, where they are several.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(crate) together: Vec<Box<str>>,
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::as_text::optional"
        )
    )]
    pub(crate) at: Option<Timestamp>,
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::as_text::optional"
        )
    )]
    pub(crate) handoff: Option<Timestamp>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "core::ops::Not::not")
    )]
    pub(crate) unreachable: bool,
}

impl AnswerLevel {
    /// 0 for the first contact, then counting up.
    pub fn level(&self) -> u32 {
        self.level
    }

    /// Who is asked.
    pub fn contact(&self) -> &str {
        &self.contact
    }

    /// The position by which it stands here, where it is one.
    pub fn position(&self) -> Option<&str> {
        self.position.as_deref()
    }

    /// For which department it answers.
    pub fn department(&self) -> &str {
        &self.department
    }

    /// Why it stands here.
    pub fn kind(&self) -> LevelKind {
        self.kind
    }

    /// How long after the level before it is due.
    pub fn after(&self) -> SignedDuration {
        self.after
    }

    /// How long after the start it is due.
    pub fn due(&self) -> SignedDuration {
        self.due
    }

    /// How it is reminded, if it is.
    pub fn reminders(&self) -> Option<Reminders> {
        self.repeat
    }

    /// For what or whom the contact stands here, where the inquiry has an instant: the schedule by which it is on duty,
    /// or the one who is away.
    pub fn stands_for(&self) -> Option<&str> {
        self.stands_for.as_deref()
    }

    /// All who are asked at once: those on duty, where they are several.
    pub fn together(&self) -> impl Iterator<Item = &str> {
        let alone = self.together.is_empty().then_some(&self.contact);
        self.together.iter().chain(alone).map(|key| &**key)
    }

    /// When it is due, where the inquiry has an instant.
    pub fn at(&self) -> Option<Timestamp> {
        self.at
    }

    /// Of a level on a schedule: the last handoff between the inquiry and the level, if there is one.
    pub fn handoff(&self) -> Option<Timestamp> {
        self.handoff
    }

    /// Whether the contact is away and nobody stands in: so only the final authority is named (C4).
    pub fn is_unreachable(&self) -> bool {
        self.unreachable
    }
}

impl fmt::Debug for AnswerLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerLevel")
            .field("level", &self.level)
            .field("department", &self.department)
            .field("kind", &self.kind)
            .field("due", &self.due)
            .finish_non_exhaustive()
    }
}
