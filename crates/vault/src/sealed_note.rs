//! Small files of this computer's own that are sealed to the vault: a type line, then JSON.

use crate::error::Result;
use casekeep_format::{Epoch, Recipient, open_bytes, seal_bytes};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Returns a value as the sealed bytes of such a file.
pub(crate) fn seal_note<T: Serialize>(type_line: &str, value: &T, to: &Recipient) -> Result<Vec<u8>> {
    Ok(seal_bytes(to, &note_text(type_line, value))?)
}

/// Returns what such a file holds before it is sealed.
pub(crate) fn note_text<T: Serialize>(type_line: &str, value: &T) -> Vec<u8> {
    let mut text = type_line.as_bytes().to_vec();
    serde_json::to_writer(&mut text, value).expect("what this computer notes is plain data with text keys");
    text
}

/// Opens such a file with whichever epoch's key it was sealed to; what cannot be read is nothing.
pub(crate) fn open_note<T: DeserializeOwned>(type_line: &str, sealed: &[u8], epochs: &[Epoch]) -> Option<T> {
    let opened = epochs.iter().find_map(|epoch| open_bytes(&epoch.vault, sealed, sealed.len()).ok())?;
    serde_json::from_slice(opened.strip_prefix(type_line.as_bytes())?).ok()
}
