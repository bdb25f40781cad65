//! The document: the description of an organization, as a person writes it and a program builds it.

mod documents;
pub(crate) mod format;
mod forms;
mod json;
mod node;
mod schema;
mod when;

use core::fmt;

use jiff::SignedDuration;

pub use documents::Documents;
pub use forms::{
    Absence, Assignment, Attribute, Contact, ContactPoint, Department, Desk, Grant, Holidays,
    Hours, Notice, Opening, Policy, PolicyLevel, Route, Row, Schedule, ScheduleLayer,
    ScheduleOverride, Target, Term, Topic, TopicLink,
};
pub(crate) use json::write_string;
pub(crate) use node::{Entries, Node};
pub use when::When;

/// The description of an organization: what was written, unchecked.
///
/// It is read with serde from any self-describing format, or built by the methods below, one declaration each. It keeps
/// all that was written: leaves of the wrong type, fields nobody knows, a key written twice. [`build`](Self::build)
/// judges everything at once. `Debug` prints how much there is, and no address (P1).
///
/// # Example: the same document, written and built
///
/// ```
/// use switchboard::{Contact, Department, Document, Route};
///
/// let mut built = Document::new();
/// built.department("company", Department::new().head("director"));
/// built.contact("director", Contact::person("Managing director"));
/// built.route(Route::fallback("company"));
///
/// let written: Document = toml::from_str(r#"
///     switchboard = 1
///
///     [departments.company]
///     head = "director"
///
///     [contacts.director]
///     kind = "person"
///     name = "Managing director"
///
///     [[routes]]
///     topic = "/"
///     owner = "company"
/// "#)?;
/// assert_eq!(built.build()?.fingerprint(), written.build()?.fingerprint());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
pub struct Document {
    root: Entries,
}

impl Document {
    /// The version of the format that this release writes, and the only one that it reads.
    pub const VERSION: u32 = 1;

    /// A document of the current version that says nothing yet.
    pub fn new() -> Self {
        let mut root = Entries::default();
        root.push("switchboard", Node::Integer(i64::from(Self::VERSION)));
        Self { root }
    }

    /// What the organization is called.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.root.set("name", name.into());
        self
    }

    /// Within what time a level answers where no department says so (C3); 30 minutes otherwise.
    pub fn response_target(&mut self, within: SignedDuration) -> &mut Self {
        self.root.set("response_target", node::duration(within));
        self
    }

    /// The names of the precedences, ascending (W2.1). `normal` is among them.
    pub fn precedences<'a>(&mut self, ascending: impl IntoIterator<Item = &'a str>) -> &mut Self {
        self.root.set("precedences", node::list(ascending));
        self
    }

    /// The attributes in order of importance (A1), where the order of their declarations should not count.
    pub fn importance<'a>(&mut self, attributes: impl IntoIterator<Item = &'a str>) -> &mut Self {
        self.root.set("importance", node::list(attributes));
        self
    }

    /// Declares an attribute (A1).
    pub fn attribute(&mut self, name: &str, attribute: Attribute) -> &mut Self {
        self.declare("attributes", name, attribute.into())
    }

    /// Declares a department.
    pub fn department(&mut self, key: &str, department: Department) -> &mut Self {
        self.declare("departments", key, department.into())
    }

    /// Declares a contact.
    pub fn contact(&mut self, key: &str, contact: Contact) -> &mut Self {
        self.declare("contacts", key, contact.into())
    }

    /// Declares a topic.
    pub fn topic(&mut self, path: &str, topic: Topic) -> &mut Self {
        self.declare("topics", path, topic.into())
    }

    /// Declares a policy.
    pub fn policy(&mut self, key: &str, policy: Policy) -> &mut Self {
        self.declare("policies", key, policy.into())
    }

    /// The language (BCP 47) of plain names, and the default of labels.
    pub fn language(&mut self, tag: &str) -> &mut Self {
        self.root.set("language", tag.into());
        self
    }

    /// The time zone (IANA) of local times where nothing else says one: those of dated heads, holders and rows, of
    /// absences, routes and desks. `UTC` otherwise.
    pub fn zone(&mut self, zone: &str) -> &mut Self {
        self.root.set("zone", zone.into());
        self
    }

    /// Who stands in where every head upwards is excluded: a person or position (X1).
    pub fn conflict_authority(&mut self, contact: &str) -> &mut Self {
        self.root.set("conflict_authority", contact.into());
        self
    }

    /// Names a condition, for [`When::named`].
    pub fn condition(&mut self, name: &str, condition: When) -> &mut Self {
        self.declare("conditions", name, condition.into())
    }

    /// Declares an assignment.
    pub fn assignment(&mut self, key: &str, assignment: Assignment) -> &mut Self {
        self.declare("assignments", key, assignment.into())
    }

    /// Declares a schedule. It stands by its key wherever a contact answers: as a responder, at a desk, in a policy, in
    /// the row of an assignment.
    pub fn schedule(&mut self, key: &str, schedule: Schedule) -> &mut Self {
        self.declare("schedules", key, schedule.into())
    }

    /// Adds a notice.
    pub fn notice(&mut self, notice: Notice) -> &mut Self {
        self.root.push_item("notices", notice.into());
        self
    }

    /// Declares hours (H4).
    pub fn hours(&mut self, key: &str, hours: Hours) -> &mut Self {
        self.declare("hours", key, hours.into())
    }

    /// Declares a list of holidays.
    pub fn holidays(&mut self, key: &str, holidays: Holidays) -> &mut Self {
        self.declare("holidays", key, holidays.into())
    }

    /// Adds a route.
    pub fn route(&mut self, route: Route) -> &mut Self {
        self.root.push_item("routes", route.into());
        self
    }

    /// Grants a part: what documents [of that part](Self::part) may say. Only a document without `part` may.
    pub fn grant(&mut self, part: &str, grant: Grant) -> &mut Self {
        self.declare("parts", part, grant.into())
    }

    /// Limits this document to a part that another one [grants](Self::grant), whatever part it says that it is: see
    /// [`Documents`].
    pub fn part(&mut self, part: &str) -> &mut Self {
        self.root.set("part", part.into());
        self
    }

    fn declare(&mut self, section: &str, key: &str, declaration: Node) -> &mut Self {
        self.root.push_entry(section, key, declaration);
        self
    }

    pub(crate) fn from_entries(root: Entries) -> Self {
        Self { root }
    }

    pub(crate) fn into_entries(self) -> Entries {
        self.root
    }

    pub(crate) fn entries(&self) -> &Entries {
        &self.root
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Document");
        for (key, node) in &self.root.0 {
            match node {
                Node::Table(entries) => out.field(key, &entries.0.len()),
                Node::List(items) => out.field(key, &items.len()),
                Node::Integer(number) => out.field(key, number),
                _ => &mut out,
            };
        }
        out.finish_non_exhaustive()
    }
}
