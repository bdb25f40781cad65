//! Notices.

use alloc::string::String;

use crate::id::NoticeId;
use crate::organization::Inner;
use crate::organization::model;

/// A notice of an organization. Two are equal where they are the same one of one organization or its clones.
#[derive(Clone, Copy)]
pub struct NoticeView<'o> {
    pub(super) inner: &'o Inner,
    pub(super) id: NoticeId,
}

impl<'o> NoticeView<'o> {
    fn row(&self) -> &'o model::Notice {
        &self.inner.notices[self.id]
    }

    /// The author's key, or the one made of pattern and condition.
    pub fn key(&self) -> &'o str {
        &self.row().key
    }

    /// The canonical pattern, aliases replaced.
    pub fn pattern(&self) -> &'o str {
        self.row().pattern.as_str()
    }

    /// Whether it covers only what the pattern matches, not what is below.
    pub fn is_exact(&self) -> bool {
        self.row().exact
    }

    /// Under what condition, as text; empty for none.
    pub fn condition(&self) -> String {
        self.row().condition.written.text()
    }

    /// The keys of the contacts, then of the departments, then of the assignments, that it has consulted (O3).
    pub fn consulted(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().consulted)
    }

    /// The keys of the contacts, then of the departments, then of the assignments, that it has informed (O3).
    pub fn informed(self) -> impl Iterator<Item = &'o str> {
        self.inner.designee_keys(&self.row().informed)
    }
}

impl core::fmt::Debug for NoticeView<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "NoticeView({})", self.key())
    }
}
