//! `on-duty` of a contact: whether it is away at an instant, who is reached in its place, and by which schedules it is on
//! duty.

use std::io::Write;

use serde::Serialize;
use switchboard::{AbsenceRef, ContactKind, ContactView, Organization, Timestamp};

use super::arguments::{self, Asked};
use super::keys;
use super::on_duty::Turn;
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, REMOVED, STRONG, styled};
use crate::zone::{Zone, length};
use crate::{Failure, Outcome};

impl Asked {
    /// The contacts that are asked for, where all keys name some and none is a schedule.
    pub(super) fn contacts<'o>(&self, organization: &'o Organization) -> Vec<ContactView<'o>> {
        let keys = self.keys.iter();
        let contacts = keys.map(|key| {
            let contact = organization.contact(key)?;
            (contact.kind() != ContactKind::Schedule).then_some(contact)
        });
        let contacts: Option<Vec<_>> = contacts.collect();
        contacts.unwrap_or_default()
    }
}

pub(super) fn write(
    arguments: &arguments::OnDuty,
    organization: &Organization,
    contacts: &[ContactView<'_>],
    is_json: bool,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let zone: Zone = match &arguments.asked.zone {
        Some(zone) => zone.clone(),
        None => organization.zone().parse().map_err(Failure::told)?,
    };
    let at = arguments.clock.now(&zone)?;
    let told = contacts.iter();
    let told = told.map(|contact| Presence::of(organization, *contact, at));
    let all: Vec<Presence<'_>> = told.collect();
    if is_json {
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
    } else {
        for (place, presence) in all.iter().enumerate() {
            if place > 0 {
                writeln!(out)?;
            }
            presence.write(&zone, out)?;
        }
    }
    let is_reached = all.iter().any(|own| !own.reached.is_empty());
    Ok(if is_reached {
        Outcome::Fine
    } else {
        Outcome::Problems
    })
}

/// A contact at an instant.
#[derive(Serialize)]
struct Presence<'o> {
    contact: &'o str,
    #[serde(serialize_with = "super::told::instant")]
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    away: Option<Away<'o>>,
    /// Who is asked for it.
    reached: Vec<Person<'o>>,
    /// By which schedules it is on duty.
    on_duty: Vec<Duty<'o>>,
}

#[derive(Serialize)]
struct Away<'o> {
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "super::told::instants"
    )]
    until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delegate: Option<&'o str>,
}

#[derive(Serialize)]
struct Person<'o> {
    contact: &'o str,
    name: &'o str,
}

#[derive(Serialize)]
struct Duty<'o> {
    schedule: &'o str,
    /// Up to when nothing changes there.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "super::told::instants"
    )]
    until: Option<Timestamp>,
}

impl<'o> Presence<'o> {
    fn of(organization: &'o Organization, contact: ContactView<'o>, at: Timestamp) -> Self {
        // Of a position, whoever holds it is there or away.
        let person = contact.holder_at(at).unwrap_or(contact);
        let absence = contact.absence_at(at).or_else(|| person.absence_at(at));
        let reached = contact.reached_at(at).map(|contact| Person {
            contact: contact.key(),
            name: contact.name(),
        });
        Self {
            contact: contact.key(),
            at,
            away: absence.as_ref().map(Away::of),
            reached: reached.collect(),
            on_duty: duties(organization, contact.key(), at),
        }
    }

    fn write(&self, zone: &Zone, out: &mut impl Write) -> Result<(), Failure> {
        writeln!(
            out,
            "{}  {}  {}",
            styled(STRONG, Plain(self.contact)),
            zone.show(self.at),
            styled(FAINT, zone)
        )?;
        let until = |end: Option<Timestamp>| match end {
            Some(end) => format!("until {}, {}", zone.show(end), length(self.at, end)),
            None => "for good".to_owned(),
        };
        let mut columns = Columns::indented(2);
        if let Some(away) = &self.away {
            columns.row([
                (FAINT, "away"),
                (PLAIN, ""),
                (PLAIN, ""),
                (PLAIN, &until(away.until)),
                (FAINT, away.reason.unwrap_or_default()),
            ]);
        }
        if self.reached.is_empty() {
            columns.row([(FAINT, "reached"), (REMOVED, "nobody")]);
        }
        let labels = ["reached"].into_iter().chain(std::iter::repeat(""));
        for (label, person) in labels.zip(&self.reached) {
            columns.row([(FAINT, label), (KEY, person.contact), (PLAIN, person.name)]);
        }
        let labels = ["on duty"].into_iter().chain(std::iter::repeat(""));
        for (label, duty) in labels.zip(&self.on_duty) {
            columns.row([
                (FAINT, label),
                (KEY, duty.schedule),
                (PLAIN, ""),
                (PLAIN, &until(duty.until)),
            ]);
        }
        columns.write(out)?;
        Ok(())
    }
}

/// The schedules by which a contact is on duty, and until when.
fn duties<'o>(organization: &'o Organization, contact: &str, at: Timestamp) -> Vec<Duty<'o>> {
    let on_duty = organization.schedules().filter_map(|schedule| {
        let turn = Turn::at(schedule, at);
        let is_on_duty = keys(turn.on_duty.people()).contains(&contact);
        is_on_duty.then(|| Duty {
            schedule: schedule.key(),
            until: turn.validity.instant(),
        })
    });
    on_duty.collect()
}

impl<'o> Away<'o> {
    fn of(absence: &AbsenceRef<'o>) -> Self {
        Self {
            until: absence.until(),
            reason: absence.reason(),
            delegate: absence.delegate().map(|delegate| delegate.key()),
        }
    }
}
