//! `epochs.json`: after changes of all keys, how the key that signs the bundle follows from the vault's first one, and where
//! the logs under older keys end.
//!
//! Of the vault's own log it shows where each key was changed for the next, and of the older logs the ends of this case's
//! and of those that seals stand in; of other cases nothing.

use crate::layout;
use crate::shown::{Shown, write_json};
use casekeep_format::KeyChanges;
use serde::{Deserialize, Serialize};

/// What `epochs.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epochs {
    /// One for each change: the record that names the next key, in a log under the key before.
    pub changes: Vec<Vouched>,
    /// The records under the newest key that say where older logs end.
    pub ends: Vouched,
    /// Every signing key as `ssh-ed25519 …`, from the vault's first to the newest.
    pub keys: Vec<String>,
}

/// Records in a log with a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vouched {
    /// The signed note.
    pub note: String,
    /// The records.
    pub records: Vec<Shown>,
}

/// Returns the file that carries the changes of keys, where there were any.
pub fn file(changes: Option<&KeyChanges>) -> Option<(String, Vec<u8>)> {
    let changes = changes?;
    let epochs = Epochs {
        changes: changes
            .changes
            .iter()
            .map(|change| Vouched { note: change.note.clone(), records: vec![Shown::of(&change.record)] })
            .collect(),
        ends: Vouched {
            note: changes.ends.note.clone(),
            records: changes.ends.records.iter().map(Shown::of).collect(),
        },
        keys: changes.keys.iter().map(|key| key.ssh_public_line("")).collect(),
    };
    Some((layout::EPOCHS.to_owned(), write_json(&epochs)))
}
