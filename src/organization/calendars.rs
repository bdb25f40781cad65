//! Hours and lists of holidays, as they are written and worked out.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;

use crate::calendar::dates::NamedDays;
use crate::calendar::hours::LocalHours;
use crate::calendar::open_times::OpenTimes;
use crate::id::{HolidaysId, HoursId, Key, Table};

/// All hours and lists of holidays of an organization, in the order of their keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calendars {
    pub(crate) holidays: Table<HolidaysId, Holidays>,
    pub(crate) hours: Table<HoursId, Hours>,
}

/// A list of holidays.
#[derive(Clone, Debug)]
pub(crate) struct Holidays {
    pub(crate) key: Key,
    pub(crate) days: BTreeMap<NamedDays, Holiday>,
    pub(crate) includes: BTreeSet<HolidaysId>,
}

/// A holiday, by what it is called and where it is one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holiday {
    pub(crate) name: Option<Key>,
    /// Values of the attribute of role `region`; everywhere if none is listed.
    pub(crate) regions: BTreeSet<Box<str>>,
}

/// When something is open.
#[derive(Clone, Debug)]
pub(crate) struct Hours {
    pub(crate) key: Key,
    pub(crate) rule: HoursRule,
    pub(crate) times: Arc<OpenTimes>,
}

/// What hours are made of.
#[derive(Clone, Debug)]
pub(crate) enum HoursRule {
    Local(Box<ZonedHours>),
    Union(BTreeSet<HoursId>),
    Complement(HoursId),
}

/// Hours by the clock of a zone, with their holidays.
#[derive(Clone, Debug, Default)]
pub(crate) struct ZonedHours {
    pub(crate) zone: Box<str>,
    pub(crate) hours: LocalHours,
    pub(crate) holidays: BTreeSet<HolidaysId>,
    pub(crate) region: Option<Box<str>>,
}
