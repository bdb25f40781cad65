//! The rows that are read where an inquiry has an instant: dated facts, absences, schedules.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;

use jiff::Timestamp;

use super::{OwnerRow, Seat, Standing};
use crate::calendar::dated::Window;
use crate::calendar::schedule::Schedule;
use crate::id::{
    AssignmentId, ClassId, ContactId, DepartmentId, HolderId, Id, ScheduleId, Table, TimingId,
};

/// What of an organization depends on the instant. Without one nothing of it is read (H7).
#[derive(Debug, Default)]
pub(crate) struct Timed {
    /// Whether nothing at all does: then every answer is the same forever.
    pub(crate) is_timeless: bool,
    /// Of positions, schedules, and contacts that are away at times.
    pub(crate) contacts: BTreeMap<ContactId, ContactTimes>,
    /// Of departments whose head changes or where somebody is on duty.
    pub(crate) departments: BTreeMap<DepartmentId, DepartmentTimes>,
    /// Who stands in where every head upwards is excluded (X1), where that changes.
    pub(crate) conflict_authority: Turns<Option<Standing>>,
    pub(crate) owners: Table<TimingId, OwnerTimes>,
    /// The classes whose holder is dated, in their order.
    pub(crate) assignments: BTreeMap<AssignmentId, Box<[DatedCell]>>,
    pub(crate) schedules: Table<ScheduleId, Arc<Schedule>>,
}

/// What of a contact depends on the instant.
#[derive(Debug)]
pub(crate) struct ContactTimes {
    /// Who answers where it is asked for, without an instant.
    pub(crate) seat: Seat,
    /// The same as of instants, where that changes.
    pub(crate) seats: Turns<Seat>,
    /// Of a position: persons, the first to stand in first.
    pub(crate) deputies: Box<[ContactId]>,
    /// Of a contact that is a schedule.
    pub(crate) schedule: Option<ScheduleId>,
    /// When it is away, in order.
    pub(crate) away: Box<[AbsenceRow]>,
}

/// What of a department depends on the instant.
#[derive(Debug)]
pub(crate) struct DepartmentTimes {
    /// Its own head, where that changes.
    pub(crate) heads: Turns<Option<Seat>>,
    /// The schedule of those who answer where no desk does (O4).
    pub(crate) on_duty: Option<ContactId>,
}

/// How an owner and the chain behind it depend on the instant.
#[derive(Debug, PartialEq)]
pub(crate) struct OwnerTimes {
    /// Where dated facts change who is accountable or who stands on the chain.
    pub(crate) owners: Turns<OwnerRow>,
    /// Whether calendars are asked for the chain: its levels may be judged otherwise than they were compiled.
    pub(crate) is_judged: bool,
}

/// A time in which a contact is away, and who stands in (H5).
#[derive(Clone, Debug)]
pub(crate) struct AbsenceRow {
    pub(crate) window: Window,
    pub(crate) delegate: Option<ContactId>,
}

/// Absences that were reported of contacts, beside those of the organization: shared by all routers that count them, and
/// nothing in any other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reported(Option<Arc<ReportedRows>>);

#[derive(Debug)]
struct ReportedRows {
    /// A bit for each contact in them, at the end of its number: most others are told apart by it.
    marks: [u64; 64],
    rows: BTreeMap<ContactId, Box<[ReportedRow]>>,
}

/// An absence that was reported.
#[derive(Clone, Debug)]
pub(crate) struct ReportedRow {
    pub(crate) absence: AbsenceRow,
    /// Why, for those who look at what was reported.
    pub(crate) reason: Option<Box<str>>,
}

/// A class for which the holder is dated.
#[derive(Clone, Debug)]
pub(crate) struct DatedCell {
    pub(crate) class: ClassId,
    pub(crate) holders: Turns<HolderId>,
}

impl Reported {
    /// By contact, what was reported last first.
    pub(crate) fn new(rows: BTreeMap<ContactId, Box<[ReportedRow]>>) -> Self {
        if rows.is_empty() {
            return Self::default();
        }
        let mut marks = [0; 64];
        for contact in rows.keys() {
            let (at, bit) = ReportedRows::mark(*contact);
            if let Some(word) = marks.get_mut(at) {
                *word |= bit;
            }
        }
        Self(Some(Arc::new(ReportedRows { marks, rows })))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// What was reported of a contact.
    #[inline]
    pub(crate) fn of(&self, contact: ContactId) -> &[ReportedRow] {
        match &self.0 {
            Some(own) if own.may_have(contact) => own.rows.get(&contact).map_or(&[], |rows| rows),
            _ => &[],
        }
    }

    /// The contacts of whom something was reported.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ContactId, &[ReportedRow])> {
        let all = self.0.iter().flat_map(|own| own.rows.iter());
        all.map(|(contact, rows)| (*contact, &**rows))
    }
}

impl ReportedRows {
    /// The word and the bit of a contact's mark.
    #[inline]
    fn mark(contact: ContactId) -> (usize, u64) {
        let number = contact.index();
        (number >> 6 & 63, 1 << (number & 63))
    }

    #[inline]
    fn may_have(&self, contact: ContactId) -> bool {
        let (at, bit) = Self::mark(contact);
        self.marks.get(at).is_some_and(|word| word & bit != 0)
    }
}

/// What counts when: one after the other. None where the same counts always.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Turns<T> {
    /// Ascending, the first from the beginning of time.
    pub(crate) rows: Box<[Turn<T>]>,
}

/// What counts from an instant on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Turn<T> {
    pub(crate) from: Timestamp,
    pub(crate) value: T,
}

impl<T> Turns<T> {
    /// What counts at an instant; none where it is the same always. Logarithmic.
    pub(crate) fn at(&self, instant: Timestamp) -> Option<&T> {
        let begun = self.rows.partition_point(|turn| turn.from <= instant);
        let turn = self.rows.get(begun.checked_sub(1)?)?;
        Some(&turn.value)
    }

    /// The next instant at which something else counts.
    pub(crate) fn next(&self, instant: Timestamp) -> Option<Timestamp> {
        let begun = self.rows.partition_point(|turn| turn.from <= instant);
        self.rows.get(begun).map(|turn| turn.from)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: PartialEq> Turns<T> {
    /// What counts from each of these instants on; nothing where it is always what counts without an instant.
    pub(crate) fn new(
        otherwise: &T,
        edges: impl Iterator<Item = Timestamp>,
        mut value: impl FnMut(Timestamp) -> T,
    ) -> Self {
        let mut rows: alloc::vec::Vec<Turn<T>> = alloc::vec::Vec::new();
        for from in core::iter::once(Timestamp::MIN).chain(edges) {
            let value = value(from);
            if rows.last().is_none_or(|last| last.value != value) {
                rows.push(Turn { from, value });
            }
        }
        match rows.as_slice() {
            [only] if only.value == *otherwise => Self::default(),
            _ => Self { rows: rows.into() },
        }
    }
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self { rows: Box::new([]) }
    }
}
