//! Assignments and their holders.

use jiff::Timestamp;

use super::{ContactView, DepartmentView};
use crate::calendar::dated::Window;
use crate::id::AssignmentId;
use crate::inquiry::InquiryError;
use crate::organization::Inner;
use crate::organization::model::{self, Designee, Holder};

/// An assignment of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct AssignmentView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: AssignmentId,
}

impl<'o> AssignmentView<'o> {
    fn row(&self) -> &'o model::Assignment {
        &self.inner.assignments[self.id]
    }

    fn holder(&self, holder: &'o Holder) -> HolderView<'o> {
        HolderView {
            inner: self.inner,
            assignment: self.row(),
            holder,
            window: Window::ALWAYS,
        }
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// The name of the attribute by whose value it assigns.
    pub fn attribute(&self) -> &'o str {
        self.inner.vocabulary.attributes()[self.row().attribute].name()
    }

    /// Who stands for every value that no row stands for, and for a missing one.
    pub fn default(&self) -> HolderView<'o> {
        let row = self.row();
        self.holder(&row.holders[row.default])
    }

    /// The rows as written, in the order of their values.
    pub fn rows(self) -> impl Iterator<Item = (&'o str, HolderView<'o>)> {
        let row = self.row();
        let rows = row.rows.iter();
        rows.map(move |(value, id)| (&**value, self.holder(&row.holders[*id])))
    }

    /// Who stands for a value: on a hierarchical attribute its own row, or the nearest above; else the default.
    ///
    /// # Errors
    ///
    /// A value outside the attribute's vocabulary (A4).
    ///
    /// # Complexity
    ///
    /// Logarithmic in the values.
    pub fn holder_of(&self, value: &str) -> Result<HolderView<'o>, InquiryError> {
        self.holder_when(value, None)
    }

    /// Who stands for a value at an instant: in its own row, or the nearest above, who does so then; else who does so
    /// without dates; else the default.
    ///
    /// # Errors
    ///
    /// A value outside the attribute's vocabulary (A4).
    ///
    /// # Complexity
    ///
    /// Logarithmic in the values, linear in the dated holders of one.
    pub fn holder_at(
        &self,
        value: &str,
        instant: Timestamp,
    ) -> Result<HolderView<'o>, InquiryError> {
        self.holder_when(value, Some(instant))
    }

    fn holder_when(
        &self,
        value: &str,
        when: Option<Timestamp>,
    ) -> Result<HolderView<'o>, InquiryError> {
        let row = self.row();
        let class = self.inner.class(row.attribute, value)?;
        let own = row.by_class.get(&class);
        let holder = own.map_or(row.default, |own| row.holder_at(*own, when));
        Ok(self.holder(&row.holders[holder]))
    }
}

impl core::fmt::Debug for AssignmentView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "AssignmentView({})", self.key())
    }
}

/// Who stands in a row of an assignment, whatever the date; and who does so with [dates](Self::dated).
#[derive(Clone, Copy)]
pub struct HolderView<'o> {
    inner: &'o Inner,
    assignment: &'o model::Assignment,
    pub(super) holder: &'o Holder,
    window: Window,
}

impl<'o> HolderView<'o> {
    /// Who it is: where the row names deputies alone, the first of them.
    fn designee(&self) -> Option<Designee> {
        let first = self.holder.deputies.first().copied();
        self.holder.designee.or(first.map(Designee::Contact))
    }

    /// Those who stand there with dates, in the order of these.
    pub fn dated(self) -> impl Iterator<Item = Self> {
        let dated = self.holder.dated.iter();
        dated.map(move |(window, id)| Self {
            holder: &self.assignment.holders[*id],
            window: *window,
            ..self
        })
    }

    /// From when; none where it has always been so.
    pub fn from(&self) -> Option<Timestamp> {
        self.window.from
    }

    /// Until when, and not at that instant any more (H1); none where no end is known.
    pub fn until(&self) -> Option<Timestamp> {
        self.window.until
    }

    /// The key of the contact or department; empty for a row in which somebody stands with dates alone.
    pub fn key(&self) -> &'o str {
        self.designee()
            .map_or("", |designee| self.inner.designee_key(designee))
    }

    /// The holder, where it is a contact.
    pub fn contact(&self) -> Option<ContactView<'o>> {
        match self.designee()? {
            Designee::Contact(id) => Some(ContactView {
                inner: self.inner,
                id,
            }),
            _ => None,
        }
    }

    /// The holder, where it is a department.
    pub fn department(&self) -> Option<DepartmentView<'o>> {
        match self.designee()? {
            Designee::Department(id) => Some(DepartmentView {
                inner: self.inner,
                id,
            }),
            _ => None,
        }
    }

    /// Who stands in for the holder, the first to do so first.
    pub fn deputies(self) -> impl Iterator<Item = ContactView<'o>> {
        let is_first_the_holder = self.holder.designee.is_none();
        let deputies = self.holder.deputies.iter();
        deputies
            .skip(usize::from(is_first_the_holder))
            .map(move |id| ContactView {
                inner: self.inner,
                id: *id,
            })
    }
}

impl core::fmt::Debug for HolderView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "HolderView({})", self.key())
    }
}
