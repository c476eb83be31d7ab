//! Canonical JSON (`docs/format.md` section 4): one value has exactly one text, and no other text is read.
//!
//! The text equals Python's `json.dumps(v, sort_keys=True, separators=(',', ':'), ensure_ascii=False)`. The writer sorts
//! the keys itself, so the order inside `serde_json`'s maps does not matter. The reader writes again what it read and
//! compares byte for byte: duplicate keys, spaces, other escapes and other numbers all fail there.

use crate::FormatError;
use casekeep_model::limits::{JSON_DEPTH, JSON_INTEGER};
use serde_json::{Map, Number, Value};

/// Returns the one text of a value.
///
/// # Errors
/// `RecordBad` for a number that is not an integer within ±(2^53 − 1), a key outside `[a-z0-9_]+`, or arrays and objects
/// nested more than 8 deep.
pub fn write(value: &Value) -> Result<Vec<u8>, FormatError> {
    let mut text = Vec::new();
    write_value(&mut text, value, 0)?;
    Ok(text)
}

/// Returns the value of a canonical text.
///
/// # Errors
/// `RecordBad` for any bytes that [`write`] would not have written.
pub fn parse(bytes: &[u8]) -> Result<Value, FormatError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| FormatError::RecordBad("it is not JSON"))?;
    if write(&value)? == bytes { Ok(value) } else { Err(FormatError::RecordBad("its JSON is not canonical")) }
}

fn write_value(text: &mut Vec<u8>, value: &Value, depth: usize) -> Result<(), FormatError> {
    match value {
        Value::Null => text.extend_from_slice(b"null"),
        Value::Bool(true) => text.extend_from_slice(b"true"),
        Value::Bool(false) => text.extend_from_slice(b"false"),
        Value::Number(number) => write_number(text, number)?,
        Value::String(string) => write_string(text, string),
        Value::Array(values) => write_array(text, values, deeper(depth)?)?,
        Value::Object(map) => write_object(text, map, deeper(depth)?)?,
    }
    Ok(())
}

fn deeper(depth: usize) -> Result<usize, FormatError> {
    if depth < JSON_DEPTH { Ok(depth + 1) } else { Err(FormatError::RecordBad("its JSON is nested too deep")) }
}

fn write_number(text: &mut Vec<u8>, number: &Number) -> Result<(), FormatError> {
    let integer = number.as_i64().ok_or(FormatError::RecordBad("a number is not an integer"))?;
    if !(-JSON_INTEGER..=JSON_INTEGER).contains(&integer) {
        return Err(FormatError::RecordBad("a number is beyond 2^53 - 1"));
    }
    text.extend_from_slice(integer.to_string().as_bytes());
    Ok(())
}

fn write_array(text: &mut Vec<u8>, values: &[Value], depth: usize) -> Result<(), FormatError> {
    text.push(b'[');
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            text.push(b',');
        }
        write_value(text, value, depth)?;
    }
    text.push(b']');
    Ok(())
}

fn write_object(text: &mut Vec<u8>, map: &Map<String, Value>, depth: usize) -> Result<(), FormatError> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    text.push(b'{');
    for (i, (key, value)) in entries.into_iter().enumerate() {
        if !is_key(key) {
            return Err(FormatError::RecordBad("a key has characters beside a-z, 0-9 and _"));
        }
        if i > 0 {
            text.push(b',');
        }
        write_string(text, key);
        text.push(b':');
        write_value(text, value, depth)?;
    }
    text.push(b'}');
    Ok(())
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn write_string(text: &mut Vec<u8>, string: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    text.push(b'"');
    for byte in string.bytes() {
        match byte {
            b'"' => text.extend_from_slice(b"\\\""),
            b'\\' => text.extend_from_slice(b"\\\\"),
            b'\n' => text.extend_from_slice(b"\\n"),
            b'\r' => text.extend_from_slice(b"\\r"),
            b'\t' => text.extend_from_slice(b"\\t"),
            0x08 => text.extend_from_slice(b"\\b"),
            0x0c => text.extend_from_slice(b"\\f"),
            0x00..=0x1f => {
                text.extend_from_slice(b"\\u00");
                text.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 0xf)]]);
            }
            _ => text.push(byte),
        }
    }
    text.push(b'"');
}
