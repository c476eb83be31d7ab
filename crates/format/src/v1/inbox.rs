//! The first line of an inbox file (`docs/format.md` section 6.4): what the raw bytes after it are.
//!
//! It says what whoever wrote the file claims; anybody can seal to the inbox.

use crate::FormatError;
use crate::v1::canonical;
use casekeep_model::limits::{FILE_NAME, HEAD};
use casekeep_model::{Acquisition, SetPlace, Timestamp};
use serde_json::{Value, json};
use std::io::{Read, Write};

const BAD: FormatError = FormatError::RecordBad("the first line of an inbox file is not what it should be");

/// What an inbox file says about the bytes in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxHeader {
    /// When it was added, by the writer's wall clock.
    pub at: Timestamp,
    /// How the bytes were acquired.
    pub kind: Acquisition,
    /// The original file name, at most 1,024 bytes.
    pub name: String,
    /// How many bytes follow; `None` where that was not known before they were read.
    pub size: Option<u64>,
    /// Which shot of a set it is, where it is one.
    pub set: Option<SetPlace>,
}

/// Writes the header line; the raw bytes follow.
///
/// # Errors
/// `RecordBad` for a name over 1,024 bytes or a size beyond 2^53 − 1; `Io` when writing fails.
pub fn write_header(header: &InboxHeader, out: &mut impl Write) -> Result<(), FormatError> {
    if header.name.len() > FILE_NAME {
        return Err(BAD);
    }
    let kind = serde_json::to_value(header.kind).map_err(|_| BAD)?;
    let mut value = json!({ "at": header.at.to_string(), "kind": kind, "name": header.name, "size": header.size });
    if let (Some(set), Value::Object(map)) = (&header.set, &mut value) {
        map.insert("set".to_owned(), serde_json::to_value(set).map_err(|_| BAD)?);
    }
    let mut line = canonical::write(&value)?;
    line.push(b'\n');
    Ok(out.write_all(&line)?)
}

/// Reads the header line, and not one byte more.
///
/// # Errors
/// `RecordBad` when it is not a header; `DoesNotOpen` when the sealed file is damaged; `Io` when reading fails.
pub fn read_header(input: &mut impl Read) -> Result<InboxHeader, FormatError> {
    let line = read_line(input)?;
    let Value::Object(map) = canonical::parse(&line)? else { return Err(BAD) };
    let text = |name| map.get(name).and_then(Value::as_str).ok_or(BAD);
    let size = match map.get("size") {
        Some(Value::Null) => None,
        Some(size) => Some(size.as_u64().ok_or(BAD)?),
        None => return Err(BAD),
    };
    let set = map.get("set").map(|set| serde_json::from_value(set.clone()).map_err(|_| BAD)).transpose()?;
    let fields = 4 + usize::from(map.contains_key("set"));
    let header = InboxHeader {
        at: text("at")?.parse().map_err(|_| BAD)?,
        kind: map.get("kind").cloned().and_then(|kind| serde_json::from_value(kind).ok()).ok_or(BAD)?,
        name: text("name")?.to_owned(),
        size,
        set,
    };
    if map.len() == fields && header.name.len() <= FILE_NAME { Ok(header) } else { Err(BAD) }
}

fn read_line(input: &mut impl Read) -> Result<Vec<u8>, FormatError> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        match input.read_exact(&mut byte) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Err(BAD),
            result => result?,
        }
        match byte {
            [b'\n'] => return Ok(line),
            _ if line.len() == HEAD => return Err(BAD),
            [other] => line.push(other),
        }
    }
}
