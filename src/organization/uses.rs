//! What routes name, each once: so that what depends on them needs no look at every route.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;

use super::model::{Designee, Route, WrittenCondition};
use super::template::Escalation;

/// How many routes name something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    escalations: BTreeMap<Escalation, usize>,
    /// Consulted and informed.
    parties: BTreeMap<Designee, usize>,
    /// Conditions by their canonical names.
    conditions: BTreeMap<Box<str>, usize>,
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
        for name in names(&route.condition.written) {
            match self.conditions.get_mut(name) {
                Some(count) => *count += 1,
                None => drop(self.conditions.insert(name.clone(), 1)),
            }
        }
    }

    /// One route less, which was among them.
    pub(crate) fn remove(&mut self, route: &Route) {
        take(&mut self.escalations, &Escalation::of(route));
        for party in route.consulted.iter().chain(&route.informed) {
            take(&mut self.parties, party);
        }
        for name in names(&route.condition.written) {
            take(&mut self.conditions, name);
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

    /// The conditions that routes name: each once.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &str> {
        self.conditions.keys().map(|name| &**name)
    }

    /// Whether some route is confidential (X2).
    pub(crate) fn has_confidential(&self) -> bool {
        self.escalations().any(|own| own.end.is_some())
    }
}

/// The names of the conditions that stand in one.
pub(crate) fn names(written: &WrittenCondition) -> impl Iterator<Item = &Box<str>> {
    let boxes = written.any.iter().chain([&written.all]);
    boxes.flat_map(|own| &own.named)
}

/// Counts one less; what has none left is gone.
fn take<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) {
    let left = counts.get_mut(key).map(|count| {
        *count -= 1;
        *count
    });
    if left == Some(0) {
        counts.remove(key);
    }
}
