//! Changing all keys: nothing is lost, the old keys open nothing new, and it is finished from wherever it was cut short.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_format::names::vault_box;
use casekeep_format::{Anchor, BundleSource, Checkpoint, KeyChanges, KeyEnds, LogHead, Record, root_of};
use casekeep_model::keeping::SealOutcome;
use casekeep_model::view::{Progress, Selection, TimelineFilter};
use casekeep_model::{Class, ErrorCode};
use casekeep_vault::{
    Access, Disclosed, Ended, Installation, Opens, UnlockWith, UnlockedVault, VaultError, create_vault, open_vault,
    restore_vault,
};
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use support::*;

const NEW: &str = "gravel umbrella thirteen cello";

/// What a vault holds, to be compared.
type Content = Vec<(String, Vec<Vec<u8>>, Vec<String>, Vec<String>)>;

fn content(vault: &UnlockedVault) -> Content {
    let mut cases = Vec::new();
    for case in vault.cases().unwrap() {
        let rows = vault.timeline(case.case, &TimelineFilter::default()).unwrap();
        let read = |n: u32| {
            let mut bytes = Vec::new();
            vault.read_item(case.case, n).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        let notes = vault.private_notes(case.case).unwrap().into_iter().map(|note| note.text).collect();
        cases.push((
            case.name,
            (1..=case.items).map(read).collect(),
            rows.into_iter().map(|row| row.text).collect(),
            notes,
        ));
    }
    cases
}

/// Fills a vault with two cases, private notes and objects; returns its recovery words and a further key.
fn filled(home: &Home) -> (String, Content) {
    let created = create_vault(&home.folder(), home.installation(), &secret(PASSPHRASE)).unwrap();
    let (vault, words) = (created.vault, created.recovery_words.join(" "));
    for name in ["Matter 1", "Matter 2"] {
        let case = vault.add_case(name).unwrap();
        for n in 0..3 {
            add(&vault, case, &format!("{n}.bin"), format!("{name}, file {n}").repeat(1 + n * 9_000).as_bytes());
        }
        vault.log_contact(case, &contact("2026-03-04T19:15", &format!("He waited ({name})."), &[1])).unwrap();
        vault.add_private_note(case, &format!("For {name} only.")).unwrap();
    }
    let content = content(&vault);
    vault.lock().unwrap();
    (words, content)
}

fn unlock(home: &Home, with: UnlockWith<'_>) -> Result<UnlockedVault, VaultError> {
    open_vault(&home.folder(), home.installation()).unwrap().unlock(with, Access::Window)
}

fn with_new(home: &Home) -> UnlockedVault {
    unlock(home, UnlockWith::Passphrase(&secret(NEW))).unwrap()
}

fn rotate(
    vault: &UnlockedVault,
    step: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Vec<String>, VaultError> {
    vault.rotate(UnlockWith::Passphrase(&secret(PASSPHRASE)), &secret(NEW), step)
}

/// Checks that everything is there under the new keys and nothing under the old ones.
fn assert_rotated(home: &Home, before: &Content, old_words: &str, new_words: &str, old_files: &Path) {
    for with in [UnlockWith::Passphrase(&secret(PASSPHRASE)), UnlockWith::Recovery(&secret(old_words))] {
        assert!(matches!(unlock(home, with), Err(VaultError::WrongSecret)));
    }
    let vault = unlock(home, UnlockWith::Recovery(&secret(new_words))).unwrap();
    assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    assert_eq!(&content(&vault), before);
    let report = vault.verify(&mut go).unwrap();
    assert!(report.ok && report.notes.is_empty(), "{:#?}", (report.problems, report.notes));
    let keys = vault.keys().unwrap();
    assert_eq!((keys.epoch, keys.rotating, keys.ways.len()), (2, false, 2));
    drop(vault);
    // No sealed file of before is left, but for those that wait in the inbox.
    let (old, new) = (tree(old_files), tree(&home.folder()));
    let kept: Vec<_> = old.iter().filter(|(path, bytes)| new.get(*path) == Some(bytes)).map(|(path, _)| path).collect();
    assert!(kept.is_empty(), "{kept:?}");
}

#[test]
fn everything_is_sealed_to_new_keys_and_the_old_ones_open_nothing() {
    let home = Home::new();
    let (old_words, before) = filled(&home);
    let old_files = home.path("before");
    copy_tree(&home.folder(), &old_files);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    let fingerprint_words = vault.opening().fingerprint_words.clone();
    let id = vault.id().clone();
    let new_words = rotate(&vault, &mut go).unwrap().join(" ");
    assert_eq!(vault.add_case("Matter 3").unwrap_err().problem().code, ErrorCode::Locked);
    assert!(matches!(vault.read_item(1, 1).err(), Some(VaultError::KeysChanged)));
    vault.lock().unwrap();
    assert_rotated(&home, &before, &old_words, &new_words, &old_files);

    // The vault stays the one it is, and goes on being used.
    let vault = with_new(&home);
    assert_eq!((vault.id(), &vault.opening().fingerprint_words), (&id, &fingerprint_words));
    add(&vault, 1, "later.bin", b"after the change");
    let case = vault.add_case("Matter 3").unwrap();
    add(&vault, case, "new.bin", b"a new case");
    vault.rebuild_index().unwrap();
    assert_ok(&vault);
    vault.lock().unwrap();

    // The old key file and label put back open nothing, and are named.
    for name in ["keys/1.passphrase.age", "vault.json"] {
        fs::copy(old_files.join(name), home.folder().join(name)).unwrap();
    }
    let vault = with_new(&home);
    let report = vault.verify(&mut go).unwrap();
    assert!(report.problems.iter().any(|finding| finding.class == Class::KeyfileUnknown), "{report:?}");
    drop(vault);
    fs::remove_file(home.folder().join("keys/2.passphrase.age")).unwrap();
    let refused = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).err().unwrap();
    assert!(refused.to_string().contains("EPOCH_ROLLED_BACK"), "{refused}");
}

#[test]
fn a_check_that_is_under_way_is_waited_for() {
    let home = Home::new();
    filled(&home);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    let (send, ended) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let mut begin = Some(|| drop(scope.spawn(|| send.send(rotate(&vault, &mut go).is_ok()))));
        let report = vault.verify(&mut |progress| {
            if let Some(begin) = begin.take_if(|_| progress.bytes_done > 0) {
                begin();
                let waited = ended.recv_timeout(std::time::Duration::from_secs(3));
                assert!(waited.is_err(), "the files that are checked are not sealed again meanwhile");
            }
            ControlFlow::Continue(())
        });
        assert!(begin.is_none() && report.unwrap().ok);
        assert_eq!(ended.recv(), Ok(true));
    });
}

#[test]
fn whoever_has_the_old_keys_can_add_nothing_that_counts() {
    let home = Home::new();
    filled(&home);
    let thief = Home::new();
    copy_tree(&home.folder(), &thief.folder());
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    // With the stolen copy and passphrase somebody goes on writing, and puts the segments into the folder.
    let stolen = unlock(&thief, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    stolen.log_contact(1, &contact("2026-05-01", "An invention.", &[])).unwrap();
    drop(stolen);
    let there = tree(&home.folder());
    let (old, new) = (tree(&thief.folder()), |path: &Path| there.contains_key(path));
    for (path, bytes) in
        old.iter().filter(|(path, _)| path.starts_with("cases") && path.to_string_lossy().contains("/log/"))
    {
        let to = home.folder().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        if !new(path) {
            fs::write(to, bytes).unwrap();
        }
    }
    let vault = with_new(&home);
    let texts: Vec<String> =
        vault.timeline(1, &TimelineFilter::default()).unwrap().into_iter().map(|row| row.text).collect();
    assert!(!texts.iter().any(|text| text.contains("invention")), "{texts:?}");
    assert!(classes(&vault).contains(&Class::SignedAfterCutoff));
}

/// What a bundle is given of a case: the keys, how many of its logs are under older ones, and the seals.
fn look(source: &dyn BundleSource) -> (KeyChanges, usize, Vec<Anchor>) {
    let changes = source.key_changes().unwrap().clone();
    let log = source.log();
    let is_older = |note: &str| Checkpoint::open(note, note.lines().next().unwrap(), &source.verifying_key()).is_err();
    let older: Vec<_> = log.writers.iter().filter(|writer| is_older(&writer.note)).collect();
    let epoch = u32::try_from(changes.keys.len()).unwrap();
    let shown: Vec<LogHead> =
        changes.ends.records.iter().flat_map(|(record, _)| KeyEnds::read(record, epoch).unwrap()).collect();
    for writer in &older {
        let end = shown.iter().find(|end| (&end.box_id, &end.writer) == (&log.box_id, &writer.writer)).unwrap();
        let leaves: Vec<_> = writer.records.iter().map(Record::leaf).collect();
        assert_eq!((end.size, end.root()), (leaves.len() as u64, Some(root_of(&leaves))), "it ends as it is there");
    }
    let own = vault_box(&log.vault);
    assert!(shown.iter().all(|end| end.box_id == log.box_id || end.box_id == own), "other cases stay: {shown:?}");
    (changes, older.len(), source.anchors().to_vec())
}

#[test]
fn a_bundle_made_afterwards_is_given_the_chain_of_keys_and_the_seals_of_before() {
    let home = Home::new();
    filled(&home);
    let mut vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    let mut seals = vec![vault.make_seal().unwrap()];
    let ended = || Ended::default();
    let mut keys = vec![*vault.verifying_key()];
    for (with, new) in [(PASSPHRASE, NEW), (NEW, PASSPHRASE)] {
        vault.rotate(UnlockWith::Passphrase(&secret(with)), &secret(new), &mut go).unwrap();
        drop(vault);
        vault = unlock(&home, UnlockWith::Passphrase(&secret(new))).unwrap();
        add(&vault, 1, "later.bin", b"after a change");
        seals.push(vault.make_seal().unwrap());
        keys.push(*vault.verifying_key());
        let given = |source: &dyn BundleSource| Ok((look(source), ended()));
        let given = vault.disclose::<_, VaultError>(1, &Selection::default(), &Disclosed::default(), given);
        let (_, (changes, older, anchors)) = given.unwrap();
        assert_eq!((&changes.keys, changes.changes.len(), older), (&keys, keys.len() - 1, keys.len() - 1));
        let notes: Vec<&str> = anchors.iter().map(|anchor| anchor.note.as_str()).collect();
        assert_eq!(notes, seals.iter().map(|seal| seal.checkpoint.as_str()).collect::<Vec<_>>());
        let (newest, older) = anchors.split_last().unwrap();
        assert!(newest.ended.is_none() && older.iter().all(|anchor| anchor.ended.is_some()));
        for seal in &seals {
            for given in [&seal.words.join(" "), &seal.checkpoint] {
                assert_eq!(vault.check_seal(given).unwrap().outcome, SealOutcome::Extends);
            }
        }
    }
    assert_ok(&vault);
}

#[test]
fn what_was_away_during_the_change_and_comes_back_is_whole() {
    let home = Home::new();
    filled(&home);
    let object =
        tree(&home.folder()).into_iter().find(|(path, _)| path.to_string_lossy().contains("/objects/")).unwrap();
    let place = home.folder().join(&object.0);
    fs::remove_file(&place).unwrap();
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    let vault = with_new(&home);
    assert_eq!(classes(&vault), [Class::ObjectMissing]);
    fs::write(&place, &object.1).unwrap();
    assert_ok(&vault);
    assert_eq!(content(&vault).len(), 2, "every item of both cases is read");
}

#[test]
fn no_bundle_is_made_while_a_change_of_keys_is_not_finished() {
    let home = Home::new();
    filled(&home);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    assert!(matches!(rotate(&vault, &mut |_| ControlFlow::Break(())), Err(VaultError::RotationStopped { .. })));
    drop(vault);
    let vault = with_new(&home);
    let made = vault.disclose::<(), VaultError>(1, &Selection::default(), &Disclosed::default(), |_| unreachable!());
    assert!(matches!(made, Err(VaultError::RotationUnfinished)));
}

#[test]
fn stopped_anywhere_it_is_finished_with_the_new_passphrase() {
    for stop_at in [1, 2, 4, 9, 14] {
        let home = Home::new();
        let (old_words, before) = filled(&home);
        let old_files = home.path("before");
        copy_tree(&home.folder(), &old_files);
        let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
        let mut calls = 0;
        let stopped = rotate(&vault, &mut |_| {
            calls += 1;
            if calls == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(
            matches!(stopped, Err(VaultError::RotationStopped { opens: Opens::New, .. })),
            "{stop_at}: {stopped:?}"
        );
        assert!(vault.has_ended());
        drop(vault);
        let is_rotating = || open_vault(&home.folder(), home.installation()).unwrap().describe().unwrap().rotating;
        assert!(is_rotating(), "it is said before it is unlocked");
        let refused = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).err().unwrap();
        assert!(matches!(refused, VaultError::WrongSecret), "{refused}");
        let vault = with_new(&home);
        assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening());
        assert!(vault.keys().unwrap().rotating);
        assert_eq!(content(&vault), before, "everything can be read while it is not finished");
        let mut told = Vec::new();
        let new_words = vault.resume_rotation(&mut |progress| {
            told.push((progress.files_done, progress.files));
            ControlFlow::Continue(())
        });
        let new_words = new_words.unwrap().join(" ");
        let (first, last) = (told[0], told[told.len() - 1]);
        assert!(first.0 == 0 && last.0 == last.1 && first.1 == last.1, "it says how much is left: {first:?}, {last:?}");
        assert!(matches!(vault.resume_rotation(&mut go), Err(VaultError::BadInput(_))));
        assert_eq!(content(&vault), before);
        drop(vault);
        assert!(!is_rotating());
        assert_rotated(&home, &before, &old_words, &new_words, &old_files);
    }
}

#[test]
fn it_can_be_done_again_and_what_waits_in_the_inbox_still_opens() {
    let home = Home::new();
    let (_, before) = filled(&home);
    let locked = open_vault(&home.folder(), home.installation()).unwrap();
    locked.inbox_add(&mut &b"seen while locked"[..], "seen.txt", casekeep_model::Acquisition::File, None).unwrap();
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    let vault = with_new(&home);
    vault.rotate(UnlockWith::Passphrase(&secret(NEW)), &secret(PASSPHRASE), &mut go).unwrap();
    drop(vault);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    assert_eq!((content(&vault), vault.keys().unwrap().epoch), (before, 3));
    let waiting = vault.inbox().unwrap().waiting;
    let item = vault.adopt_inbox(&waiting[0].file, 2, false).unwrap().item;
    let mut bytes = Vec::new();
    vault.read_item(2, item).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"seen while locked");
    assert_ok(&vault);
}

#[test]
fn a_clock_that_went_back_does_not_bring_the_old_key_files_back() {
    let home = Home::new();
    filled(&home);
    home.wait(-7 * 24 * 60 * 60);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    let vault = with_new(&home);
    assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    assert_ok(&vault);
}

#[test]
fn nothing_is_shredded_while_keys_change() {
    let home = Home::new();
    filled(&home);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    let stopped = rotate(&vault, &mut |_| ControlFlow::Break(())).unwrap_err();
    assert!(matches!(stopped, VaultError::RotationStopped { opens: Opens::New, .. }));
    let problem = stopped.problem();
    assert_eq!((problem.code, problem.message.as_str()), (ErrorCode::Cancelled, "Changing all keys stopped."));
    assert!(problem.hint.contains("The new passphrase opens the vault"), "{problem:?}");
    drop(vault);
    let vault = with_new(&home);
    let refused = vault.shred(2, "Matter 2", "over", &mut go).unwrap_err().problem();
    assert!(refused.message.contains("not finished") && refused.hint.contains("Finish it first"), "{refused:?}");
    let refused = vault.rotate(UnlockWith::Passphrase(&secret(NEW)), &secret(PASSPHRASE), &mut go).unwrap_err();
    assert!(matches!(refused, VaultError::RotationUnfinished));
    // A case whose key is still the old one takes nothing, and says why.
    let log = |case| vault.log_contact(case, &contact("2026-05-01", "Meanwhile.", &[]));
    let refused: Vec<_> = (1..=2).filter_map(|case| log(case).err()).collect();
    assert!(!refused.is_empty());
    assert!(refused.iter().all(|error| matches!(error, VaultError::RotationUnfinished)), "{refused:?}");
    vault.resume_rotation(&mut go).unwrap();
}

#[test]
fn a_seal_made_before_goes_on_after() {
    let home = Home::new();
    filled(&home);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    let seal = vault.make_seal().unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    let vault = with_new(&home);
    for text in [&seal.words.join(" "), &seal.checkpoint] {
        let verdict = vault.check_seal(text).unwrap();
        assert_eq!(verdict.outcome, SealOutcome::Extends, "{}", verdict.sentence);
    }
    assert_eq!(vault.seals().unwrap(), [seal]);
    let newer = vault.make_seal().unwrap();
    assert_eq!(vault.check_seal(&newer.words.join(" ")).unwrap().outcome, SealOutcome::Extends);
}

#[test]
fn a_memory_that_is_still_sealed_to_the_keys_before_is_read() {
    let home = Home::new();
    filled(&home);
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    let before = fs::read(home.state_file("memory.age")).unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    // As when the power went before the new one was durable.
    fs::write(home.state_file("memory.age"), before).unwrap();
    assert_ok(&with_new(&home));
}

#[test]
fn a_copy_from_before_says_what_holds_and_is_not_mixed_with_what_came_after() {
    let home = Home::new();
    let (old_words, before) = filled(&home);
    let disk = home.path("disk");
    fs::create_dir(&disk).unwrap();
    let vault = unlock(&home, UnlockWith::Passphrase(&secret(PASSPHRASE))).unwrap();
    vault.back_up(&disk, &mut go).unwrap();
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    let vault = with_new(&home);
    let copy = tree(&disk);
    let is_plain = |refused: VaultError| {
        let problem = refused.problem();
        assert!(problem.message.contains("from before all keys"), "{problem:?}");
        problem
    };
    assert_eq!(vault.backups().unwrap().places.len(), 1, "where the copies are is still known");
    // Backing up to it again, and trying it.
    let refused = is_plain(vault.back_up(&disk, &mut go).unwrap_err());
    assert!(refused.hint.contains("new folder"), "{refused:?}");
    is_plain(vault.rehearse_backup(&disk, UnlockWith::Passphrase(&secret(NEW)), &mut go).unwrap_err());
    let tried = vault.rehearse_backup(&disk, UnlockWith::Recovery(&secret(&old_words)), &mut go).unwrap();
    let said: Vec<_> = tried.problems.iter().map(|problem| problem.class).collect();
    assert_eq!((tried.ok, said.as_slice()), (true, [Class::KeyfileUnknown].as_slice()), "{tried:#?}");
    assert!(tried.problems[0].what.contains("from before all keys"), "{:?}", tried.problems);
    assert_eq!(tree(&disk), copy);
    // Putting it into the vault's own folder, and the vault into it.
    let now = tree(&home.folder());
    drop(vault);
    let inside = disk.join("Test.casekeep");
    is_plain(restore_vault(&disk, &home.folder(), home.installation(), &mut go).unwrap_err());
    is_plain(restore_vault(&home.folder(), &inside, home.installation(), &mut go).unwrap_err());
    assert_eq!((tree(&home.folder()), tree(&disk)), (now, copy));
    // Putting it into a new folder: told here, and opened on a computer that has not seen the change.
    let there = home.path("Restored.casekeep");
    let restored = restore_vault(&disk, &there, home.installation(), &mut go).unwrap();
    assert_eq!(restored.notes[0].class, Class::EpochRolledBack);
    let with_old = |installation| {
        open_vault(&there, installation).unwrap().unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Read)
    };
    let refused = with_old(home.installation()).err().unwrap();
    assert!(refused.to_string().contains("EPOCH_ROLLED_BACK"), "{refused}");
    let elsewhere = Installation { state: home.path("elsewhere"), ..home.installation() };
    assert_eq!(content(&with_old(elsewhere).unwrap()), before);
}

#[test]
fn a_copy_from_before_makes_the_next_backup_due() {
    let home = Home::new();
    filled(&home);
    let disk = home.path("Disk");
    let is_due = |vault: &UnlockedVault| vault.backups().unwrap().due;
    let vault = home.unlock(Access::Window);
    vault.back_up(&disk, &mut go).unwrap();
    assert!(!is_due(&vault));
    rotate(&vault, &mut go).unwrap();
    drop(vault);
    let vault = with_new(&home);
    assert!(is_due(&vault), "what the old keys open is no copy to rely on");
    vault.back_up(&home.path("Another disk"), &mut go).unwrap();
    assert!(!is_due(&vault));
}
