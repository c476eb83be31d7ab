//! Sequences that a hostile review found: each once ended in silence, and is named or refused now.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::view::{Selection, TimelineFilter};
use casekeep_model::{Acquisition, Class, Patch};
use casekeep_vault::{Access, Disclosed, Installation, UnlockWith, UnlockedVault, VaultError, open_vault};
use std::fs;
use std::path::Path;
use support::*;

fn unlock_at(folder: &Path, installation: Installation, access: Access) -> UnlockedVault {
    open_vault(folder, installation).unwrap().unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), access).unwrap()
}

/// Returns another computer with a copy of the vault.
fn elsewhere(home: &Home, name: &str) -> (std::path::PathBuf, Installation) {
    let folder = home.path(name);
    copy_tree(&home.folder(), &folder);
    (folder, Installation { state: home.path(&format!("{name}-state")), ..home.installation() })
}

#[test]
fn two_computers_that_give_one_number_never_mix_two_people() {
    let home = Home::new();
    home.create().lock().unwrap();
    let (other, installation) = elsewhere(&home, "other");
    home.unlock(Access::Change).add_case("Mr Smith").unwrap();
    unlock_at(&other, installation, Access::Change).add_case("Mr Jones").unwrap();
    copy_tree(&other, &home.folder());

    let vault = home.unlock(Access::Change);
    let (smith, jones) = (vault.find_case("Mr Smith").unwrap(), vault.find_case("Mr Jones").unwrap());
    assert_ne!(smith, jones);
    vault.log_contact(smith, &contact("2026-03-04", "about Smith", &[])).unwrap();
    vault.log_contact(jones, &contact("2026-03-05", "about Jones", &[])).unwrap();
    for (case, text) in [(smith, "about Smith"), (jones, "about Jones")] {
        let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
        assert_eq!(rows.iter().map(|row| (row.case, row.text.as_str())).collect::<Vec<_>>(), [(case, text)]);
    }
    assert_ok(&vault);
}

#[test]
fn explaining_one_roll_back_lets_go_of_nothing_that_cannot_be_opened() {
    let home = Home::new();
    let vault = home.create();
    let alpha = vault.add_case("Alpha").unwrap();
    let beta = vault.add_case("Beta").unwrap();
    add(&vault, beta, "b1", b"b1");
    vault.lock().unwrap();
    let older = home.path("older");
    copy_tree(&home.folder(), &older);
    let vault = home.unlock(Access::Change);
    add(&vault, beta, "b2", b"b2");
    vault.log_contact(alpha, &contact("2026-03-04", "x", &[])).unwrap();
    vault.lock().unwrap();

    let boxes: Vec<_> = fs::read_dir(home.folder().join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let has_objects = |path: &&std::path::PathBuf| fs::read_dir(path.join("objects")).unwrap().next().is_some();
    let beta_box = boxes.iter().find(has_objects).unwrap();
    let alpha_box = boxes.iter().find(|path| *path != beta_box).unwrap();
    fs::rename(beta_box.join("key.age"), home.path("key.age")).unwrap();
    let log = fs::read_dir(alpha_box.join("log")).unwrap().next().unwrap().unwrap().path();
    let mut segments: Vec<_> = fs::read_dir(&log).unwrap().map(|entry| entry.unwrap().path()).collect();
    segments.sort();
    fs::remove_file(segments.last().unwrap()).unwrap();

    let vault = home.unlock(Access::Change);
    vault.acknowledge_restored("I do not know why").unwrap();
    vault.lock().unwrap();
    fs::remove_dir_all(beta_box).unwrap();
    copy_tree(&older.join(beta_box.strip_prefix(home.folder()).unwrap()), beta_box);
    assert!(classes(&home.unlock(Access::Read)).contains(&Class::RolledBack));
}

#[test]
fn a_fork_stays_a_finding_after_more_is_written() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let (clone, state) = (home.path("clone"), home.path("clone-state"));
    copy_tree(&home.folder(), &clone);
    copy_tree(&home.path("state"), &state);
    let here = home.unlock(Access::Change);
    here.log_contact(case, &contact("2026-03-04", "only here", &[])).unwrap();
    here.lock().unwrap();
    let there = unlock_at(&clone, Installation { state, ..home.installation() }, Access::Change);
    for text in ["only there", "and more"] {
        there.log_contact(case, &contact("2026-03-04", text, &[])).unwrap();
    }
    there.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    copy_tree(&clone, &home.folder());

    for _ in 0..2 {
        let vault = home.unlock(Access::Change);
        vault.log_contact(case, &contact("2026-03-06", "after", &[])).unwrap();
        vault.lock().unwrap();
        assert!(classes(&home.unlock(Access::Read)).contains(&Class::Fork));
    }
}

#[test]
fn a_version_of_a_log_that_is_there_in_two_forms_is_shown_once() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    drop(vault);
    let (clone, state) = (home.path("clone"), home.path("clone-state"));
    copy_tree(&home.folder(), &clone);
    copy_tree(&home.path("state"), &state);
    let there = Installation { state, ..home.installation() };
    let mut all = Vec::new();
    for (folder, installation) in [(home.folder(), home.installation()), (clone, there)] {
        let vault = unlock_at(&folder, installation, Access::Change);
        vault.log_contact(case, &contact("2026-03-04", "first", &[])).unwrap();
        let changes = Patch::default().with("what", "second");
        vault.amend_contact(case, 1, &changes, "I remembered more").unwrap();
        for _ in 0..64 {
            vault.log_contact(case, &contact("2026-03-05", "more", &[])).unwrap();
        }
        all.push(tree(&folder));
        vault.compact(9).unwrap();
        all.push(tree(&folder));
    }
    for (path, bytes) in all.into_iter().flatten() {
        fs::write(home.folder().join(path), bytes).unwrap();
    }
    let vault = home.unlock(Access::Read);
    assert!(classes(&vault).contains(&Class::Fork));
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    assert_eq!(rows.len(), 2 * 65);
    let amended: Vec<usize> = rows.iter().map(|row| row.amendments.len()).filter(|count| *count > 0).collect();
    assert_eq!(amended, [1, 1], "each version was amended once");
}

#[test]
fn an_older_copy_is_not_handed_over() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let older = home.path("older");
    copy_tree(&home.folder(), &older);
    let vault = home.unlock(Access::Change);
    vault.log_contact(case, &contact("2026-03-04", "x", &[])).unwrap();
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    copy_tree(&older, &home.folder());
    let vault = home.unlock(Access::Change);
    let (selection, to) = (Selection::default(), Disclosed::default());
    let made = vault.disclose::<(), VaultError>(case, &selection, &to, |_| panic!("nothing may be made"));
    assert!(matches!(made, Err(VaultError::RolledBack)));
}

#[test]
fn strange_things_in_the_folder_are_named_and_keep_nobody_out() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a", b"a");
    vault.lock().unwrap();
    let folder = home.folder();
    fs::write(folder.join("cases").join("a".repeat(26)), b"a file where a folder is expected").unwrap();
    fs::create_dir(folder.join("keys/1.abcdefgh.age")).unwrap();
    fs::write(folder.join("vault.json"), vec![b' '; 100_000]).unwrap();
    fs::write(folder.join("log").join("b".repeat(16)), b"a file").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", folder.join("inbox").join(format!("{}.age", "ab".repeat(32)))).unwrap();
    let found = classes(&home.unlock(Access::Read));
    for class in [Class::VaultJsonChanged, Class::KeyfileUnknown, Class::NameUnknown, Class::InboxUnknown] {
        assert!(found.contains(&class), "{class:?} in {found:?}");
    }
}

#[test]
fn the_label_of_another_vault_leads_no_capture_astray() {
    let home = Home::new();
    home.create().lock().unwrap();
    let other = home.path("Other.casekeep");
    casekeep_vault::create_vault(&other, home.installation(), &secret(PASSPHRASE)).unwrap().vault.lock().unwrap();
    fs::copy(other.join("vault.json"), home.folder().join("vault.json")).unwrap();
    let locked = open_vault(&home.folder(), home.installation()).unwrap();
    let added = locked.inbox_add(&mut &b"x"[..], "x", Acquisition::File, None);
    assert!(matches!(added, Err(VaultError::Integrity(finding)) if finding.class == Class::VaultJsonChanged));
    assert!(classes(&home.unlock(Access::Read)).contains(&Class::VaultJsonChanged));
}

#[test]
fn a_planted_key_file_does_not_lock_its_owner_out_on_a_new_computer() {
    let home = Home::new();
    home.create().lock().unwrap();
    let stranger = home.path("Stranger.casekeep");
    let theirs = secret("another lantern another orchard");
    casekeep_vault::create_vault(&stranger, home.installation(), &theirs).unwrap();
    fs::copy(stranger.join("keys/1.passphrase.age"), home.folder().join("keys/2.passphrase.age")).unwrap();
    let (folder, installation) = elsewhere(&home, "new");
    assert!(classes(&unlock_at(&folder, installation, Access::Read)).contains(&Class::KeyfileUnknown));
}
