//! Instants as people write them: exact, by a clock, or counted from now.

use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Span;
use switchboard::Timestamp;
use switchboard::civil::{Date, DateTime, Time, Weekday};

use crate::zone::Zone;

/// What [`Instant`] understands, for those who are told that it did not.
const EXPECTED: &str = "expected an instant: `now`, `2026-12-24T10:00:00Z`, `2026-12-24T10:00`, \
`2026-12-24T10:00[Europe/Bucharest]`, `2026-12-24`, `tomorrow 9:00`, `mon`, or what is to be added to now, such as `2h` or `-3d`";

/// An instant as it is written; which one it is may depend on now and on a zone.
#[derive(Clone, Debug)]
pub(crate) enum Instant {
    Now,
    Exact(Timestamp),
    /// By the clock of its own zone, or else of the one that is asked for.
    Local(DateTime, Option<Zone>),
    /// A time of a day that is near.
    Near(Day, Time),
    /// So much later than now, or earlier.
    Away(Span),
}

/// A day that is named by how it lies to today.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Day {
    /// So many days later.
    After(i8),
    /// The first such day from today on.
    Next(Weekday),
}

impl Instant {
    /// The instant that it is, by what is now and by the clock of a zone. Or says why there is none.
    pub(crate) fn at(&self, now: Timestamp, zone: &Zone) -> Result<Timestamp, String> {
        let too_far = |_| "that lies beyond the years that can be counted".to_owned();
        match self {
            Self::Now => Ok(now),
            Self::Exact(instant) => Ok(*instant),
            Self::Local(local, own) => Ok(own.as_ref().unwrap_or(zone).instant(*local)),
            Self::Near(day, time) => {
                let day = day.after(zone.local(now).date());
                let day = day.map_err(too_far)?;
                Ok(zone.instant(day.to_datetime(*time)))
            }
            Self::Away(span) => {
                let then = zone.zoned(now).checked_add(*span).map_err(too_far)?;
                Ok(then.timestamp())
            }
        }
    }
}

impl Day {
    fn after(self, today: Date) -> Result<Date, jiff::Error> {
        match self {
            Self::After(days) => today.checked_add(Span::new().days(days)),
            Self::Next(weekday) if weekday == today.weekday() => Ok(today),
            Self::Next(weekday) => today.nth_weekday(1, weekday),
        }
    }

    fn named(word: &str) -> Option<Self> {
        const WEEKDAYS: [(&str, Weekday); 7] = [
            ("monday", Weekday::Monday),
            ("tuesday", Weekday::Tuesday),
            ("wednesday", Weekday::Wednesday),
            ("thursday", Weekday::Thursday),
            ("friday", Weekday::Friday),
            ("saturday", Weekday::Saturday),
            ("sunday", Weekday::Sunday),
        ];
        match word {
            "yesterday" => Some(Self::After(-1)),
            "today" => Some(Self::After(0)),
            "tomorrow" => Some(Self::After(1)),
            _ => {
                let is_meant = |name: &str| name == word || name.get(..3) == Some(word);
                let found = WEEKDAYS.iter().find(|(name, _)| is_meant(name));
                found.map(|(_, weekday)| Self::Next(*weekday))
            }
        }
    }
}

impl FromStr for Instant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("now") {
            return Ok(Self::Now);
        }
        if let Ok(instant) = text.parse() {
            return Ok(Self::Exact(instant));
        }
        if let Some((local, zone)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            let local = local.parse().map_err(|_| EXPECTED)?;
            return Ok(Self::Local(local, Some(zone.parse()?)));
        }
        if let Ok(local) = text.parse() {
            return Ok(Self::Local(local, None));
        }
        let near = near(&text.to_ascii_lowercase());
        let away = || text.parse().ok().map(Self::Away);
        near.or_else(away).ok_or_else(|| EXPECTED.to_owned())
    }
}

/// `tomorrow`, `9:00` or `mon 9:00`.
fn near(text: &str) -> Option<Instant> {
    if let Some(time) = time(text) {
        return Some(Instant::Near(Day::After(0), time));
    }
    let (day, rest) = match text.split_once(' ') {
        Some((day, rest)) => (day, time(rest.trim_start())?),
        None => (text, Time::midnight()),
    };
    Day::named(day).map(|day| Instant::Near(day, rest))
}

/// A time of the day; hours may have one digit.
fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = minute.len() == 2 && (1..=2).contains(&hour.len());
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    Time::new(hour, minute, 0, 0).ok().filter(|_| two_digits)
}

/// What the clock of this machine says, in whole seconds. The library never asks for it.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}
