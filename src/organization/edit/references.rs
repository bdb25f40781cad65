//! Which fields of a document name what: one table, and a walk along it.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::path::FieldPath;
use crate::organization::document::{Entries, Node};
use crate::organization::problem::PathSegment;
use crate::topic::{Pattern, ROOT, canonical_name, canonical_path};

/// Sections whose declarations have keys.
pub(super) const KEYED: [&str; 10] = [
    "assignments",
    "attributes",
    "conditions",
    "contacts",
    "departments",
    "holidays",
    "hours",
    "policies",
    "schedules",
    "topics",
];
/// Sections that are lists of declarations with keys of their own, or made ones.
pub(super) const LISTED: [&str; 2] = ["notices", "routes"];
/// Top-level values.
pub(super) const VALUES: [&str; 7] = [
    "conflict_authority",
    "importance",
    "language",
    "name",
    "precedences",
    "response_target",
    "zone",
];
/// Sections among which a plain key is looked up.
pub(super) const PARTIES: [&str; 3] = ["contacts", "departments", "schedules"];
/// Sections whose declarations keep their old keys.
pub(super) const REMEMBERING: [&str; 3] = ["contacts", "departments", "topics"];

/// What stands in a field.
#[derive(Clone, Copy)]
enum Holds {
    /// A key of one of these sections, plain or in a table that tells whose it is.
    Key(&'static [&'static str]),
    /// A table whose own keys are names of one of these sections.
    Keys(&'static [&'static str]),
    /// What `when` holds.
    Condition,
}

const CONTACT: Holds = Holds::Key(&["contacts"]);
const SCHEDULE: Holds = Holds::Key(&["schedules"]);
/// Who answers at a desk.
const STAFF: Holds = Holds::Key(&["contacts", "schedules"]);
const DEPARTMENT: Holds = Holds::Key(&["departments"]);
const PARTY: Holds = Holds::Key(&PARTIES);
const POLICY: Holds = Holds::Key(&["policies"]);
const HOLIDAYS: Holds = Holds::Key(&["holidays"]);
const HOURS: Holds = Holds::Key(&["hours"]);
const ATTRIBUTE: Holds = Holds::Key(&["attributes"]);
/// A path at or below topics. It names none of them: a pattern covers what nobody declared (T3).
const PATTERN: Holds = Holds::Key(&["topics"]);

/// The tables that tell whose key they hold. What is relative is named by a word, in no section.
const TAGS: [(&str, &[&str]); 4] = [
    ("contact", &["contacts", "schedules"]),
    ("department", &["departments"]),
    ("assigned", &["assignments"]),
    ("relative", &[]),
];

/// The fields that name something. `*` is any key, `[]` each item.
const REFERENCES: [(&str, Holds); 57] = [
    ("conflict_authority", CONTACT),
    ("importance[]", ATTRIBUTE),
    ("departments.*.parent", DEPARTMENT),
    ("departments.*.escalates_to", DEPARTMENT),
    ("departments.*.head", CONTACT),
    ("departments.*.head[].who", CONTACT),
    ("departments.*.liaison", CONTACT),
    ("departments.*.liaison[].who", CONTACT),
    ("departments.*.members[]", CONTACT),
    ("departments.*.desks[].contact", STAFF),
    ("departments.*.desks[].when", Holds::Condition),
    ("departments.*.desks[].during", HOURS),
    ("departments.*.on_duty", SCHEDULE),
    ("departments.*.consulted[]", PARTY),
    ("departments.*.informed[]", PARTY),
    ("contacts.*.department", DEPARTMENT),
    ("contacts.*.holder", CONTACT),
    ("contacts.*.holder[].who", CONTACT),
    ("contacts.*.deputies[]", CONTACT),
    ("contacts.*.members[]", CONTACT),
    ("contacts.*.members[].who", CONTACT),
    ("contacts.*.staffed_by", CONTACT),
    ("contacts.*.away[].delegate", CONTACT),
    ("assignments.*.attribute", ATTRIBUTE),
    ("assignments.*.default", PARTY),
    ("assignments.*.rows.*", PARTY),
    ("assignments.*.rows.*[].holder", PARTY),
    ("assignments.*.rows.*[].deputies[]", CONTACT),
    ("conditions.*", Holds::Condition),
    ("policies.*.levels[].to[]", PARTY),
    ("policies.*.levels[].clock", HOURS),
    ("policies.*.levels[].floor", Holds::Keys(&["attributes"])),
    ("holidays.*.includes[]", HOLIDAYS),
    ("hours.*.holidays[]", HOLIDAYS),
    ("hours.*.union[]", HOURS),
    ("hours.*.complement", HOURS),
    ("routes[].topic", PATTERN),
    ("routes[].owner", PARTY),
    ("routes[].responder", PARTY),
    ("routes[].policy", POLICY),
    ("routes[].final", CONTACT),
    ("routes[].consulted[]", PARTY),
    ("routes[].informed[]", PARTY),
    ("routes[].when", Holds::Condition),
    ("routes[].during", HOURS),
    ("notices[].topic", PATTERN),
    ("notices[].consulted[]", PARTY),
    ("notices[].informed[]", PARTY),
    ("notices[].when", Holds::Condition),
    ("schedules.*.department", DEPARTMENT),
    ("schedules.*.layers[].turns[]", CONTACT),
    ("schedules.*.layers[].versions[].turns[]", CONTACT),
    ("schedules.*.overrides[].add[]", CONTACT),
    ("schedules.*.overrides[].remove[]", CONTACT),
    ("schedules.*.overrides[].only[]", CONTACT),
    (
        "schedules.*.overrides[].replace",
        Holds::Keys(&["contacts"]),
    ),
    ("schedules.*.overrides[].replace.*", CONTACT),
];

/// Whether a field is one that tells whose key it holds.
pub(super) fn is_tag(field: &str) -> bool {
    TAGS.iter().any(|(tag, _)| *tag == field)
}

/// A name somewhere in a document.
pub(super) struct Reference<'r> {
    /// Where it stands.
    pub(super) path: &'r [PathSegment],
    /// The sections in which it is looked up.
    pub(super) sections: &'static [&'static str],
    /// The name as written.
    pub(super) name: &'r mut Box<str>,
}

/// Visits every name in a document that is a reference.
pub(super) fn visit(root: &mut Entries, mut visitor: impl FnMut(Reference<'_>)) {
    for (field, holds) in REFERENCES {
        let mut walk = Walk {
            path: Vec::new(),
            holds,
            visitor: &mut visitor,
        };
        walk.table(root, field);
    }
}

/// On the way to the fields of one row of the table.
struct Walk<'v> {
    path: Vec<PathSegment>,
    holds: Holds,
    visitor: &'v mut dyn FnMut(Reference<'_>),
}

impl Walk<'_> {
    /// Goes on from a table, by the first step of what is left of the way.
    fn table(&mut self, entries: &mut Entries, way: &str) {
        let (step, rest) = way.split_once('.').unwrap_or((way, ""));
        let (name, is_list) = match step.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (step, false),
        };
        for (key, node) in &mut entries.0 {
            if name != "*" && &**key != name {
                continue;
            }
            self.path.push(PathSegment::Field(key.clone()));
            match node {
                Node::List(items) if is_list => {
                    for (index, item) in items.iter_mut().enumerate() {
                        self.path.push(PathSegment::Index(index));
                        self.node(item, rest);
                        self.path.pop();
                    }
                }
                only => self.node(only, rest),
            }
            self.path.pop();
        }
    }

    fn node(&mut self, node: &mut Node, way: &str) {
        match (node, self.holds) {
            (Node::Table(entries), _) if !way.is_empty() => self.table(entries, way),
            (_, _) if !way.is_empty() => {}
            (Node::Text(name), Holds::Key(sections)) => self.name(name, sections),
            (Node::Table(entries), Holds::Key(_)) => self.tagged(entries),
            // Several at once.
            (Node::List(items), Holds::Key(_)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.path.push(PathSegment::Index(index));
                    self.node(item, way);
                    self.path.pop();
                }
            }
            (Node::Table(entries), Holds::Keys(sections)) => {
                for (name, _) in &mut entries.0 {
                    self.name(name, sections);
                }
            }
            (node, Holds::Condition) => self.condition(node),
            _ => {}
        }
    }

    fn tagged(&mut self, entries: &mut Entries) {
        for (tag, node) in &mut entries.0 {
            let sections = TAGS.iter().find(|(name, _)| *name == &**tag);
            if let (Some((_, sections)), Node::Text(name)) = (sections, node) {
                self.name(name, sections);
            }
        }
    }

    /// A named condition, or a table of constraints by attribute with names and boxes beside them.
    fn condition(&mut self, node: &mut Node) {
        match node {
            Node::Text(name) => self.name(name, &["conditions"]),
            Node::List(items) => items.iter_mut().for_each(|item| self.condition(item)),
            Node::Table(entries) => {
                for (attribute, node) in &mut entries.0 {
                    self.path.push(PathSegment::Field(attribute.clone()));
                    if ["any", "condition"].contains(&&**attribute) {
                        self.condition(node);
                    } else {
                        self.name(attribute, &["attributes"]);
                    }
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn name(&mut self, name: &mut Box<str>, sections: &'static [&'static str]) {
        (self.visitor)(Reference {
            path: &self.path,
            sections,
            name,
        });
    }
}

/// A key as its section compares it: topics and names in canonical form (T1), others as written.
pub(super) fn normal_key(section: &str, key: &str) -> Box<str> {
    match section {
        "topics" => canonical_path(key).map_or(key.into(), |path| path.as_ref().into()),
        "attributes" | "conditions" => {
            canonical_name(key).map_or(key.into(), |name| name.as_ref().into())
        }
        _ => key.into(),
    }
}

/// Writes another key wherever a declaration is named by its old one. A plain key that something else has, too, is left.
pub(super) fn rename(
    root: &mut Entries,
    section: &str,
    from: &str,
    to: &str,
    is_shared: impl Fn(&str) -> bool,
) {
    visit(root, |reference| {
        if !reference.sections.contains(&section) {
            return;
        }
        let named = normal_key(section, reference.name);
        if section == "topics" {
            if let Some(moved) = moved(reference.name, from, to) {
                *reference.name = moved;
            }
        } else if *named == *from
            && !reference
                .sections
                .iter()
                .any(|other| *other != section && is_shared(other))
        {
            *reference.name = to.into();
        }
    });
}

/// The path or pattern below another topic, if it lies at or below this one.
pub(super) fn moved(pattern: &str, from: &str, to: &str) -> Option<Box<str>> {
    let pattern = Pattern::parse(pattern).ok()?;
    let rest = pattern.as_str().strip_prefix(from)?;
    let is_below = rest.is_empty() || (rest.starts_with('/') && from != ROOT);
    is_below.then(|| alloc::format!("{to}{rest}").into())
}

/// A path in which items of sections that are lists go by their keys.
pub(super) fn by_key(
    path: &[PathSegment],
    key: impl Fn(&str, usize) -> Option<Box<str>>,
) -> FieldPath {
    let mut segments = path.to_vec();
    if let [
        PathSegment::Field(section),
        second @ PathSegment::Index(_),
        ..,
    ] = segments.as_mut_slice()
    {
        if let PathSegment::Index(index) = second {
            if let Some(key) = key(section, *index) {
                *second = PathSegment::Field(key);
            }
        }
    }
    FieldPath(segments)
}
