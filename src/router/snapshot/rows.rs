//! The rows of the tables as bytes, field by field.

use super::error::corrupt;
use super::stored::{Read, Reader, Stored, Writer, ascending, duration};
use crate::contact::{ContactKind, Point, Visibility};
use crate::fingerprint::Fingerprint;
use crate::id::{ClassId, HolderId, Id, Key, RequirementId};
use crate::label::Labels;
use crate::level::{LevelKind, Reminders};
use crate::resolution::Winner;
use crate::sorted::Sorted;
use crate::tables::{
    AnswerRow, AssignmentRow, ChainRow, ContactRow, Content, DepartmentRow, DeskRow, HolderRow,
    Holds, KEPT, Kept, LevelRow, LinkRow, NoticeRow, OwnerRow, Part, PartyRow, RouteRow, Seat,
    StandIn, Standing, StateRow, StepRow, Tables, TestRow, TraitRow, Who,
};
use crate::topic::{Aliases, Nature};

/// Structures, written field by field in this order.
macro_rules! fields {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Stored for $name {
            fn write(&self, to: &mut Writer) {
                let Self { $($field),+ } = self;
                $($field.write(to);)+
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                Ok(Self { $($field: Stored::read(from)?),+ })
            }
        }
    )+};
}

/// Enums, written as a number with the parts of the variant behind it.
macro_rules! variants {
    ($($name:ident $what:literal {
        $($number:literal = $variant:ident $(($($part:ident),+))? $({ $($field:ident),+ })?,)+
    })+) => {$(
        impl Stored for $name {
            fn write(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant $(($($part),+))? $({ $($field),+ })? => {
                        to.bytes.push($number);
                        $($($part.write(to);)+)?
                        $($($field.write(to);)+)?
                    })+
                }
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                match u8::read(from)? {
                    $($number => {
                        $($(let $part = Stored::read(from)?;)+)?
                        $($(let $field = Stored::read(from)?;)+)?
                        Ok(Self::$variant $(($($part),+))? $({ $($field),+ })?)
                    })+
                    _ => Err($crate::router::snapshot::error::corrupt($what)),
                }
            }
        }
    )+};
}

pub(super) use {fields, variants};

fields! {
    ContactRow { key, name, kind, name_visibility, home, staff, labels, points, languages, members }
    Point { preference, kind, address, visibility, languages, options, verified, expires }
    DepartmentRow { key, name, parent, head, response, consulted, informed }
    Seat { contact, position }
    Standing { seat, department }
    StateRow { notices_at, notices_below, traits, declared_depth }
    RouteRow { key, depth, is_fallback }
    AnswerRow { owner, assigned, consulted, informed, is_confidential }
    OwnerRow { seat, department, owner_from, chain, levels, timing }
    ChainRow { steps, end }
    StepRow { who, department, kind, after, clock, when_empty, floor, reminders, stand_in, part }
    Reminders { times, every }
    DeskRow { tests, requirements, who, relaxed, times }
    AssignmentRow { attribute, cells, holders, default }
    HolderRow { who, department, stand_in, party }
    NoticeRow { boxes, consulted, informed }
    TraitRow { nature, requirement, links }
    LinkRow { url, title, language, audience }
    TestRow { attribute, holds }
    Content {
        fingerprint, contacts, departments, root_head, conflict_authority, routes, answers, owners, chains, steps,
        levels, desks, parties, assignments, holders, cells, notices, boxes, tests, classes, words, states,
        state_rows, covering,
        traits, links, times, hours, relaxable, aliases, missing, timed,
    }
}

variants! {
    ContactKind "the kind of a contact" { 0 = Person, 1 = Position, 2 = Team, 3 = Touchpoint, 4 = Schedule, }
    Visibility "a visibility" { 0 = Public, 1 = Partner, 2 = Internal, }
    LevelKind "the kind of a level" {
        0 = FirstContact,
        1 = Functional,
        2 = Owner,
        3 = Hierarchical,
        4 = Policy,
    }
    Nature "the nature of a topic" {
        0 = Question,
        1 = Request,
        2 = Complaint,
        3 = Feedback,
        4 = Incident,
        5 = Problem,
        6 = Change,
    }
    Part "when a step counts" { 0 = Always, 1 = Spare, 2 = Closing, }
    StandIn "who stands in at a step" {
        0 = Nobody,
        1 = Last,
        2 = Owner,
        3 = OwnerLevel,
        4 = Head(department),
    }
    Who "who stands at a step" {
        0 = Nobody,
        1 = Seat(seat),
        2 = Desk { desks, otherwise },
        3 = Assigned(assignment),
    }
    PartyRow "a party" { 0 = Seat(seat, department), 1 = Assigned(assignment), }
    Holds "which classes pass a test" {
        0 = Mask(mask),
        1 = Masks(run),
        2 = Listed(run),
        3 = NotListed(run),
    }
}

/// Ids that are looked up and never indexed by: any number does no harm.
macro_rules! free {
    ($($id:ident)+) => {$(
        impl Stored for $id {
            fn write(&self, to: &mut Writer) {
                to.number(self.index() as u64);
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                Ok(Self::from_index(u32::read(from)? as usize))
            }
        }
    )+};
}

free! { ClassId RequirementId HolderId }

/// Its due instant is a sum, so it may be later than any one duration is long.
impl Stored for LevelRow {
    fn write(&self, to: &mut Writer) {
        let Self {
            seat,
            department,
            step,
            due,
        } = self;
        seat.write(to);
        department.write(to);
        step.write(to);
        due.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Self {
            seat: Stored::read(from)?,
            department: Stored::read(from)?,
            step: Stored::read(from)?,
            due: duration(from, 1 << 62)?,
        })
    }
}

/// Without what is laid over the content: it is the host's, to be given to the router that is read.
impl Stored for Tables {
    fn write(&self, to: &mut Writer) {
        Content::write(self, to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Content::read(from).map(Self::from)
    }
}

impl Stored for Winner {
    fn write(&self, to: &mut Writer) {
        self.answer().write(to);
        self.route().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Self::new(Stored::read(from)?, Stored::read(from)?))
    }
}

impl Stored for Kept {
    fn write(&self, to: &mut Writer) {
        for class in self {
            class.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let mut kept = [ClassId::ABSENT; KEPT];
        for class in &mut kept {
            *class = Stored::read(from)?;
        }
        Ok(kept)
    }
}

impl Stored for [Key; 3] {
    fn write(&self, to: &mut Writer) {
        for key in self {
            key.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok([
            Stored::read(from)?,
            Stored::read(from)?,
            Stored::read(from)?,
        ])
    }
}

impl Stored for Fingerprint {
    fn write(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(self.as_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let bytes = from.bytes(32)?.try_into();
        Ok(Self::from_bytes(bytes.unwrap_or_default()))
    }
}

impl Stored for Labels {
    fn write(&self, to: &mut Writer) {
        to.number(self.iter().count() as u64);
        for (tag, text) in self.iter() {
            to.text(tag);
            to.text(text);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let labels = Sorted::from_sorted(Stored::read(from)?);
        labels.map(Self).ok_or(corrupt("the order of labels"))
    }
}

impl Stored for Aliases {
    fn write(&self, to: &mut Writer) {
        to.number(self.iter().count() as u64);
        for (alias, topic) in self.iter() {
            to.text(alias);
            to.text(topic);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let mut aliases = Self::default();
        for _ in 0..from.number()? {
            let clash = aliases.insert(from.text()?, from.text()?);
            clash.map_err(|_| corrupt("an alias"))?;
        }
        Ok(aliases)
    }
}

/// What bounds alone do not say of the tables.
pub(super) fn verify(tables: &Tables) -> Read<()> {
    // Looked up by their keys.
    ascending(tables.contacts.iter().map(|row| &*row.key))?;
    for test in tables.tests.iter() {
        if let Holds::Listed(run) | Holds::NotListed(run) = test.holds {
            ascending(tables.classes.span(run).iter())?;
        }
    }
    ends_upwards(tables)
}

/// Fails where the departments above one lead round.
fn ends_upwards(tables: &Tables) -> Read<()> {
    let departments = &tables.departments;
    // By department, the walk that came to it first; 0 for none.
    let mut walks = alloc::vec![0_usize; departments.len()];
    for (number, start) in (1..).zip(departments.ids()) {
        let mut next = Some(start);
        while let Some(id) = next {
            let Some(walk) = walks.get_mut(id.index()) else {
                break;
            };
            match *walk {
                0 => *walk = number,
                known if known == number => return Err(corrupt("a department above itself")),
                _ => break,
            }
            next = departments[id].parent;
        }
    }
    Ok(())
}
