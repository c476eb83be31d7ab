//! A vault is sealed and handed over, its keys are changed, and it is handed over again: by the command line, with stock
//! tools, and with the second reader.

#![allow(clippy::unwrap_used)]

use crate::reader::program::read_bundle;
use casekeep_tests::place;
use casekeep_tests::vectors::base::Copy;
use casekeep_tests::vectors::folder;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NEW: &str = "a cupboard, nine spoons and the north wind";
const BUNDLE: &str = "for the one who gets it";

struct Person {
    copy: Copy,
    secret: &'static str,
}

impl Person {
    fn path(&self, name: &str) -> String {
        self.copy.path(name).display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(place::program("casekeep"));
        command.env("CASEKEEP_STATE", self.copy.path("state")).env("CASEKEEP_VAULT", self.copy.vault());
        command.args(["--json", "--passphrase-file", &self.path(self.secret)]).args(arguments).output().unwrap()
    }

    fn answer(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Makes a bundle of the first case; returns its path and the fingerprint to be given with it.
    fn export(&self, name: &str) -> (PathBuf, String) {
        let receipt =
            self.answer(&["export", "1", "--to-passphrase-file", &self.path("bundle.txt"), "-o", &self.path(name)]);
        (self.copy.path(name), receipt["fingerprint"].as_str().unwrap().to_owned())
    }

    fn verify(&self, bundle: &Path, fingerprint: &str) -> (Option<i32>, Value) {
        let bundle = bundle.display().to_string();
        let output = self.run(&[
            "verify",
            &bundle,
            "--bundle-passphrase-file",
            &self.path("bundle.txt"),
            "--fingerprint",
            fingerprint,
        ]);
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
    }
}

/// Opens a bundle with stock age and tar, and returns the folder in it.
fn unpack(person: &Person, bundle: &Path) -> PathBuf {
    let work = person.copy.path("unpacked");
    fs::create_dir(&work).unwrap();
    // Stock age asks for a passphrase at a terminal only, so the archive is opened here.
    let secret = casekeep_model::Secret::new(BUNDLE.to_owned());
    let mut archive = Vec::new();
    let mut opened = casekeep_format::open_passphrase(&secret, 22, fs::File::open(bundle).unwrap()).unwrap();
    std::io::copy(&mut opened, &mut archive).unwrap();
    fs::write(work.join("bundle.tar"), archive).unwrap();
    assert!(Command::new("tar").args(["-xf", "bundle.tar"]).current_dir(&work).status().unwrap().success());
    fs::read_dir(&work).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap()
}

#[test]
fn a_bundle_after_a_change_of_all_keys_proves_what_was_before_and_after() {
    let place = tempfile::tempdir().unwrap();
    let copy = Copy::of(&Copy::at(&folder().join("base")), place.path()).unwrap();
    fs::write(copy.path("new.txt"), format!("{NEW}\n")).unwrap();
    fs::write(copy.path("bundle.txt"), format!("{BUNDLE}\n")).unwrap();
    let mut person = Person { copy, secret: "passphrase.txt" };
    let seal = person.answer(&["seal"])["words"].clone();
    let (before, first) = person.export("before.tar.age");
    person.answer(&["rotate", "--new-passphrase-file", &person.path("new.txt")]);
    assert_eq!(person.run(&["timeline", "1"]).status.code(), Some(3), "the old passphrase opens nothing");
    person.secret = "new.txt";
    person.answer(&["log", "1", "--occurred", "2026-11-20", "--channel", "message", "--text", "After the change."]);
    let (after, newest) = person.export("after.tar.age");
    assert_ne!(first, newest);

    let (exit, report) = person.verify(&after, &newest);
    assert_eq!((exit, report["ok"].as_bool(), report["signer"].as_str()), (Some(0), Some(true), Some("matched")));
    assert_eq!(report["notes"].as_array().unwrap().len(), 0, "{report}");
    assert_eq!(report["earlier_fingerprints"], serde_json::json!([first]));
    assert_eq!((report["seals"][0]["words"]).clone(), seal);
    assert!(report["seals"][0]["covers"].as_u64().unwrap() > 0);
    let vault = report["vault"].clone();

    // The older fingerprint does not do any more for a new bundle, and still does for the old one.
    let (exit, report) = person.verify(&after, &first);
    assert_eq!((exit, &report["problems"][0]["class"]), (Some(1), &Value::from("BUNDLE_SIGNER")));
    let (exit, report) = person.verify(&before, &first);
    assert_eq!((exit, &report["vault"]), (Some(0), &vault));

    let words: Vec<&str> = seal.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    assert_eq!(person.answer(&["verify", "--seal", &words.join(" ")])["outcome"], "extends");
    assert_eq!(person.answer(&["verify"])["ok"], true);

    let bag = unpack(&person, &after);
    let how_to = fs::read_to_string(bag.join("HOW-TO-VERIFY.txt")).unwrap();
    let commands: Vec<&str> = how_to.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    let after_open = commands.iter().position(|line| line.starts_with("cd ")).unwrap() + 1;
    let script = commands[after_open..].join("\n");
    let output = Command::new("sh").args(["-e", "-c", &script]).current_dir(&bag).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    assert!(printed.contains("Good \"casekeep-bundle-v1\" signature"), "{printed}");
    let listed: Vec<&str> = printed.lines().rev().take(2).collect();
    assert!(listed[0].contains(&newest) && listed[1].contains(&first), "{printed}");

    let said = read_bundle(&after, Some(&person.copy.path("bundle.txt")), Some(&newest));
    assert_eq!((said.exit, said.classes().len(), said.note_classes().len()), (0, 0, 0), "{}", said.all);
    assert_eq!((&said.all["signer"], &said.all["vault"]), (&Value::from("matched"), &vault));
    let said = read_bundle(&after, Some(&person.copy.path("bundle.txt")), Some(&first));
    assert_eq!((said.exit, said.all["signer"].as_str()), (1, Some("different")), "{}", said.all);
}
