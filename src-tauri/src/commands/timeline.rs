//! The timeline of a long case and its pattern; columns of numbers go to the page as they are, not as text.

use super::{Given, ask};
use crate::problem::Answer;
use casekeep_model::pattern::Pattern;
use casekeep_model::view::{RowKey, TimelineRow};
use tauri::command;
use tauri::ipc::Response;

/// Returns the packed timeline of a case; of more rows than `newest`, those that happened last.
#[command]
pub async fn timeline_packed(shell: Given<'_>, case: u32, newest: Option<u32>) -> Answer<Response> {
    ask(&shell, move |vault| vault.timeline_packed(case, newest)).await.map(Response::new)
}

/// Returns the rows with these kinds and numbers.
#[command]
pub async fn timeline_rows(shell: Given<'_>, case: u32, keys: Vec<RowKey>) -> Answer<Vec<TimelineRow>> {
    ask(&shell, move |vault| vault.timeline_rows(case, &keys)).await
}

/// Returns where on the packed timeline a text is found.
#[command]
pub async fn find_in_timeline(shell: Given<'_>, case: u32, text: String) -> Answer<Response> {
    ask(&shell, move |vault| vault.find_in_timeline(case, &text)).await.map(Response::new)
}

/// Counts the contacts of a case over time.
#[command]
pub async fn pattern(shell: Given<'_>, case: u32) -> Answer<Pattern> {
    ask(&shell, move |vault| vault.pattern(case)).await
}
