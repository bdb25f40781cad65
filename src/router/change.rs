//! Which times are the first to change what wins.

use jiff::Timestamp;

use crate::calendar::Validity;
use crate::id::{Id, TimesId};
use crate::tables::Tables;

/// The first of some times to begin or end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    validity: Validity,
    pub(super) times: TimesId,
}

impl Change {
    /// None: what counts always does not change.
    pub(super) fn never() -> Self {
        Self {
            validity: Validity::Forever,
            times: TimesId::from_index(0),
        }
    }

    /// When these times change.
    pub(super) fn of(times: TimesId, tables: &Tables, instant: Timestamp) -> Self {
        Self {
            validity: tables.counts_until(tables.times(times), instant),
            times,
        }
    }

    pub(super) fn earlier(self, other: Self) -> Self {
        if self.validity.min(other.validity) == self.validity {
            self
        } else {
            other
        }
    }
}
