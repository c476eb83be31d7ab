//! Who holds what and bundles of what is new, through the command line; the second reader agrees on such a bundle.

#![allow(clippy::unwrap_used)]

use crate::reader::program::read_bundle;
use casekeep_model::Secret;
use casekeep_tests::place;
use casekeep_tests::vectors::base::{self, installation};
use casekeep_vault::create_vault;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";

struct Desk<'a>(&'a Path);

impl Desk<'_> {
    fn casekeep(&self, json: bool, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(place::program("casekeep"));
        command.env("CASEKEEP_STATE", self.0.join("state")).env("CASEKEEP_VAULT", self.0.join("vault"));
        command.arg("--passphrase-file").arg(self.0.join("passphrase.txt")).current_dir(self.0);
        let output = command.args(json.then_some("--json")).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn answer(&self, arguments: &[&str]) -> Value {
        let (status, printed, complained) = self.casekeep(true, arguments);
        assert_eq!(status, 0, "{arguments:?}: {complained}");
        serde_json::from_str(&printed).unwrap()
    }

    fn log(&self, when: &str, text: &str) {
        self.answer(&["log", "1", "--occurred", when, "--channel", "phone", "--text", text]);
    }

    fn export(&self, file: &str, more: &[&str]) -> Value {
        let to = ["export", "1", "--to-passphrase-file", "words.txt", "-o", file, "--for", "police", "--name"];
        self.answer(&[&to[..], more].concat())
    }
}

#[test]
fn a_bundle_of_what_is_new_names_the_one_before_and_both_readers_agree_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk(folder.path());
    fs::write(desk.0.join("passphrase.txt"), PASSPHRASE).unwrap();
    fs::write(desk.0.join("words.txt"), "orchard lantern pebble violin harbour teapot\n").unwrap();
    let installation = installation(&desk.0.join("state"), base::LATER);
    let made = create_vault(&desk.0.join("vault"), installation, &Secret::new(PASSPHRASE.to_owned())).unwrap();
    made.vault.add_case("Matter 1").unwrap();
    made.vault.lock().unwrap();
    assert_eq!(desk.answer(&["disclosures", "1"])["disclosures"], serde_json::json!([]));
    assert!(desk.casekeep(false, &["disclosures"]).1.contains("Nothing was handed over yet."));
    desk.log("2026-03-04", "He rang.");
    let (status, _, complained) = desk.casekeep(true, &["export", "1", "--preview", "--for", "police", "--since-last"]);
    assert!(status == 2 && complained.contains("no earlier bundle"), "{complained}");
    assert_eq!(desk.casekeep(true, &["export", "1", "--preview", "--for", "owl"]).0, 2);
    let reasons = ["PC 4471 Osei", "--purpose", "NSP-0311", "--set", "basis=legal_claims", "--set", "consent=unsafe"];
    let first = desk.export("first.tar.age", &reasons);
    assert_eq!(first["contacts"], 1);

    let again = ["export", "1", "--to-passphrase-file", "words.txt", "--for", "police", "--name", "pc 4471 osei"];
    let again = [&again[..], &["--since-last", "-o", "second.tar.age"]].concat();
    let (status, _, complained) = desk.casekeep(true, &again);
    assert!(status == 2 && complained.contains("Nothing is new or changed"), "{complained}");
    assert!(!desk.0.join("second.tar.age").exists());
    desk.log("2026-03-06", "He rang again.");
    let preview =
        desk.answer(&["export", "1", "--preview", "--for", "police", "--name", "PC 4471 Osei", "--since-last"]);
    assert_eq!((&preview["contacts"]["goes"], &preview["before"]), (&Value::from(1), &Value::from(1)));
    let second = desk.answer(&again);
    assert_eq!((&second["contacts"], &second["disclosure"]), (&Value::from(1), &Value::from(3)));

    let fingerprint = second["fingerprint"].as_str().unwrap();
    let verify = ["verify", "second.tar.age", "--bundle-passphrase-file", "words.txt", "--fingerprint", fingerprint];
    let checked = desk.answer(&verify);
    let follows = checked["follows"].as_array().unwrap();
    assert_eq!(follows.len(), 1);
    assert!(follows[0]["folder"].as_str().unwrap().ends_with("-1"));
    assert!(desk.casekeep(false, &verify).1.contains("It is a supplement"));
    let said = read_bundle(&desk.0.join("second.tar.age"), Some(&desk.0.join("words.txt")), Some(fingerprint));
    assert_eq!((said.exit, &said.all["follows"]), (0, &checked["follows"]), "{}", said.all);
    assert_eq!(said.all["withheld"], checked["withheld"]);

    let receipt =
        ["receipt", "1", "3", "--set", "event=given", "--set", "given_to=PC Osei", "--set", "when=2026-03-07"];
    assert_eq!(desk.answer(&receipt)["n"], 1);
    desk.answer(&["amend-receipt", "1", "1", "--set", "reference=NSP 12", "--reason", "they rang back"]);
    assert_eq!(desk.casekeep(true, &["receipt", "1", "2", "--set", "event=given"]).0, 2, "nothing was made");
    assert_eq!(desk.casekeep(true, &["receipt", "1", "3", "--set", "given_to=x"]).0, 2, "no event");
    let all = desk.answer(&["disclosures"]);
    let all = all["disclosures"].as_array().unwrap();
    assert_eq!(all.iter().map(|one| one["state"].as_str().unwrap()).collect::<Vec<_>>(), ["made", "not_made", "made"]);
    assert_eq!(all[0]["tagmanifest_sha256"], follows[0]["tagmanifest_sha256"]);
    assert_eq!((&all[0]["why"]["basis"], &all[0]["why"]["consent"]), (&"legal_claims".into(), &"unsafe".into()));
    assert_eq!((&all[2]["follows"], &all[2]["contacts"]), (&serde_json::json!([1]), &Value::from(1)));
    assert_eq!(all[2]["receipts"][0]["receipt"]["reference"], "NSP 12");
    let (_, printed, _) = desk.casekeep(false, &["disclosures", "1"]);
    for line in ["Hand-over 3", "Only what is new since: hand-over 1", "To whom: PC Osei", "because: they rang back"] {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    assert_eq!(desk.answer(&["verify"])["ok"], true);
}
