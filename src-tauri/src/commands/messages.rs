//! Exports of messages: where they are found, what is in one, and contacts of it. The page never learns a path: what was
//! chosen stays with the shell until the vault is locked.

use super::{Given, reporting, work};
use crate::dialogs;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shell::Shell;
use casekeep_model::import::ExportsFound;
use casekeep_model::view::{ItemReceipt, Progress};
use casekeep_model::window::ImportFrom;
use casekeep_model::{MessageChoices, MessagesOutcome, MessagesPreview};
use std::path::PathBuf;
use tauri::ipc::Channel;
use tauri::{AppHandle, command};

/// Asks for the folder or the archives that an app exported, and says what lies there; `None` when the dialog was closed.
#[command]
pub async fn find_exports(
    app: AppHandle,
    shell: Given<'_>,
    from: ImportFrom,
    on_event: Channel<Progress>,
) -> Answer<Option<ExportsFound>> {
    work(&shell, move |shell| {
        let paths = match from {
            ImportFrom::Folder => dialogs::choose_folder(&app, "The folder of the messages").into_iter().collect(),
            ImportFrom::Files => dialogs::choose_files(&app, "The archive of the messages"),
        };
        shell.touch();
        if paths.is_empty() {
            return Ok(None);
        }
        let (vault, job) = (shell.lease()?, shell.begin());
        let found = vault.find_exports(&paths, &mut reporting(&job, &on_event)).or_problem()?;
        shell.keep_beside(paths);
        Ok(Some(found))
    })
    .await
}

/// Keeps one of the exports that were found as an item.
#[command]
pub async fn keep_export(
    shell: Given<'_>,
    case: u32,
    name: String,
    on_event: Channel<Progress>,
) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        vault.keep_export(case, &beside(shell, true)?, &name, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Says what an item holds as an export of messages, and with which of the files that lie where it was found; nothing is
/// written.
#[command]
pub async fn preview_messages(
    shell: Given<'_>,
    case: u32,
    item: u32,
    choices: MessageChoices,
    with_files: bool,
    on_event: Channel<Progress>,
) -> Answer<MessagesPreview> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        let beside = beside(shell, with_files)?;
        vault.preview_messages(case, item, &choices, &beside, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Makes contacts of the messages of an item, and keeps their files where that is asked; stopping keeps what is made.
#[command]
pub async fn import_messages(
    shell: Given<'_>,
    case: u32,
    item: u32,
    choices: MessageChoices,
    with_files: bool,
    on_event: Channel<Progress>,
) -> Answer<MessagesOutcome> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        let beside = beside(shell, with_files)?;
        vault.import_messages(case, item, &choices, &beside, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Returns where the files of the messages lie, where they are wanted.
fn beside(shell: &Shell, wanted: bool) -> Answer<Vec<PathBuf>> {
    let paths = if wanted { shell.beside() } else { Vec::new() };
    if wanted && paths.is_empty() { Err(ShellError::BesideGone.tell()) } else { Ok(paths) }
}
