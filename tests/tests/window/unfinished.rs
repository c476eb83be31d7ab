//! What is half written when the window is locked, when the application is killed and when the window is closed: it is
//! there again, and was sealed meanwhile.

use std::path::PathBuf;

use casekeep_tests::canary::{self, Search};

use crate::desk::{Desk, FIRST};
use crate::page::Role;
use crate::until::until;
use crate::window::Window;

#[test]
fn what_is_half_written_is_there_again_after_a_lock_a_crash_and_a_closed_window() {
    let search = Search::begin();
    let [what, words] = ["what", "words"].map(canary::word);
    let mut desk = Desk::new("unfinished");
    desk.makes_a_vault();
    desk.window.press("New contact");
    desk.window.fill("What happened", &what);
    desk.locks();
    goes_on(&desk);
    assert_eq!(desk.window.value_of("What happened"), what);
    let kept = desk.kept_drafts();
    desk.window.fill("Exact words", &words);
    until("the draft with the exact words", || (desk.kept_drafts() != kept).then_some(()));
    desk.window.crash();
    leaves_nothing(&desk, &search, &[&what, &words]);
    desk.window = Window::open(&desk.screen, &desk.home, "unfinished-again");
    goes_on(&desk);
    assert_eq!([desk.window.value_of("What happened"), desk.window.value_of("Exact words")], [what, words]);
    desk.window.click(Role::Radio, "Message");
    desk.window.press("Save to the log");
    desk.window.see("Saved as contact 1");
    until("the end of the draft", || desk.kept_drafts().is_none().then_some(()));
}

#[test]
fn a_half_written_entry_of_a_register_is_there_again_too() {
    let search = Search::begin();
    let [what, message, reason] = ["gift", "message", "reason"].map(canary::word);
    let mut desk = Desk::new("unfinished-gift");
    desk.makes_a_vault();
    begins_a_gift(&desk);
    desk.window.fill("What", &what);
    desk.locks();
    leaves_nothing(&desk, &search, &[&what]);
    unlocks_to_the_gift(&desk);
    assert_eq!(desk.window.value_of("What"), what);
    let kept = desk.kept_drafts();
    desk.window.fill("Message with it", &message);
    until("the draft with the message", || (desk.kept_drafts() != kept).then_some(()));
    desk.window.crash();
    leaves_nothing(&desk, &search, &[&what, &message]);
    desk.window = Window::open(&desk.screen, &desk.home, "unfinished-gift-again");
    unlocks_to_the_gift(&desk);
    assert_eq!(
        [desk.window.value_of("What"), desk.window.value_of("Message with it")],
        [what.clone(), message.clone()]
    );
    desk.window.fill("Reason for the decision", &reason);
    desk.window.close(&desk.screen);
    leaves_nothing(&desk, &search, &[&what, &message, &reason]);
    desk.window = Window::open(&desk.screen, &desk.home, "unfinished-gift-last");
    unlocks_to_the_gift(&desk);
    let written = ["What", "Message with it", "Reason for the decision"].map(|label| desk.window.value_of(label));
    assert_eq!(written, [what, message, reason]);
    desk.window.press("Save to the log");
    desk.window.see("Saved as gift 1");
    until("the end of the draft", || desk.kept_drafts().is_none().then_some(()));
}

/// Unlocks, and goes on with what the case says is not saved yet.
fn goes_on(desk: &Desk) {
    let window = &desk.window;
    desk.unlocks(FIRST);
    window.press("Matter 1");
    window.see("A new contact is not saved yet");
    desk.look("left");
    window.press("Go on writing");
    window.find(Role::Textbox, "What happened");
}

fn begins_a_gift(desk: &Desk) {
    let window = &desk.window;
    window.press("Registers");
    window.press("Gifts");
    window.press("Add a gift");
    window.find(Role::Textbox, "What");
}

fn unlocks_to_the_gift(desk: &Desk) {
    desk.unlocks(FIRST);
    desk.window.press("Matter 1");
    begins_a_gift(desk);
}

/// Fails where anything readable of what was typed lies on the disk.
fn leaves_nothing(desk: &Desk, search: &Search, words: &[&String]) {
    let places = [desk.vault(), desk.home.state(), desk.home.home()];
    let words: Vec<String> = words.iter().map(|word| (*word).clone()).collect();
    let found = search.files_with(&places.each_ref().map(PathBuf::as_path), &words);
    assert!(found.is_empty(), "left on the disk: {found:#?}");
}
