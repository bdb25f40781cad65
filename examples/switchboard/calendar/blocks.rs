//! A strip as text: blocks of characters, as wide as the terminal, that are told apart without colour, too.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};
use switchboard::{SignedDuration, Timestamp};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::bars::{Bar, What};
use super::labels::{hours, initials, shortened};
use super::strip::{Row, Strip};
use crate::text::{FAINT, Plain, REMOVED, STRONG, styled};

/// What fills the blocks of one person, and of the next; then again from the first.
const FILLS: [char; 8] = ['░', '▒', '▓', '█', '▚', '▞', '▙', '▟'];
const DECLARED: char = '·';
const UNDECLARED: char = '╳';
const HANDOFF: char = '│';

/// How many minutes a cell may stand for.
const CELLS: [i64; 12] = [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1_440];

pub(super) fn write(strip: &Strip<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let [first, last] = strip.days();
    writeln!(
        out,
        "{}  {} to {}  {}",
        styled(STRONG, Plain(strip.title)),
        first.strftime("%a %-d %b %Y"),
        last.strftime("%a %-d %b %Y"),
        styled(FAINT, &strip.zone)
    )?;
    let page = Page::of(strip, width);
    let mut ruler = String::new();
    for (place, row) in strip.rows.iter().enumerate() {
        let own = page.ruler(row);
        // Where hours stand elsewhere than above, as when the clock is changed, they are named anew.
        if own != ruler {
            writeln!(out, "{}", styled(FAINT, own.trim_end()))?;
            ruler = own;
        } else if row.begins && place > 0 {
            writeln!(out)?;
        }
        page.row(row, out)?;
    }
    writeln!(out)?;
    page.legend(out)
}

struct Page<'s> {
    strip: &'s Strip<'s>,
    /// Of the labels of rows.
    margin: usize,
    /// How long a cell is.
    cell: SignedDuration,
    width: usize,
}

/// A character of a row. What is two columns wide is followed by an empty one.
#[derive(Clone, Copy)]
struct Cell {
    character: Option<char>,
    style: Style,
}

/// Neighbouring cells of one bar.
struct Run {
    bar: usize,
    from: usize,
    until: usize,
}

impl<'s> Page<'s> {
    fn of(strip: &'s Strip<'s>, width: usize) -> Self {
        let labels = strip.rows.iter().map(|row| row.label.width());
        let margin = labels.max().unwrap_or_default() + 1;
        let notes = strip.rows.iter().filter_map(|row| row.note.as_deref());
        let note = notes.map(|note| note.width() + 1).max().unwrap_or_default();
        let room = width.saturating_sub(margin + note).max(1);
        let longest = strip.longest();
        let fits = |minutes: &&i64| cells(longest, SignedDuration::from_mins(**minutes)) <= room;
        let minutes = CELLS.iter().find(fits).copied().unwrap_or(1_440);
        Self {
            strip,
            margin,
            cell: SignedDuration::from_mins(minutes),
            width,
        }
    }

    /// The hours or days above their cells, as far as there is room.
    fn ruler(&self, row: &Row) -> String {
        let mut line = " ".repeat(self.margin);
        for tick in row.ticks.iter().filter(|tick| tick.is_named()) {
            let at = self.margin + cells(row.offset(tick.named_at), self.cell);
            let used = line.width();
            if used < at || used == self.margin && at == used {
                line.push_str(&" ".repeat(at - used));
                line.push_str(&tick.label);
            }
        }
        line
    }

    fn row(&self, row: &Row, out: &mut impl Write) -> io::Result<()> {
        let style = if row.is_weekend { FAINT } else { Style::new() };
        let label = format!("{:>width$}", row.label, width = self.margin - 1);
        for line in 0..row.lanes {
            let label = if line == 0 { label.as_str() } else { "" };
            write!(
                out,
                "{} ",
                styled(style, format!("{label:width$}", width = self.margin - 1))
            )?;
            write_cells(&self.cells(row, line), out)?;
            if let Some(note) = row.note.as_ref().filter(|_| line == 0) {
                write!(out, " {}", styled(FAINT, note))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// What stands on one of a row's lines.
    fn cells(&self, row: &Row, line: usize) -> Vec<Cell> {
        let mut all = Vec::new();
        let mut last: Option<&Bar> = None;
        for run in self.runs(row, line) {
            let Some(bar) = self.strip.bars.get(run.bar) else {
                continue;
            };
            let begins = bar.is_handoff && bar.from >= row.from && run.from > 0;
            // Who was named just before is not named again.
            let is_named = last.is_none_or(|last| look(&last.what) != look(&bar.what));
            self.fill(bar, begins, is_named, run.until - run.from, &mut all);
            last = Some(bar).filter(|bar| {
                matches!(
                    bar.what,
                    What::Person {
                        is_override: false,
                        ..
                    }
                )
            });
        }
        all
    }

    /// Which bars stand where. A cell belongs to what takes most of it, but to a gap that is not declared in any case.
    fn runs(&self, row: &Row, line: usize) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for cell in 0..cells(row.length(), self.cell) {
            let from = row.from.saturating_add(times(self.cell, cell));
            let until = row.from.saturating_add(times(self.cell, cell + 1));
            let (Ok(from), Ok(until)) = (from, until) else {
                break;
            };
            let Some(bar) = self.most(row, line, [from, until]) else {
                continue;
            };
            match runs.last_mut().filter(|run| run.bar == bar) {
                Some(run) => run.until = cell + 1,
                None => runs.push(Run {
                    bar,
                    from: cell,
                    until: cell + 1,
                }),
            }
        }
        runs
    }

    fn most(&self, row: &Row, line: usize, [from, until]: [Timestamp; 2]) -> Option<usize> {
        let pieces = row.pieces.iter().filter_map(|piece| {
            let bar = self.strip.bars.get(piece.bar)?;
            let is_here = line * bar.of / row.lanes == bar.lane;
            let taken = piece.from.max(from).duration_until(piece.until.min(until));
            let is_alarm = matches!(
                bar.what,
                What::Nobody {
                    is_declared: false,
                    ..
                }
            );
            (is_here && taken.is_positive()).then_some((is_alarm, taken, piece.bar))
        });
        // Of two with as much of it, the first.
        let better = |one: (bool, SignedDuration, usize), other: (bool, SignedDuration, usize)| {
            if (other.0, other.1) > (one.0, one.1) {
                other
            } else {
                one
            }
        };
        pieces.reduce(better).map(|(_, _, bar)| bar)
    }

    /// Blocks, with as much of the name in them as there is room for.
    fn fill(&self, bar: &Bar, begins: bool, is_named: bool, length: usize, all: &mut Vec<Cell>) {
        let (fill, style) = look(&bar.what);
        let mut left = length;
        let mut put = |character: Option<char>, style: Style| all.push(Cell { character, style });
        if begins && length > 1 {
            put(Some(HANDOFF), STRONG);
            left -= 1;
        }
        // A cell is left for what fills it.
        let room = if is_named { left.saturating_sub(1) } else { 0 };
        let text = self.text(&bar.what, room);
        for character in text.chars() {
            let columns = character.width().unwrap_or_default();
            if columns > 0 {
                put(Some(character), style.bold());
                left -= columns;
            }
            if columns == 2 {
                put(None, style);
            }
        }
        for _ in 0..left {
            put(Some(fill), style);
        }
    }

    /// What stands in a block of so many columns.
    fn text(&self, what: &What, columns: usize) -> String {
        let (member, is_override) = match what {
            What::Nobody { why, .. } => {
                let why = why.strip_prefix("declared: ").unwrap_or("nobody");
                let why = shortened(&Plain(why).to_string(), columns);
                return why.unwrap_or_default();
            }
            What::Person {
                member,
                is_override,
                ..
            } => (*member, *is_override),
        };
        let mark = if is_override { "◆" } else { "" };
        let name = self.strip.cast.get(member).map_or("", |own| own.name);
        let short = self
            .strip
            .name(member, columns.saturating_sub(mark.width()));
        let texts = [
            short.map(|name| format!("{mark}{}", Plain(&name))),
            Some(format!("{mark}{}", initials(name))),
            Some(mark.to_owned()),
        ];
        let mut texts = texts.into_iter().flatten();
        texts
            .find(|text| text.width() <= columns)
            .unwrap_or_default()
    }

    /// Who is who, in lines as wide as the rest.
    fn legend(&self, out: &mut impl Write) -> io::Result<()> {
        let members = self.strip.cast.iter().enumerate();
        let mut entries: Vec<(String, Style, String)> = members
            .map(|(place, member)| {
                let name = member.with_initials();
                let label = format!("{} {}", Plain(&name), hours(member.total));
                (fill(place).to_string().repeat(2), style(place), label)
            })
            .collect();
        let mut sign = |sign: &str, style: Style, what: &str, is_there: bool| {
            if is_there {
                entries.push((sign.to_owned(), style, what.to_owned()));
            }
        };
        let gap = |declared: bool| {
            self.strip.has(
                |what| matches!(what, What::Nobody { is_declared, .. } if *is_declared == declared),
            )
        };
        sign("··", FAINT, "nobody, as declared", gap(true));
        sign("╳╳", REMOVED, "nobody, not declared", gap(false));
        let is_override = |what: &What| {
            matches!(
                what,
                What::Person {
                    is_override: true,
                    ..
                }
            )
        };
        sign("◆", STRONG, "override", self.strip.has(is_override));
        let has_handoff = self.strip.bars.iter().any(|bar| bar.is_handoff);
        sign("│", STRONG, "handoff", has_handoff);
        let minutes = self.cell.as_mins();
        let cell = if minutes < 60 {
            format!("a character is {minutes} minutes")
        } else {
            format!("a character is {}", hours(self.cell))
        };
        entries.push((String::new(), FAINT, cell));
        let mut used = 0;
        for (sign, style, label) in entries {
            let width = sign.width() + 1 + label.width();
            if used > 0 && used + 3 + width > self.width {
                writeln!(out)?;
                used = 0;
            }
            if used > 0 {
                write!(out, "   ")?;
                used += 3;
            }
            let gap = if sign.is_empty() { "" } else { " " };
            write!(out, "{}{gap}{label}", styled(style, sign))?;
            used += width;
        }
        writeln!(out)
    }
}

/// So many cells, the last of which need not be full.
fn cells(length: SignedDuration, cell: SignedDuration) -> usize {
    let (length, cell) = (length.as_secs(), cell.as_secs().max(1));
    usize::try_from((length + cell - 1) / cell).unwrap_or_default()
}

fn times(cell: SignedDuration, number: usize) -> SignedDuration {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    SignedDuration::from_secs(cell.as_secs().saturating_mul(number))
}

fn fill(member: usize) -> char {
    FILLS.get(member % FILLS.len()).copied().unwrap_or('░')
}

/// What fills a block, and how.
fn look(what: &What) -> (char, Style) {
    match what {
        What::Person { member, .. } => (fill(*member), style(*member)),
        What::Nobody {
            is_declared: true, ..
        } => (DECLARED, FAINT),
        What::Nobody { .. } => (UNDECLARED, REMOVED),
    }
}

fn style(member: usize) -> Style {
    const COLOURS: [AnsiColor; 6] = [
        AnsiColor::Cyan,
        AnsiColor::Yellow,
        AnsiColor::Green,
        AnsiColor::Magenta,
        AnsiColor::Blue,
        AnsiColor::BrightRed,
    ];
    let colour = COLOURS.get(member % COLOURS.len());
    colour.map_or(Style::new(), |colour| colour.on_default())
}

/// Cells of one style are one text.
fn write_cells(cells: &[Cell], out: &mut impl Write) -> io::Result<()> {
    for run in cells.chunk_by(|one, other| one.style == other.style) {
        let text: String = run.iter().filter_map(|cell| cell.character).collect();
        write!(
            out,
            "{}",
            styled(run.first().map_or(Style::new(), |cell| cell.style), text)
        )?;
    }
    Ok(())
}
