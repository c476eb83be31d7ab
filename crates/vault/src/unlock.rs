//! Unlocking: every check of `docs/format.md` section 7, in its order; nothing is repaired without a person's word.

use crate::boxes::{OpenBox, open_case_key};
use crate::create::key_file_hash;
use crate::disk;
use crate::error::{At, Result, VaultError};
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::installation::Installation;
use crate::log::{LogReading, Seen, compare_with_seen};
use crate::memory::{Memory, Remembered};
use crate::pin::{Failed, Pin, State};
use crate::session::{Access, Core, UnlockedVault, hold, new_writer};
use crate::wording::finding;
use casekeep_format::{FormatError, IdentityFile, KeyFileHash, LogHead, Record, VaultJson, VaultPath, VerifyingKey};
use casekeep_model::view::{LockedVault, Opening};
use casekeep_model::{BoxId, Class, Finding, ObjectName, Secret, VaultId, WriterId, limits};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use zeroize::Zeroizing;

/// With what a vault is unlocked.
#[derive(Clone, Copy)]
pub enum UnlockWith<'a> {
    /// The passphrase.
    Passphrase(&'a Secret),
    /// The twelve recovery words, in any case and spacing.
    Recovery(&'a Secret),
}

/// A vault's folder, locked.
pub struct Vault {
    folder: PathBuf,
    installation: Installation,
    label: Option<VaultJson>,
    label_bytes: Option<Vec<u8>>,
}

/// Opens a vault's folder, locked; nothing is read but its label.
///
/// # Errors
/// [`VaultError::NotAVault`], [`VaultError::HalfAVault`], [`VaultError::FormatNewer`], or what the system says.
pub fn open_vault(folder: &Path, installation: Installation) -> Result<Vault> {
    if !folder.is_dir() {
        let missing = fs::metadata(folder).err();
        return match missing.filter(|error| error.kind() == std::io::ErrorKind::PermissionDenied) {
            Some(source) => Err(source).at("reading", folder),
            None => Err(VaultError::NotAVault(folder.to_owned())),
        };
    }
    let folder = fs::canonicalize(folder).at("reading", folder)?;
    let label_bytes = disk::read_if_there(&folder.join("vault.json"), limits::VAULT_JSON)?;
    let keys = disk::list(&folder.join("keys"))?;
    if label_bytes.is_none() && keys.is_empty() {
        return Err(VaultError::NotAVault(folder));
    }
    if keys.is_empty() {
        return Err(VaultError::HalfAVault { folder, missing: "the keys folder" });
    }
    let label = match label_bytes.as_deref().map(VaultJson::parse) {
        Some(Err(FormatError::FormatNewer(_))) => return Err(VaultError::FormatNewer),
        Some(Ok(label)) => Some(label),
        _ => None,
    };
    Ok(Vault { folder, installation, label, label_bytes })
}

impl Vault {
    /// Returns the vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the state of this vault on this computer: by its label, or by its path where the label is missing.
    pub(crate) fn state(&self) -> Result<Option<State>> {
        match &self.label {
            Some(label) => {
                let state = State::of(&self.installation.state, &label.vault);
                if state.pin()?.is_some() {
                    Ok(Some(state))
                } else {
                    State::at_path(&self.installation.state, &self.folder)
                }
            }
            None => State::at_path(&self.installation.state, &self.folder),
        }
    }

    pub(crate) fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Returns what can be said about the vault while it is locked.
    ///
    /// # Errors
    /// When the application's state cannot be read.
    pub fn describe(&self) -> Result<LockedVault> {
        let state = self.state()?;
        let pin = state.as_ref().map(State::pin).transpose()?.flatten();
        let waiting = state.as_ref().map(State::captures).transpose()?.unwrap_or_default();
        Ok(LockedVault {
            folder: self.folder.display().to_string(),
            last_unlocked: pin.as_ref().and_then(|pin| pin.last_unlocked),
            failed: pin.as_ref().map_or(0, |pin| pin.failed.count),
            last_failed: pin.as_ref().and_then(|pin| pin.failed.last),
            waiting: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
            opened_here: pin.is_some(),
        })
    }

    /// Unlocks the vault.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], [`VaultError::InUse`], [`VaultError::FormatNewer`], an integrity error when the keys
    /// cannot be trusted, or what the system says. The locked vault stays usable.
    pub fn unlock(&self, with: UnlockWith<'_>, access: Access) -> Result<UnlockedVault> {
        let early_state = self.state()?;
        // A second process is told so before the slow key derivation.
        let early_lock = early_state.as_ref().map(State::lock).transpose()?;
        let pin = early_state.as_ref().map(State::pin).transpose()?.flatten();
        let keys = KeyFolder::read(&self.folder)?;
        let identity = match self.open_identity(&keys, with, pin.as_ref()) {
            Ok(identity) => identity,
            Err(error) => {
                if let (VaultError::WrongSecret, Some(state)) = (&error, &early_state) {
                    state.count_failure(self.installation.clock.now());
                }
                return Err(error);
            }
        };
        if pin.as_ref().is_some_and(|pin| pin.vault != *identity.vault()) {
            let about = "The key file that was opened belongs to another vault. Nothing was changed.";
            return Err(finding(Class::KeyfileOtherVault, about).into());
        }
        let state = State::of(&self.installation.state, identity.vault());
        let lock = match early_lock {
            Some(lock) if pin.is_some() => lock,
            _ => state.lock()?,
        };
        Unlocking { vault: self, identity, state, keys, access, findings: Vec::new(), rolled_back: false }
            .run(pin, lock)
    }

    fn open_identity(&self, keys: &KeyFolder, with: UnlockWith<'_>, pin: Option<&Pin>) -> Result<IdentityFile> {
        let (way, normal) = match with {
            UnlockWith::Passphrase(_) => ("passphrase", None),
            UnlockWith::Recovery(words) => (
                "recovery",
                Some(casekeep_format::words::normalise_words(words.expose()).ok_or(VaultError::WrongSecret)?),
            ),
        };
        let secret = match (&normal, with) {
            (Some(words), _) | (None, UnlockWith::Passphrase(words) | UnlockWith::Recovery(words)) => words,
        };
        let (name, bytes) = keys.newest(way, pin).ok_or(VaultError::HalfAVault {
            folder: self.folder.clone(),
            missing: if way == "passphrase" { "the passphrase's key file" } else { "the recovery words' key file" },
        })?;
        let hash = key_file_hash(name, bytes);
        let pinned = pin.and_then(|pin| pin.keys.iter().find(|k| k.file == hash.file));
        let changed = || {
            finding(Class::KeyfileChanged, format!("The key file keys/{name} is not the one that was last seen here."))
        };
        match IdentityFile::open(bytes, secret) {
            Ok(identity) => Ok(identity),
            Err(FormatError::FormatNewer(_)) => Err(VaultError::FormatNewer),
            Err(FormatError::WrongSecret) if pinned.is_none_or(|p| *p == hash) => Err(VaultError::WrongSecret),
            Err(FormatError::KeyfileCost { .. }) => {
                Err(finding(Class::KeyfileCost, format!("The key file keys/{name} asks for more work than is safe."))
                    .into())
            }
            Err(_) if pinned.is_some_and(|p| *p != hash) => Err(changed().into()),
            Err(FormatError::Io(source)) => Err(source).at("reading", &self.folder.join("keys").join(name)),
            Err(_) => Err(finding(Class::KeyfileChanged, format!("The key file keys/{name} is damaged.")).into()),
        }
    }
}

/// The key files, read.
struct KeyFolder {
    files: BTreeMap<String, Vec<u8>>,
}

impl KeyFolder {
    fn read(folder: &Path) -> Result<Self> {
        let keys = folder.join("keys");
        let mut files = BTreeMap::new();
        for name in disk::list(&keys)? {
            if VaultPath::parse(&format!("keys/{name}")).is_some_and(|path| matches!(path, VaultPath::KeyFile { .. })) {
                files.insert(name.clone(), disk::read(&keys.join(&name), limits::KEY_FILE)?);
            }
        }
        Ok(Self { files })
    }

    /// Returns the newest key file of a kind; one that this computer has seen goes before any that it has not.
    fn newest(&self, way: &str, pin: Option<&Pin>) -> Option<(&str, &[u8])> {
        let epoch = |name: &str| name.split('.').next().and_then(|e| e.parse::<u32>().ok());
        let is_pinned = |name: &str| pin.is_some_and(|pin| pin.keys.iter().any(|key| key.file == name));
        self.files
            .iter()
            .filter(|(name, _)| name.ends_with(&format!(".{way}.age")))
            .max_by_key(|(name, _)| (is_pinned(name), epoch(name)))
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    fn hashes(&self) -> Vec<KeyFileHash> {
        self.files.iter().map(|(name, bytes)| key_file_hash(name, bytes)).collect()
    }
}

/// Compares the key files that are there with those that the log names.
pub(crate) fn compare_keys(there: &[KeyFileHash], named: &[KeyFileHash]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in named {
        match there.iter().find(|k| k.file == key.file) {
            None => {
                findings.push(finding(Class::KeyfileMissing, format!("The key file keys/{} is not there.", key.file)))
            }
            Some(k) if k != key => {
                findings.push(finding(
                    Class::KeyfileChanged,
                    format!("The key file keys/{} is not the one that the log names.", key.file),
                ));
            }
            Some(_) => {}
        }
    }
    let unknown = there.iter().filter(|k| !named.iter().any(|n| n.file == k.file));
    findings.extend(
        unknown
            .map(|k| finding(Class::KeyfileUnknown, format!("The key file keys/{} is not named in the log.", k.file))),
    );
    findings
}

/// Reads the key files' hashes.
pub(crate) fn key_hashes(folder: &Path) -> Result<Vec<KeyFileHash>> {
    Ok(KeyFolder::read(folder)?.hashes())
}

/// Returns the index's key on this installation.
pub(crate) fn index_key(state: &Path, identity: &IdentityFile) -> Result<Zeroizing<[u8; 32]>> {
    let path = state.join("installation");
    disk::make_folders(state)?;
    let salt = match disk::read_if_there(&path, 32)?.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
        Some(salt) => salt,
        None => {
            let salt = *casekeep_format::random::bytes::<32>();
            disk::replace(&path, &salt, true)?;
            salt
        }
    };
    Ok(casekeep_format::index_key(&identity.current().index, &salt))
}

/// An unlock under way.
struct Unlocking<'a> {
    vault: &'a Vault,
    identity: IdentityFile,
    state: State,
    keys: KeyFolder,
    access: Access,
    findings: Vec<Finding>,
    rolled_back: bool,
}

impl Unlocking<'_> {
    fn run(mut self, pin: Option<Pin>, lock: File) -> Result<UnlockedVault> {
        let folder = self.vault.folder.clone();
        let installation = self.vault.installation.clone();
        let key = self.identity.current().signing.verifying_key();
        let id = self.identity.vault().clone();
        self.findings.extend(label_finding(self.vault.label_bytes.as_deref(), &self.identity));
        self.check_pin(pin.as_ref())?;
        let remembered = Memory::load(&self.state.file("memory.age"), &self.identity.current().vault)?;
        let first_time_here = matches!(remembered, Remembered::Nothing);
        let memory = self.take_memory(remembered);
        let index_key = index_key(&installation.state, &self.identity)?;
        let mut index = Index::open(Some(&self.state.file("index.db")), &index_key, installation.inspect.clone())
            .or_else(|_| Index::open(None, &index_key, installation.inspect.clone()))?;
        let writer = match &pin {
            Some(pin) => pin.writer.clone(),
            None => new_writer(),
        };
        let (vault_box, facts) = self.open_vault_box(&id, &key, &writer, &memory, &mut index)?;
        self.findings.extend(compare_keys(&self.keys.hashes(), &facts.keys));
        let boxes = self.open_boxes(&id, &key, &writer, &facts, &memory, &mut index)?;
        self.find_strange_boxes(&facts)?;
        self.find_unregistered_heads(&facts, &memory);
        let pin = self.new_pin(pin, writer, &folder);
        let opening = Opening {
            fingerprint: key.ssh_fingerprint(),
            fingerprint_words: key.fingerprint_words(),
            first_time_here,
            findings: self.findings.clone(),
            adopted: 0,
        };
        let core = Core {
            vault_box,
            boxes,
            facts,
            memory,
            pin,
            findings: self.findings,
            rolled_back: self.rolled_back,
            begun: false,
            since_heads: 0,
        };
        let mut unlocked = UnlockedVault {
            folder,
            state: self.state,
            installation,
            identity: self.identity,
            vault: id,
            key,
            access: self.access,
            opening,
            core: Mutex::new(core),
            index: Mutex::new(index),
            _lock: lock,
        };
        unlocked.finish_unlock()?;
        Ok(unlocked)
    }

    /// What this computer noted in the clear must be whole, and lead captures to this vault's inbox.
    fn check_pin(&mut self, pin: Option<&Pin>) -> Result<()> {
        if self.state.pin_is_damaged()? {
            let about = "What this computer noted about the vault is damaged (pin.json); it is written anew at the next change.";
            self.findings.push(finding(Class::MemoryUnreadable, about));
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
            Remembered::Memory(memory) => memory,
            Remembered::Nothing => Memory::default(),
            Remembered::Unreadable => {
                let about =
                    "What this computer remembers of the vault cannot be read, so an older copy would not be noticed.";
                self.findings.push(finding(Class::MemoryUnreadable, about));
                Memory::default()
            }
        };
        if self.identity.current().number < memory.epoch {
            let about = "The keys are older than the ones last used on this computer.";
            self.findings.push(finding(Class::EpochRolledBack, about));
        }
        memory
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
            self.vault.folder.clone(),
            identity,
            "the vault".to_owned(),
        );
        let facts = if self.heads_are_indexed(&mut open, vault, key, writer, index, memory)? {
            index.vault_facts()?
        } else {
            None
        };
        if let Some(facts) = facts {
            self.compare_boxes_heads(&open, vault, key, memory, &facts, None)?;
            return Ok((open, facts));
        }
        let readings = open.read_logs(vault, key)?;
        if readings.is_empty() || readings.values().all(|reading| reading.records.is_empty()) {
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
        let facts = VaultFacts::from_records(readings.values().flat_map(LogReading::all_records));
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
        let whole =
            reading.head.as_ref().is_some_and(|(checkpoint, _)| checkpoint.size == reading.records.len() as u64);
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
        let mut read_now = BTreeMap::new();
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
            match compare_with_seen(reading, &head, &open.called) {
                Seen::Extends => {}
                Seen::Broken => self.rolled_back = true,
                Seen::Lost(finding) => {
                    self.rolled_back = true;
                    if !self.findings.contains(&finding) {
                        self.findings.push(finding);
                    }
                }
            }
        }
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
        for registered in facts.registered.values() {
            let called = called(registered, memory);
            let folder = box_folder(&self.vault.folder, &registered.box_id);
            if !folder.is_dir() {
                let size: u64 =
                    seen_heads(&registered.box_id, memory, facts).iter().map(|head| head.size).max().unwrap_or(0);
                let about = format!("The folder of {called} is not there; it had {size} records when last seen.");
                self.findings.push(finding(Class::CaseMissing, about));
                self.rolled_back = true;
                continue;
            }
            let identity = match open_case_key(&folder, &registered.box_id, &self.identity.current().vault, &called)? {
                Ok(identity) => identity,
                Err(finding) => {
                    self.findings.push(finding);
                    continue;
                }
            };
            let mut open = OpenBox::new(registered.box_id.clone(), folder, identity, called);
            if self.open_box(&mut open, registered.number, vault, key, writer, facts, memory, index)? {
                boxes.insert(open.id.clone(), open);
            }
        }
        Ok(boxes)
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
        let readings = open.read_logs(vault, key)?;
        let mut findings: Vec<Finding> = readings.values().flat_map(|reading| reading.findings.clone()).collect();
        let unreadable = !readings.is_empty() && readings.values().all(|reading| !reading.records.contains_key(&0));
        if unreadable && findings.iter().any(|f| f.class == Class::SegmentChanged) && !key_opens_any(open, &readings) {
            findings =
                vec![finding(Class::CaseKeyWrong, format!("The key of {} opens none of its records.", open.called))];
        }
        let trusted = !findings.iter().any(|f| f.class == Class::CaseKeyWrong);
        self.findings.append(&mut findings);
        if !trusted {
            return Ok(false);
        }
        open.take_heads(vault, key, &readings);
        if open.heads.is_empty() {
            open.forbid_writing();
        }
        self.continue_own(open, writer, memory, &readings);
        let records: Vec<&Record> = readings.values().flat_map(LogReading::all_records).collect();
        index.rebuild(&open.id, number, &records, &open.heads_with_tree(writer))?;
        self.compare_boxes_heads(open, vault, key, memory, facts, Some(&readings))?;
        Ok(true)
    }

    /// Names folders among the cases that the vault's log does not.
    fn find_strange_boxes(&mut self, facts: &VaultFacts) -> Result<()> {
        for name in disk::list(&self.vault.folder.join("cases"))? {
            let Ok(id) = name.parse::<BoxId>() else { continue };
            if facts.registered.contains_key(&id) {
                continue;
            }
            if let Unregistered::Strange = look_at_unregistered(&self.vault.folder, &id, &self.identity)? {
                let about = format!("The folder cases/{id} is not named in the vault's log.");
                self.findings.push(finding(Class::CaseUnknown, about));
            }
        }
        Ok(())
    }

    /// A box that was seen before and that the vault's log no longer names: the vault's log was rolled back.
    fn find_unregistered_heads(&mut self, facts: &VaultFacts, memory: &Memory) {
        let vault_box = casekeep_format::names::vault_box(self.identity.vault());
        let lost =
            memory.heads().iter().any(|head| head.box_id != vault_box && !facts.registered.contains_key(&head.box_id));
        if lost {
            self.rolled_back = true;
        }
    }

    fn new_pin(&self, old: Option<Pin>, writer: WriterId, folder: &Path) -> Pin {
        let epoch = self.identity.current();
        Pin {
            vault: self.identity.vault().clone(),
            epoch: epoch.number,
            inbox: epoch.inbox.to_recipient().to_string(),
            path: folder.to_owned(),
            writer,
            keys: self.keys.hashes(),
            last_unlocked: Some(self.vault.installation.clock.now()),
            failed: old.filter(|_| self.access == Access::Read).map_or_else(Failed::default, |pin| pin.failed),
        }
    }
}

/// What a folder among the cases is that the vault's log does not name.
pub(crate) enum Unregistered {
    /// Made by this vault; a crash kept it from being registered.
    Ours(Box<OpenBox>, BTreeMap<WriterId, LogReading>),
    /// Begun, but without a record yet: nothing is in it.
    Empty,
    /// Not made by this vault.
    Strange,
}

/// Finds out what an unregistered folder among the cases is.
pub(crate) fn look_at_unregistered(folder: &Path, id: &BoxId, identity: &IdentityFile) -> Result<Unregistered> {
    let case = box_folder(folder, id);
    let has_log = !disk::list(&case.join("log"))?.is_empty();
    let has_objects = !disk::list(&case.join("objects"))?.is_empty();
    if !has_log && !has_objects {
        return Ok(Unregistered::Empty);
    }
    let called = format!("cases/{id}");
    let Ok(case_identity) = open_case_key(&case, id, &identity.current().vault, &called)? else {
        return Ok(Unregistered::Strange);
    };
    let mut open = OpenBox::new(id.clone(), case, case_identity, called);
    let key = identity.current().signing.verifying_key();
    let readings = open.read_logs(identity.vault(), &key)?;
    open.take_heads(identity.vault(), &key, &readings);
    if open.heads.is_empty() || readings.values().any(|reading| !reading.findings.is_empty()) {
        return Ok(Unregistered::Strange);
    }
    Ok(Unregistered::Ours(Box::new(open), readings))
}

fn key_opens_any(open: &OpenBox, readings: &BTreeMap<WriterId, LogReading>) -> bool {
    readings.values().any(|reading| !reading.records.is_empty()) || open.heads.values().next().is_some()
}

fn is_expected(head: &LogHead, memory: &Memory) -> bool {
    memory.head(&head.box_id, &head.writer) == Some(head) || memory.next.as_ref() == Some(head)
}

/// Returns every head of a box that was seen before.
pub(crate) fn seen_heads(box_id: &BoxId, memory: &Memory, facts: &VaultFacts) -> Vec<LogHead> {
    let recorded = facts.heads.values().flatten();
    let mut seen: Vec<LogHead> =
        memory.heads().iter().chain(recorded).filter(|head| head.box_id == *box_id).cloned().collect();
    seen.sort();
    seen.dedup();
    seen
}

/// Returns a case's folder.
pub(crate) fn box_folder(folder: &Path, id: &BoxId) -> PathBuf {
    folder.join("cases").join(id.as_str())
}

/// Returns how a box is called in findings.
pub(crate) fn called(registered: &casekeep_format::Registered, memory: &Memory) -> String {
    match (&registered.of, memory.names.get(&registered.box_id)) {
        (Some(_), _) => "the private notes of a case".to_owned(),
        (None, Some(name)) => format!("case {} (“{name}”)", registered.number),
        (None, None) => format!("case {}", registered.number),
    }
}

/// Returns the label that the keys make.
pub(crate) fn label_of(identity: &IdentityFile) -> Vec<u8> {
    let epoch = identity.current();
    VaultJson {
        epoch: epoch.number,
        format: casekeep_format::FORMAT,
        inbox: epoch.inbox.to_recipient(),
        vault: identity.vault().clone(),
    }
    .write()
}

/// Compares the label with what the keys say.
pub(crate) fn label_finding(label: Option<&[u8]>, identity: &IdentityFile) -> Option<Finding> {
    match label {
        None => Some(finding(Class::VaultJsonMissing, "The file vault.json is not there.")),
        Some(bytes) if bytes != label_of(identity) => {
            Some(finding(Class::VaultJsonChanged, "The file vault.json is not what the keys say."))
        }
        Some(_) => None,
    }
}

impl UnlockedVault {
    /// Does what an unlock changes: nothing at all for a reader but the list of failures in the pin.
    fn finish_unlock(&mut self) -> Result<()> {
        let mut core = hold(&self.core);
        if self.access == Access::Read {
            return Ok(());
        }
        self.state.make()?;
        self.state.set_pin(&core.pin)?;
        if self.access == Access::Window {
            self.begin(&mut core)?;
        }
        drop(core);
        self.opening.adopted = self.adopt_own_captures()?;
        self.finish_cases_left_by_crash()
    }

    /// Returns the names in the inbox.
    pub(crate) fn inbox_names(&self) -> Result<Vec<ObjectName>> {
        let names = disk::list(&self.folder.join("inbox"))?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".age")?.parse().ok()).collect())
    }
}
