//! What a look-up costs when two threads share one router.

use std::sync::Barrier;
use std::thread;

use crate::organization::{Ask, Asks, Plan, Workload};
use crate::report::{Figure, thousands};
use crate::rounds::cpu_time;
use crate::statistics::Spread;
use crate::systems::{Floor, System};

/// How many look-ups a thread does at a time.
const LOOK_UPS: usize = 1 << 16;

/// CPU time a look-up with two threads over that with one, divided by the same of the floor on its own asks.
pub fn two_threads<'a>(
    (plan, asks): (&Plan, &'a Asks),
    system: &(impl System<'a> + Sync),
    (floor, hits): (&Floor, &Asks),
    rounds: usize,
) -> Figure {
    let (list, hits): (Vec<_>, Vec<_>) = (asks.iter().collect(), hits.iter().collect());
    let quotient = |_| {
        let own = over_one(|start| run(system, plan.workload, &list, start));
        let of_floor = over_one(|start| run(floor, Workload::Topic, &hits, start));
        own / of_floor
    };
    let reached = Spread::of((0..rounds).map(quotient)).median;
    let name = format!(
        "{:?}, mixed: CPU time, two threads against one, to the floor's own, {}",
        plan.workload,
        thousands(plan.topics.len())
    );
    Figure::at_most(&name.to_lowercase(), 1.1, Some(reached))
}

fn run<'a>(
    system: &(impl System<'a> + ?Sized),
    workload: Workload,
    list: &[Ask<'a>],
    start: usize,
) {
    for _ in 0..LOOK_UPS.div_ceil(list.len()) {
        system.run(workload, list, start % list.len()..list.len());
        system.run(workload, list, 0..start % list.len());
    }
}

/// The time of work that two threads do at once over that of work that one does alone.
fn over_one(work: impl Fn(usize) + Sync) -> f64 {
    let timed = |start: usize| {
        let before = cpu_time();
        work(start);
        cpu_time().saturating_sub(before).as_secs_f64()
    };
    timed(0);
    let one = timed(0);
    let barrier = Barrier::new(2);
    let second = |start: usize| {
        barrier.wait();
        timed(start)
    };
    let two = thread::scope(|scope| {
        let other = scope.spawn(|| second(LOOK_UPS / 8));
        second(0) + other.join().unwrap()
    });
    two / 2.0 / one
}
