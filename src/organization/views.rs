//! Reading an organization: views by the author's keys.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;

use jiff::SignedDuration;

use super::model::{self, Designee};
use super::{Inner, Organization};
use crate::attribute::{Attribute, AttributeKind, Role};
use crate::contact::{ContactKind, NotificationPoints, Point, Visibility};
use crate::id::{ContactId, DepartmentId, RouteId};
use crate::topic::canonical_path;

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

    /// The attribute of this name, however it is spelt (T1).
    pub fn attribute(&self, name: &str) -> Option<AttributeView<'_>> {
        let vocabulary = &self.inner.vocabulary;
        let attribute = &vocabulary.attributes()[vocabulary.find(name)?];
        Some(AttributeView { attribute })
    }

    /// The declared topics, in the order of their paths.
    pub fn topics(&self) -> impl Iterator<Item = TopicView<'_>> {
        self.inner
            .topics
            .iter()
            .map(|(path, topic)| TopicView { path, topic })
    }

    /// The declared topic of this path, however it is spelt (T1); aliases (T4) name none.
    pub fn topic(&self, path: &str) -> Option<TopicView<'_>> {
        let canonical = canonical_path(path).ok()?;
        let (path, topic) = self.inner.topics.get_key_value(&*canonical)?;
        Some(TopicView { path, topic })
    }

    /// The keys of the policies, in their order.
    pub fn policies(&self) -> impl Iterator<Item = &str> {
        self.inner.policies.iter().map(|policy| &*policy.key)
    }

    /// The routes, in the order of their keys.
    pub fn routes(&self) -> impl Iterator<Item = RouteView<'_>> {
        self.inner.routes.ids().map(|id| RouteView {
            inner: &self.inner,
            id,
        })
    }

    /// The route of this key.
    pub fn route(&self, key: &str) -> Option<RouteView<'_>> {
        let id = self.inner.routes.find(|route| (*route.key).cmp(key))?;
        Some(RouteView {
            inner: &self.inner,
            id,
        })
    }
}

/// A department of an organization. Two are equal where they are the same one of one organization or its clones.
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
    pub fn children(self) -> impl Iterator<Item = Self> {
        self.inner.graph.children(self.id).map(move |id| Self {
            inner: self.inner,
            id,
        })
    }

    /// Its own head, if the place is not vacant.
    pub fn head(&self) -> Option<ContactView<'o>> {
        self.row().head.map(|id| self.contact(id))
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
    inner: &'o Inner,
    desk: &'o model::Desk,
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
}

impl core::fmt::Debug for DeskView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DeskView({})", self.key())
    }
}

/// A contact of an organization. Two are equal where they are the same one of one organization or its clones.
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
    pub fn points_for(self, seen: Visibility) -> impl Iterator<Item = &'o Point> {
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

/// An attribute of an organization. Two are equal where they are the same one of one organization or its clones.
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
    pub fn values(self) -> impl Iterator<Item = &'o str> {
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

/// A declared topic of an organization. Two are equal where they are the same one of one organization or its clones.
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
        self.topic.labels.lookup(language)
    }

    /// What it is called, with the language of each label.
    pub fn labels(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.topic
            .labels
            .0
            .iter()
            .map(|(language, label)| (&**language, &**label))
    }

    /// What it is about, in a language.
    pub fn description(&self, language: &str) -> Option<&'o str> {
        self.topic.description.lookup(language)
    }

    /// The paths that stand for it (T4), with the language of each; an empty one where none was given.
    pub fn aliases(self) -> impl Iterator<Item = (&'o str, &'o str)> {
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

/// A route of an organization. Two are equal where they are the same one of one organization or its clones.
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

    /// The name of its precedence (W2.1); none for the fallback, which is below all of them.
    pub fn precedence(&self) -> Option<&'o str> {
        self.inner.precedence_name(self.row().precedence)
    }

    /// The key of the designated owner: a contact or a department.
    pub fn owner(&self) -> &'o str {
        self.inner.designee_key(self.row().owner)
    }

    /// The designated owner, where it is a contact.
    pub fn owner_contact(&self) -> Option<ContactView<'o>> {
        let inner = self.inner;
        match self.row().owner {
            Designee::Contact(id) => Some(ContactView { inner, id }),
            Designee::Department(_) | Designee::Assigned(_) => None,
        }
    }

    /// The designated owner, where it is a department.
    pub fn owner_department(&self) -> Option<DepartmentView<'o>> {
        let inner = self.inner;
        match self.row().owner {
            Designee::Department(id) => Some(DepartmentView { inner, id }),
            Designee::Contact(_) | Designee::Assigned(_) => None,
        }
    }

    /// The key of the responder (O4): a contact or a department.
    pub fn responder(&self) -> Option<&'o str> {
        self.row().responder.map(|id| self.inner.designee_key(id))
    }

    /// The keys of the contacts, then of the departments, that the route itself has consulted (O3).
    pub fn consulted(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().consulted)
    }

    /// The keys of the contacts, then of the departments, that the route itself has informed (O3).
    pub fn informed(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().informed)
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

/// Views of the same row of one organization, or of clones of it, are equal.
macro_rules! equal_by {
    ($($view:ident: $content:ident $(, $id:ident)?;)*) => {$(
        impl PartialEq for $view<'_> {
            fn eq(&self, other: &Self) -> bool {
                core::ptr::eq(self.$content, other.$content) $(&& self.$id == other.$id)?
            }
        }

        impl Eq for $view<'_> {}
    )*};
}

equal_by! {
    DepartmentView: inner, id;
    DeskView: desk;
    ContactView: inner, id;
    AttributeView: attribute;
    TopicView: topic;
    RouteView: inner, id;
}

impl Inner {
    /// The keys of contacts and departments.
    fn designee_keys<'o>(
        &'o self,
        designees: &'o BTreeSet<Designee>,
    ) -> impl Iterator<Item = &'o str> + use<'o> {
        designees.iter().map(|id| self.designee_key(*id))
    }

    /// The name of a precedence; none for that of the fallback.
    pub(crate) fn precedence_name(&self, precedence: u32) -> Option<&str> {
        let at = (precedence as usize).checked_sub(1)?;
        match &self.precedences {
            Some(names) => names.get(at).map(Box::as_ref),
            None => model::DEFAULT_PRECEDENCES.get(at).copied(),
        }
    }

    /// The key of a contact or department.
    pub(crate) fn designee_key(&self, designee: Designee) -> &str {
        match designee {
            Designee::Contact(id) => &self.contacts[id].key,
            Designee::Department(id) => &self.departments[id].key,
            Designee::Assigned(id) => &self.assignments[id].key,
        }
    }
}
