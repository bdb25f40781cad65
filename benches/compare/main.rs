//! Look-ups of this crate beside what else one could use: `cargo bench --bench compare`.
//!
//! Criterion measures one thing after the other, and a shared machine changes in between. Here everybody has a turn in
//! each of several rounds, and what is reported is the ratio within a round.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a bench has `std`, and fails by panicking; counts are small"
)]

mod arguments;
mod check;
mod measure;
#[path = "../organization/mod.rs"]
#[allow(dead_code, unused_imports, reason = "another bench uses the rest")]
mod organization;
mod progress;
mod report;
mod rounds;
mod shapes;
mod statistics;
mod systems;
mod threads;

use arguments::Arguments;
use measure::Measured;
use progress::Progress;

fn main() {
    let arguments = Arguments::read();
    let progress = Progress::new();
    let runs: Vec<Measured> = (0..arguments.runs)
        .map(|_| run(&arguments, progress))
        .collect();
    let records = measure::together(&runs);
    let markdown = report::markdown(&records, &runs);
    println!("{markdown}");
    if !arguments.test {
        let folder = report::write(&records, &markdown, &arguments).unwrap();
        progress.size(&format!("written to {}", folder.display()));
    }
}

/// Builds and measures everything once.
fn run(arguments: &Arguments, progress: Progress) -> Measured {
    let mut measured = Measured::default();
    for &size in &arguments.sizes {
        progress.size(&format!("{size} topics"));
        measure::measure(size, arguments, progress, &mut measured);
    }
    if !arguments.test && arguments.wants("switchboard") {
        progress.size("topics with many routes");
        measured.figures.extend(shapes::shapes(arguments.rounds));
    }
    measured
}
