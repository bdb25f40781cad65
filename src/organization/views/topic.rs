//! Topics.

use crate::label::Labels;
use crate::organization::{Inner, model};
use crate::topic::{Nature, depth, prefix};

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

    /// The paths that it had, which keep standing for it (T4).
    pub fn formerly(self) -> impl Iterator<Item = &'o str> {
        self.topic.formerly.iter().map(|path| &**path)
    }

    /// What kind of inquiry it brings, where it says so itself.
    pub fn own_nature(&self) -> Option<Nature> {
        self.topic.nature
    }

    /// What kind of inquiry it brings: what it says itself, or else the nearest declared topic above that says so.
    pub fn nature(&self) -> Option<Nature> {
        self.nearest(|topic| topic.nature)
    }

    /// The skills that it lists as required of desks (O4).
    pub fn own_skills(self) -> impl Iterator<Item = &'o str> {
        self.topic.skills.iter().map(|skill| &**skill)
    }

    /// The skills that it requires of desks (O4): those that it lists, or else the nearest declared topic above that lists
    /// any.
    pub fn skills(self) -> impl Iterator<Item = &'o str> {
        let skills = self.nearest(|topic| Some(&topic.skills).filter(|own| !own.is_empty()));
        skills.into_iter().flatten().map(|skill| &**skill)
    }

    /// The pages that it lists, in their order.
    pub fn links(self) -> impl Iterator<Item = LinkView<'o>> {
        self.topic.links.iter().map(|link| LinkView { link })
    }

    /// What the nearest declared topic at or above says.
    fn nearest<T>(&self, says: impl Fn(&'o model::Topic) -> Option<T>) -> Option<T> {
        let (path, topics) = (self.path, &self.inner.topics);
        let mut depths = (0..=depth(path)).rev();
        depths.find_map(|depth| topics.get(prefix(path, depth)).and_then(&says))
    }
}

impl core::fmt::Debug for TopicView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TopicView({})", self.path)
    }
}

/// A page about a topic. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct LinkView<'o> {
    pub(super) link: &'o model::Link,
}

impl<'o> LinkView<'o> {
    /// Where it is: an `https` or `http` URL.
    pub fn url(&self) -> &'o str {
        &self.link.url
    }

    /// What it is called.
    pub fn title(&self) -> Option<&'o str> {
        self.link.title.as_deref()
    }

    /// Its language, as a canonical tag (BCP 47).
    pub fn language(&self) -> Option<&'o str> {
        self.link.language.as_deref()
    }

    /// For which values of the attribute of role `audience` it is; none is for all.
    pub fn audience(self) -> impl Iterator<Item = &'o str> {
        self.link.audience.iter().map(|value| &**value)
    }
}

impl core::fmt::Debug for LinkView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "LinkView({})", self.url())
    }
}
