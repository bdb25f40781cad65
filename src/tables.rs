//! The flat rows that an answer reads. No logic.

use jiff::SignedDuration;

use crate::contact::ContactKind;
use crate::fingerprint::Fingerprint;
use crate::id::{ChainId, ContactId, DepartmentId, Key, PartyId, RouteId, Span, StepId, Table};
use crate::level::{LevelKind, Reminders};
use crate::topic::Aliases;

/// How many questions about an inquiry one chain may depend on: departments on it with desks under conditions, and
/// attributes on which its levels have floors.
pub(crate) const SLOTS: usize = 16;

/// The answers to those questions: which desk answers (0 is none, then the owner), or the value's rank.
pub(crate) type Slots = [u8; SLOTS];

/// All rows of a router that an answer reads.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) contacts: Table<ContactId, ContactRow>,
    pub(crate) departments: Table<DepartmentId, DepartmentRow>,
    pub(crate) routes: Table<RouteId, RouteRow>,
    pub(crate) chains: Table<ChainId, ChainRow>,
    pub(crate) steps: Table<StepId, StepRow>,
    /// Contacts by slot answer, and parties.
    pub(crate) parties: Table<PartyId, ContactId>,
    pub(crate) aliases: Aliases,
}

#[derive(Debug)]
pub(crate) struct ContactRow {
    pub(crate) key: Key,
    pub(crate) name: Key,
    pub(crate) kind: ContactKind,
}

#[derive(Debug)]
pub(crate) struct DepartmentRow {
    pub(crate) key: Key,
    /// The key where the department has no name.
    pub(crate) name: Key,
}

/// What a route answers, whatever else the inquiry says.
#[derive(Debug)]
pub(crate) struct RouteRow {
    pub(crate) key: Key,
    pub(crate) owner: ContactId,
    pub(crate) department: DepartmentId,
    pub(crate) owner_from: Option<DepartmentId>,
    pub(crate) chain: ChainId,
    pub(crate) consulted: Span<PartyId>,
    pub(crate) informed: Span<PartyId>,
    /// How many segments the pattern has.
    pub(crate) depth: u8,
    pub(crate) is_fallback: bool,
}

/// The steps of a chain, the first contact first.
#[derive(Debug)]
pub(crate) struct ChainRow {
    pub(crate) steps: Span<StepId>,
    /// The head of the authority department, at whom the chain ends (C1).
    pub(crate) final_authority: ContactId,
    /// Whether the steps are the levels: nothing depends on the inquiry, and duplicates are dropped.
    pub(crate) is_settled: bool,
}

/// A step of a chain: a level, unless the inquiry is below its floor or its contact stands on the chain already.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StepRow {
    pub(crate) who: Who,
    pub(crate) department: DepartmentId,
    pub(crate) kind: LevelKind,
    /// From the start of the chain.
    pub(crate) due: SignedDuration,
    /// The slot that must hold at least this.
    pub(crate) floor: Option<(u8, u8)>,
    pub(crate) reminders: Option<Reminders>,
}

/// Who stands at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Always this contact.
    Contact(ContactId),
    /// The contact whose number in the span a slot holds.
    Desk { slot: u8, contacts: Span<PartyId> },
}
