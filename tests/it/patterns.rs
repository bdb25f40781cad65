//! Regular expressions on open attributes: what they bring about beyond what other conditions do, and hostile ones.

use switchboard::{
    Attribute, BuildOptions, Contact, Department, Document, Inquiry, Limits, Problem, ProblemKind,
    Route, When,
};

use crate::judge::judge;

/// An organization with a route for each condition on an account.
fn with_routes(conditions: impl IntoIterator<Item = When>) -> Document {
    let mut document = Document::new();
    document.attribute("account", Attribute::open());
    document.department("company", Department::new().head("director"));
    document.contact("director", Contact::person("Director"));
    document.route(Route::fallback("company"));
    for (index, condition) in conditions.into_iter().enumerate() {
        let route = Route::new("a").key(&format!("route-{index}"));
        document.route(route.owner("company").when(condition));
    }
    document
}

fn matching(pattern: &str) -> When {
    When::new().matches("account", pattern)
}

fn problems(document: &Document, limits: Limits) -> Vec<Problem> {
    match document.build_with(&BuildOptions::new().limits(limits)) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    }
}

fn route_of(document: &Document, account: &str) -> String {
    let organization = document.build().unwrap();
    let inquiry = Inquiry::new("a").with("account", account);
    let answer = organization.resolve(&inquiry).unwrap();
    let router = organization.compile();
    let resolved = router.prepare(&inquiry).unwrap().resolve().to_answer();
    assert_eq!(resolved, answer);
    assert_eq!(*router.explain(&inquiry).unwrap().answer(), answer);
    answer.route().to_owned()
}

#[test]
fn what_two_patterns_share_is_ambiguous_with_a_value_that_shows_it() {
    let rows = [
        ("gold-[0-9]+", ".*-7"),
        ("(?s).*", "(?s).*"),
        ("[a-m]+", "[h-z]+"),
        (r"\d{4}", "[0-9]+"),
        ("(?i)straße", "STRASSE|.*SSE|ſ.*|.TRAẞE"),
        ("x{1023}[xa]", "[x-z]{1024}"),
    ];
    for (one, other) in rows {
        let found = problems(
            &with_routes([matching(one), matching(other)]),
            Limits::default(),
        );
        assert_eq!(found.len(), 1, "{one} {other}: {found:#?}");
        assert_eq!(
            found[0].kind(),
            ProblemKind::AmbiguousRoutes,
            "{}",
            found[0]
        );
        let witness = found[0].witness().unwrap();
        let (_, value) = witness.attributes().next().unwrap();
        let both = judge(one).is_match(value) && judge(other).is_match(value);
        assert!(both, "`{value}` matches `{one}` and `{other}`");
    }
}

#[test]
fn patterns_that_share_nothing_are_not_ambiguous() {
    let rows = [
        ("gold-[0-9]+", "gold-[a-z]+"),
        ("a*b", "(?:ab|ba)a"),
        ("x{1000}y*", "x{999}z{25,}"),
        ("(?-u:\\w)+", "[^ -~]+"),
    ];
    for (one, other) in rows {
        let document = with_routes([matching(one), matching(other)]);
        assert_eq!(problems(&document, Limits::default()), [], "{one} {other}");
    }
}

#[test]
fn a_pattern_that_matches_one_value_is_as_narrow_as_the_value() {
    let same = with_routes([matching("abc"), When::new().is("account", "abc")]);
    let found = problems(&same, Limits::default());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind(), ProblemKind::AmbiguousRoutes);
    let value = found[0].witness().unwrap().attributes().next();
    assert_eq!(value, Some(("account", "abc")));
}

#[test]
fn patterns_go_with_many_values_and_prefixes() {
    let values: Vec<String> = (0..2_000).map(|index| format!("gold-{index}")).collect();
    let rows = [
        ("gold-1999", "route-0"),
        ("gold-2000", "route-1"),
        ("silver-y", "route-2"),
        ("bronze-archived", "route-3"),
        ("bronze", "/"),
    ];
    let document = with_routes([
        When::new().any_of("account", values.iter().map(String::as_str)),
        matching("gold-[0-9]{1,4}"),
        When::new().any_prefix("account", ["gold-", "silver-"]),
        matching("(?:gold|silver)-.*|(?s).*-archived|(?:gold|silver)-(?s).*"),
    ]);
    for (account, route) in rows {
        assert_eq!(route_of(&document, account), route, "{account}");
    }
}

#[test]
fn a_key_an_explanation_and_a_document_show_the_pattern() {
    let mut document = with_routes([]);
    document.route(
        Route::new("a")
            .owner("company")
            .when(matching(r"gold-\d+|x y")),
    );
    document.route(
        Route::new("a")
            .owner("company")
            .when(When::new().prefix("account", "silver-")),
    );
    let organization = document.build().unwrap();
    let keys: Vec<&str> = organization.routes().map(|route| route.key()).collect();
    assert!(
        keys.contains(&r#"a?account=matches:"gold-\\d+|x y""#),
        "{keys:?}"
    );
    let explained = organization.explain(&Inquiry::new("a").with("account", "silver"));
    let explained = explained.unwrap().to_string();
    assert!(explained.contains("another value"), "{explained}");
    let explained = organization.explain(&Inquiry::new("a").with("account", "x y"));
    let explained = explained.unwrap().to_string();
    assert!(
        explained.contains(r"another value that matches `gold-\d+|x y`"),
        "{explained}"
    );
    let again = organization.to_document();
    assert_eq!(
        again.build().unwrap().fingerprint(),
        organization.fingerprint()
    );
    let pattern = serde_json::to_value(&again).unwrap();
    let pattern = pattern.pointer("/routes/1/when/account/matches").cloned();
    assert_eq!(pattern, Some(serde_json::json!([r"gold-\d+|x y"])));
}

/// Each is a problem with its place, or builds; none hangs or grows without bound.
#[test]
fn hostile_patterns_are_told() {
    let alternatives: Vec<String> = (0..140)
        .map(|index| format!("{:06}", index * 7_919))
        .collect();
    let rows = [
        (
            "((((((a{99}){99}){99}){99}){99}){99})",
            Some(ProblemKind::LimitExceeded),
        ),
        ("(?:(?:a?){99}){99}", Some(ProblemKind::LimitExceeded)),
        (".*[ab].{30}", Some(ProblemKind::LimitExceeded)),
        (
            &format!("(?i){}", r"\pL".repeat(300)),
            Some(ProblemKind::LimitExceeded),
        ),
        (&"(".repeat(999), Some(ProblemKind::InvalidPattern)),
        (
            &format!("{}a{}", "(".repeat(400), ")".repeat(400)),
            Some(ProblemKind::InvalidPattern),
        ),
        (&"x".repeat(1_001), Some(ProblemKind::InvalidPattern)),
        ("a{4294967296}", Some(ProblemKind::InvalidPattern)),
        (r"(a)\1", Some(ProblemKind::InvalidPattern)),
        ("(?=a)a", Some(ProblemKind::InvalidPattern)),
        (r"\p{Nothing}", Some(ProblemKind::InvalidPattern)),
        ("a^b", Some(ProblemKind::ImpossibleCondition)),
        ("(?:ab){513}", Some(ProblemKind::ImpossibleCondition)),
        (&"x*".repeat(490), None),
        ("(?:){1000000}", None),
        (&alternatives.join("|"), None),
        ("(?x) a b # c", None),
        (r"\u{1f600}*", None),
    ];
    for (pattern, expected) in rows {
        let document = with_routes([matching(pattern)]);
        let found = problems(&document, Limits::default());
        let kinds: Vec<ProblemKind> = found.iter().map(Problem::kind).collect();
        assert_eq!(kinds, Vec::from_iter(expected), "{pattern}: {found:?}");
        for problem in found {
            assert_eq!(problem.path(), "routes[1].when.account.matches[0]");
            assert_eq!(problem.written(), Some(pattern));
        }
    }
}

/// Patterns that are small alone may be too large together.
#[test]
fn patterns_that_are_too_large_together_are_told_by_the_one_that_is_too_much() {
    let mingled = ('a'..='z').map(|c| matching(&format!(".*{c}.*")));
    let found = problems(&with_routes(mingled), Limits::default());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind(), ProblemKind::LimitExceeded);
    assert_eq!(found[0].path(), "attributes.account");
    let culprit = found[0].written().unwrap();
    assert!(culprit.starts_with(".*") && culprit > ".*f", "{culprit}");
    let costly = (0..99).map(|index| matching(&format!("{index}(?:.?){{250}}")));
    let spent = "whose automata take at most 64000000 bytes together";
    let found = problems(&with_routes(costly), Limits::default());
    assert!(
        found
            .iter()
            .any(|problem| problem.to_string().contains(spent)),
        "{found:#?}"
    );
}

/// A short text may take long to read: the case of each character in a range is looked up.
#[test]
fn patterns_that_are_costly_to_read_are_told() {
    let wide = |case: &str| {
        let ranges = "[ -\u{10ffff}]".repeat(8);
        let case = case.to_owned();
        with_routes((0..99).map(move |index| matching(&format!("{case}{index}{ranges}"))))
    };
    let limits = || Limits::default().automaton(500_000);
    let found = problems(&wide("(?i)"), limits());
    let spent = "whose automata take at most 8000000 bytes together";
    let told = found
        .iter()
        .filter(|problem| problem.to_string().contains(spent));
    assert!(told.count() > 50, "{found:#?}");
    let found = problems(&wide(""), limits());
    assert!(
        found
            .iter()
            .all(|problem| !problem.to_string().contains(spent)),
        "{found:#?}"
    );
}

#[test]
fn patterns_have_limits_of_their_own() {
    let ends_at =
        |document: &Document, most: usize, set: fn(Limits, usize) -> Limits, name: &str| {
            let found = problems(document, set(Limits::default(), most));
            assert_eq!(found, [], "{name}");
            let found = problems(document, set(Limits::default(), most - 1));
            assert_eq!(found.len(), 1, "{name}: {found:#?}");
            assert_eq!(found[0].kind(), ProblemKind::LimitExceeded, "{name}");
            let told = format!("Limits::{name}`");
            assert!(found[0].to_string().contains(&told), "{}", found[0]);
        };
    let apart = with_routes((0..20).map(|index| matching(&format!("{index}-[0-9]+"))));
    ends_at(&apart, 20, Limits::patterns, "patterns");
    // Those that match one of them, and those that match none.
    ends_at(&apart, 21, Limits::classes, "classes");
    let small = Limits::default().automaton(2_000);
    let found = problems(&with_routes([matching("[a-z]{2,40}")]), small);
    assert!(
        found[0].to_string().contains("at most 2000 bytes"),
        "{found:#?}"
    );
    let thousands = with_routes((0..3_000).map(|index| matching(&format!("key-{index}-[0-9]+"))));
    let found = problems(&thousands, Limits::default());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0]
            .to_string()
            .contains("found `3000 patterns`, expected at most 1000")
    );
}

#[test]
fn a_thousand_patterns_cost_a_value_no_more_than_one() {
    let patterns = (0..1_000).map(|index| matching(&format!("key-{index}-[0-9]+")));
    let document = with_routes(patterns);
    assert_eq!(route_of(&document, "key-17-4"), "route-17");
    assert_eq!(route_of(&document, "key-999-40"), "route-999");
    assert_eq!(route_of(&document, "key-1000-4"), "/");
}
