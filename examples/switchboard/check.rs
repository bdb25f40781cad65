//! `check`: all problems of descriptions, each at its place.

use std::io::Write;

use serde::Serialize;
use switchboard::{Documents, Organization};

use crate::cli::{Check, Input};
use crate::diagnostics::{self, Finding};
use crate::load::Sources;
use crate::progress::Progress;
use crate::text::{count, error};
use crate::{Failure, Outcome};

pub(crate) fn run(arguments: &Check, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    let mut reports = Vec::new();
    let of_one = arguments.files.chunks(1);
    let together = (!arguments.org.is_empty()).then_some(arguments.org.as_slice());
    for inputs in of_one.chain(together) {
        match Sources::read(inputs) {
            Ok(sources) => {
                let judgement = Judgement::of(&sources);
                if judgement.organization.is_none() {
                    outcome = outcome.max(Outcome::Problems);
                }
                if arguments.json {
                    reports.extend(Report::of(&judgement, &sources));
                } else {
                    writeln!(out, "{}", judgement.report(&sources))?;
                }
            }
            Err(message) => {
                // Said at once: the others are still judged.
                out.flush()?;
                writeln!(anstream::stderr(), "{}", error(&message))?;
                outcome = Outcome::Unread;
                reports.push(Report {
                    file: name(inputs),
                    problems: vec![Finding::file(message)],
                    warnings: Vec::new(),
                });
            }
        }
    }
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &reports)?;
        writeln!(out)?;
    }
    Ok(outcome)
}

/// Of what was to be read.
fn name(inputs: &[Input]) -> Option<String> {
    match inputs {
        [Input::File(file)] => Some(file.path.to_string_lossy().into_owned()),
        [Input::Folder(path)] => Some(path.to_string_lossy().into_owned()),
        _ => None,
    }
}

/// What is to be said about the documents of one organization.
pub(crate) struct Judgement {
    /// Absent where there are problems.
    pub(crate) organization: Option<Organization>,
    problems: Vec<Finding>,
    warnings: Vec<Finding>,
}

impl Judgement {
    pub(crate) fn of(sources: &Sources) -> Self {
        let _progress = Progress::of(format!("checking {}", sources.name()));
        let mut documents = Documents::new();
        let mut problems = Vec::new();
        for (at, source) in sources.0.iter().enumerate() {
            match source.parse() {
                Ok(document) => {
                    documents.add(&source.name, document);
                }
                Err(error) => problems.push(Finding::syntax(error, at, source)),
            }
        }
        if !problems.is_empty() {
            // What the others lack may stand in these.
            return Self::problems(problems);
        }
        match documents.build() {
            Ok(organization) => {
                let warnings = diagnostics::locate(organization.warnings(), sources);
                let (organization, problems) = (Some(organization), Vec::new());
                Self {
                    organization,
                    problems,
                    warnings,
                }
            }
            Err(error) => Self::problems(diagnostics::locate(error.problems(), sources)),
        }
    }

    fn problems(problems: Vec<Finding>) -> Self {
        Self {
            organization: None,
            problems,
            warnings: Vec::new(),
        }
    }

    /// Everything there is to say, and a line that counts it.
    pub(crate) fn report(&self, sources: &Sources) -> String {
        let mut text = String::new();
        for findings in [&self.problems, &self.warnings] {
            if !findings.is_empty() {
                text += &diagnostics::render(sources, findings);
                text += "\n\n";
            }
        }
        text += &match self.problems.len() {
            0 => "no problems".to_owned(),
            many => count(many, "problem", "problems"),
        };
        if !self.warnings.is_empty() {
            text += ", ";
            text += &count(self.warnings.len(), "warning", "warnings");
        }
        text + " in " + &sources.name()
    }
}

/// What is found in one document; in none where it is a matter of several.
#[derive(Serialize)]
struct Report {
    file: Option<String>,
    problems: Vec<Finding>,
    warnings: Vec<Finding>,
}

impl Report {
    /// A report for each document, and one for what concerns no one of them, if there is such.
    fn of(judgement: &Judgement, sources: &Sources) -> Vec<Self> {
        let about = |findings: &[Finding], at: Option<usize>| -> Vec<Finding> {
            let own = findings.iter().filter(|finding| finding.source() == at);
            own.cloned().collect()
        };
        let report = |file, at| Self {
            file,
            problems: about(&judgement.problems, at),
            warnings: about(&judgement.warnings, at),
        };
        let named = sources.0.iter().enumerate();
        let mut reports: Vec<Self> = named
            .map(|(at, source)| report(Some(source.name.clone()), Some(at)))
            .collect();
        let whole = report(None, None);
        if !whole.problems.is_empty() || !whole.warnings.is_empty() {
            reports.push(whole);
        }
        reports
    }
}
