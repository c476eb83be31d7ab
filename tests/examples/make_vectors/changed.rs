//! The second base: the first one sealed, a third case shredded, all keys changed by the engine, then used and sealed again.
//!
//! The passphrase stays the same, so that a vector can put the key file of before back and still open it.

use crate::base::{add, copy_state, make_keys_quick};
use casekeep_model::view::Progress;
use casekeep_tests::vectors::base::{Copy, LATER, With, contact, copy_tree, write};
use casekeep_tests::vectors::forge::Keyed;
use casekeep_vault::{Access, UnlockWith, UnlockedVault, open_vault};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// The folder of the second base.
pub const NAME: &str = "changed";
const SHREDDED: &str = "A number that was wrong";

/// What was there before the keys were changed, by path: of the case that was shredded, and all that is sealed anew now.
pub struct Before {
    pub shredded: BTreeMap<String, Vec<u8>>,
    pub all: BTreeMap<String, Vec<u8>>,
}

fn session<T>(copy: &Copy, start: i64, work: impl FnOnce(&UnlockedVault) -> T) -> T {
    let locked = open_vault(&copy.vault(), copy.installation(start)).unwrap();
    let vault = locked.unlock(UnlockWith::Passphrase(&copy.secret(With::Passphrase)), Access::Change).unwrap();
    assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    let made = work(&vault);
    vault.lock().unwrap();
    made
}

pub fn make(base: &Copy, to: &Path) -> Before {
    let work = tempfile::tempdir().unwrap();
    let copy = Copy::of(base, work.path()).unwrap();
    let go = &mut |_: &Progress| ControlFlow::Continue(());
    let day = |n: i64| LATER - (10 - n) * 86_400_000;
    let first_seal = session(&copy, day(1), |vault| {
        let case = vault.add_case(SHREDDED).unwrap();
        add(vault, case, "wrong.txt", b"A call that was not from him.\n");
        vault.make_seal().unwrap().words
    });
    let there = copy.files();
    session(&copy, day(2), |vault| drop(vault.shred(3, SHREDDED, "It was somebody else.", go).unwrap()));
    let all = copy.files();
    let shredded =
        there.into_iter().filter(|(path, _)| path.starts_with("cases/") && !all.contains_key(path)).collect();
    let known: Vec<_> = Keyed::of(&copy).logs().into_iter().map(|log| log.writer).collect();
    let words = session(&copy, day(3), |vault| {
        let secret = copy.secret(With::Passphrase);
        vault.rotate(UnlockWith::Passphrase(&secret), &secret, go).unwrap()
    });
    write(&copy.path("words.txt"), format!("{}\n", words.join(" ")).as_bytes()).unwrap();
    let second_seal = session(&copy, day(4), |vault| {
        add(vault, 1, "afterwards.txt", b"A note after the keys were changed.\n");
        vault.log_contact(1, &contact("2026-03-20T08:15", "He was at the bus stop again.")).unwrap();
        vault.make_seal().unwrap().words
    });
    let newest = Keyed::of(&copy).logs().into_iter().position(|log| !known.contains(&log.writer)).unwrap();
    make_keys_quick(&copy, 2, newest);
    // The pin learns of the new key files.
    session(&copy, day(5), |_| ());
    copy_tree(&copy.vault(), &to.join("vault")).unwrap();
    copy_state(&copy.path("state"), &to.join("state"), &["pin.json", "memory.age", "captures"]);
    for name in ["passphrase.txt", "words.txt"] {
        fs::copy(copy.path(name), to.join(name)).unwrap();
    }
    let seals = format!("{}\n{}\n", first_seal.join(" "), second_seal.join(" "));
    write(&to.join("seals.txt"), seals.as_bytes()).unwrap();
    Before { shredded, all }
}
