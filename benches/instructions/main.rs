//! How many instructions a look-up takes: `cargo bench --bench instructions`.
//!
//! Times vary with the machine's other work; counts do not. The program runs itself under valgrind's callgrind, which
//! counts inside of named loops only, and compares with what is recorded in the repository for this target, compiler and
//! processor: more than 2 % above it is a failure. What is not recorded yet gates nothing; `--record` records it.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a bench has `std`, and fails by panicking; counts are small"
)]

mod callgrind;
mod key;
mod loops;
#[path = "../organization/mod.rs"]
#[allow(dead_code, unused_imports, reason = "another bench uses the rest")]
mod organization;
mod recorded;

use std::process::ExitCode;

use clap::Parser;

/// Counts instructions a look-up, and compares with those recorded.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[command(
    name = "cargo bench --bench instructions --",
    disable_version_flag = true
)]
struct Arguments {
    /// Writes the counts into the repository's file.
    #[arg(long)]
    record: bool,
    /// Only shows that the loops run. So does a debug build.
    #[arg(long)]
    test: bool,
    /// Runs the loops, and counts nothing: what is run under callgrind.
    #[arg(long, hide = true)]
    loops: bool,
    /// What `cargo bench` passes.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if cfg!(debug_assertions) || arguments.test {
        loops::run(100);
        return ExitCode::SUCCESS;
    }
    if arguments.loops {
        loops::run(10_000);
        return ExitCode::SUCCESS;
    }
    match callgrind::counts() {
        Ok(counts) => recorded::compare(&counts, arguments.record),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
