//! References.

use core::fmt;

use super::{Entries, Node};

/// A reference to a contact, department or assignment, or a relative one in a policy.
///
/// A plain key, as `From<&str>` makes it, is enough unless a contact and a department have the same.
#[derive(Clone, PartialEq)]
pub struct Target {
    node: Node,
}

impl Target {
    fn tagged(tag: &str, key: &str) -> Self {
        let mut entries = Entries::default();
        entries.push(tag, key.into());
        Self {
            node: entries.into(),
        }
    }

    /// The contact of this key, even if a department has it too.
    pub fn contact(key: &str) -> Self {
        Self::tagged("contact", key)
    }

    /// The department of this key, even if a contact has it too.
    pub fn department(key: &str) -> Self {
        Self::tagged("department", key)
    }

    /// Whom the assignment of this key names for the inquiry.
    pub fn assigned(key: &str) -> Self {
        Self::tagged("assigned", key)
    }

    /// In a policy: the first contact.
    pub fn first_contact() -> Self {
        Self::tagged("relative", "first-contact")
    }

    /// In a policy: the accountable owner.
    pub fn owner() -> Self {
        Self::tagged("relative", "owner")
    }

    /// In a policy: the deputies of the accountable owner.
    pub fn deputies() -> Self {
        Self::tagged("relative", "deputies")
    }

    /// In a policy: one step further along `escalates_to`, each time it stands there.
    pub fn functional() -> Self {
        Self::tagged("relative", "functional")
    }

    /// In a policy: the owning department's head, then one head further up each time it stands there.
    pub fn head() -> Self {
        Self::tagged("relative", "head")
    }
}

impl From<&str> for Target {
    fn from(key: &str) -> Self {
        Self { node: key.into() }
    }
}

impl From<alloc::string::String> for Target {
    fn from(key: alloc::string::String) -> Self {
        Self { node: key.into() }
    }
}

impl From<Target> for Node {
    fn from(target: Target) -> Self {
        target.node
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.node)
    }
}
