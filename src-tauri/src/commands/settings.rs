//! What the person set.

use super::{Given, work};
use crate::problem::Answer;
use casekeep_model::guidance::GuidanceInUse;
use casekeep_model::window::Settings;
use tauri::command;

/// Returns what people are told beyond their own case; the built-in content, or a newer signed one.
#[command]
pub async fn guidance(shell: Given<'_>) -> Answer<GuidanceInUse> {
    work(&shell, |shell| Ok(shell.guidance())).await
}

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
