//! `contacts` and `topics`: what somebody looks for, by any of its names.

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;
use switchboard::{ContactView, Organization, TopicView, Visibility};

use crate::cli::{Find, FindContacts};
use crate::search::{Fit, Query};
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, error, shortened};
use crate::{Failure, Outcome, load};

pub(crate) fn contacts(arguments: &FindContacts, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.find.from)?;
    let seen = seen(&organization, arguments.audience.as_deref())?;
    let language = arguments.find.language.as_deref();
    let rows = organization.contacts().filter_map(|contact| {
        let found = arguments.find.found(contact_terms(contact, seen))?;
        let points = contact.points_for(seen.unwrap_or_default());
        Some(Row {
            found,
            own: ContactRow {
                key: contact.key(),
                name: contact_name(contact, seen, language),
                kind: contact.kind().as_str(),
                department: contact.department().key(),
                points: points
                    .map(|point| PointRow {
                        kind: point.kind(),
                        address: point.address(),
                        languages: point.languages().collect(),
                    })
                    .collect(),
            },
        })
    });
    let rows = sorted(rows, |row| row.key);
    arguments.find.write(rows, "contact", out, |row| {
        let point = row.points.first().map_or("", |point| point.address);
        [row.key, &row.name, row.kind, row.department, point].map(str::to_owned)
    })
}

pub(crate) fn topics(arguments: &Find, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let language = arguments.language.as_deref();
    let rows = organization.topics().filter_map(|topic| {
        let found = arguments.found(topic_terms(topic))?;
        Some(Row {
            found,
            own: TopicRow {
                topic: topic.path(),
                label: language
                    .and_then(|language| topic.label(language))
                    .or_else(|| topic.labels().next().map(|(_, label)| label)),
                aliases: topic.aliases().map(|(_, alias)| alias).collect(),
            },
        })
    });
    let rows = sorted(rows, |row| row.topic);
    arguments.write(rows, "topic", out, |row| {
        [row.topic, row.label.unwrap_or_default()].map(str::to_owned)
    })
}

/// What the audience may see; everything where none is given.
fn seen(
    organization: &Organization,
    audience: Option<&str>,
) -> Result<Option<Visibility>, Failure> {
    let Some(audience) = audience else {
        return Ok(None);
    };
    let seen = organization.audience(Some(audience));
    seen.map(Some)
        .map_err(|error| Failure::told(Plain(&error.to_string())))
}

/// One of the names by which something is found.
struct Term<'o> {
    what: &'static str,
    /// Empty where it is in none.
    language: &'o str,
    text: Cow<'o, str>,
}

impl<'o> Term<'o> {
    fn new(what: &'static str, text: impl Into<Cow<'o, str>>) -> Self {
        let (language, text) = ("", text.into());
        Self {
            what,
            language,
            text,
        }
    }

    fn in_language(what: &'static str, (language, text): (&'o str, &'o str)) -> Self {
        Self {
            what,
            language,
            text: text.into(),
        }
    }
}

/// The names of a contact, the most telling first; only those that the audience may see.
fn contact_terms(contact: ContactView<'_>, _seen: Option<Visibility>) -> Vec<Term<'_>> {
    vec![
        Term::new("key", contact.key()),
        Term::new("name", contact.name()),
    ]
}

fn contact_name<'o>(
    contact: ContactView<'o>,
    _seen: Option<Visibility>,
    _language: Option<&str>,
) -> Cow<'o, str> {
    contact.name().into()
}

fn topic_terms(topic: TopicView<'_>) -> Vec<Term<'_>> {
    let mut terms = vec![Term::new("path", topic.path())];
    terms.extend(
        topic
            .labels()
            .map(|label| Term::in_language("label", label)),
    );
    terms.extend(
        topic
            .aliases()
            .map(|alias| Term::in_language("alias", alias)),
    );
    terms
}

/// By which name something was found, and how well that fits.
#[derive(Serialize)]
struct Found {
    fit: &'static str,
    by: &'static str,
    text: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: String,
    #[serde(skip)]
    rank: (Fit, usize),
}

#[derive(Serialize)]
struct Row<T> {
    #[serde(flatten)]
    own: T,
    /// Nothing where nothing was looked for.
    found: Option<Found>,
}

#[derive(Serialize)]
struct ContactRow<'o> {
    key: &'o str,
    name: Cow<'o, str>,
    kind: &'static str,
    department: &'o str,
    points: Vec<PointRow<'o>>,
}

#[derive(Serialize)]
struct PointRow<'o> {
    kind: &'o str,
    address: &'o str,
    languages: Vec<&'o str>,
}

#[derive(Serialize)]
struct TopicRow<'o> {
    topic: &'o str,
    label: Option<&'o str>,
    aliases: Vec<&'o str>,
}

/// The best first, those that fit alike by key.
fn sorted<'o, T>(rows: impl Iterator<Item = Row<T>>, key: impl Fn(&T) -> &'o str) -> Vec<Row<T>> {
    let mut rows: Vec<Row<T>> = rows.collect();
    rows.sort_by_key(|row| (row.found.as_ref().map(|found| found.rank), key(&row.own)));
    rows
}

impl Find {
    /// How something fits what is looked for: nothing where it does not, `Some(None)` where nothing is looked for.
    fn found(&self, terms: Vec<Term<'_>>) -> Option<Option<Found>> {
        let Some(query) = Query::of(&self.words) else {
            return Some(None);
        };
        let is_meant = |term: &Term<'_>| {
            let language = self.language.as_deref().unwrap_or_default();
            language.is_empty() || term.language.is_empty() || serves(term.language, language)
        };
        let fits = terms.into_iter().filter(is_meant).enumerate();
        let best = fits
            .filter_map(|(at, term)| Some(((query.fit(&term.text)?, at), term)))
            .min_by_key(|(rank, _)| *rank);
        let (rank, term) = best?;
        Some(Some(Found {
            fit: rank.0.as_str(),
            by: term.what,
            text: term.text.into_owned(),
            language: term.language.to_owned(),
            rank,
        }))
    }

    fn write<T: Serialize, const N: usize>(
        &self,
        rows: Vec<Row<T>>,
        what: &str,
        out: &mut impl Write,
        cells: impl Fn(&T) -> [String; N],
    ) -> Result<Outcome, Failure> {
        let is_sure =
            |row: &Row<T>| !matches!(&row.found, Some(found) if found.rank.0 == Fit::Near);
        let outcome = if rows.iter().any(is_sure) {
            Outcome::Fine
        } else {
            Outcome::Problems
        };
        if outcome == Outcome::Problems {
            out.flush()?;
            writeln!(
                anstream::stderr(),
                "{}",
                self.not_found(what, !rows.is_empty())
            )?;
        }
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            writeln!(out)?;
            return Ok(outcome);
        }
        let mut columns = Columns::default();
        for row in &rows {
            let cells = cells(&row.own);
            // The name that fits is told where the row does not show it anyway.
            let found = row.found.as_ref();
            let found = found.filter(|found| !cells.contains(&found.text));
            let told = found.map(|found| (FAINT, found.told()));
            let styled = |(at, cell)| (if at == 0 { KEY } else { PLAIN }, cell);
            columns.row(cells.into_iter().enumerate().map(styled).chain(told));
        }
        columns.write(out)?;
        Ok(outcome)
    }

    fn not_found(&self, what: &str, has_near: bool) -> String {
        let words = shortened(&self.words.join(" "));
        let words = Plain(&words);
        match (words.0.is_empty(), has_near) {
            (true, _) => error(format_args!("there is no {what}")),
            (_, true) => error(format_args!(
                "no {what} is called `{words}`; did you mean one of these?"
            )),
            _ => error(format_args!("no {what} is called `{words}`")),
        }
    }
}

impl Found {
    fn told(&self) -> String {
        match (self.by, self.language.as_str()) {
            (by, "") => format!("{by} `{}`", self.text),
            (by, language) => format!("{by} `{}` ({language})", self.text),
        }
    }
}

/// Whether a text in one language is meant where another is asked for: the same, or one more general.
fn serves(language: &str, asked: &str) -> bool {
    let (language, asked) = (language.to_ascii_lowercase(), asked.to_ascii_lowercase());
    asked
        .strip_prefix(&language)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
