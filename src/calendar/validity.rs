//! How long an answer about time stays the same (H6).

use jiff::Timestamp;

/// Up to when an answer is the same (H6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Validity {
    /// The same before this instant; at it something changes.
    Until(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Timestamp),
    /// The same before this instant; what comes then was not looked for.
    AtLeast(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Timestamp),
    /// The same at every later instant.
    #[default]
    Forever,
}

impl Validity {
    /// Whether the answer never changes.
    pub fn is_forever(&self) -> bool {
        *self == Self::Forever
    }

    /// The instant up to which the answer is known to be the same; none where it is the same forever.
    pub fn instant(self) -> Option<Timestamp> {
        match self {
            Self::Until(instant) | Self::AtLeast(instant) => Some(instant),
            Self::Forever => None,
        }
    }

    /// Whether the answer is known to be the same at a later instant.
    pub fn covers(self, later: Timestamp) -> bool {
        self.instant().is_none_or(|instant| later < instant)
    }

    /// How long an answer is the same that depends on both: the shorter of the two. Where both end at one instant, and
    /// one of them is known to change there, so is the answer.
    pub fn min(self, other: Self) -> Self {
        match (self.instant(), other.instant()) {
            (None, _) => other,
            (_, None) => self,
            (Some(own), Some(others)) if own < others => self,
            (Some(own), Some(others)) if others < own => other,
            _ if matches!(self, Self::Until(_)) => self,
            _ => other,
        }
    }
}

/// The earlier of two instants, where there are any.
pub(crate) fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_validity_counts_and_a_known_change_at_the_same_instant() {
        let (early, late) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        let all = [
            Validity::Until(early),
            Validity::AtLeast(early),
            Validity::Until(late),
            Validity::AtLeast(late),
            Validity::Forever,
        ];
        for (index, one) in all.iter().enumerate() {
            for other in &all[index..] {
                assert_eq!(one.min(*other), *one);
                assert_eq!(other.min(*one), *one);
            }
        }
        assert!(Validity::Until(late).covers(early));
        assert!(!Validity::AtLeast(early).covers(early));
        assert!(Validity::Forever.covers(late));
    }
}
