//! Any changed byte is found, and no bytes make the check panic.

use crate::case::{Case, identity};
use casekeep_bundle::{OpenWith, Signer, To, verify_bundle};
use casekeep_model::Secret;
use casekeep_model::view::Selection;
use proptest::prelude::*;
use std::sync::LazyLock;

struct Sealed {
    bytes: Vec<u8>,
    key: Secret,
    fingerprint: String,
    archive: Vec<u8>,
}

static SEALED: LazyLock<Sealed> = LazyLock::new(|| {
    let case = Case::sample(7, 70_000);
    let (recipient, file) = identity();
    let (bytes, _) = case.sealed(&Selection::default(), &To::Recipients(vec![recipient])).unwrap();
    Sealed {
        bytes,
        key: Secret::new(file),
        fingerprint: case.fingerprint(),
        archive: case.archive(&Selection::default()),
    }
});

/// True when the check says that all is well.
fn passes(bytes: &[u8], with: OpenWith<'_>, fingerprint: &str) -> bool {
    verify_bundle(bytes, with, Some(fingerprint)).is_ok_and(|r| r.report.ok && r.signer == Signer::Matched)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_bit_of_the_sealed_file_is_found(at: prop::sample::Index, bit in 0..8_u8) {
        let mut bytes = SEALED.bytes.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(!passes(&bytes, OpenWith::IdentityFile(&SEALED.key), &SEALED.fingerprint), "byte {at} bit {bit}");
    }

    #[test]
    fn a_flipped_bit_in_the_head_of_the_sealed_file_is_found(at in 0..250_usize, bit in 0..8_u8) {
        let mut bytes = SEALED.bytes.clone();
        bytes[at] ^= 1 << bit;
        prop_assert!(!passes(&bytes, OpenWith::IdentityFile(&SEALED.key), &SEALED.fingerprint), "byte {at} bit {bit}");
    }

    #[test]
    fn a_flipped_bit_of_the_opened_archive_is_found(at: prop::sample::Index, bit in 0..8_u8) {
        let mut bytes = SEALED.archive.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(!passes(&bytes, OpenWith::Nothing, &SEALED.fingerprint), "byte {at} bit {bit}");
    }

    #[test]
    fn a_cut_is_found(at: prop::sample::Index) {
        let sealed = &SEALED.bytes[..at.index(SEALED.bytes.len())];
        prop_assert!(!passes(sealed, OpenWith::IdentityFile(&SEALED.key), &SEALED.fingerprint));
        let archive = &SEALED.archive[..at.index(SEALED.archive.len())];
        prop_assert!(!passes(archive, OpenWith::Nothing, &SEALED.fingerprint));
    }

    #[test]
    fn no_bytes_make_the_check_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000), at: prop::sample::Index) {
        let mut archive = SEALED.archive.clone();
        let at = at.index(archive.len());
        let end = archive.len().min(at + bytes.len());
        archive[at..end].copy_from_slice(&bytes[..end - at]);
        let changed = archive != SEALED.archive;
        prop_assert!(!changed || !passes(&archive, OpenWith::Nothing, &SEALED.fingerprint));
        let _ = verify_bundle(bytes.as_slice(), OpenWith::Nothing, None);
    }
}

#[test]
fn the_untouched_ones_pass() {
    assert!(passes(&SEALED.bytes, OpenWith::IdentityFile(&SEALED.key), &SEALED.fingerprint));
    assert!(passes(&SEALED.archive, OpenWith::Nothing, &SEALED.fingerprint));
}
