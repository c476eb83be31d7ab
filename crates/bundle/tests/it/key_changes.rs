//! Bundles of a vault whose keys were changed: the newest key proven to be the vault's, older logs up to where they ended,
//! and every way to pretend one of these.

use crate::case::{Case, at, classes, clocks, contact, verify};
use crate::seals::{done, heads_of, other_head};
use crate::tampered::Tampered;
use casekeep_bundle::epochs::Epochs;
use casekeep_bundle::layout::{self, CONSISTENCY, EPOCHS, HOW_TO};
use casekeep_bundle::{BundleReport, Signer};
use casekeep_format::names::vault_box;
use casekeep_format::parts::{self, Parts, kind};
use casekeep_format::{
    Anchor, Checkpoint, EpochRecord, KeyChange, KeyChanges, KeyEnds, LogHead, NewRecord, Record, SigningKey, Tree,
    disclose_change, disclose_ends, disclose_heads, ends_parts, origin, sealed_heads,
};
use casekeep_model::view::Selection;
use casekeep_model::{Class, VaultId, WriterId};
use std::process::Command;

/// A log of the vault's own box.
struct OwnLog {
    vault: VaultId,
    writer: WriterId,
    records: Vec<Record>,
}

impl OwnLog {
    fn begin(vault: &VaultId, id: u8) -> Self {
        let mut log = Self { vault: vault.clone(), writer: WriterId::from_bytes([id; 10]), records: Vec::new() };
        log.push(kind::BOX, vec![]);
        log
    }

    fn push(&mut self, kind: &str, parts: Parts) {
        let (at, n) = (at("2026-06-01T12:00:00.000Z"), self.records.len() as u64);
        let (box_id, writer) = (vault_box(&self.vault), self.writer.clone());
        let new = NewRecord { at, box_id, kind: kind.to_owned(), n, of: vec![], writer, parts };
        self.records.push(Record::new(new).unwrap());
    }

    fn tree(&self) -> Tree {
        Tree::new(&self.records.iter().map(Record::leaf).collect::<Vec<_>>())
    }

    fn note(&self, key: &SigningKey) -> String {
        let name = origin(&self.vault, &vault_box(&self.vault), &self.writer);
        Checkpoint { origin: name, size: self.tree().size(), root: self.tree().root() }.sign(key)
    }

    fn head(&self) -> LogHead {
        let (size, root) = (self.tree().size(), self.tree().root().to_string());
        LogHead { box_id: vault_box(&self.vault), writer: self.writer.clone(), size, root }
    }

    /// The last record, as far as it is shown, with its path.
    fn last(&self, shown: impl Fn(&Record) -> Record) -> (Record, Vec<[u8; 32]>) {
        let last = self.records.last().unwrap();
        (shown(last), self.tree().inclusion_proof(last.head().n))
    }
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32])
}

/// Seals a case as its vault's log is now.
fn seal(case: &mut Case, log: &mut OwnLog) {
    let heads = [heads_of(case), vec![other_head()]].concat();
    log.push(kind::HEADS, sealed_heads(&heads).remove(0));
    let heads = vec![log.last(|record| disclose_heads(record, &case.log.box_id))];
    case.anchors.push(Anchor { note: log.note(&case.key), heads, responses: Vec::new(), ended: None });
}

/// Changes the keys of a case's vault: ends its log with the old key, and begins one with the new.
fn change(case: &mut Case, log: OwnLog, ended: &mut Vec<OwnLog>, next: u8) -> OwnLog {
    let seed = next + 40;
    let mut log = log;
    let epoch = u32::try_from(ended.len()).unwrap() + 2;
    let heads = [heads_of(case), vec![other_head(), log.head()], ended.iter().map(OwnLog::head).collect()].concat();
    let record = EpochRecord { epoch, key: key(next).verifying_key().to_base64(), heads };
    log.push(kind::EPOCH, record.parts(&clocks()));
    let note = log.note(&case.key);
    let change = KeyChange { note, record: log.last(disclose_change) };
    ended.push(log);
    for (anchor, log) in case.anchors.iter_mut().zip(ended.iter()) {
        anchor.ended = Some(log.tree().consistency_proof(anchor_size(anchor)));
    }
    let mut fresh = OwnLog::begin(&case.log.vault, seed);
    let heads = [heads_of(case), vec![other_head()], ended.iter().map(OwnLog::head).collect()].concat();
    fresh.push(kind::REKEY, ends_parts(epoch, &heads, &clocks()).remove(0));
    let wanted = |head: &LogHead| *head != other_head();
    let note = fresh.note(&key(next));
    let ends = KeyEnds { note, records: vec![fresh.last(|record| disclose_ends(record, wanted))] };
    let (mut keys, mut changes) = match case.key_changes.take() {
        Some(before) => (before.keys, before.changes),
        None => (vec![case.key.verifying_key()], Vec::new()),
    };
    keys.push(key(next).verifying_key());
    changes.push(change);
    case.key_changes = Some(KeyChanges { keys, changes, ends });
    case.key = key(next);
    case.add_writer(seed);
    let later = contact("2026-06-02T08:00", "After the change of keys.");
    let writer = case.log.writers.len() - 1;
    let number = 10 + epoch;
    case.append(
        writer,
        "2026-06-02T09:00:00.000Z",
        kind::CONTACT,
        vec![],
        parts::contact_parts(number, &later, &clocks()),
    );
    fresh
}

fn anchor_size(anchor: &Anchor) -> u64 {
    anchor.note.lines().nth(1).unwrap().parse().unwrap()
}

/// A case that was sealed, whose vault's keys were changed so many times, each time to those of seeds 21, 22 …, and that
/// was sealed again each time.
fn changed(times: u8) -> Case {
    let mut case = Case::sample(7, 100);
    let (mut log, mut ended) = (OwnLog::begin(&case.log.vault, 50), Vec::new());
    seal(&mut case, &mut log);
    for next in 21..21 + times {
        log = change(&mut case, log, &mut ended, next);
        seal(&mut case, &mut log);
    }
    case
}

fn archive(case: &Case) -> Vec<u8> {
    case.archive(&Selection::default())
}

/// Checks a bundle that is changed by whoever has the newest key, and signed with it again.
fn check(alter: impl FnOnce(&mut Tampered, &Case)) -> BundleReport {
    let case = changed(1);
    let mut bag = Tampered::open(&archive(&case));
    alter(&mut bag, &case);
    verify(&bag.sign(&case.key).archive(), Some(&case.fingerprint()))
}

fn alter_epochs(bag: &mut Tampered, alter: impl FnOnce(&mut Epochs)) {
    let mut epochs: Epochs = serde_json::from_slice(&bag.files[EPOCHS]).unwrap();
    alter(&mut epochs);
    bag.put(EPOCHS, serde_json::to_vec(&epochs).unwrap());
}

#[test]
fn a_bundle_made_after_changes_of_keys_proves_all_that_was_before() {
    for times in [1, 2] {
        let case = changed(times);
        let bag = Tampered::open(&archive(&case));
        let newest = case.key.verifying_key();
        for told in [newest.ssh_fingerprint(), newest.fingerprint_words().join(" ")] {
            let report = verify(&bag.archive(), Some(&told));
            assert_eq!((&report.report.problems, &report.report.notes), (&vec![], &vec![]), "{times}");
            assert_eq!((report.signer, report.vault.as_ref()), (Signer::Matched, Some(&case.log.vault)));
            assert_eq!(report.earlier_fingerprints.len(), usize::from(times));
            assert_eq!(report.earlier_fingerprints[0], key(7).verifying_key().ssh_fingerprint());
            let covers: Vec<u64> = report.seals.iter().map(|seal| seal.covers).collect();
            assert_eq!(covers.len(), usize::from(times) + 1, "seals made before are honoured");
            assert!(covers.is_sorted() && covers[0] > 0, "{covers:?}");
        }
        for (path, bytes) in &bag.files {
            let text = String::from_utf8_lossy(bytes);
            for secret in [other_head().box_id.as_str(), other_head().writer.as_str(), &other_head().root] {
                assert!(!text.contains(secret), "{path} tells of another case: {secret}");
            }
        }
    }
}

#[test]
fn the_fingerprint_of_an_older_key_is_not_enough() {
    let case = changed(1);
    let told = |fingerprint: &str| verify(&archive(&case), Some(fingerprint));
    let first = key(7).verifying_key();
    for older in [first.ssh_fingerprint(), first.fingerprint_words().join(" ")] {
        let report = told(&older);
        assert_eq!((classes(&report), report.signer), (vec![Class::BundleSigner], Signer::Different));
        assert!(report.report.problems[0].what.contains("a key that this vault had before"), "{report:?}");
    }
    let report = told(&key(9).verifying_key().ssh_fingerprint());
    assert!(!report.report.problems[0].what.contains("had before"), "{report:?}");
    // Whoever stole the first key names one of their own as the next: only the fingerprint tells.
    let mut stolen = Case::sample(7, 100);
    let log = OwnLog::begin(&stolen.log.vault, 50);
    change(&mut stolen, log, &mut Vec::new(), 66);
    let report = verify(&archive(&stolen), Some(&case.fingerprint()));
    assert_eq!((classes(&report), &report.vault), (vec![Class::BundleSigner], &Some(case.log.vault.clone())));
}

#[test]
fn without_the_proof_the_newest_key_is_of_another_vault() {
    assert_eq!(classes(&check(|_, _| {})), []);
    assert_eq!(classes(&check(|bag, _| done(bag.files.remove(EPOCHS)))), [Class::BundleKeyMismatch]);
    // Lost on the way, and not taken out by whoever signs.
    let case = changed(1);
    let mut bag = Tampered::open(&archive(&case));
    bag.files.remove(EPOCHS);
    let lost = verify(&bag.archive(), Some(&case.fingerprint()));
    assert_eq!(classes(&lost), [Class::BundleMissing, Class::BundleChanged, Class::BundleKeyMismatch]);
    // In a bundle of a vault whose keys were never changed it has no place.
    let plain = Case::sample(7, 100);
    let mut bag = Tampered::open(&archive(&plain));
    let proof = Tampered::open(&archive(&case)).text(EPOCHS);
    let report = verify(&bag.put(EPOCHS, proof).sign(&plain.key).archive(), None);
    assert_eq!(classes(&report), [Class::BundleKeyMismatch]);
    bag.put(EPOCHS, "{\"changes\":[],\"ends\":{\"note\":\"\",\"records\":[]},\"keys\":[]}").sign(&plain.key);
    assert_eq!(classes(&verify(&bag.archive(), None)), [Class::ProofBad]);
}

#[test]
fn a_proof_that_was_altered_leads_nowhere() {
    let stranger = key(9).verifying_key().ssh_public_line("");
    type Alter<'a> = Box<dyn FnOnce(&mut Epochs) + 'a>;
    let cases: Vec<(&str, Class, Alter<'_>)> = vec![
        ("the first key", Class::BundleKeyMismatch, Box::new(|e| e.keys[0].clone_from(&stranger))),
        ("the newest key", Class::BundleKeyMismatch, Box::new(|e| e.keys[1].clone_from(&stranger))),
        ("a key's text", Class::ProofBad, Box::new(|e| e.keys[0].push(' '))),
        ("one key more", Class::ProofBad, Box::new(|e| e.keys.insert(1, stranger.clone()))),
        ("no change", Class::ProofBad, Box::new(|e| e.changes.clear())),
        ("no record", Class::ProofBad, Box::new(|e| e.changes[0].records.clear())),
        ("a part left out", Class::ProofBad, Box::new(|e| done(e.changes[0].records[0].lines.pop()))),
        ("the path", Class::ProofBad, Box::new(|e| done(e.changes[0].records[0].path.pop()))),
        ("the number", Class::ProofBad, Box::new(|e| e.changes[0].records[0].n -= 1)),
        ("the notes", Class::SignatureBad, Box::new(|e| std::mem::swap(&mut e.changes[0].note, &mut e.ends.note))),
        ("another record", Class::ProofBad, Box::new(|e| e.changes[0].records.clone_from(&e.ends.records))),
        ("no ends", Class::SignedAfterCutoff, Box::new(|e| e.ends.records.clear())),
        ("an end left out", Class::SignedAfterCutoff, Box::new(|e| done(e.ends.records[0].lines.pop()))),
    ];
    for (name, class, alter) in cases {
        let found = classes(&check(|bag, _| alter_epochs(bag, alter)));
        let mut expected = vec![class, Class::BundleKeyMismatch];
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(found, expected, "{name}");
    }
    let found = classes(&check(|bag, _| done(bag.put(EPOCHS, "[}"))));
    assert_eq!(found, [Class::BundleKeyMismatch, Class::ProofBad]);
}

/// The change of keys in the bundle replaced by one that the older key signed besides.
#[test]
fn a_change_that_the_newest_key_does_not_know_is_none() {
    let report = check(|bag, case| {
        let mut log = OwnLog::begin(&case.log.vault, 50);
        let named = case.key.verifying_key().to_base64();
        log.push(kind::EPOCH, EpochRecord { epoch: 2, key: named, heads: vec![] }.parts(&clocks()));
        alter_epochs(bag, |epochs| {
            epochs.changes[0].note = log.note(&key(7));
            epochs.changes[0].records = vec![casekeep_bundle::shown::Shown::of(&log.last(disclose_change))];
        });
    });
    assert_eq!(classes(&report), [Class::SignedAfterCutoff, Class::BundleKeyMismatch]);
}

#[test]
fn what_an_older_key_signed_after_the_change_does_not_count() {
    // The first log of the case goes on under the old key, and the bundle is made of that.
    let mut case = changed(1);
    let newest = std::mem::replace(&mut case.key, key(7));
    let more = contact("2026-02-02T08:00", "Backdated.");
    case.append(0, "2026-02-02T09:00:00.000Z", kind::CONTACT, vec![], parts::contact_parts(20, &more, &clocks()));
    case.key = newest;
    let report = verify(&archive(&case), Some(&case.fingerprint()));
    assert_eq!(classes(&report), [Class::SignedAfterCutoff]);
    // So is a log that the older key began later, and one of the same length with other records.
    let mut case = changed(1);
    let newest = std::mem::replace(&mut case.key, key(7));
    case.add_writer(90);
    case.key = newest;
    assert_eq!(classes(&verify(&archive(&case), None)), [Class::SignedAfterCutoff]);
    let (mut case, mut other) = (changed(1), Case::sample(7, 101));
    std::mem::swap(&mut case.log.writers[0], &mut other.log.writers[0]);
    case.objects.append(&mut other.objects);
    assert_eq!(classes(&verify(&archive(&case), None)), [Class::SignedAfterCutoff]);
}

#[test]
fn an_older_log_that_is_shorter_or_gone_is_told() {
    let mut case = changed(1);
    case.anchors.clear();
    let gone = case.log.writers.remove(1);
    let log = &mut case.log.writers[0];
    log.records.pop();
    let leaves: Vec<_> = log.records.iter().map(Record::leaf).collect();
    let name = log.note.lines().next().unwrap().to_owned();
    let size = leaves.len() as u64;
    log.note = Checkpoint { origin: name, size, root: casekeep_format::root_of(&leaves) }.sign(&key(7));
    let report = verify(&archive(&case), Some(&case.fingerprint()));
    assert_eq!(report.report.problems, []);
    let notes: Vec<_> = report.report.notes.iter().map(|note| (note.class, note.what.as_str())).collect();
    let told =
        |n: u64, size: u64| format!("The log of the checkpoint data/proof/checkpoint-{n}.txt has {size} records");
    assert!(matches!(notes.as_slice(), [(Class::RolledBack, _), (Class::RolledBack, _)]), "{notes:?}");
    assert!(notes[0].1.starts_with(&told(1, size)), "{notes:?}");
    assert!(notes[1].1.contains(&format!("had {} records", gone.records.len())), "{notes:?}");
}

#[test]
fn a_seal_of_an_older_key_must_have_been_there_before_the_change() {
    let found = |alter: &dyn Fn(&mut Case)| {
        let mut case = changed(1);
        alter(&mut case);
        classes(&verify(&archive(&case), Some(&case.fingerprint())))
    };
    assert_eq!(found(&|case| case.anchors[0].ended = None), [Class::SignedAfterCutoff]);
    assert_eq!(found(&|case| case.anchors[0].ended = Some(vec![[1; 32]])), [Class::SignedAfterCutoff]);
    // One that the older key made later, of a log that it began.
    let late = |case: &mut Case| {
        let newest = std::mem::replace(&mut case.key, key(7));
        let mut log = OwnLog::begin(&case.log.vault, 50);
        seal(case, &mut log);
        case.key = newest;
        case.anchors.swap_remove(0);
        case.anchors[0].ended = Some(vec![]);
    };
    assert_eq!(found(&late), [Class::SignedAfterCutoff]);
    // And one of the newest key, whose log did not end.
    assert_eq!(found(&|case| case.anchors[1].ended = Some(vec![])), [Class::ProofBad]);
    let report = check(|bag, _| done(bag.replace(CONSISTENCY, "\"ended\":[\"", "\"ended\":[\"00")));
    assert_eq!(classes(&report), [Class::SignedAfterCutoff]);
}

#[test]
fn two_originals_exchanged_after_a_change_of_keys_are_found() {
    let report = check(|bag, _| {
        let (a, b) = ("data/originals/0001.png", "data/originals/0002.txt");
        let (x, y) = (bag.files[a].clone(), bag.files[b].clone());
        bag.put(a, y).put(b, x);
    });
    assert_eq!(classes(&report), [Class::BundleChanged]);
}

#[test]
fn the_instructions_print_the_fingerprint_of_every_key() {
    let case = changed(2);
    let bag = Tampered::open(&archive(&case));
    let how_to = bag.text(HOW_TO);
    let commands: Vec<&str> = how_to.lines().filter_map(|line| line.strip_prefix("    grep")).collect();
    let [command] = commands.as_slice() else { panic!("one command: {commands:?}") };
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join(layout::PROOF)).unwrap();
    std::fs::write(folder.path().join(EPOCHS), &bag.files[EPOCHS]).unwrap();
    let script = format!("grep{command}");
    let output = Command::new("sh").args(["-ec", &script]).current_dir(folder.path()).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 3, "{printed}{}", String::from_utf8_lossy(&output.stderr));
    for (line, seed) in lines.iter().zip([7, 21, 22]) {
        assert!(line.contains(&key(seed).verifying_key().ssh_fingerprint()), "{line}");
    }
    assert!(!Tampered::open(&archive(&Case::sample(7, 100))).text(HOW_TO).contains("epochs.json"));
}
