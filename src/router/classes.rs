//! The classes of an inquiry's values, by attribute.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::as_of::AsOf;
use crate::id::{AttributeId, ClassId, Id};
use crate::tables::{Given, KEPT, Kept};

/// The class of each attribute when an inquiry does not say.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    pub(super) first: Kept,
    more: Box<[ClassId]>,
}

/// Those of all attributes behind the first 16, once an inquiry gives one of them.
#[derive(Clone, Debug)]
pub(super) struct More(Box<[ClassId]>);

/// What an inquiry asks for: what it gives, and what counts where it does not.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) given: &'a Given,
    pub(super) more: Option<&'a More>,
    pub(super) missing: &'a Missing,
    pub(super) when: &'a AsOf,
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

    /// The classes of those behind the first 16, one of them given. They are moved here and back, so that nobody has the
    /// address of what holds them.
    #[cold]
    #[expect(clippy::unnecessary_box_returns, reason = "it is moved as it is kept")]
    pub(super) fn with(
        &self,
        more: Option<Box<More>>,
        attribute: AttributeId,
        class: ClassId,
    ) -> Box<More> {
        let mut more = more.unwrap_or_else(|| Box::new(More(self.more.clone())));
        if let Some(own) = more.0.get_mut(attribute.index() - KEPT) {
            *own = class;
        }
        more
    }
}

impl Asked<'_> {
    #[inline(always)]
    pub(super) fn class(self, attribute: AttributeId) -> ClassId {
        if attribute.index() < KEPT {
            self.given.class(attribute, &self.missing.first)
        } else {
            self.class_behind(attribute)
        }
    }

    #[cold]
    fn class_behind(self, attribute: AttributeId) -> ClassId {
        let more = self.more.map_or(&*self.missing.more, |more| &*more.0);
        let class = more.get(attribute.index() - KEPT);
        class.copied().unwrap_or(ClassId::ABSENT)
    }
}
