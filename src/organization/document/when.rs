//! Conditions, as a program writes them (A2).

use core::fmt;

use super::node::{Entries, Node, list};

/// A condition on an inquiry's attributes: all that is said of each must hold.
///
/// Saying several things of one attribute narrows it: `at_least` and `at_most` are a range. Saying the same kind of
/// thing twice is a problem when the document is built: name all values at once.
///
/// ```
/// use switchboard::When;
///
/// let urgent_mail = When::new().is("channel", "email").at_least("priority", "high");
/// let either = When::any([urgent_mail, When::new().is("channel", "phone")]);
/// # let _ = either;
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct When {
    entries: Entries,
    /// How many `any` lie within each other.
    nesting: u8,
}

/// How deep `any` within `any` is kept. The format allows it once, so the rest is a problem anyway.
const MAX_NESTING: u8 = 8;

impl When {
    /// No condition.
    pub fn new() -> Self {
        Self::default()
    }

    /// One of several conditions: the boxes of one route. Add to the result what must hold for all of them. A box that
    /// is such a choice itself is a problem when the document is built.
    pub fn any(boxes: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Self::new();
        let mut nodes = alloc::vec::Vec::new();
        for own in boxes {
            any.nesting = any.nesting.max(own.nesting + 1);
            nodes.push(if own.nesting < MAX_NESTING {
                own.into()
            } else {
                Node::Null
            });
        }
        any.nesting = any.nesting.min(MAX_NESTING);
        any.entries.push("any", Node::List(nodes));
        any
    }

    /// The condition that the organization declares under this name holds.
    pub fn named(condition: &str) -> Self {
        Self::new().and_named(condition)
    }

    /// The condition of this name holds, too.
    pub fn and_named(mut self, condition: &str) -> Self {
        self.entries.push_item("condition", condition.into());
        self
    }

    /// The attribute has this value.
    pub fn is(self, attribute: &str, value: &str) -> Self {
        self.say(attribute, "in", list([value]))
    }

    /// The attribute has one of these values.
    pub fn any_of<'a>(self, attribute: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        self.say(attribute, "in", list(values))
    }

    /// The attribute has a value, and none of these (A3).
    pub fn none_of<'a>(self, attribute: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        self.say(attribute, "not", list(values))
    }

    /// The ordered attribute has this value or a higher one.
    pub fn at_least(self, attribute: &str, value: &str) -> Self {
        self.say(attribute, "at_least", value.into())
    }

    /// The ordered attribute has this value or a lower one.
    pub fn at_most(self, attribute: &str, value: &str) -> Self {
        self.say(attribute, "at_most", value.into())
    }

    /// The hierarchical attribute has this value or one below it.
    pub fn within(self, attribute: &str, value: &str) -> Self {
        self.say(attribute, "within", list([value]))
    }

    /// The open attribute has a value that starts with this.
    pub fn prefix(self, attribute: &str, prefix: &str) -> Self {
        self.say(attribute, "prefix", list([prefix]))
    }

    /// The open attribute has a value that starts with one of these.
    pub fn any_prefix<'a>(
        self,
        attribute: &str,
        prefixes: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        self.say(attribute, "prefix", list(prefixes))
    }

    /// The open attribute has a value that matches this regular expression from its beginning to its end (A2).
    ///
    /// Building such a document needs the feature `regex`.
    pub fn matches(self, attribute: &str, pattern: &str) -> Self {
        self.say(attribute, "matches", list([pattern]))
    }

    /// The open attribute has a value that matches one of these regular expressions from its beginning to its end (A2).
    ///
    /// Building such a document needs the feature `regex`.
    pub fn any_match<'a>(
        self,
        attribute: &str,
        patterns: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        self.say(attribute, "matches", list(patterns))
    }

    /// The attribute has a value.
    pub fn present(self, attribute: &str) -> Self {
        self.say(attribute, "present", Node::Boolean(true))
    }

    /// The attribute has no value.
    pub fn absent(self, attribute: &str) -> Self {
        self.say(attribute, "absent", Node::Boolean(true))
    }

    /// Besides what else is said of the attribute, it may have no value.
    pub fn or_absent(self, attribute: &str) -> Self {
        self.say(attribute, "or_absent", Node::Boolean(true))
    }

    fn say(mut self, attribute: &str, operator: &str, operand: Node) -> Self {
        match self.entries.table_mut(attribute) {
            Some(constraint) => constraint.push(operator, operand),
            None => self.entries.push_entry(attribute, operator, operand),
        }
        self
    }
}

impl From<When> for Node {
    fn from(condition: When) -> Self {
        Node::Table(condition.entries)
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "When{}", Node::Table(self.entries.clone()))
    }
}
