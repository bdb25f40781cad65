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

    /// What people call it in a language (BCP 47), or in the nearest more general one (RFC 4647, lookup); else its name,
    /// its label in the organization's language, or its key.
    pub fn label(&self, language: &str) -> &'o str {
        let row = self.row();
        let in_language = row.labels.lookup(language).or(row.name.as_deref());
        let plain = || row.labels.lookup(self.inner.language.as_deref()?);
        in_language.or_else(plain).unwrap_or(&row.key)
    }

    /// What people call it by language: the tag of each (BCP 47), and the label.
    pub fn labels(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.row().labels.iter()
    }

    /// The ids by which other systems know it, `scheme:value`, sorted.
    pub fn ids(self) -> impl Iterator<Item = &'o str> {
        self.row().ids.iter().map(|id| &**id)
    }

    /// The keys that it had, sorted. They keep working.
    pub fn formerly(self) -> impl Iterator<Item = &'o str> {
        self.row().formerly.iter().map(|key| &**key)
    }

    /// Whether it is a legal entity or an independent office, so that escalation ends at its head (C1). The root always
    /// is one.
    pub fn is_authority(&self) -> bool {
        self.row().is_authority || self.id == self.inner.root
    }

    /// Whether it, or a department above it, is outside the organization: it may answer, and is never accountable (O1).
    pub fn is_external(&self) -> bool {
        self.row().is_external
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

    /// Its own head, a person or position, if one is named. Never that of an external department.
    pub fn head(&self) -> Option<ContactView<'o>> {
        let head = self.row().head.filter(|_| !self.is_external());
        head.map(|id| self.contact(id))
    }

    /// Of an external department, the person or position of the organization that is accountable for it, if it names one
    /// itself.
    pub fn liaison(&self) -> Option<ContactView<'o>> {
        let liaison = self.row().head.filter(|_| self.is_external());
        liaison.map(|id| self.contact(id))
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

    /// Whether the contact's languages, areas and skills are a condition, too (O4).
    pub fn serves(&self) -> bool {
        self.desk.serves.is_some()
    }
}

impl core::fmt::Debug for DeskView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DeskView({})", self.key())
    }
}
