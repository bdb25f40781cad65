//! Guarantee 7: each limit is stated, and past it an error names it; nothing hangs or overflows.

use switchboard::{
    Absence, AnswerLevel, Assignment, Attribute, BuildOptions, Contact, ContactPoint, Department,
    Desk, Document, Edit, Inquiry, Limits, Notice, Policy, PolicyLevel, Problem, ProblemKind,
    Route, Row, Target, Term, Topic, When,
};

fn document() -> Document {
    let mut document = Document::new();
    document.department("company", Department::new().head("director"));
    document.contact("director", Contact::person("Director"));
    document.route(Route::fallback("company"));
    document
}

fn problems(document: &Document, limits: Limits) -> Vec<Problem> {
    match document.build_with(&BuildOptions::new().limits(limits)) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    }
}

fn kinds(problems: &[Problem]) -> Vec<ProblemKind> {
    problems.iter().map(Problem::kind).collect()
}

/// Two of everything but departments in a row, of which there are three.
fn doubled() -> Document {
    let mut document = document();
    for index in 0..2 {
        let (key, topic) = (format!("key-{index}"), format!("topic-{index}"));
        document.attribute(&key, Attribute::open());
        document.contact(&key, Contact::person("Person"));
        document.topic(&topic, Topic::new());
        let boxes = [When::new().is("key-0", "a"), When::new().is("key-1", "b")];
        document.route(Route::new(&topic).owner("company").when(When::any(boxes)));
    }
    let desk = |key, value| Desk::new(key).when(When::new().is("key-0", value));
    let two_desks = Department::new()
        .parent("company")
        .desk(desk("key-0", "a"))
        .desk(desk("key-1", "b"));
    document.department("first", two_desks);
    document.department("second", Department::new().parent("first").head("key-0"));
    let level = || PolicyLevel::to("key-0");
    document.policy(
        "two",
        Policy::new().level(level()).level(PolicyLevel::to("key-1")),
    );
    document
}

#[test]
fn a_document_within_its_limits_builds_and_past_one_is_told_which() {
    type Set = fn(Limits, usize) -> Limits;
    let rows: [(&str, usize, Set); 9] = [
        ("departments", 3, Limits::departments),
        ("contacts", 3, Limits::contacts),
        ("topics", 2, Limits::topics),
        ("routes", 3, Limits::routes),
        ("attributes", 2, Limits::attributes),
        ("boxes", 2, Limits::boxes),
        ("depth", 3, Limits::depth),
        ("levels", 2, Limits::levels),
        ("desks", 2, Limits::desks),
    ];
    for (name, count, set) in rows {
        let found = problems(&doubled(), set(Limits::default(), count));
        assert_eq!(kinds(&found), [], "{name}: {found:#?}");
        let found = problems(&doubled(), set(Limits::default(), count - 1));
        assert!(!found.is_empty(), "{name}");
        for problem in found {
            assert_eq!(
                problem.kind(),
                ProblemKind::LimitExceeded,
                "{name}: {problem}"
            );
            assert!(
                problem.to_string().contains(&(count - 1).to_string()),
                "{name}: {problem}"
            );
        }
    }
}

/// Whether it builds with `most` of something, and not with one less, which is told by the name of the limit.
fn ends_at(document: &Document, name: &str, most: usize, set: fn(Limits, usize) -> Limits) {
    let found = problems(document, set(Limits::default(), most));
    assert_eq!(kinds(&found), [], "{name}: {found:#?}");
    let found = problems(document, set(Limits::default(), most - 1));
    assert_eq!(kinds(&found), [ProblemKind::LimitExceeded], "{name}");
    let told = format!("Limits::{name}`");
    assert!(found[0].to_string().contains(&told), "{}", found[0]);
}

/// A row on a hierarchical attribute stands for all that is below, so rows multiply with values.
#[test]
fn rows_count_for_each_value_that_they_stand_for() {
    let mut document = document();
    let regions = Attribute::hierarchical().value("eu");
    let regions = regions.child("ro", "eu").child("de", "eu");
    document.attribute("region", regions);
    for key in ["one", "other"] {
        let rows = Assignment::new("region", "company").row("eu", "director");
        document.assignment(key, rows);
    }
    ends_at(&document, "rows", 6, Limits::rows);
}

/// Who stands in a row one after the other are so many rows, for each value below, too.
#[test]
fn rows_count_for_each_of_their_dated_holders() {
    let mut document = document();
    let regions = Attribute::hierarchical().value("eu").child("ro", "eu");
    document.attribute("region", regions);
    let rows = Assignment::new("region", "company")
        .row_of("eu", Row::new("director").until("2027-01-01"))
        .row_of("eu", Row::new("company").from("2028-01-01"))
        .row_of("eu", Row::vacant(["director"]));
    document.assignment("one", rows);
    let rows = Assignment::new("region", "company").row("ro", "director");
    document.assignment("other", rows);
    // Three each for `eu` and `ro`.
    ends_at(&document, "rows", 7, Limits::rows);

    // After an edit they are counted anew.
    let organization = document.build().unwrap();
    let dated = || Row::new("director").from("2027-03-01").until("2027-06-01");
    let more = [Edit::add_item("assignments", "one", "rows.eu", dated())];
    let apply = |most: usize| {
        let options = BuildOptions::new().limits(Limits::default().rows(most));
        organization.apply_with(&more, &options)
    };
    let told = apply(8).unwrap_err().to_string();
    assert!(
        told.contains("found `9 rows`, expected at most 8"),
        "{told}"
    );
    assert!(apply(9).is_ok());
}

/// Whoever comes one after the other: heads, holders, those of rows; absences; and the members of a team.
#[test]
fn lists_of_people_and_their_times_are_bounded() {
    let terms = || {
        let first = Term::new("director").until("2027-01-01");
        [first, Term::new("deputy").from("2027-01-01")]
    };
    let people = || {
        let mut document = document();
        document.contact("deputy", Contact::person("Deputy"));
        document
    };
    let mut heads = people();
    let below = terms().into_iter();
    let below = below.fold(Department::new().parent("company"), Department::headed_by);
    heads.department("below", below);
    ends_at(&heads, "dates", 2, Limits::dates);

    let mut holders = people();
    let position = Contact::position("Position");
    holders.contact(
        "position",
        terms().into_iter().fold(position, Contact::held_by),
    );
    ends_at(&holders, "dates", 2, Limits::dates);

    let mut rows = people();
    rows.attribute("account", Attribute::open());
    let row = |key: &str| Row::new(key);
    let of = Assignment::new("account", "company")
        .row_of("acme", row("director").until("2027-01-01"))
        .row_of("acme", row("deputy").from("2027-01-01"));
    rows.assignment("managers", of);
    ends_at(&rows, "dates", 2, Limits::dates);

    // Who is alone is no date too many.
    assert_eq!(kinds(&problems(&doubled(), Limits::default().dates(0))), []);

    let mut absences = people();
    let away = Contact::person("Person")
        .away(Absence::new("2026-12-01", "2026-12-02"))
        .away(Absence::since("2027-01-01"));
    absences.contact("person", away);
    ends_at(&absences, "absences", 2, Limits::absences);

    let mut members = people();
    let team = Contact::team("Team").member("director");
    members.contact("team", team.member_of_weight("deputy", 2));
    ends_at(&members, "team_members", 2, Limits::team_members);
}

/// What an assignment looks up in has a place for each value of its attribute.
#[test]
fn assignments_count_the_values_of_their_attributes() {
    let mut document = document();
    let values: Vec<String> = (0..99).map(|index| format!("value-{index}")).collect();
    let values = Attribute::closed(values.iter().map(String::as_str));
    document.attribute("account", values);
    for key in ["one", "other"] {
        let rows = Assignment::new("account", "company").row("value-7", "director");
        document.assignment(key, rows);
    }
    // One more stands for the missing value.
    ends_at(&document, "members", 200, |limits, most| {
        limits.members(most as u64)
    });
}

/// Each holder has a chain of its own for each policy and responder beside it, so rows and routes multiply.
#[test]
fn chains_count_all_their_steps() {
    let mut document = document();
    document.attribute("account", Attribute::open());
    let mut rows = Assignment::new("account", "company");
    for index in 0..10 {
        let key = format!("manager-{index}");
        document.contact(&key, Contact::person("Manager"));
        rows = rows.row(&key, key.as_str());
    }
    document.assignment("managers", rows);
    let mut policy = Policy::new();
    for _ in 0..20 {
        policy = policy.level(PolicyLevel::to(Target::deputies()));
    }
    document.policy("long", policy);
    for topic in ["x", "y"] {
        let route = Route::new(topic).owner(Target::assigned("managers"));
        document.route(route.policy("long"));
    }
    // Of ten managers and the default: themselves, the first contact, twenty levels, the head, the closing level. The two
    // routes share them. Of the fallback: itself, the first contact, the owner, the closing level.
    ends_at(&document, "steps", 11 * 24 + 4, Limits::steps);
}

#[test]
fn notices_that_cover_one_topic_are_few() {
    let mut document = document();
    for (index, topic) in ["/", "/", "a", "a/b", "c"].into_iter().enumerate() {
        let notice = Notice::new(topic).key(&format!("notice-{index}"));
        document.notice(notice.informed("director").consulted("company"));
    }
    // Under `a/b` there are four, each with a box and two parties.
    ends_at(&document, "notices_together", 12, Limits::notices_together);
}

/// Each of them stands at every topic that somebody names.
#[test]
fn notices_times_topics_end_all_the_same() {
    let mut document = document();
    for index in 0..300 {
        let notice = Notice::new("/").key(&format!("notice-{index}"));
        document.notice(notice.informed("director"));
        document.route(Route::new(&format!("topic-{index}")).owner("company"));
    }
    let found = problems(&document, Limits::default().states(10));
    assert_eq!(kinds(&found), [ProblemKind::LimitExceeded], "{found:#?}");
}

/// More sets of required skills than a machine word has bits: each is told from all others.
#[test]
fn every_set_of_required_skills_is_told_apart() {
    let (mut document, experts) = (document(), [0, 1, 62, 63, 64, 127, 199]);
    document.attribute("account", Attribute::open());
    let mut department = Department::new().parent("company");
    for index in experts {
        let key = format!("experts-{index}");
        let contact = Contact::team("Experts").skill(&format!("skill-{index}"));
        document.contact(&key, contact);
        let when = When::new().is("account", &key);
        department = department.desk(Desk::new(&key).serves().when(when));
    }
    let mut others = Contact::team("Others");
    for index in 0..200 {
        let skill = format!("skill-{index}");
        document.topic(&format!("topic-{index}"), Topic::new().skill(&skill));
        others = others.skill(&skill);
    }
    document.contact("others", others);
    document.department("desks", department.desk(Desk::new("others").serves()));
    document.route(Route::new("*").owner("desks"));
    ends_at(&document, "requirements", 200, Limits::requirements);

    let organization = document.build().unwrap();
    let router = organization.compile();
    for (topic, index) in (0..200).flat_map(|topic| experts.map(|index| (topic, index))) {
        let key = format!("experts-{index}");
        let inquiry = Inquiry::new(format!("topic-{topic}")).with("account", &*key);
        let answer = router.prepare(&inquiry).unwrap().resolve().to_answer();
        let expected = if topic == index { &*key } else { "others" };
        assert_eq!(answer.first_contact(), expected, "{inquiry:?}");
        assert_eq!(answer, organization.resolve(&inquiry).unwrap());
    }
}

/// The path of a problem says where it is, and does not grow with what is there.
#[test]
fn keys_without_end_are_told_in_few_words() {
    let mut document = document();
    let key = "x".repeat(1_000_000);
    let mut contact = Contact::person("Somebody");
    for _ in 0..100 {
        contact = contact.point(ContactPoint::email("nowhere"));
    }
    document.contact(&key, contact);
    let error = document.build().unwrap_err();
    assert!(error.problems().len() > 100);
    assert!(error.to_string().len() < 100_000);
}

#[test]
fn the_ambiguity_check_stops_at_its_limit_and_names_the_pattern() {
    let mut document = document();
    for index in 0..8 {
        document.attribute(&format!("a{index}"), Attribute::closed(["x", "y", "z"]));
        let two = When::new().any_of(&format!("a{index}"), ["x", "y"]);
        document.route(Route::new("crowded/*").owner("company").when(two));
    }
    let found = problems(&document, Limits::default().work(1));
    assert_eq!(kinds(&found), [ProblemKind::TooMuchWork], "{found:#?}");
    assert!(found[0].to_string().contains("crowded/*"), "{}", found[0]);
}

/// Boxes that no exact check can sort out in reasonable time: it must give up, not hang.
#[test]
fn a_document_made_to_be_hard_ends_all_the_same() {
    let mut document = document();
    let attributes = 24;
    for index in 0..attributes {
        document.attribute(
            &format!("a{index}"),
            Attribute::closed(["x", "y", "z", "w"]),
        );
    }
    for route in 0..120 {
        let mut when = When::new();
        for index in 0..attributes {
            let values = match (route * 7 + index * 13 + route * index) % 5 {
                0 => ["x", "y"],
                1 => ["y", "z"],
                2 => ["z", "w"],
                3 => ["x", "w"],
                _ => ["x", "z"],
            };
            when = when.any_of(&format!("a{index}"), values);
        }
        document.route(
            Route::new("hard")
                .owner("company")
                .key(&format!("r{route}"))
                .when(when),
        );
    }
    let found = kinds(&problems(&document, Limits::default()));
    assert!(!found.is_empty());
    let told = [
        ProblemKind::AmbiguousRoutes,
        ProblemKind::TooMuchWork,
        ProblemKind::LimitExceeded,
    ];
    assert!(found.iter().all(|kind| told.contains(kind)), "{found:?}");
}

/// Patterns whose automaton doubles with each: they are refused before they cost gigabytes.
#[test]
fn patterns_made_to_be_hard_end_all_the_same() {
    let mut document = document();
    for index in 0..1_200_usize {
        let segment = |place: usize| match (index >> place) & 1 {
            1 => "*".to_owned(),
            _ => format!("s{}", (index / 256 + place) % 7),
        };
        let pattern: Vec<String> = (0..8).map(segment).collect();
        document.route(
            Route::new(&pattern.join("/"))
                .owner("company")
                .key(&format!("r{index}")),
        );
    }
    // The default takes a debug build a minute.
    let limits = if cfg!(debug_assertions) {
        Limits::default().states(20_000)
    } else {
        Limits::default()
    };
    let found = problems(&document, limits);
    assert_eq!(kinds(&found), [ProblemKind::LimitExceeded], "{found:#?}");
}

#[test]
fn long_chains_and_long_cycles_overflow_no_stack() {
    let length = 20_000;
    for closed in [false, true] {
        let next = |index: usize| match index + 1 {
            after if after < length => Some(after),
            _ => closed.then_some(0),
        };
        let (mut parents, mut escalations, mut values) = (document(), document(), document());
        let mut tree = Attribute::hierarchical();
        for index in 0..length {
            let key = format!("d{index}");
            let parent =
                next(index).map_or_else(|| "company".to_owned(), |next| format!("d{next}"));
            parents.department(&key, Department::new().parent(&parent).head("director"));
            let department = Department::new().parent("company").head("director");
            escalations.department(
                &key,
                match next(index) {
                    Some(next) => department.escalates_to(&format!("d{next}")),
                    None => department,
                },
            );
            tree = match next(index) {
                Some(next) => tree.child(&format!("v{index}"), &format!("v{next}")),
                None => tree.value(&format!("v{index}")),
            };
        }
        values.attribute("tree", tree);
        for (name, document) in [
            ("parents", parents),
            ("escalates_to", escalations),
            ("values", values),
        ] {
            let found = problems(&document, Limits::default());
            if closed {
                assert!(
                    kinds(&found).contains(&ProblemKind::Cycle),
                    "{name}: {:?}",
                    kinds(&found)
                );
            }
            assert!(
                kinds(&found)
                    .iter()
                    .all(|kind| [ProblemKind::Cycle, ProblemKind::LimitExceeded].contains(kind)),
                "{name}"
            );
        }
    }
}

#[test]
fn a_document_of_mistakes_alone_reports_so_many_and_says_how_many_more() {
    let mut document = document();
    for index in 0..5_000 {
        document.route(Route::new(&format!("t{index}")).owner("nobody"));
    }
    let found = problems(&document, Limits::default().problems(10));
    assert_eq!(found.len(), 11);
    assert_eq!(found[10].kind(), ProblemKind::LimitExceeded);
    assert!(found[10].to_string().contains("4990"), "{}", found[10]);
}

#[test]
fn limits_at_their_ends_are_limits_still() {
    // No problem is told, but that there is one.
    let mut bad = document();
    bad.route(Route::new("x").owner("nobody"));
    let found = problems(&bad, Limits::default().problems(0));
    assert!(!found.is_empty() && found.len() <= 2, "{found:#?}");
    // Warnings take no room from problems.
    for index in 0..20 {
        bad.topic(&format!("t{index}"), Topic::new());
    }
    let found = problems(&bad, Limits::default().problems(10));
    assert_eq!(kinds(&found), [ProblemKind::UnknownReference], "{found:#?}");
    let all = usize::MAX;
    let limits = Limits::default()
        .departments(all)
        .contacts(all)
        .topics(all)
        .routes(all)
        .attributes(all)
        .values(all);
    let limits = limits
        .boxes(all)
        .depth(all)
        .levels(all)
        .desks(all)
        .states(all)
        .problems(all)
        .work(u64::MAX)
        .members(u64::MAX);
    assert_eq!(kinds(&problems(&doubled(), limits.clone())), []);
    assert_eq!(
        kinds(&problems(&bad, limits)),
        [ProblemKind::UnknownReference]
    );
}

#[test]
fn warnings_are_as_many_as_problems_may_be() {
    let mut document = document();
    for index in 0..20 {
        document.topic(&format!("t{index}"), Topic::new());
    }
    let organization = document
        .build_with(&BuildOptions::new().limits(Limits::default().problems(10)))
        .unwrap();
    let kinds = kinds(organization.warnings());
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    assert_eq!(kinds[10], ProblemKind::MoreWarnings);
}

#[test]
fn the_most_desks_of_a_department_are_all_told_apart() {
    let mut document = document();
    let accounts: Vec<String> = (0..254).map(|index| format!("account-{index}")).collect();
    document.attribute("account", Attribute::open());
    let mut department = Department::new().parent("company");
    for account in &accounts {
        document.contact(account, Contact::team("Desk"));
        department = department.desk(Desk::new(account).when(When::new().is("account", account)));
    }
    document.department("desks", department.clone());
    document.route(Route::new("x").owner("desks"));
    let router = document.build().unwrap().compile();
    for account in &accounts {
        let inquiry = switchboard::Inquiry::new("x").with("account", account);
        assert_eq!(
            router
                .prepare(&inquiry)
                .unwrap()
                .resolve()
                .first_contact()
                .key(),
            account
        );
    }
    let nobody = switchboard::Inquiry::new("x").with("account", "other");
    assert_eq!(
        router
            .prepare(&nobody)
            .unwrap()
            .resolve()
            .first_contact()
            .key(),
        "director"
    );
    // One more is one too many, whatever the limit says: an answer holds it in a byte.
    document.contact("one-more", Contact::team("Desk"));
    document.department(
        "too-many",
        department
            .clone()
            .desk(Desk::new("one-more").when(When::new().is("account", "one-more"))),
    );
    let found = problems(&document, Limits::default().desks(usize::MAX));
    assert_eq!(kinds(&found), [ProblemKind::LimitExceeded], "{found:#?}");
}

/// A condition within a condition is a problem; one as deep as the stack is refused while it is read.
#[cfg(feature = "serde")]
#[test]
fn conditions_within_conditions_are_refused() {
    let read = |depth| {
        let nested = (0..depth).fold("{}".to_owned(), |inner, _| {
            format!(r#"{{"any": [{inner}]}}"#)
        });
        let text = format!(
            r#"{{"switchboard": 1, "departments": {{"c": {{"head": "a"}}}}, "contacts": {{"a": {{"kind": "person", "name": "A"}}}},
            "routes": [{{"topic": "/", "owner": "c"}}, {{"topic": "x", "owner": "c", "when": {nested}}}]}}"#
        );
        serde_json::from_str::<Document>(&text)
    };
    assert!(read(10).unwrap().build().is_err());
    assert!(read(60).is_err());
}

/// A chain that depends on the inquiry says of more contacts than it keeps at hand that they stand on it already.
#[test]
fn a_chain_of_many_levels_names_nobody_twice() {
    const DEPTH: usize = 40;
    let mut document = document();
    let head = |index: usize| format!("h{}", if index % 7 == 0 { index % 5 } else { index });
    for index in 0..DEPTH {
        let parent = match index {
            0 => "company".to_owned(),
            below => format!("d{}", below - 1),
        };
        let department = Department::new().parent(&parent).head(&head(index));
        document.department(&format!("d{index}"), department);
        document.contact(&format!("h{index}"), Contact::person("Head"));
    }
    let owner = format!("d{}", DEPTH - 1);
    document.route(Route::new("deep").owner(owner.as_str()));
    let organization = document.build().unwrap();
    let router = organization.compile();
    let deep = Inquiry::new("deep");
    for excluded in ["h1", "h3", "h20", "h38"] {
        for inquiry in [deep.clone(), deep.clone().excluding(excluded)] {
            let answer = router.prepare(&inquiry).unwrap().resolve().to_answer();
            assert_eq!(answer, organization.resolve(&inquiry).unwrap());
            let mut asked: Vec<_> = answer.chain().iter().map(AnswerLevel::contact).collect();
            let levels = asked.len();
            assert!(levels > 30, "{levels}");
            asked.sort_unstable();
            asked.dedup();
            assert_eq!(asked.len(), levels);
        }
    }
}
