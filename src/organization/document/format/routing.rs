//! Topics, policies, routes, notices and assignments.

use core::ops::RangeInclusive;

use super::calendar::{DURING, FROM, UNTIL};
use super::inquiries::{FLOOR, WHEN};
use super::people::LABELS;
use super::references::{A_HOLDER, A_PARTY, A_TARGET, CONSULTED, HOLDER, INFORMED};
use super::texts::{
    DURATION, KEY, LANGUAGE, NAME, TEXT, TOPIC_PATH, TOPIC_PATTERN, VALUE, WEB_PAGE, WORD,
};
use super::{Beside, Count, Field, Presence, Shape, Table, words};
use crate::level::WhenEmpty;
use crate::organization::model::Clock;
use crate::topic::Nature;

// -------------------------------------------------------------------------------------------------- topics

const NATURES: [&str; 7] = words(&Nature::ALL);

pub(crate) const TOPIC: Table = Table {
    name: "topic",
    what: "a topic",
    about: "What inquiries are about: a path, below which further topics may stand.",
    fields: &[
        LABELS,
        Field::new(
            "description",
            Shape::Keyed(&LANGUAGE, &Shape::Text(&TEXT)),
            "What it is about, under language tags (BCP 47).",
        ),
        Field::new(
            "aliases",
            Shape::Either(&[
                Shape::Several(&Shape::Text(&TOPIC_PATH)),
                Shape::Keyed(&LANGUAGE, &Shape::Several(&Shape::Text(&TOPIC_PATH))),
            ]),
            "Paths that stand for it, under language tags if you like.",
        ),
        Field::new(
            "nature",
            Shape::Words(&NATURES),
            "What kind of inquiry it brings; what is below has the same unless it says otherwise.",
        ),
        Field::new(
            "skills",
            Shape::Several(&Shape::Text(&WORD)),
            "The skills that desks need to serve it; what is below needs the same unless it lists its own.",
        ),
        Field::new(
            "links",
            Shape::Several(&Shape::Table(&LINK)),
            "Pages where inquirers may help themselves.",
        ),
        Field::new(
            "formerly",
            Shape::Several(&Shape::Text(&TOPIC_PATH)),
            "Paths that it had, which go on working.",
        ),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const LINK: Table = Table {
    name: "link",
    what: "a link",
    about: "A page about a topic.",
    fields: &[
        Field::new("url", Shape::Text(&WEB_PAGE), "Where the page is.").required(),
        Field::new("title", Shape::Text(&NAME), "What the page is called."),
        Field::new(
            "language",
            Shape::Text(&LANGUAGE),
            "The language of the page.",
        ),
        Field::new(
            "audience",
            Shape::Several(&Shape::Text(&VALUE)),
            "The values of the attribute with role `audience` for which it is; for all if none is listed.",
        ),
    ],
    others: None,
    count: Count::Any,
};

// ------------------------------------------------------------------------------------------------ policies

/// Whether the heads up the tree follow the levels of a policy.
pub(crate) const TAILS: [(&str, bool); 2] = [("hierarchical", true), ("none", false)];
const TAIL_WORDS: [&str; 2] = words(&TAILS);

pub(crate) const POLICY: Table = Table {
    name: "policy",
    what: "a policy",
    about: "How an inquiry escalates while nobody answers it.",
    fields: &[
        Field::new(
            "levels",
            Shape::Several(&Shape::Table(&LEVEL)),
            "Who is next, level by level, behind the first contact.",
        ),
        Field::new(
            "tail",
            Shape::Words(&TAIL_WORDS),
            "What follows the levels: the heads up the tree, or the final authority alone.",
        ),
        Field::new(
            "final_after",
            Shape::Text(&DURATION),
            "How long after the level before it the final authority is due.",
        ),
    ],
    others: None,
    count: Count::Any,
};

/// The clocks that have a word.
pub(crate) const CLOCKS: [(&str, Clock); 2] = [("wall", Clock::Wall), ("desk", Clock::Desk)];
const CLOCK_WORDS: [&str; 2] = words(&CLOCKS);

const EMPTY_WORDS: [&str; 3] = words(&WhenEmpty::ALL);

pub(crate) const LEVEL: Table = Table {
    name: "level",
    what: "a level",
    about: "A level of a policy.",
    fields: &[
        Field::new("to", Shape::AtLeastOne(&A_TARGET), "Whose turn it is.").required(),
        Field::new(
            "after",
            Shape::Text(&DURATION),
            "How long after the level before it is due; else after the response target of that level.",
        ),
        Field::new(
            "clock",
            Shape::OwnWord(&CLOCK_WORDS, &KEY),
            "By which clock that time runs: the wall's, the hours of the desk that answers at the level before, or hours by their key.",
        ),
        Field::new(
            "when_empty",
            Shape::Words(&EMPTY_WORDS),
            "What becomes of it where nobody can be reached: it hands on at once, waits until the next level is due, or holds up all that follows.",
        ),
        Field::new(
            "floor",
            Shape::Table(&FLOOR),
            "Leaves the level out for inquiries below this value of an ordered attribute.",
        ),
        Field::new(
            "repeat",
            Shape::Table(&REMINDERS),
            "Reminds as long as nobody answers.",
        ),
    ],
    others: None,
    count: Count::Any,
};

/// How many reminders there may be.
pub(crate) const TIMES: RangeInclusive<u32> = 1..=100;

pub(crate) const REMINDERS: Table = Table {
    name: "reminders",
    what: "reminders",
    about: "How often a level is reminded. It moves no other level.",
    fields: &[
        Field::new("times", Shape::Number(TIMES), "How many reminders follow.").required(),
        Field::new("every", Shape::Text(&DURATION), "How far apart they are.").required(),
    ],
    others: None,
    count: Count::Any,
};

// ------------------------------------------------------------------------------------- routes and notices

/// Whether a pattern covers the topics that it matches alone.
pub(crate) const SCOPES: [(&str, bool); 2] = [("subtree", false), ("exact", true)];
const SCOPE_WORDS: [&str; 2] = words(&SCOPES);

const OWN_KEY: Field = Field::new(
    "key",
    Shape::Text(&KEY),
    "A key to speak of it by; else one is made of pattern and condition.",
);

const COVERED: Field = Field::new(
    "topic",
    Shape::Text(&TOPIC_PATTERN),
    "The topics that it covers.",
)
.required();

const SCOPE: Field = Field::new(
    "scope",
    Shape::Words(&SCOPE_WORDS),
    "Whether topics below those that the pattern matches are covered, too; they are unless it says `exact`.",
);

pub(crate) const ROUTE: Table = Table {
    name: "route",
    what: "a route",
    about: "The point of contact for topics under a condition. Which route wins does not depend on their order.",
    fields: &[
        OWN_KEY,
        COVERED,
        SCOPE,
        WHEN,
        FROM,
        UNTIL,
        DURING,
        Field::new(
            "precedence",
            Shape::Text(&WORD),
            "One of `precedences`, if not `normal`: a higher one wins before anything else is compared.",
        ),
        Field::new("owner", A_PARTY, "Who is accountable.").required(),
        Field::new(
            "responder",
            A_PARTY,
            "Who answers first, if not a desk of the owning department.",
        ),
        Field::new(
            "policy",
            Shape::Text(&KEY),
            "The key of the policy by which it escalates; else the heads up the tree follow.",
        ),
        CONSULTED,
        INFORMED,
        Field::new(
            "confidential",
            Shape::Flag,
            "Whether nobody else is told of it: it uses its own parties only, and ends at `final`.",
        ),
        Field::new(
            "final",
            Shape::Text(&KEY),
            "At whom a confidential route ends: a person or a position.",
        )
        .stands(Presence::Just(Beside::Yes("confidential"))),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const NOTICE: Table = Table {
    name: "notice",
    what: "a notice",
    about: "Further parties for topics under a condition, whichever route wins.",
    fields: &[OWN_KEY, COVERED, SCOPE, WHEN, CONSULTED, INFORMED],
    others: None,
    count: Count::SomeOf(&[CONSULTED.name, INFORMED.name]),
};

// --------------------------------------------------------------------------------------------- assignments

pub(crate) const ASSIGNMENT: Table = Table {
    name: "assignment",
    what: "an assignment",
    about: "A table from the values of one attribute to who is there for each.",
    fields: &[
        Field::new(
            "attribute",
            Shape::Text(&WORD),
            "The attribute by whose value it is looked up.",
        )
        .required(),
        Field::new(
            "default",
            A_HOLDER,
            "The contact or department for every value without a row, and for none.",
        )
        .required(),
        Field::new(
            "rows",
            Shape::Keyed(
                &VALUE,
                &Shape::AtLeastOne(&Shape::Either(&[
                    Shape::Text(&KEY),
                    Shape::Table(&HOLDER),
                    Shape::Table(&ROW),
                ])),
            ),
            "The contact or department for each value, or several with dates; of a hierarchical attribute for those below it, too.",
        ),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const ROW: Table = Table {
    name: "row",
    what: "a row",
    about: "Who is there for a value, with persons who stand in.",
    fields: &[
        Field::new(
            "holder",
            A_HOLDER,
            "The contact or department; else the first deputy counts as the holder.",
        ),
        Field::new(
            "deputies",
            Shape::Several(&Shape::Text(&KEY)),
            "The persons who stand in, in their order.",
        ),
        FROM,
        UNTIL,
    ],
    others: None,
    count: Count::Some,
};
