//! Records of the vault's own log in the proof files: what of each is shown, and its path to a signed root.

use casekeep_format::{Proven, Record, Root, verify_inclusion};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// A record with its place in the vault's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Its head line, then the part lines that are shown, byte for byte.
    pub lines: Vec<String>,
    /// Its leaf number.
    pub n: u64,
    /// The hashes from its leaf upwards to the signed root, 64 hex digits each.
    pub path: Vec<String>,
}

impl Shown {
    /// Writes down a record with its path.
    #[must_use]
    pub fn of((record, path): &Proven) -> Self {
        let text =
            |line: &[u8]| String::from_utf8(line.to_vec()).expect("a line of a record is canonical JSON, so text");
        let lines = std::iter::once(record.head_line()).chain(record.part_lines()).map(text).collect();
        Self { lines, n: record.head().n, path: write_path(path) }
    }

    /// Returns the record when it leads to a root of this size.
    #[must_use]
    pub fn read(&self, size: u64, root: &Root) -> Option<Record> {
        let (head, parts) = self.lines.split_first()?;
        let parts: Vec<Vec<u8>> = parts.iter().map(|line| line.clone().into_bytes()).collect();
        let record = Record::parse_disclosed(head.as_bytes(), &parts).ok()?;
        let path = read_path(&self.path)?;
        let leads = record.head().n == self.n && verify_inclusion(record.leaf(), self.n, size, &path, root);
        leads.then_some(record)
    }
}

/// Writes a path of hashes, 64 hex digits each.
#[must_use]
pub fn write_path(path: &[[u8; 32]]) -> Vec<String> {
    path.iter().map(|hash| HEXLOWER.encode(hash)).collect()
}

/// Reads a path of hashes; `None` when one has another form.
#[must_use]
pub fn read_path(path: &[String]) -> Option<Vec<[u8; 32]>> {
    path.iter().map(|hash| HEXLOWER.decode(hash.as_bytes()).ok()?.try_into().ok()).collect()
}

/// Writes a proof file.
pub fn write_json(value: &impl Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).expect("numbers and text are JSON");
    json.push(b'\n');
    json
}
