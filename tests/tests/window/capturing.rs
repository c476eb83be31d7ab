//! One gesture: the shortcut in front of another program, unlocked and locked, the set that its shots make, and the card.

use std::path::Path;
use std::time::{Duration, Instant};

use casekeep_tests::sample;

use crate::desk::{Desk, FIRST};
use crate::figures::note;
use crate::page::Role;
use crate::until::until;

const KEYS: &str = "ctrl+alt+k";
const END: &str = "ctrl+alt+shift+k";

#[test]
fn the_shortcut_captures_unlocked_and_locked_and_its_shots_are_a_set() {
    let desk = Desk::new("capturing");
    let window = &desk.window;
    desk.makes_a_vault();
    let drawn = sample::write_files(&desk.home.files()).expect("the sample's files can be written");
    let picture = drawn.iter().find(|path| path.extension().is_some_and(|end| end == "png")).expect("it has a PNG");
    let shown = desk.screen.show_picture(&desk.home, picture, "Messages");
    desk.screen.focus("Messages");

    let took = captures(&desk, "objects");
    note(&format!("shortcut to a saved item, window open: {took:?}"));
    window.see("Saved as item 0001");
    assert_eq!(front(&desk), "Messages", "the window of Casekeep came to the front");
    desk.look("01-card");
    window.click(Role::Radio, "In part");
    window.click(Role::Radio, "There are none");
    window.fill("Handle or number it shows", "stairs_and_sunday");
    window.see("2 of 6");
    window.press("Done");
    window.gone(Role::Button, "Done");

    desk.locks();
    desk.screen.focus("Messages");
    let took = [captures(&desk, "inbox"), captures(&desk, "inbox")];
    note(&format!("shortcut to sealed, locked: {took:?}"));
    window.see("A set of 2 shots is going on.");
    desk.look("02-locked");
    desk.screen.press(&[END]);
    window.gone(Role::Button, "End the set");
    captures(&desk, "inbox");
    assert_eq!(front(&desk), "Messages", "the window of Casekeep came to the front");
    drop(shown);

    window.fill("Passphrase", FIRST);
    window.press("Unlock");
    window.see("3 captures that you added while locked are in");
    window.press("Matter 1");
    window.press("Open the item");
    window.see("Item 0004, original");
    desk.screen.focus("Casekeep");
    desk.screen.press(&["k"]);
    // The same screen twice: all of it is there again.
    window.see("Number 2 of 2 in a set. It shows the last 1,000 rows of pixels of the shot before again.");
    window.see("What others will look for");
    desk.look("03-item");
    window.press("Item 0002");
    window.see("Number 1 of 2 in a set.");
    let sizes: Vec<u64> = sealed(&desk.vault().join("inbox"));
    assert!(sizes.is_empty(), "adopted captures are still in the inbox: {sizes:?}");
}

/// Presses the shortcut, and returns how long it took until one more sealed file had its name.
fn captures(desk: &Desk, kind: &str) -> Duration {
    let folder = desk.vault().join(if kind == "inbox" { "inbox" } else { "cases" });
    let before = sealed(&folder).len();
    let begun = Instant::now();
    desk.screen.press(&[KEYS]);
    until("a sealed capture", || (sealed(&folder).len() > before).then_some(()));
    let took = begun.elapsed();
    until("the sign on the screen", || desk.screen.xdotool(&["search", "--onlyvisible", "--name", "^Casekeep sign$"]));
    took
}

/// The title of the window that has the focus.
fn front(desk: &Desk) -> String {
    desk.screen.xdotool(&["getwindowfocus", "getwindowname"]).unwrap_or_default()
}

/// The sizes of the finished files below a folder.
fn sealed(folder: &Path) -> Vec<u64> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut sizes = Vec::new();
    for entry in entries.flatten() {
        match entry.metadata() {
            Ok(facts) if facts.is_dir() => sizes.extend(sealed(&entry.path())),
            Ok(facts) if entry.path().extension().is_some_and(|end| end == "age") => sizes.push(facts.len()),
            _ => {}
        }
    }
    sizes
}
