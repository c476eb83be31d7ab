//! `backups.age`: the folders that the vault is copied to from this computer, each with its own dates.
//!
//! It is sealed to the vault, because it says where the other copies are. Losing it loses the list and no copy; what was
//! copied is also in the vault's own log.

use crate::disk::Disk;
use crate::error::{Result, VaultError};
use casekeep_format::{Identity, Recipient};
use casekeep_model::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const TYPE_LINE: &str = "casekeep-backups 1\n";
const LARGEST: u64 = 1 << 20;

/// One folder that the vault is copied to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Destination {
    /// The copy's folder.
    pub folder: PathBuf,
    /// When everything was last copied to it and read back.
    pub copied: Option<Timestamp>,
    /// When the copy was last opened and compared.
    pub rehearsed: Option<Timestamp>,
}

/// The folders that the vault is copied to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Destinations {
    places: Vec<Destination>,
}

impl Destinations {
    /// Returns the folders, the one added first in front.
    pub fn places(&self) -> &[Destination] {
        &self.places
    }

    /// Returns a folder's entry, adding it where there is none.
    pub fn entry(&mut self, folder: &Path) -> &mut Destination {
        let at = self.places.iter().position(|place| place.folder == folder).unwrap_or_else(|| {
            self.places.push(Destination { folder: folder.to_owned(), copied: None, rehearsed: None });
            self.places.len() - 1
        });
        &mut self.places[at]
    }

    /// Takes a folder off the list; false when it was not on it.
    pub fn forget(&mut self, folder: &Path) -> bool {
        let before = self.places.len();
        self.places.retain(|place| place.folder != folder);
        self.places.len() < before
    }

    /// Reads the list; one that cannot be opened counts as empty.
    pub fn load(disk: &Disk, path: &Path, identity: &Identity) -> Result<Self> {
        let sealed = disk.read_if_there(path, LARGEST)?;
        Ok(sealed.and_then(|sealed| open(&sealed, identity)).unwrap_or_default())
    }

    /// Writes the list durably.
    pub fn save(&self, disk: &Disk, path: &Path, to: &Recipient) -> Result<()> {
        let mut text = TYPE_LINE.as_bytes().to_vec();
        serde_json::to_writer(&mut text, self).expect("a list of folders is plain data with text keys");
        let mut writer = casekeep_format::seal_to(to, Vec::with_capacity(text.len() + 512))?;
        let sealed = writer.write_all(&text).and_then(|()| writer.finish());
        let sealed = sealed.map_err(|source| VaultError::Io { doing: "sealing", path: path.to_owned(), source })?;
        disk.replace(path, &sealed, true)
    }
}

fn open(sealed: &[u8], identity: &Identity) -> Option<Destinations> {
    let mut text = String::new();
    casekeep_format::open_with(identity, sealed).ok()?.read_to_string(&mut text).ok()?;
    serde_json::from_str(text.strip_prefix(TYPE_LINE)?).ok()
}
