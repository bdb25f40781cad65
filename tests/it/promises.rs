//! What section 8 of the design promises to those who depend on the crate, as far as a compiler can tell.

use core::error::Error;
use core::fmt::Debug;

use switchboard::{
    Answer, BuildError, Document, Explanation, Fingerprint, Inquiry, InquiryError, Organization,
    Problem, Query, Resolution, Router, StaleId, ValueId,
};

fn shared<T: Send + Sync + 'static + Debug>() {}
fn borrowed<T: Send + Sync + Debug>() {}
fn copied<T: Copy>() {}
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
    borrowed::<Query<'static>>();
    borrowed::<Resolution<'static>>();
    copied::<Resolution<'static>>();
    copied::<ValueId>();
    error::<BuildError>();
    error::<InquiryError>();
    error::<StaleId>();
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
    use switchboard::{Attribute, Contact, Department, Route};

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
}

/// The fingerprint by its documentation: SHA-256 of the canonical document as JSON by RFC 8785.
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
        let digest = Sha256::digest(jcs(&canonical));
        let hex = format!("{digest:x}");
        assert_eq!(organization.fingerprint().to_string(), hex);
        assert_eq!(
            hex.parse::<Fingerprint>().unwrap(),
            organization.fingerprint()
        );
    }
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
