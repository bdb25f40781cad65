//! Several documents that describe one organization.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Document, Entries};

/// Documents that describe one organization together, each under a name by which problems speak of it.
///
/// They are read as one document: keyed sections are joined, the lists `routes` and `notices` too. Every declaration is
/// whole, so a key in two documents is a problem that names both places; what is said of the whole organization (`name`,
/// `precedences` and the like) may stand in several documents where they agree. No order of documents and no way to split
/// one changes the organization, as long as all attributes stand in one document, or the list `importance` says which are
/// more important.
///
/// A document with `part` is limited to what a document without `part` grants it: its departments, the homes of its
/// contacts and the owners of its routes lie in one subtree, its topics, aliases and patterns at or below some topics, its
/// precedences no higher than permitted. So a team may keep a document of its own. Which document is limited is for the
/// host to say where it does not trust the author: [`Document::part`] limits what was read, whatever is written there.
///
/// # Example: a document of the whole, and one of a part
///
/// ```
/// use switchboard::{Contact, Department, Document, Documents, Grant, Route, Topic};
///
/// let mut company = Document::new();
/// company.department("company", Department::new().head("director"));
/// company.contact("director", Contact::person("Managing director"));
/// company.route(Route::fallback("company"));
/// company.grant("billing", Grant::new("billing").topic("billing"));
///
/// let mut billing = Document::new();
/// billing.part("billing");
/// billing.department("billing", Department::new().parent("company").head("ana"));
/// billing.contact("ana", Contact::person("Head of billing"));
/// billing.topic("billing", Topic::new());
/// billing.route(Route::new("billing").owner("billing"));
///
/// let mut documents = Documents::new();
/// documents.add("company.toml", company).add("billing.toml", billing.clone());
/// assert_eq!(documents.build()?.departments().count(), 2);
///
/// billing.route(Route::new("shipping").owner("billing"));
/// documents.add("billing.toml", billing);
/// let error = documents.build().unwrap_err();
/// let problem = error.problems().last().unwrap();
/// assert_eq!(problem.document(), Some("billing.toml"));
/// assert_eq!(problem.path(), "routes[1].topic");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documents {
    documents: Vec<(Box<str>, Document)>,
}

impl Documents {
    /// No documents yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document; one of the same name is replaced.
    pub fn add(&mut self, name: &str, document: Document) -> &mut Self {
        match self
            .documents
            .iter_mut()
            .find(|(other, _)| **other == *name)
        {
            Some((_, old)) => *old = document,
            None => self.documents.push((name.into(), document)),
        }
        self
    }

    /// The documents with their names, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Document)> {
        self.documents
            .iter()
            .map(|(name, document)| (&**name, document))
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<&str>, &Entries)> {
        self.iter()
            .map(|(name, document)| (Some(name), document.entries()))
    }
}

impl<N: AsRef<str>> Extend<(N, Document)> for Documents {
    fn extend<I: IntoIterator<Item = (N, Document)>>(&mut self, documents: I) {
        for (name, document) in documents {
            self.add(name.as_ref(), document);
        }
    }
}

impl<N: AsRef<str>> FromIterator<(N, Document)> for Documents {
    fn from_iter<I: IntoIterator<Item = (N, Document)>>(documents: I) -> Self {
        let mut collected = Self::new();
        collected.extend(documents);
        collected
    }
}
