//! Attributes.

use crate::attribute::{Attribute, AttributeKind, Role};

/// An attribute of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct AttributeView<'o> {
    pub(super) attribute: &'o Attribute,
}

impl<'o> AttributeView<'o> {
    /// The name, in canonical form.
    pub fn name(&self) -> &'o str {
        self.attribute.name()
    }

    /// What values it takes.
    pub fn kind(&self) -> AttributeKind {
        self.attribute.kind()
    }

    /// What the crate may use it for.
    pub fn role(&self) -> Option<Role> {
        self.attribute.declared().role
    }

    /// The declared values in canonical form: ascending for an ordered attribute, none for an open one.
    pub fn values(self) -> impl Iterator<Item = &'o str> {
        self.attribute
            .declared()
            .values
            .iter()
            .map(|value| &**value)
    }

    /// The value that a missing one counts as.
    pub fn default(&self) -> Option<&'o str> {
        self.attribute.declared().default.as_deref()
    }
}

impl core::fmt::Debug for AttributeView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "AttributeView({})", self.name())
    }
}
