//! Warnings: what builds, and is probably not meant.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::contact::ContactKind;
use crate::id::{ContactId, DepartmentId, GroupId, Id, PolicyId};
use crate::organization::Inner;
use crate::organization::model::{Designee, Desk, Target};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::template::{Designation, TemplateWho};
use crate::tables::{Part, Seat};

/// Notes all warnings that only a whole organization shows.
pub(super) fn note(inner: &Inner, problems: &mut Problems) {
    departments(inner, problems);
    contacts(inner, problems);
    stand_ins(inner, problems);
    topics(inner, problems);
    skills(inner, problems);
    routes(inner, problems);
    levels(inner, problems);
    schedules(inner, problems);
}

/// Warns of the first time at which nobody is on duty, though nothing says that nobody should be (H4).
fn schedules(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("schedules");
    for schedule in inner.schedules.iter() {
        if let Some(instant) = schedule.uncovered {
            problems.add(
                ProblemKind::UncoveredTime,
                section.field(&schedule.key),
                Some(&alloc::format!("{instant}")),
                "somebody on duty from the first turn on, or a declared gap",
                "add a layer for that time, or write it under `unstaffed` with a reason",
            );
        }
    }
}

fn departments(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("departments");
    let homes: BTreeSet<_> = inner
        .contacts
        .iter()
        .filter(|contact| contact.has_home)
        .map(|contact| contact.home)
        .collect();
    for (id, department) in inner.departments.enumerate() {
        let place = section.field(&department.key);
        let names_nobody = department.head.all().next().is_none()
            && department.members.is_empty()
            && department.desks.is_empty()
            && department.on_duty.is_none();
        if names_nobody && !homes.contains(&id) && inner.graph.children(id).next().is_none() {
            let expected = "a head, a member, a desk or a department below";
            problems.add(
                ProblemKind::EmptyDepartment,
                place,
                Some(&department.key),
                expected,
                "remove it, or say who works there",
            );
        } else {
            head(inner, id, place, problems);
        }
    }
}

/// Whether a contact is no position, or is held at every time.
fn is_filled(inner: &Inner, contact: ContactId) -> bool {
    let row = &inner.contacts[contact];
    row.kind != ContactKind::Position || row.holder.is_always()
}

/// Warns of a place where nobody is the head. Below an external department a liaison of its own may be left out.
fn head(inner: &Inner, id: DepartmentId, place: Place<'_>, problems: &mut Problems) {
    let department = &inner.departments[id];
    let field = if department.is_external {
        "liaison"
    } else {
        "head"
    };
    let stand_in = || {
        let (head, from) = inner.head(id, None);
        let head = &inner.contacts[head.contact].key;
        let from = &inner.departments[from].key;
        format!("until then `{head}`, the head of `{from}`, is accountable")
    };
    let mut heads = department.head.all();
    match heads.find(|head| !is_filled(inner, **head)) {
        None if department.head.is_always() => {}
        Some(head) => problems.add(
            ProblemKind::VacantHead,
            place.field(field),
            Some(&inner.contacts[*head].key),
            "a position that somebody holds",
            stand_in(),
        ),
        None if department.head.is_dated() => problems.add(
            ProblemKind::VacantHead,
            place.field(field),
            None,
            "somebody at all times, such as one without dates beside the others",
            stand_in(),
        ),
        None if department.is_external => {}
        None => {
            let expected = "`head`: the key of a person or position";
            problems.add(ProblemKind::VacantHead, place, None, expected, stand_in());
        }
    }
}

fn contacts(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("contacts");
    let named = named(inner);
    for (id, contact) in inner.contacts.enumerate() {
        let place = section.field(&contact.key);
        let is_vacant = !is_filled(inner, id);
        let is_owner = named.owners.contains(&id);
        let is_counted_on = named.others.contains(&id) && contact.deputies.is_empty();
        if is_vacant && (is_owner || is_counted_on) {
            let (head, from) = inner.head(contact.home, None);
            let head = &inner.contacts[head.contact].key;
            let from = &inner.departments[from].key;
            let does = if is_owner {
                "is accountable"
            } else {
                "stands in"
            };
            problems.add(
                ProblemKind::VacantPosition,
                place,
                Some(&contact.key),
                if contact.holder.is_dated() {
                    "a `holder` at all times, such as one without dates beside the others"
                } else {
                    "`holder`: the key of a person"
                },
                format!("until then `{head}`, the head of `{from}`, {does}"),
            );
        }
        // A position is reached through who holds it or stands in, a touchpoint through who staffs it.
        let has_others = contact.holder.all().next().is_some()
            || !contact.deputies.is_empty()
            || contact.staffed_by.is_some()
            || (contact.kind == ContactKind::Position && contact.has_home);
        let is_reached = has_others || contact.schedule.is_some();
        if contact.points.is_empty() && !is_reached {
            let suggestion = "add `points = [{ kind = \"email\", address = \"...\" }]`";
            problems.add(
                ProblemKind::NoContactPoint,
                place,
                Some(&contact.key),
                "a way to reach it",
                suggestion,
            );
        }
    }
}

/// Warns of stand-ins that are nobody: who is to step in where others are excluded, or a confidential route ends.
fn stand_ins(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let mut check = |id: ContactId, place: Place<'_>, otherwise: &str| {
        let contact = &inner.contacts[id];
        if !is_filled(inner, id) {
            problems.add(
                ProblemKind::VacantPosition,
                place,
                Some(&contact.key),
                "a position that somebody holds",
                otherwise,
            );
        }
    };
    if let Some(id) = inner.conflict_authority {
        let otherwise = "until then nobody answers where every head is excluded";
        check(id, top.field("conflict_authority"), otherwise);
    }
    let section = top.field("routes");
    if !inner.uses.has_confidential() {
        return;
    }
    for (route, own) in inner.routes.enumerate() {
        if let Some(id) = own.confidential {
            let place = section.index(inner.place_of(route));
            let otherwise = "until then the conflict authority is accountable, or the root's head";
            check(id, place.field("final"), otherwise);
        }
    }
}

/// The contacts on which something counts.
#[derive(Default)]
struct Named {
    /// As accountable owners.
    owners: BTreeSet<ContactId>,
    /// In other ways than as head, which is told of at the department.
    others: BTreeSet<ContactId>,
}

fn named(inner: &Inner) -> Named {
    let mut named = Named::default();
    let contact = |designee: &Designee| match designee {
        Designee::Contact(id) => Some(*id),
        Designee::Department(_) | Designee::Assigned(_) => None,
    };
    for own in inner.uses.escalations() {
        named.owners.extend(contact(&own.owner));
        named
            .others
            .extend(own.responder.as_ref().and_then(contact));
    }
    let parties = inner.uses.parties();
    named.others.extend(parties.filter_map(|own| contact(&own)));
    for assignment in inner.assignments.iter() {
        let designees = assignment.holders.iter().filter_map(|row| row.designee);
        named
            .owners
            .extend(designees.filter_map(|own| contact(&own)));
    }
    for department in inner.departments.iter() {
        named
            .others
            .extend(department.desks.iter().filter_map(Desk::contact));
        let parties = department.consulted.iter().chain(&department.informed);
        named.others.extend(parties.filter_map(contact));
    }
    for notice in inner.notices.iter() {
        let parties = notice.consulted.iter().chain(&notice.informed);
        named.others.extend(parties.filter_map(contact));
    }
    for level in inner.policies.iter().flat_map(|policy| &policy.levels) {
        let designees = level.targets.iter().filter_map(|target| match target {
            Target::Designee(designee) => contact(designee),
            _ => None,
        });
        named.others.extend(designees);
    }
    let staff = inner
        .contacts
        .iter()
        .filter_map(|contact| contact.staffed_by);
    named.others.extend(staff);
    named
}

/// The declared topics that only the fallback covers.
pub(super) fn unrouted(inner: &Inner) -> Arc<[Box<str>]> {
    let is_unrouted = |path: &str| {
        let (groups, _) = inner.automaton.groups(path);
        let is_route = |group: &GroupId| {
            group.index() < inner.groups.len() && inner.groups[*group].precedence > 0
        };
        !groups.iter().any(is_route)
    };
    let paths = inner.topics.keys().filter(|path| is_unrouted(path));
    paths.cloned().collect()
}

fn topics(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("topics");
    for path in inner.built.unrouted.iter() {
        let suggestion = "add a route for it, or leave it to the fallback on purpose";
        problems.add(
            ProblemKind::UnroutedTopic,
            section.field(path),
            Some(path),
            "a topic that a route covers",
            suggestion,
        );
    }
}

/// Skills that a topic requires and nobody has, so that no desk is ever right for it (O4).
fn skills(inner: &Inner, problems: &mut Problems) {
    // One set of required skills is the empty one.
    if inner.requirements.len() < 2 {
        return;
    }
    let top = Place::ROOT;
    let section = top.field("topics");
    let known: BTreeSet<&str> = inner
        .contacts
        .iter()
        .flat_map(|contact| &contact.skills)
        .map(|skill| &**skill)
        .collect();
    for (path, topic) in inner.topics.iter() {
        for skill in topic
            .skills
            .iter()
            .filter(|skill| !known.contains(&***skill))
        {
            let place = section.field(path);
            let suggestion = problems.did_you_mean(
                skill,
                known.iter().copied(),
                "add it to the `skills` of a contact",
            );
            problems.add(
                ProblemKind::MissingSkill,
                place.field("skills"),
                Some(skill),
                "a skill that some contact has",
                suggestion,
            );
        }
    }
}

fn routes(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("routes");
    let homeless = |owner| match owner {
        Designee::Contact(id) => {
            let contact = &inner.contacts[id];
            (!contact.has_home && contact.person(id, None).is_none()).then_some(contact)
        }
        Designee::Department(_) | Designee::Assigned(_) => None,
    };
    let mut escalations = inner.uses.escalations();
    if !escalations.any(|own| homeless(own.owner).is_some()) {
        return;
    }
    for (id, route) in inner.routes.enumerate() {
        if let Some(contact) = homeless(route.owner) {
            let suggestion = format!(
                "write `department` for `{}`, or name it where it works",
                contact.key
            );
            let expected = "a contact with a department, whose head is accountable";
            problems.add(
                ProblemKind::HomelessOwner,
                section.index(inner.place_of(id)).field("owner"),
                Some(&contact.key),
                expected,
                suggestion,
            );
        }
    }
}

/// Levels that no inquiry reaches, by any route (C1). A step under a condition is taken to be anybody, so that only
/// levels which certainly never act are told of.
fn levels(inner: &Inner, problems: &mut Problems) {
    let escalations = inner.uses.escalations();
    let designations: BTreeSet<Designation> = escalations
        .flat_map(|own| inner.designations(own))
        .collect();
    let mut acting: BTreeSet<(PolicyId, usize)> = BTreeSet::new();
    let mut used: BTreeSet<PolicyId> = BTreeSet::new();
    for designation in designations {
        let Some(policy) = designation.policy else {
            continue;
        };
        used.insert(policy);
        // Where each acts already, nothing is left to be found.
        let levels = inner.policies[policy].levels.len();
        if (0..levels).all(|level| acting.contains(&(policy, level))) {
            continue;
        }
        let template = inner.template(designation, None);
        let mut standing: Vec<ContactId> = Vec::new();
        let mut open: Vec<TemplateWho> = Vec::new();
        for step in template
            .steps
            .iter()
            .filter(|step| step.part == Part::Always)
        {
            match step.who {
                TemplateWho::Nobody => {}
                // Whoever it is for an inquiry, that one stands earlier.
                who if open.contains(&who) => {}
                who @ (TemplateWho::Desk(..) | TemplateWho::Assigned(_)) => {
                    acting.extend(step.level.map(|level| (policy, level)));
                    open.extend(step.floor.is_none().then_some(who));
                }
                TemplateWho::Seat(seat) if standing.contains(&seat.contact) => {}
                TemplateWho::Seat(Seat { contact, .. }) => {
                    acting.extend(step.level.map(|level| (policy, level)));
                    if step.floor.is_none() {
                        standing.push(contact);
                        if contact == template.end.seat.contact {
                            break;
                        }
                    }
                }
            }
        }
    }
    let top = Place::ROOT;
    let section = top.field("policies");
    for (id, policy) in inner.policies.enumerate() {
        let place = section.field(&policy.key);
        if !used.contains(&id) {
            problems.add(
                ProblemKind::IdleLevel,
                place,
                Some(&policy.key),
                "a policy that some route names",
                "name it in a route, or remove it",
            );
            continue;
        }
        let levels = place.field("levels");
        for index in (0..policy.levels.len()).filter(|index| !acting.contains(&(id, *index))) {
            let suggestion = "remove it: for every route its contact stands earlier on the chain, or there is none";
            problems.add(
                ProblemKind::IdleLevel,
                levels.index(index),
                None,
                "a level that some inquiry without exclusions reaches",
                suggestion,
            );
        }
    }
}
