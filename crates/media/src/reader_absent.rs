//! Where a program cannot be confined, none is asked to read pictures.

use casekeep_model::Transcript;
use casekeep_model::reading::{ReadingError, TextReaderView};

/// The program that reads text; never found on this system.
#[derive(Debug, Clone)]
pub enum TextReader {}

impl TextReader {
    /// Returns `None`: there is no confinement for it here.
    #[must_use]
    pub fn find() -> Option<Self> {
        None
    }

    /// Returns what the window shows of it.
    #[must_use]
    pub fn view(&self) -> TextReaderView {
        match *self {}
    }

    /// Returns a transcript of an item.
    ///
    /// # Errors
    /// Never: there is no such program here.
    pub fn transcribe(&self, _: u32, _: &[u8], _: Option<&str>) -> Result<Transcript, ReadingError> {
        match *self {}
    }
}
