//! What a record means for the rows, worked out without them, so that another thread can do it.

use super::json;
use crate::rows;
use casekeep_format::{Amending, Changes, ContactEntry, Entry, Event, ItemEntry, Moved, Place, Record, place_of};
use casekeep_model::view::{EntryKind, SavedCopy, TimelineRow};
use casekeep_model::{Channel, ContactChanges, Direction, ItemChanges, LeafHash, Timestamp, inspect::Inspect};
use serde::Serialize;

/// What one record changes in the rows.
pub(super) enum Meaning {
    /// An entry comes.
    Row(Box<Row>),
    /// The entry whose first record has this leaf is amended.
    Amended(LeafHash, Amendings),
    /// A decrypted copy of an item was saved outside.
    Copy(u32, SavedCopy),
    /// Objects have other names from here on.
    Moved(Vec<Moved>),
    /// The case has a name and a state.
    Named(Box<Named>),
    /// Nothing.
    Nothing,
}

/// Amendments of one entry.
pub(super) enum Amendings {
    Contact(Vec<Amending<ContactChanges>>),
    Item(Vec<Amending<ItemChanges>>),
}

impl Amendings {
    /// Takes in later ones of the same entry; another kind's are none of it.
    pub fn join(&mut self, later: Self) {
        match (self, later) {
            (Self::Contact(mine), Self::Contact(later)) => mine.extend(later),
            (Self::Item(mine), Self::Item(later)) => mine.extend(later),
            _ => {}
        }
    }
}

/// A name and a state of a case.
pub(super) struct Named {
    pub at: Timestamp,
    pub place: Place,
    pub name: String,
    pub closed: bool,
}

impl Meaning {
    /// Reads what a record means.
    pub fn of(record: &Record, case: u32, inspect: &dyn Inspect) -> Self {
        match Event::of(record) {
            Event::Contact(entry) => Self::Row(Box::new(Row::of_contact(case, &entry))),
            Event::Item(entry) => Self::Row(Box::new(Row::of_item(case, &entry, inspect))),
            Event::ContactAmended(leaf, amending) => Self::Amended(leaf, Amendings::Contact(vec![*amending])),
            Event::ItemAmended(leaf, amending) => Self::Amended(leaf, Amendings::Item(vec![*amending])),
            Event::Copy { item, copy } => Self::Copy(item, copy),
            Event::Moved(pairs) => Self::Moved(pairs),
            Event::Case { name, closed, at } => {
                Self::Named(Box::new(Named { at, place: place_of(record), name, closed }))
            }
            Event::Other => Self::Nothing,
        }
    }
}

/// One entry as the tables hold it.
pub(super) struct Row {
    pub kind: &'static str,
    pub number: u32,
    pub twin: u32,
    pub leaf: LeafHash,
    pub instant: Timestamp,
    pub recorded: Timestamp,
    pub channel: Option<&'static str>,
    pub counted: bool,
    pub day: Option<String>,
    pub sha256: Option<String>,
    /// The items of a contact.
    pub items: Vec<u32>,
    /// The entry, to go on from.
    pub entry: String,
    /// The row of the timeline.
    pub line: String,
    /// What a search looks in.
    pub text: String,
}

impl Row {
    pub fn of_contact(case: u32, entry: &ContactEntry) -> Self {
        Self::new("contact", entry, rows::contact_row(case, entry), None)
    }

    pub fn of_item(case: u32, entry: &ItemEntry, inspect: &dyn Inspect) -> Self {
        Self::new("item", entry, rows::item_row(case, entry, inspect), Some(entry.first.file.sha256.to_string()))
    }

    fn new<T: Clone + Serialize, C: Changes<Of = T> + Serialize>(
        kind: &'static str,
        entry: &Entry<T, C>,
        row: TimelineRow,
        sha256: Option<String>,
    ) -> Self {
        let counted = is_counted(&row);
        let day = row.occurred.as_deref().and_then(|occurred| occurred.get(..10)).filter(|_| counted);
        Self {
            kind,
            number: entry.number,
            twin: entry.twin,
            leaf: entry.leaf,
            instant: row.instant,
            recorded: entry.recorded,
            channel: row.channel.map(Channel::word),
            counted,
            day: day.map(str::to_owned),
            sha256,
            entry: json(entry),
            line: json(&row),
            text: rows::searched_text(&row),
            items: row.items,
        }
    }
}

/// Returns whether the list of cases counts an entry: a contact that the person did not begin.
fn is_counted(row: &TimelineRow) -> bool {
    row.kind == EntryKind::Contact && row.direction != Some(Direction::FromYou)
}
