//! The plaintext of a segment, read by the crate and by a second reader from section 6.1.

use crate::mend;
use crate::record::is_record;
use casekeep_format::segment::read_opened_segment;

const TYPE: &[u8] = b"casekeep-segment 1\n";
const NOTE: usize = 16 << 10;

/// Checks the text as it is, and with the hashes in its heads put right.
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
    let read = read_opened_segment(text);
    assert_eq!(read.is_ok(), is_segment(text), "the two readers differ: {:?}", read.err());
    let Ok(segment) = read else { return };
    let mut written = TYPE.to_vec();
    for record in &segment.records {
        for line in std::iter::once(record.head_line()).chain(record.part_lines()) {
            written.extend_from_slice(line);
            written.push(b'\n');
        }
    }
    written.push(b'\n');
    written.extend_from_slice(segment.note.as_bytes());
    assert_eq!(written, text, "written back as other bytes");
    let length = casekeep_format::segment::segment_len(&segment.records, &segment.note);
    assert_eq!(length, text.len(), "its length is foretold wrongly");
}

/// Reads a segment's plaintext by section 6.1: returns whether it is one.
fn is_segment(text: &[u8]) -> bool {
    let Some(mut rest) = text.strip_prefix(TYPE) else { return false };
    let mut records: Vec<(&[u8], Vec<Vec<u8>>)> = Vec::new();
    loop {
        let Some(end) = rest.iter().position(|b| *b == b'\n') else { return false };
        let line = &rest[..end];
        rest = &rest[end + 1..];
        match (line.first(), records.last_mut()) {
            (None, _) => break,
            (Some(b'['), Some((_, parts))) => parts.push(line.to_vec()),
            _ => records.push((line, Vec::new())),
        }
    }
    let has_note = (1..=NOTE).contains(&rest.len()) && std::str::from_utf8(rest).is_ok();
    has_note && !records.is_empty() && records.iter().all(|(head, parts)| is_record(head, parts))
}
