//! A case as its records tell it: items and contacts with their amendments, whatever order the records came in.
//!
//! Pure: the same records give the same entries. The index stores what this module gives, row for row, and a bundle's
//! chronology is written from it.

use crate::v1::amending::{Amended, Amending, Subject};
use crate::v1::fields::read_fields;
use crate::v1::parts::{self, Moved, kind};
use crate::v1::record::Record;
use casekeep_model::import::ImportReport;
use casekeep_model::{
    Amendment, Contact, Details, Item, LeafHash, ObjectName, Register, RegisterEntry, Timestamp, WriterId,
    view::SavedCopy,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a record stands: its writer and its leaf number there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The writer's log.
    pub writer: WriterId,
    /// The leaf number in it.
    pub n: u64,
}

/// A contact, an item, or an entry of a register as recorded: the first record and every amendment of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// The number in the case, counted apart for each kind.
    pub number: u32,
    /// Which of several entries with this number it is: 0 for the first, 1 for `b`, and so on.
    pub twin: u32,
    /// Where the first record stands.
    pub place: Place,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The leaf of the first record.
    pub leaf: LeafHash,
    /// What the first record says.
    pub first: T,
    /// The amendments, in the order in which they apply.
    pub amendings: Vec<Amending>,
}

/// A contact with its amendments.
pub type ContactEntry = Entry<Contact>;
/// An item with its amendments.
pub type ItemEntry = Entry<Item>;
/// An entry of a register with its amendments.
pub type ListedEntry = Entry<RegisterEntry>;
/// The details of a case with their amendments.
pub type DetailsEntry = Entry<Details>;

impl<T: Amended> Entry<T> {
    /// Returns an entry as its first record says it.
    #[must_use]
    pub fn new(record: &Record, number: u32, first: T) -> Self {
        Self {
            number,
            twin: 0,
            place: place_of(record),
            recorded: record.head().at,
            leaf: record.leaf(),
            first,
            amendings: Vec::new(),
        }
    }

    /// Takes in an amendment.
    pub fn amend(&mut self, amending: Amending) {
        self.amendings.push(amending);
        // Whoever had seen more comes later; those who had seen the same stand in order of recording.
        self.amendings.sort_by_key(|amending| (amending.of.len(), amending.recorded, amending.leaf));
    }

    /// Returns the number as shown: `12`, or `12b` for the second entry with that number.
    #[must_use]
    pub fn label(&self) -> String {
        match u8::try_from(self.twin) {
            Ok(0) => self.number.to_string(),
            Ok(twin) if twin < 26 => format!("{}{}", self.number, char::from(b'a' + twin)),
            _ => format!("{}-{}", self.number, self.twin + 1),
        }
    }

    /// Returns the entry as amended, and its amendments as shown.
    #[must_use]
    pub fn resolve(&self) -> (T, Vec<Amendment>) {
        let mut now = self.first.clone();
        let mut shown = Vec::with_capacity(self.amendings.len());
        for amending in &self.amendings {
            let earlier = now.main_text();
            let changes = now.amend(&amending.patch);
            let unseen = |other: &Amending| {
                other.leaf != amending.leaf && !amending.of.contains(&other.leaf) && !other.of.contains(&amending.leaf)
            };
            shown.push(Amendment {
                recorded: amending.recorded,
                reason: amending.reason.clone(),
                earlier,
                later: now.main_text(),
                changes,
                conflict: self.amendings.iter().any(unseen),
                leaf: Some(amending.leaf),
            });
        }
        (now, shown)
    }

    /// Returns the leaves that a new amendment must name: the first record and every amendment.
    #[must_use]
    pub fn seen(&self) -> Vec<LeafHash> {
        std::iter::once(self.leaf).chain(self.amendings.iter().map(|a| a.leaf)).collect()
    }

    /// Returns where the records of the whole chain stand.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(self.amendings.iter().map(|a| &a.place))
    }
}

/// Returns where a record stands.
#[must_use]
pub fn place_of(record: &Record) -> Place {
    Place { writer: record.head().writer.clone(), n: record.head().n }
}

/// What one record of a case's log means.
#[derive(Debug, Clone)]
pub enum Event {
    /// A new contact.
    Contact(Box<ContactEntry>),
    /// A new item.
    Item(Box<ItemEntry>),
    /// A new entry of a register.
    Listed(Box<ListedEntry>),
    /// The details of the case.
    Details(Box<DetailsEntry>),
    /// An amendment of the entry whose first record has this leaf.
    Amended(Subject, LeafHash, Box<Amending>),
    /// A name or state of the case.
    Case {
        /// The name.
        name: String,
        /// True when it is closed from here on.
        closed: bool,
        /// When it was recorded.
        at: Timestamp,
    },
    /// A decrypted copy of an item was saved outside.
    Copy {
        /// The item's number.
        item: u32,
        /// When, and why.
        copy: SavedCopy,
    },
    /// Many files were added at once.
    Import(Box<ImportReport>),
    /// Objects have other names from here on.
    Moved(Vec<Moved>),
    /// Record 0, the first word of an epoch, or a kind or shape that this version does not know: kept, shown raw.
    Other,
}

impl Event {
    /// Reads what a record means.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let head = record.head();
        let amends = head.of.first().copied();
        if let (Some(subject), Some(first)) = (Subject::of_kind(&head.kind), amends) {
            return Self::Amended(subject, first, Box::new(Amending::of(subject, record)));
        }
        match head.kind.as_str() {
            kind::CONTACT => parts::read_contact(record)
                .map_or(Self::Other, |(number, contact)| Self::Contact(Box::new(Entry::new(record, number, contact)))),
            kind::ITEM => parts::read_item(record)
                .map_or(Self::Other, |item| Self::Item(Box::new(Entry::new(record, item.number, item)))),
            kind::DETAILS => read_fields(record)
                .map_or(Self::Other, |details| Self::Details(Box::new(Entry::new(record, 1, details)))),
            kind::CASE => parts::read(record, "name").map_or(Self::Other, |name| Self::Case {
                name,
                closed: parts::read::<String>(record, "status").as_deref() == Some("closed"),
                at: head.at,
            }),
            kind::COPY => parts::read(record, "item").map_or(Self::Other, |item| Self::Copy {
                item,
                copy: SavedCopy { at: head.at, reason: parts::read(record, "reason").unwrap_or_default() },
            }),
            kind::IMPORT => parts::read_import(record).map_or(Self::Other, |report| Self::Import(Box::new(report))),
            kind::MOVED => parts::read(record, "moved").map_or(Self::Other, Self::Moved),
            other => Register::from_word(other)
                .and_then(|register| Some((parts::read(record, "number")?, parts::read_listed(record, register)?)))
                .map_or(Self::Other, |(number, entry)| Self::Listed(Box::new(Entry::new(record, number, entry)))),
        }
    }
}

/// A whole case as its records tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// The case's name.
    pub name: String,
    /// True when it is closed.
    pub closed: bool,
    /// When its first record was made.
    pub opened: Option<Timestamp>,
    /// Its contacts, by number.
    pub contacts: Vec<ContactEntry>,
    /// Its items, by number.
    pub items: Vec<ItemEntry>,
    /// The entries of its registers, by register and number.
    pub listed: BTreeMap<Register, Vec<ListedEntry>>,
    /// Its details; more than one where two computers wrote the first of them apart.
    pub details: Vec<DetailsEntry>,
    /// Decrypted copies saved outside, with the item's number.
    pub copies: Vec<(u32, SavedCopy)>,
    /// How many records are of a kind or shape that this version does not know.
    pub unknown: u32,
}

impl Entries {
    /// Returns the entries of a register, by number.
    #[must_use]
    pub fn listed(&self, register: Register) -> &[ListedEntry] {
        self.listed.get(&register).map_or(&[], Vec::as_slice)
    }

    /// Reads a case from its records, in any order.
    pub fn from_records<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut entries = Self::default();
        let mut names = Vec::new();
        let mut moved = BTreeMap::new();
        let mut amendings: BTreeMap<Subject, Vec<(LeafHash, Amending)>> = BTreeMap::new();
        for record in records {
            let at = record.head().at;
            entries.opened = Some(entries.opened.map_or(at, |opened| opened.min(at)));
            match Event::of(record) {
                Event::Contact(entry) => entries.contacts.push(*entry),
                Event::Item(entry) => entries.items.push(*entry),
                Event::Listed(entry) => entries.listed.entry(entry.first.register()).or_default().push(*entry),
                Event::Details(entry) => entries.details.push(*entry),
                Event::Amended(subject, first, amending) => {
                    amendings.entry(subject).or_default().push((first, *amending));
                }
                Event::Case { name, closed, at } => names.push((at, place_of(record), name, closed)),
                Event::Copy { item, copy } => entries.copies.push((item, copy)),
                Event::Import(_) => {}
                Event::Moved(pairs) => moved.extend(pairs.into_iter().map(|pair| (pair.from, pair.to))),
                Event::Other => {
                    entries.unknown += u32::from(!matches!(record.head().kind.as_str(), kind::BOX | kind::REKEY));
                }
            }
        }
        for item in &mut entries.items {
            item.first.object = moved_to(&moved, item.first.object);
        }
        names.sort();
        if let Some((_, _, name, closed)) = names.pop() {
            (entries.name, entries.closed) = (name, closed);
        }
        for (subject, amendings) in amendings {
            entries.unknown += match subject {
                Subject::Contact => amend_all(&mut entries.contacts, amendings),
                Subject::Item => amend_all(&mut entries.items, amendings),
                Subject::Details => amend_all(&mut entries.details, amendings),
                Subject::Listed(register) => amend_all(entries.listed.entry(register).or_default(), amendings),
            };
        }
        number_twins(&mut entries.contacts);
        number_twins(&mut entries.items);
        number_twins(&mut entries.details);
        entries.listed.values_mut().for_each(|listed| number_twins(listed));
        entries.copies.sort_by_key(|(item, copy)| (*item, copy.at));
        entries
    }
}

/// Returns the name that an object has now, from the names that objects had and got.
#[must_use]
pub fn moved_to(moved: &BTreeMap<ObjectName, ObjectName>, mut name: ObjectName) -> ObjectName {
    // As many steps as there are pairs at most: a circle, which nobody writes, ends too.
    for _ in 0..moved.len() {
        match moved.get(&name) {
            Some(to) => name = *to,
            None => break,
        }
    }
    name
}

/// Puts each amendment to its entry; returns how many name none.
pub fn amend_all<T: Amended>(entries: &mut [Entry<T>], amendings: Vec<(LeafHash, Amending)>) -> u32 {
    let by_leaf: std::collections::HashMap<LeafHash, usize> =
        entries.iter().enumerate().map(|(index, entry)| (entry.leaf, index)).collect();
    let mut orphans = 0;
    for (first, amending) in amendings {
        match by_leaf.get(&first).and_then(|index| entries.get_mut(*index)) {
            Some(entry) => entry.amend(amending),
            None => orphans += 1,
        }
    }
    orphans
}

/// Orders entries by number and tells apart those that two computers gave one number.
pub fn number_twins<T>(entries: &mut [Entry<T>]) {
    entries.sort_by(|a, b| (a.number, a.recorded, &a.place).cmp(&(b.number, b.recorded, &b.place)));
    let mut last = None;
    for entry in entries {
        entry.twin = match last {
            Some((number, twin)) if number == entry.number => twin + 1,
            _ => 0,
        };
        last = Some((entry.number, entry.twin));
    }
}
