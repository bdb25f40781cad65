//! A document on which edits are tried, one after the other.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;

use super::error::EditReason;
use super::fact::part;
use super::references::{LISTED, PARTIES, REMEMBERING, by_key, normal_key, visit};
use crate::id::Key;
use crate::organization::Organization;
use crate::organization::document::{Document, Entries, Node};
use crate::organization::limits::BuildOptions;
use crate::organization::problem::{PathSegment, Problems};

/// The document that the edits so far make. It need not build.
pub(super) struct Draft {
    pub(super) root: Entries,
    /// For each section that is a list, what is known of its items, in their order.
    pub(super) listed: BTreeMap<&'static str, Vec<Listed>>,
    next_id: usize,
    /// Whether an edit has written something since the document was canonical.
    is_written: bool,
    /// The sections and names of what was removed, with the edits that did.
    pub(super) removed: Vec<Removed>,
    /// The declarations that got other keys, in the order in which they did.
    pub(super) renamed: Vec<Renamed>,
    /// What suggestions may still cost, all together.
    suggestions: Problems,
}

/// An item of a section that is a list.
pub(super) struct Listed {
    /// Stays the same while others come and go.
    pub(super) id: usize,
    /// The keys that it goes by: those that it had before its key or condition changed go on working while edits are
    /// applied. The newest last.
    pub(super) keys: Vec<Box<str>>,
}

/// A declaration that was taken away, by any of its names.
pub(super) struct Removed {
    pub(super) edit: usize,
    pub(super) section: Box<str>,
    pub(super) names: Vec<Box<str>>,
}

/// A declaration that got another key.
pub(super) struct Renamed {
    pub(super) edit: usize,
    pub(super) section: Box<str>,
    pub(super) from: Box<str>,
    pub(super) to: Box<str>,
}

/// What an edit was about: a path on which items of sections that are lists stand by their id.
pub(super) type Touched = Vec<PathSegment>;

impl Draft {
    pub(super) fn new(organization: &Organization) -> Self {
        let mut draft = Self {
            root: organization.to_document().into_entries(),
            listed: BTreeMap::new(),
            next_id: 0,
            is_written: false,
            removed: Vec::new(),
            renamed: Vec::new(),
            suggestions: Problems::new(1),
        };
        for section in LISTED {
            let items = keys(organization, section)
                .into_iter()
                .map(|(key, _)| Listed {
                    id: draft.new_id(),
                    keys: [key].into(),
                });
            let items = items.collect();
            draft.listed.insert(section, items);
        }
        draft
    }

    /// A draft of some declarations alone: the routes among them have these keys.
    pub(super) fn part<'k>(root: Entries, routes: impl Iterator<Item = &'k str>) -> Self {
        let mut draft = Self {
            root,
            listed: BTreeMap::new(),
            next_id: 0,
            is_written: false,
            removed: Vec::new(),
            renamed: Vec::new(),
            suggestions: Problems::new(1),
        };
        let routes = routes.map(|key| Listed {
            id: draft.new_id(),
            keys: [key.into()].into(),
        });
        let routes = routes.collect();
        draft.listed.insert("routes", routes);
        draft
    }

    /// The document, as it was written.
    pub(super) fn document(&self) -> Document {
        Document::from_entries(self.root.clone())
    }

    /// Whether it may not be canonical.
    pub(super) fn is_written(&self) -> bool {
        self.is_written
    }

    /// Brings what was written so far into canonical form, and learns the keys that are made; only if it builds.
    pub(super) fn settle(&mut self, options: &BuildOptions) -> bool {
        let Ok(built) = self.document().build_with(options) else {
            return false;
        };
        self.root = built.to_document().into_entries();
        self.is_written = false;
        for section in LISTED {
            let items = keys(&built, section);
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

    /// What was removed and is still named: the edit that removed it, and where.
    pub(super) fn in_use(&mut self) -> Vec<(usize, EditReason)> {
        let removed = core::mem::take(&mut self.removed);
        let mut gone: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut elsewhere: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (index, own) in removed.iter().enumerate() {
            for name in &own.names {
                // What took over the name stands for it: as a contact that another was merged into.
                if self.find(&own.section, name).is_none() {
                    gone.insert((&own.section, name), index);
                }
                // A plain key may mean a contact, a department or a schedule.
                let sections = PARTIES.into_iter();
                let having = sections.filter(|section| self.find(section, name).is_some());
                elsewhere.extend(having.map(|section| (section, &**name)));
            }
        }
        if gone.is_empty() {
            return Vec::new();
        }
        let mut uses: Vec<Vec<Box<str>>> = removed.iter().map(|_| Vec::new()).collect();
        let mut root = core::mem::take(&mut self.root);
        visit(&mut root, |reference| {
            let mut sections = reference.sections.iter();
            if sections.any(|section| elsewhere.contains(&(*section, &**reference.name))) {
                return;
            }
            for section in reference.sections {
                let name = normal_key(section, reference.name);
                let index = gone.get(&(*section, &*name));
                if let Some(uses) = index.and_then(|index| uses.get_mut(*index)) {
                    let path = by_key(reference.path, |section, at| self.shown_key(section, at));
                    uses.push(path.to_string().into());
                }
            }
        });
        self.root = root;
        let in_use = removed.iter().zip(uses).filter(|(_, by)| !by.is_empty());
        in_use
            .map(|(own, by)| (own.edit, EditReason::InUse { by }))
            .collect()
    }

    /// The path to what an edit was about in the document as it is now. What is gone has no key.
    pub(super) fn path(&self, edit: usize, touched: &Touched) -> Touched {
        let mut path = touched.clone();
        if let [PathSegment::Field(section), second, ..] = path.as_mut_slice() {
            if let (PathSegment::Index(id), Some(items)) = (&*second, self.listed.get(&**section)) {
                *second = match items.iter().position(|item| item.id == *id) {
                    Some(at) => PathSegment::Index(at),
                    None => PathSegment::Field(Box::default()),
                };
            }
            for renamed in &self.renamed {
                if let PathSegment::Field(key) = second {
                    let is_it = renamed.section == *section && renamed.from == *key;
                    if is_it && renamed.edit > edit {
                        key.clone_from(&renamed.to);
                    }
                }
            }
        }
        path
    }

    /// The key by which an item of a section that is a list is known here.
    pub(super) fn shown_key(&self, section: &str, at: usize) -> Option<Box<str>> {
        self.listed.get(section)?.get(at)?.keys.last().cloned()
    }

    /// Where in its section something stands, by any of its keys.
    pub(super) fn find(&self, section: &str, key: &str) -> Option<usize> {
        self.place(section, &normal_key(section, key))
            .or_else(|| self.place_of_further_name(section, key))
    }

    /// That nothing in a section has a key, with what may be meant.
    pub(super) fn unknown(&mut self, section: &str, key: &str) -> EditReason {
        let entries = root_table(&self.root, section);
        let keys = entries.into_iter().flat_map(|entries| &entries.0);
        let items = self.listed.get(section).into_iter().flatten();
        let keys = keys
            .map(|(key, _)| &**key)
            .chain(items.filter_map(|item| item.keys.last().map(|key| &**key)));
        let suggestion = self.suggestions.did_you_mean(key, keys, "it has none");
        EditReason::UnknownKey {
            key: key.into(),
            suggestion: suggestion.into(),
        }
    }

    /// Whether something has this key now, in normal form.
    pub(super) fn is_taken(&self, section: &str, key: &str) -> bool {
        match self.listed.get(section) {
            Some(items) => items.iter().any(|item| item.has(key)),
            None => self.place(section, key).is_some(),
        }
    }

    /// By the key that it has, in normal form.
    pub(super) fn place(&self, section: &str, key: &str) -> Option<usize> {
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

    pub(super) fn node_mut(&mut self, section: &str, at: usize) -> Option<&mut Node> {
        match self.root.get_mut(section)? {
            Node::List(items) => items.get_mut(at),
            Node::Table(entries) => entries.0.get_mut(at).map(|(_, node)| node),
            _ => None,
        }
    }

    pub(super) fn touched(&self, section: &str, at: usize) -> Touched {
        let second = match self.listed.get(section) {
            Some(items) => items.get(at).map(|item| PathSegment::Index(item.id)),
            None => root_table(&self.root, section)
                .and_then(|entries| entries.0.get(at))
                .map(|(key, _)| PathSegment::Field(key.clone())),
        };
        let section = PathSegment::Field(section.into());
        [section].into_iter().chain(second).collect()
    }

    pub(super) fn goes_by(&mut self, section: &str, at: usize, key: Box<str>) {
        if let Some(item) = self
            .listed
            .get_mut(section)
            .and_then(|items| items.get_mut(at))
        {
            item.goes_by(key);
        }
    }

    /// Notes that an edit has written something.
    pub(super) fn writes(&mut self) {
        self.is_written = true;
    }

    pub(super) fn new_id(&mut self) -> usize {
        self.next_id += 1;
        self.next_id
    }
}

impl Listed {
    /// Whether this is its key now.
    fn has(&self, key: &str) -> bool {
        self.keys.last().is_some_and(|own| **own == *key)
    }

    pub(super) fn goes_by(&mut self, key: Box<str>) {
        self.keys.retain(|own| *own != key);
        self.keys.push(key);
    }
}

/// The key of an item of a section that is a list, with its place in the document that was built.
pub(super) type MadeKey = (Box<str>, usize);

/// The keys of a section that is a list, in canonical order.
pub(super) fn keys(organization: &Organization, section: &str) -> Vec<MadeKey> {
    let inner = &organization.inner;
    let notices = inner.notices.iter().map(|own| (&own.key, own.written_at));
    let routes = inner.routes.enumerate();
    let routes = routes.map(|(id, own)| (&own.key, inner.place_of(id)));
    let owned = |(key, written_at): (&Key, usize)| ((**key).into(), written_at);
    match section {
        "notices" => notices.map(owned).collect(),
        "routes" => routes.map(owned).collect(),
        _ => Vec::new(),
    }
}

fn root_table<'r>(root: &'r Entries, section: &str) -> Option<&'r Entries> {
    match root.get(section)? {
        Node::Table(entries) => Some(entries),
        _ => None,
    }
}

/// The texts of a list, or of one text alone.
pub(super) fn texts(node: &Node) -> impl Iterator<Item = &str> {
    let items = match node {
        Node::List(items) => items.as_slice(),
        only => core::slice::from_ref(only),
    };
    items.iter().filter_map(|item| match item {
        Node::Text(text) => Some(&**text),
        _ => None,
    })
}
