//! Compiling: the organization's rules, conditions and chains become flat rows.

mod answers;
mod chains;
mod conditions;
mod nodes;
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
    /// The attributes that an answer keeps, in order of importance.
    kept: Vec<AttributeId>,
    tests: Tests,
    desks: Table<DeskId, DeskRow>,
    /// The desks of departments, once compiled.
    desks_of: BTreeMap<DepartmentId, Span<DeskId>>,
    answers: Table<AnswerId, AnswerRow>,
    answer_of: BTreeMap<AnswerRow, AnswerId>,
    chains: Table<ChainId, ChainRow>,
    steps: Table<StepId, StepRow>,
    levels: Table<LevelId, LevelRow>,
    chain_of: BTreeMap<Designation, (ChainId, Span<LevelId>)>,
    owners: Table<OwnerId, OwnerRow>,
    owners_of: BTreeMap<Escalation, Span<OwnerId>>,
    parties: Table<PartyId, PartyRow>,
    party_runs: BTreeMap<Vec<PartyRow>, Span<PartyId>>,
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
        Self {
            inner,
            kept,
            tests: Tests::default(),
            desks: Table::new(),
            desks_of: BTreeMap::new(),
            answers: Table::new(),
            answer_of: BTreeMap::new(),
            chains: Table::new(),
            steps: Table::new(),
            levels: Table::new(),
            chain_of: BTreeMap::new(),
            owners: Table::new(),
            owners_of: BTreeMap::new(),
            parties: Table::new(),
            party_runs: BTreeMap::new(),
            assignments: Table::new(),
            holders: Table::new(),
            cells: Table::new(),
            boxes: Table::new(),
            links: Table::new(),
        }
    }

    fn compile(mut self) -> Flat {
        let inner = self.inner;
        let vocabulary = &inner.vocabulary;
        let seeds = Seeds::new(inner.fingerprint.stamp());
        let winners = self.winners();
        let mut nodes = NodeWriter::new(inner, &winners, take(&mut self.tests));
        let topics = TopicIndex::new(&inner.automaton, &inner.aliases, seeds.clone(), &mut nodes);
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
            fallback: winners[inner.fallback],
        }
    }
}
