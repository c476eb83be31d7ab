//! What the vault's own log says: the cases, the key files, the heads, what became of the inbox.

use casekeep_format::{KeyFileHash, LogHead, Record, Registered, kind, read_part};
use casekeep_model::{BoxId, ObjectName, Timestamp, WriterId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The vault's log, read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VaultFacts {
    /// The cases and private boxes, by box.
    pub registered: BTreeMap<BoxId, Registered>,
    /// The key files, as the newest record about them says.
    pub keys: Vec<KeyFileHash>,
    /// The newest heads that each writer recorded.
    pub heads: BTreeMap<WriterId, Vec<LogHead>>,
    /// Inbox files that became items.
    pub adopted: BTreeSet<ObjectName>,
    /// Inbox files seen, adopted or not.
    pub noticed: BTreeSet<ObjectName>,
    /// How many bundles were begun.
    pub disclosures: u32,
    /// When the vault was last unlocked for a change.
    pub unlocked: Option<Timestamp>,
}

impl VaultFacts {
    /// Reads the vault's log; records of one writer must come in their order.
    pub fn from_records<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut sorted: Vec<&Record> = records.into_iter().collect();
        sorted.sort_by_key(|record| (record.head().at, record.head().n));
        let mut facts = Self::default();
        for record in sorted {
            facts.apply(record);
        }
        facts
    }

    /// Takes in one more record.
    pub fn apply(&mut self, record: &Record) {
        let head = record.head();
        match head.kind.as_str() {
            kind::BOX => {
                if let Some(registered) = read_part::<Registered>(record, "registered") {
                    self.registered.insert(registered.box_id.clone(), registered);
                }
            }
            kind::KEYS => self.keys = read_part(record, "keys").unwrap_or_default(),
            kind::HEADS => self.take_heads(record),
            kind::RESTORED => {
                // What was recorded before no longer binds: a person said why it is gone.
                self.heads.clear();
                self.take_heads(record);
            }
            kind::UNLOCKED => self.unlocked = Some(head.at),
            kind::NOTICED => self.noticed.extend(read_part::<Vec<ObjectName>>(record, "inbox").unwrap_or_default()),
            kind::ADOPTED => self.adopted.extend(read_part::<ObjectName>(record, "inbox")),
            kind::DISCLOSED if head.of.is_empty() => self.disclosures += 1,
            _ => {}
        }
    }

    fn take_heads(&mut self, record: &Record) {
        if let Some(heads) = read_part(record, "heads") {
            self.heads.insert(record.head().writer.clone(), heads);
        }
    }

    /// Returns the cases by number.
    pub fn cases(&self) -> Vec<&Registered> {
        let mut cases: Vec<_> = self.registered.values().filter(|r| r.of.is_none()).collect();
        cases.sort_by_key(|r| r.number);
        cases
    }

    /// Returns the box of a case.
    pub fn case_box(&self, number: u32) -> Option<&BoxId> {
        self.registered.values().find(|r| r.of.is_none() && r.number == number).map(|r| &r.box_id)
    }

    /// Returns the private box of a case box.
    pub fn private_box(&self, case: &BoxId) -> Option<&BoxId> {
        self.registered.values().find(|r| r.of.as_ref() == Some(case)).map(|r| &r.box_id)
    }
}
