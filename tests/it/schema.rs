//! The JSON Schema of documents: the checked-in file is the one of this release, and it and `build` are of one mind.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Value, json};
use switchboard::Document;
use toml::Table;

use crate::formats::{Format, merge, read, without};

const CHECKED_IN: &str = include_str!("../../examples/switchboard.schema.json");

/// The sample documents, in the folder `examples`.
macro_rules! samples {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../examples/", $path)))),*]
    };
}

const SAMPLES: [(&str, &str); 10] = samples![
    "switchboard/sample.toml",
    "samples/consultancy.toml",
    "samples/hospital.toml",
    "samples/shop.toml",
    "samples/software.toml",
    "samples/software/root.toml",
    "samples/software/support.toml",
    "samples/software/engineering.toml",
    "samples/software/commercial.toml",
    "samples/software/data-services.toml",
];

/// What a document can have wrong without regard to what it names.
const OF_FORM: [&str; 8] = [
    "unsupported-version",
    "unknown-field",
    "missing-field",
    "wrong-type",
    "unknown-word",
    "invalid-duration",
    "invalid-date",
    "invalid-number",
];

fn schema() -> Value {
    serde_json::from_str(&Document::schema()).unwrap()
}

fn validator() -> Validator {
    let schema = schema();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// What the schema holds against a document, each with its place.
fn complaints(validator: &Validator, document: &Document) -> Vec<String> {
    let json = serde_json::to_value(document).unwrap();
    let errors = validator.iter_errors(&json);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn document(table: Table) -> Document {
    table.try_into().unwrap()
}

fn book(text: &str) -> Table {
    text.parse().unwrap()
}

fn rows<'b>(book: &'b Table, name: &str) -> impl Iterator<Item = &'b Table> + use<'b> {
    let rows = book[name].as_array().unwrap().iter();
    rows.map(|row| row.as_table().unwrap())
}

fn table<'b>(row: &'b Table, name: &str) -> Option<&'b Table> {
    row.get(name)?.as_table()
}

#[test]
fn the_file_is_that_of_this_release() {
    assert!(
        Document::schema() == CHECKED_IN,
        "`examples/switchboard.schema.json` is out of date; renew it with\n  \
         cargo run --example switchboard -- schema > examples/switchboard.schema.json"
    );
}

/// So editors show a sentence about each.
#[test]
fn every_field_and_table_is_described() {
    let schema = schema();
    let tables = schema["$defs"].as_object().unwrap().values();
    for table in tables.chain([&schema]) {
        let is_sentence = |text: &Value| text.as_str().is_some_and(|text| text.ends_with('.'));
        assert!(table["title"].is_string(), "{table}");
        assert!(is_sentence(&table["description"]), "{table}");
        for (field, property) in table["properties"].as_object().unwrap() {
            let is_reserved = property == &Value::Bool(false);
            assert!(
                is_reserved || is_sentence(&property["description"]),
                "{field}: {property}"
            );
        }
    }
}

#[test]
fn what_builds_is_valid() {
    let validator = validator();
    let mut failures = Vec::new();
    let mut check = |name: &str, document: &Document| {
        let complaints = complaints(&validator, document).into_iter();
        failures.extend(complaints.map(|complaint| format!("{name}{complaint}")));
    };
    for (path, text) in SAMPLES {
        let first = text.lines().next().unwrap_or_default();
        let up = "../".repeat(path.matches('/').count());
        assert_eq!(
            first,
            format!("#:schema {up}switchboard.schema.json"),
            "{path}"
        );
        check(path, &read(Format::Toml, text));
    }
    check("content", &document(book(include_str!("content.toml"))));
    let scenarios = book(include_str!("scenarios.toml"));
    for case in rows(&scenarios, "cases").filter(|case| !case.contains_key("problems")) {
        let shop = toml::Value::from("shop");
        let organization = case.get("organization").unwrap_or(&shop);
        let mut organization = scenarios["organizations"][organization.as_str().unwrap()]
            .as_table()
            .unwrap()
            .clone();
        merge(
            &mut organization,
            table(case, "also").unwrap_or(&Table::new()),
        );
        check(&case["says"].to_string(), &document(organization));
    }
    let parts = book(include_str!("parts.toml"));
    for row in rows(&parts, "rows").filter(|row| row["says"].as_array().unwrap().is_empty()) {
        let mut tables = parts["base"].as_table().unwrap().clone();
        merge(&mut tables, table(row, "also").unwrap_or(&Table::new()));
        for (name, own) in tables {
            check(&name, &own.try_into().unwrap());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What looks like a matter of form, but takes more than the field to judge: by the start of what `build` says.
const BEYOND: [&str; 6] = [
    "contacts.bo.points.expires: invalid date: found `2026-01-30`, expected a day not before `verified`",
    "contacts.bo.points.options[1]: unknown word: found `tollfree`",
    "departments.agency: missing field: expected `liaison`",
    "departments.company.desks[0].serves: unknown field",
    "routes[1].precedence: unknown word: found `urgent`",
    "schedules.support.layers[0]: missing field: expected `from`",
];

#[test]
fn problems_of_form_are_problems_of_the_schema() {
    let validator = validator();
    let book = book(include_str!("problems.toml"));
    let (mut missed, mut found) = (BTreeSet::new(), 0);
    let of_form =
        rows(&book, "problems").filter(|row| OF_FORM.contains(&row["kind"].as_str().unwrap()));
    for row in of_form {
        let mut good = book["good"].as_table().unwrap().clone();
        if let Some(path) = row.get("without") {
            without(&mut good, path.as_str().unwrap());
        }
        merge(&mut good, table(row, "also").unwrap_or(&Table::new()));
        let beside = table(row, "beside").into_iter().flatten();
        let beside = beside.map(|(_, own)| own.as_table().unwrap().clone());
        let mut documents = beside.chain([good]).map(document);
        if documents.any(|document| !complaints(&validator, &document).is_empty()) {
            found += 1;
        } else {
            let lines = row["says"].as_array().unwrap().iter();
            missed.extend(lines.map(|line| line.as_str().unwrap()));
        }
    }
    let beyond = |line: &&str| BEYOND.iter().any(|start| line.starts_with(start));
    let others: Vec<&str> = missed
        .iter()
        .copied()
        .filter(|line| !beyond(line))
        .collect();
    assert!(others.is_empty(), "not refused:\n{}", others.join("\n"));
    assert_eq!(missed.len(), BEYOND.len(), "refused by now: {missed:#?}");
    assert!(found > 20, "{found}");
}

/// Where editors mark the document of a new user: what needs no look at anything else.
#[test]
fn mistakes_of_form_are_marked() {
    let document = document(book(include_str!("mistakes.toml")));
    let complaints = complaints(&validator(), &document);
    let places = complaints
        .iter()
        .map(|complaint| complaint.split(": ").next().unwrap());
    let mut places: Vec<&str> = places.collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "",
            "/assignments/drivers/rows/chat",
            "/assignments/keepers",
            "/conditions/spoken/condition",
            "/contacts/billing-desk/kind",
            "/contacts/billing-desk/points/3/visibility",
            "/contacts/clerk/points",
            "/contacts/garage/ids/0",
            "/contacts/garage/languages/1",
            "/contacts/garage/points/0/verified",
            "/contacts/it-lead",
            "/departments/agency",
            "/departments/billing",
            "/departments/estate/desks/0",
            "/departments/estate/desks/0",
            "/departments/estate/head",
            "/departments/fleet/desks/1/serves",
            "/departments/sales/response_target",
            "/notices/0",
            "/routes/1/topic",
            "/routes/10",
            "/routes/11",
            "/topics",
            "/topics/cars/links/0",
            "/topics/cars/nature",
            "/topics/rooms/links/0/url",
        ],
        "{complaints:#?}"
    );
}

/// Durations and days as `jiff` reads them, and as the schema does.
#[test]
fn durations_and_days_are_the_same_to_both() {
    let validator = validator();
    let is_fine = |change: &str| {
        let mut document = book(include_str!("content.toml"));
        merge(&mut document, &book(change));
        let document = self::document(document);
        let is_valid = complaints(&validator, &document).is_empty();
        assert_eq!(document.build().is_ok(), is_valid, "{change}");
        is_valid
    };
    for fine in [
        "30m",
        "1h 30m",
        "1h30m",
        "2 days",
        "PT30M",
        "pt1h30m",
        "P2D",
        "P1W",
        "1 week",
        "1 wk 4 days",
        "90 seconds",
        "1 hour, 30 minutes",
        "02:30:00",
        "1 day, 02:30:00.5",
        "500ms",
        "1.5h",
        "10µs",
        "10us",
        "7 nanos",
        " 5m ",
        "+5m",
        "0s",
    ] {
        assert!(is_fine(&format!("response_target = {fine:?}")), "{fine}");
    }
    for bad in [
        "half an hour",
        "30",
        "m",
        "",
        "5 bananas",
        "-5m",
        "5 M",
        "1h-30m",
    ] {
        assert!(!is_fine(&format!("response_target = {bad:?}")), "{bad}");
    }
    assert!(is_fine("contacts.keeper.points.expires = 2027-02-01"));
    for bad in [
        "\"1 May 2027\"",
        "\"2027-2-1\"",
        "2027-02-01T10:00:00",
        "20270201",
    ] {
        assert!(
            !is_fine(&format!("contacts.keeper.points.expires = {bad}")),
            "{bad}"
        );
    }
}

/// Something else in each place of a document that has every field: what the schema refuses does not build.
#[test]
fn what_the_schema_refuses_does_not_build() {
    let validator = validator();
    let whole = serde_json::to_value(document(book(include_str!("content.toml")))).unwrap();
    assert!(validator.is_valid(&whole));
    let others = [
        json!("~"),
        json!(""),
        json!(7),
        json!(1.5),
        json!(true),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "zz": 1 }),
    ];
    let mut others = others.iter().cycle();
    let mut refused = 0;
    for place in places(&whole) {
        // Three of them in each place: over all places, each often.
        let mutants = others
            .by_ref()
            .take(3)
            .map(|other| replaced(&whole, &place, other.clone()));
        for mutant in mutants.chain([taken(&whole, &place)]) {
            if validator.is_valid(&mutant) || mutant["switchboard"].is_null() {
                continue;
            }
            refused += 1;
            let document: Document = serde_json::from_value(mutant.clone()).unwrap();
            assert!(
                document.build().is_err(),
                "{place}: {:?}",
                mutant.pointer(&place)
            );
        }
    }
    assert!(refused > 500, "{refused}");
}

/// The JSON pointers of all that lies in a value.
fn places(value: &Value) -> Vec<String> {
    let inside: Vec<(String, &Value)> = match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.replace('~', "~0").replace('/', "~1"), member))
            .collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (step, value) in inside {
        all.extend(
            places(value)
                .into_iter()
                .map(|place| format!("/{step}{place}")),
        );
        all.push(format!("/{step}"));
    }
    all
}

fn replaced(whole: &Value, place: &str, with: Value) -> Value {
    let mut mutant = whole.clone();
    *mutant.pointer_mut(place).unwrap() = with;
    mutant
}

fn taken(whole: &Value, place: &str) -> Value {
    let mut mutant = whole.clone();
    let (parent, step) = place.rsplit_once('/').unwrap();
    match mutant.pointer_mut(parent).unwrap() {
        Value::Array(items) => drop(items.remove(step.parse().unwrap())),
        Value::Object(members) => drop(members.remove(&step.replace("~1", "/").replace("~0", "~"))),
        other => unreachable!("{other}"),
    }
    mutant
}
