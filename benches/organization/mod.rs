//! Organizations to measure on, and what is asked of them: made up by a generator, the same every time.
//!
//! Topics have 34 to 50 bytes in 3 to 4.4 segments on average, the more the larger the organization; what lies above a
//! topic is a topic, too. A third of the rules cover what lies below their topic. Departments are a tree in which each has
//! five below it, with a head and a desk.

mod asks;
mod attributes;
mod directory;
mod document;
mod random;
mod reading;
mod rules;
mod shapes;
mod topics;
mod words;

pub use asks::{Ask, Asks, Distribution, Set};
pub use attributes::{ATTRIBUTES, VALUES};
pub use directory::{Directory, Level, number_of};
pub use document::generous;
pub use random::Random;
pub use reading::{read_levels, read_owner};
pub use rules::{Plan, Rule, Workload};
pub use shapes::{Shape, Subject};
pub use words::Style;
