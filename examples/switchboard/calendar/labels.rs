//! Short names and lengths of time, as there is room for.

use switchboard::SignedDuration;
use unicode_width::UnicodeWidthStr;

use super::bars::Member;

/// So many hours, with one digit behind the point where there is something.
pub(super) fn hours(length: SignedDuration) -> String {
    let tenths = (length.as_secs() + 180) / 360;
    match tenths % 10 {
        0 => format!("{} h", tenths / 10),
        tenth => format!("{}.{tenth} h", tenths / 10),
    }
}

/// `Engineer in Cluj` is `EC`: the words that begin large, or else the first and the last one.
pub(super) fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|letter| letter.is_alphanumeric());
    let letters: Vec<char> = name.split_whitespace().filter_map(first).collect();
    let large: String = letters.iter().filter(|own| own.is_uppercase()).collect();
    match letters.as_slice() {
        _ if large.chars().count() > 1 => large,
        [first, .., last] => first.to_uppercase().chain(last.to_uppercase()).collect(),
        _ => name.chars().take(2).collect(),
    }
}

/// A text, or so much of it that it is recognized, and an ellipsis.
pub(super) fn shortened(text: &str, columns: usize) -> Option<String> {
    const LEAST: usize = 12;
    let mut shown = text.to_owned();
    let mut letters = text.chars();
    while shown.width() > columns {
        letters.next_back();
        let beginning = letters.as_str().trim_end();
        if beginning.width() < LEAST {
            return None;
        }
        shown = format!("{beginning}…");
    }
    Some(shown)
}

impl Member<'_> {
    /// As the legend calls them, who may have room for initials alone elsewhere.
    pub(super) fn with_initials(&self) -> String {
        let initials = initials(self.name);
        if self.name.starts_with(&initials) {
            self.name.to_owned()
        } else {
            format!("{} ({initials})", self.name)
        }
    }
}
