//! `gaps`: when nobody is on duty, and whether a schedule says so.

use std::io::Write;

use serde::Serialize;
use switchboard::{Segment, Timestamp};

use super::arguments::Gaps;
use super::on_duty::{stretch, title};
use super::reason;
use super::told::Told;
use crate::text::{Columns, FAINT, PLAIN, REMOVED, count, styled};
use crate::zone::{Zone, length};
use crate::{Failure, Outcome, load};

#[derive(Serialize)]
struct OfSchedule<'o> {
    schedule: &'o str,
    zone: String,
    #[serde(serialize_with = "super::told::instant")]
    from: Timestamp,
    #[serde(serialize_with = "super::told::instant")]
    until: Timestamp,
    undeclared: usize,
    gaps: Vec<Told<'o>>,
}

pub(crate) fn run(arguments: &Gaps, out: &mut impl Write) -> Result<Outcome, Failure> {
    let organization = load::organization(&arguments.asked.from)?;
    let schedules = arguments.asked.schedules(&organization)?;
    let mut outcome = Outcome::Fine;
    let mut all = Vec::new();
    for (place, shown) in schedules.iter().enumerate() {
        let now = arguments.clock.now(&shown.zone)?;
        let [from, until] = arguments.stretch.next_weeks(now, &shown.zone)?;
        let gaps: Vec<Segment<'_>> = shown.schedule.gaps(from, until).collect();
        let (declared, undeclared): (Vec<&Segment<'_>>, Vec<&Segment<'_>>) =
            gaps.iter().partition(|gap| is_declared(gap));
        if !undeclared.is_empty() {
            outcome = Outcome::Problems;
        }
        let (declared, undeclared) = (declared.len(), undeclared.len());
        let listed = gaps
            .iter()
            .filter(|gap| !arguments.undeclared || !is_declared(gap));
        if arguments.json {
            all.push(OfSchedule {
                schedule: shown.schedule.key(),
                zone: shown.zone.to_string(),
                from,
                until,
                undeclared,
                gaps: listed.map(Told::of).collect(),
            });
            continue;
        }
        if place > 0 {
            writeln!(out)?;
        }
        title(shown, &stretch(from, until, &shown.zone), out)?;
        write_summary(declared, undeclared, out)?;
        let mut columns = Columns::indented(2);
        for gap in listed {
            add(&mut columns, gap, &shown.zone);
        }
        columns.write(out)?;
    }
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
    }
    Ok(outcome)
}

fn is_declared(segment: &Segment<'_>) -> bool {
    segment.gap().is_some_and(|gap| gap.is_declared())
}

fn write_summary(
    declared: usize,
    undeclared: usize,
    out: &mut impl Write,
) -> Result<(), std::io::Error> {
    let declared = match declared {
        0 => String::new(),
        number => format!(", {}", count(number, "declared gap", "declared gaps")),
    };
    match undeclared {
        0 => writeln!(
            out,
            "  somebody is on duty whenever somebody should be{declared}"
        ),
        number => {
            let found = count(number, "gap is not declared", "gaps are not declared");
            writeln!(out, "  {}{declared}", styled(REMOVED, found))
        }
    }
}

fn add(columns: &mut Columns, gap: &Segment<'_>, zone: &Zone) {
    let Some(why) = gap.gap() else {
        return;
    };
    let style = if why.is_declared() { FAINT } else { REMOVED };
    columns.row([
        (PLAIN, zone.show(gap.from()).as_str()),
        (PLAIN, &zone.show(gap.until())),
        (PLAIN, &length(gap.from(), gap.until())),
        (style, &reason(why)),
    ]);
}
