//! The files that messages name, kept from the folder or archive in which their export lies, and the report of it all.
//!
//! Nothing is kept before the whole export was read once and everything is said that has to be; what a stop or a crash
//! leaves kept is found again by its hash.

use crate::beside::{Beside, Named, called};
use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::imports::found::{Finds, Found, look_through};
use crate::imports::why;
use crate::ingest::{Step, file_name};
use crate::message_counts::Counts;
use crate::message_sorter::Known;
use crate::messages::{Written, sorter};
use crate::session::{UnlockedVault, hold};
use casekeep_format::kind;
use casekeep_format::parts::import_parts;
use casekeep_model::import::{ExportFound, ExportsFound, ImportReport, ImportTally, MessagesRead, NAMED};
use casekeep_model::messages::{ExportKind, Told};
use casekeep_model::view::{ItemReceipt, Progress};
use casekeep_model::{BoxId, Item, ItemFacts, MessageChoices, Timestamp};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// What was gathered of the files that lie beside an export.
#[derive(Default)]
pub(crate) struct Gathered {
    /// The item of each file by what messages call it, or why it was not kept.
    pub kept: HashMap<String, std::result::Result<u32, String>>,
    pub tally: ImportTally,
    kind: Option<ExportKind>,
    bytes: u64,
    first: Option<u32>,
    last: Option<u32>,
}

impl Gathered {
    fn take(&mut self, found: &Found, result: Result<ItemReceipt>) {
        let called = called(&found.name);
        let receipt = match result {
            Ok(receipt) => receipt,
            Err(error) => {
                self.kept.insert(called, Err(why(&error)));
                return;
            }
        };
        self.kept.insert(called, Ok(receipt.item));
        if receipt.duplicate_of.is_some() {
            self.tally.duplicates += 1;
            return;
        }
        self.tally.added += 1;
        self.tally.noted += u32::from(receipt.noted);
        self.first = Some(self.first.map_or(receipt.item, |first| first.min(receipt.item)));
        self.last = self.last.max(Some(receipt.item));
    }
}

impl UnlockedVault {
    /// Says what may be an export of messages in folders and archives; nothing is changed, and only names are looked at.
    ///
    /// # Errors
    /// [`VaultError::Cancelled`] when stopped.
    pub fn find_exports(&self, paths: &[PathBuf], step: Step<'_>) -> Result<ExportsFound> {
        let finds = self.look_beside(paths, step)?;
        let mut exports: Vec<&Found> = finds.exports().collect();
        // A chat that an app named so itself comes first.
        exports.sort_by_key(|export| !is_named_by_an_app(export.file_name()));
        let more = exports.len().saturating_sub(NAMED);
        let exports = exports.into_iter().take(NAMED).map(|found| finds.told(found)).collect();
        Ok(ExportsFound {
            from: paths.iter().map(|path| file_name(path)).collect(),
            more: count(more),
            files: count(finds.files.len()),
            exports,
            refused: finds.refused.named,
            more_refused: finds.refused.more,
        })
    }

    /// Keeps an export that was found in folders and archives as an item, by the name that [`UnlockedVault::find_exports`]
    /// told; bytes that the case has are not kept again.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`] when nothing there has this name; [`VaultError::CaseClosed`]; why it cannot be taken.
    pub fn keep_export(&self, case: u32, paths: &[PathBuf], name: &str, step: Step<'_>) -> Result<ItemReceipt> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        let finds = self.look_beside(paths, step)?;
        let found = finds.files.iter().find(|found| found.name == name);
        let found = found.ok_or_else(|| VaultError::NoSuchEntry(format!("file {name}")))?;
        let mut outcome = Err(VaultError::Cancelled);
        self.keep_found(&id, vec![found.clone()], "export of messages", &mut |_, result| outcome = result, step)?;
        outcome
    }

    fn look_beside(&self, paths: &[PathBuf], step: Step<'_>) -> Result<Finds> {
        let mut seen = 0;
        look_through(paths, &*self.installation.inspect, &mut |path| {
            seen += 1;
            step(&Progress { files_done: seen, files: 0, bytes_done: 0, bytes: 0, current: file_name(path) })
        })
    }

    /// Keeps the files that messages of the person and of those of concern name.
    pub(crate) fn keep_named(
        &self,
        (case, id, export): (u32, &BoxId, &Item),
        choices: &MessageChoices,
        paths: &[PathBuf],
        gathered: &mut Gathered,
        step: Step<'_>,
    ) -> Result<()> {
        let beside = Beside::look(paths, export, &*self.installation.inspect, step)?;
        let mut sorter = sorter(export.number, choices, Known::default(), Named::default())?;
        let (mut counts, mut seen, mut wanted) = (Counts::default(), HashSet::new(), Vec::new());
        self.read_messages(case, export.number, choices, step, &mut |told| {
            counts.take(&told, &mut sorter);
            counts.check_said(choices)?;
            if let Told::Message(message) = &told
                && sorter.is_wanted(message)
            {
                wanted.extend(message.media.iter().filter(|name| seen.insert(called(name))).cloned());
            }
            Ok(())
        })?;
        counts.check_any()?;
        gathered.kind = counts.kind;
        let mut files: Vec<Found> = Vec::new();
        for name in wanted {
            match beside.find(&name) {
                Ok(found) => files.push(found.clone()),
                Err(why) => drop(gathered.kept.insert(called(&name), Err(why.to_owned()))),
            }
        }
        gathered.bytes = files.iter().map(|found| found.bytes).sum();
        self.keep_found(id, files, "attachment", &mut |found, result| gathered.take(found, result), step)
    }

    /// Keeps files that were found, those of each archive together.
    fn keep_found(
        &self,
        id: &BoxId,
        files: Vec<Found>,
        what: &str,
        each: &mut dyn FnMut(&Found, Result<ItemReceipt>),
        step: Step<'_>,
    ) -> Result<()> {
        let mut groups: BTreeMap<Option<PathBuf>, Vec<Found>> = BTreeMap::new();
        for found in files {
            groups.entry(found.entry.map(|_| found.path.clone())).or_default().push(found);
        }
        for (archive, mut group) in groups {
            group.sort_by_key(|found| found.entry);
            let known: HashMap<PathBuf, &Found> = group.iter().map(|found| (found.key(), found)).collect();
            let facts = |path: &Path| ItemFacts {
                kind: Some(what.to_owned()),
                found: known.get(path).map(|found| found.name.clone()),
                ..ItemFacts::default()
            };
            let mut told = |path: &Path, result: Result<ItemReceipt>| {
                if let Some(found) = known.get(path) {
                    each(found, result);
                }
            };
            match archive {
                Some(_) => self.add_entries(id, &group, &facts, &mut told, step)?,
                None => {
                    let paths: Vec<PathBuf> = group.iter().map(|found| found.path.clone()).collect();
                    self.add_paths(id, &paths, &facts, false, &mut told, step)?;
                }
            }
        }
        Ok(())
    }

    /// Leaves a report of what came of an export in the case's log.
    pub(crate) fn report_messages(
        &self,
        id: &BoxId,
        (item, begun, from): (u32, Timestamp, Vec<String>),
        (counts, written): (&Counts, &Written),
        gathered: &Gathered,
        stopped: bool,
    ) -> Result<()> {
        // It was stopped before anything of it was known.
        let Some(kind) = counts.kind.or(gathered.kind) else { return Ok(()) };
        let tally = ImportTally { refused: counts.missing.count(), ..gathered.tally };
        let report = ImportReport {
            at: self.now(),
            begun,
            from,
            files: tally.added + tally.duplicates + tally.refused,
            bytes: gathered.bytes,
            tally,
            first: gathered.first,
            last: gathered.last,
            refused: counts.missing.named.clone(),
            more_refused: counts.missing.more,
            whole: !stopped,
            messages: Some(MessagesRead {
                item,
                kind,
                contacts: written.contacts,
                first: written.first,
                last: written.last,
                there: counts.there,
                joined: written.joined,
                left_out: counts.left_out,
                by_program: counts.by_program,
                unread: counts.unread,
                unread_some: counts.unread_some.clone(),
            }),
        };
        let drafts = vec![Draft::new(kind::IMPORT, import_parts(&report, &self.clocks()))];
        self.commit(&mut hold(&self.core), id, drafts).map(drop)
    }
}

impl Finds {
    /// Returns what may be an export of messages, by its name alone.
    fn exports(&self) -> impl Iterator<Item = &Found> {
        self.files.iter().filter(|found| may_be_export(&found.file_name().to_lowercase()))
    }

    fn told(&self, export: &Found) -> ExportFound {
        let folder = crate::beside::folder_of(&export.name);
        let beside = self.files.iter().filter(|found| found.name.starts_with(folder) && found.name != export.name);
        ExportFound { name: export.name.clone(), bytes: export.bytes, beside: count(beside.count()) }
    }
}

fn may_be_export(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    match end {
        "txt" | "xml" | "csv" | "html" | "htm" | "eml" | "mbox" | "msg" => true,
        "json" => name.starts_with("message"),
        _ => false,
    }
}

fn is_named_by_an_app(name: &str) -> bool {
    let name = name.to_lowercase();
    let of_chat = name == "_chat.txt" || (name.starts_with("whatsapp chat") && name.ends_with(".txt"));
    let of_thread = name.starts_with("message_") && name.ends_with(".json");
    of_chat || of_thread || (name.starts_with("sms-") && name.ends_with(".xml"))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
