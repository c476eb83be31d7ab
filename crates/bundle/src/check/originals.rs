//! That the originals are the bytes that their records name, and that each file is named by a record.

use super::findings::Findings;
use super::intake::{Intake, Seen};
use super::records::Records;
use crate::layout::{self, ORIGINALS};
use casekeep_format::Record;
use casekeep_format::parts::{self, kind};
use casekeep_model::{Class, FileFacts};
use std::collections::BTreeMap;

/// Checks each original against the record of its item.
pub fn check(intake: &Intake, records: &Records, found: &mut Findings) {
    let mut files: BTreeMap<Option<u32>, Vec<(&str, Seen)>> = BTreeMap::new();
    for (path, seen) in intake.files.iter().filter(|(path, _)| path.starts_with(ORIGINALS)) {
        files.entry(layout::original_number(path)).or_default().push((path, *seen));
    }
    let mut differing = Vec::new();
    for (number, facts) in records.all.iter().filter_map(item_file) {
        let there = files.entry(Some(number)).or_default();
        let same = there.iter().position(|(_, seen)| seen.sha256 == facts.sha256 && seen.size == facts.size);
        match same {
            Some(at) => drop(there.swap_remove(at)),
            None => differing.push(number),
        }
    }
    for number in differing {
        match files.entry(Some(number)).or_default().pop() {
            Some((path, _)) => found.add(
                Class::BundleChanged,
                format!("The file {path} is not the one that was recorded as item {number}."),
            ),
            None if intake.complete => {
                found.add(Class::BundleMissing, format!("The original of item {number} is not there."))
            }
            None => {}
        }
    }
    // While a record cannot be read, or is damaged, its file would wrongly be called unknown.
    if records.whole && intake.complete {
        for (path, _) in files.values().flatten() {
            found.add(Class::BundleExtra, format!("The file {path} is in the bundle, but no record names it."));
        }
    }
}

fn item_file(record: &Record) -> Option<(u32, FileFacts)> {
    let first = record.head().kind == kind::ITEM && record.head().of.is_empty();
    first.then(|| Some((parts::read(record, "number")?, parts::read(record, "file")?)))?
}
