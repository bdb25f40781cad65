//! Places in documents: steps while a document is read, paths once there is a problem.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::text::{shortened, visible};

/// A step of a path into a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathSegment {
    /// A field or key of a table.
    Field(Box<str>),
    /// An item of a list, from 0.
    Index(usize),
}

/// A place in the document, cheap to make: it becomes a path only where there is a problem.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'p> {
    above: Option<&'p Place<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    /// One of several documents.
    Document(&'p str),
    Field(&'p str),
    Index(usize),
}

impl<'p> Place<'p> {
    /// The document as a whole.
    pub(crate) const ROOT: Place<'static> = Place {
        above: None,
        step: Step::Root,
    };

    /// One of several documents as a whole, if it has a name.
    pub(crate) fn document(name: Option<&'p str>) -> Self {
        Self {
            above: None,
            step: name.map_or(Step::Root, Step::Document),
        }
    }

    pub(crate) fn field<'q>(&'q self, name: &'q str) -> Place<'q> {
        Place {
            above: Some(self),
            step: Step::Field(name),
        }
    }

    pub(crate) fn index(&self, index: usize) -> Place<'_> {
        Place {
            above: Some(self),
            step: Step::Index(index),
        }
    }

    /// The name of the document, where this is one of several as a whole.
    pub(crate) fn document_name(&self) -> Option<&'p str> {
        match self.step {
            Step::Document(name) => Some(name),
            _ => None,
        }
    }

    /// The name of the last step; nothing for an item of a list.
    pub(crate) fn name(&self) -> &'p str {
        match self.step {
            Step::Field(name) => name,
            _ => "",
        }
    }

    pub(crate) fn location(&self) -> Location {
        let mut location = self.above.map(Place::location).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Document(name) => location.document = Some(name.into()),
            Step::Field(name) => location.path.push(PathSegment::Field(name.into())),
            Step::Index(index) => location.path.push(PathSegment::Index(index)),
        }
        location
    }
}

/// Where something stands: in which document, if there are several, and where in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Location {
    document: Option<Box<str>>,
    path: Vec<PathSegment>,
}

impl Location {
    pub(crate) fn new(document: Option<&str>, path: Vec<PathSegment>) -> Self {
        Self {
            document: document.map(Into::into),
            path,
        }
    }

    /// The same, with the beginning alone of what is too long for any key, path or name.
    pub(crate) fn readable(mut self) -> Self {
        shorten(&mut self.path);
        self.document = self.document.map(beginning);
        self
    }

    pub(crate) fn document(&self) -> Option<&str> {
        self.document.as_deref()
    }

    pub(crate) fn path(&self) -> &[PathSegment] {
        &self.path
    }

    pub(crate) fn into_path(self) -> Vec<PathSegment> {
        self.path
    }

    /// Whether it is no place in particular.
    pub(crate) fn is_nowhere(&self) -> bool {
        self.document.is_none() && self.path.is_empty()
    }

    /// The path as text: segments other than letters, digits, `_` and `-` are quoted.
    pub(crate) fn path_text(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                PathSegment::Index(index) => text.push_str(&format!("[{index}]")),
                PathSegment::Field(field) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    let is_bare = !field.is_empty()
                        && field
                            .chars()
                            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
                    text.push_str(&if is_bare {
                        field.to_string()
                    } else {
                        format!("{field:?}")
                    });
                }
            }
        }
        text
    }
}

/// Leaves the beginning alone of what is too long for any key: a problem says where it is, however long that is.
pub(crate) fn shorten(path: &mut [PathSegment]) {
    for segment in path {
        if let PathSegment::Field(name) = segment {
            *name = beginning(core::mem::take(name));
        }
    }
}

fn beginning(name: Box<str>) -> Box<str> {
    const LONGEST: usize = 4_096;
    if name.len() > LONGEST {
        shortened(&name).into()
    } else {
        name
    }
}

/// Document and path: `billing.toml: routes[2].owner`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(document) = &self.document {
            f.write_str(&visible(document))?;
            if !self.path.is_empty() {
                f.write_str(": ")?;
            }
        }
        f.write_str(&self.path_text())
    }
}
