//! What the clock of a zone shows over all years of calendars, as a list that local times are looked up in.

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::open_times::{END, START};
use super::zone::Zone;

/// The clock of a zone. Local times are in seconds since 1970 began on it.
///
/// A clock that is put back shows some local times twice. They count once, when they are shown first (H2): until it has
/// passed what it showed before, the clock is said to stand still.
#[derive(Debug)]
pub(crate) struct Clock {
    runs: Box<[Run]>,
}

/// A time in which the clock is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its first second.
    pub(crate) from: u32,
    /// The second after its last.
    pub(crate) until: u32,
    /// How far the clock is ahead of UTC.
    pub(crate) offset: i64,
    /// The local time up to which the clock had run before.
    pub(crate) reached: i64,
}

impl Run {
    /// When it first shows a local time that it had not shown before; the end where it shows none.
    pub(crate) fn goes_on_at(self) -> u32 {
        self.at(self.reached)
    }

    /// When it shows a local time, or where it begins or ends if that is nearer.
    pub(crate) fn at(self, local: i64) -> u32 {
        let second = u32::try_from((local - self.offset).max(0)).unwrap_or(END);
        second.clamp(self.from, self.until)
    }

    /// The local time that it shows at a second.
    pub(crate) fn local(self, second: u32) -> i64 {
        i64::from(second) + self.offset
    }
}

impl Clock {
    pub(crate) fn of(zone: &Zone) -> Self {
        let start = Timestamp::from_second(START.into()).unwrap_or(Timestamp::MIN);
        let mut offset = i64::from(zone.offset(start).seconds());
        let mut from = START;
        let mut reached = i64::from(START) + offset;
        let mut runs = Vec::new();
        let shifts = zone.shifts(start).map_while(|shift| {
            let at = u32::try_from(shift.at.as_second()).ok();
            let at = at.filter(|at| *at < END)?;
            Some((at, i64::from(shift.after.seconds())))
        });
        for (until, next) in shifts.chain([(END, 0)]) {
            runs.push(Run {
                from,
                until,
                offset,
                reached,
            });
            reached = reached.max(i64::from(until) + offset);
            (from, offset) = (until, next);
        }
        Self { runs: runs.into() }
    }

    /// All of its runs: the first begins with the years, and each is followed by the next.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Run> {
        self.runs.iter().copied()
    }
}

/// A midnight in local seconds.
pub(crate) fn midnight(day: Date) -> i64 {
    let midnight = day.to_datetime(Time::midnight());
    let instant = jiff::tz::Offset::UTC.to_timestamp(midnight);
    instant.map_or(0, Timestamp::as_second)
}
