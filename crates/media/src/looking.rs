//! Looking inside a file: its pages as pictures, their words, and what the file says about itself.

use crate::inspector::Inspector;
use crate::job::Job;
use crate::picture::{Picture, Task};
use casekeep_model::inside::{Inside, PageWords, WordPlace};
use casekeep_model::inspect::{LookError, Preview, PreviewError, ReadSeek};
use casekeep_model::limits;

/// The words of so many pages are told by one decoder.
const PAGES_AT_ONCE: u32 = 50;

impl Inspector {
    /// Returns a picture of a page, counted from 1, whose longer side is at most `side` pixels.
    ///
    /// # Errors
    /// [`PreviewError`] says why there is none; [`LookError::Read`] when the file cannot be read.
    pub fn page(&self, media_type: &str, file: &mut dyn ReadSeek, page: u32, side: u32) -> Result<Preview, LookError> {
        let task = Task::Shrink { side: side.clamp(1, limits::PREVIEW_SIDE) };
        let pixels = self.pixels(&Job::Picture { picture: picture(media_type)?, page, task }, task, file)?;
        Ok(pixels.into_preview()?)
    }

    /// Returns what a file says about itself.
    ///
    /// # Errors
    /// As [`Inspector::page`].
    pub fn inside(&self, media_type: &str, file: &mut dyn ReadSeek) -> Result<Inside, LookError> {
        let job = if is_office(media_type) { Job::Office } else { Job::Inside(picture(media_type)?) };
        let told: Inside = self.told(&job, file)?;
        Ok(told.bounded())
    }

    /// Returns the words of a page, counted from 1, and where they stand; pictures have none.
    ///
    /// # Errors
    /// As [`Inspector::page`].
    pub fn words(&self, media_type: &str, file: &mut dyn ReadSeek, page: u32) -> Result<PageWords, LookError> {
        if picture(media_type)? != Picture::Pdf {
            return Err(PreviewError::NoPreview.into());
        }
        let words: Vec<PageWords> = self.told(&Job::Words { from: page, to: page }, file)?;
        let words = words.into_iter().next().filter(PageWords::is_sound);
        Ok(words.ok_or(PreviewError::Stopped)?)
    }

    /// Returns every place in a file where words stand, whatever their capitals and spaces.
    ///
    /// # Errors
    /// As [`Inspector::page`]; [`PreviewError::NoPreview`] for a picture, whose words are not known.
    pub fn find(&self, media_type: &str, file: &mut dyn ReadSeek, wanted: &str) -> Result<Vec<WordPlace>, LookError> {
        let pages = self.inside(media_type, file)?.pages.len() as u32;
        if picture(media_type)? != Picture::Pdf {
            return Err(PreviewError::NoPreview.into());
        }
        let mut places = Vec::new();
        for from in (1..=pages).step_by(PAGES_AT_ONCE as usize) {
            let to = pages.min(from + PAGES_AT_ONCE - 1);
            let words: Vec<PageWords> = self.told(&Job::Words { from, to }, file)?;
            if words.len() as u32 != to - from + 1 || !words.iter().all(PageWords::is_sound) {
                return Err(PreviewError::Stopped.into());
            }
            // A place that is left out would stay uncovered.
            if words.iter().any(|words| words.more) {
                return Err(PreviewError::TooLarge.into());
            }
            places.extend((from..).zip(&words).flat_map(|(page, words)| words.find(page, wanted)));
        }
        Ok(places)
    }
}

/// Returns whether a file may be an office document; of some, the first bytes show no more than that they are an archive.
fn is_office(media_type: &str) -> bool {
    media_type == "application/zip"
        || media_type.starts_with("application/vnd.openxmlformats-officedocument.")
        || media_type.starts_with("application/vnd.oasis.opendocument.")
}

pub(crate) fn picture(media_type: &str) -> Result<Picture, PreviewError> {
    Picture::from_media_type(media_type).ok_or(PreviewError::NoPreview)
}
