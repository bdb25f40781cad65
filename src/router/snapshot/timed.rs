//! What depends on the instant, as bytes: dated facts, absences, schedules. What is worked out of a schedule is worked out
//! anew, and its zones are looked up by their names.

use alloc::boxed::Box;
use alloc::vec::Vec;

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use super::error::{SnapshotErrorKind, corrupt};
use super::hours::{from_zigzag, zigzag};
use super::rows::{fields, variants};
use super::stored::{Read, Reader, Stored, Writer};
use crate::calendar::Zones;
use crate::calendar::rotation::{Parts, Rotation};
use crate::calendar::schedule::{
    Change, Layer, Override, Schedule, Unstaffed, Version, Weekly, Window,
};
use crate::calendar::zone::Zone;
use crate::level::{Clock, WhenEmpty};
use crate::tables::{
    AbsenceRow, ContactTimes, DatedCell, DepartmentTimes, OwnerTimes, Timed, Turn, Turns,
};

fields! {
    Timed { is_timeless, contacts, departments, conflict_authority, owners, assignments, schedules }
    ContactTimes { seat, seats, deputies, schedule, away }
    DepartmentTimes { heads, on_duty }
    OwnerTimes { owners, is_judged }
    AbsenceRow { window, delegate }
    DatedCell { class, holders }
    Layer { key, zone, rotation, window, versions }
    Version { from, first_turn, turns }
    Window { from, until, weekly }
    Override { from, until, layer, change, reason }
    Unstaffed { window, reason }
}

variants! {
    Clock "the clock of a delay" { 0 = Wall, 1 = Hours(hours), 2 = Desk, }
    WhenEmpty "what becomes of a level at which nobody is reached" { 0 = Skip, 1 = Wait, 2 = Hold, }
    Change "what an override does" {
        0 = Only(only),
        1 = Some { replace, remove, add },
    }
}

impl<T: Stored> Stored for Turns<T> {
    fn write(&self, to: &mut Writer) {
        self.rows.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let rows: Box<[Turn<T>]> = Stored::read(from)?;
        let ascend = rows.iter().zip(rows.iter().skip(1));
        let starts = rows
            .first()
            .is_none_or(|first| first.from == Timestamp::MIN);
        if starts && ascend.into_iter().all(|(one, next)| one.from < next.from) {
            Ok(Self { rows })
        } else {
            Err(corrupt("since when a fact holds"))
        }
    }
}

impl<T: Stored> Stored for Turn<T> {
    fn write(&self, to: &mut Writer) {
        self.from.write(to);
        self.value.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Self {
            from: Stored::read(from)?,
            value: Stored::read(from)?,
        })
    }
}

impl<T: Stored> Stored for Box<T> {
    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        T::read(from).map(Self::new)
    }
}

impl Stored for usize {
    fn write(&self, to: &mut Writer) {
        to.number(*self as u64);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Self::try_from(from.number()?).map_err(|_| corrupt("a number above what counts here"))
    }
}

/// With no more bytes than it needs on either side of 0.
impl Stored for i64 {
    fn write(&self, to: &mut Writer) {
        to.number(zigzag(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        from.number().map(from_zigzag)
    }
}

/// To the second.
impl Stored for DateTime {
    fn write(&self, to: &mut Writer) {
        self.date().write(to);
        let time = self.time().duration_since(Time::midnight());
        to.number(time.as_secs().unsigned_abs());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let date: jiff::civil::Date = Stored::read(from)?;
        let seconds = i64::try_from(from.number()?).ok();
        let seconds = seconds.filter(|seconds| *seconds < 24 * 60 * 60);
        let seconds = seconds.ok_or(corrupt("a time of the day"))?;
        let local = date.at(0, 0, 0, 0);
        let local = local.checked_add(SignedDuration::from_secs(seconds));
        local.map_err(|_| corrupt("a local time"))
    }
}

impl Stored for Zone {
    fn write(&self, to: &mut Writer) {
        to.text(self.name());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let name = from.text()?;
        let zone = Zones::default().zone(name);
        zone.ok_or(SnapshotErrorKind::Zone)
    }
}

impl Stored for Rotation {
    fn write(&self, to: &mut Writer) {
        let Parts {
            anchor,
            lengths,
            days,
        } = self.parts();
        anchor.write(to);
        lengths.write(to);
        days.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let parts = Parts {
            anchor: Stored::read(from)?,
            lengths: Stored::read(from)?,
            days: Stored::read(from)?,
        };
        Self::of_parts(parts).ok_or(corrupt("a rotation"))
    }
}

impl Stored for Weekly {
    fn write(&self, to: &mut Writer) {
        self.intervals().to_vec().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let intervals: Vec<(i64, i64)> = Stored::read(from)?;
        Self::of_intervals(&intervals).ok_or(corrupt("intervals of a week"))
    }
}

impl Stored for Schedule {
    fn write(&self, to: &mut Writer) {
        self.zone.write(to);
        self.layers.write(to);
        self.overrides.write(to);
        self.unstaffed.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let zone = Stored::read(from)?;
        let layers: Vec<Layer> = Stored::read(from)?;
        let overrides: Vec<Override> = Stored::read(from)?;
        let unstaffed = Stored::read(from)?;
        let is_staffed = |layer: &Layer| {
            let turns = layer
                .versions
                .iter()
                .all(|version| !version.turns.is_empty());
            turns && !layer.versions.is_empty()
        };
        let of_layer = |own: &Override| {
            own.from < own.until && own.layer.is_none_or(|layer| layer < layers.len())
        };
        if !layers.iter().all(is_staffed) || !overrides.iter().all(of_layer) {
            return Err(corrupt("a schedule"));
        }
        Ok(Self::new(zone, layers, overrides, unstaffed))
    }
}
