//! Schedules, their layers and overrides.

use alloc::string::ToString;
use alloc::vec::Vec;

use jiff::civil::Date;

use super::{Entries, Node, Schedule, ScheduleLayer, ScheduleOverride, list};

impl Schedule {
    /// A schedule whose local times are in an IANA time zone, such as `Europe/Bucharest`. It needs a layer.
    pub fn new(zone: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("zone", zone)
    }

    /// What people call it, if not by its key.
    pub fn name(self, name: &str) -> Self {
        self.set("name", name)
    }

    /// The home department, where those that name the schedule do not tell.
    pub fn department(self, department: &str) -> Self {
        self.set("department", department)
    }

    /// One more layer, which wins over the others where it is staffed (H3).
    pub fn layer(mut self, layer: ScheduleLayer) -> Self {
        self.entries.push_item("layers", layer.into());
        self
    }

    /// Other people for a while.
    pub fn overridden(mut self, by: ScheduleOverride) -> Self {
        self.entries.push_item("overrides", by.into());
        self
    }

    /// A declared gap: nobody is meant to be on duty from one instant until another, given as for
    /// [`ScheduleOverride::new`].
    pub fn unstaffed(mut self, from: &str, until: &str, reason: &str) -> Self {
        let mut gap = Entries::default();
        gap.push("from", from.into());
        gap.push("until", until.into());
        gap.push("reason", reason.into());
        self.entries.push_item("unstaffed", gap.into());
        self
    }

    /// A declared gap in every week: `sat,sun`, `daily 22:00-06:00`, `fri 18:00 - mon 8:00`.
    pub fn unstaffed_weekly(mut self, intervals: &str, reason: &str) -> Self {
        let mut gap = Entries::default();
        gap.push("weekly", intervals.into());
        gap.push("reason", reason.into());
        self.entries.push_item("unstaffed", gap.into());
        self
    }
}

impl ScheduleLayer {
    fn of(rotation: &str, from: Date) -> Self {
        Self::always()
            .set("rotation", rotation)
            .set("from", from.to_string())
    }

    /// One turn that never ends.
    pub fn always() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// Turns of an hour; the first one starts on this day.
    pub fn hourly(from: Date) -> Self {
        Self::of("hourly", from)
    }

    /// Turns of a day; the first one starts on this day.
    pub fn daily(from: Date) -> Self {
        Self::of("daily", from)
    }

    /// Turns of a week; the first one starts on this day.
    pub fn weekly(from: Date) -> Self {
        Self::of("weekly", from)
    }

    /// Turns of a month; the first one starts on this day, and each other one on the same day of its month, or on the
    /// last day of a month that is too short (H2).
    pub fn monthly(from: Date) -> Self {
        Self::of("monthly", from)
    }

    /// Turns of several lengths, which go round: whole hours, days and weeks, or whole months, such as `P1D`, `12h`,
    /// `2 weeks`. The first one starts on this day.
    pub fn lengths<'a>(from: Date, lengths: impl IntoIterator<Item = &'a str>) -> Self {
        Self::always()
            .set("lengths", list(lengths))
            .set("from", from.to_string())
    }

    /// How many hours, days, weeks or months a turn has, instead of one.
    pub fn every(self, count: u32) -> Self {
        self.set("every", Node::Integer(i64::from(count)))
    }

    /// A key to speak of it by.
    pub fn key(self, key: &str) -> Self {
        self.set("key", key)
    }

    /// The time zone of its local times, instead of the schedule's.
    pub fn zone(self, zone: &str) -> Self {
        self.set("zone", zone)
    }

    /// The local time at which turns start, such as `09:00`; midnight otherwise.
    pub fn handoff(self, time: &str) -> Self {
        self.set("handoff", time)
    }

    /// When it ends: given as for [`ScheduleOverride::new`], but that a day stands for its handoff.
    pub fn until(self, until: &str) -> Self {
        self.set("until", until)
    }

    /// The days on which it is staffed, such as `mon-fri`: each from its handoff to that of the next day. Turns count these
    /// days alone.
    pub fn days(self, days: &str) -> Self {
        self.set("days", days)
    }

    /// Turns count all days of the calendar, those on which it is not staffed among them.
    pub fn counting_calendar_days(self) -> Self {
        self.set("counts", "calendar-days")
    }

    /// Who has the next turn; several are on duty at once.
    pub fn turn<'a>(mut self, contacts: impl IntoIterator<Item = &'a str>) -> Self {
        self.entries.push_item("turns", list(contacts));
        self
    }

    /// Who takes turns from an instant on, one after the other; the first of them has the turn that is on then. What was
    /// before stays as it was (H3).
    pub fn version<'a>(mut self, from: &str, turns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut version = Entries::default();
        version.push("from", from.into());
        version.push("turns", list(turns));
        self.entries.push_item("versions", version.into());
        self
    }

    /// One more interval of the week in which it is staffed, and not always: `sat,sun`, `daily 22:00-06:00`.
    pub fn restricted(mut self, intervals: &str) -> Self {
        self.entries.push_item("restrictions", intervals.into());
        self
    }
}

impl ScheduleOverride {
    /// Other people from one instant until another. Each is a local time in the schedule's zone (`2026-03-01T09:00`), the
    /// start of a day (`2026-03-01`), or exact (`2026-03-01T09:00:00Z`, as `Timestamp` prints it).
    pub fn new(from: &str, until: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("from", from)
        .set("until", until)
    }

    /// Only the layer of this key is changed, and not the whole schedule.
    pub fn layer(self, key: &str) -> Self {
        self.set("layer", key)
    }

    /// One more who is on duty, too.
    pub fn with(mut self, contact: &str) -> Self {
        self.entries.push_item("add", contact.into());
        self
    }

    /// One more who is not on duty.
    pub fn without(mut self, contact: &str) -> Self {
        self.entries.push_item("remove", contact.into());
        self
    }

    /// One is on duty in the place of another.
    pub fn replace(mut self, contact: &str, by: &str) -> Self {
        self.entries.push_entry("replace", contact, by.into());
        self
    }

    /// These alone are on duty, whoever would be.
    pub fn only<'a>(self, contacts: impl IntoIterator<Item = &'a str>) -> Self {
        let contacts: Vec<Node> = contacts.into_iter().map(Node::from).collect();
        self.set("only", Node::List(contacts))
    }

    /// Why.
    pub fn reason(self, reason: &str) -> Self {
        self.set("reason", reason)
    }
}
