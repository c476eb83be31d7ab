//! Capture, paste, adding files, and cutting a picture: everything that brings a new item.

use super::{Given, work};
use crate::adding::{add_bytes, add_files, add_to_inbox};
use crate::clipboard::{self, Clip};
use crate::jobs::Job;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shell::{Shared, Shell};
use crate::{dialogs, screen, window};
use casekeep_model::view::ItemReceipt;
use casekeep_model::window::{AddEvent, AddOutcome, CaptureSource, InboxAdded};
use casekeep_model::{Acquisition, Crop};
use casekeep_vault::{UnlockedVault, VaultError};
use std::cell::RefCell;
use std::path::PathBuf;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, command};

/// Lists the screens and windows that can be captured.
#[command]
pub async fn capture_sources(shell: Given<'_>) -> Answer<Vec<CaptureSource>> {
    work(&shell, |_| screen::sources().or_problem()).await
}

/// Captures a screen or window straight into a case.
#[command]
pub async fn capture(app: AppHandle, shell: Given<'_>, case: u32, source_id: String) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let vault = shell.lease()?;
        let own = app.get_webview_window(window::MAIN).ok_or_else(|| ShellError::SourceGone.tell())?;
        let png = screen::capture(&own, &source_id).or_problem()?;
        let name = format!("Screen {}.png", shell.local_time());
        add_bytes(&vault, &shell.begin(), case, &name, &png, Acquisition::ScreenCapture)
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

/// Keeps a part of a picture as a working copy.
#[command]
pub async fn crop(shell: Given<'_>, case: u32, item: u32, crop: Crop, reason: String) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let vault = shell.lease()?;
        let _job = shell.begin();
        let png = cut(shell, &vault, case, item, crop)?;
        vault.add_working_copy(case, item, crop, &png, &reason).or_problem()
    })
    .await
}

fn cut(shell: &Shell, vault: &UnlockedVault, case: u32, item: u32, crop: Crop) -> Answer<Vec<u8>> {
    let (bytes, media_type) = vault.small_item(case, item).or_problem()?;
    let cut = shell.inspector().crop(&media_type, &bytes, crop);
    cut.map(|picture| picture.png).map_err(|error| VaultError::Preview(error).tell())
}
