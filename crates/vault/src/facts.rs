//! What the vault's own log says: the cases, the key files, the heads, what became of the inbox.

use crate::key_folder::NamedKeys;
use crate::log::LogReading;
use casekeep_format::{
    ClockChange, EpochRecord, FurtherKey, KeyFileHash, LogHead, Record, Registered, kind, read_part,
};
use casekeep_model::{BoxId, LeafHash, ObjectName, Timestamp, WriterId};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What is added to the number of a case to tell it from an earlier one with the same number.
const TWIN: u32 = 10_000;

/// How a shredding ended that was carried out; the other outcome leaves the case whole.
pub(crate) const SHREDDED: &str = "shredded";
/// How one ended that destroyed nothing.
pub(crate) const LEFT_WHOLE: &str = "left whole";

/// A shredding that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shredding {
    /// The leaf of the record that says so.
    pub leaf: LeafHash,
    /// Who began it.
    pub writer: WriterId,
}

/// The last record under the keys of an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ending {
    /// The epoch that begins.
    pub epoch: u32,
    /// The head of every log before this record.
    pub heads: Vec<LogHead>,
    /// Whose log it ends.
    pub writer: WriterId,
    /// Its leaf number there.
    pub n: u64,
}

impl Ending {
    fn of(record: &Record) -> Option<Self> {
        let EpochRecord { epoch, heads, .. } = EpochRecord::from_record(record)?;
        Some(Self { epoch, heads, writer: record.head().writer.clone(), n: record.head().n })
    }
}

/// The vault's log, read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VaultFacts {
    /// The cases and private boxes, by box.
    pub registered: BTreeMap<BoxId, Registered>,
    /// When each was first registered.
    since: BTreeMap<BoxId, Timestamp>,
    /// Heads that no longer bind, because a person said why what was there is gone.
    released: BTreeSet<LogHead>,
    /// The key files, as the newest record about them says.
    pub keys: Vec<KeyFileHash>,
    /// Key files that a change under way may have put there.
    pub coming: Vec<KeyFileHash>,
    /// Names of key files that a change under way may have taken away.
    pub going: Vec<String>,
    /// What the further keys among them are.
    pub further: Vec<FurtherKey>,
    /// When each key file was first named, by its BLAKE3.
    pub made: BTreeMap<String, Timestamp>,
    /// When each key file was last tried, by its BLAKE3.
    pub rehearsed: BTreeMap<String, Timestamp>,
    /// When words of each key file were last typed back from paper, by its BLAKE3.
    #[serde(default)]
    pub typed_back: BTreeMap<String, Timestamp>,
    /// The last record under the keys of an epoch, where there is one: all keys were changed, or are being changed.
    pub ending: Option<Ending>,
    /// Where the logs under older keys end, and in which epoch that was said.
    ends: Option<(u32, Vec<LogHead>)>,
    /// The newest epoch to whose keys everything is sealed; 0 when keys were never changed.
    pub rekeyed: u32,
    /// When that was recorded.
    #[serde(default)]
    pub rekeyed_at: Option<Timestamp>,
    /// The newest heads that each writer recorded.
    pub heads: BTreeMap<WriterId, Vec<LogHead>>,
    /// Inbox files that became items.
    pub adopted: BTreeSet<ObjectName>,
    /// Inbox files seen, adopted or not.
    pub noticed: BTreeSet<ObjectName>,
    /// Why a case may not be shredded, by its box.
    pub holds: BTreeMap<BoxId, String>,
    /// Shreddings that were begun and of which it is not recorded how they ended, by the case's box.
    pub shreddings: BTreeMap<BoxId, Shredding>,
    /// Boxes of cases that were shredded.
    shredded: BTreeSet<BoxId>,
    /// How many bundles were begun.
    pub disclosures: u32,
    /// The jumps of the clocks.
    #[serde(default)]
    pub clock_changes: Vec<ClockChange>,
    /// When the vault was last unlocked for a change.
    pub unlocked: Option<Timestamp>,
    /// The folders that the vault was copied to, from any computer, and when last.
    #[serde(default)]
    pub backups: BTreeMap<String, Timestamp>,
}

impl VaultFacts {
    /// Reads the vault's logs.
    pub fn from_logs(readings: &BTreeMap<WriterId, LogReading>) -> Self {
        // What older keys signed comes first; between writers of one epoch the clocks decide, within one its own order
        // does, whatever its clock said.
        let mut sorted = Vec::new();
        for (writer, reading) in readings {
            let mut records: Vec<&Record> = reading.all_records().collect();
            records.sort_by_key(|record| record.head().n);
            let mut latest = None;
            for record in records {
                latest = latest.max(Some(record.head().at));
                sorted.push((Reverse(reading.epochs_ago), latest, writer, record));
            }
        }
        sorted.sort_by_key(|(ago, at, writer, record)| (*ago, *at, *writer, record.head().n));
        let mut facts = Self::default();
        for (.., record) in sorted {
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
                    let since = self.since.entry(registered.box_id.clone()).or_insert(head.at);
                    *since = head.at.min(*since);
                    self.registered.insert(registered.box_id.clone(), registered);
                }
            }
            kind::KEYS => self.take_keys(record),
            kind::REHEARSED => {
                let key = read_part::<KeyFileHash>(record, "key");
                let in_part = read_part::<bool>(record, "in_part") == Some(true);
                let tried = if in_part { &mut self.typed_back } else { &mut self.rehearsed };
                tried.extend(key.map(|key| (key.blake3, head.at)));
            }
            kind::HEADS => self.take_heads(record),
            kind::CLOCK => self.clock_changes.extend(ClockChange::from_record(record)),
            kind::EPOCH => {
                let ending = Ending::of(record);
                let newer = |ending: &Ending| self.ending.as_ref().is_none_or(|last| last.epoch < ending.epoch);
                self.ending = ending.filter(newer).or(self.ending.take());
            }
            kind::REKEY => self.take_ends(record),
            kind::REKEYED => self.take_rekeyed(record),
            kind::RESTORED => {
                self.released.extend(read_part::<Vec<LogHead>>(record, "before").unwrap_or_default());
            }
            kind::BACKUP => {
                if let Some(to) = read_part(record, "to") {
                    self.backups.insert(to, head.at);
                }
            }
            kind::UNLOCKED => self.unlocked = Some(head.at),
            kind::NOTICED => self.noticed.extend(read_part::<Vec<ObjectName>>(record, "inbox").unwrap_or_default()),
            kind::ADOPTED => self.adopted.extend(read_part::<ObjectName>(record, "inbox")),
            kind::DISCLOSED if head.of.is_empty() => self.disclosures += 1,
            kind::HOLD => self.take_hold(record),
            kind::SHRED_BEGIN | kind::SHRED_DONE => self.take_shredding(record),
            _ => {}
        }
    }

    fn take_ends(&mut self, record: &Record) {
        let (epoch, heads) = (read_part::<u32>(record, "epoch"), read_part(record, "heads"));
        let (Some(epoch), Some(heads)) = (epoch, heads) else { return };
        if self.ends.as_ref().is_none_or(|(last, _)| *last < epoch) {
            self.ends = Some((epoch, heads));
        }
    }

    fn take_rekeyed(&mut self, record: &Record) {
        let epoch = read_part(record, "epoch").unwrap_or(0);
        if epoch > self.rekeyed {
            (self.rekeyed, self.rekeyed_at) = (epoch, Some(record.head().at));
        }
    }

    /// Returns where the logs under keys older than those of an epoch end, once that is recorded.
    pub fn ends_under(&self, epoch: u32) -> Option<Vec<LogHead>> {
        self.ends.as_ref().filter(|(last, _)| *last == epoch).map(|(_, heads)| heads.clone())
    }

    /// Returns whether all keys are being changed and not everything is sealed to the new ones.
    pub fn is_rotating(&self) -> bool {
        self.ending.as_ref().is_some_and(|ending| ending.epoch > self.rekeyed)
    }

    fn take_keys(&mut self, record: &Record) {
        self.keys = read_part(record, "keys").unwrap_or_default();
        self.coming = read_part(record, "coming").unwrap_or_default();
        self.going = read_part(record, "going").unwrap_or_default();
        self.further = read_part(record, "further").unwrap_or_default();
        for key in self.keys.iter().chain(&self.coming) {
            self.made.entry(key.blake3.clone()).or_insert(record.head().at);
        }
    }

    /// Returns what the log says of the key files.
    pub fn named_keys(&self) -> NamedKeys<'_> {
        NamedKeys { keys: &self.keys, coming: &self.coming, going: &self.going }
    }

    fn take_heads(&mut self, record: &Record) {
        if let Some(heads) = read_part(record, "heads") {
            self.heads.insert(record.head().writer.clone(), heads);
        }
    }

    fn take_hold(&mut self, record: &Record) {
        let Some(id) = read_part::<BoxId>(record, "box") else { return };
        if read_part::<bool>(record, "held") == Some(false) {
            self.holds.remove(&id);
        } else {
            self.holds.insert(id, read_part(record, "reason").unwrap_or_default());
        }
    }

    fn take_shredding(&mut self, record: &Record) {
        let Some(id) = read_part::<BoxId>(record, "box") else { return };
        if record.head().kind == kind::SHRED_BEGIN {
            let writer = record.head().writer.clone();
            self.shreddings.insert(id, Shredding { leaf: record.leaf(), writer });
            return;
        }
        self.shreddings.remove(&id);
        if read_part::<String>(record, "outcome").as_deref() == Some(SHREDDED) {
            self.shredded.insert(id);
        }
    }

    /// Returns whether a box was shredded: its own case, or the case that a private box belongs to.
    pub fn is_shredded(&self, box_id: &BoxId) -> bool {
        let case = self.registered.get(box_id).and_then(|registered| registered.of.as_ref());
        self.shredded.contains(case.unwrap_or(box_id))
    }

    /// Returns the shredding under way that a box belongs to, with the case's box.
    pub fn shredding_of<'a>(&'a self, box_id: &'a BoxId) -> Option<(&'a BoxId, &'a Shredding)> {
        let case = self.registered.get(box_id).and_then(|registered| registered.of.as_ref()).unwrap_or(box_id);
        self.shreddings.get(case).map(|shredding| (case, shredding))
    }

    /// Returns every box that was registered and not shredded.
    pub fn living(&self) -> impl Iterator<Item = &Registered> {
        self.registered.values().filter(|registered| !self.is_shredded(&registered.box_id))
    }

    /// Returns every box that was shredded.
    pub fn shredded(&self) -> impl Iterator<Item = &BoxId> {
        self.registered.keys().filter(|id| self.is_shredded(id))
    }

    /// Returns the private boxes of a case box; each computer may have begun one.
    pub fn private_boxes(&self, case: &BoxId) -> Vec<BoxId> {
        let private = self.registered.values().filter(|registered| registered.of.as_ref() == Some(case));
        private.map(|registered| registered.box_id.clone()).collect()
    }

    /// Returns the heads of a box that were recorded and still bind.
    pub fn binding_heads(&self, box_id: &BoxId) -> impl Iterator<Item = &LogHead> {
        let of_box = move |head: &&LogHead| head.box_id == *box_id && !self.released.contains(head);
        let ends = self.ends.iter().flat_map(|(_, heads)| heads);
        self.heads.values().flatten().chain(ends).filter(of_box)
    }

    /// Returns the cases that were not shredded, by handle.
    pub fn cases(&self) -> BTreeMap<u32, &BoxId> {
        let mut cases = self.handles();
        cases.retain(|_, id| !self.is_shredded(id));
        cases
    }

    /// Returns all cases by handle, also those that were shredded: the number, and for a second case that another computer
    /// gave the same number, that number and [`TWIN`] more, so that no number ever means two cases.
    fn handles(&self) -> BTreeMap<u32, &BoxId> {
        let mut cases: Vec<_> = self.registered.values().filter(|registered| registered.of.is_none()).collect();
        cases.sort_by_key(|registered| (registered.number, self.since.get(&registered.box_id), &registered.box_id));
        let mut handles = BTreeMap::new();
        for registered in cases {
            let mut handle = registered.number;
            while handles.contains_key(&handle) {
                handle = handle.saturating_add(TWIN);
            }
            handles.insert(handle, &registered.box_id);
        }
        handles
    }

    /// Returns the handle of a case's box; 0 for a private box.
    pub fn handle(&self, box_id: &BoxId) -> u32 {
        self.handles().into_iter().find(|(_, id)| *id == box_id).map_or(0, |(handle, _)| handle)
    }

    /// Returns the number for the next new case.
    pub fn next_number(&self) -> u32 {
        self.registered.values().map(|registered| registered.number).max().unwrap_or(0) + 1
    }

    /// Returns the box of a case.
    pub fn case_box(&self, handle: u32) -> Option<&BoxId> {
        self.cases().remove(&handle)
    }

    /// Returns the private box of a case box.
    pub fn private_box(&self, case: &BoxId) -> Option<&BoxId> {
        self.registered.values().find(|r| r.of.as_ref() == Some(case)).map(|r| &r.box_id)
    }
}
