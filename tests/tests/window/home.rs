//! A person's account for one test: a home folder, the application's state, a place for vaults, a place for files to add.
//!
//! It lies in cargo's output folder and not among temporary files, because the test for leftovers searches those.

use std::path::{Path, PathBuf};
use std::process::Command;

use casekeep_tests::place;

/// The folders of one invented account; they are removed when the test went well.
pub struct Home {
    folder: PathBuf,
    first: Option<PathBuf>,
}

impl Home {
    /// Makes an empty account, in place of one of the same name from an earlier run.
    pub fn new(name: &str) -> Self {
        let folder = place::target().join("window").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("an earlier run's account can be removed");
        }
        let home = Self { folder, first: None };
        for path in [home.home(), home.state(), home.vaults(), home.files()] {
            std::fs::create_dir_all(path).expect("an account can be made in cargo's output folder");
        }
        home
    }

    /// The account's own folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    /// Says which vault the application begins with.
    pub fn begins_with(&mut self, vault: &Path) {
        self.first = Some(vault.to_owned());
    }

    /// The home folder: empty but for what the application and its libraries put there.
    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// What `CASEKEEP_STATE` names.
    pub fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// Where vaults are made.
    pub fn vaults(&self) -> PathBuf {
        self.folder.join("vaults")
    }

    /// The person's own files, from which things are added, and to which they are exported.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Writes one of the person's own files.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.files().join(name);
        std::fs::write(&path, bytes).expect("a file can be written into the account");
        path
    }

    /// The file from which the test build answers its dialogs.
    pub fn answers(&self) -> PathBuf {
        self.folder.join("dialog-answers")
    }

    /// Says what the next dialog is answered with; nothing means that it is closed.
    pub fn answer(&self, paths: &[&Path]) {
        let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        std::fs::write(self.answers(), lines.join("\n")).expect("the answers can be written");
    }

    /// Returns the program with this account's environment and nothing of the tester's own.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>, display: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.home());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
            .env("HOME", self.home())
            .env("CASEKEEP_STATE", self.state())
            .env("CASEKEEP_DIALOG_ANSWER", self.answers());
        if let Some(vault) = &self.first {
            command.env("CASEKEEP_VAULT", vault);
        }
        command.env("DISPLAY", display).env("GDK_BACKEND", "x11").env("LANG", "C.UTF-8").env("TZ", "Europe/London");
        // No session bus: none is started, and nothing of the tester's desktop answers.
        command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").env("NO_AT_BRIDGE", "1").env("GTK_USE_PORTAL", "0");
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            // What is left is in cargo's output folder and goes with the next run.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
