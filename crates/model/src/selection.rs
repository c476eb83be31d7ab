//! What goes into a bundle, and what stays.

use crate::Register;
use serde::{Deserialize, Serialize};

/// What an export takes and leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// Only what happened on or after this day.
    pub from: Option<String>,
    /// Only what happened on or before this day.
    pub to: Option<String>,
    /// Contacts that stay behind.
    pub without_contacts: Vec<u32>,
    /// Items that stay behind.
    pub without_items: Vec<u32>,
    /// Registers that stay behind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Register>>"))]
    pub without_registers: Vec<Register>,
    /// Entries of registers that stay behind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<ListedNumber>>"))]
    pub without_entries: Vec<ListedNumber>,
    /// Whether the details of the case stay behind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub without_details: bool,
    /// Only what is new or changed since the last bundle for the same recipient.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub only_new: bool,
}

/// An entry of a register, by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ListedNumber {
    /// The register.
    pub register: Register,
    /// The number in it.
    pub n: u32,
}

/// How many of something a selection takes, and how many it leaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tally {
    /// How many go.
    pub goes: u32,
    /// How many stay.
    pub stays: u32,
}

/// How many entries of a register a selection takes and leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterTally {
    /// The register.
    pub register: Register,
    /// Its entries.
    pub entries: Tally,
}

/// What a bundle of a selection would hold and leave, counted before it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BundlePreview {
    /// Contacts.
    pub contacts: Tally,
    /// Items.
    pub items: Tally,
    /// The bytes of the items that go.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Every register that has entries.
    pub registers: Vec<RegisterTally>,
    /// Whether details of the case go.
    pub details: bool,
    /// How many entries the recipient has from earlier bundles, unchanged: they neither go nor stay.
    pub before: u32,
    /// The numbers of the hand-overs that it follows, oldest first; empty for a bundle that stands alone.
    pub follows: Vec<u32>,
}
