//! `check`: all problems of descriptions, each at its place.

use std::io::Write;

use serde::Serialize;
use switchboard::Organization;

use crate::cli::Check;
use crate::diagnostics::{self, Finding};
use crate::load::Source;
use crate::text::{count, error};
use crate::{Failure, Outcome};

pub(crate) fn run(arguments: &Check, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    let mut reports = Vec::new();
    for file in &arguments.files {
        let name = file.path.to_string_lossy();
        let judgement = match Source::read(file) {
            Ok(source) => {
                let judgement = Judgement::of(&source);
                if judgement.organization.is_none() {
                    outcome = outcome.max(Outcome::Problems);
                }
                if !arguments.json {
                    writeln!(out, "{}", judgement.report(&source))?;
                }
                judgement
            }
            Err(message) => {
                // Said at once: the other files are still judged.
                out.flush()?;
                writeln!(anstream::stderr(), "{}", error(&message))?;
                outcome = Outcome::Unread;
                Judgement::problems(vec![Finding::file(message)])
            }
        };
        if arguments.json {
            reports.push(Report {
                file: name.into_owned(),
                problems: judgement.problems,
                warnings: judgement.warnings,
            });
        }
    }
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &reports)?;
        writeln!(out)?;
    }
    Ok(outcome)
}

/// What is to be said about one description.
pub(crate) struct Judgement {
    /// Absent where there are problems.
    pub(crate) organization: Option<Organization>,
    pub(crate) problems: Vec<Finding>,
    pub(crate) warnings: Vec<Finding>,
}

impl Judgement {
    pub(crate) fn of(source: &Source) -> Self {
        let document = match source.parse() {
            Ok(document) => document,
            Err(error) => return Self::problems(vec![Finding::syntax(error, source)]),
        };
        match document.build() {
            Ok(organization) => {
                let warnings = diagnostics::locate(organization.warnings(), source);
                let (organization, problems) = (Some(organization), Vec::new());
                Self {
                    organization,
                    problems,
                    warnings,
                }
            }
            Err(error) => Self::problems(diagnostics::locate(error.problems(), source)),
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
    pub(crate) fn report(&self, source: &Source) -> String {
        let mut text = String::new();
        for findings in [&self.problems, &self.warnings] {
            if !findings.is_empty() {
                text += &diagnostics::render(source, findings);
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
        text + " in " + &source.name
    }
}

#[derive(Serialize)]
struct Report {
    file: String,
    problems: Vec<Finding>,
    warnings: Vec<Finding>,
}
