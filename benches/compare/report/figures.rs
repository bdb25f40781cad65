//! What the table must show: the figures that are worked out from times.

use std::fs;

use super::figure::{Bound, Figure};
use super::{of, target, thousands};
use crate::measure::Record;
use crate::organization::{Distribution, Set, Workload};
use crate::statistics::Spread;

/// Those that compare a system with the floor, or with another system, at each size that was measured.
pub fn figures(records: &[Record]) -> Vec<Figure> {
    use Bound::{AtLeast, AtMost};
    use Set::{Exact, Mixed, Unknown};
    use Workload::{Conditions, Topic};
    let ours = "switchboard";
    let (by_id, strings) = ("switchboard by id", "switchboard strings");
    let lists: [(Subject, Against, AtSize); 10] = [
        ((ours, Topic, Exact), None, |size| {
            Some(AtMost(if size <= 10_000 { 1.05 } else { 0.9 }))
        }),
        ((ours, Topic, Mixed), None, |size| {
            let most = match size {
                0..=10_000 => 2.2,
                10_001..=100_000 => 1.5,
                _ => 0.9,
            };
            Some(AtMost(most))
        }),
        ((ours, Topic, Unknown), None, |size| {
            Some(AtMost(if size <= 10_000 { 2.0 } else { 0.6 }))
        }),
        ((ours, Conditions, Exact), None, |size| match size {
            0..=1_000 => Some(AtMost(2.5)),
            1_001..=10_000 => Some(AtMost(1.5)),
            10_001..=100_000 => Some(AtMost(2.0)),
            _ => None,
        }),
        ((ours, Conditions, Mixed), None, |size| {
            Some(AtMost(if size <= 1_000 { 3.3 } else { 2.4 }))
        }),
        ((by_id, Conditions, Mixed), None, |size| {
            Some(AtMost(if size <= 1_000 { 1.3 } else { 0.9 }))
        }),
        ((ours, Conditions, Mixed), Some("hand-written"), |size| {
            Some(AtLeast(if size <= 1_000 { 3.5 } else { 4.5 }))
        }),
        ((strings, Conditions, Mixed), Some("hand-written"), |size| {
            Some(AtLeast(if size <= 1_000 { 2.3 } else { 3.0 }))
        }),
        ((ours, Conditions, Mixed), Some("expert"), |_| {
            Some(AtLeast(2.0))
        }),
        (("switchboard batch", Topic, Exact), None, |size| {
            (size == 1_000_000).then_some(AtMost(0.35))
        }),
    ];
    let mut figures = Vec::new();
    for (subject, against, bound) in lists {
        figures.extend(of_list(records, subject, against, bound));
    }
    let counted = instructions("topic mixed");
    let name = "instructions, mixed, topic only, 10,000 (`cargo bench --bench instructions`)";
    figures.push(Figure::at_most(name, 240.0, counted));
    figures.push(Figure::at_most(
        "allocations, mixed",
        0.0,
        allocations(records, ours),
    ));
    figures
}

/// What `cargo bench --bench instructions` counted last.
fn instructions(counted: &str) -> Option<f64> {
    let text = fs::read_to_string(target().join("instructions.json")).ok()?;
    let counts: serde_json::Value = serde_json::from_str(&text).ok()?;
    counts.as_object()?.values().next()?[counted].as_f64()
}

/// How often a system allocated on all lists of mixed asks.
fn allocations(records: &[Record], system: &str) -> Option<f64> {
    let mixed = of(records, system).filter(|record| record.set == Set::Mixed);
    mixed
        .map(|record| record.allocations as f64)
        .reduce(|one, other| one + other)
}

/// A system, what it does, and on which set.
type Subject = (&'static str, Workload, Set);

/// A system that takes a multiple of its time; without one it is compared with the floor's exact hits.
type Against = Option<&'static str>;

/// What is to be reached at a size, if anything.
type AtSize = fn(usize) -> Option<Bound>;

/// One figure at each size that was measured.
fn of_list(
    records: &[Record],
    (system, workload, set): Subject,
    against: Against,
    bound: AtSize,
) -> Vec<Figure> {
    let is_of_list = move |record: &&Record| {
        (record.workload, record.set, record.distribution) == (workload, set, Distribution::Uniform)
    };
    let figure = |record: &Record| {
        let bound = bound(record.size)?;
        let (other, ratio) = match against {
            None => (
                "the floor",
                Spread::of_ratio(&record.nanoseconds, &record.floor),
            ),
            Some(other) => {
                let mut others = of(records, other).filter(is_of_list);
                let found = others.find(|other| other.size == record.size)?;
                (
                    other,
                    Spread::of_ratio(&found.nanoseconds, &record.nanoseconds),
                )
            }
        };
        let what = format!("{workload:?}, {set:?}").to_lowercase();
        Some(Figure {
            name: format!("{what}: {system}, to {other}, {}", thousands(record.size)),
            bound,
            reached: Some(ratio.median),
        })
    };
    of(records, system)
        .filter(is_of_list)
        .filter_map(figure)
        .collect()
}
