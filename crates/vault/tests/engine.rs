//! The engine from outside: what a person does, and what an attacker with the folder does.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::papers::PaperForm;
use casekeep_model::view::TimelineFilter;
use casekeep_model::{Acquisition, Channel, Class, Contact, Direction, ItemFacts, Moment, Patch, Turn};
use casekeep_vault::{Access, Installation, SavedPaper, UnlockWith, VaultError, create_vault, open_vault};
use std::fs;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use support::*;

#[test]
fn a_new_vault_keeps_what_is_put_in() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let receipt = add(&vault, case, "note.txt", b"hello");
    let (contact, recorded) =
        vault.log_contact(case, &contact("2026-03-04T19:15", "He waited at the door.", &[receipt.item])).unwrap();
    assert_eq!((receipt.item, contact), (1, 1));
    drop(vault);

    let vault = home.unlock(Access::Read);
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[0].text.as_str(), rows[0].occurred.as_deref()),
        ("He waited at the door.", Some("2026-03-04T19:15"))
    );
    assert_eq!(rows[0].recorded, recorded);
    assert_eq!(rows[1].contacts, [1]);
    let mut bytes = Vec::new();
    vault.read_item(case, 1).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"hello");
    assert_eq!(vault.search("waited", None).unwrap().len(), 1);
    assert_ok(&vault);
}

#[test]
fn amendments_keep_the_earlier_text_and_the_index_can_be_rebuilt() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.log_contact(case, &contact("2026-03-04T19:15", "first text", &[])).unwrap();
    for text in ["second text", "third text"] {
        let changes = Patch::default().with("what", text);
        vault.amend_contact(case, 1, &changes, "I remembered more").unwrap();
    }
    let before = vault.timeline(case, &TimelineFilter::default()).unwrap();
    assert_eq!(before[0].text, "third text");
    let said: Vec<_> =
        before[0].amendments.iter().map(|a| (a.earlier.as_str(), a.later.as_str(), a.conflict)).collect();
    assert_eq!(said, [("first text", "second text", false), ("second text", "third text", false)]);
    assert_ok(&vault);
    vault.rebuild_index().unwrap();
    assert_eq!(vault.timeline(case, &TimelineFilter::default()).unwrap(), before);
    drop(vault);
    fs::remove_file(home.state_file("index.db")).unwrap();
    assert_eq!(home.unlock(Access::Read).timeline(case, &TimelineFilter::default()).unwrap(), before);
}

#[test]
fn reading_changes_nothing_in_the_vault_or_the_memory() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a.txt", b"a");
    vault.lock().unwrap();
    let before = (tree(&home.folder()), fs::read(home.state_file("memory.age")).unwrap());
    let vault = home.unlock(Access::Read);
    vault.timeline(case, &TimelineFilter::default()).unwrap();
    assert_ok(&vault);
    assert!(matches!(vault.add_case("other"), Err(VaultError::ReadOnly)));
    vault.lock().unwrap();
    assert_eq!((tree(&home.folder()), fs::read(home.state_file("memory.age")).unwrap()), before);
}

#[test]
fn the_twelve_words_open_it_and_a_wrong_secret_does_not() {
    let home = Home::new();
    let created = create_vault(&home.folder(), home.installation(), &secret(PASSPHRASE)).unwrap();
    let words = created.recovery_words.join("  ").to_uppercase();
    drop(created);
    let locked = open_vault(&home.folder(), home.installation()).unwrap();
    assert!(matches!(
        locked.unlock(UnlockWith::Passphrase(&secret("not the passphrase")), Access::Read),
        Err(VaultError::WrongSecret)
    ));
    assert_eq!(locked.describe().unwrap().failed, 1);
    assert!(matches!(
        locked.unlock(UnlockWith::Recovery(&secret("one two three")), Access::Read),
        Err(VaultError::WrongSecret)
    ));
    locked.unlock(UnlockWith::Recovery(&secret(&words)), Access::Window).unwrap();
    assert_eq!(locked.describe().unwrap().failed, 0);
}

#[test]
fn a_second_process_is_told_that_the_vault_is_open() {
    let home = Home::new();
    let vault = home.create();
    let second = open_vault(&home.folder(), home.installation()).unwrap();
    let error = second.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Read).err();
    assert!(matches!(error, Some(VaultError::InUse)));
    drop(vault);
    home.unlock(Access::Read);
}

#[test]
fn the_same_bytes_are_not_stored_twice_unless_asked() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a.txt", b"same");
    let again = add(&vault, case, "b.txt", b"same");
    assert_eq!((again.item, again.duplicate_of), (1, Some(1)));
    assert_eq!(objects(&home).len(), 1);
    let kept = add_with(&vault, case, "c.txt", b"same", true);
    assert_eq!((kept.item, kept.duplicate_of), (2, Some(1)));
    assert_ok(&vault);
}

#[test]
fn files_that_cannot_be_added_do_not_stop_the_others() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let good = home.path("good.txt");
    fs::write(&good, b"good").unwrap();
    let empty = home.path("empty.bin");
    fs::write(&empty, b"").unwrap();
    let paths = [home.path("missing"), good, home.path("."), empty];
    let mut results = Vec::new();
    let mut each =
        |path: &std::path::Path, result: Result<_, VaultError>| results.push((path.to_owned(), result.is_ok()));
    vault.add_files(case, &paths, &ItemFacts::default(), false, &mut each, &mut |_| ControlFlow::Continue(())).unwrap();
    results.sort_by_key(|(path, _)| paths.iter().position(|p| p == path));
    assert_eq!(results.iter().map(|(_, ok)| *ok).collect::<Vec<_>>(), [false, true, false, true]);
    assert_ok(&vault);
}

/// Writes to the file that is being added when its first bytes are looked at.
struct Meddler(std::path::PathBuf);

impl Inspect for Meddler {
    fn sniff(&self, _: &[u8]) -> String {
        let mut file = fs::OpenOptions::new().append(true).open(&self.0).unwrap();
        file.write_all(b" and more").unwrap();
        "text/plain".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_kept() {
    let home = Home::new();
    let path = home.path("growing.txt");
    fs::write(&path, b"Thursday").unwrap();
    let installation = Installation { inspect: Arc::new(Meddler(path.clone())), ..home.installation() };
    let vault = create_vault(&home.folder(), installation, &secret(PASSPHRASE)).unwrap().vault;
    let case = vault.add_case("Matter 1").unwrap();
    let mut said = Vec::new();
    let mut each = |_: &std::path::Path, result: Result<_, VaultError>| said.push(result.map(drop).unwrap_err());
    vault.add_files(case, &[path], &ItemFacts::default(), false, &mut each, &mut go).unwrap();
    assert!(matches!(said[..], [VaultError::BadFile { why: "it changed while it was read", .. }]), "{said:?}");
    assert_eq!((vault.cases().unwrap()[0].items, objects(&home).len()), (0, 0));
    assert_ok(&vault);
}

#[test]
fn stopping_an_import_keeps_what_is_saved_and_leaves_nothing_half() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let paths: Vec<_> = (0..100).map(|n| home.path(&format!("file-{n}"))).collect();
    for (n, path) in paths.iter().enumerate() {
        fs::write(path, n.to_string()).unwrap();
    }
    let mut saved = 0;
    let mut step = |progress: &casekeep_model::view::Progress| {
        if progress.files_done > 30 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let result = vault.add_files(
        case,
        &paths,
        &ItemFacts::default(),
        false,
        &mut |_, r| saved += u32::from(r.is_ok()),
        &mut step,
    );
    assert!(matches!(result, Err(VaultError::Cancelled)));
    assert!(saved > 0 && saved < 100);
    assert_eq!(vault.cases().unwrap()[0].items, saved);
    assert_eq!(objects(&home).len(), saved as usize);
    assert_ok(&vault);
}

#[test]
fn captures_made_while_locked_are_adopted_and_strangers_are_not() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let locked = open_vault(&home.folder(), home.installation()).unwrap();
    let own = locked.inbox_add(&mut &b"a picture"[..], "screen.png", Acquisition::ScreenCapture, Some(9)).unwrap();
    let gone = locked.inbox_add(&mut &b"another"[..], "gone.png", Acquisition::File, None).unwrap();
    fs::remove_file(home.folder().join("inbox").join(format!("{}.age", gone.file))).unwrap();
    let strange = home.folder().join("inbox").join(format!("{}.age", "ab".repeat(32)));
    fs::write(&strange, b"whatever").unwrap();

    let reader = home.unlock(Access::Read);
    assert_eq!(reader.inbox().unwrap().waiting.len(), 1);
    assert_eq!(classes(&reader), [Class::InboxMissing, Class::InboxUnknown]);
    drop(reader);

    let vault = home.unlock(Access::Window);
    assert_eq!(vault.opening().adopted, 1);
    let item = vault.item(case, 1).unwrap();
    assert_eq!((item.name.as_str(), item.via), ("screen.png", casekeep_model::Via::Inbox));
    assert_eq!(Some(item.acquired.at), own.at);
    assert!(item.recorded >= item.acquired.at);
    let inbox = vault.inbox().unwrap();
    assert_eq!((inbox.waiting.len(), inbox.quarantined.len(), inbox.missing.len()), (0, 1, 1));
    assert!(matches!(vault.adopt_inbox(&"ab".repeat(32), case, false), Err(VaultError::BadInput(_))));
}

#[test]
fn adding_while_locked_needs_a_computer_that_knows_the_vault() {
    let home = Home::new();
    drop(home.create());
    let elsewhere = casekeep_vault::Installation { state: home.path("other-state"), ..home.installation() };
    let locked = open_vault(&home.folder(), elsewhere.clone()).unwrap();
    let added = locked.inbox_add(&mut &b"x"[..], "x", Acquisition::File, None);
    assert!(matches!(added, Err(VaultError::NeverOpenedHere)));
    let vault = locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Window).unwrap();
    assert!(vault.opening().first_time_here);
    assert_eq!(vault.opening().fingerprint_words.len(), 12);
    assert_ok(&vault);
}

#[test]
fn an_older_copy_is_noticed_explained_once_and_then_goes_on() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a", b"a");
    vault.lock().unwrap();
    let copy = home.path("copy");
    copy_tree(&home.folder(), &copy);
    let vault = home.unlock(Access::Window);
    add(&vault, case, "b", b"b");
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    copy_tree(&copy, &home.folder());

    let vault = home.unlock(Access::Window);
    assert!(vault.opening().findings.iter().any(|f| f.class == Class::RolledBack));
    assert!(classes(&vault).iter().all(|class| *class == Class::RolledBack));
    let saved_meanwhile = add(&vault, case, "c", b"c");
    assert_eq!(saved_meanwhile.item, 2);
    assert!(classes(&vault).contains(&Class::RolledBack));
    vault.lock().unwrap();

    let vault = home.unlock(Access::Change);
    vault.acknowledge_restored("I put back Monday's backup").unwrap();
    assert_ok(&vault);
    vault.lock().unwrap();
    let vault = home.unlock(Access::Read);
    assert_ok(&vault);
    assert!(matches!(home_again(&home, vault).acknowledge_restored("again"), Err(VaultError::BadInput(_))));
}

#[test]
fn closed_cases_take_nothing_until_they_are_opened_again() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.close_case(case, "it ended").unwrap();
    assert!(matches!(vault.log_contact(case, &contact("2026-03-04", "x", &[])), Err(VaultError::CaseClosed(1))));
    vault.reopen_case(case, "it began again").unwrap();
    vault.rename_case(case, "Matter One").unwrap();
    vault.log_contact(case, &contact("2026-03-04", "x", &[])).unwrap();
    assert_eq!(vault.find_case("Matter One").unwrap(), case);
    assert!(matches!(vault.find_case("Matter 1"), Err(VaultError::NoSuchCase(_))));
    assert_ok(&vault);
}

#[test]
fn private_notes_stay_in_a_box_of_their_own() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.add_private_note(case, "thoughts for myself").unwrap();
    vault.add_private_note(case, "more thoughts").unwrap();
    assert_eq!(vault.timeline(case, &TimelineFilter::default()).unwrap().len(), 0);
    assert_eq!(vault.cases().unwrap().len(), 1);
    vault.lock().unwrap();
    let vault = home.unlock(Access::Window);
    assert_ok(&vault);
    assert_eq!(fs::read_dir(home.folder().join("cases")).unwrap().count(), 2);
}

#[test]
fn bad_input_is_refused_in_words_and_nothing_is_saved() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for name in ["", "   ", "7", "a\nb", "evil\u{202e}name", &"x".repeat(200), "Matter 1"] {
        assert!(matches!(vault.add_case(name), Err(VaultError::BadInput(_))), "{name}");
    }
    assert!(matches!(vault.log_contact(case, &contact("2026-03-04", "  ", &[])), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.log_contact(case, &contact("2026-03-04", "x", &[9])), Err(VaultError::NoSuchEntry(_))));
    let mut untrue = contact("2026-03-04T10:00", "x", &[]);
    untrue.occurred.from = Moment::parse("2020-01-01", "Europe/London").unwrap().from;
    assert!(matches!(vault.log_contact(case, &untrue), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.log_contact(9, &contact("2026-03-04", "x", &[])), Err(VaultError::NoSuchCase(_))));
    assert!(vault.timeline(case, &TimelineFilter::default()).unwrap().is_empty());
    let filter =
        TimelineFilter { channel: Some(Channel::Email), from: Some("soon".into()), ..TimelineFilter::default() };
    assert!(matches!(vault.timeline(case, &filter), Err(VaultError::BadMoment(_))));
    assert!(matches!(
        create_vault(&home.folder(), home.installation(), &secret(PASSPHRASE)),
        Err(VaultError::FolderNotEmpty(_))
    ));
    assert!(matches!(
        create_vault(&home.path("new"), home.installation(), &secret("password1")),
        Err(VaultError::WeakPassphrase(_))
    ));
    assert!(matches!(open_vault(&home.path("nothing"), home.installation()), Err(VaultError::NotAVault(_))));
}

#[test]
fn a_saved_copy_is_recorded_and_replaces_nothing() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a.txt", b"original");
    let to = home.path("copy.txt");
    let mut go = |_: &casekeep_model::view::Progress| ControlFlow::Continue(());
    assert!(matches!(vault.save_copy(case, 1, &to, "", &mut go), Err(VaultError::BadInput(_))));
    vault.save_copy(case, 1, &to, "the officer asked for it", &mut go).unwrap();
    assert_eq!(fs::read(&to).unwrap(), b"original");
    assert!(matches!(vault.save_copy(case, 1, &to, "again", &mut go), Err(VaultError::AlreadyExists(_))));
    assert_eq!(vault.item(case, 1).unwrap().saved_copies[0].reason, "the officer asked for it");
    assert_ok(&vault);
}

#[test]
fn a_saved_paper_is_recorded_first_and_replaces_nothing() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let to = home.path("letter.pdf");
    let paper = SavedPaper { title: "Boundary letter", form: PaperForm::Pdf, reason: "to post it", bytes: b"%PDF-" };
    for missing in [SavedPaper { reason: " ", ..paper }, SavedPaper { title: "", ..paper }] {
        assert!(matches!(vault.save_paper(case, &missing, &to), Err(VaultError::BadInput(_))));
    }
    assert!(!to.exists());
    vault.save_paper(case, &paper, &to).unwrap();
    assert_eq!(fs::read(&to).unwrap(), b"%PDF-");
    assert!(matches!(vault.save_paper(case, &paper, &to), Err(VaultError::AlreadyExists(_))));
    assert_ok(&vault);
}

fn home_again(home: &Home, vault: casekeep_vault::UnlockedVault) -> casekeep_vault::UnlockedVault {
    drop(vault);
    home.unlock(Access::Change)
}

#[test]
fn a_page_of_the_timeline_counts_from_the_latest() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for (day, text) in
        [("2026-03-04", "second"), ("2026-03-02", "first"), ("2026-03-09", "fourth"), ("2026-03-07", "third")]
    {
        vault.log_contact(case, &contact(day, text, &[])).unwrap();
    }
    let page = |skip, most| {
        let filter = TimelineFilter { skip, most, ..TimelineFilter::default() };
        vault.timeline(case, &filter).unwrap().into_iter().map(|row| row.text).collect::<Vec<_>>()
    };
    assert_eq!(page(None, None), ["first", "second", "third", "fourth"]);
    assert_eq!(page(None, Some(3)), ["second", "third", "fourth"]);
    assert_eq!(page(Some(1), Some(2)), ["second", "third"]);
    assert_eq!(page(Some(3), None), ["first"]);
    assert!(page(Some(4), Some(9)).is_empty() && page(None, Some(0)).is_empty());
    let turn = Contact { turn: Some(Turn::AskedToStop), ..contact("2026-03-05", "asked to stop", &[]) };
    vault.log_contact(case, &Contact { direction: Direction::FromYou, ..turn }).unwrap();
    let filter = TimelineFilter { turns: Some(true), ..TimelineFilter::default() };
    let turns: Vec<_> = vault.timeline(case, &filter).unwrap().into_iter().map(|row| row.text).collect();
    assert_eq!((turns, page(None, Some(3)).len()), (vec!["asked to stop".to_owned()], 3));
    let numbers = &vault.cases().unwrap()[0];
    assert_eq!((numbers.contacts, numbers.days), (4, 4));
    let local = |moment: &Option<Moment>| moment.as_ref().map(|moment| moment.local.clone());
    assert_eq!(local(&numbers.first).as_deref(), Some("2026-03-02"));
    assert_eq!(local(&numbers.last).as_deref(), Some("2026-03-09"));
}

#[test]
fn a_search_gives_no_more_than_is_asked_for_and_whole_words_first() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for text in ["door and gate", "doors and gates", "gate and door", "a window"] {
        vault.log_contact(case, &contact("2026-03-04", text, &[])).unwrap();
    }
    let found = |text: &str, most| {
        vault.search_some(text, Some(case), most).unwrap().into_iter().map(|row| row.text).collect::<Vec<_>>()
    };
    assert_eq!(found("door", None), ["door and gate", "doors and gates", "gate and door"]);
    assert_eq!(found("gate door", Some(2)), ["door and gate", "gate and door"]);
    assert_eq!(found("door", Some(1)), ["gate and door"]);
    assert_eq!(found("door", Some(3)).len(), 3);
    assert!(found("wall", Some(3)).is_empty() && found("…", Some(3)).is_empty());
    // The index built anew finds the same.
    vault.rebuild_index().unwrap();
    assert_eq!(found("door", Some(1)), ["gate and door"]);
}

#[test]
fn files_of_every_length_around_a_piece_come_back_as_they_were() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let piece = 1 << 20;
    for (n, length) in (1..).zip([0, 1, piece - 1, piece, piece + 1, 2 * piece, 5 * piece + 7]) {
        let bytes: Vec<u8> = (0..length).map(|i| (i * 31 + i / 251) as u8).collect();
        let receipt = add(&vault, case, &format!("{length}.bin"), &bytes);
        assert_eq!((receipt.item, receipt.bytes), (n, length as u64));
        let mut read = Vec::new();
        vault.read_item(case, n).unwrap().read_to_end(&mut read).unwrap();
        assert!(read == bytes, "{length}");
    }
    assert_ok(&vault);
}
