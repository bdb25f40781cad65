//! Whom an inquiry may exclude (X1), by keys: what the tables of answers do not say of contacts.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;

use super::Flat;
use crate::excluded::{Excluded, Full};
use crate::id::ContactId;
use crate::inquiry::InquiryError;
use crate::organization::Inner;

/// Contacts by the keys that are not their own, and who goes with them.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    /// Those that contacts had, and foreign ids.
    pub(super) further_keys: Arc<BTreeMap<Box<str>, ContactId>>,
    /// All who ever hold a position.
    pub(super) holders: BTreeMap<ContactId, Box<[ContactId]>>,
    /// All persons who are ever the root's head.
    pub(super) root_heads: Box<[ContactId]>,
    /// All persons who are ever the conflict authority: none where nobody stands in.
    pub(super) stand_ins: Box<[ContactId]>,
}

impl Directory {
    pub(super) fn new(inner: &Inner) -> Self {
        let positions = inner.contacts.enumerate();
        let holders = positions.map(|(id, own)| (id, own.holder.all().copied().collect()));
        let holders = holders.filter(|(_, all): &(_, Box<[_]>)| !all.is_empty());
        Self {
            further_keys: Arc::clone(&inner.further_contacts),
            holders: holders.collect(),
            root_heads: inner.root_heads().collect(),
            stand_ins: inner.stand_ins().collect(),
        }
    }
}

impl Flat {
    /// The contacts of these keys beside others; a position brings all with it who ever hold it, so that it does not matter
    /// when.
    ///
    /// Fails where one who is ever the root's head is among them and nobody is left to stand in.
    pub(super) fn excluded<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        mut excluded: Excluded,
    ) -> Result<Excluded, InquiryError> {
        let Directory {
            holders,
            root_heads,
            stand_ins,
            ..
        } = &*self.directory;
        for key in keys {
            let contact = self.contact(key).ok_or(InquiryError::UnknownContact)?;
            let holders = holders.get(&contact).into_iter().flatten();
            for id in core::iter::once(&contact).chain(holders) {
                excluded
                    .insert(*id)
                    .map_err(|Full| InquiryError::TooManyExcluded)?;
            }
        }
        let is_left_out = |person: &ContactId| excluded.contains(*person);
        let has_stand_in = !stand_ins.is_empty() && !stand_ins.iter().any(is_left_out);
        if root_heads.iter().any(is_left_out) && !has_stand_in {
            return Err(InquiryError::AllExcluded);
        }
        Ok(excluded)
    }

    /// The contact of this key, or of this former key or foreign id.
    pub(super) fn contact(&self, key: &str) -> Option<ContactId> {
        let own = self.tables.contacts.find(|row| (*row.key).cmp(key));
        own.or_else(|| self.directory.further_keys.get(key).copied())
    }
}
