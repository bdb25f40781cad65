//! Absences of contacts.

use core::fmt;

use jiff::Timestamp;

use super::ContactView;
use crate::organization::Inner;
use crate::organization::model::Absence;

/// A time in which a contact is away (H5).
#[derive(Clone, Copy)]
pub struct AbsenceRef<'o> {
    pub(super) inner: &'o Inner,
    pub(super) absence: &'o Absence,
}

impl<'o> ContactView<'o> {
    /// When it is away, in order (H5).
    pub fn absences(self) -> impl Iterator<Item = AbsenceRef<'o>> {
        let inner = self.inner;
        let absences = self.row().away.iter();
        absences.map(move |absence| AbsenceRef { inner, absence })
    }
}

impl<'o> AbsenceRef<'o> {
    /// From when; none where it has been so for ever.
    pub fn from(&self) -> Option<Timestamp> {
        self.absence.window.from
    }

    /// Until when, and not at that instant any more (H1); none where no end is known.
    pub fn until(&self) -> Option<Timestamp> {
        self.absence.window.until
    }

    /// Why, for those who plan: no answer says it.
    pub fn reason(&self) -> Option<&'o str> {
        self.absence.reason.as_deref()
    }

    /// Who stands in: a person, a position or a team.
    pub fn delegate(&self) -> Option<ContactView<'o>> {
        let inner = self.inner;
        self.absence.delegate.map(|id| ContactView { inner, id })
    }
}

impl fmt::Debug for AbsenceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbsenceRef")
            .field("from", &self.from())
            .field("until", &self.until())
            .field("delegate", &self.delegate())
            .finish_non_exhaustive()
    }
}
