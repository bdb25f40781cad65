//! Topics with more routes than is usual: what one costs beside one with eight.

use std::hint::black_box;

use switchboard::{
    Assignment, Attribute, Contact, Department, Document, Query, Resolution, Route, Router, Target,
    ValueId, When,
};

use crate::organization::{Random, generous};
use crate::report::Figure;
use crate::rounds::{Turn, take_turns};
use crate::statistics::Spread;

const PERSONS: usize = 500;
const ASKS: usize = 1 << 14;

/// How the owners of a topic are written down.
#[derive(Clone, Copy)]
enum Shape {
    /// So many routes, each for one account.
    Accounts(usize),
    /// An assignment of so many accounts.
    Assignment(usize),
    /// So many routes under conditions on up to three of eight attributes.
    Attributes(usize),
}

/// All of them, against the least of their kind.
pub fn shapes(rounds: usize) -> Vec<Figure> {
    use Shape::{Accounts, Assignment, Attributes};
    let figures = [
        (
            "one topic with 10,000 account routes, against one with 8",
            Accounts(10_000),
            Accounts(8),
        ),
        (
            "an assignment of 100,000 rows, against 8 account routes",
            Assignment(100_000),
            Accounts(8),
        ),
        (
            "200 routes over 8 attributes, against 8",
            Attributes(200),
            Attributes(8),
        ),
    ];
    let figure = |(name, shape, least): (&str, Shape, Shape)| {
        let (shape, least) = (shape.subject(), least.subject());
        let taken = take_turns(&[shape.turn(), least.turn()], rounds);
        let ratio = Spread::of_ratio(&taken[0], &taken[1]).median;
        let times = taken
            .iter()
            .map(|taken| Spread::of(taken.iter().copied()).median);
        let times: Vec<String> = times.map(|time| format!("{time:.0} ns")).collect();
        let name = format!("{name} ({})", times.join(", "));
        Figure::at_most(&name, 1.5, Some(ratio))
    };
    figures.into_iter().map(figure).collect()
}

/// A router, and the values of each ask.
struct Subject {
    router: Router,
    asks: Vec<Vec<ValueId>>,
}

impl Subject {
    fn turn(&self) -> Turn<'_> {
        Turn::new(self.asks.len(), |part| {
            for values in &self.asks[part] {
                let mut query: Query<'_, '_> = self.router.query("sales/offers").unwrap();
                for value in values {
                    query.set_value(*value).unwrap();
                }
                read(&query.resolve());
            }
        })
    }
}

fn read(found: &Resolution<'_, '_>) {
    black_box(found.owner());
    for level in found.chain() {
        black_box((level.contact(), level.due()));
    }
}

impl Shape {
    fn subject(self) -> Subject {
        let mut random = Random::new(7);
        let router = self.document().build_with(&generous()).unwrap().compile();
        let ask = |_| match self {
            Shape::Accounts(count) | Shape::Assignment(count) => {
                let account = account(random.below(count));
                vec![router.value("account", &account).unwrap()]
            }
            Shape::Attributes(_) => {
                let value = |attribute| {
                    let value = format!("value-{}", random.below(8));
                    router
                        .value(&format!("attribute-{attribute}"), &value)
                        .unwrap()
                };
                (0..8).map(value).collect()
            }
        };
        let asks = (0..ASKS).map(ask).collect();
        Subject { router, asks }
    }

    fn document(self) -> Document {
        let mut document = company();
        let person = |number: usize| format!("person-{}", number * 7 % PERSONS);
        let route = || Route::new("sales").owner("sales");
        match self {
            Shape::Accounts(count) => {
                document
                    .attribute("account", Attribute::open())
                    .route(route());
                for number in 0..count {
                    let when = When::new().is("account", &account(number));
                    let owner = person(number);
                    document.route(Route::new("sales").owner(owner.as_str()).when(when));
                }
            }
            Shape::Assignment(count) => {
                let empty = Assignment::new("account", "sales");
                let table = (0..count).fold(empty, |table, number| {
                    table.row(&account(number), person(number).as_str())
                });
                let owner = Target::assigned("manager");
                document
                    .attribute("account", Attribute::open())
                    .assignment("manager", table)
                    .route(Route::new("sales").owner(owner));
            }
            Shape::Attributes(count) => {
                let values: Vec<String> = (0..8).map(|value| format!("value-{value}")).collect();
                for attribute in 0..8 {
                    let closed = Attribute::closed(values.iter().map(String::as_str));
                    document.attribute(&format!("attribute-{attribute}"), closed);
                }
                document.route(route());
                for (number, when) in conditions(count).into_iter().enumerate() {
                    let owner = person(number);
                    document.route(Route::new("sales").owner(owner.as_str()).when(when));
                }
            }
        }
        document
    }
}

fn company() -> Document {
    let mut document = Document::new();
    document
        .department("company", Department::new().head("director"))
        .contact("director", Contact::person("Director"))
        .department(
            "sales",
            Department::new().parent("company").head("person-0"),
        )
        .route(Route::fallback("company"));
    for number in 0..PERSONS {
        let person = Contact::person("Account manager").department("sales");
        document.contact(&format!("person-{number}"), person);
    }
    document
}

fn account(number: usize) -> String {
    format!("account-{number}")
}

/// So many different conditions, one value each of one to three attributes.
fn conditions(count: usize) -> Vec<When> {
    let mut random = Random::new(11);
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < count {
        let mut wants = [None; 8];
        for _ in 0..=random.below(3) {
            wants[random.below(8)] = Some(random.below(8));
        }
        seen.insert(wants);
    }
    let condition = |wants: &[Option<usize>; 8]| {
        let wants = wants.iter().enumerate();
        wants.fold(When::new(), |when, (attribute, value)| match value {
            None => when,
            Some(value) => when.is(&format!("attribute-{attribute}"), &format!("value-{value}")),
        })
    };
    seen.iter().map(condition).collect()
}
