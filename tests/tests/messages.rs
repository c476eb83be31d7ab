//! Exports of messages through the command line: every form becomes contacts, and none of them twice.

#![allow(clippy::unwrap_used)]

use casekeep_model::Secret;
use casekeep_tests::place;
use casekeep_tests::vectors::base::{self, installation};
use casekeep_vault::create_vault;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(place::program("casekeep"));
    command.env("CASEKEEP_STATE", folder.join("state")).env("CASEKEEP_VAULT", folder.join("vault"));
    command.arg("--passphrase-file").arg(folder.join("passphrase.txt")).arg("--json");
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_form_of_export_becomes_contacts_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let installation = installation(&folder.join("state"), base::LATER);
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    let vault = create_vault(&folder.join("vault"), installation, &Secret::new(PASSPHRASE.to_owned())).unwrap().vault;
    vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let day_first: &[&str] = &["--order", "day-first"];
    let columns: &[&str] = &["--order", "day-first", "--columns", "1,2,3"];
    let exports: [(&str, &str, &[&str], u32); 8] = [
        ("export_chat/android", "Sam Carter", day_first, 5),
        ("export_chat/imessage", "+447700900123", &[], 4),
        ("export_json/facebook", "Sam Carter", &[], 3),
        ("export_mail/mail", "Sam Cartér <sam@example.org>", &[], 1),
        ("export_mail/mailbox", "Sam <s@example.org>", &[], 1),
        ("export_page/sms", "Sam Carter (+447700900123)", &[], 2),
        // Of its two messages one is in the text of the same chat, word for word.
        ("export_page/imessage", "+447700900123", &[], 1),
        ("export_table/tabs", "Sam", columns, 2),
    ];
    let path = |file: &str| place::root().join("fuzz/seeds").join(file).to_str().unwrap().to_owned();
    for (item, (file, them, more, made)) in (1..).zip(exports) {
        assert_eq!(answer(folder, &["add", "1", &path(file)])["item"], item, "{file}");
        let written =
            answer(folder, &[&["messages", "1", &item.to_string(), "--write", "--them", them], more].concat());
        assert_eq!(written["contacts"], made, "{file}: {written}");
    }
    let chat = [&["messages", "1", "1", "--them", "Sam Carter"], day_first].concat();
    let seen = answer(folder, &chat);
    assert_eq!((&seen["kind"], &seen["new"], &seen["there"]), (&"whatsapp".into(), &0.into(), &5.into()), "{seen}");
    let found = answer(folder, &["search", "outside"]);
    assert!(found["rows"].as_array().unwrap().len() >= 2, "{found}");
}
