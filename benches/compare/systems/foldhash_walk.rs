//! The floor's map, asked for the topic and for what lies above it until something covers it.

use std::hint::black_box;

use hashbrown::HashMap;

use super::{OneByOne, Owner, above, head, owners};
use crate::organization::{Ask, Plan, Rule};

#[derive(Debug)]
pub struct FoldhashWalk {
    owners: HashMap<String, Owner>,
    fallback: u32,
}

impl FoldhashWalk {
    pub fn new(plan: &Plan) -> Self {
        let owned = owners(plan).map(|(topic, owner)| (topic.to_owned(), owner));
        Self {
            owners: owned.collect(),
            fallback: head(Rule::FALLBACK.department),
        }
    }
}

impl<'a> OneByOne<'a> for FoldhashWalk {
    type Found<'s>
        = u32
    where
        Self: 's;

    const NAME: &'static str = "foldhash walk";

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> u32 {
        let mut path = ask.topic;
        loop {
            if let Some(owner) = self.owners.get(path)
                && (owner.covers_below || path.len() == ask.topic.len())
            {
                return owner.number;
            }
            match above(path) {
                Some(above) => path = above,
                None => return self.fallback,
            }
        }
    }

    #[inline(always)]
    fn read_owner(&self, found: &u32) {
        black_box(*found);
    }

    fn owner(&self, found: &u32) -> u32 {
        *found
    }
}
