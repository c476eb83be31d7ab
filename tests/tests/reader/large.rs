//! The second reader and `casekeep verify` agree on a vault of 10,000 records, whole and with a part of it gone.
//!
//! Most of the records come in a few large segments, which another program with the keys wrote; some are commits of
//! Casekeep's own. `CASEKEEP_COMMITS=9000` makes almost all of them commits, which takes minutes.

use super::program::{Said, read_vault};
use casekeep_format::parts::{Clocks, contact_parts, kind};
use casekeep_model::Class;
use casekeep_tests::place;
use casekeep_tests::vectors::base::{Copy, With, contact, write};
use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::forge::{Keyed, Lines, Log, record};
use casekeep_vault::Access;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::time::Instant;

const RECORDS: u64 = 10_000;
const SEGMENT: usize = 2_500;

#[test]
fn both_readers_agree_on_a_vault_of_ten_thousand_records() {
    let place = tempfile::tempdir().unwrap();
    let copy = Copy::of(&Copy::at(&folder().join("base")), place.path()).unwrap();
    let commits = std::env::var("CASEKEEP_COMMITS").ok().map_or(40, |count| count.parse().unwrap());
    let log = fill(&copy, commits);
    let second = agree(&copy);
    assert_eq!((second.exit, second.notes.len()), (0, 0));
    assert!(second.checked["records"] >= RECORDS, "{:?}", second.checked);

    let segments = Keyed::of(&copy).segments(&log);
    let large = copy.vault().join(&segments[segments.len() - 2].1);
    fs::remove_file(&large).unwrap();
    assert_eq!(agree(&copy).classes(), BTreeSet::from([Class::SegmentMissing]));
}

/// Adds commits of Casekeep's own and then large segments, until there are enough records; returns the case's log.
fn fill(copy: &Copy, commits: u32) -> Log {
    let vault = copy.unlock(With::Passphrase, Access::Change).unwrap();
    for n in 0..commits {
        vault.log_contact(1, &contact("2026-04-01T09:00", &format!("Commit number {n}."))).unwrap();
    }
    vault.lock().unwrap();
    let keyed = Keyed::of(copy);
    let logs = keyed.logs();
    let size = |log: &Log| keyed.segments(log).last().unwrap().0.last + 1;
    let log = logs.iter().max_by_key(|log| size(log)).unwrap().clone();
    let mut missing = RECORDS.saturating_sub(logs.iter().map(size).sum());
    let mut next = size(&log);
    while missing > 0 {
        let count = SEGMENT.min(usize::try_from(missing).unwrap());
        let lines: Vec<Lines> = (next..).take(count).map(|n| Lines::from(&contact_record(&log, n))).collect();
        let (path, bytes) = keyed.segment_after(&log, next, &lines);
        write(&copy.vault().join(path), &bytes).unwrap();
        next += count as u64;
        missing -= count as u64;
    }
    log
}

fn contact_record(log: &Log, n: u64) -> casekeep_format::Record {
    let contact = contact("2026-04-02T09:00", &format!("Silent call, record {n}."));
    let clocks = Clocks { zone: Some("Europe/London".to_owned()), boot: Some(n) };
    record(log, n, kind::CONTACT, contact_parts(u32::try_from(n).unwrap() + 1_000, &contact, &clocks))
}

/// Has both check the vault and compares what they say: the classes, and how much they looked at.
fn agree(copy: &Copy) -> Said {
    let started = Instant::now();
    let second = read_vault(copy, With::Passphrase);
    let second_took = started.elapsed();
    let started = Instant::now();
    let output = Command::new(place::program("casekeep"))
        .args(["--json", "--vault"])
        .arg(copy.vault())
        .arg("--passphrase-file")
        .arg(copy.path("passphrase.txt"))
        .arg("verify")
        .env("CASEKEEP_STATE", copy.path("state"))
        .output()
        .unwrap();
    eprintln!("the second reader took {second_took:?}, casekeep verify {:?}", started.elapsed());
    let first: Value = serde_json::from_slice(&output.stdout).unwrap();
    let classes = |list: &str| -> BTreeSet<Class> {
        let list = first[list].as_array().unwrap().iter();
        list.map(|finding| serde_json::from_value(finding["class"].clone()).unwrap()).collect()
    };
    assert_eq!(output.status.code(), Some(i32::from(second.exit)));
    assert_eq!((classes("problems"), classes("notes")), (second.classes(), second.note_classes()));
    assert_eq!(first["checked"], serde_json::to_value(&second.checked).unwrap());
    second
}
