//! What instants say: when levels are due (C3), which windows and hours hold (W1), and when any of it changes (H6).

use alloc::format;
use alloc::string::String;

use jiff::{SignedDuration, Timestamp};

use super::Explainer;
use crate::calendar::dated::{Dated, Window};
use crate::id::HoursId;
use crate::organization::model::Times;

/// When something is judged: so long after the inquiry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    pub(super) after: SignedDuration,
    /// Whether a later inquiry makes it later: not while business time waits for an opening, or a level for somebody.
    floats: bool,
}

impl Due {
    /// With the inquiry.
    pub(super) const AT_ONCE: Self = Self {
        after: SignedDuration::ZERO,
        floats: true,
    };

    /// So long after the inquiry, however late that is asked.
    pub(super) fn fixed(after: SignedDuration) -> Self {
        Self {
            after,
            floats: false,
        }
    }

    /// So much later by the wall clock.
    pub(super) fn plus(self, delay: SignedDuration) -> Self {
        Self {
            after: self.after.saturating_add(delay),
            ..self
        }
    }
}

impl Explainer<'_> {
    /// The instant of it, where the inquiry has one.
    pub(super) fn instant(&self, due: Due) -> Option<Timestamp> {
        self.at.map(|start| shifted(start, due.after))
    }

    /// Keeps in mind that something read for this time is another from an edge on.
    pub(super) fn watch(&self, edge: Option<Timestamp>, due: Due) {
        let edge = edge.filter(|_| due.floats);
        let asked = edge.map(|edge| shifted(edge, -due.after));
        if let Some(asked) = asked.filter(|asked| self.at.is_some_and(|at| at < *asked)) {
            let next = self.next.get().map_or(asked, |next| next.min(asked));
            self.next.set(Some(next));
        }
    }

    /// The same for the edges of a window that lie ahead.
    pub(super) fn watch_window(&self, window: Window, due: Due) {
        let Some(instant) = self.instant(due) else {
            return;
        };
        for edge in [window.from, window.until] {
            self.watch(edge.filter(|edge| *edge > instant), due);
        }
    }

    /// A fact as of the inquiry, and the window by which it is so.
    pub(super) fn as_of<T: Copy>(&self, fact: &Dated<T>) -> Option<(T, Window)> {
        for (window, _) in &fact.windows {
            self.watch_window(*window, Due::AT_ONCE);
        }
        let mut dated = fact.windows.iter();
        let found = dated.find(|(window, _)| self.is_within(*window));
        let found = found.map(|(window, value)| (*value, *window));
        found.or_else(|| Some((fact.otherwise?, Window::ALWAYS)))
    }

    /// Whether the inquiry's instant lies in a window; without one it lies in none (H7).
    pub(super) fn is_within(&self, window: Window) -> bool {
        self.at.is_some_and(|at| {
            window.from.is_none_or(|from| at >= from) && window.until.is_none_or(|until| at < until)
        })
    }

    /// W1: why a route or a desk does not count at a time, in words; nothing where it does.
    pub(super) fn closed(&self, times: Times, due: Due) -> Option<String> {
        let Times { window, during } = times;
        let hours = during.map(|id| &self.inner.calendars.hours[id]);
        let Some(instant) = self.instant(due) else {
            let how = match (window == Window::ALWAYS, hours) {
                (true, None) => return None,
                (false, None) => "it is dated".into(),
                (true, Some(hours)) => format!("it depends on the hours `{}`", hours.key),
                (false, Some(hours)) => {
                    format!("it is dated and depends on the hours `{}`", hours.key)
                }
            };
            return Some(format!("{how}, and the inquiry has no instant (H7)"));
        };
        self.watch_window(window, due);
        if let Some(hours) = hours {
            self.watch(hours.times.validity(instant).instant(), due);
        }
        if let Some(from) = window.from.filter(|from| instant < *from) {
            return Some(format!("it begins at {from}"));
        }
        if let Some(until) = window.until.filter(|until| *until <= instant) {
            return Some(format!("it ended at {until}"));
        }
        let hours = hours.filter(|hours| !hours.times.contains(instant))?;
        let key = &hours.key;
        Some(match hours.times.next_open(instant) {
            Some(opening) => format!("its hours `{key}` are closed until {opening}"),
            None => format!("its hours `{key}` do not open again"),
        })
    }

    /// C3: so much later by hours, or by the wall clock where no hours are given or so much time does not come. Business
    /// time begins to count at the next opening.
    pub(super) fn later(&self, from: Due, delay: SignedDuration, hours: Option<HoursId>) -> Due {
        let by_wall = from.plus(delay);
        let (Some(start), Some(hours), false) = (self.at, hours, delay.is_zero()) else {
            return by_wall;
        };
        let times = &self.inner.calendars.hours[hours].times;
        let begin = shifted(start, from.after);
        let Some(end) = times.add(begin, delay) else {
            return by_wall;
        };
        let due = Due {
            after: end.duration_since(start),
            floats: from.floats && times.contains(begin),
        };
        self.watch(times.validity(begin).instant(), from);
        // Due as the hours close, a moment later it is due after the next opening.
        let next = if times.contains(end) {
            times.validity(end).instant()
        } else {
            Some(shifted(end, SignedDuration::from_nanos(1)))
        };
        self.watch(next, due);
        due
    }

    /// The same for people: what hours count a delay. Nothing where the wall clock does.
    pub(super) fn counting(
        &self,
        from: Due,
        delay: SignedDuration,
        hours: Option<HoursId>,
    ) -> Option<String> {
        let (instant, hours) = (self.instant(from)?, &self.inner.calendars.hours[hours?]);
        let opening = hours
            .times
            .next_open(instant)
            .filter(|_| !delay.is_zero())?;
        let opening = if opening == instant {
            String::new()
        } else {
            format!(", which open at {opening}")
        };
        let key = &hours.key;
        Some(format!("due after {delay} of the hours `{key}`{opening}"))
    }
}

/// " from 2026-01-01T00:00:00Z until 2027-01-01T00:00:00Z"; nothing of a window without edges.
pub(super) fn span(window: Window) -> String {
    let from = window.from.map(|from| format!(" from {from}"));
    let until = window.until.map(|until| format!(" until {until}"));
    from.unwrap_or_default() + &until.unwrap_or_default()
}

/// An instant so much later, or the last one there is.
pub(super) fn shifted(instant: Timestamp, by: SignedDuration) -> Timestamp {
    let last = if by.is_negative() {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    instant.checked_add(by).unwrap_or(last)
}
