//! The canonical order: fields as the format lists them, keys sorted wherever their order means nothing.
//!
//! Departments stand as in their tree, each above those below it. Lists stay as they are, and so do attributes where no
//! `importance` is written: their order is the author's word. Within a section, a heading (a comment with a blank line
//! below) starts a group, and keys are sorted within it.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use super::tree::{Item, Scalar, Table, Value};

/// What stands in a value, and in which order.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// These fields, in this order.
    Fields(&'static [(&'static str, Kind)]),
    /// Attributes and what they must have; `condition` first, `any` last.
    Condition,
    /// Keys of the author's, sorted.
    Keyed(&'static Kind),
    /// A section of the document: the same, but sorted between headings.
    Section(&'static Kind),
    /// The same in the order of a tree by the field `parent`.
    Tree(&'static Kind),
    /// The same where the document has the field `importance`; else the order counts.
    Ranked(&'static Kind),
    /// Declarations whose order counts.
    Sequence(&'static Kind),
    /// A text, a number, a list of them, a reference.
    Plain,
}

use Kind::{Condition, Fields, Keyed, Plain, Ranked, Section, Tree};

const DOCUMENT: Kind = Fields(&[
    ("switchboard", Plain),
    ("part", Plain),
    ("name", Plain),
    ("language", Plain),
    ("zone", Plain),
    ("response_target", Plain),
    ("conflict_authority", Plain),
    ("precedences", Plain),
    ("importance", Plain),
    ("parts", Section(&PART)),
    ("attributes", Ranked(&ATTRIBUTE)),
    ("conditions", Section(&Condition)),
    ("departments", Tree(&DEPARTMENT)),
    ("contacts", Section(&CONTACT)),
    ("assignments", Section(&ASSIGNMENT)),
    ("holidays", Section(&HOLIDAYS)),
    ("hours", Section(&HOURS)),
    ("schedules", Section(&SCHEDULE)),
    ("topics", Section(&TOPIC)),
    ("policies", Section(&POLICY)),
    ("routes", ROUTE),
    ("notices", NOTICE),
]);

const ABSENCE: Kind = Fields(&[
    ("from", Plain),
    ("until", Plain),
    ("reason", Plain),
    ("delegate", Plain),
]);

const ATTRIBUTE: Kind = Fields(&[
    ("kind", Plain),
    ("role", Plain),
    ("values", Plain),
    ("parents", Keyed(&Plain)),
    ("default", Plain),
    ("sees", Keyed(&Plain)),
]);

const ASSIGNMENT: Kind = Fields(&[
    ("attribute", Plain),
    ("default", Plain),
    ("rows", Keyed(&ASSIGNMENT_ROW)),
]);

const ASSIGNMENT_ROW: Kind = Fields(&[
    ("holder", Plain),
    ("deputies", Plain),
    ("from", Plain),
    ("until", Plain),
]);

const CONSTRAINT: Kind = Fields(&[
    ("in", Plain),
    ("not", Plain),
    ("within", Plain),
    ("prefix", Plain),
    ("matches", Plain),
    ("at_least", Plain),
    ("at_most", Plain),
    ("present", Plain),
    ("absent", Plain),
    ("or_absent", Plain),
]);

const CONTACT: Kind = Fields(&[
    ("kind", Plain),
    ("name", Plain),
    ("name_visibility", Plain),
    ("labels", Keyed(&Plain)),
    ("title", Plain),
    ("holder", TERM),
    ("deputies", Plain),
    ("members", MEMBER),
    ("staffed_by", Plain),
    ("department", Plain),
    ("languages", Plain),
    ("areas", Plain),
    ("skills", Plain),
    ("away", ABSENCE),
    ("ids", Plain),
    ("formerly", Plain),
    ("points", CONTACT_POINT),
]);

const CONTACT_POINT: Kind = Fields(&[
    ("kind", Plain),
    ("address", Plain),
    ("visibility", Plain),
    ("preference", Plain),
    ("languages", Plain),
    ("options", Plain),
    ("verified", Plain),
    ("expires", Plain),
]);

const DEPARTMENT: Kind = Fields(&[
    ("name", Plain),
    ("labels", Keyed(&Plain)),
    ("parent", Plain),
    ("authority", Plain),
    ("external", Plain),
    ("head", TERM),
    ("liaison", TERM),
    ("members", Plain),
    ("desks", DESK),
    ("on_duty", Plain),
    ("escalates_to", Plain),
    ("response_target", Plain),
    ("consulted", Plain),
    ("informed", Plain),
    ("ids", Plain),
    ("formerly", Plain),
]);

const DESK: Kind = Fields(&[
    ("contact", Plain),
    ("when", Condition),
    ("from", Plain),
    ("until", Plain),
    ("during", Plain),
    ("serves", Plain),
]);

const HOLIDAY: Kind = Fields(&[("name", Plain), ("regions", Plain)]);

const HOLIDAYS: Kind = Fields(&[("includes", Plain), ("days", Keyed(&HOLIDAY))]);

const HOURS: Kind = Fields(&[
    ("zone", Plain),
    ("open", OPENING),
    ("holidays", Plain),
    ("region", Plain),
    ("special", Keyed(&Plain)),
    ("union", Plain),
    ("complement", Plain),
]);

const OPENING: Kind = Fields(&[
    ("week", Plain),
    ("months", Plain),
    ("days", Plain),
    ("years", Plain),
    ("from", Plain),
    ("until", Plain),
]);

const LAYER: Kind = Fields(&[
    ("key", Plain),
    ("zone", Plain),
    ("rotation", Plain),
    ("every", Plain),
    ("lengths", Plain),
    ("from", Plain),
    ("handoff", Plain),
    ("until", Plain),
    ("days", Plain),
    ("counts", Plain),
    ("turns", Plain),
    ("versions", VERSION),
    ("restrictions", Plain),
]);

const LEVEL: Kind = Fields(&[
    ("to", Plain),
    ("after", Plain),
    ("clock", Plain),
    ("when_empty", Plain),
    ("floor", Keyed(&Plain)),
    ("repeat", REMINDERS),
]);

const LINK: Kind = Fields(&[
    ("url", Plain),
    ("title", Plain),
    ("language", Plain),
    ("audience", Plain),
]);

const MEMBER: Kind = Fields(&[("who", Plain), ("weight", Plain)]);

const NOTICE: Kind = Fields(&[
    ("key", Plain),
    ("topic", Plain),
    ("scope", Plain),
    ("when", Condition),
    ("consulted", Plain),
    ("informed", Plain),
]);

const OVERRIDE: Kind = Fields(&[
    ("from", Plain),
    ("until", Plain),
    ("layer", Plain),
    ("add", Plain),
    ("remove", Plain),
    ("replace", Keyed(&Plain)),
    ("only", Plain),
    ("reason", Plain),
]);

const PART: Kind = Fields(&[
    ("department", Plain),
    ("topics", Plain),
    ("precedences", Plain),
]);

const POLICY: Kind = Fields(&[("levels", LEVEL), ("tail", Plain), ("final_after", Plain)]);

const REMINDERS: Kind = Fields(&[("times", Plain), ("every", Plain)]);

const ROUTE: Kind = Fields(&[
    ("key", Plain),
    ("topic", Plain),
    ("scope", Plain),
    ("when", Condition),
    ("from", Plain),
    ("until", Plain),
    ("during", Plain),
    ("precedence", Plain),
    ("confidential", Plain),
    ("owner", Plain),
    ("responder", Plain),
    ("policy", Plain),
    ("final", Plain),
    ("consulted", Plain),
    ("informed", Plain),
]);

const SCHEDULE: Kind = Fields(&[
    ("name", Plain),
    ("department", Plain),
    ("zone", Plain),
    ("layers", LAYER),
    ("overrides", OVERRIDE),
    ("unstaffed", UNSTAFFED),
]);

const TERM: Kind = Fields(&[("who", Plain), ("from", Plain), ("until", Plain)]);

const TOPIC: Kind = Fields(&[
    ("labels", Keyed(&Plain)),
    ("description", Keyed(&Plain)),
    ("nature", Plain),
    ("skills", Plain),
    ("aliases", Keyed(&Plain)),
    ("formerly", Plain),
    ("links", LINK),
]);

const UNSTAFFED: Kind = Fields(&[
    ("from", Plain),
    ("until", Plain),
    ("weekly", Plain),
    ("reason", Plain),
]);

const VERSION: Kind = Fields(&[("from", Plain), ("turns", Plain)]);

impl Kind {
    /// Where a field stands among the others, and what stands in it. One that the format does not have comes last.
    fn field(self, key: &str) -> (usize, Kind) {
        match self {
            Fields(fields) => {
                let found = fields
                    .iter()
                    .enumerate()
                    .find(|(_, (name, _))| *name == key);
                found.map_or((fields.len(), Plain), |(at, (_, kind))| (at, *kind))
            }
            Condition => match key {
                "condition" => (0, Plain),
                "any" => (2, Condition),
                _ => (1, CONSTRAINT),
            },
            Keyed(kind) | Section(kind) | Tree(kind) | Ranked(kind) | Self::Sequence(kind) => {
                (0, *kind)
            }
            Plain => (0, Plain),
        }
    }

    /// Which of two keys comes first.
    fn compare(self, left: &str, right: &str) -> Ordering {
        match self {
            Fields(_) => self.field(left).0.cmp(&self.field(right).0),
            Condition => {
                let rank = |key| self.field(key).0;
                rank(left).cmp(&rank(right)).then_with(|| left.cmp(right))
            }
            Keyed(_) | Section(_) | Tree(_) | Ranked(_) => by_path(left, right),
            Self::Sequence(_) | Plain => Ordering::Equal,
        }
    }
}

/// Brings a document into canonical order.
pub(crate) fn sort(document: &mut Table) {
    sort_table(document, DOCUMENT);
}

fn sort_table(table: &mut Table, kind: Kind) {
    let has_importance = table.iter().any(|(key, _)| key == "importance");
    for (key, item) in table.iter_mut() {
        let within = match kind.field(key).1 {
            Ranked(kind) if !has_importance => Kind::Sequence(kind),
            within => within,
        };
        sort_item(item, within);
    }
    if matches!(kind, Section(_) | Tree(_) | Ranked(_)) {
        let starts_group = |(_, item): &(String, Item)| !item.notes.headings.is_empty();
        let mut rest = table.as_mut_slice();
        while !rest.is_empty() {
            let others = rest.iter().skip(1).position(starts_group);
            let (group, further) = rest.split_at_mut(others.map_or(rest.len(), |at| at + 1));
            sort_group(group, kind);
            rest = further;
        }
    } else {
        table.sort_by(|(left, _), (right, _)| kind.compare(left, right));
    }
}

/// Sorts a group; its headings stay in front.
fn sort_group(group: &mut [(String, Item)], kind: Kind) {
    let headings = group
        .first_mut()
        .map(|(_, first)| mem::take(&mut first.notes.headings));
    group.sort_by(|(left, _), (right, _)| kind.compare(left, right));
    if matches!(kind, Tree(_)) {
        let ranks = ranks(group);
        group.sort_by_key(|(key, _)| ranks.get(key).copied());
    }
    if let (Some(headings), Some((_, first))) = (headings, group.first_mut()) {
        first.notes.headings = headings;
    }
}

fn sort_item(item: &mut Item, kind: Kind) {
    match &mut item.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| sort_item(item, kind)),
        Value::Table(table) => sort_table(table, kind),
    }
}

/// By segments, so that a topic stands right above those below it.
fn by_path(left: &str, right: &str) -> Ordering {
    left.split('/').cmp(right.split('/'))
}

/// Where each of these departments stands in their tree; those that lead back to themselves come last.
fn ranks(sorted: &[(String, Item)]) -> BTreeMap<String, usize> {
    let keys: BTreeSet<&str> = sorted.iter().map(|(key, _)| key.as_str()).collect();
    let mut below: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    for (key, item) in sorted {
        let parent = parent(item).filter(|parent| keys.contains(parent));
        below.entry(parent).or_default().push(key);
    }
    let mut ranks = BTreeMap::new();
    let mut pending = below.remove(&None).unwrap_or_default();
    pending.sort_unstable_by_key(|key| Reverse(*key));
    while let Some(key) = pending.pop() {
        ranks.insert(key.to_owned(), ranks.len());
        pending.extend(below.remove(&Some(key)).unwrap_or_default().iter().rev());
    }
    for (key, _) in sorted {
        let last = ranks.len();
        ranks.entry(key.clone()).or_insert(last);
    }
    ranks
}

fn parent(department: &Item) -> Option<&str> {
    let Value::Table(fields) = &department.value else {
        return None;
    };
    let (_, parent) = fields.iter().find(|(key, _)| key == "parent")?;
    match &parent.value {
        Value::Scalar(Scalar::Text(parent)) => Some(parent),
        _ => None,
    }
}
