//! What an answer is worked out from: the winning route's rows, and what matters of the inquiry.

use jiff::Timestamp;

use super::Known;
use super::moment::{Moment, Noting};
use super::presence::Presence;
use crate::as_of::AsOf;
use crate::excluded::Excluded;
use crate::id::{AssignmentId, DepartmentId, DeskId, HoursId, Span};
use crate::tables::{
    AnswerRow, ChainRow, DeskRow, Given, HolderRow, OwnerRow, PartyRow, Seat, StandIn, Standing,
    StepRow, Tables, Who,
};

/// The rows and the inquiry, side by side; with who takes note of when what is read changes.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a, 'r, N = ()> {
    pub(super) tables: &'r Tables,
    pub(super) answer: &'r AnswerRow,
    pub(super) owner: &'r OwnerRow,
    pub(super) known: Known,
    pub(super) given: &'a Given,
    pub(super) excluded: &'a Excluded,
    pub(super) as_of: &'a AsOf,
    pub(super) notes: N,
}

impl<'r> Facts<'_, 'r> {
    /// Lends copies to what is not inlined. As no call has the answer's own address, the compiler holds an answer and its
    /// chain in registers, and writes nothing that is not read.
    #[inline(always)]
    pub(super) fn lend<R>(&self, to: impl FnOnce(&Facts<'_, 'r>) -> R) -> R {
        const NOBODY: Excluded = Excluded::none();
        const AT_NO_INSTANT: AsOf = AsOf::none();
        let given = *self.given;
        // What most inquiries do not say need not be copied.
        if self.excluded.is_empty() && self.as_of.is_none() {
            return to(&Facts {
                given: &given,
                excluded: &NOBODY,
                as_of: &AT_NO_INSTANT,
                ..*self
            });
        }
        let (excluded, as_of) = (*self.excluded, *self.as_of);
        to(&Facts {
            given: &given,
            excluded: &excluded,
            as_of: &as_of,
            ..*self
        })
    }
}

// What depends on the instant.
impl<'a, 'r, N: Noting> Facts<'a, 'r, N> {
    pub(super) fn instant(&self, moment: Moment) -> Option<Timestamp> {
        self.as_of.instant().map(|start| moment.instant(start))
    }

    pub(super) fn presence(&self) -> Presence<'a, 'r> {
        Presence {
            tables: self.tables,
            when: self.as_of.instant(),
            excluded: self.excluded,
        }
    }

    /// Who answers where a contact is asked for, as of the inquiry's instant. `seat` is who does without one.
    fn current(&self, seat: Seat) -> Seat {
        if self.as_of.is_none() || seat.position.is_none() {
            return seat;
        }
        let presence = self.presence();
        self.notes
            .note(Moment::START, || presence.current_until(seat));
        presence.current(seat)
    }

    /// A department's own head, if the place is not vacant.
    fn own_head(&self, department: DepartmentId) -> Option<Seat> {
        let own = self.tables.departments[department].head;
        let Some(when) = self.as_of.instant() else {
            return own;
        };
        match self.tables.timed.departments.get(&department) {
            Some(times) => {
                self.notes.note(Moment::START, || times.heads.next(when));
                times.heads.at(when).copied().unwrap_or(own)
            }
            None => own,
        }
    }

    /// The head of a department, or of the nearest one above that has one. `seat` is who that is without an instant.
    fn nearest_head(&self, department: DepartmentId, seat: Seat) -> Seat {
        if self.as_of.is_none() {
            return seat;
        }
        let mut heads = self.upwards(department).filter_map(|id| self.own_head(id));
        heads.next().unwrap_or(self.tables.root_head.seat)
    }

    /// The root's head: who is left where everybody else is excluded (X1).
    fn root_head(&self) -> Standing {
        let own = self.tables.root_head;
        Standing {
            seat: self.own_head(own.department).unwrap_or(own.seat),
            ..own
        }
    }

    /// Who stands in where every head upwards is excluded (X1).
    fn conflict_authority(&self) -> Option<Standing> {
        let own = self.tables.conflict_authority;
        let Some(when) = self.as_of.instant() else {
            return own;
        };
        let turns = &self.tables.timed.conflict_authority;
        self.notes.note(Moment::START, || turns.next(when));
        turns.at(when).copied().unwrap_or(own)
    }

    /// Whether calendars are asked for the chain of an inquiry with an instant.
    #[inline(always)]
    pub(super) fn is_judged(&self) -> bool {
        let (tables, owner) = (self.tables, self.owner);
        let is_anybody_excluded = !self.excluded.is_empty();
        let is_asked = |id| tables.timed.owners[id].is_judged;
        owner.timing.is_some_and(is_asked)
            || (is_anybody_excluded && !tables.timed.is_timeless)
            || (!tables.reported.is_empty() && is_any_reported(tables, owner, is_anybody_excluded))
    }

    /// Whether a desk's window and hours hold at a moment.
    fn counts(&self, desk: &DeskRow, moment: Moment) -> bool {
        let Some(times) = desk.times.as_deref() else {
            return true;
        };
        let instant = self.instant(moment);
        let until = || {
            let validity = self.tables.counts_until(*times, instant?);
            validity.instant()
        };
        self.notes.note(moment, until);
        self.tables.counts(*times, instant)
    }

    /// The schedule of a department that puts somebody on duty who can be reached; nobody without an instant (H7).
    fn on_duty(&self, department: DepartmentId, moment: Moment) -> Option<Seat> {
        let instant = self.instant(moment)?;
        let times = self.tables.timed.departments.get(&department)?;
        let seat = Seat::own(times.on_duty?);
        let (reached, _) = self.reached(seat, instant, moment);
        let is_there = reached.is_some() && !self.leaves_out(seat);
        is_there.then_some(seat)
    }

    /// The first who is reached at a seat at an instant, and when others may be; what is asked is asked at a moment.
    pub(super) fn reached(
        &self,
        seat: Seat,
        instant: Timestamp,
        moment: Moment,
    ) -> (Option<Seat>, Option<Timestamp>) {
        let (reached, until) = self.presence().first(seat, instant);
        self.notes.note(moment, || until.calendars);
        self.notes.note(Moment::START, || until.dates);
        (reached, until.calendars)
    }

    /// The hours of the desk that answers at a step if nobody is excluded, where one does (C3).
    pub(super) fn desk_hours(&self, step: &StepRow, moment: Moment) -> Option<HoursId> {
        let everybody = self.without_exclusions();
        let who = match step.who {
            Who::Assigned(id) => self.holder(id)?.who,
            who => who,
        };
        match who {
            Who::Desk { desks, .. } => everybody.desk(desks, moment)?.0.times.as_ref()?.during,
            Who::Nobody | Who::Seat(_) | Who::Assigned(_) => None,
        }
    }
}

impl<'r, N: Noting> Facts<'_, 'r, N> {
    /// How the chain goes on from the owner.
    pub(super) fn chain(&self) -> &'r ChainRow {
        &self.tables.chains[self.owner.chain]
    }

    /// The steps of that chain, the first contact first.
    pub(super) fn steps(&self) -> &'r [StepRow] {
        self.tables.steps.span(self.chain().steps)
    }

    /// X1: whether the person or the position is excluded, or who staffs the touchpoint.
    pub(super) fn leaves_out(&self, seat: Seat) -> bool {
        if self.excluded.is_empty() {
            return false;
        }
        let presence = self.presence();
        let staff = || self.tables.contacts[seat.contact].staff;
        self.notes
            .note(Moment::START, || presence.current_until(staff()?));
        presence.leaves_out(seat)
    }

    /// The owner, with the department whose head that is, or the owning one (O1, X1).
    pub(super) fn owner(&self) -> Standing {
        let own = Standing {
            seat: self.owner.seat,
            department: self.owner.owner_from.unwrap_or(self.owner.department),
        };
        if !self.leaves_out(own.seat) {
            return own;
        }
        if self.answer.is_confidential {
            self.in_confidence()
        } else {
            self.head(self.owner.department)
        }
    }

    /// A department and those above it.
    fn upwards(&self, department: DepartmentId) -> impl Iterator<Item = DepartmentId> + use<'r, N> {
        let rows = &self.tables.departments;
        core::iter::successors(Some(department), |id| rows[*id].parent)
    }

    /// X1: the next head upwards who is not excluded; at the top the conflict authority.
    fn head(&self, department: DepartmentId) -> Standing {
        let head = self.upwards(department).find_map(|department| {
            let seat = self.own_head(department)?;
            (!self.leaves_out(seat)).then_some(Standing { seat, department })
        });
        head.unwrap_or_else(|| self.last())
    }

    /// X2: on a confidential route its final, then the conflict authority, then the root's head.
    fn in_confidence(&self) -> Standing {
        let candidates = [
            Some(self.chain().end),
            self.conflict_authority(),
            Some(self.root_head()),
        ];
        let mut left = candidates.into_iter().flatten();
        left.find(|standing| !self.leaves_out(standing.seat))
            .unwrap_or_else(|| self.last())
    }

    /// Who stands in at the top. Preparing has seen that there is somebody.
    fn last(&self) -> Standing {
        self.conflict_authority()
            .unwrap_or_else(|| self.root_head())
    }

    /// At whom the chain ends (C1, X1).
    pub(super) fn final_authority(&self, chain: &ChainRow) -> Standing {
        if !self.leaves_out(chain.end.seat) {
            return chain.end;
        }
        if self.answer.is_confidential {
            self.in_confidence()
        } else {
            self.head(chain.end.department)
        }
    }

    /// Who stands at a step, unless the inquiry is below its floor or the contact is excluded (C5, X1).
    pub(super) fn occupant(&self, step: &StepRow, moment: Moment) -> Option<Standing> {
        let is_floored = |(attribute, least)| self.tables.class(self.given, attribute) < least;
        if step.floor.is_some_and(is_floored) {
            return None;
        }
        self.asked_for(step, moment)
    }

    /// The same, whatever the floor.
    fn asked_for(&self, step: &StepRow, moment: Moment) -> Option<Standing> {
        match step.who {
            Who::Assigned(id) => {
                let row = self.holder(id)?;
                let stand_in = match row.stand_in {
                    StandIn::Nobody => step.stand_in,
                    of_department => of_department,
                };
                self.standing(self.held(row), row.department, stand_in, moment)
            }
            who => self.standing(who, step.department, step.stand_in, moment),
        }
    }

    /// Who would stand at a step if nobody were excluded, whatever its floor.
    pub(super) fn nominal(&self, step: &StepRow, moment: Moment) -> Option<Standing> {
        self.without_exclusions().asked_for(step, moment)
    }

    fn without_exclusions(&self) -> Self {
        const NOBODY: Excluded = Excluded::none();
        Self {
            excluded: &NOBODY,
            ..*self
        }
    }

    /// The department that is asked at a step, if somebody is.
    pub(super) fn asked(&self, step: &StepRow) -> Option<DepartmentId> {
        match step.who {
            Who::Nobody => None,
            Who::Assigned(id) => self.holder(id).map(|row| row.department),
            Who::Seat(_) | Who::Desk { .. } => Some(step.department),
        }
    }

    fn holder(&self, assignment: AssignmentId) -> Option<&'r HolderRow> {
        let when = self.as_of.instant();
        if let Some(instant) = when {
            self.notes.note(Moment::START, || {
                let tables = self.tables;
                tables.holder_until(assignment, self.given, instant)
            });
        }
        self.tables.holder_row(assignment, self.given, when)
    }

    /// Who stands for a holder as of the inquiry's instant.
    fn held(&self, row: &HolderRow) -> Who {
        match (row.who, row.stand_in) {
            // A seat that stands for a department is its head.
            (Who::Seat(seat), StandIn::Head(id)) => Who::Seat(self.nearest_head(id, seat)),
            (Who::Desk { desks, otherwise }, StandIn::Head(id)) => Who::Desk {
                desks,
                otherwise: self.nearest_head(id, otherwise),
            },
            (Who::Seat(seat), _) => Who::Seat(self.current(seat)),
            (who, _) => who,
        }
    }

    fn standing(
        &self,
        who: Who,
        department: DepartmentId,
        stand_in: StandIn,
        moment: Moment,
    ) -> Option<Standing> {
        let seat = match who {
            Who::Nobody | Who::Assigned(_) => return None,
            Who::Seat(seat) => seat,
            Who::Desk { desks, otherwise } => {
                let desk = self.desk(desks, moment).map(|(_, seat)| seat);
                match desk.or_else(|| self.on_duty(department, moment)) {
                    Some(seat) => return Some(Standing { seat, department }),
                    None => otherwise,
                }
            }
        };
        if !self.leaves_out(seat) {
            return Some(Standing { seat, department });
        }
        match stand_in {
            StandIn::Nobody => None,
            StandIn::Last => {
                let chain = self.chain();
                let is_last = seat.contact == chain.end.seat.contact;
                is_last.then(|| self.final_authority(chain))
            }
            StandIn::Owner => Some(Standing {
                seat: self.owner().seat,
                department,
            }),
            StandIn::OwnerLevel => Some(self.owner()),
            StandIn::Head(of) => Some(Standing {
                seat: self.head(of).seat,
                department,
            }),
        }
    }

    /// O4: the best desk that stands open and whose contact is not excluded.
    pub(super) fn desk(&self, desks: Span<DeskId>, moment: Moment) -> Option<(&'r DeskRow, Seat)> {
        let topic = self.known.row(self.tables);
        let requirement = self.tables.traits[topic.traits].requirement;
        let mut rows = self.tables.desks.span(desks).iter();
        rows.find_map(|row| {
            let stands_open = self.tables.stands_for(row, requirement)
                && self.tables.holds(row.tests, self.given)
                && self.counts(row, moment);
            if !stands_open {
                return None;
            }
            let seat = match row.who {
                Who::Seat(seat) => Some(self.current(seat)),
                Who::Assigned(id) => self.assigned_seat(id),
                Who::Nobody | Who::Desk { .. } => None,
            };
            let seat = seat.filter(|seat| !self.leaves_out(*seat))?;
            Some((row, seat))
        })
    }

    /// What the desk leaves unserved that answers for whom an assignment names.
    pub(super) fn relaxed_by(&self, assignment: AssignmentId) -> u8 {
        match self.holder(assignment).map(|row| row.who) {
            Some(Who::Desk { desks, .. }) => self.relaxed(desks),
            _ => 0,
        }
    }

    /// What the desk leaves unserved that answers at once.
    pub(super) fn relaxed(&self, desks: Span<DeskId>) -> u8 {
        let desk = self.desk(desks, Moment::START);
        desk.map_or(0, |(desk, _)| desk.relaxed)
    }

    /// Whom an assignment names as one contact: of a department its head.
    pub(super) fn assigned_seat(&self, assignment: AssignmentId) -> Option<Seat> {
        match self.holder(assignment)?.party {
            PartyRow::Seat(seat, head_of) => self.party(seat, head_of),
            PartyRow::Assigned(_) => None,
        }
    }

    /// A party, unless it is excluded; a department stands for its next head upwards who is not.
    pub(super) fn party(&self, seat: Seat, head_of: Option<DepartmentId>) -> Option<Seat> {
        let seat = match head_of {
            Some(department) => self.nearest_head(department, seat),
            None => self.current(seat),
        };
        if !self.leaves_out(seat) {
            return Some(seat);
        }
        head_of.map(|department| self.head(department).seat)
    }
}

/// Whether somebody on the owner's chain was reported to be away at any time; where the chain depends on the inquiry, whether
/// anybody was.
#[inline(never)]
fn is_any_reported(tables: &Tables, owner: &OwnerRow, is_anybody_excluded: bool) -> bool {
    let levels = tables.levels.span(owner.levels);
    let is_settled = !is_anybody_excluded && !levels.is_empty();
    let is_reported = |contact| !tables.reported.of(contact).is_empty();
    !is_settled || levels.iter().any(|level| is_reported(level.seat.contact))
}
