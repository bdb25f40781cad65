//! What people call things: names, the same in other languages, and the tags of languages (BCP 47).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::names::invalid;
use crate::id::Key;
use crate::label::{Labels, language_tag};
use crate::organization::document::Node;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, text, wrong_type};
use crate::sorted::Sorted;
use crate::topic::canonical_name;

/// A name without the space around it; a problem where nothing is left, or where nobody could read it.
pub(super) fn name(
    form: &Form<'_, '_>,
    field: &str,
    expected: &str,
    problems: &mut Problems,
) -> Option<Key> {
    let written = form.text(field, expected, problems).good()?;
    check_name(&written, form.at(field), problems);
    Some(Key::from(written.trim()))
}

pub(super) fn check_name(written: &str, place: Place<'_>, problems: &mut Problems) {
    if written.trim().is_empty() || written.chars().any(char::is_control) {
        invalid(written, "it has a control character", place, problems);
    }
}

/// Names by language.
pub(super) fn labels(form: &Form<'_, '_>, most: usize, problems: &mut Problems) -> Labels {
    let by_language = |text: &str, place: Place<'_>, problems: &mut Problems| {
        check_name(text, place, problems);
        text.trim().into()
    };
    texts(form, "labels", most, by_language, problems)
}

/// Texts by language, of any length and number of lines.
pub(super) fn descriptions(
    form: &Form<'_, '_>,
    field: &'static str,
    most: usize,
    problems: &mut Problems,
) -> Labels {
    texts(form, field, most, |text, _, _| text.into(), problems)
}

fn texts(
    form: &Form<'_, '_>,
    field: &'static str,
    most: usize,
    read: impl Fn(&str, Place<'_>, &mut Problems) -> Box<str>,
    problems: &mut Problems,
) -> Labels {
    let mut texts = Sorted::default();
    let place = form.at(field);
    let entries = form.entries(field, "a table of texts by language", problems);
    problems.exceeds_details(entries.len(), most, field, place);
    for (written, node) in entries.into_iter().take(most) {
        let place = place.field(written);
        let language = language(written, place, problems);
        let Some(text) = text(node, place, "a text", problems) else {
            continue;
        };
        let text = read(&text, place, problems);
        if language.is_some_and(|language| texts.insert(language, text).is_some()) {
            problems.add(
                ProblemKind::DuplicateKey,
                place,
                Some(written),
                "each language once, in canonical form",
                "remove one of the two",
            );
        }
    }
    Labels(texts)
}

/// A language tag in canonical form, with a problem noted if it is none.
pub(super) fn language(
    written: &str,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<Box<str>> {
    let tag = language_tag(written);
    if tag.is_none() {
        problems.add(
            ProblemKind::InvalidName,
            place,
            Some(written),
            "a language tag (BCP 47)",
            "write it like `en` or `pt-BR`",
        );
    }
    tag
}

/// The language tags that a form lists under `languages`, as they are listed, each once.
pub(super) fn languages(
    form: &Form<'_, '_>,
    most: usize,
    problems: &mut Problems,
) -> Vec<Box<str>> {
    let field = "languages";
    let mut tags: Vec<Box<str>> = Vec::new();
    problems.exceeds_details(form.items(field).len(), most, field, form.at(field));
    let written = form.texts(field, "a language tag such as `en`", problems);
    for (index, written) in written.into_iter().take(most) {
        let tag = form.at_item(field, index, |place| language(&written, place, problems));
        tags.extend(tag.filter(|tag| !tags.contains(tag)));
    }
    tags
}

/// The words that a form lists, in canonical form (T1): skills.
pub(super) fn canonical_words(
    form: &Form<'_, '_>,
    field: &'static str,
    expected: &str,
    most: usize,
    problems: &mut Problems,
) -> BTreeSet<Box<str>> {
    let mut words = BTreeSet::new();
    problems.exceeds_details(form.items(field).len(), most, field, form.at(field));
    let written = form.texts(field, expected, problems);
    for (index, written) in written.into_iter().take(most) {
        form.at_item(field, index, |place| match canonical_name(&written) {
            Ok(word) => {
                words.insert(word.as_ref().into());
            }
            Err(error) => invalid(&written, &error.to_string(), place, problems),
        });
    }
    words
}

/// A word of the format or one of the author's own, in canonical form; a slip of the pen for a known one is a problem.
pub(super) fn known_or_own(
    written: &str,
    known: &[&'static str],
    expected: &str,
    place: Place<'_>,
    problems: &mut Problems,
) -> Option<Box<str>> {
    let word = match canonical_name(written) {
        Ok(word) => word,
        Err(error) => {
            invalid(written, &error.to_string(), place, problems);
            return None;
        }
    };
    if known.contains(&&*word) {
        return Some(word.as_ref().into());
    }
    let Some(nearest) = problems.nearest(&word, known.iter().copied()) else {
        return Some(word.as_ref().into());
    };
    problems.add(
        ProblemKind::UnknownWord,
        place,
        Some(written),
        expected,
        alloc::format!("did you mean `{nearest}`?"),
    );
    None
}

/// Whether a field says yes; one that is not there does not.
pub(super) fn flag(form: &Form<'_, '_>, field: &'static str, problems: &mut Problems) -> bool {
    match form.node(field) {
        None => false,
        Some(Node::Boolean(value)) => *value,
        Some(node) => {
            let suggestion = alloc::format!("write `{field} = true`, or remove it");
            let expected = "`true` or `false`";
            wrong_type(node, form.at(field), expected, &suggestion, problems);
            false
        }
    }
}
