//! A vault in a temporary folder, and small words for what tests do with it.

#![allow(dead_code, clippy::unwrap_used)]

use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::view::{ItemReceipt, Progress};
use casekeep_model::{Acquisition, Channel, Class, Clock, Contact, Direction, ItemFacts, Moment, Secret, Timestamp};
use casekeep_vault::{Access, Installation, KeyWork, NewItem, UnlockWith, UnlockedVault, create_vault, open_vault};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub const PASSPHRASE: &str = "paper lantern orchard seven";

/// A clock that goes on one second each time it is read.
pub struct Ticking(AtomicI64);

impl From<i64> for Ticking {
    fn from(millis: i64) -> Self {
        Self(AtomicI64::new(millis))
    }
}

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1000, Ordering::Relaxed))
    }
    fn since_boot(&self) -> Option<u64> {
        Some(1)
    }
    fn zone(&self) -> Option<String> {
        Some("Europe/London".to_owned())
    }
}

/// Looks at nothing.
pub struct Blind;

impl Inspect for Blind {
    fn sniff(&self, _: &[u8]) -> String {
        "application/octet-stream".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
}

/// A folder with a vault, the application's state, and room for files.
pub struct Home {
    root: tempfile::TempDir,
    clock: Arc<Ticking>,
    installation: Installation,
}

impl Home {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let clock = Arc::new(Ticking(AtomicI64::new(1_794_000_000_000)));
        let installation = Installation {
            disk: Default::default(),
            state: root.path().join("state"),
            clock: clock.clone(),
            inspect: Arc::new(Blind),
            key_work: KeyWork::FOR_TESTS,
            batch: Default::default(),
        };
        Self { root, clock, installation }
    }

    pub fn installation(&self) -> Installation {
        self.installation.clone()
    }

    /// Sets the clock forward by so many seconds, or back.
    pub fn wait(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn folder(&self) -> PathBuf {
        self.path("Test.casekeep")
    }

    pub fn create(&self) -> UnlockedVault {
        create_vault(&self.folder(), self.installation(), &secret(PASSPHRASE)).unwrap().vault
    }

    pub fn unlock(&self, access: Access) -> UnlockedVault {
        let locked = open_vault(&self.folder(), self.installation()).unwrap();
        locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), access).unwrap()
    }

    /// Unlocks when so many milliseconds have gone by.
    pub fn unlock_after(&self, access: Access, millis: i64) -> UnlockedVault {
        let start = self.installation.clock.now().millis() + millis;
        let installation = Installation { clock: Arc::new(Ticking(AtomicI64::new(start))), ..self.installation() };
        let locked = open_vault(&self.folder(), installation).unwrap();
        locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), access).unwrap()
    }

    /// Returns a file of the one vault's state.
    pub fn state_file(&self, name: &str) -> PathBuf {
        let folders = fs::read_dir(self.path("state")).unwrap().map(|entry| entry.unwrap().path());
        folders.filter(|path| path.is_dir()).map(|path| path.join(name)).next().unwrap()
    }
}

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub fn contact(when: &str, what: &str, items: &[u32]) -> Contact {
    let occurred = Moment::parse(when, "Europe/London").unwrap();
    Contact { items: items.to_vec(), ..Contact::new(occurred, Channel::InPerson, Direction::FromThem, what) }
}

pub fn add(vault: &UnlockedVault, case: u32, name: &str, bytes: &[u8]) -> ItemReceipt {
    add_with(vault, case, name, bytes, false)
}

pub fn add_with(vault: &UnlockedVault, case: u32, name: &str, mut bytes: &[u8], keep_duplicate: bool) -> ItemReceipt {
    let size_hint = bytes.len() as u64;
    let new = NewItem { name, how: Acquisition::File, facts: ItemFacts::default(), size_hint, keep_duplicate };
    vault.add_item(case, &mut bytes, new, &mut go).unwrap()
}

pub fn go(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Returns the classes of all problems that a check finds.
pub fn classes(vault: &UnlockedVault) -> Vec<Class> {
    let report = vault.verify(&mut go).unwrap();
    assert_eq!(report.ok, report.problems.is_empty());
    let mut classes: Vec<_> = report.problems.iter().map(|finding| finding.class).collect();
    classes.sort();
    classes
}

/// Checks that a check finds nothing at all.
pub fn assert_ok(vault: &UnlockedVault) {
    let report = vault.verify(&mut go).unwrap();
    assert!(report.ok && report.notes.is_empty(), "{:#?}", (report.problems, report.notes));
}

/// Checks that something holds now, of an index that was made anew, and after a lock; and that nothing is wrong each time.
pub fn assert_lasting(home: &Home, vault: UnlockedVault, check: impl Fn(&UnlockedVault)) {
    let check = |vault: &UnlockedVault| {
        check(vault);
        assert_ok(vault);
    };
    check(&vault);
    vault.rebuild_index().unwrap();
    check(&vault);
    vault.lock().unwrap();
    check(&home.unlock(Access::Read));
}

/// Returns every file below a folder with its bytes.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Returns the object files of the vault.
pub fn objects(home: &Home) -> Vec<PathBuf> {
    tree(&home.folder()).into_keys().filter(|path| path.to_string_lossy().contains("/objects/")).collect()
}

pub fn copy_tree(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
