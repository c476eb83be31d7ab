//! Checks: of the open vault, of a copy without its keys, and what the last one found.

use super::{Given, reporting, work};
use crate::problem::{Answer, OrProblem};
use casekeep_model::Report;
use casekeep_model::keeping::{Depth, LastCheck};
use casekeep_model::view::Progress;
use std::path::PathBuf;
use tauri::command;
use tauri::ipc::Channel;

/// Checks the whole vault; `resume` goes on where the last check was stopped.
#[command]
pub async fn check(shell: Given<'_>, resume: bool, on_event: Channel<Progress>) -> Answer<Report> {
    work(&shell, move |shell| {
        let job = shell.begin();
        shell.lease()?.check(Depth::Full, resume, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Looks at the vault in a folder without its keys.
#[command]
pub async fn check_folder(shell: Given<'_>, folder: PathBuf, on_event: Channel<Progress>) -> Answer<Report> {
    work(&shell, move |shell| {
        let job = shell.begin();
        shell.check_folder(&folder, &mut reporting(&job, &on_event))
    })
    .await
}

/// Returns what the last check on this computer found.
#[command]
pub async fn last_check(shell: Given<'_>) -> Answer<Option<LastCheck>> {
    work(&shell, |shell| Ok(shell.lease()?.last_check())).await
}
