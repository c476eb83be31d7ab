//! The whole main job, in the order of an evening: from nothing, to a bundle that somebody else can open.
//!
//! Every text, name and file carries a word that stands nowhere else; afterwards nothing on the disk may hold one of them
//! but the files that were there before and the one copy that was asked for.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casekeep_tests::canary::{self, Search};
use casekeep_tests::{place, sample};
use serde_json::Value;

use crate::axe;
use crate::dropping::drop_files;
use crate::home::Home;
use crate::page::Role;
use crate::screen::Screen;
use crate::until::until;
use crate::window::Window;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";

/// What the person types and adds, with its own unique word in each.
struct Said {
    case: String,
    what: String,
    words: String,
    shown: String,
    from: String,
    purpose: String,
    reason: String,
}

impl Said {
    fn new() -> Self {
        let with = |text: &str, kind: &str| format!("{text} {}", canary::word(kind));
        Self {
            case: with("Matter", "case"),
            what: with("He waited at the surgery door until seven.", "what"),
            words: with("I only want to thank you.", "words"),
            shown: with("A message asking to meet", "shown"),
            from: with("Unknown account", "from"),
            purpose: with("PC 4471 Osei, Northshire Police,", "purpose"),
            reason: with("The officer asked to see it today.", "reason"),
        }
    }

    /// The unique words alone.
    fn canaries(&self) -> Vec<String> {
        let texts = [&self.case, &self.what, &self.words, &self.shown, &self.from, &self.purpose, &self.reason];
        texts.iter().filter_map(|text| text.split(' ').next_back()).map(str::to_owned).collect()
    }
}

/// Files on the person's disk before Casekeep: their names and their bytes hold a unique word each.
struct Files {
    letter: PathBuf,
    photo: PathBuf,
    dropped: PathBuf,
    waiting: PathBuf,
    picture: PathBuf,
    words: Vec<String>,
}

impl Files {
    fn write(home: &Home) -> Self {
        let sample = home.files().join("sample");
        std::fs::create_dir_all(&sample).expect("a folder can be made in the account");
        let drawn = sample::write_files(&sample).expect("the sample's files can be written");
        let png =
            drawn.iter().find(|path| path.extension().is_some_and(|end| end == "png")).expect("the sample has a PNG");
        let mut words = Vec::new();
        let mut put = |name: &str, end: &str, before: Vec<u8>| {
            let (in_name, in_bytes) = (canary::word(&format!("{name}name")), canary::word(&format!("{name}bytes")));
            let mut bytes = before;
            bytes.extend_from_slice(format!("\n{in_bytes}\n").as_bytes());
            let path = home.write(&format!("{name} {in_name}.{end}"), &bytes);
            words.extend([in_name, in_bytes]);
            path
        };
        let picture = std::fs::read(png).expect("the sample's PNG can be read");
        Self {
            letter: put("letter", "txt", b"A letter at work, handed in at the desk.".to_vec()),
            photo: put("photo", "png", picture),
            dropped: put("dropped", "txt", b"Copied out of a chat.".to_vec()),
            waiting: put("waiting", "txt", b"Written while locked.".to_vec()),
            picture: png.clone(),
            words,
        }
    }
}

/// One evening in front of the computer.
struct Evening {
    home: Home,
    screen: Screen,
    window: Window,
    said: Said,
    files: Files,
}

#[test]
fn the_whole_main_job_leaves_nothing_readable_behind() {
    let search = Search::begin();
    let home = Home::new("main-job");
    let files = Files::write(&home);
    let screen = Screen::start(&home);
    let _behind = screen.show_picture(&home, &files.picture, "Messages");
    let window = Window::open(&screen, &home, "main-job");
    let mut evening = Evening { home, screen, window, said: Said::new(), files };
    evening.makes_a_vault();
    evening.makes_a_case();
    evening.captures_the_screen();
    evening.pastes();
    evening.adds_files();
    evening.drops_a_file();
    evening.logs_a_contact();
    evening.finds_it_on_the_timeline();
    evening.opens_the_item();
    evening.hands_over();
    evening.checks_everything();
    evening.locks();
    evening.adds_while_locked();
    evening.mistypes_then_unlocks();
    evening.finds_the_waiting_file_in_the_case();
    evening.locks();
    evening.leaves_nothing_behind(&search);
}

impl Evening {
    fn makes_a_vault(&self) {
        let window = &self.window;
        window.see("A sealed place for what someone sends you");
        self.look("01-start");
        window.press("Make a vault");
        window.fill("Passphrase", PASSPHRASE);
        window.fill("The same again", PASSPHRASE);
        self.home.answer(&[&self.vault()]);
        window.press("Choose");
        window.see("strong");
        self.look("02-create");
        window.press("Make the vault");
        window.see("Put these 12 words on paper");
        let words = self.recovery_words();
        self.look("03-words");
        window.press("I have them on paper");
        window.find(Role::Heading, "Type three words from your paper");
        assert!(!window.source().contains(&words.join(" ")), "the words are hidden while three are typed back");
        self.look("04-three-words");
        for (index, word) in words.iter().enumerate() {
            let label = format!("Word {}", index + 1);
            if window.has_exactly(Role::Textbox, &label) {
                window.fill(&label, word);
            }
        }
        window.press("Finish");
        window.see("Nothing here yet");
    }

    fn makes_a_case(&self) {
        self.look("05-first-case");
        self.window.fill("Name", &self.said.case);
        self.window.press("Make the case");
        self.window.see("Start with the newest thing");
        self.look("06-empty-case");
    }

    fn captures_the_screen(&self) {
        let window = &self.window;
        window.press("Capture the screen");
        window.find(Role::Dialog, "What should be captured?");
        self.look("07-what-to-capture");
        window.press("Screen 1");
        window.see("Saved as item 0001");
        window.wait("the picture", || self.is_drawn("dialog img").then_some(()));
        self.look("08-captured");
        window.fill("What is it?", &self.said.shown);
        window.fill("From", &self.said.from);
        window.press("Done");
        window.see(&self.said.shown);
    }

    fn pastes(&mut self) {
        self.screen.copy_picture(&self.files.picture);
        self.screen.focus("Casekeep");
        self.screen.press(&["ctrl+v"]);
        self.window.see("Saved as item 0002");
        self.window.press("Done");
        self.window.gone(Role::Button, "Done");
    }

    fn adds_files(&self) {
        let window = &self.window;
        self.home.answer(&[&self.files.letter, &self.files.photo]);
        window.press("Capture");
        window.press("Add files");
        window.see("2 files added");
        self.look("09-added");
        window.press("Done");
        window.gone(Role::Button, "Done");
    }

    fn drops_a_file(&self) {
        drop_files(&self.screen, &self.home, &[&self.files.dropped], (640, 420));
        self.window.see("Saved as item 0005");
        self.window.press("Done");
        self.window.gone(Role::Button, "Done");
    }

    fn logs_a_contact(&self) {
        let window = &self.window;
        window.press("New contact");
        window.click(Role::Radio, "In person");
        window.click(Role::Radio, "A date");
        window.fill("Date", "21 October 2026");
        window.fill("Time", "19:05");
        window.fill("What happened", &self.said.what);
        window.fill("Exact words", &self.said.words);
        window.press("Other items");
        window.click(Role::Checkbox, "Item 0003");
        self.look("10-choose-items");
        window.press("Take 1 item");
        window.see("Item 0003");
        self.look("11-new-contact");
        window.press("Save to the log");
        window.see("Saved as contact 1");
        window.see(&self.said.words);
    }

    fn finds_it_on_the_timeline(&self) {
        let window = &self.window;
        self.look("12-timeline");
        window.fill("Find words, names, items", "waited surgery");
        window.wait("one line found", || (self.lines() == 1).then_some(()));
        window.see("He waited at the surgery door");
        self.look("13-found");
        window.press("Show everything");
        window.wait("all lines again", || (self.lines() > 1).then_some(()));
    }

    fn opens_the_item(&self) {
        let window = &self.window;
        window.press(&self.said.shown);
        window.press("Open the item");
        window.see("Fingerprint");
        window.wait("the picture", || self.is_drawn("main.view img").then_some(()));
        self.look("14-item");
        window.press("Save a decrypted copy");
        window.find(Role::Dialog, "Save a decrypted copy");
        self.look("15-decrypted-copy");
        window.fill("Why do you need it?", &self.said.reason);
        window.fill("Type the item number to go on", "0001");
        let copy = self.home.files().join("the-one-copy.png");
        self.home.answer(&[&copy]);
        window.press("Save the unprotected copy");
        until("the copy", || copy.is_file().then_some(()));
        window.gone(Role::Dialog, "Save a decrypted copy");
        window.press("Timeline");
    }

    fn hands_over(&self) {
        let window = &self.window;
        window.press("Hand over");
        window.click(Role::Radio, "Police");
        window.fill("Who gets it", &self.said.purpose);
        let words = self.window.listed_words("The six words that open the bundle");
        assert_eq!(words.len(), 6, "{words:?}");
        self.look("16-for-whom");
        window.press("Continue");
        window.find(Role::Heading, "What goes with it?");
        self.look("17-what-goes");
        window.press("Continue");
        window.find(Role::Heading, "This is what they get");
        // Counted before the button makes anything.
        window.see("byte for byte as you added it");
        self.look("18-look-over");
        let bundle = self.bundle();
        self.home.answer(&[&bundle]);
        window.press("Make the bundle");
        window.see("The bundle is ready");
        assert!(self.home.files().join("for-the-police.reader.html").is_file(), "the page that opens it is beside it");
        self.look("19-bundle-ready");
        let passphrase = self.home.write("six-words.txt", words.join(" ").as_bytes());
        let report = self.casekeep(&["verify"], &[&bundle, Path::new("--bundle-passphrase-file"), &passphrase]);
        assert!(report.status.success(), "{}", String::from_utf8_lossy(&report.stdout));
        window.press("Write it under Given out");
        window.find(Role::Heading, "Who holds what");
        window.see(&self.said.purpose);
        window.see("no receipt yet");
        self.look("19-given-out");
    }

    fn checks_everything(&self) {
        let window = &self.window;
        window.press("Casekeep, all cases");
        window.find(Role::Heading, "Cases");
        self.look("20-cases");
        window.press("Settings");
        window.press("Checks");
        window.press("Check now");
        window.wait("the check", || window.has(Role::Button, "Check again").then_some(()));
        self.look("21-settings");
    }

    fn locks(&self) {
        let window = &self.window;
        self.screen.focus("Casekeep");
        self.screen.press(&["ctrl+l"]);
        window.find(Role::Button, "Unlock");
        let left: Vec<String> = self.canaries().into_iter().filter(|word| window.source().contains(word)).collect();
        assert!(left.is_empty(), "in the page after locking: {left:?}");
        self.look("22-locked");
    }

    fn adds_while_locked(&self) {
        self.home.answer(&[&self.files.waiting]);
        self.window.press("Add something without unlocking");
        self.window.see("1 capture");
        self.look("23-added-while-locked");
    }

    fn mistypes_then_unlocks(&self) {
        let window = &self.window;
        window.fill("Passphrase", "gravel opera tomato lantern loud");
        window.press("Unlock");
        window.see("That is not the passphrase");
        self.look("24-wrong-passphrase");
        window.fill("Passphrase", PASSPHRASE);
        window.press("Unlock");
        window.find(Role::Heading, "Cases");
    }

    fn finds_the_waiting_file_in_the_case(&self) {
        let window = &self.window;
        window.see("1 capture that you added while locked is in");
        self.look("25-adopted");
        window.press(&self.said.case);
        window.see("Item 0006");
        self.look("26-timeline");
    }

    fn leaves_nothing_behind(self, search: &Search) {
        let canaries = self.canaries();
        let open = canary::open_files_with(&self.window.processes().processes(), &canaries);
        assert!(open.is_empty(), "open in the running application: {open:#?}");
        let vault = self.vault();
        let passphrase = self.home.write("passphrase.txt", PASSPHRASE.as_bytes());
        drop(self.window);
        let places = [vault.clone(), self.home.state(), self.home.home()];
        let found = search.files_with(&places.iter().map(PathBuf::as_path).collect::<Vec<_>>(), &canaries);
        assert!(found.is_empty(), "left on the disk: {found:#?}");
        let casekeep = |words: &[&str]| {
            let mut command = self.home.command(place::program("casekeep"), self.screen.display());
            command.arg("--vault").arg(&vault).arg("--passphrase-file").arg(&passphrase).arg("--json").args(words);
            let output = command.output().expect("casekeep can be started");
            assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
            output.stdout
        };
        let report: Value = serde_json::from_slice(&casekeep(&["verify"])).expect("a report is JSON");
        assert_eq!(report["ok"], true, "{report:#}");
        for (item, file) in [("3", &self.files.letter), ("5", &self.files.dropped), ("6", &self.files.waiting)] {
            let original = std::fs::read(file).expect("the person's own file is still there");
            assert!(casekeep(&["cat", "1", item]) == original, "item {item} is not byte for byte what was added");
        }
        let copy = std::fs::read(self.home.files().join("the-one-copy.png")).expect("the copy can be read");
        assert!(casekeep(&["cat", "1", "1"]) == copy, "the decrypted copy differs from the original");
    }
}

impl Evening {
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

    fn bundle(&self) -> PathBuf {
        self.home.files().join("for-the-police.tar.age")
    }

    fn canaries(&self) -> Vec<String> {
        self.said.canaries().into_iter().chain(self.files.words.iter().cloned()).collect()
    }

    fn recovery_words(&self) -> Vec<String> {
        let words = self.window.listed_words("Your 12 recovery words");
        assert_eq!(words.len(), 12, "{words:?}");
        words
    }

    fn lines(&self) -> u64 {
        let count = self.window.run("return document.querySelectorAll('button.entry').length;", vec![]);
        count.as_u64().unwrap_or(0)
    }

    fn is_drawn(&self, picture: &str) -> bool {
        let drawn = "const image = document.querySelector(arguments[0]); return Boolean(image?.complete && image.naturalWidth > 200);";
        self.window.run(drawn, vec![Value::from(picture)]) == Value::Bool(true)
    }

    fn casekeep(&self, words: &[&str], paths: &[&Path]) -> Output {
        let mut command: Command = self.home.command(place::program("casekeep"), self.screen.display());
        command.args(words).args(paths).output().expect("casekeep can be started")
    }
}
