//! Grants of parts.

use super::{Entries, Grant};

impl Grant {
    /// A part whose departments lie at and below this one, and whose contacts have their home there.
    pub fn new(department: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("department", department)
    }

    /// One more topic at or below which the part's topics, aliases and patterns lie.
    pub fn topic(mut self, path: &str) -> Self {
        self.entries.push_item("topics", path.into());
        self
    }

    /// One more precedence above `normal` that the part's routes may have.
    pub fn precedence(mut self, name: &str) -> Self {
        self.entries.push_item("precedences", name.into());
        self
    }
}
