//! Whether an organization holds anything that depends on time.

use super::Inner;
use super::model::Clock;

impl Inner {
    /// Whether nothing in it depends on time, so that its answers hold forever (H6).
    pub(crate) fn is_timeless(&self) -> bool {
        let mut holders = self.assignments.iter().flat_map(|own| own.holders.iter());
        let has_dated_rows = holders.any(|holder| !holder.dated.is_empty());
        let has_timed_routes = self.routes.iter().any(|route| route.times.is_timed());
        !(has_dated_rows || has_timed_routes || self.has_dates() || self.has_calendars())
    }

    /// Whether any position's holder or department's head is dated.
    pub(crate) fn has_dates(&self) -> bool {
        self.contacts.iter().any(|own| own.holder.is_dated())
            || self.departments.iter().any(|own| own.head.is_dated())
    }

    /// Whether any calendar may be asked for a chain: one of absences, of duty, of desks or of business time.
    pub(crate) fn has_calendars(&self) -> bool {
        let mut levels = self.policies.iter().flat_map(|policy| &policy.levels);
        let mut departments = self.departments.iter();
        self.contacts
            .iter()
            .any(|own| !own.away.is_empty() || own.schedule.is_some())
            || departments.any(|own| {
                own.on_duty.is_some() || own.desks.iter().any(|desk| desk.times.is_timed())
            })
            || levels.any(|level| level.clock != Clock::Wall)
    }
}
