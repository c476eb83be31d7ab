//! Changing the ways into a vault: the passphrase, the recovery words, further keys.
//!
//! Every change has one order, so that a crash at any step leaves a vault that opens and says nothing false: the new file
//! durable under a temporary name and opened once from there → a `keys` record that names the old file and the new one →
//! the rename → a `keys` record that names the new one alone. A change that was cut short is settled with the next one, or
//! with the next unlock that may write (`docs/format.md` section 7.3).

use crate::attempts::check_wait;
use crate::boxes::Draft;
use crate::create::require_strength;
use crate::error::{Result, VaultError};
use crate::key_folder::{KeyFolder, epoch_of, kind_of, not_read_back, write_key_file};
use crate::locked::UnlockWith;
use crate::session::{Core, UnlockedVault, hold};
use crate::wording::finding;
use casekeep_format::names::temporary_name;
use casekeep_format::{FurtherKey, FurtherRecipient, IdentityFile, KeyFileHash, KeyFileKind, PartsBuilder, kind};
use casekeep_model::keeping::{KeyWay, KeyWayKind, Keys};
use casekeep_model::{Class, Secret, Timestamp, limits};
use std::path::PathBuf;

/// How long until recovery words are to be tried again, in milliseconds: a year.
const WORDS_YEAR: i64 = 365 * DAY;
/// How long a new further key is shown at every unlock, in milliseconds: 30 days.
const KEY_SHOWN: i64 = 30 * DAY;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What a changed passphrase or new recovery words do not reach, in words for the person.
pub const OLD_COPIES_STILL_OPEN: &str = "Copies of the vault made before today, such as backups, still open with the old one. If someone else may know it, change all keys instead (rotate).";

/// A key file that is written but has not got its name yet.
pub(crate) struct NewKeyFile {
    temporary: PathBuf,
    pub hash: KeyFileHash,
}

impl UnlockedVault {
    /// Returns every way to unlock the vault.
    ///
    /// # Errors
    /// None today; the window treats every method alike.
    pub fn keys(&self) -> Result<Keys> {
        let core = hold(&self.core);
        let facts = &core.facts;
        let way = |key: &KeyFileHash| {
            let further = facts.further.iter().find(|further| further.file == key.file);
            KeyWay {
                file: key.file.clone(),
                kind: match kind_of(&key.file) {
                    Some(KeyFileKind::Passphrase) => KeyWayKind::Passphrase,
                    Some(KeyFileKind::Recovery) => KeyWayKind::Recovery,
                    _ => KeyWayKind::Further,
                },
                label: further.map(|further| further.label.clone()),
                recipient: further.map(|further| further.recipient.clone()),
                made: facts.made.get(&key.blake3).copied(),
                rehearsed: facts.rehearsed.get(&key.blake3).copied(),
            }
        };
        let ways: Vec<KeyWay> = facts.keys.iter().map(way).collect();
        let words = facts.keys.iter().find(|key| kind_of(&key.file) == Some(KeyFileKind::Recovery));
        let tried = words.and_then(|key| facts.rehearsed.get(&key.blake3).max(facts.typed_back.get(&key.blake3)));
        Ok(Keys {
            epoch: self.identity.current().number,
            words_due: tried.is_none_or(|at| self.now().millis() - at.millis() > WORDS_YEAR),
            rotating: facts.is_rotating(),
            ways,
        })
    }

    /// Changes the passphrase. Copies made earlier still open with the old one: see [`OLD_COPIES_STILL_OPEN`].
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`] or [`VaultError::TryLater`] for `with`; [`VaultError::WeakPassphrase`]; or what the
    /// system says. The vault then opens with the old passphrase, or with both only until the next unlock.
    pub fn change_passphrase(&self, with: UnlockWith<'_>, new: &Secret) -> Result<()> {
        self.check_writable()?;
        require_strength(new)?;
        let mut core = hold(&self.core);
        self.authorise(&mut core, with)?;
        self.begin(&mut core)?;
        let name = format!("{}.passphrase.age", self.identity.current().number);
        self.replace_key_file(&mut core, &name, new)?;
        self.finish_keys(&mut core, Unseen::Keep)
    }

    /// Makes new recovery words; the old ones stop opening this vault's folder. Returns the twelve, to be shown once.
    ///
    /// # Errors
    /// As [`UnlockedVault::change_passphrase`]. When it is cut short, the next unlock says whether to do it again.
    pub fn new_recovery_words(&self, with: UnlockWith<'_>) -> Result<Vec<String>> {
        self.check_writable()?;
        let mut core = hold(&self.core);
        self.authorise(&mut core, with)?;
        self.begin(&mut core)?;
        let words = self.place_words(&mut core)?;
        self.name_words(&mut core);
        Ok(words)
    }

    /// Opens the recovery key file with the words, and remembers with its date that they did.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], [`VaultError::TryLater`], a finding when the key file is damaged; or what the system
    /// says.
    pub fn rehearse_words(&self, words: &Secret) -> Result<()> {
        self.check_writable()?;
        let mut core = hold(&self.core);
        self.authorise(&mut core, UnlockWith::Recovery(words))?;
        self.record_words_tried(&mut core, false)
    }

    /// Remembers with its date that some of the words were typed back from paper; the caller has compared them.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`] when there is no recovery key file; or what the system says.
    pub fn note_words_typed_back(&self) -> Result<()> {
        self.check_writable()?;
        self.record_words_tried(&mut hold(&self.core), true)
    }

    fn record_words_tried(&self, core: &mut Core, in_part: bool) -> Result<()> {
        let name = format!("{}.recovery.age", self.identity.current().number);
        let there = KeyFolder::read(self.disk(), &self.folder)?.hashes();
        let Some(file) = there.into_iter().find(|key| key.file == name) else { return Err(VaultError::WrongSecret) };
        let parts = PartsBuilder::new().with("key", file).with_some("in_part", in_part.then_some(true));
        let vault = core.vault_box.id.clone();
        self.commit(core, &vault, vec![Draft::new(kind::REHEARSED, parts.with("clocks", self.clocks()).build())])?;
        Ok(())
    }

    /// Adds a further key: whoever holds the private half of `recipient` opens the vault with it from now on.
    ///
    /// # Errors
    /// As [`UnlockedVault::change_passphrase`] for `with`; [`VaultError::Format`] for a recipient that is not one;
    /// [`VaultError::BadInput`] for a label that is empty or too long, or a recipient that is there already.
    pub fn add_key(&self, with: UnlockWith<'_>, label: &str, recipient: &str) -> Result<KeyWay> {
        self.check_writable()?;
        let label = check_label(label)?;
        let recipient = FurtherRecipient::parse(recipient)?;
        let mut core = hold(&self.core);
        self.authorise(&mut core, with)?;
        self.begin(&mut core)?;
        if core.facts.further.iter().any(|further| further.recipient == recipient.to_string()) {
            return Err(VaultError::BadInput("This key opens the vault already.".to_owned()));
        }
        let random = casekeep_format::random::name();
        let name = format!("{}.{}.age", self.identity.current().number, &random[..8]);
        let new = self.write_key_file(&core, &name, &self.identity.seal_to(&recipient)?)?;
        let mut further = core.facts.further.clone();
        further.push(FurtherKey { file: name.clone(), label, recipient: recipient.to_string() });
        self.place_key_file(&mut core, new, further)?;
        self.finish_keys(&mut core, Unseen::Keep)?;
        drop(core);
        let ways = self.keys()?.ways;
        ways.into_iter().find(|way| way.file == name).ok_or_else(|| VaultError::NoSuchEntry(format!("key {name}")))
    }

    /// Takes a further key away. Copies of the vault made while it was there still open with it.
    ///
    /// # Errors
    /// As [`UnlockedVault::change_passphrase`] for `with`; [`VaultError::NoSuchEntry`] when `file` is no further key.
    pub fn remove_key(&self, with: UnlockWith<'_>, file: &str) -> Result<()> {
        self.check_writable()?;
        let mut core = hold(&self.core);
        let is_further = matches!(kind_of(file), Some(KeyFileKind::Further(_)));
        if !is_further || !core.facts.keys.iter().any(|key| key.file == file) {
            return Err(VaultError::NoSuchEntry(format!("further key {file}")));
        }
        self.authorise(&mut core, with)?;
        self.begin(&mut core)?;
        let (keys, further) = (core.facts.keys.clone(), core.facts.further.clone());
        self.record_keys(&mut core, &KeysRecord { keys, going: vec![file.to_owned()], further, ..Default::default() })?;
        self.finish_keys(&mut core, Unseen::Keep)
    }

    /// Checks a secret asked for again before a key changes; a wrong one is counted like one at the lock.
    pub(crate) fn authorise(&self, core: &mut Core, with: UnlockWith<'_>) -> Result<()> {
        let clock = &*self.installation.clock;
        let mut failed = core.pin.failed.clone();
        let waited = check_wait(&mut failed, clock, |_| {});
        if failed != core.pin.failed {
            core.pin.failed = failed;
            self.state.set_pin(&core.pin)?;
        }
        waited?;
        let opened =
            KeyFolder::read(self.disk(), &self.folder)?.open(&self.folder, with, Some(core.facts.named_keys()));
        match opened {
            Ok(identity) if is_same(&identity, &self.identity) => Ok(()),
            Ok(_) => {
                let about = "The key file that was opened is not of this vault's keys. Nothing was changed.";
                Err(finding(Class::KeyfileOtherVault, about).into())
            }
            Err(error) => {
                if matches!(error, VaultError::WrongSecret) {
                    core.pin.failed.count_one(clock);
                    self.state.set_pin(&core.pin)?;
                }
                Err(error)
            }
        }
    }

    /// Makes new recovery words for the newest keys, in place of those that may be there. Until they are named the next
    /// unlock says that nobody may have them.
    pub(crate) fn place_words(&self, core: &mut Core) -> Result<Vec<String>> {
        let words = casekeep_format::words::recovery_words();
        let name = format!("{}.recovery.age", self.identity.current().number);
        self.replace_key_file(core, &name, &Secret::new(words.join(" ")))?;
        Ok(words)
    }

    /// Names the words that were placed, because they are shown now. They are in place and open the vault, so they are
    /// shown whatever fails here.
    pub(crate) fn name_words(&self, core: &mut Core) {
        let _ = self.finish_keys(core, Unseen::Name);
    }

    /// Seals the identity file for a new secret in place of an old key file.
    fn replace_key_file(&self, core: &mut Core, name: &str, secret: &Secret) -> Result<()> {
        let new = self.write_checked_key_file(core, name, &self.identity, secret)?;
        let further = core.facts.further.clone();
        self.place_key_file(core, new, further)
    }

    /// Writes a key file durably under a temporary name, and opens it once from there with its secret.
    pub(crate) fn write_checked_key_file(
        &self,
        core: &Core,
        name: &str,
        identity: &IdentityFile,
        secret: &Secret,
    ) -> Result<NewKeyFile> {
        let sealed = identity.seal_at(secret, self.installation.key_work.factor())?;
        let new = self.write_key_file(core, name, &sealed)?;
        let opened = self.disk().read(&new.temporary, limits::KEY_FILE);
        let opened = opened.and_then(|bytes| Ok(IdentityFile::open(&bytes, secret)?));
        match opened {
            Ok(opened) if is_same(&opened, identity) => Ok(new),
            opened => {
                self.disk().remove_quietly(&new.temporary);
                Err(opened.err().unwrap_or_else(|| not_read_back(name)))
            }
        }
    }

    /// Writes a key file durably under a temporary name, and reads it back.
    pub(crate) fn write_key_file(&self, core: &Core, name: &str, bytes: &[u8]) -> Result<NewKeyFile> {
        let temporary = self.folder.join("keys").join(temporary_name(&core.pin.writer));
        let hash = write_key_file(self.disk(), &temporary, name, bytes)?;
        Ok(NewKeyFile { temporary, hash })
    }

    /// Names a new key file in the log beside the one it replaces, then gives it its name in the folder.
    pub(crate) fn place_key_file(&self, core: &mut Core, new: NewKeyFile, further: Vec<FurtherKey>) -> Result<()> {
        let mut coming = core.facts.coming.clone();
        coming.push(new.hash.clone());
        let record = KeysRecord { keys: core.facts.keys.clone(), coming, further, ..Default::default() };
        if let Err(error) = self.record_keys(core, &record) {
            self.disk().remove_quietly(&new.temporary);
            return Err(error);
        }
        let folder = self.folder.join("keys");
        let placed = self.disk().rename_over(&new.temporary, &folder.join(&new.hash.file));
        if placed.is_err() {
            self.disk().remove_quietly(&new.temporary);
        }
        placed.and_then(|()| self.disk().sync_folder(&folder))
    }

    /// Commits a `keys` record, and pins what it names before any file changes.
    pub(crate) fn record_keys(&self, core: &mut Core, record: &KeysRecord) -> Result<()> {
        let parts = PartsBuilder::new()
            .with("keys", &record.keys)
            .with_some("coming", Some(&record.coming).filter(|coming| !coming.is_empty()))
            .with_some("going", Some(&record.going).filter(|going| !going.is_empty()))
            .with("further", &record.further)
            .with("clocks", self.clocks())
            .build();
        let vault = core.vault_box.id.clone();
        self.commit(core, &vault, vec![Draft::new(kind::KEYS, parts)])?;
        core.pin.set_keys(core.facts.named_keys());
        core.memory.keys.clone_from(&core.pin.keys);
        self.state.set_pin(&core.pin)
    }

    /// Settles a change of keys that was cut short. New recovery words that nobody has seen stay open: a remark says so.
    pub(crate) fn settle_keys(&self, core: &mut Core) -> Result<()> {
        if core.facts.coming.is_empty() && core.facts.going.is_empty() {
            return Ok(());
        }
        self.finish_keys(core, Unseen::Keep)
    }

    /// Takes away what is going, and names in the log what is there of what was coming.
    fn finish_keys(&self, core: &mut Core, unseen: Unseen) -> Result<()> {
        let folder = self.folder.join("keys");
        self.give_up_later_epochs(core)?;
        for file in &core.facts.going {
            self.disk().remove(&folder.join(file))?;
        }
        self.disk().sync_folder(&folder)?;
        let there = KeyFolder::read(self.disk(), &self.folder)?.complete(&self.folder)?.hashes();
        let facts = &core.facts;
        let came = facts.coming.iter().filter(|key| there.contains(key)).cloned();
        let (coming, came): (Vec<KeyFileHash>, Vec<KeyFileHash>) =
            came.partition(|key| unseen == Unseen::Keep && is_words(&key.file));
        let mut keys = facts.keys.clone();
        keys.retain(|key| !facts.going.contains(&key.file) && !came.iter().any(|new| new.file == key.file));
        keys.extend(came);
        keys.sort_by(|a, b| a.file.cmp(&b.file));
        let mut further = facts.further.clone();
        further.retain(|key| keys.iter().any(|named| named.file == key.file));
        if coming != facts.coming || !facts.going.is_empty() || keys != facts.keys {
            self.record_keys(core, &KeysRecord { keys, coming, further, ..Default::default() })?;
        }
        self.sweep_key_temporaries(core)
    }

    /// Lets key files go that were made for a change of all keys which did not begin: they open nothing.
    fn give_up_later_epochs(&self, core: &mut Core) -> Result<()> {
        let number = self.identity.current().number;
        let facts = &core.facts;
        let (later, coming): (Vec<_>, Vec<_>) =
            facts.coming.iter().cloned().partition(|key| epoch_of(&key.file) > number);
        if later.is_empty() {
            return Ok(());
        }
        let going = facts.going.iter().cloned().chain(later.into_iter().map(|key| key.file)).collect();
        let (keys, further) = (facts.keys.clone(), facts.further.clone());
        self.record_keys(core, &KeysRecord { keys, coming, going, further })
    }

    /// Removes own key files that never got their name: each would be one more way in.
    fn sweep_key_temporaries(&self, core: &Core) -> Result<()> {
        let folder = self.folder.join("keys");
        let own = format!("tmp-{}-", core.pin.writer);
        for name in self.disk().list(&folder)?.iter().filter(|name| name.starts_with(&own)) {
            self.disk().remove_quietly(&folder.join(name));
        }
        Ok(())
    }
}

/// What becomes of recovery words that are in place and that nobody has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unseen {
    /// They stay a change under way, so that a person is told to make others.
    Keep,
    /// They are shown now.
    Name,
}

fn is_words(file: &str) -> bool {
    matches!(kind_of(file), Some(KeyFileKind::Recovery))
}

/// What a `keys` record says.
#[derive(Debug, Default)]
pub(crate) struct KeysRecord {
    pub keys: Vec<KeyFileHash>,
    pub coming: Vec<KeyFileHash>,
    pub going: Vec<String>,
    pub further: Vec<FurtherKey>,
}

/// Returns what a person is told about keys at every unlock.
pub(crate) fn key_remarks(facts: &crate::facts::VaultFacts, there: &[KeyFileHash], now: Timestamp) -> Vec<String> {
    let mut remarks = Vec::new();
    if facts.coming.iter().any(|key| is_words(&key.file) && there.contains(key)) {
        remarks.push(
            "New recovery words were being made when it was cut short, and nobody may have seen them. Make new recovery words now."
                .to_owned(),
        );
    }
    for key in &facts.keys {
        let further = facts.further.iter().find(|further| further.file == key.file);
        let (Some(further), Some(made)) = (further, facts.made.get(&key.blake3)) else { continue };
        if now.millis() - made.millis() < KEY_SHOWN {
            let day = made.to_string().chars().take(10).collect::<String>();
            remarks.push(format!(
                "The key “{}” opens this vault since {day}. If you did not add it, remove it and change all keys.",
                casekeep_model::visible::escape(&further.label)
            ));
        }
    }
    remarks
}

fn check_label(label: &str) -> Result<String> {
    let label = label.trim();
    let long = label.is_empty() || label.chars().count() > limits::CASE_NAME;
    if long || label.chars().any(casekeep_model::visible::is_hidden) {
        let about = format!("A key's name is plain text on one line, of 1 to {} characters.", limits::CASE_NAME);
        return Err(VaultError::BadInput(about));
    }
    Ok(label.to_owned())
}

fn is_same(a: &IdentityFile, b: &IdentityFile) -> bool {
    a.vault() == b.vault()
        && a.current().number == b.current().number
        && a.current().signing.verifying_key() == b.current().signing.verifying_key()
}
