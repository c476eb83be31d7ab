//! That the records lead to the signed roots, that the roots are this vault's, and that the accounting has no holes.

use super::findings::Findings;
use super::intake::Intake;
use super::lineage::{Ended, Lineage};
use super::records::Records;
use crate::layout::{self, ACCOUNTING, INCLUSION};
use crate::proof::{AccountedLog, Inclusion, State, parse_accounting};
use crate::shown::read_path;
use crate::supplement::FollowedBundle;
use casekeep_format::{Checkpoint, Origin, Record, note_origin, verify_inclusion};
use casekeep_model::Class;
use std::collections::{BTreeMap, BTreeSet};

/// One writer's log as its signed checkpoint tells it.
#[derive(Debug)]
pub struct Log {
    /// Its number in this bundle, from 1.
    pub k: usize,
    /// Whose log it is.
    pub origin: Origin,
    /// The signed checkpoint; `None` when it does not hold, which was found already.
    pub checkpoint: Option<Checkpoint>,
}

/// Reads the checkpoints: signed by the same key as the bundle, of that key's vault, of one box.
pub fn read_logs(intake: &Intake, lineage: Option<&Lineage>, found: &mut Findings) -> Vec<Log> {
    let mut logs: Vec<Log> = Vec::new();
    let mut numbers: Vec<usize> = intake.files.keys().filter_map(|path| layout::checkpoint_number(path)).collect();
    numbers.sort_unstable();
    if intake.complete && numbers.is_empty() {
        found.add(
            Class::BundleMissing,
            format!("The file {} is not there, and every bundle has it.", layout::checkpoint(1)),
        );
    }
    for (k, expected) in numbers.into_iter().zip(1..) {
        let path = layout::checkpoint(k);
        if intake.complete && k != expected {
            found.add(Class::BundleMissing, format!("The file {} is not there.", layout::checkpoint(expected)));
        }
        let Some(note) = intake.text(&path) else {
            found.add(Class::SignatureBad, format!("The checkpoint {path} is not text."));
            continue;
        };
        let Some(from) = note_origin(note) else {
            found.add(Class::SignatureBad, format!("The checkpoint {path} does not say whose log it is of."));
            continue;
        };
        if logs.iter().any(|log| log.origin.writer == from.writer) {
            found.add(Class::RecordMisplaced, format!("The checkpoint {path} is of the same log as another."));
        }
        if logs.first().is_some_and(|log| log.origin.box_id != from.box_id) {
            found.add(Class::RecordMisplaced, format!("The checkpoint {path} is of another case."));
        }
        let checkpoint = lineage.and_then(|lineage| open_checkpoint(note, &from, lineage, &path, found));
        logs.push(Log { k, origin: from, checkpoint });
    }
    if let Some((lineage, first)) = lineage.zip(logs.first()) {
        let ends = lineage.ends_of_box(&first.origin.box_id);
        for end in ends.filter(|end| intake.complete && !logs.iter().any(|log| log.origin.writer == end.writer)) {
            note_shorter(&format!("A log of this case that is not in the bundle had {} records", end.size), found);
        }
    }
    logs
}

fn note_shorter(what: &str, found: &mut Findings) {
    found.note(
        Class::RolledBack,
        format!("{what} when all keys were changed."),
        "Ask the sender what became of them: a backup that was put back is one reason.",
    );
}

fn open_checkpoint(
    note: &str,
    from: &Origin,
    lineage: &Lineage,
    path: &str,
    found: &mut Findings,
) -> Option<Checkpoint> {
    if from.vault != lineage.vault {
        found.add(
            Class::BundleKeyMismatch,
            format!("The checkpoint {path} is of another vault than the key that signed the bundle."),
        );
        return None;
    }
    let (checkpoint, is_older) = match lineage.open(note, from) {
        Ok(opened) => opened,
        Err(error) => {
            found.add(
                error.class().unwrap_or(Class::SignatureBad),
                format!("The checkpoint {path} does not hold: {error}."),
            );
            return None;
        }
    };
    match lineage.ended(from, &checkpoint, is_older) {
        Ended::Rightly => {}
        Ended::Shorter(size) => {
            note_shorter(
                &format!("The log of the checkpoint {path} has {} records, and had {size}", checkpoint.size),
                found,
            );
        }
        Ended::Beyond => {
            found.add(
                Class::SignedAfterCutoff,
                format!("The checkpoint {path} is not where its log ended when all keys were changed."),
            );
            return None;
        }
    }
    Some(checkpoint)
}

/// Checks that each record stands in one of these logs and leads to its root.
pub fn check_places(intake: &Intake, records: &Records, logs: &[Log], found: &mut Findings) {
    let paths = read_paths(intake, found);
    let mut used = BTreeSet::new();
    for record in &records.all {
        let head = record.head();
        let Some(log) = logs.iter().find(|log| log.origin.writer == head.writer) else {
            if intake.complete {
                found
                    .add(Class::RecordMisplaced, format!("Record {} is of a log that has no checkpoint here.", head.n));
            }
            continue;
        };
        if head.box_id != log.origin.box_id {
            found.add(Class::RecordMisplaced, format!("Record {} is of another case.", head.n));
        }
        match paths.get(&(log.k, head.n)) {
            Some(path) => {
                used.insert((log.k, head.n));
                if log.checkpoint.as_ref().is_some_and(|checkpoint| !leads(record, path, checkpoint)) {
                    found.add(
                        Class::ProofBad,
                        format!("The proof of record {} does not lead to the signed root of log {}.", head.n, log.k),
                    );
                }
            }
            None if intake.complete => {
                found.add(Class::ProofBad, format!("There is no proof of record {} of log {}.", head.n, log.k));
            }
            None => {}
        }
    }
    for (k, n) in paths.keys().filter(|place| records.whole && !used.contains(*place)) {
        found.add(Class::ProofBad, format!("There is a proof of record {n} of log {k}, but not the record."));
    }
}

fn leads(record: &Record, inclusion: &Inclusion, checkpoint: &Checkpoint) -> bool {
    inclusion.size == checkpoint.size
        && read_path(&inclusion.path).is_some_and(|path| {
            verify_inclusion(record.leaf(), record.head().n, checkpoint.size, &path, &checkpoint.root)
        })
}

fn read_paths(intake: &Intake, found: &mut Findings) -> BTreeMap<(usize, u64), Inclusion> {
    let Some(bytes) = intake.kept.get(INCLUSION) else {
        if intake.complete {
            found.add(Class::BundleMissing, format!("The file {INCLUSION} is not there, and every bundle has it."));
        }
        return BTreeMap::new();
    };
    let Ok(list) = serde_json::from_slice::<Vec<Inclusion>>(bytes) else {
        found.add(Class::ProofBad, format!("The file {INCLUSION} cannot be read."));
        return BTreeMap::new();
    };
    let mut paths = BTreeMap::new();
    for inclusion in list {
        let (k, n) = (inclusion.k, inclusion.n);
        if paths.insert((k, n), inclusion).is_some() {
            found.add(Class::ProofBad, format!("There are two proofs of record {n} of log {k}."));
        }
    }
    paths
}

/// What the accounting comes to.
#[derive(Debug, Default)]
pub struct Accounts {
    /// How many records are withheld whole.
    pub withheld: u32,
    /// Whether it says of one that an earlier bundle holds it.
    pub says_given: bool,
}

/// Checks that the accounting covers every record of every log, and says of each what is so.
pub fn check_accounting(intake: &Intake, records: &Records, logs: &[Log], found: &mut Findings) -> Accounts {
    let Some(bytes) = intake.kept.get(ACCOUNTING) else {
        if intake.complete {
            found.add(
                Class::AccountingGap,
                format!("The file {ACCOUNTING} is not there, so it is not known what was withheld."),
            );
        }
        return Accounts::default();
    };
    let accounted = match parse_accounting(bytes) {
        Ok(accounted) => accounted,
        Err(why) => {
            found.add(Class::AccountingGap, format!("The accounting does not cover the log: {why}."));
            return Accounts::default();
        }
    };
    if intake.complete && accounted.len() != logs.len() {
        let what =
            format!("The accounting is of {} logs, but there are checkpoints of {}.", accounted.len(), logs.len());
        found.add(Class::AccountingGap, what);
    }
    for (log, account) in logs.iter().filter_map(|log| Some((log, accounted.get(log.k - 1)?))) {
        if let Some(checkpoint) = log.checkpoint.as_ref().filter(|checkpoint| checkpoint.size != account.size) {
            let what = format!(
                "The accounting is of {} records of log {}, but {} are signed.",
                account.size, log.k, checkpoint.size
            );
            found.add(Class::AccountingGap, what);
        }
        compare(records, log, account, found);
    }
    let withheld = accounted.iter().flat_map(|log| &log.states).filter(|state| state.is_withheld()).count();
    let says_given = accounted.iter().flat_map(|log| &log.states).any(|state| *state == State::GivenBefore);
    Accounts { withheld: u32::try_from(withheld).unwrap_or(u32::MAX), says_given }
}

/// Checks that a bundle which says what was given before also says in which bundle.
pub fn check_given(accounts: &Accounts, follows: Option<&[FollowedBundle]>, found: &mut Findings) {
    if accounts.says_given && follows.is_some_and(<[_]>::is_empty) {
        found.add(
            Class::AccountingGap,
            "The accounting says that records were given before, but the bundle follows no other.".to_owned(),
        );
    }
}

fn compare(records: &Records, log: &Log, account: &AccountedLog, found: &mut Findings) {
    let here: BTreeMap<u64, &Record> =
        records.all.iter().filter(|r| r.head().writer == log.origin.writer).map(|r| (r.head().n, r)).collect();
    for (n, state) in (0..).zip(&account.states) {
        let is = match here.get(&n) {
            Some(record) if record.is_whole() => State::Disclosed,
            Some(_) => State::InPart,
            None if state.is_withheld() => continue,
            None if !records.whole => continue,
            None => State::NotSelected,
        };
        if is != *state {
            let is = if is == State::NotSelected { "not there" } else { is.words() };
            let what =
                format!("The accounting says that record {n} of log {} is {}, but it is {is}.", log.k, state.words());
            found.add(Class::AccountingGap, what);
        }
    }
}
