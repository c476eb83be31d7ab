//! What the person set.

use super::{Given, work};
use crate::problem::Answer;
use casekeep_model::window::Settings;
use tauri::command;

/// Returns what the person set.
#[command]
pub async fn settings(shell: Given<'_>) -> Answer<Settings> {
    work(&shell, |shell| Ok(shell.settings())).await
}

/// Keeps what the person set.
#[command]
pub async fn set_settings(shell: Given<'_>, settings: Settings) -> Answer<()> {
    work(&shell, move |shell| shell.set_settings(settings)).await
}
