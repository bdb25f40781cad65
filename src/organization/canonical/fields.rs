//! What all sections write alike: fields that are left out where they say nothing.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use crate::calendar::dated::Window;
use crate::calendar::zone::Zone;
use crate::label::Labels;
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::model::{Designee, Times};

pub(super) fn designees(
    entries: &mut Entries,
    field: &str,
    own: &BTreeSet<Designee>,
    inner: &Inner,
) {
    if !own.is_empty() {
        entries.push(
            field,
            Node::List(own.iter().map(|own| designee(*own, inner)).collect()),
        );
    }
}

pub(super) fn designee(own: Designee, inner: &Inner) -> Node {
    match own {
        Designee::Contact(id) => single("contact", (&*inner.contacts[id].key).into()),
        Designee::Department(id) => single("department", (&*inner.departments[id].key).into()),
        Designee::Assigned(id) => single("assigned", (&*inner.assignments[id].key).into()),
    }
}

pub(super) fn single(key: &str, node: Node) -> Node {
    let mut entries = Entries::default();
    entries.push(key, node);
    entries.into()
}

pub(super) fn section<'a, N: Into<Node>>(
    entries: &mut Entries,
    key: &str,
    members: impl Iterator<Item = (&'a str, N)>,
) {
    let mut table = Entries::default();
    members.for_each(|(key, member)| table.push(key, member.into()));
    if !table.0.is_empty() {
        entries.push(key, table.into());
    }
}

pub(super) fn text(entries: &mut Entries, field: &str, text: Option<&str>) {
    if let Some(text) = text {
        entries.push(field, text.into());
    }
}

/// A field that says yes, where it does.
pub(super) fn flag(entries: &mut Entries, field: &str, value: bool) {
    if value {
        entries.push(field, Node::Boolean(true));
    }
}

/// A set of texts.
pub(super) fn texts(entries: &mut Entries, field: &str, texts: &BTreeSet<Box<str>>) {
    if !texts.is_empty() {
        entries.push(field, list(texts.iter().map(|text| &**text)));
    }
}

/// Texts by language.
pub(super) fn labels(entries: &mut Entries, field: &str, labels: &Labels) {
    let texts = labels.iter();
    section(
        entries,
        field,
        texts.map(|(language, text)| (language, Node::from(text))),
    );
}

pub(super) fn duration(entries: &mut Entries, field: &str, duration: Option<SignedDuration>) {
    if let Some(duration) = duration {
        entries.push(field, duration.to_string().into());
    }
}

/// When something holds, where it is not always.
pub(super) fn times(entries: &mut Entries, own: Times, inner: &Inner) {
    window(entries, own.window, inner);
    let during = own.during.map(|id| &*inner.calendars.hours[id].key);
    text(entries, "during", during);
}

/// A window, in local times of the organization's zone: a day stands for its midnight. An instant that no local time
/// means, as a clock shows it a second time, is written exactly.
pub(super) fn window(entries: &mut Entries, own: Window, inner: &Inner) {
    for (field, instant) in [("from", own.from), ("until", own.until)] {
        if let Some(instant) = instant {
            entries.push(field, moment(instant, &inner.zone).into());
        }
    }
}

fn moment(instant: Timestamp, zone: &Zone) -> String {
    let local = zone.local(instant);
    if zone.instant(local) != instant {
        instant.to_string()
    } else if local.time() == Time::MIN {
        local.date().to_string()
    } else {
        local.to_string()
    }
}

pub(super) fn list<'a>(items: impl Iterator<Item = &'a str>) -> Node {
    Node::List(items.map(Node::from).collect())
}
