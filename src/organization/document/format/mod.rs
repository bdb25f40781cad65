//! The format as data: which tables there are, which fields each has, and what stands in them.
//!
//! [`Form`](crate::organization::read::Form) takes the names of fields from here, and [`Document::schema`] all of it: what
//! is read and what editors complete is the same.
//!
//! [`Document::schema`]: super::Document::schema

mod calendar;
mod inquiries;
mod people;
mod references;
mod routing;
mod schedules;
mod texts;
mod whole;

use core::ops::RangeInclusive;

pub(crate) use calendar::{HOLIDAY, HOLIDAYS, HOURS, OPENING};
pub(crate) use inquiries::{ATTRIBUTE, CONSTRAINT, NAMED};
pub(crate) use people::{
    ABSENCE, CONTACT, CONTACT_POINT, DECLARED_KINDS, DEPARTMENT, DESK, MEMBER, OPTIONS,
    POINT_KINDS, PREFERENCES, STAFF, TERM, WEIGHTS,
};
pub(crate) use references::{HOLDER, PARTY, TARGET};
pub(crate) use routing::{
    ASSIGNMENT, CLOCKS, LEVEL, LINK, NOTICE, POLICY, REMINDERS, ROUTE, ROW, SCOPES, TAILS, TIMES,
    TOPIC,
};
pub(crate) use schedules::{EVERY, LAYER, OVERRIDE, SCHEDULE, UNSTAFFED, VERSION};
pub(crate) use texts::Text;
pub(crate) use whole::{DOCUMENT, GRANT, PART};

/// A kind of table.
#[derive(Debug)]
pub(crate) struct Table {
    /// What such a table is called: `contact point`.
    pub(crate) name: &'static str,
    /// What it describes, as problems say it: `a contact point`.
    pub(crate) what: &'static str,
    /// What it is for, in a sentence.
    pub(crate) about: &'static str,
    /// In the order in which problems list them.
    pub(crate) fields: &'static [Field],
    /// What stands under all other names; nothing does if there is none.
    pub(crate) others: Option<&'static Shape>,
    pub(crate) count: Count,
}

/// How many entries a table must have.
#[derive(Debug)]
pub(crate) enum Count {
    /// Those that are required.
    Any,
    /// Some entry.
    Some,
    /// One entry alone.
    One,
    /// One of these fields, or several.
    SomeOf(&'static [&'static str]),
}

/// A field of a table.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// What it says, in a sentence.
    pub(crate) about: &'static str,
    pub(crate) presence: Presence,
}

/// Where a field stands.
#[derive(Debug)]
pub(crate) enum Presence {
    Optional,
    Required,
    /// Only beside another field.
    Only(Beside),
    /// Always beside another field, and only there.
    Just(Beside),
    /// Not beside another field.
    Unless(Beside),
    /// Nowhere: the name means something elsewhere.
    Never,
}

/// A field that another one needs beside it, and what stands there.
#[derive(Debug)]
pub(crate) enum Beside {
    Anything(&'static str),
    /// `true`.
    Yes(&'static str),
    Words(&'static str, &'static [&'static str]),
}

/// What stands in a field.
#[derive(Debug)]
pub(crate) enum Shape {
    Text(&'static Text),
    /// One of these words.
    Words(&'static [&'static str]),
    /// One of these words, or another text.
    OwnWord(&'static [&'static str], &'static Text),
    /// Yes or no.
    Flag,
    Number(RangeInclusive<u32>),
    /// The version of the format.
    Version,
    Table(&'static Table),
    /// One, or a list of any length.
    Several(&'static Shape),
    /// One, or a list of at least one.
    AtLeastOne(&'static Shape),
    /// A table of these under keys of the author's.
    Keyed(&'static Text, &'static Shape),
    /// One of these shapes.
    Either(&'static [Shape]),
}

impl Table {
    /// The names of the fields that may stand in the table.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        let fields = self.fields.iter();
        let allowed = fields.filter(|field| !matches!(field.presence, Presence::Never));
        allowed.map(|field| field.name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }
}

impl Field {
    const fn new(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self {
            name,
            shape,
            about,
            presence: Presence::Optional,
        }
    }

    const fn required(self) -> Self {
        self.stands(Presence::Required)
    }

    const fn stands(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }
}

/// The words of a list of words and what they stand for.
const fn words<T, const N: usize>(all: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let (mut all, mut free): (&[_], &mut [_]) = (all, &mut words);
    while let ([(word, _), others @ ..], Some((first, rest))) = (all, free.split_first_mut()) {
        *first = *word;
        (all, free) = (others, rest);
    }
    words
}
