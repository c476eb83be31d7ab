//! What the person set, as a small JSON file in the application's state; nothing of a case is in it.
//!
//! A file that is missing, broken or from another version never stops the window: each value that cannot be used is
//! replaced by its default.

use casekeep_model::window::Settings;
use serde_json::{Map, Value};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The longest and shortest idle time that can be set, in minutes.
const AUTO_LOCK: (u32, u32) = (1, 60);
/// The largest and smallest text size, in per cent.
const TEXT_SIZE: (u32, u32) = (100, 200);
/// The seconds after which a capture can be made.
const DELAYS: [u32; 4] = [0, 3, 5, 10];
const FILE: &str = "settings.json";
const LAST_VAULT: &str = "lastVault";

/// The settings and the place of the vault that was open last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// What the person set.
    pub settings: Settings,
    /// The vault that was open last.
    pub last_vault: Option<PathBuf>,
}

impl Stored {
    /// Reads the file in the state folder; defaults where it cannot be read.
    pub fn read(state: &Path) -> Self {
        std::fs::read(state.join(FILE)).map(|bytes| Self::parse(&bytes)).unwrap_or_default()
    }

    fn parse(bytes: &[u8]) -> Self {
        let Ok(Value::Object(found)) = serde_json::from_slice(bytes) else { return Self::default() };
        let last_vault = found.get(LAST_VAULT).and_then(Value::as_str).map(PathBuf::from);
        Self { settings: held(take_usable(&found)), last_vault }
    }

    /// Writes the file: to a temporary beside it, then renamed.
    ///
    /// # Errors
    /// When the state folder cannot be made or written.
    pub fn write(&self, state: &Path) -> io::Result<()> {
        std::fs::create_dir_all(state)?;
        let mut file = tempfile::NamedTempFile::new_in(state)?;
        serde_json::to_writer_pretty(&mut file, &self.to_json())?;
        file.write_all(b"\n")?;
        file.persist(state.join(FILE))?;
        Ok(())
    }

    fn to_json(&self) -> Value {
        let mut object = to_object(&self.settings);
        if let Some(folder) = self.last_vault.as_deref().and_then(Path::to_str) {
            object.insert(LAST_VAULT.to_owned(), folder.into());
        }
        Value::Object(object)
    }
}

/// Returns the settings with every number within its limits.
pub fn held(settings: Settings) -> Settings {
    Settings {
        auto_lock_minutes: settings.auto_lock_minutes.clamp(AUTO_LOCK.0, AUTO_LOCK.1),
        text_size: settings.text_size.clamp(TEXT_SIZE.0, TEXT_SIZE.1),
        capture_delay: if DELAYS.contains(&settings.capture_delay) { settings.capture_delay } else { 0 },
        ..settings
    }
}

fn to_object(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

fn take_usable(found: &Map<String, Value>) -> Settings {
    let mut settings = Settings::default();
    for (name, value) in found {
        let mut object = to_object(&settings);
        if object.insert(name.clone(), value.clone()).is_some()
            && let Ok(changed) = serde_json::from_value(Value::Object(object))
        {
            settings = changed;
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::window::Theme;

    #[test]
    fn what_is_written_is_read_back() {
        let state = tempfile::tempdir().expect("a temporary folder");
        let folder = state.path().join("not/yet/there");
        let stored = Stored {
            settings: Settings { auto_lock_minutes: 12, theme: Theme::Dark, cover: true, ..Settings::default() },
            last_vault: Some("/home/robin/Records.casekeep".into()),
        };
        stored.write(&folder).expect("written");
        assert_eq!(Stored::read(&folder), stored);
        let names: Vec<_> =
            std::fs::read_dir(&folder).expect("listed").map(|e| e.expect("entry").file_name()).collect();
        assert_eq!(names, ["settings.json"]);
    }

    #[test]
    fn what_cannot_be_used_becomes_its_default() {
        let parsed =
            Stored::parse(br#"{"autoLockMinutes":"soon","theme":"dark","cover":1,"colour":"red","lastVault":7}"#);
        assert_eq!(parsed.settings, Settings { theme: Theme::Dark, ..Settings::default() });
        assert_eq!(parsed.last_vault, None);
        for bad in [&b""[..], b"[]", b"\xff", b"{"] {
            assert_eq!(Stored::parse(bad), Stored::default());
        }
        assert_eq!(Stored::read(Path::new("/nowhere/at/all")), Stored::default());
    }

    #[test]
    fn numbers_stay_within_their_limits() {
        let parsed = Stored::parse(br#"{"autoLockMinutes":0,"textSize":4000,"captureDelay":7}"#).settings;
        assert_eq!((parsed.auto_lock_minutes, parsed.text_size, parsed.capture_delay), (1, 200, 0));
        assert_eq!(Stored::parse(br#"{"autoLockMinutes":100000}"#).settings.auto_lock_minutes, 60);
    }
}
