//! What is made of others of its section: an order in which each stands behind those that it leads to, and cycles.

use alloc::format;
use alloc::vec::Vec;

use crate::organization::graph::{cycles, knots};
use crate::organization::problem::{Place, ProblemKind, Problems, break_cycle};

/// The order of things by what each leads to, by their places in the section. What leads to itself has no place in it,
/// and a problem for each cycle says so.
///
/// # Complexity
///
/// Linear in what they lead to.
pub(super) fn order<'k>(
    leads_to: &[Vec<usize>],
    key: impl Fn(usize) -> &'k str,
    field: impl Fn(usize) -> &'static str,
    section: Place<'_>,
    expected: &str,
    problems: &mut Problems,
) -> Vec<usize> {
    let mut left: Vec<usize> = leads_to.iter().map(Vec::len).collect();
    let mut led_from: Vec<Vec<usize>> = leads_to.iter().map(|_| Vec::new()).collect();
    for (from, targets) in leads_to.iter().enumerate() {
        for to in targets {
            if let Some(sources) = led_from.get_mut(*to) {
                sources.push(from);
            }
        }
    }
    let ready = left.iter().enumerate().filter(|(_, left)| **left == 0);
    let mut order: Vec<usize> = ready.map(|(at, _)| at).collect();
    let mut next = 0;
    while let Some(at) = order.get(next).copied() {
        next += 1;
        for from in led_from.get(at).into_iter().flatten() {
            if let Some(left) = left.get_mut(*from) {
                *left -= 1;
                if *left == 0 {
                    order.push(*from);
                }
            }
        }
    }
    let knots = knots(leads_to);
    let found = cycles(leads_to.len(), |at| {
        let knot = knots.get(&at)?;
        let mut targets = leads_to.get(at)?.iter().copied();
        targets.find(|to| knots.get(to) == Some(knot))
    });
    for cycle in found {
        let keys: Vec<&str> = cycle.iter().map(|at| key(*at)).collect();
        let (Some(first), Some(at)) = (keys.first(), cycle.first()) else {
            continue;
        };
        let field = field(*at);
        let text = format!("{} -> {first}", keys.join(" -> "));
        let suggestion = break_cycle(&format!("`{field}`"), &keys);
        let place = section.field(first);
        problems.add(
            ProblemKind::Cycle,
            place.field(field),
            Some(&text),
            expected,
            suggestion,
        );
    }
    order
}
