//! `contacts` and `topics`: what somebody looks for, by any of its names.

use std::io::Write;

use serde::Serialize;
use switchboard::{ContactView, Nature, Organization, TopicView, Visibility};

use crate::cli::{Find, FindContacts};
use crate::search::{Fit, Query};
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, error, shortened};
use crate::{Failure, Outcome, load};

pub(crate) fn contacts(arguments: &FindContacts, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.find.from)?;
    let seen = seen(&organization, arguments.audience.as_deref())?;
    let language = arguments.find.language.as_deref();
    let query = Query::of(&arguments.find.words);
    let rows = organization.contacts().filter_map(|contact| {
        let terms = contact_terms(contact, seen);
        let points = contact.points_for(seen.unwrap_or_default());
        arguments.find.row(query.as_ref(), terms, || ContactRow {
            key: is_named(contact, seen).then(|| contact.key()),
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
        })
    });
    let rows = sorted(rows, |row| row.key.unwrap_or(row.name));
    arguments.find.write(&rows, "contact", out, |row| {
        let point = row.points.first().map_or("", |point| point.address);
        [
            row.key.unwrap_or_default(),
            row.name,
            row.kind,
            row.department,
            point,
        ]
        .map(str::to_owned)
    })
}

pub(crate) fn topics(arguments: &Find, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.from)?;
    let language = arguments.language.as_deref();
    let query = Query::of(&arguments.words);
    let rows = organization.topics().filter_map(|topic| {
        arguments.row(query.as_ref(), topic_terms(topic), || TopicRow {
            topic: topic.path(),
            label: language
                .or_else(|| organization.language())
                .and_then(|language| topic.label(language))
                .or_else(|| topic.labels().next().map(|(_, label)| label)),
            nature: topic.nature().map(Nature::as_str),
            aliases: topic.aliases().map(|(_, alias)| alias).collect(),
        })
    });
    let rows = sorted(rows, |row| row.topic);
    arguments.write(&rows, "topic", out, |row| {
        let nature = row.nature.unwrap_or_default();
        [row.topic, row.label.unwrap_or_default(), nature].map(str::to_owned)
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
    text: &'o str,
}

impl<'o> Term<'o> {
    fn new(what: &'static str, text: &'o str) -> Self {
        Self::in_language(what, ("", text))
    }

    fn in_language(what: &'static str, (language, text): (&'o str, &'o str)) -> Self {
        Self {
            what,
            language,
            text,
        }
    }
}

/// The names of a contact, the most telling first; only those that the audience may see. Former keys and foreign ids are
/// for those alone who see everything.
fn contact_terms(contact: ContactView<'_>, seen: Option<Visibility>) -> Vec<Term<'_>> {
    let mut terms = Vec::new();
    if is_named(contact, seen) {
        terms.push(Term::new("key", contact.key()));
        terms.push(Term::new("name", contact.name()));
        let labels = contact.labels();
        terms.extend(labels.map(|label| Term::in_language("label", label)));
        terms.extend(contact.title().map(|title| Term::new("title", title)));
    } else if let Some(seen) = seen {
        terms.push(Term::new("name", contact.shown_name(seen)));
    }
    if seen.is_none_or(|seen| seen == Visibility::Internal) {
        terms.extend(contact.formerly().map(|key| Term::new("former key", key)));
        terms.extend(contact.ids().map(|id| Term::new("id", id)));
    }
    terms.extend(contact.skills().map(|skill| Term::new("skill", skill)));
    terms.extend(contact.languages().map(|tag| Term::new("language", tag)));
    terms.extend(contact.areas().map(|area| Term::new("area", area)));
    terms
}

/// Whether the audience may see what it is called.
fn is_named(contact: ContactView<'_>, seen: Option<Visibility>) -> bool {
    seen.is_none_or(|seen| contact.name_visibility() <= seen)
}

fn contact_name<'o>(
    contact: ContactView<'o>,
    seen: Option<Visibility>,
    language: Option<&str>,
) -> &'o str {
    match (seen, language) {
        (Some(seen), _) if !is_named(contact, Some(seen)) => contact.shown_name(seen),
        (_, Some(language)) => contact.label(language),
        _ => contact.name(),
    }
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
    terms.extend(topic.formerly().map(|path| Term::new("former path", path)));
    terms.extend(topic.skills().map(|skill| Term::new("skill", skill)));
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
    /// Nothing where the audience may not see what it is called: a key may say so.
    key: Option<&'o str>,
    name: &'o str,
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
    nature: Option<&'static str>,
    aliases: Vec<&'o str>,
}

/// The best first, those that fit alike by key.
fn sorted<'o, T>(rows: impl Iterator<Item = Row<T>>, key: impl Fn(&T) -> &'o str) -> Vec<Row<T>> {
    let mut rows: Vec<Row<T>> = rows.collect();
    rows.sort_by_key(|row| (row.found.as_ref().map(|found| found.rank), key(&row.own)));
    rows
}

impl Find {
    /// The row of something with these names, if it fits what is looked for.
    fn row<T>(
        &self,
        query: Option<&Query>,
        terms: Vec<Term<'_>>,
        own: impl FnOnce() -> T,
    ) -> Option<Row<T>> {
        let found = match query {
            Some(query) => Some(self.best(query, terms)?),
            None => None,
        };
        Some(Row { own: own(), found })
    }

    /// The name that fits best.
    fn best(&self, query: &Query, terms: Vec<Term<'_>>) -> Option<Found> {
        let is_meant = |term: &Term<'_>| {
            let language = self.language.as_deref().unwrap_or_default();
            language.is_empty() || term.language.is_empty() || serves(term.language, language)
        };
        let fits = terms.into_iter().filter(is_meant).enumerate();
        let (rank, term) = fits
            .filter_map(|(at, term)| Some(((query.fit(term.text)?, at), term)))
            .min_by_key(|(rank, _)| *rank)?;
        Some(Found {
            fit: rank.0.as_str(),
            by: term.what,
            text: term.text.to_owned(),
            language: term.language.to_owned(),
            rank,
        })
    }

    fn write<T: Serialize, const N: usize>(
        &self,
        rows: &[Row<T>],
        what: &str,
        out: &mut impl Write,
        cells: impl Fn(&T) -> [String; N],
    ) -> Result<Outcome, Failure> {
        let is_sure =
            |row: &Row<T>| !matches!(&row.found, Some(found) if found.rank.0 == Fit::Near);
        let outcome = if self.words.is_empty() || rows.iter().any(is_sure) {
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
            serde_json::to_writer_pretty(&mut *out, rows)?;
            writeln!(out)?;
            return Ok(outcome);
        }
        let mut columns = Columns::default();
        for row in rows {
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
        let question = if has_near {
            "; did you mean one of these?"
        } else {
            ""
        };
        error(format_args!("no {what} is called `{words}`{question}"))
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
