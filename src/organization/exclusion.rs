//! Whom an inquiry excludes, as ids, and whether somebody is left to answer it (X1).

use super::Inner;
use crate::contact::ContactKind;
use crate::excluded::{Excluded, Full};
use crate::id::ContactId;
use crate::inquiry::InquiryError;

impl Inner {
    /// The contacts of these keys; a position brings the person with it who holds it.
    ///
    /// Fails where the root's head is among them and nobody is left to stand in.
    pub(crate) fn excluded<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        mut excluded: Excluded,
    ) -> Result<Excluded, InquiryError> {
        for key in keys {
            let contact = self.find_contact(key);
            let contact = contact.ok_or(InquiryError::UnknownContact)?;
            let holder = self.contacts[contact].holder.otherwise;
            for id in [Some(contact), holder].into_iter().flatten() {
                excluded
                    .insert(id)
                    .map_err(|Full| InquiryError::TooManyExcluded)?;
            }
        }
        let has_stand_in = || {
            self.conflict_person()
                .is_some_and(|person| !excluded.contains(person))
        };
        if excluded.contains(self.root_head) && !has_stand_in() {
            return Err(InquiryError::AllExcluded);
        }
        Ok(excluded)
    }

    /// The contact of this key, or of this former key or foreign id.
    pub(crate) fn find_contact(&self, key: &str) -> Option<ContactId> {
        let own = self.contacts.find(|contact| (*contact.key).cmp(key));
        own.or_else(|| self.further_contacts.get(key).copied())
    }

    /// The person who is the conflict authority, or holds that position.
    pub(crate) fn conflict_person(&self) -> Option<ContactId> {
        let contact = self.conflict_authority?;
        match self.contacts[contact].kind {
            ContactKind::Position => self.contacts[contact].holder.otherwise,
            _ => Some(contact),
        }
    }
}
