//! The vocabulary: every attribute with its values, and the classes that an inquiry's values fall into (A1, A2).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Bound;

use super::MAX_VALUE_BYTES;
use super::automaton::Automaton;
use super::partition::Partition;
use super::value_set::{Universe, ValueSet};
use crate::id::{AttributeId, ClassId, Id, MatchSetId, Table};
use crate::topic::canonical_name;
use crate::words::words;

/// What values an attribute takes (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum AttributeKind {
    /// One of a list.
    Closed,
    /// One of a list that ascends.
    Ordered,
    /// One of a tree: `ro` is in `eu`.
    Hierarchical,
    /// Any string, such as an account number.
    Open,
}

words!(AttributeKind {
    Closed: "closed",
    Ordered: "ordered",
    Hierarchical: "hierarchical",
    Open: "open",
});

/// What the crate may use an attribute for (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Role {
    /// By which channel the inquiry came.
    Channel,
    /// Who asks: decides which contact points are shown (P1).
    Audience,
    /// The language of the inquirer.
    Language,
    /// Where the inquirer is.
    Region,
    /// How urgent it is.
    Priority,
}

words!(Role {
    Channel: "channel",
    Audience: "audience",
    Language: "language",
    Region: "region",
    Priority: "priority",
});

/// An attribute as declared, before the conditions say which strings of an open one matter.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// Canonical.
    pub(crate) name: Box<str>,
    pub(crate) kind: AttributeKind,
    pub(crate) role: Option<Role>,
    /// Canonical: ascending for an ordered attribute, by their texts for others, none for an open one.
    pub(crate) values: Vec<Box<str>>,
    /// The parent of each value, by text; hierarchical only.
    pub(crate) parents: BTreeMap<Box<str>, Box<str>>,
    pub(crate) default: Option<Box<str>>,
}

/// An attribute with its classes.
#[derive(Debug)]
pub(crate) struct Attribute {
    declared: Declared,
    /// The class of each declared value, or of each string that a condition names.
    literals: BTreeMap<Box<str>, ClassId>,
    /// Hierarchical only: by value, those directly below.
    children: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Open only: the class of the strings that start with a prefix, with no longer one, and are no literal.
    prefixes: BTreeMap<Box<str>, ClassId>,
    /// How many bytes the longest of them has.
    longest_prefix: usize,
    /// Open only, and in place of `prefixes`: where patterns stand beside them.
    partition: Option<Box<Partition>>,
    /// By class, how it reads.
    names: Table<ClassId, ClassName>,
    default: Option<ClassId>,
}

#[derive(Debug)]
enum ClassName {
    Absent,
    Literal(Box<str>),
    Prefix(Box<str>),
    Other,
    /// Those that match a set of prefixes and patterns, and one of them.
    Matching(MatchSetId, Box<str>),
}

/// Why a value is none of an attribute's (A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueError {
    Unknown,
    TooLong,
}

impl Attribute {
    /// Partitions the values into classes. `literals` and `prefixes` are the strings that conditions on an open
    /// attribute name.
    pub(crate) fn new(
        declared: Declared,
        literals: &BTreeSet<Box<str>>,
        prefixes: &BTreeSet<Box<str>>,
    ) -> Self {
        let mut attribute = Self::unnumbered(declared);
        attribute.longest_prefix = prefixes
            .iter()
            .map(|prefix| prefix.len())
            .max()
            .unwrap_or_default();
        if attribute.declared.kind == AttributeKind::Open {
            attribute.names.push(ClassName::Other);
            for literal in literals {
                let class = attribute.names.push(ClassName::Literal(literal.clone()));
                attribute.literals.insert(literal.clone(), class);
            }
            for prefix in prefixes {
                let class = attribute.names.push(ClassName::Prefix(prefix.clone()));
                attribute.prefixes.insert(prefix.clone(), class);
            }
        } else {
            for value in &attribute.declared.values {
                let class = attribute.names.push(ClassName::Literal(value.clone()));
                attribute.literals.insert(value.clone(), class);
            }
        }
        attribute.with_default()
    }

    /// The same for an open attribute on which patterns stand, with the automaton of these prefixes and patterns.
    pub(crate) fn partitioned(
        declared: Declared,
        literals: &BTreeSet<Box<str>>,
        prefixes: &BTreeSet<Box<str>>,
        patterns: &BTreeSet<Box<str>>,
        automaton: Automaton,
    ) -> Self {
        let mut attribute = Self::unnumbered(declared);
        let names = &mut attribute.names;
        let number = |set, witness| names.push(ClassName::Matching(set, witness));
        let mut partition = Partition::new(automaton, prefixes, patterns, literals, number);
        for literal in literals {
            let class = attribute.names.push(ClassName::Literal(literal.clone()));
            attribute.literals.insert(literal.clone(), class);
            partition.add_literal(literal, class);
        }
        attribute.partition = Some(Box::new(partition));
        attribute.with_default()
    }

    /// The attribute before its values are divided into classes.
    fn unnumbered(declared: Declared) -> Self {
        let mut children: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
        for (value, parent) in &declared.parents {
            let siblings = children.entry(parent.clone()).or_default();
            siblings.push(value.clone());
        }
        Self {
            declared,
            literals: BTreeMap::new(),
            children,
            prefixes: BTreeMap::new(),
            longest_prefix: 0,
            partition: None,
            names: [ClassName::Absent].into_iter().collect(),
            default: None,
        }
    }

    fn with_default(mut self) -> Self {
        let default = self.declared.default.as_deref();
        self.default = default.and_then(|value| self.class(value).ok());
        self
    }

    pub(crate) fn name(&self) -> &str {
        &self.declared.name
    }

    pub(crate) fn kind(&self) -> AttributeKind {
        self.declared.kind
    }

    pub(crate) fn declared(&self) -> &Declared {
        &self.declared
    }

    pub(crate) fn universe(&self) -> Universe {
        Universe {
            has_absent: self.default.is_none(),
            classes: u32::try_from(self.names.len()).unwrap_or(u32::MAX),
        }
    }

    /// What a missing value counts as.
    pub(crate) fn when_missing(&self) -> ClassId {
        self.default.unwrap_or(ClassId::ABSENT)
    }

    /// The class of an inquiry's value: declared values compare in canonical form, open ones byte for byte.
    ///
    /// Logarithmic in the values, and for open attributes linear in the value's length times the logarithm; where patterns
    /// stand on one, logarithmic in the literals and linear in the value's length, however many they are. Allocates nothing
    /// for open attributes.
    pub(crate) fn class(&self, value: &str) -> Result<ClassId, ValueError> {
        if self.declared.kind != AttributeKind::Open {
            let canonical = canonical_name(value).unwrap_or(Cow::Borrowed(value));
            return self
                .literals
                .get(&*canonical)
                .copied()
                .ok_or(ValueError::Unknown);
        }
        if value.len() > MAX_VALUE_BYTES {
            return Err(ValueError::TooLong);
        }
        if let Some(class) = self.literals.get(value) {
            return Ok(*class);
        }
        if let Some(partition) = &self.partition {
            return Ok(partition.class(value));
        }
        if !self.prefixes.is_empty() {
            let mut ends = (0..=value.len().min(self.longest_prefix))
                .rev()
                .filter_map(|end| value.get(..end));
            if let Some(class) = ends.find_map(|prefix| self.prefixes.get(prefix)) {
                return Ok(*class);
            }
        }
        Ok(ClassId::from_index(1))
    }

    /// The values that are declared, or of an open attribute named by conditions, with their classes.
    pub(crate) fn literals(&self) -> impl Iterator<Item = (&str, ClassId)> {
        self.literals.iter().map(|(text, class)| (&**text, *class))
    }

    /// The prefixes that conditions name, sorted.
    #[cfg(feature = "snapshot")]
    pub(crate) fn prefixes(&self) -> Vec<&str> {
        match &self.partition {
            Some(partition) => partition.prefixes().iter().map(|own| &**own).collect(),
            None => self.prefixes.keys().map(|own| &**own).collect(),
        }
    }

    /// The regular expressions that conditions name, sorted.
    #[cfg(feature = "snapshot")]
    pub(crate) fn patterns(&self) -> &[Box<str>] {
        let partition = self.partition.as_ref();
        partition.map_or(&[], |partition| partition.patterns())
    }

    /// The classes that regular expressions make, in their order: the numbers of the prefixes and patterns that their
    /// values match, and a value.
    #[cfg(feature = "snapshot")]
    pub(crate) fn matched(&self) -> Vec<(Box<[u32]>, Box<str>)> {
        let matched = self.names.iter().filter_map(|name| match name {
            ClassName::Matching(set, witness) => {
                let set = self.partition.as_ref()?.set(*set);
                Some((set.into(), witness.clone()))
            }
            _ => None,
        });
        matched.collect()
    }

    /// The classes of an ordered attribute from one value up to another, both of them in it. Classes ascend as values do.
    pub(crate) fn ascending(&self, low: Option<&str>, high: Option<&str>) -> ValueSet {
        let number = |value: &str| self.class(value).map_or(0, Id::index);
        let first = low.map_or(1, number);
        let last = high.map_or(self.names.len().saturating_sub(1), number);
        ValueSet::new(
            (first.max(1)..=last).map(ClassId::from_index),
            self.universe(),
        )
    }

    /// The classes of all strings that start with `prefix`.
    pub(crate) fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = ClassId> + use<> {
        if let Some(partition) = &self.partition {
            return partition.with_prefix(prefix).into_iter();
        }
        let from = |texts: &'_ BTreeMap<Box<str>, ClassId>| -> Vec<ClassId> {
            let texts = texts.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            texts
                .take_while(|(text, _)| text.starts_with(prefix))
                .map(|(_, class)| *class)
                .collect()
        };
        let mut classes = from(&self.literals);
        classes.extend(from(&self.prefixes));
        classes.into_iter()
    }

    /// The classes of all strings that match a pattern.
    pub(crate) fn matching(&self, pattern: &str) -> Vec<ClassId> {
        let partition = self.partition.as_ref();
        partition.map_or_else(Vec::new, |partition| partition.matching(pattern))
    }

    /// The classes of a value and of all values below it.
    pub(crate) fn within(&self, value: &str) -> impl Iterator<Item = ClassId> + use<> {
        let mut found: Vec<ClassId> = Vec::new();
        let mut open: Vec<&str> = alloc::vec![value];
        // Cycles among the parents are a problem of their own; the bound keeps this finite beside it.
        while let Some(value) = open.pop().filter(|_| found.len() < self.names.len()) {
            found.extend(self.literals.get(value));
            open.extend(self.children(value).iter().map(|child| &**child));
        }
        found.into_iter()
    }

    /// The values whose parent is `value`.
    pub(crate) fn children(&self, value: &str) -> &[Box<str>] {
        self.children.get(value).map_or(&[], Vec::as_slice)
    }

    /// A value of this class, for a witness: `None` for the missing one. No class is empty (A2): of a prefix or of all
    /// other strings there is always one that no condition names.
    pub(crate) fn witness(&self, class: ClassId) -> Option<String> {
        match &self.names[class] {
            ClassName::Absent => None,
            ClassName::Literal(text) => Some(text.as_ref().into()),
            ClassName::Prefix(prefix) => Some(self.unnamed(prefix)),
            ClassName::Other => Some(self.unnamed("")),
            ClassName::Matching(_, witness) => Some(witness.as_ref().into()),
        }
    }

    /// A string that starts with `start` and is in the class of its other strings: at most as many continuations are
    /// taken as there are literals and prefixes.
    fn unnamed(&self, start: &str) -> String {
        let class = self
            .prefixes
            .get(start)
            .copied()
            .unwrap_or(ClassId::from_index(1));
        let continuations = ('a'..='z')
            .chain('0'..='9')
            .chain('\u{4e00}'..='\u{9fff}')
            .chain('\u{ac00}'..='\u{d7a3}')
            .chain('\u{10000}'..);
        let plain = (!start.is_empty()).then(|| String::from(start));
        let longer = continuations.map(|c| {
            let mut text = String::from(start);
            text.push(c);
            text
        });
        plain
            .into_iter()
            .chain(longer)
            .find(|text| self.class(text) == Ok(class))
            .unwrap_or_else(|| start.into())
    }

    /// How a class reads in an explanation.
    pub(crate) fn describe(&self, class: ClassId) -> impl fmt::Display {
        struct Class<'a>(&'a ClassName, Option<&'a Partition>);
        impl fmt::Display for Class<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self(name, partition) = self;
                match name {
                    ClassName::Absent => f.write_str("no value"),
                    ClassName::Literal(text) => write!(f, "`{text}`"),
                    ClassName::Prefix(text) => write!(f, "another value with `{text}` in front"),
                    ClassName::Other => f.write_str("another value"),
                    ClassName::Matching(set, _) => {
                        f.write_str("another value")?;
                        partition.map_or(Ok(()), |partition| partition.describe(*set, f))
                    }
                }
            }
        }
        Class(&self.names[class], self.partition.as_deref())
    }
}

/// All attributes, in order of importance.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    attributes: Table<AttributeId, Attribute>,
    by_name: BTreeMap<Box<str>, AttributeId>,
}

impl Vocabulary {
    pub(crate) fn new(attributes: impl IntoIterator<Item = Attribute>) -> Self {
        let attributes: Table<AttributeId, Attribute> = attributes.into_iter().collect();
        let by_name = attributes
            .enumerate()
            .map(|(id, attribute)| (attribute.declared.name.clone(), id))
            .collect();
        Self {
            attributes,
            by_name,
        }
    }

    pub(crate) fn attributes(&self) -> &Table<AttributeId, Attribute> {
        &self.attributes
    }

    /// The attribute of this name, compared in canonical form.
    pub(crate) fn find(&self, name: &str) -> Option<AttributeId> {
        let canonical = canonical_name(name).ok()?;
        self.by_name.get(&*canonical).copied()
    }

    /// The attribute that has this role.
    pub(crate) fn of_role(&self, role: Role) -> Option<(AttributeId, &Attribute)> {
        let mut attributes = self.attributes.enumerate();
        attributes.find(|(_, attribute)| attribute.declared.role == Some(role))
    }

    /// The canonical names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.attributes.iter().map(Attribute::name)
    }

    /// The class of every attribute for an inquiry that says nothing.
    pub(crate) fn missing(&self) -> impl Iterator<Item = ClassId> {
        self.attributes.iter().map(Attribute::when_missing)
    }

    /// A text that describes how ids and classes are numbered: ids of one layout mean the same in another with the same text.
    pub(crate) fn layout(&self) -> String {
        let mut text = String::new();
        for attribute in self.attributes.iter() {
            let names: Vec<&ClassName> = attribute.names.iter().collect();
            text.push_str(&alloc::format!(
                "{:?}{:?}{:?};",
                attribute.declared.name,
                attribute.declared.kind,
                names
            ));
            if let Some(partition) = &attribute.partition {
                text.push_str(&partition.layout());
            }
        }
        text
    }
}
