//! A small organization as plain data: the generator fills it in, the oracle reads it, the builder describes it.
//!
//! Its names differ from the library's on purpose: the oracle shares no type with what it judges.

use jiff::SignedDuration;
use switchboard::{
    Assignment, Attribute, Contact, ContactPoint, Department, Desk, Document, Nature, Notice,
    Policy, PolicyLevel, Role, Route, Target, Topic, Visibility, When,
};

use crate::generate::Order;
use crate::spans::{Opening, Span, hours, instant, opening_key};

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
    pub rosters: Vec<Roster>,
    /// Conditions with a name, each as boxes.
    pub shorthands: Vec<Vec<Clause>>,
    pub memos: Vec<Memo>,
    /// Who stands in where every head is excluded: a person or position.
    pub umpire: Option<usize>,
    pub openings: Vec<Opening>,
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

/// What a dimension tells of an inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Channel,
    Tongue,
    Area,
}

#[derive(Clone, Debug)]
pub struct Dimension {
    pub kind: Kind,
    pub meaning: Option<Meaning>,
    /// Declared values; of an open one the literals that conditions name.
    pub values: Vec<String>,
    /// Of a hierarchical one, for each value: an earlier one.
    pub parents: Vec<Option<usize>>,
    /// Of an open one: the prefixes that conditions name.
    pub prefixes: Vec<String>,
    /// Of an open one: the regular expressions that conditions name.
    pub patterns: Vec<String>,
    pub default: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Unit {
    pub parent: Option<usize>,
    /// A person or position; outside the company, who speaks for it there.
    pub head: Option<usize>,
    /// Beyond the company, by its own word or by that of a unit above.
    pub outside: bool,
    /// Where escalation ends.
    pub sovereign: bool,
    pub members: Vec<usize>,
    pub desks: Vec<Counter>,
    pub escalates: Option<usize>,
    pub target: Option<i64>,
    pub consulted: Vec<To>,
    pub informed: Vec<To>,
}

#[derive(Clone, Debug)]
pub struct Counter {
    /// A party or a roster.
    pub who: To,
    pub clause: Clause,
    /// Whether it matters what its party serves.
    pub serves: bool,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Person,
    Position,
    Team,
    Touchpoint,
}

/// Who may be shown something, the widest circle first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    ByAll,
    ByPartners,
    Inside,
}

impl Seen {
    pub const ALL: [Self; 3] = [Self::ByAll, Self::ByPartners, Self::Inside];

    pub fn visibility(self) -> Visibility {
        match self {
            Self::ByAll => Visibility::Public,
            Self::ByPartners => Visibility::Partner,
            Self::Inside => Visibility::Internal,
        }
    }
}

/// How references call a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Key,
    Formerly,
    Foreign,
}

#[derive(Clone, Debug)]
pub struct Party {
    pub sort: Sort,
    pub home: Option<usize>,
    pub call: Call,
    /// Who may be shown the name.
    pub name: Seen,
    /// For each way to reach it, who may be shown that.
    pub points: Vec<Seen>,
    /// Of a position: a person.
    pub holder: Option<usize>,
    /// Of a position: people, in order.
    pub deputies: Vec<usize>,
    /// Of a touchpoint: a person, position or team.
    pub staff: Option<usize>,
    pub tongues: Vec<String>,
    pub areas: Vec<String>,
    pub crafts: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Subject {
    pub path: String,
    pub aliases: Vec<String>,
    /// Paths that it had; they stand for it as aliases do.
    pub formerly: Vec<String>,
    pub nature: Option<&'static str>,
    pub crafts: Vec<String>,
}

impl Subject {
    /// Every other path that stands for it.
    pub fn other_paths(&self) -> impl Iterator<Item = &String> {
        self.aliases.iter().chain(&self.formerly)
    }
}

/// Who stands for each value of a dimension.
#[derive(Clone, Debug)]
pub struct Roster {
    pub dimension: usize,
    pub default: To,
    pub rows: Vec<(String, Row)>,
}

/// Without a holder the first deputy is the holder.
#[derive(Clone, Debug)]
pub struct Row {
    pub holder: Option<To>,
    pub deputies: Vec<usize>,
}

/// Further parties, whichever rule wins.
#[derive(Clone, Debug)]
pub struct Memo {
    pub key: Option<String>,
    pub pattern: Vec<String>,
    pub exact: bool,
    pub clauses: Vec<Clause>,
    pub consulted: Vec<To>,
    pub informed: Vec<To>,
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
    Roster(usize),
    First,
    Owner,
    Deputies,
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
    /// Shorthands that hold, too.
    pub named: Vec<usize>,
    /// Index into `PRECEDENCES`.
    pub precedence: Option<usize>,
    pub span: Span,
    pub owner: To,
    pub responder: Option<To>,
    pub ladder: Option<usize>,
    pub consulted: Vec<To>,
    pub informed: Vec<To>,
    /// In confidence, with whom it ends: a person or position.
    pub last: Option<usize>,
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
    Matches(String),
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
        if let Some(party) = self.umpire {
            document.conflict_authority(&self.call(party));
        }
        for index in order.of(self.dimensions.len()) {
            document.attribute(
                &dimension_name(index),
                self.dimensions[index].attribute(order),
            );
        }
        for index in order.of(self.units.len()) {
            document.department(&unit_key(index), self.department(index, order));
        }
        for index in order.of(self.parties.len()) {
            document.contact(&party_key(index), self.contact(index));
        }
        for index in order.of(self.subjects.len()) {
            let subject = &self.subjects[index];
            let aliases = order.of(subject.aliases.len());
            let mut topic = aliases.iter().fold(
                Topic::new().label("en", &format!("Topic {index}")),
                |topic, alias| topic.alias("en", &subject.aliases[*alias]),
            );
            for path in order.shuffled(&subject.formerly) {
                topic = topic.formerly(&path);
            }
            for craft in order.shuffled(&subject.crafts) {
                topic = topic.skill(&craft);
            }
            if let Some(nature) = subject.nature {
                topic = topic.nature(nature_of(nature));
            }
            document.topic(&subject.path, topic);
        }
        for index in order.of(self.ladders.len()) {
            document.policy(&ladder_key(index), self.policy(&self.ladders[index]));
        }
        for index in order.of(self.shorthands.len()) {
            let condition = when_any(&self.shorthands[index], order);
            document.condition(&shorthand_name(index), condition);
        }
        for index in order.of(self.rosters.len()) {
            document.assignment(&roster_key(index), self.assignment(index, order));
        }
        for index in order.of(self.openings.len()) {
            document.hours(&opening_key(index), hours(&self.openings[index]));
        }
        for index in order.of(self.memos.len()) {
            document.notice(self.notice(&self.memos[index], order));
        }
        for index in order.of(self.rules.len()) {
            document.route(self.route(&self.rules[index], order));
        }
        document
    }

    /// What references call a party.
    pub fn call(&self, party: usize) -> String {
        match self.parties[party].call {
            Call::Key => party_key(party),
            Call::Formerly => former_key(party),
            Call::Foreign => foreign_id(party),
        }
    }

    fn target(&self, to: To) -> Target {
        match to {
            To::Party(party) if party % 2 == 0 => Target::from(self.call(party)),
            To::Party(party) => Target::contact(&self.call(party)),
            To::Unit(unit) => Target::department(&unit_key(unit)),
            To::Roster(roster) => Target::assigned(&roster_key(roster)),
            To::First => Target::first_contact(),
            To::Owner => Target::owner(),
            To::Deputies => Target::deputies(),
            To::Functional => Target::functional(),
            To::Head => Target::head(),
        }
    }
}

impl Dimension {
    fn attribute(&self, order: &mut Order) -> Attribute {
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
        let attribute = match self.meaning {
            Some(Meaning::Channel) => attribute.role(Role::Channel),
            Some(Meaning::Tongue) => attribute.role(Role::Language),
            Some(Meaning::Area) => attribute.role(Role::Region),
            None => attribute,
        };
        match &self.default {
            Some(value) => attribute.default(value),
            None => attribute,
        }
    }
}

impl Plain {
    fn department(&self, index: usize, order: &mut Order) -> Department {
        let unit = &self.units[index];
        let mut department = Department::new();
        if let Some(parent) = unit.parent {
            department = department.parent(&unit_key(parent));
        }
        match unit.head {
            Some(head) if unit.outside => department = department.external(&self.call(head)),
            Some(head) => department = department.head(&self.call(head)),
            None => {}
        }
        if unit.sovereign {
            department = department.authority();
        }
        if let Some(unit) = unit.escalates {
            department = department.escalates_to(&unit_key(unit));
        }
        if let Some(minutes) = unit.target {
            department = department.response_target(SignedDuration::from_mins(minutes));
        }
        for index in order.of(unit.members.len()) {
            department = department.member(&self.call(unit.members[index]));
        }
        for index in order.of(unit.desks.len()) {
            let desk = &unit.desks[index];
            let staffed = match desk.who {
                To::Roster(roster) => Desk::assigned(&roster_key(roster)),
                To::Party(party) => Desk::new(&self.call(party)),
                other => unreachable!("{other:?} staffs no desk"),
            };
            let staffed = if desk.serves {
                staffed.serves()
            } else {
                staffed
            };
            let mut staffed = staffed.when(when(&desk.clause, order));
            if let Some(hour) = desk.span.from {
                staffed = staffed.from(&instant(hour).to_string());
            }
            if let Some(hour) = desk.span.until {
                staffed = staffed.until(&instant(hour).to_string());
            }
            if let Some(opening) = desk.span.during {
                staffed = staffed.during(&opening_key(opening));
            }
            department = department.desk(staffed);
        }
        for index in order.of(unit.consulted.len()) {
            department = department.consulted(self.target(unit.consulted[index]));
        }
        for index in order.of(unit.informed.len()) {
            department = department.informed(self.target(unit.informed[index]));
        }
        department
    }

    fn contact(&self, index: usize) -> Contact {
        let party = &self.parties[index];
        let name = shown_name(index);
        let contact = match party.sort {
            Sort::Person => Contact::person(&name),
            Sort::Position => Contact::position(&name),
            Sort::Team => Contact::team(&name),
            Sort::Touchpoint => Contact::touchpoint(&name),
        };
        let mut contact = contact
            .title(&format!("Title of {index}."))
            .label("ro", &format!("Label of {index}."))
            .name_visibility(party.name.visibility());
        for (number, seen) in party.points.iter().enumerate() {
            let point = ContactPoint::email(&address(index, number));
            contact = contact.point(point.visibility(seen.visibility()));
        }
        contact = match party.call {
            Call::Key => contact,
            Call::Formerly => contact.formerly(&former_key(index)),
            Call::Foreign => contact.id(&foreign_id(index)),
        };
        if let Some(unit) = party.home {
            contact = contact.department(&unit_key(unit));
        }
        if let Some(holder) = party.holder {
            contact = contact.holder(&self.call(holder));
        }
        if let Some(staff) = party.staff {
            contact = contact.staffed_by(&self.call(staff));
        }
        for deputy in &party.deputies {
            contact = contact.deputy(&self.call(*deputy));
        }
        for tongue in &party.tongues {
            contact = contact.language(tongue);
        }
        for area in &party.areas {
            contact = contact.area(area);
        }
        for craft in &party.crafts {
            contact = contact.skill(craft);
        }
        contact
    }

    fn assignment(&self, index: usize, order: &mut Order) -> Assignment {
        let roster = &self.rosters[index];
        let name = dimension_name(roster.dimension);
        let mut assignment = Assignment::new(&name, self.target(roster.default));
        for index in order.of(roster.rows.len()) {
            let (value, row) = &roster.rows[index];
            let deputies: Vec<String> = row.deputies.iter().map(|one| self.call(*one)).collect();
            let holder = row.holder.map(|holder| self.target(holder));
            assignment = match holder {
                Some(holder) if deputies.is_empty() => assignment.row(value, holder),
                holder => assignment.row_with(value, holder, texts(&deputies)),
            };
        }
        assignment
    }

    fn notice(&self, memo: &Memo, order: &mut Order) -> Notice {
        let mut notice = Notice::new(&text(&memo.pattern));
        if let Some(key) = &memo.key {
            notice = notice.key(key);
        }
        if memo.exact {
            notice = notice.exact();
        }
        for index in order.of(memo.consulted.len()) {
            notice = notice.consulted(self.target(memo.consulted[index]));
        }
        for index in order.of(memo.informed.len()) {
            notice = notice.informed(self.target(memo.informed[index]));
        }
        if holds_always(&memo.clauses) {
            return notice;
        }
        notice.when(when_any(&memo.clauses, order))
    }

    fn policy(&self, ladder: &Ladder) -> Policy {
        let mut policy = Policy::new();
        for rung in &ladder.rungs {
            policy = policy.level(self.level(rung));
        }
        if !ladder.tail {
            policy = policy.no_tail();
        }
        match ladder.final_after {
            Some(minutes) => policy.final_after(SignedDuration::from_mins(minutes)),
            None => policy,
        }
    }

    fn level(&self, rung: &Rung) -> PolicyLevel {
        let mut level = PolicyLevel::to(self.target(rung.to[0]));
        for to in &rung.to[1..] {
            level = level.and(self.target(*to));
        }
        if let Some(minutes) = rung.after {
            level = level.after(SignedDuration::from_mins(minutes));
        }
        if let Some((dimension, value)) = &rung.floor {
            level = level.floor(&dimension_name(*dimension), value);
        }
        match rung.repeat {
            Some((times, minutes)) => level.repeat(times, SignedDuration::from_mins(minutes)),
            None => level,
        }
    }

    fn route(&self, rule: &Rule, order: &mut Order) -> Route {
        let mut route = Route::new(&rule.text()).owner(self.target(rule.owner));
        if let Some(key) = &rule.key {
            route = route.key(key);
        }
        if rule.exact {
            route = route.exact();
        }
        if let Some(precedence) = rule.precedence {
            route = route.precedence(PRECEDENCES[precedence]);
        }
        if let Some(hour) = rule.span.from {
            route = route.from(&instant(hour).to_string());
        }
        if let Some(hour) = rule.span.until {
            route = route.until(&instant(hour).to_string());
        }
        if let Some(opening) = rule.span.during {
            route = route.during(&opening_key(opening));
        }
        if let Some(responder) = rule.responder {
            route = route.responder(self.target(responder));
        }
        if let Some(ladder) = rule.ladder {
            route = route.policy(&ladder_key(ladder));
        }
        if let Some(last) = rule.last {
            route = route.confidential(&self.call(last));
        }
        for index in order.of(rule.consulted.len()) {
            route = route.consulted(self.target(rule.consulted[index]));
        }
        for index in order.of(rule.informed.len()) {
            route = route.informed(self.target(rule.informed[index]));
        }
        if holds_always(&rule.clauses) && rule.named.is_empty() {
            return route;
        }
        let mut condition = when_any(&rule.clauses, order);
        for index in order.of(rule.named.len()) {
            condition = condition.and_named(&shorthand_name(rule.named[index]));
        }
        route.when(condition)
    }
}

impl Rule {
    pub fn text(&self) -> String {
        text(&self.pattern)
    }
}

/// A pattern as it is written.
fn text(pattern: &[String]) -> String {
    if pattern.is_empty() {
        "/".to_owned()
    } else {
        pattern.join("/")
    }
}

fn holds_always(clauses: &[Clause]) -> bool {
    matches!(clauses, [clause] if clause.is_empty())
}

/// Several boxes as one condition.
fn when_any(clauses: &[Clause], order: &mut Order) -> When {
    if let [clause] = clauses {
        return when(clause, order);
    }
    let boxes = order.of(clauses.len());
    let boxes: Vec<When> = boxes
        .into_iter()
        .map(|index| when(&clauses[index], order))
        .collect();
    When::any(boxes)
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
                Test::Matches(pattern) => when.matches(&name, pattern),
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

fn nature_of(word: &str) -> Nature {
    match word {
        "question" => Nature::Question,
        "complaint" => Nature::Complaint,
        "feedback" => Nature::Feedback,
        "incident" => Nature::Incident,
        other => unreachable!("no nature is called `{other}`"),
    }
}

pub fn shown_name(index: usize) -> String {
    format!("Name of {index}.")
}

pub fn address(party: usize, number: usize) -> String {
    format!("address-of-{party}-{number}@example.com")
}

pub fn former_key(index: usize) -> String {
    format!("formerly-{index}")
}

pub fn foreign_id(index: usize) -> String {
    format!("ldap:{index}")
}

fn shorthand_name(index: usize) -> String {
    format!("shorthand-{index}")
}

fn roster_key(index: usize) -> String {
    format!("roster-{index}")
}

fn ladder_key(index: usize) -> String {
    format!("ladder-{index}")
}

fn texts(list: &[String]) -> impl Iterator<Item = &str> {
    list.iter().map(String::as_str)
}
