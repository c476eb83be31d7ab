//! A check without keys: names, the BLAKE3 of every file that is named by it, and gaps in the logs.
//!
//! It works on any folder that is a vault, also on a backup disk, and finds accidents, not people: whoever can write to
//! the folder can make it pass.

use super::meter::Meter;
use super::names::{judge_name, walk};
use crate::copying::is_name_of;
use crate::disk::Disk;
use crate::error::Result;
use crate::ingest::Step;
use crate::key_folder::{KeyFolder, compare_keys};
use crate::locked::{Vault, read_label};
use crate::pin::{Pin, State};
use crate::wording::{finding, note};
use casekeep_format::{FORMAT, FormatError, NamingReader, VaultJson, VaultPath};
use casekeep_model::{BoxId, Class, ObjectName, Report, WriterId, limits};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Read};
use std::path::Path;

/// How every age file begins.
const AGE: &[u8] = b"age-encryption.org/v1\n";
/// How much is read at a time, in bytes.
const CHUNK: usize = 256 << 10;

impl Vault {
    /// Checks the folder without any key: names, the hash of every file against its name, gaps in the logs.
    ///
    /// A report without problems means "no accident found", and never that nobody changed anything.
    ///
    /// # Errors
    /// [`crate::VaultError::Cancelled`]; or what the system says. Whatever is wrong in the folder is in the report.
    pub fn check_keyless(&self, step: Step<'_>) -> Result<Report> {
        let state = State::at_path(self.installation(), &self.folder)?;
        let pin = state.as_ref().map(State::pin).transpose()?.flatten();
        let mut report = Report::default();
        check(
            &self.installation().disk,
            &self.folder,
            state.as_ref().zip(pin.as_ref()),
            Meter::new(step),
            &mut report,
        )?;
        report.settle();
        Ok(report)
    }
}

/// A log by its box (none is the vault's own) and its writer.
type LogPlace = (Option<BoxId>, WriterId);

/// The logs and folders that the names show.
#[derive(Default)]
struct Shown {
    /// The leaf numbers that each segment stands for.
    logs: BTreeMap<LogPlace, Vec<(u64, u64)>>,
    cases: BTreeSet<BoxId>,
    case_keys: BTreeSet<BoxId>,
}

struct Check<'a, 'm> {
    disk: &'a Disk,
    folder: &'a Path,
    report: &'a mut Report,
    meter: Meter<'m>,
    shown: Shown,
}

/// Checks a folder; with what this computer noted of the vault at this path, also its key files and captures.
pub(super) fn check(
    disk: &Disk,
    folder: &Path,
    known: Option<(&State, &Pin)>,
    meter: Meter<'_>,
    report: &mut Report,
) -> Result<()> {
    let mut check = Check { disk, folder, report, meter, shown: Shown::default() };
    walk(disk, folder, &mut |_, bytes| {
        check.meter.expect(bytes);
        Ok(())
    })?;
    check.check_label(known.map(|(_, pin)| pin))?;
    check.check_key_files(known.map(|(_, pin)| pin))?;
    walk(disk, folder, &mut |name, bytes| check.check_file(name, bytes, known.map(|(_, pin)| &pin.writer)))?;
    check.check_gaps();
    check.check_cases();
    match known {
        Some((state, _)) => check.check_captures(state),
        None => Ok(()),
    }
}

impl Check<'_, '_> {
    fn problem(&mut self, class: Class, what: impl Into<String>) {
        self.report.problems.push(finding(class, what));
    }

    fn check_label(&mut self, pin: Option<&Pin>) -> Result<()> {
        let Some(bytes) = read_label(self.disk, self.folder)? else {
            self.problem(Class::VaultJsonMissing, "The file vault.json is not there.");
            return Ok(());
        };
        match VaultJson::parse(&bytes) {
            Err(FormatError::FormatNewer(_)) => {
                self.problem(Class::FormatNewer, "The file vault.json is of a newer Casekeep.");
            }
            Ok(_) if pin.and_then(label_of).is_none_or(|expected| expected == bytes) => {}
            _ => self.problem(Class::VaultJsonChanged, "The file vault.json is damaged or was changed."),
        }
        Ok(())
    }

    /// Compares the key files with those seen at the last unlock here; elsewhere they must at least look like ones.
    fn check_key_files(&mut self, pin: Option<&Pin>) -> Result<()> {
        let keys = KeyFolder::read(self.disk, self.folder)?;
        if let Some(pin) = pin {
            self.report.problems.extend(compare_keys(&keys, pin.named_keys()));
            return Ok(());
        }
        let (there, unreadable) = (keys.hashes(), keys.findings());
        if there.is_empty() && unreadable.is_empty() {
            self.problem(Class::KeyfileMissing, "There is no key file, so nothing in this folder can be opened.");
        }
        self.report.problems.extend(unreadable);
        for key in there {
            if !self.is_age(&format!("keys/{}", key.file)) {
                self.problem(Class::KeyfileChanged, format!("The key file keys/{} is damaged.", key.file));
            }
        }
        Ok(())
    }

    fn is_age(&self, name: &str) -> bool {
        let bytes = self.disk.read(&self.folder.join(name), limits::KEY_FILE);
        bytes.is_ok_and(|bytes| bytes.starts_with(AGE))
    }

    fn check_file(&mut self, name: &str, bytes: u64, own: Option<&WriterId>) -> Result<()> {
        let parsed = VaultPath::parse(name);
        judge_name(name, parsed.as_ref(), own, self.report);
        match parsed {
            Some(VaultPath::Segment { box_id, writer, name: segment }) => {
                self.shown.cases.extend(box_id.clone());
                self.shown.logs.entry((box_id, writer)).or_default().push((segment.first, segment.last));
                self.check_named(name, Class::SegmentChanged)?;
            }
            Some(VaultPath::CaseKey { box_id }) => {
                if !self.is_age(name) {
                    self.problem(Class::CaseKeyWrong, format!("The file {name} is damaged."));
                }
                self.shown.case_keys.insert(box_id);
                self.meter.read(name, bytes)?;
            }
            Some(VaultPath::Object { box_id, .. }) => {
                self.shown.cases.insert(box_id);
                self.report.checked.objects += 1;
                self.check_named(name, Class::ObjectChanged)?;
            }
            Some(VaultPath::Inbox(_)) => self.check_named(name, Class::InboxMissing)?,
            Some(VaultPath::VaultJson | VaultPath::KeyFile { .. } | VaultPath::Temporary { .. }) | None => {
                self.meter.read(name, bytes)?;
            }
        }
        self.meter.done(name)
    }

    fn check_named(&mut self, name: &str, class: Class) -> Result<()> {
        let file = name.rsplit('/').next().unwrap_or(name);
        match self.hash(name)? {
            Ok(there) if is_name_of(file, &there) => {}
            Ok(_) => self.problem(class, format!("The bytes of {name} are not those of its name.")),
            Err(error) => self.problem(Class::Unreadable, format!("The file {name} cannot be read ({error}).")),
        }
        Ok(())
    }

    /// Reads a file through and returns its BLAKE3; the inner error is the disk's.
    fn hash(&mut self, name: &str) -> Result<io::Result<ObjectName>> {
        let file = match self.disk.open(&self.folder.join(name)) {
            Ok(file) => file,
            Err(error) => return Ok(Err(error)),
        };
        let mut reader = NamingReader::new(BufReader::with_capacity(CHUNK, file));
        let mut buffer = vec![0; CHUNK];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(Ok(reader.name())),
                Ok(read) => {
                    self.report.checked.bytes += read as u64;
                    self.meter.read(name, read as u64)?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Ok(Err(error)),
            }
        }
    }

    /// The leaf numbers of a log begin at 0 and have no gap; what lies beyond the last one cannot be known without keys.
    fn check_gaps(&mut self) {
        let mut logs = std::mem::take(&mut self.shown.logs);
        if !logs.keys().any(|(box_id, _)| box_id.is_none()) {
            self.problem(Class::SegmentMissing, "The vault's own log is not there.");
        }
        for ((box_id, _), ranges) in &mut logs {
            ranges.sort_unstable();
            let called = box_id.as_ref().map_or_else(|| "the vault".to_owned(), |id| format!("cases/{id}"));
            let mut next = 0;
            for (first, last) in ranges {
                if *first > next {
                    let about = format!("Records {next} to {} of {called} are not there.", *first - 1);
                    self.problem(Class::SegmentMissing, about);
                }
                next = next.max(last.saturating_add(1));
            }
            let records = &mut self.report.checked.records;
            *records = records.saturating_add(u32::try_from(next).unwrap_or(u32::MAX));
        }
        self.shown.logs = logs;
    }

    fn check_cases(&mut self) {
        let logged: BTreeSet<&BoxId> = self.shown.logs.keys().filter_map(|(box_id, _)| box_id.as_ref()).collect();
        let mut found = Vec::new();
        for id in &self.shown.cases {
            if !self.shown.case_keys.contains(id) {
                found.push(finding(Class::CaseKeyWrong, format!("The key of cases/{id} is not there.")));
            }
            if !logged.contains(id) {
                found.push(finding(Class::SegmentMissing, format!("The log of cases/{id} is not there.")));
            }
        }
        for id in self.shown.case_keys.difference(&self.shown.cases) {
            let about = format!("The folder cases/{id} was begun and has nothing in it.");
            self.report.notes.push(note(Class::CaseUnknown, about));
        }
        let boxes = self.shown.cases.len().saturating_add(1);
        self.report.checked.boxes = u32::try_from(boxes).unwrap_or(u32::MAX);
        self.report.problems.extend(found);
    }

    fn check_captures(&mut self, state: &State) -> Result<()> {
        for name in state.captures()? {
            if self.disk.open(&self.folder.join(format!("inbox/{name}.age"))).is_err() {
                let about = format!("The capture {name}, made here while locked, is not in the inbox.");
                self.problem(Class::InboxMissing, about);
            }
        }
        Ok(())
    }
}

/// Returns the label that what was pinned makes.
fn label_of(pin: &Pin) -> Option<Vec<u8>> {
    let inbox = pin.inbox.parse().ok()?;
    Some(VaultJson { epoch: pin.epoch, format: FORMAT, inbox, vault: pin.vault.clone() }.write())
}
