//! Who is consulted and informed, and what names them (O3).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Explainer;
use super::owner::Who;
use super::people::{Seat, Standing};
use super::told::PartyTrace;
use crate::id::DepartmentId;
use crate::organization::model::{Designee, Route};

/// Which of the two sorts of parties.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    Consulted,
    Informed,
}

impl Explainer<'_> {
    /// The parties of a route whose owning department this is, in the order of their keys.
    pub(super) fn parties(
        &self,
        route: &Route,
        department: DepartmentId,
        sort: Sort,
    ) -> Box<[PartyTrace]> {
        let mut found: BTreeMap<&str, (Seat, Vec<String>)> = BTreeMap::new();
        for (source, designees) in self.sources(route, department, sort) {
            for designee in designees {
                let (seat, reason) = self.party(*designee, &source);
                if !self.is_excluded(seat, self.excluded) {
                    let key = &*self.inner.contacts[seat.contact].key;
                    let (_, reasons) = found.entry(key).or_insert_with(|| (seat, Vec::new()));
                    reasons.push(reason);
                }
            }
        }
        let parties = found.into_values().map(|(seat, reasons)| PartyTrace {
            contact: self.guarded(seat.contact),
            position: seat.position.map(|id| self.guarded(id)),
            reason: reasons.join(" and "),
        });
        parties.collect()
    }

    /// All that names parties for the inquiry; a confidential route alone (X2).
    fn sources<'s>(
        &'s self,
        route: &'s Route,
        department: DepartmentId,
        sort: Sort,
    ) -> Vec<(String, &'s BTreeSet<Designee>)> {
        let own = sort.of(&route.consulted, &route.informed);
        let mut sources = [("by the route".to_string(), own)].to_vec();
        if route.confidential.is_some() {
            return sources;
        }
        let row = &self.inner.departments[department];
        let standing = sort.of(&row.consulted, &row.informed);
        sources.push((format!("standing of `{}`", row.key), standing));
        for notice in self.inner.notices.iter() {
            let mut boxes = notice.condition.boxes.iter();
            if self.covers(&notice.pattern, notice.exact)
                && boxes.any(|bounds| bounds.contains(self.classes))
            {
                let designees = sort.of(&notice.consulted, &notice.informed);
                sources.push((format!("by the notice `{}`", notice.key), designees));
            }
        }
        sources
    }

    /// Who stands for a designee among the parties, and why, given what names it.
    fn party(&self, designee: Designee, source: &str) -> (Seat, String) {
        let designated = self.designated(designee);
        let by = designated.by.as_ref();
        let by = by.map_or_else(String::new, |by| format!("{by}, "));
        match designated.who {
            Who::Contact(contact) => {
                let (seat, vacancy) = self.seat(contact);
                (seat, format!("{by}{source}{vacancy}"))
            }
            Who::Department(id) => {
                let Standing { seat, reason, .. } = self.head(id, self.excluded);
                (seat, format!("{reason}, {by}{source}"))
            }
        }
    }
}

impl Sort {
    fn of<'s, T>(self, consulted: &'s T, informed: &'s T) -> &'s T {
        match self {
            Self::Consulted => consulted,
            Self::Informed => informed,
        }
    }
}
