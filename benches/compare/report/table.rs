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
    let mut text = String::new();
    for &workload in Workload::value_variants() {
        for &distribution in Distribution::value_variants() {
            for &set in Set::value_variants() {
                let list = (workload, set, distribution);
                let rows = NAMES.map(|system| (system.to_owned(), times(records, system, list)));
                if rows.iter().any(|(_, times)| !times.is_empty()) {
                    let title = [name(workload), name(set), name(distribution)].join(", ");
                    let _ = writeln!(text, "### {title}\n");
                    write_rows(&mut text, records, &rows);
                }
            }
        }
    }
    text
}

/// The same for a reader in a hurry: mixed asks, uniform, without systems that have no answer; the floor's exact hits
/// beside them.
pub fn short(records: &[Record]) -> String {
    let mut text = String::new();
    for workload in [Workload::Topic, Workload::Conditions] {
        let what = match workload {
            Workload::Topic => "A topic to its owner:",
            Workload::Conditions => "A topic and five values to the owner and the whole chain:",
        };
        let _ = writeln!(text, "{what}\n");
        let row = |system: &str| match system {
            "floor" => {
                let list = (Workload::Topic, Set::Exact, Distribution::Uniform);
                ("floor, exact hits".to_owned(), times(records, system, list))
            }
            _ => {
                let list = (workload, Set::Mixed, Distribution::Uniform);
                (system.to_owned(), times(records, system, list))
            }
        };
        let rows = NAMES.iter().map(|system| row(system));
        let rows: Vec<Row<'_>> = rows.filter(|(_, times)| !times.is_empty()).collect();
        write_rows(&mut text, records, &rows);
    }
    text
}

/// Workload, set, distribution.
type List = (Workload, Set, Distribution);

/// A name, and what was measured.
type Row<'a> = (String, Vec<&'a Record>);

/// What a system took for a list, at all sizes.
fn times<'a>(records: &'a [Record], system: &str, list: List) -> Vec<&'a Record> {
    let of_list = |record: &&Record| (record.workload, record.set, record.distribution) == list;
    of(records, system).filter(of_list).collect()
}

fn write_rows(text: &mut String, records: &[Record], rows: &[Row<'_>]) {
    let mut sizes: Vec<usize> = records.iter().map(|record| record.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let heads: Vec<String> = sizes.iter().map(|size| thousands(*size)).collect();
    let heads = heads.join(" | ");
    let _ = writeln!(text, "| ns (to the floor's exact hits) | {heads} |");
    let _ = writeln!(text, "|---|{}", "--:|".repeat(sizes.len()));
    for (system, times) in rows {
        let at = |size: &usize| {
            let found = times.iter().find(|record| record.size == *size);
            found.map_or_else(|| "-".into(), |record| cell(record))
        };
        let cells: Vec<String> = sizes.iter().map(at).collect();
        let _ = writeln!(text, "| {system} | {} |", cells.join(" | "));
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
