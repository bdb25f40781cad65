//! Who is on duty, read without allocating.

use jiff::Timestamp;

use super::overriding::{Change, Override};
use super::{Layer, Schedule};
use crate::id::ContactId;

/// Those who are on duty at an instant, as layers and overrides name them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crew<'s> {
    /// Of the layer that is staffed.
    turn: &'s [ContactId],
    /// What concerns that layer, and what concerns the whole schedule.
    overrides: [Option<&'s Override>; 2],
}

impl<'s> Crew<'s> {
    /// Each once, in the order of their ids: the same as [`Schedule::on_duty`] gives.
    ///
    /// Each step looks at all for the next: without allocating, and fast for the few that there usually are.
    pub(crate) fn in_order(self) -> impl Iterator<Item = ContactId> + Clone + use<'s> {
        let next = move |last: Option<ContactId>| {
            let later = self.named().filter(|contact| Some(*contact) > last);
            later.min()
        };
        core::iter::successors(next(None), move |last| next(Some(*last)))
    }

    /// All of them, some perhaps twice.
    fn named(self) -> impl Iterator<Item = ContactId> + Clone + use<'s> {
        let [of_layer, of_all] = self.overrides;
        changed(of_all, changed(of_layer, self.turn.iter().copied()))
    }

    pub(super) fn is_empty(self) -> bool {
        self.named().next().is_none()
    }
}

/// Who is on duty instead of these.
fn changed<'s>(
    by: Option<&'s Override>,
    before: impl Iterator<Item = ContactId> + Clone + 's,
) -> impl Iterator<Item = ContactId> + Clone + 's {
    type Lists<'s> = (
        &'s [ContactId],
        &'s [(ContactId, ContactId)],
        &'s [ContactId],
    );
    let (keeps, (named, replace, remove)): (bool, Lists<'s>) = match by.map(|own| &own.change) {
        None => (true, (&[], &[], &[])),
        Some(Change::Only(only)) => (false, (only, &[], &[])),
        Some(Change::Some {
            replace,
            remove,
            add,
        }) => (true, (add, replace, remove)),
    };
    let left = before.filter(move |contact| keeps && !remove.contains(contact));
    let left = left.map(move |contact| {
        let mut replaced = replace.iter();
        let by = replaced.find(|(old, _)| *old == contact);
        by.map_or(contact, |(_, new)| *new)
    });
    named.iter().copied().chain(left)
}

impl Schedule {
    /// Who is on duty at an instant, as [`on_duty`](Self::on_duty) says, without allocating.
    pub(crate) fn crew(&self, instant: Timestamp) -> Crew<'_> {
        let (held, _) = self.together.at(instant, &self.overrides);
        let of_all = held.map(|(_, own)| own);
        let nobody = Crew {
            turn: &[],
            overrides: [None, of_all],
        };
        if self.declared(instant).is_some() || of_all.is_some_and(Override::is_whole) {
            return nobody;
        }
        let layers = self.layers.iter().enumerate().rev();
        let mut staffed = layers.map(|(index, layer)| self.crew_of_layer(index, layer, instant));
        let staffed = staffed.find(|crew| !crew.is_empty());
        staffed.map_or(nobody, |crew| {
            let [of_layer, _] = crew.overrides;
            Crew {
                overrides: [of_layer, of_all],
                ..crew
            }
        })
    }

    /// Who is on duty by one layer.
    pub(super) fn crew_of_layer<'s>(
        &'s self,
        index: usize,
        layer: &'s Layer,
        instant: Timestamp,
    ) -> Crew<'s> {
        let (held, _) = self.override_of(index, instant);
        Crew {
            turn: layer.on_duty(instant),
            overrides: [held.map(|(_, own)| own), None],
        }
    }
}
