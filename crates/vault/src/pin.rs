//! What this computer remembers about a vault in the clear: the pin, the list of own captures, and the lock.
//!
//! Nothing here is secret, and nothing here is trusted further than a hint, but for the inbox recipient: captures made
//! while locked are sealed to the one that was pinned when the vault was last unlocked here.

use crate::attempts::Failed;
use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::files::Lock;
use crate::installation::Installation;
use crate::key_folder::NamedKeys;
use casekeep_format::KeyFileHash;
use casekeep_model::{Clock, ObjectName, Timestamp, VaultId, WriterId};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a lock is asked for: a program that we are just starting holds what we had until it runs by itself, so one
/// that was given back may not be free at once.
const LOCK_TRIES: u32 = 25;
/// How long it is waited between two tries.
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// The largest pin that is read, in bytes.
const PIN: u64 = 1 << 20;
/// How the file of a pin begins.
const PIN_START: &[u8] = b"{\"pin\":";
/// The largest list of captures that is read, in bytes.
const CAPTURES: u64 = 64 << 20;

/// `pin.json`: what this computer knows about a vault while it is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pin {
    pub vault: VaultId,
    pub epoch: u32,
    /// The inbox recipient of that epoch, `age1…`.
    pub inbox: String,
    /// Where the vault was when last unlocked.
    pub path: PathBuf,
    /// This installation's writer.
    pub writer: WriterId,
    /// The key files as last seen.
    pub keys: Vec<KeyFileHash>,
    /// Key files that a change under way may have put there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coming: Vec<KeyFileHash>,
    /// Names of key files that a change under way may have taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub going: Vec<String>,
    pub last_unlocked: Option<Timestamp>,
    #[serde(default)]
    pub failed: Failed,
}

impl Pin {
    /// Pins the key files as the log names them.
    pub fn set_keys(&mut self, named: NamedKeys<'_>) {
        self.keys = named.keys.to_vec();
        self.coming = named.coming.to_vec();
        self.going = named.going.to_vec();
    }

    /// Returns the key files as pinned.
    pub fn named_keys(&self) -> NamedKeys<'_> {
        NamedKeys { keys: &self.keys, coming: &self.coming, going: &self.going }
    }
}

/// `pin.json` as it is written: the pin, and a checksum of its own bytes against accidents only. Bytes, because a later
/// version that knows more of a pin must still read this one's.
fn write_pin(pin: &Pin) -> Vec<u8> {
    let bytes = serde_json::to_vec(pin).expect("a pin is plain data with text keys");
    [PIN_START, &bytes, &pin_end(&bytes)].concat()
}

fn read_pin(bytes: &[u8]) -> Option<Pin> {
    let rest = bytes.strip_prefix(PIN_START)?;
    let (pin, end) = rest.split_at_checked(rest.len().checked_sub(pin_end(&[]).len())?)?;
    if end == pin_end(pin) { serde_json::from_slice(pin).ok() } else { None }
}

fn pin_end(pin: &[u8]) -> Vec<u8> {
    format!(",\"blake3\":\"{}\"}}", blake3::hash(pin).to_hex()).into_bytes()
}

/// The state of one vault on this computer: a folder named by the vault's id.
#[derive(Debug, Clone)]
pub(crate) struct State {
    disk: Disk,
    folder: PathBuf,
}

impl State {
    pub fn of(installation: &Installation, vault: &VaultId) -> Self {
        Self { disk: installation.disk.clone(), folder: installation.state.join(vault.as_str()) }
    }

    /// Finds the state of the vault that was last unlocked at this path.
    pub fn at_path(installation: &Installation, path: &Path) -> Result<Option<Self>> {
        for name in installation.disk.list(&installation.state)? {
            let Ok(vault) = name.parse::<VaultId>() else { continue };
            let state = Self::of(installation, &vault);
            if state.pin()?.is_some_and(|pin| pin.path == path) {
                return Ok(Some(state));
            }
        }
        Ok(None)
    }

    pub fn make(&self) -> Result<()> {
        self.disk.make_folders(&self.folder)
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Reads the pin; one that is damaged counts as none, as on a computer that never opened the vault.
    pub fn pin(&self) -> Result<Option<Pin>> {
        Ok(self.pin_bytes()?.and_then(|bytes| read_pin(&bytes)))
    }

    /// Returns whether there is a pin that cannot be read.
    pub fn pin_is_damaged(&self) -> Result<bool> {
        Ok(self.pin_bytes()?.is_some_and(|bytes| read_pin(&bytes).is_none()))
    }

    fn pin_bytes(&self) -> Result<Option<Vec<u8>>> {
        self.disk.read_if_there(&self.file("pin.json"), PIN)
    }

    pub fn set_pin(&self, pin: &Pin) -> Result<()> {
        self.disk.replace(&self.file("pin.json"), &write_pin(pin), true)
    }

    /// Counts a wrong secret; best effort, because failing to count is no reason to refuse the next try.
    pub fn count_failure(&self, clock: &dyn Clock) {
        if let Ok(Some(mut pin)) = self.pin() {
            pin.failed.count_one(clock);
            let _ = self.set_pin(&pin);
        }
    }

    /// Takes the one-process lock; it is held until the file is dropped.
    pub fn lock(&self) -> Result<Lock> {
        self.make()?;
        for _ in 1..LOCK_TRIES {
            if let Some(lock) = self.disk.lock(&self.file("lock"), false)? {
                return Ok(lock);
            }
            std::thread::sleep(LOCK_PAUSE);
        }
        self.disk.lock(&self.file("lock"), false)?.ok_or(VaultError::InUse)
    }

    /// Returns the own captures that are not yet adopted; a torn last line is ignored.
    pub fn captures(&self) -> Result<Vec<ObjectName>> {
        let bytes = self.disk.read_if_there(&self.file("captures"), CAPTURES)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        Ok(whole.lines().filter_map(|line| line.split_once(' ')?.0.parse().ok()).collect())
    }

    /// Adds an own capture to the list, durably.
    pub fn add_capture(&self, name: &ObjectName, now: Timestamp) -> Result<()> {
        let path = self.file("captures");
        let _held = self.hold_captures()?;
        let mut file = self.disk.append(&path)?;
        // A line that a crash tore is closed first, so that this one stands alone.
        let torn = self.disk.read(&path, CAPTURES)?.last().is_some_and(|byte| *byte != b'\n');
        let line = format!("{}{name} {now}\n", if torn { "\n" } else { "" });
        file.write_all(line.as_bytes()).and_then(|()| file.sync()).at("writing", &path)?;
        self.disk.sync_folder(&self.folder)
    }

    /// Keeps two processes from changing the list of captures at the same time.
    fn hold_captures(&self) -> Result<Option<Lock>> {
        self.disk.lock(&self.file("captures.lock"), true)
    }

    /// Takes names off the list of own captures.
    pub fn drop_captures(&self, gone: &[ObjectName]) -> Result<()> {
        let _held = self.hold_captures()?;
        let path = self.file("captures");
        let bytes = self.disk.read_if_there(&path, CAPTURES)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let is_gone = |line: &str| {
            line.split_once(' ').and_then(|(name, _)| name.parse().ok()).is_some_and(|name| gone.contains(&name))
        };
        let kept: String = text.split_inclusive('\n').filter(|line| line.ends_with('\n') && !is_gone(line)).collect();
        self.disk.replace(&path, kept.as_bytes(), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_lock_that_is_being_given_back_is_waited_for_and_one_that_is_kept_is_refused() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let state = || State { disk: Disk::default(), folder: folder.path().join("state") };
        for _ in 0..20 {
            let held = state().lock().expect("nobody has it");
            let (send, begun) = channel();
            let asking = std::thread::spawn({
                let state = state();
                move || {
                    send.send(()).expect("it is waited for");
                    state.lock().is_ok()
                }
            });
            begun.recv().expect("it begins");
            drop(held);
            assert!(asking.join().expect("it ends"));
        }
        let held = state().lock().expect("nobody has it");
        assert!(matches!(state().lock(), Err(VaultError::InUse)));
        drop(held);
    }
}
