//! Explaining: every candidate and why it lost, and how owner, first contact and each level came about.
//!
//! By its own code, neither the reference's nor the search's: so an explanation that agrees with both is a third opinion.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use jiff::SignedDuration;

use crate::attribute::{Bounds, Precision};
use crate::contact::ContactKind;
use crate::id::{ClassId, ContactId, DepartmentId, RouteId};
use crate::inquiry::{Inquiry, InquiryError};
use crate::level::LevelKind;
use crate::organization::model::{Designee, PolicyLevel, Route, Target};
use crate::organization::{Inner, Organization};
use crate::resolution::{Answer, AnswerLevel, Basis};
use crate::topic::{WILDCARD, segments};

/// Why an inquiry is answered as it is: the answer, with every candidate and every level that was thought of.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Explanation {
    answer: Answer,
    /// Why this owner.
    owner_reason: String,
    /// Why this first contact.
    first_contact_reason: String,
    chain: Vec<ChainTrace>,
    candidates: Vec<Candidate>,
}

/// A route whose pattern covers the topic.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Candidate {
    route: Box<str>,
    #[cfg_attr(feature = "serde", serde(flatten))]
    outcome: Outcome,
}

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case")
)]
pub enum Outcome {
    /// It is the best.
    Won,
    /// Another is better.
    Lost {
        /// The route that won.
        to: Box<str>,
        /// The first step of W2 on which they differ, such as `W2.2`.
        rule: Box<str>,
        /// What that step says of the two.
        reason: String,
    },
    /// Its condition does not hold.
    Failed {
        /// The first attribute, in order of importance, whose constraint fails.
        attribute: Box<str>,
        /// The constraint.
        constraint: String,
        /// What the inquiry says instead.
        found: String,
    },
}

/// A level that the chain was to have.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChainTrace {
    /// The number of the level; none for one that was dropped.
    level: Option<u32>,
    contact: Option<Box<str>>,
    kind: LevelKind,
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::level::duration::serialize")
    )]
    due: SignedDuration,
    /// Why it stands there.
    reason: String,
    /// Why it was dropped, if it was.
    dropped: Option<String>,
}

impl Explanation {
    /// The answer that is explained.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Every route whose pattern covers the topic: the winner, then those that lost, then those whose condition fails.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Every level that was thought of, in order, with those that were dropped.
    pub fn chain(&self) -> &[ChainTrace] {
        &self.chain
    }

    /// Why the owner is accountable, in words.
    pub fn owner_reason(&self) -> &str {
        &self.owner_reason
    }

    /// Why the first contact answers first, in words.
    pub fn first_contact_reason(&self) -> &str {
        &self.first_contact_reason
    }
}

impl Candidate {
    /// The route's key.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// What became of it.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }
}

impl ChainTrace {
    /// The number of the level; none for one that was dropped.
    pub fn level(&self) -> Option<u32> {
        self.level
    }

    /// Who stands there; nobody where a relative target names nobody.
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// Why it stands there, in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Why it was dropped, if it was, in words.
    pub fn dropped(&self) -> Option<&str> {
        self.dropped.as_deref()
    }
}

/// For people: the answer, the chain, then the candidates.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = &self.answer;
        writeln!(f, "topic          {}", answer.topic)?;
        if answer.unrecognized_segments > 0 {
            writeln!(
                f,
                "known as       {} ({} segments further unknown)",
                answer.matched_topic, answer.unrecognized_segments
            )?;
        }
        writeln!(
            f,
            "route          {} ({})",
            answer.route,
            answer.basis.as_str()
        )?;
        writeln!(f, "owner          {}: {}", answer.owner, self.owner_reason)?;
        writeln!(
            f,
            "first contact  {}: {}",
            answer.first_contact, self.first_contact_reason
        )?;
        for (title, parties) in [
            ("consulted", &answer.consulted),
            ("informed", &answer.informed),
        ] {
            if !parties.is_empty() {
                writeln!(f, "{title:<13}  {}", parties.join(", "))?;
            }
        }
        writeln!(f, "\nchain")?;
        for trace in &self.chain {
            let number = trace
                .level
                .map_or_else(|| "-".to_string(), |level| level.to_string());
            let contact = trace.contact.as_deref().unwrap_or("nobody");
            write!(
                f,
                "  {number:>2}  {:<9}  {contact}: {}",
                trace.due.to_string(),
                trace.reason
            )?;
            match &trace.dropped {
                Some(dropped) => writeln!(f, "; dropped, {dropped}")?,
                None => writeln!(f)?,
            }
        }
        write!(f, "\ncandidates")?;
        for candidate in &self.candidates {
            match &candidate.outcome {
                Outcome::Won => write!(f, "\n  won     {}", candidate.route)?,
                Outcome::Lost { rule, reason, .. } => {
                    write!(f, "\n  lost    {}: {rule}, {reason}", candidate.route)?
                }
                Outcome::Failed {
                    constraint, found, ..
                } => write!(
                    f,
                    "\n  failed  {}: `{constraint}`, found {found}",
                    candidate.route
                )?,
            }
        }
        Ok(())
    }
}

impl Organization {
    /// Every candidate for an inquiry and why it lost, and how the answer came about.
    ///
    /// # Errors
    ///
    /// As [`resolve`](Self::resolve).
    ///
    /// # Complexity
    ///
    /// Linear in the routes, as [`resolve`](Self::resolve): it is for people, not for every inquiry.
    pub fn explain(&self, inquiry: &Inquiry) -> Result<Explanation, InquiryError> {
        let prepared = self.inner.prepare(inquiry)?;
        let path: Vec<&str> = segments(&prepared.topic).collect();
        let explainer = Explainer {
            inner: &self.inner,
            path,
            classes: &prepared.classes,
        };
        Ok(explainer.explain(&prepared.topic))
    }
}

struct Explainer<'a> {
    inner: &'a Inner,
    /// The segments of the canonical topic.
    path: Vec<&'a str>,
    classes: &'a [ClassId],
}

/// A candidate with those of its boxes that hold the inquiry.
struct Entrant<'a> {
    route: &'a Route,
    boxes: Vec<&'a Bounds>,
}

/// The first step of W2 on which one box beats another.
struct Step {
    rule: &'static str,
    reason: String,
}

/// A contact at a step of the chain, for a department, with the reason.
struct Standing {
    contact: ContactId,
    department: DepartmentId,
    reason: String,
}

impl<'a> Explainer<'a> {
    fn explain(&self, topic: &str) -> Explanation {
        let covering: Vec<Entrant<'a>> = self
            .inner
            .routes
            .iter()
            .filter(|route| self.covers(route))
            .map(|route| self.entrant(route))
            .collect();
        let (matching, failing): (Vec<_>, Vec<_>) = covering
            .into_iter()
            .partition(|entrant| !entrant.boxes.is_empty());
        let winner = self.best(&matching);
        let owner = self.owner(winner);
        let first = self.first_contact(winner, &owner);
        let (levels, chain) = self.chain(winner, &owner, &first);
        let (route_depth, topic_depth) = (winner.pattern.depth(), self.path.len());
        let declared = self.inner.automaton.groups(topic).1;
        let matched_depth = route_depth.max(declared);
        let matched_topic = if matched_depth == 0 {
            crate::topic::ROOT.to_string()
        } else {
            self.path
                .iter()
                .take(matched_depth)
                .copied()
                .collect::<Vec<_>>()
                .join("/")
        };
        let (owner_contact, department, owner_from) =
            (owner.0.contact, owner.1, owner.0.department);
        let answer = Answer {
            topic: topic.into(),
            matched_topic: matched_topic.into(),
            unrecognized_segments: topic_depth - matched_depth,
            basis: Basis::of(route_depth, topic_depth, winner.is_fallback()),
            route: (*winner.key).into(),
            owner: self.contact_key(owner_contact),
            department: self.department_key(department),
            owner_from: (owner_from != department).then(|| self.department_key(owner_from)),
            first_contact: self.contact_key(first.contact),
            chain: levels,
            consulted: self.parties([
                &winner.consulted,
                &self.inner.departments[department].consulted,
            ]),
            informed: self.parties([
                &winner.informed,
                &self.inner.departments[department].informed,
            ]),
            fingerprint: self.inner.fingerprint,
        };
        let candidates = self.candidates(winner, &matching, &failing);
        Explanation {
            answer,
            owner_reason: owner.0.reason,
            first_contact_reason: first.reason,
            chain,
            candidates,
        }
    }

    fn contact_key(&self, id: ContactId) -> Box<str> {
        (*self.inner.contacts[id].key).into()
    }

    fn department_key(&self, id: DepartmentId) -> Box<str> {
        (*self.inner.departments[id].key).into()
    }

    /// T2.
    fn covers(&self, route: &Route) -> bool {
        let pattern: Vec<&str> = route.pattern.segments().collect();
        let is_deep_enough = if route.exact {
            self.path.len() == pattern.len()
        } else {
            self.path.len() >= pattern.len()
        };
        is_deep_enough
            && pattern
                .iter()
                .zip(&self.path)
                .all(|(own, segment)| *own == WILDCARD || own == segment)
    }

    fn entrant(&self, route: &'a Route) -> Entrant<'a> {
        let holds = |own: &&'a Bounds| {
            own.sets()
                .iter()
                .all(|(attribute, set)| set.contains(self.class(*attribute)))
        };
        Entrant {
            route,
            boxes: route.condition.boxes.iter().filter(holds).collect(),
        }
    }

    fn class(&self, attribute: crate::id::AttributeId) -> ClassId {
        use crate::id::Id;
        self.classes
            .get(attribute.index())
            .copied()
            .unwrap_or(ClassId::ABSENT)
    }

    /// The best of the candidates: whoever beats the best so far takes its place. The fallback is always among them.
    fn best(&self, matching: &[Entrant<'a>]) -> &'a Route {
        let mut boxes = matching
            .iter()
            .flat_map(|entrant| entrant.boxes.iter().map(move |own| (entrant.route, *own)));
        let Some(mut best) = boxes.next() else {
            let routes: &'a crate::id::Table<RouteId, Route> = &self.inner.routes;
            return &routes[crate::id::Id::from_index(0)];
        };
        for other in boxes {
            if self.beats(other, best).is_some() {
                best = other;
            }
        }
        best.0
    }

    /// W2, step by step: whether one box beats another, and by which step.
    fn beats(
        &self,
        (one, of_one): (&Route, &Bounds),
        (other, of_other): (&Route, &Bounds),
    ) -> Option<Step> {
        let step = |order: Ordering, rule, reason: &dyn Fn() -> String| match order {
            Ordering::Equal => None,
            Ordering::Greater => Some(Some(Step {
                rule,
                reason: reason(),
            })),
            Ordering::Less => Some(None),
        };
        let names = self.inner.precedence_names();
        let name = |route: &Route| match route.precedence.checked_sub(1) {
            None => "the fallback's",
            Some(rank) => names.get(rank as usize).copied().unwrap_or_default(),
        };
        let literals = |route: &Route| {
            route
                .pattern
                .segments()
                .map(|segment| segment != WILDCARD)
                .collect::<Vec<_>>()
        };
        let decided = step(one.precedence.cmp(&other.precedence), "W2.1", &|| {
            format!("precedence `{}` is lower than `{}`", name(other), name(one))
        })
        .or_else(|| {
            let (deep, shallow) = (one.pattern.depth(), other.pattern.depth());
            step(deep.cmp(&shallow), "W2.2", &|| {
                format!(
                    "pattern `{}` is less deep than `{}`",
                    other.pattern, one.pattern
                )
            })
        })
        .or_else(|| {
            let order = literals(one).cmp(&literals(other));
            step(order, "W2.3", &|| {
                format!(
                    "pattern `{}` has a `*` where `{}` has a literal",
                    other.pattern, one.pattern
                )
            })
        })
        .or_else(|| {
            step(one.exact.cmp(&other.exact), "W2.4", &|| {
                "its scope is the subtree, not the topic alone".to_string()
            })
        });
        match decided {
            Some(decided) => decided,
            None if of_one.precision(of_other) == Precision::Narrower => {
                let differs = |attribute: &&crate::id::AttributeId| {
                    of_one.set(**attribute) != of_other.set(**attribute)
                };
                let ids: Vec<_> = self.inner.vocabulary.attributes().ids().collect();
                let attribute = ids
                    .iter()
                    .find(differs)
                    .map_or("", |id| self.inner.vocabulary.attributes()[*id].name());
                Some(Step {
                    rule: "W2.5",
                    reason: format!("its constraint on `{attribute}` is wider"),
                })
            }
            None => None,
        }
    }

    fn candidates(
        &self,
        winner: &Route,
        matching: &[Entrant<'_>],
        failing: &[Entrant<'_>],
    ) -> Vec<Candidate> {
        let of_winner = matching
            .iter()
            .find(|entrant| entrant.route.key == winner.key);
        let mut lost: Vec<(Box<str>, Candidate)> = Vec::new();
        for entrant in matching
            .iter()
            .filter(|entrant| entrant.route.key != winner.key)
        {
            // Of the candidate's boxes the one counts that gets furthest before the winner beats it.
            let steps = entrant.boxes.iter().filter_map(|own| {
                let beaten = of_winner
                    .into_iter()
                    .flat_map(|best| &best.boxes)
                    .filter_map(|best| self.beats((winner, best), (entrant.route, own)));
                beaten.min_by_key(|step| step.rule)
            });
            let step = steps.max_by_key(|step| step.rule).unwrap_or(Step {
                rule: "W2",
                reason: "another is better".into(),
            });
            let outcome = Outcome::Lost {
                to: (*winner.key).into(),
                rule: step.rule.into(),
                reason: step.reason,
            };
            lost.push((
                step.rule.into(),
                Candidate {
                    route: (*entrant.route.key).into(),
                    outcome,
                },
            ));
        }
        // Who got furthest comes first.
        lost.sort_by(|(left, one), (right, other)| {
            right.cmp(left).then_with(|| one.route.cmp(&other.route))
        });
        let won = Candidate {
            route: (*winner.key).into(),
            outcome: Outcome::Won,
        };
        let failed = failing.iter().map(|entrant| self.failed(entrant.route));
        [won]
            .into_iter()
            .chain(lost.into_iter().map(|(_, candidate)| candidate))
            .chain(failed)
            .collect()
    }

    fn failed(&self, route: &Route) -> Candidate {
        let failing = route
            .condition
            .boxes
            .iter()
            .filter_map(|own| own.failing(self.classes))
            .min();
        let (attribute, found) = match failing {
            Some(id) => {
                let attribute = &self.inner.vocabulary.attributes()[id];
                (
                    attribute.name(),
                    attribute.describe(self.class(id)).to_string(),
                )
            }
            None => ("", String::new()),
        };
        let constraints = route
            .condition
            .written
            .constraints()
            .filter(|(name, _)| *name == attribute);
        let mut texts: Vec<String> = constraints
            .map(|(name, constraint)| {
                let mut text = String::new();
                let _ = constraint.write(name, &mut text);
                text
            })
            .collect();
        texts.dedup();
        let outcome = Outcome::Failed {
            attribute: attribute.into(),
            constraint: texts.join(" or "),
            found,
        };
        Candidate {
            route: (*route.key).into(),
            outcome,
        }
    }

    /// O1: who is accountable, for whose head's department, and the owning department.
    fn owner(&self, route: &Route) -> (Standing, DepartmentId) {
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
            Designee::Department(id) => (id, "designated".into()),
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
            .unwrap_or(crate::id::Id::from_index(0));
        let (own, from) = (
            &self.inner.departments[department].key,
            &self.inner.departments[at].key,
        );
        let reason = if at == department {
            format!("the head of `{own}`, {designated}")
        } else {
            format!("the head of `{from}`, as `{own}`, {designated}, has none")
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
    fn first_contact(
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
            None => self.desk(*department).unwrap_or_else(|| Standing {
                contact: owner.contact,
                department: *department,
                reason: "the owner, as no desk stands open".into(),
            }),
        }
    }

    fn first_contact_of(&self, department: DepartmentId) -> Standing {
        self.desk(department).unwrap_or_else(|| {
            let up =
                core::iter::successors(Some(department), |id| self.inner.departments[*id].parent);
            let head = up.filter_map(|id| self.inner.departments[id].head).next();
            let reason = format!(
                "accountable for `{}`, where no desk stands open",
                self.inner.departments[department].key
            );
            Standing {
                contact: head.unwrap_or(crate::id::Id::from_index(0)),
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
                    best = Some((desk.contact, bounds, desk.condition.written.text()));
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
    fn parties(&self, designees: [&alloc::collections::BTreeSet<Designee>; 2]) -> Vec<Box<str>> {
        let mut keys: Vec<Box<str>> = Vec::new();
        for designee in designees.into_iter().flatten() {
            keys.push(match designee {
                Designee::Contact(id) => self.contact_key(*id),
                Designee::Department(id) => {
                    let up =
                        core::iter::successors(Some(*id), |id| self.inner.departments[*id].parent);
                    let head = up.filter_map(|id| self.inner.departments[id].head).next();
                    self.contact_key(head.unwrap_or(crate::id::Id::from_index(0)))
                }
            });
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// C1 to C5: the levels, and every step that was thought of.
    fn chain(
        &self,
        route: &Route,
        owner: &(Standing, DepartmentId),
        first: &Standing,
    ) -> (Vec<AnswerLevel>, Vec<ChainTrace>) {
        let mut run = Run {
            explainer: self,
            levels: Vec::new(),
            trace: Vec::new(),
            due: SignedDuration::ZERO,
            last: None,
            is_over: false,
        };
        let (standing, department) = owner;
        let up: Vec<DepartmentId> =
            core::iter::successors(Some(*department), |id| self.inner.departments[*id].parent)
                .collect();
        let heads: Vec<Standing> = up
            .into_iter()
            .filter_map(|id| {
                let reason = format!("the head of `{}`", self.inner.departments[id].key);
                self.inner.departments[id].head.map(|contact| Standing {
                    contact,
                    department: id,
                    reason,
                })
            })
            .collect();
        let functional: Vec<DepartmentId> =
            core::iter::successors(self.inner.departments[*department].escalates_to, |id| {
                self.inner.departments[*id].escalates_to
            })
            .collect();
        run.step(
            Some(first),
            LevelKind::FirstContact,
            Some(SignedDuration::ZERO),
            None,
        );
        let mut tail = heads.iter().collect::<Vec<_>>();
        let mut final_after = None;
        match route.policy.map(|id| &self.inner.policies[id]) {
            None => {
                for id in &functional {
                    run.step(
                        Some(&self.first_contact_of(*id)),
                        LevelKind::Functional,
                        None,
                        None,
                    );
                }
                run.step(Some(standing), LevelKind::Owner, None, None);
            }
            Some(policy) => {
                let (mut next_functional, mut next_head) = (functional.iter(), heads.iter());
                for level in &policy.levels {
                    for (at, target) in level.targets.iter().enumerate() {
                        let named = match target {
                            Target::Designee(Designee::Contact(id)) => Some(Standing {
                                contact: *id,
                                department: self.inner.contacts[*id].home,
                                reason: "named by the policy".into(),
                            }),
                            Target::Designee(Designee::Department(id)) => {
                                Some(self.first_contact_of(*id))
                            }
                            Target::FirstContact => Some(Standing {
                                reason: first.reason.clone(),
                                ..*first
                            }),
                            Target::Owner => Some(Standing {
                                reason: standing.reason.clone(),
                                ..*standing
                            }),
                            Target::Functional => {
                                next_functional.next().map(|id| self.first_contact_of(*id))
                            }
                            Target::Head => next_head.next().map(|head| Standing {
                                reason: head.reason.clone(),
                                ..*head
                            }),
                        };
                        let after = if at == 0 {
                            level.after
                        } else {
                            Some(SignedDuration::ZERO)
                        };
                        run.step(named.as_ref(), LevelKind::Policy, after, Some(level));
                    }
                }
                final_after = policy.final_after;
                if !policy.has_tail {
                    tail = tail.into_iter().rev().take(1).collect();
                }
            }
        }
        let last = tail.len().saturating_sub(1);
        for (at, head) in tail.into_iter().enumerate() {
            run.step(
                Some(head),
                LevelKind::Hierarchical,
                if at == last { final_after } else { None },
                None,
            );
        }
        (run.levels, run.trace)
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

impl Run<'_, '_> {
    fn step(
        &mut self,
        standing: Option<&Standing>,
        kind: LevelKind,
        after: Option<SignedDuration>,
        level: Option<&PolicyLevel>,
    ) {
        let inner = self.explainer.inner;
        self.due += after.unwrap_or_else(|| {
            let mut up = core::iter::successors(self.last, |id| inner.departments[*id].parent);
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
