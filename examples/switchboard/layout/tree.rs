//! A document as its author wrote it: values in their order, and the comments about each.

/// A value, and what is said about it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) notes: Notes,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Item>),
    Table(Table),
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Past all others.
    Large(u64),
    Float(f64),
    Text(String),
    /// As it stands in the file, where the author's way of writing it is kept.
    Verbatim(String),
}

/// The entries of a table, in order.
pub(crate) type Table = Vec<(String, Item)>;

/// Comments, each without the end of its line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    /// Blocks that stand for themselves, with a blank line below: they head what follows.
    pub(crate) headings: Vec<Vec<String>>,
    /// The lines right above.
    pub(crate) above: Vec<String>,
    /// The rest of the line.
    pub(crate) beside: Option<String>,
    /// The lines below the last part of a list or table, within it.
    pub(crate) below: Vec<String>,
}

impl Item {
    /// A value about which nothing is said.
    pub(crate) fn plain(value: Value) -> Self {
        Self {
            notes: Notes::default(),
            value,
        }
    }

    /// Whether there are comments within it. Those beside and above it are not.
    pub(crate) fn has_notes_within(&self) -> bool {
        let noted = |item: &Item| !item.notes.is_empty() || item.has_notes_within();
        !self.notes.below.is_empty()
            || match &self.value {
                Value::Scalar(_) => false,
                Value::List(items) => items.iter().any(noted),
                Value::Table(entries) => entries.iter().any(|(_, item)| noted(item)),
            }
    }

    /// The comments within it, in their order, for a place above it.
    pub(crate) fn notes_within(&self) -> Vec<&str> {
        let mut lines = Vec::new();
        self.collect(&mut lines);
        lines
    }

    fn collect<'a>(&'a self, lines: &mut Vec<&'a str>) {
        let mut part = |item: &'a Item| {
            lines.extend(item.notes.lines_above());
            item.collect(lines);
            lines.extend(item.notes.beside.as_deref());
        };
        match &self.value {
            Value::Scalar(_) => {}
            Value::List(items) => items.iter().for_each(part),
            Value::Table(entries) => entries.iter().for_each(|(_, item)| part(item)),
        }
        lines.extend(self.notes.below.iter().map(String::as_str));
    }
}

impl Notes {
    /// All lines that stand above, those of headings first.
    pub(crate) fn lines_above(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().flatten();
        headings.chain(&self.above).map(String::as_str)
    }

    fn is_empty(&self) -> bool {
        self.headings.is_empty()
            && self.above.is_empty()
            && self.beside.is_none()
            && self.below.is_empty()
    }
}
