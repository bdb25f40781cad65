//! Who is on duty, and what put them there.

use smallvec::SmallVec;

use crate::id::ContactId;

/// What put somebody on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The layer of this number.
    Layer(usize),
    /// The override of this number.
    Override(usize),
}

/// Those who are on duty together, each once, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Duties {
    sorted: SmallVec<[(ContactId, Source); 2]>,
}

impl Duties {
    pub(crate) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (ContactId, Source)> {
        self.sorted.iter().copied()
    }
}

/// Who comes twice is there by what put them there first.
impl FromIterator<(ContactId, Source)> for Duties {
    fn from_iter<I: IntoIterator<Item = (ContactId, Source)>>(duties: I) -> Self {
        let mut sorted: SmallVec<[(ContactId, Source); 2]> = duties.into_iter().collect();
        sorted.sort_by_key(|(contact, _)| *contact);
        sorted.dedup_by_key(|(contact, _)| *contact);
        Self { sorted }
    }
}

/// Why nobody is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The schedule says so: by the declaration of this number.
    Declared(usize),
    /// No layer is staffed, or an override leaves nobody.
    Open,
}
