//! Adding files: one streaming pass each, sealed before it touches the disk, committed in batches.
//!
//! A batch seals files on a few threads, makes the objects durable, then commits one segment for all of them; only then is
//! any of them reported as saved. Many objects are made durable by one barrier where the file system has one.

use crate::boxes::{Draft, OpenBox};
use crate::contacts::no_item;
use crate::error::{At, Result, VaultError};
use crate::files::Barrier;
use crate::outside::length_of;
use crate::seal::{ObjectPlace, Sealed, seal_file};
use crate::session::{Core, UnlockedVault, hold, unusable};
use casekeep_format::parts::item_parts;
use casekeep_format::{ItemDraft, kind, names::temporary_name};
use casekeep_model::view::{EntryKind, ItemReceipt, Progress};
use casekeep_model::{Acquired, Acquisition, BoxId, Crop, Derived, ItemFacts, ObjectName, Timestamp, Via, limits};
use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How many files one commit takes at most.
const BATCH: usize = 256;
/// How many bytes of files one commit takes at most.
const BATCH_BYTES: u64 = 64 << 20;
/// From how many files on a barrier costs less than making each durable.
const MANY: usize = 4;
/// How many files are sealed at the same time.
const WORKERS: usize = 3;

/// Is told how far long work is; breaking stops it, and what is saved stays saved.
pub type Step<'a> = &'a mut dyn FnMut(&Progress) -> ControlFlow<()>;

/// What is said about bytes that become an item.
pub struct NewItem<'a> {
    /// The name the file had.
    pub name: &'a str,
    /// How it was acquired.
    pub how: Acquisition,
    /// What the person says about it.
    pub facts: ItemFacts,
    /// How many bytes there are, where that is known.
    pub size_hint: u64,
    /// Whether bytes that are there already are kept once more.
    pub keep_duplicate: bool,
}

/// One sealed file and what is said about it.
pub(crate) struct Addition<'a> {
    pub sealed: Sealed,
    pub name: &'a str,
    pub acquired: Acquired,
    pub via: Via,
    pub inbox: Option<ObjectName>,
    pub facts: ItemFacts,
    pub derived: Option<Derived>,
    pub keep_duplicate: bool,
}

impl UnlockedVault {
    /// Adds bytes as an item.
    ///
    /// # Errors
    /// [`VaultError::CaseClosed`], [`VaultError::Cancelled`], or what the system says; nothing is left behind then.
    pub fn add_item(&self, case: u32, input: &mut dyn Read, new: NewItem<'_>, step: Step<'_>) -> Result<ItemReceipt> {
        self.add_one(case, input, new, Via::Unlocked, None, None, step)
    }

    #[expect(clippy::too_many_arguments, reason = "the three callers differ in just these")]
    pub(crate) fn add_one(
        &self,
        case: u32,
        input: &mut dyn Read,
        new: NewItem<'_>,
        via: Via,
        inbox: Option<(ObjectName, Timestamp)>,
        derived: Option<Derived>,
        step: Step<'_>,
    ) -> Result<ItemReceipt> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        let place = self.object_place(&id, true)?;
        let mut done = 0;
        let mut tick = |bytes: u64| {
            done += bytes;
            step(&Progress {
                files_done: 0,
                files: 1,
                bytes_done: done,
                bytes: new.size_hint,
                current: new.name.to_owned(),
            })
        };
        let sealed = place.seal(input, &*self.installation.inspect, &mut tick)?;
        let at = inbox.map_or_else(|| self.now(), |(_, at)| at);
        let addition = Addition {
            sealed,
            name: new.name,
            acquired: Acquired { how: new.how, at },
            via,
            inbox: inbox.map(|(name, _)| name),
            facts: new.facts,
            derived,
            keep_duplicate: new.keep_duplicate,
        };
        let mut core = hold(&self.core);
        let mut receipts = self.commit_items(&mut core, &id, vec![addition], None)?;
        receipts.pop().ok_or(VaultError::Cancelled)
    }

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
        each: &mut dyn FnMut(&Path, Result<ItemReceipt>),
        step: Step<'_>,
    ) -> Result<()> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        let mut done = 0;
        for batch in batches(paths) {
            let stopped = AtomicBool::new(false);
            let mut report = |sealed: usize, bytes_done: u64, bytes: u64, current: &Path| {
                let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let (files_done, files) = (count(done + sealed), count(paths.len()));
                step(&Progress { files_done, files, bytes_done, bytes, current: file_name(current) })
            };
            // Where the objects are: a disk of their own may be mounted there.
            let many = (batch.len() >= MANY).then(|| self.object_place(&id, false)).transpose()?;
            let mut barrier = many.map_or(Ok(None), |place| self.disk().barrier(&place.objects))?;
            let sealed = self.seal_batch(&id, batch, barrier.is_none(), &stopped, &mut report)?;
            self.commit_batch(&id, sealed, barrier.as_deref_mut(), facts, keep_duplicates, each)?;
            done += batch.len();
            if stopped.load(Ordering::Relaxed) {
                return Err(VaultError::Cancelled);
            }
        }
        Ok(())
    }

    /// Seals the files of a batch on a few threads; progress is reported from this one.
    fn seal_batch<'p>(
        &self,
        id: &BoxId,
        batch: &'p [PathBuf],
        each_durable: bool,
        stopped: &AtomicBool,
        report: &mut dyn FnMut(usize, u64, u64, &Path) -> ControlFlow<()>,
    ) -> Result<Vec<(&'p Path, Result<Sealed>)>> {
        let places: Vec<ObjectPlace> =
            batch.iter().map(|_| self.object_place(id, each_durable)).collect::<Result<_>>()?;
        let next = AtomicUsize::new(0);
        let (send, receive) = std::sync::mpsc::channel();
        let inspect = &*self.installation.inspect;
        std::thread::scope(|scope| {
            for _ in 0..WORKERS.min(batch.len()) {
                let (send, places, next) = (send.clone(), &places, &next);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let (Some(path), Some(place)) = (batch.get(at), places.get(at)) else { break };
                        let sealed = seal_file(path, place, inspect, stopped, &mut |done, all| {
                            let _ = send.send(Event::Progress(at, done, all));
                        });
                        let _ = send.send(Event::Sealed(at, sealed));
                    }
                });
            }
            drop(send);
            let mut results = Vec::new();
            for event in receive {
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
            Ok(results.into_iter().filter_map(|(at, sealed)| Some((batch.get(at)?.as_path(), sealed))).collect())
        })
    }

    fn commit_batch(
        &self,
        id: &BoxId,
        sealed: Vec<(&Path, Result<Sealed>)>,
        barrier: Option<&mut (dyn Barrier + 'static)>,
        facts: &ItemFacts,
        keep_duplicates: bool,
        each: &mut dyn FnMut(&Path, Result<ItemReceipt>),
    ) -> Result<()> {
        let names: Vec<String> = sealed.iter().map(|(path, _)| file_name(path)).collect();
        let (mut saved, mut additions) = (Vec::new(), Vec::new());
        let at = self.now();
        for ((path, result), name) in sealed.into_iter().zip(&names) {
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
                        facts: facts.clone(),
                        derived: None,
                        keep_duplicate: keep_duplicates,
                    });
                }
            }
        }
        if additions.is_empty() {
            return Ok(());
        }
        let receipts = self.commit_items(&mut hold(&self.core), id, additions, barrier)?;
        for (path, receipt) in saved.into_iter().zip(receipts) {
            each(path, Ok(receipt));
        }
        Ok(())
    }

    fn object_place(&self, id: &BoxId, each_durable: bool) -> Result<ObjectPlace> {
        let core = hold(&self.core);
        let open = core.boxes.get(id).ok_or_else(|| VaultError::NoSuchCase(id.to_string()))?;
        if open.earlier.due {
            return Err(VaultError::RotationUnfinished);
        }
        if !open.may_be_written() {
            return Err(unusable(id));
        }
        self.place_in(&core, open, each_durable)
    }

    /// Returns where objects of an open box go.
    pub(crate) fn place_in(&self, core: &Core, open: &OpenBox, each_durable: bool) -> Result<ObjectPlace> {
        let objects = open.folder.join("objects");
        open.disk.make_folder(&objects)?;
        let temporary = objects.join(temporary_name(&core.pin.writer));
        let to = open.identity.to_recipient();
        Ok(ObjectPlace { disk: open.disk.clone(), objects, to, temporary, each_durable })
    }

    /// Gives sealed objects their names, makes them durable, and commits one record each.
    ///
    /// A barrier was put up before they were sealed; without one, each is durable already.
    ///
    /// Bytes that are there already are not stored again, unless that is asked for; their receipt names the existing item.
    pub(crate) fn commit_items(
        &self,
        core: &mut Core,
        id: &BoxId,
        additions: Vec<Addition<'_>>,
        mut barrier: Option<&mut (dyn Barrier + 'static)>,
    ) -> Result<Vec<ItemReceipt>> {
        if let Some(barrier) = &mut barrier {
            barrier.pass().at("writing", &self.folder)?;
        }
        let mut number = hold(&self.index).highest(id, EntryKind::Item)?;
        let mut in_batch: HashMap<_, u32> = HashMap::new();
        let (mut receipts, mut drafts) = (Vec::with_capacity(additions.len()), Vec::new());
        let (mut shards, clocks) = (BTreeSet::new(), self.clocks());
        for addition in additions {
            let sha256 = addition.sealed.file.sha256;
            let existing = match in_batch.get(&sha256) {
                Some(number) => Some(*number),
                None => hold(&self.index).item_with(id, &sha256)?,
            };
            let mut receipt = ItemReceipt {
                item: existing.unwrap_or_default(),
                sha256: sha256.to_string(),
                bytes: addition.sealed.file.size,
                media_type: addition.sealed.media_type.clone(),
                recorded: self.now(),
                duplicate_of: existing,
            };
            let adopted_before = self.is_same_capture(id, existing, &addition)?;
            if existing.is_none() || (addition.keep_duplicate && !adopted_before) {
                number += 1;
                receipt.item = number;
                in_batch.entry(sha256).or_insert(number);
                let draft = ItemDraft {
                    file: addition.sealed.file,
                    object: addition.sealed.name,
                    name: clip_name(addition.name),
                    media_type: addition.sealed.media_type.clone(),
                    acquired: addition.acquired,
                    via: addition.via,
                    inbox: addition.inbox,
                    facts: addition.facts,
                    derived: addition.derived,
                };
                drafts.push(Draft::new(kind::ITEM, item_parts(number, &draft, &clocks)));
                shards.insert(self.place_object(core, id, addition.sealed, barrier.is_none())?);
            }
            receipts.push(receipt);
        }
        match barrier {
            Some(_) if shards.is_empty() => {}
            Some(barrier) => barrier.pass().at("writing", &self.folder)?,
            None => shards.iter().try_for_each(|shard| self.disk().sync_folder(shard))?,
        }
        if !drafts.is_empty() {
            let committed = self.commit(core, id, drafts)?;
            for receipt in receipts.iter_mut().filter(|receipt| receipt.duplicate_of != Some(receipt.item)) {
                receipt.recorded = committed.at;
            }
        }
        Ok(receipts)
    }

    /// Returns whether an inbox file became this item already: a crash came between the item and the word that it was
    /// adopted.
    fn is_same_capture(&self, id: &BoxId, existing: Option<u32>, addition: &Addition<'_>) -> Result<bool> {
        let (Some(number), Some(_)) = (existing, addition.inbox) else { return Ok(false) };
        let entry = hold(&self.index).item(id, number)?;
        Ok(entry.is_some_and(|entry| entry.first.via == addition.via && entry.first.acquired == addition.acquired))
    }

    /// Gives an object its name; returns its shard folder, in which that is not yet durable. The names of the folders are
    /// made durable here unless a barrier does it.
    pub(crate) fn place_object(
        &self,
        core: &mut Core,
        id: &BoxId,
        sealed: Sealed,
        each_durable: bool,
    ) -> Result<PathBuf> {
        let open = core.boxes.get_mut(id).ok_or_else(|| VaultError::NoSuchCase(id.to_string()))?;
        let objects = open.folder.join("objects");
        let name = sealed.name.to_string();
        let shard = objects.join(&name[..2]);
        for folder in [&objects, &shard] {
            if each_durable { open.make_durable_folder(folder)? } else { open.disk.make_folder(folder)? }
        }
        open.disk.rename_new(&sealed.temporary, &shard.join(format!("{name}.age")))?;
        Ok(shard)
    }

    /// Adds a crop of an item as a working copy; the original stays as it is.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`], [`VaultError::BadInput`] without a reason, or what the system says.
    pub fn add_working_copy(&self, case: u32, item: u32, crop: Crop, png: &[u8], reason: &str) -> Result<ItemReceipt> {
        crate::cases::check_text("The reason", reason)?;
        let id = self.case_box(&hold(&self.core), case)?;
        if hold(&self.index).item(&id, item)?.is_none() {
            return Err(no_item(item));
        }
        let name = format!("crop-of-item-{item}.png");
        let facts =
            ItemFacts { kind: Some("crop".to_owned()), description: Some(reason.to_owned()), ..ItemFacts::default() };
        let new = NewItem {
            name: &name,
            how: Acquisition::WorkingCopy,
            facts,
            size_hint: png.len() as u64,
            keep_duplicate: true,
        };
        let derived = Some(Derived { item, crop });
        self.add_one(case, &mut &*png, new, Via::Unlocked, None, derived, &mut |_| ControlFlow::Continue(()))
    }
}

enum Event {
    Progress(usize, u64, u64),
    Sealed(usize, Result<Sealed>),
}

/// Cuts a list of files into batches by number and size.
fn batches(paths: &[PathBuf]) -> Vec<&[PathBuf]> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, path) in paths.iter().enumerate() {
        let size = length_of(path);
        if at > start && (at - start >= BATCH || bytes + size > BATCH_BYTES) {
            batches.extend(paths.get(start..at));
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    batches.extend(paths.get(start..).filter(|rest| !rest.is_empty()));
    batches
}

/// Returns a path's last part as text.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Cuts a file name to what is kept.
pub(crate) fn clip_name(name: &str) -> String {
    let end = (0..=limits::FILE_NAME.min(name.len())).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    name.get(..end).unwrap_or_default().to_owned()
}
