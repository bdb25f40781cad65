//! The least that could answer: one `get` of the full topic in the fastest map that is in common use.

use std::hint::black_box;

use hashbrown::HashMap;

use super::{OneByOne, Owner, owners};
use crate::organization::{Ask, Plan, Set, Workload};

/// `hashbrown` with its own hasher, `foldhash`.
#[derive(Debug)]
pub struct Floor {
    owners: HashMap<String, Owner>,
}

impl Floor {
    pub const NAME: &'static str = "floor";

    pub fn new(plan: &Plan) -> Self {
        let owned = owners(plan).map(|(topic, owner)| (topic.to_owned(), owner));
        Self {
            owners: owned.collect(),
        }
    }
}

impl<'a> OneByOne<'a> for Floor {
    type Found<'s>
        = u32
    where
        Self: 's;

    const NAME: &'static str = Self::NAME;

    fn can(&self, workload: Workload, set: Set) -> bool {
        let is_exact = matches!(set, Set::Exact | Set::NonAscii | Set::Short | Set::Long);
        workload == Workload::Topic && is_exact
    }

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> u32 {
        self.owners.get(ask.topic).map_or(0, |owner| owner.number)
    }

    #[inline(always)]
    fn read_owner(&self, found: &u32) {
        black_box(*found);
    }

    fn owner(&self, found: &u32) -> u32 {
        *found
    }
}
