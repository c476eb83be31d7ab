//! The key files of a vault as they lie in `keys/`: which is tried with what, and how they stand to what the log names.

use crate::disk::{Disk, is_no_such_file};
use crate::error::{At, Result, VaultError};
use crate::locked::UnlockWith;
use crate::wording::finding;
use casekeep_format::{
    FormatError, FurtherIdentities, IdentityFile, KeyFileHash, KeyFileKind, VaultPath, words::normalise_words,
};
use casekeep_model::{Class, Finding, Secret, limits};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The key files, read.
pub(crate) struct KeyFolder {
    files: BTreeMap<String, Vec<u8>>,
    /// Key files that the system did not let be read, and why.
    unreadable: BTreeMap<String, io::ErrorKind>,
}

/// What key files are opened with, in the one form that opens them.
enum Secrets<'a> {
    Passphrase(&'a Secret),
    Words(Secret),
    Identities(FurtherIdentities),
}

impl<'a> Secrets<'a> {
    fn of(with: UnlockWith<'a>) -> Result<Self> {
        match with {
            UnlockWith::Passphrase(passphrase) => Ok(Self::Passphrase(passphrase)),
            UnlockWith::Recovery(words) => {
                normalise_words(words.expose()).map(Self::Words).ok_or(VaultError::WrongSecret)
            }
            UnlockWith::Identity(text) => Ok(Self::Identities(FurtherIdentities::parse(text)?)),
        }
    }

    fn open(&self, bytes: &[u8]) -> std::result::Result<IdentityFile, FormatError> {
        match self {
            Self::Passphrase(passphrase) => IdentityFile::open(bytes, passphrase),
            Self::Words(words) => IdentityFile::open(bytes, words),
            Self::Identities(identities) => IdentityFile::open_with(bytes, identities),
        }
    }

    fn fits(&self, kind: &KeyFileKind) -> bool {
        match self {
            Self::Passphrase(_) => matches!(kind, KeyFileKind::Passphrase),
            Self::Words(_) => matches!(kind, KeyFileKind::Recovery),
            Self::Identities(_) => matches!(kind, KeyFileKind::Further(_)),
        }
    }

    fn missing(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "the passphrase's key file",
            Self::Words(_) => "the recovery words' key file",
            Self::Identities(_) => "a key file for a further key",
        }
    }

    /// Returns the other way in, for when a key file is damaged.
    fn other_way(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => {
                "Unlock with your twelve recovery words, then change the passphrase: that makes the file anew. Or put the file back from a backup."
            }
            Self::Words(_) => {
                "Unlock with your passphrase, then make new recovery words: that makes the file anew. Or put the file back from a backup."
            }
            Self::Identities(_) => "Unlock with your passphrase, then remove this key and add it again.",
        }
    }
}

impl KeyFolder {
    /// Reads the key files; one that cannot be read keeps nobody from another.
    pub fn read(disk: &Disk, folder: &Path) -> Result<Self> {
        let keys = folder.join("keys");
        let (mut files, mut unreadable) = (BTreeMap::new(), BTreeMap::new());
        for name in disk.list(&keys)?.into_iter().filter(|name| kind_of(name).is_some()) {
            match disk.read(&keys.join(&name), limits::KEY_FILE) {
                // What is no key file is found to be another than the log names; it opens nothing.
                Err(VaultError::Io { source, .. }) if is_no_such_file(&source) => files.insert(name, Vec::new()),
                Err(VaultError::Io { source, .. }) => {
                    unreadable.insert(name, source.kind());
                    None
                }
                result => files.insert(name, result?),
            };
        }
        Ok(Self { files, unreadable })
    }

    /// Returns it as long as every key file could be read: whoever changes them must know them all.
    pub fn complete(self, folder: &Path) -> Result<Self> {
        match self.unreadable.first_key_value() {
            Some((name, why)) => Err(cannot_read(folder, name, *why)),
            None => Ok(self),
        }
    }

    /// Opens the identity file with a secret, from the key files that are there; `known` are those seen before.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`]; a finding that names the file when it is damaged, too dear or another vault's; what the
    /// system says of one that it does not let be read.
    pub fn open(&self, folder: &Path, with: UnlockWith<'_>, known: Option<NamedKeys<'_>>) -> Result<IdentityFile> {
        let known = known.map(|known| known.expected()).unwrap_or_default();
        let secrets = Secrets::of(with)?;
        let mut failed = VaultError::HalfAVault { folder: folder.to_owned(), missing: secrets.missing() };
        for (name, bytes) in self.to_try(&secrets, &known) {
            match open_key_file(folder, name, bytes, &secrets, &known) {
                Ok(identity) => return Ok(identity),
                // A wrong secret says more than that a planted file beside the right one is damaged.
                Err(_) if matches!(failed, VaultError::WrongSecret) => {}
                Err(error) => failed = error,
            }
        }
        // The right one may be one that could not be read, so the secret is not to blame.
        let is_due = |name: &str| kind_of(name).is_some_and(|kind| secrets.fits(&kind));
        match self.unreadable.iter().find(|(name, _)| is_due(name)) {
            Some((name, why)) if matches!(failed, VaultError::WrongSecret | VaultError::HalfAVault { .. }) => {
                Err(cannot_read(folder, name, *why))
            }
            _ => Err(failed),
        }
    }

    /// Returns the key files of a kind to try: those that this computer has seen, or all where it has seen none; the
    /// newest first.
    fn to_try(&self, secrets: &Secrets<'_>, known: &[KeyFileHash]) -> Vec<(&str, &[u8])> {
        let is_known = |name: &str| known.iter().any(|key| key.file == name);
        let of_kind = self.files.iter().filter(|(name, _)| kind_of(name).is_some_and(|kind| secrets.fits(&kind)));
        let mut found: Vec<_> = of_kind.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        if found.iter().any(|(name, _)| is_known(name)) {
            found.retain(|(name, _)| is_known(name));
        }
        found.sort_by_key(|(name, _)| std::cmp::Reverse(epoch_of(name)));
        found
    }

    /// Names the key files that could not be read.
    pub fn findings(&self) -> Vec<Finding> {
        let unreadable = self.unreadable.iter();
        let about = |name: &str, why: io::ErrorKind| format!("The key file keys/{name} cannot be read ({why}).");
        unreadable.map(|(name, why)| finding(Class::Unreadable, about(name, *why))).collect()
    }

    /// Returns the hashes of the key files that could be read.
    pub fn hashes(&self) -> Vec<KeyFileHash> {
        self.files.iter().map(|(name, bytes)| key_file_hash(name, bytes)).collect()
    }
}

fn cannot_read(folder: &Path, name: &str, why: io::ErrorKind) -> VaultError {
    VaultError::Io { doing: "reading", path: folder.join("keys").join(name), source: why.into() }
}

fn open_key_file(
    folder: &Path,
    name: &str,
    bytes: &[u8],
    secrets: &Secrets<'_>,
    known: &[KeyFileHash],
) -> Result<IdentityFile> {
    let hash = key_file_hash(name, bytes);
    let of_name = || known.iter().filter(|key| key.file == name);
    let is_another = of_name().next().is_some() && !of_name().any(|key| *key == hash);
    match secrets.open(bytes) {
        Ok(identity) => Ok(identity),
        Err(FormatError::FormatNewer(_)) => Err(VaultError::FormatNewer),
        Err(FormatError::KeyfileOtherVault) => {
            let about = format!("The key file keys/{name} names a vault that is not its own.");
            Err(finding(Class::KeyfileOtherVault, about).into())
        }
        Err(FormatError::WrongSecret) if !is_another => Err(VaultError::WrongSecret),
        Err(FormatError::KeyfileCost { .. }) => {
            let about = format!("The key file keys/{name} asks for more work than is safe.");
            Err(finding(Class::KeyfileCost, about).into())
        }
        Err(FormatError::Io(source)) => Err(source).at("reading", &folder.join("keys").join(name)),
        Err(_) => {
            let about = if is_another {
                format!(
                    "The key file keys/{name} is not the one that was last seen here: it is damaged, or was replaced."
                )
            } else {
                format!("The key file keys/{name} is damaged.")
            };
            Err(Finding::new(Class::KeyfileChanged, about, secrets.other_way()).into())
        }
    }
}

/// Returns what a key file opens with, by its name; `None` when it is not one.
pub(crate) fn kind_of(name: &str) -> Option<KeyFileKind> {
    match VaultPath::parse(&format!("keys/{name}")) {
        Some(VaultPath::KeyFile { kind, .. }) => Some(kind),
        _ => None,
    }
}

/// Returns the epoch of a key file, by its name; 0 when it is not one.
pub(crate) fn epoch_of(name: &str) -> u32 {
    name.split('.').next().and_then(|epoch| epoch.parse().ok()).unwrap_or(0)
}

/// Returns a key file's entry for the log.
pub(crate) fn key_file_hash(name: &str, bytes: &[u8]) -> KeyFileHash {
    KeyFileHash { file: name.to_owned(), blake3: blake3::hash(bytes).to_hex().to_string() }
}

/// Writes a key file durably under a temporary name, and reads it back; nothing of it stays when that fails.
pub(crate) fn write_key_file(disk: &Disk, temporary: &Path, name: &str, bytes: &[u8]) -> Result<KeyFileHash> {
    disk.write_durable(temporary, bytes)?;
    let wrong = match disk.read(temporary, limits::KEY_FILE) {
        Ok(there) if there == bytes => return Ok(key_file_hash(name, bytes)),
        Ok(_) => not_read_back(name),
        Err(error) => error,
    };
    disk.remove_quietly(temporary);
    Err(wrong)
}

/// Says that a disk gave back another key file than it took.
pub(crate) fn not_read_back(name: &str) -> VaultError {
    let about = format!("The key file {name} was not read back as it was written: the disk is not to be trusted.");
    finding(Class::KeyfileChanged, about).into()
}

/// What the log says of the key files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedKeys<'a> {
    /// Those that are there.
    pub keys: &'a [KeyFileHash],
    /// Those that a change under way may have put there.
    pub coming: &'a [KeyFileHash],
    /// The names of those that a change under way may have taken away.
    pub going: &'a [String],
}

impl NamedKeys<'_> {
    /// Returns every key file that may be there.
    fn expected(&self) -> Vec<KeyFileHash> {
        self.keys.iter().chain(self.coming).cloned().collect()
    }
}

/// Compares the key files that are there with those that the log names.
pub(crate) fn compare_keys(folder: &KeyFolder, named: NamedKeys<'_>) -> Vec<Finding> {
    let (there, mut findings) = (folder.hashes(), folder.findings());
    for key in named.keys.iter().filter(|key| !folder.unreadable.contains_key(&key.file)) {
        match there.iter().find(|k| k.file == key.file) {
            None if named.going.contains(&key.file) => {}
            None => {
                findings.push(finding(Class::KeyfileMissing, format!("The key file keys/{} is not there.", key.file)))
            }
            Some(k) if k != key && !named.coming.contains(k) => {
                findings.push(finding(
                    Class::KeyfileChanged,
                    format!("The key file keys/{} is not the one that the log names.", key.file),
                ));
            }
            Some(_) => {}
        }
    }
    let unknown = there.iter().filter(|k| !named.coming.contains(k) && !named.keys.iter().any(|n| n.file == k.file));
    findings.extend(
        unknown
            .map(|k| finding(Class::KeyfileUnknown, format!("The key file keys/{} is not named in the log.", k.file))),
    );
    findings
}
