//! A document on which edits are tried, one after the other.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::change::{change, expect, invalid};
use super::error::EditReason;
use super::fact::part;
use super::path::FieldPath;
use super::references::{
    self, KEYED, LISTED, REMEMBERING, VALUES, by_key, moved, normal_key, visit,
};
use super::{Action, Edit};
use crate::organization::Organization;
use crate::organization::document::{Document, Entries, Node};
use crate::organization::limits::BuildOptions;
use crate::organization::problem::{PathSegment, Problems, nearest, one_of};
use crate::topic::ROOT;

/// The document that the edits so far make. It need not build.
pub(super) struct Draft {
    root: Entries,
    /// For each section that is a list, what is known of its items, in their order.
    listed: BTreeMap<&'static str, Vec<Listed>>,
    next_id: usize,
    /// Whether an edit has written something since the document was canonical.
    is_written: bool,
    /// The sections and names of what was removed, with the edits that did.
    removed: Vec<Removed>,
}

/// An item of a section that is a list.
struct Listed {
    /// Stays the same while others come and go.
    id: usize,
    /// The keys that it goes by: those that it had before its key or condition changed go on working while edits are
    /// applied. The newest last.
    keys: Vec<Box<str>>,
}

/// A declaration that was taken away, by any of its names.
struct Removed {
    edit: usize,
    section: Box<str>,
    names: Vec<Box<str>>,
}

/// What an edit was about: a path on which items of sections that are lists stand by their id.
pub(super) type Touched = Vec<PathSegment>;

impl Draft {
    pub(super) fn new(organization: &Organization) -> Self {
        let mut draft = Self {
            root: organization.to_document().entries().clone(),
            listed: BTreeMap::new(),
            next_id: 0,
            is_written: false,
            removed: Vec::new(),
        };
        for (section, items) in keys(organization) {
            let items = items.into_iter().map(|(key, _)| Listed {
                id: draft.new_id(),
                keys: [key].into(),
            });
            let items = items.collect();
            draft.listed.insert(section, items);
        }
        draft
    }

    /// The document, as it was written.
    pub(super) fn document(&self) -> Document {
        Document::from_entries(self.root.clone())
    }

    /// Brings what was written so far into canonical form, and learns the keys that are made; only if it builds.
    pub(super) fn settle(&mut self, options: &BuildOptions) -> bool {
        if !self.is_written {
            return false;
        }
        let Ok(built) = self.document().build_with(options) else {
            return false;
        };
        self.root = built.to_document().entries().clone();
        self.is_written = false;
        for (section, items) in keys(&built) {
            let mut before = self.listed.remove(section).unwrap_or_default();
            let after = items.into_iter().map(|(key, written_at)| {
                let mut item = match before.get_mut(written_at) {
                    Some(item) => Listed {
                        id: item.id,
                        keys: core::mem::take(&mut item.keys),
                    },
                    None => Listed {
                        id: self.new_id(),
                        keys: Vec::new(),
                    },
                };
                item.goes_by(key);
                item
            });
            let after = after.collect();
            self.listed.insert(section, after);
        }
        true
    }

    /// Applies an edit, or leaves all as it was.
    pub(super) fn apply(&mut self, number: usize, edit: &Edit) -> Result<Touched, EditReason> {
        let section = &*edit.section;
        let touched = if KEYED.contains(&section) || LISTED.contains(&section) {
            self.apply_to_section(number, edit)?
        } else if VALUES.contains(&section) {
            self.apply_to_value(edit)?
        } else {
            let names = || KEYED.into_iter().chain(LISTED).chain(VALUES);
            let suggestion = match nearest(section, names()) {
                Some(name) => alloc::format!("did you mean `{name}`?"),
                None => one_of(names(), ""),
            };
            let suggestion = suggestion.into();
            return Err(EditReason::UnknownSection { suggestion });
        };
        self.is_written = true;
        Ok(touched)
    }

    fn apply_to_section(&mut self, number: usize, edit: &Edit) -> Result<Touched, EditReason> {
        let section = &*edit.section;
        let Some(key) = &edit.key else {
            return match &edit.action {
                Action::Add { value, .. } if LISTED.contains(&section) && edit.field.is_empty() => {
                    self.add(section, None, value.node())
                }
                _ => Err(invalid("`key`, which tells what of the section is meant")),
            };
        };
        if let (Action::Add { value, .. }, true) = (&edit.action, edit.field.is_empty()) {
            return self.add(section, Some(key), value.node());
        }
        let at = self.find(section, key)?;
        if edit.field.is_empty() {
            return match &edit.action {
                Action::Remove { value: None, .. } => self.remove(number, section, at, edit),
                Action::Set(value) => self.replace(section, at, value.node(), edit),
                Action::Rename(to) => self.rename(section, at, to),
                _ => Err(invalid(
                    "`field`, which tells what part of the declaration is meant",
                )),
            };
        }
        let mut touched = self.touched(section, at);
        touched.extend(edit.field.0.iter().cloned());
        let Some(declaration) = self.node_mut(section, at) else {
            return Err(EditReason::NothingThere);
        };
        change(declaration, edit)?;
        let own_key = part(declaration, &[PathSegment::Field("key".into())]);
        if let Some(Node::Text(own_key)) = own_key.cloned() {
            self.goes_by(section, at, own_key);
        }
        Ok(touched)
    }

    /// A top-level value is a field of the document.
    fn apply_to_value(&mut self, edit: &Edit) -> Result<Touched, EditReason> {
        if edit.key.is_some() {
            return Err(invalid("no `key`: this is one value for all"));
        }
        if let Action::Rename(_) = edit.action {
            return Err(invalid("a section with keys, for `rename`"));
        }
        let mut path = FieldPath::default().field(&edit.section);
        path.0.extend(edit.field.0.iter().cloned());
        let edit = Edit {
            field: path,
            ..edit.clone()
        };
        let mut root = Node::Table(core::mem::take(&mut self.root));
        let done = change(&mut root, &edit);
        if let Node::Table(root) = root {
            self.root = root;
        }
        done.map(|()| edit.field.0)
    }

    fn add(
        &mut self,
        section: &str,
        key: Option<&str>,
        value: &Node,
    ) -> Result<Touched, EditReason> {
        let Some(listed) = LISTED.into_iter().find(|name| *name == section) else {
            let key = normal_key(section, key.unwrap_or_default());
            if self.is_taken(section, &key) {
                return Err(EditReason::KeyExists { key });
            }
            if section == "attributes" {
                self.root.push_item("importance", Node::Text(key.clone()));
            }
            self.root.push_entry(section, &key, value.clone());
            return Ok([field(section), PathSegment::Field(key)].into());
        };
        let mut value = value.clone();
        let mut keys: Vec<Box<str>> = Vec::new();
        if let Node::Table(entries) = &mut value {
            match (entries.get("key"), key) {
                (Some(Node::Text(own)), Some(key)) if **own != *key => {
                    return Err(invalid("one key, not another in the declaration"));
                }
                (None, Some(key)) => entries.0.insert(0, ("key".into(), key.into())),
                _ => {}
            }
            if let Some(Node::Text(own)) = entries.get("key") {
                keys.push(own.clone());
            }
        }
        if let Some(key) = keys.iter().find(|key| self.is_taken(section, key)) {
            return Err(EditReason::KeyExists { key: key.clone() });
        }
        let id = self.new_id();
        self.listed
            .entry(listed)
            .or_default()
            .push(Listed { id, keys });
        self.root.push_item(section, value);
        Ok([field(section), PathSegment::Index(id)].into())
    }

    fn remove(
        &mut self,
        number: usize,
        section: &str,
        at: usize,
        edit: &Edit,
    ) -> Result<Touched, EditReason> {
        expect(self.node_mut(section, at).as_deref(), edit)?;
        let touched = self.touched(section, at);
        match self.root.get_mut(section) {
            Some(Node::List(items)) if at < items.len() => drop(items.remove(at)),
            Some(Node::Table(entries)) if at < entries.0.len() => {
                let (key, node) = entries.0.remove(at);
                if section == "attributes" {
                    self.root.remove_text("importance", &key);
                }
                // What is said of a topic is said of its path, whether that is declared or not (T3).
                if section != "topics" {
                    self.removed.push(Removed {
                        edit: number,
                        section: section.into(),
                        names: names(section, key, &node),
                    });
                }
            }
            _ => return Err(EditReason::NothingThere),
        }
        if let Some(items) = self.listed.get_mut(section) {
            if at < items.len() {
                items.remove(at);
            }
        }
        Ok(touched)
    }

    fn replace(
        &mut self,
        section: &str,
        at: usize,
        value: &Node,
        edit: &Edit,
    ) -> Result<Touched, EditReason> {
        let touched = self.touched(section, at);
        let Some(node) = self.node_mut(section, at) else {
            return Err(EditReason::NothingThere);
        };
        expect(Some(node), edit)?;
        let own_key = match node {
            Node::Table(entries) if LISTED.contains(&section) => entries.get("key").cloned(),
            _ => None,
        };
        *node = value.clone();
        if let (Node::Table(entries), Some(own_key)) = (node, own_key) {
            if entries.get("key").is_none() {
                entries.0.insert(0, ("key".into(), own_key));
            }
            if let Some(Node::Text(key)) = entries.get("key").cloned() {
                self.goes_by(section, at, key);
            }
        }
        Ok(touched)
    }

    fn rename(&mut self, section: &str, at: usize, to: &str) -> Result<Touched, EditReason> {
        let to = normal_key(section, to);
        if self.is_taken(section, &to) {
            return Err(EditReason::KeyExists { key: to });
        }
        let touched = self.touched(section, at);
        if LISTED.contains(&section) {
            if let Some(Node::Table(entries)) = self.node_mut(section, at) {
                entries.set("key", Node::Text(to.clone()));
            }
            self.goes_by(section, at, to);
            return Ok(touched);
        }
        let Some(Node::Table(declarations)) = self.root.get_mut(section) else {
            return Err(EditReason::NothingThere);
        };
        let Some((key, declaration)) = declarations.0.get_mut(at) else {
            return Err(EditReason::NothingThere);
        };
        let from = core::mem::replace(key, to.clone());
        if let (Node::Table(entries), true) = (declaration, REMEMBERING.contains(&section)) {
            entries.remove_text("formerly", &to);
            entries.push_item("formerly", Node::Text(from.clone()));
        }
        if section == "topics" && *from != *ROOT {
            for (key, _) in &mut declarations.0 {
                if let Some(moved) = moved(key, &from, &to) {
                    *key = moved;
                }
            }
        }
        let shared: Vec<&str> = ["contacts", "departments"]
            .into_iter()
            .filter(|other| *other != section && self.place(other, &from).is_some())
            .collect();
        references::rename(&mut self.root, section, &from, &to, |other| {
            shared.contains(&other)
        });
        Ok([field(section), PathSegment::Field(to)].into())
    }

    /// What was removed and is still named: the edit that removed it, and where.
    pub(super) fn in_use(&mut self) -> Vec<(usize, EditReason)> {
        let removed = core::mem::take(&mut self.removed);
        let mut gone: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, own) in removed.iter().enumerate() {
            for name in &own.names {
                if self.place(&own.section, name).is_none() {
                    gone.insert((&own.section, name), index);
                }
            }
        }
        let mut uses: Vec<Vec<Box<str>>> = removed.iter().map(|_| Vec::new()).collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let mut root = core::mem::take(&mut self.root);
        visit(&mut root, |reference| {
            for section in reference.sections {
                let name = normal_key(section, reference.name);
                if let Some(index) = gone.get(&(*section, &*name)) {
                    if let Some(uses) = uses.get_mut(*index) {
                        let path =
                            by_key(reference.path, |section, at| self.shown_key(section, at));
                        uses.push(path.to_string().into());
                    }
                }
            }
        });
        self.root = root;
        let in_use = removed.iter().zip(uses).filter(|(_, by)| !by.is_empty());
        in_use
            .map(|(own, by)| (own.edit, EditReason::InUse { by }))
            .collect()
    }

    /// The place in the document of something that an edit was about.
    pub(super) fn path(&self, touched: &Touched) -> Option<Touched> {
        let mut path = touched.clone();
        if let [PathSegment::Field(section), PathSegment::Index(id), ..] = path.as_mut_slice() {
            let items = self.listed.get(&**section);
            if let Some(items) = items {
                *id = items.iter().position(|item| item.id == *id)?;
            }
        }
        Some(path)
    }

    /// What is declared under a key.
    pub(super) fn declaration(&self, section: &str, key: &str) -> Option<&Node> {
        let at = self.find(section, key).ok()?;
        match self.root.get(section)? {
            Node::List(items) => items.get(at),
            Node::Table(entries) => entries.0.get(at).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The key by which an item of a section that is a list is known here.
    pub(super) fn shown_key(&self, section: &str, at: usize) -> Option<Box<str>> {
        self.listed.get(section)?.get(at)?.keys.last().cloned()
    }

    /// Where in its section something stands, by any of its keys.
    fn find(&self, section: &str, key: &str) -> Result<usize, EditReason> {
        let normal = normal_key(section, key);
        let found = self
            .place(section, &normal)
            .or_else(|| self.place_of_further_name(section, key));
        found.ok_or_else(|| {
            let entries = root_table(&self.root, section);
            let keys = entries.into_iter().flat_map(|entries| &entries.0);
            let listed = self.listed.get(section).into_iter().flatten();
            let keys = keys
                .map(|(key, _)| &**key)
                .chain(listed.filter_map(|item| item.keys.last().map(|key| &**key)));
            let suggestion = Problems::new(1).did_you_mean(key, keys, "it has none");
            EditReason::UnknownKey {
                key: key.into(),
                suggestion: suggestion.into(),
            }
        })
    }

    /// Whether something has this key now, in normal form.
    fn is_taken(&self, section: &str, key: &str) -> bool {
        match self.listed.get(section) {
            Some(items) => items.iter().any(|item| item.has(key)),
            None => self.place(section, key).is_some(),
        }
    }

    /// By the key that it has, in normal form.
    fn place(&self, section: &str, key: &str) -> Option<usize> {
        if let Some(items) = self.listed.get(section) {
            let now = items.iter().position(|item| item.has(key));
            let had = |item: &Listed| item.keys.iter().any(|own| **own == *key);
            return now.or_else(|| items.iter().position(had));
        }
        let entries = &root_table(&self.root, section)?.0;
        // Canonical documents are sorted; what edits added stands behind.
        entries
            .binary_search_by(|(own, _)| (**own).cmp(key))
            .ok()
            .or_else(|| entries.iter().position(|(own, _)| **own == *key))
    }

    /// By a key that it had, else by a foreign id.
    fn place_of_further_name(&self, section: &str, key: &str) -> Option<usize> {
        let entries = &root_table(&self.root, section)?.0;
        let by = |field| {
            entries.iter().position(|(_, node)| {
                let names = part(node, &[PathSegment::Field(Box::from(field))]);
                names.is_some_and(|names| texts(names).any(|name| name == key))
            })
        };
        REMEMBERING
            .contains(&section)
            .then(|| by("formerly").or_else(|| by("ids")))
            .flatten()
    }

    fn node_mut(&mut self, section: &str, at: usize) -> Option<&mut Node> {
        match self.root.get_mut(section)? {
            Node::List(items) => items.get_mut(at),
            Node::Table(entries) => entries.0.get_mut(at).map(|(_, node)| node),
            _ => None,
        }
    }

    fn touched(&self, section: &str, at: usize) -> Touched {
        let second = match self.listed.get(section) {
            Some(items) => items.get(at).map(|item| PathSegment::Index(item.id)),
            None => root_table(&self.root, section)
                .and_then(|entries| entries.0.get(at))
                .map(|(key, _)| PathSegment::Field(key.clone())),
        };
        [field(section)].into_iter().chain(second).collect()
    }

    fn goes_by(&mut self, section: &str, at: usize, key: Box<str>) {
        if let Some(item) = self
            .listed
            .get_mut(section)
            .and_then(|items| items.get_mut(at))
        {
            item.goes_by(key);
        }
    }

    fn new_id(&mut self) -> usize {
        self.next_id += 1;
        self.next_id
    }
}

impl Listed {
    /// Whether this is its key now.
    fn has(&self, key: &str) -> bool {
        self.keys.last().is_some_and(|own| **own == *key)
    }

    fn goes_by(&mut self, key: Box<str>) {
        self.keys.retain(|own| *own != key);
        self.keys.push(key);
    }
}

/// The keys of the sections that are lists, in canonical order, each with its place in the document that was built.
pub(super) fn keys(organization: &Organization) -> [(&'static str, Vec<(Box<str>, usize)>); 2] {
    let inner = &organization.inner;
    let notices = inner.notices.iter();
    let routes = inner.routes.iter();
    [
        (
            "notices",
            notices
                .map(|own| ((*own.key).into(), own.written_at))
                .collect(),
        ),
        (
            "routes",
            routes
                .map(|own| ((*own.key).into(), own.written_at))
                .collect(),
        ),
    ]
}

fn root_table<'r>(root: &'r Entries, section: &str) -> Option<&'r Entries> {
    match root.get(section)? {
        Node::Table(entries) => Some(entries),
        _ => None,
    }
}

/// All by which a declaration may be named.
fn names(section: &str, key: Box<str>, node: &Node) -> Vec<Box<str>> {
    let mut names = Vec::from([key]);
    if REMEMBERING.contains(&section) {
        for field in ["formerly", "ids"] {
            let further = part(node, &[PathSegment::Field(Box::from(field))]);
            names.extend(further.into_iter().flat_map(texts).map(Into::into));
        }
    }
    names
}

/// The texts of a list, or of one text alone.
fn texts(node: &Node) -> impl Iterator<Item = &str> {
    let items = match node {
        Node::List(items) => items.as_slice(),
        only => core::slice::from_ref(only),
    };
    items.iter().filter_map(|item| match item {
        Node::Text(text) => Some(&**text),
        _ => None,
    })
}

fn field(name: &str) -> PathSegment {
    PathSegment::Field(name.into())
}
