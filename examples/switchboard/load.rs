//! Reading descriptions: from a file or the embedded sample, in TOML, JSON or YAML.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use serde_saphyr::DuplicateKeyPolicy;
use switchboard::{Document, Organization};

use crate::Failure;
use crate::check::Judgement;
use crate::cli::{File, From, Input, format};
use crate::layout::Format;
use crate::text::{Plain, not_utf8, shortened};

const SAMPLE: &str = include_str!("sample.toml");

/// The organization that was asked for. Where it has problems, they are the failure.
pub(crate) fn organization(from: &From) -> Result<Organization, Failure> {
    build(&Sources::read(&from.org).map_err(Failure::misused)?)
}

/// The organization that documents describe. Where they have problems, these are the failure.
pub(crate) fn build(sources: &Sources) -> Result<Organization, Failure> {
    let judgement = Judgement::of(sources);
    let report = || Failure::Told(judgement.report(sources));
    judgement.organization.clone().ok_or_else(report)
}

/// The documents of one organization.
#[derive(Debug)]
pub(crate) struct Sources(pub(crate) Vec<Source>);

impl Sources {
    /// Reads the documents, or the sample where none is named. Or says which cannot be read, and why.
    pub(crate) fn read(inputs: &[Input]) -> Result<Self, String> {
        if inputs.is_empty() {
            return Ok(Self(vec![Source::sample()]));
        }
        let mut sources: Vec<Source> = Vec::new();
        for input in inputs {
            match input {
                Input::File(file) => sources.push(Source::read(file)?),
                Input::Folder(folder) => {
                    for file in documents(folder)? {
                        sources.push(Source::read(&file)?);
                    }
                }
                Input::Stdin => sources.push(Source::stdin()?),
            }
        }
        // One that is named twice is there once.
        let mut names = BTreeSet::new();
        sources.retain(|source| names.insert(source.name.clone()));
        Ok(Self(sources))
    }

    /// How the organization is called where it is spoken of: by its document, or how many there are.
    pub(crate) fn name(&self) -> String {
        match self.0.as_slice() {
            [only] => only.name.clone(),
            several => format!("{} documents", several.len()),
        }
    }
}

/// The documents in a folder and below it, by name; none whose name starts with a dot.
pub(crate) fn documents(folder: &Path) -> Result<Vec<File>, String> {
    let cannot = |folder: &Path, reason: &dyn Display| {
        format!(
            "`{}` cannot be read: {reason}",
            Plain(&folder.to_string_lossy())
        )
    };
    let mut files = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let entries = fs::read_dir(&folder).map_err(|reason| cannot(&folder, &reason))?;
        for entry in entries {
            let entry = entry.map_err(|reason| cannot(&folder, &reason))?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(|reason| cannot(&path, &reason))?;
            if kind.is_dir() {
                pending.push(path);
            } else if let Some(format) = format(&path) {
                files.push(File { path, format });
            }
        }
    }
    if files.is_empty() {
        return Err(cannot(folder, &"it has no .toml, .json or .yaml file"));
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

/// A description as it was written.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) format: Format,
}

impl Source {
    fn sample() -> Self {
        Self {
            name: "sample.toml".to_owned(),
            text: SAMPLE.to_owned(),
            format: Format::Toml,
        }
    }

    /// Reads a file, or says why it cannot be read.
    pub(crate) fn read(file: &File) -> Result<Self, String> {
        let name = Plain(&file.path.to_string_lossy()).to_string();
        let bytes =
            fs::read(&file.path).map_err(|reason| format!("`{name}` cannot be read: {reason}"))?;
        Ok(Self {
            text: text_of(bytes, &format!("`{name}`"))?,
            name,
            format: file.format,
        })
    }

    /// Reads what is no organization: a file or standard input.
    pub(crate) fn of(input: &Input) -> Result<Self, String> {
        match input {
            Input::File(file) => Self::read(file),
            Input::Folder(folder) => {
                let folder = folder.to_string_lossy();
                Err(format!("`{}` is a folder", Plain(&folder)))
            }
            Input::Stdin => Self::stdin(),
        }
    }

    /// Reads standard input: JSON where it starts with a bracket or brace, else TOML.
    pub(crate) fn stdin() -> Result<Self, String> {
        let name = "standard input";
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|reason| format!("{name} cannot be read: {reason}"))?;
        let text = text_of(bytes, name)?;
        let is_json = is_json(&text);
        Ok(Self {
            name: name.to_owned(),
            text,
            format: if is_json { Format::Json } else { Format::Toml },
        })
    }

    pub(crate) fn parse(&self) -> Result<Document, SyntaxError> {
        match self.format {
            Format::Toml => {
                toml::from_str(&self.text).map_err(|error| SyntaxError::in_toml(&error, &self.text))
            }
            Format::Json => serde_json::from_str(&self.text)
                .map_err(|error| SyntaxError::in_json(&error, &self.text)),
            Format::Yaml => {
                let options = serde_saphyr::options! {
                    // A key written twice is a problem that `build` reports, with the others.
                    duplicate_keys: DuplicateKeyPolicy::PassThrough,
                    // `no` is a language and a country before it is a refusal.
                    strict_booleans: true,
                    leading_zero_numbers_as_strings: true,
                    underscored_numbers_as_strings: true,
                };
                serde_saphyr::from_str_with_options(&self.text, options)
                    .map_err(|error| SyntaxError::in_yaml(&error, &self.text))
            }
        }
    }
}

/// Whether a text is JSON, not TOML: a header of a table starts with a bracket, too, but not with a value in it.
fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{')
        || text
            .strip_prefix('[')
            .is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

/// A file's text, without the mark with which some editors start it.
fn text_of(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(name, &error.utf8_error()))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Why a text is no document at all, and where.
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    pub(crate) span: Option<Range<usize>>,
    /// What may help.
    pub(crate) suggestion: Option<String>,
}

impl SyntaxError {
    fn in_toml(error: &toml::de::Error, text: &str) -> Self {
        let (mut message, span) = (error.message().to_owned(), error.span());
        let mut suggestion = None;
        if let ("duplicate key", Some(span)) = (error.message(), &span) {
            let key = text.get(span.clone()).unwrap_or_default();
            let key = key.trim_matches(['"', '\'']);
            message = format!("the key `{}` is written twice", Plain(&shortened(key)));
            suggestion = list_header(text, span.start)
                .map(|header| format!("write `[[{header}]]` above each of them"));
        }
        Self {
            message,
            span,
            suggestion,
        }
    }

    fn in_json(error: &serde_json::Error, text: &str) -> Self {
        let (line, column) = (error.line(), error.column());
        // It counts bytes, from 1, and 0 where a line has none.
        let at = line_start(text, line) + column.saturating_sub(1);
        let start = (0..=at.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at));
        let place = format!(" at line {line} column {column}");
        Self::at(start, &error.to_string(), &place)
    }

    fn in_yaml(error: &serde_saphyr::Error, text: &str) -> Self {
        let error = error.without_snippet();
        let message = match error {
            // The library's own message names functions of its interface.
            serde_saphyr::Error::MultipleDocuments { .. } => {
                "a description is one YAML document; this is the second".to_owned()
            }
            error => error.to_string(),
        };
        let Some(location) = error.location() else {
            return Self {
                message,
                span: None,
                suggestion: None,
            };
        };
        let (line, column) = (location.line(), location.column());
        // It counts characters, from 1.
        let from = line_start(text, usize::try_from(line).unwrap_or(usize::MAX));
        let before = usize::try_from(column)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        let rest = text.get(from..).unwrap_or_default();
        let at = rest
            .char_indices()
            .nth(before)
            .map_or(rest.len(), |(at, _)| at);
        let place = format!(" at line {line}, column {column}");
        Self::at(Some(from + at), &message, &place)
    }

    /// `place` is where the message says that it is: that is shown, and need not be said.
    fn at(start: Option<usize>, message: &str, place: &str) -> Self {
        Self {
            message: message.strip_suffix(place).unwrap_or(message).to_owned(),
            span: start.map(|start| start..start),
            suggestion: None,
        }
    }
}

/// Where a line starts, counted from 1; the end of the text where there is no such line.
fn line_start(text: &str, line: usize) -> usize {
    match line {
        0 | 1 => 0,
        line => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    }
}

/// The header that a place is in, where it is one that lists tables and should have two brackets.
fn list_header(text: &str, at: usize) -> Option<&str> {
    let line_start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(line_start..)?.lines().next()?;
    let header = line.trim_start().strip_prefix('[')?;
    let header = header.trim_start_matches('[').split(']').next()?.trim();
    let keys: Vec<&str> = header.split('.').map(str::trim).collect();
    let is_list = matches!(
        keys.as_slice(),
        ["routes" | "notices"]
            | ["departments", _, "desks"]
            | ["contacts", _, "points"]
            | ["policies", _, "levels"]
            | ["topics", _, "links"]
    );
    is_list.then_some(header)
}
