//! Short texts as numbers: what an attribute and most of its values are called is told by one comparison, without a call.

use alloc::vec::Vec;

use crate::id::{Id, Table};

/// A text of up to 15 bytes as one number: its bytes, the first the lowest, and its length the highest. Two texts are the
/// same if these are.
///
/// It is put together from two loads that overlap where the text is shorter than both, as processors can't load 5 bytes.
#[inline(always)]
fn packed(text: &[u8]) -> Option<u128> {
    let length = text.len();
    let bytes = if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        // Those that the first load has are shifted out.
        let behind = last >> (8 * 15_usize.checked_sub(length)?) >> 8;
        u128::from(first) | u128::from(behind) << 64
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u128::from(u64::from(first) | u64::from(last) << (8 * (length - 4)))
    } else {
        // Up to three.
        let byte = |at: usize| text.get(at).map_or(0, |byte| u128::from(*byte) << (8 * at));
        byte(0) | byte(1) | byte(2)
    };
    Some(bytes | (length as u128) << 120)
}

crate::id::more_ids_from_zero! {
    /// A place for a text.
    PlaceId;
}

/// From a few short texts to what they mean: the product of a text and a factor says at which place it stands, and the
/// factor was chosen so that each has one of its own.
#[derive(Debug)]
pub(super) struct ShortTexts<T> {
    factor: u64,
    shift: u32,
    places: Table<PlaceId, (u128, T)>,
}

/// The most texts. More would rarely find a factor.
const MOST: usize = 32;
/// How many factors are tried.
const TRIES: u64 = 1_000;
/// No text has this number.
const FREE: u128 = u128::MAX;

impl<T: Copy + Default> ShortTexts<T> {
    /// Those of the texts that are short; nothing where they are too many, or no factor was found.
    ///
    /// # Complexity
    ///
    /// Constant: no more than 32 texts are looked at, a bounded number of times.
    pub(super) fn new<'t>(texts: impl Iterator<Item = (&'t str, T)>) -> Option<Self> {
        let short = texts.filter_map(|(text, own)| Some((packed(text.as_bytes())?, own)));
        let short: Vec<(u128, T)> = short.take(MOST + 1).collect();
        if short.len() > MOST {
            return None;
        }
        let bits = (2 * short.len()).next_power_of_two().trailing_zeros() + 1;
        // Odd factors, far from each other (Weyl's sequence by the golden ratio).
        let factors = (1..=TRIES).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        factors
            .map(|factor| Self {
                factor,
                shift: 64 - bits,
                places: (0..1 << bits).map(|_| (FREE, T::default())).collect(),
            })
            .find_map(|mut texts| {
                for (text, own) in &short {
                    let place = texts.place(*text);
                    let (other, _) = texts.places[place];
                    if other != FREE {
                        return None;
                    }
                    texts.places.update(place, |place| *place = (*text, *own));
                }
                Some(texts)
            })
    }

    /// What a text means.
    #[inline(always)]
    pub(super) fn get(&self, text: &str) -> Option<T> {
        let text = packed(text.as_bytes())?;
        let (own, found) = self.places.row(self.place(text))?;
        (*own == text).then_some(*found)
    }

    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "both halves are what is wanted"
    )]
    fn place(&self, text: u128) -> PlaceId {
        let folded = text as u64 ^ (text >> 64) as u64;
        PlaceId::from_index((folded.wrapping_mul(self.factor) >> self.shift) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn short_texts_are_told_apart() {
        let mut seen: Vec<(u128, String)> = Vec::new();
        for length in 0..=15 {
            for text in [
                "\0".repeat(length),
                "a".repeat(length),
                "0123456789abcdef".split_at(length).0.into(),
            ] {
                let number = packed(text.as_bytes()).expect("short");
                assert_ne!(number, FREE);
                for (other, own) in &seen {
                    assert_eq!(*other == number, *own == text, "{own:?} {text:?}");
                }
                seen.push((number, text));
            }
        }
        assert_eq!(packed(&[0; 16]), None);
    }

    #[test]
    fn each_text_is_found_and_no_other() {
        for count in [0, 1, 2, 5, 20, 32] {
            let text = |number: u32| alloc::format!("value-{}", number * 7);
            let all: Vec<String> = (0..count).map(text).collect();
            let texts = ShortTexts::new(all.iter().map(String::as_str).zip(0..)).expect("a factor");
            for number in 0..count + 50 {
                let expected = (number < count).then_some(number);
                assert_eq!(texts.get(&text(number)), expected);
            }
            assert_eq!(texts.get(""), None);
            assert_eq!(texts.get("a text of more than 15 bytes"), None);
        }
        let many: Vec<String> = (0..33).map(|number| alloc::format!("{number}")).collect();
        assert!(ShortTexts::new(many.iter().map(String::as_str).zip(0..)).is_none());
    }

    #[test]
    fn long_texts_are_left_to_others() {
        let texts =
            ShortTexts::new([("a text of more than 15 bytes", 1), ("short", 2)].into_iter());
        let texts = texts.expect("a factor");
        assert_eq!(texts.get("short"), Some(2));
        assert_eq!(texts.get("a text of more than 15 bytes"), None);
    }
}
