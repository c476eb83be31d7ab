//! Reads and writes the files of a vault past the engine: what another program with the keys, or an attacker without
//! them, can put into the folder.
//!
//! Lines are kept as bytes, so that a line that the format does not allow can be hashed, signed and sealed as well.

use crate::vectors::base::Copy;
use casekeep_format::checkpoint::key_id;
use casekeep_format::record::part_hash;
use casekeep_format::{
    BoxRecord, Frontier, Identity, IdentityFile, NewRecord, PartsBuilder, Recipient, Record, SegmentName, SigningKey,
    leaf_hash, open_box_key, open_bytes, origin, read_segment, seal_bytes, segment_name,
};
use casekeep_model::{BoxId, LeafHash, Timestamp, VaultId, WriterId};
use data_encoding::BASE64;
use ed25519_dalek::Signer;
use std::fs;
use std::path::{Path, PathBuf};

/// A record as the bytes of its lines.
#[derive(Debug, Clone)]
pub struct Lines {
    /// The head line, without LF.
    pub head: Vec<u8>,
    /// The part lines, without LF.
    pub parts: Vec<Vec<u8>>,
}

impl From<&Record> for Lines {
    fn from(record: &Record) -> Self {
        Self { head: record.head_line().to_vec(), parts: record.part_lines().map(<[u8]>::to_vec).collect() }
    }
}

impl Lines {
    /// Returns the lines with one text in the head replaced by another.
    ///
    /// # Panics
    /// When the text is not there.
    #[must_use]
    pub fn with_head(mut self, from: &str, to: &[u8]) -> Self {
        self.head = replace(&self.head, from.as_bytes(), to);
        self
    }

    /// Returns the lines with one text in the first part replaced by another, and the head naming the new part.
    ///
    /// # Panics
    /// When the text is not there.
    #[must_use]
    pub fn with_part(mut self, from: &str, to: &[u8]) -> Self {
        let old = self.parts.first().expect("a record with a part").clone();
        let new = replace(&old, from.as_bytes(), to);
        self.head = replace(&self.head, part_hash(&old).to_string().as_bytes(), part_hash(&new).to_string().as_bytes());
        if let Some(first) = self.parts.first_mut() {
            *first = new;
        }
        self
    }

    /// Returns the leaf of the head line.
    #[must_use]
    pub fn leaf(&self) -> LeafHash {
        leaf_hash(&self.head)
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).expect("the text to replace is there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// Which log: a box and a writer in a vault's folder.
#[derive(Debug, Clone)]
pub struct Log {
    /// The box; the vault's own has the vault's id.
    pub box_id: BoxId,
    /// The writer.
    pub writer: WriterId,
    /// Its folder, from the vault's.
    pub folder: String,
}

/// A vault's folder with its keys in hand.
pub struct Keyed {
    /// The vault's folder.
    pub folder: PathBuf,
    /// The keys.
    pub identity: IdentityFile,
}

impl Keyed {
    /// Opens the keys of a copy.
    #[must_use]
    pub fn of(copy: &Copy) -> Self {
        Self { folder: copy.vault(), identity: copy.identity() }
    }

    /// Returns the vault's own box.
    #[must_use]
    pub fn vault_box(&self) -> BoxId {
        casekeep_format::names::vault_box(self.identity.vault())
    }

    /// Returns the identity of a box.
    ///
    /// # Panics
    /// When its key does not open.
    #[must_use]
    pub fn box_identity(&self, box_id: &BoxId) -> Identity {
        if *box_id == self.vault_box() {
            return self.identity.current().duplicate_vault_identity();
        }
        self.box_identities(box_id).remove(0)
    }

    /// Returns the identities of a case's box, newest first.
    ///
    /// # Panics
    /// When its key does not open.
    #[must_use]
    pub fn box_identities(&self, box_id: &BoxId) -> Vec<Identity> {
        let sealed = fs::read(self.folder.join(format!("cases/{box_id}/key.age"))).expect("the box has a key");
        open_box_key(&sealed, box_id, &self.identity.current().vault).expect("the box's key opens")
    }

    /// Returns every log of the vault, its own first.
    #[must_use]
    pub fn logs(&self) -> Vec<Log> {
        let mut logs = Vec::new();
        let boxes = names(&self.folder.join("cases")).into_iter().filter_map(|name| name.parse().ok());
        for box_id in std::iter::once(self.vault_box()).chain(boxes) {
            let folder = if box_id == self.vault_box() { "log".to_owned() } else { format!("cases/{box_id}/log") };
            for writer in names(&self.folder.join(&folder)).into_iter().filter_map(|name| name.parse().ok()) {
                logs.push(Log { box_id: box_id.clone(), folder: format!("{folder}/{writer}"), writer });
            }
        }
        logs
    }

    /// Returns the segments of a log in order, with their paths from the vault's folder.
    #[must_use]
    pub fn segments(&self, log: &Log) -> Vec<(SegmentName, String)> {
        let names = names(&self.folder.join(&log.folder)).into_iter();
        let mut segments: Vec<_> =
            names.filter_map(|name| Some((name.parse().ok()?, format!("{}/{name}", log.folder)))).collect();
        segments.sort();
        segments
    }

    /// Opens one segment.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn segment(&self, log: &Log, path: &str) -> casekeep_format::Segment {
        let sealed = fs::read(self.folder.join(path)).expect("the segment is there");
        read_segment(sealed.as_slice(), &self.box_identity(&log.box_id)).expect("the segment opens")
    }

    /// Returns all records of a log.
    #[must_use]
    pub fn records(&self, log: &Log) -> Vec<Record> {
        self.segments(log).iter().flat_map(|(_, path)| self.segment(log, path).records).collect()
    }

    /// Returns the tree over the first `size` records of a log.
    #[must_use]
    pub fn tree(&self, log: &Log, size: usize) -> Frontier {
        let mut tree = Frontier::new();
        self.records(log).iter().take(size).for_each(|record| tree.push(record.leaf()));
        tree
    }

    /// Returns records for the next places of a log, each with one part `text`.
    #[must_use]
    pub fn new_records(&self, log: &Log, first: u64, texts: &[&str]) -> Vec<Record> {
        let numbered = (first..).zip(texts);
        numbered.map(|(n, text)| record(log, n, "note", PartsBuilder::new().with("text", text).build())).collect()
    }

    /// Returns the path and bytes of a segment that adds these lines to the first `size` records of a log.
    #[must_use]
    pub fn segment_after(&self, log: &Log, size: u64, lines: &[Lines]) -> (String, Vec<u8>) {
        let note = self.note_after(log, size, lines);
        self.segment_with(log, size, lines, &note)
    }

    /// Returns the note that a segment of these lines after the first `size` records has.
    #[must_use]
    pub fn note_after(&self, log: &Log, size: u64, lines: &[Lines]) -> String {
        let mut tree = self.tree(log, usize::try_from(size).expect("a small log"));
        lines.iter().for_each(|line| tree.push(line.leaf()));
        let text = checkpoint_text(&self.origin(log), tree.size(), &tree.root().to_string());
        signed(&text, &self.origin(log), &self.identity.current().signing)
    }

    /// Returns the path and bytes of a segment with a note of any kind.
    #[must_use]
    pub fn segment_with(&self, log: &Log, first: u64, lines: &[Lines], note: &str) -> (String, Vec<u8>) {
        let sealed = sealed_segment(lines, note, &self.box_identity(&log.box_id).to_recipient());
        let last = first + lines.len() as u64 - 1;
        (format!("{}/{}", log.folder, segment_name(first, last, &sealed)), sealed)
    }

    /// Returns the path and bytes of a segment that adds these lines, as whoever has only the keys of the first epoch makes
    /// it: signed with its key, and sealed to the box's first identity.
    ///
    /// # Panics
    /// When the box's key does not open.
    #[must_use]
    pub fn old_segment_after(&self, log: &Log, size: u64, lines: &[Lines]) -> (String, Vec<u8>) {
        let mut tree = self.tree(log, usize::try_from(size).expect("a small log"));
        lines.iter().for_each(|line| tree.push(line.leaf()));
        let text = checkpoint_text(&self.origin(log), tree.size(), &tree.root().to_string());
        let note = signed(&text, &self.origin(log), &self.identity.first().signing);
        let to = if log.box_id == self.vault_box() {
            self.identity.first().vault.to_recipient()
        } else {
            self.box_identities(&log.box_id).pop().expect("a box has an identity").to_recipient()
        };
        let sealed = sealed_segment(lines, &note, &to);
        let last = size + lines.len() as u64 - 1;
        (format!("{}/{}", log.folder, segment_name(size, last, &sealed)), sealed)
    }

    /// Returns the name of a log as its notes have it.
    #[must_use]
    pub fn origin(&self, log: &Log) -> String {
        origin(self.identity.vault(), &log.box_id, &log.writer)
    }
}

/// Returns a record with these parts for a place in a log.
///
/// # Panics
/// When the format does not allow it.
#[must_use]
pub fn record(log: &Log, n: u64, kind: &str, parts: casekeep_format::Parts) -> Record {
    Record::new(NewRecord {
        at: Timestamp::from_millis(1_779_000_000_000),
        box_id: log.box_id.clone(),
        kind: kind.to_owned(),
        n,
        of: Vec::new(),
        writer: log.writer.clone(),
        parts,
    })
    .expect("the record is within the format's limits")
}

/// Returns record 0 of a log.
#[must_use]
pub fn record_0(log: &Log, vault: &VaultId, to: &Recipient) -> Record {
    let first =
        BoxRecord { recipient: to.to_string(), vault: vault.clone(), format: casekeep_format::FORMAT, of: None };
    record(log, 0, "box", first.parts())
}

/// Returns the three lines of a checkpoint.
#[must_use]
pub fn checkpoint_text(origin: &str, size: u64, root: &str) -> String {
    format!("{origin}\n{size}\n{root}\n")
}

/// Returns a text as a signed note.
#[must_use]
pub fn signed(text: &str, origin: &str, key: &SigningKey) -> String {
    format!("{text}\n{}", signature_line(text, origin, key))
}

/// Returns one signature line over a text.
#[must_use]
pub fn signature_line(text: &str, origin: &str, key: &SigningKey) -> String {
    let signature = ed25519_dalek::SigningKey::from_bytes(&key.seed()).sign(text.as_bytes());
    let blob = [&key_id(origin, &key.verifying_key())[..], &signature.to_bytes()].concat();
    format!("— {origin} {}\n", BASE64.encode(&blob))
}

/// Seals lines and a note as a segment.
///
/// # Panics
/// Never in practice: it writes to memory.
#[must_use]
pub fn sealed_segment(lines: &[Lines], note: &str, to: &Recipient) -> Vec<u8> {
    seal_bytes(to, &segment_text(lines, note)).expect("sealing in memory works")
}

/// Returns the plaintext of a segment.
#[must_use]
pub fn segment_text(lines: &[Lines], note: &str) -> Vec<u8> {
    let mut text = b"casekeep-segment 1\n".to_vec();
    for line in lines.iter().flat_map(|record| std::iter::once(&record.head).chain(&record.parts)) {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(note.as_bytes());
    text
}

/// Returns the names in a folder in order; none where there is no folder.
#[must_use]
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Opens the newer of the copy's memories, changes it, and seals it again.
///
/// # Panics
/// When there is none, or it does not open.
pub fn change_memory(copy: &Copy, change: impl FnOnce(&mut serde_json::Value)) {
    let state = copy.state_of_vault().expect("the copy has a state");
    let recent = state.join("memory.recent.age");
    let path = if recent.is_file() { recent } else { state.join("memory.age") };
    let vault = copy.identity().current().duplicate_vault_identity();
    let sealed = fs::read(&path).expect("the copy has a memory");
    let plain = open_bytes(&vault, sealed.as_slice(), 1 << 20).expect("the memory opens");
    let text = std::str::from_utf8(&plain).expect("the memory is text");
    let (line, json) = text.split_once('\n').expect("the memory has a type line");
    let mut memory = serde_json::from_str(json).expect("the memory is JSON");
    change(&mut memory);
    let text = format!("{line}\n{memory}");
    let sealed = seal_bytes(&vault.to_recipient(), text.as_bytes()).expect("sealing in memory works");
    fs::write(&path, sealed).expect("the memory can be written");
}
