//! The whole check of an unlocked vault: every name, key, log, signature and file, in the order of the format's section 7.

use super::meter::Meter;
use super::names::{judge_name, walk};
use super::objects::{Due, Pace, Told, read_objects};
use super::{REBUILT, remove_rebuilt};
use crate::boxes::{OpenBox, open_case_key};
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::key_folder::{KeyFolder, compare_keys};
use crate::locked::{index_key, label_finding, read_label};
use crate::log::LogReading;
use crate::memory::{Memory, Remembered};
use crate::read::object_path;
use crate::returned::{find_returned, find_unfinished};
use crate::seen::{Lacking, compare_with_seen};
use crate::session::{Core, UnlockedVault, hold};
use crate::unlock::seen_heads;
use crate::unregistered::{Unregistered, look_at_unregistered};
use crate::wording::{DAMAGED_PIN, UNREADABLE_MEMORY, finding, note};
use casekeep_format::{Identity, NamingReader, VaultPath};
use casekeep_model::{BoxId, Class, Finding, LeafHash, ObjectName, Report, Timestamp, WriterId, limits};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// After how many objects that are right this is noted, so that a stopped check need not read them again.
const NOTED: usize = 64;

struct Check<'a, 'm> {
    vault: &'a UnlockedVault,
    report: &'a mut Report,
    meter: Meter<'m>,
    /// When the check that this one goes on with began; `None` reads everything.
    since: Option<Timestamp>,
    /// The index as the logs give it, and whether the one that is used differs.
    rebuilt: Index,
    is_stale: bool,
}

/// One box's objects, as its records name them.
struct BoxObjects {
    id: BoxId,
    folder: PathBuf,
    identities: Vec<Identity>,
    called: String,
    dues: Vec<Due>,
}

/// Checks everything; what is found is in the report also when the check is stopped.
pub(super) fn check(
    vault: &UnlockedVault,
    since: Option<Timestamp>,
    meter: Meter<'_>,
    report: &mut Report,
) -> Result<()> {
    // One that a panic left; and this one is built anew all the same.
    remove_rebuilt(vault.disk(), &vault.state)?;
    let rebuilt = empty_index(vault, Some(&vault.state.file(REBUILT))).or_else(|_| empty_index(vault, None))?;
    let ended = Check { vault, report, meter, since, rebuilt, is_stale: false }.run();
    remove_rebuilt(vault.disk(), &vault.state).and(ended)
}

/// Makes an index that is only compared: a file where it can be, so that a large vault needs no memory for it.
fn empty_index(vault: &UnlockedVault, path: Option<&Path>) -> Result<Index> {
    let (key, inspect) = (index_key(&vault.installation, &vault.identity)?, &vault.installation.inspect);
    let index = Index::open(vault.disk(), path, &key, inspect.clone())?;
    index.keep_little()?;
    Ok(index)
}

impl Check<'_, '_> {
    fn run(mut self) -> Result<()> {
        let boxes: Vec<BoxId> = {
            let core = hold(&self.vault.core);
            self.check_names(&core)?;
            self.check_keys(&core)?;
            self.check_outside(&core)?;
            self.check_vault_log(&core)?;
            core.facts.living().map(|registered| registered.box_id.clone()).collect()
        };
        for id in boxes {
            // The vault is used while files are read: only the logs are looked at with everything held.
            if let Some(objects) = self.check_box(&id)? {
                self.check_objects(&objects)?;
            }
        }
        self.check_inbox(&hold(&self.vault.core))?;
        // While something is wrong in the log itself, the two may differ for that reason alone.
        if self.is_stale && self.report.problems.is_empty() {
            self.report.notes.push(note(Class::IndexStale, "The index differs from the log."));
        }
        Ok(())
    }

    fn problem(&mut self, class: Class, what: impl Into<String>) {
        self.report.problems.push(finding(class, what));
    }

    fn check_names(&mut self, core: &Core) -> Result<()> {
        let (report, meter) = (&mut *self.report, &mut self.meter);
        walk(self.vault.disk(), &self.vault.folder, &mut |name, bytes| {
            let parsed = VaultPath::parse(name);
            if matches!(parsed, Some(VaultPath::Object { .. })) {
                meter.expect(bytes);
            }
            judge_name(name, parsed.as_ref(), Some(&core.pin.writer), report);
            Ok(())
        })
    }

    fn check_keys(&mut self, core: &Core) -> Result<()> {
        let label = read_label(self.vault.disk(), &self.vault.folder)?;
        self.report.problems.extend(label_finding(label.as_deref(), &self.vault.identity));
        let keys = KeyFolder::read(self.vault.disk(), &self.vault.folder)?;
        self.report.problems.extend(compare_keys(&keys, core.facts.named_keys()));
        for name in self.vault.disk().list(&self.vault.folder.join("cases"))? {
            let Ok(id) = name.parse() else { continue };
            if core.facts.registered.contains_key(&id) {
                continue;
            }
            let about = format!("The folder cases/{id} is not named in the vault's log.");
            match look_at_unregistered(self.vault.disk(), &self.vault.folder, &id, &self.vault.identity)? {
                Unregistered::Strange => self.problem(Class::CaseUnknown, about),
                _ => self.report.notes.push(note(Class::CaseUnknown, about)),
            }
        }
        let (disk, folder) = (self.vault.disk(), &self.vault.folder);
        self.report.problems.extend(find_returned(disk, folder, &core.facts)?);
        self.report.notes.extend(find_unfinished(disk, folder, &core.facts)?);
        // What only an unlock can see: the epoch, and where captures went.
        let only_then = [Class::EpochRolledBack, Class::MemoryUnreadable];
        let found = core.findings.iter().filter(|finding| only_then.contains(&finding.class));
        self.report.problems.extend(found.cloned());
        Ok(())
    }

    /// Looks whether what this computer keeps outside the folder can still be read.
    fn check_outside(&mut self, core: &Core) -> Result<()> {
        if self.vault.state.pin_is_damaged()? {
            self.problem(Class::MemoryUnreadable, DAMAGED_PIN);
        }
        let memory = Memory::load(self.vault.disk(), self.vault.state.folder(), &self.vault.identity)?;
        let is_known = !self.vault.opening.first_time_here && !core.memory.heads().is_empty();
        if matches!(memory, Remembered::Unreadable) {
            self.problem(Class::MemoryUnreadable, UNREADABLE_MEMORY);
        } else if is_known && !self.vault.disk().is_there(&self.vault.state.file("memory.age"))? {
            let about = "What this computer remembered of the vault is not there (memory.age).";
            self.problem(Class::MemoryUnreadable, about);
        }
        Ok(())
    }

    /// Checks a case's key and logs; returns its objects, where it may be used.
    fn check_box(&mut self, id: &BoxId) -> Result<Option<BoxObjects>> {
        let core = hold(&self.vault.core);
        let Some(open) = core.boxes.get(id) else {
            self.report.checked.boxes += 1;
            self.report.problems.extend(core.unusable.get(id).cloned());
            return Ok(None);
        };
        let vault = &self.vault.identity.current().vault;
        // The key is opened again: its file may have changed since the vault was unlocked.
        let identities = match open_case_key(&open.disk, &open.folder, id, vault, &open.called)? {
            Ok(keys) if keys.first().is_some_and(|key| key.to_recipient() == open.to) => Some(keys),
            Ok(_) => {
                self.problem(Class::CaseKeyWrong, format!("The key of {} is not the one it had.", open.called));
                None
            }
            Err(finding) => {
                self.report.problems.push(finding);
                None
            }
        };
        self.check_case_logs(&core, open)?;
        let dues = self.objects_of(open)?;
        let identities = identities.unwrap_or_else(|| open.duplicate_identities());
        let (folder, called) = (open.folder.clone(), open.called.clone());
        Ok(Some(BoxObjects { id: id.clone(), folder, identities, called, dues }))
    }

    /// Checks the vault's own logs, and the index against what they say.
    fn check_vault_log(&mut self, core: &Core) -> Result<()> {
        let open = &core.vault_box;
        let readings = open.read_logs(&self.vault.vault, &self.vault.key)?;
        let facts = VaultFacts::from_logs(&readings);
        let used: BTreeSet<String> = core.boxes.keys().map(ToString::to_string).collect();
        {
            let index = hold(&self.vault.index);
            self.is_stale |= index.vault_facts()?.as_ref() != Some(&facts) || !index.boxes()?.is_subset(&used);
        }
        self.judge_logs(core, open, readings)
    }

    /// Checks every log of a case's box, and the index against its records.
    fn check_case_logs(&mut self, core: &Core, open: &OpenBox) -> Result<()> {
        let readings = match self.index_logs(core, open) {
            // A full disk, it may be, and that must not keep a person from checking the vault.
            Err(VaultError::Index(_)) => {
                self.rebuilt = empty_index(self.vault, None)?;
                self.index_logs(core, open)?
            }
            readings => readings?,
        };
        let used = hold(&self.vault.index).fingerprint(&open.id)?;
        self.is_stale |= used != self.rebuilt.fingerprint(&open.id)?;
        self.judge_logs(core, open, readings)
    }

    /// Reads every log of a box into the index that is compared.
    fn index_logs(&mut self, core: &Core, open: &OpenBox) -> Result<BTreeMap<WriterId, LogReading>> {
        let mut rows = self.rebuilt.begin_rebuild(&open.id, core.facts.handle(&open.id))?;
        let readings = rows.put_logs(open, &self.vault.vault, &self.vault.key)?;
        rows.finish(&open.heads_with_tree(&core.pin.writer))?;
        Ok(readings)
    }

    /// Takes in what reading a box's logs found, and compares them with what was seen before.
    fn judge_logs(&mut self, core: &Core, open: &OpenBox, readings: BTreeMap<WriterId, LogReading>) -> Result<()> {
        let (empty, mut lacking) = (LogReading::default(), Lacking::default());
        for head in seen_heads(&open.id, &core.memory, &core.facts) {
            let reading = readings.get(&head.writer).unwrap_or(&empty);
            lacking.take(&head.writer, compare_with_seen(reading, &head));
        }
        self.report.problems.extend(lacking.findings(&open.called));
        self.report.checked.boxes += 1;
        for reading in readings.into_values() {
            self.report.checked.records += u32::try_from(reading.count()).unwrap_or(u32::MAX);
            self.report.problems.extend(reading.findings);
        }
        self.meter.read(&open.called, 0)
    }

    /// Returns the objects that a box's records name, and names those that no record does.
    fn objects_of(&mut self, open: &OpenBox) -> Result<Vec<Due>> {
        let mut dues = Vec::new();
        self.rebuilt.each_item(&open.id, &mut |entry| dues.push(Due::of(&entry)))?;
        let named: BTreeSet<ObjectName> = dues.iter().map(|due| due.object).collect();
        let objects = open.folder.join("objects");
        for shard in open.disk.list(&objects)? {
            for name in open.disk.list(&objects.join(&shard)).unwrap_or_default() {
                let object = name.strip_suffix(".age").and_then(|name| name.parse::<ObjectName>().ok());
                if object.is_some_and(|object| !named.contains(&object)) {
                    let about = format!("No entry in {} names the file {name}.", open.called);
                    self.report.notes.push(note(Class::ObjectUnknown, about));
                }
            }
        }
        Ok(dues)
    }

    fn check_objects(&mut self, objects: &BoxObjects) -> Result<()> {
        let dues = self.pass_over_known(objects)?;
        let mut right = Vec::new();
        let ended =
            read_objects(self.vault.disk(), &objects.folder, &objects.identities, &dues, Pace::Fast, &mut |told| {
                match told {
                    Told::Read(bytes) => {
                        self.report.checked.bytes += bytes;
                        self.meter.read(&objects.called, bytes)
                    }
                    Told::Done(at, verdict) => {
                        self.report.checked.objects += 1;
                        if let Some(due) = dues.get(at) {
                            match verdict {
                                Some(class) => {
                                    self.report.problems.push(object_problem(class, &due.label, &objects.called))
                                }
                                None => right.push((due.leaf, Some(sealed_length(self.vault.disk(), objects, due)))),
                            }
                        }
                        if right.len() >= NOTED {
                            self.note_checked(&objects.id, &mut right);
                        }
                        self.meter.done(&objects.called)
                    }
                }
            });
        self.note_checked(&objects.id, &mut right);
        ended
    }

    /// Leaves out the objects that the stopped check found right and that still have the length they had.
    fn pass_over_known(&mut self, objects: &BoxObjects) -> Result<Vec<Due>> {
        let Some(since) = self.since else { return Ok(objects.dues.clone()) };
        let known = hold(&self.vault.index).checked_since(&objects.id, since)?;
        let mut left = Vec::new();
        for due in &objects.dues {
            if known.get(&due.leaf).is_some_and(|sealed| *sealed == sealed_length(self.vault.disk(), objects, due)) {
                self.report.checked.objects += 1;
                self.report.checked.bytes += due.file.size;
                self.meter.read(&objects.called, due.file.size)?;
                self.meter.done(&objects.called)?;
            } else {
                left.push(due.clone());
            }
        }
        Ok(left)
    }

    /// Notes objects that are right; failing to costs a stopped check some work and nothing else.
    fn note_checked(&self, id: &BoxId, right: &mut Vec<(LeafHash, Option<u64>)>) {
        let _ = hold(&self.vault.index).note_checked(id, right, self.vault.now());
        right.clear();
    }

    fn check_inbox(&mut self, core: &Core) -> Result<()> {
        let sorted = self.vault.sort_inbox(core)?;
        for name in &sorted.missing {
            self.problem(
                Class::InboxMissing,
                format!("The capture {name}, made here while locked, is not in the inbox."),
            );
        }
        for name in sorted.strange.iter().take(limits::INBOX_SHOWN) {
            self.problem(Class::InboxUnknown, format!("This computer did not put {name} in the inbox."));
        }
        let more = sorted.strange.len().saturating_sub(limits::INBOX_SHOWN);
        if more > 0 {
            let about = format!("There are {more} more files in the inbox that this computer did not put there.");
            self.problem(Class::InboxUnknown, about);
        }
        for name in sorted.own {
            let path = self.vault.folder.join("inbox").join(format!("{name}.age"));
            let there =
                self.vault.disk().open(&path).and_then(|file| NamingReader::new(io::BufReader::new(file)).finish());
            if there.ok() != Some(name) {
                self.problem(Class::InboxMissing, format!("The capture {name}, made here while locked, was altered."));
            }
        }
        Ok(())
    }
}

/// Says what is wrong with the file of an item.
pub(super) fn object_problem(class: Class, label: &str, called: &str) -> Finding {
    let about = match class {
        Class::ObjectMissing => "is not there",
        Class::Unreadable => "cannot be read",
        _ => "is not the one that was saved",
    };
    finding(class, format!("The file of item {label} in {called} {about}."))
}

fn sealed_length(disk: &Disk, objects: &BoxObjects, due: &Due) -> u64 {
    disk.length(&object_path(&objects.folder, &due.object))
}
