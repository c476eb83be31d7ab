//! What strangers do to bundles, each named by the class that it must give (`docs/format.md`, vectors `bundle-*`).

use crate::case::{Case, classes, verify};
use crate::tampered::Tampered;
use casekeep_bundle::layout::{self, ACCOUNTING, INCLUSION, RECORDS};
use casekeep_bundle::proof::Inclusion;
use casekeep_bundle::{BundleReport, Signer};
use casekeep_model::Class;
use casekeep_model::view::Selection;
use std::io::Write;

struct Good {
    case: Case,
    bag: Tampered,
}

fn good() -> Good {
    let case = Case::sample(7, 5_000);
    let bag = Tampered::open(&case.archive(&Selection::default()));
    Good { case, bag }
}

impl Good {
    fn check(&self) -> BundleReport {
        verify(&self.bag.archive(), Some(&self.case.fingerprint()))
    }

    /// Signs again with the true key: what only whoever holds the vault could do.
    fn signed(&mut self) -> BundleReport {
        self.bag.sign(&self.case.key);
        self.check()
    }

    fn inclusions(&self) -> Vec<Inclusion> {
        serde_json::from_slice(&self.bag.files[INCLUSION]).unwrap()
    }

    fn set_inclusions(&mut self, list: &[Inclusion]) {
        self.bag.put(INCLUSION, serde_json::to_vec(list).unwrap());
    }

    /// Lines of `records.jsonl`: head lines and the part lines after them.
    fn lines(&self) -> Vec<String> {
        self.bag.text(RECORDS).lines().map(str::to_owned).collect()
    }

    fn set_lines(&mut self, lines: &[String]) {
        self.bag.put(RECORDS, lines.join("\n") + "\n");
    }
}

#[test]
fn untouched_it_passes_also_packed_again() {
    let mut good = good();
    let report = good.check();
    assert_eq!(report.report.problems, []);
    assert_eq!(report.signer, Signer::Matched);
    assert!(good.signed().report.ok, "signing the same files again changes nothing");
}

#[test]
fn extra_files_are_named() {
    for (path, listed) in [
        ("data/originals/0099.jpg", false),
        ("data/originals/0099.jpg", true),
        ("data/proof/more.json", false),
        ("READ-ME.txt", false),
        ("READ-ME.txt", true),
        ("fetch.txt", false),
        ("fetch.txt", true),
        ("manifest-md5.txt", true),
    ] {
        let mut good = good();
        good.bag.put(path, "planted");
        let report = if listed { good.signed() } else { good.check() };
        assert!(classes(&report).contains(&Class::BundleExtra), "{path} {listed}");
        assert!(report.report.problems.iter().any(|f| f.what.contains(path)), "{path} {listed}");
    }
}

#[test]
fn missing_and_changed_files_are_named() {
    let paths: Vec<String> = good().bag.files.keys().cloned().collect();
    for path in paths {
        let mut lost = good();
        lost.bag.files.remove(&path);
        let report = lost.check();
        assert!(report.report.problems.iter().any(|f| f.what.contains(&path)), "{path} missing: {:?}", report.report);
        assert!(classes(&report).contains(&Class::BundleMissing), "{path} missing");
        let mut changed = good();
        changed.bag.files.get_mut(&path).unwrap().push(b'x');
        let found = classes(&changed.check());
        let signature = path == layout::SIGNATURE || path == layout::TAG_MANIFEST;
        let expected = if signature { Class::SignatureBad } else { Class::BundleChanged };
        assert!(found.contains(&expected), "{path} changed: {found:?}");
    }
}

#[test]
fn a_bundle_rebuilt_by_a_stranger_shows_only_against_the_fingerprint() {
    let stranger = Case::sample(9, 100);
    let archive = stranger.archive(&Selection::default());
    let told = verify(&archive, Some(&good().case.fingerprint()));
    assert_eq!((classes(&told), told.signer), (vec![Class::BundleSigner], Signer::Different));
    let untold = verify(&archive, None);
    assert_eq!((untold.report.ok, untold.signer), (true, Signer::NotCompared));
    assert_eq!(untold.signer.word(), "not compared");
}

#[test]
fn a_bundle_signed_again_by_a_stranger_is_not_of_that_vault() {
    let mut good = good();
    let stranger = Case::empty(9);
    good.bag.claim(&stranger.key).sign(&stranger.key);
    let report = verify(&good.bag.archive(), None);
    assert_eq!(classes(&report), [Class::BundleKeyMismatch]);
    let mut half = self::good();
    half.bag.sign(&stranger.key);
    assert!(classes(&half.check()).contains(&Class::BundleKeyMismatch), "allowed_signers names the true key");
}

#[test]
fn a_checkpoint_of_another_vault_or_log_is_found() {
    let other = Case::sample(9, 100);
    let mut good_one = good();
    good_one.bag.put(&layout::checkpoint(1), other.log.writers[0].note.clone());
    assert!(classes(&good_one.signed()).contains(&Class::BundleKeyMismatch));
    // Of this vault, but of another case.
    let mut elsewhere = Case::empty(7);
    elsewhere.log.box_id = casekeep_model::BoxId::from_bytes([99; 16]);
    elsewhere.add_writer(1);
    let mut good_two = good();
    good_two.bag.put(&layout::checkpoint(2), elsewhere.log.writers[1].note.clone());
    assert!(classes(&good_two.signed()).contains(&Class::RecordMisplaced));
    // The right words with a signature by another key.
    let mut good_three = good();
    let note = good_three.bag.text(&layout::checkpoint(1));
    let forged =
        casekeep_format::Checkpoint::open(&note, note.lines().next().unwrap(), &good_three.case.key.verifying_key())
            .unwrap();
    good_three.bag.put(&layout::checkpoint(1), forged.sign(&other.key));
    assert!(classes(&good_three.signed()).contains(&Class::SignatureBad));
}

#[test]
fn an_altered_or_moved_part_is_not_the_record() {
    let mut altered = good();
    altered.bag.replace(RECORDS, "Asked to stop by letter.", "Asked to meet by letter.");
    assert_eq!(classes(&altered.signed())[0], Class::RecordBad);

    let mut moved = good();
    let mut lines = moved.lines();
    let from = lines.iter().position(|l| l.contains("\"what\",\"Asked to stop")).unwrap();
    let to = lines.iter().position(|l| l.contains("\"what\",\"In the repeated hour")).unwrap();
    lines.swap(from, to);
    moved.set_lines(&lines);
    assert_eq!(classes(&moved.signed())[0], Class::RecordBad);

    for bad in ["{}\n", "not json\n", "[\"a\"]\n", "\u{feff}\n", "\n"] {
        let mut broken = good();
        let text = broken.bag.text(RECORDS);
        broken.bag.put(RECORDS, format!("{bad}{text}"));
        assert!(classes(&broken.signed()).contains(&Class::RecordBad), "{bad:?}");
    }
    let mut twice = good();
    let text = twice.bag.text(RECORDS);
    let first_record: String = text
        .split_inclusive('\n')
        .enumerate()
        .take_while(|(i, l)| *i == 0 || l.starts_with('['))
        .map(|(_, l)| l)
        .collect();
    twice.bag.put(RECORDS, format!("{text}{first_record}"));
    assert!(classes(&twice.signed()).contains(&Class::RecordBad));
}

#[test]
fn proofs_of_another_place_or_level_do_not_hold() {
    for off in [-1_i64, 1] {
        let mut good = good();
        let mut list = good.inclusions();
        let n = list[1].n;
        list[1].path = good_path(&good.case, 0, n.checked_add_signed(off).unwrap());
        good.set_inclusions(&list);
        assert_eq!(classes(&good.signed()), [Class::ProofBad], "n{off:+}");
    }
    let mut renumbered = good();
    let mut list = renumbered.inclusions();
    let (a, b) = (list[0].n, list[1].n);
    (list[0].n, list[1].n) = (b, a);
    renumbered.set_inclusions(&list);
    assert_eq!(classes(&renumbered.signed()), [Class::ProofBad], "numbers exchanged");

    let mut node = good();
    let mut list = node.inclusions();
    list[0].path.remove(0);
    node.set_inclusions(&list);
    assert_eq!(classes(&node.signed()), [Class::ProofBad], "a leaf given as a node");

    let mut size = good();
    let mut list = size.inclusions();
    list[0].size += 1;
    size.set_inclusions(&list);
    assert_eq!(classes(&size.signed()), [Class::ProofBad], "another size");

    let mut lost = good();
    let mut list = lost.inclusions();
    list.remove(0);
    lost.set_inclusions(&list);
    assert_eq!(classes(&lost.signed()), [Class::ProofBad], "no proof");

    let mut unreadable = good();
    unreadable.bag.put(INCLUSION, "[{\"k\":1,\"k\":2}]");
    assert!(classes(&unreadable.signed()).contains(&Class::ProofBad));
}

fn good_path(case: &Case, writer: usize, n: u64) -> Vec<String> {
    let leaves: Vec<_> = case.log.writers[writer].records.iter().map(casekeep_format::Record::leaf).collect();
    casekeep_format::inclusion_proof(&leaves, n).iter().map(|h| data_encoding::HEXLOWER.encode(h)).collect()
}

#[test]
fn an_accounting_must_cover_the_log_and_say_what_is_so() {
    for (from, to) in [
        ("1 0 withheld (structural)\n", ""),
        ("1 0 withheld (structural)\n", "1 0 disclosed\n"),
        ("1 2 disclosed in part\n", "1 2 withheld (not selected)\n"),
        ("1 2 disclosed in part\n", "1 2 disclosed\n"),
        ("log 1 size 12", "log 1 size 11"),
        ("1 11 withheld (structural)\n", ""),
    ] {
        let mut good = good();
        good.bag.replace(ACCOUNTING, from, to);
        assert_eq!(classes(&good.signed()), [Class::AccountingGap], "{from} -> {to}");
    }
    // A log whose end is left out of the accounting, with its size made to fit.
    let mut short = good();
    short.bag.replace(ACCOUNTING, "1 11 withheld (structural)\n", "").replace(ACCOUNTING, "size 12", "size 11");
    assert_eq!(classes(&short.signed()), [Class::AccountingGap]);
    let mut one = good();
    let text = one.bag.text(ACCOUNTING);
    one.bag.put(ACCOUNTING, text.split("\nlog 2").next().unwrap());
    assert_eq!(classes(&one.signed()), [Class::AccountingGap]);
}

/// Takes a record out of the bundle and says in the accounting that it was withheld.
fn withhold(good: &mut Good, n: u64) {
    let lines = good.lines();
    let head = format!("\"n\":{n},");
    let mut kept = Vec::new();
    let mut skipping = false;
    for line in lines {
        if line.starts_with('{') {
            skipping = line.contains(&head) && line.contains(good.case.log.writers[0].writer.as_str());
        }
        if !skipping {
            kept.push(line);
        }
    }
    good.set_lines(&kept);
    let list: Vec<_> = good.inclusions().into_iter().filter(|i| (i.k, i.n) != (1, n)).collect();
    good.set_inclusions(&list);
    good.bag.replace(ACCOUNTING, &format!("1 {n} disclosed in part\n"), &format!("1 {n} withheld (not selected)\n"));
}

#[test]
fn the_last_amendment_withheld_cannot_be_seen_and_an_earlier_one_is_noted() {
    // Whoever holds the key can leave an amendment out and say that its number is withheld. No check can know that the
    // number was an amendment: this is the limit that the threat model names (T9), so the bundle passes.
    let mut last = good();
    withhold(&mut last, 9);
    let report = last.signed();
    assert_eq!((report.report.problems, report.report.notes), (vec![], vec![]));
    // A later amendment names the earlier one, so leaving that out shows as a note.
    let mut middle = good();
    withhold(&mut middle, 8);
    let report = middle.signed();
    assert_eq!(report.report.problems, []);
    assert_eq!(report.report.notes.len(), 1);
}

#[test]
fn originals_must_be_the_recorded_bytes() {
    let mut swapped = good();
    let (a, b) = ("data/originals/0001.png", "data/originals/0002.txt");
    let (x, y) = (swapped.bag.files[a].clone(), swapped.bag.files[b].clone());
    swapped.bag.put(a, y).put(b, x);
    assert_eq!(classes(&swapped.signed()), [Class::BundleChanged]);
    let mut lost = good();
    lost.bag.files.remove(a);
    assert_eq!(classes(&lost.signed()), [Class::BundleMissing]);
}

#[test]
fn the_archive_may_hold_files_alone_each_once_in_one_folder() {
    let plain = good().bag.archive();
    let body = &plain[..plain.len() - 1024];
    let with = |edit: &dyn Fn(&mut tar::Header), path: &str| {
        let mut header = tar::Header::new_gnu();
        header.set_size(0);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        let name = path.as_bytes();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        edit(&mut header);
        header.set_cksum();
        let mut archive = body.to_vec();
        archive.write_all(header.as_bytes()).unwrap();
        archive.extend_from_slice(&[0; 1024]);
        verify(&archive, None)
    };
    let folder = good().bag.folder;
    let kind = |kind: tar::EntryType| move |header: &mut tar::Header| header.set_entry_type(kind);
    for (name, report) in [
        ("symlink", with(&kind(tar::EntryType::Symlink), &format!("{folder}/link"))),
        ("hard link", with(&kind(tar::EntryType::Link), &format!("{folder}/link"))),
        ("device", with(&kind(tar::EntryType::Char), &format!("{folder}/device"))),
        ("climbing", with(&|_| (), &format!("{folder}/../x"))),
        ("absolute", with(&|_| (), "/etc/x")),
        ("other folder", with(&|_| (), "elsewhere/x")),
        ("no folder", with(&|_| (), "x")),
        ("duplicate", with(&|_| (), &format!("{folder}/bagit.txt"))),
        ("duplicate but for case", with(&|_| (), &format!("{folder}/BAGIT.txt"))),
        ("long name", with(&kind(tar::EntryType::GNULongName), "x")),
        ("global header", with(&kind(tar::EntryType::XGlobalHeader), "x")),
    ] {
        assert_eq!(classes(&report), [Class::BundleTar], "{name}");
    }
    assert_eq!(classes(&with(&kind(tar::EntryType::Directory), &format!("{folder}/data/"))), [], "a folder of the bag");
    assert_eq!(classes(&with(&kind(tar::EntryType::Directory), &format!("{folder}/more/"))), [Class::BundleExtra]);
}

#[test]
fn a_renamed_folder_is_found() {
    let mut good = good();
    good.bag.folder = "casekeep-abcdefgh-9".to_owned();
    assert_eq!(classes(&good.check()), [Class::BundleChanged]);
}
