//! The window as users get it: private browsing on, no driver, driven by keys and the mouse alone, watched by strace.
//!
//! What the page shows cannot be asked here. Each step waits for what it must do on the disk: a saved thing is a new file
//! in the vault.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use casekeep_tests::canary::{self, Search};
use casekeep_tests::{place, sample};

use crate::dropping::drop_files;
use crate::group::Group;
use crate::home::Home;
use crate::screen::Screen;
use crate::until::{LIMIT, until, within};

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";

struct Shipped {
    home: Home,
    screen: Screen,
    application: Group,
    trace: PathBuf,
    vault: PathBuf,
    picture: PathBuf,
}

#[test]
fn the_shipped_window_leaves_nothing_behind_and_connects_to_nothing() {
    let search = Search::begin();
    let [case, shown, what, name, bytes] = ["case", "shown", "what", "name", "bytes"].map(canary::word);
    let mut window = Shipped::open();
    window.unlock();
    window.make_a_case(&case);
    window.paste_and_describe(&shown);
    window.log_a_contact(&what);
    window.drop_file(&name, &bytes);
    window.find(&what);
    window.lock();
    let canaries = [case, shown, what, name, bytes];
    let open = canary::open_files_with(&window.application.processes(), &canaries);
    assert!(open.is_empty(), "open in the running application: {open:#?}");
    window.close();
    let places = [window.vault.clone(), window.home.state(), window.home.home()];
    let found = search.files_with(&places.iter().map(PathBuf::as_path).collect::<Vec<_>>(), &canaries);
    assert!(found.is_empty(), "left on the disk: {found:#?}");
    window.connected_to_nothing();
    window.kept(&canaries);
}

impl Shipped {
    fn open() -> Self {
        let home = Home::new("shipped");
        let drawn = sample::write_files(&home.files()).expect("the sample's files can be written");
        let picture =
            drawn.into_iter().find(|path| path.extension().is_some_and(|end| end == "png")).expect("it has a PNG");
        home.write("passphrase.txt", PASSPHRASE.as_bytes());
        let screen = Screen::start(&home);
        let vault = home.vaults().join("Mine.casekeep");
        casekeep(&home, &screen, &vault, &["init"]);
        let trace = home.files().join("network.txt");
        let mut traced = home.command("strace", screen.display());
        traced
            .args(["-f", "-qq", "-e", "trace=socket,connect,bind,sendto,sendmsg,sendmmsg", "-o"])
            .arg(&trace)
            .arg(place::program("casekeep-desktop"));
        traced.env("CASEKEEP_VAULT", &vault).stdout(Stdio::null()).stderr(Stdio::null());
        let application = Group::start(&mut traced);
        screen.focus("Casekeep");
        screen.wait_for_main_button();
        Self { home, screen, application, trace, vault, picture }
    }

    /// Types the passphrase where the focus is.
    fn unlock(&self) {
        self.does("the record of unlocking", || {
            self.screen.type_text(PASSPHRASE);
            self.screen.press(&["Return"]);
        });
    }

    fn make_a_case(&self, name: &str) {
        // An empty vault asks for the first case's name, in a field that has the focus when its button is drawn.
        self.screen.wait_for_main_button();
        self.does("a case", || {
            self.screen.press(&["ctrl+a"]);
            self.screen.type_text(name);
            self.screen.press(&["Return"]);
        });
    }

    fn paste_and_describe(&mut self, shown: &str) {
        self.screen.copy_picture(&self.picture);
        self.screen.focus("Casekeep");
        self.does("the pasted picture", || self.screen.press(&["ctrl+v"]));
        // The card has the focus on its Close button; the first field comes next.
        self.does("its description", || {
            self.screen.press(&["Tab"]);
            self.screen.type_text(shown);
            self.screen.press(&["ctrl+Return"]);
        });
    }

    fn log_a_contact(&self, what: &str) {
        let timeline = self.screen.pixels();
        self.screen.press(&["n"]);
        self.screen.settle(&timeline);
        // The focus is on the ways it can come: M is a message; then its app, the time, and what happened.
        self.does("the contact", || {
            self.screen.press(&["m", "Tab", "Tab", "Tab"]);
            self.screen.type_text(what);
            self.screen.press(&["ctrl+Return"]);
        });
    }

    fn drop_file(&self, name: &str, bytes: &str) {
        let file = self.home.write(&format!("{name}.txt"), bytes.as_bytes());
        self.does("the dropped file", || drop_files(&self.screen, &self.home, &[&file], (640, 420)));
        self.screen.press(&["Escape"]);
    }

    /// Looks for words, so that a search is among the things that could be kept somewhere.
    fn find(&self, words: &str) {
        let timeline = self.screen.pixels();
        self.screen.press(&["slash"]);
        self.screen.type_text(words);
        self.screen.press(&["Return"]);
        self.screen.settle(&timeline);
    }

    fn lock(&self) {
        self.does("the heads that locking writes", || self.screen.press(&["ctrl+l"]));
    }

    fn close(&mut self) {
        self.screen.press(&["alt+F4"]);
        until("the end of the application", || self.application.has_ended().then_some(()));
    }

    /// Does something once and waits until the vault holds more than before.
    fn does(&self, what: &str, act: impl FnOnce()) {
        let (files, screen) = (count(&self.vault), self.screen.pixels());
        act();
        let picture = place::target().join("shots/shipped-failed.png");
        within(LIMIT, || (count(&self.vault) > files).then_some(())).unwrap_or_else(|| {
            self.screen.picture(&picture);
            panic!("{what} was not saved; the screen is pictured in {}", picture.display())
        });
        self.screen.settle(&screen);
    }

    fn connected_to_nothing(&self) {
        let trace = std::fs::read_to_string(&self.trace).expect("strace wrote what it saw");
        assert!(trace.contains("AF_UNIX"), "strace saw not even the connection to the screen:\n{trace}");
        // GTK asks the kernel over a netlink socket which routes there are; that reaches nobody.
        let is_network = |line: &&str| line.contains("socket(AF_INET") || line.contains("sa_family=AF_INET");
        let network: Vec<&str> = trace.lines().filter(is_network).collect();
        assert!(network.is_empty(), "sockets for a network: {network:#?}");
    }

    /// What was typed is in the vault, so that nothing was searched for in vain.
    fn kept(&self, words: &[String]) {
        let timeline = casekeep(&self.home, &self.screen, &self.vault, &["timeline", "1"]);
        let listed = casekeep(&self.home, &self.screen, &self.vault, &["case", "list"]);
        let missing: Vec<&String> =
            words[..4].iter().filter(|word| !timeline.contains(*word) && !listed.contains(*word)).collect();
        assert!(missing.is_empty(), "never saved: {missing:?}\n{timeline}");
    }
}

fn casekeep(home: &Home, screen: &Screen, vault: &Path, words: &[&str]) -> String {
    let mut command = home.command(place::program("casekeep"), screen.display());
    command.arg("--vault").arg(vault).arg("--passphrase-file").arg(home.files().join("passphrase.txt"));
    let output = command.arg("--json").args(words).output().expect("casekeep can be started");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Counts the finished files below a folder.
fn count(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .map(
            |path| {
                if path.is_dir() { count(&path) } else { usize::from(path.extension().is_some_and(|end| end == "age")) }
            },
        )
        .sum()
}
