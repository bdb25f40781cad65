//! Random scripts of edits, against the naive implementation; and the edits from any organization to any other.

use proptest::prelude::*;
use serde_json::{Value, json};
use switchboard::{Document, Edit, EditReason, Organization};

use crate::edits::{EVERYTHING, survives_writing, there_and_back};
use crate::generate::{self, Dice};
use crate::naive_edits::Naive;
use crate::timed_edits::timed_edit;

/// A script of a few edits, as JSON: most of them fit, some do not.
fn script(dice: &mut Dice, organization: &Organization) -> Vec<Value> {
    let document = serde_json::to_value(organization.to_document()).unwrap();
    let keys = |section: &str| -> Vec<String> {
        let own = document[section].as_object();
        own.map(|own| own.keys().cloned().collect())
            .unwrap_or_default()
    };
    let contacts = keys("contacts");
    let departments = keys("departments");
    let (policies, topics, attributes) = (keys("policies"), keys("topics"), keys("attributes"));
    let routes: Vec<String> = organization
        .routes()
        .map(|route| route.key().to_owned())
        .collect();
    let mut script = Vec::new();
    for number in 0..dice.between(1, 5) {
        let contact = dice.pick(&contacts).clone();
        let other = dice.pick(&contacts).clone();
        let department = dice.pick(&departments).clone();
        let route = dice.pick(&routes).clone();
        let above = dice.pick(&departments).clone();
        let new = format!("new-{}", dice.below(3));
        script.push(match dice.below(28) {
            0 => json!({ "set": "departments", "key": department, "field": "head", "value": contact }),
            1 => json!({ "unset": "departments", "key": department, "field": "head" }),
            2 => json!({ "add": "departments", "key": department, "field": "members", "value": contact }),
            3 => json!({ "remove": "departments", "key": department, "field": "members", "value": contact }),
            4 => json!({ "set": "departments", "key": department, "field": "parent", "value": above }),
            5 => json!({ "set": "departments", "key": department, "field": "escalates_to", "value": above }),
            6 => json!({ "set": "departments", "key": department, "field": "response_target", "value": "PT7M" }),
            7 => json!({ "set": "contacts", "key": contact, "field": "name", "value": format!("Name {number}") }),
            8 => json!({ "set": "contacts", "key": contact, "field": "department", "value": department }),
            9 => json!({ "unset": "contacts", "key": contact, "field": "department" }),
            10 => json!({ "add": "contacts", "key": new, "value": { "kind": "person", "name": "New" } }),
            11 => json!({ "remove": "contacts", "key": contact }),
            12 => json!({ "add": "departments", "key": new, "value": { "parent": department, "head": contact } }),
            13 => json!({ "remove": "departments", "key": department }),
            14 => json!({ "add": "routes", "key": new, "value": { "topic": format!("new/{number}"), "owner": { "department": department } } }),
            15 => json!({ "remove": "routes", "key": route }),
            16 => json!({ "set": "routes", "key": route, "field": "owner", "value": { "contact": contact } }),
            17 => json!({ "rename": "contacts", "key": contact, "to": format!("renamed-{number}") }),
            18 => json!({ "rename": "departments", "key": department, "to": format!("renamed-{number}") }),
            19 => json!({ "rename": "routes", "key": route, "to": format!("renamed-{number}") }),
            20 if !policies.is_empty() => match dice.below(3) {
                0 => json!({ "remove": "policies", "key": policies[0] }),
                1 => json!({ "rename": "policies", "key": policies[0], "to": "renamed-policy" }),
                _ => json!({ "set": "routes", "key": route, "field": "policy", "value": policies[0] }),
            },
            21 if !topics.is_empty() => match dice.below(3) {
                0 => json!({ "set": "topics", "key": topics[0], "field": "labels.ro", "value": "Subiect" }),
                1 => json!({ "unset": "topics", "key": topics[0], "field": "labels.en" }),
                _ => json!({ "remove": "topics", "key": topics[0] }),
            },
            22 if !attributes.is_empty() => match dice.below(2) {
                0 => json!({ "set": "routes", "key": route, "field": format!("when.{}", attributes[0]), "value": { "present": true } }),
                _ => json!({ "unset": "routes", "key": route, "field": format!("when.{}", attributes[0]) }),
            },
            23 => match dice.below(3) {
                0 => json!({ "set": "response_target", "value": "PT3M" }),
                1 => json!({ "unset": "response_target" }),
                _ => json!({ "set": "name", "value": format!("Name {number}") }),
            },
            24..28 => timed_edit(dice, &document),
            _ => json!({ "set": "contacts", "key": other, "field": "kind", "value": "person" }),
        });
    }
    script
}

fn edits(script: &[Value]) -> Vec<Edit> {
    serde_json::from_value(Value::from(script.to_vec())).unwrap()
}

/// What a script did: for the count below.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Applied,
    InUse,
    DoesNotFit,
    DoesNotBuild,
}

fn try_script(organization: &Organization, script: &[Value]) -> Outcome {
    let edits = edits(script);
    survives_writing(&edits);
    let before = organization.fingerprint();
    let mut naive = Naive::of(organization);
    let fits: Vec<bool> = script
        .iter()
        .map(|edit| naive.apply(edit).is_some())
        .collect();
    let done = organization.apply(&edits);
    assert_eq!(organization.fingerprint(), before);
    let error = match done {
        Ok(after) => {
            assert!(fits.iter().all(|fits| *fits), "{edits:?} {fits:?}");
            let anew = naive
                .document()
                .build()
                .unwrap_or_else(|problems| panic!("{edits:?}\n{problems}"));
            assert_eq!(after.fingerprint(), anew.fingerprint(), "{edits:?}");
            there_and_back(organization, &after);
            return Outcome::Applied;
        }
        Err(error) => error,
    };
    assert!(!error.failures().is_empty());
    assert!(!error.to_string().contains("example.com"), "{error}");
    if fits.contains(&false) {
        for (number, fits) in fits.iter().enumerate() {
            let is_told = error.failures().iter().any(|failure| {
                let reason = failure.reason();
                failure.edit() == Some(number) && !matches!(reason, EditReason::InUse { .. })
            });
            assert_eq!(is_told, !fits, "{edits:?} {number}\n{error}");
        }
        return Outcome::DoesNotFit;
    }
    let uses: usize = error
        .failures()
        .iter()
        .map(|failure| match failure.reason() {
            EditReason::InUse { by } => by.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(uses, naive.uses(), "{edits:?}\n{error}");
    if uses > 0 {
        return Outcome::InUse;
    }
    let problems = naive
        .document()
        .build()
        .expect_err("a document that does not build");
    let kinds = |kinds: &mut dyn Iterator<Item = switchboard::ProblemKind>| {
        let mut kinds: Vec<_> = kinds.collect();
        kinds.sort();
        kinds
    };
    let told = kinds(
        &mut error
            .failures()
            .iter()
            .filter_map(|failure| match failure.reason() {
                EditReason::Problem(problem) => Some(problem.kind()),
                _ => None,
            }),
    );
    assert_eq!(
        told,
        kinds(&mut problems.problems().iter().map(switchboard::Problem::kind)),
        "{edits:?}\n{error}\n{problems}"
    );
    Outcome::DoesNotBuild
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn a_script_does_what_the_naive_one_does(seed in any::<u64>()) {
        let plain = generate::settled(generate::small(seed));
        let organization = plain.document().build().expect("a settled organization");
        let mut dice = Dice::new(seed ^ 0xed17);
        for _ in 0..3 {
            let script = script(&mut dice, &organization);
            try_script(&organization, &script);
        }
    }

    /// The edits between any two organizations make one of the other, whatever they are.
    #[test]
    fn there_are_edits_from_any_organization_to_any_other(one in any::<u64>(), other in any::<u64>()) {
        let build = |seed| generate::settled(generate::small(seed)).document().build().unwrap();
        there_and_back(&build(one), &build(other));
    }
}

/// The same on a document in which everything that can name something does.
#[test]
fn scripts_fit_every_section() {
    let organization = toml::from_str::<Document>(EVERYTHING)
        .unwrap()
        .build()
        .unwrap();
    for seed in 0..200 {
        let script = script(&mut Dice::new(seed), &organization);
        try_script(&organization, &script);
    }
}

/// The same where everything may depend on the instant.
#[cfg(feature = "tzdb")]
#[test]
fn scripts_fit_what_depends_on_the_instant() {
    for seed in 0..30 {
        let (organization, _) = crate::written::organization(6_000 + seed);
        let mut dice = Dice::new(seed);
        for _ in 0..4 {
            let script = script(&mut dice, &organization);
            try_script(&organization, &script);
        }
    }
}

/// The scripts above come to all ends.
#[test]
fn scripts_are_of_all_kinds() {
    let mut dice = Dice::new(7);
    let mut outcomes = Vec::new();
    for seed in 0..150 {
        let plain = generate::settled(generate::small(seed));
        let organization = plain.document().build().unwrap();
        outcomes.push(try_script(&organization, &script(&mut dice, &organization)));
    }
    for outcome in [
        Outcome::Applied,
        Outcome::InUse,
        Outcome::DoesNotFit,
        Outcome::DoesNotBuild,
    ] {
        let count = outcomes.iter().filter(|other| **other == outcome).count();
        assert!(count >= 10, "{outcome:?}: {count}");
    }
}
