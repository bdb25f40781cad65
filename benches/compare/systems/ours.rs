//! What the forms of asking this crate share.

use ::switchboard::{Resolution, Router, ValueId};

use crate::organization::{ATTRIBUTES, Level, Plan, VALUES, Workload, number_of};
pub use crate::organization::{read_levels, read_owner};

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

pub fn levels_of(found: &Resolution<'_, '_>) -> Vec<Level> {
    let levels = found.chain().map(|level| Level {
        contact: number_of(level.contact().key()),
        due: level.due().as_secs().try_into().unwrap(),
    });
    levels.collect()
}
