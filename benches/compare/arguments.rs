//! What is measured, as the command line says.

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};

use crate::organization::{Distribution, Set, Workload};
use crate::systems::NAMES;

/// Measures look-ups of this crate beside what else one could use, in one process, by turns.
///
/// Times are CPU time of the measuring thread. Every answer is compared before anything is timed.
#[derive(Clone, Debug, Parser)]
#[command(name = "cargo bench --bench compare --", version = None, disable_version_flag = true)]
pub struct Arguments {
    /// Numbers of topics.
    #[arg(long, value_delimiter = ',', num_args = 1.., default_values_t = [100, 1_000, 10_000, 100_000])]
    pub sizes: Vec<usize>,
    /// Which topics are asked for; by default all, and under conditions the first four.
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..)]
    sets: Vec<Set>,
    /// What is answered; both by default.
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..)]
    pub workloads: Vec<Workload>,
    /// How often each topic is asked for; both by default.
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..)]
    pub distributions: Vec<Distribution>,
    /// Names of systems; all by default.
    #[arg(long, value_delimiter = ',', num_args = 1.., value_parser = PossibleValuesParser::new(NAMES))]
    systems: Vec<String>,
    /// How many turns each system has; quartiles want 15.
    #[arg(long, default_value_t = 15)]
    pub rounds: usize,
    /// How often everything is built and measured: a figure is reached when all runs reach it.
    #[arg(long, default_value_t = 1)]
    pub runs: usize,
    /// Writes the plot to this path, too.
    #[arg(long, value_name = "PATH")]
    pub plot: Option<std::path::PathBuf>,
    /// Writes the short table into this text, between its two marks.
    #[arg(long, value_name = "PATH")]
    pub readme: Option<std::path::PathBuf>,
    /// Only shows that it runs: one small size, one round, nothing is written. So does a debug build.
    #[arg(long)]
    pub test: bool,
    /// What `cargo bench` passes.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    /// Those of the command line.
    pub fn read() -> Self {
        let mut arguments = Self::parse();
        fill(&mut arguments.workloads);
        fill(&mut arguments.distributions);
        if cfg!(debug_assertions) || arguments.test {
            arguments.test = true;
            arguments.sizes = vec![100];
            arguments.rounds = 1;
            arguments.runs = 1;
        }
        arguments
    }

    /// The sets that are wanted under a workload.
    pub fn sets(&self, workload: Workload) -> &[Set] {
        let all = Set::value_variants();
        match workload {
            _ if !self.sets.is_empty() => &self.sets,
            Workload::Topic => all,
            Workload::Conditions => &all[..4],
        }
    }

    pub fn wants(&self, system: &str) -> bool {
        self.systems.is_empty() || self.systems.iter().any(|name| name == system)
    }
}

/// All of them, where none is named.
fn fill<T: ValueEnum + Clone>(values: &mut Vec<T>) {
    if values.is_empty() {
        values.extend_from_slice(T::value_variants());
    }
}
