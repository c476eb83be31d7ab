//! The seals that cover a case, as its bundle carries them: each sealed checkpoint of the vault's log, the record of heads
//! below it with this case's head alone, the proof that today's log of the case goes on from there, and time-stamps.
//!
//! Of the vault's own log a bundle shows its size at the seal and when it was sealed; of other cases nothing.

use crate::layout;
use crate::shown::{Shown, write_json, write_path};
use casekeep_format::{Anchor, CaseLog, LogHead, Record, Tree, heads_of_box};
use serde::{Deserialize, Serialize};

/// What `consistency.json` says of one seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// When an older key signed it: the consistency proof from there to where its log ended with that key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Vec<String>>,
    /// For each log of the case that goes on from its sealed head: the proof.
    pub logs: Vec<Extension>,
    /// The records of heads below the sealed checkpoint that hold a head of this case.
    pub records: Vec<Shown>,
    /// Its number, counted from 1 as in `seal-<seal>.txt`.
    pub seal: usize,
    /// How many time-stamps it has, in `seal-<seal>-<1…>.tsr`.
    pub stamps: usize,
}

/// That a log goes on from a sealed head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Which writer's log, counted from 1 as in `checkpoint-<k>.txt`.
    pub k: usize,
    /// The consistency proof from the sealed size to the checkpoint's, 64 hex digits each.
    pub path: Vec<String>,
    /// The sealed size.
    pub size: u64,
}

/// Returns the files that carry the seals; none for a case that no seal covers.
pub fn files(log: &CaseLog, anchors: &[Anchor]) -> Vec<(String, Vec<u8>)> {
    let trees: Vec<Tree> = log.writers.iter().map(|writer| tree_of(&writer.records)).collect();
    let (mut files, mut list) = (Vec::new(), Vec::new());
    for (seal, anchor) in (1..).zip(anchors) {
        let heads = anchor.heads.iter().flat_map(|(record, _)| heads_of_box(record, &log.box_id));
        list.push(Sealed {
            ended: anchor.ended.as_deref().map(write_path),
            logs: heads.filter_map(|head| extension(log, &trees, &head)).collect(),
            records: anchor.heads.iter().map(Shown::of).collect(),
            seal,
            stamps: anchor.responses.len(),
        });
        files.push((layout::seal(seal), anchor.note.clone().into_bytes()));
        for (stamp, response) in (1..).zip(&anchor.responses) {
            files.push((layout::stamp(seal, stamp), response.clone()));
        }
    }
    if !list.is_empty() {
        files.push((layout::CONSISTENCY.to_owned(), write_json(&list)));
    }
    files
}

fn tree_of(records: &[Record]) -> Tree {
    Tree::new(&records.iter().map(Record::leaf).collect::<Vec<_>>())
}

/// Returns the proof for a sealed head; `None` when the log is shorter or is not there, which the reader is told.
fn extension(log: &CaseLog, trees: &[Tree], head: &LogHead) -> Option<Extension> {
    let at = log.writers.iter().position(|writer| writer.writer == head.writer)?;
    let tree = trees.get(at).filter(|tree| tree.size() >= head.size)?;
    Some(Extension { k: at + 1, path: write_path(&tree.consistency_proof(head.size)), size: head.size })
}
