//! Seals: the `heads` records that let one checkpoint of the vault's log cover every log, and the record that keeps it.
//!
//! Each head also has a part of its own, so that a bundle can show the one of its case and nothing of the others.

use crate::v1::parts::{Clocks, LogHead, Parts, PartsBuilder, kind, read};
use crate::v1::record::Record;
use casekeep_model::{BoxId, LeafHash};
use serde::{Deserialize, Serialize};

/// The most heads that have a part in one record.
const IN_A_RECORD: usize = 256;
/// The fewest parts for heads in a record.
const FEWEST: usize = 16;
/// How the name of a part for one head begins.
const ONE_HEAD: &str = "head_";
const ORIGIN: &str = "casekeep/v1/";

/// How much a seal covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealCounts {
    /// Cases.
    pub cases: u32,
    /// Contacts in them.
    pub contacts: u32,
    /// Items in them.
    pub items: u32,
    /// Records in all logs, the vault's own included.
    pub records: u64,
}

/// What a record of a seal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRecord {
    /// The whole signed checkpoint of the vault's log.
    pub note: String,
    /// How much it covers.
    pub counts: SealCounts,
    /// Its leaf, which a time-stamp's record names.
    pub leaf: LeafHash,
}

impl SealRecord {
    /// Returns the parts of the record.
    #[must_use]
    pub fn parts(note: &str, counts: SealCounts, clocks: &Clocks) -> Parts {
        PartsBuilder::new().with("note", note).with("counts", counts).with("clocks", clocks).build()
    }

    /// Reads a record; `None` when it is not of a seal, or amends one.
    #[must_use]
    pub fn from_record(record: &Record) -> Option<Self> {
        if record.head().kind != kind::SEAL || !record.head().of.is_empty() {
            return None;
        }
        let counts = read(record, "counts").unwrap_or_default();
        Some(Self { note: read(record, "note")?, counts, leaf: record.leaf() })
    }
}

/// A record of the vault's own log with what of it is shown, and the path from its leaf to a signed root.
pub type Proven = (Record, Vec<[u8; 32]>);

/// A seal as a bundle of one case may see it.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// The signed checkpoint of the vault's log.
    pub note: String,
    /// The records of heads that it ends with, with this case's heads alone, and the path of each to its root.
    pub heads: Vec<Proven>,
    /// The replies of time-stamp authorities.
    pub responses: Vec<Vec<u8>>,
    /// When an older key signed it: that its log went on from there to where it ended with that key.
    pub ended: Option<Vec<[u8; 32]>>,
}

/// Returns the parts of the `heads` records that a seal's checkpoint ends with; the last one has all heads together.
///
/// The parts for single heads are filled up to 16, 32, 64, 128 or 256 with ones that say nothing: their number is seen in
/// a bundle, and how many cases a vault has is nobody's business.
#[must_use]
pub fn sealed_heads(heads: &[LogHead]) -> Vec<Parts> {
    let mut records: Vec<Parts> = heads
        .chunks(IN_A_RECORD)
        .map(|chunk| {
            let room = chunk.len().next_power_of_two().max(FEWEST);
            let values = chunk.iter().map(Some).chain(std::iter::repeat(None)).take(room);
            let parts = (1..)
                .zip(values)
                .fold(PartsBuilder::new(), |parts, (number, head)| parts.with(&format!("{ONE_HEAD}{number}"), head));
            parts.build()
        })
        .collect();
    let all = PartsBuilder::new().with("heads", heads).build();
    match records.last_mut() {
        Some(last) => last.extend(all),
        None => records.push(all),
    }
    records
}

/// Returns the heads of a box that stand as parts of their own in a `heads` record.
#[must_use]
pub fn heads_of_box(record: &Record, box_id: &BoxId) -> Vec<LogHead> {
    single_heads(record).into_iter().filter(|head| head.box_id == *box_id).collect()
}

/// Returns the heads that stand as parts of their own in a `heads` or `rekey` record.
#[must_use]
pub fn single_heads(record: &Record) -> Vec<LogHead> {
    record.parts().iter().filter_map(|part| single_head(record, &part.name)).collect()
}

/// Returns the head in a part that holds one alone.
pub(crate) fn single_head(record: &Record, part: &str) -> Option<LogHead> {
    part.starts_with(ONE_HEAD).then(|| read(record, part))?
}

/// Returns a `heads` record with only the parts for the heads of one box.
#[must_use]
pub fn disclose_heads(record: &Record, box_id: &BoxId) -> Record {
    record.disclose(|name| single_head(record, name).is_some_and(|head| head.box_id == *box_id))
}

/// Finds the one signed note in a text that a person typed, pasted or kept, such as a printed sheet.
///
/// Indentation, line ends and the kind of dash before the signature do not matter. Proves nothing.
#[must_use]
pub fn find_note(text: &str) -> Option<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut from_origin = lines.skip_while(|line| !line.starts_with(ORIGIN));
    let (origin, size, root) = (from_origin.next()?, from_origin.next()?, from_origin.next()?);
    let dash = |line: &'_ str| ["—", "–", "--", "-"].iter().find_map(|dash| line.strip_prefix(dash).map(str::to_owned));
    let signatures: String = from_origin.map_while(dash).map(|rest| format!("— {}\n", rest.trim_start())).collect();
    (!signatures.is_empty()).then(|| format!("{origin}\n{size}\n{root}\n\n{signatures}"))
}
