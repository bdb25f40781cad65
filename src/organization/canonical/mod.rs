//! The canonical document of an organization, and the facts that its fingerprint is over.

mod calendar;
mod condition;
mod content;
mod fields;
mod json;
mod people;
mod routing;
mod schedules;
mod tables;

use alloc::vec::Vec;

pub(super) use content::{Facts, content};
use fields::{duration, list, section, text};
use people::{contact, department};
use routing::{policy, route, topic};

use super::Inner;
use super::document::{Document, Entries, Node};
use super::model::Contact;
use crate::attribute::{Attribute, Role};
use crate::calendar::zone::UTC;
use crate::contact::Visibility;
use crate::topic::{canonical_name, canonical_path};

/// What an organization's document says, in one form: keyed tables and sets sorted, sequences as they are, values and
/// addresses canonical, durations in ISO 8601, references with the kind of what they name, defaults left out.
pub(super) fn document(inner: &Inner) -> Document {
    let mut root = Entries::default();
    root.push("switchboard", Node::Integer(i64::from(Document::VERSION)));
    values(&mut root, inner);
    attributes(&mut root, inner);
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
        declared(inner).map(|own| (&*own.key, contact(inner, own))),
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
    calendar::write(&mut root, &inner.calendars);
    Document::from_entries(root)
}

/// The contacts that stand among contacts: schedules are written as such.
fn declared(inner: &Inner) -> impl Iterator<Item = &Contact> {
    let contacts = inner.contacts.iter().map(|own| &**own);
    contacts.filter(|own| own.schedule.is_none())
}

/// The part of the canonical document that conditions are read by: values, attributes and named conditions.
pub(super) fn vocabulary(inner: &Inner) -> Entries {
    let mut root = Entries::default();
    values(&mut root, inner);
    attributes(&mut root, inner);
    let conditions = inner.conditions.iter();
    let conditions = conditions.map(|(name, own)| (&**name, condition::boxes(&own.written, inner)));
    section(&mut root, "conditions", conditions);
    root
}

fn attributes(root: &mut Entries, inner: &Inner) {
    let mut sorted: Vec<&Attribute> = inner.vocabulary.attributes().iter().collect();
    sorted.sort_unstable_by_key(|attribute| attribute.name());
    let sorted = sorted.into_iter();
    let sorted = sorted.map(|own| (own.name(), attribute(inner, own)));
    section(root, "attributes", sorted);
}

/// The values that stand in no section.
pub(super) fn values(root: &mut Entries, inner: &Inner) {
    text(root, "name", inner.name.as_deref());
    text(root, "language", inner.language.as_deref());
    let zone = Some(inner.zone.name()).filter(|name| *name != UTC);
    text(root, "zone", zone);
    let authority = inner.conflict_authority;
    let authority = authority.map(|id| &*inner.contacts[id].key);
    text(root, "conflict_authority", authority);
    duration(root, "response_target", inner.response_target);
    if let Some(names) = &inner.precedences {
        root.push("precedences", list(names.iter().map(|name| &**name)));
    }
    let attributes = inner.vocabulary.attributes();
    if !attributes.is_empty() {
        root.push("importance", list(attributes.iter().map(Attribute::name)));
    }
}

/// What the document says under a key of a section, without writing all of it.
pub(super) fn declaration(inner: &Inner, name: &str, key: &str) -> Option<Node> {
    let entries = match name {
        "assignments" => {
            let id = inner.assignments.find(|own| (*own.key).cmp(key))?;
            tables::assignment(inner, &inner.assignments[id])
        }
        "attributes" => {
            let id = inner.vocabulary.find(key)?;
            attribute(inner, &inner.vocabulary.attributes()[id])
        }
        "conditions" => {
            let own = inner.conditions.get(&*canonical_name(key).ok()?)?;
            condition::boxes(&own.written, inner)
        }
        "contacts" => {
            let own = &inner.contacts[inner.find_contact(key)?];
            contact(inner, Some(own).filter(|own| own.schedule.is_none())?)
        }
        "departments" => department(inner, &inner.departments[inner.find_department(key)?]),
        "holidays" => {
            let all = &inner.calendars.holidays;
            let id = all.find(|own| (*own.key).cmp(key))?;
            calendar::holidays(&inner.calendars, &all[id])
        }
        "hours" => {
            let all = &inner.calendars.hours;
            let id = all.find(|own| (*own.key).cmp(key))?;
            calendar::hours(&inner.calendars, &all[id])
        }
        "notices" => {
            let id = inner.notices.find(|own| (*own.key).cmp(key))?;
            tables::notice(inner, &inner.notices[id])
        }
        "policies" => {
            let id = inner.policies.find(|own| (*own.key).cmp(key))?;
            policy(inner, &inner.policies[id])
        }
        "routes" => {
            let id = inner.routes.find(|own| (*own.key).cmp(key))?;
            route(inner, &inner.routes[id])
        }
        "schedules" => {
            let id = inner.schedules.find(|own| (*own.key).cmp(key))?;
            schedules::schedule(inner, &inner.schedules[id])
        }
        "topics" => topic(inner.topics.get(&*canonical_path(key).ok()?)?),
        _ => return None,
    };
    Some(entries.into())
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
    if declared.role == Some(Role::Audience) {
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
