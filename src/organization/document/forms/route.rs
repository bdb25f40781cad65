//! Routes.

use super::{Entries, Node, Route, Target, When};

impl Route {
    /// A route for a topic pattern and everything below it.
    pub fn new(topic: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("topic", topic)
    }

    /// The fallback: who answers what no other route covers (W4).
    pub fn fallback(owner: impl Into<Target>) -> Self {
        Self::new("/").owner(owner)
    }

    /// A key, to speak of the route by; without one, a key is made of its pattern and condition.
    pub fn key(self, key: &str) -> Self {
        self.set("key", key)
    }

    /// Who is accountable: a contact, a department or an assignment (O1).
    pub fn owner(self, owner: impl Into<Target>) -> Self {
        self.set("owner", owner.into())
    }

    /// Who answers first, where it is not the owning department's desk (O4).
    pub fn responder(self, responder: impl Into<Target>) -> Self {
        self.set("responder", responder.into())
    }

    /// By which policy it escalates.
    pub fn policy(self, policy: &str) -> Self {
        self.set("policy", policy)
    }

    /// Under what condition it stands.
    pub fn when(self, condition: When) -> Self {
        self.set("when", condition)
    }

    /// A precedence other than `normal` (W2.1).
    pub fn precedence(self, name: &str) -> Self {
        self.set("precedence", name)
    }

    /// Only the topics that the pattern matches, not those below (T2).
    pub fn exact(self) -> Self {
        self.set("scope", "exact")
    }

    /// Makes it confidential: it uses its own parties only, and ends at `end`, a person or position (X2).
    pub fn confidential(self, end: &str) -> Self {
        self.set("confidential", Node::Boolean(true))
            .set("final", end)
    }
}
