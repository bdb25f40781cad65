//! Perfect hashing: each of a fixed set of keys lies in a slot of its own, so that a look-up is one look at a pilot and
//! one at a slot, whatever is asked, and never a probe after another.
//!
//! After Pibiri and Trani, "`PTHash`: Revisiting FCH Minimal Perfect Hashing", SIGIR 2021: keys fall into buckets
//! of about three by their hash; each bucket, the largest first, has a pilot, which is the first number that sends all
//! its keys to free slots.

use alloc::vec::Vec;
use core::hash::Hasher;

use foldhash::SharedSeed;
use foldhash::fast::FoldHasher;

use crate::id::{Id, Table};

/// The seeds of all hashes of one router. They come from its content: who knows them not in advance cannot choose keys
/// that collide, and who writes a document changes them with every letter.
#[derive(Clone)]
pub(super) struct Seeds {
    shared: SharedSeed,
    own: u64,
}

impl Seeds {
    pub(super) fn new(content: u64) -> Self {
        Self {
            shared: SharedSeed::from_u64(content),
            own: content.rotate_left(32),
        }
    }

    #[inline(always)]
    pub(super) fn hash(&self, text: &[u8]) -> u64 {
        let mut hasher = FoldHasher::with_seed(self.own, &self.shared);
        hasher.write(text);
        hasher.finish()
    }

    /// What hashes anything else.
    pub(super) fn hasher(&self) -> FoldHasher<'_> {
        FoldHasher::with_seed(self.own, &self.shared)
    }

    /// The hash of a number with a text.
    #[inline]
    pub(super) fn hash_with(&self, number: u64, text: &[u8]) -> u64 {
        let mut hasher = FoldHasher::with_seed(self.own ^ number, &self.shared);
        hasher.write(text);
        hasher.finish()
    }

    /// The hash of a sequence of words.
    pub(super) fn hash_words(&self, words: impl Iterator<Item = u64>) -> u64 {
        let mut hasher = FoldHasher::with_seed(self.own, &self.shared);
        words.for_each(|word| hasher.write_u64(word));
        hasher.finish()
    }
}

impl core::fmt::Debug for Seeds {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Seeds")
    }
}

crate::id::more_ids_from_zero! {
    /// A bucket of keys.
    BucketId;
    /// A slot for one key.
    SlotId;
}

/// From the hash of a key to the number that the key has. Who asks compares the key itself.
#[derive(Clone, Debug)]
pub(super) struct Perfect {
    /// By bucket.
    pilots: Table<BucketId, u8>,
    /// In the upper half the tag of a key's hash, in the lower one its number.
    slots: Table<SlotId, u64>,
    /// Keys that no pilot could place, as two of one hash, sorted: in practice none.
    left_over: Vec<(u64, u32)>,
}

/// A slot: in the upper half the tag of a key's hash, in the lower one its number.
#[derive(Clone, Copy)]
pub(super) struct Slot(u64);

impl Slot {
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower half is what is wanted"
    )]
    pub(super) fn number(self) -> u32 {
        self.0 as u32
    }
}

/// A slot without a key: its number is nobody's.
const FREE: u64 = u32::MAX as u64;

/// How many keys a bucket has on average.
const BUCKET: usize = 3;

impl Perfect {
    /// Places keys, given as their hash and number. Numbers are below `u32::MAX`.
    ///
    /// # Complexity
    ///
    /// Linear in the keys, expected.
    pub(super) fn new(keys: &[(u64, u32)]) -> Self {
        let buckets = keys.len() / BUCKET + 1;
        let mut pilots = alloc::vec![0_u8; buckets];
        let mut slots = alloc::vec![FREE; keys.len() + keys.len() / 3 + 1];
        let mut left_over = Vec::new();
        let sorted = by_bucket(keys, buckets);
        let mut by_size: Vec<&[(u64, u32)]> = sorted
            .chunk_by(|(one, _), (other, _)| bucket(*one, buckets) == bucket(*other, buckets))
            .collect();
        by_size.sort_by_key(|keys| core::cmp::Reverse(keys.len()));
        for keys in by_size {
            let at = keys.first().map_or(0, |(hash, _)| bucket(*hash, buckets));
            match (0..=u8::MAX).find(|pilot| place(keys, *pilot, &mut slots)) {
                Some(found) => pilots
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|pilot| *pilot = found),
                None => left_over.extend_from_slice(keys),
            }
        }
        left_over.sort_unstable();
        Self {
            pilots: pilots.into_iter().collect(),
            slots: slots.into_iter().collect(),
            left_over,
        }
    }

    /// All numbers, in any order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        let placed = self.slots.iter().filter(|slot| **slot != FREE);
        let placed = placed.map(|slot| Slot(*slot).number());
        placed.chain(self.left_over.iter().map(|(_, number)| *number))
    }

    /// What `is_it` says of the one number that may be the key's.
    #[inline(always)]
    pub(super) fn find<R>(&self, hash: u64, is_it: impl Fn(u32) -> Option<R>) -> Option<R> {
        let pilot = self.pilot(hash);
        self.find_by(hash, self.slot(hash, pilot), is_it)
    }

    /// The first of the three looks of [`find`](Self::find), for who takes many of them together.
    #[inline(always)]
    pub(super) fn pilot(&self, hash: u64) -> u8 {
        self.pilots[BucketId::from_index(bucket(hash, self.pilots.len()))]
    }

    /// The second.
    #[inline(always)]
    pub(super) fn slot(&self, hash: u64, pilot: u8) -> Slot {
        Slot(self.slots[SlotId::from_index(position(hash, pilot, self.slots.len()))])
    }

    /// The third.
    #[inline(always)]
    pub(super) fn find_by<R>(
        &self,
        hash: u64,
        slot: Slot,
        is_it: impl Fn(u32) -> Option<R>,
    ) -> Option<R> {
        if slot.0 >> 32 == hash >> 32 {
            if let Some(found) = is_it(slot.number()) {
                return Some(found);
            }
        }
        if self.left_over.is_empty() {
            return None;
        }
        self.find_left_over(hash, is_it)
    }

    #[cold]
    fn find_left_over<R>(&self, hash: u64, is_it: impl Fn(u32) -> Option<R>) -> Option<R> {
        let start = self.left_over.partition_point(|(other, _)| *other < hash);
        let same = self.left_over.iter().skip(start);
        let mut same = same.take_while(|(other, _)| *other == hash);
        same.find_map(|(_, number)| is_it(*number))
    }
}

/// The keys, those of one bucket side by side: counted, then put in their places.
fn by_bucket(keys: &[(u64, u32)], buckets: usize) -> Vec<(u64, u32)> {
    let mut ends = alloc::vec![0_u32; buckets];
    for (hash, _) in keys {
        if let Some(count) = ends.get_mut(bucket(*hash, buckets)) {
            *count += 1;
        }
    }
    let mut end = 0;
    for own in &mut ends {
        end += *own;
        *own = end;
    }
    let mut sorted = alloc::vec![(0, 0); keys.len()];
    for key in keys.iter().rev() {
        if let Some(end) = ends.get_mut(bucket(key.0, buckets)) {
            *end -= 1;
            if let Some(place) = sorted.get_mut(*end as usize) {
                *place = *key;
            }
        }
    }
    sorted
}

/// Puts all keys of a bucket into the slots of this pilot, if all of these are free.
fn place(keys: &[(u64, u32)], pilot: u8, slots: &mut [u64]) -> bool {
    let most = slots.len();
    for (placed, (hash, number)) in keys.iter().enumerate() {
        match slots.get_mut(position(*hash, pilot, most)) {
            Some(slot) if *slot == FREE => *slot = hash >> 32 << 32 | u64::from(*number),
            _ => {
                for (hash, _) in keys.iter().take(placed) {
                    if let Some(slot) = slots.get_mut(position(*hash, pilot, most)) {
                        *slot = FREE;
                    }
                }
                return false;
            }
        }
    }
    true
}

#[inline(always)]
fn bucket(hash: u64, buckets: usize) -> usize {
    // The hash of similar texts may differ in its middle bits alone; multiplied, they reach the upper ones.
    const MULTIPLIER: u64 = 0xd6e8_feb8_6659_fd93;
    scale(hash.wrapping_mul(MULTIPLIER) >> 32, buckets)
}

#[inline(always)]
fn position(hash: u64, pilot: u8, slots: usize) -> usize {
    // Odd, so that no bit of the hash is lost; each pilot another stride.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = hash.wrapping_mul(MULTIPLIER.wrapping_add(u64::from(pilot) << 1));
    scale(mixed >> 32, slots)
}

/// 32 bits scaled to a number below `most`, which is below 2^32 (Lemire, "Fast Random Integer Generation in an
/// Interval", 2019).
#[inline(always)]
fn scale(bits: u64, most: usize) -> usize {
    ((bits * most as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_found_and_no_other() {
        for count in [0_u32, 1, 2, 3, 10, 1_000, 30_000] {
            let seeds = Seeds::new(u64::from(count));
            let key = |number: u32| alloc::format!("key-{number}");
            let keys: Vec<(u64, u32)> = (0..count)
                .map(|number| (seeds.hash(key(number).as_bytes()), number))
                .collect();
            let perfect = Perfect::new(&keys);
            assert_eq!(perfect.left_over, [], "{count}");
            for number in 0..count + 1_000 {
                let asked = key(number);
                let found = perfect.find(seeds.hash(asked.as_bytes()), |found| {
                    (key(found) == asked).then_some(found)
                });
                assert_eq!(found, (number < count).then_some(number));
            }
        }
    }

    #[test]
    fn keys_of_one_hash_are_all_found() {
        let keys: Vec<(u64, u32)> = (0..100)
            .map(|number| (u64::from(number % 3), number))
            .collect();
        let perfect = Perfect::new(&keys);
        for (hash, number) in keys {
            let found = perfect.find(hash, |found| (found == number).then_some(found));
            assert_eq!(found, Some(number));
        }
    }
}
