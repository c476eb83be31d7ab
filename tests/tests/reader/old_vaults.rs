//! The vaults in `tests/old-vaults`, as earlier versions wrote them: opened, read and checked by this version and by the
//! second reader, and gone on with.

use super::program::{read_bundle, read_vault};
use casekeep_bundle::{OpenWith, Signer, verify_bundle};
use casekeep_model::Secret;
use casekeep_model::view::{Progress, TimelineFilter};
use casekeep_tests::place;
use casekeep_tests::vectors::base::{Copy, With, contact};
use casekeep_vault::{Access, UnlockedVault};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What must be read from a vault.
#[derive(Deserialize)]
struct Expected {
    made_by: String,
    fingerprint_words: Vec<String>,
    checked: BTreeMap<String, u64>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    case: u32,
    name: String,
    closed: bool,
    contacts: BTreeSet<String>,
    notes: Vec<String>,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    item: u32,
    name: String,
    sha256: String,
    size: u64,
}

fn old_vaults() -> Vec<(PathBuf, Expected)> {
    let folders = fs::read_dir(place::root().join("tests/old-vaults")).unwrap().map(|entry| entry.unwrap().path());
    let read = |folder: PathBuf| {
        let text = fs::read(folder.join("expected.json")).unwrap();
        (folder, serde_json::from_slice(&text).unwrap())
    };
    let all: Vec<_> = folders.filter(|folder| folder.is_dir()).map(read).collect();
    assert!(!all.is_empty());
    all
}

#[test]
fn every_old_vault_opens_and_is_read_whole() {
    for (folder, expected) in old_vaults() {
        for with in [With::Passphrase, With::Words] {
            let place = tempfile::tempdir().unwrap();
            let copy = Copy::of(&Copy::at(&folder), place.path()).unwrap();
            let vault = copy.unlock(with, Access::Read).unwrap_or_else(|error| panic!("{}: {error}", expected.made_by));
            assert_eq!(vault.opening().fingerprint_words, expected.fingerprint_words);
            hold(&vault, &expected);
        }
    }
}

#[test]
fn every_old_vault_can_be_gone_on_with() {
    for (folder, expected) in old_vaults() {
        let place = tempfile::tempdir().unwrap();
        let copy = Copy::of(&Copy::at(&folder), place.path()).unwrap();
        let open = expected.cases.iter().find(|case| !case.closed).unwrap().case;
        let vault = copy.unlock(With::Passphrase, Access::Window).unwrap();
        vault.log_contact(open, &contact("2026-12-01T09:00", "Written by a later version.")).unwrap();
        vault.lock().unwrap();
        let second = read_vault(&copy, With::Words);
        assert_eq!((second.exit, second.problems.len()), (0, 0), "{}: {}", expected.made_by, second.all);
        assert!(second.checked["records"] > expected.checked["records"]);
    }
}

#[test]
fn the_second_reader_reads_every_old_vault() {
    for (folder, expected) in old_vaults() {
        let place = tempfile::tempdir().unwrap();
        let said = read_vault(&Copy::of(&Copy::at(&folder), place.path()).unwrap(), With::Words);
        assert_eq!((said.exit, &said.checked), (0, &expected.checked), "{}", said.all["problems"]);
        let records: Vec<&Value> = said.all["contents"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|records| records.as_array().unwrap())
            .collect();
        let parts = |kind: &str, part: &str| -> BTreeSet<String> {
            let parts = records.iter().filter(|record| record["kind"] == kind).map(|record| &record["parts"][part]);
            parts
                .filter(|value| !value.is_null())
                .map(|value| value.as_str().map_or(value.to_string(), str::to_owned))
                .collect()
        };
        for case in &expected.cases {
            assert!(parts("case", "name").contains(&case.name));
            assert!(parts("contact", "what").is_superset(&case.contacts));
            assert!(case.notes.iter().all(|note| parts("note", "text").contains(note)));
            for item in &case.items {
                let file = serde_json::json!({ "sha256": item.sha256, "size": item.size }).to_string();
                assert!(parts("item", "file").contains(&file) && parts("item", "name").contains(&item.name));
            }
        }
    }
}

#[test]
fn every_old_bundle_is_checked_by_both_readers() {
    for (folder, expected) in old_vaults() {
        let sealed = folder.join("bundle.tar.age");
        let passphrase = folder.join("bundle-passphrase.txt");
        let secret = Secret::new(fs::read_to_string(&passphrase).unwrap().trim_end().to_owned());
        let words = expected.fingerprint_words.join(" ");
        let file = fs::File::open(&sealed).unwrap();
        let first = verify_bundle(file, OpenWith::Passphrase(&secret), Some(&words)).unwrap();
        assert_eq!((first.report.problems, first.signer), (vec![], Signer::Matched));
        let second = read_bundle(&sealed, Some(&passphrase), first.fingerprint.as_deref());
        assert_eq!((second.exit, second.all["signer"].as_str()), (0, Some("matched")), "{}", second.all);
        assert_eq!(second.all["disclosed"], first.disclosed);
        assert_eq!(second.all["withheld"], first.withheld);
        let wrong = read_bundle(&sealed, Some(&folder.join("passphrase.txt")), None);
        assert_eq!(wrong.error.as_deref(), Some("wrong_bundle_secret"));
    }
}

/// Lists everything, reads every item, and checks the whole vault.
fn hold(vault: &UnlockedVault, expected: &Expected) {
    let cases = vault.cases().unwrap();
    assert_eq!(cases.len(), expected.cases.len());
    for (case, row) in expected.cases.iter().zip(&cases) {
        assert_eq!((row.case, &row.name, row.closed), (case.case, &case.name, case.closed));
        let rows = vault.timeline(case.case, &TimelineFilter::default()).unwrap();
        let contacts = rows.iter().filter(|row| row.channel.is_some()).map(|row| row.text.clone());
        assert_eq!(contacts.collect::<BTreeSet<_>>(), case.contacts);
        let notes: Vec<String> = vault.private_notes(case.case).unwrap().into_iter().map(|note| note.text).collect();
        assert_eq!(notes, case.notes);
        for item in &case.items {
            let mut bytes = Vec::new();
            vault.read_item(case.case, item.item).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(
                (bytes.len() as u64, casekeep_bundle::bag::sha256(&bytes).to_string()),
                (item.size, item.sha256.clone())
            );
            assert!(rows.iter().any(|row| row.n == item.item && row.name.as_ref() == Some(&item.name)));
        }
    }
    let report = vault.verify(&mut |_: &Progress| ControlFlow::Continue(())).unwrap();
    assert_eq!(report.problems, []);
    let checked = serde_json::to_value(&report.checked).unwrap();
    assert!(expected.checked.iter().all(|(what, count)| checked[what] == *count), "{checked}");
}
