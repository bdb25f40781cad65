//! A piece of a document, as a value: what a fact reads as, and what an edit writes.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::path::{FieldPath, in_quotes, quoted};
use crate::organization::document::{
    Absence, Assignment, Attribute, Contact, ContactPoint, Department, Desk, Entries, Holidays,
    Hours, Node, Notice, Opening, Policy, PolicyLevel, Route, Row, Schedule, ScheduleLayer,
    ScheduleOverride, Target, Term, Topic, TopicLink, When,
};
use crate::organization::problem::PathSegment;

/// What an organization says of something: a declaration, or any part of one.
///
/// It is read by [`Organization::fact`](crate::Organization::fact), serialized like the document, and made of texts,
/// numbers, lists and the builder's declarations to be written by an [`Edit`](crate::Edit). `Display` prints a
/// declaration field by field, as TOML does, and withholds addresses (P1): only serialized are they told. `Debug` names
/// the fields alone.
///
/// ```
/// # use switchboard::{Contact, Department, Document, Route};
/// # let mut document = Document::new();
/// # document.department("company", Department::new().head("kim"));
/// # document.contact("kim", Contact::person("Kim"));
/// # document.route(Route::fallback("company"));
/// # let organization = document.build()?;
/// let kim = organization.fact("contacts", "kim").unwrap();
/// assert_eq!(kim.to_string(), "kind = \"person\"\nname = \"Kim\"");
/// assert_eq!(kim.field("name").unwrap().text(), Some("Kim"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
pub struct Fact {
    node: Node,
}

impl Fact {
    /// What stands where nothing stands: for [`Edit::was`](crate::Edit::was).
    pub fn nothing() -> Self {
        Node::List(Vec::new()).into()
    }

    /// A part of it: `labels.ro`, `rows."acme.com"`, `levels[0].after`.
    pub fn field(&self, path: &str) -> Option<Self> {
        let path = FieldPath::parse(path)?;
        part(&self.node, &path.0).map(|node| node.clone().into())
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; a piece that is no list is its only item.
    pub fn items(&self) -> impl Iterator<Item = Self> {
        let items = match &self.node {
            Node::List(items) => items.as_slice(),
            only => core::slice::from_ref(only),
        };
        items.iter().map(|item| item.clone().into())
    }

    pub(super) fn node(&self) -> &Node {
        &self.node
    }
}

/// What stands at a path.
pub(super) fn part<'n>(node: &'n Node, path: &[PathSegment]) -> Option<&'n Node> {
    path.iter()
        .try_fold(node, |node, segment| match (node, segment) {
            (Node::Table(entries), PathSegment::Field(field)) => entries.get(field),
            (Node::List(items), PathSegment::Index(index)) => items.get(*index),
            _ => None,
        })
}

/// Tables are equal in whatever order their fields are written.
impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        is_equal(&self.node, &other.node)
    }
}

fn is_equal(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Table(left), Node::Table(right)) => {
            let is_there = |(name, node): &(Box<str>, Node)| {
                right.get(name).is_some_and(|other| is_equal(node, other))
            };
            left.0.len() == right.0.len() && left.0.iter().all(is_there)
        }
        (Node::List(left), Node::List(right)) => {
            let pairs = || left.iter().zip(right);
            left.len() == right.len() && pairs().all(|(left, right)| is_equal(left, right))
        }
        _ => left == right,
    }
}

impl From<Node> for Fact {
    fn from(node: Node) -> Self {
        Self { node }
    }
}

macro_rules! pieces {
    ($($piece:ty),* $(,)?) => {$(
        impl From<$piece> for Fact {
            fn from(piece: $piece) -> Self {
                Node::from(piece).into()
            }
        }
    )*};
}

pieces! {
    &str, String, Absence, Assignment, Attribute, Contact, ContactPoint, Department, Desk, Holidays, Hours, Notice, Opening, Policy,
    PolicyLevel, Route, Row, Schedule, ScheduleLayer, ScheduleOverride, Target, Term, Topic, TopicLink, When,
}

impl From<bool> for Fact {
    fn from(value: bool) -> Self {
        Node::Boolean(value).into()
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Node::Integer(number.into()).into()
    }
}

impl From<SignedDuration> for Fact {
    fn from(duration: SignedDuration) -> Self {
        Node::from(duration.to_string()).into()
    }
}

impl From<Date> for Fact {
    fn from(day: Date) -> Self {
        Node::from(day.to_string()).into()
    }
}

impl<P: Into<Self>> From<Vec<P>> for Fact {
    fn from(items: Vec<P>) -> Self {
        list(items.into_iter().map(Into::into))
    }
}

impl<P: Into<Self>, const COUNT: usize> From<[P; COUNT]> for Fact {
    fn from(items: [P; COUNT]) -> Self {
        list(items.into_iter().map(Into::into))
    }
}

/// How deep lists of lists are kept. The format has none, so the rest is a problem anyway.
const MAX_NESTING: usize = 32;

fn list(items: impl Iterator<Item = Fact>) -> Fact {
    let items = items.map(|item| match depth(&item.node) {
        MAX_NESTING.. => Node::Null,
        _ => item.node,
    });
    Node::List(items.collect()).into()
}

fn depth(node: &Node) -> usize {
    let deepest = match node {
        Node::List(items) => items.iter().map(depth).max(),
        Node::Table(Entries(entries)) => entries.iter().map(|(_, node)| depth(node)).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or_default()
}

/// A table one field a line, all else on one line; as TOML, but for the addresses.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Node::Table(entries) = &self.node else {
            return write_value("", &self.node, f);
        };
        for (index, (field, node)) in entries.0.iter().enumerate() {
            let line = if index > 0 { "\n" } else { "" };
            write!(f, "{line}{} = ", quoted(field))?;
            write_value(field, node, f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fact")?;
        match &self.node {
            Node::Table(Entries(entries)) => {
                let fields = entries.iter().map(|(field, _)| field);
                f.debug_set().entries(fields).finish()
            }
            other => write!(f, "({})", other.describe()),
        }
    }
}

fn write_value(field: &str, node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        Node::Text(_) if field == "address" => f.write_str("\"…\""),
        Node::Text(text) => f.write_str(&in_quotes(text)),
        Node::List(items) => {
            f.write_str("[")?;
            for (index, item) in items.iter().enumerate() {
                f.write_str(if index > 0 { ", " } else { "" })?;
                write_value(field, item, f)?;
            }
            f.write_str("]")
        }
        Node::Table(Entries(entries)) => {
            f.write_str("{")?;
            for (index, (field, node)) in entries.iter().enumerate() {
                let space = if index > 0 { ", " } else { " " };
                write!(f, "{space}{} = ", quoted(field))?;
                write_value(field, node, f)?;
            }
            f.write_str(" }")
        }
        Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Float(_) => write!(f, "{node}"),
    }
}

/// A plain value as a message may show it: none that may be an address (P1).
pub(super) fn shown(path: &[PathSegment], node: &Node) -> Option<Box<str>> {
    let may_be_address = path.iter().any(|segment| {
        matches!(segment, PathSegment::Field(field) if ["points", "address"].contains(&&**field))
    });
    match node {
        Node::Text(text) if !may_be_address => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string().into()),
        Node::Boolean(value) => Some(value.to_string().into()),
        _ => None,
    }
}
