//! Boxes: opening one, and the one way in which records are added to one.
//!
//! A box is opened only with the vault identity, and used only when its record 0 names the key that opened it. A commit is
//! one segment; it counts once the segment has its final name and the folder is durable.

use crate::disk::{Disk, is_no_such_file};
use crate::epochs::Earlier;
use crate::error::{Result, VaultError};
use crate::log::{LogKeys, LogReading, writer_folder};
use crate::wording;
use casekeep_format::names::temporary_name;
use casekeep_format::{
    BoxRecord, Checkpoint, Clocks, FormatError, Frontier, Identity, LogHead, NewRecord, Parts, Recipient, Record,
    SigningKey, VerifyingKey, kind, open_box_key, origin, segment_name, write_segment,
};
use casekeep_model::{BoxId, Class, Clock, Finding, LeafHash, Timestamp, VaultId, WriterId, limits};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// A record before it has its place in a log.
pub(crate) struct Draft {
    pub kind: &'static str,
    pub of: Vec<LeafHash>,
    pub parts: Parts,
}

impl Draft {
    pub fn new(kind: &'static str, parts: Parts) -> Self {
        Self { kind, of: Vec::new(), parts }
    }

    pub fn amending(kind: &'static str, of: Vec<LeafHash>, parts: Parts) -> Self {
        Self { kind, of, parts }
    }
}

/// A box whose key is open.
pub(crate) struct OpenBox {
    pub id: BoxId,
    pub disk: Disk,
    pub folder: PathBuf,
    pub identity: Identity,
    pub to: Recipient,
    /// How it is called in findings.
    pub called: String,
    /// The head of every log in it.
    pub heads: BTreeMap<WriterId, LogHead>,
    /// The tree of this installation's own log; `None` when it must not be continued.
    own: Option<Frontier>,
    /// False when no signed record says that the key is the box's own: then nothing is sealed to it.
    proven: bool,
    /// What it has from before its keys were changed.
    pub earlier: Earlier,
    /// Folders whose own name was made durable since the box was opened; one that is found there need not be.
    durable: BTreeSet<PathBuf>,
}

/// What a commit gave.
pub(crate) struct Committed {
    pub records: Vec<Record>,
    /// The signed checkpoint over the log with them.
    pub note: String,
    pub at: Timestamp,
}

/// What every commit needs beside the box.
pub(crate) struct Pen<'a> {
    pub vault: &'a VaultId,
    pub writer: &'a WriterId,
    pub signing: &'a SigningKey,
    pub clock: &'a dyn Clock,
}

impl OpenBox {
    pub fn new(id: BoxId, disk: &Disk, folder: PathBuf, identity: Identity, called: String) -> Self {
        let to = identity.to_recipient();
        let (disk, durable) = (disk.clone(), BTreeSet::new());
        Self {
            id,
            disk,
            folder,
            identity,
            to,
            called,
            heads: BTreeMap::new(),
            own: None,
            proven: true,
            durable,
            earlier: Earlier::default(),
        }
    }

    /// Returns its identities once more, newest first, for work that does not hold the vault.
    pub fn duplicate_identities(&self) -> Vec<Identity> {
        let again = |identity: &Identity| identity.secret_line().parse().expect("an identity reads its own text");
        std::iter::once(&self.identity).chain(&self.earlier.identities).map(again).collect()
    }

    /// Returns what reading its logs needs.
    pub fn log_keys<'a>(&'a self, vault: &'a VaultId, key: &'a VerifyingKey) -> LogKeys<'a> {
        LogKeys {
            vault,
            box_id: &self.id,
            disk: &self.disk,
            folder: &self.folder,
            identity: &self.identity,
            key,
            earlier: &self.earlier,
            called: &self.called,
        }
    }

    /// Reads every log of the box whole.
    pub fn read_logs(&self, vault: &VaultId, key: &VerifyingKey) -> Result<BTreeMap<WriterId, LogReading>> {
        let keys = self.log_keys(vault, key);
        let mut salts = HashSet::new();
        keys.writers()?.into_iter().map(|writer| Ok((writer.clone(), keys.read_log(&writer, &mut salts)?))).collect()
    }

    /// Reads every log of the box and shows each record, without keeping them.
    pub fn scan_logs(
        &self,
        vault: &VaultId,
        key: &VerifyingKey,
        see: &mut dyn FnMut(&Record) -> Result<()>,
    ) -> Result<BTreeMap<WriterId, LogReading>> {
        let keys = self.log_keys(vault, key);
        let mut salts = HashSet::new();
        let mut scan = |writer: &WriterId| keys.scan_log(writer, &mut salts, &mut |record| see(&record));
        keys.writers()?.into_iter().map(|writer| Ok((writer.clone(), scan(&writer)?))).collect()
    }

    /// Reads every log of the box, or fails where the system does not let a part be read: for work that takes what is not
    /// named for what is not there.
    pub fn read_whole_logs(&self, vault: &VaultId, key: &VerifyingKey) -> Result<BTreeMap<WriterId, LogReading>> {
        let readings = self.read_logs(vault, key)?;
        let mut findings = readings.values().flat_map(|reading| &reading.findings);
        match findings.find(|finding| finding.class == Class::Unreadable) {
            Some(unreadable) => Err(unreadable.clone().into()),
            None => Ok(readings),
        }
    }

    /// Takes the heads that whole logs give.
    pub fn take_heads(&mut self, vault: &VaultId, key: &VerifyingKey, readings: &BTreeMap<WriterId, LogReading>) {
        let keys = self.log_keys(vault, key);
        let heads = readings.iter().filter_map(|(writer, reading)| {
            let (checkpoint, _) = reading.head.as_ref()?;
            Some((writer.clone(), keys.head_of(writer, checkpoint)))
        });
        self.heads = heads.collect();
    }

    /// Allows this installation's log to be continued from this tree.
    pub fn continue_from(&mut self, frontier: Frontier) {
        self.own = Some(frontier);
    }

    /// Returns the tree of this installation's own log.
    pub fn frontier(&self) -> Option<&Frontier> {
        self.own.as_ref()
    }

    /// Forbids continuing this installation's log: the next commit starts a new one or reads it again.
    pub fn poison(&mut self) {
        self.own = None;
    }

    /// Forbids writing into the box: nothing that was signed names the key that opened it.
    pub fn forbid_writing(&mut self) {
        self.proven = false;
    }

    /// Returns whether something may be sealed to the box's key.
    pub fn may_be_written(&self) -> bool {
        self.proven && !self.earlier.due
    }

    /// Begins a log for a writer that has none here; its record 0 is committed with the first records.
    pub fn begin_log(&mut self) {
        self.own = Some(Frontier::new());
    }

    /// Builds the next segment: its records, its bytes, and the head it gives.
    ///
    /// Nothing is written. A log's first segment gets its record 0 before the drafts.
    pub fn prepare(&self, pen: &Pen<'_>, drafts: Vec<Draft>, private_of: Option<&BoxId>) -> Result<Prepared> {
        let mut frontier = self.own.clone().unwrap_or_default();
        let first = frontier.size();
        let at = pen.clock.now();
        let mut all = drafts;
        if first == 0 {
            all.insert(0, Draft::new(kind::BOX, self.record_0(pen.vault, private_of)));
        }
        let mut records = Vec::with_capacity(all.len());
        for (n, draft) in (first..).zip(all) {
            let record = Record::new(NewRecord {
                at,
                box_id: self.id.clone(),
                kind: draft.kind.to_owned(),
                n,
                of: draft.of,
                writer: pen.writer.clone(),
                parts: draft.parts,
            })?;
            frontier.push(record.leaf());
            records.push(record);
        }
        let checkpoint = Checkpoint {
            origin: origin(pen.vault, &self.id, pen.writer),
            size: frontier.size(),
            root: frontier.root(),
        };
        let note = checkpoint.sign(pen.signing);
        let bytes = write_segment(&records, &note, &self.to)?;
        let head = LogHead {
            box_id: self.id.clone(),
            writer: pen.writer.clone(),
            size: frontier.size(),
            root: checkpoint.root.to_string(),
        };
        Ok(Prepared {
            name: segment_name(first, frontier.size() - 1, &bytes),
            bytes,
            records,
            note,
            frontier,
            head,
            at,
        })
    }

    fn record_0(&self, vault: &VaultId, private_of: Option<&BoxId>) -> Parts {
        BoxRecord {
            recipient: self.to.to_string(),
            vault: vault.clone(),
            format: casekeep_format::FORMAT,
            of: private_of.cloned(),
        }
        .parts()
    }

    /// Writes a prepared segment durably, under a temporary name; the next step gives it its name.
    pub fn write_temporary(&mut self, prepared: &Prepared, writer: &WriterId) -> Result<PathBuf> {
        let folder = writer_folder(&self.folder, writer);
        self.make_durable_folder(&self.folder.join("log"))?;
        self.make_durable_folder(&folder)?;
        let temporary = folder.join(temporary_name(writer));
        self.disk.write_durable(&temporary, &prepared.bytes)?;
        Ok(temporary)
    }

    /// Makes a folder of the box if there is none, and its name durable, once while the box is open.
    ///
    /// A folder that is there already may be one whose name a failed or interrupted earlier try never made durable.
    pub fn make_durable_folder(&mut self, folder: &Path) -> Result<()> {
        if !self.durable.contains(folder) {
            self.disk.make_durable_folder(folder)?;
            self.durable.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Gives a prepared segment its name and makes it durable: the commit point.
    pub fn publish(&mut self, prepared: Prepared, temporary: &Path) -> Result<Committed> {
        let folder = writer_folder(&self.folder, &prepared.head.writer);
        let published =
            self.disk.rename_new(temporary, &folder.join(&prepared.name)).and_then(|()| self.disk.sync_folder(&folder));
        if let Err(error) = published {
            self.disk.remove_quietly(temporary);
            self.poison();
            return Err(error);
        }
        self.own = Some(prepared.frontier);
        self.heads.insert(prepared.head.writer.clone(), prepared.head);
        Ok(Committed { records: prepared.records, note: prepared.note, at: prepared.at })
    }
}

/// A segment that is built but not written.
pub(crate) struct Prepared {
    name: String,
    bytes: Vec<u8>,
    records: Vec<Record>,
    note: String,
    frontier: Frontier,
    pub head: LogHead,
    at: Timestamp,
}

/// Returns what the clocks say, for a record.
pub(crate) fn clocks(clock: &dyn Clock) -> Clocks {
    Clocks { zone: clock.zone(), boot: clock.since_boot() }
}

/// Opens a case's keys, newest first, with the vault identity alone.
///
/// The inbox identity lies in the same identity file, and anyone can seal to it: it must not open a case key.
pub(crate) fn open_case_key(
    disk: &Disk,
    folder: &Path,
    id: &BoxId,
    vault: &Identity,
    called: &str,
) -> Result<std::result::Result<Vec<Identity>, Finding>> {
    let path = folder.join("key.age");
    let there = match disk.read_if_there(&path, limits::KEY_FILE) {
        Err(VaultError::Io { source, .. }) if is_no_such_file(&source) => None,
        result => result?,
    };
    let Some(sealed) = there else {
        return Ok(Err(wording::finding(Class::CaseKeyWrong, format!("The key of {called} is not there."))));
    };
    match open_box_key(&sealed, id, vault) {
        Ok(identities) => Ok(Ok(identities)),
        Err(FormatError::FormatNewer(_)) => Err(VaultError::FormatNewer),
        Err(_) => {
            Ok(Err(wording::finding(Class::CaseKeyWrong, format!("The key of {called} was not sealed by this vault."))))
        }
    }
}
