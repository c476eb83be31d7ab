//! What is refused of what a person writes, and in which words.

use crate::error::{Result, VaultError};
use casekeep_model::fields::Say;
use casekeep_model::received::Pence;
use casekeep_model::{Contact, Details, Disclosing, Fields, Moment, Receipt, RegisterEntry, limits};
use serde_json::{Map, Value};

/// The most things in one list of an entry.
const LISTED: usize = 1000;

/// Refuses a text that is empty or too long.
pub(crate) fn check_text(what: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(VaultError::BadInput(format!("{what} is empty.")));
    }
    check_length(what, text)
}

/// Refuses a text that is too long.
pub(crate) fn check_length(what: &str, text: &str) -> Result<()> {
    if text.len() > limits::TEXT {
        return Err(VaultError::BadInput(format!("{what} is too long: {} is the most.", "1 million characters")));
    }
    Ok(())
}

/// Refuses a moment whose derived fields do not follow from its clock time.
pub(crate) fn check_moment(moment: Option<&Moment>) -> Result<()> {
    match moment {
        Some(moment) if !moment.is_consistent() => {
            Err(VaultError::BadInput(format!("The time “{}” does not fit its zone.", moment.local)))
        }
        _ => Ok(()),
    }
}

/// Refuses what no field of an entry may hold.
pub(crate) fn check_contact(contact: &Contact) -> Result<()> {
    check_fields::<Contact>(&contact.fields())?;
    check_order("The contact", Some(&contact.occurred), contact.ended.as_ref())
}

/// Refuses what no field of the details may hold.
pub(crate) fn check_details(details: &Details) -> Result<()> {
    check_fields::<Details>(&details.fields())?;
    details.orders.iter().try_for_each(|order| check_order("An order", order.from.as_ref(), order.to.as_ref()))
}

/// Refuses what nothing about a hand-over may hold.
pub(crate) fn check_disclosing(why: &Disclosing) -> Result<()> {
    check_fields::<Disclosing>(&why.fields())
}

/// Refuses what no field of a receipt may hold.
pub(crate) fn check_receipt(receipt: &Receipt) -> Result<()> {
    check_fields::<Receipt>(&receipt.fields())
}

/// Refuses what no field of an entry of a register may hold.
pub(crate) fn check_entry(entry: &RegisterEntry) -> Result<()> {
    match entry {
        RegisterEntry::Person(it) => check_fields::<casekeep_model::Person>(&it.fields()),
        RegisterEntry::Gift(it) => {
            check_fields::<casekeep_model::Gift>(&it.fields())?;
            check_value(it.value)
        }
        RegisterEntry::Thing(it) => check_fields::<casekeep_model::Thing>(&it.fields()),
        RegisterEntry::Letter(it) => {
            check_fields::<casekeep_model::Letter>(&it.fields())?;
            check_order("The delivery", it.sent.as_ref(), it.delivered.as_ref())?;
            check_order("What the letter says", it.sent.as_ref(), it.valid_until.as_ref())
        }
        RegisterEntry::Step(it) => check_fields::<casekeep_model::Step>(&it.fields()),
        RegisterEntry::Chaperone(it) => check_fields::<casekeep_model::Chaperone>(&it.fields()),
        RegisterEntry::Review(it) => {
            check_fields::<casekeep_model::Review>(&it.fields())?;
            check_order("The next review", Some(&it.when), it.next_review.as_ref())
        }
        RegisterEntry::Transcript(it) => check_fields::<casekeep_model::Transcript>(&it.fields()),
    }
}

fn check_value(value: Option<Pence>) -> Result<()> {
    match value {
        Some(value) if !value.is_sensible() => Err(VaultError::BadInput(format!(
            "A value of {} cannot be kept: it is from £0.00 to {}.",
            value.say(),
            Pence(Pence::MOST).say()
        ))),
        _ => Ok(()),
    }
}

/// Refuses an end that is surely before its beginning.
fn check_order(what: &str, begins: Option<&Moment>, ends: Option<&Moment>) -> Result<()> {
    match (begins.and_then(|moment| moment.from), ends.and_then(|moment| moment.to)) {
        (Some(from), Some(to)) if to <= from => {
            Err(VaultError::BadInput(format!("{what} would end before it begins. Look at the two times again.")))
        }
        _ => Ok(()),
    }
}

fn check_fields<T: Fields>(fields: &Map<String, Value>) -> Result<()> {
    for (name, label) in T::FIELDS {
        if T::NEEDED.contains(name) && fields.get(*name).is_none_or(|value| value.as_str().is_some_and(is_blank)) {
            return Err(VaultError::BadInput(format!("“{label}” is empty.")));
        }
        fields.get(*name).map_or(Ok(()), |value| check_one(&format!("“{label}”"), value))?;
    }
    Ok(())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn check_one(label: &str, value: &Value) -> Result<()> {
    match value {
        Value::String(text) => check_length(label, text),
        Value::Array(list) if list.len() > LISTED => {
            Err(VaultError::BadInput(format!("{label} has more than 1,000 entries, which is the most.")))
        }
        Value::Array(list) => list.iter().try_for_each(|value| check_one(label, value)),
        Value::Object(map) if map.contains_key("precision") => {
            check_moment(serde_json::from_value(value.clone()).ok().as_ref())
        }
        Value::Object(map) => map.values().try_for_each(|value| check_one(label, value)),
        _ => Ok(()),
    }
}
