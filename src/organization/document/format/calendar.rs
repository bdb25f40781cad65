//! Hours and holidays.

use super::texts::{
    DATE, DAYS_OF_MONTH, KEY, MOMENT, MONTHS, NAME, NAMED_DAYS, TIMES, VALUE, WEEKLY, YEARS, ZONE,
};
use super::{Beside, Count, Field, Presence, Shape, Table};

pub(super) const FROM: Field = Field::new(
    "from",
    Shape::Text(&MOMENT),
    "From when it holds, if not always; a day stands for its midnight.",
);

pub(super) const UNTIL: Field = Field::new(
    "until",
    Shape::Text(&MOMENT),
    "Until when it holds, if not always; a day stands for its midnight.",
);

pub(super) const DURING: Field = Field::new(
    "during",
    Shape::Text(&KEY),
    "The key of the hours in which it holds, if not always.",
);

pub(crate) const HOURS: Table = Table {
    name: "hours",
    what: "hours",
    about: "When something is open: weekly times by the clock of a zone, or what other hours make together.",
    fields: &[
        Field::new(
            "zone",
            Shape::Text(&ZONE),
            "The time zone by whose clock the times are meant.",
        )
        .stands(Presence::Unless(Beside::Anything("union"))),
        Field::new(
            "open",
            Shape::Several(&Shape::Either(&[Shape::Text(&WEEKLY), Shape::Table(&OPENING)])),
            "The times of every week, or of those on some dates.",
        )
        .stands(Presence::Just(Beside::Anything("zone"))),
        Field::new(
            "holidays",
            Shape::Several(&Shape::Text(&KEY)),
            "The keys of the lists of holidays on which nothing is open, from midnight to midnight.",
        )
        .stands(Presence::Only(Beside::Anything("zone"))),
        Field::new(
            "region",
            Shape::Text(&VALUE),
            "The region whose holidays count, beside those of all: a value of the attribute with role `region`.",
        )
        .stands(Presence::Only(Beside::Anything("holidays"))),
        Field::new(
            "special",
            Shape::Keyed(&NAMED_DAYS, &Shape::AtLeastOne(&Shape::Text(&TIMES))),
            "Days with other times than those of every week, holidays or not.",
        )
        .stands(Presence::Only(Beside::Anything("zone"))),
        Field::new(
            "union",
            Shape::AtLeastOne(&Shape::Text(&KEY)),
            "The keys of hours: open while one of them is.",
        )
        .stands(Presence::Unless(Beside::Anything("complement"))),
        Field::new(
            "complement",
            Shape::Text(&KEY),
            "The key of hours: open while they are not.",
        )
        .stands(Presence::Unless(Beside::Anything("zone"))),
    ],
    others: None,
    count: Count::SomeOf(&["zone", "union", "complement"]),
};

pub(crate) const OPENING: Table = Table {
    name: "opening",
    what: "times on some dates",
    about: "Weekly times that hold on the dates that all further fields leave in.",
    fields: &[
        Field::new("week", Shape::Text(&WEEKLY), "The times of each week.").required(),
        Field::new(
            "months",
            Shape::Several(&Shape::Text(&MONTHS)),
            "The months.",
        ),
        Field::new(
            "days",
            Shape::Several(&Shape::Text(&DAYS_OF_MONTH)),
            "The days of the month.",
        ),
        Field::new("years", Shape::Several(&Shape::Text(&YEARS)), "The years."),
        Field::new("from", Shape::Text(&DATE), "The first day."),
        Field::new("until", Shape::Text(&DATE), "The day after the last."),
    ],
    others: None,
    count: Count::Any,
};

pub(crate) const HOLIDAYS: Table = Table {
    name: "holidays",
    what: "a list of holidays",
    about: "Days on which hours that name the list are not open.",
    fields: &[
        Field::new(
            "days",
            Shape::Keyed(
                &NAMED_DAYS,
                &Shape::Either(&[Shape::Text(&NAME), Shape::Table(&HOLIDAY)]),
            ),
            "The days, each with what it is called.",
        ),
        Field::new(
            "includes",
            Shape::Several(&Shape::Text(&KEY)),
            "The keys of other lists whose days belong to it.",
        ),
    ],
    others: None,
    count: Count::SomeOf(&["days", "includes"]),
};

pub(crate) const HOLIDAY: Table = Table {
    name: "holiday",
    what: "a holiday",
    about: "A holiday that some regions have.",
    fields: &[
        Field::new("name", Shape::Text(&NAME), "What it is called."),
        Field::new(
            "regions",
            Shape::Several(&Shape::Text(&VALUE)),
            "The regions that have it, with what is below them; all have it if none is listed.",
        ),
    ],
    others: None,
    count: Count::Some,
};
