//! Chains before any inquiry: the steps of a route, with the questions that only an inquiry answers (C1 to C5).
//!
//! Compiling turns templates into the router's rows; the checks use them to judge limits and idle levels.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Inner;
use super::model::{Designee, Floor, Route, Target};
use super::problem::{Place, ProblemKind, Problems};
use crate::contact::ContactKind;
use crate::id::{AttributeId, ContactId, DepartmentId, PolicyId};
use crate::level::{LevelKind, Reminders};
use crate::tables::SLOTS;

/// The delay where nothing says otherwise (C3).
pub(crate) const DEFAULT_RESPONSE: SignedDuration = SignedDuration::from_mins(30);

/// The steps that a route's chain may have.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) steps: Vec<TemplateStep>,
    /// Without repetition, in the order in which they come up.
    pub(crate) questions: Vec<Question>,
    pub(crate) final_authority: ContactId,
}

/// What only an inquiry answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// Which desk of the department answers.
    Desk(DepartmentId),
    /// The rank of the inquiry's value.
    Rank(AttributeId),
}

/// A step of a template.
#[derive(Debug)]
pub(crate) struct TemplateStep {
    pub(crate) who: TemplateWho,
    pub(crate) department: DepartmentId,
    pub(crate) kind: LevelKind,
    pub(crate) due: SignedDuration,
    pub(crate) floor: Option<Floor>,
    pub(crate) reminders: Option<Reminders>,
    /// The level of the policy that asked for it.
    pub(crate) level: Option<usize>,
}

/// Who stands at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TemplateWho {
    Contact(ContactId),
    /// The best desk of a department, else this contact.
    Desk(DepartmentId, ContactId),
}

/// What decides a route's chain: routes that agree on it share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Designation {
    pub(crate) owner: Designee,
    pub(crate) responder: Option<Designee>,
    pub(crate) policy: Option<PolicyId>,
}

impl Route {
    pub(crate) fn designation(&self) -> Designation {
        Designation {
            owner: self.owner,
            responder: self.responder,
            policy: self.policy,
        }
    }
}

impl Inner {
    /// A department, the one above it, and so on up to the root.
    pub(crate) fn upwards(&self, department: DepartmentId) -> impl Iterator<Item = DepartmentId> {
        core::iter::successors(Some(department), |id| self.departments[*id].parent)
    }

    /// The head of a department, or of the nearest one above that has one; and whose head it is (O1).
    ///
    /// The root has a head, so there is one.
    pub(crate) fn head(&self, department: DepartmentId) -> (ContactId, DepartmentId) {
        let up = self.upwards(department);
        let mut heads = up.filter_map(|id| self.departments[id].head.map(|head| (head, id)));
        heads.next().unwrap_or((self.root_head, self.root))
    }

    /// The person who is accountable, the owning department, and whose head the person is as head (O1).
    pub(crate) fn accountable(
        &self,
        owner: Designee,
    ) -> (ContactId, DepartmentId, Option<DepartmentId>) {
        let department = match owner {
            Designee::Department(id) => id,
            Designee::Assigned(_) => self.root,
            Designee::Contact(id) => {
                let home = self.contacts[id].home;
                if self.contacts[id].kind == ContactKind::Person {
                    return (id, home, None);
                }
                home
            }
        };
        let (head, from) = self.head(department);
        (head, department, Some(from))
    }

    /// The contacts that are parties, sorted (O3). A department stands for its head.
    pub(crate) fn parties<'a>(
        &'a self,
        designees: impl Iterator<Item = &'a Designee>,
    ) -> BTreeSet<ContactId> {
        let contacts = designees.map(|designee| match designee {
            Designee::Contact(id) => *id,
            Designee::Department(id) => self.head(*id).0,
            Designee::Assigned(_) => self.root_head,
        });
        contacts.collect()
    }

    /// Within what time a level of this department answers (C3).
    fn response(&self, department: DepartmentId) -> SignedDuration {
        let mut up = self.upwards(department);
        let target = up.find_map(|id| self.departments[id].response_target);
        target.or(self.response_target).unwrap_or(DEFAULT_RESPONSE)
    }

    /// The chain of a designation.
    pub(crate) fn template(&self, designation: Designation) -> Template {
        Builder::new(self, designation).build()
    }

    /// Notes routes whose chains ask more questions than an answer can hold.
    pub(super) fn check_slots(&self, problems: &mut Problems) {
        let mut judged = BTreeSet::new();
        for route in self.routes.iter() {
            let designation = route.designation();
            if !judged.insert(designation) {
                continue;
            }
            let questions = self.template(designation).questions;
            let top = Place::ROOT;
            let section = top.field("routes");
            if questions.len() > SLOTS {
                let written = format!("{} departments and floors", questions.len());
                let expected = format!(
                    "at most {SLOTS} departments with desks under conditions, and attributes with floors, on one chain"
                );
                problems.add(
                    ProblemKind::LimitExceeded,
                    section.index(route.written_at),
                    Some(&written),
                    expected,
                    "shorten the functional escalation, or its desks",
                );
            }
            for question in questions {
                let Question::Rank(id) = question else {
                    continue;
                };
                let attribute = &self.vocabulary.attributes()[id];
                let values = attribute.declared().values.len();
                if values >= usize::from(u8::MAX) {
                    let attributes = top.field("attributes");
                    let written = format!("{values} values");
                    let expected = "at most 254 values of an attribute on which levels have floors";
                    problems.add(
                        ProblemKind::LimitExceeded,
                        attributes.field(attribute.name()),
                        Some(&written),
                        expected,
                        "use fewer, coarser values",
                    );
                }
            }
        }
    }
}

struct Builder<'a> {
    inner: &'a Inner,
    designation: Designation,
    owner: ContactId,
    department: DepartmentId,
    owner_from: Option<DepartmentId>,
    template: Template,
    /// When the last step is due, and for which department it answers.
    due: SignedDuration,
    last: DepartmentId,
}

impl<'a> Builder<'a> {
    fn new(inner: &'a Inner, designation: Designation) -> Self {
        let (owner, department, owner_from) = inner.accountable(designation.owner);
        let (final_authority, _) = inner.head(inner.root);
        let template = Template {
            steps: Vec::new(),
            questions: Vec::new(),
            final_authority,
        };
        Self {
            inner,
            designation,
            owner,
            department,
            owner_from,
            template,
            due: SignedDuration::ZERO,
            last: department,
        }
    }

    fn build(mut self) -> Template {
        let (first, of) = self.first_contact();
        self.push(
            first,
            of,
            LevelKind::FirstContact,
            Some(SignedDuration::ZERO),
        );
        match self.designation.policy {
            None => {
                for department in self.functional() {
                    let who = self.desk(department);
                    self.push(who, department, LevelKind::Functional, None);
                }
                self.push(
                    TemplateWho::Contact(self.owner),
                    self.owner_from.unwrap_or(self.department),
                    LevelKind::Owner,
                    None,
                );
                self.tail(self.heads().into_iter(), &[self.owner], None);
            }
            Some(policy) => self.policy(policy),
        }
        self.template
    }

    fn policy(&mut self, policy: PolicyId) {
        let policy = &self.inner.policies[policy];
        let mut functional = self.functional().into_iter();
        let mut heads = self.heads().into_iter();
        let mut standing = Vec::new();
        for (index, level) in policy.levels.iter().enumerate() {
            let mut after = level.after;
            for target in &level.targets {
                let named = match target {
                    Target::Designee(Designee::Contact(id)) => {
                        Some((TemplateWho::Contact(*id), self.inner.contacts[*id].home))
                    }
                    Target::Designee(Designee::Department(id)) => Some((self.desk(*id), *id)),
                    Target::Designee(Designee::Assigned(_)) | Target::Deputies => None,
                    Target::FirstContact => Some(self.first_contact()),
                    Target::Owner => Some((
                        TemplateWho::Contact(self.owner),
                        self.owner_from.unwrap_or(self.department),
                    )),
                    Target::Functional => functional.next().map(|id| (self.desk(id), id)),
                    Target::Head => heads
                        .next()
                        .map(|(head, of)| (TemplateWho::Contact(head), of)),
                };
                match named {
                    Some((who, department)) => {
                        if let (TemplateWho::Contact(contact), Target::Owner | Target::Head, None) =
                            (who, target, level.floor)
                        {
                            standing.push(contact);
                        }
                        self.push(who, department, LevelKind::Policy, after);
                        if let Some(step) = self.template.steps.last_mut() {
                            step.floor = level.floor;
                            step.reminders = level.reminders;
                            step.level = Some(index);
                        }
                    }
                    None => self.due += after.unwrap_or_else(|| self.inner.response(self.last)),
                }
                after = Some(SignedDuration::ZERO);
            }
            if let Some(floor) = level.floor {
                self.ask(Question::Rank(floor.attribute));
            }
        }
        let heads = self.heads();
        let from = if policy.has_tail {
            0
        } else {
            heads.len().saturating_sub(1)
        };
        self.tail(heads.into_iter().skip(from), &standing, policy.final_after);
    }

    /// The heads up the tree who are not named before; the final authority after a delay of its own, if there is one.
    fn tail(
        &mut self,
        heads: impl Iterator<Item = (ContactId, DepartmentId)>,
        named: &[ContactId],
        final_after: Option<SignedDuration>,
    ) {
        for (head, of) in heads.filter(|(head, _)| !named.contains(head)) {
            let after = final_after.filter(|_| head == self.inner.root_head);
            self.push(
                TemplateWho::Contact(head),
                of,
                LevelKind::Hierarchical,
                after,
            );
        }
    }

    fn push(
        &mut self,
        who: TemplateWho,
        department: DepartmentId,
        kind: LevelKind,
        after: Option<SignedDuration>,
    ) {
        self.due += after.unwrap_or_else(|| self.inner.response(self.last));
        self.last = department;
        if let TemplateWho::Desk(of, _) = who {
            self.ask(Question::Desk(of));
        }
        self.template.steps.push(TemplateStep {
            who,
            department,
            kind,
            due: self.due,
            floor: None,
            reminders: None,
            level: None,
        });
    }

    fn ask(&mut self, question: Question) {
        if !self.template.questions.contains(&question) {
            self.template.questions.push(question);
        }
    }

    /// O4, as far as it can be said before an inquiry.
    fn first_contact(&self) -> (TemplateWho, DepartmentId) {
        match self.designation.responder {
            Some(Designee::Contact(id)) => (TemplateWho::Contact(id), self.inner.contacts[id].home),
            Some(Designee::Department(id)) => (self.desk(id), id),
            None | Some(Designee::Assigned(_)) => {
                (self.desk_or(self.department, self.owner), self.department)
            }
        }
    }

    fn desk(&self, department: DepartmentId) -> TemplateWho {
        self.desk_or(department, self.inner.head(department).0)
    }

    fn desk_or(&self, department: DepartmentId, otherwise: ContactId) -> TemplateWho {
        match self.inner.departments[department].desks.as_slice() {
            [] => TemplateWho::Contact(otherwise),
            [only] if only.condition.written.is_empty() => {
                TemplateWho::Contact(only.contact().unwrap_or(otherwise))
            }
            _ => TemplateWho::Desk(department, otherwise),
        }
    }

    fn functional(&self) -> Vec<DepartmentId> {
        core::iter::successors(self.inner.departments[self.department].escalates_to, |id| {
            self.inner.departments[*id].escalates_to
        })
        .collect()
    }

    fn heads(&self) -> Vec<(ContactId, DepartmentId)> {
        let up = self.inner.upwards(self.department);
        up.filter_map(|id| self.inner.departments[id].head.map(|head| (head, id)))
            .collect()
    }
}
