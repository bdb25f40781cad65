//! Departments and their desks.

use alloc::string::String;

use jiff::SignedDuration;

use super::ContactView;
use crate::id::{ContactId, DepartmentId};
use crate::organization::Inner;
use crate::organization::model::{self, Designee};

/// A department of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct DepartmentView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: DepartmentId,
}

impl<'o> DepartmentView<'o> {
    fn row(&self) -> &'o model::Department {
        &self.inner.departments[self.id]
    }

    fn contact(&self, id: ContactId) -> ContactView<'o> {
        ContactView {
            inner: self.inner,
            id,
        }
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// What people call it; its key, if it has no name.
    pub fn name(&self) -> &'o str {
        self.row().name.as_deref().unwrap_or(&self.row().key)
    }

    /// The department above.
    pub fn parent(&self) -> Option<Self> {
        self.row().parent.map(|id| Self {
            inner: self.inner,
            id,
        })
    }

    /// The departments directly below, in the order of their keys.
    pub fn children(self) -> impl Iterator<Item = Self> {
        self.inner.graph.children(self.id).map(move |id| Self {
            inner: self.inner,
            id,
        })
    }

    /// Its own head, if the place is not vacant.
    pub fn head(&self) -> Option<ContactView<'o>> {
        self.row().head.map(|id| self.contact(id))
    }

    /// The contacts that it lists as members, in the order of their keys.
    pub fn members(self) -> impl Iterator<Item = ContactView<'o>> {
        self.row().members.iter().map(move |id| self.contact(*id))
    }

    /// Its desks.
    pub fn desks(self) -> impl Iterator<Item = DeskView<'o>> {
        self.row().desks.iter().map(move |desk| DeskView {
            inner: self.inner,
            desk,
        })
    }

    /// The department to which hard cases go.
    pub fn escalates_to(&self) -> Option<Self> {
        self.row().escalates_to.map(|id| Self {
            inner: self.inner,
            id,
        })
    }

    /// Within what time it answers, where it says so itself.
    pub fn response_target(&self) -> Option<SignedDuration> {
        self.row().response_target
    }

    /// The keys of the contacts, then of the departments, that are consulted on whatever it owns (O3).
    pub fn consulted(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().consulted)
    }

    /// The keys of the contacts, then of the departments, that are informed of whatever it owns (O3).
    pub fn informed(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().informed)
    }
}

impl core::fmt::Debug for DepartmentView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DepartmentView({})", self.key())
    }
}

/// A desk of a department. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct DeskView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) desk: &'o model::Desk,
}

impl<'o> DeskView<'o> {
    /// Who staffs it; none where an assignment says.
    pub fn contact(&self) -> Option<ContactView<'o>> {
        let inner = self.inner;
        match self.desk.who {
            Designee::Contact(id) => Some(ContactView { inner, id }),
            _ => None,
        }
    }

    /// The key of the contact or assignment that staffs it.
    pub fn key(&self) -> &'o str {
        self.inner.designee_key(self.desk.who)
    }

    /// Under what condition, as text; empty for none.
    pub fn condition(&self) -> String {
        self.desk.condition.written.text()
    }
}

impl core::fmt::Debug for DeskView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DeskView({})", self.key())
    }
}
