//! How a vault shows in a bundle that the key which signs it follows from the vault's first one: of its own log the records
//! of each change of all keys, and of where older logs end only what the bundle needs.

use crate::error::{Result, VaultError};
use crate::log::LogReading;
use crate::session::UnlockedVault;
use crate::wording::finding;
use casekeep_format::names::vault_box;
use casekeep_format::{
    Anchor, Checkpoint, Epoch, KeyChange, KeyChanges, KeyEnds, LogHead, Proven, Record, Tree, VerifyingKey,
    disclose_change, disclose_ends, kind, note_origin, origin, read_part,
};
use casekeep_model::{BoxId, Class, WriterId};
use std::collections::{BTreeMap, BTreeSet};

/// The vault's own logs, by writer.
type Logs = BTreeMap<WriterId, LogReading>;

impl UnlockedVault {
    /// Returns what a bundle of a case needs to lead from the vault's first key to the newest; `None` where keys were never
    /// changed.
    pub(crate) fn key_changes(&self, logs: &Logs, case: &BoxId, anchors: &[Anchor]) -> Result<Option<KeyChanges>> {
        let epochs: Vec<&Epoch> = self.identity.epochs().iter().rev().collect();
        if epochs.len() < 2 {
            return Ok(None);
        }
        let keys: Vec<VerifyingKey> = epochs.iter().map(|epoch| epoch.signing.verifying_key()).collect();
        let begun = epochs.iter().zip(&keys).skip(1);
        let changes: Option<Vec<KeyChange>> = begun.map(|(epoch, key)| change_of(logs, epoch.number, key)).collect();
        let changes =
            changes.ok_or_else(|| unprovable("The log does not show where a key was changed for the next."))?;
        // Of the vault's own logs only those that the rest of the proof stands in.
        let notes = changes.iter().map(|change| &change.note).chain(anchors.iter().map(|anchor| &anchor.note));
        let own: BTreeSet<WriterId> = notes.filter_map(|note| Some(note_origin(note)?.writer)).collect();
        let own_box = vault_box(&self.vault);
        let wanted = |head: &LogHead| head.box_id == *case || (head.box_id == own_box && own.contains(&head.writer));
        let ends = self.ends_of(logs, wanted);
        let ends = ends.ok_or_else(|| unprovable("The log does not show where those under older keys end."))?;
        Ok(Some(KeyChanges { keys, changes, ends }))
    }

    /// Returns the `rekey` records of the newest epoch with the heads that are wanted.
    fn ends_of(&self, logs: &Logs, wanted: impl Fn(&LogHead) -> bool) -> Option<KeyEnds> {
        let newest = self.identity.current();
        let is_one =
            |record: &&Record| record.head().kind == kind::REKEY && read_part(record, "epoch") == Some(newest.number);
        let (writer, log) =
            logs.iter().find(|(_, log)| !log.is_older() && log.records.values().any(|record| is_one(&record)))?;
        let leaves = log.leaves();
        let records: Vec<&Record> = log.records.values().filter(is_one).collect();
        // Signed anew for the size that the log had: what came later is nobody's business.
        let size = records.last()?.head().n + 1;
        let tree = Tree::new(leaves.get(..usize::try_from(size).ok()?)?);
        let name = origin(&self.vault, &vault_box(&self.vault), writer);
        let note = Checkpoint { origin: name, size, root: tree.root() }.sign(&newest.signing);
        let shown = records.into_iter().map(|record| {
            let path = tree.inclusion_proof(record.head().n);
            (disclose_ends(record, &wanted), path)
        });
        // Of several records, only those with a head that is wanted.
        let records: Vec<Proven> = shown.filter(|(record, _)| record.parts().len() > 1).collect();
        (!records.is_empty()).then_some(KeyEnds { note, records })
    }
}

/// Finds the record that begins an epoch with this key, in the log that it ends.
fn change_of(logs: &Logs, epoch: u32, key: &VerifyingKey) -> Option<KeyChange> {
    let mut begun = logs.values().flat_map(|log| log.records.values().map(move |record| (log, record)));
    let (log, record) = begun.find(|(_, record)| KeyChange::is_begun_by(record, epoch, key))?;
    let (checkpoint, note) = log.head.as_ref()?;
    let leaves = log.leaves();
    let tree = Tree::new(leaves.get(..usize::try_from(checkpoint.size).ok()?)?);
    let path = tree.inclusion_proof(record.head().n);
    Some(KeyChange { note: note.clone(), record: (disclose_change(record), path) })
}

fn unprovable(what: &str) -> VaultError {
    finding(Class::RecordBad, format!("{what} Without it nobody could check the bundle, so none was made.")).into()
}
