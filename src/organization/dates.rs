//! When dated facts change: what an answer reads of holders and heads, and at which instants that is another.

use alloc::collections::BTreeSet;

use jiff::Timestamp;

use super::Inner;
use super::model::{Designee, Target};
use super::template::Designation;
use crate::calendar::dated::Dated;
use crate::id::{ContactId, DepartmentId};

impl Inner {
    /// The instants at which the owner or the chain of a designation may be another, ascending.
    pub(crate) fn chain_edges(&self, designation: Designation) -> BTreeSet<Timestamp> {
        let mut edges = BTreeSet::new();
        let mut owning = match designation.owner {
            Designee::Contact(id) => {
                self.seat_edges(id, &mut edges);
                Some(self.contacts[id].home)
            }
            Designee::Department(id) => Some(id),
            Designee::Assigned(_) => None,
        };
        owning = owning.or(Some(self.root));
        while let Some(department) = owning {
            self.heads_edges(department, &mut edges);
            owning = self.departments[department].escalates_to;
        }
        let policy = designation.policy.map(|id| &self.policies[id]);
        let levels = policy.into_iter().flat_map(|policy| &policy.levels);
        let targets = levels.flat_map(|level| &level.targets);
        let named = targets.filter_map(|target| match target {
            Target::Designee(designee) => Some(*designee),
            _ => None,
        });
        for designee in named.chain(designation.responder) {
            match designee {
                Designee::Contact(id) => self.seat_edges(id, &mut edges),
                Designee::Department(id) => self.heads_edges(id, &mut edges),
                Designee::Assigned(_) => {}
            }
        }
        for id in designation.end.into_iter().chain(self.conflict_authority) {
            self.seat_edges(id, &mut edges);
        }
        self.heads_edges(self.root, &mut edges);
        edges
    }

    /// The instants at which somebody else may answer where a contact is asked for.
    pub(crate) fn seat_edges(&self, contact: ContactId, edges: &mut BTreeSet<Timestamp>) {
        let own = &self.contacts[contact];
        edges.extend(own.holder.edges());
        let may_be_vacant = own.holder.otherwise.is_none() && own.deputies.is_empty();
        if own.kind == crate::contact::ContactKind::Position && may_be_vacant {
            self.heads_edges(own.home, edges);
        }
    }

    /// The instants at which a department may have another head of its own.
    pub(crate) fn own_head_edges(&self, department: DepartmentId, edges: &mut BTreeSet<Timestamp>) {
        let head: &Dated<ContactId> = &self.departments[department].head;
        edges.extend(head.edges());
        for id in head.all() {
            edges.extend(self.contacts[*id].holder.edges());
        }
    }

    /// The same of it and all above it.
    fn heads_edges(&self, department: DepartmentId, edges: &mut BTreeSet<Timestamp>) {
        for id in self.upwards(department) {
            self.own_head_edges(id, edges);
        }
    }
}
