//! What calendars say at an instant: what holds (W1), when levels are due (C3), and how long that stays so (H6).

use core::cell::Cell;

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Validity;
use crate::calendar::dated::Dated;
use crate::id::HoursId;
use crate::organization::Inner;
use crate::organization::model::Times;

/// When something is judged: so long after the inquiry.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) due: SignedDuration,
    /// Whether it would be later if the inquiry came later: not while business time waits for an opening.
    pub(super) moves: bool,
}

impl Moment {
    pub(super) const START: Self = Self {
        due: SignedDuration::ZERO,
        moves: true,
    };
}

/// Reads calendars for an inquiry, and remembers when the first thing that it read changes (H6).
pub(super) struct Calendars<'a> {
    inner: &'a Inner,
    /// The inquiry's instant.
    pub(super) start: Option<Timestamp>,
    /// The first instant of an inquiry for which something read may be different.
    changes: Cell<Option<Timestamp>>,
}

impl<'a> Calendars<'a> {
    pub(super) fn new(inner: &'a Inner, start: Option<Timestamp>) -> Self {
        Self {
            inner,
            start,
            changes: Cell::new(None),
        }
    }

    /// The first instant of an inquiry for which something read may be different.
    pub(super) fn changes(&self) -> Option<Timestamp> {
        self.changes.get()
    }

    pub(super) fn instant(&self, moment: Moment) -> Option<Timestamp> {
        self.start.map(|start| later(start, moment.due))
    }

    /// Notes that what is read at a moment is another at an instant.
    pub(super) fn note(&self, change: Option<Timestamp>, moment: Moment) {
        let known = self.changes.get();
        if let Some(change) = change.filter(|_| moment.moves) {
            let change = later(change, -moment.due);
            self.changes
                .set(known.map_or(Some(change), |known| Some(known.min(change))));
        }
    }

    /// A fact as of the inquiry's instant.
    pub(super) fn dated<T: Copy>(&self, fact: &Dated<T>) -> Option<T> {
        let validity = self.start.map(|start| fact.validity(start));
        self.note(validity.and_then(Validity::instant), Moment::START);
        fact.at(self.start)
    }

    /// W1: whether a window and hours hold.
    pub(super) fn hold(&self, times: Times, moment: Moment) -> bool {
        let instant = self.instant(moment);
        let mut validity = instant.map(|instant| times.window.validity(instant));
        let mut holds = times.window.holds(instant);
        if let Some(hours) = times.during.map(|id| &self.inner.calendars.hours[id]) {
            let open = instant.map(|instant| hours.times.validity(instant));
            validity = validity.zip(open).map(|(window, open)| window.min(open));
            holds &= instant.is_some_and(|instant| hours.times.contains(instant));
        }
        self.note(validity.and_then(Validity::instant), moment);
        holds
    }

    /// C3: so much later by the wall, or by these hours. Business time begins to count at the next opening.
    pub(super) fn after(
        &self,
        from: Moment,
        delay: SignedDuration,
        hours: Option<HoursId>,
    ) -> Moment {
        let by_wall = Moment {
            due: from.due.saturating_add(delay),
            ..from
        };
        let Some((start, hours)) = self.start.zip(hours).filter(|_| !delay.is_zero()) else {
            return by_wall;
        };
        let times = &self.inner.calendars.hours[hours].times;
        let instant = later(start, from.due);
        let Some(due) = times.add(instant, delay) else {
            return by_wall;
        };
        self.note(times.validity(instant).instant(), from);
        let moment = Moment {
            due: due.duration_since(start),
            moves: from.moves && times.contains(instant),
        };
        let is_end_of_day = !times.contains(due);
        let change = times.validity(due).instant();
        // A moment later it is due after the next opening.
        let change = if is_end_of_day {
            due.checked_add(SignedDuration::from_nanos(1)).ok()
        } else {
            change
        };
        self.note(change, moment);
        moment
    }
}

/// An instant so much later, or the last one there is.
fn later(instant: Timestamp, by: SignedDuration) -> Timestamp {
    let last = if by.is_negative() {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    instant.checked_add(by).unwrap_or(last)
}
