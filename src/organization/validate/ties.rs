//! Routes that some inquiry cannot tell apart (W3).

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;

use smallvec::SmallVec;

use super::routes::Routes;
use super::topics::Topics;
use crate::attribute::{Bounds, Vocabulary};
use crate::id::{GroupId, HoursId, Id, RouteId, Table};
use crate::inquiry::Inquiry;
use crate::organization::ambiguity::{
    self, COSTLY_CONTESTS, Contest, Pair, Standing, Unsettled, standing,
};
use crate::organization::built::Judged;
use crate::organization::calendars::Hours;
use crate::organization::coincidences::Coincidences;
use crate::organization::limits::Limits;
use crate::organization::model::{self, Times};
use crate::organization::problem::{Place, ProblemKind, Problems, Tie};
use crate::organization::work::TooMuchWork;
use crate::topic::{Aliases, Automaton, MAX_SEGMENTS, Pattern, canonical_path, segments};

/// Routes in groups, as far as ties depend on them.
pub(super) trait Grouped {
    /// The routes of a group, by their places.
    fn members(&self, group: usize) -> impl Iterator<Item = usize>;
    /// The boxes of a route.
    fn boxes(&self, route: usize) -> &[Bounds];
    /// When a route counts.
    fn times(&self, route: usize) -> &Times;
    /// The written pattern of a route, and whether it is exact.
    fn written(&self, route: usize) -> Option<(&Pattern, bool)>;
    /// All patterns, as written and with aliases replaced.
    fn patterns(&self) -> impl Iterator<Item = &Pattern>;
    fn automaton(&self) -> Option<&Automaton>;
    fn aliases(&self) -> &Aliases;
    /// All hours, where it is known when they are open.
    fn hours(&self) -> Option<&Table<HoursId, Hours>>;
}

/// The search for ties among grouped routes.
pub(super) struct Ties<'a, G> {
    routes: &'a G,
    vocabulary: &'a Vocabulary,
    limits: &'a Limits,
    coincidences: Coincidences<'a>,
    /// How much work is left for all patterns together.
    work: u64,
    /// A segment that no pattern and no alias names, once somebody asked.
    fresh: OnceCell<String>,
    /// The groups in which better groups settle something.
    open: Vec<GroupId>,
}

impl<'a, G: Grouped> Ties<'a, G> {
    pub(super) fn new(routes: &'a G, vocabulary: &'a Vocabulary, limits: &'a Limits) -> Self {
        Self {
            routes,
            vocabulary,
            limits,
            coincidences: Coincidences::new(routes.hours()),
            work: all_work(limits),
            fresh: OnceCell::new(),
            open: Vec::new(),
        }
    }

    /// The pairs of a group that tie, by their places, each with a topic that shows it.
    ///
    /// It is enough to look at topics with a segment that nobody names wherever the pattern leaves it open: any other
    /// topic of the same depth is covered by at least the same groups, so what settles the pair there settles it here.
    pub(super) fn of_group(&mut self, group: usize) -> Result<Vec<(Pair, String)>, TooMuchWork> {
        let routes = self.routes;
        let members: SmallVec<[usize; 4]> = routes.members(group).collect();
        let competitors = members.iter();
        let competitors = competitors.map(|at| (routes.boxes(*at), routes.times(*at)));
        let work = self.limits.work.min(self.work);
        let mut contest = Contest::new(competitors, self.vocabulary, work);
        // What is not handed back below is spent.
        self.work -= work;
        let pairs = contest.unordered()?;
        let depths = match members.first().and_then(|at| routes.written(*at)) {
            Some((pattern, exact)) if !pairs.is_empty() => {
                self.open.push(GroupId::from_index(group));
                self.depths(group, pattern, exact)
            }
            _ => Vec::new(),
        };
        let mut found: BTreeMap<(usize, usize), (Unsettled, &str)> = BTreeMap::new();
        for pair in pairs {
            let Some(competitors) = contest.competitors(pair) else {
                continue;
            };
            for (topic, better) in &depths {
                if found.len() >= self.limits.problems || found.contains_key(&competitors) {
                    break;
                }
                let unsettled = contest.unsettled(pair, better, &mut self.coincidences)?;
                if let Some(unsettled) = unsettled {
                    found.insert(competitors, (unsettled, topic));
                }
            }
        }
        self.work += contest.work();
        let draft = |competitor: usize| members.get(competitor).copied().unwrap_or_default();
        let pairs = found
            .into_iter()
            .map(|((left, right), (unsettled, topic))| {
                let pair = unsettled.between((draft(left), draft(right)));
                (pair, String::from(topic))
            });
        Ok(pairs.collect())
    }

    /// What the search took.
    pub(super) fn judged(self) -> Judged {
        Judged {
            work: all_work(self.limits) - self.work,
            open: self.open.into(),
        }
    }

    /// Topics under a group's pattern, one for each set of better groups that cover some of them, with the boxes of those.
    fn depths(
        &self,
        group: usize,
        pattern: &Pattern,
        exact: bool,
    ) -> Vec<(String, Vec<Standing<'a>>)> {
        let routes = self.routes;
        let fresh = self.fresh.get_or_init(|| self.fresh_segment());
        let deepest = if exact {
            0
        } else {
            MAX_SEGMENTS - pattern.depth()
        };
        let mut seen: BTreeSet<Vec<GroupId>> = BTreeSet::new();
        let mut depths = Vec::new();
        for below in 0..=deepest {
            let text = pattern.instance(fresh, below);
            let replaced = |path| routes.aliases().replace(path).map(Cow::into_owned);
            let topic = canonical_path(&text).and_then(replaced);
            let (Ok(topic), Some(automaton)) = (topic, routes.automaton()) else {
                continue;
            };
            let (covering, _) = automaton.groups(&topic);
            let better: Vec<GroupId> = covering
                .iter()
                .copied()
                .take_while(|other| other.index() < group)
                .collect();
            if covering.contains(&GroupId::from_index(group)) && seen.insert(better.clone()) {
                let members = better
                    .iter()
                    .flat_map(|group| routes.members(group.index()));
                let boxes = members.flat_map(|at| standing(routes.boxes(at), routes.times(at)));
                depths.push((text, boxes.collect()));
            }
        }
        depths
    }

    /// A segment that no pattern and no alias names: one letter, if one is left.
    fn fresh_segment(&self) -> String {
        let patterns = self.routes.patterns().flat_map(Pattern::segments);
        let aliases = self.routes.aliases().iter();
        let aliases = aliases.flat_map(|(alias, topic)| segments(alias).chain(segments(topic)));
        let known: BTreeSet<&str> = patterns.chain(aliases).collect();
        let others = ('!'..='~').filter(|c| !c.is_ascii_alphabetic() && !"*/".contains(*c));
        let letters = ('x'..='z').chain('a'..='w').chain(others).map(String::from);
        let numbered = (0..=known.len()).map(|number| format!("x{number}"));
        letters
            .chain(numbered)
            .find(|segment| !known.contains(&**segment))
            .unwrap_or_default()
    }
}

/// The work for all patterns together.
pub(super) fn all_work(limits: &Limits) -> u64 {
    limits.work.saturating_mul(COSTLY_CONTESTS)
}

/// The routes of a document as they compete.
pub(super) struct Competing<'a> {
    pub(super) routes: &'a Routes,
    pub(super) topics: &'a Topics,
    /// Where it is known when they are open.
    pub(super) hours: Option<&'a Table<HoursId, Hours>>,
}

impl Grouped for Competing<'_> {
    fn members(&self, group: usize) -> impl Iterator<Item = usize> {
        let group = self.routes.groups.get(group);
        group
            .into_iter()
            .flat_map(|own| own.members.iter().copied())
    }

    fn boxes(&self, route: usize) -> &[Bounds] {
        self.routes.boxes.get(route).map_or(&[], |boxes| boxes)
    }

    fn times(&self, route: usize) -> &Times {
        let route = self.routes.drafts.get(route);
        route.map_or(&Times::ALWAYS, |route| &route.times)
    }

    fn written(&self, route: usize) -> Option<(&Pattern, bool)> {
        let route = self.routes.drafts.get(route)?;
        Some((&route.written_pattern, route.exact))
    }

    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let drafts = self.routes.drafts.iter();
        drafts.flat_map(|route| [&route.pattern, &route.written_pattern])
    }

    fn automaton(&self) -> Option<&Automaton> {
        self.routes.automaton.as_ref()
    }

    fn aliases(&self) -> &Aliases {
        &self.topics.aliases
    }

    fn hours(&self) -> Option<&Table<HoursId, Hours>> {
        self.hours
    }
}

/// The routes of an organization as they compete.
pub(super) struct Settled<'a> {
    pub(super) rows: &'a Table<RouteId, Arc<model::Route>>,
    pub(super) groups: &'a Table<GroupId, model::Group>,
    pub(super) automaton: &'a Automaton,
    pub(super) aliases: &'a Aliases,
    pub(super) hours: &'a Table<HoursId, Hours>,
}

impl Settled<'_> {
    fn row(&self, route: usize) -> Option<&model::Route> {
        let is_there = route < self.rows.len();
        is_there.then(|| &*self.rows[RouteId::from_index(route)])
    }
}

impl Grouped for Settled<'_> {
    fn members(&self, group: usize) -> impl Iterator<Item = usize> {
        let is_there = group < self.groups.len();
        let group = is_there.then(|| &self.groups[GroupId::from_index(group)]);
        let routes = group.into_iter().flat_map(|own| &own.routes);
        routes.map(|id| id.index())
    }

    fn boxes(&self, route: usize) -> &[Bounds] {
        self.row(route).map_or(&[], |own| &own.condition.boxes)
    }

    fn times(&self, route: usize) -> &Times {
        self.row(route).map_or(&Times::ALWAYS, |own| &own.times)
    }

    fn written(&self, route: usize) -> Option<(&Pattern, bool)> {
        let own = self.row(route)?;
        Some((&own.written_pattern, own.exact))
    }

    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let rows = self.rows.iter();
        rows.flat_map(|own| [&own.pattern, &own.written_pattern])
    }

    fn automaton(&self) -> Option<&Automaton> {
        Some(self.automaton)
    }

    fn aliases(&self) -> &Aliases {
        self.aliases
    }

    fn hours(&self) -> Option<&Table<HoursId, Hours>> {
        Some(self.hours)
    }
}

impl Ties<'_, Competing<'_>> {
    /// Notes every pair of routes that ties for some inquiry, group by group.
    pub(super) fn check(&mut self, problems: &mut Problems) {
        let groups = &self.routes.routes.groups;
        for (group, own) in groups.iter().enumerate() {
            let (members, is_fallback) = (&own.members, own.rank.precedence() == 0);
            if members.len() < 2 || is_fallback {
                continue;
            }
            match self.of_group(group) {
                Ok(found) => found
                    .iter()
                    .for_each(|(pair, topic)| self.note(pair, topic, problems)),
                Err(TooMuchWork) => self.note_too_much(members, problems),
            }
        }
    }

    fn note(&self, pair: &Pair, topic: &str, problems: &mut Problems) {
        let drafts = &self.routes.routes.drafts;
        let (Some(left), Some(right)) = (drafts.get(pair.left), drafts.get(pair.right)) else {
            return;
        };
        let top = Place::ROOT;
        let section = top.field(&self.routes.routes.section);
        let (left, right) = (section.index(left.index), section.index(right.index));
        let witness = pair.witness(Inquiry::new(topic), self.vocabulary);
        let suggestion = format!(
            "narrow one of them, or add a narrower route for what they share; they tie for {}",
            ambiguity::describe(&witness)
        );
        let written = format!("{} and {}", problems.name_of(left), problems.name_of(right));
        problems.add_tie(
            ProblemKind::AmbiguousRoutes,
            right,
            &written,
            "one of the two to be better wherever both match",
            suggestion,
            Tie {
                other: left,
                witness,
            },
        );
    }

    fn note_too_much(&self, members: &[usize], problems: &mut Problems) {
        let Some(first) = members
            .first()
            .and_then(|at| self.routes.routes.drafts.get(*at))
        else {
            return;
        };
        let top = Place::ROOT;
        let section = top.field(&self.routes.routes.section);
        let suggestion = "give the routes of this pattern conditions on one attribute in common, or raise `Limits::work` in `build_with`";
        problems.add(
            ProblemKind::TooMuchWork,
            section.index(first.index).field("topic"),
            Some(first.pattern.as_str()),
            format!(
                "routes that can be told apart in {} steps",
                self.limits.work
            ),
            suggestion,
        );
    }
}
