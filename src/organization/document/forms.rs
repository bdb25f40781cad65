//! The declarations that a document is built of: each a table that its setters fill.

use core::fmt;

use jiff::SignedDuration;

use super::node::{Entries, Node, duration, list};
use super::when::When;
use crate::attribute::{AttributeKind, Role};
use crate::contact::{ContactKind, Visibility};

/// A declaration: a table with a `Debug` that names its fields, and shows no address (P1).
macro_rules! declarations {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            entries: Entries,
        }

        impl $name {
            #[allow(dead_code, reason = "one declaration is filled by entries alone")]
            fn set(mut self, field: &str, node: impl Into<Node>) -> Self {
                self.entries.set(field, node.into());
                self
            }
        }

        impl From<$name> for Node {
            fn from(declaration: $name) -> Self {
                Node::Table(declaration.entries)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let fields = self.entries.0.iter().map(|(field, _)| field);
                f.write_str(stringify!($name))?;
                f.debug_set().entries(fields).finish()
            }
        }
    )*};
}

declarations! {
    /// An attribute of inquiries (A1).
    Attribute;
    /// A department.
    Department;
    /// A desk of a department: its first contact under a condition (O4).
    Desk;
    /// A contact: a person, a team or a touchpoint.
    Contact;
    /// One way to reach a contact.
    ContactPoint;
    /// A topic.
    Topic;
    /// A policy: how an inquiry escalates (C2).
    Policy;
    /// A level of a policy.
    PolicyLevel;
    /// A route: the point of contact for a pattern under a condition.
    Route;
}

impl Attribute {
    fn of(kind: AttributeKind) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("kind", kind.as_str())
    }

    /// One of these values.
    pub fn closed<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of(AttributeKind::Closed).set("values", list(values))
    }

    /// One of these values, which ascend.
    pub fn ordered<'a>(ascending: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of(AttributeKind::Ordered).set("values", list(ascending))
    }

    /// One of a tree of values: see [`value`](Self::value) and [`child`](Self::child).
    pub fn hierarchical() -> Self {
        Self::of(AttributeKind::Hierarchical)
    }

    /// Any string.
    pub fn open() -> Self {
        Self::of(AttributeKind::Open)
    }

    /// One more value.
    pub fn value(mut self, value: &str) -> Self {
        self.entries.push_item("values", value.into());
        self
    }

    /// One more value of a hierarchical attribute, below another.
    pub fn child(mut self, value: &str, parent: &str) -> Self {
        self.entries.push_entry("parents", value, parent.into());
        self
    }

    /// What the crate may use the attribute for.
    pub fn role(self, role: Role) -> Self {
        self.set("role", role.as_str())
    }

    /// The value that a missing one counts as, everywhere.
    pub fn default(self, value: &str) -> Self {
        self.set("default", value)
    }

    /// What inquirers of this value are shown (P1); only for the attribute of role `audience`.
    pub fn sees(mut self, value: &str, visibility: Visibility) -> Self {
        self.entries
            .push_entry("sees", value, visibility.as_str().into());
        self
    }
}

impl Department {
    /// A department that says nothing yet: the root, unless it is given a parent.
    #[expect(
        clippy::new_without_default,
        reason = "a declaration is always written on purpose"
    )]
    pub fn new() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// What people call it.
    pub fn name(self, name: &str) -> Self {
        self.set("name", name)
    }

    /// The department above.
    pub fn parent(self, department: &str) -> Self {
        self.set("parent", department)
    }

    /// The person who is accountable for it.
    pub fn head(self, person: &str) -> Self {
        self.set("head", person)
    }

    /// One more contact that belongs to it.
    pub fn member(mut self, contact: &str) -> Self {
        self.entries.push_item("members", contact.into());
        self
    }

    /// One more desk.
    pub fn desk(mut self, desk: Desk) -> Self {
        self.entries.push_item("desks", desk.into());
        self
    }

    /// The department with more expertise, to which hard cases go.
    pub fn escalates_to(self, department: &str) -> Self {
        self.set("escalates_to", department)
    }

    /// Within what time its levels answer (C3).
    pub fn response_target(self, within: SignedDuration) -> Self {
        self.set("response_target", duration(within))
    }

    /// One more party that is consulted whatever the route (O3).
    pub fn consulted(mut self, party: impl Into<Target>) -> Self {
        self.entries.push_item("consulted", party.into().into());
        self
    }

    /// One more party that is informed whatever the route (O3).
    pub fn informed(mut self, party: impl Into<Target>) -> Self {
        self.entries.push_item("informed", party.into().into());
        self
    }
}

impl Desk {
    /// A desk staffed by a contact.
    pub fn new(contact: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("contact", contact)
    }

    /// Under what condition it answers.
    pub fn when(self, condition: When) -> Self {
        self.set("when", condition)
    }
}

impl Contact {
    fn of(kind: ContactKind, name: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("kind", kind.as_str())
        .set("name", name)
    }

    /// A person.
    pub fn person(name: &str) -> Self {
        Self::of(ContactKind::Person, name)
    }

    /// A queue, a desk, a role mailbox.
    pub fn team(name: &str) -> Self {
        Self::of(ContactKind::Team, name)
    }

    /// A store, a social account, a web site, a phone line.
    pub fn touchpoint(name: &str) -> Self {
        Self::of(ContactKind::Touchpoint, name)
    }

    /// The home department, where those that name the contact do not tell.
    pub fn department(self, department: &str) -> Self {
        self.set("department", department)
    }

    /// One more way to reach it.
    pub fn point(mut self, point: ContactPoint) -> Self {
        self.entries.push_item("points", point.into());
        self
    }
}

impl ContactPoint {
    /// A point of any kind: one of those below, `in-person`, `post`, or the organization's own word.
    pub fn new(kind: &str, address: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("kind", kind)
        .set("address", address)
    }

    /// An e-mail address.
    pub fn email(address: &str) -> Self {
        Self::new("email", address)
    }

    /// A phone number in E.164 form.
    pub fn phone(number: &str) -> Self {
        Self::new("phone", number)
    }

    /// A web page.
    pub fn web(url: &str) -> Self {
        Self::new("web", url)
    }

    /// A chat, by URI.
    pub fn chat(uri: &str) -> Self {
        Self::new("chat", uri)
    }

    /// A social media account, by URI.
    pub fn social(uri: &str) -> Self {
        Self::new("social", uri)
    }

    /// Who may be shown it; without this, staff alone.
    pub fn visibility(self, visibility: Visibility) -> Self {
        self.set("visibility", visibility.as_str())
    }

    /// Its rank among the contact's points: 1 comes first.
    pub fn preference(self, rank: u32) -> Self {
        self.set("preference", Node::Integer(i64::from(rank)))
    }

    /// One more language (BCP 47) in which it is answered.
    pub fn language(mut self, tag: &str) -> Self {
        self.entries.push_item("languages", tag.into());
        self
    }
}

impl Topic {
    /// A topic that says nothing but that it exists.
    #[expect(
        clippy::new_without_default,
        reason = "a declaration is always written on purpose"
    )]
    pub fn new() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// What it is called in a language.
    pub fn label(mut self, language: &str, label: &str) -> Self {
        self.entries.push_entry("labels", language, label.into());
        self
    }

    /// What it is about, in a language.
    pub fn description(mut self, language: &str, text: &str) -> Self {
        self.entries
            .push_entry("description", language, text.into());
        self
    }

    /// One more path, in a language, that stands for it (T4).
    pub fn alias(mut self, language: &str, path: &str) -> Self {
        let mut entries = core::mem::take(&mut self.entries);
        match entries.table_mut("aliases") {
            Some(aliases) => aliases.push_item(language, path.into()),
            None => {
                let mut aliases = Entries::default();
                aliases.push_item(language, path.into());
                entries.set("aliases", aliases.into());
            }
        }
        Self { entries }
    }
}

impl Policy {
    /// A policy without levels: first contact, then the heads up the tree.
    #[expect(
        clippy::new_without_default,
        reason = "a declaration is always written on purpose"
    )]
    pub fn new() -> Self {
        Self {
            entries: Entries::default(),
        }
    }

    /// One more level, behind the others.
    pub fn level(mut self, level: PolicyLevel) -> Self {
        self.entries.push_item("levels", level.into());
        self
    }

    /// Leaves out the heads up the tree: behind the levels stands the final authority alone.
    pub fn no_tail(self) -> Self {
        self.set("tail", "none")
    }

    /// How long after the level before the final authority is due (C5).
    pub fn final_after(self, delay: SignedDuration) -> Self {
        self.set("final_after", duration(delay))
    }
}

impl PolicyLevel {
    /// A level for one target.
    pub fn to(target: impl Into<Target>) -> Self {
        Self {
            entries: Entries::default(),
        }
        .and(target)
    }

    /// One more target, at the same time.
    pub fn and(mut self, target: impl Into<Target>) -> Self {
        self.entries.push_item("to", target.into().into());
        self
    }

    /// How long after the level before it is due; without this, the response target of that level's department (C3).
    pub fn after(self, delay: SignedDuration) -> Self {
        self.set("after", duration(delay))
    }

    /// Skips the level for inquiries below this value of an ordered attribute, and for those without one (C5).
    pub fn floor(self, attribute: &str, value: &str) -> Self {
        let mut floor = Entries::default();
        floor.push(attribute, value.into());
        self.set("floor", floor)
    }

    /// Reminds the level's contacts so many times, so far apart, as long as nobody answers (C5). Moves no due instant.
    pub fn repeat(self, times: u32, every: SignedDuration) -> Self {
        let mut repeat = Entries::default();
        repeat.push("times", Node::Integer(i64::from(times)));
        repeat.push("every", duration(every));
        self.set("repeat", repeat)
    }
}

impl Route {
    /// A route for a topic pattern and everything below it.
    pub fn new(topic: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("topic", topic)
    }

    /// The fallback: who answers what no other route covers (W4).
    pub fn fallback(owner: impl Into<Target>) -> Self {
        Self::new("/").owner(owner)
    }

    /// A key, to speak of the route by; without one, a key is made of its pattern and condition.
    pub fn key(self, key: &str) -> Self {
        self.set("key", key)
    }

    /// Who is accountable: a contact or a department (O1).
    pub fn owner(self, owner: impl Into<Target>) -> Self {
        self.set("owner", owner.into())
    }

    /// Who answers first, where it is not the owning department's desk (O4).
    pub fn responder(self, responder: impl Into<Target>) -> Self {
        self.set("responder", responder.into())
    }

    /// By which policy it escalates.
    pub fn policy(self, policy: &str) -> Self {
        self.set("policy", policy)
    }

    /// Under what condition it stands.
    pub fn when(self, condition: When) -> Self {
        self.set("when", condition)
    }

    /// A precedence other than `normal` (W2.1).
    pub fn precedence(self, name: &str) -> Self {
        self.set("precedence", name)
    }

    /// Only the topics that the pattern matches, not those below (T2).
    pub fn exact(self) -> Self {
        self.set("scope", "exact")
    }

    /// One more party that is consulted (O3).
    pub fn consulted(mut self, party: impl Into<Target>) -> Self {
        self.entries.push_item("consulted", party.into().into());
        self
    }

    /// One more party that is informed (O3).
    pub fn informed(mut self, party: impl Into<Target>) -> Self {
        self.entries.push_item("informed", party.into().into());
        self
    }
}

/// A reference to a contact or department, or a relative one in a policy.
///
/// A plain key, as `From<&str>` makes it, is enough unless a contact and a department have the same.
#[derive(Clone, PartialEq)]
pub struct Target {
    node: Node,
}

impl Target {
    fn tagged(tag: &str, key: &str) -> Self {
        let mut entries = Entries::default();
        entries.push(tag, key.into());
        Self {
            node: entries.into(),
        }
    }

    /// The contact of this key, even if a department has it too.
    pub fn contact(key: &str) -> Self {
        Self::tagged("contact", key)
    }

    /// The department of this key, even if a contact has it too.
    pub fn department(key: &str) -> Self {
        Self::tagged("department", key)
    }

    /// In a policy: the first contact.
    pub fn first_contact() -> Self {
        Self::tagged("relative", "first-contact")
    }

    /// In a policy: the accountable owner.
    pub fn owner() -> Self {
        Self::tagged("relative", "owner")
    }

    /// In a policy: one step further along `escalates_to`, each time it stands there.
    pub fn functional() -> Self {
        Self::tagged("relative", "functional")
    }

    /// In a policy: the owning department's head, then one head further up each time it stands there.
    pub fn head() -> Self {
        Self::tagged("relative", "head")
    }
}

impl From<&str> for Target {
    fn from(key: &str) -> Self {
        Self { node: key.into() }
    }
}

impl From<alloc::string::String> for Target {
    fn from(key: alloc::string::String) -> Self {
        Self { node: key.into() }
    }
}

impl From<Target> for Node {
    fn from(target: Target) -> Self {
        target.node
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.node)
    }
}
