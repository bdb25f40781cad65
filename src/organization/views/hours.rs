//! Hours: when something is open, and time counted while it is.

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Validity;
use crate::calendar::open_times::OpenTimes;
use crate::id::HoursId;
use crate::organization::calendars::{self, HoursRule};
use crate::organization::{Inner, Organization};

impl Organization {
    /// The hours, in the order of their keys.
    pub fn all_hours(&self) -> impl Iterator<Item = HoursRef<'_>> {
        let ids = self.inner.calendars.hours.ids();
        ids.map(|id| HoursRef {
            inner: &self.inner,
            id,
        })
    }

    /// The hours of this key.
    pub fn hours(&self, key: &str) -> Option<HoursRef<'_>> {
        let hours = &self.inner.calendars.hours;
        let id = hours.find(|own| (*own.key).cmp(key))?;
        Some(HoursRef {
            inner: &self.inner,
            id,
        })
    }
}

/// Hours of an organization (H4). Two are equal where they are the same ones of one organization or its clones.
///
/// Calendars cover the years 1970 to 2099 (UTC). Beyond them no hours are open, but for those that never close.
///
/// # Complexity
///
/// Each answer takes a logarithm of the changes of the clock and of the special days, however much time lies between the
/// instants asked for.
///
/// # Example: an office with a lunch break
///
/// ```
/// # use switchboard::{Contact, Department, Document, Route, Hours, SignedDuration, Timestamp, Validity};
/// # let mut document = Document::new();
/// # document.department("company", Department::new().head("lee"));
/// # document.contact("lee", Contact::person("Lee"));
/// # document.route(Route::fallback("company"));
/// document.hours("office", Hours::in_zone("UTC").open("mon-fri 9:00-12:30, 13:30-18:00"));
/// let organization = document.build()?;
/// let office = organization.hours("office").unwrap();
///
/// let friday: Timestamp = "2026-11-20T17:00:00Z".parse()?;
/// assert!(office.is_open(friday));
/// assert_eq!(office.until(friday), Validity::Until("2026-11-20T18:00:00Z".parse()?));
///
/// // One hour is left on Friday, and three are worked on Monday.
/// let due = office.add(friday, SignedDuration::from_hours(4)).unwrap();
/// assert_eq!(due, "2026-11-23T12:00:00Z".parse()?);
/// assert_eq!(office.between(friday, due), SignedDuration::from_hours(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct HoursRef<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: HoursId,
}

impl<'o> HoursRef<'o> {
    fn row(&self) -> &'o calendars::Hours {
        &self.inner.calendars.hours[self.id]
    }

    fn times(&self) -> &'o OpenTimes {
        &self.row().times
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// The name of the time zone by whose clock they are written; none where they are made of other hours.
    pub fn zone(&self) -> Option<&'o str> {
        match &self.row().rule {
            HoursRule::Local(own) => Some(&own.zone),
            HoursRule::Union(_) | HoursRule::Complement(_) => None,
        }
    }

    /// Whether they are open at an instant. They are when they open, and no more when they close (H1).
    pub fn is_open(&self, instant: Timestamp) -> bool {
        self.times().contains(instant)
    }

    /// Up to when they are as at an instant, open or closed (H6).
    pub fn until(&self, instant: Timestamp) -> Validity {
        self.times().validity(instant)
    }

    /// Since when they are as at an instant, open or closed; none where they always were.
    pub fn since(&self, instant: Timestamp) -> Option<Timestamp> {
        self.times().since(instant)
    }

    /// The first instant from this one on at which they are open; none where they are closed for good.
    pub fn next_opening(&self, instant: Timestamp) -> Option<Timestamp> {
        self.times().next_open(instant)
    }

    /// When so much open time has passed since an instant: the earliest such instant, so that what is due at closing time
    /// is due then, and not when they open again. A duration that is not positive has passed at once. None where so much
    /// does not come before the year 2100.
    pub fn add(&self, instant: Timestamp, duration: SignedDuration) -> Option<Timestamp> {
        self.times().add(instant, duration)
    }

    /// How much open time lies between two instants; less than none where `until` comes before `from`.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        self.times().between(from, until)
    }
}

impl core::fmt::Debug for HoursRef<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "HoursRef({})", self.key())
    }
}
