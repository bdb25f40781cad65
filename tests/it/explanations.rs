//! What `explain` says besides the answer: every candidate with the step on which it lost, every level with its reason.

use std::collections::BTreeMap;

use switchboard::Outcome;

use crate::generate::{settled, small};
use crate::oracle::Oracle;
use crate::plain::Plain;
use crate::properties::{build, cases, for_each, inquiry};

#[test]
fn every_covering_route_is_a_candidate_with_the_step_on_which_it_lost() {
    for_each(cases(60), &|plain| candidates(&with_keys(plain)));
}

#[test]
fn every_level_has_a_reason_and_every_drop_too() {
    for_each(cases(60), &|plain| levels(&with_keys(plain)));
}

#[test]
fn the_text_names_what_the_answer_names() {
    for seed in 0..60 {
        let plain = with_keys(&small(seed));
        let organization = build(&plain.document());
        let oracle = Oracle::new(&plain);
        for ask in oracle.asks().iter().step_by(7) {
            let explanation = organization.explain(&inquiry(&oracle, ask)).unwrap();
            let (text, answer) = (
                explanation.in_confidence().to_string(),
                explanation.answer(),
            );
            for word in [
                answer.topic(),
                answer.owner(),
                answer.route(),
                answer.first_contact(),
                answer.basis().as_str(),
            ] {
                assert!(text.contains(word), "no `{word}` in\n{text}");
            }
            for level in answer.chain() {
                assert!(
                    text.contains(level.contact()),
                    "no `{}` in\n{text}",
                    level.contact()
                );
            }
            assert!(
                explanation
                    .candidates()
                    .iter()
                    .all(|candidate| text.contains(candidate.route())),
                "{text}"
            );
        }
    }
}

fn with_keys(plain: &Plain) -> Plain {
    let mut plain = settled(plain.clone());
    for (index, rule) in plain.rules.iter_mut().enumerate() {
        rule.key = Some(format!("rule-{index}"));
    }
    plain
}

fn candidates(plain: &Plain) {
    let organization = build(&plain.document());
    let oracle = Oracle::new(plain);
    for ask in oracle.asks() {
        let inquiry = inquiry(&oracle, &ask);
        let explanation = organization.explain(&inquiry).unwrap();
        let mut told: BTreeMap<&str, &Outcome> = BTreeMap::new();
        for candidate in explanation.candidates() {
            assert!(
                told.insert(candidate.route(), candidate.outcome())
                    .is_none(),
                "twice: {candidate:?}"
            );
        }
        let winner = oracle.winner(&ask);
        for index in 0..plain.rules.len() {
            let key = format!("rule-{index}");
            let outcome = told.remove(key.as_str());
            match (
                oracle.covers(index, &ask.path),
                oracle.is_candidate(index, &ask),
                outcome,
            ) {
                (false, _, None) => {}
                (true, true, Some(Outcome::Won)) => assert_eq!(index, winner),
                (true, true, Some(Outcome::Lost { to, rule, reason })) => {
                    assert_eq!(**to, format!("rule-{winner}"), "{inquiry:?}");
                    assert!(!reason.is_empty());
                    // Which of several boxes to speak of is a matter of taste.
                    if plain.rules[index].clauses.len() == 1
                        && plain.rules[winner].clauses.len() == 1
                    {
                        assert_eq!(
                            &**rule,
                            oracle.step(winner, index),
                            "{key} against {to} on {inquiry:?}"
                        );
                    }
                }
                (
                    true,
                    false,
                    Some(Outcome::Failed {
                        attribute,
                        constraint,
                        found,
                    }),
                ) => {
                    assert!(
                        !attribute.is_empty() && !constraint.is_empty() && !found.is_empty(),
                        "{outcome:?}"
                    );
                    if plain.rules[index].clauses.len() == 1 {
                        let failing = oracle.first_failing(index, &ask);
                        assert_eq!(
                            **attribute,
                            crate::plain::dimension_name(failing),
                            "{key} on {inquiry:?}"
                        );
                    }
                }
                (covers, holds, outcome) => {
                    panic!("{key}: covers {covers}, holds {holds}, {outcome:?} on {inquiry:?}")
                }
            }
        }
        assert!(told.is_empty(), "{told:?}");
    }
}

fn levels(plain: &Plain) {
    let organization = build(&plain.document());
    let oracle = Oracle::new(plain);
    for ask in oracle.asks() {
        let explanation = organization.explain(&inquiry(&oracle, &ask)).unwrap();
        assert!(
            !explanation.owner_reason().is_empty()
                && !explanation.first_contact_reason().is_empty()
        );
        let mut levels = explanation.answer().chain().iter();
        for trace in explanation.chain() {
            assert!(!trace.reason().is_empty(), "{trace:?}");
            match (trace.level(), trace.dropped()) {
                (Some(number), None) => {
                    let level = levels.next().expect("a level of the answer");
                    assert_eq!(
                        (number, trace.contact()),
                        (level.level(), Some(level.contact()))
                    );
                }
                (None, Some(why)) => assert!(!why.is_empty()),
                _ => panic!("{trace:?}"),
            }
        }
        assert!(levels.next().is_none(), "{explanation}");
    }
}
