//! The command line: what may be asked, and how it is written.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use switchboard::civil::Date;
use switchboard::{Inquiry, InquiryError, Organization};

use crate::Failure;
use crate::calendar::arguments::{Drawing, Form, Gaps, INSTANTS, OnDuty};
use crate::instant::{self, Instant};
pub(crate) use crate::layout::Format;
use crate::text::{Plain, shortened};
use crate::zone::Zone;

const EXIT_CODES: &str = "\
Exit codes:
  0  All is fine
  1  There are problems: with a description, an inquiry, edits, or the output; or nothing is found
  2  The command was called wrongly, or a file cannot be read";

/// Who is accountable for an inquiry, who answers first, and who is next if nobody does
#[derive(Debug, Parser)]
#[command(
    name = "switchboard",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = EXIT_CODES
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print owner, first contact, chain and reason for an inquiry
    Resolve(Resolve),
    /// Print every candidate route and why it won or lost, and how the answer was derived
    Explain(Explain),
    /// Print all problems of descriptions, pointing at line and column
    Check(Check),
    /// Print the departments as a tree
    Tree(Tree),
    /// Print one part of the organization
    Show {
        #[command(subcommand)]
        what: Show,
    },
    /// Find contacts by key, name, title, language, skill or foreign id
    ///
    /// The best come first: exact, beginning, words, part, spelt alike. It ends with 1 where nothing is found.
    Contacts(FindContacts),
    /// Find declared topics by path, label or alias
    ///
    /// The best come first: exact, beginning, words, part, spelt alike. It ends with 1 where nothing is found.
    Topics(Find),
    /// Print who is on duty by schedules, until when, and who is next; or who is from one instant until another
    ///
    /// Of a contact, whether it is away, who is reached in its place, and by which schedules it is on duty. It ends with 1
    /// where nobody is on duty, or reached, at the instant that is asked for.
    #[command(after_help = INSTANTS)]
    OnDuty(OnDuty),
    /// Print when nobody is on duty by schedules
    ///
    /// It ends with 1 where there is a gap that no schedule declares.
    #[command(after_help = INSTANTS)]
    Gaps(Gaps),
    /// Apply a list of edits, and show which facts and which answers change
    ///
    /// An edit is `{ "set": "contacts", "key": "kim", "field": "name", "value": "Kim" }`, or the same with `add`, `remove`,
    /// `unset` or `rename`, and says with `was` what it expects to find. All edits fit, or none is applied.
    Edit(EditArguments),
    /// Write descriptions in their canonical layout, keeping comments
    ///
    /// Fields stand in the order of the format; declarations are sorted by key, departments as in their tree, and each has
    /// a header of its own. Within a section, a comment with a blank line below heads a group, and keys are sorted within it. Lists, durations and
    /// numbers stay as they are written, as do attributes without `importance`: their order counts. What a description
    /// says does not change.
    Fmt(Fmt),
    /// Print a diagram of the organization, of the chain that answers an inquiry, or of who is on duty by a schedule
    #[command(after_help = INSTANTS)]
    Render(Render),
    /// Print the JSON Schema of descriptions, with which editors complete and check them
    Schema,
}

impl Command {
    /// Whether its output is for a program, not for a person.
    pub(crate) fn is_raw(&self) -> bool {
        match self {
            Self::Resolve(arguments) => arguments.json,
            Self::Explain(arguments) => arguments.json,
            Self::Check(arguments) => arguments.json,
            Self::Edit(arguments) => arguments.json,
            Self::Fmt(arguments) => !arguments.check,
            Self::Schema => true,
            Self::Contacts(arguments) => arguments.find.json,
            Self::Topics(arguments) => arguments.json,
            Self::OnDuty(arguments) => arguments.json || arguments.format != Form::Table,
            Self::Gaps(arguments) => arguments.json,
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Resolve {
    #[command(flatten)]
    pub(crate) from: From,
    /// Print the answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Read inquiries as JSON Lines from standard input, and write an answer or an error for each
    #[arg(long, conflicts_with_all = ["topic", "values", "exclude", "audience", "at"])]
    pub(crate) batch: bool,
    #[command(flatten)]
    pub(crate) without: Without,
    #[command(flatten)]
    pub(crate) when: When,
    /// Show how this audience reaches the first contact, what it may read, and names as it may see them: a value of the
    /// attribute with the role `audience`. It changes no answer; `audience=VALUE` may
    #[arg(long, value_name = "VALUE")]
    pub(crate) audience: Option<String>,
    /// The day from which expired contact points are left out; without it today
    #[arg(long, value_name = "YYYY-MM-DD", requires = "audience", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// The topic, such as `billing/refunds`; `/` for none
    #[arg(required_unless_present = "batch")]
    pub(crate) topic: Option<String>,
    /// Values of attributes, such as `channel=email`
    #[arg(value_name = "NAME=VALUE", value_parser = value)]
    pub(crate) values: Vec<Value>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) from: From,
    /// Print the explanation as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Name the people of a confidential route, too
    #[arg(long, conflicts_with = "json")]
    pub(crate) in_confidence: bool,
    #[command(flatten)]
    pub(crate) without: Without,
    #[command(flatten)]
    pub(crate) when: When,
    /// The topic, such as `billing/refunds`; `/` for none
    pub(crate) topic: String,
    /// Values of attributes, such as `channel=email`
    #[arg(value_name = "NAME=VALUE", value_parser = value)]
    pub(crate) values: Vec<Value>,
}

/// When it is asked.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// The instant at which it is asked, such as `now`, `tomorrow 9:00` or `2026-12-24T10:00`: who is on duty and who is away
    /// counts as of then. Without it no calendar is read
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub(crate) at: Option<Instant>,
    /// The zone in which times are read and shown; without it the organization's
    #[arg(long, value_name = "ZONE", requires = "at")]
    pub(crate) zone: Option<Zone>,
}

impl When {
    /// The zone in which times are shown.
    pub(crate) fn zone(&self, organization: &Organization) -> Result<Zone, Failure> {
        match &self.zone {
            Some(zone) => Ok(zone.clone()),
            None => organization.zone().parse().map_err(Failure::told),
        }
    }

    /// The same inquiry at this instant, if there is one.
    pub(crate) fn of(
        &self,
        inquiry: Inquiry,
        organization: &Organization,
    ) -> Result<Inquiry, Failure> {
        let Some(at) = &self.at else {
            return Ok(inquiry);
        };
        let instant = at.at(instant::now(), &self.zone(organization)?);
        Ok(inquiry.at(instant.map_err(Failure::misused)?))
    }
}

/// Who is to be left out.
#[derive(Debug, Args)]
pub(crate) struct Without {
    /// Leave this contact out, as in a complaint about one's own manager; may be given several times
    #[arg(long, value_name = "KEY")]
    pub(crate) exclude: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Print the problems as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Documents of one organization (files, folders or `-`), checked together; may be given several times
    #[arg(long, value_name = "FILE", value_parser = input, conflicts_with = "files")]
    pub(crate) org: Vec<Input>,
    /// Descriptions of organizations, each checked for itself; a folder's documents are one
    #[arg(value_name = "FILE", required_unless_present = "org", value_parser = input)]
    pub(crate) files: Vec<Input>,
}

#[derive(Debug, Args)]
pub(crate) struct FindContacts {
    #[command(flatten)]
    pub(crate) find: Find,
    /// Who is looking: a value of the attribute with the role `audience`. Without it, all names are shown, and the points
    /// that the public may see
    #[arg(long, value_name = "VALUE")]
    pub(crate) audience: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Find {
    #[command(flatten)]
    pub(crate) from: From,
    /// Print what is found as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// The language of the names to look at and to show (a BCP 47 tag); what has none in it is shown by its own name
    #[arg(long, value_name = "TAG", value_parser = tag)]
    pub(crate) language: Option<String>,
    /// What to look for; without it all are listed
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct EditArguments {
    #[command(flatten)]
    pub(crate) from: From,
    /// Print the changes as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// The edits: JSON (a list, or one a line) in a .json or .jsonl file or `-`; TOML with `[[edits]]`; YAML
    #[arg(long, value_name = "FILE", value_parser = table)]
    pub(crate) edits: Input,
    /// Inquiries to compare the answers to: JSON, a list or one a line; without it all topics that are declared or have a
    /// route
    #[arg(long, value_name = "FILE", value_parser = table)]
    pub(crate) table: Option<Input>,
    /// Write the change into the file of `--org`, and keep what does not change, with its comments
    #[arg(long, requires = "org")]
    pub(crate) write: bool,
    /// Where that cannot be done, write the result in canonical form, without comments
    #[arg(long, requires = "write")]
    pub(crate) drop_comments: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Change no file: name those that would change, and end with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Print the result instead of changing the files
    #[arg(long, conflicts_with = "check")]
    pub(crate) stdout: bool,
    /// Descriptions of organizations, and folders of them; `-` or nothing: from standard input to standard output
    #[arg(value_name = "FILE", value_parser = input)]
    pub(crate) files: Vec<Input>,
}

#[derive(Debug, Args)]
pub(crate) struct Tree {
    #[command(flatten)]
    pub(crate) from: From,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Show {
    /// A contact, its home, and the contact points that an audience may see
    Contact(ShowContact),
}

#[derive(Debug, Args)]
pub(crate) struct ShowContact {
    #[command(flatten)]
    pub(crate) from: From,
    /// Who is looking: a value of the attribute with the role `audience`; without it the public
    #[arg(long)]
    pub(crate) audience: Option<String>,
    /// The contact's key
    pub(crate) key: String,
}

#[derive(Debug, Args)]
pub(crate) struct Render {
    #[command(flatten)]
    pub(crate) from: From,
    /// The language of the diagram: `dot` or `mermaid`; of a schedule `svg`, or `text` for a terminal
    #[arg(long, value_enum)]
    pub(crate) format: Diagram,
    /// The key of the schedule to draw, a row a day
    #[arg(long, value_name = "KEY", conflicts_with_all = ["topic", "values"])]
    pub(crate) schedule: Option<String>,
    /// The topic whose chain to draw; without it the organization is drawn
    pub(crate) topic: Option<String>,
    /// Values of attributes, such as `channel=email`
    #[arg(value_name = "NAME=VALUE", value_parser = value)]
    pub(crate) values: Vec<Value>,
    #[command(flatten, next_help_heading = "Of a schedule")]
    pub(crate) drawing: Drawing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Diagram {
    Dot,
    Mermaid,
    Svg,
    Text,
}

/// Where the organization comes from.
#[derive(Debug, Args)]
pub(crate) struct From {
    /// The organization's description: a file (.toml, .json, .yaml), a folder of them, or `-` for standard input; without
    /// it the embedded sample. Several are one organization
    #[arg(long, value_name = "FILE", value_parser = input)]
    pub(crate) org: Vec<Input>,
}

/// Where documents come from.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    File(File),
    /// All documents in a folder and below it.
    Folder(PathBuf),
    Stdin,
}

/// A file whose name says in which format it is.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
}

/// Refuses to read standard input for two things.
pub(crate) fn read_once(inputs: &[&Input]) -> Result<(), Failure> {
    let streams = inputs.iter().filter(|input| matches!(input, Input::Stdin));
    if streams.count() > 1 {
        return Err(Failure::misused(
            "standard input can be read once: write one `-`, and files for the rest",
        ));
    }
    Ok(())
}

/// `NAME=VALUE`, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    name: String,
    value: String,
}

/// What is asked on the command line. Where the topic is a value of an attribute, the topic was forgotten.
pub(crate) fn inquiry(
    organization: &Organization,
    topic: &str,
    values: &[Value],
    without: &[String],
) -> Result<Inquiry, Failure> {
    if is_value(organization, topic) {
        let value = shortened(topic);
        return Err(Failure::misused(format_args!(
            "`{}` is a value of an attribute: the topic comes first, `/` for none",
            Plain(&value)
        )));
    }
    let with = |inquiry: Inquiry, value: &Value| inquiry.with(&value.name, &value.value);
    let inquiry = values.iter().fold(Inquiry::new(topic), with);
    Ok(without.iter().fold(inquiry, Inquiry::excluding))
}

/// Whether a text is `NAME=VALUE` with the name of an attribute, by the organization's own reading of names.
fn is_value(organization: &Organization, text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| {
        let answer = organization.resolve(&Inquiry::new("/").with(name, value));
        !matches!(answer, Err(InquiryError::UnknownAttribute { .. }))
    })
}

fn value(text: &str) -> Result<Value, String> {
    match text.split_once('=') {
        Some(("", _)) => Err("there is no name before the `=`".to_owned()),
        Some((name, value)) => Ok(Value {
            name: name.to_owned(),
            value: value.to_owned(),
        }),
        None => Err("expected NAME=VALUE, such as channel=email".to_owned()),
    }
}

fn day(text: &str) -> Result<Date, String> {
    let expected = || "expected a day such as 2026-01-31".to_owned();
    text.parse().map_err(|_| expected())
}

/// A language tag, as far as its form goes.
fn tag(text: &str) -> Result<String, String> {
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins_well && text.split('-').all(is_subtag) {
        Ok(text.to_owned())
    } else {
        Err("expected a language tag (BCP 47), such as en or pt-BR".to_owned())
    }
}

fn input(text: &str) -> Result<Input, String> {
    match text {
        "-" => Ok(Input::Stdin),
        folder if PathBuf::from(folder).is_dir() => Ok(Input::Folder(folder.into())),
        file => self::file(file).map(Input::File),
    }
}

/// A file that lists edits or inquiries.
fn table(text: &str) -> Result<Input, String> {
    let path = PathBuf::from(text);
    let is_lines = path.extension().and_then(OsStr::to_str) == Some("jsonl");
    match text {
        "-" => Ok(Input::Stdin),
        _ if is_lines => Ok(Input::File(File {
            path,
            format: Format::Json,
        })),
        file => self::file(file).map(Input::File),
    }
}

fn file(text: &str) -> Result<File, String> {
    let path = PathBuf::from(text);
    let format = format(&path).ok_or(
        "its format is not known: expected a name that ends in .toml, .json, .yaml or .yml",
    )?;
    Ok(File { path, format })
}

/// The format that a file's name says, if it says one.
pub(crate) fn format(path: &Path) -> Option<Format> {
    let extension = path.extension().and_then(OsStr::to_str)?;
    match extension.to_ascii_lowercase().as_str() {
        "toml" => Some(Format::Toml),
        "json" => Some(Format::Json),
        "yaml" | "yml" => Some(Format::Yaml),
        _ => None,
    }
}
