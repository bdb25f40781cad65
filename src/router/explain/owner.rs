//! Who is accountable (O1), and who stands in where the inquiry excludes that person (X1).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Explainer;
use super::people::{Seat, Standing};
use super::times::{Due, span};
use crate::calendar::dated::Window;
use crate::contact::ContactKind;
use crate::excluded::Excluded;
use crate::id::{AssignmentId, ContactId, DepartmentId};
use crate::organization::model::{Designee, Holder, Route};

/// Who is accountable. The standing is for the department whose head it is, or to which the designated person belongs.
#[derive(Clone)]
pub(super) struct Owner {
    pub(super) standing: Standing,
    /// The owning department.
    pub(super) department: DepartmentId,
}

/// A contact or a department, as an inquiry's values choose it.
pub(super) struct Designated {
    pub(super) who: Who,
    /// Where it was looked up, if it was: "the row `acme` of `account-manager`".
    pub(super) by: Option<String>,
}

#[derive(Clone, Copy)]
pub(super) enum Who {
    Contact(ContactId),
    Department(DepartmentId),
}

impl Designated {
    /// What a reason says of where it was looked up.
    pub(super) fn by(&self) -> String {
        let by = self.by.as_ref();
        by.map_or_else(String::new, |by| format!(", by {by}"))
    }
}

impl<'a> Explainer<'a> {
    pub(super) fn owner(&self, route: &Route, excluded: &Excluded) -> Owner {
        let owner = self.nominal_owner(route);
        if !self.is_excluded(owner.standing.seat, excluded) {
            return owner;
        }
        let stand_in = match route.confidential {
            Some(last) => self.confidential_authority(last, excluded),
            None => self.head(owner.department, excluded),
        };
        Owner {
            standing: stand_in.because(", in place of an excluded owner (X1)"),
            ..owner
        }
    }

    /// O1, as if nobody were excluded.
    fn nominal_owner(&self, route: &Route) -> Owner {
        let designated = self.designated(route.owner);
        let contact = match designated.who {
            Who::Contact(contact) => contact,
            Who::Department(department) => {
                let how = match &designated.by {
                    Some(by) => format!("named by {by}"),
                    None => "the designated department".into(),
                };
                return self.owning_head(route, department, &how);
            }
        };
        let (row, person) = (&self.inner.contacts[contact], self.person(contact));
        let is_in_house = |(seat, _): &(Seat, Window)| {
            let home = self.inner.contacts[seat.contact].home;
            !self.inner.departments[home].is_external
        };
        if let Some((seat, window)) = person.filter(is_in_house) {
            let when = span(window);
            let reason = match (seat.position, &designated.by) {
                (None, None) => "designated in person".into(),
                (None, Some(by)) => format!("named by {by}"),
                (Some(_), None) => format!("the holder{when} of the designated position"),
                (Some(_), Some(by)) => format!("the holder{when} of the position named by {by}"),
            };
            return Owner {
                standing: Standing {
                    seat,
                    department: row.home,
                    reason,
                },
                department: row.home,
            };
        }
        let mention = self.mention(contact);
        let is_vacant = row.kind == ContactKind::Position && person.is_none();
        let how = match (&designated.by, is_vacant) {
            (None, true) => format!("the home of the vacant {mention}"),
            (None, false) => format!("the home of the designated {mention}"),
            (Some(by), true) => format!("the home of the vacant {mention} in {by}"),
            (Some(by), false) => format!("the home of {mention} in {by}"),
        };
        self.owning_head(route, row.home, &how)
    }

    /// The head of a department, who owns for it; `how` says how the department came to own.
    fn owning_head(&self, route: &Route, department: DepartmentId, how: &str) -> Owner {
        let standing = match (self.own_head(department), route.confidential) {
            (Some(head), _) => head.because(&format!(", {how}")),
            (None, last) => {
                let above = match last {
                    Some(last) => self.confidential_authority(last, &Excluded::none()),
                    None => self.head(department, &Excluded::none()),
                };
                let own = &self.inner.departments[department].key;
                let word = self.head_word(department);
                above.because(&format!(", as `{own}`, {how}, has no {word}"))
            }
        };
        Owner {
            standing,
            department,
        }
    }

    /// Who may stand in for the owner of a route, as if nobody were excluded: the deputies in the row that names the
    /// owner, else those of the position by which it is accountable.
    pub(super) fn deputies(&self, route: &Route) -> Vec<ContactId> {
        if let Designee::Assigned(id) = route.owner {
            let holder = self.row(id).0;
            let own = if holder.designee.is_none() {
                holder.deputies.get(1..)
            } else {
                holder.deputies.get(..)
            };
            if !holder.deputies.is_empty() {
                return own.unwrap_or_default().to_vec();
            }
        }
        let position = self.nominal_owner(route).standing.seat.position;
        position.map_or_else(Vec::new, |id| self.inner.contacts[id].deputies.clone())
    }

    /// A designee, assignments looked up (W2).
    pub(super) fn designated(&self, designee: Designee) -> Designated {
        let (who, by) = match designee {
            Designee::Contact(id) => (Who::Contact(id), None),
            Designee::Department(id) => (Who::Department(id), None),
            Designee::Assigned(id) => {
                let (holder, row) = self.row(id);
                match (holder.designee, holder.deputies.first()) {
                    (Some(Designee::Contact(id)), _) => (Who::Contact(id), Some(row)),
                    (Some(Designee::Department(id)), _) => (Who::Department(id), Some(row)),
                    (_, Some(deputy)) => {
                        let by = format!("{row} (deputies alone)");
                        (Who::Contact(*deputy), Some(by))
                    }
                    (_, None) => (Who::Department(self.inner.root), Some(row)),
                }
            }
        };
        Designated { who, by }
    }

    /// Who stands in an assignment for the inquiry, and the row's name.
    fn row(&self, id: AssignmentId) -> (&'a Holder, String) {
        let assignment = &self.inner.assignments[id];
        let attribute = &self.inner.vocabulary.attributes()[assignment.attribute];
        let class = self.class(assignment.attribute);
        let default = &assignment.holders[assignment.default];
        let row = assignment.by_class.get(&class);
        let row = row.map(|row| &assignment.holders[*row]);
        let dated = row.map_or(&[][..], |row| &row.dated);
        for (window, _) in dated {
            self.watch_window(*window, Due::AT_ONCE);
        }
        let by_window = dated.iter().find(|(window, _)| self.is_within(*window));
        let undated = row.filter(|row| !row.is_nobody());
        let (holder, when) = match (by_window, undated) {
            (Some((window, holder)), _) => (&assignment.holders[*holder], Some(span(*window))),
            (None, Some(row)) => (row, Some(String::new())),
            (None, None) => (default, None),
        };
        let name = when.and_then(|when| {
            let mut value = attribute.witness(class)?;
            // A row on a hierarchical attribute stands for what is below it, too.
            while !assignment.rows.contains_key(&*value) {
                value = attribute.declared().parents.get(&*value)?.to_string();
            }
            Some(format!("the row `{value}` of `{}`{when}", assignment.key))
        });
        let name = name.unwrap_or_else(|| format!("the default of `{}`", assignment.key));
        (holder, name)
    }
}
