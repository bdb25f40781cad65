//! What an answer reads beside its chain: owners, parties, contacts, departments, notices and topics.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::Compiler;
use super::memo::Memo;
use super::rules::{Gathered, Rules, all_times};
use crate::attribute::Bounds;
use crate::calendar::times::Times;
use crate::id::{
    AnswerId, AttributeId, ClassId, EntryId, Id, Key, LinkId, NoticeId, OwnerId, PartyId,
    RequirementId, RouteId, Span, StateId, StateRowId, Table, TestId, TimesId, TraitId,
};
use crate::organization::model::{Designee, Route};
use crate::organization::relaxation::dimensions;
use crate::organization::{Escalation, Inner};
use crate::router::perfect::Seeds;
use crate::tables::{
    AnswerRow, ContactRow, Content, DepartmentRow, KEPT, Kept, LinkRow, NoticeRow, OwnerRow,
    PartyRow, RouteRow, Seat, Standing, StateRow, Tables, TraitRow,
};

impl<'a> Compiler<'a> {
    /// What each route answers, and under which condition.
    pub(super) fn rules(&self) -> Rules<'a> {
        let inner = self.inner;
        let mut answers = Answers::new(&self.seeds);
        let times = all_times(inner.routes.iter().map(|route| route.times));
        let mut gathered = Gathered::new(inner.routes.len(), times, &self.seeds);
        for route in inner.routes.iter() {
            gathered.add(answers.of(route), route.times, &route.condition.boxes);
        }
        gathered.ranked(&inner.vocabulary)
    }

    pub(super) fn tables(
        mut self,
        routes: Arc<Table<RouteId, RouteRow>>,
        times: Arc<Table<TimesId, Times>>,
        topics: TopicRows,
    ) -> Tables {
        let inner = self.inner;
        for id in inner.assignments.ids() {
            let row = self.assignment(id);
            self.assignments.push(row);
        }
        let departments = inner.departments.ids().map(|id| {
            let own = &inner.departments[id];
            DepartmentRow {
                key: own.key.clone(),
                name: own.name.clone().unwrap_or_else(|| own.key.clone()),
                parent: own.parent,
                head: inner.own_head(id, None),
                response: inner.response(id),
                consulted: self.parties(own.consulted.iter()),
                informed: self.parties(own.informed.iter()),
            }
        });
        let departments = departments.collect();
        let of_time = self.timed();
        let notices: Table<NoticeId, NoticeRow> = inner
            .notices
            .iter()
            .map(|own| NoticeRow {
                boxes: self.boxes(&own.condition.boxes),
                consulted: self.parties(own.consulted.iter()),
                informed: self.parties(own.informed.iter()),
            })
            .collect();
        let contacts = inner.contacts.iter().map(|own| ContactRow {
            key: own.key.clone(),
            name: own.name.clone(),
            kind: own.kind,
            name_visibility: own.name_visibility,
            home: own.home,
            staff: own.staffed_by.map(|id| inner.seat(id, None)),
            labels: own.labels.clone(),
            points: own.points.iter().cloned().collect(),
            languages: own.languages.iter().cloned().collect(),
            members: own.members.iter().copied().collect(),
        });
        let calendars = inner.calendars.hours.iter();
        let mut content = Content {
            fingerprint: inner.fingerprint,
            contacts: contacts.collect(),
            departments,
            root_head: Standing {
                seat: inner
                    .own_head(inner.root, None)
                    .unwrap_or(Seat::own(inner.root_head)),
                department: inner.root,
            },
            conflict_authority: inner.conflict_standing(None),
            routes,
            answers: self.answers,
            owners: self.owners,
            chains: self.chains,
            steps: self.steps,
            levels: self.levels,
            desks: self.desks,
            parties: self.parties,
            assignments: self.assignments,
            holders: self.holders,
            cells: self.cells,
            notices,
            boxes: self.boxes,
            tests: self.tests.rows,
            classes: self.tests.classes,
            words: self.tests.words,
            states: topics.states,
            state_rows: topics.state_rows,
            covering: topics.covering,
            traits: topics.traits,
            links: topics.links,
            times,
            hours: calendars.map(|own| Arc::clone(&own.times)).collect(),
            relaxable: relaxable(inner),
            aliases: Arc::clone(&inner.aliases),
            missing: missing(inner, &self.kept),
            timed: Arc::new(of_time),
        };
        content.shrink();
        content.into()
    }

    /// Adds what a route answers.
    pub(super) fn answer(&mut self, route: &Route) {
        let inner = self.inner;
        let assigned = match route.owner {
            Designee::Assigned(id) => Some((id, self.owners(route))),
            _ => None,
        };
        let row = AnswerRow {
            owner: self.owner(inner.designation(route, None)),
            assigned,
            consulted: self.parties(route.consulted.iter()),
            informed: self.parties(route.informed.iter()),
            is_confidential: route.confidential.is_some(),
        };
        self.answers.push(row);
    }

    /// The owners of the holders of a route's assignment, shared by all routes that escalate alike.
    fn owners(&mut self, route: &Route) -> Span<OwnerId> {
        let escalation = Escalation::of(route);
        if let Some(known) = self.owners_of.get(&escalation) {
            return known;
        }
        let designations = self.inner.designations(route);
        let owners: Vec<OwnerRow> = designations.map(|own| self.owner(own)).collect();
        let span = self.owners.extend(owners);
        self.owners_of.insert(escalation, span);
        span
    }

    fn parties<'d>(&mut self, designees: impl Iterator<Item = &'d Designee>) -> Span<PartyId> {
        let mut rows: Vec<PartyRow> = designees.map(|own| self.inner.party(*own, None)).collect();
        rows.sort_unstable();
        rows.dedup();
        if let Some(known) = self.party_runs.get(&rows) {
            return known;
        }
        let span = self.parties.extend(rows.iter().copied());
        self.party_runs.insert(rows, span);
        span
    }

    fn boxes(&mut self, boxes: &[Bounds]) -> Span<crate::id::BoxId> {
        let tests: Vec<Span<TestId>> = boxes.iter().map(|own| self.kept_tests(own)).collect();
        self.boxes.extend(tests)
    }

    /// The tests of a box over the kept classes.
    pub(super) fn kept_tests(&mut self, own: &Bounds) -> Span<TestId> {
        let (kept, vocabulary) = (&self.kept, &self.inner.vocabulary);
        self.tests
            .of(own, vocabulary, |attribute| place(kept, attribute))
    }
}

/// The answers of routes: one for all that answer alike, so that these stay in the caches.
pub(super) struct Answers<'a> {
    known: Memo<Source<'a>, AnswerId>,
}

/// All that what a route answers depends on.
#[derive(PartialEq, Eq, Hash)]
struct Source<'a> {
    escalation: Escalation,
    /// Consulted and informed, unless there are none of either.
    parties: Option<[&'a BTreeSet<Designee>; 2]>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(seeds: &Seeds) -> Self {
        Self {
            known: Memo::new(seeds),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The number of what a route answers.
    pub(super) fn of(&mut self, route: &'a Route) -> AnswerId {
        let parties = [&route.consulted, &route.informed];
        let has_any = parties.iter().any(|own| !own.is_empty());
        let source = Source {
            escalation: Escalation::of(route),
            parties: has_any.then_some(parties),
        };
        self.known.get(&source).unwrap_or_else(|| {
            let answer = AnswerId::from_index(self.known.len());
            self.known.insert(source, answer);
            answer
        })
    }
}

pub(super) fn route_rows(inner: &Inner) -> Table<RouteId, RouteRow> {
    let rows = inner.routes.iter().map(|route| RouteRow {
        key: route.key.clone(),
        depth: u8::try_from(route.pattern.depth()).unwrap_or(u8::MAX),
        is_fallback: route.is_fallback(),
    });
    rows.collect()
}

/// What is known of topics beside who answers.
pub(super) struct TopicRows {
    pub(super) states: Arc<Table<StateId, StateRowId>>,
    pub(super) state_rows: Arc<Table<StateRowId, StateRow>>,
    pub(super) covering: Arc<Table<EntryId, NoticeId>>,
    pub(super) traits: Arc<Table<TraitId, TraitRow>>,
    pub(super) links: Arc<Table<LinkId, LinkRow>>,
}

impl TopicRows {
    pub(super) fn new(inner: &Inner, seeds: &Seeds) -> Self {
        let mut covering = Table::new();
        let (states, state_rows) = states(inner, seeds, &mut covering);
        let mut links = Table::new();
        let traits = inner.traits.iter().map(|own| TraitRow {
            nature: own.nature,
            // The empty set of skills is the first.
            requirement: own.requirement.unwrap_or(RequirementId::from_index(0)),
            links: links.extend(own.links.iter().map(|link| LinkRow {
                url: link.url.clone(),
                title: link.title.clone(),
                language: link.language.clone(),
                audience: link.audience.iter().cloned().collect(),
            })),
        });
        let traits: Table<TraitId, TraitRow> = traits.collect();
        Self {
            states: Arc::new(states),
            state_rows: Arc::new(state_rows),
            covering: Arc::new(covering),
            traits: Arc::new(traits),
            links: Arc::new(links),
        }
    }

    /// Those of a router.
    pub(super) fn of(tables: &Tables) -> Self {
        Self {
            states: Arc::clone(&tables.states),
            state_rows: Arc::clone(&tables.state_rows),
            covering: Arc::clone(&tables.covering),
            traits: Arc::clone(&tables.traits),
            links: Arc::clone(&tables.links),
        }
    }
}

/// What is known of topics beside who answers. The runs of notices that it refers to go into `covering`.
fn states(
    inner: &Inner,
    seeds: &Seeds,
    covering: &mut Table<EntryId, NoticeId>,
) -> (Table<StateId, StateRowId>, Table<StateRowId, StateRow>) {
    let mut runs: Memo<Span<EntryId>, Span<EntryId>> = Memo::new(seeds);
    let mut notices = |run: Span<EntryId>| {
        if inner.notices.is_empty() {
            return Span::none();
        }
        runs.get(&run).unwrap_or_else(|| {
            let groups = inner.automaton.entries().span(run).iter();
            let notices = groups.filter_map(|group| {
                let number = group.index().checked_sub(inner.groups.len())?;
                Some(NoticeId::from_index(number))
            });
            let span = covering.extend(notices);
            runs.insert(run, span);
            span
        })
    };
    let mut rows = Table::new();
    let mut known: Memo<StateRow, StateRowId> = Memo::new(seeds);
    let states = inner.automaton.states().iter().map(|state| {
        let row = StateRow {
            notices_at: notices(state.at),
            notices_below: notices(state.below),
            traits: state.traits,
            declared_depth: state.declared_depth,
        };
        known.get(&row).unwrap_or_else(|| {
            let id = rows.push(row);
            known.insert(row, id);
            id
        })
    });
    (states.collect(), rows)
}

/// Where an attribute stands among the kept ones. Those of floors and of assignments that stand somewhere do; what stands
/// nowhere is never asked.
pub(super) fn place(kept: &[AttributeId], attribute: AttributeId) -> AttributeId {
    AttributeId::from_index(kept.binary_search(&attribute).unwrap_or(KEPT))
}

/// The class of each kept attribute when an inquiry does not say.
fn missing(inner: &Inner, kept: &[AttributeId]) -> Kept {
    let mut missing = [ClassId::ABSENT; KEPT];
    for (slot, attribute) in missing.iter_mut().zip(kept) {
        *slot = inner.vocabulary.attributes()[*attribute].when_missing();
    }
    missing
}

/// What a desk can leave unserved, the most important first.
fn relaxable(inner: &Inner) -> [Key; 3] {
    let vocabulary = &inner.vocabulary;
    let mut names =
        dimensions(vocabulary).map(|(id, _)| Key::from(vocabulary.attributes()[id].name()));
    let mut next = || names.next().unwrap_or_else(|| Key::from(""));
    [Key::from("skills"), next(), next()]
}
