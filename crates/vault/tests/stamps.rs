//! Trusted time for a seal: a request in a file, a reply from one, and whatever else somebody may bring.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../../format/tests/authority/mod.rs"]
mod authority;
mod support;

use authority::Authority;
use casekeep_model::keeping::SealOutcome;
use casekeep_vault::{Access, UnlockedVault, VaultError};
use std::fs;
use support::*;

fn answer(home: &Home, authority: &Authority, vault: &UnlockedVault, name: &str) -> std::path::PathBuf {
    let request = home.path(&format!("{name}.tsq"));
    vault.time_request(&request).unwrap();
    let reply = home.path(&format!("{name}.tsr"));
    fs::write(&reply, authority.answer(&fs::read(request).unwrap(), "sha256")).unwrap();
    reply
}

#[test]
fn a_reply_is_kept_with_its_seal_and_openssl_accepts_it() {
    let (home, authority) = (Home::new(), Authority::rsa());
    let vault = home.create();
    assert!(matches!(vault.time_request(&home.path("early.tsq")), Err(VaultError::BadInput(_))));
    assert!(!home.path("early.tsq").exists());
    let first = vault.make_seal().unwrap();
    vault.add_case("Alpha").unwrap();
    let newest = vault.make_seal().unwrap();
    let reply = answer(&home, &authority, &vault, "one");
    let stamped = vault.take_time_response(&reply).unwrap();
    assert_eq!((&stamped.words, stamped.stamped_by.as_deref()), (&newest.words, Some("An authority for tests")));
    assert!(stamped.stamped.is_some());
    // Taken twice it is recorded once.
    let before = tree(&home.folder());
    assert_eq!(vault.take_time_response(&reply).unwrap(), stamped);
    assert_eq!(tree(&home.folder()), before);
    vault.lock().unwrap();

    let vault = home.unlock(Access::Read);
    assert_eq!(vault.seals().unwrap(), [first, stamped.clone()]);
    let note = home.path("checkpoint.txt");
    fs::write(&note, &stamped.checkpoint).unwrap();
    assert!(authority.accepts(&reply, &note));
    assert_eq!(vault.check_seal(&stamped.words.join(" ")).unwrap().seal, Some(stamped));
    assert_ok(&vault);
}

#[test]
fn a_reply_to_nobody_is_refused_and_changes_nothing() {
    let (home, authority) = (Home::new(), Authority::rsa());
    let vault = home.create();
    let seal = vault.make_seal().unwrap();
    let reply = answer(&home, &authority, &vault, "one");
    // One for the same bytes that answers a request which this vault did not write.
    fs::write(authority.path("note"), &seal.checkpoint).unwrap();
    authority.openssl(&["ts", "-query", "-data", "note", "-sha256", "-cert", "-out", "other.tsq"]);
    let other = home.path("other.tsr");
    fs::write(&other, authority.answer(&fs::read(authority.path("other.tsq")).unwrap(), "sha256")).unwrap();
    // One for other bytes, one whose signature was changed, one that is none.
    fs::write(authority.path("note"), "other").unwrap();
    authority.openssl(&["ts", "-query", "-data", "note", "-sha256", "-cert", "-out", "other.tsq"]);
    let strange = home.path("strange.tsr");
    fs::write(&strange, authority.answer(&fs::read(authority.path("other.tsq")).unwrap(), "sha256")).unwrap();
    let mut bytes = fs::read(&reply).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let changed = home.path("changed.tsr");
    fs::write(&changed, bytes).unwrap();
    let none = home.path("none.tsr");
    fs::write(&none, "none").unwrap();
    let before = tree(&home.folder());
    for (path, why) in [
        (other, "another request"),
        (strange, "something else"),
        (changed, "signature does not hold"),
        (none, "not a time-stamp reply"),
        (home.path("one.tsq"), "not a time-stamp reply"),
    ] {
        let error = vault.take_time_response(&path).unwrap_err();
        assert!(matches!(&error, VaultError::BadInput(said) if said.contains(why)), "{error}");
    }
    assert!(matches!(vault.take_time_response(&home.path("absent")), Err(VaultError::BadFile { .. })));
    assert_eq!(tree(&home.folder()), before);
    assert_eq!(vault.seals().unwrap()[0].stamped, None);
    vault.take_time_response(&reply).unwrap();
}

#[test]
fn a_request_never_replaces_a_file_and_a_reader_writes_none() {
    let home = Home::new();
    let vault = home.create();
    let seal = vault.make_seal().unwrap();
    let there = home.path("there.tsq");
    fs::write(&there, "mine").unwrap();
    let before = tree(&home.folder());
    assert!(matches!(vault.time_request(&there), Err(VaultError::AlreadyExists(_))));
    assert_eq!((fs::read(&there).unwrap(), tree(&home.folder())), (b"mine".to_vec(), before));
    vault.lock().unwrap();
    let vault = home.unlock(Access::Read);
    assert!(matches!(vault.time_request(&home.path("new.tsq")), Err(VaultError::ReadOnly)));
    assert!(matches!(vault.take_time_response(&there), Err(VaultError::ReadOnly)));
    assert_eq!(vault.check_seal(&seal.checkpoint).unwrap().outcome, SealOutcome::Extends);
}
