//! A figure to reach, and whether it is.

use std::fmt::Write;

/// What is to be reached, and what was.
#[derive(Clone, Debug)]
pub struct Figure {
    pub name: String,
    pub bound: Bound,
    /// Nothing where it was not measured.
    pub reached: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
pub enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Figure {
    pub fn at_most(name: &str, bound: f64, reached: Option<f64>) -> Self {
        Self {
            name: name.to_owned(),
            bound: Bound::AtMost(bound),
            reached,
        }
    }
}

impl Bound {
    fn words(self) -> String {
        match self {
            Self::AtMost(most) => format!("at most {most}"),
            Self::AtLeast(least) => format!("at least {least} x"),
        }
    }

    fn allows(self, reached: f64) -> bool {
        match self {
            Self::AtMost(most) => reached <= most,
            Self::AtLeast(least) => reached >= least,
        }
    }
}

/// A row for each figure: what each run reached, and whether all of them reached it.
pub fn rows(runs: &[Vec<Figure>]) -> String {
    let mut text = "### what it must show (uniform; the median of each run)\n\n".to_owned();
    text.push_str("| figure | to reach | reached | |\n|---|---|--:|---|\n");
    let first = runs.first().map_or(&[][..], Vec::as_slice);
    for (place, figure) in first.iter().enumerate() {
        let reached: Vec<f64> = runs.iter().filter_map(|run| run[place].reached).collect();
        let verdict = match reached.len() {
            0 => "not measured",
            _ if reached.iter().all(|reached| figure.bound.allows(*reached)) => "yes",
            _ => "no",
        };
        let reached: Vec<String> = reached
            .iter()
            .map(|reached| format!("{reached:.2}"))
            .collect();
        let (name, bound, reached) = (&figure.name, figure.bound.words(), reached.join(", "));
        let _ = writeln!(text, "| {name} | {bound} | {reached} | {verdict} |");
    }
    text
}
