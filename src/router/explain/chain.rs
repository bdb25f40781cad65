//! Who is accountable, who answers first, and how the chain goes on (O1 to O4, C1 to C5).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::{ChainTrace, Explainer};
use crate::attribute::{Bounds, Precision};
use crate::contact::ContactKind;
use crate::id::{ContactId, DepartmentId};
use crate::level::LevelKind;
use crate::organization::model::{Designee, PolicyLevel, Route, Target};
use crate::resolution::AnswerLevel;

/// A contact at a step of the chain, for a department, with the reason.
#[derive(Clone)]
pub(super) struct Standing {
    pub(super) contact: ContactId,
    pub(super) department: DepartmentId,
    pub(super) reason: String,
}

impl Explainer<'_> {
    /// O1: who is accountable, for whose head's department, and the owning department.
    pub(super) fn owner(&self, route: &Route) -> (Standing, DepartmentId) {
        let (department, designated) = match route.owner {
            Designee::Contact(id) => {
                let contact = &self.inner.contacts[id];
                if contact.kind == ContactKind::Person {
                    return (
                        Standing {
                            contact: id,
                            department: contact.home,
                            reason: "designated in person".into(),
                        },
                        contact.home,
                    );
                }
                (
                    contact.home,
                    format!("the home of the designated `{}`", contact.key),
                )
            }
            Designee::Department(id) => (id, "the designated department".into()),
            Designee::Assigned(_) => (self.inner.root, "assigned".into()),
        };
        let mut at = department;
        while let (None, Some(parent)) = (
            self.inner.departments[at].head,
            self.inner.departments[at].parent,
        ) {
            at = parent;
        }
        let contact = self.inner.departments[at]
            .head
            .unwrap_or(self.inner.root_head);
        let (own, from) = (
            &self.inner.departments[department].key,
            &self.inner.departments[at].key,
        );
        let reason = if at == department {
            format!("the head of `{own}`, {designated}")
        } else {
            format!("the head of `{from}`, as `{own}`, {designated}, has no head")
        };
        (
            Standing {
                contact,
                department: at,
                reason,
            },
            department,
        )
    }

    /// O4.
    pub(super) fn first_contact(
        &self,
        route: &Route,
        (owner, department): &(Standing, DepartmentId),
    ) -> Standing {
        match route.responder {
            Some(Designee::Contact(contact)) => Standing {
                contact,
                department: self.inner.contacts[contact].home,
                reason: "the route's responder".into(),
            },
            Some(Designee::Department(id)) => {
                let of = self.first_contact_of(id);
                Standing {
                    reason: format!("{}, the route's responder", of.reason),
                    ..of
                }
            }
            None | Some(Designee::Assigned(_)) => {
                self.desk(*department).unwrap_or_else(|| Standing {
                    contact: owner.contact,
                    department: *department,
                    reason: "the owner, as no desk stands open".into(),
                })
            }
        }
    }

    fn first_contact_of(&self, department: DepartmentId) -> Standing {
        self.desk(department).unwrap_or_else(|| {
            let mut up = self.inner.upwards(department);
            let head = up.find_map(|id| self.inner.departments[id].head);
            let reason = format!(
                "accountable for `{}`, where no desk stands open",
                self.inner.departments[department].key
            );
            Standing {
                contact: head.unwrap_or(self.inner.root_head),
                department,
                reason,
            }
        })
    }

    /// The best desk that stands open.
    fn desk(&self, department: DepartmentId) -> Option<Standing> {
        let own = &self.inner.departments[department];
        let mut best: Option<(ContactId, &Bounds, String)> = None;
        for desk in &own.desks {
            for bounds in desk
                .condition
                .boxes
                .iter()
                .filter(|bounds| bounds.contains(self.classes))
            {
                if best
                    .as_ref()
                    .is_none_or(|(_, other, _)| bounds.precision(other) == Precision::Narrower)
                {
                    let contact = desk.contact().unwrap_or(self.inner.root_head);
                    best = Some((contact, bounds, desk.condition.written.text()));
                }
            }
        }
        best.map(|(contact, _, condition)| {
            let under = if condition.is_empty() {
                String::new()
            } else {
                format!(" for `{condition}`")
            };
            Standing {
                contact,
                department,
                reason: format!("the desk of `{}`{under}", own.key),
            }
        })
    }

    /// O3.
    pub(super) fn parties(&self, designees: [&BTreeSet<Designee>; 2]) -> Vec<Box<str>> {
        let mut keys: Vec<Box<str>> = Vec::new();
        for designee in designees.into_iter().flatten() {
            keys.push(match designee {
                Designee::Contact(id) => self.contact_key(*id),
                Designee::Assigned(_) => self.contact_key(self.inner.root_head),
                Designee::Department(id) => {
                    let mut up = self.inner.upwards(*id);
                    let head = up.find_map(|id| self.inner.departments[id].head);
                    self.contact_key(head.unwrap_or(self.inner.root_head))
                }
            });
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// C1 to C5: the levels, and every step that was thought of.
    pub(super) fn chain(
        &self,
        route: &Route,
        owner: &(Standing, DepartmentId),
        first: &Standing,
    ) -> (Vec<AnswerLevel>, Vec<ChainTrace>) {
        let (owner, department) = owner;
        let heads = self.heads(*department);
        let functional: Vec<Standing> = self.functional(*department);
        let mut run = Run::new(self);
        run.step(
            Some(first),
            LevelKind::FirstContact,
            Some(SignedDuration::ZERO),
            None,
        );
        // Who was named whatever the inquiry, and need not be named again by the tail.
        let mut named: Vec<ContactId> = Vec::new();
        let mut tail = heads.as_slice();
        let mut final_after = None;
        match route.policy.map(|id| &self.inner.policies[id]) {
            None => {
                for target in &functional {
                    run.step(Some(target), LevelKind::Functional, None, None);
                }
                run.step(Some(owner), LevelKind::Owner, None, None);
                named.push(owner.contact);
            }
            Some(policy) => {
                let (mut functional, mut further) = (functional.iter(), heads.iter());
                for level in &policy.levels {
                    let mut after = level.after;
                    for target in &level.targets {
                        let standing = match target {
                            Target::Designee(designee) => Some(self.designated(*designee)),
                            Target::FirstContact => Some(first.clone()),
                            Target::Deputies => None,
                            Target::Owner => Some(owner.clone()),
                            Target::Functional => functional.next().cloned(),
                            Target::Head => further.next().cloned(),
                        };
                        if level.floor.is_none() && matches!(target, Target::Owner | Target::Head) {
                            named.extend(standing.as_ref().map(|standing| standing.contact));
                        }
                        run.step(standing.as_ref(), LevelKind::Policy, after, Some(level));
                        after = Some(SignedDuration::ZERO);
                    }
                }
                final_after = policy.final_after;
                if !policy.has_tail {
                    tail = tail.last().map_or(&[], core::slice::from_ref);
                }
            }
        }
        for head in tail.iter().filter(|head| !named.contains(&head.contact)) {
            let after = final_after.filter(|_| head.contact == self.inner.root_head);
            run.step(Some(head), LevelKind::Hierarchical, after, None);
        }
        (run.levels, run.trace)
    }

    fn designated(&self, designee: Designee) -> Standing {
        match designee {
            Designee::Department(id) => self.first_contact_of(id),
            Designee::Assigned(_) => self.first_contact_of(self.inner.root),
            Designee::Contact(contact) => {
                let department = self.inner.contacts[contact].home;
                Standing {
                    contact,
                    department,
                    reason: "named by the policy".into(),
                }
            }
        }
    }

    /// The heads from a department up to the root.
    fn heads(&self, department: DepartmentId) -> Vec<Standing> {
        let up = self.inner.upwards(department);
        let head = |department: DepartmentId| {
            let row = &self.inner.departments[department];
            let reason = format!("the head of `{}`", row.key);
            row.head.map(|contact| Standing {
                contact,
                department,
                reason,
            })
        };
        up.filter_map(head).collect()
    }

    /// The first contacts of the functional targets, transitively.
    fn functional(&self, department: DepartmentId) -> Vec<Standing> {
        let next = |id: DepartmentId| self.inner.departments[id].escalates_to;
        let targets = core::iter::successors(next(department), |id| next(*id));
        targets.map(|id| self.first_contact_of(id)).collect()
    }
}

/// A chain as it grows.
struct Run<'e, 'a> {
    explainer: &'e Explainer<'a>,
    levels: Vec<AnswerLevel>,
    trace: Vec<ChainTrace>,
    due: SignedDuration,
    last: Option<DepartmentId>,
    /// The final authority stands on the chain.
    is_over: bool,
}

impl<'e, 'a> Run<'e, 'a> {
    fn new(explainer: &'e Explainer<'a>) -> Self {
        Self {
            explainer,
            levels: Vec::new(),
            trace: Vec::new(),
            due: SignedDuration::ZERO,
            last: None,
            is_over: false,
        }
    }

    fn step(
        &mut self,
        standing: Option<&Standing>,
        kind: LevelKind,
        after: Option<SignedDuration>,
        level: Option<&PolicyLevel>,
    ) {
        let inner = self.explainer.inner;
        self.due += after.unwrap_or_else(|| {
            let mut up = self.last.into_iter().flat_map(|last| inner.upwards(last));
            let target = up
                .find_map(|id| inner.departments[id].response_target)
                .or(inner.response_target);
            target.unwrap_or(SignedDuration::from_mins(30))
        });
        let contact = standing.map(|standing| self.explainer.contact_key(standing.contact));
        let dropped = self.dropped(contact.as_deref(), level);
        if let (Some(standing), Some(contact), None) = (standing, &contact, &dropped) {
            let before = self
                .levels
                .last()
                .map_or(SignedDuration::ZERO, |level| level.due);
            self.levels.push(AnswerLevel {
                level: u32::try_from(self.levels.len()).unwrap_or(u32::MAX),
                contact: contact.clone(),
                position: None,
                department: self.explainer.department_key(standing.department),
                kind,
                after: self.due - before,
                due: self.due,
                repeat: level.and_then(|level| level.reminders),
            });
            self.is_over = inner.departments[inner.root].head == Some(standing.contact);
        }
        let number = dropped
            .is_none()
            .then(|| u32::try_from(self.levels.len() - 1).unwrap_or(u32::MAX));
        let reason = standing.map_or_else(
            || "the policy goes a step further than the organization".to_string(),
            |standing| standing.reason.clone(),
        );
        self.trace.push(ChainTrace {
            level: number,
            contact,
            kind,
            due: self.due,
            reason,
            dropped,
        });
        self.last = standing.map(|standing| standing.department).or(self.last);
    }

    /// Why a step is no level, if it is none.
    fn dropped(&self, contact: Option<&str>, level: Option<&PolicyLevel>) -> Option<String> {
        let inner = self.explainer.inner;
        let Some(contact) = contact else {
            return Some("as nobody is there".into());
        };
        if self.is_over {
            return Some("as the chain ends at the final authority (C1)".into());
        }
        if let Some(floor) = level.and_then(|level| level.floor) {
            let attribute = &inner.vocabulary.attributes()[floor.attribute];
            if self.explainer.class(floor.attribute) < floor.class {
                let (least, found) = (
                    attribute.describe(floor.class),
                    attribute.describe(self.explainer.class(floor.attribute)),
                );
                return Some(format!(
                    "as `{}` must be at least {least}, found {found} (C5)",
                    attribute.name()
                ));
            }
        }
        let before = self
            .levels
            .iter()
            .find(|level| &*level.contact == contact)?;
        Some(format!(
            "as it stands at level {} already (C1)",
            before.level
        ))
    }
}
