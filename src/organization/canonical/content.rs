//! The facts of an organization as the lines that are hashed: see [`Fingerprint`](crate::Fingerprint).

use alloc::string::String;
use alloc::vec::Vec;

use super::json::{write_json, write_table};
use super::{attribute, condition, contact, department, policy, route, tables, topic, values};
use crate::fingerprint::{Content, FactHash};
use crate::organization::Inner;
use crate::organization::document::{Document, Entries, Node, write_string};

/// All facts, one after the other: the canonical document is never there as a whole.
///
/// # Complexity
///
/// Linear in what the organization says.
pub(in crate::organization) fn content(inner: &Inner) -> Content {
    let mut line = Line::default();
    let mut facts: Vec<FactHash> = Vec::with_capacity(inner.topics.len() + inner.routes.len());
    let mut root = Entries::default();
    root.push("switchboard", Node::Integer(i64::from(Document::VERSION)));
    values(&mut root, inner);
    facts.extend(root.0.iter().map(|(name, value)| line.value(name, value)));
    let attributes = inner.vocabulary.attributes().iter();
    facts.extend(attributes.map(|own| {
        let entries = attribute(inner, own);
        line.keyed("attributes", own.name(), &entries)
    }));
    let departments = inner.departments.iter();
    facts.extend(
        departments.map(|own| line.keyed("departments", &own.key, &department(inner, own))),
    );
    let contacts = inner.contacts.iter();
    facts.extend(contacts.map(|own| line.keyed("contacts", &own.key, &contact(inner, own))));
    let topics = inner.topics.iter();
    facts.extend(topics.map(|(path, own)| line.keyed("topics", path, &topic(own))));
    let policies = inner.policies.iter();
    facts.extend(policies.map(|own| line.keyed("policies", &own.key, &policy(inner, own))));
    let routes = inner.routes.iter();
    facts.extend(routes.map(|own| line.listed("routes", &route(inner, own))));
    let conditions = inner.conditions.iter();
    facts.extend(conditions.map(|(name, own)| {
        let entries = condition::boxes(&own.written, inner);
        line.keyed("conditions", name, &entries)
    }));
    let assignments = inner.assignments.iter();
    facts.extend(assignments.map(|own| {
        let entries = tables::assignment(inner, own);
        line.keyed("assignments", &own.key, &entries)
    }));
    let notices = inner.notices.iter();
    facts.extend(notices.map(|own| line.listed("notices", &tables::notice(inner, own))));
    Content::new(facts)
}

/// The line that is hashed, written over for each fact.
#[derive(Default)]
struct Line(String);

impl Line {
    /// A top-level value.
    fn value(&mut self, name: &str, value: &Node) -> FactHash {
        self.start(name);
        write_json(value, &mut self.0);
        self.end()
    }

    /// A declaration that has a key.
    fn keyed(&mut self, section: &str, key: &str, entries: &Entries) -> FactHash {
        self.start(section);
        write_string(key, &mut self.0);
        self.0.push(',');
        write_table(entries, &mut self.0);
        self.end()
    }

    /// A declaration in a section that is a list.
    fn listed(&mut self, section: &str, entries: &Entries) -> FactHash {
        self.start(section);
        write_table(entries, &mut self.0);
        self.end()
    }

    fn start(&mut self, section: &str) {
        self.0.clear();
        self.0.push('[');
        write_string(section, &mut self.0);
        self.0.push(',');
    }

    fn end(&mut self) -> FactHash {
        self.0.push(']');
        FactHash::of(&self.0)
    }
}
