//! What a checked organization is made of.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use jiff::{SignedDuration, Timestamp};
use smallvec::SmallVec;

use crate::attribute::{Bounds, Constraint, ValueSet};
use crate::calendar::dated::{Dated, Window};
use crate::contact::{ContactKind, Point, Visibility};
use crate::id::{
    AssignmentId, AttributeId, ClassId, ContactId, DepartmentId, HolderId, Id, Key, PolicyId,
    RequirementId, RouteId, ScheduleId, Table,
};
use crate::label::Labels;
pub(crate) use crate::level::Clock;
use crate::level::{Reminders, WhenEmpty};
use crate::sorted::Sorted;
use crate::topic::{Nature, Pattern};

pub(crate) use crate::calendar::times::Times;

/// A department.
#[derive(Debug)]
pub(crate) struct Department {
    pub(crate) key: Key,
    pub(crate) name: Option<Key>,
    pub(crate) labels: Labels,
    pub(crate) ids: BTreeSet<Box<str>>,
    /// Keys that it had.
    pub(crate) formerly: BTreeSet<Box<str>>,
    /// None for the root alone.
    pub(crate) parent: Option<DepartmentId>,
    /// A person or position: the head, or the liaison of an external department. None while the place is vacant.
    pub(crate) head: Dated<ContactId>,
    /// The schedule of those who answer where no desk does (O4): a contact of that kind.
    pub(crate) on_duty: Option<ContactId>,
    /// Whether the author calls it one; the root is one in any case (C1).
    pub(crate) is_authority: bool,
    /// Whether the author calls it that.
    pub(crate) declared_external: bool,
    /// Whether it, or a department above it, is outside the organization (O1).
    pub(crate) is_external: bool,
    /// Sorted.
    pub(crate) members: Vec<ContactId>,
    pub(crate) desks: Vec<Desk>,
    pub(crate) escalates_to: Option<DepartmentId>,
    pub(crate) response_target: Option<SignedDuration>,
    pub(crate) consulted: BTreeSet<Designee>,
    pub(crate) informed: BTreeSet<Designee>,
}

/// A first contact under a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Desk {
    /// A contact or an assignment.
    pub(crate) who: Designee,
    pub(crate) condition: Condition,
    /// What the contact's own data ask of an inquiry, where the desk serves by them (O4).
    pub(crate) serves: Option<Serves>,
    pub(crate) times: Times,
}

impl Desk {
    /// The contact, where no assignment names it.
    pub(crate) fn contact(&self) -> Option<ContactId> {
        match self.who {
            Designee::Contact(id) => Some(id),
            Designee::Department(_) | Designee::Assigned(_) => None,
        }
    }
}

/// What a contact's languages, areas and skills ask of an inquiry.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Serves {
    /// At most two: on the attributes of role `language` and `region`, in order of importance.
    pub(crate) sets: Vec<(AttributeId, ValueSet)>,
    /// The sets of required skills, by their ids, of which the contact has all.
    pub(crate) requirements: BTreeSet<RequirementId>,
}

/// A contact.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) key: Key,
    pub(crate) name: Key,
    pub(crate) labels: Labels,
    pub(crate) title: Option<Box<str>>,
    pub(crate) kind: ContactKind,
    /// Who may be shown the name.
    pub(crate) name_visibility: Visibility,
    /// The home department as written.
    pub(crate) declared_home: Option<DepartmentId>,
    /// The home department.
    pub(crate) home: DepartmentId,
    /// Whether the home was written, or some department names the contact.
    pub(crate) has_home: bool,
    /// The preferred one first.
    pub(crate) points: Vec<Point>,
    /// Canonical tags (BCP 47).
    pub(crate) languages: BTreeSet<Box<str>>,
    /// Canonical values of the attribute of role `region`.
    pub(crate) areas: BTreeSet<Box<str>>,
    pub(crate) skills: BTreeSet<Box<str>>,
    pub(crate) ids: BTreeSet<Box<str>>,
    /// Keys that it had.
    pub(crate) formerly: BTreeSet<Box<str>>,
    /// Of a position: the person who holds it. None while it is vacant.
    pub(crate) holder: Dated<ContactId>,
    /// Of a position: persons, the first to stand in first.
    pub(crate) deputies: Vec<ContactId>,
    /// Of a team: the persons who are picked from, with their weights of 1 to 100. Sorted, each once.
    pub(crate) members: Vec<(ContactId, u8)>,
    /// Of a touchpoint: a person, position or team.
    pub(crate) staffed_by: Option<ContactId>,
    /// Of a contact that is a schedule.
    pub(crate) schedule: Option<ScheduleId>,
    /// When it is away, in order; no two overlap (H5).
    pub(crate) away: Vec<Absence>,
}

/// A time in which a contact is away (H5).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Absence {
    pub(crate) window: Window,
    pub(crate) reason: Option<Box<str>>,
    /// Who stands in: a person, position or team.
    pub(crate) delegate: Option<ContactId>,
}

impl Contact {
    /// The person whom this contact, of this id, stands for where somebody is accountable: itself, or who holds the
    /// position. None for a vacant position, and for what is neither. Without an instant no date holds (H7).
    pub(crate) fn person(&self, own: ContactId, when: Option<Timestamp>) -> Option<ContactId> {
        match self.kind {
            ContactKind::Person => Some(own),
            ContactKind::Position => self.holder.at(when),
            _ => None,
        }
    }
}

/// A declared topic. Texts and aliases by language; aliases of no language under the empty one.
#[derive(Debug, Default)]
pub(crate) struct Topic {
    pub(crate) labels: Labels,
    pub(crate) description: Labels,
    pub(crate) aliases: BTreeMap<Box<str>, BTreeSet<Box<str>>>,
    /// Paths that it had: aliases of no language (T4).
    pub(crate) formerly: BTreeSet<Box<str>>,
    /// As declared; what is above decides where there is none.
    pub(crate) nature: Option<Nature>,
    /// Required of desks, as declared; what is above decides where there are none.
    pub(crate) skills: BTreeSet<Box<str>>,
    pub(crate) links: Vec<Link>,
}

/// What a declared topic, with those above it, says of itself and all below.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Traits {
    pub(crate) nature: Option<Nature>,
    /// None is the empty set.
    pub(crate) requirement: Option<RequirementId>,
    pub(crate) links: Vec<Link>,
}

/// A page about a topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Link {
    pub(crate) url: Box<str>,
    pub(crate) title: Option<Box<str>>,
    /// A canonical tag (BCP 47).
    pub(crate) language: Option<Box<str>>,
    /// Canonical values of the attribute of role `audience`; none is for all.
    pub(crate) audience: BTreeSet<Box<str>>,
}

/// A table from the values of an attribute to holders.
#[derive(Debug)]
pub(crate) struct Assignment {
    pub(crate) key: Key,
    pub(crate) attribute: AttributeId,
    /// Who stands for all values that have no row. Without deputies.
    pub(crate) default: HolderId,
    /// As written, by canonical value.
    pub(crate) rows: BTreeMap<Box<str>, HolderId>,
    /// For each class that a row stands for, its holder: rows of hierarchical values carried down (W2).
    pub(crate) by_class: BTreeMap<ClassId, HolderId>,
    /// Each once.
    pub(crate) holders: Table<HolderId, Holder>,
}

impl Assignment {
    /// What it takes of the limit on rows: for each value that a row stands for, as many as stand there one after the other.
    pub(crate) fn listed(&self) -> usize {
        let rows = self.by_class.values();
        let listed = rows.map(|row| self.holders[*row].listed());
        listed.fold(0, usize::saturating_add)
    }

    /// Who stands for an inquiry with these classes, at an instant.
    pub(crate) fn holder(&self, classes: &[ClassId], when: Option<Timestamp>) -> HolderId {
        let class = classes.get(self.attribute.index());
        let own = class.and_then(|class| self.by_class.get(class));
        own.map_or(self.default, |own| self.holder_at(*own, when))
    }

    /// The windows of those who stand for an inquiry with these classes at some time.
    pub(crate) fn dated(&self, classes: &[ClassId]) -> &[(Window, HolderId)] {
        let class = classes.get(self.attribute.index());
        let own = class.and_then(|class| self.by_class.get(class));
        own.map_or(&[], |own| &self.holders[*own].dated)
    }

    /// Who stands for what names a holder, at an instant: the one whose window holds; else the undated one; else the
    /// default.
    pub(crate) fn holder_at(&self, row: HolderId, when: Option<Timestamp>) -> HolderId {
        let holder = &self.holders[row];
        let dated = holder.dated.iter();
        let mut dated = dated.filter(|(window, _)| window.is_dated() && window.holds(when));
        let otherwise = if holder.is_nobody() {
            self.default
        } else {
            row
        };
        dated.next().map_or(otherwise, |(_, id)| *id)
    }
}

/// Who stands in a row of an assignment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Holder {
    /// The holder; none where the first deputy counts as it. Never an assignment.
    pub(crate) designee: Option<Designee>,
    /// Persons, the first to stand in first.
    pub(crate) deputies: Vec<ContactId>,
    /// Who stands there in some windows instead, in their order; no two overlap, and none of these is dated again.
    pub(crate) dated: Vec<(Window, HolderId)>,
}

impl Holder {
    /// Whether the row has dated holders.
    pub(crate) fn is_dated(&self) -> bool {
        !self.dated.is_empty()
    }

    /// How many stand there, one after the other.
    pub(crate) fn listed(&self) -> usize {
        self.dated.len() + usize::from(!self.is_nobody())
    }

    /// Whether the row names only dated holders.
    pub(crate) fn is_nobody(&self) -> bool {
        self.designee.is_none() && self.deputies.is_empty()
    }
}

/// Further parties, whichever route wins (O3).
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) key: Key,
    /// Its place in the document's list.
    pub(crate) written_at: usize,
    /// Whether the author gave the key.
    pub(crate) has_own_key: bool,
    /// With aliases replaced.
    pub(crate) pattern: Pattern,
    /// As written, in canonical form.
    pub(crate) written_pattern: Pattern,
    pub(crate) exact: bool,
    pub(crate) condition: Condition,
    pub(crate) consulted: BTreeSet<Designee>,
    pub(crate) informed: BTreeSet<Designee>,
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
    /// By which clock the delay runs.
    pub(crate) clock: Clock,
    pub(crate) when_empty: WhenEmpty,
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
    /// The deputies of the owner, in the position or row that makes it the owner.
    Deputies,
    Functional,
    Head,
}

impl Target {
    /// The relative targets, by the words that documents use.
    pub(crate) const RELATIVE: [(&'static str, Self); 5] = [
        ("first-contact", Self::FirstContact),
        ("owner", Self::Owner),
        ("deputies", Self::Deputies),
        ("functional", Self::Functional),
        ("head", Self::Head),
    ];
}

impl From<Designee> for Target {
    fn from(designee: Designee) -> Self {
        Self::Designee(designee)
    }
}

/// A contact, a department or an assignment, wherever one may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Designee {
    Contact(ContactId),
    Department(DepartmentId),
    /// Whom the table names for the inquiry.
    Assigned(AssignmentId),
}

/// A route.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) key: Key,
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
    pub(crate) times: Times,
    pub(crate) owner: Designee,
    pub(crate) responder: Option<Designee>,
    pub(crate) policy: Option<PolicyId>,
    pub(crate) consulted: BTreeSet<Designee>,
    pub(crate) informed: BTreeSet<Designee>,
    /// Of a confidential route: the person or position at whom it ends (X2).
    pub(crate) confidential: Option<ContactId>,
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
    pub(crate) routes: SmallVec<[RouteId; 4]>,
}

/// The precedences of an organization that lists none, ascending (W2.1).
pub(crate) const DEFAULT_PRECEDENCES: [&str; 3] = ["low", "normal", "high"];
/// The precedence of a route that names none.
pub(crate) const NORMAL: &str = "normal";

/// A condition: as its author means it, and as boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    /// One copy for all that are written alike.
    pub(crate) written: Arc<WrittenCondition>,
    /// At least one; without constraints where there is no condition. One copy for all that come to the same alike.
    pub(crate) boxes: Arc<[Bounds]>,
}

/// A condition as written: constraints that always hold, beside boxes of which one must. Attributes by canonical name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WrittenCondition {
    pub(crate) all: WrittenBox,
    /// No box is no further condition.
    pub(crate) any: BTreeSet<WrittenBox>,
}

/// The constraints of one box, by attribute, and the named conditions that must hold with them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WrittenBox {
    pub(crate) constraints: Sorted<Box<str>, Constraint>,
    pub(crate) named: BTreeSet<Box<str>>,
}

impl WrittenBox {
    pub(crate) fn is_empty(&self) -> bool {
        self.constraints.is_empty() && self.named.is_empty()
    }
}

impl WrittenCondition {
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.any.is_empty()
    }

    /// All constraints with the attributes that they are on.
    pub(crate) fn constraints(&self) -> impl Iterator<Item = (&str, &Constraint)> {
        self.any
            .iter()
            .chain([&self.all])
            .flat_map(|own| own.constraints.iter())
            .map(|(name, constraint)| (&**name, constraint))
    }

    /// The condition as the key of a route shows it: `channel=email,phone&priority>=high`.
    pub(crate) fn text(&self) -> String {
        let of_box = |own: &WrittenBox| {
            let named = own.named.iter();
            let named = named.map(|name| alloc::format!("condition={name}"));
            let texts = own.constraints.iter().map(|(name, constraint)| {
                let mut text = String::new();
                let _ = constraint.write(name, &mut text);
                text
            });
            named.chain(texts).collect::<Vec<_>>().join("&")
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
