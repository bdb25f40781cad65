//! This crate: the topic as text, the values of attributes as ids that the caller keeps.

use std::hint::black_box;

use ::switchboard::{Resolution, Router, ValueId};

use super::OneByOne;
use crate::organization::{ATTRIBUTES, Ask, Level, Plan, Set, VALUES, Workload, number_of};

pub struct Switchboard<'a> {
    router: &'a Router,
    values: Values,
}

/// By attribute and number, the id of each value; nothing for the workload `topic`.
pub type Values = [Vec<ValueId>; 5];

/// Interns all values.
pub fn values(plan: &Plan, router: &Router) -> Values {
    let mut all = Values::default();
    if plan.workload == Workload::Conditions {
        for (attribute, ids) in all.iter_mut().enumerate() {
            let values = VALUES[attribute].iter();
            let id = |value: &&str| router.value(ATTRIBUTES[attribute], value).unwrap();
            *ids = values.map(id).collect();
        }
    }
    all
}

impl<'a> Switchboard<'a> {
    pub fn new(plan: &Plan, router: &'a Router) -> Self {
        Self {
            router,
            values: values(plan, router),
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

    #[inline]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> Resolution<'a, 'a> {
        self.router.query(ask.topic).unwrap().resolve()
    }

    #[inline]
    fn find(&self, ask: &Ask<'a>, _at: usize) -> Resolution<'a, 'a> {
        let mut query = self.router.query(ask.topic).unwrap();
        for (ids, number) in self.values.iter().zip(ask.values) {
            query.set_value(ids[usize::from(number)]).unwrap();
        }
        query.resolve()
    }

    #[inline]
    fn read_owner(&self, found: &Resolution<'a, 'a>) {
        read_owner(found);
    }

    #[inline]
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
