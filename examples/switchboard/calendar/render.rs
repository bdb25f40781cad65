//! `render --schedule`: who is on duty when, at a glance.

use std::io::Write;

use jiff::Span;
use switchboard::Timestamp;

use super::arguments::Drawing;
use super::strip::{Period, Strip, monday};
use super::{blocks, schedule, svg, zone_of};
use crate::cli::{Diagram, From};
use crate::zone::Zone;
use crate::{Failure, Outcome, load};

/// Years of weeks, or of days.
const MOST_ROWS: i64 = 1_100;

/// Draws the schedule of this key.
pub(crate) fn run(
    from: &From,
    key: &str,
    arguments: &Drawing,
    format: Diagram,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let organization = load::organization(from)?;
    let schedule = schedule(&organization, key)?;
    let zone = zone_of(schedule, arguments.zone.as_ref())?;
    let stretch = arguments.stretch(&zone)?;
    let period = arguments.rows.unwrap_or_else(|| Period::fitting(stretch));
    if period.count(stretch) > MOST_ROWS {
        return Err(Failure::misused(format_args!(
            "nobody reads so long a strip: expected at most {MOST_ROWS} rows; see `--rows week` and `--until`"
        )));
    }
    let strip = Strip::new(schedule, zone, stretch, period);
    match format {
        Diagram::Svg => out.write_all(svg::draw(&strip).as_bytes())?,
        _ => blocks::write(&strip, arguments.width(), out)?,
    }
    Ok(Outcome::Fine)
}

impl Drawing {
    /// From when until when: this week and the next, where nothing else is said.
    fn stretch(&self, zone: &Zone) -> Result<[Timestamp; 2], Failure> {
        let now = self.clock.now(zone)?;
        let week = zone.start_of(monday(zone.local(now).date()));
        self.stretch.read(now, week, Span::new().weeks(2), zone)
    }

    /// How many columns there are for text.
    fn width(&self) -> usize {
        const USUAL: usize = 100;
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        self.width.or_else(terminal).unwrap_or(USUAL)
    }
}
