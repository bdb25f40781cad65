//! What section 8 of the design promises to those who depend on the crate, as far as a compiler can tell.

use core::error::Error;
use core::fmt::Debug;

use switchboard::{
    Answer, AttributeKind, Basis, BuildError, Candidate, ChainTrace, Contact, ContactPoint,
    Department, DepartmentView, Desk, Document, Explanation, Fingerprint, Inquiry, InquiryError,
    LevelKind, Organization, Problem, Query, Resolution, Route, RouteView, Router, SignedDuration,
    StaleId, Topic, TopicView, ValueId, Visibility,
};

fn shared<T: Send + Sync + 'static + Debug>() {}
fn borrowed<T: Send + Sync + Debug>() {}
fn copied<T: Copy>() {}
fn compared<T: Eq>() {}
fn error<T: Error + Send + Sync + 'static>() {}

#[test]
fn types_go_where_a_host_takes_them() {
    shared::<Document>();
    shared::<Organization>();
    shared::<Router>();
    shared::<Inquiry>();
    shared::<Answer>();
    shared::<Explanation>();
    shared::<Problem>();
    shared::<Fingerprint>();
    shared::<ValueId>();
    borrowed::<Query<'static, 'static>>();
    borrowed::<Resolution<'static, 'static>>();
    copied::<Resolution<'static, 'static>>();
    copied::<ValueId>();
    error::<BuildError>();
    error::<InquiryError>();
    error::<StaleId>();
    compared::<Answer>();
    compared::<Explanation>();
    compared::<Candidate>();
    compared::<ChainTrace>();
    compared::<DepartmentView<'static>>();
    compared::<RouteView<'static>>();
}

#[cfg(feature = "serde")]
#[test]
fn answers_and_inquiries_are_read_as_they_are_written() {
    use crate::formats::{Format, read};

    let text = "switchboard = 1\ndepartments.c.head = 'a'\ncontacts.a = { kind = 'person', name = 'A' }\n\
                policies.p.levels = { to = 'a', after = '90m', repeat = { times = 2, every = '5m' } }\n\
                contacts.t = { kind = 'team', name = 'T' }\n\
                routes = { topic = '/', owner = 'c', responder = 't', policy = 'p' }";
    let organization = read(Format::Toml, text).build().unwrap();
    let answer = organization.resolve(&Inquiry::new("x")).unwrap();
    let json = serde_json::to_string(&answer).unwrap();
    assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), answer);
    assert_eq!(
        json,
        format!(
            concat!(
                r#"{{"topic":"x","matched_topic":"/","unrecognized_segments":1,"basis":"fallback","route":"/","owner":"a","#,
                r#""department":"c","owner_from":null,"first_contact":"t","#,
                r#""chain":[{{"level":0,"contact":"t","department":"c","kind":"first-contact","after":"PT0S","due":"PT0S"}},"#,
                r#"{{"level":1,"contact":"a","department":"c","kind":"policy","after":"PT1H30M","due":"PT1H30M","#,
                r#""repeat":{{"times":2,"every":"PT5M"}}}}],"#,
                r#""consulted":[],"informed":[],"fingerprint":"{}"}}"#
            ),
            organization.fingerprint()
        )
    );

    let inquiry: Inquiry =
        serde_json::from_str(r#"{"topic": "x", "attributes": {"a": "b", "n": 3, "yes": true}}"#)
            .unwrap();
    assert_eq!(
        inquiry,
        Inquiry::new("x")
            .with("a", "b")
            .with("n", "3")
            .with("yes", "true")
    );
    assert_eq!(
        serde_json::from_str::<Inquiry>(&serde_json::to_string(&inquiry).unwrap()).unwrap(),
        inquiry
    );
    assert_eq!(
        serde_json::from_str::<Inquiry>("{}").unwrap(),
        Inquiry::default()
    );
    assert!(serde_json::from_str::<Inquiry>(r#"{"topik": "x"}"#).is_err());
}

/// One router's values mean nothing to another's queries.
#[test]
fn a_value_of_another_router_is_stale() {
    use switchboard::Attribute;

    let router = |values: [&str; 2]| {
        let mut document = Document::new();
        document.attribute("channel", Attribute::closed(values));
        document.department("c", Department::new().head("a"));
        document.contact("a", Contact::person("A"));
        document.route(Route::fallback("c"));
        document.build().unwrap().compile()
    };
    let (one, other) = (router(["email", "phone"]), router(["chat", "web"]));
    let value = one.value("channel", "email").unwrap();
    assert!(one.query("x").unwrap().with_value(value).is_ok());
    assert!(one.clone().query("x").unwrap().with_value(value).is_ok());
    assert!(other.query("x").unwrap().with_value(value).is_err());

    let mut query = other.query("x").unwrap();
    let before = query.resolve().to_answer();
    assert!(query.set_value(value).is_err());
    assert_eq!(query.resolve().to_answer(), before);
    let mut query = one.query("x").unwrap();
    assert!(query.set_value(value).is_ok());
}

/// A company with a department of everything that views show.
fn company() -> Organization {
    let mut document = Document::new();
    document.attribute("channel", switchboard::Attribute::closed(["email"]));
    let director = Contact::person("Director");
    document.contact(
        "director",
        director.point(ContactPoint::email("d@example.com")),
    );
    document.contact("desk", Contact::team("Desk"));
    document.department("company", Department::new().head("director"));
    let sales = Department::new().parent("company").member("desk");
    document.department(
        "sales",
        sales
            .desk(Desk::new("desk"))
            .consulted("director")
            .informed("company"),
    );
    document.topic("offers", Topic::new().label("en", "Offers"));
    document.policy("calm", switchboard::Policy::new());
    document.route(Route::fallback("company"));
    document.route(
        Route::new("offers")
            .key("offers")
            .owner("sales")
            .responder("desk")
            .consulted("sales")
            .informed("desk")
            .precedence("high"),
    );
    document.route(Route::new("offers/old").key("old").owner("director"));
    document.build().unwrap()
}

/// What an answer names outlives the query and the text of the topic.
#[test]
fn an_answer_borrows_its_names_from_the_router_alone() {
    fn names(router: &Router, number: u32) -> Vec<&str> {
        let topic = format!("offers/{number}");
        let answer = router.query(&topic).unwrap().resolve();
        assert_eq!(answer.topic(), topic);
        assert_eq!(answer.matched_topic(), "offers");
        let parties = answer.consulted().chain(answer.informed());
        let chain = answer.chain().map(|level| level.contact());
        let contacts = parties.chain(chain).map(|contact| contact.key());
        [answer.route(), answer.owner().name()]
            .into_iter()
            .chain(contacts)
            .collect()
    }

    fn prepared(router: &Router) -> &str {
        let inquiry = Inquiry::new("offers");
        router.prepare(&inquiry).unwrap().resolve().route()
    }

    let router = company().compile();
    let names = names(&router, 7);
    assert_eq!(names[..2], ["offers", "Director"]);
    assert_eq!(prepared(&router), "offers");
    let answer = router.query("offers").unwrap().resolve();
    assert_eq!(answer.basis().to_string(), Basis::Exact.as_str());
    assert_eq!(format!("{:>6}", LevelKind::Owner), " owner");
}

#[test]
fn views_are_copied_and_looked_up() {
    let organization = company();
    let children = organization.root().children();
    assert_eq!(
        children.map(|child| child.key()).collect::<Vec<_>>(),
        ["sales"]
    );
    let members: Vec<_> = organization
        .departments()
        .flat_map(DepartmentView::members)
        .collect();
    assert_eq!(members, [organization.contact("desk").unwrap()]);
    let mut desks = organization.departments().flat_map(DepartmentView::desks);
    assert_eq!(
        desks.next().and_then(|desk| desk.contact()),
        Some(members[0])
    );
    let labels = organization.topics().flat_map(TopicView::labels);
    assert_eq!(labels.collect::<Vec<_>>(), [("en", "Offers")]);
    let points = organization
        .contacts()
        .flat_map(|contact| contact.points_for(Visibility::Internal));
    assert_eq!(points.count(), 1);
    let mut all = Vec::new();
    for point in organization
        .contact("director")
        .unwrap()
        .notification_points()
    {
        all.push(point.address());
    }
    assert_eq!(all, ["mailto:d@example.com"]);

    let (sales, offers) = (
        organization.department("sales").unwrap(),
        organization.route("offers").unwrap(),
    );
    assert_eq!(offers.owner_department(), Some(sales));
    assert_eq!(offers.owner_contact(), None);
    assert_eq!(
        organization.route("old").unwrap().owner_contact(),
        organization.contact("director")
    );
    assert_eq!(offers.responder(), Some("desk"));
    assert_eq!(offers.precedence(), Some("high"));
    assert_eq!(
        organization.route("old").unwrap().precedence(),
        Some("normal")
    );
    let fallback = organization.routes().find(RouteView::is_fallback).unwrap();
    assert_eq!(fallback.precedence(), None);
    assert_eq!(fallback.responder(), None);
    assert_eq!(offers.consulted().collect::<Vec<_>>(), ["sales"]);
    assert_eq!(offers.informed().collect::<Vec<_>>(), ["desk"]);
    assert_eq!(sales.consulted().collect::<Vec<_>>(), ["director"]);
    assert_eq!(sales.informed().collect::<Vec<_>>(), ["company"]);
    assert_eq!(organization.policies().collect::<Vec<_>>(), ["calm"]);
    assert_eq!(organization.topic(" Offers ").unwrap().path(), "offers");
    assert!(organization.topic("offers/old").is_none());
    assert!(organization.route("nothing").is_none());
    let channel = organization.attribute("Channel").unwrap();
    assert_eq!(channel.kind(), AttributeKind::Closed);
    assert!(organization.attribute("nothing").is_none());

    let (clone, other) = (organization.clone(), company());
    assert_eq!(clone.root(), organization.root());
    assert_eq!(clone.topic("offers"), organization.topic("offers"));
    assert_ne!(other.root(), organization.root());
    assert_ne!(sales, organization.root());
}

/// An explanation quotes what an inquirer wrote on the line on which it stands.
#[test]
fn an_explanation_shows_what_does_not_show() {
    let organization = company();
    let explain = |topic: &str| organization.explain(&Inquiry::new(topic)).unwrap();
    let text = explain("offers/\u{202e}x\u{200b}/y").to_string();
    assert!(!text.contains(['\u{202e}', '\u{200b}']), "{text}");
    assert!(text.contains("offers/\\u{202e}x\\u{200b}/y"), "{text}");
    assert!(text.contains("(2 segments further unknown)"), "{text}");
    let one = explain("offers/x");
    let text = one.to_string();
    assert!(text.contains("(1 segment further unknown)"), "{text}");
    let trace = &one.chain()[0];
    assert_eq!(trace.kind(), LevelKind::FirstContact);
    assert_eq!(trace.due(), SignedDuration::ZERO);
}

/// The fingerprint by its documentation: over the hashes of the canonical document's facts, each a line of JSON by RFC
/// 8785, in 256 runs.
#[cfg(feature = "serde")]
#[test]
fn a_fingerprint_is_what_the_documentation_says() {
    use sha2::{Digest, Sha256};

    use crate::generate::{settled, small};

    let mut named = Document::new();
    named.name("Zo\u{eb} \u{1f980} \u{fb33} \"quoted\" \\ \u{e000}");
    named.department("c", switchboard::Department::new().head("a"));
    let person = switchboard::Contact::person("A");
    // By UTF-16, as JCS sorts, the first of these comes before the second; by UTF-8 after it.
    named
        .contact("a", person.clone())
        .contact("\u{1f980}", person.clone())
        .contact("\u{fb33}", person);
    named.route(switchboard::Route::fallback("c"));
    let organizations = (0..20)
        .map(|seed| settled(small(seed)).document())
        .chain([named]);
    for document in organizations {
        let organization = document.build().unwrap();
        let canonical = serde_json::to_value(organization.to_document()).unwrap();
        let mut runs = vec![Vec::new(); 256];
        for line in facts(&canonical) {
            let hash = Sha256::digest(jcs(&line)).to_vec();
            runs[usize::from(hash[0])].push(hash);
        }
        let mut hashes = Vec::new();
        for mut run in runs {
            run.sort();
            hashes.extend(match run.concat() {
                none if none.is_empty() => vec![0; 32],
                all => Sha256::digest(all).to_vec(),
            });
        }
        let hex = format!("{:x}", Sha256::digest(hashes));
        assert_eq!(organization.fingerprint().to_string(), hex);
        assert_eq!(
            hex.parse::<Fingerprint>().unwrap(),
            organization.fingerprint()
        );
    }
}

/// The facts of a canonical document: declarations with their sections, and keys if they have any; top-level values.
#[cfg(feature = "serde")]
fn facts(document: &serde_json::Value) -> Vec<serde_json::Value> {
    use serde_json::json;

    let mut facts = Vec::new();
    for (name, value) in document.as_object().unwrap() {
        let is_listed = ["notices", "routes"].contains(&&**name);
        match value {
            serde_json::Value::Array(own) if is_listed => {
                facts.extend(own.iter().map(|own| json!([name, own])));
            }
            serde_json::Value::Object(own) => {
                facts.extend(own.iter().map(|(key, own)| json!([name, key, own])));
            }
            value => facts.push(json!([name, value])),
        }
    }
    facts
}

/// RFC 8785, but for numbers that are no small integers.
#[cfg(feature = "serde")]
fn jcs(value: &serde_json::Value) -> String {
    use serde_json::Value;

    match value {
        Value::Object(map) => {
            let mut fields: Vec<(&String, &Value)> = map.iter().collect();
            fields.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            let written = |(name, value): &(&String, &Value)| {
                format!("{}:{}", Value::from(name.as_str()), jcs(value))
            };
            format!(
                "{{{}}}",
                fields.iter().map(written).collect::<Vec<_>>().join(",")
            )
        }
        Value::Array(list) => format!("[{}]", list.iter().map(jcs).collect::<Vec<_>>().join(",")),
        leaf => leaf.to_string(),
    }
}
