//! Whom an inquiry excludes, as ids, and whether somebody is left to answer it (X1).

use super::Inner;
use crate::contact::ContactKind;
use crate::excluded::{Excluded, Full};
use crate::id::ContactId;
use crate::inquiry::InquiryError;

impl Inner {
    /// The contacts of these keys; a position brings all with it who ever hold it, so that it does not matter when.
    ///
    /// Fails where one who is ever the root's head is among them and nobody is left to stand in.
    pub(crate) fn excluded<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        mut excluded: Excluded,
    ) -> Result<Excluded, InquiryError> {
        for key in keys {
            let contact = self.find_contact(key);
            let contact = contact.ok_or(InquiryError::UnknownContact)?;
            let holders = self.contacts[contact].holder.all().copied();
            for id in core::iter::once(contact).chain(holders) {
                excluded
                    .insert(id)
                    .map_err(|Full| InquiryError::TooManyExcluded)?;
            }
        }
        let is_left_out = |person: ContactId| excluded.contains(person);
        let mut stand_ins = self.stand_ins().peekable();
        let has_stand_in = stand_ins.peek().is_some() && !stand_ins.any(is_left_out);
        if self.root_heads().any(is_left_out) && !has_stand_in {
            return Err(InquiryError::AllExcluded);
        }
        Ok(excluded)
    }

    /// All persons who are ever the root's head.
    pub(crate) fn root_heads(&self) -> impl Iterator<Item = ContactId> {
        let heads = self.departments[self.root].head.all();
        heads.flat_map(|head| self.persons(*head))
    }

    /// All persons who are ever the conflict authority; none where it is vacant at times.
    pub(crate) fn stand_ins(&self) -> impl Iterator<Item = ContactId> {
        let filled = self
            .conflict_authority
            .filter(|id| self.contacts[*id].person(*id, None).is_some());
        filled.into_iter().flat_map(|id| self.persons(id))
    }

    /// The person that a contact is, or all who ever hold the position.
    fn persons(&self, contact: ContactId) -> impl Iterator<Item = ContactId> {
        let row = &self.contacts[contact];
        let own = (row.kind != ContactKind::Position).then_some(contact);
        own.into_iter().chain(row.holder.all().copied())
    }

    /// The contact of this key, or of this former key or foreign id.
    pub(crate) fn find_contact(&self, key: &str) -> Option<ContactId> {
        let own = self.contacts.find(|contact| (*contact.key).cmp(key));
        own.or_else(|| self.further_contacts.get(key).copied())
    }
}
