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

    /// What people call it.
    pub fn name(&self) -> &'o str {
        &self.row().name
    }

    /// A person, a team or a touchpoint.
    pub fn kind(&self) -> ContactKind {
        self.row().kind
    }

    /// The home department: the declared one; else the deepest that contains all departments that name the contact as
    /// head, member or desk; else the root.
    pub fn department(&self) -> DepartmentView<'o> {
        DepartmentView {
            inner: self.inner,
            id: self.row().home,
        }
    }

    /// The points that somebody who may see this much is shown (P1), the preferred one first.
    pub fn points_for(self, seen: Visibility) -> impl Iterator<Item = &'o Point> {
        self.row()
            .points
            .iter()
            .filter(move |point| point.visibility() <= seen)
    }

    /// All points, for notifying the contact.
    pub fn notification_points(&self) -> NotificationPoints<'o> {
        NotificationPoints::new(&self.row().points)
    }
}

impl core::fmt::Debug for ContactView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ContactView({})", self.key())
    }
}
