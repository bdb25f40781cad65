//! Patterns: topic paths in which `*` stands for exactly one segment (T2).

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::path::{self, ROOT, TopicError, segments};
use crate::id::Key;

/// The segment that stands for any one segment.
pub(crate) const WILDCARD: &str = "*";

/// A topic pattern in canonical form. Copies share its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pattern {
    text: Key,
}

impl Pattern {
    /// Reads a pattern: normalized like a topic, with `*` allowed as a whole segment.
    pub(crate) fn parse(text: &str) -> Result<Self, TopicError> {
        if text.len() > path::MAX_TEXT_BYTES {
            return Err(TopicError::PathTooLong);
        }
        let text = path::normalize(text);
        if text.is_empty() {
            return Ok(Self { text: ROOT.into() });
        }
        path::check(&text, |segment| {
            segment.contains('*') && segment != WILDCARD
        })?;
        Ok(Self {
            text: Key::from(&*text),
        })
    }

    /// A pattern of canonical text.
    pub(crate) fn from_canonical(text: &str) -> Self {
        Self { text: text.into() }
    }

    /// The text as a key.
    pub(crate) fn key(&self) -> &Key {
        &self.text
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_root(&self) -> bool {
        *self.text == *ROOT
    }

    pub(crate) fn segments(&self) -> impl Iterator<Item = &str> {
        segments(&self.text)
    }

    pub(crate) fn depth(&self) -> usize {
        self.segments().count()
    }

    /// Whether the pattern matches the path's first segments (all of them, if `exact`).
    pub(crate) fn covers(&self, path: &str, exact: bool) -> bool {
        let mut path = segments(path);
        for pattern in self.segments() {
            match path.next() {
                Some(segment) if pattern == WILDCARD || pattern == segment => {}
                _ => return false,
            }
        }
        !exact || path.next().is_none()
    }

    /// W2.2 and W2.3 between two patterns that cover one topic: the deeper is greater; of two of one depth, the one
    /// with the literal at the leftmost segment where the other has `*`.
    pub(crate) fn specificity(&self, other: &Self) -> Ordering {
        self.depth().cmp(&other.depth()).then_with(|| {
            let pairs = self.segments().zip(other.segments());
            pairs
                .map(|(mine, theirs)| (mine != WILDCARD).cmp(&(theirs != WILDCARD)))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        })
    }

    /// The topic that this pattern matches with `segment` in place of every `*`, `below` more of them behind.
    pub(crate) fn instance(&self, segment: &str, below: usize) -> String {
        let own = self
            .segments()
            .map(|own| if own == WILDCARD { segment } else { own });
        let all: Vec<&str> = own.chain(core::iter::repeat_n(segment, below)).collect();
        if all.is_empty() {
            ROOT.into()
        } else {
            all.join("/")
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect("a pattern")
    }

    #[test]
    fn t2_a_pattern_covers_what_it_matches_and_everything_below() {
        assert!(pattern("a/*").covers("a/b", true));
        assert!(pattern("a/*").covers("a/b/c", false));
        assert!(!pattern("a/*").covers("a/b/c", true));
        assert!(!pattern("a/*").covers("a", false));
        assert!(pattern("/").covers("/", true));
        assert!(Pattern::parse("a*").is_err());
    }

    #[test]
    fn w2_3_the_leftmost_literal_decides() {
        assert_eq!(
            pattern("a/*/c").specificity(&pattern("*/b/c")),
            Ordering::Greater
        );
        assert_eq!(
            pattern("a/b").specificity(&pattern("*/b/*")),
            Ordering::Less
        );
    }
}
