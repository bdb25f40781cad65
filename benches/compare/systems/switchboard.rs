//! This crate: the topic as text, the values of attributes as ids that the caller keeps.

use ::switchboard::{Resolution, Router};

use super::OneByOne;
use super::ours::{Ids, ids, levels_of, read_levels, read_owner};
use crate::organization::{Ask, Level, Plan, Set, Workload, number_of};

pub struct Switchboard<'a> {
    router: &'a Router,
    ids: Ids,
}

impl<'a> Switchboard<'a> {
    pub fn new(plan: &Plan, router: &'a Router) -> Self {
        Self {
            router,
            ids: ids(plan, router),
        }
    }
}

impl<'a> OneByOne<'a> for Switchboard<'a> {
    type Found<'s>
        = Resolution<'a, 'a>
    where
        Self: 's;

    const NAME: &'static str = "switchboard";

    fn can(&self, _workload: Workload, _set: Set) -> bool {
        true
    }

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> Resolution<'a, 'a> {
        self.router.query(ask.topic).unwrap().resolve()
    }

    #[inline(always)]
    fn find(&self, ask: &Ask<'a>, _at: usize) -> Resolution<'a, 'a> {
        let mut query = self.router.query(ask.topic).unwrap();
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
