//! What a checked organization is made of.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use jiff::SignedDuration;

use crate::attribute::{Bounds, Constraint};
use crate::contact::{ContactKind, Point};
use crate::id::{AttributeId, ClassId, ContactId, DepartmentId, Key, PolicyId, RouteId};
use crate::level::Reminders;
use crate::topic::Pattern;

/// A department.
#[derive(Debug)]
pub(crate) struct Department {
    pub(crate) key: Key,
    pub(crate) name: Option<Key>,
    /// None for the root alone.
    pub(crate) parent: Option<DepartmentId>,
    /// A person; none while the place is vacant.
    pub(crate) head: Option<ContactId>,
    /// Sorted.
    pub(crate) members: Vec<ContactId>,
    pub(crate) desks: Vec<Desk>,
    pub(crate) escalates_to: Option<DepartmentId>,
    pub(crate) response_target: Option<SignedDuration>,
    pub(crate) consulted: BTreeSet<Designee>,
    pub(crate) informed: BTreeSet<Designee>,
}

/// A first contact under a condition.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Desk {
    pub(crate) contact: ContactId,
    pub(crate) condition: Condition,
}

/// A contact.
#[derive(Debug)]
pub(crate) struct Contact {
    pub(crate) key: Key,
    pub(crate) name: Key,
    pub(crate) kind: ContactKind,
    /// The home department as written.
    pub(crate) declared_home: Option<DepartmentId>,
    /// The home department.
    pub(crate) home: DepartmentId,
    /// Whether the home was written, or some department names the contact.
    pub(crate) has_home: bool,
    /// The preferred one first.
    pub(crate) points: Vec<Point>,
}

/// A declared topic. Texts and aliases by language; aliases of no language under the empty one.
#[derive(Debug, Default)]
pub(crate) struct Topic {
    pub(crate) labels: BTreeMap<Box<str>, Box<str>>,
    pub(crate) description: BTreeMap<Box<str>, Box<str>>,
    pub(crate) aliases: BTreeMap<Box<str>, BTreeSet<Box<str>>>,
}

/// A policy.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) key: Key,
    pub(crate) levels: Vec<PolicyLevel>,
    /// Whether the heads up the tree stand behind the levels.
    pub(crate) has_tail: bool,
    pub(crate) final_after: Option<SignedDuration>,
}

/// A level of a policy.
#[derive(Debug)]
pub(crate) struct PolicyLevel {
    pub(crate) targets: Vec<Target>,
    pub(crate) after: Option<SignedDuration>,
    pub(crate) floor: Option<Floor>,
    pub(crate) reminders: Option<Reminders>,
}

/// The least value of an ordered attribute for which a level acts (C5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Floor {
    pub(crate) attribute: AttributeId,
    pub(crate) class: ClassId,
}

impl Floor {
    /// Whether an inquiry with these classes reaches the floor. Ordered classes ascend, the missing value below all.
    pub(crate) fn admits(self, classes: &[ClassId]) -> bool {
        use crate::id::Id;
        classes
            .get(self.attribute.index())
            .is_some_and(|class| *class >= self.class)
    }
}

/// Whom a level of a policy names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Designee(Designee),
    FirstContact,
    Owner,
    Functional,
    Head,
}

impl Target {
    /// The relative targets, by the words that documents use.
    pub(crate) const RELATIVE: [(&'static str, Self); 4] = [
        ("first-contact", Self::FirstContact),
        ("owner", Self::Owner),
        ("functional", Self::Functional),
        ("head", Self::Head),
    ];
}

impl From<Designee> for Target {
    fn from(designee: Designee) -> Self {
        Self::Designee(designee)
    }
}

/// A contact or a department, wherever either may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Designee {
    Contact(ContactId),
    Department(DepartmentId),
}

/// A route.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) key: Key,
    /// Its place in the document's list, for messages.
    pub(crate) written_at: usize,
    /// Whether the author gave the key.
    pub(crate) has_own_key: bool,
    /// With aliases replaced.
    pub(crate) pattern: Pattern,
    /// As written, in canonical form: what an inquiry may say to get under the pattern.
    pub(crate) written_pattern: Pattern,
    pub(crate) exact: bool,
    /// The fallback has 0, the lowest named one 1.
    pub(crate) precedence: u32,
    pub(crate) condition: Condition,
    pub(crate) owner: Designee,
    pub(crate) responder: Option<Designee>,
    pub(crate) policy: Option<PolicyId>,
    pub(crate) consulted: BTreeSet<Designee>,
    pub(crate) informed: BTreeSet<Designee>,
}

impl Route {
    pub(crate) fn is_fallback(&self) -> bool {
        self.precedence == 0
    }
}

/// The routes of one pattern, scope and precedence. Groups are numbered in the order of W2.1 to W2.4, the best first.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) precedence: u32,
    /// In the order of their keys.
    pub(crate) routes: Vec<RouteId>,
}

/// The precedences of an organization that lists none, ascending (W2.1).
pub(crate) const DEFAULT_PRECEDENCES: [&str; 3] = ["low", "normal", "high"];
/// The precedence of a route that names none.
pub(crate) const NORMAL: &str = "normal";

/// A condition: as its author means it, and as boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    pub(crate) written: WrittenCondition,
    /// At least one; without constraints where there is no condition.
    pub(crate) boxes: Vec<Bounds>,
}

/// A condition as written: constraints that always hold, beside boxes of which one must. Attributes by canonical name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WrittenCondition {
    pub(crate) all: WrittenBox,
    /// No box is no further condition.
    pub(crate) any: BTreeSet<WrittenBox>,
}

/// The constraints of one box, by attribute.
pub(crate) type WrittenBox = BTreeMap<Box<str>, Constraint>;

impl WrittenCondition {
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.any.is_empty()
    }

    /// All constraints with the attributes that they are on.
    pub(crate) fn constraints(&self) -> impl Iterator<Item = (&str, &Constraint)> {
        self.any
            .iter()
            .chain([&self.all])
            .flatten()
            .map(|(name, constraint)| (&**name, constraint))
    }

    /// The condition as the key of a route shows it: `channel=email,phone&priority>=high`.
    pub(crate) fn text(&self) -> String {
        let of_box = |constraints: &WrittenBox| {
            let texts = constraints.iter().map(|(name, constraint)| {
                let mut text = String::new();
                let _ = constraint.write(name, &mut text);
                text
            });
            texts.collect::<Vec<_>>().join("&")
        };
        let mut text = of_box(&self.all);
        if !self.any.is_empty() {
            let boxes: Vec<String> = self.any.iter().map(of_box).collect();
            text.push_str(if text.is_empty() { "" } else { "&" });
            text.push_str(&alloc::format!("({})", boxes.join("|")));
        }
        text
    }
}
