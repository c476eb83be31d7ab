//! Thousands at once: a plan that changes nothing, an import that can be paused and cut short, a report that stays.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::archive::{ArchiveEntry, Refused, Unpacked};
use casekeep_model::import::{ImportProgress, Sign};
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError, ReadSeek};
use casekeep_vault::{Access, BatchLimits, Installation, UnlockedVault, VaultError, open_vault};
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use support::*;

fn on(_: &ImportProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A folder with five files, two of them the same, a link and a file of the system.
fn dump(home: &Home) -> PathBuf {
    let folder = home.path("Pixel 8 copy");
    fs::create_dir_all(folder.join("DCIM/Camera")).unwrap();
    for (name, bytes) in [
        ("DCIM/Camera/a.jpg", "one"),
        ("DCIM/Camera/b.jpg", "two"),
        ("DCIM/IMG-20260301-WA0001.jpg", "three"),
        ("again.jpg", "one"),
        ("notes.txt", "four words"),
        (".DS_Store", "x"),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link.txt")).unwrap();
    folder
}

#[test]
fn a_plan_says_what_an_import_would_do_and_changes_nothing() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "b.jpg", b"two");
    let folder = dump(&home);
    let before = tree(&home.folder());
    let plan = vault.plan_import(case, std::slice::from_ref(&folder), &mut go).unwrap();
    assert_eq!((plan.files, plan.bytes, plan.duplicates, plan.noted), (5, 24, 2, 1));
    assert_eq!(plan.from, ["Pixel 8 copy"]);
    let kinds: Vec<_> = plan.kinds.iter().map(|kind| (kind.kind.as_str(), kind.files)).collect();
    assert_eq!(kinds, [("Pictures", 4), ("Documents", 1)]);
    let refused: Vec<_> = plan.refused.iter().map(|one| (one.name.as_str(), one.why.as_str())).collect();
    assert_eq!(
        refused,
        [
            ("Pixel 8 copy/.DS_Store", "it is a file that the system keeps for itself"),
            ("Pixel 8 copy/link.txt", "it is a link to another place"),
        ]
    );
    assert_eq!(tree(&home.folder()), before);
    assert!(vault.import_left().unwrap().is_none());
}

#[test]
fn an_import_adds_what_is_new_says_where_each_was_found_and_leaves_a_report() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "b.jpg", b"two");
    let report = vault.import(case, &[dump(&home)], &mut on).unwrap();
    let tally = report.tally;
    assert_eq!((tally.added, tally.duplicates, tally.refused, tally.noted), (3, 2, 2, 1));
    assert_eq!((report.files, report.first, report.last, report.whole), (7, Some(2), Some(4), true));
    let item = vault.item(case, 3).unwrap();
    assert_eq!(item.found.as_deref(), Some("Pixel 8 copy/DCIM/IMG-20260301-WA0001.jpg"));
    assert_eq!((item.name.as_str(), item.signs), ("IMG-20260301-WA0001.jpg", vec![Sign::MessengerName]));
    assert_eq!(vault.imports(case).unwrap(), std::slice::from_ref(&report));
    assert!(vault.import_left().unwrap().is_none());
    // The report is in the log, not in the index alone.
    vault.lock().unwrap();
    let vault = home.unlock(Access::Change);
    vault.rebuild_index().unwrap();
    assert_eq!(vault.imports(case).unwrap(), [report]);
    assert_ok(&vault);
}

#[test]
fn an_import_that_is_paused_or_cut_short_goes_on_where_it_stopped() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let folder = dump(&home);
    let mut told = 0;
    let paused = vault.import(case, std::slice::from_ref(&folder), &mut |_| {
        told += 1;
        if told > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(paused, Err(VaultError::Cancelled)), "{paused:?}");
    let left = vault.import_left().unwrap().unwrap();
    assert_eq!((left.case, left.files, left.from), (case, 5, vec!["Pixel 8 copy".to_owned()]));
    // Another one waits until this one is finished, and nothing of the list is readable meanwhile.
    assert!(matches!(vault.import(case, &[folder], &mut on), Err(VaultError::BadInput(_))));
    for (path, bytes) in tree(&home.path("state")) {
        assert!(!bytes.windows(12).any(|window| window == b"Pixel 8 copy"), "{}", path.display());
    }
    // A crash runs nothing more of the program.
    std::mem::forget(vault);
    let copy = Home::new();
    copy_tree(&home.path(""), &copy.path(""));
    let vault = copy.unlock(Access::Change);
    let report = vault.resume_import(&mut on).unwrap();
    let tally = report.tally;
    // What the group that was cut short had saved counts as added, once.
    assert_eq!((tally.added, tally.duplicates, tally.refused, tally.noted), (4, 1, 2, 1));
    assert_eq!((report.first, report.last), (Some(1), Some(4)));
    assert!(vault.import_left().unwrap().is_none());
    assert!(matches!(vault.resume_import(&mut on), Err(VaultError::NoSuchEntry(_))));
}

#[test]
fn an_import_that_is_ended_keeps_what_is_added_and_says_that_it_is_not_whole() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let paused = vault.import(case, &[dump(&home)], &mut |_| ControlFlow::Break(()));
    assert!(matches!(paused, Err(VaultError::Cancelled)));
    let report = vault.end_import().unwrap();
    assert!(!report.whole && vault.import_left().unwrap().is_none());
    assert_eq!(vault.imports(case).unwrap(), [report]);
}

#[test]
fn only_sources_whose_bytes_are_in_the_case_are_deleted() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let folder = dump(&home);
    vault.import(case, std::slice::from_ref(&folder), &mut on).unwrap();
    fs::write(folder.join("notes.txt"), "changed since").unwrap();
    let removed = vault.remove_sources(case, std::slice::from_ref(&folder)).unwrap();
    assert_eq!(removed.removed, 4);
    assert!(
        removed.left.iter().any(|one| one.name.ends_with("notes.txt") && one.why == "its bytes are not in the case")
    );
    assert!(folder.join("notes.txt").exists() && folder.join(".DS_Store").exists());
    assert!(!folder.join("again.jpg").exists() && !folder.join("DCIM/Camera/a.jpg").exists());
}

/// An archive of four entries: two whole, one that is refused as it comes out, and one at which the decoder dies.
struct Opened;

const ENTRIES: [(&str, &[u8]); 4] =
    [("a/one.txt", b"1"), ("two.txt", b"22"), ("bad.txt", b"333"), ("last.txt", b"4444")];

impl Inspect for Opened {
    fn sniff(&self, _: &[u8]) -> String {
        "text/plain".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
    fn archive(&self, _: &mut dyn ReadSeek) -> Result<Vec<ArchiveEntry>, LookError> {
        let entry = |(index, (name, bytes)): (u32, &(&str, &[u8]))| ArchiveEntry {
            index,
            name: (*name).to_owned(),
            bytes: bytes.len() as u64,
            refused: None,
        };
        let link = ArchiveEntry { index: 9, name: "link".to_owned(), bytes: 1, refused: Some(Refused::NotAFile) };
        Ok((0..).zip(&ENTRIES).map(entry).chain([link]).collect())
    }
    fn unpack(
        &self,
        _: &mut dyn ReadSeek,
        wanted: &[u32],
        _: u64,
        each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        for index in wanted {
            let (name, bytes) = ENTRIES[*index as usize];
            let mut flow = each(Unpacked::Begin(*index));
            for byte in bytes.chunks(1) {
                flow = if flow.is_break() { flow } else { each(Unpacked::Bytes(byte)) };
            }
            // The decoder dies in the second, and only there.
            if flow.is_break() || name == "two.txt" {
                return Err(PreviewError::Stopped.into());
            }
            if each(Unpacked::End((name == "bad.txt").then_some(Refused::Damaged))).is_break() {
                return Err(PreviewError::Stopped.into());
            }
        }
        Ok(())
    }
}

fn with_archives(home: &Home) -> UnlockedVault {
    home.create().lock().unwrap();
    let batch = BatchLimits { files: 3, bytes: 1 << 20 };
    let installation = Installation { inspect: Arc::new(Opened), batch, ..home.installation() };
    let locked = open_vault(&home.folder(), installation).unwrap();
    let passphrase = secret(PASSPHRASE);
    locked.unlock(casekeep_vault::UnlockWith::Passphrase(&passphrase), Access::Change).unwrap()
}

#[test]
fn what_is_in_an_archive_is_added_as_it_is_unpacked_and_one_bad_entry_costs_only_itself() {
    let home = Home::new();
    let vault = with_archives(&home);
    let case = vault.add_case("Matter 1").unwrap();
    let archive = home.path("phone.zip");
    fs::write(&archive, b"PK\x03\x04 read by nobody but the decoder").unwrap();
    let plan = vault.plan_import(case, std::slice::from_ref(&archive), &mut go).unwrap();
    assert_eq!((plan.files, plan.bytes, plan.in_archives), (4, 10, 4));
    let report = vault.import(case, std::slice::from_ref(&archive), &mut on).unwrap();
    assert_eq!((report.tally.added, report.tally.refused, report.files), (2, 3, 5));
    let why: Vec<_> = report.refused.iter().map(|one| format!("{}: {}", one.name, one.why)).collect();
    assert_eq!(
        why,
        [
            "phone.zip/link: it is a link to another place and has no bytes of its own",
            "phone.zip/two.txt: unpacking it took too much time or memory and was stopped",
            "phone.zip/bad.txt: its bytes are damaged and do not make a whole file",
        ]
    );
    let items: Vec<_> = [1, 2].map(|n| vault.item(case, n).unwrap()).into_iter().collect();
    assert_eq!(items[0].found.as_deref(), Some("phone.zip/a/one.txt"));
    assert_eq!((items[1].name.as_str(), items[1].bytes), ("last.txt", 4));
    let removed = vault.remove_sources(case, std::slice::from_ref(&archive)).unwrap();
    assert!(removed.removed == 0 && archive.exists());
    assert_ok(&vault);
}
