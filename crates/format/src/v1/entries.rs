//! A case as its records tell it: items and contacts with their amendments, whatever order the records came in.
//!
//! Pure: the same records give the same entries. The index stores what this module gives, row for row, and a bundle's
//! chronology is written from it.

use crate::v1::parts::{self, Moved, kind};
use crate::v1::record::Record;
use casekeep_model::{
    Amendment, Change, Contact, ContactChanges, Item, ItemChanges, LeafHash, Moment, ObjectName, Source, Timestamp,
    WriterId, view::SavedCopy,
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

/// What an amendment of a kind of entry changes.
pub trait Changes: Clone + Default {
    /// What it changes.
    type Of: Clone;
    /// Applies the changes and returns each field before and after.
    fn apply(&self, to: &mut Self::Of) -> Vec<Change>;
    /// Returns the main text: what happened, or what an item shows.
    fn main_text(of: &Self::Of) -> String;
}

/// One amendment as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amending<C> {
    /// Where its record stands.
    pub place: Place,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The leaf of its record.
    pub leaf: LeafHash,
    /// The records that its writer had seen: the first one and every amendment.
    pub of: Vec<LeafHash>,
    /// Why.
    pub reason: String,
    /// What it changes.
    pub changes: C,
}

/// A contact or an item as recorded: the first record and every amendment of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T, C> {
    /// The number in the case.
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
    pub amendings: Vec<Amending<C>>,
}

/// A contact with its amendments.
pub type ContactEntry = Entry<Contact, ContactChanges>;
/// An item with its amendments.
pub type ItemEntry = Entry<Item, ItemChanges>;

impl<T: Clone, C: Changes<Of = T>> Entry<T, C> {
    fn new(record: &Record, number: u32, first: T) -> Self {
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
    pub fn amend(&mut self, amending: Amending<C>) {
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
            let earlier = C::main_text(&now);
            let changes = amending.changes.apply(&mut now);
            let unseen = |other: &Amending<C>| {
                other.leaf != amending.leaf && !amending.of.contains(&other.leaf) && !other.of.contains(&amending.leaf)
            };
            shown.push(Amendment {
                recorded: amending.recorded,
                reason: amending.reason.clone(),
                earlier,
                later: C::main_text(&now),
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
    /// An amendment of the contact whose first record has this leaf.
    ContactAmended(LeafHash, Box<Amending<ContactChanges>>),
    /// An amendment of the item whose first record has this leaf.
    ItemAmended(LeafHash, Box<Amending<ItemChanges>>),
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
        match (head.kind.as_str(), amends) {
            (kind::CONTACT, None) => parts::read_contact(record)
                .map_or(Self::Other, |(number, contact)| Self::Contact(Box::new(Entry::new(record, number, contact)))),
            (kind::ITEM, None) => parts::read_item(record)
                .map_or(Self::Other, |item| Self::Item(Box::new(Entry::new(record, item.number, item)))),
            (kind::CONTACT, Some(first)) => {
                Self::ContactAmended(first, Box::new(amending(record, parts::read_contact_changes(record))))
            }
            (kind::ITEM, Some(first)) => {
                Self::ItemAmended(first, Box::new(amending(record, parts::read_item_changes(record))))
            }
            (kind::CASE, _) => parts::read(record, "name").map_or(Self::Other, |name| Self::Case {
                name,
                closed: parts::read::<String>(record, "status").as_deref() == Some("closed"),
                at: head.at,
            }),
            (kind::COPY, _) => parts::read(record, "item").map_or(Self::Other, |item| Self::Copy {
                item,
                copy: SavedCopy { at: head.at, reason: parts::read(record, "reason").unwrap_or_default() },
            }),
            (kind::MOVED, _) => parts::read(record, "moved").map_or(Self::Other, Self::Moved),
            _ => Self::Other,
        }
    }
}

fn amending<C>(record: &Record, changes: C) -> Amending<C> {
    Amending {
        place: place_of(record),
        recorded: record.head().at,
        leaf: record.leaf(),
        of: record.head().of.clone(),
        reason: parts::read(record, "reason").unwrap_or_default(),
        changes,
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
    /// Decrypted copies saved outside, with the item's number.
    pub copies: Vec<(u32, SavedCopy)>,
    /// How many records are of a kind or shape that this version does not know.
    pub unknown: u32,
}

impl Entries {
    /// Reads a case from its records, in any order.
    pub fn from_records<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut entries = Self::default();
        let mut names = Vec::new();
        let mut moved = BTreeMap::new();
        let (mut contact_amendings, mut item_amendings) = (Vec::new(), Vec::new());
        for record in records {
            let at = record.head().at;
            entries.opened = Some(entries.opened.map_or(at, |opened| opened.min(at)));
            match Event::of(record) {
                Event::Contact(entry) => entries.contacts.push(*entry),
                Event::Item(entry) => entries.items.push(*entry),
                Event::ContactAmended(first, amending) => contact_amendings.push((first, *amending)),
                Event::ItemAmended(first, amending) => item_amendings.push((first, *amending)),
                Event::Case { name, closed, at } => names.push((at, place_of(record), name, closed)),
                Event::Copy { item, copy } => entries.copies.push((item, copy)),
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
        entries.unknown += amend_all(&mut entries.contacts, contact_amendings);
        entries.unknown += amend_all(&mut entries.items, item_amendings);
        number_twins(&mut entries.contacts);
        number_twins(&mut entries.items);
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
fn amend_all<T: Clone, C: Changes<Of = T>>(
    entries: &mut [Entry<T, C>],
    amendings: Vec<(LeafHash, Amending<C>)>,
) -> u32 {
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
pub fn number_twins<T: Clone, C: Changes<Of = T>>(entries: &mut [Entry<T, C>]) {
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

fn change_text(changes: &mut Vec<Change>, field: &str, slot: &mut Option<String>, new: Option<&String>) {
    let Some(new) = new else { return };
    let later = (!new.is_empty()).then(|| new.clone());
    changes.push(Change { field: field.to_owned(), earlier: slot.clone().unwrap_or_default(), later: new.clone() });
    *slot = later;
}

fn say_moment(moment: Option<&Moment>) -> String {
    moment.map_or_else(String::new, |m| match (m.local.as_str(), m.about) {
        ("", _) => "unknown".to_owned(),
        (local, false) => local.to_owned(),
        (local, true) => format!("about {local}"),
    })
}

fn say_numbers(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn say_source(source: &Source) -> String {
    [&source.platform, &source.handle, &source.url, &source.shown]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join("; ")
}

impl Changes for ContactChanges {
    type Of = Contact;

    fn apply(&self, to: &mut Contact) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut said = |field: &str, earlier: String, later: String| {
            changes.push(Change { field: field.to_owned(), earlier, later });
        };
        if let Some(occurred) = &self.occurred {
            said("occurred", say_moment(Some(&to.occurred)), say_moment(Some(occurred)));
            to.occurred = occurred.clone();
        }
        if let Some(channel) = self.channel {
            said("channel", to.channel.label().to_owned(), channel.label().to_owned());
            to.channel = channel;
        }
        if let Some(direction) = self.direction {
            said("direction", to.direction.label().to_owned(), direction.label().to_owned());
            to.direction = direction;
        }
        if let Some(what) = &self.what {
            said("what", to.what.clone(), what.clone());
            to.what.clone_from(what);
        }
        if let Some(items) = &self.items {
            said("items", say_numbers(&to.items), say_numbers(items));
            to.items.clone_from(items);
        }
        change_text(&mut changes, "platform", &mut to.platform, self.platform.as_ref());
        change_text(&mut changes, "words", &mut to.words, self.words.as_ref());
        change_text(&mut changes, "place", &mut to.place, self.place.as_ref());
        change_text(&mut changes, "present", &mut to.present, self.present.as_ref());
        change_text(&mut changes, "response", &mut to.response, self.response.as_ref());
        change_text(&mut changes, "effect", &mut to.effect, self.effect.as_ref());
        changes
    }

    fn main_text(of: &Contact) -> String {
        of.what.clone()
    }
}

impl Changes for ItemChanges {
    type Of = Item;

    fn apply(&self, to: &mut Item) -> Vec<Change> {
        let mut changes = Vec::new();
        if let Some(occurred) = &self.occurred {
            changes.push(Change {
                field: "occurred".to_owned(),
                earlier: say_moment(to.facts.occurred.as_ref()),
                later: say_moment(Some(occurred)),
            });
            to.facts.occurred = Some(occurred.clone());
        }
        if let Some(source) = &self.source {
            changes.push(Change {
                field: "source".to_owned(),
                earlier: say_source(&to.facts.source),
                later: say_source(source),
            });
            to.facts.source.clone_from(source);
        }
        change_text(&mut changes, "type", &mut to.facts.kind, self.kind.as_ref());
        change_text(&mut changes, "from", &mut to.facts.from, self.from.as_ref());
        change_text(&mut changes, "description", &mut to.facts.description, self.description.as_ref());
        changes
    }

    fn main_text(of: &Item) -> String {
        of.facts.description.clone().unwrap_or_default()
    }
}
