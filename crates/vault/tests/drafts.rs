//! Drafts: sealed as they are typed, there again after a lock and after a crash, gone with their case.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_vault::{Access, VaultError};
use std::fs;
use support::*;

const TYPED: &str = r#"{"what":"a letter under the door"}"#;

fn texts(vault: &casekeep_vault::UnlockedVault, case: u32) -> Vec<(String, String)> {
    vault.drafts(case).unwrap().into_iter().map(|draft| (draft.form, draft.text)).collect()
}

fn pair(form: &str, text: &str) -> (String, String) {
    (form.to_owned(), text.to_owned())
}

#[test]
fn a_draft_is_there_again_after_a_lock_or_a_crash_and_was_sealed_meanwhile() {
    let home = Home::new();
    let vault = home.create();
    let one = vault.add_case("Matter 1").unwrap();
    vault.keep_draft(one, "new", TYPED).unwrap();
    // A crash runs nothing more of the program.
    std::mem::forget(vault);
    for (path, bytes) in tree(&home.path("")) {
        let found = bytes.windows(17).any(|window| window == b"a letter under th");
        assert!(!found, "typed words are readable in {}", path.display());
    }
    let sealed = home.state_file("drafts.age");
    assert!(fs::read(&sealed).unwrap().starts_with(b"age-encryption.org/v1\n"));
    let copy = Home::new();
    copy_tree(&home.path(""), &copy.path(""));
    assert_eq!(texts(&copy.unlock(Access::Change), one), [pair("new", TYPED)]);
}

#[test]
fn drafts_of_one_case_stay_apart_and_the_last_to_be_dropped_takes_the_file() {
    let home = Home::new();
    let vault = home.create();
    let (one, other) = (vault.add_case("Matter 1").unwrap(), vault.add_case("Matter 2").unwrap());
    vault.keep_draft(one, "new", "begun").unwrap();
    vault.keep_draft(one, "3", "an amendment").unwrap();
    vault.keep_draft(one, "new", TYPED).unwrap();
    vault.keep_draft(other, "new", "another").unwrap();
    vault.lock().unwrap();
    let vault = home.unlock(Access::Change);
    assert_eq!(texts(&vault, one), [pair("3", "an amendment"), pair("new", TYPED)]);
    assert_eq!(texts(&vault, other), [pair("new", "another")]);
    vault.drop_draft(one, "new").unwrap();
    vault.drop_draft(other, "new").unwrap();
    assert_eq!(texts(&vault, one), [pair("3", "an amendment")]);
    assert!(texts(&vault, other).is_empty());
    vault.drop_draft(one, "3").unwrap();
    assert!(!home.state_file("drafts.age").exists());
    let long = "x".repeat(casekeep_model::limits::DRAFT + 1);
    assert!(matches!(vault.keep_draft(one, "new", &long), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.keep_draft(9, "new", "x"), Err(VaultError::NoSuchCase(_))));
}

#[test]
fn a_shredded_case_takes_its_drafts_with_it() {
    let home = Home::new();
    let vault = home.create();
    let (one, other) = (vault.add_case("Matter 1").unwrap(), vault.add_case("Matter 2").unwrap());
    vault.keep_draft(one, "new", TYPED).unwrap();
    vault.keep_draft(other, "new", "another").unwrap();
    vault.shred(one, "Matter 1", "it ended two years ago", &mut go).unwrap();
    assert_eq!(texts(&vault, other), [pair("new", "another")]);
    vault.drop_draft(other, "new").unwrap();
    assert!(!home.state_file("drafts.age").exists(), "nothing else was in it");
}
