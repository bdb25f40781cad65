//! The calendar: zones, hours and business time. jiff's types are the time types, inside and in public.

mod validity;
pub(crate) mod week;
pub(crate) mod zone;

pub use validity::Validity;
pub use zone::{ZoneError, Zones};
