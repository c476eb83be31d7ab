//! A log cut at every byte of its last segment: the vault opens, and only what that segment held is gone.
//!
//! A segment that never got its name was never said to be saved; one that has it was, and then the disk lied.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_format::{open_passphrase, seal_passphrase};
use casekeep_model::Class;
use casekeep_model::view::TimelineFilter;
use casekeep_vault::{Access, UnlockedVault};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use support::*;

/// Seals the passphrase's key file again with little work, so that a vault can be unlocked a thousand times. That it is
/// another file than the log names is one finding, the same each time.
fn make_unlocking_cheap(home: &Home) {
    let path = home.folder().join("keys/1.passphrase.age");
    let (secret, mut text) = (secret(PASSPHRASE), Vec::new());
    open_passphrase(&secret, 20, fs::File::open(&path).unwrap()).unwrap().read_to_end(&mut text).unwrap();
    let mut sealed = seal_passphrase(&secret, 1, Vec::new()).unwrap();
    sealed.write_all(&text).unwrap();
    fs::write(path, sealed.finish().unwrap()).unwrap();
}

/// Returns a vault with three contacts in one case, the last of them in a segment of its own.
fn filled() -> Home {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for text in ["first", "second", "third"] {
        vault.log_contact(case, &contact("2026-03-04", text, &[])).unwrap();
    }
    vault.lock().unwrap();
    make_unlocking_cheap(&home);
    home
}

fn last_segment(log: &Path) -> PathBuf {
    let writer = fs::read_dir(log).unwrap().next().unwrap().unwrap().path();
    let mut segments: Vec<PathBuf> = fs::read_dir(writer).unwrap().map(|entry| entry.unwrap().path()).collect();
    segments.sort();
    segments.pop().unwrap()
}

fn case_log(home: &Home) -> PathBuf {
    fs::read_dir(home.folder().join("cases")).unwrap().next().unwrap().unwrap().path().join("log")
}

fn texts(vault: &UnlockedVault) -> Vec<String> {
    vault.timeline(1, &TimelineFilter::default()).unwrap().into_iter().map(|row| row.text).collect()
}

/// Returns what an unlock finds beside the key file that was sealed again.
fn found(vault: &UnlockedVault) -> Vec<Class> {
    let classes = vault.opening().findings.iter().map(|finding| finding.class);
    classes.filter(|class| *class != Class::KeyfileChanged).collect()
}

#[test]
fn a_cases_log_cut_anywhere_in_its_last_segment_opens_without_that_segment_alone() {
    let home = filled();
    let last = last_segment(&case_log(&home));
    let whole = fs::read(&last).unwrap();
    for length in 0..whole.len() {
        fs::write(&last, &whole[..length]).unwrap();
        let vault = home.unlock(Access::Read);
        assert_eq!(texts(&vault), ["first", "second"], "cut to {length}");
        assert_eq!(found(&vault), [Class::SegmentChanged], "cut to {length}");
    }
    fs::write(&last, &whole).unwrap();
    let vault = home.unlock(Access::Read);
    assert_eq!((texts(&vault).len(), found(&vault)), (3, vec![]));
}

#[test]
fn the_vaults_log_cut_anywhere_in_its_last_segment_opens_with_every_case_whole() {
    let home = filled();
    let last = last_segment(&home.folder().join("log"));
    let whole = fs::read(&last).unwrap();
    for length in 0..whole.len() {
        fs::write(&last, &whole[..length]).unwrap();
        let vault = home.unlock(Access::Read);
        assert_eq!(texts(&vault).len(), 3, "cut to {length}");
        assert_eq!(found(&vault), [Class::SegmentChanged], "cut to {length}");
    }
}

#[test]
fn a_segment_cut_before_it_had_its_name_is_no_finding_and_the_next_is_saved() {
    let home = filled();
    let vault = home.unlock(Access::Change);
    let state = home.path("before");
    copy_tree(&home.folder(), &state.join("vault"));
    copy_tree(&home.path("state"), &state.join("state"));
    vault.log_contact(1, &contact("2026-03-04", "never acknowledged", &[])).unwrap();
    let last = last_segment(&case_log(&home));
    let (whole, inside) = (fs::read(&last).unwrap(), last.strip_prefix(home.folder()).unwrap().to_owned());
    drop(vault);
    for (n, length) in (0..whole.len()).step_by(100).enumerate() {
        for (from, to) in [("vault", home.folder()), ("state", home.path("state"))] {
            fs::remove_dir_all(&to).unwrap();
            copy_tree(&state.join(from), &to);
        }
        let writer = inside.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        let unfinished = home.folder().join(&inside).with_file_name(format!("tmp-{writer}-abcdefghijklmnop"));
        fs::write(unfinished, &whole[..length]).unwrap();
        let vault = home.unlock(Access::Change);
        assert_eq!((texts(&vault).len(), found(&vault)), (3, vec![]), "cut to {length}");
        vault.log_contact(1, &contact("2026-03-04", "written after", &[])).unwrap();
        vault.lock().unwrap();
        assert_eq!(texts(&home.unlock(Access::Read)).len(), 4, "state {n}");
    }
}
