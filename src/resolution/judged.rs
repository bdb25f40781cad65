//! A chain as of an instant: who answers at each level is judged at the level's own instant (C3, C4, H5).

use jiff::{SignedDuration, Timestamp};

use super::facts::Facts;
use super::moment::{Moment, Noting};
use crate::id::{ContactId, DepartmentId, HoursId};
use crate::level::{Clock, WhenEmpty};
use crate::tables::{Part, Seat, Standing, StepRow, Who};

/// How far a chain was judged.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    final_authority: Standing,
    /// The step to look at next.
    next: u32,
    is_done: bool,
    /// Whether the step before names somebody.
    is_named: bool,
    /// When the last step is due, level or not.
    moment: Moment,
    /// Whether the next level is due at that moment, as nobody could be reached then.
    is_handed_on: bool,
    last: Last,
    /// From when it counts behind the last step that asks somebody.
    from: Moment,
    levels: Levels,
}

/// The last step that asks somebody, as if nobody were excluded: from it the next one counts (C3).
#[derive(Clone, Copy)]
struct Last {
    step: Option<u32>,
    department: DepartmentId,
    moment: Moment,
}

/// A level that stands on the chain.
#[derive(Clone, Copy)]
pub(super) struct JudgedLevel {
    /// The number of its step.
    pub(super) step: usize,
    /// Whom it names; who answers there may be another.
    pub(super) nominal: Standing,
    pub(super) moment: Moment,
    /// The first who is reached. Nobody at a final authority who is away.
    pub(super) reached: Option<Seat>,
}

/// The contacts of the levels so far.
#[derive(Clone, Copy)]
struct Levels {
    contacts: [Option<ContactId>; Self::MOST],
    count: usize,
}

impl Judged {
    pub(super) fn begin<N: Noting>(facts: Facts<'_, '_, N>) -> Self {
        Self {
            final_authority: facts.final_authority(facts.chain()),
            next: 0,
            is_done: false,
            is_named: false,
            moment: Moment::START,
            is_handed_on: false,
            last: Last {
                step: None,
                department: facts.owner.department,
                moment: Moment::START,
            },
            from: Moment::START,
            levels: Levels {
                contacts: [None; Levels::MOST],
                count: 0,
            },
        }
    }

    /// The one level of a chain on which nobody can be reached: the final authority, due at once (C4).
    pub(super) fn unstaffed<N: Noting>(facts: Facts<'_, '_, N>) -> Option<JudgedLevel> {
        let mut judged = Self::begin(facts);
        let mut last = None;
        while let Some(level) = judged.next(facts) {
            if level.reached.is_some() {
                return None;
            }
            last = Some(level);
        }
        last.map(|level| JudgedLevel {
            moment: Moment::START,
            ..level
        })
    }

    pub(super) fn next<N: Noting>(&mut self, facts: Facts<'_, '_, N>) -> Option<JudgedLevel> {
        while !self.is_done {
            let at = self.next;
            let step = facts.steps().get(at as usize)?;
            self.next += 1;
            if step.part == Part::Closing {
                return Some(self.closing(facts, at));
            }
            if !self.is_handed_on {
                self.moment = due(facts, step, self.last, self.moment);
            }
            if step.part == Part::Always {
                if let Some(department) = facts.asked(step) {
                    self.last = Last {
                        step: Some(at),
                        department,
                        moment: self.moment,
                    };
                    self.from = self.moment;
                }
            }
            if let Some(level) = self.level(facts, at, step) {
                return Some(level);
            }
        }
        None
    }

    /// The level of a step, if it counts, somebody stands there, and can be reached.
    fn level<N: Noting>(
        &mut self,
        facts: Facts<'_, '_, N>,
        at: u32,
        step: &StepRow,
    ) -> Option<JudgedLevel> {
        let is_needless = step.part == Part::Spare && self.is_named;
        let occupant = (!is_needless).then(|| facts.occupant(step, self.moment));
        let occupant = occupant.flatten();
        if step.part == Part::Always {
            self.is_named = occupant.is_some();
        }
        let nominal = occupant?;
        // C1: no contact stands on the chain twice; the earlier place wins.
        if self.stands_before(facts, nominal.seat.contact, at) {
            return None;
        }
        let is_last = nominal.seat.contact == self.final_authority.seat.contact;
        let reached = reached(facts, nominal.seat, self.moment);
        self.is_handed_on = reached.is_none() && !is_last;
        let (moment, reached) = if self.is_handed_on {
            let (moment, reached) = self.later(facts, step, nominal.seat)?;
            (moment, Some(reached))
        } else {
            (self.moment, reached)
        };
        self.levels.insert(nominal.seat.contact);
        self.is_done = is_last;
        Some(JudgedLevel {
            step: at as usize,
            nominal,
            moment,
            reached,
        })
    }

    fn stands_before<N: Noting>(
        &self,
        facts: Facts<'_, '_, N>,
        contact: ContactId,
        at: u32,
    ) -> bool {
        if self.levels.contains(contact) {
            return true;
        }
        // Of a chain that is longer than what is kept at hand, whom the steps behind that name in person.
        let is_named =
            |step: &StepRow| matches!(step.who, Who::Seat(seat) if seat.contact == contact);
        let mut before = facts.steps().iter().take(at as usize);
        self.levels.is_full() && before.any(is_named)
    }

    /// C4: a level that reaches nobody stands where somebody can be reached later, if it waits for that.
    fn later<N: Noting>(
        &mut self,
        facts: Facts<'_, '_, N>,
        step: &StepRow,
        seat: Seat,
    ) -> Option<(Moment, Seat)> {
        match step.when_empty {
            WhenEmpty::Skip => None,
            WhenEmpty::Wait => {
                self.is_handed_on = false;
                first_reached(facts, seat, self.moment, self.next_due(facts))
            }
            WhenEmpty::Hold => {
                let found = first_reached(facts, seat, self.moment, far_behind(self.moment))?;
                self.is_handed_on = false;
                (self.moment, self.from) = (found.0, found.0);
                Some(found)
            }
        }
    }

    /// When the next step is due that is due later.
    fn next_due<N: Noting>(&self, facts: Facts<'_, '_, N>) -> Moment {
        let (mut last, mut moment) = (self.last, self.moment);
        let behind = facts.steps().iter().zip(0_u32..).skip(self.next as usize);
        for (step, at) in behind.filter(|(step, _)| step.part == Part::Always) {
            moment = due(facts, step, last, moment);
            if moment.due > self.moment.due {
                return moment;
            }
            if let Some(department) = facts.asked(step) {
                let step = Some(at);
                last = Last {
                    step,
                    department,
                    moment,
                };
            }
        }
        far_behind(self.moment)
    }

    /// X1: the final authority where another is nominally: it takes the place of that one, or stands behind the last.
    fn closing<N: Noting>(&mut self, facts: Facts<'_, '_, N>, at: u32) -> JudgedLevel {
        let nominal = self.final_authority;
        let moment = if self.is_handed_on {
            self.moment
        } else if self.closes_in_place(facts) {
            self.from
        } else {
            let response = facts.tables.departments[self.last.department].response;
            self.from.later(response)
        };
        self.is_done = true;
        JudgedLevel {
            step: at as usize,
            nominal,
            moment,
            reached: reached(facts, nominal.seat, moment),
        }
    }

    fn closes_in_place<N: Noting>(&self, facts: Facts<'_, '_, N>) -> bool {
        let step = self.last.step.and_then(|at| facts.steps().get(at as usize));
        let last = step.and_then(|step| facts.nominal(step, self.last.moment));
        last.is_some_and(|last| last.seat.contact == facts.chain().end.seat.contact)
    }
}

impl Levels {
    /// How many are kept at hand.
    const MOST: usize = 64;

    fn is_full(&self) -> bool {
        self.count == Self::MOST
    }

    fn contains(&self, contact: ContactId) -> bool {
        let mut contacts = self.contacts.iter().take(self.count);
        contacts.any(|own| *own == Some(contact))
    }

    fn insert(&mut self, contact: ContactId) {
        if let Some(place) = self.contacts.get_mut(self.count) {
            *place = Some(contact);
            self.count += 1;
        }
    }
}

/// C3: when a step is due that counts from a moment.
fn due<N: Noting>(facts: Facts<'_, '_, N>, step: &StepRow, last: Last, from: Moment) -> Moment {
    let response = || facts.tables.departments[last.department].response;
    let delay = step.after.unwrap_or_else(response);
    if delay.is_zero() {
        return from;
    }
    let hours = match step.clock {
        Clock::Wall => None,
        Clock::Hours(hours) => Some(hours),
        Clock::Desk => {
            let before = last.step.and_then(|at| facts.steps().get(at as usize));
            before.and_then(|before| facts.desk_hours(before, last.moment))
        }
    };
    let by_hours = hours.and_then(|hours| by_hours(facts, hours, delay, from));
    by_hours.unwrap_or_else(|| from.later(delay))
}

/// So much later by business time, which begins to count at the next opening. None where so much does not come.
fn by_hours<N: Noting>(
    facts: Facts<'_, '_, N>,
    hours: HoursId,
    delay: SignedDuration,
    from: Moment,
) -> Option<Moment> {
    let start = facts.as_of.instant()?;
    let times = &facts.tables.hours[hours];
    let instant = from.instant(start);
    let due = times.add(instant, delay)?;
    facts.notes.note(from, || times.validity(instant).instant());
    let moment = Moment {
        due: due.duration_since(start),
        moves: from.moves && times.contains(instant),
    };
    facts.notes.note(moment, || {
        if times.contains(due) {
            times.validity(due).instant()
        } else {
            // At the very end of open time: what is asked later is due behind the next opening.
            Some(due)
        }
    });
    Some(moment)
}

fn reached<N: Noting>(facts: Facts<'_, '_, N>, seat: Seat, moment: Moment) -> Option<Seat> {
    let instant = facts.instant(moment)?;
    facts.reached(seat, instant, moment).0
}

/// The first moment, before a limit, at which somebody can be reached at a seat where nobody is at the moment.
fn first_reached<N: Noting>(
    facts: Facts<'_, '_, N>,
    seat: Seat,
    from: Moment,
    limit: Moment,
) -> Option<(Moment, Seat)> {
    let start = facts.as_of.instant()?;
    let last: Timestamp = limit.instant(start);
    let mut instant = from.instant(start);
    loop {
        // What is asked at the first instant was asked before; the others do not move.
        let still = Moment {
            moves: false,
            ..from
        };
        let (reached, until) = facts.reached(seat, instant, still);
        if let Some(reached) = reached {
            facts.notes.note(from, || Some(instant));
            let due = instant.duration_since(start);
            return Some((Moment { due, moves: false }, reached));
        }
        instant = until?;
        if instant >= last {
            facts.notes.note(limit, || Some(instant));
            return None;
        }
    }
}

/// How far ahead it is looked for somebody who can be reached.
fn far_behind(from: Moment) -> Moment {
    from.later(SignedDuration::from_hours(366 * 24))
}
