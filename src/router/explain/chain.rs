//! How the chain goes on (C1 to C5): the levels as if nobody were excluded, and who stands there all the same (X1).

use alloc::format;
use alloc::vec::{self, Vec};

use jiff::SignedDuration;

use super::Explainer;
use super::owner::{Owner, Who};
use super::people::{Seat, Standing};
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId, HoursId};
use crate::level::LevelKind;
use crate::organization::model::{Designee, PolicyLevel, Route, Target};

/// Those on whom a chain rests.
pub(super) struct People {
    pub(super) owner: Owner,
    /// The final authority (C1).
    pub(super) last: Standing,
}

/// A level before anything is dropped.
pub(super) struct Step<'p> {
    pub(super) ask: Ask,
    pub(super) kind: LevelKind,
    /// Without one, the response target of the level before.
    pub(super) after: Option<SignedDuration>,
    /// The level of the policy, for its floor and its reminders, and which of its targets this is.
    pub(super) level: Option<(&'p PolicyLevel, Target)>,
}

/// Who is to be asked at a level: first contacts are found when the level is due.
#[derive(Clone)]
pub(super) enum Ask {
    /// A relative target may name nobody.
    Nobody,
    First,
    FirstOf(DepartmentId),
    This(Place),
}

/// Who is asked at a level.
#[derive(Clone)]
pub(super) struct Place {
    /// As if nobody were excluded.
    pub(super) nominal: Standing,
    /// Those of the desk at which that one stands.
    pub(super) hours: Option<HoursId>,
    /// All the same; nobody where that is somebody excluded.
    pub(super) actual: Option<Standing>,
}

impl Step<'_> {
    fn plain(kind: LevelKind, ask: Ask) -> Self {
        Self {
            ask,
            kind,
            after: None,
            level: None,
        }
    }

    /// Who is named whatever the inquiry as owner or head, and need not be named again by the tail.
    fn named(&self) -> Option<ContactId> {
        let is_named = match self.level {
            None => self.kind == LevelKind::Owner,
            Some((level, target)) => {
                level.floor.is_none() && matches!(target, Target::Owner | Target::Head)
            }
        };
        match &self.ask {
            Ask::This(place) if is_named => Some(place.nominal.seat.contact),
            _ => None,
        }
    }
}

/// What the relative targets of a policy name, and how far each got.
struct Relative {
    owner: Place,
    deputies: Vec<ContactId>,
    functional: vec::IntoIter<DepartmentId>,
    heads: vec::IntoIter<Standing>,
}

impl<'a> Explainer<'a> {
    pub(super) fn people(&self, route: &Route, excluded: &Excluded) -> People {
        let owner = self.owner(route, excluded);
        People {
            last: self.final_authority(route, owner.department, excluded),
            owner,
        }
    }

    /// C2: the levels of a route, given its people as if nobody were excluded, and all the same.
    pub(super) fn steps(
        &self,
        route: &'a Route,
        nominal: &People,
        actual: &People,
    ) -> Vec<Step<'a>> {
        let department = nominal.owner.department;
        // X2: on a confidential route nobody stands up the tree but its own final authority.
        let heads = match route.confidential {
            Some(_) => [nominal.last.clone()].to_vec(),
            None => self.heads(department),
        };
        let owner = |people: &People| people.owner.standing.clone().only("the owner");
        let mut relative = Relative {
            owner: Place {
                nominal: owner(nominal),
                hours: None,
                actual: Some(owner(actual)),
            },
            deputies: self.deputies(route),
            functional: self.functional(department).into_iter(),
            heads: heads.clone().into_iter(),
        };
        let policy = route.policy.map(|id| &self.inner.policies[id]);
        let mut steps = Vec::new();
        steps.push(Step {
            after: Some(SignedDuration::ZERO),
            ..Step::plain(LevelKind::FirstContact, Ask::First)
        });
        if let Some(policy) = policy {
            for level in &policy.levels {
                self.level(level, &mut relative, &mut steps);
            }
        } else {
            if route.confidential.is_none() {
                let functional = relative.functional.map(Ask::FirstOf);
                steps.extend(functional.map(|ask| Step::plain(LevelKind::Functional, ask)));
            }
            steps.push(Step::plain(LevelKind::Owner, Ask::This(relative.owner)));
        }
        let last = &nominal.last;
        let tail = match policy {
            Some(policy) if !policy.has_tail => [last.clone()].to_vec(),
            _ => heads,
        };
        let named: Vec<ContactId> = steps.iter().filter_map(Step::named).collect();
        for head in tail {
            let contact = head.seat.contact;
            if !named.contains(&contact) {
                let after = policy.and_then(|policy| policy.final_after);
                steps.push(Step {
                    after: after.filter(|_| contact == last.seat.contact),
                    ..Step::plain(LevelKind::Hierarchical, self.unless_excluded(head))
                });
            }
        }
        steps
    }

    /// A level of a policy: its targets become steps, the later ones together with the first.
    fn level(&self, level: &'a PolicyLevel, relative: &mut Relative, steps: &mut Vec<Step<'a>>) {
        let mut after = level.after;
        for target in &level.targets {
            let mut asked = self.asked(*target, relative);
            if asked.is_empty() {
                asked.push(Ask::Nobody);
            }
            for ask in asked {
                steps.push(Step {
                    after,
                    level: Some((level, *target)),
                    ..Step::plain(LevelKind::Policy, ask)
                });
                after = Some(SignedDuration::ZERO);
            }
        }
    }

    /// Whom a target names: several for the deputies alone, nobody where a relative target goes a step too far.
    fn asked(&self, target: Target, relative: &mut Relative) -> Vec<Ask> {
        let ask = match target {
            Target::FirstContact => Some(Ask::First),
            Target::Owner => Some(Ask::This(relative.owner.clone())),
            Target::Deputies => {
                let deputies = relative.deputies.iter();
                return deputies.map(|id| self.deputy(*id)).collect();
            }
            Target::Functional => relative.functional.next().map(Ask::FirstOf),
            Target::Head => {
                let next = relative.heads.next();
                next.map(|head| self.unless_excluded(head))
            }
            Target::Designee(designee) => Some(self.named(designee)),
        };
        ask.into_iter().collect()
    }

    fn named(&self, designee: Designee) -> Ask {
        let designated = self.designated(designee);
        let contact = match designated.who {
            Who::Contact(contact) => contact,
            Who::Department(id) => return Ask::FirstOf(id),
        };
        let ((seat, vacancy), by) = (self.seat(contact), designated.by());
        self.unless_excluded(Standing {
            seat,
            department: self.inner.contacts[contact].home,
            reason: format!("named by the policy{by}{vacancy}"),
        })
    }

    fn deputy(&self, contact: ContactId) -> Ask {
        self.unless_excluded(Standing {
            seat: Seat::in_person(contact),
            department: self.inner.contacts[contact].home,
            reason: "a deputy of the owner".into(),
        })
    }

    fn unless_excluded(&self, standing: Standing) -> Ask {
        let is_excluded = self.is_excluded(standing.seat, self.excluded);
        Ask::This(Place {
            actual: (!is_excluded).then(|| standing.clone()),
            hours: None,
            nominal: standing,
        })
    }

    /// The heads from a department up to the one whose head is the final authority of the tree.
    fn heads(&self, department: DepartmentId) -> Vec<Standing> {
        let authority = self.authority(department);
        let top = self.head(authority, &Excluded::none()).department;
        let above = self.inner.departments[top].parent;
        let up = self.upwards(department);
        let up = up.take_while(|id| Some(*id) != above);
        up.filter_map(|id| self.own_head(id)).collect()
    }

    /// The functional targets, transitively.
    fn functional(&self, department: DepartmentId) -> Vec<DepartmentId> {
        let next = |id: DepartmentId| self.inner.departments[id].escalates_to;
        core::iter::successors(next(department), |id| next(*id)).collect()
    }
}
