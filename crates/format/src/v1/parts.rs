//! The typed content of records: which parts a record of each kind has, and how a draft becomes parts.
//!
//! `docs/format.md` section 5 lists every kind and part; this module is that list as code. Unknown kinds and parts are
//! not errors: they are kept in the record and shown raw.

use crate::v1::fields::{field_parts, read_fields, read_fields_or};
use crate::v1::record::Record;
use crate::v1::tree::Root;
use casekeep_model::import::{ImportReport, Sign};
use casekeep_model::{
    Acquired, Acquisition, BoxId, Contact, Derived, FileFacts, Item, ItemFacts, Moment, ObjectName, Register,
    RegisterEntry, Source, Timestamp, VaultId, Via, WriterId,
};
use data_encoding::BASE64;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The kinds of records that this version writes; those of registers are the registers' words.
pub mod kind {
    /// Record 0 of every log; in the vault box also the registration of a case.
    pub const BOX: &str = "box";
    /// A case's name and state; later ones change them.
    pub const CASE: &str = "case";
    /// An item, or an amendment of one.
    pub const ITEM: &str = "item";
    /// A contact, or an amendment of one.
    pub const CONTACT: &str = "contact";
    /// A decrypted copy of an item was saved outside.
    pub const COPY: &str = "copy";
    /// The details of a case, or an amendment of them.
    pub const DETAILS: &str = "details";
    /// A paper made from the case was to be saved outside the vault.
    pub const PAPER: &str = "paper";
    /// Many files were added at once, and which were not.
    pub const IMPORT: &str = "import";
    /// A private note; only in a private box.
    pub const NOTE: &str = "note";
    /// Advice that may be privileged; only in a private box.
    pub const ADVICE: &str = "advice";
    /// The last record under the keys of an epoch: the next epoch's signing key, and every log's head.
    pub const EPOCH: &str = "epoch";
    /// The first word of a new epoch in a box; in the vault's, where the logs under older keys end.
    pub const REKEY: &str = "rekey";
    /// Objects were sealed anew, under other names.
    pub const MOVED: &str = "moved";
    /// Everything is sealed to the keys of the epoch.
    pub const REKEYED: &str = "rekeyed";
    /// A secret that is kept elsewhere was tried, and opened its key file.
    pub const REHEARSED: &str = "rehearsed";
    /// The heads of all logs.
    pub const HEADS: &str = "heads";
    /// The key files and their hashes.
    pub const KEYS: &str = "keys";
    /// The vault was unlocked, and what was found then.
    pub const UNLOCKED: &str = "unlocked";
    /// Inbox files seen for the first time.
    pub const NOTICED: &str = "noticed";
    /// An inbox file became an item.
    pub const ADOPTED: &str = "adopted";
    /// A person said why the vault went back to an earlier state.
    pub const RESTORED: &str = "restored";
    /// The vault was copied to another folder, and the copy read back.
    pub const BACKUP: &str = "backup";
    /// A bundle was begun; a second record with `of` says how it ended.
    pub const DISCLOSED: &str = "disclosed";
    /// What became of a bundle, or an amendment of that.
    pub const RECEIPT: &str = "receipt";
    /// The clock of a computer jumped.
    pub const CLOCK: &str = "clock";
    /// A case may not be shredded, or may be again.
    pub const HOLD: &str = "hold";
    /// The shredding of a case was begun.
    pub const SHRED_BEGIN: &str = "shred_begin";
    /// How the shredding of a case ended.
    pub const SHRED_DONE: &str = "shred_done";
    /// A seal was made; later records with `of` hold what a time-stamp authority was asked and answered.
    pub const SEAL: &str = "seal";
}

/// The parts of a record before it gets its place in a log.
pub type Parts = Vec<(String, Value)>;

/// Makes parts, leaving out what is absent.
#[derive(Debug, Default)]
pub struct PartsBuilder(Parts);

impl PartsBuilder {
    /// Starts with no parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("the types of parts are plain data with text keys");
        self.0.push((name.to_owned(), value));
        self
    }

    /// Adds a part when there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Returns the parts.
    #[must_use]
    pub fn build(self) -> Parts {
        self.0
    }
}

/// Returns a part's value as a type, or `None` when the part is absent or has another shape.
#[must_use]
pub fn read<T: DeserializeOwned>(record: &Record, name: &str) -> Option<T> {
    serde_json::from_value(record.part(name)?.clone()).ok()
}

/// What record 0 of a log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxRecord {
    /// The box's recipient, `age1…`.
    pub recipient: String,
    /// The vault it belongs to.
    pub vault: VaultId,
    /// The format's number.
    pub format: u32,
    /// For a private box, the case box that it belongs to.
    pub of: Option<BoxId>,
}

impl BoxRecord {
    /// Returns the parts of this record 0.
    #[must_use]
    pub fn parts(&self) -> Parts {
        PartsBuilder::new()
            .with("recipient", &self.recipient)
            .with("vault", &self.vault)
            .with("format", self.format)
            .with_some("of", self.of.as_ref())
            .build()
    }

    /// Reads record 0; `None` when it is not one.
    #[must_use]
    pub fn from_record(record: &Record) -> Option<Self> {
        if record.head().kind != kind::BOX || record.head().n != 0 {
            return None;
        }
        Some(Self {
            recipient: read(record, "recipient")?,
            vault: read(record, "vault")?,
            format: read(record, "format")?,
            of: read(record, "of"),
        })
    }
}

/// A case in the vault's log: its box, its number, and for a private box the case box it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// The case's number in the vault; 0 for a private box.
    pub number: u32,
    /// The case box that a private box belongs to.
    pub of: Option<BoxId>,
}

/// The head of one log: how many records, and the root over them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogHead {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// The writer.
    pub writer: WriterId,
    /// How many records.
    pub size: u64,
    /// The RFC 6962 root over them, base64 with padding as in the checkpoint.
    pub root: String,
}

impl LogHead {
    /// Returns the root as a hash; `None` when the text is none.
    #[must_use]
    pub fn root(&self) -> Option<Root> {
        let bytes = BASE64.decode(self.root.as_bytes()).ok()?;
        Some(Root(bytes.try_into().ok()?))
    }
}

/// A key file and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFileHash {
    /// The file's name in `keys/`.
    pub file: String,
    /// BLAKE3 of its bytes, 64 hex digits.
    pub blake3: String,
}

/// An object that was sealed anew under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The name it had.
    pub from: ObjectName,
    /// The name it has.
    pub to: ObjectName,
}

/// What the last record under the keys of an epoch says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochRecord {
    /// The number of the next epoch.
    pub epoch: u32,
    /// Its public signing key, 32 bytes in base64 with padding.
    pub key: String,
    /// The head of every log before this record.
    pub heads: Vec<LogHead>,
}

impl EpochRecord {
    /// Returns the parts of this record.
    #[must_use]
    pub fn parts(&self, clocks: &Clocks) -> Parts {
        PartsBuilder::new()
            .with("epoch", self.epoch)
            .with("key", &self.key)
            .with("heads", &self.heads)
            .with("clocks", clocks)
            .build()
    }

    /// Reads the record; `None` when it is not one.
    #[must_use]
    pub fn from_record(record: &Record) -> Option<Self> {
        (record.head().kind == kind::EPOCH)
            .then(|| {
                Some(Self { epoch: read(record, "epoch")?, key: read(record, "key")?, heads: read(record, "heads")? })
            })
            .flatten()
    }
}

/// A further key, as the vault's log names it; its file's name says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurtherKey {
    /// The file's name in `keys/`.
    pub file: String,
    /// What the person calls it.
    pub label: String,
    /// The public key that the file is sealed to.
    pub recipient: String,
}

/// What the clocks of the computer said when a record was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// The computer's time zone, where it is known.
    pub zone: Option<String>,
    /// Milliseconds since the computer started, where it is known.
    pub boot: Option<u64>,
}

/// That the wall clock of a computer jumped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct ClockChange {
    /// When that was recorded, by the clock as it was then.
    pub at: Timestamp,
    /// By how much, in milliseconds; negative when it was put back.
    pub by: i64,
}

impl ClockChange {
    /// Reads the record of a jump.
    #[must_use]
    pub fn from_record(record: &Record) -> Option<Self> {
        Some(Self { at: record.head().at, by: read(record, "by")? })
    }
}

/// Returns the parts of a new contact.
#[must_use]
pub fn contact_parts(number: u32, contact: &Contact, clocks: &Clocks) -> Parts {
    field_parts(number, contact, clocks)
}

fn text(field: Option<&String>) -> Option<&String> {
    field.filter(|text| !text.is_empty())
}

/// What a contact says where the part is withheld, or is of a later version.
const CONTACT_FALLBACKS: [(&str, &str); 2] = [("channel", "other"), ("direction", "from_them")];

/// Reads a contact's number and content; `None` when a needed part is absent or has another shape.
#[must_use]
pub fn read_contact(record: &Record) -> Option<(u32, Contact)> {
    Some((read(record, "number")?, read_fields_or(record, &CONTACT_FALLBACKS)?))
}

fn read_moment(record: &Record) -> Option<Moment> {
    read::<Moment>(record, "occurred").filter(Moment::is_consistent)
}

/// Reads an entry of a register; `None` when a needed part is absent or has another shape.
#[must_use]
pub fn read_listed(record: &Record, register: Register) -> Option<RegisterEntry> {
    Some(match register {
        Register::Person => RegisterEntry::Person(read_fields(record)?),
        Register::Gift => RegisterEntry::Gift(read_fields(record)?),
        Register::Thing => RegisterEntry::Thing(read_fields(record)?),
        Register::Letter => RegisterEntry::Letter(read_fields(record)?),
        Register::Step => RegisterEntry::Step(read_fields(record)?),
        Register::Chaperone => RegisterEntry::Chaperone(read_fields(record)?),
        Register::Review => RegisterEntry::Review(read_fields(record)?),
        Register::Transcript => RegisterEntry::Transcript(read_fields(record)?),
    })
}

/// Returns the parts of a new entry of a register.
#[must_use]
pub fn listed_parts(number: u32, entry: &RegisterEntry, clocks: &Clocks) -> Parts {
    match entry {
        RegisterEntry::Person(it) => field_parts(number, it, clocks),
        RegisterEntry::Gift(it) => field_parts(number, it, clocks),
        RegisterEntry::Thing(it) => field_parts(number, it, clocks),
        RegisterEntry::Letter(it) => field_parts(number, it, clocks),
        RegisterEntry::Step(it) => field_parts(number, it, clocks),
        RegisterEntry::Chaperone(it) => field_parts(number, it, clocks),
        RegisterEntry::Review(it) => field_parts(number, it, clocks),
        RegisterEntry::Transcript(it) => field_parts(number, it, clocks),
    }
}

/// A new item, before it has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDraft {
    /// The bytes it stands for.
    pub file: FileFacts,
    /// The object that holds them.
    pub object: ObjectName,
    /// The name the file had.
    pub name: String,
    /// The media type that its bytes show.
    pub media_type: String,
    /// How and when it was acquired.
    pub acquired: Acquired,
    /// How it came into the vault.
    pub via: Via,
    /// The inbox file it was, where it came through the inbox.
    pub inbox: Option<ObjectName>,
    /// What the person says about it.
    pub facts: ItemFacts,
    /// Signs that a messaging app changed it.
    pub signs: Vec<Sign>,
    /// From which item it was made.
    pub derived: Option<Derived>,
}

/// Returns the parts of a new item.
#[must_use]
pub fn item_parts(number: u32, item: &ItemDraft, clocks: &Clocks) -> Parts {
    let facts = &item.facts;
    PartsBuilder::new()
        .with("number", number)
        .with("file", item.file)
        .with("object", item.object)
        .with("name", &item.name)
        .with("media_type", &item.media_type)
        .with("acquired", &item.acquired)
        .with("via", item.via)
        .with_some("inbox", item.inbox)
        .with_some("type", text(facts.kind.as_ref()))
        .with_some("occurred", facts.occurred.as_ref())
        .with_some("from", text(facts.from.as_ref()))
        .with_some("source", (facts.source != Source::default()).then_some(&facts.source))
        .with_some("description", text(facts.description.as_ref()))
        .with_some("captured", (!facts.captured.is_empty()).then_some(&facts.captured))
        .with_some("set", facts.set.as_ref())
        .with_some("found", text(facts.found.as_ref()))
        .with_some("signs", (!item.signs.is_empty()).then_some(&item.signs))
        .with_some("derived", item.derived.as_ref())
        .with("clocks", clocks)
        .build()
}

/// Reads an item as first recorded; `None` when a needed part is absent or has another shape.
#[must_use]
pub fn read_item(record: &Record) -> Option<Item> {
    Some(Item {
        number: read(record, "number")?,
        file: read(record, "file")?,
        object: read(record, "object").unwrap_or(ObjectName([0; 32])),
        name: read(record, "name").unwrap_or_default(),
        media_type: read(record, "media_type").unwrap_or_else(|| "application/octet-stream".to_owned()),
        acquired: read(record, "acquired").unwrap_or(Acquired { how: Acquisition::File, at: record.head().at }),
        via: read(record, "via").unwrap_or_default(),
        facts: ItemFacts {
            kind: read(record, "type"),
            occurred: read_moment(record),
            from: read(record, "from"),
            source: read(record, "source").unwrap_or_default(),
            description: read(record, "description"),
            captured: read(record, "captured").unwrap_or_default(),
            set: read(record, "set"),
            found: read(record, "found"),
        },
        signs: read(record, "signs").unwrap_or_default(),
        derived: read(record, "derived"),
        recorded: record.head().at,
    })
}

/// Returns the parts of the report of an import.
#[must_use]
pub fn import_parts(report: &ImportReport, clocks: &Clocks) -> Parts {
    PartsBuilder::new()
        .with("begun", report.begun)
        .with("from", &report.from)
        .with("files", report.files)
        .with("bytes", report.bytes)
        .with("tally", report.tally)
        .with_some("first", report.first)
        .with_some("last", report.last)
        .with("refused", &report.refused)
        .with("more_refused", report.more_refused)
        .with("whole", report.whole)
        .with_some("messages", report.messages.as_ref())
        .with("clocks", clocks)
        .build()
}

/// Reads the report of an import; `None` when a needed part is absent or has another shape.
#[must_use]
pub fn read_import(record: &Record) -> Option<ImportReport> {
    Some(ImportReport {
        at: record.head().at,
        begun: read(record, "begun")?,
        from: read(record, "from").unwrap_or_default(),
        files: read(record, "files")?,
        bytes: read(record, "bytes")?,
        tally: read(record, "tally")?,
        first: read(record, "first"),
        last: read(record, "last"),
        refused: read(record, "refused").unwrap_or_default(),
        more_refused: read(record, "more_refused").unwrap_or_default(),
        whole: read(record, "whole").unwrap_or_default(),
        messages: read(record, "messages"),
    })
}

/// Returns the parts of a case's name and state.
#[must_use]
pub fn case_parts(name: &str, closed: bool, reason: Option<&str>, clocks: &Clocks) -> Parts {
    PartsBuilder::new()
        .with("name", name)
        .with("status", if closed { "closed" } else { "open" })
        .with_some("reason", reason)
        .with("clocks", clocks)
        .build()
}

/// Returns the parts that say that a decrypted copy was saved outside.
#[must_use]
pub fn copy_parts(item: u32, reason: &str, clocks: &Clocks) -> Parts {
    PartsBuilder::new().with("item", item).with("reason", reason).with("clocks", clocks).build()
}
