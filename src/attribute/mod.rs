//! Attributes: vocabularies, sets of values, and conditions as boxes of them (A1 to A4).

mod bounds;
mod constraint;
mod value_set;
mod vocabulary;

pub(crate) use bounds::{Bounds, Precision};
pub(crate) use constraint::{Constraint, Presence};
pub(crate) use value_set::{Universe, ValueSet};
pub(crate) use vocabulary::{Attribute, Declared, MAX_VALUE_BYTES, ValueError, Vocabulary};
pub use vocabulary::{AttributeKind, Role};
