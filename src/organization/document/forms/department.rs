//! Departments and their desks.

use jiff::SignedDuration;

use super::{Department, Desk, Entries, Node, Target, Term, When, duration};

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

    /// The person, or the position, that is accountable for it.
    pub fn head(self, person: &str) -> Self {
        self.set("head", person)
    }

    /// One more person or position that is accountable for it, for a while.
    pub fn headed_by(mut self, term: Term) -> Self {
        self.entries.push_item("head", term.into());
        self
    }

    /// Makes it a legal entity or an independent office: escalation ends at its head (C1).
    pub fn authority(self) -> Self {
        self.set("authority", Node::Boolean(true))
    }

    /// Makes it a department outside the organization, which may answer and is never accountable: the liaison, a person
    /// or position of the organization, is (O1).
    pub fn external(self, liaison: &str) -> Self {
        self.set("external", Node::Boolean(true))
            .set("liaison", liaison)
    }

    /// Makes it external, too, with one more liaison, for a while.
    pub fn external_by(mut self, term: Term) -> Self {
        self.entries.push_item("liaison", term.into());
        self.set("external", Node::Boolean(true))
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

    /// The schedule by which somebody answers first where no desk does (O4).
    pub fn on_duty(self, schedule: &str) -> Self {
        self.set("on_duty", schedule)
    }

    /// The department with more expertise, to which hard cases go.
    pub fn escalates_to(self, department: &str) -> Self {
        self.set("escalates_to", department)
    }

    /// Within what time its levels answer (C3).
    pub fn response_target(self, within: SignedDuration) -> Self {
        self.set("response_target", duration(within))
    }
}

impl Desk {
    /// A desk staffed by a contact, or by who is on duty by a schedule.
    pub fn new(contact: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("contact", contact)
    }

    /// A desk staffed by whom an assignment names.
    pub fn assigned(assignment: &str) -> Self {
        Self {
            entries: Entries::default(),
        }
        .set("contact", Target::assigned(assignment))
    }

    /// Under what condition it answers.
    pub fn when(self, condition: When) -> Self {
        self.set("when", condition)
    }

    /// Makes the contact's languages, areas and skills a condition, too, which is relaxed where no desk meets it (O4).
    pub fn serves(self) -> Self {
        self.set("serves", Node::Boolean(true))
    }
}
