//! A folder with a vault and the application's state, unlocked without the cost of the passphrase.

use casekeep_format::IdentityFile;
use casekeep_format::seal_passphrase;
use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::view::Progress;
use casekeep_model::{ItemFacts, Secret};
use casekeep_vault::{
    Access, Disk, Installation, SystemClock, UnlockWith, UnlockedVault, VaultError, create_vault, open_vault,
};
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What goes wrong in a bench ends it.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// What opens every vault of a bench.
pub const PASSPHRASE: &str = "paper lantern orchard seven";
const KEY_FILE: &str = "keys/1.passphrase.age";

/// Looks at nothing: what a decoder costs is not the engine's.
struct Blind;

impl Inspect for Blind {
    fn sniff(&self, _: &[u8]) -> String {
        "application/octet-stream".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
}

/// A folder with one vault of one case.
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// Takes a folder in which a vault is or will be.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Returns the vault's folder.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.folder.join("Bench.casekeep")
    }

    /// Makes a new vault with one case in an emptied folder, and locks it.
    ///
    /// Its key file is then sealed anew with the least scrypt work: what a passphrase costs is the same for everybody and
    /// hides what is measured. Unlocking says so in a finding, and goes on.
    ///
    /// # Errors
    /// What the system or the engine says.
    pub fn create(&self) -> Outcome<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        self.create_beside()
    }

    /// Makes such a vault beside what is in the folder already.
    ///
    /// # Errors
    /// What the system or the engine says.
    pub fn create_beside(&self) -> Outcome<()> {
        fs::create_dir_all(&self.folder)?;
        let secret = secret();
        let vault = create_vault(&self.vault(), self.installation(), &secret)?.vault;
        vault.add_case("Matter 1")?;
        vault.lock()?;
        let path = self.vault().join(KEY_FILE);
        let identity = IdentityFile::open(&fs::read(&path)?, &secret)?;
        let mut cheap = seal_passphrase(&secret, 1, Vec::new())?;
        cheap.write_all(identity.write().as_bytes())?;
        fs::write(&path, cheap.finish()?)?;
        Ok(())
    }

    /// Returns the identity file, opened.
    ///
    /// # Errors
    /// What the system or the format says.
    pub fn identity(&self) -> Outcome<IdentityFile> {
        Ok(IdentityFile::open(&fs::read(self.vault().join(KEY_FILE))?, &secret())?)
    }

    /// Unlocks the vault.
    ///
    /// # Errors
    /// What the engine says.
    pub fn unlock(&self, access: Access) -> Outcome<UnlockedVault> {
        Ok(open_vault(&self.vault(), self.installation())?.unlock(UnlockWith::Passphrase(&secret()), access)?)
    }

    /// Adds files to the one case.
    ///
    /// # Errors
    /// What the engine says about the work or about a file.
    pub fn add(&self, vault: &UnlockedVault, paths: &[PathBuf]) -> Outcome<()> {
        let mut failed: Option<VaultError> = None;
        let mut each = |_: &Path, result: casekeep_vault::Result<_>| failed = failed.take().or(result.err());
        vault.add_files(1, paths, &ItemFacts::default(), false, &mut each, &mut go)?;
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Takes the index away, so that the next unlock builds it anew.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove_index(&self) -> Outcome<()> {
        for entry in fs::read_dir(self.folder.join("state"))? {
            for file in ["index.db", "index.db-wal", "index.db-shm"] {
                let path = entry.as_ref().map_err(ToString::to_string)?.path().join(file);
                if path.exists() {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }

    fn installation(&self) -> Installation {
        Installation {
            state: self.folder.join("state"),
            clock: Arc::new(SystemClock),
            inspect: Arc::new(Blind),
            disk: Disk::default(),
            key_work: Default::default(),
            batch: Default::default(),
        }
    }
}

/// Lets long work go on.
pub fn go(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn secret() -> Secret {
    Secret::new(PASSPHRASE.to_owned())
}
