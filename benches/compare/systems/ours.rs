//! What the forms of asking this crate share.

use std::hint::black_box;

use ::switchboard::{Resolution, Router, ValueId};

use crate::organization::{ATTRIBUTES, Level, Plan, VALUES, Workload, number_of};

/// By attribute and number, the id of each value; nothing for the workload `topic`.
pub type Ids = [Vec<ValueId>; 5];

/// Interns all values.
pub fn ids(plan: &Plan, router: &Router) -> Ids {
    let mut all = Ids::default();
    if plan.workload == Workload::Conditions {
        for (attribute, ids) in all.iter_mut().enumerate() {
            let values = VALUES[attribute].iter();
            let id = |value: &&str| router.value(ATTRIBUTES[attribute], value).unwrap();
            *ids = values.map(id).collect();
        }
    }
    all
}

#[inline]
pub fn read_owner(found: &Resolution<'_, '_>) {
    black_box(found.owner());
}

#[inline]
pub fn read_levels(found: &Resolution<'_, '_>) {
    for level in found.chain() {
        black_box((level.contact(), level.due()));
    }
}

pub fn levels_of(found: &Resolution<'_, '_>) -> Vec<Level> {
    let levels = found.chain().map(|level| Level {
        contact: number_of(level.contact().key()),
        due: level.due().as_secs().try_into().unwrap(),
    });
    levels.collect()
}
