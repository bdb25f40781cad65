//! Chains before any inquiry: the steps of a route, with what only an inquiry tells left open (C1 to C5, X1, X2).
//!
//! Compiling turns templates into the router's rows; the checks use them to find idle levels.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::Inner;
use super::limits::Limits;
use super::model::{Designee, Floor, PolicyLevel, Route, Target};
use super::people::Accountable;
use super::problem::{Place, ProblemKind, Problems};
use crate::id::{AssignmentId, AttributeId, ContactId, DepartmentId, HolderId, PolicyId};
use crate::level::{Clock, LevelKind, Reminders, WhenEmpty};
use crate::tables::{KEPT, Part, Seat, StandIn, Standing};

/// The delay where nothing says otherwise (C3).
pub(crate) const DEFAULT_RESPONSE: SignedDuration = SignedDuration::from_mins(30);

/// The steps that a route's chain may have.
#[derive(Debug, PartialEq)]
pub(crate) struct Template {
    pub(crate) steps: Vec<TemplateStep>,
    /// At whom it ends, with the department whose head that is.
    pub(crate) end: Standing,
}

/// A step of a template.
#[derive(Debug, PartialEq)]
pub(crate) struct TemplateStep {
    pub(crate) who: TemplateWho,
    pub(crate) department: DepartmentId,
    pub(crate) kind: LevelKind,
    /// From the step before; none is the response target of that step's department, which only the inquiry tells.
    pub(crate) after: Option<SignedDuration>,
    /// By which clock that runs.
    pub(crate) clock: Clock,
    pub(crate) when_empty: WhenEmpty,
    pub(crate) floor: Option<Floor>,
    pub(crate) reminders: Option<Reminders>,
    pub(crate) stand_in: StandIn,
    pub(crate) part: Part,
    /// The level of the policy that asked for it.
    pub(crate) level: Option<usize>,
}

/// Who stands at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TemplateWho {
    Nobody,
    Seat(Seat),
    /// The best desk of a department, else this one.
    Desk(DepartmentId, Seat),
    Assigned(AssignmentId),
}

/// What decides a route's chain: routes that agree on it share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Designation {
    /// Never an assignment: what it names.
    pub(crate) owner: Designee,
    /// The row by which the owner comes, where that has deputies.
    pub(crate) row: Option<(AssignmentId, HolderId)>,
    pub(crate) responder: Option<Designee>,
    pub(crate) policy: Option<PolicyId>,
    /// Of a confidential route.
    pub(crate) end: Option<ContactId>,
}

/// What routes have in common that escalate alike, whomever an assignment names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Escalation {
    pub(crate) owner: Designee,
    pub(crate) responder: Option<Designee>,
    pub(crate) policy: Option<PolicyId>,
    /// Of a confidential route.
    pub(crate) end: Option<ContactId>,
}

impl Escalation {
    pub(crate) fn of(route: &Route) -> Self {
        Self {
            owner: route.owner,
            responder: route.responder,
            policy: route.policy,
            end: route.confidential,
        }
    }
}

impl From<&Route> for Escalation {
    fn from(route: &Route) -> Self {
        Self::of(route)
    }
}

impl Inner {
    /// What a route designates; of an assigned owner what this holder is.
    pub(crate) fn designation(
        &self,
        route: impl Into<Escalation>,
        holder: Option<HolderId>,
    ) -> Designation {
        let route = route.into();
        let (owner, row) = match route.owner {
            Designee::Assigned(id) => {
                let assignment = &self.assignments[id];
                let holder = holder.unwrap_or(assignment.default);
                let row = &assignment.holders[holder];
                let with_deputies = (!row.deputies.is_empty()).then_some((id, holder));
                (self.designated(row), with_deputies)
            }
            other => (other, None),
        };
        Designation {
            owner,
            row,
            responder: route.responder,
            policy: route.policy,
            end: route.end,
        }
    }

    /// All that a route may designate: one, or one for each holder.
    pub(crate) fn designations(
        &self,
        route: impl Into<Escalation>,
    ) -> impl Iterator<Item = Designation> {
        let route = route.into();
        let (holders, alone) = match route.owner {
            Designee::Assigned(id) => (Some(self.assignments[id].holders.ids()), None),
            _ => (None, Some(None)),
        };
        let holders = holders.into_iter().flatten().map(Some).chain(alone);
        holders.map(move |holder| self.designation(route, holder))
    }

    /// Within what time a level of this department answers (C3).
    pub(crate) fn response(&self, department: DepartmentId) -> SignedDuration {
        let mut up = self.upwards(department);
        let target = up.find_map(|id| self.departments[id].response_target);
        target.or(self.response_target).unwrap_or(DEFAULT_RESPONSE)
    }

    /// The chain of a designation, as of an instant.
    pub(crate) fn template(&self, designation: Designation, when: Option<Timestamp>) -> Template {
        Builder::new(self, designation, when).build()
    }

    /// The attributes on which an answer depends beyond the route that wins: through desks, floors, assignments and
    /// notices. In order of importance.
    pub(crate) fn kept(&self) -> Vec<AttributeId> {
        let desks = self.departments.iter().flat_map(|own| &own.desks);
        let served = desks
            .clone()
            .filter_map(|desk| desk.serves.as_ref())
            .flat_map(|serves| &serves.sets)
            .map(|(attribute, _)| *attribute);
        let conditions = desks
            .map(|desk| &desk.condition)
            .chain(self.notices.iter().map(|notice| &notice.condition));
        let constrained = conditions
            .flat_map(|condition| condition.boxes.iter())
            .flat_map(crate::attribute::Bounds::sets)
            .map(|(attribute, _)| *attribute);
        let levels = self.policies.iter().flat_map(|policy| &policy.levels);
        let floors = levels.filter_map(|level| level.floor);
        let assigned = self.used_assignments().into_iter();
        let mut kept: Vec<AttributeId> = constrained
            .chain(served)
            .chain(floors.map(|floor| floor.attribute))
            .chain(assigned.map(|id| self.assignments[id].attribute))
            .collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    }

    /// Notes where chains have more steps together than a limit allows, each owner counted as one more. Stops there, as
    /// rows and routes multiply.
    pub(super) fn check_steps(&self, limits: &Limits, problems: &mut Problems) {
        let most = limits.steps;
        let escalations = self.uses.escalations().map(|own| match own.owner {
            Designee::Assigned(id) => self.assignments[id].holders.len(),
            Designee::Contact(_) | Designee::Department(_) => 1,
        });
        if escalations
            .sum::<usize>()
            .saturating_mul(self.longest() + 1)
            <= most
            && !self.has_dates()
        {
            return;
        }
        let mut known: BTreeSet<Designation> = BTreeSet::new();
        let escalations = self.uses.escalations();
        let designations = escalations.flat_map(|own| self.designations(own));
        let mut steps = designations.map(|designation| {
            let is_new = known.insert(designation);
            // Each of these anew where a dated fact changes.
            let turns = || 1 + self.chain_edges(designation).len();
            1 + if is_new {
                self.template(designation, None).steps.len() * turns()
            } else {
                0
            }
        });
        let so_far = steps.try_fold(0, |sum: usize, own| {
            let sum = sum + own;
            (sum <= most).then_some(sum)
        });
        if so_far.is_none() {
            let top = Place::ROOT;
            problems.add(
                ProblemKind::LimitExceeded,
                top.field("routes"),
                Some("all chains"),
                format!("chains of at most {most} steps together, owners counted"),
                "let more routes escalate alike, shorten policies and rows, or raise `Limits::steps` in `build_with`",
            );
        }
    }

    /// How many steps no chain has more than: one each for the departments upwards and those that escalation leads to, and
    /// what a policy names, besides the first contact, its spare, the owner and the closing step.
    fn longest(&self) -> usize {
        let ids = || self.departments.ids();
        let next = |id: DepartmentId| self.departments[id].escalates_to;
        let upwards = ids().map(|id| self.upwards(id).count()).max();
        let functional = ids().map(|id| core::iter::successors(next(id), |id| next(*id)).count());
        let of_positions = self.contacts.iter().map(|own| own.deputies.len());
        let holders = self.assignments.iter().flat_map(|own| own.holders.iter());
        let deputies = of_positions.chain(holders.map(|row| row.deputies.len()));
        let deputies = deputies.max().unwrap_or_default().max(1);
        let targets = |level: &PolicyLevel| {
            let targets = level.targets.iter();
            let steps = targets.map(|target| match target {
                Target::Deputies => deputies,
                // With its spare.
                Target::FirstContact => 2,
                _ => 1,
            });
            steps.sum::<usize>()
        };
        let policies = self.policies.iter();
        let policies = policies.map(|own| own.levels.iter().map(targets).sum::<usize>());
        4 + upwards.unwrap_or_default()
            + functional.max().unwrap_or_default()
            + policies.max().unwrap_or_default()
    }

    /// Notes where an answer would depend on more attributes than it can hold.
    pub(super) fn check_kept(&self, problems: &mut Problems) {
        let kept = self.kept().len();
        if kept > KEPT {
            let top = Place::ROOT;
            problems.add(
                ProblemKind::LimitExceeded,
                top.field("attributes"),
                Some(&format!("{kept} attributes")),
                format!(
                    "at most {KEPT} attributes on which desks, floors, assignments and notices depend"
                ),
                "let routes depend on the others",
            );
        }
    }
}

struct Builder<'a> {
    inner: &'a Inner,
    designation: Designation,
    /// As of when dated facts count; without an instant none does (H7).
    when: Option<Timestamp>,
    owner: Accountable,
    /// Whose head is the owner, or the owning department.
    owner_of: DepartmentId,
    steps: Vec<TemplateStep>,
    end: Standing,
    /// The department of the last step; none where only the inquiry tells.
    last: Option<DepartmentId>,
}

impl<'a> Builder<'a> {
    fn new(inner: &'a Inner, designation: Designation, when: Option<Timestamp>) -> Self {
        let owner = inner.accountable(designation.owner, designation.end, when);
        let end = match designation.end {
            Some(end) => inner.end(end, when),
            None => {
                let (seat, department) = inner.head(inner.authority(owner.department), when);
                Standing { seat, department }
            }
        };
        Self {
            inner,
            designation,
            when,
            owner,
            owner_of: owner.from.unwrap_or(owner.department),
            steps: Vec::new(),
            end,
            last: Some(owner.department),
        }
    }

    fn build(mut self) -> Template {
        self.first();
        let functional = self.functional();
        let is_confidential = self.designation.end.is_some();
        match self.designation.policy {
            None => {
                for department in functional.into_iter().filter(|_| !is_confidential) {
                    self.department(department, LevelKind::Functional, None);
                }
                self.owner_step(LevelKind::Owner, None);
                self.tail(self.heads(), &[self.owner.seat.contact], None);
            }
            Some(policy) => self.policy(policy, functional),
        }
        self.closing();
        Template {
            steps: self.steps,
            end: self.end,
        }
    }

    /// O4, as far as it can be said before an inquiry; and who is next where the responder is excluded.
    fn first(&mut self) {
        let zero = Some(SignedDuration::ZERO);
        let kind = LevelKind::FirstContact;
        match self.designation.responder {
            Some(Designee::Department(id)) => self.department(id, kind, zero),
            Some(designee) => {
                self.target(designee, kind, zero, StandIn::Nobody);
                self.own_desk(kind, zero, Part::Spare);
            }
            None => self.own_desk(kind, zero, Part::Always),
        }
    }

    /// The owning department's best desk, else the owner.
    fn own_desk(&mut self, kind: LevelKind, after: Option<SignedDuration>, part: Part) {
        let department = self.owner.department;
        let who = self.desk_or(department, self.owner.seat);
        let nominal = self.last;
        self.push(who, department, kind, after, StandIn::Owner);
        if part == Part::Spare {
            // Nothing counts from a step that usually is not there.
            self.last = nominal;
        }
        self.mark(|step| step.part = part);
    }

    fn policy(&mut self, policy: PolicyId, functional: Vec<DepartmentId>) {
        let policy = &self.inner.policies[policy];
        let mut functional = functional.into_iter();
        let mut heads = self.heads().into_iter();
        let mut named = Vec::new();
        for (index, level) in policy.levels.iter().enumerate() {
            let mut after = level.after;
            for target in &level.targets {
                let from = self.steps.len();
                let kind = LevelKind::Policy;
                match target {
                    Target::Designee(Designee::Department(id)) => self.department(*id, kind, after),
                    Target::Designee(designee) => {
                        self.target(*designee, kind, after, StandIn::Last);
                    }
                    Target::FirstContact => self.first_again(after),
                    Target::Owner => {
                        named.extend(level.floor.is_none().then_some(self.owner.seat.contact));
                        self.owner_step(kind, after);
                    }
                    Target::Deputies => self.deputies(after),
                    Target::Functional => match functional.next() {
                        Some(id) => self.department(id, kind, after),
                        None => self.nobody(after),
                    },
                    Target::Head => match heads.next() {
                        Some((seat, of)) => {
                            named.extend(level.floor.is_none().then_some(seat.contact));
                            let who = TemplateWho::Seat(seat);
                            self.push(who, of, kind, after, StandIn::Last);
                        }
                        None => self.nobody(after),
                    },
                }
                self.of_level(from, index, level);
                after = Some(SignedDuration::ZERO);
            }
        }
        let heads = self.heads();
        let skipped = if policy.has_tail {
            0
        } else {
            heads.len().saturating_sub(1)
        };
        let tail = heads.into_iter().skip(skipped).collect();
        self.tail(tail, &named, policy.final_after);
    }

    /// Marks the steps behind `from` as those of a policy's level.
    fn of_level(&mut self, from: usize, index: usize, level: &PolicyLevel) {
        for step in self.steps.iter_mut().skip(from) {
            step.clock = level.clock;
            step.when_empty = level.when_empty;
            step.floor = level.floor;
            step.reminders = level.reminders;
            step.level = Some(index);
        }
    }

    /// The first contact once more, as a level of a policy.
    fn first_again(&mut self, after: Option<SignedDuration>) {
        let kind = LevelKind::Policy;
        match self.designation.responder {
            Some(Designee::Department(id)) => self.department(id, kind, after),
            Some(designee) => {
                self.target(designee, kind, after, StandIn::Nobody);
                // Where the responder is excluded, another desk may be open by then, or who was away may be back.
                self.own_desk(kind, Some(SignedDuration::ZERO), Part::Spare);
            }
            None => self.own_desk(kind, after, Part::Always),
        }
    }

    fn owner_step(&mut self, kind: LevelKind, after: Option<SignedDuration>) {
        let who = TemplateWho::Seat(self.owner.seat);
        self.push(who, self.owner_of, kind, after, StandIn::OwnerLevel);
    }

    /// A contact, or whom an assignment names.
    fn target(
        &mut self,
        designee: Designee,
        kind: LevelKind,
        after: Option<SignedDuration>,
        stand_in: StandIn,
    ) {
        match designee {
            Designee::Contact(id) => {
                let who = TemplateWho::Seat(self.inner.seat(id, self.when));
                let home = self.inner.contacts[id].home;
                self.push(who, home, kind, after, stand_in);
            }
            Designee::Assigned(id) => {
                let who = TemplateWho::Assigned(id);
                self.push(who, self.owner.department, kind, after, stand_in);
                self.last = None;
            }
            Designee::Department(id) => self.department(id, kind, after),
        }
    }

    /// The first contact of a department.
    fn department(
        &mut self,
        department: DepartmentId,
        kind: LevelKind,
        after: Option<SignedDuration>,
    ) {
        let (head, _) = self.inner.head(department, self.when);
        let who = self.desk_or(department, head);
        self.push(who, department, kind, after, StandIn::Head(department));
    }

    fn nobody(&mut self, after: Option<SignedDuration>) {
        let nominal = self.last;
        let department = self.owner.department;
        self.push(
            TemplateWho::Nobody,
            department,
            LevelKind::Policy,
            after,
            StandIn::Nobody,
        );
        self.last = nominal;
    }

    /// The owner's deputies: of the row by which it comes, else of the position by which it is accountable.
    fn deputies(&mut self, after: Option<SignedDuration>) {
        let inner = self.inner;
        let row = self.designation.row;
        let of_row = row.and_then(|(id, holder)| {
            let row = &inner.assignments[id].holders[holder];
            // Without a holder the first of them is the owner.
            row.deputies.get(usize::from(row.designee.is_none())..)
        });
        let position = self.owner.seat.position;
        let of_position = position.map(|id| inner.contacts[id].deputies.as_slice());
        let of_row = of_row.filter(|deputies| !deputies.is_empty());
        let deputies = of_row.or(of_position).unwrap_or_default();
        if deputies.is_empty() {
            return self.nobody(after);
        }
        let mut after = after;
        for deputy in deputies {
            let deputy = Designee::Contact(*deputy);
            self.target(deputy, LevelKind::Policy, after, StandIn::Last);
            after = Some(SignedDuration::ZERO);
        }
    }

    /// The heads up the tree who are not named before; the final authority after a delay of its own, if there is one.
    fn tail(
        &mut self,
        heads: Vec<(Seat, DepartmentId)>,
        named: &[ContactId],
        final_after: Option<SignedDuration>,
    ) {
        for (seat, of) in heads {
            if named.contains(&seat.contact) {
                continue;
            }
            let after = final_after.filter(|_| seat.contact == self.end.seat.contact);
            let who = TemplateWho::Seat(seat);
            self.push(who, of, LevelKind::Hierarchical, after, StandIn::Last);
        }
    }

    /// The level that closes the chain where the final authority is excluded: in its place, or behind the last. When it
    /// is due depends on who that is, so on the inquiry.
    fn closing(&mut self) {
        let after = Some(SignedDuration::ZERO);
        let who = TemplateWho::Seat(self.end.seat);
        let department = self.end.department;
        self.push(
            who,
            department,
            LevelKind::Hierarchical,
            after,
            StandIn::Nobody,
        );
        self.mark(|step| step.part = Part::Closing);
    }

    fn push(
        &mut self,
        who: TemplateWho,
        department: DepartmentId,
        kind: LevelKind,
        after: Option<SignedDuration>,
        stand_in: StandIn,
    ) {
        let response = || self.last.map(|last| self.inner.response(last));
        self.steps.push(TemplateStep {
            who,
            department,
            kind,
            after: after.or_else(response),
            clock: Clock::Wall,
            when_empty: WhenEmpty::Skip,
            floor: None,
            reminders: None,
            stand_in,
            part: Part::Always,
            level: None,
        });
        self.last = Some(department);
    }

    fn mark(&mut self, change: impl FnOnce(&mut TemplateStep)) {
        if let Some(step) = self.steps.last_mut() {
            change(step);
        }
    }

    fn desk_or(&self, department: DepartmentId, otherwise: Seat) -> TemplateWho {
        let own = &self.inner.departments[department];
        if own.desks.is_empty() && own.on_duty.is_none() {
            TemplateWho::Seat(otherwise)
        } else {
            TemplateWho::Desk(department, otherwise)
        }
    }

    fn functional(&self) -> Vec<DepartmentId> {
        let next = |id: DepartmentId| self.inner.departments[id].escalates_to;
        core::iter::successors(next(self.owner.department), |id| next(*id)).collect()
    }

    /// The heads from the owning department up to the final authority; on a confidential route that one alone.
    fn heads(&self) -> Vec<(Seat, DepartmentId)> {
        if self.designation.end.is_some() {
            return [(self.end.seat, self.end.department)].into();
        }
        let mut heads = Vec::new();
        for id in self.inner.upwards(self.owner.department) {
            heads.extend(self.inner.own_head(id, self.when).map(|head| (head, id)));
            if id == self.end.department {
                break;
            }
        }
        heads
    }
}
