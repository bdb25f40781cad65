//! The section `contacts`.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Checker, names};
use crate::contact::{AddressForm, ContactKind, Point, Visibility};
use crate::id::{ContactId, DepartmentId, Id, Key, Table};
use crate::label::Labels;
use crate::organization::document::Node;
use crate::organization::model;
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;
use crate::topic::canonical_name;

/// A contact as far as it is read.
pub(super) struct Contact {
    key: Key,
    name: Option<Key>,
    pub(super) kind: Option<ContactKind>,
    home: Option<DepartmentId>,
    points: Vec<Point>,
}

/// The contacts, in the order of their ids.
pub(super) fn read(checker: &mut Checker<'_>) -> Vec<Contact> {
    let entries: Vec<(&str, &Node)> = checker.contacts.iter().collect();
    let section = Place::ROOT;
    let section = section.field(checker.contacts.section());
    entries
        .into_iter()
        .map(|(key, node)| contact(checker, key, node, section.field(key)))
        .collect()
}

fn contact(checker: &mut Checker<'_>, key: &str, node: &Node, place: Place<'_>) -> Contact {
    let mut contact = Contact {
        key: Key::from(key),
        name: None,
        kind: None,
        home: None,
        points: Vec::new(),
    };
    let fields = ["kind", "name", "department", "points"];
    let Some(form) = Form::open(node, place, "a contact", &fields, &mut checker.problems) else {
        return contact;
    };
    let kind = form.word("kind", &ContactKind::ALL, &mut checker.problems);
    if kind.is_absent() {
        form.missing(
            "kind",
            "`person`, `team` or `touchpoint`",
            &mut checker.problems,
        );
    }
    contact.kind = kind.good();
    let name = form
        .required("name", "what people call it", &mut checker.problems)
        .good();
    if let Some(name) = &name {
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            names::invalid(
                name,
                "it has a control character",
                form.at("name"),
                &mut checker.problems,
            );
        }
    }
    contact.name = name.map(|name| Key::from(name.trim()));
    let expected = "the key of a department";
    if let Some(home) = form
        .text("department", expected, &mut checker.problems)
        .good()
    {
        contact.home = checker.department(&home, "", form.at("department"), expected);
    }
    for (index, node) in form.items("points").iter().enumerate() {
        let point = form.at_item("points", index, |place| {
            point(node, place, &mut checker.problems)
        });
        contact.points.extend(point);
    }
    contact
        .points
        .sort_by(|left, right| left.rank().cmp(&right.rank()));
    contact.points.dedup();
    contact
}

/// The kinds of points that the format knows.
const KINDS: [&str; 7] = [
    "email",
    "phone",
    "chat",
    "social",
    "web",
    "in-person",
    "post",
];

fn point(node: &Node, place: Place<'_>, problems: &mut Problems) -> Option<Point> {
    let fields = ["kind", "address", "visibility", "preference", "languages"];
    let form = Form::open(node, place, "a contact point", &fields, problems)?;
    let expected =
        "`email`, `phone`, `chat`, `social`, `web`, `in-person`, `post` or a word of your own";
    let kind = form.required("kind", expected, problems).good();
    let kind = kind.and_then(|written| match canonical_name(&written) {
        Ok(kind) => {
            // A word of one's own is no slip of the pen for a known one.
            let nearest = problems
                .nearest(&kind, KINDS.into_iter())
                .filter(|known| **known != *kind);
            if let Some(known) = nearest.filter(|_| !KINDS.contains(&&*kind)) {
                let suggestion = format!("did you mean `{known}`?");
                problems.add(
                    ProblemKind::UnknownWord,
                    form.at("kind"),
                    Some(&written),
                    expected,
                    suggestion,
                );
                return None;
            }
            Some(Box::<str>::from(&*kind))
        }
        Err(error) => {
            names::invalid(&written, &error.to_string(), form.at("kind"), problems);
            None
        }
    });
    let address_form = kind.as_deref().map(AddressForm::of);
    let expected = address_form.map_or("an address", AddressForm::expected);
    let written = form.required("address", expected, problems).good();
    let visibility = form.word("visibility", &Visibility::ALL, problems);
    let preference = form.number("preference", 1..=100, problems).good();
    let languages = form.texts("languages", "a language tag such as `en`", problems);
    let mut tags: Vec<Box<str>> = Vec::new();
    for (index, tag) in languages {
        if is_language_tag(&tag) {
            tags.push(tag.as_ref().into());
        } else {
            form.at_item("languages", index, |place| {
                problems.add(
                    ProblemKind::InvalidName,
                    place,
                    Some(&tag),
                    "a language tag (BCP 47)",
                    "write it like `en` or `pt-BR`",
                );
            });
        }
    }
    let (kind, written, address_form) = (kind?, written?, address_form?);
    let Some(address) = address_form.canonical(&written) else {
        // A number without quotes has lost its `+` before anybody could see it.
        let is_bare = matches!(form.node("address"), Some(Node::Integer(_)));
        let suggestion = if is_bare {
            "put it in quotes, as in `\"+1 555 0100\"`"
        } else {
            address_form.example()
        };
        let (place, expected) = (form.at("address"), address_form.expected());
        problems.add(
            ProblemKind::InvalidAddress,
            place,
            Some(&written),
            expected,
            suggestion,
        );
        return None;
    };
    let visibility = if visibility.is_absent() {
        Visibility::Internal
    } else {
        visibility.good()?
    };
    Some(Point {
        preference,
        kind,
        address: address.into(),
        visibility,
        languages: tags,
        options: Vec::new(),
        verified: None,
        expires: None,
    })
}

/// The shape of a tag: subtags of 1 to 8 letters and digits, the first of letters.
pub(super) fn is_language_tag(tag: &str) -> bool {
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    tag.split('-').all(is_subtag)
        && tag.split('-').next().is_some_and(|first| {
            first.len() >= 2 && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

/// The contacts with their home departments: declared; else the deepest department that contains all which name the
/// contact; else the root.
pub(super) fn assemble(
    contacts: Vec<Contact>,
    departments: &Table<DepartmentId, model::Department>,
    root: DepartmentId,
) -> Table<ContactId, model::Contact> {
    let mut named_by: BTreeMap<ContactId, BTreeSet<DepartmentId>> = BTreeMap::new();
    for (id, department) in departments.enumerate() {
        let desks = department.desks.iter().filter_map(|desk| match desk.who {
            model::Designee::Contact(id) => Some(id),
            _ => None,
        });
        let head = department.head.filter(|_| !department.is_external);
        for contact in head
            .into_iter()
            .chain(department.members.iter().copied())
            .chain(desks)
        {
            named_by.entry(contact).or_default().insert(id);
        }
    }
    let path = |id: DepartmentId| {
        let mut path: Vec<DepartmentId> =
            core::iter::successors(Some(id), |id| departments[*id].parent).collect();
        path.reverse();
        path
    };
    let common = |ids: &BTreeSet<DepartmentId>| {
        let mut paths = ids.iter().map(|id| path(*id));
        let first = paths.next().unwrap_or_default();
        let shared = paths.fold(first, |shared, path| {
            shared
                .iter()
                .zip(&path)
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| *a)
                .collect()
        });
        shared.last().copied().unwrap_or(root)
    };
    let assembled = contacts.into_iter().enumerate().map(|(index, contact)| {
        let named = named_by.get(&ContactId::from_index(index));
        model::Contact {
            name: contact.name.unwrap_or_else(|| contact.key.clone()),
            key: contact.key,
            kind: contact.kind.unwrap_or(ContactKind::Team),
            declared_home: contact.home,
            home: contact.home.or_else(|| named.map(common)).unwrap_or(root),
            has_home: contact.home.is_some() || named.is_some(),
            points: contact.points.into(),
            labels: Labels::default().into(),
            title: None,
            name_visibility: Visibility::Public,
            languages: BTreeSet::new(),
            areas: BTreeSet::new(),
            skills: BTreeSet::new(),
            ids: BTreeSet::new(),
            formerly: BTreeSet::new(),
            holder: None,
            deputies: Vec::new(),
            staffed_by: None,
        }
    });
    assembled.collect()
}
