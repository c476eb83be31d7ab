//! Checkpoints: what a writer signs about its log, as a C2SP tlog-checkpoint in a C2SP signed note.
//!
//! Three lines (origin, size, root) and no extension lines; the key's name is the origin. Signatures by keys that are
//! not asked about are ignored; a wrong one by the key that is asked about refuses the note.

use crate::FormatError;
use crate::v1::record::LAST_LEAF;
use crate::v1::signing::{SigningKey, VerifyingKey};
use crate::v1::tree::Root;
use casekeep_model::limits::NOTE_SIGNATURES;
use casekeep_model::{BoxId, VaultId, WriterId};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// The longest signed note that is read, in bytes.
pub const NOTE: usize = 16 << 10;

const ORIGIN: &str = "casekeep/v1/";
const ED25519: u8 = 0x01;
const BAD: FormatError = FormatError::SignatureBad("the signed note is malformed");

/// What a log was at one moment: its name, its size and the root of its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name, from [`origin`].
    pub origin: String,
    /// The number of records.
    pub size: u64,
    /// The root over them.
    pub root: Root,
}

/// The three ids in a log's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The vault.
    pub vault: VaultId,
    /// The box in it.
    pub box_id: BoxId,
    /// The writer of the log.
    pub writer: WriterId,
}

/// Returns the name of a log: `casekeep/v1/<vault>/<box>/<writer>`.
#[must_use]
pub fn origin(vault: &VaultId, box_id: &BoxId, writer: &WriterId) -> String {
    format!("{ORIGIN}{vault}/{box_id}/{writer}")
}

impl Origin {
    /// Reads a log's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut ids = name.strip_prefix(ORIGIN)?.split('/');
        let origin = Self {
            vault: ids.next()?.parse().ok()?,
            box_id: ids.next()?.parse().ok()?,
            writer: ids.next()?.parse().ok()?,
        };
        ids.next().is_none().then_some(origin)
    }
}

/// Returns the log that a signed note speaks of, to know which key and log to check it against; proves nothing.
#[must_use]
pub fn note_origin(note: &str) -> Option<Origin> {
    Origin::parse(note.lines().next()?)
}

impl Checkpoint {
    /// Signs the checkpoint and returns the whole note.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> String {
        let text = self.text();
        let mut blob = key_id(&self.origin, &key.verifying_key()).to_vec();
        blob.extend_from_slice(&key.sign(text.as_bytes()));
        format!("{text}\n— {} {}\n", self.origin, BASE64.encode(&blob))
    }

    /// Reads a signed note and checks that `key` signed it for the log `expected_origin`.
    ///
    /// # Errors
    /// `SignatureBad` when the note is malformed, over 16 KiB, has more than 16 signatures, or has none or a wrong one
    /// by `key`; `RecordMisplaced` when `key` signed it for another log.
    pub fn open(note: &str, expected_origin: &str, key: &VerifyingKey) -> Result<Self, FormatError> {
        if note.len() > NOTE {
            return Err(BAD);
        }
        let (checkpoint, signatures) = split_note(note)?;
        check_signatures(&checkpoint, signatures, key)?;
        if checkpoint.origin != expected_origin {
            return Err(FormatError::RecordMisplaced("the signed note is of another log"));
        }
        Ok(checkpoint)
    }

    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

/// Splits a note into its checkpoint and its signature lines; exactly three lines, an empty one, then signatures.
fn split_note(note: &str) -> Result<(Checkpoint, Vec<&str>), FormatError> {
    if note.bytes().any(|b| b.is_ascii_control() && b != b'\n') {
        return Err(BAD);
    }
    let lines: Vec<&str> = note.strip_suffix('\n').ok_or(BAD)?.split('\n').collect();
    let [origin, size, root, "", signatures @ ..] = lines.as_slice() else { return Err(BAD) };
    let checkpoint = Checkpoint { origin: (*origin).to_owned(), size: parse_size(size)?, root: parse_root(root)? };
    if !is_key_name(origin) || checkpoint.text() != lines[..3].join("\n") + "\n" {
        return Err(BAD);
    }
    if signatures.len() > NOTE_SIGNATURES {
        return Err(FormatError::SignatureBad("the signed note has more than 16 signatures"));
    }
    Ok((checkpoint, signatures.to_vec()))
}

fn parse_size(text: &str) -> Result<u64, FormatError> {
    text.parse().ok().filter(|size: &u64| *size <= LAST_LEAF + 1 && size.to_string() == text).ok_or(BAD)
}

fn parse_root(text: &str) -> Result<Root, FormatError> {
    BASE64.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok()).map(Root).ok_or(BAD)
}

fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.contains(char::is_whitespace)
}

fn check_signatures(checkpoint: &Checkpoint, lines: Vec<&str>, key: &VerifyingKey) -> Result<(), FormatError> {
    let text = checkpoint.text();
    let id = key_id(&checkpoint.origin, key);
    let mut signed = false;
    for line in lines {
        let (name, blob) = parse_signature(line)?;
        let Some(signature) = blob.strip_prefix(&id).filter(|_| name == checkpoint.origin) else { continue };
        let signature = signature.try_into().map_err(|_| BAD)?;
        if !key.verifies(text.as_bytes(), signature) {
            return Err(FormatError::SignatureBad("the signed note was changed after it was signed"));
        }
        signed = true;
    }
    if signed { Ok(()) } else { Err(FormatError::SignatureBad("the signed note is not signed by this vault's key")) }
}

/// Reads `— <name> <base64 of key id and signature>`.
fn parse_signature(line: &str) -> Result<(&str, Vec<u8>), FormatError> {
    let (name, blob) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(BAD)?;
    let blob = BASE64.decode(blob.as_bytes()).map_err(|_| BAD)?;
    if is_key_name(name) && blob.len() > 4 { Ok((name, blob)) } else { Err(BAD) }
}

/// Returns the C2SP key id: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
#[must_use]
pub fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.bytes()).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}
