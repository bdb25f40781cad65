//! What is known of how an organization was built, so that an edit need not find all of it out again.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::limits::BuildOptions;
use crate::id::{AssignmentId, GroupId};

/// What a build knew at its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Built {
    /// What it kept to.
    pub(crate) options: BuildOptions,
    /// Whether something in the text itself was warned of: that goes with the text.
    pub(crate) has_remarks: bool,
    /// How many values conditions and assignments looked at; at the most, after edits.
    pub(crate) members: u64,
    pub(crate) judged: Judged,
    /// The assignments in which a schedule stands.
    pub(crate) scheduled: Arc<BTreeSet<AssignmentId>>,
    /// The declared topics that only the fallback covers, in order.
    pub(crate) unrouted: Arc<[Box<str>]>,
}

/// What the search for ties took (W3), and what it depends on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    /// The steps; at the most, after edits.
    pub(crate) work: u64,
    /// The groups in which better groups settle something, sorted.
    pub(crate) open: Arc<Vec<GroupId>>,
}
