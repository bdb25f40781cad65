//! The table: a section for each list, a row for each system, a column for each size.

use std::fmt::Write;

use clap::ValueEnum;

use super::json::name;
use super::{of, thousands};
use crate::measure::Record;
use crate::organization::{Distribution, Set, Workload};
use crate::statistics::Spread;
use crate::systems::NAMES;

/// Nanoseconds a look-up, and in brackets the ratio to the floor's exact hits; `-` where a system has no answer.
pub fn table(records: &[Record]) -> String {
    let mut sizes: Vec<usize> = records.iter().map(|record| record.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut text = String::new();
    for workload in Workload::value_variants() {
        for distribution in Distribution::value_variants() {
            for set in Set::value_variants() {
                let list = |record: &&Record| {
                    (record.workload, record.distribution, record.set)
                        == (*workload, *distribution, *set)
                };
                if records.iter().any(|record| list(&record)) {
                    let names = [name(*workload), name(*set), name(*distribution)].join(", ");
                    section(&mut text, &names, &sizes, |system, size| {
                        of(records, system)
                            .filter(list)
                            .find(|record| record.size == size)
                    });
                }
            }
        }
    }
    text
}

fn section<'a>(
    text: &mut String,
    title: &str,
    sizes: &[usize],
    find: impl Fn(&str, usize) -> Option<&'a Record>,
) {
    let heads: Vec<String> = sizes.iter().map(|size| thousands(*size)).collect();
    let _ = writeln!(
        text,
        "### {title}\n\n| ns (to the floor's exact hits) | {} |",
        heads.join(" | ")
    );
    let _ = writeln!(text, "|---|{}", "--:|".repeat(sizes.len()));
    for system in NAMES {
        let cells = sizes
            .iter()
            .map(|size| find(system, *size).map_or_else(|| "-".into(), cell));
        let _ = writeln!(
            text,
            "| {system} | {} |",
            cells.collect::<Vec<_>>().join(" | ")
        );
    }
    text.push('\n');
}

fn cell(record: &Record) -> String {
    let median = Spread::of(record.nanoseconds.iter().copied()).median;
    let ratio = Spread::of_ratio(&record.nanoseconds, &record.floor).median;
    format!("{} ({ratio:.2})", plain(median))
}

/// Three digits are enough.
pub fn plain(nanoseconds: f64) -> String {
    if nanoseconds < 100.0 {
        format!("{nanoseconds:.1}")
    } else {
        thousands(nanoseconds.round() as usize)
    }
}
