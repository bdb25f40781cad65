//! Routes that some inquiry cannot tell apart (W3).

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::route::Route;
use super::routes::Routes;
use super::topics::Topics;
use crate::attribute::{Bounds, Vocabulary};
use crate::id::{GroupId, Id};
use crate::inquiry::Inquiry;
use crate::organization::ambiguity::{self, COSTLY_CONTESTS, Contest, Pair, TooMuchWork};
use crate::organization::limits::Limits;
use crate::organization::problem::{Place, ProblemKind, Problems, Tie};
use crate::topic::{MAX_SEGMENTS, canonical_path, segments};

/// The search for ties among grouped routes.
pub(super) struct Ties<'a> {
    routes: &'a Routes,
    vocabulary: &'a Vocabulary,
    topics: &'a Topics,
    limits: &'a Limits,
    /// How much work is left for all patterns together.
    work: u64,
    /// A segment that no pattern and no alias names, once somebody asked.
    fresh: OnceCell<String>,
}

impl<'a> Ties<'a> {
    pub(super) fn new(
        routes: &'a Routes,
        vocabulary: &'a Vocabulary,
        topics: &'a Topics,
        limits: &'a Limits,
    ) -> Self {
        let work = limits.work.saturating_mul(COSTLY_CONTESTS);
        Self {
            routes,
            vocabulary,
            topics,
            limits,
            work,
            fresh: OnceCell::new(),
        }
    }

    /// Notes every pair of routes that ties for some inquiry, group by group.
    pub(super) fn check(&mut self, problems: &mut Problems) {
        for (group, own) in self.routes.groups.iter().enumerate() {
            let (members, is_fallback) = (&own.members, own.rank.precedence() == 0);
            if members.len() < 2 || is_fallback {
                continue;
            }
            match self.of_group(group, members) {
                Ok(found) => found
                    .iter()
                    .for_each(|(pair, topic)| self.note(pair, topic, problems)),
                Err(TooMuchWork) => self.note_too_much(members, problems),
            }
        }
    }

    /// The pairs of a group that tie, by draft, each with a topic that shows it.
    ///
    /// It is enough to look at topics with a segment that nobody names wherever the pattern leaves it open: any other
    /// topic of the same depth is covered by at least the same groups, so what settles the pair there settles it here.
    fn of_group(
        &mut self,
        group: usize,
        members: &[usize],
    ) -> Result<Vec<(Pair, String)>, TooMuchWork> {
        let routes = self.routes;
        let boxes = members
            .iter()
            .map(|at| routes.boxes.get(*at).map_or(&[][..], |boxes| &**boxes));
        let work = self.limits.work.min(self.work);
        let mut contest = Contest::new(boxes, self.vocabulary, work);
        // What is not handed back below is spent.
        self.work -= work;
        let pairs = contest.unordered()?;
        let first = members.first().and_then(|at| routes.drafts.get(*at));
        let depths = match first {
            Some(route) if !pairs.is_empty() => self.depths(group, route),
            _ => Vec::new(),
        };
        let mut found: BTreeMap<(usize, usize), (Bounds, &str)> = BTreeMap::new();
        for pair in pairs {
            let Some(competitors) = contest.competitors(pair) else {
                continue;
            };
            for (topic, better) in &depths {
                if found.len() >= self.limits.problems || found.contains_key(&competitors) {
                    break;
                }
                if let Some(region) = contest.unsettled(pair, better)? {
                    found.insert(competitors, (region, topic));
                }
            }
        }
        self.work += contest.work();
        let draft = |competitor: usize| members.get(competitor).copied().unwrap_or_default();
        let pairs = found.into_iter().map(|((left, right), (region, topic))| {
            (
                Pair {
                    left: draft(left),
                    right: draft(right),
                    region,
                },
                String::from(topic),
            )
        });
        Ok(pairs.collect())
    }

    /// Topics under a group's pattern, one for each set of better groups that cover some of them, with the boxes of those.
    fn depths(&self, group: usize, route: &Route) -> Vec<(String, Vec<&'a Bounds>)> {
        let routes = self.routes;
        let fresh = self.fresh.get_or_init(|| self.fresh_segment());
        let deepest = if route.exact {
            0
        } else {
            MAX_SEGMENTS - route.written_pattern.depth()
        };
        let mut seen: BTreeSet<Vec<GroupId>> = BTreeSet::new();
        let mut depths = Vec::new();
        for below in 0..=deepest {
            let text = route.written_pattern.instance(fresh, below);
            let replaced = |path| self.topics.aliases.replace(path).map(Cow::into_owned);
            let topic = canonical_path(&text).and_then(replaced);
            let (Ok(topic), Some(automaton)) = (topic, &routes.automaton) else {
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
                    .filter_map(|group| routes.groups.get(group.index()));
                let members = members.flat_map(|group| &group.members);
                let boxes = members
                    .filter_map(|at| routes.boxes.get(*at))
                    .flat_map(|boxes| boxes.iter())
                    .collect();
                depths.push((text, boxes));
            }
        }
        depths
    }

    /// A segment that no pattern and no alias names: one letter, if one is left.
    fn fresh_segment(&self) -> String {
        let patterns = self.routes.drafts.iter();
        let patterns = patterns.flat_map(|route| {
            route
                .pattern
                .segments()
                .chain(route.written_pattern.segments())
        });
        let aliases = self.topics.aliases.iter();
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

    fn note(&self, pair: &Pair, topic: &str, problems: &mut Problems) {
        let drafts = &self.routes.drafts;
        let (Some(left), Some(right)) = (drafts.get(pair.left), drafts.get(pair.right)) else {
            return;
        };
        let top = Place::ROOT;
        let section = top.field(&self.routes.section);
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
        let Some(first) = members.first().and_then(|at| self.routes.drafts.get(*at)) else {
            return;
        };
        let top = Place::ROOT;
        let section = top.field(&self.routes.section);
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
