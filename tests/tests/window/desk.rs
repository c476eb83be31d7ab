//! A person at a computer, with the vault that they make there: what every evening begins and ends with.

use std::path::PathBuf;

use serde_json::Value;

use crate::axe;
use crate::home::Home;
use crate::page::Role;
use crate::screen::Screen;
use crate::window::Window;

pub const FIRST: &str = "gravel opera tomato lantern quiet";
pub const SECOND: &str = "marble oboe tundra quilt lizard";
pub const LETTER: &str = "A letter at work, handed in at the desk.\n";

/// A person at a computer, with the vault that they make there.
pub struct Desk {
    pub home: Home,
    pub screen: Screen,
    pub window: Window,
    letter: PathBuf,
}

impl Desk {
    /// Sits down at a computer without a vault.
    pub fn new(name: &str) -> Self {
        let home = Home::new(name);
        let letter = home.write("letter.txt", LETTER.as_bytes());
        let screen = Screen::start(&home);
        let window = Window::open(&screen, &home, name);
        Self { home, screen, window, letter }
    }

    /// Makes a vault with the first passphrase and one case; returns its words.
    pub fn makes_a_vault(&self) -> Vec<String> {
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

    /// Adds one file to the case that is open.
    pub fn adds_a_letter(&self) {
        self.home.answer(&[&self.letter]);
        self.window.press("Add files");
        self.window.see("Saved as item 0001");
        self.window.press("Done");
        self.window.gone(Role::Button, "Done");
    }

    /// Types a new passphrase twice.
    pub fn chooses_a_passphrase(&self, label: &str, passphrase: &str) {
        self.window.fill(label, passphrase);
        self.window.fill("The same again", passphrase);
        self.window.see("strong");
    }

    /// Reads the words from the page, and types three of them back.
    pub fn writes_the_words_down(&self) -> Vec<String> {
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

    /// Goes to a page of the settings.
    pub fn opens_the_settings(&self, page: &str) {
        self.window.press("Casekeep, all cases");
        self.window.press("Settings");
        self.window.press(page);
        self.window.find(Role::Heading, page);
    }

    /// Locks the vault.
    pub fn locks(&self) {
        self.window.press("Lock");
        self.window.find(Role::Button, "Unlock");
    }

    /// Unlocks it, and waits for the cases.
    pub fn unlocks(&self, passphrase: &str) {
        self.window.fill("Passphrase", passphrase);
        self.window.press("Unlock");
        self.window.find(Role::Heading, "Cases");
    }

    /// Pictures the page in light and in dark, and lets axe-core judge both.
    pub fn look(&self, name: &str) {
        for theme in ["light", "dark"] {
            self.window.run("document.documentElement.dataset.theme = arguments[0];", vec![Value::from(theme)]);
            self.window.shot(&format!("{name}-{theme}"));
            axe::no_violations(&self.window, &format!("{name}, {theme}"));
        }
        self.window.run("delete document.documentElement.dataset.theme;", vec![]);
    }

    /// Returns the sealed drafts as they lie in the application's state; nothing while there are none.
    pub fn kept_drafts(&self) -> Option<Vec<u8>> {
        let vaults = std::fs::read_dir(self.home.state()).expect("the account has a state");
        vaults.filter_map(|entry| std::fs::read(entry.ok()?.path().join("drafts.age")).ok()).next()
    }

    /// Where the vault is.
    pub fn vault(&self) -> PathBuf {
        self.home.vaults().join("Mine.casekeep")
    }

    /// Unlocks a vault that has no case any more.
    pub fn unlocks_to_nothing(&self, passphrase: &str) {
        self.window.fill("Passphrase", passphrase);
        self.window.press("Unlock");
        self.window.find(Role::Heading, "Nothing here yet");
    }
}
