//! The canonical layout of a document: one order, one style, the comments kept.
//!
//! It changes how a document is written, never what it says; what cannot be kept is refused. It judges nothing either: a document
//! with problems has a layout as well. Durations, dates and numbers stay as the author wrote them.

mod order;
mod patch;
mod read_toml;
mod tree;
mod value;
mod write_toml;

use std::fmt;

use serde_saphyr::DuplicateKeyPolicy;

use read_toml::Written;
use tree::{Item, Table, Value};

/// In what a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Toml,
    Json,
    Yaml,
}

/// Why a text has no canonical layout.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is not written in the format at all.
    Syntax,
    /// YAML with what may be a comment, on this line.
    Comment { line: usize },
    /// Something in it would not be kept.
    Lossy,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("it cannot be read"),
            Self::Comment { line } => write!(
                f,
                "line {line} has what may be a comment, which would be lost: comments are kept in TOML only"
            ),
            Self::Lossy => f.write_str("it has something that its canonical layout would not keep"),
        }
    }
}

/// The text of a document in its canonical layout.
///
/// # Errors
///
/// The text is not written in the format, or something in it would be lost.
pub(crate) fn canonical(text: &str, format: Format) -> Result<String, Refusal> {
    if let (Format::Yaml, Some(line)) = (format, line_of_comment(text)) {
        return Err(Refusal::Comment { line });
    }
    let document = read(text, format)?;
    let written = write(&document, format)?;
    // A last look: whatever went wrong on the way, nobody loses a word by it.
    match read(&written, format) {
        Ok(again) if again.says_the_same_as(&document) => Ok(written),
        _ => Err(Refusal::Lossy),
    }
}

/// The text of a document with the change from one canonical document to another, both in JSON, in canonical layout: what
/// does not change stays as it is written, with its comments. What goes takes its comments along.
///
/// Whether it says what it should is for the caller to see.
///
/// # Errors
///
/// The text is not written in the format, or what changes is not found in it.
pub(crate) fn patched(
    text: &str,
    format: Format,
    before: &str,
    after: &str,
) -> Result<String, Refusal> {
    if let (Format::Yaml, Some(line)) = (format, line_of_comment(text)) {
        return Err(Refusal::Comment { line });
    }
    let mut document = read(text, format)?;
    let (before, after) = (read(before, Format::Json)?, read(after, Format::Json)?);
    patch::patch(&mut document.root, &before.root, &after.root)
        .map_err(|patch::NotFound| Refusal::Lossy)?;
    order::sort(&mut document.root);
    write(&document, format)
}

fn write(document: &Written, format: Format) -> Result<String, Refusal> {
    let root = value::Whole(&document.root);
    match format {
        Format::Toml => Ok(write_toml::write(document)),
        Format::Json => {
            let text = serde_json::to_string_pretty(&root).map_err(|_| Refusal::Lossy)?;
            Ok(text + "\n")
        }
        Format::Yaml => serde_saphyr::to_string(&root).map_err(|_| Refusal::Lossy),
    }
}

/// Whether a text has comments, as far as the format has such; YAML that may have some counts as having them.
pub(crate) fn has_comments(text: &str, format: Format) -> bool {
    match format {
        Format::Toml => read_toml::read(text).is_some_and(|own| !own.comments().is_empty()),
        Format::Json => false,
        Format::Yaml => line_of_comment(text).is_some(),
    }
}

/// A document in canonical order.
fn read(text: &str, format: Format) -> Result<Written, Refusal> {
    let mut document = match format {
        Format::Toml => read_toml::read(text).ok_or(Refusal::Syntax)?,
        Format::Json => Written::of(serde_json::from_str(text).map_err(|_| Refusal::Syntax)?),
        Format::Yaml => {
            let options = serde_saphyr::options! {
                duplicate_keys: DuplicateKeyPolicy::PassThrough,
                strict_booleans: true,
                leading_zero_numbers_as_strings: true,
                underscored_numbers_as_strings: true,
            };
            let read = serde_saphyr::from_str_with_options(text, options);
            Written::of(read.map_err(|_| Refusal::Syntax)?)
        }
    };
    order::sort(&mut document.root);
    Ok(document)
}

/// The first line of a YAML text that may have a comment. A text in quotes may look like one; that is borne.
fn line_of_comment(text: &str) -> Option<usize> {
    let may_be = |line: &str| {
        let mut marks = line.match_indices('#');
        marks.any(|(at, _)| {
            let before = line.get(..at).unwrap_or_default();
            before.is_empty() || before.ends_with([' ', '\t'])
        })
    };
    text.lines().position(may_be).map(|at| at + 1)
}

impl Written {
    fn of(value::Whole(root): value::Whole<Table>) -> Self {
        Self {
            header: Vec::new(),
            root,
            below_fields: Vec::new(),
            footer: Vec::new(),
        }
    }

    /// Whether values and comments are the same, wherever the comments stand.
    fn says_the_same_as(&self, other: &Self) -> bool {
        let (mut own, mut others) = (self.comments(), other.comments());
        own.sort_unstable();
        others.sort_unstable();
        own == others && same_tables(&self.root, &other.root)
    }

    fn comments(&self) -> Vec<&str> {
        let blocks = self.header.iter().chain(&self.footer).flatten();
        let mut comments: Vec<&str> = blocks
            .chain(&self.below_fields)
            .map(String::as_str)
            .collect();
        for (_, item) in &self.root {
            comments.extend(item.notes.lines_above());
            comments.extend(item.notes_within());
            comments.extend(item.notes.beside.as_deref());
        }
        comments
    }
}

fn same_tables(left: &Table, right: &Table) -> bool {
    let same = |((left, one), (right, other)): (&(String, Item), &(String, Item))| {
        left == right && same_values(&one.value, &other.value)
    };
    left.len() == right.len() && left.iter().zip(right).all(same)
}

fn same_values(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Scalar(left), Value::Scalar(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            let mut pairs = left.iter().zip(right);
            left.len() == right.len()
                && pairs.all(|(left, right)| same_values(&left.value, &right.value))
        }
        (Value::Table(left), Value::Table(right)) => same_tables(left, right),
        _ => false,
    }
}
