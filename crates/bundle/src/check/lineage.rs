//! How the key that signed the bundle follows from the one that made the vault, and where what older keys signed ends.

use super::findings::Findings;
use super::intake::Intake;
use crate::epochs::{Epochs, Vouched};
use crate::layout::EPOCHS;
use casekeep_format::names::vault_box;
use casekeep_format::{
    Checkpoint, FormatError, KeyChange, KeyEnds, LogHead, Origin, Record, VerifyingKey, note_origin, origin,
};
use casekeep_model::{BoxId, Class, VaultId};

/// The vault of the key that signed, and what its keys may have signed.
#[derive(Debug, Clone)]
pub struct Lineage {
    /// The vault.
    pub vault: VaultId,
    /// The keys before the one that signed, oldest first.
    pub earlier: Vec<VerifyingKey>,
    newest: VerifyingKey,
    ends: Vec<LogHead>,
}

/// How a checkpoint stands to where its log ended when keys were changed.
pub enum Ended {
    /// Its log did not end so, or ended with exactly this.
    Rightly,
    /// The log had more records then; so many.
    Shorter(u64),
    /// An older key signed it, and nothing under the newest key says so.
    Beyond,
}

type Fault = (Class, &'static str);

impl Lineage {
    /// Returns the lineage of a key that was never changed: it made its vault itself.
    fn of_first(key: &VerifyingKey) -> Self {
        Self { vault: key.vault_id(), earlier: Vec::new(), newest: *key, ends: Vec::new() }
    }

    /// Opens a signed note with the newest key, or with an older one; true for an older.
    pub fn open(&self, note: &str, from: &Origin) -> Result<(Checkpoint, bool), FormatError> {
        let name = origin(&from.vault, &from.box_id, &from.writer);
        let newest = Checkpoint::open(note, &name, &self.newest);
        let older = || self.earlier.iter().find_map(|key| Checkpoint::open(note, &name, key).ok());
        match (newest, older()) {
            (Err(FormatError::SignatureBad(_)), Some(checkpoint)) => Ok((checkpoint, true)),
            (newest, _) => newest.map(|checkpoint| (checkpoint, false)),
        }
    }

    /// Compares a checkpoint with where its log ended when keys were changed.
    pub fn ended(&self, from: &Origin, checkpoint: &Checkpoint, is_older: bool) -> Ended {
        match self.end_of(from) {
            None if is_older => Ended::Beyond,
            None => Ended::Rightly,
            Some(end) if checkpoint.size < end.size => Ended::Shorter(end.size),
            Some(end) if checkpoint.size == end.size && end.root() == Some(checkpoint.root) => Ended::Rightly,
            Some(_) => Ended::Beyond,
        }
    }

    /// Returns where a log ended when keys were changed.
    pub fn end_of(&self, from: &Origin) -> Option<&LogHead> {
        self.ends.iter().find(|end| (&end.box_id, &end.writer) == (&from.box_id, &from.writer))
    }

    /// Returns the ends of a box's logs.
    pub fn ends_of_box<'a>(&'a self, box_id: &'a BoxId) -> impl Iterator<Item = &'a LogHead> {
        self.ends.iter().filter(move |end| end.box_id == *box_id)
    }

    /// Reads the proof and checks every step of it.
    fn prove(bytes: &[u8], key: &VerifyingKey) -> Result<Self, Fault> {
        let epochs: Epochs = serde_json::from_slice(bytes).map_err(|_| (Class::ProofBad, "it cannot be read"))?;
        let keys: Option<Vec<_>> = epochs.keys.iter().map(|line| VerifyingKey::from_ssh_line(line)).collect();
        let keys = keys.ok_or((Class::ProofBad, "a key in it has another form"))?;
        let (Some(first), Some((newest, earlier))) = (keys.first(), keys.split_last()) else {
            return Err((Class::ProofBad, "it names no key"));
        };
        if newest != key {
            return Err((Class::BundleKeyMismatch, "its newest key is not the one that signed the bundle"));
        }
        if earlier.is_empty() || epochs.changes.len() != earlier.len() {
            return Err((Class::ProofBad, "it does not show each change of keys"));
        }
        let mut lineage =
            Self { vault: first.vault_id(), earlier: earlier.to_vec(), newest: *newest, ends: Vec::new() };
        let number = u32::try_from(keys.len()).map_err(|_| (Class::ProofBad, "it has too many keys"))?;
        let (_, _, records) = lineage.open_vouched(&epochs.ends, newest)?;
        for record in &records {
            let ends = KeyEnds::read(record, number);
            lineage.ends.extend(ends.ok_or((Class::ProofBad, "a record in it does not say where older logs end"))?);
        }
        for ((change, (before, after)), epoch) in epochs.changes.iter().zip(keys.iter().zip(&keys[1..])).zip(2..) {
            let (from, checkpoint, records) = lineage.open_vouched(change, before)?;
            let named = records.first().and_then(KeyChange::read);
            if records.len() != 1 || named != Some((epoch, after.to_base64())) {
                return Err((Class::ProofBad, "a key in it is not named by the one before"));
            }
            if lineage.end_of(&from).is_none() || !matches!(lineage.ended(&from, &checkpoint, true), Ended::Rightly) {
                return Err((
                    Class::SignedAfterCutoff,
                    "a change of keys in it is not the one that the newest key knows",
                ));
            }
        }
        Ok(lineage)
    }

    /// Opens a note of the vault's own log that this key signed, with the records under it.
    fn open_vouched(&self, vouched: &Vouched, key: &VerifyingKey) -> Result<(Origin, Checkpoint, Vec<Record>), Fault> {
        let own = vault_box(&self.vault);
        let from = note_origin(&vouched.note).filter(|from| from.vault == self.vault && from.box_id == own);
        let from = from.ok_or((Class::BundleKeyMismatch, "a checkpoint in it is not of the log of its vault"))?;
        let checkpoint = Checkpoint::open(&vouched.note, &origin(&from.vault, &from.box_id, &from.writer), key);
        let checkpoint = checkpoint.map_err(|_| (Class::SignatureBad, "a checkpoint in it does not hold"))?;
        let records = vouched.records.iter().map(|shown| {
            let record = shown.read(checkpoint.size, &checkpoint.root)?;
            ((&record.head().box_id, &record.head().writer) == (&from.box_id, &from.writer)).then_some(record)
        });
        let records: Option<Vec<Record>> = records.collect();
        let records = records.ok_or((Class::ProofBad, "a record in it does not lead to the signed root"))?;
        Ok((from, checkpoint, records))
    }
}

/// Reads how the key that signed follows from the vault's first one. Where that is not shown, the key stands alone.
pub fn read(intake: &Intake, key: Option<&VerifyingKey>, found: &mut Findings) -> Option<Lineage> {
    let key = key?;
    let proven = match intake.kept.get(EPOCHS) {
        None => Ok(Lineage::of_first(key)),
        Some(bytes) => Lineage::prove(bytes, key),
    };
    Some(proven.unwrap_or_else(|(class, what)| {
        found.add(class, format!("The file {EPOCHS} does not lead from the vault’s first key to the newest: {what}."));
        Lineage::of_first(key)
    }))
}
