//! Named fields as the parts of records: one part each, for contacts, registers and the details of a case.
//!
//! A part that has another shape than its field is treated as absent, and so is one with a moment that does not follow
//! from its clock time; what the rest says still stands.

use crate::v1::parts::{Clocks, Parts, PartsBuilder};
use crate::v1::record::Record;
use casekeep_model::{Fields, Moment, Patch};
use serde_json::{Map, Value};

/// Returns the parts of a new entry.
#[must_use]
pub fn field_parts<T: Fields>(number: u32, entry: &T, clocks: &Clocks) -> Parts {
    in_order::<T>(PartsBuilder::new().with("number", number), entry.fields()).with("clocks", clocks).build()
}

/// Returns the parts of an amendment.
#[must_use]
pub fn patch_parts(number: u32, patch: &Patch, reason: &str, clocks: &Clocks) -> Parts {
    let named = PartsBuilder::new().with("number", number).with("reason", reason);
    patch.0.iter().fold(named, |parts, (field, value)| parts.with(field, value)).with("clocks", clocks).build()
}

fn in_order<T: Fields>(parts: PartsBuilder, mut fields: Map<String, Value>) -> PartsBuilder {
    T::FIELDS.iter().fold(parts, |parts, (field, _)| parts.with_some(field, fields.remove(*field)))
}

/// Reads an entry from a record; `None` when a needed part is absent or has another shape.
#[must_use]
pub fn read_fields<T: Fields>(record: &Record) -> Option<T> {
    read_fields_or(record, &[])
}

/// Reads an entry from a record, with words for needed fields that are absent or have another shape.
#[must_use]
pub fn read_fields_or<T: Fields>(record: &Record, fallbacks: &[(&str, &str)]) -> Option<T> {
    let sound = record.parts().iter().filter(|part| T::has_field(&part.name) && is_sound(&part.value));
    let given: Map<String, Value> = sound.map(|part| (part.name.clone(), part.value.clone())).collect();
    T::from_fields(&given).or_else(|| read_some(given, fallbacks))
}

/// Reads those fields that can be read, when one of them has another shape.
fn read_some<T: Fields>(mut given: Map<String, Value>, fallbacks: &[(&str, &str)]) -> Option<T> {
    let mut fields: Map<String, Value> =
        T::NEEDED.iter().filter_map(|name| Some(((*name).to_owned(), given.remove(*name)?))).collect();
    for (name, word) in fallbacks {
        // What was written is put back below, where it can be read.
        if let Some(written) = fields.insert((*name).to_owned(), (*word).into()) {
            given.insert((*name).to_owned(), written);
        }
    }
    let mut entry = T::from_fields(&fields)?;
    for (name, value) in given {
        let before = fields.insert(name.clone(), value);
        match (T::from_fields(&fields), before) {
            (Some(more), _) => entry = more,
            (None, Some(before)) => drop(fields.insert(name, before)),
            (None, None) => drop(fields.remove(&name)),
        }
    }
    Some(entry)
}

/// Returns whether every moment in a value follows from its clock time.
#[must_use]
pub fn is_sound(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().all(is_sound),
        Value::Object(map) if map.contains_key("precision") && map.contains_key("local") => {
            serde_json::from_value::<Moment>(value.clone()).is_ok_and(|moment| moment.is_consistent())
        }
        Value::Object(map) => map.values().all(is_sound),
        _ => true,
    }
}
