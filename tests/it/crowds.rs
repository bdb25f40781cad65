//! Hundreds of routes on one topic, and vocabularies of more values than a machine word has bits: what small organizations
//! cannot show. Inquiries are drawn, not enumerated.

use switchboard::{Problem, ProblemKind};

use crate::expected::expected;
use crate::generate::{Dice, bring_home, rule, small};
use crate::oracle::{Ask, Oracle};
use crate::plain::{Clause, Constraint, Dimension, Kind, Plain, Test, To};
use crate::properties::{agree_on, build, cases};
use crate::ties::{asked, pair};

const PATTERNS: [&[&str]; 6] = [&["a"], &["a"], &["a"], &["a", "b"], &["*"], &["a", "*"]];
const TOPICS: [&str; 6] = ["a", "a/b", "a/q", "b", "a/b/c", "q/q"];

#[test]
fn hundreds_of_routes_on_a_topic_are_told_apart() {
    for seed in 0..cases(4) {
        let mut dice = Dice::new(seed);
        let plain = built(crowd(&mut dice));
        let oracle = Oracle::new(&plain);
        let organization = build(&plain.document());
        let router = organization.compile();
        let mut winners = std::collections::BTreeSet::new();
        for _ in 0..400 {
            let ask = draw(&mut dice, &oracle);
            // What the library did not call ambiguous is not.
            let winner = oracle.winner(&ask);
            winners.insert(winner);
            agree_on(
                &plain,
                &organization,
                &router,
                &oracle,
                &ask,
                &expected(&oracle, &ask, winner),
            );
        }
        assert!(
            plain.rules.len() > 70 && winners.len() > 20,
            "{} routes, {} win",
            plain.rules.len(),
            winners.len()
        );
    }
}

/// Each value by its number: an account, a severity, a store.
fn crowd(dice: &mut Dice) -> Plain {
    let values = |name: &str, count: usize| {
        (0..count)
            .map(|index| format!("{name}-{index:03}"))
            .collect::<Vec<_>>()
    };
    let dimension = |kind, values: Vec<String>, prefixes: &[&str]| Dimension {
        kind,
        meaning: None,
        parents: vec![None; values.len()],
        prefixes: prefixes.iter().map(|&prefix| prefix.to_owned()).collect(),
        patterns: Vec::new(),
        values,
        default: None,
    };
    // On both sides of a machine word.
    let severities = *dice.pick(&[12, 40, 62, 63, 64, 65]);
    let stores = *dice.pick(&[40, 63, 64, 100]);
    let mut plain = small(dice.next());
    plain.dimensions = vec![
        dimension(
            Kind::Open,
            values("account", 90),
            &["account-", "account-00", "account-01"],
        ),
        dimension(Kind::Ordered, values("severity", severities), &[]),
        dimension(Kind::Closed, values("store", stores), &[]),
    ];
    for unit in &mut plain.units {
        unit.desks.clear();
    }
    for rung in plain
        .ladders
        .iter_mut()
        .flat_map(|ladder| &mut ladder.rungs)
    {
        rung.floor = None;
    }
    for (index, roster) in plain.rosters.iter_mut().enumerate() {
        roster.dimension = 0;
        for (number, (value, _)) in roster.rows.iter_mut().enumerate() {
            *value = format!("account-{:03}", 7 * index + number);
        }
    }
    for party in &mut plain.parties {
        party.areas.clear();
    }
    for memo in &mut plain.memos {
        memo.clauses = vec![Vec::new()];
    }
    plain.shorthands.clear();
    plain.subjects.clear();
    plain.rules.truncate(1);
    for index in 0..dice.between(200, 300) {
        let pattern = dice.pick(&PATTERNS);
        let clauses = (0..*dice.pick(&[1, 1, 1, 2, 3]))
            .map(|_| clause(dice, &plain))
            .collect();
        let pattern = pattern.iter().map(|&segment| segment.to_owned()).collect();
        let mut rule = rule(dice, &plain, pattern, clauses);
        rule.exact = dice.chance(10);
        // One that takes much and comes first would leave nothing to the others.
        let is_narrow = |clause: &Clause| matches!(clause.first(), Some((0, one)) if matches!(one.tests[..], [Test::In(_)]));
        rule.precedence = rule
            .precedence
            .filter(|_| rule.clauses.iter().all(is_narrow));
        // Each table is a route for every row: a few go a long way in a crowd.
        if index >= 20 {
            rule.owner = To::Unit(0);
            rule.responder = None;
        }
        rule.key = Some(format!("rule-{index}"));
        plain.rules.push(rule);
    }
    bring_home(&mut plain);
    plain
}

fn clause(dice: &mut Dice, plain: &Plain) -> Clause {
    let mut clause = Vec::new();
    for (index, dimension) in plain.dimensions.iter().enumerate() {
        let tests = match (dimension.kind, dice.below(10)) {
            (_, 0 | 1) => continue,
            (Kind::Open, 2) => Test::Prefix(dice.pick(&dimension.prefixes).clone()),
            (Kind::Ordered, 2..=4) => Test::AtLeast(dice.pick(&dimension.values).clone()),
            (_, 3) if dice.chance(30) => Test::Not(vec![dice.pick(&dimension.values).clone()]),
            (_, 4) if dice.chance(30) => Test::Present,
            _ => Test::In(
                (0..dice.between(1, 2))
                    .map(|_| dice.pick(&dimension.values).clone())
                    .collect(),
            ),
        };
        let or_absent = dice.chance(10);
        clause.push((
            index,
            Constraint {
                tests: vec![tests],
                or_absent,
            },
        ));
    }
    clause
}

/// Without the routes that the library calls ambiguous, and not so many that telling them apart is too much work.
fn built(mut plain: Plain) -> Plain {
    while let Err(error) = plain.document().build() {
        let is_too_much = |problem: &Problem| problem.kind() == ProblemKind::TooMuchWork;
        if error.problems().iter().any(is_too_much) {
            plain.rules.truncate(plain.rules.len() * 9 / 10);
            continue;
        }
        let others = error
            .problems()
            .iter()
            .find(|problem| pair(problem).is_none());
        assert!(others.is_none(), "{others:?}");
        let oracle = Oracle::new(&plain);
        let problems = error.problems().iter();
        let pairs: Vec<_> = problems
            .filter_map(|problem| Some((pair(problem)?, problem)))
            .collect();
        assert!(!pairs.is_empty(), "{error}");
        for ((first, second), problem) in pairs.iter().step_by(10) {
            let tied = oracle.unbeaten(&asked(&oracle, problem.witness().expect("a witness")));
            assert!(
                tied.contains(first) && tied.contains(second),
                "not ambiguous: {problem}"
            );
        }
        let mut ambiguous: Vec<usize> = pairs.iter().map(|((_, second), _)| *second).collect();
        ambiguous.sort_unstable();
        ambiguous.dedup();
        for index in ambiguous.into_iter().rev() {
            plain.rules.remove(index);
        }
    }
    plain
}

/// An inquiry near one of the routes: mostly with the values that it names.
fn draw(dice: &mut Dice, oracle: &Oracle<'_>) -> Ask {
    let text = (*dice.pick(&TOPICS)).to_owned();
    let clause = {
        let rule = dice.pick(&oracle.plain.rules);
        dice.pick(&rule.clauses).clone()
    };
    let named = |dice: &mut Dice, dimension: usize| {
        let constraint = clause
            .iter()
            .find(|(constrained, _)| *constrained == dimension);
        match constraint.map(|(_, constraint)| constraint.tests.as_slice()) {
            Some([Test::In(values)]) if dice.chance(90) => Some(dice.pick(values).clone()),
            Some([Test::AtLeast(value)]) => Some(value.clone()),
            _ => None,
        }
    };
    let values = oracle
        .samples
        .iter()
        .enumerate()
        .map(|(dimension, samples)| match named(dice, dimension) {
            Some(value) => oracle.sample_like(dimension, Some(&value)),
            None => dice.below(samples.len()),
        });
    let values = values.collect();
    Ask {
        path: oracle.path(&text),
        text,
        values,
        excluded: Vec::new(),
        hour: None,
    }
}
