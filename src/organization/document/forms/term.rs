//! Terms: who has a place for a while.

use super::{Entries, Term};

impl Term {
    /// Of a contact, at every time at which no other has the place.
    pub fn new(contact: &str) -> Self {
        let entries = Entries::default();
        Self { entries }.set("who", contact)
    }
}
