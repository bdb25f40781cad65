//! The section `assignments`: tables from the values of an attribute to holders (W2).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::attributes::{Attributes, Named};
use super::dated::Items;
use super::references::Where;
use super::{Checker, constraints, contacts};
use crate::attribute::{Attribute, AttributeKind, ValueSet, Vocabulary};
use crate::calendar::dated::Window;
use crate::id::{AttributeId, ClassId, HolderId, Id, Key, Table};
use crate::organization::document::{Node, format};
use crate::organization::model::{self, Designee, Holder};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, wrong_type};

/// An assignment as far as it is read.
pub(super) struct Assignment {
    key: Key,
    /// The canonical name.
    attribute: Option<Box<str>>,
    default: Option<HolderId>,
    /// By canonical value.
    rows: BTreeMap<Box<str>, HolderId>,
    holders: Holders,
    /// Whether a schedule stands in it.
    pub(super) has_schedule: bool,
}

/// The holders of one assignment, each once.
#[derive(Default)]
struct Holders {
    ids: BTreeMap<Holder, HolderId>,
}

impl Holders {
    fn id(&mut self, holder: Holder) -> HolderId {
        let next = HolderId::from_index(self.ids.len());
        *self.ids.entry(holder).or_insert(next)
    }

    /// The holders, sorted, and the id there of each id here: no order of rows is left. Those of rows with dates stand
    /// behind the others, which they name.
    fn sorted(self) -> (Table<HolderId, Holder>, BTreeMap<HolderId, HolderId>) {
        let mut sorted = Table::new();
        let all = self.ids.into_iter();
        let (of_rows, alone): (Vec<_>, Vec<_>) = all.partition(|(holder, _)| holder.is_dated());
        let alone = alone.into_iter();
        let mut ids: BTreeMap<HolderId, HolderId> = alone
            .map(|(holder, id)| (id, sorted.push(holder)))
            .collect();
        let of_rows = of_rows.into_iter().map(|(mut holder, id)| {
            for (_, dated) in &mut holder.dated {
                *dated = ids.get(dated).copied().unwrap_or(*dated);
            }
            (holder, id)
        });
        let of_rows: BTreeMap<Holder, HolderId> = of_rows.collect();
        ids.extend(
            of_rows
                .into_iter()
                .map(|(holder, id)| (id, sorted.push(holder))),
        );
        (sorted, ids)
    }
}

/// The assignments, in the order of their ids.
pub(super) fn read<'a>(
    checker: &mut Checker<'a>,
    form: &Form<'a, '_>,
    attributes: &mut Attributes,
) -> Vec<Assignment> {
    let section = form.at("assignments");
    let entries: Vec<(&str, &Node)> = checker.assignments.iter().collect();
    let mut rows_left = checker.options.limits.rows;
    let all = entries.into_iter().enumerate().map(|(index, (key, node))| {
        let place = section.field(key);
        let one = one(checker, (key, node), place, attributes, &mut rows_left);
        if one.has_schedule {
            checker.scheduled.insert(Id::from_index(index));
        }
        one
    });
    all.collect()
}

/// Reads one assignment; its rows are taken from `rows_left`.
pub(super) fn one(
    checker: &mut Checker<'_>,
    (key, node): (&str, &Node),
    place: Place<'_>,
    attributes: &mut Attributes,
    rows_left: &mut usize,
) -> Assignment {
    let mut reader = Reader {
        checker,
        rows_left,
        has_schedule: false,
    };
    let assignment = reader.assignment(key, node, place, attributes);
    Assignment {
        has_schedule: reader.has_schedule,
        ..assignment
    }
}

struct Reader<'r, 'a> {
    checker: &'r mut Checker<'a>,
    rows_left: &'r mut usize,
    /// Whether it has met one.
    has_schedule: bool,
}

impl Reader<'_, '_> {
    fn assignment(
        &mut self,
        key: &str,
        node: &Node,
        place: Place<'_>,
        attributes: &mut Attributes,
    ) -> Assignment {
        let mut assignment = Assignment {
            key: Key::from(key),
            attribute: None,
            default: None,
            rows: BTreeMap::new(),
            holders: Holders::default(),
            has_schedule: false,
        };
        let problems = &mut self.checker.problems;
        let Some(form) = Form::open(node, place, &format::ASSIGNMENT, problems) else {
            return assignment;
        };
        match form.node("default") {
            None => {
                let expected = "the contact or department for every value without a row";
                form.missing("default", expected, problems);
            }
            Some(node) => {
                let default = self.designee(node, form.at("default"));
                assignment.default = default.map(|designee| {
                    assignment.holders.id(Holder {
                        designee: Some(designee),
                        ..Holder::default()
                    })
                });
            }
        }
        let expected = "the name of a declared attribute";
        let problems = &mut self.checker.problems;
        let Some(written) = form.required("attribute", expected, problems).good() else {
            return assignment;
        };
        let attribute = match attributes.find(&written) {
            Named::Attribute(attribute) => attribute,
            Named::Unreadable => return assignment,
            Named::Unknown => {
                let place = form.at("attribute");
                self.checker
                    .unknown_attribute(&written, expected, place, attributes);
                return assignment;
            }
        };
        self.rows(&form, attribute, &mut assignment);
        let name = Box::from(attribute.name());
        attributes.note_values(&name, assignment.rows.keys());
        assignment.attribute = Some(name);
        assignment
    }

    fn rows(&mut self, form: &Form<'_, '_>, attribute: &Attribute, assignment: &mut Assignment) {
        let problems = &mut self.checker.problems;
        let section = form.at("rows");
        let entries = form.entries("rows", "a table with a holder under each value", problems);
        let Some(left) = self.rows_left.checked_sub(entries.len()) else {
            let most = self.checker.options.limits.rows;
            let count = most - *self.rows_left + entries.len();
            problems.exceeds(count, most, "rows", section);
            return;
        };
        *self.rows_left = left;
        for (written, node) in entries {
            let place = section.field(written);
            let problems = &mut self.checker.problems;
            let value = constraints::written_value(written, attribute, place, problems);
            let row = self.row(node, place, &mut assignment.holders);
            let (Some(value), Some(id)) = (value, row) else {
                continue;
            };
            if assignment.rows.insert(value, id).is_some() {
                self.checker.problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(written),
                    "each value once, in canonical form",
                    "remove one of the two",
                );
            }
        }
    }

    /// Who stands in a row: one holder, or several with dates.
    fn row(&mut self, node: &Node, place: Place<'_>, holders: &mut Holders) -> Option<HolderId> {
        let items = Items { node, place };
        let nodes = items.nodes();
        if nodes.is_empty() {
            let expected =
                "the key of a contact or department, or a table of `holder` and `deputies`";
            let problems = &mut self.checker.problems;
            problems.empty_list(place, expected, "list at least one");
            return None;
        }
        let most = self.checker.options.limits.dates.max(1);
        self.checker
            .problems
            .exceeds(nodes.len(), most, "dates", place);
        let mut all = Vec::with_capacity(nodes.len().min(most));
        for (index, node) in nodes.iter().enumerate().take(most) {
            let read = items.at(index, |place| self.holder(node, place));
            all.push(read.map(|(window, holder)| (index, window, holder)));
        }
        let is_whole = all.iter().all(Option::is_some);
        let all = all.into_iter().flatten().collect();
        let sorted = items.dated(all, "one at a time", &mut self.checker.problems);
        if !is_whole {
            return None;
        }
        let otherwise = sorted.otherwise.map(|(_, holder)| holder);
        let windows = sorted.windows.into_iter();
        let dated: Vec<(Window, HolderId)> = windows
            .map(|(_, window, holder)| (window, holders.id(holder)))
            .collect();
        let otherwise = otherwise.unwrap_or_default();
        Some(holders.id(Holder { dated, ..otherwise }))
    }

    /// A holder alone, or a table of a holder, deputies and dates.
    fn holder(&mut self, node: &Node, place: Place<'_>) -> Option<(Window, Holder)> {
        let is_reference = match node {
            Node::Table(entries) => {
                let mut names = entries.0.iter().map(|(name, _)| &**name);
                names.any(|name| ["contact", "department", "assigned"].contains(&name))
            }
            _ => true,
        };
        if let Node::List(_) = node {
            wrong_type(
                node,
                place,
                "the key of a contact or department, or a table of `holder` and `deputies`",
                "write `{ holder = \"KEY\", deputies = [\"KEY\"] }`",
                &mut self.checker.problems,
            );
            return None;
        }
        if is_reference {
            let holder = Holder {
                designee: Some(self.designee(node, place)?),
                ..Holder::default()
            };
            return Some((Window::ALWAYS, holder));
        }
        let form = Form::open(node, place, &format::ROW, &mut self.checker.problems)?;
        let mut is_whole = true;
        let designee = form.node("holder").and_then(|node| {
            let designee = self.designee(node, form.at("holder"));
            is_whole &= designee.is_some();
            designee
        });
        let holder = match designee {
            Some(Designee::Contact(id)) => Some(id),
            _ => None,
        };
        let window = self.checker.window(&form);
        let deputies = contacts::deputies(self.checker, &form, holder);
        is_whole &= deputies.len() == form.items("deputies").len();
        if form.node("holder").is_none() && form.items("deputies").is_empty() {
            let expected = "the key of a contact or department; or `deputies`, of whom the first counts as the holder";
            form.missing("holder", expected, &mut self.checker.problems);
            return None;
        }
        let holder = Holder {
            designee,
            deputies,
            dated: Vec::new(),
        };
        Some((window?, is_whole.then_some(holder)?))
    }

    fn designee(&mut self, node: &Node, place: Place<'_>) -> Option<Designee> {
        let designee = self.checker.reference(node, place, &[], Where::InRow);
        if let Some(Designee::Contact(id)) = designee {
            self.has_schedule |= self.checker.is_schedule(id);
        }
        designee
    }
}

impl Assignment {
    /// The checked assignment. `None` also where a limit is reached: of the values that its rows stand for, which it
    /// takes from `rows_left`; or of those that it tells apart.
    pub(super) fn assemble(
        self,
        checker: &mut Checker<'_>,
        vocabulary: &Vocabulary,
        rows_left: &mut Option<usize>,
    ) -> Option<model::Assignment> {
        let id = vocabulary.find(&self.attribute?)?;
        let attribute = &vocabulary.attributes()[id];
        let top = Place::ROOT;
        let section = top.field(checker.assignments.section());
        let place = section.field(&self.key);
        checker.take_members(u64::from(attribute.universe().classes), place)?;
        let (holders, ids) = self.holders.sorted();
        let mut rows = self.rows;
        for holder in rows.values_mut() {
            *holder = *ids.get(holder)?;
        }
        let default = *ids.get(&self.default?)?;
        // Once there are too many, nothing is worked out any more.
        let left = rows_left.take()?;
        let assignment = model::Assignment {
            key: self.key,
            attribute: id,
            default,
            by_class: by_class(&rows, attribute, left),
            rows,
            holders,
        };
        let listed = assignment.listed();
        let Some(rest) = left.checked_sub(listed) else {
            let most = checker.options.limits.rows;
            let count = most.saturating_sub(left).saturating_add(listed);
            let place = section.field(&assignment.key);
            let problems = &mut checker.problems;
            problems.exceeds(count, most, "rows", place.field("rows"));
            return None;
        };
        *rows_left = Some(rest);
        Some(assignment)
    }
}

/// For each class that a row stands for, its holder. A row of a hierarchical value stands for all values below it that
/// have no nearer row. Stops past `most`.
fn by_class(
    rows: &BTreeMap<Box<str>, HolderId>,
    attribute: &Attribute,
    most: usize,
) -> BTreeMap<ClassId, HolderId> {
    let mut by_class = BTreeMap::new();
    for (value, holder) in rows {
        let mut open: Vec<&str> = [&**value].into();
        while let Some(value) = open.pop() {
            if by_class.len() > most {
                return by_class;
            }
            if let Ok(class) = attribute.class(value) {
                by_class.insert(class, *holder);
            }
            if attribute.kind() == AttributeKind::Hierarchical {
                let children = attribute.children(value).iter();
                open.extend(
                    children
                        .map(|child| &**child)
                        .filter(|child| !rows.contains_key(*child)),
                );
            }
        }
    }
    by_class
}

/// The classes that the rows of an assignment stand for. None where there are none, and where the attribute can only
/// have one value, which narrows nothing (W2).
pub(super) fn classes(
    assignment: &model::Assignment,
    vocabulary: &Vocabulary,
) -> Option<(AttributeId, ValueSet)> {
    let universe = vocabulary.attributes()[assignment.attribute].universe();
    let is_choice = universe.iter().nth(1).is_some();
    (is_choice && !assignment.by_class.is_empty()).then(|| {
        let classes = assignment.by_class.keys().copied();
        (assignment.attribute, ValueSet::new(classes, universe))
    })
}

impl Checker<'_> {
    /// Warns of assignments that nothing names.
    pub(super) fn note_unused_assignments(&mut self) {
        let top = Place::ROOT;
        let section = top.field(self.assignments.section());
        for (index, key) in self.assignments.keys().enumerate() {
            if self.used_assignments.contains(&Id::from_index(index)) {
                continue;
            }
            self.problems.add(
                ProblemKind::Unused,
                section.field(key),
                Some(key),
                "an assignment that something names",
                "name it as `{ assigned = ... }`, or remove it",
            );
        }
    }
}
