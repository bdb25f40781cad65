//! The section `routes`: one fallback, keys, and groups in the order of W2.1 to W2.4.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::attributes::Attributes;
use super::boxes::Frame;
use super::route::{self, Around, Route, Unreadable};
use super::topics::Topics;
use super::{Checker, route_keys};
use crate::attribute::Bounds;
use crate::id::{GroupId, Id, Key, RouteId, Table, TraitId};
use crate::organization::model::DEFAULT_PRECEDENCES;
use crate::organization::model::{self, Condition, Group};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::Form;
use crate::topic::{Automaton, Pattern, TooManyStates, WILDCARD};

/// The routes that could be read, in the order written.
pub(super) struct Routes {
    pub(super) drafts: Vec<Route>,
    pub(super) section: String,
    /// Some entry could not be read enough to say that it is not the fallback.
    may_hide_fallback: bool,
    /// By pattern, scope and precedence, the best first; with the drafts of each.
    pub(super) groups: Vec<(GroupRank, Vec<usize>)>,
    pub(super) automaton: Option<Automaton>,
    /// By draft.
    pub(super) boxes: Vec<Arc<[Bounds]>>,
    /// By draft, once they are made.
    keys: Vec<Key>,
    /// The keys that routes have which could not be read further, with their places.
    further_keys: Vec<(Key, usize)>,
}

/// What topics are covered by beside routes.
pub(super) struct Covered<'a> {
    /// The declared topics, with what they say of all below them.
    pub(super) topics: &'a BTreeMap<Box<str>, TraitId>,
    /// The patterns of the notices in the order of their ids, and whether each is exact.
    pub(super) notices: Vec<(&'a Pattern, bool)>,
}

/// The order of W2.1 to W2.4 among groups that cover one topic; other groups in some order.
pub(super) type GroupRank = (
    Reverse<u32>,
    Reverse<usize>,
    Vec<bool>,
    Reverse<bool>,
    Pattern,
);

impl Routes {
    pub(super) fn read<'a>(
        checker: &mut Checker<'a>,
        form: &Form<'a, '_>,
        attributes: &mut Attributes,
        topics: &Topics,
        precedences: Option<&[Box<str>]>,
    ) -> Self {
        let section = form.at("routes");
        let mut routes = Self {
            drafts: Vec::new(),
            section: section.name().into(),
            may_hide_fallback: false,
            groups: Vec::new(),
            automaton: None,
            boxes: Vec::new(),
            keys: Vec::new(),
            further_keys: Vec::new(),
        };
        let nodes = form.declarations("routes", "routes", &mut checker.problems);
        routes.may_hide_fallback = nodes.len() < form.items("routes").len();
        let most = checker.options.limits.routes;
        if checker
            .problems
            .exceeds(nodes.len(), most, "routes", section)
        {
            routes.may_hide_fallback = true;
            return routes;
        }
        let precedences = match precedences {
            Some(names) => names.iter().map(Box::as_ref).collect(),
            None => DEFAULT_PRECEDENCES.to_vec(),
        };
        let mut around = Around {
            attributes,
            topics,
            precedences,
        };
        for (index, node) in nodes.iter().enumerate() {
            let read = |place: Place<'_>| route::read(checker, node, place, index, &mut around);
            match form.at_item("routes", index, read) {
                Ok(route) => routes.drafts.push(route),
                Err(Unreadable {
                    may_be_fallback,
                    own_key,
                }) => {
                    routes.may_hide_fallback |= may_be_fallback;
                    routes.further_keys.extend(own_key.map(|key| (key, index)));
                }
            }
        }
        routes
    }

    /// One fallback, conditions that can hold, no key twice. What ties is looked for afterwards.
    pub(super) fn check(
        &mut self,
        checker: &mut Checker<'_>,
        frame: &Frame<'_>,
        covered: &Covered<'_>,
    ) {
        self.check_fallback(checker);
        let top = Place::ROOT;
        let section = top.field(&self.section);
        for route in &self.drafts {
            let place = section.index(route.index);
            let designees = route.owner.into_iter().chain(route.responder);
            let (condition, place) = (&route.condition, place.field("when"));
            let Some(boxes) = checker.boxes_for(condition, designees, frame, place) else {
                return;
            };
            self.boxes.push(boxes);
        }
        self.group();
        let groups: Table<GroupId, &GroupRank> = self.groups.iter().map(|(rank, _)| rank).collect();
        let patterns = groups
            .enumerate()
            .map(|(id, (.., exact, pattern))| (id, pattern, exact.0));
        let behind = (groups.len()..).map(GroupId::from_index);
        let notices = behind.zip(covered.notices.iter());
        let notices = notices.map(|(id, (pattern, exact))| (id, *pattern, *exact));
        let declared = covered.topics.iter().map(|(path, id)| (&**path, *id));
        let limit = checker.options.limits.states;
        match Automaton::new(patterns.chain(notices), declared, limit) {
            Ok(automaton) => self.automaton = Some(automaton),
            Err(TooManyStates) => {
                let expected = format!(
                    "patterns that need at most {} states more than prefixes, with few patterns at each",
                    checker.options.limits.states
                );
                let suggestion = "use fewer patterns with `*` beside each other, fewer notices that cover one topic, or raise `Limits::states` in `build_with`";
                let top = Place::ROOT;
                checker.problems.add(
                    ProblemKind::LimitExceeded,
                    top.field(&self.section),
                    None,
                    expected,
                    suggestion,
                );
                return;
            }
        }
        self.check_keys(checker);
    }

    fn check_fallback(&self, checker: &mut Checker<'_>) {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        let expected = "one route for `/` without `when`, `scope` and `precedence`";
        let mut fallbacks = self.drafts.iter().filter(|route| route.precedence == 0);
        let Some(first) = fallbacks.next() else {
            let roots = || self.drafts.iter().filter(|route| route.pattern.is_root());
            let nearly = roots().find(|route| route.condition.is_empty());
            if let Some(route) = nearly {
                let field = if route.exact { "scope" } else { "precedence" };
                let suggestion = format!("remove `{field}` here, or add a fallback besides");
                let place = section.index(route.index);
                checker.problems.add(
                    ProblemKind::NoFallback,
                    place.field(field),
                    Some("/"),
                    expected,
                    suggestion,
                );
            } else if !self.may_hide_fallback {
                let suggestion = "add `[[routes]]` with `topic = \"/\"` and `owner = \"KEY\"`: who answers what nobody else does";
                checker
                    .problems
                    .add(ProblemKind::NoFallback, section, None, expected, suggestion);
            }
            return;
        };
        let first = section.index(first.index);
        for other in fallbacks {
            let problems = &mut checker.problems;
            let expected = format!(
                "one fallback, and `{}` is one already",
                problems.name_of(first)
            );
            let suggestion = "remove one of the two, or give it a `when`";
            let (place, related) = (section.index(other.index), first.field("topic"));
            problems.add_beside(
                ProblemKind::SeveralFallbacks,
                place.field("topic"),
                Some("/"),
                expected,
                suggestion,
                related,
            );
        }
    }

    /// Sorts the routes into groups, and the groups by W2.1 to W2.4.
    fn group(&mut self) {
        let mut groups: BTreeMap<GroupRank, Vec<usize>> = BTreeMap::new();
        for (at, route) in self.drafts.iter().enumerate() {
            let wildcards = route
                .pattern
                .segments()
                .map(|segment| segment == WILDCARD)
                .collect();
            let rank = (
                Reverse(route.precedence),
                Reverse(route.pattern.depth()),
                wildcards,
                Reverse(route.exact),
                route.pattern.clone(),
            );
            groups.entry(rank).or_default().push(at);
        }
        self.groups = groups.into_iter().collect();
    }

    /// No two routes of one key, as far as somebody wrote it.
    fn check_keys(&mut self, checker: &mut Checker<'_>) {
        self.keys = route_keys::make(&self.drafts);
        let drafts = self.drafts.iter();
        let read = drafts.map(|route| (route.index, route.own_key.is_some()));
        let further = self.further_keys.iter();
        let further = further.map(|(key, index)| (key, (*index, true)));
        let all = self.keys.iter().zip(read).chain(further);
        route_keys::check(&self.section, all, &mut checker.problems);
    }

    /// The checked routes in the order of their keys, the fallback among them, and the groups in the order of their ranks.
    pub(super) fn assemble(self) -> Option<Assembled> {
        let drafts = self.drafts.into_iter().enumerate();
        let mut sorted: Vec<(Key, (usize, Route), Arc<[Bounds]>)> = self
            .keys
            .into_iter()
            .zip(drafts)
            .zip(self.boxes)
            .map(|((key, draft), boxes)| (key, draft, boxes))
            .collect();
        sorted.sort_by(|(left, ..), (right, ..)| left.cmp(right));
        let mut ids: Vec<RouteId> = alloc::vec![RouteId::from_index(0); sorted.len()];
        for (id, (_, (at, _), _)) in sorted.iter().enumerate() {
            if let Some(slot) = ids.get_mut(*at) {
                *slot = RouteId::from_index(id);
            }
        }
        let groups = self.groups.into_iter().map(|((precedence, ..), members)| {
            let mut routes: Vec<RouteId> = members
                .iter()
                .filter_map(|at| ids.get(*at).copied())
                .collect();
            routes.sort_unstable();
            Group {
                precedence: precedence.0,
                routes,
            }
        });
        let groups = groups.collect();
        let fallback = sorted
            .iter()
            .position(|(_, (_, route), _)| route.precedence == 0)?;
        let routes = sorted.into_iter().map(|(key, (_, route), boxes)| {
            Some(model::Route {
                key,
                written_at: route.index,
                has_own_key: route.own_key.is_some(),
                pattern: route.pattern,
                written_pattern: route.written_pattern,
                exact: route.exact,
                precedence: route.precedence,
                condition: Condition {
                    written: route.condition,
                    boxes,
                },
                owner: route.owner?,
                responder: route.responder,
                policy: route.policy,
                consulted: route.consulted,
                informed: route.informed,
                confidential: route.confidential,
            })
        });
        let routes: Option<Table<RouteId, model::Route>> = routes.collect();
        Some((
            routes?,
            RouteId::from_index(fallback),
            groups,
            self.automaton?,
        ))
    }
}

/// Routes, the fallback, groups, and the automaton over their patterns.
type Assembled = (
    Table<RouteId, model::Route>,
    RouteId,
    Table<GroupId, Group>,
    Automaton,
);
