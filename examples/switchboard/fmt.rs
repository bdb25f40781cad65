//! `fmt`: descriptions in their canonical layout.

use std::fs;
use std::io::Write;

use crate::check::Judgement;
use crate::cli::{File, Fmt, Input};
use crate::layout::{self, Refusal};
use crate::load::{self, Source, Sources};
use crate::text::{FAINT, STRONG, error, styled};
use crate::{Failure, Outcome};

pub(crate) fn run(arguments: &Fmt, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    let stdin = [Input::Stdin];
    let inputs = match arguments.files.as_slice() {
        [] => &stdin,
        inputs => inputs,
    };
    for input in inputs {
        let files = match input {
            Input::Stdin => {
                outcome = outcome.max(stream(arguments, out)?);
                continue;
            }
            Input::File(file) => Ok(vec![file.clone()]),
            Input::Folder(folder) => load::documents(folder),
        };
        match files {
            Ok(files) => {
                for file in files {
                    outcome = outcome.max(one(&file, arguments, out)?);
                }
            }
            Err(message) => {
                tell(out, &error(message))?;
                outcome = Outcome::Unread;
            }
        }
    }
    Ok(outcome)
}

fn one(file: &File, arguments: &Fmt, out: &mut impl Write) -> Result<Outcome, Failure> {
    let source = match Source::read(file) {
        Ok(source) => source,
        Err(message) => {
            tell(out, &error(message))?;
            return Ok(Outcome::Unread);
        }
    };
    let Some(written) = canonical(&source, out)? else {
        return Ok(Outcome::Problems);
    };
    if arguments.stdout {
        out.write_all(written.as_bytes())?;
    } else if written != source.text && arguments.check {
        writeln!(out, "{}", would_change(&source, &written))?;
        return Ok(Outcome::Problems);
    } else if written != source.text {
        if let Err(reason) = fs::write(&file.path, written) {
            let message = format!("`{}` cannot be written: {reason}", source.name);
            tell(out, &error(message))?;
            return Ok(Outcome::Unread);
        }
    }
    Ok(Outcome::Fine)
}

/// From standard input to standard output.
fn stream(arguments: &Fmt, out: &mut impl Write) -> Result<Outcome, Failure> {
    let source = Source::stdin().map_err(Failure::misused)?;
    match canonical(&source, out)? {
        None => Ok(Outcome::Problems),
        Some(written) if !arguments.check => {
            out.write_all(written.as_bytes())?;
            Ok(Outcome::Fine)
        }
        Some(written) if written == source.text => Ok(Outcome::Fine),
        Some(written) => {
            writeln!(out, "{}", would_change(&source, &written))?;
            Ok(Outcome::Problems)
        }
    }
}

/// The canonical layout of a description. Where it has none, says why.
fn canonical(source: &Source, out: &mut impl Write) -> Result<Option<String>, Failure> {
    let message = match layout::canonical(&source.text, source.format) {
        Ok(written) => return Ok(Some(written)),
        // What is wrong is shown at its place.
        Err(Refusal::Syntax) if source.parse().is_err() => {
            let sources = Sources(vec![source.clone()]);
            Judgement::of(&sources).report(&sources)
        }
        Err(refusal) => error(format_args!(
            "`{}` is left as it is: {refusal}",
            source.name
        )),
    };
    tell(out, &message)?;
    Ok(None)
}

/// Says something at once; the other files are still seen to.
fn tell(out: &mut impl Write, message: &str) -> Result<(), Failure> {
    out.flush()?;
    writeln!(anstream::stderr(), "{message}")?;
    Ok(())
}

/// Which file, and the first line on which it is not as it should be.
fn would_change(source: &Source, written: &str) -> String {
    let (is, should_be) = (source.text.lines(), written.lines());
    let same = is
        .zip(should_be)
        .take_while(|(is, should_be)| is == should_be);
    let line = same.count() + 1;
    let name = styled(STRONG, format_args!("{}:{line}", source.name));
    format!("{name} {}", styled(FAINT, "would change from here on"))
}
