//! The routes of an organization with others put in place of some, among them, or with some taken out.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use smallvec::SmallVec;

use crate::id::{GroupId, Id, Key, RouteId, Table};
use crate::organization::Inner;
use crate::organization::model::{Group, Route};
use crate::organization::uses::Uses;
use crate::organization::validate::groups::Rank;
use crate::organization::validate::{Checker, ties, traits};
use crate::topic::Automaton;

/// Groups, and the automaton over their patterns.
type Grouping = (Arc<Table<GroupId, Group>>, Arc<Automaton>);

/// The routes after the changes.
pub(super) struct RoutesAfter {
    pub(super) rows: Arc<Table<RouteId, Arc<Route>>>,
    pub(super) places: Arc<Table<RouteId, u32>>,
    pub(super) groups: Arc<Table<GroupId, Group>>,
    pub(super) automaton: Arc<Automaton>,
    pub(super) uses: Arc<Uses>,
    pub(super) fallback: RouteId,
    /// Those that are gone, or said something else.
    pub(super) gone: Vec<Arc<Route>>,
    /// Those that came, or say something else now.
    pub(super) new: Vec<Arc<Route>>,
}

/// Routes to be put in place of others, among them, or taken out.
pub(super) struct Change<'a> {
    pub(super) old: &'a Inner,
    pub(super) replaced: BTreeMap<RouteId, Arc<Route>>,
    pub(super) removed: BTreeSet<RouteId>,
    /// In the order written.
    pub(super) added: Vec<Arc<Route>>,
}

impl Change<'_> {
    /// Does it, and judges what it touches. `None` where something is wrong.
    pub(super) fn apply(self, checker: &mut Checker<'_>) -> Option<RoutesAfter> {
        let old = self.old;
        let is_same_length = self.removed.is_empty() && self.added.is_empty();
        let rows = self.rows()?;
        if rows.len() > checker.options.limits.routes {
            return None;
        }
        let mut uses = (*old.uses).clone();
        let gone = self.replaced.keys().chain(&self.removed);
        let gone: Vec<Arc<Route>> = gone.map(|id| Arc::clone(&old.routes[*id])).collect();
        let new: Vec<Arc<Route>> = self.replaced.values().chain(&self.added).cloned().collect();
        for route in &gone {
            uses.remove(route);
        }
        for route in &new {
            uses.add(route);
        }
        let id_of = |key: &Key| rows.find(|own: &Arc<Route>| own.key.cmp(key));
        let added = self.added.iter().map(|route| id_of(&route.key));
        let added: Vec<RouteId> = added.collect::<Option<_>>()?;
        let fallback = id_of(&old.routes[old.fallback].key)?;
        let places = places(old, rows.len(), &added);
        let (groups, automaton) = if is_same_length {
            (Arc::clone(&old.groups), Arc::clone(&old.automaton))
        } else {
            self.groups(&rows, checker)?
        };
        let after = RoutesAfter {
            rows: Arc::new(rows),
            places,
            groups,
            automaton,
            uses: Arc::new(uses),
            fallback,
            gone,
            new,
        };
        self.judge(&after, checker)?;
        Some(after)
    }

    /// All routes, in the order of their keys. `None` where two that are added have one key.
    fn rows(&self) -> Option<Table<RouteId, Arc<Route>>> {
        let old = self.old;
        let mut added: Vec<&Arc<Route>> = self.added.iter().collect();
        added.sort_by(|left, right| left.key.cmp(&right.key));
        if added
            .windows(2)
            .any(|pair| matches!(pair, [left, right] if left.key == right.key))
        {
            return None;
        }
        if self.removed.is_empty() && added.is_empty() {
            let mut rows = (*old.routes).clone();
            for (id, after) in &self.replaced {
                rows.update(*id, |row| *row = Arc::clone(after));
            }
            return Some(rows);
        }
        let mut added = added.into_iter().peekable();
        let mut rows = Table::new();
        for (id, row) in old.routes.enumerate() {
            while let Some(new) = added.next_if(|new| new.key < row.key) {
                rows.push(Arc::clone(new));
            }
            if !self.removed.contains(&id) {
                rows.push(Arc::clone(self.replaced.get(&id).unwrap_or(row)));
            }
        }
        for new in added {
            rows.push(Arc::clone(new));
        }
        Some(rows)
    }

    /// The groups of all routes, and the automaton: another one only where there are other groups.
    fn groups(&self, rows: &Table<RouteId, Arc<Route>>, checker: &Checker<'_>) -> Option<Grouping> {
        let old = self.old;
        let rank = |id: RouteId| {
            let route = &rows[id];
            Rank::new(&route.pattern, route.exact, route.precedence)
        };
        // Where each route that stays is now.
        let mut now: Vec<Option<RouteId>> = Vec::with_capacity(old.routes.len());
        let mut came = self
            .added
            .iter()
            .map(|own| rows.find(|row| row.key.cmp(&own.key)));
        let came: Vec<RouteId> = came.by_ref().collect::<Option<_>>()?;
        let mut next = 0;
        for id in old.routes.ids() {
            if self.removed.contains(&id) {
                now.push(None);
                continue;
            }
            while came.contains(&RouteId::from_index(next)) {
                next += 1;
            }
            now.push(Some(RouteId::from_index(next)));
            next += 1;
        }
        let mut groups: Vec<Group> = Vec::with_capacity(old.groups.len() + came.len());
        for group in old.groups.iter() {
            let routes = group.routes.iter();
            let routes = routes.filter_map(|id| now.get(id.index()).copied().flatten());
            groups.push(Group {
                precedence: group.precedence,
                routes: routes.collect(),
            });
        }
        let before = groups.len();
        groups.retain(|group| !group.routes.is_empty());
        let mut has_others = groups.len() != before;
        for id in came {
            let own = rank(id);
            let found = groups.binary_search_by(|group| match group.routes.first() {
                Some(first) => rank(*first).cmp(&own),
                None => core::cmp::Ordering::Less,
            });
            match found {
                Ok(at) => {
                    let routes = &mut groups.get_mut(at)?.routes;
                    let at = routes.partition_point(|other| *other < id);
                    routes.insert(at, id);
                }
                Err(at) => {
                    has_others = true;
                    let group = Group {
                        precedence: rows[id].precedence,
                        routes: SmallVec::from_slice(&[id]),
                    };
                    groups.insert(at, group);
                }
            }
        }
        let groups: Table<GroupId, Group> = groups.into_iter().collect();
        if !has_others {
            return Some((Arc::new(groups), Arc::clone(&old.automaton)));
        }
        let automaton = automaton(old, rows, &groups, checker.options.limits.states)?;
        Some((Arc::new(groups), Arc::new(automaton)))
    }

    /// Judges the groups whose boxes or times are others now, and those in which such groups may settle something. `None` where
    /// something ties, or is too much work.
    fn judge(&self, after: &RoutesAfter, checker: &mut Checker<'_>) -> Option<()> {
        let old = self.old;
        let mut touched: BTreeSet<Rank> = BTreeSet::new();
        let rank = |route: &Route| Rank::new(&route.pattern, route.exact, route.precedence);
        for (id, route) in &self.replaced {
            let before = &old.routes[*id];
            if route.condition.boxes != before.condition.boxes || route.times != before.times {
                touched.insert(rank(route));
            }
        }
        touched.extend(self.removed.iter().map(|id| rank(&old.routes[*id])));
        touched.extend(self.added.iter().map(|route| rank(route)));
        if touched.is_empty() {
            return Some(());
        }
        let find = |own: &Rank| {
            let order = |group: &Group| {
                let first = group.routes.first().map(|id| rank(&after.rows[*id]));
                first.as_ref().cmp(&Some(own))
            };
            after.groups.find(order)
        };
        // The groups that were open, as they are numbered now.
        let were_open = old.built.judged.open.iter().filter_map(|id| {
            let first = old.groups[*id].routes.first()?;
            find(&rank(&old.routes[*first]))
        });
        let judged: BTreeSet<GroupId> = touched.iter().filter_map(find).collect();
        let best = touched.first()?;
        let mut open: BTreeSet<GroupId> = BTreeSet::new();
        let mut again = judged;
        for id in were_open {
            let first = after.groups[id].routes.first();
            let is_worse = first.is_some_and(|first| rank(&after.rows[*first]) > *best);
            if is_worse {
                again.insert(id);
            } else {
                open.insert(id);
            }
        }
        let competing = ties::Settled {
            rows: &after.rows,
            groups: &after.groups,
            automaton: &after.automaton,
            aliases: &old.aliases,
            hours: &old.calendars.hours,
        };
        let mut ties = ties::Ties::new(&competing, &old.vocabulary, &checker.options.limits);
        for id in again {
            let group = &after.groups[id];
            if group.routes.len() < 2 || group.precedence == 0 {
                continue;
            }
            if !ties.of_group(id.index()).ok()?.is_empty() {
                return None;
            }
        }
        let judged = ties.judged();
        open.extend(judged.open.iter().copied());
        checker.judged.work += judged.work;
        checker.judged.open = Arc::new(open.into_iter().collect());
        Some(())
    }
}

/// The automaton over the patterns of these groups.
fn automaton(
    old: &Inner,
    rows: &Table<RouteId, Arc<Route>>,
    groups: &Table<GroupId, Group>,
    most: usize,
) -> Option<Automaton> {
    let patterns = groups.enumerate().filter_map(|(id, group)| {
        let first = &rows[*group.routes.first()?];
        Some((id, &first.pattern, first.exact))
    });
    let behind = (groups.len()..).map(GroupId::from_index);
    let notices = behind.zip(old.notices.iter());
    let notices = notices.map(|(id, own)| (id, &own.pattern, own.exact));
    let traits = traits::inherit(&old.topics, &old.requirements).of;
    let declared = old.topics.keys().zip(&traits);
    let declared = declared.map(|(path, id)| (&**path, *id));
    Automaton::new(patterns.chain(notices), declared, most).ok()
}

/// Where routes stand: in the order of their keys, those that were added behind all others.
pub(super) fn places(old: &Inner, count: usize, added: &[RouteId]) -> Arc<Table<RouteId, u32>> {
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let is_in_order = || {
        let mut places = old.route_places.enumerate();
        places.all(|(id, place)| *place as usize == id.index())
    };
    if added.is_empty() && count == old.route_places.len() && is_in_order() {
        return Arc::clone(&old.route_places);
    }
    let mut next = 0;
    let own = (0..count).map(RouteId::from_index).map(|id| {
        if let Some(at) = added.iter().position(|other| *other == id) {
            return number(count - added.len() + at);
        }
        next += 1;
        number(next - 1)
    });
    Arc::new(own.collect())
}
