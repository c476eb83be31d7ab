//! An item: one file kept, with how it was acquired and where it came from.

use crate::import::Sign;
use crate::mail::MailPart;
use crate::{Captured, Moment, ObjectName, SetPlace, Sha256Digest, Timestamp};
use serde::{Deserialize, Serialize};

/// How an item was acquired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Acquisition {
    /// Captured from this computer's screen by Casekeep.
    ScreenCapture,
    /// Pasted from this computer's clipboard.
    Clipboard,
    /// Added from a file on this computer.
    File,
    /// Made in Casekeep from another item.
    WorkingCopy,
    /// Taken out of a mail that is an item, byte for byte.
    MailPart,
}

/// The way an item came into the vault.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Added while the vault was unlocked.
    #[default]
    Unlocked,
    /// Through the inbox, while the vault was locked.
    Inbox,
    /// From an inbox file that this computer did not write; its origin is unknown.
    InboxUnknown,
}

/// How and when an item was acquired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Acquired {
    /// How.
    pub how: Acquisition,
    /// When, by this computer's clock; for the inbox, when it was added there.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Timestamp,
}

/// Where an item came from, as far as the person knows or it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// The platform or service.
    pub platform: Option<String>,
    /// The address of the page.
    pub url: Option<String>,
    /// The account name or number shown.
    pub handle: Option<String>,
    /// The date or time shown on it, in its own words.
    pub shown: Option<String>,
}

/// The area that a crop keeps, in pixels of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Crop {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// An area that is covered in a redacted copy, in pixels of a page of the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The page, from 1; a picture has one.
    pub page: u32,
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Why it is covered, without what it covers.
    pub reason: String,
}

/// From which item another was made, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// The original's item number.
    pub item: u32,
    /// The area kept, where only a part is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub crop: Option<Crop>,
    /// The areas that are covered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Area>>"))]
    pub areas: Vec<Area>,
    /// How far it was turned to the right, in quarters, 1 to 3; 0 where it was not.
    #[serde(default, skip_serializing_if = "is_upright")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<u8>"))]
    pub turn: u8,
    /// The part of a mail that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub part: Option<MailPart>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_upright(turn: &u8) -> bool {
    *turn == 0
}

impl Derived {
    /// Returns the reasons for which areas are covered, each once, in their order.
    #[must_use]
    pub fn reasons(&self) -> Vec<&str> {
        let mut reasons: Vec<&str> = Vec::new();
        for area in &self.areas {
            if !reasons.contains(&area.reason.as_str()) {
                reasons.push(&area.reason);
            }
        }
        reasons
    }
}

/// What a person says about an item when adding it; all of it may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct ItemFacts {
    /// What kind of thing it is, in the person's words ("screenshot", "letter").
    pub kind: Option<String>,
    /// When what it shows happened.
    pub occurred: Option<Moment>,
    /// From whom.
    pub from: Option<String>,
    /// Where it came from.
    pub source: Source,
    /// What it shows, in plain words.
    pub description: Option<String>,
    /// How much of the thing was captured.
    pub captured: Captured,
    /// Which shot of a set it is.
    pub set: Option<SetPlace>,
    /// Where it was found among many that were added at once: its folders, or its place in an archive.
    pub found: Option<String>,
}

/// The fields that an amendment of an item replaces; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct ItemChanges {
    /// What kind of thing it is.
    pub kind: Option<String>,
    /// When what it shows happened.
    pub occurred: Option<Moment>,
    /// From whom.
    pub from: Option<String>,
    /// Where it came from; replaces the whole source.
    pub source: Option<Source>,
    /// What it shows.
    pub description: Option<String>,
    /// How much of the thing was captured; replaces all that was said of it.
    pub captured: Option<Captured>,
}

/// The permanent binding of an item to its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileFacts {
    /// SHA-256 of the original bytes.
    pub sha256: Sha256Digest,
    /// Length of the original bytes.
    pub size: u64,
}

/// An item as its records tell it; its amendments stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The number in the case, from 1.
    pub number: u32,
    /// The bytes it stands for.
    pub file: FileFacts,
    /// Where the sealed bytes were first put.
    pub object: ObjectName,
    /// The name the file had, exactly.
    pub name: String,
    /// The media type that its first bytes show.
    pub media_type: String,
    /// How and when it was acquired.
    pub acquired: Acquired,
    /// How it came into the vault.
    pub via: Via,
    /// What the person said about it.
    pub facts: ItemFacts,
    /// Signs that a messaging app changed it before it came here.
    pub signs: Vec<Sign>,
    /// From which item it was made.
    pub derived: Option<Derived>,
    /// When it was recorded, by this computer's clock.
    pub recorded: Timestamp,
}
