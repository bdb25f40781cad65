//! What depends on the instant: dated facts turn by turn, absences, schedules.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;

use jiff::Timestamp;

use super::Compiler;
use crate::contact::ContactKind;
use crate::id::{AssignmentId, ContactId, DepartmentId, TimingId};
use crate::level::Clock;
use crate::organization::Inner;
use crate::tables::{
    AbsenceRow, ChainRow, ContactTimes, DatedCell, DepartmentTimes, OwnerTimes, Standing, StepRow,
    Timed, Turns, Who,
};

impl Compiler<'_> {
    /// How an owner depends on the instant, if it does.
    pub(super) fn timing(&mut self, times: OwnerTimes) -> Option<TimingId> {
        if times.owners.is_empty() {
            if !times.is_judged {
                return None;
            }
            // One for all of which nothing else is to be said.
            if let Some(judged) = self.judged {
                return Some(judged);
            }
        }
        let is_plain = times.owners.is_empty();
        let id = self.timings.push(times);
        if is_plain {
            self.judged = Some(id);
        }
        Some(id)
    }

    /// Whether calendars, or dates of who is at a desk, are asked for a chain at an instant: always where it is not settled.
    pub(super) fn is_judged(&self, chain: &ChainRow) -> bool {
        if !self.has_calendars && !self.has_dates {
            return false;
        }
        let asks = |step: &StepRow| match step.who {
            Who::Nobody => false,
            Who::Seat(seat) => {
                let contact = &self.inner.contacts[seat.contact];
                contact.schedule.is_some() || !contact.away.is_empty()
            }
            Who::Desk { .. } | Who::Assigned(_) => true,
        };
        let is_business = |step: &StepRow| {
            step.clock != Clock::Wall && step.after.is_none_or(|after| !after.is_zero())
        };
        let mut steps = self.steps.span(chain.steps).iter();
        steps.any(|step| asks(step) || is_business(step))
    }

    pub(super) fn timed(&mut self) -> Timed {
        let inner = self.inner;
        let contacts = inner.contacts.ids();
        let contacts = contacts.filter_map(|id| Some((id, self.contact_times(id)?)));
        let departments = inner.departments.ids();
        let departments = departments.filter_map(|id| Some((id, self.department_times(id)?)));
        let assignments = inner
            .assignments
            .ids()
            .map(|id| (id, dated_cells(inner, id)));
        let schedules = inner.schedules.iter();
        Timed {
            is_timeless: inner.is_timeless(),
            contacts: contacts.collect(),
            departments: departments.collect(),
            assignments: assignments.filter(|(_, cells)| !cells.is_empty()).collect(),
            conflict_authority: self.conflict_authority_times(),
            schedules: schedules.map(|own| Arc::clone(&own.calendar)).collect(),
            owners: core::mem::take(&mut self.timings),
        }
    }

    /// None of a contact that is always there and answers for itself.
    fn contact_times(&self, id: ContactId) -> Option<ContactTimes> {
        let inner = self.inner;
        let own = &inner.contacts[id];
        let is_plain = own.kind != ContactKind::Position && own.schedule.is_none();
        if is_plain && own.away.is_empty() {
            return None;
        }
        let mut edges = BTreeSet::new();
        if self.has_dates {
            inner.seat_edges(id, &mut edges);
        }
        let seat = inner.seat(id, None);
        Some(ContactTimes {
            seat,
            seats: Turns::new(&seat, edges.into_iter(), |from| inner.seat(id, Some(from))),
            deputies: own.deputies.iter().copied().collect(),
            schedule: own.schedule,
            away: own
                .away
                .iter()
                .map(|absence| AbsenceRow {
                    window: absence.window,
                    delegate: absence.delegate,
                })
                .collect(),
        })
    }

    /// None of a department whose head is always the same and where nobody is on duty.
    fn department_times(&self, id: DepartmentId) -> Option<DepartmentTimes> {
        let inner = self.inner;
        let mut edges = BTreeSet::new();
        inner.own_head_edges(id, &mut edges);
        let heads = Turns::new(&inner.own_head(id, None), edges.into_iter(), |from| {
            inner.own_head(id, Some(from))
        });
        let on_duty = inner.departments[id].on_duty;
        let is_plain = heads.is_empty() && on_duty.is_none();
        (!is_plain).then_some(DepartmentTimes { heads, on_duty })
    }

    fn conflict_authority_times(&self) -> Turns<Option<Standing>> {
        let inner = self.inner;
        let mut edges = BTreeSet::new();
        if let Some(id) = inner.conflict_authority {
            inner.seat_edges(id, &mut edges);
        }
        let at = |when| inner.conflict_standing(when);
        Turns::new(&at(None), edges.into_iter(), |from| at(Some(from)))
    }
}

/// The classes of an assignment for which the holder is dated.
fn dated_cells(inner: &Inner, id: AssignmentId) -> Box<[DatedCell]> {
    let own = &inner.assignments[id];
    let cells = own.by_class.iter().filter_map(|(class, row)| {
        let dated = &own.holders[*row].dated;
        let edges: BTreeSet<Timestamp> = dated
            .iter()
            .flat_map(|(window, _)| [window.from, window.until])
            .flatten()
            .collect();
        let otherwise = own.holder_at(*row, None);
        let holders = Turns::new(&otherwise, edges.into_iter(), |from| {
            own.holder_at(*row, Some(from))
        });
        (!holders.is_empty()).then_some(DatedCell {
            class: *class,
            holders,
        })
    });
    cells.collect()
}
