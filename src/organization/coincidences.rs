//! Coincidences by which times are told apart: at which of them some windows and hours hold together (W2.6, W2.7, W3).
//!
//! The edges of windows cut time into stretches, and within one the windows all hold or do not. Hours are sets of instants;
//! which of several hours are open at once, and when, is worked out once for each set of hours. So it does not matter how
//! often they open, and two stretches and the openings of hours are all that is looked at.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::rc::Rc;
use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::calendars::Hours;
use super::model::Times;
use super::work::{TooMuchWork, Work};
use crate::calendar::dated::Window;
use crate::calendar::open_times::{OpenTimes, YEARS};
use crate::id::{HoursId, Table};

/// Finds instants at which times hold together.
pub(super) struct Coincidences<'a> {
    /// None where it is not known when they are open.
    hours: Option<&'a Table<HoursId, Hours>>,
    /// For a set of hours, which of them are ever open at once.
    known: BTreeMap<Rc<[HoursId]>, Rc<[Together]>>,
}

/// The instants of the years at which just these of some hours are open.
#[derive(Clone)]
struct Together {
    open: Rc<[HoursId]>,
    times: OpenTimes,
}

/// An instant, or that there is none (H7), and which of others hold then.
pub(super) struct Holding {
    pub(super) at: Option<Timestamp>,
    /// By their places, ascending.
    pub(super) others: Vec<usize>,
}

impl<'a> Coincidences<'a> {
    pub(super) fn new(hours: Option<&'a Table<HoursId, Hours>>) -> Self {
        Self {
            hours,
            known: BTreeMap::new(),
        }
    }

    /// All hours, where it is known when they are open.
    pub(super) fn hours(&self) -> Option<&'a Table<HoursId, Hours>> {
        self.hours
    }

    /// Of each set of others that hold at some instant at which both of two do, an instant at which it is these that hold.
    /// Those with the fewest first. None where both never hold together, or where that is not known.
    ///
    /// Two that are always there are asked of without an instant alone: whatever holds then holds at each instant, too.
    pub(super) fn of_both(
        &mut self,
        both: [&Times; 2],
        others: &[&Times],
        work: &mut Work,
    ) -> Result<Vec<Holding>, TooMuchWork> {
        if !both.iter().any(|own| own.is_timed()) {
            let untimed = others.iter().enumerate().filter(|(_, own)| !own.is_timed());
            let others = untimed.map(|(place, _)| place).collect();
            return Ok([Holding { at: None, others }].into());
        }
        let [one, other] = both;
        let Some(shared) = one.window.intersection(other.window) else {
            return Ok(Vec::new());
        };
        let asked: BTreeSet<HoursId> = both.iter().filter_map(|own| own.during).collect();
        let mut found: BTreeMap<Vec<usize>, Timestamp> = BTreeMap::new();
        for stretch in stretches(shared, others) {
            work.spend(1 + others.len() as u64)?;
            let covering = others.iter().enumerate();
            let covering = covering.filter(|(_, own)| stretch.is_within(own.window));
            let covering: Vec<(usize, Option<HoursId>)> =
                covering.map(|(place, own)| (place, own.during)).collect();
            let during = covering.iter().filter_map(|(_, during)| *during);
            let hours: BTreeSet<HoursId> = asked.iter().copied().chain(during).collect();
            let hours: Vec<HoursId> = hours.into_iter().collect();
            self.each(&hours, stretch, work, |instant, open| {
                let is_open = |id: &HoursId| open.contains(id);
                if asked.iter().all(is_open) {
                    let holding = covering.iter();
                    let holding = holding.filter(|(_, during)| during.as_ref().is_none_or(is_open));
                    let holding = holding.map(|(place, _)| *place).collect();
                    found.entry(holding).or_insert(instant);
                }
            })?;
        }
        let mut found: Vec<Holding> = found
            .into_iter()
            .map(|(others, at)| Holding {
                at: Some(at),
                others,
            })
            .collect();
        found.sort_by_key(|own| own.others.len());
        Ok(found)
    }

    /// Visits an instant of a stretch for each set of these hours that are open at once in it.
    fn each(
        &mut self,
        hours: &[HoursId],
        stretch: Window,
        work: &mut Work,
        mut visit: impl FnMut(Timestamp, &[HoursId]),
    ) -> Result<(), TooMuchWork> {
        if hours.is_empty() {
            visit(usual(stretch), &[]);
            return Ok(());
        }
        let Some(all) = self.hours else {
            return Ok(());
        };
        let together = self.together(all, hours, work)?;
        work.spend(together.len() as u64)?;
        for own in together.iter() {
            if let Some(instant) = first(&own.times, stretch) {
                visit(instant, &own.open);
            }
        }
        for instant in beyond_years(stretch) {
            let open = hours.iter().copied();
            let open = open.filter(|id| all[*id].times.contains(instant));
            visit(instant, &open.collect::<Vec<_>>());
        }
        Ok(())
    }

    /// Which of these hours, ascending, are ever open at once in the years, and when.
    fn together(
        &mut self,
        all: &Table<HoursId, Hours>,
        hours: &[HoursId],
        work: &mut Work,
    ) -> Result<Rc<[Together]>, TooMuchWork> {
        if let Some(known) = self.known.get(hours) {
            return Ok(Rc::clone(known));
        }
        let Some((last, before)) = hours.split_last() else {
            let nothing = Together {
                open: Rc::default(),
                times: OpenTimes::everything(),
            };
            return Ok([nothing].into());
        };
        let before = self.together(all, before, work)?;
        let open = &all[*last].times;
        let closed = open.complement();
        let mut found: Vec<Together> = Vec::new();
        for own in before.iter() {
            // Each is split in two, span by span.
            work.spend(2 * (own.times.span_count() + open.span_count()) as u64)?;
            let with: Rc<[HoursId]> = own.open.iter().copied().chain([*last]).collect();
            let split = [(open.as_ref(), with), (&closed, Rc::clone(&own.open))];
            let split = split.map(|(times, open)| Together {
                open,
                times: own.times.intersection(times),
            });
            found.extend(split.into_iter().filter(|own| !own.times.is_nothing()));
        }
        let found: Rc<[Together]> = found.into();
        self.known.insert(hours.into(), Rc::clone(&found));
        Ok(found)
    }
}

/// Whether times ever hold.
pub(super) fn is_ever(times: Times, hours: &Table<HoursId, Hours>) -> bool {
    let Some(during) = times.during else {
        return true;
    };
    let open = &hours[during].times;
    let mut beyond = beyond_years(times.window);
    first(open, times.window).is_some() || beyond.any(|instant| open.contains(instant))
}

/// A window cut where some of these begin or end within it.
fn stretches(window: Window, others: &[&Times]) -> impl Iterator<Item = Window> {
    let windows = others.iter().map(|own| own.window);
    let edges = windows.flat_map(|own| [own.from, own.until]).flatten();
    let is_inside = |edge: &Timestamp| window.from != Some(*edge) && window.holds(Some(*edge));
    let edges: BTreeSet<Timestamp> = edges.filter(is_inside).collect();
    let inner: Vec<Option<Timestamp>> = edges.into_iter().map(Some).collect();
    let starts = [window.from].into_iter().chain(inner.clone());
    let ends = inner.into_iter().chain([window.until]);
    starts.zip(ends).map(|(from, until)| Window { from, until })
}

/// The instant that is told of, where any will do: 2026 began then.
const USUAL: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// An instant of a window.
fn usual(window: Window) -> Timestamp {
    match window {
        _ if window.holds(Some(USUAL)) => USUAL,
        Window {
            from: Some(from), ..
        } => from,
        Window { until, .. } => until.map_or(USUAL, second_before),
    }
}

/// An instant of a window at which something is open.
fn first(open: &OpenTimes, window: Window) -> Option<Timestamp> {
    let years = window.intersection(YEARS)?;
    let from = years.from?;
    let next = |from| {
        let next = open.next_open(from);
        next.filter(|instant| years.holds(Some(*instant)))
    };
    next(from.max(USUAL)).or_else(|| next(from))
}

/// Coincidences of a window beyond the years: before them, and after them.
fn beyond_years(window: Window) -> impl Iterator<Item = Timestamp> {
    let before = Window {
        from: None,
        until: YEARS.from,
    };
    let after = Window {
        from: YEARS.until,
        until: None,
    };
    let beyond = [before, after].into_iter();
    beyond.filter_map(move |own| own.intersection(window).map(usual))
}

fn second_before(instant: Timestamp) -> Timestamp {
    let before = instant.checked_sub(SignedDuration::from_secs(1));
    before.unwrap_or(Timestamp::MIN)
}
