//! Which document wrote what, where several are read as one.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::place::{Location, PathSegment, Place};
use crate::topic::{canonical_name, canonical_path};

/// The documents of a joined tree, and what each of them wrote in it. Empty where one document stands alone.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    documents: Vec<Source>,
    /// By section, and key in canonical form: the document.
    keys: BTreeMap<&'static str, BTreeMap<Box<str>, usize>>,
    /// By section: where the items of a document start, and the document.
    lists: BTreeMap<&'static str, Vec<(usize, usize)>>,
}

/// One of the documents.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: Option<Box<str>>,
    /// The part that it is limited to.
    pub(crate) part: Option<Box<str>>,
    /// What it calls its sections.
    sections: BTreeMap<&'static str, Section>,
}

#[derive(Debug)]
struct Section {
    /// As written, misspelt or not.
    name: Box<str>,
    /// Whether it is one item alone, in place of a list.
    is_lone: bool,
}

impl Sources {
    /// One more document, by its place among them.
    pub(crate) fn add_document(&mut self, name: Option<&str>, part: Option<&str>) {
        self.documents.push(Source {
            name: name.map(Into::into),
            part: part.map(Into::into),
            sections: BTreeMap::new(),
        });
    }

    /// A document has a section, and calls it so; `is_lone` if one item stands there in place of a list.
    pub(crate) fn add_section(
        &mut self,
        document: usize,
        section: &'static str,
        name: &str,
        is_lone: bool,
    ) {
        if let Some(source) = self.documents.get_mut(document) {
            let name = name.into();
            source.sections.insert(section, Section { name, is_lone });
        }
    }

    /// Whose the keys of a section are, in canonical form.
    pub(crate) fn set_keys(&mut self, section: &'static str, keys: BTreeMap<Box<str>, usize>) {
        self.keys.insert(section, keys);
    }

    /// The items of a list from `first` on are a document's.
    pub(crate) fn add_items(&mut self, section: &'static str, first: usize, document: usize) {
        let starts = self.lists.entry(section).or_default();
        starts.push((first, document));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Source> {
        self.documents.iter()
    }

    /// The document that declares a key.
    pub(crate) fn of_key(&self, section: &str, key: &str) -> Option<&Source> {
        let document = self.keys.get(section)?.get(&*canonical(section, key))?;
        self.documents.get(*document)
    }

    /// The document that wrote an item of a list.
    pub(crate) fn of_item(&self, section: &str, index: usize) -> Option<&Source> {
        let (document, _) = self.item(section, index)?;
        Some(document)
    }

    /// The document of an item, and the item's place in the list there.
    fn item(&self, section: &str, index: usize) -> Option<(&Source, usize)> {
        let starts = self.lists.get(section)?;
        let behind = starts.partition_point(|(first, _)| *first <= index);
        let (first, document) = starts.get(behind.checked_sub(1)?)?;
        Some((self.documents.get(*document)?, index - first))
    }

    /// Where a place of the joined tree was written, keys that are too long to be any shortened.
    pub(crate) fn locate(&self, place: Place<'_>) -> Location {
        self.found(place).readable()
    }

    fn found(&self, place: Place<'_>) -> Location {
        let location = place.location();
        if self.documents.is_empty() || location.document().is_some() {
            return location;
        }
        let mut path = location.into_path();
        let (source, local) = match path.as_slice() {
            [PathSegment::Field(section), PathSegment::Field(key), ..] => {
                (self.of_key(section, key), None)
            }
            [PathSegment::Field(section), PathSegment::Index(index), ..]
                if self.lists.contains_key(&**section) =>
            {
                let item = self.item(section, *index);
                (item.map(|(source, _)| source), item.map(|(_, local)| local))
            }
            [PathSegment::Field(section), ..] => (self.only(section), None),
            _ => (None, None),
        };
        let Some(source) = source else {
            return Location::new(None, path);
        };
        let mut is_lone = false;
        if let Some(PathSegment::Field(name)) = path.first_mut() {
            if let Some(section) = source.sections.get(&**name) {
                name.clone_from(&section.name);
                is_lone = section.is_lone;
            }
        }
        if let (Some(local), Some(PathSegment::Index(index))) = (local, path.get_mut(1)) {
            *index = local;
            if is_lone {
                path.remove(1);
            }
        }
        Location::new(source.name.as_deref(), path)
    }

    /// The document that has a section, if only one has.
    fn only(&self, section: &str) -> Option<&Source> {
        let mut having = self
            .documents
            .iter()
            .filter(|source| source.sections.contains_key(section));
        having.next().filter(|_| having.next().is_none())
    }
}

impl Source {
    /// What the document calls a section that it has.
    pub(crate) fn section<'a>(&'a self, name: &'a str) -> &'a str {
        self.sections
            .get(name)
            .map_or(name, |section| &section.name)
    }
}

/// A key of a section in the form in which it is compared.
pub(crate) fn canonical<'a>(section: &str, key: &'a str) -> Cow<'a, str> {
    match section {
        "attributes" | "conditions" => canonical_name(key).unwrap_or(Cow::Borrowed(key)),
        "topics" => canonical_path(key).unwrap_or(Cow::Borrowed(key)),
        _ => Cow::Borrowed(key),
    }
}
