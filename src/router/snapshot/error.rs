//! Why bytes are no router.

/// Why bytes are not read as a router. Nothing was built of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct SnapshotError {
    kind: SnapshotErrorKind,
}

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotErrorKind {
    /// They do not begin as a router's bytes do.
    #[error("these are no bytes of a router; write them with `Router::to_bytes`")]
    Foreign,
    /// Another release wrote them, in a format that this one does not read.
    #[error(
        "the bytes are of format version {found}, this release reads version {expected}; compile the document anew"
    )]
    Version {
        /// The version that the bytes say they have.
        found: u32,
        /// The version that is read.
        expected: u32,
    },
    /// They end before all is said.
    #[error("the bytes of the router end too early; the copy is not complete")]
    TooShort,
    /// There are more of them than the router's.
    #[error("{count} bytes follow those of the router; remove them")]
    LeftOver {
        /// How many.
        count: usize,
    },
    /// They are not as they were written: the checksum is another one.
    #[error("the checksum of the router's bytes is another one: they were changed; copy them anew")]
    Checksum,
    /// The checksum is right, but something in them cannot be: no release wrote them.
    #[error("the bytes of the router are corrupt: {what} cannot be; compile the document anew")]
    Corrupt {
        /// What is out of bounds.
        what: &'static str,
    },
    /// The vocabulary has regular expressions, which this build or release reads otherwise than the writer did, or whose
    /// automata are larger than [`Limits::automaton`](crate::Limits::automaton) is by default.
    #[error(
        "the regular expressions in the router's bytes cannot be read as they were written; enable the feature `regex`, keep to the default of `Limits::automaton`, or compile the document anew"
    )]
    Patterns,
    /// A schedule is in a time zone that this build has no data of: only those that are bundled are found again.
    #[error(
        "the router's bytes name a time zone that is not bundled here; enable the feature `tzdb`, or compile the document anew"
    )]
    Zone,
}

impl SnapshotError {
    /// What is wrong.
    pub fn kind(&self) -> SnapshotErrorKind {
        self.kind
    }
}

impl From<SnapshotErrorKind> for SnapshotError {
    fn from(kind: SnapshotErrorKind) -> Self {
        Self { kind }
    }
}

/// Something that cannot be.
pub(super) fn corrupt(what: &'static str) -> SnapshotErrorKind {
    SnapshotErrorKind::Corrupt { what }
}
