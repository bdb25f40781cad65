//! What `on-duty` and `gaps` may be asked.

use clap::{Args, ValueEnum};

use super::strip::Period;
use crate::cli::From;
use crate::instant::Instant;
use crate::zone::Zone;

#[derive(Debug, Args)]
pub(crate) struct OnDuty {
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[command(flatten)]
    pub(crate) clock: Clock,
    #[command(flatten)]
    pub(crate) stretch: Stretch,
    /// How to print it. `ics` is a calendar that other programs import: an event for each turn, as a whole, and the same UID for
    /// it every time
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Form,
    /// Print it as JSON: the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Times when nobody is on duty are events of the calendar, too
    #[arg(long)]
    pub(crate) gaps: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Table,
    Json,
    Ics,
}

#[derive(Debug, Args)]
pub(crate) struct Gaps {
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[command(flatten)]
    pub(crate) clock: Clock,
    #[command(flatten)]
    pub(crate) stretch: Stretch,
    /// Only those that no schedule declares
    #[arg(long)]
    pub(crate) undeclared: bool,
    /// Print them as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Of what is asked.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    pub(crate) from: From,
    /// The zone in which times are read and shown, such as `Europe/Bucharest`; without it each schedule's own
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<Zone>,
    /// The keys of schedules; without them all. For `on-duty` at an instant also those of contacts
    #[arg(value_name = "KEY")]
    pub(crate) keys: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Clock {
    /// The instant to ask for, and what counts as now; without it, it is now
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub(crate) at: Option<Instant>,
}

#[derive(Debug, Args)]
pub(crate) struct Stretch {
    /// From when; without it from now
    #[arg(
        long = "from",
        id = "begin",
        value_name = "INSTANT",
        allow_hyphen_values = true
    )]
    pub(crate) from: Option<Instant>,
    /// Until when, or how long (`2w`); without it four weeks
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub(crate) until: Option<Instant>,
}

/// How a schedule is drawn.
#[derive(Debug, Args)]
#[command(
    mut_arg("begin", |from| from.help("From when, which is rounded down to a whole row; without it from Monday")),
    mut_arg("until", |until| until.help("Until when, or how long (`2w`), which is rounded up; without it two weeks"))
)]
pub(crate) struct Drawing {
    #[command(flatten)]
    pub(crate) clock: Clock,
    #[command(flatten)]
    pub(crate) stretch: Stretch,
    /// The zone whose days and hours are drawn; without it the schedule's own
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<Zone>,
    /// What a row is: a day, or a week; without it a day for up to five weeks
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub(crate) rows: Option<Period>,
    /// How many columns text may take; without it as many as the terminal has, or 100
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
}

impl Drawing {
    /// Whether anything is said of how to draw a schedule.
    pub(crate) fn is_given(&self) -> bool {
        let Stretch { from, until } = &self.stretch;
        let times = self.clock.at.is_some() || from.is_some() || until.is_some();
        times || self.zone.is_some() || self.rows.is_some() || self.width.is_some()
    }
}

/// How instants are written, for the end of a command's help.
pub(crate) const INSTANTS: &str = "\
Instants:
  now, 2026-12-24T10:00:00Z, 2026-12-24T10:00[Europe/Bucharest]
  2026-12-24, 2026-12-24T10:00, 10:00, tomorrow, mon 9:00   by the clock of the zone
  2h, -3d, 1w                                               later than now, or earlier";
