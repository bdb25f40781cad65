//! A set of instants over the years 1970 to 2099, in which time is counted without walking through it.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::dated::Window;
use super::validity::Validity;
use super::week_set::WeekSet;
#[cfg(feature = "snapshot")]
use crate::id::Id;
use crate::id::{Table, more_ids};

/// The instants at which something is open.
///
/// The years 1970 to 2099 (UTC) are cut into spans. In each of them the set recurs weekly: a change of the clock begins
/// another span, and so do the midnights at which a holiday begins and ends. Each span knows how much open time lies before
/// it, so how much lies between two instants, and at which instant so much has passed, is found by halving the spans and
/// then the intervals of one week.
///
/// Beyond these years nothing is open, but for a set that has all instants.
#[derive(Clone, Debug)]
pub(crate) struct OpenTimes {
    /// The first begins with the years, and each is followed by the next.
    spans: Box<[Span]>,
    patterns: Table<PatternId, Pattern>,
    /// The open seconds of all years.
    open: u32,
}

/// The first second of the years: that of 1970.
pub(crate) const START: u32 = 0;
/// The second after the last: the first of 2100. A second of these years fits 32 bits.
pub(crate) const END: u32 = 4_102_444_800;

/// The years.
pub(crate) const YEARS: Window = Window {
    from: Some(Timestamp::constant(START as i64, 0)),
    until: Some(Timestamp::constant(END as i64, 0)),
};

more_ids! {
    /// What recurs weekly in some spans.
    PatternId;
}

/// A stretch of time in which the set recurs weekly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    /// Its first second.
    start: u32,
    /// The open seconds of the spans before it.
    open_before: u32,
    pattern: PatternId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    open: WeekSet,
    closed: WeekSet,
}

/// Which seconds are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Closed,
}

impl OpenTimes {
    /// Whether an instant belongs to the set.
    pub(crate) fn contains(&self, instant: Timestamp) -> bool {
        self.side(instant) == Side::Open
    }

    /// Up to when it is as at an instant: open or closed.
    pub(crate) fn validity(&self, instant: Timestamp) -> Validity {
        if self.is_everything() || instant >= timestamp(END) {
            return Validity::Forever;
        }
        let change = match self.side(instant) {
            Side::Open => self.next(Side::Closed, instant),
            Side::Closed => self.next(Side::Open, instant),
        };
        change.map_or(Validity::AtLeast(timestamp(END)), Validity::Until)
    }

    /// Since when it is as at an instant; none where it was always so.
    pub(crate) fn since(&self, instant: Timestamp) -> Option<Timestamp> {
        if instant >= timestamp(END) && !self.is_everything() {
            let last = self.earliest(Side::Open, i64::from(self.open))?;
            return Some(timestamp(last));
        }
        let other = match self.side(instant) {
            Side::Open => Side::Closed,
            Side::Closed => Side::Open,
        };
        let count = self.count(other, second(instant).0);
        (count > 0)
            .then(|| self.earliest(other, count))?
            .map(timestamp)
    }

    /// The first instant of the set that is not before an instant.
    pub(crate) fn next_open(&self, instant: Timestamp) -> Option<Timestamp> {
        if self.contains(instant) {
            return Some(instant);
        }
        self.next(Side::Open, instant)
    }

    /// The earliest instant up to which so much open time has passed since another one; the same instant for no time. None
    /// where so much does not come.
    pub(crate) fn add(&self, instant: Timestamp, duration: SignedDuration) -> Option<Timestamp> {
        if !duration.is_positive() {
            return Some(instant);
        }
        if self.is_everything() {
            return instant.checked_add(duration).ok();
        }
        let count = self.open_before(instant).checked_add(duration)?;
        let seconds = count.as_secs();
        if count.subsec_nanos() == 0 {
            return self.earliest(Side::Open, seconds).map(timestamp);
        }
        // The part of a second is passed in the open second that follows.
        let end = timestamp(self.earliest(Side::Open, seconds + 1)?);
        let rest =
            SignedDuration::from_secs(1) - SignedDuration::from_nanos(count.subsec_nanos().into());
        end.checked_sub(rest).ok()
    }

    /// How much open time lies between two instants; less than none where the second is before the first.
    pub(crate) fn between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        if self.is_everything() {
            return until.duration_since(from);
        }
        self.open_before(until) - self.open_before(from)
    }

    /// What recurs weekly in some of its years, each once.
    #[cfg(feature = "snapshot")]
    pub(crate) fn weeks(&self) -> impl ExactSizeIterator<Item = &WeekSet> {
        self.patterns.iter().map(|pattern| &pattern.open)
    }

    /// The second since when something recurs weekly, and the number of what does: ascending.
    #[cfg(feature = "snapshot")]
    pub(crate) fn spans(&self) -> impl Iterator<Item = (u32, u32)> {
        let spans = self.spans.iter();
        spans.map(|span| {
            (
                span.start,
                u32::try_from(span.pattern.index()).unwrap_or_default(),
            )
        })
    }

    /// In how many spans its years are cut.
    pub(crate) fn span_count(&self) -> usize {
        self.spans.len()
    }

    /// Whether it has no instant.
    pub(crate) fn is_nothing(&self) -> bool {
        self.open == 0
    }

    /// Whether it has all instants.
    pub(crate) fn is_everything(&self) -> bool {
        self.open == END - START
    }

    /// All instants.
    pub(crate) fn everything() -> Self {
        let mut builder = Builder::default();
        let all = builder.pattern(WeekSet::all());
        builder.push(START, all);
        builder.finish()
    }

    /// The instants of either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        self.joined(other, WeekSet::union)
    }

    /// The instants that both have.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        self.joined(other, WeekSet::intersection)
    }

    /// The instants that each week of the two has together.
    fn joined(&self, other: &Self, join: impl Fn(&WeekSet, &WeekSet) -> WeekSet) -> Self {
        let mut builder = Builder::default();
        let mut joined = BTreeMap::new();
        let (mut own, mut others) = (self.spans.as_ref(), other.spans.as_ref());
        while let ([one, own_rest @ ..], [two, other_rest @ ..]) = (own, others) {
            let both = (one.pattern, two.pattern);
            let pattern = *joined.entry(both).or_insert_with(|| {
                let (one, two) = (&self.patterns[both.0], &other.patterns[both.1]);
                builder.pattern(join(&one.open, &two.open))
            });
            builder.push(one.start.max(two.start), pattern);
            // Whichever ends first is followed by its next.
            match (own_rest, other_rest) {
                ([next, ..], [other_next, ..]) => {
                    let (next, other_next) = (next.start, other_next.start);
                    own = if next <= other_next { own_rest } else { own };
                    others = if other_next <= next {
                        other_rest
                    } else {
                        others
                    };
                }
                ([], _) => others = other_rest,
                (_, []) => own = own_rest,
            }
        }
        builder.finish()
    }

    /// The instants of these years that it does not have.
    pub(crate) fn complement(&self) -> Self {
        let mut builder = Builder::default();
        for span in &self.spans {
            let pattern = builder.pattern(self.patterns[span.pattern].closed.clone());
            builder.push(span.start, pattern);
        }
        builder.finish()
    }

    fn side(&self, instant: Timestamp) -> Side {
        if self.is_everything() {
            return Side::Open;
        }
        if instant < timestamp(START) || instant >= timestamp(END) {
            return Side::Closed;
        }
        let (second, _) = second(instant);
        let is_open = self.count(Side::Open, second) < self.count(Side::Open, second + 1);
        if is_open { Side::Open } else { Side::Closed }
    }

    /// The first instant of a side after one of the other side.
    fn next(&self, side: Side, instant: Timestamp) -> Option<Timestamp> {
        let count = self.count(side, second(instant).0);
        self.earliest(side, count + 1)
            .map(|second| timestamp(second - 1))
    }

    /// How much open time lies before an instant, from the beginning of the years.
    fn open_before(&self, instant: Timestamp) -> SignedDuration {
        let (second, part) = second(instant);
        let whole = SignedDuration::from_secs(self.count(Side::Open, second));
        if self.side(instant) == Side::Open {
            whole + part
        } else {
            whole
        }
    }

    /// How many seconds of a side lie before a second.
    fn count(&self, side: Side, second: u32) -> i64 {
        let behind = self.spans.partition_point(|span| span.start <= second);
        let Some(span) = behind.checked_sub(1).and_then(|at| self.spans.get(at)) else {
            return 0;
        };
        let pattern = self.patterns[span.pattern].side(side);
        span.before(side) + pattern.seconds_before(second) - pattern.seconds_before(span.start)
    }

    /// The earliest second before which so many seconds of a side lie: at least one. None where there are not so many.
    fn earliest(&self, side: Side, count: i64) -> Option<u32> {
        let open = i64::from(self.open);
        let all = match side {
            Side::Open => open,
            Side::Closed => i64::from(END - START) - open,
        };
        if count > all {
            return None;
        }
        let behind = self.spans.partition_point(|span| span.before(side) < count);
        let span = self.spans.get(behind.checked_sub(1)?)?;
        let pattern = self.patterns[span.pattern].side(side);
        let count = count - span.before(side) + pattern.seconds_before(span.start);
        u32::try_from(pattern.earliest(count)?).ok()
    }
}

impl Span {
    /// The seconds of a side in the spans before it.
    fn before(self, side: Side) -> i64 {
        i64::from(match side {
            Side::Open => self.open_before,
            Side::Closed => self.start - START - self.open_before,
        })
    }
}

impl Pattern {
    fn side(&self, side: Side) -> &WeekSet {
        match side {
            Side::Open => &self.open,
            Side::Closed => &self.closed,
        }
    }
}

/// Open times, span by span.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    spans: Vec<Span>,
    patterns: Table<PatternId, Pattern>,
    ids: BTreeMap<WeekSet, PatternId>,
}

impl Builder {
    /// A pattern to be pushed; the same for the same set.
    pub(crate) fn pattern(&mut self, open: WeekSet) -> PatternId {
        if let Some(id) = self.ids.get(&open) {
            return *id;
        }
        let id = self.patterns.push(Pattern {
            open: open.clone(),
            closed: open.complement(),
        });
        self.ids.insert(open, id);
        id
    }

    /// From a second on, this recurs weekly. Seconds ascend; of two spans that begin at the same, the later given counts.
    pub(crate) fn push(&mut self, start: u32, pattern: PatternId) {
        while self.spans.last().is_some_and(|last| last.start >= start) {
            self.spans.pop();
        }
        let is_other = self.spans.last().is_none_or(|last| last.pattern != pattern);
        if is_other && start < END {
            self.spans.push(Span {
                start,
                open_before: 0,
                pattern,
            });
        }
    }

    pub(crate) fn finish(mut self) -> OpenTimes {
        let mut open_before = 0;
        let ends: Vec<u32> = self.spans.iter().skip(1).map(|span| span.start).collect();
        for (span, end) in self.spans.iter_mut().zip(ends.into_iter().chain([END])) {
            span.open_before = open_before;
            let pattern = &self.patterns[span.pattern].open;
            let open = pattern.seconds_before(end) - pattern.seconds_before(span.start);
            open_before += u32::try_from(open).unwrap_or_default();
        }
        OpenTimes {
            spans: self.spans.into(),
            patterns: self.patterns,
            open: open_before,
        }
    }
}

/// The second of an instant, and how much of it has passed; the nearest of the years.
fn second(instant: Timestamp) -> (u32, SignedDuration) {
    if instant < timestamp(START) {
        return (START, SignedDuration::ZERO);
    }
    match u32::try_from(instant.as_second()) {
        Ok(second) if second < END => {
            let part = SignedDuration::from_nanos(instant.subsec_nanosecond().into());
            (second, part)
        }
        _ => (END, SignedDuration::ZERO),
    }
}

fn timestamp(second: u32) -> Timestamp {
    Timestamp::from_second(second.into()).unwrap_or(Timestamp::MAX)
}
