//! Makes small organizations of real shapes from a seed: deep trees, many routes on a topic, wildcards, aliases,
//! vacancies, all kinds of attributes, several boxes, policies.

use crate::oracle::{Oracle, set_of};
use crate::plain::{
    Clause, Constraint, Dimension, Kind, Ladder, Party, Plain, Rule, Rung, Sort, Subject, Test, To,
    Unit,
};

/// A small, fast and deterministic source of choices (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    /// Both ends included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A non-empty part of `from`, in its order.
    pub fn some<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let sure = self.below(from.len());
        let part = from
            .iter()
            .enumerate()
            .filter(|(index, _)| *index == sure || self.chance(35));
        part.map(|(_, item)| item.clone()).collect()
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }
}

/// The order in which keyed declarations and sets are written: as they stand, or shuffled.
#[derive(Debug)]
pub struct Order(Option<Dice>);

impl Order {
    pub fn written() -> Self {
        Self(None)
    }

    pub fn random(seed: u64) -> Self {
        Self(Some(Dice::new(seed)))
    }

    pub fn of(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        if let Some(dice) = &mut self.0 {
            dice.shuffle(&mut order);
        }
        order
    }

    pub fn shuffled(&mut self, list: &[String]) -> Vec<String> {
        self.of(list.len())
            .into_iter()
            .map(|index| list[index].clone())
            .collect()
    }
}

/// What an organization has much of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Plain,
    Deep,
    Crowded,
    Starred,
}

/// An organization that breaks no rule, but that its routes may be ambiguous.
pub fn small(seed: u64) -> Plain {
    let mut dice = Dice::new(seed);
    let shape = *dice.pick(&[Shape::Plain, Shape::Deep, Shape::Crowded, Shape::Starred]);
    let mut plain = Plain {
        target: dice.chance(30).then_some(120),
        dimensions: dimensions(&mut dice),
        units: Vec::new(),
        parties: parties(&mut dice),
        subjects: subjects(&mut dice),
        ladders: Vec::new(),
        rules: Vec::new(),
    };
    plain.units = units(&mut dice, shape, &plain);
    let homes = plain.units.len();
    for party in &mut plain.parties {
        party.home = dice.chance(60).then(|| dice.below(homes));
    }
    plain.ladders = (0..dice.below(3))
        .map(|_| ladder(&mut dice, &plain))
        .collect();
    plain.rules = rules(&mut dice, shape, &plain);
    plain
}

/// The same with every ambiguity settled by taking one of the two routes away.
pub fn settled(mut plain: Plain) -> Plain {
    while let Some((_, second)) = Oracle::new(&plain).ties().into_keys().next() {
        plain.rules.remove(second);
    }
    plain
}

fn dimensions(dice: &mut Dice) -> Vec<Dimension> {
    let count = *dice.pick(&[0, 1, 1, 2, 2, 2, 3]);
    (0..count).map(|_| dimension(dice)).collect()
}

fn dimension(dice: &mut Dice) -> Dimension {
    let kind = *dice.pick(&[Kind::Closed, Kind::Ordered, Kind::Hierarchical, Kind::Open]);
    let mut values: Vec<String> = match kind {
        Kind::Closed => strings(&["red", "green", "blue"]),
        Kind::Ordered => strings(&["first", "second", "third"]),
        Kind::Hierarchical => strings(&["world", "europe", "asia", "romania"]),
        Kind::Open => dice.some(&strings(&["acme", "acme-eu", "Beta Ltd"])),
    };
    if kind != Kind::Open {
        values.truncate(dice.between(2, values.len()));
    }
    let parents = match kind {
        Kind::Hierarchical => vec![None, Some(0), Some(0), Some(1)]
            .into_iter()
            .take(values.len())
            .collect(),
        _ => vec![None; values.len()],
    };
    let prefixes = if kind == Kind::Open {
        dice.some(&strings(&["ac", "acme-", "B"]))
    } else {
        Vec::new()
    };
    let default = dice.chance(20).then(|| dice.pick(&values).clone());
    Dimension {
        kind,
        values,
        parents,
        prefixes,
        default,
    }
}

/// The first two are people.
fn parties(dice: &mut Dice) -> Vec<Party> {
    let count = dice.between(3, 8);
    let sort = |dice: &mut Dice, index| match index {
        0 | 1 => Sort::Person,
        _ => *dice.pick(&[Sort::Person, Sort::Person, Sort::Team, Sort::Touchpoint]),
    };
    (0..count)
        .map(|index| Party {
            sort: sort(dice, index),
            home: None,
        })
        .collect()
}

fn subjects(dice: &mut Dice) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    for _ in 0..dice.below(4) {
        let path = (0..dice.between(1, 3))
            .map(|_| *dice.pick(&["a", "b", "c"]))
            .collect::<Vec<_>>()
            .join("/");
        if subjects.iter().all(|subject| subject.path != path) {
            subjects.push(Subject {
                path,
                aliases: Vec::new(),
            });
        }
    }
    // An alias may stand below a topic, and below another alias; it is no prefix of a declared topic.
    for alias in ["x", "x/y", "a/x", "y"] {
        if !subjects.is_empty() && dice.chance(25) {
            let subject = dice.below(subjects.len());
            subjects[subject].aliases.push(alias.to_owned());
        }
    }
    subjects
}

fn units(dice: &mut Dice, shape: Shape, plain: &Plain) -> Vec<Unit> {
    let people: Vec<usize> = people(plain);
    let count = if shape == Shape::Deep {
        dice.between(4, 8)
    } else {
        dice.between(1, 5)
    };
    // Functional escalation goes up a random ranking, so it has no cycle.
    let mut ranking: Vec<usize> = (0..count).collect();
    dice.shuffle(&mut ranking);
    (0..count)
        .map(|index| {
            let vacant = index > 0 && dice.chance(if shape == Shape::Deep { 50 } else { 25 });
            let above: Vec<usize> = (0..count)
                .filter(|other| ranking[*other] > ranking[index])
                .collect();
            let parent = (index > 0).then(|| {
                if shape == Shape::Deep {
                    index - 1
                } else {
                    dice.below(index)
                }
            });
            Unit {
                parent,
                head: (!vacant).then(|| *dice.pick(&people)),
                members: (0..plain.parties.len())
                    .filter(|_| dice.chance(15))
                    .collect(),
                desks: desks(dice, plain),
                escalates: (!above.is_empty() && dice.chance(30)).then(|| *dice.pick(&above)),
                target: dice.chance(35).then(|| *dice.pick(&[0, 5, 15, 45])),
                consulted: standing(dice, plain.parties.len(), count),
                informed: standing(dice, plain.parties.len(), count),
            }
        })
        .collect()
}

/// Desks of which one is always best.
fn desks(dice: &mut Dice, plain: &Plain) -> Vec<(usize, Clause)> {
    let mut desks = Vec::new();
    for _ in 0..*dice.pick(&[0, 0, 1, 1, 2, 3]) {
        let clause = if dice.chance(30) {
            Vec::new()
        } else {
            clause(dice, plain, 60)
        };
        desks.push((dice.below(plain.parties.len()), clause));
        if Oracle::desks_tie(plain, &desks) {
            desks.pop();
        }
    }
    desks
}

fn standing(dice: &mut Dice, parties: usize, units: usize) -> Vec<To> {
    let mut list: Vec<To> = Vec::new();
    for _ in 0..*dice.pick(&[0, 0, 0, 1, 2]) {
        let to = if dice.chance(70) {
            To::Party(dice.below(parties))
        } else {
            To::Unit(dice.below(units))
        };
        if !list.contains(&to) {
            list.push(to);
        }
    }
    list
}

fn ladder(dice: &mut Dice, plain: &Plain) -> Ladder {
    let rungs = (0..dice.between(1, 3)).map(|_| rung(dice, plain)).collect();
    Ladder {
        rungs,
        tail: dice.chance(60),
        final_after: dice.chance(30).then_some(240),
    }
}

fn rung(dice: &mut Dice, plain: &Plain) -> Rung {
    let mut to: Vec<To> = Vec::new();
    for _ in 0..*dice.pick(&[1, 1, 1, 2, 3]) {
        let next = match dice.below(6) {
            0 => To::First,
            1 => To::Owner,
            2 => To::Functional,
            3 => To::Head,
            4 => To::Unit(dice.below(plain.units.len())),
            _ => To::Party(dice.below(plain.parties.len())),
        };
        if !to.contains(&next) {
            to.push(next);
        }
    }
    let ordered = plain
        .dimensions
        .iter()
        .position(|dimension| dimension.kind == Kind::Ordered);
    Rung {
        to,
        after: dice.chance(70).then(|| *dice.pick(&[0, 5, 10, 60])),
        floor: ordered.filter(|_| dice.chance(40)).map(|dimension| {
            (
                dimension,
                dice.pick(&plain.dimensions[dimension].values).clone(),
            )
        }),
        repeat: dice.chance(15).then_some((2, 5)),
    }
}

fn rules(dice: &mut Dice, shape: Shape, plain: &Plain) -> Vec<Rule> {
    let fallback = Rule {
        owner: To::Unit(0),
        ..rule(dice, plain, Vec::new(), Vec::new())
    };
    let mut rules = vec![Rule {
        exact: false,
        precedence: None,
        clauses: vec![Vec::new()],
        ..fallback
    }];
    let count = if shape == Shape::Crowded {
        dice.between(6, 12)
    } else {
        dice.between(1, 6)
    };
    let crowd = pattern(dice, shape);
    for index in 0..count {
        let pattern = match shape {
            Shape::Crowded if dice.chance(75) => crowd.clone(),
            _ => pattern(dice, shape),
        };
        let boxes = *dice.pick(&[0, 1, 1, 1, 1, 2, 3]);
        let clauses: Vec<Clause> = (0..boxes).map(|_| clause(dice, plain, 55)).collect();
        let mut rule = rule(dice, plain, pattern, clauses);
        rule.key = dice.chance(70).then(|| format!("rule-{index}"));
        // What says no more than the fallback is one.
        let says_nothing = |clause: &Clause| {
            clause.iter().all(|(dimension, constraint)| {
                set_of(&plain.dimensions[*dimension], Some(constraint))
                    == set_of(&plain.dimensions[*dimension], None)
            })
        };
        rule.exact |= rule.pattern.is_empty() && rule.clauses.iter().all(says_nothing);
        rules.push(rule);
    }
    rules
}

pub fn rule(
    dice: &mut Dice,
    plain: &Plain,
    pattern: Vec<String>,
    mut clauses: Vec<Clause>,
) -> Rule {
    let people = people(plain);
    if clauses.is_empty() {
        clauses.push(Vec::new());
    }
    let units = plain.units.len();
    let parties = plain.parties.len();
    let party_or_unit = |dice: &mut Dice| {
        if dice.chance(50) {
            To::Party(dice.below(parties))
        } else {
            To::Unit(dice.below(units))
        }
    };
    Rule {
        key: None,
        pattern,
        exact: dice.chance(20),
        clauses,
        precedence: dice.chance(25).then(|| dice.below(3)),
        owner: match dice.below(10) {
            0..=5 => To::Unit(dice.below(units)),
            6..=8 => To::Party(*dice.pick(&people)),
            _ => To::Party(dice.below(parties)),
        },
        responder: dice.chance(25).then(|| party_or_unit(dice)),
        ladder: (!plain.ladders.is_empty() && dice.chance(60))
            .then(|| dice.below(plain.ladders.len())),
        consulted: standing(dice, parties, units),
        informed: standing(dice, parties, units),
    }
}

fn pattern(dice: &mut Dice, shape: Shape) -> Vec<String> {
    let stars = if shape == Shape::Starred { 50 } else { 15 };
    let depth = *dice.pick(&[0, 1, 1, 1, 2, 2, 3]);
    let mut segments: Vec<String> = (0..depth)
        .map(|_| {
            if dice.chance(stars) {
                "*"
            } else {
                *dice.pick(&["a", "b", "c"])
            }
            .to_owned()
        })
        .collect();
    if depth > 0 && dice.chance(10) {
        "x".clone_into(&mut segments[0]);
    }
    segments
}

/// A box that constrains each dimension with the given chance, and that some inquiry meets.
fn clause(dice: &mut Dice, plain: &Plain, percent: usize) -> Clause {
    let dimensions = plain
        .dimensions
        .iter()
        .enumerate()
        .filter(|_| dice.chance(percent))
        .collect::<Vec<_>>();
    dimensions
        .into_iter()
        .map(|(index, dimension)| (index, constraint(dice, dimension)))
        .collect()
}

fn constraint(dice: &mut Dice, dimension: &Dimension) -> Constraint {
    loop {
        let mut tests = vec![test(dice, dimension)];
        if dice.chance(20) {
            let second = test(dice, dimension);
            if core::mem::discriminant(&second) != core::mem::discriminant(&tests[0]) {
                tests.push(second);
            }
        }
        let constraint = Constraint {
            tests,
            or_absent: dimension.default.is_none() && dice.chance(20),
        };
        let without_absent = Constraint {
            or_absent: false,
            ..constraint.clone()
        };
        if set_of(dimension, Some(&without_absent)) != 0 {
            return constraint;
        }
    }
}

fn test(dice: &mut Dice, dimension: &Dimension) -> Test {
    let values = &dimension.values;
    match (dimension.kind, dice.below(10)) {
        (_, 0) => Test::Present,
        (_, 1) if dimension.default.is_none() => Test::Absent,
        (_, 2 | 3) => Test::Not(dice.some(values)),
        (Kind::Ordered, 4 | 5) => Test::AtLeast(dice.pick(values).clone()),
        (Kind::Ordered, 6) => Test::AtMost(dice.pick(values).clone()),
        (Kind::Hierarchical, 4..=6) => Test::Within(dice.pick(values).clone()),
        (Kind::Open, 4..=6) => Test::Prefix(dice.pick(&dimension.prefixes).clone()),
        _ => Test::In(dice.some(values)),
    }
}

fn people(plain: &Plain) -> Vec<usize> {
    (0..plain.parties.len())
        .filter(|index| plain.parties[*index].sort == Sort::Person)
        .collect()
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}
