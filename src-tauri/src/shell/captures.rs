//! What the shell does for captures: their set, their shortcut, their names, and the inbox that takes them at any time.

use super::{Held, Shell, hold, is_wayland};
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shots::Shots;
use casekeep_model::SetPlace;
use casekeep_model::view::InboxRow;
use casekeep_model::window::{Display, ShortcutState};
use casekeep_vault::open_vault;
use std::path::PathBuf;

impl Shell {
    /// Returns what the display allows.
    pub(super) fn display(&self) -> Display {
        Display { wayland: is_wayland(), shortcut: *hold(&self.shortcut) }
    }

    /// Notes how the shortcut for capturing stands.
    pub fn set_shortcut(&self, state: ShortcutState) {
        *hold(&self.shortcut) = state;
    }

    /// Returns the set of captures that is going on.
    pub fn shots(&self) -> &Shots {
        &self.shots
    }

    /// Seals a capture to the inbox, whether the vault is locked or not.
    ///
    /// # Errors
    /// When there is no vault, or this computer never opened it, and what the engine says.
    pub fn seal_capture(&self, png: &[u8], name: &str, place: SetPlace) -> Answer<InboxRow> {
        match &*hold(&self.held) {
            Held::Locked(vault) => vault.inbox_capture(png, name, place).or_problem(),
            Held::Unlocked(vault) => open_vault(vault.folder(), self.installation.clone())
                .and_then(|vault| vault.inbox_capture(png, name, place))
                .or_problem(),
            Held::None => Err(ShellError::NoVault.tell()),
        }
    }

    /// Keeps what was chosen to be added, until something else is or the vault is locked.
    pub fn keep_sources(&self, paths: Vec<PathBuf>) {
        *hold(&self.sources) = paths;
    }

    /// Returns what was chosen to be added.
    pub fn sources(&self) -> Vec<PathBuf> {
        hold(&self.sources).clone()
    }

    /// Keeps where an export of messages and its files were found, until something else is or the vault is locked.
    pub fn keep_beside(&self, paths: Vec<PathBuf>) {
        *hold(&self.beside) = paths;
    }

    /// Returns where an export of messages and its files were found.
    pub fn beside(&self) -> Vec<PathBuf> {
        hold(&self.beside).clone()
    }

    /// Returns the file name of a capture that is made now.
    pub fn capture_name(&self) -> String {
        format!("Screen {}.png", self.local_time())
    }

    /// Returns the wall clock's time in the computer's zone, as names of captures have it: `2026-03-04 19.15.30`.
    pub fn local_time(&self) -> String {
        let now = self.installation.clock.now().to_chrono().with_timezone(&chrono::Local);
        now.format("%Y-%m-%d %H.%M.%S").to_string()
    }
}
