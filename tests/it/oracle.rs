//! Which route wins, by brute force on plain data: rules T2 to T4, A1 to A3 and W1 to W4 once more, without the library.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::judge::{matches, texts};
use crate::plain::{
    Clause, Constraint, Counter, Dimension, Kind, Meaning, Memo, Plain, Roster, Row, Test, To,
};
use crate::spans::{Hour, Span, telling};

/// A segment that no pattern and no topic names.
const FRESH: &str = "q";

/// One inquiry: the topic as written and as it reads after aliases, a sample of each dimension, who is excluded, and when.
#[derive(Clone, Debug)]
pub struct Ask {
    pub text: String,
    pub path: Vec<String>,
    pub values: Vec<usize>,
    pub excluded: Vec<usize>,
    pub hour: Option<Hour>,
}

/// A rule, and the samples that one of its boxes takes.
struct Candidate<'o> {
    rule: usize,
    sets: Cow<'o, [Set]>,
    span: &'o Span,
}

/// A set of samples of one dimension, one bit each.
type Set = u128;

#[derive(Debug)]
pub struct Oracle<'a> {
    pub plain: &'a Plain,
    /// For each dimension values that stand for all: `None` is the missing one.
    pub samples: Vec<Vec<Option<String>>>,
    /// For each rule its pattern after aliases.
    patterns: Vec<Vec<String>>,
    /// For each rule and box the samples that it takes, by dimension.
    sets: Vec<Vec<Vec<Set>>>,
    /// For each memo its pattern after aliases, and what its boxes take.
    memos: Vec<(Vec<String>, Vec<Vec<Set>>)>,
    /// For each unit.
    desks: Vec<Vec<Ready>>,
    rows: Rows,
}

/// For each roster and sample: what is as narrow as can be, where a row stands for it.
type Rows = Vec<Vec<Option<Set>>>;

/// A desk with what its condition takes, and what its party serves where that matters.
#[derive(Clone, Debug)]
pub struct Ready {
    pub who: To,
    sets: Vec<Set>,
    served: Option<Vec<Set>>,
    span: Span,
}

impl<'a> Oracle<'a> {
    pub fn new(plain: &'a Plain) -> Self {
        let memo = |memo: &Memo| {
            let sets = memo.clauses.iter().map(|clause| sets_of(plain, clause));
            (replaced(plain, &memo.pattern), sets.collect())
        };
        let desks = plain.units.iter().map(|unit| &unit.desks);
        Self {
            plain,
            samples: plain.dimensions.iter().map(samples).collect(),
            memos: plain.memos.iter().map(memo).collect(),
            desks: desks
                .map(|desks| desks.iter().map(|desk| ready(plain, desk)).collect())
                .collect(),
            rows: rows(plain),
            patterns: plain
                .rules
                .iter()
                .map(|rule| replaced(plain, &rule.pattern))
                .collect(),
            sets: (0..plain.rules.len())
                .map(|rule| boxes(plain, rule))
                .collect(),
        }
    }

    /// Every inquiry that can make a difference.
    pub fn asks(&self) -> Vec<Ask> {
        let rules = self.plain.rules.iter().map(|rule| &rule.span);
        let desks = self.plain.units.iter().flat_map(|unit| &unit.desks);
        let spans = rules.chain(desks.map(|desk| &desk.span));
        self.asks_at(&telling(spans, &self.plain.openings))
    }

    fn asks_at(&self, hours: &[Option<Hour>]) -> Vec<Ask> {
        let combinations = combinations(self.plain);
        let mut asks = Vec::new();
        for text in self.topics() {
            let path = self.path(&text);
            let at_each = combinations.iter().flat_map(|values| {
                let hours = hours.iter();
                hours.map(move |hour| (values.clone(), *hour))
            });
            asks.extend(at_each.map(|(values, hour)| Ask {
                text: text.clone(),
                path: path.clone(),
                values,
                excluded: Vec::new(),
                hour,
            }));
        }
        asks
    }

    /// Declared topics, instances of all patterns and aliases, with fresh segments in them and below them.
    fn topics(&self) -> BTreeSet<String> {
        let deepest = self.patterns.iter().map(Vec::len).max().unwrap_or(0);
        let mut topics = BTreeSet::from([String::new()]);
        let mut add = |path: &[&str]| {
            topics.insert(path.join("/"));
            topics.insert([path, &[FRESH]].concat().join("/"));
        };
        for pattern in &self.patterns {
            let mut fresh: Vec<&str> = pattern
                .iter()
                .map(|segment| if segment == "*" { FRESH } else { segment })
                .collect();
            while fresh.len() <= deepest {
                add(&fresh);
                fresh.push(FRESH);
            }
            for other in &self.patterns {
                let segments = pattern.iter().enumerate();
                let instance = segments.map(|(index, segment)| match other.get(index) {
                    Some(literal) if segment == "*" && literal != "*" => literal,
                    _ if segment == "*" => FRESH,
                    _ => segment.as_str(),
                });
                add(&instance.collect::<Vec<_>>());
            }
        }
        for subject in &self.plain.subjects {
            add(&subject.path.split('/').collect::<Vec<_>>());
            for alias in subject.other_paths() {
                add(&alias.split('/').collect::<Vec<_>>());
                add(&alias.split('/').chain(["a"]).collect::<Vec<_>>());
            }
        }
        topics
    }

    /// W1.
    pub fn is_candidate(&self, rule: usize, ask: &Ask) -> bool {
        self.candidates(ask)
            .iter()
            .any(|candidate| candidate.rule == rule)
    }

    fn candidates(&self, ask: &Ask) -> Vec<Candidate<'_>> {
        let covering = (0..self.patterns.len()).filter(|rule| self.covers(*rule, &ask.path));
        let rules = &self.plain.rules;
        let counts = |rule: &usize| rules[*rule].span.holds(&self.plain.openings, ask.hour);
        let covering = covering.filter(counts);
        let boxes = covering.flat_map(|rule| self.sets[rule].iter().map(move |sets| (rule, sets)));
        let holding = boxes.filter(|(_, sets)| hold(sets, &ask.values));
        let narrowed = holding.map(|(rule, sets)| {
            let rosters = self.rosters_of(rule);
            let sets = if rosters.is_empty() {
                Cow::Borrowed(sets.as_slice())
            } else {
                Cow::Owned(self.narrowed(sets.clone(), &rosters, &ask.values))
            };
            let span = &self.plain.rules[rule].span;
            Candidate { rule, sets, span }
        });
        narrowed.collect()
    }

    fn narrowed(&self, sets: Vec<Set>, rosters: &[usize], values: &[usize]) -> Vec<Set> {
        narrowed(self.plain, &self.rows, sets, rosters, values)
    }

    /// The rosters that make a rule one for each value: as its owner and responder.
    fn rosters_of(&self, rule: usize) -> Vec<usize> {
        let rule = &self.plain.rules[rule];
        let all = [Some(rule.owner), rule.responder];
        all.into_iter().flatten().filter_map(roster).collect()
    }

    /// T2.
    pub fn covers(&self, rule: usize, path: &[String]) -> bool {
        covers(&self.patterns[rule], self.plain.rules[rule].exact, path)
    }

    /// The memos that match, whichever rule wins (O3).
    pub fn memos(&self, ask: &Ask) -> impl Iterator<Item = &'a Memo> {
        let memos = self.plain.memos.iter().zip(&self.memos);
        let matching = memos.filter(|(memo, (pattern, boxes))| {
            covers(pattern, memo.exact, &ask.path)
                && boxes.iter().any(|sets| hold(sets, &ask.values))
        });
        matching.map(|(memo, _)| memo)
    }

    /// The routes that no other candidate beats: one, or the inquiry is ambiguous (W3).
    pub fn unbeaten(&self, ask: &Ask) -> Vec<usize> {
        let candidates = self.candidates(ask);
        let unbeaten =
            |one: &&Candidate<'_>| !candidates.iter().any(|other| self.beats(other, one));
        let mut rules: Vec<usize> = candidates
            .iter()
            .filter(unbeaten)
            .map(|candidate| candidate.rule)
            .collect();
        rules.dedup();
        rules
    }

    /// The rule that wins where no ambiguity is left.
    pub fn winner(&self, ask: &Ask) -> usize {
        let unbeaten = self.unbeaten(ask);
        assert_eq!(unbeaten.len(), 1, "{ask:?}");
        unbeaten[0]
    }

    /// All pairs that tie somewhere, with one such inquiry.
    pub fn ties(&self) -> BTreeMap<(usize, usize), Ask> {
        let mut ties = BTreeMap::new();
        let spans = self.plain.rules.iter().map(|rule| &rule.span);
        for ask in self.asks_at(&telling(spans, &self.plain.openings)) {
            let unbeaten = self.unbeaten(&ask);
            for (index, first) in unbeaten.iter().enumerate() {
                for second in &unbeaten[index + 1..] {
                    ties.entry((*first, *second)).or_insert_with(|| ask.clone());
                }
            }
        }
        ties
    }

    /// W2, for two candidates of one inquiry.
    fn beats(&self, one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
        match self.steps(one.rule).into_iter().cmp(self.steps(other.rule)) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => narrower((&one.sets, one.span), (&other.sets, other.span)),
        }
    }

    /// The first step of W2 on which two rules differ, of which one beats the other.
    pub fn step(&self, one: usize, other: usize) -> &'static str {
        let steps = self.steps(one).into_iter().zip(self.steps(other));
        let first = steps
            .zip(["W2.1", "W2.2", "W2.3", "W2.4"])
            .find(|((one, other), _)| one != other);
        first.map_or("W2.5", |(_, step)| step)
    }

    /// What W2.1 to W2.4 compare, the greater the better.
    fn steps(&self, index: usize) -> [Vec<usize>; 4] {
        let rule = &self.plain.rules[index];
        let precedence = if index == 0 {
            0
        } else {
            1 + rule.precedence.unwrap_or(1)
        };
        let pattern = &self.patterns[index];
        let literals = pattern
            .iter()
            .map(|segment| usize::from(segment != "*"))
            .collect();
        [
            vec![precedence],
            vec![pattern.len()],
            literals,
            vec![usize::from(rule.exact)],
        ]
    }

    /// The first dimension whose constraint in the rule's only box the inquiry does not meet.
    pub fn first_failing(&self, rule: usize, ask: &Ask) -> usize {
        let mut sets = self.sets[rule][0].iter().zip(&ask.values);
        sets.position(|(set, value)| set & (1 << value) == 0)
            .expect("a constraint that fails")
    }

    /// Whether some inquiry finds two desks of which neither is better (O4).
    pub fn desks_tie(plain: &Plain, desks: &[Counter]) -> bool {
        !Self::tied_desks(plain, desks).is_empty()
    }

    /// All pairs of desks that tie for some inquiry.
    pub fn tied_desks(plain: &Plain, desks: &[Counter]) -> BTreeSet<(usize, usize)> {
        let rows = rows(plain);
        let ready: Vec<Ready> = desks.iter().map(|desk| ready(plain, desk)).collect();
        let ready: Vec<&Ready> = ready.iter().collect();
        let mut ties = BTreeSet::new();
        let hours = telling(desks.iter().map(|desk| &desk.span), &plain.openings);
        for crafts in needs(plain) {
            for values in combinations(plain) {
                for hour in &hours {
                    let best = best_desks(plain, &rows, &ready, (&values, *hour), &crafts);
                    for (index, first) in best.iter().enumerate() {
                        let others = best[index + 1..].iter();
                        ties.extend(others.map(|second| (first.desk, second.desk)));
                    }
                }
            }
        }
        ties
    }

    /// The desks of a unit that hold and that no other beats, of those that are asked for.
    pub fn best_desks(
        &self,
        unit: usize,
        ask: &Ask,
        crafts: &[String],
        is_meant: impl Fn(To) -> bool,
    ) -> Vec<Standing> {
        let desks = self.desks[unit].iter().filter(|desk| is_meant(desk.who));
        let desks: Vec<&Ready> = desks.collect();
        let asked = (ask.values.as_slice(), ask.hour);
        best_desks(self.plain, &self.rows, &desks, asked, crafts)
    }

    /// The topic as it reads after aliases.
    pub fn path(&self, text: &str) -> Vec<String> {
        replaced(self.plain, &split(text))
    }

    /// The sample that stands for a value.
    pub fn sample_like(&self, dimension: usize, value: Option<&str>) -> usize {
        let samples = &self.samples[dimension];
        if let Some(same) = samples.iter().position(|sample| sample.as_deref() == value) {
            return same;
        }
        let value = value.expect("a missing value is a sample");
        let dimension = &self.plain.dimensions[dimension];
        let like = |sample: &str| signature(dimension, sample) == signature(dimension, value);
        let unnamed = |sample: &&String| !dimension.values.contains(sample);
        let found = samples.iter().position(|sample| {
            sample
                .as_ref()
                .filter(unnamed)
                .is_some_and(|sample| like(sample))
        });
        found.unwrap_or_else(|| panic!("no sample is like `{value}`"))
    }

    /// How deep the pattern of a rule is, after aliases.
    pub fn depth(&self, rule: usize) -> usize {
        self.patterns[rule].len()
    }

    /// The value of a sample, with the default in place of a missing one.
    pub fn value(&self, dimension: usize, ask: &Ask) -> Option<&str> {
        let given = self.samples[dimension][ask.values[dimension]].as_deref();
        given.or(self.plain.dimensions[dimension].default.as_deref())
    }
}

/// A desk that holds, with what it leaves unserved: skills, then the dimensions by importance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its place in the list.
    pub desk: usize,
    pub who: To,
    pub unserved: Vec<bool>,
    sets: Vec<Set>,
    span: Span,
}

/// The desks that hold and that no other beats (O4).
fn best_desks(
    plain: &Plain,
    rows: &Rows,
    desks: &[&Ready],
    (values, hour): (&[usize], Option<Hour>),
    crafts: &[String],
) -> Vec<Standing> {
    let standing = |(index, desk): (usize, &&Ready)| {
        if !hold(&desk.sets, values) || !desk.span.holds(&plain.openings, hour) {
            return None;
        }
        let rosters: Vec<usize> = roster(desk.who).into_iter().collect();
        let mut sets = narrowed(plain, rows, desk.sets.clone(), &rosters, values);
        let mut unserved = vec![false; 1 + sets.len()];
        if let (Some(served), To::Party(party)) = (&desk.served, desk.who) {
            let skilled = &plain.parties[party].crafts;
            unserved[0] = crafts.iter().any(|craft| !skilled.contains(craft));
            for (dimension, served) in served.iter().enumerate() {
                if served & (1 << values[dimension]) == 0 {
                    unserved[1 + dimension] = true;
                } else {
                    sets[dimension] &= served;
                }
            }
        }
        Some(Standing {
            desk: index,
            who: desk.who,
            unserved,
            sets,
            span: desk.span.clone(),
        })
    };
    let standing: Vec<Standing> = desks.iter().enumerate().filter_map(standing).collect();
    let beats = |one: &Standing, other: &Standing| match one.unserved.cmp(&other.unserved) {
        Ordering::Less => true,
        Ordering::Greater => false,
        Ordering::Equal => narrower((&one.sets, &one.span), (&other.sets, &other.span)),
    };
    let best = standing
        .iter()
        .filter(|one| !standing.iter().any(|other| beats(other, one)));
    best.cloned().collect()
}

fn ready(plain: &Plain, desk: &Counter) -> Ready {
    Ready {
        who: desk.who,
        sets: sets_of(plain, &desk.clause),
        served: match desk.who {
            To::Party(party) if desk.serves => Some(served(plain, party)),
            _ => None,
        },
        span: desk.span.clone(),
    }
}

/// For each dimension the samples that a party serves; one that lists nothing serves all.
fn served(plain: &Plain, party: usize) -> Vec<Set> {
    let party = &plain.parties[party];
    let set = |dimension: &Dimension| {
        let listed = match dimension.meaning {
            Some(Meaning::Tongue) => &party.tongues,
            Some(Meaning::Area) => &party.areas,
            _ => return set_of(dimension, None),
        };
        let takes = |value: &str| {
            listed.is_empty() || listed.iter().any(|one| is_below(dimension, value, one))
        };
        let samples = samples(dimension).into_iter().enumerate();
        let taken = samples.filter(|(_, value)| {
            let value = value.as_deref().or(dimension.default.as_deref());
            value.is_none_or(takes)
        });
        taken.map(|(index, _)| 1 << index).sum()
    };
    plain.dimensions.iter().map(set).collect()
}

/// Whether a value is this one or below it, as far as its kind knows of any below.
fn is_below(dimension: &Dimension, value: &str, above: &str) -> bool {
    let variants = format!("{above}-");
    let is_variant = dimension.meaning == Some(Meaning::Tongue) && value.starts_with(&variants);
    let is_within = dimension.kind == Kind::Hierarchical
        && holds(dimension, &Test::Within(above.to_owned()), value);
    value == above || is_variant || is_within
}

/// The skills that a topic requires: those of the nearest declared topic with any.
pub fn crafts_needed(plain: &Plain, path: &[String]) -> Vec<String> {
    nearest(plain, path, |place| {
        Some(&plain.subjects[place].crafts).filter(|crafts| !crafts.is_empty())
    })
    .cloned()
    .unwrap_or_default()
}

/// All that topics may require, and nothing.
fn needs(plain: &Plain) -> BTreeSet<Vec<String>> {
    let paths = plain.subjects.iter().map(|subject| split(&subject.path));
    paths
        .map(|path| crafts_needed(plain, &path))
        .chain([Vec::new()])
        .collect()
}

/// What the nearest declared topic at or above a path says.
pub fn nearest<'p, T>(
    plain: &Plain,
    path: &[String],
    says: impl Fn(usize) -> Option<&'p T>,
) -> Option<&'p T> {
    let subjects = plain.subjects.iter().enumerate();
    let above = subjects
        .map(|(index, subject)| (index, split(&subject.path)))
        .filter(|(_, own)| path.starts_with(own));
    let saying = above.filter_map(|(index, own)| says(index).map(|said| (own.len(), said)));
    saying.max_by_key(|(depth, _)| *depth).map(|(_, said)| said)
}

impl Roster {
    /// The row that stands for a value: of a hierarchy the nearest one.
    pub fn row(&self, plain: &Plain, value: Option<&str>) -> Option<&Row> {
        let dimension = &plain.dimensions[self.dimension];
        let value = value?;
        let own = |value: &str| {
            let found = self.rows.iter().find(|(one, _)| one == value);
            found.map(|(_, row)| row)
        };
        if dimension.kind != Kind::Hierarchical {
            return own(value);
        }
        let place = dimension.values.iter().position(|one| one == value);
        std::iter::successors(place, |place| dimension.parents[*place])
            .find_map(|place| own(&dimension.values[place]))
    }
}

fn roster(to: To) -> Option<usize> {
    match to {
        To::Roster(roster) => Some(roster),
        _ => None,
    }
}

/// The sets, where a row stands for the inquiry's value as narrow as can be: one for that value alone.
fn narrowed(
    plain: &Plain,
    rows: &Rows,
    mut sets: Vec<Set>,
    rosters: &[usize],
    values: &[usize],
) -> Vec<Set> {
    for roster in rosters {
        let dimension = plain.rosters[*roster].dimension;
        if let Some(alone) = rows[*roster][values[dimension]] {
            sets[dimension] &= alone;
        }
    }
    sets
}

fn rows(plain: &Plain) -> Rows {
    let alone = |roster: &Roster, given: Option<String>| {
        let dimension = &plain.dimensions[roster.dimension];
        let value = given.or_else(|| dimension.default.clone())?;
        roster.row(plain, Some(&value))?;
        let alone = Constraint {
            tests: vec![Test::In(vec![value])],
            or_absent: false,
        };
        Some(set_of(dimension, Some(&alone)))
    };
    let of = |roster: &Roster| {
        let samples = samples(&plain.dimensions[roster.dimension]).into_iter();
        samples.map(|given| alone(roster, given)).collect()
    };
    plain.rosters.iter().map(of).collect()
}

fn covers(pattern: &[String], exact: bool, path: &[String]) -> bool {
    let deep_enough = if exact {
        pattern.len() == path.len()
    } else {
        pattern.len() <= path.len()
    };
    let mut segments = pattern.iter().zip(path);
    deep_enough && segments.all(|(segment, given)| segment == "*" || segment == given)
}

fn hold(sets: &[Set], values: &[usize]) -> bool {
    let mut sets = sets.iter().zip(values);
    sets.all(|(set, value)| set & (1 << value) != 0)
}

/// The boxes of a rule, each with one box of every shorthand that it names.
pub fn boxes(plain: &Plain, rule: usize) -> Vec<Vec<Set>> {
    let rule = &plain.rules[rule];
    product(plain, &rule.clauses, &rule.named)
        .iter()
        .map(|clause| sets_of(plain, clause))
        .collect()
}

pub fn product(plain: &Plain, clauses: &[Clause], named: &[usize]) -> Vec<Clause> {
    named.iter().fold(clauses.to_vec(), |boxes, shorthand| {
        let others = &plain.shorthands[*shorthand];
        let both = |one: &Clause| {
            let one = one.clone();
            others
                .iter()
                .map(move |other| [one.as_slice(), other].concat())
        };
        boxes.iter().flat_map(both).collect()
    })
}

/// W2.5 to W2.7.
fn narrower((one, span): (&[Set], &Span), (other, other_span): (&[Set], &Span)) -> bool {
    let differ = one.iter().zip(other).find(|(one, other)| one != other);
    match differ {
        Some((one, other)) => one & other == *one,
        None => span.is_narrower(other_span),
    }
}

/// For each dimension the samples that all constraints on it take.
pub fn sets_of(plain: &Plain, clause: &Clause) -> Vec<Set> {
    let dimensions = plain.dimensions.iter().enumerate();
    dimensions
        .map(|(index, dimension)| {
            let constraints = clause
                .iter()
                .filter(|(constrained, _)| *constrained == index);
            constraints.fold(set_of(dimension, None), |set, (_, constraint)| {
                set & set_of(dimension, Some(constraint))
            })
        })
        .collect()
}

/// The samples that a constraint takes; none takes all (A1 to A3).
pub fn set_of(dimension: &Dimension, constraint: Option<&Constraint>) -> Set {
    let takes = |value: Option<&str>| match (constraint, value.or(dimension.default.as_deref())) {
        (None, _) => true,
        (Some(constraint), Some(value)) => constraint
            .tests
            .iter()
            .all(|test| holds(dimension, test, value)),
        (Some(constraint), None) => {
            constraint.or_absent
                || constraint
                    .tests
                    .iter()
                    .all(|test| matches!(test, Test::Absent))
        }
    };
    let samples = samples(dimension);
    let taken = samples
        .iter()
        .enumerate()
        .filter(|(_, value)| takes(value.as_deref()));
    taken.map(|(index, _)| 1 << index).sum()
}

fn holds(dimension: &Dimension, test: &Test, value: &str) -> bool {
    let place = |value: &str| {
        dimension
            .values
            .iter()
            .position(|declared| declared == value)
    };
    match test {
        Test::In(values) => values.iter().any(|one| one == value),
        Test::Not(values) => values.iter().all(|one| one != value),
        Test::AtLeast(bound) => place(value) >= place(bound),
        Test::AtMost(bound) => place(value) <= place(bound),
        Test::Prefix(prefix) => value.starts_with(prefix.as_str()),
        Test::Matches(pattern) => matches(pattern, value),
        Test::Present => true,
        Test::Absent => false,
        Test::Within(above) => {
            let parent = |place: &usize| dimension.parents[*place];
            std::iter::successors(place(value), parent)
                .any(|place| dimension.values[place] == *above)
        }
    }
}

/// Every declared value; of an open dimension every literal, and one other value for each set of prefixes and regular
/// expressions that some value alone matches; and a missing one.
fn samples(dimension: &Dimension) -> Vec<Option<String>> {
    let mut samples: Vec<String> = dimension.values.clone();
    if dimension.kind == Kind::Open && dimension.patterns.is_empty() {
        samples.extend(dimension.prefixes.iter().map(|prefix| format!("{prefix}~")));
        samples.push("other".to_owned());
    } else if dimension.kind == Kind::Open {
        let mut seen = BTreeSet::new();
        let others = texts().filter(|text| !dimension.values.iter().any(|value| value == text));
        let telling = others.filter(|text| seen.insert(signature(dimension, text)));
        samples.extend(telling.map(str::to_owned));
    }
    samples.into_iter().map(Some).chain([None]).collect()
}

/// Which prefixes and regular expressions of an open dimension a value matches.
fn signature(dimension: &Dimension, value: &str) -> Vec<bool> {
    let prefixes = dimension.prefixes.iter();
    let prefixes = prefixes.map(|prefix| value.starts_with(prefix.as_str()));
    let patterns = dimension.patterns.iter();
    prefixes
        .chain(patterns.map(|pattern| matches(pattern, value)))
        .collect()
}

fn combinations(plain: &Plain) -> Vec<Vec<usize>> {
    plain
        .dimensions
        .iter()
        .fold(vec![Vec::new()], |combinations, dimension| {
            let values = 0..samples(dimension).len();
            combinations
                .iter()
                .flat_map(|one| {
                    values
                        .clone()
                        .map(|value| [one.as_slice(), &[value]].concat())
                })
                .collect()
        })
}

/// T4: the longest alias that is a prefix, once.
fn replaced(plain: &Plain, path: &[String]) -> Vec<String> {
    let aliases = plain
        .subjects
        .iter()
        .flat_map(|subject| subject.other_paths().map(move |alias| (alias, subject)));
    let prefixes = aliases
        .map(|(alias, subject)| (split(alias), subject))
        .filter(|(alias, _)| path.starts_with(alias));
    match prefixes.max_by_key(|(alias, _)| alias.len()) {
        Some((alias, subject)) => [split(&subject.path).as_slice(), &path[alias.len()..]].concat(),
        None => path.to_vec(),
    }
}

pub fn split(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}
