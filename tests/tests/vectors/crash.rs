//! The folder in every state that a power cut can leave it in, step by step of the order of a commit.
//!
//! A session is snapped before and after one act, and each state between the two is put together from their files. Each
//! must open, hold what was acknowledged, be in order (notes are allowed), and take a second commit; and never are there
//! two committed notes of one log and one size with different roots.

use super::observe::check;
use casekeep_model::view::{Progress, TimelineFilter};
use casekeep_model::{Acquisition, Class, ItemFacts};
use casekeep_tests::vectors::base::{Copy, LATER, With, contact, copy_tree, write};
use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::forge::{Keyed, change_memory};
use casekeep_vault::{Access, NewItem, UnlockedVault, open_vault};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const RANDOM: &str = "abcdefghijklmnop";
const BYTES: &[u8] = b"the bytes of the item that a crash came upon";

/// Two snapshots of one session: before an act and after it.
struct Snaps {
    _place: tempfile::TempDir,
    root: PathBuf,
    before: Copy,
    after: Copy,
    /// Files of the vault that the act made, by path.
    made: BTreeMap<String, Vec<u8>>,
}

impl Snaps {
    /// `ready` happens before the first snapshot, `act` between the two, in one session that is never locked.
    fn of(ready: impl FnOnce(&Copy), act: impl FnOnce(&UnlockedVault)) -> Self {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().to_owned();
        let work = Copy::of(&Copy::at(&folder().join("base")), &root.join("work")).unwrap();
        ready(&work);
        let vault = work.unlock(With::Passphrase, Access::Change).unwrap();
        // The unlock is recorded with the first change: that is not what is looked at.
        vault.log_contact(1, &contact("2026-04-01T09:00", "Acknowledged before the crash.")).unwrap();
        let before = Copy::of(&work, &root.join("before")).unwrap();
        act(&vault);
        let after = Copy::of(&work, &root.join("after")).unwrap();
        let (old, mut made) = (before.files(), after.files());
        made.retain(|path, _| !old.contains_key(path));
        Self { _place: place, root, before, after, made }
    }

    fn made(&self, part: &str) -> Vec<(&String, &Vec<u8>)> {
        self.made.iter().filter(|(path, _)| path.contains(part)).collect()
    }

    fn one_made(&self, part: &str) -> (&String, &Vec<u8>) {
        let made = self.made(part);
        assert_eq!(made.len(), 1, "{part}: {:?}", self.made.keys());
        made[0]
    }

    /// Begins a state from the first snapshot.
    fn state(&self, name: &str) -> Copy {
        Copy::of(&self.before, &self.root.join(name)).unwrap()
    }

    /// Begins a state from the second snapshot.
    fn late_state(&self, name: &str) -> Copy {
        Copy::of(&self.after, &self.root.join(name)).unwrap()
    }

    /// Takes a file of the state folder from one of the snapshots.
    fn take_state(&self, to: &Copy, from: &Copy, name: &str) {
        let state = |copy: &Copy| copy.state_of_vault().unwrap().join(name);
        fs::copy(state(from), state(to)).unwrap();
    }

    /// Takes the memory, both as it was made durable and as it was written since, from one of the snapshots.
    fn take_memory(&self, to: &Copy, from: &Copy) {
        self.take_state(to, from, "memory.age");
        self.take_state(to, from, "memory.recent.age");
    }

    /// Gives the memory the head that the second snapshot's memory has for the log of this segment, as `next`.
    fn expect_next(&self, copy: &Copy, segment: &str) {
        let head = self.head_of(segment);
        change_memory(copy, |memory| memory["next"] = head);
    }

    fn head_of(&self, segment: &str) -> serde_json::Value {
        let keyed = Keyed::of(&self.after);
        let log = keyed.logs().into_iter().find(|log| segment.starts_with(&log.folder)).unwrap();
        let size = keyed.segments(&log).iter().find(|(_, path)| path == segment).unwrap().0.last + 1;
        let tree = keyed.tree(&log, usize::try_from(size).unwrap());
        serde_json::json!({ "box": log.box_id, "writer": log.writer, "size": size, "root": tree.root().to_string() })
    }
}

fn put(copy: &Copy, (path, bytes): (&String, &Vec<u8>)) {
    write(&copy.vault().join(path), bytes).unwrap();
}

/// Puts the first half of a file under a temporary name of its writer, where the file was going.
fn put_torn(copy: &Copy, file: (&String, &Vec<u8>)) {
    let half = file.1[..file.1.len() / 2].to_vec();
    put(copy, (&temporary_of(copy, file.0), &half));
}

fn put_unnamed(copy: &Copy, file: (&String, &Vec<u8>)) {
    put(copy, (&temporary_of(copy, file.0), file.1));
}

fn temporary_of(copy: &Copy, path: &str) -> String {
    let pin = fs::read_to_string(copy.state_of_vault().unwrap().join("pin.json")).unwrap();
    let pin: serde_json::Value = serde_json::from_str(&pin).unwrap();
    let writer = pin["pin"]["writer"].as_str().unwrap().to_owned();
    let folder = match path.split_once("/objects/") {
        Some((case, _)) => format!("{case}/objects"),
        None => path.rsplit_once('/').unwrap().0.to_owned(),
    };
    format!("{folder}/tmp-{writer}-{RANDOM}")
}

fn add(vault: &UnlockedVault, name: &str, bytes: &[u8]) -> Result<u32, casekeep_vault::VaultError> {
    let facts = ItemFacts::default();
    let new = NewItem { name, how: Acquisition::File, facts, size_hint: bytes.len() as u64, keep_duplicate: false };
    let step = &mut |_: &Progress| ControlFlow::Continue(());
    vault.add_item(1, &mut &*bytes, new, step).map(|receipt| receipt.item)
}

/// What a state must show.
#[derive(Default)]
struct Shows {
    /// How many items the first case has.
    items: u32,
    /// Whether the item of these tests is one of them.
    has_item: bool,
    /// Whether the next commit must begin a new writer's log.
    new_writer: bool,
    cases: usize,
    findings: &'static [Class],
}

impl Shows {
    fn without_item() -> Self {
        Self { items: 5, cases: 2, ..Self::default() }
    }

    fn with_item() -> Self {
        Self { items: 6, has_item: true, cases: 2, ..Self::default() }
    }
}

fn hold_to(name: &str, copy: &Copy, shows: &Shows) {
    let reader = copy.unlock(With::Passphrase, Access::Read).unwrap_or_else(|error| panic!("{name}: {error}"));
    holds(name, &reader, shows);
    drop(reader);
    let writers = |copy: &Copy| Keyed::of(copy).logs().into_iter().map(|log| log.writer).collect::<BTreeSet<_>>();
    let before = writers(copy);
    let vault = copy.unlock(With::Passphrase, Access::Change).unwrap();
    vault.log_contact(1, &contact("2026-04-02T09:00", "Written after the crash.")).unwrap();
    add(&vault, "after.txt", b"added after the crash").unwrap();
    vault.lock().unwrap();
    let vault = copy.unlock(With::Passphrase, Access::Read).unwrap();
    let shows = Shows { items: shows.items + 1, ..*shows };
    // A folder that a crash kept from being registered is registered by now.
    holds(name, &vault, &Shows { cases: vault.cases().unwrap().len().max(shows.cases), ..shows });
    assert_eq!(writers(copy).len() > before.len(), shows.new_writer, "{name}: a new writer's log");
    one_root_for_each_size(name, copy);
}

fn holds(name: &str, vault: &UnlockedVault, shows: &Shows) {
    let report = check(vault);
    let classes: BTreeSet<Class> = report.problems.iter().map(|finding| finding.class).collect();
    assert_eq!(classes, shows.findings.iter().copied().collect(), "{name}: {:#?}", report.problems);
    let cases = vault.cases().unwrap();
    assert_eq!((cases.len(), cases[0].items), (shows.cases, shows.items), "{name}");
    let rows = vault.timeline(1, &TimelineFilter::default()).unwrap();
    assert!(rows.iter().any(|row| row.text == "Acknowledged before the crash."), "{name}: a contact is lost");
    if shows.has_item {
        let mut bytes = Vec::new();
        vault.read_item(1, 6).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, BYTES, "{name}");
    }
}

/// Never two committed notes of one log and one size with different roots.
fn one_root_for_each_size(name: &str, copy: &Copy) {
    let keyed = Keyed::of(copy);
    let mut signed = BTreeMap::new();
    for log in keyed.logs() {
        for (segment, path) in keyed.segments(&log) {
            let note = keyed.segment(&log, &path).note;
            let text = note.split("\n\n").next().unwrap().to_owned();
            let other = signed.insert((log.box_id.clone(), log.writer.clone(), segment.last), text.clone());
            assert!(other.is_none_or(|other| other == text), "{name}: two notes for record {}", segment.last);
        }
    }
}

fn snaps_of_an_item() -> Snaps {
    Snaps::of(|_| {}, |vault| assert_eq!(add(vault, "item.txt", BYTES).unwrap(), 6))
}

#[test]
fn a_crash_while_an_item_is_saved_loses_nothing_that_was_acknowledged() {
    let snaps = snaps_of_an_item();
    let (object, segment) = (snaps.one_made("/objects/"), snaps.one_made("/log/"));

    let state = snaps.state("object-begun");
    put_torn(&state, object);
    hold_to("object-begun", &state, &Shows::without_item());

    let state = snaps.state("object-named");
    put(&state, object);
    hold_to("object-named", &state, &Shows::without_item());

    let state = snaps.state("segment-begun");
    put(&state, object);
    put_torn(&state, segment);
    hold_to("segment-begun", &state, &Shows::without_item());

    let state = snaps.state("memory-told");
    put(&state, object);
    put_unnamed(&state, segment);
    snaps.expect_next(&state, segment.0);
    hold_to("memory-told", &state, &Shows::without_item());

    let state = snaps.state("memory-told-segment-lost");
    put(&state, object);
    snaps.expect_next(&state, segment.0);
    hold_to("memory-told-segment-lost", &state, &Shows::without_item());

    // The commit point: from here on the item may have been acknowledged.
    let state = snaps.late_state("segment-named");
    snaps.take_memory(&state, &snaps.before);
    snaps.expect_next(&state, segment.0);
    hold_to("segment-named", &state, &Shows::with_item());

    let state = snaps.late_state("memory-confirmed");
    snaps.take_state(&state, &snaps.before, "index.db");
    fs::remove_file(state.state_of_vault().unwrap().join("index.db-wal")).ok();
    hold_to("memory-confirmed", &state, &Shows::with_item());
    hold_to("done", &snaps.late_state("done"), &Shows::with_item());
}

#[test]
fn a_segment_that_the_memory_knows_nothing_of_is_never_signed_beside() {
    let snaps = snaps_of_an_item();
    // The rename is done, the folder's fsync fails, and both writes of the memory are lost.
    let state = snaps.late_state("fsync-failed");
    snaps.take_memory(&state, &snaps.before);
    hold_to("fsync-failed", &state, &Shows { new_writer: true, ..Shows::with_item() });

    // The disk said that the segment was durable, and it was not.
    let state = snaps.state("disk-lied");
    put(&state, snaps.one_made("/objects/"));
    snaps.take_memory(&state, &snaps.after);
    let shows = Shows { new_writer: true, findings: &[Class::RolledBack], ..Shows::without_item() };
    hold_to("disk-lied", &state, &shows);
}

#[test]
fn an_error_while_saving_leaves_nothing_behind_and_the_next_save_works() {
    let place = tempfile::tempdir().unwrap();
    let copy = Copy::of(&Copy::at(&folder().join("base")), place.path()).unwrap();
    let vault = copy.unlock(With::Passphrase, Access::Change).unwrap();
    vault.log_contact(1, &contact("2026-04-01T09:00", "Acknowledged before the crash.")).unwrap();
    let before = copy.files();
    // The memory cannot be replaced: its temporary name is taken by a folder.
    let taken = copy.state_of_vault().unwrap().join("memory.recent.age.new");
    fs::create_dir(&taken).unwrap();
    assert!(add(&vault, "item.txt", BYTES).is_err());
    let mut left = copy.files();
    left.retain(|path, _| !before.contains_key(path));
    assert!(
        left.keys().all(|path| path.contains("/objects/") && !path.contains("tmp-")),
        "left behind: {:?}",
        left.keys()
    );
    fs::remove_dir(&taken).unwrap();
    assert_eq!(add(&vault, "item.txt", BYTES).unwrap(), 6);
    vault.lock().unwrap();
    hold_to("error", &copy, &Shows::with_item());
}

#[test]
fn a_crash_while_a_capture_is_adopted_makes_no_second_item() {
    let mut waiting = String::new();
    let base = Copy::at(&folder().join("base"));
    base.files()
        .into_keys()
        .filter_map(|path| path.strip_prefix("inbox/").map(str::to_owned))
        .for_each(|path| waiting = path);
    let name = waiting.trim_end_matches(".age").to_owned();
    let inbox_file = (&format!("inbox/{waiting}"), &fs::read(base.vault().join("inbox").join(&waiting)).unwrap());
    let snaps = Snaps::of(|_| {}, |vault| assert_eq!(vault.adopt_inbox(&name, 1, false).unwrap().item, 6));
    let (of_vault, of_case): (Vec<_>, Vec<_>) =
        snaps.made("log/").into_iter().partition(|(path, _)| path.starts_with("log/"));
    assert_eq!((of_vault.len(), of_case.len()), (1, 1));
    let adopted = Shows { items: 6, ..Shows::without_item() };

    // The item is saved; that it was adopted is not.
    let state = snaps.state("item-saved");
    put(&state, snaps.one_made("/objects/"));
    put(&state, of_case[0]);
    snaps.expect_next(&state, of_case[0].0);
    let vault = state.unlock(With::Passphrase, Access::Change).unwrap();
    assert!(check(&vault).ok);
    assert_eq!(vault.adopt_inbox(&name, 1, false).unwrap().item, 6);
    assert_eq!(vault.inbox().unwrap().waiting.len(), 0);
    vault.lock().unwrap();
    hold_to("item-saved", &state, &adopted);

    // It was recorded that it is adopted; its file is still there.
    let state = snaps.late_state("adopted");
    put(&state, inbox_file);
    snaps.take_state(&state, &snaps.before, "captures");
    hold_to("adopted", &state, &adopted);
    assert!(!state.vault().join(inbox_file.0).exists());

    // The file is gone and still on the list.
    let state = snaps.late_state("file-removed");
    snaps.take_state(&state, &snaps.before, "captures");
    hold_to("file-removed", &state, &adopted);
}

#[test]
fn a_crash_while_adding_to_the_inbox_loses_no_capture() {
    let snaps = Snaps::of(
        |copy| {
            let locked = open_vault(&copy.vault(), copy.installation(LATER)).unwrap();
            locked.inbox_add(&mut &b"a capture"[..], "screen.png", Acquisition::ScreenCapture, None).unwrap();
        },
        |_| {},
    );
    let base = Copy::at(&folder().join("base"));
    let known = base.files();
    let files = snaps.before.files();
    let capture = files.iter().find(|(path, _)| path.starts_with("inbox/") && !known.contains_key(*path)).unwrap();

    let state = snaps.state("capture-begun");
    fs::remove_file(state.vault().join(capture.0)).unwrap();
    put_torn(&state, capture);
    snaps.take_state(&state, &base, "captures");
    hold_to("capture-begun", &state, &Shows::without_item());

    // Durable, but not on the list: set apart, not lost.
    let state = snaps.state("capture-unlisted");
    snaps.take_state(&state, &base, "captures");
    hold_to("capture-unlisted", &state, &Shows { findings: &[Class::InboxUnknown], ..Shows::without_item() });
    let vault = state.unlock(With::Passphrase, Access::Read).unwrap();
    assert_eq!(vault.inbox().unwrap().quarantined[0].name, "screen.png");
    drop(vault);
    hold_to("capture-listed", &snaps.state("capture-listed"), &Shows::without_item());
}

#[test]
fn a_crash_while_a_case_is_made_leaves_it_whole_or_not_there() {
    let snaps = Snaps::of(|_| {}, |vault| assert_eq!(vault.add_case("A third case").unwrap(), 3));
    let key = snaps.one_made("/key.age");
    let case = key.0.strip_suffix("/key.age").unwrap();
    let segments: Vec<_> = snaps.made(&format!("{case}/log/"));
    let folders = |copy: &Copy| {
        for name in ["log", "objects"] {
            fs::create_dir_all(copy.vault().join(case).join(name)).unwrap();
        }
    };

    let state = snaps.state("folder-made");
    folders(&state);
    hold_to("folder-made", &state, &Shows::without_item());

    let state = snaps.state("key-begun");
    folders(&state);
    put_torn(&state, key);
    hold_to("key-begun", &state, &Shows::without_item());

    let state = snaps.state("key-made");
    folders(&state);
    put(&state, key);
    hold_to("key-made", &state, &Shows::without_item());

    let state = snaps.state("first-segment-begun");
    folders(&state);
    put(&state, key);
    put_torn(&state, segments[0]);
    hold_to("first-segment-begun", &state, &Shows::without_item());

    let state = snaps.state("not-registered");
    folders(&state);
    put(&state, key);
    segments.iter().for_each(|segment| put(&state, *segment));
    hold_to("not-registered", &state, &Shows::without_item());
    let vault = state.unlock(With::Passphrase, Access::Change).unwrap();
    assert_eq!(vault.find_case("A third case").unwrap(), 3);
    drop(vault);
    hold_to("registered", &snaps.late_state("registered"), &Shows { cases: 3, ..Shows::without_item() });
}

#[test]
fn a_key_file_that_was_never_finished_is_a_leftover() {
    let snaps = Snaps::of(|_| {}, |_| {});
    let state = snaps.state("key-file-begun");
    let key = ("keys/1.passphrase.age".to_owned(), fs::read(state.vault().join("keys/1.passphrase.age")).unwrap());
    put_torn(&state, (&key.0, &key.1));
    hold_to("key-file-begun", &state, &Shows::without_item());
}

#[test]
fn copying_the_closed_folder_is_a_backup() {
    let place = tempfile::tempdir().unwrap();
    let base = Copy::at(&folder().join("base"));
    copy_tree(&base.vault(), &place.path().join("vault")).unwrap();
    for name in ["passphrase.txt", "words.txt"] {
        fs::copy(base.path(name), place.path().join(name)).unwrap();
    }
    let elsewhere = Copy::at(Path::new(place.path()));
    let vault = elsewhere.unlock(With::Words, Access::Window).unwrap();
    assert!(vault.opening().first_time_here);
    assert_eq!(vault.cases().unwrap().len(), 2);
}
