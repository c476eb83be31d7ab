//! The engine's view of this crate: media types, previews and crops.

use crate::picture::{Picture, Task};
use crate::pixels::Pixels;
use crate::sniff;
use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::{Crop, limits};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Looks at files without trusting them; pictures are decoded in a confined process of their own.
///
/// At most [`limits::DECODERS`] of them run at once; further calls wait for their turn.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
pub struct Inspector {
    program: PathBuf,
    patience: Duration,
    turns: Turns,
}

impl Default for Inspector {
    fn default() -> Self {
        Self::new()
    }
}

impl Inspector {
    /// Decodes with this program, which must call [`crate::run_if_child`] first in its `main`.
    #[must_use]
    pub fn new() -> Self {
        // The link follows the running program even where its file was replaced by an update.
        Self::with_program("/proc/self/exe")
    }

    /// Decodes with another program that calls [`crate::run_if_child`].
    #[must_use]
    pub fn with_program(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            patience: Duration::from_secs(limits::DECODER_SECONDS),
            turns: Turns::new(limits::DECODERS),
        }
    }

    /// Waits this long for a decoder before it is stopped; [`limits::DECODER_SECONDS`] where it is not said.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Returns the width and height of the picture in pixels, upright.
    ///
    /// # Errors
    /// [`PreviewError`] says why they cannot be known.
    pub fn dimensions(&self, media_type: &str, bytes: &[u8]) -> Result<(u32, u32), PreviewError> {
        self.ask(media_type, bytes, Task::Measure).map(|pixels| (pixels.width, pixels.height))
    }

    /// Returns the part of the picture that `crop` keeps, at full resolution; the area is counted on the upright picture.
    ///
    /// The result has eight bits a channel, whatever the original has.
    ///
    /// # Errors
    /// [`PreviewError::Outside`] when the area is empty or not wholly inside the picture, [`PreviewError::TooLarge`] above
    /// [`limits::CROP_PIXELS`], and what [`Inspect::preview`] says.
    pub fn crop(&self, media_type: &str, bytes: &[u8], crop: Crop) -> Result<Preview, PreviewError> {
        match u64::from(crop.width) * u64::from(crop.height) {
            0 => Err(PreviewError::Outside),
            area if area > limits::CROP_PIXELS => Err(PreviewError::TooLarge),
            _ => self.ask(media_type, bytes, Task::Cut(crop))?.into_preview(),
        }
    }

    fn ask(&self, media_type: &str, bytes: &[u8], task: Task) -> Result<Pixels, PreviewError> {
        let picture = Picture::from_media_type(media_type).ok_or(PreviewError::NoPreview)?;
        if bytes.len() as u64 > limits::PREVIEW_FILE {
            return Err(PreviewError::TooLarge);
        }
        let _turn = self.turns.take();
        decode(self, picture, task, bytes)
    }
}

impl Inspect for Inspector {
    fn sniff(&self, head: &[u8]) -> String {
        sniff::media_type(head).to_owned()
    }

    fn can_preview(&self, media_type: &str) -> bool {
        cfg!(target_os = "linux") && Picture::from_media_type(media_type).is_some()
    }

    fn preview(&self, media_type: &str, bytes: &[u8], side: u32) -> Result<Preview, PreviewError> {
        let side = side.clamp(1, limits::PREVIEW_SIDE);
        self.ask(media_type, bytes, Task::Shrink { side })?.into_preview()
    }
}

#[cfg(target_os = "linux")]
fn decode(inspector: &Inspector, picture: Picture, task: Task, bytes: &[u8]) -> Result<Pixels, PreviewError> {
    crate::parent::ask(&inspector.program, inspector.patience, picture, task, bytes)
}

#[cfg(not(target_os = "linux"))]
fn decode(_: &Inspector, _: Picture, _: Task, _: &[u8]) -> Result<Pixels, PreviewError> {
    Err(PreviewError::Unavailable)
}

/// Bounds how many decoders run at once.
#[derive(Debug)]
struct Turns {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// One running decoder's place, given back when dropped.
struct Turn<'a>(&'a Turns);

impl Turns {
    fn new(free: usize) -> Self {
        Self { free: Mutex::new(free), given_back: Condvar::new() }
    }

    fn take(&self) -> Turn<'_> {
        // A count is whole even where a thread that held the lock panicked.
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.given_back.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.given_back.notify_one();
    }
}
