use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::attribute::Fault;
use crate::id::Id;

/// The sets of expressions with the value that stands for each, in order.
fn witnesses(
    prefixes: &[&str],
    patterns: &[&str],
    literals: &[&str],
) -> Vec<(Vec<u32>, Option<String>)> {
    let automaton = compiled(prefixes, patterns);
    let witnesses = automaton.witnesses(literals.iter().copied());
    let sets = automaton.sets().iter().zip(witnesses.iter());
    sets.map(|(set, witness)| (set.to_vec(), witness.as_ref().map(ToString::to_string)))
        .collect()
}

fn compiled(prefixes: &[&str], patterns: &[&str]) -> Automaton {
    let (prefixes, patterns) = (prefixes.iter().copied(), patterns.iter().copied());
    Automaton::new(prefixes, patterns, 4_000_000)
        .expect("expressions of which an automaton is made")
}

#[test]
fn a2_witnesses_are_short_plain_and_named_by_nobody() {
    type Row<'r> = (
        &'r [&'r str],
        &'r [&'r str],
        &'r [&'r str],
        &'r [(&'r [u32], Option<&'r str>)],
    );
    let rows: &[Row<'_>] = &[
        (
            &[],
            &["gold-[0-9]+"],
            &[],
            &[(&[], Some("a")), (&[0], Some("gold-0"))],
        ),
        (
            &[],
            &["gold-[0-9]+"],
            &["a", "gold-0"],
            &[(&[], Some("g")), (&[0], Some("gold-1"))],
        ),
        (
            &["gold-"],
            &["gold-[0-9]+"],
            &[],
            &[
                (&[], Some("a")),
                (&[0], Some("gold-")),
                (&[0, 1], Some("gold-0")),
            ],
        ),
        (
            &["gold-"],
            &["gold-[0-9]+"],
            &["gold-"],
            &[
                (&[], Some("g")),
                (&[0], Some("gold-a")),
                (&[0, 1], Some("gold-0")),
            ],
        ),
        (&[], &["abc"], &["abc"], &[(&[], Some("a")), (&[0], None)]),
        (
            &[],
            &["[ab]", "[bc]"],
            &["b"],
            &[
                (&[], Some("d")),
                (&[0], Some("a")),
                (&[0, 1], None),
                (&[1], Some("c")),
            ],
        ),
        (
            &[],
            &["(?s).*"],
            &["", "a", "b"],
            &[(&[], None), (&[0], Some("c"))],
        ),
        (&[], &["(?s).+"], &[], &[(&[], Some("")), (&[0], Some("a"))]),
        (&[], &["(?s).+"], &[""], &[(&[], None), (&[0], Some("a"))]),
        (
            &[],
            &["[^ -~]"],
            &[],
            &[(&[], Some("a")), (&[0], Some("\u{c0}"))],
        ),
        (
            &[],
            &["\\x00+"],
            &["\0"],
            &[(&[], Some("a")), (&[0], Some("\0\0"))],
        ),
        (
            &[],
            &["\\pL \\pL"],
            &[],
            &[(&[], Some("a")), (&[0], Some("a a"))],
        ),
        (&[], &["x(?-u:\\b)y"], &[], &[(&[], Some("a"))]),
        (&[], &["[^\\s\\S]"], &[], &[(&[], Some("a"))]),
    ];
    for (prefixes, patterns, literals, expected) in rows {
        let expected: Vec<(Vec<u32>, Option<String>)> = expected
            .iter()
            .map(|(set, witness)| (set.to_vec(), witness.map(ToString::to_string)))
            .collect();
        let found = witnesses(prefixes, patterns, literals);
        assert_eq!(found, expected, "{prefixes:?} {patterns:?} {literals:?}");
    }
}

#[test]
fn a2_a_class_has_values_of_at_most_1024_bytes() {
    let longest = witnesses(&[], &["(?:ab){512}"], &[]);
    assert_eq!(longest[1], (vec![0], Some("ab".repeat(512))));
    assert_eq!(witnesses(&[], &["(?:ab){512}c"], &[])[1], (vec![0], None));
    let wide = witnesses(&[], &["é{512}"], &[]);
    assert_eq!(wide[1], (vec![0], Some("é".repeat(512))));
    assert_eq!(witnesses(&[], &["é{513}"], &[])[1], (vec![0], None));
}

#[test]
fn a2_the_one_value_that_is_no_literal_is_found() {
    let digits: Vec<String> = (0..1_000)
        .map(|number| alloc::format!("{number:03}"))
        .collect();
    for left_out in ["000", "417", "999"] {
        let others = digits.iter().map(String::as_str);
        let others: Vec<&str> = others.filter(|digits| *digits != left_out).collect();
        let found = witnesses(&[], &["[0-9]{3}"], &others);
        assert_eq!(found[1], (vec![0], Some(left_out.into())));
    }
    let all: Vec<&str> = digits.iter().map(String::as_str).collect();
    assert_eq!(witnesses(&[], &["[0-9]{3}"], &all)[1], (vec![0], None));
}

#[test]
fn what_is_no_pattern_is_told_with_its_place() {
    let fault = |pattern| Automaton::new([], [pattern], 4_000_000).expect_err("no pattern");
    for (pattern, what, character) in [
        ("é[0-9", "unclosed character class", 2),
        ("a(b", "unclosed group", 2),
        (
            "a{2,1}",
            "invalid repetition count range, the start must be <= the end",
            2,
        ),
        ("*a", "repetition operator missing expression", 1),
        ("é\\y", "unrecognized escape sequence", 2),
        ("(?-u)\\xFF", "pattern can match invalid UTF-8", 6),
    ] {
        let what = what.into();
        assert_eq!(fault(pattern), Fault::Malformed { what, character });
    }
    assert_eq!(fault("\\bx"), Fault::WordBoundary);
    for large in ["((((a{99}){99}){99}){99})", ".*[ab].{20}", "\\w{200}"] {
        assert_eq!(fault(large), Fault::TooLarge);
    }
}

/// Regular expressions over a few characters, with all that automata treat in ways of their own.
fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => prop_oneof![Just("a"), Just("b"), Just("é"), Just("-"), Just("ab")],
        3 => prop_oneof![Just("[ab]"), Just("[^a]"), Just("."), Just("(?s:.)"), Just("(?i:B)"), Just("\\w"), Just("(?-u:\\w)")],
        1 => prop_oneof![Just("^"), Just("$"), Just("(?-u:\\b)"), Just("(?m:$)"), Just("")],
    ];
    leaf.prop_map(String::from)
        .prop_recursive(3, 12, 3, |inner| {
            let one = inner.clone();
            let repeated = (
                one,
                prop_oneof![Just("*"), Just("+"), Just("?"), Just("{2}"), Just("*?")],
            );
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                (inner.clone(), inner).prop_map(|(one, other)| alloc::format!("(?:{one}|{other})")),
                repeated.prop_map(|(one, times)| alloc::format!("(?:{one}){times}")),
            ]
        })
}

/// All values of at most four of five characters.
fn values() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut longest = all.clone();
    for _ in 0..4 {
        let longer = longest.iter().flat_map(|value| {
            let next = ["a", "b", "é", "-", "\n"];
            next.map(|character| [value, character].concat())
        });
        longest = longer.collect();
        all.extend_from_slice(&longest);
    }
    all
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn a2_values_of_one_class_match_the_same(
        patterns in proptest::collection::btree_set(pattern(), 1..4),
        prefixes in proptest::collection::btree_set("[ab-]{1,2}", 0..3),
        which in proptest::collection::vec(any::<proptest::sample::Index>(), 0..30),
    ) {
        let all = values();
        let literals: BTreeSet<&str> = which.iter().map(|at| at.get(&all).as_str()).collect();
        let texts = |texts: &BTreeSet<String>| texts.iter().map(|text| text.as_str().into()).collect();
        let (boxed_prefixes, boxed_patterns) = (texts(&prefixes), texts(&patterns));
        let boxed_literals = literals.iter().map(|literal| Box::from(*literal)).collect();
        let automaton = compiled(
            &prefixes.iter().map(String::as_str).collect::<Vec<_>>(),
            &patterns.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        let mut made: Vec<(MatchSetId, Box<str>)> = Vec::new();
        let partition = Partition::new(automaton, &boxed_prefixes, &boxed_patterns, &boxed_literals, |set, witness| {
            made.push((set, witness));
            ClassId::from_index(made.len())
        });
        let judges: Vec<regex::Regex> = patterns.iter().map(|pattern| {
            regex::Regex::new(&alloc::format!(r"\A(?:{pattern})\z")).expect("the same syntax")
        }).collect();
        let matching = |value: &str| -> Vec<u32> {
            let by_prefix = prefixes.iter().map(|prefix| value.starts_with(prefix.as_str()));
            let by_pattern = judges.iter().map(|judge| judge.is_match(value));
            (0..).zip(by_prefix.chain(by_pattern)).filter(|(_, is)| *is).map(|(number, _)| number).collect()
        };
        for (index, (set, witness)) in made.iter().enumerate() {
            prop_assert_eq!(&*partition.automaton.sets()[*set], matching(witness));
            prop_assert_eq!(partition.class(witness), ClassId::from_index(index + 1));
            prop_assert!(!literals.contains(&**witness));
        }
        for value in &all {
            let set = partition.automaton.matching(value);
            prop_assert_eq!(&*partition.automaton.sets()[set], matching(value), "{:?}", value);
            if !literals.contains(value.as_str()) {
                let (own, _) = &made[partition.class(value).index() - 1];
                prop_assert_eq!(*own, set);
            }
        }
    }
}
