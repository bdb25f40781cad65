//! Warnings: what builds, and is probably not meant.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use crate::contact::ContactKind;
use crate::id::{ContactId, Id, PolicyId};
use crate::organization::Inner;
use crate::organization::model::Designee;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::template::{Designation, TemplateWho};
use crate::tables::{Part, Seat};

/// Notes all warnings that only a whole organization shows.
pub(super) fn note(inner: &Inner, problems: &mut Problems) {
    departments(inner, problems);
    contacts(inner, problems);
    topics(inner, problems);
    skills(inner, problems);
    routes(inner, problems);
    levels(inner, problems);
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
        let names_nobody = department.head.is_none()
            && department.members.is_empty()
            && department.desks.is_empty();
        if names_nobody && !homes.contains(&id) && inner.graph.children(id).next().is_none() {
            let expected = "a head, a member, a desk or a department below";
            problems.add(
                ProblemKind::EmptyDepartment,
                place,
                Some(&department.key),
                expected,
                "remove it, or say who works there",
            );
        } else if department.head.is_none() {
            let (head, from) = inner.head(id);
            let (head, from) = (
                &inner.contacts[head.contact].key,
                &inner.departments[from].key,
            );
            let expected = "`head`: the key of a person";
            problems.add(
                ProblemKind::VacantHead,
                place,
                None,
                expected,
                format!("until then `{head}`, the head of `{from}`, is accountable"),
            );
        }
    }
}

fn contacts(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("contacts");
    for contact in inner
        .contacts
        .iter()
        .filter(|contact| contact.points.is_empty())
    {
        let suggestion = "add `points = [{ kind = \"email\", address = \"...\" }]`";
        problems.add(
            ProblemKind::NoContactPoint,
            section.field(&contact.key),
            Some(&contact.key),
            "a way to reach it",
            suggestion,
        );
    }
}

fn topics(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("topics");
    for path in inner.topics.keys() {
        let (groups, _) = inner.automaton.groups(path);
        let is_routed = groups
            .iter()
            .any(|group| group.index() < inner.groups.len() && inner.groups[*group].precedence > 0);
        if !is_routed {
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
}

/// Skills that a topic requires and nobody has, so that no desk is ever right for it (O4).
fn skills(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("topics");
    let known: BTreeSet<&str> = inner
        .contacts
        .iter()
        .flat_map(|contact| &contact.skills)
        .map(|skill| &**skill)
        .collect();
    for (path, topic) in &inner.topics {
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
    for route in inner.routes.iter() {
        let Designee::Contact(id) = route.owner else {
            continue;
        };
        let contact = &inner.contacts[id];
        if !contact.has_home && contact.kind != ContactKind::Person {
            let suggestion = format!(
                "write `department` for `{}`, or name it where it works",
                contact.key
            );
            let expected = "a contact with a department, whose head is accountable";
            problems.add(
                ProblemKind::HomelessOwner,
                section.index(route.written_at).field("owner"),
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
    let designations: BTreeSet<Designation> = inner
        .routes
        .iter()
        .flat_map(|route| inner.designations(route))
        .collect();
    let mut acting: BTreeSet<(PolicyId, usize)> = BTreeSet::new();
    let mut used: BTreeSet<PolicyId> = BTreeSet::new();
    for designation in designations {
        let Some(policy) = designation.policy else {
            continue;
        };
        used.insert(policy);
        let template = inner.template(designation);
        let mut standing: Vec<ContactId> = Vec::new();
        for step in template
            .steps
            .iter()
            .filter(|step| step.part == Part::Always)
        {
            match step.who {
                TemplateWho::Nobody => {}
                TemplateWho::Desk(..) | TemplateWho::Assigned(_) => {
                    acting.extend(step.level.map(|level| (policy, level)))
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
                "a level that some inquiry reaches",
                suggestion,
            );
        }
    }
}
