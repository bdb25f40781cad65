//! Departments and their desks, contacts and their points.

use core::ops::RangeInclusive;

use super::calendar::{DURING, FROM, UNTIL};
use super::inquiries::{VISIBILITIES, WHEN};
use super::references::{CONSULTED, INFORMED};
use super::texts::{DATE, DURATION, FOREIGN_ID, KEY, LANGUAGE, NAME, TEXT, VALUE, WORD};
use super::{Beside, Count, Field, Presence, Shape, Table, words};
use crate::contact::ContactKind;

pub(super) const LABELS: Field = Field::new(
    "labels",
    Shape::Keyed(&LANGUAGE, &Shape::Text(&NAME)),
    "What people call it in other languages, under language tags (BCP 47).",
);

const IDS: Field = Field::new(
    "ids",
    Shape::Several(&Shape::Text(&FOREIGN_ID)),
    "Ids by which other systems know it.",
);

const FORMERLY: Field = Field::new(
    "formerly",
    Shape::Several(&Shape::Text(&KEY)),
    "Keys that it had, which go on working.",
);

pub(super) const RESPONSE_TARGET: Shape = Shape::Text(&DURATION);

/// In a department that is declared to lie outside the organization.
const EXTERNAL: Beside = Beside::Yes("external");

/// A key, or a list of them with dates.
const A_TERM: Shape = Shape::AtLeastOne(&Shape::Either(&[Shape::Text(&KEY), Shape::Table(&TERM)]));

pub(crate) const TERM: Table = Table {
    name: "term",
    what: "who has a place for a while",
    about: "Who has a place for a while. One without dates has it whenever no other does.",
    fields: &[
        Field::new("who", Shape::Text(&KEY), "The key of the contact.").required(),
        FROM,
        UNTIL,
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const DEPARTMENT: Table = Table {
    name: "department",
    what: "a department",
    about: "A department. All of them stand in one tree.",
    fields: &[
        Field::new("name", Shape::Text(&NAME), "What people call it."),
        Field::new(
            "parent",
            Shape::Text(&KEY),
            "The department above it; one department has none.",
        ),
        Field::new(
            "head",
            A_TERM,
            "Who is accountable for it: a person or a position; or several, one after the other.",
        )
        .stands(Presence::Unless(EXTERNAL)),
        Field::new(
            "members",
            Shape::Several(&Shape::Text(&KEY)),
            "The contacts who belong to it.",
        ),
        Field::new(
            "desks",
            Shape::Several(&Shape::Table(&DESK)),
            "Who answers first, each under a condition; the narrowest desk answers.",
        ),
        Field::new(
            "on_duty",
            Shape::Text(&KEY),
            "The schedule by which somebody answers first where no desk does.",
        ),
        Field::new(
            "escalates_to",
            Shape::Text(&KEY),
            "The department to which it hands on what it cannot solve itself.",
        ),
        Field::new(
            "response_target",
            RESPONSE_TARGET,
            "Within what time it answers.",
        ),
        CONSULTED,
        INFORMED,
        Field::new(
            "authority",
            Shape::Flag,
            "Whether chains end here: its head is the final authority for all below.",
        )
        .stands(Presence::Unless(EXTERNAL)),
        Field::new(
            "external",
            Shape::Flag,
            "Whether it lies outside the organization, with all departments below it.",
        ),
        Field::new(
            "liaison",
            A_TERM,
            "Who answers in-house for an external department: a person or a position; or several, one after the other.",
        ),
        LABELS,
        IDS,
        FORMERLY,
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const DESK: Table = Table {
    name: "desk",
    what: "a desk",
    about: "A desk of a department: who answers first, under a condition.",
    fields: &[
        Field::new(
            "contact",
            Shape::Either(&[Shape::Text(&KEY), Shape::Table(&STAFF)]),
            "Who answers there: a contact, or who is on duty by a schedule.",
        )
        .required(),
        WHEN,
        FROM,
        UNTIL,
        DURING,
        Field::new(
            "serves",
            Shape::Flag,
            "Whether the languages, areas and skills of the contact count when a desk is chosen.",
        ),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const STAFF: Table = Table {
    name: "staff",
    what: "who staffs a desk",
    about: "Whom an assignment names for the inquiry.",
    fields: &[Field::new("assigned", Shape::Text(&KEY), "The key of an assignment.").required()],
    others: None,
    count: Count::One,
};

/// The kinds that a contact may be declared as: a schedule is one by itself.
pub(crate) const DECLARED_KINDS: [(&str, ContactKind); 4] = [
    (ContactKind::Person.as_str(), ContactKind::Person),
    (ContactKind::Position.as_str(), ContactKind::Position),
    (ContactKind::Team.as_str(), ContactKind::Team),
    (ContactKind::Touchpoint.as_str(), ContactKind::Touchpoint),
];
const CONTACT_KINDS: [&str; 4] = words(&DECLARED_KINDS);

/// A field that only positions have.
const OF_POSITIONS: Presence =
    Presence::Only(Beside::Words("kind", &[ContactKind::Position.as_str()]));
/// A field that only teams have.
const OF_TEAMS: Presence = Presence::Only(Beside::Words("kind", &[ContactKind::Team.as_str()]));
/// A field that only touchpoints have.
const OF_TOUCHPOINTS: Presence =
    Presence::Only(Beside::Words("kind", &[ContactKind::Touchpoint.as_str()]));

pub(crate) const CONTACT: Table = Table {
    name: "contact",
    what: "a contact",
    about: "Whom an inquirer may meet: a person, a position, a team or a touchpoint.",
    fields: &[
        Field::new(
            "kind",
            Shape::Words(&CONTACT_KINDS),
            "What it is: only persons are accountable, positions by who holds them.",
        )
        .required(),
        Field::new("name", Shape::Text(&NAME), "What people call it.").required(),
        LABELS,
        Field::new(
            "title",
            Shape::Text(&NAME),
            "What it is in the organization, such as `Head of billing`.",
        ),
        Field::new(
            "name_visibility",
            Shape::Words(&VISIBILITIES),
            "Who may be shown its name; everybody unless it says otherwise.",
        ),
        Field::new(
            "department",
            Shape::Text(&KEY),
            "The department where it is at home; else the one that names it.",
        ),
        Field::new(
            "holder",
            A_TERM,
            "The person who holds the position, or several, one after the other; without one it is vacant.",
        )
        .stands(OF_POSITIONS),
        Field::new(
            "deputies",
            Shape::Several(&Shape::Text(&KEY)),
            "The persons who stand in for the holder, in their order.",
        )
        .stands(OF_POSITIONS),
        Field::new(
            "members",
            Shape::Several(&Shape::Either(&[Shape::Text(&KEY), Shape::Table(&MEMBER)])),
            "The persons of the team, of whom one can be picked for each inquiry.",
        )
        .stands(OF_TEAMS),
        Field::new(
            "staffed_by",
            Shape::Text(&KEY),
            "Who is there: a person, a position or a team.",
        )
        .stands(OF_TOUCHPOINTS),
        Field::new(
            "languages",
            Shape::Several(&Shape::Text(&LANGUAGE)),
            "The languages in which it answers.",
        ),
        Field::new(
            "areas",
            Shape::Several(&Shape::Text(&VALUE)),
            "The values of the attribute with role `region` for which it is there.",
        ),
        Field::new(
            "skills",
            Shape::Several(&Shape::Text(&WORD)),
            "The skills that it has; topics may require some.",
        ),
        Field::new(
            "away",
            Shape::Several(&Shape::Table(&ABSENCE)),
            "When it is away, and who stands in then.",
        ),
        IDS,
        FORMERLY,
        Field::new(
            "points",
            Shape::Several(&Shape::Table(&CONTACT_POINT)),
            "The ways to reach it.",
        ),
    ],
    others: None,
    count: Count::Any,
};

/// The weights that a member of a team may have.
pub(crate) const WEIGHTS: RangeInclusive<u32> = 1..=100;

pub(crate) const MEMBER: Table = Table {
    name: "member",
    what: "a member of a team",
    about: "A person of a team, with a weight.",
    fields: &[
        Field::new("who", Shape::Text(&KEY), "The key of the person.").required(),
        Field::new(
            "weight",
            Shape::Number(WEIGHTS),
            "How often it is picked beside the others, where 1 is once.",
        ),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const ABSENCE: Table = Table {
    name: "absence",
    what: "an absence",
    about: "A time in which a contact is away, and who stands in.",
    fields: &[
        FROM,
        UNTIL,
        Field::new(
            "reason",
            Shape::Text(&TEXT),
            "Why, for those who plan: no answer says it.",
        ),
        Field::new(
            "delegate",
            Shape::Text(&KEY),
            "Who stands in: a person, a position or a team.",
        ),
    ],
    others: None,
    count: Count::SomeOf(&[FROM.name, UNTIL.name]),
};

/// The kinds of points that the format knows.
pub(crate) const POINT_KINDS: [&str; 7] = [
    "email",
    "phone",
    "chat",
    "social",
    "web",
    "in-person",
    "post",
];

/// What schema.org's `contactOption` may say.
pub(crate) const OPTIONS: [&str; 2] = ["toll-free", "hearing-impaired-supported"];

/// The ranks that a point may have, after RFC 6350's `PREF`.
pub(crate) const PREFERENCES: RangeInclusive<u32> = 1..=100;

pub(crate) const CONTACT_POINT: Table = Table {
    name: "contact point",
    what: "a contact point",
    about: "One way to reach a contact.",
    fields: &[
        Field::new(
            "kind",
            Shape::OwnWord(&POINT_KINDS, &WORD),
            "By what means, a word of your own among them; the kind decides what the address looks like.",
        )
        .required(),
        Field::new(
            "address",
            Shape::Text(&TEXT),
            "An e-mail address, a number such as `+1 555 0100`, a URL, a place.",
        )
        .required(),
        Field::new(
            "visibility",
            Shape::Words(&VISIBILITIES),
            "Who may be shown it; staff alone unless it says otherwise.",
        ),
        Field::new(
            "preference",
            Shape::Number(PREFERENCES),
            "Its rank among the contact's points: 1 comes first, points without one last.",
        ),
        Field::new(
            "languages",
            Shape::Several(&Shape::Text(&LANGUAGE)),
            "The languages in which it is answered.",
        ),
        Field::new(
            "options",
            Shape::Several(&Shape::OwnWord(&OPTIONS, &WORD)),
            "What it offers, words of your own among them.",
        ),
        Field::new(
            "verified",
            Shape::Text(&DATE),
            "On what day somebody last saw that it works.",
        ),
        Field::new(
            "expires",
            Shape::Text(&DATE),
            "The day from which it is no longer used.",
        ),
    ],
    others: None,
    count: Count::Any,
};
