//! A contact that is half written when the window is locked, and when the application is killed: it is there again, and was
//! sealed meanwhile.

use std::path::PathBuf;

use crate::canary::{self, Search};
use crate::desk::{Desk, FIRST};
use crate::page::Role;
use crate::until::until;
use crate::window::Window;

#[test]
fn what_is_half_written_is_there_again_after_a_lock_and_after_a_crash() {
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
    let places = [desk.vault(), desk.home.state(), desk.home.home()];
    let found = search.files_with(&places.each_ref().map(PathBuf::as_path), &[what.clone(), words.clone()]);
    assert!(found.is_empty(), "left on the disk: {found:#?}");
    desk.window = Window::open(&desk.screen, &desk.home, "unfinished-again");
    goes_on(&desk);
    assert_eq!([desk.window.value_of("What happened"), desk.window.value_of("Exact words")], [what, words]);
    desk.window.click(Role::Radio, "Message");
    desk.window.press("Save to the log");
    desk.window.see("Saved as contact 1");
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
