//! Thousands at once: a folder or archives are chosen, planned, added, paused and gone on with. The page never learns a
//! path: what was chosen stays with the shell until the vault is locked.

use super::{Given, ask, reporting, work};
use crate::dialogs;
use crate::jobs::{Job, Pace};
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use casekeep_model::import::{ImportLeft, ImportPlan, ImportProgress, ImportReport, SourcesRemoved};
use casekeep_model::view::Progress;
use casekeep_model::window::ImportFrom;
use casekeep_vault::VaultError;
use std::ops::ControlFlow;
use std::time::Instant;
use tauri::ipc::Channel;
use tauri::{AppHandle, command};

/// Asks for a folder, or for files and archives, and says what adding them would do; `None` when the dialog was closed.
#[command]
pub async fn plan_import(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    from: ImportFrom,
    on_event: Channel<Progress>,
) -> Answer<Option<ImportPlan>> {
    work(&shell, move |shell| {
        let paths = match from {
            ImportFrom::Folder => dialogs::choose_folder(&app, "Add everything in a folder").into_iter().collect(),
            ImportFrom::Files => dialogs::choose_files(&app, "Add files and archives"),
        };
        shell.touch();
        if paths.is_empty() {
            return Ok(None);
        }
        let (vault, job) = (shell.lease()?, shell.begin());
        let plan = vault.plan_import(case, &paths, &mut reporting(&job, &on_event)).or_problem()?;
        shell.keep_sources(paths);
        Ok(Some(plan))
    })
    .await
}

/// Adds what was planned; `None` when it was paused.
#[command]
pub async fn start_import(
    shell: Given<'_>,
    case: u32,
    on_event: Channel<ImportProgress>,
) -> Answer<Option<ImportReport>> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        let paths = shell.sources();
        unless_paused(vault.import(case, &paths, &mut telling(&job, &on_event)))
    })
    .await
}

/// Goes on with the import that was paused or cut short; `None` when it was paused again.
#[command]
pub async fn resume_import(shell: Given<'_>, on_event: Channel<ImportProgress>) -> Answer<Option<ImportReport>> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        unless_paused(vault.resume_import(&mut telling(&job, &on_event)))
    })
    .await
}

/// Ends the import that was paused; what is added stays.
#[command]
pub async fn end_import(shell: Given<'_>) -> Answer<ImportReport> {
    ask(&shell, |vault| vault.end_import()).await
}

/// Returns the import that is not finished.
#[command]
pub async fn import_left(shell: Given<'_>) -> Answer<Option<ImportLeft>> {
    ask(&shell, |vault| vault.import_left()).await
}

/// Returns the reports of a case's imports, the newest first.
#[command]
pub async fn imports(shell: Given<'_>, case: u32) -> Answer<Vec<ImportReport>> {
    ask(&shell, move |vault| vault.imports(case)).await
}

/// Deletes those of the chosen files whose bytes are in the case.
#[command]
pub async fn remove_sources(shell: Given<'_>, case: u32) -> Answer<SourcesRemoved> {
    work(&shell, move |shell| {
        let (vault, _job) = (shell.lease()?, shell.begin());
        let paths = shell.sources();
        if paths.is_empty() {
            return Err(ShellError::SourceGone.tell());
        }
        vault.remove_sources(case, &paths).or_problem()
    })
    .await
}

fn unless_paused(outcome: Result<ImportReport, VaultError>) -> Answer<Option<ImportReport>> {
    match outcome {
        Ok(report) => Ok(Some(report)),
        Err(VaultError::Cancelled) => Ok(None),
        Err(error) => Err(error.tell()),
    }
}

fn telling<'a>(
    job: &'a Job,
    on_event: &'a Channel<ImportProgress>,
) -> impl FnMut(&ImportProgress) -> ControlFlow<()> + 'a {
    let mut pace = Pace::default();
    move |progress| {
        if pace.is_due(Instant::now()) {
            // A page that is gone does not stop the work; locking does.
            let _ = on_event.send(progress.clone());
        }
        job.flow()
    }
}
