//! Amendments: which fields a later record replaces, and what stood there before.
//!
//! A part given replaces the field of its name; `null`, and an empty text, take it away. A part with which the entry
//! would have another shape changes nothing: what stood before stands.

use crate::v1::entries::{Place, place_of};
use crate::v1::fields::is_sound;
use crate::v1::parts::{self, kind};
use crate::v1::record::Record;
use casekeep_model::fields::Say;
use casekeep_model::{
    Captured, Change, Contact, Details, Fields, Item, ItemChanges, LeafHash, Moment, Patch, Receipt, Register,
    RegisterEntry, Source, Timestamp,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What can be amended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A contact.
    Contact,
    /// An item.
    Item,
    /// An entry of a register.
    Listed(Register),
    /// The details of the case.
    Details,
}

impl Subject {
    /// Returns what records of a kind amend.
    #[must_use]
    pub fn of_kind(kind: &str) -> Option<Self> {
        match kind {
            kind::CONTACT => Some(Self::Contact),
            kind::ITEM => Some(Self::Item),
            kind::DETAILS => Some(Self::Details),
            other => Register::from_word(other).map(Self::Listed),
        }
    }

    fn has_field(self, name: &str) -> bool {
        match self {
            Self::Contact => Contact::has_field(name),
            Self::Item => ITEM_FIELDS.contains(&name),
            Self::Details => Details::has_field(name),
            Self::Listed(register) => register.fields().iter().any(|(field, _)| *field == name),
        }
    }
}

/// One amendment as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amending {
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
    /// The fields that it replaces.
    pub patch: Patch,
}

impl Amending {
    /// Reads an amendment; parts that are no field of what it amends are left out.
    #[must_use]
    pub fn of(subject: Subject, record: &Record) -> Self {
        Self::of_fields(record, |name| subject.has_field(name))
    }

    /// Reads an amendment of what has these fields.
    #[must_use]
    pub fn of_fields(record: &Record, has_field: impl Fn(&str) -> bool) -> Self {
        let fields = record.parts().iter().filter(|part| has_field(&part.name) && is_sound(&part.value));
        Self {
            place: place_of(record),
            recorded: record.head().at,
            leaf: record.leaf(),
            of: record.head().of.clone(),
            reason: parts::read(record, "reason").unwrap_or_default(),
            patch: Patch(fields.map(|part| (part.name.clone(), part.value.clone())).collect()),
        }
    }
}

/// What can be amended field by field.
pub trait Amended: Clone {
    /// Applies a patch and returns each field before and after.
    fn amend(&mut self, patch: &Patch) -> Vec<Change>;
    /// Returns the main text: what happened, or what an item shows.
    fn main_text(&self) -> String;
}

fn amend_fields<T: Fields>(to: &mut T, patch: &Patch) -> Vec<Change> {
    let mut fields = to.fields();
    let mut changes = Vec::new();
    for (field, _) in T::FIELDS {
        let Some(value) = patch.0.get(*field) else { continue };
        let before = fields.remove(*field);
        if !Patch::takes_away(value) {
            fields.insert((*field).to_owned(), value.clone());
        }
        match T::from_fields(&fields) {
            Some(amended) => {
                let (earlier, later) = (to.say(field).unwrap_or_default(), amended.say(field).unwrap_or_default());
                changes.push(Change { field: (*field).to_owned(), earlier, later });
                *to = amended;
            }
            None => match before {
                Some(before) => drop(fields.insert((*field).to_owned(), before)),
                None => drop(fields.remove(*field)),
            },
        }
    }
    changes
}

impl Amended for Contact {
    fn amend(&mut self, patch: &Patch) -> Vec<Change> {
        amend_fields(self, patch)
    }

    fn main_text(&self) -> String {
        self.what.clone()
    }
}

impl Amended for Details {
    fn amend(&mut self, patch: &Patch) -> Vec<Change> {
        amend_fields(self, patch)
    }

    fn main_text(&self) -> String {
        String::new()
    }
}

impl Amended for Receipt {
    fn amend(&mut self, patch: &Patch) -> Vec<Change> {
        amend_fields(self, patch)
    }

    fn main_text(&self) -> String {
        self.event.say()
    }
}

impl Amended for RegisterEntry {
    fn amend(&mut self, patch: &Patch) -> Vec<Change> {
        match self {
            Self::Person(it) => amend_fields(it, patch),
            Self::Gift(it) => amend_fields(it, patch),
            Self::Thing(it) => amend_fields(it, patch),
            Self::Letter(it) => amend_fields(it, patch),
            Self::Step(it) => amend_fields(it, patch),
            Self::Chaperone(it) => amend_fields(it, patch),
            Self::Review(it) => amend_fields(it, patch),
            Self::Transcript(it) => amend_fields(it, patch),
        }
    }

    fn main_text(&self) -> String {
        RegisterEntry::main_text(self)
    }
}

/// The parts of an item that can be amended.
const ITEM_FIELDS: [&str; 6] = ["occurred", "source", "type", "from", "description", "captured"];

/// Returns the patch for what is said about an item.
#[must_use]
pub fn item_patch(changes: &ItemChanges) -> Patch {
    let patch = Patch::default();
    let patch = changes.kind.iter().fold(patch, |patch, kind| patch.with("type", kind));
    let patch = changes.occurred.iter().fold(patch, |patch, occurred| patch.with("occurred", occurred));
    let patch = changes.from.iter().fold(patch, |patch, from| patch.with("from", from));
    let patch = changes.source.iter().fold(patch, |patch, source| patch.with("source", source));
    let patch = changes.captured.iter().fold(patch, |patch, captured| patch.with("captured", captured));
    changes.description.iter().fold(patch, |patch, description| patch.with("description", description))
}

impl Amended for Item {
    fn amend(&mut self, patch: &Patch) -> Vec<Change> {
        let facts = &mut self.facts;
        let mut changes = Vec::new();
        for field in ITEM_FIELDS {
            let Some(value) = patch.0.get(field) else { continue };
            let said = match field {
                "occurred" => replace::<Moment>(&mut facts.occurred, value, Say::say),
                "source" => replace_whole(&mut facts.source, value, say_source),
                "captured" => replace_whole(&mut facts.captured, value, say_captured),
                "type" => replace(&mut facts.kind, value, String::clone),
                "from" => replace(&mut facts.from, value, String::clone),
                _ => replace(&mut facts.description, value, String::clone),
            };
            changes.extend(said.map(|(earlier, later)| Change { field: field.to_owned(), earlier, later }));
        }
        changes
    }

    fn main_text(&self) -> String {
        self.facts.description.clone().unwrap_or_default()
    }
}

/// Replaces a field and says it before and after; `None`, and nothing replaced, for a value of another shape.
fn replace<T: DeserializeOwned>(
    slot: &mut Option<T>,
    value: &Value,
    say: impl Fn(&T) -> String,
) -> Option<(String, String)> {
    let later = if Patch::takes_away(value) { None } else { Some(serde_json::from_value(value.clone()).ok()?) };
    let say = |field: &Option<T>| field.as_ref().map_or_else(String::new, &say);
    let earlier = say(slot);
    *slot = later;
    Some((earlier, say(slot)))
}

fn replace_whole<T: DeserializeOwned + Clone + Default>(
    slot: &mut T,
    value: &Value,
    say: impl Fn(&T) -> String,
) -> Option<(String, String)> {
    let mut kept = Some(slot.clone());
    let said = replace(&mut kept, value, say)?;
    *slot = kept.unwrap_or_default();
    Some(said)
}

fn say_captured(captured: &Captured) -> String {
    captured.said().into_iter().map(|(label, text)| format!("{label}: {text}")).collect::<Vec<_>>().join("; ")
}

fn say_source(source: &Source) -> String {
    let texts = [&source.platform, &source.handle, &source.url, &source.shown];
    texts.into_iter().flatten().cloned().collect::<Vec<_>>().join("; ")
}
