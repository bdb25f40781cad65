//! A schedule as a strip, before it is drawn: a row a day or a week, and in it a bar for everybody who is on duty.

use jiff::Span;
use switchboard::civil::{Date, Time, Weekday};
use switchboard::{ScheduleRef, Segment, SignedDuration, Timestamp};

use super::bars::{Bar, Member, What, bars, cast};
use super::labels::shortened;
use crate::zone::Zone;

/// What is drawn.
pub(super) struct Strip<'o> {
    pub(super) title: &'o str,
    pub(super) zone: Zone,
    pub(super) rows: Vec<Row>,
    pub(super) bars: Vec<Bar>,
    /// In the order of their keys.
    pub(super) cast: Vec<Member<'o>>,
}

/// What one row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Period {
    Day,
    Week,
}

pub(super) struct Row {
    pub(super) label: String,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) is_weekend: bool,
    /// The first of a week or of a month.
    pub(super) begins: bool,
    pub(super) ticks: Vec<Tick>,
    /// That the clock is changed.
    pub(super) note: Option<String>,
    pub(super) pieces: Vec<Piece>,
    /// How many are on duty at once, at most.
    pub(super) lanes: usize,
}

/// A place on a row that has a name: an hour of the day, or a day.
pub(super) struct Tick {
    pub(super) at: Timestamp,
    /// Where its name stands: an hour's at its beginning, a day's in its middle.
    pub(super) named_at: Timestamp,
    pub(super) label: String,
}

/// As much of a bar as stands in one row.
pub(super) struct Piece {
    pub(super) bar: usize,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl<'o> Strip<'o> {
    /// The days or weeks in which this stretch of time lies, as a whole.
    pub(super) fn new(
        schedule: ScheduleRef<'o>,
        zone: Zone,
        [from, until]: [Timestamp; 2],
        period: Period,
    ) -> Self {
        let mut rows = period.rows(&zone, from, until);
        let begin = rows.first().map_or(from, |row| row.from);
        let end = rows.last().map_or(until, |row| row.until);
        let segments: Vec<Segment<'o>> = schedule.timeline(begin, end).collect();
        let cast = cast(&segments);
        let bars = bars(&segments, &cast);
        for row in &mut rows {
            row.take(&bars);
        }
        Self {
            title: schedule.key(),
            zone,
            rows,
            bars,
            cast,
        }
    }

    /// The first day and the last one.
    pub(super) fn days(&self) -> [Date; 2] {
        let first = self.rows.first().map_or(Timestamp::MIN, |row| row.from);
        let end = self.rows.last().map_or(Timestamp::MIN, |row| row.until);
        let last = end
            .checked_sub(SignedDuration::from_nanos(1))
            .unwrap_or(end);
        [first, last].map(|instant| self.zone.local(instant).date())
    }

    /// The longest row.
    pub(super) fn longest(&self) -> SignedDuration {
        let lengths = self.rows.iter().map(Row::length);
        lengths.max().unwrap_or(SignedDuration::ZERO)
    }

    pub(super) fn has(&self, is_such: impl Fn(&What) -> bool) -> bool {
        self.bars.iter().any(|bar| is_such(&bar.what))
    }

    /// Somebody's name, or so much of it that nobody else is meant, if there are so many columns.
    pub(super) fn name(&self, member: usize, columns: usize) -> Option<String> {
        let name = self.cast.get(member)?.name;
        let short = shortened(name, columns)?;
        let beginning = short.strip_suffix('…').unwrap_or(&short);
        let mut others = self.cast.iter().filter(|other| other.name != name);
        let is_clear = short == name || !others.any(|other| other.name.starts_with(beginning));
        is_clear.then_some(short)
    }

    /// What somebody who points at a bar is told.
    pub(super) fn told(&self, bar: &Bar) -> String {
        let (from, until) = (self.zone.show(bar.from), self.zone.show(bar.until));
        let (who, why) = match &bar.what {
            What::Person { member, why, .. } => {
                let name = self.cast.get(*member).map_or("", |member| member.name);
                (name, why)
            }
            What::Nobody { why, .. } => ("nobody", why),
        };
        format!("{who}, {from} to {until}, {why}")
    }
}

impl Row {
    pub(super) fn length(&self) -> SignedDuration {
        self.from.duration_until(self.until)
    }

    /// How far an instant is from its beginning.
    pub(super) fn offset(&self, instant: Timestamp) -> SignedDuration {
        self.from.duration_until(instant)
    }

    /// Cuts out of the bars what stands in it.
    fn take(&mut self, bars: &[Bar]) {
        let within = bars
            .iter()
            .enumerate()
            .filter(|(_, bar)| bar.from < self.until && bar.until > self.from);
        self.pieces = within
            .map(|(index, bar)| Piece {
                bar: index,
                from: bar.from.max(self.from),
                until: bar.until.min(self.until),
            })
            .collect();
        let pieces = self.pieces.iter();
        let lanes = pieces.filter_map(|piece| bars.get(piece.bar).map(|bar| bar.of));
        self.lanes = lanes.max().unwrap_or(1);
    }
}

impl Tick {
    fn new(at: Timestamp, label: String) -> Self {
        let named_at = at;
        Self {
            at,
            named_at,
            label,
        }
    }

    /// Every third hour has its name, and every day.
    pub(super) fn is_named(&self) -> bool {
        self.label.parse().map_or(true, |hour: u8| hour % 3 == 0)
    }
}

impl Period {
    /// How many rows a stretch of time has, about.
    pub(super) fn count(self, [from, until]: [Timestamp; 2]) -> i64 {
        let days = from.duration_until(until).as_hours() / 24;
        match self {
            Self::Day => days,
            Self::Week => days / 7,
        }
    }

    /// Days for a few weeks, else weeks.
    pub(super) fn fitting([from, until]: [Timestamp; 2]) -> Self {
        let most = SignedDuration::from_hours(37 * 24);
        if from.duration_until(until) <= most {
            Self::Day
        } else {
            Self::Week
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Day => Span::new().days(1),
            Self::Week => Span::new().weeks(1),
        }
    }

    fn rows(self, zone: &Zone, from: Timestamp, until: Timestamp) -> Vec<Row> {
        let mut day = zone.local(from).date();
        if self == Self::Week {
            day = monday(day);
        }
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let next = day.saturating_add(self.span());
            let (start, end) = (zone.start_of(day), zone.start_of(next));
            if start >= until || next == day {
                return rows;
            }
            // There are days that a zone skipped.
            if start < end {
                rows.push(self.row(zone, day, [start, end]));
            }
            day = next;
        }
    }

    fn row(self, zone: &Zone, day: Date, [from, until]: [Timestamp; 2]) -> Row {
        let (form, ticks, begins) = match self {
            Self::Day => (
                "%a %-d %b",
                full_hours(zone, from, until),
                day.weekday() == Weekday::Monday,
            ),
            Self::Week => ("%-d %b", days(zone, day), day.day() <= 7),
        };
        Row {
            label: day.strftime(form).to_string(),
            from,
            until,
            is_weekend: self == Self::Day
                && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
            begins,
            ticks,
            note: note(zone, from, until),
            pieces: Vec::new(),
            lanes: 1,
        }
    }
}

/// The first day of its week.
pub(super) fn monday(day: Date) -> Date {
    day.saturating_sub(Span::new().days(day.weekday().to_monday_zero_offset()))
}

/// The full hours, as the clock shows them: one that it skips is not there, and one that it shows twice is there twice.
fn full_hours(zone: &Zone, from: Timestamp, until: Timestamp) -> Vec<Tick> {
    // No clock differs from another by less.
    let quarter = SignedDuration::from_mins(15);
    let mut ticks = Vec::new();
    let mut at = from;
    while at < until {
        let local = zone.local(at);
        if local.minute() == 0 {
            let label = local.hour().to_string();
            ticks.push(Tick::new(at, label));
        }
        at = at.saturating_add(quarter).unwrap_or(until);
    }
    let label = "24".to_owned();
    ticks.push(Tick::new(until, label));
    ticks
}

/// The days of a week, each at its midnight.
fn days(zone: &Zone, monday: Date) -> Vec<Tick> {
    let days = (0..7).map(|days| monday.saturating_add(Span::new().days(days)));
    let noon = Time::constant(12, 0, 0, 0);
    days.map(|day| Tick {
        at: zone.start_of(day),
        named_at: zone.instant(day.to_datetime(noon)),
        label: day.strftime("%a").to_string(),
    })
    .collect()
}

/// That the clock is changed, and how.
fn note(zone: &Zone, from: Timestamp, until: Timestamp) -> Option<String> {
    let instant = SignedDuration::from_nanos(1);
    let before = from.saturating_sub(instant).ok()?;
    let (at, _) = zone.change_between(before, until)?;
    let last = at.saturating_sub(instant).ok()?;
    // What the clock would show if it were not changed, and what it shows.
    let old = zone.offset(last).to_datetime(at);
    let new = zone.local(at);
    let hours = from.duration_until(until).as_secs_f64() / 3_600.0;
    // There are clocks that skipped a day.
    let form = if old.date() == new.date() {
        "%H:%M"
    } else {
        "%-d %b %H:%M"
    };
    Some(format!(
        "{hours} h: {} → {}",
        old.strftime(form),
        new.strftime(form)
    ))
}
