//! Every name inside a vault folder (`docs/format.md` section 1). A name that fits no pattern is reported, never opened.
//!
//! Paths are relative, with `/` between their parts on every system; the caller turns them into the system's own.

use crate::v1::random;
use crate::v1::segment::SegmentName;
use casekeep_model::{BoxId, ObjectName, VaultId, WriterId};
use std::fmt;

/// What a key file opens with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyFileKind {
    /// The passphrase.
    Passphrase,
    /// The twelve recovery words.
    Recovery,
    /// A further key; the name is 8 random characters and says nothing about whose.
    Further(String),
}

/// What a file in a vault folder is, by its path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VaultPath {
    /// `vault.json`
    VaultJson,
    /// `keys/<epoch>.<kind>.age`
    KeyFile {
        /// The key epoch, from 1.
        epoch: u32,
        /// What it opens with.
        kind: KeyFileKind,
    },
    /// `log/<writer>/<name>` for the vault's own box, `cases/<box>/log/<writer>/<name>` for another.
    Segment {
        /// The box; `None` is the vault's own.
        box_id: Option<BoxId>,
        /// The writer.
        writer: WriterId,
        /// The segment.
        name: SegmentName,
    },
    /// `cases/<box>/key.age`
    CaseKey {
        /// The box.
        box_id: BoxId,
    },
    /// `cases/<box>/objects/<ab>/<name>.age`
    Object {
        /// The box.
        box_id: BoxId,
        /// The object.
        name: ObjectName,
    },
    /// `inbox/<name>.age`
    Inbox(ObjectName),
    /// `<folder>/tmp-<writer>-<random>`: a file that was never finished; only its writer removes it.
    Temporary {
        /// The folder it lies in; empty for the vault folder itself.
        folder: String,
        /// Whose it is.
        writer: WriterId,
        /// 16 random characters.
        random: String,
    },
}

impl VaultPath {
    /// Reads a relative path with `/` between its parts; `None` when it fits no pattern.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let (file, folder) = parts.split_last()?;
        if file.starts_with("tmp-") {
            return parse_temporary(folder, file);
        }
        match parts.as_slice() {
            ["vault.json"] => Some(Self::VaultJson),
            ["keys", name] => parse_key_file(name),
            ["log", writer, name] => parse_segment(None, writer, name),
            ["cases", id, "log", writer, name] => parse_segment(Some(id.parse().ok()?), writer, name),
            ["cases", id, "key.age"] => Some(Self::CaseKey { box_id: id.parse().ok()? }),
            ["cases", id, "objects", shard, name] => parse_object(id, shard, name),
            ["inbox", name] => Some(Self::Inbox(hash_name(name)?)),
            _ => None,
        }
    }
}

impl fmt::Display for VaultPath {
    /// Writes the relative path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VaultJson => f.write_str("vault.json"),
            Self::KeyFile { epoch, kind } => match kind {
                KeyFileKind::Passphrase => write!(f, "keys/{epoch}.passphrase.age"),
                KeyFileKind::Recovery => write!(f, "keys/{epoch}.recovery.age"),
                KeyFileKind::Further(name) => write!(f, "keys/{epoch}.{name}.age"),
            },
            Self::Segment { box_id, writer, name } => write!(f, "{}/{name}", log_folder(box_id.as_ref(), writer)),
            Self::CaseKey { box_id } => write!(f, "cases/{box_id}/key.age"),
            Self::Object { box_id, name } => write!(f, "{}/{name}.age", shard_folder(box_id, name)),
            Self::Inbox(name) => write!(f, "inbox/{name}.age"),
            Self::Temporary { folder, writer, random } => {
                let slash = if folder.is_empty() { "" } else { "/" };
                write!(f, "{folder}{slash}tmp-{writer}-{random}")
            }
        }
    }
}

/// Returns the folder of a writer's log; no box is the vault's own.
#[must_use]
pub fn log_folder(box_id: Option<&BoxId>, writer: &WriterId) -> String {
    box_id.map_or_else(|| format!("log/{writer}"), |id| format!("cases/{id}/log/{writer}"))
}

/// Returns the folder that an object lies in: its box's `objects`, by the first two hex digits of its name.
#[must_use]
pub fn shard_folder(box_id: &BoxId, name: &ObjectName) -> String {
    format!("cases/{box_id}/objects/{:02x}", name.0[0])
}

/// Returns a fresh name for an unfinished file of this writer.
#[must_use]
pub fn temporary_name(writer: &WriterId) -> String {
    format!("tmp-{writer}-{}", random::name())
}

/// Returns the id of the vault's own box: the same characters as the vault's id.
#[must_use]
pub fn vault_box(vault: &VaultId) -> BoxId {
    vault.as_str().parse().expect("both ids are 26 characters of the same alphabet")
}

fn parse_key_file(name: &str) -> Option<VaultPath> {
    let (epoch, kind) = name.strip_suffix(".age")?.split_once('.')?;
    let number: u32 = epoch.parse().ok().filter(|n| *n >= 1)?;
    let kind = match kind {
        "passphrase" => KeyFileKind::Passphrase,
        "recovery" => KeyFileKind::Recovery,
        other if other.len() == 8 && is_base32(other) => KeyFileKind::Further(other.to_owned()),
        _ => return None,
    };
    (number.to_string() == epoch).then_some(VaultPath::KeyFile { epoch: number, kind })
}

fn parse_segment(box_id: Option<BoxId>, writer: &str, name: &str) -> Option<VaultPath> {
    Some(VaultPath::Segment { box_id, writer: writer.parse().ok()?, name: name.parse().ok()? })
}

fn parse_object(box_id: &str, shard: &str, name: &str) -> Option<VaultPath> {
    let object = hash_name(name)?;
    (name.get(..2)? == shard).then_some(VaultPath::Object { box_id: box_id.parse().ok()?, name: object })
}

fn hash_name(name: &str) -> Option<ObjectName> {
    name.strip_suffix(".age")?.parse().ok()
}

fn parse_temporary(folder: &[&str], file: &str) -> Option<VaultPath> {
    let (writer, random) = file.strip_prefix("tmp-")?.split_once('-')?;
    let random = Some(random).filter(|r| r.len() == WriterId::LENGTH && is_base32(r))?.to_owned();
    let known = match folder {
        [] | ["keys"] | ["inbox"] => true,
        ["log", writer] => writer.parse::<WriterId>().is_ok(),
        ["cases", id] | ["cases", id, "objects"] => id.parse::<BoxId>().is_ok(),
        ["cases", id, "log", writer] => id.parse::<BoxId>().is_ok() && writer.parse::<WriterId>().is_ok(),
        _ => false,
    };
    known.then_some(VaultPath::Temporary { folder: folder.join("/"), writer: writer.parse().ok()?, random })
}

fn is_base32(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b))
}
