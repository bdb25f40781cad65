//! The chain: its levels, worked out as they are read (C1 to C5, X1).

use core::fmt;

use jiff::SignedDuration;

use super::facts::Facts;
use super::refs::{ContactRef, DepartmentRef};
use crate::id::{ContactId, DepartmentId, StepId};
use crate::level::{LevelKind, Reminders};
use crate::tables::{ChainRow, LevelRow, Part, Standing, StepRow, Tables, Who};

/// A level of a chain.
#[derive(Clone, Copy)]
pub struct Level<'r> {
    tables: &'r Tables,
    step: StepId,
    standing: Standing,
    number: u32,
    /// When the level before is due.
    before: SignedDuration,
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
    pub fn after(&self) -> SignedDuration {
        self.due - self.before
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
            self.after(),
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
/// read. It borrows the answer (`'a`), and gives levels that live as long as the router (`'r`).
#[derive(Clone)]
pub struct Chain<'a, 'r> {
    facts: Facts<'a, 'r>,
    /// Those that are left, of a chain that is the same for every inquiry, while nobody is excluded.
    settled: Option<core::slice::Iter<'r, LevelRow>>,
    /// The number of the next level.
    number: u32,
    /// When the level before is due.
    due: SignedDuration,
    /// How far it was worked out; nothing before the first level.
    open: Option<Open>,
}

/// How far a chain was worked out whose levels depend on the inquiry, or of which somebody is excluded.
#[derive(Clone, Copy)]
struct Open {
    /// The step to look at next.
    next: u32,
    is_done: bool,
    /// The department for which the last step answers, level or not.
    last: DepartmentId,
    /// When that step is due.
    clock: SignedDuration,
    /// When the last step is due that asks somebody.
    named: SignedDuration,
}

impl<'a, 'r> Chain<'a, 'r> {
    #[inline(always)]
    pub(super) fn new(facts: Facts<'a, 'r>) -> Self {
        let levels = facts.owner.levels;
        let is_settled = facts.excluded.is_empty() && !levels.is_empty();
        Self {
            settled: is_settled.then(|| facts.tables.levels.span(levels).iter()),
            facts,
            number: 0,
            due: SignedDuration::ZERO,
            open: None,
        }
    }

    /// What the desk leaves unserved that gives the first contact.
    pub(super) fn relaxed(&self) -> u8 {
        if self.settled.is_some() {
            return 0;
        }
        let at_work = AtWork::of(self.facts);
        let mut steps = at_work.steps().iter().enumerate();
        let first = steps.find(|(at, step)| at_work.occupant(*at, step).is_some());
        match first.map(|(_, step)| step.who) {
            Some(Who::Desk { desks, .. }) => {
                let found = self.facts.desk(desks);
                found.map_or(0, |(desk, _)| desk.relaxed)
            }
            Some(Who::Assigned(id)) => self.facts.relaxed_by(id),
            _ => 0,
        }
    }

    #[inline(always)]
    fn level(&mut self, step: StepId, standing: Standing, due: SignedDuration) -> Level<'r> {
        let level = Level {
            tables: self.facts.tables,
            step,
            standing,
            number: self.number,
            before: self.due,
            due,
            is_confidential: self.facts.answer.is_confidential,
        };
        self.number += 1;
        self.due = due;
        level
    }

    /// The next level of a chain that is worked out.
    #[inline(never)]
    fn work_out(&mut self) -> Option<Level<'r>> {
        let at_work = AtWork::of(self.facts);
        let facts = self.facts;
        let mut open = self.open.unwrap_or(Open {
            next: 0,
            is_done: false,
            last: facts.owner.department,
            clock: SignedDuration::ZERO,
            named: SignedDuration::ZERO,
        });
        while !open.is_done {
            let at = open.next as usize;
            let step = at_work.steps().get(at)?;
            open.next += 1;
            let response = facts.tables.departments[open.last].response;
            open.clock += step.after.unwrap_or(response);
            match step.part {
                Part::Always => {
                    if let Some(department) = facts.asked(step) {
                        (open.last, open.named) = (department, open.clock);
                    }
                }
                Part::Closing if at_work.closes_in_place(at) => open.clock = open.named,
                Part::Closing => open.clock = open.named + response,
                Part::Spare => {}
            }
            let Some(standing) = at_work.occupant(at, step) else {
                continue;
            };
            let contact = standing.seat.contact;
            if at_work.stands_before(contact, at) {
                continue;
            }
            open.is_done = contact == at_work.final_authority.seat.contact;
            self.open = Some(open);
            return Some(self.level(at_work.row.steps.id(at), standing, open.clock));
        }
        None
    }
}

impl<'r> Iterator for Chain<'_, 'r> {
    type Item = Level<'r>;

    #[inline(always)]
    fn next(&mut self) -> Option<Level<'r>> {
        let Some(settled) = &mut self.settled else {
            return self.work_out();
        };
        let row = settled.next()?;
        let standing = Standing {
            seat: row.seat,
            department: row.department,
        };
        Some(self.level(row.step, standing, row.due))
    }
}

impl core::iter::FusedIterator for Chain<'_, '_> {}

impl fmt::Debug for Chain<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// What it takes to say who stands at a step.
struct AtWork<'a, 'r> {
    facts: Facts<'a, 'r>,
    row: &'r ChainRow,
    /// Who stands at the first step.
    first: Option<Standing>,
    final_authority: Standing,
}

impl<'a, 'r> AtWork<'a, 'r> {
    fn of(facts: Facts<'a, 'r>) -> Self {
        let row = facts.chain();
        let first = facts.tables.steps.span(row.steps).first();
        Self {
            row,
            first: first.and_then(|step| facts.occupant(step)),
            final_authority: facts.final_authority(row),
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

    /// X1: whether the closing level is due in place of the final authority, as that would be the last; else it comes
    /// behind.
    fn closes_in_place(&self, closing: usize) -> bool {
        let before = self.steps().iter().take(closing).rev();
        let mut asked = before.filter(|step| step.part == Part::Always && step.who != Who::Nobody);
        let last = asked.next().and_then(|step| self.facts.nominal(step));
        last.is_some_and(|last| last.seat.contact == self.row.end.seat.contact)
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
