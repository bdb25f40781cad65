//! Terms: who has a place for a while.

use super::{Entries, Term};

impl Term {
    /// Of a contact, at every time at which no other has the place.
    pub fn new(contact: &str) -> Self {
        let entries = Entries::default();
        Self { entries }.set("who", contact)
    }

    /// From when: a local time in the [zone of the document](crate::Document::zone) (`2027-01-01T09:00`), the start of a
    /// day (`2027-01-01`), or exact (`2027-01-01T09:00:00Z`, as `Timestamp` prints it).
    pub fn from(self, from: &str) -> Self {
        self.set("from", from)
    }

    /// Until when, given as for [`from`](Self::from); at that instant it is over (H1).
    pub fn until(self, until: &str) -> Self {
        self.set("until", until)
    }
}
