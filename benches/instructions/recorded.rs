//! What was counted before, and whether it is more now.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::callgrind::{Counts, target};
use crate::key::key;

/// How much more than what is recorded is a failure.
const MOST: f64 = 1.02;

/// By [`key`], the counts.
type Recorded = BTreeMap<String, Counts>;

/// The repository's file.
fn path() -> impl AsRef<Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions/recorded.json")
}

/// Prints the counts beside the recorded ones; writes them into the target folder, and where it is wanted into the
/// repository.
pub fn compare(counts: &Counts, record: bool) -> ExitCode {
    let key = key();
    let mut recorded = read();
    let known = recorded.get(&key);
    println!("{key}\n\n| instructions a look-up | now | recorded |\n|---|--:|--:|");
    let mut risen = Vec::new();
    for (name, now) in counts {
        let before = known.and_then(|known| known.get(name));
        let shown = before.map_or_else(|| "-".to_owned(), |before| format!("{before:.1}"));
        println!("| {name} | {now:.1} | {shown} |");
        if let Some(before) = before.filter(|before| *now > *before * MOST) {
            risen.push(format!(
                "{name}: {now:.1} instructions a look-up, recorded are {before:.1}"
            ));
        }
    }
    let is_known = known.is_some();
    let rounded = counts
        .iter()
        .map(|(name, now)| (name.clone(), (now * 10.0).round() / 10.0));
    let rounded: Counts = rounded.collect();
    write(
        target().join("instructions.json"),
        &[(key.clone(), rounded.clone())].into(),
    );
    if record {
        recorded.insert(key, rounded);
        write(path(), &recorded);
        return ExitCode::SUCCESS;
    }
    if !is_known {
        println!(
            "\nnothing is recorded for this target, compiler and processor: nothing is gated; `--record` records it"
        );
    }
    for message in &risen {
        eprintln!("more than 2 % above what is recorded: {message}");
    }
    if risen.is_empty() {
        ExitCode::SUCCESS
    } else {
        eprintln!("if that is meant, record it: cargo bench --bench instructions -- --record");
        ExitCode::FAILURE
    }
}

/// Nothing is recorded where there is no file; one that cannot be read is a mistake.
fn read() -> Recorded {
    fs::read_to_string(path()).map_or_else(
        |_| Recorded::new(),
        |text| serde_json::from_str(&text).unwrap(),
    )
}

fn write(path: impl AsRef<Path>, recorded: &Recorded) {
    let text = serde_json::to_string_pretty(recorded).unwrap();
    fs::write(path, text + "\n").unwrap();
}
