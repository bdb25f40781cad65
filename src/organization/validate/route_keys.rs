//! Keys of routes: the author's, or made of what tells a route apart.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::route::Route;
use crate::id::Key;

/// A key for each route, by its place among them.
///
/// A made key reads `billing/refunds (exact, high)?channel=email`: pattern, scope and precedence where they are not the
/// usual ones, condition. Routes that agree in all this are told apart by a number, in the order of what they designate.
pub(super) fn make(routes: &[Route]) -> Vec<Key> {
    let mut twins: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, route) in routes
        .iter()
        .enumerate()
        .filter(|(_, route)| route.own_key.is_none())
    {
        twins.entry(made(route)).or_default().push(at);
    }
    let mut keys: Vec<Option<Key>> = routes.iter().map(|route| route.own_key.clone()).collect();
    for (text, mut twins) in twins {
        twins.sort_by_key(|at| routes.get(*at).map(designation));
        for (number, at) in (1..).zip(twins) {
            let key = if number == 1 {
                Key::from(&*text)
            } else {
                Key::from(&*format!("{text} #{number}"))
            };
            if let Some(slot) = keys.get_mut(at) {
                *slot = Some(key);
            }
        }
    }
    keys.into_iter()
        .map(|key| key.unwrap_or_else(|| Key::from("")))
        .collect()
}

fn made(route: &Route) -> String {
    let mut text = String::from(route.pattern.as_str());
    let exact = route.exact.then_some("exact");
    let marks: Vec<&str> = exact
        .into_iter()
        .chain(route.precedence_name.as_deref())
        .collect();
    if !marks.is_empty() {
        text.push_str(&format!(" ({})", marks.join(", ")));
    }
    if !route.condition.is_empty() {
        text.push('?');
        text.push_str(&route.condition.text());
    }
    text
}

/// What routes of one pattern and condition can still differ in.
fn designation(route: &Route) -> impl Ord + use<'_> {
    (
        route.owner,
        route.responder,
        route.policy,
        &route.consulted,
        &route.informed,
    )
}
