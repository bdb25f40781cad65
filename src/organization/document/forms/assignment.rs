//! Assignments.

use alloc::vec::Vec;

use super::{Assignment, Entries, Node, Row, Target, list};

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

    /// One more who stands for a value, for a while, or whenever no other does; with what stood there before. Where none does,
    /// the default counts.
    ///
    /// # Example: an account changes hands
    ///
    /// ```
    /// use switchboard::{Assignment, Row};
    ///
    /// let managers = Assignment::new("account", "sales")
    ///     .row_of("acme", Row::new("ana").until("2027-01-01"))
    ///     .row_of("acme", Row::new("bo").deputies(["cy"]).from("2027-01-01"));
    /// ```
    pub fn row_of(mut self, value: &str, row: Row) -> Self {
        match self.entries.table_mut("rows") {
            Some(rows) => rows.push_item(value, row.into()),
            None => {
                let one = Node::List([row.into()].into());
                self.entries.push_entry("rows", value, one);
            }
        }
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

impl Row {
    /// Of a contact or department.
    pub fn new(holder: impl Into<Target>) -> Self {
        let (entries, holder) = (Entries::default(), holder.into());
        Self { entries }.set("holder", holder)
    }

    /// Of persons who stand in, in their order: the first of them counts as the holder.
    pub fn vacant<'a>(deputies: impl IntoIterator<Item = &'a str>) -> Self {
        let entries = Entries::default();
        Self { entries }.deputies(deputies)
    }

    /// The persons who stand in, in their order.
    pub fn deputies<'a>(self, deputies: impl IntoIterator<Item = &'a str>) -> Self {
        self.set("deputies", list(deputies))
    }
}
