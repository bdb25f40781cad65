//! Another trie for the paths of web servers, in the same manner. It wants a slash before each path, and is given texts
//! that have one.

use std::hint::black_box;

use super::{OneByOne, head, owners};
use crate::organization::{Ask, Asks, Plan, Rule};

pub struct Wayfind<'a> {
    router: ::wayfind::Router<u32>,
    fallback: u32,
    /// By ask.
    rooted: Vec<&'a str>,
}

impl Wayfind<'_> {
    pub fn new(plan: &Plan) -> Self {
        let mut builder = ::wayfind::RouterBuilder::new();
        for (topic, owner) in owners(plan) {
            builder.insert(&format!("/{topic}"), owner.number).unwrap();
            if owner.covers_below {
                let below = format!("/{topic}/<*rest>");
                builder.insert(&below, owner.number).unwrap();
            }
        }
        Self {
            router: builder.build(),
            fallback: head(Rule::FALLBACK.department),
            rooted: Vec::new(),
        }
    }
}

impl<'a> OneByOne<'a> for Wayfind<'a> {
    type Found<'s>
        = u32
    where
        Self: 's;

    const NAME: &'static str = "wayfind";

    fn get_ready(&mut self, asks: &'a Asks, _list: &'a [Ask<'a>]) {
        self.rooted = asks.rooted().collect();
    }

    #[inline(always)]
    fn find_topic(&self, _ask: &Ask<'a>, at: usize) -> u32 {
        self.router
            .search(self.rooted[at])
            .map_or(self.fallback, |found| *found.data())
    }

    #[inline(always)]
    fn read_owner(&self, found: &u32) {
        black_box(*found);
    }

    fn owner(&self, found: &u32) -> u32 {
        *found
    }
}
