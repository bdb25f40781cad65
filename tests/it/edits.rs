//! Edits: each kind, and each reason why not.

use serde::{Deserialize, Serialize};
use switchboard::{
    Attribute, BuildOptions, Contact, ContactPoint, Department, Document, Edit, EditError,
    EditReason, Fact, Organization, Policy, PolicyLevel, Route, Target, Topic, When,
};

/// As TOML reads and writes it: below a key.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Log {
    edits: Vec<Edit>,
}

pub fn survives_writing(edits: &[Edit]) {
    let json = serde_json::to_string(edits).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Edit>>(&json).unwrap(), edits);
    let log = Log {
        edits: edits.to_vec(),
    };
    let toml = toml::to_string(&log).unwrap();
    assert_eq!(toml::from_str::<Log>(&toml).unwrap(), log, "{toml}");
}

/// The log of a change makes it once more, and undoes it.
pub fn there_and_back(before: &Organization, after: &Organization) {
    let (log, undo) = (before.edits_to(after), after.edits_to(before));
    survives_writing(&log);
    let again = before
        .apply(&log)
        .unwrap_or_else(|error| panic!("{log:?}\n{error}"));
    assert_eq!(again.fingerprint(), after.fingerprint(), "{log:?}");
    let undone = after
        .apply(&undo)
        .unwrap_or_else(|error| panic!("{undo:?}\n{error}"));
    assert_eq!(undone.fingerprint(), before.fingerprint(), "{undo:?}");
    assert_eq!(
        log.is_empty(),
        before.fingerprint() == after.fingerprint(),
        "{log:?}"
    );
    // A log that was applied does not fit again, unless all that it does is done by saying so.
    if log.iter().any(|edit| edit.verb() == "set") {
        assert!(after.apply(&log).is_err(), "{log:?}");
    }
}

/// Two departments, three persons, a topic, an attribute, a policy, routes with and without keys.
fn sample() -> Organization {
    let text = r#"
        switchboard = 1

        [attributes]
        channel = { kind = "closed", values = ["email", "phone"] }
        priority = { kind = "ordered", values = ["low", "high"] }

        [departments]
        company = { head = "director" }
        billing = { parent = "company", head = "ana", members = ["bo"], informed = ["bo"] }

        [contacts]
        director = { kind = "person", name = "Director" }
        ana = { kind = "person", name = "Ana", points = [{ kind = "email", address = "ana@example.com" }] }
        bo = { kind = "person", name = "Bo" }

        [topics."billing/refunds"]
        labels = { en = "Refunds" }
        aliases = { ro = ["rambursari"] }

        [policies.urgent]
        levels = [{ to = ["bo", "owner"], after = "10m", floor = { priority = "high" } }]

        [[routes]]
        topic = "/"
        owner = "company"

        [[routes]]
        topic = "billing"
        owner = "billing"
        policy = "urgent"
        consulted = ["bo"]

        [[routes]]
        topic = "billing/refunds"
        when = { channel = "phone" }
        owner = "ana"

        [[routes]]
        key = "mail"
        topic = "billing/refunds"
        when = { channel = "email" }
        owner = "billing"
    "#;
    toml::from_str::<Document>(text).unwrap().build().unwrap()
}

/// What a script is refused for, one reason a line.
fn refused(edits: &[Edit]) -> String {
    let error: EditError = sample().apply(edits).expect_err("a script that is refused");
    error.to_string()
}

#[test]
fn what_is_used_says_by_what() {
    assert_eq!(
        refused(&[Edit::remove("contacts", "bo")]),
        "edit 0 (remove contacts.bo): it is still used by `departments.billing.members[0]`, \
         `departments.billing.informed[0].contact`, `policies.urgent.levels[0].to[0].contact`, \
         `routes.billing.consulted[0].contact`; change these, too"
            .replace(".informed[0].contact", ".informed[0]")
            .replace(".to[0].contact", ".to[0]")
            .replace(".consulted[0].contact", ".consulted[0]"),
    );
    assert_eq!(
        refused(&[Edit::remove("departments", "billing")]),
        "edit 0 (remove departments.billing): it is still used by `routes.billing.owner`, `routes.mail.owner`; \
         change these, too"
    );
    assert_eq!(
        refused(&[Edit::remove("attributes", "channel")]),
        "edit 0 (remove attributes.channel): it is still used by \
         `routes.\"billing/refunds?channel=phone\".when.channel`, `routes.mail.when.channel`; change these, too"
    );
    assert_eq!(
        refused(&[Edit::remove("attributes", "priority")]),
        "edit 0 (remove attributes.priority): it is still used by `policies.urgent.levels[0].floor`; \
         change these, too"
    );
    assert_eq!(
        refused(&[Edit::remove("policies", "urgent")]),
        "edit 0 (remove policies.urgent): it is still used by `routes.billing.policy`; change these, too"
    );
}

#[test]
fn all_reasons_come_at_once() {
    let refused = refused(&[
        Edit::set("contacts", "anna", "name", "Anna"),
        Edit::add("contacts", "bo", Contact::person("Another")),
        Edit::set("departments", "billing", "head", "bo").was("director"),
        Edit::unset("departments", "billing", "response_target"),
        Edit::add_item("departments", "billing", "members", "bo"),
        Edit::set("departments", "billing", "head.name", "bo"),
        Edit::remove("contact", "bo"),
        Edit::unset("departments", "billing", ""),
        Edit::set("policies", "urgent", "levels[3].after", "1h"),
        Edit::remove("policies", "urgent"),
    ]);
    let expected = [
        "edit 0 (set contacts.anna.name): nothing has the key `anna`; did you mean `ana`?",
        "edit 1 (add contacts.bo): the key `bo` is taken; use `set` to change what has it, or another key",
        "edit 2 (set departments.billing.head): `ana` stands there now, not what the edit says there was",
        "edit 3 (unset departments.billing.response_target): nothing of the kind stands there; leave the edit out",
        "edit 4 (add departments.billing.members): the list has this item already; leave the edit out",
        "edit 5 (set departments.billing.head.name): the field leads into a text, which has no such part",
        "edit 6 (remove contact.bo): no such section or top-level value; did you mean `contacts`?",
        "edit 7 (unset departments.billing): expected `field`, which tells what part of the declaration is meant",
        "edit 8 (set policies.urgent.levels[3].after): the field leads into a list of 1 items, which has no such part",
        "edit 9 (remove policies.urgent): it is still used by `routes.billing.policy`; change these, too",
    ];
    assert_eq!(refused.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn problems_of_the_document_belong_to_the_edit_that_made_them() {
    let edits = [
        Edit::set("contacts", "ana", "name", "Anne"),
        Edit::set("departments", "billing", "head", "bob"),
        Edit::append(
            "routes",
            Route::new("billing/refunds")
                .when(When::new().is("channel", "phone"))
                .owner("bo"),
        ),
        Edit::remove("routes", "/"),
    ];
    let error = sample().apply(&edits).unwrap_err();
    let of: Vec<(Option<usize>, String)> = error
        .failures()
        .iter()
        .map(|failure| match failure.reason() {
            EditReason::Problem(problem) => (failure.edit(), problem.path()),
            other => panic!("{other}"),
        })
        .collect();
    assert!(
        of.contains(&(Some(1), "departments.billing.head".to_owned())),
        "{of:?}"
    );
    let edits = [&edits[2..3]].concat();
    let error = sample().apply(&edits).unwrap_err();
    assert_eq!(error.failures()[0].edit(), Some(0), "{error}");
}

#[test]
fn values_are_compared_by_what_they_say() {
    let sample = sample();
    let fits = |edit: Edit| sample.apply(&[edit]).map_err(|error| error.to_string());
    fits(Edit::set("policies", "urgent", "levels[0].after", "20m").was("600s")).unwrap();
    fits(Edit::set("routes", "billing", "owner", "ana").was("billing")).unwrap();
    fits(Edit::set("routes", "billing", "consulted", ["ana"]).was("bo")).unwrap();
    fits(Edit::set("departments", "company", "members", ["bo"]).was(Fact::nothing())).unwrap();
    fits(Edit::remove_item(
        "departments",
        "billing",
        "informed",
        "bo",
    ))
    .unwrap();
    fits(Edit::remove("contacts", "ana").was(Contact::person("Ana"))).unwrap_err();
    let mail = Edit::remove("routes", "mail").was(
        Route::new("billing/refunds")
            .key("mail")
            .when(When::new().is("channel", "email"))
            .owner("billing"),
    );
    // As its author writes it and as the canonical document does.
    assert!(fits(mail).is_err());
    let fact = sample.fact("routes", "mail").unwrap();
    fits(Edit::remove("routes", "mail").was(fact)).unwrap();
}

#[test]
fn a_made_key_is_told_and_works_within_a_log() {
    let old = "billing/refunds?channel=phone";
    let sample = sample();
    let edits = [
        Edit::set("routes", old, "when.priority", "high"),
        // Goes by its old key as long as the edits of one list are applied.
        Edit::set("routes", old, "owner", "bo"),
        Edit::append("routes", Route::new("billing/invoices").owner("bo")),
        Edit::set("contacts", "bo", "name", "Bo B."),
        Edit::set_value("name", "Example"),
        Edit::remove("routes", "mail"),
        Edit::set("policies", "urgent", "tail", "none"),
        Edit::rename("policies", "urgent", "quick"),
    ];
    let applied = sample.apply_with(&edits, &BuildOptions::new()).unwrap();
    let new = "billing/refunds?channel=phone&priority=high";
    let keys: Vec<Option<&str>> = (0..9).map(|edit| applied.key(edit)).collect();
    assert_eq!(
        keys,
        [
            Some(new),
            Some(new),
            Some("billing/invoices"),
            Some("bo"),
            None,
            None,
            Some("quick"),
            Some("quick"),
            None
        ]
    );
    // A log that two changes make is replayed as one, each key as it was then.
    let log = [
        edits[0].clone(),
        Edit::set("routes", new, "owner", "bo"),
        edits[2].clone(),
        Edit::set("routes", "billing/invoices", "policy", "urgent"),
        edits[3].clone(),
        edits[4].clone(),
        edits[5].clone(),
        Edit::unset("routes", "billing/invoices", "policy"),
        edits[6].clone(),
        edits[7].clone(),
    ];
    let again = sample.apply(&log).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.fingerprint(), applied.organization().fingerprint());
}

#[test]
fn items_come_and_go_one_by_one() {
    let sample = sample();
    let after = sample
        .apply(&[
            Edit::add_item("departments", "billing", "members", "ana"),
            Edit::remove_item("departments", "billing", "members", "bo"),
            Edit::add_item("topics", "Billing/Refunds", "aliases.ro", "bani inapoi"),
            Edit::add_item("policies", "urgent", "levels", PolicyLevel::to("ana")).at(0),
            Edit::remove_item("policies", "urgent", "levels[1].to", Target::owner()),
            Edit::add_item("attributes", "priority", "values", "medium").at(1),
            Edit::append("importance", "urgency").at(0),
            Edit::add("attributes", "region", Attribute::closed(["eu"])),
        ])
        .unwrap_err();
    assert!(after.to_string().contains("urgency"), "{after}");
    let after = sample
        .apply(&[
            Edit::add_item("departments", "billing", "members", "ana"),
            Edit::remove_item("departments", "billing", "members", "bo"),
            Edit::add_item("topics", "Billing/Refunds", "aliases.ro", "bani inapoi"),
            Edit::add_item("policies", "urgent", "levels", PolicyLevel::to("ana")).at(0),
            Edit::remove_item("policies", "urgent", "levels[1].to", Target::owner()),
            Edit::add_item("attributes", "priority", "values", "medium").at(1),
            Edit::add("attributes", "region", Attribute::closed(["eu"])),
        ])
        .unwrap_or_else(|error| panic!("{error}"));
    let shown = |section: &str, key: &str, field: &str| {
        let fact = after.fact(section, key).unwrap();
        fact.field(field)
            .map(|field| field.to_string())
            .unwrap_or_default()
    };
    assert_eq!(shown("departments", "billing", "members"), "[\"ana\"]");
    assert_eq!(
        shown("topics", "billing/refunds", "aliases.ro"),
        "[\"bani-inapoi\", \"rambursari\"]"
    );
    assert_eq!(
        shown("policies", "urgent", "levels[0].to"),
        "[{ contact = \"ana\" }]"
    );
    assert_eq!(
        shown("policies", "urgent", "levels[1].to"),
        "[{ contact = \"bo\" }]"
    );
    assert_eq!(
        shown("attributes", "priority", "values"),
        "[\"low\", \"medium\", \"high\"]"
    );
    let names: Vec<&str> = after
        .attributes()
        .map(|attribute| attribute.name())
        .collect();
    assert_eq!(names, ["channel", "priority", "region"]);
}

#[test]
fn a_fact_reads_like_the_document_and_shows_no_address() {
    let sample = sample();
    let fact = sample.fact("departments", "billing").unwrap();
    assert_eq!(
        fact.to_string(),
        "parent = \"company\"\nhead = \"ana\"\nmembers = [\"bo\"]\ninformed = [{ contact = \"bo\" }]"
    );
    assert_eq!(fact.field("members[0]").unwrap().text(), Some("bo"));
    assert_eq!(fact.field("members").unwrap().items().count(), 1);
    assert_eq!(
        sample
            .fact("routes", "billing/refunds?channel=phone")
            .unwrap()
            .field("owner")
            .unwrap()
            .to_string(),
        "contact = \"ana\""
    );
    assert_eq!(
        sample.fact("importance", "").unwrap().to_string(),
        "[\"channel\", \"priority\"]"
    );
    assert_eq!(sample.fact("topics", "Billing / Refunds").map(|_| ()), None);
    assert!(sample.fact("topics", "Billing/Refunds").is_some());
    assert!(sample.fact("contacts", "nobody").is_none());
    assert!(sample.fact("nothing", "x").is_none());
    let ana = sample.fact("contacts", "ana").unwrap();
    let edit = Edit::add("contacts", "ana-2", ana.clone());
    for text in [
        format!("{ana}"),
        format!("{ana:?}"),
        format!("{edit}"),
        format!("{edit:?}"),
    ] {
        assert!(!text.contains("example.com"), "{text}");
    }
    assert!(
        serde_json::to_string(&ana)
            .unwrap()
            .contains("ana@example.com")
    );
    let was =
        Edit::set("contacts", "ana", "points[0].address", "x@example.com").was("y@example.com");
    assert!(
        !sample
            .apply(&[was])
            .unwrap_err()
            .to_string()
            .contains("example.com")
    );
}

#[test]
fn an_edit_that_nobody_can_mean_is_refused_when_it_is_read() {
    let refused = |json: &str| serde_json::from_str::<Edit>(json).unwrap_err().to_string();
    for (json, words) in [
        (r#"{ "key": "x" }"#, "one of `add`, `remove`"),
        (
            r#"{ "add": "contacts", "remove": "contacts" }"#,
            "one of `add`, `remove`",
        ),
        (
            r#"{ "set": "contacts", "key": "x", "feild": "name", "value": 1 }"#,
            "did you mean `field`?",
        ),
        (
            r#"{ "set": "contacts", "key": "x", "field": "name" }"#,
            "needs `value`",
        ),
        (
            r#"{ "set": "contacts", "key": "x", "field": "a..b", "value": 1 }"#,
            "`field` is a path",
        ),
        (
            r#"{ "rename": "contacts", "key": "x", "field": "a", "to": "y" }"#,
            "`field` is no field of an edit",
        ),
        (r#"{ "rename": "contacts", "key": "x" }"#, "needs `to`"),
        (
            r#"{ "add": "contacts", "key": ["x"], "value": {} }"#,
            "`key` is a text, not a list",
        ),
        (
            r#"{ "add": "contacts", "key": "x", "value": {}, "at": -1 }"#,
            "a whole number from 0",
        ),
        (
            r#"{ "set": "name", "value": "a", "value": "b" }"#,
            "written twice",
        ),
    ] {
        assert!(refused(json).contains(words), "{json}: {}", refused(json));
    }
    let path: Edit = serde_json::from_str(
        r#"{ "set": "policies", "key": "x", "field": ["levels", 0, "a.b"], "value": 1, "was": null }"#,
    )
    .unwrap();
    assert_eq!(path.field(), "levels[0].\"a.b\"");
}

#[test]
fn what_is_built_is_what_is_written() {
    let edits = [
        Edit::add("departments", "care", Department::new().parent("company")),
        Edit::replace("policies", "urgent", Policy::new()),
        Edit::add("topics", "care", Topic::new().label("en", "Care")),
        Edit::add_item(
            "contacts",
            "bo",
            "points",
            ContactPoint::email("bo@example.com"),
        ),
        Edit::unset_value("name"),
        Edit::rename("topics", "billing", "invoicing"),
    ];
    survives_writing(&edits);
    let after = sample().apply(&edits[..4]).unwrap();
    there_and_back(&sample(), &after);
    assert_eq!(
        format!("{:?}", edits[5]),
        "Edit(rename topics.billing to invoicing)"
    );
}

/// A document in which everything that can name something does. No key is another word.
pub const EVERYTHING: &str = r#"
    switchboard = 1
    conflict_authority = "c-outside"

    [attributes]
    a-channel = { kind = "closed", values = ["email", "phone"] }
    a-priority = { kind = "ordered", values = ["low", "high"] }
    a-account = { kind = "open" }

    [conditions]
    n-mail = { a-channel = "email" }
    n-urgent = { a-priority = { at_least = "high" } }

    [departments]
    d-company = { head = "c-director" }
    d-sales = { parent = "d-company", head = "c-manager", members = ["c-kim"], escalates_to = "d-company", consulted = ["c-kim"], informed = [{ assigned = "s-account" }, "d-company"], on_duty = "w-duty", desks = [{ contact = "c-store", when = "n-mail", from = 2026-01-01, until = 2027-01-01, during = "h-office" }, { contact = { assigned = "s-account" }, when = { any = [{ condition = "n-urgent" }, { a-channel = "phone" }] } }] }
    d-night = { parent = "d-sales", head = [{ who = "c-lee" }, { who = "c-kim", from = 2027-01-01 }] }
    d-helpers = { parent = "d-sales", external = true, liaison = [{ who = "c-manager", until = "2027-01-01" }, { who = "c-lee", from = "2027-01-01" }] }

    [contacts]
    c-director = { kind = "person", name = "Director" }
    c-outside = { kind = "person", name = "Ombudsman", department = "d-company" }
    c-kim = { kind = "person", name = "Kim", away = [{ from = "2026-12-21", until = "2027-01-04", delegate = "c-lee" }] }
    c-lee = { kind = "person", name = "Lee", department = "d-sales" }
    c-crew = { kind = "team", name = "Crew", department = "d-sales", members = ["c-lee", { who = "c-kim", weight = 2 }] }
    c-manager = { kind = "position", name = "Manager", holder = ["c-kim", { who = "c-outside", from = "2026-12-01", until = "2026-12-15" }], deputies = ["c-lee"], department = "d-sales" }
    c-store = { kind = "touchpoint", name = "Store", staffed_by = "c-manager" }

    [assignments.s-account]
    attribute = "a-account"
    default = "d-sales"
    rows = { acme = "c-kim", globex = { holder = "c-lee", deputies = ["c-kim"] }, initech = [{ deputies = ["c-lee"] }, { holder = "c-kim", from = "2027-01-01" }] }

    [policies]
    p-urgent = { levels = [{ to = ["c-kim", { assigned = "s-account" }, "d-sales", "w-duty"], after = "10m", clock = "h-office", when_empty = "wait", floor = { a-priority = "high" } }] }

    [hours]
    h-office = { zone = "UTC", open = "mon-fri 9:00-17:00", holidays = ["y-own"] }
    h-closed = { complement = "h-office" }

    [holidays]
    y-own = { days = { 12-25 = "Christmas" } }

    [schedules]
    w-duty = { zone = "UTC", layers = [{ rotation = "daily", from = 2026-01-05, handoff = "09:00", turns = ["c-kim", "c-lee"] }], overrides = [{ from = "2026-12-24", until = "2026-12-25", only = ["c-manager"] }, { from = "2026-02-01", until = "2026-02-02", replace = { c-kim = "c-director" } }] }

    [[routes]]
    topic = "/"
    owner = "d-company"

    [[routes]]
    key = "r-sales"
    topic = "sales"
    when = { condition = "n-mail", a-priority = "low" }
    owner = { assigned = "s-account" }
    responder = "c-store"
    policy = "p-urgent"
    during = "h-office"
    consulted = ["c-lee"]
    informed = ["d-helpers"]

    [[routes]]
    key = "r-complaints"
    topic = "sales/complaints"
    owner = "c-manager"
    confidential = true
    final = "c-outside"

    [[notices]]
    key = "m-sales"
    topic = "sales"
    when = "n-urgent"
    informed = [{ assigned = "s-account" }, "c-lee"]
"#;

/// The texts and the names of attributes in a document that are this word; former keys and names do not count.
fn mentions(value: &serde_json::Value, word: &str) -> usize {
    use serde_json::Value;
    match value {
        Value::String(text) => usize::from(text == word),
        Value::Array(items) => items.iter().map(|item| mentions(item, word)).sum(),
        Value::Object(fields) => {
            let own = |(name, value): (&String, &Value)| match name.as_str() {
                "formerly" | "importance" | "name" => 0,
                name => usize::from(name == word) + mentions(value, word),
            };
            fields.iter().map(own).sum()
        }
        _ => 0,
    }
}

#[test]
fn every_reference_is_known() {
    let organization = toml::from_str::<Document>(EVERYTHING)
        .unwrap()
        .build()
        .unwrap_or_else(|problems| panic!("{problems}"));
    let json = serde_json::to_value(organization.to_document()).unwrap();
    let mut used = 0;
    for section in [
        "assignments",
        "attributes",
        "conditions",
        "contacts",
        "departments",
        "holidays",
        "hours",
        "policies",
        "schedules",
    ] {
        for key in json[section].as_object().unwrap().keys() {
            // One is where it is declared.
            let expected = mentions(&json, key) - 1;
            let by = match organization.apply(&[Edit::remove(section, key)]) {
                Ok(_) => 0,
                Err(error) => match error.failures()[0].reason() {
                    EditReason::InUse { by } => by.len(),
                    other => panic!("{section}.{key}: {other}"),
                },
            };
            assert_eq!(by, expected, "{section}.{key}");
            used += by;

            let renamed = organization
                .apply(&[Edit::rename(section, key, "another")])
                .unwrap_or_else(|error| panic!("{error}"));
            let after = serde_json::to_value(renamed.to_document()).unwrap();
            let left = mentions(&after, key);
            assert_eq!(
                (left, mentions(&after, "another")),
                (0, expected + 1),
                "{section}.{key}"
            );
            there_and_back(&organization, &renamed);
            let keeps = ["contacts", "departments"].contains(&section);
            assert_eq!(
                renamed.fact(section, key).is_some(),
                keeps,
                "{section}.{key}"
            );
        }
    }
    assert_eq!(used, 69);
}

#[test]
fn a_topic_takes_what_is_below_along() {
    let more = [
        Edit::add("topics", "billing", Topic::new().label("en", "Billing")),
        Edit::add("topics", "billings", Topic::new().label("en", "Other")),
    ];
    let before = sample().apply(&more).unwrap();
    let after = before
        .apply(&[Edit::rename("topics", "billing", "Invoicing")])
        .unwrap_or_else(|error| panic!("{error}"));
    let topics: Vec<&str> = after.topics().map(|topic| topic.path()).collect();
    assert_eq!(topics, ["billings", "invoicing", "invoicing/refunds"]);
    let routes: Vec<&str> = after.routes().map(|route| route.pattern()).collect();
    assert_eq!(
        routes,
        ["/", "invoicing", "invoicing/refunds", "invoicing/refunds"]
    );
    for topic in ["billing/refunds", "invoicing/refunds", "rambursari"] {
        let inquiry = switchboard::Inquiry::new(topic).with("channel", "phone");
        assert_eq!(after.resolve(&inquiry).unwrap().owner(), "ana", "{topic}");
    }
    there_and_back(&before, &after);
}

#[test]
fn a_contact_may_be_merged_into_another() {
    let after = sample()
        .apply(&[
            Edit::remove("contacts", "bo"),
            Edit::add_item("contacts", "ana", "formerly", "bo"),
        ])
        .unwrap_or_else(|error| panic!("{error}"));
    let members = after.fact("departments", "billing").unwrap();
    assert_eq!(members.field("members").unwrap().to_string(), "[\"ana\"]");
}

#[test]
fn nothing_grows_too_deep() {
    let mut nested = Fact::from("x");
    for _ in 0..200_000 {
        nested = Fact::from([nested]);
    }
    let field = "a.".repeat(200_000) + "a";
    for edit in [
        Edit::set("contacts", "bo", "name", nested),
        Edit::set("contacts", "bo", &field, "x"),
    ] {
        let error = sample().apply(&[edit]).unwrap_err();
        assert_eq!(
            error.failures()[0].edit(),
            Some(0),
            "{:.300}",
            error.to_string()
        );
        assert!(error.to_string().len() < 1_000_000);
    }
}

/// A plain key that a contact and a department have is the department's once the contact is gone.
#[test]
fn a_plain_key_is_looked_up_when_all_is_done() {
    let sample = sample()
        .apply(&[Edit::add(
            "contacts",
            "billing",
            Contact::team("Billing desk"),
        )])
        .unwrap();
    let route = Edit::append("routes", Route::new("new").owner("billing"));
    let error = sample.apply(std::slice::from_ref(&route)).unwrap_err();
    assert!(error.to_string().contains("ambiguous reference"), "{error}");
    let after = sample
        .apply(&[route, Edit::remove("contacts", "billing")])
        .unwrap_or_else(|error| panic!("{error}"));
    let owner = after.fact("routes", "new").unwrap().field("owner").unwrap();
    assert_eq!(owner.to_string(), "department = \"billing\"");
}

#[test]
fn a_long_list_has_a_limit() {
    let edits = vec![Edit::set_value("name", "Example"); 4];
    let options = BuildOptions::new().limits(switchboard::Limits::default().edits(3));
    let error = sample().apply_with(&edits, &options).unwrap_err();
    assert_eq!(error.failures()[0].edit(), Some(3));
    assert!(error.to_string().contains("at most 3 edits"), "{error}");
    let json = serde_json::to_value(&error).unwrap();
    assert_eq!(json[0]["reason"]["too-many"]["most"], 3);
}
