//! A case destroyed in the real window: not while it is on hold, and with a certificate of what is left of it.

use casekeep_tests::place;

use crate::desk::{Desk, FIRST};
use crate::page::Role;

#[test]
fn a_case_is_shredded_once_nothing_holds_it_and_leaves_a_certificate() {
    let desk = Desk::new("destroying");
    desk.makes_a_vault();
    desk.adds_a_letter();
    desk.window.press("Casekeep, all cases");
    is_held(&desk);
    is_let_go(&desk);
    is_shredded(&desk);
    leaves_a_certificate(&desk);
    is_gone(&desk);
}

fn opens(desk: &Desk, act: &str, dialog: &str) {
    desk.window.press("Change Matter 1");
    desk.window.press(act);
    desk.window.find(Role::Dialog, dialog);
}

fn is_held(desk: &Desk) {
    let window = &desk.window;
    opens(desk, "Put it on hold", "Put Matter 1 on hold");
    window.fill("Why is it on hold?", "the inquiry is open");
    window.press("Put it on hold");
    window.see("On hold");
    opens(desk, "Shred the case", "Shred Matter 1");
    window.see("There is a hold on it: the inquiry is open");
    desk.look("held");
}

fn is_let_go(desk: &Desk) {
    let window = &desk.window;
    window.press("Take the hold off");
    window.fill("Why is it taken off?", "the inquiry ended");
    window.press("Take the hold off");
    window.gone(Role::Dialog, "Take the hold off Matter 1");
}

fn is_shredded(desk: &Desk) {
    let window = &desk.window;
    opens(desk, "Shred the case", "Shred Matter 1");
    window.see("What it does not reach");
    desk.look("plan");
    window.fill("Why is it shredded?", "it ended two years ago");
    window.fill("Type the name of the case to go on", "Matter 1");
    window.press("Shred the case");
    window.find(Role::Dialog, "Matter 1 is shredded");
    desk.look("shredded");
}

fn leaves_a_certificate(desk: &Desk) {
    let place = desk.home.files().join("certificate.txt");
    desk.home.answer(&[&place]);
    desk.window.press("Save the certificate");
    desk.window.gone(Role::Dialog, "Matter 1 is shredded");
    let text = std::fs::read_to_string(&place).expect("the certificate is saved");
    for part in ["Case 1 (“Matter 1”)", "it ended two years ago", "contacts: 0, items: 1", "Not reached by it"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    desk.window.see("Case 1, shredded today");
    desk.look("what-is-left");
}

/// Another program finds no case either, and a whole check of the folder finds nothing wrong.
fn is_gone(desk: &Desk) {
    desk.locks();
    let passphrase = desk.home.write("passphrase.txt", FIRST.as_bytes());
    let mut command = desk.home.command(place::program("casekeep"), desk.screen.display());
    command.arg("--vault").arg(desk.vault()).arg("--passphrase-file").arg(passphrase).args(["--json", "verify"]);
    let report = command.output().expect("casekeep can be started");
    let said = String::from_utf8_lossy(&report.stdout);
    assert!(report.status.success() && said.contains("\"objects\":0"), "{said}");
    desk.unlocks_to_nothing(FIRST);
    desk.window.see("Case 1, shredded today");
}
