//! How many rows each table has: written first, so that every id is judged where it is read.

use alloc::vec::Vec;

use super::super::Flat;
use super::super::condition_index::{BlockId, CaseId, ColumnId, LargeId, ListId, PassId};
use super::error::corrupt;
use super::stored::{Read, Reader, Stored, Writer};
use crate::id::{
    AnswerId, AssignmentId, AttributeId, BoxId, CellId, ChainId, ClassRunId, ContactId,
    DepartmentId, DeskId, EntryId, HolderRowId, HoursId, Id, LevelId, LinkId, NoticeId, OwnerId,
    PartyId, RouteId, RuleId, ScheduleId, Span, StateId, StateRowId, StepId, Table, TestId,
    TimesId, TimingId, TraitId, WordId,
};

/// An id of a table whose size is written.
pub(super) trait Counted: Id {
    /// What an id that is out of bounds is called.
    const WHAT: &'static str;
    /// Its place among the sizes.
    const AT: usize;
}

macro_rules! sizes {
    ($flat:ident: $($id:ident $what:literal = $table:expr;)+) => {
        /// How many rows each table has.
        pub(super) fn of($flat: &Flat) -> Vec<usize> {
            [$($table.len()),+].into()
        }

        /// How many tables there are.
        pub(super) const COUNT: usize = [$($what),+].len();

        #[expect(clippy::enum_variant_names, reason = "named after the ids")]
        enum At { $($id),+ }

        $(impl Counted for $id {
            const WHAT: &'static str = $what;
            const AT: usize = At::$id as usize;
        }

        impl Stored for $id {
            fn write(&self, to: &mut Writer) {
                to.number(self.index() as u64);
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                let index = from.number()?;
                let index = usize::try_from(index).map_err(|_| corrupt($what))?;
                if index < from.size(Self::AT) {
                    Ok(Self::from_index(index))
                } else {
                    Err(corrupt($what))
                }
            }
        })+
    };
}

sizes! {
    flat:
    AttributeId "the number of an attribute" = flat.vocabulary.attributes();
    ContactId "the number of a contact" = flat.tables.contacts;
    DepartmentId "the number of a department" = flat.tables.departments;
    RouteId "the number of a route" = flat.tables.routes;
    AnswerId "the number of an answer" = flat.tables.answers;
    OwnerId "the number of an owner" = flat.tables.owners;
    ChainId "the number of a chain" = flat.tables.chains;
    StepId "the number of a step" = flat.tables.steps;
    LevelId "the number of a level" = flat.tables.levels;
    DeskId "the number of a desk" = flat.tables.desks;
    PartyId "the number of a party" = flat.tables.parties;
    AssignmentId "the number of an assignment" = flat.tables.assignments;
    HolderRowId "the number of a holder" = flat.tables.holders;
    CellId "the number of a cell of an assignment" = flat.tables.cells;
    NoticeId "the number of a notice" = flat.tables.notices;
    BoxId "the number of a box of a notice" = flat.tables.boxes;
    TestId "the number of a test" = flat.tables.tests;
    ClassRunId "the number of a place among classes" = flat.tables.classes;
    WordId "the number of a place among masks" = flat.tables.words;
    StateId "the number of a state" = flat.tables.states;
    StateRowId "what is known of a state" = flat.tables.state_rows;
    EntryId "the number of a covering notice" = flat.tables.covering;
    TraitId "the number of what a topic says" = flat.tables.traits;
    LinkId "the number of a link" = flat.tables.links;
    TimesId "the number of some times" = flat.tables.times;
    HoursId "the number of hours" = flat.tables.hours;
    TimingId "how an owner depends on the instant" = flat.tables.timed.owners;
    ScheduleId "the number of a schedule" = flat.tables.timed.schedules;
    LargeId "the number of a group of rules" = flat.conditions.groups;
    CaseId "the number of a case" = flat.conditions.cases;
    BlockId "the number of a block of rules" = flat.conditions.blocks;
    ColumnId "the number of a column" = flat.conditions.columns;
    PassId "the number of a case of a column" = flat.conditions.passes;
    ListId "the number of a place among rules" = flat.conditions.lists;
    RuleId "the number of a rule" = flat.conditions.rules;
}

impl<I: Counted> Stored for Span<I> {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(self.len()));
        if !self.is_empty() {
            to.number(self.id(0).index() as u64);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let len = from.number()?;
        if len == 0 {
            return Ok(Self::none());
        }
        let start = from.number()?;
        let most = from.size(I::AT) as u64;
        let is_within = start.checked_add(len).is_some_and(|end| end <= most);
        match (usize::try_from(start), u32::try_from(len)) {
            (Ok(start), Ok(len)) if is_within => Ok(Self::new(I::from_index(start), len)),
            _ => Err(corrupt(I::WHAT)),
        }
    }
}

impl<I: Counted, T: Stored> Stored for Table<I, T> {
    fn write(&self, to: &mut Writer) {
        self.iter().for_each(|row| row.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let rows: Vec<T> = from.several(from.size(I::AT) as u64)?;
        Ok(rows.into_iter().collect())
    }
}
