//! Several documents: joined in any order and any split, with problems that say where; and parts, which keep to what they
//! are granted.

use std::collections::BTreeMap;

use serde::Deserialize;
use switchboard::{
    Attribute, BuildError, Contact, Department, Document, Documents, Grant, Problem, ProblemKind,
    Route,
};
use toml::{Table, Value};

use crate::formats::merge;
use crate::generate::{Dice, settled, small};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    base: Table,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    story: String,
    /// By document.
    #[serde(default)]
    also: Table,
    /// Every line.
    says: Vec<String>,
}

fn book() -> Book {
    toml::from_str(include_str!("parts.toml")).unwrap()
}

/// A document under each name.
fn documents(tables: Table) -> Documents {
    let document = |table: Value| table.try_into::<Document>().unwrap();
    let named = tables.into_iter();
    named.map(|(name, table)| (name, document(table))).collect()
}

fn said(error: &BuildError) -> Vec<String> {
    error.problems().iter().map(Problem::to_string).collect()
}

#[test]
fn documents_together_say_this() {
    let book = book();
    let mut failures = Vec::new();
    for row in &book.rows {
        let mut tables = book.base.clone();
        merge(&mut tables, &row.also);
        let lines = match documents(tables).build() {
            Ok(_) => Vec::new(),
            Err(error) => said(&error),
        };
        if lines != row.says {
            let lines: Vec<String> = lines.iter().map(|line| format!("  '{line}',")).collect();
            failures.push(format!("{}\nsays = [\n{}\n]", row.story, lines.join("\n")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Whatever the order of the documents: a conflict names both places, and only which of them comes first changes.
#[test]
fn every_order_of_documents_finds_the_same() {
    let book = book();
    for row in &book.rows {
        let mut tables = book.base.clone();
        merge(&mut tables, &row.also);
        let reversed: Table = tables.clone().into_iter().rev().collect();
        let (one, other) = (documents(tables).build(), documents(reversed).build());
        match (one, other) {
            (Ok(one), Ok(other)) => assert_eq!(one.fingerprint(), other.fingerprint()),
            (Err(one), Err(other)) => {
                let kinds = |error: &BuildError| -> BTreeMap<ProblemKind, usize> {
                    let mut kinds = BTreeMap::new();
                    for problem in error.problems() {
                        *kinds.entry(problem.kind()).or_default() += 1;
                    }
                    kinds
                };
                assert_eq!(kinds(&one), kinds(&other), "{}", row.story);
            }
            _ => panic!("{}", row.story),
        }
    }
}

/// The declarations of a document spread over several at random, and these in any order.
fn split(document: &Document, dice: &mut Dice) -> Documents {
    let table = Table::try_from(document).unwrap();
    let empty: Table = toml::from_str("switchboard = 1").unwrap();
    let mut parts = vec![empty; dice.between(1, 5)];
    for (field, value) in table {
        match value {
            Value::Table(entries) => {
                for (key, declaration) in entries {
                    let at = dice.below(parts.len());
                    let section = parts[at].entry(field.as_str());
                    let section = section.or_insert_with(|| Table::new().into());
                    section.as_table_mut().unwrap().insert(key, declaration);
                }
            }
            Value::Array(items) if ["routes", "notices"].contains(&&*field) => {
                for item in items {
                    let at = dice.below(parts.len());
                    let list = parts[at].entry(field.as_str());
                    let list = list.or_insert_with(|| Value::Array(Vec::new()));
                    list.as_array_mut().unwrap().push(item);
                }
            }
            value => {
                let first = dice.below(parts.len());
                for (at, part) in parts.iter_mut().enumerate() {
                    if at == first || dice.chance(30) {
                        part.insert(field.clone(), value.clone());
                    }
                }
            }
        }
    }
    let parts = parts.into_iter().map(|part| part.try_into().unwrap());
    let mut parts: Vec<Document> = parts.collect();
    dice.shuffle(&mut parts);
    let named = parts.into_iter().enumerate();
    named
        .map(|(at, part)| (format!("{at}.toml"), part))
        .collect()
}

#[test]
fn any_split_of_a_document_is_the_same_organization() {
    let sample = include_str!("../../examples/switchboard/sample.toml");
    let mut sample: Table = toml::from_str(sample).unwrap();
    let names = sample["attributes"].as_table().unwrap().keys().cloned();
    let names: Vec<Value> = names.map(Value::String).collect();
    sample.entry("importance").or_insert(Value::Array(names));
    let sample: Document = sample.try_into().unwrap();
    let generated = (0..60).map(|seed| settled(small(seed)).document());
    for (seed, document) in [sample].into_iter().chain(generated).enumerate() {
        let whole = document.build().unwrap();
        for round in 0..3 {
            let mut dice = Dice::new(1_000 * round + seed as u64);
            let built = split(&document, &mut dice).build();
            let built = built.unwrap_or_else(|error| panic!("{seed}, {round}: {error}"));
            assert_eq!(built.fingerprint(), whole.fingerprint(), "{seed}, {round}");
            assert_eq!(built.warnings().len(), whole.warnings().len());
        }
    }
}

/// What is said of a place is said in its document's own terms, warnings too.
#[test]
fn warnings_name_their_document() {
    let book = book();
    let organization = documents(book.base).build().unwrap();
    for warning in organization.warnings() {
        let document = warning
            .document()
            .expect("every warning is of one document");
        let line = warning.to_string();
        assert!(line.starts_with(&format!("{document}: ")), "{line}");
        let of_company = ["company", "legal", "director", "counsel"];
        let is_company = of_company.iter().any(|key| warning.path().ends_with(key));
        assert_eq!(is_company, document == "company.toml", "{line}");
    }
    assert!(!organization.warnings().is_empty());
}

#[test]
fn both_places_of_a_conflict_can_be_read() {
    let mut company = Document::new();
    company.department("company", Department::new().head("ana"));
    company.contact("ana", Contact::person("Ana"));
    company.route(Route::fallback("company"));
    let mut more = Document::new();
    more.route(Route::new("x").owner("company"));
    more.contact("ana", Contact::person("Another Ana"));
    let mut documents = Documents::new();
    documents
        .add("company.toml", company)
        .add("more.toml", more);
    let error = documents.build().unwrap_err();
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    assert_eq!(problem.kind(), ProblemKind::DuplicateKey);
    assert_eq!(problem.document(), Some("more.toml"));
    assert_eq!(problem.path(), "contacts.ana");
    assert_eq!(problem.related_document(), Some("company.toml"));
    assert_eq!(problem.related().as_deref(), Some("contacts.ana"));
    let json = serde_json::to_value(problem).unwrap();
    assert_eq!(json["document"], "more.toml");
    assert_eq!(json["related_document"], "company.toml");
}

/// A document by itself has no name, and no problem of it names one.
#[test]
fn one_document_has_no_name() {
    let mut alone = Document::new();
    alone
        .part("billing")
        .attribute("account", Attribute::open());
    alone.grant(
        "billing",
        Grant::new("billing").topic("billing").precedence("high"),
    );
    alone.department("billing", Department::new().head("ana"));
    alone.contact("ana", Contact::person("Ana"));
    alone.route(Route::fallback("billing"));
    let error = alone.build().unwrap_err();
    assert!(
        error
            .problems()
            .iter()
            .all(|problem| problem.document().is_none()),
        "{error}"
    );
    let places: Vec<String> = error.problems().iter().map(Problem::path).collect();
    // Of a part alone, nothing else can be judged.
    assert_eq!(places, ["part"], "{error}");
}

/// A document that is added again is replaced.
#[test]
fn a_name_has_one_document() {
    let mut documents = Documents::new();
    documents
        .add("a", Document::new())
        .add("b", Document::new());
    let mut other = Document::new();
    other.name("Other");
    documents.add("a", other.clone());
    let names: Vec<&str> = documents.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(documents.iter().next(), Some(("a", &other)));
    let error = Documents::new().build().unwrap_err();
    let kinds: Vec<ProblemKind> = error.problems().iter().map(Problem::kind).collect();
    assert_eq!(kinds, [ProblemKind::NoRoot, ProblemKind::NoFallback]);
}
