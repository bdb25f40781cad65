//! The keys of a section, known before its contents are read; and what has them.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Checker;
use super::further_keys::{FurtherKeys, KeyRank, Sections, check_key};
use crate::contact::ContactKind;
use crate::id::{AssignmentId, ContactId, DepartmentId, Id, PolicyId, ScheduleId};
use crate::organization::document::Node;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;

/// The keys of a section with what stands under them, in the order of the keys: their ids are their places in it.
pub(super) struct Names<'a> {
    entries: BTreeMap<&'a str, (u32, &'a Node)>,
    further: FurtherKeys<'a>,
    /// The keys among them that another section has, too: a schedule is a contact by its own key.
    guests: BTreeSet<&'a str>,
    /// In place of both, where an organization is there already.
    known: Option<Known<'a>>,
    /// The section as the author calls it.
    section: &'a str,
    /// The section could not be read, so nothing is known to be missing.
    is_unreadable: bool,
}

impl<'a> Names<'a> {
    pub(super) fn read(
        form: &Form<'a, '_>,
        section: &'static str,
        what: &str,
        most: usize,
        problems: &mut Problems,
    ) -> Self {
        Self::read_with(form, section, [what, ""], most, None, problems)
    }

    /// The keys of a section and those of another, which name things of the same kind.
    pub(super) fn read_with(
        form: &Form<'a, '_>,
        section: &'static str,
        [what, of_guest]: [&str; 2],
        most: usize,
        others: Option<&Self>,
        problems: &mut Problems,
    ) -> Self {
        let is_unreadable = form
            .node(section)
            .is_some_and(|node| !matches!(node, Node::Table(_)));
        let entries = form.entries(
            section,
            &format!("a table with a {what} under each key"),
            problems,
        );
        let place = form.at(section);
        problems.exceeds(entries.len(), most, section, place);
        let mut sorted = BTreeMap::new();
        for (key, node) in entries {
            check_key(key, place.field(key), problems);
            sorted.insert(key, (0, node));
        }
        let top = Place::ROOT;
        let of_guests = top.field(others.map_or(section, |others| others.section));
        let mut guests = BTreeSet::new();
        for (key, node) in others.into_iter().flat_map(Self::iter) {
            if sorted.contains_key(key) {
                problems.add_beside(
                    ProblemKind::DuplicateKey,
                    of_guests.field(key),
                    key,
                    format!("a key that no {what} has, as a {of_guest} is one, too"),
                    "rename one of the two",
                    place.field(key),
                );
                continue;
            }
            sorted.insert(key, (0, node));
            guests.insert(key);
        }
        for (id, entry) in sorted.values_mut().enumerate() {
            entry.0 = u32::try_from(id).unwrap_or(u32::MAX);
        }
        Self {
            further: FurtherKeys::read(
                &sorted,
                Sections {
                    own: place,
                    guests: &guests,
                    of_guests,
                },
                problems,
            ),
            entries: sorted,
            guests,
            known: None,
            section: form.written_name(section),
            is_unreadable: is_unreadable || others.is_some_and(|others| others.is_unreadable),
        }
    }

    /// The keys of a section of an organization.
    pub(super) fn of(section: &'static str, known: Known<'a>) -> Self {
        Self {
            entries: BTreeMap::new(),
            further: FurtherKeys::default(),
            guests: BTreeSet::new(),
            known: Some(known),
            section,
            is_unreadable: false,
        }
    }

    pub(super) fn section(&self) -> &'a str {
        self.section
    }

    /// Whether nothing of the section is known, so that nothing is known to be missing.
    pub(super) fn is_unreadable(&self) -> bool {
        self.is_unreadable
    }

    /// Whether another section has this key.
    pub(super) fn is_guest(&self, key: &str) -> bool {
        self.guests.contains(key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Node)> {
        self.entries.iter().map(|(key, (_, node))| (*key, *node))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + Clone {
        let known = self.known.iter();
        let known = known.flat_map(|own| (0..own.count).map(|at| (own.key)(at)));
        self.entries.keys().copied().chain(known)
    }

    /// What has this key; a problem if nothing has, with the nearest of the candidates.
    pub(super) fn look_up<'c, I: Id>(
        &self,
        key: &str,
        place: Place<'_>,
        expected: &str,
        candidates: impl Iterator<Item = &'c str> + Clone,
        problems: &mut Problems,
    ) -> Option<I> {
        let found = self.find(key).map(|(_, id)| id);
        if found.is_none() && !self.is_unreadable {
            let otherwise = format!("declare it under `{}`", self.section);
            let suggestion = problems.did_you_mean(key, candidates, &otherwise);
            problems.add(
                ProblemKind::UnknownReference,
                place,
                Some(key),
                expected,
                suggestion,
            );
        }
        found
    }

    /// What a field names of this section.
    pub(super) fn references<I: Id + Ord>(
        &self,
        form: &Form<'_, '_>,
        field: &'static str,
        expected: &str,
        problems: &mut Problems,
    ) -> BTreeSet<I> {
        let texts = form.texts(field, expected, problems);
        let found = texts.into_iter().filter_map(|(index, key)| {
            form.at_item(field, index, |place| {
                self.look_up(&key, place, expected, self.keys(), problems)
            })
        });
        found.collect()
    }

    /// What is expected of a key that should be another section's, and what it is where it is this one's.
    fn unlike<'e>(&self, key: &str, expected: &'e str, what: &str) -> Cow<'e, str> {
        if self.has(key) {
            let what = if self.is_guest(key) { "schedule" } else { what };
            Cow::Owned(format!("{expected}; it is a {what}"))
        } else {
            Cow::Borrowed(expected)
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        match &self.known {
            Some(known) => (known.find)(key).is_some_and(|(rank, _)| rank == KeyRank::Current),
            None => self.entries.contains_key(key),
        }
    }

    /// The id of what has this key.
    pub(super) fn id<I: Id>(&self, key: &str) -> Option<I> {
        let (rank, id) = self.find(key)?;
        (rank == KeyRank::Current).then_some(id)
    }

    /// What has this key, or had it, or is known by it elsewhere.
    pub(super) fn find<I: Id>(&self, key: &str) -> Option<(KeyRank, I)> {
        if let Some(known) = &self.known {
            let (rank, index) = (known.find)(key)?;
            return Some((rank, I::from_index(index)));
        }
        let current = self.entries.get(key).map(|(id, _)| (KeyRank::Current, *id));
        let (rank, id) = current.or_else(|| self.further.find(key))?;
        Some((rank, I::from_index(id as usize)))
    }
}

/// The keys of a section of an organization that is there.
pub(super) struct Known<'a> {
    pub(super) count: usize,
    /// By place.
    pub(super) key: Box<dyn Fn(usize) -> &'a str + 'a>,
    /// The place of what has a key, and what that is to it.
    pub(super) find: Box<Find<'a>>,
}

type Find<'a> = dyn Fn(&str) -> Option<(KeyRank, usize)> + 'a;

/// Who may be accountable: a person, or who holds a position (O1).
pub(super) const ACCOUNTABLE: &[ContactKind] = &[ContactKind::Person, ContactKind::Position];

/// What a reference to a contact of some kinds should be: the key of a person or position.
pub(super) fn key_of(kinds: &[ContactKind]) -> String {
    let mut text = String::from("the key of a ");
    for (index, kind) in kinds.iter().enumerate() {
        let is_last = index + 1 == kinds.len();
        text.push_str(match index {
            0 => "",
            _ if is_last => " or ",
            _ => ", ",
        });
        text.push_str(kind.as_str());
    }
    text
}

/// The kinds of contacts, in the order of their keys, before anything else of them is read: so that references can be
/// judged. None where it is not known.
pub(super) fn kinds(contacts: &Names<'_>) -> Vec<Option<ContactKind>> {
    let kind = |node: &Node| {
        let Node::Table(entries) = node else {
            return None;
        };
        let (_, node) = entries.0.iter().find(|(name, _)| &**name == "kind")?;
        let Node::Text(written) = node else {
            return None;
        };
        let known = ContactKind::ALL
            .iter()
            .find(|(word, _)| *word == &**written);
        let kind = known.map(|(_, kind)| *kind);
        kind.filter(|kind| *kind != ContactKind::Schedule)
    };
    let kinds = contacts.iter().map(|(key, node)| {
        if contacts.is_guest(key) {
            Some(ContactKind::Schedule)
        } else {
            kind(node)
        }
    });
    kinds.collect()
}

/// Notes a name or value that is none.
pub(super) fn invalid(written: &str, why: &str, place: Place<'_>, problems: &mut Problems) {
    let why = if written.trim().is_empty() {
        "it is empty"
    } else {
        why
    };
    problems.add(
        ProblemKind::InvalidName,
        place,
        Some(written),
        format!("a name, but {why}"),
        "rename it",
    );
}

impl Checker<'_> {
    /// The contact of this key.
    pub(super) fn contact(
        &mut self,
        key: &str,
        place: Place<'_>,
        expected: &str,
    ) -> Option<ContactId> {
        self.contact_among(key, place, expected, |_| true)
    }

    /// The contact of this key. Only those that fit are suggested.
    fn contact_among(
        &mut self,
        key: &str,
        place: Place<'_>,
        expected: &str,
        is_fit: impl Fn(Option<ContactKind>) -> bool + Clone,
    ) -> Option<ContactId> {
        let of_kinds = self.contacts.keys().zip(&self.kinds);
        let candidates = of_kinds.filter(|(_, kind)| is_fit(**kind));
        let candidates = candidates.map(|(key, _)| key);
        let expected = self.departments.unlike(key, expected, "department");
        self.contacts
            .look_up(key, place, &expected, candidates, &mut self.problems)
    }

    /// The contact of this key, which is no schedule.
    pub(super) fn contact_off_schedule(
        &mut self,
        key: &str,
        place: Place<'_>,
        expected: &str,
    ) -> Option<ContactId> {
        let is_fit = |kind| kind != Some(ContactKind::Schedule);
        let found = self.contact_among(key, place, expected, is_fit)?;
        (!self.is_misplaced(found, key, place, expected)).then_some(found)
    }

    /// The schedule of this key, as the contact that it is.
    pub(super) fn schedule(&mut self, key: &str, place: Place<'_>) -> Option<ContactId> {
        let (expected, schedules) = ("the key of a schedule", &self.schedules);
        let other: Option<ContactId> = self.contacts.id(key);
        let other = other.and_then(|id| self.kinds.get(id.index()).copied().flatten());
        if let Some(kind) = other.filter(|kind| *kind != ContactKind::Schedule) {
            let otherwise = "declare one under `schedules`";
            let suggestion = self.problems.did_you_mean(key, schedules.keys(), otherwise);
            let expected = format!("{expected}; it is a {}", kind.as_str());
            let kind = ProblemKind::NotASchedule;
            self.problems
                .add(kind, place, Some(key), expected, suggestion);
            return None;
        }
        let problems = &mut self.problems;
        let _: ScheduleId = schedules.look_up(key, place, expected, schedules.keys(), problems)?;
        self.contacts.id(key)
    }

    pub(super) fn is_schedule(&self, contact: ContactId) -> bool {
        let kind = self.kinds.get(contact.index()).copied().flatten();
        kind == Some(ContactKind::Schedule)
    }

    /// Whether a contact is a schedule; a problem where it is.
    pub(super) fn is_misplaced(
        &mut self,
        contact: ContactId,
        key: &str,
        place: Place<'_>,
        expected: &str,
    ) -> bool {
        let is_schedule = self.is_schedule(contact);
        if is_schedule {
            let kind = ProblemKind::MisplacedSchedule;
            let expected = format!("{expected}; it is a schedule");
            let suggestion = "name somebody: a schedule stands only where somebody answers";
            self.problems
                .add(kind, place, Some(key), expected, suggestion);
        }
        is_schedule
    }

    /// The contact of this key, which must be of one of these kinds.
    pub(super) fn contact_of(
        &mut self,
        key: &str,
        place: Place<'_>,
        kinds: &[ContactKind],
    ) -> Option<ContactId> {
        let expected = key_of(kinds);
        let is_fit = |kind: &Option<ContactKind>| kind.is_some_and(|kind| kinds.contains(&kind));
        let of_kinds = self.contacts.keys().zip(&self.kinds);
        let candidates = of_kinds
            .filter(|(_, kind)| is_fit(kind))
            .map(|(key, _)| key);
        let found: ContactId = self.contacts.look_up(
            key,
            place,
            &self.departments.unlike(key, &expected, "department"),
            candidates.clone(),
            &mut self.problems,
        )?;
        let kind = self.kinds.get(found.index()).copied().flatten();
        let Some(kind) = kind.filter(|kind| !kinds.contains(kind)) else {
            return Some(found);
        };
        let problem = if kind == ContactKind::Schedule {
            ProblemKind::MisplacedSchedule
        } else {
            ProblemKind::NotAPerson
        };
        let suggestion =
            self.problems
                .did_you_mean(key, candidates, "declare one under `contacts`");
        self.problems.add(
            problem,
            place,
            Some(key),
            format!("{expected}; it is a {}", kind.as_str()),
            suggestion,
        );
        None
    }

    /// A field that names a contact of one of these kinds.
    pub(super) fn contact_in(
        &mut self,
        form: &Form<'_, '_>,
        field: &'static str,
        kinds: &[ContactKind],
    ) -> Option<ContactId> {
        let expected = key_of(kinds);
        let key = form.text(field, &expected, &mut self.problems).good()?;
        self.contact_of(&key, form.at(field), kinds)
    }

    /// The department of this key; `not` is one that is not meant in any case.
    pub(super) fn department(
        &mut self,
        key: &str,
        not: &str,
        place: Place<'_>,
        expected: &str,
    ) -> Option<DepartmentId> {
        let candidates = self.departments.keys().filter(|key| *key != not);
        let expected = self.contacts.unlike(key, expected, "contact");
        self.departments
            .look_up(key, place, &expected, candidates, &mut self.problems)
    }

    /// The policy of this key.
    pub(super) fn policy(&mut self, key: &str, place: Place<'_>) -> Option<PolicyId> {
        let (expected, candidates) = ("the key of a policy", self.policies.keys());
        self.policies
            .look_up(key, place, expected, candidates, &mut self.problems)
    }

    /// The assignment of this key.
    pub(super) fn assignment(&mut self, key: &str, place: Place<'_>) -> Option<AssignmentId> {
        let (expected, candidates) = ("the key of an assignment", self.assignments.keys());
        let found =
            self.assignments
                .look_up(key, place, expected, candidates, &mut self.problems)?;
        self.used_assignments.insert(found);
        Some(found)
    }
}
