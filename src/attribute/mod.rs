//! Attributes: vocabularies, sets of values, and conditions as boxes of them (A1 to A4).

#[cfg(feature = "regex")]
mod automaton;
#[cfg(not(feature = "regex"))]
#[path = "no_automaton.rs"]
mod automaton;
mod bounds;
mod constraint;
mod fault;
mod partition;
#[cfg(feature = "regex")]
mod reading;
mod value_set;
mod vocabulary;
#[cfg(feature = "regex")]
mod witness;

pub(crate) use automaton::Automaton;
pub(crate) use bounds::{Bounds, Narrowness, Precision};
pub(crate) use constraint::{Constraint, Presence};
pub(crate) use fault::Fault;
pub(crate) use value_set::{Universe, ValueSet};
pub(crate) use vocabulary::{Attribute, Declared, ValueError, Vocabulary};
pub use vocabulary::{AttributeKind, Role};

/// The most bytes that a value of an open attribute may have.
pub(crate) const MAX_VALUE_BYTES: usize = 1_024;
