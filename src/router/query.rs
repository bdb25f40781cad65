//! Queries: an inquiry in the ids of one router, which it borrows.

use alloc::boxed::Box;
use core::fmt;

use jiff::Timestamp;
use smallvec::SmallVec;

use super::classes::{Asked, More};
use super::interned::{StaleId, TopicId, ValueId};
use super::topic_index::Place;
use super::{Flat, search};
use crate::as_of::AsOf;
use crate::excluded::Excluded;
use crate::id::{AttributeId, ClassId, Id, RecordId};
use crate::inquiry::{Inquiry, InquiryError};
use crate::organization::meaning;
use crate::resolution::{Resolution, Winner, Won};
use crate::tables::{Given, KEPT};

/// What an inquiry says beside its topic, prepared against a router: on the stack for up to 16 attributes, reusable for
/// any number of topics.
///
/// ```
/// # use switchboard::{Attribute, Contact, Department, Document, Route, When};
/// # let mut document = Document::new();
/// # document.attribute("channel", Attribute::closed(["email", "phone"]));
/// # document.department("company", Department::new().head("director"));
/// # document.contact("director", Contact::person("Managing director"));
/// # document.route(Route::fallback("company"));
/// # let router = document.build()?.compile();
/// let by_phone = router.values().with("channel", "phone")?;
/// for topic in ["billing", "orders"] {
///     let answer = router.query(topic)?.with_values(&by_phone)?.resolve();
///     assert_eq!(answer.owner().key(), "director");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Values<'r> {
    // In this order there is no gap between them: what is copied with a gap is read across two stores that are still
    // under way, and stalls.
    given: Given,
    excluded: Excluded,
    when: AsOf,
    more: Option<Box<More>>,
    pub(super) flat: &'r Flat,
    /// Whether nothing is said beside the topic. Mostly the compiler knows that, and writes none of the others then.
    is_bare: bool,
}

/// An inquiry prepared against a router: on the stack for up to 16 attributes, reusable, ready to resolve.
///
/// It borrows the router (`'r`) and the text of the topic (`'t`).
#[derive(Clone)]
pub struct Query<'r, 't> {
    topic: &'t str,
    place: Place,
    values: Values<'r>,
}

impl<'r> Values<'r> {
    #[inline(always)]
    pub(super) fn none(flat: &'r Flat) -> Self {
        Self {
            given: Given::none(),
            excluded: Excluded::none(),
            when: AsOf::none(),
            more: None,
            flat,
            is_bare: true,
        }
    }

    /// The same with a value for an attribute, in place of the one that it had.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4).
    #[inline(always)]
    pub fn with(mut self, attribute: &str, value: &str) -> Result<Self, InquiryError> {
        self.set(attribute, value)?;
        Ok(self)
    }

    /// Gives an attribute a value, in place of the one that it had.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4). The values stay as they were.
    #[inline(always)]
    pub fn set(&mut self, attribute: &str, value: &str) -> Result<(), InquiryError> {
        let (attribute, class) = self.flat.intern(attribute, value)?;
        self.set_class(attribute, class);
        Ok(())
    }

    /// The same with an interned value, in place of the one that the attribute had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a value that a router of another vocabulary interned.
    #[inline(always)]
    pub fn with_value(mut self, value: ValueId) -> Result<Self, StaleId> {
        self.set_value(value)?;
        Ok(self)
    }

    /// Gives an attribute a value, in place of the one that it had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a value that a router of another vocabulary interned. The values stay as they were.
    #[inline(always)]
    pub fn set_value(&mut self, value: ValueId) -> Result<(), StaleId> {
        if value.stamp != self.flat.values_stamp {
            return Err(StaleId(()));
        }
        self.set_class(value.attribute, value.class);
        Ok(())
    }

    /// The same without one more contact: it is not asked, not told and not accountable (X1). A position stands for all
    /// who ever hold it.
    ///
    /// # Errors
    ///
    /// A contact that the organization does not have; more than 8 of them; nobody left who could be accountable.
    pub fn excluding(mut self, contact: &str) -> Result<Self, InquiryError> {
        let one = core::iter::once(contact);
        self.excluded = self.flat.excluded(one, self.excluded)?;
        self.is_bare = false;
        Ok(self)
    }

    /// The same as of an instant, in place of the one that it had: what is dated and which hours hold, who is on duty and who is
    /// away. Without one no calendar is read (H7).
    #[inline(always)]
    pub fn at(mut self, instant: Timestamp) -> Self {
        self.when = AsOf::from(instant);
        self.is_bare = false;
        self
    }

    #[inline(always)]
    fn set_class(&mut self, attribute: AttributeId, class: ClassId) {
        self.is_bare = false;
        if attribute.index() < KEPT {
            self.given.set(attribute, class);
        } else {
            let missing = &self.flat.missing;
            self.more = Some(missing.with(self.more.take(), attribute, class));
        }
    }

    fn with_all(mut self, inquiry: &Inquiry) -> Result<Self, InquiryError> {
        let mut given: SmallVec<[AttributeId; 16]> = SmallVec::new();
        for (name, value) in inquiry.attributes() {
            let (attribute, class) = self.flat.intern(name, value)?;
            if given.contains(&attribute) {
                return Err(InquiryError::RepeatedAttribute {
                    attribute: name.into(),
                });
            }
            given.push(attribute);
            self.set_class(attribute, class);
        }
        self.excluded = self.flat.excluded(inquiry.excluded(), self.excluded)?;
        self.when = inquiry.instant().into();
        self.is_bare = false;
        Ok(self)
    }

    #[inline(always)]
    pub(super) fn resolve<'t>(&self, topic: &'t str, place: Place) -> Resolution<'r, 't> {
        if self.is_bare {
            return self.flat.resolve(topic, place);
        }
        let winner = match place.lead.follow() {
            Ok(winner) => winner,
            Err(node) => self.decide(node),
        };
        let mut won = Won {
            winner,
            lead: place.lead.0,
        };
        let (tables, known, when) = (&self.flat.tables, place.known, &self.when);
        if let Some(attributes) = &self.flat.gathered {
            let given = self.lend(|asked| search::gathered(attributes, asked));
            won.lead = self.lend(|asked| self.flat.first_to_change(place.lead, asked));
            return Resolution::new(tables, topic, won, known, &given, &self.excluded, when);
        }
        // Where there are few attributes, all are kept.
        Resolution::new(tables, topic, won, known, &self.given, &self.excluded, when)
    }

    /// What wins by a node. Most have a few rules, of which one holds.
    #[inline(always)]
    fn decide(&self, node: RecordId) -> Winner {
        let few = self.flat.topics.records.few(node, &self.given);
        few.unwrap_or_else(|| self.lend(|asked| search::winner(self.flat, node, asked)))
    }

    /// Lends copies to what is not inlined, so that no call has the address of a query, and the compiler knows what is in it.
    #[inline(always)]
    fn lend<R>(&self, to: impl FnOnce(Asked<'_>) -> R) -> R {
        let (given, when) = (self.given, self.when);
        to(Asked {
            given: &given,
            more: self.more.as_deref(),
            missing: &self.flat.missing,
            when: &when,
        })
    }
}

impl<'r, 't> Query<'r, 't> {
    #[inline(always)]
    pub(super) fn new(flat: &'r Flat, topic: &'t str, place: Place) -> Self {
        Self {
            topic,
            place,
            values: Values::none(flat),
        }
    }

    pub(super) fn with_all(mut self, inquiry: &Inquiry) -> Result<Self, InquiryError> {
        self.values = self.values.with_all(inquiry)?;
        Ok(self)
    }

    /// The same with a value for an attribute, in place of the one that it had.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4).
    ///
    /// # Complexity
    ///
    /// One hash of each text where they are written as the organization has them. Allocates nothing then.
    #[inline(always)]
    pub fn with(mut self, attribute: &str, value: &str) -> Result<Self, InquiryError> {
        self.values.set(attribute, value)?;
        Ok(self)
    }

    /// Gives an attribute a value, in place of the one that it had.
    ///
    /// # Errors
    ///
    /// An attribute or value outside the vocabulary (A4). The query stays as it was.
    #[inline(always)]
    pub fn set(&mut self, attribute: &str, value: &str) -> Result<(), InquiryError> {
        self.values.set(attribute, value)
    }

    /// The same with an interned value, in place of the one that the attribute had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a value that a router of another vocabulary interned. The query is lost, as it was moved here:
    /// [`set_value`](Self::set_value) keeps it.
    #[inline(always)]
    pub fn with_value(mut self, value: ValueId) -> Result<Self, StaleId> {
        self.values.set_value(value)?;
        Ok(self)
    }

    /// Gives the query a value, in place of the one that the attribute had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for a value that a router of another vocabulary interned. The query stays as it was.
    #[inline(always)]
    pub fn set_value(&mut self, value: ValueId) -> Result<(), StaleId> {
        self.values.set_value(value)
    }

    /// The same with prepared values, in place of all that it had.
    ///
    /// # Errors
    ///
    /// [`StaleId`] for values that another router prepared.
    #[inline(always)]
    pub fn with_values(mut self, values: &Values<'r>) -> Result<Self, StaleId> {
        if !core::ptr::eq(values.flat, self.values.flat) {
            return Err(StaleId(()));
        }
        self.values = values.clone();
        Ok(self)
    }

    /// The same without one more contact: it is not asked, not told and not accountable (X1). A position stands for all
    /// who ever hold it.
    ///
    /// # Errors
    ///
    /// A contact that the organization does not have; more than 8 of them; nobody left who could be accountable.
    pub fn excluding(mut self, contact: &str) -> Result<Self, InquiryError> {
        self.values = self.values.excluding(contact)?;
        Ok(self)
    }

    /// The same as of an instant, in place of the one that it had: what is dated and which hours hold, who is on duty and who is
    /// away. Without one no calendar is read (H7).
    #[inline(always)]
    pub fn at(mut self, instant: Timestamp) -> Self {
        self.values = self.values.at(instant);
        self
    }

    /// The answer. It cannot fail, and allocates nothing.
    ///
    /// # Complexity
    ///
    /// Constant in the organization; over the rules of the patterns that cover the topic one step for each attribute
    /// that they constrain and each 64 of them, at the most.
    #[inline(always)]
    pub fn resolve(&self) -> Resolution<'r, 't> {
        self.values.resolve(self.topic, self.place)
    }
}

impl Flat {
    /// The answer to an inquiry that says nothing beside its topic.
    #[inline(always)]
    fn resolve<'r, 't>(&'r self, topic: &'t str, place: Place) -> Resolution<'r, 't> {
        let winner = match place.lead.follow() {
            Ok(winner) => winner,
            Err(node) => self.decide(node),
        };
        let won = Won {
            winner,
            lead: place.lead.0,
        };
        let (given, excluded, when) = (Given::none(), Excluded::none(), AsOf::none());
        Resolution::new(
            &self.tables,
            topic,
            won,
            place.known,
            &given,
            &excluded,
            &when,
        )
    }

    #[inline(never)]
    fn decide(&self, node: RecordId) -> Winner {
        Values::none(self).decide(node)
    }

    /// The ids of an attribute and of a value of it.
    #[inline(always)]
    pub(super) fn intern(
        &self,
        attribute: &str,
        value: &str,
    ) -> Result<(AttributeId, ClassId), InquiryError> {
        if let Some(id) = self.values.attribute(attribute) {
            if let Some(class) = self.values.class(id, value) {
                return Ok((id, class));
            }
        }
        self.intern_slowly(attribute, value)
    }

    /// The same for texts that are to be brought to canonical form first, or are no attribute or value at all.
    #[inline(never)]
    fn intern_slowly(
        &self,
        attribute: &str,
        value: &str,
    ) -> Result<(AttributeId, ClassId), InquiryError> {
        let attribute = meaning::attribute(&self.vocabulary, attribute)?;
        Ok((
            attribute,
            meaning::class(&self.vocabulary, attribute, value)?,
        ))
    }

    /// The place of a topic that is written in no plain way, or begins with an alias.
    #[cold]
    fn beyond(&self, topic: &str) -> Result<Place, InquiryError> {
        let place = self.topics.beyond(topic, &self.tables.aliases);
        place.map_err(|reason| InquiryError::Topic {
            topic: topic.into(),
            reason,
        })
    }

    #[inline(always)]
    pub(super) fn place(&self, topic: &str) -> Result<Place, InquiryError> {
        if let Some(place) = self.topics.exact(topic) {
            return Ok(place);
        }
        match self.topics.below_known(topic) {
            Some(place) => Ok(place),
            None => self.beyond(topic),
        }
    }

    #[inline(always)]
    pub(super) fn place_of(&self, id: TopicId) -> Result<Place, StaleId> {
        if id.stamp == self.topics_stamp {
            Ok(id.place)
        } else {
            Err(StaleId(()))
        }
    }
}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").finish_non_exhaustive()
    }
}

impl fmt::Debug for Query<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("topic", &self.topic)
            .finish_non_exhaustive()
    }
}
