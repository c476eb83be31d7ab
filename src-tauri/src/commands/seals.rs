//! Seals: making one, its sheet, and what today's log makes of one.

use super::{Given, ask, save_text, work};
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::{dialogs, sheet};
use casekeep_model::keeping::{Seal, SealVerdict};
use tauri::{AppHandle, command};

/// Seals every log as it is now.
#[command]
pub async fn make_seal(shell: Given<'_>) -> Answer<Seal> {
    ask(&shell, |vault| vault.make_seal()).await
}

/// Returns every seal, oldest first.
#[command]
pub async fn seals(shell: Given<'_>) -> Answer<Vec<Seal>> {
    ask(&shell, |vault| vault.seals()).await
}

/// Compares twelve words, a checkpoint or a sheet with today's log.
#[command]
pub async fn check_seal(shell: Given<'_>, words: String) -> Answer<SealVerdict> {
    ask(&shell, move |vault| vault.check_seal(&words)).await
}

/// Asks where to save, then writes the sheet of the seal with these words; `None` when the dialog was closed.
#[command]
pub async fn save_seal_sheet(app: AppHandle, shell: Given<'_>, words: Vec<String>) -> Answer<Option<String>> {
    work(&shell, move |shell| {
        let (sheet, day) = {
            let vault = shell.lease()?;
            let all = vault.seals().or_problem()?;
            let seal = all.iter().find(|seal| seal.words == words).ok_or_else(|| ShellError::SealGone.tell())?;
            (sheet::of_seal(seal, vault.opening()), seal.at.to_chrono().format("%Y-%m-%d"))
        };
        save_text(&app, shell, "Save the sheet", &format!("Seal {day}.html"), &sheet)
    })
    .await
}

/// Asks where to save, then writes a request for a time-stamp of the newest seal; `None` when the dialog was closed.
#[command]
pub async fn save_time_request(app: AppHandle, shell: Given<'_>) -> Answer<Option<String>> {
    work(&shell, move |shell| {
        let Some(place) = dialogs::choose_target(&app, "Save the request", "Seal.tsq") else { return Ok(None) };
        shell.touch();
        shell.lease()?.time_request(&place).or_problem()?;
        Ok(Some(place.display().to_string()))
    })
    .await
}

/// Asks for the authority's reply, checks and keeps it; returns the seal that it stamps, `None` when the dialog was closed.
#[command]
pub async fn take_time_response(app: AppHandle, shell: Given<'_>) -> Answer<Option<Seal>> {
    work(&shell, move |shell| {
        let Some(place) = dialogs::choose_files(&app, "Open the reply").into_iter().next() else { return Ok(None) };
        shell.touch();
        shell.lease()?.take_time_response(&place).or_problem().map(Some)
    })
    .await
}
