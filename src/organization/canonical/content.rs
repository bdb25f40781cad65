//! The facts of an organization as the lines that are hashed: see [`Fingerprint`](crate::Fingerprint).

use alloc::string::String;
use alloc::vec::Vec;

use super::json::{write_json, write_table};
use super::{
    attribute, calendar, condition, contact, declared, department, policy, route, schedules,
    tables, topic, values,
};
use crate::fingerprint::{Content, FactHash};
use crate::organization::Inner;
use crate::organization::document::{Document, Entries, Node, write_string};
use crate::organization::model::{Assignment, Contact, Department, Route};

/// All facts, one after the other: the canonical document is never there as a whole.
///
/// # Complexity
///
/// Linear in what the organization says.
pub(in crate::organization) fn content(inner: &Inner) -> Content {
    let mut facts = Facts::of(inner);
    let mut all: Vec<FactHash> = Vec::with_capacity(inner.topics.len() + inner.routes.len());
    let mut root = Entries::default();
    root.push("switchboard", Node::Integer(i64::from(Document::VERSION)));
    values(&mut root, inner);
    all.extend(root.0.iter().map(|(name, value)| facts.value(name, value)));
    for own in inner.vocabulary.attributes().iter() {
        all.push(facts.keyed("attributes", own.name(), &attribute(inner, own)));
    }
    all.extend(inner.departments.iter().map(|own| facts.department(own)));
    all.extend(declared(inner).map(|own| facts.contact(own)));
    for (path, own) in inner.topics.iter() {
        all.push(facts.keyed("topics", path, &topic(own)));
    }
    for own in inner.policies.iter() {
        all.push(facts.keyed("policies", &own.key, &policy(inner, own)));
    }
    all.extend(inner.routes.iter().map(|own| facts.route(own)));
    for (name, own) in inner.conditions.iter() {
        let entries = condition::boxes(&own.written, inner);
        all.push(facts.keyed("conditions", name, &entries));
    }
    all.extend(inner.assignments.iter().map(|own| facts.assignment(own)));
    for own in inner.notices.iter() {
        all.push(facts.listed("notices", &tables::notice(inner, own)));
    }
    for own in inner.schedules.iter() {
        let entries = schedules::schedule(inner, own);
        all.push(facts.keyed("schedules", &own.key, &entries));
    }
    let calendars = &inner.calendars;
    for own in calendars.holidays.iter() {
        all.push(facts.keyed("holidays", &own.key, &calendar::holidays(calendars, own)));
    }
    for own in calendars.hours.iter() {
        all.push(facts.keyed("hours", &own.key, &calendar::hours(calendars, own)));
    }
    Content::new(all)
}

/// Hashes facts, one after the other.
pub(in crate::organization) struct Facts<'i> {
    inner: &'i Inner,
    /// The line that is hashed, written over for each.
    line: String,
}

impl<'i> Facts<'i> {
    pub(in crate::organization) fn of(inner: &'i Inner) -> Self {
        Self {
            inner,
            line: String::new(),
        }
    }

    pub(in crate::organization) fn contact(&mut self, own: &Contact) -> FactHash {
        self.keyed("contacts", &own.key, &contact(self.inner, own))
    }

    pub(in crate::organization) fn department(&mut self, own: &Department) -> FactHash {
        self.keyed("departments", &own.key, &department(self.inner, own))
    }

    pub(in crate::organization) fn assignment(&mut self, own: &Assignment) -> FactHash {
        let entries = tables::assignment(self.inner, own);
        self.keyed("assignments", &own.key, &entries)
    }

    pub(in crate::organization) fn route(&mut self, own: &Route) -> FactHash {
        self.listed("routes", &route(self.inner, own))
    }

    /// A top-level value.
    fn value(&mut self, name: &str, value: &Node) -> FactHash {
        self.start(name);
        write_json(value, &mut self.line);
        self.end()
    }

    /// A declaration that has a key.
    fn keyed(&mut self, section: &str, key: &str, entries: &Entries) -> FactHash {
        self.start(section);
        write_string(key, &mut self.line);
        self.line.push(',');
        write_table(entries, &mut self.line);
        self.end()
    }

    /// A declaration in a section that is a list.
    fn listed(&mut self, section: &str, entries: &Entries) -> FactHash {
        self.start(section);
        write_table(entries, &mut self.line);
        self.end()
    }

    fn start(&mut self, section: &str) {
        self.line.clear();
        self.line.push('[');
        write_string(section, &mut self.line);
        self.line.push(',');
    }

    fn end(&mut self) -> FactHash {
        self.line.push(']');
        FactHash::of(&self.line)
    }
}
