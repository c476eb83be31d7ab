//! `memory.age`: the heads of every log as last seen on this computer, sealed to the vault.
//!
//! It lies outside the vault folder, so that putting back an older folder is noticed. It is replaced before each commit
//! (with the root about to be written) and after it; neither write is made durable, because losing the newest one only
//! costs a new writer id.

use crate::clock_jumps::ClockReading;
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use casekeep_format::{Identity, KeyFileHash, LogHead, Recipient};
use casekeep_model::{BoxId, WriterId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

const TYPE_LINE: &str = "casekeep-memory 1\n";
const LARGEST: u64 = 64 << 20;

/// What this computer remembers of a vault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// The least key epoch that is accepted.
    pub epoch: u32,
    /// The key files as last seen.
    pub keys: Vec<KeyFileHash>,
    heads: Vec<LogHead>,
    /// The head that a commit under way would give.
    pub next: Option<LogHead>,
    /// What the clocks said when something was last recorded here.
    #[serde(default)]
    pub clock: Option<ClockReading>,
    /// The case names last seen, by box, so that a missing case can be named.
    #[serde(default)]
    pub names: BTreeMap<BoxId, String>,
}

/// What reading the memory gave.
pub(crate) enum Remembered {
    /// There is none: the first time on this computer.
    Nothing,
    /// It cannot be read.
    Unreadable,
    /// It was read.
    Memory(Memory),
}

impl Memory {
    /// Returns the head remembered for a log.
    pub fn head(&self, box_id: &BoxId, writer: &WriterId) -> Option<&LogHead> {
        self.heads.iter().find(|head| head.box_id == *box_id && head.writer == *writer)
    }

    /// Returns every remembered head.
    pub fn heads(&self) -> &[LogHead] {
        &self.heads
    }

    /// Remembers a head in place of the one remembered for its log.
    pub fn set_head(&mut self, head: LogHead) {
        match self.heads.iter_mut().find(|h| h.box_id == head.box_id && h.writer == head.writer) {
            Some(slot) => *slot = head,
            None => self.heads.push(head),
        }
    }

    /// Forgets a box that did not come to be.
    pub fn forget(&mut self, box_id: &BoxId) {
        self.heads.retain(|head| head.box_id != *box_id);
        self.next = self.next.take().filter(|head| head.box_id != *box_id);
    }

    /// Forgets all heads and remembers these.
    pub fn replace_heads(&mut self, heads: Vec<LogHead>) {
        self.heads = heads;
    }

    /// Reads the memory of a vault.
    pub fn load(disk: &Disk, path: &Path, identity: &Identity) -> Result<Remembered> {
        let Some(sealed) = disk.read_if_there(path, LARGEST)? else { return Ok(Remembered::Nothing) };
        Ok(open(&sealed, identity).map_or(Remembered::Unreadable, Remembered::Memory))
    }

    /// Writes the memory of a vault.
    pub fn save(&self, disk: &Disk, path: &Path, to: &Recipient) -> Result<()> {
        let mut text = TYPE_LINE.as_bytes().to_vec();
        serde_json::to_writer(&mut text, self).expect("a memory is plain data with text keys");
        let mut writer = casekeep_format::seal_to(to, Vec::with_capacity(text.len() + 512))?;
        let sealed = writer.write_all(&text).and_then(|()| writer.finish()).map_err(|source| VaultError::Io {
            doing: "sealing",
            path: path.to_owned(),
            source,
        })?;
        disk.replace(path, &sealed, false)
    }
}

fn open(sealed: &[u8], identity: &Identity) -> Option<Memory> {
    let mut text = String::new();
    casekeep_format::open_with(identity, sealed).ok()?.read_to_string(&mut text).ok()?;
    serde_json::from_str(text.strip_prefix(TYPE_LINE)?).ok()
}
