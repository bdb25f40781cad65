//! Departments, contacts and points in canonical form.

use super::condition::when;
use super::fields::{designee, designees, duration, list, text};
use crate::contact::{Point, Visibility};
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::model::{Contact, Department, Designee};

pub(super) fn department(inner: &Inner, own: &Department) -> Entries {
    let contact = |id| &*inner.contacts[id].key;
    let mut entries = Entries::default();
    text(&mut entries, "name", own.name.as_deref());
    text(
        &mut entries,
        "parent",
        own.parent.map(|id| &*inner.departments[id].key),
    );
    text(&mut entries, "head", own.head.map(contact));
    if !own.members.is_empty() {
        entries.push("members", list(own.members.iter().map(|id| contact(*id))));
    }
    if !own.desks.is_empty() {
        let desks = own.desks.iter().map(|desk| {
            let mut entries = Entries::default();
            let contact = match desk.who {
                Designee::Contact(id) => contact(id).into(),
                other => designee(other, inner),
            };
            entries.push("contact", contact);
            when(&mut entries, &desk.condition, inner);
            Node::Table(entries)
        });
        entries.push("desks", Node::List(desks.collect()));
    }
    text(
        &mut entries,
        "escalates_to",
        own.escalates_to.map(|id| &*inner.departments[id].key),
    );
    duration(&mut entries, "response_target", own.response_target);
    designees(&mut entries, "consulted", &own.consulted, inner);
    designees(&mut entries, "informed", &own.informed, inner);
    entries
}

pub(super) fn contact(inner: &Inner, own: &Contact) -> Entries {
    let mut entries = Entries::default();
    entries.push("kind", own.kind.as_str().into());
    entries.push("name", (&*own.name).into());
    text(
        &mut entries,
        "department",
        own.declared_home.map(|id| &*inner.departments[id].key),
    );
    if !own.points.is_empty() {
        entries.push(
            "points",
            Node::List(own.points.iter().map(|own| point(own).into()).collect()),
        );
    }
    entries
}

fn point(own: &Point) -> Entries {
    let mut entries = Entries::default();
    entries.push("kind", own.kind().into());
    entries.push("address", own.address().into());
    if own.visibility() != Visibility::Internal {
        entries.push("visibility", own.visibility().as_str().into());
    }
    if let Some(preference) = own.preference() {
        entries.push("preference", Node::Integer(i64::from(preference)));
    }
    if own.languages().next().is_some() {
        entries.push("languages", list(own.languages()));
    }
    entries
}
