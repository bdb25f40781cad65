//! Ambiguity is found exactly (W3): in every organization in which two candidates, or two desks, tie for some inquiry, and
//! in no other.

use std::collections::BTreeSet;

use switchboard::{Inquiry, Problem, ProblemKind};

use crate::generate::{self, Dice, bring_home, counter, small};
use crate::oracle::{Ask, Oracle, crafts_needed};
use crate::plain::{Counter, Plain, dimension_name};
use crate::properties::{cases, for_each, for_each_of, settled_organizations};
use crate::spans::{Span, hour, timed};

#[test]
fn ambiguity_is_reported_exactly_where_two_candidates_tie() {
    for_each(cases(400), &ambiguity);
}

#[test]
#[ignore = "5,000 organizations take a minute"]
fn ambiguity_is_reported_exactly_where_two_candidates_tie_in_5000_organizations() {
    for_each(cases(5_000), &ambiguity);
}

#[test]
fn ambiguity_is_reported_exactly_where_two_desks_tie() {
    for_each(cases(150), &settled_organizations(ambiguity_of_desks));
}

#[test]
#[ignore = "5,000 organizations take a minute"]
fn ambiguity_is_reported_exactly_where_two_desks_tie_in_5000_organizations() {
    for_each(cases(5_000), &settled_organizations(ambiguity_of_desks));
}

#[test]
fn ambiguity_is_reported_exactly_where_two_candidates_tie_at_an_instant() {
    for_each_of(cases(300), at_times, &ambiguity);
}

#[test]
#[ignore = "5,000 organizations take minutes"]
fn ambiguity_is_reported_exactly_where_two_candidates_tie_at_an_instant_in_5000_organizations() {
    for_each_of(cases(5_000), at_times, &ambiguity);
}

#[test]
fn ambiguity_is_reported_exactly_where_two_desks_tie_at_an_instant() {
    let plain = |seed| generate::settled(at_times(seed));
    for_each_of(cases(100), plain, &ambiguity_of_desks);
}

#[test]
#[ignore = "5,000 organizations take minutes"]
fn ambiguity_is_reported_exactly_where_two_desks_tie_at_an_instant_in_5000_organizations() {
    let plain = |seed| generate::settled(at_times(seed));
    for_each_of(cases(5_000), plain, &ambiguity_of_desks);
}

fn at_times(seed: u64) -> Plain {
    timed(small(seed), seed)
}

/// Times make ties that there would not be without them, and settle others.
#[test]
fn times_settle_ties_and_make_them() {
    let (mut made, mut settled) = (0, 0);
    for seed in 0..60 {
        let without: BTreeSet<(usize, usize)> =
            Oracle::new(&small(seed)).ties().into_keys().collect();
        let ties = Oracle::new(&at_times(seed)).ties();
        let with: BTreeSet<(usize, usize)> = ties.into_keys().collect();
        made += with.difference(&without).count();
        settled += without.difference(&with).count();
    }
    assert!(made > 5 && settled > 20, "{made} made, {settled} settled");
}

fn ambiguity(plain: &Plain) {
    let oracle = Oracle::new(plain);
    let mut ties: BTreeSet<(usize, usize)> = oracle.ties().into_keys().collect();
    let Err(error) = plain.document().build() else {
        assert!(ties.is_empty(), "built, but these tie: {ties:?}");
        return;
    };
    for problem in error.problems() {
        assert_eq!(problem.kind(), ProblemKind::AmbiguousRoutes, "{problem}");
        let (first, second) = pair(problem).expect("two routes");
        let witness = problem.witness().expect("a witness");
        let tied = oracle.unbeaten(&asked(&oracle, witness));
        assert!(
            tied.contains(&first) && tied.contains(&second),
            "not ambiguous: {witness:?}, {problem}"
        );
        ties.remove(&(first, second));
    }
    assert!(ties.is_empty(), "not reported: {ties:?}\n{error}");
}

/// With desks in the first unit that nobody has told apart.
fn ambiguity_of_desks(plain: &Plain) {
    let mut plain = plain.clone();
    let mut dice = Dice::new(plain.rules.len() as u64 ^ plain.parties.len() as u64);
    for _ in 0..3 {
        let several = dice.between(2, 4);
        let openings = plain.openings.clone();
        let desks = (0..several).map(|_| {
            let desk = counter(&mut dice, &plain, several);
            let is_timed = !openings.is_empty() && dice.chance(65);
            let span = is_timed.then(|| Span::at_some_hour(&mut dice, &openings));
            Counter {
                span: span.unwrap_or_default(),
                ..desk
            }
        });
        plain.units[0].desks = desks.collect();
        bring_home(&mut plain);
        let mut ties = Oracle::tied_desks(&plain, &plain.units[0].desks);
        let Err(error) = plain.document().build() else {
            assert!(ties.is_empty(), "built, but these tie: {ties:?}");
            continue;
        };
        for problem in error.problems() {
            assert_eq!(problem.kind(), ProblemKind::AmbiguousDesks, "{problem}");
            let index = |path: &str| {
                let path = path.strip_prefix("departments.unit-0.desks[")?;
                path.split(']').next()?.parse().ok()
            };
            let related = problem.related().and_then(|path| index(&path));
            let pair = related.zip(index(&problem.path())).expect("two desks");
            assert!(ties.remove(&pair), "not ambiguous: {problem}");
            // The witness is an inquiry for which they tie.
            let oracle = Oracle::new(&plain);
            let ask = asked(&oracle, problem.witness().expect("a witness"));
            let crafts = crafts_needed(&plain, &ask.path);
            let best = oracle.best_desks(0, &ask, &crafts, |_| true);
            let best: Vec<usize> = best.iter().map(|standing| standing.desk).collect();
            assert!(
                best.contains(&pair.0) && best.contains(&pair.1),
                "{best:?} for the witness of {problem}"
            );
        }
        assert!(ties.is_empty(), "not reported: {ties:?}\n{error}");
    }
}

/// The two routes that a problem of ambiguity names.
pub fn pair(problem: &Problem) -> Option<(usize, usize)> {
    let index = |path: &str| {
        path.strip_prefix("routes[")?
            .split(']')
            .next()?
            .parse()
            .ok()
    };
    Some((index(&problem.related()?)?, index(&problem.path())?))
}

/// The oracle's reading of any inquiry: a value is one of its samples, or as good as one.
pub fn asked(oracle: &Oracle<'_>, inquiry: &Inquiry) -> Ask {
    let value = |dimension: usize| {
        let given = inquiry
            .attributes()
            .find(|(name, _)| *name == dimension_name(dimension));
        oracle.sample_like(dimension, given.map(|(_, value)| value))
    };
    Ask {
        text: inquiry.topic().to_owned(),
        path: oracle.path(inquiry.topic()),
        values: (0..oracle.samples.len()).map(value).collect(),
        excluded: Vec::new(),
        hour: inquiry.instant().map(hour),
    }
}
