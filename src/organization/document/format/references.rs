//! References to contacts and departments: a key, or a table that says whose key it is.

use super::texts::KEY;
use super::{Count, Field, Shape, Table, words};
use crate::organization::model::Target;

const TO_CONTACT: Field = Field::new("contact", Shape::Text(&KEY), "The key of a contact.");
const TO_DEPARTMENT: Field =
    Field::new("department", Shape::Text(&KEY), "The key of a department.");
const TO_ASSIGNED: Field = Field::new(
    "assigned",
    Shape::Text(&KEY),
    "The key of an assignment, which says whom for the inquiry.",
);

/// Who may be named in an assignment.
pub(crate) const HOLDER: Table = Table {
    name: "holder",
    what: "a reference",
    about: "A contact or department, where a plain key would not say which of the two.",
    fields: &[TO_CONTACT, TO_DEPARTMENT],
    others: None,
    count: Count::One,
};

/// Who may be named in a route, notice or department.
pub(crate) const PARTY: Table = Table {
    name: "party",
    what: "a reference",
    about: "A contact, a department, or whom an assignment names.",
    fields: &[TO_CONTACT, TO_DEPARTMENT, TO_ASSIGNED],
    others: None,
    count: Count::One,
};

const RELATIVE: [&str; 5] = words(&Target::RELATIVE);

/// Who may be named in a policy.
pub(crate) const TARGET: Table = Table {
    name: "target",
    what: "a reference",
    about: "A contact, a department, whom an assignment names, or a place in the chain.",
    fields: &[
        TO_CONTACT,
        TO_DEPARTMENT,
        TO_ASSIGNED,
        Field::new(
            "relative",
            Shape::Words(&RELATIVE),
            "A place in the chain of whatever inquiry it is.",
        ),
    ],
    others: None,
    count: Count::One,
};

pub(super) const A_HOLDER: Shape = Shape::Either(&[Shape::Text(&KEY), Shape::Table(&HOLDER)]);
pub(super) const A_PARTY: Shape = Shape::Either(&[Shape::Text(&KEY), Shape::Table(&PARTY)]);
pub(super) const A_TARGET: Shape =
    Shape::Either(&[Shape::OwnWord(&RELATIVE, &KEY), Shape::Table(&TARGET)]);

pub(super) const CONSULTED: Field = Field::new(
    "consulted",
    Shape::Several(&A_PARTY),
    "Who is asked before an answer is given.",
);
pub(super) const INFORMED: Field = Field::new(
    "informed",
    Shape::Several(&A_PARTY),
    "Who is told of the inquiry.",
);
