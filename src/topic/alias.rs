//! Aliases: paths in any language that stand for declared topics (T4).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

use super::path::{self, TopicError};
use super::pattern::Pattern;

/// The aliases of an organization, each with the topic that it stands for. Canonical paths on both sides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aliases {
    topics: BTreeMap<Box<str>, Box<str>>,
}

/// An alias that stands for another topic already.
pub(crate) struct AliasClash {
    pub(crate) other_topic: Box<str>,
}

impl Aliases {
    /// Lets `alias` stand for `topic`. Saying it twice is saying it once.
    pub(crate) fn insert(&mut self, alias: &str, topic: &str) -> Result<(), AliasClash> {
        match self.topics.entry(alias.into()) {
            Entry::Vacant(entry) => {
                entry.insert(topic.into());
                Ok(())
            }
            Entry::Occupied(entry) if &**entry.get() == topic => Ok(()),
            Entry::Occupied(entry) => Err(AliasClash {
                other_topic: entry.get().clone(),
            }),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }

    /// Whether a path is one of them.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.topics.contains_key(path)
    }

    /// All aliases with their topics, in the order of the aliases.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.topics
            .iter()
            .map(|(alias, topic)| (&**alias, &**topic))
    }

    /// The path with its longest alias replaced once. What comes of it keeps to the limits of T1, too.
    pub(crate) fn replace<'a>(&self, path: Cow<'a, str>) -> Result<Cow<'a, str>, TopicError> {
        let Some(replaced) = self.replaced(&path) else {
            return Ok(path);
        };
        path::measure(&replaced, path::depth(&replaced))?;
        Ok(Cow::Owned(replaced))
    }

    /// A pattern with the longest alias that is a prefix of it replaced once.
    pub(crate) fn replace_in_pattern(&self, pattern: Pattern) -> Result<Pattern, TopicError> {
        let Some(replaced) = self.replaced(pattern.as_str()) else {
            return Ok(pattern);
        };
        path::measure(&replaced, path::depth(&replaced))?;
        Ok(Pattern::from_canonical(&replaced))
    }

    fn replaced(&self, path: &str) -> Option<alloc::string::String> {
        if self.is_empty() {
            return None;
        }
        (1..=path::depth(path)).rev().find_map(|depth| {
            let alias = path::prefix(path, depth);
            let topic = self.topics.get(alias)?;
            Some(path::join(
                topic,
                path.get(alias.len()..).unwrap_or_default(),
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_the_longest_alias_is_replaced_once() {
        let mut aliases = Aliases::default();
        assert!(aliases.insert("a", "x").is_ok());
        assert!(aliases.insert("a/b", "y").is_ok());
        assert!(aliases.insert("x", "z").is_ok());
        assert!(aliases.insert("a", "y").is_err());
        let replace =
            |path: &'static str| aliases.replace(Cow::Borrowed(path)).map(Cow::into_owned);
        assert_eq!(replace("a/b/c").as_deref(), Ok("y/c"));
        assert_eq!(
            replace("a/c").as_deref(),
            Ok("x/c"),
            "replaced once, though `x` is an alias too"
        );
        assert_eq!(replace("ab").as_deref(), Ok("ab"));
    }
}
