//! Spans of an item from any place: the right bytes, an honest length, and nothing of what was changed.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::Class;
use casekeep_vault::{Access, ItemSpans, UnlockedVault, VaultError};
use std::fs;
use std::path::PathBuf;
use support::*;

const CHUNK: usize = 64 << 10;
const TAG: usize = 16;

/// Bytes of which no two places look alike.
fn bytes(length: usize) -> Vec<u8> {
    (0..length as u64).map(|n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect()
}

/// A vault with one item, and the place of its sealed file.
fn with(length: usize) -> (Home, UnlockedVault, u32, Vec<u8>, PathBuf) {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let plain = bytes(length);
    add(&vault, case, "film.mp4", &plain);
    let object = home.folder().join(objects(&home).pop().unwrap());
    (home, vault, case, plain, object)
}

fn refused<T>(result: Result<T, VaultError>) -> Class {
    match result.map(|_| ()).unwrap_err() {
        VaultError::Integrity(finding) => finding.class,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_span_is_that_of_the_plaintext() {
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 40 * CHUNK + 77] {
        let (_home, vault, case, plain, _) = with(length);
        let mut spans = vault.item_spans(case, 1).unwrap();
        assert_eq!(spans.size(), length as u64);
        // Back and forth, over the edges of chunks, and more often than pieces are kept.
        let places =
            [0, 1, CHUNK - 3, CHUNK, 2 * CHUNK - 1, 39 * CHUNK + 5, length.saturating_sub(2), length, length + 9];
        for place in places.into_iter().chain((0..40).map(|n| n * CHUNK + 11)).chain(places) {
            for wanted in [0, 1, 7, CHUNK, 2 * CHUNK + 5] {
                let end = (place + wanted).min(length);
                let expected = plain.get(place.min(length)..end.max(place.min(length))).unwrap();
                assert!(*spans.read(place as u64, wanted).unwrap() == expected, "{wanted} from {place} of {length}");
            }
        }
        assert!(spans.read(u64::MAX, 10).unwrap().is_empty());
    }
}

#[test]
fn nothing_is_given_of_a_chunk_that_was_changed() {
    let (home, vault, case, plain, object) = with(4 * CHUNK);
    vault.lock().unwrap();
    let mut sealed = fs::read(&object).unwrap();
    let header = sealed.len() - (4 * (CHUNK + TAG));
    sealed[header + 2 * (CHUNK + TAG) + 100] ^= 1;
    fs::write(&object, &sealed).unwrap();
    let vault = home.unlock(Access::Read);
    let mut spans = vault.item_spans(case, 1).unwrap();
    assert!(*spans.read(0, 2 * CHUNK).unwrap() == plain[..2 * CHUNK]);
    assert_eq!(refused(spans.read(2 * CHUNK as u64 - 1, 10)), Class::ObjectChanged);
    assert_eq!(refused(spans.read(2 * CHUNK as u64, 1)), Class::ObjectChanged);
}

#[test]
fn a_file_that_was_cut_or_put_for_another_is_refused_before_anything_is_given() {
    let (home, vault, case, _, object) = with(3 * CHUNK + 5);
    let receipt = add(&vault, case, "other.mp4", &bytes(9));
    assert_eq!(receipt.item, 2);
    vault.lock().unwrap();
    let sealed = fs::read(&object).unwrap();
    let vault = home.unlock(Access::Read);
    let open = || -> Result<ItemSpans, VaultError> { vault.item_spans(case, 1) };
    for cut in [1, TAG, TAG + 5, TAG + 5 + CHUNK + TAG] {
        fs::write(&object, &sealed[..sealed.len() - cut]).unwrap();
        assert_eq!(refused(open()), Class::ObjectChanged, "{cut} bytes cut off");
    }
    let other = objects(&home).into_iter().map(|path| home.folder().join(path)).find(|path| *path != object).unwrap();
    fs::copy(&other, &object).unwrap();
    assert_eq!(refused(open()), Class::ObjectChanged);
    fs::remove_file(&object).unwrap();
    assert_eq!(refused(open()), Class::ObjectMissing);
    fs::write(&object, &sealed).unwrap();
    assert!(open().is_ok());
    assert!(matches!(vault.item_spans(case, 9), Err(VaultError::NoSuchEntry(_))));
}
