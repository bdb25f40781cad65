//! The edits that lead from one organization to another.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::draft::{MadeKey, keys as listed_keys};
use super::references::{KEYED, LISTED, VALUES};
use super::same::{is_reference, is_sequence};
use super::{Action, Edit, Fact};
use crate::organization::Organization;
use crate::organization::document::{Entries, Node};

impl Organization {
    /// The edits that make the other organization of this one: a change log, each entry with what stood there before.
    ///
    /// Values are in canonical form. Something with another key is removed and added; so is a route or notice without a
    /// key of its own, when its pattern or condition changes. In the other direction, the edits undo the change.
    ///
    /// # Complexity
    ///
    /// Near linear in both.
    ///
    /// # Example: a log, and undoing it
    ///
    /// ```
    /// # use switchboard::{Contact, Department, Document, Route};
    /// use switchboard::Edit;
    ///
    /// # let mut document = Document::new();
    /// # document.department("company", Department::new().head("lee"));
    /// # document.contact("lee", Contact::person("Lee"));
    /// # document.contact("kim", Contact::person("Kim"));
    /// # document.route(Route::fallback("company"));
    /// # let before = document.build()?;
    /// let after = before.apply(&[Edit::set("departments", "company", "head", "kim")])?;
    /// let log = before.edits_to(&after);
    /// assert_eq!(log, [Edit::set("departments", "company", "head", "kim").was("lee")]);
    ///
    /// let undone = after.apply(&after.edits_to(&before))?;
    /// assert_eq!(undone.fingerprint(), before.fingerprint());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn edits_to(&self, other: &Self) -> Vec<Edit> {
        let (before, after) = (self.to_document(), other.to_document());
        let (before, after) = (before.entries(), after.entries());
        let mut edits = Vec::new();
        for name in VALUES {
            let place = Edit::unset_value(name);
            value(&place, before.get(name), after.get(name), &mut edits);
        }
        let has_same_attributes = {
            let (old, new) = (
                declared(before, "attributes"),
                declared(after, "attributes"),
            );
            old.keys().eq(new.keys())
        };
        if !has_same_attributes {
            // Adding and removing attributes writes this list, too.
            edits.retain(|edit| &*edit.section != "importance");
        }
        for section in KEYED {
            let (old, new) = (declared(before, section), declared(after, section));
            compare(section, &old, &new, &mut edits);
        }
        for section in LISTED {
            let (old, new) = (listed_keys(self, section), listed_keys(other, section));
            let (old, new) = (listed(before, section, old), listed(after, section, new));
            compare(section, &old, &new, &mut edits);
        }
        let importance = after.get("importance").filter(|_| !has_same_attributes);
        edits.extend(importance.map(|own| Edit::set_value("importance", Fact::from(own.clone()))));
        edits
    }
}

/// The declarations of a section, by key.
type Declarations<'r> = BTreeMap<Box<str>, &'r Node>;

fn declared<'r>(root: &'r Entries, section: &str) -> Declarations<'r> {
    match root.get(section) {
        Some(Node::Table(Entries(entries))) => {
            let entries = entries.iter().map(|(key, node)| (key.clone(), node));
            entries.collect()
        }
        _ => BTreeMap::new(),
    }
}

fn listed<'r>(root: &'r Entries, section: &str, keys: Vec<MadeKey>) -> Declarations<'r> {
    match root.get(section) {
        Some(Node::List(items)) => keys.into_iter().map(|(key, _)| key).zip(items).collect(),
        _ => BTreeMap::new(),
    }
}

/// What is gone, what is new, and what differs in what is still there.
fn compare(section: &str, old: &Declarations<'_>, new: &Declarations<'_>, edits: &mut Vec<Edit>) {
    for (key, node) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        edits.push(Edit::remove(section, key).was(Fact::from((*node).clone())));
    }
    for (key, node) in new {
        match (old.get(key), *node) {
            (Some(Node::Table(old)), Node::Table(new)) => {
                let place = Edit::unset(section, key, "");
                fields(&place, old, new, edits);
            }
            (Some(_), _) => {}
            (None, node) => {
                let has_made_key = LISTED.contains(&section)
                    && !matches!(node, Node::Table(entries) if entries.get("key").is_some());
                let declaration = Fact::from(node.clone());
                edits.push(if has_made_key {
                    Edit::append(section, declaration)
                } else {
                    Edit::add(section, key, declaration)
                });
            }
        }
    }
}

/// What differs in a table that both have. `place` is an edit there.
fn fields(place: &Edit, old: &Entries, new: &Entries, edits: &mut Vec<Edit>) {
    let names = old.0.iter().chain(&new.0).map(|(name, _)| name);
    for name in names.collect::<BTreeSet<_>>() {
        let place = Edit {
            field: place.field.field(name),
            ..place.clone()
        };
        value(&place, old.get(name), new.get(name), edits);
    }
}

/// What differs in a value. `place` is an edit there.
fn value(place: &Edit, old: Option<&Node>, new: Option<&Node>, edits: &mut Vec<Edit>) {
    let edit = |action, was| Edit {
        action,
        was,
        ..place.clone()
    };
    let fact = |node: &Node| Fact::from(node.clone());
    match (old, new) {
        (None, None) => {}
        (Some(old), Some(new)) if old == new => {}
        (Some(old), None) => edits.push(edit(Action::Unset, Some(fact(old)))),
        (None, Some(new)) => {
            edits.push(edit(Action::Set(fact(new)), Some(Fact::nothing())));
        }
        (Some(Node::Table(old)), Some(Node::Table(new)))
            if !is_reference(old) && !is_reference(new) =>
        {
            fields(place, old, new, edits);
        }
        (Some(Node::List(old)), Some(Node::List(new))) if !is_sequence(place.field.name()) => {
            let (had, has) = (by_text(old), by_text(new));
            if had.len() < old.len() || has.len() < new.len() {
                // Of an item that stands there twice no edit can say which one it means.
                let (old, new) = (fact(&Node::List(old.clone())), Node::List(new.clone()));
                edits.push(edit(Action::Set(fact(&new)), Some(old)));
                return;
            }
            let (at, value) = (None, Some);
            let gone = had.iter().filter(|(text, _)| !has.contains_key(*text));
            edits.extend(gone.map(|(_, item)| {
                let value = value(fact(item));
                edit(Action::Remove { value, at }, None)
            }));
            let added = has.iter().filter(|(text, _)| !had.contains_key(*text));
            let added = added.map(|(_, item)| fact(item));
            edits.extend(added.map(|value| edit(Action::Add { value, at }, None)));
        }
        (Some(old), Some(new)) => edits.push(edit(Action::Set(fact(new)), Some(fact(old)))),
    }
}

/// The items of a list, by a text that tells them apart.
fn by_text(items: &[Node]) -> BTreeMap<String, &Node> {
    let texts = items.iter().map(|item| (format!("{item:?}"), item));
    texts.collect()
}
