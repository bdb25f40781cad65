//! One binary for all integration tests: the rules as cases, the guarantees as properties, the problems as texts, the
//! architecture as a reading of `src/`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::similar_names,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test has `std`, fails by panicking, and reads better for it"
)]

mod assignments;
#[cfg(feature = "tzdb")]
mod availability;
#[cfg(feature = "tzdb")]
mod availability_random;
mod batches;
mod bounded;
#[cfg(all(feature = "serde", feature = "std"))]
mod command;
mod command_calendar;
#[cfg(feature = "serde")]
mod confidence;
#[cfg(feature = "serde")]
mod content;
mod crowds;
#[cfg(feature = "serde")]
mod data;
mod dates;
#[cfg(feature = "serde")]
mod edges;
#[cfg(feature = "serde")]
mod edit_scripts;
#[cfg(feature = "serde")]
mod edits;
mod expected;
mod explanations;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod fields;
#[cfg(feature = "serde")]
mod formats;
mod generate;
mod hours;
#[cfg(feature = "tzdb")]
mod hours_properties;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod instants;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod interval_cases;
mod invariants;
mod judge;
#[cfg(feature = "serde")]
mod layout;
#[cfg(feature = "serde")]
mod mistakes;
#[cfg(feature = "serde")]
mod naive_edits;
mod oracle;
#[cfg(feature = "serde")]
mod parts;
#[cfg(feature = "serde")]
mod patches;
#[cfg(all(feature = "regex", feature = "serde"))]
mod patterns;
mod people;
#[cfg(feature = "serde")]
mod picks;
mod plain;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod plain_rota;
#[cfg(feature = "serde")]
mod privacy;
#[cfg(feature = "serde")]
mod problems;
mod promises;
mod properties;
#[cfg(feature = "serde")]
mod reasons;
#[cfg(feature = "serde")]
mod reasons_in_time;
#[cfg(feature = "serde")]
mod samples;
#[cfg(feature = "serde")]
mod scenarios;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod schedules;
#[cfg(feature = "serde")]
mod schema;
#[cfg(all(feature = "snapshot", feature = "serde"))]
mod snapshot;
mod spans;
mod tables;
mod texts;
mod ties;
#[cfg(feature = "tzdb")]
mod time_faults;
mod timed;
#[cfg(feature = "serde")]
mod timed_edits;
mod timed_routes;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod timelines;
#[cfg(all(feature = "serde", feature = "tzdb"))]
mod written;
