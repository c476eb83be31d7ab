//! What can be lost, lost: the passphrase, the words, the computer. Each is recovered in the real window, to the byte.

use std::path::{Path, PathBuf};

use casekeep_tests::place;

use crate::desk::{Desk, FIRST, LETTER, SECOND};
use crate::page::Role;
use crate::window::Window;
#[test]
fn whatever_is_lost_the_rest_brings_it_back() {
    let mut desk = Desk::new("recovering");
    let words = desk.makes_a_vault();
    desk.adds_a_letter();
    desk.backs_up();
    desk.loses_the_passphrase(&words);
    let words = desk.loses_the_words(&words);
    desk.backs_up_again();
    desk.loses_the_computer();
    desk.restores(&words);
    desk.has_every_byte();
}

impl Desk {
    fn backs_up(&self) {
        self.opens_the_settings("Backups");
        self.window.see("There is no backup yet.");
        self.look("backups-none");
        std::fs::create_dir_all(self.backup()).expect("a folder for the backup can be made");
        self.home.answer(&[&self.backup()]);
        self.window.press("Choose a folder and back up");
        self.window.see("read back and compared");
        self.look("backups");
    }

    fn loses_the_passphrase(&self, words: &[String]) {
        let window = &self.window;
        self.locks();
        window.press("I lost my passphrase");
        window.fill("Your 12 recovery words", &words.join(" "));
        window.press("Unlock");
        window.find(Role::Heading, "Choose a new passphrase");
        self.look("new-passphrase");
        self.chooses_a_passphrase("Passphrase", SECOND);
        window.press("Set the passphrase");
        window.find(Role::Heading, "Cases");
        self.locks();
        window.fill("Passphrase", FIRST);
        window.press("Unlock");
        window.see("That is not the passphrase");
        self.unlocks(SECOND);
    }

    fn loses_the_words(&self, old: &[String]) -> Vec<String> {
        let window = &self.window;
        self.opens_the_settings("Passphrase and words");
        self.look("keys");
        window.press("New words");
        window.fill("Your present passphrase", SECOND);
        window.press("Make new words");
        let words = self.writes_the_words_down();
        assert_ne!(words, old, "the words are new");
        window.see("Not tried since then");
        window.press("Try them");
        window.fill("Your 12 recovery words", &words.join(" "));
        window.press("Try the words");
        window.see("These words open the vault");
        self.look("words-tried");
        self.locks();
        window.press("I lost my passphrase");
        window.fill("Your 12 recovery words", &old.join(" "));
        window.press("Unlock");
        window.see("Those are not the words of this vault");
        self.look("old-words");
        window.press("Use your passphrase");
        self.unlocks(SECOND);
        words
    }

    fn backs_up_again(&self) {
        let window = &self.window;
        self.opens_the_settings("Backups");
        window.press("Back up now");
        window.see("read back and compared");
        window.press("Try it");
        window.fill("Your present passphrase", SECOND);
        window.press("Try the copy");
        window.see("It opens, and holds what it should");
        self.look("backup-tried");
    }

    /// The vault is gone, and the account with it; the backup is on another disk.
    fn loses_the_computer(&mut self) {
        self.locks();
        std::fs::remove_dir_all(self.vault()).expect("the vault can be lost");
        std::fs::remove_dir_all(self.home.state()).expect("the state can be lost");
        std::fs::create_dir_all(self.home.state()).expect("a new account has an empty state");
        let fresh = Window::open(&self.screen, &self.home, "recovering-again");
        drop(std::mem::replace(&mut self.window, fresh));
    }

    fn restores(&self, words: &[String]) {
        let window = &self.window;
        window.press("Restore from a backup");
        window.fill("Where the backup is", &self.copy().display().to_string());
        window.fill("Where the vault is to be kept", &self.vault().display().to_string());
        self.look("restore");
        window.press("Restore");
        window.find(Role::Heading, "The vault is restored");
        self.look("restored");
        window.press("Open the vault");
        window.press("I lost my passphrase");
        window.fill("Your 12 recovery words", &words.join(" "));
        window.press("Unlock");
        window.press("Not now");
        window.see("This vault is new to this computer");
        window.press("They are the same");
        window.press("Matter 1");
        window.see("Item 0001");
        self.look("everything");
        self.locks();
        self.unlocks(SECOND);
    }

    fn has_every_byte(self) {
        let (vault, passphrase) = (self.vault(), self.home.write("passphrase.txt", SECOND.as_bytes()));
        let casekeep = |words: &[&str]| {
            let mut command = self.home.command(place::program("casekeep"), self.screen.display());
            command.arg("--vault").arg(&vault).arg("--passphrase-file").arg(&passphrase).arg("--json").args(words);
            command.output().expect("casekeep can be started")
        };
        self.locks();
        let report = casekeep(&["verify"]);
        assert!(report.status.success(), "{}", String::from_utf8_lossy(&report.stdout));
        assert_eq!(casekeep(&["cat", "1", "1"]).stdout, LETTER.as_bytes(), "the letter, byte for byte");
    }

    fn backup(&self) -> PathBuf {
        self.home.files().join("stick")
    }

    /// The copy itself: the folder that was chosen, or the one with the vault's name in it.
    fn copy(&self) -> PathBuf {
        let holds = |folder: &Path| folder.join("vault.json").is_file();
        let inside = std::fs::read_dir(self.backup()).expect("the stick can be read").filter_map(Result::ok);
        let mut all = inside.map(|entry| entry.path()).chain([self.backup()]);
        all.find(|folder| holds(folder)).expect("the backup is on the stick")
    }
}
