//! `backups.age`: the folders that the vault is copied to from this computer, each with its own dates.
//!
//! It is sealed to the vault, because it says where the other copies are. Losing it loses the list and no copy; what was
//! copied is also in the vault's own log.

use crate::disk::Disk;
use crate::error::Result;
use crate::sealed_note::{open_note, seal_note};
use casekeep_format::{Epoch, Recipient};
use casekeep_model::Timestamp;
use serde::{Deserialize, Serialize};
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
    pub fn load(disk: &Disk, path: &Path, epochs: &[Epoch]) -> Result<Self> {
        let sealed = disk.read_if_there(path, LARGEST)?;
        Ok(sealed.and_then(|sealed| open_note(TYPE_LINE, &sealed, epochs)).unwrap_or_default())
    }

    /// Writes the list durably.
    pub fn save(&self, disk: &Disk, path: &Path, to: &Recipient) -> Result<()> {
        disk.replace(path, &seal_note(TYPE_LINE, self, to)?, true)
    }
}
