//! The instant as of which an inquiry is answered, as it is carried from a query into its answer.

use core::fmt;

use jiff::Timestamp;

/// An instant, or none (H7). Without a gap and aligned as it is copied, as what an inquiry gives is; all zeros where there
/// is none.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(align(16))]
pub(crate) struct AsOf {
    second: i64,
    nanosecond: i32,
    /// 1 where there is one.
    is_given: u32,
}

impl AsOf {
    #[inline(always)]
    pub(crate) const fn none() -> Self {
        Self {
            second: 0,
            nanosecond: 0,
            is_given: 0,
        }
    }

    #[inline(always)]
    pub(crate) fn is_none(&self) -> bool {
        self.is_given == 0
    }

    #[inline]
    pub(crate) fn instant(&self) -> Option<Timestamp> {
        if self.is_none() {
            return None;
        }
        Timestamp::new(self.second, self.nanosecond).ok()
    }
}

impl From<Timestamp> for AsOf {
    #[inline]
    fn from(instant: Timestamp) -> Self {
        Self {
            second: instant.as_second(),
            nanosecond: instant.subsec_nanosecond(),
            is_given: 1,
        }
    }
}

impl From<Option<Timestamp>> for AsOf {
    fn from(instant: Option<Timestamp>) -> Self {
        instant.map_or(Self::none(), Self::from)
    }
}

impl fmt::Debug for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.instant().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_comes_back() {
        let second = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1);
        let parts = [-1, 0, 1].map(|part| second + jiff::SignedDuration::from_nanos(part));
        let before = [-1, 1].map(|part| Timestamp::UNIX_EPOCH - jiff::SignedDuration::new(5, part));
        let ends = [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH];
        for instant in parts.into_iter().chain(before).chain(ends) {
            assert_eq!(AsOf::from(instant).instant(), Some(instant));
            assert!(!AsOf::from(instant).is_none());
        }
        assert_eq!(AsOf::none().instant(), None);
        assert_eq!(AsOf::from(None), AsOf::none());
        assert_eq!(size_of::<AsOf>(), 16);
    }
}
