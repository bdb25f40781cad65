//! Text for people: styles, columns, and names that cannot play tricks on a terminal.

use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::str::Utf8Error;

use clap::builder::styling::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const KEY: Style = AnsiColor::Cyan.on_default();
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
const ERROR: Style = AnsiColor::Red.on_default().bold();

/// A message as this program reports errors.
pub(crate) fn error(message: impl fmt::Display) -> String {
    format!("{ERROR}error{ERROR:#}: {message}")
}

/// Text in a style. What is not a terminal gets it without the style, by the stream.
pub(crate) fn styled(style: Style, text: impl fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Somebody's text with its control characters made visible: it may come from anywhere.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// Rows of cells, written as columns.
#[derive(Default)]
pub(crate) struct Columns {
    indent: usize,
    rows: Vec<Vec<Cell>>,
}

struct Cell {
    text: String,
    style: Style,
}

impl Columns {
    pub(crate) fn indented(indent: usize) -> Self {
        Self {
            indent,
            rows: Vec::new(),
        }
    }

    /// Adds a row. The texts are anybody's; they are made plain here.
    pub(crate) fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = (Style, T)>) {
        self.rows.push(
            cells
                .into_iter()
                .map(|(style, text)| Cell {
                    text: Plain(text.as_ref()).to_string(),
                    style,
                })
                .collect(),
        );
    }

    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let widths = self.widths();
        for row in &self.rows {
            // Padding is written only once something follows it.
            let mut padding = self.indent;
            for (cell, width) in row.iter().zip(&widths) {
                if !cell.text.is_empty() {
                    write!(
                        out,
                        "{:padding$}{}{}{:#}",
                        "", cell.style, cell.text, cell.style
                    )?;
                    padding = 0;
                }
                // A column of nothing takes no room.
                if *width > 0 {
                    padding += width + 2 - cell.width();
                }
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width().max(*width);
            }
        }
        widths
    }
}

impl Cell {
    fn width(&self) -> usize {
        self.text.width()
    }
}

/// `1 problem`, `2 problems`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What is wrong with bytes that are no text.
pub(crate) fn not_utf8(what: &str, error: &Utf8Error) -> String {
    format!(
        "{what} is not UTF-8 from byte {} on",
        error.valid_up_to() + 1
    )
}

/// The beginning of a text, enough to recognize it.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
