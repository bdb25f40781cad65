//! Absences.

use super::{Absence, Entries};

impl Absence {
    /// From one instant until another. Each is a local time in the [zone of the document](crate::Document::zone)
    /// (`2026-12-21T09:00`), the start of a day (`2026-12-21`), or exact (`2026-12-21T09:00:00Z`, as `Timestamp` prints it).
    pub fn new(from: &str, until: &str) -> Self {
        Self::since(from).set("until", until)
    }

    /// From an instant on, given as for [`new`](Self::new), as long as nothing else is written.
    pub fn since(from: &str) -> Self {
        let entries = Entries::default();
        Self { entries }.set("from", from)
    }

    /// Up to an instant, given as for [`new`](Self::new).
    pub fn until(until: &str) -> Self {
        let entries = Entries::default();
        Self { entries }.set("until", until)
    }

    /// Who stands in: a person, a position or a team. Who is away, too, passes on; without anybody the next level is asked.
    pub fn delegate(self, contact: &str) -> Self {
        self.set("delegate", contact)
    }

    /// Why, for those who plan: no answer says it.
    pub fn reason(self, reason: &str) -> Self {
        self.set("reason", reason)
    }
}
