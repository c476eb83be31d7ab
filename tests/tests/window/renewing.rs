//! After a compromise: every key changed in the real window, and what the old ones then open.

use crate::desk::{Desk, FIRST, SECOND};
use crate::page::Role;

#[test]
fn every_key_is_changed_and_only_the_new_ones_open_the_vault() {
    let desk = Desk::new("renewing");
    let old = desk.makes_a_vault();
    desk.adds_a_letter();
    let new = changes_every_key(&desk);
    assert_ne!(new, old, "the words are new");
    has_everything(&desk);
    refuses_the_old_passphrase(&desk);
    refuses_the_old_words(&desk, &old);
    desk.unlocks(SECOND);
    has_everything(&desk);
}

fn changes_every_key(desk: &Desk) -> Vec<String> {
    let window = &desk.window;
    desk.opens_the_settings("Passphrase and words");
    window.press("Change every key");
    window.find(Role::Heading, "What it does not reach");
    desk.look("asked");
    window.fill("Your present passphrase", FIRST);
    desk.chooses_a_passphrase("The new passphrase", SECOND);
    window.press("Change every key");
    let words = desk.writes_the_words_down();
    window.find(Role::Heading, "What is left to do");
    desk.look("done");
    window.press("Later");
    window.find(Role::Heading, "Passphrase and words");
    words
}

/// The vault is open under the new keys: the letter is there, and something can be written.
fn has_everything(desk: &Desk) {
    let window = &desk.window;
    window.press("Casekeep, all cases");
    window.press("Matter 1");
    window.see("Item 0001");
}

fn refuses_the_old_passphrase(desk: &Desk) {
    desk.locks();
    desk.window.fill("Passphrase", FIRST);
    desk.window.press("Unlock");
    desk.window.see("That is not the passphrase");
}

fn refuses_the_old_words(desk: &Desk, old: &[String]) {
    let window = &desk.window;
    window.press("I lost my passphrase");
    window.fill("Your 12 recovery words", &old.join(" "));
    window.press("Unlock");
    window.see("Those are not the words of this vault");
    window.press("Use your passphrase");
}
