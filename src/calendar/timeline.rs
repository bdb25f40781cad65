//! Timelines: what a schedule says from one instant until another, in segments.

use jiff::Timestamp;

use super::schedule::{OnDuty, Schedule};

/// The segments of a stretch of time, half-open, one behind the other, without a gap between them (H1). Two neighbours differ.
#[derive(Clone, Debug)]
pub(crate) struct Timeline<'s> {
    schedule: &'s Schedule,
    /// Where the next segment starts, and what holds there.
    next: Option<(Timestamp, OnDuty)>,
    until: Timestamp,
}

/// A stretch of time in which the same people are on duty, or nobody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) on_duty: OnDuty,
}

impl<'s> Timeline<'s> {
    /// What the schedule says from an instant until another one. Nothing where that is not later.
    pub(crate) fn new(schedule: &'s Schedule, from: Timestamp, until: Timestamp) -> Self {
        let next = (from < until).then(|| (from, schedule.on_duty(from)));
        Self {
            schedule,
            next,
            until,
        }
    }
}

impl Iterator for Timeline<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (from, on_duty) = self.next.take()?;
        let mut instant = from;
        while let Some(next) = self
            .schedule
            .next(instant)
            .filter(|next| *next < self.until)
        {
            let then = self.schedule.on_duty(next);
            if then != on_duty {
                self.next = Some((next, then));
                return Some(Span {
                    from,
                    until: next,
                    on_duty,
                });
            }
            instant = next;
        }
        Some(Span {
            from,
            until: self.until,
            on_duty,
        })
    }
}

impl core::iter::FusedIterator for Timeline<'_> {}
