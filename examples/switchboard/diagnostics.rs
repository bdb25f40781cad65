//! Problems as a compiler would show them: the line, the place in it, what was expected, and what may help.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::{Serialize, Serializer};
use switchboard::{Inquiry, PathSegment, Problem, ProblemKind};

use crate::layout::Format;
use crate::load::{Source, Sources, SyntaxError};
use crate::spans::Spans;
use crate::text::{Plain, shortened};

/// The longest line that is shown, in bytes. Of a longer one only the place is told.
const LONGEST_LINE: usize = 2_000;

/// A problem or warning, in which document it is, and where.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    place: Option<Place>,
    what: What,
    /// The number of the document; none where it is a matter of several.
    source: Option<usize>,
    span: Option<Range<usize>>,
    /// Where the other of two is, and in which document.
    other: Option<(usize, Range<usize>)>,
}

#[derive(Clone, Debug)]
enum What {
    Problem(Problem),
    /// What keeps a file from being a document at all.
    Text {
        kind: TextKind,
        message: String,
        suggestion: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum TextKind {
    Syntax,
    File,
}

/// A finding as JSON: the same keys for all, with `null` where there is nothing.
#[derive(Serialize)]
struct Row<'a> {
    line: Option<usize>,
    column: Option<usize>,
    kind: Kind,
    warning: bool,
    path: Option<String>,
    message: String,
    written: Option<&'a str>,
    expected: Option<&'a str>,
    suggestion: Option<&'a str>,
    related: Option<String>,
    related_file: Option<&'a str>,
    witness: Option<&'a Inquiry>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Kind {
    Problem(ProblemKind),
    Text(TextKind),
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let problem = match &self.what {
            What::Problem(problem) => Some(problem),
            What::Text { .. } => None,
        };
        let row = Row {
            line: self.place.map(|place| place.line),
            column: self.place.map(|place| place.column),
            kind: match &self.what {
                What::Problem(problem) => Kind::Problem(problem.kind()),
                What::Text { kind, .. } => Kind::Text(*kind),
            },
            warning: self.is_warning(),
            path: problem.map(Problem::path),
            message: self.message(),
            written: problem.and_then(Problem::written),
            expected: problem.map(Problem::expected),
            suggestion: self.suggestion(),
            related: problem.and_then(Problem::related),
            related_file: problem.and_then(Problem::related_document),
            witness: problem.and_then(Problem::witness),
        };
        row.serialize(serializer)
    }
}

/// Line and column as people count them, from 1; a column is a character.
#[derive(Clone, Copy, Debug)]
struct Place {
    line: usize,
    column: usize,
}

impl Finding {
    pub(crate) fn syntax(error: SyntaxError, at: usize, source: &Source) -> Self {
        let place = error
            .span
            .as_ref()
            .map(|span| Lines::of(&source.text).place(span.start));
        let what = What::Text {
            kind: TextKind::Syntax,
            message: error.message,
            suggestion: error.suggestion,
        };
        Self {
            place,
            what,
            source: Some(at),
            span: error.span,
            other: None,
        }
    }

    pub(crate) fn file(message: String) -> Self {
        let what = What::Text {
            kind: TextKind::File,
            message,
            suggestion: None,
        };
        Self {
            place: None,
            what,
            source: None,
            span: None,
            other: None,
        }
    }

    /// The number of the document in which it is.
    pub(crate) fn source(&self) -> Option<usize> {
        self.source
    }

    fn order(&self) -> (bool, Option<usize>, Option<usize>) {
        let of_the_whole =
            matches!(&self.what, What::Problem(problem) if problem.segments().is_empty());
        let start = self.span.as_ref().map(|span| span.start);
        (of_the_whole || self.source.is_none(), self.source, start)
    }

    fn is_warning(&self) -> bool {
        matches!(&self.what, What::Problem(problem) if problem.is_warning())
    }

    fn group<'a>(&'a self, sources: &'a Sources, lines: &[Lines<'a>]) -> Group<'a> {
        let level = if self.is_warning() {
            Level::WARNING
        } else {
            Level::ERROR
        };
        let snippets = self.snippets(sources, lines);
        let mut group = if snippets.is_empty() {
            let group = Group::with_title(level.primary_title(self.message()));
            match self.origin(sources) {
                Some(origin) => group.element(origin),
                None => group.element(Level::NOTE.message(format!("in {}", sources.name()))),
            }
        } else {
            Group::with_title(level.primary_title(self.title())).elements(snippets)
        };
        if let What::Problem(problem) = &self.what {
            if !problem.segments().is_empty() {
                group = group.element(Level::NOTE.message(format!("at `{}`", problem.path())));
            }
        }
        if let Some(suggestion) = self.suggestion() {
            group = group.element(Level::HELP.message(suggestion));
        }
        group
    }

    /// The place, and that of the other of two; nothing where there is no line that people can read.
    fn snippets<'a>(
        &self,
        sources: &'a Sources,
        lines: &[Lines<'a>],
    ) -> Vec<Snippet<'a, Annotation<'a>>> {
        let readable = |at: usize, span: &Range<usize>| {
            let line = lines.get(at)?.around(span.start);
            (line.text.len() <= LONGEST_LINE).then_some(line)
        };
        let snippet = |at: usize, line: Line<'a>| {
            let snippet = Snippet::source(line.text).line_start(line.number);
            snippet.path(sources.0.get(at).map(|source| source.name.as_str()))
        };
        let own = self.source.zip(self.span.as_ref());
        let Some((at, span, line)) =
            own.and_then(|(at, span)| Some((at, span, readable(at, span)?)))
        else {
            return Vec::new();
        };
        let place = AnnotationKind::Primary
            .span(line.part(span))
            .label(self.label());
        let first = snippet(at, line).annotation(place);
        let other = self.other.as_ref();
        let Some((beside, span, other)) =
            other.and_then(|(at, span)| Some((*at, span, readable(*at, span)?)))
        else {
            return vec![first];
        };
        let place = AnnotationKind::Context
            .span(other.part(span))
            .label(self.beside_label());
        if (beside, other.number) == (at, line.number) {
            vec![first.annotation(place)]
        } else {
            vec![first, snippet(beside, other).annotation(place)]
        }
    }

    fn origin<'a>(&self, sources: &'a Sources) -> Option<Origin<'a>> {
        let source = sources.0.get(self.source?)?;
        let origin = Origin::path(&source.name);
        Some(match self.place {
            Some(place) => origin.line(place.line).char_column(place.column),
            None => origin,
        })
    }

    /// What is wrong and what was expected.
    fn message(&self) -> String {
        match &self.what {
            What::Problem(problem) => problem.message(),
            What::Text { message, .. } => message.clone(),
        }
    }

    /// What to do about it.
    fn suggestion(&self) -> Option<&str> {
        let suggestion = match &self.what {
            What::Problem(problem) => Some(problem.suggestion()),
            What::Text { suggestion, .. } => suggestion.as_deref(),
        };
        suggestion.filter(|suggestion| !suggestion.is_empty())
    }

    /// What is wrong, where a label says what was expected.
    fn title(&self) -> String {
        match &self.what {
            What::Problem(problem) => match problem.written() {
                Some(written) => format!(
                    "{}: `{}`",
                    problem.kind().title(),
                    Plain(&shortened(written))
                ),
                None => problem.kind().title().to_owned(),
            },
            What::Text { .. } => self.message(),
        }
    }

    fn beside_label(&self) -> &'static str {
        match &self.what {
            What::Problem(problem) if problem.kind() == ProblemKind::OutsidePart => {
                "what the part is granted"
            }
            _ => "the other one",
        }
    }

    fn label(&self) -> Option<String> {
        match &self.what {
            What::Problem(problem) => Some(format!("expected {}", problem.expected())),
            What::Text { .. } => None,
        }
    }
}

/// Problems with their documents and their places in the text. Only TOML tells where its values are.
pub(crate) fn locate(problems: &[Problem], sources: &Sources) -> Vec<Finding> {
    let spans: Vec<Option<Spans<'_>>> = sources
        .0
        .iter()
        .map(|source| match source.format {
            Format::Toml if !problems.is_empty() => Spans::of(&source.text),
            _ => None,
        })
        .collect();
    let lines = lines(sources);
    let numbers: BTreeMap<&str, usize> = sources
        .0
        .iter()
        .enumerate()
        .map(|(at, source)| (source.name.as_str(), at))
        .collect();
    // A document alone is not named.
    let only = (sources.0.len() == 1).then_some(0);
    let number = |name: Option<&str>| name.map_or(only, |name| numbers.get(name).copied());
    let find = |at: usize, path: &[PathSegment], written: Option<&str>| {
        let (spans, source) = (spans.get(at)?.as_ref()?, sources.0.get(at)?);
        Some(spans.find(path, written, &source.text))
    };
    let located = |problem: &Problem| {
        let source = number(problem.document());
        let span = source.and_then(|at| find(at, problem.segments(), problem.written()));
        let other = problem.related_segments().and_then(|path| {
            let at = number(problem.related_document())?;
            Some((at, find(at, path, None)?))
        });
        let place = source.zip(span.as_ref());
        let place = place.and_then(|(at, span)| Some(lines.get(at)?.place(span.start)));
        Finding {
            place,
            what: What::Problem(problem.clone()),
            source,
            span,
            other,
        }
    };
    let mut findings: Vec<Finding> = problems.iter().map(located).collect();
    // As a reader goes through the files, what is said of the whole last. Without places they stay as they were reported.
    findings.sort_by_key(Finding::order);
    findings
}

/// The findings as text, in styles that a stream may leave out.
pub(crate) fn render(sources: &Sources, findings: &[Finding]) -> String {
    let lines = lines(sources);
    let renderer = Renderer::styled();
    let texts: Vec<String> = findings
        .iter()
        .map(|finding| renderer.render(&[finding.group(sources, &lines)]))
        .collect();
    texts.join("\n\n")
}

fn lines(sources: &Sources) -> Vec<Lines<'_>> {
    let texts = sources.0.iter();
    texts.map(|source| Lines::of(&source.text)).collect()
}

/// A text by its lines, so that a problem in a long one is shown without reading it all again.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Line<'a> {
    /// Counted from 1.
    number: usize,
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    /// The part of the line that a span covers. What goes on over several lines is shown by its first.
    fn part(&self, span: &Range<usize>) -> Range<usize> {
        let within = |offset: usize| offset.saturating_sub(self.start).min(self.text.len());
        within(span.start)..within(span.end)
    }
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self { text, starts }
    }

    fn around(&self, offset: usize) -> Line<'a> {
        let number = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(number - 1).copied().unwrap_or(0);
        let text = self
            .text
            .get(start..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        Line {
            number,
            start,
            text,
        }
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.around(offset);
        let before = line
            .text
            .get(..offset.saturating_sub(line.start))
            .unwrap_or(line.text);
        Place {
            line: line.number,
            column: before.chars().count() + 1,
        }
    }
}
