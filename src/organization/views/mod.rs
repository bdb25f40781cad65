//! Reading an organization: views by the author's keys.

mod absence;
mod assignment;
mod at;
mod attribute;
mod hours;
mod notice;
mod people;
mod route;
mod schedule;
mod term;
mod topic;

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;

pub use absence::AbsenceRef;
pub use assignment::{AssignmentView, HolderView};
pub use attribute::AttributeView;
pub use hours::HoursRef;
pub use notice::NoticeView;
pub use people::{ContactView, DepartmentView, DeskView};
pub use route::RouteView;
pub use schedule::{Duty, Gap, LayerRef, OnDuty, OverrideRef, ScheduleRef, Segment};
pub use term::TermRef;
pub use topic::{LinkView, TopicView};

use super::model::{self, Designee};
use super::{Inner, Organization};
use crate::id::DepartmentId;
use crate::topic::{canonical_name, canonical_path};

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

    /// The department of this key; also by a key that it had, or by its id in another system.
    pub fn department(&self, key: &str) -> Option<DepartmentView<'_>> {
        let id = self.inner.find_department(key)?;
        Some(DepartmentView {
            inner: &self.inner,
            id,
        })
    }

    /// The contacts, in the order of their keys. The schedules are among them, as [`ContactKind::Schedule`].
    ///
    /// [`ContactKind::Schedule`]: crate::ContactKind::Schedule
    pub fn contacts(&self) -> impl Iterator<Item = ContactView<'_>> {
        self.inner.contacts.ids().map(|id| ContactView {
            inner: &self.inner,
            id,
        })
    }

    /// The contact, or schedule, of this key; also by a key that it had, or by its id in another system.
    pub fn contact(&self, key: &str) -> Option<ContactView<'_>> {
        let id = self.inner.find_contact(key)?;
        Some(ContactView {
            inner: &self.inner,
            id,
        })
    }

    /// The tag (BCP 47) of the language of plain names.
    pub fn language(&self) -> Option<&str> {
        self.inner.language.as_deref()
    }

    /// The name of the time zone (IANA) of local times where nothing else says one.
    pub fn zone(&self) -> &str {
        self.inner.zone.name()
    }

    /// The person or position that stands in where every head upwards is excluded (X1).
    pub fn conflict_authority(&self) -> Option<ContactView<'_>> {
        let id = self.inner.conflict_authority?;
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
            .map(|(path, topic)| self.topic_view(path, topic))
    }

    /// The declared topic of this path, however it is spelt (T1); aliases (T4) name none.
    pub fn topic(&self, path: &str) -> Option<TopicView<'_>> {
        let canonical = canonical_path(path).ok()?;
        let (path, topic) = self.inner.topics.get_key_value(&*canonical)?;
        Some(self.topic_view(path, topic))
    }

    fn topic_view<'o>(&'o self, path: &'o str, topic: &'o model::Topic) -> TopicView<'o> {
        TopicView {
            inner: &self.inner,
            path,
            topic,
        }
    }

    /// The named conditions, in the order of their canonical names, each as text.
    pub fn conditions(&self) -> impl Iterator<Item = (&str, String)> {
        let conditions = self.inner.conditions.iter();
        conditions.map(|(name, condition)| (&**name, condition.written.text()))
    }

    /// The condition of this name, however it is spelt (T1), as text.
    pub fn condition(&self, name: &str) -> Option<String> {
        let canonical = canonical_name(name).ok()?;
        let condition = self.inner.conditions.get(&*canonical)?;
        Some(condition.written.text())
    }

    /// The assignments, in the order of their keys.
    pub fn assignments(&self) -> impl Iterator<Item = AssignmentView<'_>> {
        self.inner.assignments.ids().map(|id| AssignmentView {
            inner: &self.inner,
            id,
        })
    }

    /// The assignment of this key.
    pub fn assignment(&self, key: &str) -> Option<AssignmentView<'_>> {
        let assignments = &self.inner.assignments;
        let id = assignments.find(|assignment| (*assignment.key).cmp(key))?;
        Some(AssignmentView {
            inner: &self.inner,
            id,
        })
    }

    /// The notices, in the order of their keys.
    pub fn notices(&self) -> impl Iterator<Item = NoticeView<'_>> {
        self.inner.notices.ids().map(|id| NoticeView {
            inner: &self.inner,
            id,
        })
    }

    /// The notice of this key.
    pub fn notice(&self, key: &str) -> Option<NoticeView<'_>> {
        let id = self.inner.notices.find(|notice| (*notice.key).cmp(key))?;
        Some(NoticeView {
            inner: &self.inner,
            id,
        })
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

    /// The schedules, in the order of their keys.
    pub fn schedules(&self) -> impl Iterator<Item = ScheduleRef<'_>> {
        self.inner.schedules.ids().map(|id| ScheduleRef {
            inner: &self.inner,
            id,
        })
    }

    /// The schedule of this key.
    pub fn schedule(&self, key: &str) -> Option<ScheduleRef<'_>> {
        let id = self.inner.schedules.find(|own| (*own.key).cmp(key))?;
        Some(ScheduleRef {
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
    AbsenceRef: absence;
    AssignmentView: inner, id;
    HolderView: holder;
    LinkView: link;
    NoticeView: inner, id;
    ScheduleRef: inner, id;
    HoursRef: inner, id;
}

impl Inner {
    /// The keys of contacts and departments.
    fn designee_keys<'o>(
        &'o self,
        designees: &'o BTreeSet<Designee>,
    ) -> impl Iterator<Item = &'o str> + use<'o> {
        designees.iter().map(|id| self.designee_key(*id))
    }

    /// The department of this key, or of this former key or foreign id.
    pub(crate) fn find_department(&self, key: &str) -> Option<DepartmentId> {
        let own = self
            .departments
            .find(|department| (*department.key).cmp(key));
        own.or_else(|| self.further_departments.get(key).copied())
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
