//! A timeline as a calendar that other programs import (iCalendar, RFC 5545).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use icalendar::{Calendar, Component, Event, Property};
use jiff::Span;
use sha2::{Digest, Sha256};
use switchboard::{Organization, Segment, Timestamp};

use super::arguments::OnDuty;
use super::{Shown, reason, why};
use crate::text::Plain;
use crate::zone::Zone;
use crate::{Failure, Outcome};

/// How far beyond the time that is asked for a turn is followed to where it begins and ends.
const BEYOND: i16 = 366;

pub(super) fn write(
    arguments: &OnDuty,
    organization: &Organization,
    schedules: &[Shown<'_>],
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//switchboard//on-duty//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    let of = organization.name().unwrap_or_default();
    calendar.name(&escaped(&name(of, schedules)));
    for shown in schedules {
        let now = arguments.clock.now(&shown.zone)?;
        let [from, until] = arguments.stretch.next_weeks(now, &shown.zone)?;
        for turn in turns(shown, [from, until], arguments.gaps) {
            calendar.push(turn.event(of, shown, [from, until], now));
        }
    }
    out.write_all(calendar.to_string().as_bytes())?;
    Ok(Outcome::Fine)
}

/// What the calendar is called.
fn name(organization: &str, schedules: &[Shown<'_>]) -> String {
    let keys = schedules.iter().map(|shown| shown.schedule.key());
    let keys: Vec<&str> = keys.collect();
    let keys = keys.join(", ");
    match organization {
        "" => format!("On duty: {keys}"),
        name => format!("{name}, on duty: {keys}"),
    }
}

/// For how long somebody is on duty for one reason, or nobody is.
struct Turn<'o> {
    /// Nothing where it began so long before that it was not looked for.
    from: Option<Timestamp>,
    /// Nothing where it ends so much later.
    until: Option<Timestamp>,
    /// The key and the name; nothing where nobody is.
    who: Option<(&'o str, &'o str)>,
    why: String,
}

/// The turns that overlap this stretch of time, each as a whole, in the order of their beginnings and keys.
fn turns<'o>(shown: &Shown<'o>, [from, until]: [Timestamp; 2], with_gaps: bool) -> Vec<Turn<'o>> {
    let begin = moved(from, -BEYOND, &shown.zone).unwrap_or(Timestamp::MIN);
    let end = moved(until, BEYOND, &shown.zone).unwrap_or(Timestamp::MAX);
    let mut turns: Vec<Turn<'o>> = Vec::new();
    // By key, where the last turn stands.
    let mut last: BTreeMap<&'o str, usize> = BTreeMap::new();
    for segment in shown.schedule.timeline(begin, end) {
        for (who, why) in standing(&segment, with_gaps) {
            let key = who.map_or("", |(key, _)| key);
            let (starts, ends) = (segment.from(), segment.until());
            let ends = (ends < end).then_some(ends);
            let place = last.get(key).copied().unwrap_or(usize::MAX);
            let goes_on = |turn: &&mut Turn<'o>| turn.until == Some(starts) && turn.why == why;
            match turns.get_mut(place).filter(goes_on) {
                Some(turn) => turn.until = ends,
                None => {
                    last.insert(key, turns.len());
                    turns.push(Turn {
                        from: (starts > begin).then_some(starts),
                        until: ends,
                        who,
                        why,
                    });
                }
            }
        }
    }
    turns.retain(|turn| {
        let is_early = turn.until.is_some_and(|end| end <= from);
        let is_late = turn.from.is_some_and(|start| start >= until);
        !is_early && !is_late
    });
    turns
}

/// So many days later, by the clock.
fn moved(instant: Timestamp, days: i16, zone: &Zone) -> Option<Timestamp> {
    let moved = zone.zoned(instant).checked_add(Span::new().days(days));
    moved.ok().map(|moved| moved.timestamp())
}

/// Who is on duty, or that nobody is, and why.
fn standing<'o>(
    segment: &Segment<'o>,
    with_gaps: bool,
) -> Vec<(Option<(&'o str, &'o str)>, String)> {
    let people = segment.people().map(|duty| {
        let contact = duty.contact();
        (Some((contact.key(), contact.name())), why(duty))
    });
    let gap = segment.gap().filter(|_| with_gaps);
    let gap = gap.map(|gap| (None, reason(gap)));
    people.chain(gap).collect()
}

impl Turn<'_> {
    fn event(
        &self,
        organization: &str,
        shown: &Shown<'_>,
        [from, until]: [Timestamp; 2],
        now: Timestamp,
    ) -> Event {
        let schedule = shown.schedule.key();
        let summary = match self.who {
            Some((_, name)) => Plain(name).to_string(),
            None => "Nobody on duty".to_owned(),
        };
        let about = format!("{}, schedule `{schedule}`", self.why);
        let mut event = Event::new();
        event
            .uid(&self.uid(organization, schedule))
            .summary(&summary)
            .description(&Plain(&about).to_string())
            .add_property("DTSTAMP", utc(now))
            .add_property("DTSTART", utc(self.from.unwrap_or(from)))
            .add_property("DTEND", utc(self.until.unwrap_or(until)))
            .add_property(
                "CATEGORIES",
                if self.who.is_some() { "ON DUTY" } else { "GAP" },
            );
        if self.who.is_none() {
            // It keeps nobody from meetings.
            event.append_property(Property::new("TRANSP", "TRANSPARENT"));
        }
        event.done()
    }

    /// The same for the same turn, whenever it is exported, so that importing it anew changes it and adds no other.
    fn uid(&self, organization: &str, schedule: &str) -> String {
        let key = self.who.map_or("", |(key, _)| key);
        let from = self.from.map(|from| from.to_string()).unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [organization, schedule, key, &from] {
            hash.update(part);
            // It stands in no key and no instant.
            hash.update([0]);
        }
        let mut uid = String::new();
        for byte in hash.finalize().iter().take(16) {
            // Writing to a string cannot fail.
            let _ = write!(uid, "{byte:02x}");
        }
        uid.push_str("@switchboard");
        uid
    }
}

/// An instant, as iCalendar writes it.
fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The crate escapes what RFC 5545 knows; the name of a calendar came later.
fn escaped(text: &str) -> String {
    let text = Plain(text).to_string();
    text.replace('\\', r"\\")
        .replace(',', r"\,")
        .replace(';', r"\;")
}
