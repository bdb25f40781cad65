//! The search: which route wins, and what its chain must know. The hot path: it allocates nothing.

use super::{Flat, GroupIndex, GroupRow, Holds, QuestionRow, TestRow};
use crate::id::{ClassId, EntryId, Id, RouteId, RuleId, Span, TestId};
use crate::tables::Slots;

/// The best route of those that cover the topic (W2): groups come the best first, and so do the rules of a group.
///
/// The fallback covers every topic and has no condition (W4), so there is one.
pub(super) fn winner(flat: &Flat, covering: Span<EntryId>, classes: &[ClassId]) -> RouteId {
    let mut groups = flat.topics.groups(covering).iter();
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
            .find(|rule| holds(flat, rule.tests, classes))
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
        if holds(flat, row.tests, classes) {
            return Some(row.route);
        }
    }
}

/// Whether an inquiry is in a box: every test passes.
fn holds(flat: &Flat, tests: Span<TestId>, classes: &[ClassId]) -> bool {
    flat.tests
        .span(tests)
        .iter()
        .all(|test| passes(flat, test, class_of(classes, test.attribute)))
}

fn passes(flat: &Flat, test: &TestRow, class: ClassId) -> bool {
    match test.holds {
        Holds::Mask(mask) => mask >> (class.number() & 63) & 1 == 1,
        Holds::Listed(run) => flat.classes.span(run).binary_search(&class).is_ok(),
        Holds::NotListed(run) => flat.classes.span(run).binary_search(&class).is_err(),
    }
}

fn class_of(classes: &[ClassId], attribute: crate::id::AttributeId) -> ClassId {
    classes
        .get(attribute.index())
        .copied()
        .unwrap_or(ClassId::ABSENT)
}

/// What the chain of a route must know of the inquiry.
pub(super) fn slots(flat: &Flat, route: RouteId, classes: &[ClassId]) -> Slots {
    let mut slots = Slots::default();
    let questions = flat.questions[flat.tables.routes[route].chain];
    for (slot, question) in slots.iter_mut().zip(flat.question_rows.span(questions)) {
        *slot = match question {
            QuestionRow::Desk(rules) => {
                let first = flat
                    .desks
                    .span(*rules)
                    .iter()
                    .find(|desk| holds(flat, desk.tests, classes));
                first.map_or(0, |desk| desk.answer)
            }
            QuestionRow::Rank(attribute) => {
                u8::try_from(class_of(classes, *attribute).number()).unwrap_or(u8::MAX)
            }
        };
    }
    slots
}
