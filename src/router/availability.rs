//! Who is away beside what the organization says: leave is reported daily, and compiles nothing anew (H5).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use jiff::Timestamp;

use super::{Flat, Router};
use crate::calendar::dated::Window;
use crate::contact::ContactKind;
use crate::id::ContactId;
use crate::tables::AbsenceRow;

/// Who is away, as it was reported since the organization was written: given to a router, it counts there for every
/// inquiry with an instant, before the absences of the organization.
///
/// It belongs to no organization: it names contacts by their keys, and any router takes it that knows them.
///
/// ```
/// use switchboard::{Availability, Contact, Department, Document, Leave, Route, Timestamp};
///
/// let mut document = Document::new();
/// document.department("company", Department::new().head("director"));
/// document.contact("director", Contact::person("Managing director"));
/// document.contact("deputy", Contact::person("Deputy director").department("company"));
/// document.route(Route::fallback("company"));
/// let router = document.build()?.compile();
///
/// let monday: Timestamp = "2026-11-23T08:00:00Z".parse()?;
/// let mut availability = Availability::new();
/// availability.away("director", Leave::new().from(monday).delegate("deputy"));
/// let router = router.with_availability(&availability)?;
/// let answer = router.query("anything")?.at(monday).resolve();
/// assert_eq!(answer.first_contact().key(), "deputy");
/// assert_eq!(answer.owner().key(), "director");
///
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

/// A time in which somebody is away: from an instant, until another, or both; always where neither is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    #[error("`{contact}` is no contact of this organization; write the key of one")]
    UnknownContact {
        /// Who is away or stands in.
        contact: Box<str>,
    },
    /// A position or a schedule is never away: who holds it, or is on duty by it, may be.
    #[error(
        "`{contact}` cannot be away; say who of those is away who hold the position or are on duty"
    )]
    NeverAway {
        /// Who is said to be away.
        contact: Box<str>,
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
    /// Always, for whatever reason, with nobody who stands in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Away from this instant on.
    pub fn from(mut self, from: Timestamp) -> Self {
        self.window.from = Some(from);
        self
    }

    /// Back at this instant.
    pub fn until(mut self, until: Timestamp) -> Self {
        self.window.until = Some(until);
        self
    }

    /// The key of who stands in: a person, a position or a team.
    pub fn delegate(mut self, delegate: &str) -> Self {
        self.delegate = Some(delegate.into());
        self
    }

    /// Why, for those who look at the availability; no answer tells it.
    pub fn reason(mut self, reason: &str) -> Self {
        self.reason = Some(reason.into());
        self
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

    /// The contacts of whom something was reported, with the last of it first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Leave])> {
        let all = self.away.iter();
        all.map(|(contact, leaves)| (&**contact, leaves.as_slice()))
    }
}

impl Router {
    /// The same router where these are away, in place of those who were reported before.
    ///
    /// # Errors
    ///
    /// A contact that the organization does not have, that is never away, or that cannot stand in.
    ///
    /// # Complexity
    ///
    /// Nothing is compiled: topics, routes and conditions are shared. Rows of contacts and chains are copied.
    pub fn with_availability(
        &self,
        availability: &Availability,
    ) -> Result<Self, AvailabilityError> {
        let mut reported = BTreeMap::new();
        for (key, leaves) in availability.iter() {
            let contact = self.flat.reported(key)?;
            let kind = self.flat.tables.contacts[contact].kind;
            if matches!(kind, ContactKind::Position | ContactKind::Schedule) {
                let contact = key.into();
                return Err(AvailabilityError::NeverAway { contact });
            }
            let rows = leaves.iter().map(|leave| {
                Ok(AbsenceRow {
                    window: leave.window,
                    delegate: self.flat.delegate(key, contact, leave)?,
                })
            });
            let rows: Box<[AbsenceRow]> = rows.collect::<Result<_, _>>()?;
            reported.insert(contact, rows);
        }
        let mut flat = (*self.flat).clone();
        flat.tables.reported = (!reported.is_empty()).then(|| Arc::new(reported));
        Ok(Self {
            flat: Arc::new(flat),
            organization: self.organization.clone(),
            routing: self.routing.clone(),
        })
    }
}

impl Flat {
    /// The contact of a key that was reported.
    fn reported(&self, key: &str) -> Result<ContactId, AvailabilityError> {
        let contact = self.contact(key);
        contact.ok_or_else(|| AvailabilityError::UnknownContact {
            contact: key.into(),
        })
    }

    fn delegate(
        &self,
        key: &str,
        away: ContactId,
        leave: &Leave,
    ) -> Result<Option<ContactId>, AvailabilityError> {
        let Some(delegate) = leave.delegate.as_deref() else {
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
