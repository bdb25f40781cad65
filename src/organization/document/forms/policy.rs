//! Policies and their levels.

use jiff::SignedDuration;

use super::{Entries, Node, Policy, PolicyLevel, Target, duration};
use crate::level::WhenEmpty;

impl Policy {
    /// A policy without levels: first contact, then the heads up the tree.
    #[expect(
        clippy::new_without_default,
        reason = "a declaration is always written on purpose"
    )]
    pub fn new() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// One more level, behind the others.
    pub fn level(mut self, level: PolicyLevel) -> Self {
        self.entries.push_item("levels", level.into());
        self
    }

    /// Leaves out the heads up the tree: behind the levels stands the final authority alone.
    pub fn no_tail(self) -> Self {
        self.set("tail", "none")
    }

    /// How long after the level before the final authority is due (C5).
    pub fn final_after(self, delay: SignedDuration) -> Self {
        self.set("final_after", duration(delay))
    }
}

impl PolicyLevel {
    /// A level for one target.
    pub fn to(target: impl Into<Target>) -> Self {
        Self {
            entries: Entries::default(),
        }
        .and(target)
    }

    /// One more target, at the same time.
    pub fn and(mut self, target: impl Into<Target>) -> Self {
        self.entries.push_item("to", target.into().into());
        self
    }

    /// How long after the level before it is due; without this, the response target of that level's department (C3).
    pub fn after(self, delay: SignedDuration) -> Self {
        self.set("after", duration(delay))
    }

    /// By which clock the time until it is due runs (C3): `wall`, as it does; `desk`, the hours of the desk that answers at
    /// the level before; or hours, by their key.
    pub fn clock(self, clock: &str) -> Self {
        self.set("clock", clock)
    }

    /// What becomes of it where nobody can be reached when it is due (C4); else it is skipped.
    pub fn when_empty(self, when_empty: WhenEmpty) -> Self {
        self.set("when_empty", when_empty.as_str())
    }

    /// Skips the level for inquiries below this value of an ordered attribute, and for those without one (C5).
    pub fn floor(self, attribute: &str, value: &str) -> Self {
        let mut floor = Entries::default();
        floor.push(attribute, value.into());
        self.set("floor", floor)
    }

    /// Reminds the level's contacts so many times, so far apart, as long as nobody answers (C5). Moves no due instant.
    pub fn repeat(self, times: u32, every: SignedDuration) -> Self {
        let mut repeat = Entries::default();
        repeat.push("times", Node::Integer(i64::from(times)));
        repeat.push("every", duration(every));
        self.set("repeat", repeat)
    }
}
