//! The chains, and the desks and assignments that they ask.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};

use super::Compiler;
use super::answers::place;
use super::tests::words;
use crate::attribute::Bounds;
use crate::contact::ContactKind;
use crate::id::{
    AssignmentId, ContactId, DepartmentId, DeskId, Id, LevelId, RequirementId, Span, WordId,
};
use crate::organization::model::{Designee, Desk};
use crate::organization::relaxation::pieces;
use crate::organization::{Accountable, Designation, Template, TemplateStep, TemplateWho};
use crate::tables::{
    AssignmentRow, ChainRow, DeskRow, HolderRow, LevelRow, OwnerRow, OwnerTimes, Part, Seat,
    StandIn, StepRow, Turn, Turns, Who,
};

impl Compiler<'_> {
    /// Who is accountable by a designation, and the chain behind, with its levels where it is settled: one for all that
    /// designate the same.
    pub(super) fn owner(&mut self, designation: Designation) -> OwnerRow {
        if let Some(known) = self.owner_of.get(&designation) {
            return known;
        }
        let inner = self.inner;
        let as_of = |when| {
            let owner = inner.accountable(designation.owner, designation.end, when);
            (owner, inner.template(designation, when))
        };
        let undated = as_of(None);
        let edges = if self.has_dates {
            inner.chain_edges(designation).into_iter().collect()
        } else {
            Vec::new()
        };
        let turns = Turns::new(&undated, edges.into_iter(), |from| as_of(Some(from)));
        let turns = turns.rows.iter().map(|turn| Turn {
            from: turn.from,
            value: self.owner_row(&turn.value, Some(turn.from), Turns::default()),
        });
        let owners = Turns {
            rows: turns.collect(),
        };
        let row = self.owner_row(&undated, None, owners);
        self.owner_of.insert(designation, row);
        row
    }

    fn owner_row(
        &mut self,
        (owner, template): &(Accountable, Template),
        when: Option<Timestamp>,
        owners: Turns<OwnerRow>,
    ) -> OwnerRow {
        let steps = template.steps.iter();
        let steps: Vec<StepRow> = steps.map(|step| self.step(step, when)).collect();
        let row = ChainRow {
            steps: self.steps.extend(steps),
            end: template.end,
        };
        let levels = self.levels(&row);
        let is_judged = self.is_judged(&row);
        let times = OwnerTimes { owners, is_judged };
        OwnerRow {
            seat: owner.seat,
            department: owner.department,
            owner_from: owner.from.filter(|from| *from != owner.department),
            chain: self.chains.push(row),
            levels,
            timing: self.timing(times),
        }
    }

    /// The levels of a chain on which nothing depends on the inquiry; of others none.
    fn levels(&mut self, chain: &ChainRow) -> Span<LevelId> {
        let steps = self.steps.span(chain.steps);
        let seat = |who: Who| match who {
            Who::Seat(seat) => Some(seat),
            // Without an instant no desk counts that is timed, and nobody is on duty (H7).
            Who::Desk { desks, otherwise } => {
                let mut desks = self.desks.span(desks).iter();
                match desks.find(|desk| desk.times.is_none()) {
                    None => Some(otherwise),
                    Some(desk) => desk.for_every_inquiry(),
                }
            }
            Who::Nobody | Who::Assigned(_) => None,
        };
        let is_settled = steps.iter().all(|step| {
            step.floor.is_none()
                && step.after.is_some()
                && (step.who == Who::Nobody || seat(step.who).is_some())
        });
        if !is_settled {
            return Span::none();
        }
        let mut levels: Vec<LevelRow> = Vec::with_capacity(steps.len());
        let mut standing: BTreeSet<ContactId> = BTreeSet::new();
        let mut due = SignedDuration::ZERO;
        for (at, step) in steps.iter().enumerate() {
            if standing.contains(&chain.end.seat.contact) {
                break;
            }
            due += step.after.unwrap_or_default();
            let Some(seat) = seat(step.who) else { continue };
            if step.part == Part::Always && standing.insert(seat.contact) {
                levels.push(LevelRow {
                    seat,
                    department: step.department,
                    step: chain.steps.id(at),
                    due,
                });
            }
        }
        self.levels.extend(levels)
    }

    fn step(&mut self, step: &TemplateStep, when: Option<Timestamp>) -> StepRow {
        let floor = step.floor;
        StepRow {
            who: match step.who {
                TemplateWho::Nobody => Who::Nobody,
                TemplateWho::Seat(seat) => Who::Seat(seat),
                TemplateWho::Desk(department, otherwise) => self.who(department, otherwise, when),
                TemplateWho::Assigned(id) => Who::Assigned(id),
            },
            department: step.department,
            kind: step.kind,
            after: step.after,
            clock: step.clock,
            when_empty: step.when_empty,
            floor: floor.map(|floor| (place(&self.kept, floor.attribute), floor.class)),
            reminders: step.reminders,
            stand_in: step.stand_in,
            part: step.part,
        }
    }

    /// A department's desks, else somebody; the seat alone where there is one desk for every inquiry, whose contact is
    /// always the same, and nobody on duty who would come before its stand-in.
    fn who(&mut self, department: DepartmentId, otherwise: Seat, when: Option<Timestamp>) -> Who {
        let inner = self.inner;
        let own = &inner.departments[department];
        match own.desks.as_slice() {
            [] if own.on_duty.is_none() => Who::Seat(otherwise),
            [
                Desk {
                    who: Designee::Contact(id),
                    condition,
                    serves: None,
                    times,
                },
            ] if condition.written.is_empty()
                && !times.is_timed()
                && own.on_duty.is_none()
                && !(self.has_dates && inner.contacts[*id].kind == ContactKind::Position) =>
            {
                Who::Seat(inner.seat(*id, when))
            }
            _ => Who::Desk {
                desks: self.desks(department),
                otherwise,
            },
        }
    }

    /// The boxes of a department's desks, the best first: by what they leave unserved, then by W2.5.
    fn desks(&mut self, department: DepartmentId) -> Span<DeskId> {
        if let Some(known) = self.desks_of.get(&department) {
            return *known;
        }
        let inner = self.inner;
        let mut boxes: Vec<(u8, Bounds, Option<Span<WordId>>, &Desk)> = Vec::new();
        for desk in &inner.departments[department].desks {
            for (requirement, run) in self.requirements(desk) {
                let pieces = pieces(desk, requirement, &inner.vocabulary).into_iter();
                boxes.extend(pieces.map(|(relaxed, own)| (relaxed, own, run, desk)));
            }
        }
        boxes.sort_by_cached_key(|(relaxed, own, _, desk)| {
            let narrowness = own.narrowness(&inner.vocabulary);
            (
                *relaxed,
                narrowness,
                desk.times.narrowness(),
                desk.who,
                desk.times,
            )
        });
        let mut rows = Vec::with_capacity(boxes.len());
        for (relaxed, own, requirements, desk) in boxes {
            rows.push(DeskRow {
                tests: self.kept_tests(&own),
                requirements,
                who: match &desk.who {
                    Designee::Contact(id) => Who::Seat(inner.seat(*id, None)),
                    Designee::Assigned(id) => Who::Assigned(*id),
                    Designee::Department(id) => Who::Seat(inner.head(*id, None).0),
                },
                relaxed,
                times: desk.times.is_timed().then(|| Box::new(desk.times)),
            });
        }
        let span = self.desks.extend(rows);
        self.desks_of.insert(department, span);
        span
    }

    /// The sets of required skills for which a desk stands alike, one bit each: those that its contact has, and the
    /// others; with one of them that shows it. All where the desk does not serve.
    fn requirements(&mut self, desk: &Desk) -> Vec<(RequirementId, Option<Span<WordId>>)> {
        let none = RequirementId::from_index(0);
        let Some(serves) = &desk.serves else {
            return [(none, None)].into();
        };
        let mut alike = Vec::with_capacity(2);
        for has_them in [true, false] {
            let ids = self.inner.requirements.ids();
            let mut of_these = ids
                .filter(|id| serves.requirements.contains(id) == has_them)
                .peekable();
            if let Some(first) = of_these.peek().copied() {
                let words = words(of_these.map(Id::index), self.inner.requirements.len());
                alike.push((first, Some(self.tests.run(words))));
            }
        }
        alike
    }

    /// The same where an assignment names the department. No desk's seat stands alone, so that what is a seat is the head.
    fn assigned(&mut self, department: DepartmentId, head: Seat) -> Who {
        if !self.inner.departments[department].desks.is_empty() {
            return Who::Desk {
                desks: self.desks(department),
                otherwise: head,
            };
        }
        self.who(department, head, None)
    }

    /// The assignment's cells and holders.
    pub(super) fn assignment(&mut self, id: AssignmentId) -> AssignmentRow {
        let inner = self.inner;
        let own = &inner.assignments[id];
        let classes = inner.vocabulary.attributes()[own.attribute].universe();
        let mut cells = alloc::vec![own.default; classes.classes as usize];
        for (class, holder) in &own.by_class {
            if let Some(cell) = cells.get_mut(class.index()) {
                *cell = own.holder_at(*holder, None);
            }
        }
        let mut holders = Vec::with_capacity(own.holders.len());
        for holder in own.holders.iter() {
            let designee = inner.designated(holder);
            let (who, department, stand_in) = match designee {
                Designee::Contact(id) => {
                    let home = inner.contacts[id].home;
                    (Who::Seat(inner.seat(id, None)), home, StandIn::Nobody)
                }
                Designee::Department(id) => {
                    let (head, _) = inner.head(id, None);
                    (self.assigned(id, head), id, StandIn::Head(id))
                }
                // A holder is never an assignment itself.
                Designee::Assigned(_) => (Who::Nobody, inner.root, StandIn::Nobody),
            };
            holders.push(HolderRow {
                who,
                department,
                stand_in,
                party: inner.party(designee, None),
            });
        }
        AssignmentRow {
            attribute: place(&self.kept, own.attribute),
            cells: self.cells.extend(cells),
            holders: self.holders.extend(holders),
            default: own.default,
        }
    }
}
