//! Reading an organization: views by the author's keys.

use alloc::boxed::Box;
use alloc::string::String;

use jiff::SignedDuration;

use super::model::{self, Designee};
use super::{Inner, Organization};
use crate::attribute::{Attribute, AttributeKind, Role};
use crate::contact::{ContactKind, NotificationPoints, Point, Visibility};
use crate::id::{ContactId, DepartmentId, RouteId};

impl Organization {
    /// The departments, in the order of their keys.
    pub fn departments(&self) -> impl Iterator<Item = DepartmentView<'_>> {
        self.inner.departments.ids().map(|id| DepartmentView {
            inner: &self.inner,
            id,
        })
    }

    /// The department above all others.
    pub fn root(&self) -> DepartmentView<'_> {
        DepartmentView {
            inner: &self.inner,
            id: self.inner.root,
        }
    }

    /// The department of this key.
    pub fn department(&self, key: &str) -> Option<DepartmentView<'_>> {
        let id = self
            .inner
            .departments
            .find(|department| (*department.key).cmp(key))?;
        Some(DepartmentView {
            inner: &self.inner,
            id,
        })
    }

    /// The contacts, in the order of their keys.
    pub fn contacts(&self) -> impl Iterator<Item = ContactView<'_>> {
        self.inner.contacts.ids().map(|id| ContactView {
            inner: &self.inner,
            id,
        })
    }

    /// The contact of this key.
    pub fn contact(&self, key: &str) -> Option<ContactView<'_>> {
        let id = self
            .inner
            .contacts
            .find(|contact| (*contact.key).cmp(key))?;
        Some(ContactView {
            inner: &self.inner,
            id,
        })
    }

    /// The attributes, in order of importance.
    pub fn attributes(&self) -> impl Iterator<Item = AttributeView<'_>> {
        self.inner
            .vocabulary
            .attributes()
            .iter()
            .map(|attribute| AttributeView { attribute })
    }

    /// The declared topics, in the order of their paths.
    pub fn topics(&self) -> impl Iterator<Item = TopicView<'_>> {
        self.inner
            .topics
            .iter()
            .map(|(path, topic)| TopicView { path, topic })
    }

    /// The routes, in the order of their keys.
    pub fn routes(&self) -> impl Iterator<Item = RouteView<'_>> {
        self.inner.routes.ids().map(|id| RouteView {
            inner: &self.inner,
            id,
        })
    }
}

/// A department of an organization.
#[derive(Clone, Copy)]
pub struct DepartmentView<'o> {
    inner: &'o Inner,
    id: DepartmentId,
}

impl<'o> DepartmentView<'o> {
    fn row(&self) -> &'o model::Department {
        &self.inner.departments[self.id]
    }

    fn contact(&self, id: ContactId) -> ContactView<'o> {
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

    /// The department above.
    pub fn parent(&self) -> Option<Self> {
        self.row().parent.map(|id| Self {
            inner: self.inner,
            id,
        })
    }

    /// The departments directly below, in the order of their keys.
    pub fn children(&self) -> impl Iterator<Item = Self> {
        self.inner.graph.children(self.id).map(|id| Self {
            inner: self.inner,
            id,
        })
    }

    /// Its own head, if the place is not vacant.
    pub fn head(&self) -> Option<ContactView<'o>> {
        self.row().head.map(|id| self.contact(id))
    }

    /// The contacts that it lists as members, in the order of their keys.
    pub fn members(&self) -> impl Iterator<Item = ContactView<'o>> {
        self.row().members.iter().map(|id| self.contact(*id))
    }

    /// Its desks.
    pub fn desks(&self) -> impl Iterator<Item = DeskView<'o>> {
        self.row().desks.iter().map(|desk| DeskView {
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
}

impl core::fmt::Debug for DepartmentView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DepartmentView({})", self.key())
    }
}

/// A desk of a department.
#[derive(Clone, Copy)]
pub struct DeskView<'o> {
    inner: &'o Inner,
    desk: &'o model::Desk,
}

impl<'o> DeskView<'o> {
    /// Who staffs it.
    pub fn contact(&self) -> ContactView<'o> {
        ContactView {
            inner: self.inner,
            id: self.desk.contact,
        }
    }

    /// Under what condition, as text; empty for none.
    pub fn condition(&self) -> String {
        self.desk.condition.written.text()
    }
}

impl core::fmt::Debug for DeskView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DeskView({})", self.contact().key())
    }
}

/// A contact of an organization.
#[derive(Clone, Copy)]
pub struct ContactView<'o> {
    inner: &'o Inner,
    id: ContactId,
}

impl<'o> ContactView<'o> {
    fn row(&self) -> &'o model::Contact {
        &self.inner.contacts[self.id]
    }

    /// The author's key.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// What people call it.
    pub fn name(&self) -> &'o str {
        &self.row().name
    }

    /// A person, a team or a touchpoint.
    pub fn kind(&self) -> ContactKind {
        self.row().kind
    }

    /// The home department: the declared one; else the deepest that contains all departments that name the contact as
    /// head, member or desk; else the root.
    pub fn department(&self) -> DepartmentView<'o> {
        DepartmentView {
            inner: self.inner,
            id: self.row().home,
        }
    }

    /// The points that somebody who may see this much is shown (P1), the preferred one first.
    pub fn points_for(&self, seen: Visibility) -> impl Iterator<Item = &'o Point> {
        self.row()
            .points
            .iter()
            .filter(move |point| point.visibility() <= seen)
    }

    /// All points, for notifying the contact.
    pub fn notification_points(&self) -> NotificationPoints<'o> {
        NotificationPoints::new(&self.row().points)
    }
}

impl core::fmt::Debug for ContactView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ContactView({})", self.key())
    }
}

/// An attribute of an organization.
#[derive(Clone, Copy)]
pub struct AttributeView<'o> {
    attribute: &'o Attribute,
}

impl<'o> AttributeView<'o> {
    /// The name, in canonical form.
    pub fn name(&self) -> &'o str {
        self.attribute.name()
    }

    /// What values it takes.
    pub fn kind(&self) -> AttributeKind {
        self.attribute.kind()
    }

    /// What the crate may use it for.
    pub fn role(&self) -> Option<Role> {
        self.attribute.declared().role
    }

    /// The declared values in canonical form: ascending for an ordered attribute, none for an open one.
    pub fn values(&self) -> impl Iterator<Item = &'o str> {
        self.attribute
            .declared()
            .values
            .iter()
            .map(|value| &**value)
    }

    /// The value that a missing one counts as.
    pub fn default(&self) -> Option<&'o str> {
        self.attribute.declared().default.as_deref()
    }
}

impl core::fmt::Debug for AttributeView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "AttributeView({})", self.name())
    }
}

/// A declared topic of an organization.
#[derive(Clone, Copy)]
pub struct TopicView<'o> {
    path: &'o str,
    topic: &'o model::Topic,
}

impl<'o> TopicView<'o> {
    /// The canonical path.
    pub fn path(&self) -> &'o str {
        self.path
    }

    /// What it is called in a language.
    pub fn label(&self, language: &str) -> Option<&'o str> {
        self.topic.labels.get(language).map(|label| &**label)
    }

    /// What it is called, with the language of each label.
    pub fn labels(&self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.topic
            .labels
            .iter()
            .map(|(language, label)| (&**language, &**label))
    }

    /// What it is about, in a language.
    pub fn description(&self, language: &str) -> Option<&'o str> {
        self.topic.description.get(language).map(|text| &**text)
    }

    /// The paths that stand for it (T4), with the language of each; an empty one where none was given.
    pub fn aliases(&self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.topic
            .aliases
            .iter()
            .flat_map(|(language, paths)| paths.iter().map(move |path| (&**language, &**path)))
    }
}

impl core::fmt::Debug for TopicView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TopicView({})", self.path)
    }
}

/// A route of an organization.
#[derive(Clone, Copy)]
pub struct RouteView<'o> {
    inner: &'o Inner,
    id: RouteId,
}

impl<'o> RouteView<'o> {
    fn row(&self) -> &'o model::Route {
        &self.inner.routes[self.id]
    }

    /// The author's key, or the one made of pattern and condition.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// The canonical pattern, aliases replaced.
    pub fn pattern(&self) -> &'o str {
        self.row().pattern.as_str()
    }

    /// Whether it covers only what the pattern matches, not what is below.
    pub fn is_exact(&self) -> bool {
        self.row().exact
    }

    /// Whether it is the fallback (W4).
    pub fn is_fallback(&self) -> bool {
        self.row().is_fallback()
    }

    /// Under what condition, as text; empty for none.
    pub fn condition(&self) -> String {
        self.row().condition.written.text()
    }

    /// The key of the designated owner: a contact or a department.
    pub fn owner(&self) -> &'o str {
        self.inner.designee_key(self.row().owner)
    }

    /// The key of the policy.
    pub fn policy(&self) -> Option<&'o str> {
        self.row().policy.map(|id| &*self.inner.policies[id].key)
    }
}

impl core::fmt::Debug for RouteView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "RouteView({})", self.key())
    }
}

impl Inner {
    /// The key of a contact or department.
    pub(crate) fn designee_key(&self, designee: Designee) -> &str {
        match designee {
            Designee::Contact(id) => &self.contacts[id].key,
            Designee::Department(id) => &self.departments[id].key,
        }
    }

    /// The names of the precedences, ascending.
    pub(crate) fn precedence_names(&self) -> alloc::vec::Vec<&str> {
        match &self.precedences {
            Some(names) => names.iter().map(Box::as_ref).collect(),
            None => DEFAULT_PRECEDENCES.to_vec(),
        }
    }
}

/// The precedences of an organization that lists none, ascending (W2.1).
pub(crate) const DEFAULT_PRECEDENCES: [&str; 3] = ["low", "normal", "high"];
/// The precedence of a route that names none.
pub(crate) const NORMAL: &str = "normal";
