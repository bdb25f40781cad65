//! The organization, of what was read and found to be right.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Draft, homes, policies, routes};
use crate::attribute::Vocabulary;
use crate::calendar::zone::Zone;
use crate::fingerprint::{Content, Fingerprint};
use crate::id::{AssignmentId, Id, RequirementId, Table, TraitId};
use crate::organization::Inner;
use crate::organization::built::Built;
use crate::organization::calendars::Calendars;
use crate::organization::graph::Graph;
use crate::organization::model::{self, Condition};
use crate::organization::uses::Uses;

/// What was worked out of the whole draft.
pub(super) struct Found {
    pub(super) vocabulary: Vocabulary,
    /// By canonical name.
    pub(super) conditions: Arc<BTreeMap<Box<str>, Condition>>,
    pub(super) assignments: Vec<Option<model::Assignment>>,
    pub(super) zone: Zone,
    pub(super) requirements: Table<RequirementId, BTreeSet<Box<str>>>,
    pub(super) traits: Table<TraitId, model::Traits>,
    pub(super) calendars: Option<Calendars>,
}

/// Assembles the organization, without fingerprint and warnings. `None` where something is missing, which is a problem
/// noted before.
pub(super) fn assemble(mut draft: Draft, found: Found) -> Option<Inner> {
    let assignments = found.assignments.into_iter().map(|own| own.map(Arc::new));
    let assignments: Option<Table<AssignmentId, Arc<model::Assignment>>> = assignments.collect();
    let sees = draft.attributes.sees();
    let (departments, root) = draft.departments.assemble()?;
    let contacts = draft.contacts.rows.into_iter().map(Arc::new);
    let contacts = homes::settle(contacts.collect(), &departments, root);
    let root_head = departments[root]
        .head
        .otherwise
        .and_then(|head| contacts[head].person(head, None));
    let routes::Assembled {
        routes,
        route_places,
        fallback,
        groups,
        automaton,
    } = draft.routes.assemble()?;
    let parents = departments.enumerate();
    let parents = parents.filter_map(|(id, department)| Some((id, department.parent?)));
    let graph = Graph::new(departments.len(), parents);
    Some(Inner {
        name: draft.name,
        language: draft.language,
        zone: found.zone,
        conflict_authority: draft.conflict_authority,
        conditions: found.conditions,
        assignments: assignments?,
        calendars: found.calendars?.into(),
        notices: draft.notices.assemble().into(),
        schedules: draft
            .schedules
            .into_iter()
            .collect::<Option<Table<_, _>>>()?
            .into(),
        requirements: found.requirements.into(),
        traits: found.traits.into(),
        further_contacts: further(&contacts, |own| [&own.formerly, &own.ids]).into(),
        further_departments: further(&departments, |own| [&own.formerly, &own.ids]).into(),
        response_target: draft.response_target,
        precedences: draft.precedences,
        policies: policies::assemble(draft.policies, &found.vocabulary).into(),
        vocabulary: found.vocabulary.into(),
        sees,
        departments,
        root,
        root_head: root_head?,
        contacts,
        topics: draft.topics.declared.into(),
        aliases: draft.topics.aliases,
        uses: Uses::of(routes.iter().map(|route| &**route)).into(),
        routes: routes.into(),
        route_places: route_places.into(),
        fallback,
        groups: groups.into(),
        automaton: automaton.into(),
        graph: graph.into(),
        built: Built::default(),
        content: Content::default(),
        fingerprint: Fingerprint::of(&[]),
        warnings: Vec::new(),
    })
}

/// The further keys of the rows of a section.
fn further<I: Id, T>(
    rows: &Table<I, Arc<T>>,
    keys: impl Fn(&T) -> [&BTreeSet<Box<str>>; 2],
) -> BTreeMap<Box<str>, I> {
    let of_row = |(id, row): (I, &Arc<T>)| {
        let keys = keys(row).into_iter().flatten().cloned();
        keys.map(move |key| (key, id)).collect::<Vec<_>>()
    };
    rows.enumerate().flat_map(of_row).collect()
}
