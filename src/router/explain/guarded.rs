//! Names that printing keeps back where the route is confidential (X2).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;

use crate::resolution::Answer;

/// What stands in place of a key that is kept back.
const KEPT_BACK: &str = "(confidential)";

/// The key of a contact.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct GuardedKey {
    key: Box<str>,
    is_confidential: bool,
}

/// An answer, whose contacts are kept back with the route that is confidential.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct GuardedAnswer(pub(super) Answer);

impl GuardedKey {
    pub(super) fn new(key: &str, is_confidential: bool) -> Self {
        Self {
            key: key.into(),
            is_confidential,
        }
    }

    /// The key itself, for the host.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The key as it is printed; `None` where it is kept back.
    pub(super) fn shown(&self) -> Option<&str> {
        (!self.is_confidential).then_some(&*self.key)
    }
}

impl GuardedAnswer {
    /// The answer as it is printed: every contact's key kept back where the route is confidential.
    pub(super) fn shown(&self) -> Cow<'_, Answer> {
        if !self.0.confidential {
            return Cow::Borrowed(&self.0);
        }
        let mut answer = self.0.clone();
        let levels = answer.chain.iter_mut();
        let on_chain = levels.flat_map(|level| {
            let one = [
                Some(&mut level.contact),
                level.position.as_mut(),
                level.stands_for.as_mut(),
            ];
            one.into_iter().chain(level.together.iter_mut().map(Some))
        });
        let keys = [
            Some(&mut answer.owner),
            answer.owner_position.as_mut(),
            Some(&mut answer.first_contact),
        ];
        let parties = answer.consulted.iter_mut().chain(&mut answer.informed);
        for key in keys.into_iter().chain(on_chain).flatten().chain(parties) {
            *key = KEPT_BACK.into();
        }
        Cow::Owned(answer)
    }
}

impl fmt::Display for GuardedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown().unwrap_or(KEPT_BACK))
    }
}

impl fmt::Debug for GuardedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.shown().unwrap_or(KEPT_BACK), f)
    }
}

impl fmt::Debug for GuardedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.shown(), f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for GuardedKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown().unwrap_or(KEPT_BACK))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for GuardedAnswer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(serializer)
    }
}
