//! Schedules in canonical form.

use alloc::string::ToString;

use super::fields::{list, section, text};
use crate::calendar::schedule::{Change, Layer, Override, Version};
use crate::calendar::week::{DayTime, WeeklyInterval};
use crate::id::ContactId;
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::rota::{Counting, DeclaredGap, DeclaredLayer, Moment, Schedule};

pub(super) fn schedule(inner: &Inner, own: &Schedule) -> Entries {
    let calendar = &own.calendar;
    let contact = &inner.contacts[own.contact];
    let mut entries = Entries::default();
    let name = Some(&*contact.name).filter(|name| *name != &*contact.key);
    text(&mut entries, "name", name);
    let home = contact.declared_home;
    let home = home.map(|id| &*inner.departments[id].key);
    text(&mut entries, "department", home);
    entries.push("zone", calendar.zone.name().into());
    let layers = own.layers.iter().zip(&calendar.layers);
    let zone = calendar.zone.name();
    let layers = layers.map(|(declared, own)| layer(inner, declared, own, zone).into());
    entries.push("layers", Node::List(layers.collect()));
    let overrides = own.overrides.iter().zip(&calendar.overrides);
    let overrides = overrides.map(|(moments, own)| one(inner, moments, own, &calendar.layers));
    nodes(&mut entries, "overrides", overrides);
    let gaps = own.unstaffed.iter().zip(&calendar.unstaffed);
    let gaps = gaps.map(|(declared, own)| gap(declared, &own.reason));
    nodes(&mut entries, "unstaffed", gaps);
    entries
}

fn layer(inner: &Inner, declared: &DeclaredLayer, own: &Layer, zone: &str) -> Entries {
    let mut entries = Entries::default();
    text(&mut entries, "key", own.key.as_deref());
    let own_zone = own.zone.name();
    text(
        &mut entries,
        "zone",
        Some(own_zone).filter(|own| *own != zone),
    );
    match &*declared.lengths {
        [] => {}
        [only] => {
            entries.push("rotation", only.unit.rotation().into());
            if only.count != 1 {
                entries.push("every", Node::Integer(i64::from(only.count)));
            }
        }
        several => {
            let lengths = several.iter().map(|length| length.to_string().into());
            entries.push("lengths", Node::List(lengths.collect()));
        }
    }
    let from = declared.from.map(|day| day.to_string());
    text(&mut entries, "from", from.as_deref());
    if declared.handoff != DayTime::START {
        entries.push("handoff", declared.handoff.to_string().into());
    }
    moment(&mut entries, "until", declared.until);
    let days = declared.days.map(|days| days.to_string());
    text(&mut entries, "days", days.as_deref());
    if declared.counting == Counting::CalendarDays {
        entries.push("counts", "calendar-days".into());
    }
    let mut versions = own.versions.iter();
    entries.push("turns", turns(inner, versions.next()));
    let later = declared.versions.iter().zip(versions);
    let later = later.map(|(from, own)| {
        let mut entries = Entries::default();
        moment(&mut entries, "from", Some(*from));
        entries.push("turns", turns(inner, Some(own)));
        entries
    });
    nodes(&mut entries, "versions", later);
    intervals(&mut entries, "restrictions", &declared.restrictions);
    entries
}

fn turns(inner: &Inner, version: Option<&Version>) -> Node {
    let turns = version.into_iter().flat_map(|version| &version.turns);
    let turns = turns.map(|turn| match &**turn {
        [only] => (&*inner.contacts[*only].key).into(),
        several => people(inner, several),
    });
    Node::List(turns.collect())
}

fn people(inner: &Inner, contacts: &[ContactId]) -> Node {
    list(contacts.iter().map(|id| &*inner.contacts[*id].key))
}

fn one(inner: &Inner, [from, until]: &[Moment; 2], own: &Override, layers: &[Layer]) -> Entries {
    let mut entries = Entries::default();
    moment(&mut entries, "from", Some(*from));
    moment(&mut entries, "until", Some(*until));
    let layer = own
        .layer
        .and_then(|layer| layers.get(layer)?.key.as_deref());
    text(&mut entries, "layer", layer);
    let mut some = |field: &str, contacts: &[ContactId]| {
        if !contacts.is_empty() {
            entries.push(field, people(inner, contacts));
        }
    };
    match &own.change {
        Change::Only(only) => some("only", only),
        Change::Some {
            replace,
            remove,
            add,
        } => {
            some("add", add);
            some("remove", remove);
            let pairs = replace.iter().map(|(old, new)| {
                let key = |id: &ContactId| &*inner.contacts[*id].key;
                (key(old), Node::from(key(new)))
            });
            section(&mut entries, "replace", pairs);
        }
    }
    text(&mut entries, "reason", own.reason.as_deref());
    entries
}

fn gap(declared: &DeclaredGap, reason: &str) -> Entries {
    let mut entries = Entries::default();
    moment(&mut entries, "from", declared.from);
    moment(&mut entries, "until", declared.until);
    intervals(&mut entries, "weekly", &declared.weekly);
    text(&mut entries, "reason", Some(reason));
    entries
}

fn moment(entries: &mut Entries, field: &str, moment: Option<Moment>) {
    if let Some(moment) = moment {
        entries.push(field, moment.to_string().into());
    }
}

fn intervals(entries: &mut Entries, field: &str, intervals: &[WeeklyInterval]) {
    if !intervals.is_empty() {
        let texts = intervals.iter().map(|interval| interval.to_string().into());
        entries.push(field, Node::List(texts.collect()));
    }
}

fn nodes(entries: &mut Entries, field: &str, items: impl Iterator<Item = Entries>) {
    let items: alloc::vec::Vec<Node> = items.map(Node::from).collect();
    if !items.is_empty() {
        entries.push(field, Node::List(items));
    }
}
