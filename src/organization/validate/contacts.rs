//! The section `contacts`.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::names::{ACCOUNTABLE, key_of};
use super::{Checker, absences, constraints, labels, points};
use crate::attribute::Role;
use crate::calendar::dated::Dated;
use crate::contact::{ContactKind, Visibility};
use crate::id::{ContactId, DepartmentId, Id, Key};
use crate::label::Labels;
use crate::organization::document::{Node, format};
use crate::organization::model::Contact;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;

/// The contacts, in the order of their ids, not at home yet.
pub(super) struct Contacts {
    pub(super) rows: Vec<Contact>,
    /// The positions that name no holder.
    pub(super) vacant: BTreeSet<ContactId>,
    /// Those of whom it is not known what they serve.
    pub(super) unclear: BTreeSet<ContactId>,
}

/// Who may staff a touchpoint.
const STAFF: &[ContactKind] = &[
    ContactKind::Person,
    ContactKind::Position,
    ContactKind::Team,
];

impl Contacts {
    pub(super) fn read(checker: &mut Checker<'_>, attributes: &Attributes) -> Self {
        let entries: Vec<(&str, &Node)> = checker.contacts.iter().collect();
        let section = Place::ROOT;
        let section = section.field(checker.contacts.section());
        let mut contacts = Self {
            rows: Vec::with_capacity(entries.len()),
            vacant: BTreeSet::new(),
            unclear: BTreeSet::new(),
        };
        for (key, node) in entries {
            let place = section.field(key);
            let (contact, is_vacant, is_clear) = contact(checker, key, node, place, attributes);
            let id = ContactId::from_index(contacts.rows.len());
            if is_vacant {
                contacts.vacant.insert(id);
            }
            if !is_clear {
                contacts.unclear.insert(id);
            }
            contacts.rows.push(contact);
        }
        contacts
    }
}

/// Reads one contact; whether it is a position that names no holder, and whether it is clear what it serves.
pub(super) fn contact(
    checker: &mut Checker<'_>,
    key: &str,
    node: &Node,
    place: Place<'_>,
    attributes: &Attributes,
) -> (Contact, bool, bool) {
    let mut contact = unread(key);
    let form = Form::open(node, place, &format::CONTACT, &mut checker.problems);
    let Some(form) = form else {
        return (contact, false, false);
    };
    let is_clear = read(checker, &form, &mut contact, attributes);
    let is_vacant = contact.kind == ContactKind::Position && form.node("holder").is_none();
    (contact, is_vacant, is_clear)
}

/// A contact that says nothing yet.
fn unread(key: &str) -> Contact {
    let key = Key::from(key);
    Contact {
        name: key.clone(),
        key,
        labels: Labels::default(),
        title: None,
        kind: ContactKind::Team,
        name_visibility: Visibility::Public,
        declared_home: None,
        home: DepartmentId::from_index(0),
        has_home: false,
        points: Vec::new(),
        languages: BTreeSet::new(),
        areas: BTreeSet::new(),
        skills: BTreeSet::new(),
        ids: BTreeSet::new(),
        formerly: BTreeSet::new(),
        holder: Dated::default(),
        deputies: Vec::new(),
        staffed_by: None,
        schedule: None,
        away: Vec::new(),
    }
}

/// Reads what a contact says, and tells whether it is clear what it serves.
fn read(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    contact: &mut Contact,
    attributes: &Attributes,
) -> bool {
    let most = checker.options.limits.details;
    let problems = &mut checker.problems;
    let kind = form.word("kind", &format::DECLARED_KINDS, problems);
    if kind.is_absent() {
        let expected = "`person`, `position`, `team` or `touchpoint`";
        form.missing("kind", expected, problems);
    }
    let kind = kind.good();
    contact.kind = kind.unwrap_or(contact.kind);
    let expected = "what people call it";
    match form.node("name") {
        None => form.missing("name", expected, problems),
        Some(_) => {
            let name = labels::name(form, "name", expected, problems);
            contact.name = name.unwrap_or_else(|| contact.key.clone());
        }
    }
    contact.labels = labels::labels(form, most, problems);
    let title = labels::name(form, "title", "what it is, as `Head of billing`", problems);
    contact.title = title.map(|title| Box::from(&*title));
    let seen = form.word("name_visibility", &Visibility::ALL, problems);
    contact.name_visibility = seen.good().unwrap_or_default();
    let before = problems.count();
    contact.languages = labels::languages(form, most, problems)
        .into_iter()
        .collect();
    contact.skills = labels::canonical_words(form, "skills", "the name of a skill", most, problems);
    contact.areas = areas(checker, form, attributes);
    let is_clear = checker.problems.count() == before;
    contact.ids = listed(checker, form, "ids", "an id such as `hubspot:123`");
    contact.formerly = listed(checker, form, "formerly", "a key that it had");
    contact.points = points::points(form, most, &mut checker.problems);
    let expected = "the key of a department";
    let home = form
        .text("department", expected, &mut checker.problems)
        .good();
    contact.declared_home =
        home.and_then(|key| checker.department(&key, "", form.at("department"), expected));
    let mut belongs = |field, to| belongs(form, field, kind, to, &mut checker.problems);
    let has_holder = belongs("holder", ContactKind::Position);
    let has_deputies = belongs("deputies", ContactKind::Position);
    let has_staff = belongs("staffed_by", ContactKind::Touchpoint);
    if has_holder {
        contact.holder = Dated::undated(one(checker, form, "holder", &[ContactKind::Person]));
    }
    if has_deputies {
        contact.deputies = deputies(checker, form, contact.holder.otherwise);
    }
    if has_staff {
        contact.staffed_by = one(checker, form, "staffed_by", STAFF);
    }
    contact.away = absences::read(checker, form, &contact.key);
    is_clear
}

/// Whether a field that only one kind of contact has is there, and in its place.
fn belongs(
    form: &Form<'_, '_>,
    field: &'static str,
    kind: Option<ContactKind>,
    to: ContactKind,
    problems: &mut Problems,
) -> bool {
    let is_there = form.node(field).is_some();
    let is_misplaced = kind.is_some_and(|kind| kind != to);
    if is_there && is_misplaced {
        let to = to.as_str();
        problems.add(
            ProblemKind::UnknownField,
            form.at(field),
            Some(field),
            format!("`kind = \"{to}\"` beside it"),
            format!("remove it, or make the contact a {to}"),
        );
    }
    is_there && !is_misplaced
}

/// A field that names a contact of one of these kinds.
pub(super) fn one(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    field: &'static str,
    kinds: &[ContactKind],
) -> Option<ContactId> {
    let expected = key_of(kinds);
    let key = form.text(field, &expected, &mut checker.problems).good()?;
    checker.contact_of(&key, form.at(field), kinds)
}

/// Persons who stand in, in their order; none twice, and not the holder.
pub(super) fn deputies(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    holder: Option<ContactId>,
) -> Vec<ContactId> {
    let (field, person) = ("deputies", &[ContactKind::Person]);
    let most = checker.options.limits.deputies;
    let count = form.items(field).len();
    let problems = &mut checker.problems;
    problems.exceeds(count, most, field, form.at(field));
    let mut deputies: Vec<ContactId> = Vec::new();
    for (index, key) in form
        .texts(field, &key_of(person), problems)
        .into_iter()
        .take(most)
    {
        let found = form.at_item(field, index, |place| {
            let found = checker.contact_of(&key, place, person)?;
            let is_new = !deputies.contains(&found) && holder != Some(found);
            if !is_new {
                checker.problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(&key),
                    "each deputy once, and nobody who is the holder",
                    "remove one of the two",
                );
            }
            is_new.then_some(found)
        });
        deputies.extend(found);
    }
    deputies
}

/// The texts of a field, each once. What they must look like is judged before anything is looked up.
pub(super) fn listed(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    field: &'static str,
    expected: &str,
) -> BTreeSet<Box<str>> {
    let most = checker.options.limits.details;
    let problems = &mut checker.problems;
    problems.exceeds_details(form.items(field).len(), most, field, form.at(field));
    let texts = form.texts(field, expected, problems);
    texts.into_iter().map(|(_, text)| text.into()).collect()
}

/// Values of the attribute of role `region`, in canonical form (A4).
fn areas(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    attributes: &Attributes,
) -> BTreeSet<Box<str>> {
    let (field, most) = ("areas", checker.options.limits.details);
    let problems = &mut checker.problems;
    constraints::values_of_role(form, field, Role::Region, attributes, most, problems)
}

/// A field that names a person or position (O1).
pub(super) fn accountable(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    field: &'static str,
) -> Option<ContactId> {
    one(checker, form, field, ACCOUNTABLE)
}
