//! Documents: of the whole organization, and of a part.

use super::calendar::{HOLIDAYS as HOLIDAY_LIST, HOURS as SOME_HOURS};
use super::inquiries::{ATTRIBUTE, NAMED_CONDITION};
use super::people::{CONTACT, DEPARTMENT, RESPONSE_TARGET};
use super::routing::{ASSIGNMENT, NOTICE, POLICY, ROUTE, TOPIC};
use super::schedules::SCHEDULE;
use super::texts::{KEY, LANGUAGE, TEXT, TOPIC_PATH, WORD, ZONE};
use super::{Count, Field, Shape, Table};

const VERSION: Field =
    Field::new("switchboard", Shape::Version, "The version of the format.").required();
const DEPARTMENTS: Field = Field::new(
    "departments",
    Shape::Keyed(&KEY, &Shape::Table(&DEPARTMENT)),
    "The departments by their keys.",
);
const CONTACTS: Field = Field::new(
    "contacts",
    Shape::Keyed(&KEY, &Shape::Table(&CONTACT)),
    "The contacts by their keys.",
);
const TOPICS: Field = Field::new(
    "topics",
    Shape::Keyed(&TOPIC_PATH, &Shape::Table(&TOPIC)),
    "The declared topics by their paths; inquiries may be about others, too.",
);
const POLICIES: Field = Field::new(
    "policies",
    Shape::Keyed(&KEY, &Shape::Table(&POLICY)),
    "The policies by their keys.",
);
const ROUTES: Field = Field::new(
    "routes",
    Shape::Several(&Shape::Table(&ROUTE)),
    "The routes; one of them, the fallback, covers `/` without a condition.",
);
const CONDITIONS: Field = Field::new(
    "conditions",
    Shape::Keyed(&WORD, &Shape::Table(&NAMED_CONDITION)),
    "The conditions that have a name, by their names.",
);
const ASSIGNMENTS: Field = Field::new(
    "assignments",
    Shape::Keyed(&KEY, &Shape::Table(&ASSIGNMENT)),
    "The assignments by their keys.",
);
const NOTICES: Field = Field::new(
    "notices",
    Shape::Several(&Shape::Table(&NOTICE)),
    "The notices.",
);
const SCHEDULES: Field = Field::new(
    "schedules",
    Shape::Keyed(&KEY, &Shape::Table(&SCHEDULE)),
    "The schedules by their keys.",
);
const HOLIDAYS: Field = Field::new(
    "holidays",
    Shape::Keyed(&KEY, &Shape::Table(&HOLIDAY_LIST)),
    "The lists of holidays by their keys.",
);
const HOURS: Field = Field::new(
    "hours",
    Shape::Keyed(&KEY, &Shape::Table(&SOME_HOURS)),
    "The hours by their keys.",
);
const OF_PART: Field = Field::new(
    "part",
    Shape::Text(&KEY),
    "The part to which this document is limited, granted by another one.",
);

/// A document that is not limited, and the names that any document may have.
pub(crate) const DOCUMENT: Table = Table {
    name: "switchboard document",
    what: "an organization",
    about: "The description of an organization, or of a part of it.",
    fields: &[
        VERSION,
        Field::new(
            "name",
            Shape::Text(&TEXT),
            "What the organization is called.",
        ),
        Field::new(
            "language",
            Shape::Text(&LANGUAGE),
            "The language of plain names.",
        ),
        Field::new(
            "zone",
            Shape::Text(&ZONE),
            "The time zone of local times where nothing else says one; else `UTC`.",
        ),
        Field::new(
            "conflict_authority",
            Shape::Text(&KEY),
            "Who stands in where every head upwards is excluded: a person or a position.",
        ),
        Field::new(
            "response_target",
            RESPONSE_TARGET,
            "Within what time a level answers where no department says so; else 30 minutes.",
        ),
        Field::new(
            "precedences",
            Shape::Several(&Shape::Text(&WORD)),
            "The names of the precedences, ascending, `normal` among them.",
        ),
        Field::new(
            "importance",
            Shape::Several(&Shape::Text(&WORD)),
            "All attributes, the most important first; else they stand in the order written.",
        ),
        Field::new(
            "attributes",
            Shape::Keyed(&WORD, &Shape::Table(&ATTRIBUTE)),
            "The attributes of inquiries by their names.",
        ),
        DEPARTMENTS,
        CONTACTS,
        TOPICS,
        POLICIES,
        ROUTES,
        CONDITIONS,
        ASSIGNMENTS,
        NOTICES,
        SCHEDULES,
        HOLIDAYS,
        HOURS,
        Field::new(
            "parts",
            Shape::Keyed(&KEY, &Shape::Table(&GRANT)),
            "What documents of each part may say.",
        ),
        OF_PART,
    ],
    others: None,
    count: Count::Any,
};

/// A document that is limited to a part.
pub(crate) const PART: Table = Table {
    name: "document of a part",
    what: "a part of an organization",
    about: "The description of a part of an organization, within what another document grants it.",
    fields: &[
        VERSION,
        OF_PART.required(),
        DEPARTMENTS,
        CONTACTS,
        TOPICS,
        ROUTES,
        POLICIES,
        ASSIGNMENTS,
        NOTICES,
        SCHEDULES,
        CONDITIONS,
        HOLIDAYS,
        HOURS,
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const GRANT: Table = Table {
    name: "grant",
    what: "the grant of a part",
    about: "What documents of a part may say.",
    fields: &[
        Field::new(
            "department",
            Shape::Text(&KEY),
            "The department at or below which its departments, contacts and owners lie.",
        )
        .required(),
        Field::new(
            "topics",
            Shape::Several(&Shape::Text(&TOPIC_PATH)),
            "The topics at or below which its topics and patterns lie.",
        ),
        Field::new(
            "precedences",
            Shape::Several(&Shape::Text(&WORD)),
            "The precedences above `normal` that it may use.",
        ),
    ],
    others: None,
    count: Count::Any,
};
