//! Who is meant by a key: seats, heads, owners and parties (O1, O3), as far as it can be said before an inquiry.

use alloc::format;
use alloc::vec::Vec;

use jiff::Timestamp;

use super::Inner;
use super::limits::Limits;
use super::model::{Designee, Holder, Notice};
use super::problem::{Place, ProblemKind, Problems};
use crate::contact::ContactKind;
use crate::id::{AssignmentId, ContactId, DepartmentId, GroupId, Id};
use crate::tables::{PartyRow, Seat, Standing};

/// The person who is accountable for something, and how that comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Accountable {
    pub(crate) seat: Seat,
    /// The owning department.
    pub(crate) department: DepartmentId,
    /// The department whose head the person is, as head.
    pub(crate) from: Option<DepartmentId>,
}

impl Inner {
    /// A department, the one above it, and so on up to the root.
    pub(crate) fn upwards(&self, department: DepartmentId) -> impl Iterator<Item = DepartmentId> {
        core::iter::successors(Some(department), |id| self.departments[*id].parent)
    }

    /// The department's own head: a person, or the holder of the position; none while the place is vacant.
    pub(crate) fn own_head(
        &self,
        department: DepartmentId,
        when: Option<Timestamp>,
    ) -> Option<Seat> {
        let head = self.departments[department].head.at(when)?;
        self.person(head, when)
    }

    /// The person that a person or position is.
    pub(crate) fn person(&self, contact: ContactId, when: Option<Timestamp>) -> Option<Seat> {
        let row = &self.contacts[contact];
        match row.kind {
            ContactKind::Position => row.holder.at(when).map(|holder| Seat {
                contact: holder,
                position: Some(contact),
            }),
            _ => Some(Seat::own(contact)),
        }
    }

    /// The head of a department, or of the nearest one above that has one; and whose head it is (O1).
    ///
    /// The root has a head, so there is one.
    pub(crate) fn head(
        &self,
        department: DepartmentId,
        when: Option<Timestamp>,
    ) -> (Seat, DepartmentId) {
        let up = self.upwards(department);
        let mut heads = up.filter_map(|id| self.own_head(id, when).map(|head| (head, id)));
        heads
            .next()
            .unwrap_or((Seat::own(self.root_head), self.root))
    }

    /// The nearest department upwards at whose head escalation ends (C1).
    pub(crate) fn authority(&self, department: DepartmentId) -> DepartmentId {
        let mut up = self.upwards(department);
        up.find(|id| self.departments[*id].is_authority)
            .unwrap_or(self.root)
    }

    /// Whether the contact belongs to the organization itself, and so may be accountable.
    fn is_in_house(&self, contact: ContactId) -> bool {
        !self.departments[self.contacts[contact].home].is_external
    }

    /// Who answers where a contact is asked for: itself; of a position the holder, else the first deputy, else the head
    /// of its home department.
    pub(crate) fn seat(&self, contact: ContactId, when: Option<Timestamp>) -> Seat {
        let row = &self.contacts[contact];
        if row.kind != ContactKind::Position {
            return Seat::own(contact);
        }
        let sitting = row
            .holder
            .at(when)
            .or_else(|| row.deputies.first().copied());
        Seat {
            contact: sitting.unwrap_or_else(|| self.head(row.home, when).0.contact),
            position: Some(contact),
        }
    }

    /// Who is accountable where this is designated, never an assignment (O1). On a confidential route `end` takes the
    /// place of heads further up (X2).
    pub(crate) fn accountable(
        &self,
        owner: Designee,
        end: Option<ContactId>,
        when: Option<Timestamp>,
    ) -> Accountable {
        let (department, in_person) = match owner {
            Designee::Department(id) => (id, None),
            Designee::Contact(id) => {
                let row = &self.contacts[id];
                let person = match row.kind {
                    ContactKind::Person | ContactKind::Position => self.person(id, when),
                    _ => None,
                };
                (row.home, person)
            }
            // What an assignment names is looked up before.
            Designee::Assigned(_) => (self.root, None),
        };
        if let Some(seat) = in_person.filter(|seat| self.is_in_house(seat.contact)) {
            return Accountable {
                seat,
                department,
                from: None,
            };
        }
        let (seat, from) = match (self.own_head(department, when), end) {
            (Some(own), _) => (own, department),
            (None, Some(end)) => {
                let end = self.end(end, when);
                (end.seat, end.department)
            }
            (None, None) => self.head(department, when),
        };
        Accountable {
            seat,
            department,
            from: Some(from),
        }
    }

    /// Who stands in where every head upwards is excluded (X1).
    pub(crate) fn conflict_standing(&self, when: Option<Timestamp>) -> Option<Standing> {
        let id = self.conflict_authority?;
        Some(Standing {
            seat: self.person(id, when)?,
            department: self.contacts[id].home,
        })
    }

    /// At whom a confidential route ends: its `final`, else the conflict authority, else the root's head (X2).
    pub(crate) fn end(&self, end: ContactId, when: Option<Timestamp>) -> Standing {
        let in_order = [Some(end), self.conflict_authority];
        let mut filled = in_order.into_iter().flatten().filter_map(|id| {
            Some(Standing {
                seat: self.person(id, when)?,
                department: self.contacts[id].home,
            })
        });
        filled.next().unwrap_or_else(|| {
            let (seat, department) = self.head(self.root, when);
            Standing { seat, department }
        })
    }

    /// Whom a holder designates: its first deputy where it names nobody else.
    pub(crate) fn designated(&self, holder: &Holder) -> Designee {
        let deputy = || holder.deputies.first().copied().map(Designee::Contact);
        let designee = holder.designee.or_else(deputy);
        // A row without either is refused, and so is an assignment as the holder.
        designee.unwrap_or(Designee::Department(self.root))
    }

    /// A party as a row: a department stands for its head (O3).
    pub(crate) fn party(&self, designee: Designee, when: Option<Timestamp>) -> PartyRow {
        match designee {
            Designee::Contact(id) => PartyRow::Seat(self.seat(id, when), None),
            Designee::Department(id) => PartyRow::Seat(self.head(id, when).0, Some(id)),
            Designee::Assigned(id) => PartyRow::Assigned(id),
        }
    }

    /// Notes where the notices that cover one topic have more boxes and parties together than a limit allows.
    pub(super) fn check_together(&self, limits: &Limits, problems: &mut Problems) {
        let most = limits.notices_together;
        let size = |notice: &Notice| {
            notice.condition.boxes.len() + notice.consulted.len() + notice.informed.len()
        };
        let sizes: Vec<usize> = self.notices.iter().map(size).collect();
        let of_group = |group: &GroupId| {
            let notice = group.index().checked_sub(self.groups.len())?;
            sizes.get(notice)
        };
        let runs = self.automaton.runs();
        let together = runs.map(|run| run.iter().filter_map(of_group).sum::<usize>());
        let (count, top) = (together.max().unwrap_or_default(), Place::ROOT);
        if count > most {
            problems.add(
                ProblemKind::LimitExceeded,
                top.field("notices"),
                Some(&format!("{count} boxes and parties for one topic")),
                format!("at most {most} of all notices that cover a topic"),
                "give them narrower patterns, or raise `Limits::notices_together` in `build_with`",
            );
        }
    }

    /// The assignments that stand somewhere.
    pub(crate) fn used_assignments(&self) -> Vec<AssignmentId> {
        let escalations = self.uses.escalations();
        let of_routes = escalations.flat_map(|own| [Some(own.owner), own.responder]);
        let of_routes = of_routes.flatten().chain(self.uses.parties());
        let of_departments = self.departments.iter().flat_map(|department| {
            let desks = department.desks.iter().map(|desk| desk.who);
            let parties = department.consulted.iter().chain(&department.informed);
            parties.copied().chain(desks)
        });
        let of_notices = self.notices.iter().flat_map(|notice| {
            let parties = notice.consulted.iter().chain(&notice.informed);
            parties.copied()
        });
        let targets = self.policies.iter().flat_map(|policy| &policy.levels);
        let of_policies =
            targets
                .flat_map(|level| &level.targets)
                .filter_map(|target| match target {
                    super::model::Target::Designee(designee) => Some(*designee),
                    _ => None,
                });
        let all = of_routes.chain(of_departments).chain(of_notices);
        let assigned = |designee| match designee {
            Designee::Assigned(id) => Some(id),
            _ => None,
        };
        let mut used: Vec<AssignmentId> = all.chain(of_policies).filter_map(assigned).collect();
        used.sort_unstable();
        used.dedup();
        used
    }
}
