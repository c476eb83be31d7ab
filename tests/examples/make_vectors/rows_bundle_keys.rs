//! Bundles of a vault whose keys were changed: what strangers do to the proof of that, and what only whoever holds keys could.

use crate::rows_bundles::{Rows, put, replace};
use casekeep_bundle::epochs::Epochs;
use casekeep_bundle::layout::{self, CONSISTENCY, EPOCHS};
use casekeep_format::{Checkpoint, Root, SigningKey};
use casekeep_model::Class;
use casekeep_tests::vectors::bundle::Bag;

fn edit(bag: &mut Bag, change: impl FnOnce(&mut Epochs)) {
    let mut epochs: Epochs = serde_json::from_slice(&bag.files[EPOCHS]).unwrap();
    change(&mut epochs);
    put(bag, EPOCHS, &(serde_json::to_string(&epochs).unwrap() + "\n"));
}

impl Rows<'_> {
    /// `first` is the key before the change.
    pub fn changed(&self, first: &SigningKey) {
        self.proof_of_keys(first);
        self.after_cutoff(first);
        self.row(
            "originals-swapped",
            "Two originals exchange their bytes, and the lists are left.",
            swap_originals,
            Vec::new(),
            &[Class::BundleChanged],
        );
        self.signed(
            "originals-swapped-listed",
            "The same, listed and signed with the newest key.",
            swap_originals,
            &[Class::BundleChanged],
        );
    }

    fn proof_of_keys(&self, first: &SigningKey) {
        let lost = |bag: &mut Bag| drop(bag.files.remove(EPOCHS));
        self.row(
            "epochs-missing",
            "The proof that the newest key follows is removed.",
            lost,
            Vec::new(),
            &[Class::BundleChanged, Class::BundleMissing, Class::BundleKeyMismatch],
        );
        self.signed("epochs-missing-listed", "The same, and no list names it.", lost, &[Class::BundleKeyMismatch]);
        self.row(
            "epochs-altered",
            "One digit of that proof is another.",
            |bag| replace(bag, EPOCHS, "\"n\":", "\"n\":1"),
            Vec::new(),
            &[Class::BundleChanged, Class::ProofBad, Class::BundleKeyMismatch],
        );
        let broken = [Class::ProofBad, Class::BundleKeyMismatch];
        self.signed("epochs-unreadable", "That proof is no JSON.", |bag| put(bag, EPOCHS, "[}"), &broken);
        self.signed(
            "epochs-no-change",
            "It names the keys, and shows no change.",
            |bag| edit(bag, |epochs| epochs.changes.clear()),
            &broken,
        );
        self.signed(
            "epochs-other-record",
            "In place of the change it shows where older logs end.",
            |bag| edit(bag, |epochs| epochs.changes[0].records.clone_from(&epochs.ends.records)),
            &broken,
        );
        self.signed(
            "epochs-part-left-out",
            "Of the change it shows the number and not the key.",
            |bag| edit(bag, |epochs| epochs.changes[0].records[0].lines.retain(|line| !line.contains(",\"key\","))),
            &broken,
        );
        let stranger = self.other().current().signing.verifying_key();
        self.signed(
            "epochs-other-first-key",
            "Another key is given as the first.",
            |bag| edit(bag, |epochs| epochs.keys[0] = stranger.ssh_public_line("")),
            &[Class::BundleKeyMismatch],
        );
        self.signed(
            "epochs-key-other-form",
            "A key has one character more.",
            |bag| edit(bag, |epochs| epochs.keys[0].push('=')),
            &broken,
        );
        let unsigned = [Class::SignatureBad, Class::BundleKeyMismatch];
        self.signed(
            "epochs-change-by-stranger",
            "A stranger signs the checkpoint that the change is in.",
            |bag| edit(bag, |epochs| resign(&mut epochs.changes[0].note, &self.other().current().signing)),
            &unsigned,
        );
        self.signed(
            "epochs-ends-by-old-key",
            "The old key says where its logs end.",
            |bag| edit(bag, |epochs| resign(&mut epochs.ends.note, first)),
            &unsigned,
        );
        self.signed(
            "epochs-no-ends",
            "It does not show where older logs end.",
            |bag| edit(bag, |epochs| epochs.ends.records.clear()),
            &[Class::SignedAfterCutoff, Class::BundleKeyMismatch],
        );
    }

    fn after_cutoff(&self, first: &SigningKey) {
        let cutoff = [Class::SignedAfterCutoff];
        let older = (1..)
            .map(layout::checkpoint)
            .find(|path| {
                let note = self.base.text(path);
                Checkpoint::open(&note, note.lines().next().unwrap(), &first.verifying_key()).is_ok()
            })
            .unwrap();
        let with = |change: &'static dyn Fn(&mut Checkpoint)| {
            let older = older.clone();
            move |bag: &mut Bag| {
                let note = bag.text(&older);
                let mut checkpoint =
                    Checkpoint::open(&note, note.lines().next().unwrap(), &first.verifying_key()).unwrap();
                change(&mut checkpoint);
                put(bag, &older, &checkpoint.sign(first));
            }
        };
        self.signed(
            "old-key-after-cutoff",
            "The old key signed one record more of a log of before.",
            with(&|checkpoint| checkpoint.size += 1),
            &cutoff,
        );
        self.signed(
            "old-key-other-root",
            "The old key signed as many other records.",
            with(&|checkpoint| checkpoint.root = Root([7; 32])),
            &cutoff,
        );
        let log = self.base.text(&older);
        let (box_id, writer) = log.lines().next().unwrap().rsplit_once('/').unwrap();
        let box_id = box_id.rsplit('/').next().unwrap();
        self.signed(
            "epochs-end-left-out",
            "The end of one older log of this case is not shown.",
            |bag| {
                edit(bag, |epochs| {
                    let is_end =
                        |line: &String| line.starts_with('[') && line.contains(box_id) && line.contains(writer);
                    epochs.ends.records[0].lines.retain(|line| !is_end(line));
                });
            },
            &cutoff,
        );
        self.signed(
            "seal-without-its-end",
            "A seal by the old key comes without the proof that its log went on to the end.",
            |bag| {
                let text = bag.text(CONSISTENCY);
                let (start, rest) = text.split_once("\"ended\":[").unwrap();
                let (_, rest) = rest.split_once("],").unwrap();
                put(bag, CONSISTENCY, &format!("{start}{rest}"));
            },
            &cutoff,
        );
        self.signed(
            "seal-of-newest-with-an-end",
            "A seal by the newest key comes with a proof that its log ended.",
            |bag| replace(bag, CONSISTENCY, "},{\"logs\":", "},{\"ended\":[],\"logs\":"),
            &[Class::ProofBad],
        );
        self.signed(
            "seal-by-old-key-afterwards",
            "The old key signed a seal of one record more.",
            |bag| {
                let path = layout::seal(1);
                let note = bag.text(&path);
                let mut checkpoint =
                    Checkpoint::open(&note, note.lines().next().unwrap(), &first.verifying_key()).unwrap();
                checkpoint.size += 1;
                put(bag, &path, &checkpoint.sign(first));
            },
            &cutoff,
        );
    }
}

fn resign(note: &mut String, key: &SigningKey) {
    let lines: Vec<&str> = note.lines().collect();
    let (origin, size) = (lines[0].to_owned(), lines[1].parse().unwrap());
    let root = data_encoding::BASE64.decode(lines[2].as_bytes()).unwrap();
    *note = Checkpoint { origin, size, root: Root(root.try_into().unwrap()) }.sign(key);
}

fn swap_originals(bag: &mut Bag) {
    let (one, two) = ("data/originals/0001.bin", "data/originals/0002.bin");
    let (a, b) = (bag.text(one), bag.text(two));
    put(bag, one, &b);
    put(bag, two, &a);
}
