//! Saying what is being done, where it takes long and somebody watches.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// Some work, while it lasts. On a terminal it is named once it takes longer than a second, and the line is taken back.
pub(crate) struct Progress {
    teller: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(crate) fn of(work: String) -> Self {
        if !io::stderr().is_terminal() {
            return Self { teller: None };
        }
        let (done, waiting) = mpsc::channel();
        let teller = thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let mut out = io::stderr();
            // Where it cannot be said, the work goes on.
            let _ = write!(out, "{work} …").and_then(|()| out.flush());
            let _ = waiting.recv();
            let _ = write!(out, "\r\u{1b}[K").and_then(|()| out.flush());
        });
        Self {
            teller: Some((done, teller)),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, teller)) = self.teller.take() {
            drop(done);
            let _ = teller.join();
        }
    }
}
