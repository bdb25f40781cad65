//! Makes small organizations of real shapes from a seed: deep trees, many routes on a topic, wildcards, aliases,
//! vacancies, positions, outsiders, all kinds of attributes, several boxes, rosters, policies, confidence.

use crate::judge::PATTERNS;
use crate::oracle::{Oracle, product, set_of, sets_of};
use crate::plain::{
    Call, Clause, Constraint, Counter, Dimension, Kind, Ladder, Meaning, Memo, Party, Plain,
    Roster, Row, Rule, Rung, Seen, Sort, Subject, Test, To, Unit,
};
use crate::spans::Span;

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
        parties: Vec::new(),
        subjects: subjects(&mut dice),
        ladders: Vec::new(),
        rosters: Vec::new(),
        shorthands: Vec::new(),
        memos: Vec::new(),
        umpire: None,
        openings: Vec::new(),
        rules: Vec::new(),
    };
    plain.parties = parties(&mut dice, &plain);
    let units = if shape == Shape::Deep {
        dice.between(4, 8)
    } else {
        dice.between(1, 5)
    };
    plain.rosters = rosters(&mut dice, &plain, units);
    plain.units = self::units(&mut dice, shape, &plain, units);
    for party in &mut plain.parties {
        party.home = dice.chance(50).then(|| dice.below(units));
    }
    plain.umpire = dice
        .chance(60)
        .then(|| *dice.pick(&people_and_positions(&plain)));
    plain.ladders = (0..dice.below(3))
        .map(|_| ladder(&mut dice, &plain))
        .collect();
    if !plain.dimensions.is_empty() {
        plain.shorthands = (0..dice.below(3))
            .map(|_| shorthand(&mut dice, &plain))
            .collect();
    }
    plain.memos = (0..*dice.pick(&[0, 0, 1, 2]))
        .map(|index| memo(&mut dice, shape, &plain, index))
        .collect();
    plain.rules = rules(&mut dice, shape, &plain);
    bring_home(&mut plain);
    plain
}

/// Whoever is accountable by name is at home in the company, and who holds that position too.
pub fn bring_home(plain: &mut Plain) {
    let heads = plain.units.iter().filter_map(|unit| unit.head);
    let lasts = plain.rules.iter().filter_map(|rule| rule.last);
    let mut named: Vec<usize> = heads.chain(plain.umpire).chain(lasts).collect();
    let holders: Vec<usize> = named
        .iter()
        .filter_map(|party| plain.parties[*party].holder)
        .collect();
    named.extend(holders);
    for party in named {
        if plain.units[plain.home(party)].outside {
            plain.parties[party].home = Some(0);
        }
    }
}

/// Up to three contacts to leave out, mostly some that matter: heads, who holds positions, who staffs desks.
pub fn exclusion(dice: &mut Dice, plain: &Plain) -> Vec<usize> {
    let heads: Vec<usize> = plain.units.iter().filter_map(|unit| unit.head).collect();
    let mut excluded: Vec<usize> = Vec::new();
    for _ in 0..dice.between(1, 3) {
        let party = if dice.chance(40) {
            *dice.pick(&heads)
        } else {
            dice.below(plain.parties.len())
        };
        if !excluded.contains(&party) {
            excluded.push(party);
        }
    }
    excluded
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
    let mut meanings = vec![
        Some(Meaning::Channel),
        Some(Meaning::Tongue),
        Some(Meaning::Area),
        None,
    ];
    dice.shuffle(&mut meanings);
    meanings.truncate(count);
    meanings
        .into_iter()
        .map(|meaning| dimension(dice, meaning))
        .collect()
}

fn dimension(dice: &mut Dice, meaning: Option<Meaning>) -> Dimension {
    let kind = match meaning {
        Some(Meaning::Tongue) => *dice.pick(&[Kind::Closed, Kind::Hierarchical, Kind::Open]),
        Some(Meaning::Area) => *dice.pick(&[Kind::Closed, Kind::Hierarchical, Kind::Hierarchical]),
        _ => *dice.pick(&[Kind::Closed, Kind::Ordered, Kind::Hierarchical, Kind::Open]),
    };
    let speaks = meaning == Some(Meaning::Tongue);
    let mut values: Vec<String> = match kind {
        Kind::Closed if speaks => strings(&["en", "en-gb", "ro"]),
        Kind::Hierarchical if speaks => strings(&["en", "en-gb", "en-us", "en-gb-oxendict"]),
        Kind::Open if speaks => strings(&["en", "pt"]),
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
    let prefixes = match kind {
        Kind::Open if speaks => strings(&["en-", "pt-"]),
        Kind::Open => dice.some(&strings(&["ac", "acme-", "B"])),
        _ => Vec::new(),
    };
    let mut patterns = Vec::new();
    if cfg!(feature = "regex") && kind == Kind::Open && dice.chance(60) {
        patterns = dice.some(&strings(&PATTERNS));
        patterns.truncate(2);
    }
    let default = dice.chance(20).then(|| dice.pick(&values).clone());
    Dimension {
        kind,
        meaning,
        values,
        parents,
        prefixes,
        patterns,
        default,
    }
}

/// The first two are people.
fn parties(dice: &mut Dice, plain: &Plain) -> Vec<Party> {
    let sort = |dice: &mut Dice, index| match index {
        0 | 1 => Sort::Person,
        _ => *dice.pick(&[
            Sort::Person,
            Sort::Person,
            Sort::Position,
            Sort::Position,
            Sort::Team,
            Sort::Touchpoint,
        ]),
    };
    let sorts: Vec<Sort> = (0..dice.between(3, 9))
        .map(|index| sort(dice, index))
        .collect();
    let of = |wanted: &[Sort]| {
        let all = sorts.iter().enumerate();
        let found = all.filter(|(_, sort)| wanted.contains(sort));
        found.map(|(index, _)| index).collect::<Vec<usize>>()
    };
    let people = of(&[Sort::Person]);
    let staff = of(&[Sort::Person, Sort::Position, Sort::Team]);
    let listed = |dice: &mut Dice, meaning| {
        let mut dimensions = plain.dimensions.iter();
        let dimension = dimensions.find(|dimension| dimension.meaning == Some(meaning));
        match dimension {
            Some(dimension) if dice.chance(60) => dice.some(&dimension.values),
            _ => Vec::new(),
        }
    };
    sorts
        .iter()
        .map(|&sort| {
            let holder = (sort == Sort::Position && dice.chance(60)).then(|| *dice.pick(&people));
            let mut deputies = Vec::new();
            if sort == Sort::Position && dice.chance(60) {
                deputies = self::deputies(dice, &people, holder);
            }
            Party {
                sort,
                home: None,
                call: *dice.pick(&[Call::Key, Call::Key, Call::Formerly, Call::Foreign]),
                name: *dice.pick(&Seen::ALL),
                points: (0..dice.between(0, 3))
                    .map(|_| *dice.pick(&Seen::ALL))
                    .collect(),
                holder,
                deputies,
                staff: (sort == Sort::Touchpoint && dice.chance(70)).then(|| *dice.pick(&staff)),
                tongues: listed(dice, Meaning::Tongue),
                areas: listed(dice, Meaning::Area),
                crafts: if dice.chance(50) {
                    dice.some(&strings(&["forge", "weave"]))
                } else {
                    Vec::new()
                },
            }
        })
        .collect()
}

/// Some people in any order, without the one who comes first anyway.
fn deputies(dice: &mut Dice, people: &[usize], but: Option<usize>) -> Vec<usize> {
    let mut deputies = dice.some(people);
    dice.shuffle(&mut deputies);
    deputies.retain(|person| Some(*person) != but);
    deputies
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
                formerly: Vec::new(),
                nature: dice.chance(50).then(|| {
                    *dice.pick(&["question", "complaint", "feedback", "feedback", "incident"])
                }),
                crafts: if dice.chance(50) {
                    dice.some(&strings(&["forge", "weave"]))
                } else {
                    Vec::new()
                },
            });
        }
    }
    // An alias may stand below a topic, and below another alias; it is no prefix of a declared topic.
    for alias in ["x", "x/y", "a/x", "y"] {
        if !subjects.is_empty() && dice.chance(25) {
            let subject = dice.below(subjects.len());
            let is_former = dice.chance(30);
            let subject = &mut subjects[subject];
            let paths = if is_former {
                &mut subject.formerly
            } else {
                &mut subject.aliases
            };
            paths.push(alias.to_owned());
        }
    }
    subjects
}

fn rosters(dice: &mut Dice, plain: &Plain, units: usize) -> Vec<Roster> {
    if plain.dimensions.is_empty() {
        return Vec::new();
    }
    let parties = plain.parties.len();
    (0..*dice.pick(&[0, 1, 1, 2]))
        .map(|_| {
            let dimension = dice.below(plain.dimensions.len());
            let values = dice.some(&plain.dimensions[dimension].values);
            let rows = values
                .into_iter()
                .map(|value| (value, row(dice, plain, units)))
                .collect();
            Roster {
                dimension,
                default: party_or_unit(dice, parties, units),
                rows,
            }
        })
        .collect()
}

fn row(dice: &mut Dice, plain: &Plain, units: usize) -> Row {
    let people = people(plain);
    let holder = dice
        .chance(70)
        .then(|| party_or_unit(dice, plain.parties.len(), units));
    let but = match holder {
        Some(To::Party(party)) => Some(party),
        _ => None,
    };
    let mut deputies = Vec::new();
    if holder.is_none() || dice.chance(40) {
        deputies = self::deputies(dice, &people, but);
    }
    Row { holder, deputies }
}

fn party_or_unit(dice: &mut Dice, parties: usize, units: usize) -> To {
    if dice.chance(60) {
        To::Party(dice.below(parties))
    } else {
        To::Unit(dice.below(units))
    }
}

fn shorthand(dice: &mut Dice, plain: &Plain) -> Vec<Clause> {
    let mut boxes = Vec::new();
    let count = *dice.pick(&[1, 1, 2]);
    while boxes.len() < count {
        let clause = clause(dice, plain, 55);
        if !clause.is_empty() {
            boxes.push(clause);
        }
    }
    boxes
}

fn memo(dice: &mut Dice, shape: Shape, plain: &Plain, index: usize) -> Memo {
    let mut memo = Memo {
        key: (index > 0 || dice.chance(50)).then(|| format!("memo-{index}")),
        pattern: pattern(dice, shape),
        exact: dice.chance(20),
        clauses: vec![clause(dice, plain, 40)],
        consulted: standing(dice, plain, plain.units.len()),
        informed: standing(dice, plain, plain.units.len()),
    };
    if dice.chance(20) {
        memo.clauses.push(clause(dice, plain, 60));
    }
    if memo.consulted.is_empty() && memo.informed.is_empty() {
        memo.informed
            .push(To::Party(dice.below(plain.parties.len())));
    }
    memo
}

fn units(dice: &mut Dice, shape: Shape, plain: &Plain, count: usize) -> Vec<Unit> {
    let heads = people_and_positions(plain);
    let is_held = |party: &usize| {
        let party = &plain.parties[*party];
        party.sort == Sort::Person || party.holder.is_some()
    };
    let held: Vec<usize> = heads.iter().copied().filter(is_held).collect();
    // Functional escalation goes up a random ranking, so it has no cycle.
    let mut ranking: Vec<usize> = (0..count).collect();
    dice.shuffle(&mut ranking);
    let mut units: Vec<Unit> = Vec::new();
    for index in 0..count {
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
        let below_outside = parent.is_some_and(|parent| units[parent].outside);
        let outside = below_outside || (index > 0 && dice.chance(12));
        let vacant = dice.chance(if shape == Shape::Deep { 50 } else { 25 });
        let head = match parent {
            None => Some(*dice.pick(&held)),
            Some(_) if outside && !below_outside => Some(*dice.pick(&heads)),
            Some(_) => (!vacant).then(|| *dice.pick(&heads)),
        };
        units.push(Unit {
            parent,
            head,
            outside,
            sovereign: !outside && dice.chance(20),
            members: (0..plain.parties.len())
                .filter(|_| dice.chance(15))
                .collect(),
            desks: desks(dice, plain),
            escalates: (!above.is_empty() && dice.chance(30)).then(|| *dice.pick(&above)),
            target: dice.chance(35).then(|| *dice.pick(&[0, 5, 15, 45])),
            consulted: standing(dice, plain, count),
            informed: standing(dice, plain, count),
        });
    }
    units
}

/// Desks of which one is always best.
fn desks(dice: &mut Dice, plain: &Plain) -> Vec<Counter> {
    let mut desks = Vec::new();
    let wanted = *dice.pick(&[0, 0, 1, 1, 2, 3, 4]);
    for _ in 0..wanted {
        desks.push(counter(dice, plain, wanted));
        if Oracle::desks_tie(plain, &desks) {
            desks.pop();
        }
    }
    desks
}

/// A desk; of several most serve by what their contacts are good for.
pub fn counter(dice: &mut Dice, plain: &Plain, several: usize) -> Counter {
    let clause = if dice.chance(30) {
        Vec::new()
    } else {
        clause(dice, plain, 50)
    };
    let who = if !plain.rosters.is_empty() && dice.chance(20) {
        To::Roster(dice.below(plain.rosters.len()))
    } else {
        To::Party(dice.below(plain.parties.len()))
    };
    let serves = matches!(who, To::Party(_)) && dice.chance(if several > 1 { 60 } else { 30 });
    Counter {
        who,
        clause,
        serves,
        span: Span::default(),
    }
}

fn standing(dice: &mut Dice, plain: &Plain, units: usize) -> Vec<To> {
    let mut list: Vec<To> = Vec::new();
    for _ in 0..*dice.pick(&[0, 0, 0, 1, 2]) {
        let to = anybody(dice, plain, units);
        if !list.contains(&to) {
            list.push(to);
        }
    }
    list
}

/// A party, a unit or a roster.
fn anybody(dice: &mut Dice, plain: &Plain, units: usize) -> To {
    if !plain.rosters.is_empty() && dice.chance(20) {
        To::Roster(dice.below(plain.rosters.len()))
    } else {
        party_or_unit(dice, plain.parties.len(), units)
    }
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
        let next = match dice.below(9) {
            0 => To::First,
            1 => To::Owner,
            2 => To::Functional,
            3 => To::Head,
            4 | 5 => To::Deputies,
            _ => anybody(dice, plain, plain.units.len()),
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
        named: Vec::new(),
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
        let everything = sets_of(plain, &Vec::new());
        let mut boxes = product(plain, &rule.clauses, &rule.named).into_iter();
        let says_nothing = boxes.all(|clause| sets_of(plain, &clause) == everything);
        rule.exact |= rule.pattern.is_empty() && says_nothing;
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
    let mut named = Vec::new();
    if !plain.shorthands.is_empty() && dice.chance(20) {
        named = dice.some(&(0..plain.shorthands.len()).collect::<Vec<_>>());
        // Every box, with one of each shorthand, is to hold for somebody.
        let boxes = product(plain, &clauses, &named);
        if boxes
            .iter()
            .any(|clause| sets_of(plain, clause).contains(&0))
        {
            named.clear();
        }
    }
    Rule {
        key: None,
        pattern,
        exact: dice.chance(20),
        clauses,
        named,
        precedence: dice.chance(25).then(|| dice.below(3)),
        span: Span::default(),
        owner: match dice.below(10) {
            0..=3 => To::Unit(dice.below(units)),
            4 | 5 => To::Party(*dice.pick(&people)),
            7.. if !plain.rosters.is_empty() => To::Roster(dice.below(plain.rosters.len())),
            _ => To::Party(dice.below(parties)),
        },
        responder: dice.chance(25).then(|| anybody(dice, plain, units)),
        ladder: (!plain.ladders.is_empty() && dice.chance(60))
            .then(|| dice.below(plain.ladders.len())),
        consulted: standing(dice, plain, units),
        informed: standing(dice, plain, units),
        last: dice
            .chance(15)
            .then(|| *dice.pick(&people_and_positions(plain))),
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
        (Kind::Open, 7..=9) if !dimension.patterns.is_empty() => {
            Test::Matches(dice.pick(&dimension.patterns).clone())
        }
        (Kind::Open, 4..=6) => Test::Prefix(dice.pick(&dimension.prefixes).clone()),
        _ => Test::In(dice.some(values)),
    }
}

fn people_and_positions(plain: &Plain) -> Vec<usize> {
    (0..plain.parties.len())
        .filter(|index| matches!(plain.parties[*index].sort, Sort::Person | Sort::Position))
        .collect()
}

fn people(plain: &Plain) -> Vec<usize> {
    (0..plain.parties.len())
        .filter(|index| plain.parties[*index].sort == Sort::Person)
        .collect()
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}
