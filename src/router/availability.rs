//! Who is away beside what the organization says: leave is reported daily, and compiles nothing anew (H5).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jiff::Timestamp;

use super::{Flat, Router};
use crate::calendar::dated::Window;
use crate::contact::ContactKind;
use crate::id::ContactId;
use crate::organization::nearest;
use crate::tables::{AbsenceRow, Reported, ReportedRow};

/// Who is away, as it was reported since the organization was written: given to a router, it counts there for every
/// inquiry with an instant, before the absences of the organization.
///
/// It is a value of the host's, and belongs to no organization: it names contacts by their keys, and any router takes it
/// that knows them. Keep it beside the organization, and give it to every router that is compiled anew or read from bytes.
///
/// ```
/// use switchboard::{Availability, Contact, Department, Document, Leave, Route, Timestamp};
///
/// let mut document = Document::new();
/// document.department("company", Department::new().head("director"));
/// document.contact("director", Contact::person("Managing director"));
/// document.contact("deputy", Contact::person("Deputy director").department("company"));
/// document.route(Route::fallback("company"));
/// let compiled = document.build()?.compile();
///
/// let monday: Timestamp = "2026-11-23T08:00:00Z".parse()?;
/// let mut availability = Availability::new();
/// availability.away("director", Leave::since(monday).with_delegate("deputy"));
/// let router = compiled.with_availability(&availability)?;
/// let answer = router.query("anything")?.at(monday).resolve();
/// assert_eq!(answer.first_contact().key(), "deputy");
/// assert_eq!(answer.owner().key(), "director");
///
/// // The router that was compiled stays as it is, and so does this one when somebody comes back.
/// availability.present("director");
/// let router = router.with_availability(&availability)?;
/// let answer = router.query("anything")?.at(monday).resolve();
/// assert_eq!(answer.first_contact().key(), "director");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// By key of a contact, what was reported last first.
    away: BTreeMap<Box<str>, Vec<Leave>>,
}

/// A time in which somebody is away, half-open (H1).
///
/// ```
/// use switchboard::{Leave, Timestamp};
///
/// let monday: Timestamp = "2026-11-23T08:00:00Z".parse()?;
/// let leave = Leave::since(monday).with_delegate("deputy").with_reason("parental leave");
/// assert_eq!((leave.from(), leave.until()), (Some(monday), None));
/// assert_eq!(leave.delegate(), Some("deputy"));
/// assert_eq!(leave.reason(), Some("parental leave"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Leave {
    window: Window,
    delegate: Option<Box<str>>,
    reason: Option<Box<str>>,
}

/// Why a router cannot take an [`Availability`]. Nothing of it counts then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AvailabilityError {
    /// The router has no such contact.
    #[error("`{contact}` is no contact of this organization; {suggestion}")]
    UnknownContact {
        /// Who is said to be away, or to stand in.
        contact: Box<str>,
        /// The key that was meant, where one is near.
        suggestion: Box<str>,
    },
    /// A position or a schedule is never away: who holds it, or is on duty by it, may be.
    #[error(
        "`{contact}` cannot be away; say who of those is away who hold the position or are on duty"
    )]
    NeverAway {
        /// Who is said to be away.
        contact: Box<str>,
    },
    /// Who is away is back before that, or at once.
    #[error(
        "`{contact}` would be away from {from} until {until}; write an `until` that is later than `from`"
    )]
    NoTime {
        /// Who is said to be away.
        contact: Box<str>,
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// A person, a position or a team stands in, and not who is away.
    #[error(
        "`{delegate}` cannot stand in for `{contact}`; name another person, a position or a team"
    )]
    NoDelegate {
        /// Who is away.
        contact: Box<str>,
        /// Who is said to stand in.
        delegate: Box<str>,
    },
}

impl Leave {
    /// Away from one instant, and back at another.
    pub fn new(from: Timestamp, until: Timestamp) -> Self {
        Self::in_window(Some(from), Some(until))
    }

    /// Away from an instant on, until further notice.
    pub fn since(from: Timestamp) -> Self {
        Self::in_window(Some(from), None)
    }

    /// Away already, and back at an instant.
    pub fn back_at(until: Timestamp) -> Self {
        Self::in_window(None, Some(until))
    }

    /// Away whenever it is asked.
    pub fn always() -> Self {
        Self::default()
    }

    fn in_window(from: Option<Timestamp>, until: Option<Timestamp>) -> Self {
        Self {
            window: Window { from, until },
            ..Self::default()
        }
    }

    /// The same with the key of who stands in: a person, a position or a team. Who is away, too, passes on; without
    /// anybody the next level is asked.
    #[must_use]
    pub fn with_delegate(mut self, delegate: &str) -> Self {
        self.delegate = Some(delegate.into());
        self
    }

    /// The same with a reason, for those who look at the availability: as of an absence in a document, no answer and no
    /// explanation says it, nor does `Debug`.
    #[must_use]
    pub fn with_reason(mut self, reason: &str) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// From when; none where it has been so for ever.
    pub fn from(&self) -> Option<Timestamp> {
        self.window.from
    }

    /// Until when, and not at that instant any more (H1); none where no end is known.
    pub fn until(&self) -> Option<Timestamp> {
        self.window.until
    }

    /// The key of who stands in.
    pub fn delegate(&self) -> Option<&str> {
        self.delegate.as_deref()
    }

    /// Why, for those who plan.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl fmt::Debug for Leave {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Leave")
            .field("from", &self.from())
            .field("until", &self.until())
            .field("delegate", &self.delegate())
            .finish_non_exhaustive()
    }
}

impl Availability {
    /// Nobody is away.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports that a contact is away. Where several leaves of a contact hold at once, the one that was reported last says
    /// who stands in.
    pub fn away(&mut self, contact: &str, leave: Leave) -> &mut Self {
        let reported = self.away.entry(contact.into()).or_default();
        reported.insert(0, leave);
        self
    }

    /// Takes back all that was reported of a contact. What the organization says of it stands.
    pub fn present(&mut self, contact: &str) -> &mut Self {
        self.away.remove(contact);
        self
    }

    /// What was reported of the contact of this key, the last of it first.
    pub fn of(&self, contact: &str) -> &[Leave] {
        self.away.get(contact).map_or(&[], Vec::as_slice)
    }

    /// The contacts of whom something was reported, in the order of their keys, with the last of it first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Leave])> {
        let all = self.away.iter();
        all.map(|(contact, leaves)| (&**contact, leaves.as_slice()))
    }

    /// Whether nothing was reported of anybody.
    pub fn is_empty(&self) -> bool {
        self.away.is_empty()
    }
}

impl Router {
    /// The same router where these are away, in place of those who were reported before: an empty [`Availability`] undoes
    /// all. It [explains](Self::explain) itself with them; without an instant nobody is away (H7).
    ///
    /// They are no content of the organization. The fingerprint stays, ids of topics and values mean the same, and neither
    /// the bytes of a router nor one that is [compiled again](crate::Organization::recompile) has them: give them to that
    /// one, too.
    ///
    /// ```
    /// # use switchboard::{Availability, Contact, Department, Document, Edit, Inquiry, Leave, Route, Timestamp};
    /// # let mut document = Document::new();
    /// # document.department("company", Department::new().head("director"));
    /// # document.contact("director", Contact::person("Managing director"));
    /// # document.contact("deputy", Contact::person("Deputy director").department("company"));
    /// # document.route(Route::fallback("company"));
    /// let organization = document.build()?;
    /// let monday: Timestamp = "2026-11-23T08:00:00Z".parse()?;
    /// let mut availability = Availability::new();
    /// availability.away("director", Leave::since(monday).with_delegate("deputy"));
    /// let router = organization.compile().with_availability(&availability)?;
    ///
    /// let explanation = router.explain(&Inquiry::new("anything").at(monday))?;
    /// assert_eq!(explanation.answer().first_contact(), "deputy");
    /// assert!(explanation.to_string().contains("`director` is away, as was reported"));
    ///
    /// let after = organization.apply(&[Edit::set("contacts", "deputy", "name", "Deputy")])?;
    /// let router = after.recompile(&router).with_availability(&router.availability())?;
    /// assert_eq!(router.query("anything")?.at(monday).resolve().first_contact().key(), "deputy");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A contact that the organization does not have, that is never away, or that cannot stand in; leave that ends before
    /// it begins.
    ///
    /// # Complexity
    ///
    /// Linear in the leaves, times the logarithm of the contacts. All tables are shared with this router, so it costs the
    /// same in any organization: about a microsecond, and a tenth of one for each leave. A look-up costs what it does without,
    /// but for chains with somebody on them of whom leave was reported, and for those that depend on the inquiry: of these
    /// each level is judged at its instant. Only where a key is unknown are all contacts compared with it.
    pub fn with_availability(
        &self,
        availability: &Availability,
    ) -> Result<Self, AvailabilityError> {
        let mut reported: BTreeMap<ContactId, Vec<ReportedRow>> = BTreeMap::new();
        for (key, leaves) in availability.iter() {
            let contact = self.flat.reported(key)?;
            let kind = self.flat.tables.contacts[contact].kind;
            if matches!(kind, ContactKind::Position | ContactKind::Schedule) {
                let contact = key.into();
                return Err(AvailabilityError::NeverAway { contact });
            }
            // A contact may be named by its key and by a former one.
            let rows = reported.entry(contact).or_default();
            for leave in leaves {
                rows.push(self.flat.reported_row(key, contact, leave)?);
            }
        }
        let reported = reported.into_iter();
        let reported = reported.map(|(contact, rows)| (contact, rows.into()));
        let mut flat = (*self.flat).clone();
        flat.tables.reported = Reported::new(reported.collect());
        Ok(Self {
            flat: Arc::new(flat),
            organization: self.organization.clone(),
            routing: self.routing.clone(),
        })
    }

    /// Who was reported to be away, as it was given to [`with_availability`](Self::with_availability), by the contacts'
    /// present keys.
    pub fn availability(&self) -> Availability {
        let tables = &self.flat.tables;
        let key = |id: ContactId| Box::from(&*tables.contacts[id].key);
        let leave = |row: &ReportedRow| Leave {
            window: row.absence.window,
            delegate: row.absence.delegate.map(key),
            reason: row.reason.clone(),
        };
        let all = tables.reported.iter();
        Availability {
            away: all
                .map(|(contact, rows)| (key(contact), rows.iter().map(leave).collect()))
                .collect(),
        }
    }
}

impl Flat {
    /// The contact of a key that was reported.
    fn reported(&self, key: &str) -> Result<ContactId, AvailabilityError> {
        self.contact(key).ok_or_else(|| {
            let keys = self.tables.contacts.iter().map(|row| &*row.key);
            let suggestion = match nearest(key, keys) {
                Some(near) => format!("did you mean `{near}`?").into(),
                None => "write the key of one".into(),
            };
            AvailabilityError::UnknownContact {
                contact: key.into(),
                suggestion,
            }
        })
    }

    fn reported_row(
        &self,
        key: &str,
        away: ContactId,
        leave: &Leave,
    ) -> Result<ReportedRow, AvailabilityError> {
        let window = leave.window;
        if let Some((from, until)) = window.from.zip(window.until) {
            if until <= from {
                let contact = key.into();
                return Err(AvailabilityError::NoTime {
                    contact,
                    from,
                    until,
                });
            }
        }
        let absence = AbsenceRow {
            window,
            delegate: self.delegate(key, away, leave)?,
        };
        Ok(ReportedRow {
            absence,
            reason: leave.reason.clone(),
        })
    }

    fn delegate(
        &self,
        key: &str,
        away: ContactId,
        leave: &Leave,
    ) -> Result<Option<ContactId>, AvailabilityError> {
        let Some(delegate) = leave.delegate() else {
            return Ok(None);
        };
        let contact = self.reported(delegate)?;
        let kind = self.tables.contacts[contact].kind;
        let may_stand_in = matches!(
            kind,
            ContactKind::Person | ContactKind::Position | ContactKind::Team
        );
        if !may_stand_in || contact == away {
            return Err(AvailabilityError::NoDelegate {
                contact: key.into(),
                delegate: delegate.into(),
            });
        }
        Ok(Some(contact))
    }
}
