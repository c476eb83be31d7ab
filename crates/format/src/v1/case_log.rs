//! A case's whole log as a bundle needs it, and what a bundle asks of whoever holds the vault.

use crate::v1::entries::Entries;
use crate::v1::held::Followed;
use crate::v1::key_changes::KeyChanges;
use crate::v1::parts::ClockChange;
use crate::v1::record::Record;
use crate::v1::seal::Anchor;
use crate::v1::signing::VerifyingKey;
use casekeep_model::{BoxId, Item, Timestamp, VaultId, WriterId};
use std::io::{self, Read};

/// One writer's records from 0 on, and the signed checkpoint over exactly these.
#[derive(Debug, Clone)]
pub struct WriterLog {
    /// The writer.
    pub writer: WriterId,
    /// Every record, by leaf number.
    pub records: Vec<Record>,
    /// The signed note over all of them.
    pub note: String,
}

/// A case's whole log.
#[derive(Debug, Clone)]
pub struct CaseLog {
    /// The vault.
    pub vault: VaultId,
    /// The case's box.
    pub box_id: BoxId,
    /// Every writer's log, by writer.
    pub writers: Vec<WriterLog>,
}

impl CaseLog {
    /// Returns every record of every writer.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.writers.iter().flat_map(|log| &log.records)
    }

    /// Reads the case as its records tell it.
    #[must_use]
    pub fn entries(&self) -> Entries {
        Entries::from_records(self.records())
    }
}

/// What a bundle asks of whoever holds the vault; it never sees a key.
pub trait BundleSource {
    /// Returns the case's log.
    fn log(&self) -> &CaseLog;

    /// Opens an item's original bytes.
    ///
    /// # Errors
    /// When the object is not there or does not open; reading fails when its bytes are wrong.
    fn open_object(&self, item: &Item) -> io::Result<Box<dyn Read + '_>>;

    /// Returns a small PNG of an item, where there is one.
    fn thumbnail(&self, item: &Item) -> Option<Vec<u8>>;

    /// Signs a message as an SSHSIG blob in the bundle namespace.
    ///
    /// # Errors
    /// When the signature cannot be made.
    fn sign(&self, message: &[u8]) -> io::Result<String>;

    /// Returns the key that signs.
    fn verifying_key(&self) -> VerifyingKey;

    /// Returns when the bundle is made, by this computer's clock.
    fn made_at(&self) -> Timestamp;

    /// Returns the number of this hand-over in the vault.
    fn disclosure(&self) -> u32;

    /// Returns the proof that the key which signs follows from the vault's first one, where keys were changed.
    fn key_changes(&self) -> Option<&KeyChanges> {
        None
    }

    /// Returns the seals that cover the case, oldest first.
    fn anchors(&self) -> &[Anchor] {
        &[]
    }

    /// Returns the earlier bundles for the same recipient that this one follows, oldest first; none for one that stands
    /// alone.
    fn follows(&self) -> &[Followed] {
        &[]
    }

    /// Returns the jumps of the clocks of the computers that wrote the vault, as recorded.
    fn clock_changes(&self) -> &[ClockChange] {
        &[]
    }
}
