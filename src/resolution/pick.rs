//! One of several who are asked together, the same one for the same key: weighted rendezvous hashing.

use sha2::{Digest, Sha256};

use super::level::Level;
use super::refs::ContactRef;
use crate::tables::Seat;

impl<'r> Level<'r> {
    /// One of those who are asked: of several on duty each as often, of a team's members who are there as often as their
    /// weights say. The same key has the same one, on any platform, and where somebody comes or goes no other key changes
    /// hands than theirs. The contact itself where there is nobody to choose from.
    ///
    /// Give it what should stay with one person: the key of a conversation, or of a customer.
    ///
    /// # Complexity
    ///
    /// A SHA-256 of the key for each four of the weights.
    pub fn pick(&self, key: &[u8]) -> ContactRef<'r> {
        let contact = self.contact();
        let members = &contact.row().members;
        let several = self.on_duty().nth(1).is_some();
        let on_duty = self.on_duty().filter(|_| several).map(|own| (own, 1));
        let members = members.iter().filter(|_| !several);
        let members = members.filter_map(|(id, weight)| {
            let member = ContactRef {
                seat: Seat::own(*id),
                ..contact
            };
            self.is_there(member).then_some((member, *weight))
        });
        let scored = on_duty.chain(members).map(|(own, weight)| {
            let score = score(key, own.key(), weight);
            (score, own)
        });
        // Of equal scores, which do not come about, the lesser key.
        let best = scored.reduce(|best, own| {
            let is_better = own.0 > best.0 || own.0 == best.0 && own.1.key() < best.1.key();
            if is_better { own } else { best }
        });
        best.map_or(contact, |(_, own)| own)
    }

    /// Whether a member of a team can be asked: it is not away at the level's instant, and not excluded.
    fn is_there(&self, member: ContactRef<'r>) -> bool {
        let Some(own) = &self.own else { return true };
        let presence = self.presence(own);
        let contact = member.seat.contact;
        let is_away = |at| presence.is_away(contact, at);
        !presence.leaves_out(member.seat) && !self.at().is_some_and(is_away)
    }
}

/// The greatest of as many scores as the weight says. Each digest gives four.
fn score(key: &[u8], member: &str, weight: u8) -> u64 {
    let weight = usize::from(weight);
    let blocks = (0_u32..).take(weight.div_ceil(4));
    let scores = blocks.flat_map(|block| {
        let hasher = Sha256::new().chain_update(key).chain_update([0]);
        let hasher = hasher.chain_update(member).chain_update([0]);
        let digest: [u8; 32] = hasher.chain_update(block.to_le_bytes()).finalize().into();
        let mut words = digest.chunks_exact(8);
        let word = |_| words.next().and_then(|word| word.try_into().ok());
        let words: [Option<[u8; 8]>; 4] = core::array::from_fn(word);
        words.map(|word| u64::from_le_bytes(word.unwrap_or_default()))
    });
    scores.take(weight).max().unwrap_or_default()
}
