//! What the person set.

use super::{Given, work};
use crate::problem::{Answer, OrProblem};
use crate::shortcut;
use casekeep_model::guidance::GuidanceInUse;
use casekeep_model::window::Settings;
use tauri::{AppHandle, command};

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
pub async fn set_settings(app: AppHandle, shell: Given<'_>, settings: Settings) -> Answer<()> {
    work(&shell, move |shell| {
        shortcut::change(&app, shell, &settings).or_problem()?;
        shell.set_settings(settings)
    })
    .await
}
