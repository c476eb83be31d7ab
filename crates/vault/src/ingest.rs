//! Adding items: one streaming pass each, sealed before it touches the disk, then committed.
//!
//! Objects are durable under their names before a record says that they are there; only then is any of them reported as
//! saved.

use crate::boxes::{Draft, OpenBox};
use crate::contacts::no_item;
use crate::error::{At, Result, VaultError};
use crate::files::Barrier;
use crate::seal::{ObjectPlace, Sealed};
use crate::session::{Core, UnlockedVault, hold, unusable};
use casekeep_format::parts::item_parts;
use casekeep_format::{ItemDraft, kind, names::temporary_name};
use casekeep_model::import::{Sign, is_messenger_name};
use casekeep_model::view::{EntryKind, ItemReceipt, Progress};
use casekeep_model::{Acquired, Acquisition, Area, BoxId, Derived, ItemFacts, ObjectName, Timestamp, Via, limits};
use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

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

    pub(crate) fn object_place(&self, id: &BoxId, each_durable: bool) -> Result<ObjectPlace> {
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
        for mut addition in additions {
            if is_messenger_name(addition.name) {
                addition.sealed.signs.insert(0, Sign::MessengerName);
            }
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
                noted: !addition.sealed.signs.is_empty(),
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
                    signs: addition.sealed.signs.clone(),
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

    /// Adds a working copy of an item: a part of it, turned, or with areas covered; the original stays as it is.
    ///
    /// What the copy is described by is the reason, or the reasons of its areas.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`], [`VaultError::BadInput`] without a reason, or what the system says.
    pub fn add_working_copy(
        &self,
        case: u32,
        derived: Derived,
        (bytes, extension): (&[u8], &str),
        reason: &str,
    ) -> Result<ItemReceipt> {
        check_areas(&derived)?;
        let number = derived.item;
        let (kind, name) = match &derived {
            Derived { areas, .. } if !areas.is_empty() => ("redacted copy", "redacted-copy"),
            Derived { crop: Some(_), .. } => ("crop", "crop"),
            _ => ("turned copy", "turned-copy"),
        };
        let description = if derived.areas.is_empty() {
            crate::input::check_text("The reason", reason)?;
            reason.to_owned()
        } else {
            format!("Covered: {}", derived.reasons().join(", "))
        };
        let id = self.case_box(&hold(&self.core), case)?;
        if hold(&self.index).item(&id, number)?.is_none() {
            return Err(no_item(number));
        }
        let name = format!("{name}-of-item-{number}.{extension}");
        let facts = ItemFacts { kind: Some(kind.to_owned()), description: Some(description), ..ItemFacts::default() };
        let new = NewItem {
            name: &name,
            how: Acquisition::WorkingCopy,
            facts,
            size_hint: bytes.len() as u64,
            keep_duplicate: true,
        };
        self.add_one(case, &mut &*bytes, new, Via::Unlocked, None, Some(derived), &mut |_| ControlFlow::Continue(()))
    }
}

/// Refuses areas without a reason, without a size, or too many of them.
fn check_areas(derived: &Derived) -> Result<()> {
    let sized = |area: &Area| area.page > 0 && area.width > 0 && area.height > 0;
    if derived.areas.len() > limits::AREAS || derived.turn > 3 || !derived.areas.iter().all(sized) {
        return Err(VaultError::BadInput("An area needs a page, a width and a height.".to_owned()));
    }
    for area in &derived.areas {
        crate::input::check_text("The reason of an area", &area.reason)?;
        if area.reason.chars().count() > limits::AREA_REASON {
            return Err(VaultError::BadInput(format!("A reason has at most {} characters.", limits::AREA_REASON)));
        }
    }
    Ok(())
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
