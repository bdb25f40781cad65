//! A strip as a picture (SVG): it stands alone, scales, and is read in light and in dark.

mod legend;
mod style;

use std::fmt::{self, Write as _};

use switchboard::SignedDuration;
use unicode_width::UnicodeWidthStr;

use super::bars::{Bar, What};
use super::labels::{hours, initials, shortened};
use super::strip::{Piece, Row, Strip};
use legend::{Entry, Mark, legend};
use style::{DARK, PATTERNS, STYLE, hue};

/// In pixels, where it is not scaled.
const WIDTH: f64 = 1_120.0;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 24.0;
/// What a note takes at the right.
const NOTE: f64 = 132.0;
const TOP: f64 = 92.0;
const LANE: f64 = 24.0;
/// Between two rows, and before a new week or month.
const GAP: f64 = 5.0;
const WIDER_GAP: f64 = 14.0;

pub(super) fn draw(strip: &Strip<'_>) -> String {
    let mut picture = Picture::of(strip);
    let height = picture.height();
    let [first, last] = strip.days();
    picture.line(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title desc\">"
    ));
    let title = Escaped(strip.title);
    picture.line(format_args!(
        "<title id=\"title\">{title}: who is on duty from {first} to {last}</title>"
    ));
    picture.line(format_args!(
        "<desc id=\"desc\">{}</desc>",
        Escaped(&description(strip))
    ));
    picture.style();
    picture.line(format_args!(
        "<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>"
    ));
    picture.line(format_args!(
        "<text class=\"head\" x=\"24\" y=\"34\">{title}</text>"
    ));
    picture.line(format_args!(
        "<text class=\"faint\" x=\"24\" y=\"54\">{} to {}, times in {}</text>",
        first.strftime("%a %-d %b %Y"),
        last.strftime("%a %-d %b %Y"),
        Escaped(strip.zone.name())
    ));
    picture.rows();
    picture.legend();
    picture.line(format_args!("</svg>"));
    picture.text
}

/// Who is on duty for how long, for those who do not see the picture.
fn description(strip: &Strip<'_>) -> String {
    let members = strip.cast.iter();
    let mut parts: Vec<String> = members
        .map(|member| format!("{} is on duty for {}", member.name, hours(member.total)))
        .collect();
    for (is_declared, what) in [(true, "nobody is, as declared,"), (false, "nobody is")] {
        let total = total_of_gaps(strip, is_declared);
        if !total.is_zero() {
            parts.push(format!("{what} for {}", hours(total)));
        }
    }
    parts.join("; ")
}

fn total_of_gaps(strip: &Strip<'_>, declared: bool) -> SignedDuration {
    let bars = strip.bars.iter();
    let gaps = bars.filter(
        |bar| matches!(bar.what, What::Nobody { is_declared, .. } if is_declared == declared),
    );
    gaps.fold(SignedDuration::ZERO, |sum, bar| {
        sum.saturating_add(bar.from.duration_until(bar.until))
    })
}

struct Picture<'s> {
    strip: &'s Strip<'s>,
    text: String,
    /// Pixels a second.
    scale: f64,
    /// Where each row begins, and the end of the last.
    tops: Vec<f64>,
    legend: Vec<Entry>,
}

impl<'s> Picture<'s> {
    fn of(strip: &'s Strip<'s>) -> Self {
        let has_notes = strip.rows.iter().any(|row| row.note.is_some());
        let room = WIDTH - LEFT - RIGHT - if has_notes { NOTE } else { 0.0 };
        let mut tops = Vec::new();
        let mut y = TOP;
        for (place, row) in strip.rows.iter().enumerate() {
            if place > 0 {
                y += if row.begins { WIDER_GAP } else { GAP };
            }
            // The hours of a day that is not like the others stand above it.
            y += if row.has_own_hours() { 14.0 } else { 0.0 };
            tops.push(y);
            y += height(row);
        }
        tops.push(y);
        Self {
            strip,
            text: String::new(),
            scale: room / strip.longest().as_secs_f64().max(1.0),
            tops,
            legend: legend(strip, y + 36.0),
        }
    }

    fn height(&self) -> f64 {
        let last = self.legend.last().map_or(0.0, |entry| entry.y);
        last + 22.0
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn style(&mut self) {
        self.line(format_args!("<style>\n{STYLE}"));
        let mut dark = String::from(DARK);
        for place in 0..self.strip.cast.len() {
            let hue = hue(place);
            self.line(format_args!(".p{place}{{fill:hsl({hue},62%,80%)}}"));
            let _ = writeln!(dark, ".p{place}{{fill:hsl({hue},40%,34%)}}");
        }
        self.line(format_args!(
            "@media (prefers-color-scheme:dark){{\n{dark}}}\n</style>"
        ));
        self.line(format_args!("{PATTERNS}"));
    }

    fn rows(&mut self) {
        let strip = self.strip;
        if let Some(row) = strip.rows.iter().find(|row| !row.has_own_hours()) {
            self.ruler(row, TOP - 8.0);
        }
        for (row, top) in strip.rows.iter().zip(self.tops.clone()) {
            self.row(row, top);
        }
    }

    /// The names of hours or days, above where they are.
    fn ruler(&mut self, row: &Row, y: f64) {
        let mut free = f64::MIN;
        for tick in row.ticks.iter().filter(|tick| tick.is_named()) {
            let x = self.x(row.offset(tick.named_at));
            if x < free {
                continue;
            }
            free = x + 12.0;
            self.line(format_args!(
                "<text class=\"tick\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
                tick.label
            ));
        }
    }

    fn row(&mut self, row: &Row, top: f64) {
        let height = height(row);
        let weekend = if row.is_weekend { " weekend" } else { "" };
        let middle = top + height / 2.0 + 4.0;
        self.line(format_args!(
            "<text class=\"label{weekend}\" x=\"{:.1}\" y=\"{middle:.1}\">{}</text>",
            LEFT - 12.0,
            row.label
        ));
        if row.has_own_hours() {
            self.ruler(row, top - 4.0);
        }
        for piece in &row.pieces {
            if let Some(bar) = self.strip.bars.get(piece.bar) {
                self.piece(row, top, bar, piece);
            }
        }
        for tick in &row.ticks {
            let x = self.x(row.offset(tick.at));
            let named = if tick.is_named() { "named" } else { "hour" };
            self.line(format_args!(
                "<path class=\"{named}\" d=\"M{x:.1} {top:.1}v{height:.1}\"/>"
            ));
        }
        // Above the lines of the hours.
        for piece in &row.pieces {
            let bar = self.strip.bars.get(piece.bar);
            if let Some(bar) = bar.filter(|bar| bar.is_handoff && bar.from == piece.from) {
                self.handoff(row, top, bar);
            }
        }
        if let Some(note) = &row.note {
            let x = self.x(row.length()) + 10.0;
            self.line(format_args!(
                "<text class=\"note\" x=\"{x:.1}\" y=\"{middle:.1}\">{note}</text>"
            ));
        }
    }

    fn piece(&mut self, row: &Row, top: f64, bar: &Bar, piece: &Piece) {
        let (from, until) = (row.offset(piece.from), row.offset(piece.until));
        let x = self.x(from);
        let width = self.x(until) - x;
        let (lane, of) = (place(bar.lane), place(bar.of));
        let height = height(row) / of;
        let y = top + height * lane;
        let class = match &bar.what {
            What::Person { member, .. } => format!("p{member}"),
            What::Nobody {
                is_declared: true, ..
            } => "declared".to_owned(),
            What::Nobody { .. } => "undeclared".to_owned(),
        };
        self.line(format_args!(
            "<g><title>{}</title><rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>",
            Escaped(&self.strip.told(bar))
        ));
        if is_override(&bar.what) {
            self.line(format_args!(
                "<rect class=\"override\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                x + 1.5,
                y + 1.5,
                (width - 3.0).max(0.5),
                height - 3.0
            ));
        }
        let begins = bar.from == piece.from && bar.is_handoff && !from.is_zero();
        let time = begins.then(|| self.strip.zone.time(bar.from));
        if let Some(label) = label(self.strip, bar, time, width - 12.0) {
            let class = match &bar.what {
                What::Person { .. } => "who",
                What::Nobody { .. } => "who over",
            };
            self.line(format_args!(
                "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x + 7.0,
                y + height / 2.0 + 4.0,
                Escaped(&label)
            ));
        }
        self.line(format_args!("</g>"));
    }

    /// A line where somebody comes; it stands out above and below the row.
    fn handoff(&mut self, row: &Row, top: f64, bar: &Bar) {
        const BEYOND: f64 = 2.0;
        let x = self.x(row.offset(bar.from));
        let lane = height(row) / place(bar.of);
        let from = top + lane * place(bar.lane) - if bar.lane == 0 { BEYOND } else { 0.0 };
        let is_last = bar.lane + 1 == bar.of;
        let until = top + lane * place(bar.lane + 1) + if is_last { BEYOND } else { 0.0 };
        self.line(format_args!(
            "<path class=\"handoff\" d=\"M{x:.1} {from:.1}V{until:.1}\"/>"
        ));
    }

    fn x(&self, offset: SignedDuration) -> f64 {
        LEFT + offset.as_secs_f64() * self.scale
    }

    fn legend(&mut self) {
        for entry in std::mem::take(&mut self.legend) {
            let (x, y) = (entry.x, entry.y);
            let class = &entry.class;
            let middle = y - 4.0;
            match entry.mark {
                Mark::Handoff => self.line(format_args!(
                    "<path class=\"handoff\" d=\"M{:.1} {:.1}v18\"/>",
                    x + 9.0,
                    middle - 9.0
                )),
                Mark::Box | Mark::Override => self.line(format_args!(
                    "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"18\" height=\"14\"/>",
                    middle - 7.0
                )),
            }
            self.line(format_args!(
                "<text class=\"entry\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
                x + 26.0,
                Escaped(&entry.label)
            ));
        }
    }
}

impl Row {
    /// Whether the day has more or fewer hours than others, so that they stand elsewhere.
    fn has_own_hours(&self) -> bool {
        self.note.is_some() && self.ticks.len() > 8
    }
}

fn is_override(what: &What) -> bool {
    matches!(
        what,
        What::Person {
            is_override: true,
            ..
        }
    )
}

fn height(row: &Row) -> f64 {
    // Many at once stand closer.
    let lanes = place(row.lanes);
    if row.lanes > 3 {
        lanes * 17.0
    } else {
        lanes * LANE
    }
}

fn place(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// As much as there is room for: with the time at which they come; the name, its beginning, its initials, or nothing.
fn label(strip: &Strip<'_>, bar: &Bar, time: Option<String>, room: f64) -> Option<String> {
    let fits = |text: &String| extent(text) <= room;
    let (member, mark) = match &bar.what {
        What::Nobody { why, .. } => {
            let why = why.strip_prefix("declared: ").unwrap_or("nobody");
            return shortened(why, columns(room));
        }
        What::Person {
            member,
            is_override,
            ..
        } => (*member, if *is_override { "◆ " } else { "" }),
    };
    let name = strip.cast.get(member)?.name;
    let with_time = time.map(|time| format!("{mark}{time} {name}"));
    let short = strip.name(member, columns(room - extent(mark)));
    let short = short.map(|name| format!("{mark}{name}"));
    let candidates = [
        with_time,
        short,
        Some(format!("{mark}{}", initials(name))),
        Some(mark.trim_end().to_owned()),
    ];
    let mut candidates = candidates.into_iter().flatten();
    candidates.find(|text| !text.is_empty() && fits(text))
}

/// How wide a column of text is, about: no font is at hand.
const COLUMN: f64 = 6.5;

fn extent(text: &str) -> f64 {
    place(text.width()) * COLUMN
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture is not that wide, and what is less than nothing is nothing"
)]
fn columns(room: f64) -> usize {
    (room / COLUMN).max(0.0) as usize
}

/// Somebody's text in XML; what XML has no place for is made visible.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other if other.is_control() => f.write_char('\u{fffd}')?,
                '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}
