//! The chain: its levels, worked out as they are read (C1 to C5, X1).

use core::fmt;

use jiff::SignedDuration;

use super::facts::Facts;
use super::judged::{Judged, JudgedLevel};
use super::level::{Level, Own};
use super::moment::Moment;
use crate::id::{ContactId, DepartmentId};
use crate::level::LevelKind;
use crate::tables::{LevelRow, Part, Seat, Standing, StepRow, Who};

/// The levels of a chain, read as they were compiled where nothing depends on the inquiry, else worked out as they are
/// read. It borrows the answer (`'a`), and gives levels that live as long as the router (`'r`).
#[derive(Clone)]
pub struct Chain<'a, 'r> {
    facts: Facts<'a, 'r>,
    /// Those that are left, of a chain that is the same for every inquiry, while nobody is excluded.
    settled: core::slice::Iter<'r, LevelRow>,
    /// How far any other chain was worked out.
    open: Open,
    /// How far it was judged, where calendars are asked.
    judging: Judging,
    is_confidential: bool,
    /// The number of the next level.
    number: u32,
    /// When the level before is due.
    due: SignedDuration,
}

impl<'a, 'r> Chain<'a, 'r> {
    #[inline(always)]
    pub(super) fn new(facts: Facts<'a, 'r>) -> Self {
        let levels = facts.owner.levels;
        let is_judged = !facts.as_of.is_none() && facts.is_judged();
        let is_settled = facts.excluded.is_empty() && !levels.is_empty() && !is_judged;
        let (settled, open) = if is_settled {
            (facts.tables.levels.span(levels), Open::Never)
        } else {
            (<&[LevelRow]>::default(), Open::Ahead)
        };
        Self {
            is_confidential: facts.answer.is_confidential,
            facts,
            settled: settled.iter(),
            open,
            judging: if is_judged {
                Judging::Ahead
            } else {
                Judging::Never
            },
            number: 0,
            due: SignedDuration::ZERO,
        }
    }

    /// What the desk leaves unserved that gives the first contact, if that is who is asked first.
    pub(super) fn relaxed(&self) -> u8 {
        if matches!(self.open, Open::Never) {
            return 0;
        }
        let is_other = |level: Level<'_>| level.kind() != LevelKind::FirstContact;
        if self.is_judged() && self.clone().next().is_some_and(is_other) {
            return 0;
        }
        let (facts, at_work) = (self.facts, AtWork::begin(self.facts));
        let mut steps = facts.steps().iter().enumerate();
        let first = steps.find(|(at, step)| at_work.occupant(facts, *at, step).is_some());
        match first.map(|(_, step)| step.who) {
            Some(Who::Desk { desks, .. }) => self.facts.relaxed(desks),
            Some(Who::Assigned(id)) => self.facts.relaxed_by(id),
            _ => 0,
        }
    }

    /// Whether nobody on it can be reached (C4).
    pub(super) fn is_unstaffed(&self) -> bool {
        self.is_judged() && Judged::unstaffed(self.facts).is_some()
    }

    fn is_judged(&self) -> bool {
        !matches!(self.judging, Judging::Never)
    }

    /// The next level of a chain that is worked out or judged. What is worked out is a copy: as no call can change the chain
    /// itself, it is held in registers where its levels are settled.
    #[inline(always)]
    fn work_out(&mut self) -> Option<(LevelRow, Own)> {
        if matches!(self.open, Open::Never) {
            return None;
        }
        if self.is_judged() {
            let mut judging = self.judging;
            let level = self.facts.lend(|facts| judging.next(facts));
            self.judging = judging;
            return level;
        }
        let mut open = self.open;
        let row = self.facts.lend(|facts| open.next(facts));
        self.open = open;
        row.map(|row| (row, self.own(row.seat)))
    }

    #[inline(always)]
    fn own(&self, nominal: Seat) -> Own {
        Own {
            nominal,
            as_of: *self.facts.as_of,
            excluded: *self.facts.excluded,
            is_judged: false,
            is_reached: true,
        }
    }
}

impl<'r> Iterator for Chain<'_, 'r> {
    type Item = Level<'r>;

    #[inline(always)]
    fn next(&mut self) -> Option<Level<'r>> {
        let (row, own) = match self.settled.next() {
            Some(row) if self.facts.as_of.is_none() => (*row, None),
            Some(row) => (*row, Some(self.own(row.seat))),
            None => {
                let (row, own) = self.work_out()?;
                (row, Some(own))
            }
        };
        let level = Level {
            tables: self.facts.tables,
            step: row.step,
            standing: Standing {
                seat: row.seat,
                department: row.department,
            },
            number: self.number,
            before: self.due,
            due: row.due,
            is_confidential: self.is_confidential,
            own,
        };
        self.number += 1;
        self.due = row.due;
        Some(level)
    }
}

impl core::iter::FusedIterator for Chain<'_, '_> {}

impl fmt::Debug for Chain<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// How far a chain was worked out whose levels depend on the inquiry, or of which somebody is excluded.
#[derive(Clone, Copy)]
enum Open {
    /// It is another chain.
    Never,
    /// No level was asked for.
    Ahead,
    At(AtWork),
}

/// How far a chain was judged for which calendars are asked.
#[derive(Clone, Copy)]
#[expect(
    clippy::large_enum_variant,
    reason = "it is part of a chain, which allocates nothing"
)]
enum Judging {
    /// It is another chain.
    Never,
    /// No level was asked for.
    Ahead,
    At(Judged),
    /// Nobody can be reached, and the one level was given.
    Unstaffed,
}

/// How far, and what it takes to say who stands at a step.
#[derive(Clone, Copy)]
struct AtWork {
    /// Who stands at the first step.
    first: Option<Standing>,
    final_authority: Standing,
    /// The step to look at next.
    next: u32,
    is_done: bool,
    /// The department for which the last step answers, level or not.
    last: DepartmentId,
    /// When that step is due.
    clock: SignedDuration,
    /// When the last step is due that asks somebody.
    named: SignedDuration,
    asked: Asked,
}

/// The contacts of the levels so far, as many as there is room for.
#[derive(Clone, Copy)]
struct Asked {
    contacts: [Option<ContactId>; Self::MOST],
    count: usize,
}

impl Open {
    #[inline(never)]
    fn next(&mut self, facts: &Facts<'_, '_>) -> Option<LevelRow> {
        if let Self::Ahead = self {
            *self = Self::At(AtWork::begin(*facts));
        }
        match self {
            Self::At(at_work) => at_work.next(*facts),
            Self::Never | Self::Ahead => None,
        }
    }
}

impl Judging {
    #[inline(never)]
    fn next(&mut self, facts: &Facts<'_, '_>) -> Option<(LevelRow, Own)> {
        let level = match self {
            Self::Never | Self::Unstaffed => None,
            Self::Ahead => match Judged::unstaffed(*facts) {
                Some(last) => {
                    *self = Self::Unstaffed;
                    Some(last)
                }
                None => {
                    let mut judged = Judged::begin(*facts);
                    let first = judged.next(*facts);
                    *self = Self::At(judged);
                    first
                }
            },
            Self::At(judged) => judged.next(*facts),
        };
        let level: JudgedLevel = level?;
        let row = LevelRow {
            seat: level.reached.unwrap_or(level.nominal.seat),
            department: level.nominal.department,
            step: facts.chain().steps.id(level.step),
            due: level.moment.due,
        };
        let own = Own {
            is_judged: true,
            is_reached: level.reached.is_some(),
            ..Own::of(facts, level.nominal.seat)
        };
        Some((row, own))
    }
}

impl AtWork {
    fn begin(facts: Facts<'_, '_>) -> Self {
        let first = facts.steps().first();
        Self {
            first: first.and_then(|step| facts.occupant(step, Moment::START)),
            final_authority: facts.final_authority(facts.chain()),
            next: 0,
            is_done: false,
            last: facts.owner.department,
            clock: SignedDuration::ZERO,
            named: SignedDuration::ZERO,
            asked: Asked::nobody(),
        }
    }

    fn next(&mut self, facts: Facts<'_, '_>) -> Option<LevelRow> {
        while !self.is_done {
            let at = self.next as usize;
            let step = facts.steps().get(at)?;
            self.next += 1;
            let response = facts.tables.departments[self.last].response;
            self.clock += step.after.unwrap_or(response);
            match step.part {
                Part::Always => {
                    if let Some(department) = facts.asked(step) {
                        (self.last, self.named) = (department, self.clock);
                    }
                }
                Part::Closing if closes_in_place(facts, at) => self.clock = self.named,
                Part::Closing => self.clock = self.named + response,
                Part::Spare => {}
            }
            let Some(standing) = self.occupant(facts, at, step) else {
                continue;
            };
            let contact = standing.seat.contact;
            if self.stands_before(facts, contact, at) {
                continue;
            }
            self.asked.insert(contact);
            self.is_done = contact == self.final_authority.seat.contact;
            return Some(LevelRow {
                seat: standing.seat,
                department: standing.department,
                step: facts.chain().steps.id(at),
                due: self.clock,
            });
        }
        None
    }

    /// Who stands at a step, if it counts and somebody does.
    fn occupant(&self, facts: Facts<'_, '_>, at: usize, step: &StepRow) -> Option<Standing> {
        match step.part {
            Part::Always if at == 0 => self.first,
            Part::Spare if self.first.is_some() => None,
            Part::Always | Part::Spare => facts.occupant(step, Moment::START),
            Part::Closing => Some(self.final_authority),
        }
    }

    /// C1: no contact stands on the chain twice; the earlier place wins.
    fn stands_before(&self, facts: Facts<'_, '_>, contact: ContactId, at: usize) -> bool {
        if !self.asked.is_full() {
            return self.asked.contains(contact);
        }
        let mut before = facts.steps().iter().enumerate().take(at);
        before.any(|(at, step)| {
            self.occupant(facts, at, step)
                .is_some_and(|standing| standing.seat.contact == contact)
        })
    }
}

impl Asked {
    const MOST: usize = 16;

    fn nobody() -> Self {
        Self {
            contacts: [None; Self::MOST],
            count: 0,
        }
    }

    fn is_full(&self) -> bool {
        self.count == Self::MOST
    }

    fn contains(&self, contact: ContactId) -> bool {
        let mut asked = self.contacts.iter().take(self.count);
        asked.any(|asked| *asked == Some(contact))
    }

    /// Adds one, if there is room.
    fn insert(&mut self, contact: ContactId) {
        if let Some(place) = self.contacts.get_mut(self.count) {
            *place = Some(contact);
            self.count += 1;
        }
    }
}

/// X1: whether the closing level is due in place of the final authority, as that would be the last; else it comes behind.
fn closes_in_place(facts: Facts<'_, '_>, closing: usize) -> bool {
    let before = facts.steps().iter().take(closing).rev();
    let mut asked = before.filter(|step| step.part == Part::Always && step.who != Who::Nobody);
    let last = asked
        .next()
        .and_then(|step| facts.nominal(step, Moment::START));
    last.is_some_and(|last| last.seat.contact == facts.chain().end.seat.contact)
}
