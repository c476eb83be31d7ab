//! What the vault's own log says of bundles: for whom each was begun, how that ended, and what became of it afterwards.
//!
//! Pure: the same records give the same list, whatever order they came in.

use crate::v1::amending::Amending;
use crate::v1::entries::{Entry, amend_all, number_twins};
use crate::v1::fields::read_fields;
use crate::v1::held::HeldRecords;
use crate::v1::parts::{Clocks, Parts, PartsBuilder, kind, read};
use crate::v1::record::Record;
use casekeep_model::view::Selection;
use casekeep_model::{BoxId, Disclosing, Fields, LeafHash, Receipt, Sha256Digest, Timestamp, WriterId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How making a bundle ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandedOutcome {
    /// Whether it was made.
    pub made: bool,
    /// SHA-256 of its tag manifest.
    pub tagmanifest: Option<Sha256Digest>,
    /// SHA-256 of the sealed file.
    pub sealed: Option<Sha256Digest>,
    /// How many contacts it holds.
    pub contacts: Option<u32>,
    /// How many items it holds.
    pub items: Option<u32>,
    /// What it holds of the log; `None` where that was not recorded, and then no bundle can follow it.
    pub held: Option<HeldRecords>,
}

/// An earlier bundle that one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedNumber {
    /// The number of its hand-over.
    pub number: u32,
    /// SHA-256 of its tag manifest.
    pub tagmanifest: Sha256Digest,
}

/// A hand-over: a bundle that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// Its number in the vault.
    pub number: u32,
    /// Which of several with this number it is: 0 for the first.
    pub twin: u32,
    /// The leaf of its first record.
    pub leaf: LeafHash,
    /// Whose log that is in, and its number there.
    place: (WriterId, u64),
    /// When it was begun.
    pub recorded: Timestamp,
    /// The number of the case.
    pub case: u32,
    /// The case's box, where that was recorded.
    pub box_id: Option<BoxId>,
    /// Whom it is sealed to.
    pub recipients: Vec<String>,
    /// For whom, and why.
    pub why: Disclosing,
    /// What was chosen.
    pub selection: Selection,
    /// The bundles that it follows, oldest first.
    pub follows: Vec<FollowedNumber>,
    /// How it ended, where that is recorded.
    pub outcome: Option<HandedOutcome>,
    /// What became of it, by number.
    pub receipts: Vec<Entry<Receipt>>,
}

impl HandedOver {
    /// Reads every hand-over from the records of the vault's own logs; the earliest first.
    pub fn all<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Self> {
        let (mut all, mut ended) = (Vec::new(), Vec::new());
        let (mut receipts, mut amendings) = (Vec::<(LeafHash, Entry<Receipt>)>::new(), Vec::new());
        for record in records {
            let head = record.head();
            match (head.kind.as_str(), head.of.first()) {
                (kind::DISCLOSED, None) => all.extend(Self::read(record)),
                (kind::DISCLOSED, Some(first)) => ended.push((*first, read_outcome(record))),
                (kind::RECEIPT, None) => receipts.extend(read_receipt(record)),
                (kind::RECEIPT, Some(first)) => {
                    amendings.push((*first, Amending::of_fields(record, Receipt::has_field)));
                }
                _ => {}
            }
        }
        let (of, mut receipts): (Vec<LeafHash>, Vec<Entry<Receipt>>) = receipts.into_iter().unzip();
        let of: BTreeMap<LeafHash, LeafHash> = receipts.iter().map(|receipt| receipt.leaf).zip(of).collect();
        amend_all(&mut receipts, amendings);
        number_twins(&mut receipts);
        for handed in &mut all {
            handed.outcome = ended.iter().rfind(|(first, _)| *first == handed.leaf).map(|(_, outcome)| outcome.clone());
            handed.receipts =
                receipts.iter().filter(|receipt| of.get(&receipt.leaf) == Some(&handed.leaf)).cloned().collect();
        }
        all.sort_by(|a, b| (a.number, a.recorded, &a.place).cmp(&(b.number, b.recorded, &b.place)));
        let mut seen = BTreeMap::<u32, u32>::new();
        for handed in &mut all {
            let twin = seen.entry(handed.number).or_default();
            handed.twin = *twin;
            *twin += 1;
        }
        all.sort_by(|a, b| (a.recorded, &a.place).cmp(&(b.recorded, &b.place)));
        all
    }

    fn read(record: &Record) -> Option<Self> {
        Some(Self {
            number: read(record, "number")?,
            twin: 0,
            leaf: record.leaf(),
            place: (record.head().writer.clone(), record.head().n),
            recorded: record.head().at,
            case: read(record, "case")?,
            box_id: read(record, "box"),
            recipients: or_none(record, "recipients"),
            why: read_fields(record).unwrap_or_else(Disclosing::new),
            selection: Selection {
                from: read(record, "from"),
                to: read(record, "to"),
                without_contacts: or_none(record, "without_contacts"),
                without_items: or_none(record, "without_items"),
                without_registers: or_none(record, "without_registers"),
                without_entries: or_none(record, "without_entries"),
                without_details: or_none(record, "without_details"),
                only_new: record.part("follows").is_some(),
            },
            follows: or_none(record, "follows"),
            outcome: None,
            receipts: Vec::new(),
        })
    }

    /// Returns the number as shown: `3`, or `3b` for the second with that number.
    #[must_use]
    pub fn label(&self) -> String {
        match u8::try_from(self.twin) {
            Ok(0) => self.number.to_string(),
            Ok(twin) if twin < 26 => format!("{}{}", self.number, char::from(b'a' + twin)),
            _ => format!("{}-{}", self.number, self.twin + 1),
        }
    }

    /// Returns whether the bundle was made.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.made)
    }
}

fn or_none<T: DeserializeOwned + Default>(record: &Record, part: &str) -> T {
    read(record, part).unwrap_or_default()
}

fn read_outcome(record: &Record) -> HandedOutcome {
    HandedOutcome {
        made: read::<String>(record, "outcome").as_deref() == Some("made"),
        tagmanifest: read(record, "tagmanifest"),
        sealed: read(record, "sealed"),
        contacts: read(record, "contacts"),
        items: read(record, "items"),
        held: read(record, "records"),
    }
}

/// Returns the leaf of the hand-over that a receipt is of, and the receipt.
fn read_receipt(record: &Record) -> Option<(LeafHash, Entry<Receipt>)> {
    Some((read(record, "disclosed")?, Entry::new(record, read(record, "number")?, read_fields(record)?)))
}

/// Adds for whom a bundle is made and why; what it is for always has its part, empty where nothing was said.
#[must_use]
pub fn with_disclosing(parts: PartsBuilder, why: &Disclosing) -> PartsBuilder {
    let mut fields = why.fields();
    fields.remove("purpose");
    let named = parts.with("purpose", why.purpose.as_deref().unwrap_or_default());
    Disclosing::FIELDS.iter().fold(named, |parts, (field, _)| parts.with_some(field, fields.remove(*field)))
}

/// Returns the parts of a new receipt of the hand-over whose first record has this leaf.
#[must_use]
pub fn receipt_parts(number: u32, disclosed: LeafHash, receipt: &Receipt, clocks: &Clocks) -> Parts {
    let mut fields = receipt.fields();
    let named = PartsBuilder::new().with("number", number).with("disclosed", disclosed);
    let said = Receipt::FIELDS.iter().fold(named, |parts, (field, _)| parts.with_some(field, fields.remove(*field)));
    said.with("clocks", clocks).build()
}
