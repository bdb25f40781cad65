//! The home departments of contacts (O1).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::contact::ContactKind;
use crate::id::{ContactId, DepartmentId, Id, Table};
use crate::organization::model::{Contact, Department, Desk};

/// The contacts at home: where they say; else in the deepest department that contains all which name them as head,
/// member, desk or schedule; else, for a touchpoint, where those are at home who staff it; else in the root.
///
/// A liaison is not at home in the external department, and nobody by the desk that an assignment names.
pub(super) fn settle(
    mut contacts: Vec<Arc<Contact>>,
    departments: &Table<DepartmentId, Arc<Department>>,
    root: DepartmentId,
) -> Table<ContactId, Arc<Contact>> {
    let named_by = named_by(departments);
    let path = |id: DepartmentId| {
        let mut path: Vec<DepartmentId> =
            core::iter::successors(Some(id), |id| departments[*id].parent).collect();
        path.reverse();
        path
    };
    let common = |ids: &BTreeSet<DepartmentId>| {
        let mut paths = ids.iter().map(|id| path(*id));
        let first = paths.next().unwrap_or_default();
        let shared = paths.fold(first, |shared, path| {
            shared
                .iter()
                .zip(&path)
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| *a)
                .collect()
        });
        shared.last().copied().unwrap_or(root)
    };
    for (index, contact) in contacts.iter_mut().enumerate() {
        let named = named_by.get(&ContactId::from_index(index)).map(common);
        let home = contact.declared_home.or(named);
        move_to(contact, home.unwrap_or(root), home.is_some());
    }
    // Only now, as those who staff a touchpoint are at home by themselves: none of them is a touchpoint.
    let staff: Vec<(usize, DepartmentId)> = contacts
        .iter()
        .enumerate()
        .filter(|(_, contact)| contact.kind == ContactKind::Touchpoint && !contact.has_home)
        .filter_map(|(index, contact)| {
            let staff = contacts.get(contact.staffed_by?.index())?;
            staff.has_home.then_some((index, staff.home))
        })
        .collect();
    for (index, home) in staff {
        if let Some(contact) = contacts.get_mut(index) {
            move_to(contact, home, true);
        }
    }
    contacts.into_iter().collect()
}

/// Writes where a contact is at home; one that is there already stays shared.
fn move_to(contact: &mut Arc<Contact>, home: DepartmentId, has_home: bool) {
    if (contact.home, contact.has_home) != (home, has_home) {
        let own = Arc::make_mut(contact);
        (own.home, own.has_home) = (home, has_home);
    }
}

/// By contact, the departments that name it as one of theirs.
fn named_by(
    departments: &Table<DepartmentId, Arc<Department>>,
) -> BTreeMap<ContactId, BTreeSet<DepartmentId>> {
    let mut named_by: BTreeMap<ContactId, BTreeSet<DepartmentId>> = BTreeMap::new();
    for (id, department) in departments.enumerate() {
        let heads = department.head.all().copied();
        let heads = heads.filter(|_| !department.is_external);
        let members = department.members.iter().copied();
        let desks = department.desks.iter().filter_map(Desk::contact);
        let on_duty = department.on_duty;
        for contact in heads.chain(members).chain(desks).chain(on_duty) {
            named_by.entry(contact).or_default().insert(id);
        }
    }
    named_by
}
