//! When something is read of an answer with an instant, and how long that stays so (C3, H6).

use core::cell::Cell;

use jiff::{SignedDuration, Timestamp};

use crate::calendar::earlier;

/// When something is judged: so long after the inquiry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) due: SignedDuration,
    /// Whether it would be later if the inquiry came later: not while business time waits for an opening.
    pub(super) moves: bool,
}

impl Moment {
    /// That of the inquiry itself.
    pub(super) const START: Self = Self {
        due: SignedDuration::ZERO,
        moves: true,
    };

    /// So much later by the wall.
    pub(super) fn later(self, by: SignedDuration) -> Self {
        Self {
            due: self.due.saturating_add(by),
            ..self
        }
    }

    /// Its instant, where the inquiry's is this one: at most the last there is.
    pub(super) fn instant(self, start: Timestamp) -> Timestamp {
        start.checked_add(self.due).unwrap_or(Timestamp::MAX)
    }
}

/// Takes note of when that changes which was read (H6): an answer that is only read takes none.
pub(super) trait Noting: Copy {
    /// What was read at a moment is another at an instant.
    fn note(self, moment: Moment, change: impl FnOnce() -> Option<Timestamp>);
}

impl Noting for () {
    #[inline(always)]
    fn note(self, _: Moment, _: impl FnOnce() -> Option<Timestamp>) {}
}

/// The first instant of an inquiry for which something that was read may be another.
#[derive(Debug)]
pub(super) struct Changes {
    /// The inquiry's instant.
    start: Timestamp,
    first: Cell<Option<Timestamp>>,
}

impl Changes {
    pub(super) fn since(start: Timestamp) -> Self {
        Self {
            start,
            first: Cell::new(None),
        }
    }

    /// Later than the inquiry's instant.
    pub(super) fn first(&self) -> Option<Timestamp> {
        self.first.get()
    }
}

impl Noting for &Changes {
    fn note(self, moment: Moment, change: impl FnOnce() -> Option<Timestamp>) {
        if !moment.moves {
            return;
        }
        let Some(change) = change() else { return };
        let inquiry = change.checked_sub(moment.due).unwrap_or(Timestamp::MIN);
        // What is only just so is another a moment later.
        let next = self.start.checked_add(SignedDuration::from_nanos(1));
        let inquiry = inquiry.max(next.unwrap_or(Timestamp::MAX));
        self.first.set(earlier(self.first.get(), Some(inquiry)));
    }
}
