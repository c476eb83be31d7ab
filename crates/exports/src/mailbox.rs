//! Many mails in one file (RFC 4155): each begins with a line `From …` after an empty line. One that is broken does not
//! keep the others from being read.

use crate::mail::{self, MAIL};
use crate::{Read, Teller};
use casekeep_model::messages::{ExportKind, Told, UnreadWhy};
use std::io::{self, BufRead};

/// The longest line that is looked at for a beginning.
const LINE: usize = 1 << 20;

/// Returns whether a text begins as a mailbox does.
pub(crate) fn begins(head: &str) -> bool {
    head.lines().next().is_some_and(|line| separates(line.as_bytes()))
}

/// Returns whether a line stands before a mail: a sender and a time, which has colons and a year.
fn separates(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words = rest.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let words: Vec<_> = words.take(12).collect();
    words.iter().any(|word| is_year(word)) && words.iter().any(|word| word.contains(&b':'))
}

/// Reads a mailbox.
pub(crate) fn read<R: BufRead>(input: &mut R, teller: &mut Teller<'_>) -> Read {
    teller.tell(Told::Begins { kind: ExportKind::Mailbox, dates: None, columns: Vec::new() })?;
    let mut open = Open { n: 0, at: 0, bytes: Vec::new(), length: 0 };
    let (mut at, mut empty, mut line) = (0_u64, true, Vec::new());
    loop {
        line.clear();
        let length = read_line(input, &mut line)?;
        if length == 0 {
            break;
        }
        if empty && separates(&line) {
            open.tell(teller)?;
            open = Open { n: open.n + 1, at, bytes: Vec::new(), length };
        } else {
            open.push(&line, length);
        }
        empty = matches!(line.as_slice(), b"\n" | b"\r\n");
        at += length;
    }
    open.tell(teller)
}

/// Returns the mail of a number, from 1, whether another follows, and whether it is longer than what is read; `None` where
/// there is no such mail. Breaking lines is all that is done with the others.
pub(crate) fn nth<R: BufRead>(input: &mut R, wanted: u32) -> io::Result<Option<(Vec<u8>, bool, bool)>> {
    let (mut n, mut empty, mut line) = (0, true, Vec::new());
    let mut found = Open { n: wanted, at: 0, bytes: Vec::new(), length: 0 };
    loop {
        line.clear();
        let length = read_line(input, &mut line)?;
        if length == 0 {
            break;
        }
        if empty && separates(&line) {
            if n == wanted {
                return Ok(Some(found.taken(true)));
            }
            n += 1;
        } else if n == wanted {
            found.push(&line, length);
        }
        empty = matches!(line.as_slice(), b"\n" | b"\r\n");
    }
    Ok((n == wanted && n > 0).then(|| found.taken(false)))
}

/// Reads a line with its end; keeps no more of it than what is looked at. Returns how long it is.
fn read_line<R: BufRead>(input: &mut R, line: &mut Vec<u8>) -> io::Result<u64> {
    let mut length = 0;
    loop {
        let piece = input.fill_buf()?;
        let end = piece.iter().position(|byte| *byte == b'\n');
        // A line that is longer comes in pieces, each of which goes on with the mail.
        let taken = end.map_or(piece.len(), |end| end + 1).min(LINE - line.len());
        line.extend_from_slice(piece.get(..taken).unwrap_or_default());
        input.consume(taken);
        length += taken as u64;
        if taken == 0 || line.last() == Some(&b'\n') || line.len() >= LINE {
            return Ok(length);
        }
    }
}

/// The mail that is being read.
struct Open {
    n: u32,
    at: u64,
    bytes: Vec<u8>,
    length: u64,
}

impl Open {
    fn push(&mut self, line: &[u8], length: u64) {
        if self.bytes.len() as u64 <= MAIL {
            self.bytes.extend_from_slice(line);
        }
        self.length += length;
    }

    /// Returns its bytes, whether another mail follows, and whether it has more than [`MAIL`], of which they then are the
    /// beginning.
    fn taken(self, next: bool) -> (Vec<u8>, bool, bool) {
        let cut = self.bytes.len() as u64 > MAIL;
        (self.bytes, next, cut)
    }

    fn tell(&self, teller: &mut Teller<'_>) -> Read {
        match (self.n, self.bytes.len() as u64 > MAIL) {
            (0, _) if self.length == 0 => Ok(()),
            (0, _) => teller.unread(self.at, self.length, UnreadWhy::Before),
            (_, true) => teller.unread(self.at, self.length, UnreadWhy::TooLong),
            (n, false) => mail::tell(mail::mail(&self.bytes), n, (self.at, self.length), teller),
        }
    }
}
