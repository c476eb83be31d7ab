//! Words read in pictures by tesseract, through the command line: marked as read by machine, corrected, found, and held to
//! what a picture of nothing gives.

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

/// Runs the command line; returns its exit status, and what it printed or complained about.
fn casekeep(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let mut command = Command::new(place::program("casekeep"));
    command.env("CASEKEEP_STATE", folder.join("state")).env("CASEKEEP_VAULT", folder.join("vault"));
    command.arg("--passphrase-file").arg(folder.join("passphrase.txt")).arg("--json");
    let output = command.args(arguments).output().unwrap();
    let said = if output.status.success() { &output.stdout } else { &output.stderr };
    (output.status.code().unwrap(), serde_json::from_slice(said).unwrap())
}

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let (status, said) = casekeep(folder, arguments);
    assert_eq!(status, 0, "{arguments:?}: {said}");
    said
}

/// A vault with a screenshot of words, a picture of nothing, and a text.
fn vault(folder: &Path) {
    let made = create_vault(
        &folder.join("vault"),
        installation(&folder.join("state"), base::LATER),
        &Secret::new(PASSPHRASE.to_owned()),
    );
    let vault = made.unwrap().vault;
    vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    fs::write(folder.join("note.txt"), "Meet me").unwrap();
    let words = "label:Meet me by the weir on Thursday";
    for (name, drawn) in [("shot.png", words), ("blank.png", "xc:white")] {
        let mut convert = Command::new("convert");
        let drawn = ["-background", "white", "-fill", "black", "-size", "900x80", "-pointsize", "40", drawn];
        assert!(convert.args(drawn).arg(folder.join(name)).status().unwrap().success(), "imagemagick draws {name}");
    }
    for name in ["shot.png", "blank.png", "note.txt"] {
        answer(folder, &["add", "1", &folder.join(name).display().to_string()]);
    }
}

#[test]
fn a_screenshot_is_read_by_machine_marked_so_corrected_and_found() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    vault(folder);
    let read = answer(folder, &["transcribe", "1", "1", "--machine"]);
    let entry = &read["entry"];
    assert_eq!((&entry["made_by"], &entry["language"]), (&"machine".into(), &"eng".into()));
    assert!(entry["program"].as_str().unwrap().starts_with("tesseract "), "{entry}");
    let text = entry["text"].as_str().unwrap();
    assert!(text.contains("by the weir on Thursday"), "{text}");
    let found = answer(folder, &["search", "weir thursday"]);
    assert_eq!(found["rows"][0]["items"][0], 1);
    let corrected = ["--set", "text=Meet me by the well", "--set", "checked=yes", "--reason", "compared"];
    answer(folder, &[&["amend-entry", "1", "transcript", "1"][..], &corrected].concat());
    let now = answer(folder, &["entries", "1", "transcript", "1"]);
    assert_eq!(now["entries"][0]["entry"]["made_by"], "machine", "a correction does not hide who read it");
    assert_eq!(now["entries"][0]["amendments"][0]["earlier"], text);
}

#[test]
fn what_cannot_be_read_is_said_in_a_sentence_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    vault(folder);
    for (item, more, words) in [
        ("2", &[][..], "No words were found"),
        ("1", &["--language", "xxx"][..], "no data for “xxx”"),
        ("1", &["--language", "eng; touch /tmp/x"][..], "no data for"),
        ("3", &[][..], "preview"),
        ("9", &[][..], "item 9"),
    ] {
        let (status, said) = casekeep(folder, &[&["transcribe", "1", item, "--machine"], more].concat());
        assert!(status == 2 && said["message"].as_str().unwrap().contains(words), "{item} {more:?}: {said}");
    }
    assert_eq!(answer(folder, &["entries", "1", "transcript"])["entries"], Value::Array(Vec::new()));
}
