//! How far a check is: bytes known beforehand, bytes done, and the person's word to stop.

use crate::error::{Result, VaultError};
use crate::ingest::Step;
use casekeep_model::view::Progress;

/// Counts what is done and tells whoever waits.
pub(super) struct Meter<'a> {
    step: Step<'a>,
    progress: Progress,
}

impl<'a> Meter<'a> {
    pub fn new(step: Step<'a>) -> Self {
        let progress = Progress { files_done: 0, files: 0, bytes_done: 0, bytes: 0, current: String::new() };
        Self { step, progress }
    }

    /// Says that one more file of this length waits to be read.
    pub fn expect(&mut self, bytes: u64) {
        self.progress.files = self.progress.files.saturating_add(1);
        self.progress.bytes += bytes;
    }

    /// Says that bytes were read.
    pub fn read(&mut self, current: &str, bytes: u64) -> Result<()> {
        self.progress.bytes_done += bytes;
        self.tell(current)
    }

    /// Says that a file is done.
    pub fn done(&mut self, current: &str) -> Result<()> {
        self.progress.files_done = self.progress.files_done.saturating_add(1);
        self.tell(current)
    }

    fn tell(&mut self, current: &str) -> Result<()> {
        if self.progress.current != current {
            current.clone_into(&mut self.progress.current);
        }
        if (self.step)(&self.progress).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
    }
}
