//! This crate: the topic as text, and the names and values of attributes, too.

use ::switchboard::{Resolution, Router};

use super::OneByOne;
use super::ours::{levels_of, read_levels, read_owner};
use crate::organization::{ATTRIBUTES, Ask, Level, Set, VALUES, Workload, number_of};

pub struct Strings<'a> {
    pub router: &'a Router,
}

impl<'a> OneByOne<'a> for Strings<'a> {
    type Found<'s>
        = Resolution<'a, 'a>
    where
        Self: 's;

    const NAME: &'static str = "switchboard strings";

    /// Without attributes it is what `switchboard` is.
    fn can(&self, workload: Workload, _set: Set) -> bool {
        workload == Workload::Conditions
    }

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> Resolution<'a, 'a> {
        self.router.query(ask.topic).unwrap().resolve()
    }

    #[inline(always)]
    fn find(&self, ask: &Ask<'a>, _at: usize) -> Resolution<'a, 'a> {
        let mut query = self.router.query(ask.topic).unwrap();
        for (attribute, number) in ask.values.into_iter().enumerate() {
            let value = VALUES[attribute][usize::from(number)];
            query.set(ATTRIBUTES[attribute], value).unwrap();
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
