//! Assignments.

use alloc::vec::Vec;

use super::{Assignment, Entries, Node, Target, list};

impl Assignment {
    /// A table over the values of an attribute, with who stands for all values that have no row.
    pub fn new(attribute: &str, default: impl Into<Target>) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("attribute", attribute)
        .set("default", default.into())
    }

    /// One more row: who stands for this value.
    pub fn row(mut self, value: &str, holder: impl Into<Target>) -> Self {
        let holder: Target = holder.into();
        self.entries.push_entry("rows", value, holder.into());
        self
    }

    /// One more row, with deputies in order. Without a holder the first of them counts as the holder.
    pub fn row_with<'a>(
        mut self,
        value: &str,
        holder: Option<Target>,
        deputies: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut row = Entries::default();
        if let Some(holder) = holder {
            row.push("holder", holder.into());
        }
        let deputies: Vec<&str> = deputies.into_iter().collect();
        if !deputies.is_empty() {
            row.push("deputies", list(deputies));
        }
        self.entries.push_entry("rows", value, Node::Table(row));
        self
    }
}
