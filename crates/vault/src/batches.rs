//! Adding many files, in batches.
//!
//! A batch seals its files on a few threads, makes the objects durable, then commits one segment for all of them; only then
//! is any of them reported as saved. Many objects are made durable by one barrier where the file system has one. While the
//! disk takes one batch, the processor seals the next.

use crate::error::{Result, VaultError};
use crate::files::Barrier;
use crate::ingest::{Addition, Step, file_name};
use crate::outside::length_of;
use crate::seal::{ObjectPlace, Sealed, seal_file};
use crate::session::{UnlockedVault, hold};
use casekeep_model::view::{ItemReceipt, Progress};
use casekeep_model::{Acquired, Acquisition, BoxId, ItemFacts, Via, inspect::Inspect};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// From how many files on a barrier costs less than making each durable.
pub(crate) const MANY: usize = 4;
/// How many files are sealed at the same time.
const WORKERS: usize = 3;

/// How much one commit takes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchLimits {
    /// Files.
    pub files: usize,
    /// Bytes of files; a file that is larger is a batch of its own.
    pub bytes: u64,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self { files: 256, bytes: 64 << 20 }
    }
}

/// What is said about all the files that are added at once.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub id: &'a BoxId,
    pub facts: &'a dyn Fn(&Path) -> ItemFacts,
    pub keep_duplicates: bool,
}

/// A batch that is sealed, or being sealed, on other threads.
struct Sealing<'p> {
    batch: &'p [PathBuf],
    /// Put up before the first of its files was sealed.
    barrier: Option<Box<dyn Barrier>>,
    events: Receiver<Event>,
}

/// What a batch's threads say, by the file's place in the batch.
enum Event {
    Progress(usize, u64, u64),
    Sealed(usize, Result<Sealed>),
}

/// Is told of every file once it is saved or not.
pub(crate) type Each<'a> = &'a mut dyn FnMut(&Path, Result<ItemReceipt>);

impl UnlockedVault {
    /// Adds many files; one that cannot be added does not keep the others from being saved.
    ///
    /// `each` is told of every file once it is saved or not, in no fixed order. Breaking `step` stops after the files that
    /// are under way.
    ///
    /// # Errors
    /// [`VaultError::Cancelled`] when stopped; [`VaultError::CaseClosed`]; errors of single files go to `each`.
    pub fn add_files(
        &self,
        case: u32,
        paths: &[PathBuf],
        facts: &ItemFacts,
        keep_duplicates: bool,
        each: Each<'_>,
        step: Step<'_>,
    ) -> Result<()> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        self.add_paths(&id, paths, &|_| facts.clone(), keep_duplicates, each, step)
    }

    /// Adds many files to a box, each with its own facts.
    pub(crate) fn add_paths(
        &self,
        id: &BoxId,
        paths: &[PathBuf],
        facts: &dyn Fn(&Path) -> ItemFacts,
        keep_duplicates: bool,
        each: Each<'_>,
        step: Step<'_>,
    ) -> Result<()> {
        let about = About { id, facts, keep_duplicates };
        let stopped = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let (mut done, mut before) = (0, None);
            for batch in batches(paths, self.installation.batch) {
                let (sealing, send, places) = self.begin_batch(id, batch)?;
                let (inspect, stopped) = (&*self.installation.inspect, &stopped);
                scope.spawn(move || seal_batch(batch, &places, inspect, stopped, &send));
                let saved = before.take().map_or(Ok(()), |sealed| self.commit_batch(about, sealed, each));
                // The batch under way is not sealed for nothing: its thread is waited for when this ends.
                saved.inspect_err(|_| stopped.store(true, Ordering::Relaxed))?;
                before = Some(follow(sealing, stopped, &mut |sealed, bytes_done, bytes, current| {
                    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                    let (files_done, files) = (count(done + sealed), count(paths.len()));
                    step(&Progress { files_done, files, bytes_done, bytes, current: file_name(current) })
                }));
                done += batch.len();
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
            }
            before.map_or(Ok(()), |sealed| self.commit_batch(about, sealed, each))
        })?;
        if stopped.into_inner() { Err(VaultError::Cancelled) } else { Ok(()) }
    }

    /// Prepares a batch: the places of its objects, and the barrier that they come behind.
    fn begin_batch<'p>(
        &self,
        id: &BoxId,
        batch: &'p [PathBuf],
    ) -> Result<(Sealing<'p>, Sender<Event>, Vec<ObjectPlace>)> {
        // Where the objects are: a disk of their own may be mounted there.
        let many = (batch.len() >= MANY).then(|| self.object_place(id, false)).transpose()?;
        let barrier = many.map_or(Ok(None), |place| self.disk().barrier(&place.objects))?;
        let places = batch.iter().map(|_| self.object_place(id, barrier.is_none())).collect::<Result<_>>()?;
        let (send, events) = channel();
        Ok((Sealing { batch, barrier, events }, send, places))
    }

    pub(crate) fn commit_batch(&self, about: About<'_>, mut batch: SealedBatch<'_>, each: Each<'_>) -> Result<()> {
        let names: Vec<String> = batch.files.iter().map(|(path, _)| file_name(path)).collect();
        let (mut saved, mut additions) = (Vec::new(), Vec::new());
        let at = self.now();
        for ((path, result), name) in batch.files.into_iter().zip(&names) {
            match result {
                // Stopped by the person, not failed: it is not reported as a failure of the file.
                Err(VaultError::Cancelled) => {}
                Err(error) => each(path, Err(error)),
                Ok(sealed) => {
                    saved.push(path);
                    additions.push(Addition {
                        sealed,
                        name,
                        acquired: Acquired { how: Acquisition::File, at },
                        via: Via::Unlocked,
                        inbox: None,
                        facts: (about.facts)(path),
                        derived: None,
                        keep_duplicate: about.keep_duplicates,
                    });
                }
            }
        }
        if additions.is_empty() {
            return Ok(());
        }
        let barrier = batch.barrier.as_deref_mut();
        let receipts = self.commit_items(&mut hold(&self.core), about.id, additions, barrier)?;
        for (path, receipt) in saved.into_iter().zip(receipts) {
            each(path, Ok(receipt));
        }
        Ok(())
    }
}

/// A batch whose files are sealed, and not yet durable where there is a barrier.
pub(crate) struct SealedBatch<'p> {
    pub files: Vec<(&'p Path, Result<Sealed>)>,
    pub barrier: Option<Box<dyn Barrier>>,
}

/// Seals the files of a batch on a few threads.
fn seal_batch(
    batch: &[PathBuf],
    places: &[ObjectPlace],
    inspect: &dyn Inspect,
    stopped: &AtomicBool,
    send: &Sender<Event>,
) {
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(path), Some(place)) = (batch.get(at), places.get(at)) else { break };
            let sealed = seal_file(path, place, inspect, stopped, &mut |done, all| {
                let _ = send.send(Event::Progress(at, done, all));
            });
            // Nobody hears it only when the batch before this could not be saved; the sealed file is removed then.
            let _ = send.send(Event::Sealed(at, sealed));
        }
    };
    std::thread::scope(|scope| (0..WORKERS.min(batch.len())).for_each(|_| drop(scope.spawn(work))));
}

/// Waits for a batch to be sealed; reports progress from this thread.
fn follow<'p>(
    sealing: Sealing<'p>,
    stopped: &AtomicBool,
    report: &mut dyn FnMut(usize, u64, u64, &Path) -> ControlFlow<()>,
) -> SealedBatch<'p> {
    let Sealing { batch, barrier, events } = sealing;
    let mut results = Vec::new();
    for event in events {
        let (at, done, all) = match event {
            Event::Progress(at, done, all) => (at, done, all),
            Event::Sealed(at, sealed) => {
                results.push((at, sealed));
                (at, 0, 0)
            }
        };
        let path = batch.get(at).map_or(Path::new(""), PathBuf::as_path);
        if report(results.len(), done, all, path).is_break() {
            stopped.store(true, Ordering::Relaxed);
        }
    }
    results.sort_by_key(|(at, _)| *at);
    let files = results.into_iter().filter_map(|(at, sealed)| Some((batch.get(at)?.as_path(), sealed))).collect();
    SealedBatch { files, barrier }
}

/// Cuts a list of files into batches by number and size.
fn batches(paths: &[PathBuf], limits: BatchLimits) -> Vec<&[PathBuf]> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, path) in paths.iter().enumerate() {
        let size = length_of(path);
        if at > start && (at - start >= limits.files || bytes + size > limits.bytes) {
            batches.extend(paths.get(start..at));
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    batches.extend(paths.get(start..).filter(|rest| !rest.is_empty()));
    batches
}
