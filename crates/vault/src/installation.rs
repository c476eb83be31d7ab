//! What an installation of Casekeep is to the engine: a folder for its state, a clock, and the sandboxed decoder.
//!
//! The engine itself reads no environment and no clock; `SystemClock` and `state_folder` are what both programs pass in.

use crate::batches::BatchLimits;
use crate::disk::Disk;
use crate::files::{FileSystem, HostFiles};
use casekeep_model::{Clock, Timestamp, inspect::Inspect, limits};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the engine is given by the program that it runs in.
#[derive(Clone)]
pub struct Installation {
    /// The file system.
    pub disk: Disk,
    /// The folder of the application's own state.
    pub state: PathBuf,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whatever parses hostile files.
    pub inspect: Arc<dyn Inspect>,
    /// How much work a guess at a passphrase or at recovery words is made.
    pub key_work: KeyWork,
    /// How much one commit takes when many files are added.
    pub batch: BatchLimits,
}

/// How much work it is to try one passphrase against a key file that is written (scrypt).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyWork(u8);

impl KeyWork {
    /// Next to none, for vaults that hold nothing: tests that make thousands of key files. A house test keeps it to them.
    pub const FOR_TESTS: Self = Self(1);

    pub(crate) fn factor(self) -> u8 {
        self.0
    }
}

impl Default for KeyWork {
    fn default() -> Self {
        Self(limits::SCRYPT_WRITE)
    }
}

/// The computer's clocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from(chrono::Utc::now())
    }

    fn since_boot(&self) -> Option<u64> {
        #[cfg(target_os = "linux")]
        {
            let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
            Some(u64::try_from(time.tv_sec).ok()? * 1000 + u64::try_from(time.tv_nsec).ok()? / 1_000_000)
        }
        #[cfg(not(target_os = "linux"))]
        None
    }

    fn run(&self) -> Option<String> {
        let mut file = HostFiles.open(Path::new("/proc/sys/kernel/random/boot_id")).ok()?;
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        Some(text.trim().to_owned())
    }

    fn zone(&self) -> Option<String> {
        iana_time_zone::get_timezone().ok()
    }
}

/// Returns the folder for the application's state: `CASEKEEP_STATE` where it is set, else the platform's place for
/// application data; `None` where neither is known.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = variable("CASEKEEP_STATE") {
        return Some(folder);
    }
    if cfg!(target_os = "windows") {
        return variable("LOCALAPPDATA").map(|folder| folder.join("Casekeep"));
    }
    if cfg!(target_os = "macos") {
        return variable("HOME").map(|home| home.join("Library/Application Support/Casekeep"));
    }
    variable("XDG_DATA_HOME")
        .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
        .map(|data| data.join("casekeep"))
}
