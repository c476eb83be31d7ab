//! Contacts typed from a paper by keyboard alone, with every key counted that is not part of a text.

use std::cell::Cell;
use std::time::Instant;

use casekeep_tests::sample;

use crate::desk::Desk;
use crate::page::Role;

/// The most keys beside its text that a message with one screenshot may take.
const MOST: usize = 11;

/// Somebody who types, and the keys so far.
struct Typist<'a> {
    desk: &'a Desk,
    pressed: Cell<usize>,
}

impl<'a> Typist<'a> {
    fn new(desk: &'a Desk) -> Self {
        Self { desk, pressed: Cell::new(0) }
    }

    /// Presses keys; two held together are one.
    fn press(&self, keys: &[&str]) {
        self.pressed.set(self.pressed.get() + keys.len());
        self.desk.screen.press(keys);
    }

    /// Types what is on the paper.
    fn text(&self, text: &str) {
        self.desk.screen.type_text(text);
    }

    fn begins(&self, letter: &str) {
        self.press(&["n"]);
        self.desk.window.find(Role::Heading, "New contact");
        self.press(&[letter]);
    }
}

#[test]
fn the_commonest_contact_takes_few_keys_beside_its_text() {
    let mut desk = Desk::new("typing");
    desk.makes_a_vault();
    desk.adds_a_letter();
    let drawn = sample::write_files(&desk.home.files()).expect("the sample's files can be written");
    let picture = drawn.iter().find(|path| path.extension().is_some_and(|end| end == "png")).expect("a PNG");
    desk.screen.copy_picture(picture);
    desk.screen.focus("Casekeep");
    types_a_message_with_a_screenshot(&desk);
    types_a_call_of_another_day(&desk);
    types_a_letter_that_waits_as_an_item(&desk);
    desk.look("typed");
}

/// The picture that was copied is pasted into the contact, from whichever field.
fn types_a_message_with_a_screenshot(desk: &Desk) {
    let typist = Typist::new(desk);
    let begun = Instant::now();
    typist.begins("m");
    typist.press(&["Tab"]);
    typist.text("Instagram");
    typist.press(&["Tab", "Tab"]);
    typist.text("A message from a new account. I did not answer.");
    typist.press(&["Tab"]);
    typist.text("I liked the green coat");
    typist.press(&["ctrl+v"]);
    desk.window.see("Item 0002");
    typist.press(&["ctrl+Return"]);
    desk.window.see("Saved as contact 1");
    let keys = typist.pressed.get();
    println!("a message with one screenshot: {keys} keys beside its text, {} s", begun.elapsed().as_secs());
    assert!(keys <= MOST, "{keys} keys");
    desk.window.see("I liked the green coat");
}

fn types_a_call_of_another_day(desk: &Desk) {
    let typist = Typist::new(desk);
    typist.begins("p");
    typist.press(&["Tab", "Tab", "Right", "Right", "Tab"]);
    typist.text("21 October 2026");
    typist.press(&["Tab"]);
    typist.text("19:05");
    desk.window.see("Wednesday 21 October 2026, 19:05");
    typist.press(&["Tab", "Tab"]);
    typist.text("A silent call to the practice.");
    typist.press(&["ctrl+Return"]);
    desk.window.see("Saved as contact 2");
}

/// The newest item that belongs to no contact is one key away.
fn types_a_letter_that_waits_as_an_item(desk: &Desk) {
    let typist = Typist::new(desk);
    typist.begins("l");
    typist.press(&["Tab", "Tab"]);
    typist.text("A letter, handed in at the desk.");
    desk.window.see("Item 0001 belongs to no contact yet");
    typist.press(&["Tab", "Tab", "space", "ctrl+Return"]);
    desk.window.see("Saved as contact 3");
    assert!(typist.pressed.get() <= MOST, "{} keys", typist.pressed.get());
}
