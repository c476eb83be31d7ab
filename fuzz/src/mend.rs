//! Mending: putting right what a change of bytes breaks by itself, so that the rules behind the hashes are reached.

use casekeep_format::record::part_hash;

const PARTS: &[u8] = b"\"parts\":[";

/// Returns the lines of records with the hashes in each head made anew from the part lines after it.
///
/// Lines that begin with `[` are the parts of the line before them. A head without a list of parts stays as it is.
#[must_use]
pub fn heads(text: &[u8]) -> Vec<u8> {
    let mut mended = Vec::with_capacity(text.len() + 256);
    let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').collect();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            mended.push(b'\n');
        }
        if line.starts_with(b"{") {
            let after = lines.get(at + 1..).unwrap_or_default();
            mended.extend(head(line, after.iter().take_while(|line| line.starts_with(b"["))));
        } else {
            mended.extend_from_slice(line);
        }
    }
    mended
}

/// Returns a head line with the hashes of these part lines.
fn head<'a>(line: &[u8], parts: impl Iterator<Item = &'a &'a [u8]>) -> Vec<u8> {
    let Some(start) = find(line, PARTS).map(|at| at + PARTS.len()) else { return line.to_vec() };
    let Some(end) = line.get(start..).and_then(|rest| find(rest, b"]")).map(|at| start + at) else {
        return line.to_vec();
    };
    let hashes: Vec<String> = parts.map(|line| format!("\"{}\"", part_hash(line))).collect();
    [&line[..start], hashes.join(",").as_bytes(), &line[end..]].concat()
}

/// Returns where one run of bytes first stands in another.
#[must_use]
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
