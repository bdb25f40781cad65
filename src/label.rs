//! Languages: tags (BCP 47), and texts in several of them.

use alloc::boxed::Box;

use oxilangtag::LanguageTag;

use crate::sorted::Sorted;

/// A language tag in canonical form (BCP 47: `zh-Hant`, `pt-BR`); `None` for a text that is none.
pub(crate) fn language_tag(text: &str) -> Option<Box<str>> {
    /// Longer ones are well-formed and name nothing.
    const MAX_BYTES: usize = 64;
    if text.len() > MAX_BYTES {
        return None;
    }
    let tag = LanguageTag::parse_and_normalize(text).ok()?;
    Some(tag.into_inner().into())
}

/// A text in several languages, by canonical tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels(pub(crate) Sorted<Box<str>, Box<str>>);

impl Labels {
    /// The text in a language, or in the nearest more general one: `zh-Hant-TW`, then `zh-Hant`, then `zh` (the lookup of
    /// RFC 4647, 3.4).
    pub(crate) fn lookup(&self, language: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        // What is written canonically costs no new text.
        if let Some(text) = self.0.get(language) {
            return Some(text);
        }
        let tag = language_tag(language)?;
        ranges(&tag).find_map(|range| self.0.get(range).map(|text| &**text))
    }

    /// All texts with their tags, in the order of the tags.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (&**tag, &**text))
    }
}

/// A tag, then what is left of it without its last subtag, and so on; a single letter or digit goes with what follows it.
pub(crate) fn ranges(tag: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(tag), |tag| {
        let (shorter, _) = tag.rsplit_once('-')?;
        match shorter.rsplit_once('-') {
            Some((before, last)) if last.len() == 1 => Some(before),
            _ => Some(shorter),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_in_the_nearest_language() {
        let labels = [("zh", "one"), ("zh-Hant", "two"), ("en", "three")];
        let labels = labels.into_iter();
        let labels = Labels(
            labels
                .map(|(tag, text)| (tag.into(), text.into()))
                .collect(),
        );
        assert_eq!(labels.lookup("ZH-hant-tw"), Some("two"));
        assert_eq!(labels.lookup("zh-Hans"), Some("one"));
        assert_eq!(labels.lookup("en-a-bbb"), Some("three"));
        assert_eq!(labels.lookup("ro"), None);
        assert_eq!(labels.lookup("?"), None);
    }

    #[test]
    fn tags_are_canonical() {
        assert_eq!(language_tag("PT-br").as_deref(), Some("pt-BR"));
        for bad in ["", "e", "english language", "en_US", "en--US", "123"] {
            assert_eq!(language_tag(bad), None, "{bad}");
        }
    }
}
