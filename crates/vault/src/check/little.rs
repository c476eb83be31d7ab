//! A little of the vault checked each day, while nobody waits: the files that were not read for longest, gently.

use super::kept::Kept;
use super::objects::{Due, Pace, Told, read_objects};
use super::whole::object_problem;
use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::read::object_path;
use crate::session::{UnlockedVault, hold};
use casekeep_model::view::Progress;
use casekeep_model::{BoxId, Class, Timestamp};

/// How many bytes are read at once; a larger file is read alone.
const BYTES: u64 = 256 << 20;
/// How many files are read at once.
const FILES: u32 = 4096;
/// How long is read at once, in milliseconds; a larger file than [`BYTES`] takes as long as it takes.
const TIME: u64 = 20_000;
/// How long nothing is read after that, in milliseconds: somewhat under a day.
const REST: i64 = 20 * 60 * 60 * 1000;

/// What is read of one box.
struct Portion {
    id: BoxId,
    dues: Vec<Due>,
}

impl UnlockedVault {
    /// Checks the files that were not read for longest: about 256 MiB or 20 seconds of them, on one thread that gives way.
    ///
    /// It is for a window to call when nobody does anything: it does nothing when it did something in the last 20 hours
    /// or while other long work runs, and says whether it did. What it finds is in [`UnlockedVault::last_check`].
    ///
    /// # Errors
    /// [`VaultError::Cancelled`], with what was read remembered; or when the index cannot be read.
    pub fn check_a_little(&self, step: Step<'_>) -> Result<bool> {
        let Ok(_alone) = self.long.try_lock() else { return Ok(false) };
        let now = self.now();
        let mut kept = Kept::load(self);
        if kept.rests(now, REST) {
            return Ok(false);
        }
        let (mut read, mut ended) = (0, Ok(true));
        for portion in self.portions()? {
            ended = self.read_portion(&portion, now, &mut kept, &mut read, step);
            if !matches!(ended, Ok(true)) {
                break;
            }
        }
        kept.note_little(now, read);
        kept.save(self);
        ended.map(|_| true)
    }

    /// Chooses the files that were not read for longest, by box, up to what is read at once.
    fn portions(&self) -> Result<Vec<Portion>> {
        let core = hold(&self.core);
        let oldest = hold(&self.index).oldest_checked(FILES)?;
        let (mut portions, mut bytes): (Vec<Portion>, u64) = (Vec::new(), 0);
        for (id, entry) in oldest.into_iter().filter(|(id, _)| core.boxes.contains_key(id)) {
            bytes = bytes.saturating_add(entry.first.file.size);
            if bytes > BYTES && !portions.is_empty() {
                break;
            }
            match portions.last_mut().filter(|portion| portion.id == id) {
                Some(portion) => portion.dues.push(Due::of(&entry)),
                None => portions.push(Portion { id, dues: vec![Due::of(&entry)] }),
            }
        }
        Ok(portions)
    }

    /// Reads one box's files; false when the time is over.
    fn read_portion(
        &self,
        portion: &Portion,
        now: Timestamp,
        kept: &mut Kept,
        read: &mut u64,
        step: &mut dyn FnMut(&Progress) -> std::ops::ControlFlow<()>,
    ) -> Result<bool> {
        let (folder, identities, called) = {
            let core = hold(&self.core);
            let Some(open) = core.boxes.get(&portion.id) else { return Ok(true) };
            (open.folder.clone(), open.duplicate_identities(), open.called.clone())
        };
        let begun = self.installation.clock.since_boot();
        let is_over = || {
            let now = self.installation.clock.since_boot();
            begun.zip(now).is_some_and(|(begun, now)| now.saturating_sub(begun) > TIME)
        };
        let mut over = false;
        let bytes = portion.dues.iter().map(|due| due.file.size).sum();
        let mut progress = Progress { files_done: 0, files: 0, bytes_done: 0, bytes, current: String::new() };
        let ended = read_objects(self.disk(), &folder, &identities, &portion.dues, Pace::Gentle, &mut |told| {
            match told {
                Told::Read(bytes) => {
                    *read += bytes;
                    progress.bytes_done += bytes;
                }
                Told::Done(at, verdict) => {
                    let Some(due) = portion.dues.get(at) else { return Ok(()) };
                    let sealed = verdict.is_none().then(|| self.disk().length(&object_path(&folder, &due.object)));
                    let _ = hold(&self.index).note_checked(&portion.id, &[(due.leaf, sealed)], now);
                    let about = verdict.map(|class: Class| object_problem(class, &due.label, &called));
                    kept.note_object(due.leaf, about);
                    over = is_over() && at + 1 < portion.dues.len();
                }
            }
            if over || step(&progress).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
        });
        match ended {
            Err(VaultError::Cancelled) if over => Ok(false),
            Err(error) => Err(error),
            Ok(()) => Ok(!is_over()),
        }
    }
}
