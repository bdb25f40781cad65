//! What a level of a chain says besides whom it names.

use core::fmt;

use jiff::SignedDuration;

use crate::id::HoursId;

/// Why a contact stands on the chain (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum LevelKind {
    /// It answers first (O4).
    FirstContact,
    /// It has more expertise: functional escalation in ITIL's sense.
    Functional,
    /// It is accountable.
    Owner,
    /// It is a head up the tree: hierarchical escalation in ITIL's sense.
    Hierarchical,
    /// The policy names it.
    Policy,
}

impl LevelKind {
    /// The word that an answer uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstContact => "first-contact",
            Self::Functional => "functional",
            Self::Owner => "owner",
            Self::Hierarchical => "hierarchical",
            Self::Policy => "policy",
        }
    }
}

impl fmt::Display for LevelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How often a level is reminded while nobody answers. Reminders move no due instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Reminders {
    pub(crate) times: u32,
    #[cfg_attr(feature = "serde", serde(with = "crate::as_text"))]
    pub(crate) every: SignedDuration,
}

impl Reminders {
    /// How many reminders follow the first notification.
    pub fn times(self) -> u32 {
        self.times
    }

    /// How far apart they are.
    pub fn every(self) -> SignedDuration {
        self.every
    }
}

/// What becomes of a level at which nobody can be reached when it is due (C4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum WhenEmpty {
    /// The next level is asked in its place, at the instant at which it is due.
    #[default]
    Skip,
    /// Whoever can be reached before the next level is due is asked then; the next level is due as it would be.
    Wait,
    /// The level, and all behind it, wait until somebody can be reached.
    Hold,
}

impl WhenEmpty {
    /// The words that documents use.
    pub(crate) const ALL: [(&'static str, Self); 3] = [
        (Self::Skip.as_str(), Self::Skip),
        (Self::Wait.as_str(), Self::Wait),
        (Self::Hold.as_str(), Self::Hold),
    ];

    /// The word that documents use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Wait => "wait",
            Self::Hold => "hold",
        }
    }
}

/// By which clock a delay runs (C3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Clock {
    #[default]
    Wall,
    /// Business time.
    Hours(HoursId),
    /// The hours of the desk that answers at the level before; of none the wall's.
    Desk,
}
