//! The answer: borrowed and lazy from the router's tables, or owned by the author's keys.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use jiff::SignedDuration;

use crate::contact::ContactKind;
use crate::fingerprint::Fingerprint;
use crate::id::{ChainId, ContactId, DepartmentId, Id, PartyId, RouteId, Span};
use crate::level::{LevelKind, Reminders};
use crate::tables::{ChainRow, RouteRow, Slots, StepRow, Tables, Who};
use crate::topic::{Nature, canonical_path, prefix};

/// How well the topic was known (W4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Basis {
    /// The winning pattern is as deep as the topic.
    Exact,
    /// The winning pattern is above the topic.
    Inherited,
    /// No other route covers the inquiry.
    Fallback,
}

impl Basis {
    /// The word that an answer uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Inherited => "inherited",
            Self::Fallback => "fallback",
        }
    }

    /// W4, in its order.
    pub(crate) fn of(pattern_depth: usize, topic_depth: usize, is_fallback: bool) -> Self {
        match (pattern_depth == topic_depth, is_fallback) {
            (true, _) => Self::Exact,
            (_, true) => Self::Fallback,
            _ => Self::Inherited,
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The answer to a query: borrowed, `Copy`, and read without allocating.
///
/// It is total: every accessor has something to say (guarantee 1).
///
/// What it names lives as long as the router (`'r`), also when the query and the text of its topic (`'t`) are gone:
///
/// ```
/// use switchboard::Router;
///
/// fn owner<'r>(router: &'r Router, number: u32) -> Option<&'r str> {
///     let topic = format!("orders/{number}");
///     Some(router.query(&topic).ok()?.resolve().owner().name())
/// }
/// ```
///
/// Only [`topic`](Self::topic) and [`matched_topic`](Self::matched_topic) are pieces of that text.
#[derive(Clone, Copy)]
pub struct Resolution<'r, 't> {
    tables: &'r Tables,
    /// The topic as the query was given it.
    topic: &'t str,
    route: RouteId,
    slots: Slots,
    /// How many segments the canonical topic has.
    topic_depth: u8,
    /// How many of them the deepest declared topic has.
    declared_depth: u8,
}

impl<'r, 't> Resolution<'r, 't> {
    pub(crate) fn new(
        tables: &'r Tables,
        topic: &'t str,
        route: RouteId,
        slots: Slots,
        topic_depth: u8,
        declared_depth: u8,
    ) -> Self {
        Self {
            tables,
            topic,
            route,
            slots,
            topic_depth,
            declared_depth,
        }
    }

    fn row(&self) -> &'r RouteRow {
        &self.tables.routes[self.route]
    }

    /// The person who is accountable (O1).
    pub fn owner(&self) -> ContactRef<'r> {
        ContactRef {
            tables: self.tables,
            id: self.row().owner,
        }
    }

    /// The owning department.
    pub fn department(&self) -> DepartmentRef<'r> {
        DepartmentRef {
            tables: self.tables,
            id: self.row().department,
        }
    }

    /// The department whose head the owner is, where that is another than the owning one.
    pub fn owner_from(&self) -> Option<DepartmentRef<'r>> {
        self.row().owner_from.map(|id| DepartmentRef {
            tables: self.tables,
            id,
        })
    }

    /// Who answers first (O4).
    pub fn first_contact(&self) -> ContactRef<'r> {
        self.chain()
            .next()
            .map_or_else(|| self.owner(), |level| level.contact())
    }

    /// Who is asked, one after the other, if nobody answers: finite, without repetition, ending at the final authority.
    pub fn chain(&self) -> Chain<'r> {
        Chain::new(self.tables, self.row().chain, self.slots)
    }

    /// How well the topic was known.
    pub fn basis(&self) -> Basis {
        let row = self.row();
        Basis::of(
            usize::from(row.depth),
            usize::from(self.topic_depth),
            row.is_fallback,
        )
    }

    /// The key of the winning route.
    pub fn route(&self) -> &'r str {
        &self.row().key
    }

    /// Who is consulted (O3), in the order of their keys.
    pub fn consulted(&self) -> Parties<'r> {
        Parties {
            tables: self.tables,
            parties: self.tables.parties.span(self.row().consulted).iter(),
        }
    }

    /// Who is informed (O3), in the order of their keys.
    pub fn informed(&self) -> Parties<'r> {
        Parties {
            tables: self.tables,
            parties: self.tables.parties.span(self.row().informed).iter(),
        }
    }

    /// The topic in canonical form, aliases replaced. What it borrows it does
    /// not copy, but a topic beyond small ASCII is normalized anew.
    pub fn topic(&self) -> Cow<'t, str> {
        let canonical = canonical_path(self.topic).unwrap_or(Cow::Borrowed(self.topic));
        self.tables
            .aliases
            .replace(canonical)
            .unwrap_or(Cow::Borrowed(self.topic))
    }

    /// The part of the topic that the organization knows (T3). Borrows as
    /// [`topic`](Self::topic) does.
    pub fn matched_topic(&self) -> Cow<'t, str> {
        match self.topic() {
            Cow::Borrowed(topic) => Cow::Borrowed(prefix(topic, self.matched_depth())),
            Cow::Owned(topic) => Cow::Owned(prefix(&topic, self.matched_depth()).into()),
        }
    }

    /// How many segments of the topic it does not know.
    pub fn unrecognized_segments(&self) -> usize {
        usize::from(self.topic_depth) - self.matched_depth()
    }

    /// The name of the content that gave this answer.
    pub fn fingerprint(&self) -> Fingerprint {
        self.tables.fingerprint
    }

    fn matched_depth(&self) -> usize {
        usize::from(
            self.row()
                .depth
                .max(self.declared_depth)
                .min(self.topic_depth),
        )
    }

    /// The same, owned, by the author's keys.
    pub fn to_answer(&self) -> Answer {
        let key = |contact: ContactRef<'_>| Box::from(contact.key());
        let topic = self.topic();
        let levels = self.chain().map(|level| AnswerLevel {
            level: level.number,
            contact: key(level.contact()),
            position: None,
            department: level.department().key().into(),
            kind: level.kind(),
            after: level.after(),
            due: level.due(),
            repeat: level.reminders(),
        });
        Answer {
            matched_topic: prefix(&topic, self.matched_depth()).into(),
            topic: topic.into(),
            unrecognized_segments: self.unrecognized_segments(),
            basis: self.basis(),
            route: self.route().into(),
            nature: None,
            confidential: false,
            owner: key(self.owner()),
            owner_position: None,
            department: self.department().key().into(),
            owner_from: self.owner_from().map(|department| department.key().into()),
            first_contact: key(self.first_contact()),
            relaxed: Vec::new(),
            chain: levels.collect(),
            consulted: self.consulted().map(key).collect(),
            informed: self.informed().map(key).collect(),
            fingerprint: self.fingerprint(),
        }
    }
}

impl fmt::Debug for Resolution<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Resolution");
        out.field("route", &self.route())
            .field("owner", &self.owner())
            .field("basis", &self.basis());
        out.finish_non_exhaustive()
    }
}

/// A contact in an answer.
///
/// It says who; [`Organization::contact`](crate::Organization::contact) says how to reach it, by its key:
///
/// ```
/// use switchboard::{Contact, ContactPoint, Department, Document, Point, Route, Visibility};
///
/// let mut document = Document::new();
/// document.department("company", Department::new().head("director"));
/// document.contact(
///     "director",
///     Contact::person("Managing director")
///         .point(ContactPoint::email("office@example.com").visibility(Visibility::Public))
///         .point(ContactPoint::phone("+1 555 0100").visibility(Visibility::Internal)),
/// );
/// document.route(Route::fallback("company"));
/// let router = document.build()?.compile();
///
/// let first = router.query("anything")?.resolve().first_contact();
/// let contact = router.organization().contact(first.key());
/// let shown: Vec<&str> = contact
///     .into_iter()
///     .flat_map(|contact| contact.points_for(Visibility::Public))
///     .map(Point::address)
///     .collect();
/// assert_eq!(shown, ["mailto:office@example.com"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ContactRef<'r> {
    tables: &'r Tables,
    id: ContactId,
}

impl<'r> ContactRef<'r> {
    /// The author's key.
    pub fn key(&self) -> &'r str {
        &self.tables.contacts[self.id].key
    }

    /// What people call it.
    pub fn name(&self) -> &'r str {
        &self.tables.contacts[self.id].name
    }

    /// A person, a team or a touchpoint.
    pub fn kind(&self) -> ContactKind {
        self.tables.contacts[self.id].kind
    }
}

impl PartialEq for ContactRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for ContactRef<'_> {}

impl fmt::Debug for ContactRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactRef({})", self.key())
    }
}

/// A department in an answer.
#[derive(Clone, Copy)]
pub struct DepartmentRef<'r> {
    tables: &'r Tables,
    id: DepartmentId,
}

impl<'r> DepartmentRef<'r> {
    /// The author's key.
    pub fn key(&self) -> &'r str {
        &self.tables.departments[self.id].key
    }

    /// What people call it; its key, if it has no name.
    pub fn name(&self) -> &'r str {
        &self.tables.departments[self.id].name
    }
}

impl PartialEq for DepartmentRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DepartmentRef<'_> {}

impl fmt::Debug for DepartmentRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DepartmentRef({})", self.key())
    }
}

/// The parties of an answer.
#[derive(Clone)]
pub struct Parties<'r> {
    tables: &'r Tables,
    parties: core::slice::Iter<'r, ContactId>,
}

impl<'r> Iterator for Parties<'r> {
    type Item = ContactRef<'r>;

    fn next(&mut self) -> Option<ContactRef<'r>> {
        self.parties.next().map(|id| ContactRef {
            tables: self.tables,
            id: *id,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.parties.size_hint()
    }
}

impl ExactSizeIterator for Parties<'_> {}

impl core::iter::FusedIterator for Parties<'_> {}

impl fmt::Debug for Parties<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// A level of a chain.
#[derive(Clone, Copy)]
pub struct Level<'r> {
    tables: &'r Tables,
    step: &'r StepRow,
    contact: ContactId,
    number: u32,
    after: SignedDuration,
}

impl<'r> Level<'r> {
    /// 0 for the first contact, then counting up.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Who is asked.
    pub fn contact(&self) -> ContactRef<'r> {
        ContactRef {
            tables: self.tables,
            id: self.contact,
        }
    }

    /// For which department it answers.
    pub fn department(&self) -> DepartmentRef<'r> {
        DepartmentRef {
            tables: self.tables,
            id: self.step.department,
        }
    }

    /// Why it stands here.
    pub fn kind(&self) -> LevelKind {
        self.step.kind
    }

    /// How long after the level before it is due; nothing for one that is asked together with it.
    pub fn after(&self) -> SignedDuration {
        self.after
    }

    /// How long after the start it is due.
    pub fn due(&self) -> SignedDuration {
        self.step.due
    }

    /// How it is reminded, if it is.
    pub fn reminders(&self) -> Option<Reminders> {
        self.step.reminders
    }
}

/// `2  Head of billing (billing), owner, after PT30M, due PT1H`
impl fmt::Display for Level<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (contact, department) = (self.contact().name(), self.department().name());
        write!(
            f,
            "{}  {contact} ({department}), {}, after {}, due {}",
            self.number,
            self.kind(),
            self.after,
            self.step.due
        )
    }
}

impl fmt::Debug for Level<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Level");
        out.field("number", &self.number)
            .field("contact", &self.contact().key())
            .field("kind", &self.kind());
        out.field("due", &self.due()).finish_non_exhaustive()
    }
}

/// The levels of a chain, worked out as they are read.
#[derive(Clone)]
pub struct Chain<'r> {
    tables: &'r Tables,
    row: &'r ChainRow,
    slots: Slots,
    steps: &'r [StepRow],
    /// The step to look at next.
    next: usize,
    /// The number of the next level.
    number: u32,
    /// When the level before is due.
    due: SignedDuration,
    is_done: bool,
}

impl<'r> Chain<'r> {
    fn new(tables: &'r Tables, chain: ChainId, slots: Slots) -> Self {
        let chain = &tables.chains[chain];
        Self {
            tables,
            row: chain,
            slots,
            steps: tables.steps.span(chain.steps),
            next: 0,
            number: 0,
            due: SignedDuration::ZERO,
            is_done: false,
        }
    }

    /// Who stands at a step, unless the inquiry is below its floor.
    fn contact(&self, step: &StepRow) -> Option<ContactId> {
        let slot = |slot: u8| {
            self.slots
                .get(usize::from(slot))
                .copied()
                .unwrap_or_default()
        };
        if step.floor.is_some_and(|(floor, least)| slot(floor) < least) {
            return None;
        }
        Some(match step.who {
            Who::Contact(contact) => contact,
            Who::Desk { slot: at, contacts } => choice(self.tables, contacts, slot(at)),
        })
    }

    /// C1: no contact stands on the chain twice; the earlier place wins.
    fn stands_before(&self, contact: ContactId, step: usize) -> bool {
        !self.row.is_settled
            && self
                .steps
                .iter()
                .take(step)
                .any(|step| self.contact(step) == Some(contact))
    }
}

/// The contact that a slot's answer chooses. Slots are filled from the same rows, so there is one.
fn choice(tables: &Tables, contacts: Span<PartyId>, answer: u8) -> ContactId {
    let chosen = tables
        .parties
        .span(contacts)
        .get(usize::from(answer))
        .copied();
    chosen.unwrap_or(ContactId::from_index(0))
}

impl<'r> Iterator for Chain<'r> {
    type Item = Level<'r>;

    fn next(&mut self) -> Option<Level<'r>> {
        while !self.is_done {
            let at = self.next;
            let step = self.steps.get(at)?;
            self.next += 1;
            let Some(contact) = self.contact(step) else {
                continue;
            };
            if self.stands_before(contact, at) {
                continue;
            }
            self.is_done = contact == self.row.final_authority;
            let level = Level {
                tables: self.tables,
                step,
                contact,
                number: self.number,
                after: step.due - self.due,
            };
            self.number += 1;
            self.due = step.due;
            return Some(level);
        }
        None
    }
}

impl core::iter::FusedIterator for Chain<'_> {}

impl fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// An answer that owns what it says, by the author's keys: to store, send, compare and print.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// The name of the content that gave this answer.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// A level of an owned answer's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    #[cfg_attr(feature = "serde", serde(with = "crate::level::duration"))]
    pub(crate) after: SignedDuration,
    #[cfg_attr(feature = "serde", serde(with = "crate::level::duration"))]
    pub(crate) due: SignedDuration,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) repeat: Option<Reminders>,
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
}
