//! Software and clock: which program kept the log, how, and what is known of the clock.

use super::Said;
use super::said::{cell, columns, fact, heading, row, text};
use crate::chronology::page::clock_jumps;
use crate::chronology::words::{self, count};
use casekeep_model::bundle_paper::{Block, Fact, Look};

/// So many seals are listed.
const SEALS: usize = 200;

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let mut blocks = vec![
        text(
            Look::Plain,
            "How the program works and in what state it was, for whoever has to judge how far its records can be relied \
             on. It was written by the program itself while it made this bundle.",
        ),
        heading("The program"),
        Block::Facts { facts: program(said) },
        heading("How records and files are kept"),
        Block::List { lines: KEPT.iter().map(|line| (*line).to_owned()).collect() },
        heading("The clock"),
        text(Look::Plain, clock(said)),
        heading("Seals"),
    ];
    blocks.extend(seals(said));
    blocks.push(heading("What this does not show"));
    blocks.push(Block::List { lines: LIMITS.iter().map(|line| (*line).to_owned()).collect() });
    blocks
}

const KEPT: &[&str] = &[
    "A file is copied byte for byte when it is added. Its SHA-256 is taken in the same pass and written into the log.",
    "The log is only added to. Each record is hashed together with all before it, and the whole is signed, so that a \
     record that is changed, taken out or put in later is found by a check.",
    "A correction is a record of its own with a reason. What was written before stays.",
    "Before a bundle is finished, each file in it is compared with the SHA-256 in the log. Had one differed, the program \
     would have stopped and made no bundle.",
    "Pictures, documents, mails and exports from outside are read in a process of their own, without network and without \
     files. Recordings are played by the web view of the window.",
    "The program makes no network connection of its own, so it asks no clock but the computer’s.",
];

const LIMITS: &[&str] = &[
    "That a message is from the person it seems to be from, or that what an entry says is true.",
    "That everything was written down, or that a file was unchanged before it was added.",
    "That the clock of the computer was right.",
    "That nobody else used the computer or knew the passphrase.",
];

fn program(said: &Said<'_>) -> Vec<Fact> {
    let logs: Vec<String> =
        (1..).zip(said.logs).map(|(k, log)| format!("log {k}: {}", count(log.size, "record", "records"))).collect();
    vec![
        fact("Program", format!("Casekeep {}", env!("CARGO_PKG_VERSION"))),
        fact(
            "Format",
            "vault format 1; the bundle is a BagIt bag (RFC 8493) with SHA-256, signed with SSHSIG and Ed25519",
        ),
        fact("Bundle", format!("{}, made {}", said.folder, words::recorded(said.chronology.made_at))),
        fact("Signing key", said.chronology.fingerprint.clone()),
        fact(
            "Written by",
            format!(
                "{}: {}",
                count(said.logs.len() as u64, "installation of the program", "installations of the program"),
                logs.join("; ")
            ),
        ),
        fact(
            "Papers",
            "set from the same entries as data/chronology.html and data/chronology.csv, as PDF/A-2a and PDF/UA-1",
        ),
    ]
}

fn clock(said: &Said<'_>) -> String {
    let changes = said.chronology.clock_changes;
    let jumps = if changes.is_empty() {
        " No jump of a clock was noticed while the log was kept.".to_owned()
    } else {
        clock_jumps(changes)
    };
    let confirmed = if said.chronology.stamped {
        "Nobody else confirms them, but for the time-stamps below."
    } else {
        "Nobody else confirms them."
    };
    format!(
        "Times at which something was recorded are those of the clock of the computer it was written on. {confirmed}{jumps} \
         Times at which something happened are those that the writer gave. UK time is Greenwich Mean Time in winter and an \
         hour ahead of it in summer; a time in the hour that is repeated in October says so."
    )
}

fn seals(said: &Said<'_>) -> Vec<Block> {
    if said.seals.is_empty() {
        return vec![text(
            Look::Plain,
            "No seal covers this case: nothing outside the computer fixes the state of the log before this bundle.",
        )];
    }
    let rows = (1..).zip(said.seals).take(SEALS).map(|(n, seal)| {
        let stamps = match seal.stamps {
            0 => "none".to_owned(),
            n => count(n as u64, "time-stamp of an authority", "time-stamps of authorities"),
        };
        let at = seal.at.map_or_else(|| "not known".to_owned(), words::recorded);
        row(vec![cell(format!("Seal {n}")), cell(at), cell(stamps)])
    });
    let names = [("Seal", 12), ("Made, by the computer’s clock", 40), ("Time-stamps", 40)];
    vec![
        text(
            Look::Plain,
            "A seal is the state of the log at one moment, put on paper or sent to somebody. The proof that today’s log goes \
             on from each is in data/proof; casekeep verify checks it and names the seals.",
        ),
        Block::Table { columns: columns(&names), rows: rows.collect() },
    ]
}
