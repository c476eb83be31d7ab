//! What the engine asks of the code that parses hostile files.

use crate::archive::{ArchiveEntry, Unpacked};
use crate::import::Sign;
use crate::likeness::Likeness;
use crate::mail::MailView;
use crate::messages::{Reading, Told};
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;

/// Why no preview could be made; the file itself is kept whatever happens here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PreviewError {
    /// Files of this type have no preview.
    #[error("this type of file has no preview")]
    NoPreview,
    /// The file is too large, or says that its picture is.
    #[error("it is too large to be shown safely")]
    TooLarge,
    /// The bytes are not a whole, valid file of their type.
    #[error("the file is damaged or not what it says, so it has no preview")]
    Damaged,
    /// The area to keep is not inside the picture.
    #[error("the area to keep lies outside the picture")]
    Outside,
    /// The decoder was stopped at its limit of time or memory, or by the sandbox.
    #[error("making the preview took too much time or memory and was stopped")]
    Stopped,
    /// The decoder could not be started on this computer.
    #[error("the preview program could not be started")]
    Unavailable,
    /// The file is locked with a password that Casekeep does not know.
    #[error("it is locked with a password, and Casekeep opens no locked files")]
    Locked,
    /// The file has fewer pages, or fewer mails.
    #[error("the file has no page or mail of this number")]
    NoPage,
    /// A redacted copy would have more than [`crate::limits::REDACTED_PAGES`] pages.
    #[error("it has more than 300 pages, which is more than a redacted copy may have")]
    TooManyPages,
    /// The redacted copy was opened again, and something was left that should not be in it.
    #[error("the redacted copy did not pass its check, so it was not kept")]
    NotClean,
    /// The person stopped the work.
    #[error("it was stopped")]
    Cancelled,
}

/// Why nothing could be told of a file.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// The decoder's answer, or its fate.
    #[error(transparent)]
    Preview(#[from] PreviewError),
    /// The file's bytes could not be read.
    #[error("the file could not be read: {0}")]
    Read(#[from] io::Error),
}

/// A file that can be read from any place in it.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek + ?Sized> ReadSeek for T {}

/// A picture that is safe to show: made by the sandboxed decoder, never the file's own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// PNG bytes.
    pub png: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What the picture looks like, where it can be compared with others.
    pub likeness: Option<Likeness>,
}

/// Looks at the bytes of a file without trusting them.
pub trait Inspect: Send + Sync {
    /// Returns the media type that the first bytes (up to 8 KiB) show; `application/octet-stream` when they show none.
    fn sniff(&self, head: &[u8]) -> String;

    /// Returns true when files of this type can have a preview.
    fn can_preview(&self, media_type: &str) -> bool;

    /// Returns a picture of the file whose longer side is at most `side` pixels.
    ///
    /// # Errors
    /// [`PreviewError`] says why there is none; hostile bytes never do more than that.
    fn preview(&self, media_type: &str, bytes: &[u8], side: u32) -> Result<Preview, PreviewError>;

    /// Reads a file as an export of messages and tells what is in it, in the order of the file; breaking stops it.
    ///
    /// # Errors
    /// [`LookError`]; also when it was stopped.
    fn messages(
        &self,
        _file: &mut dyn ReadSeek,
        _reading: &Reading,
        _tell: &mut dyn FnMut(Told) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        Err(PreviewError::NoPreview.into())
    }

    /// Returns the signs that the first bytes (up to 8 KiB) show of a messaging app having changed the file.
    fn signs(&self, _head: &[u8]) -> Vec<Sign> {
        Vec::new()
    }

    /// Returns the files in a zip archive, by their place in it.
    ///
    /// # Errors
    /// [`LookError`] says why it cannot be told.
    fn archive(&self, _file: &mut dyn ReadSeek) -> Result<Vec<ArchiveEntry>, LookError> {
        Err(PreviewError::Unavailable.into())
    }

    /// Returns one mail of a file, by its number from 1.
    ///
    /// # Errors
    /// [`LookError`] says why it cannot be told.
    fn mail(&self, _file: &mut dyn ReadSeek, _n: u32) -> Result<MailView, LookError> {
        Err(PreviewError::Unavailable.into())
    }

    /// Shows the bytes of what hangs on one mail of a file, in the order in which it is wanted. Breaking stops it.
    ///
    /// # Errors
    /// [`LookError`] says why there is no more.
    fn mail_parts(
        &self,
        _file: &mut dyn ReadSeek,
        _n: u32,
        _wanted: &[u32],
        _each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        Err(PreviewError::Unavailable.into())
    }

    /// Shows the bytes of files in a zip archive, in the order in which they are wanted; `bytes` is how many there are
    /// together, as the archive says. Breaking stops it.
    ///
    /// # Errors
    /// [`LookError`] says why there is no more.
    fn unpack(
        &self,
        _file: &mut dyn ReadSeek,
        _wanted: &[u32],
        _bytes: u64,
        _each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        Err(PreviewError::Unavailable.into())
    }
}
