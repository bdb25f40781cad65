//! What routes name, each once: so that what depends on them needs no look at every route.

use alloc::collections::BTreeMap;

use super::model::{Designee, Route};
use super::template::Escalation;

/// How many routes name something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    escalations: BTreeMap<Escalation, usize>,
    /// Consulted and informed.
    parties: BTreeMap<Designee, usize>,
}

impl Uses {
    /// What these routes name.
    ///
    /// # Complexity
    ///
    /// Linear in the routes, times the logarithm of what they name.
    pub(crate) fn of<'r>(routes: impl Iterator<Item = &'r Route>) -> Self {
        let mut uses = Self::default();
        routes.for_each(|route| uses.add(route));
        uses
    }

    /// One more route.
    pub(crate) fn add(&mut self, route: &Route) {
        *self.escalations.entry(Escalation::of(route)).or_default() += 1;
        for party in route.consulted.iter().chain(&route.informed) {
            *self.parties.entry(*party).or_default() += 1;
        }
    }

    /// What decides the chains of routes: each once.
    pub(crate) fn escalations(&self) -> impl Iterator<Item = Escalation> {
        self.escalations.keys().copied()
    }

    /// The parties of routes: each once.
    pub(crate) fn parties(&self) -> impl Iterator<Item = Designee> {
        self.parties.keys().copied()
    }

    /// Whether some route is confidential (X2).
    pub(crate) fn has_confidential(&self) -> bool {
        self.escalations().any(|own| own.end.is_some())
    }
}
