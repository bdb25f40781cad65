//! The condition index: which rule of a large group is the first that holds. (Those of small groups lie in the records.)
//!
//! Rules that an attribute tells apart are found by one look at the class of its value; the others are a bitmap index:
//! blocks of up to 64 rules, in each block a column for each attribute that they constrain, which says by class which
//! rules pass. So n rules over a attributes cost at most a × ⌈n/64⌉ words.

use alloc::boxed::Box;
use core::cell::Cell;

use jiff::Timestamp;

use super::change::Change;
use super::classes::Asked;
use super::perfect::Perfect;
use crate::id::{AttributeId, ClassId, Id, RuleId, Span, Table, TestId, TimesId, WordId};
use crate::resolution::Winner;
use crate::tables::Tables;

crate::id::more_ids! {
    /// A group of rules that no record has room for.
    LargeId;
    /// What a switch does for one class.
    CaseId;
    /// Up to 64 rules.
    BlockId;
    /// One attribute's part of a block.
    ColumnId;
    /// A case of a column.
    PassId;
    /// A place in the runs of rules.
    ListId;
}

/// All large groups.
#[derive(Clone, Debug, Default)]
pub(super) struct ConditionIndex {
    pub(super) groups: Table<LargeId, LargeGroup>,
    pub(super) cases: Table<CaseId, Case>,
    pub(super) blocks: Table<BlockId, Block>,
    pub(super) columns: Table<ColumnId, Column>,
    pub(super) passes: Table<PassId, Pass>,
    pub(super) lists: Table<ListId, RuleId>,
    /// By rule, in the order in which a group tries them.
    pub(super) rules: Table<RuleId, Winner>,
}

/// The rules of one pattern, scope and precedence.
#[derive(Clone, Debug)]
pub(super) struct LargeGroup {
    pub(super) switch: Option<Switch>,
    /// The rules that no switch tells apart.
    pub(super) blocks: Span<BlockId>,
    /// Where some of them do not count at all times.
    pub(super) timed: Option<Timed>,
}

/// The times of the rules of a group.
#[derive(Clone, Debug)]
pub(super) struct Timed {
    /// The group's best rule; the others follow it.
    pub(super) first: RuleId,
    pub(super) times: Box<[TimesId]>,
}

impl Timed {
    fn times(&self, rule: RuleId) -> TimesId {
        let at = rule.index().checked_sub(self.first.index());
        let times = at.and_then(|at| self.times.get(at));
        times.copied().unwrap_or(TimesId::from_index(0))
    }
}

/// Where one attribute tells most of the rules apart.
#[derive(Clone, Debug)]
pub(super) struct Switch {
    pub(super) attribute: AttributeId,
    pub(super) by_class: ByClass,
}

/// From a class to its case.
#[derive(Clone, Debug)]
pub(super) enum ByClass {
    /// A case for each class.
    Dense(Span<CaseId>),
    /// Of the few classes that have one, by the hash of their number; each case with its class before it.
    Sparse(Perfect, Table<CaseId, (ClassId, Case)>),
}

/// The rules for one class.
#[derive(Clone, Copy, Debug)]
pub(super) enum Case {
    Nothing,
    /// A rule that asks for nothing else.
    Rule(RuleId),
    Blocks(Span<BlockId>),
}

/// Up to 64 rules, ascending.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) rules: Span<ListId>,
    /// A bit for each.
    pub(super) all: u64,
    pub(super) columns: Span<ColumnId>,
}

/// Which rules of a block pass, by the class of one attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) attribute: AttributeId,
    pub(super) passing: Passing,
}

/// How a column says it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Passing {
    /// A word for each class.
    Dense(Span<WordId>),
    /// A word for each class that some rule names, sorted, and one for all others.
    Cases(Span<PassId>, u64),
    /// A test for each rule that constrains it, and the rules that do not.
    Tests(Span<TestId>, u64),
}

/// A class with the rules that pass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    pub(super) class: ClassId,
    pub(super) passing: u64,
}

impl ConditionIndex {
    /// Gives back the room for what is to come.
    pub(super) fn shrink(&mut self) {
        self.groups.shrink();
        self.cases.shrink();
        self.blocks.shrink();
        self.columns.shrink();
        self.passes.shrink();
        self.lists.shrink();
        self.rules.shrink();
    }

    /// The first rule of a group that holds.
    #[inline(never)]
    pub(super) fn best(&self, group: usize, tables: &Tables, asked: Asked<'_>) -> Option<Winner> {
        let group = self.groups.row(LargeId::from_index(group))?;
        let rule = match &group.timed {
            None => self.first_of(group, tables, asked, |_| true),
            Some(timed) => self.first_timed(group, timed, tables, asked),
        };
        self.rules.row(rule?).copied()
    }

    /// When another rule of a group is the first that holds, and whether one does.
    pub(super) fn first_change(
        &self,
        group: usize,
        tables: &Tables,
        asked: Asked<'_>,
        instant: Timestamp,
    ) -> (Change, bool) {
        let Some(group) = self.groups.row(LargeId::from_index(group)) else {
            return (Change::never(), false);
        };
        let Some(timed) = &group.timed else {
            let first = self.first_of(group, tables, asked, |_| true);
            return (Change::never(), first.is_some());
        };
        let first = self.first_timed(group, timed, tables, asked);
        // Those that are tried up to the first one, each of which changes that as its times change.
        let change = Cell::new(Change::never());
        self.first_of(group, tables, asked, |rule| {
            if first.is_none_or(|first| rule <= first) {
                let own = Change::of(timed.times(rule), tables, instant);
                change.set(change.get().earlier(own));
            }
            first.is_some_and(|first| rule >= first)
        });
        (change.get(), first.is_some())
    }

    #[inline(never)]
    fn first_timed(
        &self,
        group: &LargeGroup,
        timed: &Timed,
        tables: &Tables,
        asked: Asked<'_>,
    ) -> Option<RuleId> {
        let when = asked.when.instant();
        self.first_of(group, tables, asked, |rule| {
            tables.counts(tables.times(timed.times(rule)), when)
        })
    }

    /// The first rule of a group whose box an inquiry is in, of those that count.
    #[inline(always)]
    fn first_of(
        &self,
        group: &LargeGroup,
        tables: &Tables,
        asked: Asked<'_>,
        counts: impl Fn(RuleId) -> bool,
    ) -> Option<RuleId> {
        let narrow = group.switch.as_ref();
        let narrow = narrow.and_then(|switch| self.switched(switch, tables, asked, &counts));
        let wide = self.first(group.blocks, tables, asked, &counts);
        match (narrow, wide) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    #[inline(always)]
    fn switched(
        &self,
        switch: &Switch,
        tables: &Tables,
        asked: Asked<'_>,
        counts: &impl Fn(RuleId) -> bool,
    ) -> Option<RuleId> {
        let class = asked.class(switch.attribute);
        let case = match &switch.by_class {
            ByClass::Dense(cases) => self.cases.span(*cases).get(class.index()).copied(),
            ByClass::Sparse(perfect, cases) => perfect.find(hash(class), |number| {
                let (own, case) = cases.row(CaseId::from_index(number as usize))?;
                (*own == class).then_some(*case)
            }),
        };
        match case? {
            Case::Nothing => None,
            Case::Rule(rule) => counts(rule).then_some(rule),
            Case::Blocks(blocks) => self.first(blocks, tables, asked, counts),
        }
    }

    /// The first rule of some blocks.
    fn first(
        &self,
        blocks: Span<BlockId>,
        tables: &Tables,
        asked: Asked<'_>,
        counts: &impl Fn(RuleId) -> bool,
    ) -> Option<RuleId> {
        self.blocks.span(blocks).iter().find_map(|block| {
            let mut passing = block.all;
            for column in self.columns.span(block.columns) {
                passing &= self.passing(column, tables, asked.class(column.attribute));
                if passing == 0 {
                    return None;
                }
            }
            let rules = self.lists.span(block.rules);
            while passing != 0 {
                let rule = *rules.get(passing.trailing_zeros() as usize)?;
                if counts(rule) {
                    return Some(rule);
                }
                passing &= passing - 1;
            }
            None
        })
    }

    fn passing(&self, column: &Column, tables: &Tables, class: ClassId) -> u64 {
        match column.passing {
            Passing::Dense(words) => {
                let word = tables.words.span(words).get(class.index());
                word.copied().unwrap_or_default()
            }
            Passing::Cases(passes, otherwise) => {
                let passes = self.passes.span(passes);
                let found = passes.binary_search_by_key(&class, |pass| pass.class).ok();
                let found = found.and_then(|at| passes.get(at));
                found.map_or(otherwise, |pass| pass.passing)
            }
            Passing::Tests(tests, free) => {
                let mut tests = tables.tests.span(tests).iter();
                let mut bits = !free;
                let mut passing = free;
                // A test for each bit that is not free, from the lowest.
                while bits != 0 {
                    let bit = bits & bits.wrapping_neg();
                    bits ^= bit;
                    let Some(test) = tests.next() else { break };
                    if tables.passes(test, class) {
                        passing |= bit;
                    }
                }
                passing
            }
        }
    }
}

/// A hash of a class: of a number that is no stranger's choice, but its place among its attribute's values.
pub(super) fn hash(class: ClassId) -> u64 {
    // From MurmurHash3's finalizer (Appleby).
    let mut hash = u64::from(class.number()).wrapping_add(1);
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}
