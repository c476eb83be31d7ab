//! Contacts typed from a paper by keyboard alone, with every key counted that is not part of a text.

use std::cell::Cell;
use std::time::{Duration, Instant};

use casekeep_tests::sample;

use crate::desk::Desk;
use crate::figures;
use crate::page::Role;

/// The most keys beside its text that a message with one screenshot may take.
const MOST: usize = 11;

/// How long a person takes for a letter of a text at 40 words of five letters a minute, and for a key beside it, with the
/// look at the page before it.
const LETTER: Duration = Duration::from_millis(300);
const KEY: Duration = Duration::from_millis(1000);

/// Somebody who types: the keys and letters so far, and how long the program was waited for.
struct Typist<'a> {
    desk: &'a Desk,
    pressed: Cell<usize>,
    typed: Cell<usize>,
    waited: Cell<Duration>,
}

impl<'a> Typist<'a> {
    fn new(desk: &'a Desk) -> Self {
        Self { desk, pressed: Cell::new(0), typed: Cell::new(0), waited: Cell::new(Duration::ZERO) }
    }

    /// Presses keys; two held together are one.
    fn press(&self, keys: &[&str]) {
        self.pressed.set(self.pressed.get() + keys.len());
        self.desk.screen.press(keys);
    }

    /// Types what is on the paper.
    fn text(&self, text: &str) {
        self.typed.set(self.typed.get() + text.chars().count());
        self.desk.screen.type_text(text);
    }

    fn begins(&self, letter: &str) {
        self.press(&["n"]);
        self.waits(|| drop(self.desk.window.find(Role::Heading, "New contact")));
        self.press(&[letter]);
    }

    /// Waits for the program.
    fn waits(&self, answer: impl FnOnce()) {
        let begun = Instant::now();
        answer();
        self.waited.set(self.waited.get() + begun.elapsed());
    }

    /// Says what it takes a person, from the counted keys and letters and the measured waits.
    fn tells(&self, what: &str) {
        let (keys, letters) = (self.pressed.get(), self.typed.get());
        let times = |count: usize, each: Duration| u32::try_from(count).map_or(Duration::MAX, |count| each * count);
        let whole = times(keys, KEY) + times(letters, LETTER) + self.waited.get();
        figures::note(&format!(
            "{what}: {keys} keys beside its text of {letters} letters; waited {:.1} s for the program; {:.0} s for a person \
             at 40 words a minute and a second for each key",
            self.waited.get().as_secs_f64(),
            whole.as_secs_f64(),
        ));
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
    typist.begins("m");
    typist.press(&["Tab"]);
    typist.text("Instagram");
    typist.press(&["Tab", "Tab"]);
    typist.text("A message from a new account. I did not answer.");
    typist.press(&["Tab"]);
    typist.text("I liked the green coat");
    typist.press(&["ctrl+v"]);
    typist.waits(|| desk.window.see("Item 0002"));
    typist.press(&["ctrl+Return"]);
    typist.waits(|| desk.window.see("Saved as contact 1"));
    typist.tells("a message with one screenshot");
    assert!(typist.pressed.get() <= MOST, "{} keys", typist.pressed.get());
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
