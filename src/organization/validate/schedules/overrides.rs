//! The overrides of a schedule, and that no two of one layer overlap (H3).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::{contacts, window};
use crate::calendar::schedule::{Change, Override};
use crate::calendar::week::DayTime;
use crate::calendar::zone::Zone;
use crate::id::{ContactId, Key};
use crate::organization::document::{Node, format};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::{Form, Read};
use crate::organization::rota::Moment;
use crate::organization::validate::{Checker, times};

type Row = ([Moment; 2], Override);

/// The overrides, in the order of their instants. None where one of them is not whole.
pub(super) fn read(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    zone: &Zone,
    layers: &[Option<Key>],
) -> Option<Vec<Row>> {
    let (field, most) = ("overrides", checker.options.limits.overrides);
    let nodes = form.declarations(field, field, &mut checker.problems);
    let (count, place) = (nodes.len(), form.at(field));
    if checker.problems.exceeds(count, most, field, place) {
        return None;
    }
    let mut is_whole = true;
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let row = form.at_item(field, index, |place| {
            one(checker, node, place, zone, layers)
        });
        match row {
            Some(row) => rows.push((index, row)),
            None => is_whole = false,
        }
    }
    rows.sort_by_key(|(index, (_, own))| (own.from, own.until, own.layer, *index));
    is_whole &= !check_overlaps(checker, form, &rows, layers);
    is_whole.then(|| rows.into_iter().map(|(_, row)| row).collect())
}

/// Notes overrides of one layer, or of the whole schedule, that hold at one instant; says whether there are some.
fn check_overlaps(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    rows: &[(usize, Row)],
    layers: &[Option<Key>],
) -> bool {
    let mut overlap = false;
    // By layer, the one that ends last.
    let mut last: BTreeMap<Option<usize>, &(usize, Row)> = BTreeMap::new();
    for row in rows {
        let (index, ([from, _], own)) = row;
        let before = last.get(&own.layer).copied();
        if let Some((other, (_, other_own))) =
            before.filter(|(_, (_, other))| own.from < other.until)
        {
            overlap = true;
            let of = match own.layer.and_then(|layer| layers.get(layer)?.as_ref()) {
                Some(key) => format!("layer `{key}`"),
                None => "the whole schedule".into(),
            };
            let expected = format!(
                "one override of {of} at a time, but another one holds until `{}`",
                other_own.until
            );
            form.at_item("overrides", *index, |place| {
                form.at_item("overrides", *other, |other| {
                    checker.problems.add_beside(
                        ProblemKind::OverlappingOverrides,
                        place,
                        &*format!("{from}"),
                        expected,
                        "make one of them end where the other one starts, or make them one",
                        other,
                    );
                });
            });
        }
        if before.is_none_or(|(_, (_, other))| other.until < own.until) {
            last.insert(own.layer, row);
        }
    }
    overlap
}

fn one(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    zone: &Zone,
    layers: &[Option<Key>],
) -> Option<Row> {
    let form = Form::open(node, place, &format::OVERRIDE, &mut checker.problems)?;
    let mut moment = |field: &'static str, expected: &str| {
        let moment = times::moment(&form, field, DayTime::START, &mut checker.problems);
        if moment.is_absent() {
            form.missing(field, expected, &mut checker.problems);
        }
        moment.good()
    };
    let from = moment("from", "from when others are on duty");
    let until = moment("until", "until when others are on duty");
    let layer = layer(checker, &form, layers);
    let change = change(checker, &form);
    let problems = &mut checker.problems;
    let reason = form.text("reason", "why", problems);
    let (from, until) = (from?, until?);
    if layer.is_bad() {
        return None;
    }
    let window = window(&form, (Some(from), Some(until)), zone, problems)?;
    let own = Override {
        from: window.from?,
        until: window.until?,
        layer: layer.good(),
        change: change?,
        reason: reason.good().map(|reason| Box::from(&*reason)),
    };
    Some(([from, until], own))
}

/// The number of the layer that is meant; none is the whole schedule.
fn layer(checker: &mut Checker<'_>, form: &Form<'_, '_>, layers: &[Option<Key>]) -> Read<usize> {
    let (field, expected) = ("layer", "the key of a layer of the schedule");
    let key = match form.text(field, expected, &mut checker.problems) {
        Read::Absent => return Read::Absent,
        Read::Bad => return Read::Bad,
        Read::Good(key) => key,
    };
    let is_it = |own: &Option<Key>| own.as_ref().is_some_and(|own| **own == *key);
    if let Some(found) = layers.iter().position(is_it) {
        return Read::Good(found);
    }
    let keys = layers.iter().flatten().map(|key| &**key);
    let advice = "give the layer a `key`";
    let suggestion = checker.problems.did_you_mean(&key, keys, advice);
    let kind = ProblemKind::UnknownReference;
    let problems = &mut checker.problems;
    problems.add(kind, form.at(field), Some(&key), expected, suggestion);
    Read::Bad
}

fn change(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<Change> {
    const OTHERS: [&str; 3] = ["add", "remove", "replace"];
    let add = people(checker, form, "add");
    let remove = people(checker, form, "remove");
    let replace = replace(checker, form);
    let only = people(checker, form, "only");
    let has_only = form.node("only").is_some();
    let mut others = OTHERS.into_iter();
    let other = others.find(|field| form.node(field).is_some());
    if let Some(field) = other.filter(|_| has_only) {
        checker.problems.add(
            ProblemKind::UnknownField,
            form.at(field),
            Some(field),
            "no `only` beside it, which says all",
            "keep one of the two",
        );
        return None;
    }
    let (add, remove, replace, only) = (add?, remove?, replace?, only?);
    if add.is_empty() && remove.is_empty() && replace.is_empty() && only.is_empty() {
        let problems = &mut checker.problems;
        if has_only {
            let expected = "who is on duty; where nobody should be, write it under `unstaffed`";
            form.none_listed("only", expected, problems);
        } else {
            let expected = "whom to add; or `remove`, `replace` or `only`";
            form.missing("add", expected, problems);
        }
        return None;
    }
    Some(if has_only {
        Change::Only(only)
    } else {
        Change::Some {
            replace,
            remove,
            add,
        }
    })
}

fn people(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    field: &'static str,
) -> Option<Box<[ContactId]>> {
    let nodes = form.items(field);
    let most = checker.options.limits.details;
    let (count, place) = (nodes.len(), form.at(field));
    checker.problems.exceeds_details(count, most, field, place);
    let nodes = nodes.get(..most).unwrap_or(nodes);
    contacts(checker, nodes, |index, read| {
        form.at_item(field, index, read);
    })
}

/// Who is on duty in whose place, by the contact who would be.
fn replace(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
) -> Option<Box<[(ContactId, ContactId)]>> {
    let (field, expected) = ("replace", "the key of a contact");
    let table = "a table with who is on duty instead, under the key of who would be";
    let entries = form.entries(field, table, &mut checker.problems);
    let most = checker.options.limits.details;
    let (count, place) = (entries.len(), form.at(field));
    checker.problems.exceeds_details(count, most, field, place);
    let is_table = !form
        .node(field)
        .is_some_and(|node| !matches!(node, Node::Table(_)));
    let mut is_whole = is_table;
    let mut pairs: Vec<(ContactId, ContactId)> = Vec::new();
    for (old, node) in entries.into_iter().take(most) {
        let place = place.field(old);
        let new = crate::organization::read::text(node, place, expected, &mut checker.problems);
        let old_id = checker.contact_off_schedule(old, place, expected);
        let new_id = new.and_then(|new| checker.contact_off_schedule(&new, place, expected));
        match (old_id, new_id) {
            (Some(old_id), Some(_)) if pairs.iter().any(|(other, _)| *other == old_id) => {
                let (kind, expected) = (ProblemKind::DuplicateKey, "each contact once");
                let problems = &mut checker.problems;
                problems.add(kind, place, Some(old), expected, "remove one of the two");
            }
            (Some(old_id), Some(new_id)) => pairs.push((old_id, new_id)),
            _ => is_whole = false,
        }
    }
    pairs.sort_unstable();
    is_whole.then(|| pairs.into())
}
