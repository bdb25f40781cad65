//! The classes of an inquiry's values, by attribute.

use alloc::boxed::Box;

use crate::id::{AttributeId, ClassId, Id};
use crate::tables::KEPT;

/// One class for each attribute: on the stack for the first 16, in one allocation for those behind.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    first: [ClassId; KEPT],
    more: Option<Box<[ClassId]>>,
}

impl Classes {
    pub(super) fn new(all: impl IntoIterator<Item = ClassId>) -> Self {
        let mut all = all.into_iter();
        let first = core::array::from_fn(|_| all.next().unwrap_or(ClassId::ABSENT));
        let more: Box<[ClassId]> = all.collect();
        Self {
            first,
            more: (!more.is_empty()).then_some(more),
        }
    }

    /// The first 16.
    #[inline]
    pub(super) fn first(&self) -> &[ClassId; KEPT] {
        &self.first
    }

    #[inline]
    pub(super) fn get(&self, attribute: AttributeId) -> ClassId {
        match self.first.get(attribute.index()) {
            Some(class) => *class,
            None => self.behind(attribute),
        }
    }

    #[cold]
    fn behind(&self, attribute: AttributeId) -> ClassId {
        let more = self.more.as_deref().unwrap_or_default();
        let class = more.get(attribute.index().wrapping_sub(KEPT));
        class.copied().unwrap_or(ClassId::ABSENT)
    }

    #[inline]
    pub(super) fn set(&mut self, attribute: AttributeId, class: ClassId) {
        match self.first.get_mut(attribute.index()) {
            Some(slot) => *slot = class,
            None => self.set_behind(attribute, class),
        }
    }

    #[cold]
    fn set_behind(&mut self, attribute: AttributeId, class: ClassId) {
        let more = self.more.as_deref_mut().unwrap_or_default();
        if let Some(slot) = more.get_mut(attribute.index().wrapping_sub(KEPT)) {
            *slot = class;
        }
    }
}
