//! Unlocking: every check of `docs/format.md` section 7, in its order; nothing is repaired without a person's word.

use crate::attempts::Failed;
use crate::boxes::OpenBox;
use crate::clock_jumps::{ClockJump, ClockReading};
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::facts::VaultFacts;
use crate::files::Lock;
use crate::index::Index;
use crate::key_files::key_remarks;
use crate::key_folder::{KeyFolder, compare_keys};
use crate::locked::{Vault, index_key, label_finding};
use crate::log::LogReading;
use crate::memory::{Memory, Remembered};
use crate::pin::{Pin, State};
use crate::protect::keep_in_memory;
use crate::returned::{find_returned, is_being_shredded};
use crate::seen::{Lacking, Seen, compare_with_seen};
use crate::session::{Access, Core, UnlockedVault, new_writer};
use crate::surroundings;
use crate::unregistered::{Unregistered, look_at_unregistered};
use crate::wording::{DAMAGED_PIN, UNREADABLE_MEMORY, finding};
use casekeep_format::{IdentityFile, LogHead, VerifyingKey};
use casekeep_model::view::Opening;
use casekeep_model::{BoxId, Class, Finding, VaultId, WriterId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// An unlock under way.
pub(crate) struct Unlocking<'a> {
    pub vault: &'a Vault,
    pub identity: IdentityFile,
    pub state: State,
    pub keys: KeyFolder,
    pub access: Access,
    pub findings: Vec<Finding>,
    pub unusable: BTreeMap<BoxId, Finding>,
    pub rolled_back: bool,
    /// Logs that are not as they were seen before.
    pub lost: BTreeSet<(BoxId, WriterId)>,
}

impl Unlocking<'_> {
    pub fn run(mut self, pin: Option<Pin>, lock: Arc<Lock>) -> Result<UnlockedVault> {
        let folder = self.vault.folder.clone();
        let installation = self.vault.installation.clone();
        let mut remarks: Vec<String> = surroundings::only_read(self.vault, &mut self.access).into_iter().collect();
        let key = self.identity.current().signing.verifying_key();
        let id = self.identity.vault().clone();
        self.check_epoch(pin.as_ref())?;
        self.findings.extend(label_finding(self.vault.label_bytes.as_deref(), &self.identity));
        self.check_pin(pin.as_ref())?;
        let remembered = Memory::load(self.disk(), self.state.folder(), &self.identity)?;
        let first_time_here = matches!(remembered, Remembered::Nothing);
        let memory = self.take_memory(remembered);
        let index_key = index_key(&installation, &self.identity)?;
        let open_index =
            |path: Option<&Path>| Index::open(&installation.disk, path, &index_key, installation.inspect.clone());
        let mut index = open_index(Some(&self.state.file("index.db"))).or_else(|_| open_index(None))?;
        let writer = match &pin {
            Some(pin) if pin.epoch == self.identity.current().number => pin.writer.clone(),
            _ => new_writer(),
        };
        let before = (self.findings.clone(), self.rolled_back);
        let mut opened = self.open_all(&id, &key, &writer, &memory, &mut index);
        if matches!(opened, Err(VaultError::Index(_))) {
            // There is no room for it, say: the vault opens all the same, with an index in memory.
            (self.findings, self.rolled_back) = before;
            (self.unusable, self.lost) = Default::default();
            index = open_index(None)?;
            opened = self.open_all(&id, &key, &writer, &memory, &mut index);
        }
        let (vault_box, facts, boxes) = opened?;
        self.find_strange_boxes(&facts)?;
        self.findings.extend(find_returned(self.disk(), &self.vault.folder, &facts)?);
        self.find_unregistered_heads(&facts, &memory)?;
        let before = pin.as_ref().map(|pin| (pin.last_unlocked, pin.failed.clone()));
        let (last_unlocked, failed) = before.unwrap_or_default();
        let pin = self.new_pin(pin, writer, &folder, &facts);
        remarks.extend(key_remarks(&facts, &self.keys.hashes(), self.vault.installation.clock.now()));
        let now = ClockReading::now(&*self.vault.installation.clock);
        let jump = memory.clock.as_ref().and_then(|before| before.jump_to(&now));
        remarks.extend(jump.iter().map(ClockJump::sentence));
        let opening = Opening {
            fingerprint: key.ssh_fingerprint(),
            fingerprint_words: self.identity.first().signing.verifying_key().fingerprint_words(),
            first_time_here,
            findings: self.findings.clone(),
            adopted: 0,
            last_unlocked,
            failed: failed.count,
            first_failed: failed.first,
            remarks,
        };
        let core = Core {
            vault_box,
            boxes,
            unusable: self.unusable,
            facts,
            memory,
            pin,
            findings: self.findings,
            rolled_back: self.rolled_back,
            lost: self.lost,
            begun: false,
            since_heads: 0,
            ended: false,
        };
        let mut unlocked = UnlockedVault {
            folder,
            state: self.state,
            installation,
            _kept: keep_in_memory(self.identity.epochs()),
            identity: self.identity,
            vault: id,
            key,
            access: self.access,
            opening,
            core: Mutex::new(core),
            index: Mutex::new(index),
            long: Mutex::new(()),
            _lock: lock,
        };
        unlocked.finish_unlock()?;
        Ok(unlocked)
    }

    fn disk(&self) -> &Disk {
        &self.vault.installation.disk
    }

    /// What this computer noted in the clear must be whole, and lead captures to this vault's inbox.
    fn check_pin(&mut self, pin: Option<&Pin>) -> Result<()> {
        if self.state.pin_is_damaged()? {
            self.findings.push(finding(Class::MemoryUnreadable, DAMAGED_PIN));
        }
        let epoch = self.identity.current();
        let inbox = epoch.inbox.to_recipient().to_string();
        if pin.is_some_and(|pin| pin.epoch == epoch.number && pin.inbox != inbox) {
            let about =
                "Captures made here while locked went to a key that is not this vault's (pin.json was changed).";
            self.findings.push(finding(Class::MemoryUnreadable, about));
        }
        Ok(())
    }

    fn take_memory(&mut self, remembered: Remembered) -> Memory {
        let memory = match remembered {
            Remembered::Memory(memory) => *memory,
            Remembered::Nothing => Memory::default(),
            Remembered::Unreadable => {
                self.findings.push(finding(Class::MemoryUnreadable, UNREADABLE_MEMORY));
                Memory::default()
            }
        };
        if self.identity.current().number < memory.epoch {
            let about = "The keys are older than the ones last used on this computer.";
            self.findings.push(finding(Class::EpochRolledBack, about));
        }
        memory
    }

    /// Opens the vault's box and every other one, with an index of each.
    fn open_all(
        &mut self,
        vault: &VaultId,
        key: &VerifyingKey,
        writer: &WriterId,
        memory: &Memory,
        index: &mut Index,
    ) -> Result<(OpenBox, VaultFacts, BTreeMap<BoxId, OpenBox>)> {
        let (vault_box, facts) = self.open_vault_box(vault, key, writer, memory, index)?;
        self.findings.extend(compare_keys(&self.keys, facts.named_keys()));
        self.excuse_label(&facts);
        let boxes = self.open_boxes(vault, key, writer, &facts, memory, index)?;
        Ok((vault_box, facts, boxes))
    }

    fn open_vault_box(
        &mut self,
        vault: &VaultId,
        key: &VerifyingKey,
        writer: &WriterId,
        memory: &Memory,
        index: &mut Index,
    ) -> Result<(OpenBox, VaultFacts)> {
        let identity = self.identity.current().duplicate_vault_identity();
        let mut open = OpenBox::new(
            casekeep_format::names::vault_box(vault),
            &self.vault.installation.disk,
            self.vault.folder.clone(),
            identity,
            "the vault".to_owned(),
        );
        let indexed = index.vault_facts()?;
        self.add_earlier_of_vault(&mut open, indexed.as_ref());
        let facts = if self.heads_are_indexed(&mut open, vault, key, writer, index, memory)? { indexed } else { None };
        if let Some(facts) = facts {
            self.check_ending(&facts)?;
            self.compare_boxes_heads(&open, vault, key, memory, &facts, None)?;
            return Ok((open, facts));
        }
        let readings = self.read_vault_logs(&mut open, key)?;
        if readings.is_empty() || readings.values().all(LogReading::is_empty) {
            let broken = readings.values().flat_map(|reading| reading.findings.clone()).next();
            return Err(match broken {
                Some(finding) => finding.into(),
                None => VaultError::HalfAVault { folder: self.vault.folder.clone(), missing: "the vault's log" },
            });
        }
        open.take_heads(vault, key, &readings);
        for reading in readings.values() {
            self.findings.extend(reading.findings.iter().cloned());
        }
        let facts = VaultFacts::from_logs(&readings);
        self.check_ending(&facts)?;
        self.continue_own(&mut open, writer, memory, &readings);
        index.set_vault_facts(&facts, &open.heads_with_tree(writer))?;
        self.compare_boxes_heads(&open, vault, key, memory, &facts, Some(&readings))?;
        Ok((open, facts))
    }

    /// Uses the index for a box when it was built from exactly the heads that are there.
    fn heads_are_indexed(
        &mut self,
        open: &mut OpenBox,
        vault: &VaultId,
        key: &VerifyingKey,
        writer: &WriterId,
        index: &Index,
        memory: &Memory,
    ) -> Result<bool> {
        let indexed = index.heads(&open.id)?;
        let keys = open.log_keys(vault, key);
        let writers = keys.writers()?;
        if indexed.is_empty() || writers.len() != indexed.len() {
            return Ok(false);
        }
        let mut heads = BTreeMap::new();
        for (head, _) in &indexed {
            match keys.read_head(&head.writer)? {
                Some(there) if there == *head => heads.insert(head.writer.clone(), there),
                _ => return Ok(false),
            };
        }
        open.heads = heads;
        let own = indexed.into_iter().find(|(head, _)| head.writer == *writer);
        if let Some((head, Some(frontier))) = own
            && is_expected(&head, memory)
        {
            open.continue_from(frontier);
        }
        Ok(true)
    }

    /// Lets this installation go on with its own log when its tail is the one remembered.
    fn continue_own(
        &self,
        open: &mut OpenBox,
        writer: &WriterId,
        memory: &Memory,
        readings: &BTreeMap<WriterId, LogReading>,
    ) {
        let Some(reading) = readings.get(writer).filter(|reading| reading.findings.is_empty()) else { return };
        let whole = reading.head.as_ref().is_some_and(|(checkpoint, _)| checkpoint.size == reading.count());
        if whole && open.heads.get(writer).is_some_and(|head| is_expected(head, memory)) {
            open.continue_from(reading.frontier.clone());
        }
    }

    /// Every head seen before, in the memory and in the vault's log, must be a prefix of what is there.
    fn compare_boxes_heads(
        &mut self,
        open: &OpenBox,
        vault: &VaultId,
        key: &VerifyingKey,
        memory: &Memory,
        facts: &VaultFacts,
        readings: Option<&BTreeMap<WriterId, LogReading>>,
    ) -> Result<()> {
        let seen = seen_heads(&open.id, memory, facts);
        let (mut read_now, mut lacking) = (BTreeMap::new(), Lacking::default());
        for head in seen {
            if open.heads.get(&head.writer) == Some(&head) {
                continue;
            }
            let reading = match readings.and_then(|readings| readings.get(&head.writer)) {
                Some(reading) => reading,
                None => match read_now.entry(head.writer.clone()) {
                    std::collections::btree_map::Entry::Occupied(slot) => slot.into_mut(),
                    std::collections::btree_map::Entry::Vacant(slot) => {
                        slot.insert(open.log_keys(vault, key).read_log(&head.writer, &mut Default::default())?)
                    }
                },
            };
            lacking.take(&head.writer, compare_with_seen(reading, &head));
        }
        self.findings.extend(lacking.findings(&open.called));
        self.rolled_back |= !lacking.lost.is_empty();
        self.lost.extend(lacking.lost.into_iter().map(|writer| (open.id.clone(), writer)));
        Ok(())
    }

    fn open_boxes(
        &mut self,
        vault: &VaultId,
        key: &VerifyingKey,
        writer: &WriterId,
        facts: &VaultFacts,
        memory: &Memory,
        index: &mut Index,
    ) -> Result<BTreeMap<BoxId, OpenBox>> {
        let mut boxes = BTreeMap::new();
        for registered in facts.living() {
            if is_being_shredded(self.disk(), &self.vault.folder, facts, &registered.box_id)? {
                continue;
            }
            let called = called(registered, facts.handle(&registered.box_id), memory);
            let folder = box_folder(&self.vault.folder, &registered.box_id);
            match self.disk().tell_folder(&folder) {
                Ok(true) => {}
                Ok(false) => {
                    let size: u64 =
                        seen_heads(&registered.box_id, memory, facts).iter().map(|head| head.size).max().unwrap_or(0);
                    let about = format!("The folder of {called} is not there; it had {size} records when last seen.");
                    self.may_not_be_used(&registered.box_id, finding(Class::CaseMissing, about));
                    self.rolled_back = true;
                    continue;
                }
                Err(VaultError::Io { source, .. }) => {
                    let about = format!("The folder of {called} cannot be read ({source}).");
                    self.may_not_be_used(&registered.box_id, finding(Class::Unreadable, about));
                    continue;
                }
                Err(error) => return Err(error),
            }
            let (identity, earlier) = match self.open_box_keys(&folder, &registered.box_id, &called, facts)? {
                Ok(keys) => keys,
                Err(finding) => {
                    self.may_not_be_used(&registered.box_id, finding);
                    continue;
                }
            };
            let mut open = OpenBox::new(registered.box_id.clone(), self.disk(), folder, identity, called);
            open.earlier = earlier;
            if self.open_box(&mut open, facts.handle(&registered.box_id), vault, key, writer, facts, memory, index)? {
                boxes.insert(open.id.clone(), open);
            }
        }
        Ok(boxes)
    }

    fn may_not_be_used(&mut self, id: &BoxId, why: Finding) {
        self.findings.push(why.clone());
        self.unusable.insert(id.clone(), why);
    }

    /// Checks one case's box and brings its rows up to date; false when its key is not the one its log names.
    #[expect(clippy::too_many_arguments, reason = "one call site; a struct of these would live for one call")]
    fn open_box(
        &mut self,
        open: &mut OpenBox,
        number: u32,
        vault: &VaultId,
        key: &VerifyingKey,
        writer: &WriterId,
        facts: &VaultFacts,
        memory: &Memory,
        index: &mut Index,
    ) -> Result<bool> {
        if self.heads_are_indexed(open, vault, key, writer, index, memory)? {
            self.compare_boxes_heads(open, vault, key, memory, facts, None)?;
            return Ok(true);
        }
        let mut rows = index.begin_rebuild(&open.id, number)?;
        let readings = rows.put_logs(open, vault, key)?;
        let mut findings: Vec<Finding> = readings.values().flat_map(|reading| reading.findings.clone()).collect();
        let unreadable = !readings.is_empty() && readings.values().all(LogReading::is_empty);
        if unreadable && findings.iter().any(|f| f.class == Class::SegmentChanged) {
            findings =
                vec![finding(Class::CaseKeyWrong, format!("The key of {} opens none of its records.", open.called))];
        }
        if let Some(at) = findings.iter().position(|f| f.class == Class::CaseKeyWrong) {
            self.may_not_be_used(&open.id, findings.swap_remove(at));
            self.findings.append(&mut findings);
            return Ok(false);
        }
        self.findings.append(&mut findings);
        open.take_heads(vault, key, &readings);
        if open.heads.is_empty() || self.lacks_newest(facts, &readings) {
            open.forbid_writing();
        }
        self.continue_own(open, writer, memory, &readings);
        rows.finish(&open.heads_with_tree(writer))?;
        self.compare_boxes_heads(open, vault, key, memory, facts, Some(&readings))?;
        Ok(true)
    }

    /// Names folders among the cases that the vault's log does not.
    fn find_strange_boxes(&mut self, facts: &VaultFacts) -> Result<()> {
        for name in self.disk().list(&self.vault.folder.join("cases"))? {
            let Ok(id) = name.parse::<BoxId>() else { continue };
            if facts.registered.contains_key(&id) {
                continue;
            }
            if let Unregistered::Strange = look_at_unregistered(self.disk(), &self.vault.folder, &id, &self.identity)? {
                let about = format!("The folder cases/{id} is not named in the vault's log.");
                self.findings.push(finding(Class::CaseUnknown, about));
            }
        }
        Ok(())
    }

    /// A box that was seen before and that the vault's log no longer names: the vault's log was rolled back, or a crash
    /// kept the box from being registered.
    fn find_unregistered_heads(&mut self, facts: &VaultFacts, memory: &Memory) -> Result<()> {
        let vault_box = casekeep_format::names::vault_box(self.identity.vault());
        let seen: BTreeSet<&BoxId> = memory.heads().iter().map(|head| &head.box_id).collect();
        for id in seen.into_iter().filter(|id| **id != vault_box && !facts.registered.contains_key(*id)) {
            let left = look_at_unregistered(self.disk(), &self.vault.folder, id, &self.identity)?;
            let as_seen = |readings: &BTreeMap<WriterId, LogReading>| {
                seen_heads(id, memory, facts).iter().all(|head| {
                    let reading = readings.get(&head.writer);
                    reading.is_some_and(|reading| compare_with_seen(reading, head) == Seen::Extends)
                })
            };
            if matches!(&left, Unregistered::Ours(_, readings) if as_seen(readings)) {
                continue;
            }
            let about = "A case that was there before is not named in the vault's log now: it is an older copy.";
            self.findings.push(finding(Class::RolledBack, about));
            self.rolled_back = true;
        }
        Ok(())
    }

    /// The key files are pinned as the log names them: one that is damaged now must not become the one to expect.
    fn new_pin(&self, old: Option<Pin>, writer: WriterId, folder: &Path, facts: &VaultFacts) -> Pin {
        let epoch = self.identity.current();
        Pin {
            vault: self.identity.vault().clone(),
            epoch: epoch.number,
            inbox: epoch.inbox.to_recipient().to_string(),
            path: folder.to_owned(),
            writer,
            keys: facts.keys.clone(),
            coming: facts.coming.clone(),
            going: facts.going.clone(),
            last_unlocked: Some(self.vault.installation.clock.now()),
            failed: old.filter(|_| self.access == Access::Read).map_or_else(Failed::default, |pin| pin.failed),
        }
    }
}

fn is_expected(head: &LogHead, memory: &Memory) -> bool {
    memory.head(&head.box_id, &head.writer) == Some(head) || memory.next.as_ref() == Some(head)
}

/// Returns every head of a box that was seen before.
pub(crate) fn seen_heads(box_id: &BoxId, memory: &Memory, facts: &VaultFacts) -> Vec<LogHead> {
    let remembered = memory.heads().iter().filter(|head| head.box_id == *box_id);
    let mut seen: Vec<LogHead> = remembered.chain(facts.binding_heads(box_id)).cloned().collect();
    seen.sort();
    seen.dedup();
    seen
}

/// Returns a case's folder.
pub(crate) fn box_folder(folder: &Path, id: &BoxId) -> PathBuf {
    folder.join("cases").join(id.as_str())
}

/// Returns how a box is called in findings.
pub(crate) fn called(registered: &casekeep_format::Registered, handle: u32, memory: &Memory) -> String {
    match (&registered.of, memory.names.get(&registered.box_id)) {
        (Some(_), _) => "the private notes of a case".to_owned(),
        (None, Some(name)) => format!("case {handle} (“{name}”)"),
        (None, None) => format!("case {handle}"),
    }
}
