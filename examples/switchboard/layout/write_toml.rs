//! Writing TOML in one style.
//!
//! Each declaration has a header of its own, `[contacts.ana]` or `[[routes]]`, and a blank line above. What stands in it is
//! written behind its key: lists on one line where they fit, else one item a line, and always so where several tables
//! are listed. A table within it that is too long for a line, or has comments, has a header, too.

use std::fmt::Write as _;

use super::read_toml::Written;
use super::tree::{Item, Notes, Scalar, Value};

/// The longest line that is written, in characters, where it can be broken.
const WIDTH: usize = 120;

pub(crate) fn write(document: &Written) -> String {
    let mut out = Writer::default();
    for block in &document.header {
        out.blank();
        out.lines(block);
    }
    out.blank();
    let (sections, fields): (Vec<_>, Vec<_>) =
        document.root.iter().partition(|(_, item)| is_section(item));
    for (key, item) in fields {
        // The fields of the document are few, and may be told apart.
        if item.notes.lines_above().next().is_some() {
            out.blank();
        }
        for block in &item.notes.headings {
            out.lines(block);
            out.blank();
        }
        out.field(key, item, &item.notes.above);
    }
    out.lines(&document.below_fields);
    for (key, item) in sections {
        out.section(key, item);
    }
    for block in &document.footer {
        out.blank();
        out.lines(block);
    }
    out.text
}

/// Whether a field of the document holds declarations.
fn is_section(item: &Item) -> bool {
    matches!(&item.value, Value::Table(_)) || is_list_of_tables(item)
}

fn is_list_of_tables(item: &Item) -> bool {
    match &item.value {
        Value::List(items) => {
            let is_table = |item: &Item| matches!(item.value, Value::Table(_));
            !items.is_empty() && items.iter().all(is_table)
        }
        _ => false,
    }
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    /// Leaves one blank line above what follows, if anything stands above.
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        for line in lines {
            self.text.push_str(line.as_ref());
            self.text.push('\n');
        }
    }

    fn section(&mut self, key: &str, item: &Item) {
        match &item.value {
            Value::Table(entries)
                if !entries.is_empty()
                    && entries
                        .iter()
                        .all(|(_, item)| matches!(item.value, Value::Table(_))) =>
            {
                // The section itself has no header: what is said of it heads its first declaration.
                self.above(&item.notes, item.notes.beside.as_deref());
                for (own, entry) in entries {
                    self.declaration(&[key, own], entry, "[", "]");
                }
                if !item.notes.below.is_empty() {
                    self.blank();
                    self.lines(&item.notes.below);
                }
            }
            _ => self.headed(&[key], item),
        }
    }

    /// What stands above a header that is not written.
    fn above(&mut self, notes: &Notes, beside: Option<&str>) {
        let (headings, above) = (&notes.headings, &notes.above);
        for block in headings.iter().chain((!above.is_empty()).then_some(above)) {
            self.blank();
            self.lines(block);
        }
        if let Some(beside) = beside {
            self.blank();
            self.lines([beside]);
        }
    }

    /// A table, or a list of tables, under headers.
    fn headed(&mut self, path: &[&str], item: &Item) {
        match &item.value {
            Value::List(items) => {
                self.above(&item.notes, item.notes.beside.as_deref());
                for item in items {
                    self.declaration(path, item, "[[", "]]");
                }
                if !item.notes.below.is_empty() {
                    self.blank();
                    self.lines(&item.notes.below);
                }
            }
            _ => self.declaration(path, item, "[", "]"),
        }
    }

    fn declaration(&mut self, path: &[&str], item: &Item, open: &str, close: &str) {
        for block in &item.notes.headings {
            self.blank();
            self.lines(block);
        }
        self.blank();
        self.lines(&item.notes.above);
        let keys: Vec<String> = path.iter().map(|own| key(own)).collect();
        let header = format!("{open}{}{close}", keys.join("."));
        self.with_beside(&header, item.notes.beside.as_deref());
        let Value::Table(entries) = &item.value else {
            return;
        };
        let (parts, fields): (Vec<_>, Vec<_>) = entries
            .iter()
            .partition(|(own, item)| needs_header(own, item));
        for (own, item) in fields {
            self.field(own, item, item.notes.lines_above());
        }
        self.lines(&item.notes.below);
        for (own, item) in parts {
            let path: Vec<&str> = path.iter().copied().chain([own.as_str()]).collect();
            self.headed(&path, item);
        }
    }

    /// `key = value`, on as many lines as it takes.
    fn field<T: AsRef<str>>(&mut self, own: &str, item: &Item, above: impl IntoIterator<Item = T>) {
        self.lines(above);
        let line = format!("{} = {}", key(own), Inline(&item.value));
        let items = match &item.value {
            Value::List(items) if is_broken(item, &line) => items,
            _ => {
                self.lines(item.notes_within());
                self.with_beside(&line, item.notes.beside.as_deref());
                return;
            }
        };
        self.lines([format!("{} = [", key(own))]);
        for item in items {
            for line in item.notes.lines_above().chain(item.notes_within()) {
                self.lines([format!("  {line}")]);
            }
            let line = format!("  {},", Inline(&item.value));
            self.with_beside(&line, item.notes.beside.as_deref());
        }
        for line in &item.notes.below {
            self.lines([format!("  {line}")]);
        }
        self.with_beside("]", item.notes.beside.as_deref());
    }

    fn with_beside(&mut self, line: &str, beside: Option<&str>) {
        self.text.push_str(line);
        if let Some(beside) = beside {
            self.text.push(' ');
            self.text.push_str(beside);
        }
        self.text.push('\n');
    }
}

/// Whether a list is written one item a line. `line` is how it looks on one.
fn is_broken(item: &Item, line: &str) -> bool {
    let several_tables = match &item.value {
        Value::List(items) => items.len() > 1 && is_list_of_tables(item),
        _ => false,
    };
    several_tables || item.has_notes_within() || line.chars().count() > WIDTH
}

/// Whether a part of a declaration has a header of its own.
fn needs_header(own: &str, item: &Item) -> bool {
    match &item.value {
        Value::Scalar(_) => false,
        Value::Table(entries) => {
            let width =
                key(own).chars().count() + 3 + Inline(&item.value).to_string().chars().count();
            !entries.is_empty() && (item.has_notes_within() || width > WIDTH)
        }
        Value::List(items) => is_list_of_tables(item) && items.iter().any(Item::has_notes_within),
    }
}

/// A value on one line, without its comments.
struct Inline<'a>(&'a Value);

impl std::fmt::Display for Inline<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Value::Scalar(scalar) => match scalar {
                // A document in TOML has none.
                Scalar::Null => f.write_str("\"\""),
                Scalar::Boolean(value) => write!(f, "{value}"),
                Scalar::Integer(value) => write!(f, "{value}"),
                Scalar::Large(value) => write!(f, "{value}"),
                Scalar::Float(value) => write!(f, "{value:?}"),
                Scalar::Text(value) => f.write_str(&text(value)),
                Scalar::Verbatim(written) => f.write_str(written),
            },
            Value::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{}", if at > 0 { ", " } else { "" }, Self(&item.value))?;
                }
                f.write_str("]")
            }
            Value::Table(entries) if entries.is_empty() => f.write_str("{}"),
            Value::Table(entries) => {
                f.write_str("{ ")?;
                for (at, (own, item)) in entries.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}{} = {}", key(own), Self(&item.value))?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A key, in quotes where it needs them.
fn key(own: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !own.is_empty() && own.chars().all(is_bare) {
        own.to_owned()
    } else {
        text(own)
    }
}

/// A text in quotes.
fn text(own: &str) -> String {
    let mut quoted = String::from("\"");
    for character in own.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}
