//! A small organization as plain data: the generator fills it in, the oracle reads it, the builder describes it.
//!
//! Its names differ from the library's on purpose: the oracle shares no type with what it judges.

use jiff::SignedDuration;
use switchboard::{
    Attribute, Contact, ContactPoint, Department, Desk, Document, Policy, PolicyLevel, Role, Route,
    Target, Topic, Visibility, When,
};

use crate::generate::Order;

#[derive(Clone, Debug)]
pub struct Plain {
    /// Minutes.
    pub target: Option<i64>,
    /// In order of importance.
    pub dimensions: Vec<Dimension>,
    /// The first is the root; a parent stands before its children.
    pub units: Vec<Unit>,
    pub parties: Vec<Party>,
    pub subjects: Vec<Subject>,
    pub ladders: Vec<Ladder>,
    /// The first is the fallback.
    pub rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Closed,
    Ordered,
    Hierarchical,
    Open,
}

#[derive(Clone, Debug)]
pub struct Dimension {
    pub kind: Kind,
    /// Declared values; of an open one the literals that conditions name.
    pub values: Vec<String>,
    /// Of a hierarchical one, for each value: an earlier one.
    pub parents: Vec<Option<usize>>,
    /// Of an open one: the prefixes that conditions name.
    pub prefixes: Vec<String>,
    pub default: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Unit {
    pub parent: Option<usize>,
    pub head: Option<usize>,
    pub members: Vec<usize>,
    pub desks: Vec<(usize, Clause)>,
    pub escalates: Option<usize>,
    pub target: Option<i64>,
    pub consulted: Vec<To>,
    pub informed: Vec<To>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Person,
    Team,
    Touchpoint,
}

#[derive(Clone, Debug)]
pub struct Party {
    pub sort: Sort,
    pub home: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Subject {
    pub path: String,
    pub aliases: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Ladder {
    pub rungs: Vec<Rung>,
    pub tail: bool,
    pub final_after: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Rung {
    pub to: Vec<To>,
    pub after: Option<i64>,
    /// Dimension and value.
    pub floor: Option<(usize, String)>,
    pub repeat: Option<(u32, i64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Party(usize),
    Unit(usize),
    First,
    Owner,
    Functional,
    Head,
}

#[derive(Clone, Debug)]
pub struct Rule {
    /// Without one the library makes one from the content.
    pub key: Option<String>,
    pub pattern: Vec<String>,
    pub exact: bool,
    /// Several boxes; an empty one holds always.
    pub clauses: Vec<Clause>,
    /// Index into `PRECEDENCES`.
    pub precedence: Option<usize>,
    pub owner: To,
    pub responder: Option<To>,
    pub ladder: Option<usize>,
    pub consulted: Vec<To>,
    pub informed: Vec<To>,
}

pub const PRECEDENCES: [&str; 3] = ["low", "normal", "high"];

/// At most one constraint per dimension, by its index.
pub type Clause = Vec<(usize, Constraint)>;

#[derive(Clone, Debug)]
pub struct Constraint {
    pub tests: Vec<Test>,
    pub or_absent: bool,
}

#[derive(Clone, Debug)]
pub enum Test {
    In(Vec<String>),
    Not(Vec<String>),
    AtLeast(String),
    AtMost(String),
    Within(String),
    Prefix(String),
    Present,
    Absent,
}

impl Plain {
    /// The document, in the order in which it is written here.
    pub fn document(&self) -> Document {
        self.document_in(&mut Order::written())
    }

    /// The document, with keyed declarations and sets in the given order.
    pub fn document_in(&self, order: &mut Order) -> Document {
        let mut document = Document::new();
        if let Some(minutes) = self.target {
            document.response_target(SignedDuration::from_mins(minutes));
        }
        let names: Vec<String> = (0..self.dimensions.len()).map(dimension_name).collect();
        document.importance(texts(&names));
        for index in order.of(self.dimensions.len()) {
            document.attribute(
                &dimension_name(index),
                self.dimensions[index].attribute(index, order),
            );
        }
        for index in order.of(self.units.len()) {
            document.department(&unit_key(index), self.units[index].department(order));
        }
        for index in order.of(self.parties.len()) {
            document.contact(&party_key(index), self.parties[index].contact(index));
        }
        for index in order.of(self.subjects.len()) {
            let subject = &self.subjects[index];
            let aliases = order.of(subject.aliases.len());
            let topic = aliases.iter().fold(
                Topic::new().label("en", &format!("Topic {index}")),
                |topic, alias| topic.alias("en", &subject.aliases[*alias]),
            );
            document.topic(&subject.path, topic);
        }
        for index in order.of(self.ladders.len()) {
            document.policy(&ladder_key(index), self.ladders[index].policy());
        }
        for index in order.of(self.rules.len()) {
            document.route(self.rules[index].route(order));
        }
        document
    }
}

impl Dimension {
    fn attribute(&self, index: usize, order: &mut Order) -> Attribute {
        let attribute = match self.kind {
            Kind::Closed => Attribute::closed(texts(&order.shuffled(&self.values))),
            Kind::Ordered => Attribute::ordered(texts(&self.values)),
            Kind::Open => Attribute::open(),
            Kind::Hierarchical => order.of(self.values.len()).into_iter().fold(
                Attribute::hierarchical(),
                |attribute, value| match self.parents[value] {
                    None => attribute.value(&self.values[value]),
                    Some(parent) => attribute.child(&self.values[value], &self.values[parent]),
                },
            ),
        };
        let attribute = if index == 0 {
            attribute.role(Role::Channel)
        } else {
            attribute
        };
        match &self.default {
            Some(value) => attribute.default(value),
            None => attribute,
        }
    }
}

impl Unit {
    fn department(&self, order: &mut Order) -> Department {
        let mut department = Department::new();
        if let Some(parent) = self.parent {
            department = department.parent(&unit_key(parent));
        }
        if let Some(head) = self.head {
            department = department.head(&party_key(head));
        }
        if let Some(unit) = self.escalates {
            department = department.escalates_to(&unit_key(unit));
        }
        if let Some(minutes) = self.target {
            department = department.response_target(SignedDuration::from_mins(minutes));
        }
        for index in order.of(self.members.len()) {
            department = department.member(&party_key(self.members[index]));
        }
        for index in order.of(self.desks.len()) {
            let (contact, clause) = &self.desks[index];
            department = department.desk(Desk::new(&party_key(*contact)).when(when(clause, order)));
        }
        for index in order.of(self.consulted.len()) {
            department = department.consulted(self.consulted[index].target());
        }
        for index in order.of(self.informed.len()) {
            department = department.informed(self.informed[index].target());
        }
        department
    }
}

impl Party {
    fn contact(&self, index: usize) -> Contact {
        let name = format!("Party {index}");
        let contact = match self.sort {
            Sort::Person => Contact::person(&name),
            Sort::Team => Contact::team(&name),
            Sort::Touchpoint => Contact::touchpoint(&name),
        };
        let address = format!("party-{index}@example.com");
        let contact = contact.point(ContactPoint::email(&address).visibility(Visibility::Internal));
        match self.home {
            Some(unit) => contact.department(&unit_key(unit)),
            None => contact,
        }
    }
}

impl Ladder {
    fn policy(&self) -> Policy {
        let mut policy = self
            .rungs
            .iter()
            .fold(Policy::new(), |policy, rung| policy.level(rung.level()));
        if !self.tail {
            policy = policy.no_tail();
        }
        match self.final_after {
            Some(minutes) => policy.final_after(SignedDuration::from_mins(minutes)),
            None => policy,
        }
    }
}

impl Rung {
    fn level(&self) -> PolicyLevel {
        let mut level = PolicyLevel::to(self.to[0].target());
        for to in &self.to[1..] {
            level = level.and(to.target());
        }
        if let Some(minutes) = self.after {
            level = level.after(SignedDuration::from_mins(minutes));
        }
        if let Some((dimension, value)) = &self.floor {
            level = level.floor(&dimension_name(*dimension), value);
        }
        match self.repeat {
            Some((times, minutes)) => level.repeat(times, SignedDuration::from_mins(minutes)),
            None => level,
        }
    }
}

impl Rule {
    fn route(&self, order: &mut Order) -> Route {
        let mut route = Route::new(&self.text()).owner(self.owner.target());
        if let Some(key) = &self.key {
            route = route.key(key);
        }
        if self.exact {
            route = route.exact();
        }
        if let Some(precedence) = self.precedence {
            route = route.precedence(PRECEDENCES[precedence]);
        }
        if let Some(responder) = self.responder {
            route = route.responder(responder.target());
        }
        if let Some(ladder) = self.ladder {
            route = route.policy(&ladder_key(ladder));
        }
        for index in order.of(self.consulted.len()) {
            route = route.consulted(self.consulted[index].target());
        }
        for index in order.of(self.informed.len()) {
            route = route.informed(self.informed[index].target());
        }
        match self.clauses.as_slice() {
            [clause] if clause.is_empty() => route,
            [clause] => route.when(when(clause, order)),
            clauses => {
                let boxes = order.of(clauses.len());
                let boxes: Vec<When> = boxes
                    .into_iter()
                    .map(|index| when(&clauses[index], order))
                    .collect();
                route.when(When::any(boxes))
            }
        }
    }

    pub fn text(&self) -> String {
        if self.pattern.is_empty() {
            "/".to_owned()
        } else {
            self.pattern.join("/")
        }
    }
}

impl To {
    fn target(self) -> Target {
        match self {
            Self::Party(party) => Target::contact(&party_key(party)),
            Self::Unit(unit) => Target::department(&unit_key(unit)),
            Self::First => Target::first_contact(),
            Self::Owner => Target::owner(),
            Self::Functional => Target::functional(),
            Self::Head => Target::head(),
        }
    }
}

fn when(clause: &Clause, order: &mut Order) -> When {
    let mut when = When::new();
    for index in order.of(clause.len()) {
        let (dimension, constraint) = &clause[index];
        let name = dimension_name(*dimension);
        for test in order.of(constraint.tests.len()) {
            when = match &constraint.tests[test] {
                Test::In(values) => when.any_of(&name, texts(&order.shuffled(values))),
                Test::Not(values) => when.none_of(&name, texts(&order.shuffled(values))),
                Test::AtLeast(value) => when.at_least(&name, value),
                Test::AtMost(value) => when.at_most(&name, value),
                Test::Within(value) => when.within(&name, value),
                Test::Prefix(prefix) => when.prefix(&name, prefix),
                Test::Present => when.present(&name),
                Test::Absent => when.absent(&name),
            };
        }
        if constraint.or_absent {
            when = when.or_absent(&name);
        }
    }
    when
}

pub fn dimension_name(index: usize) -> String {
    format!("attribute-{index}")
}

pub fn unit_key(index: usize) -> String {
    format!("unit-{index}")
}

pub fn party_key(index: usize) -> String {
    format!("party-{index}")
}

fn ladder_key(index: usize) -> String {
    format!("ladder-{index}")
}

fn texts(list: &[String]) -> impl Iterator<Item = &str> {
    list.iter().map(String::as_str)
}
