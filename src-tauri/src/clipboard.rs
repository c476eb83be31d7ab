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
/// # Errors
/// When it has none of them, or cannot be read.
pub fn read() -> Result<Clip, ShellError> {
    let mut clipboard = Clipboard::new().map_err(unreadable)?;
    let files = wanted(clipboard.get().file_list())?.map(whole_paths).filter(|files| !files.is_empty());
    if let Some(files) = files {
        return Ok(Clip::Files(files));
    }
    if let Some(picture) = wanted(clipboard.get_image())?.and_then(to_picture) {
        return Ok(Clip::Picture(picture));
    }
    let text = wanted(clipboard.get_text())?.filter(|text| !text.is_empty());
    text.map(Clip::Text).ok_or(ShellError::ClipboardEmpty)
}

/// Tells "there is nothing of that kind" from a failure.
fn wanted<T>(result: Result<T, Error>) -> Result<Option<T>, ShellError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::ContentNotAvailable | Error::ConversionFailure | Error::ClipboardNotSupported) => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
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
        assert_eq!(wanted::<u8>(Err(Error::ContentNotAvailable)).ok(), Some(None));
        assert_eq!(wanted(Ok(1)).ok(), Some(Some(1)));
        assert!(wanted::<u8>(Err(Error::ClipboardOccupied)).is_err());
    }

    #[test]
    fn pictures_must_have_all_their_pixels() {
        let data = |length: usize| arboard::ImageData { width: 2, height: 1, bytes: vec![0; length].into() };
        assert!(to_picture(data(8)).is_some());
        assert!(to_picture(data(7)).is_none());
    }
}
