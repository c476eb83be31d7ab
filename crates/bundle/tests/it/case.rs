//! An invented case: two computers, three items (one of 5 MB), contacts, amendments, hostile names and texts.

use casekeep_bundle::{
    BundleError, BundleOutcome, BundleReport, OpenWith, To, verify_bundle, write_archive, write_bundle,
};
use casekeep_format::parts::{self, Clocks, ItemDraft, Parts, kind};
use casekeep_format::{
    Anchor, BundleSource, CaseLog, Checkpoint, Followed, KeyChanges, NewRecord, Record, SigningKey, VerifyingKey,
    WriterLog, origin, root_of, sshsig,
};
use casekeep_model::view::Selection;
use casekeep_model::{
    Acquired, Acquisition, BoxId, Channel, Class, Contact, Crop, Derived, Direction, FileFacts, Item, ItemChanges,
    ItemFacts, LeafHash, Moment, ObjectName, Patch, Sha256Digest, Source, Timestamp, Turn, Via, WriterId, moment,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;

pub const HOSTILE: &str = "</p><script>alert('x')</script> \u{202e}gpj.exe";
pub const FORMULA: &str = "=HYPERLINK(\"http://example.invalid\";\"click\")";
pub const CASE_NAME: &str = "Canary Patient Name";
pub const PRIVATE_ZONE: &str = "Canary/Zone";
pub const LARGE: u64 = 5_000_000;

/// A 1 × 1 PNG.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
    0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

pub fn when(text: &str) -> Moment {
    Moment::parse(text, moment::DEFAULT_ZONE).expect("a moment")
}

pub fn contact(occurred: &str, what: &str) -> Contact {
    Contact::new(when(occurred), Channel::Message, Direction::FromThem, what)
}

/// A case that can be handed over.
pub struct Case {
    pub key: SigningKey,
    pub log: CaseLog,
    pub objects: BTreeMap<Sha256Digest, Vec<u8>>,
    pub made_at: Timestamp,
    pub disclosure: u32,
    pub anchors: Vec<Anchor>,
    pub key_changes: Option<KeyChanges>,
    pub follows: Vec<Followed>,
}

impl Case {
    /// A case with nothing in it, of the vault that this key makes.
    pub fn empty(seed: u8) -> Self {
        let key = SigningKey::from_seed(&[seed; 32]);
        let vault = key.verifying_key().vault_id();
        let log = CaseLog { vault, box_id: BoxId::from_bytes([seed; 16]), writers: Vec::new() };
        let mut case = Self {
            key,
            log,
            objects: BTreeMap::new(),
            made_at: at("2026-11-22T11:20:00.500Z"),
            disclosure: 2,
            anchors: vec![],
            key_changes: None,
            follows: vec![],
        };
        case.add_writer(1);
        case
    }

    pub fn add_writer(&mut self, id: u8) {
        self.log.writers.push(WriterLog {
            writer: WriterId::from_bytes([id; 10]),
            records: Vec::new(),
            note: String::new(),
        });
        let w = self.log.writers.len() - 1;
        self.append(
            w,
            "2026-01-01T00:00:00.000Z",
            kind::BOX,
            vec![],
            vec![("recipient".to_owned(), "age1canary".into())],
        );
        self.append(
            w,
            "2026-01-01T00:00:01.000Z",
            kind::CASE,
            vec![],
            parts::case_parts(CASE_NAME, false, None, &clocks()),
        );
    }

    pub fn append(&mut self, w: usize, recorded: &str, kind: &str, of: Vec<LeafHash>, parts: Parts) -> LeafHash {
        let box_id = self.log.box_id.clone();
        let vault = self.log.vault.clone();
        let log = &mut self.log.writers[w];
        let record = Record::new(NewRecord {
            at: at(recorded),
            box_id: box_id.clone(),
            kind: kind.to_owned(),
            n: log.records.len() as u64,
            of,
            writer: log.writer.clone(),
            parts,
        })
        .expect("a record");
        let leaf = record.leaf();
        log.records.push(record);
        let leaves: Vec<_> = log.records.iter().map(Record::leaf).collect();
        let checkpoint = Checkpoint {
            origin: origin(&vault, &box_id, &log.writer),
            size: leaves.len() as u64,
            root: root_of(&leaves),
        };
        log.note = checkpoint.sign(&self.key);
        leaf
    }

    pub fn log_contact(&mut self, recorded: &str, number: u32, contact: &Contact) -> LeafHash {
        self.append(0, recorded, kind::CONTACT, vec![], parts::contact_parts(number, contact, &clocks()))
    }

    /// Logs short contacts of these numbers, and signs once.
    pub fn log_many(&mut self, numbers: &[u32]) {
        let (box_id, vault) = (self.log.box_id.clone(), self.log.vault.clone());
        let log = &mut self.log.writers[0];
        for number in numbers {
            let parts = parts::contact_parts(*number, &contact("2026-03-05", "x"), &clocks());
            let record = NewRecord {
                at: at("2026-06-01T12:00:00.000Z"),
                box_id: box_id.clone(),
                kind: kind::CONTACT.to_owned(),
                n: log.records.len() as u64,
                of: vec![],
                writer: log.writer.clone(),
                parts,
            };
            log.records.push(Record::new(record).expect("a record"));
        }
        let leaves: Vec<_> = log.records.iter().map(Record::leaf).collect();
        let (origin, size) = (origin(&vault, &box_id, &log.writer), leaves.len() as u64);
        log.note = Checkpoint { origin, size, root: root_of(&leaves) }.sign(&self.key);
    }

    pub fn amend_contact(
        &mut self,
        recorded: &str,
        number: u32,
        of: Vec<LeafHash>,
        changes: &Patch,
        reason: &str,
    ) -> LeafHash {
        self.append(0, recorded, kind::CONTACT, of, casekeep_format::patch_parts(number, changes, reason, &clocks()))
    }

    pub fn add_item(
        &mut self,
        recorded: &str,
        number: u32,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
        facts: ItemFacts,
    ) -> LeafHash {
        let sha256 = Sha256Digest(Sha256::digest(&bytes).into());
        let draft = ItemDraft {
            file: FileFacts { sha256, size: bytes.len() as u64 },
            object: ObjectName([0xcc; 32]),
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            acquired: Acquired { how: Acquisition::File, at: at(recorded) },
            via: if number == 2 { Via::Inbox } else { Via::Unlocked },
            inbox: (number == 2).then_some(ObjectName([0xdd; 32])),
            facts,
            signs: Vec::new(),
            derived: (number == 3).then(derived),
        };
        self.objects.insert(sha256, bytes);
        self.append(0, recorded, kind::ITEM, vec![], parts::item_parts(number, &draft, &clocks()))
    }

    /// The case that most tests use. `large` is the size of item 3.
    pub fn sample(seed: u8, large: u64) -> Self {
        let mut case = Self::empty(seed);
        let facts = ItemFacts {
            description: Some(HOSTILE.to_owned()),
            occurred: Some(when("2026-03-04T19:15")),
            ..ItemFacts::default()
        };
        case.add_item("2026-03-04T21:00:00.000Z", 1, "\u{202e}gpj.exe\n../../x", "image/png", PNG.to_vec(), facts);
        let source = Source {
            url: Some("javascript:alert(1)".to_owned()),
            handle: Some(FORMULA.to_owned()),
            ..Source::default()
        };
        let facts = ItemFacts { source, ..ItemFacts::default() };
        let item = case.add_item(
            "2026-04-14T10:00:00.000Z",
            2,
            "page.html",
            "text/html",
            b"<script>alert(2)</script>".to_vec(),
            facts,
        );
        let bytes = (0..large).map(|n| (n % 251) as u8).collect();
        case.add_item(
            "2026-04-14T10:00:01.000Z",
            3,
            "crop.bin",
            "application/octet-stream",
            bytes,
            ItemFacts::default(),
        );
        let first =
            Contact { words: Some(HOSTILE.to_owned()), items: vec![1, 3], ..contact("2026-03-04T19:15", FORMULA) };
        let first = case.log_contact("2026-04-14T10:00:02.000Z", 1, &first);
        let stop = Contact {
            turn: Some(Turn::AskedToStop),
            direction: Direction::FromYou,
            channel: Channel::Letter,
            items: vec![2],
            ..contact("2026-03-10", "Asked to stop by letter.")
        };
        case.log_contact("2026-03-10T12:00:00.000Z", 2, &stop);
        case.log_contact("2026-10-25T09:00:00.000Z", 3, &contact("2026-10-25T01:30", "In the repeated hour."));
        let changes = Patch::default().with("what", "He wrote twice.");
        let second =
            case.amend_contact("2026-04-15T10:00:00.000Z", 1, vec![first], &changes, "I found the second message");
        let changes = Patch::default().with("place", "At home");
        case.amend_contact("2026-04-16T10:00:00.000Z", 1, vec![first, second], &changes, "I remember where");
        let changes = ItemChanges { description: Some("A page that was sent.".to_owned()), ..ItemChanges::default() };
        case.append(
            0,
            "2026-04-16T10:00:01.000Z",
            kind::ITEM,
            vec![item],
            casekeep_format::patch_parts(2, &casekeep_format::item_patch(&changes), "More exact", &clocks()),
        );
        case.append(
            0,
            "2026-04-17T10:00:00.000Z",
            kind::COPY,
            vec![],
            parts::copy_parts(1, "Canary copy reason", &clocks()),
        );
        case.add_writer(2);
        let other = contact("2026-05-01T08:00~", "Written on the other computer.");
        case.append(1, "2026-05-01T09:00:00.000Z", kind::CONTACT, vec![], parts::contact_parts(3, &other, &clocks()));
        case
    }

    pub fn fingerprint(&self) -> String {
        self.key.verifying_key().ssh_fingerprint()
    }

    /// The archive inside the bundle.
    pub fn archive(&self, selection: &Selection) -> Vec<u8> {
        let mut out = Vec::new();
        write_archive(self, selection, None, &mut out, &mut |_| ControlFlow::Continue(())).expect("an archive");
        out
    }

    pub fn sealed(&self, selection: &Selection, to: &To) -> Result<(Vec<u8>, BundleOutcome), BundleError> {
        let mut out = Vec::new();
        let outcome = write_bundle(self, selection, to, None, &mut out, &mut |_| ControlFlow::Continue(()))?;
        Ok((out, outcome))
    }
}

pub fn clocks() -> Clocks {
    Clocks { zone: Some(PRIVATE_ZONE.to_owned()), boot: Some(777_777) }
}

impl BundleSource for Case {
    fn log(&self) -> &CaseLog {
        &self.log
    }

    fn open_object(&self, item: &Item) -> io::Result<Box<dyn Read + '_>> {
        let bytes = self.objects.get(&item.file.sha256).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes.as_slice()))
    }

    fn thumbnail(&self, item: &Item) -> Option<Vec<u8>> {
        (item.number == 1).then(|| PNG.to_vec())
    }

    fn sign(&self, message: &[u8]) -> io::Result<String> {
        Ok(sshsig::sign(&self.key, message))
    }

    fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    fn made_at(&self) -> Timestamp {
        self.made_at
    }

    fn disclosure(&self) -> u32 {
        self.disclosure
    }

    fn key_changes(&self) -> Option<&KeyChanges> {
        self.key_changes.as_ref()
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn follows(&self) -> &[Followed] {
        &self.follows
    }
}

/// Checks an archive that is not sealed.
pub fn verify(archive: &[u8], fingerprint: Option<&str>) -> BundleReport {
    verify_bundle(archive, OpenWith::Nothing, fingerprint).expect("an archive opens")
}

/// The classes of the problems, each once, in order.
pub fn classes(report: &BundleReport) -> Vec<Class> {
    let mut classes: Vec<_> = report.report.problems.iter().map(|finding| finding.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// An age identity: its recipient, and the text of its file.
pub fn identity() -> (String, String) {
    use age::secrecy::ExposeSecret;
    let identity = age::x25519::Identity::generate();
    (identity.to_public().to_string(), format!("# invented\n{}\n", identity.to_string().expose_secret()))
}

/// From what the third item was made.
fn derived() -> Derived {
    let crop = Some(Crop { x: 1, y: 2, width: 3, height: 4 });
    Derived { item: 1, crop, ..Derived::default() }
}
