//! Does the engine's work and its peers' in turn on this machine, and prints ratios: `cargo xtask bench`.
//!
//! Nothing is asserted. Quote the table with the machine it ran on: on a busy one only the ratios say something.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to a terminal")]

mod files;
mod memory;
#[cfg(feature = "papers")]
mod papers;
mod peer;
mod records;
mod table;

use casekeep_bench::place::Outcome;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use table::Table;

const USAGE: &str = "Usage: casekeep-bench FOLDER [--quick] [--only files|records|memory|papers]";

/// What `--only` takes.
#[cfg(feature = "papers")]
const PARTS: &[&str] = &["files", "records", "memory", "papers"];
#[cfg(not(feature = "papers"))]
const PARTS: &[&str] = &["files", "records", "memory"];

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Pairs of ours and the peer's.
    pub rounds: u32,
    /// Small files, and the bytes of each.
    pub small: (u64, u64),
    /// Bytes of the large file beside them.
    pub large: u64,
    /// Bytes of the one file that is added alone.
    pub one: u64,
    /// Records of a case of long standing.
    pub records: u32,
    /// Entries that are searched.
    pub entries: u32,
}

const FULL: Sizes =
    Sizes { rounds: 5, small: (2000, 300_000), large: 500_000_000, one: 1 << 30, records: 100_000, entries: 1_000_000 };
const QUICK: Sizes =
    Sizes { rounds: 3, small: (200, 300_000), large: 50_000_000, one: 128 << 20, records: 10_000, entries: 20_000 };

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["memory-of", work, folder] => memory::one(work, &PathBuf::from(folder)),
        #[cfg(feature = "papers")]
        ["paper", gifts, folder] => papers::one(gifts, &PathBuf::from(folder)),
        #[cfg(feature = "papers")]
        ["bundle-papers", contacts, folder] => papers::of_bundle(contacts, &PathBuf::from(folder)),
        [folder, options @ ..] => match parse(options) {
            Some((sizes, only)) => run(&PathBuf::from(folder), sizes, only),
            None => Err(USAGE.into()),
        },
        [] => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn parse<'a>(options: &[&'a str]) -> Option<(Sizes, Option<&'a str>)> {
    let (mut sizes, mut only, mut rest) = (FULL, None, options.iter());
    while let Some(option) = rest.next() {
        match *option {
            "--quick" => sizes = QUICK,
            "--only" => only = Some(*rest.next().filter(|part| PARTS.contains(part))?),
            _ => return None,
        }
    }
    Some((sizes, only))
}

fn run(folder: &PathBuf, sizes: Sizes, only: Option<&str>) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut table = Table::default();
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    if wanted("files") {
        files::measure(folder, sizes, &mut table)?;
    }
    if wanted("records") {
        records::measure(folder, sizes, &mut table)?;
    }
    if wanted("memory") {
        memory::measure(folder, sizes, &mut table)?;
    }
    #[cfg(feature = "papers")]
    if wanted("papers") {
        papers::measure(folder, &mut table)?;
    }
    fs::remove_dir_all(folder)?;
    println!("{table}");
    Ok(())
}
