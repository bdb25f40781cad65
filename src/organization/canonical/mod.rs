//! The canonical document of an organization, and the fingerprint over it.

mod condition;
mod fields;
mod json;
mod people;
mod routing;
mod tables;

use alloc::string::String;
use alloc::vec::Vec;

use fields::{duration, list, section, text};
use people::{contact, department};
use routing::{policy, route, topic};

use super::Inner;
use super::document::{Document, Entries, Node};
use crate::attribute::Attribute;
use crate::contact::Visibility;
use crate::fingerprint::Fingerprint;

/// What an organization's document says, in one form: keyed tables and sets sorted, sequences as they are, values and
/// addresses canonical, durations in ISO 8601, references with the kind of what they name, defaults left out.
pub(super) fn document(inner: &Inner) -> Document {
    let mut root = Entries::default();
    root.push("switchboard", Node::Integer(i64::from(Document::VERSION)));
    text(&mut root, "name", inner.name.as_deref());
    text(&mut root, "language", inner.language.as_deref());
    let authority = inner.conflict_authority;
    let authority = authority.map(|id| &*inner.contacts[id].key);
    text(&mut root, "conflict_authority", authority);
    duration(&mut root, "response_target", inner.response_target);
    if let Some(names) = &inner.precedences {
        root.push("precedences", list(names.iter().map(|name| &**name)));
    }
    let attributes = inner.vocabulary.attributes();
    if attributes.len() > 0 {
        root.push("importance", list(attributes.iter().map(Attribute::name)));
    }
    let mut sorted: Vec<&Attribute> = attributes.iter().collect();
    sorted.sort_unstable_by_key(|attribute| attribute.name());
    section(
        &mut root,
        "attributes",
        sorted
            .into_iter()
            .map(|own| (own.name(), attribute(inner, own))),
    );
    section(
        &mut root,
        "departments",
        inner
            .departments
            .iter()
            .map(|own| (&*own.key, department(inner, own))),
    );
    section(
        &mut root,
        "contacts",
        inner
            .contacts
            .iter()
            .map(|own| (&*own.key, contact(inner, own))),
    );
    section(
        &mut root,
        "topics",
        inner.topics.iter().map(|(path, own)| (&**path, topic(own))),
    );
    section(
        &mut root,
        "policies",
        inner
            .policies
            .iter()
            .map(|own| (&*own.key, policy(inner, own))),
    );
    root.push(
        "routes",
        Node::List(
            inner
                .routes
                .iter()
                .map(|own| route(inner, own).into())
                .collect(),
        ),
    );
    tables::write(&mut root, inner);
    Document::from_entries(root)
}

/// The SHA-256 of the canonical document as JSON by RFC 8785.
pub(super) fn fingerprint(inner: &Inner) -> Fingerprint {
    let mut json = String::new();
    json::write_table(document(inner).entries(), &mut json);
    Fingerprint::of(json.as_bytes())
}

fn attribute(inner: &Inner, own: &Attribute) -> Entries {
    let declared = own.declared();
    let mut entries = Entries::default();
    entries.push("kind", declared.kind.as_str().into());
    text(
        &mut entries,
        "role",
        declared.role.map(crate::attribute::Role::as_str),
    );
    if !declared.values.is_empty() {
        entries.push("values", list(declared.values.iter().map(|value| &**value)));
    }
    section(
        &mut entries,
        "parents",
        declared
            .parents
            .iter()
            .map(|(value, parent)| (&**value, Node::from(&**parent))),
    );
    text(&mut entries, "default", declared.default.as_deref());
    if inner
        .audience()
        .is_some_and(|(_, audience)| audience.name() == own.name())
    {
        let sees = inner
            .sees
            .iter()
            .filter(|(_, seen)| **seen != Visibility::Public);
        section(
            &mut entries,
            "sees",
            sees.map(|(value, seen)| (&**value, Node::from(seen.as_str()))),
        );
    }
    entries
}
