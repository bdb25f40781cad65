//! The exact texts of all problems, from `problems.toml`.

use serde::Deserialize;
use switchboard::{BuildError, BuildOptions, Document, Documents, Limits, Organization, Problem};
use toml::Table;

use crate::formats::{merge, without};
use crate::scenarios::has;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    good: Table,
    problems: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    #[serde(default)]
    also: Table,
    /// A field that is taken away.
    without: Option<String>,
    /// A feature with which it says this, and one without which it does.
    needs: Option<String>,
    lacks: Option<String>,
    /// Documents besides, by name; the good one is `good.toml` then.
    #[serde(default)]
    beside: Table,
    /// Every line.
    #[serde(default)]
    says: Vec<String>,
}

fn book() -> Book {
    toml::from_str(include_str!("problems.toml")).unwrap()
}

impl Row {
    fn document(&self, good: &Table) -> Document {
        let mut table = good.clone();
        if let Some(path) = &self.without {
            without(&mut table, path);
        }
        merge(&mut table, &self.also);
        table.try_into().unwrap()
    }

    /// What `build` says, be it problems or warnings.
    fn said(&self, good: &Table) -> Vec<Problem> {
        let document = self.document(good);
        if self.beside.is_empty() {
            return said(document.build());
        }
        let mut documents = Documents::new();
        documents.add("good.toml", document);
        for (name, table) in &self.beside {
            documents.add(name, table.clone().try_into().unwrap());
        }
        said(documents.build())
    }
}

fn said(built: Result<Organization, BuildError>) -> Vec<Problem> {
    match built {
        Ok(organization) => organization.warnings().to_vec(),
        Err(error) => {
            let lines: Vec<String> = error.problems().iter().map(Problem::to_string).collect();
            assert_eq!(error.to_string(), lines.join("\n"));
            error.problems().to_vec()
        }
    }
}

fn kind(problem: &Problem) -> String {
    serde_json::to_value(problem.kind())
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn the_good_document_is_good() {
    let document: Document = book().good.try_into().unwrap();
    assert_eq!(said(document.build()), []);
}

#[test]
fn every_problem_is_said_in_these_words() {
    let book = book();
    let mut failures = Vec::new();
    let is_said = |row: &&Row| {
        let lacks = row.lacks.as_deref();
        has(row.needs.as_deref()) && (lacks.is_none() || !has(lacks))
    };
    for row in book.problems.iter().filter(is_said) {
        let problems = row.said(&book.good);
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        if lines != row.says || !problems.iter().any(|problem| kind(problem) == row.kind) {
            let kinds: Vec<String> = problems.iter().map(kind).collect();
            failures.push(format!(
                "{} from\n{}\n{}\nsays {kinds:?}\n{}",
                row.kind,
                row.also,
                row.beside,
                toml::Value::from(lines)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// The table has every kind but those that only limits bring about.
#[test]
fn every_kind_of_problem_has_a_row() {
    let declared = include_str!("../../src/organization/problem.rs")
        .split("kinds! {")
        .nth(1)
        .unwrap();
    let declared = declared
        .split("\n}")
        .next()
        .unwrap()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let rows: Vec<String> = book().problems.into_iter().map(|row| row.kind).collect();
    for name in declared
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, _)| kebab(name))
    {
        let of_limits =
            ["too-much-work", "limit-exceeded", "more-warnings"].contains(&name.as_str());
        assert!(of_limits || rows.contains(&name), "no row for {name}");
    }
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(c.to_lowercase());
    }
    text
}

#[test]
fn limits_are_named_with_their_number() {
    let document: Document = book().good.try_into().unwrap();
    let error = document
        .build_with(&BuildOptions::new().limits(Limits::default().contacts(0)))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "contacts: limit exceeded: found `1 contacts`, expected at most 0; use fewer, or raise `Limits::contacts` in `build_with`"
    );
}

#[test]
fn no_line_breaks_the_style_of_errors() {
    let book = book();
    for row in &book.problems {
        for problem in row.said(&book.good) {
            let title = problem.message();
            assert!(title.starts_with(char::is_lowercase), "{title}");
            let line = problem.to_string();
            assert!(
                !line.ends_with('.') && !line.contains('\n') && !line.contains("  "),
                "{line}"
            );
            assert!(
                !problem.path().is_empty() || row.without.is_some(),
                "{line}"
            );
            for type_name in ["String", "Option", "Vec", "u32", "usize", "DepartmentId"] {
                assert!(!line.contains(type_name), "{line}");
            }
        }
    }
}
