//! Topics.

use crate::label::Labels;
use crate::organization::{Inner, model};

/// A declared topic of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct TopicView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) path: &'o str,
    pub(super) topic: &'o model::Topic,
}

impl<'o> TopicView<'o> {
    /// The canonical path.
    pub fn path(&self) -> &'o str {
        self.path
    }

    /// What it is called in a language (BCP 47), or in the nearest more general one (RFC 4647, lookup); else in the
    /// organization's language.
    pub fn label(&self, language: &str) -> Option<&'o str> {
        self.in_language(&self.topic.labels, language)
    }

    /// What it is called, with the language of each label.
    pub fn labels(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.topic.labels.iter()
    }

    /// What it is about, in a language found like that of the label.
    pub fn description(&self, language: &str) -> Option<&'o str> {
        self.in_language(&self.topic.description, language)
    }

    fn in_language(&self, texts: &'o Labels, language: &str) -> Option<&'o str> {
        let plain = || texts.lookup(self.inner.language.as_deref()?);
        texts.lookup(language).or_else(plain)
    }

    /// The paths that stand for it (T4), with the language of each; an empty one where none was given.
    pub fn aliases(self) -> impl Iterator<Item = (&'o str, &'o str)> {
        self.topic
            .aliases
            .iter()
            .flat_map(|(language, paths)| paths.iter().map(move |path| (&**language, &**path)))
    }
}

impl core::fmt::Debug for TopicView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TopicView({})", self.path)
    }
}
