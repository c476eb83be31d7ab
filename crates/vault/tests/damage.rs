//! Damage to every kind of file, found and named: each byte of every header, payload bytes at random, and whole files
//! deleted, cut, duplicated, exchanged, put under other numbers, or rolled back.
//!
//! The vault is unlocked once and looked at after each act, so nothing here derives a key from a passphrase again.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_format::VaultPath;
use casekeep_model::keeping::Depth;
use casekeep_model::{Acquisition, Class};
use casekeep_vault::{Access, Installation, UnlockWith, UnlockedVault, Vault, open_vault};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::*;

/// How many payload bytes are turned at random, of all files that are named by their hash.
const RANDOM: usize = 10_000;

/// A small vault, unlocked to read, with an object of two chunks and a capture that waits.
struct Small {
    home: Home,
    vault: UnlockedVault,
    locked: Vault,
}

impl Small {
    fn new() -> Self {
        let home = Home::new();
        let vault = home.create();
        let case = vault.add_case("Matter 1").unwrap();
        add(&vault, case, "a", &[7; 70_000]);
        add(&vault, case, "b", &[8; 500]);
        vault.log_contact(case, &contact("2026-03-04", "He waited.", &[1])).unwrap();
        vault.log_contact(case, &contact("2026-03-05", "He waited again.", &[])).unwrap();
        vault.lock().unwrap();
        let locked = open_vault(&home.folder(), home.installation()).unwrap();
        for name in ["x.png", "y.png"] {
            locked.inbox_add(&mut name.as_bytes(), name, Acquisition::ScreenCapture, None).unwrap();
        }
        let vault = home.unlock(Access::Read);
        Self { home, vault, locked }
    }

    /// Returns every file of the vault by its path in it.
    fn files(&self) -> Vec<PathBuf> {
        tree(&self.home.folder()).into_keys().collect()
    }

    fn path(&self, file: &Path) -> PathBuf {
        self.home.folder().join(file)
    }

    /// Returns the classes of all that the whole check finds, notes too.
    fn whole(&self) -> BTreeSet<Class> {
        let report = self.vault.check(Depth::Full, false, &mut go).unwrap();
        report.problems.iter().chain(&report.notes).map(|finding| finding.class).collect()
    }

    fn keyless(&self) -> BTreeSet<Class> {
        let report = self.locked.check_keyless(&mut go).unwrap();
        report.problems.iter().map(|finding| finding.class).collect()
    }
}

/// Returns the class of damage to a file of the vault.
fn class_of(path: &Path) -> Class {
    match VaultPath::parse(path.to_str().unwrap()).unwrap() {
        VaultPath::VaultJson => Class::VaultJsonChanged,
        VaultPath::KeyFile { .. } => Class::KeyfileChanged,
        VaultPath::Segment { .. } => Class::SegmentChanged,
        VaultPath::CaseKey { .. } => Class::CaseKeyWrong,
        VaultPath::Object { .. } => Class::ObjectChanged,
        VaultPath::Inbox(_) => Class::InboxMissing,
        VaultPath::Temporary { .. } => panic!("nothing was cut short"),
    }
}

/// Returns how many bytes a file's header has: age's lines with the nonce after them, or all of a plain file.
fn header(bytes: &[u8]) -> usize {
    if !bytes.starts_with(b"age-encryption.org/v1\n") {
        return bytes.len();
    }
    let mac = bytes.windows(5).position(|five| five == b"\n--- ").unwrap() + 5;
    mac + bytes[mac..].iter().position(|byte| *byte == b'\n').unwrap() + 1 + 16
}

/// The same numbers on every run, so that what is found once is found again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

/// Turns one bit of each of these bytes of a file, each alone, and returns how many were not named by `looks`.
fn turn(path: &Path, places: &[usize], expected: Class, looks: &mut dyn FnMut(usize) -> BTreeSet<Class>) -> Vec<usize> {
    let original = fs::read(path).unwrap();
    let mut silent = Vec::new();
    for place in places {
        let mut bytes = original.clone();
        bytes[*place] ^= 1 << (place % 8);
        fs::write(path, &bytes).unwrap();
        let found = looks(*place);
        // A turned bit can make the format's number a higher one, which is what is said then.
        if !found.contains(&expected) && !found.contains(&Class::FormatNewer) {
            silent.push(*place);
        }
    }
    fs::write(path, original).unwrap();
    silent
}

#[test]
fn every_header_byte_and_many_payload_bytes_of_every_file_are_watched() {
    let small = Small::new();
    let (mut dice, mut turned, mut kinds) = (Dice(0x9e37_79b9_7f4a_7c15), 0, BTreeSet::new());
    let files = small.files();
    let by_hash: Vec<&PathBuf> = files.iter().filter(|file| class_of(file) != Class::CaseKeyWrong).collect();
    let payload: usize = by_hash.iter().map(|file| payload_of(&small.path(file))).sum();
    for file in &by_hash {
        let (path, expected) = (small.path(file), class_of(file));
        let bytes = fs::read(&path).unwrap();
        let mut places: Vec<usize> = (0..header(&bytes)).collect();
        let share = RANDOM * payload_of(&path) / payload.max(1) + 1;
        for _ in 0..share.min(payload_of(&path) * 8) {
            places.push(header(&bytes) + dice.below(payload_of(&path)));
        }
        // The check without keys looks at each; the whole one agrees wherever it is asked.
        let mut looks = |place: usize| if place % 64 == 1 { small.whole() } else { small.keyless() };
        let silent = turn(&path, &places, expected, &mut looks);
        assert!(silent.is_empty(), "{}: {silent:?}", file.display());
        turned += places.len();
        kinds.insert(expected);
    }
    assert!(turned >= RANDOM && kinds.len() == 5, "{turned} {kinds:?}");
    assert!(small.whole().is_empty() && small.keyless().is_empty());
}

fn payload_of(path: &Path) -> usize {
    let bytes = fs::read(path).unwrap();
    bytes.len() - header(&bytes)
}

#[test]
fn every_byte_of_a_cases_key_of_the_memory_and_of_the_pin_is_watched() {
    let small = Small::new();
    let key = small.files().into_iter().find(|file| class_of(file) == Class::CaseKeyWrong).unwrap();
    let watched = [
        (small.path(&key), Class::CaseKeyWrong),
        (small.home.state_file("memory.age"), Class::MemoryUnreadable),
        (small.home.state_file("pin.json"), Class::MemoryUnreadable),
    ];
    for (path, expected) in watched {
        let length = fs::read(&path).unwrap().len();
        let silent = turn(&path, &(0..length).collect::<Vec<_>>(), expected, &mut |_| small.whole());
        assert!(silent.is_empty(), "{}: {silent:?}", path.display());
    }
    assert!(small.whole().is_empty());
}

#[test]
fn a_file_that_is_deleted_cut_or_doubled_is_named() {
    let small = Small::new();
    let key = small.files().into_iter().find(|file| class_of(file) == Class::CaseKeyWrong).unwrap();
    for file in small.files() {
        let path = small.path(&file);
        let original = fs::read(&path).unwrap();
        for length in [0, original.len() / 2, original.len() - 1] {
            fs::write(&path, &original[..length]).unwrap();
            assert!(small.whole().contains(&class_of(&file)), "{} cut to {length}", file.display());
        }
        fs::remove_file(&path).unwrap();
        let gone: &[Class] = match class_of(&file) {
            Class::VaultJsonChanged => &[Class::VaultJsonMissing],
            Class::KeyfileChanged => &[Class::KeyfileMissing],
            Class::SegmentChanged => &[Class::SegmentMissing, Class::RolledBack],
            Class::ObjectChanged => &[Class::ObjectMissing],
            other => &[other],
        };
        let found = small.whole();
        assert!(gone.iter().any(|class| found.contains(class)), "{} deleted: {found:?}", file.display());
        fs::write(&path, &original).unwrap();

        let (double, named) = double_of(&file, &key);
        let double = small.path(&double);
        fs::create_dir_all(double.parent().unwrap()).unwrap();
        fs::write(&double, &original).unwrap();
        assert!(small.whole().contains(&named), "{} doubled: {:?}", file.display(), small.whole());
        fs::remove_file(&double).unwrap();
        // A folder that was made for it goes too; one with other files stays.
        let _ = fs::remove_dir(double.parent().unwrap());
    }
    assert!(small.whole().is_empty());
}

/// Returns another place that could be a file's, and what is said when it lies there too.
fn double_of(file: &Path, key: &Path) -> (PathBuf, Class) {
    let other = "ab".repeat(32);
    match VaultPath::parse(file.to_str().unwrap()).unwrap() {
        VaultPath::VaultJson => (PathBuf::from("vault (1).json"), Class::NameUnknown),
        VaultPath::KeyFile { .. } => (PathBuf::from("keys/1.abcdefgh.age"), Class::KeyfileUnknown),
        VaultPath::Segment { name, .. } => {
            (file.with_file_name(format!("{:010}-{:010}-{}.age", 500, 500, name.hash)), Class::RecordMisplaced)
        }
        VaultPath::CaseKey { .. } => (Path::new("cases").join("a".repeat(26)).join("key.age"), Class::CaseUnknown),
        VaultPath::Object { .. } => {
            (key.with_file_name("objects").join("ab").join(format!("{other}.age")), Class::ObjectUnknown)
        }
        VaultPath::Inbox(_) => (PathBuf::from(format!("inbox/{other}.age")), Class::InboxUnknown),
        VaultPath::Temporary { .. } => panic!("nothing was cut short"),
    }
}

#[test]
fn two_files_that_change_places_are_named() {
    let small = Small::new();
    let files = small.files();
    let mut exchanged = 0;
    for (at, a) in files.iter().enumerate() {
        for b in files.iter().skip(at + 1).filter(|b| class_of(b) == class_of(a)) {
            let (first, second) = (fs::read(small.path(a)).unwrap(), fs::read(small.path(b)).unwrap());
            fs::write(small.path(a), &second).unwrap();
            fs::write(small.path(b), &first).unwrap();
            let found = small.whole();
            assert!(found.contains(&class_of(a)), "{} and {}: {found:?}", a.display(), b.display());
            fs::write(small.path(a), first).unwrap();
            fs::write(small.path(b), second).unwrap();
            exchanged += 1;
        }
    }
    assert!(exchanged > 10 && small.whole().is_empty());
}

/// Returns the segments of every log, each log in order.
fn logs(small: &Small) -> Vec<Vec<PathBuf>> {
    let mut logs: Vec<Vec<PathBuf>> = Vec::new();
    for file in small.files().into_iter().filter(|file| class_of(file) == Class::SegmentChanged) {
        match logs.last_mut().filter(|log| log[0].parent() == file.parent()) {
            Some(log) => log.push(file),
            None => logs.push(vec![file]),
        }
    }
    logs
}

#[test]
fn records_under_other_numbers_are_named() {
    let small = Small::new();
    for log in logs(&small) {
        for two in log.windows(2) {
            let names: Vec<(String, String)> = two.iter().map(|file| numbers_and_rest(file)).collect();
            let moved = [
                two[0].with_file_name(format!("{}{}", names[1].0, names[0].1)),
                two[1].with_file_name(format!("{}{}", names[0].0, names[1].1)),
            ];
            for (from, to) in two.iter().zip(&moved) {
                fs::rename(small.path(from), small.path(to)).unwrap();
            }
            let found = small.whole();
            assert!(found.contains(&Class::RecordMisplaced), "{}: {found:?}", two[0].display());
            for (from, to) in two.iter().zip(&moved) {
                fs::rename(small.path(to), small.path(from)).unwrap();
            }
        }
    }
    assert!(small.whole().is_empty());
}

fn numbers_and_rest(file: &Path) -> (String, String) {
    let name = file.file_name().unwrap().to_str().unwrap();
    (name[..21].to_owned(), name[21..].to_owned())
}

#[test]
fn a_log_that_is_put_back_to_any_earlier_length_is_named() {
    let small = Small::new();
    for log in logs(&small) {
        let kept: Vec<Vec<u8>> = log.iter().map(|file| fs::read(small.path(file)).unwrap()).collect();
        for file in log.iter().rev() {
            fs::remove_file(small.path(file)).unwrap();
            let report = small.vault.check(Depth::Full, false, &mut go).unwrap();
            let told = report.problems.iter().filter(|finding| finding.class == Class::RolledBack).count();
            assert_eq!(told, 1, "from {}: {:#?}", file.display(), report.problems);
        }
        for (file, bytes) in log.iter().zip(kept) {
            fs::write(small.path(file), bytes).unwrap();
        }
    }
    assert!(small.whole().is_empty());
}

#[test]
fn the_key_file_from_before_a_change_of_the_passphrase_is_named_when_it_is_back() {
    let home = Home::new();
    let vault = home.create();
    let path = home.folder().join("keys/1.passphrase.age");
    let before = fs::read(&path).unwrap();
    let (old, new) = (secret(PASSPHRASE), secret("violet harbour spoon eleven"));
    vault.change_passphrase(UnlockWith::Passphrase(&old), &new).unwrap();
    assert_ok(&vault);
    fs::write(&path, before).unwrap();
    assert_eq!(classes(&vault), [Class::KeyfileChanged]);
    vault.lock().unwrap();
    // It opens with the old passphrase, because it is the vault's own; that it is not the newest is said at once.
    let vault = home.unlock(Access::Read);
    assert!(vault.opening().findings.iter().any(|finding| finding.class == Class::KeyfileChanged));
}

#[test]
fn a_joined_segment_beside_one_of_its_own_that_differs_is_a_fork() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let clone = home.path("clone");
    copy_tree(&home.folder(), &clone.join("vault"));
    copy_tree(&home.path("state"), &clone.join("state"));
    let vault = home.unlock(Access::Change);
    for _ in 0..70 {
        vault.log_contact(case, &contact("2026-03-04", "written here", &[])).unwrap();
    }
    vault.compact(9).unwrap();
    assert_ok(&vault);
    let installation = Installation { state: clone.join("state"), ..home.installation() };
    let locked = open_vault(&clone.join("vault"), installation).unwrap();
    let there = locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Change).unwrap();
    let before = tree(&clone.join("vault/cases"));
    there.log_contact(case, &contact("2026-03-04", "written there", &[])).unwrap();
    drop(there);
    let mut other = tree(&clone.join("vault/cases"));
    other.retain(|path, _| !before.contains_key(path));
    assert_eq!(other.len(), 1);
    for (path, bytes) in other {
        fs::write(home.folder().join("cases").join(path), bytes).unwrap();
    }
    assert!(classes(&vault).contains(&Class::Fork));
}
