//! What of its seals a vault lets a bundle of one case carry: the sealed checkpoint, the case's own head under it, and
//! time-stamps; of other cases nothing, not even how many there are.

use crate::error::Result;
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault};
use casekeep_format::{Anchor, Checkpoint, Tree, disclose_heads, kind, note_origin, origin};
use casekeep_model::BoxId;

impl UnlockedVault {
    /// Returns the seals that cover a case and that the key which signs bundles signed, oldest first.
    pub(crate) fn anchors_of(&self, core: &Core, case: &BoxId) -> Result<Vec<Anchor>> {
        let logs = core.vault_box.read_logs(&self.vault, &self.key)?;
        let mut anchors = Vec::new();
        for anchored in self.recorded_seals(&logs) {
            let note = anchored.seal.checkpoint;
            let Some(from) = note_origin(&note) else { continue };
            let name = origin(&from.vault, &from.box_id, &from.writer);
            let checkpoint = Checkpoint::open(&note, &name, &self.key).ok();
            let Some((checkpoint, log)) = checkpoint.zip(logs.get(&from.writer)) else { continue };
            let anchor = Anchor { heads: sealed_heads_of(log, &checkpoint, case), note, responses: anchored.responses };
            if !anchor.heads.is_empty() {
                anchors.push(anchor);
            }
        }
        Ok(anchors)
    }
}

type Proven = (casekeep_format::Record, Vec<[u8; 32]>);

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
