//! What is known already, found by hash.

use core::hash::{Hash, Hasher};

use hashbrown::HashTable;

use crate::router::perfect::Seeds;

/// Values by keys. It is asked and added to, never listed, so that no order of hashes reaches a router.
pub(super) struct Memo<K, V> {
    seeds: Seeds,
    known: HashTable<(K, V)>,
}

impl<K: Hash + Eq, V: Copy> Memo<K, V> {
    /// The seeds come from the content, so that no document chooses keys that collide.
    pub(super) fn new(seeds: &Seeds) -> Self {
        Self {
            seeds: seeds.clone(),
            known: HashTable::new(),
        }
    }

    pub(super) fn get(&self, key: &K) -> Option<V> {
        let hash = hash(&self.seeds, key);
        let found = self.known.find(hash, |(own, _)| own == key);
        found.map(|(_, value)| *value)
    }

    /// Adds what was not found.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let Self { seeds, known } = self;
        let of = |key: &K| hash(seeds, key);
        known.insert_unique(of(&key), (key, value), |(key, _)| of(key));
    }

    /// The same without what is known.
    pub(super) fn emptied(&self) -> Self {
        Self::new(&self.seeds)
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }
}

fn hash(seeds: &Seeds, key: &impl Hash) -> u64 {
    let mut hasher = seeds.hasher();
    key.hash(&mut hasher);
    hasher.finish()
}
