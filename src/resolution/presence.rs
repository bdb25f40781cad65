//! Who can be reached: those on duty, and who stands in for those who are away (H5).

use jiff::Timestamp;

use crate::calendar::earlier;
use crate::calendar::schedule::Crew;
use crate::excluded::Excluded;
use crate::id::{ContactId, ScheduleId};
use crate::tables::{AbsenceRow, ContactTimes, Seat, Tables};

/// Who can be reached as of an inquiry.
#[derive(Clone, Copy)]
pub(super) struct Presence<'a, 'r> {
    pub(super) tables: &'r Tables,
    /// The inquiry's instant, if it has one.
    pub(super) when: Option<Timestamp>,
    pub(super) excluded: &'a Excluded,
}

impl<'r> Presence<'_, 'r> {
    fn times(&self, contact: ContactId) -> Option<&'r ContactTimes> {
        self.tables.timed.contacts.get(&contact)
    }

    /// The schedule that a contact is.
    pub(super) fn schedule(&self, contact: ContactId) -> Option<ScheduleId> {
        self.times(contact)?.schedule
    }

    /// Who answers where a contact is asked for, as of the inquiry's instant. `seat` is who does without one.
    pub(super) fn current(&self, seat: Seat) -> Seat {
        let dated = || self.times(seat.position?)?.seats.at(self.when?).copied();
        if self.when.is_none() {
            return seat;
        }
        dated().unwrap_or(seat)
    }

    /// The next instant at which another one does.
    pub(super) fn current_until(&self, seat: Seat) -> Option<Timestamp> {
        self.times(seat.position?)?.seats.next(self.when?)
    }

    /// The same, of a contact.
    fn seat(&self, contact: ContactId) -> Seat {
        match self.times(contact) {
            Some(times) => self.current(Seat {
                position: times.seat.position.map(|_| contact),
                ..times.seat
            }),
            None => Seat::own(contact),
        }
    }

    /// X1: whether the person or the position is excluded, or who staffs the touchpoint.
    pub(super) fn leaves_out(&self, seat: Seat) -> bool {
        let is_named = |seat: Seat| {
            let position = seat.position;
            self.excluded.contains(seat.contact)
                || position.is_some_and(|id| self.excluded.contains(id))
        };
        let staff = || self.tables.contacts[seat.contact].staff;
        !self.excluded.is_empty()
            && (is_named(seat) || staff().is_some_and(|staff| is_named(self.current(staff))))
    }

    /// Whether a contact is away at an instant, whoever stands in.
    pub(super) fn is_away(&self, contact: ContactId, instant: Timestamp) -> bool {
        self.absence(contact, instant).is_some()
    }

    /// The first who is reached at a seat, and up to when that is so, for this one and others who are reached there.
    pub(super) fn first(&self, seat: Seat, instant: Timestamp) -> (Option<Seat>, Until) {
        let mut until = Until::default();
        let Some(schedule) = self.schedule(seat.contact) else {
            let found = self.present(seat, instant, &mut Asked::default(), &mut until);
            return (found, until);
        };
        let schedule = &*self.tables.timed.schedules[schedule];
        until.calendars = schedule.next(instant);
        let mut first = None;
        for contact in schedule.crew(instant).in_order() {
            let seat = self.seat(contact);
            until.dates = earlier(until.dates, self.current_until(seat));
            let found = self.present(seat, instant, &mut Asked::default(), &mut until);
            first = first.or(found);
        }
        (first, until)
    }

    /// All who are reached at a seat, nobody twice.
    pub(super) fn all(self, seat: Seat, instant: Timestamp) -> impl Iterator<Item = Seat> {
        let schedule = self.schedule(seat.contact);
        let schedule = schedule.map(|id| &*self.tables.timed.schedules[id]);
        let crew = schedule.map(|own| own.crew(instant));
        let alone = schedule.is_none().then_some(seat);
        let present =
            move |seat| self.present(seat, instant, &mut Asked::default(), &mut Until::default());
        let is_first = move |number: usize, seat: Seat| {
            let before = crew.into_iter().flat_map(Crew::in_order).take(number);
            let mut before = before.filter_map(move |other| present(self.seat(other)));
            before.all(|other| other.contact != seat.contact)
        };
        let on_duty = crew
            .into_iter()
            .flat_map(Crew::in_order)
            .map(move |id| self.seat(id));
        let seats = alone.into_iter().chain(on_duty).enumerate();
        seats.filter_map(move |(number, seat)| {
            let found = present(seat)?;
            is_first(number, found).then_some(found)
        })
    }

    /// H5: the contact itself; while it is away, who stands in for it; of a position, its deputies after that. Nobody is
    /// asked twice, so nothing goes round in circles, and at most 16 are asked.
    fn present(
        &self,
        seat: Seat,
        instant: Timestamp,
        asked: &mut Asked,
        until: &mut Until,
    ) -> Option<Seat> {
        if seat.position.is_some_and(|id| self.excluded.contains(id)) {
            return None;
        }
        let is_left_out = self.leaves_out(Seat::own(seat.contact));
        if !is_left_out && asked.insert(seat.contact) {
            for absence in self.absences(seat.contact) {
                until.calendars =
                    earlier(until.calendars, absence.window.validity(instant).instant());
            }
            let Some(absence) = self.absence(seat.contact, instant) else {
                return Some(seat);
            };
            let delegate = absence.delegate.map(|id| self.seat(id));
            let found = delegate.and_then(|seat| {
                until.dates = earlier(until.dates, self.current_until(seat));
                self.present(seat, instant, asked, until)
            });
            if found.is_some() {
                return found;
            }
        }
        let times = seat.position.and_then(|id| self.times(id));
        let mut deputies = times.map_or(&[][..], |times| &times.deputies).iter();
        deputies.find_map(|deputy| {
            let found = self.present(Seat::own(*deputy), instant, asked, until)?;
            let is_deputy = found.contact == *deputy;
            Some(if is_deputy {
                Seat {
                    contact: *deputy,
                    ..seat
                }
            } else {
                found
            })
        })
    }

    /// Those that were reported since the router was compiled, then those of the organization.
    fn absences(&self, contact: ContactId) -> impl Iterator<Item = &'r AbsenceRow> {
        let reported = self.tables.reported.of(contact).iter();
        let reported = reported.map(|row| &row.absence);
        let own = self.times(contact).map_or(&[][..], |times| &times.away);
        reported.chain(own)
    }

    fn absence(&self, contact: ContactId, instant: Timestamp) -> Option<&'r AbsenceRow> {
        let mut absences = self.absences(contact);
        absences.find(|absence| absence.window.holds(Some(instant)))
    }
}

/// Up to when it is as at an instant who can be reached.
#[derive(Clone, Copy, Default)]
pub(super) struct Until {
    /// As absences and schedules say at that instant.
    pub(super) calendars: Option<Timestamp>,
    /// As dated facts say as of the inquiry's.
    pub(super) dates: Option<Timestamp>,
}

/// Who was asked on the way from one who is away.
#[derive(Default)]
struct Asked {
    contacts: [Option<ContactId>; Self::MOST],
}

impl Asked {
    const MOST: usize = 16;

    /// Adds one, unless it is among them or there is no room.
    fn insert(&mut self, contact: ContactId) -> bool {
        if self.contacts.contains(&Some(contact)) {
            return false;
        }
        let free = self.contacts.iter_mut().find(|place| place.is_none());
        free.map(|place| *place = Some(contact)).is_some()
    }
}
