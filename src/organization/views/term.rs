//! Terms: who has a place for a while.

use core::fmt;

use jiff::Timestamp;

use super::{ContactView, DepartmentView};
use crate::calendar::dated::{Dated, Window};
use crate::id::ContactId;
use crate::organization::Inner;

/// Who has a place for a while: heads a department, holds a position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TermRef<'o> {
    contact: ContactView<'o>,
    window: Window,
}

impl<'o> DepartmentView<'o> {
    /// All whom it names as its head, first without dates. None of an external department.
    pub fn heads(self) -> impl Iterator<Item = TermRef<'o>> {
        TermRef::all(self.inner, &self.row().head).filter(move |_| !self.is_external())
    }

    /// All whom an external department names as its liaison, first without dates.
    pub fn liaisons(self) -> impl Iterator<Item = TermRef<'o>> {
        TermRef::all(self.inner, &self.row().head).filter(move |_| self.is_external())
    }
}

impl<'o> ContactView<'o> {
    /// All who hold the position, first without dates.
    pub fn holders(self) -> impl Iterator<Item = TermRef<'o>> {
        TermRef::all(self.inner, &self.row().holder)
    }
}

impl<'o> TermRef<'o> {
    /// All who have a place: first who has it whenever no other does, then the others in the order of their terms.
    fn all(inner: &'o Inner, own: &'o Dated<ContactId>) -> impl Iterator<Item = Self> + use<'o> {
        let undated = own.otherwise.map(|id| (Window::ALWAYS, id));
        let windows = own.windows.iter().copied();
        let all = undated.into_iter().chain(windows);
        all.map(move |(window, id)| Self {
            contact: ContactView { inner, id },
            window,
        })
    }

    /// Who has the place.
    pub fn contact(&self) -> ContactView<'o> {
        self.contact
    }

    /// From when; none where it has always been so.
    pub fn from(&self) -> Option<Timestamp> {
        self.window.from
    }

    /// Until when, and not at that instant any more (H1); none where no end is known.
    pub fn until(&self) -> Option<Timestamp> {
        self.window.until
    }

    /// Whether it is only for a while: who has the place without dates has it whenever no other does.
    pub fn is_dated(&self) -> bool {
        self.window.is_dated()
    }
}

impl fmt::Debug for TermRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TermRef")
            .field("contact", &self.contact)
            .field("from", &self.from())
            .field("until", &self.until())
            .finish()
    }
}
