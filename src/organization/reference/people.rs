//! Who is meant: seats, heads, owners (O1), parties (O3), and who stands in for them (X1, X2).
//!
//! `without` is always the set of contacts that are excluded.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::Reference;
use super::calendars::Moment;
use crate::attribute::Bounds;
use crate::calendar::Validity;
use crate::contact::ContactKind;
use crate::excluded::Excluded;
use crate::id::{AssignmentId, ContactId, DepartmentId};
use crate::organization::model::{Designee, Holder, Notice};

/// Who is asked, and the position by which, if it is one.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub(super) person: ContactId,
    pub(super) position: Option<ContactId>,
}

impl Seat {
    pub(super) fn in_person(person: ContactId) -> Self {
        let position = None;
        Self { person, position }
    }
}

/// A seat, and the department for which it answers.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) seat: Seat,
    pub(super) department: DepartmentId,
}

/// The accountable person.
pub(super) struct Owner {
    pub(super) seat: Seat,
    /// The owning department.
    pub(super) department: DepartmentId,
    /// The department whose head it is, else the owning one.
    pub(super) from: DepartmentId,
}

// Seats and heads.
impl Reference<'_> {
    /// Whom one reaches who asks for a contact: itself; for a position its holder; while it is vacant its first deputy,
    /// else the head of its home.
    pub(super) fn seat(&self, id: ContactId) -> Seat {
        let contact = &self.inner.contacts[id];
        let deputy = || {
            let first = contact.deputies.first().copied();
            first.unwrap_or_else(|| self.head(contact.home, &self.nobody).seat.person)
        };
        self.held(id).unwrap_or_else(|| Seat {
            person: deputy(),
            position: Some(id),
        })
    }

    /// The same, unless it is a vacant position.
    fn held(&self, id: ContactId) -> Option<Seat> {
        let contact = &self.inner.contacts[id];
        let is_position = contact.kind == ContactKind::Position;
        Some(Seat {
            person: if is_position {
                self.calendars.dated(&contact.holder)?
            } else {
                id
            },
            position: is_position.then_some(id),
        })
    }

    /// X1: the person, the position, or who staffs the touchpoint.
    pub(super) fn is_excluded(&self, seat: Seat, without: &Excluded) -> bool {
        let is_named = |seat: Seat| {
            let position = seat.position.is_some_and(|id| without.contains(id));
            position || without.contains(seat.person)
        };
        let staff = self.inner.contacts[seat.person].staffed_by;
        is_named(seat) || staff.is_some_and(|id| is_named(self.seat(id)))
    }

    pub(super) fn is_free(&self, place: &Place, without: &Excluded) -> bool {
        !self.is_excluded(place.seat, without)
    }

    /// A department and those above it.
    pub(super) fn upwards(&self, from: DepartmentId) -> impl Iterator<Item = DepartmentId> {
        core::iter::successors(Some(from), |id| self.inner.departments[*id].parent)
    }

    /// The heads from a department up to the root; vacant places are passed over.
    fn heads_above(&self, department: DepartmentId) -> impl Iterator<Item = Place> {
        self.upwards(department).filter_map(|department| {
            let seat = self.held(
                self.calendars
                    .dated(&self.inner.departments[department].head)?,
            )?;
            Some(Place { seat, department })
        })
    }

    /// O1, X1: the nearest head upwards who is not excluded; where all are, the conflict authority.
    pub(super) fn head(&self, department: DepartmentId, without: &Excluded) -> Place {
        let nearest = self
            .heads_above(department)
            .find(|head| self.is_free(head, without));
        // Preparing has seen to it that one of them is there.
        let root = || Place {
            seat: self.seat(self.inner.root_head),
            department: self.inner.root,
        };
        nearest
            .or_else(|| self.at_home(self.inner.conflict_authority?))
            .unwrap_or_else(root)
    }

    /// A person or who holds a position, for their home.
    fn at_home(&self, id: ContactId) -> Option<Place> {
        let department = self.inner.contacts[id].home;
        self.held(id).map(|seat| Place { seat, department })
    }

    /// C1: the head of the nearest authority upwards from the owning department. X2: on a confidential route, `final`;
    /// in its place the conflict authority, then the root's head.
    pub(super) fn final_authority(&self, without: &Excluded) -> Place {
        let Some(last) = self.route.confidential else {
            return self.head(self.authority(), without);
        };
        let in_order = [Some(last), self.inner.conflict_authority];
        in_order
            .into_iter()
            .flatten()
            .filter_map(|id| self.at_home(id))
            .find(|place| self.is_free(place, without))
            .unwrap_or_else(|| self.head(self.inner.root, without))
    }

    /// C1: the root is an authority in any case.
    fn authority(&self) -> DepartmentId {
        let mut up = self.upwards(self.designated().0);
        up.find(|id| self.inner.departments[*id].is_authority)
            .unwrap_or(self.inner.root)
    }

    /// C1: the heads from the owning department up to that of its authority. X2: on a confidential route, `final` alone.
    pub(super) fn heads(&self) -> Vec<Place> {
        if self.route.confidential.is_some() {
            return [self.final_authority(&self.nobody)].into();
        }
        let last = self.head(self.authority(), &self.nobody).department;
        let mut heads = Vec::new();
        for head in self.heads_above(self.designated().0) {
            heads.push(head);
            if head.department == last {
                break;
            }
        }
        heads
    }
}

// Owners and parties.
impl Reference<'_> {
    /// The row of an assignment for the inquiry.
    fn row(&self, id: AssignmentId) -> &Holder {
        let assignment = &self.inner.assignments[id];
        let start = self.asked.at;
        for (window, _) in assignment.dated(&self.asked.classes) {
            let validity = start.map(|start| window.validity(start));
            let change = validity.and_then(Validity::instant);
            self.calendars.note(change, Moment::START);
        }
        &assignment.holders[assignment.holder(&self.asked.classes, start)]
    }

    /// Whom an assignment names for the inquiry, in its place: the holder, or the first deputy as such.
    pub(super) fn assigned(&self, designee: Designee) -> Designee {
        let Designee::Assigned(id) = designee else {
            return designee;
        };
        let row = self.row(id);
        let deputy = row.deputies.first().map(|id| Designee::Contact(*id));
        // A row has one or the other, and its holder is no assignment.
        let holder = row.designee.or(deputy);
        holder.unwrap_or(Designee::Department(self.inner.root))
    }

    /// O1: the owning department, and who is accountable without being its head: a person or who holds a position, in
    /// house.
    fn designated(&self) -> (DepartmentId, Option<Seat>) {
        let contacts = &self.inner.contacts;
        match self.assigned(self.route.owner) {
            Designee::Contact(id) => {
                let can_own = matches!(
                    contacts[id].kind,
                    ContactKind::Person | ContactKind::Position
                );
                let seat = self.held(id).filter(|seat| {
                    let home = contacts[seat.person].home;
                    can_own && !self.inner.departments[home].is_external
                });
                (contacts[id].home, seat)
            }
            Designee::Department(id) => (id, None),
            Designee::Assigned(_) => (self.inner.root, None),
        }
    }

    /// O1: the one designated, else the nearest head. X1: if that one is excluded, the next head who is not.
    /// X2: on a confidential route the department's own head, and in place of all others its final authority.
    pub(super) fn owner(&self, without: &Excluded) -> Owner {
        let (department, named) = self.designated();
        let is_confidential = self.route.confidential.is_some();
        let head = self
            .heads_above(department)
            .next()
            .filter(|head| head.department == department || !is_confidential);
        let owner = named.map(|seat| Place { seat, department }).or(head);
        let owner = owner.filter(|place| self.is_free(place, without));
        let owner = owner.unwrap_or_else(|| {
            if is_confidential {
                self.final_authority(without)
            } else {
                self.head(department, without)
            }
        });
        Owner {
            seat: owner.seat,
            department,
            from: owner.department,
        }
    }

    /// C2: the deputies of the row that names the owner; where it has none, those of the owner's position.
    pub(super) fn deputies(&self) -> &[ContactId] {
        let of_row = match self.route.owner {
            Designee::Assigned(id) => {
                let Holder {
                    designee, deputies, ..
                } = self.row(id);
                // Without a holder the first of them is the owner.
                let is_first_owner = usize::from(designee.is_none());
                deputies.get(is_first_owner..).unwrap_or_default()
            }
            _ => &[],
        };
        match self.owner(&self.nobody).seat.position {
            Some(position) if of_row.is_empty() => &self.inner.contacts[position].deputies,
            _ => of_row,
        }
    }

    pub(super) fn consulted(&self) -> Vec<Box<str>> {
        let standing = &self.inner.departments[self.designated().0].consulted;
        self.parties(&self.route.consulted, standing, |notice| &notice.consulted)
    }

    pub(super) fn informed(&self) -> Vec<Box<str>> {
        let standing = &self.inner.departments[self.designated().0].informed;
        self.parties(&self.route.informed, standing, |notice| &notice.informed)
    }

    /// O3: the route's own, the owning department's standing ones and those of all notices that match. X2: on a
    /// confidential route, its own only. X1: a department stands for its head who is not excluded.
    fn parties(
        &self,
        own: &BTreeSet<Designee>,
        standing: &BTreeSet<Designee>,
        of_notice: fn(&Notice) -> &BTreeSet<Designee>,
    ) -> Vec<Box<str>> {
        let without = &self.asked.excluded;
        let mut designees: Vec<Designee> = own.iter().copied().collect();
        if self.route.confidential.is_none() {
            designees.extend(standing);
            for notice in self.inner.notices.iter() {
                let covers = notice.pattern.covers(&self.asked.topic, notice.exact);
                let holds = |own: &Bounds| own.contains(&self.asked.classes);
                if covers && notice.condition.boxes.iter().any(holds) {
                    designees.extend(of_notice(notice));
                }
            }
        }
        let seats = designees
            .into_iter()
            .filter_map(|designee| match self.assigned(designee) {
                Designee::Contact(id) => Some(self.seat(id)),
                Designee::Department(id) => Some(self.head(id, without).seat),
                Designee::Assigned(_) => None,
            });
        // Ids are in the order of the keys.
        let persons: BTreeSet<ContactId> = seats
            .filter(|seat| !self.is_excluded(*seat, without))
            .map(|seat| seat.person)
            .collect();
        persons.into_iter().map(|id| self.contact(id)).collect()
    }
}
