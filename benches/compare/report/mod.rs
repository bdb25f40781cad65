//! What is written: every ratio as JSON, a table, what the table must show, a plot.

mod figure;
mod figures;
mod json;
mod plot;
mod table;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

pub use figure::Figure;

use crate::arguments::Arguments;
use crate::measure::{Measured, Record};

/// The table of all runs together, and the figures of each, as Markdown.
pub fn markdown(records: &[Record], runs: &[Measured]) -> String {
    let figures = runs.iter().map(|run| {
        let mut figures = figures::figures(&run.records);
        figures.extend_from_slice(&run.figures);
        figures
    });
    let figures: Vec<Vec<Figure>> = figures.collect();
    format!("{}{}", table::table(records), figure::rows(&figures))
}

/// Writes everything into `target/compare`; the plot and the short table elsewhere, too, where that is wanted.
pub fn write(records: &[Record], markdown: &str, arguments: &Arguments) -> io::Result<PathBuf> {
    let folder = target().join("compare");
    fs::create_dir_all(&folder)?;
    let json = format!("{:#}\n", json::json(records));
    fs::write(folder.join("ratios.json"), json)?;
    fs::write(folder.join("table.md"), markdown)?;
    let drawn = plot::plot(records).map_err(io::Error::other)?;
    fs::write(folder.join("compare.svg"), &drawn)?;
    if let Some(plot) = &arguments.plot {
        fs::write(plot, &drawn)?;
    }
    if let Some(readme) = &arguments.readme {
        let text = fs::read_to_string(readme)?;
        fs::write(readme, between_marks(&text, &table::short(records))?)?;
    }
    Ok(folder)
}

/// The lines between which the short table stands in a text.
const MARKS: [&str; 2] = ["<!-- figures: begin -->\n", "<!-- figures: end -->"];

/// A text with another short table.
fn between_marks(text: &str, table: &str) -> io::Result<String> {
    let parts = text.split_once(MARKS[0]).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(MARKS[1])?;
        Some([before, MARKS[0], table, MARKS[1], after].concat())
    });
    parts.ok_or_else(|| io::Error::other(format!("the text has no lines {MARKS:?}")))
}

/// The target folder.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target"),
        PathBuf::from,
    )
}

/// The records of one system.
fn of<'a>(records: &'a [Record], system: &str) -> impl Iterator<Item = &'a Record> {
    records.iter().filter(move |record| record.system == system)
}

/// A number of topics as one writes it.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
