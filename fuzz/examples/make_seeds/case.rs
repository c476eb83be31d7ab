//! The invented case: two computers, one item, contacts with an amendment.

use casekeep_format::parts::{self, Clocks, ItemDraft, Parts, kind};
use casekeep_format::{
    BundleSource, CaseLog, Checkpoint, NewRecord, Record, VerifyingKey, WriterLog, origin, root_of, sshsig,
};
use casekeep_fuzz::{bag, keys};
use casekeep_model::{
    Acquired, Acquisition, Channel, Contact, Direction, FileFacts, Item, ItemFacts, LeafHash, Moment, ObjectName,
    Patch, Sha256Digest, Source, Timestamp, Turn, Via,
};
use std::io::{self, Read};

/// A case that can be handed over.
pub struct Case {
    /// Its log.
    pub log: CaseLog,
}

impl Case {
    /// Makes the case.
    pub fn new() -> Self {
        let log =
            CaseLog { vault: keys::VERIFYING.vault_id(), box_id: keys::BOX.parse().unwrap(), writers: Vec::new() };
        let mut case = Self { log };
        case.begin(keys::WRITER);
        case.append(0, kind::CASE, vec![], parts::case_parts("Matter 1", false, None, &clocks()));
        case.append(0, kind::ITEM, vec![], parts::item_parts(1, &item(), &clocks()));
        let first = contact("2026-03-04T19:15", "He waited at the surgery door.");
        let leaf = case.append(0, kind::CONTACT, vec![], parts::contact_parts(1, &first, &clocks()));
        let occurred = Moment::parse("2026-10-25T01:30", "Europe/London").unwrap();
        let changes = Patch::default().with("occurred", occurred);
        let amendment = casekeep_format::patch_parts(1, &changes, "I looked at my phone", &clocks());
        case.append(0, kind::CONTACT, vec![leaf], amendment);
        case.append(0, kind::COPY, vec![], parts::copy_parts(1, "For my union", &clocks()));
        case.begin("cccccccccccccccc");
        let other = contact("2026-05~", "Written on the other computer.");
        case.append(1, kind::CONTACT, vec![], parts::contact_parts(2, &other, &clocks()));
        case
    }

    fn begin(&mut self, writer: &str) {
        let writer = writer.parse().unwrap();
        self.log.writers.push(WriterLog { writer, records: Vec::new(), note: String::new() });
        let record = parts::BoxRecord {
            recipient: keys::IDENTITY.to_recipient().to_string(),
            vault: self.log.vault.clone(),
            format: 1,
            of: None,
        };
        self.append(self.log.writers.len() - 1, kind::BOX, vec![], record.parts());
    }

    fn append(&mut self, writer: usize, kind: &str, of: Vec<LeafHash>, parts: Parts) -> LeafHash {
        let (vault, box_id) = (self.log.vault.clone(), self.log.box_id.clone());
        let log = &mut self.log.writers[writer];
        let n = log.records.len() as u64;
        let at = Timestamp::from_millis(1_796_000_000_123 + i64::try_from(n).unwrap());
        let writer = log.writer.clone();
        let new = NewRecord { at, box_id: box_id.clone(), kind: kind.to_owned(), n, of, writer, parts };
        let record = Record::new(new).unwrap();
        let leaf = record.leaf();
        log.records.push(record);
        let leaves: Vec<_> = log.records.iter().map(Record::leaf).collect();
        let origin = origin(&vault, &box_id, &log.writer);
        log.note = Checkpoint { origin, size: n + 1, root: root_of(&leaves) }.sign(&keys::SIGNING);
        leaf
    }
}

fn clocks() -> Clocks {
    Clocks { zone: Some("Europe/London".to_owned()), boot: Some(777) }
}

fn contact(occurred: &str, what: &str) -> Contact {
    let occurred = Moment::parse(occurred, "Europe/London").unwrap();
    Contact {
        platform: Some("none".to_owned()),
        words: Some("“You cannot ignore me.”".to_owned()),
        place: Some("the car park".to_owned()),
        items: vec![1],
        turn: Some(Turn::AskedToStop),
        ..Contact::new(occurred, Channel::InPerson, Direction::FromThem, what)
    }
}

fn item() -> ItemDraft {
    ItemDraft {
        file: FileFacts {
            sha256: Sha256Digest(casekeep_bundle::bag::sha256(bag::ORIGINAL).0),
            size: bag::ORIGINAL.len() as u64,
        },
        object: ObjectName([0xcc; 32]),
        name: "note.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        acquired: Acquired { how: Acquisition::File, at: Timestamp::from_millis(1_796_000_000_000) },
        via: Via::Unlocked,
        inbox: None,
        facts: ItemFacts {
            occurred: Some(Moment::parse("2026-03-04", "Europe/London").unwrap()),
            source: Source { url: Some("https://example.invalid/".to_owned()), ..Source::default() },
            description: Some("A note under the wiper".to_owned()),
            ..ItemFacts::default()
        },
        signs: Vec::new(),
        derived: None,
    }
}

impl BundleSource for Case {
    fn log(&self) -> &CaseLog {
        &self.log
    }

    fn open_object(&self, _: &Item) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(bag::ORIGINAL))
    }

    fn thumbnail(&self, _: &Item) -> Option<Vec<u8>> {
        None
    }

    fn sign(&self, message: &[u8]) -> io::Result<String> {
        Ok(sshsig::sign(&keys::SIGNING, message))
    }

    fn verifying_key(&self) -> VerifyingKey {
        *keys::VERIFYING
    }

    fn made_at(&self) -> Timestamp {
        Timestamp::from_millis(1_796_000_000_500)
    }

    fn disclosure(&self) -> u32 {
        1
    }
}
