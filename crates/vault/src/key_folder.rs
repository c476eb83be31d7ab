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
use std::path::Path;

/// The key files, read.
pub(crate) struct KeyFolder {
    files: BTreeMap<String, Vec<u8>>,
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
    /// Reads the key files.
    pub fn read(disk: &Disk, folder: &Path) -> Result<Self> {
        let keys = folder.join("keys");
        let mut files = BTreeMap::new();
        for name in disk.list(&keys)? {
            if kind_of(&name).is_some() {
                let bytes = match disk.read(&keys.join(&name), limits::KEY_FILE) {
                    // What is no key file is found to be another than the log names; it opens nothing.
                    Err(VaultError::Io { source, .. }) if is_no_such_file(&source) => Vec::new(),
                    result => result?,
                };
                files.insert(name.clone(), bytes);
            }
        }
        Ok(Self { files })
    }

    /// Opens the identity file with a secret, from the key files that are there; `known` are those seen before.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`]; a finding that names the file when it is damaged, too dear or another vault's.
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
        Err(failed)
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

    /// Returns the hashes of the key files that are there.
    pub fn hashes(&self) -> Vec<KeyFileHash> {
        self.files.iter().map(|(name, bytes)| key_file_hash(name, bytes)).collect()
    }
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
pub(crate) fn compare_keys(there: &[KeyFileHash], named: NamedKeys<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in named.keys {
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

/// Reads the key files' hashes.
pub(crate) fn key_hashes(disk: &Disk, folder: &Path) -> Result<Vec<KeyFileHash>> {
    Ok(KeyFolder::read(disk, folder)?.hashes())
}
