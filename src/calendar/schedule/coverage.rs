//! Whether somebody is on duty whenever nobody said that nobody should be (H4).

use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::overriding::{Change, Override};
use super::window::{Held, Window};
use super::{Schedule, Unstaffed};
use crate::calendar::zone::Zone;

impl Schedule {
    /// How many instants at which a layer, override or declared gap starts or ends are looked at, at most.
    const CHANGES: usize = 10_000;

    /// The first instant at which no layer is staffed, no override puts somebody on duty, and no gap is declared: of all
    /// from the first time that somebody is on duty until nothing is to come that does not come again every week, and a week; a year where
    /// there are zones whose clocks may be changed at different times.
    pub(crate) fn first_uncovered(&self) -> Option<Timestamp> {
        let layers = || self.layers.iter();
        let starts = layers().map(|layer| layer.window.from);
        let first = match starts.collect::<Option<Vec<_>>>() {
            Some(starts) => starts.into_iter().min(),
            // What has no start has been there before anything that has a date.
            None => self
                .dates()
                .min()
                .and_then(|date| date.checked_sub(WEEK).ok()),
        };
        let mut instant = first.unwrap_or(Timestamp::UNIX_EPOCH);
        let has_one_zone = layers().all(|layer| layer.zone == self.zone);
        let weeks = if has_one_zone { 1 } else { 53 };
        let last = self.dates().max().unwrap_or(instant).max(instant);
        let end = last.checked_add(WEEK * weeks).ok()?;
        let mut has_begun = false;
        for _ in 0..Self::CHANGES {
            if instant >= end {
                break;
            }
            let Held { holds, next } = self.covered(instant);
            if has_begun && !holds {
                return Some(instant);
            }
            has_begun |= holds;
            instant = next?;
        }
        None
    }

    /// Whether somebody is on duty or nobody should be, and until when; where not, until when that may stay so.
    fn covered(&self, instant: Timestamp) -> Held {
        let of_window = |window: &Window, zone: &Zone| window.at(zone, instant);
        let layers = self.layers.iter();
        let layers = layers.map(|layer| of_window(&layer.window, &layer.zone));
        let gaps = self.unstaffed.iter();
        let gaps = gaps.map(|Unstaffed { window, .. }| of_window(window, &self.zone));
        let overrides = self.overrides.iter();
        let overrides = overrides.filter(|own| adds(own) && own.holds(instant));
        let overrides = overrides.map(|own| Held {
            holds: true,
            next: Some(own.until),
        });
        let all: Vec<Held> = layers.chain(gaps).chain(overrides).collect();
        let held = || all.iter().filter(|held| held.holds);
        if held().next().is_none() {
            let next = all.iter().filter_map(|held| held.next).min();
            return Held { holds: false, next };
        }
        // Forever, where one of them is.
        let ends: Option<Vec<Timestamp>> = held().map(|held| held.next).collect();
        let next = ends.and_then(|ends| ends.into_iter().max());
        Held { holds: true, next }
    }

    /// The instants at which something starts or ends that has a date.
    fn dates(&self) -> impl Iterator<Item = Timestamp> {
        let layers = self.layers.iter().map(|layer| &layer.window);
        let windows = layers.chain(self.unstaffed.iter().map(|gap| &gap.window));
        let dates = windows.flat_map(|window| [window.from, window.until]);
        let overrides = self.overrides.iter();
        let overrides = overrides.flat_map(|own| [own.from, own.until]);
        dates.flatten().chain(overrides)
    }
}

/// A week, with an hour for a change of the clock.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24 + 1);

fn adds(own: &Override) -> bool {
    match &own.change {
        Change::Only(_) => true,
        Change::Some { add, .. } => !add.is_empty(),
    }
}
