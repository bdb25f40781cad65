//! Which department answers for a topic, and under what condition.

use std::collections::HashSet;
use std::ops::Range;

use super::attributes::VALUES;
use super::topics::topics;
use super::{Random, Style};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Workload {
    /// One route without a condition for each topic; the owner is read.
    Topic,
    /// One to eight routes for each topic, under conditions on up to three of five attributes; the owner and every level
    /// of the chain are read.
    Conditions,
}

/// An organization before it is written in the form of one system.
#[derive(Debug)]
pub struct Plan {
    pub workload: Workload,
    pub style: Style,
    pub departments: usize,
    pub topics: Vec<String>,
    rules: Vec<Rule>,
    /// By topic.
    runs: Vec<Range<usize>>,
}

/// Who is accountable for a topic, under a condition.
#[derive(Clone, Debug)]
pub struct Rule {
    /// By attribute: the number of the value that an inquiry must have.
    pub wants: [Option<u8>; 5],
    /// Whether it covers what lies below its topic, too.
    pub covers_below: bool,
    pub department: usize,
}

impl Plan {
    pub fn new(size: usize, workload: Workload, style: Style) -> Self {
        let random = &mut Random::new(size as u64);
        let topics = topics(size, style, random);
        let departments = (size / 20).clamp(8, 2_000);
        let mut rules = Vec::new();
        let mut runs = Vec::with_capacity(topics.len());
        for _ in &topics {
            let first = rules.len();
            rules.extend(rules_of_a_topic(workload, departments, random));
            runs.push(first..rules.len());
        }
        Self {
            workload,
            style,
            departments,
            topics,
            rules,
            runs,
        }
    }

    /// Each topic with its rules, the best first.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &[Rule])> {
        let runs = self.runs.iter().map(|run| &self.rules[run.clone()]);
        self.topics.iter().map(String::as_str).zip(runs)
    }
}

impl Rule {
    /// Who answers what no rule of an organization covers.
    pub const FALLBACK: Self = Self {
        wants: [None; 5],
        covers_below: true,
        department: 0,
    };

    fn new(wants: [Option<u8>; 5], covers_below: bool, department: usize) -> Self {
        Self {
            wants,
            covers_below,
            department,
        }
    }

    /// Rules sort as they win (W2.4, W2.5): for the topic alone before those for what lies below it; then whoever names
    /// the more important attribute. Two that name different values of it are never both candidates.
    fn rank(&self) -> impl Ord + use<> {
        (self.covers_below, self.wants.map(|value| value.is_none()))
    }
}

fn rules_of_a_topic(workload: Workload, departments: usize, random: &mut Random) -> Vec<Rule> {
    let count = match workload {
        Workload::Topic => 1,
        Workload::Conditions => 1 + random.below(8),
    };
    let has_last_resort = workload == Workload::Topic || random.percent(85);
    let mut seen = HashSet::new();
    let mut rules: Vec<Rule> = Vec::new();
    while rules.len() < count {
        let is_last_resort = has_last_resort && rules.is_empty();
        let wants = if is_last_resort {
            [None; 5]
        } else {
            condition(random)
        };
        let rule = Rule::new(wants, random.below(3) == 0, random.below(departments));
        if seen.insert((rule.covers_below, rule.wants)) {
            rules.push(rule);
        }
    }
    rules.sort_by_key(Rule::rank);
    rules
}

/// One value each of one to three attributes.
fn condition(random: &mut Random) -> [Option<u8>; 5] {
    let mut wants = [None; 5];
    for _ in 0..=random.below(3) {
        let attribute = random.below(VALUES.len());
        wants[attribute] = Some(random.below(VALUES[attribute].len()) as u8);
    }
    wants
}
