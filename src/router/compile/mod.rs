//! Compiling: the organization's rules, conditions and chains become flat rows.

mod answers;
mod chains;
mod conditions;
mod memo;
mod nodes;
mod recompile;
mod rewrite;
mod rules;
mod tests;
mod timed;

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::classes::Missing;
use super::condition_index::ConditionIndex;
use super::directory::Directory;
use super::perfect::Seeds;
use super::topic_index::TopicIndex;
use super::value_index::ValueIndex;
use super::{Flat, Router};
use crate::calendar::times::Times;
use crate::fingerprint::Fingerprint;
use crate::id::{
    AnswerId, AssignmentId, AttributeId, BoxId, CellId, ChainId, DepartmentId, DeskId, HolderId,
    HolderRowId, Id, LevelId, OwnerId, PartyId, RouteId, Span, StepId, Table, TestId, TimesId,
    TimingId,
};
use crate::organization::{Designation, Escalation, Inner, Organization};
use crate::resolution::Winner;
use crate::tables::{
    AnswerRow, AssignmentRow, ChainRow, DeskRow, HolderRow, KEPT, LevelRow, OwnerRow, OwnerTimes,
    PartyRow, RouteRow, StepRow,
};

use answers::{TopicRows, route_rows};
use memo::Memo;
use nodes::NodeWriter;
use tests::{Tests, TestsEnd};

impl Organization {
    /// Compiles the organization for resolving.
    ///
    /// # Complexity
    ///
    /// Linear in its routes, topics, levels and assigned rows, times the logarithm of the largest group of routes.
    pub fn compile(&self) -> Router {
        Compiler::new(&self.inner).compile().router(self)
    }
}

struct Compiler<'a> {
    inner: &'a Inner,
    seeds: Seeds,
    /// The attributes that an answer keeps, in order of importance.
    kept: Vec<AttributeId>,
    tests: Tests,
    desks: Table<DeskId, DeskRow>,
    /// The desks of departments, once compiled.
    desks_of: BTreeMap<DepartmentId, Span<DeskId>>,
    answers: Table<AnswerId, AnswerRow>,
    chains: Table<ChainId, ChainRow>,
    steps: Table<StepId, StepRow>,
    levels: Table<LevelId, LevelRow>,
    owner_of: Memo<Designation, OwnerRow>,
    /// How owners depend on the instant.
    timings: Table<TimingId, OwnerTimes>,
    /// That of those for which calendars are asked and no dated fact.
    judged: Option<TimingId>,
    /// Whether any fact is dated that chains read.
    has_dates: bool,
    /// Whether calendars are read for any chain.
    has_calendars: bool,
    owners: Table<OwnerId, OwnerRow>,
    owners_of: Memo<Escalation, Span<OwnerId>>,
    parties: Table<PartyId, PartyRow>,
    party_runs: Memo<Vec<PartyRow>, Span<PartyId>>,
    assignments: Table<AssignmentId, AssignmentRow>,
    holders: Table<HolderRowId, HolderRow>,
    cells: Table<CellId, HolderId>,
    boxes: Table<BoxId, Span<TestId>>,
}

impl<'a> Compiler<'a> {
    fn new(inner: &'a Inner) -> Self {
        // Few attributes are kept all, as they stand.
        let attributes = inner.vocabulary.attributes();
        let kept = if attributes.len() <= KEPT {
            attributes.ids().collect()
        } else {
            inner.kept()
        };
        let seeds = Seeds::new(inner.fingerprint.stamp());
        Self {
            inner,
            kept,
            tests: Tests::default(),
            desks: Table::new(),
            desks_of: BTreeMap::new(),
            answers: Table::new(),
            chains: Table::new(),
            steps: Table::new(),
            levels: Table::new(),
            owner_of: Memo::new(&seeds),
            timings: Table::new(),
            judged: None,
            has_dates: inner.has_dates(),
            has_calendars: inner.has_calendars(),
            owners: Table::new(),
            owners_of: Memo::new(&seeds),
            parties: Table::new(),
            party_runs: Memo::new(&seeds),
            assignments: Table::new(),
            holders: Table::new(),
            cells: Table::new(),
            boxes: Table::new(),
            seeds,
        }
    }

    fn compile(mut self) -> Compiled {
        let inner = self.inner;
        let seeds = self.seeds.clone();
        let rules = self.rules();
        let mut nodes = NodeWriter::new(inner, rules, &seeds);
        let mut topics =
            TopicIndex::new(&inner.automaton, &inner.aliases, seeds.clone(), &mut nodes);
        topics.shrink();
        let fallback = nodes.rules.winner_of(inner.fallback);
        let mut conditions = nodes.conditions.index;
        conditions.shrink();
        self.tests = nodes.tests;
        let routing = Routing::new(nodes.rules.answers(), self.tests.close());
        let parts = Parts {
            topics_stamp: topics.stamp(),
            topics: Arc::new(topics),
            conditions: Arc::new(conditions),
            values: Arc::new(ValueIndex::new(&inner.vocabulary, seeds)),
            routes: Arc::new(route_rows(inner)),
            times: Arc::new(nodes.rules.times),
            topic_rows: TopicRows::new(inner, &self.seeds),
            fallback,
            routing: Arc::new(routing),
        };
        self.with(parts)
    }

    /// What depends on people, beside what does not.
    fn with(mut self, parts: Parts) -> Compiled {
        let inner = self.inner;
        let vocabulary = &inner.vocabulary;
        for route in parts.routing.first.iter() {
            self.answer(&inner.routes[*route]);
        }
        let is_gathered = vocabulary.attributes().len() > KEPT;
        let gathered = is_gathered.then(|| self.kept.clone());
        let flat = Flat {
            tables: self.tables(parts.routes, parts.times, parts.topic_rows),
            vocabulary: Arc::clone(vocabulary),
            directory: Arc::new(Directory::new(inner)),
            values_stamp: Fingerprint::of(vocabulary.layout().as_bytes()).stamp(),
            topics_stamp: parts.topics_stamp,
            topics: parts.topics,
            conditions: parts.conditions,
            values: parts.values,
            missing: Missing::new(vocabulary.missing()),
            gathered,
            fallback: parts.fallback,
        };
        Compiled {
            flat: flat.deciding(),
            routing: parts.routing,
        }
    }
}

/// A router, but for its organization.
struct Compiled {
    flat: Flat,
    routing: Arc<Routing>,
}

impl Compiled {
    fn router(self, organization: &Organization) -> Router {
        Router {
            flat: Arc::new(self.flat),
            organization: Some(organization.clone()),
            routing: Some(self.routing),
        }
    }
}

/// What of a router depends on topics, patterns and conditions alone, and on which routes answer alike: what stays when
/// people change.
struct Parts {
    topics: Arc<TopicIndex>,
    topics_stamp: u64,
    conditions: Arc<ConditionIndex>,
    values: Arc<ValueIndex>,
    routes: Arc<Table<RouteId, RouteRow>>,
    times: Arc<Table<TimesId, Times>>,
    topic_rows: TopicRows,
    fallback: Winner,
    routing: Arc<Routing>,
}

/// How the routes of a router were compiled, for compiling it again after a change.
#[derive(Debug)]
pub(in crate::router) struct Routing {
    /// By route: answers are numbered in the order of the first routes that have them.
    answers: Table<RouteId, AnswerId>,
    first: Table<AnswerId, RouteId>,
    /// Where the tests of routes' conditions end.
    tests: TestsEnd,
}

impl Routing {
    fn new(answers: Table<RouteId, AnswerId>, tests: TestsEnd) -> Self {
        let mut first = Table::new();
        for (route, answer) in answers.enumerate() {
            if answer.index() == first.len() {
                first.push(route);
            }
        }
        first.shrink();
        Self {
            answers,
            first,
            tests,
        }
    }
}
