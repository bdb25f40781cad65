//! The reference: the rules of section 3 one after the other, plainly. What the router answers must equal this.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::model::{Department, Designee, Policy, PolicyLevel, Route, Target};
use super::{Inner, Organization, Prepared};
use crate::attribute::{Bounds, Precision};
use crate::contact::ContactKind;
use crate::id::{ClassId, ContactId, DepartmentId, Table};
use crate::inquiry::{Inquiry, InquiryError};
use crate::level::LevelKind;
use crate::resolution::{Answer, AnswerLevel, Basis};
use crate::topic::{depth, prefix};

impl Organization {
    /// Answers an inquiry by the rules as they are written, without any index. The router gives the same answers fast.
    ///
    /// # Errors
    ///
    /// A topic that is no path, an attribute or value outside the vocabulary (A4).
    ///
    /// # Complexity
    ///
    /// Linear in the routes, and quadratic in those that match.
    pub fn resolve(&self, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
        let prepared = self.inner.prepare(inquiry)?;
        let reference = Reference {
            inner: &self.inner,
            classes: &prepared.classes,
        };
        Ok(reference.answer(&prepared))
    }
}

/// The rules, for one inquiry.
struct Reference<'a> {
    inner: &'a Inner,
    /// The class of each attribute's value.
    classes: &'a [ClassId],
}

/// A level before duplicates are dropped.
struct Nominal {
    /// Nobody, where a relative target names nobody.
    contact: Option<ContactId>,
    department: DepartmentId,
    kind: LevelKind,
    after: Option<SignedDuration>,
    /// The level of the policy, for its floor and its reminders, and its target.
    level: Option<usize>,
    target: Option<Target>,
}

impl<'a> Reference<'a> {
    fn answer(&self, prepared: &Prepared) -> Answer {
        let inner = self.inner;
        let route = self.winner(&prepared.topic);
        let (owner, department, owner_from) = self.owner(route);
        let chain = self.chain(route);
        let topic_depth = depth(&prepared.topic);
        let declared = (0..=topic_depth)
            .rev()
            .find(|depth| inner.topics.contains_key(prefix(&prepared.topic, *depth)));
        let matched = route.pattern.depth().max(declared.unwrap_or_default());
        let standing = &inner.departments[department];
        let contact = |id: ContactId| Box::from(&*inner.contacts[id].key);
        Answer {
            topic: prepared.topic.clone(),
            matched_topic: prefix(&prepared.topic, matched).into(),
            unrecognized_segments: topic_depth - matched,
            basis: Basis::of(route.pattern.depth(), topic_depth, route.is_fallback()),
            route: (*route.key).into(),
            nature: None,
            confidential: false,
            owner: contact(owner),
            owner_position: None,
            department: (*inner.departments[department].key).into(),
            owner_from: (owner_from != department)
                .then(|| (*inner.departments[owner_from].key).into()),
            first_contact: contact(self.first_contact(route).0),
            relaxed: Vec::new(),
            chain,
            consulted: self
                .parties(&route.consulted, &standing.consulted)
                .into_iter()
                .map(contact)
                .collect(),
            informed: self
                .parties(&route.informed, &standing.informed)
                .into_iter()
                .map(contact)
                .collect(),
            fingerprint: inner.fingerprint,
        }
    }

    /// W1, W2: of the candidates, the one that no other beats. There is one: the build has checked it (W3), and the
    /// fallback covers everything (W4).
    fn winner(&self, topic: &str) -> &'a Route {
        let routes: &'a Table<_, Route> = &self.inner.routes;
        let covers = |route: &&Route| route.pattern.covers(topic, route.exact);
        let matching = routes.iter().filter(covers).flat_map(|route| {
            let boxes = route
                .condition
                .boxes
                .iter()
                .filter(|own| own.contains(self.classes));
            boxes.map(move |own| (route, own))
        });
        let candidates: Vec<(&Route, &Bounds)> = matching.collect();
        let is_best =
            |one: &&(&'a Route, &'a Bounds)| !candidates.iter().any(|other| beats(*other, **one));
        candidates
            .iter()
            .find(is_best)
            .map_or_else(|| &routes[self.inner.fallback], |(route, _)| route)
    }

    /// O1: the person, the owning department, and the department whose head the person is.
    fn owner(&self, route: &Route) -> (ContactId, DepartmentId, DepartmentId) {
        let department = match route.owner {
            Designee::Contact(id) if self.inner.contacts[id].kind == ContactKind::Person => {
                let home = self.inner.contacts[id].home;
                return (id, home, home);
            }
            Designee::Contact(id) => self.inner.contacts[id].home,
            Designee::Department(id) => id,
            Designee::Assigned(_) => self.inner.root,
        };
        let (head, from) = self.head(department);
        (head, department, from)
    }

    /// The head of the department or, while that place is vacant, of the nearest above that has one. The root has one.
    fn head(&self, department: DepartmentId) -> (ContactId, DepartmentId) {
        let mut at = department;
        loop {
            let Department { head, parent, .. } = &self.inner.departments[at];
            match (head, parent) {
                (Some(head), _) => return (*head, at),
                (None, Some(parent)) => at = *parent,
                (None, None) => return (self.inner.root_head, at),
            }
        }
    }

    /// O3: the winning route's parties and its department's standing ones.
    fn parties(
        &self,
        own: &BTreeSet<Designee>,
        standing: &BTreeSet<Designee>,
    ) -> BTreeSet<ContactId> {
        let contact = |designee: &Designee| match designee {
            Designee::Contact(id) => *id,
            Designee::Department(id) => self.head(*id).0,
            Designee::Assigned(_) => self.inner.root_head,
        };
        own.union(standing).map(contact).collect()
    }

    /// O4: the responder; else the owning department's best desk; else the owner. And for which department it answers.
    fn first_contact(&self, route: &Route) -> (ContactId, DepartmentId) {
        match route.responder {
            Some(Designee::Contact(id)) => (id, self.inner.contacts[id].home),
            Some(Designee::Department(id)) => (self.first_contact_of(id), id),
            None | Some(Designee::Assigned(_)) => {
                let (owner, department, _) = self.owner(route);
                (self.best_desk(department).unwrap_or(owner), department)
            }
        }
    }

    /// The first contact of a department: its best desk, else its owner.
    fn first_contact_of(&self, department: DepartmentId) -> ContactId {
        self.best_desk(department)
            .unwrap_or_else(|| self.head(department).0)
    }

    /// The desk whose condition holds and is the narrowest (W2.5).
    fn best_desk(&self, department: DepartmentId) -> Option<ContactId> {
        let Department { desks, .. } = &self.inner.departments[department];
        let open = desks
            .iter()
            .flat_map(|desk| desk.condition.boxes.iter().map(move |own| (desk, own)));
        let open: Vec<_> = open.filter(|(_, own)| own.contains(self.classes)).collect();
        let is_best = |one: &Bounds| {
            !open
                .iter()
                .any(|(_, other)| other.precision(one) == Precision::Narrower)
        };
        open.iter()
            .find(|(_, own)| is_best(own))
            .and_then(|(desk, _)| desk.contact())
    }

    /// C1: the nominal levels up to the final authority, without those that stand before or are below their floor.
    fn chain(&self, route: &Route) -> Vec<AnswerLevel> {
        let (final_authority, _) = self.head(self.inner.root);
        let policy = route.policy.map(|id| &self.inner.policies[id]);
        let level_of =
            |nominal: &Nominal| nominal.level.and_then(|index| policy?.levels.get(index));
        let mut chain: Vec<AnswerLevel> = Vec::new();
        let (mut due, mut last_due) = (SignedDuration::ZERO, SignedDuration::ZERO);
        let mut before: Option<DepartmentId> = None;
        for nominal in self.nominal(route) {
            due += nominal
                .after
                .unwrap_or_else(|| self.response_target(before));
            let Some(contact) = nominal.contact else {
                continue;
            };
            before = Some(nominal.department);
            let level = level_of(&nominal);
            let is_floored = level
                .and_then(|level| level.floor)
                .is_some_and(|floor| !floor.admits(self.classes));
            let key = &*self.inner.contacts[contact].key;
            if is_floored || chain.iter().any(|level| &*level.contact == key) {
                continue;
            }
            chain.push(AnswerLevel {
                level: u32::try_from(chain.len()).unwrap_or(u32::MAX),
                contact: key.into(),
                position: None,
                department: (*self.inner.departments[nominal.department].key).into(),
                kind: nominal.kind,
                after: due - last_due,
                due,
                repeat: level.and_then(|level| level.reminders),
            });
            last_due = due;
            if contact == final_authority {
                break;
            }
        }
        chain
    }

    /// C2: without a policy, the first contact, the functional targets, the owner, the heads up the tree. With one, the
    /// first contact, its levels, the heads up the tree unless it opts out, and at any rate the final authority.
    fn nominal(&self, route: &Route) -> Vec<Nominal> {
        let (owner, department, owner_from) = self.owner(route);
        let (first, of) = self.first_contact(route);
        let level = |contact, department, kind| Nominal {
            contact: Some(contact),
            department,
            kind,
            after: None,
            level: None,
            target: None,
        };
        let mut levels: Vec<Nominal> = [Nominal {
            after: Some(SignedDuration::ZERO),
            ..level(first, of, LevelKind::FirstContact)
        }]
        .into();
        let mut heads: Vec<Nominal> = self
            .heads(department)
            .into_iter()
            .map(|(head, of)| level(head, of, LevelKind::Hierarchical))
            .collect();
        match route.policy.map(|id| &self.inner.policies[id]) {
            None => {
                levels.extend(
                    self.functional(department)
                        .into_iter()
                        .map(|of| level(self.first_contact_of(of), of, LevelKind::Functional)),
                );
                levels.push(level(owner, owner_from, LevelKind::Owner));
                heads.retain(|head| head.contact != Some(owner));
            }
            Some(policy) => {
                for (index, given) in policy.levels.iter().enumerate() {
                    self.targets(route, given, index, &policy.levels, &mut levels);
                }
                if !policy.has_tail {
                    heads.drain(..heads.len().saturating_sub(1));
                }
                for head in &mut heads {
                    if head.contact == Some(self.inner.root_head) {
                        head.after = policy.final_after;
                    }
                }
                let named = levels
                    .iter()
                    .filter(|level| Self::is_head_by_name(policy, level));
                let named: Vec<_> = named.map(|level| level.contact).collect();
                heads.retain(|head| !named.contains(&head.contact));
            }
        }
        levels.extend(heads);
        levels
    }

    /// Whether a level stands for the owner or a head whatever the inquiry: then the tail need not name them again.
    fn is_head_by_name(policy: &Policy, level: &Nominal) -> bool {
        let given = level.level.and_then(|index| policy.levels.get(index));
        given.is_some_and(|given| given.floor.is_none())
            && matches!(level.target, Some(Target::Owner | Target::Head))
    }

    /// The targets of a policy's level: the first after its delay, the others at the same time.
    fn targets(
        &self,
        route: &Route,
        given: &PolicyLevel,
        index: usize,
        all: &[PolicyLevel],
        levels: &mut Vec<Nominal>,
    ) {
        let (owner, department, owner_from) = self.owner(route);
        for (at, target) in given.targets.iter().enumerate() {
            // How often the same relative target has stood before: each time it goes one step further.
            let before = all
                .iter()
                .take(index)
                .flat_map(|level| &level.targets)
                .chain(given.targets.iter().take(at));
            let step = before.filter(|other| *other == target).count();
            let named = match target {
                Target::Designee(Designee::Contact(id)) => {
                    Some((*id, self.inner.contacts[*id].home))
                }
                Target::Designee(Designee::Department(id)) => {
                    Some((self.first_contact_of(*id), *id))
                }
                Target::Designee(Designee::Assigned(_)) | Target::Deputies => None,
                Target::FirstContact => Some(self.first_contact(route)),
                Target::Owner => Some((owner, owner_from)),
                Target::Functional => self
                    .functional(department)
                    .get(step)
                    .map(|id| (self.first_contact_of(*id), *id)),
                Target::Head => self.heads(department).get(step).copied(),
            };
            levels.push(Nominal {
                contact: named.map(|(contact, _)| contact),
                department: named.map_or(department, |(_, department)| department),
                kind: LevelKind::Policy,
                after: if at == 0 {
                    given.after
                } else {
                    Some(SignedDuration::ZERO)
                },
                level: Some(index),
                target: Some(*target),
            });
        }
    }

    /// The functional targets, transitively.
    fn functional(&self, department: DepartmentId) -> Vec<DepartmentId> {
        let next = |id: DepartmentId| self.inner.departments[id].escalates_to;
        core::iter::successors(next(department), |id| next(*id)).collect()
    }

    /// The heads from a department up to the root, with the departments whose heads they are.
    fn heads(&self, department: DepartmentId) -> Vec<(ContactId, DepartmentId)> {
        let up = core::iter::successors(Some(department), |id| self.inner.departments[*id].parent);
        up.filter_map(|id| self.inner.departments[id].head.map(|head| (head, id)))
            .collect()
    }

    /// C3: the response target of the department, of the nearest above that has one, of the organization, or 30 minutes.
    fn response_target(&self, department: Option<DepartmentId>) -> SignedDuration {
        let mut up = core::iter::successors(department, |id| self.inner.departments[*id].parent);
        let target = up.find_map(|id| self.inner.departments[id].response_target);
        target
            .or(self.inner.response_target)
            .unwrap_or(SignedDuration::from_mins(30))
    }
}

/// W2 among routes that cover one topic, each with a box that holds the inquiry.
fn beats((one, of_one): (&Route, &Bounds), (other, of_other): (&Route, &Bounds)) -> bool {
    let order = one
        .precedence
        .cmp(&other.precedence)
        .then_with(|| one.pattern.specificity(&other.pattern))
        .then_with(|| one.exact.cmp(&other.exact));
    order.is_gt() || order.is_eq() && of_one.precision(of_other) == Precision::Narrower
}
