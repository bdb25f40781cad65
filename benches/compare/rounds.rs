//! Rounds in which everything that is measured has a turn.

use std::ops::Range;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Something that is measured: it looks up what stands in a part of its list.
pub struct Turn<'a> {
    look_up: Box<dyn Fn(Range<usize>) + 'a>,
    length: usize,
}

/// How many look-ups are timed in one go: shorter lists are looked up several times, longer ones a part a round.
const LOOK_UPS: usize = 1 << 16;

impl<'a> Turn<'a> {
    /// `length` is that of the list.
    pub fn new(length: usize, look_up: impl Fn(Range<usize>) + 'a) -> Self {
        Self {
            look_up: Box::new(look_up),
            length,
        }
    }

    /// How often the whole list allocates.
    pub fn allocations(&self) -> u64 {
        allocation_counter::measure(|| (self.look_up)(0..self.length)).count_total
    }

    fn part(&self, round: usize) -> Range<usize> {
        let parts = self.length.div_ceil(LOOK_UPS);
        let part = self.length / parts;
        let start = round % parts * part;
        start..start + part
    }

    /// Nanoseconds of CPU time a look-up. The part before the timed one is looked up first, so that the caches hold what
    /// this system, and not its predecessor, would have left in them.
    fn time(&self, round: usize, is_short: bool) -> f64 {
        let part = self.part(round + 1);
        let passes = if is_short {
            1
        } else {
            LOOK_UPS.div_ceil(part.len())
        };
        (self.look_up)(self.part(round));
        let start = cpu_time();
        for _ in 0..passes {
            (self.look_up)(part.clone());
        }
        let taken = cpu_time().saturating_sub(start);
        taken.as_nanos() as f64 / (passes * part.len()) as f64
    }
}

/// Nanoseconds of CPU time a look-up, by turn and round. In each round the order is another, so that nobody always
/// follows the same neighbour.
pub fn take_turns(turns: &[Turn<'_>], rounds: usize) -> Vec<Vec<f64>> {
    let mut all = vec![Vec::with_capacity(rounds); turns.len()];
    for round in 0..rounds {
        for place in 0..turns.len() {
            let place = match round % 2 {
                0 => place,
                _ => turns.len() - 1 - place,
            };
            let turn = (place + round / 2) % turns.len();
            all[turn].push(turns[turn].time(round, rounds == 1));
        }
    }
    all
}

/// The CPU time of this thread: what others do on the machine is not counted.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}
