//! Redacted copies through the command line: made, kept beside the original, and searched for what was covered.

#![allow(clippy::unwrap_used)]

use casekeep_tests::place;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";
const LETTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/media/tests/decoder/fixtures/letter.pdf");
const PHONE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/media/tests/decoder/fixtures/phone.jpg");

/// Runs the command line; returns its exit status, what it printed, and what it complained about.
fn casekeep(folder: &Path, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let mut command = Command::new(place::program("casekeep"));
    command.env("CASEKEEP_STATE", folder.join("state")).env("CASEKEEP_VAULT", folder.join("vault"));
    command.arg("--passphrase-file").arg(folder.join("passphrase.txt")).arg("--json");
    let output = command.args(arguments).output().unwrap();
    let complained = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), output.stdout, complained)
}

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let (status, printed, complained) = casekeep(folder, arguments);
    assert_eq!(status, 0, "{arguments:?}: {complained}");
    serde_json::from_slice(&printed).unwrap()
}

fn holds(bytes: &[u8], wanted: &str) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

#[test]
fn copies_are_made_checked_and_kept_beside_their_originals() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    answer(folder, &["init"]);
    answer(folder, &["case", "add", "Matter 1"]);
    let added = casekeep(folder, &["add", "1", LETTER, PHONE]);
    assert_eq!(added.0, 0, "{}", added.2);

    let inside = answer(folder, &["look", "1", "2"]);
    assert_eq!(inside["said"][0]["text"], "Fairphone 5");
    assert_eq!(inside["times"][0]["local"], "2026-03-04T19:12:30");
    let words = answer(folder, &["look", "1", "1", "--words", "2"]);
    assert!(words["runs"].to_string().contains("14 Larch Road"));

    let covered = answer(folder, &["redact", "1", "1", "--cover", "larch road", "--reason", "Your home"]);
    assert_eq!((covered["item"].as_u64(), covered["media_type"].as_str()), (Some(3), Some("application/pdf")));
    let copy = casekeep(folder, &["cat", "1", "3"]).1;
    assert!(copy.starts_with(b"%PDF-") && !holds(&copy, "/Font") && !holds(&copy, "Larch"));
    let words = answer(folder, &["look", "1", "3", "--words", "2"]);
    assert_eq!(words["runs"].as_array().map(Vec::len), Some(0));

    let area = ["redact", "1", "2", "--area", "0,0,100,50,Your car", "--area", "10,200,40,40,Your home", "--turn", "1"];
    assert_eq!(answer(folder, &area)["item"], 4);
    let copy = casekeep(folder, &["cat", "1", "4"]).1;
    assert!(copy.starts_with(b"\x89PNG") && !holds(&copy, "Fairphone") && !holds(&copy, "eXIf"));
    let inside = answer(folder, &["look", "1", "4"]);
    assert_eq!(inside["pages"][0]["width"], 320, "turned on its side");
    assert!(inside["place"].is_null());

    let rows = answer(folder, &["timeline", "1"]);
    let texts = rows["rows"].to_string();
    assert!(texts.contains("Covered: Your home") && texts.contains("Covered: Your car, Your home"), "{texts}");
    assert_eq!(casekeep(folder, &["verify"]).0, 0);
}

#[test]
fn what_cannot_be_covered_is_said_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    answer(folder, &["init"]);
    answer(folder, &["case", "add", "Matter 1"]);
    assert_eq!(casekeep(folder, &["add", "1", LETTER]).0, 0);
    for (arguments, said) in [
        (&["redact", "1", "1", "--area", "0,0,9,9"][..], "is not an area"),
        (&["redact", "1", "1", "--area", "0,0,9000,9,Home"], "outside the picture"),
        (&["redact", "1", "1", "--area", "3:0,0,9,9,Home"], "no page or mail of this number"),
        (&["redact", "1", "1", "--cover", "Oak Lane", "--reason", "Home"], "was not found"),
        (&["redact", "1", "7", "--area", "0,0,9,9,Home"], "7"),
    ] {
        let (status, _, complained) = casekeep(folder, arguments);
        assert!(status != 0 && complained.contains(said), "{arguments:?}: {status} {complained}");
    }
    assert_eq!(answer(folder, &["timeline", "1"])["rows"].as_array().map(Vec::len), Some(1));
}
