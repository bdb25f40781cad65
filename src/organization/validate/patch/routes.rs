//! Routes that say something else now, came, or went.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use smallvec::SmallVec;

use super::Changes;
use super::change::{Change, RoutesAfter, places};
use super::people::People;
use crate::attribute::AttributeKind;
use crate::id::{Id, Key, RouteId};
use crate::organization::Inner;
use crate::organization::coincidences::is_ever;
use crate::organization::document::Node;
use crate::organization::model::{
    Condition, DEFAULT_PRECEDENCES, Designee, Route, WrittenCondition,
};
use crate::organization::problem::Place;
use crate::organization::validate::attributes::Attributes;
use crate::organization::validate::boxes::Frame;
use crate::organization::validate::route::{self, Around};
use crate::organization::validate::route_keys::{self, Keyed};
use crate::organization::validate::{Checker, assignments};

/// Reads what changed, and judges what it touches; with the keys of the routes that were added. `None` where something is
/// wrong, or where vocabulary or keys of others depend on it.
pub(super) fn read(
    checker: &mut Checker<'_>,
    old: &Inner,
    changes: &Changes,
    attributes: &mut Attributes,
    people: &People,
) -> Option<(RoutesAfter, Vec<Key>)> {
    if changes.routes.is_empty() && changes.added.is_empty() {
        return Some((unchanged(old), Vec::new()));
    }
    let mut reader = Reader::new(old, attributes, people);
    let mut replaced: BTreeMap<RouteId, Arc<Route>> = BTreeMap::new();
    let mut removed: BTreeSet<RouteId> = BTreeSet::new();
    for (id, node) in &changes.routes {
        let before = &old.routes[*id];
        // Others of the same pattern and condition are numbered in the order of what they designate.
        if !before.has_own_key && has_twins(old, before) {
            return None;
        }
        match node {
            Some(node) => {
                let after = reader.route(checker, node, id.index(), Some(before))?;
                replaced.insert(*id, Arc::new(after));
            }
            None if before.is_fallback() || reader.is_open(&before.condition.written) => {
                return None;
            }
            None => drop(removed.insert(*id)),
        }
    }
    let mut added: Vec<Arc<Route>> = Vec::new();
    for (index, node) in (old.routes.len()..).zip(&changes.added) {
        added.push(Arc::new(reader.route(checker, node, index, None)?));
    }
    let keys = added.iter().map(|route| route.key.clone()).collect();
    let change = Change {
        old,
        replaced,
        removed,
        added,
    };
    Some((change.apply(checker)?, keys))
}

/// The same routes, in the places of the canonical document.
fn unchanged(old: &Inner) -> RoutesAfter {
    RoutesAfter {
        rows: Arc::clone(&old.routes),
        places: places(old, old.routes.len(), &[]),
        groups: Arc::clone(&old.groups),
        automaton: Arc::clone(&old.automaton),
        uses: Arc::clone(&old.uses),
        fallback: old.fallback,
        gone: Vec::new(),
        new: Vec::new(),
    }
}

/// Whether some route has the key of this one with a number behind it, or this one has a number.
fn has_twins(old: &Inner, route: &Route) -> bool {
    let second = alloc::format!("{} #2", &*route.key);
    route.key.contains(" #") || old.routes.find(|own| (*own.key).cmp(&*second)).is_some()
}

/// Reads routes beside an organization.
struct Reader<'a> {
    old: &'a Inner,
    around: Around<'a>,
    frame: Frame<'a>,
    people: &'a People,
}

impl<'a> Reader<'a> {
    fn new(old: &'a Inner, attributes: &'a mut Attributes, people: &'a People) -> Self {
        let precedences = match &old.precedences {
            Some(names) => names.iter().map(|name| &**name).collect(),
            None => DEFAULT_PRECEDENCES.to_vec(),
        };
        Self {
            old,
            around: Around {
                attributes,
                aliases: &old.aliases,
                precedences,
            },
            frame: Frame {
                vocabulary: &old.vocabulary,
                conditions: old.conditions.clone(),
                assigned: alloc::vec![None; old.assignments.len()],
            },
            people,
        }
    }

    /// Reads a route; in place of another one it has the same key, pattern, scope and precedence.
    fn route(
        &mut self,
        checker: &mut Checker<'_>,
        node: &Node,
        index: usize,
        before: Option<&Arc<Route>>,
    ) -> Option<Route> {
        let top = Place::ROOT;
        let section = top.field("routes");
        let place = section.index(index);
        let draft = route::read(checker, node, place, index, &mut self.around).ok()?;
        let owner = draft.owner?;
        if !is_ever(draft.times, &self.old.calendars.hours) {
            return None;
        }
        let key = match draft.own_key() {
            Some(key) => key.clone(),
            None => route_keys::made(&draft, &mut BTreeMap::new()),
        };
        let is_same = |before: &&Arc<Route>| {
            key == before.key
                && draft.own_key.is_some() == before.has_own_key
                && draft.pattern == before.pattern
                && (draft.exact, draft.precedence) == (before.exact, before.precedence)
        };
        let before = match before {
            Some(before) => Some(Some(before).filter(is_same)?),
            None => {
                let is_new = self.old.routes.find(|own| (*own.key).cmp(&key)).is_none();
                (is_new && draft.precedence > 0).then_some(None)?
            }
        };
        let condition = match before {
            Some(before) if has_same_boxes(&before.condition, before, &draft, owner) => {
                before.condition.clone()
            }
            _ => {
                let is_open = |written: &WrittenCondition| self.is_open(written);
                let written = before.map(|before| &before.condition.written);
                let is_same = written == Some(&draft.condition);
                if !is_same
                    && (is_open(&draft.condition) || written.is_some_and(|own| is_open(own)))
                {
                    return None;
                }
                let designees = [Some(owner), draft.responder].into_iter().flatten();
                self.know(designees.clone());
                let place = place.field("when");
                let boxes = checker.boxes_for(&draft.condition, designees, &self.frame, place)?;
                Condition {
                    written: Arc::clone(&draft.condition),
                    boxes,
                }
            }
        };
        Some(Route {
            key,
            has_own_key: draft.own_key.is_some(),
            times: draft.times,
            pattern: draft.pattern,
            written_pattern: draft.written_pattern,
            exact: draft.exact,
            precedence: draft.precedence,
            condition,
            owner,
            responder: draft.responder,
            policy: draft.policy,
            consulted: draft.consulted,
            informed: draft.informed,
            confidential: draft.confidential,
        })
    }

    /// Works out the classes of the assignments among these.
    fn know(&mut self, designees: impl Iterator<Item = Designee>) {
        for designee in designees {
            if let Designee::Assigned(id) = designee {
                let own = &self.people.assignments[id];
                if let Some(slot) = self.frame.assigned.get_mut(id.index()) {
                    *slot = assignments::classes(own, &self.old.vocabulary);
                }
            }
        }
    }

    /// Whether a condition itself names strings of an open attribute: its classes may depend on it.
    fn is_open(&self, written: &WrittenCondition) -> bool {
        let vocabulary = &self.old.vocabulary;
        let mut ids = written
            .constraints()
            .filter_map(|(name, _)| vocabulary.find(name));
        ids.any(|id| vocabulary.attributes()[id].kind() == AttributeKind::Open)
    }
}

/// Whether a route comes to the same boxes as before: the same condition, and the same assignments beside it.
fn has_same_boxes(
    condition: &Condition,
    before: &Route,
    after: &route::Route,
    owner: Designee,
) -> bool {
    let assigned = |owner, responder: Option<Designee>| {
        let both = [Some(owner), responder].into_iter().flatten();
        let both = both.filter(|own| matches!(own, Designee::Assigned(_)));
        both.collect::<SmallVec<[Designee; 2]>>()
    };
    after.condition == condition.written
        && assigned(owner, after.responder) == assigned(before.owner, before.responder)
}
