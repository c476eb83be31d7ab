//! What must hold beside the classes, by the vector's name.

use super::observe::{Observed, check as check_whole, everything};
use super::registers;
use casekeep_format::{VerifyingKey, kind, open_with};
use casekeep_model::view::{Selection, TimelineFilter};
use casekeep_model::{Acquisition, Class, WriterId};
use casekeep_tests::vectors::base::{Copy, LATER, With, contact, tree};
use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::forge::{Keyed, Log};
use casekeep_tests::vectors::vector::Vector;
use casekeep_vault::{Access, Disclosed, UnlockedVault, VaultError, open_vault};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

type Checked = Result<(), String>;

/// Every vector with an effect.
pub const NAMES: &[&str] = &[
    "case-from-other-vault",
    "case-from-other-vault-rekeyed",
    "case-of-other-origin",
    "case-planted",
    "case-planted-vault-recipient",
    "casekey-forged",
    "casekey-forged-inbox",
    "casekey-forged-log-removed",
    "casekey-of-another-case",
    "casekey-true-for-inbox",
    "fork",
    "fork-at-end",
    "inbox-100000",
    "inbox-adopted-back",
    "inbox-changed",
    "inbox-replaced",
    "inbox-unlisted",
    "keyfile-extra",
    "keyfile-later-epoch-planted",
    "keyfile-other-vault",
    "keyfile-salt-changed",
    "log-cut-short",
    "object-as-segment-true-note",
    "registers",
    "registers-broken",
    "rolled-back-all",
    "scrypt-30",
    "segment-changed-newest",
    "transcripts",
    "vaultjson-inbox-swapped",
    "vaultjson-missing",
];

/// Checks the effect of a vector on a copy that was read already.
pub fn check(vector: &Vector, copy: &Copy) -> Checked {
    match vector.name.as_str() {
        name if name.starts_with("casekey-") => box_is_not_written(copy),
        name if name.starts_with("case-") => planted_folder_is_not_written(copy),
        "fork" => both_versions_are_shown(copy).and_then(|()| next_commit_has_a_new_writer(copy)),
        "fork-at-end" => next_commit_has_a_new_writer(copy),
        // What they promise is in the classes; the time is shown by the run.
        "inbox-100000" | "keyfile-extra" | "keyfile-later-epoch-planted" | "scrypt-30" => Ok(()),
        "inbox-adopted-back" => adopted_file_is_only_removed(copy),
        "inbox-changed" | "inbox-replaced" => altered_capture_is_not_adopted(copy),
        "inbox-unlisted" => strange_file_needs_a_word(copy),
        "keyfile-other-vault" => nothing_is_written_by_a_change(copy),
        "keyfile-salt-changed" => no_wrong_passphrase_is_counted(copy),
        "log-cut-short" => explained_and_gone_on(copy),
        "object-as-segment-true-note" => case_is_not_handed_over(copy),
        "registers" => registers::every_entry_is_read(copy),
        "registers-broken" => registers::what_stood_before_stands(copy),
        "rolled-back-all" => ten_records_and_no_silent_heads(copy),
        "segment-changed-newest" => shorter_log_is_not_recorded_as_right(copy),
        "transcripts" => registers::what_was_read_stands_as_corrected(copy),
        "vaultjson-inbox-swapped" => locked_capture_opens_with_the_true_key(copy),
        "vaultjson-missing" => label_is_put_back(copy),
        other => Err(format!("nobody checks the effect of {other}")),
    }
}

fn need(holds: bool, what: &str) -> Checked {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn change(copy: &Copy) -> UnlockedVault {
    copy.unlock(With::Passphrase, Access::Change).unwrap()
}

fn log_one(vault: &UnlockedVault, case: u32) -> Result<(), VaultError> {
    vault.log_contact(case, &contact("2026-05-01T10:00", "Written after the vector.")).map(|_| ())
}

/// Returns the first case's folder: the one whose number is 1 in the base.
fn first_case(copy: &Copy) -> std::path::PathBuf {
    copy.vault().join("cases").join(first_case_log().box_id.as_str())
}

/// Returns the first computer's log of the first case of the base.
fn first_case_log() -> Log {
    let keyed = Keyed::of(&Copy::at(&folder().join("base")));
    let logs = keyed.logs();
    let longest = logs.iter().filter(|log| log.box_id != keyed.vault_box()).max_by_key(|log| keyed.records(log).len());
    longest.unwrap().clone()
}

fn box_is_not_written(copy: &Copy) -> Checked {
    let before = tree(&first_case(copy)).unwrap();
    let vault = change(copy);
    need(log_one(&vault, 1).is_err(), "a contact was written under a key that nobody proved")?;
    need(vault.add_private_note(2, "elsewhere").is_ok(), "the other case takes nothing more")?;
    vault.lock().unwrap();
    need(tree(&first_case(copy)).unwrap() == before, "something was written into the box")
}

fn planted_folder_is_not_written(copy: &Copy) -> Checked {
    let known = Keyed::of(&Copy::at(&folder().join("base")));
    let known: BTreeSet<String> = known.logs().iter().map(|log| log.box_id.to_string()).collect();
    let cases = copy.vault().join("cases");
    let planted: Vec<_> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| !known.contains(&*entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect();
    let [planted] = planted.as_slice() else { return Err("there is not one planted folder".to_owned()) };
    let before = tree(planted).unwrap();
    let vault = change(copy);
    need(vault.cases().unwrap().len() == 2, "the planted case is listed")?;
    log_one(&vault, 1).unwrap();
    vault.lock().unwrap();
    need(tree(planted).unwrap() == before, "something was written into the planted folder")
}

fn both_versions_are_shown(copy: &Copy) -> Checked {
    let vault = copy.unlock(With::Passphrase, Access::Read).unwrap();
    let rows = vault.timeline(1, &TimelineFilter::default()).unwrap();
    let other = rows.iter().find(|row| row.text == "Another version of this day.").ok_or("one version is not shown")?;
    let same = rows.iter().filter(|row| row.kind == other.kind && row.n == other.n);
    let labels: BTreeSet<&str> = same.map(|row| row.label.as_str()).collect();
    need(labels.len() == 2, "the two versions are not told apart")
}

fn writers(copy: &Copy, folder: &Path) -> BTreeSet<WriterId> {
    let names = fs::read_dir(copy.vault().join(folder)).unwrap();
    names.filter_map(|entry| entry.unwrap().file_name().to_string_lossy().parse().ok()).collect()
}

fn next_commit_has_a_new_writer(copy: &Copy) -> Checked {
    new_writer_after(copy, |vault| log_one(vault, 1))?;
    need(Observed::of(copy, With::Passphrase).classes == [Class::Fork].into(), "the fork is no longer said")
}

fn explained_and_gone_on(copy: &Copy) -> Checked {
    new_writer_after(copy, |vault| {
        vault.acknowledge_restored("I put back Monday's copy")?;
        log_one(vault, 1)
    })?;
    need(Observed::of(copy, With::Passphrase).exit == 0, "it is not in order after it was explained")
}

/// Does something that writes to the first case, and checks that only a new writer's log did change there.
fn new_writer_after(copy: &Copy, work: impl FnOnce(&UnlockedVault) -> Result<(), VaultError>) -> Checked {
    let log = format!("cases/{}/log", first_case_log().box_id);
    let before = (writers(copy, Path::new(&log)), tree(&copy.vault().join(&log)).unwrap());
    let vault = change(copy);
    work(&vault).unwrap();
    vault.lock().unwrap();
    let fresh: Vec<_> = writers(copy, Path::new(&log)).difference(&before.0).cloned().collect();
    need(fresh.len() == 1, "the next commit did not begin a log of a new writer")?;
    let mut after = tree(&copy.vault().join(&log)).unwrap();
    after.retain(|path, _| !path.starts_with(fresh[0].as_str()));
    need(after == before.1, "a log that must not go on was written to")
}

fn adopted_file_is_only_removed(copy: &Copy) -> Checked {
    let items = |vault: &UnlockedVault| vault.cases().unwrap().iter().map(|case| case.items).sum::<u32>();
    let reader = copy.unlock(With::Passphrase, Access::Read).unwrap();
    let (before, there) = (items(&reader), fs::read_dir(copy.vault().join("inbox")).unwrap().count());
    drop(reader);
    let vault = change(copy);
    need(items(&vault) == before, "there is a second item")?;
    let left = fs::read_dir(copy.vault().join("inbox")).unwrap().count();
    need(left + 1 == there, "the adopted file is still there, or more than it is gone")
}

fn altered_capture_is_not_adopted(copy: &Copy) -> Checked {
    let vault = change(copy);
    let file = vault.inbox().unwrap().waiting.first().map(|row| row.file.clone()).ok_or("no capture waits")?;
    let before = vault.cases().unwrap()[0].items;
    for anyway in [false, true] {
        let adopted = vault.adopt_inbox(&file, 1, anyway);
        need(adopted.is_err(), "bytes that are not the capture's became an item")?;
    }
    need(vault.cases().unwrap()[0].items == before, "there is one item more")?;
    need(copy.vault().join(format!("inbox/{file}.age")).is_file(), "the file was removed")
}

fn strange_file_needs_a_word(copy: &Copy) -> Checked {
    let vault = change(copy);
    let inbox = vault.inbox().unwrap();
    need(inbox.waiting.len() == 1 && inbox.quarantined.len() == 1, "the two files are not told apart")?;
    let file = &inbox.quarantined[0].file;
    need(vault.adopt_inbox(file, 1, false).is_err(), "it was adopted without a word")?;
    let receipt = vault.adopt_inbox(file, 1, true).unwrap();
    let item = vault.item(1, receipt.item).unwrap();
    need(item.via == casekeep_model::Via::InboxUnknown, "its origin is not marked as unknown")
}

fn nothing_is_written_by_a_change(copy: &Copy) -> Checked {
    let before = everything(copy);
    need(copy.unlock(With::Passphrase, Access::Change).is_err(), "it was unlocked")?;
    need(everything(copy) == before, "something was written")
}

fn no_wrong_passphrase_is_counted(copy: &Copy) -> Checked {
    let locked = open_vault(&copy.vault(), copy.installation(LATER)).unwrap();
    need(locked.describe().unwrap().failed == 0, "a wrong passphrase was counted")
}

fn case_is_not_handed_over(copy: &Copy) -> Checked {
    let vault = change(copy);
    let mut asked = false;
    let made = vault.disclose::<(), VaultError>(1, &Selection::default(), &Disclosed::default(), |_| {
        asked = true;
        Err(VaultError::Cancelled)
    });
    let status = made.err().map(|error| error.problem().code.exit_status());
    need(!asked && status == Some(1), "a log that is not whole was handed over")
}

fn ten_records_and_no_silent_heads(copy: &Copy) -> Checked {
    let texts = Observed::of(copy, With::Passphrase).texts.into_iter().collect::<BTreeSet<_>>();
    let named: u64 = texts.iter().filter_map(|text| named_records(text)).sum();
    need(named == 10, &format!("{named} records are named: {texts:?}"))?;
    let before = Keyed::of(copy).logs().iter().map(|log| Keyed::of(copy).records(log).len()).sum::<usize>();
    let vault = change(copy);
    log_one(&vault, 1).unwrap();
    vault.lock().unwrap();
    let keyed = Keyed::of(copy);
    let all: Vec<_> = keyed.logs().iter().flat_map(|log| keyed.records(log)).collect();
    need(all.len() > before, "the change is not there")?;
    let late = all.iter().filter(|record| record.head().at.millis() >= LATER);
    let kinds: BTreeSet<&str> = late.map(|record| record.head().kind.as_str()).collect();
    need(kinds.contains(kind::UNLOCKED) && !kinds.contains(kind::HEADS), &format!("later records are {kinds:?}"))?;
    let after = Observed::of(copy, With::Passphrase);
    need(after.classes == [Class::RolledBack].into(), "the roll-back is no longer said")
}

/// Returns how many records a text names as `Records 3 to 7` or `Record 3`.
fn named_records(text: &str) -> Option<u64> {
    let mut words = text.split(' ').skip_while(|word| !word.starts_with("Record"));
    match words.next()? {
        "Record" => Some(1),
        _ => {
            let (first, last): (u64, u64) = (words.next()?.parse().ok()?, words.nth(1)?.parse().ok()?);
            Some(last - first + 1)
        }
    }
}

fn shorter_log_is_not_recorded_as_right(copy: &Copy) -> Checked {
    let vault = change(copy);
    log_one(&vault, 2).unwrap();
    vault.lock().unwrap();
    need(
        Observed::of(copy, With::Passphrase).classes == [Class::SegmentChanged].into(),
        "the damage is no longer said",
    )?;
    let log = first_case_log();
    let (_, path) = Keyed::of(copy).segments(&log).pop().unwrap();
    fs::remove_file(copy.vault().join(path)).unwrap();
    need(Observed::of(copy, With::Passphrase).classes == [Class::RolledBack].into(), "the lost record is forgotten")
}

fn locked_capture_opens_with_the_true_key(copy: &Copy) -> Checked {
    let locked = open_vault(&copy.vault(), copy.installation(LATER)).unwrap();
    let row = locked.inbox_add(&mut &b"a capture"[..], "screen.png", Acquisition::ScreenCapture, None).unwrap();
    let sealed = fs::File::open(copy.vault().join(format!("inbox/{}.age", row.file))).unwrap();
    let identity = copy.identity();
    let mut plain = Vec::new();
    open_with(&identity.current().inbox, sealed).unwrap().read_to_end(&mut plain).unwrap();
    need(plain.ends_with(b"\na capture"), "the capture does not open with the vault's own inbox key")
}

fn label_is_put_back(copy: &Copy) -> Checked {
    let vault = change(copy);
    log_one(&vault, 1).unwrap();
    let key: VerifyingKey = *vault.verifying_key();
    need(check_whole(&vault).ok && key.vault_id() == *vault.id(), "it is not in order after a change")?;
    vault.lock().unwrap();
    let label = |copy: &Copy| fs::read(copy.vault().join("vault.json")).unwrap();
    need(label(copy) == label(&Copy::at(&folder().join("base"))), "vault.json is not what it was")
}
