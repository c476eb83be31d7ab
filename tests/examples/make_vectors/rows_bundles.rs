//! Bundles: what strangers do to one, and what only whoever holds the key could do.

use crate::kit::Kit;
use casekeep_bundle::layout::{self, RECORDS};
use casekeep_bundle::{bag, write_archive};
use casekeep_format::{Checkpoint, IdentityFile, SigningKey, sshsig};
use casekeep_model::Class;
use casekeep_model::view::{Progress, Selection};
use casekeep_tests::vectors::base::{Copy, With};
use casekeep_tests::vectors::bundle::{BASE, Bag, BundleVector, Change, Expected, FINGERPRINT, folder};
use casekeep_tests::vectors::forge::Keyed;
use casekeep_vault::{Access, Disclosed, Ended, VaultError};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub fn write(kit: &Kit, vectors: &Path, adds: bool) {
    let place = folder(vectors);
    put_base(&place, &kit.base, &kit.keyed);
    let base = Bag::open(&fs::read(place.join(BASE)).unwrap());
    let rows = Rows { place, base, adds, key: &kit.keyed.identity.current().signing, other: IdentityFile::generate() };
    rows.good();
    rows.files();
    rows.signers();
    rows.records();
    rows.proofs();
    rows.accounts();
    rows.archives();
}

/// Writes the rows of a bundle of the second base.
pub fn write_changed(vectors: &Path, adds: bool) {
    let place = folder(vectors).join(crate::changed::NAME);
    let copy = Copy::at(&vectors.join(crate::changed::NAME));
    let keyed = Keyed::of(&copy);
    put_base(&place, &copy, &keyed);
    let base = Bag::open(&fs::read(place.join(BASE)).unwrap());
    let rows = Rows { place, base, adds, key: &keyed.identity.current().signing, other: IdentityFile::generate() };
    rows.good();
    rows.changed(&keyed.identity.first().signing);
}

fn put_base(place: &Path, copy: &Copy, keyed: &Keyed) {
    fs::create_dir_all(place).unwrap();
    if !place.join(BASE).is_file() {
        fs::write(place.join(BASE), make_base(copy)).unwrap();
        let key = keyed.identity.current().signing.verifying_key();
        fs::write(place.join(FINGERPRINT), format!("{}\n", key.ssh_fingerprint())).unwrap();
    }
}

/// A bundle of the first entries of the first case, made by the engine of a copy of the base.
fn make_base(base: &Copy) -> Vec<u8> {
    let place = tempfile::tempdir().unwrap();
    let copy = Copy::of(base, place.path()).unwrap();
    let vault = copy.unlock(With::Passphrase, Access::Change).unwrap();
    let without_contacts = (7..=25).collect();
    let selection = Selection { without_contacts, without_items: vec![3, 4, 5], ..Selection::default() };
    let mut archive = Vec::new();
    let made = vault.disclose::<_, VaultError>(1, &selection, &Disclosed::default(), |source| {
        let step = &mut |_: &Progress| ControlFlow::Continue(());
        write_archive(source, &selection, None, &mut archive, step).unwrap();
        Ok(((), Ended { tagmanifest_sha256: "0".repeat(64), sealed_sha256: "0".repeat(64), ..Ended::default() }))
    });
    made.unwrap();
    archive
}

pub struct Rows<'a> {
    place: PathBuf,
    pub base: Bag,
    adds: bool,
    key: &'a SigningKey,
    other: IdentityFile,
}

/// Makes the lists anew and signs them with this key.
fn sign(bag: &mut Bag, key: &SigningKey) {
    let payload: Vec<_> = bag.files.iter().filter(|(path, _)| path.starts_with("data/")).collect();
    let bytes: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
    let oxum = format!("Payload-Oxum: {bytes}.{}\n", payload.len());
    let manifest = bag::write_manifest(&payload.iter().map(|(path, b)| ((*path).clone(), bag::sha256(b))).collect());
    bag.files.insert(layout::MANIFEST.to_owned(), manifest.into_bytes());
    let info = bag.text(layout::BAG_INFO);
    let kept = info.lines().filter(|line| !line.starts_with("Payload-Oxum"));
    let info: String = kept.map(|line| format!("{line}\n")).chain([oxum]).collect();
    bag.files.insert(layout::BAG_INFO.to_owned(), info.into_bytes());
    let unlisted = [layout::TAG_MANIFEST, layout::SIGNATURE];
    let tags = bag.files.iter().filter(|(path, _)| !path.contains('/') && !unlisted.contains(&path.as_str()));
    let list = bag::write_manifest(&tags.map(|(path, bytes)| (path.clone(), bag::sha256(bytes))).collect());
    bag.files.insert(layout::SIGNATURE.to_owned(), sshsig::sign(key, list.as_bytes()).into_bytes());
    bag.files.insert(layout::TAG_MANIFEST.to_owned(), list.into_bytes());
}

impl Rows<'_> {
    /// Writes one vector: `change` is done to the files, then `apply` to the archive.
    pub fn row(&self, name: &str, what: &str, change: impl FnOnce(&mut Bag), apply: Vec<Change>, classes: &[Class]) {
        self.told(name, what, change, apply, classes, true);
    }

    fn told(
        &self,
        name: &str,
        what: &str,
        change: impl FnOnce(&mut Bag),
        mut apply: Vec<Change>,
        classes: &[Class],
        with_fingerprint: bool,
    ) {
        let file = self.place.join(format!("{name}.json"));
        if self.adds && file.is_file() {
            return;
        }
        let mut bag = self.base.clone();
        change(&mut bag);
        let gone = self.base.files.keys().filter(|path| !bag.files.contains_key(*path));
        apply.extend(gone.map(|path| Change::Delete { path: path.clone() }));
        let other = bag.files.iter().filter(|(path, bytes)| self.base.files.get(*path) != Some(bytes));
        apply.extend(other.map(|(path, _)| Change::Write { path: path.clone(), text: bag.text(path) }));
        let signer = match (with_fingerprint, classes.contains(&Class::BundleSigner)) {
            (true, false) => "matched",
            (true, true) => "different",
            (false, _) => "not compared",
        };
        let unsigned = [Class::SignatureBad, Class::BundleTar];
        let signer = if classes.iter().any(|class| unsigned.contains(class)) && name.ends_with("-unsigned") {
            "not compared"
        } else {
            signer
        };
        let (name, what, classes) = (name.to_owned(), what.to_owned(), classes.to_vec());
        let expect = Expected {
            exit: u8::from(!classes.is_empty()),
            signer: signer.to_owned(),
            classes,
            notes: if name.contains("-noted") { vec![Class::AccountingGap] } else { Vec::new() },
        };
        let vector = BundleVector { name, what, apply, with_fingerprint, expect };
        fs::write(file, serde_json::to_string_pretty(&vector).unwrap() + "\n").unwrap();
    }

    /// A stranger's keys.
    pub fn other(&self) -> &IdentityFile {
        &self.other
    }

    /// A row whose lists and signature are made anew with the true key.
    pub fn signed(&self, name: &str, what: &str, change: impl FnOnce(&mut Bag), classes: &[Class]) {
        let change = |bag: &mut Bag| {
            change(bag);
            sign(bag, self.key);
        };
        self.row(name, what, change, Vec::new(), classes);
    }

    fn good(&self) {
        self.row("good", "Nothing is done.", |_| {}, Vec::new(), &[]);
        self.told("good-not-compared", "Nothing is done; no fingerprint is given.", |_| {}, Vec::new(), &[], false);
    }

    fn files(&self) {
        let planted = |path: &'static str| move |bag: &mut Bag| put(bag, path, "planted");
        let extra = [Class::BundleExtra];
        self.row(
            "extra-original",
            "A file is planted among the originals.",
            planted("data/originals/0099.txt"),
            Vec::new(),
            &[Class::BundleChanged, Class::BundleExtra],
        );
        self.signed(
            "extra-original-listed",
            "The same, listed and signed.",
            planted("data/originals/0099.txt"),
            &extra,
        );
        self.row("extra-tag", "A file is planted beside data.", planted("READ-ME.txt"), Vec::new(), &extra);
        self.signed("extra-tag-listed", "The same, listed and signed.", planted("READ-ME.txt"), &extra);
        self.row("extra-fetch", "There is a fetch.txt.", planted("fetch.txt"), Vec::new(), &extra);
        self.row("extra-manifest", "There is a manifest of MD5.", planted("manifest-md5.txt"), Vec::new(), &extra);
        let lost = |path: &'static str| move |bag: &mut Bag| drop(bag.files.remove(path));
        let changed = |path: &'static str| move |bag: &mut Bag| bag.files.get_mut(path).unwrap().push(b'x');
        self.row(
            "missing-page",
            "The page for people is removed.",
            lost(layout::CHRONOLOGY),
            Vec::new(),
            &[Class::BundleChanged, Class::BundleMissing],
        );
        self.signed("missing-page-listed", "The same, and no list names it.", lost(layout::CHRONOLOGY), &[]);
        self.signed(
            "missing-records",
            "The records are removed, and no list names them.",
            lost(RECORDS),
            &[Class::BundleMissing],
        );
        self.row(
            "changed-page",
            "The page for people is changed.",
            changed(layout::CHRONOLOGY),
            Vec::new(),
            &[Class::BundleChanged],
        );
        let original = "data/originals/0001.bin";
        self.row("changed-original", "An original is changed.", changed(original), Vec::new(), &[Class::BundleChanged]);
        self.signed(
            "changed-original-listed",
            "The same, listed and signed.",
            changed(original),
            &[Class::BundleChanged],
        );
        self.signed(
            "missing-original-listed",
            "An original is removed, and no list names it.",
            lost(original),
            &[Class::BundleMissing],
        );
        self.signed(
            "originals-swapped",
            "Two originals exchange their bytes.",
            |bag| {
                let (one, other) = (bag.text(original), bag.text("data/originals/0002.bin"));
                put(bag, original, &other);
                put(bag, "data/originals/0002.bin", &one);
            },
            &[Class::BundleChanged],
        );
        self.row(
            "folder-other",
            "bag-info.txt names another folder.",
            |bag| {
                replace(bag, layout::BAG_INFO, "External-Identifier: casekeep-", "External-Identifier: casekept-");
                sign(bag, self.key);
            },
            Vec::new(),
            &[Class::BundleChanged],
        );
    }

    fn signers(&self) {
        let stranger = &self.other.current().signing;
        let mismatch = [Class::BundleKeyMismatch];
        let claim = |bag: &mut Bag| {
            let line = format!("{} {}\n", layout::PRINCIPAL, stranger.verifying_key().ssh_public_line(""));
            put(bag, layout::ALLOWED_SIGNERS, &line);
        };
        let rebuild = |bag: &mut Bag| {
            for path in [layout::checkpoint(1), layout::checkpoint(2)] {
                let note = checkpoint(&bag.text(&path), self.key);
                let (_, rest) = note.origin.strip_prefix("casekeep/v1/").unwrap().split_once('/').unwrap();
                let origin = format!("casekeep/v1/{}/{rest}", stranger.verifying_key().vault_id());
                put(bag, &path, &Checkpoint { origin, ..note }.sign(stranger));
            }
            claim(bag);
            sign(bag, stranger);
        };
        self.row(
            "rebuilt-by-stranger",
            "A stranger signs everything anew.",
            rebuild,
            Vec::new(),
            &[Class::BundleSigner],
        );
        self.told(
            "rebuilt-by-stranger-not-compared",
            "The same; no fingerprint is given. It cannot be told.",
            rebuild,
            Vec::new(),
            &[],
            false,
        );
        self.told(
            "signed-by-stranger",
            "A stranger signs the lists, and names their own key.",
            |bag| {
                claim(bag);
                sign(bag, stranger);
            },
            Vec::new(),
            &mismatch,
            false,
        );
        self.told(
            "signed-by-stranger-true-name",
            "A stranger signs the lists, and the true key is named.",
            |bag| sign(bag, stranger),
            Vec::new(),
            &mismatch,
            false,
        );
        self.row(
            "signature-of-another-list-unsigned",
            "The list of tag files is changed.",
            |bag| {
                let text = bag.text(layout::TAG_MANIFEST);
                put(bag, layout::TAG_MANIFEST, &text.replacen("allowed_signers", "allowed_signer5", 1));
            },
            Vec::new(),
            &[Class::SignatureBad, Class::BundleMissing, Class::BundleExtra],
        );
        self.row(
            "signature-armor-unsigned",
            "The signature's lines are of another length.",
            |bag| {
                let text = bag.text(layout::SIGNATURE);
                let (head, rest) = text.split_at(text.find('\n').unwrap() + 31);
                put(bag, layout::SIGNATURE, &format!("{head}\n{rest}"));
            },
            Vec::new(),
            &[Class::SignatureBad],
        );
        let first = layout::checkpoint(1);
        self.signed(
            "checkpoint-of-other-vault",
            "A checkpoint is of a stranger's vault.",
            |bag| {
                let mut theirs = self.base.clone();
                rebuild(&mut theirs);
                put(bag, &first, &theirs.text(&first));
            },
            &mismatch,
        );
        self.signed(
            "checkpoint-by-other-key",
            "A checkpoint of this vault is signed by another key.",
            |bag| {
                let note = checkpoint(&bag.text(&first), self.key);
                put(bag, &first, &note.sign(stranger));
            },
            &[Class::SignatureBad],
        );
        self.signed(
            "checkpoint-of-other-case",
            "A checkpoint is of another case of this vault.",
            |bag| {
                let path = layout::checkpoint(2);
                let note = checkpoint(&bag.text(&path), self.key);
                let ids: Vec<&str> = note.origin.split('/').collect();
                let origin = [ids[0], ids[1], ids[2], &"a".repeat(26), ids[4]].join("/");
                put(bag, &path, &Checkpoint { origin, ..note }.sign(self.key));
            },
            &[Class::RecordMisplaced],
        );
    }

    fn archives(&self) {
        let tar = [Class::BundleTar];
        let entry = |path: String, kind: char| vec![Change::Entry { path, kind }];
        let inside = |name: &str| format!("{}/{name}", self.base.folder);
        let none = |_: &mut Bag| {};
        self.row("tar-link", "There is a symbolic link.", none, entry(inside("link"), '2'), &tar);
        self.row("tar-hard-link", "There is a hard link.", none, entry(inside("link"), '1'), &tar);
        self.row("tar-device", "There is a device.", none, entry(inside("device"), '3'), &tar);
        self.row("tar-climbing", "A path climbs out.", none, entry(inside("../x"), '0'), &tar);
        self.row("tar-absolute", "A path is absolute.", none, entry("/etc/x".to_owned(), '0'), &tar);
        self.row(
            "tar-other-folder",
            "A file lies in another folder.",
            none,
            entry("elsewhere/x".to_owned(), '0'),
            &tar,
        );
        self.row("tar-twice", "A file is there twice.", none, entry(inside("bagit.txt"), '0'), &tar);
        self.row(
            "tar-twice-but-for-case",
            "A file is there twice but for its case.",
            none,
            entry(inside("BAGIT.txt"), '0'),
            &tar,
        );
        self.row("tar-folder", "There is a folder of the bag.", none, entry(inside("data/"), '5'), &[]);
        self.row(
            "tar-folder-extra",
            "There is another folder.",
            none,
            entry(inside("more/"), '5'),
            &[Class::BundleExtra],
        );
        self.row(
            "tar-long-name",
            "An extension is used that a bundle may not use.",
            none,
            entry("x".to_owned(), 'L'),
            &tar,
        );
        self.row("tar-cut", "The archive's end is cut off.", none, vec![Change::Cut { bytes: 700 }], &tar);
    }
}

pub fn put(bag: &mut Bag, path: &str, text: &str) {
    bag.files.insert(path.to_owned(), text.as_bytes().to_vec());
}

pub fn replace(bag: &mut Bag, path: &str, from: &str, to: &str) {
    let text = bag.text(path);
    assert!(text.contains(from), "{path} has no {from}");
    put(bag, path, &text.replacen(from, to, 1));
}

fn checkpoint(note: &str, key: &SigningKey) -> Checkpoint {
    Checkpoint::open(note, note.lines().next().unwrap(), &key.verifying_key()).unwrap()
}
