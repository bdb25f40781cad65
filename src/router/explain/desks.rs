//! Who answers first (O4): responders, desks by what they stand open for, when and whom they serve, and who is on duty.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::Explainer;
use super::candidates::better_times;
use super::owner::{Owner, Who};
use super::people::{Seat, Standing};
use super::times::{Due, span};
use crate::attribute::{Bounds, Precision};
use crate::excluded::Excluded;
use crate::id::{AttributeId, DepartmentId, HoursId};
use crate::organization::model::{Desk, Route, Serves, Times};

/// Who answers first, and what its desk does not serve though it was asked for.
#[derive(Clone)]
pub(super) struct FirstContact {
    pub(super) standing: Standing,
    /// `skills` and names of attributes, the most important first.
    pub(super) relaxed: Vec<Box<str>>,
    /// Those of its desk.
    pub(super) hours: Option<HoursId>,
}

/// What a desk's contact violates of what it was asked for. The less, the better: skills weigh more than any attribute,
/// and a more important attribute more than all less important ones.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Violated {
    skills: bool,
    /// In order of importance.
    attributes: Vec<Reverse<AttributeId>>,
}

/// A box of a desk that stands open.
struct Open {
    at: usize,
    times: Times,
    violated: Violated,
    /// The box, narrowed to what the contact serves.
    bounds: Bounds,
}

impl From<Standing> for FirstContact {
    fn from(standing: Standing) -> Self {
        Self {
            standing,
            relaxed: Vec::new(),
            hours: None,
        }
    }
}

impl FirstContact {
    /// The same with more to say.
    fn because(self, more: &str) -> Self {
        Self {
            standing: self.standing.because(more),
            ..self
        }
    }
}

impl<'a> Explainer<'a> {
    pub(super) fn first_contact(
        &self,
        route: &Route,
        owner: &Owner,
        due: Due,
        excluded: &Excluded,
    ) -> FirstContact {
        let mut passed_over = "";
        if let Some(responder) = route.responder {
            let designated = self.designated(responder);
            let by = designated.by();
            match designated.who {
                Who::Department(id) => {
                    let first = self.first_contact_of(id, due, excluded);
                    return first.because(&format!(", the route's responder{by}"));
                }
                Who::Contact(contact) => {
                    let (seat, vacancy) = self.seat(contact);
                    if !self.is_excluded(seat, excluded) {
                        let standing = Standing {
                            seat,
                            department: self.inner.contacts[contact].home,
                            reason: format!("the route's responder{by}{vacancy}"),
                        };
                        return standing.into();
                    }
                    passed_over = ", as the route's responder is excluded (X1)";
                }
            }
        }
        let department = owner.department;
        let first = self.staffed(department, due, excluded).unwrap_or_else(|| {
            let standing = Standing {
                seat: owner.standing.seat,
                department,
                reason: format!("the owner, as {}", self.unstaffed(department, due)),
            };
            standing.into()
        });
        first.because(passed_over)
    }

    /// The best desk of a department, else who is on duty there, else its head.
    pub(super) fn first_contact_of(
        &self,
        department: DepartmentId,
        due: Due,
        excluded: &Excluded,
    ) -> FirstContact {
        self.staffed(department, due, excluded).unwrap_or_else(|| {
            let (key, why) = (
                &self.inner.departments[department].key,
                self.unstaffed(department, due),
            );
            let standing = Standing {
                department,
                reason: format!("accountable for `{key}`, as {why}"),
                ..self.head(department, excluded)
            };
            standing.into()
        })
    }

    /// The best desk of a department, else who is on duty there.
    fn staffed(
        &self,
        department: DepartmentId,
        due: Due,
        excluded: &Excluded,
    ) -> Option<FirstContact> {
        let desk = self.desk(department, due, excluded);
        desk.or_else(|| Some(self.on_duty(department, due, excluded)?.into()))
    }

    /// The department's schedule, while somebody who is on duty by it can be reached.
    fn on_duty(&self, department: DepartmentId, due: Due, excluded: &Excluded) -> Option<Standing> {
        let own = &self.inner.departments[department];
        let seat = Seat::in_person(own.on_duty?);
        let is_there = !self.reach(seat, due, excluded).seats.is_empty();
        let why = self.no_desk(department, due);
        (is_there && !self.is_excluded(seat, excluded)).then(|| Standing {
            seat,
            department,
            reason: format!("the schedule of `{}`, as {why}", own.key),
        })
    }

    /// Why neither a desk of a department nor anybody on duty there answers.
    fn unstaffed(&self, department: DepartmentId, due: Due) -> String {
        let schedule = self.inner.departments[department].on_duty;
        let nobody = match schedule.and(self.at) {
            Some(_) => " and nobody is on duty who can be reached",
            None => "",
        };
        self.no_desk(department, due) + nobody
    }

    /// Why no desk of a department answers.
    fn no_desk(&self, department: DepartmentId, due: Due) -> String {
        if self.desk(department, due, &Excluded::none()).is_some() {
            return "every open desk is excluded (X1)".into();
        }
        let desks = self.inner.departments[department].desks.iter();
        let mut fitting = desks.filter(|desk| self.open(0, desk).next().is_some());
        let closed = fitting.find_map(|desk| self.closed(desk.times, due));
        let closed = closed.map(|why| format!(" ({why})"));
        format!("no desk stands open{}", closed.unwrap_or_default())
    }

    /// The best desk that stands open and whose contact is not excluded.
    fn desk(
        &self,
        department: DepartmentId,
        due: Due,
        excluded: &Excluded,
    ) -> Option<FirstContact> {
        let own = &self.inner.departments[department];
        let open: Vec<Open> = own
            .desks
            .iter()
            .enumerate()
            .flat_map(|(at, desk)| self.open(at, desk))
            .filter(|open| self.closed(open.times, due).is_none())
            .collect();
        let best = |excluded: &Excluded| {
            let left = |at: usize| {
                let standing = own
                    .desks
                    .get(at)
                    .map(|desk| self.at_desk(department, desk, excluded));
                standing.filter(|standing| !self.is_excluded(standing.seat, excluded))
            };
            let left: Vec<(&Open, Standing)> = open
                .iter()
                .filter_map(|open| Some((open, left(open.at)?)))
                .collect();
            // With the desk excluded that settled a tie there may be several that no other beats.
            let unbeaten = |one: &Open| !left.iter().any(|(other, _)| other.beats(one));
            let rank = |open: &Open| {
                let who = own.desks.get(open.at).map(|desk| desk.who);
                let narrowness = open.bounds.narrowness(&self.inner.vocabulary);
                (narrowness, open.times.narrowness(), who, open.times)
            };
            let best = left
                .iter()
                .filter(|(open, _)| unbeaten(open))
                .min_by_key(|(open, _)| rank(open))?;
            Some(best.clone())
        };
        let (open, standing) = best(excluded)?;
        let nominal = best(&Excluded::none()).map(|(open, _)| open.at);
        let relaxed = open.violated.names(self);
        let mut more = String::new();
        if !relaxed.is_empty() {
            let quoted: Vec<String> = relaxed.iter().map(|name| format!("`{name}`")).collect();
            more += &format!(", though it does not serve {} (O4)", quoted.join(" and "));
        }
        if nominal != Some(open.at) {
            more += ", the best that is not excluded (X1)";
        }
        Some(FirstContact {
            standing: standing.because(&more),
            relaxed,
            hours: open.times.during,
        })
    }

    /// Who answers at a desk: its contact, or the holder that its assignment names; of a department, the head.
    fn at_desk(&self, department: DepartmentId, desk: &'a Desk, excluded: &Excluded) -> Standing {
        let designated = self.designated(desk.who);
        let (seat, vacancy) = match designated.who {
            Who::Contact(contact) => self.seat(contact),
            Who::Department(id) => (self.head(id, excluded).seat, ""),
        };
        let condition = desk.condition.written.text();
        let under = if condition.is_empty() {
            String::new()
        } else {
            format!(" for `{condition}`")
        };
        let during = desk.times.during.map(|id| &self.inner.calendars.hours[id]);
        let during = during.map(|hours| format!(" during `{}`", hours.key));
        let when = during.unwrap_or_default() + &span(desk.times.window);
        let (key, by) = (&self.inner.departments[department].key, designated.by());
        Standing {
            seat,
            department,
            reason: format!("the desk of `{key}`{under}{when}{by}{vacancy}"),
        }
    }

    /// The boxes of a desk that hold the inquiry.
    fn open(&self, at: usize, desk: &'a Desk) -> impl Iterator<Item = Open> {
        let serves = desk.serves.as_ref();
        let violated = serves.map_or_else(Violated::nothing, |serves| self.violated(serves));
        let sets = serves.into_iter().flat_map(|serves| serves.sets.iter());
        let holding = sets.filter(|(id, set)| set.contains(self.class(*id)));
        let holding = Bounds::new(holding.cloned());
        let boxes = desk.condition.boxes.iter();
        boxes
            .filter(|bounds| bounds.contains(self.classes))
            .map(move |bounds| Open {
                at,
                times: desk.times,
                violated: violated.clone(),
                bounds: if holding.sets().is_empty() {
                    bounds.clone()
                } else {
                    let both = bounds.intersection(&holding, &self.inner.vocabulary);
                    both.unwrap_or_else(|| bounds.clone())
                },
            })
    }

    fn violated(&self, serves: &Serves) -> Violated {
        let required = self.required_skills();
        let requirement = self
            .inner
            .requirements
            .enumerate()
            .find(|(_, skills)| required == Some(*skills))
            .map(|(id, _)| id);
        let fails = serves
            .sets
            .iter()
            .filter(|(id, set)| !set.contains(self.class(*id)));
        Violated {
            skills: requirement.is_some_and(|id| !serves.requirements.contains(&id)),
            attributes: fails.map(|(id, _)| Reverse(*id)).collect(),
        }
    }
}

impl Open {
    fn beats(&self, other: &Self) -> bool {
        let is_narrower = || match self.bounds.precision(&other.bounds) {
            Precision::Narrower => true,
            Precision::Same => better_times(self.times, other.times).is_some(),
            Precision::Wider | Precision::Unordered => false,
        };
        self.violated < other.violated || self.violated == other.violated && is_narrower()
    }
}

impl Violated {
    fn nothing() -> Self {
        Self {
            skills: false,
            attributes: Vec::new(),
        }
    }

    fn names(&self, explainer: &Explainer<'_>) -> Vec<Box<str>> {
        let attributes = explainer.inner.vocabulary.attributes();
        let names = self
            .attributes
            .iter()
            .map(|Reverse(id)| attributes[*id].name());
        let skills = self.skills.then_some("skills");
        skills.into_iter().chain(names).map(Box::from).collect()
    }
}
