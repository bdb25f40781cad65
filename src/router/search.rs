//! The search: which route wins. The hot path: it allocates nothing.

use super::{Flat, GroupIndex, GroupRow};
use crate::id::{ClassId, EntryId, RouteId, RuleId, Span};
use crate::tables::{KEPT, Kept, class_of};

/// The best route of those that cover the topic (W2): groups come the best first, and so do the rules of a group.
///
/// The fallback covers every topic and has no condition (W4), so there is one; the notices behind it are never reached.
pub(super) fn winner(flat: &Flat, covering: Span<EntryId>, classes: &[ClassId]) -> RouteId {
    let mut groups = flat.tables.covering.span(covering).iter();
    groups
        .find_map(|group| best(flat, &flat.groups[*group], classes))
        .unwrap_or(flat.fallback)
}

/// The route of a group's first rule that holds.
fn best(flat: &Flat, group: &GroupRow, classes: &[ClassId]) -> Option<RouteId> {
    match &group.index {
        None => flat
            .rules
            .span(group.rules)
            .iter()
            .find(|rule| flat.tables.holds(rule.tests, classes))
            .map(|rule| rule.route),
        Some(index) => best_indexed(flat, index, classes),
    }
}

/// The same where an index leaves few rules to look at: those that name the class of one attribute, and those that do
/// not constrain it to a few classes. Both lists are in the order of the rules, and are read as one.
fn best_indexed(flat: &Flat, index: &GroupIndex, classes: &[ClassId]) -> Option<RouteId> {
    let class = class_of(classes, index.attribute);
    let postings = flat.postings.span(index.postings);
    let found = postings
        .binary_search_by(|posting| posting.class.cmp(&class))
        .ok()
        .and_then(|at| postings.get(at));
    let mut narrow = found
        .map_or(&[][..], |posting| flat.lists.span(posting.rules))
        .iter()
        .copied()
        .peekable();
    let mut wide = flat.lists.span(index.wide).iter().copied().peekable();
    loop {
        let rule: RuleId = match (narrow.peek(), wide.peek()) {
            (Some(one), Some(other)) if one < other => narrow.next(),
            (_, Some(_)) => wide.next(),
            _ => narrow.next(),
        }?;
        let row = &flat.rules[rule];
        if flat.tables.holds(row.tests, classes) {
            return Some(row.route);
        }
    }
}

/// The classes on which an answer depends beyond the route.
pub(super) fn kept(flat: &Flat, classes: &[ClassId]) -> Kept {
    let mut kept = [ClassId::ABSENT; KEPT];
    for (slot, attribute) in kept.iter_mut().zip(&flat.kept) {
        *slot = class_of(classes, *attribute);
    }
    kept
}
