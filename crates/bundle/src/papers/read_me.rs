//! Read me first: what this is, what is in it, how to check it, and what that shows and does not show.

use super::said::{cell, columns, fact, heading, row, text};
use super::{Kind, Said};
use crate::chronology::words::{self, count};
use crate::supplement;
use casekeep_model::bundle_paper::{Block, Look};

/// Returns what stands on it; of each other paper whether it was made.
pub(super) fn blocks(said: &Said<'_>, papers: &[(&Kind, bool)]) -> Vec<Block> {
    let mut blocks = vec![
        text(
            Look::Lead,
            "This is an extract of a log that a person keeps of contacts, with the files that belong to it. In these papers \
             “the writer” is that person, and “them” is the person the log is about.",
        ),
        Block::Facts { facts: facts(said) },
        heading("What is in it"),
        contents(said, papers),
    ];
    if !said.chronology.follows.is_empty() {
        blocks.insert(1, text(Look::Framed, supplement::said(said.chronology.follows)));
    }
    if papers.iter().any(|(_, fits)| !fits) {
        blocks.push(text(
            Look::Framed,
            "A paper that is marked “not made” would be longer than a paper can be. Everything is in data/chronology.html \
             and, for spreadsheets, in data/chronology.csv.",
        ));
    }
    blocks.push(heading("Before you rely on it"));
    blocks.push(Block::List { lines: CHECK.iter().map(|line| (*line).to_owned()).collect() });
    blocks.push(heading("What a check shows, and what it does not"));
    blocks.push(text(
        Look::Plain,
        "It shows that nothing in this bundle was changed since it was signed, that nothing was added or taken out, and that \
         each entry is in the log as it was recorded. It does not show who wrote a message, that an entry is true, that \
         everything was written down, or that the computer’s clock was right. Ask for the phone and the account.",
    ));
    blocks
}

const CHECK: &[&str] = &[
    "Compare the fingerprint. Ring the person who gave you this bundle, on a number that you know, and have the fingerprint \
     of the signing key read out. Not the one printed here: whoever could change this bundle could print another.",
    "Run the check. HOW-TO-VERIFY.txt, beside the folder data, has the commands for Windows, macOS and Linux.",
    "These papers are for reading. What counts are the signed records in data/proof and the files in data/originals.",
    "If something is missing or cannot be opened, ask the person who gave it to you. Nobody else can open it for you.",
];

fn facts(said: &Said<'_>) -> Vec<casekeep_model::bundle_paper::Fact> {
    let (chronology, plan) = (said.chronology, said.chronology.plan);
    let events = plan.listed.iter().filter(|taken| taken.entry.is_event()).count();
    let mut holds =
        vec![count(plan.contacts.len() as u64, "contact", "contacts"), count(plan.items.len() as u64, "item", "items")];
    holds.extend((events > 0).then(|| count(events as u64, "entry from the registers", "entries from the registers")));
    let withheld = match chronology.withheld {
        0 => "No record of the log.".to_owned(),
        n => format!(
            "{}, each listed by number with the reason.",
            count(n.into(), "record of the log", "records of the log")
        ),
    };
    vec![
        fact("Bundle", said.folder),
        fact("Made", format!("{}, by Casekeep {}", words::recorded(chronology.made_at), env!("CARGO_PKG_VERSION"))),
        fact("Holds", holds.join(", ")),
        fact("Withheld", withheld),
        fact("Signing key", chronology.fingerprint.clone()),
    ]
}

fn contents(said: &Said<'_>, papers: &[(&Kind, bool)]) -> Block {
    let file = |path: &str| path.trim_start_matches("data/").to_owned();
    let mut rows: Vec<_> = papers
        .iter()
        .map(|(kind, fits)| {
            let name = if *fits { file(kind.file) } else { format!("{}, not made", kind.title) };
            row(vec![cell(name), cell(kind.what)])
        })
        .collect();
    rows.push(row(vec![cell("chronology.html, .csv"), cell("The same for a browser and for spreadsheets.")]));
    if !said.chronology.plan.items.is_empty() {
        rows.push(row(vec![cell("originals"), cell("The files, byte for byte as they were added.")]));
    }
    rows.push(row(vec![cell("proof"), cell("The signed records, for programs that check them.")]));
    Block::Table { columns: columns(&[("In the folder data", 28), ("What it is", 70)]), rows }
}
