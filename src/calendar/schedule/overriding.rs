//! Overrides: for a while, other people than the layers say.

use alloc::boxed::Box;

use jiff::Timestamp;

use super::duty::{Duties, Source};
use crate::id::ContactId;

/// Other people from one instant until another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Override {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    /// Whom it concerns: those of one layer, or those of the whole schedule.
    pub(crate) layer: Option<usize>,
    pub(crate) change: Change,
    pub(crate) reason: Option<Box<str>>,
}

/// What an override does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// These are on duty, whoever would be. Never empty.
    Only(Box<[ContactId]>),
    /// Of those who would be on duty, some are replaced and some removed; then others are added.
    Some {
        /// Whom, and by whom.
        replace: Box<[(ContactId, ContactId)]>,
        remove: Box<[ContactId]>,
        add: Box<[ContactId]>,
    },
}

impl Override {
    /// Whether those who would be on duty do not matter.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.change, Change::Only(_))
    }

    /// Whether it holds at an instant.
    pub(super) fn holds(&self, instant: Timestamp) -> bool {
        self.from <= instant && instant < self.until
    }

    /// Who is on duty instead of those who would be. `index` is the number of this override.
    pub(super) fn apply(&self, index: usize, before: &Duties) -> Duties {
        let source = Source::Override(index);
        match &self.change {
            Change::Only(only) => only.iter().map(|contact| (*contact, source)).collect(),
            Change::Some {
                replace,
                remove,
                add,
            } => {
                let by = |contact| replace.iter().find(|(old, _)| *old == contact);
                let left = || {
                    let before = before.iter();
                    before.filter(|(contact, _)| !remove.contains(contact))
                };
                let added = add.iter().copied();
                let instead = left().filter_map(|(contact, _)| Some(by(contact)?.1));
                let named = added.chain(instead).map(|contact| (contact, source));
                let others = left().filter(|(contact, _)| by(*contact).is_none());
                // Whom the override names is there by the override.
                named.chain(others).collect()
            }
        }
    }
}

/// The overrides of one layer, or of the whole schedule: one at a time (H3).
#[derive(Clone, Debug, Default)]
pub(super) struct Overrides {
    /// Numbers of overrides, by their instants.
    sorted: Box<[usize]>,
}

impl Overrides {
    /// Those that concern a layer, or the whole schedule. Overrides are in the order of their instants.
    pub(super) fn of(layer: Option<usize>, all: &[Override]) -> Self {
        let all = all.iter().enumerate();
        let own = all.filter(|(_, own)| own.layer == layer);
        Self {
            sorted: own.map(|(index, _)| index).collect(),
        }
    }

    /// The one that holds at an instant, and the next instant at which another one or none does.
    pub(super) fn at<'a>(
        &self,
        instant: Timestamp,
        all: &'a [Override],
    ) -> (Option<(usize, &'a Override)>, Option<Timestamp>) {
        let row = |index: &usize| Some((*index, all.get(*index)?));
        let begun = self
            .sorted
            .partition_point(|index| all.get(*index).is_some_and(|own| own.from <= instant));
        let last = begun.checked_sub(1).and_then(|last| self.sorted.get(last));
        match last.and_then(row).filter(|(_, own)| instant < own.until) {
            Some(held) => (Some(held), Some(held.1.until)),
            None => {
                let next = self.sorted.get(begun).and_then(row);
                (None, next.map(|(_, own)| own.from))
            }
        }
    }
}
