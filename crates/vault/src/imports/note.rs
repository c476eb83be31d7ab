//! What an import has left, sealed in the application's state: the list, written once, and how far it is, written after
//! every group. A crash costs the group under way, which is then found to be there or added.

use super::found::{Found, Refusals};
use crate::error::Result;
use crate::sealed_note::{open_note, seal_note};
use crate::session::UnlockedVault;
use casekeep_model::import::ImportTally;
use casekeep_model::{BoxId, Timestamp};
use serde::{Deserialize, Serialize};

const LIST_LINE: &str = "casekeep-import 1\n";
const LIST: &str = "import.age";
const PLACE_LINE: &str = "casekeep-import-place 1\n";
const PLACE: &str = "import-place.age";
/// The most that the list of an import takes: a million files with long names.
const LARGEST: u64 = 512 << 20;

/// What is to be added, and where it goes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct List {
    pub case: BoxId,
    pub from: Vec<String>,
    pub begun: Timestamp,
    pub files: Vec<Found>,
}

impl List {
    /// Returns how large everything is together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|found| found.bytes).sum()
    }
}

/// How far it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Place {
    /// How many files of the list are done with.
    pub done: usize,
    pub tally: ImportTally,
    pub refused: Refusals,
    pub first: Option<u32>,
    pub last: Option<u32>,
    /// The case's highest item when this was written: a duplicate above it was added by a group that a crash cut short.
    pub highest: u32,
    /// How many were refused before anything was added: links, damaged archives.
    pub refused_before: u32,
}

impl UnlockedVault {
    pub(crate) fn import_list(&self) -> Result<Option<List>> {
        let sealed = self.disk().read_if_there(&self.state.file(LIST), LARGEST)?;
        Ok(sealed.and_then(|sealed| open_note(LIST_LINE, &sealed, self.identity.epochs())))
    }

    pub(crate) fn import_place(&self) -> Result<Place> {
        let sealed = self.disk().read_if_there(&self.state.file(PLACE), LARGEST)?;
        Ok(sealed.and_then(|sealed| open_note(PLACE_LINE, &sealed, self.identity.epochs())).unwrap_or_default())
    }

    pub(crate) fn keep_import_list(&self, list: &List) -> Result<()> {
        let sealed = seal_note(LIST_LINE, list, &self.identity.current().vault.to_recipient())?;
        self.disk().replace(&self.state.file(LIST), &sealed, true)
    }

    pub(crate) fn keep_import_place(&self, place: &Place) -> Result<()> {
        let sealed = seal_note(PLACE_LINE, place, &self.identity.current().vault.to_recipient())?;
        self.disk().replace(&self.state.file(PLACE), &sealed, true)
    }

    /// Drops both; the list first, without which the place means nothing.
    pub(crate) fn drop_import(&self) -> Result<()> {
        self.disk().remove(&self.state.file(LIST))?;
        self.disk().remove(&self.state.file(PLACE))
    }

    /// Drops what is left of an import into cases that were shredded.
    pub(crate) fn drop_import_of(&self, gone: &[BoxId]) -> Result<()> {
        match self.import_list()? {
            Some(list) if gone.contains(&list.case) => self.drop_import(),
            _ => Ok(()),
        }
    }
}
