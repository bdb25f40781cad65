//! Ids that callers keep: topics and values, interned by one router.

use core::fmt;

use super::topic_index::Place;
use crate::id::{AttributeId, ClassId, Id};

/// A topic, as [`Router::topic`](super::Router::topic) interns it. Not serializable: ids mean something beside one
/// layout of topics only, and carry its stamp.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TopicId {
    pub(super) place: Place,
    pub(super) stamp: u64,
}

/// A value of an attribute, as [`Router::value`](super::Router::value) interns it. Not serializable: ids mean something
/// beside one layout of attributes and values only, and carry its stamp.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValueId {
    pub(super) attribute: AttributeId,
    pub(super) class: ClassId,
    pub(super) stamp: u64,
}

/// A topic or value interned by a router whose topics, or whose attributes and values, are laid out otherwise: intern
/// it anew.
///
/// [`Query::set_value`](super::Query::set_value) leaves the query as it was.
/// [`Query::with_value`](super::Query::with_value) took the query, which is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this id was interned by a router of another layout; intern it anew")]
pub struct StaleId(pub(super) ());

impl fmt::Debug for TopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TopicId({})", self.place.known.state().index())
    }
}

impl fmt::Debug for ValueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (attribute, class) = (self.attribute.index(), self.class.index());
        write!(f, "ValueId({attribute}:{class})")
    }
}
