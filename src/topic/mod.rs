//! Topics: paths in canonical form (T1), patterns over them (T2) and aliases for them (T4).

mod alias;
mod automaton;
mod nature;
mod path;
mod pattern;

pub(crate) use alias::{AliasClash, Aliases};
pub(crate) use automaton::{Automaton, State, TooManyStates};
pub use nature::Nature;
pub use path::TopicError;
pub(crate) use path::{
    MAX_SEGMENTS, ROOT, canonical_name, canonical_path, depth, plain_depth, prefix, segments,
};
pub(crate) use pattern::{Pattern, WILDCARD};
