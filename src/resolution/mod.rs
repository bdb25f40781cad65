//! The answer: borrowed and lazy from the router's tables, or owned by the author's keys.

mod answer;
mod basis;
mod chain;
mod facts;
mod judged;
mod lasting;
mod level;
mod moment;
mod parties;
mod pick;
mod presence;
mod reach;
mod refs;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::num::NonZeroU64;

use jiff::Timestamp;

pub use answer::{Answer, AnswerLevel};
pub use basis::Basis;
pub use chain::Chain;
pub(crate) use lasting::HORIZON;
pub use level::Level;
pub use parties::Parties;
pub use reach::{Link, Reach};
pub use refs::{ContactRef, DepartmentRef};

use crate::as_of::AsOf;
use crate::calendar::Validity;
use crate::excluded::Excluded;
use crate::fingerprint::Fingerprint;
use crate::id::{AnswerId, DepartmentId, EntryId, Id, RouteId, Span, StateId, TimesId, TimingId};
use crate::tables::{AnswerRow, Given, OwnerRow, RouteRow, Seat, StateRow, Tables, TraitRow};
use crate::topic::{Nature, canonical_path, prefix};

use facts::Facts;
use moment::Moment;
use parties::Matter;

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
/// Only [`topic`](Self::topic) and [`matched_topic`](Self::matched_topic) are pieces of that text. A [`Chain`] and
/// [`Parties`] are read off the answer and borrow it; what they give lives as long as the router.
#[derive(Clone, Copy)]
pub struct Resolution<'r, 't> {
    tables: &'r Tables,
    /// The topic as the query was given it.
    topic: &'t str,
    winner: Winner,
    answer: &'r AnswerRow,
    known: Known,
    given: Given,
    excluded: Excluded,
    when: AsOf,
    lead: u64,
}

/// What wins, and what is asked up to when it does.
#[derive(Clone, Copy)]
pub(crate) struct Won {
    pub(crate) winner: Winner,
    /// What led to it; where that was asked already, the number of the times that change it.
    pub(crate) lead: u64,
}

/// The route that wins, and what it answers: in the lower half the number of the answer, in the upper one the route's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Winner(pub(crate) u64);

impl Winner {
    pub(crate) fn new(answer: AnswerId, route: RouteId) -> Self {
        Self(answer.index() as u64 | (route.index() as u64) << 32)
    }

    #[inline(always)]
    pub(crate) fn answer(self) -> AnswerId {
        AnswerId::from_index((self.0 & 0xffff_ffff) as usize)
    }

    pub(crate) fn route(self) -> RouteId {
        RouteId::from_index((self.0 >> 32) as usize)
    }
}

/// What the topic index knows of a topic beside who answers: state 32 │ depth 5 │ 0 │ whether it goes on 1 │ 1.
///
/// It is one word, as what is written in pieces and read whole stalls; and it is not 0, so that a place or none is returned
/// in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Known(NonZeroU64);

impl Known {
    /// Which bits of the state and the depth there are.
    pub(crate) const BITS: u64 = 0x1f_ffff_ffff;

    /// A topic of this state and depth, in canonical form with its alias replaced; whether it goes on from there to where no
    /// pattern follows.
    #[inline(always)]
    pub(crate) fn new(state_and_depth: u64, is_below: bool) -> Self {
        let word = state_and_depth | u64::from(is_below) << 62 | 1 << 63;
        Self(NonZeroU64::new(word).unwrap_or(NonZeroU64::MIN))
    }

    fn row(self, tables: &Tables) -> &StateRow {
        &tables.state_rows[tables.states[self.state()]]
    }

    /// How far the patterns and declared topics know it.
    pub(crate) fn state(self) -> StateId {
        StateId::from_index((self.0.get() & 0xffff_ffff) as usize)
    }

    pub(crate) fn depth(self) -> u8 {
        (self.0.get() >> 32 & 0x1f) as u8
    }

    pub(crate) fn is_below(self) -> bool {
        self.0.get() >> 62 & 1 == 1
    }
}

impl<'r, 't> Resolution<'r, 't> {
    #[inline(always)]
    pub(crate) fn new(
        tables: &'r Tables,
        topic: &'t str,
        won: Won,
        known: Known,
        given: &Given,
        excluded: &Excluded,
        when: &AsOf,
    ) -> Self {
        Self {
            tables,
            topic,
            answer: &tables.answers[won.winner.answer()],
            winner: won.winner,
            known,
            given: *given,
            excluded: *excluded,
            when: *when,
            lead: won.lead,
        }
    }

    #[inline(always)]
    fn facts(&self) -> Facts<'_, 'r> {
        Facts {
            tables: self.tables,
            answer: self.answer,
            owner: self.owner_row(),
            known: self.known,
            given: &self.given,
            excluded: &self.excluded,
            as_of: &self.when,
            notes: (),
        }
    }

    fn route_row(&self) -> &'r RouteRow {
        &self.tables.routes[self.winner.route()]
    }

    /// The owner's row: of an assigned owner that of its holder.
    #[inline(always)]
    fn owner_row(&self) -> &'r OwnerRow {
        let answer = self.answer;
        let owner = match answer.assigned {
            None => &answer.owner,
            Some(assigned) => {
                let (given, when) = (self.given, self.when);
                // There is one for each holder.
                let owner = self.tables.assigned(assigned, &given, &when);
                owner.unwrap_or(&answer.owner)
            }
        };
        match owner.timing {
            Some(timing) if !self.when.is_none() => { *self }.dated(owner, timing),
            _ => owner,
        }
    }

    /// The row that an owner has as of the inquiry's instant.
    #[cold]
    fn dated(&self, owner: &'r OwnerRow, timing: TimingId) -> &'r OwnerRow {
        let dated = self.when.instant().and_then(|when| {
            let turns = &self.tables.timed.owners[timing].owners;
            turns.at(when)
        });
        dated.unwrap_or(owner)
    }

    fn state(&self) -> &'r StateRow {
        self.known.row(self.tables)
    }

    fn traits(&self) -> &'r TraitRow {
        &self.tables.traits[self.state().traits]
    }

    fn notices(&self) -> Span<EntryId> {
        let state = self.state();
        if self.known.is_below() {
            state.notices_below
        } else {
            state.notices_at
        }
    }

    #[inline(always)]
    fn contact(&self, seat: Seat) -> ContactRef<'r> {
        ContactRef {
            tables: self.tables,
            seat,
            is_confidential: self.is_confidential(),
        }
    }

    fn department_of(&self, id: DepartmentId) -> DepartmentRef<'r> {
        DepartmentRef {
            tables: self.tables,
            id,
        }
    }

    /// The person who is accountable (O1).
    #[inline(always)]
    pub fn owner(&self) -> ContactRef<'r> {
        if self.excluded.is_empty() {
            return self.contact(self.owner_row().seat);
        }
        self.contact(self.facts().lend(|facts| facts.owner().seat))
    }

    /// The position by which the owner is accountable, where it is one.
    pub fn owner_position(&self) -> Option<ContactRef<'r>> {
        self.owner().position()
    }

    /// The owning department.
    pub fn department(&self) -> DepartmentRef<'r> {
        self.department_of(self.owner_row().department)
    }

    /// The department whose head the owner is, where that is another than the owning one.
    pub fn owner_from(&self) -> Option<DepartmentRef<'r>> {
        let row = self.owner_row();
        let from = if self.excluded.is_empty() {
            row.owner_from
        } else {
            Some(self.facts().owner().department).filter(|from| *from != row.department)
        };
        from.map(|id| self.department_of(id))
    }

    /// What kind of inquiry it is, where the topic or one above says so.
    pub fn nature(&self) -> Option<Nature> {
        self.traits().nature
    }

    /// Whether the inquiry goes to the informed and opens no escalation: it is feedback (O3).
    pub fn is_forwarded(&self) -> bool {
        self.nature() == Some(Nature::Feedback)
    }

    /// Whether the route is confidential: nobody but those named here is to learn of it (X2).
    #[inline(always)]
    pub fn is_confidential(&self) -> bool {
        self.answer.is_confidential
    }

    /// What the first contact's desk does not serve, though it was asked for: names of attributes, and `skills` (O4).
    /// The most important comes first.
    pub fn relaxed(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let relaxed = self.chain().relaxed();
        let names = self.tables.relaxable.iter().zip([4, 2, 1]);
        names
            .filter(move |(_, bit)| relaxed & bit != 0)
            .map(|(name, _)| &**name)
    }

    /// Who answers first (O4).
    #[inline(always)]
    pub fn first_contact(&self) -> ContactRef<'r> {
        self.chain()
            .next()
            .map_or_else(|| self.owner(), |level| level.contact())
    }

    /// Who is asked, one after the other, if nobody answers: finite, without repetition, ending at the final authority.
    ///
    /// The chain is read off this answer, which it borrows; its levels live as long as the router.
    #[inline(always)]
    pub fn chain(&self) -> Chain<'_, 'r> {
        Chain::new(self.facts())
    }

    /// The instant as of which it answers, if the inquiry gave one.
    pub fn at(&self) -> Option<Timestamp> {
        self.when.instant()
    }

    /// Up to when the same route wins (H6): exactly, however far that is.
    pub(crate) fn route_validity(&self) -> Validity {
        let Some(instant) = self.at() else {
            return Validity::Forever;
        };
        let times = match &self.tables.deciding.0 {
            Some(deciding) => {
                deciding.first_to_change(self.lead, &self.given, self.tables, instant)
            }
            None => TimesId::from_index((self.lead & 0xffff_ffff) as usize),
        };
        self.tables.counts_until(self.tables.times(times), instant)
    }

    /// Whether nobody on the chain can be reached at the inquiry's instant: it names the final authority all the same
    /// (C4).
    pub fn is_unstaffed(&self) -> bool {
        self.chain().is_unstaffed()
    }

    /// When the chain is at its end with nobody who answers, where the inquiry has an instant: the response target of the
    /// last level's department after that was asked.
    pub fn exhausted(&self) -> Option<Timestamp> {
        let last = self.chain().last()?;
        let response = self.tables.departments[last.standing.department].response;
        let due = Moment::START.later(last.due()).later(response);
        self.at().map(|start| due.instant(start))
    }

    /// How well the topic was known.
    pub fn basis(&self) -> Basis {
        Basis::of(
            usize::from(self.route_row().depth),
            usize::from(self.known.depth()),
            self.route_row().is_fallback,
        )
    }

    /// The key of the winning route.
    pub fn route(&self) -> &'r str {
        &self.route_row().key
    }

    /// Who is consulted (O3), in the order of their keys. Read off this answer as [`chain`](Self::chain) is.
    pub fn consulted(&self) -> Parties<'_, 'r> {
        Parties::new(self.facts(), Matter::Consulted, self.notices())
    }

    /// Who is informed (O3), in the order of their keys. Read off this answer as [`chain`](Self::chain) is.
    pub fn informed(&self) -> Parties<'_, 'r> {
        Parties::new(self.facts(), Matter::Informed, self.notices())
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
        usize::from(self.known.depth()) - self.matched_depth()
    }

    /// The name of the content that gave this answer.
    pub fn fingerprint(&self) -> Fingerprint {
        self.tables.fingerprint
    }

    fn matched_depth(&self) -> usize {
        usize::from(
            self.route_row()
                .depth
                .max(self.state().declared_depth)
                .min(self.known.depth()),
        )
    }

    /// The same, owned, by the author's keys.
    pub fn to_answer(&self) -> Answer {
        let key = |contact: ContactRef<'_>| Box::from(contact.key());
        let topic = self.topic();
        let levels = self.chain().map(|level| AnswerLevel {
            level: level.number(),
            contact: key(level.contact()),
            position: level.position().map(key),
            department: level.department().key().into(),
            kind: level.kind(),
            after: level.after(),
            due: level.due(),
            repeat: level.reminders(),
            stands_for: Some(level.nominal())
                .filter(|nominal| *nominal != level.contact())
                .map(key),
            together: if level.on_duty().nth(1).is_some() {
                level.on_duty().map(key).collect()
            } else {
                Vec::new()
            },
            at: level.at(),
            handoff: level.handoff(),
            unreachable: level.is_unreachable(),
        });
        Answer {
            matched_topic: prefix(&topic, self.matched_depth()).into(),
            topic: topic.into(),
            unrecognized_segments: self.unrecognized_segments(),
            basis: self.basis(),
            route: self.route().into(),
            nature: self.nature(),
            confidential: self.is_confidential(),
            owner: key(self.owner()),
            owner_position: self.owner_position().map(key),
            department: self.department().key().into(),
            owner_from: self.owner_from().map(|department| department.key().into()),
            first_contact: key(self.first_contact()),
            relaxed: self.relaxed().map(Box::from).collect(),
            chain: levels.collect(),
            consulted: self.consulted().map(key).collect(),
            informed: self.informed().map(key).collect(),
            at: self.at(),
            unstaffed: self.is_unstaffed(),
            validity: self.validity(),
            fingerprint: self.fingerprint(),
        }
    }
}

/// Names no person where the route is confidential (X2).
impl fmt::Debug for Resolution<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Resolution");
        out.field("route", &self.route())
            .field("owner", &self.owner())
            .field("basis", &self.basis());
        out.finish_non_exhaustive()
    }
}
