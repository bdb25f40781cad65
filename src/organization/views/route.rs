//! Routes.

use alloc::string::String;

use jiff::Timestamp;

use super::{AssignmentView, ContactView, DepartmentView, HoursRef};
use crate::id::RouteId;
use crate::organization::Inner;
use crate::organization::model::{self, Designee};

/// A route of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct RouteView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: RouteId,
}

impl<'o> RouteView<'o> {
    fn row(&self) -> &'o model::Route {
        &self.inner.routes[self.id]
    }

    /// The author's key, or the one made of pattern and condition.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// The canonical pattern, aliases replaced.
    pub fn pattern(&self) -> &'o str {
        self.row().pattern.as_str()
    }

    /// Whether it covers only what the pattern matches, not what is below.
    pub fn is_exact(&self) -> bool {
        self.row().exact
    }

    /// Whether it is the fallback (W4).
    pub fn is_fallback(&self) -> bool {
        self.row().is_fallback()
    }

    /// Under what condition, as text; empty for none.
    pub fn condition(&self) -> String {
        self.row().condition.written.text()
    }

    /// From when it stands; none where it always did.
    pub fn from(&self) -> Option<Timestamp> {
        self.row().times.window.from
    }

    /// Until when it stands, that instant left out (H1); none where it always will.
    pub fn until(&self) -> Option<Timestamp> {
        self.row().times.window.until
    }

    /// The hours in which it stands; none where they do not matter.
    pub fn during(&self) -> Option<HoursRef<'o>> {
        let (inner, id) = (self.inner, self.row().times.during?);
        Some(HoursRef { inner, id })
    }

    /// The name of its precedence (W2.1); none for the fallback, which is below all of them.
    pub fn precedence(&self) -> Option<&'o str> {
        self.inner.precedence_name(self.row().precedence)
    }

    /// Whether it uses its own parties only, and names nobody to others (X2).
    pub fn is_confidential(&self) -> bool {
        self.row().confidential.is_some()
    }

    /// At whom it ends, if it is confidential: a person or position (X2).
    pub fn ends_at(&self) -> Option<ContactView<'o>> {
        let inner = self.inner;
        let id = self.row().confidential?;
        Some(ContactView { inner, id })
    }

    /// The key of the designated owner: a contact, a department or an assignment.
    pub fn owner(&self) -> &'o str {
        self.inner.designee_key(self.row().owner)
    }

    /// The designated owner, where it is a contact.
    pub fn owner_contact(&self) -> Option<ContactView<'o>> {
        let inner = self.inner;
        match self.row().owner {
            Designee::Contact(id) => Some(ContactView { inner, id }),
            Designee::Department(_) | Designee::Assigned(_) => None,
        }
    }

    /// The designated owner, where it is a department.
    pub fn owner_department(&self) -> Option<DepartmentView<'o>> {
        let inner = self.inner;
        match self.row().owner {
            Designee::Department(id) => Some(DepartmentView { inner, id }),
            Designee::Contact(_) | Designee::Assigned(_) => None,
        }
    }

    /// The designated owner, where an assignment says who it is.
    pub fn owner_assignment(&self) -> Option<AssignmentView<'o>> {
        let inner = self.inner;
        match self.row().owner {
            Designee::Assigned(id) => Some(AssignmentView { inner, id }),
            Designee::Contact(_) | Designee::Department(_) => None,
        }
    }

    /// The key of the responder (O4): a contact, a department or an assignment.
    pub fn responder(&self) -> Option<&'o str> {
        self.row().responder.map(|id| self.inner.designee_key(id))
    }

    /// The keys of the contacts, then of the departments, that the route itself has consulted (O3).
    pub fn consulted(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().consulted)
    }

    /// The keys of the contacts, then of the departments, that the route itself has informed (O3).
    pub fn informed(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().informed)
    }

    /// The key of the policy.
    pub fn policy(&self) -> Option<&'o str> {
        self.row().policy.map(|id| &*self.inner.policies[id].key)
    }
}

impl core::fmt::Debug for RouteView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "RouteView({})", self.key())
    }
}
