//! The seals in a bundle: each checkpoint signed by the same key, the case's head proven to be under it, today's log proven
//! to go on from that head, and each time-stamp for that checkpoint.

use super::findings::Findings;
use super::intake::Intake;
use super::lineage::Lineage;
use super::proofs::Log;
use crate::layout::{self, CONSISTENCY};
use crate::seals::{Extension, Sealed};
use crate::shown::{Shown, read_path};
use casekeep_format::names::vault_box;
use casekeep_format::stamp::read_reply;
use casekeep_format::words::seal_words;
use casekeep_format::{Checkpoint, LogHead, Origin, Record, heads_of_box, kind, note_origin, verify_consistency};
use casekeep_model::{Class, Timestamp};
use serde::Serialize;
use std::collections::BTreeSet;

/// A seal that the case's log was shown to go on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealShown {
    /// Its twelve words, to compare with a sheet.
    pub words: Vec<String>,
    /// When it was made, by the clock of the computer.
    pub at: Option<Timestamp>,
    /// How many records of the case it covers.
    pub covers: u64,
    /// The earliest time that a time-stamp shows for it.
    pub stamped: Option<Timestamp>,
    /// What that authority calls itself.
    pub stamped_by: Option<String>,
}

/// Checks every seal in the bundle.
pub fn check(intake: &Intake, lineage: Option<&Lineage>, logs: &[Log], found: &mut Findings) -> Vec<SealShown> {
    let list = match intake.kept.get(CONSISTENCY).map(|bytes| serde_json::from_slice::<Vec<Sealed>>(bytes)) {
        None => Vec::new(),
        Some(Ok(list)) => list,
        Some(Err(_)) => {
            found.add(Class::ProofBad, format!("The file {CONSISTENCY} cannot be read."));
            Vec::new()
        }
    };
    check_files(intake, &list, found);
    let Some(lineage) = lineage else { return Vec::new() };
    list.iter().filter_map(|sealed| check_seal(intake, lineage, logs, sealed, found)).collect()
}

/// Every file of a seal or time-stamp is one that the list names.
fn check_files(intake: &Intake, list: &[Sealed], found: &mut Findings) {
    let mut named = BTreeSet::new();
    for (sealed, expected) in list.iter().zip(1..) {
        if sealed.seal != expected {
            found.add(Class::ProofBad, format!("The file {CONSISTENCY} names seal {} out of order.", sealed.seal));
        }
        named.insert(layout::seal(sealed.seal));
        named.extend((1..=most_stamps(intake, sealed)).map(|stamp| layout::stamp(sealed.seal, stamp)));
    }
    for path in intake.files.keys().filter(|path| path.starts_with(layout::SEAL) && !named.contains(*path)) {
        found.add(Class::ProofBad, format!("Nothing proves what {path} has to do with this case."));
    }
}

/// Returns how many time-stamps of a seal are looked for: what it claims, but hardly more than there are files.
fn most_stamps(intake: &Intake, sealed: &Sealed) -> usize {
    sealed.stamps.min(intake.files.len() + 1)
}

fn check_seal(
    intake: &Intake,
    lineage: &Lineage,
    logs: &[Log],
    sealed: &Sealed,
    found: &mut Findings,
) -> Option<SealShown> {
    let path = layout::seal(sealed.seal);
    let Some(note) = intake.text(&path) else {
        if intake.complete {
            found.add(Class::BundleMissing, format!("The file {path} is not there, though a proof names it."));
        }
        return None;
    };
    let (from, checkpoint) = open(note, lineage, sealed.ended.as_deref(), &path, found)?;
    let (mut heads, mut at): (Vec<LogHead>, _) = (Vec::new(), None);
    for shown in &sealed.records {
        match read_heads(shown, &from, &checkpoint) {
            Some(record) => {
                at = at.max(Some(record.head().at));
                heads.extend(logs.first().map(|log| heads_of_box(&record, &log.origin.box_id)).unwrap_or_default());
            }
            None => found
                .add(Class::ProofBad, format!("The record of heads {} does not lead to the root in {path}.", shown.n)),
        }
    }
    if heads.is_empty() {
        found.add(Class::ProofBad, format!("Nothing shows that the seal in {path} covers this case."));
        return None;
    }
    let mut is_whole = true;
    for head in &heads {
        is_whole &= check_head(head, sealed, logs, &path, found);
    }
    for extension in sealed.logs.iter().filter(|e| head_of(e, &heads, logs).is_none()) {
        found.add(Class::ProofBad, format!("The seal in {path} has no head for the proof of log {}.", extension.k));
    }
    let covers = heads.iter().map(|head| head.size).sum();
    let mut shown = SealShown { words: seal_words(note), at, covers, stamped: None, stamped_by: None };
    for stamp in 1..=most_stamps(intake, sealed) {
        check_stamp(intake, note, &layout::stamp(sealed.seal, stamp), &mut shown, found);
    }
    // A seal of which a part is not shown to be in the log is none that the log goes on from.
    (is_whole && covers > 0).then_some(shown)
}

/// Opens a sealed checkpoint: of the vault's own log, signed by the key that signed the bundle, or by an older one before
/// its log ended.
fn open(
    note: &str,
    lineage: &Lineage,
    ended: Option<&[String]>,
    path: &str,
    found: &mut Findings,
) -> Option<(Origin, Checkpoint)> {
    let own = vault_box(&lineage.vault);
    let Some(from) = note_origin(note).filter(|from| from.vault == lineage.vault && from.box_id == own) else {
        found.add(
            Class::BundleKeyMismatch,
            format!("The checkpoint {path} is not of the log of the vault whose key signed the bundle."),
        );
        return None;
    };
    let (checkpoint, is_older) = match lineage.open(note, &from) {
        Ok(opened) => opened,
        Err(error) => {
            let class = error.class().unwrap_or(Class::SignatureBad);
            found.add(class, format!("The checkpoint {path} does not hold: {error}."));
            return None;
        }
    };
    if is_older && !ends_beyond(lineage, &from, &checkpoint, ended) {
        found.add(
            Class::SignedAfterCutoff,
            format!("The checkpoint {path} is by an older key, and its log is not shown to have gone on from it until all keys were changed."),
        );
        return None;
    }
    if !is_older && ended.is_some() {
        found.add(Class::ProofBad, format!("The key of the checkpoint {path} was not changed, so its log has no end."));
        return None;
    }
    Some((from, checkpoint))
}

/// Returns whether a log is shown to have gone on from a sealed checkpoint to where it ended with its key.
fn ends_beyond(lineage: &Lineage, from: &Origin, checkpoint: &Checkpoint, ended: Option<&[String]>) -> bool {
    let proven = || {
        let (end, proof) = (lineage.end_of(from)?, read_path(ended?)?);
        Some(verify_consistency(checkpoint.size, end.size, &checkpoint.root, &end.root()?, &proof))
    };
    proven().unwrap_or(false)
}

/// Returns a record of heads that stands in the sealed log where it says.
fn read_heads(shown: &Shown, from: &Origin, checkpoint: &Checkpoint) -> Option<Record> {
    let record = shown.read(checkpoint.size, &checkpoint.root)?;
    let head = record.head();
    let place = (&head.box_id, &head.writer, head.kind.as_str());
    (place == (&from.box_id, &from.writer, kind::HEADS)).then_some(record)
}

/// Returns whether today's log is shown to go on from a sealed head.
fn check_head(head: &LogHead, sealed: &Sealed, logs: &[Log], path: &str, found: &mut Findings) -> bool {
    let log = logs.iter().find(|log| log.origin.writer == head.writer);
    let extension = sealed.logs.iter().find(|extension| log.is_some_and(|log| log.k == extension.k));
    let Some((log, extension)) = log.zip(extension) else {
        found.note(
            Class::RolledBack,
            format!(
                "The seal in {path} covers {} records of a log of this case that is shorter or absent now.",
                head.size
            ),
            "Ask the sender what became of them: a backup that was put back is one reason.",
        );
        return false;
    };
    // A checkpoint that does not hold was found already.
    let Some(checkpoint) = &log.checkpoint else { return false };
    let proven = head.root().zip(read_path(&extension.path)).is_some_and(|(root, proof)| {
        extension.size == head.size && verify_consistency(head.size, checkpoint.size, &root, &checkpoint.root, &proof)
    });
    if !proven {
        found.add(Class::ProofBad, format!("Log {} is not shown to go on from the seal in {path}.", log.k));
    }
    proven
}

fn head_of<'a>(extension: &Extension, heads: &'a [LogHead], logs: &[Log]) -> Option<&'a LogHead> {
    let log = logs.iter().find(|log| log.k == extension.k)?;
    heads.iter().find(|head| head.writer == log.origin.writer)
}

fn check_stamp(intake: &Intake, note: &str, path: &str, shown: &mut SealShown, found: &mut Findings) {
    let Some(reply) = intake.kept.get(path) else {
        if intake.complete {
            found.add(Class::BundleMissing, format!("The file {path} is not there, though a proof names it."));
        }
        return;
    };
    match read_reply(reply, note.as_bytes()) {
        Ok(stamp) => {
            if !stamp.signature_checked {
                found.note(
                    Class::ProofBad,
                    format!("The signature of the time-stamp {path} is of a kind that is not checked here."),
                    "Check it with openssl ts -verify, as HOW-TO-VERIFY.txt says.",
                );
            }
            if shown.stamped.is_none_or(|at| stamp.at < at) {
                (shown.stamped, shown.stamped_by) = (Some(stamp.at), Some(stamp.by));
            }
        }
        Err(error) => {
            found.add(Class::ProofBad, format!("The time-stamp {path} shows nothing: {error}."));
        }
    }
}
