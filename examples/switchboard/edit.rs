//! `edit`: a list of edits applied, and what changes by it.

use std::fmt::Display;
use std::fs;
use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use switchboard::{Edit, EditError, Fact, Inquiry, Organization, Router};

use crate::cli::{EditArguments, Format, Input, read_once};
use crate::layout;
use crate::load::{self, Source, Sources};
use crate::progress::Progress;
use crate::text::{ADDED, FAINT, Plain, REMOVED, STRONG, count, error, styled};
use crate::{Failure, Outcome};

/// The most facts and inquiries that change which are told one by one.
const MOST_TOLD: usize = 100;

pub(crate) fn run(arguments: &EditArguments, out: &mut impl Write) -> Result<Outcome, Failure> {
    let inputs = arguments.from.org.iter().chain([&arguments.edits]);
    read_once(&inputs.chain(&arguments.table).collect::<Vec<_>>())?;
    let sources = Sources::read(&arguments.from.org).map_err(Failure::misused)?;
    let before = load::build(&sources)?;
    let edits = edits(&arguments.edits)?;
    let progress = Progress::of(format!("applying {}", count(edits.len(), "edit", "edits")));
    let after = before.apply(&edits).map_err(refused)?;
    let asked = match &arguments.table {
        Some(table) => inquiries(table)?,
        None => every_topic(&before, &after),
    };
    let change = Change {
        edits: before.edits_to(&after),
        inquiries: answers(&asked, &before.compile(), &after.compile()),
        asked: asked.len(),
    };
    if arguments.write {
        // First of all: whoever reads what changes may stop reading.
        write_back(arguments, &sources, &before, &after)?;
    }
    drop(progress);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &change)?;
        writeln!(out)?;
    } else {
        change.write(&before, &after, out)?;
    }
    Ok(Outcome::Fine)
}

/// Every reason, one a line.
#[expect(clippy::needless_pass_by_value, reason = "it goes to `map_err`")]
fn refused(reasons: EditError) -> Failure {
    let reasons = reasons.failures().iter();
    let lines: Vec<String> = reasons
        .map(|reason| error(Plain(&reason.to_string())))
        .collect();
    Failure::Told(lines.join("\n"))
}

/// What edits change.
#[derive(Serialize)]
struct Change {
    /// The facts, in canonical form: each with what stood there before.
    edits: Vec<Edit>,
    /// The inquiries that are answered otherwise.
    inquiries: Vec<Moved>,
    /// How many were tried.
    asked: usize,
}

/// An inquiry with two answers.
#[derive(Serialize)]
struct Moved {
    inquiry: Inquiry,
    before: Told,
    after: Told,
}

/// What of an answer people would notice, or why there is none.
#[derive(PartialEq, Serialize)]
#[serde(untagged)]
enum Told {
    Answer {
        route: String,
        owner: String,
        first_contact: String,
        chain: Vec<String>,
        consulted: Vec<String>,
        informed: Vec<String>,
    },
    Refused {
        error: String,
    },
}

impl Change {
    fn write(
        &self,
        before: &Organization,
        after: &Organization,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        if self.edits.is_empty() {
            writeln!(out, "nothing changes")?;
            return Ok(());
        }
        let facts = count(self.edits.len(), "fact changes", "facts change");
        writeln!(out, "{}", styled(STRONG, facts))?;
        for edit in self.edits.iter().take(MOST_TOLD) {
            write_edit(edit, before, after, out)?;
        }
        write_more(self.edits.len(), out)?;
        let moved = self.inquiries.len();
        let asked = count(self.asked, "inquiry", "inquiries");
        let verb = if moved == 1 { "is" } else { "are" };
        let title = format!("{moved} of {asked} {verb} answered otherwise");
        writeln!(out, "\n{}", styled(STRONG, title))?;
        for moved in self.inquiries.iter().take(MOST_TOLD) {
            moved.write(out)?;
        }
        write_more(moved, out)
    }
}

/// How many there are beyond those that are told.
fn write_more(all: usize, out: &mut impl Write) -> std::io::Result<()> {
    match all.saturating_sub(MOST_TOLD) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more; `--json` lists all"),
    }
}

/// One change as a diff would show it: what goes, what comes.
fn write_edit(
    edit: &Edit,
    before: &Organization,
    after: &Organization,
    out: &mut impl Write,
) -> std::io::Result<()> {
    writeln!(out, "  {}", Plain(&edit.to_string()))?;
    let stood = |organization: &Organization| {
        let fact = organization.fact(edit.section(), edit.key().unwrap_or_default())?;
        match edit.field().as_str() {
            "" => Some(fact),
            field => fact.field(field),
        }
    };
    // An item of a list says itself what comes or goes. What had a key may still be known by it.
    let item = edit.value().filter(|_| is_item(edit));
    let (gone, come) = match (edit.verb(), item) {
        ("add", item) => (None, item.or_else(|| stood(after))),
        ("remove", item) => (item.or_else(|| stood(before)), None),
        _ => (stood(before), stood(after)),
    };
    let mut lines = |sign: char, style, fact: Option<Fact>| -> std::io::Result<()> {
        let text = fact.map_or_else(String::new, |fact| fact.to_string());
        for line in text.lines() {
            let line = format!("{sign} {}", Plain(line));
            writeln!(out, "    {}", styled(style, line))?;
        }
        Ok(())
    };
    lines('-', REMOVED, gone)?;
    lines('+', ADDED, come)
}

/// Whether an edit is about an item of a list, not about a declaration or field.
fn is_item(edit: &Edit) -> bool {
    matches!(edit.verb(), "add" | "remove") && (!edit.field().is_empty() || edit.key().is_none())
}

impl Moved {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        write!(out, "  {}", Plain(topic_of(&self.inquiry)))?;
        for (name, value) in self.inquiry.attributes() {
            write!(out, " {}={}", Plain(name), Plain(value))?;
        }
        writeln!(out)?;
        for (what, before, after) in self.differences() {
            let (before, after) = (Plain(&before).to_string(), Plain(&after).to_string());
            let is_short = before.len() + after.len() < 80;
            let what = styled(FAINT, what);
            let (before, after) = (styled(REMOVED, before), styled(ADDED, after));
            if is_short {
                writeln!(out, "    {what} {before} -> {after}")?;
            } else {
                writeln!(out, "    {what}\n      - {before}\n      + {after}")?;
            }
        }
        Ok(())
    }

    /// What differs, before and after.
    fn differences(&self) -> Vec<(&'static str, String, String)> {
        let (before, after) = (self.before.parts(), self.after.parts());
        let mut differences = Vec::new();
        for (what, before) in &before {
            let after = after.iter().find(|(other, _)| other == what);
            let after = after.map_or("none", |(_, after)| after);
            if before != after {
                differences.push((*what, before.clone(), after.to_owned()));
            }
        }
        for (what, after) in after {
            if !before.iter().any(|(other, _)| *other == what) {
                differences.push((what, "none".to_owned(), after));
            }
        }
        differences
    }
}

impl Told {
    fn of(router: &Router, inquiry: &Inquiry) -> Self {
        let query = match router.prepare(inquiry) {
            Ok(query) => query,
            Err(error) => {
                let error = error.to_string();
                return Self::Refused { error };
            }
        };
        let answer = query.resolve().to_answer();
        let levels = answer.chain().iter();
        Self::Answer {
            route: answer.route().to_owned(),
            owner: answer.owner().to_owned(),
            first_contact: answer.first_contact().to_owned(),
            chain: levels
                .map(|level| format!("{} after {}", level.contact(), level.due()))
                .collect(),
            consulted: answer.consulted().map(str::to_owned).collect(),
            informed: answer.informed().map(str::to_owned).collect(),
        }
    }

    /// Its parts with what they are called.
    fn parts(&self) -> Vec<(&'static str, String)> {
        let list = |list: &[String]| match list {
            [] => "nobody".to_owned(),
            list => list.join(", "),
        };
        match self {
            Self::Refused { error } => vec![("refused", error.clone())],
            Self::Answer {
                route,
                owner,
                first_contact,
                chain,
                consulted,
                informed,
            } => vec![
                ("route", route.clone()),
                ("owner", owner.clone()),
                ("first contact", first_contact.clone()),
                ("chain", list(chain)),
                ("consulted", list(consulted)),
                ("informed", list(informed)),
            ],
        }
    }
}

/// The inquiries that the two answer otherwise.
fn answers(asked: &[Inquiry], before: &Router, after: &Router) -> Vec<Moved> {
    let moved = asked.iter().filter_map(|inquiry| {
        let (before, after) = (Told::of(before, inquiry), Told::of(after, inquiry));
        (before != after).then(|| Moved {
            inquiry: inquiry.clone(),
            before,
            after,
        })
    });
    moved.collect()
}

/// The declared topics and the patterns of routes without wildcard, of both, without values.
fn every_topic(before: &Organization, after: &Organization) -> Vec<Inquiry> {
    let mut topics = std::collections::BTreeSet::new();
    for organization in [before, after] {
        let patterns = organization.routes().map(|route| route.pattern());
        topics.extend(patterns.filter(|pattern| !pattern.contains('*')));
        topics.extend(organization.topics().map(|topic| topic.path()));
    }
    topics.into_iter().map(Inquiry::new).collect()
}

fn topic_of(inquiry: &Inquiry) -> &str {
    match inquiry.topic() {
        "" => "/",
        topic => topic,
    }
}

/// Reads a list of edits.
fn edits(input: &Input) -> Result<Vec<Edit>, Failure> {
    let source = Source::of(input).map_err(Failure::misused)?;
    let wrong = |message: String| {
        let message = format!("`{}` cannot be read as edits: {message}", source.name);
        Failure::told(Plain(&message))
    };
    match source.format {
        Format::Toml => {
            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            struct List {
                edits: Vec<toml::Value>,
            }
            let list: List =
                toml::from_str(&source.text).map_err(|error| wrong(error.message().to_owned()))?;
            numbered("edit", list.edits.into_iter().map(Edit::deserialize)).map_err(wrong)
        }
        Format::Yaml => serde_saphyr::from_str(&source.text)
            .map_err(|error| wrong(error.without_snippet().to_string())),
        Format::Json => rows("edit", &source.text).map_err(wrong),
    }
}

/// Reads a table of inquiries. Each may have more beside: what is expected of it is not asked here.
fn inquiries(input: &Input) -> Result<Vec<Inquiry>, Failure> {
    let source = Source::of(input).map_err(Failure::misused)?;
    let wrong = |message: String| {
        let message = format!("`{}` cannot be read as inquiries: {message}", source.name);
        Failure::told(Plain(&message))
    };
    let values: Vec<Value> = rows("inquiry", &source.text).map_err(wrong)?;
    let inquiry = |mut value: Value| {
        if let Some(own) = value.get_mut("inquiry") {
            value = own.take();
        } else if let Value::Object(fields) = &mut value {
            fields.retain(|name, _| ["topic", "attributes", "excluding"].contains(&name.as_str()));
        }
        serde_json::from_value(value).map_err(|error| error.to_string())
    };
    let read: Result<Vec<Inquiry>, String> = values.into_iter().map(inquiry).collect();
    read.map_err(wrong)
}

/// JSON: a list, or one value after the other, as on lines. What is wrong is told with its number.
fn rows<T: for<'de> Deserialize<'de>>(what: &str, text: &str) -> Result<Vec<T>, String> {
    if !text.trim_start().starts_with('[') {
        let rows = serde_json::Deserializer::from_str(text).into_iter();
        return numbered(what, rows);
    }
    serde_json::from_str(text).or_else(|error| {
        // It does not tell which.
        let values: Vec<Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        numbered(what, values.into_iter().map(serde_json::from_value))
            .and_then(|_: Vec<T>| Err(error.to_string()))
    })
}

/// What is read, or what is wrong with the first that cannot be, counted from 0 as all that fails is.
fn numbered<T, E: Display>(
    what: &str,
    rows: impl Iterator<Item = Result<T, E>>,
) -> Result<Vec<T>, String> {
    let numbered = |(at, row): (usize, Result<T, E>)| {
        row.map_err(|error| format!("{what} {at}: {}", error.to_string().trim_end()))
    };
    rows.enumerate().map(numbered).collect()
}

/// Writes the change into the file from which the organization was read.
fn write_back(
    arguments: &EditArguments,
    sources: &Sources,
    before: &Organization,
    after: &Organization,
) -> Result<(), Failure> {
    let ([source], [Input::File(file)]) = (sources.0.as_slice(), arguments.from.org.as_slice())
    else {
        return Err(Failure::misused(
            "only an organization of one file can be written back: give one `--org FILE`",
        ));
    };
    let text = match changed(source, before, after)? {
        Some(text) => text,
        None if !arguments.drop_comments && layout::has_comments(&source.text, source.format) => {
            return Err(Failure::told(format_args!(
                "`{}` is left as it is: the change can only be written in canonical form, without its comments; add `--drop-comments`, or change it by hand",
                source.name
            )));
        }
        None => canonical(source.format, after)?,
    };
    fs::write(&file.path, text).map_err(|reason| {
        Failure::misused(format_args!(
            "`{}` cannot be written: {reason}",
            source.name
        ))
    })
}

/// The description with the change written into it, where that is all that changes.
fn changed(
    source: &Source,
    before: &Organization,
    after: &Organization,
) -> Result<Option<String>, Failure> {
    let [old, new] = [before, after].map(|one| serde_json::to_string(&one.to_document()));
    let Ok(text) = layout::patched(&source.text, source.format, &old?, &new?) else {
        return Ok(None);
    };
    let written = Source {
        text,
        ..source.clone()
    };
    let built = written.parse().ok().and_then(|own| own.build().ok());
    let is_it = built.is_some_and(|built| built.fingerprint() == after.fingerprint());
    Ok(is_it.then_some(written.text))
}

/// The organization in canonical form.
fn canonical(format: Format, organization: &Organization) -> Result<String, Failure> {
    let document = organization.to_document();
    let text = match format {
        Format::Toml => toml::to_string(&document).map_err(|error| error.to_string()),
        Format::Json => serde_json::to_string(&document).map_err(|error| error.to_string()),
        Format::Yaml => serde_saphyr::to_string(&document).map_err(|error| error.to_string()),
    };
    layout::canonical(&text.map_err(Failure::told)?, format).map_err(Failure::told)
}
