//! What is written down as named fields: one mechanism for contacts, registers and the details of a case.
//!
//! Each field is a part of its record, so that it can be amended and withheld by itself.

use crate::Moment;
use crate::view::EntryKind;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The fields that an amendment replaces, by name: a JSON merge patch (RFC 7396) of one level.
///
/// `null`, and an empty text, take a field away; what it said stays in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patch(pub Map<String, Value>);

impl Patch {
    /// Returns the patch with one more field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("fields are plain data with text keys");
        self.0.insert(field.to_owned(), value);
        self
    }

    /// Returns whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a value takes a field away.
    #[must_use]
    pub fn takes_away(value: &Value) -> bool {
        value.is_null() || value.as_str() == Some("")
    }
}

/// What has named fields.
pub trait Fields: Clone + Serialize + DeserializeOwned {
    /// The name of every field, and the words that a person reads, in the order in which they are shown.
    const FIELDS: &'static [(&'static str, &'static str)];
    /// The fields without which nothing can be said.
    const NEEDED: &'static [&'static str];

    /// Returns what a field says, in words for a person; `None` where it says nothing, or there is no such field.
    fn say(&self, field: &str) -> Option<String>;

    /// Returns the fields that say something, by name.
    #[must_use]
    fn fields(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(mut map)) => {
                map.retain(|_, value| says_something(value));
                map
            }
            _ => Map::new(),
        }
    }

    /// Returns what these fields make; `None` when a needed one is missing or one has another shape.
    #[must_use]
    fn from_fields(fields: &Map<String, Value>) -> Option<Self> {
        Self::deserialize(fields).ok()
    }

    /// Returns whether there is a field of this name.
    #[must_use]
    fn has_field(name: &str) -> bool {
        Self::FIELDS.iter().any(|(field, _)| *field == name)
    }
}

/// Returns whether a value is worth a part of its own.
#[must_use]
pub fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

/// Returns the entries that fields name by number, by the names of the fields.
#[must_use]
pub fn links(fields: &Map<String, Value>) -> Vec<(EntryKind, u32)> {
    let mut links = Vec::new();
    for (name, value) in fields {
        let kind = match name.as_str() {
            "item" | "items" | "proof_of_posting" => EntryKind::Item,
            "contacts" | "told_in" => EntryKind::Contact,
            "people" | "giver" => EntryKind::Person,
            "chaperone" => EntryKind::Chaperone,
            _ => continue,
        };
        let numbers = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let numbers = numbers.iter().filter_map(Value::as_u64).filter_map(|number| u32::try_from(number).ok());
        links.extend(numbers.map(|number| (kind, number)));
    }
    links
}

/// Says a value in words for a person; nothing where it says nothing.
pub trait Say {
    /// Returns the words.
    fn say(&self) -> String;
}

impl Say for String {
    fn say(&self) -> String {
        self.clone()
    }
}

impl Say for u32 {
    fn say(&self) -> String {
        self.to_string()
    }
}

impl Say for bool {
    fn say(&self) -> String {
        if *self { "Yes" } else { "No" }.to_owned()
    }
}

impl Say for Moment {
    fn say(&self) -> String {
        match (self.local.as_str(), self.about) {
            ("", _) => "unknown".to_owned(),
            (local, false) => local.to_owned(),
            (local, true) => format!("about {local}"),
        }
    }
}

impl<T: Say> Say for Option<T> {
    fn say(&self) -> String {
        self.as_ref().map_or_else(String::new, Say::say)
    }
}

impl<T: Say> Say for Vec<T> {
    fn say(&self) -> String {
        self.iter().map(Say::say).collect::<Vec<_>>().join(", ")
    }
}

/// Joins what several fields of one thing say.
pub(crate) fn say_all(fields: &[String]) -> String {
    fields.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("; ")
}

macro_rules! fields {
    ($name:ident { needed [$($need:ident = $needed:literal),* $(,)?] more [$($more:ident = $label:literal),* $(,)?] }) => {
        impl $crate::fields::Fields for $name {
            const FIELDS: &'static [(&'static str, &'static str)] =
                &[$((stringify!($need), $needed),)* $((stringify!($more), $label)),*];
            const NEEDED: &'static [&'static str] = &[$(stringify!($need)),*];

            fn say(&self, field: &str) -> Option<String> {
                let said = match field {
                    $(stringify!($need) => $crate::fields::Say::say(&self.$need),)*
                    $(stringify!($more) => $crate::fields::Say::say(&self.$more),)*
                    _ => return None,
                };
                Some(said).filter(|said| !said.is_empty())
            }
        }
    };
}

/// Writes a struct of which some fields are needed, most may be absent, and the last are lists.
macro_rules! entry {
    (
        $(#[$doc:meta])* pub struct $name:ident {
            needed { $($(#[$ndoc:meta])* $need:ident: $ntype:ty = $nlabel:literal;)* }
            may { $($(#[$mdoc:meta])* $may:ident: $mtype:ty = $mlabel:literal;)* }
            lists { $($(#[$ldoc:meta])* $list:ident: $ltype:ty = $llabel:literal;)* }
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$ndoc])* pub $need: $ntype,)*
            $($(#[$mdoc])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $may: Option<$mtype>,)*
            $($(#[$ldoc])* #[serde(default, skip_serializing_if = "Vec::is_empty")] pub $list: Vec<$ltype>,)*
        }

        impl $name {
            /// Returns one with what every one has; the rest is not said.
            #[allow(clippy::new_without_default, reason = "most of them need something")]
            #[must_use]
            pub fn new($($need: $ntype),*) -> Self {
                Self { $($need,)* $($may: None,)* $($list: Vec::new(),)* }
            }
        }

        fields! { $name { needed [$($need = $nlabel),*] more [$($may = $mlabel,)* $($list = $llabel),*] } }
    };
}

/// Writes a small struct that is the value of a field.
macro_rules! value {
    ($(#[$doc:meta])* pub struct $name:ident {
        needed { $($(#[$ndoc:meta])* $need:ident: $ntype:ty;)* }
        may { $($(#[$mdoc:meta])* $may:ident: $mtype:ty;)* }
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$ndoc])* pub $need: $ntype,)*
            $($(#[$mdoc])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $may: Option<$mtype>,)*
        }

        impl $crate::fields::Say for $name {
            fn say(&self) -> String {
                $crate::fields::say_all(&[$(self.$need.say(),)* $(self.$may.say()),*])
            }
        }
    };
}
