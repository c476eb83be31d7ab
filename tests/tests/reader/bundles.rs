//! Both readers find in every bundle's vector what the vector says, and `old_vaults` has a sealed one.

use super::program::{Said, read_bundle};
use crate::vectors::on_two_threads;
use casekeep_bundle::{OpenWith, verify_bundle};
use casekeep_model::Class;
use casekeep_tests::vectors;
use casekeep_tests::vectors::bundle::{BASE, Bag, BundleVector, FINGERPRINT, folder};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What is compared: the exit status, what is said of the signer, the problems' classes and the notes'.
type Verdict = (u8, String, BTreeSet<Class>, BTreeSet<Class>);

#[test]
fn both_readers_find_in_every_bundle_what_its_vector_says() {
    agree(&folder(&vectors::folder()), 50);
}

#[test]
fn both_readers_find_the_same_after_a_change_of_keys() {
    agree(&folder(&vectors::folder()).join("changed"), 15);
}

fn agree(place: &Path, least: usize) {
    let base = Bag::open(&fs::read(place.join(BASE)).unwrap());
    let fingerprint = fs::read_to_string(place.join(FINGERPRINT)).unwrap();
    let all = BundleVector::all(place);
    assert!(all.len() > least, "only {} vectors are there", all.len());
    let failures = on_two_threads(&all, |vector| {
        let archive = vector.archive(&base);
        let fingerprint = vector.with_fingerprint.then(|| fingerprint.trim());
        let wanted = &vector.expect;
        let (classes, notes) = (wanted.classes.iter().copied(), wanted.notes.iter().copied());
        let wanted = (wanted.exit, wanted.signer.clone(), classes.collect(), notes.collect());
        let seen = [("Casekeep", first(&archive, fingerprint)), ("second reader", second(&archive, fingerprint))];
        let wrong = seen.into_iter().filter(|(_, seen)| *seen != wanted);
        wrong.map(|(who, seen)| format!("{}: {who}\n  wanted {wanted:?}\n  seen   {seen:?}", vector.name)).collect()
    });
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

fn first(archive: &[u8], fingerprint: Option<&str>) -> Verdict {
    let checked = verify_bundle(archive, OpenWith::Nothing, fingerprint).unwrap();
    let classes = |found: &[casekeep_model::Finding]| found.iter().map(|finding| finding.class).collect();
    let report = &checked.report;
    (u8::from(!report.ok), checked.signer.word().to_owned(), classes(&report.problems), classes(&report.notes))
}

fn second(archive: &[u8], fingerprint: Option<&str>) -> Verdict {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("bundle.tar");
    fs::write(&file, archive).unwrap();
    verdict(&read_bundle(&file, None, fingerprint))
}

fn verdict(said: &Said) -> Verdict {
    let signer = said.all["signer"].as_str().unwrap().to_owned();
    (said.exit, signer, said.classes(), said.note_classes())
}
