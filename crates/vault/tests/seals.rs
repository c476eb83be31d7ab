//! Seals: what was sealed is shown to go on, and every way back or round is named.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_format::names::{log_folder, vault_box};
use casekeep_format::{
    BundleSource, Checkpoint, Identity, IdentityFile, NewRecord, Record, heads_of_box, kind, open_box_key, origin,
    read_segment, segment_name, verify_inclusion, write_segment,
};
use casekeep_model::keeping::{Seal, SealOutcome};
use casekeep_model::view::Selection;
use casekeep_model::{BoxId, WriterId};
use casekeep_vault::{Access, Disclosed, Ended, Installation, UnlockWith, UnlockedVault, VaultError, open_vault};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use support::*;

/// A vault of two cases that was sealed and used after, the folder as it was after each change, and the vault opened
/// on a computer that knows nothing of it.
struct Sealed {
    home: Home,
    seal: Seal,
    snapshots: Vec<PathBuf>,
    elsewhere: UnlockedVault,
}

impl Sealed {
    fn new() -> Self {
        let home = Home::new();
        let mut snapshots = Vec::new();
        let mut snapshot = |home: &Home| {
            let path = home.path(&format!("snapshot-{}", snapshots.len()));
            copy_tree(&home.folder(), &path);
            snapshots.push(path);
        };
        let vault = home.create();
        let cases = [vault.add_case("Alpha").unwrap(), vault.add_case("Beta").unwrap()];
        snapshot(&home);
        for (n, case) in cases.iter().cycle().take(6).enumerate() {
            vault.log_contact(*case, &contact("2026-03-04", &format!("contact {n}"), &[])).unwrap();
            snapshot(&home);
        }
        add(&vault, cases[0], "a.txt", b"a");
        snapshot(&home);
        let seal = vault.make_seal().unwrap();
        vault.log_contact(cases[1], &contact("2026-03-05", "after the seal", &[])).unwrap();
        vault.lock().unwrap();
        // What stays open reads the logs from the disk each time, and has no memory to lean on.
        let installation = Installation { state: home.path("elsewhere"), ..home.installation() };
        let place = home.path("there");
        copy_tree(&home.folder(), &place);
        let elsewhere = open_vault(&place, installation).unwrap();
        let elsewhere = elsewhere.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), Access::Read).unwrap();
        Self { home, seal, snapshots, elsewhere }
    }

    /// Puts another state of the folder where the open vault reads.
    fn put(&self, from: &Path) {
        fs::remove_dir_all(self.there()).unwrap();
        copy_tree(from, self.there());
    }

    fn there(&self) -> &Path {
        self.elsewhere.folder()
    }

    fn outcome_of(&self, text: &str) -> SealOutcome {
        let verdict = self.elsewhere.check_seal(text).unwrap();
        assert!(!verdict.sentence.is_empty() && !verdict.step.is_empty());
        verdict.outcome
    }

    fn by_words(&self) -> SealOutcome {
        self.outcome_of(&self.seal.words.join(" "))
    }

    fn by_checkpoint(&self) -> SealOutcome {
        self.outcome_of(&self.seal.checkpoint)
    }

    /// Returns every segment that the seal covers, by its path in the folder.
    fn covered(&self) -> Vec<PathBuf> {
        let last = self.snapshots.last().unwrap();
        tree(last).into_keys().filter(|path| path.components().any(|c| c.as_os_str() == "log")).collect()
    }
}

#[test]
fn a_vault_that_was_only_added_to_goes_on_from_its_seal() {
    let sealed = Sealed::new();
    let seal = &sealed.seal;
    assert_eq!((seal.cases, seal.contacts, seal.items, seal.words.len()), (2, 6, 1, 12));
    let verdict = sealed.elsewhere.check_seal(&seal.words.join("-").to_uppercase()).unwrap();
    assert_eq!(verdict.outcome, SealOutcome::Extends, "{}", verdict.sentence);
    assert_eq!(verdict.seal.as_ref(), Some(seal));
    assert_eq!(sealed.elsewhere.seals().unwrap(), std::slice::from_ref(seal));
    let typed = format!("Sheet\r\n  {}", seal.checkpoint.replace('\n', "\r\n   ").replace("— ", "- "));
    assert_eq!(sealed.outcome_of(&typed), SealOutcome::Extends);
    assert_ok(&sealed.elsewhere);
}

#[test]
fn every_earlier_state_of_the_folder_is_told_from_the_sealed_one() {
    let sealed = Sealed::new();
    assert!(sealed.snapshots.len() > 7);
    for snapshot in &sealed.snapshots {
        sealed.put(snapshot);
        assert_eq!(sealed.by_words(), SealOutcome::Unknown, "{}", snapshot.display());
        assert_eq!(sealed.by_checkpoint(), SealOutcome::RolledBack, "{}", snapshot.display());
    }
}

#[test]
fn a_log_that_lost_the_record_of_its_seal_still_knows_the_words() {
    let sealed = Sealed::new();
    let covered = sealed.covered();
    let after: Vec<PathBuf> = tree(sealed.there()).into_keys().filter(|path| !covered.contains(path)).collect();
    let mut own: Vec<&PathBuf> = after.iter().filter(|path| path.starts_with("log")).collect();
    own.sort();
    // The first segment after the last snapshot holds the sealed heads; all that follows goes.
    for path in own.iter().skip(1) {
        fs::remove_file(sealed.there().join(path)).unwrap();
    }
    assert!(sealed.elsewhere.seals().unwrap().is_empty());
    assert_eq!((sealed.by_words(), sealed.by_checkpoint()), (SealOutcome::Extends, SealOutcome::Extends));
}

#[test]
fn one_case_put_back_or_taken_away_is_named() {
    let sealed = Sealed::new();
    let whole = sealed.home.path("whole");
    copy_tree(sealed.there(), &whole);
    for case in fs::read_dir(whole.join("cases")).unwrap() {
        let name = case.unwrap().file_name();
        for snapshot in &sealed.snapshots[..6] {
            let older = snapshot.join("cases").join(&name);
            if !older.exists() || tree(&older) == tree(&sealed.snapshots.last().unwrap().join("cases").join(&name)) {
                continue;
            }
            sealed.put(&whole);
            fs::remove_dir_all(sealed.there().join("cases").join(&name)).unwrap();
            copy_tree(&older, &sealed.there().join("cases").join(&name));
            assert_eq!((sealed.by_words(), sealed.by_checkpoint()), (SealOutcome::RolledBack, SealOutcome::RolledBack));
        }
        sealed.put(&whole);
        fs::remove_dir_all(sealed.there().join("cases").join(&name)).unwrap();
        assert_eq!(sealed.by_words(), SealOutcome::RolledBack);
    }
}

#[test]
fn each_segment_taken_away_or_exchanged_is_noticed() {
    let sealed = Sealed::new();
    let covered = sealed.covered();
    assert!(covered.len() > 10);
    for (path, next) in covered.iter().zip(covered.iter().cycle().skip(1)) {
        let (file, other) = (sealed.there().join(path), sealed.there().join(next));
        let (bytes, others) = (fs::read(&file).unwrap(), fs::read(&other).unwrap());
        fs::remove_file(&file).unwrap();
        assert!(is_noticed(sealed.by_checkpoint()), "{} taken away", path.display());
        fs::write(&file, &others).unwrap();
        fs::write(&other, &bytes).unwrap();
        assert!(is_noticed(sealed.by_checkpoint()), "{} exchanged", path.display());
        fs::write(&file, &bytes).unwrap();
        fs::write(&other, &others).unwrap();
    }
    assert_eq!(sealed.by_checkpoint(), SealOutcome::Extends);
}

fn is_noticed(outcome: SealOutcome) -> bool {
    matches!(outcome, SealOutcome::RolledBack | SealOutcome::Rewritten)
}

/// Whoever has all the keys: writes logs again and signs them.
struct KeyHolder<'a> {
    folder: &'a Path,
    identity: IdentityFile,
}

impl<'a> KeyHolder<'a> {
    fn new(folder: &'a Path) -> Self {
        let sealed = fs::read(folder.join("keys/1.passphrase.age")).unwrap();
        Self { folder, identity: IdentityFile::open(&sealed, &secret(PASSPHRASE)).unwrap() }
    }

    fn cases(&self) -> Vec<BoxId> {
        let names = fs::read_dir(self.folder.join("cases")).unwrap();
        names.map(|name| name.unwrap().file_name().to_str().unwrap().parse().unwrap()).collect()
    }

    fn key(&self, case: Option<&BoxId>) -> Identity {
        let vault = self.identity.current().duplicate_vault_identity();
        let Some(id) = case else { return vault };
        open_box_key(&fs::read(self.folder.join(format!("cases/{id}/key.age"))).unwrap(), id, &vault).unwrap().remove(0)
    }

    /// Reads the one log of a box.
    fn records(&self, case: Option<&BoxId>) -> (WriterId, Vec<Record>) {
        let logs = self.folder.join(case.map_or("log".to_owned(), |id| format!("cases/{id}/log")));
        let writer = fs::read_dir(&logs).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
        let key = self.key(case);
        let segments = tree(&logs.join(&writer)).into_values();
        let records = segments.flat_map(|bytes| read_segment(bytes.as_slice(), &key).unwrap().records).collect();
        (writer.parse().unwrap(), records)
    }

    /// Writes the log of a box again with other records, numbered anew and properly signed.
    fn write(&self, case: Option<&BoxId>, writer: &WriterId, drafts: Vec<(Record, Vec<(String, Value)>)>) -> String {
        let own = vault_box(self.identity.vault());
        let box_id = case.unwrap_or(&own);
        let mut records = Vec::new();
        for (n, (record, parts)) in (0..).zip(drafts) {
            let head = record.head();
            let (at, kind, of) = (head.at, head.kind.clone(), head.of.clone());
            let new = NewRecord { at, box_id: box_id.clone(), kind, n, of, writer: writer.clone(), parts };
            records.push(Record::new(new).unwrap());
        }
        let leaves: Vec<_> = records.iter().map(Record::leaf).collect();
        let (size, root) = (leaves.len() as u64, casekeep_format::root_of(&leaves));
        let name = origin(self.identity.vault(), box_id, writer);
        let note = Checkpoint { origin: name, size, root }.sign(&self.identity.current().signing);
        let bytes = write_segment(&records, &note, &self.key(case).to_recipient()).unwrap();
        let folder = self.folder.join(log_folder(case, writer));
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(segment_name(0, size - 1, &bytes)), bytes).unwrap();
        root.to_string()
    }
}

fn as_it_is(record: &Record) -> (Record, Vec<(String, Value)>) {
    (record.clone(), record.parts().iter().map(|part| (part.name.clone(), part.value.clone())).collect())
}

#[test]
fn whoever_has_every_key_cannot_write_a_sealed_case_again() {
    let sealed = Sealed::new();
    let holder = KeyHolder::new(sealed.there());
    type Change = fn(&mut Vec<(Record, Vec<(String, Value)>)>);
    let changes: [(&str, Change); 4] = [
        ("another text", |drafts| drafts[2].1.iter_mut().filter(|p| p.0 == "what").for_each(|p| p.1 = json!("milder"))),
        ("another order", |drafts| drafts.swap(2, 3)),
        ("one left out", |drafts| {
            let last = drafts.last().unwrap().clone();
            drafts.remove(2);
            drafts.extend([last.clone(), last]);
        }),
        ("one put in", |drafts| drafts.insert(2, drafts[3].clone())),
    ];
    let whole = sealed.home.path("whole");
    copy_tree(sealed.there(), &whole);
    for (what, change) in changes {
        for case in holder.cases() {
            sealed.put(&whole);
            let (writer, records) = holder.records(Some(&case));
            let mut drafts: Vec<_> = records.iter().map(as_it_is).collect();
            change(&mut drafts);
            holder.write(Some(&case), &writer, drafts);
            assert_eq!(sealed.by_words(), SealOutcome::Rewritten, "{what}");
            assert_eq!(sealed.by_checkpoint(), SealOutcome::Rewritten, "{what}");
        }
    }
}

#[test]
fn nor_the_heads_in_the_vaults_own_log_to_match() {
    let sealed = Sealed::new();
    let holder = KeyHolder::new(sealed.there());
    let case = holder.cases().remove(0);
    let (writer, records) = holder.records(Some(&case));
    let mut drafts: Vec<_> = records.iter().map(as_it_is).collect();
    drafts.swap(2, 3);
    let size = drafts.len();
    let root = holder.write(Some(&case), &writer, drafts);
    let (writer, records) = holder.records(None);
    let mut drafts: Vec<_> = records.iter().map(as_it_is).collect();
    for (_, parts) in drafts.iter_mut().filter(|(record, _)| record.head().kind == kind::HEADS) {
        for head in parts.iter_mut().filter(|(name, _)| name == "heads").flat_map(|(_, v)| v.as_array_mut().unwrap()) {
            if head["box"] == json!(case) {
                (head["root"], head["size"]) = (json!(root), json!(size));
            }
        }
    }
    holder.write(None, &writer, drafts);
    // The seal's record is still in the log that was written again; what it says is no longer so.
    assert_eq!((sealed.by_words(), sealed.by_checkpoint()), (SealOutcome::Rewritten, SealOutcome::Rewritten));
}

#[test]
fn slips_of_the_pen_are_told_from_what_is_wrong() {
    let sealed = Sealed::new();
    let mut words = sealed.seal.words.clone();
    words.swap(0, 1);
    words[11] = "zoo".to_owned();
    let says = |text: &str| {
        let verdict = sealed.elsewhere.check_seal(text).unwrap();
        assert_eq!(verdict.outcome, SealOutcome::Unknown, "{text}");
        verdict.sentence
    };
    assert!(says(&words[..11].join(" ")).contains("mistyped or missing"));
    let fingerprint = sealed.elsewhere.opening().fingerprint_words.join(" ");
    assert!(says(&fingerprint).contains("fingerprint"));
    let good = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    assert!(says(good).contains("another vault"));
    let root = &sealed.seal.root;
    let other = root.replace(&root[..1], if root.starts_with('A') { "B" } else { "A" });
    assert!(says(&sealed.seal.checkpoint.replace(root, &other)).contains("character"));
    let vault = sealed.elsewhere.id().to_string();
    assert!(
        says(&sealed.seal.checkpoint.replace(&vault, &vault.chars().rev().collect::<String>())).contains("another")
    );
}

#[test]
fn an_unexplained_roll_back_is_not_sealed_and_an_explained_one_is_still_seen() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Alpha").unwrap();
    let older = home.path("older");
    copy_tree(&home.folder(), &older);
    vault.log_contact(case, &contact("2026-03-04", "gone", &[])).unwrap();
    let before = vault.make_seal().unwrap();
    vault.lock().unwrap();
    fs::remove_dir_all(home.folder()).unwrap();
    copy_tree(&older, &home.folder());

    let vault = home.unlock(Access::Change);
    assert!(matches!(vault.make_seal(), Err(VaultError::RolledBack)));
    vault.acknowledge_restored("I put back a backup").unwrap();
    let after = vault.make_seal().unwrap();
    let outcome = |seal: &Seal| vault.check_seal(&seal.checkpoint).unwrap().outcome;
    assert_eq!((outcome(&after), outcome(&before)), (SealOutcome::Extends, SealOutcome::RolledBack));
}

#[test]
fn a_reader_makes_no_seal_and_checking_one_changes_nothing() {
    let home = Home::new();
    let vault = home.create();
    let seal = vault.make_seal().unwrap();
    vault.lock().unwrap();
    let before = tree(&home.folder());
    let vault = home.unlock(Access::Read);
    assert!(matches!(vault.make_seal(), Err(VaultError::ReadOnly)));
    assert_eq!(vault.check_seal(&seal.words.join(" ")).unwrap().outcome, SealOutcome::Extends);
    vault.lock().unwrap();
    assert_eq!(tree(&home.folder()), before);
}

#[test]
fn a_bundle_is_given_the_head_of_its_own_case_alone() {
    let home = Home::new();
    let vault = home.create();
    let cases: Vec<u32> = ["Alpha", "Beta", "Gamma"].iter().map(|name| vault.add_case(name).unwrap()).collect();
    let seal = vault.make_seal().unwrap();
    vault.add_case("Delta").unwrap();
    vault.make_seal().unwrap();
    let ended = || Ended::default();
    for (case, covered) in [(cases[1], 2), (4, 1)] {
        let look = |source: &dyn BundleSource| {
            assert_eq!(source.anchors().len(), covered, "case {case}");
            for anchor in source.anchors() {
                let [(record, path)] = anchor.heads.as_slice() else { panic!("one record of heads") };
                let log = source.log();
                let [head] = heads_of_box(record, &log.box_id).try_into().unwrap();
                assert_eq!((record.parts().len(), &head.writer), (1, &log.writers[0].writer));
                let leaves: Vec<_> = log.writers[0].records.iter().map(Record::leaf).collect();
                let leaves = &leaves[..usize::try_from(head.size).unwrap()];
                assert_eq!(head.root(), Some(casekeep_format::root_of(leaves)));
                let name = anchor.note.lines().next().unwrap();
                let checkpoint = Checkpoint::open(&anchor.note, name, vault.verifying_key()).unwrap();
                assert!(verify_inclusion(record.leaf(), record.head().n, checkpoint.size, path, &checkpoint.root));
                assert_eq!(record.head().n + 1, checkpoint.size);
            }
            assert_eq!(source.anchors()[0].note == seal.checkpoint, covered == 2);
            Ok(((), ended()))
        };
        vault.disclose::<(), VaultError>(case, &Selection::default(), &Disclosed::default(), look).unwrap();
    }
}
