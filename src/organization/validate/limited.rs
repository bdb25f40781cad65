//! What the documents of parts say about something outside their part.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::notices::Notices;
use super::parts::{Part, Parts};
use super::routes::Routes;
use super::topics::Topics;
use crate::id::{ContactId, DepartmentId};
use crate::organization::Inner;
use crate::organization::document::Node;
use crate::organization::model::{Designee, NORMAL};
use crate::organization::problem::{Place, ProblemKind, Problems};
use crate::organization::read::Form;
use crate::organization::sources::{Source, canonical};

/// The search for what reaches outside a part. What follows from something that the same part says elsewhere is judged
/// there alone.
pub(super) struct Limited<'p> {
    parts: &'p Parts,
    problems: &'p mut Problems,
}

impl<'p> Limited<'p> {
    /// None where no part is granted.
    pub(super) fn of(parts: &'p Parts, problems: &'p mut Problems) -> Option<Self> {
        (!parts.is_empty()).then_some(Self { parts, problems })
    }

    /// Topics and their aliases lie at or below those that are granted.
    pub(super) fn check_topics(&mut self, form: &Form<'_, '_>, topics: &Topics) {
        let section = form.at("topics");
        for (written, node) in form.written_entries("topics") {
            let Some(part) = self.part_of("topics", written) else {
                continue;
            };
            let path = canonical("topics", written);
            let place = section.field(written);
            self.check_path(part, &path, place, written, "a topic");
            let Some(topic) = topics.declared.get(&*path) else {
                continue;
            };
            let aliases = topic.aliases.values().flatten();
            let aliases = aliases.map(|alias| (alias, "aliases"));
            let former = topic.formerly.iter().map(|alias| (alias, "formerly"));
            for (alias, field) in aliases.chain(former) {
                let list = match node {
                    Node::Table(entries) => entries.get(field),
                    _ => None,
                };
                at_path(
                    list.unwrap_or(&Node::Null),
                    place.field(field),
                    alias,
                    &mut |place| {
                        self.check_path(part, alias, place, alias, "an alias");
                    },
                );
            }
        }
    }

    /// Patterns lie at or below the topics that are granted; precedences above `normal` are permitted.
    pub(super) fn check_routes(&mut self, routes: &Routes) {
        let top = Place::ROOT;
        let section = top.field(&routes.section);
        for route in &routes.drafts {
            let source = self.parts.sources.of_item("routes", route.index);
            let Some(part) = self.parts.of(source) else {
                continue;
            };
            let place = section.index(route.index);
            let (pattern, written) = (route.pattern.as_str(), route.written_pattern.as_str());
            self.check_path(part, pattern, place.field("topic"), written, "a pattern");
            let name = route.precedence_name.as_deref().unwrap_or(NORMAL);
            let permitted = part.grant.precedences.as_ref();
            let is_higher = route.precedence > self.parts.normal;
            if let Some(permitted) = permitted.filter(|all| is_higher && !all.contains(name)) {
                let permitted = permitted.iter().map(|name| &**name);
                let permitted: Vec<&str> = permitted.chain([NORMAL]).collect();
                let expected = format!("`{}` or a lower precedence", permitted.join("`, `"));
                let place = place.field("precedence");
                self.note(part, "precedences", place, name, expected);
            }
        }
    }

    /// Patterns lie at or below the topics that are granted.
    pub(super) fn check_notices(&mut self, notices: &Notices) {
        let top = Place::ROOT;
        let section = top.field(&notices.section);
        for notice in &notices.drafts {
            let source = self.parts.sources.of_item("notices", notice.index);
            if let Some(part) = self.parts.of(source) {
                let topic = section.index(notice.index);
                let topic = topic.field("topic");
                let (pattern, written) = (notice.pattern.as_str(), notice.written_pattern.as_str());
                self.check_path(part, pattern, topic, written, "a pattern");
            }
        }
    }

    /// What only the whole shows: where departments, the homes of contacts and owners lie.
    pub(super) fn check_places(&mut self, inner: &Inner) {
        self.check_departments(inner);
        self.check_contacts(inner);
        let top = Place::ROOT;
        let section = top.field("routes");
        for (id, route) in inner.routes.enumerate() {
            let written_at = inner.place_of(id);
            let source = self.parts.sources.of_item("routes", written_at);
            if let Some(part) = self.parts.of(source) {
                let place = section.index(written_at);
                self.check_owner(part, route.owner, place.field("owner"), inner);
            }
        }
    }

    fn check_departments(&mut self, inner: &Inner) {
        let top = Place::ROOT;
        let section = top.field("departments");
        for (id, department) in inner.departments.enumerate() {
            let Some(part) = self.part_of("departments", &department.key) else {
                continue;
            };
            let Some(ground) = ground(part, id, inner) else {
                continue;
            };
            let place = section.field(&department.key);
            let expected = format!("a department at or below `{ground}`");
            match department
                .parent
                .map(|parent| &inner.departments[parent].key)
            {
                Some(parent) if self.says(part, "departments", parent) => {}
                Some(parent) => {
                    self.note(part, "department", place.field("parent"), parent, expected);
                }
                None => self.note(part, "department", place, &department.key, expected),
            }
        }
    }

    fn check_contacts(&mut self, inner: &Inner) {
        let top = Place::ROOT;
        for contact in inner.contacts.iter() {
            let name = if contact.schedule.is_some() {
                "schedules"
            } else {
                "contacts"
            };
            let section = top.field(name);
            let Some(part) = self.part_of(name, &contact.key) else {
                continue;
            };
            let home = &inner.departments[contact.home].key;
            let Some(ground) = ground(part, contact.home, inner) else {
                continue;
            };
            if self.says(part, "departments", home) {
                continue;
            }
            let place = section.field(&contact.key);
            if contact.declared_home.is_some() {
                let expected = format!("a department at or below `{ground}`");
                self.note(
                    part,
                    "department",
                    place.field("department"),
                    home,
                    expected,
                );
            } else {
                let expected = format!("a home at or below `{ground}`, not in `{home}`");
                let suggestion = format!("write `department = {ground:?}`");
                self.note_with(
                    part,
                    "department",
                    place,
                    &contact.key,
                    expected,
                    suggestion,
                );
            }
        }
    }

    /// Whoever may become the owner lies in the part's subtree.
    fn check_owner(&mut self, part: Part<'_>, owner: Designee, place: Place<'_>, inner: &Inner) {
        match owner {
            Designee::Contact(id) => {
                let key = &inner.contacts[id].key;
                self.check_contact_as_owner(part, id, place, key, inner);
            }
            Designee::Department(id) => {
                let key = &inner.departments[id].key;
                self.check_department_as_owner(part, id, place, key, inner);
            }
            Designee::Assigned(id) => {
                let assignment = &inner.assignments[id];
                let key = &assignment.key;
                let holders = assignment.holders.iter();
                for holder in holders.filter(|holder| !holder.is_nobody()) {
                    match inner.designated(holder) {
                        Designee::Contact(id) => {
                            self.check_contact_as_owner(part, id, place, key, inner);
                        }
                        Designee::Department(id) => {
                            self.check_department_as_owner(part, id, place, key, inner);
                        }
                        Designee::Assigned(_) => {}
                    }
                }
            }
        }
    }

    fn check_contact_as_owner(
        &mut self,
        part: Part<'_>,
        owner: ContactId,
        place: Place<'_>,
        written: &str,
        inner: &Inner,
    ) {
        let contact = &inner.contacts[owner];
        let home = &inner.departments[contact.home].key;
        let is_judged =
            self.says(part, "contacts", &contact.key) || self.says(part, "departments", home);
        if let Some(ground) = ground(part, contact.home, inner).filter(|_| !is_judged) {
            let key = &contact.key;
            let expected =
                format!("an owner at or below `{ground}`, but `{key}` is at home in `{home}`");
            self.note(part, "department", place, written, expected);
        }
    }

    fn check_department_as_owner(
        &mut self,
        part: Part<'_>,
        owner: DepartmentId,
        place: Place<'_>,
        written: &str,
        inner: &Inner,
    ) {
        let key = &inner.departments[owner].key;
        let is_judged = self.says(part, "departments", key);
        if let Some(ground) = ground(part, owner, inner).filter(|_| !is_judged) {
            let expected = format!("an owner at or below `{ground}`, but `{key}` is not");
            self.note(part, "department", place, written, expected);
        }
    }

    /// A path lies at or below the topics of the part.
    fn check_path(
        &mut self,
        part: Part<'_>,
        path: &str,
        place: Place<'_>,
        written: &str,
        what: &str,
    ) {
        let topics = part.grant.topics.as_ref();
        let Some(topics) = topics.filter(|topics| !topics.cover(path)) else {
            return;
        };
        let mut expected = match topics.written.as_slice() {
            [] => format!("nothing about topics, as part `{}` has none", part.name),
            some => format!("{what} at or below `{}`", some.join("` or `")),
        };
        if what == "a pattern" && written != path {
            expected.push_str(&format!(", but it stands for `{path}`"));
        }
        self.note(part, "topics", place, written, expected);
    }

    /// The part that a declaration belongs to.
    fn part_of(&self, section: &str, key: &str) -> Option<Part<'p>> {
        let parts = self.parts;
        parts.of(parts.sources.of_key(section, key))
    }

    /// Whether a document of the part declares this itself.
    fn says(&self, part: Part<'_>, section: &str, key: &str) -> bool {
        let source: Option<&Source> = self.parts.sources.of_key(section, key);
        source.is_some_and(|source| source.part.as_deref() == Some(part.name))
    }

    fn note(
        &mut self,
        part: Part<'_>,
        field: &str,
        place: Place<'_>,
        written: &str,
        expected: String,
    ) {
        let top = Place::ROOT;
        let section = top.field(&self.parts.section);
        let grant = self.problems.name_of(section.field(part.name));
        let suggestion = format!("move it to a document without `part`, or widen `{grant}`");
        self.note_with(part, field, place, written, expected, suggestion);
    }

    /// Notes what reaches outside a part, beside the field of the grant that bounds it.
    fn note_with(
        &mut self,
        part: Part<'_>,
        field: &str,
        place: Place<'_>,
        written: &str,
        expected: String,
        suggestion: String,
    ) {
        let top = Place::ROOT;
        let section = top.field(&self.parts.section);
        let grant = section.field(part.name);
        self.problems.add_beside(
            ProblemKind::OutsidePart,
            place,
            Some(written),
            expected,
            suggestion,
            grant.field(field),
        );
    }
}

/// The place at which a path is written in a text, a list or a table of them; where it is in none, that of all.
fn at_path(node: &Node, place: Place<'_>, path: &str, then: &mut impl FnMut(Place<'_>)) {
    if !at_path_within(node, place, path, then) {
        then(place);
    }
}

fn at_path_within(
    node: &Node,
    place: Place<'_>,
    path: &str,
    then: &mut impl FnMut(Place<'_>),
) -> bool {
    match node {
        Node::Text(text) if canonical("topics", text) == path => {
            then(place);
            true
        }
        Node::List(items) => {
            let mut items = items.iter().enumerate();
            items.any(|(index, item)| at_path_within(item, place.index(index), path, then))
        }
        Node::Table(entries) => {
            let mut entries = entries.0.iter();
            entries.any(|(key, entry)| at_path_within(entry, place.field(key), path, then))
        }
        _ => false,
    }
}

/// The key of the department of the part, if another department does not lie there.
fn ground<'i>(part: Part<'_>, department: DepartmentId, inner: &'i Inner) -> Option<&'i str> {
    let ground = part.grant.department?;
    let is_inside = inner.upwards(department).any(|above| above == ground);
    (!is_inside).then(|| &*inner.departments[ground].key)
}
