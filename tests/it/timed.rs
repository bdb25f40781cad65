//! Routes, desks and levels with times: how they are written, read back, edited, and what is wrong with them (W1, C3, C4).

use std::slice;

use switchboard::{
    BuildOptions, Contact, Department, Desk, Document, Edit, EditReason, Hours, Limits,
    Organization, Policy, PolicyLevel, Problem, ProblemKind, Route, Timestamp, WhenEmpty,
};

fn document() -> Document {
    let mut document = Document::new();
    let desk = Desk::new("bo").until("2027-01-01").during("office");
    document.department("company", Department::new().head("ana").desk(desk));
    document.contact("ana", Contact::person("Ana"));
    document.contact("bo", Contact::person("Bo"));
    document.hours("office", Hours::in_zone("UTC").open("mon-fri 9:00-17:00"));
    document.hours("night", Hours::complement("office"));
    let levels = [
        PolicyLevel::to("bo").clock("office"),
        PolicyLevel::to("ana")
            .clock("desk")
            .when_empty(WhenEmpty::Hold),
    ];
    let policy = levels.into_iter().fold(Policy::new(), Policy::level);
    document.policy("slow", policy);
    document.route(Route::fallback("company"));
    let billing = || Route::new("billing").owner("company");
    document.route(billing().policy("slow"));
    document.route(
        billing()
            .from("2026-12-24")
            .until("2026-12-27T09:30+02:00")
            .during("night"),
    );
    document
}

fn build(document: &Document) -> Organization {
    document.build().unwrap_or_else(|error| panic!("{error}"))
}

fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

#[test]
fn times_are_read_and_shown() {
    let organization = build(&document());
    let keys: Vec<&str> = organization.routes().map(|route| route.key()).collect();
    let timed = "billing (from 2026-12-24T00:00:00Z, until 2026-12-27T07:30:00Z, during night)";
    assert_eq!(keys, ["/", "billing", timed]);
    let route = organization.route(timed).expect("the timed route");
    assert_eq!(route.from(), Some(at("2026-12-24T00:00:00Z")));
    assert_eq!(route.until(), Some(at("2026-12-27T07:30:00Z")));
    assert_eq!(route.during(), organization.hours("night"));
    let always = organization.route("billing").expect("the other route");
    assert_eq!((always.from(), always.until()), (None, None));
    assert_eq!(always.during(), None);
    let desk = organization.root().desks().next().expect("a desk");
    assert_eq!(desk.from(), None);
    assert_eq!(desk.until(), Some(at("2027-01-01T00:00:00Z")));
    assert_eq!(desk.during(), organization.hours("office"));
}

/// Its canonical document says all of it, so the fingerprint depends on each of the times.
#[test]
fn times_are_facts() {
    let organization = build(&document());
    let again = build(&organization.to_document());
    assert_eq!(again.to_document(), organization.to_document());
    assert_eq!(again.fingerprint(), organization.fingerprint());

    let timed = organization.routes().nth(2).expect("three routes");
    let timed = timed.key();
    for edit in [
        Edit::set("routes", timed, "from", "2026-12-25"),
        Edit::unset("routes", timed, "until"),
        Edit::set("routes", timed, "during", "office"),
        Edit::unset("departments", "company", "desks[0].until"),
        Edit::set("departments", "company", "desks[0].during", "night"),
        Edit::unset("policies", "slow", "levels[0].clock"),
        Edit::set("policies", "slow", "levels[0].clock", "desk"),
        Edit::set("policies", "slow", "levels[1].when_empty", "wait"),
    ] {
        let after = organization.apply(slice::from_ref(&edit));
        let after = after.unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        assert_ne!(after.fingerprint(), organization.fingerprint(), "{edit:?}");
        let log = organization.edits_to(&after);
        let there = organization.apply(&log);
        let there = there.unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        assert_eq!(there.fingerprint(), after.fingerprint(), "{edit:?}");
        // What is patched is what is built anew.
        let anew = BuildOptions::new().limits(Limits::default().edits(9_999));
        let built = organization.apply_with(slice::from_ref(&edit), &anew);
        let built = built.unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        let built = built.into_organization();
        assert_eq!(after.to_document(), built.to_document(), "{edit:?}");
        assert_eq!(after.fingerprint(), built.fingerprint(), "{edit:?}");
    }
}

#[test]
fn hours_are_renamed_wherever_they_are_named() {
    let organization = build(&document());
    let renamed = organization
        .apply(&[
            Edit::rename("hours", "office", "day"),
            Edit::rename("hours", "night", "dark"),
        ])
        .unwrap_or_else(|error| panic!("{error}"));
    let text = format!("{:?}", renamed.to_document());
    assert!(
        !text.contains("office") && !text.contains("night"),
        "{text}"
    );
    let error = organization
        .apply(&[Edit::remove("hours", "office")])
        .expect_err("in use");
    let EditReason::InUse { by } = error.failures()[0].reason() else {
        panic!("{error}");
    };
    assert_eq!(by.len(), 3, "{error}");
}

/// A route for all topics that has times is no fallback, as one that has a condition is none (W4).
#[test]
fn the_fallback_is_undated() {
    let mut document = document();
    document.route(Route::new("/").owner("bo").during("night"));
    let organization = build(&document);
    let keys: Vec<&str> = organization.routes().map(|route| route.key()).collect();
    assert_eq!(keys[..2], ["/", "/ (during night)"]);
    let fallback = |route: &switchboard::RouteView<'_>| route.is_fallback();
    assert_eq!(organization.routes().filter(fallback).count(), 1);
    let again = build(&organization.to_document());
    assert_eq!(again.fingerprint(), organization.fingerprint());

    let error = organization
        .apply(&[Edit::set("routes", "/", "from", "2026-01-01")])
        .expect_err("no fallback is left");
    assert!(error.to_string().contains("no fallback"), "{error}");
}

/// Which hours are open together is worked out within the limit of work of a pattern, which it names.
#[test]
fn telling_hours_apart_takes_work() {
    let mut document = document();
    for (key, open) in [("early", "daily 6:00-14:00"), ("late", "daily 12:00-20:00")] {
        document.hours(key, Hours::in_zone("UTC").open(open));
        document.route(Route::new("shop").owner("company").during(key));
    }
    document.route(
        Route::new("shop")
            .owner("ana")
            .from("2026-01-01")
            .during("early"),
    );
    document.route(Route::new("shop").owner("bo").until("2026-02-01"));
    let said = |work: u64| {
        let options = BuildOptions::new().limits(Limits::default().work(work));
        let error = document.build_with(&options).expect_err("it ties");
        let problems = error.problems().iter();
        let said = problems.map(|own| (own.kind(), own.written().unwrap_or_default().to_owned()));
        said.collect::<Vec<_>>()
    };
    assert_eq!(said(20), [(ProblemKind::TooMuchWork, "shop".to_owned())]);
    // The last two, as long as both hold; what they share with the others they settle.
    let both = "routes[5] and routes[6]".to_owned();
    assert_eq!(said(1_000), [(ProblemKind::AmbiguousRoutes, both)]);
}

#[test]
fn a_word_for_a_clock_is_no_key_of_hours() {
    let mut document = document();
    document.hours("desk", Hours::in_zone("UTC").open("daily"));
    let error = document.build().expect_err("`desk` may be either");
    let kinds: Vec<ProblemKind> = error.problems().iter().map(Problem::kind).collect();
    assert_eq!(kinds, [ProblemKind::AmbiguousReference], "{error}");
}
