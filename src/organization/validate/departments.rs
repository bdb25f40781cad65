//! The section `departments`: a tree with one root, heads who are persons, and desks that no inquiry confuses.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Checker;
use super::attributes::Attributes;
use super::contacts::{self, Contacts};
use super::desks::{self, Desks};
use super::names::ACCOUNTABLE;
use super::{dated, labels};
use crate::calendar::dated::Dated;
use crate::id::{ContactId, DepartmentId, Id, Key, Table};
use crate::label::Labels;
use crate::organization::document::{Node, format};
use crate::organization::graph::cycles;
use crate::organization::model::{self, Designee};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, Read};

/// The departments, in the order of their ids.
pub(super) struct Departments {
    pub(super) drafts: Vec<Department>,
    pub(super) section: String,
    /// By draft, whether it lies outside the organization; once the tree is known.
    pub(super) outside: Vec<bool>,
}

/// A department as far as it is read.
pub(super) struct Department {
    pub(super) key: Key,
    name: Option<Key>,
    labels: Labels,
    ids: BTreeSet<Box<str>>,
    formerly: BTreeSet<Box<str>>,
    pub(super) parent: Read<DepartmentId>,
    pub(super) head: Read<Dated<ContactId>>,
    pub(super) is_authority: bool,
    pub(super) is_external: bool,
    /// It is external, or what it says of that could not be read.
    pub(super) may_be_external: bool,
    pub(super) liaison: Read<Dated<ContactId>>,
    members: Vec<ContactId>,
    desks: Desks,
    on_duty: Option<ContactId>,
    escalates_to: Option<DepartmentId>,
    response_target: Option<SignedDuration>,
    consulted: BTreeSet<Designee>,
    informed: BTreeSet<Designee>,
}

impl Departments {
    pub(super) fn read<'a>(
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        attributes: &mut Attributes,
    ) -> Self {
        let section = form.at("departments");
        let entries: Vec<(&str, &Node)> = checker.departments.iter().collect();
        let drafts = entries
            .into_iter()
            .map(|(key, node)| department(checker, key, node, section.field(key), attributes))
            .collect();
        Self {
            drafts,
            section: section.name().into(),
            outside: Vec::new(),
        }
    }

    /// One root with a head, no cycles, no depth past the limit.
    pub(super) fn check_tree(&self, checker: &mut Checker<'_>, contacts: &Contacts) {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        let parents = self.cycles(
            checker,
            section,
            "parent",
            "departments in a tree",
            |department| match department.parent {
                Read::Good(parent) => Some(parent),
                _ => None,
            },
        );
        self.cycles(
            checker,
            section,
            "escalates_to",
            "functional escalation that ends",
            |department| department.escalates_to,
        );
        let roots: Vec<&Department> = self
            .drafts
            .iter()
            .filter(|department| department.parent.is_absent())
            .collect();
        match roots.as_slice() {
            [] => {
                let is_explained = parents
                    || self
                        .drafts
                        .iter()
                        .any(|department| department.parent.is_bad());
                if !is_explained && !checker.departments.is_unreadable() {
                    checker.problems.add(
                        ProblemKind::NoRoot,
                        section,
                        None,
                        "one department without a `parent`, with a `head`",
                        "add the department above all others",
                    );
                }
            }
            [root] => check_root(checker, root, section.field(&root.key), contacts),
            several => {
                let keys: Vec<&str> = several.iter().map(|root| &*root.key).collect();
                let suggestion = "give all but one of them a `parent`";
                checker.problems.add(
                    ProblemKind::SeveralRoots,
                    section,
                    Some(&keys.join(", ")),
                    "one department without a `parent`",
                    suggestion,
                );
            }
        }
        if !checker.problems.has_errors() {
            self.check_depth(checker, section);
        }
    }

    fn cycles(
        &self,
        checker: &mut Checker<'_>,
        section: Place<'_>,
        field: &str,
        expected: &str,
        next: impl Fn(&Department) -> Option<DepartmentId>,
    ) -> bool {
        let found = cycles(self.drafts.len(), |at| {
            self.drafts.get(at).and_then(&next).map(Id::index)
        });
        for cycle in &found {
            let members = cycle.iter().filter_map(|at| self.drafts.get(*at));
            let keys: Vec<&str> = members.map(|own| &*own.key).collect();
            let problems = &mut checker.problems;
            problems.cycle(section, Some(field), &keys, expected);
        }
        !found.is_empty()
    }

    fn check_depth(&self, checker: &mut Checker<'_>, section: Place<'_>) {
        self.check_length(checker, section, "parent", |department| {
            match department.parent {
                Read::Good(parent) => Some(parent),
                _ => None,
            }
        });
        self.check_length(checker, section, "escalates_to", |department| {
            department.escalates_to
        });
    }

    /// No more departments one behind the other than the limit allows.
    fn check_length(
        &self,
        checker: &mut Checker<'_>,
        section: Place<'_>,
        field: &str,
        next: impl Fn(&Department) -> Option<DepartmentId>,
    ) {
        let most = checker.options.limits.depth;
        let after = |at: &usize| self.drafts.get(*at).and_then(&next).map(Id::index);
        let length = |start: usize| {
            core::iter::successors(Some(start), after)
                .take(most.saturating_add(1))
                .count()
        };
        if let Some(at) = (0..self.drafts.len()).find(|at| length(*at) > most) {
            let key = self.drafts.get(at).map_or("", |department| &department.key);
            checker.problems.add(
                ProblemKind::LimitExceeded,
                section.field(key).field(field),
                Some(key),
                format!("at most {most} departments one behind the other"),
                "raise `Limits::depth` in `build_with`",
            );
        }
    }

    /// The contacts by which some desk serves.
    pub(super) fn serving(&self) -> BTreeSet<ContactId> {
        let desks = self.drafts.iter();
        desks
            .flat_map(|department| desks::serving(&department.desks.rows))
            .collect()
    }

    /// No inquiry finds two best desks (O4).
    pub(super) fn check_desks(&mut self, checker: &mut Checker<'_>, check: &mut desks::Check<'_>) {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        for department in &mut self.drafts {
            let place = section.field(&department.key);
            let place = place.field("desks");
            if check
                .department(checker, &mut department.desks, place)
                .is_none()
            {
                return;
            }
        }
    }

    /// The checked departments, and their root.
    pub(super) fn assemble(
        self,
    ) -> Option<(Table<DepartmentId, Arc<model::Department>>, DepartmentId)> {
        let root = self
            .drafts
            .iter()
            .position(|department| department.parent.is_absent())
            .map(DepartmentId::from_index)?;
        let departments = self.drafts.into_iter().zip(self.outside);
        let departments =
            departments.map(|(draft, is_external)| Arc::new(draft.assemble(is_external)));
        Some((departments.collect(), root))
    }
}

impl Department {
    /// The checked department.
    fn assemble(self, is_external: bool) -> model::Department {
        let draft = self;
        let mut members = draft.members;
        members.sort_unstable();
        members.dedup();
        let desks = draft.desks.rows.into_iter().map(|desk| desk.row);
        let mut desks: Vec<model::Desk> = desks.collect();
        desks.sort_unstable();
        desks.dedup();
        model::Department {
            key: draft.key,
            name: draft.name,
            labels: draft.labels,
            ids: draft.ids,
            formerly: draft.formerly,
            parent: draft.parent.good(),
            head: if is_external {
                draft.liaison.good().unwrap_or_default()
            } else {
                draft.head.good().unwrap_or_default()
            },
            on_duty: draft.on_duty,
            is_authority: draft.is_authority,
            declared_external: draft.is_external,
            is_external,
            members,
            desks,
            escalates_to: draft.escalates_to,
            response_target: draft.response_target,
            consulted: draft.consulted,
            informed: draft.informed,
        }
    }

    /// The checked department, inside the organization, with the desks that it had; `None` where it has others now.
    pub(super) fn with_desks(self, before: &model::Department) -> Option<model::Department> {
        let is_same = self.desks.are(&before.desks);
        let mut after = self.assemble(false);
        after.desks.clone_from(&before.desks);
        is_same.then_some(after)
    }
}

/// The root has a head, and somebody is it: so there is always somebody accountable (O1).
fn check_root(checker: &mut Checker<'_>, root: &Department, place: Place<'_>, contacts: &Contacts) {
    let problems = &mut checker.problems;
    match &root.head {
        Read::Absent => problems.add(
            ProblemKind::RootWithoutHead,
            place,
            None,
            "`head`: the key of a person or position",
            "add `head = \"KEY\"` with the person who is accountable in the end",
        ),
        Read::Good(Dated {
            otherwise: None, ..
        }) => problems.add(
            ProblemKind::RootWithoutHead,
            place.field("head"),
            None,
            "one without dates among them, who is accountable whenever no other is",
            "add `{ who = \"KEY\" }`",
        ),
        Read::Good(Dated {
            otherwise: Some(head),
            ..
        }) if contacts.vacant.contains(head) => {
            let row = contacts.rows.get(head.index());
            let key = row.map_or("", |row| &row.key);
            let (expected, holder) = if row.is_some_and(|row| row.holder.is_dated()) {
                (
                    "a person, or a position that somebody holds whenever no other does",
                    "a `holder` without dates",
                )
            } else {
                (
                    "a person, or a position that somebody holds",
                    "`holder = \"KEY\"`",
                )
            };
            problems.add(
                ProblemKind::RootWithoutHead,
                place.field("head"),
                Some(key),
                expected,
                format!("add {holder} to `{key}`, or name a person"),
            );
        }
        Read::Good(_) | Read::Bad => {}
    }
}

/// Reads one department.
pub(super) fn department(
    checker: &mut Checker<'_>,
    key: &str,
    node: &Node,
    place: Place<'_>,
    attributes: &mut Attributes,
) -> Department {
    let mut department = Department {
        key: Key::from(key),
        name: None,
        labels: Labels::default(),
        ids: BTreeSet::new(),
        formerly: BTreeSet::new(),
        parent: Read::Bad,
        head: Read::Bad,
        is_authority: false,
        is_external: false,
        may_be_external: false,
        liaison: Read::Bad,
        members: Vec::new(),
        desks: Desks::default(),
        on_duty: None,
        escalates_to: None,
        response_target: None,
        consulted: BTreeSet::new(),
        informed: BTreeSet::new(),
    };
    let Some(form) = Form::open(node, place, &format::DEPARTMENT, &mut checker.problems) else {
        return department;
    };
    let most = checker.options.limits.details;
    let problems = &mut checker.problems;
    department.name = labels::name(&form, "name", "what people call it", problems);
    department.labels = labels::labels(&form, most, problems);
    department.is_authority = labels::flag(&form, "authority", problems);
    department.is_external = labels::flag(&form, "external", problems);
    department.may_be_external =
        !matches!(form.node("external"), None | Some(Node::Boolean(false)));
    department.ids = contacts::listed(checker, &form, "ids", "an id such as `hubspot:123`");
    department.formerly = contacts::listed(checker, &form, "formerly", "a key that it had");
    department.parent = superior(checker, &form, "parent", key);
    department.escalates_to = superior(checker, &form, "escalates_to", key).good();
    department.head = dated::term(checker, &form, "head", ACCOUNTABLE);
    department.liaison = dated::term(checker, &form, "liaison", ACCOUNTABLE);
    for (index, key) in form.texts("members", "the key of a contact", &mut checker.problems) {
        let member = form.at_item("members", index, |place| {
            checker.contact_off_schedule(&key, place, "the key of a contact")
        });
        department.members.extend(member);
    }
    let on_duty = form.text("on_duty", "the key of a schedule", &mut checker.problems);
    let on_duty = on_duty.good();
    department.on_duty = on_duty.and_then(|key| checker.schedule(&key, form.at("on_duty")));
    department.response_target = form
        .duration("response_target", &mut checker.problems)
        .good();
    department.consulted = checker.designees(&form, "consulted");
    department.informed = checker.designees(&form, "informed");
    department.desks = desks::read(checker, &form, attributes);
    department
}

/// A field that names a department.
fn superior(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    field: &'static str,
    own_key: &str,
) -> Read<DepartmentId> {
    let expected = "the key of a department";
    match form.text(field, expected, &mut checker.problems) {
        Read::Absent => Read::Absent,
        Read::Bad => Read::Bad,
        Read::Good(key) => checker
            .department(&key, own_key, form.at(field), expected)
            .map_or(Read::Bad, Read::Good),
    }
}
