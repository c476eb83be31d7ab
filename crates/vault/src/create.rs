//! Making a new vault: the keys first, then the first records, then the label.

use crate::attempts::Failed;
use crate::boxes::{Draft, OpenBox};
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::installation::Installation;
use crate::key_folder::write_key_file;
use crate::memory::Memory;
use crate::pin::{Pin, State};
use crate::protect::keep_in_memory;
use crate::session::{Access, Core, UnlockedVault, hold, new_writer};
use casekeep_format::names::{temporary_name, vault_box};
use casekeep_format::{IdentityFile, KeyFileHash, PartsBuilder, kind};
use casekeep_model::view::Opening;
use casekeep_model::{Secret, WriterId, limits};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A new vault, and the words that open it when the passphrase is lost.
pub struct Created {
    /// The vault, unlocked.
    pub vault: UnlockedVault,
    /// Twelve words, to be shown once.
    pub recovery_words: Vec<String>,
}

/// How strong a passphrase is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// zxcvbn's score, 0 to 4.
    pub score: u8,
    /// Whether it is enough for a vault.
    pub enough: bool,
    /// What is weak about it.
    pub warning: Option<String>,
    /// What would make it stronger.
    pub suggestions: Vec<String>,
}

/// Returns how strong a passphrase is.
#[must_use]
pub fn check_passphrase(passphrase: &Secret) -> Strength {
    let text = passphrase.expose();
    // zxcvbn's time grows with length; what comes after 100 characters no longer matters.
    let head: String = text.chars().take(100).collect();
    let estimate = zxcvbn::zxcvbn(&head, &["casekeep"]);
    let score = u8::from(estimate.score());
    let short = text.chars().count() < limits::PASSPHRASE_CHARS;
    let feedback = estimate.feedback();
    Strength {
        score,
        enough: score >= limits::PASSPHRASE_SCORE && !short,
        warning: if short {
            Some(format!("Use at least {} characters.", limits::PASSPHRASE_CHARS))
        } else {
            feedback.and_then(zxcvbn::feedback::Feedback::warning).map(|warning| warning.to_string())
        },
        suggestions: feedback.map(|f| f.suggestions().iter().map(ToString::to_string).collect()).unwrap_or_default(),
    }
}

/// Returns an error unless a passphrase is enough for a vault.
pub(crate) fn require_strength(passphrase: &Secret) -> Result<()> {
    let strength = check_passphrase(passphrase);
    if strength.enough { Ok(()) } else { Err(VaultError::WeakPassphrase(strength.warning.unwrap_or_default())) }
}

/// Makes a new vault in a folder that is empty or not there yet.
///
/// # Errors
/// [`VaultError::FolderNotEmpty`], [`VaultError::WeakPassphrase`], or what the system says.
pub fn create_vault(folder: &Path, installation: Installation, passphrase: &Secret) -> Result<Created> {
    require_strength(passphrase)?;
    let disk = installation.disk.clone();
    if disk.is_there(folder)? && !disk.is_empty_folder(folder)? {
        return Err(VaultError::FolderNotEmpty(folder.to_owned()));
    }
    disk.make_folders(folder)?;
    for name in ["keys", "log", "cases", "inbox"] {
        disk.make_folder(&folder.join(name))?;
    }
    let folder = disk.resolve(folder)?;
    let identity = IdentityFile::generate();
    let writer = new_writer();
    let recovery_words = casekeep_format::words::recovery_words();
    let words = Secret::new(recovery_words.join(" "));
    let factor = installation.key_work.factor();
    let keys = vec![
        place_key_file(&disk, &folder, &writer, "1.passphrase.age", &identity.seal_at(passphrase, factor)?)?,
        place_key_file(&disk, &folder, &writer, "1.recovery.age", &identity.seal_at(&words, factor)?)?,
    ];
    disk.sync_folder(&folder.join("keys"))?;
    let vault = begin_vault(&folder, installation, identity, writer, keys)?;
    Ok(Created { vault, recovery_words })
}

fn place_key_file(disk: &Disk, folder: &Path, writer: &WriterId, name: &str, bytes: &[u8]) -> Result<KeyFileHash> {
    let keys = folder.join("keys");
    let temporary = keys.join(temporary_name(writer));
    let hash = write_key_file(disk, &temporary, name, bytes)?;
    disk.rename_new(&temporary, &keys.join(name))?;
    Ok(hash)
}

fn begin_vault(
    folder: &Path,
    installation: Installation,
    identity: IdentityFile,
    writer: WriterId,
    keys: Vec<KeyFileHash>,
) -> Result<UnlockedVault> {
    let epoch = identity.current();
    let (vault, key) = (identity.vault().clone(), epoch.signing.verifying_key());
    let state = State::of(&installation, &vault);
    let lock = state.lock()?;
    let now = installation.clock.now();
    let pin = Pin {
        vault: vault.clone(),
        epoch: epoch.number,
        inbox: epoch.inbox.to_recipient().to_string(),
        path: folder.to_owned(),
        writer: writer.clone(),
        keys: keys.clone(),
        coming: Vec::new(),
        going: Vec::new(),
        last_unlocked: Some(now),
        failed: Failed::default(),
    };
    let disk = installation.disk.clone();
    let mut vault_box = OpenBox::new(
        vault_box(&vault),
        &disk,
        folder.to_owned(),
        epoch.duplicate_vault_identity(),
        "the vault".to_owned(),
    );
    vault_box.begin_log();
    let label = crate::locked::label_of(&identity);
    let index_key = crate::locked::index_key(&installation, &identity)?;
    let index = Index::open(&disk, Some(&state.file("index.db")), &index_key, installation.inspect.clone())?;
    let opening = Opening {
        fingerprint: key.ssh_fingerprint(),
        fingerprint_words: key.fingerprint_words(),
        first_time_here: false,
        findings: Vec::new(),
        adopted: 0,
        last_unlocked: None,
        failed: 0,
        first_failed: None,
        remarks: Vec::new(),
    };
    let mut memory = Memory::default();
    memory.epoch = epoch.number;
    memory.keys.clone_from(&keys);
    let core = Core {
        vault_box,
        boxes: Default::default(),
        unusable: Default::default(),
        facts: VaultFacts::default(),
        memory,
        pin,
        findings: Vec::new(),
        rolled_back: false,
        lost: Default::default(),
        begun: false,
        since_heads: 0,
        ended: false,
    };
    let created = UnlockedVault {
        folder: folder.to_owned(),
        state,
        installation,
        _kept: keep_in_memory(identity.epochs()),
        identity,
        vault,
        key,
        access: Access::Window,
        opening,
        core: Mutex::new(core),
        index: Mutex::new(index),
        long: Mutex::new(()),
        _lock: Arc::new(lock),
    };
    {
        let mut core = hold(&created.core);
        let id = core.vault_box.id.clone();
        created.append(&mut core, &id, vec![Draft::new(kind::KEYS, PartsBuilder::new().with("keys", keys).build())])?;
        created.begin(&mut core)?;
        created.state.set_pin(&core.pin)?;
    }
    disk.write_new(&folder.join(temporary_name(&writer)), &folder.join("vault.json"), &label)?;
    disk.sync_folder(folder)?;
    Ok(created)
}
