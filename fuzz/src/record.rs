//! Records: a head line, then its part lines; read by the crate and by a second reader from section 5.

use crate::canonical::is_canonical;
use crate::{mend, texts};
use casekeep_format::record::part_hash;
use casekeep_format::{Entries, Head, Record, canonical};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Checks the lines as they are, and with the hashes in the head put right.
///
/// # Panics
/// When the two readers differ, or what was read is not written back byte for byte.
pub fn check(data: &[u8]) {
    check_text(data);
    let mended = mend::heads(data);
    if mended != data {
        check_text(&mended);
    }
}

fn check_text(text: &[u8]) {
    let mut lines = text.split(|b| *b == b'\n');
    let head = lines.next().unwrap_or_default();
    let parts: Vec<Vec<u8>> = lines.map(<[u8]>::to_vec).collect();
    let (whole, disclosed) = (Record::parse(head, &parts), Record::parse_disclosed(head, &parts));
    assert_eq!(whole.is_ok(), is_record(head, &parts), "the two readers differ");
    let Ok(record) = disclosed else {
        assert!(whole.is_err(), "a whole record is not a disclosed one");
        return;
    };
    assert_eq!(whole.is_ok(), record.is_whole());
    assert_eq!(record.head_line(), head);
    assert!(record.part_lines().eq(parts.iter().map(Vec::as_slice)));
    assert_eq!(written_head(record.head()), head, "the head is written back as other bytes");
    for (part, line) in record.parts().iter().zip(&parts) {
        let written = canonical::write(&json!([part.salt.to_string(), part.name, part.value]));
        assert_eq!(written.ok().as_deref(), Some(line.as_slice()), "a part is written back as other bytes");
    }
    check_disclosure(&record);
    check_meaning(&record);
}

/// Any choice of parts leaves a record that reads the same.
fn check_disclosure(record: &Record) {
    for keep in [0_usize, 1] {
        let taken = record.disclose(|name| name.len() % 2 == keep);
        let lines: Vec<Vec<u8>> = taken.part_lines().map(<[u8]>::to_vec).collect();
        let again = Record::parse_disclosed(taken.head_line(), &lines);
        assert_eq!(again.ok().as_ref(), Some(&taken), "a record does not read with parts withheld");
        assert_eq!(taken.leaf(), record.leaf());
    }
}

/// What the parts say can be read and shown, whatever it is.
fn check_meaning(record: &Record) {
    let entries = Entries::from_records([record, record]);
    for contact in &entries.contacts {
        let (resolved, _) = contact.resolve();
        assert!(resolved.occurred.is_consistent(), "a moment was taken that is not consistent");
    }
    for item in &entries.items {
        let (resolved, _) = item.resolve();
        assert!(resolved.facts.occurred.is_none_or(|moment| moment.is_consistent()));
    }
}

fn written_head(head: &Head) -> Vec<u8> {
    let texts = |list: &[String]| list.to_vec();
    let of: Vec<String> = head.of.iter().map(ToString::to_string).collect();
    let parts: Vec<String> = head.parts.iter().map(ToString::to_string).collect();
    let value = json!({
        "at": head.at.to_string(), "box": head.box_id.as_str(), "kind": head.kind, "n": head.n, "of": texts(&of),
        "parts": texts(&parts), "salt": head.salt.to_string(), "v": 1, "w": head.writer.as_str(),
    });
    canonical::write(&value).expect("a head that was read is within canonical JSON")
}

/// The nine fields of 5.1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadText {
    at: String,
    r#box: String,
    kind: String,
    n: u64,
    of: Vec<String>,
    parts: Vec<String>,
    salt: String,
    v: u64,
    w: String,
}

/// Reads a whole record by section 5: returns whether it is one.
#[must_use]
pub fn is_record(head: &[u8], parts: &[Vec<u8>]) -> bool {
    let Some(head) = read_head(head) else { return false };
    let mut salts = HashSet::from([head.salt.clone()]);
    let mut names = HashSet::new();
    head.parts.len() == parts.len()
        && head.parts.iter().zip(parts).all(|(hash, line)| {
            part_hash(line).to_string() == *hash
                && read_part(line).is_some_and(|(salt, name)| salts.insert(salt) && names.insert(name))
        })
}

fn read_head(line: &[u8]) -> Option<HeadText> {
    if line.len() > 64 << 10 || !is_canonical(line) {
        return None;
    }
    let head: HeadText = serde_json::from_slice(line).ok()?;
    let of: HashSet<&String> = head.of.iter().collect();
    let is_head = texts::is_time(&head.at)
        && texts::is_base32(&head.r#box, 26)
        && texts::is_word(&head.kind)
        && head.n <= 9_999_999_999
        && of.len() == head.of.len()
        && head.of.iter().chain(&head.parts).all(|hash| texts::is_hex(hash, 64))
        && head.parts.len() <= 512
        && texts::is_salt(&head.salt)
        && head.v == 1
        && texts::is_base32(&head.w, 16);
    is_head.then_some(head)
}

fn read_part(line: &[u8]) -> Option<(String, String)> {
    if line.len() > 4 << 20 || !is_canonical(line) {
        return None;
    }
    let (salt, name, _): (String, String, Value) = serde_json::from_slice(line).ok()?;
    (texts::is_salt(&salt) && texts::is_word(&name)).then_some((salt, name))
}
