//! The chain: its levels, worked out as they are read (C1 to C5, X1).

use core::fmt;

use jiff::SignedDuration;

use super::facts::Facts;
use super::refs::{ContactRef, DepartmentRef};
use crate::id::{ContactId, DepartmentId};
use crate::level::{LevelKind, Reminders};
use crate::tables::{ChainRow, Part, Standing, StepRow, Tables, Who};

/// A level of a chain.
#[derive(Clone, Copy)]
pub struct Level<'r> {
    tables: &'r Tables,
    step: &'r StepRow,
    standing: Standing,
    number: u32,
    after: SignedDuration,
    due: SignedDuration,
    is_confidential: bool,
}

impl<'r> Level<'r> {
    /// 0 for the first contact, then counting up.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Who is asked.
    #[inline]
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
        self.step.kind
    }

    /// How long after the level before it is due; nothing for one that is asked together with it.
    pub fn after(&self) -> SignedDuration {
        self.after
    }

    /// How long after the start it is due.
    pub fn due(&self) -> SignedDuration {
        self.due
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

/// The levels of a chain, worked out as they are read.
#[derive(Clone)]
pub struct Chain<'r> {
    facts: Facts<'r>,
    row: &'r ChainRow,
    steps: &'r [StepRow],
    /// Nothing depends on the inquiry, and nobody is excluded: the live steps are the levels.
    is_plain: bool,
    /// Who stands at the first step, unless all is plain.
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

impl<'r> Chain<'r> {
    #[inline]
    pub(super) fn new(facts: Facts<'r>) -> Self {
        let row = &facts.tables.chains[facts.owner.chain];
        let steps = facts.tables.steps.span(row.steps);
        let is_plain = row.is_settled && facts.excluded.is_empty();
        let (first, final_authority) = if is_plain {
            (None, row.end)
        } else {
            let first = steps.first().and_then(|step| facts.occupant(step));
            (first, facts.final_authority(row))
        };
        Self {
            row,
            steps,
            is_plain,
            first,
            final_authority,
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

    /// Who stands at a step, if it counts and somebody does.
    fn occupant(&self, at: usize, step: &StepRow) -> Option<Standing> {
        match step.part {
            Part::Always if at == 0 => self.first,
            Part::Spare if self.first.is_some() => None,
            Part::Always | Part::Spare => self.facts.occupant(step),
            Part::Closing => Some(self.final_authority),
        }
    }

    /// What the desk leaves unserved that gives the first contact.
    pub(super) fn relaxed(&self) -> u8 {
        if self.is_plain {
            return 0;
        }
        let mut steps = self.steps.iter().enumerate();
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

    /// The next live step. The last of them is the final authority.
    #[inline]
    fn next_plain(&mut self) -> Option<Level<'r>> {
        loop {
            let step = self.steps.get(self.next)?;
            self.next += 1;
            // Settled chains know all their delays.
            self.clock += step.after.unwrap_or_default();
            if let (true, Who::Seat(seat)) = (step.is_live, step.who) {
                let department = step.department;
                return Some(self.level(step, Standing { seat, department }));
            }
        }
    }

    /// The level that stands at a step.
    #[inline]
    fn level(&mut self, step: &'r StepRow, standing: Standing) -> Level<'r> {
        let level = Level {
            tables: self.facts.tables,
            step,
            standing,
            number: self.number,
            after: self.clock - self.due,
            due: self.clock,
            is_confidential: self.facts.route.end.is_some(),
        };
        self.number += 1;
        self.due = self.clock;
        level
    }

    /// X1: when the closing level is due: in place of the final authority where that would be the last, else behind.
    fn closes_at(&self, closing: usize) -> SignedDuration {
        let before = self.steps.iter().take(closing).rev();
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
        let mut before = self.steps.iter().enumerate().take(at);
        before.any(|(at, step)| {
            self.occupant(at, step)
                .is_some_and(|standing| standing.seat.contact == contact)
        })
    }
}

impl<'r> Iterator for Chain<'r> {
    type Item = Level<'r>;

    #[inline]
    fn next(&mut self) -> Option<Level<'r>> {
        if self.is_plain {
            return self.next_plain();
        }
        while !self.is_done {
            let at = self.next;
            let step = self.steps.get(at)?;
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
            return Some(self.level(step, standing));
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
