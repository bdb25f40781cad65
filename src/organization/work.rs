//! A limit of steps, which are counted: the same for the same document everywhere.

/// The steps that something may still take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    left: u64,
}

/// It would take more steps than the limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooMuchWork;

impl Work {
    pub(super) fn of(most: u64) -> Self {
        Self { left: most }
    }

    /// Takes so many steps.
    pub(super) fn spend(&mut self, steps: u64) -> Result<(), TooMuchWork> {
        self.left = self.left.checked_sub(steps).ok_or(TooMuchWork)?;
        Ok(())
    }

    pub(super) fn left(self) -> u64 {
        self.left
    }
}
