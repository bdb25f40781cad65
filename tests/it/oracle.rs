//! Which route wins, by brute force on plain data: rules T2 to T4, A1 to A3 and W1 to W4 once more, without the library.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::plain::{Clause, Constraint, Dimension, Kind, Plain, Rule, Test};

/// A segment that no pattern and no topic names.
const FRESH: &str = "q";

/// One inquiry: the topic as written and as it reads after aliases, and a sample of each dimension.
#[derive(Clone, Debug)]
pub struct Ask {
    pub text: String,
    pub path: Vec<String>,
    pub values: Vec<usize>,
}

/// A route and one of its boxes.
type Candidate = (usize, usize);

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
}

impl<'a> Oracle<'a> {
    pub fn new(plain: &'a Plain) -> Self {
        let boxes = |rule: &Rule| {
            rule.clauses
                .iter()
                .map(|clause| sets_of(plain, clause))
                .collect()
        };
        Self {
            plain,
            samples: plain.dimensions.iter().map(samples).collect(),
            patterns: plain
                .rules
                .iter()
                .map(|rule| replaced(plain, &rule.pattern))
                .collect(),
            sets: plain.rules.iter().map(boxes).collect(),
        }
    }

    /// Every inquiry that can make a difference.
    pub fn asks(&self) -> Vec<Ask> {
        let combinations = combinations(self.plain);
        let mut asks = Vec::new();
        for text in self.topics() {
            let path = self.path(&text);
            asks.extend(combinations.iter().map(|values| Ask {
                text: text.clone(),
                path: path.clone(),
                values: values.clone(),
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
            for alias in &subject.aliases {
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
            .any(|candidate| candidate.0 == rule)
    }

    fn candidates(&self, ask: &Ask) -> Vec<Candidate> {
        let covering = (0..self.patterns.len()).filter(|rule| self.covers(*rule, &ask.path));
        let boxes =
            covering.flat_map(|rule| (0..self.sets[rule].len()).map(move |clause| (rule, clause)));
        let holds = |&(rule, clause): &Candidate| {
            let sets: &[Set] = &self.sets[rule][clause];
            sets.iter()
                .zip(&ask.values)
                .all(|(set, value)| set & (1 << value) != 0)
        };
        boxes.filter(holds).collect()
    }

    /// T2.
    pub fn covers(&self, rule: usize, path: &[String]) -> bool {
        let pattern = &self.patterns[rule];
        let deep_enough = if self.plain.rules[rule].exact {
            pattern.len() == path.len()
        } else {
            pattern.len() <= path.len()
        };
        deep_enough
            && pattern
                .iter()
                .zip(path)
                .all(|(segment, given)| segment == "*" || segment == given)
    }

    /// The routes that no other candidate beats: one, or the inquiry is ambiguous (W3).
    pub fn unbeaten(&self, ask: &Ask) -> Vec<usize> {
        let candidates = self.candidates(ask);
        let unbeaten = |one: &&Candidate| !candidates.iter().any(|other| self.beats(*other, **one));
        let mut rules: Vec<usize> = candidates
            .iter()
            .filter(unbeaten)
            .map(|candidate| candidate.0)
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
        for ask in self.asks() {
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
    fn beats(&self, one: Candidate, other: Candidate) -> bool {
        match self.steps(one.0).into_iter().cmp(self.steps(other.0)) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => narrower(&self.sets[one.0][one.1], &self.sets[other.0][other.1]),
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
    pub fn desks_tie(plain: &Plain, desks: &[(usize, Clause)]) -> bool {
        combinations(plain)
            .iter()
            .any(|values| best_desks(plain, desks, values).len() > 1)
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
        let prefixes = &self.plain.dimensions[dimension].prefixes;
        let like = |sample: &str| {
            prefixes
                .iter()
                .all(|prefix| sample.starts_with(prefix) == value.starts_with(prefix))
        };
        let unnamed = |sample: &&String| !self.plain.dimensions[dimension].values.contains(sample);
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

/// The desks that hold and that no other beats.
pub fn best_desks(plain: &Plain, desks: &[(usize, Clause)], values: &[usize]) -> Vec<usize> {
    let holding: Vec<(usize, Vec<Set>)> = desks
        .iter()
        .map(|(contact, clause)| (*contact, sets_of(plain, clause)))
        .filter(|(_, sets)| {
            sets.iter()
                .zip(values)
                .all(|(set, value)| set & (1 << value) != 0)
        })
        .collect();
    let best = holding
        .iter()
        .filter(|one| !holding.iter().any(|other| narrower(&other.1, &one.1)));
    best.map(|(contact, _)| *contact).collect()
}

/// W2.5.
fn narrower(one: &[Set], other: &[Set]) -> bool {
    let differ = one.iter().zip(other).find(|(one, other)| one != other);
    differ.is_some_and(|(one, other)| one & other == *one)
}

fn sets_of(plain: &Plain, clause: &Clause) -> Vec<Set> {
    let dimensions = plain.dimensions.iter().enumerate();
    dimensions
        .map(|(index, dimension)| {
            let constraint = clause.iter().find(|(constrained, _)| *constrained == index);
            set_of(dimension, constraint.map(|(_, constraint)| constraint))
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
        Test::Present => true,
        Test::Absent => false,
        Test::Within(above) => {
            let parent = |place: &usize| dimension.parents[*place];
            std::iter::successors(place(value), parent)
                .any(|place| dimension.values[place] == *above)
        }
    }
}

/// Every declared value; of an open dimension every literal, a value under each prefix and one under none; and a missing one.
fn samples(dimension: &Dimension) -> Vec<Option<String>> {
    let mut samples: Vec<String> = dimension.values.clone();
    if dimension.kind == Kind::Open {
        samples.extend(dimension.prefixes.iter().map(|prefix| format!("{prefix}~")));
        samples.push("other".to_owned());
    }
    samples.into_iter().map(Some).chain([None]).collect()
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
        .flat_map(|subject| subject.aliases.iter().map(move |alias| (alias, subject)));
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
