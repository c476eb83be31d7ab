//! Putting back: a lost computer, an older copy, half an older copy, and copies that went on apart.

use crate::support::*;
use crate::{back_up, begin, copy_in, new_computer, originals, texts, unlock_at};
use casekeep_model::Class;
use casekeep_vault::{Access, Installation, VaultError, restore_vault};
use std::fs;
use std::ops::ControlFlow;

#[test]
fn device_lost_backup_everything_byte_for_byte() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    let (before, said) = (originals(&vault, case), texts(&vault, case));
    back_up(&vault, &disk);
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    fs::remove_dir_all(home.path("state")).unwrap();

    let installation = new_computer(&home, "new-state");
    let folder = home.path("Again.casekeep");
    let report = restore_vault(&disk, &folder, installation.clone(), &mut go).unwrap();
    assert!(report.problems.is_empty() && report.notes.is_empty(), "{report:#?}");
    assert_eq!(tree(&folder), tree(&copy_in(&disk)));
    let vault = unlock_at(&folder, installation, Access::Change);
    assert!(vault.opening().first_time_here);
    assert_eq!((originals(&vault, case), texts(&vault, case)), (before, said));
    assert_ok(&vault);
    vault.log_contact(case, &contact("2026-03-05", "afterwards", &[])).unwrap();
    assert_ok(&vault);
}

#[test]
fn a_copy_with_more_records_is_not_written_to_and_brings_them_back() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    vault.lock().unwrap();
    let older = home.path("older");
    copy_tree(&home.folder(), &older);
    let vault = home.unlock(Access::Change);
    vault.log_contact(case, &contact("2026-03-07", "only in the copy now", &[])).unwrap();
    add(&vault, case, "last.pdf", b"only in the copy now");
    let said = texts(&vault, case);
    back_up(&vault, &disk);
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    copy_tree(&older, &home.folder());

    let before = tree(&disk);
    let vault = home.unlock(Access::Change);
    let refused = vault.back_up(&disk, &mut go).unwrap_err();
    assert!(matches!(&refused, VaultError::Integrity(finding) if finding.class == Class::RolledBack), "{refused:?}");
    assert!(refused.problem().hint.contains("restore that copy into the vault's own folder"));
    assert_eq!(tree(&disk), before);
    let in_use = restore_vault(&disk, &home.folder(), home.installation(), &mut go);
    assert!(matches!(in_use, Err(VaultError::InUse)));
    vault.lock().unwrap();

    restore_vault(&disk, &home.folder(), home.installation(), &mut go).unwrap();
    let vault = home.unlock(Access::Change);
    assert!(vault.opening().findings.is_empty(), "{:#?}", vault.opening().findings);
    assert_eq!(texts(&vault, case), said);
    assert_ok(&vault);
    back_up(&vault, &disk);
}

#[test]
fn two_computers_that_added_to_copies_of_one_vault_lose_nothing() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    vault.lock().unwrap();
    let (there, other) = (home.path("there/Test.casekeep"), new_computer(&home, "other"));
    copy_tree(&home.folder(), &there);
    let here = home.unlock(Access::Change);
    here.log_contact(case, &contact("2026-03-07", "from here", &[])).unwrap();
    back_up(&here, &disk);
    here.lock().unwrap();
    let vault = unlock_at(&there, other.clone(), Access::Change);
    vault.log_contact(case, &contact("2026-03-08", "from there", &[])).unwrap();
    let refused = vault.back_up(&disk, &mut go).unwrap_err();
    assert!(matches!(refused, VaultError::Integrity(finding) if finding.class == Class::RolledBack));
    vault.lock().unwrap();

    restore_vault(&disk, &there, other.clone(), &mut go).unwrap();
    let vault = unlock_at(&there, other, Access::Change);
    assert_eq!(texts(&vault, case).len(), 3);
    assert_ok(&vault);
    back_up(&vault, &disk);
    vault.lock().unwrap();
    restore_vault(&disk, &home.folder(), home.installation(), &mut go).unwrap();
    let vault = home.unlock(Access::Read);
    assert_eq!(texts(&vault, case), ["waited at the car park", "from here", "from there"]);
    assert_ok(&vault);
}

#[test]
fn one_log_written_apart_on_two_computers_is_a_fork_and_not_mixed_into_the_copy() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    vault.lock().unwrap();
    let (clone, state) = (home.path("clone/Test.casekeep"), home.path("clone-state"));
    copy_tree(&home.folder(), &clone);
    copy_tree(&home.path("state"), &state);
    let there = unlock_at(&clone, Installation { state, ..home.installation() }, Access::Change);
    there.log_contact(case, &contact("2026-03-07", "from there", &[])).unwrap();
    back_up(&there, &disk);
    there.lock().unwrap();
    let here = home.unlock(Access::Change);
    for text in ["from here", "and more", "and more again", "so that this log is the longer one"] {
        here.log_contact(case, &contact("2026-03-08", text, &[])).unwrap();
    }
    here.back_up(&home.path("elsewhere.casekeep"), &mut go).unwrap();
    let before = tree(&disk);
    let refused = here.back_up(&disk, &mut go).unwrap_err();
    assert!(matches!(&refused, VaultError::Integrity(finding) if finding.class == Class::Fork), "{refused:?}");
    assert_eq!(tree(&disk), before);
    here.lock().unwrap();

    restore_vault(&disk, &home.folder(), home.installation(), &mut go).unwrap();
    let vault = home.unlock(Access::Read);
    assert!(classes(&vault).contains(&Class::Fork));
    assert!(["from here", "from there"].iter().all(|text| texts(&vault, case).contains(&(*text).to_owned())));
}

#[test]
fn a_vault_of_which_half_is_from_an_older_copy_says_so() {
    for half in ["cases", "log"] {
        for remembers in [true, false] {
            let home = Home::new();
            let (vault, case, disk) = begin(&home);
            back_up(&vault, &disk);
            let second = vault.add_case("Matter 2").unwrap();
            add(&vault, second, "new.pdf", b"new");
            vault.log_contact(case, &contact("2026-03-07", "new", &[])).unwrap();
            vault.lock().unwrap();
            fs::remove_dir_all(home.folder().join(half)).unwrap();
            copy_tree(&copy_in(&disk).join(half), &home.folder().join(half));
            let installation = if remembers { home.installation() } else { new_computer(&home, "new") };
            let found = classes(&unlock_at(&home.folder(), installation, Access::Read));
            if remembers || half == "cases" {
                assert!(found.contains(&Class::RolledBack), "{half}, {remembers}: {found:?}");
            }
            if half == "cases" {
                assert!(found.contains(&Class::CaseMissing), "{half}, {remembers}: {found:?}");
            }
        }
    }
}

#[test]
fn a_restored_older_copy_is_a_finding_until_a_person_says_why() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    back_up(&vault, &disk);
    vault.log_contact(case, &contact("2026-03-07", "lost with the disk", &[])).unwrap();
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    let report = restore_vault(&disk, &home.folder(), home.installation(), &mut go).unwrap();
    assert!(report.notes.iter().any(|note| note.class == Class::RolledBack && note.step.contains("acknowledge")));
    let vault = home.unlock(Access::Change);
    assert!(vault.opening().findings.iter().any(|finding| finding.class == Class::RolledBack));
    vault.acknowledge_restored("The computer's disk failed").unwrap();
    assert_ok(&vault);
    back_up(&vault, &disk);
}

#[test]
fn a_restore_that_was_cut_short_goes_on() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    back_up(&vault, &disk);
    vault.lock().unwrap();
    let (to, installation) = (home.path("Again.casekeep"), new_computer(&home, "new"));
    let stopped = restore_vault(&disk, &to, installation.clone(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(VaultError::Cancelled)));
    restore_vault(&disk, &to, installation.clone(), &mut go).unwrap();
    assert_eq!(tree(&to), tree(&copy_in(&disk)));
    assert_eq!(originals(&unlock_at(&to, installation.clone(), Access::Read), case).len(), 2);
    let full = home.path("full");
    copy_tree(&disk, &full);
    assert!(matches!(restore_vault(&disk, &full, installation.clone(), &mut go), Err(VaultError::FolderNotEmpty(_))));
    assert!(matches!(restore_vault(&home.path("none"), &to, installation, &mut go), Err(VaultError::NotAVault(_))));
}

#[test]
fn a_damaged_backup_is_named_and_the_rest_is_put_back() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    back_up(&vault, &disk);
    vault.lock().unwrap();
    let damaged = objects(&home).pop().unwrap();
    fs::write(copy_in(&disk).join(&damaged), b"not what it was").unwrap();
    let to = home.path("Again.casekeep");
    let installation = new_computer(&home, "new");
    let report = restore_vault(&disk, &to, installation.clone(), &mut go).unwrap();
    let found: Vec<Class> = report.problems.iter().map(|finding| finding.class).collect();
    assert_eq!(found, [Class::ObjectChanged]);
    assert_eq!(classes(&unlock_at(&to, installation.clone(), Access::Read)), [Class::ObjectMissing]);
    // Another copy heals it.
    restore_vault(&home.folder(), &to, installation.clone(), &mut go).unwrap();
    assert_ok(&unlock_at(&to, installation, Access::Read));
}
