//! The contacts that an inquiry excludes (X1).

use core::fmt;

use crate::id::{ContactId, Id};

/// A few contacts, held in place so that an answer can carry them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Excluded {
    contacts: [ContactId; Self::MOST],
    count: u8,
}

/// There is no room for one more.
#[derive(Debug)]
pub(crate) struct Full;

impl Excluded {
    /// How many contacts an inquiry can exclude.
    pub(crate) const MOST: usize = 8;

    pub(crate) fn none() -> Self {
        Self {
            contacts: [ContactId::from_index(0); Self::MOST],
            count: 0,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn contains(&self, contact: ContactId) -> bool {
        self.contacts
            .iter()
            .take(usize::from(self.count))
            .any(|excluded| *excluded == contact)
    }

    pub(crate) fn insert(&mut self, contact: ContactId) -> Result<(), Full> {
        if self.contains(contact) {
            return Ok(());
        }
        let free = self.contacts.get_mut(usize::from(self.count)).ok_or(Full)?;
        *free = contact;
        self.count += 1;
        Ok(())
    }
}

/// How many there are: whom an inquiry excludes is nobody's business.
impl fmt::Debug for Excluded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excluded({})", self.count)
    }
}
