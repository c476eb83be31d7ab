//! Rehearsals: a copy really opened, compared with the vault, and nothing left behind by it.

use crate::support::*;
use crate::{back_up, begin, copy_in, new_computer};
use casekeep_model::{Class, Secret};
use casekeep_vault::{Access, UnlockWith, UnlockedVault, VaultError, create_vault};
use std::fs;
use std::path::Path;

fn rehearse(vault: &UnlockedVault, disk: &Path) -> casekeep_model::keeping::Rehearsal {
    vault.rehearse_backup(disk, UnlockWith::Passphrase(&secret(PASSPHRASE)), &mut go).unwrap()
}

#[test]
fn a_copy_is_opened_and_compared_and_nothing_but_the_date_changes() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    back_up(&vault, &disk);
    let (copy, state) = (tree(&disk), tree(&home.path("state")));
    let rehearsal = rehearse(&vault, &disk);
    assert!(rehearsal.ok && rehearsal.problems.is_empty(), "{rehearsal:#?}");
    assert_eq!((rehearsal.cases, rehearsal.contacts, rehearsal.items, rehearsal.behind), (1, 1, 2, 0));
    assert_eq!(tree(&disk), copy);
    let mut after = tree(&home.path("state"));
    after.retain(|path, bytes| state.get(path) != Some(bytes));
    assert!(after.keys().all(|path| path.ends_with("backups.age")), "{:?}", after.keys());
    assert!(vault.backups().unwrap().places[0].rehearsed.is_some());

    vault.log_contact(case, &contact("2026-03-07", "not in the copy", &[])).unwrap();
    add(&vault, case, "more.pdf", b"more");
    let rehearsal = rehearse(&vault, &copy_in(&disk));
    assert!(rehearsal.ok);
    assert_eq!((rehearsal.contacts, rehearsal.items, rehearsal.behind), (1, 2, 2));
    back_up(&vault, &disk);
    assert_eq!(rehearse(&vault, &disk).behind, 0);
}

#[test]
fn the_words_open_the_copy_and_a_wrong_passphrase_does_not() {
    let home = Home::new();
    let created = create_vault(&home.folder(), home.installation(), &secret(PASSPHRASE)).unwrap();
    let (vault, words) = (created.vault, Secret::new(created.recovery_words.join(" ")));
    let disk = home.path("disk");
    fs::create_dir(&disk).unwrap();
    back_up(&vault, &disk);
    assert!(vault.rehearse_backup(&disk, UnlockWith::Recovery(&words), &mut go).unwrap().ok);
    let wrong = vault.rehearse_backup(&disk, UnlockWith::Passphrase(&secret("not the passphrase")), &mut go);
    assert!(matches!(wrong, Err(VaultError::WrongSecret)));
}

#[test]
fn what_is_wrong_in_a_copy_is_named_and_the_date_stays() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    back_up(&vault, &disk);
    let object = copy_in(&disk).join(objects(&home).pop().unwrap());
    let good = fs::read(&object).unwrap();
    fs::write(&object, b"not what it was").unwrap();
    let found = |vault| rehearse(vault, &disk).problems.iter().map(|problem| problem.class).collect::<Vec<_>>();
    assert_eq!(found(&vault), [Class::ObjectChanged]);
    assert!(vault.backups().unwrap().places[0].rehearsed.is_none());
    fs::write(&object, good).unwrap();
    fs::write(copy_in(&disk).join("keys/1.passphrase.age"), b"torn").unwrap();
    let torn = vault.rehearse_backup(&disk, UnlockWith::Passphrase(&secret(PASSPHRASE)), &mut go);
    assert!(matches!(torn, Err(VaultError::Integrity(problem)) if problem.class == Class::KeyfileChanged));
    let other = home.path("Other.casekeep");
    create_vault(&other, new_computer(&home, "other"), &secret(PASSPHRASE)).unwrap();
    let another = vault.rehearse_backup(&other, UnlockWith::Passphrase(&secret(PASSPHRASE)), &mut go);
    assert!(matches!(another, Err(VaultError::BadPlace { .. })));
}

#[test]
fn a_copy_with_more_records_or_other_ones_is_said() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    vault.lock().unwrap();
    let older = home.path("older");
    copy_tree(&home.folder(), &older);
    let vault = home.unlock(Access::Change);
    vault.log_contact(case, &contact("2026-03-07", "only in the copy", &[])).unwrap();
    back_up(&vault, &disk);
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    copy_tree(&older, &home.folder());
    let rehearsal = rehearse(&home.unlock(Access::Read), &disk);
    assert!(!rehearsal.ok && rehearsal.problems.iter().any(|problem| problem.class == Class::RolledBack));
}
