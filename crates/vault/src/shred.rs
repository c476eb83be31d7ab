//! Shredding a case: its key is destroyed first, then its files; the vault's log keeps counts and final checkpoints.
//!
//! Order: the intent is recorded; `key.age` goes, durably (from here on the case cannot be read with this folder); the
//! private boxes' keys; the files; that it is done is recorded; the index file is made anew. A crash before the key is
//! gone leaves the case whole; one after it is gone on with at the next unlock for a change.

use crate::boxes::Draft;
use crate::certificate::Certificate;
use crate::check::remove_rebuilt;
use crate::error::{Result, VaultError};
use crate::facts::{LEFT_WHOLE, SHREDDED};
use crate::ingest::Step;
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault, hold};
use crate::unlock::box_folder;
use casekeep_format::{Parts, PartsBuilder, Record, VaultPath, kind, read_part};
use casekeep_model::disclosure::Profile;
use casekeep_model::keeping::{ShredCertificate, ShredPlan, Tombstone};
use casekeep_model::view::{EntryKind, Progress};
use casekeep_model::{BoxId, LeafHash, Timestamp};
use std::path::Path;

/// How deep a case's folder goes below itself: `objects/<ab>/<file>`.
const DEEPEST: u32 = 3;

/// What is kept of the logs of a case: how many records, and the last signed note of each.
#[derive(Default)]
struct LastSigned {
    records: u64,
    notes: Vec<String>,
}

impl UnlockedVault {
    /// Says what shredding a case would destroy, and what it would not reach.
    ///
    /// # Errors
    /// When there is no such case, or its files cannot be looked at.
    pub fn plan_shred(&self, case: u32) -> Result<ShredPlan> {
        let backups = self.unreached_backups()?;
        let core = hold(&self.core);
        self.plan(&core, case, backups)
    }

    fn plan(&self, core: &Core, case: u32, backups: Vec<String>) -> Result<ShredPlan> {
        let id = self.case_box(core, case)?;
        let mut bytes = 0;
        for id in self.boxes_of(core, &id) {
            self.each_file(&id, &mut |path| {
                bytes += self.disk().length(path);
                Ok(())
            })?;
        }
        let index = hold(&self.index);
        Ok(ShredPlan {
            case,
            name: index.case_facts(&id)?.unwrap_or_default().name,
            contacts: index.highest(&id, EntryKind::Contact)?,
            items: index.highest(&id, EntryKind::Item)?,
            bytes,
            hold: core.facts.holds.get(&id).cloned(),
            backups,
            bundles: self.bundles_of(core, case)?,
        })
    }

    /// Shreds a case: destroys its key and then its files, and returns the certificate to print or keep.
    ///
    /// `step` is asked once before anything is done, and may stop it then; afterwards it is only told.
    ///
    /// # Errors
    /// [`VaultError::OnHold`]; [`VaultError::BadInput`] without a reason or when the typed name is not the case's;
    /// [`VaultError::RolledBack`] while an older copy is not explained; [`VaultError::RotationUnfinished`];
    /// [`VaultError::Cancelled`]; or what the system says: once the key is gone, what could not be removed is removed at the
    /// next unlock.
    pub fn shred(&self, case: u32, typed_name: &str, reason: &str, step: Step<'_>) -> Result<ShredCertificate> {
        crate::input::check_text("The reason", reason)?;
        self.check_writable()?;
        let backups = self.unreached_backups()?;
        let _alone = hold(&self.long);
        let mut core = hold(&self.core);
        if core.rolled_back {
            return Err(VaultError::RolledBack);
        }
        if core.facts.is_rotating() {
            return Err(VaultError::RotationUnfinished);
        }
        let id = self.case_box(&core, case)?;
        let plan = self.plan(&core, case, backups)?;
        if let Some(why) = &plan.hold {
            return Err(VaultError::OnHold { case, why: why.clone() });
        }
        if typed_name.trim() != plan.name {
            return Err(VaultError::BadInput("The name is not the one of the case.".to_owned()));
        }
        let mut progress =
            Progress { bytes: plan.bytes, current: format!("case {case}"), files_done: 0, files: 0, bytes_done: 0 };
        if step(&progress).is_break() {
            return Err(VaultError::Cancelled);
        }
        let (begun, leaf, last) = self.begin_shredding(&mut core, &id, &plan, reason)?;
        let _ = step(&progress);
        self.destroy(&mut core, &id, &mut |bytes| {
            progress.bytes_done += bytes;
            progress.files_done = progress.files_done.saturating_add(1);
            let _ = step(&progress);
        })?;
        let done = self.end_shredding(&mut core, &id, leaf, SHREDDED)?;
        self.forget_shredded(&mut core)?;
        let certificate = Certificate {
            plan: &plan,
            reason,
            vault: &self.vault,
            fingerprint: self.key.ssh_fingerprint(),
            begun,
            done,
            records: last.records,
            checkpoints: &last.notes,
        };
        Ok(ShredCertificate { text: certificate.text() })
    }

    fn begin_shredding(
        &self,
        core: &mut Core,
        id: &BoxId,
        plan: &ShredPlan,
        reason: &str,
    ) -> Result<(Timestamp, LeafHash, LastSigned)> {
        let private = core.facts.private_boxes(id);
        let last = self.last_signed(core, id)?;
        let parts = PartsBuilder::new()
            .with("box", id)
            .with("number", plan.case)
            .with("private", private)
            .with("contacts", plan.contacts)
            .with("items", plan.items)
            .with("records", last.records)
            .with("checkpoints", &last.notes)
            .with("reason", reason)
            .with("clocks", self.clocks());
        let vault = core.vault_box.id.clone();
        let committed = self.commit(core, &vault, vec![Draft::new(kind::SHRED_BEGIN, parts.build())])?;
        let leaf = committed.records.last().map(Record::leaf).ok_or(VaultError::Cancelled)?;
        Ok((committed.at, leaf, last))
    }

    /// Returns how many records a case and its private notes have, and the last signed note of each of their logs.
    fn last_signed(&self, core: &Core, id: &BoxId) -> Result<LastSigned> {
        let mut last = LastSigned::default();
        for id in self.boxes_of(core, id) {
            let Some(open) = core.boxes.get(&id) else { continue };
            for reading in open.read_logs(&self.vault, &self.key)?.into_values() {
                last.records += reading.records.len() as u64;
                last.notes.extend(reading.head.map(|(_, note)| note));
            }
        }
        Ok(last)
    }

    fn end_shredding(&self, core: &mut Core, id: &BoxId, leaf: LeafHash, outcome: &str) -> Result<Timestamp> {
        let parts: Parts =
            PartsBuilder::new().with("box", id).with("outcome", outcome).with("clocks", self.clocks()).build();
        let vault = core.vault_box.id.clone();
        Ok(self.commit(core, &vault, vec![Draft::amending(kind::SHRED_DONE, vec![leaf], parts)])?.at)
    }

    /// Returns a case's box and its private ones.
    fn boxes_of(&self, core: &Core, id: &BoxId) -> Vec<BoxId> {
        std::iter::once(id.clone()).chain(core.facts.private_boxes(id)).collect()
    }

    /// Destroys the keys of a case and of its private notes, then all their files.
    fn destroy(&self, core: &mut Core, id: &BoxId, gone: &mut dyn FnMut(u64)) -> Result<()> {
        let ids = self.boxes_of(core, id);
        for id in &ids {
            let folder = box_folder(&self.folder, id);
            if self.disk().tell_folder(&folder)? {
                self.disk().remove(&folder.join("key.age"))?;
                self.disk().sync_folder(&folder)?;
            }
            // Nothing of it may be used from here on, whatever happens to the files.
            core.boxes.remove(id);
            core.unusable.remove(id);
            gone(0);
        }
        for id in &ids {
            self.each_file(id, &mut |path| {
                let bytes = self.disk().length(path);
                self.disk().remove(path)?;
                gone(bytes);
                Ok(())
            })?;
            self.remove_folders(&box_folder(&self.folder, id), 0)?;
        }
        self.disk().sync_folder(&self.folder.join("cases"))
    }

    /// Calls `each` with every file of a box; what does not belong in a vault is not among them.
    fn each_file(&self, id: &BoxId, each: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
        self.each_file_below(&format!("cases/{id}"), 0, each)
    }

    fn each_file_below(&self, below: &str, depth: u32, each: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
        for name in self.disk().list(&self.folder.join(below))? {
            let (name, path) = (format!("{below}/{name}"), self.folder.join(below).join(&name));
            if self.disk().tell_folder(&path)? {
                if depth < DEEPEST {
                    self.each_file_below(&name, depth + 1, each)?;
                }
            } else if VaultPath::parse(&name).is_some() {
                each(&path)?;
            }
        }
        Ok(())
    }

    /// Removes empty folders from the innermost outwards; one with something strange in it stays, and is made durable.
    fn remove_folders(&self, folder: &Path, depth: u32) -> Result<()> {
        if !self.disk().tell_folder(folder)? {
            return Ok(());
        }
        if depth < DEEPEST {
            for name in self.disk().list(folder)? {
                self.remove_folders(&folder.join(name), depth + 1)?;
            }
        }
        if self.disk().list(folder)?.is_empty() {
            self.disk().remove_folder(folder)
        } else {
            self.disk().sync_folder(folder)
        }
    }

    /// Forgets all that this computer keeps of shredded cases: the index file goes, and heads, names and findings.
    fn forget_shredded(&self, core: &mut Core) -> Result<()> {
        let gone: Vec<BoxId> = core.facts.shredded().cloned().collect();
        for id in &gone {
            core.memory.forget(id);
            core.memory.names.remove(id);
            core.lost.retain(|(lost, _)| lost != id);
        }
        self.disk().remove(&self.state.file("check.age"))?;
        self.drop_drafts_of(&gone)?;
        self.drop_import_of(&gone)?;
        remove_rebuilt(self.disk(), &self.state)?;
        // Both files of the memory had the name.
        let (state, to) = (self.state.folder().to_owned(), self.identity.current().vault.to_recipient());
        core.memory.save_recent(self.disk(), &state, &to)?;
        core.memory.save_durable(self.disk(), &state, &to)?;
        self.replace_index(core)
    }

    /// Goes on with shreddings that a crash cut short after the key was gone; the others are recorded as not done.
    ///
    /// Returns what a person should know.
    pub(crate) fn finish_shreddings(&self) -> Result<Vec<String>> {
        let mut core = hold(&self.core);
        let mut remarks = Vec::new();
        if core.rolled_back {
            return Ok(remarks);
        }
        for (id, shredding) in core.facts.shreddings.clone() {
            let case = core.facts.handle(&id);
            if self.is_key_gone(&id)? {
                self.destroy(&mut core, &id, &mut |_| {})?;
                self.end_shredding(&mut core, &id, shredding.leaf, SHREDDED)?;
                self.forget_shredded(&mut core)?;
                remarks.push(format!("The shredding of case {case} that was cut short is done now."));
            } else if shredding.writer == core.pin.writer {
                self.end_shredding(&mut core, &id, shredding.leaf, LEFT_WHOLE)?;
                remarks.push(format!(
                    "The shredding of case {case} was cut short before anything was destroyed: the case is whole."
                ));
            }
        }
        Ok(remarks)
    }

    fn is_key_gone(&self, id: &BoxId) -> Result<bool> {
        Ok(!self.disk().is_there(&box_folder(&self.folder, id).join("key.age"))?)
    }

    /// Returns what is left of every case that was shredded, by number.
    ///
    /// # Errors
    /// When the vault's log cannot be read.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>> {
        let core = hold(&self.core);
        let is_case = |id: &&BoxId| core.facts.registered.get(*id).is_some_and(|registered| registered.of.is_none());
        let cases: Vec<&BoxId> = core.facts.shredded().filter(is_case).collect();
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let readings = core.vault_box.read_logs(&self.vault, &self.key)?;
        let of_kind = |wanted: &'static str| {
            readings.values().flat_map(LogReading::all_records).filter(move |record| record.head().kind == wanted)
        };
        let is_done = |done: &Record| read_part::<String>(done, "outcome").as_deref() == Some(SHREDDED);
        let done: Vec<&Record> = of_kind(kind::SHRED_DONE).filter(|record| is_done(record)).collect();
        let tombstone = |id: &BoxId| {
            let begun =
                of_kind(kind::SHRED_BEGIN).filter(|begun| read_part::<BoxId>(begun, "box").as_ref() == Some(id));
            let ended = |begun: &Record| done.iter().find(|done| done.head().of.contains(&begun.leaf())).copied();
            begun.filter_map(|begun| Some((begun, ended(begun)?))).next().map(|(begun, done)| Tombstone {
                case: core.facts.handle(id),
                at: done.head().at,
                contacts: read_part(begun, "contacts").unwrap_or_default(),
                items: read_part(begun, "items").unwrap_or_default(),
                reason: read_part(begun, "reason").unwrap_or_default(),
            })
        };
        let mut all: Vec<Tombstone> = cases.into_iter().filter_map(tombstone).collect();
        all.sort_by_key(|tombstone| tombstone.case);
        Ok(all)
    }

    /// Returns the places that the vault was copied to, in words; taken before the vault is held.
    fn unreached_backups(&self) -> Result<Vec<String>> {
        let copied =
            |at: Option<Timestamp>| at.map_or_else(|| "never whole".to_owned(), |at| format!("copied {}", day(at)));
        let places = self.backups()?.places.into_iter();
        Ok(places.map(|place| format!("{} ({})", place.folder, copied(place.copied))).collect())
    }

    /// Returns the bundles made of a case, in words.
    fn bundles_of(&self, core: &Core, case: u32) -> Result<Vec<String>> {
        let readings = core.vault_box.read_logs(&self.vault, &self.key)?;
        let records: Vec<&Record> = readings
            .values()
            .flat_map(LogReading::all_records)
            .filter(|record| record.head().kind == kind::DISCLOSED)
            .collect();
        let failed = |leaf: LeafHash| {
            let outcomes = records.iter().filter(|record| record.head().of.first() == Some(&leaf));
            outcomes.into_iter().any(|record| read_part::<String>(record, "outcome").as_deref() == Some("not made"))
        };
        let mut bundles = Vec::new();
        for record in &records {
            let of_case = record.head().of.is_empty() && read_part::<u32>(record, "case") == Some(case);
            if of_case && !failed(record.leaf()) {
                bundles.push(describe_bundle(record));
            }
        }
        Ok(bundles)
    }
}

fn describe_bundle(record: &Record) -> String {
    let number = read_part::<u32>(record, "number").unwrap_or_default();
    let recipients = read_part::<Vec<String>>(record, "recipients").unwrap_or_default().join(", ");
    let profile = read_part::<Profile>(record, "profile").map(|profile| profile.label().to_owned());
    let said = [profile, read_part(record, "name"), read_part::<String>(record, "purpose")];
    let said = said.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let purpose = if said.is_empty() { String::new() } else { format!(" for “{said}”") };
    format!("bundle {number}, begun {}, sealed to {recipients}{purpose}", day(record.head().at))
}

/// Returns a day as a person reads it, by UTC.
fn day(at: Timestamp) -> String {
    at.to_chrono().format("%-d %B %Y").to_string()
}
