//! The command `switchboard`: asks an organization who is accountable, who answers first and who is next.
//!
//! ```text
//! cargo run --example switchboard -- resolve billing/refunds channel=email
//! ```
//!
//! It ends with 0 where all is fine, 1 where there are problems or nothing is found, and 2 where it was called wrongly or a
//! file cannot be read.

#![expect(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a program has the standard library"
)]

mod answer;
mod batch;
mod calendar;
mod check;
mod cli;
mod diagnostics;
mod edit;
mod find;
mod fmt;
mod instant;
mod layout;
mod load;
mod progress;
mod render;
mod search;
mod show;
mod spans;
mod text;
mod zone;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser;
use switchboard::Document;

use crate::cli::{Cli, Command, Show};

/// How clap ends, too, where the command line is wrong.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::FAILURE,
        Ok(Outcome::Unread) => ExitCode::from(MISUSED),
        Err(failure) => failure.report(),
    }
}

fn run(cli: &Cli) -> Result<Outcome, Failure> {
    // `anstream` strips what only a terminal understands, and more: what a program reads goes out as it is.
    let raw: Box<dyn Write> = if cli.command.is_raw() {
        Box::new(io::stdout().lock())
    } else {
        Box::new(anstream::stdout().lock())
    };
    let mut out = BufWriter::new(raw);
    let outcome = match &cli.command {
        Command::Resolve(arguments) if arguments.batch => batch::run(arguments)?,
        Command::Resolve(arguments) => answer::resolve(arguments, &mut out)?,
        Command::Explain(arguments) => answer::explain(arguments, &mut out)?,
        Command::Check(arguments) => check::run(arguments, &mut out)?,
        Command::Contacts(arguments) => find::contacts(arguments, &mut out)?,
        Command::Topics(arguments) => find::topics(arguments, &mut out)?,
        Command::OnDuty(arguments) => calendar::on_duty::run(arguments, &mut out)?,
        Command::Gaps(arguments) => calendar::gaps::run(arguments, &mut out)?,
        Command::Edit(arguments) => edit::run(arguments, &mut out)?,
        Command::Fmt(arguments) => fmt::run(arguments, &mut out)?,
        Command::Tree(arguments) => show::tree(arguments, &mut out)?,
        Command::Show {
            what: Show::Contact(arguments),
        } => show::contact(arguments, &mut out)?,
        Command::Render(arguments) => render::run(arguments, &mut out)?,
        Command::Schema => {
            out.write_all(Document::schema().as_bytes())?;
            Outcome::Fine
        }
    };
    out.flush()?;
    Ok(outcome)
}

/// How a command ended that did what it was asked to, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Fine,
    Problems,
    /// There was a file that cannot be read.
    Unread,
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
enum Failure {
    /// What to say about it, ready to be printed.
    Told(String),
    /// The same, about how the command was called.
    Misused(String),
    Output(io::Error),
}

impl Failure {
    fn told(message: impl std::fmt::Display) -> Self {
        Self::Told(text::error(message))
    }

    fn misused(message: impl std::fmt::Display) -> Self {
        Self::Misused(text::error(message))
    }

    fn report(self) -> ExitCode {
        let (message, code) = match self {
            // Whoever read our output has seen enough, as in `switchboard tree | head`.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => {
                let message = format_args!("the output cannot be written: {error}");
                (text::error(message), ExitCode::FAILURE)
            }
            Self::Told(message) => (message, ExitCode::FAILURE),
            Self::Misused(message) => (message, ExitCode::from(MISUSED)),
        };
        // Where even this cannot be written, the exit code says it.
        let _ = writeln!(anstream::stderr(), "{message}");
        code
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
