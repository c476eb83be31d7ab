//! Seals: a checkpoint of the vault's log over the heads of every log, given to somebody outside.
//!
//! The `heads` record comes first and the checkpoint ends with it, so that twelve words stand for every case. The seal
//! itself is recorded after it; what today's log makes of a seal is in `verdict`.

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault, hold};
use casekeep_format::stamp::read_reply;
use casekeep_format::words::seal_words;
use casekeep_format::{Checkpoint, SealCounts, SealRecord, kind, note_origin, origin, read_part, sealed_heads};
use casekeep_model::keeping::Seal;
use casekeep_model::view::EntryKind;
use casekeep_model::{Class, LeafHash, Timestamp, WriterId};
use data_encoding::BASE64;
use std::collections::BTreeMap;

impl UnlockedVault {
    /// Seals every log as it is now, and records the seal.
    ///
    /// # Errors
    /// [`VaultError::RolledBack`] while nobody said why the vault went back: a seal would bless that;
    /// [`VaultError::ReadOnly`]; or what the system says.
    pub fn make_seal(&self) -> Result<Seal> {
        self.check_writable()?;
        let mut core = hold(&self.core);
        if core.rolled_back {
            return Err(VaultError::RolledBack);
        }
        self.begin(&mut core)?;
        // A record that a jump of the clock makes comes before what is counted.
        self.note_clock(&mut core)?;
        let heads = core.all_heads();
        let vault = core.vault_box.id.clone();
        let drafts: Vec<Draft> = sealed_heads(&heads).into_iter().map(|parts| Draft::new(kind::HEADS, parts)).collect();
        let added = drafts.len() as u64;
        let mut counts = self.count(&core)?;
        counts.records = heads.iter().map(|head| head.size).sum::<u64>() + added;
        let note = self.append(&mut core, &vault, drafts)?.note;
        core.since_heads = 0;
        let parts = SealRecord::parts(&note, counts, &self.clocks());
        let committed = self.append(&mut core, &vault, vec![Draft::new(kind::SEAL, parts)])?;
        self.seal_of(&note, counts, committed.at).ok_or_else(|| unreadable().into())
    }

    /// Returns every seal, oldest first.
    ///
    /// # Errors
    /// When the vault's log cannot be read.
    pub fn seals(&self) -> Result<Vec<Seal>> {
        Ok(self.anchored(&hold(&self.core))?.into_iter().map(|anchored| anchored.seal).collect())
    }

    /// Returns every seal with its time-stamps, oldest first.
    pub(crate) fn anchored(&self, core: &Core) -> Result<Vec<Anchored>> {
        Ok(self.recorded_seals(&core.vault_box.read_logs(&self.vault, &self.key)?))
    }

    /// Returns the seals that these logs of the vault's own box hold, oldest first.
    pub(crate) fn recorded_seals(&self, readings: &BTreeMap<WriterId, LogReading>) -> Vec<Anchored> {
        let mut all: Vec<Anchored> = Vec::new();
        for record in readings.values().flat_map(LogReading::all_records) {
            let Some(sealed) = SealRecord::from_record(record) else { continue };
            let Some(seal) = self.seal_of(&sealed.note, sealed.counts, record.head().at) else { continue };
            all.push(Anchored { seal, chain: vec![sealed.leaf], requests: Vec::new(), responses: Vec::new() });
        }
        for record in readings.values().flat_map(LogReading::all_records).filter(|r| r.head().kind == kind::SEAL) {
            let Some(first) = record.head().of.first() else { continue };
            let Some(anchored) = all.iter_mut().find(|anchored| anchored.chain.first() == Some(first)) else {
                continue;
            };
            let bytes = |part| BASE64.decode(read_part::<String>(record, part)?.as_bytes()).ok();
            anchored.chain.push(record.leaf());
            anchored.requests.extend(bytes("request"));
            if let Some(response) = bytes("response") {
                anchored.take_response(response);
            }
        }
        all.sort_by_key(|anchored| (anchored.seal.at, anchored.seal.size));
        all
    }

    /// Returns a seal as it is shown; `None` when this vault did not sign the note.
    fn seal_of(&self, note: &str, counts: SealCounts, at: Timestamp) -> Option<Seal> {
        let checkpoint = self.open_note(note)?;
        Some(Seal {
            at,
            words: seal_words(note),
            checkpoint: note.to_owned(),
            size: checkpoint.size,
            root: checkpoint.root.to_string(),
            cases: counts.cases,
            contacts: counts.contacts,
            items: counts.items,
            records: counts.records,
            stamped: None,
            stamped_by: None,
        })
    }

    /// Reads a note that a key of this vault signed, of whichever epoch.
    pub(crate) fn open_note(&self, note: &str) -> Option<Checkpoint> {
        let from = note_origin(note).filter(|from| from.vault == self.vault)?;
        let name = origin(&from.vault, &from.box_id, &from.writer);
        let mut keys = self.identity.epochs().iter().map(|epoch| epoch.signing.verifying_key());
        keys.find_map(|key| Checkpoint::open(note, &name, &key).ok())
    }

    fn count(&self, core: &Core) -> Result<SealCounts> {
        let index = hold(&self.index);
        let mut counts = SealCounts::default();
        for (_, id) in core.facts.cases() {
            if core.boxes.contains_key(id) {
                counts.cases += 1;
                counts.contacts += index.count(id, EntryKind::Contact)?;
                counts.items += index.count(id, EntryKind::Item)?;
            }
        }
        Ok(counts)
    }
}

/// A seal with what time-stamp authorities were asked and answered.
pub(crate) struct Anchored {
    pub seal: Seal,
    /// The leaf of its record, then of every amendment.
    pub chain: Vec<LeafHash>,
    pub requests: Vec<Vec<u8>>,
    /// The replies, oldest first.
    pub responses: Vec<Vec<u8>>,
}

impl Anchored {
    /// Adds a reply; the earliest time that one shows is the seal's.
    pub fn take_response(&mut self, response: Vec<u8>) {
        if let Ok(stamp) = read_reply(&response, self.seal.checkpoint.as_bytes())
            && self.seal.stamped.is_none_or(|at| stamp.at < at)
        {
            (self.seal.stamped, self.seal.stamped_by) = (Some(stamp.at), Some(stamp.by));
        }
        self.responses.push(response);
    }
}

fn unreadable() -> casekeep_model::Finding {
    crate::wording::finding(Class::SignatureBad, "The checkpoint that was just signed cannot be read.")
}
