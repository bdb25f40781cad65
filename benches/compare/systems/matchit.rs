//! A radix trie made for the paths of web servers: a route for each topic, and one with a catch-all where it covers what
//! lies below.

use std::hint::black_box;

use super::{OneByOne, head, owners};
use crate::organization::{Ask, Plan, Rule};

pub struct Matchit {
    router: ::matchit::Router<u32>,
    fallback: u32,
}

impl Matchit {
    pub fn new(plan: &Plan) -> Self {
        let mut router = ::matchit::Router::new();
        for (topic, owner) in owners(plan) {
            router.insert(topic, owner.number).unwrap();
            if owner.covers_below {
                let below = format!("{topic}/{{*rest}}");
                router.insert(below, owner.number).unwrap();
            }
        }
        Self {
            router,
            fallback: head(Rule::FALLBACK.department),
        }
    }
}

impl<'a> OneByOne<'a> for Matchit {
    type Found<'s>
        = u32
    where
        Self: 's;

    const NAME: &'static str = "matchit";

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> u32 {
        self.router
            .at(ask.topic)
            .map_or(self.fallback, |found| *found.value)
    }

    #[inline(always)]
    fn read_owner(&self, found: &u32) {
        black_box(*found);
    }

    fn owner(&self, found: &u32) -> u32 {
        *found
    }
}
