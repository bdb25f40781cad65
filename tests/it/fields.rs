//! Every field of the format: a document in which each stands keeps what it says when it is laid out, and the schema knows
//! no other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use switchboard::Document;

use crate::layout::{fingerprint, toml};

/// What `content.toml` leaves out: the zone of the document, calendars in full, grants, and other ways to name somebody.
const MORE: &str = r#"
[holidays.own]
days = { 12-25 = "Christmas", 2026-12-01 = { name = "National Day", regions = ["ro"] } }
includes = ["shared"]

[holidays.shared]
days = { 01-01 = "New Year" }

[hours.office]
zone = "Europe/Bucharest"
open = ["mon-fri 9:00-17:00", { week = "sat 10:00-14:00", months = "nov-dec", days = ["1..20", -1], years = "2026-2028", from = 2026-11-01, until = 2028-01-01 }]
holidays = ["own"]
region = "ro"
special = { 12-24 = "10:00-13:00" }

[hours.staffed]
union = ["office", "shift"]

[hours.unattended]
complement = "staffed"

[schedules.abroad]
department = "field"
zone = "UTC"
layers = [{ zone = "Asia/Singapore", from = 2026-01-05, turns = "bo" }]

[policies.named]
levels = [{ to = [{ contact = "bo" }, { assigned = "managers" }], after = "1h", clock = "desk", when_empty = "hold" }]

[[routes]]
topic = "accounts/late"
when = { region = { in = ["ro", "us"] }, language = { absent = true } }
owner = "company"
policy = "named"

[parts.lab]
department = "lab"
topics = ["parts"]
precedences = ["high"]
"#;

/// Without the feature this is a problem.
const REGULAR: &str = r#"
[[routes]]
topic = "accounts/lost"
when = { account = { matches = "gold-[0-9]+" } }
owner = "company"
"#;

/// What only a document of a part says.
const PART: &str = r#"
switchboard = 1
part = "lab"

[topics."parts/new"]
labels = { en = "New parts" }
"#;

fn everything() -> String {
    let content = include_str!("content.toml");
    let regular = if cfg!(feature = "regex") { REGULAR } else { "" };
    format!("zone = \"Europe/Bucharest\"\n{content}{MORE}{regular}")
}

#[test]
fn a_layout_of_every_field_says_the_same() {
    let written = everything();
    let laid_out = toml(&written);
    assert_eq!(fingerprint(&laid_out), fingerprint(&written));
    assert_eq!(json(&laid_out), json(&written));
    assert_eq!(toml(&laid_out), laid_out);

    let part = toml(PART);
    assert_eq!(json(&part), json(PART));
    assert_eq!(toml(&part), part);
}

/// Whoever adds a field adds it above, or to `content.toml`.
#[test]
fn no_field_of_the_schema_is_left_out() {
    let schema: Value = serde_json::from_str(&Document::schema()).unwrap();
    let mut fields = Fields {
        schema: &schema,
        used: BTreeMap::new(),
    };
    for text in [&everything(), PART] {
        fields.walk(&json(text), &schema);
    }
    let tables = schema["$defs"].as_object().unwrap().values();
    let mut missing = Vec::new();
    for table in tables.chain([&schema]) {
        let title = table["title"].as_str().unwrap();
        let used = fields.used.get(title);
        for (field, property) in table["properties"].as_object().unwrap() {
            let is_reserved = property == &Value::Bool(false);
            let is_used = used.is_some_and(|used| used.contains(&**field));
            let is_excused = field == "matches" && !cfg!(feature = "regex");
            if !is_reserved && !is_used && !is_excused {
                missing.push(format!("{title}: {field}"));
            }
        }
    }
    assert!(missing.is_empty(), "nowhere: {missing:#?}");
}

fn json(text: &str) -> Value {
    let document: Document = toml::from_str(text).expect("a document");
    serde_json::to_value(document).unwrap()
}

/// The fields of each table of the schema that documents use.
struct Fields<'s> {
    schema: &'s Value,
    used: BTreeMap<&'s str, BTreeSet<&'s str>>,
}

impl<'s> Fields<'s> {
    fn walk(&mut self, value: &Value, schema: &'s Value) {
        if let Some(name) = schema["$ref"].as_str() {
            let place = name.strip_prefix('#').expect("a table of this schema");
            self.walk(value, self.schema.pointer(place).expect("a table"));
        }
        for ways in ["anyOf", "oneOf", "allOf"] {
            for way in schema[ways].as_array().into_iter().flatten() {
                self.walk(value, way);
            }
        }
        self.walk_if_any(value, schema.get("then"));
        match value {
            Value::Array(items) => {
                for item in items {
                    self.walk_if_any(item, schema.get("items"));
                }
            }
            Value::Object(members) if names_all(schema, members.keys()) => {
                for (name, member) in members {
                    self.field(name, member, schema);
                }
            }
            _ => {}
        }
    }

    fn walk_if_any(&mut self, value: &Value, schema: Option<&'s Value>) {
        if let Some(schema) = schema {
            self.walk(value, schema);
        }
    }

    fn field(&mut self, name: &str, value: &Value, schema: &'s Value) {
        let properties = schema["properties"].as_object();
        if let Some((name, property)) = properties.and_then(|own| own.get_key_value(name)) {
            let title = schema["title"].as_str().unwrap_or_default();
            self.used.entry(title).or_default().insert(name);
            self.walk(value, property);
            return;
        }
        let patterns = schema["patternProperties"].as_object();
        let patterns = patterns.into_iter().flat_map(|own| own.values());
        for property in patterns.chain(schema.get("additionalProperties")) {
            self.walk(value, property);
        }
    }
}

/// Whether a table of the schema may be meant: it has all these fields, or is open to others.
fn names_all<'n>(schema: &Value, mut names: impl Iterator<Item = &'n String>) -> bool {
    let is_open = schema.get("patternProperties").is_some()
        || schema.get("additionalProperties") != Some(&Value::Bool(false));
    is_open || names.all(|name| schema["properties"].get(name).is_some())
}
