//! Who can be reached: who is on duty (H3), who is away, and who stands in (H5).

use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::Reference;
use super::calendars::Moment;
use super::people::Seat;
use crate::calendar::earlier;
use crate::excluded::Excluded;
use crate::id::ContactId;

/// The most contacts that one delegation passes through (H5).
const STEPS: usize = 16;

/// Who can be reached at an instant, and when that may be another.
pub(super) struct Reached {
    /// No person twice.
    pub(super) seats: Vec<Seat>,
    pub(super) changes: Option<Timestamp>,
}

impl Reference<'_> {
    /// Who answers at a seat: who is on duty by a schedule; a contact that is not away; who stands in for one that is.
    pub(super) fn reached(&self, seat: Seat, instant: Timestamp, without: &Excluded) -> Reached {
        let mut reached = Reached {
            seats: Vec::new(),
            changes: None,
        };
        let Some(schedule) = self.inner.contacts[seat.person].schedule else {
            let found = self.present(
                seat,
                instant,
                without,
                &mut Vec::new(),
                &mut reached.changes,
            );
            reached.seats.extend(found);
            return reached;
        };
        let calendar = &self.inner.schedules[schedule].calendar;
        reached.changes = calendar.next(instant);
        for (person, _) in calendar.on_duty(instant).duties.iter() {
            let seat = self.seat(person);
            let found = self.present(
                seat,
                instant,
                without,
                &mut Vec::new(),
                &mut reached.changes,
            );
            let mut others = reached.seats.iter();
            let found = found.filter(|found| others.all(|other| other.person != found.person));
            reached.seats.extend(found);
        }
        reached
    }

    /// H5: the contact itself; while it is away, who stands in for it; of a position, its deputies after that. Nobody is
    /// asked twice, so nothing goes round in circles.
    fn present(
        &self,
        seat: Seat,
        instant: Timestamp,
        without: &Excluded,
        asked: &mut Vec<ContactId>,
        changes: &mut Option<Timestamp>,
    ) -> Option<Seat> {
        if seat.position.is_some_and(|id| without.contains(id)) {
            return None;
        }
        let is_left_out = self.is_excluded(Seat::in_person(seat.person), without);
        if !is_left_out && !asked.contains(&seat.person) && asked.len() < STEPS {
            asked.push(seat.person);
            let away = &self.inner.contacts[seat.person].away;
            for absence in away {
                *changes = earlier(*changes, absence.window.validity(instant).instant());
            }
            let mut now = away.iter();
            let Some(absence) = now.find(|absence| absence.window.holds(Some(instant))) else {
                return Some(seat);
            };
            let delegate = absence.delegate.map(|id| self.seat(id));
            let found =
                delegate.and_then(|seat| self.present(seat, instant, without, asked, changes));
            if found.is_some() {
                return found;
            }
        }
        let deputies = seat.position.map(|id| &self.inner.contacts[id].deputies);
        deputies.into_iter().flatten().find_map(|deputy| {
            let in_person = Seat::in_person(*deputy);
            let found = self.present(in_person, instant, without, asked, changes)?;
            let is_deputy = found.person == *deputy;
            Some(if is_deputy {
                Seat {
                    person: *deputy,
                    ..seat
                }
            } else {
                found
            })
        })
    }

    /// The first instant, before a limit, at which somebody can be reached; who is nobody at the moment.
    pub(super) fn first_reached(
        &self,
        seat: Seat,
        from: Moment,
        limit: Moment,
        without: &Excluded,
    ) -> Option<(Moment, Vec<Seat>)> {
        let start = self.calendars.start?;
        let (mut instant, last) = (
            self.calendars.instant(from)?,
            self.calendars.instant(limit)?,
        );
        loop {
            let reached = self.reached(seat, instant, without);
            if !reached.seats.is_empty() {
                self.calendars.note(Some(instant), from);
                let due = instant.duration_since(start);
                return Some((Moment { due, moves: false }, reached.seats));
            }
            instant = reached.changes?;
            if instant >= last {
                // It is in time for a limit that is a moment later.
                let in_time = instant.checked_add(SignedDuration::from_nanos(1)).ok();
                self.calendars.note(in_time, limit);
                return None;
            }
        }
    }

    /// Of a level on a schedule: the last handoff between the inquiry and its instant.
    pub(super) fn handoff(&self, seat: Seat, instant: Timestamp) -> Option<Timestamp> {
        let schedule = self.inner.contacts[seat.person].schedule?;
        let calendar = &self.inner.schedules[schedule].calendar;
        let start = self.calendars.start?;
        let changes = core::iter::successors(calendar.next(start), |at| calendar.next(*at));
        let mut on_duty = calendar.on_duty(start);
        let mut handoff = None;
        for change in changes.take_while(|change| *change <= instant) {
            let then = calendar.on_duty(change);
            if then != on_duty {
                (on_duty, handoff) = (then, Some(change));
            }
        }
        handoff
    }
}
