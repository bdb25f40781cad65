//! What an answer is worked out from: the winning route's rows, and what matters of the inquiry.

use super::Known;
use crate::excluded::Excluded;
use crate::id::{AssignmentId, DepartmentId, DeskId, Span};
use crate::tables::{
    AnswerRow, ChainRow, DeskRow, Given, HolderRow, OwnerRow, PartyRow, Seat, StandIn, Standing,
    StepRow, Tables, Who,
};

/// The rows and the inquiry, side by side.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a, 'r> {
    pub(super) tables: &'r Tables,
    pub(super) answer: &'r AnswerRow,
    pub(super) owner: &'r OwnerRow,
    pub(super) known: Known,
    pub(super) given: &'a Given,
    pub(super) excluded: &'a Excluded,
}

impl<'r> Facts<'_, 'r> {
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
        let is_named = |seat: Seat| {
            let position = seat.position;
            self.excluded.contains(seat.contact)
                || position.is_some_and(|id| self.excluded.contains(id))
        };
        let staff = || self.tables.contacts[seat.contact].staff;
        !self.excluded.is_empty() && (is_named(seat) || staff().is_some_and(is_named))
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

    /// X1: the next head upwards who is not excluded; at the top the conflict authority.
    fn head(&self, department: DepartmentId) -> Standing {
        let rows = &self.tables.departments;
        let mut up = core::iter::successors(Some(department), |id| rows[*id].parent);
        let head = up.find_map(|department| {
            let seat = rows[department].head?;
            (!self.leaves_out(seat)).then_some(Standing { seat, department })
        });
        head.unwrap_or_else(|| self.last())
    }

    /// X2: on a confidential route its final, then the conflict authority, then the root's head.
    fn in_confidence(&self) -> Standing {
        let candidates = [
            Some(self.chain().end),
            self.tables.conflict_authority,
            Some(self.tables.root_head),
        ];
        let mut left = candidates.into_iter().flatten();
        left.find(|standing| !self.leaves_out(standing.seat))
            .unwrap_or_else(|| self.last())
    }

    /// Who stands in at the top. Preparing has seen that there is somebody.
    fn last(&self) -> Standing {
        self.tables
            .conflict_authority
            .unwrap_or(self.tables.root_head)
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
    pub(super) fn occupant(&self, step: &StepRow) -> Option<Standing> {
        let is_floored = |(attribute, least)| self.tables.class(self.given, attribute) < least;
        if step.floor.is_some_and(is_floored) {
            return None;
        }
        self.asked_for(step)
    }

    /// The same, whatever the floor.
    fn asked_for(&self, step: &StepRow) -> Option<Standing> {
        match step.who {
            Who::Assigned(id) => {
                let row = self.holder(id)?;
                let stand_in = match row.stand_in {
                    StandIn::Nobody => step.stand_in,
                    of_department => of_department,
                };
                self.standing(row.who, row.department, stand_in)
            }
            who => self.standing(who, step.department, step.stand_in),
        }
    }

    /// Who would stand at a step if nobody were excluded, whatever its floor.
    pub(super) fn nominal(&self, step: &StepRow) -> Option<Standing> {
        const NOBODY: Excluded = Excluded::none();
        let everybody = Facts {
            excluded: &NOBODY,
            ..*self
        };
        everybody.asked_for(step)
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
        self.tables.holder_row(assignment, self.given)
    }

    fn standing(&self, who: Who, department: DepartmentId, stand_in: StandIn) -> Option<Standing> {
        let seat = match who {
            Who::Nobody | Who::Assigned(_) => return None,
            Who::Seat(seat) => seat,
            Who::Desk { desks, otherwise } => match self.desk(desks) {
                Some((_, seat)) => return Some(Standing { seat, department }),
                None => otherwise,
            },
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
    pub(super) fn desk(&self, desks: Span<DeskId>) -> Option<(&'r DeskRow, Seat)> {
        let topic = self.known.row(self.tables);
        let requirement = self.tables.traits[topic.traits].requirement;
        let mut rows = self.tables.desks.span(desks).iter();
        rows.find_map(|row| {
            let stands_open = self.tables.stands_for(row, requirement)
                && self.tables.holds(row.tests, self.given);
            if !stands_open {
                return None;
            }
            let seat = match row.who {
                Who::Seat(seat) => Some(seat),
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
            Some(Who::Desk { desks, .. }) => self.desk(desks).map_or(0, |(desk, _)| desk.relaxed),
            _ => 0,
        }
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
        if !self.leaves_out(seat) {
            return Some(seat);
        }
        head_of.map(|department| self.head(department).seat)
    }
}
