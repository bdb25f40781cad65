//! The section `routes`: one fallback, keys, and groups in the order of W2.1 to W2.4.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use smallvec::SmallVec;

use super::Checker;
use super::attributes::Attributes;
use super::boxes::Frame;
use super::groups::{Group, Rank, groups};
use super::route::{self, Around, Route, Unreadable};
use super::route_keys::{self, Keys};
use super::topics::Topics;
use crate::attribute::Bounds;
use crate::id::{GroupId, HoursId, Id, Key, RouteId, Table, TraitId};
use crate::organization::calendars::Hours;
use crate::organization::model::DEFAULT_PRECEDENCES;
use crate::organization::model::{self, Condition};
use crate::organization::problem::{Place, ProblemKind};
use crate::organization::read::Form;
use crate::topic::{Automaton, Pattern, TooManyStates};

/// The routes that could be read, in the order written.
pub(super) struct Routes {
    pub(super) drafts: Vec<Route>,
    pub(super) section: String,
    /// Some entry could not be read enough to say that it is not the fallback.
    may_hide_fallback: bool,
    /// The best first, with the drafts of each.
    pub(super) groups: Vec<Group>,
    pub(super) automaton: Option<Automaton>,
    /// By draft.
    pub(super) boxes: Vec<Arc<[Bounds]>>,
    /// By draft, once they are made.
    keys: Keys,
    /// The keys that routes have which could not be read further, with their places.
    further_keys: Vec<(Key, usize)>,
}

/// What topics are covered by beside routes.
pub(super) struct Covered<'a> {
    /// The declared topics.
    pub(super) topics: &'a BTreeMap<Box<str>, model::Topic>,
    /// What they say of all below them, in their order.
    pub(super) traits: &'a [TraitId],
    /// The patterns of the notices in the order of their ids, and whether each is exact.
    pub(super) notices: Vec<(&'a Pattern, bool)>,
}

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
            keys: Keys::default(),
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
            aliases: &topics.aliases,
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
        let groups = self.groups.iter().map(|group| &group.rank);
        let patterns = (0..).map(GroupId::from_index).zip(groups);
        let patterns = patterns.map(|(id, rank)| (id, rank.pattern(), rank.is_exact()));
        let behind = (self.groups.len()..).map(GroupId::from_index);
        let notices = behind.zip(covered.notices.iter());
        let notices = notices.map(|(id, (pattern, exact))| (id, *pattern, *exact));
        let declared = covered.topics.keys().zip(covered.traits);
        let declared = declared.map(|(path, id)| (&**path, *id));
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

    /// No hours that are never open while their route stands.
    pub(super) fn check_times(&self, checker: &mut Checker<'_>, hours: &Table<HoursId, Hours>) {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        for route in &self.drafts {
            checker.check_times(route.times, hours, section.index(route.index));
        }
    }

    fn check_fallback(&self, checker: &mut Checker<'_>) {
        let top = Place::ROOT;
        let section = top.field(&self.section);
        let expected = "one route for `/` without `when`, `scope`, `precedence` and times";
        let mut fallbacks = self.drafts.iter().filter(|route| route.precedence == 0);
        let Some(first) = fallbacks.next() else {
            let roots = || self.drafts.iter().filter(|route| route.pattern.is_root());
            let nearly = roots().find(|route| route.condition.is_empty());
            if let Some(route) = nearly {
                let field = route.unlike_fallback();
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

    /// Makes the keys, and sorts the routes into groups.
    fn group(&mut self) {
        self.keys = Keys::make(&self.drafts);
        // Most keys start with the pattern: so the groups are nearly sorted.
        let sorted = self.keys.sorted();
        let ranked = sorted.filter_map(|(_, at)| {
            let own = self.drafts.get(at)?;
            Some((Rank::new(&own.pattern, own.exact, own.precedence), at))
        });
        self.groups = groups(ranked);
    }

    /// No two routes of one key, as far as somebody wrote it.
    fn check_keys(&mut self, checker: &mut Checker<'_>) {
        let drafts = self.drafts.iter();
        let read = drafts.map(|route| (route.index, route.own_key.is_some()));
        let problems = &mut checker.problems;
        route_keys::check(
            &self.section,
            &self.keys,
            read,
            &self.further_keys,
            problems,
        );
    }

    /// The checked routes in the order of their keys, the fallback among them, and the groups in the order of their ranks.
    pub(super) fn assemble(self) -> Option<Assembled> {
        let mut ids: Vec<RouteId> = alloc::vec![RouteId::from_index(0); self.drafts.len()];
        for (id, at) in (0..).map(RouteId::from_index).zip(&self.keys.order) {
            if let Some(slot) = ids.get_mut(*at) {
                *slot = id;
            }
        }
        let groups = self.groups.into_iter().map(|group| {
            let members = group.members.iter();
            let mut routes: SmallVec<[RouteId; 4]> =
                members.filter_map(|at| ids.get(*at).copied()).collect();
            routes.sort_unstable();
            model::Group {
                precedence: group.rank.precedence(),
                routes,
            }
        });
        let groups = groups.collect();
        let is_fallback = |route: &Route| route.precedence == 0;
        let fallback = ids
            .get(self.drafts.iter().position(is_fallback)?)
            .copied()?;
        let keyed = self.keys.of.into_iter().zip(self.boxes);
        let mut drafts: Vec<_> = keyed.zip(self.drafts).map(Some).collect();
        let sorted = self.keys.order.iter();
        let sorted = sorted.filter_map(|at| drafts.get_mut(*at)?.take());
        let mut route_places = Table::new();
        let routes = sorted.map(|((key, boxes), route)| {
            route_places.push(u32::try_from(route.index).unwrap_or(u32::MAX));
            Some(Arc::new(model::Route {
                key,
                has_own_key: route.own_key.is_some(),
                times: route.times,
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
            }))
        });
        let routes: Option<Table<RouteId, Arc<model::Route>>> = routes.collect();
        Some(Assembled {
            routes: routes?,
            route_places,
            fallback,
            groups,
            automaton: self.automaton?,
        })
    }
}

/// The routes of an organization.
pub(super) struct Assembled {
    pub(super) routes: Table<RouteId, Arc<model::Route>>,
    /// Where each stood in the document's list.
    pub(super) route_places: Table<RouteId, u32>,
    pub(super) fallback: RouteId,
    pub(super) groups: Table<GroupId, model::Group>,
    /// Over the patterns of routes and notices, and declared topics.
    pub(super) automaton: Automaton,
}
