//! The router: an organization compiled for resolving.

mod compile;
mod explain;
mod query;
mod search;
mod topic_index;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

pub use explain::{Candidate, ChainTrace, Explanation, Outcome, PartyTrace};
pub use query::{Query, StaleId, ValueId};

use crate::fingerprint::Fingerprint;
use crate::id::{AttributeId, ClassId, GroupId, RouteId, RuleId, Span, Table, TestId};
use crate::inquiry::{Inquiry, InquiryError};
use crate::organization::Organization;
use crate::tables::Tables;

use topic_index::TopicIndex;

/// An organization compiled to flat tables: immutable, shared by its clones, cheap to send to other threads.
///
/// ```
/// use switchboard::{Contact, Department, Document, Inquiry, Route};
///
/// let mut document = Document::new();
/// document.department("company", Department::new().head("director"));
/// document.contact("director", Contact::person("Managing director"));
/// document.route(Route::fallback("company"));
///
/// let router = document.build()?.compile();
/// let inquiry = Inquiry::new("anything");
/// let answer = router.prepare(&inquiry)?.resolve();
/// assert_eq!(answer.owner().key(), "director");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Router {
    flat: Arc<Flat>,
}

/// What resolving reads, besides the [`Tables`] that an answer reads.
#[derive(Debug)]
struct Flat {
    organization: Organization,
    tables: Tables,
    /// What ids of values must carry to mean anything here.
    stamp: u64,
    topics: TopicIndex,
    /// The class of each attribute when an inquiry does not say.
    missing: Table<AttributeId, ClassId>,
    /// The attributes on which answers depend beyond the route that wins, in order of importance.
    kept: Vec<AttributeId>,
    fallback: RouteId,
    groups: Table<GroupId, GroupRow>,
    rules: Table<RuleId, RuleRow>,
    /// Runs of rules, for groups that have an index: each in the order of the rules.
    lists: Table<ListId, RuleId>,
    postings: Table<PostingId, Posting>,
}

crate::id::more_ids! {
    /// A place in the runs of rules.
    ListId;
    /// A class with its rules, in the index of a group.
    PostingId;
}

/// The rules of one pattern, scope and precedence, sorted so that the first that holds is the best (W2.5).
#[derive(Debug)]
struct GroupRow {
    rules: Span<RuleId>,
    index: Option<GroupIndex>,
}

/// Where one attribute tells most of the rules of a group apart.
#[derive(Debug)]
struct GroupIndex {
    attribute: AttributeId,
    /// Sorted by class.
    postings: Span<PostingId>,
    /// The rules that name no few classes of it.
    wide: Span<ListId>,
}

/// A class with the rules that name it.
#[derive(Debug)]
struct Posting {
    class: ClassId,
    rules: Span<ListId>,
}

/// One box of a route.
#[derive(Debug)]
struct RuleRow {
    route: RouteId,
    tests: Span<TestId>,
}

impl Router {
    /// What an inquiry means here: its topic looked up, its values interned.
    ///
    /// # Errors
    ///
    /// A topic that is no path (T1), an attribute or value outside the vocabulary (A4).
    pub fn prepare<'r, 't>(&'r self, inquiry: &'t Inquiry) -> Result<Query<'r, 't>, InquiryError> {
        self.query(inquiry.topic())?.with_all(inquiry)
    }

    /// A query on a topic; add values with [`Query::with_value`].
    ///
    /// Allocates nothing for a topic that the organization names, nor, where it has no aliases, for any other that is
    /// written in small ASCII without blanks.
    ///
    /// # Errors
    ///
    /// A topic that is no path (T1).
    ///
    /// # Complexity
    ///
    /// One hash of the topic where it is known; else one of each segment up to the first unknown.
    #[inline]
    pub fn query<'r, 't>(&'r self, topic: &'t str) -> Result<Query<'r, 't>, InquiryError> {
        Query::new(&self.flat, topic)
    }

    /// A value of an attribute, interned: keep it, and give it to any query of this router or of one whose attributes
    /// and conditions name the same values.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4).
    pub fn value(&self, attribute: &str, value: &str) -> Result<ValueId, InquiryError> {
        let inner = &self.flat.organization.inner;
        let id = inner.attribute(attribute)?;
        Ok(ValueId::new(id, inner.class(id, value)?, self.flat.stamp))
    }

    /// Every candidate for an inquiry and why it lost, and how the answer came about.
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare).
    pub fn explain(&self, inquiry: &Inquiry) -> Result<Explanation, InquiryError> {
        self.flat.organization.explain(inquiry)
    }

    /// The organization that was compiled.
    pub fn organization(&self) -> &Organization {
        &self.flat.organization
    }

    /// The name of its content.
    pub fn fingerprint(&self) -> Fingerprint {
        self.flat.tables.fingerprint
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router")
            .field("fingerprint", &self.fingerprint())
            .field("routes", &self.flat.tables.routes.len())
            .finish_non_exhaustive()
    }
}
