//! Who is asked after whom (C1 to C5, X1, X2).
//!
//! Every level is looked at twice: as it is nominally, which decides when it is due, and as it is without the excluded
//! contacts, which decides who stands there.

use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Reference;
use super::calendars::Moment;
use super::first_contact::FirstContact;
use super::people::{Place, Seat};
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId, HoursId};
use crate::level::{LevelKind, Reminders, WhenEmpty};
use crate::organization::model::{Clock, Designee, Floor, Policy, Target};
use crate::resolution::AnswerLevel;

/// A level before duplicates, floored levels and excluded contacts are dropped.
#[derive(Clone, Copy)]
struct Nominal {
    /// Nobody, where a relative target names nobody.
    ask: Option<Ask>,
    kind: LevelKind,
    /// Without one, the response target of the level before.
    after: Option<SignedDuration>,
    clock: Clock,
    when_empty: WhenEmpty,
    floor: Option<Floor>,
    repeat: Option<Reminders>,
    /// Whether it stands for the owner or a head whatever the inquiry: then the tail need not name that person again.
    is_head_by_name: bool,
}

/// Whom a level asks.
#[derive(Clone, Copy)]
enum Ask {
    /// The first contact of the route.
    First,
    /// The first contact of a department.
    FirstOf(DepartmentId),
    Owner,
    This(Place),
}

/// A level that stands on the chain.
struct Standing {
    /// Whom it names; who answers there may be another.
    place: Place,
    kind: LevelKind,
    moment: Moment,
    repeat: Option<Reminders>,
    /// Who can be reached there. Nobody at a final authority who is away for whom nobody stands in, and where there is
    /// no instant.
    reached: Vec<Seat>,
}

/// The last level that asks somebody, as if nobody were excluded: from it the next one counts (C3).
#[derive(Clone, Copy)]
struct Before {
    place: Place,
    /// Of the desk that answers there.
    hours: Option<HoursId>,
    moment: Moment,
}

impl Nominal {
    /// A level that no policy names.
    fn plain(ask: Ask, kind: LevelKind) -> Self {
        Self {
            ask: Some(ask),
            kind,
            after: None,
            clock: Clock::Wall,
            when_empty: WhenEmpty::Skip,
            floor: None,
            repeat: None,
            is_head_by_name: kind == LevelKind::Owner,
        }
    }
}

/// How far ahead it is looked for somebody who can be reached (C4).
fn far_behind(from: Moment) -> Moment {
    Moment {
        due: from
            .due
            .saturating_add(SignedDuration::from_hours(366 * 24)),
        ..from
    }
}

impl Reference<'_> {
    /// The chain; and whether nobody on it can be reached (C4).
    pub(super) fn chain(&self) -> (Vec<AnswerLevel>, bool) {
        let mut standing = self.standing();
        let is_reached = |level: &Standing| self.asked.at.is_none() || !level.reached.is_empty();
        let is_unstaffed = !standing.iter().any(is_reached);
        if is_unstaffed {
            standing.drain(..standing.len().saturating_sub(1));
            if let Some(last) = standing.last_mut() {
                last.moment = Moment::START;
            }
        }
        let mut last_due = SignedDuration::ZERO;
        let levels = (0..).zip(standing).map(|(number, level)| {
            let seat = level.place.seat;
            let at = self.calendars.instant(level.moment);
            let due = level.moment.due;
            let after = due - last_due;
            last_due = due;
            let first = level.reached.first().copied().unwrap_or(seat);
            let all = level.reached.iter().map(|seat| self.contact(seat.person));
            AnswerLevel {
                level: number,
                contact: self.contact(first.person),
                position: first.position.map(|id| self.contact(id)),
                department: self.department(level.place.department),
                kind: level.kind,
                after,
                due,
                repeat: level.repeat,
                stands_for: (first.person != seat.person).then(|| self.contact(seat.person)),
                together: if level.reached.len() > 1 {
                    all.collect()
                } else {
                    Vec::new()
                },
                at,
                handoff: at.and_then(|at| self.handoff(seat, at)),
                unreachable: at.is_some() && level.reached.is_empty(),
            }
        });
        (levels.collect(), is_unstaffed)
    }

    /// C1: the nominal levels up to where the final authority first stands, without persons who stand before, floored
    /// levels (C5) and excluded contacts (X1). None of these moves a due instant (C3). C4: a level that reaches nobody
    /// does not stand, and hands its instant on, unless it waits.
    fn standing(&self) -> Vec<Standing> {
        let without = &self.asked.excluded;
        let final_authority = self.final_authority(without);
        let nominal = self.nominal();
        let mut standing: Vec<Standing> = Vec::new();
        let mut moment = Moment::START;
        let mut is_handed_on = false;
        let mut before: Option<Before> = None;
        for (index, own) in nominal.iter().enumerate() {
            if !is_handed_on {
                moment = self.due(own, before, moment);
            }
            let Some(ask) = own.ask else { continue };
            before = Some(self.before(ask, moment));
            let place = match ask {
                Ask::This(place) if self.is_excluded(place.seat, without) => {
                    self.stand_in(place, final_authority)
                }
                _ => self.asked_for(ask, moment, without).place,
            };
            let person = place.seat.person;
            let is_floored = own
                .floor
                .is_some_and(|floor| !floor.admits(&self.asked.classes));
            let stands_before = standing
                .iter()
                .any(|level| level.place.seat.person == person);
            if is_floored || stands_before || self.is_excluded(place.seat, without) {
                continue;
            }
            let is_last = person == final_authority.seat.person;
            let mut level = Standing {
                place,
                kind: own.kind,
                moment,
                repeat: own.repeat,
                reached: self.reached_at(place, moment),
            };
            let is_empty = self.asked.at.is_some() && level.reached.is_empty();
            is_handed_on = is_empty && !is_last;
            if is_handed_on {
                let behind = nominal.get(index + 1..).unwrap_or_default();
                let found = match own.when_empty {
                    WhenEmpty::Skip => None,
                    WhenEmpty::Wait => {
                        is_handed_on = false;
                        self.first_reached(
                            place.seat,
                            moment,
                            self.next_due(behind, before, moment),
                            without,
                        )
                    }
                    WhenEmpty::Hold => {
                        self.first_reached(place.seat, moment, far_behind(moment), without)
                    }
                };
                let Some((then, reached)) = found else {
                    continue;
                };
                (level.moment, level.reached) = (then, reached);
                if is_handed_on {
                    // It was held: what follows counts from there.
                    moment = then;
                    before = before.map(|before| Before { moment, ..before });
                }
                is_handed_on = false;
            }
            standing.push(level);
            if is_last {
                return standing;
            }
        }
        standing.extend(before.map(|last| self.closing(final_authority, last, is_handed_on)));
        standing
    }

    /// X1: a level that names the final authority names who stands in for it; all others have no stand-in.
    fn stand_in(&self, excluded: Place, final_authority: Place) -> Place {
        let nominal = self.final_authority(&self.nobody);
        if excluded.seat.person == nominal.seat.person {
            final_authority
        } else {
            excluded
        }
    }

    /// X1: the final authority where another is nominally: it takes the place of that one, or stands behind the last. C4:
    /// it takes the place of a level that reaches nobody, too.
    fn closing(&self, place: Place, last: Before, is_handed_on: bool) -> Standing {
        let nominal = self.final_authority(&self.nobody);
        let is_instead = last.place.seat.person == nominal.seat.person;
        let after = if is_handed_on || is_instead {
            SignedDuration::ZERO
        } else {
            self.response_target(Some(last.place.department))
        };
        let moment = self.calendars.after(last.moment, after, None);
        Standing {
            place,
            kind: LevelKind::Hierarchical,
            moment,
            repeat: None,
            reached: self.reached_at(place, moment),
        }
    }

    /// Who can be reached at a level, if the inquiry has an instant.
    fn reached_at(&self, place: Place, moment: Moment) -> Vec<Seat> {
        let Some(instant) = self.calendars.instant(moment) else {
            return Vec::new();
        };
        let reached = self.reached(place.seat, instant, &self.asked.excluded);
        self.calendars.note(reached.changes, moment);
        reached.seats
    }

    /// C3: when a level is due that counts from this moment.
    fn due(&self, level: &Nominal, before: Option<Before>, from: Moment) -> Moment {
        let department = before.map(|before| before.place.department);
        let after = level.after;
        let after = after.unwrap_or_else(|| self.response_target(department));
        let hours = match level.clock {
            Clock::Wall => None,
            Clock::Hours(hours) => Some(hours),
            Clock::Desk => before.and_then(|before| before.hours),
        };
        self.calendars.after(from, after, hours)
    }

    /// C4: when the next level is due that is due later.
    fn next_due(&self, behind: &[Nominal], before: Option<Before>, from: Moment) -> Moment {
        let (mut before, mut moment) = (before, from);
        for level in behind {
            moment = self.due(level, before, moment);
            if moment.due > from.due {
                return moment;
            }
            if let Some(ask) = level.ask {
                before = Some(self.before(ask, moment));
            }
        }
        far_behind(from)
    }

    /// What the next level counts from.
    fn before(&self, ask: Ask, moment: Moment) -> Before {
        let FirstContact { place, hours, .. } = self.asked_for(ask, moment, &self.nobody);
        Before {
            place,
            hours,
            moment,
        }
    }

    /// Who is asked. X1: owners and first contacts have stand-ins; whoever else is excluded is dropped.
    fn asked_for(&self, ask: Ask, moment: Moment, without: &Excluded) -> FirstContact {
        match ask {
            Ask::First => self.first_contact(moment, without),
            Ask::FirstOf(department) => self.first_contact_of(department, moment, without),
            Ask::Owner => {
                let owner = self.owner(without);
                let (seat, department) = (owner.seat, owner.from);
                Place { seat, department }.into()
            }
            Ask::This(place) => place.into(),
        }
    }

    /// C2: without a policy, the first contact, the functional targets, the owner, the heads up the tree. With one, the
    /// first contact, its levels, the heads up the tree unless it opts out, and at any rate the final authority.
    /// X2: a confidential route has no functional targets, and of the heads only its final authority.
    fn nominal(&self) -> Vec<Nominal> {
        let is_confidential = self.route.confidential.is_some();
        let final_authority = self.final_authority(&self.nobody);
        let mut levels = Vec::from([Nominal {
            after: Some(SignedDuration::ZERO),
            ..Nominal::plain(Ask::First, LevelKind::FirstContact)
        }]);
        let mut heads = self.heads();
        let mut final_after = None;
        if let Some(policy) = self.route.policy.map(|id| &self.inner.policies[id]) {
            self.levels(policy, &mut levels);
            if !policy.has_tail {
                heads.drain(..heads.len().saturating_sub(1));
            }
            final_after = policy.final_after;
        } else {
            if !is_confidential {
                let of = self.functional().into_iter();
                levels.extend(of.map(|id| Nominal::plain(Ask::FirstOf(id), LevelKind::Functional)));
            }
            levels.push(Nominal::plain(Ask::Owner, LevelKind::Owner));
        }
        let by_name = levels.iter().filter(|level| level.is_head_by_name);
        let persons = by_name.filter_map(|level| {
            let asked = self.asked_for(level.ask?, Moment::START, &self.nobody);
            Some(asked.place.seat.person)
        });
        let named: Vec<ContactId> = persons.collect();
        heads.retain(|head| !named.contains(&head.seat.person));
        levels.extend(heads.into_iter().map(|head| Nominal {
            after: final_after.filter(|_| head.seat.person == final_authority.seat.person),
            ..Nominal::plain(Ask::This(head), LevelKind::Hierarchical)
        }));
        levels
    }

    /// C2: the levels of a policy. Of several targets of one level the first is asked after its delay, the others at
    /// the same time. `functional` and `head` go one step further each time they stand there.
    fn levels(&self, policy: &Policy, levels: &mut Vec<Nominal>) {
        let mut functional = self.functional().into_iter();
        let mut heads = self.heads().into_iter();
        for level in &policy.levels {
            let mut after = level.after;
            for target in &level.targets {
                let asked: Vec<Ask> = match target {
                    Target::Designee(designee) => self.designee(*designee).into_iter().collect(),
                    Target::FirstContact => [Ask::First].into(),
                    Target::Owner => [Ask::Owner].into(),
                    Target::Deputies => self
                        .deputies()
                        .iter()
                        .filter_map(|id| self.designee(Designee::Contact(*id)))
                        .collect(),
                    Target::Functional => functional.next().map(Ask::FirstOf).into_iter().collect(),
                    Target::Head => heads.next().map(Ask::This).into_iter().collect(),
                };
                // One that names nobody keeps its delay.
                let nobody = asked.is_empty().then_some(None);
                for ask in asked.into_iter().map(Some).chain(nobody) {
                    levels.push(Nominal {
                        ask,
                        kind: LevelKind::Policy,
                        after,
                        clock: level.clock,
                        when_empty: level.when_empty,
                        floor: level.floor,
                        repeat: level.reminders,
                        is_head_by_name: level.floor.is_none()
                            && matches!(target, Target::Owner | Target::Head),
                    });
                    after = Some(SignedDuration::ZERO);
                }
            }
        }
    }

    /// A contact for its home, or the first contact of a department; for an assignment whom it names.
    fn designee(&self, designee: Designee) -> Option<Ask> {
        match self.assigned(designee) {
            Designee::Contact(id) => Some(Ask::This(Place {
                seat: self.seat(id),
                department: self.inner.contacts[id].home,
            })),
            Designee::Department(id) => Some(Ask::FirstOf(id)),
            Designee::Assigned(_) => None,
        }
    }

    /// The functional targets of the owning department, transitively.
    fn functional(&self) -> Vec<DepartmentId> {
        let next = |id: DepartmentId| self.inner.departments[id].escalates_to;
        let own = self.owner(&self.nobody).department;
        core::iter::successors(next(own), |id| next(*id)).collect()
    }

    /// C3: the response target of the department, of the nearest above that has one, of the organization, or 30 minutes.
    fn response_target(&self, department: Option<DepartmentId>) -> SignedDuration {
        let mut up = department.into_iter().flat_map(|id| self.upwards(id));
        up.find_map(|id| self.inner.departments[id].response_target)
            .or(self.inner.response_target)
            .unwrap_or(SignedDuration::from_mins(30))
    }
}
