//! How well a topic was known.

use core::fmt;

/// How well the topic was known (W4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Basis {
    /// The winning pattern is as deep as the topic.
    Exact,
    /// The winning pattern is above the topic.
    Inherited,
    /// No other route covers the inquiry.
    Fallback,
}

impl Basis {
    /// The word that an answer uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Inherited => "inherited",
            Self::Fallback => "fallback",
        }
    }

    /// W4, in its order.
    pub(crate) fn of(pattern_depth: usize, topic_depth: usize, is_fallback: bool) -> Self {
        match (pattern_depth == topic_depth, is_fallback) {
            (true, _) => Self::Exact,
            (_, true) => Self::Fallback,
            _ => Self::Inherited,
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
