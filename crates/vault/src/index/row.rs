//! What a record means for the rows, worked out without them, so that another thread can do it.

use super::json;
use super::packed::{self, Beside};
use crate::rows;
use casekeep_format::{
    Amended, Amending, ContactEntry, DetailsEntry, Entry, Event, ItemEntry, ListedEntry, Moved, Place, Record, Subject,
    place_of,
};
use casekeep_model::import::ImportReport;
use casekeep_model::view::{EntryKind, SavedCopy, TimelineRow};
use casekeep_model::{Channel, Direction, LeafHash, Timestamp, inspect::Inspect};
use serde::Serialize;

/// What the rows of the details of a case are called.
pub(super) const DETAILS: &str = casekeep_format::kind::DETAILS;

/// What one record changes in the rows.
pub(super) enum Meaning {
    /// An entry comes.
    Row(Box<Row>),
    /// The entry whose first record has this leaf is amended.
    Amended(LeafHash, Amendings),
    /// A decrypted copy of an item was saved outside.
    Copy(u32, SavedCopy),
    /// Many files were added at once.
    Import(Box<ImportReport>),
    /// Objects have other names from here on.
    Moved(Vec<Moved>),
    /// The case has a name and a state.
    Named(Box<Named>),
    /// Nothing.
    Nothing,
}

/// Amendments of one entry.
pub(super) struct Amendings {
    pub subject: Subject,
    pub amendings: Vec<Amending>,
}

impl Amendings {
    /// Takes in later ones of the same entry; another kind's are none of it.
    pub fn join(&mut self, later: Self) {
        if self.subject == later.subject {
            self.amendings.extend(later.amendings);
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
            Event::Listed(entry) => Self::Row(Box::new(Row::of_listed(case, &entry))),
            Event::Details(entry) => Self::Row(Box::new(Row::of_details(&entry))),
            Event::Amended(subject, leaf, amending) => {
                Self::Amended(leaf, Amendings { subject, amendings: vec![*amending] })
            }
            Event::Copy { item, copy } => Self::Copy(item, copy),
            Event::Import(report) => Self::Import(report),
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
    /// Whether it stands on the timeline.
    pub event: bool,
    pub counted: bool,
    pub day: Option<String>,
    pub sha256: Option<String>,
    /// What it adds to the packed timeline.
    pub packed: Vec<u8>,
    /// Where a contact was.
    pub place: Option<String>,
    /// The items of a contact.
    pub items: Vec<u32>,
    /// The entry, to go on from.
    pub entry: String,
    /// The row of the timeline; empty for what never has one.
    pub line: String,
    /// What a search looks in.
    pub text: String,
}

impl Row {
    pub fn of_contact(case: u32, entry: &ContactEntry) -> Self {
        let (contact, _) = entry.resolve();
        let written = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let row = Self::new("contact", entry, rows::contact_row(case, entry), None, &Beside::of_contact(&contact));
        // The pattern names places of what came, as the contacts that it counts.
        Self { place: written(contact.place).filter(|_| row.counted && contact.turn.is_none()), ..row }
    }

    pub fn of_item(case: u32, entry: &ItemEntry, inspect: &dyn Inspect) -> Self {
        Self::new(
            "item",
            entry,
            rows::item_row(case, entry, inspect),
            Some(entry.first.file.sha256.to_string()),
            &Beside::default(),
        )
    }

    pub fn of_listed(case: u32, entry: &ListedEntry) -> Self {
        let (now, amendments) = entry.resolve();
        let text = rows::listed_text(&now, &amendments);
        let event = now.is_event();
        let kind = now.register().word();
        let beside = Beside::of_listed(&now);
        let row = rows::listed_row(case, entry, &now, amendments);
        Self { event, text, ..Self::new(kind, entry, row, None, &beside) }
    }

    pub fn of_details(entry: &DetailsEntry) -> Self {
        Self {
            kind: DETAILS,
            number: entry.number,
            twin: entry.twin,
            leaf: entry.leaf,
            instant: entry.recorded,
            recorded: entry.recorded,
            channel: None,
            event: false,
            counted: false,
            day: None,
            sha256: None,
            packed: Vec::new(),
            place: None,
            items: Vec::new(),
            entry: json(entry),
            line: String::new(),
            text: String::new(),
        }
    }

    fn new<T: Amended + Serialize>(
        kind: &'static str,
        entry: &Entry<T>,
        row: TimelineRow,
        sha256: Option<String>,
        beside: &Beside,
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
            event: true,
            counted,
            day: day.map(str::to_owned),
            sha256,
            packed: packed::pack(&row, beside),
            place: None,
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
