//! Contacts.

use super::DepartmentView;
use crate::contact::{ContactKind, NotificationPoints, Point, Visibility};
use crate::id::ContactId;
use crate::organization::Inner;
use crate::organization::model;

/// A contact of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct ContactView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: ContactId,
}

impl<'o> ContactView<'o> {
    fn row(&self) -> &'o model::Contact {
        &self.inner.contacts[self.id]
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    fn contact(&self, id: ContactId) -> Self {
        Self {
            inner: self.inner,
            id,
        }
    }

    /// What people call it.
    pub fn name(&self) -> &'o str {
        &self.row().name
    }

    /// What people call it in a language (BCP 47), or in the nearest more general one (RFC 4647, lookup); else its name.
    pub fn label(&self, language: &str) -> &'o str {
        self.row().labels.lookup(language).unwrap_or(self.name())
    }

    /// What people call it in languages other than that of its name: the tag of each (BCP 47), and the label.
    pub fn labels(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.row().labels.iter()
    }

    /// What it is, as "Head of billing".
    pub fn title(&self) -> Option<&'o str> {
        self.row().title.as_deref()
    }

    /// Who may be shown the name (P1).
    pub fn name_visibility(&self) -> Visibility {
        self.row().name_visibility
    }

    /// What somebody who may see this much is shown as its name (P1): the name, else that of the home department.
    ///
    /// Where a position is why it was named, an answer shows the name of the position instead.
    pub fn shown_name(&self, seen: Visibility) -> &'o str {
        if self.name_visibility() <= seen {
            return self.name();
        }
        self.department().name()
    }

    /// A person, a position, a team or a touchpoint.
    pub fn kind(&self) -> ContactKind {
        self.row().kind
    }

    /// The home department: the declared one; else the deepest that contains all departments that name the contact as
    /// head, member or desk; else, for a touchpoint, that of who staffs it; else the root.
    pub fn department(&self) -> DepartmentView<'o> {
        DepartmentView {
            inner: self.inner,
            id: self.row().home,
        }
    }

    /// The person who holds the position; none where it is vacant, and for what is no position.
    pub fn holder(&self) -> Option<Self> {
        self.row().holder.map(|id| self.contact(id))
    }

    /// The persons who stand in for the position's holder, the first first.
    pub fn deputies(self) -> impl Iterator<Item = Self> {
        self.row().deputies.iter().map(move |id| self.contact(*id))
    }

    /// The positions that it holds, in the order of their keys.
    ///
    /// # Complexity
    ///
    /// Linear in the contacts of the organization.
    pub fn positions(self) -> impl Iterator<Item = Self> {
        let held = self.inner.contacts.enumerate();
        held.filter(move |(_, other)| other.holder == Some(self.id))
            .map(move |(id, _)| self.contact(id))
    }

    /// Who works at the touchpoint: a person, a position or a team.
    pub fn staffed_by(&self) -> Option<Self> {
        self.row().staffed_by.map(|id| self.contact(id))
    }

    /// The tags (BCP 47) of the languages that it speaks, sorted.
    pub fn languages(self) -> impl Iterator<Item = &'o str> {
        self.row().languages.iter().map(|tag| &**tag)
    }

    /// The areas that it serves: values of the attribute of role `region`, in canonical form, sorted.
    pub fn areas(self) -> impl Iterator<Item = &'o str> {
        self.row().areas.iter().map(|area| &**area)
    }

    /// The skills that it has, in canonical form (T1), sorted.
    pub fn skills(self) -> impl Iterator<Item = &'o str> {
        self.row().skills.iter().map(|skill| &**skill)
    }

    /// The ids by which other systems know it, `scheme:value`, sorted.
    pub fn ids(self) -> impl Iterator<Item = &'o str> {
        self.row().ids.iter().map(|id| &**id)
    }

    /// The keys that it had, sorted. They keep working.
    pub fn formerly(self) -> impl Iterator<Item = &'o str> {
        self.row().formerly.iter().map(|key| &**key)
    }

    /// What it may see itself of others' points and names (P1): as a partner where it is at home in an external
    /// department, else everything.
    pub fn sees(&self) -> Visibility {
        if self.department().is_external() {
            Visibility::Partner
        } else {
            Visibility::Internal
        }
    }

    /// The points that somebody who may see this much is shown (P1), the preferred one first.
    pub fn points_for(self, seen: Visibility) -> impl Iterator<Item = &'o Point> {
        self.row()
            .points
            .iter()
            .filter(move |point| point.visibility() <= seen)
    }

    /// All points of its own, for notifying the contact.
    ///
    /// A position often has none: its [`holder`](Self::holder) has, or the first of its [`deputies`](Self::deputies). Nor
    /// need a touchpoint have any: who [staffs](Self::staffed_by) it has.
    pub fn notification_points(&self) -> NotificationPoints<'o> {
        NotificationPoints::new(&self.row().points)
    }
}

impl core::fmt::Debug for ContactView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ContactView({})", self.key())
    }
}
