//! What is being done, for who waits.

use std::io::IsTerminal;
use std::time::Instant;

/// On a terminal each step; else a line for each size.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    all: bool,
    start: Instant,
}

impl Progress {
    pub fn new() -> Self {
        Self {
            all: std::io::stderr().is_terminal(),
            start: Instant::now(),
        }
    }

    /// A step.
    pub fn say(self, what: &str) {
        if self.all {
            self.size(what);
        }
    }

    /// A size.
    pub fn size(self, what: &str) {
        eprintln!("{:5.0} s  {what}", self.start.elapsed().as_secs_f64());
    }
}
