//! Whether an organization holds anything that depends on time.

use super::Inner;
use super::model::{Clock, Times};

impl Inner {
    /// Whether nothing in it depends on time, so that its answers hold forever (H6).
    pub(crate) fn is_timeless(&self) -> bool {
        let contacts = self
            .contacts
            .iter()
            .all(|own| own.away.is_empty() && !own.holder.is_dated() && own.schedule.is_none());
        let is_untimed = |times: Times| !times.is_timed();
        let departments = self.departments.iter().all(|own| {
            let desks = own.desks.iter();
            !own.head.is_dated() && desks.map(|desk| desk.times).all(is_untimed)
        });
        let mut holders = self.assignments.iter().flat_map(|own| own.holders.iter());
        let rows = holders.all(|holder| holder.dated.is_empty());
        let routes = self.routes.iter().map(|route| route.times).all(is_untimed);
        let mut levels = self.policies.iter().flat_map(|policy| &policy.levels);
        let policies = levels.all(|level| level.clock == Clock::Wall);
        contacts && departments && rows && routes && policies
    }
}
