//! What the clipboard holds, read here because the page's own paste event has no pictures.

use crate::problem::ShellError;
use arboard::{Clipboard, Error};
use image::RgbaImage;
use std::path::PathBuf;

/// What can be kept of the clipboard.
#[derive(Debug, PartialEq, Eq)]
pub enum Clip {
    /// Files that were copied.
    Files(Vec<PathBuf>),
    /// A picture.
    Picture(RgbaImage),
    /// Text.
    Text(String),
}

/// Reads the clipboard: files before a picture before text.
///
/// A kind that its owner cannot give is passed over: on X11 some owners answer a question for files with something else.
///
/// # Errors
/// When it has none of them, or cannot be read.
pub fn read() -> Result<Clip, ShellError> {
    let mut clipboard = Clipboard::new().map_err(unreadable)?;
    let mut failed = None;
    let files = wanted(clipboard.get().file_list(), &mut failed).map(whole_paths);
    if let Some(files) = files.filter(|files| !files.is_empty()) {
        return Ok(Clip::Files(files));
    }
    if let Some(picture) = wanted(clipboard.get_image(), &mut failed).and_then(to_picture) {
        return Ok(Clip::Picture(picture));
    }
    match wanted(clipboard.get_text(), &mut failed) {
        Some(text) if text.is_empty() => Err(ShellError::ClipboardEmpty),
        Some(text) => Ok(Clip::Text(text)),
        None => Err(failed.map_or(ShellError::ClipboardEmpty, unreadable)),
    }
}

/// Tells "there is nothing of that kind" from a failure, which is kept for the case that no kind is there.
fn wanted<T>(result: Result<T, Error>, failed: &mut Option<Error>) -> Option<T> {
    match result {
        Ok(value) => return Some(value),
        Err(Error::ContentNotAvailable | Error::ConversionFailure | Error::ClipboardNotSupported) => {}
        Err(error) => *failed = Some(error),
    }
    None
}

fn whole_paths(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.into_iter().filter(|path| path.is_absolute()).collect()
}

fn to_picture(data: arboard::ImageData<'_>) -> Option<RgbaImage> {
    let (width, height) = (u32::try_from(data.width).ok()?, u32::try_from(data.height).ok()?);
    RgbaImage::from_raw(width, height, data.bytes.into_owned())
}

fn unreadable(error: Error) -> ShellError {
    ShellError::Clipboard(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_kind_is_not_a_failure() {
        let mut failed = None;
        assert_eq!(wanted::<u8>(Err(Error::ContentNotAvailable), &mut failed), None);
        assert_eq!(wanted(Ok(1), &mut failed), Some(1));
        assert!(failed.is_none());
        assert_eq!(wanted::<u8>(Err(Error::ClipboardOccupied), &mut failed), None);
        assert!(matches!(failed, Some(Error::ClipboardOccupied)));
    }

    #[test]
    fn pictures_must_have_all_their_pixels() {
        let data = |length: usize| arboard::ImageData { width: 2, height: 1, bytes: vec![0; length].into() };
        assert!(to_picture(data(8)).is_some());
        assert!(to_picture(data(7)).is_none());
    }
}
