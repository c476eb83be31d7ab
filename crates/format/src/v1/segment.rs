//! Segments (`docs/format.md` section 6): a run of records and the signed note over the log up to its last one.
//!
//! Plaintext: the line `casekeep-segment 1`; each record's head line and part lines; one empty line; the note. Reading
//! checks the frame, every record and the limits. The signature, the place of the records and the root are checked by
//! whoever knows the log.

use crate::FormatError;
use crate::v1::checkpoint::NOTE;
use crate::v1::envelope::{is_decryption_failure, open_with, seal_to};
use crate::v1::keys::{Identity, Recipient};
use crate::v1::record::{LAST_LEAF, Record};
use casekeep_model::limits::{HEAD, PART, PARTS, SEGMENT};
use casekeep_model::{BoxId, WriterId};
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Take, Write};
use std::str::FromStr;

const TYPE: &[u8] = b"casekeep-segment ";
const VERSION: &[u8] = b"1";
const BUFFER: usize = 64 << 10;

/// The content of a segment, read but not yet believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its records, at least one.
    pub records: Vec<Record>,
    /// The signed note.
    pub note: String,
}

/// Seals records and their note into a segment.
///
/// # Errors
/// `SegmentBad` for no records, a note that is empty or too long, or over 64 MiB in all.
pub fn write_segment(records: &[Record], note: &str, to: &Recipient) -> Result<Vec<u8>, FormatError> {
    let length = segment_len(records, note);
    if records.is_empty() || note.is_empty() || note.len() > NOTE || length > SEGMENT {
        return Err(FormatError::SegmentBad("it is empty or too long"));
    }
    let mut out = seal_to(to, Vec::with_capacity(length + length / 4096 + 512))?;
    write_line(&mut out, &[TYPE, VERSION].concat())?;
    for record in records {
        write_line(&mut out, record.head_line())?;
        record.part_lines().try_for_each(|line| write_line(&mut out, line))?;
    }
    write_line(&mut out, b"")?;
    out.write_all(note.as_bytes())?;
    Ok(out.finish()?)
}

/// Returns the length of a segment's plaintext, to split a transaction that does not fit one.
#[must_use]
pub fn segment_len(records: &[Record], note: &str) -> usize {
    let records: usize = records.iter().map(Record::stored_len).sum();
    TYPE.len() + VERSION.len() + 1 + records + 1 + note.len()
}

fn write_line(out: &mut impl Write, line: &[u8]) -> io::Result<()> {
    out.write_all(line)?;
    out.write_all(b"\n")
}

/// Opens a segment with its box's identity and reads it.
///
/// # Errors
/// `SegmentBad` when it does not open or its frame is broken; `RecordBad` or `FormatNewer` for a record; `Io` when
/// reading fails.
pub fn read_segment(ciphertext: impl Read, identity: &Identity) -> Result<Segment, FormatError> {
    read_opened_segment(open_with(identity, ciphertext).map_err(not_opened)?)
}

/// Reads the plaintext of a segment.
///
/// # Errors
/// As [`read_segment`].
pub fn read_opened_segment(plain: impl Read) -> Result<Segment, FormatError> {
    Lines::new(plain).segment()
}

fn not_opened(error: FormatError) -> FormatError {
    match error {
        FormatError::Io(error) => FormatError::Io(error),
        _ => FormatError::SegmentBad("it does not open with the box's key, or is damaged"),
    }
}

/// The lines of an opened segment, read within the limits.
struct Lines<R: Read> {
    input: BufReader<Take<R>>,
}

impl<R: Read> Lines<R> {
    fn new(plain: R) -> Self {
        Self { input: BufReader::with_capacity(BUFFER, plain.take(SEGMENT as u64 + 1)) }
    }

    fn segment(mut self) -> Result<Segment, FormatError> {
        self.type_line()?;
        let mut records = Vec::new();
        let mut head = self.line(HEAD)?;
        while !head.is_empty() {
            let (parts, next) = self.parts()?;
            records.push(Record::parse(&head, &parts)?);
            head = next;
        }
        if records.is_empty() {
            return Err(FormatError::SegmentBad("it holds no record"));
        }
        Ok(Segment { records, note: self.note()? })
    }

    fn type_line(&mut self) -> Result<(), FormatError> {
        let line = self.line(HEAD)?;
        match line.strip_prefix(TYPE) {
            Some(VERSION) => Ok(()),
            Some(_) => Err(FormatError::FormatNewer("a run of records")),
            None => Err(FormatError::SegmentBad("it is another kind of file")),
        }
    }

    /// Reads the part lines of one record, and the line after them: the next head, or the empty line.
    fn parts(&mut self) -> Result<(Vec<Vec<u8>>, Vec<u8>), FormatError> {
        let mut parts = Vec::new();
        loop {
            let line = self.line(PART)?;
            if line.first() != Some(&b'[') {
                return if line.len() <= HEAD {
                    Ok((parts, line))
                } else {
                    Err(FormatError::RecordBad("a head line is over 64 KiB"))
                };
            }
            if parts.len() == PARTS {
                return Err(FormatError::RecordBad("a record has more than 512 parts"));
            }
            parts.push(line);
        }
    }

    /// Reads one line of at most `most` bytes and takes its LF off.
    fn line(&mut self, most: usize) -> Result<Vec<u8>, FormatError> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.input).take(most as u64 + 1);
        bounded.read_until(b'\n', &mut line).map_err(read_error)?;
        match line.pop() {
            Some(b'\n') => Ok(line),
            Some(_) if line.len() >= most => Err(FormatError::RecordBad("a line is too long")),
            _ => Err(FormatError::SegmentBad("it ends in the middle")),
        }
    }

    fn note(mut self) -> Result<String, FormatError> {
        let mut note = Vec::new();
        (&mut self.input).take(NOTE as u64 + 1).read_to_end(&mut note).map_err(read_error)?;
        if note.is_empty() || note.len() > NOTE || self.input.get_ref().limit() == 0 {
            return Err(FormatError::SegmentBad("its signed note is missing, or it is too long"));
        }
        String::from_utf8(note).map_err(|_| FormatError::SignatureBad("the signed note is malformed"))
    }
}

fn read_error(error: io::Error) -> FormatError {
    if is_decryption_failure(&error) { not_opened(FormatError::DoesNotOpen) } else { FormatError::Io(error) }
}

impl Segment {
    /// Checks that the records are leaves `first` to `last` of this writer's log of this box.
    ///
    /// # Errors
    /// `RecordMisplaced` for a record of another box, writer or number, or when there are more or fewer.
    pub fn check_place(&self, box_id: &BoxId, writer: &WriterId, name: &SegmentName) -> Result<(), FormatError> {
        let in_log = |r: &Record| r.head().box_id == *box_id && r.head().writer == *writer;
        if !self.records.iter().all(in_log) {
            return Err(FormatError::RecordMisplaced("its head names another log"));
        }
        let numbers = self.records.iter().map(|r| r.head().n);
        if numbers.eq(name.first..=name.last) {
            Ok(())
        } else {
            Err(FormatError::RecordMisplaced("its number is not the one that its file says"))
        }
    }
}

/// A segment's file name: `<first>-<last>-<hash>.age`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentName {
    /// The leaf number of its first record.
    pub first: u64,
    /// The leaf number of its last record.
    pub last: u64,
    /// The first 32 hex digits of BLAKE3 of the file.
    pub hash: String,
}

/// Returns the file name of a segment.
#[must_use]
pub fn segment_name(first: u64, last: u64, ciphertext: &[u8]) -> String {
    SegmentName { first, last, hash: name_hash(ciphertext) }.to_string()
}

fn name_hash(ciphertext: &[u8]) -> String {
    let mut hash = blake3::hash(ciphertext).to_hex().to_string();
    hash.truncate(32);
    hash
}

impl SegmentName {
    /// Returns whether the file's bytes are the ones that its name says.
    #[must_use]
    pub fn is_name_of(&self, ciphertext: &[u8]) -> bool {
        self.hash == name_hash(ciphertext)
    }
}

impl fmt::Display for SegmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}-{:010}-{}.age", self.first, self.last, self.hash)
    }
}

impl FromStr for SegmentName {
    type Err = FormatError;
    fn from_str(name: &str) -> Result<Self, FormatError> {
        parse_name(name).ok_or(FormatError::SegmentBad("its file name is not one of a run of records"))
    }
}

fn parse_name(name: &str) -> Option<SegmentName> {
    let mut fields = name.strip_suffix(".age")?.split('-');
    let (first, last, hash) = (fields.next()?, fields.next()?, fields.next()?);
    let name_parts_end = fields.next().is_none();
    let is_hash = hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let parsed = SegmentName { first: leaf_number(first)?, last: leaf_number(last)?, hash: hash.to_owned() };
    (name_parts_end && is_hash && parsed.first <= parsed.last).then_some(parsed)
}

fn leaf_number(digits: &str) -> Option<u64> {
    let ten = digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|n| ten && *n <= LAST_LEAF)
}
