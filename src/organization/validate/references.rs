//! References: a plain key, or a table that says whose key it is.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Checker;
use super::further_keys::KeyRank;
use crate::id::ContactId;
use crate::organization::document::format::Table;
use crate::organization::document::{Node, format};
use crate::organization::model::Designee;
use crate::organization::problem::{Place, ProblemKind, one_of};
use crate::organization::read::{Form, text};

/// Where a reference stands, which decides what it may name beside contacts and departments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In an assignment: a schedule, no other assignment.
    InRow,
    /// Where somebody answers: an assignment, a schedule.
    Answering,
    /// Where somebody is accountable, asked or told, whoever is on duty: an assignment in which no schedule stands.
    Party,
}

impl Where {
    /// The table of a reference that says whose key it is.
    fn table(self, has_words: bool) -> &'static Table {
        match self {
            Self::InRow => &format::HOLDER,
            _ if has_words => &format::TARGET,
            _ => &format::PARTY,
        }
    }
}

impl Checker<'_> {
    /// What a reference names: a plain key, or a table that says whose key it is. `words` are further plain words, with
    /// what they stand for.
    pub(super) fn reference<T: Copy + From<Designee>>(
        &mut self,
        node: &Node,
        place: Place<'_>,
        words: &[(&'static str, T)],
        at: Where,
    ) -> Option<T> {
        if let Node::Table(_) = node {
            return self.tagged_reference(node, place, words, at);
        }
        let expected = match words {
            [] => "the key of a contact or department",
            _ => "the key of a contact or department, or a relative target",
        };
        let key = text(node, place, expected, &mut self.problems)?;
        let contact: Option<(KeyRank, ContactId)> = self.contacts.find(&key);
        let contact_id = contact.map(|(_, id)| id);
        let contact = contact.map(|(rank, id)| (rank, "contact", Designee::Contact(id).into()));
        let department = self.departments.find(&key);
        let department =
            department.map(|(rank, id)| (rank, "department", Designee::Department(id).into()));
        let word = words.iter().find(|(word, _)| *word == key);
        let word = word.map(|(_, value)| (KeyRank::Current, "relative", *value));
        let all = [contact, department, word];
        let first = all.iter().flatten().map(|(rank, ..)| *rank).min();
        let found: Vec<(&str, T)> = (all.into_iter().flatten())
            .filter(|(rank, ..)| Some(*rank) == first)
            .map(|(_, tag, target)| (tag, target))
            .collect();
        match found.as_slice() {
            [("contact", only)] if at == Where::Party => {
                let is_misplaced =
                    contact_id.is_some_and(|id| self.is_misplaced(id, &key, place, expected));
                (!is_misplaced).then_some(*only)
            }
            [(_, only)] => Some(*only),
            [] => {
                if !self.contacts.is_unreadable() && !self.departments.is_unreadable() {
                    let names = self
                        .contacts
                        .keys()
                        .chain(self.departments.keys())
                        .chain(words.iter().map(|(word, _)| *word));
                    let is_assignment = at != Where::InRow && self.assignments.has(&key);
                    let suggestion = match self.problems.nearest(&key, names) {
                        _ if is_assignment => format!("write `{{ assigned = {key:?} }}`"),
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => one_of(
                            self.departments.keys().chain(self.contacts.keys()),
                            "declare it under `contacts` or `departments`",
                        ),
                    };
                    self.problems.add(
                        ProblemKind::UnknownReference,
                        place,
                        Some(&key),
                        expected,
                        suggestion,
                    );
                }
                None
            }
            several => {
                let forms: Vec<_> = several
                    .iter()
                    .map(|(tag, _)| format!("`{{ {tag} = {key:?} }}`"))
                    .collect();
                let expected = "a key that is a contact's or a department's alone";
                self.problems.add(
                    ProblemKind::AmbiguousReference,
                    place,
                    Some(&key),
                    expected,
                    format!("write {}", forms.join(" or ")),
                );
                None
            }
        }
    }

    fn tagged_reference<T: Copy + From<Designee>>(
        &mut self,
        node: &Node,
        place: Place<'_>,
        words: &[(&'static str, T)],
        at: Where,
    ) -> Option<T> {
        let table = at.table(!words.is_empty());
        let form = Form::open(node, place, table, &mut self.problems)?;
        let given: Vec<&'static str> = table
            .names()
            .filter(|tag| form.node(tag).is_some())
            .collect();
        let [tag] = given.as_slice() else {
            // A field that nobody knows is a problem already.
            if let Node::Table(entries) = node {
                if entries.0.iter().all(|(name, _)| table.has(name)) {
                    let ways = entries
                        .0
                        .iter()
                        .filter(|(_, node)| matches!(node, Node::Text(_)));
                    let ways: Vec<String> = ways
                        .map(|(name, node)| format!("`{{ {name} = \"{node}\" }}`"))
                        .collect();
                    let suggestion = match ways.as_slice() {
                        [] => "write `{ department = \"KEY\" }`".into(),
                        ways => format!("write {}", ways.join(" or ")),
                    };
                    self.problems.add(
                        ProblemKind::WrongType,
                        place,
                        Some(&node.to_string()),
                        match at {
                            Where::InRow => "one of `contact` and `department`, and no other",
                            Where::Answering | Where::Party => {
                                "one of `contact`, `department` and `assigned`, and no other"
                            }
                        },
                        suggestion,
                    );
                }
            }
            return None;
        };
        if *tag == "relative" {
            return form.word("relative", words, &mut self.problems).good();
        }
        let expected = match *tag {
            "assigned" => "the key of an assignment".to_string(),
            tag => format!("the key of a {tag}"),
        };
        let key = form
            .text(tag, &expected, &mut self.problems)
            .good()?
            .to_string();
        let place = form.at(tag);
        Some(T::from(match *tag {
            "contact" if at == Where::Party => {
                Designee::Contact(self.contact_off_schedule(&key, place, &expected)?)
            }
            "contact" => Designee::Contact(self.contact(&key, place, &expected)?),
            "assigned" => {
                let id = self.assignment(&key, place)?;
                if at == Where::Party && self.scheduled.contains(&id) {
                    self.problems.add(
                        ProblemKind::MisplacedSchedule,
                        place,
                        Some(&key),
                        "an assignment in which no schedule stands",
                        "name another: a schedule stands only where somebody answers",
                    );
                    return None;
                }
                Designee::Assigned(id)
            }
            _ => Designee::Department(self.department(&key, "", place, &expected)?),
        }))
    }

    /// The designees that a field lists.
    pub(super) fn designees(
        &mut self,
        form: &Form<'_, '_>,
        field: &'static str,
    ) -> BTreeSet<Designee> {
        let nodes = form.items(field);
        let most = self.options.limits.parties;
        self.problems
            .exceeds(nodes.len(), most, "parties", form.at(field));
        let read = nodes
            .iter()
            .enumerate()
            .take(most)
            .filter_map(|(index, node)| {
                form.at_item(field, index, |place| {
                    self.reference::<Designee>(node, place, &[], Where::Party)
                })
            });
        read.collect()
    }
}
