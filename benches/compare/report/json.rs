//! Every ratio, for programs.

use clap::ValueEnum;
use serde_json::{Value, json as value};

use crate::measure::Record;
use crate::statistics::Spread;

/// A list with an entry for each system and list: median nanoseconds, and the ratio to the floor's exact hits at that size
/// and distribution, with its quartiles.
pub fn json(records: &[Record]) -> Value {
    records.iter().map(entry).collect()
}

fn entry(record: &Record) -> Value {
    let ratio = Spread::of_ratio(&record.nanoseconds, &record.floor);
    value!({
        "system": record.system,
        "workload": name(record.workload),
        "set": name(record.set),
        "size": record.size,
        "distribution": name(record.distribution),
        "ns": rounded(Spread::of(record.nanoseconds.iter().copied()).median),
        "ratio_to_floor": rounded(ratio.median),
        "p25": rounded(ratio.p25),
        "p75": rounded(ratio.p75),
    })
}

/// As the command line spells it.
pub fn name(value: impl ValueEnum + Copy) -> String {
    value
        .to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned())
}

fn rounded(number: f64) -> f64 {
    (number * 1_000.0).round() / 1_000.0
}
