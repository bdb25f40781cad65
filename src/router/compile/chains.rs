//! The chains, and the desks and assignments that they ask.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Compiler;
use super::answers::place;
use super::tests::words;
use crate::attribute::Bounds;
use crate::id::{
    AssignmentId, ChainId, ContactId, DepartmentId, DeskId, Id, LevelId, RequirementId, Span,
    WordId,
};
use crate::organization::model::{Designee, Desk};
use crate::organization::relaxation::pieces;
use crate::organization::{Designation, TemplateStep, TemplateWho};
use crate::tables::{
    AssignmentRow, ChainRow, DeskRow, HolderRow, LevelRow, Part, Seat, StandIn, StepRow, Who,
};

impl Compiler<'_> {
    /// The chain of a designation, shared by all that have the same, with its levels where it is settled.
    pub(super) fn chain(&mut self, designation: Designation) -> (ChainId, Span<LevelId>) {
        if let Some(known) = self.chain_of.get(&designation) {
            return known;
        }
        let template = self.inner.template(designation, None);
        let steps: Vec<StepRow> = template.steps.iter().map(|step| self.step(step)).collect();
        let row = ChainRow {
            steps: self.steps.extend(steps),
            end: template.end,
        };
        let levels = self.levels(&row);
        let both = (self.chains.push(row), levels);
        self.chain_of.insert(designation, both);
        both
    }

    /// The levels of a chain on which nothing depends on the inquiry; of others none.
    fn levels(&mut self, chain: &ChainRow) -> Span<LevelId> {
        let steps = self.steps.span(chain.steps);
        let is_settled = steps.iter().all(|step| {
            step.floor.is_none()
                && step.after.is_some()
                && matches!(step.who, Who::Nobody | Who::Seat(_))
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
            let Who::Seat(seat) = step.who else { continue };
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

    fn step(&mut self, step: &TemplateStep) -> StepRow {
        let floor = step.floor;
        StepRow {
            who: match step.who {
                TemplateWho::Nobody => Who::Nobody,
                TemplateWho::Seat(seat) => Who::Seat(seat),
                TemplateWho::Desk(department, otherwise) => self.who(department, otherwise),
                TemplateWho::Assigned(id) => Who::Assigned(id),
            },
            department: step.department,
            kind: step.kind,
            after: step.after,
            floor: floor.map(|floor| (place(&self.kept, floor.attribute), floor.class)),
            reminders: step.reminders,
            stand_in: step.stand_in,
            part: step.part,
        }
    }

    /// A department's desks, else somebody; the seat alone where there is one desk for every inquiry.
    fn who(&mut self, department: DepartmentId, otherwise: Seat) -> Who {
        match self.inner.departments[department].desks.as_slice() {
            [] => Who::Seat(otherwise),
            [only] if only.condition.written.is_empty() && only.serves.is_none() => {
                match only.who {
                    Designee::Contact(id) => Who::Seat(self.inner.seat(id, None)),
                    _ => Who::Desk {
                        desks: self.desks(department),
                        otherwise,
                    },
                }
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
        let mut boxes: Vec<(u8, Bounds, Option<Span<WordId>>, &Designee)> = Vec::new();
        for desk in &inner.departments[department].desks {
            for (requirement, run) in self.requirements(desk) {
                let pieces = pieces(desk, requirement, &inner.vocabulary).into_iter();
                boxes.extend(pieces.map(|(relaxed, own)| (relaxed, own, run, &desk.who)));
            }
        }
        boxes.sort_by_cached_key(|(relaxed, own, _, who)| {
            (*relaxed, own.narrowness(&inner.vocabulary), **who)
        });
        let mut rows = Vec::with_capacity(boxes.len());
        for (relaxed, own, requirements, who) in boxes {
            rows.push(DeskRow {
                tests: self.kept_tests(&own),
                requirements,
                who: match who {
                    Designee::Contact(id) => Who::Seat(inner.seat(*id, None)),
                    Designee::Assigned(id) => Who::Assigned(*id),
                    Designee::Department(id) => Who::Seat(inner.head(*id, None).0),
                },
                relaxed,
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

    /// The assignment's cells and holders.
    pub(super) fn assignment(&mut self, id: AssignmentId) -> AssignmentRow {
        let inner = self.inner;
        let own = &inner.assignments[id];
        let classes = inner.vocabulary.attributes()[own.attribute].universe();
        let mut cells = alloc::vec![own.default; classes.classes as usize];
        for (class, holder) in &own.by_class {
            if let Some(cell) = cells.get_mut(class.index()) {
                *cell = *holder;
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
                    (self.who(id, head), id, StandIn::Head(id))
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
