//! The second reader and Casekeep find the same in every vector.
//!
//! One class is left out: `INDEX_STALE` is of the index, which is Casekeep's own cache and no part of the format.

use super::program::read_vault;
use crate::vectors::observe::Observed;
use crate::vectors::on_two_threads;
use casekeep_model::Class;
use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::vector::Vector;

#[test]
fn both_readers_find_the_same_in_every_vector() {
    let vectors = Vector::all(&folder());
    let differences = on_two_threads(&vectors, |vector| difference(vector).into_iter().collect());
    assert!(differences.is_empty(), "{} of {}:\n{}", differences.len(), vectors.len(), differences.join("\n"));
}

fn difference(vector: &Vector) -> Option<String> {
    let place = tempfile::tempdir().unwrap();
    let copy = vector.prepare(&folder(), place.path()).unwrap();
    // First the second reader: it changes nothing, and an unlock renews the pin.
    let second = read_vault(&copy, vector.unlock);
    let mut first = Observed::of(&copy, vector.unlock);
    first.notes.remove(&Class::IndexStale);
    let one = (first.exit, &first.error, &first.classes, &first.notes);
    let (classes, notes) = (second.classes(), second.note_classes());
    let other = (second.exit, &second.error, &classes, &notes);
    (one != other).then(|| format!("{} ({})\n  Casekeep {one:?}\n  second   {other:?}", vector.name, vector.what))
}
