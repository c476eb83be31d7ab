//! A screen of its own for each test: Xvfb, a window manager, keys, the clipboard, pictures.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::group::Group;
use crate::home::Home;
use crate::until::until;

/// Wide enough for the window, with a strip below it from which files are dragged.
pub const SIZE: (u32, u32) = (1280, 1000);

/// The colour that the one main button of a page is filled with, in light.
const ACCENT: &[u8] = &[0x1C, 0x3A, 0x61];

/// In how many bytes the screen differs at least after a change of page; typing and a busy button change far fewer.
const ANOTHER_PAGE: usize = 100_000;

/// A screen with nothing on it yet. Dropping it ends everything that was shown on it by us.
pub struct Screen {
    display: String,
    // Dropped in this order: what is shown before what shows it.
    clipboard: Option<Group>,
    _manager: Group,
    _server: Group,
}

impl Screen {
    /// Starts a screen and waits until windows can be shown on it.
    pub fn start(home: &Home) -> Self {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"]);
        server.arg(format!("{}x{}x24", SIZE.0, SIZE.1)).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Group::start(&mut server);
        let mut number = String::new();
        let output = server.child().stdout.take().expect("its output is a pipe");
        BufReader::new(output).read_line(&mut number).expect("Xvfb says which display it is");
        let display = format!(":{}", number.trim());
        assert!(display.len() > 1, "Xvfb did not start");
        let manager = Group::start(home.command("openbox", &display).stdout(Stdio::null()).stderr(Stdio::null()));
        let screen = Self { display, clipboard: None, _manager: manager, _server: server };
        until("a window manager", || screen.xdotool(&["get_desktop"]).is_some().then_some(()));
        screen
    }

    /// The display's name, for `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Presses keys in the window that has the focus, such as `ctrl+l`.
    pub fn press(&self, keys: &[&str]) {
        let words: Vec<&str> = ["key", "--clearmodifiers"].iter().chain(keys).copied().collect();
        assert!(self.xdotool(&words).is_some(), "{keys:?} could not be pressed");
    }

    /// Types text into whatever has the focus.
    pub fn type_text(&self, text: &str) {
        assert!(self.xdotool(&["type", "--delay", "40", "--", text]).is_some(), "the text could not be typed");
    }

    /// Waits until a window with this title is shown and has the focus.
    pub fn focus(&self, title: &str) {
        // Programs have further windows of similar names, which are never shown to anyone.
        let exactly = format!("^{title}$");
        let words = ["search", "--onlyvisible", "--name", &exactly, "windowfocus", "--sync"];
        until(&format!("a window called {title}"), || self.xdotool(&words));
    }

    /// Puts a picture on the clipboard, as copying in another program does.
    pub fn copy_picture(&mut self, png: &Path) {
        self.clipboard = None;
        let mut copy = Command::new("xclip");
        copy.args(["-quiet", "-selection", "clipboard", "-t", "image/png", "-i"])
            .arg(png)
            .env("DISPLAY", &self.display);
        self.clipboard = Some(Group::start(copy.stdout(Stdio::null()).stderr(Stdio::null())));
        until("the picture on the clipboard", || {
            let mut ask = Command::new("xclip");
            ask.args(["-selection", "clipboard", "-o", "-t", "TARGETS"]).env("DISPLAY", &self.display);
            let output = ask.stderr(Stdio::null()).output().ok()?;
            String::from_utf8_lossy(&output.stdout).contains("image/png").then_some(())
        });
    }

    /// Shows a picture in a window of another program, as a person has one open; it is gone when this is dropped.
    pub fn show_picture(&self, home: &Home, picture: &Path, title: &str) -> Group {
        let mut display = home.command("display", &self.display);
        display
            .args(["-title", title, "-resize", "300x500", "-geometry", "+900+200"])
            .arg(picture)
            .stderr(Stdio::null());
        let shown = Group::start(&mut display);
        until("the picture's window", || self.xdotool(&["search", "--onlyvisible", "--name", title]));
        shown
    }

    /// Saves a picture of the whole screen.
    pub fn picture(&self, to: &Path) {
        let mut import = Command::new("import");
        let status = import.args(["-window", "root"]).arg(to).env("DISPLAY", &self.display).status();
        assert!(status.is_ok_and(|status| status.success()), "the screen could not be pictured");
    }

    /// Waits until much of the screen is other than before, as after a change of page, and nothing but a blinking mark still changes.
    pub fn settle(&self, before: &[u8]) {
        let mut last = self.pixels();
        until("something new on the screen, and rest", || {
            let now = self.pixels();
            let is_done = differing(before, &now) > ANOTHER_PAGE && differing(&last, &now) < 300;
            last = now;
            is_done.then_some(())
        });
    }

    /// Waits until a filled button is drawn: a page that has one can be typed into.
    pub fn wait_for_main_button(&self) {
        until("a filled button", || {
            let filled = self.pixels().chunks(3).filter(|pixel| *pixel == ACCENT).count();
            (filled > 2_000).then_some(())
        });
    }

    /// Returns the whole screen, three bytes a pixel.
    pub fn pixels(&self) -> Vec<u8> {
        let mut import = Command::new("import");
        import.args(["-window", "root", "-depth", "8", "rgb:-"]).env("DISPLAY", &self.display);
        import.output().expect("ImageMagick is installed").stdout
    }

    /// Runs xdotool; what it prints, or `None` when it failed.
    pub fn xdotool(&self, words: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").args(words).env("DISPLAY", &self.display).stderr(Stdio::null()).output();
        let output = output.expect("xdotool is installed");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

/// Counts the bytes in which two pictures of one size differ.
fn differing(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).filter(|(one, other)| one != other).count()
}
