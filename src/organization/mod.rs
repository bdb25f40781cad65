//! The organization: a checked, immutable graph of departments, contacts, topics and routes.

mod ambiguity;
mod built;
pub(crate) mod calendars;
mod canonical;
mod coincidences;
mod dates;
mod document;
mod edit;
mod exclusion;
mod graph;
mod limits;
pub(crate) mod meaning;
pub(crate) mod model;
mod people;
mod place;
mod problem;
mod read;
mod reference;
pub(crate) mod relaxation;
pub(crate) mod rota;
mod sources;
mod template;
mod timeless;
mod uses;
mod validate;
mod views;
mod work;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jiff::{SignedDuration, Timestamp};

pub use document::{
    Absence, Assignment, Attribute, Contact, ContactPoint, Department, Desk, Document, Documents,
    Grant, Holidays, Hours, Notice, Opening, Policy, PolicyLevel, Route, Row, Schedule,
    ScheduleLayer, ScheduleOverride, Target, Term, Topic, TopicLink, When,
};
pub use edit::{Applied, Edit, EditError, EditFailure, EditReason, Fact};
pub use limits::{BuildOptions, Limits};
pub(crate) use people::Accountable;
pub use place::PathSegment;
pub(crate) use problem::nearest;
pub use problem::{BuildError, Problem, ProblemKind};
pub(crate) use template::{Designation, Escalation, Template, TemplateStep, TemplateWho};
pub use views::{
    AbsenceRef, AssignmentView, AttributeView, ContactView, DepartmentView, DeskView, Duty, Gap,
    HolderView, HoursRef, LayerRef, LinkView, NoticeView, OnDuty, OverrideRef, RouteView,
    ScheduleRef, Segment, TermRef, TopicView,
};

use crate::attribute::{AttributeKind, Role, Vocabulary};
use crate::audience::Audience;
use crate::calendar::zone::Zone;
use crate::contact::Visibility;
use crate::excluded::Excluded;
use crate::fingerprint::{Content, Fingerprint};
use crate::id::{
    AssignmentId, AttributeId, ClassId, ContactId, DepartmentId, GroupId, Id, Key, NoticeId,
    PolicyId, RequirementId, RouteId, ScheduleId, Table, TraitId,
};
use crate::inquiry::{Inquiry, InquiryError};
use crate::topic::{Aliases, Automaton, canonical_name, canonical_path};
use built::Built;
use calendars::Calendars;
use uses::Uses;

/// A checked organization. Cheap to clone: clones share one copy.
///
/// It comes from [`Document::build`], and answers inquiries by the rules as they are written ([`resolve`]); compile it
/// to answer them fast.
///
/// [`resolve`]: Organization::resolve
#[derive(Clone)]
pub struct Organization {
    pub(crate) inner: Arc<Inner>,
}

/// What an organization holds. What edits leave alone is shared with the organization that they were applied to. Ids follow the order of the keys, so no order of declarations is left (guarantee 2).
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) name: Option<Key>,
    /// The canonical tag (BCP 47) of plain names.
    pub(crate) language: Option<Box<str>>,
    /// Of local times where nothing else names one.
    pub(crate) zone: Zone,
    /// Who stands in where every head upwards is excluded: a person or position (X1).
    pub(crate) conflict_authority: Option<ContactId>,
    pub(crate) response_target: Option<SignedDuration>,
    /// As written, ascending; none where the default list stands.
    pub(crate) precedences: Option<Vec<Box<str>>>,
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// What the values of the audience attribute may see, by canonical value.
    pub(crate) sees: BTreeMap<Box<str>, Visibility>,
    pub(crate) departments: Table<DepartmentId, Arc<model::Department>>,
    pub(crate) root: DepartmentId,
    /// The root's head, a person (O1).
    pub(crate) root_head: ContactId,
    pub(crate) contacts: Table<ContactId, Arc<model::Contact>>,
    pub(crate) topics: Arc<BTreeMap<Box<str>, model::Topic>>,
    pub(crate) aliases: Arc<Aliases>,
    /// By name, in canonical form.
    pub(crate) conditions: Arc<BTreeMap<Box<str>, model::Condition>>,
    pub(crate) policies: Arc<Table<PolicyId, model::Policy>>,
    pub(crate) assignments: Table<AssignmentId, Arc<model::Assignment>>,
    pub(crate) calendars: Arc<Calendars>,
    /// In the order of their keys.
    pub(crate) notices: Arc<Table<NoticeId, model::Notice>>,
    /// In the order of their keys.
    pub(crate) schedules: Arc<Table<ScheduleId, rota::Schedule>>,
    /// The sets of skills that topics require; the empty one first, the others sorted.
    pub(crate) requirements: Arc<Table<RequirementId, BTreeSet<Box<str>>>>,
    /// What declared topics say of all below them; 0 where nothing is said.
    pub(crate) traits: Arc<Table<TraitId, model::Traits>>,
    /// Other keys of contacts: those that they had, and foreign ids.
    pub(crate) further_contacts: Arc<BTreeMap<Box<str>, ContactId>>,
    /// Other keys of departments.
    pub(crate) further_departments: Arc<BTreeMap<Box<str>, DepartmentId>>,
    pub(crate) routes: Arc<Table<RouteId, Arc<model::Route>>>,
    /// Where each route stood in the document's list, for messages.
    pub(crate) route_places: Arc<Table<RouteId, u32>>,
    pub(crate) uses: Arc<Uses>,
    pub(crate) fallback: RouteId,
    pub(crate) groups: Arc<Table<GroupId, model::Group>>,
    pub(crate) automaton: Arc<Automaton>,
    pub(crate) graph: Arc<graph::Graph>,
    pub(crate) built: Built,
    /// The facts that the fingerprint is over.
    pub(crate) content: Content,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) warnings: Vec<Problem>,
}

impl Organization {
    /// What it is called.
    pub fn name(&self) -> Option<&str> {
        self.inner.name.as_deref()
    }

    /// The name of its content: see [`Fingerprint`].
    pub fn fingerprint(&self) -> Fingerprint {
        self.inner.fingerprint
    }

    /// What may be wrong with it, though it can be used.
    pub fn warnings(&self) -> &[Problem] {
        &self.inner.warnings
    }

    /// Its canonical document: built again, it gives an organization of the same fingerprint.
    pub fn to_document(&self) -> Document {
        canonical::document(&self.inner)
    }

    /// Who asks, as far as an inquiry says it: by the attributes of role `audience`, `channel` and `language`, their
    /// defaults included.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4).
    pub fn audience_of(&self, inquiry: &Inquiry) -> Result<Audience, InquiryError> {
        let inner = &self.inner;
        let mut given = BTreeMap::new();
        for (name, value) in inquiry.attributes() {
            let id = inner.attribute(name)?;
            inner.class(id, value)?;
            given.insert(id, value);
        }
        let value_of = |role: Role| {
            let (id, attribute) = inner.vocabulary.of_role(role)?;
            let default = attribute.declared().default.as_deref();
            let value = given.get(&id).copied().or(default)?;
            let is_open = attribute.kind() == AttributeKind::Open;
            let canonical = canonical_name(value).ok().filter(|_| !is_open);
            Some(canonical.map_or_else(|| value.into(), Cow::into_owned))
        };
        let value: Option<String> = value_of(Role::Audience);
        let mut audience = Audience::new(self.audience(value.as_deref())?);
        if let Some(value) = &value {
            audience = audience.value(value);
        }
        if let Some(channel) = value_of(Role::Channel) {
            audience = audience.channel(&channel);
        }
        if let Some(language) = value_of(Role::Language) {
            audience = audience.language(&language);
        }
        Ok(audience)
    }

    /// What an audience may see (P1): what the attribute of role `audience` declares for the value; `public` for an
    /// unknown audience, and where there is no such attribute.
    ///
    /// # Errors
    ///
    /// A value outside the attribute's vocabulary (A4).
    pub fn audience(&self, value: Option<&str>) -> Result<Visibility, InquiryError> {
        let Some((id, attribute)) = self.inner.vocabulary.of_role(Role::Audience) else {
            return Ok(Visibility::Public);
        };
        let class = match value {
            Some(value) => self.inner.class(id, value)?,
            None => attribute.when_missing(),
        };
        let visibility = attribute
            .witness(class)
            .and_then(|value| self.inner.sees.get(&*value).copied());
        Ok(visibility.unwrap_or_default())
    }
}

impl From<Inner> for Organization {
    fn from(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }
}

impl fmt::Debug for Organization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Organization");
        out.field("name", &self.name())
            .field("fingerprint", &self.fingerprint());
        out.field("departments", &self.inner.departments.len())
            .field("contacts", &self.inner.contacts.len());
        out.field("routes", &self.inner.routes.len())
            .finish_non_exhaustive()
    }
}

/// An inquiry's words, judged: the canonical topic with its alias replaced, and one class for each attribute.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) topic: Box<str>,
    pub(crate) classes: Vec<ClassId>,
    pub(crate) excluded: Excluded,
    /// When it is asked; without an instant no calendar is read (H7).
    pub(crate) at: Option<Timestamp>,
}

impl Inner {
    /// Where a route stood in the document's list.
    pub(crate) fn place_of(&self, route: RouteId) -> usize {
        self.route_places[route] as usize
    }

    /// What an inquiry must be to be resolved, for the reference and `explain`.
    pub(crate) fn prepare(&self, inquiry: &Inquiry) -> Result<Prepared, InquiryError> {
        let topic_error = |reason| InquiryError::Topic {
            topic: inquiry.topic().into(),
            reason,
        };
        let canonical = canonical_path(inquiry.topic()).map_err(topic_error)?;
        let topic = self.aliases.replace(canonical).map_err(topic_error)?.into();
        let mut classes: Vec<ClassId> = self.vocabulary.missing().collect();
        let mut given = BTreeSet::new();
        for (name, value) in inquiry.attributes() {
            let id = self.attribute(name)?;
            let class = self.class(id, value)?;
            if !given.insert(id) {
                return Err(InquiryError::RepeatedAttribute {
                    attribute: name.into(),
                });
            }
            if let Some(slot) = classes.get_mut(id.index()) {
                *slot = class;
            }
        }
        let excluded = self.excluded(inquiry.excluded(), Excluded::none())?;
        Ok(Prepared {
            topic,
            classes,
            excluded,
            at: inquiry.instant(),
        })
    }

    /// The attribute of this name (A4).
    pub(crate) fn attribute(&self, name: &str) -> Result<AttributeId, InquiryError> {
        meaning::attribute(&self.vocabulary, name)
    }

    /// The class of a value (A4).
    pub(crate) fn class(&self, id: AttributeId, value: &str) -> Result<ClassId, InquiryError> {
        meaning::class(&self.vocabulary, id, value)
    }
}
