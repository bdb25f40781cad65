//! Compiling: the organization's rules, conditions and chains become flat rows.

mod answers;
mod chains;
mod conditions;
mod memo;
mod nodes;
mod rules;
mod tests;

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::mem::take;

use super::classes::Missing;
use super::directory::Directory;
use super::perfect::Seeds;
use super::topic_index::TopicIndex;
use super::value_index::ValueIndex;
use super::{Flat, Router};
use crate::fingerprint::Fingerprint;
use crate::id::{
    AnswerId, AssignmentId, AttributeId, BoxId, CellId, ChainId, DepartmentId, DeskId, HolderId,
    HolderRowId, LevelId, LinkId, OwnerId, PartyId, Span, StepId, Table, TestId,
};
use crate::organization::{Designation, Escalation, Inner, Organization};
use crate::tables::{
    AnswerRow, AssignmentRow, ChainRow, DeskRow, HolderRow, KEPT, LevelRow, LinkRow, OwnerRow,
    PartyRow, StepRow,
};

use memo::Memo;
use nodes::NodeWriter;
use tests::Tests;

impl Organization {
    /// Compiles the organization for resolving.
    ///
    /// # Complexity
    ///
    /// Linear in its routes, topics, levels and assigned rows, times the logarithm of the largest group of routes.
    pub fn compile(&self) -> Router {
        Router {
            flat: Arc::new(Compiler::new(&self.inner).compile()),
            organization: Some(self.clone()),
        }
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
    chain_of: Memo<Designation, (ChainId, Span<LevelId>)>,
    owners: Table<OwnerId, OwnerRow>,
    owners_of: Memo<Escalation, Span<OwnerId>>,
    parties: Table<PartyId, PartyRow>,
    party_runs: Memo<Vec<PartyRow>, Span<PartyId>>,
    assignments: Table<AssignmentId, AssignmentRow>,
    holders: Table<HolderRowId, HolderRow>,
    cells: Table<CellId, HolderId>,
    boxes: Table<BoxId, Span<TestId>>,
    links: Table<LinkId, LinkRow>,
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
            chain_of: Memo::new(&seeds),
            owners: Table::new(),
            owners_of: Memo::new(&seeds),
            parties: Table::new(),
            party_runs: Memo::new(&seeds),
            assignments: Table::new(),
            holders: Table::new(),
            cells: Table::new(),
            boxes: Table::new(),
            links: Table::new(),
            seeds,
        }
    }

    fn compile(mut self) -> Flat {
        let inner = self.inner;
        let vocabulary = &inner.vocabulary;
        let seeds = self.seeds.clone();
        let rules = self.rules();
        let mut nodes = NodeWriter::new(inner, rules, take(&mut self.tests), &seeds);
        let topics = TopicIndex::new(&inner.automaton, &inner.aliases, seeds.clone(), &mut nodes);
        let fallback = nodes.rules.winner_of(inner.fallback);
        let conditions = nodes.conditions.index;
        self.tests = nodes.tests;
        let is_gathered = vocabulary.attributes().len() > KEPT;
        let gathered = is_gathered.then(|| self.kept.clone());
        Flat {
            tables: self.tables(),
            vocabulary: Arc::clone(&inner.vocabulary),
            directory: Directory::new(inner),
            values_stamp: Fingerprint::of(vocabulary.layout().as_bytes()).stamp(),
            topics_stamp: topics.stamp(),
            values: ValueIndex::new(vocabulary, seeds),
            topics,
            conditions,
            missing: Missing::new(vocabulary.missing()),
            gathered,
            fallback,
        }
    }
}
