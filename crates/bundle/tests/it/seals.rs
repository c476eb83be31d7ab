//! Seals in a bundle: carried, proven, stamped; and every way to pretend one.

use crate::authority::Authority;
use crate::case::{Case, at, classes, clocks, contact, verify};
use crate::tampered::Tampered;
use casekeep_bundle::layout::{self, CONSISTENCY, HOW_TO};
use casekeep_format::names::vault_box;
use casekeep_format::parts::{self, kind};
use casekeep_format::stamp::write_request;
use casekeep_format::words::seal_words;
use casekeep_format::{
    Anchor, Checkpoint, LogHead, NewRecord, Record, Root, Tree, disclose_heads, origin, root_of, sealed_heads,
};
use casekeep_model::view::Selection;
use casekeep_model::{BoxId, Class, WriterId};
use std::process::Command;

/// Ends a change that gives something back.
pub fn done<T>(_: T) {}

/// The head of another case of the vault, which must not leave it.
pub fn other_head() -> LogHead {
    LogHead {
        box_id: BoxId::from_bytes([99; 16]),
        writer: WriterId::from_bytes([99; 10]),
        size: 987_654,
        root: Root([99; 32]).to_string(),
    }
}

pub fn heads_of(case: &Case) -> Vec<LogHead> {
    let head = |log: &casekeep_format::WriterLog| {
        let leaves: Vec<_> = log.records.iter().map(Record::leaf).collect();
        let root = root_of(&leaves).to_string();
        LogHead { box_id: case.log.box_id.clone(), writer: log.writer.clone(), size: leaves.len() as u64, root }
    };
    case.log.writers.iter().map(head).collect()
}

/// Seals a case with these heads, as its vault would with a log of eleven records.
fn seal(case: &mut Case, heads: &[LogHead]) {
    let (vault, writer) = (case.log.vault.clone(), WriterId::from_bytes([50; 10]));
    let record = |n: u64, kind: &str, parts| {
        let (at, box_id, writer) = (at("2026-06-01T12:00:00.000Z"), vault_box(&vault), writer.clone());
        Record::new(NewRecord { at, box_id, kind: kind.to_owned(), n, of: vec![], writer, parts }).unwrap()
    };
    let mut records: Vec<Record> = (0..10).map(|n| record(n, kind::UNLOCKED, vec![])).collect();
    records.push(record(10, kind::HEADS, sealed_heads(heads).remove(0)));
    let leaves: Vec<_> = records.iter().map(Record::leaf).collect();
    let tree = Tree::new(&leaves);
    let checkpoint = Checkpoint { origin: origin(&vault, &vault_box(&vault), &writer), size: 11, root: tree.root() };
    let shown = disclose_heads(&records[10], &case.log.box_id);
    let heads = vec![(shown, tree.inclusion_proof(10))];
    case.anchors.push(Anchor { note: checkpoint.sign(&case.key), heads, responses: Vec::new(), ended: None });
}

fn later(case: &mut Case) {
    let more = contact("2026-06-02T08:00", "After the seal.");
    case.append(0, "2026-06-02T09:00:00.000Z", kind::CONTACT, vec![], parts::contact_parts(4, &more, &clocks()));
}

/// A case that was sealed between two other cases, used after, and sealed again.
fn sealed_case() -> Case {
    let mut case = Case::sample(7, 100);
    let heads = [vec![other_head()], heads_of(&case), vec![other_head()]].concat();
    seal(&mut case, &heads);
    later(&mut case);
    let heads = heads_of(&case);
    seal(&mut case, &heads);
    case
}

#[test]
fn a_bundle_shows_that_its_log_goes_on_from_every_seal() {
    let case = sealed_case();
    let bag = Tampered::open(&case.archive(&Selection::default()));
    let report = verify(&bag.archive(), Some(&case.fingerprint()));
    assert_eq!((&report.report.problems, &report.report.notes), (&vec![], &vec![]));
    let covers: Vec<u64> = report.seals.iter().map(|seal| seal.covers).collect();
    let whole: u64 = heads_of(&case).iter().map(|head| head.size).sum();
    assert_eq!(covers, [whole - 1, whole]);
    for (shown, anchor) in report.seals.iter().zip(&case.anchors) {
        assert_eq!(shown.words, seal_words(&anchor.note));
        assert_eq!((shown.at, shown.stamped), (Some(at("2026-06-01T12:00:00.000Z")), None));
    }
    for (path, bytes) in &bag.files {
        let text = String::from_utf8_lossy(bytes);
        for secret in ["987654", other_head().box_id.as_str(), other_head().writer.as_str(), &other_head().root] {
            assert!(!text.contains(secret), "{path} tells of another case: {secret}");
        }
    }
}

#[test]
fn a_bundle_without_a_seal_has_no_file_for_one() {
    let case = Case::sample(7, 100);
    let bag = Tampered::open(&case.archive(&Selection::default()));
    assert!(!bag.files.contains_key(CONSISTENCY));
    assert!(!bag.files.keys().any(|path| path.starts_with(layout::SEAL)));
    assert!(verify(&bag.archive(), None).seals.is_empty());
}

#[test]
fn a_log_that_went_back_behind_its_seal_is_told() {
    let mut case = Case::sample(7, 100);
    let mut heads = heads_of(&case);
    heads[0].size += 5;
    heads[0].root = Root([1; 32]).to_string();
    heads[1].writer = WriterId::from_bytes([77; 10]);
    seal(&mut case, &heads);
    let report = verify(&case.archive(&Selection::default()), None);
    assert_eq!(report.report.problems, []);
    let notes: Vec<Class> = report.report.notes.iter().map(|note| note.class).collect();
    assert_eq!(notes, [Class::RolledBack; 2]);
    assert!(report.seals.is_empty(), "nothing says that the log goes on from it");
}

#[test]
fn a_seal_that_is_not_under_the_log_is_no_proof() {
    // The key's own holder signs each of these bundles anew: the lists and the signature are right.
    let check = |change: &dyn Fn(&mut Tampered, &Case)| {
        let case = sealed_case();
        let mut bag = Tampered::open(&case.archive(&Selection::default()));
        change(&mut bag, &case);
        classes(&verify(&bag.sign(&case.key).archive(), None))
    };
    let (first, second) = (layout::seal(1), layout::seal(2));
    let stranger = casekeep_format::SigningKey::from_seed(&[9; 32]);
    assert_eq!(check(&|_, _| {}), []);
    // Another root, size or signer in the sealed checkpoint.
    assert_eq!(check(&|bag, _| done(bag.replace(&first, "\n11\n", "\n12\n"))), [Class::SignatureBad]);
    assert_eq!(
        check(&|bag, case| {
            let name = case.anchors[0].note.lines().next().unwrap().to_owned();
            let other = Checkpoint { origin: name, size: 11, root: Root([3; 32]) };
            bag.put(&first, other.sign(&case.key));
        }),
        [Class::ProofBad]
    );
    assert_eq!(
        check(&|bag, case| {
            let name = case.anchors[0].note.lines().next().unwrap().to_owned();
            bag.put(&first, Checkpoint { origin: name, size: 11, root: Root([3; 32]) }.sign(&stranger));
        }),
        [Class::SignatureBad]
    );
    // The checkpoint of the case itself is not one of the vault.
    assert_eq!(
        check(&|bag, _| {
            let note = bag.text(&layout::checkpoint(1));
            bag.put(&first, note);
        }),
        [Class::BundleKeyMismatch]
    );
    // One seal in the place of the other, a seal that nothing proves, one that is not there.
    assert_eq!(
        check(&|bag, _| {
            let (one, two) = (bag.text(&first), bag.text(&second));
            bag.put(&first, two).put(&second, one);
        }),
        [Class::ProofBad]
    );
    assert_eq!(check(&|bag, _| done(bag.put(&layout::seal(3), "extra"))), [Class::ProofBad]);
    assert_eq!(check(&|bag, _| done(bag.files.remove(&second))), [Class::BundleMissing]);
    // The list: not JSON, another head, another proof, a log that the bundle does not have.
    assert_eq!(check(&|bag, _| done(bag.put(CONSISTENCY, "[}"))), [Class::ProofBad]);
    let size = heads_of(&Case::sample(7, 100))[0].size;
    let quoted = |name: &str, size: u64| format!("\\\"{name}\\\":{size}");
    assert_eq!(
        check(&|bag, _| done(bag.replace(CONSISTENCY, &quoted("size", size), &quoted("size", size + 1)))),
        [Class::ProofBad]
    );
    let bare = |size: u64| format!("\"size\":{size}}}");
    assert_eq!(check(&|bag, _| done(bag.replace(CONSISTENCY, &bare(size), &bare(size - 1)))), [Class::ProofBad]);
    assert_eq!(check(&|bag, _| done(bag.replace(CONSISTENCY, "\"k\":1", "\"k\":9"))), [Class::ProofBad]);
    assert_eq!(check(&|bag, _| done(bag.replace(CONSISTENCY, "\"n\":10", "\"n\":9"))), [Class::ProofBad]);
    // A case whose log was written again after the seal, by whoever has the key.
    let mut case = sealed_case();
    let good = case.anchors.clone();
    let mut other = Case::sample(7, 101);
    later(&mut other);
    std::mem::swap(&mut case.log, &mut other.log);
    case.objects = other.objects;
    case.anchors = good;
    assert_eq!(classes(&verify(&case.archive(&Selection::default()), None)), [Class::ProofBad]);
}

#[test]
fn a_time_stamp_is_checked_and_openssl_takes_the_files_as_they_are() {
    let authority = Authority::rsa();
    let mut case = sealed_case();
    let note = case.anchors[0].note.clone();
    case.anchors[0].responses = vec![authority.answer(&write_request(note.as_bytes()), "sha256")];
    let archive = case.archive(&Selection::default());
    let report = verify(&archive, None);
    assert_eq!((&report.report.problems, &report.report.notes), (&vec![], &vec![]));
    assert_eq!(report.seals[0].stamped_by.as_deref(), Some("An authority for tests"));
    assert!(report.seals[0].stamped.is_some() && report.seals[1].stamped.is_none());

    // The commands for people, as they stand.
    let folder = tempfile::tempdir().unwrap();
    let bag = Tampered::open(&archive);
    for (path, bytes) in &bag.files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::copy(authority.path("certificate.pem"), folder.path().join("root.pem")).unwrap();
    let how_to = bag.text(HOW_TO);
    let commands: Vec<&str> = how_to.lines().filter_map(|line| line.strip_prefix("    openssl")).collect();
    assert_eq!(commands.len(), 2);
    for command in commands {
        let script = format!("openssl{command}");
        let output = Command::new("sh").args(["-ec", &script]).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    // A reply for another seal, one that is none, one that is not there.
    let other = authority.answer(&write_request(b"other"), "sha256");
    for (change, class) in
        [(Some(other), Class::ProofBad), (Some(b"none".to_vec()), Class::ProofBad), (None, Class::BundleMissing)]
    {
        let mut bag = bag.clone();
        match change {
            Some(bytes) => done(bag.put(&layout::stamp(1, 1), bytes)),
            None => done(bag.files.remove(&layout::stamp(1, 1))),
        }
        assert_eq!(classes(&verify(&bag.sign(&case.key).archive(), None)), [class]);
    }
}
