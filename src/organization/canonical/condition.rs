//! Conditions in canonical form.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;

use super::fields::{list, text};
use crate::attribute::{AttributeKind, Constraint, Presence};
use crate::organization::Inner;
use crate::organization::document::{Entries, Node};
use crate::organization::model::{Condition, WrittenBox, WrittenCondition};

pub(super) fn when(entries: &mut Entries, condition: &Condition, inner: &Inner) {
    if !condition.written.is_empty() {
        entries.push("when", boxes(&condition.written, inner).into());
    }
}

/// A condition as a table.
pub(super) fn boxes(written: &WrittenCondition, inner: &Inner) -> Entries {
    let mut when = constraints(&written.all, inner);
    if !written.any.is_empty() {
        when.push(
            "any",
            Node::List(
                written
                    .any
                    .iter()
                    .map(|own| constraints(own, inner).into())
                    .collect(),
            ),
        );
    }
    when
}

fn constraints(own: &WrittenBox, inner: &Inner) -> Entries {
    let mut entries = Entries::default();
    if !own.named.is_empty() {
        entries.push("condition", list(own.named.iter().map(|name| &**name)));
    }
    for (name, constraint) in own.constraints.iter() {
        let kind = inner
            .vocabulary
            .find(name)
            .map(|id| inner.vocabulary.attributes()[id].kind());
        entries.push(name, self::constraint(constraint, kind));
    }
    entries
}

/// Plain values where that is all; in words where a hierarchy could be meant.
fn constraint(own: &Constraint, kind: Option<AttributeKind>) -> Node {
    let values = |values: &BTreeSet<Box<str>>| list(values.iter().map(|value| &**value));
    if let Some(one_of) = &own.one_of {
        if own.is_list() && kind != Some(AttributeKind::Hierarchical) {
            return match one_of.iter().next() {
                Some(only) if one_of.len() == 1 => Node::from(&**only),
                _ => values(one_of),
            };
        }
    }
    let mut entries = Entries::default();
    for (operator, own) in [
        ("in", &own.one_of),
        ("not", &own.none_of),
        ("within", &own.within),
        ("prefix", &own.prefixes),
        ("matches", &own.patterns),
    ] {
        if let Some(own) = own {
            entries.push(operator, values(own));
        }
    }
    text(&mut entries, "at_least", own.at_least.as_deref());
    text(&mut entries, "at_most", own.at_most.as_deref());
    match own.presence {
        Some(Presence::Present) => entries.push("present", Node::Boolean(true)),
        Some(Presence::Absent) => entries.push("absent", Node::Boolean(true)),
        None => {}
    }
    if own.or_absent {
        entries.push("or_absent", Node::Boolean(true));
    }
    entries.into()
}
