//! The disclosed records: each line in its one form, each part named by its head.

use super::findings::Findings;
use super::intake::Intake;
use crate::layout::RECORDS;
use casekeep_format::{Record, Salt};
use casekeep_model::{Class, LeafHash};
use std::collections::{BTreeSet, HashSet};

/// The records that could be read.
#[derive(Debug, Default)]
pub struct Records {
    /// Each record.
    pub all: Vec<Record>,
    /// True when every line of the file was read as part of a record.
    pub whole: bool,
}

/// Reads `records.jsonl`.
pub fn read(intake: &Intake, found: &mut Findings) -> Records {
    let Some(bytes) = intake.kept.get(RECORDS) else {
        if intake.complete {
            found.add(Class::BundleMissing, format!("The file {RECORDS} is not there, and every bundle has it."));
        }
        return Records::default();
    };
    let mut records = Records { all: Vec::new(), whole: true };
    for (first_line, lines) in groups(bytes) {
        let (head, parts) = lines.split_first().expect("a group has at least one line");
        let parts: Vec<Vec<u8>> = parts.iter().map(|line| line.to_vec()).collect();
        match Record::parse_disclosed(head, &parts) {
            Ok(record) => records.all.push(record),
            Err(error) => {
                let class = error.class().unwrap_or(Class::RecordBad);
                found.add(
                    class,
                    format!("The record at line {first_line} of {RECORDS} is not as it was recorded: {error}."),
                );
                records.whole = false;
            }
        }
    }
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        found.add(Class::RecordBad, format!("The last line of {RECORDS} is not whole."));
    }
    check_once(&records, found);
    note_chains(&records, found);
    records
}

/// Splits the file into records: a line that begins `{`, and the lines after it that do not. Gives each its first line's
/// number, from 1.
fn groups(bytes: &[u8]) -> Vec<(usize, Vec<&[u8]>)> {
    let mut groups: Vec<(usize, Vec<&[u8]>)> = Vec::new();
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    for (line, number) in body.split(|b| *b == b'\n').zip(1..) {
        match groups.last_mut() {
            Some((_, lines)) if !line.starts_with(b"{") => lines.push(line),
            _ => groups.push((number, vec![line])),
        }
    }
    groups
}

fn check_once(records: &Records, found: &mut Findings) {
    let mut salts: HashSet<Salt> = HashSet::new();
    let mut places = BTreeSet::new();
    for record in &records.all {
        let head = record.head();
        if !record.salts().all(|salt| salts.insert(salt)) {
            found.add(Class::RecordBad, format!("Record {} uses a salt that another record uses.", head.n));
        }
        if !places.insert((&head.writer, head.n)) {
            found.add(Class::RecordBad, format!("Record {} is in the bundle twice.", head.n));
        }
    }
}

/// An amendment names what its writer had seen. What it names may be withheld; then the reader is told.
fn note_chains(records: &Records, found: &mut Findings) {
    let leaves: HashSet<LeafHash> = records.all.iter().map(Record::leaf).collect();
    for record in &records.all {
        if record.head().of.iter().any(|leaf| !leaves.contains(leaf)) {
            found.note(
                Class::AccountingGap,
                format!("Record {} amends a record that is not in this bundle.", record.head().n),
                "Ask the sender for the whole of this entry.",
            );
        }
    }
}
