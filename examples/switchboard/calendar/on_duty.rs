//! `on-duty`: who is on duty at an instant, until when, and who is next; or who is from one instant until another. Of
//! contacts, whether they are there.

use std::io::Write;

use serde::Serialize;
use switchboard::{OnDuty, ScheduleRef, Segment, Timestamp, Validity};

use super::arguments::{self, Form};
use super::told::Told;
use super::{Shown, ics, keys, presence, reason, why};
use crate::text::{Columns, FAINT, KEY, PLAIN, Plain, REMOVED, STRONG, styled};
use crate::zone::{Zone, length};
use crate::{Failure, Outcome, load};

pub(crate) fn run(arguments: &arguments::OnDuty, out: &mut impl Write) -> Result<Outcome, Failure> {
    let form = arguments.form()?;
    let organization = load::organization(&arguments.asked.from)?;
    let contacts = arguments.asked.contacts(&organization);
    if !contacts.is_empty() && form != Form::Ics && !arguments.stretch.is_given() {
        return presence::write(arguments, &organization, &contacts, form == Form::Json, out);
    }
    let schedules = arguments.asked.schedules(&organization)?;
    match form {
        Form::Ics => ics::write(arguments, &organization, &schedules, out),
        _ if arguments.stretch.is_given() => timelines(arguments, form, &schedules, out),
        _ => at_an_instant(arguments, form, &schedules, out),
    }
}

impl arguments::OnDuty {
    fn form(&self) -> Result<Form, Failure> {
        let form = if self.json { Form::Json } else { self.format };
        if self.gaps && form != Form::Ics {
            return Err(Failure::misused(
                "`--gaps` is for `--format ics`: otherwise gaps are shown in any case",
            ));
        }
        Ok(form)
    }
}

/// How often the people may change for another reason, and be the same, while somebody else is looked for.
const LOOKS: usize = 1_000;

/// Who is on duty, and how long it is they: whatever puts them there.
pub(super) struct Turn<'o> {
    pub(super) on_duty: OnDuty<'o>,
    pub(super) validity: Validity,
}

impl<'o> Turn<'o> {
    pub(super) fn at(schedule: ScheduleRef<'o>, instant: Timestamp) -> Self {
        let on_duty = schedule.on_duty(instant);
        let people = keys(on_duty.people());
        let mut validity = on_duty.validity();
        for _ in 0..LOOKS {
            let Validity::Until(change) = validity else {
                break;
            };
            let then = schedule.on_duty(change);
            if keys(then.people()) != people || then.gap() != on_duty.gap() {
                break;
            }
            validity = then.validity();
        }
        Self { on_duty, validity }
    }

    /// What comes next, up to somebody who is on duty then.
    fn following(&self, schedule: ScheduleRef<'o>) -> Vec<Self> {
        let mut turns: Vec<Self> = Vec::new();
        let mut validity = self.validity;
        while let Validity::Until(change) = validity {
            let turn = Self::at(schedule, change);
            validity = turn.validity;
            let is_found = turn.on_duty.gap().is_none();
            turns.push(turn);
            if is_found || turns.len() > LOOKS {
                break;
            }
        }
        turns
    }

    fn told(&self) -> Told<'o> {
        Told::at(&self.on_duty, self.validity)
    }
}

#[derive(Serialize)]
struct AtAnInstant<'o> {
    schedule: &'o str,
    zone: String,
    #[serde(serialize_with = "super::told::instant")]
    at: Timestamp,
    now: Told<'o>,
    /// Up to somebody who is on duty then.
    next: Vec<Told<'o>>,
}

fn at_an_instant(
    arguments: &arguments::OnDuty,
    form: Form,
    schedules: &[Shown<'_>],
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Problems;
    let mut all = Vec::new();
    for (place, shown) in schedules.iter().enumerate() {
        let at = arguments.clock.now(&shown.zone)?;
        let turn = Turn::at(shown.schedule, at);
        let following = turn.following(shown.schedule);
        if turn.on_duty.gap().is_none() {
            outcome = Outcome::Fine;
        }
        if form == Form::Json {
            all.push(AtAnInstant {
                schedule: shown.schedule.key(),
                zone: shown.zone.to_string(),
                at,
                now: turn.told(),
                next: following.iter().map(Turn::told).collect(),
            });
            continue;
        }
        if place > 0 {
            writeln!(out)?;
        }
        title(shown, &shown.zone.show(at), out)?;
        let mut columns = Columns::indented(2);
        add_turn(&mut columns, "on duty", &turn, &shown.zone);
        for turn in &following {
            add_turn(&mut columns, "then", turn, &shown.zone);
        }
        columns.write(out)?;
    }
    if form == Form::Json {
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
    }
    Ok(outcome)
}

/// The schedule, and what is shown of it.
pub(super) fn title(
    shown: &Shown<'_>,
    what: &str,
    out: &mut impl Write,
) -> Result<(), std::io::Error> {
    writeln!(
        out,
        "{}  {what}  {}",
        styled(STRONG, Plain(shown.schedule.key())),
        styled(FAINT, &shown.zone)
    )
}

fn add_turn(columns: &mut Columns, label: &str, turn: &Turn<'_>, zone: &Zone) {
    let from = turn.on_duty.instant();
    let until = match turn.validity {
        Validity::Until(end) => format!("until {}, {}", zone.show(end), length(from, end)),
        Validity::AtLeast(end) => format!("at least until {}", zone.show(end)),
        Validity::Forever => "for good".to_owned(),
    };
    if let Some(gap) = turn.on_duty.gap() {
        let style = if gap.is_declared() { FAINT } else { REMOVED };
        let why = reason(gap);
        columns.row([
            (FAINT, label),
            (style, "nobody"),
            (PLAIN, ""),
            (PLAIN, &until),
            (style, &why),
        ]);
    }
    let (mut label, mut until) = (label, until.as_str());
    for duty in turn.on_duty.people() {
        let (contact, why) = (duty.contact(), why(duty));
        columns.row([
            (FAINT, label),
            (KEY, contact.key()),
            (PLAIN, contact.name()),
            (PLAIN, until),
            (FAINT, &why),
        ]);
        (label, until) = ("", "");
    }
}

#[derive(Serialize)]
struct Timeline<'o> {
    schedule: &'o str,
    zone: String,
    #[serde(serialize_with = "super::told::instant")]
    from: Timestamp,
    #[serde(serialize_with = "super::told::instant")]
    until: Timestamp,
    segments: Vec<Told<'o>>,
}

fn timelines(
    arguments: &arguments::OnDuty,
    form: Form,
    schedules: &[Shown<'_>],
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut all = Vec::new();
    for (place, shown) in schedules.iter().enumerate() {
        let now = arguments.clock.now(&shown.zone)?;
        let [from, until] = arguments.stretch.next_weeks(now, &shown.zone)?;
        let segments = shown.schedule.timeline(from, until);
        if form == Form::Json {
            all.push(Timeline {
                schedule: shown.schedule.key(),
                zone: shown.zone.to_string(),
                from,
                until,
                segments: segments.map(|segment| Told::of(&segment)).collect(),
            });
            continue;
        }
        if place > 0 {
            writeln!(out)?;
        }
        title(shown, &stretch(from, until, &shown.zone), out)?;
        let mut columns = Columns::indented(2);
        let heads = ["from", "until", "for", "on duty", "", "by"];
        columns.row(heads.map(|head| (FAINT, head)));
        for segment in segments {
            add_segment(&mut columns, &segment, &shown.zone);
        }
        columns.write(out)?;
    }
    if form == Form::Json {
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
    }
    Ok(Outcome::Fine)
}

/// From when until when.
pub(super) fn stretch(from: Timestamp, until: Timestamp, zone: &Zone) -> String {
    format!("{} to {}", zone.show(from), zone.show(until))
}

fn add_segment(columns: &mut Columns, segment: &Segment<'_>, zone: &Zone) {
    let (from, until) = (segment.from(), segment.until());
    let is_one_day = zone.local(from).date() == zone.local(until).date();
    let times = [
        zone.show(from),
        // The day is not said twice, and times stand below each other.
        if is_one_day {
            format!("{:15}{}", "", zone.time(until))
        } else {
            zone.show(until)
        },
        length(from, until),
    ];
    let [mut from, mut until, mut length] = times.each_ref().map(String::as_str);
    if let Some(gap) = segment.gap() {
        let style = if gap.is_declared() { FAINT } else { REMOVED };
        columns.row([
            (PLAIN, from),
            (PLAIN, until),
            (PLAIN, length),
            (style, "nobody"),
            (PLAIN, ""),
            (style, &reason(gap)),
        ]);
    }
    for duty in segment.people() {
        let contact = duty.contact();
        columns.row([
            (PLAIN, from),
            (PLAIN, until),
            (PLAIN, length),
            (KEY, contact.key()),
            (PLAIN, contact.name()),
            (FAINT, &why(duty)),
        ]);
        [from, until, length] = [""; 3];
    }
}
