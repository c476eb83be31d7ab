//! The base vault: two cases, two computers, one private box, made by the engine with fixed texts.
//!
//! Only its key files are not the engine's: sealed at 2^10 instead of 2^18, so that each vector takes milliseconds to
//! unlock. That is done as a change of the passphrase is: new files, and a `keys` record.

use casekeep_format::{KeyFileHash, PartsBuilder, envelope, kind};
use casekeep_model::{Acquisition, ItemFacts, Patch, Secret, WriterId, view::Progress};
use casekeep_tests::vectors::base::{Copy, With, contact, copy_tree, installation, tree, write};
use casekeep_tests::vectors::forge::{self, Keyed, Lines, change_memory};
use casekeep_tests::vectors::vector::{Op, Vector};
use casekeep_vault::{Access, NewItem, UnlockWith, UnlockedVault, create_vault, open_vault};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

const PASSPHRASE: &str = "tin kettle under a lilac bridge";
pub const CASES: [&str; 2] = ["The knee clinic", "Silent calls"];
/// A fast clock, but before the tests' one.
const START: i64 = 1_773_000_000_000;
const FACTOR: u8 = 10;

/// What the rows need and the finished base does not show.
pub struct Extras {
    /// The inbox file that became an item.
    pub adopted: (String, Vec<u8>),
    /// The segments of the last session, which made ten records.
    pub last_session: BTreeSet<String>,
    /// The second computer's writer.
    pub other_writer: WriterId,
}

struct Making {
    copy: Copy,
    start: i64,
}

pub fn make(to: &Path) -> Extras {
    let work = std::env::temp_dir().join("casekeep-vectors");
    let _ = fs::remove_dir_all(&work);
    let mut making = Making { copy: Copy::at(&work), start: START };
    making.create();
    making.first_session();
    let other_writer = making.on_the_other_computer();
    let adopted = making.adopt_a_capture();
    copy_state(&work.join("state"), &work.join("older"), &["memory.age"]);
    let before = making.copy.files();
    making.last_session();
    let after = making.copy.files();
    let last_session = after.into_keys().filter(|path| !before.contains_key(path)).collect();
    copy_tree(&making.copy.vault(), &to.join("vault")).unwrap();
    copy_state(&work.join("state"), &to.join("state"), &["pin.json", "memory.age", "captures"]);
    copy_tree(&work.join("older"), &to.join("older")).unwrap();
    for name in ["passphrase.txt", "words.txt"] {
        fs::copy(work.join(name), to.join(name)).unwrap();
    }
    fs::remove_dir_all(&work).unwrap();
    Extras { adopted, last_session, other_writer }
}

/// Returns the extras of vectors that are there. The adopted file is in none of them: its own vector is there too.
pub fn committed(folder: &Path) -> Extras {
    let base = Copy::at(&folder.join("base"));
    let pin = fs::read_to_string(base.state_of_vault().unwrap().join("pin.json")).unwrap();
    let mut logs = Keyed::of(&base).logs().into_iter();
    let other = logs.find(|log| !pin.contains(&format!("\"writer\":\"{}\"", log.writer))).unwrap();
    let rolled_back = Vector::all(folder).into_iter().find(|vector| vector.name == "rolled-back-all").unwrap();
    let last_session = rolled_back.apply.into_iter().map(|op| match op {
        Op::Delete { path } => path.strip_prefix("vault/").unwrap().to_owned(),
        _ => unreachable!("it only removes files"),
    });
    let adopted = (String::new(), Vec::new());
    Extras { adopted, last_session: last_session.collect(), other_writer: other.writer }
}

pub fn copy_state(from: &Path, to: &Path, names: &[&str]) {
    for (path, bytes) in tree(from).unwrap() {
        if names.iter().any(|name| path.ends_with(&format!("/{name}"))) {
            write(&to.join(path), &bytes).unwrap();
        }
    }
}

impl Making {
    fn create(&mut self) {
        let secret = Secret::new(PASSPHRASE.to_owned());
        let created = create_vault(&self.copy.vault(), self.copy.installation(self.start), &secret).unwrap();
        write(&self.copy.path("passphrase.txt"), format!("{PASSPHRASE}\n").as_bytes()).unwrap();
        let words = created.recovery_words.join(" ");
        write(&self.copy.path("words.txt"), format!("{words}\n").as_bytes()).unwrap();
        created.vault.lock().unwrap();
        make_keys_quick(&self.copy, 1, 0);
    }

    fn session(&mut self, work: impl FnOnce(&UnlockedVault)) {
        self.start += 86_400_000;
        let secret = self.copy.secret(With::Passphrase);
        let locked = open_vault(&self.copy.vault(), self.copy.installation(self.start)).unwrap();
        let vault = locked.unlock(UnlockWith::Passphrase(&secret), Access::Change).unwrap();
        assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
        work(&vault);
        vault.lock().unwrap();
    }

    fn first_session(&mut self) {
        self.session(|vault| {
            let clinic = vault.add_case(CASES[0]).unwrap();
            let calls = vault.add_case(CASES[1]).unwrap();
            add(vault, clinic, "card.txt", b"With thanks for the knee. My address is on the back.\n");
            add(vault, clinic, "message.txt", b"Would you like to meet on Sunday?\n");
            for (n, text) in SAID.iter().enumerate() {
                let contact = contact(&format!("2026-02-{:02}T12:{:02}", 3 + n, 10 + n), text);
                vault.log_contact(clinic, &contact).unwrap();
            }
            add(vault, clinic, "thirty-one.txt", &b"Are you there?\n".repeat(31));
            let changes = Patch::default().with("place", "the side door");
            vault.amend_contact(clinic, 4, &changes, "I remembered where it was").unwrap();
            vault.add_private_note(clinic, "Ask the practice about the camera at the side door.").unwrap();
            vault.add_private_note(clinic, "I slept badly after this.").unwrap();
            add(vault, calls, "call-list.txt", b"withheld 07:02\nwithheld 07:03\n");
            vault.log_contact(calls, &contact("2026-02-20T07:02", "Silent call.")).unwrap();
            vault.log_contact(calls, &contact("2026-02-20T07:03", "Silent call again.")).unwrap();
        });
    }

    /// Returns the writer that the second computer got.
    fn on_the_other_computer(&mut self) -> WriterId {
        self.start += 86_400_000;
        let before = Keyed::of(&self.copy).logs();
        let secret = self.copy.secret(With::Passphrase);
        let other = installation(&self.copy.path("other-state"), self.start);
        let locked = open_vault(&self.copy.vault(), other).unwrap();
        let vault = locked.unlock(UnlockWith::Passphrase(&secret), Access::Window).unwrap();
        assert!(vault.opening().first_time_here && vault.opening().findings.is_empty());
        vault.log_contact(1, &contact("2026-03-02T18:30", "He stood at the bus stop opposite.")).unwrap();
        add(&vault, 1, "bus-stop.txt", b"A sketch of where he stood.\n");
        vault.log_contact(1, &contact("2026-03-03T18:31", "The same place, the same time.")).unwrap();
        let changes = Patch::default().with("words", "You look tired");
        vault.amend_contact(1, 2, &changes, "I had left out his words").unwrap();
        vault.lock().unwrap();
        let known: BTreeSet<WriterId> = before.into_iter().map(|log| log.writer).collect();
        let logs = Keyed::of(&self.copy).logs();
        logs.into_iter().map(|log| log.writer).find(|writer| !known.contains(writer)).unwrap()
    }

    /// Adopts one capture made while locked and leaves another waiting; returns the file of the first.
    fn adopt_a_capture(&mut self) -> (String, Vec<u8>) {
        let locked = open_vault(&self.copy.vault(), self.copy.installation(self.start + 50_000_000)).unwrap();
        let one = locked.inbox_add(&mut &b"a picture\n"[..], "screen-1.txt", Acquisition::ScreenCapture, None).unwrap();
        locked.inbox_add(&mut &b"a second picture\n"[..], "screen-2.txt", Acquisition::ScreenCapture, None).unwrap();
        let path = format!("inbox/{}.age", one.file);
        let bytes = fs::read(self.copy.vault().join(&path)).unwrap();
        self.session(|vault| {
            vault.adopt_inbox(&one.file, 1, false).unwrap();
            vault.log_contact(1, &contact("2026-03-05T21:07", "A message while I was at home.")).unwrap();
        });
        (path, bytes)
    }

    /// Two records about the unlock, seven contacts, and the heads: ten records.
    fn last_session(&mut self) {
        self.session(|vault| {
            for n in 0..7 {
                let text = format!("Silent call number {}.", n + 1);
                vault.log_contact(1, &contact(&format!("2026-03-0{}T07:02", n + 1), &text)).unwrap();
            }
        });
    }
}

const SAID: [&str; 15] = [
    "He brought chocolates to reception.",
    "He asked reception when I finish.",
    "He waited in the car park.",
    "He waited at the surgery door.",
    "A letter came to the surgery.",
    "He rang reception and gave another name.",
    "He asked for an appointment with me by name.",
    "A second letter, without a stamp.",
    "He was in the corridor without an appointment.",
    "He said that he knows where I park.",
    "A message on a Sunday.",
    "Two messages on a Monday.",
    "The practice wrote to him and asked him to stop.",
    "He came to the desk with the practice's letter.",
    "He wrote that the letter was a misunderstanding.",
];

pub fn add(vault: &UnlockedVault, case: u32, name: &str, bytes: &[u8]) {
    let new = NewItem {
        name,
        how: Acquisition::File,
        facts: ItemFacts::default(),
        size_hint: bytes.len() as u64,
        keep_duplicate: false,
    };
    vault.add_item(case, &mut &*bytes, new, &mut |_: &Progress| ControlFlow::Continue(())).unwrap();
}

/// Seals the identity file of an epoch anew at a low factor and records that in the vault's log at this place among its own,
/// as a change of the passphrase would.
pub fn make_keys_quick(copy: &Copy, epoch: u32, log: usize) {
    let keyed = Keyed::of(copy);
    let mut keys = Vec::new();
    for (way, with) in [("passphrase", With::Passphrase), ("recovery", With::Words)] {
        let file = format!("{epoch}.{way}.age");
        let sealed = sealed_identity(&keyed.identity.write(), &copy.secret(with));
        fs::write(copy.vault().join("keys").join(&file), &sealed).unwrap();
        keys.push(KeyFileHash { file, blake3: hash(&sealed) });
    }
    let log = keyed.logs().remove(log);
    let size = keyed.records(&log).len() as u64;
    let parts = PartsBuilder::new().with("keys", keys).build();
    let record = forge::record(&log, size, kind::KEYS, parts);
    let (path, bytes) = keyed.segment_after(&log, size, &[Lines::from(&record)]);
    write(&copy.vault().join(path), &bytes).unwrap();
    // The computer that wrote it remembers it.
    let head = keyed.tree(&log, usize::try_from(size).unwrap() + 1);
    change_memory(copy, |memory| {
        let heads = memory["heads"].as_array_mut().unwrap();
        let own = heads
            .iter_mut()
            .find(|head| head["box"] == keyed.vault_box().as_str() && head["writer"] == log.writer.as_str());
        let own = own.unwrap();
        own["size"] = head.size().into();
        own["root"] = head.root().to_string().into();
    });
}

/// Seals the text of an identity file as the base's key files are.
pub fn sealed_identity(text: &str, secret: &Secret) -> Vec<u8> {
    let mut writer = envelope::seal_passphrase(secret, FACTOR, Vec::new()).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

fn hash(bytes: &[u8]) -> String {
    casekeep_format::NamingReader::new(bytes).finish().unwrap().to_string()
}
