//! The base vault of the vectors: where its files are, what opens it, and the world it is opened in.
//!
//! Times come from a clock that goes on one second at each look; no file is ever decoded, so nothing parses hostile bytes.

use casekeep_format::IdentityFile;
use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::{Channel, Clock, Contact, Direction, Moment, Secret, Timestamp};
use casekeep_vault::{Access, Installation, UnlockWith, UnlockedVault, VaultError, open_vault};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// When the tests' clock begins: after everything in the base vault.
pub const LATER: i64 = 1_780_000_000_000;

/// A clock that goes on one second each time it is read.
pub struct Ticking(AtomicI64);

impl Ticking {
    /// Starts at this many milliseconds after 1970.
    #[must_use]
    pub fn from(start: i64) -> Self {
        Self(AtomicI64::new(start))
    }
}

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1000, Ordering::Relaxed))
    }

    fn since_boot(&self) -> Option<u64> {
        Some(1)
    }

    fn zone(&self) -> Option<String> {
        Some("Europe/London".to_owned())
    }
}

/// Looks at nothing.
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

/// Returns an installation with its state in this folder and its clock at this start.
#[must_use]
pub fn installation(state: &Path, start: i64) -> Installation {
    Installation {
        disk: Default::default(),
        state: state.to_owned(),
        clock: Arc::new(Ticking::from(start)),
        inspect: Arc::new(Blind),
        key_work: Default::default(),
        batch: Default::default(),
    }
}

/// With what a copy is unlocked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// The passphrase in `passphrase.txt`.
    #[default]
    Passphrase,
    /// The twelve words in `words.txt`.
    Words,
}

/// A folder with a vault (`vault`), one installation's state (`state`), and the secrets that open it.
#[derive(Debug, Clone)]
pub struct Copy {
    root: PathBuf,
}

impl Copy {
    /// Takes a folder as it is.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Copies another one into a folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(other: &Self, root: &Path) -> io::Result<Self> {
        copy_tree(&other.root, root)?;
        Ok(Self::at(root))
    }

    /// Returns a path in it.
    #[must_use]
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Returns the vault's folder.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.path("vault")
    }

    /// Returns the folder of the one vault's state, relative to this folder; `None` where there is no state.
    #[must_use]
    pub fn state_of_vault(&self) -> Option<PathBuf> {
        let entries = fs::read_dir(self.path("state")).ok()?;
        entries.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.is_dir())
    }

    /// Returns a secret of this copy.
    ///
    /// # Panics
    /// When its file is not there.
    #[must_use]
    pub fn secret(&self, with: With) -> Secret {
        let name = match with {
            With::Passphrase => "passphrase.txt",
            With::Words => "words.txt",
        };
        let text = fs::read_to_string(self.path(name)).expect("the secrets lie beside the vault");
        Secret::new(text.trim_end().to_owned())
    }

    /// Returns this copy's installation, with its clock at this start.
    #[must_use]
    pub fn installation(&self, start: i64) -> Installation {
        installation(&self.path("state"), start)
    }

    /// Unlocks the vault.
    ///
    /// # Errors
    /// What the engine says.
    pub fn unlock(&self, with: With, access: Access) -> Result<UnlockedVault, VaultError> {
        let secret = self.secret(with);
        let locked = open_vault(&self.vault(), self.installation(LATER))?;
        match with {
            With::Passphrase => locked.unlock(UnlockWith::Passphrase(&secret), access),
            With::Words => locked.unlock(UnlockWith::Recovery(&secret), access),
        }
    }

    /// Opens the newest identity file that the passphrase opens, past the engine.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn identity(&self) -> IdentityFile {
        let files = tree(&self.path("vault/keys")).expect("a copy can be read");
        let epoch = |name: &str| name.strip_suffix(".passphrase.age")?.parse::<u32>().ok();
        let mut files: Vec<_> = files.iter().filter_map(|(name, sealed)| Some((epoch(name)?, sealed))).collect();
        files.sort();
        let secret = self.secret(With::Passphrase);
        let opened = files.into_iter().rev().find_map(|(_, sealed)| IdentityFile::open(sealed, &secret).ok());
        opened.expect("the base opens with its passphrase")
    }

    /// Returns every file of the vault with its bytes.
    ///
    /// # Panics
    /// When one cannot be read.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.vault()).expect("a copy can be read")
    }
}

/// Returns every file below a folder, by its path with `/`, with its bytes.
///
/// # Errors
/// What the system says.
pub fn tree(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Copies every file below a folder.
///
/// # Errors
/// What the system says.
pub fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    for (path, bytes) in tree(from)? {
        write(&to.join(path), &bytes)?;
    }
    Ok(())
}

/// Writes a file and the folders above it.
///
/// # Errors
/// What the system says.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// Returns a contact in person.
///
/// # Panics
/// When the time is not one.
#[must_use]
pub fn contact(when: &str, what: &str) -> Contact {
    let occurred = Moment::parse(when, "Europe/London").expect("a time");
    Contact::new(occurred, Channel::InPerson, Direction::FromThem, what)
}
