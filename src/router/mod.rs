//! The router: an organization compiled for resolving.

mod availability;
mod batch;
mod change;
mod classes;
mod compile;
mod condition_index;
mod deciding;
mod directory;
mod explain;
mod interned;
mod perfect;
mod query;
mod records;
mod search;
mod short_texts;
#[cfg(feature = "snapshot")]
mod snapshot;
mod topic_index;
mod value_index;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

pub use availability::{Availability, AvailabilityError, Leave};
pub use batch::Batch;
pub use explain::{Candidate, ChainTrace, Explanation, Outcome, PartyTrace};
pub use interned::{StaleId, TopicId, ValueId};
pub use query::{Query, Values};
#[cfg(feature = "snapshot")]
pub use snapshot::{SnapshotError, SnapshotErrorKind};

use crate::attribute::Vocabulary;
use crate::fingerprint::Fingerprint;
use crate::id::AttributeId;
use crate::inquiry::{Inquiry, InquiryError};
use crate::organization::Organization;
use crate::resolution::Winner;
use crate::tables::Tables;

use classes::Missing;
use compile::Routing;
use condition_index::ConditionIndex;
use directory::Directory;
use topic_index::TopicIndex;
use value_index::ValueIndex;

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
    /// What was compiled, for explaining and for compiling again; resolving has no need of it.
    organization: Option<Organization>,
    /// How it was compiled, for compiling again.
    routing: Option<Arc<Routing>>,
}

/// What resolving reads, besides the [`Tables`] that an answer reads.
#[derive(Clone, Debug)]
struct Flat {
    tables: Tables,
    vocabulary: Arc<Vocabulary>,
    directory: Arc<Directory>,
    /// What ids of topics must carry to mean anything here, and what ids of values must.
    topics_stamp: u64,
    values_stamp: u64,
    topics: Arc<TopicIndex>,
    conditions: Arc<ConditionIndex>,
    values: Arc<ValueIndex>,
    /// The class of each attribute when an inquiry does not say.
    missing: Missing,
    /// Where there are more attributes than an answer keeps: those on which answers depend beyond the route that wins, in
    /// order of importance.
    gathered: Option<Vec<AttributeId>>,
    fallback: Winner,
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
    /// Allocates nothing for a topic that the organization names, nor for any other in small ASCII without blanks that begins
    /// with no alias.
    ///
    /// # Errors
    ///
    /// A topic that is no path (T1).
    ///
    /// # Complexity
    ///
    /// One hash of the topic where it is known; else one of each beginning of it, from its end to the first that is known.
    /// Longer texts than 255 bytes, those that begin as an alias does, and those with ``!"#$%&'()`` or anything but small ASCII
    /// without blanks behind that beginning are brought to canonical form first.
    #[inline(always)]
    pub fn query<'r, 't>(&'r self, topic: &'t str) -> Result<Query<'r, 't>, InquiryError> {
        let place = self.flat.place(topic)?;
        Ok(Query::new(&self.flat, topic, place))
    }

    /// A topic, interned: keep it, and give it to [`query_by_id`](Self::query_by_id) of this router or of one whose
    /// topics and routes are laid out alike.
    ///
    /// # Errors
    ///
    /// A topic that is no path (T1).
    pub fn topic(&self, topic: &str) -> Result<TopicId, InquiryError> {
        Ok(TopicId {
            place: self.flat.place(topic)?,
            stamp: self.flat.topics_stamp,
        })
    }

    /// The query on an interned topic, without looking it up. `topic` is the text that was interned: answers quote it,
    /// and nothing else depends on it.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a topic that a router of another layout interned.
    #[inline(always)]
    pub fn query_by_id<'r, 't>(
        &'r self,
        id: TopicId,
        topic: &'t str,
    ) -> Result<Query<'r, 't>, StaleId> {
        let place = self.flat.place_of(id)?;
        Ok(Query::new(&self.flat, topic, place))
    }

    /// The values of an inquiry that gives none: to be filled, and used for any number of topics.
    #[inline(always)]
    pub fn values(&self) -> Values<'_> {
        Values::none(&self.flat)
    }

    /// The answers to many inquiries, topics as text with prepared values, in their order. Allocates nothing for topics that
    /// are known.
    ///
    /// Where the router is larger than the caches, the look-ups of 16 wait for memory together. Values that another router
    /// prepared are answered by that one.
    ///
    /// # Errors
    ///
    /// In place of an answer: a topic that is no path (T1).
    ///
    /// ```
    /// # use switchboard::{Contact, Department, Document, Route};
    /// # let mut document = Document::new();
    /// # document.department("company", Department::new().head("director"));
    /// # document.contact("director", Contact::person("Managing director"));
    /// # document.route(Route::fallback("company"));
    /// # let router = document.build()?.compile();
    /// let values = router.values();
    /// let asks = ["billing", "orders/late"].map(|topic| (topic, &values));
    /// for answer in router.resolve_batch(&asks) {
    ///     assert_eq!(answer?.owner().key(), "director");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resolve_batch<'r, 't, 'v>(
        &'r self,
        asks: &'v [(&'t str, &'v Values<'r>)],
    ) -> Batch<'r, 't, 'v> {
        Batch::new(&self.flat, asks)
    }

    /// A value of an attribute, interned: keep it, and give it to any query of this router or of one whose attributes
    /// and conditions name the same values.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4).
    pub fn value(&self, attribute: &str, value: &str) -> Result<ValueId, InquiryError> {
        let (attribute, class) = self.flat.intern(attribute, value)?;
        Ok(ValueId {
            attribute,
            class,
            stamp: self.flat.values_stamp,
        })
    }

    /// Every candidate for an inquiry and why it lost, and how the answer came about: that of this router, so also who is away
    /// [as was reported to it](Self::with_availability).
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare); [`InquiryError::NoOrganization`] where there is none to explain by.
    pub fn explain(&self, inquiry: &Inquiry) -> Result<Explanation, InquiryError> {
        let organization = self.organization.as_ref();
        organization
            .ok_or(InquiryError::NoOrganization)?
            .explained(inquiry, &self.flat.tables.reported)
    }

    /// The organization that was compiled: none for a router that is [`detached`](Self::detached), or was read from
    /// bytes, until it is given one.
    pub fn organization(&self) -> Option<&Organization> {
        self.organization.as_ref()
    }

    /// The same router with the organization that it came from, so that it can [`explain`](Self::explain). Constant.
    ///
    /// # Errors
    ///
    /// [`OtherOrganization`] for one of other content.
    pub fn with_organization(self, organization: Organization) -> Result<Self, OtherOrganization> {
        let (router, given) = (self.fingerprint(), organization.fingerprint());
        if router != given {
            return Err(OtherOrganization { router, given });
        }
        Ok(Self {
            organization: Some(organization),
            ..self
        })
    }

    /// The same router without its organization: all that resolving needs, for a process that holds very many of them.
    /// It answers and refuses alike, but cannot [`explain`](Self::explain). Constant.
    ///
    /// ```
    /// # use switchboard::{Contact, Department, Document, Inquiry, Route};
    /// # let mut document = Document::new();
    /// # document.department("company", Department::new().head("director"));
    /// # document.contact("director", Contact::person("Managing director"));
    /// # document.route(Route::fallback("company"));
    /// let organization = document.build()?;
    /// let router = organization.compile().detached();
    /// let inquiry = Inquiry::new("anything");
    /// assert_eq!(router.prepare(&inquiry)?.resolve().owner().key(), "director");
    /// assert!(router.explain(&inquiry).is_err());
    /// assert!(router.with_organization(organization)?.explain(&inquiry).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn detached(&self) -> Self {
        Self {
            flat: Arc::clone(&self.flat),
            organization: None,
            routing: None,
        }
    }

    /// The name of its content.
    pub fn fingerprint(&self) -> Fingerprint {
        self.flat.tables.fingerprint
    }
}

/// An organization of other content than the router's: [`Router::with_organization`] takes the one that was compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the router's content is {router}, the organization's is {given}; compile the organization anew"
)]
pub struct OtherOrganization {
    /// The router's content.
    pub router: Fingerprint,
    /// The content of the organization that was given.
    pub given: Fingerprint,
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router")
            .field("fingerprint", &self.fingerprint())
            .field("routes", &self.flat.tables.routes.len())
            .finish_non_exhaustive()
    }
}
