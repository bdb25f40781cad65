//! Hours and lists of holidays in canonical form.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use core::fmt::Display;

use super::fields::{list, section, text, texts};
use crate::calendar::hours::Opening;
use crate::calendar::week::DayInterval;
use crate::organization::calendars::{Calendars, Holiday, Holidays, Hours, HoursRule};
use crate::organization::document::{Entries, Node};

/// The sections `holidays` and `hours`, as far as there is anything in them.
pub(super) fn write(root: &mut Entries, calendars: &Calendars) {
    let all = calendars.holidays.iter();
    let all = all.map(|own| (&*own.key, holidays(calendars, own)));
    section(root, "holidays", all);
    let all = calendars.hours.iter();
    let all = all.map(|own| (&*own.key, hours(calendars, own)));
    section(root, "hours", all);
}

pub(super) fn holidays(calendars: &Calendars, own: &Holidays) -> Entries {
    let mut entries = Entries::default();
    let mut days = Entries::default();
    for (key, own) in &own.days {
        days.push(&key.to_string(), holiday(own));
    }
    if !days.0.is_empty() {
        entries.push("days", days.into());
    }
    let includes = own.includes.iter();
    let includes = includes.map(|id| &*calendars.holidays[*id].key);
    keys(&mut entries, "includes", includes);
    entries
}

/// Its name alone, where all regions have it.
fn holiday(own: &Holiday) -> Node {
    if let (Some(name), true) = (&own.name, own.regions.is_empty()) {
        return (&**name).into();
    }
    let mut entries = Entries::default();
    text(&mut entries, "name", own.name.as_deref());
    texts(&mut entries, "regions", &own.regions);
    entries.into()
}

pub(super) fn hours(calendars: &Calendars, own: &Hours) -> Entries {
    let mut entries = Entries::default();
    let key = |id| &*calendars.hours[id].key;
    let zoned = match &own.rule {
        HoursRule::Union(ids) => {
            keys(&mut entries, "union", ids.iter().map(|id| key(*id)));
            return entries;
        }
        HoursRule::Complement(id) => {
            entries.push("complement", key(*id).into());
            return entries;
        }
        HoursRule::Local(zoned) => zoned,
    };
    entries.push("zone", (&*zoned.zone).into());
    if !zoned.hours.openings.is_empty() {
        let openings = zoned.hours.openings.iter().map(opening);
        entries.push("open", Node::List(openings.collect()));
    }
    let holidays = zoned.holidays.iter();
    let holidays = holidays.map(|id| &*calendars.holidays[*id].key);
    keys(&mut entries, "holidays", holidays);
    text(&mut entries, "region", zoned.region.as_deref());
    let mut special = Entries::default();
    for (days, intervals) in &zoned.hours.special {
        special.push(&days.to_string(), times(intervals));
    }
    if !special.0.is_empty() {
        entries.push("special", special.into());
    }
    entries
}

/// The times of the week alone, where they hold on all dates.
fn opening(own: &Opening) -> Node {
    let week: Node = own.week.to_string().into();
    if own.dates.are_all() {
        return week;
    }
    let mut entries = Entries::default();
    entries.push("week", week);
    displayed(&mut entries, "months", &own.dates.months);
    displayed(&mut entries, "days", &own.dates.days);
    displayed(&mut entries, "years", &own.dates.years);
    for (field, day) in [("from", own.dates.from), ("until", own.dates.until)] {
        if let Some(day) = day {
            entries.push(field, day.to_string().into());
        }
    }
    entries.into()
}

fn times(intervals: &BTreeSet<DayInterval>) -> Node {
    if intervals.is_empty() {
        return Node::List([CLOSED.into()].into());
    }
    let texts = intervals.iter().map(|own| own.to_string().into());
    Node::List(texts.collect())
}

/// A special day without times.
const CLOSED: &str = "closed";

fn keys<'k>(entries: &mut Entries, field: &str, keys: impl Iterator<Item = &'k str>) {
    let mut keys = keys.peekable();
    if keys.peek().is_some() {
        entries.push(field, list(keys));
    }
}

fn displayed<T: Display>(entries: &mut Entries, field: &str, items: &BTreeSet<T>) {
    let texts: BTreeSet<Box<str>> = items.iter().map(|item| item.to_string().into()).collect();
    super::fields::texts(entries, field, &texts);
}
