//! The first line of an inbox file, read by the crate and by a second reader from section 6.4.

use crate::canonical::is_canonical;
use crate::texts;
use casekeep_format::inbox::{read_header, write_header};
use serde_json::Value;

/// Checks that both readers accept the same lines, that not one byte after the line is taken, and that the line is
/// written back byte for byte.
///
/// # Panics
/// When that does not hold.
pub fn check(data: &[u8]) {
    let mut rest = data;
    let read = read_header(&mut rest);
    let line = data.iter().position(|b| *b == b'\n').and_then(|end| data.get(..end));
    assert_eq!(read.is_ok(), line.is_some_and(is_header), "the two readers differ");
    let (Ok(header), Some(line)) = (read, line) else { return };
    assert_eq!(rest.len(), data.len() - line.len() - 1, "more or less than the line was taken");
    let mut written = Vec::new();
    write_header(&header, &mut written).expect("what was read can be written");
    assert_eq!(written.strip_suffix(b"\n"), Some(line), "written back as other bytes");
}

fn is_header(line: &[u8]) -> bool {
    if line.len() > 64 << 10 || !is_canonical(line) {
        return false;
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice(line) else { return false };
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    fields.len() == 4
        && text("at").is_some_and(texts::is_time)
        && matches!(text("kind"), Some("screen_capture" | "clipboard" | "file" | "working_copy"))
        && text("name").is_some_and(|name| name.len() <= 1024)
        && fields.get("size").is_some_and(|size| size.is_null() || size.is_u64())
}
