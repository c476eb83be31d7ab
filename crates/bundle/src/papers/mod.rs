//! The papers: PDF for whoever files a case, prints it, or may open nothing else.
//!
//! They are written from the chronology and from what the bundle says of itself ([`Said`]); nothing that the bundle does
//! not hold can be reached from here. What they say is worked out here; how it is set is the affair of the typesetter
//! that the caller hands in.

mod chart;
mod chronology;
mod continuity;
mod counts;
mod items;
mod log;
mod read_me;
mod said;
mod statement;
mod summary;
mod withheld;

use crate::chronology::Chronology;
use crate::error::BundleError;
use crate::layout;
use crate::proof::AccountedLog;
use casekeep_model::Timestamp;
use casekeep_model::bundle_paper::{Block, BundlePaper, Initials, SetPaper};
use std::ops::ControlFlow;

/// The most entries, items or lines of a paper; of a longer case the page and the sheet have all.
pub const MOST_ENTRIES: usize = 5_000;
/// The most text of a paper, in bytes.
pub const MOST_TEXT: usize = 8 << 20;
/// The most of one text that stands on a paper, in characters; a mark says that there is more, and where.
pub const MOST_OF_ONE: usize = 20_000;

/// Who sets the papers, and what they need that no record holds.
pub struct Papers<'a> {
    /// The typesetter.
    pub set: &'a dyn SetPaper,
    /// The initials of the person who produces the items; without them a place to write them is left.
    pub initials: Option<Initials>,
}

/// A seal that covers the case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SealSaid {
    /// When it was made, by the clock of the computer.
    pub at: Option<Timestamp>,
    /// How many time-stamps it has.
    pub stamps: usize,
}

/// Everything that papers are written from.
pub(crate) struct Said<'a> {
    /// The chronology, and through it what is taken; no more of the case is known here.
    pub chronology: &'a Chronology<'a>,
    /// The bundle's one folder, which is its name.
    pub folder: &'a str,
    /// What the accounting says of each log.
    pub logs: &'a [AccountedLog],
    /// The seals.
    pub seals: &'a [SealSaid],
    /// Whose items they are.
    pub initials: Option<&'a Initials>,
}

/// One of the papers.
struct Kind {
    file: &'static str,
    title: &'static str,
    what: &'static str,
    signed: bool,
    write: fn(&Said<'_>) -> Vec<Block>,
}

/// Every paper but the first, which lists them.
const KINDS: &[Kind] = &[
    Kind {
        file: layout::SUMMARY,
        title: "Summary",
        what: "One page: how many contacts, when, by what means, how many after being told to stop, and a chart.",
        signed: false,
        write: summary::blocks,
    },
    Kind {
        file: layout::CHRONOLOGY_PAPER,
        title: "Chronology",
        what: "A table of everything in the order in which it happened, each in short, with the items that show it.",
        signed: false,
        write: chronology::blocks,
    },
    Kind {
        file: layout::FULL_LOG,
        title: "Full log",
        what: "Every entry whole, with when it was written, each amendment, and what it said before.",
        signed: true,
        write: log::blocks,
    },
    Kind {
        file: layout::ITEM_LIST,
        title: "Items",
        what: "Every file and physical item with a proposed exhibit reference, its description and its SHA-256.",
        signed: false,
        write: items::blocks,
    },
    Kind {
        file: layout::CONTINUITY,
        title: "Continuity",
        what: "What happened to each item from the moment it was acquired, as far as the records here tell.",
        signed: false,
        write: continuity::blocks,
    },
    Kind {
        file: layout::WITHHELD,
        title: "What is withheld",
        what: "Every record of the log that is not here, by number and with the reason, and copies that are redacted.",
        signed: false,
        write: withheld::blocks,
    },
    Kind {
        file: layout::STATEMENT,
        title: "Software and clock",
        what: "Which program kept the log and made this bundle, how, and what is known of the computer's clock.",
        signed: false,
        write: statement::blocks,
    },
];

/// Sets every paper and returns them as files, in their order.
///
/// One that would be too long is left out, and the first paper says so and where the same is to be found.
///
/// # Errors
/// [`BundleError::Paper`] when one cannot be set, [`BundleError::Cancelled`] when `step` breaks.
pub(crate) fn files(
    said: &Said<'_>,
    set: &dyn SetPaper,
    step: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<(String, Vec<u8>)>, BundleError> {
    let mut made = Vec::new();
    let mut listed = Vec::new();
    for kind in KINDS {
        let blocks = (kind.write)(said);
        let fits = measure(&blocks).fits();
        listed.push((kind, fits));
        if fits {
            made.push((kind.file, paper(said, kind.title, kind.signed, blocks)));
        }
    }
    made.insert(0, (layout::READ_ME, paper(said, "Read me first", false, read_me::blocks(said, &listed))));
    let mut files = Vec::new();
    for (file, paper) in made {
        if step().is_break() {
            return Err(BundleError::Cancelled);
        }
        files.push((file.to_owned(), set.set(&paper).map_err(BundleError::Paper)?));
    }
    Ok(files)
}

fn paper(said: &Said<'_>, title: &str, signed: bool, blocks: Vec<Block>) -> BundlePaper {
    let bundle = format!("Bundle {}", said.folder);
    BundlePaper { title: title.to_owned(), bundle, signed, made: said.chronology.made_at, blocks }
}

/// How long a paper is.
#[derive(Default)]
struct Length {
    entries: usize,
    text: usize,
}

impl Length {
    fn fits(&self) -> bool {
        self.entries <= MOST_ENTRIES && self.text <= MOST_TEXT
    }
}

fn measure(blocks: &[Block]) -> Length {
    let mut length = Length::default();
    for block in blocks {
        match block {
            Block::Heading { text } => length.text += text.len(),
            Block::Line(line) => length.text += line.text.len(),
            Block::List { lines } => length.text += lines.iter().map(String::len).sum::<usize>(),
            Block::Facts { facts } => length.text += facts.iter().map(|fact| fact.text.len()).sum::<usize>(),
            Block::Figures { .. } | Block::Chart(_) => {}
            Block::Table { rows, .. } => {
                let cells = rows.iter().flat_map(|row| row.cells.iter().flatten());
                length.text += cells.map(|line| line.text.len()).sum::<usize>();
                length.entries += rows.len();
            }
            Block::Entry { blocks, .. } => {
                length.text += measure(blocks).text;
                length.entries += 1;
            }
        }
    }
    length
}
