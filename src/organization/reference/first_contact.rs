//! Who answers first (O4): responders, and desks by their conditions and by what they serve.
//!
//! `without` is always the set of contacts that are excluded.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::calendars::Moment;
use super::people::{Place, Seat};
use super::{Reference, route};
use crate::attribute::{Bounds, Precision};
use crate::excluded::Excluded;
use crate::id::{DepartmentId, HoursId, Id};
use crate::organization::model::{Designee, Desk};

/// A first contact, and what its desk does not serve: skills first, then each attribute in order of importance.
pub(super) struct FirstContact {
    pub(super) place: Place,
    unserved: Vec<bool>,
    /// Those of its desk.
    pub(super) hours: Option<HoursId>,
}

/// One who is no desk's contact.
impl From<Place> for FirstContact {
    fn from(place: Place) -> Self {
        let (unserved, hours) = (Vec::new(), None);
        Self {
            place,
            unserved,
            hours,
        }
    }
}

impl Reference<'_> {
    /// O4: the responder; else the owning department's best desk; else who is on duty there; else the owner. X1: each
    /// unless it is excluded.
    pub(super) fn first_contact(&self, moment: Moment, without: &Excluded) -> FirstContact {
        match self.route.responder.map(|named| self.assigned(named)) {
            Some(Designee::Contact(id)) => {
                let place = Place {
                    seat: self.seat(id),
                    department: self.inner.contacts[id].home,
                };
                if self.is_free(&place, without) {
                    return place.into();
                }
            }
            Some(Designee::Department(id)) => return self.first_contact_of(id, moment, without),
            None | Some(Designee::Assigned(_)) => {}
        }
        let owner = self.owner(without);
        self.best_desk(owner.department, moment, without)
            .or_else(|| self.on_duty(owner.department, moment, without))
            .unwrap_or_else(|| {
                let (seat, department) = (owner.seat, owner.department);
                Place { seat, department }.into()
            })
    }

    /// The first contact of a department: its best desk, else who is on duty, else its head.
    pub(super) fn first_contact_of(
        &self,
        department: DepartmentId,
        moment: Moment,
        without: &Excluded,
    ) -> FirstContact {
        self.best_desk(department, moment, without)
            .or_else(|| self.on_duty(department, moment, without))
            .unwrap_or_else(|| {
                let seat = self.head(department, without).seat;
                Place { seat, department }.into()
            })
    }

    /// The department's schedule, where it puts somebody on duty who can be reached. H7: nobody without an instant.
    fn on_duty(
        &self,
        department: DepartmentId,
        moment: Moment,
        without: &Excluded,
    ) -> Option<FirstContact> {
        let schedule = self.inner.departments[department].on_duty?;
        let seat = Seat::in_person(schedule);
        let place = Place { seat, department };
        let instant = self.calendars.instant(moment)?;
        let reached = self.reached(seat, instant, without);
        self.calendars.note(reached.changes, moment);
        let is_there = self.is_free(&place, without) && !reached.seats.is_empty();
        is_there.then(|| place.into())
    }

    /// Of the desks whose condition, window and hours hold, the one that leaves the least unserved; of these the one with
    /// the narrowest box (W2.5), the narrowest window (W2.6), and hours (W2.7).
    fn best_desk(
        &self,
        department: DepartmentId,
        moment: Moment,
        without: &Excluded,
    ) -> Option<FirstContact> {
        let desks = &self.inner.departments[department].desks;
        let mut open: Vec<(&Desk, Seat, Vec<bool>, Bounds)> = Vec::new();
        for desk in desks {
            let seat = self.seat_of_desk(desk, without);
            let Some(seat) = seat.filter(|seat| !self.is_excluded(*seat, without)) else {
                continue;
            };
            if !self.calendars.hold(desk.times, moment) {
                continue;
            }
            let (served, unserved) = (self.served(desk), self.unserved(desk));
            let own = route::holding(self.inner, self.asked, &desk.condition.boxes);
            let own = own.filter_map(|own| own.intersection(&served, &self.inner.vocabulary));
            open.extend(own.map(|own| (desk, seat, unserved.clone(), own)));
        }
        let is_narrower = |one: &Desk, other: &Desk, precision| match precision {
            Precision::Narrower => true,
            Precision::Same => one.times.is_narrower(other.times),
            Precision::Wider | Precision::Unordered => false,
        };
        let is_better =
            |(one, _, left, of_one): &(&Desk, Seat, Vec<bool>, Bounds),
             (other, _, right, of_other): &(&Desk, Seat, Vec<bool>, Bounds)| {
                left < right || left == right && is_narrower(one, other, of_one.precision(of_other))
            };
        let is_best = |one: &&_| !open.iter().any(|other| is_better(other, one));
        // There is one, unless the desk is excluded that settles which of several it is: then the one whose constraints
        // leave the fewest values.
        let best = open.iter().filter(is_best);
        let best = best.min_by_key(|(desk, _, _, own)| {
            let narrowness = own.narrowness(&self.inner.vocabulary);
            (narrowness, desk.times.narrowness(), desk.who, desk.times)
        });
        let (desk, seat, unserved, _) = best?.clone();
        Some(FirstContact {
            place: Place { seat, department },
            unserved,
            hours: desk.times.during,
        })
    }

    /// The desk's contact; an assigned department stands for its head.
    fn seat_of_desk(&self, desk: &Desk, without: &Excluded) -> Option<Seat> {
        match self.assigned(desk.who) {
            Designee::Contact(id) => Some(self.seat(id)),
            Designee::Department(id) => Some(self.head(id, without).seat),
            Designee::Assigned(_) => None,
        }
    }

    /// What of the contact's own data the inquiry is within, as a box.
    fn served(&self, desk: &Desk) -> Bounds {
        let sets = desk.serves.iter().flat_map(|serves| &serves.sets);
        let holds = sets.filter(|(attribute, set)| {
            let class = self.asked.classes.get(attribute.index());
            class.is_some_and(|class| set.contains(*class))
        });
        Bounds::new(holds.cloned())
    }

    /// What of it the inquiry is not within: skills, then each attribute. Of two desks the lesser leaves less unserved.
    fn unserved(&self, desk: &Desk) -> Vec<bool> {
        let serves = desk.serves.as_ref();
        let lacks_skills = serves.is_some_and(|serves| {
            let required = self.required_skills();
            required.is_some_and(|required| !serves.requirements.contains(&required))
        });
        let attributes = self.inner.vocabulary.attributes().ids();
        let lacks = attributes.map(|attribute| {
            let mut sets = serves.into_iter().flat_map(|serves| &serves.sets);
            let class = self.asked.classes.get(attribute.index());
            sets.any(|(id, set)| {
                *id == attribute && !class.is_some_and(|class| set.contains(*class))
            })
        });
        core::iter::once(lacks_skills).chain(lacks).collect()
    }

    /// What the desk of the first contact leaves unserved, by name.
    pub(super) fn relaxed(&self, first: &FirstContact) -> Vec<Box<str>> {
        let names = core::iter::once("skills").chain(self.inner.vocabulary.names());
        let relaxed = names.zip(&first.unserved).filter(|(_, lacks)| **lacks);
        relaxed.map(|(name, _)| name.into()).collect()
    }
}
