//! What lies outside the organization: it may answer, and is never accountable (O1).

use alloc::format;
use alloc::vec::Vec;

use super::departments::{Department, Departments};
use crate::id::{ContactId, Id};
use crate::organization::Inner;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Read;

/// A liaison stands in place of a head outside, and nowhere else; and no authority lies there.
pub(super) fn check_claims(departments: &mut Departments, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field(&departments.section);
    let sides = sides(&departments.drafts);
    for (department, side) in departments.drafts.iter().zip(&sides) {
        let place = section.field(&department.key);
        let mut misplaced = |is_there: bool, field: &str, expected: &str, suggestion: &str| {
            if is_there {
                let kind = ProblemKind::UnknownField;
                problems.add(kind, place.field(field), Some(field), expected, suggestion);
            }
        };
        match side {
            Side::Unknown => {}
            Side::Inside => {
                let is_root = department.parent.is_absent();
                misplaced(
                    is_root && department.is_external,
                    "external",
                    "a department below another: the one above all others is the organization",
                    "remove it",
                );
                misplaced(
                    !department.liaison.is_absent() && !department.may_be_external,
                    "liaison",
                    "`external = true` beside it",
                    if department.head.is_absent() {
                        "add that, or write it as `head`"
                    } else {
                        "remove it: the department has a `head`"
                    },
                );
            }
            Side::Outside => {
                misplaced(
                    !department.head.is_absent(),
                    "head",
                    "a `liaison` in its place: nobody outside the organization is accountable",
                    if department.liaison.is_absent() {
                        "write it as `liaison`, with somebody of the organization"
                    } else {
                        "remove it: the department has a `liaison`"
                    },
                );
                misplaced(
                    department.is_authority,
                    "authority",
                    "a department of the organization: nobody outside it is accountable",
                    "remove it",
                );
                let above = match department.parent {
                    Read::Good(parent) => sides.get(parent.index()),
                    _ => None,
                };
                // A head is a problem already, and most likely meant as the liaison.
                let is_missing = department.liaison.is_absent() && department.head.is_absent();
                if is_missing && above == Some(&Side::Inside) {
                    problems.add(
                        ProblemKind::MissingField,
                        place,
                        None,
                        "`liaison`: the key of a person or position of the organization",
                        "add `liaison = ...`",
                    );
                }
            }
        }
    }
    departments.outside = sides.iter().map(|side| *side == Side::Outside).collect();
}

/// Where accountability follows, somebody of the organization is named: as head, liaison, conflict authority, or at the
/// end of a confidential route.
pub(super) fn check_accountable(inner: &Inner, problems: &mut Problems) {
    let top = Place::ROOT;
    let section = top.field("departments");
    for department in inner.departments.iter() {
        let place = section.field(&department.key);
        let field = if department.is_external {
            "liaison"
        } else {
            "head"
        };
        for head in department.head.all() {
            check_home(inner, *head, place.field(field), problems);
        }
    }
    if let Some(authority) = inner.conflict_authority {
        check_home(inner, authority, top.field("conflict_authority"), problems);
    }
    let section = top.field("routes");
    if !inner.uses.has_confidential() {
        return;
    }
    for (id, route) in inner.routes.enumerate() {
        if let Some(last) = route.confidential {
            let place = section.index(inner.place_of(id));
            check_home(inner, last, place.field("final"), problems);
        }
    }
}

/// Where a department lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Inside,
    /// It is external, or some department above it is.
    Outside,
    /// Some department above it could not be read.
    Unknown,
}

/// Where each department lies. The one above all others is inside in any case.
fn sides(departments: &[Department]) -> Vec<Side> {
    let mut sides: Vec<Option<Side>> = departments.iter().map(|_| None).collect();
    for start in 0..departments.len() {
        let (mut path, mut at) = (Vec::new(), start);
        let side = loop {
            let Some((department, known)) = departments.get(at).zip(sides.get_mut(at)) else {
                break Side::Unknown;
            };
            if let Some(side) = known {
                break *side;
            }
            path.push(at);
            // For who comes by again: a cycle is told of elsewhere.
            *known = Some(Side::Unknown);
            match &department.parent {
                Read::Absent => break Side::Inside,
                _ if department.is_external => break Side::Outside,
                Read::Bad => break Side::Unknown,
                Read::Good(parent) => at = parent.index(),
            }
        };
        for at in path {
            if let Some(known) = sides.get_mut(at) {
                *known = Some(side);
            }
        }
    }
    let known = sides.into_iter();
    known.map(|side| side.unwrap_or(Side::Unknown)).collect()
}

/// The contact is at home in the organization, and who holds it is, too.
fn check_home(inner: &Inner, named: ContactId, place: Place<'_>, problems: &mut Problems) {
    let contact = &inner.contacts[named];
    let holders = contact.holder.all().copied();
    for id in core::iter::once(named).chain(holders) {
        let who = &inner.contacts[id];
        let home = &inner.departments[who.home];
        if !home.is_external {
            continue;
        }
        let (who, home) = (&who.key, &home.key);
        problems.add(
            ProblemKind::NotInHouse,
            place,
            Some(&contact.key),
            format!("somebody of the organization, but `{who}` is at home in `{home}`, outside it"),
            format!("name another, or give `{who}` a `department` of the organization"),
        );
        return;
    }
}
