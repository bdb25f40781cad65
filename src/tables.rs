//! The flat rows that an answer reads, and the one question that is asked of them: whether a test holds.

mod timed;

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use jiff::{SignedDuration, Timestamp};

use crate::as_of::AsOf;
use crate::calendar::Validity;
pub(crate) use timed::{
    AbsenceRow, ContactTimes, DatedCell, DepartmentTimes, OwnerTimes, Reported, ReportedRow, Timed,
    Turn, Turns,
};

use crate::calendar::open_times::OpenTimes;
use crate::calendar::times::Times;
use crate::contact::{ContactKind, Point, Visibility};
use crate::fingerprint::Fingerprint;
use crate::id::{
    AnswerId, AssignmentId, AttributeId, BoxId, CellId, ChainId, ClassId, ClassRunId, ContactId,
    DepartmentId, DeskId, EntryId, HolderId, HolderRowId, HoursId, Id, Key, LevelId, LinkId,
    NoticeId, OwnerId, PartyId, RequirementId, RouteId, Span, StateId, StateRowId, StepId, Table,
    TestId, TimesId, TimingId, TraitId, WordId,
};
use crate::label::Labels;
use crate::level::{Clock, LevelKind, Reminders, WhenEmpty};
use crate::topic::{Aliases, Nature};

/// How many attributes may matter to an answer beyond the route that wins: to its desks, floors, assignments and notices.
pub(crate) const KEPT: usize = 16;

/// The classes of those attributes, in their order.
pub(crate) type Kept = [ClassId; KEPT];

/// The classes of those that an inquiry gives, [`ClassId::ABSENT`] where it gives none, so that an inquiry is made without
/// copying what counts then.
///
/// Aligned as it is copied, so that no load overlaps two stores that are still under way: such stalls were half of a
/// look-up.
#[derive(Clone, Copy, Debug)]
#[repr(align(16))]
pub(crate) struct Given([u32; KEPT]);

impl Given {
    #[inline(always)]
    pub(crate) fn none() -> Self {
        Self([0; KEPT])
    }

    /// All of them.
    pub(crate) fn all(classes: Kept) -> Self {
        Self(classes.map(ClassId::number))
    }

    #[inline(always)]
    pub(crate) fn set(&mut self, attribute: AttributeId, class: ClassId) {
        if let Some(slot) = self.0.get_mut(attribute.index()) {
            *slot = class.number();
        }
    }

    /// The class that is given of the attribute at this place, [`ClassId::ABSENT`] where none is. There are 16 places.
    #[inline(always)]
    pub(crate) fn kept(&self, at: usize) -> ClassId {
        ClassId::from_index(self.0.get(at % KEPT).copied().unwrap_or_default() as usize)
    }

    /// The class of one attribute.
    #[inline(always)]
    pub(crate) fn class(&self, attribute: AttributeId, missing: &Kept) -> ClassId {
        match self.0.get(attribute.index()) {
            None | Some(0) => class_of(missing, attribute),
            Some(number) => ClassId::from_index(*number as usize),
        }
    }
}

/// All that an answer reads of a router: the content, which is shared with the same router where others are away, and what is
/// laid over them.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    content: Arc<Content>,
    pub(crate) deciding: Deciding,
    /// Absences that were reported since the router was compiled.
    pub(crate) reported: Reported,
}

impl From<Content> for Tables {
    fn from(content: Content) -> Self {
        Self {
            content: Arc::new(content),
            deciding: Deciding::default(),
            reported: Reported::default(),
        }
    }
}

impl Deref for Tables {
    type Target = Content;

    #[inline(always)]
    fn deref(&self) -> &Content {
        &self.content
    }
}

/// All rows of a router that an answer reads. Those that do not depend on people are shared with routers compiled after
/// it.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) contacts: Table<ContactId, ContactRow>,
    pub(crate) departments: Table<DepartmentId, DepartmentRow>,
    /// The root's head: who is left where everybody else is excluded (X1).
    pub(crate) root_head: Standing,
    /// Who stands in where every head upwards is excluded (X1).
    pub(crate) conflict_authority: Option<Standing>,
    pub(crate) routes: Arc<Table<RouteId, RouteRow>>,
    pub(crate) answers: Table<AnswerId, AnswerRow>,
    /// The owners of routes whose owner is assigned, by holder.
    pub(crate) owners: Table<OwnerId, OwnerRow>,
    pub(crate) chains: Table<ChainId, ChainRow>,
    pub(crate) steps: Table<StepId, StepRow>,
    pub(crate) levels: Table<LevelId, LevelRow>,
    pub(crate) desks: Table<DeskId, DeskRow>,
    pub(crate) parties: Table<PartyId, PartyRow>,
    pub(crate) assignments: Table<AssignmentId, AssignmentRow>,
    pub(crate) holders: Table<HolderRowId, HolderRow>,
    /// By class of an assignment's attribute, the holder.
    pub(crate) cells: Table<CellId, HolderId>,
    pub(crate) notices: Table<NoticeId, NoticeRow>,
    /// The boxes of notices.
    pub(crate) boxes: Table<BoxId, Span<TestId>>,
    pub(crate) tests: Table<TestId, TestRow>,
    /// Runs of classes, for tests that no mask holds.
    pub(crate) classes: Table<ClassRunId, ClassId>,
    /// Runs of masks, for tests of many classes.
    pub(crate) words: Table<WordId, u64>,
    /// By state, what is known of its topics beside who answers: one row for all of which the same is.
    pub(crate) states: Arc<Table<StateId, StateRowId>>,
    pub(crate) state_rows: Arc<Table<StateRowId, StateRow>>,
    /// The notices that cover a topic, one run behind the other.
    pub(crate) covering: Arc<Table<EntryId, NoticeId>>,
    pub(crate) traits: Arc<Table<TraitId, TraitRow>>,
    pub(crate) links: Arc<Table<LinkId, LinkRow>>,
    /// All times that routes have; those of an undated one without hours are 0.
    pub(crate) times: Arc<Table<TimesId, Times>>,
    /// When all hours of the organization are open.
    pub(crate) hours: Table<HoursId, Arc<OpenTimes>>,
    /// What a desk can leave unserved, the most important first; bit 2 of a mask stands for the first.
    pub(crate) relaxable: [Key; 3],
    pub(crate) aliases: Arc<Aliases>,
    /// What counts where an inquiry does not give one of the kept attributes.
    pub(crate) missing: Kept,
    /// What is read where an inquiry has an instant.
    pub(crate) timed: Arc<Timed>,
}

/// What is asked which times change the winner: only where some route is timed, and an answer keeps all attributes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deciding(pub(crate) Option<Arc<dyn Decide>>);

/// What decides which route wins. (The router does; what an answer reads does not know it.)
pub(crate) trait Decide: fmt::Debug + Send + Sync + UnwindSafe + RefUnwindSafe {
    /// Of the times on which the winner depends those that are the first to change behind an instant, for what leads to it
    /// and an inquiry that gives this.
    fn first_to_change(
        &self,
        lead: u64,
        given: &Given,
        tables: &Tables,
        instant: Timestamp,
    ) -> TimesId;
}

#[derive(Clone, Debug)]
pub(crate) struct ContactRow {
    pub(crate) key: Key,
    pub(crate) name: Key,
    pub(crate) kind: ContactKind,
    pub(crate) name_visibility: Visibility,
    pub(crate) home: DepartmentId,
    /// Who works at a touchpoint.
    pub(crate) staff: Option<Seat>,
    pub(crate) labels: Labels,
    pub(crate) points: Box<[Point]>,
    pub(crate) languages: Box<[Box<str>]>,
    /// Of a team: persons, with their weights.
    pub(crate) members: Box<[(ContactId, u8)]>,
}

#[derive(Clone, Debug)]
pub(crate) struct DepartmentRow {
    pub(crate) key: Key,
    /// The key where the department has no name.
    pub(crate) name: Key,
    pub(crate) parent: Option<DepartmentId>,
    /// Its own head, if the place is not vacant.
    pub(crate) head: Option<Seat>,
    /// Within what time it answers (C3).
    pub(crate) response: SignedDuration,
    /// Its standing parties.
    pub(crate) consulted: Span<PartyId>,
    pub(crate) informed: Span<PartyId>,
}

/// A contact as it is designated: by itself, or by the position that it holds or is deputy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Seat {
    pub(crate) contact: ContactId,
    pub(crate) position: Option<ContactId>,
}

impl Seat {
    /// A contact by itself.
    pub(crate) fn own(contact: ContactId) -> Self {
        Self {
            contact,
            position: None,
        }
    }
}

/// A contact with the department for which it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) seat: Seat,
    pub(crate) department: DepartmentId,
}

/// What is known of a topic beside who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StateRow {
    /// The notices that cover a topic which ends here, and one that goes on to where no pattern follows.
    pub(crate) notices_at: Span<EntryId>,
    pub(crate) notices_below: Span<EntryId>,
    /// What the nearest declared topics say of it.
    pub(crate) traits: TraitId,
    /// How many segments the deepest declared topic on the way here has.
    pub(crate) declared_depth: u8,
}

/// A route, by itself.
#[derive(Clone, Debug)]
pub(crate) struct RouteRow {
    pub(crate) key: Key,
    /// How many segments the pattern has.
    pub(crate) depth: u8,
    pub(crate) is_fallback: bool,
}

/// What a route answers, whatever else the inquiry says: one for all routes that answer alike, so that they stay in
/// the caches. It fits one cache line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AnswerRow {
    /// The owner; of an assigned one, that of values without a row.
    pub(crate) owner: OwnerRow,
    /// Where an assignment names the owner: the owners of its holders, in their order.
    pub(crate) assigned: Option<(AssignmentId, Span<OwnerId>)>,
    pub(crate) consulted: Span<PartyId>,
    pub(crate) informed: Span<PartyId>,
    /// X2: its chain ends at the route's own final.
    pub(crate) is_confidential: bool,
}

/// Who is accountable, and how the chain goes on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OwnerRow {
    pub(crate) seat: Seat,
    pub(crate) department: DepartmentId,
    /// Whose head the owner is, where it is another.
    pub(crate) owner_from: Option<DepartmentId>,
    pub(crate) chain: ChainId,
    /// The levels of the chain where nothing depends on the inquiry, unless somebody is excluded; else none.
    pub(crate) levels: Span<LevelId>,
    /// How this depends on the instant, if it does.
    pub(crate) timing: Option<TimingId>,
}

/// The steps of a chain, the first contact first.
#[derive(Clone, Debug)]
pub(crate) struct ChainRow {
    pub(crate) steps: Span<StepId>,
    /// At whom the chain ends, with the department whose head that is (C1).
    pub(crate) end: Standing,
}

/// A level of a chain that is the same for every inquiry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LevelRow {
    pub(crate) seat: Seat,
    pub(crate) department: DepartmentId,
    pub(crate) step: StepId,
    /// From the start.
    pub(crate) due: SignedDuration,
}

/// A step of a chain: a level, unless the inquiry is below its floor or its contact stands on the chain already.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StepRow {
    pub(crate) who: Who,
    pub(crate) department: DepartmentId,
    pub(crate) kind: LevelKind,
    /// From the step before; none is the response target of that step's department.
    pub(crate) after: Option<SignedDuration>,
    /// By which clock that runs, where the inquiry has an instant.
    pub(crate) clock: Clock,
    pub(crate) when_empty: WhenEmpty,
    /// The kept attribute that must have at least this class.
    pub(crate) floor: Option<(AttributeId, ClassId)>,
    pub(crate) reminders: Option<Reminders>,
    pub(crate) stand_in: StandIn,
    pub(crate) part: Part,
}

/// When a step counts at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Always,
    /// Only where the step before, the first, names nobody: the responder is excluded (X1).
    Spare,
    /// Only where the chain has not ended: the final authority is excluded, and somebody stands in (X1).
    Closing,
}

/// Who stands in for a step whose contact is excluded (X1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandIn {
    Nobody,
    /// Nobody, unless it is the final authority: then who stands in for that.
    Last,
    /// Who is accountable then, for the department that is asked.
    Owner,
    /// The same, for the department whose head that is.
    OwnerLevel,
    /// The next head from this department upwards.
    Head(DepartmentId),
}

/// Who stands at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Nobody: the policy goes further than the organization.
    Nobody,
    Seat(Seat),
    /// The first of these desks that stands open, else who is on duty in the department, else this one.
    Desk {
        desks: Span<DeskId>,
        otherwise: Seat,
    },
    /// Whom the assignment names.
    Assigned(AssignmentId),
}

/// A box of a desk's condition, in the order in which they are tried.
#[derive(Clone, Debug)]
pub(crate) struct DeskRow {
    pub(crate) tests: Span<TestId>,
    /// The sets of required skills for which it stands, one bit each; none where it stands for all.
    pub(crate) requirements: Option<Span<WordId>>,
    /// A seat, or an assignment.
    pub(crate) who: Who,
    /// What it leaves unserved.
    pub(crate) relaxed: u8,
    /// When it counts, where that is not always.
    pub(crate) times: Option<Box<Times>>,
}

impl DeskRow {
    /// Who answers at a desk without a condition.
    pub(crate) fn for_every_inquiry(&self) -> Option<Seat> {
        match self.who {
            Who::Seat(seat) if self.tests.is_empty() && self.requirements.is_none() => Some(seat),
            _ => None,
        }
    }
}

/// A party, the least key first; assigned ones behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PartyRow {
    /// A contact; a department's head is replaced by the next one upwards where it is excluded.
    Seat(Seat, Option<DepartmentId>),
    Assigned(AssignmentId),
}

/// A table from classes to holders.
#[derive(Clone, Debug)]
pub(crate) struct AssignmentRow {
    /// Among the kept ones.
    pub(crate) attribute: AttributeId,
    pub(crate) cells: Span<CellId>,
    pub(crate) holders: Span<HolderRowId>,
    pub(crate) default: HolderId,
}

/// A holder, as a level and as a party.
#[derive(Clone, Debug)]
pub(crate) struct HolderRow {
    /// A seat, or the desks of a department.
    pub(crate) who: Who,
    pub(crate) department: DepartmentId,
    pub(crate) stand_in: StandIn,
    pub(crate) party: PartyRow,
}

/// Further parties under a condition.
#[derive(Clone, Debug)]
pub(crate) struct NoticeRow {
    pub(crate) boxes: Span<BoxId>,
    pub(crate) consulted: Span<PartyId>,
    pub(crate) informed: Span<PartyId>,
}

/// What a declared topic says of all below it.
#[derive(Clone, Debug)]
pub(crate) struct TraitRow {
    pub(crate) nature: Option<Nature>,
    /// The skills that it requires.
    pub(crate) requirement: RequirementId,
    pub(crate) links: Span<LinkId>,
}

/// A page about a topic.
#[derive(Clone, Debug)]
pub(crate) struct LinkRow {
    pub(crate) url: Box<str>,
    pub(crate) title: Option<Box<str>>,
    pub(crate) language: Option<Box<str>>,
    pub(crate) audience: Box<[Box<str>]>,
}

/// One attribute's part of a box.
#[derive(Clone, Debug)]
pub(crate) struct TestRow {
    /// Its place among the classes that are asked.
    pub(crate) attribute: AttributeId,
    pub(crate) holds: Holds,
}

/// Which classes pass a test.
#[derive(Clone, Debug)]
pub(crate) enum Holds {
    /// Those whose bit is set: for attributes of up to 64 classes.
    Mask(u64),
    /// Those whose bit is set in a run of masks.
    Masks(Span<WordId>),
    /// Those in a run.
    Listed(Span<ClassRunId>),
    /// Those not in a run.
    NotListed(Span<ClassRunId>),
}

impl Content {
    /// Gives back the room for rows to come.
    pub(crate) fn shrink(&mut self) {
        self.answers.shrink();
        self.owners.shrink();
        self.chains.shrink();
        self.steps.shrink();
        self.levels.shrink();
        self.desks.shrink();
        self.parties.shrink();
        self.assignments.shrink();
        self.holders.shrink();
        self.cells.shrink();
        self.boxes.shrink();
        self.tests.shrink();
        self.classes.shrink();
        self.words.shrink();
    }

    /// The class of an attribute for an inquiry that gives this.
    #[inline]
    pub(crate) fn class(&self, given: &Given, attribute: AttributeId) -> ClassId {
        given.class(attribute, &self.missing)
    }

    /// Whether an inquiry that gives this is in a box: every test passes.
    #[inline]
    pub(crate) fn holds(&self, tests: Span<TestId>, given: &Given) -> bool {
        self.tests
            .span(tests)
            .iter()
            .all(|test| self.passes(test, self.class(given, test.attribute)))
    }

    /// Whether a route or a desk of these times counts.
    pub(crate) fn counts(&self, times: Times, when: Option<Timestamp>) -> bool {
        times.hold(&self.hours, when)
    }

    /// Up to when it counts, or does not, as at an instant.
    pub(crate) fn counts_until(&self, times: Times, instant: Timestamp) -> Validity {
        times.validity(&self.hours, instant)
    }

    /// The times of a route by their number.
    pub(crate) fn times(&self, id: TimesId) -> Times {
        self.times.row(id).copied().unwrap_or_default()
    }

    /// Whether a class passes a test.
    pub(crate) fn passes(&self, test: &TestRow, class: ClassId) -> bool {
        match test.holds {
            Holds::Mask(mask) => mask >> (class.number() & 63) & 1 == 1,
            Holds::Masks(run) => self.has_bit(run, class.index()),
            Holds::Listed(run) => self.classes.span(run).binary_search(&class).is_ok(),
            Holds::NotListed(run) => self.classes.span(run).binary_search(&class).is_err(),
        }
    }

    /// Whether a desk stands for a topic that requires these skills.
    pub(crate) fn stands_for(&self, desk: &DeskRow, requirement: RequirementId) -> bool {
        desk.requirements
            .is_none_or(|run| self.has_bit(run, requirement.index()))
    }

    /// Whether a bit is set in a run of masks; behind its end none is.
    fn has_bit(&self, run: Span<WordId>, bit: usize) -> bool {
        let word = self.words.span(run).get(bit >> 6);
        word.is_some_and(|word| word >> (bit & 63) & 1 == 1)
    }

    /// The number of the holder for an inquiry that gives this.
    #[inline]
    pub(crate) fn holder(&self, row: &AssignmentRow, given: &Given) -> HolderId {
        // There is one for each class.
        let class = self.class(given, row.attribute);
        let cell = self.cells.span(row.cells).get(class.index());
        cell.copied().unwrap_or(row.default)
    }

    /// The owner's row of the holder that an assignment names.
    #[inline(always)]
    pub(crate) fn assigned(
        &self,
        (assignment, owners): (AssignmentId, Span<OwnerId>),
        given: &Given,
        when: &AsOf,
    ) -> Option<&OwnerRow> {
        let holder = if when.is_none() {
            self.holder(&self.assignments[assignment], given)
        } else {
            self.holder_at(assignment, given, when.instant())
        };
        self.owners.span(owners).get(holder.index())
    }

    /// The same as of an instant.
    pub(crate) fn holder_at(
        &self,
        assignment: AssignmentId,
        given: &Given,
        when: Option<Timestamp>,
    ) -> HolderId {
        let row = &self.assignments[assignment];
        let dated = when.and_then(|when| self.dated(assignment, given)?.at(when).copied());
        dated.unwrap_or_else(|| self.holder(row, given))
    }

    /// The next instant at which there may be another.
    pub(crate) fn holder_until(
        &self,
        assignment: AssignmentId,
        given: &Given,
        instant: Timestamp,
    ) -> Option<Timestamp> {
        self.dated(assignment, given)?.next(instant)
    }

    /// The holders one after the other, where they are dated.
    fn dated(&self, assignment: AssignmentId, given: &Given) -> Option<&Turns<HolderId>> {
        let cells = self.timed.assignments.get(&assignment)?;
        let class = self.class(given, self.assignments[assignment].attribute);
        let at = cells.binary_search_by_key(&class, |cell| cell.class).ok()?;
        cells.get(at).map(|cell| &cell.holders)
    }

    /// The same as a row.
    pub(crate) fn holder_row(
        &self,
        assignment: AssignmentId,
        given: &Given,
        when: Option<Timestamp>,
    ) -> Option<&HolderRow> {
        let holders = self.holders.span(self.assignments[assignment].holders);
        holders.get(self.holder_at(assignment, given, when).index())
    }
}

/// The class of an attribute.
#[inline]
fn class_of(classes: &[ClassId], attribute: AttributeId) -> ClassId {
    classes
        .get(attribute.index())
        .copied()
        .unwrap_or(ClassId::ABSENT)
}
