//! A few facts changed: what depends on them is judged again, and all else is shared with the organization that was.

mod change;
mod people;
mod routes;

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::further_keys::KeyRank;
use super::memory::Memory;
use super::named_conditions::ConditionNames;
use super::names::{Known, Names};
use super::patterns::Patterns;
use super::ties::all_work;
use super::{Checker, warnings};
use crate::fingerprint::{Content, FactHash};
use crate::id::{AssignmentId, ContactId, DepartmentId, Id, Key, RouteId};
use crate::organization::document::Node;
use crate::organization::document::format::DOCUMENT;
use crate::organization::limits::BuildOptions;
use crate::organization::model::Route;
use crate::organization::problem::{Place, Problems};
use crate::organization::read::Form;
use crate::organization::uses::names as condition_names;
use crate::organization::{Inner, canonical};

use change::RoutesAfter;

/// What declarations say now.
#[derive(Debug, Default)]
pub(in crate::organization) struct Changes {
    pub(in crate::organization) contacts: Vec<(ContactId, Node)>,
    pub(in crate::organization) departments: Vec<(DepartmentId, Node)>,
    pub(in crate::organization) assignments: Vec<(AssignmentId, Node)>,
    /// None for a route that is gone.
    pub(in crate::organization) routes: Vec<(RouteId, Option<Node>)>,
    /// Further routes, behind the others.
    pub(in crate::organization) added: Vec<Node>,
}

/// An organization after changes.
pub(in crate::organization) struct Patched {
    pub(in crate::organization) inner: Inner,
    /// The keys of the routes that were added.
    pub(in crate::organization) added: Vec<Key>,
}

/// The organization with these changes, the same as if it were built anew of its canonical document with them. `None`
/// where that has to be done: where the vocabulary, topics, patterns' aliases, keys or trees may change, where a limit may
/// be near, and where anything is wrong, which only the whole document tells in its order.
///
/// # Complexity
///
/// Linear in the changes and what they touch: the groups of changed routes, and what better groups settle. Besides, each
/// contact and department is looked at once; each route only where one is added or removed; and all patterns where the
/// first route of a pattern is added or the last one removed.
pub(in crate::organization) fn patched(
    old: &Inner,
    changes: &Changes,
    options: &BuildOptions,
) -> Option<Patched> {
    let built = &old.built;
    let is_far_from_limits = built.members <= options.limits.members / 2
        && built.judged.work <= all_work(&options.limits) / 2;
    if built.options != *options || built.has_remarks || !is_far_from_limits {
        return None;
    }
    let root = canonical::vocabulary(old);
    let mut problems = Problems::new(options.limits.problems);
    let form = Form::of(&root, Place::ROOT, &DOCUMENT, &mut problems);
    let mut checker = checker(old, &form, problems, options);
    let mut attributes = Attributes::read(&mut checker, &form);
    let people = people::read(&mut checker, old, changes, &mut attributes)?;
    let (routes, added) = routes::read(&mut checker, old, changes, &mut attributes, &people)?;
    if checker.problems.count() > 0 || checker.problems.has_warnings() {
        return None;
    }
    let inner = Assembly {
        old,
        changes,
        people,
        routes,
        checker,
    }
    .inner()?;
    Some(Patched { inner, added })
}

/// What reads declarations of an organization that is there.
fn checker<'a>(
    old: &'a Inner,
    form: &Form<'a, '_>,
    mut problems: Problems,
    options: &'a BuildOptions,
) -> Checker<'a> {
    let contacts = Known {
        count: old.contacts.len(),
        key: Box::new(|at| &old.contacts[ContactId::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.contacts.find(|own| (*own.key).cmp(key));
            let further = old.further_contacts.get(key).copied();
            ranked(own, further, |id| old.contacts[id].formerly.contains(key))
        }),
    };
    let departments = Known {
        count: old.departments.len(),
        key: Box::new(|at| &old.departments[DepartmentId::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.departments.find(|own| (*own.key).cmp(key));
            let further = old.further_departments.get(key).copied();
            ranked(own, further, |id| {
                old.departments[id].formerly.contains(key)
            })
        }),
    };
    let schedules = Known {
        count: old.schedules.len(),
        key: Box::new(|at| &old.schedules[Id::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.schedules.find(|own| (*own.key).cmp(key));
            ranked(own, None, |_| false)
        }),
    };
    let policies = Known {
        count: old.policies.len(),
        key: Box::new(|at| &old.policies[Id::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.policies.find(|own| (*own.key).cmp(key));
            ranked(own, None, |_| false)
        }),
    };
    let assignments = Known {
        count: old.assignments.len(),
        key: Box::new(|at| &old.assignments[Id::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.assignments.find(|own| (*own.key).cmp(key));
            ranked(own, None, |_| false)
        }),
    };
    let holidays = Known {
        count: old.calendars.holidays.len(),
        key: Box::new(|at| &old.calendars.holidays[Id::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.calendars.holidays.find(|own| (*own.key).cmp(key));
            ranked(own, None, |_| false)
        }),
    };
    let hours = Known {
        count: old.calendars.hours.len(),
        key: Box::new(|at| &old.calendars.hours[Id::from_index(at)].key),
        find: Box::new(|key| {
            let own = old.calendars.hours.find(|own| (*own.key).cmp(key));
            ranked(own, None, |_| false)
        }),
    };
    Checker {
        conditions: ConditionNames::read(form, options.limits.conditions, &mut problems),
        kinds: old.contacts.iter().map(|own| Some(own.kind)).collect(),
        contacts: Names::of("contacts", contacts),
        departments: Names::of("departments", departments),
        schedules: Names::of("schedules", schedules),
        policies: Names::of("policies", policies),
        holidays: Names::of("holidays", holidays),
        hours: Names::of("hours", hours),
        local_zone: old.zone.clone(),
        assignments: Names::of("assignments", assignments),
        used_assignments: BTreeSet::new(),
        scheduled: (*old.built.scheduled).clone(),
        memory: Memory::default(),
        members: options.limits.members - old.built.members,
        patterns: Patterns::new(&options.limits),
        judged: old.built.judged.clone(),
        problems,
        options,
    }
}

/// The hashes of what changes, as an organization says it; the routes among it are these.
fn facts(inner: &Inner, changes: &Changes, routes: &[Arc<Route>]) -> Vec<FactHash> {
    let mut facts = canonical::Facts::of(inner);
    let mut all: Vec<FactHash> = Vec::new();
    let contacts = changes.contacts.iter();
    all.extend(contacts.map(|(id, _)| facts.contact(&inner.contacts[*id])));
    let departments = changes.departments.iter();
    all.extend(departments.map(|(id, _)| facts.department(&inner.departments[*id])));
    let assignments = changes.assignments.iter();
    all.extend(assignments.map(|(id, _)| facts.assignment(&inner.assignments[*id])));
    all.extend(routes.iter().map(|route| facts.route(route)));
    all
}

impl Checker<'_> {
    /// Warns of conditions and assignments that nothing in an organization names.
    fn note_unused_in(&mut self, inner: &Inner) {
        self.used_assignments = inner.used_assignments().into_iter().collect();
        let desks = inner.departments.iter().flat_map(|own| &own.desks);
        let written = desks.map(|desk| &desk.condition.written);
        let notices = inner.notices.iter();
        let written = written.chain(notices.map(|notice| &notice.condition.written));
        let names = written.flat_map(|written| condition_names(written));
        let names = names.map(|name| &**name).chain(inner.uses.conditions());
        names.for_each(|name| self.conditions.uses(name));
        self.note_unused();
    }
}

/// What a key is to the thing that it was found for.
fn ranked<I: Id>(
    own: Option<I>,
    further: Option<I>,
    is_former: impl Fn(I) -> bool,
) -> Option<(KeyRank, usize)> {
    if let Some(id) = own {
        return Some((KeyRank::Current, id.index()));
    }
    let id = further?;
    let rank = if is_former(id) {
        KeyRank::Former
    } else {
        KeyRank::Foreign
    };
    Some((rank, id.index()))
}

/// All that was read, before the whole is judged.
struct Assembly<'a> {
    old: &'a Inner,
    changes: &'a Changes,
    people: people::People,
    routes: RoutesAfter,
    checker: Checker<'a>,
}

impl Assembly<'_> {
    fn inner(mut self) -> Option<Inner> {
        let (old, options) = (self.old, self.checker.options);
        let has_other_groups = !Arc::ptr_eq(&old.automaton, &self.routes.automaton);
        let mut inner = Inner {
            name: old.name.clone(),
            language: old.language.clone(),
            zone: old.zone.clone(),
            conflict_authority: old.conflict_authority,
            response_target: old.response_target,
            precedences: old.precedences.clone(),
            vocabulary: Arc::clone(&old.vocabulary),
            sees: old.sees.clone(),
            departments: self.people.departments,
            root: old.root,
            root_head: self.people.root_head,
            contacts: self.people.contacts,
            topics: Arc::clone(&old.topics),
            aliases: Arc::clone(&old.aliases),
            conditions: Arc::clone(&old.conditions),
            policies: Arc::clone(&old.policies),
            assignments: self.people.assignments,
            notices: Arc::clone(&old.notices),
            schedules: Arc::clone(&old.schedules),
            requirements: Arc::clone(&old.requirements),
            traits: Arc::clone(&old.traits),
            calendars: Arc::clone(&old.calendars),
            further_contacts: Arc::clone(&old.further_contacts),
            further_departments: Arc::clone(&old.further_departments),
            routes: self.routes.rows,
            route_places: self.routes.places,
            uses: self.routes.uses,
            fallback: self.routes.fallback,
            groups: self.routes.groups,
            automaton: self.routes.automaton,
            graph: Arc::clone(&old.graph),
            built: old.built.clone(),
            content: Content::default(),
            fingerprint: old.fingerprint,
            warnings: Vec::new(),
        };
        let gone = facts(old, self.changes, &self.routes.gone);
        let new = facts(&inner, self.changes, &self.routes.new);
        inner.content = old.content.replaced(&gone, &new)?;
        inner.fingerprint = inner.content.fingerprint();
        inner.built.members = options.limits.members - self.checker.members;
        inner.built.judged = self.checker.judged.clone();
        let problems = &mut self.checker.problems;
        super::outside::check_accountable(&inner, problems);
        inner.check_kept(problems);
        inner.check_steps(&options.limits, problems);
        if has_other_groups {
            inner.check_together(&options.limits, problems);
            inner.built.unrouted = warnings::unrouted(&inner);
        }
        if problems.has_errors() {
            return None;
        }
        self.checker.note_unused_in(&inner);
        warnings::note(&inner, &mut self.checker.problems);
        inner.warnings = self.checker.problems.into_warnings();
        Some(inner)
    }
}
