//! Who is asked after whom (C1 to C5, X1, X2).
//!
//! Every level is looked at twice: as it is nominally, which decides when it is due, and as it is without the excluded
//! contacts, which decides who stands there.

use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Reference;
use super::people::Place;
use crate::excluded::Excluded;
use crate::id::{ContactId, DepartmentId};
use crate::level::{LevelKind, Reminders};
use crate::organization::model::{Designee, Floor, Policy, Target};
use crate::resolution::AnswerLevel;

/// A level before duplicates, floored levels and excluded contacts are dropped.
#[derive(Clone, Copy)]
struct Nominal {
    /// Nobody, where a relative target names nobody.
    ask: Option<Ask>,
    kind: LevelKind,
    /// Without one, the response target of the level before.
    after: Option<SignedDuration>,
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
    place: Place,
    kind: LevelKind,
    due: SignedDuration,
    repeat: Option<Reminders>,
}

impl Nominal {
    /// A level that no policy names.
    fn plain(ask: Ask, kind: LevelKind) -> Self {
        Self {
            ask: Some(ask),
            kind,
            after: None,
            floor: None,
            repeat: None,
            is_head_by_name: kind == LevelKind::Owner,
        }
    }
}

impl Reference<'_> {
    pub(super) fn chain(&self) -> Vec<AnswerLevel> {
        let mut last_due = SignedDuration::ZERO;
        let levels = (0..).zip(self.standing()).map(|(number, level)| {
            let seat = level.place.seat;
            let after = level.due - last_due;
            last_due = level.due;
            AnswerLevel {
                level: number,
                contact: self.contact(seat.person),
                position: seat.position.map(|id| self.contact(id)),
                department: self.department(level.place.department),
                kind: level.kind,
                after,
                due: level.due,
                repeat: level.repeat,
            }
        });
        levels.collect()
    }

    /// C1: the nominal levels up to where the final authority first stands, without persons who stand before, floored
    /// levels (C5) and excluded contacts (X1). None of these moves a due instant (C3).
    fn standing(&self) -> Vec<Standing> {
        let without = &self.asked.excluded;
        let final_authority = self.final_authority(without);
        let mut standing: Vec<Standing> = Vec::new();
        let mut due = SignedDuration::ZERO;
        let mut before: Option<(Place, SignedDuration)> = None;
        for level in self.nominal() {
            due += level.after.unwrap_or_else(|| {
                let department = before.map(|(place, _)| place.department);
                self.response_target(department)
            });
            let Some(ask) = level.ask else { continue };
            before = Some((self.place(ask, &self.nobody), due));
            let place = match ask {
                Ask::This(place) if self.is_excluded(place.seat, without) => {
                    self.stand_in(place, final_authority)
                }
                _ => self.place(ask, without),
            };
            let person = place.seat.person;
            let is_floored = level
                .floor
                .is_some_and(|floor| !floor.admits(&self.asked.classes));
            let stands_before = standing
                .iter()
                .any(|level| level.place.seat.person == person);
            if is_floored || stands_before || self.is_excluded(place.seat, without) {
                continue;
            }
            standing.push(Standing {
                place,
                kind: level.kind,
                due,
                repeat: level.repeat,
            });
            if person == final_authority.seat.person {
                return standing;
            }
        }
        standing.extend(before.map(|(last, due)| self.closing(final_authority, last, due)));
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

    /// X1: the final authority where another is nominally: it takes the place of that one, or stands behind the last.
    fn closing(&self, place: Place, last: Place, due: SignedDuration) -> Standing {
        let nominal = self.final_authority(&self.nobody);
        let after = if last.seat.person == nominal.seat.person {
            SignedDuration::ZERO
        } else {
            self.response_target(Some(last.department))
        };
        Standing {
            place,
            kind: LevelKind::Hierarchical,
            due: due + after,
            repeat: None,
        }
    }

    /// Who is asked. X1: owners and first contacts have stand-ins; whoever else is excluded is dropped.
    fn place(&self, ask: Ask, without: &Excluded) -> Place {
        match ask {
            Ask::First => self.first_contact(without).place,
            Ask::FirstOf(department) => self.first_contact_of(department, without).place,
            Ask::Owner => {
                let owner = self.owner(without);
                let (seat, department) = (owner.seat, owner.from);
                Place { seat, department }
            }
            Ask::This(place) => place,
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
        let persons = by_name.filter_map(|level| Some(self.place(level.ask?, &self.nobody)));
        let named: Vec<ContactId> = persons.map(|place| place.seat.person).collect();
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
