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
#[derive(Debug)]
pub(super) struct Directory {
    /// Those that contacts had, and foreign ids.
    pub(super) further_keys: Arc<BTreeMap<Box<str>, ContactId>>,
    /// Who holds a position.
    pub(super) holders: BTreeMap<ContactId, ContactId>,
}

impl Directory {
    pub(super) fn new(inner: &Inner) -> Self {
        let holders = inner.contacts.enumerate();
        Self {
            further_keys: Arc::clone(&inner.further_contacts),
            holders: holders
                .filter_map(|(id, own)| Some((id, own.holder.otherwise?)))
                .collect(),
        }
    }
}

impl Flat {
    /// The contacts of these keys beside others; a position brings the person with it who holds it.
    ///
    /// Fails where the root's head is among them and nobody is left to stand in.
    pub(super) fn excluded<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        mut excluded: Excluded,
    ) -> Result<Excluded, InquiryError> {
        for key in keys {
            let contact = self.contact(key).ok_or(InquiryError::UnknownContact)?;
            let holder = self.directory.holders.get(&contact).copied();
            for id in [Some(contact), holder].into_iter().flatten() {
                excluded
                    .insert(id)
                    .map_err(|Full| InquiryError::TooManyExcluded)?;
            }
        }
        let is_left_out =
            |standing: crate::tables::Standing| excluded.contains(standing.seat.contact);
        let stands_in = self.tables.conflict_authority;
        if is_left_out(self.tables.root_head) && stands_in.is_none_or(is_left_out) {
            return Err(InquiryError::AllExcluded);
        }
        Ok(excluded)
    }

    /// The contact of this key, or of this former key or foreign id.
    fn contact(&self, key: &str) -> Option<ContactId> {
        let own = self.tables.contacts.find(|row| (*row.key).cmp(key));
        own.or_else(|| self.directory.further_keys.get(key).copied())
    }
}
