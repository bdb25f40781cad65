//! A few edits of what is there: tried on the declarations that they are about alone.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::applied::Applied;
use super::draft::{Draft, Touched};
use super::{Action, Edit};
use crate::id::{Id, Key, RouteId};
use crate::organization::document::{Entries, Node};
use crate::organization::limits::BuildOptions;
use crate::organization::problem::PathSegment;
use crate::organization::validate::patch::{Changes, patched};
use crate::organization::{Inner, Organization, canonical};

/// More edits than this are applied to the whole document.
const MOST: usize = 64;

/// Applies edits that change declarations of contacts, departments, assignments and routes, by the keys that these have now,
/// or add or remove routes. `None` where an edit does anything else, does not fit, or makes something that has to be
/// judged as a whole; nothing is lost then but the time for a look.
pub(super) fn quick(
    organization: &Organization,
    edits: &[Edit],
    options: &BuildOptions,
) -> Option<Applied> {
    if edits.len() > MOST {
        return None;
    }
    let inner = &organization.inner;
    let keys = Keys::of(inner, edits)?;
    let routes: Vec<RouteId> = keys.routes.iter().copied().collect();
    let mut draft = Draft::part(
        keys.declarations(inner),
        routes.iter().map(|id| &*inner.routes[*id].key),
    );
    let number = |(at, id): (usize, &RouteId)| Some((draft.listed.get("routes")?.get(at)?.id, *id));
    let ids: BTreeMap<usize, RouteId> = routes
        .iter()
        .enumerate()
        .map(number)
        .collect::<Option<_>>()?;
    let touched: Vec<Touched> = edits
        .iter()
        .enumerate()
        .map(|(number, edit)| draft.apply(number, edit).ok())
        .collect::<Option<_>>()?;
    let (changes, added) = changes(inner, &draft, &keys, &ids)?;
    let after = patched(inner, &changes, options)?;
    let made: BTreeMap<usize, &Key> = added.into_iter().zip(&after.added).collect();
    let key = |touched: &Touched| match touched.as_slice() {
        [_, PathSegment::Field(key), ..] => Some(key.clone()),
        [_, PathSegment::Index(id), ..] => match ids.get(id) {
            Some(route) => {
                let mut routes = changes.routes.iter();
                let is_there = routes.any(|(own, node)| own == route && node.is_some());
                is_there.then(|| Box::from(&*inner.routes[*route].key))
            }
            None => made.get(id).map(|key| Box::from(&***key)),
        },
        _ => None,
    };
    let keys = touched.iter().map(key).collect();
    Some(Applied::new(Organization::from(after.inner), keys))
}

/// What edits are about.
#[derive(Default)]
struct Keys {
    /// By section, the keys.
    keyed: BTreeMap<&'static str, BTreeSet<Box<str>>>,
    routes: BTreeSet<RouteId>,
}

/// The sections with keys of which declarations may change.
const SECTIONS: [&str; 3] = ["assignments", "contacts", "departments"];

impl Keys {
    fn of(inner: &Inner, edits: &[Edit]) -> Option<Self> {
        let mut keys = Self::default();
        for edit in edits {
            let is_whole = edit.field.is_empty();
            let key = edit.key.as_deref();
            match &edit.action {
                Action::Rename(_) => return None,
                Action::Add { value, .. } if is_whole && *edit.section == *"routes" => {
                    let own = match value.node() {
                        Node::Table(entries) => entries.get("key"),
                        _ => return None,
                    };
                    let own = match own {
                        Some(Node::Text(own)) => Some(&**own),
                        Some(_) => return None,
                        None => key,
                    };
                    if own.is_some_and(|own| route(inner, own).is_some()) {
                        return None;
                    }
                }
                _ if *edit.section == *"routes" => {
                    keys.routes.insert(route(inner, key?)?);
                }
                Action::Add { .. } | Action::Remove { .. } if is_whole => return None,
                _ => {
                    let mut sections = SECTIONS.into_iter();
                    let section = sections.find(|section| **section == *edit.section)?;
                    place(inner, section, key?)?;
                    keys.keyed.entry(section).or_default().insert(key?.into());
                }
            }
        }
        Some(keys)
    }

    /// These declarations as the document has them.
    fn declarations(&self, inner: &Inner) -> Entries {
        let mut root = Entries::default();
        for (section, keys) in &self.keyed {
            let mut entries = Entries::default();
            for key in keys {
                if let Some(node) = canonical::declaration(inner, section, key) {
                    entries.push(key, node);
                }
            }
            root.push(section, entries.into());
        }
        let routes = self.routes.iter();
        let routes =
            routes.filter_map(|id| canonical::declaration(inner, "routes", &inner.routes[*id].key));
        root.push("routes", Node::List(routes.collect()));
        root
    }
}

fn route(inner: &Inner, key: &str) -> Option<RouteId> {
    inner.routes.find(|own| (*own.key).cmp(key))
}

/// Where something of this key stands in its section.
fn place(inner: &Inner, section: &str, key: &str) -> Option<usize> {
    match section {
        "assignments" => {
            let found = inner.assignments.find(|own| (*own.key).cmp(key));
            found.map(Id::index)
        }
        "contacts" => {
            let found = inner.contacts.find(|own| (*own.key).cmp(key))?;
            let is_schedule = inner.contacts[found].schedule.is_some();
            (!is_schedule).then_some(found.index())
        }
        _ => {
            let found = inner.departments.find(|own| (*own.key).cmp(key));
            found.map(Id::index)
        }
    }
}

/// What the declarations say after the edits, and the numbers in the draft of the routes that were added.
fn changes(
    inner: &Inner,
    draft: &Draft,
    keys: &Keys,
    ids: &BTreeMap<usize, RouteId>,
) -> Option<(Changes, Vec<usize>)> {
    let mut changes = Changes::default();
    for (section, keys) in &keys.keyed {
        let Some(Node::Table(entries)) = draft.root.get(section) else {
            return None;
        };
        for key in keys {
            let (at, node) = (place(inner, section, key)?, entries.get(key)?.clone());
            match *section {
                "assignments" => changes.assignments.push((Id::from_index(at), node)),
                "contacts" => changes.contacts.push((Id::from_index(at), node)),
                _ => changes.departments.push((Id::from_index(at), node)),
            }
        }
    }
    let Some(Node::List(items)) = draft.root.get("routes") else {
        return None;
    };
    let mut left = keys.routes.clone();
    let mut added = Vec::new();
    for (listed, node) in draft.listed.get("routes")?.iter().zip(items) {
        match ids.get(&listed.id) {
            Some(id) => {
                left.remove(id);
                changes.routes.push((*id, Some(node.clone())));
            }
            None => {
                added.push(listed.id);
                changes.added.push(node.clone());
            }
        }
    }
    changes.routes.extend(left.into_iter().map(|id| (id, None)));
    Some((changes, added))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::sync::Arc;

    use crate::organization::document::{Contact, Department, Document, Route, When};

    fn sample() -> Organization {
        let mut document = Document::new();
        let channel = crate::organization::document::Attribute::closed(["email", "phone"]);
        document.attribute("channel", channel);
        document.department("company", Department::new().head("lee"));
        document.department("billing", Department::new().parent("company").head("kim"));
        document.contact("lee", Contact::person("Lee"));
        document.contact("kim", Contact::person("Kim"));
        document.route(Route::fallback("company"));
        document.route(Route::new("a/b").owner("billing"));
        document.build().expect("a good document")
    }

    /// All but `built`, whose counts may be higher than those of a build.
    fn shown(organization: &Organization) -> alloc::string::String {
        let inner = &organization.inner;
        alloc::format!(
            "{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
            inner.contacts,
            inner.departments,
            inner.routes,
            inner.route_places,
            inner.groups,
            inner.automaton,
            inner.uses,
            inner.fallback,
            inner.root_head,
            inner.built.unrouted,
        )
    }

    #[test]
    fn common_edits_are_quick() {
        let by_phone = || When::new().any_of("channel", ["phone"]);
        let edits = [
            Edit::set("departments", "billing", "head", "lee"),
            Edit::set("contacts", "kim", "name", "Kim K."),
            Edit::set("routes", "a/b", "owner", "company"),
            Edit::append(
                "routes",
                Route::new("a/b").owner("company").when(by_phone()),
            ),
            Edit::append("routes", Route::new("c/*/d").owner("company")),
            Edit::remove("routes", "a/b"),
        ];
        let before = sample();
        for edit in edits {
            let edits = [edit];
            let options = BuildOptions::new();
            let quick = quick(&before, &edits, &options).expect("nothing else is touched");
            let other = options.limits(crate::Limits::default().edits(9));
            let anew = before.apply_with(&edits, &other).expect("a good edit");
            let (quick, anew) = (quick.organization(), anew.organization());
            assert_eq!(shown(quick), shown(anew), "{edits:?}");
            assert_eq!(quick.fingerprint(), anew.fingerprint(), "{edits:?}");
            assert_eq!(quick.warnings(), anew.warnings(), "{edits:?}");
        }
    }

    #[test]
    fn what_was_built_with_other_limits_is_edited_with_these() {
        let limits = crate::Limits::default().contacts(2).work(30_000_000);
        let options = BuildOptions::new().limits(limits);
        let before = sample().to_document().build_with(&options);
        let before = before.expect("a good document");
        let edit = Edit::set("departments", "billing", "head", "lee");
        let after = before.apply(&[edit]).expect("a good edit");
        let (old, new) = (&before.inner, &after.inner);
        assert!(Arc::ptr_eq(&old.vocabulary, &new.vocabulary), "not quick");
        assert_eq!(new.built.options, options);

        let max = Edit::add("contacts", "max", Contact::person("Max"));
        let refused = after.apply(core::slice::from_ref(&max));
        assert!(refused.is_err(), "a third contact");
        assert!(after.apply_with(&[max], &BuildOptions::new()).is_ok());
    }

    #[test]
    fn other_edits_are_not() {
        let edits = [
            Edit::rename("contacts", "kim", "kay"),
            Edit::remove("contacts", "kim"),
            Edit::set("contacts", "kim", "skills", "law"),
            Edit::set("contacts", "nobody", "name", "x"),
            Edit::set("departments", "company", "parent", "billing"),
            Edit::unset("departments", "company", "head"),
            Edit::set("routes", "a/b", "owner", "nobody"),
            Edit::append("routes", Route::new("a/b").owner("company")),
            Edit::set_value("name", "Example"),
        ];
        for edit in edits {
            assert!(
                quick(
                    &sample(),
                    core::slice::from_ref(&edit),
                    &BuildOptions::new()
                )
                .is_none(),
                "{edit}"
            );
        }
    }
}
