//! Checks: without keys, stopped and resumed, remembered; what is found is named once and what matters most comes first.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::keeping::Depth;
use casekeep_model::view::Progress;
use casekeep_model::{Acquisition, Class, Report, Severity};
use casekeep_vault::{Access, Installation, UnlockWith, UnlockedVault, VaultError, open_vault};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use support::*;

/// Returns a vault of two cases, a private note, three files and a capture made while locked, and the files' paths.
fn filled(home: &Home) -> Vec<PathBuf> {
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a", &[1; 300]);
    add(&vault, case, "b", &[2; 70_000]);
    vault.add_private_note(case, "thoughts").unwrap();
    let other = vault.add_case("Matter 2").unwrap();
    add(&vault, other, "c", &[3; 300]);
    vault.log_contact(other, &contact("2026-03-04", "He waited.", &[])).unwrap();
    vault.lock().unwrap();
    let locked = open_vault(&home.folder(), home.installation()).unwrap();
    locked.inbox_add(&mut &b"capture"[..], "x.png", Acquisition::ScreenCapture, None).unwrap();
    objects(home)
}

fn keyless(home: &Home, folder: &Path, state: &str) -> Report {
    let installation = Installation { state: home.path(state), ..home.installation() };
    open_vault(folder, installation).unwrap().check_keyless(&mut go).unwrap()
}

fn classes_of(report: &Report) -> Vec<Class> {
    report.problems.iter().map(|finding| finding.class).collect()
}

fn turn_a_bit(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_copy_on_another_disk_is_checked_without_keys_and_without_a_trace() {
    let home = Home::new();
    filled(&home);
    let disk = home.path("Backup.casekeep");
    copy_tree(&home.folder(), &disk);
    let before = tree(&disk);
    let report = keyless(&home, &disk, "no-state");
    assert!(report.ok && report.notes.is_empty(), "{:#?}", (report.problems, report.notes));
    let checked = &report.checked;
    assert_eq!((checked.boxes, checked.objects), (4, 3));
    assert!(checked.records > 10 && checked.bytes > 70_000);
    assert_eq!(tree(&disk), before);
    assert!(!home.path("no-state").exists());
    assert!(keyless(&home, &home.folder(), "state").ok);
}

#[test]
fn each_accident_to_a_copy_is_named_without_keys() {
    let home = Home::new();
    let object = filled(&home)[0].clone();
    let case = object.iter().take(2).collect::<PathBuf>();
    let segments = |folder: &Path, below: &Path| -> Vec<PathBuf> {
        let all = tree(folder).into_keys();
        all.filter(|path| path.starts_with(below.join("log"))).map(|path| folder.join(path)).collect()
    };
    type Accident<'a> = Box<dyn Fn(&Path) + 'a>;
    let accidents: Vec<(Class, Accident<'_>)> = vec![
        (Class::ObjectChanged, Box::new(|disk: &Path| turn_a_bit(&disk.join(&object)))),
        (Class::SegmentChanged, Box::new(|disk: &Path| turn_a_bit(&segments(disk, &case)[0]))),
        (Class::SegmentChanged, Box::new(|disk: &Path| fs::write(&segments(disk, Path::new(""))[0], b"").unwrap())),
        (Class::SegmentMissing, Box::new(|disk: &Path| fs::remove_file(&segments(disk, Path::new(""))[0]).unwrap())),
        (Class::SegmentMissing, Box::new(|disk: &Path| fs::remove_dir_all(disk.join("log")).unwrap())),
        (Class::SegmentMissing, Box::new(|disk: &Path| fs::remove_dir_all(disk.join(&case).join("log")).unwrap())),
        (Class::CaseKeyWrong, Box::new(|disk: &Path| fs::remove_file(disk.join(&case).join("key.age")).unwrap())),
        (Class::CaseKeyWrong, Box::new(|disk: &Path| fs::write(disk.join(&case).join("key.age"), b"").unwrap())),
        (Class::KeyfileChanged, Box::new(|disk: &Path| fs::write(disk.join("keys/1.recovery.age"), b"").unwrap())),
        (Class::VaultJsonMissing, Box::new(|disk: &Path| fs::remove_file(disk.join("vault.json")).unwrap())),
        (Class::VaultJsonChanged, Box::new(|disk: &Path| fs::write(disk.join("vault.json"), b"{}").unwrap())),
        (Class::NameUnknown, Box::new(|disk: &Path| fs::write(disk.join("cases/notes.txt"), b"?").unwrap())),
        (
            Class::InboxMissing,
            Box::new(|disk: &Path| {
                let file = fs::read_dir(disk.join("inbox")).unwrap().next().unwrap().unwrap().path();
                turn_a_bit(&file);
            }),
        ),
    ];
    for (n, (class, accident)) in accidents.into_iter().enumerate() {
        let disk = home.path(&format!("disk-{n}"));
        copy_tree(&home.folder(), &disk);
        accident(&disk);
        assert_eq!(classes_of(&keyless(&home, &disk, "no-state")), [class], "accident {n}");
    }
}

#[test]
fn on_its_own_computer_a_keyless_check_knows_the_key_files_the_label_and_the_captures() {
    let home = Home::new();
    filled(&home);
    turn_a_bit(&home.folder().join("keys/1.passphrase.age"));
    let label = fs::read_to_string(home.folder().join("vault.json")).unwrap().replace("This folder", "That folder");
    fs::write(home.folder().join("vault.json"), label).unwrap();
    fs::remove_dir_all(home.folder().join("inbox")).unwrap();
    let report = keyless(&home, &home.folder(), "state");
    assert_eq!(classes_of(&report), [Class::KeyfileChanged, Class::InboxMissing, Class::VaultJsonChanged]);
    assert!(report.problems.is_sorted_by_key(|finding| finding.severity));
}

/// T11: whoever can write to the folder makes the keyless check pass, and only the whole one tells.
#[test]
fn a_keyless_check_finds_accidents_and_not_people() {
    let home = Home::new();
    let object = home.folder().join(&filled(&home)[0]);
    fs::remove_file(object).unwrap();
    assert!(keyless(&home, &home.folder(), "state").ok);
    assert_eq!(classes(&home.unlock(Access::Read)), [Class::ObjectMissing]);
}

#[test]
fn the_bytes_to_come_are_known_before_the_first_is_read() {
    let home = Home::new();
    filled(&home);
    let mut seen: Vec<Progress> = Vec::new();
    let vault = home.unlock(Access::Read);
    let mut note = |progress: &Progress| {
        seen.push(progress.clone());
        ControlFlow::Continue(())
    };
    let report = vault.check(Depth::Full, false, &mut note).unwrap();
    assert!(seen.windows(2).all(|two| two[0].bytes == two[1].bytes && two[0].bytes_done <= two[1].bytes_done));
    let last = seen.last().unwrap();
    assert_eq!((last.files, last.files_done), (3, 3));
    assert_eq!(last.bytes_done, report.checked.bytes);
    assert!(last.bytes >= last.bytes_done && last.bytes < last.bytes_done + 3 * 400);
}

/// Stops a whole check after so many files.
fn stop_after(vault: &UnlockedVault, files: u32) {
    let mut step = |progress: &Progress| {
        if progress.files_done >= files { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(matches!(vault.check(Depth::Full, false, &mut step), Err(VaultError::Cancelled)));
}

/// Returns a vault of one case with three files, and the files' paths.
fn with_three_files(home: &Home) -> Vec<PathBuf> {
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for n in 1..=3 {
        add(&vault, case, "file", &[n; 5_000]);
    }
    vault.lock().unwrap();
    objects(home).iter().map(|path| home.folder().join(path)).collect()
}

#[test]
fn a_stopped_check_goes_on_where_it_was() {
    let home = Home::new();
    let files = with_three_files(&home);
    let vault = home.unlock(Access::Read);
    stop_after(&vault, 2);
    let last = vault.last_check().unwrap();
    assert!(!last.finished && last.report.ok && last.depth == Depth::Full);
    drop(vault);

    // Two files were read: that they changed since, at the same length, only a check from the start finds.
    files.iter().for_each(|file| turn_a_bit(file));
    let vault = home.unlock(Access::Read);
    let resumed = vault.check(Depth::Full, true, &mut go).unwrap();
    assert_eq!(classes_of(&resumed), [Class::ObjectChanged]);
    assert_eq!(resumed.checked.objects, 3);
    assert_eq!(vault.last_check().unwrap().report, resumed);
    // It came to its end, so there is nothing to go on with.
    assert_eq!(vault.check(Depth::Full, true, &mut go).unwrap().problems.len(), 3);
}

#[test]
fn a_resumed_check_looks_at_names_keys_logs_and_lengths_again() {
    let home = Home::new();
    let files = with_three_files(&home);
    stop_after(&home.unlock(Access::Read), 3);
    for file in &files {
        fs::write(file, &fs::read(file).unwrap()[1..]).unwrap();
    }
    fs::remove_file(home.folder().join("keys/1.recovery.age")).unwrap();
    fs::write(home.folder().join("notes.txt"), b"?").unwrap();
    let case = files[0].ancestors().nth(3).unwrap();
    let log = fs::read_dir(case.join("log")).unwrap().next().unwrap().unwrap().path();
    let mut segments: Vec<_> = fs::read_dir(log).unwrap().map(|entry| entry.unwrap().path()).collect();
    segments.sort();
    fs::remove_file(segments.last().unwrap()).unwrap();
    let report = home.unlock(Access::Read).check(Depth::Full, true, &mut go).unwrap();
    let expected =
        [Class::KeyfileMissing, Class::RolledBack, Class::ObjectChanged, Class::ObjectChanged, Class::NameUnknown];
    assert_eq!(classes_of(&report), expected, "{:#?}", report.problems);
}

#[test]
fn what_the_last_check_found_is_remembered_and_sealed() {
    let home = Home::new();
    let object = home.folder().join(&filled(&home)[0]);
    turn_a_bit(&object);
    let vault = home.unlock(Access::Read);
    assert!(vault.last_check().is_none());
    let report = vault.check(Depth::Full, false, &mut go).unwrap();
    assert!(report.problems[0].what.contains("Matter"));
    drop(vault);
    let vault = home.unlock(Access::Read);
    let last = vault.last_check().unwrap();
    assert!(last.finished && last.report == report);
    // A check that was stopped takes nothing back that the one before it found.
    stop_after(&vault, 0);
    let last = vault.last_check().unwrap();
    assert!(!last.finished);
    assert_eq!(last.report.problems, report.problems);
    for (name, bytes) in tree(&home.path("state")) {
        assert!(!bytes.windows(6).any(|six| six == b"Matter"), "{} is plain", name.display());
    }
    fs::write(home.state_file("check.age"), b"damaged").unwrap();
    assert!(vault.last_check().is_none());
    assert_eq!(vault.check(Depth::Keyless, false, &mut go).unwrap().problems.len(), 1);
    assert_eq!(vault.last_check().unwrap().depth, Depth::Keyless);
}

#[test]
fn what_changed_after_the_unlock_is_found_too() {
    let home = Home::new();
    let case = home.folder().join(filled(&home)[0].iter().take(2).collect::<PathBuf>());
    let vault = home.unlock(Access::Read);
    assert_ok(&vault);
    turn_a_bit(&case.join("key.age"));
    assert_eq!(classes(&vault), [Class::CaseKeyWrong]);
    turn_a_bit(&case.join("key.age"));
    turn_a_bit(&home.state_file("memory.age"));
    assert_eq!(classes(&vault), [Class::MemoryUnreadable]);
    fs::remove_file(home.state_file("memory.age")).unwrap();
    assert_eq!(classes(&vault), [Class::MemoryUnreadable]);
}

#[test]
fn a_roll_back_is_told_once_for_each_log() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let older = home.path("older");
    copy_tree(&home.folder(), &older);
    for n in 1..=3 {
        // Each lock records the heads, so that several of them bind beside the memory.
        let vault = home.unlock(Access::Window);
        add(&vault, case, "file", &[n; 50]);
        vault.lock().unwrap();
    }
    for name in ["log", "cases"] {
        fs::remove_dir_all(home.folder().join(name)).unwrap();
        copy_tree(&older.join(name), &home.folder().join(name));
    }
    let vault = home.unlock(Access::Read);
    let report = vault.check(Depth::Full, false, &mut go).unwrap();
    assert_eq!(classes_of(&report), [Class::RolledBack, Class::RolledBack], "{:#?}", report.problems);
    assert_eq!(vault.opening().findings.len(), 2);
    assert!(report.problems.iter().all(|finding| finding.severity == Severity::Problem));
}

#[test]
fn a_little_is_checked_each_day_and_what_it_finds_is_said() {
    let home = Home::new();
    let object = home.folder().join(&filled(&home)[0]);
    let vault = home.unlock(Access::Read);
    turn_a_bit(&object);
    assert!(vault.check_a_little(&mut go).unwrap());
    let last = vault.last_check().unwrap();
    assert!(!last.finished && last.depth == Depth::Full);
    assert_eq!((classes_of(&last.report), last.report.checked.objects), (vec![Class::ObjectChanged], 3));
    // Not again on the same day.
    assert!(!vault.check_a_little(&mut go).unwrap());
    // A whole check takes over, and says the same once.
    assert_eq!(vault.verify(&mut go).unwrap().problems.len(), 1);
    assert_eq!(vault.last_check().unwrap().report.problems.len(), 1);
    drop(vault);
    turn_a_bit(&object);
    let later = home.unlock_after(Access::Read, 24 * 60 * 60 * 1000);
    assert!(later.check_a_little(&mut go).unwrap());
    assert!(!later.check_a_little(&mut go).unwrap());
}

#[test]
fn a_little_that_is_stopped_goes_on_with_the_files_not_read_before() {
    let home = Home::new();
    let files = with_three_files(&home);
    let vault = home.unlock(Access::Read);
    let mut seen = 0;
    let mut stop = |_: &Progress| {
        seen += 1;
        // Each file is told of when its bytes are read and when it is done.
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(matches!(vault.check_a_little(&mut stop), Err(VaultError::Cancelled)));
    assert_eq!(vault.last_check().unwrap().report.checked.objects, 1);
    drop(vault);
    // Which one was read is not said: of all three, damaged now, the two others come first the next day.
    files.iter().for_each(|file| turn_a_bit(file));
    let later = home.unlock_after(Access::Read, 24 * 60 * 60 * 1000);
    let mut seen = 0;
    let mut two = |_: &Progress| {
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(matches!(later.check_a_little(&mut two), Err(VaultError::Cancelled)));
    let told: Vec<String> = later.last_check().unwrap().report.problems.into_iter().map(|f| f.what).collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|what| !what.contains("item 1 ")), "the first file was read the day before: {told:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_keeps_nobody_from_opening_and_checking() {
    // How large a file may become is said for a whole process: this test gets one, in which none may be of a megabyte.
    const AT: &str = "CASEKEEP_TEST_AT";
    if let Some(root) = std::env::var_os(AT).map(PathBuf::from) {
        let clock = std::sync::Arc::new(Ticking::from(1_795_000_000_000));
        let installation = Installation { state: root.join("state"), clock, ..Home::new().installation() };
        let locked = open_vault(&root.join("Test.casekeep"), installation).unwrap();
        assert_ok(&locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Read).unwrap());
        return;
    }
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for n in 0..8 {
        let text: String = (0..20_000).map(|word| format!("{word}-{n} ")).collect();
        vault.log_contact(case, &contact("2026-03-04", &text, &[])).unwrap();
    }
    vault.lock().unwrap();
    let on_a_full_disk = || {
        let limited = "trap '' XFSZ; ulimit -f 1024; exec \"$@\"";
        let program = std::env::current_exe().unwrap();
        let mut command = std::process::Command::new("sh");
        command.args(["-c", limited, "sh"]).arg(program);
        command.args(["--exact", "a_full_disk_keeps_nobody_from_opening_and_checking"]);
        let output = command.env(AT, home.path("")).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    };
    on_a_full_disk();
    // Without an index, there is no room to build it in.
    fs::remove_file(home.state_file("index.db")).unwrap();
    on_a_full_disk();
}
