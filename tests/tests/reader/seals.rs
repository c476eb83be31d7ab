//! Both readers make the same of a seal: of its twelve words and of its whole note, in every vector of the vault whose keys
//! were changed, for one seal of before and one of after.

use super::program::read_seals;
use crate::vectors::on_two_threads;
use casekeep_format::words::words_of;
use casekeep_tests::vectors::base::Copy;
use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::vector::Vector;
use casekeep_vault::Access;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::sync::Mutex;

/// The BIP39 English list, a word a line.
fn word_list() -> String {
    (0..2048_u128).fold(String::new(), |mut list, index| {
        let words = words_of(&(index << 117).to_be_bytes());
        writeln!(list, "{}", words[0]).unwrap();
        list
    })
}

#[test]
fn both_readers_make_the_same_of_every_seal() {
    let base = Copy::at(&folder().join("changed"));
    let words = fs::read_to_string(base.path("seals.txt")).unwrap();
    let notes = notes_of(&base);
    let altered = altered(&notes[0]);
    let seals: Vec<String> =
        words.lines().map(str::to_owned).chain(notes).chain([words_of(&[7; 16]).join(" "), altered]).collect();
    let list = word_list();
    let of_base = |vector: &Vector| vector.base == "changed" && vector.expect.error.is_none();
    let vectors: Vec<Vector> = Vector::all(&folder()).into_iter().filter(of_base).collect();
    let outcomes = Mutex::new(BTreeSet::new());
    let differences = on_two_threads(&vectors, |vector| {
        let place = tempfile::tempdir().unwrap();
        let copy = vector.prepare(&folder(), place.path()).unwrap();
        let second = read_seals(&copy, vector.unlock, &seals, &list);
        let vault = copy.unlock(vector.unlock, Access::Read).unwrap();
        let outcome = |seal: &String| serde_json::to_value(vault.check_seal(seal).unwrap().outcome).unwrap();
        let first: Vec<String> = seals.iter().map(|seal| outcome(seal).as_str().unwrap().to_owned()).collect();
        outcomes.lock().unwrap().extend(first.clone());
        if first == second { Vec::new() } else { vec![format!("{}: {first:?} {second:?}", vector.name)] }
    });
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(outcomes.into_inner().unwrap().len(), 4, "each of the four outcomes was seen");
}

/// The whole notes of the seals of the base.
fn notes_of(base: &Copy) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    let copy = Copy::of(base, place.path()).unwrap();
    let vault = copy.unlock(Default::default(), Access::Read).unwrap();
    vault.seals().unwrap().into_iter().map(|seal| seal.checkpoint).collect()
}

/// A note of which the size is another.
fn altered(note: &str) -> String {
    let size = note.lines().nth(1).unwrap();
    note.replacen(&format!("\n{size}\n"), &format!("\n{size}0\n"), 1)
}
