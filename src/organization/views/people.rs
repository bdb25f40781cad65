//! Departments with their desks, and contacts.

use alloc::string::String;

use jiff::{SignedDuration, Timestamp};

use super::HoursRef;
use crate::contact::{ContactKind, NotificationPoints, Point, Visibility};
use crate::id::{ContactId, DepartmentId};
use crate::organization::Inner;
use crate::organization::model::{self, Designee};

/// A department of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct DepartmentView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: DepartmentId,
}

impl<'o> DepartmentView<'o> {
    pub(super) fn row(&self) -> &'o model::Department {
        &self.inner.departments[self.id]
    }

    pub(super) fn contact(&self, id: ContactId) -> ContactView<'o> {
        ContactView {
            inner: self.inner,
            id,
        }
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// What people call it; its key, if it has no name.
    pub fn name(&self) -> &'o str {
        self.row().name.as_deref().unwrap_or(&self.row().key)
    }

    /// What people call it in a language (BCP 47), or in the nearest more general one (RFC 4647, lookup); else its name,
    /// its label in the organization's language, or its key.
    pub fn label(&self, language: &str) -> &'o str {
        let row = self.row();
        let in_language = row.labels.lookup(language).or(row.name.as_deref());
        let plain = || row.labels.lookup(self.inner.language.as_deref()?);
        in_language.or_else(plain).unwrap_or(&row.key)
    }

    /// What people call it by language: the tag of each (BCP 47), and the label.
    pub fn labels(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.row().labels.iter()
    }

    /// The ids by which other systems know it, `scheme:value`, sorted.
    pub fn ids(self) -> impl Iterator<Item = &'o str> {
        self.row().ids.iter().map(|id| &**id)
    }

    /// The keys that it had, sorted. They keep working.
    pub fn formerly(self) -> impl Iterator<Item = &'o str> {
        self.row().formerly.iter().map(|key| &**key)
    }

    /// Whether it is a legal entity or an independent office, so that escalation ends at its head (C1). The root always
    /// is one.
    pub fn is_authority(&self) -> bool {
        self.row().is_authority || self.id == self.inner.root
    }

    /// Whether it, or a department above it, is outside the organization: it may answer, and is never accountable (O1).
    pub fn is_external(&self) -> bool {
        self.row().is_external
    }

    /// The department above.
    pub fn parent(&self) -> Option<Self> {
        self.row().parent.map(|id| Self {
            inner: self.inner,
            id,
        })
    }

    /// The departments directly below, in the order of their keys.
    pub fn children(self) -> impl Iterator<Item = Self> {
        self.inner.graph.children(self.id).map(move |id| Self {
            inner: self.inner,
            id,
        })
    }

    /// Its own head, a person or position, whom it names without dates. Never that of an external department.
    pub fn head(&self) -> Option<ContactView<'o>> {
        let head = self.row().head.otherwise.filter(|_| !self.is_external());
        head.map(|id| self.contact(id))
    }

    /// Of an external department, the person or position of the organization that is accountable for it, if it names one
    /// itself, and without dates.
    pub fn liaison(&self) -> Option<ContactView<'o>> {
        let liaison = self.row().head.otherwise.filter(|_| self.is_external());
        liaison.map(|id| self.contact(id))
    }

    /// The contacts that it lists as members, in the order of their keys.
    pub fn members(self) -> impl Iterator<Item = ContactView<'o>> {
        self.row().members.iter().map(move |id| self.contact(*id))
    }

    /// Its desks.
    pub fn desks(self) -> impl Iterator<Item = DeskView<'o>> {
        self.row().desks.iter().map(move |desk| DeskView {
            inner: self.inner,
            desk,
        })
    }

    /// The department to which hard cases go.
    pub fn escalates_to(&self) -> Option<Self> {
        self.row().escalates_to.map(|id| Self {
            inner: self.inner,
            id,
        })
    }

    /// Within what time it answers, where it says so itself.
    pub fn response_target(&self) -> Option<SignedDuration> {
        self.row().response_target
    }

    /// The keys of the contacts, then of the departments, that are consulted on whatever it owns (O3).
    pub fn consulted(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().consulted)
    }

    /// The keys of the contacts, then of the departments, that are informed of whatever it owns (O3).
    pub fn informed(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().informed)
    }
}

impl core::fmt::Debug for DepartmentView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DepartmentView({})", self.key())
    }
}

/// A desk of a department. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct DeskView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) desk: &'o model::Desk,
}

impl<'o> DeskView<'o> {
    /// Who staffs it; none where an assignment says.
    pub fn contact(&self) -> Option<ContactView<'o>> {
        let inner = self.inner;
        match self.desk.who {
            Designee::Contact(id) => Some(ContactView { inner, id }),
            _ => None,
        }
    }

    /// The key of the contact or assignment that staffs it.
    pub fn key(&self) -> &'o str {
        self.inner.designee_key(self.desk.who)
    }

    /// Under what condition, as text; empty for none.
    pub fn condition(&self) -> String {
        self.desk.condition.written.text()
    }

    /// From when it stands; none where it always did.
    pub fn from(&self) -> Option<Timestamp> {
        self.desk.times.window.from
    }

    /// Until when it stands, that instant left out (H1); none where it always will.
    pub fn until(&self) -> Option<Timestamp> {
        self.desk.times.window.until
    }

    /// The hours in which it is open; none where they do not matter.
    pub fn during(&self) -> Option<HoursRef<'o>> {
        let (inner, id) = (self.inner, self.desk.times.during?);
        Some(HoursRef { inner, id })
    }

    /// Whether the contact's languages, areas and skills are a condition, too (O4).
    pub fn serves(&self) -> bool {
        self.desk.serves.is_some()
    }
}

impl core::fmt::Debug for DeskView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DeskView({})", self.key())
    }
}

/// A contact of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct ContactView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: ContactId,
}

impl<'o> ContactView<'o> {
    pub(super) fn row(&self) -> &'o model::Contact {
        &self.inner.contacts[self.id]
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    fn contact(&self, id: ContactId) -> Self {
        Self {
            inner: self.inner,
            id,
        }
    }

    /// What people call it.
    pub fn name(&self) -> &'o str {
        &self.row().name
    }

    /// What people call it in a language (BCP 47), or in the nearest more general one (RFC 4647, lookup); else its name.
    pub fn label(&self, language: &str) -> &'o str {
        self.row().labels.lookup(language).unwrap_or(self.name())
    }

    /// What people call it in languages other than that of its name: the tag of each (BCP 47), and the label.
    pub fn labels(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.row().labels.iter()
    }

    /// What it is, as "Head of billing".
    pub fn title(&self) -> Option<&'o str> {
        self.row().title.as_deref()
    }

    /// Who may be shown the name (P1).
    pub fn name_visibility(&self) -> Visibility {
        self.row().name_visibility
    }

    /// What somebody who may see this much is shown as its name (P1): the name, else that of the home department.
    ///
    /// Where a position is why it was named, an answer shows the name of the position instead.
    pub fn shown_name(&self, seen: Visibility) -> &'o str {
        if self.name_visibility() <= seen {
            return self.name();
        }
        self.department().name()
    }

    /// A person, a position, a team or a touchpoint, or a schedule.
    pub fn kind(&self) -> ContactKind {
        self.row().kind
    }

    /// The home department: the declared one; else the deepest that contains all departments that name the contact as
    /// head, member, desk or schedule; else, for a touchpoint, that of who staffs it; else the root.
    pub fn department(&self) -> DepartmentView<'o> {
        DepartmentView {
            inner: self.inner,
            id: self.row().home,
        }
    }

    /// The person who holds the position, and is named without dates; none where it is vacant, and for what is no
    /// position.
    pub fn holder(&self) -> Option<Self> {
        self.row().holder.otherwise.map(|id| self.contact(id))
    }

    /// The persons who stand in for the position's holder, the first first.
    pub fn deputies(self) -> impl Iterator<Item = Self> {
        self.row().deputies.iter().map(move |id| self.contact(*id))
    }

    /// The positions that it holds, at some time or always, in the order of their keys.
    ///
    /// # Complexity
    ///
    /// Linear in the contacts of the organization.
    pub fn positions(self) -> impl Iterator<Item = Self> {
        let held = self.inner.contacts.enumerate();
        held.filter(move |(_, other)| other.holder.all().any(|holder| *holder == self.id))
            .map(move |(id, _)| self.contact(id))
    }

    /// The persons who are picked from in a team, each with a weight of 1 to 100, in the order of their keys.
    pub fn members(self) -> impl Iterator<Item = (Self, u8)> {
        let members = self.row().members.iter();
        members.map(move |(id, weight)| (self.contact(*id), *weight))
    }

    /// Who works at the touchpoint: a person, a position or a team.
    pub fn staffed_by(&self) -> Option<Self> {
        self.row().staffed_by.map(|id| self.contact(id))
    }

    /// The tags (BCP 47) of the languages that it speaks, sorted.
    pub fn languages(self) -> impl Iterator<Item = &'o str> {
        self.row().languages.iter().map(|tag| &**tag)
    }

    /// The areas that it serves: values of the attribute of role `region`, in canonical form, sorted.
    pub fn areas(self) -> impl Iterator<Item = &'o str> {
        self.row().areas.iter().map(|area| &**area)
    }

    /// The skills that it has, in canonical form (T1), sorted.
    pub fn skills(self) -> impl Iterator<Item = &'o str> {
        self.row().skills.iter().map(|skill| &**skill)
    }

    /// The ids by which other systems know it, `scheme:value`, sorted.
    pub fn ids(self) -> impl Iterator<Item = &'o str> {
        self.row().ids.iter().map(|id| &**id)
    }

    /// The keys that it had, sorted. They keep working.
    pub fn formerly(self) -> impl Iterator<Item = &'o str> {
        self.row().formerly.iter().map(|key| &**key)
    }

    /// What it may see itself of others' points and names (P1): as a partner where it is at home in an external
    /// department, else everything.
    pub fn sees(&self) -> Visibility {
        if self.department().is_external() {
            Visibility::Partner
        } else {
            Visibility::Internal
        }
    }

    /// The points that somebody who may see this much is shown (P1), the preferred one first.
    pub fn points_for(self, seen: Visibility) -> impl Iterator<Item = &'o Point> {
        self.row()
            .points
            .iter()
            .filter(move |point| point.visibility() <= seen)
    }

    /// All points of its own, for notifying the contact.
    ///
    /// A position often has none: its [`holder`](Self::holder) has, or the first of its [`deputies`](Self::deputies). Nor
    /// need a touchpoint have any: who [staffs](Self::staffed_by) it has.
    pub fn notification_points(&self) -> NotificationPoints<'o> {
        NotificationPoints::new(&self.row().points)
    }
}

impl core::fmt::Debug for ContactView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ContactView({})", self.key())
    }
}
