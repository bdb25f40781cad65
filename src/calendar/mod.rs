//! The calendar: zones, hours, business time and schedules. jiff's types are the time types, inside and in public.

pub(crate) mod clock;
pub(crate) mod dated;
pub(crate) mod dates;
pub(crate) mod hours;
pub(crate) mod open_times;
pub(crate) mod rotation;
pub(crate) mod schedule;
pub(crate) mod timeline;
pub(crate) mod times;
mod validity;
pub(crate) mod week;
pub(crate) mod week_set;
pub(crate) mod zone;

pub use validity::Validity;
pub(crate) use validity::earlier;
pub use zone::{ZoneError, Zones};
