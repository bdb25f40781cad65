//! The contacts that an inquiry excludes (X1).

use core::fmt;

use crate::id::ContactId;

/// A few contacts, held in place so that an answer can carry them. Free places come last. Aligned as it is copied, as
/// what an inquiry gives is.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(align(16))]
pub(crate) struct Excluded([Option<ContactId>; Self::MOST]);

/// There is no room for one more.
#[derive(Debug)]
pub(crate) struct Full;

impl Excluded {
    /// How many contacts an inquiry can exclude.
    pub(crate) const MOST: usize = 8;

    #[inline(always)]
    pub(crate) const fn none() -> Self {
        Self([None; Self::MOST])
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.0, [None, ..])
    }

    pub(crate) fn contains(&self, contact: ContactId) -> bool {
        self.0.contains(&Some(contact))
    }

    pub(crate) fn insert(&mut self, contact: ContactId) -> Result<(), Full> {
        if self.contains(contact) {
            return Ok(());
        }
        let free = self.0.iter_mut().find(|place| place.is_none());
        *free.ok_or(Full)? = Some(contact);
        Ok(())
    }
}

/// How many there are: whom an inquiry excludes is nobody's business.
impl fmt::Debug for Excluded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excluded({})", self.0.iter().flatten().count())
    }
}
