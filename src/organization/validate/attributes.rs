//! The section `attributes`: names, kinds, values, and the strings that conditions on open ones name (A1, A2).

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Checker, names};
use crate::attribute::{
    Attribute, AttributeKind, Constraint, Declared, MAX_VALUE_BYTES, Role, Vocabulary,
};
use crate::contact::Visibility;
use crate::organization::document::{Node, format};
use crate::organization::graph::cycles;
use crate::organization::problem::{Place, ProblemKind, Problems, one_of};
use crate::organization::read::{Form, text, word};
use crate::topic::canonical_name;

/// The attributes as far as they are read.
pub(super) struct Attributes {
    /// In order of importance.
    readable: Vec<Attribute>,
    by_name: BTreeMap<Box<str>, usize>,
    /// By name, as it is written.
    written: BTreeMap<Box<str>, Box<str>>,
    /// Declared, but not to be relied on: what conditions say of them is not judged.
    unreadable: BTreeSet<Box<str>>,
    is_section_unreadable: bool,
    /// For each, what conditions name.
    strings: Vec<Strings>,
    sees: BTreeMap<Box<str>, Visibility>,
}

/// By what conditions tell the values of an attribute apart.
#[derive(Default)]
struct Strings {
    literals: BTreeSet<Box<str>>,
    prefixes: BTreeSet<Box<str>>,
    patterns: BTreeSet<Box<str>>,
}

/// What a name in a condition is.
pub(super) enum Named<'a> {
    Attribute(&'a Attribute),
    /// Nothing to judge by.
    Unreadable,
    Unknown,
}

impl Attributes {
    pub(super) fn read<'a>(checker: &mut Checker<'a>, form: &Form<'a, '_>) -> Self {
        let mut attributes = Self {
            readable: Vec::new(),
            by_name: BTreeMap::new(),
            written: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            is_section_unreadable: form
                .node("attributes")
                .is_some_and(|node| !matches!(node, Node::Table(_))),
            strings: Vec::new(),
            sees: BTreeMap::new(),
        };
        let problems = &mut checker.problems;
        let section = form.at("attributes");
        let entries = form.entries(
            "attributes",
            "a table with an attribute under each name",
            problems,
        );
        let most = checker.options.limits.attributes;
        if problems.exceeds(entries.len(), most, "attributes", section) {
            attributes.is_section_unreadable = true;
            return attributes;
        }
        let mut roles: BTreeMap<Role, String> = BTreeMap::new();
        let mut declared: Vec<(Box<str>, Option<Declared>)> = Vec::new();
        for (written, node) in entries {
            let place = section.field(written);
            let name = match canonical_name(written) {
                Ok(name) if &*name == "any" => {
                    problems.add(
                        ProblemKind::InvalidName,
                        place,
                        Some(written),
                        "a name other than `any`, which stands for several boxes",
                        "rename it",
                    );
                    continue;
                }
                Ok(name) if &*name == format::NAMED => {
                    problems.add(
                        ProblemKind::InvalidName,
                        place,
                        Some(written),
                        "a name other than `condition`, which stands for named conditions",
                        "rename it",
                    );
                    continue;
                }
                Ok(name) => Box::from(&*name),
                Err(error) => {
                    names::invalid(written, &error.to_string(), place, problems);
                    continue;
                }
            };
            if declared.iter().any(|(other, _)| *other == name) {
                problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(written),
                    "each attribute once, in canonical form",
                    "remove one of the two, or rename it",
                );
                continue;
            }
            let attribute = attributes.attribute(
                &name,
                node,
                place,
                checker.options.limits.values,
                &mut roles,
                problems,
            );
            attributes.written.insert(name.clone(), written.into());
            declared.push((name, attribute));
        }
        let order = importance(form, &declared, problems);
        declared.sort_by_key(|(name, _)| {
            order
                .iter()
                .position(|other| other == name)
                .unwrap_or(usize::MAX)
        });
        for (name, declared) in declared {
            match declared {
                Some(declared) => {
                    attributes.by_name.insert(name, attributes.readable.len());
                    attributes.readable.push(Attribute::new(
                        declared,
                        &BTreeSet::new(),
                        &BTreeSet::new(),
                    ));
                    attributes.strings.push(Strings::default());
                }
                None => {
                    attributes.unreadable.insert(name);
                }
            }
        }
        attributes
    }

    /// One declaration, if conditions can be judged by it.
    fn attribute(
        &mut self,
        name: &str,
        node: &Node,
        place: Place<'_>,
        most: usize,
        roles: &mut BTreeMap<Role, String>,
        problems: &mut Problems,
    ) -> Option<Declared> {
        let form = Form::open(node, place, &format::ATTRIBUTE, problems)?;
        let kind = form.word("kind", &AttributeKind::ALL, problems);
        if kind.is_absent() {
            form.missing(
                "kind",
                "`closed`, `ordered`, `hierarchical` or `open`",
                problems,
            );
        }
        let role = form.word("role", &Role::ALL, problems).good();
        let mut own_role = role;
        if let Some(role) = role {
            match roles.get(&role) {
                Some(other) => {
                    let expected =
                        format!("a role that no other attribute has, but `{other}` has it");
                    problems.add(
                        ProblemKind::DuplicateKey,
                        form.at("role"),
                        Some(role.as_str()),
                        expected,
                        "remove one of the two",
                    );
                    own_role = None;
                }
                None => {
                    roles.insert(role, name.to_owned());
                }
            }
        }
        let values = values(&form, most, problems);
        let kind = kind.good()?;
        let (mut values, is_whole) = values;
        if kind == AttributeKind::Open && form.node("values").is_some() {
            problems.add(
                ProblemKind::UnknownField,
                form.at("values"),
                Some("values"),
                "no values: an open attribute takes any",
                "remove it, or write `kind = \"closed\"`",
            );
        }
        let parents = parents(&form, kind, &mut values, problems);
        let is_whole =
            is_whole && !problems.exceeds(values.len(), most, "values", form.at("parents"));
        if kind != AttributeKind::Open && values.is_empty() && is_whole {
            form.none_listed("values", "a list of values", problems);
            return None;
        }
        if kind != AttributeKind::Ordered {
            values.sort_unstable();
        }
        let default = default(&form, kind, &values, is_whole, problems);
        self.read_sees(&form, role, &values, is_whole, problems);
        let declared = Declared {
            name: name.into(),
            kind,
            role: own_role,
            values,
            parents,
            default,
        };
        is_whole.then_some(declared)
    }

    fn read_sees(
        &mut self,
        form: &Form<'_, '_>,
        role: Option<Role>,
        values: &[Box<str>],
        is_whole: bool,
        problems: &mut Problems,
    ) {
        if form.node("sees").is_none() {
            return;
        }
        let place = form.at("sees");
        if role != Some(Role::Audience) && form.node("role").is_none() {
            problems.add(
                ProblemKind::UnknownField,
                place,
                Some("sees"),
                "`role = \"audience\"` beside it",
                "add the role, or remove it",
            );
            return;
        }
        for (written, node) in form.entries("sees", "a table of what each value may see", problems)
        {
            let place = place.field(written);
            let value =
                canonical_name(written).map_or_else(|_| written.to_owned(), Cow::into_owned);
            if is_whole && !values.iter().any(|known| **known == *value) {
                let suggestion = problems.did_you_mean(
                    written,
                    values.iter().map(|value| &**value),
                    "add it to `values`",
                );
                problems.add(
                    ProblemKind::UnknownValue,
                    place,
                    Some(written),
                    "one of the values",
                    suggestion,
                );
            }
            if let Some(visibility) = word(node, place, &Visibility::ALL, problems) {
                self.sees.insert(value.into(), visibility);
            }
        }
    }

    /// What a name stands for.
    pub(super) fn find(&self, name: &str) -> Named<'_> {
        let Ok(canonical) = canonical_name(name) else {
            return Named::Unknown;
        };
        match self
            .by_name
            .get(&*canonical)
            .and_then(|at| self.readable.get(*at))
        {
            Some(attribute) => Named::Attribute(attribute),
            None if self.is_section_unreadable || self.unreadable.contains(&*canonical) => {
                Named::Unreadable
            }
            None => Named::Unknown,
        }
    }

    /// The attribute of a role.
    pub(super) fn of_role(&self, role: Role) -> Named<'_> {
        let mut readable = self.readable.iter();
        match readable.find(|attribute| attribute.declared().role == Some(role)) {
            Some(attribute) => Named::Attribute(attribute),
            None if self.is_section_unreadable || !self.unreadable.is_empty() => Named::Unreadable,
            None => Named::Unknown,
        }
    }

    /// Whether it is known by which attributes desks serve (O4).
    pub(super) fn are_roles_known(&self, vocabulary: &Vocabulary) -> bool {
        let is_known = |role: Role| {
            let mut attributes = vocabulary.attributes().iter();
            attributes.any(|attribute| attribute.declared().role == Some(role))
        };
        let may_hide_some = self.is_section_unreadable || !self.unreadable.is_empty();
        !may_hide_some || [Role::Language, Role::Region].into_iter().all(is_known)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.by_name
            .keys()
            .chain(&self.unreadable)
            .map(|name| &**name)
    }

    /// Remembers the strings by which a constraint tells values of an open attribute apart.
    pub(super) fn note(&mut self, name: &str, constraint: &Constraint) {
        let Some(at) = self.by_name.get(name).copied() else {
            return;
        };
        if self
            .readable
            .get(at)
            .is_none_or(|attribute| attribute.kind() != AttributeKind::Open)
        {
            return;
        }
        if let Some(own) = self.strings.get_mut(at) {
            own.literals.extend(constraint.literals().cloned());
            let (prefixes, patterns) = (&constraint.prefixes, &constraint.patterns);
            own.prefixes.extend(prefixes.iter().flatten().cloned());
            own.patterns.extend(patterns.iter().flatten().cloned());
        }
    }

    /// Remembers values of an attribute, of which each is a class of its own.
    pub(super) fn note_values<'v>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = &'v Box<str>>,
    ) {
        let Some(at) = self.by_name.get(name).copied() else {
            return;
        };
        if let Some(own) = self.strings.get_mut(at) {
            own.literals.extend(values.into_iter().cloned());
        }
    }

    /// The vocabulary, once every condition is read. `None` where the patterns on an attribute are too much, which is noted.
    pub(super) fn freeze(&mut self, checker: &mut Checker<'_>) -> Option<Vocabulary> {
        let attributes = core::mem::take(&mut self.readable).into_iter();
        let frozen = attributes.zip(&self.strings).map(|(attribute, own)| {
            let (literals, prefixes, patterns) = (&own.literals, &own.prefixes, &own.patterns);
            let declared = attribute.declared().clone();
            if patterns.is_empty() {
                return Some(Attribute::new(declared, literals, prefixes));
            }
            let written = self.written.get(&declared.name)?;
            let (compiler, problems) = (&mut checker.patterns, &mut checker.problems);
            let automaton = compiler.together(written, prefixes, patterns, problems)?;
            Some(Attribute::partitioned(
                declared, literals, prefixes, patterns, automaton,
            ))
        });
        // All are looked at, so that all problems are told.
        let frozen: Vec<Option<Attribute>> = frozen.collect();
        let frozen: Option<Vec<Attribute>> = frozen.into_iter().collect();
        frozen.map(Vocabulary::new)
    }

    pub(super) fn sees(&mut self) -> BTreeMap<Box<str>, Visibility> {
        core::mem::take(&mut self.sees)
    }
}

/// The default, in canonical form.
fn default(
    form: &Form<'_, '_>,
    kind: AttributeKind,
    values: &[Box<str>],
    is_whole: bool,
    problems: &mut Problems,
) -> Option<Box<str>> {
    let written = form
        .text(
            "default",
            "the value that a missing one counts as",
            problems,
        )
        .good()?;
    if kind == AttributeKind::Open {
        return Some(written.as_ref().into());
    }
    let canonical =
        canonical_name(&written).map_or_else(|_| written.clone(), |name| name.into_owned().into());
    if is_whole && !values.iter().any(|value| **value == *canonical) {
        let suggestion = problems.did_you_mean(
            &written,
            values.iter().map(|value| &**value),
            "add it to `values`",
        );
        problems.add(
            ProblemKind::UnknownValue,
            form.at("default"),
            Some(&written),
            "one of the values",
            suggestion,
        );
        return None;
    }
    Some(canonical.as_ref().into())
}

/// The list `values` in canonical form, and whether all of it could be read.
fn values(form: &Form<'_, '_>, most: usize, problems: &mut Problems) -> (Vec<Box<str>>, bool) {
    let mut values: Vec<Box<str>> = Vec::new();
    let mut seen = BTreeSet::new();
    let written = form.texts("values", "a value", problems);
    let mut is_whole = written.len() == form.items("values").len();
    if problems.exceeds(written.len(), most, "values", form.at("values")) {
        return (values, false);
    }
    for (index, text) in written {
        form.at_item("values", index, |place| match canonical_name(&text) {
            Ok(value) if seen.contains(&*value) => {
                problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(&text),
                    "each value once, in canonical form",
                    "remove one of the two",
                );
            }
            Ok(value) => {
                seen.insert(Box::<str>::from(&*value));
                values.push(value.as_ref().into());
            }
            Err(error) => {
                is_whole = false;
                names::invalid(&text, &error.to_string(), place, problems);
            }
        });
    }
    (values, is_whole)
}

/// The table `parents`; its keys are values, too. What is wrong in it is left out, so that conditions can be judged.
fn parents(
    form: &Form<'_, '_>,
    kind: AttributeKind,
    values: &mut Vec<Box<str>>,
    problems: &mut Problems,
) -> BTreeMap<Box<str>, Box<str>> {
    let mut parents: BTreeMap<Box<str>, Box<str>> = BTreeMap::new();
    if form.node("parents").is_none() {
        return parents;
    }
    let place = form.at("parents");
    if kind != AttributeKind::Hierarchical {
        problems.add(
            ProblemKind::UnknownField,
            place,
            Some("parents"),
            "no parents: only a hierarchical attribute has them",
            "remove it, or write `kind = \"hierarchical\"`",
        );
        return parents;
    }
    let mut known: BTreeSet<Box<str>> = values.iter().cloned().collect();
    let mut written: BTreeMap<Box<str>, (&str, Cow<'_, str>)> = BTreeMap::new();
    for (child, node) in form.entries("parents", "a table of the parent of each value", problems) {
        let place = place.field(child);
        let value = match canonical_name(child) {
            Ok(value) => Box::<str>::from(&*value),
            Err(error) => {
                names::invalid(child, &error.to_string(), place, problems);
                continue;
            }
        };
        if known.insert(value.clone()) {
            values.push(value.clone());
        }
        let Some(parent) = text(node, place, "the value above", problems) else {
            continue;
        };
        if written.insert(value, (child, parent)).is_some() {
            let expected = "each value once, in canonical form";
            problems.add(
                ProblemKind::DuplicateKey,
                place,
                Some(child),
                expected,
                "remove one of the two",
            );
        }
    }
    for (value, (child, parent)) in written {
        let canonical =
            canonical_name(&parent).map_or_else(|_| parent.to_string(), Cow::into_owned);
        if known.contains(&*canonical) {
            parents.insert(value, canonical.into());
        } else {
            let names = values.iter().map(|value| &**value);
            let suggestion = problems.did_you_mean(&parent, names, "add it to `values`");
            let place = place.field(child);
            problems.add(
                ProblemKind::UnknownValue,
                place,
                Some(&parent),
                "one of the values",
                suggestion,
            );
        }
    }
    note_cycles(&parents, place, problems);
    parents
}

/// Notes every cycle among the parents.
fn note_cycles(parents: &BTreeMap<Box<str>, Box<str>>, place: Place<'_>, problems: &mut Problems) {
    let all: Vec<(&str, &str)> = parents
        .iter()
        .map(|(value, parent)| (&**value, &**parent))
        .collect();
    let position = |value: &str| all.binary_search_by(|(other, _)| (*other).cmp(value)).ok();
    for cycle in cycles(all.len(), |at| {
        all.get(at).and_then(|(_, parent)| position(parent))
    }) {
        let members = cycle.iter().filter_map(|at| all.get(*at));
        let values: Vec<&str> = members.map(|(value, _)| *value).collect();
        problems.cycle(place, None, &values, "values in a tree");
    }
}

/// The names in order of importance: as the list `importance` says, else as written.
fn importance(
    form: &Form<'_, '_>,
    declared: &[(Box<str>, Option<Declared>)],
    problems: &mut Problems,
) -> Vec<Box<str>> {
    let names = || declared.iter().map(|(name, _)| &**name);
    if form.node("importance").is_none() {
        return names().map(Into::into).collect();
    }
    let mut order: Vec<Box<str>> = Vec::new();
    let texts = form.texts("importance", "the name of an attribute", problems);
    let mut is_whole = texts.len() == form.items("importance").len();
    for (index, text) in texts {
        let canonical = canonical_name(&text).map_or_else(|_| text.to_string(), Cow::into_owned);
        form.at_item("importance", index, |place| {
            if order.iter().any(|other| **other == *canonical) {
                problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(&text),
                    "each attribute once",
                    "remove one of the two",
                );
            } else if names().any(|name| name == canonical) {
                order.push(canonical.as_str().into());
            } else {
                is_whole = false;
                let missing = names().filter(|name| !order.iter().any(|other| &**other == *name));
                let suggestion =
                    problems.did_you_mean(&text, missing, "declare it under `attributes`");
                problems.add(
                    ProblemKind::UnknownAttribute,
                    place,
                    Some(&text),
                    "the name of a declared attribute",
                    suggestion,
                );
            }
        });
    }
    let sources = problems.sources();
    // What a part declares is a problem already.
    let is_of_a_part = |name: &&str| {
        let source = sources.of_key("attributes", name);
        source.is_some_and(|source| source.part.is_some())
    };
    let missing: Vec<&str> = names()
        .filter(|name| !order.iter().any(|other| &**other == *name))
        .filter(|name| !is_of_a_part(name))
        .collect();
    if is_whole && !missing.is_empty() {
        let expected = "every attribute, the most important first";
        let written = order.join(", ");
        problems.add(
            ProblemKind::MissingField,
            form.at("importance"),
            Some(&written),
            expected,
            format!(
                "add {}",
                one_of(missing.into_iter(), "").trim_start_matches("use one of ")
            ),
        );
    }
    order
}

/// The longest string that a condition may name.
pub(super) fn check_open_value(value: &str, place: Place<'_>, problems: &mut Problems) -> bool {
    let is_fine = value.len() <= MAX_VALUE_BYTES;
    if !is_fine {
        problems.add(
            ProblemKind::InvalidName,
            place,
            Some(value),
            format!("a value of at most {MAX_VALUE_BYTES} bytes"),
            "shorten it",
        );
    }
    is_fine
}
