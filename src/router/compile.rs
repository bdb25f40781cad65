//! Compiling: the organization's rules, conditions and chains become flat rows.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::topic_index::TopicIndex;
use super::{
    ClassRunId, DeskRow, Flat, GroupIndex, GroupRow, Holds, ListId, Posting, PostingId, QuestionId,
    QuestionRow, Router, RuleRow, TestRow,
};
use crate::attribute::{Bounds, Vocabulary};
use crate::fingerprint::Fingerprint;
use crate::id::{
    AttributeId, ChainId, ClassId, ContactId, DepartmentId, DeskId, GroupId, Id, PartyId, RouteId,
    RuleId, Span, StepId, Table, TestId,
};
use crate::organization::{Designation, Inner, Organization, Question, Template, TemplateWho};
use crate::tables::{ChainRow, ContactRow, DepartmentRow, RouteRow, StepRow, Tables, Who};

/// Up to this many rules are looked at one after the other; above, a group gets an index if an attribute helps.
const SCANNED: usize = 8;
/// Up to this many classes fit a mask.
const MASK_BITS: u32 = 64;

impl Organization {
    /// Compiles the organization for resolving.
    ///
    /// # Complexity
    ///
    /// Linear in its routes, topics and levels, times the logarithm of the largest group of routes.
    pub fn compile(&self) -> Router {
        Router {
            flat: Arc::new(Compiler::new(&self.inner).compile(self)),
        }
    }
}

struct Compiler<'a> {
    inner: &'a Inner,
    tests: Table<TestId, TestRow>,
    classes: Table<ClassRunId, ClassId>,
    rules: Table<RuleId, RuleRow>,
    groups: Table<GroupId, GroupRow>,
    lists: Table<ListId, RuleId>,
    postings: Table<PostingId, Posting>,
    desks: Table<DeskId, DeskRow>,
    /// The rules of departments whose desks stand under conditions.
    desk_rules: BTreeMap<DepartmentId, Span<DeskId>>,
    questions: Table<ChainId, Span<QuestionId>>,
    question_rows: Table<QuestionId, QuestionRow>,
    chains: Table<ChainId, ChainRow>,
    steps: Table<StepId, StepRow>,
    chain_of: BTreeMap<Designation, ChainId>,
    parties: Table<PartyId, ContactId>,
    party_runs: BTreeMap<Vec<ContactId>, Span<PartyId>>,
}

impl<'a> Compiler<'a> {
    fn new(inner: &'a Inner) -> Self {
        Self {
            inner,
            tests: Table::new(),
            classes: Table::new(),
            rules: Table::new(),
            groups: Table::new(),
            lists: Table::new(),
            postings: Table::new(),
            desks: Table::new(),
            desk_rules: BTreeMap::new(),
            questions: Table::new(),
            question_rows: Table::new(),
            chains: Table::new(),
            steps: Table::new(),
            chain_of: BTreeMap::new(),
            parties: Table::new(),
            party_runs: BTreeMap::new(),
        }
    }

    fn compile(mut self, organization: &Organization) -> Flat {
        let inner = self.inner;
        for group in inner.groups.iter() {
            let row = self.group(&group.routes);
            self.groups.push(row);
        }
        let routes: Table<RouteId, RouteRow> =
            inner.routes.ids().map(|id| self.route(id)).collect();
        let contacts = inner.contacts.iter().map(|own| ContactRow {
            key: own.key.clone(),
            name: own.name.clone(),
            kind: own.kind,
        });
        let departments = inner.departments.iter();
        let departments = departments.map(|own| DepartmentRow {
            key: own.key.clone(),
            name: own.name.clone().unwrap_or_else(|| own.key.clone()),
        });
        let tables = Tables {
            fingerprint: inner.fingerprint,
            contacts: contacts.collect(),
            departments: departments.collect(),
            routes,
            chains: self.chains,
            steps: self.steps,
            parties: self.parties,
            aliases: inner.aliases.clone(),
        };
        Flat {
            organization: organization.clone(),
            tables,
            stamp: Fingerprint::of(inner.vocabulary.layout().as_bytes()).stamp(),
            topics: TopicIndex::new(&inner.automaton, &inner.aliases),
            missing: inner.vocabulary.missing().collect(),
            fallback: inner.fallback,
            groups: self.groups,
            rules: self.rules,
            tests: self.tests,
            lists: self.lists,
            postings: self.postings,
            classes: self.classes,
            questions: self.questions,
            question_rows: self.question_rows,
            desks: self.desks,
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
        boxes.sort_by_cached_key(|(id, own)| (Narrowness::of(own, &inner.vocabulary), *id));
        let rows: Vec<RuleRow> = boxes
            .iter()
            .map(|(route, own)| RuleRow {
                route: *route,
                tests: self.tests(own),
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

    fn tests(&mut self, own: &Bounds) -> Span<TestId> {
        let mut rows = Vec::with_capacity(own.sets().len());
        for (attribute, set) in own.sets() {
            let universe = self.inner.vocabulary.attributes()[*attribute].universe();
            let holds = if universe.classes <= MASK_BITS {
                Holds::Mask(
                    set.members(universe)
                        .fold(0, |mask, class| mask | 1 << class.number()),
                )
            } else {
                match set.listed() {
                    (classes, false) => Holds::Listed(self.classes.extend(classes.iter().copied())),
                    (classes, true) => {
                        Holds::NotListed(self.classes.extend(classes.iter().copied()))
                    }
                }
            };
            rows.push(TestRow {
                attribute: *attribute,
                holds,
            });
        }
        self.tests.extend(rows)
    }

    fn route(&mut self, id: RouteId) -> RouteRow {
        let inner = self.inner;
        let route = &inner.routes[id];
        let (owner, department, owner_from) = inner.accountable(route.owner);
        let standing = &inner.departments[department];
        RouteRow {
            key: route.key.clone(),
            owner,
            department,
            owner_from: owner_from.filter(|from| *from != department),
            chain: self.chain(route.designation()),
            consulted: self
                .parties(inner.parties(route.consulted.iter().chain(&standing.consulted))),
            informed: self.parties(inner.parties(route.informed.iter().chain(&standing.informed))),
            depth: u8::try_from(route.pattern.depth()).unwrap_or(u8::MAX),
            is_fallback: route.is_fallback(),
        }
    }

    fn parties(&mut self, parties: BTreeSet<ContactId>) -> Span<PartyId> {
        self.party_run(parties.into_iter().collect())
    }

    fn party_run(&mut self, contacts: Vec<ContactId>) -> Span<PartyId> {
        if let Some(known) = self.party_runs.get(&contacts) {
            return *known;
        }
        let span = self.parties.extend(contacts.iter().copied());
        self.party_runs.insert(contacts, span);
        span
    }

    fn chain(&mut self, designation: Designation) -> ChainId {
        if let Some(known) = self.chain_of.get(&designation) {
            return *known;
        }
        let template = self.inner.template(designation);
        let questions: Vec<QuestionRow> = template
            .questions
            .iter()
            .map(|question| self.question(*question))
            .collect();
        let questions = self.question_rows.extend(questions);
        self.questions.push(questions);
        let is_settled = template.questions.is_empty();
        let mut steps: Vec<StepRow> = Vec::with_capacity(template.steps.len());
        let mut standing: BTreeSet<ContactId> = BTreeSet::new();
        for step in &template.steps {
            let who = self.who(step.who, &template);
            if let (true, Who::Contact(contact)) = (is_settled, who) {
                if !standing.insert(contact) {
                    continue;
                }
            }
            let slot = |question: &Question| {
                template
                    .questions
                    .iter()
                    .position(|other| other == question)
                    .and_then(|at| u8::try_from(at).ok())
            };
            let floor = step.floor.and_then(|floor| {
                Some((
                    slot(&Question::Rank(floor.attribute))?,
                    u8::try_from(floor.class.number()).ok()?,
                ))
            });
            steps.push(StepRow {
                who,
                department: step.department,
                kind: step.kind,
                due: step.due,
                floor,
                reminders: step.reminders,
            });
            if is_settled && who == Who::Contact(template.final_authority) {
                break;
            }
        }
        let row = ChainRow {
            steps: self.steps.extend(steps),
            final_authority: template.final_authority,
            is_settled,
        };
        let id = self.chains.push(row);
        self.chain_of.insert(designation, id);
        id
    }

    fn who(&mut self, who: TemplateWho, template: &Template) -> Who {
        match who {
            TemplateWho::Contact(contact) => Who::Contact(contact),
            TemplateWho::Desk(department, otherwise) => {
                let desks = self.inner.departments[department]
                    .desks
                    .iter()
                    .map(|desk| desk.contact().unwrap_or(otherwise));
                let contacts = self.party_run(core::iter::once(otherwise).chain(desks).collect());
                let slot = template
                    .questions
                    .iter()
                    .position(|question| *question == Question::Desk(department));
                Who::Desk {
                    slot: slot
                        .and_then(|at| u8::try_from(at).ok())
                        .unwrap_or_default(),
                    contacts,
                }
            }
        }
    }

    fn question(&mut self, question: Question) -> QuestionRow {
        match question {
            Question::Rank(attribute) => QuestionRow::Rank(attribute),
            Question::Desk(department) => QuestionRow::Desk(self.desk_rules(department)),
        }
    }

    /// The boxes of a department's desks, the best first; a desk's answer is its number counted from 1.
    fn desk_rules(&mut self, department: DepartmentId) -> Span<DeskId> {
        if let Some(known) = self.desk_rules.get(&department) {
            return *known;
        }
        let inner = self.inner;
        let desks = (1_u8..=u8::MAX).zip(&inner.departments[department].desks);
        let mut boxes: Vec<(u8, &Bounds)> = desks
            .flat_map(|(answer, desk)| desk.condition.boxes.iter().map(move |own| (answer, own)))
            .collect();
        boxes.sort_by_cached_key(|(answer, own)| (Narrowness::of(own, &inner.vocabulary), *answer));
        let rows: Vec<DeskRow> = boxes
            .into_iter()
            .map(|(answer, own)| DeskRow {
                tests: self.tests(own),
                answer,
            })
            .collect();
        let span = self.desks.extend(rows);
        self.desk_rules.insert(department, span);
        span
    }
}

/// A key by which a box sorts before all that W2.5 says it beats: on the first attribute on which two boxes differ, a
/// set within another is the smaller one. So of the boxes that hold an inquiry, the first is one that no other beats.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Narrowness {
    /// How many classes each constrained attribute leaves; closed by an attribute after all others, as a box that
    /// constrains one attribute more comes first.
    sizes: Vec<(usize, usize)>,
}

impl Narrowness {
    fn of(own: &Bounds, vocabulary: &Vocabulary) -> Self {
        let size = |(attribute, set): &(AttributeId, crate::attribute::ValueSet)| {
            let universe = vocabulary.attributes()[*attribute].universe();
            let members = match set.listed() {
                (listed, false) => listed.len(),
                (listed, true) => {
                    universe.classes as usize - usize::from(!universe.has_absent) - listed.len()
                }
            };
            (attribute.index(), members)
        };
        Self {
            sizes: own
                .sets()
                .iter()
                .map(size)
                .chain([(usize::MAX, 0)])
                .collect(),
        }
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
            match own.set(attribute).map(crate::attribute::ValueSet::listed) {
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
