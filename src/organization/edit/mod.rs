//! Edits: facts of an organization added, changed and removed by key, as values.

mod applied;
mod apply;
mod change;
mod difference;
mod draft;
mod error;
mod fact;
#[cfg(feature = "serde")]
mod form;
mod path;
mod quick;
mod references;
mod same;
mod section;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

pub use applied::Applied;
pub use error::{EditError, EditFailure, EditReason};
pub use fact::Fact;

use path::{FieldPath, quoted};

/// One change to an organization: a value that is written by hand, stored, and applied by
/// [`Organization::apply`](crate::Organization::apply).
///
/// A list of edits is a change log. Each says what it changes by section and key, as the document does, and may say
/// [`was`](Self::was): what it expects to find there. An edit that finds something else fails, so that a log is replayed
/// safely; [`Organization::edits_to`](crate::Organization::edits_to) writes such logs, and undoes them.
///
/// | verb | without `field` | with `field` |
/// |---|---|---|
/// | `add` | a declaration to a section; an item to a top-level list | an item to a list |
/// | `remove` | a declaration; an item of a top-level list | an item of a list |
/// | `set` | a whole declaration that is there, or a top-level value | a field, there or not |
/// | `unset` | a top-level value | a field that is there |
/// | `rename` | a key, and all references to it | |
///
/// A field within a field is reached with dots (`labels.ro`), one whose name is no plain word in quotes
/// (`rows."acme.com"`), an item of a list by its place from 0 (`levels[0].after`). An item goes to the end of its list, or
/// to the place that `at` says. `"was": []` expects nothing.
///
/// # Example: the same edits, written and built
///
/// ```
/// use switchboard::{Contact, Edit};
///
/// let written: Vec<Edit> = serde_json::from_str(r#"[
///     { "add": "contacts", "key": "kim", "value": { "kind": "person", "name": "Kim" } },
///     { "set": "contacts", "key": "store-7-manager", "field": "holder", "value": "kim", "was": "lee" },
///     { "add": "departments", "key": "stores", "field": "members", "value": "kim" },
///     { "unset": "contacts", "key": "store-7", "field": "labels.ro" },
///     { "rename": "departments", "key": "stores", "to": "shops" },
///     { "remove": "contacts", "key": "lee" },
///     { "set": "response_target", "value": "1h" }
/// ]"#)?;
/// let built = [
///     Edit::add("contacts", "kim", Contact::person("Kim")),
///     Edit::set("contacts", "store-7-manager", "holder", "kim").was("lee"),
///     Edit::add_item("departments", "stores", "members", "kim"),
///     Edit::unset("contacts", "store-7", "labels.ro"),
///     Edit::rename("departments", "stores", "shops"),
///     Edit::remove("contacts", "lee"),
///     Edit::set_value("response_target", "1h"),
/// ];
/// assert_eq!(written, built);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Edit {
    section: Box<str>,
    key: Option<Box<str>>,
    field: FieldPath,
    action: Action,
    was: Option<Fact>,
}

/// What an edit does at its place.
#[derive(Clone, PartialEq)]
enum Action {
    Add {
        value: Fact,
        at: Option<usize>,
    },
    /// A value, a place in a list, or both say which item; neither for a declaration.
    Remove {
        value: Option<Fact>,
        at: Option<usize>,
    },
    Set(Fact),
    Unset,
    Rename(Box<str>),
}

impl Action {
    fn verb(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add",
            Self::Remove { .. } => "remove",
            Self::Set(_) => "set",
            Self::Unset => "unset",
            Self::Rename(_) => "rename",
        }
    }
}

impl Edit {
    fn new(section: &str, key: Option<&str>, field: &str, action: Action) -> Self {
        Self {
            section: section.into(),
            key: key.map(Into::into),
            field: FieldPath::of(field),
            action,
            was: None,
        }
    }

    /// Adds a declaration under a key: `add("contacts", "kim", Contact::person("Kim"))`.
    pub fn add(section: &str, key: &str, declaration: impl Into<Fact>) -> Self {
        let value = declaration.into();
        Self::new(section, Some(key), "", Action::Add { value, at: None })
    }

    /// Adds to a section that is a list (`routes`, `notices`) a declaration that says its own key, or has one made; or
    /// an item to a top-level list (`precedences`).
    pub fn append(section: &str, declaration: impl Into<Fact>) -> Self {
        let value = declaration.into();
        Self::new(section, None, "", Action::Add { value, at: None })
    }

    /// Adds an item to a list: `add_item("departments", "stores", "members", "kim")`.
    pub fn add_item(section: &str, key: &str, field: &str, item: impl Into<Fact>) -> Self {
        let value = item.into();
        Self::new(section, Some(key), field, Action::Add { value, at: None })
    }

    /// Removes a declaration. What still names it when all edits are applied is told.
    pub fn remove(section: &str, key: &str) -> Self {
        let (value, at) = (None, None);
        Self::new(section, Some(key), "", Action::Remove { value, at })
    }

    /// Removes an item of a list.
    pub fn remove_item(section: &str, key: &str, field: &str, item: impl Into<Fact>) -> Self {
        let (value, at) = (Some(item.into()), None);
        Self::new(section, Some(key), field, Action::Remove { value, at })
    }

    /// Writes a field, over what stands there if anything does.
    pub fn set(section: &str, key: &str, field: &str, value: impl Into<Fact>) -> Self {
        let value = value.into();
        Self::new(section, Some(key), field, Action::Set(value))
    }

    /// Writes another declaration over the one of a key. A route or notice that says its key keeps it unless the new
    /// declaration says one.
    pub fn replace(section: &str, key: &str, declaration: impl Into<Fact>) -> Self {
        Self::set(section, key, "", declaration)
    }

    /// Writes a top-level value: `set_value("response_target", "1h")`.
    pub fn set_value(name: &str, value: impl Into<Fact>) -> Self {
        Self::new(name, None, "", Action::Set(value.into()))
    }

    /// Takes a field away.
    pub fn unset(section: &str, key: &str, field: &str) -> Self {
        Self::new(section, Some(key), field, Action::Unset)
    }

    /// Takes a top-level value away.
    pub fn unset_value(name: &str) -> Self {
        Self::new(name, None, "", Action::Unset)
    }

    /// Gives a declaration another key, wherever it is named. Contacts, departments and topics keep the old one as
    /// `formerly`, so that it goes on working; the topics below a topic move with it.
    pub fn rename(section: &str, from: &str, to: &str) -> Self {
        Self::new(section, Some(from), "", Action::Rename(to.into()))
    }

    /// What must stand there now: the value of a field, the whole declaration, or [`Fact::nothing`]. For `set`, `unset`,
    /// and `remove` without an item; the others expect what their verb says.
    pub fn was(mut self, expected: impl Into<Fact>) -> Self {
        self.was = Some(expected.into());
        self
    }

    /// The place in a list, from 0: where an item is added, or which of several equal ones is removed. Elsewhere it says
    /// nothing.
    pub fn at(mut self, index: usize) -> Self {
        if let Action::Add { at, .. } | Action::Remove { at, .. } = &mut self.action {
            *at = Some(index);
        }
        self
    }

    /// `add`, `remove`, `set`, `unset` or `rename`.
    pub fn verb(&self) -> &'static str {
        self.action.verb()
    }

    /// The section, or the name of a top-level value.
    pub fn section(&self) -> &str {
        &self.section
    }

    /// The key in the section.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The field, as the edit writes it; empty for none.
    pub fn field(&self) -> String {
        self.field.to_string()
    }

    /// What is added or written, or the item that is removed.
    pub fn value(&self) -> Option<Fact> {
        let value = match &self.action {
            Action::Add { value, .. } | Action::Set(value) => Some(value),
            Action::Remove { value, .. } => value.as_ref(),
            Action::Unset | Action::Rename(_) => None,
        };
        value.cloned()
    }
}

/// What is done where, without the values: `set contacts.store-7-manager.holder`.
impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb(), quoted(&self.section))?;
        if let Some(key) = &self.key {
            write!(f, ".{}", quoted(key))?;
        }
        if !self.field.is_empty() {
            write!(f, ".{}", self.field)?;
        }
        if let Action::Rename(to) = &self.action {
            write!(f, " to {}", quoted(to))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({self})")
    }
}
