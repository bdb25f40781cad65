//! When contacts are away, and who stands in (H5).

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Checker;
use super::dated::Items;
use crate::contact::ContactKind;
use crate::id::ContactId;
use crate::organization::document::{Node, format};
use crate::organization::model::Absence;
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::Form;

/// Who may stand in for a contact that is away.
const DELEGATES: &[ContactKind] = &[
    ContactKind::Person,
    ContactKind::Position,
    ContactKind::Team,
];

/// The absences of the contact of this key, in order.
pub(super) fn read(checker: &mut Checker<'_>, form: &Form<'_, '_>, own_key: &str) -> Vec<Absence> {
    let (field, most) = ("away", checker.options.limits.absences);
    let problems = &mut checker.problems;
    let nodes = form.declarations(field, "absences", problems);
    problems.exceeds(nodes.len(), most, "absences", form.at(field));
    let nodes = nodes.iter().enumerate().take(most);
    let absences = nodes.filter_map(|(index, node)| {
        let absence = form.at_item(field, index, |place| absence(checker, node, place, own_key));
        Some((index, absence?))
    });
    let mut absences: Vec<(usize, Absence)> = absences.collect();
    absences.sort_by(|(_, left), (_, right)| left.cmp(right));
    let windows = absences.iter().map(|(index, own)| (*index, own.window));
    let expected = "absences one after the other";
    if let Some(node) = form.node(field) {
        let place = form.at(field);
        let items = Items { node, place };
        items.check_overlaps(windows, expected, &mut checker.problems);
    }
    absences.into_iter().map(|(_, absence)| absence).collect()
}

fn absence(
    checker: &mut Checker<'_>,
    node: &Node,
    place: Place<'_>,
    own_key: &str,
) -> Option<Absence> {
    let form = Form::open(node, place, &format::ABSENCE, &mut checker.problems)?;
    if form.node("from").is_none() && form.node("until").is_none() {
        let expected = "from when it is away; or `until`";
        form.missing("from", expected, &mut checker.problems);
    }
    let window = checker.window(&form);
    let reason = form.text("reason", "why it is away", &mut checker.problems);
    let delegate = delegate(checker, &form, own_key);
    Some(Absence {
        window: window?,
        reason: reason.good().map(Box::from),
        delegate,
    })
}

/// Who stands in: somebody else.
fn delegate(checker: &mut Checker<'_>, form: &Form<'_, '_>, own_key: &str) -> Option<ContactId> {
    let delegate = checker.contact_in(form, "delegate", DELEGATES)?;
    if checker.contacts.id(own_key) == Some(delegate) {
        checker.problems.add(
            ProblemKind::Cycle,
            form.at("delegate"),
            Some(own_key),
            "another than who is away",
            "name another, or leave it out",
        );
    }
    Some(delegate)
}
