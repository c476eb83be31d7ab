//! A locked vault: its label, its key files, and getting the identity out of one of them.

use crate::attempts::check_wait;
use crate::disk::{Disk, is_no_such_file};
use crate::error::{Result, VaultError};
use crate::installation::Installation;
use crate::key_folder::{KeyFolder, epoch_of, kind_of};
use crate::pin::{Pin, State};
use crate::session::{Access, UnlockedVault};
use crate::unlock::Unlocking;
use crate::wording::finding;
use casekeep_format::{FormatError, IdentityFile, VaultJson};
use casekeep_model::view::LockedVault;
use casekeep_model::{Class, Finding, Secret, limits};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// With what a vault is unlocked.
#[derive(Clone, Copy)]
pub enum UnlockWith<'a> {
    /// The passphrase.
    Passphrase(&'a Secret),
    /// The twelve recovery words, in any case and spacing.
    Recovery(&'a Secret),
    /// The text of an age identity file, or of an OpenSSH private key without a passphrase of its own.
    Identity(&'a Secret),
}

/// A vault's folder, locked.
pub struct Vault {
    pub(crate) folder: PathBuf,
    pub(crate) installation: Installation,
    label: Option<VaultJson>,
    pub(crate) label_bytes: Option<Vec<u8>>,
}

/// Opens a vault's folder, locked; nothing is read but its label.
///
/// # Errors
/// [`VaultError::NotAVault`], [`VaultError::HalfAVault`], [`VaultError::FormatNewer`], or what the system says.
pub fn open_vault(folder: &Path, installation: Installation) -> Result<Vault> {
    let disk = &installation.disk;
    let folder = match disk.resolve(folder) {
        Ok(folder) if disk.is_folder(&folder) => folder,
        Err(VaultError::Io { doing, path, source }) if !is_no_such_file(&source) => {
            return Err(VaultError::Io { doing, path, source });
        }
        _ => return Err(VaultError::NotAVault(folder.to_owned())),
    };
    let label_bytes = read_label(disk, &folder)?;
    let keys = disk.list(&folder.join("keys"))?;
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

/// Reads the label; what is no label at all counts as a changed one.
pub(crate) fn read_label(disk: &Disk, folder: &Path) -> Result<Option<Vec<u8>>> {
    match disk.read_if_there(&folder.join("vault.json"), limits::VAULT_JSON) {
        Err(VaultError::Io { source, .. }) if is_no_such_file(&source) => Ok(Some(Vec::new())),
        result => result,
    }
}

impl Vault {
    /// Returns the vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the state of this vault on this computer: by the path where it was last unlocked, and only where none was
    /// by its label, which anybody can change.
    pub(crate) fn state(&self) -> Result<Option<State>> {
        if let Some(state) = State::at_path(&self.installation, &self.folder)? {
            return Ok(Some(state));
        }
        let Some(label) = &self.label else { return Ok(None) };
        let state = State::of(&self.installation, &label.vault);
        Ok(state.pin()?.is_some().then_some(state))
    }

    /// Returns true when the label names another vault than the one that was last unlocked here.
    pub(crate) fn label_disagrees(&self, pin: &Pin) -> bool {
        self.label.as_ref().is_some_and(|label| label.vault != pin.vault)
    }

    /// Returns the label, where it can be read.
    pub(crate) fn label(&self) -> Option<&VaultJson> {
        self.label.as_ref()
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
            first_failed: pin.as_ref().and_then(|pin| pin.failed.first),
            wait_seconds: pin.as_ref().map_or(0, |pin| pin.failed.wait_seconds(&*self.installation.clock)),
            last_failed: pin.as_ref().and_then(|pin| pin.failed.last),
            waiting: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
            opened_here: pin.is_some(),
            rotating: self.has_newer_keys()?,
        })
    }

    /// Returns whether there are key files of a later epoch than the label says: it is written anew when everything is.
    fn has_newer_keys(&self) -> Result<bool> {
        let Some(label) = &self.label else { return Ok(false) };
        let files = self.installation.disk.list(&self.folder.join("keys"))?;
        Ok(files.iter().any(|file| kind_of(file).is_some() && epoch_of(file) > label.epoch))
    }

    /// Unlocks the vault.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], [`VaultError::TryLater`], [`VaultError::InUse`], [`VaultError::FormatNewer`], an integrity
    /// error when the keys cannot be trusted, or what the system says. The locked vault stays usable.
    pub fn unlock(&self, with: UnlockWith<'_>, access: Access) -> Result<UnlockedVault> {
        let early_state = self.state()?;
        // A second process is told so before the slow key derivation.
        let early_lock = early_state.as_ref().map(State::lock).transpose()?;
        let pin = early_state.as_ref().map(State::pin).transpose()?.flatten();
        if let (Some(mut pin), Some(state)) = (pin.clone(), &early_state) {
            check_wait(&mut pin.failed.clone(), &*self.installation.clock, |failed| {
                pin.failed.clone_from(failed);
                // That the wait begins anew is a help for a clock that was set; without it the next try asks again.
                let _ = state.set_pin(&pin);
            })?;
        }
        let keys = KeyFolder::read(&self.installation.disk, &self.folder)?;
        let identity = match keys.open(&self.folder, with, pin.as_ref().map(Pin::named_keys)) {
            Ok(identity) => identity,
            Err(error) => {
                if let (VaultError::WrongSecret, Some(state)) = (&error, &early_state) {
                    state.count_failure(&*self.installation.clock);
                }
                return Err(error);
            }
        };
        // Another vault than the one that was last here may lie at this path, whole; a key file alone may not.
        let labelled = self.label.as_ref().is_some_and(|label| label.vault == *identity.vault());
        if pin.as_ref().is_some_and(|pin| pin.vault != *identity.vault()) && !labelled {
            let about = "The key file that was opened belongs to another vault. Nothing was changed.";
            return Err(finding(Class::KeyfileOtherVault, about).into());
        }
        let state = State::of(&self.installation, identity.vault());
        let is_same = pin.as_ref().is_some_and(|pin| pin.vault == *identity.vault());
        let (pin, lock) = match early_lock {
            Some(lock) if is_same => (pin, lock),
            _ => (state.pin()?, state.lock()?),
        };
        Unlocking {
            vault: self,
            identity,
            state,
            keys,
            access,
            findings: Vec::new(),
            unusable: BTreeMap::new(),
            lost: Default::default(),
            rolled_back: false,
        }
        .run(pin, Arc::new(lock))
    }
}

/// Returns the index's key on this installation.
pub(crate) fn index_key(installation: &Installation, identity: &IdentityFile) -> Result<Zeroizing<[u8; 32]>> {
    let (disk, path) = (&installation.disk, installation.state.join("installation"));
    disk.make_folders(&installation.state)?;
    let salt = match disk.read_if_there(&path, 32)?.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
        Some(salt) => salt,
        None => {
            let salt = *casekeep_format::random::bytes::<32>();
            disk.replace(&path, &salt, true)?;
            salt
        }
    };
    Ok(casekeep_format::index_key(&identity.current().index, &salt))
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
