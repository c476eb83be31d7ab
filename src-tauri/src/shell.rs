//! What the shell holds while it runs: which vault, whether it is open, and everything that ends when it is locked.
//!
//! Invariants: the keys exist only inside `Held::Unlocked`, the leases on it, and the items that are played; locking takes
//! the vault away first, closes what is played, asks all work to stop, then waits for every lease, so that when
//! [`Shell::lock`] returns the keys are wiped. Whoever reads of what is played holds a lease.
//! Locks are taken in blocking work only, never on the window's own thread.

mod captures;
mod playing;
#[cfg(test)]
mod tests;

use crate::grants::Grants;
use crate::idle::{IdleTimer, Instants, Step};
use crate::jobs::{Job, Jobs};
use crate::lease::{Lease, Leases};
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::settings::{self, Stored};
use crate::shots::Shots;
use casekeep_media::Inspector;
use casekeep_model::guidance::GuidanceInUse;
use casekeep_model::keeping::BackupReport;
use casekeep_model::view::Opening;
use casekeep_model::window::{LockReason, Made, Settings, ShortcutState, Standing, VaultState};
use casekeep_model::{Report, Secret};
use casekeep_vault::{
    Access, Disk, Installation, ItemSpans, SystemClock, UnlockWith, UnlockedVault, Vault, create_vault, open_vault,
};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

pub use playing::NoPart;

/// How long nobody did anything before the daily check goes on, in milliseconds.
const QUIET: u64 = 20_000;

/// The vault as it stands.
enum Held {
    None,
    Locked(Vault),
    Unlocked(Arc<UnlockedVault>),
}

/// Everything the commands share.
pub struct Shell {
    installation: Installation,
    inspector: Arc<Inspector>,
    held: Mutex<Held>,
    locked: Condvar,
    open: AtomicBool,
    compared: AtomicBool,
    why: Mutex<Option<LockReason>>,
    leases: Arc<Leases>,
    jobs: Arc<Jobs>,
    idle: Mutex<IdleTimer>,
    stored: Mutex<Stored>,
    current_case: Mutex<Option<u32>>,
    new_words: Mutex<Vec<Zeroizing<String>>>,
    certificate: Mutex<Option<Certificate>>,
    shots: Shots,
    media: Grants<ItemSpans>,
    sources: Mutex<Vec<PathBuf>>,
    beside: Mutex<Vec<PathBuf>>,
    shortcut: Mutex<ShortcutState>,
}

/// The certificate of the last case that was shredded, until the vault is locked.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The case's number.
    pub case: u32,
    /// The text.
    pub text: String,
}

/// The shell as commands hold it.
pub type Shared = Arc<Shell>;

impl Shell {
    /// Starts with the vault at `first`, or the one that was open last, where it is still there.
    pub fn new(state: PathBuf, first: Option<PathBuf>) -> Self {
        let inspector = Arc::new(Inspector::new());
        let stored = Stored::read(&state);
        let clock = Arc::new(SystemClock);
        let installation = Installation {
            disk: Default::default(),
            state,
            clock,
            inspect: Arc::clone(&inspector) as _,
            key_work: Default::default(),
            batch: Default::default(),
        };
        let held =
            first.or_else(|| stored.last_vault.clone()).map_or(Held::None, |path| reopened(&path, &installation));
        let idle = IdleTimer::new(idle_limit(&stored.settings), instants());
        Self {
            installation,
            inspector,
            held: Mutex::new(held),
            locked: Condvar::new(),
            open: AtomicBool::new(false),
            compared: AtomicBool::new(false),
            why: Mutex::default(),
            leases: Arc::default(),
            jobs: Arc::default(),
            idle: Mutex::new(idle),
            stored: Mutex::new(stored),
            current_case: Mutex::default(),
            new_words: Mutex::default(),
            certificate: Mutex::default(),
            shots: Shots::default(),
            media: Grants::default(),
            sources: Mutex::default(),
            beside: Mutex::default(),
            shortcut: Mutex::default(),
        }
    }

    /// Returns what people are told beyond their own case.
    pub fn guidance(&self) -> GuidanceInUse {
        crate::content::in_use(&self.installation.state, self.installation.clock.now())
    }

    /// Returns where the vault stands.
    ///
    /// # Errors
    /// When the application's state cannot be read.
    pub fn vault_state(&self) -> Answer<VaultState> {
        let (state, folder, locked, opening) = match &*hold(&self.held) {
            Held::None => (Standing::None, None, None, None),
            Held::Locked(vault) => {
                let described = vault.describe().or_problem()?;
                (Standing::Locked, Some(described.folder.clone()), Some(described), None)
            }
            Held::Unlocked(vault) => {
                let folder = vault.folder().display().to_string();
                (Standing::Unlocked, Some(folder), None, Some(self.opening_of(vault)))
            }
        };
        let why = hold(&self.why).filter(|_| state == Standing::Locked);
        Ok(VaultState { state, folder, locked, why, opening, display: self.display() })
    }

    fn opening_of(&self, vault: &UnlockedVault) -> Opening {
        let opening = vault.opening().clone();
        let compared = self.compared.load(Ordering::Relaxed);
        Opening { first_time_here: opening.first_time_here && !compared, ..opening }
    }

    /// Notes that the person compared the words of the key with their sheet.
    pub fn set_compared(&self) {
        self.compared.store(true, Ordering::Relaxed);
    }

    /// Makes a vault in the folder and leaves it unlocked.
    ///
    /// # Errors
    /// When one is unlocked already, and what the engine says.
    pub fn create(&self, folder: &Path, passphrase: &Secret) -> Answer<Made> {
        let mut held = hold(&self.held);
        if matches!(*held, Held::Unlocked(_)) {
            return Err(ShellError::Unlocked.tell());
        }
        let created = create_vault(folder, self.installation.clone(), passphrase).or_problem()?;
        let opening = created.vault.opening().clone();
        self.keep_new_words(&created.recovery_words);
        self.now_open(&mut held, created.vault);
        Ok(Made { words: created.recovery_words, opening })
    }

    /// Keeps new recovery words until three of them were typed back, or the vault is locked.
    pub fn keep_new_words(&self, words: &[String]) {
        *hold(&self.new_words) = words.iter().cloned().map(Zeroizing::new).collect();
    }

    /// Compares words that were just made; positions count from 1. True when all are right, which the vault remembers.
    pub fn confirm_words(&self, answers: &[(usize, Zeroizing<String>)]) -> bool {
        let mut words = hold(&self.new_words);
        let is_right = |(position, typed): &(usize, Zeroizing<String>)| {
            let word = position.checked_sub(1).and_then(|index| words.get(index));
            word.is_some_and(|word| typed.trim().eq_ignore_ascii_case(word))
        };
        let right = !answers.is_empty() && answers.iter().all(is_right);
        if right {
            words.clear();
            drop(words);
            // Where that cannot be noted, the person is only asked again sooner.
            let _ = self.lease().map(|vault| vault.note_words_typed_back());
        }
        right
    }

    /// Keeps the certificate of a shredding until the vault is locked.
    pub fn keep_certificate(&self, certificate: Certificate) {
        *hold(&self.certificate) = Some(certificate);
    }

    /// Returns the certificate of the last shredding.
    pub fn certificate(&self) -> Option<Certificate> {
        hold(&self.certificate).clone()
    }

    /// Takes the vault in the folder as the one to unlock.
    ///
    /// # Errors
    /// When one is unlocked, and what the engine says of the folder.
    pub fn open_folder(&self, folder: &Path) -> Answer<()> {
        let mut held = hold(&self.held);
        if matches!(*held, Held::Unlocked(_)) {
            return Err(ShellError::Unlocked.tell());
        }
        *hold(&self.why) = None;
        *held = Held::Locked(open_vault(folder, self.installation.clone()).or_problem()?);
        Ok(())
    }

    /// Unlocks the vault; one that is unlocked stays so.
    ///
    /// # Errors
    /// When no vault is chosen, and what the engine says.
    pub fn unlock(&self, with: UnlockWith<'_>) -> Answer<Opening> {
        let mut held = hold(&self.held);
        let unlocked = match &*held {
            Held::None => return Err(ShellError::NoVault.tell()),
            Held::Unlocked(vault) => return Ok(self.opening_of(vault)),
            Held::Locked(vault) => vault.unlock(with, Access::Window).or_problem()?,
        };
        let opening = unlocked.opening().clone();
        self.now_open(&mut held, unlocked);
        Ok(opening)
    }

    fn now_open(&self, held: &mut Held, vault: UnlockedVault) {
        let folder = vault.folder().to_owned();
        *held = Held::Unlocked(Arc::new(vault));
        self.open.store(true, Ordering::Relaxed);
        self.compared.store(false, Ordering::Relaxed);
        self.touch();
        let mut stored = hold(&self.stored);
        if stored.last_vault.as_deref() != Some(&folder) {
            stored.last_vault = Some(folder);
            // Without it the folder is asked for at the next start; the vault itself is not touched by that.
            let _ = stored.write(&self.installation.state);
        }
    }

    /// Locks the vault for this reason and returns when its keys are wiped; `leave` runs as soon as nothing more is given out.
    ///
    /// Returns false when nothing was unlocked, and then does not call `leave`.
    pub fn lock(&self, reason: LockReason, leave: impl FnOnce()) -> bool {
        let mut held = hold(&self.held);
        let vault = match mem::replace(&mut *held, Held::None) {
            Held::Unlocked(vault) => vault,
            other => {
                *held = other;
                return false;
            }
        };
        self.open.store(false, Ordering::Relaxed);
        self.media.close_all();
        *hold(&self.why) = Some(reason);
        self.jobs.cancel();
        leave();
        let folder = vault.folder().to_owned();
        drop(vault);
        self.leases.wait_until_returned();
        self.forget();
        *held = reopened(&folder, &self.installation);
        self.locked.notify_all();
        true
    }

    /// Waits until the vault is locked, but at most this long.
    pub fn wait_until_locked(&self, most: Duration) {
        let open = |held: &mut Held| matches!(held, Held::Unlocked(_));
        // Whoever waits goes on in either case.
        let _ = self.locked.wait_timeout_while(hold(&self.held), most, open);
    }

    /// Drops what may not outlive the open vault.
    fn forget(&self) {
        hold(&self.new_words).clear();
        *hold(&self.certificate) = None;
        *hold(&self.current_case) = None;
        hold(&self.sources).clear();
        hold(&self.beside).clear();
    }

    /// Changes all keys, and opens the vault again with the new passphrase; `leave` runs when that fails and it is locked.
    ///
    /// # Errors
    /// What the engine says. When the keys had changed by then, the vault is open with the new ones all the same.
    pub fn rotate(
        &self,
        with: UnlockWith<'_>,
        passphrase: &Secret,
        step: casekeep_vault::Step<'_>,
        leave: impl FnOnce(),
    ) -> Answer<Made> {
        let vault = self.lease()?;
        let words = vault.rotate(with, passphrase, step).or_problem();
        let opened =
            if vault.has_ended() { self.open_anew(vault, passphrase, leave) } else { Ok(self.opening_of(&vault)) };
        let (words, opening) = (words?, opened?);
        self.keep_new_words(&words);
        Ok(Made { words, opening })
    }

    /// Finishes a change of all keys that was stopped.
    ///
    /// # Errors
    /// What the engine says.
    pub fn resume_rotation(&self, step: casekeep_vault::Step<'_>) -> Answer<Made> {
        let vault = self.lease()?;
        let words = vault.resume_rotation(step).or_problem()?;
        self.keep_new_words(&words);
        Ok(Made { words, opening: self.opening_of(&vault) })
    }

    /// Puts the vault under its new keys in the place of the one under the old ones, unless it was locked meanwhile.
    fn open_anew(&self, old: Lease, passphrase: &Secret, leave: impl FnOnce()) -> Answer<Opening> {
        let folder = old.folder().to_owned();
        // Given back first: whoever locks holds what is waited for next, and waits for every lease.
        let old = old.give_back();
        let mut held = hold(&self.held);
        if !matches!(&*held, Held::Unlocked(vault) if std::ptr::eq(old.as_ptr(), Arc::as_ptr(vault))) {
            return Err(ShellError::Locked.tell());
        }
        self.open.store(false, Ordering::Relaxed);
        self.media.close_all();
        *held = Held::None;
        self.leases.wait_until_returned();
        *held = reopened(&folder, &self.installation);
        let opened = match &*held {
            Held::Locked(vault) => vault.unlock(UnlockWith::Passphrase(passphrase), Access::Window).or_problem(),
            _ => Err(ShellError::NoVault.tell()),
        };
        match opened {
            Ok(vault) => {
                let opening = vault.opening().clone();
                self.now_open(&mut held, vault);
                Ok(opening)
            }
            Err(problem) => {
                self.forget();
                *hold(&self.why) = Some(LockReason::Asked);
                leave();
                Err(problem)
            }
        }
    }

    /// Lends out the unlocked vault.
    ///
    /// # Errors
    /// When it is locked, or there is none.
    pub fn lease(&self) -> Answer<Lease> {
        match &*hold(&self.held) {
            Held::Unlocked(vault) => Ok(self.leases.lend(vault)),
            Held::Locked(_) => Err(ShellError::Locked.tell()),
            Held::None => Err(ShellError::NoVault.tell()),
        }
    }

    /// Runs `act` with the vault while it is locked; nobody can unlock it meanwhile.
    ///
    /// # Errors
    /// When it is unlocked, or there is none, and what `act` says.
    pub fn with_locked<T>(&self, act: impl FnOnce(&Vault) -> Answer<T>) -> Answer<T> {
        match &*hold(&self.held) {
            Held::Locked(vault) => act(vault),
            Held::Unlocked(_) => Err(ShellError::Unlocked.tell()),
            Held::None => Err(ShellError::NoVault.tell()),
        }
    }

    /// Returns true while the vault is unlocked.
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    /// Returns true while the vault is unlocked, nobody does anything, and no work is under way.
    pub fn is_quiet(&self) -> bool {
        self.is_open() && !self.jobs.is_working() && hold(&self.idle).idle(instants()) >= QUIET
    }

    /// Begins a piece of long work.
    pub fn begin(&self) -> Job {
        self.jobs.begin()
    }

    /// Asks all long work to stop.
    pub fn cancel(&self) {
        self.jobs.cancel();
    }

    /// Notes that the person is there.
    pub fn touch(&self) {
        hold(&self.idle).touch(instants());
    }

    /// Says what the idle timer wants now; nothing while the vault is locked.
    pub fn tick(&self) -> Step {
        let step = hold(&self.idle).tick(instants(), self.jobs.is_working());
        if self.is_open() { step } else { Step::Wait }
    }

    /// Returns what the person set.
    pub fn settings(&self) -> Settings {
        hold(&self.stored).settings.clone()
    }

    /// Keeps what the person set.
    ///
    /// # Errors
    /// When the state folder cannot be written; the settings then hold until the window closes.
    pub fn set_settings(&self, wanted: Settings) -> Answer<()> {
        let mut stored = hold(&self.stored);
        stored.settings = settings::held(wanted);
        hold(&self.idle).set_limit(idle_limit(&stored.settings));
        let state = &self.installation.state;
        stored.write(state).map_err(|source| ShellError::Io { path: state.clone(), source }.tell())
    }

    /// Returns the case that dropped files go to.
    pub fn current_case(&self) -> Option<u32> {
        *hold(&self.current_case)
    }

    /// Says which case dropped files go to.
    pub fn set_current_case(&self, case: Option<u32>) {
        *hold(&self.current_case) = case;
    }

    /// Looks at the vault in another folder without its keys.
    ///
    /// # Errors
    /// When there is no vault, when it was stopped, and what the engine says of the folder.
    pub fn check_folder(&self, folder: &Path, step: casekeep_vault::Step<'_>) -> Answer<Report> {
        let vault = open_vault(folder, self.installation.clone()).or_problem()?;
        vault.check_keyless(step).or_problem()
    }

    /// Makes a vault of a backup in another folder.
    ///
    /// # Errors
    /// What the engine says of the two folders, or when it was stopped.
    pub fn restore(&self, from: &Path, to: &Path, step: casekeep_vault::Step<'_>) -> Answer<BackupReport> {
        casekeep_vault::restore_vault(from, to, self.installation.clone(), step).or_problem()
    }

    /// Returns the way to the file system, for files that are written for the person.
    pub fn disk(&self) -> Disk {
        self.installation.disk.clone()
    }

    /// Returns what cuts pictures in the sandbox.
    pub fn inspector(&self) -> &Inspector {
        &self.inspector
    }
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Every value behind these is whole at every point where a thread could panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn reopened(folder: &Path, installation: &Installation) -> Held {
    open_vault(folder, installation.clone()).map_or(Held::None, Held::Locked)
}

fn idle_limit(settings: &Settings) -> u64 {
    #[cfg(feature = "automation")]
    if let Some(seconds) = std::env::var("CASEKEEP_AUTO_LOCK_SECONDS").ok().and_then(|text| text.parse::<u64>().ok()) {
        return seconds * 1000;
    }
    u64::from(settings.auto_lock_minutes) * 60_000
}

fn instants() -> Instants {
    static START: OnceLock<Instant> = OnceLock::new();
    let elapsed = START.get_or_init(Instant::now).elapsed().as_millis();
    let boot = casekeep_model::Clock::since_boot(&SystemClock);
    Instants { awake: u64::try_from(elapsed).unwrap_or(u64::MAX), boot }
}

/// Returns true where windows are shown through Wayland.
pub fn is_wayland() -> bool {
    let names = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty());
    cfg!(target_os = "linux")
        && (names("WAYLAND_DISPLAY").is_some() || names("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland"))
}
