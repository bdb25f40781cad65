//! Queries: an inquiry in the ids of one router, which it borrows.

use core::fmt;

use smallvec::SmallVec;

use super::{Flat, search};
use crate::excluded::Excluded;
use crate::id::{AttributeId, ClassId, Id};
use crate::inquiry::{Inquiry, InquiryError};
use crate::resolution::{Known, Resolution};

/// An inquiry prepared against a router: on the stack for up to 16 attributes, reusable, ready to resolve.
///
/// It borrows the router (`'r`) and the text of the topic (`'t`).
#[derive(Clone)]
pub struct Query<'r, 't> {
    flat: &'r Flat,
    topic: &'t str,
    found: Known,
    /// By attribute.
    classes: SmallVec<[ClassId; 16]>,
    excluded: Excluded,
}

/// A value of an attribute, as [`Router::value`](super::Router::value) interns it. Not serializable: ids mean something
/// beside one layout of attributes and values only, and carry its stamp.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValueId {
    attribute: AttributeId,
    class: ClassId,
    stamp: u64,
}

/// A value interned by a router whose attributes or values differ: intern it anew.
///
/// [`Query::set_value`] leaves the query as it was. [`Query::with_value`] took the query, which is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this value was interned by a router of another vocabulary; intern it anew")]
pub struct StaleId(());

impl ValueId {
    pub(super) fn new(attribute: AttributeId, class: ClassId, stamp: u64) -> Self {
        Self {
            attribute,
            class,
            stamp,
        }
    }
}

impl fmt::Debug for ValueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ValueId({}:{})",
            self.attribute.index(),
            self.class.index()
        )
    }
}

impl<'r, 't> Query<'r, 't> {
    #[inline]
    pub(super) fn new(flat: &'r Flat, topic: &'t str) -> Result<Self, InquiryError> {
        let found = match flat.topics.exact(topic) {
            Some(found) => found,
            None => {
                let found = flat.topics.walk_text(topic, &flat.tables.aliases);
                found.map_err(|reason| InquiryError::Topic {
                    topic: topic.into(),
                    reason,
                })?
            }
        };
        let classes = flat.missing.iter().copied().collect();
        Ok(Self {
            flat,
            topic,
            found,
            classes,
            excluded: Excluded::none(),
        })
    }

    pub(super) fn with_all(mut self, inquiry: &Inquiry) -> Result<Self, InquiryError> {
        let inner = &self.flat.organization.inner;
        let mut given: SmallVec<[AttributeId; 16]> = SmallVec::new();
        for (name, value) in inquiry.attributes() {
            let attribute = inner.attribute(name)?;
            let class = inner.class(attribute, value)?;
            if given.contains(&attribute) {
                return Err(InquiryError::RepeatedAttribute {
                    attribute: name.into(),
                });
            }
            given.push(attribute);
            self.set(attribute, class);
        }
        self.excluded = inner.excluded(inquiry.excluded(), self.excluded)?;
        Ok(self)
    }

    /// The same without one more contact: it is not asked, not told and not accountable (X1). A position stands for who
    /// holds it.
    ///
    /// # Errors
    ///
    /// A contact that the organization does not have; more than 8 of them; nobody left who could be accountable.
    pub fn excluding(mut self, contact: &str) -> Result<Self, InquiryError> {
        let inner = &self.flat.organization.inner;
        self.excluded = inner.excluded(core::iter::once(contact), self.excluded)?;
        Ok(self)
    }

    /// The same with a value, in place of the one that the attribute had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a value that a router of another vocabulary interned. The query is lost, as it was moved here:
    /// [`set_value`](Self::set_value) keeps it.
    #[inline]
    pub fn with_value(mut self, value: ValueId) -> Result<Self, StaleId> {
        self.set_value(value)?;
        Ok(self)
    }

    /// Gives the query a value, in place of the one that the attribute had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a value that a router of another vocabulary interned. The query stays as it was.
    #[inline]
    pub fn set_value(&mut self, value: ValueId) -> Result<(), StaleId> {
        if value.stamp != self.flat.stamp {
            return Err(StaleId(()));
        }
        self.set(value.attribute, value.class);
        Ok(())
    }

    #[inline]
    fn set(&mut self, attribute: AttributeId, class: ClassId) {
        if let Some(slot) = self.classes.get_mut(attribute.index()) {
            *slot = class;
        }
    }

    /// The answer. It cannot fail, and allocates nothing.
    ///
    /// # Complexity
    ///
    /// Constant in the organization; linear in the routes of the patterns that cover the topic, up to the best one.
    #[inline]
    pub fn resolve(&self) -> Resolution<'r, 't> {
        let tables = &self.flat.tables;
        let route = search::winner(self.flat, self.found.covering, &self.classes);
        Resolution::new(
            tables,
            self.topic,
            &tables.routes[route],
            self.found,
            search::kept(self.flat, &self.classes),
            self.excluded,
        )
    }
}

impl fmt::Debug for Query<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("topic", &self.topic)
            .finish_non_exhaustive()
    }
}
