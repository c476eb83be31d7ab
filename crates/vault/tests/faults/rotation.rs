//! All keys changed for new ones, cut short anywhere: one of the two passphrases opens the vault, and it is finished.

use crate::scenarios::{Base, Scenario};
use crate::story::{PASSPHRASE, Stage, folder, go, need, secret};
use crate::world::Fault;
use casekeep_model::{Acquisition, Class};
use casekeep_vault::{Access, Opens, Result, UnlockWith, UnlockedVault, VaultError, open_vault};
use std::io::ErrorKind;

const NEW: &str = "gravel umbrella thirteen cello";

const AFTERWARDS: &str = "Logged after the change failed.";

pub const SCENARIOS: &[Scenario] = &[
    Scenario { name: "change all keys", base: Base::Furnished, may_be_found: &[], play: change, judge: Some(judge) },
    Scenario {
        name: "finish changing all keys",
        base: Base::Furnished,
        may_be_found: &[],
        play: |stage, fault| {
            stop_before(stage, "objects");
            let vault = unlock_with(stage, NEW, Access::Change)?;
            stage.world.arm(fault);
            stage.known.told = Some(Opens::New);
            let words = vault.resume_rotation(&mut go)?;
            stage.known.words = Some(words.join(" "));
            Ok(())
        },
        judge: Some(judge),
    },
    Scenario {
        name: "unlock while keys change",
        base: Base::Furnished,
        may_be_found: &[],
        play: |stage, fault| {
            // With one case left open, a capture goes into it at the unlock; the case's key is still the old one.
            let vault = stage.unlock(Access::Change)?;
            vault.close_case(2, "")?;
            drop(vault);
            stop_before(stage, "key.age");
            let locked = open_vault(&folder(), stage.installation())?;
            locked.inbox_add(&mut &b"seen meanwhile"[..], "seen.png", Acquisition::File, None)?;
            stage.known.captures.push(b"seen meanwhile".to_vec());
            stage.world.arm(fault);
            let vault = unlock_with(stage, NEW, Access::Window)?;
            assert!(vault.keys()?.rotating);
            Ok(())
        },
        judge: Some(judge),
    },
];

fn change(stage: &mut Stage, fault: Option<Fault>) -> Result<()> {
    let vault = stage.unlock(Access::Change)?;
    stage.world.arm(fault);
    stage.known.passphrases = vec![PASSPHRASE.to_owned(), NEW.to_owned()];
    match vault.rotate(stage.key(), &secret(NEW), &mut go) {
        Ok(words) => {
            stage.known.words = Some(words.join(" "));
            stage.known.passphrases.remove(0);
            Ok(())
        }
        Err(error) => {
            stage.known.told = Some(match &error {
                VaultError::RotationStopped { opens, .. } => *opens,
                _ => Opens::Old,
            });
            // Whoever goes on all the same is told that it is not saved, or it is there afterwards.
            let _ = stage.log(&vault, 1, AFTERWARDS);
            Err(error)
        }
    }
}

/// Plays the change with one call failing; the call is one of those that a whole change makes, by its text.
fn change_failing(base: &Stage, is_it: impl Fn(&str) -> bool, mut each: impl FnMut(Stage, Result<()>)) {
    let mut whole = base.copy();
    change(&mut whole, None).expect("it can be done");
    for call in whole.world.asked().iter().filter(|call| is_it(call)) {
        let at = call.split(' ').next().and_then(|at| at.parse().ok()).expect("a call begins with its number");
        let mut stage = base.copy();
        let changed = change(&mut stage, Some(Fault::Once(at, ErrorKind::Other)));
        stage.world.arm(None);
        each(stage, changed);
    }
}

#[test]
fn a_change_of_which_nobody_can_tell_whether_it_began_is_not_written_after() {
    let mut untold = 0;
    let of_the_log = |call: &str| call.contains("sync folder /home/Test.casekeep/log/");
    change_failing(&Stage::furnished(), of_the_log, |mut stage, changed| {
        if matches!(changed, Err(VaultError::RotationStopped { opens: Opens::OneOfBoth, .. })) {
            untold += 1;
            assert!(!stage.known.contacts.values().any(|what| what == AFTERWARDS), "it would not count");
        }
        judge(&mut stage, &[]).unwrap();
    });
    assert_eq!(untold, 1);
}

#[test]
fn keys_of_a_change_that_did_not_begin_open_nothing_and_go() {
    let mut left = 0;
    let of_the_keys = |call: &str| call.ends_with("sync folder /home/Test.casekeep/keys");
    change_failing(&Stage::furnished(), of_the_keys, |mut stage, changed| {
        let new = folder().join("keys/2.passphrase.age");
        let is_early = matches!(changed, Err(VaultError::RotationStopped { opens: Opens::Old, .. }));
        if is_early && stage.world.files().contains_key(&new) {
            left += 1;
            let refused = unlock_with(&stage, NEW, Access::Change).err().expect("it did not begin");
            assert!(refused.to_string().contains("from before it"), "{refused}");
            let vault = stage.unlock(Access::Window).unwrap();
            assert!(!stage.world.files().contains_key(&new));
            assert!(vault.keys().unwrap().ways.iter().all(|way| !way.file.starts_with("2.")));
        }
        judge(&mut stage, &[]).unwrap();
    });
    assert_eq!(left, 1);
}

#[test]
fn the_words_are_shown_or_it_is_said_that_nobody_has_them() {
    let placed = std::cell::Cell::new(false);
    let at_the_end = |call: &str| {
        placed.set(placed.get() || call.contains("rename over /home/Test.casekeep/keys/2.recovery.age"));
        placed.get() && (call.contains("rename") || call.contains("sync"))
    };
    let mut shown = 0;
    change_failing(&Stage::furnished(), at_the_end, |mut stage, changed| {
        shown += u32::from(changed.is_ok());
        judge(&mut stage, &[]).unwrap();
    });
    assert!(shown > 0, "what fails after the words are in place does not keep them from being shown");
}

#[test]
fn no_keys_change_while_a_shredding_is_not_finished() {
    let stage = Stage::furnished();
    let shred = |stage: &Stage, fault| {
        let vault = stage.unlock(Access::Change).unwrap();
        stage.world.arm(fault);
        let shredded = vault.shred(2, "Matter 2", "kept long enough", &mut go).map(drop);
        (vault, shredded)
    };
    let trial = stage.copy();
    shred(&trial, None).1.unwrap();
    let asked = trial.world.asked();
    let after_the_key = asked
        .iter()
        .skip_while(|call| !(call.contains("remove") && call.ends_with("key.age")))
        .find(|call| call.contains("/log/"));
    let at = after_the_key.and_then(|call| call.split(' ').next()?.parse().ok()).expect("its log is removed");
    let (vault, shredded) = shred(&stage, Some(Fault::From(at, ErrorKind::StorageFull)));
    shredded.unwrap_err();
    stage.world.arm(None);
    let refused = vault.rotate(stage.key(), &secret(NEW), &mut go).unwrap_err();
    assert!(matches!(refused, VaultError::ShreddingUnfinished { case: 2 }), "{refused:?}");
    assert!(refused.problem().hint.contains("goes on by itself"));
    drop(vault);
    stage.unlock(Access::Change).unwrap().rotate(stage.key(), &secret(NEW), &mut go).unwrap();
}

/// Begins to change all keys, and lets every write fail from the first one whose path has this in it.
fn stop_before(stage: &mut Stage, path: &str) {
    let begin = |stage: &Stage, fault| {
        let vault = stage.unlock(Access::Change).expect("it opens");
        stage.world.arm(fault);
        vault.rotate(stage.key(), &secret(NEW), &mut go).map(drop)
    };
    let trial = stage.copy();
    begin(&trial, None).expect("it can be done");
    let asked = trial.world.asked();
    let ending = asked.iter().position(|call| call.contains("rename over") && call.contains("pin.json"));
    let is_it = |call: &&String| call.contains("rename over") || call.contains(" rename ");
    let at = asked.iter().skip(ending.expect("the pin is written")).find(|call| is_it(call) && call.contains(path));
    let at = at.and_then(|call| call.split(' ').next()?.parse().ok()).expect("something of that name is written");
    begin(stage, Some(Fault::From(at, ErrorKind::StorageFull))).expect_err("it stops there");
    stage.world.arm(None);
    stage.known.passphrases = vec![NEW.to_owned()];
}

fn unlock_with(stage: &Stage, passphrase: &str, access: Access) -> Result<UnlockedVault> {
    let passphrase = secret(passphrase);
    open_vault(&folder(), stage.installation())?.unlock(UnlockWith::Passphrase(&passphrase), access)
}

/// Tries the new passphrase first and then the old ways in, and the other way round.
fn judge(stage: &mut Stage, may_be_found: &[Class]) -> std::result::Result<(), String> {
    for new_first in [true, false] {
        let mut stage = stage.copy();
        let order = if new_first { "the new passphrase first" } else { "the old key first" };
        finish(&mut stage, new_first).and_then(|()| stage.judge(may_be_found)).map_err(|w| format!("{order}: {w}"))?;
    }
    Ok(())
}

/// Opens the vault with the one of the two ways that opens it, and finishes what is not finished.
fn finish(stage: &mut Stage, new_first: bool) -> std::result::Result<(), String> {
    let told = |error: VaultError| format!("{error:?}");
    let new = |stage: &Stage| unlock_with(stage, NEW, Access::Change);
    let old = |stage: &Stage| stage.unlock(Access::Change);
    let (opened, is_new) = if new_first {
        match new(stage) {
            Ok(vault) => (vault, true),
            Err(refused) => {
                is_plain(&refused)?;
                (old(stage).map_err(|error| format!("neither opens it: {refused:?}, {error:?}"))?, false)
            }
        }
    } else {
        match old(stage) {
            Ok(vault) => (vault, false),
            Err(refused) => {
                is_plain(&refused)?;
                (new(stage).map_err(|error| format!("neither opens it: {refused:?}, {error:?}"))?, true)
            }
        }
    };
    let expected = match stage.known.told.take() {
        Some(Opens::Old) => !is_new,
        Some(Opens::New) => is_new,
        Some(Opens::OneOfBoth) | None => true,
    };
    need(expected, || format!("the other passphrase opens it than was said; the new one: {is_new}"))?;
    stage.find_known(&opened).map_err(|wrong| format!("before it is finished: {wrong}"))?;
    let rotating = opened.keys().map_err(told)?.rotating;
    need(is_new || !rotating, || "the old key opens it though the change began".to_owned())?;
    if rotating {
        let words = opened.resume_rotation(&mut go).map_err(|error| format!("it cannot be finished: {error:?}"))?;
        stage.known.words = Some(words.join(" "));
    } else if is_new && stage.known.words.is_none() {
        let remarks = &opened.opening().remarks;
        need(remarks.iter().any(|remark| remark.contains("ake new recovery words now")), || {
            format!("nobody has the words, and nothing says so: {remarks:?}")
        })?;
    }
    opened.lock().map_err(told)?;
    let other = if is_new { old(stage) } else { new(stage) };
    match other {
        Ok(_) => return Err("both the old key and the new passphrase open it".to_owned()),
        Err(refused) => is_plain(&refused)?,
    }
    if is_new {
        stage.use_passphrase(NEW);
    }
    Ok(())
}

/// Whoever tries the way in that does not open the vault is told so, and not that something is damaged.
fn is_plain(refused: &VaultError) -> std::result::Result<(), String> {
    let is_plain = match refused {
        VaultError::WrongSecret | VaultError::HalfAVault { .. } => true,
        VaultError::Integrity(finding) => finding.class == Class::EpochRolledBack,
        _ => false,
    };
    need(is_plain, || format!("it is refused with {refused:?}"))
}
