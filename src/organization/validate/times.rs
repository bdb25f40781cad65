//! What sections with times read alike: zones, times of the day, weekdays and intervals of the week, instants, windows and
//! hours.

use alloc::format;
use alloc::vec::Vec;

use jiff::Timestamp;

use super::Checker;
use crate::calendar::dated::Window;
use crate::calendar::week::{DayTime, WeekFault, Weekdays, WeeklyInterval};
use crate::calendar::zone::Zone;
use crate::id::{HoursId, Table};
use crate::organization::calendars::Hours;
use crate::organization::coincidences::is_ever;
use crate::organization::model::Times;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, Read};
use crate::organization::rota::Moment;

impl Checker<'_> {
    /// The time zone that a field names.
    pub(super) fn zone(&mut self, form: &Form<'_, '_>, field: &'static str) -> Read<Zone> {
        let expected = "the name of an IANA time zone such as `Europe/Bucharest`";
        let name = match form.text(field, expected, &mut self.problems) {
            Read::Absent => return Read::Absent,
            Read::Bad => return Read::Bad,
            Read::Good(name) => name,
        };
        let zones = &self.options.zones;
        if let Some(zone) = zones.zone(&name) {
            return Read::Good(zone);
        }
        let suggestion = match self.problems.nearest(&name, zones.names()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if cfg!(feature = "tzdb") => {
                "give its data with `Zones` in `build_with`, or name another".into()
            }
            None => "give its data with `Zones` in `build_with`, or build with the feature `tzdb`"
                .into(),
        };
        let kind = ProblemKind::UnknownZone;
        let problems = &mut self.problems;
        problems.add(kind, form.at(field), Some(&name), expected, suggestion);
        Read::Bad
    }

    /// When something holds: in the window of `from` and `until`, in the hours of `during`. `None` where one of them is not
    /// whole.
    pub(super) fn times(&mut self, form: &Form<'_, '_>) -> Option<Times> {
        let window = self.window(form);
        let expected = "the key of hours";
        let during = match form.text("during", expected, &mut self.problems) {
            Read::Absent => Some(None),
            Read::Bad => None,
            Read::Good(key) => {
                let (hours, place) = (&self.hours, form.at("during"));
                let found = hours.look_up(&key, place, expected, hours.keys(), &mut self.problems);
                found.map(Some)
            }
        };
        Some(Times {
            window: window?,
            during: during?,
        })
    }

    /// Notes hours that are never open in the window beside them.
    pub(super) fn check_times(
        &mut self,
        times: Times,
        hours: &Table<HoursId, Hours>,
        place: Place<'_>,
    ) {
        if let Some(during) = times.during.filter(|_| !is_ever(times, hours)) {
            // Hours that are never open at all are a problem of their own.
            if !hours[during].times.is_nothing() {
                let kind = ProblemKind::NeverOpen;
                let expected = "hours that are open at some time between `from` and `until`";
                let suggestion = "check these, or name other hours";
                let (written, place) = (Some(&*hours[during].key), place.field("during"));
                let problems = &mut self.problems;
                problems.add(kind, place, written, expected, suggestion);
            }
        }
    }

    /// The window of `from` and `until`, where each day stands for its midnight. `None` where something is wrong with it.
    pub(super) fn window(&mut self, form: &Form<'_, '_>) -> Option<Window> {
        let problems = &mut self.problems;
        let from = moment(form, "from", DayTime::START, problems);
        let until = moment(form, "until", DayTime::START, problems);
        if from.is_bad() || until.is_bad() {
            return None;
        }
        let instant = |moment: Read<Moment>| moment.good().map(|own| own.instant(&self.local_zone));
        let (from, until) = (instant(from), instant(until));
        has_instants(form, from, until, &mut self.problems).then_some(Window { from, until })
    }
}

/// Whether something that ends does so after it starts; a problem where it does not.
pub(super) fn has_instants(
    form: &Form<'_, '_>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    problems: &mut Problems,
) -> bool {
    let is_empty = from.zip(until).is_some_and(|(from, until)| until <= from);
    if is_empty {
        let written = form.node("until").map(|node| format!("{node}"));
        problems.add(
            ProblemKind::EmptyWindow,
            form.at("until"),
            written.as_deref(),
            "an instant later than `from`",
            "set it later, or `from` earlier",
        );
    }
    !is_empty
}

/// A time of the day.
pub(super) fn day_time(
    form: &Form<'_, '_>,
    field: &'static str,
    problems: &mut Problems,
) -> Read<DayTime> {
    let expected = "a time of the day such as `09:00`";
    let suggestion = "write hours and minutes, from `00:00` to `24:00`";
    let parse = |text: &str| DayTime::parse(text);
    time(form, field, [expected, suggestion], parse, problems)
}

/// An instant; a day stands for this time of it.
pub(super) fn moment(
    form: &Form<'_, '_>,
    field: &'static str,
    day_at: DayTime,
    problems: &mut Problems,
) -> Read<Moment> {
    let expected = "a local time such as `2026-03-01T09:00`, a day, or an instant";
    let suggestion = "write `2026-03-01T09:00`, `2026-03-01`, or `2026-03-01T09:00:00Z`";
    let parse = |text: &str| Moment::parse(text, day_at);
    time(form, field, [expected, suggestion], parse, problems)
}

fn time<T>(
    form: &Form<'_, '_>,
    field: &'static str,
    [expected, suggestion]: [&str; 2],
    parse: impl Fn(&str) -> Option<T>,
    problems: &mut Problems,
) -> Read<T> {
    let text = match form.text(field, expected, problems) {
        Read::Absent => return Read::Absent,
        Read::Bad => return Read::Bad,
        Read::Good(text) => text,
    };
    if let Some(time) = parse(&text) {
        return Read::Good(time);
    }
    let kind = ProblemKind::InvalidTime;
    problems.add(kind, form.at(field), Some(&text), expected, suggestion);
    Read::Bad
}

/// Intervals of the week, sorted, each once. `None` where one of them is none.
pub(super) fn weekly(
    form: &Form<'_, '_>,
    field: &'static str,
    problems: &mut Problems,
) -> Option<Vec<WeeklyInterval>> {
    let expected = "intervals of the week such as `mon-fri 9:00-18:00`";
    let read = texts(form, field, expected, WeeklyInterval::parse, problems)?;
    let mut intervals: Vec<WeeklyInterval> = read.into_iter().flatten().collect();
    intervals.sort_unstable();
    intervals.dedup();
    Some(intervals)
}

/// Weekdays. `None` where nothing is written, or something that is none.
pub(super) fn weekdays(
    form: &Form<'_, '_>,
    field: &'static str,
    problems: &mut Problems,
) -> Option<Weekdays> {
    let read = texts(
        form,
        field,
        "weekdays such as `mon-fri`",
        Weekdays::parse,
        problems,
    )?;
    let days = read.into_iter().flat_map(Weekdays::iter);
    let days: Weekdays = days.collect();
    (days != Weekdays::NONE).then_some(days)
}

fn texts<T>(
    form: &Form<'_, '_>,
    field: &'static str,
    expected: &str,
    parse: impl Fn(&str) -> Result<T, WeekFault<'_>>,
    problems: &mut Problems,
) -> Option<Vec<T>> {
    let texts = form.texts(field, expected, problems);
    let mut is_whole = texts.len() == form.items(field).len();
    let mut all = Vec::new();
    for (index, text) in texts {
        match parse(&text) {
            Ok(one) => all.push(one),
            Err(fault) => {
                is_whole = false;
                form.at_item(field, index, |place| {
                    let kind = ProblemKind::InvalidInterval;
                    problems.add(kind, place, Some(&text), expected, fault.suggestion());
                });
            }
        }
    }
    is_whole.then_some(all)
}
