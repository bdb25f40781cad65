//! Topics.

use super::{Entries, Topic, TopicLink};
use crate::topic::Nature;

impl Topic {
    /// A topic that says nothing but that it exists.
    #[expect(
        clippy::new_without_default,
        reason = "a declaration is always written on purpose"
    )]
    pub fn new() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// What it is called in a language.
    pub fn label(mut self, language: &str, label: &str) -> Self {
        self.entries.push_entry("labels", language, label.into());
        self
    }

    /// What it is about, in a language.
    pub fn description(mut self, language: &str, text: &str) -> Self {
        self.entries
            .push_entry("description", language, text.into());
        self
    }

    /// One more path, in a language, that stands for it (T4).
    pub fn alias(mut self, language: &str, path: &str) -> Self {
        let mut entries = core::mem::take(&mut self.entries);
        match entries.table_mut("aliases") {
            Some(aliases) => aliases.push_item(language, path.into()),
            None => {
                let mut aliases = Entries::default();
                aliases.push_item(language, path.into());
                entries.set("aliases", aliases.into());
            }
        }
        Self { entries }
    }

    /// What kind of inquiry it is; what is below has the same unless it says otherwise.
    pub fn nature(self, nature: Nature) -> Self {
        self.set("nature", nature.as_str())
    }

    /// One more skill that desks must have to serve it (O4); what is below requires the same unless it lists its own.
    pub fn skill(mut self, skill: &str) -> Self {
        self.entries.push_item("skills", skill.into());
        self
    }

    /// One more page about it.
    pub fn link(mut self, link: TopicLink) -> Self {
        self.entries.push_item("links", link.into());
        self
    }

    /// One more path that it had, which keeps working as an alias does (T4).
    pub fn formerly(mut self, path: &str) -> Self {
        self.entries.push_item("formerly", path.into());
        self
    }
}

impl TopicLink {
    /// A page for everybody.
    pub fn new(url: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("url", url)
    }

    /// What the page is called.
    pub fn title(self, title: &str) -> Self {
        self.set("title", title)
    }

    /// The language of the page (BCP 47).
    pub fn language(self, tag: &str) -> Self {
        self.set("language", tag)
    }

    /// One more value of the attribute of role `audience` for which the page is; without any, it is for all.
    pub fn audience(mut self, value: &str) -> Self {
        self.entries.push_item("audience", value.into());
        self
    }
}
