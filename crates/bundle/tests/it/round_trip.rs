//! Made, sealed, opened and checked; and every way in which that fails.

use crate::case::{CASE_NAME, Case, LARGE, PRIVATE_ZONE, classes, identity, verify};
use crate::tampered::Tampered;
use casekeep_bundle::layout::{self, ACCOUNTING, RECORDS};
use casekeep_bundle::{BundleError, OpenWith, Signer, To, verify_bundle, write_bundle};
use casekeep_model::view::Selection;
use casekeep_model::{Class, ErrorCode, Secret};
use std::io;
use std::ops::ControlFlow;

#[test]
fn a_bundle_to_a_recipient_opens_and_passes() {
    let case = Case::sample(7, LARGE);
    let (recipient, file) = identity();
    let (sealed, outcome) = case.sealed(&Selection::default(), &To::Recipients(vec![recipient])).unwrap();
    let secret = Secret::new(file);
    let words = case.key.verifying_key().fingerprint_words().join(" ");
    for fingerprint in [case.fingerprint(), words] {
        let report = verify_bundle(sealed.as_slice(), OpenWith::IdentityFile(&secret), Some(&fingerprint)).unwrap();
        assert_eq!(report.report.problems, []);
        assert_eq!(report.report.notes, []);
        assert_eq!(report.signer, Signer::Matched);
        assert_eq!(report.fingerprint, Some(case.fingerprint()));
        assert_eq!(report.folder.as_deref(), Some(outcome.folder.as_str()));
        assert_eq!((report.withheld, report.disclosed), (outcome.withheld, 10));
    }
    assert_eq!((outcome.contacts, outcome.items, outcome.withheld), (4, 3, 5));
    assert!(sealed.len() as u64 > LARGE);
}

#[test]
fn a_bundle_to_a_passphrase_opens_with_it_alone() {
    let case = Case::sample(7, 100);
    let to = To::Passphrase(Secret::new("alpha bravo charlie delta echo foxtrot".to_owned()));
    let (sealed, _) = case.sealed(&Selection::default(), &to).unwrap();
    let right = Secret::new("alpha bravo charlie delta echo foxtrot".to_owned());
    let wrong = Secret::new("alpha bravo charlie delta echo golf".to_owned());
    let file = Secret::new(identity().1);
    assert!(verify_bundle(sealed.as_slice(), OpenWith::Passphrase(&right), None).unwrap().report.ok);
    for with in [OpenWith::Passphrase(&wrong), OpenWith::IdentityFile(&file)] {
        let error = verify_bundle(sealed.as_slice(), with, None).unwrap_err();
        assert!(matches!(error, BundleError::WrongSecret { passphrase_needed: true }));
        assert_eq!(error.problem().code.exit_status(), 3);
    }
    let error = verify_bundle(sealed.as_slice(), OpenWith::Nothing, None).unwrap_err();
    assert_eq!(error.problem().code, ErrorCode::SecretMissing);
}

#[test]
fn the_same_selection_gives_the_same_archive() {
    let case = Case::sample(7, 100);
    assert_eq!(case.archive(&Selection::default()), case.archive(&Selection::default()));
}

#[test]
fn an_empty_file_is_an_item_like_others() {
    let bag = Tampered::open(&Case::sample(7, 0).archive(&Selection::default()));
    assert_eq!(bag.files["data/originals/0003.bin"], b"");
    assert_eq!(verify(&bag.archive(), None).report.problems, []);
}

#[test]
fn a_cut_or_changed_sealed_file_is_a_finding() {
    let case = Case::sample(7, 200_000);
    let (recipient, file) = identity();
    let (sealed, _) = case.sealed(&Selection::default(), &To::Recipients(vec![recipient])).unwrap();
    let secret = Secret::new(file);
    let check = |bytes: &[u8]| verify_bundle(bytes, OpenWith::IdentityFile(&secret), None).unwrap();
    for end in [0, 20, 300, 70_000, sealed.len() - 1] {
        assert!(classes(&check(&sealed[..end])).contains(&Class::BundleTar), "cut at {end}");
    }
    let mut longer = sealed.clone();
    longer.push(0);
    assert!(classes(&check(&longer)).contains(&Class::BundleTar));
    let mut flipped = sealed.clone();
    flipped[sealed.len() / 2] ^= 1;
    assert!(classes(&check(&flipped)).contains(&Class::BundleTar));
    for wrong in [&b"\xff\xd8\xff\xe0 a photo that is no bundle"[..], b"PK\x03\x04 and a long enough body"] {
        let error = verify_bundle(wrong, OpenWith::IdentityFile(&secret), None).unwrap_err();
        assert_eq!(error.problem().code.exit_status(), 2);
    }
}

#[test]
fn what_stays_is_nowhere_in_the_bundle() {
    let case = Case::sample(7, 100);
    let selection = Selection { without_items: vec![1], without_contacts: vec![2], ..Selection::default() };
    let archive = case.archive(&selection);
    for canary in [
        CASE_NAME,
        PRIVATE_ZONE,
        "777777",
        "Canary copy reason",
        "age1canary",
        "Asked to stop by letter",
        &"cc".repeat(32),
        &"dd".repeat(32),
    ] {
        let found = archive.windows(canary.len()).any(|window| window == canary.as_bytes());
        assert!(!found, "{canary}");
    }
    let bag = Tampered::open(&archive);
    // The head lines name hashes alone; the withheld item's own record is not among them.
    let heads: Vec<_> = bag.text(RECORDS).lines().filter(|l| l.starts_with('{')).map(str::to_owned).collect();
    assert_eq!(heads.len(), 8);
    let writer = case.log.writers[0].writer.as_str();
    assert!(!heads.iter().any(|head| head.contains("\"n\":2,") && head.contains(writer)));
    let accounting = bag.text(ACCOUNTING);
    for line in [
        "1 0 withheld (structural)",
        "1 1 withheld (structural)",
        "1 2 withheld (not selected)",
        "1 3 disclosed in part",
        "2 2 disclosed in part",
    ] {
        assert!(accounting.lines().any(|l| l == line), "{line}");
    }
    assert!(bag.text(layout::CHRONOLOGY).contains("item 1 is not in this bundle"));
    assert!(bag.text(layout::CHRONOLOGY).contains("item 1, which is not in this bundle"));
    let info = bag.text(layout::BAG_INFO);
    assert!(
        info.contains("Bagging-Date: 2026-11-22") && info.contains(&format!("External-Identifier: {}", bag.folder))
    );
    assert_eq!(verify(&archive, None).report.problems, []);
}

#[test]
fn an_item_whose_bytes_are_not_the_recorded_ones_stops_the_export() {
    let to = || To::Recipients(vec![identity().0]);
    let mut case = Case::sample(7, 100);
    let key = *case.objects.iter().find(|(_, bytes)| bytes.len() == 100).unwrap().0;
    for change in [|b: &mut Vec<u8>| b[50] ^= 1, |b: &mut Vec<u8>| b.push(0), |b: &mut Vec<u8>| b.truncate(99)] {
        let mut bytes = (0..100).collect::<Vec<u8>>();
        change(&mut bytes);
        case.objects.insert(key, bytes);
        let error = case.sealed(&Selection::default(), &to()).unwrap_err();
        assert!(matches!(&error, BundleError::ItemChanged { item } if item == "3"), "{error:?}");
        assert_eq!(error.problem().code.exit_status(), 1);
    }
    case.objects.remove(&key);
    let error = case.sealed(&Selection::default(), &to()).unwrap_err();
    assert_eq!(error.problem().code, ErrorCode::Integrity);
}

#[test]
fn a_full_disk_and_a_stop_are_said_as_what_they_are() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let case = Case::sample(7, LARGE);
    let to = To::Recipients(vec![identity().0]);
    let go_on = &mut |_: &_| ControlFlow::Continue(());
    let error = write_bundle(&case, &Selection::default(), &to, None, Full, go_on).unwrap_err();
    assert_eq!(error.problem().code, ErrorCode::DiskFull);
    let mut seen = Vec::new();
    let error = write_bundle(&case, &Selection::default(), &to, None, io::sink(), &mut |progress| {
        seen.push((progress.files_done, progress.bytes_done, progress.files));
        if progress.bytes_done > 1_000_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap_err();
    assert_eq!(error.problem().code, ErrorCode::Cancelled);
    assert!(seen.iter().all(|(_, _, files)| *files == 3) && seen.last().unwrap().0 == 2, "the large item comes last");
}
