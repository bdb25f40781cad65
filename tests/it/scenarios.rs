//! Runs `scenarios.toml`: every row on every way to an answer.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;
use switchboard::{Answer, Document, Inquiry, InquiryError, Organization, Problem, Router};
use toml::Table;

use crate::formats::{Format, merge, read, write};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    organizations: BTreeMap<String, Table>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    says: String,
    #[serde(default = "shop")]
    organization: String,
    #[serde(default)]
    also: Table,
    /// A feature without which the row says nothing.
    needs: Option<String>,
    #[serde(default)]
    asks: Vec<Ask>,
    /// Start of the path, and what the text contains; all problems, in any order.
    #[serde(default)]
    problems: Vec<[String; 2]>,
}

/// One inquiry and what the rules say of it; what a row leaves out it does not ask.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    topic: Option<String>,
    #[serde(default)]
    with: BTreeMap<String, String>,
    #[serde(default)]
    excluding: Vec<String>,
    at: Option<String>,
    refused: Option<Vec<String>>,
    canonical: Option<String>,
    matched: Option<String>,
    unrecognized: Option<u64>,
    basis: Option<String>,
    route: Option<String>,
    owner: Option<String>,
    department: Option<String>,
    owner_from: Option<String>,
    owner_position: Option<String>,
    first: Option<String>,
    relaxed: Option<Vec<String>>,
    nature: Option<String>,
    forwarded: Option<bool>,
    confidential: Option<bool>,
    chain: Option<Vec<String>>,
    kinds: Option<Vec<String>>,
    /// Of each level, the position by which it stands there, or nothing.
    positions: Option<Vec<String>>,
    departments: Option<Vec<String>>,
    repeats: Option<Vec<String>>,
    /// Of each level, for what or whom its contact stands, or nothing.
    stands_for: Option<Vec<String>>,
    /// Of each level, all who are asked.
    asked: Option<Vec<String>>,
    unreachable: Option<Vec<String>>,
    unstaffed: Option<bool>,
    /// `until` or `at-least` with an instant, or `forever`.
    valid: Option<String>,
    consulted: Option<Vec<String>>,
    informed: Option<Vec<String>>,
}

fn shop() -> String {
    "shop".to_owned()
}

#[test]
fn every_case_on_every_engine() {
    let book: Book = toml::from_str(include_str!("scenarios.toml")).unwrap();
    let mut failures = Vec::new();
    let mut rows = 0;
    for case in book.cases.iter().filter(|case| has(case.needs.as_deref())) {
        let mut table = book.organizations[&case.organization].clone();
        merge(&mut table, &case.also);
        let document: Document = table.try_into().unwrap();
        let name = format!("{} ({})", case.rule, case.says);
        match document.build() {
            Ok(_) if !case.problems.is_empty() => {
                failures.push(format!("{name}: builds, but should not"));
            }
            Err(error) if case.problems.is_empty() => {
                failures.push(format!("{name}: does not build: {error}"));
            }
            Err(error) => failures.extend(
                unlike(&case.problems, error.problems()).map(|why| format!("{name}: {why}")),
            ),
            Ok(organization) => {
                for (engine, answer) in engines(&document, &organization) {
                    for ask in &case.asks {
                        rows += 1;
                        let result = answer(&ask.inquiry());
                        for why in ask.differences(result) {
                            failures.push(format!(
                                "{name}, {:?} {:?}, {engine}: {why}",
                                ask.topic, ask.with
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {rows} rows and more:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_rule_has_several_rows() {
    let book: Book = toml::from_str(include_str!("scenarios.toml")).unwrap();
    let rules = "T1 T2 T3 T4 A1 A2 A3 A4 W1 W2.1 W2.2 W2.3 W2.4 W2.5 W2.6 W2.7 W3 W4 O1 O2 O3 O4 C1 C2 C3 C4 C5 X1 X2 \
         H1 H2 H3 H4 H5 H6 H7";
    for rule in rules.split(' ') {
        let of_rule = book.cases.iter().filter(|case| case.rule == rule);
        let rows: usize = of_rule
            .map(|case| case.asks.len() + case.problems.len())
            .sum();
        assert!(rows >= 2, "{rule} has {rows} rows");
    }
}

/// Whether the crate is built with a feature.
pub fn has(feature: Option<&str>) -> bool {
    feature.is_none_or(|feature| match feature {
        "regex" => cfg!(feature = "regex"),
        "tzdb" => cfg!(feature = "tzdb"),
        other => panic!("no row needs `{other}`"),
    })
}

pub type Engine = Box<dyn Fn(&Inquiry) -> Result<Answer, InquiryError>>;

/// Every way from a document to an answer.
pub fn engines(document: &Document, organization: &Organization) -> Vec<(String, Engine)> {
    let reference = organization.clone();
    let explain = organization.clone();
    let router = organization.compile();
    let query = router.clone();
    let explain_router = router.clone();
    let mut engines: Vec<(String, Engine)> = vec![
        (
            "reference".to_owned(),
            Box::new(move |inquiry| reference.resolve(inquiry)),
        ),
        (
            "explain".to_owned(),
            Box::new(move |inquiry| Ok(explain.explain(inquiry)?.answer().clone())),
        ),
        (
            "router".to_owned(),
            Box::new(move |inquiry| prepared(&router, inquiry)),
        ),
        (
            "query".to_owned(),
            Box::new(move |inquiry| queried(&query, inquiry)),
        ),
        (
            "router.explain".to_owned(),
            Box::new(move |inquiry| Ok(explain_router.explain(inquiry)?.answer().clone())),
        ),
    ];
    let detached = organization.compile().detached();
    #[cfg(feature = "snapshot")]
    let detached = Router::from_bytes(&detached.to_bytes()).unwrap();
    engines.push((
        "detached router".to_owned(),
        Box::new(move |inquiry| prepared(&detached, inquiry)),
    ));
    for format in Format::ALL {
        let again = read(format, &write(format, document)).build();
        let again = again.unwrap_or_else(|error| panic!("{format:?}: {error}"));
        assert_eq!(
            again.fingerprint(),
            organization.fingerprint(),
            "{format:?}"
        );
        let router = again.compile();
        engines.push((
            format!("router after {format:?}"),
            Box::new(move |inquiry| prepared(&router, inquiry)),
        ));
    }
    engines
}

fn prepared(router: &Router, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
    Ok(router.prepare(inquiry)?.resolve().to_answer())
}

/// The way of a caller who interns values once and keeps them.
fn queried(router: &Router, inquiry: &Inquiry) -> Result<Answer, InquiryError> {
    let mut query = router.query(inquiry.topic())?;
    for (name, value) in inquiry.attributes() {
        query = query
            .with_value(router.value(name, value)?)
            .expect("a value of this very router");
    }
    for key in inquiry.excluded() {
        query = query.excluding(key)?;
    }
    if let Some(instant) = inquiry.instant() {
        query = query.at(instant);
    }
    Ok(query.resolve().to_answer())
}

impl Ask {
    fn inquiry(&self) -> Inquiry {
        let topic = self
            .topic
            .as_ref()
            .map_or_else(Inquiry::default, Inquiry::new);
        let values = self.with.iter();
        let inquiry = values.fold(topic, |inquiry, (name, value)| inquiry.with(name, value));
        let inquiry = self.excluding.iter().fold(inquiry, Inquiry::excluding);
        let at = self.at.as_ref().map(|at| at.parse().unwrap());
        at.into_iter().fold(inquiry, Inquiry::at)
    }

    /// Where the answer, as the JSON that others read, is not what the row says.
    #[expect(clippy::too_many_lines, reason = "a table of fields")]
    fn differences(&self, result: Result<Answer, InquiryError>) -> Vec<String> {
        let answer = match (result, &self.refused) {
            (Err(error), Some(words)) => {
                let text = error.to_string().to_lowercase();
                let missing = words
                    .iter()
                    .filter(|word| !text.contains(word.to_lowercase().as_str()));
                return missing
                    .map(|word| format!("`{text}` does not say {word}"))
                    .collect();
            }
            (Ok(_), Some(_)) => return vec!["answered, but should be refused".to_owned()],
            (Err(error), None) => return vec![format!("refused: {error}")],
            (Ok(answer), None) => {
                let forwarded = answer.is_forwarded();
                let mut answer = serde_json::to_value(answer).unwrap();
                answer["forwarded"] = forwarded.into();
                answer
            }
        };
        let text =
            |expected: &Option<String>| expected.as_ref().map(|text| Value::from(text.as_str()));
        let list = |expected: &Option<Vec<String>>| {
            expected
                .as_ref()
                .map(|list| Value::from(sorted(list.clone())))
        };
        let levels = |part: fn(&Value) -> String| -> Value {
            answer["chain"]
                .as_array()
                .unwrap()
                .iter()
                .map(|level| Value::from(part(level)))
                .collect()
        };
        let in_order = |expected: &Option<Vec<String>>| {
            expected.as_ref().map(|list| Value::from(list.clone()))
        };
        // What a row says to be empty is not there.
        let or_null = |expected: &Option<String>| match expected.as_deref() {
            Some("") => Some(Value::Null),
            Some(key) => Some(Value::from(key)),
            None => None,
        };
        [
            ("topic", text(&self.canonical), answer["topic"].clone()),
            (
                "matched_topic",
                text(&self.matched),
                answer["matched_topic"].clone(),
            ),
            (
                "unrecognized_segments",
                self.unrecognized.map(Value::from),
                answer["unrecognized_segments"].clone(),
            ),
            ("basis", text(&self.basis), answer["basis"].clone()),
            ("route", text(&self.route), answer["route"].clone()),
            ("owner", text(&self.owner), answer["owner"].clone()),
            (
                "department",
                text(&self.department),
                answer["department"].clone(),
            ),
            (
                "owner_from",
                or_null(&self.owner_from),
                answer["owner_from"].clone(),
            ),
            (
                "owner_position",
                or_null(&self.owner_position),
                answer["owner_position"].clone(),
            ),
            ("nature", or_null(&self.nature), answer["nature"].clone()),
            (
                "is_forwarded",
                self.forwarded.map(Value::from),
                answer["forwarded"].clone(),
            ),
            (
                "is_confidential",
                self.confidential.map(Value::from),
                answer["confidential"].as_bool().unwrap_or(false).into(),
            ),
            (
                "relaxed",
                in_order(&self.relaxed),
                match &answer["relaxed"] {
                    Value::Null => Value::Array(Vec::new()),
                    relaxed => relaxed.clone(),
                },
            ),
            (
                "first_contact",
                text(&self.first),
                answer["first_contact"].clone(),
            ),
            (
                "chain",
                in_order(&self.chain),
                levels(|level| format!("{} {}", word(level, "contact"), due(level))),
            ),
            (
                "kinds",
                in_order(&self.kinds),
                levels(|level| word(level, "kind")),
            ),
            (
                "positions",
                in_order(&self.positions),
                levels(|level| word(level, "position")),
            ),
            (
                "departments",
                in_order(&self.departments),
                levels(|level| word(level, "department")),
            ),
            ("repeats", in_order(&self.repeats), levels(repeat)),
            (
                "stands_for",
                in_order(&self.stands_for),
                levels(|level| word(level, "stands_for")),
            ),
            ("asked", in_order(&self.asked), levels(asked)),
            (
                "unreachable",
                in_order(&self.unreachable),
                answer["chain"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|level| level["unreachable"] == true)
                    .map(|level| level["contact"].clone())
                    .collect(),
            ),
            (
                "unstaffed",
                self.unstaffed.map(Value::from),
                answer["unstaffed"].as_bool().unwrap_or(false).into(),
            ),
            ("validity", text(&self.valid), validity(&answer)),
            (
                "consulted",
                list(&self.consulted),
                parties(&answer["consulted"]),
            ),
            (
                "informed",
                list(&self.informed),
                parties(&answer["informed"]),
            ),
        ]
        .into_iter()
        .filter_map(|(field, expected, found)| {
            expected
                .filter(|expected| *expected != found)
                .map(|expected| format!("{field} is {found}, not {expected}"))
        })
        .collect()
    }
}

fn asked(level: &Value) -> String {
    match &level["together"] {
        Value::Array(several) => {
            let keys = several.iter().filter_map(Value::as_str);
            keys.collect::<Vec<_>>().join(" ")
        }
        _ => word(level, "contact"),
    }
}

fn validity(answer: &Value) -> Value {
    let text = match &answer["validity"] {
        Value::Object(one) => {
            let one = one.iter().next();
            one.map(|(kind, at)| format!("{kind} {}", at.as_str().unwrap_or_default()))
        }
        _ => None,
    };
    Value::from(text.unwrap_or_else(|| "forever".to_owned()))
}

fn word(level: &Value, field: &str) -> String {
    level[field].as_str().unwrap_or_default().to_owned()
}

fn due(level: &Value) -> String {
    short(&word(level, "due"))
}

fn repeat(level: &Value) -> String {
    match &level["repeat"] {
        Value::Null => String::new(),
        given => format!(
            "{} every {}",
            given["times"],
            short(given["every"].as_str().unwrap())
        ),
    }
}

/// An ISO 8601 duration as the table writes it.
fn short(duration: &str) -> String {
    format!("{:#}", duration.parse::<SignedDuration>().unwrap())
}

fn parties(list: &Value) -> Value {
    Value::from(sorted(
        list.as_array()
            .unwrap()
            .iter()
            .map(|key| key.as_str().unwrap().to_owned())
            .collect(),
    ))
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

/// `None` where the problems are the expected ones.
fn unlike(expected: &[[String; 2]], found: &[Problem]) -> Option<String> {
    let mut left: Vec<&Problem> = found.iter().collect();
    for [path, word] in expected {
        let fits = |problem: &&Problem| {
            problem.path().starts_with(path) && problem.to_string().to_lowercase().contains(word)
        };
        match left.iter().position(fits) {
            Some(index) => drop(left.remove(index)),
            None => {
                return Some(format!(
                    "no problem at {path} with `{word}` among {found:#?}"
                ));
            }
        }
    }
    (!left.is_empty()).then(|| format!("problems too many: {left:#?}"))
}
