//! The daily use by keyboard alone: the plan, a checklist, the registers, private notes, and a letter from its outline to the log.
//!
//! Each screen on the way is judged by axe-core, in light and in dark.

use std::fs;

use crate::desk::Desk;
use crate::hands::Hands;
use crate::page::Role;
use crate::until::until;

#[test]
fn the_plan_the_registers_and_a_letter_are_used_by_keyboard_alone() {
    let desk = Desk::new("daily");
    desk.makes_a_vault();
    desk.adds_a_letter();
    let hands = Hands::new(&desk.screen, &desk.window);
    writes_a_contact(&desk, &hands);
    does_a_step_of_the_plan(&desk, &hands);
    ticks_a_checklist(&desk, &hands);
    enters_a_person(&desk, &hands);
    enters_a_gift(&desk, &hands);
    enters_a_physical_item(&desk, &hands);
    writes_the_details(&desk, &hands);
    keeps_a_private_note(&desk, &hands);
    writes_a_letter(&desk, &hands);
    saves_the_labels(&desk, &hands);
    finds_all_of_it_on_the_timeline(&desk, &hands);
}

fn writes_a_contact(desk: &Desk, hands: &Hands<'_>) {
    hands.keys(&["n"]);
    desk.window.find(Role::Heading, "New contact");
    hands.keys(&["l"]);
    hands.write("What happened", "A letter, handed in.");
    hands.keys(&["ctrl+Return"]);
    desk.window.see("Saved as contact 1");
}

fn does_a_step_of_the_plan(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Plan");
    window.see("0 of 16 done");
    desk.look("plan");
    hands.press("Open this step");
    window.find(Role::Heading, "Why");
    hands.write("By whom, or who was spoken to", "Dr Adeyemi");
    hands.write("Reference", "MDO 4711");
    desk.look("plan-step");
    hands.press("Save the step");
    window.see("The step is in the log");
    window.see("1 of 16 done");
    hands.press("Timeline");
    window.see("Defence organisation told");
    desk.look("plan-on-the-timeline");
    hands.press("Plan");
}

fn ticks_a_checklist(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    window.see("1 of 16 done");
    hands.press("First hour");
    hands.tick("Do not reply.");
    hands.tick("Save it");
    window.see("of 6, not in the log");
    desk.look("checklist");
    hands.press("Write it into the log");
    window.see("“First hour” is in the log");
}

fn enters_a_person(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Registers");
    window.see("Who is who, by what they are known");
    desk.look("people-none");
    hands.press("Add a person");
    hands.write("Name", "Person A");
    hands.pick("Role", "Person of concern");
    hands.press("Add a name, number or address");
    hands.pick("What it is", "Account name");
    hands.write("Exactly as it is written", "@quiet.lantern");
    desk.look("person-form");
    hands.keys(&["ctrl+Return"]);
    window.see("Saved as person 1");
    desk.look("person");
}

fn enters_a_gift(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Gifts");
    hands.press("Add a gift");
    hands.write("What", "A silk scarf");
    hands.pick("From person", "Person A");
    hands.write("Estimated value", "40");
    hands.pick("Decision", "Given back");
    desk.look("gift-form");
    hands.keys(&["ctrl+Return"]);
    window.see("Saved as gift 1");
    window.see("£40");
    desk.look("gift");
    hands.press("Gifts");
    desk.look("gifts");
}

fn enters_a_physical_item(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Physical items");
    hands.press("Add a physical item");
    hands.write("Label", "B1");
    hands.write("What", "A card in an envelope");
    hands.write("When", "21 October 2026");
    desk.look("thing-form");
    hands.keys(&["ctrl+Return"]);
    window.see("Saved as physical item 1");
    desk.look("thing");
}

fn writes_the_details(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Case details");
    hands.press("Fill in the details");
    hands.pick("Jurisdiction", "England and Wales");
    hands.write("Defence organisation", "MDU");
    desk.look("details-form");
    hands.keys(&["ctrl+Return"]);
    window.see("The case details are saved");
    desk.look("details");
}

fn keeps_a_private_note(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Private notes");
    hands.choose("What it is", "Advice");
    hands.write("Who gave the advice", "MDU, Ms Hall");
    hands.write("What was advised", "Do not answer.");
    desk.look("private-note");
    hands.keys(&["ctrl+Return"]);
    window.see("The advice is kept, privately");
    desk.look("private-notes");
}

fn writes_a_letter(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Letters");
    window.see("No letter is in the log yet");
    desk.look("letters");
    hands.press("Begin Boundary letter");
    window.see("Answer the two questions first");
    desk.look("letter");
    hands.choose("Has your defence organisation seen it?", "Yes");
    hands.choose("Have the police asked you not to write?", "Not involved");
    hands.write("Text", "To Person A.  I do not want any contact.");
    for (button, end, begins) in [("Save as PDF", "pdf", "%PDF-"), ("Save as Word file", "docx", "PK")] {
        let path = desk.home.files().join(format!("letter.{end}"));
        desk.home.answer(&[&path]);
        hands.press(button);
        window.find(Role::Dialog, "Save “Boundary letter” outside the vault");
        if end == "pdf" {
            desk.look("letter-save");
        }
        hands.write("What it is for", "To print and post");
        hands.press("Save the unprotected file");
        let bytes = until("the paper", || fs::read(&path).ok().filter(|bytes| !bytes.is_empty()));
        assert!(bytes.starts_with(begins.as_bytes()), "{end}");
        window.gone(Role::Button, "Save the unprotected file");
    }
    hands.write("To", "Person A");
    hands.write("Signed by", "Dr Example");
    desk.look("letter-sent");
    hands.press("Write it into the log as sent");
    window.see("The letter is in the log as sent");
    window.see("Text as sent");
    desk.look("letters-one");
}

fn saves_the_labels(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    let path = desk.home.files().join("labels.pdf");
    desk.home.answer(&[&path]);
    hands.press("Save labels for bags and envelopes");
    hands.write("What it is for", "For the bag");
    hands.press("Save the unprotected file");
    until("the labels", || path.is_file().then_some(()));
    window.gone(Role::Button, "Save the unprotected file");
}

fn finds_all_of_it_on_the_timeline(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Timeline");
    for kept in ["Defence organisation told", "A silk scarf", "Boundary letter", "Asked to stop"] {
        window.see(kept);
    }
    assert!(!window.source().contains("Do not answer."), "a private note stands on the timeline");
    desk.look("all-on-the-timeline");
}
