//! `on-duty`, `gaps` and `render --schedule`: who is on duty when, by the schedules of an organization.

pub(crate) mod arguments;
mod bars;
mod blocks;
pub(crate) mod gaps;
mod ics;
mod labels;
pub(crate) mod on_duty;
mod presence;
pub(crate) mod render;
mod strip;
mod svg;
mod told;

use jiff::Span;
use switchboard::{Duty, Gap, LayerRef, Organization, OverrideRef, ScheduleRef, Timestamp};

use crate::Failure;
use crate::calendar::arguments::{Asked, Clock, Stretch};
use crate::instant::{self, Instant};
use crate::search::nearest;
use crate::text::{Plain, shortened};
use crate::zone::Zone;

/// A schedule, and the zone in which its times are read and shown.
struct Shown<'o> {
    schedule: ScheduleRef<'o>,
    zone: Zone,
}

impl Asked {
    /// The schedules that are asked for, or all of them.
    fn schedules<'o>(&self, organization: &'o Organization) -> Result<Vec<Shown<'o>>, Failure> {
        let keys = self.keys.iter();
        let named: Result<Vec<_>, Failure> = keys.map(|key| schedule(organization, key)).collect();
        let mut schedules = named?;
        if schedules.is_empty() {
            schedules = organization.schedules().collect();
        }
        if schedules.is_empty() {
            return Err(Failure::told("the organization has no schedules"));
        }
        let shown = schedules.into_iter();
        shown
            .map(|schedule| {
                let zone = zone_of(schedule, self.zone.as_ref())?;
                Ok(Shown { schedule, zone })
            })
            .collect()
    }
}

/// The schedule of this key.
fn schedule<'o>(organization: &'o Organization, key: &str) -> Result<ScheduleRef<'o>, Failure> {
    organization.schedule(key).ok_or_else(|| {
        let keys = organization.schedules().map(|schedule| schedule.key());
        let hint = nearest(key, keys).map_or_else(String::new, |near| {
            format!("; did you mean `{}`?", Plain(near))
        });
        let hint = match organization.contact(key) {
            Some(_) => "; it is a contact: ask `on-duty` for it at an instant, and for no schedule beside it".to_owned(),
            None => hint,
        };
        let key = shortened(key);
        Failure::told(format_args!("there is no schedule `{}`{hint}", Plain(&key)))
    })
}

/// The zone in which a schedule's times are shown: that which is asked for, or its own.
fn zone_of(schedule: ScheduleRef<'_>, asked: Option<&Zone>) -> Result<Zone, Failure> {
    match asked {
        Some(zone) => Ok(zone.clone()),
        None => schedule.zone().parse().map_err(Failure::told),
    }
}

impl Clock {
    /// What counts as now.
    fn now(&self, zone: &Zone) -> Result<Timestamp, Failure> {
        let now = instant::now();
        match &self.at {
            Some(at) => at.at(now, zone).map_err(Failure::misused),
            None => Ok(now),
        }
    }
}

impl Stretch {
    /// The next four weeks, where nothing else is said.
    fn next_weeks(&self, now: Timestamp, zone: &Zone) -> Result<[Timestamp; 2], Failure> {
        self.read(now, now, Span::new().weeks(4), zone)
    }

    fn is_given(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// From when until when, by the clock of a zone: from `begin`, and so long, where nothing else is said.
    fn read(
        &self,
        now: Timestamp,
        begin: Timestamp,
        length: Span,
        zone: &Zone,
    ) -> Result<[Timestamp; 2], Failure> {
        let from = self
            .from
            .as_ref()
            .map_or(Ok(begin), |from| from.at(now, zone));
        let from = from.map_err(Failure::misused)?;
        let until = match &self.until {
            // What is to be added is added to the beginning: `--from mon --until 2w` are two weeks.
            Some(Instant::Away(span)) => Instant::Away(*span).at(from, zone),
            Some(other) => other.at(now, zone),
            None => Instant::Away(length).at(from, zone),
        };
        let until = until.map_err(Failure::misused)?;
        if until <= from {
            return Err(Failure::misused(format_args!(
                "{} is not later than {} ({zone}): expected `--until` after `--from`",
                zone.show(until),
                zone.show(from)
            )));
        }
        Ok([from, until])
    }
}

/// Those who are on duty, as they are compared: by key.
fn keys<'o>(people: impl Iterator<Item = Duty<'o>>) -> Vec<&'o str> {
    people.map(|duty| duty.contact().key()).collect()
}

/// What put somebody on duty: "layer `nights`", "override of layer `nights`: leave".
fn why(duty: Duty<'_>) -> String {
    match (duty.layer(), duty.overridden_by()) {
        (Some(layer), _) => named(layer),
        (None, Some(own)) => overriding(own),
        (None, None) => String::new(),
    }
}

/// A layer by its key, or by its place, counted from 1 for the lowest.
fn named(layer: LayerRef<'_>) -> String {
    match layer.key() {
        Some(key) => format!("layer `{key}`"),
        None => format!("layer {}", layer.index() + 1),
    }
}

fn overriding(own: OverrideRef<'_>) -> String {
    let layer = own.layer().map(|layer| format!(" of {}", named(layer)));
    let reason = own.reason().map(|reason| format!(": {reason}"));
    format!(
        "override{}{}",
        layer.unwrap_or_default(),
        reason.unwrap_or_default()
    )
}

/// Why nobody is on duty.
fn reason(gap: Gap<'_>) -> String {
    match gap.reason() {
        Some(reason) => format!("declared: {reason}"),
        None => "not declared".to_owned(),
    }
}
