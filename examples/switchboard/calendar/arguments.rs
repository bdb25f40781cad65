//! What `on-duty` and `gaps` may be asked.

use clap::Args;

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
    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,
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
    /// The keys of schedules; without them all
    #[arg(value_name = "SCHEDULE")]
    pub(crate) schedules: Vec<String>,
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

/// How instants are written, for the end of a command's help.
pub(crate) const INSTANTS: &str = "\
Instants:
  now, 2026-12-24T10:00:00Z, 2026-12-24T10:00[Europe/Bucharest]
  2026-12-24, 2026-12-24T10:00, 10:00, tomorrow, mon 9:00   by the clock of the zone
  2h, -3d, 1w                                               later than now, or earlier";
