//! Making copies: incremental, cut short, refused, and what never gets into one.

use crate::support::*;
use crate::{back_up, begin, copy_in, new_computer, texts, unlock_at};
use casekeep_model::{Class, ErrorCode};
use casekeep_vault::{Access, VaultError, create_vault, restore_vault};
use std::fs;
use std::ops::ControlFlow;

#[test]
fn a_copy_holds_every_file_and_the_next_one_takes_only_what_is_new() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    let first = back_up(&vault, &disk);
    assert_eq!(first.folder, copy_in(&disk).display().to_string());
    assert_eq!((first.copied, first.kept), (first.verified, 0));
    assert_eq!(tree(&copy_in(&disk)), tree(&home.folder()), "the copy has its own record too");

    let before = tree(&copy_in(&disk));
    add(&vault, case, "more.pdf", b"more");
    let second = back_up(&vault, &disk);
    assert!(second.copied < 8 && second.kept > 8, "{second:?}");
    assert_eq!(tree(&copy_in(&disk)), tree(&home.folder()));
    assert!(before.iter().all(|(path, bytes)| tree(&copy_in(&disk)).get(path) == Some(bytes)));
    assert_ok(&vault);
}

#[test]
fn a_copy_cut_short_at_any_file_opens_as_an_older_state_and_goes_on() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    back_up(&vault, &disk);
    let older = texts(&vault, case);
    let second = vault.add_case("Matter 2").unwrap();
    add(&vault, second, "second.pdf", b"of the second case");
    add(&vault, case, "more.pdf", b"more");
    vault.log_contact(case, &contact("2026-03-06", "new", &[])).unwrap();
    let mut stops = 0;
    for stop in 0.. {
        let pulled = home.path(&format!("pulled-{stop}"));
        copy_tree(&copy_in(&disk), &pulled.join("Test.casekeep"));
        let mut left = stop;
        let stopped = vault.back_up(&pulled, &mut |_| {
            left -= 1;
            if left < 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if stop % 3 == 1 {
            let copy = unlock_at(&copy_in(&pulled), new_computer(&home, &format!("other-{stop}")), Access::Read);
            let report = copy.verify(&mut go).unwrap();
            assert!(report.ok, "stopped after {stop}: {:#?}", report.problems);
            let there = texts(&copy, case);
            assert!(older.iter().all(|text| there.contains(text)));
        }
        back_up(&vault, &pulled);
        assert!(tree(&home.folder()).iter().all(|(path, bytes)| tree(&copy_in(&pulled)).get(path) == Some(bytes)));
        if stopped.is_ok() {
            break;
        }
        assert!(matches!(stopped, Err(VaultError::Cancelled)), "{stopped:?}");
        stops += 1;
    }
    assert!(stops > 4, "it was stopped {stops} times");
}

#[test]
fn damage_in_the_vault_never_reaches_the_copy() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    back_up(&vault, &disk);
    let before = vault.backups().unwrap().places[0].copied;
    let good = tree(&copy_in(&disk));
    for path in tree(&home.folder()).into_keys() {
        let path = home.folder().join(path);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    add(&vault, case, "new.pdf", b"new");
    let new = objects(&home).into_iter().find(|path| !good.contains_key(path)).unwrap();
    fs::write(home.folder().join(&new), b"damaged before it was copied").unwrap();
    let report = vault.back_up(&disk, &mut go).unwrap();
    let there = tree(&copy_in(&disk));
    for (path, bytes) in &good {
        assert!(there.get(path) == Some(bytes), "{}", path.display());
    }
    assert!(!there.contains_key(&new));
    let found: Vec<Class> = report.problems.iter().map(|finding| finding.class).collect();
    assert!(found.contains(&Class::ObjectChanged) && found.contains(&Class::KeyfileChanged), "{found:?}");
    assert_eq!(vault.backups().unwrap().places[0].copied, before, "this was no whole copy");
}

#[test]
fn another_vault_is_refused_by_name_whatever_its_label_says() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    let other = create_vault(&copy_in(&disk), new_computer(&home, "other"), &secret(PASSPHRASE)).unwrap().vault;
    let id = other.id().to_string();
    other.lock().unwrap();
    let before = tree(&disk);
    let refused = vault.back_up(&disk, &mut go).unwrap_err().problem();
    assert!(refused.code == ErrorCode::BadInput && refused.message.contains(&id), "{refused:?}");
    fs::remove_file(copy_in(&disk).join("vault.json")).unwrap();
    assert!(matches!(vault.back_up(&disk, &mut go), Err(VaultError::BadPlace { .. })));
    let unlabelled = tree(&disk);
    assert!(before.iter().filter(|(path, _)| !path.ends_with("vault.json")).all(|(p, b)| unlabelled.get(p) == Some(b)));
    let things = home.path("Things.casekeep");
    fs::create_dir(&things).unwrap();
    fs::write(things.join("holiday.jpg"), b"x").unwrap();
    assert!(matches!(vault.back_up(&things, &mut go), Err(VaultError::FolderNotEmpty(_))));
}

#[test]
fn a_vault_and_its_copy_do_not_lie_one_in_the_other() {
    let home = Home::new();
    let (vault, _, _) = begin(&home);
    let inside = home.folder().join("Copy.casekeep");
    assert!(matches!(vault.back_up(&inside, &mut go), Err(VaultError::BadPlace { .. })));
    assert!(matches!(vault.back_up(&home.folder(), &mut go), Err(VaultError::BadPlace { .. })));
    let missing = home.path("not/there/Copy.casekeep");
    assert!(matches!(vault.back_up(&missing, &mut go), Err(VaultError::BadPlace { .. })));
    vault.lock().unwrap();
    let into = home.folder().join("Again.casekeep");
    let refused = restore_vault(&home.folder(), &into, home.installation(), &mut go);
    assert!(matches!(refused, Err(VaultError::BadPlace { .. })));
}

#[test]
fn a_disk_that_is_not_connected_gets_no_new_copy_elsewhere() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    back_up(&vault, &disk);
    let place = &vault.backups().unwrap().places[0];
    assert!(place.there && place.copied.is_some());
    fs::rename(copy_in(&disk), home.path("taken-away")).unwrap();
    assert!(matches!(vault.back_up(&disk, &mut go), Err(VaultError::BadPlace { .. })));
    assert!(matches!(vault.back_up(&copy_in(&disk), &mut go), Err(VaultError::BadPlace { .. })));
    assert!(!copy_in(&disk).exists() && !vault.backups().unwrap().places[0].there);
    vault.forget_backup(&disk).unwrap();
    assert!(vault.backups().unwrap().places.is_empty());
    assert!(matches!(vault.forget_backup(&disk), Err(VaultError::NoSuchEntry(_))));
    back_up(&vault, &disk);
}

#[test]
fn several_copies_have_their_own_dates_and_a_week_makes_one_due() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    assert!(vault.backups().unwrap().due);
    back_up(&vault, &disk);
    let other = home.path("Other.casekeep");
    back_up(&vault, &other);
    let backups = vault.backups().unwrap();
    assert_eq!(backups.places.len(), 2);
    assert!(!backups.due && backups.places[0].copied < backups.places[1].copied);
    vault.lock().unwrap();
    home.wait(8 * 24 * 60 * 60);
    let vault = home.unlock(Access::Read);
    assert!(vault.backups().unwrap().due);
    assert_eq!(vault.backups().unwrap().places.len(), 2);
    vault.lock().unwrap();
    home.wait(-60 * 24 * 60 * 60);
    assert!(home.unlock(Access::Read).backups().unwrap().due, "a copy from the future is of no known age");
}

#[test]
fn the_list_of_copies_is_sealed() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    back_up(&vault, &disk);
    let sealed = fs::read(home.state_file("backups.age")).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1"));
    fs::write(home.state_file("backups.age"), b"torn").unwrap();
    assert!(vault.backups().unwrap().places.is_empty() && !vault.backups().unwrap().due, "the vault's log knows too");
}

#[test]
fn strange_files_and_planted_cases_are_not_carried_into_the_copy() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    let folder = home.folder();
    let planted = folder.join("cases").join("a".repeat(26));
    fs::create_dir_all(planted.join("objects/ab")).unwrap();
    fs::write(planted.join("key.age"), b"planted").unwrap();
    fs::write(folder.join("inbox/holiday.jpg"), b"x").unwrap();
    let report = vault.back_up(&disk, &mut go).unwrap();
    assert!(report.problems.is_empty() && report.notes.iter().any(|note| note.class == Class::NameUnknown));
    let copy = tree(&copy_in(&disk));
    assert!(!copy.keys().any(|path| path.to_string_lossy().contains(&"a".repeat(26)) || path.ends_with("holiday.jpg")));
}

#[test]
fn a_changed_key_file_is_replaced_in_the_copy_only_by_the_one_that_the_log_names() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    back_up(&vault, &disk);
    let key = copy_in(&disk).join("keys/1.passphrase.age");
    let good = fs::read(&key).unwrap();
    fs::write(&key, b"an older one").unwrap();
    fs::write(copy_in(&disk).join("keys/1.abcdefgh.age"), b"one taken out").unwrap();
    let report = vault.back_up(&disk, &mut go).unwrap();
    assert!(report.problems.is_empty());
    let noted: Vec<Class> = report.notes.iter().map(|note| note.class).collect();
    assert_eq!(noted, [Class::KeyfileChanged, Class::KeyfileUnknown]);
    assert_eq!(fs::read(&key).unwrap(), good);
    assert!(copy_in(&disk).join("keys/1.abcdefgh.age").exists(), "a backup never deletes");
    fs::write(home.folder().join("keys/1.passphrase.age"), b"planted").unwrap();
    assert!(!vault.back_up(&disk, &mut go).unwrap().problems.is_empty());
    assert_eq!(fs::read(&key).unwrap(), good);
}
