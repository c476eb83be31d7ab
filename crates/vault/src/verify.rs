//! The whole check, in the order of `docs/format.md` section 7; it stops at nothing and changes nothing.

use crate::boxes::OpenBox;
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::ingest::Step;
use crate::locked::{compare_keys, key_hashes, label_finding, read_label};
use crate::log::{LogReading, Seen, compare_with_seen};
use crate::read::{object_path, open_object};
use crate::session::{Core, UnlockedVault, hold};
use crate::unlock::seen_heads;
use crate::unregistered::{Unregistered, look_at_unregistered};
use crate::wording::finding;
use casekeep_format::{Entries, LogHead, NamingReader, PartsBuilder, Record, VaultPath, kind};
use casekeep_model::view::Progress;
use casekeep_model::{BoxId, Class, Finding, Item, ObjectName, Report, limits};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

struct Check<'a> {
    vault: &'a UnlockedVault,
    report: Report,
    step: Step<'a>,
    progress: Progress,
}

impl UnlockedVault {
    /// Checks the whole vault: names, keys, every record, every signature, every object's bytes, the inbox, the index.
    ///
    /// # Errors
    /// [`VaultError::Cancelled`]; whatever is wrong in the vault is in the report.
    pub fn verify(&self, step: Step<'_>) -> Result<Report> {
        let core = hold(&self.core);
        let progress = Progress { files_done: 0, files: 0, bytes_done: 0, bytes: 0, current: String::new() };
        let mut check = Check { vault: self, report: Report::default(), step, progress };
        check.run(&core)?;
        let mut report = check.report;
        dedup(&mut report.problems);
        report.ok = report.problems.is_empty();
        Ok(report)
    }

    /// Builds the index anew from the logs.
    ///
    /// # Errors
    /// When a log cannot be read or the index cannot be written.
    pub fn rebuild_index(&self) -> Result<()> {
        let core = hold(&self.core);
        let mut index = hold(&self.index);
        index.reset()?;
        self.fill_index(&core, &mut index)
    }

    fn fill_index(&self, core: &Core, index: &mut Index) -> Result<()> {
        let readings = core.vault_box.read_logs(&self.vault, &self.key)?;
        let facts = VaultFacts::from_records(readings.values().flat_map(LogReading::all_records));
        index.set_vault_facts(&facts, &core.vault_box.heads_with_tree(&core.pin.writer))?;
        for registered in facts.registered.values() {
            let Some(open) = core.boxes.get(&registered.box_id) else { continue };
            let readings = open.read_logs(&self.vault, &self.key)?;
            let records: Vec<&Record> = readings.values().flat_map(LogReading::all_records).collect();
            index.rebuild(&open.id, facts.handle(&open.id), &records, &open.heads_with_tree(&core.pin.writer))?;
        }
        Ok(())
    }

    /// Records that a person put back an earlier copy, and why; from then on it is not a finding.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] without a reason or when nothing was rolled back; or what the system says.
    pub fn acknowledge_restored(&self, reason: &str) -> Result<()> {
        crate::cases::check_text("The reason", reason)?;
        let mut core = hold(&self.core);
        if !core.rolled_back {
            return Err(VaultError::BadInput(
                "The vault did not go back to an earlier state; there is nothing to explain.".to_owned(),
            ));
        }
        self.check_writable()?;
        self.begin(&mut core)?;
        // What was written after that earlier state may be known elsewhere: its numbers are not signed a second time.
        self.take_new_writer(&mut core)?;
        // Only what is explained is let go: a box that cannot be opened keeps what was seen of it.
        let boxes: BTreeSet<&BoxId> = core.facts.registered.keys().chain([&core.vault_box.id]).collect();
        let seen: Vec<LogHead> = boxes.iter().flat_map(|id| seen_heads(id, &core.memory, &core.facts)).collect();
        let is_open = |id: &BoxId| core.vault_box.id == *id || core.boxes.contains_key(id);
        let there = core.all_heads();
        let (opened, kept): (Vec<LogHead>, Vec<LogHead>) = seen.into_iter().partition(|head| is_open(&head.box_id));
        let lost = |head: &LogHead| core.lost.contains(&(head.box_id.clone(), head.writer.clone()));
        let before: Vec<LogHead> = opened.into_iter().filter(|head| lost(head) && !there.contains(head)).collect();
        let parts = PartsBuilder::new()
            .with("reason", reason)
            .with("before", before)
            .with("heads", &there)
            .with("clocks", self.clocks())
            .build();
        let id = core.vault_box.id.clone();
        // The memory holds to what is there from here on; `append` writes it with the record.
        let old = core.memory.clone();
        core.memory.replace_heads(there.into_iter().chain(kept).collect());
        if let Err(error) = self.append(&mut core, &id, vec![crate::boxes::Draft::new(kind::RESTORED, parts)]) {
            core.memory = old;
            return Err(error);
        }
        core.lost.clear();
        core.rolled_back = false;
        core.findings.retain(|finding| !matches!(finding.class, Class::RolledBack));
        self.record_heads(&mut core)
    }
}

impl Check<'_> {
    fn run(&mut self, core: &Core) -> Result<()> {
        self.check_names(core)?;
        self.check_keys(core)?;
        self.check_log(core, &core.vault_box)?;
        for registered in core.facts.registered.values() {
            match core.boxes.get(&registered.box_id) {
                Some(open) => {
                    let records = self.check_log(core, open)?;
                    self.check_objects(open, &records)?;
                }
                None => self.name_unusable_box(core, &registered.box_id),
            }
        }
        self.check_inbox(core)?;
        self.check_index(core)
    }

    fn problem(&mut self, finding: Finding) {
        self.report.problems.push(finding);
    }

    fn tick(&mut self, current: &str, bytes: u64) -> Result<()> {
        self.progress.bytes_done += bytes;
        self.report.checked.bytes += bytes;
        current.clone_into(&mut self.progress.current);
        if (self.step)(&self.progress).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
    }

    fn check_names(&mut self, core: &Core) -> Result<()> {
        let mut names = Vec::new();
        walk(self.vault.disk(), &self.vault.folder, "", 0, &mut names)?;
        for name in names {
            match VaultPath::parse(&name) {
                Some(VaultPath::Temporary { writer, .. }) if writer == core.pin.writer => {
                    let about = format!("{name} is left from work that was cut short.");
                    self.report.notes.push(finding(Class::ObjectUnknown, about));
                }
                Some(VaultPath::Temporary { .. }) => {
                    let about =
                        format!("{name} is left from work that was cut short, here before or on another computer.");
                    self.report.notes.push(finding(Class::ObjectUnknown, about));
                }
                Some(_) => {}
                None => self.problem(finding(
                    Class::NameUnknown,
                    format!("{} does not belong in a vault.", casekeep_model::visible::escape(&name)),
                )),
            }
        }
        Ok(())
    }

    fn check_keys(&mut self, core: &Core) -> Result<()> {
        let label = read_label(self.vault.disk(), &self.vault.folder)?;
        self.report.problems.extend(label_finding(label.as_deref(), &self.vault.identity));
        self.report
            .problems
            .extend(compare_keys(&key_hashes(self.vault.disk(), &self.vault.folder)?, &core.facts.keys));
        for name in self.vault.disk().list(&self.vault.folder.join("cases"))? {
            let Ok(id) = name.parse() else { continue };
            if core.facts.registered.contains_key(&id) {
                continue;
            }
            let about = format!("The folder cases/{id} is not named in the vault's log.");
            match look_at_unregistered(self.vault.disk(), &self.vault.folder, &id, &self.vault.identity)? {
                Unregistered::Strange => self.problem(finding(Class::CaseUnknown, about)),
                _ => self.report.notes.push(finding(Class::CaseUnknown, about)),
            }
        }
        // What only an unlock can see: the epoch and the memory.
        let only_then = [Class::EpochRolledBack, Class::MemoryUnreadable];
        let found = core.findings.iter().filter(|finding| only_then.contains(&finding.class));
        self.report.problems.extend(found.cloned());
        Ok(())
    }

    fn name_unusable_box(&mut self, core: &Core, id: &BoxId) {
        self.report.checked.boxes += 1;
        self.report.problems.extend(core.unusable.get(id).cloned());
    }

    /// Checks every log of a box and returns its records.
    fn check_log(&mut self, core: &Core, open: &OpenBox) -> Result<Vec<Record>> {
        let mut readings = open.read_logs(&self.vault.vault, &self.vault.key)?;
        for seen in seen_heads(&open.id, &core.memory, &core.facts) {
            let empty = LogReading::default();
            let reading = readings.get(&seen.writer).unwrap_or(&empty);
            if let Seen::Lost(finding) = compare_with_seen(reading, &seen, &open.called) {
                self.report.problems.push(finding);
            }
        }
        self.report.checked.boxes += 1;
        let mut records = Vec::new();
        for reading in readings.values_mut() {
            self.report.problems.append(&mut reading.findings);
            self.report.checked.records += u32::try_from(reading.records.len()).unwrap_or(u32::MAX);
            records.extend(std::mem::take(&mut reading.records).into_values());
            records.append(&mut reading.forked);
        }
        self.tick(&open.called, 0)?;
        Ok(records)
    }

    fn check_objects(&mut self, open: &OpenBox, records: &[Record]) -> Result<()> {
        let entries = Entries::from_records(records);
        let mut named = BTreeSet::new();
        for entry in &entries.items {
            let item = &entry.first;
            named.insert(item.object);
            self.report.checked.objects += 1;
            if let Some(class) = self.check_object(open, item)? {
                let what = match class {
                    Class::ObjectMissing => {
                        format!("The file of item {} in {} is not there.", item.number, open.called)
                    }
                    Class::Unreadable => format!("The file of item {} in {} cannot be read.", item.number, open.called),
                    _ => format!("The file of item {} in {} is not the one that was saved.", item.number, open.called),
                };
                self.problem(finding(class, what));
            }
        }
        let objects = open.folder.join("objects");
        for shard in open.disk.list(&objects)? {
            for name in open.disk.list(&objects.join(&shard)).unwrap_or_default() {
                let known = name
                    .strip_suffix(".age")
                    .and_then(|n| n.parse::<ObjectName>().ok())
                    .is_none_or(|n| named.contains(&n));
                if !known {
                    self.report.notes.push(finding(
                        Class::ObjectUnknown,
                        format!("No entry in {} names the file {name}.", open.called),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Checks one object: there, its ciphertext its name, its plaintext what was recorded.
    fn check_object(&mut self, open: &OpenBox, item: &Item) -> Result<Option<Class>> {
        let path = object_path(&open.folder, &item.object);
        let named = match open.disk.open(&path) {
            Ok(file) => NamingReader::new(io::BufReader::with_capacity(128 << 10, file)).finish(),
            Err(error) => Err(error),
        };
        match named {
            Ok(name) if name == item.object => {}
            Ok(_) => return Ok(Some(Class::ObjectChanged)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Class::ObjectMissing)),
            Err(_) => return Ok(Some(Class::Unreadable)),
        }
        let Ok(mut reader) = open_object(&open.disk, &path, &open.identity, item.file) else {
            return Ok(Some(Class::ObjectChanged));
        };
        let mut buffer = vec![0; 128 << 10];
        loop {
            match io::Read::read(&mut reader, &mut buffer) {
                Ok(0) => return Ok(None),
                Ok(read) => self.tick(&open.called, read as u64)?,
                Err(_) => return Ok(Some(Class::ObjectChanged)),
            }
        }
    }

    fn check_inbox(&mut self, core: &Core) -> Result<()> {
        let sorted = self.vault.sort_inbox(core)?;
        for name in &sorted.missing {
            self.problem(finding(
                Class::InboxMissing,
                format!("The capture {name}, made here while locked, is not in the inbox."),
            ));
        }
        let mut strange = sorted.strange.len();
        for name in sorted.strange.iter().take(limits::INBOX_SHOWN) {
            strange -= 1;
            self.problem(finding(Class::InboxUnknown, format!("This computer did not put {name} in the inbox.")));
        }
        if strange > 0 {
            self.problem(finding(
                Class::InboxUnknown,
                format!("There are {strange} more files in the inbox that this computer did not put there."),
            ));
        }
        for name in sorted.own {
            let path = self.vault.folder.join("inbox").join(format!("{name}.age"));
            let there =
                self.vault.disk().open(&path).and_then(|file| NamingReader::new(io::BufReader::new(file)).finish());
            if there.ok() != Some(name) {
                self.problem(finding(
                    Class::InboxMissing,
                    format!("The capture {name}, made here while locked, was altered."),
                ));
            }
        }
        Ok(())
    }

    fn check_index(&mut self, core: &Core) -> Result<()> {
        let key = crate::locked::index_key(&self.vault.installation, &self.vault.identity)?;
        let mut rebuilt = Index::open(self.vault.disk(), None, &key, self.vault.installation.inspect.clone())?;
        self.vault.fill_index(core, &mut rebuilt)?;
        let differs = hold(&self.vault.index).dump()? != rebuilt.dump()?;
        // While something is wrong in the log itself, the two may differ for that reason alone.
        if differs && self.report.problems.is_empty() {
            self.report.notes.push(finding(Class::IndexStale, "The index differs from the log."));
        }
        Ok(())
    }
}

/// Collects the relative paths of all files below a folder, without following links.
fn walk(disk: &Disk, folder: &Path, prefix: &str, depth: u32, names: &mut Vec<String>) -> Result<()> {
    for name in disk.list(folder)? {
        let path = folder.join(&name);
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        // The deepest folder of the format is the fourth; deeper ones are strange by themselves.
        if disk.is_folder(&path) && depth < 5 {
            walk(disk, &path, &relative, depth + 1, names)?;
        } else {
            names.push(relative);
        }
    }
    Ok(())
}

fn dedup(findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| seen.insert((finding.class, finding.what.clone())));
}
