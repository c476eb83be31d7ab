//! Registers and private texts through the command line, and that what is private reaches no bundle.

#![allow(clippy::unwrap_used)]

use casekeep_bundle::write_archive;
use casekeep_model::view::Selection;
use casekeep_model::{Channel, Contact, Direction, Moment, Secret};
use casekeep_tests::place;
use casekeep_tests::vectors::base::{self, Copy, With, installation};
use casekeep_tests::vectors::forge::Keyed;
use casekeep_vault::{Disclosed, Ended, UnlockedVault, VaultError, create_vault};
use serde_json::Value;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";

fn make_vault(folder: &Path) -> UnlockedVault {
    let installation = installation(&folder.join("state"), base::LATER);
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    create_vault(&folder.join("vault"), installation, &Secret::new(PASSPHRASE.to_owned())).unwrap().vault
}

/// Runs the command line; returns its exit status, what it printed, and what it complained about.
fn casekeep(folder: &Path, json: bool, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(place::program("casekeep"));
    command.env("CASEKEEP_STATE", folder.join("state")).env("CASEKEEP_VAULT", folder.join("vault"));
    command.arg("--passphrase-file").arg(folder.join("passphrase.txt"));
    let output = command.args(json.then_some("--json")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let (status, printed, complained) = casekeep(folder, true, arguments);
    assert_eq!(status, 0, "{arguments:?}: {complained}");
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn registers_details_and_advice_are_written_and_read_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let vault = make_vault(folder);
    vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let person = r#"identifiers=[{"kind":"handle","value":"@north_light","basis":"suspicion"}]"#;
    assert_eq!(
        answer(
            folder,
            &["enter", "1", "person", "--set", "display=Person A", "--set", "role=subject", "--set", person]
        )["n"],
        1
    );
    let gift = [
        "enter",
        "1",
        "gift",
        "--set",
        "when=2026-03-05",
        "--set",
        "what==1+1",
        "--set",
        "value=£25",
        "--set",
        "giver=1",
    ];
    assert_eq!(answer(folder, &gift)["n"], 1);
    answer(folder, &["amend-entry", "1", "gift", "1", "--set", "value=30.50", "--reason", "I asked in the shop"]);
    let entries = answer(folder, &["entries", "1", "gift"]);
    assert_eq!(
        (&entries["entries"][0]["entry"]["value"], &entries["entries"][0]["twelve_months"]),
        (&3050.into(), &3050.into())
    );
    let (_, plain, _) = casekeep(folder, false, &["entries", "1", "gift", "1"]);
    assert!(
        plain.contains("Estimated value: £30.50") && plain.contains("Amended") && plain.contains("What: =1+1"),
        "{plain}"
    );

    let contact = [
        "log",
        "1",
        "--occurred",
        "2026-03-04",
        "--channel",
        "email",
        "--text",
        "He wrote",
        "--set",
        "behaviours=threat,weapon",
    ];
    answer(folder, &contact);
    answer(folder, &["amend-entry", "1", "contact", "1", "--set", "turn=police", "--reason", "I rang them"]);
    let (_, plain, _) = casekeep(folder, false, &["timeline", "1"]);
    assert!(plain.contains("2026-03-05  gift 1") && plain.contains("\n    =1+1\n"), "{plain}");
    let rows = answer(folder, &["timeline", "1"]);
    let said: Vec<_> =
        rows["rows"].as_array().unwrap().iter().map(|row| (row["kind"].clone(), row["turn"].clone())).collect();
    assert_eq!(said, [("contact".into(), "police".into()), ("gift".into(), Value::Null)]);

    answer(folder, &["details", "1", "--set", "jurisdiction=england-wales", "--set", "police_crime=NS/04417/26"]);
    assert_eq!(answer(folder, &["details", "1"])["details"]["jurisdiction"], "england_wales");
    answer(folder, &["note", "1", "--text", "Write nothing more", "--advice", "--from", "Dr Ito, MDU"]);
    let notes = answer(folder, &["note", "1"]);
    assert_eq!((&notes["notes"][0]["kind"], &notes["notes"][0]["from"]), (&"advice".into(), &"Dr Ito, MDU".into()));

    let counted = answer(folder, &["export", "1", "--preview", "--without", "gift", "1"]);
    assert_eq!(counted["contacts"], serde_json::json!({ "goes": 1, "stays": 0 }));
    let gifts = serde_json::json!({ "register": "gift", "entries": { "goes": 0, "stays": 1 } });
    assert!(counted["registers"].as_array().unwrap().contains(&gifts) && counted["details"] == true, "{counted}");
    let (_, plain, _) = casekeep(folder, false, &["export", "1", "--preview"]);
    assert!(plain.contains("Gift                     1 go       0 stay\n"), "{plain}");

    for refused in [
        vec!["enter", "1", "gift", "--set", "when=2026-03-05", "--set", "what=x", "--set", "value=-5"],
        vec!["enter", "1", "gift", "--set", "when=2026-03-05", "--set", "what=x", "--set", "value=1000000000000"],
        vec!["enter", "1", "gift", "--set", "what=x"],
        vec!["enter", "1", "pram", "--set", "what=x"],
        vec!["amend-entry", "1", "gift", "1", "--set", "colour=red", "--reason", "why"],
        vec!["amend-entry", "1", "gift", "1", "--set", "what=", "--reason", "why"],
        vec!["details", "1", "--set", "role=locum"],
    ] {
        let (status, _, complained) = casekeep(folder, true, &refused);
        assert_eq!(status, 2, "{refused:?}: {complained}");
    }
    assert_eq!(answer(folder, &["entries", "1", "gift"])["entries"].as_array().unwrap().len(), 1);
}

#[test]
fn neither_private_texts_nor_their_key_are_in_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let vault = make_vault(folder.path());
    let case = vault.add_case("Matter 1").unwrap();
    let occurred = Moment::parse("2026-03-04", "Europe/London").unwrap();
    vault.log_contact(case, &Contact::new(occurred, Channel::Email, Direction::FromThem, "He wrote")).unwrap();
    let boxes = || fs::read_dir(folder.path().join("vault/cases")).unwrap().map(|entry| entry.unwrap().file_name());
    let case_box = boxes().next().unwrap();
    vault.add_private_note(case, "Canary note").unwrap();
    vault.add_advice(case, "Canary advice", Some("Canary adviser")).unwrap();
    let private = boxes().find(|name| *name != case_box).unwrap().into_string().unwrap().parse().unwrap();
    let to = Disclosed { recipients: vec!["nobody".to_owned()], ..Disclosed::default() };
    let (_, archive) = vault
        .disclose::<_, VaultError>(case, &Selection::default(), &to, |source| {
            let mut archive = Vec::new();
            write_archive(source, &Selection::default(), None, &mut archive, &mut |_| ControlFlow::Continue(()))
                .unwrap();
            assert!(source.log().records().all(|record| record.head().box_id.as_str() == case_box.to_str().unwrap()));
            Ok((archive, Ended::default()))
        })
        .unwrap();
    vault.lock().unwrap();
    let copy = Copy::at(folder.path());
    assert_eq!(copy.secret(With::Passphrase).expose(), PASSPHRASE);
    let keyed = Keyed::of(&copy);
    let key = keyed.box_identity(&private);
    let has = |text: &str| archive.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("He wrote"));
    for never in ["Canary", private.as_str(), &key.to_recipient().to_string(), key.secret_line().as_str()] {
        assert!(!has(never), "{never:.12}");
    }
}

#[test]
fn an_item_is_put_into_words_on_the_command_line_and_found_by_them() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let vault = make_vault(folder);
    vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    fs::write(folder.join("voice.wav"), b"RIFF....WAVE").unwrap();
    let (voice, words) = (folder.join("voice.wav"), folder.join("words.txt"));
    answer(folder, &["add", "1", &voice.display().to_string()]);
    fs::write(&words, "It is me again.\nPick up.").unwrap();
    let file = words.display().to_string();
    let made = answer(folder, &["transcribe", "1", "1", "--text-file", &file, "--who", "Reception", "--note", "wind"]);
    assert_eq!((&made["n"], &made["item"]), (&1.into(), &1.into()));
    let found = answer(folder, &["search", "pick up"]);
    assert_eq!((&found["rows"][0]["kind"], &found["rows"][0]["items"][0]), (&"transcript".into(), &1.into()));
    let why = ["--set", "text=It is me again.\nPick it up.", "--reason", "I listened again"];
    answer(folder, &[&["amend-entry", "1", "transcript", "1"][..], &why].concat());
    let entries = answer(folder, &["entries", "1", "transcript"]);
    let entry = &entries["entries"][0];
    assert_eq!(entry["entry"]["text"], "It is me again.\nPick it up.");
    assert_eq!(entry["amendments"][0]["earlier"], "It is me again.\nPick up.");
    fs::write(&words, [0xff, 0xfe, b'x']).unwrap();
    let (status, _, complained) = casekeep(folder, false, &["transcribe", "1", "1", "--text-file", &file]);
    assert!(status == 2 && complained.contains("not text in UTF-8"), "{complained}");
    let (status, _, complained) = casekeep(folder, false, &["transcribe", "1", "7", "--text", "x"]);
    assert!(status == 2 && complained.contains("item 7"), "{complained}");
}
