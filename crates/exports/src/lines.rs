//! The lines of a text, with their places, whatever their letters and however long they are.

use casekeep_model::limits;
use std::io::{self, BufRead};

/// What is kept of one line, in bytes; the rest of a longer one is passed over.
const LINE: usize = limits::TEXT + 4096;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where it begins.
    pub at: u64,
    /// How many bytes it takes, its end included.
    pub length: u64,
    /// The line without its end; bytes that are no letters are replaced.
    pub text: String,
    /// Whether something is not in the text.
    pub lossy: Lossy,
}

/// What of a line is not in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lossy {
    /// Nothing.
    Whole,
    /// Bytes that are no letters were replaced.
    Letters,
    /// The line is too long.
    TooLong,
}

/// Reads lines one after the other.
pub(crate) struct Lines<'a, R> {
    input: &'a mut R,
    at: u64,
}

impl<'a, R: BufRead> Lines<'a, R> {
    /// Begins at the beginning of the input.
    pub fn new(input: &'a mut R) -> Self {
        Self { input, at: 0 }
    }

    /// Returns the next line; `None` at the end.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        let (at, mut bytes, mut cut) = (self.at, Vec::new(), false);
        loop {
            let piece = self.input.fill_buf()?;
            if piece.is_empty() {
                break;
            }
            let end = piece.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(piece.len(), |end| end + 1);
            let kept = taken.min(LINE.saturating_sub(bytes.len()));
            bytes.extend_from_slice(piece.get(..kept).unwrap_or_default());
            cut |= kept < taken;
            self.input.consume(taken);
            self.at += taken as u64;
            if end.is_some() {
                break;
            }
        }
        if self.at == at {
            return Ok(None);
        }
        Ok(Some(Line { at, length: self.at - at, ..line_of(bytes, cut) }))
    }
}

fn line_of(mut bytes: Vec<u8>, cut: bool) -> Line {
    if !cut && bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    let (text, letters) = match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
    };
    let lossy = match (cut, letters) {
        (true, _) => Lossy::TooLong,
        (false, false) => Lossy::Letters,
        (false, true) => Lossy::Whole,
    };
    Line { at: 0, length: 0, text, lossy }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Line> {
        // A small buffer, so that lines go over its end.
        let mut input = std::io::BufReader::with_capacity(3, bytes);
        let mut lines = Lines::new(&mut input);
        std::iter::from_fn(|| lines.next().expect("memory is read")).collect()
    }

    #[test]
    fn lines_know_their_places() {
        let read = lines(b"one\r\ntwo\n\nfour");
        let told: Vec<_> = read.iter().map(|line| (line.at, line.length, line.text.as_str())).collect();
        assert_eq!(told, [(0, 5, "one"), (5, 4, "two"), (9, 1, ""), (10, 4, "four")]);
    }

    #[test]
    fn what_is_lost_is_said() {
        assert_eq!(lines(b"caf\xe9\n")[0].lossy, Lossy::Letters);
        let long = vec![b'a'; LINE + 10];
        let read = lines(&[long.as_slice(), b"\nnext"].concat());
        assert_eq!((read[0].lossy, read[0].text.len(), read[0].length), (Lossy::TooLong, LINE, LINE as u64 + 11));
        assert_eq!((read[1].text.as_str(), read[1].lossy), ("next", Lossy::Whole));
    }
}
