//! The classes of an inquiry's values, by attribute.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::id::{AttributeId, ClassId, Id};
use crate::tables::{Given, KEPT, Kept};

/// What an inquiry gives: on the stack for the first 16 attributes, in one allocation for those behind.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    given: Given,
    /// Once one of them is given, those of all attributes behind the first 16.
    more: Option<Box<[ClassId]>>,
}

/// The class of each attribute when an inquiry does not say.
#[derive(Debug)]
pub(super) struct Missing {
    pub(super) first: Kept,
    more: Box<[ClassId]>,
}

/// What an inquiry asks for: what it gives, and what counts where it does not.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) classes: &'a Classes,
    pub(super) missing: &'a Missing,
}

impl Missing {
    pub(super) fn new(all: impl Iterator<Item = ClassId>) -> Self {
        let all: Vec<ClassId> = all.collect();
        let class = |at: usize| all.get(at).copied().unwrap_or(ClassId::ABSENT);
        Self {
            first: core::array::from_fn(class),
            more: all.get(KEPT..).unwrap_or_default().into(),
        }
    }
}

impl Classes {
    #[inline(always)]
    pub(super) fn none() -> Self {
        Self {
            given: Given::none(),
            more: None,
        }
    }

    /// Those of the first 16 attributes.
    #[inline(always)]
    pub(super) fn given(&self) -> Given {
        self.given
    }

    #[inline(always)]
    pub(super) fn set(&mut self, attribute: AttributeId, class: ClassId, missing: &Missing) {
        if attribute.index() < KEPT {
            self.given.set(attribute, class);
        } else {
            self.set_behind(attribute, class, missing);
        }
    }

    #[cold]
    fn set_behind(&mut self, attribute: AttributeId, class: ClassId, missing: &Missing) {
        let more = self.more.get_or_insert_with(|| missing.more.clone());
        if let Some(slot) = more.get_mut(attribute.index() - KEPT) {
            *slot = class;
        }
    }
}

impl Asked<'_> {
    #[inline(always)]
    pub(super) fn class(self, attribute: AttributeId) -> ClassId {
        if attribute.index() < KEPT {
            self.classes.given.class(attribute, &self.missing.first)
        } else {
            self.class_behind(attribute)
        }
    }

    #[cold]
    fn class_behind(self, attribute: AttributeId) -> ClassId {
        let more = self.classes.more.as_deref().unwrap_or(&self.missing.more);
        let class = more.get(attribute.index() - KEPT);
        class.copied().unwrap_or(ClassId::ABSENT)
    }
}
