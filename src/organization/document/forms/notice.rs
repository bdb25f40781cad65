//! Notices.

use super::{Entries, Notice, When};

impl Notice {
    /// A notice for a topic pattern and everything below it.
    pub fn new(topic: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("topic", topic)
    }

    /// A key, to speak of the notice by; without one, a key is made of its pattern and condition.
    pub fn key(self, key: &str) -> Self {
        self.set("key", key)
    }

    /// Only the topics that the pattern matches, not those below (T2).
    pub fn exact(self) -> Self {
        self.set("scope", "exact")
    }

    /// Under what condition it stands.
    pub fn when(self, condition: When) -> Self {
        self.set("when", condition)
    }
}
