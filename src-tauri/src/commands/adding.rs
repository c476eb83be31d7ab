//! Capture, paste and adding files: everything that brings a new item from outside.

use super::{Given, work};
use crate::adding::{self, add_bytes, add_files, add_shot, add_to_inbox};
use crate::clipboard::{self, Clip};
use crate::jobs::Job;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shell::Shared;
use crate::{dialogs, screen, taking, window};
use casekeep_model::Acquisition;
use casekeep_model::view::ItemReceipt;
use casekeep_model::window::{AddEvent, AddOutcome, CaptureSource, InboxAdded, SetNow};
use casekeep_vault::UnlockedVault;
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, command};

/// Lists the screens and windows that can be captured.
#[command]
pub async fn capture_sources(shell: Given<'_>) -> Answer<Vec<CaptureSource>> {
    work(&shell, |_| screen::sources().or_problem()).await
}

/// Captures a screen or window straight into a case, after so many seconds; the next shot of the set that is going on.
#[command]
pub async fn capture(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    source_id: String,
    delay: u32,
) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let _one = shell.shots().begin().ok_or_else(|| ShellError::Cancelled.tell())?;
        let (vault, job) = (shell.lease()?, shell.begin());
        taking::wait(&job, delay)?;
        let own = app.get_webview_window(window::MAIN).ok_or_else(|| ShellError::SourceGone.tell())?;
        let picture = screen::capture(&own, &source_id).or_problem()?;
        let png = screen::encode(&picture).or_problem()?;
        let shot = shell.shots().next(&picture, Some(case));
        let receipt = add_shot(&vault, &job, case, &shell.capture_name(), &png, shot.place.clone())?;
        shell.shots().keep(shot, Some(case));
        taking::tell_set(&app);
        Ok(receipt)
    })
    .await
}

/// Returns the set of captures that is going on.
#[command]
pub async fn capture_set(shell: Given<'_>) -> Answer<Option<SetNow>> {
    work(&shell, |shell| Ok(shell.shots().going_on())).await
}

/// Ends the set of captures that is going on.
#[command]
pub async fn end_set(app: AppHandle, shell: Given<'_>) -> Answer<()> {
    work(&shell, move |shell| {
        shell.shots().end();
        taking::tell_set(&app);
        Ok(())
    })
    .await
}

/// Asks for files, such as the saved page, and adds them to the set that an item belongs to.
#[command]
pub async fn add_to_set(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    item: u32,
    on_event: Channel<AddEvent>,
) -> Answer<AddOutcome> {
    work(&shell, move |shell| {
        let set = shell.lease()?.item(case, item).or_problem()?.set.ok_or_else(|| ShellError::NoSet.tell())?;
        let paths = dialogs::choose_files(&app, "Add to the set");
        shell.touch();
        let (vault, job) = (shell.lease()?, shell.begin());
        let last = Cell::new(u32::try_from(set.items.len()).unwrap_or(u32::MAX).max(set.place.n));
        let next = || {
            let place = shell.shots().after(&set.place.id, last.get());
            last.set(place.n);
            place
        };
        let tell = |event| drop(on_event.send(event));
        adding::add_to_set(&vault, &job, case, &paths, &next, &tell)
    })
    .await
}

/// Adds what the clipboard holds to a case.
#[command]
pub async fn paste(shell: Given<'_>, case: u32) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let vault = shell.lease()?;
        let job = shell.begin();
        let time = shell.local_time();
        let add = |name: &str, bytes: &[u8]| add_bytes(&vault, &job, case, name, bytes, Acquisition::Clipboard);
        match clipboard::read().or_problem()? {
            Clip::Files(paths) => add_pasted_files(&vault, &job, case, &paths),
            Clip::Picture(picture) => add(&format!("Pasted {time}.png"), &screen::encode(&picture).or_problem()?),
            Clip::Text(text) => add(&format!("Pasted {time}.txt"), text.as_bytes()),
        }
    })
    .await
}

/// Adds every file that was copied, and answers with the first that was added, or why none was.
fn add_pasted_files(vault: &UnlockedVault, job: &Job, case: u32, paths: &[PathBuf]) -> Answer<ItemReceipt> {
    let first = RefCell::new(None);
    add_files(vault, job, case, paths, &|event| {
        let mut first = first.borrow_mut();
        match event {
            AddEvent::Added { receipt, .. } if !matches!(*first, Some(Ok(_))) => *first = Some(Ok(receipt)),
            AddEvent::Failed { problem, .. } if first.is_none() => *first = Some(Err(problem)),
            _ => {}
        }
    })?;
    first.into_inner().unwrap_or_else(|| Err(ShellError::Cancelled.tell()))
}

/// Asks for files and adds them to a case.
#[command]
pub async fn add_files_dialog(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    on_event: Channel<AddEvent>,
) -> Answer<AddOutcome> {
    work(&shell, move |shell| {
        let paths = dialogs::choose_files(&app, "Add files");
        shell.touch();
        let (vault, job) = (shell.lease()?, shell.begin());
        // A page that is gone does not stop the work; locking does.
        add_files(&vault, &job, case, &paths, &|event| drop(on_event.send(event)))
    })
    .await
}

/// Asks for files and adds them to the inbox of the locked vault.
#[command]
pub async fn inbox_add_dialog(app: AppHandle, shell: Given<'_>) -> Answer<InboxAdded> {
    work(&shell, move |shell| {
        let paths = dialogs::choose_files(&app, "Add without unlocking");
        add_to_inbox(shell, &shell.begin(), &paths)
    })
    .await
}

/// Stops the long work that is under way; what is finished stays.
#[command]
pub async fn cancel(shell: Given<'_>) -> Answer<()> {
    work(&shell, |shell: &Shared| {
        shell.cancel();
        Ok(())
    })
    .await
}
