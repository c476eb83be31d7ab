//! What the engine asks of the code that parses hostile files.

/// Why no preview could be made; the file itself is kept whatever happens here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PreviewError {
    /// Files of this type have no preview.
    #[error("this type of file has no preview")]
    NoPreview,
    /// The file is too large, or says that its picture is.
    #[error("the picture is too large to preview safely")]
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
}

/// A picture that is safe to show: made by the sandboxed decoder, never the file's own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// PNG bytes.
    pub png: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
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
}
