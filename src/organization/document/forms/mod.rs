//! The declarations that a document is built of: each a table that its setters fill.

mod absence;
mod assignment;
mod contact;
mod department;
mod grant;
mod hours;
mod notice;
mod policy;
mod route;
mod schedule;
mod target;
mod term;
mod topic;

use core::fmt;

pub use target::Target;

use super::node::{Entries, Node, duration, list};
use super::when::When;
use crate::attribute::{AttributeKind, Role};
use crate::contact::Visibility;

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
    /// A contact: a person, a position, a team or a touchpoint.
    Contact;
    /// A time in which a contact is away, and who stands in (H5).
    Absence;
    /// Who has a place for a while: heads a department, holds a position.
    Term;
    /// One way to reach a contact.
    ContactPoint;
    /// A topic.
    Topic;
    /// A page about a topic, where inquirers may help themselves.
    TopicLink;
    /// A policy: how an inquiry escalates (C2).
    Policy;
    /// A level of a policy.
    PolicyLevel;
    /// A route: the point of contact for a pattern under a condition.
    Route;
    /// A table from the values of one attribute to holders.
    Assignment;
    /// Who stands in a row of an assignment, perhaps for a while, and who stands in for them.
    Row;
    /// Further parties for a pattern and condition, whichever route wins (O3).
    Notice;
    /// Who is on duty when.
    Schedule;
    /// A layer of a schedule: people who take turns.
    ScheduleLayer;
    /// Other people than a schedule says, for a while.
    ScheduleOverride;
    /// When something is open (H4).
    Hours;
    /// Weekly times that hold on some dates alone.
    Opening;
    /// A list of holidays.
    Holidays;
    /// What the documents of a part may say.
    Grant;
}

/// The further names of contacts and departments.
macro_rules! further_names {
    ($($name:ident)*) => {$(
        impl $name {
            /// What people call it in a language (BCP 47); the name is for all others.
            pub fn label(mut self, language: &str, label: &str) -> Self {
                self.entries.push_entry("labels", language, label.into());
                self
            }

            /// One more foreign id, `scheme:value`.
            pub fn id(mut self, id: &str) -> Self {
                self.entries.push_item("ids", id.into());
                self
            }

            /// One more key that it had, which keeps working.
            pub fn formerly(mut self, key: &str) -> Self {
                self.entries.push_item("formerly", key.into());
                self
            }
        }
    )*};
}

further_names! { Contact Department }

/// The parties of departments, routes and notices.
macro_rules! parties {
    ($($name:ident)*) => {$(
        impl $name {
            /// One more party that is consulted (O3); by a department, whatever the route.
            pub fn consulted(mut self, party: impl Into<Target>) -> Self {
                self.entries.push_item("consulted", party.into().into());
                self
            }

            /// One more party that is informed (O3); by a department, whatever the route.
            pub fn informed(mut self, party: impl Into<Target>) -> Self {
                self.entries.push_item("informed", party.into().into());
                self
            }
        }
    )*};
}

parties! { Department Route Notice }

/// From when and until when something stands.
macro_rules! windows {
    ($($name:ident)*) => {$(
        impl $name {
            /// From when: a local time in the [zone of the document](crate::Document::zone) (`2026-12-24T18:00`), the start of
            /// a day (`2026-12-24`), or exact (`2026-12-24T18:00:00Z`, as `Timestamp` prints it).
            pub fn from(self, from: &str) -> Self {
                self.set("from", from)
            }

            /// Until when, given as for [`from`](Self::from); at that instant it is over (H1).
            pub fn until(self, until: &str) -> Self {
                self.set("until", until)
            }
        }
    )*};
}

windows! { Desk Route Row Term }

/// In which hours something stands.
macro_rules! open_hours {
    ($($name:ident)*) => {$(
        impl $name {
            /// In which hours it stands, by their key.
            pub fn during(self, hours: &str) -> Self {
                self.set("during", hours)
            }
        }
    )*};
}

open_hours! { Desk Route }

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
