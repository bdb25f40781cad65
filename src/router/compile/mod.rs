//! Compiling: the organization's rules, conditions and chains become flat rows.

mod answers;
mod chains;
mod tests;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::topic_index::TopicIndex;
use super::{Flat, GroupIndex, GroupRow, ListId, Posting, PostingId, Router, RuleRow};
use crate::attribute::{Bounds, ValueSet};
use crate::fingerprint::Fingerprint;
use crate::id::{
    AssignmentId, AttributeId, BoxId, CellId, ChainId, ClassId, DepartmentId, DeskId, GroupId,
    HolderId, HolderRowId, LinkId, OwnerId, PartyId, RouteId, RuleId, Span, StepId, Table,
};
use crate::organization::{Designation, Escalation, Inner, Organization};
use crate::tables::{
    AssignmentRow, ChainRow, DeskRow, HolderRow, LinkRow, OwnerRow, PartyRow, StepRow,
};

use tests::Tests;

/// Up to this many rules are looked at one after the other; above, a group gets an index if an attribute helps.
const SCANNED: usize = 8;

impl Organization {
    /// Compiles the organization for resolving.
    ///
    /// # Complexity
    ///
    /// Linear in its routes, topics, levels and assigned rows, times the logarithm of the largest group of routes.
    pub fn compile(&self) -> Router {
        Router {
            flat: Arc::new(Compiler::new(&self.inner).compile(self)),
        }
    }
}

struct Compiler<'a> {
    inner: &'a Inner,
    /// The attributes on which answers depend, in order of importance.
    kept: Vec<AttributeId>,
    tests: Tests,
    rules: Table<RuleId, RuleRow>,
    groups: Table<GroupId, GroupRow>,
    lists: Table<ListId, RuleId>,
    postings: Table<PostingId, Posting>,
    desks: Table<DeskId, DeskRow>,
    /// The desks of departments, once compiled.
    desks_of: BTreeMap<DepartmentId, Span<DeskId>>,
    chains: Table<ChainId, ChainRow>,
    steps: Table<StepId, StepRow>,
    chain_of: BTreeMap<Designation, ChainId>,
    owners: Table<OwnerId, OwnerRow>,
    owners_of: BTreeMap<Escalation, Span<OwnerId>>,
    parties: Table<PartyId, PartyRow>,
    party_runs: BTreeMap<Vec<PartyRow>, Span<PartyId>>,
    assignments: Table<AssignmentId, AssignmentRow>,
    holders: Table<HolderRowId, HolderRow>,
    cells: Table<CellId, HolderId>,
    boxes: Table<BoxId, Span<crate::id::TestId>>,
    links: Table<LinkId, LinkRow>,
}

impl<'a> Compiler<'a> {
    fn new(inner: &'a Inner) -> Self {
        Self {
            inner,
            kept: inner.kept(),
            tests: Tests::default(),
            rules: Table::new(),
            groups: Table::new(),
            lists: Table::new(),
            postings: Table::new(),
            desks: Table::new(),
            desks_of: BTreeMap::new(),
            chains: Table::new(),
            steps: Table::new(),
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

    fn compile(mut self, organization: &Organization) -> Flat {
        let inner = self.inner;
        for group in inner.groups.iter() {
            let row = self.group(&group.routes);
            self.groups.push(row);
        }
        let topics = TopicIndex::new(&inner.automaton, &inner.aliases);
        let (groups, rules, lists, postings) = (
            core::mem::take(&mut self.groups),
            core::mem::take(&mut self.rules),
            core::mem::take(&mut self.lists),
            core::mem::take(&mut self.postings),
        );
        let kept = self.kept.clone();
        Flat {
            organization: organization.clone(),
            tables: self.tables(),
            stamp: Fingerprint::of(inner.vocabulary.layout().as_bytes()).stamp(),
            topics,
            missing: inner.vocabulary.missing().collect(),
            kept,
            fallback: inner.fallback,
            groups,
            rules,
            lists,
            postings,
        }
    }

    /// The rules of a group in an order that W2.5 agrees with, and an index over them where that saves looking.
    fn group(&mut self, routes: &[RouteId]) -> GroupRow {
        let inner = self.inner;
        let boxes = routes.iter().flat_map(|id| {
            inner.routes[*id]
                .condition
                .boxes
                .iter()
                .map(move |own| (*id, own))
        });
        let mut boxes: Vec<(RouteId, &Bounds)> = boxes.collect();
        boxes.sort_by_cached_key(|(id, own)| (own.narrowness(&inner.vocabulary), *id));
        let rows: Vec<RuleRow> = boxes
            .iter()
            .map(|(route, own)| RuleRow {
                route: *route,
                tests: self.tests.of(own, &inner.vocabulary, |attribute| attribute),
            })
            .collect();
        let rules = self.rules.extend(rows);
        let index = if boxes.len() > SCANNED {
            self.index(&boxes, rules)
        } else {
            None
        };
        GroupRow { rules, index }
    }

    /// An index by the attribute that leaves the fewest rules to look at, if it leaves less than half.
    fn index(&mut self, boxes: &[(RouteId, &Bounds)], rules: Span<RuleId>) -> Option<GroupIndex> {
        let attributes: BTreeSet<AttributeId> = boxes
            .iter()
            .flat_map(|(_, own)| own.sets())
            .map(|(attribute, _)| *attribute)
            .collect();
        let candidates = attributes
            .into_iter()
            .map(|attribute| Postings::of(attribute, boxes, rules));
        let best = candidates.min_by_key(|postings| (postings.looked_at(), postings.attribute))?;
        if best.looked_at() * 2 > boxes.len() {
            return None;
        }
        let mut rows = Vec::with_capacity(best.by_class.len());
        for (class, named) in best.by_class {
            rows.push(Posting {
                class,
                rules: self.lists.extend(named),
            });
        }
        Some(GroupIndex {
            attribute: best.attribute,
            postings: self.postings.extend(rows),
            wide: self.lists.extend(best.wide),
        })
    }
}

/// The rules of a group by the classes of one attribute that they name.
struct Postings {
    attribute: AttributeId,
    by_class: BTreeMap<ClassId, Vec<RuleId>>,
    wide: Vec<RuleId>,
}

impl Postings {
    fn of(attribute: AttributeId, boxes: &[(RouteId, &Bounds)], rules: Span<RuleId>) -> Self {
        let mut postings = Self {
            attribute,
            by_class: BTreeMap::new(),
            wide: Vec::new(),
        };
        for (rule, (_, own)) in rules.ids().zip(boxes) {
            let set = own.set(attribute).filter(|_| own.each().is_empty());
            match set.map(ValueSet::listed) {
                Some((classes, false)) => classes
                    .iter()
                    .for_each(|class| postings.by_class.entry(*class).or_default().push(rule)),
                _ => postings.wide.push(rule),
            }
        }
        postings
    }

    /// How many rules are looked at in the worst case.
    fn looked_at(&self) -> usize {
        self.wide.len()
            + self
                .by_class
                .values()
                .map(Vec::len)
                .max()
                .unwrap_or_default()
    }
}
