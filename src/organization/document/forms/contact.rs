//! Contacts and their points.

use jiff::civil::Date;

use alloc::string::ToString;

use super::{Absence, Contact, ContactPoint, Entries, Node, Term};
use crate::contact::{ContactKind, Visibility};

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

    /// A position, which a person holds: see [`holder`](Self::holder).
    pub fn position(name: &str) -> Self {
        Self::of(ContactKind::Position, name)
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

    /// The person who holds the position; without one it is vacant (O1).
    pub fn holder(self, person: &str) -> Self {
        self.set("holder", person)
    }

    /// One more person who holds the position, for a while.
    ///
    /// # Example: who is to follow
    ///
    /// ```
    /// use switchboard::{Contact, Term};
    ///
    /// let manager = Contact::position("Store manager")
    ///     .held_by(Term::new("ana").until("2027-01-01"))
    ///     .held_by(Term::new("bo").from("2027-01-01"));
    /// ```
    pub fn held_by(mut self, term: Term) -> Self {
        self.entries.push_item("holder", term.into());
        self
    }

    /// One more person who stands in for the position's holder, behind the others.
    pub fn deputy(mut self, person: &str) -> Self {
        self.entries.push_item("deputies", person.into());
        self
    }

    /// One more person of the team, of whom one can be picked for each inquiry.
    pub fn member(mut self, person: &str) -> Self {
        self.entries.push_item("members", person.into());
        self
    }

    /// One more person of the team, who is picked so many times as often: 1 to 100.
    pub fn member_of_weight(mut self, person: &str, weight: u8) -> Self {
        let mut member = Entries::default();
        member.push("who", person.into());
        member.push("weight", Node::Integer(i64::from(weight)));
        self.entries.push_item("members", member.into());
        self
    }

    /// Who works at the touchpoint: a person, a position or a team.
    pub fn staffed_by(self, contact: &str) -> Self {
        self.set("staffed_by", contact)
    }

    /// One more time in which it is away (H5). It stays accountable (O2): others are asked in its place.
    pub fn away(mut self, absence: Absence) -> Self {
        self.entries.push_item("away", absence.into());
        self
    }

    /// What it is, after vCard's `TITLE`: "Head of billing".
    pub fn title(self, title: &str) -> Self {
        self.set("title", title)
    }

    /// Who may be shown the name; without this, everybody (P1).
    pub fn name_visibility(self, visibility: Visibility) -> Self {
        self.set("name_visibility", visibility.as_str())
    }

    /// One more language (BCP 47) that it speaks.
    pub fn language(mut self, tag: &str) -> Self {
        self.entries.push_item("languages", tag.into());
        self
    }

    /// One more area that it serves: a value of the attribute of role `region`.
    pub fn area(mut self, value: &str) -> Self {
        self.entries.push_item("areas", value.into());
        self
    }

    /// One more skill that it has.
    pub fn skill(mut self, skill: &str) -> Self {
        self.entries.push_item("skills", skill.into());
        self
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

    /// On what day somebody last saw that it works.
    pub fn verified(self, day: Date) -> Self {
        self.set("verified", day.to_string())
    }

    /// The day from which it is no longer used.
    pub fn expires(self, day: Date) -> Self {
        self.set("expires", day.to_string())
    }

    /// One more option, after schema.org's `contactOption`: `toll-free`, `hearing-impaired-supported`, or a word of the
    /// organization's own.
    pub fn option(mut self, option: &str) -> Self {
        self.entries.push_item("options", option.into());
        self
    }
}
