//! A real organization, described by the builder: the Rust project's teams, labels and repositories.
//!
//! ```text
//! cargo run --example rust_project -- organization.json                              # every topic and its owner
//! cargo run --example rust_project -- organization.json --expected expected.jsonl    # checked against known answers
//! cargo run --example rust_project -- organization.json --emit toml                  # the document instead
//! ```
//!
//! The export is a forest of teams (`parent`) with leads and members, labels that name a team, and repositories on which teams have
//! permissions. A team becomes a department of its name, a person a contact, `label/...` and `repo/...` topics.

#![expect(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a program has the standard library"
)]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use switchboard::{
    Answer, Contact, Department, DepartmentView, Document, Inquiry, InquiryError, Organization,
    Route, Router, Target, Topic,
};

type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    let failure = match run(&Arguments::parse()) {
        Ok(code) => return code,
        Err(failure) => failure,
    };
    let output = failure.downcast_ref::<io::Error>();
    if output.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(io::stderr(), "error: {failure}");
    // As clap ends where the command line is wrong.
    ExitCode::from(if failure.is::<Unread>() { 2 } else { 1 })
}

const EXIT_CODES: &str = "\
Exit codes:
  0  All is fine
  1  There are problems: with the export, or a row is not as expected
  2  The command was called wrongly, or a file cannot be read";

/// Answer who is accountable for the topics of an export of the Rust project's teams
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES)]
struct Arguments {
    /// The export, such as `organization.json`
    file: PathBuf,
    /// Check the answers against these rows, JSON Lines
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// Write the organization as a document instead
    #[arg(long, value_enum, conflicts_with = "expected")]
    emit: Option<Emit>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Emit {
    Toml,
}

fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let export: Export = parse(&read(&arguments.file)?, &arguments.file)?;
    if let Some(cycle) = export.cycle() {
        let cycle = cycle.join(" -> ");
        return Err(format!("the parents of teams form a cycle: {cycle}").into());
    }
    let described = Described::from(&export)?;
    for note in &described.notes {
        let _ = writeln!(io::stderr(), "note: {note}");
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if let Some(Emit::Toml) = arguments.emit {
        let text = toml::to_string(&described.document)?;
        out.write_all(text.as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let organization = described.document.build()?;
    let router = organization.compile();
    let code = match &arguments.expected {
        Some(path) => check(&described, &router, path, &mut out)?,
        None => print(&described, &router, &mut out)?,
    };
    out.flush()?;
    Ok(code)
}

/// Prints every topic, who is accountable, and for which department.
fn print(
    described: &Described,
    router: &Router,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let answers: Vec<Answer> = described
        .topics
        .iter()
        .map(|topic| answer(router, topic))
        .collect::<Result<_, _>>()?;
    let topics = answers.iter().map(|answer| answer.topic().chars().count());
    let width = topics.max().unwrap_or(0);
    for answer in &answers {
        let (topic, owner, department) = (answer.topic(), answer.owner(), answer.department());
        match answer.owner_from() {
            Some(from) => writeln!(out, "{topic:width$}  {owner} of {from}, for {department}")?,
            None => writeln!(out, "{topic:width$}  {owner}, for {department}")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Compares each row with its answer, and says which differ.
fn check(
    described: &Described,
    router: &Router,
    path: &Path,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let text = read(path)?;
    let (mut rows, mut agreed) = (0_usize, 0_usize);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let row: Row = parse(line, path)?;
        rows += 1;
        let difference = match answer(router, &row.topic) {
            Ok(answer) => described.difference(&row, &answer, router),
            Err(error) => Some(error.to_string()),
        };
        match difference {
            None => agreed += 1,
            Some(difference) => writeln!(out, "{}: {difference}", row.topic)?,
        }
    }
    let noun = if rows == 1 { "row" } else { "rows" };
    writeln!(out, "{agreed} of {rows} {noun} as expected")?;
    Ok(if agreed == rows {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn answer(router: &Router, topic: &str) -> Result<Answer, InquiryError> {
    Ok(router.prepare(&Inquiry::new(topic))?.resolve().to_answer())
}

/// A row of known answers.
#[derive(Debug, Deserialize)]
struct Row {
    topic: String,
    team: String,
    teams_up: Vec<String>,
    /// Empty where the organization's own head is accountable.
    accountable_one_of: Vec<String>,
}

/// The organization as the builder describes it.
#[derive(Debug)]
struct Described {
    document: Document,
    /// All topics in canonical form, the owned and the others.
    topics: Vec<String>,
    /// What of the export has no place in the description.
    notes: Vec<String>,
    /// The department above all teams, and its head.
    root: String,
    head: String,
}

impl Described {
    fn from(export: &Export) -> Result<Self, Failure> {
        let teams: BTreeSet<&str> = export.teams.iter().map(|team| team.name.as_str()).collect();
        let people: BTreeSet<&str> = export.teams.iter().flat_map(Team::people).collect();
        let mut described = Self {
            document: Document::new(),
            topics: Vec::new(),
            notes: Vec::new(),
            root: unused("organization", &teams),
            head: unused("organization-head", &people),
        };
        described.departments(export, &teams);
        described.contacts(&people);
        let claims = claims(export, &teams, &mut described.notes)?;
        described.routes(claims);
        Ok(described)
    }

    fn departments(&mut self, export: &Export, teams: &BTreeSet<&str>) {
        self.document
            .department(&self.root, Department::new().head(&self.head));
        for team in &export.teams {
            let parent = match &team.parent {
                Some(parent) if teams.contains(parent.as_str()) => parent,
                Some(parent) => {
                    self.notes.push(format!(
                        "the parent `{parent}` of team `{}` is no team: it is put at the top",
                        team.name
                    ));
                    &self.root
                }
                None => &self.root,
            };
            let mut department = Department::new().parent(parent);
            if let Some(head) = team.leads.first() {
                department = department.head(head);
            }
            for member in team.followers() {
                department = department.member(member);
            }
            self.document.department(&team.name, department);
        }
    }

    fn contacts(&mut self, people: &BTreeSet<&str>) {
        self.document
            .contact(&self.head, Contact::person("Head of the organization"));
        for person in people {
            self.document.contact(person, Contact::person(person));
        }
    }

    fn routes(&mut self, claims: BTreeMap<String, Claim<'_>>) {
        for (topic, claim) in claims {
            self.document
                .topic(&topic, Topic::new().label("en", claim.name));
            if let Some(owner) = claim.owner {
                // A label or repository is a name and no subtree: what may stand below it is another one.
                self.document
                    .route(Route::new(&topic).exact().owner(Target::department(owner)));
            }
            self.topics.push(topic);
        }
        self.document
            .route(Route::fallback(Target::department(&self.root)));
    }

    /// What is not as expected in an answer.
    fn difference(&self, row: &Row, answer: &Answer, router: &Router) -> Option<String> {
        let organization = router.organization();
        let up = organization.map_or_else(Vec::new, |organization| {
            self.teams_up(answer.department(), organization)
        });
        let own_head = [self.head.clone()];
        let accountable = match row.accountable_one_of.as_slice() {
            [] => &own_head,
            people => people,
        };
        let agreed = row.team == answer.department()
            && row.teams_up == up
            && accountable.iter().any(|person| person == answer.owner());
        (!agreed).then(|| {
            let (owner, teams) = (answer.owner(), &row.teams_up);
            format!("{owner} of {up:?}, expected one of {accountable:?} of {teams:?}")
        })
    }

    /// The team and those above it, without the department above all.
    fn teams_up(&self, department: &str, organization: &Organization) -> Vec<String> {
        std::iter::successors(organization.department(department), DepartmentView::parent)
            .map(|department| department.key().to_owned())
            .filter(|key| *key != self.root)
            .collect()
    }
}

/// A topic of the export, and the team that owns it, if any does.
#[derive(Debug)]
struct Claim<'e> {
    name: &'e str,
    owner: Option<&'e str>,
}

/// The labels and repositories by topic. Two that are the same topic (`T-lang`, `t-lang`) for two teams are owned by none.
fn claims<'e>(
    export: &'e Export,
    teams: &BTreeSet<&str>,
    notes: &mut Vec<String>,
) -> Result<BTreeMap<String, Claim<'e>>, Failure> {
    let labels = export
        .labels
        .iter()
        .map(|(label, team)| ("label", label, vec![team.as_str()]));
    let repositories = export
        .repos
        .iter()
        .map(|repository| ("repo", &repository.repo, repository.highest()));
    let canonical = Canonical::new()?;
    let mut claims = BTreeMap::new();
    for (kind, name, named) in labels.chain(repositories) {
        let (owners, others): (Vec<_>, Vec<_>) =
            named.into_iter().partition(|team| teams.contains(team));
        for team in others {
            notes.push(format!("{kind} `{name}` is for `{team}`, which is no team"));
        }
        // Where several have the highest permission, nobody owns the repository.
        let owner = match owners.as_slice() {
            [owner] => Some(*owner),
            _ => None,
        };
        let topic = match canonical.topic(&format!("{kind}/{name}")) {
            Ok(topic) => topic,
            Err(error) => {
                notes.push(format!("{kind} `{name}` is left out: {error}"));
                continue;
            }
        };
        match claims.entry(topic) {
            Entry::Vacant(entry) => {
                entry.insert(Claim { name, owner });
            }
            Entry::Occupied(mut entry) if entry.get().owner != owner => {
                notes.push(format!(
                    "{kind} `{name}` is for several teams, so none owns it"
                ));
                entry.get_mut().owner = None;
            }
            Entry::Occupied(_) => {}
        }
    }
    Ok(claims)
}

/// The canonical form of topics, asked of the smallest organization there is.
struct Canonical(Router);

impl Canonical {
    fn new() -> Result<Self, Failure> {
        let mut document = Document::new();
        document.department("all", Department::new().head("one"));
        document.contact("one", Contact::person("One"));
        document.route(Route::fallback("all"));
        Ok(Self(document.build()?.compile()))
    }

    fn topic(&self, text: &str) -> Result<String, InquiryError> {
        answer(&self.0, text).map(|answer| answer.topic().to_owned())
    }
}

/// A key that is not taken.
fn unused(wish: &str, taken: &BTreeSet<&str>) -> String {
    let mut key = wish.to_owned();
    while taken.contains(key.as_str()) {
        key.push('-');
    }
    key
}

/// A file that cannot be read.
#[derive(Debug)]
struct Unread(PathBuf, io::Error);

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be read: {}", self.0.display(), self.1)
    }
}

impl Error for Unread {}

fn read(path: &Path) -> Result<String, Unread> {
    fs::read_to_string(path).map_err(|error| Unread(path.to_owned(), error))
}

fn parse<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| format!("`{}`: {error}", path.display()).into())
}

/// What is read from the export.
#[derive(Debug, Deserialize)]
struct Export {
    #[serde(deserialize_with = "or_empty")]
    teams: Vec<Team>,
    #[serde(default, deserialize_with = "or_empty")]
    labels: BTreeMap<String, String>,
    #[serde(default, deserialize_with = "or_empty")]
    repos: Vec<Repository>,
}

#[derive(Debug, Deserialize)]
struct Team {
    name: String,
    parent: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    leads: Vec<String>,
    #[serde(default, deserialize_with = "or_empty")]
    members: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Repository {
    repo: String,
    #[serde(default, deserialize_with = "or_empty")]
    teams: BTreeMap<String, Permission>,
}

/// What a team may do in a repository, ascending.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Permission {
    Read,
    Triage,
    Write,
    Maintain,
    Admin,
}

impl Export {
    /// Teams of which each is the parent of the one before it, where the first comes again.
    fn cycle(&self) -> Option<Vec<&str>> {
        let parents: BTreeMap<&str, &str> = self
            .teams
            .iter()
            .filter_map(|team| Some((team.name.as_str(), team.parent.as_deref()?)))
            .collect();
        let mut seen = BTreeSet::new();
        for start in parents.keys() {
            let mut walk = Vec::new();
            let mut next = Some(*start);
            while let Some(team) = next.filter(|team| seen.insert(*team)) {
                walk.push(team);
                next = parents.get(team).copied();
            }
            // The walk ended above all teams, on an earlier walk, or on itself.
            if let Some(first) = walk.iter().position(|team| Some(*team) == next) {
                return Some(walk.drain(first..).chain(next).collect());
            }
        }
        None
    }
}

impl Team {
    fn people(&self) -> impl Iterator<Item = &str> {
        self.leads.iter().chain(&self.members).map(String::as_str)
    }

    /// Everyone but the head, the other leads first, each once.
    fn followers(&self) -> impl Iterator<Item = &str> {
        let mut seen: BTreeSet<&str> = self.leads.first().map(String::as_str).into_iter().collect();
        self.people().filter(move |person| seen.insert(person))
    }
}

impl Repository {
    /// The teams with the highest permission.
    fn highest(&self) -> Vec<&str> {
        let highest = self.teams.values().max();
        let teams = self.teams.iter();
        teams
            .filter(|(_, permission)| Some(*permission) == highest)
            .map(|(team, _)| team.as_str())
            .collect()
    }
}

/// The export writes `null` where there is nothing, too.
fn or_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
