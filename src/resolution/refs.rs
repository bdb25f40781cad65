//! Contacts and departments as an answer names them.

use core::fmt;

use crate::contact::{ContactKind, Visibility};
use crate::id::{ContactId, DepartmentId};
use crate::tables::{ContactRow, Seat, Tables};

/// A contact in an answer.
///
/// It says who; [`Organization::contact`](crate::Organization::contact) says how to reach it, by its key:
///
/// ```
/// use switchboard::{Contact, ContactPoint, Department, Document, Point, Route, Visibility};
///
/// let mut document = Document::new();
/// document.department("company", Department::new().head("director"));
/// document.contact(
///     "director",
///     Contact::person("Managing director")
///         .point(ContactPoint::email("office@example.com").visibility(Visibility::Public))
///         .point(ContactPoint::phone("+1 555 0100").visibility(Visibility::Internal)),
/// );
/// document.route(Route::fallback("company"));
/// let organization = document.build()?;
/// let router = organization.compile();
///
/// let first = router.query("anything")?.resolve().first_contact();
/// let contact = organization.contact(first.key());
/// let shown: Vec<&str> = contact
///     .into_iter()
///     .flat_map(|contact| contact.points_for(Visibility::Public))
///     .map(Point::address)
///     .collect();
/// assert_eq!(shown, ["mailto:office@example.com"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ContactRef<'r> {
    pub(super) tables: &'r Tables,
    pub(super) seat: Seat,
    /// Whether the route is confidential, so that `Debug` is silent (X2).
    pub(super) is_confidential: bool,
}

impl<'r> ContactRef<'r> {
    #[inline(always)]
    pub(super) fn row(&self) -> &'r ContactRow {
        &self.tables.contacts[self.seat.contact]
    }

    fn at(&self, seat: Seat) -> Self {
        Self { seat, ..*self }
    }

    /// The author's key.
    #[inline(always)]
    pub fn key(&self) -> &'r str {
        &self.row().key
    }

    /// What people call it.
    #[inline(always)]
    pub fn name(&self) -> &'r str {
        &self.row().name
    }

    /// A person, a team or a touchpoint; a position is answered by a person.
    pub fn kind(&self) -> ContactKind {
        self.row().kind
    }

    /// The position by which it stands here: it holds it, or is its deputy.
    pub fn position(&self) -> Option<Self> {
        self.seat
            .position
            .map(|position| self.at(Seat::own(position)))
    }

    /// Who works at a touchpoint.
    pub fn staffed_by(&self) -> Option<Self> {
        self.row().staff.map(|staff| self.at(staff))
    }

    /// The home department.
    pub fn department(&self) -> DepartmentRef<'r> {
        DepartmentRef {
            tables: self.tables,
            id: self.row().home,
        }
    }

    /// What people call it in a language (BCP 47), else in a more general one, else its name.
    pub fn label(&self, language: &str) -> &'r str {
        let row = self.row();
        row.labels.lookup(language).unwrap_or(&row.name)
    }

    /// What somebody who may see this much is shown in place of the name (P1): the name, else that of the position by
    /// which it stands here, else that of its home department.
    pub fn shown_name(&self, seen: Visibility) -> &'r str {
        let contacts = &self.tables.contacts;
        let visible = |contact: &ContactId| contacts[*contact].name_visibility <= seen;
        let candidates = [Some(self.seat.contact), self.seat.position];
        let shown = candidates.into_iter().flatten().find(visible);
        match shown {
            Some(contact) => &contacts[contact].name,
            None => self.department().name(),
        }
    }
}

impl PartialEq for ContactRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for ContactRef<'_> {}

impl fmt::Debug for ContactRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_confidential {
            return f.write_str("ContactRef(in confidence)");
        }
        write!(f, "ContactRef({})", self.key())
    }
}

/// A department in an answer.
#[derive(Clone, Copy)]
pub struct DepartmentRef<'r> {
    pub(super) tables: &'r Tables,
    pub(super) id: DepartmentId,
}

impl<'r> DepartmentRef<'r> {
    /// The author's key.
    pub fn key(&self) -> &'r str {
        &self.tables.departments[self.id].key
    }

    /// What people call it; its key, if it has no name.
    pub fn name(&self) -> &'r str {
        &self.tables.departments[self.id].name
    }
}

impl PartialEq for DepartmentRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DepartmentRef<'_> {}

impl fmt::Debug for DepartmentRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DepartmentRef({})", self.key())
    }
}
