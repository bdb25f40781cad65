//! Schedules: layers of rotations, overrides and declared gaps.

use core::ops::RangeInclusive;

use super::texts::{DATE, DAY_TIME, KEY, LENGTH, MOMENT, NAME, TEXT, WEEKDAYS, WEEKLY, ZONE};
use super::{Beside, Count, Field, Presence, Shape, Table, words};
use crate::organization::rota::{Counting, Unit};

const TURN: Shape = Shape::AtLeastOne(&Shape::Text(&KEY));

const TURNS: Field = Field::new(
    "turns",
    Shape::AtLeastOne(&TURN),
    "The contacts who take turns, in their order; a list in it is several at once.",
);

pub(crate) const SCHEDULE: Table = Table {
    name: "schedule",
    what: "a schedule",
    about: "Who is on duty when. It stands by its key wherever a contact answers.",
    fields: &[
        Field::new(
            "name",
            Shape::Text(&NAME),
            "What people call it, if not by its key.",
        ),
        Field::new(
            "department",
            Shape::Text(&KEY),
            "The department where it is at home; else the one that names it.",
        ),
        Field::new(
            "zone",
            Shape::Text(&ZONE),
            "The time zone of its local times.",
        )
        .required(),
        Field::new(
            "layers",
            Shape::AtLeastOne(&Shape::Table(&LAYER)),
            "Who is on duty; a later layer wins where it is staffed.",
        )
        .required(),
        Field::new(
            "overrides",
            Shape::Several(&Shape::Table(&OVERRIDE)),
            "Other people for a while.",
        ),
        Field::new(
            "unstaffed",
            Shape::Several(&Shape::Table(&UNSTAFFED)),
            "When nobody is meant to be on duty.",
        ),
    ],
    others: None,
    count: Count::Any,
};

const ROTATIONS: [&str; 4] = words(&Unit::ROTATIONS);
const COUNTS: [&str; 2] = words(&Counting::ALL);

/// How many hours, days, weeks or months a turn may have.
pub(crate) const EVERY: RangeInclusive<u32> = 1..=10_000;

pub(crate) const LAYER: Table = Table {
    name: "layer",
    what: "a layer",
    about: "People who take turns. Without a rotation all of them are on duty, always.",
    fields: &[
        Field::new("key", Shape::Text(&KEY), "A key to speak of it by."),
        Field::new(
            "zone",
            Shape::Text(&ZONE),
            "The time zone of its local times, if not the schedule's.",
        ),
        Field::new(
            "rotation",
            Shape::Words(&ROTATIONS),
            "How long a turn is: an hour, a day, a week or a month.",
        ),
        Field::new(
            "every",
            Shape::Number(EVERY),
            "How many hours, days, weeks or months a turn has, if not one.",
        )
        .stands(Presence::Only(Beside::Anything("rotation"))),
        Field::new(
            "lengths",
            Shape::Several(&Shape::Text(&LENGTH)),
            "Several lengths of turns, which go round.",
        )
        .stands(Presence::Unless(Beside::Anything("rotation"))),
        Field::new(
            "from",
            Shape::Text(&DATE),
            "The day on which the first turn starts. Nobody is on duty before.",
        ),
        Field::new(
            "handoff",
            Shape::Text(&DAY_TIME),
            "The local time at which turns start, if not midnight.",
        ),
        Field::new(
            "until",
            Shape::Text(&MOMENT),
            "When the layer ends; a day stands for its handoff.",
        ),
        Field::new(
            "days",
            Shape::Several(&Shape::Text(&WEEKDAYS)),
            "The days on which it is staffed, each from its handoff to that of the next day.",
        ),
        Field::new(
            "counts",
            Shape::Words(&COUNTS),
            "Whether turns count the shifts on its days alone, as they do, or all days of the calendar.",
        )
        .stands(Presence::Only(Beside::Anything("days"))),
        TURNS.required(),
        Field::new(
            "versions",
            Shape::Several(&Shape::Table(&VERSION)),
            "Who takes turns later.",
        ),
        Field::new(
            "restrictions",
            Shape::Several(&Shape::Text(&WEEKLY)),
            "When in the week it is staffed, if not always.",
        ),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const VERSION: Table = Table {
    name: "version of turns",
    what: "a version of the turns",
    about: "Who takes turns from an instant on. What was before stays as it was.",
    fields: &[
        Field::new(
            "from",
            Shape::Text(&MOMENT),
            "From when; a day stands for its handoff. The first of them has the turn that is on then.",
        )
        .required(),
        TURNS.required(),
    ],
    others: None,
    count: Count::Any,
};

const PEOPLE: Shape = Shape::Several(&Shape::Text(&KEY));

pub(crate) const OVERRIDE: Table = Table {
    name: "override",
    what: "an override",
    about: "Other people for a while: those of one layer, or of the whole schedule.",
    fields: &[
        Field::new("from", Shape::Text(&MOMENT), "From when.").required(),
        Field::new("until", Shape::Text(&MOMENT), "Until when.").required(),
        Field::new(
            "layer",
            Shape::Text(&KEY),
            "The key of the layer whose people it changes; else those of the whole schedule.",
        ),
        Field::new("add", PEOPLE, "Who is on duty, too.")
            .stands(Presence::Unless(Beside::Anything("only"))),
        Field::new("remove", PEOPLE, "Who is not on duty.")
            .stands(Presence::Unless(Beside::Anything("only"))),
        Field::new(
            "replace",
            Shape::Keyed(&KEY, &Shape::Text(&KEY)),
            "Under the key of who would be on duty, who is instead.",
        )
        .stands(Presence::Unless(Beside::Anything("only"))),
        Field::new("only", PEOPLE, "Who alone is on duty, whoever would be."),
        Field::new("reason", Shape::Text(&TEXT), "Why."),
    ],
    others: None,
    count: Count::SomeOf(&["add", "remove", "replace", "only"]),
};

pub(crate) const UNSTAFFED: Table = Table {
    name: "declared gap",
    what: "a declared gap",
    about: "When nobody is meant to be on duty: no layer is staffed then, whatever it says.",
    fields: &[
        Field::new("from", Shape::Text(&MOMENT), "From when, if not always."),
        Field::new(
            "until",
            Shape::Text(&MOMENT),
            "Until when, if not for ever.",
        ),
        Field::new(
            "weekly",
            Shape::Several(&Shape::Text(&WEEKLY)),
            "When in the week, if not always.",
        ),
        Field::new("reason", Shape::Text(&TEXT), "Why.").required(),
    ],
    others: None,
    count: Count::SomeOf(&["from", "until", "weekly"]),
};
