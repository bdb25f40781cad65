//! Organizations of less usual shapes than a [`Plan`](super::Plan) has: topics with many routes, and patterns.

use std::collections::BTreeSet;
use std::ops::Range;

use switchboard::{
    Assignment, Attribute, Contact, Department, Document, Route, Router, Target, ValueId, When,
};

use super::{Random, generous, read_levels, read_owner};

const PERSONS: usize = 500;

/// How many asks each has.
const ASKS: usize = 1 << 14;

/// What is unusual.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// So many routes for one topic, each for one account.
    Accounts(usize),
    /// An assignment of so many accounts, for one topic.
    Assignment(usize),
    /// So many routes for one topic, under conditions on up to three of eight attributes.
    Attributes(usize),
    /// So many areas, each with two patterns that have a `*`, and one topic that both cover.
    Wildcards(usize),
}

/// A router, and what it is asked.
pub struct Subject {
    router: Router,
    topics: Vec<String>,
    /// By ask, so many values.
    values: Vec<ValueId>,
    each: usize,
}

impl Subject {
    pub fn asks(&self) -> usize {
        self.topics.len()
    }

    /// Answers a part of the asks, and reads owner and levels.
    #[inline]
    pub fn run(&self, part: Range<usize>) {
        for at in part {
            let mut query = self.router.query(&self.topics[at]).unwrap();
            for value in &self.values[at * self.each..(at + 1) * self.each] {
                query.set_value(*value).unwrap();
            }
            let found = query.resolve();
            read_owner(&found);
            read_levels(&found);
        }
    }
}

impl Shape {
    pub fn subject(self) -> Subject {
        let random = &mut Random::new(7);
        let router = self.document().build_with(&generous()).unwrap().compile();
        let mut topics = Vec::new();
        let mut values = Vec::new();
        for _ in 0..ASKS {
            match self {
                Self::Accounts(count) | Self::Assignment(count) => {
                    let account = account(random.below(count));
                    values.push(router.value("account", &account).unwrap());
                    topics.push("sales/offers".to_owned());
                }
                Self::Attributes(_) => {
                    for attribute in 0..8 {
                        let attribute = format!("attribute-{attribute}");
                        let value = format!("value-{}", random.below(8));
                        values.push(router.value(&attribute, &value).unwrap());
                    }
                    topics.push("sales/offers".to_owned());
                }
                Self::Wildcards(count) => {
                    let middle = random.pick(&["urgent", "orders", "repairs"]);
                    let last = random.pick(&["late", "late/again", "lost", "lost/in/transit"]);
                    topics.push(format!("area-{}/{middle}/{last}", random.below(count)));
                }
            }
        }
        let each = values.len() / ASKS;
        Subject {
            router,
            topics,
            values,
            each,
        }
    }

    fn document(self) -> Document {
        let mut document = company();
        let person = |number: usize| format!("person-{}", number * 7 % PERSONS);
        let route = || Route::new("sales").owner("sales");
        match self {
            Self::Accounts(count) => {
                document
                    .attribute("account", Attribute::open())
                    .route(route());
                for number in 0..count {
                    let when = When::new().is("account", &account(number));
                    let owner = person(number);
                    document.route(Route::new("sales").owner(owner.as_str()).when(when));
                }
            }
            Self::Assignment(count) => {
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
            Self::Attributes(count) => {
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
            Self::Wildcards(count) => {
                for number in 0..count {
                    for rest in ["*", "*/late", "urgent/late"] {
                        let pattern = format!("area-{number}/{rest}");
                        let owner = person(number + rest.len());
                        document.route(Route::new(&pattern).owner(owner.as_str()));
                    }
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
    let mut seen = BTreeSet::new();
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
