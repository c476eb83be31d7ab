//! Changing all keys after a compromise: a new epoch, to whose keys everything is sealed again.
//!
//! The `epoch` record is the point of no return: from there on only the new passphrase opens the vault, and whatever is
//! not yet done is done by whoever unlocks next (`docs/format.md` section 7.8). Each step looks at what is there first, so
//! that doing it again is harmless.

use crate::boxes::Draft;
use crate::create::require_strength;
use crate::error::{Opens, Result, VaultError};
use crate::facts::{Ending, VaultFacts};
use crate::ingest::Step;
use crate::key_files::KeysRecord;
use crate::key_folder::{KeyFolder, epoch_of};
use crate::locked::{UnlockWith, label_of, open_vault, read_label};
use crate::log::LogReading;
use crate::reseal::Work;
use crate::returned::is_being_shredded;
use crate::session::{Core, UnlockedVault, hold, unusable};
use crate::unlock::Unlocking;
use casekeep_format::names::temporary_name;
use casekeep_format::{
    EpochRecord, Identity, IdentityFile, LogHead, PartsBuilder, ends_parts, kind, root_of, seal_box_keys,
};
use casekeep_model::view::Progress;
use casekeep_model::{BoxId, Secret};
use std::collections::BTreeMap;
use std::sync::Arc;

impl UnlockedVault {
    /// Changes all keys: the old passphrase, words, further keys and identity open nothing new from then on. Returns the
    /// new recovery words, to be shown once. This vault is then to be locked and unlocked with the new passphrase.
    ///
    /// Stopped or cut short, it is finished with [`UnlockedVault::resume_rotation`] after unlocking with the new
    /// passphrase.
    ///
    /// # Errors
    /// As [`UnlockedVault::change_passphrase`]; [`VaultError::RolledBack`] or a finding while a case cannot be opened, for
    /// it would be left behind; [`VaultError::RotationUnfinished`], [`VaultError::ShreddingUnfinished`]; from then on
    /// [`VaultError::RotationStopped`], which says with which passphrase it goes on.
    pub fn rotate(&self, with: UnlockWith<'_>, new_passphrase: &Secret, step: Step<'_>) -> Result<Vec<String>> {
        self.check_writable()?;
        require_strength(new_passphrase)?;
        let _alone = hold(&self.long);
        self.finish_cases_left_by_crash()?;
        let identity = {
            let mut core = hold(&self.core);
            self.check_may_rotate(&core)?;
            self.authorise(&mut core, with)?;
            self.begin(&mut core)?;
            self.end_epoch(&mut core, new_passphrase)?
        };
        let opened = self.open_again(identity).map_err(|error| stopped(Opens::New, error))?;
        opened.resume_rotation(step)
    }

    /// Finishes a change of all keys that was stopped or cut short; returns the new recovery words, to be shown once.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] when there is none to finish; [`VaultError::RotationStopped`] when it stops again.
    pub fn resume_rotation(&self, step: Step<'_>) -> Result<Vec<String>> {
        self.check_writable()?;
        let _alone = hold(&self.long);
        let mut core = hold(&self.core);
        let ending = core.facts.ending.clone().filter(|_| core.facts.is_rotating());
        let Some(ending) = ending else {
            return Err(VaultError::BadInput("There is no change of all keys to finish.".to_owned()));
        };
        self.finish_rotation(&mut core, &ending, step).map_err(|error| stopped(Opens::New, error))
    }

    fn finish_rotation(&self, core: &mut Core, ending: &Ending, step: Step<'_>) -> Result<Vec<String>> {
        self.begin(core)?;
        // A record that was not read at the unlock may name a box, which would be left behind.
        core.facts = VaultFacts::from_logs(&core.vault_box.read_whole_logs(&self.vault, &self.key)?);
        self.end_older_logs(core, ending)?;
        self.drop_older_key_files(core)?;
        let boxes: Vec<BoxId> = core.facts.living().map(|registered| registered.box_id.clone()).collect();
        let files = self.count_files_to_reseal(core, &boxes)?;
        let progress = Progress { files_done: 0, files, bytes_done: 0, bytes: 0, current: String::new() };
        let mut work = Work { step, progress };
        work.begin()?;
        for id in boxes {
            self.rekey_box(core, &id, ending.epoch, &mut work)?;
        }
        let own = core.pin.writer.clone();
        self.reseal_logs(&core.vault_box, &own, &mut work)?;
        self.renew_label(core)?;
        let words = self.place_words(core)?;
        let parts = PartsBuilder::new().with("epoch", ending.epoch).with("clocks", self.clocks()).build();
        let vault = core.vault_box.id.clone();
        self.append(core, &vault, vec![Draft::new(kind::REKEYED, parts)])?;
        // Done. What fails from here on must not keep the words from being shown, for nothing would show them again.
        let _ = self.record_heads(core);
        self.name_words(core);
        Ok(words)
    }

    /// Returns true once all keys were changed through this: it is to be locked and unlocked with the new passphrase.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        hold(&self.core).ended
    }

    /// Makes the keys of the next epoch, their key file durable and named, and ends the logs under the old keys.
    fn end_epoch(&self, core: &mut Core, new_passphrase: &Secret) -> Result<IdentityFile> {
        let identity = self.identity.next_epoch();
        let epoch = identity.current().number;
        let name = format!("{epoch}.passphrase.age");
        let further = core.facts.further.clone();
        let new = self.write_checked_key_file(core, &name, &identity, new_passphrase);
        new.and_then(|new| self.place_key_file(core, new, further)).map_err(|error| stopped(Opens::Old, error))?;
        let key = identity.current().signing.verifying_key().to_base64();
        let record = EpochRecord { epoch, key, heads: core.all_heads() };
        let vault = core.vault_box.id.clone();
        let ended = self.append(core, &vault, vec![Draft::new(kind::EPOCH, record.parts(&self.clocks()))]);
        // A log whose last commit may or may not be there is not gone on with.
        let may_be_there = ended.is_ok() || core.vault_box.frontier().is_none();
        if !may_be_there {
            return ended.map(|_| identity).map_err(|error| stopped(Opens::Old, error));
        }
        // What is open here is under the old keys: it is not used any more, and not either when it cannot be told whether
        // the record is there, for whatever came after it would not count.
        core.ended = true;
        core.boxes.clear();
        ended.map(|_| identity).map_err(|error| stopped(Opens::OneOfBoth, error))
    }

    /// A vault that went back, or of which a case cannot be opened, would leave something behind under the old keys.
    fn check_may_rotate(&self, core: &Core) -> Result<()> {
        if core.rolled_back {
            return Err(VaultError::RolledBack);
        }
        if core.facts.is_rotating() {
            return Err(VaultError::RotationUnfinished);
        }
        for id in core.facts.shreddings.keys() {
            if is_being_shredded(self.disk(), &self.folder, &core.facts, id)? {
                return Err(VaultError::ShreddingUnfinished { case: core.facts.handle(id) });
            }
        }
        let facts = VaultFacts::from_logs(&core.vault_box.read_whole_logs(&self.vault, &self.key)?);
        for id in facts.living().map(|registered| &registered.box_id) {
            let open = core.boxes.get(id);
            let open = open.ok_or_else(|| core.unusable.get(id).cloned().map_or_else(|| unusable(id), Into::into))?;
            open.read_whole_logs(&self.vault, &self.key)?;
        }
        Ok(())
    }

    /// Opens the vault with the new keys, while this process goes on holding the lock.
    fn open_again(&self, identity: IdentityFile) -> Result<Self> {
        let vault = open_vault(&self.folder, self.installation.clone())?;
        let keys = KeyFolder::read(self.disk(), &self.folder)?;
        let pin = self.state.pin()?;
        Unlocking {
            vault: &vault,
            identity,
            state: self.state.clone(),
            keys,
            access: self.access,
            findings: Vec::new(),
            unusable: BTreeMap::new(),
            rolled_back: false,
            lost: Default::default(),
        }
        .run(pin, Arc::clone(&self._lock))
    }

    /// Records under the new key where each log under an older one ends.
    fn end_older_logs(&self, core: &mut Core, ending: &Ending) -> Result<()> {
        if core.facts.ends_under(ending.epoch).is_none() {
            let vault = core.vault_box.id.clone();
            let keys = core.vault_box.log_keys(&self.vault, &self.key);
            let leaves = keys.read_log(&ending.writer, &mut Default::default())?.leaves();
            let size = ending.n + 1;
            let ended =
                usize::try_from(size).ok().and_then(|size| leaves.get(..size)).ok_or_else(|| unusable(&vault))?;
            let root = root_of(ended).to_string();
            let mut heads = ending.heads.clone();
            heads.retain(|head| head.box_id != vault || head.writer != ending.writer);
            heads.push(LogHead { box_id: vault.clone(), writer: ending.writer.clone(), size, root });
            let parts = ends_parts(ending.epoch, &heads, &self.clocks());
            let drafts = parts.into_iter().map(|parts| Draft::new(kind::REKEY, parts)).collect();
            self.append(core, &vault, drafts)?;
        }
        let ends = core.facts.ends_under(ending.epoch);
        core.vault_box.earlier.ends.clone_from(&ends);
        for open in core.boxes.values_mut() {
            open.earlier.ends.clone_from(&ends);
        }
        Ok(())
    }

    /// Takes away the key files of earlier epochs, further keys too.
    fn drop_older_key_files(&self, core: &mut Core) -> Result<()> {
        let number = self.identity.current().number;
        let keys = core.facts.keys.clone();
        let going: Vec<String> =
            keys.iter().filter(|key| epoch_of(&key.file) < number).map(|key| key.file.clone()).collect();
        if going.is_empty() {
            return Ok(());
        }
        let coming = core.facts.coming.clone();
        self.record_keys(core, &KeysRecord { keys, coming, going, further: Vec::new() })?;
        self.settle_keys(core)
    }

    fn rekey_box(&self, core: &mut Core, id: &BoxId, epoch: u32, work: &mut Work<'_>) -> Result<()> {
        self.renew_box_key(core, id)?;
        self.begin_rekeyed_log(core, id, epoch)?;
        self.reseal_objects(core, id, work)?;
        let own = core.pin.writer.clone();
        let open = core.boxes.get(id).ok_or_else(|| unusable(id))?;
        self.reseal_logs(open, &own, work)?;
        self.index_again(core, id)
    }

    /// Gives a box a new identity; the earlier ones stay beside it, for what was sealed before.
    fn renew_box_key(&self, core: &mut Core, id: &BoxId) -> Result<()> {
        let temporary = temporary_name(&core.pin.writer);
        let Some(open) = core.boxes.get_mut(id) else {
            return Err(core.unusable.get(id).cloned().map_or_else(|| unusable(id), Into::into));
        };
        if !open.earlier.due {
            return Ok(());
        }
        let identity = Identity::generate();
        let all = [&identity, &open.identity].into_iter().chain(&open.earlier.identities);
        let sealed = seal_box_keys(id, all, &self.identity.current().vault.to_recipient())?;
        self.disk().replace_by(&open.folder.join(temporary), &open.folder.join("key.age"), &sealed)?;
        open.to = identity.to_recipient();
        let older = std::mem::replace(&mut open.identity, identity);
        open.earlier.identities.insert(0, older);
        open.earlier.due = false;
        open.poison();
        Ok(())
    }

    /// Begins the box's log under the new key: its record 0 names the new identity.
    fn begin_rekeyed_log(&self, core: &mut Core, id: &BoxId, epoch: u32) -> Result<()> {
        let open = core.boxes.get(id).ok_or_else(|| unusable(id))?;
        let readings = open.read_whole_logs(&self.vault, &self.key)?;
        if readings.values().any(LogReading::is_under_newest) {
            return Ok(());
        }
        let parts = PartsBuilder::new().with("epoch", epoch).with("clocks", self.clocks()).build();
        self.append(core, id, vec![Draft::new(kind::REKEY, parts)])?;
        Ok(())
    }

    /// Writes the label of the new keys.
    fn renew_label(&self, core: &Core) -> Result<()> {
        let label = label_of(&self.identity);
        if read_label(self.disk(), &self.folder)?.as_deref() == Some(label.as_slice()) {
            return Ok(());
        }
        let temporary = self.folder.join(temporary_name(&core.pin.writer));
        self.disk().replace_by(&temporary, &self.folder.join("vault.json"), &label)
    }
}

fn stopped(opens: Opens, source: VaultError) -> VaultError {
    VaultError::RotationStopped { opens, source: Box::new(source) }
}
