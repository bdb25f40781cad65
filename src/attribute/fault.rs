//! Why patterns make no automaton.

use alloc::string::String;

/// What is wrong with a pattern, or with several together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    dead_code,
    reason = "some come only with the feature `regex`, and one only without it"
)]
pub(crate) enum Fault {
    /// The crate was built without the feature `regex`.
    NoFeature,
    /// No regular expression.
    Malformed {
        what: String,
        /// Where, counted from 1.
        character: usize,
    },
    /// A word boundary by Unicode's words, which automata over bytes do not tell.
    WordBoundary,
    /// More than the limit on automata.
    TooLarge,
}
