//! The canonical document of an organization, and the fingerprint over it.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use jiff::SignedDuration;

use super::Inner;
use super::document::{Document, Entries, Node};
use super::model::NORMAL;
use super::model::{
    Condition, Contact, Department, Designee, Policy, PolicyLevel, Route, Target, Topic, WrittenBox,
};
use crate::attribute::{Attribute, AttributeKind, Constraint, Presence};
use crate::contact::{Point, Visibility};
use crate::fingerprint::Fingerprint;

/// What an organization's document says, in one form: keyed tables and sets sorted, sequences as they are, values and
/// addresses canonical, durations in ISO 8601, references with the kind of what they name, defaults left out.
pub(super) fn document(inner: &Inner) -> Document {
    let mut root = Entries::default();
    root.push("switchboard", Node::Integer(i64::from(Document::VERSION)));
    text(&mut root, "name", inner.name.as_deref());
    duration(&mut root, "response_target", inner.response_target);
    if let Some(names) = &inner.precedences {
        root.push("precedences", list(names.iter().map(|name| &**name)));
    }
    let attributes = inner.vocabulary.attributes();
    if attributes.len() > 0 {
        root.push("importance", list(attributes.iter().map(Attribute::name)));
    }
    let mut sorted: Vec<&Attribute> = attributes.iter().collect();
    sorted.sort_unstable_by_key(|attribute| attribute.name());
    section(
        &mut root,
        "attributes",
        sorted
            .into_iter()
            .map(|own| (own.name(), attribute(inner, own))),
    );
    section(
        &mut root,
        "departments",
        inner
            .departments
            .iter()
            .map(|own| (&*own.key, department(inner, own))),
    );
    section(
        &mut root,
        "contacts",
        inner
            .contacts
            .iter()
            .map(|own| (&*own.key, contact(inner, own))),
    );
    section(
        &mut root,
        "topics",
        inner.topics.iter().map(|(path, own)| (&**path, topic(own))),
    );
    section(
        &mut root,
        "policies",
        inner
            .policies
            .iter()
            .map(|own| (&*own.key, policy(inner, own))),
    );
    root.push(
        "routes",
        Node::List(
            inner
                .routes
                .iter()
                .map(|own| route(inner, own).into())
                .collect(),
        ),
    );
    Document::from_entries(root)
}

/// The SHA-256 of the canonical document as JSON by RFC 8785.
pub(super) fn fingerprint(inner: &Inner) -> Fingerprint {
    let mut json = String::new();
    write_table(document(inner).entries(), &mut json);
    Fingerprint::of(json.as_bytes())
}

fn attribute(inner: &Inner, own: &Attribute) -> Entries {
    let declared = own.declared();
    let mut entries = Entries::default();
    entries.push("kind", declared.kind.as_str().into());
    text(
        &mut entries,
        "role",
        declared.role.map(crate::attribute::Role::as_str),
    );
    if !declared.values.is_empty() {
        entries.push("values", list(declared.values.iter().map(|value| &**value)));
    }
    section(
        &mut entries,
        "parents",
        declared
            .parents
            .iter()
            .map(|(value, parent)| (&**value, Node::from(&**parent))),
    );
    text(&mut entries, "default", declared.default.as_deref());
    if inner
        .audience()
        .is_some_and(|(_, audience)| audience.name() == own.name())
    {
        let sees = inner
            .sees
            .iter()
            .filter(|(_, seen)| **seen != Visibility::Public);
        section(
            &mut entries,
            "sees",
            sees.map(|(value, seen)| (&**value, Node::from(seen.as_str()))),
        );
    }
    entries
}

fn department(inner: &Inner, own: &Department) -> Entries {
    let contact = |id| &*inner.contacts[id].key;
    let mut entries = Entries::default();
    text(&mut entries, "name", own.name.as_deref());
    text(
        &mut entries,
        "parent",
        own.parent.map(|id| &*inner.departments[id].key),
    );
    text(&mut entries, "head", own.head.map(contact));
    if !own.members.is_empty() {
        entries.push("members", list(own.members.iter().map(|id| contact(*id))));
    }
    if !own.desks.is_empty() {
        let desks = own.desks.iter().map(|desk| {
            let mut entries = Entries::default();
            let contact = match desk.who {
                Designee::Contact(id) => contact(id).into(),
                other => designee(other, inner),
            };
            entries.push("contact", contact);
            when(&mut entries, &desk.condition, inner);
            Node::Table(entries)
        });
        entries.push("desks", Node::List(desks.collect()));
    }
    text(
        &mut entries,
        "escalates_to",
        own.escalates_to.map(|id| &*inner.departments[id].key),
    );
    duration(&mut entries, "response_target", own.response_target);
    designees(&mut entries, "consulted", &own.consulted, inner);
    designees(&mut entries, "informed", &own.informed, inner);
    entries
}

fn contact(inner: &Inner, own: &Contact) -> Entries {
    let mut entries = Entries::default();
    entries.push("kind", own.kind.as_str().into());
    entries.push("name", (&*own.name).into());
    text(
        &mut entries,
        "department",
        own.declared_home.map(|id| &*inner.departments[id].key),
    );
    if !own.points.is_empty() {
        entries.push(
            "points",
            Node::List(own.points.iter().map(|own| point(own).into()).collect()),
        );
    }
    entries
}

fn point(own: &Point) -> Entries {
    let mut entries = Entries::default();
    entries.push("kind", own.kind().into());
    entries.push("address", own.address().into());
    if own.visibility() != Visibility::Internal {
        entries.push("visibility", own.visibility().as_str().into());
    }
    if let Some(preference) = own.preference() {
        entries.push("preference", Node::Integer(i64::from(preference)));
    }
    if own.languages().next().is_some() {
        entries.push("languages", list(own.languages()));
    }
    entries
}

fn topic(own: &Topic) -> Entries {
    let mut entries = Entries::default();
    section(
        &mut entries,
        "labels",
        own.labels
            .0
            .iter()
            .map(|(language, text)| (&**language, Node::from(&**text))),
    );
    section(
        &mut entries,
        "description",
        own.description
            .0
            .iter()
            .map(|(language, text)| (&**language, Node::from(&**text))),
    );
    let paths = |paths: &BTreeSet<Box<str>>| list(paths.iter().map(|path| &**path));
    match own.aliases.get("") {
        Some(plain) => entries.push("aliases", paths(plain)),
        None => section(
            &mut entries,
            "aliases",
            own.aliases
                .iter()
                .map(|(language, own)| (&**language, paths(own))),
        ),
    }
    entries
}

fn policy(inner: &Inner, own: &Policy) -> Entries {
    let mut entries = Entries::default();
    if !own.levels.is_empty() {
        entries.push(
            "levels",
            Node::List(
                own.levels
                    .iter()
                    .map(|own| level(inner, own).into())
                    .collect(),
            ),
        );
    }
    if !own.has_tail {
        entries.push("tail", "none".into());
    }
    duration(&mut entries, "final_after", own.final_after);
    entries
}

fn level(inner: &Inner, own: &PolicyLevel) -> Entries {
    let target = |target: &Target| match target {
        Target::Designee(own) => designee(*own, inner),
        relative => {
            let word = Target::RELATIVE
                .iter()
                .find(|(_, other)| other == relative)
                .map_or("", |(word, _)| word);
            single("relative", word.into())
        }
    };
    let mut entries = Entries::default();
    entries.push("to", Node::List(own.targets.iter().map(target).collect()));
    duration(&mut entries, "after", own.after);
    if let Some(floor) = own.floor {
        let attribute = &inner.vocabulary.attributes()[floor.attribute];
        let value = attribute.witness(floor.class).unwrap_or_default();
        entries.push("floor", single(attribute.name(), value.into()));
    }
    if let Some(reminders) = own.reminders {
        let mut repeat = Entries::default();
        repeat.push("times", Node::Integer(i64::from(reminders.times)));
        repeat.push("every", reminders.every.to_string().into());
        entries.push("repeat", repeat.into());
    }
    entries
}

fn route(inner: &Inner, own: &Route) -> Entries {
    let mut entries = Entries::default();
    text(&mut entries, "key", own.has_own_key.then_some(&*own.key));
    // As written only where the replaced form starts with an alias in its turn, and would be replaced once more.
    let is_stable = inner
        .aliases
        .replace_in_pattern(own.pattern.clone())
        .is_ok_and(|again| again == own.pattern);
    let pattern = if is_stable {
        &own.pattern
    } else {
        &own.written_pattern
    };
    entries.push("topic", pattern.as_str().into());
    if own.exact {
        entries.push("scope", "exact".into());
    }
    when(&mut entries, &own.condition, inner);
    let precedence = inner.precedence_name(own.precedence);
    let is_plain_root = own.pattern.is_root() && !own.exact && own.condition.written.is_empty();
    text(
        &mut entries,
        "precedence",
        precedence.filter(|name| *name != NORMAL || is_plain_root),
    );
    entries.push("owner", designee(own.owner, inner));
    if let Some(responder) = own.responder {
        entries.push("responder", designee(responder, inner));
    }
    text(
        &mut entries,
        "policy",
        own.policy.map(|id| &*inner.policies[id].key),
    );
    designees(&mut entries, "consulted", &own.consulted, inner);
    designees(&mut entries, "informed", &own.informed, inner);
    entries
}

fn when(entries: &mut Entries, condition: &Condition, inner: &Inner) {
    let written = &condition.written;
    if written.is_empty() {
        return;
    }
    let mut when = constraints(&written.all, inner);
    if !written.any.is_empty() {
        when.push(
            "any",
            Node::List(
                written
                    .any
                    .iter()
                    .map(|own| constraints(own, inner).into())
                    .collect(),
            ),
        );
    }
    entries.push("when", when.into());
}

fn constraints(own: &WrittenBox, inner: &Inner) -> Entries {
    let mut entries = Entries::default();
    if !own.named.is_empty() {
        entries.push("condition", list(own.named.iter().map(|name| &**name)));
    }
    for (name, constraint) in &own.constraints {
        let kind = inner
            .vocabulary
            .find(name)
            .map(|id| inner.vocabulary.attributes()[id].kind());
        entries.push(name, self::constraint(constraint, kind));
    }
    entries
}

/// Plain values where that is all; in words where a hierarchy could be meant.
fn constraint(own: &Constraint, kind: Option<AttributeKind>) -> Node {
    let values = |values: &BTreeSet<Box<str>>| list(values.iter().map(|value| &**value));
    if let Some(one_of) = &own.one_of {
        if own.is_list() && kind != Some(AttributeKind::Hierarchical) {
            return match one_of.iter().next() {
                Some(only) if one_of.len() == 1 => Node::from(&**only),
                _ => values(one_of),
            };
        }
    }
    let mut entries = Entries::default();
    for (operator, own) in [
        ("in", &own.one_of),
        ("not", &own.none_of),
        ("within", &own.within),
        ("prefix", &own.prefixes),
    ] {
        if let Some(own) = own {
            entries.push(operator, values(own));
        }
    }
    text(&mut entries, "at_least", own.at_least.as_deref());
    text(&mut entries, "at_most", own.at_most.as_deref());
    match own.presence {
        Some(Presence::Present) => entries.push("present", Node::Boolean(true)),
        Some(Presence::Absent) => entries.push("absent", Node::Boolean(true)),
        None => {}
    }
    if own.or_absent {
        entries.push("or_absent", Node::Boolean(true));
    }
    entries.into()
}

fn designees(entries: &mut Entries, field: &str, own: &BTreeSet<Designee>, inner: &Inner) {
    if !own.is_empty() {
        entries.push(
            field,
            Node::List(own.iter().map(|own| designee(*own, inner)).collect()),
        );
    }
}

fn designee(own: Designee, inner: &Inner) -> Node {
    match own {
        Designee::Contact(id) => single("contact", (&*inner.contacts[id].key).into()),
        Designee::Department(id) => single("department", (&*inner.departments[id].key).into()),
        Designee::Assigned(id) => single("assigned", (&*inner.assignments[id].key).into()),
    }
}

fn single(key: &str, node: Node) -> Node {
    let mut entries = Entries::default();
    entries.push(key, node);
    entries.into()
}

fn section<'a, N: Into<Node>>(
    entries: &mut Entries,
    key: &str,
    members: impl Iterator<Item = (&'a str, N)>,
) {
    let mut table = Entries::default();
    members.for_each(|(key, member)| table.push(key, member.into()));
    if !table.0.is_empty() {
        entries.push(key, table.into());
    }
}

fn text(entries: &mut Entries, field: &str, text: Option<&str>) {
    if let Some(text) = text {
        entries.push(field, text.into());
    }
}

fn duration(entries: &mut Entries, field: &str, duration: Option<SignedDuration>) {
    if let Some(duration) = duration {
        entries.push(field, duration.to_string().into());
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> Node {
    Node::List(items.map(Node::from).collect())
}

/// JSON by RFC 8785: members sorted by UTF-16 code units, no white space, the shortest escapes. A canonical document has
/// texts, whole numbers, booleans, lists and tables only.
fn write_json(node: &Node, out: &mut String) {
    match node {
        Node::Null | Node::Float(_) => out.push_str("null"),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Integer(number) => out.push_str(&number.to_string()),
        Node::Text(text) => write_string(text, out),
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_json(item, out);
            }
            out.push(']');
        }
        Node::Table(entries) => write_table(entries, out),
    }
}

fn write_table(entries: &Entries, out: &mut String) {
    let mut sorted: Vec<_> = entries.0.iter().collect();
    sorted.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
    out.push('{');
    for (index, (key, member)) in sorted.into_iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        write_string(key, out);
        out.push(':');
        write_json(member, out);
    }
    out.push('}');
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}
