//! The proof files: disclosed records byte for byte, the path of each to its log's root, and the accounting.
//!
//! Nothing here decides what is disclosed; that is [`crate::plan`].

use crate::error::BundleError;
use crate::listed::may_leave;
use crate::plan::Plan;
use crate::shown::{write_json, write_path};
use crate::supplement;
use casekeep_format::{CaseLog, Followed, Place, Record, Tree};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The path from one record to the root of its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// Which writer's log, counted from 1 as in `checkpoint-<k>.txt`.
    pub k: usize,
    /// The record's leaf number.
    pub n: u64,
    /// The hashes from the leaf upwards, 64 hex digits each.
    pub path: Vec<String>,
    /// The size of the log.
    pub size: u64,
}

/// The proof files as bytes.
pub struct Proof {
    /// `records.jsonl`.
    pub records: Vec<u8>,
    /// `inclusion.json`.
    pub inclusion: Vec<u8>,
    /// `accounting.txt`.
    pub accounting: String,
    /// Each writer's signed note, in order.
    pub checkpoints: Vec<String>,
    /// How many records are withheld whole.
    pub withheld: u32,
}

impl Proof {
    /// Makes the proof files for what is taken.
    ///
    /// # Errors
    /// [`BundleError::Log`] when a record does not stand where it says.
    pub fn new(log: &CaseLog, plan: &Plan, disclosure: u32, follows: &[Followed]) -> Result<Self, BundleError> {
        let mut proof = Self {
            records: Vec::new(),
            inclusion: Vec::new(),
            accounting: accounting_head(disclosure) + &supplement::accounting_head(&log.vault, follows),
            checkpoints: Vec::new(),
            withheld: 0,
        };
        let mut paths = Vec::new();
        for (index, writer) in log.writers.iter().enumerate() {
            let (k, size) = (index + 1, writer.records.len() as u64);
            proof.checkpoints.push(writer.note.clone());
            proof.accounting.push_str(&format!("\nlog {k} size {size}\n"));
            let leaves: Vec<_> = writer.records.iter().map(Record::leaf).collect();
            let tree = Tree::new(&leaves);
            for (n, record) in (0..).zip(&writer.records) {
                if (record.head().n, &record.head().writer) != (n, &writer.writer) {
                    return Err(BundleError::Log(format!("record {n} of log {k} says it is another record")));
                }
                let place = Place { writer: writer.writer.clone(), n };
                let state = if plan.places.contains(&place) {
                    let path = write_path(&tree.inclusion_proof(n));
                    paths.push(Inclusion { k, n, path, size });
                    disclose(record, plan.hidden.get(&place), &mut proof.records)
                } else if plan.given.contains(&place) {
                    State::GivenBefore
                } else if plan.left.contains(&place) {
                    State::NotSelected
                } else {
                    State::Structural
                };
                proof.withheld += u32::from(state.is_withheld());
                proof.accounting.push_str(&format!("{k} {n} {}\n", state.words()));
            }
        }
        proof.inclusion = write_json(&paths);
        Ok(proof)
    }
}

/// Writes the head line and the part lines that may leave.
fn disclose(record: &Record, hidden: Option<&BTreeSet<String>>, out: &mut Vec<u8>) -> State {
    let kind = record.head().kind.as_str();
    let taken = record.disclose(|part| may_leave(kind, part) && hidden.is_none_or(|hidden| !hidden.contains(part)));
    for line in std::iter::once(taken.head_line()).chain(taken.part_lines()) {
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    if taken.is_whole() { State::Disclosed } else { State::InPart }
}

/// What a bundle holds of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All of it.
    Disclosed,
    /// Its head and some of its parts.
    InPart,
    /// Nothing: an earlier bundle holds it, which this one follows.
    GivenBefore,
    /// Nothing: it is an entry that was not chosen, or an amendment of one.
    NotSelected,
    /// Nothing: it is the log's own record keeping.
    Structural,
}

impl State {
    pub(crate) const ALL: [Self; 5] =
        [Self::Disclosed, Self::InPart, Self::GivenBefore, Self::NotSelected, Self::Structural];

    /// Returns the words in the accounting.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Disclosed => "disclosed",
            Self::InPart => "disclosed in part",
            Self::GivenBefore => "withheld (given before)",
            Self::NotSelected => "withheld (not selected)",
            Self::Structural => "withheld (structural)",
        }
    }

    /// Returns true when nothing of the record is in the bundle.
    #[must_use]
    pub fn is_withheld(self) -> bool {
        matches!(self, Self::GivenBefore | Self::NotSelected | Self::Structural)
    }
}

fn accounting_head(disclosure: u32) -> String {
    format!(
        "ACCOUNTING OF HAND-OVER {disclosure}\n\
         \n\
         Every record in the log of this case, by number, and what this bundle holds of it.\n\
         \n\
         disclosed                 all of it\n\
         disclosed in part         what was written, without technical parts that describe\n\
         \x20                         the vault and not the entry, or what is sensitive\n\
         withheld (not selected)   an entry, or an amendment of one, that was not chosen\n\
         withheld (structural)     a record that the log keeps about itself\n\
         \n\
         Each line below: log, record number, state. Records count from 0.\n"
    )
}

/// One log in an accounting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountedLog {
    /// How many records it says the log has.
    pub size: u64,
    /// What it says of each record, in order, without holes.
    pub states: Vec<State>,
}

/// Reads an accounting: one entry per log, in order.
///
/// # Errors
/// Words that say which line is wrong: a log or record number out of order, a hole, a line of another form.
pub fn parse_accounting(bytes: &[u8]) -> Result<Vec<AccountedLog>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the accounting is not text".to_owned())?;
    let mut logs: Vec<AccountedLog> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let bad = || format!("line {} of the accounting cannot be read", index + 1);
        if let Some(rest) = line.strip_prefix("log ") {
            let (k, size) = rest.split_once(" size ").ok_or_else(bad)?;
            if k != (logs.len() + 1).to_string() {
                return Err(format!("line {} of the accounting names log {k} out of order", index + 1));
            }
            logs.push(AccountedLog { size: size.parse().map_err(|_| bad())?, states: Vec::new() });
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            let mut words = line.splitn(3, ' ');
            let (k, n, state) = (words.next(), words.next(), words.next());
            let state = State::ALL.into_iter().find(|s| Some(s.words()) == state).ok_or_else(bad)?;
            let count = logs.len();
            let log = logs.last_mut().filter(|_| k == Some(&count.to_string())).ok_or_else(bad)?;
            if n != Some(&log.states.len().to_string()) {
                return Err(format!("record {} of log {count} is not in the accounting", log.states.len()));
            }
            log.states.push(state);
        } else if !logs.is_empty() && !line.is_empty() {
            return Err(bad());
        }
    }
    match logs.iter().zip(1..).find(|(log, _)| log.size != log.states.len() as u64) {
        Some((log, k)) => Err(format!("record {} of log {k} is not in the accounting", log.states.len())),
        None => Ok(logs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn an_accounting_has_no_holes() {
        let good = format!(
            "{}\nlog 1 size 2\n1 0 withheld (structural)\n1 1 disclosed in part\n\nlog 2 size 1\n2 0 disclosed\n",
            accounting_head(1)
        );
        let logs = parse_accounting(good.as_bytes()).expect("good");
        assert_eq!(logs.len(), 2);
        assert_eq!(logs[0].states, [State::Structural, State::InPart]);
        for (from, to) in [
            ("1 0 withheld (structural)\n", ""),
            ("1 1 disclosed in part\n", ""),
            ("1 1 disclosed", "1 2 disclosed"),
            ("size 2", "size 3"),
            ("2 0 disclosed\n", "2 0 disclosed\n2 1 hidden\n"),
            ("2 0 disclosed\n", "1 0 disclosed\n"),
            ("log 2", "log 3"),
            ("2 0 disclosed\n", "2 0 disclosed\nand more\n"),
        ] {
            assert!(good.contains(from), "{from}");
            assert!(parse_accounting(good.replacen(from, to, 1).as_bytes()).is_err(), "{from} -> {to}");
        }
    }
}
