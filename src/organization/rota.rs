//! A schedule as it is declared, beside what is worked out of it: lengths of turns, instants as the author gives them.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span, Timestamp};

use crate::calendar::rotation::Rotation;
use crate::calendar::schedule as calendar;
use crate::calendar::week::{DayTime, Weekdays, WeeklyInterval};
use crate::calendar::zone::Zone;
use crate::id::{ContactId, Key};

/// A schedule.
#[derive(Debug)]
pub(crate) struct Schedule {
    pub(crate) key: Key,
    /// The contact that it is.
    pub(crate) contact: ContactId,
    pub(crate) calendar: Arc<calendar::Schedule>,
    /// Beside the layers of the calendar.
    pub(crate) layers: Vec<DeclaredLayer>,
    /// Beside its overrides.
    pub(crate) overrides: Vec<[Moment; 2]>,
    /// Beside its declared gaps.
    pub(crate) unstaffed: Vec<DeclaredGap>,
    /// The first instant at which nobody is on duty though nothing says that nobody should be.
    pub(crate) uncovered: Option<Timestamp>,
}

/// What a layer declares of its rotation and window.
#[derive(Clone, Debug)]
pub(crate) struct DeclaredLayer {
    pub(crate) lengths: Box<[Length]>,
    pub(crate) from: Option<Date>,
    pub(crate) handoff: DayTime,
    pub(crate) until: Option<Moment>,
    pub(crate) days: Option<Weekdays>,
    pub(crate) counting: Counting,
    /// Of the second version and those behind it.
    pub(crate) versions: Vec<Moment>,
    /// Sorted, each once.
    pub(crate) restrictions: Vec<WeeklyInterval>,
}

/// When a declared gap is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DeclaredGap {
    pub(crate) from: Option<Moment>,
    pub(crate) until: Option<Moment>,
    /// Sorted, each once.
    pub(crate) weekly: Vec<WeeklyInterval>,
}

/// What turns are measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Hours,
    Days,
    Weeks,
    Months,
}

impl Unit {
    pub(crate) const ROTATIONS: [(&str, Self); 4] = [
        ("hourly", Self::Hours),
        ("daily", Self::Days),
        ("weekly", Self::Weeks),
        ("monthly", Self::Months),
    ];

    /// The word for turns of one such unit.
    pub(crate) fn rotation(self) -> &'static str {
        match self {
            Self::Hours => "hourly",
            Self::Days => "daily",
            Self::Weeks => "weekly",
            Self::Months => "monthly",
        }
    }
}

/// Which days turns count, where a layer is staffed on some days of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Counting {
    /// Those on which it is staffed.
    #[default]
    Shifts,
    /// All.
    CalendarDays,
}

impl Counting {
    pub(crate) const ALL: [(&str, Self); 2] = [
        ("shifts", Self::Shifts),
        ("calendar-days", Self::CalendarDays),
    ];
}

/// How long a turn is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) unit: Unit,
    /// At least one.
    pub(crate) count: u32,
}

impl Length {
    /// Whole months, weeks, days or hours: `P1M`, `2 weeks`, `P3D`, `12h`; days and hours together count as hours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let span: Span = text.trim().parse().ok()?;
        let count = |count: i64| u32::try_from(count).ok().filter(|count| *count > 0);
        let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
        let (weeks, days) = (i64::from(span.get_weeks()), i64::from(span.get_days()));
        let hours = i64::from(span.get_hours());
        let is_finer = span.get_minutes() != 0
            || span.get_seconds() != 0
            || span.get_milliseconds() != 0
            || span.get_microseconds() != 0
            || span.get_nanoseconds() != 0;
        let (unit, number) = match (months, weeks, days, hours) {
            _ if is_finer || span.is_negative() => return None,
            (months, 0, 0, 0) => (Unit::Months, months),
            (0, weeks, 0, 0) => (Unit::Weeks, weeks),
            (0, 0, days, 0) => (Unit::Days, days),
            (0, 0, days, hours) => (Unit::Hours, days * 24 + hours),
            _ => return None,
        };
        Some(Self {
            unit,
            count: count(number)?,
        })
    }

    /// In local time, where a week counts so many days. None for months.
    fn time(self, days_of_week: i64) -> Option<SignedDuration> {
        let hours = match self.unit {
            Unit::Hours => 1,
            Unit::Days => 24,
            Unit::Weeks => 24 * days_of_week,
            Unit::Months => return None,
        };
        Some(SignedDuration::from_hours(hours * i64::from(self.count)))
    }
}

/// As ISO 8601 has it.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count;
        match self.unit {
            Unit::Hours => write!(f, "PT{count}H"),
            Unit::Days => write!(f, "P{count}D"),
            Unit::Weeks => write!(f, "P{count}W"),
            Unit::Months => write!(f, "P{count}M"),
        }
    }
}

/// The rotation of turns of these lengths. None where months stand beside others, or there is no length.
pub(crate) fn rotation(
    anchor: DateTime,
    lengths: &[Length],
    days: Option<Weekdays>,
    counting: Counting,
) -> Option<Rotation> {
    let months = lengths.iter().map(|length| match length.unit {
        Unit::Months => Some(i64::from(length.count)),
        _ => None,
    });
    if let Some(months) = months.collect::<Option<Vec<_>>>() {
        return Rotation::of_months(anchor, months);
    }
    let counted = match (days, counting) {
        (Some(days), Counting::Shifts) => days,
        _ => Weekdays::ALL,
    };
    let days_of_week = i64::try_from(counted.iter().count()).ok()?;
    let lengths = lengths.iter().map(|length| length.time(days_of_week));
    let lengths: Vec<SignedDuration> = lengths.collect::<Option<_>>()?;
    Rotation::of_time(anchor, lengths, |day| counted.contains(day))
}

/// An instant as an author gives it: in local time, or exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    Local(DateTime),
    Exact(Timestamp),
}

impl Moment {
    /// `2026-03-01T09:00`, `2026-03-01T09:00+02:00`, `2026-03-01`; a day stands for this time of it.
    pub(crate) fn parse(text: &str, day_at: DayTime) -> Option<Self> {
        let text = text.trim();
        if let Some(day) = parse_date(text) {
            return local(day, day_at).map(Self::Local);
        }
        let (_, time) = text.split_once(['T', 't', ' '])?;
        // jiff would take the name of a zone, and let an offset be.
        let is_part = |c: char| c.is_ascii_digit() || ":.+-Zz".contains(c);
        if !time.starts_with(|c: char| c.is_ascii_digit()) || !time.chars().all(is_part) {
            return None;
        }
        if time.contains(['+', '-', 'Z', 'z']) {
            return text.parse().ok().map(Self::Exact);
        }
        text.parse().ok().map(Self::Local)
    }

    /// The instant, where local times are those of a zone (H2).
    pub(crate) fn instant(self, zone: &Zone) -> Timestamp {
        match self {
            Self::Local(local) => zone.instant(local),
            Self::Exact(instant) => instant,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(local) => local.fmt(f),
            Self::Exact(instant) => instant.fmt(f),
        }
    }
}

/// A time of a day; `24:00` is midnight of the day after.
pub(crate) fn local(day: Date, time: DayTime) -> Option<DateTime> {
    match time.time() {
        Some(time) => Some(day.to_datetime(time)),
        None => Some(day.tomorrow().ok()?.to_datetime(jiff::civil::Time::MIN)),
    }
}

/// A plain day, without a time or a zone.
fn parse_date(text: &str) -> Option<Date> {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    text.chars().all(is_part).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn lengths_are_whole_hours_days_weeks_or_months() {
        for (text, written) in [
            ("P1D", "P1D"),
            ("1 day", "P1D"),
            ("2 weeks", "P2W"),
            ("P1W", "P1W"),
            ("12h", "PT12H"),
            ("P1DT12H", "PT36H"),
            ("1 month", "P1M"),
            ("P1Y", "P12M"),
        ] {
            let length = Length::parse(text).map(|length| length.to_string());
            assert_eq!(length.as_deref(), Some(written), "{text}");
        }
        for text in ["", "P0D", "30m", "PT90M", "-P1D", "P1M1D", "P1W1D", "1"] {
            assert_eq!(Length::parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_local_or_exact() {
        let nine = DayTime::parse("9:00").expect("a time");
        for (text, written) in [
            ("2026-03-01", "2026-03-01T09:00:00"),
            ("2026-03-01T10:30", "2026-03-01T10:30:00"),
            ("2026-03-01 10:30:00", "2026-03-01T10:30:00"),
            ("2026-03-01T10:30:00+02:00", "2026-03-01T08:30:00Z"),
            ("2026-03-01T10:30:00Z", "2026-03-01T10:30:00Z"),
        ] {
            let moment = Moment::parse(text, nine).map(|moment| moment.to_string());
            assert_eq!(moment.as_deref(), Some(written), "{text}");
        }
        for text in [
            "",
            "2026-02-30",
            "2026-03-01T",
            "10:30",
            "tomorrow",
            "2026-03-01T10:30[Europe/Bucharest]",
            "2026-03-01T10:30+02:00[Europe/Bucharest]",
        ] {
            assert_eq!(Moment::parse(text, nine), None, "{text}");
        }
    }
}
