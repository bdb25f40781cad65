//! What is kept once for all that are alike: conditions as written, and the boxes that they come to.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::attribute::Bounds;
use crate::id::AssignmentId;
use crate::organization::model::WrittenCondition;

/// Conditions that were read, and what was worked out of them.
#[derive(Default)]
pub(super) struct Memory {
    written: BTreeSet<Arc<WrittenCondition>>,
    /// By the place of a condition that is kept, and the assignments that stand beside it.
    worked_out: BTreeMap<(usize, Vec<AssignmentId>), WorkedOut>,
}

/// What a condition comes to, and how many values were looked at for that.
#[derive(Clone)]
pub(super) struct WorkedOut {
    pub(super) boxes: Arc<[Bounds]>,
    pub(super) members: u64,
}

impl Memory {
    /// The one copy of a condition.
    pub(super) fn keep(&mut self, written: WrittenCondition) -> Arc<WrittenCondition> {
        if let Some(known) = self.written.get(&written) {
            return Arc::clone(known);
        }
        let written = Arc::new(written);
        self.written.insert(Arc::clone(&written));
        written
    }

    /// What such a condition came to before, beside these assignments.
    pub(super) fn recall(
        &self,
        written: &Arc<WrittenCondition>,
        beside: &[AssignmentId],
    ) -> Option<&WorkedOut> {
        self.worked_out.get(&(place(written), beside.to_vec()))
    }

    /// Keeps what a condition comes to.
    pub(super) fn note(
        &mut self,
        written: &Arc<WrittenCondition>,
        beside: Vec<AssignmentId>,
        came_to: WorkedOut,
    ) {
        self.worked_out.insert((place(written), beside), came_to);
    }
}

/// Where a condition lies: it tells those apart that are kept.
fn place(written: &Arc<WrittenCondition>) -> usize {
    Arc::as_ptr(written).addr()
}
