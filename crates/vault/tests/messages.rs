//! Messages of an export become contacts: once each, whole, in batches, and only when it is said who and when.

#![allow(clippy::unwrap_used)]

mod support;

use casekeep_model::import::NotImported;
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError, ReadSeek};
use casekeep_model::messages::{
    DateOrder, Dates, ExportKind, Message, NoMessages, Reading, SenderChoice, SenderRole, Told, UnreadWhy,
};
use casekeep_model::observed::TimeSource;
use casekeep_model::view::{EntryKind, TimelineFilter};
use casekeep_model::{Direction, MessageChoices, Precision};
use casekeep_vault::{Access, Installation, UnlockedVault, VaultError, create_vault};
use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use support::{Home, PASSPHRASE, add, secret};

/// Tells what stands in the file, a line each: what the confined child would tell of an export.
struct Teller;

impl Inspect for Teller {
    fn sniff(&self, _: &[u8]) -> String {
        "text/plain".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
    fn messages(
        &self,
        file: &mut dyn ReadSeek,
        _: &Reading,
        tell: &mut dyn FnMut(Told) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        for line in BufReader::new(file).lines() {
            let told = serde_json::from_str(&line?).map_err(|_| PreviewError::Damaged)?;
            if tell(told).is_break() {
                return Err(PreviewError::Stopped.into());
            }
        }
        Ok(())
    }
}

fn vault(home: &Home) -> UnlockedVault {
    let installation = Installation { inspect: Arc::new(Teller), ..home.installation() };
    let vault = create_vault(&home.folder(), installation, &secret(PASSPHRASE)).unwrap().vault;
    vault.add_case("Matter 1").unwrap();
    vault
}

fn begins(dates: Option<Dates>) -> Told {
    Told::Begins { kind: ExportKind::Whatsapp, dates, columns: Vec::new() }
}

fn message(n: u32, sender: &str, time: &str, text: &str) -> Message {
    Message {
        n,
        at: u64::from(n) * 100,
        length: 100,
        sender: Some(sender.to_owned()),
        shown: format!("as shown {time}"),
        time: Some(time.to_owned()),
        text: text.to_owned(),
        ..Message::default()
    }
}

fn export(told: Vec<Told>) -> Vec<u8> {
    let lines = told.iter().map(|told| serde_json::to_string(told).unwrap() + "\n");
    lines.collect::<String>().into_bytes()
}

fn chat(messages: Vec<Message>) -> Vec<u8> {
    let told = messages.into_iter().map(|message| Told::Message(Box::new(message)));
    export(std::iter::once(begins(None)).chain(told).collect())
}

fn choices(who: &[(&str, SenderRole)]) -> MessageChoices {
    let senders = who.iter().map(|(sender, role)| SenderChoice { sender: (*sender).to_owned(), role: *role }).collect();
    MessageChoices { senders, ..MessageChoices::default() }
}

fn both() -> MessageChoices {
    choices(&[("Sam", SenderRole::Them), ("Dr A", SenderRole::You)])
}

fn import(vault: &UnlockedVault, item: u32, choices: &MessageChoices) -> casekeep_model::MessagesOutcome {
    vault.import_messages(1, item, choices, &[], &mut |_| ControlFlow::Continue(())).unwrap()
}

fn preview(vault: &UnlockedVault, item: u32, choices: &MessageChoices) -> casekeep_model::MessagesPreview {
    vault.preview_messages(1, item, choices, &[], &mut |_| ControlFlow::Continue(())).unwrap()
}

fn count(vault: &UnlockedVault) -> usize {
    let filter = TimelineFilter { kind: Some(casekeep_model::view::EntryKind::Contact), ..TimelineFilter::default() };
    vault.timeline(1, &filter).unwrap().len()
}

#[test]
fn each_message_becomes_a_contact_that_names_its_place() {
    let home = Home::new();
    let vault = vault(&home);
    let picture = add(&vault, 1, "IMG-1.jpg", b"a picture").item;
    let mut with_picture = message(3, "Sam", "2026-03-04T19:17:00Z", "");
    with_picture.media = vec!["IMG-1.jpg".to_owned(), "IMG-2.jpg".to_owned()];
    let mut mended = message(4, "Sam", "2026-03-04T19:18", "café");
    mended.written = Some("cafÃ©".to_owned());
    let mut by_program = message(1, "", "2026-03-04T19:15", "");
    (by_program.sender, by_program.says) = (None, Some("encrypted".to_owned()));
    let raw = add(
        &vault,
        1,
        "chat.txt",
        &chat(vec![
            by_program,
            message(2, "Dr A", "2026-03-04T19:16", "Please do not write to me."),
            with_picture,
            mended,
        ]),
    )
    .item;
    let outcome = import(&vault, raw, &both());
    assert_eq!((outcome.contacts, outcome.first, outcome.last, outcome.by_program), (3, Some(1), Some(3), 1));

    let you = vault.contact(1, 1).unwrap().contact;
    assert_eq!((you.direction, you.speaker.as_deref()), (Direction::FromYou, Some("Dr A")));
    assert_eq!(you.words.as_deref(), Some("Please do not write to me."));
    assert_eq!((you.platform.as_deref(), you.time_source), (Some("WhatsApp"), Some(TimeSource::PlatformDisplay)));
    let place = you.export.unwrap();
    assert_eq!((place.item, place.n, place.at, place.length), (raw, 2, 200, 100));
    assert_eq!((place.shown.as_str(), place.assumed), ("as shown 2026-03-04T19:16", true));

    let picture_sent = vault.contact(1, 2).unwrap().contact;
    assert_eq!((picture_sent.direction, picture_sent.items.as_slice()), (Direction::FromThem, &[picture][..]));
    assert!(!picture_sent.export.unwrap().assumed, "an offset was given");
    assert_eq!(picture_sent.words, None);
    assert!(picture_sent.what.contains("IMG-2.jpg"), "{}", picture_sent.what);
    assert_eq!(vault.item(1, picture).unwrap().contacts, [2]);

    let mended = vault.contact(1, 3).unwrap().contact;
    assert_eq!((mended.words.as_deref(), mended.written.as_deref()), (Some("café"), Some("cafÃ©")));
}

#[test]
fn a_newer_export_adds_only_what_is_new() {
    let home = Home::new();
    let vault = vault(&home);
    let hello = |n, sender: &str| message(n, sender, "2026-03-04T19:15:01", "Hello");
    let first = add(&vault, 1, "chat.txt", &chat(vec![hello(1, "Sam"), hello(2, "Sam")])).item;
    assert_eq!(import(&vault, first, &both()).contacts, 2, "the same words twice in a minute are two messages");
    assert_eq!(import(&vault, first, &both()).there, 2);

    // The newer one: renamed in the address book, without seconds, earlier ones gone, one more of the same, one new.
    let mut again = hello(1, "Sam (do not answer)");
    again.time = Some("2026-03-04T19:15".to_owned());
    let three = [1, 2, 3].map(|n| Message { n, ..again.clone() });
    let told = three.into_iter().chain([message(4, "Dr A", "2026-03-04T19:20", "Hello")]).collect();
    let second = add(&vault, 1, "chat (1).txt", &chat(told)).item;
    let who = choices(&[("Sam (do not answer)", SenderRole::Them), ("Dr A", SenderRole::You)]);
    let seen = preview(&vault, second, &who);
    assert_eq!((seen.new, seen.there), (2, 2));
    let outcome = import(&vault, second, &who);
    assert_eq!((outcome.contacts, outcome.there), (2, 2));
    assert_eq!(count(&vault), 4);
    assert_eq!(import(&vault, second, &who).contacts, 0);

    // A correction later does not make it another message.
    let patch = casekeep_model::Patch::default().with("words", "Hello there");
    vault.amend_contact(1, 1, &patch, "misread").unwrap();
    assert_eq!(import(&vault, first, &both()).contacts, 0);
}

#[test]
fn nothing_is_written_before_it_is_said_who_and_in_which_order() {
    let home = Home::new();
    let vault = vault(&home);
    let dates = Dates { either: 1, ..Dates::default() };
    let one = Told::Message(Box::new(message(1, "Sam", "2026-03-04T19:15", "Hello")));
    let raw = add(&vault, 1, "chat.txt", &export(vec![begins(Some(dates)), one])).item;
    let seen = preview(&vault, raw, &MessageChoices::default());
    assert!(seen.asks_order);
    assert_eq!((seen.messages, seen.new), (1, 0));
    for choices in [MessageChoices { order: Some(DateOrder::DayFirst), ..MessageChoices::default() }, both()] {
        let refused = vault.import_messages(1, raw, &choices, &[], &mut |_| ControlFlow::Continue(()));
        assert!(matches!(refused, Err(VaultError::BadInput(_))));
    }
    assert_eq!(count(&vault), 0);
    let said = MessageChoices { order: Some(DateOrder::DayFirst), ..both() };
    assert_eq!(import(&vault, raw, &said).contacts, 1);
}

#[test]
fn who_is_somebody_else_or_not_named_is_left_out_and_counted() {
    let home = Home::new();
    let vault = vault(&home);
    let told = ["Sam", "Lee", "Kim"].map(|sender| message(1, sender, "2026-03-04T19:15", "Hello"));
    let raw = add(&vault, 1, "chat.txt", &chat(told.to_vec())).item;
    let who = choices(&[("Sam", SenderRole::Them), ("Lee", SenderRole::LeftOut)]);
    let outcome = import(&vault, raw, &who);
    assert_eq!((outcome.contacts, outcome.left_out), (1, 2));
    let seen = preview(&vault, raw, &who);
    let roles: Vec<_> = seen.senders.iter().map(|tally| (tally.sender.as_str(), tally.role)).collect();
    assert_eq!(roles, [("Kim", None), ("Lee", Some(SenderRole::LeftOut)), ("Sam", Some(SenderRole::Them))]);
}

#[test]
fn a_preview_counts_what_is_odd_and_changes_nothing() {
    let home = Home::new();
    let owner = vault(&home);
    let mut unknown = message(2, "Sam", "2026-99-99T19:15", "no time");
    unknown.omitted = 1;
    let told = vec![
        begins(None),
        Told::Unread { at: 7, length: 3, why: UnreadWhy::Before },
        Told::Message(Box::new(message(1, "Sam", "2026-03-29T01:30", "the hour that was skipped"))),
        Told::Message(Box::new(unknown)),
        Told::Message(Box::new(message(3, "Sam", "2026-03-01T10:00", "earlier"))),
    ];
    let raw = add(&owner, 1, "chat.txt", &export(told)).item;
    owner.lock().unwrap();
    let installation = Installation { inspect: Arc::new(Teller), ..home.installation() };
    let reader = casekeep_vault::open_vault(&home.folder(), installation).unwrap();
    let reader = reader.unlock(casekeep_vault::UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Read).unwrap();
    let seen = preview(&reader, raw, &both());
    assert_eq!((seen.messages, seen.new, seen.without_time, seen.backwards), (3, 3, 1, 1));
    assert_eq!((seen.media_omitted, seen.unread, seen.unread_some[0].at), (1, 1, 7));
    assert_eq!((seen.backwards_some.as_slice(), seen.zone_assumed), (&[3][..], 2));
    assert_eq!(seen.first.unwrap().n, 3, "by time, not by place");
    assert_eq!(seen.last.unwrap().read.unwrap().precision, Precision::Day, "at least the day is known");
    let refused = reader.import_messages(1, raw, &both(), &[], &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(VaultError::ReadOnly)));
}

#[test]
fn what_is_no_export_is_said_to_be_none() {
    let home = Home::new();
    let vault = vault(&home);
    let raw = add(&vault, 1, "note.txt", &export(vec![Told::None { why: NoMessages::Unknown }])).item;
    let seen = preview(&vault, raw, &both());
    assert_eq!((seen.kind, seen.none), (None, Some(NoMessages::Unknown)));
    let refused = vault.import_messages(1, raw, &both(), &[], &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(VaultError::BadInput(_))));
    // A child that tells nonsense ends as what it is.
    let raw = add(&vault, 1, "nonsense.txt", b"{}\n").item;
    let refused = vault.preview_messages(1, raw, &both(), &[], &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(VaultError::Preview(PreviewError::Damaged))));
}

#[test]
fn thousands_take_few_segments_and_a_stop_keeps_what_is_written() {
    let home = Home::new();
    let vault = vault(&home);
    let minute = |n: u32| format!("2026-03-{:02}T{:02}:{:02}", 1 + n / 1440, n / 60 % 24, n % 60);
    let all: Vec<_> = (1..=5000).map(|n| message(n, "Sam", &minute(n), "Hello")).collect();
    let raw = add(&vault, 1, "chat.txt", &chat(all)).item;
    let mut steps = 0;
    let stopped = vault.import_messages(1, raw, &both(), &[], &mut |_| {
        steps += 1;
        if steps == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let stopped = stopped.unwrap();
    assert!(stopped.stopped);
    assert_eq!((stopped.contacts as usize, stopped.contacts), (count(&vault), 2048));
    let rest = import(&vault, raw, &both());
    assert_eq!((rest.there, rest.contacts, rest.first), (2048, 5000 - 2048, Some(2049)));
    let mut numbers = std::collections::BTreeSet::new();
    for row in vault.timeline(1, &TimelineFilter::default()).unwrap() {
        numbers.insert((row.kind.word(), row.n));
    }
    assert_eq!(numbers.len(), 5001);
    let segments = support::tree(&home.folder()).into_keys().filter(|path| path.to_string_lossy().contains("/log/"));
    assert!(segments.count() <= 8, "5,000 contacts take a segment for each batch");
    support::assert_ok(&vault);
}

#[test]
fn a_closed_case_takes_none() {
    let home = Home::new();
    let vault = vault(&home);
    let raw = add(&vault, 1, "chat.txt", &chat(vec![message(1, "Sam", "2026-03-04T19:15", "Hello")])).item;
    vault.close_case(1, "over").unwrap();
    let refused = vault.import_messages(1, raw, &both(), &[], &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(VaultError::CaseClosed(_))));
}

/// A folder of an export: a chat that names five files, with three of them and a link, and another chat with a file of the
/// same name.
fn exported(home: &Home) -> (std::path::PathBuf, Vec<Message>) {
    let folder = home.path("export");
    fs::create_dir_all(folder.join("Sam")).unwrap();
    fs::create_dir_all(folder.join("Kim")).unwrap();
    let mut messages: Vec<_> = (1..=5).map(|n| message(n, "Sam", &format!("2026-03-04T19:1{n}"), "Look")).collect();
    let media = ["IMG-1.jpg", "IMG-2.jpg", "gone.opus", "../../../etc/link.jpg", "img-1.JPG"];
    messages.iter_mut().zip(media).for_each(|(message, name)| message.media = vec![name.to_owned()]);
    let mut of_kim = message(6, "Kim", "2026-03-04T19:20", "");
    of_kim.media = vec!["only-of-kim.jpg".to_owned()];
    messages.push(of_kim);
    for (name, bytes) in [
        ("Sam/_chat.txt", chat(messages.clone())),
        ("Sam/IMG-1.jpg", b"the first picture".to_vec()),
        ("Sam/IMG-2.jpg", b"the second picture".to_vec()),
        ("Sam/never-named.jpg", b"a third picture".to_vec()),
        ("Kim/IMG-1.jpg", b"of another chat".to_vec()),
        ("Kim/only-of-kim.jpg", b"sent by somebody else".to_vec()),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.join("Sam/link.jpg")).unwrap();
    (folder, messages)
}

fn with_files(vault: &UnlockedVault, item: u32, folder: &Path) -> casekeep_model::MessagesOutcome {
    vault.import_messages(1, item, &both(), &[folder.to_owned()], &mut |_| ControlFlow::Continue(())).unwrap()
}

fn names(missing: &[NotImported]) -> Vec<(&str, &str)> {
    missing.iter().map(|one| (one.name.as_str(), one.why.as_str())).collect()
}

#[test]
fn the_files_that_messages_name_are_kept_from_beside_their_export() {
    let home = Home::new();
    let vault = vault(&home);
    let (folder, _) = exported(&home);
    let there = add(&vault, 1, "sent by her friend.jpg", b"the second picture").item;
    let from = [folder.clone()];
    let found = vault.find_exports(&from, &mut |_| ControlFlow::Continue(())).unwrap();
    let exports: Vec<_> = found.exports.iter().map(|it| (it.name.as_str(), it.beside)).collect();
    assert_eq!((exports, found.files), (vec![("export/Sam/_chat.txt", 3)], 6));
    let keep = || vault.keep_export(1, &from, "export/Sam/_chat.txt", &mut |_| ControlFlow::Continue(())).unwrap();
    let raw = keep().item;
    assert_eq!(keep().duplicate_of, Some(raw), "it is kept once");
    assert_eq!(vault.item(1, raw).unwrap().found.as_deref(), Some("export/Sam/_chat.txt"));

    let seen = vault.preview_messages(1, raw, &both(), &from, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((seen.media, seen.media_there, seen.media_beside, seen.missing.len()), (5, 0, 3, 2));
    let before = vault.timeline(1, &TimelineFilter::default()).unwrap().len();
    assert_eq!(before, 2, "nothing is kept to know it");

    let outcome = with_files(&vault, raw, &folder);
    assert_eq!((outcome.contacts, outcome.kept, outcome.duplicates, outcome.left_out), (5, 1, 1, 1));
    let missing = [
        ("gone.opus", "it was not in the folder or archive"),
        ("../../../etc/link.jpg", "it is a link to another place"),
    ];
    assert_eq!(names(&outcome.missing), missing);
    let first = vault.contact(1, 1).unwrap().contact;
    let picture = first.items[0];
    assert_eq!(first.items, vault.contact(1, 5).unwrap().contact.items, "one file, named twice, is one item");
    let item = vault.item(1, picture).unwrap();
    assert_eq!((item.name.as_str(), item.found.as_deref()), ("IMG-1.jpg", Some("export/Sam/IMG-1.jpg")));
    assert_eq!((item.bytes, item.contacts.as_slice()), (17, &[1, 5][..]));
    assert_eq!(vault.contact(1, 2).unwrap().contact.items, [there], "what is there by its hash is not kept twice");
    assert_eq!(
        vault.timeline(1, &TimelineFilter { kind: Some(EntryKind::Item), ..Default::default() }).unwrap().len(),
        3
    );

    // Again, nothing is added; and the report of both stays, after the index is made anew too.
    let again = with_files(&vault, raw, &folder);
    assert_eq!((again.contacts, again.there, again.kept, again.duplicates, again.joined), (0, 5, 0, 2, 0));
    vault.rebuild_index().unwrap();
    let reports = vault.imports(1).unwrap();
    let told: Vec<_> = reports.iter().map(|it| (it.tally.added, it.tally.duplicates, it.tally.refused)).collect();
    assert_eq!(told, [(0, 2, 2), (1, 1, 2)]);
    let read = reports[1].messages.as_ref().unwrap();
    assert_eq!((read.item, read.contacts, read.there, read.left_out, reports[1].whole), (raw, 5, 0, 1, true));
    assert_eq!(names(&reports[1].refused), missing);
    support::assert_ok(&vault);
}

#[test]
fn an_export_with_files_joins_them_to_contacts_that_are_there_once() {
    let home = Home::new();
    let vault = vault(&home);
    let (folder, messages) = exported(&home);
    let without = add(&vault, 1, "without media.txt", &chat(messages.into_iter().take(2).collect())).item;
    let outcome = import(&vault, without, &both());
    assert_eq!((outcome.contacts, outcome.media_there), (2, 0));
    assert_eq!(names(&outcome.missing), ["IMG-1.jpg", "IMG-2.jpg"].map(|name| (name, "it is not an item of the case")));
    let chat = fs::read(folder.join("Sam/_chat.txt")).unwrap();
    let raw = add(&vault, 1, "_chat.txt", &chat).item;
    let outcome = with_files(&vault, raw, &folder);
    assert_eq!((outcome.contacts, outcome.there, outcome.kept, outcome.joined), (3, 2, 2, 2));
    let view = vault.contact(1, 1).unwrap();
    assert_eq!((view.contact.items.len(), view.amendments.len()), (1, 1));
    assert!(view.amendments[0].reason.contains("beside its export"), "{:?}", view.amendments);
    // Who takes a file out again is not told otherwise by the next export.
    vault.amend_contact(1, 1, &casekeep_model::Patch::default().with("items", [0_u32; 0]), "of somebody else").unwrap();
    assert_eq!(with_files(&vault, raw, &folder).joined, 0);
    assert!(vault.contact(1, 1).unwrap().contact.items.is_empty());
    support::assert_ok(&vault);
}

#[test]
fn an_import_that_is_stopped_while_files_are_kept_goes_on_where_it_was() {
    let home = Home::new();
    let vault = vault(&home);
    let (folder, _) = exported(&home);
    let raw = add(&vault, 1, "_chat.txt", &fs::read(folder.join("Sam/_chat.txt")).unwrap()).item;
    let mut steps = 0;
    let stopped = vault.import_messages(1, raw, &both(), std::slice::from_ref(&folder), &mut |progress| {
        // Once the files of the messages are being worked on.
        steps += u32::from(progress.files > 1);
        if steps > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let stopped = stopped.unwrap();
    assert!(stopped.stopped && stopped.contacts == 0, "{stopped:?}");
    assert!(!vault.imports(1).unwrap()[0].whole);
    let rest = with_files(&vault, raw, &folder);
    assert_eq!((rest.contacts, rest.kept + rest.duplicates), (5, 2));
    // What has to be said first is asked before anything is kept.
    let nobody = vault.import_messages(1, raw, &choices(&[]), &[folder], &mut |_| ControlFlow::Continue(()));
    assert!(matches!(nobody, Err(VaultError::BadInput(_))));
    support::assert_ok(&vault);
}
