//! Departments, contacts and points in canonical form.

use alloc::string::ToString;

use super::condition::when;
use super::fields::{designees, duration, flag, labels, list, text, texts, times, window};
use super::tables::desk_contact;
use crate::calendar::dated::{Dated, Window};
use crate::contact::{Point, Visibility};
use crate::id::ContactId;
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::model::{Absence, Contact, Department};

pub(super) fn department(inner: &Inner, own: &Department) -> Entries {
    let contact = |id| &*inner.contacts[id].key;
    let mut entries = Entries::default();
    text(&mut entries, "name", own.name.as_deref());
    labels(&mut entries, "labels", &own.labels);
    text(
        &mut entries,
        "parent",
        own.parent.map(|id| &*inner.departments[id].key),
    );
    flag(&mut entries, "authority", own.is_authority);
    flag(&mut entries, "external", own.declared_external);
    let field = if own.is_external { "liaison" } else { "head" };
    term(&mut entries, field, &own.head, inner);
    texts(&mut entries, "ids", &own.ids);
    texts(&mut entries, "formerly", &own.formerly);
    if !own.members.is_empty() {
        entries.push("members", list(own.members.iter().map(|id| contact(*id))));
    }
    if !own.desks.is_empty() {
        let desks = own.desks.iter().map(|desk| {
            let mut entries = Entries::default();
            entries.push("contact", desk_contact(inner, desk.who));
            when(&mut entries, &desk.condition, inner);
            times(&mut entries, desk.times, inner);
            flag(&mut entries, "serves", desk.serves.is_some());
            Node::Table(entries)
        });
        entries.push("desks", Node::List(desks.collect()));
    }
    text(&mut entries, "on_duty", own.on_duty.map(contact));
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
    labels(&mut entries, "labels", &own.labels);
    text(&mut entries, "title", own.title.as_deref());
    if own.name_visibility != Visibility::Public {
        let seen = own.name_visibility.as_str();
        entries.push("name_visibility", seen.into());
    }
    text(
        &mut entries,
        "department",
        own.declared_home.map(|id| &*inner.departments[id].key),
    );
    let key = |id: ContactId| &*inner.contacts[id].key;
    term(&mut entries, "holder", &own.holder, inner);
    if !own.deputies.is_empty() {
        entries.push("deputies", list(own.deputies.iter().map(|id| key(*id))));
    }
    if !own.members.is_empty() {
        let members = own.members.iter();
        let members = members.map(|(id, weight)| member(key(*id), *weight));
        entries.push("members", Node::List(members.collect()));
    }
    text(&mut entries, "staffed_by", own.staffed_by.map(key));
    if !own.away.is_empty() {
        let absences = own.away.iter().map(|own| absence(inner, own).into());
        entries.push("away", Node::List(absences.collect()));
    }
    texts(&mut entries, "languages", &own.languages);
    texts(&mut entries, "areas", &own.areas);
    texts(&mut entries, "skills", &own.skills);
    texts(&mut entries, "ids", &own.ids);
    texts(&mut entries, "formerly", &own.formerly);
    if !own.points.is_empty() {
        entries.push(
            "points",
            Node::List(own.points.iter().map(|own| point(own).into()).collect()),
        );
    }
    entries
}

/// A key alone, where the weight is that of anybody.
fn member(key: &str, weight: u8) -> Node {
    if weight == 1 {
        return key.into();
    }
    let mut entries = Entries::default();
    entries.push("who", key.into());
    entries.push("weight", Node::Integer(i64::from(weight)));
    entries.into()
}

/// A key alone, or all of them with their dates.
fn term(entries: &mut Entries, field: &str, own: &Dated<ContactId>, inner: &Inner) {
    let key = |id: ContactId| &*inner.contacts[id].key;
    if !own.is_dated() {
        return text(entries, field, own.otherwise.map(key));
    }
    let windows = own.windows.iter().copied();
    let undated = own.otherwise.map(|id| (Window::ALWAYS, id));
    let terms = undated.into_iter().chain(windows).map(|(dates, id)| {
        let mut entries = Entries::default();
        entries.push("who", key(id).into());
        window(&mut entries, dates, inner);
        entries.into()
    });
    entries.push(field, Node::List(terms.collect()));
}

fn absence(inner: &Inner, own: &Absence) -> Entries {
    let mut entries = Entries::default();
    window(&mut entries, own.window, inner);
    text(&mut entries, "reason", own.reason.as_deref());
    let delegate = own.delegate.map(|id| &*inner.contacts[id].key);
    text(&mut entries, "delegate", delegate);
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
    if own.options().next().is_some() {
        entries.push("options", list(own.options()));
    }
    for (field, day) in [("verified", own.verified()), ("expires", own.expires())] {
        if let Some(day) = day {
            entries.push(field, day.to_string().into());
        }
    }
    entries
}
