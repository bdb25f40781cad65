//! Edits that are applied to what they touch alone, against the same edits applied to the whole document.

use serde_json::{Map, Value, json};
use switchboard::{
    BuildOptions, Document, Edit, Inquiry, InquiryError, Limits, Organization, Router,
};

use crate::edges;
use crate::edits::EVERYTHING;
use crate::generate::{self, Dice};
use crate::properties::cases;
use crate::timed_edits::timed_edit;

/// Options other than those of the build before, so that all is built anew.
fn anew() -> BuildOptions {
    BuildOptions::new().limits(Limits::default().edits(9_999))
}

/// A document of which pieces are taken for edits.
struct Pieces {
    json: Value,
    routes: Vec<String>,
}

impl Pieces {
    fn of(organization: &Organization) -> Self {
        Self {
            json: serde_json::to_value(organization.to_document()).unwrap(),
            routes: organization
                .routes()
                .map(|route| route.key().to_owned())
                .collect(),
        }
    }

    fn keys(&self, section: &str) -> Vec<String> {
        let own = self.json[section].as_object();
        own.map(|own| own.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// What some declaration of a section says in a field.
    fn some(&self, dice: &mut Dice, section: &str, field: &str) -> Option<Value> {
        let own: Vec<&Value> = match &self.json[section] {
            Value::Array(own) => own.iter().collect(),
            Value::Object(own) => own.values().collect(),
            _ => Vec::new(),
        };
        let said: Vec<&Value> = own.into_iter().filter_map(|own| own.get(field)).collect();
        (!said.is_empty()).then(|| (*dice.pick(&said)).clone())
    }

    fn designee(&self, dice: &mut Dice) -> Value {
        let assignments = self.keys("assignments");
        match dice.below(5) {
            0 if !assignments.is_empty() => json!({ "assigned": dice.pick(&assignments) }),
            1 | 2 => json!({ "contact": dice.pick(&self.keys("contacts")) }),
            _ => json!({ "department": dice.pick(&self.keys("departments")) }),
        }
    }

    /// A route made of what others say.
    fn route(&self, dice: &mut Dice) -> Value {
        let mut route = Map::new();
        let topic = self.some(dice, "routes", "topic").unwrap();
        let topic = match (topic.as_str().unwrap(), dice.below(4)) {
            (topic, 0) if topic != "/" => json!(format!("{topic}/new-{}", dice.below(3))),
            _ => topic,
        };
        route.insert("topic".into(), topic);
        route.insert("owner".into(), self.designee(dice));
        for field in [
            "when",
            "scope",
            "precedence",
            "policy",
            "responder",
            "consulted",
            "from",
            "during",
        ] {
            if let Some(value) = self.some(dice, "routes", field).filter(|_| dice.chance(40)) {
                route.insert(field.into(), value);
            }
        }
        if dice.chance(50) {
            route.insert("key".into(), json!(format!("key-{}", dice.below(50))));
        }
        route.into()
    }

    fn edit(&self, dice: &mut Dice) -> Value {
        if dice.chance(30) {
            return timed_edit(dice, &self.json);
        }
        let contact = dice.pick(&self.keys("contacts")).clone();
        let other = dice.pick(&self.keys("contacts")).clone();
        let department = dice.pick(&self.keys("departments")).clone();
        let route = dice.pick(&self.routes).clone();
        let assignments = self.keys("assignments");
        let of = |section: &str, key: &str, field: &str, value: Value| json!({ "set": section, "key": key, "field": field, "value": value });
        match dice.below(29) {
            0 | 1 => of("departments", &department, "head", json!(contact)),
            2 => json!({ "unset": "departments", "key": department, "field": "head" }),
            3 => {
                json!({ "add": "departments", "key": department, "field": "members", "value": contact })
            }
            4 => of("departments", &department, "members", json!([contact])),
            5 => of("departments", &department, "response_target", json!("PT7M")),
            6 => of(
                "departments",
                &department,
                "informed",
                json!([self.designee(dice)]),
            ),
            7 => of(
                "contacts",
                &contact,
                "name",
                json!(format!("Name {}", dice.below(9))),
            ),
            8 => of("contacts", &contact, "labels.ro", json!("Nume")),
            9 => of("contacts", &contact, "holder", json!(other)),
            10 => json!({ "unset": "contacts", "key": contact, "field": "holder" }),
            11 => of("contacts", &contact, "deputies", json!([other])),
            12 => of("contacts", &contact, "staffed_by", json!(other)),
            13 => of("contacts", &contact, "department", json!(department)),
            14 => {
                json!({ "add": "contacts", "key": contact, "field": "points", "value": { "kind": "email", "address": format!("{}@example.com", dice.below(9)) } })
            }
            15 | 16 => of("routes", &route, "owner", self.designee(dice)),
            17 => of("routes", &route, "responder", self.designee(dice)),
            18 => of("routes", &route, "informed", json!([self.designee(dice)])),
            19 => match self.some(dice, "routes", "when") {
                Some(when) => of("routes", &route, "when", when),
                None => json!({ "unset": "routes", "key": route, "field": "when" }),
            },
            20 => json!({ "remove": "routes", "key": route }),
            21 => match self.keys("policies").first() {
                Some(policy) => of("routes", &route, "policy", json!(policy)),
                None => json!({ "unset": "routes", "key": route, "field": "policy" }),
            },
            22 if !assignments.is_empty() => {
                let key = dice.pick(&assignments).clone();
                let rows = self.json["assignments"][&key]["rows"].as_object();
                let rows: Vec<&String> = rows.into_iter().flat_map(Map::keys).collect();
                let field = match rows.as_slice() {
                    [] => String::from("default"),
                    rows => format!("rows.{:?}", *dice.pick(rows)),
                };
                of("assignments", &key, &field, json!({ "contact": contact }))
            }
            23 => match self.keys("hours").as_slice() {
                [] => of("routes", &route, "until", json!("2026-12-01")),
                hours => of("routes", &route, "during", json!(dice.pick(hours))),
            },
            24 => of(
                "routes",
                &route,
                "from",
                json!(format!("2026-11-{}", dice.between(10, 20))),
            ),
            25 => {
                json!({ "unset": "routes", "key": route, "field": dice.pick(&["from", "during"]) })
            }
            _ => json!({ "add": "routes", "value": self.route(dice) }),
        }
    }

    /// An inquiry of what the document names.
    fn inquiry(&self, dice: &mut Dice) -> Inquiry {
        let topic = self.some(dice, "routes", "topic").unwrap();
        let mut topic = topic.as_str().unwrap().replace('*', "any");
        if dice.chance(30) {
            topic = format!("{}/deeper", topic.trim_matches('/'));
        }
        let mut inquiry = Inquiry::new(topic.trim_matches('/'));
        for (name, own) in self.json["attributes"].as_object().into_iter().flatten() {
            let values: Vec<&str> = match own["values"].as_array() {
                Some(values) => values.iter().filter_map(Value::as_str).collect(),
                None => vec!["acme", "x"],
            };
            if dice.chance(70) {
                inquiry = inquiry.with(name, *dice.pick(&values));
            }
        }
        inquiry
    }
}

fn answered(router: &Router, inquiry: &Inquiry) -> Result<switchboard::Answer, InquiryError> {
    Ok(router.prepare(inquiry)?.resolve().to_answer())
}

/// Applies edits both ways, and compares all that can be seen.
fn same_both_ways(before: &Router, edits: &[Edit], dice: &mut Dice) -> Option<Router> {
    let organization = before.organization().unwrap();
    let patched = organization.apply_with(edits, &BuildOptions::new());
    let built = organization.apply_with(edits, &anew());
    let (patched, built) = match (patched, built) {
        (Ok(patched), Ok(built)) => (patched, built),
        (Err(patched), Err(built)) => {
            assert_eq!(patched, built, "{edits:?}");
            return None;
        }
        (patched, built) => panic!("{edits:?}\n{patched:?}\n{built:?}"),
    };
    for number in 0..edits.len() {
        assert_eq!(patched.key(number), built.key(number), "{edits:?}");
    }
    let (patched, built) = (patched.into_organization(), built.into_organization());
    assert_eq!(patched.to_document(), built.to_document(), "{edits:?}");
    assert_eq!(patched.fingerprint(), built.fingerprint(), "{edits:?}");
    assert_eq!(patched.warnings(), built.warnings(), "{edits:?}");
    let keys = |organization: &Organization| -> Vec<String> {
        let routes = organization.routes();
        routes.map(|route| route.key().to_owned()).collect()
    };
    assert_eq!(keys(&patched), keys(&built), "{edits:?}");
    let homes = |organization: &Organization| -> Vec<String> {
        let contacts = organization.contacts();
        let home = contacts.map(|own| own.department().key().to_owned());
        home.collect()
    };
    assert_eq!(homes(&patched), homes(&built), "{edits:?}");
    let (router, other) = (patched.recompile(before), built.compile());
    assert_eq!(router.fingerprint(), other.fingerprint(), "{edits:?}");
    #[cfg(feature = "snapshot")]
    assert!(router.to_bytes() == other.to_bytes(), "{edits:?}");
    let pieces = Pieces::of(&patched);
    let instants = edges::instants(&patched, dice);
    for number in 0..9 {
        let mut inquiry = pieces.inquiry(dice);
        if number >= 3 {
            inquiry = inquiry.at(*dice.pick(&instants));
        }
        let expected = built.resolve(&inquiry);
        assert_eq!(patched.resolve(&inquiry), expected, "{edits:?}");
        assert_eq!(answered(&router, &inquiry), expected, "{edits:?}");
        assert_eq!(answered(&other, &inquiry), expected, "{edits:?}");
    }
    Some(router)
}

/// Scripts of a few edits, each on what the one before made.
fn follow(organization: &Organization, dice: &mut Dice, scripts: usize) -> usize {
    let mut router = organization.compile();
    let mut applied = 0;
    for _ in 0..scripts {
        let pieces = Pieces::of(router.organization().unwrap());
        let script: Vec<Value> = (0..dice.between(1, 3)).map(|_| pieces.edit(dice)).collect();
        let edits: Vec<Edit> = serde_json::from_value(Value::from(script)).unwrap();
        if let Some(after) = same_both_ways(&router, &edits, dice) {
            router = after;
            applied += 1;
        }
    }
    applied
}

#[test]
fn a_patched_organization_is_the_one_that_is_built_anew() {
    let mut applied = 0;
    for seed in 0..cases(60) {
        let plain = generate::settled(generate::small(seed));
        let organization = plain.document().build().unwrap();
        applied += follow(&organization, &mut Dice::new(seed ^ 0x9a7c), 12);
    }
    assert!(applied > 100, "{applied}");
}

#[test]
fn patches_fit_every_section() {
    let organization = toml::from_str::<Document>(EVERYTHING)
        .unwrap()
        .build()
        .unwrap();
    for seed in 0..20 {
        follow(&organization, &mut Dice::new(seed), 10);
    }
}

/// What depends on the instant, patched and asked where it changes.
#[cfg(feature = "tzdb")]
#[test]
fn patches_fit_what_depends_on_the_instant() {
    let mut applied = 0;
    for seed in 0..cases(12) {
        let (organization, _) = crate::written::organization(5_000 + seed);
        applied += follow(&organization, &mut Dice::new(seed), 8);
    }
    assert!(applied > 20, "{applied}");
}

#[test]
fn patches_fit_the_samples() {
    for text in crate::samples::documents() {
        let organization = toml::from_str::<Document>(text).unwrap().build().unwrap();
        for seed in 0..4 {
            follow(&organization, &mut Dice::new(seed), 8);
        }
    }
}
