//! Runs the sample organizations: each is a document and a table of inquiries, whose answers were worked out by hand.
//!
//! A row says what is asked, and of the answer as much as matters there. Of the levels, `chain` lists the contacts,
//! `positions` the positions by which they stand there, `due` the times. `reach`, `links` and `owner_name` are what the
//! inquirer is shown, on the day `on` if there is one; `refused` are words of the refusal.
//!
//! Where the inquiry has an instant (`at`), `instants` are those of the levels, `stands_for` the schedules and the absent
//! for whom they stand, `together` all whom they ask, `handoffs` the last ones before them; and the answer is the same
//! `until` another one. Instants are written by any clock, with its offset.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use switchboard::civil::Date;
use switchboard::{
    Answer, AnswerLevel, Document, Documents, Inquiry, InquiryError, Organization, ProblemKind,
    Router, Timestamp, Validity,
};
use toml::Table;

use crate::formats::{Format, read};
use crate::scenarios::engines;

pub struct Sample {
    pub name: &'static str,
    document: &'static str,
    table: &'static str,
}

macro_rules! samples {
    ($($name:literal at $path:literal;)*) => {
        [$(Sample {
            name: $name,
            document: include_str!(concat!("../../examples/", $path, ".toml")),
            table: include_str!(concat!("../../examples/", $path, ".expected.jsonl")),
        }),*]
    };
}

pub const SAMPLES: [Sample; 5] = samples! {
    "retailer" at "switchboard/sample";
    "shop" at "samples/shop";
    "hospital" at "samples/hospital";
    "software company" at "samples/software";
    "consultancy" at "samples/consultancy";
};

/// The documents of the folder `software`, the root first.
const PARTS: [(&str, &str); 5] = [
    (
        "root.toml",
        include_str!("../../examples/samples/software/root.toml"),
    ),
    (
        "support.toml",
        include_str!("../../examples/samples/software/support.toml"),
    ),
    (
        "engineering.toml",
        include_str!("../../examples/samples/software/engineering.toml"),
    ),
    (
        "commercial.toml",
        include_str!("../../examples/samples/software/commercial.toml"),
    ),
    (
        "data-services.toml",
        include_str!("../../examples/samples/software/data-services.toml"),
    ),
];

/// The documents of the samples.
pub fn documents() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|sample| sample.document)
}

#[derive(Deserialize)]
struct Row {
    inquiry: Inquiry,
    #[serde(flatten)]
    says: Map<String, Value>,
}

/// What a row may say of the inquirer's view rather than of the answer.
const SHOWN: [&str; 4] = ["on", "reach", "links", "owner_name"];

impl Sample {
    fn rows(&self) -> Vec<Row> {
        let lines = self.table.lines().enumerate();
        lines
            .map(|(line, text)| {
                serde_json::from_str(text)
                    .unwrap_or_else(|error| panic!("{}, row {}: {error}", self.name, line + 1))
            })
            .collect()
    }

    pub fn organization(&self) -> Organization {
        let built = read(Format::Toml, self.document).build();
        built.unwrap_or_else(|problems| panic!("{}: {problems}", self.name))
    }

    fn table(&self) -> Table {
        self.document.parse().unwrap()
    }
}

/// The rows on the reference, `explain`, the router, and the router after a round trip through each format.
#[test]
fn every_row_on_every_engine() {
    let mut failures = Vec::new();
    for sample in &SAMPLES {
        let document = read(Format::Toml, sample.document);
        for (engine, answer) in engines(&document, &sample.organization()) {
            let found = differences(&sample.rows(), &*answer);
            failures.extend(
                found
                    .iter()
                    .map(|found| format!("{}, {engine}, {found}", sample.name)),
            );
        }
    }
    assert!(
        failures.is_empty(),
        "{} differences:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// One organization from a document of its own for each department: the same content, and so the same answers.
#[test]
fn several_documents_say_the_same() {
    let software = SAMPLES
        .iter()
        .find(|sample| sample.name == "software company")
        .unwrap();
    let whole = software.organization();
    for turn in 0..PARTS.len() {
        let mut parts = PARTS;
        parts.rotate_left(turn);
        let mut documents = Documents::new();
        for (name, text) in parts {
            documents.add(name, read(Format::Toml, text));
        }
        let organization = documents
            .build()
            .unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(organization.fingerprint(), whole.fingerprint());
        let router = organization.compile();
        let found = differences(&software.rows(), &|inquiry| prepared(&router, inquiry));
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// What an inquirer may see of those who answer, and what they may read first.
#[test]
fn inquirers_are_shown_what_they_may_see() {
    for sample in &SAMPLES {
        let organization = sample.organization();
        let router = organization.compile();
        let mut rows = 0;
        for Row { inquiry, says } in sample.rows() {
            let query = match router.prepare(&inquiry) {
                Ok(query) if says.keys().any(|field| SHOWN.contains(&&**field)) => query,
                _ => continue,
            };
            rows += 1;
            let answer = query.resolve();
            let mut audience = organization.audience_of(&inquiry).unwrap();
            if let Some(day) = says.get("on") {
                audience = audience.on(day.as_str().unwrap().parse::<Date>().unwrap());
            }
            let shown = |field: &str| -> Value {
                match field {
                    "reach" => answer
                        .reach(&audience)
                        .iter()
                        .map(|reach| reach.point().address())
                        .collect(),
                    "links" => answer.links(&audience).map(|link| link.url()).collect(),
                    _ => answer.owner().shown_name(audience.sees()).into(),
                }
            };
            for field in SHOWN.iter().skip(1) {
                if let Some(expected) = says.get(*field) {
                    let found = shown(field);
                    assert_eq!(found, *expected, "{}, {inquiry:?}, {field}", sample.name);
                }
            }
        }
        assert!(rows >= 2, "{} shows {rows} rows", sample.name);
    }
}

/// No route is there for show, and no language.
#[test]
fn every_route_and_every_language_has_a_row() {
    for sample in &SAMPLES {
        let organization = sample.organization();
        let rows = sample.rows();
        let won: BTreeSet<&str> = rows
            .iter()
            .filter_map(|row| row.says.get("route")?.as_str())
            .collect();
        for route in organization.routes() {
            assert!(
                won.contains(route.key()),
                "{}: {}",
                sample.name,
                route.key()
            );
        }
        let written: Vec<String> = rows
            .iter()
            .map(|row| row.inquiry.topic().trim().to_lowercase())
            .collect();
        let aliases = organization
            .topics()
            .flat_map(|topic| topic.aliases().collect::<Vec<_>>());
        let mut silent: BTreeSet<&str> = BTreeSet::new();
        let mut spoken: BTreeSet<&str> = BTreeSet::new();
        for (language, alias) in aliases {
            let words = alias.replace('-', " ");
            let asks = |topic: &String| topic.starts_with(alias) || topic.starts_with(&words);
            if written.iter().any(asks) {
                spoken.insert(language);
            } else {
                silent.insert(language);
            }
        }
        let unheard: Vec<_> = silent.difference(&spoken).collect();
        assert!(unheard.is_empty(), "{}: {unheard:?}", sample.name);
    }
}

/// Where a route is given a precedence, some row is answered otherwise without it: it says who comes first, and is no
/// way to silence an ambiguity.
#[test]
fn every_precedence_changes_an_answer() {
    for sample in &SAMPLES {
        let table = sample.table();
        let rows = sample.rows();
        let mut judged = 0;
        for index in 0..routes(&table).len() {
            let mut without = table.clone();
            let route = without["routes"][index].as_table_mut().unwrap();
            let name = route
                .get("key")
                .or(route.get("topic"))
                .map(ToString::to_string);
            if route.remove("precedence").is_none() {
                continue;
            }
            judged += 1;
            let name = format!("{}, {}", sample.name, name.unwrap());
            let document: Document = without.try_into().unwrap();
            let organization = document
                .build()
                .unwrap_or_else(|problems| panic!("{name} only silences: {problems}"));
            let router = organization.compile();
            let answer = |inquiry: &Inquiry| prepared(&router, inquiry);
            assert!(
                !differences(&rows, &answer).is_empty(),
                "{name} changes nothing"
            );
        }
        assert!(judged > 0, "{} has no precedence", sample.name);
    }
}

/// What a document says beyond who and where, some row asks for: without it, that row is answered otherwise.
#[test]
fn whatever_decides_has_a_row() {
    let mut idle = Vec::new();
    for sample in &SAMPLES {
        let table = sample.table();
        let rows = sample.rows();
        let mut places = Vec::new();
        let whole = toml::Value::Table(table.clone());
        deciding(&whole, &mut Vec::new(), &mut places);
        timed(&whole, &mut Vec::new(), &mut places);
        for place in places {
            let mut without = toml::Value::Table(table.clone());
            remove(&mut without, &place);
            let document: Document = without.try_into().unwrap();
            // What something else rests on is there for that.
            let Ok(organization) = document.build() else {
                continue;
            };
            let router = organization.compile();
            let answer = |inquiry: &Inquiry| prepared(&router, inquiry);
            if differences(&rows, &answer).is_empty() {
                idle.push(format!("{}: {}", sample.name, place.join(".")));
            }
        }
    }
    assert!(idle.is_empty(), "no row for\n{}", idle.join("\n"));
}

/// The places of all fields that decide answers; of lists, of each item. Deputies and skills may stand there for another
/// day.
fn deciding(value: &toml::Value, at: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    const FIELDS: [&str; 13] = [
        "authority",
        "confidential",
        "conflict_authority",
        "consulted",
        "desks",
        "escalates_to",
        "informed",
        "levels",
        "nature",
        "notices",
        "policy",
        "responder",
        "rows",
    ];
    let mut each = |step: String, value: &toml::Value| {
        at.push(step);
        let is_deciding = at.iter().any(|step| FIELDS.contains(&&**step));
        let is_rows = value.is_table() && at.ends_with(&["rows".to_owned()]);
        if is_deciding && !value.is_array() && !is_rows {
            places.push(at.clone());
        } else {
            deciding(value, at, places);
        }
        at.pop();
    };
    match value {
        toml::Value::Table(table) => table
            .iter()
            .for_each(|(key, value)| each(key.clone(), value)),
        toml::Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                each(index.to_string(), value);
            }
        }
        _ => {}
    }
}

/// The places of all fields that decide answers at an instant, and of each absence. Schedules have tests of their own.
fn timed(value: &toml::Value, at: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    const FIELDS: [&str; 6] = [
        "away",
        "clock",
        "delegate",
        "during",
        "on_duty",
        "when_empty",
    ];
    let steps: Vec<(String, &toml::Value)> = match value {
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        toml::Value::Array(list) => {
            let items = list.iter().enumerate();
            items
                .map(|(index, value)| (index.to_string(), value))
                .collect()
        }
        _ => Vec::new(),
    };
    for (step, value) in steps {
        let is_absence = at.last().is_some_and(|last| last == "away");
        at.push(step);
        let is_field = at.last().is_some_and(|last| FIELDS.contains(&&**last));
        if is_absence || is_field && !value.is_array() {
            places.push(at.clone());
        }
        timed(value, at, places);
        at.pop();
    }
}

fn remove(value: &mut toml::Value, place: &[String]) {
    match (value, place) {
        (toml::Value::Table(table), [last]) => drop(table.remove(last)),
        (toml::Value::Array(list), [last]) => drop(list.remove(last.parse().unwrap())),
        (toml::Value::Table(table), [step, rest @ ..]) => remove(&mut table[step.as_str()], rest),
        (toml::Value::Array(list), [step, rest @ ..]) => {
            remove(&mut list[step.parse::<usize>().unwrap()], rest);
        }
        (value, place) => panic!("no {place:?} in {value}"),
    }
}

/// Routes of one pattern whose conditions differ in one value only: that is a table, and belongs into `assignments`.
#[test]
fn no_route_is_repeated_for_each_value() {
    for sample in &SAMPLES {
        let table = sample.table();
        let routes = routes(&table);
        for (index, one) in routes.iter().enumerate() {
            for other in &routes[..index] {
                let is_twin = one.get("topic") == other.get("topic")
                    && one.get("scope") == other.get("scope")
                    && differ_in_one_value(one.get("when"), other.get("when"));
                assert!(!is_twin, "{}: {one} and {other}", sample.name);
            }
        }
    }
}

/// Who is missing may be missing on purpose; nothing else in a sample deserves a warning.
#[test]
fn nothing_is_amiss() {
    for sample in &SAMPLES {
        let organization = sample.organization();
        for warning in organization.warnings() {
            let is_vacancy = matches!(
                warning.kind(),
                ProblemKind::VacantHead | ProblemKind::VacantPosition
            );
            assert!(is_vacancy, "{}: {warning}", sample.name);
        }
    }
}

fn routes(table: &Table) -> &[toml::Value] {
    table["routes"].as_array().unwrap()
}

/// Whether both are tables of the same attributes, and all but one ask for the same; that one names a value in either.
fn differ_in_one_value(one: Option<&toml::Value>, other: Option<&toml::Value>) -> bool {
    let (Some(toml::Value::Table(one)), Some(toml::Value::Table(other))) = (one, other) else {
        return false;
    };
    let is_named = |value: &toml::Value| value.is_str() || value.is_array();
    let differing: Vec<_> = one
        .iter()
        .filter(|(name, value)| other.get(*name) != Some(*value))
        .collect();
    one.len() == other.len()
        && matches!(
            differing.as_slice(),
            [(name, value)] if *name != "any" && is_named(value) && other.get(*name).is_some_and(is_named)
        )
}

fn prepared(router: &Router, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
    Ok(router.prepare(inquiry)?.resolve().to_answer())
}

/// Where answers are not what the rows say.
fn differences(
    rows: &[Row],
    answer: &dyn Fn(&Inquiry) -> Result<Answer, InquiryError>,
) -> Vec<String> {
    let mut differences = Vec::new();
    for (index, Row { inquiry, says }) in rows.iter().enumerate() {
        let row = format!(
            "row {} ({})",
            index + 1,
            serde_json::to_string(inquiry).unwrap()
        );
        match (answer(inquiry), says.get("refused")) {
            (Err(error), Some(words)) => {
                let text = error.to_string();
                let said = |word: &Value| text.contains(word.as_str().unwrap());
                if !words.as_array().unwrap().iter().all(said) {
                    differences.push(format!("{row}: refused with `{text}`, not {words}"));
                }
            }
            (Err(error), None) => differences.push(format!("{row}: refused with `{error}`")),
            (Ok(_), Some(_)) => differences.push(format!("{row}: answered")),
            (Ok(answer), None) => {
                let asked = says.iter().filter(|(field, _)| !SHOWN.contains(&&***field));
                for (field, expected) in asked {
                    let (found, expected) = (part(&answer, field), in_utc(expected));
                    if found != expected {
                        differences.push(format!("{row}: {field} is {found}, not {expected}"));
                    }
                }
            }
        }
    }
    differences
}

/// What a row's field says of an answer.
fn part(answer: &Answer, field: &str) -> Value {
    match field {
        "owner" => answer.owner().into(),
        "owner_position" => json!(answer.owner_position()),
        "owner_from" => json!(answer.owner_from()),
        "department" => answer.department().into(),
        "first_contact" => answer.first_contact().into(),
        "route" => answer.route().into(),
        "basis" => json!(answer.basis()),
        "nature" => json!(answer.nature()),
        "forwarded" => answer.is_forwarded().into(),
        "confidential" => answer.is_confidential().into(),
        "relaxed" => answer.relaxed().collect(),
        "chain" => answer.chain().iter().map(AnswerLevel::contact).collect(),
        "positions" => {
            let levels = answer.chain().iter();
            levels.map(|level| json!(level.position())).collect()
        }
        "due" => {
            let levels = answer.chain().iter();
            levels.map(|level| level.due().to_string()).collect()
        }
        "consulted" => answer.consulted().collect(),
        "informed" => answer.informed().collect(),
        "instants" => answer
            .chain()
            .iter()
            .map(|level| told(level.at()))
            .collect(),
        "stands_for" => {
            let levels = answer.chain().iter();
            levels.map(|level| json!(level.stands_for())).collect()
        }
        "together" => {
            let levels = answer.chain().iter();
            levels
                .map(|level| level.together().collect::<Value>())
                .collect()
        }
        "handoffs" => answer
            .chain()
            .iter()
            .map(|level| told(level.handoff()))
            .collect(),
        "until" => match answer.validity() {
            Validity::Until(instant) => told(Some(instant)),
            _ => Value::Null,
        },
        other => panic!("a row has no `{other}`"),
    }
}

fn told(instant: Option<Timestamp>) -> Value {
    json!(instant.map(|instant| instant.to_string()))
}

/// The same with all instants by the clock of UTC.
fn in_utc(expected: &Value) -> Value {
    match expected {
        Value::String(text) => text
            .parse::<Timestamp>()
            .map_or_else(|_| expected.clone(), |at| told(Some(at))),
        Value::Array(items) => items.iter().map(in_utc).collect(),
        _ => expected.clone(),
    }
}
