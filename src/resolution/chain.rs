//! The chain: its levels, worked out as they are read (C1 to C5, X1).

use core::fmt;

use jiff::SignedDuration;

use super::facts::Facts;
use super::refs::{ContactRef, DepartmentRef};
use crate::id::{ContactId, DepartmentId, LevelId, Span, StepId};
use crate::level::{LevelKind, Reminders};
use crate::tables::{ChainRow, LevelRow, Part, Standing, StepRow, Tables, Who};

/// A level of a chain.
#[derive(Clone, Copy)]
pub struct Level<'r> {
    tables: &'r Tables,
    step: StepId,
    standing: Standing,
    number: u32,
    after: SignedDuration,
    due: SignedDuration,
    is_confidential: bool,
}

impl<'r> Level<'r> {
    /// 0 for the first contact, then counting up.
    #[inline(always)]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Who is asked.
    #[inline(always)]
    pub fn contact(&self) -> ContactRef<'r> {
        ContactRef {
            tables: self.tables,
            seat: self.standing.seat,
            is_confidential: self.is_confidential,
        }
    }

    /// The position by which the contact stands here, where it is one.
    pub fn position(&self) -> Option<ContactRef<'r>> {
        self.contact().position()
    }

    /// For which department it answers.
    pub fn department(&self) -> DepartmentRef<'r> {
        DepartmentRef {
            tables: self.tables,
            id: self.standing.department,
        }
    }

    /// Why it stands here.
    pub fn kind(&self) -> LevelKind {
        self.tables.steps[self.step].kind
    }

    /// How long after the level before it is due; nothing for one that is asked together with it.
    #[inline(always)]
    pub fn after(&self) -> SignedDuration {
        self.after
    }

    /// How long after the start it is due.
    #[inline(always)]
    pub fn due(&self) -> SignedDuration {
        self.due
    }

    /// How it is reminded, if it is.
    pub fn reminders(&self) -> Option<Reminders> {
        self.tables.steps[self.step].reminders
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
            self.due
        )
    }
}

impl fmt::Debug for Level<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Level");
        out.field("number", &self.number)
            .field("contact", &self.contact())
            .field("kind", &self.kind());
        out.field("due", &self.due).finish_non_exhaustive()
    }
}

/// The levels of a chain, read as they were compiled where nothing depends on the inquiry, else worked out as they are
/// read.
#[derive(Clone)]
pub struct Chain<'r> {
    levels: Levels<'r>,
}

#[derive(Clone)]
enum Levels<'r> {
    Settled(Settled<'r>),
    Open(Open<'r>),
}

impl<'r> Chain<'r> {
    #[inline(always)]
    pub(super) fn settled(
        tables: &'r Tables,
        levels: Span<LevelId>,
        is_confidential: bool,
    ) -> Self {
        Self {
            levels: Levels::Settled(Settled {
                tables,
                rows: tables.levels.span(levels).iter(),
                number: 0,
                due: SignedDuration::ZERO,
                is_confidential,
            }),
        }
    }

    pub(super) fn open(facts: Facts<'r>) -> Self {
        Self {
            levels: Levels::Open(Open::new(facts)),
        }
    }

    /// What the desk leaves unserved that gives the first contact.
    pub(super) fn relaxed(&self) -> u8 {
        match &self.levels {
            Levels::Settled(_) => 0,
            Levels::Open(open) => open.relaxed(),
        }
    }
}

impl<'r> Iterator for Chain<'r> {
    type Item = Level<'r>;

    #[inline(always)]
    fn next(&mut self) -> Option<Level<'r>> {
        match &mut self.levels {
            Levels::Settled(settled) => settled.next(),
            Levels::Open(open) => open.next(),
        }
    }
}

impl core::iter::FusedIterator for Chain<'_> {}

impl fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// A chain that is the same for every inquiry, while nobody is excluded.
#[derive(Clone)]
struct Settled<'r> {
    tables: &'r Tables,
    rows: core::slice::Iter<'r, LevelRow>,
    /// The number of the next level.
    number: u32,
    /// When the level before is due.
    due: SignedDuration,
    is_confidential: bool,
}

impl<'r> Settled<'r> {
    #[inline(always)]
    fn next(&mut self) -> Option<Level<'r>> {
        let row = self.rows.next()?;
        let level = Level {
            tables: self.tables,
            step: row.step,
            standing: Standing {
                seat: row.seat,
                department: row.department,
            },
            number: self.number,
            after: row.due - self.due,
            due: row.due,
            is_confidential: self.is_confidential,
        };
        self.number += 1;
        self.due = row.due;
        Some(level)
    }
}

/// A chain whose levels depend on the inquiry, or of which somebody is excluded.
#[derive(Clone)]
struct Open<'r> {
    facts: Facts<'r>,
    row: &'r ChainRow,
    /// Who stands at the first step.
    first: Option<Standing>,
    final_authority: Standing,
    /// The step to look at next.
    next: usize,
    /// The number of the next level.
    number: u32,
    /// When the last step is due, level or not; and the department for which it answers.
    clock: SignedDuration,
    last: DepartmentId,
    /// When the last step is due that asks somebody.
    named: SignedDuration,
    /// When the level before is due.
    due: SignedDuration,
    is_done: bool,
}

impl<'r> Open<'r> {
    fn new(facts: Facts<'r>) -> Self {
        let row = facts.chain();
        let first = facts.tables.steps.span(row.steps).first();
        Self {
            row,
            first: first.and_then(|step| facts.occupant(step)),
            final_authority: facts.final_authority(row),
            next: 0,
            number: 0,
            clock: SignedDuration::ZERO,
            last: facts.owner.department,
            named: SignedDuration::ZERO,
            due: SignedDuration::ZERO,
            is_done: false,
            facts,
        }
    }

    fn steps(&self) -> &'r [StepRow] {
        self.facts.tables.steps.span(self.row.steps)
    }

    /// Who stands at a step, if it counts and somebody does.
    fn occupant(&self, at: usize, step: &StepRow) -> Option<Standing> {
        match step.part {
            Part::Always if at == 0 => self.first,
            Part::Spare if self.first.is_some() => None,
            Part::Always | Part::Spare => self.facts.occupant(step),
            Part::Closing => Some(self.final_authority),
        }
    }

    fn relaxed(&self) -> u8 {
        let mut steps = self.steps().iter().enumerate();
        let first = steps.find(|(at, step)| self.occupant(*at, step).is_some());
        match first.map(|(_, step)| step.who) {
            Some(Who::Desk { desks, .. }) => {
                let found = self.facts.desk(desks);
                found.map_or(0, |(desk, _)| desk.relaxed)
            }
            Some(Who::Assigned(id)) => self.facts.relaxed_by(id),
            _ => 0,
        }
    }

    #[inline(never)]
    fn next(&mut self) -> Option<Level<'r>> {
        while !self.is_done {
            let at = self.next;
            let step = self.steps().get(at)?;
            self.next += 1;
            let response = || self.facts.tables.departments[self.last].response;
            self.clock += step.after.unwrap_or_else(response);
            match step.part {
                Part::Always => {
                    if let Some(department) = self.facts.asked(step) {
                        (self.last, self.named) = (department, self.clock);
                    }
                }
                Part::Closing => self.clock = self.closes_at(at),
                Part::Spare => {}
            }
            let Some(standing) = self.occupant(at, step) else {
                continue;
            };
            let contact = standing.seat.contact;
            if self.stands_before(contact, at) {
                continue;
            }
            self.is_done = contact == self.final_authority.seat.contact;
            let level = Level {
                tables: self.facts.tables,
                step: self.row.steps.id(at),
                standing,
                number: self.number,
                after: self.clock - self.due,
                due: self.clock,
                is_confidential: self.facts.answer.is_confidential,
            };
            self.number += 1;
            self.due = self.clock;
            return Some(level);
        }
        None
    }

    /// X1: when the closing level is due: in place of the final authority where that would be the last, else behind.
    fn closes_at(&self, closing: usize) -> SignedDuration {
        let before = self.steps().iter().take(closing).rev();
        let mut asked = before.filter(|step| step.part == Part::Always && step.who != Who::Nobody);
        let last = asked.next().and_then(|step| self.facts.nominal(step));
        if last.is_some_and(|last| last.seat.contact == self.row.end.seat.contact) {
            self.named
        } else {
            self.named + self.facts.tables.departments[self.last].response
        }
    }

    /// C1: no contact stands on the chain twice; the earlier place wins.
    fn stands_before(&self, contact: ContactId, at: usize) -> bool {
        let mut before = self.steps().iter().enumerate().take(at);
        before.any(|(at, step)| {
            self.occupant(at, step)
                .is_some_and(|standing| standing.seat.contact == contact)
        })
    }
}
