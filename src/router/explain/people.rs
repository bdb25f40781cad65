//! Who sits where: positions and their holders, heads up the tree, and who is excluded (O1, C1, X1, X2).

use alloc::format;
use alloc::string::String;

use super::Explainer;
use super::times::span;
use crate::calendar::dated::Window;
use crate::contact::ContactKind;
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId};
use crate::organization::model::Route;

/// Who sits in a place, and by which position, where it is one.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub(super) contact: ContactId,
    pub(super) position: Option<ContactId>,
}

/// Somebody who is asked for a department, with the reason.
#[derive(Clone)]
pub(super) struct Standing {
    pub(super) seat: Seat,
    pub(super) department: DepartmentId,
    pub(super) reason: String,
}

impl Seat {
    pub(super) fn in_person(contact: ContactId) -> Self {
        Self {
            contact,
            position: None,
        }
    }
}

impl Standing {
    /// The same for a reason that is told elsewhere.
    pub(super) fn only(self, reason: &str) -> Self {
        Self {
            reason: reason.into(),
            ..self
        }
    }

    /// The same with more to say.
    pub(super) fn because(self, more: &str) -> Self {
        Self {
            reason: self.reason + more,
            ..self
        }
    }
}

impl Explainer<'_> {
    /// A department, then those above it.
    pub(super) fn upwards(&self, department: DepartmentId) -> impl Iterator<Item = DepartmentId> {
        let parent = |id: &DepartmentId| self.inner.departments[*id].parent;
        core::iter::successors(Some(department), parent)
    }

    /// Who is asked where a contact is asked for, and what is to be said of it where the contact is a vacant position.
    ///
    /// Whom the inquiry excludes does not matter here: that a seat is taken by somebody excluded is found out later.
    pub(super) fn seat(&self, contact: ContactId) -> (Seat, &'static str) {
        let row = &self.inner.contacts[contact];
        if row.kind != ContactKind::Position {
            return (Seat::in_person(contact), "");
        }
        let (person, note) = match (self.as_of(&row.holder), row.deputies.first()) {
            (Some((holder, _)), _) => (holder, ""),
            (None, Some(deputy)) => (*deputy, " (first deputy of a vacant position)"),
            (None, None) => {
                let head = self.head(row.home, &Excluded::none());
                (head.seat.contact, " (head above a vacant position)")
            }
        };
        let seat = Seat {
            contact: person,
            position: Some(contact),
        };
        (seat, note)
    }

    /// The person who is this contact, or holds this position, and the window in which it does; nobody in a vacant one.
    pub(super) fn person(&self, contact: ContactId) -> Option<(Seat, Window)> {
        let row = &self.inner.contacts[contact];
        match row.kind {
            ContactKind::Person => Some((Seat::in_person(contact), Window::ALWAYS)),
            ContactKind::Position => {
                let (holder, window) = self.as_of(&row.holder)?;
                let seat = Seat {
                    contact: holder,
                    position: Some(contact),
                };
                Some((seat, window))
            }
            ContactKind::Team | ContactKind::Touchpoint | ContactKind::Schedule => None,
        }
    }

    /// X1: whether a seat is taken by somebody excluded. A touchpoint goes by who staffs it.
    pub(super) fn is_excluded(&self, seat: Seat, excluded: &Excluded) -> bool {
        let named = |seat: Seat| {
            let position = seat.position;
            excluded.contains(seat.contact) || position.is_some_and(|id| excluded.contains(id))
        };
        let staff = self.inner.contacts[seat.contact].staffed_by;
        named(seat) || staff.is_some_and(|staff| named(self.seat(staff).0))
    }

    /// The head of a department's own, or its liaison; none while the place is vacant.
    pub(super) fn own_head(&self, department: DepartmentId) -> Option<Standing> {
        let (head, as_head) = self.as_of(&self.inner.departments[department].head)?;
        let (seat, as_holder) = self.person(head)?;
        let both = Window {
            from: as_head.from.max(as_holder.from),
            until: as_head.until.into_iter().chain(as_holder.until).min(),
        };
        Some(Standing {
            seat,
            department,
            reason: self.head_of(department) + &span(both),
        })
    }

    /// The first head upwards who is not excluded, else the conflict authority.
    pub(super) fn head(&self, department: DepartmentId, excluded: &Excluded) -> Standing {
        let heads = self.upwards(department).filter_map(|id| self.own_head(id));
        let mut left = heads.filter(|head| !self.is_excluded(head.seat, excluded));
        left.next()
            .or_else(|| self.conflict_authority(excluded))
            .unwrap_or_else(|| self.root_head())
    }

    /// C1, X2: at whom the chain of a route ends whose owning department this is.
    pub(super) fn final_authority(
        &self,
        route: &Route,
        department: DepartmentId,
        excluded: &Excluded,
    ) -> Standing {
        match route.confidential {
            Some(last) => self.confidential_authority(last, excluded),
            None => self.head(self.authority(department), excluded),
        }
    }

    /// X2: who is accountable in the end on a confidential route: its own final authority, else the conflict authority,
    /// else the root's head, whoever is there and not excluded.
    pub(super) fn confidential_authority(&self, last: ContactId, excluded: &Excluded) -> Standing {
        let own = self.person(last).map(|(seat, _)| Standing {
            seat,
            department: self.inner.contacts[last].home,
            reason: "the `final` of the route (X2)".into(),
        });
        own.filter(|own| !self.is_excluded(own.seat, excluded))
            .or_else(|| self.conflict_authority(excluded))
            .unwrap_or_else(|| self.root_head())
    }

    /// The nearest department upwards that is an authority.
    pub(super) fn authority(&self, department: DepartmentId) -> DepartmentId {
        let mut up = self.upwards(department);
        up.find(|id| self.inner.departments[*id].is_authority)
            .unwrap_or(self.inner.root)
    }

    fn conflict_authority(&self, excluded: &Excluded) -> Option<Standing> {
        let contact = self.inner.conflict_authority?;
        let standing = Standing {
            seat: self.person(contact)?.0,
            department: self.inner.contacts[contact].home,
            reason: "the conflict authority".into(),
        };
        (!self.is_excluded(standing.seat, excluded)).then_some(standing)
    }

    fn root_head(&self) -> Standing {
        let root = self.inner.root;
        self.own_head(root).unwrap_or_else(|| Standing {
            seat: Seat::in_person(self.inner.root_head),
            department: root,
            reason: self.head_of(root),
        })
    }

    /// "the head of `billing`".
    fn head_of(&self, department: DepartmentId) -> String {
        let row = &self.inner.departments[department];
        format!("the {} of `{}`", self.head_word(department), row.key)
    }

    /// What the head of a department is called.
    pub(super) fn head_word(&self, department: DepartmentId) -> &'static str {
        if self.inner.departments[department].is_external {
            "liaison"
        } else {
            "head"
        }
    }

    /// A contact as a reason may name it: by its key, or by its kind alone where the route is confidential or the contact
    /// is excluded.
    pub(super) fn mention(&self, contact: ContactId) -> String {
        let row = &self.inner.contacts[contact];
        let seat = Seat::in_person(contact);
        if self.is_confidential || self.is_excluded(seat, self.excluded) {
            row.kind.as_str().into()
        } else {
            format!("`{}`", row.key)
        }
    }
}
