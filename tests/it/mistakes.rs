//! The mistakes of a new user: each is one problem, with path, what was written and a suggestion, and nothing else is.

use switchboard::{Document, Problem};

use crate::formats::{Format, read};

/// Where each mistake of `mistakes.toml` is, what was written there, and a word of the suggestion.
const MISTAKES: [(&str, &str, &str); 54] = [
    ("attributes.language.default", "eng", "en"),
    ("attributes.region.parents", "north", "south"),
    ("departments.billing.head", "help-desk", "director"),
    (
        "departments.billing.escalate_to",
        "escalate_to",
        "escalates_to",
    ),
    ("departments.it.escalates_to", "security", ""),
    ("departments.north.parent", "south", ""),
    ("departments.sales.parent", "compny", "company"),
    ("departments.sales.response_target", "half an hour", "30m"),
    ("contacts.it-lead", "", "name"),
    ("contacts.billing-desk.kind", "group", "team"),
    (
        "contacts.billing-desk.points[0].address",
        "billing at example.com",
        "@",
    ),
    ("contacts.billing-desk.points[1].address", "555 0100", "+"),
    (
        "contacts.billing-desk.points[2].address",
        "example.com/billing",
        "https://",
    ),
    (
        "contacts.billing-desk.points[3].visibility",
        "private",
        "internal",
    ),
    ("contacts.clerk.points", "clerk@example.com", "address"),
    ("topic", "topic", "topics"),
    (
        "topics.\"billing//refunds\"",
        "billing//refunds",
        "billing/refunds",
    ),
    ("topics.payments.aliases", "Bills", ""),
    ("policies.urgent.levels[0].floor.priority", "urgent", "high"),
    ("routes[1].topic", "billing/ref*", "billing/"),
    ("routes[2].when.chanel", "chanel", "channel"),
    ("routes[3].when.channel", "at_least", "in"),
    ("routes[4].owner", "itt", "it"),
    ("routes[5].precedence", "urgent", "high"),
    ("routes[7]", "", ""),
    ("conditions.spoken.condition", "condition", "write here"),
    ("departments.agency.head", "head", "liaison"),
    ("departments.fleet.desks[1].serves", "always", "true"),
    ("departments.estate.head", "keepers", "inquiry"),
    (
        "departments.estate.desks[0].assigned",
        "assigned",
        "contact = { assigned = \"keepers\" }",
    ),
    ("contacts.fleet-manager.holder", "help-desk", "director"),
    ("contacts.fleet-manager.deputies[2]", "director", "remove"),
    (
        "contacts.garage.staffed_by",
        "fleet-manger",
        "fleet-manager",
    ),
    ("contacts.garage.languages[1]", "english!", "pt-BR"),
    ("contacts.garage.ids[0]", "4711", "hubspot:123"),
    ("contacts.garage.formerly[0]", "director", "remove"),
    ("contacts.garage.points[0].verified", "last May", "-"),
    ("contacts.garage.points[1].expires", "2026-01-01", "correct"),
    ("topics.cars.nature", "accident", "incident"),
    ("topics.cars.links[0]", "", "url"),
    ("topics.rooms.links[0].url", "intranet/rooms", "https://"),
    ("assignments.keepers", "", "default"),
    ("assignments.drivers.rows.emial", "emial", "email"),
    ("assignments.drivers.rows.phone", "directr", "director"),
    ("assignments.drivers.rows.chat[0]", "it-lead", "deputies"),
    ("policies.slow.levels[0].to", "functionl", "functional"),
    ("routes[8].owner", "keepers", "{ assigned = \"keepers\" }"),
    ("routes[8].when", "by-voices", "by-voice"),
    ("routes[9].owner.assigned", "keeper", "keepers"),
    (
        "routes[9].when.by-voice",
        "by-voice",
        "condition = \"by-voice\"",
    ),
    ("routes[10]", "", "final"),
    ("routes[11].final", "final", "remove"),
    ("notices[0]", "", "informed"),
    ("notices[1].informed[0]", "itt", "it"),
];

/// Mistakes that exclude each other or the ones above, in a document of their own: text, path, written, suggestion.
const ALONE: [(Format, &str, &str, &str, &str); 13] = [
    (
        Format::Toml,
        "switchboard = 1\nattributes.mood = { kind = 'list', values = ['good', 'bad'] }\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = { topic = '/', owner = 'c' }",
        "attributes.mood.kind",
        "list",
        "closed",
    ),
    (
        Format::Toml,
        "switchboard = 2\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = { topic = '/', owner = 'c' }",
        "switchboard",
        "2",
        "1",
    ),
    (
        Format::Toml,
        "departments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = { topic = '/', owner = 'c' }",
        "",
        "",
        "switchboard = 1",
    ),
    (
        Format::Toml,
        "switchboard = 1\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }",
        "routes",
        "",
        "/",
    ),
    (
        Format::Toml,
        "switchboard = 1\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = [{ topic = '/', owner = 'c' }, { topic = '/', owner = 'a' }]",
        "routes[1]",
        "/",
        "when",
    ),
    (
        Format::Toml,
        "switchboard = 1\ndepartments.c = {}\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = { topic = '/', owner = 'c' }",
        "departments.c",
        "",
        "head",
    ),
    (
        Format::Toml,
        "switchboard = 1\ndepartments = { c = { head = 'a' }, d = { head = 'a' } }\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = { topic = '/', owner = 'c' }",
        "departments",
        "",
        "parent",
    ),
    (
        Format::Toml,
        "switchboard = 1\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = [{ topic = '/', owner = 'c' }, { topic = 'x' }]",
        "routes[1]",
        "",
        "owner",
    ),
    (
        Format::Toml,
        "switchboard = 1\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\nroutes = [{ topic = '/', owner = 'c' }, { topic = 'x', owner = 'c', policy = 'urgnt' }]\npolicies.urgent.levels = { to = 'a', after = '5m' }",
        "routes[1].policy",
        "urgnt",
        "urgent",
    ),
    (
        Format::Json,
        r#"{"switchboard": 1, "departments": {"c": {"head": "a"}, "c": {"head": "a"}}, "contacts": {"a": {"kind": "person", "name": "A"}}, "routes": {"topic": "/", "owner": "c"}}"#,
        "departments.c",
        "c",
        "",
    ),
    (
        Format::Json,
        r#"{"switchboard": 1, "departments": {"c": {"head": "a", "head": "b"}}, "contacts": {"a": {"kind": "person", "name": "A"}}, "routes": {"topic": "/", "owner": "c"}}"#,
        "departments.c.head",
        "head",
        "",
    ),
    (
        Format::Json,
        r#"{"switchboard": 1, "departments": {"c": {"head": "a", "members": {"a": true}}}, "contacts": {"a": {"kind": "person", "name": "A"}}, "routes": {"topic": "/", "owner": "c"}}"#,
        "departments.c.members",
        "",
        "",
    ),
    (
        Format::Yaml,
        "switchboard: 1\ndepartments: {c: {head: a}}\ncontacts: {a: {kind: person, name: A}}\nroutes: [{topic: /, owner: c}, {topic: x, owner: c}, {topic: x, owner: a}]",
        "routes[",
        "",
        "",
    ),
];

#[test]
fn many_mistakes_are_as_many_problems() {
    let document = read(Format::Toml, include_str!("mistakes.toml"));
    let problems = problems_of(&document);
    let mut unlike = Vec::new();
    let mut left: Vec<&Problem> = problems.iter().collect();
    for mistake @ (path, ..) in MISTAKES {
        // The start of a path is enough: a check may point deeper than the field.
        match left
            .iter()
            .position(|problem| problem.path().starts_with(path) && shows(problem, mistake))
        {
            Some(index) => drop(left.remove(index)),
            None => unlike.push(format!("no problem shows {mistake:?}")),
        }
    }
    unlike.extend(
        left.iter()
            .map(|problem| format!("not a mistake: {problem}")),
    );
    assert!(unlike.is_empty(), "{}", unlike.join("\n"));
    assert_eq!(problems.len(), MISTAKES.len());
}

#[test]
fn mistakes_that_exclude_others_are_one_problem_each() {
    for (format, text, path, written, suggestion) in ALONE {
        let problems = problems_of(&read(format, text));
        let [problem] = problems.as_slice() else {
            panic!("{text}\n{problems:#?}")
        };
        assert!(problem.path().starts_with(path), "{text}\n{problem:?}");
        assert!(
            shows(problem, (path, written, suggestion)),
            "{text}\n{problem:?}"
        );
    }
}

/// The problem quotes what was written, says what was expected, and suggests something.
fn shows(problem: &Problem, (_, written, suggestion): (&str, &str, &str)) -> bool {
    assert!(!problem.expected().is_empty(), "{problem:?}");
    assert!(!problem.suggestion().is_empty(), "{problem:?}");
    let quoted =
        problem.written().unwrap_or_default().contains(written) || problem.path().contains(written);
    quoted && problem.suggestion().contains(suggestion)
}

fn problems_of(document: &Document) -> Vec<Problem> {
    document
        .build()
        .expect_err("a document with mistakes")
        .problems()
        .to_vec()
}
