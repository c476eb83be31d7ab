//! The engine's view of this crate: media types, previews and crops.

use crate::job::Job;
use crate::picture::{Picture, Task};
use crate::pixels::{self, Pixels};
use crate::told::Lines;
use crate::unpacked::Incoming;
use crate::{likeness, signs, sniff};
use casekeep_model::archive::{ArchiveEntry, Unpacked};
use casekeep_model::import::Sign;
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError, ReadSeek};
use casekeep_model::limits;
use casekeep_model::mail::MailView;
use casekeep_model::messages::{Reading, Told};
use serde::de::DeserializeOwned;
use std::io::Cursor;
use std::ops::ControlFlow;
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
    patience: Option<Duration>,
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
        Self { program: program.into(), patience: None, turns: Turns::new(limits::DECODERS) }
    }

    /// Waits this long for every decoder before it is stopped, whatever it is asked.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// Returns the width and height of the picture in pixels, upright.
    ///
    /// # Errors
    /// [`PreviewError`] says why they cannot be known.
    pub fn dimensions(&self, media_type: &str, bytes: &[u8]) -> Result<(u32, u32), PreviewError> {
        self.ask(media_type, bytes, Task::Measure).map(|pixels| (pixels.width, pixels.height))
    }

    fn ask(&self, media_type: &str, bytes: &[u8], task: Task) -> Result<Pixels, PreviewError> {
        let picture = Picture::from_media_type(media_type).ok_or(PreviewError::NoPreview)?;
        let looked = self.pixels(&Job::Picture { picture, page: 1, task }, task, &mut Cursor::new(bytes));
        looked.map_err(|error| match error {
            LookError::Preview(error) => error,
            // Bytes in memory can always be read.
            LookError::Read(_) => PreviewError::Damaged,
        })
    }

    /// Returns the pixels that a job gives, once they are known to fit its task.
    pub(crate) fn pixels(&self, job: &Job, task: Task, file: &mut dyn ReadSeek) -> Result<Pixels, LookError> {
        let mut pixels = pixels::Incoming::new(task);
        self.stream(job, file, &mut |piece| pixels.take(piece))?;
        Ok(pixels.whole()?)
    }

    /// Returns what a job tells, once it has the shape that was asked for.
    pub(crate) fn told<T: DeserializeOwned>(&self, job: &Job, file: &mut dyn ReadSeek) -> Result<T, LookError> {
        let mut json = Vec::new();
        self.stream(job, file, &mut |piece| {
            json.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(serde_json::from_slice(&json).map_err(|_| PreviewError::Stopped)?)
    }

    /// Hands on a job's answer piece by piece as it comes in; what came is worth nothing when an error follows.
    fn stream(
        &self,
        job: &Job,
        file: &mut dyn ReadSeek,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), PreviewError>,
    ) -> Result<(), LookError> {
        let _turn = self.turns.take();
        ask_decoder(self, job, file, sink)
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
        let pixels = self.ask(media_type, bytes, Task::Shrink { side })?;
        let likeness = likeness::of(&pixels);
        Ok(Preview { likeness, ..pixels.into_preview()? })
    }

    fn messages(
        &self,
        file: &mut dyn ReadSeek,
        reading: &Reading,
        tell: &mut dyn FnMut(Told) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        let mut lines = Lines::default();
        self.stream(&Job::Messages(*reading), file, &mut |piece| {
            lines.take(piece, &mut |told| match tell(told) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(PreviewError::Stopped),
            })
        })?;
        Ok(lines.end()?)
    }

    fn signs(&self, head: &[u8]) -> Vec<Sign> {
        signs::signs(head)
    }

    fn archive(&self, file: &mut dyn ReadSeek) -> Result<Vec<ArchiveEntry>, LookError> {
        let entries: Vec<ArchiveEntry> = self.told(&Job::Archive, file)?;
        // A decoder that was taken over is believed no more than the file.
        let in_order = entries.is_sorted_by(|one, next| one.index < next.index);
        if in_order { Ok(entries) } else { Err(PreviewError::Stopped.into()) }
    }

    fn mail(&self, file: &mut dyn ReadSeek, n: u32) -> Result<MailView, LookError> {
        let told: MailView = self.told(&Job::Mail(n), file)?;
        Ok(told.bounded())
    }

    fn mail_parts(
        &self,
        file: &mut dyn ReadSeek,
        n: u32,
        wanted: &[u32],
        each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        let mut incoming = Incoming::new(wanted, each);
        self.stream(&Job::MailParts(n, wanted.to_vec()), file, &mut |piece| incoming.take(piece))?;
        if incoming.is_whole() { Ok(()) } else { Err(PreviewError::Stopped.into()) }
    }

    fn unpack(
        &self,
        file: &mut dyn ReadSeek,
        wanted: &[u32],
        bytes: u64,
        each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        let mut incoming = Incoming::new(wanted, each);
        self.stream(&Job::Unpack(wanted.to_vec(), bytes), file, &mut |piece| incoming.take(piece))?;
        if incoming.is_whole() { Ok(()) } else { Err(PreviewError::Stopped.into()) }
    }
}

#[cfg(target_os = "linux")]
fn ask_decoder(
    inspector: &Inspector,
    job: &Job,
    file: &mut dyn ReadSeek,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), PreviewError>,
) -> Result<(), LookError> {
    let mut allowance = job.allowance();
    allowance.patience = inspector.patience.unwrap_or(allowance.patience);
    crate::parent::ask(&inspector.program, job, allowance, file, sink)
}

#[cfg(not(target_os = "linux"))]
fn ask_decoder(
    _: &Inspector,
    _: &Job,
    _: &mut dyn ReadSeek,
    _: &mut dyn FnMut(&[u8]) -> Result<(), PreviewError>,
) -> Result<(), LookError> {
    Err(PreviewError::Unavailable.into())
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
