//! The section `contacts`.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::attributes::Attributes;
use super::names::{ACCOUNTABLE, key_of};
use super::{Checker, absences, constraints, dated, labels, points};
use crate::attribute::Role;
use crate::calendar::dated::Dated;
use crate::contact::{ContactKind, Visibility};
use crate::id::{ContactId, DepartmentId, Id, Key};
use crate::label::Labels;
use crate::organization::document::{Node, format};
use crate::organization::model::Contact;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::{Form, Read, text};

/// The contacts, in the order of their ids, not at home yet.
pub(super) struct Contacts {
    pub(super) rows: Vec<Contact>,
    /// The positions that name no holder, or none but for a while.
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
            let id = ContactId::from_index(contacts.rows.len());
            if checker.contacts.is_guest(key) {
                // What it says is read with the other schedules.
                contacts.rows.push(Contact {
                    kind: ContactKind::Schedule,
                    ..unread(key)
                });
                continue;
            }
            let place = section.field(key);
            let (contact, is_vacant, is_clear) = contact(checker, key, node, place, attributes);
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

/// Reads one contact; whether it is a position that names no holder but for a while, and whether it is clear what it serves.
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
    let (is_vacant, is_clear) = read(checker, &form, &mut contact, attributes);
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
        members: Vec::new(),
        staffed_by: None,
        schedule: None,
        away: Vec::new(),
    }
}

/// Reads what a contact says, and tells whether it is vacant, and whether it is clear what it serves.
fn read(
    checker: &mut Checker<'_>,
    form: &Form<'_, '_>,
    contact: &mut Contact,
    attributes: &Attributes,
) -> (bool, bool) {
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
    contact.declared_home = home(checker, form);
    let mut belongs = |field, to| belongs(form, field, kind, to, &mut checker.problems);
    let has_holder = belongs("holder", ContactKind::Position);
    let has_deputies = belongs("deputies", ContactKind::Position);
    let has_members = belongs("members", ContactKind::Team);
    let has_staff = belongs("staffed_by", ContactKind::Touchpoint);
    let mut is_vacant = contact.kind == ContactKind::Position;
    if has_holder {
        let holder = dated::term(checker, form, "holder", &[ContactKind::Person]);
        is_vacant &= !holder.is_bad();
        contact.holder = holder.good().unwrap_or_default();
        is_vacant &= contact.holder.otherwise.is_none();
    }
    if has_deputies {
        contact.deputies = deputies(checker, form, contact.holder.otherwise);
    }
    if has_members {
        contact.members = members(checker, form);
    }
    if has_staff {
        contact.staffed_by = checker.contact_in(form, "staffed_by", STAFF);
    }
    contact.away = absences::read(checker, form, &contact.key);
    (is_vacant, is_clear)
}

/// The home department, where it is written.
pub(super) fn home(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Option<DepartmentId> {
    let (field, expected) = ("department", "the key of a department");
    let key = form.text(field, expected, &mut checker.problems).good()?;
    checker.department(&key, "", form.at(field), expected)
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

/// The persons of a team with their weights, sorted.
fn members(checker: &mut Checker<'_>, form: &Form<'_, '_>) -> Vec<(ContactId, u8)> {
    let (field, most) = ("members", checker.options.limits.team_members);
    let nodes = form.items(field);
    let problems = &mut checker.problems;
    problems.exceeds(nodes.len(), most, "team_members", form.at(field));
    let mut members: BTreeMap<ContactId, u8> = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate().take(most) {
        form.at_item(field, index, |place| {
            let Some((contact, weight)) = member(checker, node, place) else {
                return;
            };
            if members.insert(contact, weight).is_some() {
                checker.problems.add(
                    ProblemKind::DuplicateKey,
                    place,
                    Some(&node.to_string()),
                    "each member once",
                    "remove one of the two, or give one a `weight`",
                );
            }
        });
    }
    members.into_iter().collect()
}

/// A key alone, or with a weight.
fn member(checker: &mut Checker<'_>, node: &Node, place: Place<'_>) -> Option<(ContactId, u8)> {
    let (kinds, problems) = (&[ContactKind::Person], &mut checker.problems);
    let expected = key_of(kinds);
    let Node::Table(_) = node else {
        let key = text(node, place, &expected, problems)?;
        return Some((checker.contact_of(&key, place, kinds)?, 1));
    };
    let form = Form::open(node, place, &format::MEMBER, problems)?;
    let key = form.required("who", &expected, problems);
    let weight = form.number("weight", format::WEIGHTS, problems);
    let contact = checker.contact_of(&key.good()?, form.at("who"), kinds);
    let weight = match weight {
        Read::Absent => 1,
        Read::Bad => return None,
        Read::Good(weight) => u8::try_from(weight).ok()?,
    };
    Some((contact?, weight))
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
    checker.contact_in(form, field, ACCOUNTABLE)
}
