//! Who can be reached where somebody is asked: who is on duty (H3), who is away, and who stands in (H5).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::Explainer;
use super::people::Seat;
use super::times::{Due, shifted};
use crate::calendar::dated::Window;
use crate::calendar::schedule::{Gap, Source};
use crate::excluded::Excluded;
use crate::id::ContactId;
use crate::organization::rota::Schedule;

/// How many are asked for one seat, at most (H5).
const MOST: usize = 16;

/// Who can be reached at an instant.
#[derive(Default)]
pub(super) struct Reach {
    /// Nobody twice.
    pub(super) seats: Vec<Seat>,
    /// How that came, step by step; nothing where somebody is simply there.
    pub(super) notes: Vec<String>,
    /// The next instant at which it may be another.
    next: Option<Timestamp>,
}

/// A time in which somebody is away.
#[derive(Clone, Copy)]
struct Absence {
    window: Window,
    /// Who stands in.
    delegate: Option<ContactId>,
    /// Whether the router was told of it, and the organization does not say it.
    is_reported: bool,
}

/// As what somebody is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Named,
    OnDuty,
    Delegate,
    Deputy,
}

impl Explainer<'_> {
    /// Who answers at a seat when a level is due there.
    pub(super) fn reach(&self, seat: Seat, due: Due, excluded: &Excluded) -> Reach {
        let Some(instant) = self.instant(due) else {
            return Reach::default();
        };
        let reach = self.reach_at(seat, instant, excluded);
        self.watch(reach.next, due);
        reach
    }

    /// C4: when somebody answers first at a seat where nobody does yet, before a limit.
    pub(super) fn first_reach(&self, seat: Seat, from: Due, limit: Due) -> Option<(Due, Reach)> {
        let (start, last) = (self.at?, self.instant(limit)?);
        let mut next = self
            .reach_at(seat, self.instant(from)?, self.excluded)
            .next?;
        while next < last {
            let reach = self.reach_at(seat, next, self.excluded);
            if !reach.seats.is_empty() {
                self.watch(Some(next), from);
                return Some((Due::fixed(next.duration_since(start)), reach));
            }
            next = reach.next?;
        }
        // Reached before the limit from a moment after that instant on: at the limit itself it is too late.
        self.watch(Some(shifted(next, SignedDuration::from_nanos(1))), limit);
        None
    }

    fn reach_at(&self, seat: Seat, instant: Timestamp, excluded: &Excluded) -> Reach {
        let mut reach = Reach::default();
        let Some(schedule) = self.inner.contacts[seat.contact].schedule else {
            let found = self.present(seat, Role::Named, instant, excluded, &mut reach);
            reach.seats.extend(found);
            return reach;
        };
        let schedule = &self.inner.schedules[schedule];
        let now = schedule.calendar.on_duty(instant);
        reach.next = schedule.calendar.next(instant);
        if let Some(gap) = now.gap {
            let declared = match gap {
                Gap::Declared(_) => ", and is not meant to be",
                Gap::Open => "",
            };
            let by = self.by_schedule(schedule);
            reach.notes.push(format!("nobody is on duty{by}{declared}"));
        }
        for (person, source) in now.duties.iter() {
            let (seat, _) = self.seat(person);
            if !self.is_excluded(seat, excluded) {
                let note = self.duty(person, schedule, source);
                reach.notes.push(note);
            }
            let found = self.present(seat, Role::OnDuty, instant, excluded, &mut reach);
            let named = |found: &Seat| reach.seats.iter().any(|own| own.contact == found.contact);
            let found = found.filter(|found| !named(found));
            reach.seats.extend(found);
        }
        reach
    }

    /// H5: of those who may answer at a seat the first who is there: the one named; while that one is away its delegate,
    /// and who stands in for the delegate; of a position, its deputies behind them.
    fn present(
        &self,
        seat: Seat,
        role: Role,
        instant: Timestamp,
        excluded: &Excluded,
        reach: &mut Reach,
    ) -> Option<Seat> {
        let mut asked: Vec<ContactId> = Vec::new();
        // The next to be asked is the last.
        let mut waiting = Vec::from([(seat, role)]);
        while let Some((seat, role)) = waiting.pop() {
            let contact = seat.contact;
            let is_closed = seat.position.is_some_and(|id| excluded.contains(id));
            let is_excluded = is_closed || self.is_excluded(Seat::in_person(contact), excluded);
            if is_excluded {
                let who = role.words();
                reach.notes.push(format!("{who} is excluded (X1)"));
            }
            if is_closed {
                continue;
            }
            let deputies = seat.position.filter(|_| role != Role::Deputy);
            let deputies = deputies.map(|id| &self.inner.contacts[id].deputies);
            let deputies = deputies.into_iter().flatten().rev();
            waiting.extend(deputies.map(|deputy| {
                let contact = *deputy;
                (Seat { contact, ..seat }, Role::Deputy)
            }));
            if is_excluded {
                continue;
            }
            if asked.contains(&contact) || asked.len() >= MOST {
                if role == Role::Delegate {
                    let who = self.who(contact, role);
                    reach.notes.push(format!("{who} is not asked (H5)"));
                }
                continue;
            }
            asked.push(contact);
            let Some(absence) = self.absence(contact, instant, &mut reach.next) else {
                if matches!(role, Role::Delegate | Role::Deputy) {
                    let who = self.who(contact, role);
                    reach.notes.push(format!("{who} stands in"));
                }
                return Some(seat);
            };
            reach.notes.push(self.away(contact, role, absence));
            let delegate = absence.delegate.map(|id| (self.seat(id).0, Role::Delegate));
            waiting.extend(delegate);
        }
        None
    }

    /// By which absence a contact is away at an instant.
    fn absence(
        &self,
        contact: ContactId,
        instant: Timestamp,
        next: &mut Option<Timestamp>,
    ) -> Option<Absence> {
        let windows = self.absences(contact).map(|absence| absence.window);
        let edges = windows.flat_map(|window| [window.from, window.until]);
        let ahead = edges.flatten().filter(|edge| *edge > instant);
        *next = ahead.chain(*next).min();
        let mut begun = self.absences(contact).filter(|absence| {
            let from = absence.window.from;
            from.is_none_or(|from| from <= instant)
        });
        begun.find(|absence| absence.window.until.is_none_or(|until| instant < until))
    }

    /// When a contact is away: what was reported last comes first, and what the organization says behind all of that.
    fn absences(&self, contact: ContactId) -> impl Iterator<Item = Absence> {
        let reported = self.reported.of(contact).iter();
        let reported = reported.map(|row| Absence {
            window: row.absence.window,
            delegate: row.absence.delegate,
            is_reported: true,
        });
        let own = self.inner.contacts[contact].away.iter();
        reported.chain(own.map(|absence| Absence {
            window: absence.window,
            delegate: absence.delegate,
            is_reported: false,
        }))
    }

    /// "`ana` is away until 2026-12-01T00:00:00Z", without the reason for it, which is nobody's business.
    fn away(&self, contact: ContactId, role: Role, absence: Absence) -> String {
        let who = self.who(contact, role);
        let until = absence.window.until.filter(|_| !self.is_confidential);
        let until = until.map(|until| format!(" until {until}"));
        let alone = match absence.delegate {
            Some(_) => "",
            None => ", without a delegate",
        };
        let as_reported = if absence.is_reported {
            ", as was reported"
        } else {
            ""
        };
        let until = until.unwrap_or_default();
        format!("{who} is away{until}{alone}{as_reported}")
    }

    /// "`ana` is on duty by `support`, layer `nights`".
    fn duty(&self, person: ContactId, schedule: &Schedule, source: Source) -> String {
        let (who, by) = (self.who(person, Role::OnDuty), self.by_schedule(schedule));
        let own = &schedule.calendar;
        let how = match source {
            _ if self.is_confidential => String::new(),
            Source::Override(number) => {
                let ends = own.overrides.get(number);
                let ends = ends.map(|own| format!(" until {}", own.until));
                format!(", override{}", ends.unwrap_or_default())
            }
            Source::Layer(number) => {
                let key = own.layers.get(number).and_then(|layer| layer.key.as_ref());
                match key {
                    Some(key) => format!(", layer `{key}`"),
                    None if own.layers.len() == 1 => String::new(),
                    None => format!(", layer {}", number + 1),
                }
            }
        };
        format!("{who} is on duty{by}{how}")
    }

    /// " by `support`", unless a confidential route keeps it back.
    fn by_schedule(&self, schedule: &Schedule) -> String {
        if self.is_confidential {
            String::new()
        } else {
            format!(" by `{}`", schedule.key)
        }
    }

    /// A contact that is not excluded, as notes name it.
    fn who(&self, contact: ContactId, role: Role) -> String {
        let key = &self.inner.contacts[contact].key;
        match (self.is_confidential, role) {
            (true, _) => role.words().into(),
            (false, Role::Named | Role::OnDuty) => format!("`{key}`"),
            (false, Role::Delegate) => format!("the delegate `{key}`"),
            (false, Role::Deputy) => format!("the deputy `{key}`"),
        }
    }

    /// Of a level on a schedule: the last instant, after the inquiry's and up to its own, at which others came on duty.
    pub(super) fn handoff(&self, seat: Seat, due: Due) -> Option<Timestamp> {
        let (start, end) = (self.at?, self.instant(due)?);
        let schedule = self.inner.contacts[seat.contact].schedule?;
        let calendar = &self.inner.schedules[schedule].calendar;
        let (mut now, mut before) = (start, calendar.on_duty(start));
        let mut handoff = None;
        while let Some(next) = calendar.next(now).filter(|next| *next <= end) {
            let on_duty = calendar.on_duty(next);
            if on_duty != before {
                handoff = Some(next);
            }
            (now, before) = (next, on_duty);
        }
        handoff
    }
}

impl Role {
    /// Without a name.
    fn words(self) -> &'static str {
        match self {
            Self::Named => "who stands there",
            Self::OnDuty => "one on duty",
            Self::Delegate => "the delegate",
            Self::Deputy => "a deputy",
        }
    }
}
