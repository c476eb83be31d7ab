//! `memory.age`: the heads of every log as last seen on this computer, sealed to the vault.
//!
//! It lies outside the vault folder, so that putting back an older folder is noticed. It is written before each commit
//! (with the root about to be written) and after it. Making each of these durable would double the cost of a commit, and
//! replacing the durable one by one that is not could leave neither after a power cut. So what comes with each commit goes
//! beside it, to `memory.recent.age`; losing that only costs a new writer id.

use crate::clock_jumps::ClockReading;
use crate::disk::Disk;
use crate::error::Result;
use crate::sealed_note::{open_note, seal_note};
use casekeep_format::{IdentityFile, KeyFileHash, LogHead, Recipient};
use casekeep_model::{BoxId, WriterId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const TYPE_LINE: &str = "casekeep-memory 1\n";
/// Its name in the state folder where it was made durable.
const DURABLE: &str = "memory.age";
/// Its name where it was written with a commit, not made durable.
const RECENT: &str = "memory.recent.age";
const LARGEST: u64 = 64 << 20;

/// What this computer remembers of a vault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// Counts up with every time it is written; of two, the higher is the newer.
    #[serde(default)]
    turn: u64,
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
    Memory(Box<Memory>),
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

    /// Reads the memory of a vault from the folder of its state: the newer of the durable one and the recent one.
    ///
    /// A recent one that a power cut tore is passed over; a durable one that cannot be read was damaged.
    ///
    /// Each is opened with whichever epoch's key it was sealed to.
    pub fn load(disk: &Disk, state: &Path, identity: &IdentityFile) -> Result<Remembered> {
        let read = |name| disk.read_if_there(&state.join(name), LARGEST);
        let open = |sealed: Vec<u8>| open_note::<Self>(TYPE_LINE, &sealed, identity.epochs());
        let durable = read(DURABLE)?.map(open);
        let recent = read(RECENT)?.and_then(open);
        Ok(match (durable, recent) {
            (Some(None), _) => Remembered::Unreadable,
            (Some(Some(durable)), Some(recent)) if recent.turn > durable.turn => Remembered::Memory(Box::new(recent)),
            (Some(Some(memory)), _) | (None, Some(memory)) => Remembered::Memory(Box::new(memory)),
            (None, None) => Remembered::Nothing,
        })
    }

    /// Writes the memory of a vault beside the durable one, at no cost of waiting for the disk.
    pub fn save_recent(&mut self, disk: &Disk, state: &Path, to: &Recipient) -> Result<()> {
        disk.replace(&state.join(RECENT), &self.seal(to)?, false)
    }

    /// Writes the memory of a vault durably.
    pub fn save_durable(&mut self, disk: &Disk, state: &Path, to: &Recipient) -> Result<()> {
        disk.replace(&state.join(DURABLE), &self.seal(to)?, true)
    }

    fn seal(&mut self, to: &Recipient) -> Result<Vec<u8>> {
        self.turn += 1;
        seal_note(TYPE_LINE, self, to)
    }
}
