//! Copying a vault's ciphertext into another folder, without keys: what a backup and a restore have in common.
//!
//! Everything but `vault.json` and `keys/*` is written once under a name that its bytes give, so what is to be copied is
//! a difference of names, nothing that is there is read or written again, and damage here never reaches a file there. A
//! file gets its name only when it is durable. Objects go before the logs that name them and the vault's own log goes
//! last, so that a copy that was cut short opens as an older state. Nothing is ever deleted but own unfinished files.

use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::ingest::Step;
use crate::plan::{Plan, Unit};
use crate::wording::finding;
use casekeep_format::VaultPath;
use casekeep_format::names::temporary_name;
use casekeep_model::view::Progress;
use casekeep_model::{Class, Finding, ObjectName, WriterId};
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many files are made durable and named together.
const BATCH: usize = 256;
/// From this many bytes on a file is copied by itself, so that its progress is seen.
const LARGE: u64 = 16 << 20;
/// How many files are copied at the same time; they share what a disk does to make one durable.
const WORKERS: usize = 4;
/// How many files of the vault may be unreadable before it is the disk that is meant and not the files.
const UNREADABLE: usize = 100;

/// A copy under way, from one folder to another.
pub(crate) struct Copying<'a> {
    pub disk: &'a Disk,
    pub from: &'a Path,
    pub to: &'a Path,
    /// Whose unfinished files those in the copy are.
    pub writer: &'a WriterId,
    pub step: Step<'a>,
    pub tally: Tally,
    pub progress: Progress,
    /// What was written now and is not read back yet.
    written: Vec<Written>,
}

/// What copying gave so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub copied: u32,
    pub bytes: u64,
    pub kept: u32,
    pub verified: u32,
    /// Files that went while they were to be copied, as compaction and adoption take them away.
    pub gone: u32,
    pub problems: Vec<Finding>,
    pub notes: Vec<Finding>,
}

/// What a plan will take.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Needed {
    pub files: u32,
    /// Bytes of the files.
    pub bytes: u64,
    /// Bytes that they take on the disk, where a file takes whole clusters.
    pub room: u64,
}

struct Written {
    folder: String,
    names: Vec<ObjectName>,
    /// The names of segments, which hold more than the hash.
    files: Vec<String>,
}

/// What became of one file.
enum Outcome {
    Copied(u64),
    /// It is not there any more.
    Gone,
    /// Its bytes are not those of its name.
    Damaged,
    /// The system refused to read it.
    Unreadable(io::Error),
}

impl<'a> Copying<'a> {
    pub fn new(disk: &'a Disk, from: &'a Path, to: &'a Path, writer: &'a WriterId, step: Step<'a>) -> Self {
        let progress = Progress { files_done: 0, files: 0, bytes_done: 0, bytes: 0, current: String::new() };
        Self { disk, from, to, writer, step, tally: Tally::default(), progress, written: Vec::new() }
    }

    /// Returns what the files take that the copy does not have; `large` is told of each file from `limit` bytes on.
    pub fn measure(&self, plan: &Plan, cluster: u64, limit: u64, large: &mut dyn FnMut(&str)) -> Result<Needed> {
        let mut needed = Needed::default();
        for unit in plan.units() {
            let folder = self.from.join(&unit.folder);
            for name in self.missing(unit)?.0 {
                let bytes = self.disk.length(&folder.join(&name));
                needed.files = needed.files.saturating_add(1);
                needed.bytes += bytes;
                needed.room += bytes.div_ceil(cluster.max(1)) * cluster.max(1);
                if bytes >= limit {
                    large(&format!("{}/{name}", unit.folder));
                }
            }
        }
        Ok(needed)
    }

    /// Takes what is needed as the whole of the work: each file is written and read back.
    pub fn expect(&mut self, needed: Needed) {
        self.progress.files = needed.files.saturating_mul(2);
        self.progress.bytes = needed.bytes;
    }

    /// Copies what the plan names and the copy does not have, in the plan's order.
    pub fn run(&mut self, plan: &Plan) -> Result<()> {
        for unit in plan.units() {
            self.copy_unit(unit)?;
        }
        Ok(())
    }

    /// Returns the names of a unit that the copy does not have, in order, and how many it has.
    fn missing(&self, unit: &Unit) -> Result<(Vec<String>, usize)> {
        let mut there = match &unit.names {
            Some(names) => names.clone(),
            None => self.disk.list(&self.from.join(&unit.folder))?,
        };
        there.retain(|name| is_write_once(&unit.folder, name));
        let copied: BTreeSet<String> = self.disk.list(&self.to.join(&unit.folder))?.into_iter().collect();
        let all = there.len();
        there.retain(|name| !copied.contains(name));
        let kept = all - there.len();
        Ok((there, kept))
    }

    fn copy_unit(&mut self, unit: &Unit) -> Result<()> {
        let (missing, kept) = self.missing(unit)?;
        self.tally.kept = self.tally.kept.saturating_add(u32::try_from(kept).unwrap_or(u32::MAX));
        if missing.is_empty() {
            return Ok(());
        }
        self.make_folders(&unit.folder)?;
        self.sweep(&unit.folder)?;
        let mut written = Written { folder: unit.folder.clone(), names: Vec::new(), files: Vec::new() };
        let mut batch: Vec<String> = Vec::new();
        for name in missing {
            if self.disk.length(&self.from.join(&unit.folder).join(&name)) >= LARGE {
                self.copy_batch(unit, std::mem::take(&mut batch), &mut written)?;
                self.copy_large(unit, name, &mut written)?;
                continue;
            }
            batch.push(name);
            if batch.len() == BATCH {
                self.copy_batch(unit, std::mem::take(&mut batch), &mut written)?;
            }
        }
        self.copy_batch(unit, batch, &mut written)?;
        self.written.push(written);
        Ok(())
    }

    /// Makes a folder of the copy, and each above it in the copy, durable.
    pub fn make_folders(&self, folder: &str) -> Result<()> {
        let mut path = self.to.to_owned();
        for part in folder.split('/') {
            path.push(part);
            if !self.disk.is_folder(&path) {
                self.disk.make_durable_folder(&path)?;
            }
        }
        Ok(())
    }

    /// Removes what an earlier copy from this installation left unfinished.
    fn sweep(&self, folder: &str) -> Result<()> {
        let own = format!("tmp-{}-", self.writer);
        let folder = self.to.join(temporary_folder(folder));
        for name in self.disk.list(&folder)?.iter().filter(|name| name.starts_with(&own)) {
            self.disk.remove(&folder.join(name))?;
        }
        Ok(())
    }

    fn temporary(&self, unit: &Unit) -> PathBuf {
        self.to.join(temporary_folder(&unit.folder)).join(temporary_name(self.writer))
    }

    fn copy_large(&mut self, unit: &Unit, name: String, written: &mut Written) -> Result<()> {
        let from = self.from.join(&unit.folder).join(&name);
        let temporary = self.temporary(unit);
        let (step, progress) = (&mut self.step, &mut self.progress);
        let before = progress.bytes_done;
        progress.current.clone_from(&name);
        let mut tick = |bytes: u64| {
            progress.bytes_done += bytes;
            step(progress)
        };
        let outcome = copy_file(self.disk, &from, &temporary, &name, &mut tick);
        self.progress.bytes_done = before;
        self.take(unit, vec![(name, temporary, outcome)], written)
    }

    fn copy_batch(&mut self, unit: &Unit, names: Vec<String>, written: &mut Written) -> Result<()> {
        let Some(first) = names.first() else { return Ok(()) };
        self.progress.current.clone_from(first);
        let files: Vec<(String, PathBuf)> = names.into_iter().map(|name| (name, self.temporary(unit))).collect();
        let (disk, folder) = (self.disk, self.from.join(&unit.folder));
        let outcomes = in_parallel(&files, |(name, temporary)| {
            copy_file(disk, &folder.join(name), temporary, name, &mut |_| ControlFlow::Continue(()))
        });
        let taken = files.into_iter().zip(outcomes).map(|((name, temporary), outcome)| (name, temporary, outcome));
        self.take(unit, taken.collect(), written)
    }

    /// Gives what was copied its names and makes them durable; on an error nothing unfinished stays.
    fn take(
        &mut self,
        unit: &Unit,
        files: Vec<(String, PathBuf, Result<Outcome>)>,
        written: &mut Written,
    ) -> Result<()> {
        let temporaries: Vec<PathBuf> = files.iter().map(|(_, temporary, _)| temporary.clone()).collect();
        let taken = files
            .into_iter()
            .try_for_each(|(name, temporary, outcome)| self.take_one(unit, name, &temporary, outcome?, written))
            .and_then(|()| self.disk.sync_folder(&self.to.join(&unit.folder)));
        if taken.is_err() {
            temporaries.iter().for_each(|temporary| self.disk.remove_quietly(temporary));
        }
        taken.and_then(|()| self.tick())
    }

    fn take_one(
        &mut self,
        unit: &Unit,
        name: String,
        temporary: &Path,
        outcome: Outcome,
        written: &mut Written,
    ) -> Result<()> {
        self.progress.files_done = self.progress.files_done.saturating_add(1);
        let relative = format!("{}/{name}", unit.folder);
        match outcome {
            Outcome::Copied(bytes) => {
                self.disk.rename_new(temporary, &self.to.join(&relative))?;
                self.tally.copied = self.tally.copied.saturating_add(1);
                self.tally.bytes += bytes;
                self.progress.bytes_done += bytes;
                match name.strip_suffix(".age").and_then(|name| name.parse().ok()) {
                    Some(name) => written.names.push(name),
                    None => written.files.push(name),
                }
            }
            Outcome::Gone => self.tally.gone = self.tally.gone.saturating_add(1),
            Outcome::Damaged => self.tally.problems.push(damaged(&relative, self.from)),
            Outcome::Unreadable(source) => {
                if self.tally.problems.len() >= UNREADABLE {
                    return Err(source).at("reading", &self.from.join(relative));
                }
                let about = format!("{relative} cannot be read ({source}), so it was not copied.");
                self.tally.problems.push(finding(Class::Unreadable, about));
            }
        }
        Ok(())
    }

    /// Copies a small file that may change by its content: what is there already is replaced in one step.
    ///
    /// Returns whether another content was replaced.
    pub fn copy_small(&mut self, relative: &str, bytes: &[u8], limit: u64) -> Result<bool> {
        let path = self.to.join(relative);
        let there = match self.disk.read_if_there(&path, limit) {
            Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::FileTooLarge => Some(Vec::new()),
            result => result?,
        };
        if there.as_deref() == Some(bytes) {
            self.tally.kept = self.tally.kept.saturating_add(1);
            return Ok(false);
        }
        let folder = relative.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !folder.is_empty() {
            self.make_folders(folder)?;
        }
        let temporary = self.to.join(folder).join(temporary_name(self.writer));
        self.disk.replace_by(&temporary, &path, bytes)?;
        if self.disk.read(&path, limit)? != bytes {
            let about = format!("{relative} was not read back as it was written: this disk is not to be trusted.");
            self.tally.problems.push(Finding::new(Class::Unreadable, about, "Use another disk for this copy."));
            return Ok(there.is_some());
        }
        self.tally.copied = self.tally.copied.saturating_add(1);
        self.tally.verified = self.tally.verified.saturating_add(1);
        self.tally.bytes += bytes.len() as u64;
        Ok(there.is_some())
    }

    /// Reads back from the disk everything that was written since the last call, and compares it with its name.
    ///
    /// It comes last and not file by file, because a disk that claims more room than it has gives back the first files
    /// rightly until the last ones have overwritten them. What does not hold is written once more, and then named.
    pub fn read_back(&mut self) -> Result<()> {
        for written in std::mem::take(&mut self.written) {
            let names = written.names.iter().map(|name| format!("{name}.age")).chain(written.files);
            let names: Vec<String> = names.collect();
            for batch in names.chunks(BATCH) {
                let (disk, folder) = (self.disk, self.to.join(&written.folder));
                let good = in_parallel(batch, |name| holds(disk, &folder.join(name), name));
                for (name, good) in batch.iter().zip(good) {
                    if !good && !self.write_again(&written.folder, name)? {
                        let about = format!("{}/{name} in the copy is not what was written to it.", written.folder);
                        let step = "This disk is not to be trusted. Copy the vault to another one.";
                        self.tally.problems.push(Finding::new(Class::ObjectChanged, about, step));
                        continue;
                    }
                    self.tally.verified = self.tally.verified.saturating_add(1);
                }
                self.progress.files_done =
                    self.progress.files_done.saturating_add(u32::try_from(batch.len()).unwrap_or(u32::MAX));
                self.tick()?;
            }
        }
        Ok(())
    }

    /// Writes a file of the copy anew whose bytes are not those of its name; false when that did not help.
    fn write_again(&self, folder: &str, name: &str) -> Result<bool> {
        let temporary = self.to.join(temporary_folder(folder)).join(temporary_name(self.writer));
        let (from, to) = (self.from.join(folder).join(name), self.to.join(folder).join(name));
        let again = copy_file(self.disk, &from, &temporary, name, &mut |_| ControlFlow::Continue(()))?;
        if !matches!(again, Outcome::Copied(_)) {
            return Ok(false);
        }
        self.disk.rename_over(&temporary, &to)?;
        self.disk.sync_folder(&self.to.join(folder))?;
        Ok(holds(self.disk, &to, name))
    }

    fn tick(&mut self) -> Result<()> {
        if (self.step)(&self.progress).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
    }
}

/// Returns whether a path is that of a file that is written once under a name that its bytes give.
pub(crate) fn is_write_once(folder: &str, name: &str) -> bool {
    let path = VaultPath::parse(&format!("{folder}/{name}"));
    matches!(path, Some(VaultPath::Segment { .. } | VaultPath::Object { .. } | VaultPath::Inbox(_)))
}

/// Returns where the unfinished files of a folder lie: those of a shard are in the folder above it.
fn temporary_folder(folder: &str) -> &str {
    match folder.rsplit_once('/') {
        Some((above, _)) if above.ends_with("/objects") => above,
        _ => folder,
    }
}

/// Returns whether a file name is the one that these bytes give: the whole hash, or for a segment the half of it.
pub(crate) fn is_name_of(name: &str, hash: &ObjectName) -> bool {
    let hash = hash.to_string();
    let Some(name) = name.strip_suffix(".age") else { return false };
    name == hash || name.rsplit_once('-').is_some_and(|(_, half)| half.len() == 32 && hash.starts_with(half))
}

fn holds(disk: &Disk, path: &Path, name: &str) -> bool {
    disk.name_of_bytes(path).is_ok_and(|hash| is_name_of(name, &hash))
}

fn damaged(relative: &str, from: &Path) -> Finding {
    let class = match VaultPath::parse(relative) {
        Some(VaultPath::Segment { .. }) => Class::SegmentChanged,
        Some(VaultPath::Inbox(_)) => Class::InboxMissing,
        _ => Class::ObjectChanged,
    };
    let about = format!("{relative} in {} is damaged, so it was not copied.", from.display());
    Finding::new(class, about, "Look for the right one in another copy of the vault: its name is made from its bytes.")
}

/// Copies one file under a temporary name and makes it durable, as long as its bytes are those of its name.
fn copy_file(
    disk: &Disk,
    from: &Path,
    temporary: &Path,
    name: &str,
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Outcome> {
    let mut input = match disk.open(from) {
        Ok(input) => input,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Outcome::Gone),
        Err(error) => return Ok(Outcome::Unreadable(error)),
    };
    let mut out = disk.create(temporary)?;
    let poured = pour_hashed(&mut *input, &mut *out, temporary, tick);
    let outcome = match poured {
        Ok(Ok((hash, bytes))) if is_name_of(name, &hash) => {
            let synced = out.sync().at("writing", temporary);
            synced.map(|()| Outcome::Copied(bytes))
        }
        Ok(Ok(_)) => Ok(Outcome::Damaged),
        Ok(Err(error)) => Ok(Outcome::Unreadable(error)),
        Err(error) => Err(error),
    };
    drop(out);
    if !matches!(outcome, Ok(Outcome::Copied(_))) {
        disk.remove_quietly(temporary);
    }
    outcome
}

/// Copies all bytes and returns their name and number; the inner error is one of reading.
fn pour_hashed(
    input: &mut dyn Read,
    out: &mut dyn Write,
    temporary: &Path,
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<io::Result<(ObjectName, u64)>> {
    let (mut buffer, mut hash, mut copied) = (vec![0; 256 << 10], blake3::Hasher::new(), 0);
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => return Ok(Ok((ObjectName(hash.finalize().into()), copied))),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Err(error)),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        hash.update(bytes);
        out.write_all(bytes).at("writing", temporary)?;
        copied += read as u64;
        if tick(read as u64).is_break() {
            return Err(VaultError::Cancelled);
        }
    }
}

/// Does the same to each of these on a few threads, and returns the results in their order.
fn in_parallel<T: Sync, R: Send>(all: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(all.len())));
    std::thread::scope(|scope| {
        for _ in 0..WORKERS.min(all.len()) {
            scope.spawn(|| {
                while let Some((at, one)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, all.get(at)?)))
                {
                    let result = each(one);
                    crate::session::hold(&results).push((at, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
