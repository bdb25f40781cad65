//! Layers: who takes turns, in which rotation, and when the layer is staffed at all.

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::Timestamp;

use super::window::{Held, Window};
use crate::calendar::earlier;
use crate::calendar::rotation::Rotation;
use crate::calendar::zone::Zone;
use crate::id::{ContactId, Key};

/// One layer of a schedule.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    /// What overrides call it.
    pub(crate) key: Option<Key>,
    pub(crate) zone: Zone,
    /// None where all that are named are on duty whenever the layer is staffed.
    pub(crate) rotation: Option<Rotation>,
    /// When the layer is staffed.
    pub(crate) window: Window,
    /// Who takes turns, by the instant from which that is so, ascending. Never empty.
    pub(crate) versions: Vec<Version>,
}

/// Who takes turns from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// The first version has none: it counts from the rotation's anchor, or has always been there.
    pub(crate) from: Option<Timestamp>,
    /// The turn of the rotation that the first of them takes.
    pub(crate) first_turn: i64,
    /// In turn; several at once are sorted. Neither is ever empty.
    pub(crate) turns: Vec<Box<[ContactId]>>,
}

impl Layer {
    /// Who is on duty by this layer; nobody where it is not staffed.
    pub(super) fn on_duty(&self, instant: Timestamp) -> &[ContactId] {
        if !self.window.at(&self.zone, instant).holds {
            return &[];
        }
        let Some(version) = self.version(instant) else {
            return &[];
        };
        version.of_turn(self.turn(instant).unwrap_or_default())
    }

    /// The next instant, later than this one, at which somebody else may be on duty by this layer.
    pub(super) fn next(&self, instant: Timestamp) -> Option<Timestamp> {
        let Held { holds, next } = self.window.at(&self.zone, instant);
        if !holds {
            return next;
        }
        let versions = self.versions.iter();
        let mut later = versions.filter_map(|version| version.from.filter(|from| *from > instant));
        let next = earlier(next, later.next());
        earlier(next, self.handoff(instant))
    }

    /// The version that holds at an instant.
    fn version(&self, instant: Timestamp) -> Option<&Version> {
        let begun = self
            .versions
            .partition_point(|version| version.from.is_none_or(|from| from <= instant));
        self.versions.get(begun.checked_sub(1)?)
    }

    /// The next instant at which others have their turn, by the version that holds.
    fn handoff(&self, instant: Timestamp) -> Option<Timestamp> {
        let (version, turn) = (self.version(instant)?, self.turn(instant)?);
        let people = version.of_turn(turn);
        let mut next = (turn..).take(version.turns.len()).skip(1);
        self.start_of(next.find(|turn| version.of_turn(*turn) != people)?)
    }

    /// The turn that is on at an instant: of all that have started by then the last one, so there is no other (H1).
    pub(crate) fn turn(&self, instant: Timestamp) -> Option<i64> {
        let rotation = self.rotation.as_ref()?;
        let mut turn = rotation.turn_at(self.zone.local(instant));
        // A clock that was put back shows a time that has been before: by then, further turns may have started. They are
        // few, as no turn is shorter than an hour.
        while self
            .start_of(turn + 1)
            .is_some_and(|start| start <= instant)
        {
            turn += 1;
        }
        Some(turn)
    }

    /// The turn that is on at an instant, or the next one where the day does not count.
    pub(crate) fn turn_from(&self, instant: Timestamp) -> Option<i64> {
        let rotation = self.rotation.as_ref()?;
        let next = rotation.turn_from(self.zone.local(instant));
        Some(self.turn(instant)?.max(next))
    }

    /// When a turn starts (H2); one that the clock skips starts where the next one does.
    fn start_of(&self, turn: i64) -> Option<Timestamp> {
        let local = self.rotation.as_ref()?.start_of(turn)?;
        Some(self.zone.instant(local)).filter(|start| *start < Timestamp::MAX)
    }
}

impl Version {
    /// Who has a turn. Without a rotation there is one turn.
    fn of_turn(&self, turn: i64) -> &[ContactId] {
        let count = i64::try_from(self.turns.len()).unwrap_or(i64::MAX).max(1);
        let index = turn.saturating_sub(self.first_turn).rem_euclid(count);
        let people = usize::try_from(index)
            .ok()
            .and_then(|index| self.turns.get(index));
        people.map_or(&[], |people| people)
    }
}
