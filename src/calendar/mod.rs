//! The calendar: zones, hours, business time and schedules. jiff's types are the time types, inside and in public.

pub(crate) mod rotation;
pub(crate) mod schedule;
pub(crate) mod timeline;
mod validity;
pub(crate) mod week;
pub(crate) mod zone;

pub use validity::Validity;
pub use zone::{ZoneError, Zones};
