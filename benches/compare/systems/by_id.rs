//! This crate: topic and values as ids that the caller keeps.

use ::switchboard::{Resolution, Router, TopicId};

use super::OneByOne;
use super::ours::{Ids, ids, levels_of, read_levels, read_owner};
use crate::organization::{Ask, Asks, Level, Plan, Set, Workload, number_of};

pub struct ById<'a> {
    router: &'a Router,
    /// By ask.
    topics: Vec<TopicId>,
    ids: Ids,
}

impl<'a> ById<'a> {
    pub fn new(plan: &Plan, router: &'a Router) -> Self {
        Self {
            router,
            topics: Vec::new(),
            ids: ids(plan, router),
        }
    }
}

impl<'a> OneByOne<'a> for ById<'a> {
    type Found<'s>
        = Resolution<'a, 'a>
    where
        Self: 's;

    const NAME: &'static str = "switchboard by id";

    fn can(&self, _workload: Workload, _set: Set) -> bool {
        true
    }

    fn get_ready(&mut self, _asks: &'a Asks, list: &'a [Ask<'a>]) {
        let topics = list.iter().map(|ask| self.router.topic(ask.topic).unwrap());
        self.topics = topics.collect();
    }

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, at: usize) -> Resolution<'a, 'a> {
        let id = self.topics[at];
        self.router.query_by_id(id, ask.topic).unwrap().resolve()
    }

    #[inline(always)]
    fn find(&self, ask: &Ask<'a>, at: usize) -> Resolution<'a, 'a> {
        let id = self.topics[at];
        let mut query = self.router.query_by_id(id, ask.topic).unwrap();
        for (ids, number) in self.ids.iter().zip(ask.values) {
            query.set_value(ids[usize::from(number)]).unwrap();
        }
        query.resolve()
    }

    #[inline(always)]
    fn read_owner(&self, found: &Resolution<'a, 'a>) {
        read_owner(found);
    }

    #[inline(always)]
    fn read_levels(&self, found: &Resolution<'a, 'a>) {
        read_levels(found);
    }

    fn owner(&self, found: &Resolution<'a, 'a>) -> u32 {
        number_of(found.owner().key())
    }

    fn levels(&self, found: &Resolution<'a, 'a>) -> Vec<Level> {
        levels_of(found)
    }
}
