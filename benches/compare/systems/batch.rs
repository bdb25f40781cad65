//! This crate: many asks at once, topics as text, values prepared.

use std::ops::Range;

use ::switchboard::{Router, Values};

use super::ours::{ids, levels_of, read_levels, read_owner};
use super::{Answer, System};
use crate::organization::{Ask, Asks, Plan, Set, VALUES, Workload, number_of};

pub struct Batch<'a> {
    router: &'a Router,
    prepared: &'a Prepared<'a>,
    asks: Vec<(&'a str, &'a Values<'a>)>,
}

/// Every combination of values: there are few, so a caller may well keep them.
pub struct Prepared<'a>(Vec<Values<'a>>);

impl<'a> Prepared<'a> {
    pub fn new(plan: &Plan, router: &'a Router) -> Self {
        let mut all = vec![router.values()];
        for ids in ids(plan, router).iter().filter(|ids| !ids.is_empty()) {
            let with_each = |values: &Values<'a>| {
                let values = values.clone();
                let with = move |id| values.clone().with_value(id).unwrap();
                ids.iter().copied().map(with)
            };
            all = all.iter().flat_map(with_each).collect();
        }
        Self(all)
    }

    /// Those of an ask.
    fn of(&self, ask: &Ask<'_>) -> &Values<'a> {
        if self.0.len() == 1 {
            return &self.0[0];
        }
        let numbers = ask.values.iter().zip(VALUES);
        &self.0[numbers.fold(0, |at, (number, values)| {
            at * values.len() + usize::from(*number)
        })]
    }
}

impl<'a> Batch<'a> {
    pub fn new(router: &'a Router, prepared: &'a Prepared<'a>) -> Self {
        Self {
            router,
            prepared,
            asks: Vec::new(),
        }
    }
}

impl<'a> System<'a> for Batch<'a> {
    fn name(&self) -> &'static str {
        "switchboard batch"
    }

    fn answers(&self, _workload: Workload, set: Set) -> bool {
        set == Set::Exact
    }

    fn prepare(&mut self, _asks: &'a Asks, list: &'a [Ask<'a>]) {
        let asks = list.iter().map(|ask| (ask.topic, self.prepared.of(ask)));
        self.asks = asks.collect();
    }

    #[inline(never)]
    fn run(&self, workload: Workload, _list: &[Ask<'a>], part: Range<usize>) {
        let answers = self.router.resolve_batch(&self.asks[part]);
        match workload {
            Workload::Topic => {
                for found in answers {
                    read_owner(&found.unwrap());
                }
            }
            Workload::Conditions => {
                for found in answers {
                    let found = found.unwrap();
                    read_owner(&found);
                    read_levels(&found);
                }
            }
        }
    }

    /// Asked for many at once, as `run` does: an answer must not depend on its neighbours.
    fn answer(&self, workload: Workload, list: &[Ask<'a>], at: usize) -> Answer {
        let first = at - at % 64;
        let part = &self.asks[first..list.len().min(first + 64)];
        let found = self
            .router
            .resolve_batch(part)
            .nth(at - first)
            .unwrap()
            .unwrap();
        Answer {
            owner: number_of(found.owner().key()),
            chain: match workload {
                Workload::Topic => Vec::new(),
                Workload::Conditions => levels_of(&found),
            },
        }
    }
}
