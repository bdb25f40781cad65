//! Reading a written table: each field once, with a problem for what does not fit.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use jiff::civil::Date;
use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::document::format::Table;
use super::document::{Entries, Node};
use super::problem::{Place, ProblemKind, Problems, one_of};

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Read<T> {
    /// Nothing was written.
    Absent,
    /// Something else was written; the problem is noted.
    Bad,
    /// This.
    Good(T),
}

impl<T> Read<T> {
    pub(crate) fn good(self) -> Option<T> {
        match self {
            Self::Good(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn is_good(&self) -> bool {
        matches!(self, Self::Good(_))
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(crate) fn is_bad(&self) -> bool {
        matches!(self, Self::Bad)
    }
}

/// A table of known fields.
///
/// A field that is unknown but near a known one that is missing is reported, then read as that one: so a slip of the
/// pen is one problem, not one and all that follows from it. Where the known one is there as well, the entries of both
/// tables count.
#[derive(Debug)]
pub(crate) struct Form<'a, 'p> {
    pub(crate) place: Place<'p>,
    /// The known name, the name as written, the node.
    fields: Vec<(&'static str, &'a str, &'a Node)>,
    /// Tables under a name that is nearly a known one, which is there, too.
    further: Vec<(&'static str, &'a Entries)>,
}

impl<'a, 'p> Form<'a, 'p> {
    /// Opens a node as a table of this kind.
    pub(crate) fn open(
        node: &'a Node,
        place: Place<'p>,
        table: &'static Table,
        problems: &mut Problems,
    ) -> Option<Self> {
        let Node::Table(entries) = node else {
            wrong_type(
                node,
                place,
                &format!("a table that describes {}", table.what),
                &format!("write a table with {}", list(table.names())),
                problems,
            );
            return None;
        };
        Some(Self::of(entries, place, table, problems))
    }

    pub(crate) fn of(
        entries: &'a Entries,
        place: Place<'p>,
        table: &'static Table,
        problems: &mut Problems,
    ) -> Self {
        let mut fields: Vec<(&'static str, &'a str, &'a Node)> =
            Vec::with_capacity(entries.0.len());
        let (mut unknown, mut further) = (Vec::new(), Vec::new());
        for (written, node) in &entries.0 {
            let Some(name) = table.names().find(|name| *name == &**written) else {
                unknown.push((written, node));
                continue;
            };
            if fields.iter().any(|(other, ..)| *other == name) {
                duplicate(written, place, problems);
            } else {
                fields.push((name, written, node));
            }
        }
        for (written, node) in unknown {
            let nearest = problems.nearest(written, table.names());
            let suggestion = nearest.map_or_else(
                || one_of(table.names(), "remove it"),
                |name| format!("did you mean `{name}`?"),
            );
            problems.add(
                ProblemKind::UnknownField,
                place.field(written),
                Some(written),
                "a field of the format",
                suggestion,
            );
            let Some(name) = nearest else {
                continue;
            };
            if !fields.iter().any(|(other, ..)| *other == name) {
                fields.push((name, written, node));
            } else if let Node::Table(entries) = node {
                further.push((name, entries));
            }
        }
        Self {
            place,
            fields,
            further,
        }
    }

    /// The place of a field, under the name that was written.
    pub(crate) fn at<'q>(&'q self, name: &'q str) -> Place<'q>
    where
        'a: 'q,
    {
        let written = self
            .fields
            .iter()
            .find(|(known, ..)| *known == name)
            .map_or(name, |(_, written, _)| written);
        self.place.field(written)
    }

    /// The name under which a field was written.
    pub(crate) fn written_name(&self, name: &'static str) -> &'a str {
        self.fields
            .iter()
            .find(|(known, ..)| *known == name)
            .map_or(name, |(_, written, _)| written)
    }

    /// The node of a field. An empty one (JSON's `null`) counts as not written.
    pub(crate) fn node(&self, name: &str) -> Option<&'a Node> {
        self.fields
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|(.., node)| *node)
            .filter(|node| **node != Node::Null)
    }

    /// The text of a field; integers and booleans count as their text.
    pub(crate) fn text(
        &self,
        name: &str,
        expected: &str,
        problems: &mut Problems,
    ) -> Read<Cow<'a, str>> {
        let Some(node) = self.node(name) else {
            return Read::Absent;
        };
        text(node, self.at(name), expected, problems).map_or(Read::Bad, Read::Good)
    }

    /// A text that must be there.
    pub(crate) fn required(
        &self,
        name: &str,
        expected: &str,
        problems: &mut Problems,
    ) -> Read<Cow<'a, str>> {
        let read = self.text(name, expected, problems);
        if read.is_absent() {
            self.missing(name, expected, problems);
            return Read::Bad;
        }
        read
    }

    /// Notes that a field is missing.
    pub(crate) fn missing(&self, name: &str, expected: &str, problems: &mut Problems) {
        problems.add(
            ProblemKind::MissingField,
            self.place,
            None,
            format!("`{name}`: {expected}"),
            format!("add `{name} = ...`"),
        );
    }

    /// Notes that a list has no items, or is missing.
    pub(crate) fn none_listed(&self, name: &str, expected: &str, problems: &mut Problems) {
        if self.node(name).is_none() {
            return self.missing(name, expected, problems);
        }
        problems.empty_list(self.at(name), expected, "list at least one");
    }

    /// The items of a field: a list, or one item alone.
    pub(crate) fn items(&self, name: &str) -> &'a [Node] {
        match self.node(name) {
            None => &[],
            Some(Node::List(items)) => items,
            Some(node) => core::slice::from_ref(node),
        }
    }

    /// The items of a field of declarations. A table with one under each key is a problem; nothing of it is read.
    pub(crate) fn declarations(
        &self,
        name: &str,
        what: &str,
        problems: &mut Problems,
    ) -> &'a [Node] {
        if let Some(node) = self.node(name).filter(|node| is_keyed(node)) {
            let expected = format!("a list of {what}");
            let suggestion = "write a list, without the keys";
            wrong_type(node, self.at(name), &expected, suggestion, problems);
            return &[];
        }
        self.items(name)
    }

    /// The place of an item of a field.
    pub(crate) fn at_item<T>(
        &self,
        name: &str,
        index: usize,
        then: impl FnOnce(Place<'_>) -> T,
    ) -> T {
        let field = self.at(name);
        match self.node(name) {
            Some(Node::List(_)) => then(field.index(index)),
            _ => then(field),
        }
    }

    /// The texts of a field.
    pub(crate) fn texts(
        &self,
        name: &str,
        expected: &str,
        problems: &mut Problems,
    ) -> Vec<(usize, Cow<'a, str>)> {
        let items = self.items(name).iter().enumerate();
        items
            .filter_map(|(index, node)| {
                self.at_item(name, index, |place| text(node, place, expected, problems))
                    .map(|text| (index, text))
            })
            .collect()
    }

    /// The entries of a field that is a table by key, without those written again.
    pub(crate) fn entries(
        &self,
        name: &str,
        expected: &str,
        problems: &mut Problems,
    ) -> Vec<(&'a str, &'a Node)> {
        match self.node(name) {
            None => Vec::new(),
            Some(Node::Table(entries)) => {
                let further = self.further.iter().filter(|(known, _)| *known == name);
                let further = further.flat_map(|(_, entries)| &entries.0);
                once_each(entries.0.iter().chain(further), self.at(name), problems)
            }
            Some(node) => {
                wrong_type(node, self.at(name), expected, "write a table", problems);
                Vec::new()
            }
        }
    }

    /// The entries of a field that is a table by key as they are written, those written again among them.
    pub(crate) fn written_entries(
        &self,
        name: &'static str,
    ) -> impl Iterator<Item = (&'a str, &'a Node)> {
        let own = match self.node(name) {
            Some(Node::Table(entries)) => Some(entries),
            _ => None,
        };
        let further = self.further.iter().filter(move |(known, _)| *known == name);
        let further = further.map(|(_, entries)| *entries);
        own.into_iter()
            .chain(further)
            .flat_map(|entries| &entries.0)
            .map(|(key, node)| (&**key, node))
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(
        &self,
        name: &str,
        words: &[(&'static str, T)],
        problems: &mut Problems,
    ) -> Read<T> {
        let Some(node) = self.node(name) else {
            return Read::Absent;
        };
        word(node, self.at(name), words, problems).map_or(Read::Bad, Read::Good)
    }

    /// A duration, not negative.
    pub(crate) fn duration(&self, name: &str, problems: &mut Problems) -> Read<SignedDuration> {
        let expected = "a duration such as `30m`, `1h 30m`, `2 days` or `PT30M`";
        let text = match self.text(name, expected, problems) {
            Read::Absent => return Read::Absent,
            Read::Bad => return Read::Bad,
            Read::Good(text) => text,
        };
        match parse_duration(&text) {
            Some(duration) => Read::Good(duration),
            None => {
                problems.add(ProblemKind::InvalidDuration, self.at(name), Some(&text), expected, "write a number with its unit: `45s`, `30m`, `4h` or `2 days`; a day is 24 hours");
                Read::Bad
            }
        }
    }

    /// A day of the calendar.
    pub(crate) fn date(&self, name: &str, problems: &mut Problems) -> Read<Date> {
        let expected = "a day such as `2026-01-31`";
        let text = match self.text(name, expected, problems) {
            Read::Absent => return Read::Absent,
            Read::Bad => return Read::Bad,
            Read::Good(text) => text,
        };
        // Longer texts, with a time or a zone, are no plain days.
        match text
            .parse::<Date>()
            .ok()
            .filter(|day| *day.to_string() == *text)
        {
            Some(day) => Read::Good(day),
            None => {
                problems.add(
                    ProblemKind::InvalidDate,
                    self.at(name),
                    Some(&text),
                    expected,
                    "write year, month and day with `-` between them",
                );
                Read::Bad
            }
        }
    }

    /// A whole number in a range.
    pub(crate) fn number(
        &self,
        name: &str,
        range: core::ops::RangeInclusive<u32>,
        problems: &mut Problems,
    ) -> Read<u32> {
        let Some(node) = self.node(name) else {
            return Read::Absent;
        };
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let Node::Integer(number) = node else {
            wrong_type(
                node,
                self.at(name),
                &expected,
                &format!("write `{name} = {}`", range.start()),
                problems,
            );
            return Read::Bad;
        };
        match u32::try_from(*number)
            .ok()
            .filter(|number| range.contains(number))
        {
            Some(number) => Read::Good(number),
            None => {
                problems.add(
                    ProblemKind::InvalidNumber,
                    self.at(name),
                    Some(&number.to_string()),
                    expected,
                    format!("write a number from {} to {}", range.start(), range.end()),
                );
                Read::Bad
            }
        }
    }
}

/// The text of a leaf; integers and booleans count as theirs. A fraction does not: `1.10` would lose its zero.
pub(crate) fn text<'a>(
    node: &'a Node,
    place: Place<'_>,
    expected: &str,
    problems: &mut Problems,
) -> Option<Cow<'a, str>> {
    match node {
        Node::Text(text) => Some(Cow::Borrowed(text)),
        Node::Integer(number) => Some(Cow::Owned(number.to_string())),
        Node::Boolean(value) => Some(Cow::Owned(value.to_string())),
        Node::Float(_) => {
            wrong_type(node, place, expected, "put it in quotes", problems);
            None
        }
        Node::Table(entries) => {
            wrong_type(node, place, expected, &instead_of(entries), problems);
            None
        }
        Node::Null | Node::List(_) => {
            wrong_type(node, place, expected, "write one text", problems);
            None
        }
    }
}

/// Whether a node is a table with a table under each key, and not a declaration itself.
pub(crate) fn is_keyed(node: &Node) -> bool {
    let Node::Table(entries) = node else {
        return false;
    };
    let mut nodes = entries.0.iter().map(|(_, node)| node);
    !entries.0.is_empty() && nodes.all(|node| matches!(node, Node::Table(_)))
}

/// What to write where a text belongs, instead of a table: perhaps the reference that it is.
fn instead_of(table: &Entries) -> Cow<'static, str> {
    match table.0.as_slice() {
        [(tag, Node::Text(_))] if &**tag == "assigned" => {
            "name one: whom an assignment names depends on the inquiry".into()
        }
        [(tag, Node::Text(key))] if ["contact", "department"].contains(&&**tag) => {
            format!("write `{key:?}`").into()
        }
        _ => "write one text".into(),
    }
}

/// One of a few words.
pub(crate) fn word<T: Copy>(
    node: &Node,
    place: Place<'_>,
    words: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let names = words.iter().map(|(name, _)| *name);
    let expected = format!(
        "one of {}",
        words
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let written = text(node, place, &expected, problems)?;
    let found = words
        .iter()
        .find(|(name, _)| *name == written)
        .map(|(_, value)| *value);
    if found.is_none() {
        let suggestion = problems.did_you_mean(&written, names, "");
        problems.add(
            ProblemKind::UnknownWord,
            place,
            Some(&written),
            expected,
            suggestion,
        );
    }
    found
}

/// The entries of a table, with a problem for each key that is written again.
pub(crate) fn once_each<'a>(
    entries: impl Iterator<Item = &'a (Box<str>, Node)>,
    place: Place<'_>,
    problems: &mut Problems,
) -> Vec<(&'a str, &'a Node)> {
    let mut all: Vec<(&str, &Node)> = entries.map(|(key, node)| (&**key, node)).collect();
    if !has_double(&all) {
        return all;
    }
    let mut seen = alloc::collections::BTreeSet::new();
    all.retain(|(key, _)| {
        let is_new = seen.insert(*key);
        if !is_new {
            duplicate(key, place, problems);
        }
        is_new
    });
    all
}

/// Whether a key is written twice.
fn has_double(entries: &[(&str, &Node)]) -> bool {
    /// Up to so many are compared each with each.
    const FEW: usize = 8;
    if entries.len() <= FEW {
        let mut left = entries;
        while let Some(((key, _), rest)) = left.split_first() {
            if rest.iter().any(|(other, _)| other == key) {
                return true;
            }
            left = rest;
        }
        return false;
    }
    let mut sorted: Vec<&str> = entries.iter().map(|(key, _)| *key).collect();
    sorted.sort_unstable();
    sorted
        .windows(2)
        .any(|pair| matches!(pair, [left, right] if left == right))
}

pub(crate) fn wrong_type(
    node: &Node,
    place: Place<'_>,
    expected: &str,
    suggestion: &str,
    problems: &mut Problems,
) {
    problems.add(
        ProblemKind::WrongType,
        place,
        Some(&node.to_string()),
        format!("{expected}, not {}", node.describe()),
        suggestion,
    );
}

fn duplicate(key: &str, place: Place<'_>, problems: &mut Problems) {
    problems.add(
        ProblemKind::DuplicateKey,
        place.field(key),
        Some(key),
        "each key once",
        "remove one of the two, or rename it",
    );
}

/// ISO 8601 or jiff's friendly form; days are 24 hours, as delays count elapsed time.
pub(crate) fn parse_duration(text: &str) -> Option<SignedDuration> {
    let span: Span = text.trim().parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    let longest = SignedDuration::from_hours(24 * 366 * 10);
    (!duration.is_negative() && duration <= longest).then_some(duration)
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> alloc::string::String {
    names
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
