//! What is measured, each in a file of its own.

mod batch;
mod by_id;
mod expert;
mod floor;
mod foldhash_walk;
mod hand_written;
mod matchit;
mod ours;
mod ptr_hash;
mod strings;
mod switchboard;
mod wayfind;

use std::ops::Range;

use ::switchboard::Router;

use crate::organization::{Ask, Asks, Directory, Level, Plan, Set, Workload};

/// A system that answers lists of asks.
pub trait System<'a> {
    fn name(&self) -> &'static str;

    /// Whether it has an answer to such asks.
    fn answers(&self, workload: Workload, set: Set) -> bool;

    /// What a caller would keep ready for these asks: ids of topics, say.
    fn prepare(&mut self, asks: &'a Asks, list: &'a [Ask<'a>]);

    /// Answers a part of the list, and reads the owner; for `conditions` each level, too. This is what is timed.
    fn run(&self, workload: Workload, list: &[Ask<'a>], part: Range<usize>);

    /// The answer to one ask of the list, as `run` finds it.
    fn answer(&self, workload: Workload, list: &[Ask<'a>], at: usize) -> Answer;
}

/// What a system answers, in the same words for all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Answer {
    pub owner: u32,
    /// Nothing for the workload `topic`.
    pub chain: Vec<Level>,
}

/// All names, in the order of tables.
pub const NAMES: [&str; 11] = [
    "switchboard",
    "switchboard strings",
    "switchboard by id",
    "switchboard batch",
    "floor",
    "foldhash walk",
    "hand-written",
    "expert",
    "matchit",
    "wayfind",
    "ptr_hash",
];

/// All systems, on one organization.
pub fn all<'a>(
    plan: &'a Plan,
    directory: &'a Directory,
    router: &'a Router,
    prepared: &'a Prepared<'a>,
) -> Vec<Box<dyn System<'a> + 'a>> {
    let mut systems: Vec<Box<dyn System<'a> + 'a>> = vec![
        Box::new(switchboard::Switchboard::new(plan, router)),
        Box::new(strings::Strings { router }),
        Box::new(by_id::ById::new(plan, router)),
        Box::new(batch::Batch::new(router, prepared)),
        Box::new(hand_written::HandWritten::new(plan, directory)),
        Box::new(expert::Expert::new(plan, directory)),
    ];
    if plan.workload == Workload::Topic {
        systems.push(Box::new(floor::Floor::new(plan)));
        systems.push(Box::new(foldhash_walk::FoldhashWalk::new(plan)));
        systems.push(Box::new(matchit::Matchit::new(plan)));
        systems.push(Box::new(wayfind::Wayfind::new(plan)));
        systems.push(Box::new(ptr_hash::PtrHash::new(plan)));
    }
    systems
}

pub use batch::Prepared;
pub use floor::Floor;
pub use switchboard::Switchboard;

/// A system that answers asks one by one. [`System`] follows: the loop is the same for all.
trait OneByOne<'a> {
    /// The answer as the system gives it.
    type Found<'s>
    where
        Self: 's;

    const NAME: &'static str;

    fn can(&self, _workload: Workload, set: Set) -> bool {
        set != Set::Miscased
    }

    fn get_ready(&mut self, _asks: &'a Asks, _list: &'a [Ask<'a>]) {}

    /// Finds the answer to an ask without values; `at` is its place on the list.
    fn find_topic<'s>(&'s self, ask: &Ask<'a>, at: usize) -> Self::Found<'s>;

    /// Finds the answer to an ask with values.
    fn find<'s>(&'s self, ask: &Ask<'a>, at: usize) -> Self::Found<'s> {
        self.find_topic(ask, at)
    }

    /// Reads the owner.
    fn read_owner(&self, found: &Self::Found<'_>);

    /// Reads every level.
    fn read_levels(&self, _found: &Self::Found<'_>) {}

    fn owner(&self, found: &Self::Found<'_>) -> u32;

    fn levels(&self, _found: &Self::Found<'_>) -> Vec<Level> {
        Vec::new()
    }
}

impl<'a, S: OneByOne<'a>> System<'a> for S {
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn answers(&self, workload: Workload, set: Set) -> bool {
        self.can(workload, set)
    }

    fn prepare(&mut self, asks: &'a Asks, list: &'a [Ask<'a>]) {
        self.get_ready(asks, list);
    }

    #[inline(never)]
    fn run(&self, workload: Workload, list: &[Ask<'a>], part: Range<usize>) {
        let asks = part.clone().zip(&list[part]);
        match workload {
            Workload::Topic => {
                for (at, ask) in asks {
                    self.read_owner(&self.find_topic(ask, at));
                }
            }
            Workload::Conditions => {
                for (at, ask) in asks {
                    let found = self.find(ask, at);
                    self.read_owner(&found);
                    self.read_levels(&found);
                }
            }
        }
    }

    fn answer(&self, workload: Workload, list: &[Ask<'a>], at: usize) -> Answer {
        let ask = &list[at];
        match workload {
            Workload::Topic => Answer {
                owner: self.owner(&self.find_topic(ask, at)),
                chain: Vec::new(),
            },
            Workload::Conditions => {
                let found = self.find(ask, at);
                Answer {
                    owner: self.owner(&found),
                    chain: self.levels(&found),
                }
            }
        }
    }
}

/// The path above, unless that is the root.
#[inline(always)]
fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// Who owns a topic, and whether what lies below it, too: all that the workload `topic` needs.
#[derive(Clone, Copy, Debug)]
struct Owner {
    number: u32,
    covers_below: bool,
}

/// The head of a department, as a number.
fn head(department: usize) -> u32 {
    2 * department as u32
}

/// The owner of each topic.
fn owners(plan: &Plan) -> impl Iterator<Item = (&str, Owner)> {
    plan.rules().map(|(topic, rules)| {
        let rule = &rules[0];
        let owner = Owner {
            number: head(rule.department),
            covers_below: rule.covers_below,
        };
        (topic, owner)
    })
}
