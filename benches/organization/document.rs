//! The organization in the form of this crate.

use switchboard::{
    BuildOptions, Contact, Department, Desk, Document, Limits, Route, SignedDuration, Topic, When,
};

use super::attributes::{self, ATTRIBUTES, VALUES};
use super::{Plan, Rule, Workload};

/// Limits for the largest organizations that are measured.
pub fn generous() -> BuildOptions {
    let limits = Limits::default()
        .work(10_000_000_000)
        .members(1_000_000_000)
        .rows(10_000_000);
    BuildOptions::new().limits(limits)
}

impl Plan {
    pub fn document(&self) -> Document {
        self.excerpt(|_| true)
    }

    /// The same with these topics and their rules only: what lies on the path of an inquiry answers it alike.
    pub fn excerpt(&self, has: impl Fn(&str) -> bool) -> Document {
        let mut document = Document::new();
        if self.workload == Workload::Conditions {
            attributes::declare(&mut document);
        }
        departments(&mut document, self.departments);
        document.route(Route::fallback("department-0"));
        for (topic, rules) in self.rules().filter(|(topic, _)| has(topic)) {
            document.topic(topic, Topic::new());
            for rule in rules {
                document.route(route(topic, rule));
            }
        }
        document
    }
}

/// A tree in which each department has five below it: a head and a desk each, and some time to answer.
pub(super) fn departments(document: &mut Document, count: usize) {
    for number in 0..count {
        let (head, desk) = (format!("head-{number}"), format!("desk-{number}"));
        let minutes = [15, 20, 30, 45, 60, 90, 120][number % 7];
        let department = Department::new()
            .head(&head)
            .desk(Desk::new(&desk))
            .response_target(SignedDuration::from_mins(minutes));
        let department = match number {
            0 => department,
            _ => department.parent(&format!("department-{}", (number - 1) / 5)),
        };
        document
            .department(&format!("department-{number}"), department)
            .contact(&head, Contact::person(&format!("Head {number}")))
            .contact(&desk, Contact::team(&format!("Desk {number}")));
    }
}

fn route(topic: &str, rule: &Rule) -> Route {
    let mut when = When::new();
    for (attribute, value) in rule.wants.iter().enumerate() {
        if let Some(value) = value {
            when = when.is(
                ATTRIBUTES[attribute],
                VALUES[attribute][usize::from(*value)],
            );
        }
    }
    let owner = format!("department-{}", rule.department);
    let route = Route::new(topic).owner(owner);
    let route = if rule.wants == [None; 5] {
        route
    } else {
        route.when(when)
    };
    if rule.covers_below {
        route
    } else {
        route.exact()
    }
}
