//! What is made of others of its section: an order in which each stands behind those that it leads to, and cycles.

use alloc::format;
use alloc::vec::Vec;

use crate::organization::graph::{cycles, knots};
use crate::organization::problem::{Place, ProblemKind, Problems};

impl Problems {
    /// Notes that each of these members of a section leads to the next, and the last to the first: by this field, or where
    /// the section says of each what its parent is.
    pub(super) fn cycle(
        &mut self,
        section: Place<'_>,
        field: Option<&str>,
        members: &[&str],
        expected: &str,
    ) {
        let [first, ..] = members else { return };
        let member = section.field(first);
        let (place, what) = match field {
            Some(field) => (member.field(field), &*format!("`{field}`")),
            None => (member, "parent"),
        };
        let suggestion = match members {
            [.., last] if members.len() > 1 => format!(
                "remove the {what} of one of its {} members, from `{first}` to `{last}`",
                members.len()
            ),
            _ => format!("remove the {what} of `{first}`, or name another"),
        };
        let written = format!("{} -> {first}", members.join(" -> "));
        let kind = ProblemKind::Cycle;
        self.add(kind, place, Some(&written), expected, suggestion);
    }
}

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
        let field = cycle.first().map(|at| field(*at));
        problems.cycle(section, field, &keys, expected);
    }
    order
}
