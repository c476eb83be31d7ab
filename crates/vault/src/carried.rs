//! What of its seals a vault lets a bundle of one case carry: the sealed checkpoint, the case's own head under it, and
//! time-stamps; of other cases nothing, not even how many there are.

use crate::error::Result;
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault};
use casekeep_format::{
    Anchor, Checkpoint, LogHead, Proven, Tree, VerifyingKey, disclose_heads, kind, note_origin, origin,
};
use casekeep_model::{BoxId, WriterId};
use std::collections::BTreeMap;

impl UnlockedVault {
    /// Returns the seals that cover a case, oldest first.
    ///
    /// One that an older key signed is carried while its log still goes on from there to where it ended with that key.
    pub(crate) fn anchors_of(
        &self,
        core: &Core,
        logs: &BTreeMap<WriterId, LogReading>,
        case: &BoxId,
    ) -> Result<Vec<Anchor>> {
        let ends = core.facts.ends_under(self.identity.current().number).unwrap_or_default();
        let mut anchors = Vec::new();
        for anchored in self.recorded_seals(logs) {
            let note = anchored.seal.checkpoint;
            let Some((checkpoint, writer)) = self.open_note(&note).zip(note_origin(&note).map(|from| from.writer))
            else {
                continue;
            };
            let Some(log) = logs.get(&writer) else { continue };
            let mut ended = None;
            if !is_signed_by(&note, &self.key) {
                let end = ends.iter().find(|end| end.box_id == core.vault_box.id && end.writer == writer);
                ended = end.and_then(|end| proof_to_end(log, &checkpoint, end));
                if ended.is_none() {
                    continue;
                }
            }
            let heads = sealed_heads_of(log, &checkpoint, case);
            if !heads.is_empty() {
                anchors.push(Anchor { note, heads, responses: anchored.responses, ended });
            }
        }
        Ok(anchors)
    }
}

fn is_signed_by(note: &str, key: &VerifyingKey) -> bool {
    let name = note_origin(note).map(|from| origin(&from.vault, &from.box_id, &from.writer));
    name.is_some_and(|name| Checkpoint::open(note, &name, key).is_ok())
}

/// Proves that a log went on from a sealed checkpoint to where it ended with its key.
fn proof_to_end(log: &LogReading, checkpoint: &Checkpoint, end: &LogHead) -> Option<Vec<[u8; 32]>> {
    let leaves = log.leaves();
    let tree = Tree::new(leaves.get(..usize::try_from(end.size).ok()?)?);
    (checkpoint.size <= end.size && Some(tree.root()) == end.root()).then(|| tree.consistency_proof(checkpoint.size))
}

/// Returns the records of heads that a sealed checkpoint ends with, with the heads of one case alone, each with its path.
fn sealed_heads_of(log: &LogReading, checkpoint: &Checkpoint, case: &BoxId) -> Vec<Proven> {
    let leaves = log.leaves();
    let Some(leaves) = usize::try_from(checkpoint.size).ok().and_then(|size| leaves.get(..size)) else {
        return Vec::new();
    };
    let tree = Tree::new(leaves);
    if tree.root() != checkpoint.root {
        return Vec::new();
    }
    let ending = (0..checkpoint.size).rev().filter_map(|n| log.records.get(&n));
    let shown = ending.take_while(|record| record.head().kind == kind::HEADS).map(|record| {
        let path = tree.inclusion_proof(record.head().n);
        (disclose_heads(record, case), path)
    });
    shown.filter(|(record, _)| !record.parts().is_empty()).collect()
}
