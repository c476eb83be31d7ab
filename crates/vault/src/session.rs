//! An unlocked vault: the keys, the open boxes, and the one way in which anything is committed.
//!
//! Order of a commit: the segment durable under a temporary name, the memory told what comes, the rename, the folder
//! durable (only now "saved"), the memory confirmed, the index. An error before "saved" leaves everything as it was.

use crate::boxes::{Committed, Draft, OpenBox, Pen, clocks};
use crate::compact;
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::facts::VaultFacts;
use crate::files::Lock;
use crate::index::Index;
use crate::installation::Installation;
use crate::locked::label_of;
use crate::memory::Memory;
use crate::pin::{Pin, State};
use crate::protect::KeptInMemory;
use casekeep_format::names::temporary_name;
use casekeep_format::{Clocks, IdentityFile, LogHead, PartsBuilder, VerifyingKey, kind};
use casekeep_model::view::Opening;
use casekeep_model::{BoxId, Class, Finding, ObjectName, Timestamp, VaultId, WriterId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many commits may pass before the heads are recorded again.
const HEADS_EVERY: u32 = 256;

/// For what a vault is unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To look; nothing in the vault or in the memory changes.
    Read,
    /// To change something; the unlock is recorded with the first change.
    Change,
    /// For a window; the unlock is recorded at once.
    Window,
}

/// A vault whose keys are open. Dropping it wipes them and gives back the lock.
pub struct UnlockedVault {
    pub(crate) folder: PathBuf,
    pub(crate) state: State,
    pub(crate) installation: Installation,
    /// Dropped before the keys that it keeps.
    pub(crate) _kept: KeptInMemory,
    pub(crate) identity: IdentityFile,
    pub(crate) vault: VaultId,
    pub(crate) key: VerifyingKey,
    pub(crate) access: Access,
    pub(crate) opening: Opening,
    pub(crate) core: Mutex<Core>,
    pub(crate) index: Mutex<Index>,
    /// Held by work that goes through all files: only one of a check, a backup, a shredding and a rotation at a time. Taken
    /// before `core`.
    pub(crate) long: Mutex<()>,
    pub(crate) _lock: Arc<Lock>,
}

/// What changes while a vault is unlocked.
pub(crate) struct Core {
    pub vault_box: OpenBox,
    /// The boxes that may be used, by id; one whose key or place is wrong is not among them.
    pub boxes: BTreeMap<BoxId, OpenBox>,
    /// Why each of the other registered boxes may not be used.
    pub unusable: BTreeMap<BoxId, Finding>,
    pub facts: VaultFacts,
    pub memory: Memory,
    pub pin: Pin,
    /// What the unlock found; recorded with the first change.
    pub findings: Vec<Finding>,
    /// True while a roll-back is not explained: heads are not recorded, so that it is not blessed silently.
    pub rolled_back: bool,
    /// Logs that are not as they were seen before; the memory keeps what was seen.
    pub lost: BTreeSet<(BoxId, WriterId)>,
    /// Whether this unlock is recorded.
    pub begun: bool,
    /// Commits since the heads were last recorded.
    pub since_heads: u32,
    /// True once all keys were changed through this: what is open here is under the old ones.
    pub ended: bool,
}

impl Core {
    /// Returns a box that may be used: the vault's own, or a case's.
    pub fn box_mut(&mut self, id: &BoxId) -> Option<&mut OpenBox> {
        if self.vault_box.id == *id { Some(&mut self.vault_box) } else { self.boxes.get_mut(id) }
    }

    /// Returns the heads of every log of every open box.
    pub fn all_heads(&self) -> Vec<LogHead> {
        std::iter::once(&self.vault_box).chain(self.boxes.values()).flat_map(|b| b.heads.values().cloned()).collect()
    }
}

/// Takes a lock; a panic elsewhere while it was held does not make what it guards wrong, because every change goes to
/// disk first and memory after.
pub(crate) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl UnlockedVault {
    /// Returns what the unlock found.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Returns the vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the vault's id.
    #[must_use]
    pub fn id(&self) -> &VaultId {
        &self.vault
    }

    /// Returns the key that signs this vault's log and bundles.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Returns the inbox recipient of this vault, `age1…`.
    #[must_use]
    pub fn inbox_recipient(&self) -> String {
        self.identity.current().inbox.to_recipient().to_string()
    }

    pub(crate) fn disk(&self) -> &Disk {
        &self.installation.disk
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.installation.clock.now()
    }

    pub(crate) fn clocks(&self) -> Clocks {
        clocks(&*self.installation.clock)
    }

    pub(crate) fn check_writable(&self) -> Result<()> {
        if self.access == Access::Read { Err(VaultError::ReadOnly) } else { Ok(()) }
    }

    /// Commits records to a box and brings the index up to date.
    pub(crate) fn commit(&self, core: &mut Core, id: &BoxId, drafts: Vec<Draft>) -> Result<Committed> {
        self.check_writable()?;
        self.begin(core)?;
        let committed = self.append(core, id, drafts)?;
        core.since_heads += 1;
        if core.since_heads >= HEADS_EVERY {
            self.record_heads(core)?;
        }
        Ok(committed)
    }

    /// Records this unlock, with what it found, unless that is done.
    pub(crate) fn begin(&self, core: &mut Core) -> Result<()> {
        if core.ended {
            return Err(VaultError::KeysChanged);
        }
        if core.begun {
            return Ok(());
        }
        self.remember_what_is_there(core);
        let classes: BTreeSet<&str> = core.findings.iter().map(|finding| finding.class.code()).collect();
        let parts = PartsBuilder::new().with("findings", classes).with("clocks", self.clocks());
        let mut drafts = vec![Draft::new(kind::UNLOCKED, parts.build())];
        drafts.extend(self.heads_draft(core));
        drafts.extend(self.noticed_draft(core)?);
        let id = core.vault_box.id.clone();
        self.append(core, &id, drafts)?;
        core.begun = true;
        self.put_label_back(core)?;
        self.settle_keys(core)
    }

    /// Writes the label anew once it is recorded that it was not what the keys say.
    fn put_label_back(&self, core: &Core) -> Result<()> {
        let wrong = [Class::VaultJsonChanged, Class::VaultJsonMissing];
        if !core.findings.iter().any(|finding| wrong.contains(&finding.class)) {
            return Ok(());
        }
        let temporary = self.folder.join(temporary_name(&core.pin.writer));
        self.disk().replace_by(&temporary, &self.folder.join("vault.json"), &label_of(&self.identity))
    }

    /// Takes into the memory every head that was checked; one that was rolled back keeps what was seen before.
    ///
    /// An own log that is not as remembered stays as remembered: it must not be continued.
    fn remember_what_is_there(&self, core: &mut Core) {
        for head in core.all_heads() {
            if head.writer == core.pin.writer && core.memory.next.as_ref() != Some(&head) {
                continue;
            }
            if !core.lost.contains(&(head.box_id.clone(), head.writer.clone())) {
                core.memory.set_head(head);
            }
        }
        core.memory.epoch = core.memory.epoch.max(self.identity.current().number);
        core.memory.keys.clone_from(&core.pin.keys);
    }

    /// Records the heads of all logs, unless a roll-back waits to be explained.
    pub(crate) fn record_heads(&self, core: &mut Core) -> Result<()> {
        if let Some(draft) = self.heads_draft(core) {
            let id = core.vault_box.id.clone();
            self.append(core, &id, vec![draft])?;
        }
        core.since_heads = 0;
        Ok(())
    }

    fn heads_draft(&self, core: &Core) -> Option<Draft> {
        let heads = core.all_heads();
        (!core.rolled_back && !heads.is_empty())
            .then(|| Draft::new(kind::HEADS, PartsBuilder::new().with("heads", heads).build()))
    }

    /// Commits one segment to a box.
    pub(crate) fn append(&self, core: &mut Core, id: &BoxId, drafts: Vec<Draft>) -> Result<Committed> {
        if core.ended {
            return Err(VaultError::KeysChanged);
        }
        self.note_clock(core)?;
        self.make_continuable(core, id)?;
        let writer = core.pin.writer.clone();
        let private_of = core.facts.registered.get(id).and_then(|r| r.of.clone());
        let pen = Pen {
            vault: &self.vault,
            writer: &writer,
            signing: &self.identity.current().signing,
            clock: &*self.installation.clock,
        };
        let state = self.state.folder();
        let records_heads = drafts.iter().any(|draft| draft.kind == kind::HEADS);
        let to = self.identity.current().vault.to_recipient();
        let open = core.box_mut(id).ok_or_else(|| unusable(id))?;
        let prepared = open.prepare(&pen, drafts, private_of.as_ref())?;
        let temporary = open.write_temporary(&prepared, &writer)?;
        let head = prepared.head.clone();
        core.memory.next = Some(head.clone());
        if let Err(error) = core.memory.save_recent(self.disk(), state, &to) {
            self.disk().remove_quietly(&temporary);
            return Err(error);
        }
        let open = core.box_mut(id).ok_or_else(|| unusable(id))?;
        let committed = open.publish(prepared, &temporary)?;
        core.memory.set_head(head);
        core.memory.next = None;
        // Saved. What follows only helps later unlocks: losing it costs a new writer id or a rebuild of the index.
        let _ = match records_heads {
            true => core.memory.save_durable(self.disk(), state, &to),
            false => core.memory.save_recent(self.disk(), state, &to),
        };
        if self.update_index(core, id, &committed).is_err() {
            let _ = hold(&self.index).reset();
        }
        Ok(committed)
    }

    fn update_index(&self, core: &mut Core, id: &BoxId, committed: &Committed) -> Result<()> {
        let mut index = hold(&self.index);
        if core.vault_box.id == *id {
            for record in &committed.records {
                core.facts.apply(record);
            }
            let heads = core.vault_box.heads_with_tree(&core.pin.writer);
            return index.set_vault_facts(&core.facts, &heads);
        }
        let case = core.facts.handle(id);
        let Some(open) = core.boxes.get(id) else { return Ok(()) };
        let Some(head) =
            open.heads_with_tree(&core.pin.writer).into_iter().find(|(head, _)| head.writer == core.pin.writer)
        else {
            return Ok(());
        };
        index.apply(id, case, &committed.records, head)
    }

    /// Makes sure that this installation's log in a box may be continued; else gives the installation a new writer id.
    fn make_continuable(&self, core: &mut Core, id: &BoxId) -> Result<()> {
        for _ in 0..2 {
            let writer = core.pin.writer.clone();
            let remembered = core.memory.head(id, &writer).cloned();
            let next = core.memory.next.clone();
            let open = core.box_mut(id).ok_or_else(|| unusable(id))?;
            if open.earlier.due {
                return Err(VaultError::RotationUnfinished);
            }
            if !open.may_be_written() {
                return Err(unusable(id));
            }
            if open.frontier().is_some() {
                return Ok(());
            }
            let keys = open.log_keys(&self.vault, &self.key);
            if remembered.is_none() && !self.disk().is_there(&keys.writer_folder(&writer))? {
                open.begin_log();
                return Ok(());
            }
            let reading = keys.scan_log(&writer, &mut Default::default(), &mut |_| Ok(()))?;
            let tail = reading.head.as_ref().map(|(checkpoint, _)| keys.head_of(&writer, checkpoint));
            let whole = reading.findings.is_empty() && tail.as_ref().is_some_and(|t| t.size == reading.count());
            let expected = tail.is_some() && (tail == remembered || (tail == next && next.is_some()));
            if whole && expected {
                open.continue_from(reading.frontier);
                open.heads.extend(tail.map(|tail| (writer.clone(), tail)));
                // What an error kept from the index is in the log.
                return self.index_again(core, id);
            }
            self.take_new_writer(core)?;
        }
        Err(unusable(id))
    }

    /// Does what an unlock changes: for a reader nothing but the pin.
    pub(crate) fn finish_unlock(&mut self) -> Result<()> {
        let mut core = hold(&self.core);
        if self.access == Access::Read {
            // The pin is this computer's own note; without it nothing could be added here while locked.
            // One that was damaged or changed stays: it is said until a change is recorded with it.
            if self.opening.findings.iter().all(|finding| finding.class != Class::MemoryUnreadable) {
                let _ = self.state.set_pin(&core.pin);
            }
            return Ok(());
        }
        // A full or read-only disk must not keep a person from reading: what could not be written waits for the first
        // change, and captures wait in the inbox.
        let began = self.state.set_pin(&core.pin).and_then(|()| match self.access {
            Access::Window => self.begin(&mut core),
            _ => Ok(()),
        });
        drop(core);
        let adopted = began.and_then(|()| self.adopt_own_captures());
        let done = adopted.and_then(|adopted| {
            self.finish_cases_left_by_crash()?;
            Ok((adopted, self.finish_shreddings()?))
        });
        match done {
            Ok((adopted, remarks)) => {
                self.opening.adopted = adopted;
                self.opening.remarks.extend(remarks);
            }
            Err(VaultError::Io { .. }) => {}
            Err(error) => return Err(error),
        }
        self.compact_a_little(compact::AT_UNLOCK);
        Ok(())
    }

    /// Returns the names in the inbox.
    pub(crate) fn inbox_names(&self) -> Result<Vec<ObjectName>> {
        let names = self.disk().list(&self.folder.join("inbox"))?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".age")?.parse().ok()).collect())
    }

    /// Builds the index of one box anew from its logs.
    pub(crate) fn index_again(&self, core: &mut Core, id: &BoxId) -> Result<()> {
        let writer = core.pin.writer.clone();
        let number = core.facts.handle(id);
        let Some(open) = core.box_mut(id) else { return Ok(()) };
        let heads = open.heads_with_tree(&writer);
        let mut index = hold(&self.index);
        if open.id == casekeep_format::names::vault_box(&self.vault) {
            let readings = open.read_logs(&self.vault, &self.key)?;
            core.facts = VaultFacts::from_logs(&readings);
            return index.set_vault_facts(&core.facts, &heads);
        }
        let mut rows = index.begin_rebuild(id, number)?;
        rows.put_logs(open, &self.vault, &self.key)?;
        rows.finish(&heads)
    }

    /// Gives this installation a new writer id; every box then gets a new log from it.
    pub(crate) fn take_new_writer(&self, core: &mut Core) -> Result<()> {
        core.pin.writer = new_writer();
        self.state.set_pin(&core.pin)?;
        core.vault_box.poison();
        for open in core.boxes.values_mut() {
            open.poison();
        }
        Ok(())
    }

    /// Locks the vault: records the heads when something changed, tidies a little, wipes the keys, gives back the lock.
    ///
    /// # Errors
    /// When the heads could not be recorded; what was saved before is safe, and the vault is locked all the same.
    pub fn lock(self) -> Result<()> {
        self.record_last_heads()?;
        self.compact_a_little(compact::AT_LOCK);
        Ok(())
    }

    fn record_last_heads(&self) -> Result<()> {
        let mut core = hold(&self.core);
        if !core.ended && core.since_heads > 0 && self.access != Access::Read {
            self.record_heads(&mut core)
        } else {
            Ok(())
        }
    }
}

impl Drop for UnlockedVault {
    fn drop(&mut self) {
        // Best effort: the heads help to notice a roll-back elsewhere; whatever was saved is safe without them.
        let _ = self.record_last_heads();
    }
}

impl OpenBox {
    /// Returns the heads, with the tree of this writer's own log beside its head.
    pub(crate) fn heads_with_tree(
        &self,
        writer: &casekeep_model::WriterId,
    ) -> Vec<(LogHead, Option<casekeep_format::Frontier>)> {
        let tree = |head: &LogHead| (head.writer == *writer).then(|| self.frontier().cloned()).flatten();
        self.heads.values().map(|head| (head.clone(), tree(head))).collect()
    }
}

/// Returns a fresh writer id.
pub(crate) fn new_writer() -> casekeep_model::WriterId {
    casekeep_format::random::name().parse().expect("80 random bits in base32 are a writer id")
}

/// Returns the error for a box that nothing may be written to.
pub(crate) fn unusable(id: &BoxId) -> VaultError {
    crate::wording::finding(casekeep_model::Class::CaseKeyWrong, format!("The box {id} cannot be written to safely."))
        .into()
}
