//! Many inquiries at once: where the router is larger than the caches, the look-ups of several wait for memory together.

use core::fmt;

use super::query::Values;
use super::topic_index::Place;
use super::{Flat, InquiryError};
use crate::resolution::Resolution;

/// How many look-ups wait together.
const LANES: usize = 16;

/// The answers to a batch of inquiries, in their order: see [`Router::resolve_batch`](super::Router::resolve_batch).
pub struct Batch<'r, 't, 'v> {
    flat: &'r Flat,
    asks: &'v [(&'t str, &'v Values<'r>)],
    /// The places of the next asks, the first of them at `next`; none for topics that are not known by their text.
    places: [Option<Place>; LANES],
    next: usize,
    is_interleaved: bool,
}

impl<'r, 't, 'v> Batch<'r, 't, 'v> {
    pub(super) fn new(flat: &'r Flat, asks: &'v [(&'t str, &'v Values<'r>)]) -> Self {
        Self {
            flat,
            asks,
            places: [None; LANES],
            next: LANES,
            is_interleaved: flat.topics.is_large() && asks.len() >= LANES,
        }
    }

    /// Looks up the next asks together.
    #[inline(never)]
    fn refill(&mut self) {
        let mut topics = [""; LANES];
        for (topic, (asked, _)) in topics.iter_mut().zip(self.asks) {
            *topic = asked;
        }
        self.places = self.flat.topics.exact_together(&topics);
        self.next = 0;
    }

    /// The place that was found for the next ask.
    #[inline]
    fn looked_up(&mut self) -> Option<Place> {
        if self.next == LANES {
            self.refill();
        }
        let place = self.places.get(self.next).copied().flatten();
        self.next += 1;
        place
    }
}

impl<'r, 't> Iterator for Batch<'r, 't, '_> {
    type Item = Result<Resolution<'r, 't>, InquiryError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let place = if self.is_interleaved && !self.asks.is_empty() {
            self.looked_up()
        } else {
            None
        };
        let ((topic, values), rest) = self.asks.split_first()?;
        self.asks = rest;
        let place = match place.filter(|_| core::ptr::eq(values.flat, self.flat)) {
            Some(place) => Ok(place),
            // Answered by the router that prepared the values.
            None => values.flat.place(topic),
        };
        Some(place.map(|place| values.resolve(topic, place)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.asks.len(), Some(self.asks.len()))
    }
}

impl ExactSizeIterator for Batch<'_, '_, '_> {}

impl core::iter::FusedIterator for Batch<'_, '_, '_> {}

impl fmt::Debug for Batch<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("left", &self.asks.len())
            .finish_non_exhaustive()
    }
}
