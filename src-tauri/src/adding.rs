//! Files on their way into the vault: chosen, dropped or pasted, while unlocked into a case, while locked into the inbox.

use crate::jobs::{Job, Pace};
use crate::problem::{Answer, ShellError, Tell};
use crate::shell::{Shared, Shell};
use crate::window::MAIN;
use casekeep_model::view::{InboxRow, ItemReceipt};
use casekeep_model::window::{AddEvent, AddOutcome, FailedFile, InboxAdded};
use casekeep_model::{Acquisition, ItemFacts, SetPlace};
use casekeep_vault::{NewItem, UnlockedVault, Vault, VaultError, open_ordinary_file};
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tauri::{AppHandle, Emitter, Manager};

/// Adds files to a case and tells each one's fate; stopping keeps what is added.
///
/// # Errors
/// When nothing can be added at all: no such case, a closed case.
pub fn add_files(
    vault: &UnlockedVault,
    job: &Job,
    case: u32,
    paths: &[PathBuf],
    tell: &dyn Fn(AddEvent),
) -> Answer<AddOutcome> {
    let mut outcome = AddOutcome { added: 0, failed: 0, duplicates: 0 };
    let mut pace = Pace::default();
    let mut each = |path: &Path, result: Result<ItemReceipt, VaultError>| {
        let event = event_of(name_of(path), result);
        count(&mut outcome, &event);
        tell(event);
    };
    let mut step = |progress: &casekeep_model::view::Progress| -> ControlFlow<()> {
        if pace.is_due(Instant::now()) {
            tell(AddEvent::Progress { progress: progress.clone() });
        }
        job.flow()
    };
    match vault.add_files(case, paths, &ItemFacts::default(), false, &mut each, &mut step) {
        Ok(()) | Err(VaultError::Cancelled) => Ok(outcome),
        Err(error) => Err(error.tell()),
    }
}

fn event_of(name: String, result: Result<ItemReceipt, VaultError>) -> AddEvent {
    match result {
        Ok(receipt) => AddEvent::Added { name, receipt },
        Err(error) => AddEvent::Failed { name, problem: error.tell() },
    }
}

fn count(outcome: &mut AddOutcome, event: &AddEvent) {
    match event {
        AddEvent::Added { receipt, .. } if receipt.duplicate_of.is_some() => outcome.duplicates += 1,
        AddEvent::Added { .. } => outcome.added += 1,
        AddEvent::Failed { .. } => outcome.failed += 1,
        AddEvent::Progress { .. } => {}
    }
}

/// Returns the file's name as it is shown.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Adds bytes that are in memory to a case, such as a capture.
///
/// # Errors
/// What the engine says.
pub fn add_bytes(
    vault: &UnlockedVault,
    job: &Job,
    case: u32,
    name: &str,
    bytes: &[u8],
    how: Acquisition,
) -> Answer<ItemReceipt> {
    let item = NewItem { name, how, facts: ItemFacts::default(), size_hint: bytes.len() as u64, keep_duplicate: false };
    let mut input = bytes;
    vault.add_item(case, &mut input, item, &mut |_| job.flow()).map_err(|error| error.tell())
}

/// Adds a capture of the screen to a case, as a shot of a set.
///
/// # Errors
/// What the engine says.
pub fn add_shot(
    vault: &UnlockedVault,
    job: &Job,
    case: u32,
    name: &str,
    png: &[u8],
    place: SetPlace,
) -> Answer<ItemReceipt> {
    let facts = ItemFacts { set: Some(place), ..ItemFacts::default() };
    let how = Acquisition::ScreenCapture;
    // Two shots may be the same to the byte, and each has its place.
    let item = NewItem { name, how, facts, size_hint: png.len() as u64, keep_duplicate: true };
    vault.add_item(case, &mut &*png, item, &mut |_| job.flow()).map_err(|error| error.tell())
}

/// Adds files to a set of captures, such as the saved page; each gets the next place.
///
/// # Errors
/// When nothing can be added at all.
pub fn add_to_set(
    vault: &UnlockedVault,
    job: &Job,
    case: u32,
    paths: &[PathBuf],
    next: &dyn Fn() -> SetPlace,
    tell: &dyn Fn(AddEvent),
) -> Answer<AddOutcome> {
    let mut outcome = AddOutcome { added: 0, failed: 0, duplicates: 0 };
    for path in paths.iter().take_while(|_| job.flow().is_continue()) {
        let added = open_ordinary_file(path).and_then(|(mut file, name, size_hint)| {
            let facts = ItemFacts { set: Some(next()), ..ItemFacts::default() };
            let new = NewItem { name: &name, how: Acquisition::File, facts, size_hint, keep_duplicate: false };
            vault.add_item(case, &mut file, new, &mut |_| job.flow())
        });
        let event = event_of(name_of(path), added);
        count(&mut outcome, &event);
        tell(event);
    }
    Ok(outcome)
}

/// Adds files to the inbox of the locked vault; stopping keeps what is added.
///
/// # Errors
/// When the vault is unlocked or there is none.
pub fn add_to_inbox(shell: &Shell, job: &Job, paths: &[PathBuf]) -> Answer<InboxAdded> {
    shell.with_locked(|vault| {
        let mut outcome = InboxAdded { added: Vec::new(), failed: Vec::new() };
        for path in paths.iter().take_while(|_| job.flow().is_continue()) {
            match add_one_to_inbox(vault, job, path) {
                Ok(row) => outcome.added.push(row),
                Err(problem) => outcome.failed.push(FailedFile { name: name_of(path), problem }),
            }
        }
        Ok(outcome)
    })
}

fn add_one_to_inbox(vault: &Vault, job: &Job, path: &Path) -> Answer<InboxRow> {
    let (file, name, size) = open_ordinary_file(path).map_err(|error| error.tell())?;
    let mut input = Stoppable { file, job };
    let added = vault.inbox_add(&mut input, &name, Acquisition::File, Some(size));
    added.map_err(|error| if job.flow().is_break() { VaultError::Cancelled.tell() } else { error.tell() })
}

/// A file whose reading fails once the person stopped the work.
struct Stoppable<'a> {
    file: File,
    job: &'a Job,
}

impl Read for Stoppable<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.job.flow().is_break() {
            return Err(io::Error::other("stopped"));
        }
        self.file.read(buffer)
    }
}

/// Adds files that were dropped on the window: to the current case, or to the inbox while locked.
///
/// Returns at once; the page is told by `dropped` events.
pub fn take_dropped(app: AppHandle, paths: Vec<PathBuf>) {
    tauri::async_runtime::spawn_blocking(move || {
        let shell = Shared::clone(&app.state::<Shared>());
        shell.touch();
        // A page that is loading anew asks for the rows itself.
        let tell = |event: AddEvent| drop(app.emit_to(MAIN, "dropped", event));
        let failed = |name: String, problem| tell(AddEvent::Failed { name, problem });
        let job = shell.begin();
        if !shell.is_open() {
            match add_to_inbox(&shell, &job, &paths) {
                Ok(outcome) => {
                    outcome.failed.into_iter().for_each(|file| failed(file.name, file.problem));
                    if !outcome.added.is_empty() {
                        drop(app.emit_to(MAIN, "inbox-changed", ()));
                    }
                }
                Err(problem) => failed(String::new(), problem),
            }
            return;
        }
        let added = shell.lease().and_then(|vault| {
            let case = shell.current_case().ok_or_else(|| ShellError::NoCase.tell())?;
            add_files(&vault, &job, case, &paths, &tell)
        });
        if let Err(problem) = added {
            failed(paths.first().map(|path| name_of(path)).unwrap_or_default(), problem);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::Timestamp;

    fn receipt(duplicate_of: Option<u32>) -> ItemReceipt {
        ItemReceipt {
            item: 1,
            sha256: String::new(),
            bytes: 0,
            media_type: "image/png".into(),
            recorded: Timestamp::from_millis(0),
            duplicate_of,
            noted: false,
        }
    }

    #[test]
    fn each_fate_is_counted_once() {
        let mut outcome = AddOutcome { added: 0, failed: 0, duplicates: 0 };
        for result in [Ok(receipt(None)), Ok(receipt(Some(1))), Err(VaultError::Cancelled), Ok(receipt(None))] {
            count(&mut outcome, &event_of("a".into(), result));
        }
        assert_eq!(outcome, AddOutcome { added: 2, failed: 1, duplicates: 1 });
    }

    #[test]
    fn a_name_is_the_last_part_of_the_path() {
        assert_eq!(name_of(Path::new("/tmp/a letter.png")), "a letter.png");
        assert_eq!(name_of(Path::new("/")), "/");
    }
}
