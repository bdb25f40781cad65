//! Contacts, departments and assignments that say something else now.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::Changes;
use crate::id::{AssignmentId, ContactId, DepartmentId, Table};
use crate::organization::Inner;
use crate::organization::document::Node;
use crate::organization::model::{Assignment, Contact, Department};
use crate::organization::problem::Place;
use crate::organization::read::Read;
use crate::organization::validate::attributes::Attributes;
use crate::organization::validate::{Checker, assignments, contacts, departments, homes};

/// Contacts, departments and assignments after the changes.
pub(super) struct People {
    pub(super) contacts: Table<ContactId, Arc<Contact>>,
    pub(super) departments: Table<DepartmentId, Arc<Department>>,
    pub(super) assignments: Table<AssignmentId, Arc<Assignment>>,
    pub(super) root_head: ContactId,
}

/// Reads what changed. `None` where more may depend on it than who stands where.
pub(super) fn read(
    checker: &mut Checker<'_>,
    old: &Inner,
    changes: &Changes,
    attributes: &mut Attributes,
) -> Option<People> {
    let mut contacts = old.contacts.clone();
    let mut may_move = false;
    for (id, node) in &changes.contacts {
        let before = &old.contacts[*id];
        let after = contact(checker, before, node, attributes)?;
        may_move |=
            after.declared_home != before.declared_home || after.staffed_by != before.staffed_by;
        contacts.update(*id, |row| *row = Arc::new(after));
    }
    let mut departments = old.departments.clone();
    for (id, node) in &changes.departments {
        let before = &old.departments[*id];
        let after = department(checker, before, node, attributes)?;
        may_move |= after.head != before.head
            || after.members != before.members
            || after.on_duty != before.on_duty;
        departments.update(*id, |row| *row = Arc::new(after));
    }
    let mut assignments = old.assignments.clone();
    for (id, node) in &changes.assignments {
        let after = assignment(checker, old, &old.assignments[*id], node, attributes)?;
        assignments.update(*id, |row| *row = Arc::new(after));
    }
    if may_move {
        let rows: Vec<Arc<Contact>> = contacts.iter().cloned().collect();
        contacts = homes::settle(rows, &departments, old.root);
    }
    let head = departments[old.root].head.otherwise?;
    Some(People {
        root_head: contacts[head].person(head, None)?,
        contacts,
        departments,
        assignments,
    })
}

/// A contact of the same kind, keys and service.
fn contact(
    checker: &mut Checker<'_>,
    before: &Contact,
    node: &Node,
    attributes: &Attributes,
) -> Option<Contact> {
    let top = Place::ROOT;
    let section = top.field("contacts");
    let place = section.field(&before.key);
    let (mut after, _, _) = contacts::contact(checker, &before.key, node, place, attributes);
    (after.home, after.has_home) = (before.home, before.has_home);
    let is_alike = after.kind == before.kind
        && after.languages == before.languages
        && after.areas == before.areas
        && after.skills == before.skills
        && after.ids == before.ids
        && after.formerly == before.formerly;
    is_alike.then_some(after)
}

/// A department in the same place, with the same keys and desks.
fn department(
    checker: &mut Checker<'_>,
    before: &Department,
    node: &Node,
    attributes: &mut Attributes,
) -> Option<Department> {
    let top = Place::ROOT;
    let section = top.field("departments");
    let place = section.field(&before.key);
    let after = departments::department(checker, &before.key, node, place, attributes);
    if before.is_external || after.may_be_external || !after.liaison.is_absent() {
        return None;
    }
    let is_parent = match after.parent {
        Read::Absent => before.parent.is_none(),
        Read::Good(parent) => before.parent == Some(parent),
        Read::Bad => false,
    };
    let after = after.with_desks(before)?;
    let is_alike = is_parent
        && after.is_authority == before.is_authority
        && after.escalates_to == before.escalates_to
        && after.ids == before.ids
        && after.formerly == before.formerly;
    is_alike.then_some(after)
}

/// An assignment with rows for the same values.
fn assignment(
    checker: &mut Checker<'_>,
    old: &Inner,
    before: &Assignment,
    node: &Node,
    attributes: &mut Attributes,
) -> Option<Assignment> {
    let top = Place::ROOT;
    let section = top.field("assignments");
    let mut rows_left = before.rows.len();
    let place = section.field(&before.key);
    let after = assignments::one(
        checker,
        (&before.key, node),
        place,
        attributes,
        &mut rows_left,
    );
    // Where a schedule comes or goes, the assignment may stand elsewhere than before.
    let is_scheduled = checker.assignments.id(&before.key);
    let is_scheduled = is_scheduled.is_some_and(|id| checker.scheduled.contains(&id));
    if after.has_schedule != is_scheduled {
        return None;
    }
    let others = old.assignments.iter().filter(|own| own.key != before.key);
    let taken = others.map(|own| own.listed()).sum();
    let mut rows_left = checker.options.limits.rows.checked_sub(taken);
    let after = after.assemble(checker, &old.vocabulary, &mut rows_left)?;
    let is_alike = after.attribute == before.attribute && after.rows.keys().eq(before.rows.keys());
    is_alike.then_some(after)
}
