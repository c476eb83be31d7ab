//! Records (`docs/format.md` section 5): one head line, and part lines that the head names by hash.
//!
//! A record keeps the exact bytes of its lines; hashes are always over bytes as stored, never over a value written
//! again. What the parts of each kind mean is in `parts`; whether a record stands at the right place in the right log,
//! and whether a salt is used twice in a box, is for whoever reads the log.

use crate::FormatError;
use crate::v1::{canonical, random, tree};
use casekeep_model::limits::{HEAD, PART, PARTS};
use casekeep_model::{BoxId, LeafHash, PartHash, Timestamp, WriterId};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

/// The highest leaf number, so that every number fits the ten digits of a segment's name.
pub const LAST_LEAF: u64 = 9_999_999_999;

const VERSION: u64 = 1;
const PART_CONTEXT: &[u8] = b"casekeep.v1/part\n";
const HEAD_FIELDS: [&str; 9] = ["at", "box", "kind", "n", "of", "parts", "salt", "v", "w"];

/// 128 random bits in every head and every part, so that nobody can guess a line from its hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Salt([u8; 16]);

impl Salt {
    /// Returns a fresh salt.
    #[must_use]
    pub fn fresh() -> Self {
        Self(*random::bytes())
    }
}

impl fmt::Display for Salt {
    /// Writes 22 characters of unpadded base64url.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

impl FromStr for Salt {
    type Err = FormatError;
    fn from_str(text: &str) -> Result<Self, FormatError> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        bytes
            .and_then(|b| b.try_into().ok())
            .map(Self)
            .ok_or(FormatError::RecordBad("a salt is not 128 bits of base64url"))
    }
}

/// One part of a record: the line `["salt","name",value]`.
#[derive(Clone, PartialEq)]
pub struct Part {
    /// Its salt.
    pub salt: Salt,
    /// Its name, `[a-z0-9_]`, 1 to 64 characters; no two parts of a record have the same.
    pub name: String,
    /// Its value.
    pub value: Value,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({}, …)", self.name)
    }
}

/// The head of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// When it was recorded, by the writer's wall clock.
    pub at: Timestamp,
    /// The box whose log it is in.
    pub box_id: BoxId,
    /// Its kind, `[a-z0-9_]`, 1 to 64 characters.
    pub kind: String,
    /// Its leaf number in its writer's log, from 0.
    pub n: u64,
    /// The leaf of the record amended, then of every amendment of it already seen.
    pub of: Vec<LeafHash>,
    /// The hashes of its parts, in their order.
    pub parts: Vec<PartHash>,
    /// Its salt.
    pub salt: Salt,
    /// Its writer.
    pub writer: WriterId,
}

/// What a new record is made of; salts and hashes are added by [`Record::new`].
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// When it is recorded.
    pub at: Timestamp,
    /// The box whose log it goes into.
    pub box_id: BoxId,
    /// Its kind.
    pub kind: String,
    /// Its leaf number.
    pub n: u64,
    /// The leaves it amends.
    pub of: Vec<LeafHash>,
    /// Its writer.
    pub writer: WriterId,
    /// The names and values of its parts, in order.
    pub parts: Vec<(String, Value)>,
}

/// A record with the exact bytes of its lines.
#[derive(Clone, PartialEq)]
pub struct Record {
    head: Head,
    head_line: Vec<u8>,
    parts: Vec<Part>,
    part_lines: Vec<Vec<u8>>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} {} of {}, {} parts)", self.head.kind, self.head.n, self.head.writer, self.parts.len())
    }
}

impl Record {
    /// Makes a record with fresh salts.
    ///
    /// # Errors
    /// `RecordBad` when a name, number or size is beyond what the format allows.
    pub fn new(new: NewRecord) -> Result<Self, FormatError> {
        let mut part_lines = Vec::with_capacity(new.parts.len());
        for (name, value) in new.parts {
            part_lines.push(canonical::write(&json!([Salt::fresh().to_string(), name, value]))?);
        }
        let head_line = canonical::write(&json!({
            "at": new.at.to_string(),
            "box": new.box_id.as_str(),
            "kind": new.kind,
            "n": new.n,
            "of": new.of.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "parts": part_lines.iter().map(|line| part_hash(line).to_string()).collect::<Vec<_>>(),
            "salt": Salt::fresh().to_string(),
            "v": VERSION,
            "w": new.writer.as_str(),
        }))?;
        Self::parse(&head_line, &part_lines)
    }

    /// Reads a whole record; the lines come without their LF.
    ///
    /// # Errors
    /// `RecordBad` unless every part that the head names is there, in the head's order, and nothing else;
    /// `FormatNewer` for a head of another version or with unknown fields.
    pub fn parse(head_line: &[u8], part_lines: &[Vec<u8>]) -> Result<Self, FormatError> {
        let record = Self::parse_disclosed(head_line, part_lines)?;
        if record.is_whole() { Ok(record) } else { Err(FormatError::RecordBad("a part is missing")) }
    }

    /// Reads a record of which some parts may be withheld; those that are there keep the head's order.
    ///
    /// # Errors
    /// As [`Record::parse`], but parts may be missing.
    pub fn parse_disclosed(head_line: &[u8], part_lines: &[Vec<u8>]) -> Result<Self, FormatError> {
        let head = parse_head(head_line)?;
        let mut named = head.parts.iter();
        for line in part_lines {
            let hash = part_hash(line);
            if !named.any(|name| *name == hash) {
                return Err(FormatError::RecordBad("a part is not the one that its head names"));
            }
        }
        let parts = part_lines.iter().map(|line| parse_part(line)).collect::<Result<Vec<_>, _>>()?;
        let record = Self { head, head_line: head_line.to_vec(), parts, part_lines: part_lines.to_vec() };
        record.check_distinct()?;
        Ok(record)
    }

    fn check_distinct(&self) -> Result<(), FormatError> {
        let mut salts = HashSet::new();
        if !self.salts().all(|salt| salts.insert(salt)) {
            return Err(FormatError::RecordBad("a salt is used twice"));
        }
        let mut names = HashSet::new();
        if !self.parts.iter().all(|part| names.insert(&part.name)) {
            return Err(FormatError::RecordBad("two parts have the same name"));
        }
        Ok(())
    }

    /// Returns the head.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the exact bytes of the head line, without LF.
    #[must_use]
    pub fn head_line(&self) -> &[u8] {
        &self.head_line
    }

    /// Returns the parts that are there.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the exact bytes of each part line, without LF.
    pub fn part_lines(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.part_lines.iter().map(Vec::as_slice)
    }

    /// Returns the record's leaf hash.
    #[must_use]
    pub fn leaf(&self) -> LeafHash {
        tree::leaf_hash(&self.head_line)
    }

    /// Returns the value of the part of this name.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Value> {
        self.parts.iter().find(|part| part.name == name).map(|part| &part.value)
    }

    /// Returns whether every part that the head names is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.parts.len() == self.head.parts.len()
    }

    /// Returns the salts of the head and of the parts that are there; each may be used once in a box.
    pub fn salts(&self) -> impl Iterator<Item = Salt> {
        std::iter::once(self.head.salt).chain(self.parts.iter().map(|part| part.salt))
    }

    /// Returns how many bytes the record takes in a segment, its line ends included.
    #[must_use]
    pub fn stored_len(&self) -> usize {
        self.head_line.len() + 1 + self.part_lines.iter().map(|line| line.len() + 1).sum::<usize>()
    }

    /// Returns the record with only the parts that `keep` chooses by name; the head and its proof stay as they are.
    #[must_use]
    pub fn disclose(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept = |i: &usize| keep(&self.parts[*i].name);
        let chosen: Vec<usize> = (0..self.parts.len()).filter(kept).collect();
        Self {
            head: self.head.clone(),
            head_line: self.head_line.clone(),
            parts: chosen.iter().map(|i| self.parts[*i].clone()).collect(),
            part_lines: chosen.iter().map(|i| self.part_lines[*i].clone()).collect(),
        }
    }
}

/// Returns the hash of a part line without its LF, as heads name it.
#[must_use]
pub fn part_hash(line: &[u8]) -> PartHash {
    PartHash(Sha256::new().chain_update(PART_CONTEXT).chain_update(line).finalize().into())
}

fn parse_head(line: &[u8]) -> Result<Head, FormatError> {
    if line.len() > HEAD {
        return Err(FormatError::RecordBad("a head line is over 64 KiB"));
    }
    let Value::Object(map) = canonical::parse(line)? else {
        return Err(FormatError::RecordBad("a head is not an object"));
    };
    check_version(&map)?;
    let head = Head {
        at: field(&map, "at")?,
        box_id: field(&map, "box")?,
        kind: text(&map, "kind")?.to_owned(),
        n: map.get("n").and_then(Value::as_u64).ok_or(FormatError::RecordBad("a head has no number"))?,
        of: hashes(&map, "of")?,
        parts: hashes(&map, "parts")?,
        salt: text(&map, "salt")?.parse()?,
        writer: field(&map, "w")?,
    };
    check_head(&head)?;
    Ok(head)
}

fn check_version(map: &Map<String, Value>) -> Result<(), FormatError> {
    let version = map.get("v").and_then(Value::as_u64).ok_or(FormatError::RecordBad("a head has no version"))?;
    if version != VERSION || map.keys().any(|key| !HEAD_FIELDS.contains(&key.as_str())) {
        return Err(FormatError::FormatNewer("a record"));
    }
    Ok(())
}

fn check_head(head: &Head) -> Result<(), FormatError> {
    if !is_name(&head.kind) {
        return Err(FormatError::RecordBad("a kind is not 1 to 64 of a-z, 0-9 and _"));
    }
    if head.n > LAST_LEAF {
        return Err(FormatError::RecordBad("a leaf number has more than ten digits"));
    }
    if head.parts.len() > PARTS {
        return Err(FormatError::RecordBad("a record has more than 512 parts"));
    }
    let mut seen = HashSet::new();
    if !head.of.iter().all(|leaf| seen.insert(leaf)) {
        return Err(FormatError::RecordBad("a head names one leaf twice"));
    }
    Ok(())
}

fn text<'a>(map: &'a Map<String, Value>, name: &str) -> Result<&'a str, FormatError> {
    map.get(name).and_then(Value::as_str).ok_or(FormatError::RecordBad("a head lacks a field"))
}

fn field<T: FromStr>(map: &Map<String, Value>, name: &str) -> Result<T, FormatError> {
    text(map, name)?.parse().map_err(|_| FormatError::RecordBad("a head has a field that is not what it should be"))
}

fn hashes<T: FromStr>(map: &Map<String, Value>, name: &str) -> Result<Vec<T>, FormatError> {
    const BAD: FormatError = FormatError::RecordBad("a head has a list that is not of hashes");
    let list = map.get(name).and_then(Value::as_array).ok_or(BAD)?;
    list.iter().map(|v| v.as_str().and_then(|s| s.parse().ok()).ok_or(BAD)).collect()
}

fn parse_part(line: &[u8]) -> Result<Part, FormatError> {
    const BAD: FormatError = FormatError::RecordBad("a part is not [salt, name, value]");
    if line.len() > PART {
        return Err(FormatError::RecordBad("a part line is over 4 MiB"));
    }
    let Value::Array(list) = canonical::parse(line)? else { return Err(BAD) };
    let [Value::String(salt), Value::String(name), value] = <[Value; 3]>::try_from(list).map_err(|_| BAD)? else {
        return Err(BAD);
    };
    if !is_name(&name) {
        return Err(FormatError::RecordBad("a part's name is not 1 to 64 of a-z, 0-9 and _"));
    }
    Ok(Part { salt: salt.parse()?, name, value })
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
