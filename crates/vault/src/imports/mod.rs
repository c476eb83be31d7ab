//! Thousands at once: a plan that changes nothing, then everything that was found is added in groups, with a note of what
//! is left, and a report that is kept in the case's log.
//!
//! An import that is broken off is paused: it goes on where it stopped, after a crash too, until it is finished or ended.

mod archives;
pub(crate) mod found;
mod note;
mod plan;

use self::found::{Found, Refusals, look_through};
use self::note::{List, Place};
use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::outside;
use crate::session::{UnlockedVault, hold};
use casekeep_format::kind;
use casekeep_format::parts::import_parts;
use casekeep_model::import::{ImportLeft, ImportProgress, ImportReport, ImportTally, SourcesRemoved};
use casekeep_model::view::{EntryKind, ItemReceipt, Progress};
use casekeep_model::{BoxId, Clock, ItemFacts};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How many files, and about how many bytes, are added before the place is noted.
const GROUP: (usize, u64) = (1024, 512 << 20);

/// Is told how far an import is; breaking pauses it.
pub type Told<'a> = &'a mut dyn FnMut(&ImportProgress) -> ControlFlow<()>;

impl UnlockedVault {
    /// Adds everything that lies in files, folders and zip archives.
    ///
    /// # Errors
    /// [`VaultError::Cancelled`] when paused; [`VaultError::BadInput`] when another import is not finished, or nothing was
    /// found; what the system says. What was added stays, and the import can go on, but for the first two.
    pub fn import(&self, case: u32, paths: &[PathBuf], told: Told<'_>) -> Result<ImportReport> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        if self.import_list()?.is_some() {
            return Err(VaultError::BadInput(
                "Another import is not finished. Go on with it or end it first.".to_owned(),
            ));
        }
        let finds = look_through(paths, &*self.installation.inspect, &mut |_| ControlFlow::Continue(()))?;
        if finds.files.is_empty() && finds.refused.count() == 0 {
            return Err(VaultError::BadInput("There is no file in what was chosen.".to_owned()));
        }
        let from = paths.iter().map(|path| crate::ingest::file_name(path)).collect();
        let list = List { case: id, from, begun: self.now(), files: finds.files };
        let tally = ImportTally { refused: finds.refused.count(), ..ImportTally::default() };
        let refused_before = finds.refused.count();
        let highest = hold(&self.index).highest(&list.case, EntryKind::Item)?;
        let place = Place { tally, refused: finds.refused, refused_before, highest, ..Place::default() };
        self.keep_import_place(&place)?;
        self.keep_import_list(&list)?;
        self.go_on(&list, place, told)
    }

    /// Goes on with the import that was paused or cut short.
    ///
    /// # Errors
    /// As [`UnlockedVault::import`]; [`VaultError::NoSuchEntry`] when there is none.
    pub fn resume_import(&self, told: Told<'_>) -> Result<ImportReport> {
        let list = self.import_list()?.ok_or_else(no_import)?;
        self.check_writable()?;
        let case = hold(&self.core).facts.handle(&list.case);
        self.open_case_box(&hold(&self.core), case)?;
        self.go_on(&list, self.import_place()?, told)
    }

    /// Ends the import that was paused: what is added stays, the rest is not added, and the report says so.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`] when there is none; what the system says.
    pub fn end_import(&self) -> Result<ImportReport> {
        let list = self.import_list()?.ok_or_else(no_import)?;
        self.finish(&list, self.import_place()?)
    }

    /// Returns the import that is not finished, where there is one.
    ///
    /// # Errors
    /// When the application's state cannot be read.
    pub fn import_left(&self) -> Result<Option<ImportLeft>> {
        let Some(list) = self.import_list()? else { return Ok(None) };
        let case = hold(&self.core).facts.handle(&list.case);
        let done = count(self.import_place()?.done);
        Ok(Some(ImportLeft { case, done, files: count(list.files.len()), from: list.from, begun: list.begun }))
    }

    /// Returns the reports of a case's imports, the newest first.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn imports(&self, case: u32) -> Result<Vec<ImportReport>> {
        let id = self.case_box(&hold(&self.core), case)?;
        hold(&self.index).imports(&id)
    }

    /// Deletes those of the files that an import was made from whose bytes are in the case; each is read once more first.
    ///
    /// Archives stay, and so does what is not in the case.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read; a file that cannot be deleted is named in the answer.
    pub fn remove_sources(&self, case: u32, paths: &[PathBuf]) -> Result<SourcesRemoved> {
        let id = self.case_box(&hold(&self.core), case)?;
        let finds = look_through(paths, &*self.installation.inspect, &mut |_| ControlFlow::Continue(()))?;
        let (mut removed, mut left) = (0, Refusals::default());
        let mut archives: Vec<&Path> = Vec::new();
        for found in &finds.files {
            if found.entry.is_some() {
                if !archives.contains(&found.path.as_path()) {
                    archives.push(&found.path);
                    left.add(&crate::ingest::file_name(&found.path), "archives stay; delete it yourself if you want");
                }
                continue;
            }
            let there = match outside::hash_of(&found.path) {
                Some(hash) => hold(&self.index).item_with(&id, &hash)?.is_some(),
                None => false,
            };
            match there.then(|| outside::remove(&found.path)) {
                Some(Ok(())) => removed += 1,
                Some(Err(_)) => left.add(&found.name, "the system did not let it be deleted"),
                None => left.add(&found.name, "its bytes are not in the case"),
            }
        }
        finds.refused.named.iter().for_each(|one| left.add(&one.name, &one.why));
        Ok(SourcesRemoved { removed, left: left.named })
    }

    fn go_on(&self, list: &List, place: Place, told: Told<'_>) -> Result<ImportReport> {
        let mut going = Going::begin(self, list, place, told);
        while going.place.done < list.files.len() {
            let group = next_group(list, going.place.done);
            // What a stopped group saved is found to be there, and counted, when it is gone through again.
            self.add_group(&list.case, group, RefCell::new(&mut going))?;
            going.place.done += group.len();
            going.place.highest = hold(&self.index).highest(&list.case, EntryKind::Item)?;
            self.keep_import_place(&going.place)?;
        }
        let place = going.place;
        self.finish(list, place)
    }

    fn add_group(&self, id: &BoxId, group: &[Found], going: RefCell<&mut Going<'_>>) -> Result<()> {
        let known: HashMap<PathBuf, &Found> = group.iter().map(|found| (found.key(), found)).collect();
        let facts =
            |path: &Path| ItemFacts { found: known.get(path).map(|found| found.name.clone()), ..ItemFacts::default() };
        let mut each = |path: &Path, result: Result<ItemReceipt>| {
            if let Some(found) = known.get(path) {
                going.borrow_mut().done_with(found, result);
            }
        };
        let mut step = |progress: &Progress| going.borrow_mut().tell(&progress.current, progress.bytes_done);
        if group.first().is_some_and(|found| found.entry.is_some()) {
            self.add_entries(id, group, &facts, &mut each, &mut step)
        } else {
            let paths: Vec<PathBuf> = group.iter().map(|found| found.path.clone()).collect();
            self.add_paths(id, &paths, &facts, false, &mut each, &mut step)
        }
    }

    fn finish(&self, list: &List, place: Place) -> Result<ImportReport> {
        let mut report = ImportReport {
            at: self.now(),
            begun: list.begun,
            from: list.from.clone(),
            files: count(list.files.len()).saturating_add(place.refused_before),
            bytes: list.bytes(),
            tally: place.tally,
            first: place.first,
            last: place.last,
            refused: place.refused.named,
            more_refused: place.refused.more,
            whole: place.done == list.files.len(),
            messages: None,
        };
        let mut core = hold(&self.core);
        let drafts = vec![Draft::new(kind::IMPORT, import_parts(&report, &self.clocks()))];
        report.at = self.commit(&mut core, &list.case, drafts)?.at;
        self.drop_import()?;
        Ok(report)
    }
}

/// An import that is going on.
struct Going<'a> {
    place: Place,
    told: Told<'a>,
    clock: &'a dyn Clock,
    begun: u64,
    /// Bytes that were done with when it began.
    before: u64,
    done: u64,
    files_done: u32,
    files: u32,
    bytes: u64,
    /// The items that were counted as added.
    claimed: HashSet<u32>,
}

impl<'a> Going<'a> {
    fn begin(vault: &'a UnlockedVault, list: &List, place: Place, told: Told<'a>) -> Self {
        let before = list.files.iter().take(place.done).map(|found| found.bytes).sum();
        let clock = &*vault.installation.clock;
        Self {
            told,
            clock,
            begun: clock.since_boot().unwrap_or_default(),
            before,
            done: before,
            files_done: count(place.done),
            files: count(list.files.len()),
            bytes: list.bytes(),
            claimed: HashSet::new(),
            place,
        }
    }

    fn done_with(&mut self, found: &Found, result: Result<ItemReceipt>) {
        self.files_done += 1;
        self.done += found.bytes;
        let place = &mut self.place;
        match result {
            // Bytes that are there since the place was noted were added by a group that was cut short, once.
            Ok(receipt)
                if receipt.duplicate_of.is_none_or(|item| item > place.highest)
                    && self.claimed.insert(receipt.item) =>
            {
                place.tally.added += 1;
                place.tally.noted += u32::from(receipt.noted);
                place.first = Some(place.first.map_or(receipt.item, |first| first.min(receipt.item)));
                place.last = place.last.max(Some(receipt.item));
            }
            Ok(_) => place.tally.duplicates += 1,
            Err(error) => {
                place.tally.refused += 1;
                place.refused.add(&found.name, &why(&error));
            }
        }
    }

    /// Says how far it is, with so many bytes of the current file read.
    fn tell(&mut self, current: &str, of_current: u64) -> ControlFlow<()> {
        let bytes_done = (self.done + of_current).min(self.bytes);
        let passed = self.clock.since_boot().unwrap_or_default().saturating_sub(self.begun);
        let rate = (bytes_done - self.before).saturating_mul(1000).checked_div(passed).unwrap_or_default();
        // The first second tells little.
        let known = passed >= 1000 && rate > 0;
        let left = known.then(|| u32::try_from((self.bytes - bytes_done) / rate.max(1)).unwrap_or(u32::MAX));
        (self.told)(&ImportProgress {
            files_done: self.files_done,
            files: self.files,
            bytes_done,
            bytes: self.bytes,
            rate,
            seconds_left: left,
            current: current.to_owned(),
            tally: self.place.tally,
        })
    }
}

/// Returns the next files of a list that are added together: of one archive, or of none.
fn next_group(list: &List, done: usize) -> &[Found] {
    let rest = list.files.get(done..).unwrap_or_default();
    let same = |first: &Found, other: &Found| match first.entry {
        Some(_) => other.entry.is_some() && other.path == first.path,
        None => other.entry.is_none(),
    };
    let Some(first) = rest.first() else { return rest };
    let mut bytes = 0;
    let fits = |found: &&Found| {
        let room = bytes < GROUP.1;
        bytes += found.bytes;
        room && same(first, found)
    };
    let length = rest.iter().take(GROUP.0).take_while(fits).count();
    rest.get(..length.max(1)).unwrap_or(rest)
}

/// Returns why a file was not added, in words that follow its name.
pub(crate) fn why(error: &VaultError) -> String {
    match error {
        VaultError::BadFile { why, .. } => (*why).to_owned(),
        other => other.problem().message,
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn no_import() -> VaultError {
    VaultError::NoSuchEntry("import that is not finished".to_owned())
}
