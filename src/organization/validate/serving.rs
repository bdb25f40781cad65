//! What contacts serve: the languages, areas and skills by which a desk may choose (O4).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

use super::attributes::{Attributes, Named};
use super::topics::Topics;
use crate::attribute::{Attribute, AttributeKind, Constraint, Role, ValueSet, Vocabulary};
use crate::id::{ClassId, Id, RequirementId, Table};
use crate::inquiry::Inquiry;
use crate::organization::model::{Contact, Serves};
use crate::organization::relaxation::dimensions;
use crate::topic::{ROOT, canonical_name};

/// The skills that topics require.
pub(super) struct Required {
    /// Each set once: the empty one first, as no skill is fewer than any, the others sorted.
    pub(super) sets: Table<RequirementId, BTreeSet<Box<str>>>,
    /// For each of these sets a topic that requires it; the root where nothing is required.
    topics: Vec<Box<str>>,
}

impl Required {
    pub(super) fn of(topics: &Topics) -> Self {
        let none = BTreeSet::new();
        let mut distinct: BTreeMap<&BTreeSet<Box<str>>, &str> = BTreeMap::new();
        distinct.insert(&none, ROOT);
        for (path, topic) in &topics.declared {
            distinct.entry(&topic.skills).or_insert(path);
        }
        Self {
            sets: distinct.keys().map(|skills| (*skills).clone()).collect(),
            topics: distinct.values().map(|path| Box::from(*path)).collect(),
        }
    }

    /// An inquiry on a topic that requires these skills; on none in particular where there are none.
    pub(super) fn inquiry(&self, requirement: RequirementId) -> Inquiry {
        let topic = self.topics.get(requirement.index());
        let topic = topic.filter(|topic| ***topic != *ROOT);
        topic.map_or_else(Inquiry::default, |topic| Inquiry::new(&**topic))
    }
}

/// What a contact asks of an inquiry: on each attribute one of what it lists, below that, or nothing. What it lists
/// nothing of, it asks nothing of.
pub(super) fn serves(contact: &Contact, required: &Required, vocabulary: &Vocabulary) -> Serves {
    let sets = dimensions(vocabulary).filter_map(|(id, _)| {
        let attribute = &vocabulary.attributes()[id];
        let set = served(contact, attribute)?;
        (!set.is_full()).then_some((id, set))
    });
    let requirements = required.sets.enumerate();
    let met = requirements.filter(|(_, skills)| skills.is_subset(&contact.skills));
    Serves {
        sets: sets.collect(),
        requirements: met.map(|(id, _)| id).collect(),
    }
}

/// How many values are looked at for what a contact serves, at the most.
pub(super) fn looked_at(contact: &Contact, vocabulary: &Vocabulary) -> u64 {
    let of_contact = dimensions(vocabulary).filter_map(|(id, _)| {
        let attribute = &vocabulary.attributes()[id];
        let listed = listed(contact, attribute.declared().role?).len() as u64;
        // Open values are looked up, declared ones gone through.
        let is_open = listed == 0 || attribute.kind() == AttributeKind::Open;
        let all = u64::from(attribute.universe().classes);
        Some(if is_open { listed } else { all })
    });
    of_contact.sum()
}

/// The values that a contact serves, and the missing one. `None` where it lists none.
fn served(contact: &Contact, attribute: &Attribute) -> Option<ValueSet> {
    let role = attribute.declared().role?;
    let listed = listed(contact, role);
    if listed.is_empty() {
        return None;
    }
    let classes = match attribute.kind() {
        AttributeKind::Open => of_open(listed, role, attribute),
        _ => of_declared(listed, role, attribute),
    };
    Some(ValueSet::new(
        classes.into_iter().chain([ClassId::ABSENT]),
        attribute.universe(),
    ))
}

/// What a contact lists of the attribute of a role.
fn listed(contact: &Contact, role: Role) -> &BTreeSet<Box<str>> {
    match role {
        Role::Language => &contact.languages,
        _ => &contact.areas,
    }
}

/// The classes of the values of an open attribute, and of the variants of languages.
fn of_open(listed: &BTreeSet<Box<str>>, role: Role, attribute: &Attribute) -> BTreeSet<ClassId> {
    let own = listed
        .iter()
        .filter_map(|value| attribute.class(value).ok());
    let starts = listed.iter().filter(|_| role == Role::Language);
    let variants = starts.flat_map(|tag| {
        let start = variants(tag);
        attribute.with_prefix(&start).collect::<Vec<_>>()
    });
    own.chain(variants).collect()
}

/// The classes of declared values, of the variants of languages, and of what is below either. Each value is looked at
/// once, however many a contact lists.
fn of_declared(
    listed: &BTreeSet<Box<str>>,
    role: Role,
    attribute: &Attribute,
) -> BTreeSet<ClassId> {
    let names = listed.iter().filter_map(|value| canonical_name(value).ok());
    let names: BTreeSet<Cow<'_, str>> = names.collect();
    let is_variant = |value: &str| {
        let mut hyphens = value.match_indices('-');
        hyphens.any(|(at, _)| value.get(..at).is_some_and(|start| names.contains(start)))
    };
    let declared = attribute.declared().values.iter().map(|value| &**value);
    let mut open: Vec<&str> = declared
        .filter(|value| names.contains(*value) || (role == Role::Language && is_variant(value)))
        .collect();
    let mut classes = BTreeSet::new();
    while let Some(value) = open.pop() {
        let is_new = attribute
            .class(value)
            .is_ok_and(|class| classes.insert(class));
        if is_new && attribute.kind() == AttributeKind::Hierarchical {
            open.extend(attribute.children(value).iter().map(|child| &**child));
        }
    }
    classes
}

/// How the variants of a language begin.
fn variants(tag: &str) -> Box<str> {
    format!("{tag}-").into()
}

/// Remembers what tells inquiries apart on open attributes for desks that serve by these contacts.
pub(super) fn note(contacts: &[&Contact], attributes: &mut Attributes) {
    for role in [Role::Language, Role::Region] {
        let Named::Attribute(attribute) = attributes.of_role(role) else {
            continue;
        };
        let name = Box::from(attribute.name());
        let values = contacts.iter().flat_map(|contact| listed(contact, role));
        let one_of: BTreeSet<Box<str>> = values.cloned().collect();
        let prefixes = match role {
            Role::Language => one_of.iter().map(|tag| variants(tag)).collect(),
            _ => BTreeSet::new(),
        };
        let constraint = Constraint {
            one_of: Some(one_of),
            prefixes: Some(prefixes),
            ..Constraint::default()
        };
        attributes.note(&name, &constraint);
    }
}
