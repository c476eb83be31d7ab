//! A vault in a world that can fail, what is known to be saved in it, and the judgement of what is left.

use crate::world::World;
use casekeep_format::Identity;
use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::people::Role;
use casekeep_model::view::Progress;
use casekeep_model::{
    Acquisition, Channel, Class, Clock, Contact, Direction, ItemFacts, Moment, Person, Register, RegisterEntry, Secret,
    Timestamp,
};
use casekeep_vault::{
    Access, BatchLimits, Disk, Installation, KeyWork, NewItem, Opens, Result, UnlockWith, UnlockedVault, VaultError,
    create_vault, open_vault,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub const PASSPHRASE: &str = "paper lantern orchard seven";
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1000, Ordering::Relaxed))
    }
    fn since_boot(&self) -> Option<u64> {
        None
    }
    fn zone(&self) -> Option<String> {
        None
    }
}

struct Blind;

impl Inspect for Blind {
    fn sniff(&self, _: &[u8]) -> String {
        "application/octet-stream".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> std::result::Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
}

/// What was reported as saved.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub cases: Vec<String>,
    pub items: BTreeMap<(u32, u32), Vec<u8>>,
    pub contacts: BTreeMap<(u32, u32), String>,
    /// People, by what they are called.
    pub people: BTreeMap<(u32, u32), String>,
    pub notes: Vec<(u32, String)>,
    /// Files in the inbox, by what they hold; each is there or has become an item.
    pub captures: Vec<Vec<u8>>,
    /// Files outside the vault that were reported as made.
    pub outside: Vec<PathBuf>,
    /// Copies of the vault that were reported as made.
    pub copies: Vec<PathBuf>,
    /// Passphrases of which one opens the vault, where that is in question.
    pub passphrases: Vec<String>,
    /// Recovery words that were shown.
    pub words: Option<String>,
    /// Which passphrase a person was told opens the vault, where changing all keys stopped.
    pub told: Option<Opens>,
}

/// A world with a vault in it, and what is known of it.
#[derive(Clone)]
pub struct Stage {
    pub world: World,
    pub known: Known,
    /// It goes on from one unlock to the next, as a computer's does.
    clock: Arc<Ticking>,
    /// A further key.
    key: Option<Arc<Secret>>,
    /// The passphrase, where there is no further key.
    passphrase: String,
}

pub fn folder() -> PathBuf {
    PathBuf::from("/home/Test.casekeep")
}

pub fn go(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

impl Stage {
    pub fn empty() -> Self {
        Self {
            world: World::new(),
            known: Known::default(),
            clock: Arc::new(Ticking(AtomicI64::new(1_794_000_000_000))),
            key: None,
            passphrase: PASSPHRASE.to_owned(),
        }
    }

    /// Returns a vault with two cases, items, contacts, a private note and a capture that waits.
    pub fn furnished() -> Self {
        let mut stage = Self::empty();
        let vault = create_vault(&folder(), stage.installation(), &secret(PASSPHRASE)).expect("a vault").vault;
        for name in ["Matter 1", "Matter 2"] {
            stage.add_case(&vault, name).expect("a case");
        }
        for (name, bytes) in [("card.png", &b"a card"[..]), ("letter.pdf", b"a letter"), ("empty.txt", b"")] {
            stage.add_item(&vault, 1, name, bytes).expect("an item");
        }
        stage.log(&vault, 1, "He waited at the surgery door.").expect("a contact");
        stage.log(&vault, 2, "A message at night.").expect("a contact");
        stage.note(&vault, 1, "I did not sleep.").expect("a note");
        let key = Identity::generate();
        let passphrase = secret(PASSPHRASE);
        let recipient = key.to_recipient().to_string();
        vault.add_key(UnlockWith::Passphrase(&passphrase), "the tests", &recipient).expect("a further key");
        stage.key = Some(Arc::new(secret(&key.secret_line())));
        vault.lock().expect("locked");
        stage.capture(b"a capture").expect("a capture");
        stage
    }

    /// Returns the same with so many small segments that they are joined.
    pub fn crowded(&self) -> Self {
        let mut stage = self.copy();
        let vault = stage.unlock(Access::Change).expect("it opens");
        for n in 0..70 {
            stage.log(&vault, 1, &format!("Call {n}.")).expect("a contact");
        }
        stage.world.arm(None);
        // Leaving without locking, so that the joining is still to be done.
        std::mem::forget(vault);
        stage.copy()
    }

    pub fn copy(&self) -> Self {
        self.with(self.world.copy())
    }

    /// Returns the same story in another world.
    pub fn with(&self, world: World) -> Self {
        Self { world, ..self.clone() }
    }

    pub fn installation(&self) -> Installation {
        Installation {
            disk: Disk::new(Arc::new(self.world.clone())),
            state: PathBuf::from("/state"),
            clock: self.clock.clone(),
            inspect: Arc::new(Blind),
            key_work: KeyWork::FOR_TESTS,
            batch: BatchLimits { files: 4, ..BatchLimits::default() },
        }
    }

    pub fn unlock(&self, access: Access) -> Result<UnlockedVault> {
        self.unlock_at(&folder(), self.installation(), access)
    }

    /// Opens the vault with this passphrase from now on.
    pub fn use_passphrase(&mut self, passphrase: &str) {
        (self.key, self.passphrase) = (None, passphrase.to_owned());
    }

    fn unlock_at(&self, at: &Path, installation: Installation, access: Access) -> Result<UnlockedVault> {
        let passphrase = secret(&self.passphrase);
        open_vault(at, installation)?.unlock(
            self.key.as_ref().map_or(UnlockWith::Passphrase(&passphrase), |key| UnlockWith::Identity(key)),
            access,
        )
    }

    /// Returns what is asked for again before a key changes.
    pub fn key(&self) -> UnlockWith<'_> {
        UnlockWith::Identity(self.key.as_ref().expect("the vault has a further key"))
    }

    pub fn add_case(&mut self, vault: &UnlockedVault, name: &str) -> Result<u32> {
        let case = vault.add_case(name)?;
        self.known.cases.push(name.to_owned());
        Ok(case)
    }

    pub fn add_item(&mut self, vault: &UnlockedVault, case: u32, name: &str, bytes: &[u8]) -> Result<()> {
        let new = NewItem {
            name,
            how: Acquisition::File,
            facts: ItemFacts::default(),
            size_hint: bytes.len() as u64,
            keep_duplicate: false,
        };
        let receipt = vault.add_item(case, &mut &*bytes, new, &mut go)?;
        self.known.items.insert((case, receipt.item), bytes.to_vec());
        Ok(())
    }

    pub fn log(&mut self, vault: &UnlockedVault, case: u32, what: &str) -> Result<u32> {
        let (number, _) = vault.log_contact(case, &contact(what))?;
        self.known.contacts.insert((case, number), what.to_owned());
        Ok(number)
    }

    pub fn enter(&mut self, vault: &UnlockedVault, case: u32, called: &str) -> Result<u32> {
        let person = Person::new(called.to_owned(), Role::Subject);
        let number = vault.enter(case, &RegisterEntry::Person(person))?.n;
        self.known.people.insert((case, number), called.to_owned());
        Ok(number)
    }

    pub fn note(&mut self, vault: &UnlockedVault, case: u32, text: &str) -> Result<()> {
        vault.add_private_note(case, text)?;
        self.known.notes.push((case, text.to_owned()));
        Ok(())
    }

    pub fn capture(&mut self, bytes: &[u8]) -> Result<()> {
        let locked = open_vault(&folder(), self.installation())?;
        locked.inbox_add(&mut &*bytes, "shot.png", Acquisition::File, Some(bytes.len() as u64))?;
        self.known.captures.push(bytes.to_vec());
        Ok(())
    }

    /// Checks that everything known is there and whole, and that the vault can be used as before.
    pub fn judge(&mut self, may_be_found: &[Class]) -> std::result::Result<(), String> {
        let vault = self.unlock(Access::Change).map_err(|error| format!("does not unlock: {error:?}"))?;
        self.find_known(&vault)?;
        self.find_nothing_wrong(&vault, may_be_found)?;
        let told = |error: VaultError| format!("cannot be used: {error:?}");
        // Closing one may have been the last thing that was saved.
        for case in vault.cases().map_err(told)?.iter().filter(|case| case.closed) {
            vault.reopen_case(case.case, "").map_err(told)?;
        }
        self.add_item(&vault, 1, "after.txt", b"added afterwards").map_err(told)?;
        self.log(&vault, 1, "Logged afterwards.").map_err(told)?;
        vault.lock().map_err(told)?;
        let again = self.unlock(Access::Read).map_err(|error| format!("does not unlock again: {error:?}"))?;
        self.find_known(&again)?;
        self.find_nothing_wrong(&again, may_be_found)?;
        drop(again);
        self.open_with_secrets()?;
        self.known.copies.iter().try_for_each(|copy| self.judge_copy(copy))
    }

    fn open_with_secrets(&self) -> std::result::Result<(), String> {
        let opens_with = |with: UnlockWith<'_>| {
            open_vault(&folder(), self.installation()).is_ok_and(|locked| locked.unlock(with, Access::Read).is_ok())
        };
        let opens = |passphrase: &String| opens_with(UnlockWith::Passphrase(&secret(passphrase)));
        let words = self.known.words.as_deref().map(secret);
        need(words.is_none_or(|words| opens_with(UnlockWith::Recovery(&words))), || {
            "the recovery words that were shown do not open it".to_owned()
        })?;
        need(self.known.passphrases.is_empty() || self.known.passphrases.iter().any(opens), || {
            format!("none of {:?} opens it", self.known.passphrases)
        })
    }

    /// Opens a copy as another computer would, and compares what is in it with what the vault held when it was made.
    pub fn judge_copy(&self, copy: &Path) -> std::result::Result<(), String> {
        let elsewhere = Installation { state: PathBuf::from("/elsewhere"), ..self.installation() };
        let vault = self.unlock_at(copy, elsewhere, Access::Read).map_err(|error| format!("the copy: {error:?}"))?;
        self.find_nothing_wrong(&vault, &[Class::InboxUnknown]).map_err(|wrong| format!("the copy: {wrong}"))
    }

    pub fn find_known(&self, vault: &UnlockedVault) -> std::result::Result<(), String> {
        let told = |error: VaultError| format!("{error:?}");
        let names: Vec<String> = vault.cases().map_err(told)?.into_iter().map(|case| case.name).collect();
        for name in &self.known.cases {
            need(names.contains(name), || format!("case {name} is gone; there are {names:?}"))?;
        }
        for ((case, number), bytes) in &self.known.items {
            need(read(vault, *case, *number)? == *bytes, || format!("item {number} of case {case} holds other bytes"))?;
        }
        for ((case, number), what) in &self.known.contacts {
            let there = vault.contact(*case, *number).map_err(told)?;
            need(there.contact.what == *what, || {
                format!("contact {number} of case {case} says {:?}", there.contact.what)
            })?;
        }
        for ((case, number), called) in &self.known.people {
            let there = display(vault, *case, *number).map_err(told)?;
            need(there == *called, || format!("person {number} of case {case} is called {there:?}"))?;
        }
        for (case, text) in &self.known.notes {
            let notes = vault.private_notes(*case).map_err(told)?;
            need(notes.iter().any(|note| note.text == *text), || format!("the note {text:?} is gone"))?;
        }
        self.find_captures(vault)?;
        let files = self.world.files();
        for path in &self.known.outside {
            need(files.get(path).is_some_and(|bytes| !bytes.is_empty()), || format!("{} is gone", path.display()))?;
        }
        Ok(())
    }

    fn find_captures(&self, vault: &UnlockedVault) -> std::result::Result<(), String> {
        let inbox = vault.inbox().map_err(|error| format!("{error:?}"))?;
        need(inbox.missing.is_empty(), || format!("captures are missing: {:?}", inbox.missing))?;
        for bytes in &self.known.captures {
            let waits = inbox.waiting.iter().chain(&inbox.quarantined).any(|row| row.bytes > bytes.len() as u64);
            let mut items = (1..=2).flat_map(|case| (1..=20).map(move |item| (case, item)));
            let adopted = items.any(|(case, item)| read(vault, case, item).is_ok_and(|there| there == *bytes));
            need(waits || adopted, || "a capture is gone".to_owned())?;
        }
        Ok(())
    }

    fn find_nothing_wrong(&self, vault: &UnlockedVault, may_be_found: &[Class]) -> std::result::Result<(), String> {
        let report = vault.verify(&mut go).map_err(|error| format!("cannot be checked: {error:?}"))?;
        let found = report.problems.iter().chain(&vault.opening().findings);
        let found = found.filter(|finding| !may_be_found.contains(&finding.class));
        let wrong: BTreeSet<_> = found.map(|finding| format!("{}: {}", finding.class.code(), finding.what)).collect();
        need(wrong.is_empty(), || format!("{wrong:?}"))
    }
}

fn read(vault: &UnlockedVault, case: u32, number: u32) -> std::result::Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut reader = vault.read_item(case, number).map_err(|error| format!("item {number} of {case}: {error:?}"))?;
    reader.read_to_end(&mut bytes).map_err(|error| format!("item {number} of {case}: {error}"))?;
    Ok(bytes)
}

pub fn need(holds: bool, else_say: impl FnOnce() -> String) -> std::result::Result<(), String> {
    if holds { Ok(()) } else { Err(else_say()) }
}

pub fn contact(what: &str) -> Contact {
    let occurred = Moment::parse("2026-03-04T19:15", "Europe/London").expect("a moment");
    Contact::new(occurred, Channel::InPerson, Direction::FromThem, what)
}

/// Returns what a person of a case is called.
pub fn display(vault: &UnlockedVault, case: u32, number: u32) -> Result<String> {
    match vault.register_entry(case, Register::Person, number)?.entry {
        RegisterEntry::Person(person) => Ok(person.display),
        other => panic!("{other:?} is no person"),
    }
}
