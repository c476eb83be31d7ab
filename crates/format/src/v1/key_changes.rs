//! Changes of all keys as a bundle shows them: each new signing key named under the one before, and by the newest key
//! where the logs under older ones end.
//!
//! Whoever stole an older key can name a key of their own as well. So the chain says which vault a key is of, and only the
//! newest key, which a person compares by another way, says what of the older logs counts.

use crate::v1::parts::{Clocks, EpochRecord, LogHead, Parts, kind, read};
use crate::v1::record::Record;
use crate::v1::seal::{Proven, sealed_heads, single_head, single_heads};
use crate::v1::signing::VerifyingKey;

/// The record that names the next signing key, in the log that it ends.
#[derive(Debug, Clone)]
pub struct KeyChange {
    /// The signed checkpoint of that log, by the key that ends.
    pub note: String,
    /// The record, with the number of the next epoch and its key alone.
    pub record: Proven,
}

/// Where the logs under older keys end, as the newest key has it.
#[derive(Debug, Clone)]
pub struct KeyEnds {
    /// The signed checkpoint of a log under the newest key.
    pub note: String,
    /// The `rekey` records in it that hold the heads a bundle needs, and those alone.
    pub records: Vec<Proven>,
}

/// How the signing key of a vault became what it is.
#[derive(Debug, Clone)]
pub struct KeyChanges {
    /// Every signing key, from the vault's first to the newest.
    pub keys: Vec<VerifyingKey>,
    /// One for each change, oldest first.
    pub changes: Vec<KeyChange>,
    /// Where the older logs end.
    pub ends: KeyEnds,
}

/// Returns the parts of the `rekey` records that say where the logs under older keys end; the last one has all of them
/// together.
#[must_use]
pub fn ends_parts(epoch: u32, heads: &[LogHead], clocks: &Clocks) -> Vec<Parts> {
    let mut records = sealed_heads(heads);
    for parts in &mut records {
        parts.insert(0, ("epoch".to_owned(), epoch.into()));
        parts.push(("clocks".to_owned(), serde_json::to_value(clocks).expect("clocks are plain data")));
    }
    records
}

/// Returns an `epoch` record with only the number of the next epoch and its key.
#[must_use]
pub fn disclose_change(record: &Record) -> Record {
    record.disclose(|name| ["epoch", "key"].contains(&name))
}

/// Returns a `rekey` record with only its epoch and the heads that are asked for.
#[must_use]
pub fn disclose_ends(record: &Record, wanted: impl Fn(&LogHead) -> bool) -> Record {
    record.disclose(|name| name == "epoch" || single_head(record, name).is_some_and(|head| wanted(&head)))
}

impl KeyChange {
    /// Returns the epoch that a disclosed record begins and the text of its key; `None` when it is not one.
    #[must_use]
    pub fn read(record: &Record) -> Option<(u32, String)> {
        (record.head().kind == kind::EPOCH).then(|| Some((read(record, "epoch")?, read(record, "key")?)))?
    }

    /// Returns whether a whole record begins an epoch with this key.
    #[must_use]
    pub fn is_begun_by(record: &Record, epoch: u32, key: &VerifyingKey) -> bool {
        EpochRecord::from_record(record).is_some_and(|begun| begun.epoch == epoch && begun.key == key.to_base64())
    }
}

impl KeyEnds {
    /// Returns the heads that a disclosed `rekey` record of an epoch shows; `None` when it is not one.
    #[must_use]
    pub fn read(record: &Record, epoch: u32) -> Option<Vec<LogHead>> {
        let is_one = record.head().kind == kind::REKEY && read(record, "epoch") == Some(epoch);
        is_one.then(|| single_heads(record))
    }
}
