//! Reading TOML with its comments: each goes to the value that it is about.
//!
//! The parser tells where every key and value stands; whatever `#` stands outside of them starts a comment. A comment on
//! the line of a value is beside it. A block of lines belongs to what follows it without a blank line; else to what it
//! follows without a blank line; else it is a heading.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::{Item, Notes, Scalar, Table, Value};

/// A document, and the comments that belong to no value of it.
#[derive(Debug)]
pub(crate) struct Written {
    /// What the file starts with.
    pub(crate) header: Vec<Vec<String>>,
    pub(crate) root: Table,
    /// What stands below the last field above the first table.
    pub(crate) below_fields: Vec<String>,
    /// What the file ends with.
    pub(crate) footer: Vec<Vec<String>>,
}

/// Nothing where the text is not TOML.
pub(crate) fn read(text: &str) -> Option<Written> {
    let parsed = DeTable::parse(text).ok()?;
    let mut places = Places::of(text);
    places.table(parsed.get_ref(), None, None);
    let mut remarks = places.remarks();
    let mut header = Vec::new();
    if let Some(first) = remarks.first {
        let notes = remarks.notes.entry(first).or_default();
        header = std::mem::take(&mut notes.headings);
    }
    let root = remarks.table(parsed.get_ref(), text);
    Some(Written {
        header,
        root,
        below_fields: remarks.below_fields,
        footer: remarks.footer,
    })
}

/// Where a value starts that may have comments. No two start at the same byte: a section that is written by the headers of
/// its members alone has no place of its own.
type Start = usize;

/// What follows another within the document, a list or an inline table.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    start: Start,
    end: usize,
    /// The header under which it stands; none for the fields above all headers.
    header: Option<Start>,
}

/// The document, or a list or inline table within it.
#[derive(Debug)]
struct Container {
    span: Range<usize>,
    /// Where it stands itself; the document nowhere.
    start: Option<Start>,
    /// Whether it stands in no other but the document.
    is_outermost: bool,
    anchors: Vec<Anchor>,
}

struct Places<'t> {
    text: &'t str,
    document: Container,
    /// The lists and inline tables.
    nested: Vec<Container>,
    /// Keys and scalars: a `#` in one of them starts no comment.
    leaves: Vec<Range<usize>>,
}

/// The comments, each block with the value that it is about.
struct Remarks {
    notes: BTreeMap<Start, Notes>,
    first: Option<Start>,
    below_fields: Vec<String>,
    footer: Vec<Vec<String>>,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Behind its key, or in a list.
    Inline,
    /// As `[key]` or `[[key]]`.
    Header,
    /// By what stands in it alone.
    Implicit,
}

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        let document = Container {
            span: 0..text.len(),
            start: None,
            is_outermost: false,
            anchors: Vec::new(),
        };
        Self {
            text,
            document,
            nested: Vec::new(),
            leaves: Vec::new(),
        }
    }

    /// `within` is the list or inline table in which the table stands.
    fn table(&mut self, table: &DeTable<'_>, within: Option<usize>, header: Option<Start>) {
        for (key, value) in table {
            self.leaves.push(key.span());
            let form = form(key, value, self.text);
            let start = start(form, key, value);
            self.value(value, form, start, within, header);
        }
    }

    fn value(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        form: Form,
        start: Option<Start>,
        within: Option<usize>,
        header: Option<Start>,
    ) {
        if let Some(start) = start {
            let header = if form == Form::Header {
                Some(start)
            } else {
                header
            };
            let end = value.span().end;
            let container = match within.and_then(|at| self.nested.get_mut(at)) {
                Some(container) => container,
                None => &mut self.document,
            };
            container.anchors.push(Anchor { start, end, header });
        }
        let below = match form {
            Form::Header => (within, start),
            Form::Implicit => (within, header),
            Form::Inline => match value.get_ref() {
                DeValue::Array(_) | DeValue::Table(_) => {
                    self.nested.push(Container {
                        span: value.span(),
                        start,
                        is_outermost: within.is_none(),
                        anchors: Vec::new(),
                    });
                    (Some(self.nested.len() - 1), header)
                }
                _ => {
                    self.leaves.push(value.span());
                    return;
                }
            },
        };
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, below.0, below.1),
            DeValue::Array(items) => {
                for item in items {
                    let form = if form == Form::Inline {
                        Form::Inline
                    } else {
                        Form::Header
                    };
                    self.value(item, form, Some(item.span().start), below.0, below.1);
                }
            }
            _ => {}
        }
    }

    /// Every comment with its value.
    fn remarks(mut self) -> Remarks {
        let comments = self.comments();
        for container in self.nested.iter_mut().chain([&mut self.document]) {
            container.anchors.sort_by_key(|anchor| anchor.start);
        }
        self.nested.sort_by_key(|container| container.span.start);
        let mut remarks = Remarks {
            notes: BTreeMap::new(),
            first: self.document.anchors.first().map(|anchor| anchor.start),
            below_fields: Vec::new(),
            footer: Vec::new(),
        };
        let mut rest = comments.as_slice();
        while let Some(first) = rest.first() {
            let container = self.around(first.start);
            let previous = container.before(first.start);
            let from = previous.map_or(container.span.start, |anchor| anchor.end);
            if self.breaks(from..first.start) == 0 && (previous.is_some() || from > 0) {
                let line = self.line(first);
                match (previous, container.after(first.start)) {
                    (Some(anchor), _) => {
                        remarks.notes.entry(anchor.start).or_default().beside = Some(line);
                    }
                    // Behind the bracket that opens a list.
                    (None, Some(next)) => {
                        let notes = remarks.notes.entry(next.start).or_default();
                        notes.above.push(line);
                    }
                    (None, None) => remarks.below(container, None, vec![line]),
                }
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let (block, others) = rest.split_at(self.block(rest, container));
            let end = block.last().map_or(first.end, |last| last.end);
            let lines: Vec<String> = block.iter().map(|span| self.line(span)).collect();
            let next = container.after(end);
            let is_near = |range: Range<usize>| self.breaks(range) <= 1;
            let is_under = previous.is_some_and(|anchor| is_near(anchor.end..first.start));
            match next {
                Some(next) if container.start.is_some() || is_near(end..next.start) => {
                    let notes = remarks.notes.entry(next.start).or_default();
                    notes.above.extend(lines);
                }
                _ if is_under || container.start.is_some() => {
                    remarks.below(container, previous, lines);
                }
                Some(next) => {
                    let notes = remarks.notes.entry(next.start).or_default();
                    notes.headings.push(lines);
                }
                None => remarks.footer.push(lines),
            }
            rest = others;
        }
        remarks
    }

    /// Where comments stand, in order.
    fn comments(&mut self) -> Vec<Range<usize>> {
        self.leaves.sort_by_key(|leaf| leaf.start);
        let mut comments = Vec::new();
        let mut leaves = self.leaves.iter().peekable();
        let mut at = 0;
        while let Some(found) = self
            .text
            .get(at..)
            .and_then(|rest| rest.find(['#', '"', '\'']))
        {
            let found = at + found;
            while leaves.next_if(|leaf| leaf.end <= found).is_some() {}
            if let Some(leaf) = leaves.peek().filter(|leaf| leaf.contains(&found)) {
                at = leaf.end;
                continue;
            }
            let rest = self.text.get(found..).unwrap_or_default();
            if rest.starts_with('#') {
                let line = rest.lines().next().unwrap_or_default();
                comments.push(found..found + line.len());
                at = found + line.len();
            } else {
                // A key of a header that was written before.
                at = found + quoted(rest);
            }
        }
        comments
    }

    /// The innermost container around a place.
    fn around(&self, place: usize) -> &Container {
        let before = self
            .nested
            .partition_point(|container| container.span.start < place);
        for container in self.nested.iter().take(before).rev() {
            if container.span.contains(&place) {
                return container;
            }
            if container.is_outermost {
                break;
            }
        }
        &self.document
    }

    /// How many of these comments stand on lines one below the other, within one container.
    fn block(&self, comments: &[Range<usize>], container: &Container) -> usize {
        let joined = |(left, right): (&Range<usize>, &Range<usize>)| {
            let between = self.text.get(left.end..right.start).unwrap_or_default();
            between.trim().is_empty()
                && between.matches('\n').count() == 1
                && container.span.contains(&right.start)
        };
        let pairs = comments.iter().zip(comments.iter().skip(1));
        1 + pairs.take_while(|pair| joined(*pair)).count()
    }

    /// How many lines end within a range.
    fn breaks(&self, range: Range<usize>) -> usize {
        self.text
            .get(range)
            .map_or(0, |text| text.matches('\n').count())
    }

    fn line(&self, span: &Range<usize>) -> String {
        let line = self.text.get(span.clone()).unwrap_or_default();
        line.trim_end().to_owned()
    }
}

impl Container {
    fn before(&self, place: usize) -> Option<Anchor> {
        let at = self.anchors.partition_point(|anchor| anchor.start < place);
        self.anchors.get(at.checked_sub(1)?).copied()
    }

    fn after(&self, place: usize) -> Option<Anchor> {
        let at = self.anchors.partition_point(|anchor| anchor.start < place);
        self.anchors.get(at).copied()
    }
}

impl Remarks {
    /// Notes lines at the end of what they stand in.
    fn below(&mut self, container: &Container, previous: Option<Anchor>, lines: Vec<String>) {
        let owner = container
            .start
            .or(previous.and_then(|anchor| anchor.header));
        match owner {
            Some(owner) => self.notes.entry(owner).or_default().below.extend(lines),
            None => self.below_fields.extend(lines),
        }
    }

    fn table(&mut self, table: &DeTable<'_>, text: &str) -> Table {
        let entries = table.iter().map(|(key, value)| {
            let form = form(key, value, text);
            let start = start(form, key, value);
            (key.get_ref().to_string(), self.item(value, start, text))
        });
        entries.collect()
    }

    fn item(&mut self, value: &Spanned<DeValue<'_>>, start: Option<Start>, text: &str) -> Item {
        let notes = start.and_then(|start| self.notes.remove(&start));
        let value = match value.get_ref() {
            DeValue::Table(table) => Value::Table(self.table(table, text)),
            DeValue::Array(items) => {
                let items = items.iter();
                let items = items.map(|item| self.item(item, Some(item.span().start), text));
                Value::List(items.collect())
            }
            other => Value::Scalar(scalar(other, text.get(value.span()).unwrap_or_default())),
        };
        Item {
            notes: notes.unwrap_or_default(),
            value,
        }
    }
}

/// How the value of a key is written.
fn form(key: &Spanned<impl Sized>, value: &Spanned<DeValue<'_>>, text: &str) -> Form {
    let span = value.span();
    let written = text.get(span.clone()).unwrap_or_default();
    match value.get_ref() {
        DeValue::Table(_) if written.starts_with('{') => Form::Inline,
        DeValue::Table(_) => {
            let rest = text.get(key.span().end..span.end).unwrap_or_default();
            // The last key of its header; a part of a dotted key, or of another table's header, is not.
            if written.starts_with('[') && span.contains(&key.span().start) && rest.trim() == "]" {
                Form::Header
            } else {
                Form::Implicit
            }
        }
        // A list that is written by headers lies where its first item does.
        DeValue::Array(items) if items.first().is_some_and(|item| item.span() == span) => {
            Form::Implicit
        }
        _ => Form::Inline,
    }
}

/// Where comments about the value of a key are looked for.
fn start(form: Form, key: &Spanned<impl Sized>, value: &Spanned<DeValue<'_>>) -> Option<Start> {
    match form {
        Form::Inline => Some(key.span().start),
        Form::Header => Some(value.span().start),
        Form::Implicit => None,
    }
}

/// A text in quotes as it is usually written, whatever quotes it has; all else as it stands.
fn scalar(value: &DeValue<'_>, written: &str) -> Scalar {
    match value {
        DeValue::String(text)
            if !written.contains('\\') && !text.contains(['"', '\\', '\n', '\r']) =>
        {
            Scalar::Text(text.to_string())
        }
        _ => Scalar::Verbatim(written.to_owned()),
    }
}

/// How long the text in quotes is that starts here.
fn quoted(text: &str) -> usize {
    let mut characters = text.char_indices();
    let Some((_, quote)) = characters.next() else {
        return 0;
    };
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if quote == '"' => {
                characters.next();
            }
            '\n' => return at,
            other if other == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
