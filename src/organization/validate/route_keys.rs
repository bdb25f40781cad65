//! Keys of routes and notices: the author's, or made of what tells one apart.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::id::Key;
use crate::organization::model::WrittenCondition;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::topic::Pattern;

/// A route or notice, as far as its key depends on it.
pub(super) trait Keyed {
    /// The author's key.
    fn own_key(&self) -> Option<&Key>;
    /// What it covers.
    fn pattern(&self) -> &Pattern;
    /// What is unusual about it, in words.
    fn marks(&self) -> impl Iterator<Item = Cow<'_, str>>;
    /// Under what condition.
    fn condition(&self) -> &Arc<WrittenCondition>;
    /// What those of one made key can still differ in.
    fn designation(&self) -> impl Ord;
}

/// The keys of a list.
#[derive(Default)]
pub(super) struct Keys {
    /// By place in the list.
    pub(super) of: Vec<Key>,
    /// The places, in the order of the keys.
    pub(super) order: Vec<usize>,
}

impl Keys {
    /// A key for each of the list.
    ///
    /// A made key reads `billing/refunds (exact, high, during office)?channel=email`: pattern; scope, precedence and times
    /// where they are not the usual ones; condition. Routes that agree in all this are told apart by a number, in the order of what they designate.
    ///
    /// # Complexity
    ///
    /// Linear where the list is in the order of the keys, times the logarithm of its length where it is not.
    pub(super) fn make<T: Keyed>(all: &[T]) -> Self {
        let mut conditions = BTreeMap::new();
        let key = |own: &T| match own.own_key() {
            Some(key) => key.clone(),
            None => made(own, &mut conditions),
        };
        let of: Vec<Key> = all.iter().map(key).collect();
        let mut keys = Self {
            order: (0..of.len()).collect(),
            of,
        };
        keys.sort();
        if keys.number(all) {
            keys.sort();
        }
        keys
    }

    fn sort(&mut self) {
        let of = &self.of;
        self.order
            .sort_by(|left, right| of.get(*left).cmp(&of.get(*right)));
    }

    /// Numbers the made keys that are the same; whether there were any.
    fn number<T: Keyed>(&mut self, all: &[T]) -> bool {
        let mut numbered: Vec<(usize, Key)> = Vec::new();
        let same = |left: &usize, right: &usize| self.of.get(*left) == self.of.get(*right);
        for run in self.order.chunk_by(same).filter(|run| run.len() > 1) {
            let is_made = |at: &usize| all.get(*at).is_some_and(|own| own.own_key().is_none());
            let mut twins: Vec<usize> = run.iter().copied().filter(is_made).collect();
            twins.sort_by(|left, right| {
                let designation = |at: &usize| all.get(*at).map(Keyed::designation);
                designation(left).cmp(&designation(right))
            });
            for (number, at) in (1..).zip(twins).skip(1) {
                let text = self.of.get(at).map_or("", |key| &**key);
                numbered.push((at, Key::from(&*format!("{text} #{number}"))));
            }
        }
        let is_any = !numbered.is_empty();
        for (at, key) in numbered {
            if let Some(slot) = self.of.get_mut(at) {
                *slot = key;
            }
        }
        is_any
    }

    /// The keys with their places in the list, in the order of the keys.
    pub(super) fn sorted(&self) -> impl Iterator<Item = (&Key, usize)> {
        let order = self.order.iter();
        order.filter_map(|at| Some((self.of.get(*at)?, *at)))
    }

    /// Whether some key is another's, too.
    fn has_double(&self) -> bool {
        let mut neighbours = self.order.windows(2);
        neighbours.any(|pair| match pair {
            [left, right] => self.of.get(*left) == self.of.get(*right),
            _ => false,
        })
    }
}

/// A made key: the pattern, marks in parentheses, the condition. `conditions` are the texts of those that came before, by
/// where they lie.
pub(super) fn made(own: &impl Keyed, conditions: &mut BTreeMap<usize, String>) -> Key {
    let marks: Vec<Cow<'_, str>> = own.marks().collect();
    let condition = own.condition();
    if marks.is_empty() && condition.is_empty() {
        return own.pattern().key().clone();
    }
    let mut text = String::from(own.pattern().as_str());
    if !marks.is_empty() {
        text.push_str(&format!(" ({})", marks.join(", ")));
    }
    if !condition.is_empty() {
        text.push('?');
        text.push_str(match conditions.entry(Arc::as_ptr(condition).addr()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(condition.text()),
        });
    }
    Key::from(&*text)
}

/// Notes keys that two of a section have, as far as somebody wrote one of them. Each with its place in the list, and
/// whether it was written; `further` are those that the list does not show.
pub(super) fn check<'k>(
    section: &str,
    keys: &'k Keys,
    read: impl Iterator<Item = (usize, bool)>,
    further: &'k [(Key, usize)],
    problems: &mut Problems,
) {
    if further.is_empty() && !keys.has_double() {
        return;
    }
    let top = Place::ROOT;
    let place = top.field(section);
    let further = further.iter();
    let further = further.map(|(key, index)| (key, (*index, true)));
    let mut all: Vec<(&Key, (usize, bool))> = keys.of.iter().zip(read).chain(further).collect();
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
