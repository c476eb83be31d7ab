//! The ways into a vault: lost, changed, recovered, added, damaged, cut short.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::keeping::KeyWayKind;
use casekeep_model::{Class, ErrorCode, Timestamp};
use casekeep_vault::{Access, Created, Installation, UnlockWith, UnlockedVault, VaultError, create_vault, open_vault};
use std::fs;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use support::*;

const NEW: &str = "gravel umbrella thirteen cello";
const BYTES: &[u8] = b"\x00the original\xff";

/// Returns a vault with one item, locked, and its recovery words.
fn kept(home: &Home) -> String {
    let Created { vault, recovery_words } =
        create_vault(&home.folder(), home.installation(), &secret(PASSPHRASE)).unwrap();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "original.bin", BYTES);
    vault.lock().unwrap();
    recovery_words.join(" ")
}

fn try_unlock(home: &Home, with: UnlockWith<'_>, access: Access) -> Result<UnlockedVault, VaultError> {
    open_vault(&home.folder(), home.installation()).unwrap().unlock(with, access)
}

fn by_passphrase(home: &Home, passphrase: &str) -> Result<UnlockedVault, VaultError> {
    try_unlock(home, UnlockWith::Passphrase(&secret(passphrase)), Access::Window)
}

fn by_words(home: &Home, words: &str) -> Result<UnlockedVault, VaultError> {
    try_unlock(home, UnlockWith::Recovery(&secret(words)), Access::Window)
}

fn assert_whole(vault: &UnlockedVault) {
    assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    assert_ok(vault);
    let mut bytes = Vec::new();
    vault.read_item(1, 1).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, BYTES);
}

#[test]
fn a_guess_at_a_secret_is_made_dear() {
    let home = Home::new();
    let installation = Installation { key_work: Default::default(), ..home.installation() };
    create_vault(&home.folder(), installation, &secret(PASSPHRASE)).unwrap();
    for file in ["keys/1.passphrase.age", "keys/1.recovery.age"] {
        let sealed = fs::read(home.folder().join(file)).unwrap();
        let stanza = String::from_utf8_lossy(&sealed).lines().nth(1).unwrap().to_owned();
        assert!(stanza.starts_with("-> scrypt ") && stanza.ends_with(" 18"), "{stanza}");
    }
}

#[test]
fn a_lost_passphrase_is_made_anew_with_the_words() {
    let home = Home::new();
    let words = kept(&home);
    let vault = by_words(&home, &words).unwrap();
    vault.change_passphrase(UnlockWith::Recovery(&secret(&words)), &secret(NEW)).unwrap();
    assert_whole(&vault);
    drop(vault);
    assert!(matches!(by_passphrase(&home, PASSPHRASE), Err(VaultError::WrongSecret)));
    assert_whole(&by_passphrase(&home, NEW).unwrap());
    assert_whole(&by_words(&home, &words).unwrap());
}

#[test]
fn lost_words_are_made_anew_with_the_passphrase() {
    let home = Home::new();
    let old = kept(&home);
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    let new = vault.new_recovery_words(UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap().join(" ");
    assert_ne!(old, new);
    assert_whole(&vault);
    drop(vault);
    assert!(matches!(by_words(&home, &old), Err(VaultError::WrongSecret)));
    let vault = by_words(&home, &new).unwrap();
    vault.change_passphrase(UnlockWith::Recovery(&secret(&new)), &secret(NEW)).unwrap();
    drop(vault);
    assert_whole(&by_passphrase(&home, NEW).unwrap());
}

#[test]
fn a_change_needs_the_secret_again_and_a_good_new_one() {
    let home = Home::new();
    kept(&home);
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    let before = tree(&home.folder().join("keys"));
    let refused = vault.change_passphrase(UnlockWith::Passphrase(&secret("something else")), &secret(NEW));
    assert!(matches!(refused, Err(VaultError::WrongSecret)));
    let weak = vault.change_passphrase(UnlockWith::Passphrase(&secret(PASSPHRASE)), &secret("password123"));
    assert!(matches!(weak, Err(VaultError::WeakPassphrase(_))));
    assert!(matches!(
        vault.add_key(UnlockWith::Passphrase(&secret("something else")), "key", &age_key().1),
        Err(VaultError::WrongSecret)
    ));
    assert_eq!(tree(&home.folder().join("keys")), before);
    drop(vault);
    assert_eq!(by_passphrase(&home, PASSPHRASE).unwrap().opening().failed, 2);
}

#[test]
fn words_are_due_until_tried_and_after_a_year() {
    let home = Home::new();
    let words = kept(&home);
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    assert!(vault.keys().unwrap().words_due);
    assert!(matches!(vault.rehearse_words(&secret("one two three")), Err(VaultError::WrongSecret)));
    assert!(vault.keys().unwrap().words_due);
    vault.rehearse_words(&secret(&words.to_uppercase())).unwrap();
    let keys = vault.keys().unwrap();
    assert!(!keys.words_due && keys.ways.iter().any(|w| w.kind == KeyWayKind::Recovery && w.rehearsed.is_some()));
    vault.new_recovery_words(UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    assert!(vault.keys().unwrap().words_due, "nobody tried the new ones");
}

#[test]
fn words_that_were_typed_back_are_due_after_a_year_and_count_as_not_tried() {
    let home = Home::new();
    kept(&home);
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    vault.note_words_typed_back().unwrap();
    let words_of = |vault: &UnlockedVault| {
        let keys = vault.keys().unwrap();
        let words = keys.ways.into_iter().find(|way| way.kind == KeyWayKind::Recovery).unwrap();
        (keys.words_due, words.rehearsed)
    };
    assert_eq!(words_of(&vault), (false, None));
    home.wait(364 * 24 * 60 * 60);
    assert_eq!(words_of(&vault), (false, None));
    home.wait(2 * 24 * 60 * 60);
    assert_eq!(words_of(&vault), (true, None));
}

/// Returns a new age identity file and its public key.
fn age_key() -> (String, String) {
    let identity = casekeep_format::Identity::generate();
    let text = format!("# made today\n{}\n", identity.secret_line().as_str());
    (text, identity.to_recipient().to_string())
}

#[test]
fn a_further_key_opens_the_vault_and_every_unlock_says_so() {
    let home = Home::new();
    kept(&home);
    let (private, public) = age_key();
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    let with = secret(PASSPHRASE);
    let way = vault.add_key(UnlockWith::Passphrase(&with), " My solicitor ", &public).unwrap();
    assert_eq!((way.label.as_deref(), way.recipient.as_deref()), (Some("My solicitor"), Some(public.as_str())));
    assert!(matches!(vault.add_key(UnlockWith::Passphrase(&with), "again", &public), Err(VaultError::BadInput(_))));
    assert_ok(&vault);
    drop(vault);
    let clear = fs::read(home.state_file("pin.json")).unwrap();
    assert!(!String::from_utf8(clear).unwrap().contains("solicitor"), "the label is in the vault's log only");

    let vault = try_unlock(&home, UnlockWith::Identity(&secret(&private)), Access::Window).unwrap();
    assert_whole(&vault);
    assert!(vault.opening().remarks.iter().any(|remark| remark.contains("My solicitor")));
    drop(vault);
    let stranger = try_unlock(&home, UnlockWith::Identity(&secret(&age_key().0)), Access::Read);
    assert!(matches!(stranger, Err(VaultError::WrongSecret)));

    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    vault.remove_key(UnlockWith::Passphrase(&with), &way.file).unwrap();
    assert_ok(&vault);
    drop(vault);
    assert!(!home.folder().join("keys").join(&way.file).exists());
    let gone = try_unlock(&home, UnlockWith::Identity(&secret(&private)), Access::Read);
    assert!(matches!(gone, Err(VaultError::HalfAVault { .. })));
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    assert!(vault.opening().remarks.is_empty() && vault.opening().findings.is_empty());
}

#[test]
fn what_is_no_key_is_refused_in_words_and_never_repeated() {
    let home = Home::new();
    kept(&home);
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    let (private, _) = age_key();
    for text in [private.as_str(), "age1nothing", "ssh-ed25519 AAAA", "someone@example.invalid", ""] {
        let error = vault.add_key(UnlockWith::Passphrase(&secret(PASSPHRASE)), "key", text).unwrap_err();
        assert_eq!(error.problem().code, ErrorCode::BadRecipient, "{text}");
        assert!(!error.problem().to_string().contains("AGE-SECRET-KEY-1"), "{text}");
    }
    drop(vault);
    let locked = "-----BEGIN AGE ENCRYPTED FILE-----\n";
    for text in ["not a key", locked] {
        let error = try_unlock(&home, UnlockWith::Identity(&secret(text)), Access::Read).err().unwrap();
        assert_eq!(error.problem().code, ErrorCode::BadRecipient);
    }
    assert_eq!(by_passphrase(&home, PASSPHRASE).unwrap().opening().failed, 0);
}

#[test]
fn a_key_file_that_the_log_does_not_name_is_never_tried() {
    let home = Home::new();
    kept(&home);
    let other = Home::new();
    kept(&other);
    let (private, public) = age_key();
    let vault = by_passphrase(&other, PASSPHRASE).unwrap();
    let way = vault.add_key(UnlockWith::Passphrase(&secret(PASSPHRASE)), "stranger", &public).unwrap();
    drop(vault);
    fs::copy(other.folder().join("keys").join(&way.file), home.folder().join("keys").join(&way.file)).unwrap();
    let vault = by_passphrase(&home, PASSPHRASE).unwrap();
    assert_eq!(classes(&vault), [Class::KeyfileUnknown]);
    drop(vault);
    let error = try_unlock(&home, UnlockWith::Identity(&secret(&private)), Access::Read).err().unwrap();
    assert!(error.to_string().contains("KEYFILE_OTHER_VAULT"), "{error}");
}

#[test]
fn a_damaged_key_file_is_named_with_the_other_way_in_and_made_anew() {
    for kind in [KeyWayKind::Passphrase, KeyWayKind::Recovery] {
        let home = Home::new();
        let words = kept(&home);
        let passphrase = kind == KeyWayKind::Passphrase;
        let file = if passphrase { "1.passphrase.age" } else { "1.recovery.age" };
        let path = home.folder().join("keys").join(file);
        let whole = fs::read(&path).unwrap();
        for damage in [empty, cut_short, flip_payload, flip_header] {
            fs::write(&path, damage(whole.clone())).unwrap();
            let error = if passphrase { by_passphrase(&home, PASSPHRASE) } else { by_words(&home, &words) };
            let problem = error.err().unwrap().problem();
            assert_eq!(problem.code, ErrorCode::Integrity, "{problem:?}");
            assert!(problem.message.contains(file), "{problem:?}");
            let other_way = if passphrase { "recovery words" } else { "your passphrase" };
            assert!(problem.hint.contains(other_way), "{problem:?}");
        }
        let vault = if passphrase { by_words(&home, &words) } else { by_passphrase(&home, PASSPHRASE) }.unwrap();
        assert_eq!(vault.opening().failed, 0, "a damaged file is no wrong passphrase");
        assert_eq!(classes(&vault), [Class::KeyfileChanged]);
        if passphrase {
            vault.change_passphrase(UnlockWith::Recovery(&secret(&words)), &secret(NEW)).unwrap();
        } else {
            vault.new_recovery_words(UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
        }
        assert_ok(&vault);
        drop(vault);
        assert_whole(&by_passphrase(&home, if passphrase { NEW } else { PASSPHRASE }).unwrap());
    }
}

fn cut_short(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - 1);
    bytes
}

fn flip_header(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[60] ^= 1;
    bytes
}

fn flip_payload(mut bytes: Vec<u8>) -> Vec<u8> {
    let at = bytes.len() - 40;
    bytes[at] ^= 1;
    bytes
}

fn empty(_: Vec<u8>) -> Vec<u8> {
    Vec::new()
}

/// Clocks that a test sets.
struct Set {
    now: AtomicI64,
    boot: AtomicU64,
}

impl casekeep_model::Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::Relaxed))
    }
    fn since_boot(&self) -> Option<u64> {
        Some(self.boot.load(Ordering::Relaxed))
    }
    fn zone(&self) -> Option<String> {
        None
    }
}

#[test]
fn wrong_secrets_wait_over_restarts_and_are_shown_at_the_next_unlock() {
    let home = Home::new();
    let words = kept(&home);
    let clock = Arc::new(Set { now: AtomicI64::new(1_795_000_000_000), boot: AtomicU64::new(1_000_000) });
    let installation = || Installation { clock: clock.clone(), ..home.installation() };
    let try_with = |with: UnlockWith<'_>| {
        open_vault(&home.folder(), installation()).unwrap().unlock(with, Access::Window).map(drop)
    };
    for _ in 0..4 {
        let wrong = secret("four wrong words here");
        assert!(matches!(try_with(UnlockWith::Passphrase(&wrong)), Err(VaultError::WrongSecret)));
    }
    let right = secret(PASSPHRASE);
    for with in [UnlockWith::Passphrase(&right), UnlockWith::Recovery(&secret(&words))] {
        let error = try_with(with).unwrap_err();
        assert_eq!((error.problem().code, error.problem().code.exit_status()), (ErrorCode::TryLater, 3));
        assert!(error.problem().message.contains("2 seconds"), "{error:?}");
    }
    let described = open_vault(&home.folder(), installation()).unwrap().describe().unwrap();
    assert_eq!((described.failed, described.wait_seconds), (4, 2));
    // A clock that is set forward shortens nothing; time that passed does.
    clock.now.fetch_add(1_000_000, Ordering::Relaxed);
    assert!(matches!(try_with(UnlockWith::Passphrase(&right)), Err(VaultError::TryLater { seconds: 2 })));
    clock.boot.fetch_add(2_000, Ordering::Relaxed);
    let vault = open_vault(&home.folder(), installation()).unwrap();
    let vault = vault.unlock(UnlockWith::Passphrase(&right), Access::Window).unwrap();
    assert_eq!(vault.opening().failed, 4);
    assert_eq!(vault.opening().first_failed.map(Timestamp::millis), Some(1_795_000_000_000));
    assert!(vault.opening().last_unlocked.is_some());
    drop(vault);
    assert_eq!(open_vault(&home.folder(), installation()).unwrap().describe().unwrap().failed, 0);
}
