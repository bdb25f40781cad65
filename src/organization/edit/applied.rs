//! What edits made.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::organization::Organization;

/// An organization that edits made.
#[derive(Clone, Debug)]
pub struct Applied {
    organization: Organization,
    /// By edit.
    keys: Vec<Option<Box<str>>>,
}

impl Applied {
    pub(super) fn new(organization: Organization, keys: Vec<Option<Box<str>>>) -> Self {
        Self { organization, keys }
    }

    /// The organization.
    pub fn organization(&self) -> &Organization {
        &self.organization
    }

    /// The organization, to keep.
    pub fn into_organization(self) -> Organization {
        self.organization
    }

    /// The key that what an edit was about has now: another than before where it was renamed, or where a route or notice
    /// without a key of its own got another pattern or condition. None for a top-level value, and for what is gone.
    pub fn key(&self, edit: usize) -> Option<&str> {
        self.keys.get(edit)?.as_deref()
    }
}
