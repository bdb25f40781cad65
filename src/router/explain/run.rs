//! A chain as it grows: when each step is due, who can be reached then, which are dropped, and what closes it (C1, C3 to C5,
//! X1).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Explainer;
use super::chain::{Ask, People, Place, Step};
use super::levels::Levels;
use super::people::{Seat, Standing};
use super::reach::Reach;
use super::times::Due;
use super::told::ChainTrace;
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId, HoursId};
use crate::level::{LevelKind, Reminders, WhenEmpty};
use crate::organization::model::{Clock, Floor, Route};
use crate::resolution::AnswerLevel;

impl<'a> Explainer<'a> {
    /// The levels, and every step that was thought of.
    pub(super) fn chain(
        &self,
        route: &'a Route,
        nominal: &People,
        actual: &People,
    ) -> (Vec<AnswerLevel>, Box<[ChainTrace]>) {
        let steps = self.steps(route, nominal, actual);
        let mut run = Run {
            explainer: self,
            route,
            nominal,
            actual,
            levels: Levels::new(self),
            due: Due::AT_ONCE,
            is_handed_on: false,
            last: None,
            is_over: false,
        };
        for (index, step) in steps.iter().enumerate() {
            run.step(step, steps.get(index + 1..).unwrap_or_default());
        }
        if !run.is_over {
            run.close();
        }
        run.levels.finish()
    }

    fn response_target(&self, department: DepartmentId) -> SignedDuration {
        let mut up = self.upwards(department);
        up.find_map(|id| self.inner.departments[id].response_target)
            .or(self.inner.response_target)
            .unwrap_or(SignedDuration::from_mins(30))
    }
}

/// What is said where the chain ends.
const FINAL: &str = ", the final authority (C1)";

/// Why somebody stands where the final authority would.
const INSTEAD_OF_FINAL: &str = ", in place of an excluded one (X1)";

/// How far ahead it is looked for somebody who can be reached (C4).
const FAR_AHEAD: SignedDuration = SignedDuration::from_hours(366 * 24);

struct Run<'e, 'a> {
    explainer: &'e Explainer<'a>,
    route: &'a Route,
    nominal: &'e People,
    actual: &'e People,
    levels: Levels<'e, 'a>,
    /// When the step before is due.
    due: Due,
    /// That step reaches nobody, and the next one is due in its place (C4).
    is_handed_on: bool,
    /// The last step that names somebody.
    last: Option<Last>,
    /// The final authority stands on the chain.
    is_over: bool,
}

/// A step that names somebody, as if nobody were excluded.
#[derive(Clone, Copy)]
struct Last {
    contact: ContactId,
    department: DepartmentId,
    hours: Option<HoursId>,
    due: Due,
}

/// Where it turns out that nobody can be reached when a step is due.
enum Empty {
    /// Somebody can be later.
    Later(Due, Reach),
    /// It does not stand, for this reason.
    Dropped(&'static str),
}

impl Run<'_, '_> {
    fn step(&mut self, step: &Step<'_>, behind: &[Step<'_>]) {
        let mut notes = Vec::new();
        if !self.is_handed_on {
            let delay = self.delay(step, self.last);
            notes.extend(delay.note(self.explainer, self.due));
            self.due = delay.from(self.explainer, self.due);
        }
        let Some(place) = self.place(&step.ask, self.due) else {
            let reason = "the policy goes a step further than the organization".into();
            let dropped = "as nobody is there".to_string();
            return self.drop(None, step.kind, reason, dropped, notes);
        };
        self.last = Some(Last::at(&place, self.due));
        let Some(standing) = place.actual else {
            let dropped = "as the inquiry excludes who stands there (X1)".to_string();
            return self.drop(None, step.kind, place.nominal.reason, dropped, notes);
        };
        let level = step.level.map(|(level, _)| level);
        let dropped = if self.is_over {
            Some("as the chain ends at the final authority (C1)".to_string())
        } else {
            let floor = level.and_then(|level| level.floor);
            floor
                .and_then(|floor| self.below(floor))
                .or_else(|| self.stands_before(standing.seat))
        };
        if let Some(dropped) = dropped {
            let (seat, reason) = (Some(standing.seat), standing.reason);
            return self.drop(seat, step.kind, reason, dropped, notes);
        }
        let explainer = self.explainer;
        let reminders = level.and_then(|level| level.reminders);
        let reach = explainer.reach(standing.seat, self.due, explainer.excluded);
        let is_empty = explainer.at.is_some() && reach.seats.is_empty();
        notes.extend(reach.notes.iter().cloned());
        if !is_empty || self.is_end(standing.seat) {
            self.is_handed_on = false;
            return self.stand(standing, step.kind, self.due, reminders, &reach, notes);
        }
        let when_empty = level.map_or(WhenEmpty::Skip, |level| level.when_empty);
        match self.empty(standing.seat, when_empty, behind) {
            Empty::Later(due, reach) => {
                let until = explainer.instant(due).map(|until| until.to_string());
                let until = until.unwrap_or_default();
                notes.push(format!("nobody can be reached until {until} (C4)"));
                notes.extend(reach.notes.iter().cloned());
                self.stand(standing, step.kind, due, reminders, &reach, notes);
            }
            Empty::Dropped(why) => {
                let (seat, reason) = (Some(standing.seat), standing.reason);
                self.drop(seat, step.kind, reason, why.into(), notes);
            }
        }
    }

    /// C4: what becomes of a step where nobody can be reached, and of those behind it.
    fn empty(&mut self, seat: Seat, when_empty: WhenEmpty, behind: &[Step<'_>]) -> Empty {
        let explainer = self.explainer;
        match when_empty {
            WhenEmpty::Skip => {
                self.is_handed_on = true;
                Empty::Dropped("as nobody can be reached then (C4)")
            }
            WhenEmpty::Wait => {
                self.is_handed_on = false;
                let found = explainer.first_reach(seat, self.due, self.next_due(behind));
                let why = "as nobody can be reached before the next level is due (C4)";
                found.map_or(Empty::Dropped(why), |(due, reach)| Empty::Later(due, reach))
            }
            WhenEmpty::Hold => {
                let limit = self.due.plus(FAR_AHEAD);
                let found = explainer.first_reach(seat, self.due, limit);
                self.is_handed_on = found.is_none();
                let Some((due, reach)) = found else {
                    return Empty::Dropped("as nobody can be reached within 366 days (C4)");
                };
                // What follows counts from there.
                self.due = due;
                self.last = self.last.map(|last| Last { due, ..last });
                Empty::Later(due, reach)
            }
        }
    }

    /// When the next step is due that is due later than this one.
    fn next_due(&self, behind: &[Step<'_>]) -> Due {
        let (mut due, mut last) = (self.due, self.last);
        for step in behind {
            due = self.delay(step, last).from(self.explainer, due);
            if due.after > self.due.after {
                return due;
            }
            last = self
                .place(&step.ask, due)
                .map(|place| Last::at(&place, due))
                .or(last);
        }
        self.due.plus(FAR_AHEAD)
    }

    /// C3: how long after the step before a step is due.
    fn delay(&self, step: &Step<'_>, last: Option<Last>) -> Delay {
        let explainer = self.explainer;
        let hours = match step.level.map_or(Clock::Wall, |(level, _)| level.clock) {
            Clock::Wall => None,
            Clock::Hours(hours) => Some(hours),
            Clock::Desk => last.and_then(|last| last.hours),
        };
        let time = step.after.unwrap_or_else(|| {
            let root = explainer.inner.root;
            explainer.response_target(last.map_or(root, |last| last.department))
        });
        Delay { time, hours }
    }

    /// Who is asked at a time; nobody where a relative target names nobody. X1: where the final authority is excluded, who
    /// stands in for it.
    fn place(&self, ask: &Ask, due: Due) -> Option<Place> {
        let (explainer, nobody) = (self.explainer, Excluded::none());
        let (nominal, actual) = match ask {
            Ask::Nobody => return None,
            Ask::This(place) => {
                let mut place = place.clone();
                let is_end = place.nominal.seat.contact == self.nominal.last.seat.contact;
                if place.actual.is_none() && is_end {
                    place.actual = Some(self.actual.last.clone().because(INSTEAD_OF_FINAL));
                }
                return Some(place);
            }
            Ask::First => {
                let first = |people: &People, excluded: &Excluded| {
                    let first = explainer.first_contact(self.route, &people.owner, due, excluded);
                    (first.standing.only("the first contact"), first.hours)
                };
                (
                    first(self.nominal, &nobody),
                    first(self.actual, explainer.excluded),
                )
            }
            Ask::FirstOf(department) => {
                let first = |excluded: &Excluded| {
                    let first = explainer.first_contact_of(*department, due, excluded);
                    (first.standing, first.hours)
                };
                (first(&nobody), first(explainer.excluded))
            }
        };
        let ((nominal, hours), (actual, _)) = (nominal, actual);
        Some(Place {
            nominal,
            hours,
            actual: Some(actual),
        })
    }

    /// The final authority, where the levels ran out before it stood among them: with the last of them, where that was the
    /// one who would be it if nobody were excluded; else when that one's department should have answered.
    fn close(&mut self) {
        let explainer = self.explainer;
        if let Some(last) = self.last.filter(|_| !self.is_handed_on) {
            let is_end = last.contact == self.nominal.last.seat.contact;
            let after = if is_end {
                SignedDuration::ZERO
            } else {
                explainer.response_target(last.department)
            };
            self.due = last.due.plus(after);
        }
        let last = self.actual.last.clone().because(INSTEAD_OF_FINAL);
        let reach = explainer.reach(last.seat, self.due, explainer.excluded);
        let notes = reach.notes.clone();
        let kind = LevelKind::Hierarchical;
        self.stand(last, kind, self.due, None, &reach, notes);
    }

    /// A level, and the last one where it names the final authority.
    fn stand(
        &mut self,
        mut standing: Standing,
        kind: LevelKind,
        due: Due,
        repeat: Option<Reminders>,
        reach: &Reach,
        notes: Vec<String>,
    ) {
        self.is_over = self.is_end(standing.seat);
        if self.is_over {
            standing = standing.because(FINAL);
        }
        let levels = &mut self.levels;
        levels.stand(standing, kind, due, repeat, reach, notes);
    }

    /// A step that becomes no level.
    fn drop(
        &mut self,
        seat: Option<Seat>,
        kind: LevelKind,
        reason: String,
        dropped: String,
        notes: Vec<String>,
    ) {
        let levels = &mut self.levels;
        levels.drop(seat, kind, self.due, reason, dropped, notes);
    }

    fn is_end(&self, seat: Seat) -> bool {
        seat.contact == self.actual.last.seat.contact
    }

    /// C5: whether the inquiry is below a floor, in words.
    fn below(&self, floor: Floor) -> Option<String> {
        let explainer = self.explainer;
        let attribute = &explainer.inner.vocabulary.attributes()[floor.attribute];
        let class = explainer.class(floor.attribute);
        if class >= floor.class {
            return None;
        }
        let (name, least) = (attribute.name(), attribute.describe(floor.class));
        let found = attribute.describe(class);
        Some(format!(
            "as `{name}` must be at least {least}, found {found} (C5)"
        ))
    }

    /// C1: whether a level names somebody already, in words.
    fn stands_before(&self, seat: Seat) -> Option<String> {
        let number = self.levels.naming(seat.contact)?;
        Some(format!("as it stands at level {number} already (C1)"))
    }
}

/// How long after the step before.
struct Delay {
    time: SignedDuration,
    /// Without any, by the wall clock.
    hours: Option<HoursId>,
}

impl Delay {
    fn from(&self, explainer: &Explainer<'_>, due: Due) -> Due {
        explainer.later(due, self.time, self.hours)
    }

    fn note(&self, explainer: &Explainer<'_>, due: Due) -> Option<String> {
        explainer.counting(due, self.time, self.hours)
    }
}

impl Last {
    fn at(place: &Place, due: Due) -> Self {
        let Place { nominal, hours, .. } = place;
        Self {
            contact: nominal.seat.contact,
            department: nominal.department,
            hours: *hours,
            due,
        }
    }
}
