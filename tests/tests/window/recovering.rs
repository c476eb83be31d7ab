//! What can be lost, lost: the passphrase, the words, the computer. Each is recovered in the real window, to the byte.

use std::path::{Path, PathBuf};

use casekeep_tests::place;
use serde_json::Value;

use crate::axe;
use crate::home::Home;
use crate::page::Role;
use crate::screen::Screen;
use crate::window::Window;

const FIRST: &str = "gravel opera tomato lantern quiet";
const SECOND: &str = "marble oboe tundra quilt lizard";
const LETTER: &str = "A letter at work, handed in at the desk.\n";

/// A person at a computer, with the vault that they make there.
struct Desk {
    home: Home,
    screen: Screen,
    window: Window,
    letter: PathBuf,
}

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
    fn new(name: &str) -> Self {
        let home = Home::new(name);
        let letter = home.write("letter.txt", LETTER.as_bytes());
        let screen = Screen::start(&home);
        let window = Window::open(&screen, &home, name);
        Self { home, screen, window, letter }
    }

    fn makes_a_vault(&self) -> Vec<String> {
        let window = &self.window;
        window.press("Make a vault");
        self.chooses_a_passphrase("Passphrase", FIRST);
        self.home.answer(&[&self.vault()]);
        window.press("Choose");
        window.press("Make the vault");
        let words = self.writes_the_words_down();
        window.see("Nothing here yet");
        window.press("Make the case");
        window.see("Start with the newest thing");
        words
    }

    fn adds_a_letter(&self) {
        self.home.answer(&[&self.letter]);
        self.window.press("Add files");
        self.window.see("Saved as item 0001");
        self.window.press("Done");
        self.window.gone(Role::Button, "Done");
    }

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

    fn chooses_a_passphrase(&self, label: &str, passphrase: &str) {
        self.window.fill(label, passphrase);
        self.window.fill("The same again", passphrase);
        self.window.see("strong");
    }

    /// Reads the words from the page, and types three of them back.
    fn writes_the_words_down(&self) -> Vec<String> {
        let window = &self.window;
        window.find(Role::Heading, "Put these 12 words on paper");
        let words = window.listed_words("Your 12 recovery words");
        assert_eq!(words.len(), 12, "{words:?}");
        window.press("I have them on paper");
        window.find(Role::Heading, "Type three words from your paper");
        for (index, word) in words.iter().enumerate() {
            let label = format!("Word {}", index + 1);
            if window.has_exactly(Role::Textbox, &label) {
                window.fill(&label, word);
            }
        }
        window.press("Finish");
        words
    }

    fn opens_the_settings(&self, page: &str) {
        self.window.press("Casekeep, all cases");
        self.window.press("Settings");
        self.window.press(page);
        self.window.find(Role::Heading, page);
    }

    fn locks(&self) {
        self.window.press("Lock");
        self.window.find(Role::Button, "Unlock");
    }

    fn unlocks(&self, passphrase: &str) {
        self.window.fill("Passphrase", passphrase);
        self.window.press("Unlock");
        self.window.find(Role::Heading, "Cases");
    }

    /// Pictures the page in light and in dark, and lets axe-core judge both.
    fn look(&self, name: &str) {
        for theme in ["light", "dark"] {
            self.window.run("document.documentElement.dataset.theme = arguments[0];", vec![Value::from(theme)]);
            self.window.shot(&format!("{name}-{theme}"));
            axe::no_violations(&self.window, &format!("{name}, {theme}"));
        }
        self.window.run("delete document.documentElement.dataset.theme;", vec![]);
    }

    fn vault(&self) -> PathBuf {
        self.home.vaults().join("Mine.casekeep")
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
