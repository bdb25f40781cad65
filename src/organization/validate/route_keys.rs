//! Keys of routes and notices: the author's, or made of what tells one apart.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::id::Key;
use crate::organization::model::WrittenCondition;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::topic::Pattern;

/// A route or notice, as far as its key depends on it.
pub(super) trait Keyed {
    /// The author's key.
    fn own_key(&self) -> Option<&Key>;
    /// The key that is made where there is none.
    fn made_key(&self) -> String;
    /// What those of one made key can still differ in.
    fn designation(&self) -> impl Ord;
}

/// A key for each of the list, by its place.
///
/// A made key reads `billing/refunds (exact, high)?channel=email`: pattern, scope and precedence where they are not the
/// usual ones, condition. Routes that agree in all this are told apart by a number, in the order of what they designate.
pub(super) fn make<T: Keyed>(all: &[T]) -> Vec<Key> {
    let mut twins: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, own) in all
        .iter()
        .enumerate()
        .filter(|(_, own)| own.own_key().is_none())
    {
        twins.entry(own.made_key()).or_default().push(at);
    }
    let mut keys: Vec<Option<Key>> = all.iter().map(|own| own.own_key().cloned()).collect();
    for (text, mut twins) in twins {
        twins.sort_by(|left, right| {
            let designation = |at: &usize| all.get(*at).map(Keyed::designation);
            designation(left).cmp(&designation(right))
        });
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

/// A made key: the pattern, `marks` in parentheses, the condition.
pub(super) fn made<'m>(
    pattern: &Pattern,
    marks: impl Iterator<Item = &'m str>,
    condition: &WrittenCondition,
) -> String {
    let mut text = String::from(pattern.as_str());
    let marks: Vec<&str> = marks.collect();
    if !marks.is_empty() {
        text.push_str(&format!(" ({})", marks.join(", ")));
    }
    if !condition.is_empty() {
        text.push('?');
        text.push_str(&condition.text());
    }
    text
}

/// Notes keys that two of a section have, as far as somebody wrote one of them. Each with its place in the list, and
/// whether it was written.
pub(super) fn check<'k>(
    section: &str,
    keys: impl Iterator<Item = (&'k Key, (usize, bool))>,
    problems: &mut Problems,
) {
    let top = Place::ROOT;
    let place = top.field(section);
    let mut all: Vec<(&Key, (usize, bool))> = keys.collect();
    all.sort_by_key(|(_, (index, _))| *index);
    let mut seen: BTreeMap<&Key, (usize, bool)> = BTreeMap::new();
    for (key, here) in all {
        let Some(before) = seen.insert(key, here) else {
            continue;
        };
        let is_written = here.1;
        let ((at, _), (other, _)) = if is_written {
            (here, before)
        } else {
            (before, here)
        };
        let (at, other) = (place.index(at), place.index(other));
        let expected = format!("a key of its own, but `{}` has it", problems.name_of(other));
        problems.add_beside(
            ProblemKind::DuplicateKey,
            at.field("key"),
            &**key,
            expected,
            "write another `key` for one of the two",
            other,
        );
    }
}
