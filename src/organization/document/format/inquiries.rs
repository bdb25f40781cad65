//! Attributes of inquiries, and conditions on them.

use super::texts::{PLAIN_WORD, PREFIX, REGULAR_EXPRESSION, VALUE, WORD};
use super::{Beside, Count, Field, Presence, Shape, Table, words};
use crate::attribute::{AttributeKind, Role};
use crate::contact::Visibility;

const KINDS: [&str; 4] = words(&AttributeKind::ALL);
const KINDS_WITH_VALUES: [&str; 3] = [
    AttributeKind::Closed.as_str(),
    AttributeKind::Ordered.as_str(),
    AttributeKind::Hierarchical.as_str(),
];
const KINDS_WITH_PARENTS: [&str; 1] = [AttributeKind::Hierarchical.as_str()];
const ROLES: [&str; 5] = words(&Role::ALL);
pub(super) const VISIBILITIES: [&str; 3] = words(&Visibility::ALL);

pub(crate) const ATTRIBUTE: Table = Table {
    name: "attribute",
    what: "an attribute",
    about: "An attribute of inquiries, on which conditions are placed: the channel, a priority, an account.",
    fields: &[
        Field::new(
            "kind",
            Shape::Words(&KINDS),
            "What values it has: one of a list, of a list that ascends, of a tree, or any text.",
        )
        .required(),
        Field::new(
            "role",
            Shape::Words(&ROLES),
            "What it may be used for beside conditions; each role belongs to one attribute.",
        ),
        Field::new(
            "values",
            Shape::Several(&Shape::Text(&WORD)),
            "Its values; those of an ordered attribute ascend.",
        )
        .stands(Presence::Only(Beside::Words("kind", &KINDS_WITH_VALUES))),
        Field::new(
            "parents",
            Shape::Keyed(&WORD, &Shape::Text(&VALUE)),
            "The value above each value.",
        )
        .stands(Presence::Only(Beside::Words("kind", &KINDS_WITH_PARENTS))),
        Field::new(
            "default",
            Shape::Text(&VALUE),
            "The value that an inquiry has which brings none.",
        ),
        Field::new(
            "sees",
            Shape::Keyed(&WORD, &Shape::Words(&VISIBILITIES)),
            "What inquirers of each value are shown, `public` unless it says otherwise; with role `audience`.",
        )
        .stands(Presence::Only(Beside::Anything("role"))),
    ],
    others: None,
    count: Count::Any,
};

/// The field of a condition that names others; so no attribute has this name.
pub(crate) const NAMED: &str = "condition";
const ANY: &str = "any";

const NAMES: Field = Field::new(
    NAMED,
    Shape::AtLeastOne(&Shape::Text(&WORD)),
    "Conditions declared under `conditions`, all of which must hold.",
);

/// A name that means something in conditions elsewhere.
const fn reserved(name: &'static str) -> Field {
    Field::new(name, Shape::Flag, "").stands(Presence::Never)
}

/// What a condition says of one attribute.
const ON_ONE: Shape = Shape::Either(&[
    Shape::Several(&Shape::Text(&VALUE)),
    Shape::Table(&CONSTRAINT),
]);

const CONDITION: Table = Table {
    name: "condition",
    what: "a condition",
    about: "A condition on an inquiry: under the name of each attribute what must hold of it, one value, several, or operators.",
    fields: &[
        NAMES,
        Field::new(
            ANY,
            Shape::AtLeastOne(&Shape::Table(&CHOICE)),
            "Several conditions of which one must hold, beside all else that is said here.",
        ),
    ],
    others: Some(&ON_ONE),
    count: Count::Any,
};

const CHOICE: Table = Table {
    name: "choice",
    what: "a table of constraints",
    about: "One of several conditions: under the name of each attribute what must hold of it.",
    fields: &[NAMES, reserved(ANY)],
    others: Some(&ON_ONE),
    count: Count::Any,
};

pub(super) const NAMED_CONDITION: Table = Table {
    name: "named condition",
    what: "a condition",
    about: "A condition with a name, by which any `when` may refer to it. It names no other.",
    fields: &[
        reserved(NAMED),
        Field::new(
            ANY,
            Shape::AtLeastOne(&Shape::Table(&NAMED_CHOICE)),
            "Several conditions of which one must hold, beside all else that is said here.",
        ),
    ],
    others: Some(&ON_ONE),
    count: Count::Any,
};

const NAMED_CHOICE: Table = Table {
    name: "named choice",
    what: "a table of constraints",
    about: "One of several conditions: under the name of each attribute what must hold of it.",
    fields: &[reserved(NAMED), reserved(ANY)],
    others: Some(&ON_ONE),
    count: Count::Any,
};

/// One value, or several.
const VALUES: Shape = Shape::Several(&Shape::Text(&VALUE));
/// One value, in a list if need be.
const ONE_VALUE: Shape = Shape::AtLeastOne(&Shape::Text(&VALUE));

pub(crate) const CONSTRAINT: Table = Table {
    name: "constraint",
    what: "a constraint",
    about: "What must hold of one attribute: all that is said here.",
    fields: &[
        Field::new("in", VALUES, "It has one of these values."),
        Field::new("not", VALUES, "It has a value, and none of these."),
        Field::new(
            "at_least",
            ONE_VALUE,
            "It has this value or a higher one; of an ordered attribute.",
        ),
        Field::new(
            "at_most",
            ONE_VALUE,
            "It has this value or a lower one; of an ordered attribute.",
        ),
        Field::new(
            "within",
            VALUES,
            "It has one of these values or one below them; of a hierarchical attribute.",
        ),
        Field::new(
            "prefix",
            Shape::Several(&Shape::Text(&PREFIX)),
            "It has a value that starts with one of these; of an open attribute.",
        ),
        Field::new(
            "matches",
            Shape::Several(&Shape::Text(&REGULAR_EXPRESSION)),
            "It has a value that matches one of these from its beginning to its end; of an open attribute.",
        ),
        Field::new("present", Shape::Flag, "It has a value."),
        Field::new("absent", Shape::Flag, "It has no value."),
        Field::new("or_absent", Shape::Flag, "It may have no value, too."),
    ],
    others: None,
    count: Count::Some,
};

pub(super) const FLOOR: Table = Table {
    name: "floor",
    what: "a floor",
    about: "One ordered attribute with its least value.",
    fields: &[],
    others: Some(&Shape::Text(&VALUE)),
    count: Count::One,
};

/// A condition, or the name of one.
pub(super) const WHEN: Field = Field::new(
    "when",
    Shape::Either(&[Shape::Text(&PLAIN_WORD), Shape::Table(&CONDITION)]),
    "Under what condition it stands, or the name of that condition.",
);
