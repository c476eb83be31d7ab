//! Shredding: the key first, nothing left that reads the case, a crash at any step either leaves it whole or goes on, and
//! what it did not reach is said.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::Class;
use casekeep_model::view::{Progress, Selection};
use casekeep_vault::{Access, Disclosed, Ended, Installation, UnlockWith, UnlockedVault, VaultError, open_vault};
use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use support::*;

const NAME: &str = "Matter about Smith";
const REASON: &str = "it ended two years ago";

/// Returns a vault with one case to shred, private notes in it, and another case.
fn filled(home: &Home) -> UnlockedVault {
    let vault = home.create();
    let case = vault.add_case(NAME).unwrap();
    add(&vault, case, "a", &[1; 300]);
    add(&vault, case, "b", &[2; 70_000]);
    vault.log_contact(case, &contact("2026-03-04", "He waited at Smithfield.", &[])).unwrap();
    vault.add_private_note(case, "thoughts about Smith").unwrap();
    let other = vault.add_case("Matter 2").unwrap();
    add(&vault, other, "c", &[3; 300]);
    vault
}

fn folders(home: &Home) -> BTreeSet<PathBuf> {
    fs::read_dir(home.folder().join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn disclose(vault: &UnlockedVault, case: u32, made: bool) {
    let to = Disclosed { recipients: vec!["age1officer".to_owned()], ..Disclosed::default() };
    let ended = Ended { tagmanifest_sha256: "ab".repeat(32), sealed_sha256: "cd".repeat(32), ..Ended::default() };
    let outcome = if made { Ok(((), ended)) } else { Err(VaultError::Cancelled) };
    let _ = vault.disclose::<(), VaultError>(case, &Selection::default(), &to, |_| outcome);
}

#[test]
fn a_shredded_case_leaves_its_counts_and_nothing_that_reads_it() {
    let home = Home::new();
    let vault = filled(&home);
    disclose(&vault, 1, true);
    disclose(&vault, 1, false);
    disclose(&vault, 2, true);
    vault.check(casekeep_model::keeping::Depth::Full, false, &mut go).unwrap();
    let stick = home.path("stick");
    fs::create_dir(&stick).unwrap();
    vault.back_up(&stick, &mut go).unwrap();
    let plan = vault.plan_shred(1).unwrap();
    assert!(plan.backups.len() == 1 && plan.backups[0].contains("stick"), "{:?}", plan.backups);
    assert_eq!((plan.name.as_str(), plan.contacts, plan.items), (NAME, 1, 2));
    assert_eq!(plan.bundles.len(), 1, "{:?}", plan.bundles);
    assert!(plan.bytes > 70_000 && plan.hold.is_none());

    let before = folders(&home);
    let index = fs::read(home.state_file("index.db")).unwrap();
    let text = vault.shred(1, NAME, REASON, &mut go).unwrap().text;
    for part in [NAME, REASON, "contacts: 1, items: 2", "bundle 1", "age1officer", "stick", "casekeep/v1/"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("bundle 2") && !text.contains("bundle 3"));
    assert_eq!(before.len() - folders(&home).len(), 2);
    assert!(!index.is_empty() && fs::read(home.state_file("index.db")).unwrap() != index);

    // Its counts and the reason stay, and nothing else.
    let left = vault.tombstones().unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!((left[0].case, left[0].contacts, left[0].items, left[0].reason.as_str()), (1, 1, 2, REASON));

    // Its number is never given again, and nothing finds it.
    assert_eq!(vault.cases().unwrap().len(), 1);
    assert!(matches!(vault.find_case(NAME), Err(VaultError::NoSuchCase(_))));
    assert!(matches!(vault.plan_shred(1), Err(VaultError::NoSuchCase(_))));
    assert!(vault.last_check().is_none());
    assert_eq!(vault.add_case("Matter 3").unwrap(), 3);
    assert_ok(&vault);
    vault.lock().unwrap();
    let vault = home.unlock(Access::Window);
    assert!(vault.opening().findings.is_empty() && vault.opening().remarks.is_empty());
    assert_ok(&vault);
    vault.rebuild_index().unwrap();
    assert_ok(&vault);
    assert!(vault.item(2, 1).is_ok());
    assert_eq!(vault.tombstones().unwrap(), left);
}

#[test]
fn what_a_crash_left_of_a_check_goes_with_the_next_shredding_and_the_next_unlock() {
    let home = Home::new();
    let vault = filled(&home);
    let left = || ["check.db", "check.db-wal"].map(|name| home.state_file(name));
    let crash = || left().iter().for_each(|path| fs::write(path, "rows of a case, sealed").unwrap());
    crash();
    vault.shred(1, NAME, REASON, &mut go).unwrap();
    assert!(!left().iter().any(|path| path.exists()));
    crash();
    vault.lock().unwrap();
    drop(home.unlock(Access::Read));
    assert!(!left().iter().any(|path| path.exists()));
}

#[test]
fn a_hold_a_wrong_name_and_a_word_to_stop_keep_a_case() {
    let home = Home::new();
    let vault = filled(&home);
    let before = tree(&home.folder().join("cases"));
    assert!(vault.tombstones().unwrap().is_empty());
    vault.set_hold(1, Some("an inquiry is open")).unwrap();
    assert_eq!(vault.plan_shred(1).unwrap().hold.as_deref(), Some("an inquiry is open"));
    let holds: Vec<_> = vault.cases().unwrap().into_iter().map(|case| case.hold).collect();
    assert_eq!(holds, [Some("an inquiry is open".to_owned()), None]);
    let held = vault.shred(1, NAME, REASON, &mut go);
    assert!(matches!(held, Err(VaultError::OnHold { case: 1, .. })));
    vault.lock().unwrap();
    let vault = home.unlock(Access::Change);
    assert!(matches!(vault.shred(1, NAME, REASON, &mut go), Err(VaultError::OnHold { .. })));
    assert!(matches!(vault.release_hold(1, " "), Err(VaultError::BadInput(_))));
    vault.release_hold(1, "the inquiry ended").unwrap();
    assert!(matches!(vault.set_hold(1, None), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.shred(1, "Matter about smith", REASON, &mut go), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.shred(1, NAME, "", &mut go), Err(VaultError::BadInput(_))));
    let stopped = vault.shred(1, NAME, REASON, &mut |_: &Progress| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(VaultError::Cancelled)));
    assert_eq!(tree(&home.folder().join("cases")), before);
    assert_ok(&vault);
}

/// Shreds a case and copies vault and state at each step; returns the copies' folders.
fn steps_of_a_shredding(home: &Home) -> Vec<PathBuf> {
    let vault = filled(home);
    let mut copies = Vec::new();
    vault
        .shred(1, NAME, REASON, &mut |_: &Progress| {
            let copy = home.path(&format!("step-{}", copies.len()));
            copy_tree(&home.folder(), &copy.join("vault"));
            copy_tree(&home.path("state"), &copy.join("state"));
            copies.push(copy);
            ControlFlow::Continue(())
        })
        .unwrap();
    copies
}

fn unlock(home: &Home, copy: &Path, access: Access) -> UnlockedVault {
    let installation = Installation { state: copy.join("state"), ..home.installation() };
    let locked = open_vault(&copy.join("vault"), installation).unwrap();
    locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), access).unwrap()
}

#[test]
fn a_crash_at_any_step_leaves_the_case_whole_or_is_gone_on_with() {
    let home = Home::new();
    let copies = steps_of_a_shredding(&home);
    assert!(copies.len() > 8);
    for (step, copy) in copies.iter().enumerate() {
        // Steps 0 and 1 come before anything is destroyed.
        let whole = step < 2;
        if step < 4 || step + 1 == copies.len() {
            let reader = unlock(&home, copy, Access::Read);
            let report = reader.verify(&mut go).unwrap();
            assert!(report.ok, "step {step}: {:#?}", report.problems);
            assert_eq!(reader.cases().unwrap().len(), if whole { 2 } else { 1 }, "step {step}");
            assert_eq!(report.notes.iter().any(|note| note.class == Class::ShreddedReturned), !whole, "step {step}");
        }
        let vault = unlock(&home, copy, Access::Change);
        assert_eq!(vault.opening().remarks.len(), usize::from(step > 0), "step {step}");
        assert_eq!(vault.cases().unwrap().len(), if whole { 2 } else { 1 }, "step {step}");
        assert_ok(&vault);
        vault.lock().unwrap();
        let folders = fs::read_dir(copy.join("vault/cases")).unwrap().count();
        assert_eq!(folders, if whole { 3 } else { 1 }, "step {step}");
        // It is not gone on with a second time, also when the key goes missing later by accident.
        if step == 1 {
            let vault = unlock(&home, copy, Access::Change);
            assert!(vault.opening().remarks.is_empty());
            vault.shred(1, NAME, REASON, &mut go).unwrap();
            assert_ok(&vault);
        }
    }
}

#[test]
fn a_shredded_case_that_is_back_is_named_and_stays_shut() {
    let home = Home::new();
    let vault = filled(&home);
    let older = home.path("older");
    copy_tree(&home.folder().join("cases"), &older);
    let before = folders(&home);
    vault.shred(1, NAME, REASON, &mut go).unwrap();
    let gone: Vec<PathBuf> = before.difference(&folders(&home)).cloned().collect();
    for folder in &gone {
        copy_tree(&older.join(folder.file_name().unwrap()), folder);
    }
    assert_eq!(classes(&vault), [Class::ShreddedReturned; 2]);
    vault.lock().unwrap();
    let vault = home.unlock(Access::Change);
    assert_eq!(vault.opening().findings.iter().filter(|f| f.class == Class::ShreddedReturned).count(), 2);
    assert_eq!(vault.cases().unwrap().len(), 1);
    assert!(matches!(vault.item(1, 1), Err(VaultError::NoSuchCase(_))));
    // A part of it is named as well, and its going away again is no finding.
    fs::remove_file(gone[0].join("key.age")).unwrap();
    assert_eq!(classes(&vault), [Class::ShreddedReturned; 2]);
    for folder in &gone {
        fs::remove_dir_all(folder).unwrap();
    }
    assert_ok(&vault);
}

#[test]
fn another_computer_that_still_has_the_case_is_told() {
    let home = Home::new();
    filled(&home).lock().unwrap();
    let other = home.path("other");
    copy_tree(&home.folder(), &other.join("vault"));
    let there = unlock(&home, &other, Access::Change);
    there.log_contact(1, &contact("2026-03-05", "written there", &[])).unwrap();
    there.lock().unwrap();
    // The other computer's log of the case is here when it is shredded, and goes with it.
    copy_tree(&other.join("vault"), &home.folder());
    let vault = home.unlock(Access::Change);
    assert_ok(&vault);
    vault.shred(1, NAME, REASON, &mut go).unwrap();
    assert_ok(&vault);
    vault.lock().unwrap();
    // The files come together there by name, as a copying service brings them.
    copy_tree(&home.folder(), &other.join("vault"));
    let there = unlock(&home, &other, Access::Change);
    assert_eq!(classes(&there), [Class::ShreddedReturned; 2]);
    assert_eq!(there.cases().unwrap().len(), 1);
}
