//! A minimal perfect hash of all topics, from a crate made for it; the key is compared, as a perfect hash alone knows no
//! stranger. Asked for what lies above until something covers the topic.

use std::hash::BuildHasher;
use std::hint::black_box;

use ::ptr_hash::hash::NoHash;
use ::ptr_hash::{DefaultPtrHash, PtrHashParams};
use foldhash::fast::FixedState;

use super::{OneByOne, Owner, above, head, owners};
use crate::organization::{Ask, Plan, Rule};

pub struct PtrHash {
    state: FixedState,
    places: DefaultPtrHash<NoHash, u64>,
    /// By place.
    rows: Vec<Row>,
    texts: String,
    fallback: u32,
}

struct Row {
    start: u32,
    end: u32,
    owner: Owner,
}

impl PtrHash {
    pub fn new(plan: &Plan) -> Self {
        let state = FixedState::default();
        let hashes: Vec<u64> = owners(plan)
            .map(|(topic, _)| state.hash_one(topic))
            .collect();
        let places = DefaultPtrHash::new(&hashes, PtrHashParams::default());
        let mut texts = String::new();
        let mut rows: Vec<(usize, Row)> = Vec::new();
        for ((topic, owner), hash) in owners(plan).zip(&hashes) {
            let start = texts.len() as u32;
            texts.push_str(topic);
            let end = texts.len() as u32;
            rows.push((places.index(hash), Row { start, end, owner }));
        }
        rows.sort_by_key(|(place, _)| *place);
        Self {
            state,
            places,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            texts,
            fallback: head(Rule::FALLBACK.department),
        }
    }

    #[inline(always)]
    fn get(&self, path: &str) -> Option<Owner> {
        let place = self.places.index(&self.state.hash_one(path));
        let row = self.rows.get(place)?;
        let known = &self.texts.as_bytes()[row.start as usize..row.end as usize];
        (known == path.as_bytes()).then_some(row.owner)
    }
}

impl<'a> OneByOne<'a> for PtrHash {
    type Found<'s>
        = u32
    where
        Self: 's;

    const NAME: &'static str = "ptr_hash";

    #[inline(always)]
    fn find_topic(&self, ask: &Ask<'a>, _at: usize) -> u32 {
        let mut path = ask.topic;
        loop {
            if let Some(owner) = self.get(path)
                && (owner.covers_below || path.len() == ask.topic.len())
            {
                return owner.number;
            }
            match above(path) {
                Some(above) => path = above,
                None => return self.fallback,
            }
        }
    }

    #[inline(always)]
    fn read_owner(&self, found: &u32) {
        black_box(*found);
    }

    fn owner(&self, found: &u32) -> u32 {
        *found
    }
}
