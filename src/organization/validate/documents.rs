//! Several documents as one: sections joined, each declaration whole, and what was written where.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::version;
use crate::organization::document::format::{DOCUMENT, PART, Shape};
use crate::organization::document::{Entries, Node};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, is_keyed};
use crate::organization::sources::{Sources, canonical};
use crate::text::shortened;

/// Fields that each document has for itself.
const OF_EACH: [&str; 2] = ["switchboard", "part"];

/// Documents with their names as one tree. From here on, the problems speak of that tree's places as those of the
/// documents. None where all of them are limited to parts: of the whole, nothing is known then.
pub(super) fn join<'d>(
    documents: impl Iterator<Item = (Option<&'d str>, &'d Entries)>,
    problems: &mut Problems,
) -> Option<Entries> {
    let forms: Vec<Form<'d, 'd>> = documents
        .map(|(name, root)| Form::of(root, Place::document(name), &DOCUMENT, problems))
        .collect();
    let mut joined = Joined {
        forms: &forms,
        is_limited: Vec::with_capacity(forms.len()),
        tree: Entries::default(),
        sources: Sources::default(),
    };
    if note_lone_parts(&forms, problems) {
        return None;
    }
    for (document, form) in forms.iter().enumerate() {
        version(form, problems);
        let part = part(form, problems);
        joined
            .sources
            .add_document(form.place.document_name(), part.as_deref());
        joined.note_section(document, form, "part");
        joined.is_limited.push(part.is_some());
    }
    let fields = DOCUMENT.fields.iter();
    for field in fields.filter(|field| !OF_EACH.contains(&field.name)) {
        match field.shape {
            Shape::Keyed(..) => joined.table(field.name, problems),
            Shape::Several(Shape::Table(_)) => joined.list(field.name),
            _ => joined.value(field.name, problems),
        }
    }
    joined.check_importance(problems);
    problems.joined_from(joined.sources);
    Some(joined.tree)
}

/// Whether there are parts alone, with a problem for each: nobody grants them.
fn note_lone_parts(forms: &[Form<'_, '_>], problems: &mut Problems) -> bool {
    let part = |form: &Form<'_, '_>| match form.node("part") {
        Some(Node::Text(part)) => Some(part.clone()),
        _ => None,
    };
    let parts: Option<Vec<_>> = forms.iter().map(part).collect();
    let parts = parts.unwrap_or_default();
    for (form, part) in forms.iter().zip(&parts) {
        problems.add(
            ProblemKind::UnknownReference,
            form.at("part"),
            Some(part),
            "the name of a part that a document grants under `parts`",
            "check it together with the document that grants it; or remove `part`, if this is the whole",
        );
    }
    !parts.is_empty()
}

/// The documents, and what is joined of them so far.
struct Joined<'f, 'd> {
    forms: &'f [Form<'d, 'd>],
    /// By document: whether it is limited to a part.
    is_limited: Vec<bool>,
    tree: Entries,
    sources: Sources,
}

impl<'f, 'd> Joined<'f, 'd> {
    /// The documents that have a field, with their places among all.
    fn having(
        &self,
        field: &'static str,
    ) -> impl Iterator<Item = (usize, &'f Form<'d, 'd>, &'d Node)> + use<'f, 'd> {
        let forms = self.forms.iter().enumerate();
        forms.filter_map(move |(document, form)| Some((document, form, form.node(field)?)))
    }

    /// Whether a document is not limited to a part.
    fn is_of_the_whole(&self, document: usize) -> bool {
        self.is_limited.get(document) == Some(&false)
    }

    fn note_section(&mut self, document: usize, form: &Form<'_, '_>, field: &'static str) {
        let is_lone = !matches!(form.node(field), Some(Node::List(_)));
        let written = form.written_name(field);
        self.sources.add_section(document, field, written, is_lone);
    }

    /// A keyed section. Where one document wrote something else in its place, that stands for the section: nothing
    /// is known of it then, in one document as in several.
    fn table(&mut self, field: &'static str, problems: &mut Problems) {
        let is_table = |node: &Node| matches!(node, Node::Table(_));
        if let Some((document, form, node)) = self.having(field).find(|(.., node)| !is_table(node))
        {
            self.note_section(document, form, field);
            self.tree.push(field, node.clone());
            return;
        }
        let mut owners: BTreeMap<Cow<'d, str>, (usize, &'d str)> = BTreeMap::new();
        let mut entries = Entries::default();
        let mut is_there = false;
        for (document, form, _) in self.having(field) {
            is_there = true;
            self.note_section(document, form, field);
            for (key, node) in form.written_entries(field) {
                match owners.entry(canonical(field, key)) {
                    Entry::Vacant(entry) => {
                        entry.insert((document, key));
                    }
                    Entry::Occupied(entry) if entry.get().0 == document => {}
                    Entry::Occupied(entry) => {
                        let (other, other_key) = *entry.get();
                        self.note_conflict(field, (document, key), (other, other_key), problems);
                        continue;
                    }
                }
                entries.push(key, node.clone());
            }
        }
        let owners = owners.into_iter();
        let keys = owners.map(|(key, (document, _))| (Box::from(&*key), document));
        self.sources.set_keys(field, keys.collect());
        if is_there {
            self.tree.push(field, entries.into());
        }
    }

    /// Notes a key that another document has already.
    fn note_conflict(
        &self,
        field: &'static str,
        (document, key): (usize, &str),
        (other, other_key): (usize, &str),
        problems: &mut Problems,
    ) {
        let (Some(form), Some(other)) = (self.forms.get(document), self.forms.get(other)) else {
            return;
        };
        let (section, other_section) = (form.at(field), other.at(field));
        let other = other_section.field(other_key);
        let expected = format!(
            "each key in one document, but `{}` has it",
            problems.name_of(other)
        );
        problems.add_beside(
            ProblemKind::DuplicateKey,
            section.field(key),
            Some(key),
            expected,
            "remove one of the two, or rename it",
            other,
        );
    }

    /// A list: the items of all documents, one document behind the other. Where one document wrote them by keys, that
    /// stands for the list.
    fn list(&mut self, field: &'static str) {
        if let Some((document, form, node)) = self.having(field).find(|(.., node)| is_keyed(node)) {
            self.note_section(document, form, field);
            self.tree.push(field, node.clone());
            return;
        }
        let mut items = Vec::new();
        let mut is_there = false;
        for (document, form, _) in self.having(field) {
            is_there = true;
            self.note_section(document, form, field);
            self.sources.add_items(field, items.len(), document);
            items.extend(form.items(field).iter().cloned());
        }
        if is_there {
            self.tree.push(field, Node::List(items));
        }
    }

    /// What is said of the whole: the same in all documents that say it.
    fn value(&mut self, field: &'static str, problems: &mut Problems) {
        let of_the_whole = self.having(field);
        let of_the_whole = of_the_whole.filter(|(document, ..)| self.is_of_the_whole(*document));
        let of_the_whole: Vec<_> = of_the_whole.collect();
        // What a part says of the whole is a problem already, but better than nothing to judge the rest by.
        let first = of_the_whole.first().copied();
        let Some((document, first, node)) = first.or_else(|| self.having(field).next()) else {
            return;
        };
        self.note_section(document, first, field);
        self.tree.push(field, node.clone());
        for (_, form, _) in of_the_whole.iter().filter(|(.., other)| *other != node) {
            let other = first.at(field);
            let written = form.node(field).map(Node::to_string);
            let node = node.to_string();
            let node = shortened(&node);
            let expected = format!("`{node}`, as `{}` says", problems.name_of(other));
            problems.add_beside(
                ProblemKind::ConflictingValue,
                form.at(field),
                written.as_deref(),
                expected,
                "write the same in both, or leave one of the two out",
                other,
            );
        }
    }

    /// Attributes of several documents have no order of importance but a written one (A1).
    fn check_importance(&self, problems: &mut Problems) {
        if self.having("importance").next().is_some() {
            return;
        }
        let mut declaring = self.having("attributes").filter(|(document, form, _)| {
            self.is_of_the_whole(*document) && form.written_entries("attributes").next().is_some()
        });
        let (Some((_, first, _)), Some((_, second, _))) = (declaring.next(), declaring.next())
        else {
            return;
        };
        let names: Vec<String> = self
            .having("attributes")
            .flat_map(|(_, form, _)| form.written_entries("attributes"))
            .map(|(name, _)| format!("{name:?}"))
            .collect();
        let other = first.at("attributes");
        let expected = format!(
            "`importance` beside attributes in several documents, and `{}` has some",
            problems.name_of(other)
        );
        let suggestion = format!(
            "add `importance = [{}]` to one of the two, the most important first",
            names.join(", ")
        );
        let place = second.at("attributes");
        problems.add_beside(
            ProblemKind::MissingField,
            place,
            None,
            expected,
            suggestion,
            other,
        );
    }
}

/// The part that a document is limited to; notes fields that no part has.
fn part<'a>(form: &Form<'a, '_>, problems: &mut Problems) -> Option<Cow<'a, str>> {
    let part = form.text("part", "the name of a part", problems).good()?;
    let others = DOCUMENT.names().filter(|field| !PART.has(field));
    let of_parts: Vec<&str> = PART.names().collect();
    let expected = format!(
        "nothing but `{}` in a document of a part",
        of_parts.join("`, `")
    );
    for field in others.filter(|field| form.node(field).is_some()) {
        problems.add(
            ProblemKind::OutsidePart,
            form.at(field),
            Some(field),
            expected.as_str(),
            "move it to a document without `part`",
        );
    }
    Some(part)
}
