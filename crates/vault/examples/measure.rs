//! Measures the engine on this machine and prints figures; nothing is asserted.
//!
//! `cargo run --release -p casekeep-vault --example measure -- FOLDER [CONTACTS] [FILES]` works in a new folder, which it
//! leaves there. Quote medians of several runs: one run on a busy machine says little.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/support/mod.rs"]
mod support;

use casekeep_model::view::TimelineFilter;
use casekeep_model::{Channel, Contact, Direction, ItemFacts, Moment};
use casekeep_vault::{Access, Installation, SystemClock, UnlockWith, create_vault, open_vault};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use support::{Blind, PASSPHRASE, go, secret};

const FILE: usize = 300_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: measure FOLDER [CONTACTS] [FILES]"));
    let contacts = arguments.next().map_or(10_000, |n| n.parse().unwrap());
    let files = arguments.next().map_or(2_000, |n| n.parse().unwrap());
    fs::create_dir_all(&folder).unwrap();
    let home = || Installation {
        disk: Default::default(),
        state: folder.join("state"),
        clock: Arc::new(SystemClock),
        inspect: Arc::new(Blind),
    };
    let place = folder.join("Measure.casekeep");
    let vault = timed("make a vault", || create_vault(&place, home(), &secret(PASSPHRASE)).unwrap().vault);
    let case = vault.add_case("Matter 1").unwrap();
    timed(&format!("log {contacts} contacts, one commit each"), || {
        for n in 0..contacts {
            vault.log_contact(case, &contact(n)).unwrap();
        }
    });
    let paths = write_files(&folder, files);
    timed(&format!("add {files} files of {FILE} bytes"), || {
        let mut each = |_: &Path, result: casekeep_vault::Result<_>| assert!(result.is_ok());
        vault.add_files(case, &paths, &ItemFacts::default(), false, &mut each, &mut go).unwrap();
    });
    vault.lock().unwrap();
    let unlock = || {
        let locked = open_vault(&place, home()).unwrap();
        locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Read).unwrap()
    };
    let vault = timed("unlock, index there", unlock);
    let rows = timed("open the timeline", || vault.timeline(case, &TimelineFilter::default()).unwrap());
    timed("list the cases", || vault.cases().unwrap());
    timed("search for a word in every entry", || vault.search("corridor", None).unwrap());
    timed("search for a rare word", || vault.search("number7777", None).unwrap());
    println!("{} rows", rows.len());
    drop(vault);
    remove_index(&folder);
    drop(timed("unlock, index built anew", unlock));
    let vault = unlock();
    timed("check the whole vault", || assert!(vault.verify(&mut go).unwrap().ok));
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{what}: {:.3} s", start.elapsed().as_secs_f64());
    result
}

fn contact(n: u32) -> Contact {
    let day = format!("20{:02}-{:02}-{:02}T{:02}:{:02}", 10 + n % 16, 1 + n % 12, 1 + n % 28, n % 24, n % 60);
    Contact {
        occurred: Moment::parse(&format!("{day}+00:00"), "Europe/London").unwrap(),
        channel: Channel::ALL[n as usize % Channel::ALL.len()],
        direction: Direction::FromThem,
        platform: None,
        what: format!(
            "Waited in the corridor, number{n}, and asked which days I work. {}",
            "He stayed a while. ".repeat(8)
        ),
        words: Some("I only want two minutes".to_owned()),
        place: None,
        present: None,
        response: None,
        effect: None,
        items: Vec::new(),
        turn: None,
    }
}

fn write_files(folder: &Path, files: usize) -> Vec<PathBuf> {
    let source = folder.join("files");
    fs::create_dir_all(&source).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let name = |n: usize| source.join(format!("{n}.bin"));
    (0..files)
        .map(|n| {
            let bytes: Vec<u8> = (0..FILE / 8).flat_map(|_| next()).collect();
            fs::write(name(n), bytes).unwrap();
            name(n)
        })
        .collect()
}

fn remove_index(folder: &Path) {
    for entry in fs::read_dir(folder.join("state")).unwrap() {
        for file in ["index.db", "index.db-wal", "index.db-shm"] {
            let _ = fs::remove_file(entry.as_ref().unwrap().path().join(file));
        }
    }
}
